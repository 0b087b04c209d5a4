"""Where the different cells of a long sheet stand, and how what a reader finds in them is put back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.reading.cells.column import Array, Column, WholeTexts, coded_texts, mixed_column
from kooperation.reading.cells.column_rows import SheetColumns
from kooperation.reading.cells.sheet import Row

WIDTH = 100  # cells in a row of a short sheet


@dataclass(frozen=True, eq=False, slots=True)
class Placed:
    """Where the different cells of one column stand.

    Attributes
    ----------
    codes : ndarray of int
        Per row the number of its cell among the different ones, from 1; 0: no cell.
    count : int
        How many of them stand in the short sheet.
    texts : Array
        Those behind them, which are plain texts and need no reader.
    """

    codes: Array
    count: int
    texts: pa.Array

    def column(self, cells: Sequence[Any]) -> Column:
        """Return the column, given what the reader found in its different cells."""
        if all(isinstance(cell, str) for cell in cells):
            texts = pa.concat_arrays([pa.array(["", *cells], pa.large_string()), self.texts])
            is_coded = 2 * len(texts) <= len(self.codes)
            return (
                coded_texts(texts, self.codes) if is_coded else WholeTexts(texts.take(pa.array(self.codes)))
            )
        return mixed_column(["", *cells, *self.texts.to_pylist()], self.codes)

    def is_empty(self, cells: Sequence[Any]) -> bool:
        """Tell whether no cell holds anything."""
        return not len(self.texts) and set(cells) <= {"", None}

    def text_size(self, cells: Sequence[Any]) -> int:
        """Return the bytes of the texts in all rows."""
        read = [len(cell.encode()) if isinstance(cell, str) else 0 for cell in cells]
        sizes = np.concatenate(([0], read, np.asarray(pc.binary_length(self.texts)))).astype(np.int64)
        return int(np.bincount(self.codes, minlength=len(sizes)) @ sizes)


@dataclass(frozen=True, eq=False, slots=True)
class Places:
    """Where the different cells of a sheet stand, column by column.

    In the short sheet those of the first column come first, row by row, then those of the second, and so on.
    """

    columns: tuple[Placed, ...]

    def cells_of(self, rows: Sequence[Row]) -> list[list[Any]]:
        """Return what the reader found in the rows of the short sheet: the different cells of each column."""
        cells = chain.from_iterable(rows)
        return [[next(cells) for _ in range(column.count)] for column in self.columns]

    def text_size(self, cells: Sequence[Sequence[Any]]) -> int:
        """Return the bytes of all texts of the sheet."""
        return sum(column.text_size(found) for column, found in zip(self.columns, cells, strict=True))

    def spread(self, cells: Sequence[Sequence[Any]]) -> SheetColumns:
        """Put the different cells to their places; empty columns at the end are left out."""
        pairs = [*zip(self.columns, cells, strict=True)]
        while len(pairs) > 1 and pairs[-1][0].is_empty(pairs[-1][1]):
            pairs.pop()
        return SheetColumns(tuple(column.column(found) for column, found in pairs))

    def are_empty(self, cells: Sequence[Sequence[Any]]) -> bool:
        """Tell whether no cell holds anything."""
        return all(column.is_empty(found) for column, found in zip(self.columns, cells, strict=True))

    def faults_of(self, faults: Mapping[tuple[int, int], str | None]) -> dict[tuple[int, int], str | None]:
        """Return the faults of the sheet, given those of the short one."""
        found = (
            (place, shown)
            for (row, column), shown in faults.items()
            for place in self._where(row * WIDTH + column)
        )
        return dict(sorted(found))

    def _where(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield row and column of each place of a cell of the short sheet, both from 0."""
        firsts = np.cumsum([0, *(column.count for column in self.columns)])
        position = int(np.searchsorted(firsts, number, side="right")) - 1
        rows = np.flatnonzero(self.columns[position].codes == number - firsts[position] + 1)
        return ((row, position) for row in rows.tolist())
