"""What people read for the keys of pots, regions and cost types: names of which no two are equal in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from kooperation.analysis.spending import HasRegisters
from kooperation.model.ceiling import scope_regions
from kooperation.model.messages import Language
from kooperation.reporting.labels import label
from kooperation.reporting.labels.field_words import field_word

LONGEST_NAME = 100  # Excel compares at most 255 characters when it sums by a name


@dataclass(frozen=True)
class Names:
    """What people read for keys; no two names are equal even where Excel ignores case."""

    pots: Mapping[str, str]
    regions: Mapping[str, str]
    cost_types: Mapping[str, str]
    outside: str
    unassigned: str
    no_region_needed: str
    no_cost_type: str
    no_year: str

    def scope(self, scope: str | None) -> tuple[str, ...]:
        """Return the region names of a scope text such as ``ansan, minnesota``; empty: all."""
        return tuple(self.regions.get(key, key) for key in scope_regions(scope))


def names_of(source: HasRegisters, language: Language) -> Names:
    """Return the names of everything that the registers and bookings of ``source`` have a key for."""
    outside, unassigned, none_needed, no_cost_type, no_year = (
        label(key, language)
        for key in (
            "workbook.outside",
            "workbook.unassigned",
            "workbook.no_region_needed",
            "workbook.no_cost_type",
            "workbook.no_year",
        )
    )
    used = source.bookings
    pots = {pot.key: pot.label(language) for pot in source.pots}
    regions = {region.key: region.label(language) for region in source.regions}
    pots |= {key: key for key in _keys(used["pot"]) if key not in pots}
    regions |= {key: key for key in _keys(used["region"]) if key not in regions}
    cost_types = {key: field_word(key, language) for key in sorted(_keys(used["cost_type"]))}
    return Names(
        pots=distinct_names(pots, taken=[outside]),
        regions=distinct_names(regions, taken=[unassigned, none_needed]),
        cost_types=distinct_names(cost_types, taken=[no_cost_type]),
        outside=outside,
        unassigned=unassigned,
        no_region_needed=none_needed,
        no_cost_type=no_cost_type,
        no_year=no_year,
    )


def _keys(column: pd.Series[str]) -> list[str]:
    return [key for key in column.unique() if not pd.isna(key)]


def distinct_names(names: Mapping[str, str], *, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return short names of which no two are equal in Excel, which ignores case; twins carry their key."""
    used = {name.casefold() for name in taken}
    made: dict[str, str] = {}
    for key, name in names.items():
        short = (name.strip() or key)[:LONGEST_NAME]
        number = 2
        while short.casefold() in used:
            short = f"{name[: LONGEST_NAME - 30]} ({key[:20]}{f' {number}' if number > 2 else ''})"
            number += 1
        used.add(short.casefold())
        made[key] = short
    return made
