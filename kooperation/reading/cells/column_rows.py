"""The rows of a large sheet whose cells are held in columns: a row is made when it is asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from kooperation.reading.cells.column import Array, Column
from kooperation.reading.cells.sheet import Row


class RowsInColumns(Sequence[Row], ABC):
    """Rows of which nobody should make all."""

    @abstractmethod
    def row(self, place: int) -> Row:
        """Return one row, counted from 0."""

    @property
    @abstractmethod
    def lengths(self) -> Array:
        """The number of cells of each row."""

    @abstractmethod
    def columns_below(self, top: int) -> Sequence[Column]:
        """Return the cells below the first ``top`` rows, column by column."""

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        places = range(len(self))[index]
        return self.row(places) if isinstance(places, int) else _Part(self, places)

    def __iter__(self) -> Iterator[Row]:
        return map(self.row, range(len(self)))


@dataclass(frozen=True, eq=False, slots=True)
class _Part(Sequence[Row]):
    """Some of the rows, in their order."""

    rows: RowsInColumns
    places: range

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        places = self.places[index]
        return self.rows.row(places) if isinstance(places, int) else _Part(self.rows, places)

    def __iter__(self) -> Iterator[Row]:
        return map(self.rows.row, self.places)


@dataclass(frozen=True, eq=False, slots=True)
class SheetColumns(RowsInColumns):
    """The rows of a sheet that is a rectangle, as those of workbooks are: all of one length."""

    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def row(self, place: int) -> Row:
        """Return one row, counted from 0."""
        return [column[place] for column in self.columns]

    @property
    def lengths(self) -> Array:
        """The number of cells of each row."""
        return np.full(len(self), len(self.columns))

    def columns_below(self, top: int) -> Sequence[Column]:
        """Return the cells below the first ``top`` rows, column by column."""
        return self._between(top, len(self)).columns if top else self.columns

    def width_below(self, top: int) -> int:
        """Return the width of the widest row below the first ``top`` ones."""
        filled = (
            place for place in range(len(self.columns), 0, -1) if self.columns[place - 1].filled[top:].any()
        )
        return next(filled, 0)

    def without_blank_end(self, least: int) -> SheetColumns:
        """Return the rows up to the last one with a filled cell, and ``least`` ones in any case."""
        is_filled = np.zeros(len(self), dtype=bool)
        for column in self.columns:
            is_filled |= column.filled
        last = max(np.flatnonzero(is_filled)[-1:].sum() + 1 if is_filled.any() else 0, least)
        return self if last >= len(self) else self._between(0, int(last))

    def _between(self, first: int, last: int) -> SheetColumns:
        rows = np.arange(first, last)
        return SheetColumns(tuple(column.take(rows) for column in self.columns))
