"""A detail sheet: ours is the whole workbook with all its sheets, the others write its cells only.

The answer is the sum of its amounts, read back from what was written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

Told = Callable[[], object]
Work = Callable[[], Told]
SHEET, AMOUNT = "Buchungen", "Betrag"
MOST_ROWS = 1_000_000  # all postings are listed, however many


def ours(folder: Path, warm_up: Path) -> Work:
    """The whole workbook, of which the sheet of postings is by far the largest."""
    from kooperation.reporting.workbook import workbook_bytes

    report = _report(folder)
    workbook_bytes(_report(warm_up))

    def work() -> Told:
        content = workbook_bytes(report)
        return lambda: _sum(_rows(content))

    return work


def _report(folder: Path) -> Any:
    import kooperation as ko
    from kooperation.reporting.tables import report_of

    return report_of(ko.read_books(folder / "raw"), most_postings=MOST_ROWS)


def openpyxl_rows(folder: Path, warm_up: Path) -> Work:
    """``openpyxl`` in write-only mode, whole rows, no formats."""
    from openpyxl import Workbook

    rows = _cells(folder)

    def work() -> Told:
        book, target = Workbook(write_only=True), io.BytesIO()
        sheet = book.create_sheet(SHEET)
        for row in rows:
            sheet.append(row)
        book.save(target)
        return lambda: _sum(_rows(target.getvalue()))

    return work


def xlsxwriter_cells(folder: Path, warm_up: Path) -> Work:
    """XlsxWriter, cell by cell, in constant memory, no formats."""
    from xlsxwriter import Workbook

    rows = _cells(folder)

    def work() -> Told:
        target = io.BytesIO()
        with Workbook(target, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
            sheet = book.add_worksheet(SHEET)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(number, place, cell)
        return lambda: _sum(_rows(target.getvalue()))

    return work


def _cells(folder: Path) -> Sequence[Sequence[object]]:
    """Return the cells of our own sheet, so that all write the same."""
    from kooperation.reporting.workbook import workbook_bytes

    blank = {"": None}
    rows = _rows(workbook_bytes(_report(folder)))
    return [[blank.get(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def _rows(content: bytes) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_name(SHEET).to_python()


def _sum(rows: Sequence[Sequence[Any]]) -> str:
    head = next(number for number, row in enumerate(rows) if any(_is_amount(cell) for cell in row))
    place = next(place for place, cell in enumerate(rows[head]) if _is_amount(cell))
    cells = (row[place] for row in rows[head + 1 :])
    amounts = (cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, date))
    return str(sum((Decimal(f"{amount:.2f}") for amount in amounts), Decimal(0)))


def _is_amount(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith(AMOUNT)
