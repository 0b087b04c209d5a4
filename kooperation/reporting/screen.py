"""What the command line says: the files of a report, and a few clear lines about what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kooperation.analysis.usage import budget_usage, crossings
from kooperation.books import Books
from kooperation.model.ceiling import UNCERTAIN, scope_regions
from kooperation.model.discretion import discretion_of
from kooperation.model.findings import SEVERITY_RANK, Finding, errors_of
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, column_sum, format_euros, format_percent
from kooperation.model.period import format_day
from kooperation.model.region import Pot, Region
from kooperation.reporting.headline import headline
from kooperation.reporting.labels import enumerate_words, label
from kooperation.reporting.tables import Report, report_of

if TYPE_CHECKING:
    from kooperation.reporting.workbook.template import FilledTemplate

WORKBOOK = {"de": "bericht.xlsx", "en": "report.xlsx"}
PICTURES = ("png", "svg")

# One row of a usage frame with its pot and year as columns.
UsageRow = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one report."""

    workbook: Path
    annexes: tuple[Path, ...]
    pictures: tuple[Path, ...]
    filled: Path | None = None  # an authority's own template with the figures
    noticed: tuple[Finding, ...] = ()  # what the author of that template should look at
    confidential: Path | None = None  # the texts in full, only when they are asked for


# --- kooperation report: the files -------------------------------------------------------------------------


def make_report(books: Books, *, as_of: date | None = None, language: Language = "de") -> Report:
    """Gather what workbook, pictures and lines of one report show; later postings are left out."""
    return report_of(books, as_of=as_of, language=language)


