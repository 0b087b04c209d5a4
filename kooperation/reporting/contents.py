"""Where the Excel report of a data folder lies, and what it holds: its sheets and its named figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import load_workbook

from kooperation.books import Books
from kooperation.model.messages import Language
from kooperation.model.money import number_to_cents
from kooperation.model.schema import EUR, TEXT, frame_of
from kooperation.reporting.labels import label
from kooperation.reporting.workbook.addresses import SHEETS, sheet_name

__all__ = ["PROCESSED", "WORKBOOK", "annex_path", "report_path", "workbook_figures", "workbook_sheets"]

PROCESSED = "processed"  # the folder for results, beside the data folder
WORKBOOK = {"de": "bericht.xlsx", "en": "report.xlsx"}


def report_path(books: Books, *, language: Language = "de") -> Path:
    """Return where the Excel report of a data folder goes: into the folder ``processed`` beside it.

    Parameters
    ----------
    books : Books
        What was read; nothing is ever written into its own folder.
    language : {"de", "en"}
        Of the file's name.

    Returns
    -------
    Path
        ``bericht.xlsx`` or ``report.xlsx`` there; ``write_report`` makes the folder when it is missing.
    """
    return books.folder.resolve().parent / PROCESSED / WORKBOOK[language]


def annex_path(books: Books, ending: str = ".pdf", *, language: Language = "de") -> Path:
    """Return where the committee annex of a data folder goes: beside the report.

    Parameters
    ----------
    books : Books
        What was read.
    ending : {".pdf", ".docx"}
        Of the file: the pages as they are handed on, or the Word document for editing.
    language : {"de", "en"}
        Of the file's name.

    Returns
    -------
    Path
        ``anlage.pdf`` or ``annex.pdf`` there, for ``write_annex``.
    """
    return report_path(books).with_name(label("screen.annex_file", language) + ending)


def workbook_sheets(path: str | Path, *, language: Language = "de") -> pd.DataFrame:
    """List the sheets of a written report: what each one shows, and where its figures lead.

    Parameters
    ----------
    path : str or Path
        A report that ``write_report`` wrote.
    language : {"de", "en"}
        The language that it was written in.

    Returns
    -------
    DataFrame, one row per sheet, in their order
        ``sheet`` · ``shows`` · ``leads_to``; ``<NA>`` for a sheet that somebody added by hand.
    """
    keys = {sheet_name(key, language): key for key in SHEETS}
    sheets = load_workbook(path, read_only=True).sheetnames
    known = [keys.get(sheet) for sheet in sheets]
    values = {
        "sheet": sheets,
        "shows": [label(f"contents.shows_{key}", language) if key else None for key in known],
        "leads_to": [label(f"contents.leads_{key}", language) if key else None for key in known],
    }
    return frame_of(dict.fromkeys(values, TEXT), values)


def _is_amount(cell: Any) -> bool:
    return isinstance(cell.value, int | float | Decimal) and "€" in cell.number_format


def workbook_figures(path: str | Path) -> pd.DataFrame:
    """Read the named figures of a written report, as a preview or another workbook finds them there.

    Parameters
    ----------
    path : str or Path
        A report that ``write_report`` wrote, or that Excel saved since.

    Returns
    -------
    DataFrame, one row per name, by sheet and from top to bottom
        ``name`` · ``sheet`` · ``amount``, the stored value of its cell [EUR]. A name whose cell holds no
        amount, such as a share or a word, is left out.
    """
    workbook = load_workbook(path, data_only=True)
    found = []
    for name, defined in workbook.defined_names.items():
        for sheet, address in defined.destinations:
            cell = workbook[sheet][address.replace("$", "")]
            if isinstance(cell, tuple) or not _is_amount(cell):
                continue
            found.append((workbook.sheetnames.index(sheet), cell.row, cell.column, name, sheet, cell.value))
    found.sort()
    values = {
        "name": [name for *_, name, _, _ in found],
        "sheet": [sheet for *_, sheet, _ in found],
        "amount": [number_to_cents(float(value)) for *_, value in found],
    }
    return frame_of({"name": TEXT, "sheet": TEXT, "amount": EUR}, values)
