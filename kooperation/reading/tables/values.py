"""Typed columns: texts are made when they are asked for, and so are lists for those who go row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from kooperation.reading.cells.column import Array, TextColumn


class TypedColumns(Mapping[int, pa.Array]):
    """The typed columns of a table by position; one of texts is put together when it is asked for.

    Parameters
    ----------
    others : dict
        The columns that are no texts.
    texts : mapping
        The cells of the others, of which the rows in ``is_record`` are taken.
    """

    def __init__(
        self, others: Mapping[int, pa.Array], texts: Mapping[int, TextColumn], is_record: Array
    ) -> None:
        self._made, self._texts = dict(others), texts
        self._record = None if is_record.all() else pa.array(is_record)

    def __getitem__(self, position: int) -> pa.Array:
        if position not in self._made:
            made = self._texts[position].trimmed
            self._made[position] = made if self._record is None else made.filter(self._record)
        return self._made[position]

    def __iter__(self) -> Iterator[int]:
        return iter({**self._made, **self._texts})

    def __len__(self) -> int:
        return len({**self._made, **self._texts})


class Lists(Mapping[int, list[Any]]):
    """The columns of a table as lists, by position; each is made once, when it is asked for."""

    def __init__(self, columns: Mapping[int, pa.Array]) -> None:
        self._columns = columns
        self._made: dict[int, list[Any]] = {}

    def __getitem__(self, position: int) -> list[Any]:
        if position not in self._made:
            self._made[position] = to_list(self._columns[position])
        return self._made[position]

    def __iter__(self) -> Iterator[int]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def to_list(column: pa.Array) -> list[Any]:
    """Return the values of a column; null is ``None``."""
    if column.null_count and not pa.types.is_large_string(column.type):
        filled = np.asarray(column.is_valid())
        values = np.full(len(column), None, dtype=object)
        values[filled] = column.drop_null().to_numpy(zero_copy_only=False).astype(object)
        return list(values.tolist())
    return list(column.to_numpy(zero_copy_only=False).tolist())
