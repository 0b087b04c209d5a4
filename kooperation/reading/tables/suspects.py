"""Which rows may be no record: found column by column, so that a closer look is needed at these alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.text_patterns import found_in
from kooperation.reading.cells.column import Array, Column, MixedColumn, TextColumn
from kooperation.reading.cells.money import amounts_of
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid
from kooperation.reading.words.line_labels import LABEL_STEMS, is_opening_label, is_total_label
from kooperation.reading.words.vocabulary import fold_heading

_FIRST_CELLS = 20  # enough to see whether a column of texts is one of numbers


def suspects(grid: Grid, *, money: Collection[int], document: int | None) -> Array:
    """Return the indices of the rows that may be something else than a record.

    A row is a record at first sight when it has three filled cells, one of them a number, and a document
    number or no cell that calls it a total.
    """
    is_suspect = _without_number(grid, money) | _labelled(grid, document) | _like_header(grid)
    if len(grid.headings) >= 3:
        is_suspect |= grid.filled_counts <= 2
    return np.flatnonzero(is_suspect)


# --- rows without a number -----------------------------------------------------------------------------


def _without_number(grid: Grid, money: Collection[int]) -> Array:
    """Return per row whether no cell was seen to be a number; some may hold one all the same."""
    is_left = np.ones(grid.size, dtype=bool)
    for has_number in _numbers(grid, money):
        is_left &= ~has_number
        if not is_left.any():
            break
    return is_left


def _numbers(grid: Grid, money: Collection[int]) -> Iterator[Array]:
    """Yield column by column which cells are numbers, those that are quickly told first."""
    yield from (_is_no_text(column) for column in grid.columns if isinstance(column, MixedColumn))
    texts = [(place, column) for place, column in enumerate(grid.columns) if isinstance(column, TextColumn)]
    likely = [(place, column) for place, column in texts if place in money or _begins_with_number(column)]
    yield from (_is_whole(column) for _, column in likely)
    yield from (amounts_of(column).is_plain for _, column in likely)


def _is_no_text(column: MixedColumn) -> Array:
    if str not in column.types:
        return column.filled
    return column.distinct.rows_of(
        not (cell is None or isinstance(cell, str)) for cell in column.distinct.cells
    )


def _begins_with_number(column: TextColumn) -> bool:
    return any(looks_like_number(cell) for cell in column.first(_FIRST_CELLS) if cell)


def _is_whole(column: TextColumn) -> Array:
    """Return per row whether the cell is digits alone; a code that begins with zero is no number."""
    return column.is_digits & column.rows_that(_are_short_numbers)


def _are_short_numbers(texts: pa.Array) -> pa.Array:
    return pc.and_not(pc.less_equal(pc.binary_length(texts), 15), pc.starts_with(texts, "0"))


def _like_header(grid: Grid) -> Array:
    """Return per row whether it may repeat a line of the header that holds numbers: years, column numbers."""
    is_like = np.zeros(grid.size, dtype=bool)
    for line in grid.header.lines:
        digits = next((place for place, cell in enumerate(line) if cell.isdecimal()), None)
        if digits is not None and digits < len(grid.columns):
            is_like |= _folds_to(grid.columns[digits], line[digits])
    return is_like


def _folds_to(column: Column, digits: str) -> Array:
    if isinstance(column, TextColumn):
        between = r"[\s.\-_]*"
        pattern = f"^{between}{between.join(digits)}{between}$|[^\\x00-\\x7f]"
        return column.rows_that(lambda texts: pc.match_substring_regex(texts, pattern))
    distinct = column.distinct
    return distinct.rows_of(fold_heading(cell_text(cell) or "") == digits for cell in distinct.cells)


# --- rows with the label of a total --------------------------------------------------------------------


def _labelled(grid: Grid, document: int | None) -> Array:
    """Return per row whether a cell calls it a total or opening and no document number speaks against it."""
    is_labelled = np.zeros(grid.size, dtype=bool)
    rows = np.arange(grid.size)
    if document is not None:
        numbers = grid.columns[document]
        rows = np.flatnonzero(~numbers.filled | _is_label(numbers))
    for column in grid.columns if len(rows) else ():
        is_labelled[rows] |= _is_label(column if len(rows) == grid.size else column.take(rows))
    return is_labelled


def _is_label(column: Column) -> Array:
    if not isinstance(column, TextColumn):
        distinct = column.distinct
        return distinct.rows_of(isinstance(cell, str) and _is_label_text(cell) for cell in distinct.cells)
    is_label = np.zeros(len(column), dtype=bool)
    if column.is_digits.all():
        return is_label
    rows = np.flatnonzero(column.rows_that(lambda texts: found_in(texts, _MAY_BE_LABEL)))
    if not len(rows):
        return is_label
    distinct = column.take(rows).distinct
    is_label[rows] = distinct.rows_of(map(_is_label_text, distinct.cells))
    return is_label


_MAY_BE_LABEL = rf"(?i){LABEL_STEMS}|[^\x00-\x7f]"  # letters of other scripts may fold to one of the stems


def _is_label_text(text: str) -> bool:
    return is_total_label(text) or is_opening_label(text)