def write_all(
    books: Books, report: Report, folder: Path, *, template: Path | None = None, in_full: bool = False
) -> Written:
    """Write the workbook, the annex in both forms, every chart as PNG and as SVG, and what else is asked for.

    A report is all or nothing: everything is made, and lies complete beside its target, before the first
    file is replaced, so that no two files of a folder ever show different figures.

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
    from kooperation.reporting.whole_file import replace_files
    from kooperation.reporting.workbook import workbook_bytes

    pictures = _pictures(books, report)
    annexes = _annexes(books, report)
    workbook = WORKBOOK[report.language]
    filled = _filled(report, template)
    templates = {name: one.content for name, one in filled.items()}
    texts = _in_full(books, report) if in_full else {}
    contents = {workbook: workbook_bytes(report), **annexes, **templates, **pictures, **texts}
    replace_files({folder / name: content for name, content in contents.items()})
    return Written(
        workbook=folder / workbook,
        annexes=tuple(folder / name for name in annexes),
        pictures=tuple(folder / name for name in pictures),
        filled=next((folder / name for name in filled), None),
        noticed=tuple(found for one in filled.values() for found in one.findings),
        confidential=next((folder / name for name in texts), None),
    )


def _in_full(books: Books, report: Report) -> dict[str, bytes]:
    """Return the confidential file by its name."""
    from kooperation.reporting.confidential import confidential_bytes

    day = report.as_of if report.is_dated else None
    content = confidential_bytes(books, as_of=day, language=report.language)
    return {label("confidential.file", report.language): content}


def _filled(report: Report, template: Path | None) -> dict[str, FilledTemplate]:
    """Return the filled template, if one is asked for, by the name of its file."""
    from kooperation.reporting.workbook.template import fill_template

    if template is None:
        return {}
    filled = fill_template(report, template)
    return {label("template.file", report.language, stem=template.stem, ending=filled.ending): filled}


def _pictures(books: Books, report: Report) -> dict[str, bytes]:
    """Return every chart by file name, drawn once for both kinds of picture."""
    from kooperation.reporting.charts import close_chart
    from kooperation.reporting.charts.canvas import picture_bytes
    from kooperation.reporting.pictures import report_charts

    pictures: dict[str, bytes] = {}
    for name, axes in report_charts(books, report):
        pictures |= {f"{name}.{kind}": picture_bytes(axes, kind) for kind in PICTURES}
        close_chart(axes)
    return pictures


def _annexes(books: Books, report: Report) -> dict[str, bytes]:
    from kooperation.reporting.annex import ENDINGS, annex_bytes, annex_content

    content, name = annex_content(books, report), label("screen.annex_file", report.language)
    return {f"{name}{ending}": annex_bytes(content, ending) for ending in ENDINGS}


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
        *([label("template.written", language, file=written.filled)] if written.filled else []),
        *(
            [label("confidential.written", language, file=written.confidential)]
            if written.confidential
            else []
        ),
    ]


def _read_line(books: Books, report: Report) -> str:
    return label(
        "screen.read",
        report.language,
        files=len(books.sources),
        postings=report.postings["booking_id"].nunique(),
        amount=format_euros(column_sum(report.postings["amount"]), report.language),
        day=format_day(report.as_of or books.as_of, report.language),
        example=_example(books, report.language),
    )


def _example(books: Books, language: Language) -> str:
    return label("screen.example", language) if books.is_example else ""


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


def usage_line(row: UsageRow, pots: Sequence[Pot], regions: Sequence[Region], language: Language) -> str:
    """Say one pot and year in one line: Ansatz, Ist, Obligo, what is left, and the state in a word."""
    name = next(pot.label(language) for pot in pots if pot.key == row["pot"])
    key = "screen.year" if row["usable"] == row["ceiling"] else "screen.year_restricted"
    if pd.isna(row["ceiling"]):
        key = "screen.year_undocumented"
    elif row["usable"] > row["ceiling"]:
        key = "screen.year_carried_over"
    amounts = {
        figure: format_euros(None if pd.isna(row[figure]) else row[figure], language)
        for figure in ("ceiling", "usable", "actual", "committed", "available")
    }
    share = format_percent(None if pd.isna(row["bound_share"]) else row["bound_share"], language)
    state = label(f"state.{row['state']}", language)
    line = label(key, language, year=row["year"], pot=name, share=share, state=state, **amounts)
    return line + _reservations(row, regions, language)


def _reservations(row: UsageRow, regions: Sequence[Region], language: Language) -> str:
    """Say behind the figures that nobody approved a ceiling, and what its scope leaves out."""
    told = []
    if pd.notna(row["ceiling"]) and row["status"] in UNCERTAIN:
        told.append(label(f"screen.ceiling_{row['status']}", language))
    names = {region.key: region.label(language) for region in regions}
    scope = [names.get(key, key) for key in scope_regions(row["scope"])]
    if scope:
        left_out = row["out_of_scope"] != ZERO
        amount = format_euros(row["out_of_scope"], language)
        key = "screen.scope_spent" if left_out else "screen.scope"
        told.append(label(key, language, regions=enumerate_words(scope, language), amount=amount))
    return "".join(f"; {one}" for one in told)


def _open_line(books: Books, report: Report) -> str:
    postings = report.postings
    outside = postings[postings["pot"].isna()]
    severities = Counter(found.severity for found in books.noticed)
    return label(
        "screen.open",
        report.language,
        unassigned=report.unassigned["booking_id"].nunique(),
        unassigned_amount=format_euros(column_sum(report.unassigned["amount"]), report.language),
        outside=outside["booking_id"].nunique(),
        outside_amount=format_euros(column_sum(outside["amount"]), report.language),
        errors=severities["error"],
        warnings=severities["warning"],
    )


def error_lines(books: Books, *, language: Language = "de") -> list[str]:
    """Return the errors that do not stop a report: overviews that the line items do not add up to."""
    return [
        f"{label('screen.error', language)}: {found.describe(language)}" for found in errors_of(books.noticed)
    ]


def template_lines(written: Written, *, language: Language = "de") -> list[str]:
    """Return what the author of a filled template should look at: names and headings that nothing fits."""
    return [f"{label('screen.warning', language)}: {found.describe(language)}" for found in written.noticed]


# --- kooperation check -------------------------------------------------------------------------------------


def check_lines(books: Books, *, language: Language = "de") -> list[str]:
    """Return every finding, the worst first, and a closing count."""
    lines = [
        f"{label(f'screen.{one.severity}', language)}: {one.describe(language)}" for one in books.noticed
    ]
    counts = Counter(found.severity for found in books.noticed)
    by_severity = {str(severity): counts[severity] for severity in SEVERITY_RANK}
    return [*lines, label("screen.check_count", language, **by_severity)]


# --- kooperation status ------------------------------------------------------------------------------------


def status_rows(books: Books, *, as_of: date | None = None) -> pd.DataFrame:
    """Return the usage of the pots held against a ceiling, one row per pot and year, both as columns."""
    usage = budget_usage(books, as_of=as_of).reset_index()
    counting = [pot.key for pot in books.pots if pot.frame != "nein"]
    return usage[usage["pot"].isin(counting)].reset_index(drop=True)


def status_lines(
    books: Books, rows: pd.DataFrame, *, as_of: date | None = None, language: Language = "de"
) -> list[str]:
    """Return a line about the Stand, then one per pot and year with what reached its threshold."""
    day = format_day(as_of or books.as_of, language)
    lines = [label("screen.as_of", language, day=day, example=_example(books, language))]
    for row in rows.to_dict("records"):
        lines.append(usage_line(row, books.pots, books.regions, language))
        if pd.notna(row["reached"]):
            lines += _crossed(books, row, as_of, language)
    return lines if len(lines) > 1 else [*lines, label("screen.no_year", language)]


def _crossed(books: Books, row: UsageRow, as_of: date | None, language: Language) -> list[str]:
    """Name the posting with which spending reached the highest threshold.

    None when orders alone reach it, or when the posting has no date: then no order of postings is known.
    """
    reached = crossings(books, pot=row["pot"], year=int(row["year"]), as_of=as_of).to_dict("records")
    if not reached or reached[-1]["threshold"] != row["reached"] or pd.isna(reached[-1]["booked_on"]):
        return []
    last = reached[-1]
    place = f"{last['source_file']}:{last['source_row']}"
    document = last["document"]
    return [
        label(
            "screen.crossed",
            language,
            threshold=last["threshold"],
            document=label("screen.no_document", language)
            if pd.isna(document)
            else discretion_of(books).code(str(document)),
            day=format_day(last["booked_on"], language),
            running=format_euros(last["running"], language),
            place=place,
        )
    ]


_AMOUNTS = (
    "ceiling",
    "carried_over",
    "blocked",
    "usable",
    "actual",
    "refunds",
    "committed",
    "available",
    "unassigned",
    "out_of_scope",
)
_SHARES = ("used_share", "bound_share")
_WORDS = ("status", "scope", "decisions", "state")


def status_json(books: Books, rows: pd.DataFrame, *, as_of: date | None = None) -> dict[str, Any]:
    """Return the same figures for machines.

    Amounts are exact texts in euros, shares texts with six decimals, ``null`` where nothing is documented.
    """
    return {
        "as_of": (as_of or books.as_of).isoformat(),
        "is_example": books.is_example,
        "currency": "EUR",
        "years": [_json_row(row, books) for row in rows.to_dict("records")],
    }


def _json_row(row: UsageRow, books: Books) -> dict[str, Any]:
    name = next(pot.name for pot in books.pots if pot.key == row["pot"])
    return {
        "pot": row["pot"],
        "name": name,
        "year": int(row["year"]),
        **{column: None if pd.isna(row[column]) else str(Decimal(row[column])) for column in _AMOUNTS},
        "released_share": None if pd.isna(row["released_share"]) else str(row["released_share"]),
        **{column: None if pd.isna(row[column]) else f"{row[column]:.6f}" for column in _SHARES},
        **{column: None if pd.isna(row[column]) else row[column] for column in _WORDS},
    }


def _rows(usage: pd.DataFrame, pots: Sequence[Pot]) -> list[UsageRow]:
    keys = {pot.key for pot in pots}
    return [row for row in usage.reset_index().to_dict("records") if row["pot"] in keys]
