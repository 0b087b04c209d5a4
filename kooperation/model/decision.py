"""What bodies decided about pots, and which decisions contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.messages import Language
from kooperation.model.money import format_euros, format_percent
from kooperation.model.region import Pot

LANGUAGES: tuple[Language, ...] = ("de", "en")

Effect = Literal["setzt", "erhoeht", "uebertraegt", "sperrt", "gibt_frei"]
Status = Literal["vorgeschlagen", "beschlossen", "veranschlagt", "angenommen"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a council body decided about one pot, from one Haushaltsjahr on.

    A decision that *sets* an amount replaces what was in force; one that *adds* raises it. 25,000 set and
    15,000 added make 40,000; 25,000 set and 40,000 set make 40,000, never 65,000.
    """

    pot: str
    from_year: int
    to_year: int | None
    amount: Decimal | None  # None: a body decided, the papers do not say how much
    effect: Effect
    scope: tuple[str, ...]  # region keys; empty: all
    status: Status | None  # None: only where the papers state neither amount nor status
    source: str
    share: Fraction | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    paper: str | None = None
    body: str | None = None
    decided_on: date | None = None
    place: Place = field(default_factory=Place)

    @property
    def last_year(self) -> int | None:
        """The last Haushaltsjahr it covers, ``None``: open. A carry-over without an end is for one year."""
        if self.effect == "uebertraegt" and self.to_year is None:
            return self.from_year
        return self.to_year

    @property
    def name(self) -> str:
        """Return what people look it up by: the paper, or the source when there is no paper."""
        return self.paper or self.source

    def covers(self, year: int) -> bool:
        """Tell whether it is about Haushaltsjahr ``year``."""
        return self.from_year <= year and (self.last_year is None or year <= self.last_year)

    def is_in_force(self, as_of: date) -> bool:
        """Tell whether ``as_of`` lies within its validity; a missing end of the validity is open."""
        return (self.valid_from is None or self.valid_from <= as_of) and (
            self.valid_to is None or as_of <= self.valid_to
        )


def base_of(decisions: Iterable[Decision], year: int) -> Decision | None:
    """Return the decision that sets the amount: the latest ``from_year``, then the latest resolution."""
    setting = [decision for decision in decisions if decision.effect == "setzt" and decision.covers(year)]
    return max(
        setting,
        key=lambda decision: (decision.from_year, decision.decided_on or date.min, decision.name),
        default=None,
    )


def increases_of(decisions: Sequence[Decision], year: int) -> list[Decision]:
    """Return the decisions that raise the amount, oldest first; a later ``setzt`` replaces earlier ones."""
    base = base_of(decisions, year)
    raising = [decision for decision in decisions if decision.effect == "erhoeht" and decision.covers(year)]
    later = [decision for decision in raising if base is None or decision.from_year > base.from_year]
    return sorted(
        later, key=lambda decision: (decision.from_year, decision.decided_on or date.min, decision.name)
    )


def check_decisions(decisions: Iterable[Decision], *, pots: Iterable[Pot] = ()) -> list[Finding]:
    """Find every line that contradicts another one, and those that cannot work as they stand.

    Parameters
    ----------
    decisions : iterable of Decision
        All decisions, of any pots.
    pots : iterable of Pot, optional
        The register of pots, to tell which decisions its ``rahmen`` ignores.

    Returns
    -------
    list of Finding
        Errors name both lines of a contradiction. Warnings: an increase of an amount that is not documented,
        an increase with another scope, a decision that has no effect.
    """
    listed = list(decisions)
    frames = {pot.key: pot.frame for pot in pots}
    findings = [found for decision in listed for found in _faults_alone(decision, frames.get(decision.pot))]
    by_pot: dict[str, list[Decision]] = {}
    for decision in listed:
        by_pot.setdefault(decision.pot, []).append(decision)
    for of_pot in by_pot.values():
        findings += [
            found for first, second in combinations(of_pot, 2) for found in _contradictions(first, second)
        ]
        increases = [decision for decision in of_pot if decision.effect == "erhoeht"]
        findings += [found for increase in increases for found in _check_increase(increase, of_pot)]
    return findings


