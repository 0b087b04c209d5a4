"""What the report calls its figures, so that formulas, other workbooks and templates can ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kooperation.model.messages import Language
from kooperation.model.region import Pot
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report

FIGURES = (
    "ceiling",
    "usable",
    "actual",
    "committed",
    "available",
    "used_share",
    "bound_share",
    "state",
)
LONGEST_DEFINED_NAME = 250


def figure_name(report: Report, figure: str, pot: Pot, year: int | None = None) -> str:
    """Return the name of a figure of a counting pot: ``Ist_2024``, with several pots ``Ist_2024_messe``.

    ``figure`` is one of ``FIGURES`` or ``finding``, which has no year. Two pots never share a name, although
    names ignore case and know few signs.
    """
    word = label(f"workbook.name_{figure}", report.language)
    parts = [word, *([str(year)] if year is not None else []), *_suffixes(report)[pot.key]]
    return "_".join(parts)


def stand_name(language: Language) -> str:
    """Return the name of the cell that holds the Stand."""
    return label("workbook.name_stand", language)


def _suffixes(report: Report) -> dict[str, list[str]]:
    """Return what tells the names of each counting pot from those of the others."""
    if len(report.counting) == 1:
        return {report.counting[0].key: []}
    made: dict[str, list[str]] = {}
    for pot in report.counting:
        plain = re.sub(r"[^\w.]", "_", pot.key)[: LONGEST_DEFINED_NAME - 60]
        taken = {suffix.casefold() for [suffix] in made.values()}
        made[pot.key] = [next(name for name in _numbered(plain) if name.casefold() not in taken)]
    return made


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
