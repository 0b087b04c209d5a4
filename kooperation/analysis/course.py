"""The course of one year: what was spent and usable day by day, what is ordered, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

import pandas as pd

from kooperation.analysis.budgets import HasBudgets, budget_rows, rows_of_register
from kooperation.analysis.commitments import booked_until, open_commitments
from kooperation.analysis.engagement import region_names
from kooperation.analysis.pots import chosen_pot
from kooperation.analysis.spending import cube
from kooperation.analysis.usage import (
    is_counted,
    is_in_scope,
    standing_of,
    state_of,
    usable_amount,
)
from kooperation.model.ceiling import scope_regions
from kooperation.model.errors import KooperationError
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import ZERO, column_sum, running_sum
from kooperation.model.region import fold
from kooperation.model.schema import ALL_REGIONS, DATE, EUR, SOURCE_COLUMNS, TEXT, conform

USUAL_PLAN, NO_PLAN = "basis", ""

STEP_COLUMNS: dict[str, Any] = {"on": DATE, "change": EUR, "actual": EUR, "usable": EUR, "unspent": EUR}
ORDER_COLUMNS: dict[str, Any] = {
    "order_id": TEXT,
    "region": TEXT,
    "text": TEXT,
    "booked_on": DATE,
    "open": EUR,
    **SOURCE_COLUMNS,
}


class HasPlans(HasBudgets, Protocol):
    """Anything that carries budgets and planned activities, such as ``Books``."""

    @property
    def planned(self) -> pd.DataFrame:
        """One row per planned activity of every plan."""


@dataclass(frozen=True, eq=False, slots=True)
class YearCourse:
    """What became of the money of one pot in one Haushaltsjahr, and what is still to come.

    Attributes
    ----------
    year, pot, pot_name, pot_name_en : int, str, str, str
    as_of : date
        The day that it shows. Postings and orders booked later are left out where it was asked for; Sperre
        and release count as of each day.
    ceiling : Decimal or None
        ``None``: not documented. [EUR]
    usable : Decimal or None
        (Ceiling + carried over − blocked) × released share on ``as_of``. [EUR]
    committed : Decimal
        Open orders. [EUR]
    undated : Decimal
        What is booked without a date. No day is invented for it: it is part of ``actual`` from the first step
        on. [EUR]
    steps : DataFrame, one row per day on which something was booked or the usable amount changed
        ``on`` · ``change``, booked on this day (in the first row with what has no date) [EUR] · ``actual``,
        booked so far [EUR] · ``usable`` on this day [EUR] · ``unspent`` = usable − actual, open orders not
        yet taken off [EUR]; both ``<NA>`` without a documented ceiling. The first row is 1 January, or the
        day of an earlier posting; postings of January of the next year stand behind 31 December.
    orders : DataFrame, one row per open order and region
        ``order_id`` · ``region`` · ``text`` · ``booked_on`` · ``open`` [EUR] · source columns.
    planned : DataFrame
        The planned activities of this year, pot and plan that are not over on ``as_of``; ``attrs`` carry
        ``region_names``.
    planned_past, planned_out_of_scope : DataFrame
        Those that are over, and those for regions that the ceiling does not cover; neither counts.
    plan : str or None
        Which plan; ``None``: there is none.
    scope, status, papers : str or None
        Of the ceiling: ``alle`` or region keys, how firm it is, and the papers behind it.
    is_example : bool
        Whether the figures are invented.
    coming : tuple of (date, Decimal)
        From which later days of the year on the register makes another amount usable, as far as it is known
        on ``as_of``; empty without a documented ceiling. [EUR]
    """

    year: int
    pot: str
    pot_name: str
    as_of: date
    ceiling: Decimal | None
    usable: Decimal | None
    committed: Decimal
    undated: Decimal
    steps: pd.DataFrame
    orders: pd.DataFrame
    planned: pd.DataFrame
    planned_past: pd.DataFrame
    planned_out_of_scope: pd.DataFrame
    plan: str | None
    scope: str | None
    status: str | None
    papers: str | None
    is_example: bool
    pot_name_en: str = ""
    coming: tuple[tuple[date, Decimal], ...] = ()

    @property
    def actual(self) -> Decimal:
        """What is booked. [EUR]."""
        return column_sum(self.steps["change"])

    @property
    def available(self) -> Decimal | None:
        """Return usable − actual − committed; ``None`` without a documented ceiling. [EUR]."""
        return None if self.usable is None else self.usable - self.actual - self.committed

    @property
    def planned_sum(self) -> Decimal:
        """What the planned activities will cost together. [EUR]."""
        return column_sum(self.planned["amount"])

    @property
    def expected(self) -> Decimal:
        """Return actual + committed + planned. [EUR]."""
        return self.actual + self.committed + self.planned_sum

    @property
    def after_planned(self) -> Decimal | None:
        """What is available when the plans are carried out; ``None`` without a documented ceiling. [EUR]."""
        return None if self.available is None else self.available - self.planned_sum

    @property
    def state(self) -> str:
        """The state of what is bound, as in ``budget_usage``; plans do not count."""
        return state_of(self.actual + self.committed, self.usable)


def year_course(
    source: HasPlans,
    *,
    year: int | None = None,
    pot: str | None = None,
    as_of: date | None = None,
    plan: str | None = None,
) -> YearCourse:
    """Follow the money of one pot through one Haushaltsjahr.

    Parameters
    ----------
    source : Books
    year : int, optional
        The Haushaltsjahr; without it that of ``as_of``, or the last that has postings when ``as_of`` lies
        behind all of them.
    pot : str, optional
        The key of a pot; without it the first that is held against a ceiling.
    as_of : date, optional
        The day up to which postings and orders count. Without it all of them count, as in ``budget_usage``,
        also an order that was placed after the latest posting, and the day shown is that of this posting.
    plan : str, optional
        Which of several plans; without it the only one for this year and pot, else the one called
        ``basis``. ``""``: none.

    Returns
    -------
    YearCourse
        Its last step, ``committed`` and ``available`` are those of ``budget_usage`` on the same day.

    Raises
    ------
    ValueError
        When there is no such pot or plan.
    KooperationError
        When there are several plans for the year and none is called ``basis``, or no pot at all.
    """
    known = chosen_pot(source, pot)
    day = as_of or source.as_of or _last_day(source.bookings)
    wanted = _usual_year(source.bookings, day) if year is None else year
    commitments = open_commitments(source, as_of=as_of)
    standing = standing_of(source, commitments, pot=known.key, year=wanted, as_of=as_of, judged_on=day)
    scope = scope_regions(standing["scope"]) if standing["ceiling"] is not None else ()
    counted = is_counted(source.bookings, known.key, wanted, scope)
    postings = booked_until(source.bookings.loc[counted, ["booked_on", "amount"]], as_of)
    chosen = plan_of(source.planned, plan, pot=known.key, year=wanted)
    lines = _lines_of(source.planned, chosen, pot=known.key, year=wanted)
    orders = _orders(commitments, scope, pot=known.key, year=wanted)
    for frame in (lines, orders):
        frame.attrs.update(region_names=region_names(source), is_example=source.is_example)
    covered = _covered(lines, scope)
    is_past = (lines["end"] <= pd.Timestamp(day)).astype(bool)
    return YearCourse(
        year=wanted,
        pot=known.key,
        pot_name=known.name,
        pot_name_en=known.label("en"),
        as_of=day,
        ceiling=standing["ceiling"],
        usable=standing["usable"],
        committed=standing["committed"],
        undated=_undated(postings),
        steps=_steps(source, postings, pot=known.key, year=wanted, as_of=as_of, shown_on=day),
        orders=orders,
        planned=lines[covered & ~is_past].reset_index(drop=True),
        planned_past=lines[covered & is_past].reset_index(drop=True),
        planned_out_of_scope=lines[~covered].reset_index(drop=True),
        plan=chosen,
        scope=standing["scope"],
        status=standing["status"],
        papers=standing["decisions"],
        is_example=source.is_example,
        coming=_coming(source, standing["usable"], pot=known.key, year=wanted, as_of=day),
    )


# --- which year, pot and plan ------------------------------------------------------------------------------


def _last_day(bookings: pd.DataFrame) -> date:
    """Return the end of the last year, for a ledger whose state nobody tells."""
    last = bookings["year"].max()
    if pd.isna(last):
        raise ValueError("there is no posting: name as_of=")
    return date(int(last), 12, 31)


def _usual_year(bookings: pd.DataFrame, as_of: date) -> int:
    last = bookings.loc[bookings["kind"] == "actual", "year"].max()
    return as_of.year if pd.isna(last) else min(as_of.year, int(last))


def plan_of(planned: pd.DataFrame, plan: str | None = None, *, pot: str, year: int) -> str | None:
    """Return the plan that holds for a pot and year, as :func:`year_course` says; ``None``: there is none."""
    every = sorted(planned["plan"].dropna().unique())
    if plan == NO_PLAN:
        return None
    if plan is not None and plan not in every:
        raise ValueError(f"no plan {plan!r}; there are {', '.join(every) or 'none'}")
    if plan is not None or len(every) < 2:
        return plan or next(iter(every), None)
    usual = [name for name in every if fold(name) == USUAL_PLAN]
    rival = _plans_by_year(planned).get((pot, year), [])
    if len(rival) > 1 and not usual:
        raise KooperationError(_undecided(year, rival))
    return next(iter(usual or rival), None)


def undecided_plans(planned: pd.DataFrame) -> list[Finding]:
    """Warn of every year for which several plans hold and none is called ``basis``: no course shows them."""
    if planned["plan"].map(fold).eq(USUAL_PLAN).any():
        return []
    rivals = {(year, tuple(names)) for (_, year), names in _plans_by_year(planned).items() if len(names) > 1}
    return [replace(_undecided(year, names), severity="warning") for year, names in sorted(rivals)]


def _plans_by_year(planned: pd.DataFrame) -> dict[tuple[str, int], list[str]]:
    named = planned[["pot", "year", "plan"]].dropna().drop_duplicates().sort_values("plan")
    plans: dict[tuple[str, int], list[str]] = {}
    for pot, year, plan in named.itertuples(index=False, name=None):
        plans.setdefault((str(pot), int(year)), []).append(str(plan))
    return plans


def _undecided(year: int, plans: Sequence[str]) -> Finding:
    return finding("plan_undecided", Place(file="planung"), year=year, plans=", ".join(plans))


def _lines_of(planned: pd.DataFrame, plan: str | None, *, pot: str, year: int) -> pd.DataFrame:
    wanted = planned["plan"].eq(plan or "") & planned["pot"].eq(pot) & planned["year"].eq(year)
    lines = planned[wanted.fillna(value=False).astype(bool)]
    return lines.sort_values(["start", "end", "source_row"], kind="stable")


def _covered(lines: pd.DataFrame, scope: Sequence[str]) -> pd.Series[Any]:
    """Tell of each line whether the ceiling counts it; what is planned for all regions is for its own too."""
    regions = lines["region"].where(lines["region"] != ALL_REGIONS)
    told = [is_in_scope(None if pd.isna(region) else region, scope) for region in regions]
    return pd.Series(told, index=lines.index, dtype=bool)


# --- orders and steps --------------------------------------------------------------------------------------


def _orders(orders: pd.DataFrame, scope: Sequence[str], *, pot: str, year: int) -> pd.DataFrame:
    wanted = orders["pot"].eq(pot) & orders["year"].eq(year) & (orders["open"] != ZERO)
    orders = orders[wanted.fillna(value=False).astype(bool)]
    counted = orders[_covered(orders, scope)]
    return conform(counted, ORDER_COLUMNS)[list(ORDER_COLUMNS)].reset_index(drop=True)


def _steps(
    source: HasPlans, postings: pd.DataFrame, *, pot: str, year: int, as_of: date | None, shown_on: date
) -> pd.DataFrame:
    dated = postings[postings["booked_on"].notna()]
    days = dated["booked_on"].dt.normalize()
    first = min([pd.Timestamp(year, 1, 1), *([days.min()] if len(days) else [])])
    turns = [pd.Timestamp(day) for day in _turns(source, pot=pot, year=year)]
    turns = [first, *(turn for turn in turns if first < turn <= pd.Timestamp(shown_on))]
    marks = pd.Series([_undated(postings), *[ZERO] * (len(turns) - 1)], dtype=EUR)
    moments = pd.DataFrame({"on": [*days, *turns], "change": pd.concat([dated["amount"], marks]).array})
    steps = moments.groupby("on", as_index=False)["change"].sum()
    actual = running_sum(steps["change"])
    planned = booked_until(budget_rows(source.bookings), as_of)
    usable = _usable_on(source, planned, steps["on"], turns, pot=pot, year=year, shown_on=shown_on)
    made = steps.assign(actual=actual, usable=usable, unspent=usable - actual)
    return conform(made, STEP_COLUMNS)[list(STEP_COLUMNS)]


def _coming(
    source: HasPlans, usable: Decimal | None, *, pot: str, year: int, as_of: date
) -> tuple[tuple[date, Decimal], ...]:
    """Return the days after ``as_of`` on which a Sperre or release changes what is usable. [EUR]."""
    changes: list[tuple[date, Decimal]] = []
    planned = budget_rows(source.bookings)
    cells = cube(planned.iloc[:0])
    for day in _turns(source, pot=pot, year=year):
        if usable is None or not as_of < day <= date(year, 12, 31):
            continue
        rows = rows_of_register(source, planned, cells, as_of=day, more_years=[year])
        amount = usable_amount(rows[pot, year])
        if amount is not None and amount != (changes[-1][1] if changes else usable):
            changes.append((day, amount))
    return tuple(changes)


def _undated(postings: pd.DataFrame) -> Decimal:
    return column_sum(postings.loc[postings["booked_on"].isna(), "amount"])


def _turns(source: HasPlans, *, pot: str, year: int) -> list[date]:
    """Return the days on which a Sperre or a release of the year begins, or is over."""
    limits = [
        decision
        for decision in source.decisions
        if decision.pot == pot and decision.effect in ("sperrt", "gibt_frei") and decision.covers(year)
    ]
    begin = [decision.valid_from for decision in limits if decision.valid_from]
    over = [decision.valid_to + timedelta(days=1) for decision in limits if decision.valid_to]
    return sorted({*begin, *over})


def _usable_on(
    source: HasPlans,
    planned: pd.DataFrame,
    days: pd.Series[Any],
    turns: Sequence[pd.Timestamp],
    *,
    pot: str,
    year: int,
    shown_on: date,
) -> pd.Series[Any]:
    """Return what was usable on each day by ``planned`` budget rows; it changes on ``turns`` only."""
    cells = cube(planned.iloc[:0])
    amounts = []
    for turn in turns:
        judged = min(turn.date(), shown_on)
        rows = rows_of_register(source, planned, cells, as_of=judged, more_years=[year])
        amounts.append(usable_amount(rows[pot, year]))
    places = pd.DatetimeIndex(list(turns)).searchsorted(pd.DatetimeIndex(days), side="right") - 1
    return pd.Series(amounts, dtype=EUR).take(places).reset_index(drop=True)
