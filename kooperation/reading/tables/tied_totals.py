"""The totals of a grid held against its records: which tie, which are records after all, which are faults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pyarrow as pa

from kooperation.model.findings import Finding, finding
from kooperation.model.money import euros_spoken
from kooperation.reading.cells.column import Array
from kooperation.reading.cells.floods import MOST_ALIKE
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.instructions import Instructions
from kooperation.reading.tables.lines import lines_of
from kooperation.reading.tables.money_columns import Money
from kooperation.reading.tables.report import ControlTotal
from kooperation.reading.tables.rows import SortedRows
from kooperation.reading.tables.totals import Line, Sums, tying


def total_lines(
    grid: Grid, rows: SortedRows, money: Money, known: Instructions
) -> tuple[list[Line], list[Finding]]:
    """Reduce the body to what the totals need; without totals nothing is reduced.

    Only faults in the totals themselves are returned: those of records are found when these are read.
    """
    if not rows.summing:
        return [], []
    is_summing = np.zeros(grid.size, dtype=bool)
    is_summing[rows.summing] = True
    findings: list[Finding] = []
    cents: dict[int, pa.Array] = {}
    for position in money.columns:
        cents[position], found = money.read(position, among=is_summing)
        findings += found
    return lines_of(rows, cents, signs=_signs(grid, known)), findings


def _signs(grid: Grid, known: Instructions) -> Array:
    """Return 1 or -1 per row; an unknown mark is told of where the amounts are signed."""
    if known.signs is None:
        return np.ones(grid.size, dtype=np.int64)
    distinct = grid.columns[known.signs.position].distinct
    marks = [known.signs.sign_of(cell) or 1 for cell in distinct.cells]
    return np.array(marks, dtype=np.int64)[distinct.codes]


def settled(rows: SortedRows, lines: list[Line], must_tie: frozenset[int]) -> tuple[SortedRows, list[Line]]:
    """Decide the rows that are totals only if they tie."""
    index_of = {int(rows.numbers[index]): index for index in rows.doubtful}
    tied = tying(lines, frozenset(index_of), must_tie=must_tie)
    settled = rows.settled({index_of[number] for number in tied})
    back = {number for number, index in index_of.items() if index not in settled.apart}
    return settled, [replace(line, role="data") if line.row in back else line for line in lines]


def untied_faults(
    grid: Grid, failed: Sequence[tuple[Line, Sums]], must_tie: Collection[int]
) -> Iterable[Finding]:
    """Say of each total that does not tie what the rows above it make."""
    for line, nearest in failed[:MOST_ALIKE]:
        needed = [position for position in line.amounts if position in must_tie]
        position = next((one for one in needed if line.amounts[one] != nearest.get(one, 0)), needed[0])
        total, summed = (
            euros_spoken(Decimal(cents).scaleb(-2))
            for cents in (line.amounts[position], nearest.get(position, 0))
        )
        place = grid.place_of(line.row, position)
        yield finding("total_does_not_tie", place, raw=line.label or total.de, total=total, summed=summed)


def control_totals(
    grid: Grid, lines: Sequence[Line], failed: Sequence[tuple[Line, Sums]]
) -> tuple[ControlTotal, ...]:
    """Return the totals that tie, for the report."""
    bad = {line.row for line, _ in failed}
    return tuple(
        ControlTotal(line.row, line.label or "Summe", grid.headings[position], Decimal(cents).scaleb(-2))
        for line in lines
        if line.role != "data" and line.row not in bad
        for position, cents in line.amounts.items()
    )
