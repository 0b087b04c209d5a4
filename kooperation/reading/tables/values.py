"""Typed columns as plain Python lists, for those who look at them record by record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa


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
