"""Which columns number the lines of a plan: ``11`` before ``Summe ordentliche Erträge`` makes it a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid

_NUMBER = re.compile(r"[A-Z]{0,3} ?([0-9]{1,6}(?:\.[0-9]{1,3})*)\.?([a-z]?)")
_Number = tuple[tuple[int, ...], str]


class LineNumbers:
    """The columns of a grid whose numbers rise from row to row, looked at when they are asked for."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._columns: dict[int, Sequence[bool]] = {}

    def has_own(self, index: int, *, left_of: int) -> bool:
        """Tell whether a row has a line number of its own left of a column, higher than the one before.

        A subtotal repeats the number of its group or has none.
        """
        return any(self._column(position)[index] for position in range(left_of))

    def _column(self, position: int) -> Sequence[bool]:
        if position not in self._columns:
            self._columns[position] = self._read(position)
        return self._columns[position]

    def _read(self, position: int) -> Sequence[bool]:
        """Return per row whether its number is higher than the one before; none where no lines have one."""
        texts = [cell_text(cell) or "" for cell in self._grid.column(position)]
        numbers = [_number(text) if text else None for text in texts]
        rows = [row for row, number in enumerate(numbers) if number is not None]
        known = [number for number in numbers if number is not None]
        risen = [later > earlier for earlier, later in pairwise(known)]
        flags = [False] * len(texts)
        filled = sum(map(bool, texts))
        if len(risen) >= 2 and len(known) >= 0.9 * filled and sum(risen) >= 0.8 * len(risen):
            for row, is_risen in zip(rows[1:], risen, strict=True):
                flags[row] = is_risen
        return flags


def _number(text: str) -> _Number | None:
    match = _NUMBER.fullmatch(text)
    return (tuple(map(int, match[1].split("."))), match[2]) if match else None
