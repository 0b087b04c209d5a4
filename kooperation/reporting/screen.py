"""What the command line says: the files of a report, and a few clear lines about what was found."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kooperation.analysis.condensing import posting_count
from kooperation.books import Books
from kooperation.model.findings import Finding, errors_of
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, column_sum, format_count, format_euros
from kooperation.model.period import format_day
from kooperation.model.region import Pot
from kooperation.reporting.answers import UsageRow, example_words, usage_line
from kooperation.reporting.headline import headline
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report, report_of

if TYPE_CHECKING:
    from kooperation.reporting.workbook.template import FilledTemplate

WORKBOOK = {"de": "bericht.xlsx", "en": "report.xlsx"}
PICTURES = ("png", "svg")
OBJECTS_BETWEEN_SEARCHES = 100_000  # those of about three charts


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one report; ``hashes`` has the sha256 of each, ``None`` for one that was removed."""

    workbook: Path
    annexes: tuple[Path, ...]
    pictures: tuple[Path, ...]
    hashes: Mapping[Path, str | None]
    filled: Path | None = None  # an authority's own template with the figures
    noticed: tuple[Finding, ...] = ()  # what the author of that template should look at
    confidential: Path | None = None  # the texts in full, only when they are asked for
    postings: tuple[Path, ...] = ()  # the single postings, where the workbook holds sums of them
    removed: tuple[Path, ...] = ()  # single postings of an earlier, larger report


# --- kooperation report: the files -------------------------------------------------------------------------


def make_report(books: Books, *, as_of: date | None = None, language: Language = "de") -> Report:
    """Gather what workbook, pictures and lines of one report show; later postings are left out."""
    return report_of(books, as_of=as_of, language=language)


@contextmanager
def _seldom_tidied() -> Iterator[None]:
    """Let Python search less often for what nobody needs: a search walks through all that is loaded.

    Figures are full of objects that know each other; only such a search frees them.
    """
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], OBJECTS_BETWEEN_SEARCHES), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_seldom_tidied()
def write_all(
    books: Books, report: Report, folder: Path, *, template: Path | None = None, in_full: bool = False
) -> Written:
    """Write the workbook, the annex in both forms, every chart as PNG and as SVG, and what else is asked for.

    A report is all or nothing: everything is made, and lies complete beside its target, before the first
    file is replaced, so that no two files of a folder ever show different figures. Of more postings than a
    sheet lists the single ones go into files of their own; those of an earlier report are removed otherwise.

    Parameters
    ----------
    books : Books
        What was read.
    report : Report
        What :func:`make_report` gathered from it.
    folder : Path
        Where the files go; it is made when it is missing.
    template : Path, optional
        An authority's own workbook; filled it stands beside the others as ``vorlage_ausgefuellt.xlsx``.
    in_full : bool
        Whether the confidential file with all texts in full is written, too.

    Raises
    ------
    KooperationError
        When a file cannot be replaced; all old ones are still whole then. When the template cannot be filled.
    """
    from kooperation.reporting.whole_file import Content, replace_files
    from kooperation.reporting.workbook import workbook_bytes
    from kooperation.reporting.workbook.posting_files import files_of_postings, outdated_files

    pictures = _pictures(books, report)
    annexes = _annexes(books, report)
    workbook = WORKBOOK[report.language]
    filled = _filled(report, template)
    templates = {name: one.content for name, one in filled.items()}
    texts = _in_full(books, report) if in_full else {}
    postings, outdated = files_of_postings(report), outdated_files(report, folder)
    made: dict[str, Content] = {workbook: workbook_bytes(report), **annexes, **templates, **pictures, **texts}
    contents = {folder / name: content for name, content in (made | postings).items()}
    hashes = replace_files({**contents, **dict.fromkeys(outdated)})
    return Written(
        workbook=folder / workbook,
        annexes=tuple(folder / name for name in annexes),
        pictures=tuple(folder / name for name in pictures),
        hashes=hashes,
        filled=next((folder / name for name in filled), None),
        noticed=tuple(found for one in filled.values() for found in one.findings),
        confidential=next((folder / name for name in texts), None),
        postings=tuple(folder / name for name in postings),
        removed=tuple(outdated),
    )


def _in_full(books: Books, report: Report) -> dict[str, bytes]:
    """Return the confidential file by its name."""
    from kooperation.reporting.confidential import confidential_bytes

    return {label("confidential.file", report.language): confidential_bytes(books, report)}


def _filled(report: Report, template: Path | None) -> dict[str, FilledTemplate]:
    """Return the filled template, if one is asked for, by the name of its file."""
    if template is None:
        return {}
    from kooperation.reporting.workbook.template import fill_template

    filled = fill_template(report, template)
    return {label("template.file", report.language, stem=template.stem, ending=filled.ending): filled}


def _pictures(books: Books, report: Report) -> dict[str, bytes]:
    """Return every chart by file name, drawn once for both kinds of picture."""
    from kooperation.reporting.charts import close_chart
    from kooperation.reporting.charts.canvas import pictures_of
    from kooperation.reporting.pictures import report_charts

    pictures: dict[str, bytes] = {}
    for name, axes in report_charts(books, report):
        pictures |= {f"{name}.{kind}": made for kind, made in pictures_of(axes, PICTURES).items()}
        close_chart(axes)
    return pictures


