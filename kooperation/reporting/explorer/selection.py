"""The postings of a view as an Excel file of one sheet, and where it goes."""

from __future__ import annotations

import io
from pathlib import Path

from xlsxwriter import Workbook

from kooperation.books import Books
from kooperation.model.messages import Language
from kooperation.reporting.contents import report_path
from kooperation.reporting.explorer.view import View
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report, report_of
from kooperation.reporting.workbook.package import packed_workbook
from kooperation.reporting.workbook.page import Look, Page, amount_width, set_up_printing, write_head
from kooperation.reporting.workbook.rows import TableSheet
from kooperation.reporting.workbook.table import MOST_ROWS_OF_A_SHEET, Column, write_table

# Each column of the sheet: its heading, what its cells are, and where they stand in the report's postings.
_COLUMNS = (
    ("year", "year", "shown_year"),
    ("booked_on", "date", "booked_on"),
    ("pot", "text", "pot_name"),
    ("region", "text", "region_name"),
    ("cost_type", "text", "cost_type"),
    ("posting_text", "wrapped", "text"),
    ("amount", "euro", "amount"),
    ("document", "text", "document"),
    ("rule", "wrapped", "rule"),
    ("file", "text", "source_file"),
    ("sheet", "text", "source_sheet"),
    ("row", "year", "source_row"),
)


def selection_path(books: Books, language: Language) -> Path:
    """Return where the file goes: beside the report, never into the data folder."""
    return report_path(books).with_name(label("explorer.file", language))


def selection_bytes(view: View) -> bytes:
    """Return the postings of a view as the bytes of an xlsx file; the same view always gives the same."""
    report = report_of(view.part, language=view.language, most_postings=MOST_ROWS_OF_A_SHEET)
    stream = io.BytesIO()
    title = {"title": label("explorer.title", view.language)}
    with packed_workbook(stream, title, as_of=view.books.as_of) as workbook:
        _write(workbook, report, view.summary)
    return stream.getvalue()


def _write(workbook: Workbook, report: Report, summary: str) -> None:
    name = label("workbook.sheet_postings", report.language)
    sheet = workbook.add_worksheet(name, TableSheet)
    page = Page(workbook, sheet, name, Look(workbook, report.language), report)
    top = write_head(page, label("explorer.title", report.language), summary)
    columns = [_column(page, *column) for column in _COLUMNS]
    write_table(page, top, columns, name=label("workbook.table_postings", report.language))
    set_up_printing(page, top + max(1, len(report.postings)), len(columns) - 1)


def _column(page: Page, heading: str, kind: str, source: str) -> Column:
    values = page.report.postings[source]
    width = amount_width(values, page.language) if kind == "euro" else None
    return Column(page.text(heading), kind, values, 12 if kind == "date" else width)  # type: ignore[arg-type]
