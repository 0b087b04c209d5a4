"""The SAP line items of the demo: workbooks with title lines, subtotals and group cells left blank."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Any

from kooperation.demo.exports import LABEL
from kooperation.demo.ledger import Posting
from kooperation.model.money import sum_euros, text_to_euros

Cell = str | int | Decimal | date | None


def _document_amount(posting: Posting) -> Decimal:
    return text_to_euros(posting.foreign_amount) if posting.currency else posting.amount


COLUMNS: dict[str, Callable[[Posting], Cell]] = {
    "Sachkonto": lambda posting: posting.sachkonto.zfill(10),
    "Geschäftsjahr": lambda posting: posting.year,
    "Buchungsperiode": lambda posting: posting.period,
    "Belegnummer": lambda posting: posting.document,
    "Position": lambda posting: posting.item,
    "Belegart": lambda posting: posting.document_type,
    "Buchungsdatum": lambda posting: posting.booked_on,
    "Kostenträger": lambda posting: posting.teilprodukt,
    "Bestellung": lambda posting: posting.order or None,
    "Kreditor": lambda posting: posting.vendor,
    "Text": lambda posting: posting.text,
    "Betrag in Belegwährung": _document_amount,
    "Belegwährung": lambda posting: posting.currency or "EUR",
    "Betrag in Hauswährung": lambda posting: posting.amount,
    "Hauswährung": lambda _: "EUR",
}
MARK = ""  # the heading of SAP's first column, in which totals are starred
GROUPED_HEADINGS = (MARK, *(heading for heading in COLUMNS if heading != "Bestellung"))
FLAT_HEADINGS = (
    "Sachkonto",
    "Belegnummer",
    "Position",
    "Belegart",
    "Geschäftsjahr",
    "Buchungsperiode",
    "Buchungsdatum",
    "Kostenträger",
    "Kreditor",
    "Bestellung",
    "Text",
    "Betrag in Hauswährung",
    "Hauswährung",
    "Betrag in Belegwährung",
    "Belegwährung",
)
WIDTHS = {MARK: 4, "Kreditor": 36, "Text": 48}
NUMBER_FORMATS: dict[type, str] = {Decimal: "#,##0.00", date: "dd.mm.yyyy"}
HEADER_ROW = 5  # below four title lines and a blank one
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def grouped_by_account(postings: Iterable[Posting], *, years: str, as_of: date) -> bytes:
    """Return a workbook grouped by account: named once per group, ``*`` under each year, ``**`` under all."""
    ordered = sorted(postings, key=lambda posting: (posting.sachkonto, posting.year))
    rows: list[dict[str, Cell]] = []
    for _, of_account in groupby(ordered, key=lambda posting: posting.sachkonto):
        group = _with_yearly_totals(list(of_account))
        rows += [group[0], *({**row, "Sachkonto": None} for row in group[1:])]
    rows.append(_total(ordered, {MARK: "**"}))
    return _workbook(GROUPED_HEADINGS, rows, years=years, as_of=as_of)


def _with_yearly_totals(postings: Sequence[Posting]) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for _, of_year in groupby(postings, key=lambda posting: posting.year):
        items = list(of_year)
        rows += [*map(_item, items), _total(items, {MARK: "*"})]
    return rows


def by_year(postings: Iterable[Posting], *, years: str, as_of: date) -> bytes:
    """Return a workbook in the order of entry: ``Summe 2021`` under each year, the last year's unlabelled."""
    ordered = list(postings)
    last = max(posting.year for posting in ordered)
    rows: list[dict[str, Cell]] = []
    for year, of_year in groupby(ordered, key=lambda posting: posting.year):
        items = list(of_year)
        rows += [*map(_item, items), _total(items, {} if year == last else {"Sachkonto": f"Summe {year}"})]
    rows.append(_total(ordered, {"Sachkonto": "**"}))
    return _workbook(FLAT_HEADINGS, rows, years=years, as_of=as_of)


def _item(posting: Posting) -> dict[str, Cell]:
    return {heading: read(posting) for heading, read in COLUMNS.items()}


def _total(postings: Sequence[Posting], label: dict[str, Cell]) -> dict[str, Cell]:
    return {**label, "Betrag in Hauswährung": sum_euros(posting.amount for posting in postings)}


def _workbook(headings: Sequence[str], rows: Sequence[dict[str, Cell]], *, years: str, as_of: date) -> bytes:
    from xlsxwriter import Workbook

    titles = (
        LABEL,
        "Einzelposten Sachkonten 544016, 543100",
        f"Geschäftsjahre {years}",
        f"Stand {as_of:%d.%m.%Y}",
    )
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": LABEL, "created": datetime.combine(as_of, time(tzinfo=UTC))})
        sheet = workbook.add_worksheet("Einzelposten")
        sheet.write_column(0, 0, titles)
        sheet.write_row(HEADER_ROW, 0, headings, workbook.add_format({"bold": True}))
        formats = {kind: workbook.add_format({"num_format": code}) for kind, code in NUMBER_FORMATS.items()}
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, WIDTHS.get(heading, 16))
            for row_number, row in enumerate(rows, start=HEADER_ROW + 1):
                _write_cell(sheet, row_number, column, row.get(heading), formats)
    return _repacked(made.getvalue())


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict[type, Any]) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats[date])
    elif cell is not None:
        sheet.write_number(row, column, cell, formats.get(type(cell)))


def _repacked(workbook: bytes) -> bytes:
    """Return the same workbook without compression and clock: compressed bytes differ between zlib builds."""
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(stored, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date_time=LONG_AGO)
            member.create_system = 0  # otherwise it names the platform
            target.writestr(member, source.read(name))
    return stored.getvalue()