def _faults_alone(decision: Decision, frame: str | None) -> Iterator[Finding]:
    if decision.valid_from and decision.valid_to and decision.valid_to < decision.valid_from:
        yield finding(
            "decision_validity_reversed",
            decision.place,
            valid_from=f"{decision.valid_from:%d.%m.%Y}",
            valid_to=f"{decision.valid_to:%d.%m.%Y}",
        )
    if decision.effect in ("setzt", "sperrt") and decision.amount is not None and decision.amount < 0:
        yield finding("decision_negative", decision.place, raw=decision.amount, effect=decision.effect)
    if frame == "nein" or (frame == "plan" and decision.effect in ("setzt", "erhoeht")):
        yield finding("decision_ignored", decision.place, pot=decision.pot, frame=frame)


def _contradictions(first: Decision, second: Decision) -> Iterator[Finding]:
    effects = {first.effect, second.effect}
    same_start = first.from_year == second.from_year
    if (
        effects == {"setzt"}
        and same_start
        and not _is_ordered(first, second)
        and _outcome(first) != _outcome(second)
    ):
        yield _pair("ceiling_set_twice", first, second)
    if effects == {"setzt", "erhoeht"} and same_start:
        yield _pair("ceiling_set_and_raised", first, second)
    if (
        len(effects) == 1
        and effects <= {"erhoeht", "uebertraegt", "sperrt"}
        and _entry(first) == _entry(second)
    ):
        yield _pair("decision_twice", first, second)
    if (
        effects == {"gibt_frei"}
        and same_start
        and first.valid_from == second.valid_from
        and first.share != second.share
    ):
        yield _pair("release_twice", first, second)


def _is_ordered(first: Decision, second: Decision) -> bool:
    return (
        first.decided_on is not None
        and second.decided_on is not None
        and first.decided_on != second.decided_on
    )


def _outcome(decision: Decision) -> tuple[object, ...]:
    return decision.amount, frozenset(decision.scope), decision.status


def _entry(decision: Decision) -> tuple[object, ...]:
    return (
        decision.from_year,
        decision.last_year,
        decision.amount,
        decision.paper,
        decision.valid_from,
        decision.valid_to,
    )


def _pair(kind: str, first: Decision, second: Decision) -> Finding:
    values: dict[str, Any] = {"pot": second.pot, "year": second.from_year}
    for language in LANGUAGES:
        values |= {
            f"{name}_{language}": text for name, text in _texts_of_pair(first, second, language).items()
        }
    return finding(kind, second.place, **values)


def _texts_of_pair(first: Decision, second: Decision, language: Language) -> dict[str, str]:
    return {
        "other": _line(first, language),
        "other_what": _what(first, language),
        "what": _what(second, language),
    }


def _line(decision: Decision, language: Language) -> str:
    return decision.place.describe(language) or decision.name


_VERBS = {
    "de": {
        "setzt": "setzt",
        "erhoeht": "erhöht um",
        "uebertraegt": "überträgt",
        "sperrt": "sperrt",
        "gibt_frei": "gibt frei",
    },
    "en": {
        "setzt": "sets",
        "erhoeht": "adds",
        "uebertraegt": "carries over",
        "sperrt": "blocks",
        "gibt_frei": "releases",
    },
}


def _what(decision: Decision, language: Language) -> str:
    unknown = {"de": "einen nicht belegten Betrag", "en": "an undocumented amount"}[language]
    if decision.effect == "gibt_frei":
        figure = format_percent(decision.share, language)
    else:
        figure = format_euros(decision.amount, language) if decision.amount is not None else unknown
    return f"{_VERBS[language][decision.effect]} {figure}"


def _check_increase(increase: Decision, decisions: Sequence[Decision]) -> Iterator[Finding]:
    bases = {year: base_of(decisions, year) for year in _turning_years(increase, decisions)}
    without = [
        year
        for year, base in bases.items()
        if base is None or (base.amount is None and base.from_year < increase.from_year)
    ]
    if without:
        yield finding("increase_of_unknown", increase.place, pot=increase.pot, year=without[0])
    raised = [base for base in bases.values() if base is not None and base.from_year < increase.from_year]
    if any(frozenset(base.scope) != frozenset(increase.scope) for base in raised):
        yield finding("increase_with_other_scope", increase.place, pot=increase.pot, year=increase.from_year)


def _turning_years(increase: Decision, decisions: Iterable[Decision]) -> list[int]:
    """Return the years in which what ``increase`` raises may change; between them it stays as it is."""
    ends = {decision.to_year + 1 for decision in decisions if decision.to_year is not None}
    turns = {decision.from_year for decision in decisions} | ends
    return sorted(year for year in turns | {increase.from_year} if increase.covers(year))
