"""What the chart of cost types shows: one bar per region, exact figures, names and words. No drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.messages import Language
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.period import format_day
from kooperation.model.schema import TEXT, UNASSIGNED
from kooperation.reporting.charts.amounts import (
    euro_column,
    euro_text,
    exact_amount,
    share_of,
    share_text,
    span_of,
)
from kooperation.reporting.charts.names import pot_name_of
from kooperation.reporting.labels import label
from kooperation.reporting.labels.field_words import field_word
from kooperation.reporting.regionless import regionless_name
from kooperation.reporting.style import OTHERS, Look, cost_type_looks

MOST_TYPES = 8  # more are too many to tell apart
MOST_ROWS = 15  # regions


@dataclass(frozen=True, slots=True)
class CostTypeFrame:
    """Spending per region and cost type of one pot, and what is known about it."""

    spending: pd.DataFrame
    is_example: bool
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One region with what it cost, by cost type [EUR]."""

    key: str
    name: str
    amounts: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        """Net spending of the region [EUR]."""
        return sum_euros(self.amounts.values())


@dataclass(frozen=True, slots=True)
class CostTypesContent:
    """All that one chart of cost types shows."""

    rows: tuple[Row, ...]
    cost_types: tuple[str, ...]  # as stacked, from zero outwards: the largest first
    names: Mapping[str, str]
    looks: Mapping[str, Look]
    pot_name: str
    years: tuple[int, ...]
    is_example: bool
    language: Language
    as_of: date | None = None

    @property
    def has_refunds(self) -> bool:
        """Tell whether a bar reaches below zero."""
        return any(amount < 0 for row in self.rows for amount in row.amounts.values())

    def total_of(self, cost_type: str) -> Decimal:
        """Return what one cost type cost in all regions [EUR]."""
        return sum_euros(row.amounts[cost_type] for row in self.rows)

    @property
    def total(self) -> Decimal:
        """Net spending of all regions [EUR]."""
        return sum_euros(row.total for row in self.rows)

    @property
    def title(self) -> str:
        """State the finding: which cost type cost most."""
        language = self.language
        if not self.rows:
            return label("chart.no_data", language)
        named = [key for key in self.cost_types if key not in (UNASSIGNED, OTHERS)]
        largest = max(named, key=self.total_of, default=None)
        total = euro_text(self.total, language)
        if largest is None or self.total_of(largest) <= 0 or self.total <= 0:
            return label("chart.title_sum", language, years=self._span, amount=total)
        amount = euro_text(self.total_of(largest), language)
        if any(self.total_of(key) < 0 for key in self.cost_types):  # a share of a net sum says nothing
            return label("costs.title_plain", language, name=self.names[largest], amount=amount)
        share = share_text(share_of(self.total_of(largest), self.total), language)
        name = self.names[largest]
        return label("costs.title", language, name=name, amount=amount, total=total, share=share)

    @property
    def _span(self) -> str:
        return span_of(self.years[0], self.years[-1], self.language) if self.years else ""

    @property
    def subtitle(self) -> str:
        """Say what is drawn, for which years, from which pot and as of which day."""
        parts = [label("costs.subtitle", self.language, years=self._span).strip()]
        if self.pot_name:
            parts.append(label("chart.pot", self.language, pot=self.pot_name))
        if self.as_of:
            parts.append(label("chart.as_of", self.language, day=format_day(self.as_of, self.language)))
        return " · ".join(parts)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Return what must be known to read the bars."""
        return (label("costs.note_negative", self.language),) if self.has_refunds else ()

    @property
    def alt_text(self) -> str:
        """Describe the chart for people who cannot see it: what it shows, the finding, each region."""
        what = self.subtitle
        if self.is_example:
            what += f" ({label('chart.example', self.language)})"
        if not self.rows:
            return f"{what}: {self.title}."
        opening = label("costs.alt", self.language, what=what, title=self.title)
        return " ".join([opening, *(self._sentence(row) for row in self.rows)])

    def _sentence(self, row: Row) -> str:
        parts = ", ".join(
            f"{self.names[key]} {euro_text(row.amounts[key], self.language)}"
            for key in self.cost_types
            if row.amounts[key]
        )
        amount = euro_text(row.total, self.language)
        return label("costs.alt_row", self.language, name=row.name, amount=amount, parts=parts)

    @property
    def figures(self) -> pd.DataFrame:
        """The numbers that are drawn, one row per region [EUR]."""
        columns: dict[str, Any] = {
            self.names[key]: euro_column(row.amounts[key] for row in self.rows) for key in self.cost_types
        }
        columns[label("chart.total", self.language)] = euro_column(row.total for row in self.rows)
        names = pd.array([row.name for row in self.rows], dtype=TEXT)
        return pd.DataFrame(columns, index=pd.Index(names, name=label("costs.region", self.language)))


def cost_types_content(frame: CostTypeFrame, *, language: Language) -> CostTypesContent:
    """Take from a frame of regions and cost types what the chart shows; the smallest are shown together.

    Raises
    ------
    TypeError
        When an amount is a float.
    """
    spending, attributes = frame.spending, frame.spending.attrs
    table = _amounts(spending)
    by_type = _shown(_transposed(table), most=MOST_TYPES, by_size=True)
    by_region = _shown(table, most=MOST_ROWS, by_size=False)
    names = {
        **attributes.get("region_names", {}),
        UNASSIGNED: {language: regionless_name(spending, language)},
    }
    register = [*attributes.get("cost_types", ()), *map(str, spending.columns)]
    rows = tuple(
        Row(key, _region_name(key, len(merged), names, language), _merged(table, merged, by_type))
        for key, merged in by_region.items()
    )
    return CostTypesContent(
        rows=rows,
        cost_types=tuple(by_type),
        names={key: _type_name(key, len(merged), language) for key, merged in by_type.items()},
        looks=cost_type_looks(register),
        pot_name=pot_name_of(spending, language),
        years=tuple(attributes.get("years", ())),
        is_example=frame.is_example,
        language=language,
        as_of=frame.as_of,
    )


# Amounts by row and column, both by key [EUR].
Table = Mapping[str, Mapping[str, Decimal]]
# What is shown, each with the keys that it stands for: one, or several drawn together.
Shown = Mapping[str, tuple[str, ...]]


def _amounts(spending: pd.DataFrame) -> Table:
    columns = {str(key): [exact_amount(value) or ZERO for value in spending[key]] for key in spending.columns}
    rows = enumerate(map(str, spending.index))
    return {row: {key: column[place] for key, column in columns.items()} for place, row in rows}


def _transposed(table: Table) -> Table:
    keys = dict.fromkeys(key for row in table.values() for key in row)
    return {key: {name: row[key] for name, row in table.items()} for key in keys}


def _shown(table: Table, *, most: int, by_size: bool) -> Shown:
    """Choose the largest rows of ``table``: in their order or by size, then the others, then unassigned."""
    size = {key: sum_euros(map(abs, row.values())) for key, row in table.items()}
    spent = [key for key in table if size[key]]
    named = [key for key in spent if key != UNASSIGNED]
    ranked = sorted(named, key=lambda key: -size[key])
    largest = ranked if len(named) <= most else ranked[: most - 1]
    shown = {key: (key,) for key in (largest if by_size else [key for key in named if key in largest])}
    merged = tuple(key for key in named if key not in largest)
    together = {OTHERS: merged} if merged else {}
    return shown | together | {key: (key,) for key in spent if key == UNASSIGNED}


def _merged(table: Table, regions: Sequence[str], cost_types: Shown) -> dict[str, Decimal]:
    return {
        shown: sum_euros(table[region][key] for region in regions for key in merged)
        for shown, merged in cost_types.items()
    }


def _region_name(key: str, merged: int, names: Mapping[str, Mapping[str, str]], language: Language) -> str:
    if key == OTHERS:
        return label("chart.other_regions", language, count=merged)
    spelled = names.get(key, {})
    return spelled.get(language) or spelled.get("de") or key


def _type_name(key: str, merged: int, language: Language) -> str:
    if key == UNASSIGNED:
        return label("costs.unassigned", language)
    is_others = key == OTHERS
    return label("chart.other_regions", language, count=merged) if is_others else field_word(key, language)
