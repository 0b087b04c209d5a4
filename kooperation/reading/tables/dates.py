"""In which order a column writes day and month, ``31/12/2024`` or ``12/31/2024``, as its cells prove.

A column that proves nothing follows the other date columns of its sheet; where these prove nothing either, it
is refused: read in the wrong order, ``03/04/2024`` would be another day without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.column import Array, Column
from kooperation.reading.cells.readers import is_dotted, slashed
from kooperation.reading.tables.grid import Grid

DateOrder = Literal["day first", "month first"]
_MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class _Proof:
    """How many cells of a date column prove each order, and the index of the first that could be either."""

    day_first: int
    month_first: int
    doubtful: int | None

    @property
    def order(self) -> DateOrder | None:
        """The order that most cells prove: those of the other are faults. ``None``: no cell proves any."""
        if not self.day_first and not self.month_first:
            return None
        return "day first" if self.day_first >= self.month_first else "month first"


def date_orders(
    grid: Grid, positions: Collection[int], *, among: Array, named: DateOrder | None
) -> tuple[dict[int, DateOrder], list[Finding]]:
    """Return the order of each date column, and what there is to say about it.

    Parameters
    ----------
    positions : collection of int
        The date columns.
    among : ndarray of bool
        The rows that count.
    named : str or None
        The order that the caller names.
    """
    if named is not None:
        return dict.fromkeys(positions, named), []
    proofs = {position: _proof(grid.columns[position], among) for position in positions}
    agreed = {proof.order for proof in proofs.values()} - {None}
    follows = next(iter(agreed)) if len(agreed) == 1 else None
    orders: dict[int, DateOrder] = {}
    findings: list[Finding] = []
    for position, proof in proofs.items():
        orders[position] = proof.order or follows or "day first"
        if proof.order is None and proof.doubtful is not None:
            findings.append(_doubt(grid, position, proof.doubtful, follows))
    return orders, findings


def _proof(column: Column, among: Array) -> _Proof:
    distinct = column.distinct
    pairs = [slashed(cell) or (0, 0) for cell in distinct.cells]  # (0, 0): not written so

    def rows(chosen: Iterable[bool]) -> Array:
        return np.flatnonzero(distinct.rows_of(chosen) & among)

    doubtful = rows(one != other and max(one, other) <= _MOST_MONTHS for one, other in pairs)
    is_day_first = (
        one > _MOST_MONTHS >= other or is_dotted(cell)
        for cell, (one, other) in zip(distinct.cells, pairs, strict=True)
    )
    return _Proof(
        day_first=len(rows(is_day_first)),
        month_first=len(rows(other > _MOST_MONTHS >= one for one, other in pairs)),
        doubtful=int(doubtful[0]) if len(doubtful) else None,
    )


def _doubt(grid: Grid, position: int, row: int, order: DateOrder | None) -> Finding:
    place, raw = grid.place_of(grid.numbers[row], position), grid.columns[position][row]
    if order is None:
        return finding("ambiguous_date", place, raw=raw)
    order_de = "Tag zuerst" if order == "day first" else "Monat zuerst"
    return finding("date_order_from_others", place, raw=raw, order_de=order_de, order_en=order)
