"""A column by its distinct values: each is looked at once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Distinct:
    """The values of a column, each once, and which of them each row holds.

    ``values`` is an Arrow array where all are of one type, else a sequence. ``codes`` are places in it, null
    where a row holds nothing.
    """

    values: pa.Array | Sequence[Any]
    codes: pa.Array

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.codes)

    def listed(self) -> list[Any]:
        """Return the value of every row; ``None`` where there is none."""
        values = self.told()
        return [None if code is None else values[code] for code in self.codes.to_pylist()]

    def told(self) -> Sequence[Any]:
        """Return the distinct values as plain objects."""
        return self.values.to_pylist() if isinstance(self.values, pa.Array) else self.values

    def per_row(self, told: pa.Array) -> pa.Array:
        """Return for every row what is ``told`` of its value; null where it holds nothing."""
        return told.take(self.codes)

    def encoded(self) -> pa.DictionaryArray:
        """Return the column as Arrow's own columns of distinct values; they must be of one type."""
        return pa.DictionaryArray.from_arrays(self.codes, self.values)

    def of_rows(self, rows: pa.Array) -> Distinct:
        """Return the column of some rows, or of all in another order."""
        return Distinct(self.values, self.codes.take(rows))

    def told_by(self, tell: Callable[[pa.Array], pa.Array]) -> Distinct:
        """Return the column that ``tell`` makes of the values."""
        return Distinct(tell(self.values), self.codes)

    def named(self, names: pa.Array, absent: str) -> Distinct:
        """Return a column with a name for each of the values, and ``absent`` where a row holds nothing."""
        told = pa.concat_arrays([names, pa.array([absent], names.type)])
        return Distinct(told, pc.fill_null(self.codes, len(names)))

    def with_each(self, other: Distinct) -> Distinct:
        """Return the pairs that the rows of two columns hold; ``None`` stands for nothing."""
        ours, theirs = [*self.told(), None], [*other.told(), None]
        numbers = _numbers(self) * len(theirs) + _numbers(other)
        codes, pairs = pd.factorize(numbers)
        told = [(ours[pair // len(theirs)], theirs[pair % len(theirs)]) for pair in pairs.tolist()]
        return Distinct(told, pa.array(codes))


def _numbers(column: Distinct) -> np.ndarray[Any, Any]:
    """Return the codes as numbers that can be reckoned with; those without a value are one too high."""
    return np.asarray(pc.fill_null(column.codes, len(column.values)), dtype=np.int64)


Values = Sequence[Any] | pd.Series | Distinct


def distinct_of(values: Values) -> Distinct:
    """Return a column by its distinct values; a row without a value, or with an empty text, holds nothing."""
    if isinstance(values, Distinct):
        return values
    if isinstance(values, pd.Series) and values.dtype != object:
        return _of_column(values)
    return _of_objects(values)


def _of_column(values: pd.Series[Any]) -> Distinct:
    column = pa.array(values, from_pandas=True)
    coded = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).dictionary_encode()
    return Distinct(coded.dictionary, coded.indices)


def _of_objects(values: Iterable[Any]) -> Distinct:
    """Tell values apart by type, too: 1 and 1.0 may be shown differently."""
    places: dict[tuple[type, Any], int] = {}
    codes = [
        None if is_missing(value) else places.setdefault((type(value), value), len(places))
        for value in values
    ]
    return Distinct([value for _, value in places], pa.array(codes, pa.int32()))


def is_missing(value: Any) -> bool:
    """Tell whether a cell holds nothing."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value))


def longest(values: pa.Array) -> int:
    """Return the length of the longest of an array of texts."""
    return pc.max(pc.utf8_length(values)).as_py() or 0
