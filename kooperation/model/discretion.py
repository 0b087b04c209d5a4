"""What the free texts of one data folder may show: the words of the field and those of its registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from kooperation.model.decision import Decision
from kooperation.model.discreet_texts import Discretion, words_of
from kooperation.model.region import Pot, Region, Rule, country_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Discretion", "discreet_activities", "discreet_decision", "discretion_of"]

# Columns of an activity that lead back to its line or that the package itself wrote.
_OF_NOBODY = frozenset(("precision", "region", "source_file", "source_sheet"))

_KEYS = frozenset(("activity_id", "documents"))


class HasRegisters(Protocol):
    """Anything that carries the registers whose words are no names of people, such as ``Books``."""

    @property
    def regions(self) -> Sequence[Region]:
        """The partner regions."""

    @property
    def pots(self) -> Sequence[Pot]:
        """The pots."""


def discretion_of(source: HasRegisters) -> Discretion:
    """Return what the free texts of ``source`` may show: its regions, pots and cost types are no people."""
    regions, pots = source.regions, source.pots
    rules: Sequence[Rule] = getattr(source, "rules", ())
    aliases = [alias for region in regions for alias in region.aliases]
    acronyms = [alias for alias in aliases if alias.isupper() and alias.isascii()]
    names = [
        *(name for region in regions for name in (region.key, region.name, region.name_en)),
        *(name for region in regions for name in country_names(region.country)),
        *(name for pot in pots for name in (pot.key, pot.name, pot.name_en)),
        *(rule.cost_type for rule in rules if rule.cost_type),
        *acronyms,
    ]
    return Discretion(words_of(names), words_of(aliases))


def discreet_decision(decision: Decision, discretion: Discretion) -> Decision:
    """Return a decision whose paper, body and source name nobody."""
    paper, body, source = (
        text and discretion.text(text) for text in (decision.paper, decision.body, decision.source)
    )
    return replace(decision, paper=paper, body=body, source=source or decision.source)


def discreet_activities(activities: pd.DataFrame, discretion: Discretion) -> pd.DataFrame:
    """Return activities, done or planned, whose texts of every kind name nobody, extra columns too."""
    texts = activities.select_dtypes(include=["string", "object"]).columns.difference(list(_OF_NOBODY))
    shown = {str(name): discretion.column(activities[name]) for name in texts}
    return activities.assign(
        **shown | {name: discretion.codes(activities[name]) for name in _KEYS & shown.keys()}
    )
