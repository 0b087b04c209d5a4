"""What a report finds, in one sentence per pot: what lies over its ceiling, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kooperation.books import Books
from kooperation.model.ceiling import UNCERTAIN
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, format_euros
from kooperation.model.region import Pot
from kooperation.model.schema import TEXT, frame_of
from kooperation.reporting.labels import enumerate_words, label
from kooperation.reporting.tables import Report, report_of

MOST_NAMED = 3


def headlines(books: Books, *, language: Language = "de") -> pd.DataFrame:
    """Say in one sentence per pot what its years come to: which are over the ceiling, and what is left.

    Parameters
    ----------
    books : Books
        What was read.
    language : {"de", "en"}
        Of the sentences.

    Returns
    -------
    DataFrame, one row per pot that is held against a ceiling
        ``pot`` · ``headline``, the sentence that also heads the report. No row when there is no such pot.
    """
    report = report_of(books, language=language)
    sentences = {pot.key: headline(report, pot) for pot in report.counting}
    told = frame_of(
        {"pot": TEXT, "headline": TEXT}, {"pot": list(sentences), "headline": list(sentences.values())}
    )
    told.attrs["is_example"] = books.is_example
    return told


def headline(report: Report, pot: Pot) -> str:
    """Return the finding about a pot: the years over the ceiling, and what the current year has left."""
    name = report.names.pots[pot.key]
    usage = report.usage_of(pot)
    documented = usage[usage["ceiling"].notna()]
    if documented.empty:
        spent = format_euros(report.amount(pot=name), report.language)
        return label("workbook.headline_undocumented", report.language, pot=name, amount=spent)
    sentences = [_over(documented, report), _left(documented, report)]
    return label(
        "workbook.headline", report.language, pot=name, finding="; ".join(part for part in sentences if part)
    )


def _over(documented: pd.DataFrame, report: Report) -> str:
    over = documented[documented["available"] < ZERO]
    if over.empty:
        return label("workbook.headline_none_over", report.language)
    named = [_year_over(year, row, report) for year, row in over.tail(MOST_NAMED).to_dict("index").items()]
    if len(over) > MOST_NAMED:
        return label(
            "workbook.headline_many_over",
            report.language,
            count=len(over),
            years=enumerate_words(named, report.language),
        )
    return label("workbook.headline_over", report.language, years=enumerate_words(named, report.language))


def _year_over(year: Any, row: Mapping[Any, Any], report: Report) -> str:
    language = report.language
    named = f"{year}{_reservation(row['status'], language)}"
    amount = format_euros(-row["available"], language)
    return label("workbook.headline_year_over", language, year=named, amount=amount)


def _left(documented: pd.DataFrame, report: Report) -> str:
    """Say what the year of the Stand has left; without a ceiling for it, the last year that has one."""
    current = report.as_of.year if report.as_of else None
    year = current if current in documented.index else documented.index[-1]
    row = documented[documented.index == year].to_dict("records")[0]
    if row["available"] < ZERO:
        return ""
    language, credit = report.language, row["available"] - row["usable"]
    return label(
        "workbook.headline_left" if credit <= ZERO else "workbook.headline_left_and_credit",
        language,
        year=year,
        amount=format_euros(row["available"], language),
        ceiling=format_euros(row["usable"], language) + _reservation(row["status"], language),
        credit=format_euros(credit, language),
    )


def _reservation(status: Any, language: Language) -> str:
    """Return what stands behind the year or amount of a ceiling that nobody approved, else nothing."""
    return f" ({label(f'status.{status}', language)})" if status in UNCERTAIN else ""
