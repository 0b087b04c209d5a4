"""The one file that shows texts and vendors in full; it is written only when somebody asks for it."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pandas as pd
from xlsxwriter import Workbook

from kooperation.analysis.candidates import whole_postings
from kooperation.analysis.commitments import booked_until
from kooperation.books import Books
from kooperation.model.messages import Language
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report, report_of
from kooperation.reporting.whole_file import replace_file
from kooperation.reporting.workbook.package import packed_workbook, refuse_other_ending
from kooperation.reporting.workbook.page import Look, Page, amount_width, set_up_printing, write_head
from kooperation.reporting.workbook.rows import TableSheet
from kooperation.reporting.workbook.table import MOST_ROWS_OF_A_SHEET, Column, write_table

__all__ = ["write_confidential"]


def write_confidential(
    books: Books, path: str | os.PathLike[str], *, as_of: date | None = None, language: Language = "de"
) -> Path:
    """Write posting texts and vendors in full, because every other output shows only what names nobody.

    The file says on each sheet that it is confidential. Its rows carry the booking ids of the report.

    Parameters
    ----------
    books : Books
        What was read from a data folder.
    path : path
        Where it goes, by custom ``buchungstexte_VERTRAULICH.xlsx``; missing folders are made.
    as_of : date, optional
        Leaves out what was booked later. Default: everything.
    language : {"de", "en"}
        Of headings and notes.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    KooperationError
        When the target does not end in ``.xlsx``, is a folder or locked, or the disk is full.
    """
    target = Path(path)
    refuse_other_ending(target)
    replace_file(target, confidential_bytes(books, report_of(books, as_of=as_of, language=language)))
    return target


def confidential_bytes(books: Books, report: Report) -> bytes:
    """Return the file as bytes; the same books make the same bytes."""
    stream, language = io.BytesIO(), report.language
    title = {"title": label("confidential.title", language)}
    with packed_workbook(stream, title, as_of=report.as_of) as workbook:
        look, postings = Look(workbook, language), _postings(books, report)
        for number, first in enumerate(range(0, max(1, len(postings)), MOST_ROWS_OF_A_SHEET), start=1):
            part = postings.iloc[first : first + MOST_ROWS_OF_A_SHEET]
            _write_sheet(workbook, look, report, ("texts", number), _columns(part, language))
        _write_sheet(workbook, look, report, ("activities", 1), _activities(books, language))
    return stream.getvalue()


def _write_sheet(
    workbook: Workbook, look: Look, report: Report, name: tuple[str, int], columns: list[Column]
) -> None:
    """Write one sheet; ``name`` is what it holds, and which of its sheets it is."""
    holds, number = name
    called = label(f"confidential.{holds}", report.language)
    table = label(f"confidential.table_{holds}", report.language)
    if number > 1:
        called, table = f"{called} {number}", f"{table}_{number}"
    page = Page(workbook, workbook.add_worksheet(called, TableSheet), called, look, report)
    title, note = (label(f"confidential.{key}", report.language) for key in ("title", "note"))
    top = write_head(page, title, note)
    write_table(page, top, columns, name=table)
    set_up_printing(page, top + max(1, len(columns[0].values)), len(columns) - 1)
    page.sheet.set_header(f"&C&B{title}")  # on every printed page


def _postings(books: Books, report: Report) -> pd.DataFrame:
    ledger = books.bookings[books.bookings["kind"] != "budget"]
    return whole_postings(booked_until(ledger, report.as_of if report.is_dated else None))


def _columns(postings: pd.DataFrame, language: Language) -> list[Column]:
    amounts = postings["amount"]
    return [
        Column(label("workbook.booking_id", language), "text", postings["booking_id"]),
        Column(label("workbook.year", language), "year", postings["year"]),
        Column(label("workbook.booked_on", language), "date", postings["booked_on"], 12),
        Column(label("workbook.amount", language), "euro", amounts, amount_width(amounts, language)),
        Column(label("workbook.document", language), "text", postings["document"]),
        Column(label("workbook.posting_text", language), "wrapped", postings["text"]),
        Column(label("confidential.vendor", language), "wrapped", postings["vendor"]),
        *_place(postings, language),
    ]


def _activities(books: Books, language: Language) -> list[Column]:
    rows = books.activities
    told = {
        "activity": "activity_id",
        "period": "period_text",
        "kind": "kind",
        "organiser": "organiser",
        "outcome": "outcome",
        "source": "source",
    }
    texts = [
        Column(label(f"confidential.{key}", language), "wrapped", rows[column].tolist())
        for key, column in told.items()
    ]
    return [*texts, *_place(rows, language)]


def _place(rows: pd.DataFrame, language: Language) -> list[Column]:
    return [
        Column(label("workbook.file", language), "text", rows["source_file"]),
        Column(label("workbook.sheet", language), "text", rows["source_sheet"]),
        Column(label("workbook.row", language), "year", rows["source_row"]),
    ]
