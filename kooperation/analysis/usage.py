"""How much of each ceiling is used, bound and left; which posting crossed which threshold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from kooperation.analysis.budgets import (
    CeilingRow,
    CeilingRows,
    HasBudgets,
    budget_rows,
    rows_given,
    rows_of,
    rows_of_register,
)
from kooperation.analysis.commitments import booked_until, open_commitments
from kooperation.analysis.condensing import by_day, is_condensed
from kooperation.analysis.spending import cells_until
from kooperation.model.ceiling import scope_regions
from kooperation.model.money import ZERO, cents_of, running_sum, sum_euros
from kooperation.model.schema import (
    COUNT,
    DATE,
    EUR,
    SOURCE_COLUMNS,
    TEXT,
    WHOLE,
    HasBookings,
    bookings_of,
    conform,
    sorted_places,
)

Threshold: TypeAlias = int | Decimal | str
THRESHOLDS: tuple[Threshold, ...] = (80, 90, 100)

USAGE_COLUMNS: dict[str, Any] = {
    "ceiling": EUR,
    "usable": EUR,
    "actual": EUR,
    "refunds": EUR,
    "committed": EUR,
    "available": EUR,
    "used_share": pd.Float64Dtype(),
    "bound_share": pd.Float64Dtype(),
    "state": TEXT,
    "gross": EUR,
    "carried_over": EUR,
    "blocked": EUR,
    "released_share": object,
    "scope": TEXT,
    "status": TEXT,
    "decisions": TEXT,
    "out_of_scope": EUR,
    "unassigned": EUR,
    "reached": object,
}
CROSSING_COLUMNS: dict[str, Any] = {
    "booking_id": TEXT,
    "document": TEXT,
    "booked_on": DATE,
    **SOURCE_COLUMNS,
    "running": EUR,
}
_IN_ORDER = ("booked_on", "document", "item", "booking_id", "source_file", "source_row")
_SUMMED = ("kind", "pot", "year", "region", "amount", COUNT)
_OF_CROSSINGS = tuple(dict.fromkeys((*_SUMMED, *_IN_ORDER, *CROSSING_COLUMNS)))


@dataclass(frozen=True, slots=True)
class Spent:
    """What one region took from one pot in one year; ``region`` ``None``: not assigned. [EUR]."""

    region: str | None
    amount: Decimal
    refunds: Decimal = ZERO


def budget_usage(
    source: HasBudgets | pd.DataFrame,
    *,
    ceilings: pd.DataFrame | None = None,
    pot: str | None = None,
    as_of: date | None = None,
    thresholds: Sequence[Threshold] = THRESHOLDS,
) -> pd.DataFrame:
    """Hold spending and open orders against the ceiling of each pot and year.

    Parameters
    ----------
    source : Books or DataFrame of assigned bookings
        A plain frame needs ``ceilings``.
    ceilings : DataFrame with MultiIndex (pot, year), optional
        As :func:`~kooperation.model.ceiling.ceilings_by_year` makes it; only ``ceiling`` is needed. It takes
        the place of the decisions, for a what-if.
    pot : str, optional
        The key of one pot; without it all, in the order of their register.
    as_of : date, optional
        Postings and orders booked later are left out, and a Sperre or release counts as of this day. Without
        it nothing is left out, and the day of the latest posting decides about Sperre and release.
    thresholds : sequence of int, Decimal or str
        Per cent of the usable amount; the lowest begins the state ``warning``.

    Returns
    -------
    DataFrame, one row per pot and year (MultiIndex ``pot``, ``year``), years without gaps
        ``ceiling`` [EUR], ``<NA>``: not documented · ``usable`` = (ceiling + carried over − blocked) ×
        released share [EUR] · ``actual`` net [EUR] · ``refunds``, 0 or less [EUR] · ``committed``, open
        orders [EUR] · ``available`` = usable − actual − committed [EUR] · ``used_share`` = actual / ceiling
        and ``bound_share`` = (actual + committed) / ceiling, for display, ``<NA>`` without a ceiling or with
        0 · ``state`` · ``gross`` [EUR] · the columns of ``ceilings_by_year`` · ``out_of_scope``, spending
        that the ceiling does not count [EUR] · ``unassigned``, counted though no region is known [EUR] ·
        ``reached``, the highest threshold reached, ``<NA>``: none. A ceiling for some regions counts them
        and what is not assigned; a year without a documented ceiling counts everything. ``actual`` +
        ``out_of_scope`` is all spending of the pot.

    Raises
    ------
    KooperationError
        When decisions contradict each other.
    ValueError
        When there is no such pot, or a threshold is not above 0.
    """
    steps = _thresholds(thresholds)
    cells = cells_until(source, as_of)
    bookings = booked_until(budget_rows(bookings_of(source)), as_of)
    rows = _ceiling_rows(source, ceilings, bookings, cells, as_of)
    keys = _keys_of(pot, rows, source)
    spent = _by_pot_and_year(cells[cells["kind"] == "actual"], "amount", "refunds")
    orders = _by_pot_and_year(open_commitments(source, as_of=as_of), "open")
    figures = [_usage_of(rows[key], spent.get(key, []), orders.get(key, []), steps) for key in keys]
    usage = _usage_frame(figures, keys, steps)
    usage.attrs.update(_attributes(source, as_of))
    return usage


def standing_of(
    source: HasBudgets,
    orders: pd.DataFrame,
    *,
    pot: str,
    year: int,
    as_of: date | None,
    judged_on: date,
) -> dict[str, Any]:
    """Return the row of :func:`budget_usage` for one pot and year, also for a year without any posting.

    Parameters
    ----------
    source : Books
    orders : DataFrame
        What is open of every order on ``as_of``, as ``open_commitments`` returns it.
    pot, year : str, int
        A pot of the register and a Haushaltsjahr.
    as_of : date, optional
        As for :func:`budget_usage`.
    judged_on : date
        The day that decides about Sperre and release.

    Returns
    -------
    dict
        The columns of ``USAGE_COLUMNS``; ``None`` for what is not known. [EUR]
    """
    steps = _thresholds(THRESHOLDS)
    bookings = booked_until(budget_rows(bookings_of(source)), as_of)
    cells = cells_until(source, as_of)
    cells = cells[cells["year"].eq(year) & cells["pot"].eq(pot).fillna(value=False)]
    rows = rows_of_register(source, bookings, cells, as_of=judged_on, more_years=[year])
    spent = _by_pot_and_year(cells[cells["kind"] == "actual"], "amount", "refunds")
    is_open = _by_pot_and_year(orders, "open")
    return _usage_of(rows[pot, year], spent.get((pot, year), []), is_open.get((pot, year), []), steps)


def state_of(bound: Decimal, usable: Decimal | None, *, warn_at: Fraction = Fraction(80)) -> str:
    """Judge what is bound against what is usable, in exact euros.

    ``exceeded`` above it, ``exhausted`` at exactly all of it, ``warning`` from ``warn_at`` per cent, else
    ``within``; ``undocumented`` without a ceiling. Where nothing is usable and nothing bound, it is
    ``within``.
    """
    if usable is None:
        return "undocumented"
    if bound > usable:
        return "exceeded"
    if bound == usable and bound > 0:
        return "exhausted"
    return "warning" if _reaches(bound, usable, warn_at) else "within"


def crossings(
    source: HasBudgets | pd.DataFrame,
    *,
    pot: str,
    year: int,
    thresholds: Sequence[Threshold] = THRESHOLDS,
    ceilings: pd.DataFrame | None = None,
    as_of: date | None = None,
) -> pd.DataFrame:
    """Return the postings with which the spending of a pot and year reached each threshold.

    Postings count in the order of their dates, undated ones last. When spending fell below a threshold again,
    the posting that reached it for good is named; a threshold that is not reached now has no row.

    Parameters
    ----------
    source : Books or DataFrame of assigned bookings
        A plain frame needs ``ceilings``.
    pot : str
        The key of the pot.
    year : int
        The Haushaltsjahr.
    thresholds : sequence of int, Decimal or str
        Per cent of the usable amount.
    ceilings : DataFrame with MultiIndex (pot, year), optional
        In place of the decisions, as for :func:`budget_usage`.
    as_of : date, optional
        Postings booked later are left out.

    Returns
    -------
    DataFrame, one row per threshold reached, lowest first
        ``threshold`` in per cent of the usable amount · ``booking_id`` · ``document`` · ``booked_on`` ·
        ``source_file`` · ``source_sheet`` · ``source_row`` · ``running``, spending with this posting [EUR].
        Open orders are not counted. Empty without a documented ceiling. Condensed bookings know days only:
        ``running`` is then spending at the end of the day after which the threshold stayed reached, and what
        names a posting is ``<NA>`` unless the day has no other.
    """
    usage = budget_usage(source, ceilings=ceilings, pot=pot, as_of=as_of, thresholds=thresholds)
    standing: Mapping[str, Any] = rows_of(usage).get((pot, year), {"usable": None, "scope": None})
    return crossings_of(source, {**standing, "pot": pot, "year": year}, thresholds=thresholds, as_of=as_of)


def crossings_of(
    source: HasBookings | pd.DataFrame,
    standing: Mapping[Any, Any],
    *,
    thresholds: Sequence[Threshold] = THRESHOLDS,
    as_of: date | None = None,
) -> pd.DataFrame:
    """Return what :func:`crossings` does for whoever already has the row of the usage.

    ``standing`` needs ``pot``, ``year``, ``usable`` [EUR] and ``scope``.
    """
    steps = _thresholds(thresholds)
    usable, scope = standing["usable"], scope_regions(standing["scope"])
    bookings = bookings_of(source)
    needed = bookings[[name for name in _OF_CROSSINGS if name in bookings]]
    counted = counted_postings(needed, standing["pot"], int(standing["year"]), scope)
    postings = booked_until(counted, as_of)
    if is_condensed(postings):
        postings = by_day(postings)
    running = running_sum(postings["amount"])
    places = {} if usable is None or pd.isna(usable) else _places_reached(running, usable, steps)
    reaching = [*places.values()]
    found = conform(postings.iloc[reaching].assign(running=running.iloc[reaching]), CROSSING_COLUMNS)
    found = found[list(CROSSING_COLUMNS)].reset_index(drop=True)
    found.insert(0, "threshold", pd.Series([steps[step] for step in places], dtype=_dtype_of(steps)))
    return found


def _thresholds(thresholds: Iterable[Threshold]) -> dict[Fraction, int | Decimal]:
    """Return the thresholds lowest first, each exact with what to show for it."""
    exact = sorted({Fraction(str(threshold)) for threshold in thresholds})
    if exact and exact[0] <= 0:
        raise ValueError("a threshold must be above 0 per cent")
    return {
        step: int(step) if step.denominator == 1 else Decimal(step.numerator) / step.denominator
        for step in exact
    }


def _dtype_of(steps: Mapping[Fraction, int | Decimal]) -> Any:
    return WHOLE if all(step.denominator == 1 for step in steps) else object


def _reaches(bound: Decimal, usable: Decimal, step: Fraction) -> bool:
    return bound > 0 and Fraction(bound) * 100 >= step * Fraction(usable)


def _ceiling_rows(
    source: HasBudgets | pd.DataFrame,
    given: pd.DataFrame | None,
    bookings: pd.DataFrame,
    cells: pd.DataFrame,
    as_of: date | None,
) -> CeilingRows:
    if isinstance(source, pd.DataFrame):
        if given is None:
            raise TypeError("a frame of bookings needs ceilings=")
        return rows_given(given, cells)
    if given is not None:
        return rows_given(given, cells, pots=source.pots)
    return rows_of_register(source, bookings, cells, as_of=as_of or source.as_of)


def _keys_of(pot: str | None, rows: CeilingRows, source: HasBudgets | pd.DataFrame) -> list[tuple[str, int]]:
    known = {key for key, _ in rows} if isinstance(source, pd.DataFrame) else {one.key for one in source.pots}
    if pot is not None and pot not in known:
        raise ValueError(f"no pot {pot!r}; there are {', '.join(sorted(known))}")
    return [key for key in rows if pot is None or key[0] == pot]


def _usage_of(
    ceiling: CeilingRow,
    spent: Sequence[Spent],
    orders: Sequence[Spent],
    steps: Mapping[Fraction, int | Decimal],
) -> dict[str, Any]:
    scope = scope_regions(ceiling["scope"]) if ceiling["ceiling"] is not None else ()
    counted = [part for part in spent if is_in_scope(part.region, scope)]
    actual = sum_euros(part.amount for part in counted)
    refunds = sum_euros(part.refunds for part in counted)
    committed = sum_euros(part.amount for part in orders if is_in_scope(part.region, scope))
    usable = usable_amount(ceiling)
    bound = actual + committed
    reached = [shown for step, shown in steps.items() if usable is not None and _reaches(bound, usable, step)]
    return {
        **ceiling,
        "usable": usable,
        "actual": actual,
        "refunds": refunds,
        "committed": committed,
        "available": None if usable is None else usable - bound,
        "used_share": _share(actual, ceiling["ceiling"]),
        "bound_share": _share(bound, ceiling["ceiling"]),
        "state": state_of(bound, usable, warn_at=next(iter(steps), Fraction(100))),
        "gross": actual - refunds,
        "out_of_scope": sum_euros(part.amount for part in spent) - actual,
        "unassigned": sum_euros(part.amount for part in counted if part.region is None),
        "reached": reached[-1] if reached else None,
    }


def usable_amount(ceiling: CeilingRow) -> Decimal | None:
    """Return (ceiling + carried over − blocked) × released share; ``None`` without a ceiling. [EUR]."""
    if ceiling["ceiling"] is None:
        return None
    whole = Fraction(ceiling["ceiling"] + ceiling["carried_over"] - ceiling["blocked"])
    cents = math.floor(whole * Fraction(ceiling["released_share"]) * 100 + Fraction(1, 2))
    return Decimal(cents).scaleb(-2)


def _share(amount: Decimal, ceiling: Decimal | None) -> float | None:
    return float(Fraction(amount) / Fraction(ceiling)) if ceiling else None


def is_in_scope(region: str | None, scope: Sequence[str]) -> bool:
    """Tell whether a ceiling for ``scope`` (empty: all regions) counts a region; ``None``: not assigned."""
    return region is None or not scope or region in scope


def _usage_frame(
    figures: Sequence[Mapping[str, Any]],
    keys: Sequence[tuple[str, int]],
    steps: Mapping[Fraction, int | Decimal],
) -> pd.DataFrame:
    index = pd.MultiIndex.from_arrays(
        [
            pd.Index([pot for pot, _ in keys], dtype="str"),
            pd.Index([year for _, year in keys], dtype="int64"),
        ],
        names=["pot", "year"],
    )
    dtypes = {**USAGE_COLUMNS, "reached": _dtype_of(steps)}
    columns = {name: [figure[name] for figure in figures] for name in dtypes}
    return pd.DataFrame({name: pd.Series(columns[name], index=index, dtype=dtypes[name]) for name in dtypes})


def _by_pot_and_year(frame: pd.DataFrame, *measures: str) -> dict[tuple[str, int], list[Spent]]:
    sums = frame.groupby(["pot", "year", "region"], dropna=False)[list(measures)].sum()
    gathered: dict[tuple[str, int], list[Spent]] = {}
    for (pot, year, region), *amounts in sums.itertuples(name=None):
        if not pd.isna(pot):
            gathered.setdefault((pot, int(year)), []).append(
                Spent(None if pd.isna(region) else region, *amounts)
            )
    return gathered


def is_counted(bookings: pd.DataFrame, pot: str, year: int, scope: Sequence[str]) -> pd.Series[bool]:
    """Tell which rows are actual postings that the ceiling of a pot and year counts."""
    wanted = bookings["kind"].eq("actual") & bookings["pot"].eq(pot) & bookings["year"].eq(year)
    if scope:
        wanted &= bookings["region"].isna() | bookings["region"].isin(scope)
    return wanted.fillna(value=False).astype(bool)


def counted_postings(bookings: pd.DataFrame, pot: str, year: int, scope: Sequence[str]) -> pd.DataFrame:
    """Return the actual postings that the ceiling of a pot and year counts, by date, undated ones last.

    Of their columns those that order them, name them and count.
    """
    needed = dict.fromkeys((*_IN_ORDER, *CROSSING_COLUMNS, "amount", COUNT))
    names = [name for name in needed if name in bookings]
    postings = bookings.loc[is_counted(bookings, pot, year, scope), names]
    return postings.take(sorted_places(postings, _IN_ORDER))


def _places_reached(
    running: pd.Series[Any], usable: Decimal, steps: Iterable[Fraction]
) -> dict[Fraction, int]:
    """Return the place from which on the running sum reaches each threshold for good, as ``_reaches`` rules.

    Whole cents are compared with the fewest cents that reach it, so that no posting is looked at by itself.
    """
    cents = cents_of(running)
    places = {}
    for step in steps:
        fewest = max(math.ceil(step * Fraction(usable)), 1)  # per cent of euros are cents
        below = np.flatnonzero(cents < fewest)
        first = int(below[-1]) + 1 if len(below) else 0
        if first < len(cents):
            places[step] = first
    return places


def _attributes(source: HasBudgets | pd.DataFrame, as_of: date | None) -> dict[str, Any]:
    if isinstance(source, pd.DataFrame):
        return {"pot_names": {}, "is_example": False, "as_of": as_of.isoformat() if as_of else None}
    judged = as_of or source.as_of
    return {
        "pot_names": {pot.key: pot.name for pot in source.pots},
        "pot_names_en": {pot.key: pot.label("en") for pot in source.pots},
        "region_names": {
            region.key: {"de": region.label("de"), "en": region.label("en")} for region in source.regions
        },
        "is_example": source.is_example,
        "as_of": judged.isoformat() if judged else None,
    }
