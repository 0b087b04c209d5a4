"""The charts of the explorer: what each one draws of a view, and which filters it follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kooperation.analysis.spending import spending_by_region_and_cost_type
from kooperation.analysis.usage import budget_usage
from kooperation.model.schema import ALL_REGIONS, OUTSIDE, UNASSIGNED
from kooperation.reporting.charts import (
    plot_activities,
    plot_cost_types,
    plot_regions,
    plot_spending,
    plot_usage,
    plot_year,
)
from kooperation.reporting.courses import plan_shown
from kooperation.reporting.explorer.view import Choice, View, cost_types_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart to choose. ``ignores``: the filters (fields of ``Choice``) that have no meaning for it."""

    key: str
    draw: Callable[[View], Axes]
    ignores: tuple[str, ...] = ()

    def heeded(self, choice: Choice) -> Choice:
        """Return the choice as far as this chart follows it, so that tables and chart show the same."""
        nothing = {"regions": (), "cost_type": None, "first": choice.last}
        return replace(choice, **{name: nothing[name] for name in self.ignores})  # type: ignore[arg-type]


def _spending(view: View) -> Axes:
    """Draw spending; a part of it is never held against the ceiling of the whole."""
    if view.is_part:
        return plot_spending(view.spending, language=view.language)
    return plot_spending(
        view.spending, view.usage, pot=view.choice.pot, beside=view.beside, language=view.language
    )


def _regions(view: View) -> Axes:
    """Draw each region by itself; a part of the spending stands alone, as in the stacked chart."""
    if view.is_part:
        return plot_regions(view.spending, language=view.language)
    return plot_regions(
        view.spending, view.usage, pot=view.choice.pot, beside=view.beside, language=view.language
    )


def _cost_types(view: View) -> Axes:
    """Draw what each region was spent on; a cost type keeps its colour whatever else is filtered away."""
    sums = spending_by_region_and_cost_type(view.part, pot=view.choice.pot, years=view.years)
    sums.attrs["cost_types"] = cost_types_of(view.books)
    return plot_cost_types(sums, language=view.language)


def _usage(view: View) -> Axes:
    """Draw the bullets of the whole pot."""
    usage = budget_usage(view.books, pot=view.choice.pot)
    years = usage.index.get_level_values("year")
    return plot_usage(usage[years.isin(view.years)], pot=view.choice.pot, language=view.language)


def _year(view: View) -> Axes:
    """Draw the course of the last year of the choice."""
    pot, year = view.choice.pot, view.choice.last
    plan = plan_shown(view.books, pot=pot, year=year)
    return plot_year(view.books, year=year, pot=pot, plan=plan, language=view.language)


def _activities(view: View) -> Axes:
    """Draw the activities of the chosen regions, with those that concern all, above their spending."""
    rows, regions = view.books.activities, view.choice.regions
    is_meant = rows["region"].isin([*regions, ALL_REGIONS]) | (
        rows["region"].isna() & (UNASSIGNED in regions)
    )
    chosen = replace(view.books, activities=rows[is_meant]) if regions else view.books
    return plot_activities(
        chosen,
        view.spending,
        years=view.years,
        beside=[] if view.is_part else view.beside,
        language=view.language,
    )


_OF_A_POT = ("usage", "year")

PICTURES = (
    Picture("spending", _spending),
    Picture("usage", _usage, ignores=("regions", "cost_type")),
    Picture("year", _year, ignores=("first", "regions", "cost_type")),
    Picture("regions", _regions),
    Picture("cost_types", _cost_types),
    Picture("activities", _activities),
)


def picture_of(choice: Choice) -> Picture:
    """Return the chart that a choice names; what belongs to no pot has no usage and no course."""
    key = "spending" if choice.pot == OUTSIDE and choice.chart in _OF_A_POT else choice.chart
    return next(picture for picture in PICTURES if picture.key == key)
