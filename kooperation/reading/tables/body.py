"""The rows below a header as columns: those of a long text are columns already, others are turned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np

from kooperation.reading.cells.column import Array, Column, column_of
from kooperation.reading.cells.column_rows import RowsInColumns
from kooperation.reading.cells.sheet import Row
from kooperation.reading.texts.plain import is_sparse


def columns_below(rows: Sequence[Row], top: int, *, width: int) -> list[Column]:
    """Return the cells below the first ``top`` rows as ``width`` columns; what a short row lacks is empty."""
    if isinstance(rows, RowsInColumns):
        columns: list[Column] = [*rows.columns_below(top)[:width]]
        size = len(rows) - top
    else:
        below = rows[top:]
        columns = [column_of(cells) for cells in _turned(below, width)]
        size = len(below)
    return [*columns, *[column_of([None] * size) for _ in range(width - len(columns))]]


def _turned(rows: Sequence[Row], width: int) -> list[tuple[object, ...]]:
    lengths = set(map(len, rows))
    if len(lengths) == 1:
        return [*zip(*rows, strict=True)][:width]
    return [*zip_longest(*(row[:width] for row in rows))]


def lacks_cells(rows: Sequence[Row], top: int, *, width: int) -> bool:
    """Tell whether nearly all cells of the rows below a header are missing, and too many to be filled up."""
    if (len(rows) - top) * width < 1_000_000:
        return False
    cells = int(np.minimum(lengths_of(rows)[top:], width).sum())
    return is_sparse(len(rows) - top, width, cells=cells)


def lengths_of(rows: Sequence[Row]) -> Array:
    """Return the number of cells of each row."""
    if isinstance(rows, RowsInColumns):
        return rows.lengths
    return np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
