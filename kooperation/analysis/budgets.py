"""Which ceiling holds for which pot and year: decided, taken from the budget, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

import pandas as pd

from kooperation.analysis.cases import pot_of_account
from kooperation.analysis.spending import HasRegisters
from kooperation.model.ceiling import CEILING_COLUMNS, Decision, ceilings_by_year
from kooperation.model.money import ZERO, column_sum
from kooperation.model.region import Pot
from kooperation.model.schema import ALL_REGIONS, TEXT

CeilingRow = Mapping[str, Any]
CeilingRows = dict[tuple[str, int], CeilingRow]

UNDECIDED: CeilingRow = {
    **dict.fromkeys(CEILING_COLUMNS),
    "carried_over": ZERO,
    "blocked": ZERO,
    "released_share": Fraction(1),
}


class HasBudgets(HasRegisters, Protocol):
    """Anything that carries bookings, registers, decisions and budget overviews, such as ``Books``."""

    @property
    def decisions(self) -> Sequence[Decision]:
        """The dated decisions on ceilings."""

    @property
    def overview(self) -> pd.DataFrame:
        """One row per account and year of the budget overviews."""

    @property
    def as_of(self) -> date | None:
        """The day of the latest posting."""


def rows_given(ceilings: pd.DataFrame, cells: pd.DataFrame, *, pots: Sequence[Pot] = ()) -> CeilingRows:
    """Return the ceilings of a frame, one per pot and year, years without gaps; missing ones are undecided.

    Parameters
    ----------
    ceilings : DataFrame with MultiIndex (pot, year)
        Needs ``ceiling``; the other columns of ``ceilings_by_year`` may be missing.
    cells : DataFrame
        The cube of the bookings, whose pots and years are shown as well.
    pots : sequence of Pot
        The register, when there is one: its pots come first.
    """
    known = rows_of(ceilings)
    years = _years_booked(cells)
    for pot, year in known:
        years.setdefault(pot, set()).add(year)
    keys = dict.fromkeys([*(pot.key for pot in pots), *(pot for pot, _ in known), *sorted(years)])
    return {
        (pot, year): {**UNDECIDED, **known.get((pot, year), {})}
        for pot in keys
        for year in _span(years.get(pot, ()))
    }


def rows_of_register(
    source: HasBudgets,
    bookings: pd.DataFrame,
    cells: pd.DataFrame,
    *,
    as_of: date | None,
    more_years: Iterable[int] = (),
) -> CeilingRows:
    """Return the ceiling of every pot of the register and year, from the first to the last year of each pot.

    Parameters
    ----------
    source : Books
        Its pots, decisions and overview. ``rahmen`` ``ja``: the decisions; ``plan``: the pot's own budget
        rows, where a year has none the overview of its account; ``nein``: no ceiling.
    bookings, cells : DataFrame
        The bookings that count, and their cube.
    as_of : date, optional
        The day that decides about Sperre and release.
    more_years : iterable of int
        Years that are wanted of every pot, booked or not.

    Raises
    ------
    KooperationError
        When decisions contradict each other.
    """
    own = budget_rows(bookings)
    planned = {pot.key: _planned(pot, own, source) for pot in source.pots if pot.frame == "plan"}
    years = _years_booked(cells)
    for decision in source.decisions:
        ends = {decision.from_year, decision.last_year or decision.from_year}
        years.setdefault(decision.pot, set()).update(ends)
    for key, plan in planned.items():
        years.setdefault(key, set()).update(plan)
    for pot in source.pots:
        years.setdefault(pot.key, set()).update(more_years)
    every_year = _span({year for of_pot in years.values() for year in of_pot})
    decided = rows_of(ceilings_by_year(source.decisions, years=every_year, as_of=as_of))
    rows: CeilingRows = {}
    for pot in source.pots:
        empty_pot_shows = every_year if pot.frame == "ja" else range(0)
        for year in _span(years.get(pot.key, ())) or empty_pot_shows:
            by_decision = decided.get((pot.key, year), UNDECIDED)
            by_plan = planned.get(pot.key, {}).get(year)
            rows[pot.key, year] = _row_of(pot, by_decision, by_plan)
    return rows


def rows_of(ceilings: pd.DataFrame) -> CeilingRows:
    """Return a frame of ceilings as one mapping per pot and year, ``None`` for what is not known."""
    return {
        (str(pot), int(year)): {
            str(name): None if pd.isna(figure) else figure
            for name, figure in zip(ceilings, figures, strict=True)
        }
        for (pot, year), *figures in ceilings.itertuples(name=None)
    }


def _row_of(pot: Pot, by_decision: CeilingRow, by_plan: CeilingRow | None) -> CeilingRow:
    if pot.frame == "nein":
        return UNDECIDED
    if pot.frame == "ja":
        return by_decision
    if by_plan is None:
        return {**by_decision, "ceiling": None, "scope": None, "status": None}
    names = [name for name in (by_plan["decisions"], by_decision["decisions"]) if name]
    blocked = by_decision["blocked"] + by_plan["blocked"]
    return {**by_decision, **by_plan, "blocked": blocked, "decisions": "; ".join(names) or None}


def budget_rows(bookings: pd.DataFrame) -> pd.DataFrame:
    """Return the budget rows of bookings: all that a ceiling is ever made of."""
    return bookings[bookings["kind"].eq("budget").fillna(value=False)]


def _planned(pot: Pot, budgets: pd.DataFrame, source: HasBudgets) -> dict[int, CeilingRow]:
    """Return the budget of a pot per year: its own budget rows, else the overview of its account."""
    own = budgets[budgets["pot"].eq(pot.key).fillna(value=False)]
    from_overview = _overview_of(pot, source).assign(
        amount=lambda rows: rows["revised_budget"].fillna(rows["budget"])
    )
    known = from_overview[from_overview["amount"].notna()]
    overviews = {year: _plan_row(rows, blocked=True) for year, rows in _by_year(known)}
    return overviews | {year: _plan_row(rows, blocked=False) for year, rows in _by_year(own)}


def _by_year(rows: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    for year in rows["year"].dropna().unique():
        yield int(year), rows[rows["year"] == year]


def _overview_of(pot: Pot, source: HasBudgets) -> pd.DataFrame:
    overview = source.overview
    accounts = zip(overview["teilprodukt"], overview["sachkonto"], strict=True)
    owners = [pot_of_account(_code(one), _code(other), source.pots).pot for one, other in accounts]
    return overview[pd.Series(owners, index=overview.index, dtype=TEXT).eq(pot.key).fillna(value=False)]


def _code(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _plan_row(rows: pd.DataFrame, *, blocked: bool) -> CeilingRow:
    return {
        "ceiling": column_sum(rows["amount"]),
        "blocked": column_sum(rows["blocked"]) if blocked else ZERO,
        "scope": ALL_REGIONS,
        "status": "veranschlagt",
        "decisions": "; ".join(sorted(rows["source_file"].dropna().unique())) or None,
    }


def _years_booked(cells: pd.DataFrame) -> dict[str, set[int]]:
    booked = cells[cells["kind"].isin(["actual", "commitment"]) & cells["pot"].notna()]
    return {str(pot): {int(year) for year in years} for pot, years in booked.groupby("pot")["year"]}


def _span(years: Iterable[int]) -> range:
    listed = list(years)
    return range(min(listed), max(listed) + 1) if listed else range(0)
