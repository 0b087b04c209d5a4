"""Canonical frames to Parquet and back, equal in values, dtypes, order and attributes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kooperation.model.schema import DATE, EUR, FLAG, QUANTITY, TEXT, WHOLE
from kooperation.store.nouns import UnstorableError

_DTYPES = {  # each stands for one Arrow type, so that the file itself says what a column was
    pa.large_string(): TEXT,
    pa.int64(): WHOLE,
    pa.bool_(): FLAG,
    EUR.pyarrow_dtype: EUR,
    QUANTITY.pyarrow_dtype: QUANTITY,
}
_KNOWN = {*_DTYPES.values(), np.dtype(DATE)}
# Columns whose cells hardly repeat: a dictionary of them would be made and thrown away.
_SINGLE = frozenset({"booking_id", "document", "amount", "foreign_amount", "source_row"})


def table_of(frame: pd.DataFrame) -> pa.Table:
    """Return a frame as an Arrow table.

    Raises
    ------
    UnstorableError
        When a column is of no canonical dtype, two have one name, or the rows are not numbered from 0.
    """
    if not (_has_plain_labels(frame) and _KNOWN.issuperset(frame.dtypes)):
        raise UnstorableError(frame.dtypes)
    cells = {name: pa.array(frame[name].array, from_pandas=True) for name in frame.columns}
    return pa.table({name: _texts_of_one_type(column) for name, column in cells.items()})


def _has_plain_labels(frame: pd.DataFrame) -> bool:
    is_text = all(type(name) is str for name in frame.columns)
    return is_text and frame.columns.is_unique and frame.index.equals(pd.RangeIndex(len(frame)))


def _texts_of_one_type(cells: Any) -> Any:
    """Return cells whose texts are of one type: a column of them may be of another inside pandas."""
    return cells.cast(pa.large_string()) if pa.types.is_string(cells.type) else cells


def frame_from(table: pa.Table) -> pd.DataFrame:
    """Return the frame that a table was made of."""
    frame: pd.DataFrame = table.combine_chunks().to_pandas(types_mapper=_DTYPES.get, ignore_metadata=True)
    return frame


def write_table(table: pa.Table, path: Path) -> None:
    """Write one table quickly: without the least and greatest of each column, which nobody looks up here."""
    repeating: Any = [name for name in table.column_names if name not in _SINGLE] or False
    pq.write_table(table, path, compression="lz4", use_dictionary=repeating, write_statistics=False)


def read_table(content: Any) -> pa.Table:
    """Read a table from its bytes."""
    return pq.ParquetFile(pa.BufferReader(pa.py_buffer(content))).read()


def open_table(content: Any) -> pq.ParquetFile:
    """Open a table, of which columns can be read; repeating texts come as they lie there, each once."""
    names = pq.read_schema(pa.BufferReader(pa.py_buffer(content))).names
    repeating = [name for name in names if name not in _SINGLE]
    return pq.ParquetFile(pa.BufferReader(pa.py_buffer(content)), read_dictionary=repeating)


def joined_column(tables: Sequence[pq.ParquetFile], name: str, order: pa.Array | None) -> pa.Array:
    """Return one column of several tables, whose rows are those at the places of ``order``.

    It is put together before its rows are taken: those of many pieces cost five times as much.
    """
    pieces = [table.read(columns=[name], use_threads=False)[name].chunks for table in tables]
    column = pa.chunked_array(chain.from_iterable(pieces)).unify_dictionaries().combine_chunks()
    ordered = column if order is None else column.take(order)
    return ordered.cast(pa.large_string()) if pa.types.is_dictionary(ordered.type) else ordered
