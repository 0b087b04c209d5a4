"""What a reader says about one file: rows kept and dropped, totals that tied, decisions, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kooperation.model.findings import Finding

Reason = Literal["total", "opening", "repeated header", "note", "separator"]


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total line of the file that tied to its rows. ``amount`` in euros; ``row`` as Excel counts."""

    row: int
    label: str
    column: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A row that is no record, and why. ``row`` as Excel counts."""

    row: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class ColumnDecision:
    """How all cells of one column were read.

    Attributes
    ----------
    kind : str
        ``money``, ``date``, ``year``, ``whole``, ``flag``, ``key`` or ``text``.
    decimal : str or None
        The decimal mark of a money column; ``None`` for other columns.
    scale : int
        What one stands for: 1000 in a column in T€.
    sign_column : str or None
        The heading of the column that carries the signs of the amounts; ``None``: each amount has its own.
    date_order : str or None
        ``day first`` or ``month first`` in a date column.
    """

    kind: str
    decimal: str | None = None
    scale: int = 1
    sign_column: str | None = None
    date_order: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class LoadReport:
    """How one sheet was read: what was kept, what was dropped and why, what was decided on the way.

    ``rows_read`` counts the filled rows below the header; ``rows_kept + len(dropped)`` is the same number.
    ``decisions`` says of each column, by heading, how its cells were read.
    """

    file: str
    sheet: str | None
    sha256: str
    header_row: int
    layout: str | None
    rows_read: int
    rows_kept: int
    dropped: tuple[DroppedRow, ...]
    control_totals: tuple[ControlTotal, ...]
    decisions: Mapping[str, ColumnDecision]
    findings: tuple[Finding, ...]
    is_example: bool
    titles: tuple[str, ...] = ()

    @property
    def dropped_by_reason(self) -> dict[Reason, int]:
        """How many rows were dropped for each reason."""
        return dict(Counter(row.reason for row in self.dropped))
