"""What a report finds, in one sentence per pot: what lies over its ceiling, and what is left."""

from __future__ import annotations

import pandas as pd

from kooperation.model.money import ZERO, format_euros
from kooperation.model.region import Pot
from kooperation.reporting.labels import enumerate_words, label
from kooperation.reporting.tables import Report

MOST_NAMED = 3


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
    named = [
        label(
            "workbook.headline_year_over",
            report.language,
            year=year,
            amount=format_euros(-left, report.language),
        )
        for year, left in over["available"].tail(MOST_NAMED).items()
    ]
    if len(over) > MOST_NAMED:
        return label(
            "workbook.headline_many_over",
            report.language,
            count=len(over),
            years=enumerate_words(named, report.language),
        )
    return label("workbook.headline_over", report.language, years=enumerate_words(named, report.language))


def _left(documented: pd.DataFrame, report: Report) -> str:
    """Say what the year of the Stand has left; without a ceiling for it, the last year that has one."""
    current = report.as_of.year if report.as_of else None
    year = current if current in documented.index else documented.index[-1]
    row = documented[documented.index == year].to_dict("records")[0]
    if row["available"] < ZERO:
        return ""
    return label(
        "workbook.headline_left",
        report.language,
        year=year,
        amount=format_euros(row["available"], report.language),
        ceiling=format_euros(row["usable"], report.language),
    )
