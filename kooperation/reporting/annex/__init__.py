"""The committee annex: two pages with finding, chart, tables and sources, as PDF and as Word document."""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import date
from pathlib import Path

from kooperation.books import Books
from kooperation.model.messages import Language
from kooperation.reporting.annex.content import AnnexContent
from kooperation.reporting.annex.gathering import annex_content
from kooperation.reporting.tables import report_of
from kooperation.reporting.whole_file import replace_file

__all__ = ["annex_bytes", "annex_content", "write_annex"]

ENDINGS = (".pdf", ".docx")


def write_annex(
    books: Books,
    path: str | os.PathLike[str],
    *,
    as_of: date | None = None,
    language: Language = "de",
    pots: Collection[str] | None = None,
) -> Path:
    """Write the annex for a committee: what was spent and what is left, on two pages that can be handed on.

    It states the finding, the chart and the table by region and year, what is left, activities, decisions and
    sources; every page says of which day the figures are, and whether they are invented. The PDF is tagged
    (PDF/UA) with its fonts inside, the Word document holds the same for editing. The same input makes the
    same bytes.

    Parameters
    ----------
    books : Books
        What was read from a data folder.
    path : path
        Where it goes; its ending says which kind, ``.pdf`` or ``.docx``. An older one stays until the new one
        is complete.
    as_of : date, optional
        Leaves out what was booked later. Default: everything, with the date of the latest posting as Stand.
    language : {"de", "en"}
        What people read.
    pots : collection of str, optional
        Keys of the pots that are held against their ceilings; the others are shown beside. Default: every pot
        with ``rahmen`` ``ja`` or ``plan``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    KooperationError
        When the target is a folder or locked, or the disk is full.
    ValueError
        When ``path`` ends neither in ``.pdf`` nor in ``.docx``, or ``pots`` names an unknown key.
    """
    target = Path(path)
    _check_ending(target.suffix)
    report = report_of(books, as_of=as_of, language=language, pots=pots)
    replace_file(target, annex_bytes(annex_content(books, report), target.suffix))
    return target


def annex_bytes(content: AnnexContent, ending: str) -> bytes:
    """Return an annex as the bytes of a ``.pdf`` or a ``.docx`` file.

    Raises
    ------
    ValueError
        When ``ending`` is neither.
    """
    _check_ending(ending)
    if ending.lower() == ".pdf":
        from kooperation.reporting.annex.pdf import pdf_bytes

        return pdf_bytes(content)
    from kooperation.reporting.annex.document import document_bytes

    return document_bytes(content)


def _check_ending(ending: str) -> None:
    if ending.lower() not in ENDINGS:
        raise ValueError(f"an annex ends in {' or '.join(ENDINGS)}, not in {ending!r}")
