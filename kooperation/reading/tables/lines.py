"""The body of a table reduced to lines that totals tie to: each total, and the records between two."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pyarrow as pa

from kooperation.reading.cells.column import Array
from kooperation.reading.tables.rows import SortedRows
from kooperation.reading.tables.totals import Line, Role, Sums

_SAFE = 2**62  # cents that an int64 surely holds


def lines_of(rows: SortedRows, cents: Mapping[int, pa.Array], *, signs: Array) -> list[Line]:
    """Return every total and opening as a line, and the records between two of them as one.

    Parameters
    ----------
    cents : dict
        Position -> cents of every row; null: no amount.
    signs : ndarray of int
        1 or -1 per row.
    """
    runs = _Runs(rows.is_record, cents, signs)
    bounds = [-1, *rows.summing, len(rows.numbers)]
    lines: list[Line] = []
    for before, index in pairwise(bounds):
        lines += runs.line(before + 1, index, int(rows.numbers[before + 1]) if before + 1 < index else 0)
        if index < len(rows.numbers):
            reason, label = rows.apart[index]
            role: Role = "opening" if reason == "opening" else "total"
            amounts = {place: one[index].as_py() for place, one in cents.items() if one[index].is_valid}
            lines.append(Line(int(rows.numbers[index]), role, label, amounts, int(signs[index])))
    return lines


class _Runs:
    """Sums of records from one row to another, from running sums."""

    def __init__(self, is_record: Array, cents: Mapping[int, pa.Array], signs: Array) -> None:
        self._count = _running(is_record.astype(np.int64))
        self._known, self._plain, self._signed = {}, {}, {}
        for place, column in cents.items():
            is_known = np.asarray(column.is_valid()) & is_record
            amounts = np.where(is_known, np.asarray(column.fill_null(0)), 0)
            self._known[place] = _running(is_known.astype(np.int64))
            self._plain[place], self._signed[place] = _running(amounts), _running(amounts * signs)

    def line(self, start: int, end: int, number: int) -> list[Line]:
        """Return the records of the rows from ``start`` to before ``end`` as one line, if there are any."""
        count = int(self._count[end] - self._count[start])
        if not count:
            return []
        known = [place for place, running in self._known.items() if running[end] > running[start]]
        plain, signed = (
            Sums({place: int(sums[place][end] - sums[place][start]) for place in known})
            for sums in (self._plain, self._signed)
        )
        return [Line(number, "data", "", plain, signed=signed, count=count)]


def _running(amounts: Array) -> Array:
    """Return the sums before each row and behind the last, exact whatever the size of the amounts."""
    largest = int(np.abs(amounts).max(initial=0))
    exact = amounts if largest * len(amounts) < _SAFE else amounts.astype(object)
    return np.concatenate([[0], np.cumsum(exact)])
