"""How columns of records are asked and joined: each distinct value is looked at once, whatever the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.reading.cells.column import Array

TEXTS = pa.large_string()
WHOLES = pa.int64()


def mapped(column: pa.Array, say: Callable[[Any], Any], kind: pa.DataType) -> pa.Array:
    """Return what ``say`` makes of each value, null too; it is asked once for each distinct one."""
    encoded = column.dictionary_encode("encode")
    said = pa.array([say(value) for value in encoded.dictionary.to_pylist()], type=kind)
    return said.take(encoded.indices)


def rows_where(column: pa.Array, holds: Callable[[Any], bool]) -> Array:
    """Return the records whose value ``holds``, which is asked once for each distinct one."""
    return np.flatnonzero(flags_of(mapped(column, lambda value: bool(holds(value)), pa.bool_())))


def repeated(value: Any, rows: int, kind: pa.DataType) -> pa.Array:
    """Return a column that says the same in each row; ``None``: nothing."""
    return pa.nulls(rows, kind) if value is None else pa.repeat(pa.scalar(value, kind), rows)


def side_by_side(columns: Sequence[pa.Array]) -> pa.Array:
    """Return the values of several columns row by row: those of the first row, then those of the next."""
    rows, width = len(columns[0]), len(columns)
    places = np.arange(rows * width).reshape(width, rows).T.ravel()
    return pa.concat_arrays(columns).take(pa.array(places))


def filled_down(column: pa.Array) -> tuple[pa.Array, int]:
    """Repeat a group's account (or year) where a grouped export leaves it blank, and count these rows.

    A grouped export names an account once, where its group begins. One that repeats it from row to row is not
    grouped: a blank there means that the account is missing, and stays blank.
    """
    if not column.null_count or not column[0].is_valid:
        return column, 0
    is_repeated = pc.any(pc.equal(column[1:], column[:-1])).as_py()
    return (column, 0) if is_repeated else (pc.fill_null_forward(column), column.null_count)
