"""What a chart says of how far a ceiling reaches: how much of it is usable, and which regions it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from kooperation.model.messages import Language
from kooperation.model.money import ZERO, sum_euros
from kooperation.reporting.charts.amounts import euro_text, exact_amount, share_text, years_of
from kooperation.reporting.labels import enumerate_words, label

MOST_NOTES = 3  # more years are named together


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the ceiling of one year reaches [EUR]. Empty ``scope``: it covers every region."""

    usable: Decimal | None = None
    carried_over: Decimal = ZERO
    blocked: Decimal = ZERO
    released_share: Fraction = Fraction(1)
    scope: tuple[str, ...] = ()
    out_of_scope: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Limit:
    """The documented ceiling of one Haushaltsjahr, and how far it reaches [EUR]."""

    year: int
    ceiling: Decimal
    reach: Reach

    @property
    def is_all_usable(self) -> bool:
        """Tell whether just the ceiling may be used, no more and no less."""
        return self.reach.usable is None or self.reach.usable == self.ceiling


def reach_of(row: Mapping[Any, Any], *, scope: tuple[str, ...]) -> Reach:
    """Take from a row of a usage frame, or of ceilings alone, what it says of the reach of the ceiling."""
    share = row.get("released_share")
    return Reach(
        usable=exact_amount(row.get("usable")),
        carried_over=exact_amount(row.get("carried_over")) or ZERO,
        blocked=exact_amount(row.get("blocked")) or ZERO,
        released_share=Fraction(1) if share is None or pd.isna(share) else Fraction(share),
        scope=scope,
        out_of_scope=exact_amount(row.get("out_of_scope")) or ZERO,
    )


def usable_notes(limits: Sequence[Limit], language: Language) -> list[str]:
    """Name the years in which not just the ceiling may be used, each with what changes it."""
    changed = [limit for limit in limits if not limit.is_all_usable]
    if len(changed) > MOST_NOTES:
        years = years_of(limit.year for limit in changed)
        return [label("bullets.note_usable", language, years=years)]
    return [
        label("chart.note_usable", language, year=limit.year, words=usable_words(limit, language))
        for limit in changed
    ]


def usable_words(limit: Limit, language: Language) -> str:
    """Say what is usable and why: ``verwendbar 8.750 € (Ansatz 40.000 €, gesperrt 5.000 €, …)``."""
    usable = euro_text(limit.reach.usable or ZERO, language, against=limit.ceiling)
    reasons = ", ".join([_ceiling(limit, language), *_reasons(limit.reach, language)])
    return label("chart.usable_because", language, usable=usable, reasons=reasons)


def _ceiling(limit: Limit, language: Language) -> str:
    return label("chart.alt_ceiling", language, amount=euro_text(limit.ceiling, language))


def _reasons(reach: Reach, language: Language) -> list[str]:
    reasons = []
    if reach.carried_over:
        reasons.append(label("chart.carried_over", language, amount=euro_text(reach.carried_over, language)))
    if reach.blocked:
        reasons.append(label("chart.blocked", language, amount=euro_text(reach.blocked, language)))
    if reach.released_share != 1:
        reasons.append(label("chart.released", language, share=share_text(reach.released_share, language)))
    return reasons


def scope_notes(
    limits: Sequence[Limit], names: Mapping[str, str], language: Language, *, is_hatched: bool = False
) -> list[str]:
    """Say in which years the ceiling covers some regions only, and how much it does not count.

    ``is_hatched``: what it does not count is drawn too.
    """
    notes = []
    for scope in dict.fromkeys(limit.reach.scope for limit in limits if limit.reach.scope):
        scoped = [limit for limit in limits if limit.reach.scope == scope]
        left_out = sum_euros(limit.reach.out_of_scope for limit in scoped)
        is_any = any(limit.reach.out_of_scope for limit in scoped)
        key = "chart.note_scope_hatched" if is_hatched else "chart.note_scope"
        notes.append(
            label(
                key if is_any else "chart.note_scope_all_in",
                language,
                years=years_of(limit.year for limit in scoped),
                regions=enumerate_words([names.get(region, region) for region in scope], language),
                amount=euro_text(left_out, language),
            )
        )
    return notes


def limit_facts(limit: Limit, language: Language) -> list[str]:
    """Return what must be added to the ceiling of a year so that its figures fit together, in words."""
    facts = [] if limit.is_all_usable else [usable_words(limit, language)]
    if limit.reach.out_of_scope:
        amount = euro_text(limit.reach.out_of_scope, language)
        facts.append(label("chart.not_counted", language, amount=amount))
    return facts
