"""A whole data folder around a ledger: export, orders, overviews that tie, activities, registers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import words
from benchmarks.columns import german, joined, taken, write_lines
from benchmarks.ledger import YEARS, Ledger, Truth, calendar, days, text_table

LABEL = "Beispieldaten – frei erfunden"
HEADINGS = (
    *("Lfd. Nr.", "Buchungsdatum", "Belegart", "Belegnr.", "Sachkontonr.", "Kostenträger Code"),
    *("Haushaltsjahr", "Periode", "Kreditor", "Auftragsnr.", "Beschreibung", "Betrag"),
    *("Belegwährung", "Betrag (Belegwährung)"),
)
CEILINGS = ((2019, 2020, None), (2021, 2024, 25_000), (2025, None, 40_000))
FIRST_LIMITED, LAST_WHOLE_YEAR = 2021, 2024
OPEN_RESERVE = 50_000  # cents of each open order that no invoice has drawn yet
BUDGET_HEADINGS = (
    *("Produktsachkonto", "Ansatz", "Erm.-Übertragung", "üpl/apl", "Sperre", "Fortg. Ansatz"),
    *("Aufträge", "Anordnungssoll", "Verfügbar"),
)


# --- the export ------------------------------------------------------------------------------------------


def export_columns(piece: pa.Table, ledger: Ledger) -> list[pa.Array]:
    """Return a piece as the export prints it, one column of text per heading."""
    account = piece["account"]
    return [
        _text(piece["number"]),
        taken(days("%d.%m.%Y"), _flat(piece["day"])),
        taken(pa.array(words.DOCUMENT_TYPES), _flat(piece["prefix"])),
        _text(piece["document"]),
        taken(pa.array([sachkonto for _, sachkonto, _ in words.ACCOUNTS]), _flat(account)),
        taken(pa.array([teilprodukt for teilprodukt, *_ in words.ACCOUNTS]), _flat(account)),
        _text(piece["year"]),
        _text(piece["period"]),
        taken(pa.array(words.VENDORS), _flat(piece["vendor"])),
        taken(_order_numbers(ledger), pc.add(_flat(piece["order"]), 1)),
        posting_texts(piece, ledger),
        german(piece["cents"].to_numpy()),
        taken(pa.array(words.CURRENCIES), _flat(piece["currency"])),
        pc.if_else(pc.equal(_flat(piece["currency"]), 0), "", german(piece["foreign_cents"].to_numpy())),
    ]


def posting_texts(piece: pa.Table, ledger: Ledger) -> pa.Array:
    """Return the posting texts; numbered when each must be different."""
    said = taken(text_table()["text"].combine_chunks(), _flat(piece["text"]))
    return joined([said, _text(piece["number"])], " Nr. ") if ledger.all_different else said


def order_number(order: int, ledger: Ledger) -> str:
    """Return the number of an order; they are counted within their year."""
    year, number = divmod(order, max(ledger.orders_a_year, 1))
    return f"AU{(YEARS[0] + year) % 100}-{number + 1:04}"


def _order_numbers(ledger: Ledger) -> pa.Array:
    return pa.array(["", *(order_number(order, ledger) for order in range(_order_count(ledger)))])


def _order_count(ledger: Ledger) -> int:
    return ledger.orders_a_year * len(YEARS)


def _text(column: pa.ChunkedArray) -> pa.Array:
    return _flat(column).cast("string")


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()


class CsvExport:
    """The bookings as semicolon csv, written piece by piece."""

    def __init__(self, file: IO[bytes], ledger: Ledger) -> None:
        self.file, self.ledger = file, ledger
        self.file.write(_lines([(LABEL,), HEADINGS]))

    def add(self, piece: pa.Table) -> None:
        """Append a piece."""
        write_lines(self.file, export_columns(piece, self.ledger), separator=";", end="\r\n")


def write_workbook(path: Path, ledger: Ledger) -> None:
    """Write the bookings as xlsx: amounts and days as numbers, codes as text, as an export has them."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Sachposten")
        money = book.add_format({"num_format": "#,##0.00"})
        sheet.write_row(0, 0, (LABEL,))
        sheet.write_row(1, 0, HEADINGS)
        row = 2
        for piece in ledger.pieces():
            for cells in _typed_rows(piece, ledger):
                for place, cell in enumerate(cells):
                    if isinstance(cell, float):
                        sheet.write_number(row, place, cell, money)
                    elif isinstance(cell, str):
                        sheet.write_string(row, place, cell)
                    elif cell is not None:
                        sheet.write(row, place, cell)
                row += 1


