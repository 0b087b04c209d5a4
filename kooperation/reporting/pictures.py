"""The charts of one report: which there are, what they are called, and drawn from the same postings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import count

import pandas as pd
from matplotlib.axes import Axes

from kooperation.analysis.spending import spending_by_region, spending_by_region_and_cost_type
from kooperation.books import Books
from kooperation.model.region import Pot, fold
from kooperation.reporting.charts import (
    plot_activities,
    plot_cost_types,
    plot_regions,
    plot_spending,
    plot_usage,
    plot_year,
)
from kooperation.reporting.courses import current_year, plan_shown
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_LONGEST_NAME = 60  # most systems take file names of 255 bytes, with what stands around this part


def report_charts(books: Books, report: Report) -> Iterator[tuple[str, Axes]]:
    """Draw one chart of a report after the other, each with the name of its file without an ending.

    Those of each counting pot, and where the folder holds activities, one of these.
    """
    names = file_names([pot.key for pot in report.counting])
    for pot in report.counting:
        for key, draw in _CHARTS_OF_A_POT.items():
            yield label(key, report.language, pot=names[pot.key]), draw(books, report, pot)
    if len(books.activities):
        yield label("screen.activities_file", report.language), activities_chart(books, report)


def spending_chart(
    books: Books,
    report: Report,
    pot: Pot,
    *,
    years: Collection[object] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what each region cost a pot in each year against its ceiling, as the report counts it.

    ``years``: only these; by default all.
    """
    spending, usage, beside = _spending(books, report, pot)
    if years is not None:
        spending, *beside = (frame[frame.index.isin(list(years))] for frame in (spending, *beside))
    return plot_spending(spending, usage, beside=beside, language=report.language, ax=ax)


def regions_chart(books: Books, report: Report, pot: Pot) -> Axes:
    """Draw each region of a pot by itself."""
    spending, usage, beside = _spending(books, report, pot)
    return plot_regions(spending, usage, beside=beside, language=report.language)


def cost_types_chart(books: Books, report: Report, pot: Pot) -> Axes:
    """Draw what each region of a pot was spent on."""
    spending = spending_by_region_and_cost_type(_shown(books, report), pot=pot.key)
    spending.attrs["as_of"] = report.as_of.isoformat() if report.as_of else None
    return plot_cost_types(spending, language=report.language)


def year_chart(books: Books, report: Report, pot: Pot) -> Axes:
    """Draw what is left of the current year of a pot, day by day."""
    year = current_year(report.usage, pot, report.as_of)
    plan = None if year is None else plan_shown(books, pot=pot.key, year=year)
    as_of = report.as_of if report.is_dated else None  # nothing is left out where no day is asked for
    return plot_year(books, year=year, pot=pot.key, as_of=as_of, plan=plan, language=report.language)


def activities_chart(books: Books, report: Report) -> Axes:
    """Draw what took place when with which region, with the spending of all pots held against a ceiling."""
    return plot_activities(books, as_of=report.as_of, language=report.language)


def usage_chart(_books: Books, report: Report, pot: Pot) -> Axes:
    """Draw each year of a pot as a bullet: ceiling, spent, ordered, left."""
    return plot_usage(_usage(report, pot), pot=pot.key, language=report.language)


_CHARTS_OF_A_POT: Mapping[str, Callable[[Books, Report, Pot], Axes]] = {
    "screen.spending_file": spending_chart,
    "screen.usage_file": usage_chart,
    "screen.year_file": year_chart,
    "screen.regions_file": regions_chart,
    "screen.cost_types_file": cost_types_chart,
}


def _shown(books: Books, report: Report) -> Books:
    return books.until(report.as_of) if report.is_dated and report.as_of else books


def _spending(
    books: Books, report: Report, pot: Pot
) -> tuple[pd.DataFrame, pd.DataFrame, list[pd.DataFrame]]:
    """Return what a pot spent, its usage, and what the other pots spent on regions. [EUR]."""
    shown, usage = _shown(books, report), _usage(report, pot)
    others = [other for other in report.beside if other.needs_region]
    spending = spending_by_region(shown, pot=pot.key, years=_span(usage))
    return spending, usage, [spending_by_region(shown, pot=other.key) for other in others]


def _usage(report: Report, pot: Pot) -> pd.DataFrame:
    return report.usage[report.usage.index.get_level_values("pot") == pot.key]


def _span(usage: pd.DataFrame) -> range | None:
    years = usage.index.get_level_values("year")
    return range(int(years.min()), int(years.max()) + 1) if len(years) else None


def file_names(keys: Iterable[str]) -> dict[str, str]:
    """Return a harmless part of a file name for every key: letters, digits, dashes; no two are alike."""
    names: dict[str, str] = {}
    for key in keys:
        plain = re.sub(r"[^a-z0-9]+", "-", fold(key))[:_LONGEST_NAME].strip("-")
        name = plain if plain and plain not in _RESERVED else f"topf-{plain}".strip("-")
        numbered = (f"{name}-{number}" if number > 1 else name for number in count(1))
        names[key] = next(one for one in numbered if one not in names.values())
    return names
