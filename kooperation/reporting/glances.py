"""What is inside one object, at a glance: books, a table, its load report, the course of a year, changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pandas as pd

from kooperation.analysis.condensing import is_condensed, posting_count
from kooperation.analysis.course import YearCourse
from kooperation.books import Books
from kooperation.model.findings import Finding
from kooperation.model.messages import Language
from kooperation.model.money import column_sum, format_count, format_euros
from kooperation.model.period import format_day
from kooperation.model.region import Pot
from kooperation.reading.folder.sources import reasons_text
from kooperation.reading.tables.report import LoadReport
from kooperation.reporting.labels import label
from kooperation.reporting.shown_table import ABSENT, ShownTable, facts_table


def books_at_a_glance(books: Books, language: Language) -> ShownTable:
    """Return what was read from a data folder: files, postings, those without a region, Stand, findings."""
    bookings = books.bookings
    needed = list(bookings) if is_condensed(bookings) else ["booking_id", "region", "pot", "amount"]
    actual = bookings.loc[bookings["kind"].eq("actual").fillna(value=False), needed]
    unassigned = actual[actual["region"].isna() & actual["pot"].isin(_needing_a_region(books.pots))]
    outside = actual[actual["pot"].isna()]
    facts = {
        "files": str(len(books.sources)),
        "postings": _postings(actual, language),
        "unassigned_postings": _postings(unassigned, language),
        "outside_postings": _postings(outside, language),
        "activities": str(len(books.activities)),
        "as_of": format_day(books.as_of, language),
        "noticed": _noticed(books.noticed, language),
    }
    return _facts(facts, _read(language), is_example=books.is_example, language=language)


def report_at_a_glance(report: LoadReport, language: Language) -> ShownTable:
    """Return how one file was read: rows kept and left out, and what was noticed."""
    facts = {
        "file": report.file,
        "sheet": report.sheet or ABSENT,
        "header_row": str(report.header_row),
        "rows_read": str(report.rows_read),
        "rows_kept": str(report.rows_kept),
        "rows_dropped": reasons_text(report.dropped_by_reason, language) or "0",
        "control_totals": str(len(report.control_totals)),
        "noticed": _noticed(report.findings, language),
    }
    return _facts(facts, _read(language), is_example=report.is_example, language=language)


def course_at_a_glance(course: YearCourse, language: Language) -> ShownTable:
    """Return where the money of one year stands: spent, ordered, planned, and what is left."""
    facts = {
        "pot": (language == "en" and course.pot_name_en) or course.pot_name,
        "year": str(course.year),
        "as_of": format_day(course.as_of, language),
        "ceiling": _euros_or_undocumented(course.ceiling, language),
        "usable": _euros_or_undocumented(course.usable, language),
        "actual": format_euros(course.actual, language),
        "committed": format_euros(course.committed, language),
        "available": _euros_or_undocumented(course.available, language),
        "planned": format_euros(course.planned_sum, language),
        "after_planned": _euros_or_undocumented(course.after_planned, language),
    }
    headings = (label("frame.figure", language), label("frame.value", language))
    return _facts(facts, headings, is_example=course.is_example, language=language)


def _read(language: Language) -> tuple[str, str]:
    return label("frame.fact", language), label("frame.extent", language)


def _facts(
    facts: dict[str, str], headings: tuple[str, str], *, is_example: bool, language: Language
) -> ShownTable:
    return facts_table(
        {label(f"frame.{name}", language): text for name, text in facts.items()},
        headings=headings,
        note=label("workbook.example", language) if is_example else None,
    )


def _euros_or_undocumented(amount: Decimal | None, language: Language) -> str:
    return label("workbook.undocumented", language) if amount is None else format_euros(amount, language)


def _noticed(findings: Sequence[Finding], language: Language) -> str:
    severities = [found.severity for found in findings]
    counts = {severity: severities.count(severity) for severity in ("error", "warning", "note")}
    told = {severity: format_count(count, language) for severity, count in counts.items()}
    return label("workbook.noticed_counts", language, **told)


def _needing_a_region(pots: Iterable[Pot]) -> list[str]:
    return [pot.key for pot in pots if pot.needs_region]


def _postings(rows: pd.DataFrame, language: Language) -> str:
    return label(
        "frame.count_and_sum",
        language,
        count=format_count(posting_count(rows), language),
        amount=format_euros(column_sum(rows["amount"]), language),
    )