def _typed_rows(piece: pa.Table, ledger: Ledger) -> Iterator[tuple[object, ...]]:
    columns = dict(zip(HEADINGS, export_columns(piece, ledger), strict=True))
    typed = {
        "Buchungsdatum": taken(calendar(), _flat(piece["day"])),
        "Haushaltsjahr": piece["year"],
        "Periode": piece["period"],
        "Betrag": pa.array(piece["cents"].to_numpy() / 100),
        "Betrag (Belegwährung)": pa.array(
            piece["foreign_cents"].to_numpy() / 100, mask=piece["currency"].to_numpy() == 0
        ),
    }
    return zip(*(column.to_pylist() for column in {**columns, **typed}.values()), strict=True)


# --- what stands around the export -----------------------------------------------------------------------


def write_rest(folder: Path, ledger: Ledger, truth: Truth) -> None:
    """Write registers, orders, overviews and activities; the ceilings grow with what was spent."""
    files = {
        "register/partnerregionen.csv": _regions(),
        "register/toepfe.csv": _pots(),
        "register/ansaetze.csv": _ceilings(truth),
        "register/zuordnung.csv": _rules(),
        "auftraege/Auftraege.csv": _orders(ledger, truth),
        "aktivitaeten/Aktivitaeten.csv": _activities(ledger, truth),
        **{f"haushalt/Budgetuebersicht_{year}.csv": _overview(year, ledger, truth) for year in YEARS},
    }
    for name, rows in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(_lines(rows))


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    width = max(map(len, rows))
    return "".join(";".join([*row, *[""] * (width - len(row))]) + "\r\n" for row in rows).encode("utf-8-sig")


def _regions() -> list[tuple[str, ...]]:
    return [
        ("schluessel", "name", "name_en", "land", "aliase", "phase", "seit"),
        *(
            (key, names[0], names[0], words.COUNTRIES[key], "|".join(names), "Kooperation", "")
            for key, names in words.NAMES.items()
        ),
    ]


def _pots() -> list[tuple[str, ...]]:
    return [
        ("topf", "name", "teilprodukt", "sachkonto", "standard", "rahmen"),
        ("kooperation", "Internationale Kooperationen", "990100", "544016", "ja", "ja"),
        ("agit", "Zuschuss AGIT mbH", "990100", "544016", "nein", "nein"),
        ("partnerschaft", "Partnerschaften und Europa", "010900", "543100", "ja", "nein"),
    ]


