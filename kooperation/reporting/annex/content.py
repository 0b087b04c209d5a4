"""What the committee annex says: exact figures and finished sentences in reading order. No typesetting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from kooperation.model.messages import Language
from kooperation.model.money import format_euros, format_percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ABSENT = "–"
PIXELS = 150  # to the inch of a chart, which is printed a fifth smaller
MOST_ROWS_TOGETHER = 14  # a longer table may go on on the next page, with its headings repeated

ColumnKind: TypeAlias = Literal["text", "year", "euro", "amount", "share", "count"]
Value: TypeAlias = str | int | Decimal | Fraction | None
NUMBERS: frozenset[ColumnKind] = frozenset({"euro", "amount", "share", "count"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``euro`` is written with its sign, ``amount`` without (the caption names it)."""

    heading: str
    kind: ColumnKind = "text"

    @property
    def is_number(self) -> bool:
        """Tell whether its cells stand on the right."""
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class Row:
    """The exact values of one row; a text in a column of numbers stands as it is, ``None`` is a dash."""

    values: tuple[Value, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what must be known to read it. [EUR]."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def stays_together(self) -> bool:
        """Tell whether it is small enough to stand on one page."""
        return len(self.rows) <= MOST_ROWS_TOGETHER

    def texts(self, language: Language) -> tuple[tuple[str, ...], ...]:
        """Return the cells as people read them, row by row."""
        return tuple(
            tuple(
                cell_text(value, column.kind, language)
                for value, column in zip(row.values, self.columns, strict=True)
            )
            for row in self.rows
        )


@dataclass(frozen=True)
class Picture:
    """A chart and its alternative text."""

    chart: Axes
    alt: str

    @cached_property
    def drawn(self) -> Mapping[str, bytes]:
        """The chart as ``svg`` for the PDF and as ``png`` for Word: drawn once for both."""
        from kooperation.reporting.charts.canvas import pictures_of

        return pictures_of(self.chart, ("svg", "png"), dpi=PIXELS)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    parts: tuple[Table | Picture, ...]


@dataclass(frozen=True, slots=True)
class AnnexContent:
    """All that one annex says; PDF and Word document are set from it alone.

    ``example`` says in full that the data is invented, ``mark`` does on every page; both are ``None`` where
    it is real.
    """

    language: Language
    title: str
    stand: str
    as_of: date | None
    example: str | None
    mark: str | None
    findings: tuple[str, ...]
    sections: tuple[Section, ...]


def cell_text(value: Value, kind: ColumnKind, language: Language) -> str:
    """Write one exact value as people read it."""
    if value is None:
        return ABSENT
    if isinstance(value, Decimal):
        return format_euros(value, language, unit=kind == "euro")
    if isinstance(value, Fraction):
        return format_percent(value, language)
    return str(value)
