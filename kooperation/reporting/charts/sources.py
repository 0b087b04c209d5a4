"""Where the frames of a chart come from: given ready, or computed from ``Books``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from kooperation.analysis.pots import chosen_pot, other_budgets
from kooperation.model.discretion import discretion_of
from kooperation.model.messages import Language
from kooperation.model.region import Pot
from kooperation.reporting.charts.activities.content import ActivityFrames
from kooperation.reporting.charts.cost_types.content import CostTypeFrame
from kooperation.reporting.charts.names import pot_name_of
from kooperation.reporting.charts.spending.content import SpendingFrames

PotFrames: TypeAlias = pd.DataFrame | Sequence[pd.DataFrame] | None


@dataclass(frozen=True, slots=True)
class UsageFrame:
    """The usage of one pot, indexed by year, and what is known about it."""

    usage: pd.DataFrame
    pot_name: str
    is_example: bool
    as_of: date | None = None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of the regions, by language


def spending_frames(
    source: Any,
    ceilings: pd.DataFrame | None,
    *,
    pot: str | None,
    beside: PotFrames,
    is_example: bool | None,
) -> SpendingFrames:
    """Return the frames of the chart of spending, from finished frames or from ``Books``."""
    if not isinstance(source, pd.DataFrame):
        return _spending_of_books(source, ceilings, pot=pot, beside=beside, is_example=is_example)
    own = _ceilings_of(ceilings, pot or source.attrs.get("pot")) if ceilings is not None else None
    flag = source.attrs.get("is_example", False) if is_example is None else is_example
    return SpendingFrames(source, own, _as_tuple(beside), bool(flag), _day_of(own))


def activity_frames(
    source: Any,
    spending: pd.DataFrame | None,
    *,
    pot: str | None,
    as_of: date | None,
    beside: PotFrames,
    is_example: bool | None,
) -> ActivityFrames:
    """Return activities and the spending of their regions, from finished frames or from ``Books``."""
    if not isinstance(source, pd.DataFrame):
        day = as_of or source.as_of
        books = source.until(as_of) if as_of else source
        return _activities_of_books(books, spending, pot=pot, as_of=day, beside=beside, is_example=is_example)
    flag = spending is not None and spending.attrs.get("is_example", False)
    is_marked = bool(flag if is_example is None else is_example)
    return ActivityFrames(source, spending, _as_tuple(beside), is_example=is_marked, as_of=as_of)


def _activities_of_books(
    books: Any,
    spending: pd.DataFrame | None,
    *,
    pot: str | None,
    as_of: date | None,
    beside: PotFrames,
    is_example: bool | None,
) -> ActivityFrames:
    """Take all years of all pots that belong to regions: an activity may lie where another pot paid alone."""
    from kooperation.analysis.engagement import region_names
    from kooperation.analysis.outcomes import is_overdue
    from kooperation.analysis.spending import spending_by_region

    if spending is None:
        spending = _spending_together(books, _pots_together(books, pot))
    if beside is None:
        others = other_budgets(books.pots, beside=_pots_together(books, pot)[0].key)
        beside = [spending_by_region(books, pot=one.key) for one in others]
    return ActivityFrames(
        activities=books.activities.assign(is_overdue=is_overdue(books.activities, as_of=as_of)),
        spending=spending,
        beside=_as_tuple(beside),
        names=region_names(books),
        discretion=discretion_of(books),
        is_example=bool(books.is_example if is_example is None else is_example),
        as_of=as_of,
    )


def _pots_together(books: Any, key: str | None) -> list[Pot]:
    """Return the pot ``key``; without one all that are held against a ceiling, or the first of all."""
    held = [pot for pot in books.pots if pot.frame != "nein"] if key is None else []
    return held or [chosen_pot(books, key)]


def _spending_together(books: Any, pots: Sequence[Pot]) -> pd.DataFrame:
    """Return what several pots spent on each region in all, under all their names. [EUR]."""
    from kooperation.analysis.spending import spending_by_region

    first, *others = (spending_by_region(books, pot=pot.key) for pot in pots)
    together = first
    for frame in others:
        together = together.add(frame)
    together.attrs = dict(first.attrs)
    together.attrs["pot_name"] = ", ".join(pot.name for pot in pots)
    together.attrs["pot_name_en"] = ", ".join(pot.label("en") for pot in pots)
    return together


def cost_type_frame(
    source: Any, *, pot: str | None, years: Iterable[int] | None, is_example: bool | None
) -> CostTypeFrame:
    """Return spending per region and cost type, ready as it is, or of one pot of ``Books``."""
    if isinstance(source, pd.DataFrame):
        flag = source.attrs.get("is_example", False) if is_example is None else is_example
        return CostTypeFrame(source, bool(flag), _day_of(source))
    from kooperation.analysis.spending import spending_by_region_and_cost_type

    key = chosen_pot(source, pot).key
    spending = spending_by_region_and_cost_type(source, pot=key, years=years)
    return CostTypeFrame(
        spending, bool(source.is_example if is_example is None else is_example), source.as_of
    )


def usage_frame(
    source: Any, *, pot: str | None, is_example: bool | None, language: Language = "de"
) -> UsageFrame:
    """Return the usage of one pot, from a usage frame or from ``Books``."""
    if isinstance(source, pd.DataFrame):
        key = pot or _first_documented(source)
        flag = source.attrs.get("is_example", False) if is_example is None else is_example
        return UsageFrame(
            _ceilings_of(source, key),
            _name_in(source, key, language),
            bool(flag),
            _day_of(source),
            source.attrs.get("region_names", {}),
        )
    from kooperation.analysis.usage import budget_usage

    chosen = chosen_pot(source, pot)
    flag = source.is_example if is_example is None else is_example
    usage = budget_usage(source)
    names = usage.attrs["region_names"]
    rows = _ceilings_of(usage, chosen.key)
    return UsageFrame(rows, chosen.label(language), bool(flag), source.as_of, names)


def _spending_of_books(
    books: Any, ceilings: pd.DataFrame | None, *, pot: str | None, beside: PotFrames, is_example: bool | None
) -> SpendingFrames:
    from kooperation.analysis.spending import spending_by_region
    from kooperation.analysis.usage import budget_usage

    chosen = chosen_pot(books, pot)
    spending = spending_by_region(books, pot=chosen.key)
    own = None
    if ceilings is not None:
        own = _ceilings_of(ceilings, chosen.key)
    elif chosen.frame != "nein":
        own = _ceilings_of(budget_usage(books), chosen.key)
    others = other_budgets(books.pots, beside=chosen.key)
    years = range(int(spending.index.min()), int(spending.index.max()) + 1) if len(spending) else range(0)
    found = [spending_by_region(books, pot=other.key, years=years) for other in others] if len(years) else []
    flag = books.is_example if is_example is None else is_example
    frames = _as_tuple(beside) if beside is not None else tuple(found)
    return SpendingFrames(spending, own, frames, bool(flag), books.as_of)


def _as_tuple(frames: PotFrames) -> tuple[pd.DataFrame, ...]:
    if frames is None:
        return ()
    return (frames,) if isinstance(frames, pd.DataFrame) else tuple(frames)


def _ceilings_of(ceilings: pd.DataFrame, pot: str | None) -> pd.DataFrame:
    """Return the rows of one pot, indexed by year."""
    if ceilings.index.nlevels == 1:
        return ceilings
    keys = list(dict.fromkeys(ceilings.index.get_level_values("pot")))
    if pot is None and len(keys) > 1:
        raise ValueError(f"the ceilings hold several pots, name one of them: pot= one of {keys}")
    key = pot if pot is not None else next(iter(keys), None)
    rows = ceilings.index.get_level_values("pot") == key
    return ceilings[rows].droplevel("pot")


def _first_documented(usage: pd.DataFrame) -> str | None:
    if usage.index.nlevels == 1:
        return None
    pots = usage.index.get_level_values("pot")
    documented = pots[usage["ceiling"].notna().to_numpy()]
    return next(iter([*documented, *pots]), None)


def _name_in(usage: pd.DataFrame, key: str | None, language: Language) -> str:
    names = usage.attrs.get("pot_names_en" if language == "en" else "pot_names", {})
    return str(names.get(key) or pot_name_of(usage, language) or key or "")


def _day_of(usage: pd.DataFrame | None) -> date | None:
    """Return the day that a usage frame was judged on, when it says so."""
    day = usage.attrs.get("as_of") if usage is not None else None
    return date.fromisoformat(day) if day else None
