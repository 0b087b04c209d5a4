"""Posting items column by column: of which record they are, of what kind, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.reading.cells.column import Array
from kooperation.reading.ledgers.columns import TEXTS, WHOLES, repeated, side_by_side


@dataclass(frozen=True, eq=False)
class Entries:
    """The posting items of a file.

    Attributes
    ----------
    records : ndarray of int
        The record of each item, counted from 0; a record may have none, or several.
    kinds : Array of large_string, or Scalar
        ``actual``, ``commitment`` or ``budget``; a scalar: what all of them are.
    cents : Array of int64
        Spending positive; never null.
    years : Array of int64 or None
        The year of its column, where each year has one.
    sachkonto : Array of large_string or None
        The account of its side, where a record has two accounts.
    """

    records: Array
    kinds: pa.Array | pa.Scalar
    cents: pa.Array
    years: pa.Array | None = None
    sachkonto: pa.Array | None = None

    def __len__(self) -> int:
        return len(self.records)

    def of(self, column: pa.Array | pa.Scalar) -> pa.Array | pa.Scalar:
        """Return for each item what its record says in ``column``; a scalar is said by every one."""
        if isinstance(column, pa.Scalar):
            return column
        is_whole = len(self) == len(column) and self._is_every_record
        return column if is_whole else column.take(pa.array(self.records))

    @cached_property
    def _is_every_record(self) -> bool:
        """Whether the items are those of all records up to the last, one of each."""
        return bool((self.records == np.arange(len(self))).all())

    @property
    def is_actual(self) -> Array:
        """Per item whether it was spent."""
        if isinstance(self.kinds, pa.Scalar):
            return np.full(len(self), self.kinds.as_py() == "actual")
        return flags_of(pc.equal(self.kinds, "actual"))

    def kinds_of(self, items: Array) -> pa.Array | pa.Scalar:
        """Return the kinds of some items."""
        return self.kinds if isinstance(self.kinds, pa.Scalar) else self.kinds.take(pa.array(items))


def entries_where(cents: pa.Array, kinds: pa.Array | pa.Scalar) -> Entries:
    """Return one item for each record that has an amount and a kind."""
    is_alike = isinstance(kinds, pa.Scalar)
    if not cents.null_count and (is_alike or not kinds.null_count):
        return Entries(np.arange(len(cents)), kinds, cents)
    is_entry = cents.is_valid() if is_alike else pc.and_(cents.is_valid(), kinds.is_valid())
    records = np.flatnonzero(flags_of(is_entry))
    return Entries(records, kinds if is_alike else kinds.filter(is_entry), cents.filter(is_entry))


def entries_beside(columns: Sequence[pa.Array], kinds: Sequence[str], years: Sequence[int | None]) -> Entries:
    """Return an item for each amount of several columns: of the first record, then of the next.

    Parameters
    ----------
    columns : sequence of Array of int64
        Cents, null where a record has no amount of this kind and year.
    kinds, years : sequence
        Kind and year of each column; ``None``: the column is of no year.
    """
    rows = len(columns[0])
    cents = side_by_side(columns)
    is_entry = cents.is_valid()
    told = (
        side_by_side([repeated(one, rows, kind) for one in said]).filter(is_entry)
        for said, kind in ((kinds, TEXTS), (years, WHOLES))
    )
    records = np.repeat(np.arange(rows), len(columns))[flags_of(is_entry)]
    return Entries(records, next(told), cents.filter(is_entry), next(told))
