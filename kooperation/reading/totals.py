"""Total lines of an export: recognised, tied to the rows they sum, and then left out.

A total that does not tie is an error: either a row is missing or it is no total.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kooperation.model.region import fold

Role = Literal["data", "total", "opening"]

_TOTAL = re.compile(
    r"\*{1,5}|(gesamt|zwischen|end|teil|schluss)?-?summen?\b.*|gesamt(ergebnis|betrag|saldo)?\b.*|total\b.*|insgesamt\b.*|.+ (ergebnis|gesamt|summe)|ergebnis"
)
_OPENING = re.compile(r"(saldo|summen|konto)?-?(ubertrag|vortrag)( .*)?|anfangsbestand|anfangssaldo")


@dataclass(frozen=True, slots=True)
class Line:
    """One body row reduced to what totals need: its role, its label and its amounts by column. [cents]"""

    row: int
    role: Role
    label: str
    amounts: Mapping[int, int]


def is_total_label(text: str) -> bool:
    """Tell whether a cell says that its row is a total: ``*``, ``Summe Ansan``, ``Gesamtergebnis``."""
    return bool(_TOTAL.fullmatch(fold(text)))


def is_opening_label(text: str) -> bool:
    """Tell whether a cell says that its row carries an amount forward: ``Übertrag``, ``Vortrag``."""
    return bool(_OPENING.fullmatch(fold(text)))


def untied(
    lines: Sequence[Line], *, must_tie: frozenset[int] | None = None
) -> list[tuple[Line, dict[int, int]]]:
    """Return the total lines that tie to no block of rows, with the nearest sums. [cents]

    A total may sum the rows since the last total, any run of blocks that ends at it (nested subtotals), or the
    blocks that follow it (totals above their rows).

    Parameters
    ----------
    lines : sequence of Line
        The body in its order.
    must_tie : frozenset of int, optional
        Columns that have to tie; by default all that the total line fills. A total of a running balance, say,
        need not.
    """
    blocks = _blocks(lines)
    failed = []
    for position, line in enumerate(lines):
        if line.role != "total":
            continue
        needed = {
            column: amount
            for column, amount in line.amounts.items()
            if must_tie is None or column in must_tie
        }
        before, after = blocks[position]
        if needed and not _ties(needed, reversed(before)) and not _ties(needed, after):
            failed.append((line, before[-1] if before else {}))
    return failed


def _blocks(lines: Sequence[Line]) -> dict[int, tuple[list[dict[int, int]], list[dict[int, int]]]]:
    """Return for each total the sums of the blocks before and after it, in order; totals bound the blocks."""
    sums: list[dict[int, int]] = [{}]
    ends: dict[int, int] = {}
    for position, line in enumerate(lines):
        if line.role == "total":
            if sums[-1]:
                sums.append({})
            ends[position] = len(sums) - 1
            continue
        for column, amount in line.amounts.items():
            sums[-1][column] = sums[-1].get(column, 0) + amount
    return {position: (sums[:end], sums[end:]) for position, end in ends.items()}


def _ties(needed: Mapping[int, int], blocks: object) -> bool:
    running = dict.fromkeys(needed, 0)
    for block in blocks:  # type: ignore[attr-defined]  # any iterable of sums
        for column in running:
            running[column] += block.get(column, 0)
        if running == needed:
            return True
    return False
