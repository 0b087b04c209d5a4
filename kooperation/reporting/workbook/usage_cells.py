"""Where the overview holds the figures of one pot and Haushaltsjahr, and what they are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.reporting.names import Names
from kooperation.reporting.workbook.addresses import criterion, sum_if

OVERVIEW_COLUMNS = (
    "year",
    "ceiling",
    "carried_over",
    "blocked",
    "released",
    "usable",
    "actual",
    "refunds",
    "committed",
    "available",
    "used_share",
    "bound_share",
    "light",
    "state",
    "status",
    "source",
)
COLUMN = {name: place for place, name in enumerate(OVERVIEW_COLUMNS)}
SOURCE_WIDTH = 22.0
NOTHING = "–"
LIGHTS = {True: "●", False: "○"}  # whether a ceiling is documented; coloured by the word beside it


def sum_in_scope(
    names: Names,
    scope: str | None,
    amount: str,
    column: Callable[[str], str],
    conditions: Sequence[tuple[str, str]],
) -> str:
    """Return the sum of what a ceiling counts: all of it, or the regions in scope and what is not assigned.

    ``column`` names the columns of the table that holds ``amount``.
    """
    regions = names.scope(scope)
    if not regions:
        return sum_if(amount, *conditions)
    counted = [(column("region"), criterion(region)) for region in (*regions, names.unassigned)]
    return "+".join(sum_if(amount, *conditions, region) for region in counted)


@dataclass(frozen=True)
class UsageCells:
    """The cells of one row of the overview.

    ``cells`` maps a column to its address, ``figures`` is the row of ``budget_usage``, ``spent`` all
    spending of the pot, in scope or not [EUR], ``undocumented`` the words that stand where no
    ceiling is documented.
    """

    cells: dict[str, str]
    figures: Mapping[Hashable, Any]
    spent: Decimal
    undocumented: str

    @property
    def is_documented(self) -> bool:
        """Whether a paper states the ceiling."""
        return not pd.isna(self.figures["ceiling"])

    @property
    def ceiling(self) -> Decimal | None:
        """The ceiling, ``None`` when no paper states it. [EUR]."""
        return self.figures["ceiling"] if self.is_documented else None

    @property
    def is_firm(self) -> bool:
        """Whether a body has decided the ceiling: it is neither proposed nor assumed."""
        return self.figures["status"] not in ("vorgeschlagen", "angenommen")

    @property
    def used_share(self) -> Decimal | None:
        """Actual spending over the ceiling; ``None`` without a ceiling to divide by."""
        return self.figures["actual"] / self.ceiling if self.ceiling else None

    def shown(self, key: str) -> tuple[str, float | str]:
        """Return formula and value of a row of the matrix: ceiling, used_share, rest or out_of_scope."""
        cells = self.cells
        if key == "rest":
            rest = self.figures["usable"] - self.figures["actual"] if self.is_documented else None
            formula = (
                f'IF(ISNUMBER({cells["usable"]}),ROUND({cells["usable"]}-{cells["actual"]},2),"{NOTHING}")'
            )
            return formula, NOTHING if rest is None else float(rest)
        if key == "out_of_scope":
            return f"ROUND({cells['spent']}-{cells['actual']},2)", float(self.spent - self.figures["actual"])
        if key == "used_share":
            return cells[key], NOTHING if self.used_share is None else float(self.used_share)
        return cells["ceiling"], self.undocumented if self.ceiling is None else float(self.ceiling)
