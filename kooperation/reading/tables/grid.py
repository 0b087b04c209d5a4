"""The cells of one sheet below its header, column by column, before any cell is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, overload

import numpy as np

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.model.region import fold
from kooperation.reading.cells.column import Array, Column, column_of
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import Row, Sheet
from kooperation.reading.container import Source
from kooperation.reading.tables.body import columns_below, lacks_cells
from kooperation.reading.tables.header import Header, IsKnown, Wanted, find_header, is_made_up

NumberedRow = tuple[int, Row]  # the row as Excel counts, and its cells


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one sheet below its header, before any cell is typed. Blank rows are left out.

    Attributes
    ----------
    numbers : ndarray of int
        The number of each row, as Excel counts.
    columns : tuple of Column
        One per heading, with a cell for each of these rows.
    """

    source: Source
    sheet: Sheet
    header_row: int
    headings: tuple[str, ...]
    numbers: Array
    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    header: Header

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.numbers)

    @property
    def place(self) -> Place:
        """The sheet as a place of findings."""
        return Place(file=self.source.name, sheet=self.sheet.name)

    @property
    def header_place(self) -> Place:
        """The header as a place of findings."""
        return self.place_of(self.header_row)

    @property
    def is_example(self) -> bool:
        """Whether the file itself says that its figures are invented."""
        said = (*self.titles, self.source.name, self.sheet.name or "")
        return any("beispieldaten" in fold(text) for text in said)

    @property
    def rows(self) -> Sequence[NumberedRow]:
        """The rows with their numbers, each made when it is asked for."""
        return _Rows(self)

    @cached_property
    def filled_counts(self) -> Array:
        """How many cells of each row hold something."""
        return self.filled_among(range(len(self.columns)))

    def filled_among(self, positions: Iterable[int]) -> Array:
        """Return how many cells of some columns hold something, row by row."""
        counts = np.zeros(self.size, dtype=np.int16)
        for position in positions:
            filled = self.columns[position].filled
            counts += 1 if filled.all() else filled
        return counts

    def has_any(self, positions: Iterable[int]) -> Array:
        """Return per row whether one of some columns holds something."""
        has_any = np.zeros(self.size, dtype=bool)
        for position in positions:
            has_any |= self.columns[position].filled
        return has_any

    def place_of(self, row: int | None, position: int | None = None) -> Place:
        """Return one row, or one cell of it, as a place of findings."""
        heading = None if position is None else self.headings[position]
        return Place(self.source.name, self.sheet.name, None if row is None else int(row), heading)

    def column(self, position: int) -> list[Any]:
        """Return the cells of one column."""
        return self.columns[position].to_list()

    def cells(self, index: int) -> Row:
        """Return the cells of one row, counted from 0."""
        return [column[index] for column in self.columns]

    def with_column(self, position: int, cells: Sequence[Any]) -> Grid:
        """Return the grid with other cells in one column."""
        columns = [*self.columns]
        columns[position] = column_of(cells)
        return replace(self, columns=tuple(columns))

    def listed_headings(self) -> str:
        """Return the headings that the file has, for messages."""
        found = [heading for heading in self.headings if not is_made_up(heading)]
        return ", ".join(f"„{heading}“" for heading in found)


@dataclass(frozen=True, eq=False, slots=True)
class _Rows(Sequence[NumberedRow]):
    """The rows of a grid, for those who look at few of them."""

    grid: Grid

    def __len__(self) -> int:
        return self.grid.size

    @overload
    def __getitem__(self, index: int) -> NumberedRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[NumberedRow]: ...
    def __getitem__(self, index: int | slice) -> NumberedRow | Sequence[NumberedRow]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        return int(self.grid.numbers[index]), self.grid.cells(index)

    def __iter__(self) -> Iterator[NumberedRow]:
        return (self[index] for index in range(len(self)))


def find_grid(
    source: Source, sheet: Sheet, *, is_known: IsKnown | None = None, header: Wanted = "find"
) -> Grid | None:
    """Return what stands below the header of a sheet; ``None`` when there is no header.

    Raises
    ------
    KooperationError
        When nearly all cells are missing below many headings: filling them up takes memory without bound.
    """
    found = find_header(sheet, is_known=is_known, header=header)
    if found is None or not found.headings:
        return None
    top = found.last_row
    if lacks_cells(sheet.rows, top, width=len(found.headings)):
        count, width = len(sheet.rows) - top, len(found.headings)
        raise refuse("too_sparse", Place(source.name, sheet.name, top or None), count=count, columns=width)
    columns = columns_below(_unmerged(sheet), top, width=len(found.headings))
    numbers = np.arange(len(columns[0]), dtype=np.int64) + top + 1
    is_filled = np.zeros(len(numbers), dtype=bool)
    for column in columns:
        is_filled |= column.filled
    if not is_filled.any() and found.known < 2:
        return None  # a line of words, not the header of an empty export
    if not is_filled.all():
        kept = np.flatnonzero(is_filled)
        numbers, columns = numbers[kept], [column.take(kept) for column in columns]
    return Grid(source, sheet, top, found.headings, numbers, tuple(columns), found.titles, found)


def _unmerged(sheet: Sheet) -> Sequence[Row]:
    """Fill merged cells downwards with texts and dates; an amount stands once."""
    downwards = [
        (top, left, bottom) for top, left, bottom, right in sheet.merged if bottom > top and left == right
    ]
    if not downwards:
        return sheet.rows
    rows = list(sheet.rows)
    for top, left, bottom in downwards:
        if top < len(rows) and left < len(rows[top]):
            first = rows[top][left]
            if isinstance(first, date) or (isinstance(first, str) and not looks_like_number(first)):
                for number in range(top + 1, min(bottom + 1, len(rows))):
                    rows[number] = [*rows[number][:left], first, *rows[number][left + 1 :]]
    return rows