def _annexes(books: Books, report: Report) -> dict[str, bytes]:
    from kooperation.reporting.annex import ENDINGS, annex_bytes, annex_content

    content, name = annex_content(books, report), label("screen.annex_file", report.language)
    return {f"{name}{ending}": annex_bytes(content, ending) for ending in ENDINGS}


def files_that_decide(report: Report, folder: Path) -> list[Path]:
    """Return the files beside data and template that decide what a report writes into ``folder``.

    The fonts that matplotlib knows on this machine. The names of the files of single postings: what an
    earlier report left there is removed.
    """
    import matplotlib as mpl
    from matplotlib.font_manager import FontManager

    from kooperation.reporting.workbook.postings import posting_file_names

    fonts = Path(mpl.get_cachedir()) / f"fontlist-v{FontManager.__version__}.json"
    postings = [folder / name for name in posting_file_names(report.language)]
    return [fonts, *postings]


# --- kooperation report: the lines -------------------------------------------------------------------------


def report_lines(books: Books, report: Report, written: Written) -> list[str]:
    """Return a few lines: what was read, the finding, the current year, what is open, what was written."""
    language = report.language
    sentences = [headline(report, pot) for pot in report.counting]
    finding = " ".join(sentences) or label("screen.no_counting_pot", language)
    return [
        _read_line(books, report),
        label("screen.finding", language, finding=finding),
        *_current_lines(books, report),
        _open_line(books, report),
        label(
            "screen.written",
            language,
            file=written.workbook,
            annexes=", ".join(path.name for path in written.annexes),
            pictures=len(written.pictures),
        ),
        *_posting_lines(report, written),
        *([label("template.written", language, file=written.filled)] if written.filled else []),
        *(
            [label("confidential.written", language, file=written.confidential)]
            if written.confidential
            else []
        ),
    ]


def _posting_lines(report: Report, written: Written) -> list[str]:
    """Say where the single postings stand, or that those of an earlier report are gone."""
    return [
        label(f"screen.postings_{what}", report.language, files=", ".join(path.name for path in paths))
        for what, paths in (("written", written.postings), ("removed", written.removed))
        if paths
    ]


def _read_line(books: Books, report: Report) -> str:
    return label(
        "screen.read",
        report.language,
        files=len(books.sources),
        postings=format_count(posting_count(report.postings), report.language),
        amount=format_euros(column_sum(report.postings["amount"]), report.language),
        day=format_day(report.as_of or books.as_of, report.language),
        example=example_words(books, report.language),
    )


def _current_lines(books: Books, report: Report) -> list[str]:
    """Return the line about the current year of every pot that has one."""
    rows = _rows(report.usage, report.counting)
    current = [
        row
        for pot in report.counting
        if (row := _current_row([one for one in rows if one["pot"] == pot.key], report))
    ]
    lines = [usage_line(row, books.pots, books.regions, report.language) for row in current]
    return lines or [label("screen.no_year", report.language)]


def _current_row(rows: Sequence[UsageRow], report: Report) -> UsageRow | None:
    """Return the row of the year of the Stand; without anything in it, the last year that has something."""
    moved = [row for row in rows if row["actual"] != ZERO or row["committed"] != ZERO]
    last_year = report.as_of.year if report.as_of else None
    current = [row for row in rows if row["year"] == last_year and pd.notna(row["ceiling"])]
    if current:
        return current[0]
    past = [row for row in moved if last_year is None or row["year"] <= last_year]
    return max(past or moved, key=lambda row: row["year"], default=None)


def _rows(usage: pd.DataFrame, pots: Sequence[Pot]) -> list[UsageRow]:
    keys = {pot.key for pot in pots}
    return [row for row in usage.reset_index().to_dict("records") if row["pot"] in keys]


def _open_line(books: Books, report: Report) -> str:
    postings = report.postings
    outside = postings[postings["pot"].isna()]
    severities = Counter(found.severity for found in books.noticed)
    return label(
        "screen.open",
        report.language,
        unassigned=format_count(posting_count(report.unassigned), report.language),
        unassigned_amount=format_euros(column_sum(report.unassigned["amount"]), report.language),
        outside=format_count(posting_count(outside), report.language),
        outside_amount=format_euros(column_sum(outside["amount"]), report.language),
        errors=format_count(severities["error"], report.language),
        warnings=format_count(severities["warning"], report.language),
    )


def error_lines(books: Books, *, language: Language = "de") -> list[str]:
    """Return the errors that do not stop a report: overviews that the line items do not add up to."""
    return [
        f"{label('screen.error', language)}: {found.describe(language)}" for found in errors_of(books.noticed)
    ]


def template_lines(written: Written, *, language: Language = "de") -> list[str]:
    """Return what the author of a filled template should look at: names and headings that nothing fits."""
    return [f"{label('screen.warning', language)}: {found.describe(language)}" for found in written.noticed]
