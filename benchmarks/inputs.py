"""The same postings as the inputs of other programs, already assigned: journal, beancount file, Parquet."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import words
from benchmarks.columns import decimals, joined, taken, write_lines
from benchmarks.folder import HEADINGS, ceiling_of, export_columns, posting_texts, scale_of
from benchmarks.ledger import YEARS, Ledger, Truth, assigned, calendar, days, text_table

_POTS = pa.array([*(pot.capitalize() for pot in words.POTS), "Ausserhalb"])
_REGIONS = pa.array([*(region.capitalize() for region in words.REGIONS), "Offen"])
_DECEMBER = pa.array([f"{year}-12-31" for year in YEARS])
PIECES_PER_FILE = 10
TAGS = {
    "belegart": "Belegart",
    "sachkonto": "Sachkontonr.",
    "teilprodukt": "Kostenträger Code",
    "haushaltsjahr": "Haushaltsjahr",
    "periode": "Periode",
    "auftrag": "Auftragsnr.",
}
ROOT_ACCOUNT, COUNTER_ACCOUNT = "Expenses", "Assets:Haushalt"


def _ledger_lines(piece: pa.Table, ledger: Ledger) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
    """Return day, text, account and amount of each assigned posting; period 13 ends its year."""
    parts = assigned(piece)
    late = pa.array(parts["period"].to_numpy() == 13)
    year_place = pa.array(parts["year"].to_numpy() - YEARS[0])
    day = pc.if_else(late, taken(_DECEMBER, year_place), taken(days("%Y-%m-%d"), parts["day"].to_numpy()))
    account = joined(
        [taken(_POTS, parts["pot"].to_numpy()), taken(_REGIONS, parts["region"].to_numpy())], ":"
    )
    amount = decimals(parts["cents"].to_numpy()).cast("string")
    return day, posting_texts(parts, ledger), account, amount


class LeanJournal:
    """A journal for hledger, with the ceilings as yearly budget of the pot: day, text, account, amount."""

    def __init__(self, file: IO[bytes], ledger: Ledger) -> None:
        self.file, self.ledger = file, ledger

    def add(self, piece: pa.Table) -> None:
        """Append a piece."""
        day, text, account, amount = _ledger_lines(piece, self.ledger)
        lines = [day, *self.before(piece), " ", text, *self.behind(piece)]
        lines += [f"\n    {ROOT_ACCOUNT}:", account, "  ", amount]
        write_lines(self.file, _columns(lines, len(day)), end=f" EUR\n    {COUNTER_ACCOUNT}\n\n")

    def before(self, piece: pa.Table) -> list[pa.Array | str]:
        """Return what stands between the day and the text of a posting."""
        return []

    def behind(self, piece: pa.Table) -> list[pa.Array | str]:
        """Return what stands behind the text of a posting."""
        return []

    def budget(self, truth: Truth) -> None:
        """Append one budget period for each year that has a ceiling."""
        for year in YEARS:
            if ceiling := ceiling_of(year, scale_of(truth)):
                self.file.write(
                    f"~ yearly from {year}-01-01 to {year + 1}-01-01\n"
                    f"    {ROOT_ACCOUNT}:Kooperation  {ceiling}.00 EUR\n    {COUNTER_ACCOUNT}\n\n".encode()
                )


class Journal(LeanJournal):
    """The same journal with all that the export says of a posting: code, payee and tags."""

    def before(self, piece: pa.Table) -> list[pa.Array | str]:
        """Return the document number as code, and the vendor as payee."""
        columns = self._columns_of(piece)
        return [" (", columns["Belegnr."], ") ", columns["Kreditor"], " |"]

    def behind(self, piece: pa.Table) -> list[pa.Array | str]:
        """Return the other columns as tags."""
        columns = self._columns_of(piece)
        return [part for tag, name in TAGS.items() for part in (f"\n    ; {tag}: ", columns[name])]

    def _columns_of(self, piece: pa.Table) -> dict[str, pa.Array]:
        return dict(zip(HEADINGS, export_columns(assigned(piece), self.ledger), strict=True))


class Beancount:
    """A file for beancount."""

    def __init__(self, file: IO[bytes], ledger: Ledger) -> None:
        self.file, self.ledger = file, ledger
        accounts = (
            f"{ROOT_ACCOUNT}:{pot}:{region}"
            for pot, region in product(_POTS.to_pylist(), _REGIONS.to_pylist())
        )
        for account in (COUNTER_ACCOUNT, *accounts):
            file.write(f"{YEARS[0]}-01-01 open {account} EUR\n".encode())

    def add(self, piece: pa.Table) -> None:
        """Append a piece."""
        day, text, account, amount = _ledger_lines(piece, self.ledger)
        lines = [day, ' * "', text, f'"\n  {ROOT_ACCOUNT}:', account, "  ", amount]
        write_lines(self.file, _columns(lines, len(day)), end=f" EUR\n  {COUNTER_ACCOUNT}\n\n")


def _columns(parts: list[pa.Array | str], rows: int) -> list[pa.Array]:
    return [part if isinstance(part, pa.Array) else pa.repeat(pa.scalar(part), rows) for part in parts]


class Dataset:
    """A folder of Parquet files with canonical columns; each piece is a group of rows."""

    def __init__(self, folder: Path, ledger: Ledger, *, with_assignment: bool) -> None:
        self.folder, self.ledger, self.with_assignment = folder, ledger, with_assignment
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.parquet"):
            old.unlink()
        self.written, self.file = 0, None

    def add(self, piece: pa.Table) -> None:
        """Append a piece; a new file begins when one is full."""
        table = _assigned_frame(piece, self.ledger) if self.with_assignment else canonical(piece, self.ledger)
        if self.written % PIECES_PER_FILE == 0:
            self.finish()
            name = f"buchungen-{self.written // PIECES_PER_FILE:04}.parquet"
            self.file = pq.ParquetWriter(self.folder / name, table.schema)
        self.file.write_table(table)
        self.written += 1

    def finish(self) -> None:
        """Close the last file."""
        if self.file is not None:
            self.file.close()


def canonical(piece: pa.Table, ledger: Ledger) -> pa.Table:
    """Return a piece in the columns of bookings, not yet assigned; what is unknown is null."""
    texts = export_columns(piece, ledger)
    _, _, _, document, sachkonto, teilprodukt, _, _, vendor, order, text, _, currency, _ = texts
    item, row = piece["item"].combine_chunks().cast("string"), pc.add(piece["number"].combine_chunks(), 2)
    is_foreign = pa.array(piece["currency"].to_numpy() > 0)
    no_text, rows = pa.nulls(len(piece), "string"), len(piece)
    columns = {
        "booking_id": joined([document, item], "-"),
        "kind": pa.repeat(pa.scalar("actual"), rows),
        "year": piece["year"],
        "period": piece["period"],
        "booked_on": taken(calendar(), piece["day"].combine_chunks()).cast("timestamp[us]"),
        "teilprodukt": teilprodukt,
        "sachkonto": sachkonto,
        "cost_object": no_text,
        "document": document,
        "item": item,
        "order_id": _known(order),
        "is_final": pa.nulls(rows, "bool"),
        "vendor": vendor,
        "text": text,
        "region_text": no_text,
        "amount": decimals(piece["cents"].to_numpy()),
        "foreign_amount": pc.if_else(is_foreign, decimals(piece["foreign_cents"].to_numpy()), None),
        "currency": _known(currency),
        "source_file": pa.repeat(pa.scalar("Sachposten.csv"), rows),
        "source_sheet": no_text,
        "source_row": row,
    }
    return pa.table(columns)


def _known(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(column, ""), None, column)


def _assigned_frame(piece: pa.Table, ledger: Ledger) -> pa.Table:
    parts = assigned(piece)
    place = parts["text"].combine_chunks()
    keys = {
        "region": taken(pa.array([*words.REGIONS, None]), parts["region"].combine_chunks()),
        "pot": taken(pa.array([*words.POTS, None]), parts["pot"].combine_chunks()),
        "cost_type": taken(text_table()["cost_type"].combine_chunks(), place),
    }
    table = canonical(parts, ledger)
    for name, column in keys.items():
        table = table.append_column(name, column)
    return table
