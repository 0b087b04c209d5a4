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
from kooperation.reporting.workbook.package import packed_workbook
from kooperation.reporting.workbook.page import Look, Page, amount_width, set_up_printing, write_head
from kooperation.reporting.workbook.rows import TableSheet
from kooperation.reporting.workbook.table import Column, write_table

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
        When the target is a folder or locked, or the disk is full.
    """
    target = Path(path)
    replace_file(target, confidential_bytes(books, as_of=as_of, language=language))
    return target


def confidential_bytes(books: Books, *, as_of: date | None = None, language: Language = "de") -> bytes:
    """Return the file as bytes; the same books make the same bytes."""
    report = report_of(books, as_of=as_of, language=language)
    stream = io.BytesIO()
    title = {"title": label("confidential.title", language)}
    with packed_workbook(stream, title, as_of=report.as_of) as workbook:
        look = Look(workbook, language)
        _write_sheet(workbook, look, report, "texts", _postings(books, report))
        _write_sheet(workbook, look, report, "activities", _activities(books, language))
    return stream.getvalue()


def _write_sheet(workbook: Workbook, look: Look, report: Report, name: str, columns: list[Column]) -> None:
    called = label(f"confidential.{name}", report.language)
    page = Page(workbook, workbook.add_worksheet(called, TableSheet), called, look, report)
    title, note = (label(f"confidential.{key}", report.language) for key in ("title", "note"))
    top = write_head(page, title, note)
    write_table(page, top, columns, name=label(f"confidential.table_{name}", report.language))
    set_up_printing(page, top + max(1, len(columns[0].values)), len(columns) - 1)
    page.sheet.set_header(f"&C&B{title}")  # on every printed page


def _postings(books: Books, report: Report) -> list[Column]:
    language = report.language
    ledger = books.bookings[books.bookings["kind"] != "budget"]
    whole = whole_postings(booked_until(ledger, report.as_of if report.is_dated else None))
    return [
        Column(label("workbook.booking_id", language), "text", whole["booking_id"]),
        Column(label("workbook.year", language), "year", whole["year"]),
        Column(label("workbook.booked_on", language), "date", whole["booked_on"], 12),
        Column(
            label("workbook.amount", language),
            "euro",
            whole["amount"],
            amount_width(whole["amount"], language),
        ),
        Column(label("workbook.document", language), "text", whole["document"]),
        Column(label("workbook.posting_text", language), "wrapped", whole["text"]),
        Column(label("confidential.vendor", language), "wrapped", whole["vendor"]),
        *_place(whole, language),
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
