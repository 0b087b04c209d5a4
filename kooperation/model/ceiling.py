"""Dated decisions on ceilings; what they make of each pot and year, with scope, status and source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from kooperation.model.decision import Decision, Effect, Status, base_of, check_decisions, increases_of
from kooperation.model.errors import raise_errors
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.schema import ALL_REGIONS, EUR, TEXT

__all__ = [
    "CEILING_COLUMNS",
    "Ceiling",
    "Decision",
    "Effect",
    "Status",
    "ceiling_of",
    "ceilings_by_year",
    "check_decisions",
    "scope_regions",
    "scope_text",
]

STATUS_BY_CERTAINTY: tuple[Status, ...] = ("angenommen", "vorgeschlagen", "veranschlagt", "beschlossen")

UNCERTAIN: tuple[Status, ...] = ("vorgeschlagen", "angenommen")  # nobody approved such a ceiling

CEILING_COLUMNS: dict[str, Any] = {
    "ceiling": EUR,
    "carried_over": EUR,
    "blocked": EUR,
    "released_share": object,  # Fractions: a twelfth of a provisional budget has no exact decimal
    "scope": TEXT,
    "status": TEXT,
    "decisions": TEXT,
}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What may be spent from one pot in one Haushaltsjahr.

    ``amount`` is ``None`` when no paper states it. ``released_share`` 1: nothing is restricted. ``decisions``
    are those that made the figures, the one that set the amount first. ``scope`` ``None``: nobody decided.
    """

    amount: Decimal | None
    carried_over: Decimal
    blocked: Decimal
    released_share: Fraction
    scope: tuple[str, ...] | None
    status: Status | None
    decisions: tuple[Decision, ...]


def ceilings_by_year(
    decisions: Iterable[Decision], *, years: Iterable[int], as_of: date | None = None
) -> pd.DataFrame:
    """Return the ceiling of every pot and year that the decisions make.

    Parameters
    ----------
    decisions : iterable of Decision
        Of any number of pots, in any order.
    years : iterable of int
        The Haushaltsjahre to show.
    as_of : date, optional
        The day that decides which Sperre and which release are in force. Without it every Sperre counts,
        and of the releases only those that have no end.

    Returns
    -------
    DataFrame, one row per pot and year (MultiIndex ``pot``, ``year``)
        ``ceiling`` [EUR], ``<NA>``: not documented · ``carried_over`` [EUR] · ``blocked`` [EUR] ·
        ``released_share`` (Fraction, 1: nothing restricted) · ``scope`` (``alle`` or region keys, ``<NA>``:
        nothing decided) · ``status`` (the least certain of those that made the ceiling, ``<NA>``: nothing
        decided) · ``decisions`` (papers or sources, ``<NA>``: none).

    Raises
    ------
    KooperationError
        With every contradiction that :func:`check_decisions` finds.
    """
    listed, shown = list(decisions), list(years)
    raise_errors(check_decisions(listed))
    pots = list(dict.fromkeys(decision.pot for decision in listed))
    by_pot = {pot: [decision for decision in listed if decision.pot == pot] for pot in pots}
    ceilings = [ceiling_of(by_pot[pot], year, as_of=as_of) for pot in pots for year in shown]
    return ceilings_frame(ceilings, pd.MultiIndex.from_product([pots, shown], names=["pot", "year"]))


def ceiling_of(decisions: Sequence[Decision], year: int, *, as_of: date | None = None) -> Ceiling:
    """Return what the decisions of *one* pot make of ``year``. See :func:`ceilings_by_year`."""
    base = base_of(decisions, year)
    increases = increases_of(decisions, year)
    carried = [
        decision for decision in decisions if decision.effect == "uebertraegt" and decision.covers(year)
    ]
    blocks = [
        decision
        for decision in decisions
        if decision.effect == "sperrt" and decision.covers(year) and _counts(decision, as_of)
    ]
    release = _release_in_force(decisions, year, as_of)
    made_by = [decision for decision in (base, *increases) if decision is not None]
    return Ceiling(
        amount=_total(made_by) if base else None,
        carried_over=_total(carried) or ZERO,
        blocked=_total(blocks) or ZERO,
        released_share=release.share if release and release.share is not None else Fraction(1),
        scope=_widest_scope(made_by) if made_by else None,
        status=_least_certain(made_by),
        decisions=(*made_by, *carried, *blocks, *([release] if release else [])),
    )


def ceilings_frame(ceilings: Sequence[Ceiling], index: pd.Index[Any]) -> pd.DataFrame:
    """Return ``ceilings`` as the frame that :func:`ceilings_by_year` describes."""
    columns: dict[str, list[Any]] = {
        "ceiling": [ceiling.amount for ceiling in ceilings],
        "carried_over": [ceiling.carried_over for ceiling in ceilings],
        "blocked": [ceiling.blocked for ceiling in ceilings],
        "released_share": [ceiling.released_share for ceiling in ceilings],
        "scope": [None if ceiling.scope is None else scope_text(ceiling.scope) for ceiling in ceilings],
        "status": [ceiling.status for ceiling in ceilings],
        "decisions": [
            "; ".join(dict.fromkeys(decision.name for decision in ceiling.decisions)) or None
            for ceiling in ceilings
        ],
    }
    return pd.DataFrame(
        {
            name: pd.Series(values, index=index, dtype=CEILING_COLUMNS[name])
            for name, values in columns.items()
        }
    )


def scope_text(scope: Sequence[str]) -> str:
    """Write a scope as frames show it: ``alle`` or ``ansan, minnesota``."""
    return ", ".join(scope) or ALL_REGIONS


def scope_regions(text: object) -> tuple[str, ...]:
    """Read a scope text back; empty: all regions, also for ``<NA>``."""
    if not isinstance(text, str) or text == ALL_REGIONS:
        return ()
    return tuple(part.strip() for part in text.split(","))


def _total(decisions: Sequence[Decision]) -> Decimal | None:
    amounts = [decision.amount for decision in decisions]
    return None if None in amounts else sum_euros(amount for amount in amounts if amount is not None)


def _least_certain(made_by: Sequence[Decision]) -> Status | None:
    named = [decision.status for decision in made_by if decision.status is not None]
    return min(named, key=STATUS_BY_CERTAINTY.index, default=None)


def _widest_scope(made_by: Sequence[Decision]) -> tuple[str, ...]:
    if not all(decision.scope for decision in made_by):
        return ()
    return tuple(dict.fromkeys(region for decision in made_by for region in decision.scope))


def _counts(block: Decision, as_of: date | None) -> bool:
    return as_of is None or block.is_in_force(as_of)


def _release_in_force(decisions: Iterable[Decision], year: int, as_of: date | None) -> Decision | None:
    covering = [
        decision for decision in decisions if decision.effect == "gibt_frei" and decision.covers(year)
    ]
    in_force = [
        decision
        for decision in covering
        if (decision.valid_to is None if as_of is None else decision.is_in_force(as_of))
    ]
    return max(
        in_force,
        key=lambda decision: (decision.valid_from or date.min, decision.from_year, decision.name),
        default=None,
    )