def scale_of(truth: Truth) -> int:
    """Return how many times larger the ceilings are than the real ones, so that most years fit into them."""
    spent = truth.spent("kooperation")
    limited = range(FIRST_LIMITED, LAST_WHOLE_YEAR + 1)
    cents = sum(spent[year] for year in limited) // len(limited)
    return max(1, -(-cents // 2_500_000))


def ceiling_of(year: int, scale: int) -> int | None:
    """Return the ceiling of a year in euros. ``None``: not documented."""
    return next(euros and euros * scale for first, last, euros in CEILINGS if first <= year <= (last or year))


def _ceilings(truth: Truth) -> list[tuple[str, ...]]:
    scale = scale_of(truth)
    return [
        ("topf", "jahr_von", "jahr_bis", "betrag", "wirkung", "umfang", "status", "vorlage", "quelle"),
        *(
            (
                *("kooperation", str(first), str(last or "")),
                f"{euros * scale},00" if euros else "",
                *("setzt", "alle", "beschlossen", "2024/0207", "Beispieldaten"),
            )
            for first, last, euros in CEILINGS
        ),
    ]


RULE_HEADINGS = (
    *("regel", "teilprodukt", "sachkonto", "kreditor", "text", "partnerregion", "topf", "kostenart"),
    *("anteil", "vorrang", "grund"),
)
_COST_WORDS = {f"{act}*": cost_type for act, cost_type in words.ACTS.items() if cost_type}
_RULES: tuple[dict[str, str], ...] = (
    {
        "regel": "agit-zuschuss",
        "teilprodukt": "990100",
        "sachkonto": "544016",
        "kreditor": "AGIT",
        "text": "Zuschuss*",
        "topf": "agit",
        "kostenart": "Zuschuss",
        "vorrang": "10",
    },
    *(
        {
            "regel": "gemeinsam",
            "text": "Gemeinsamer Empfang*",
            "partnerregion": region,
            "kostenart": "Bewirtung",
            "anteil": f"{parts}/3",
            "vorrang": "20",
        }
        for region, parts in words.SHARED_PARTS
    ),
    *(
        {"regel": f"art-{number}", "text": text, "kostenart": cost_type}
        for number, (text, cost_type) in enumerate(_COST_WORDS.items(), start=1)
    ),
)


def _rules() -> list[tuple[str, ...]]:
    rules = [{"grund": "Beispieldaten", **rule} for rule in _RULES]
    return [RULE_HEADINGS, *(tuple(rule.get(name, "") for name in RULE_HEADINGS) for rule in rules)]


def is_open(order: int, ledger: Ledger) -> bool:
    """Tell whether an order still reserves money: every second one of the last year."""
    return order // max(ledger.orders_a_year, 1) == len(YEARS) - 1 and order % 2 == 0


def _orders(ledger: Ledger, truth: Truth) -> list[tuple[str, ...]]:
    headings = ("auftrag", "jahr", "teilprodukt", "sachkonto", "betrag", "text", "endabgerechnet")
    rows = [
        (
            *(order_number(order, ledger), str(YEARS[order // ledger.orders_a_year]), "990100", "544016"),
            _amount(cents + OPEN_RESERVE),
            *("Delegation Ansan", "" if is_open(order, ledger) else "ja"),
        )
        for order, cents in sorted(truth.invoiced.items())
    ]
    return [(LABEL,), headings, *rows]


def committed(ledger: Ledger, truth: Truth) -> int:
    """Return what the open orders still reserve in the last year, in cents."""
    return OPEN_RESERVE * sum(is_open(order, ledger) for order in truth.invoiced)


def _overview(year: int, ledger: Ledger, truth: Truth) -> list[tuple[str, ...]]:
    rows = []
    for number, (teilprodukt, sachkonto, _) in enumerate(words.ACCOUNTS):
        spent = truth.accounts[year, number]
        reserved = committed(ledger, truth) if (year, number) == (YEARS[-1], 0) else 0
        budget = (max(spent, 0) // 1_000_000 + 2) * 1_000_000
        amounts = [budget, 0, 0, 0, budget, reserved, spent, budget - reserved - spent]
        rows.append((f"{teilprodukt}.{sachkonto}", amounts))
    total = ("Summe", [sum(column) for column in zip(*(amounts for _, amounts in rows), strict=True)])
    printed = [(key, *map(_amount, amounts)) for key, amounts in (*rows, total)]
    return [(LABEL,), (f"Budgetübersicht Haushaltsjahr {year}",), BUDGET_HEADINGS, *printed]


def _amount(cents: int) -> str:
    return german(np.array([cents]))[0].as_py()


def _activities(ledger: Ledger, truth: Truth) -> list[tuple[str, ...]]:
    headings = ("kennung", "zeitraum", "partnerregion", "art", "richtung", "status", "kosten_beleg", "quelle")
    first_orders = range(0, _order_count(ledger), max(ledger.orders_a_year, 1))
    return [
        headings,
        *(
            (
                *(f"A{year % 100:02}", f"Herbst {year}", "Ansan", "Delegationsreise", "ausgehend"),
                *("durchgeführt", str(truth.documents.get(order, "")), "Beispieldaten"),
            )
            for year, order in zip(YEARS, first_orders, strict=False)
        ),
    ]
