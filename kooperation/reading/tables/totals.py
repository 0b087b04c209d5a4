"""Total lines of an export: recognised, tied to the rows they sum, and then left out.

A total that does not tie is an error: either a row is missing or it is no total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["data", "total", "opening"]
Sums = dict[int, int]  # column -> cents
Sides = tuple[int, int]  # the columns Soll and Haben

MOST_UNTIED = 200  # a file with so many totals that do not tie is refused without looking at the others


@dataclass(frozen=True, slots=True)
class Line:
    """One body row, or a run of records, reduced to what totals need: role, label, amounts by column [cents].

    Attributes
    ----------
    sign : int
        -1 where a column beside says that the amounts count the other way (H of S/H).
    signed : dict or None
        The sums of a run with the sign of each row; ``None``: ``sign`` holds for all amounts.
    count : int
        How many rows it stands for.
    """

    row: int
    role: Role
    label: str
    amounts: Mapping[int, int]
    sign: int = 1
    signed: Mapping[int, int] | None = None
    count: int = 1

    def counted(self, *, is_signed: bool) -> Mapping[int, int]:
        """Return the amounts as written, or with their sign."""
        if not is_signed:
            return self.amounts
        if self.signed is not None:
            return self.signed
        return {column: self.sign * amount for column, amount in self.amounts.items()}


def untied(
    lines: Sequence[Line], *, must_tie: frozenset[int], sides: Sides | None = None
) -> list[tuple[Line, Sums]]:
    """Return the total lines that tie to no block of rows, with the sums of the block before [cents].

    A total may sum the rows since the last total, any run of blocks that ends at it (nested subtotals), or
    the blocks that follow it (totals above their rows); with the signs beside the amounts or without. An
    amount carried forward in the middle of a block repeats what the rows before add up to (a new page).

    Parameters
    ----------
    lines : sequence of Line
        The body in its order.
    must_tie : frozenset of int
        Columns that have to tie. A total of a running balance, say, need not.
    sides : tuple of int, optional
        The columns Soll and Haben: a total may show on one of them by how much it outweighs the other.
    """
    balanced = _blocks([_balanced(line, sides) for line in lines], is_signed=False) if sides else {}
    as_written, signed = _blocks(lines, is_signed=False), _blocks(lines, is_signed=True)
    failed: list[tuple[Line, Sums]] = []
    for position, around in as_written.items():
        line = lines[position]
        needed = {column: amount for column, amount in line.amounts.items() if column in must_tie}
        if not needed:
            continue
        total = {column: line.sign * amount for column, amount in needed.items()}
        is_tied = len(failed) < MOST_UNTIED and (
            around.tie(needed)
            or signed[position].tie(total)
            or signed[position].tie(needed)
            or (
                sides is not None
                and _is_one_sided(needed, sides)
                and balanced[position].tie(_balance(needed, sides))
            )
        )
        if not is_tied:
            failed.append((line, around.nearest))
    return failed


def _is_one_sided(amounts: Mapping[int, int], sides: Sides) -> bool:
    return sum(bool(amounts.get(side)) for side in sides) == 1


def _balance(amounts: Mapping[int, int], sides: Sides) -> Sums:
    """Return the amounts with Soll minus Haben in the place of Soll."""
    debit, credit = sides
    others = {column: amount for column, amount in amounts.items() if column not in sides}
    return others | {debit: amounts.get(debit, 0) - amounts.get(credit, 0)}


def _balanced(line: Line, sides: Sides) -> Line:
    return replace(line, amounts=_balance(line.amounts, sides))


def tying(lines: Sequence[Line], doubtful: frozenset[int], *, must_tie: frozenset[int]) -> frozenset[int]:
    """Return those of the ``doubtful`` total rows that are totals: they tie, and one sums several rows.

    A row that only repeats the one before it may be a posting of the same amount; it counts as a total where
    every doubtful row ties.
    """
    if not doubtful:
        return doubtful
    summing = _summing(lines, doubtful, must_tie)
    if (summing or len(doubtful) > 1) and not any(
        line.row in doubtful for line, _ in untied(lines, must_tie=must_tie)
    ):
        return doubtful
    return summing or _summing(lines[::-1], doubtful, must_tie)


def _summing(lines: Sequence[Line], doubtful: frozenset[int], must_tie: frozenset[int]) -> frozenset[int]:
    """Return the doubtful rows that sum at least two rows before them, each decided in its turn."""
    found: set[int] = set()
    blocks: list[tuple[Sums, int]] = [({}, 0)]
    for line in lines:
        needed = {column: amount for column, amount in line.amounts.items() if column in must_tie}
        is_total = line.role == "total"
        if line.row in doubtful:
            is_total = any(needed.values()) and _sums_several(needed, blocks)
            found |= {line.row} if is_total else set()
        sums, count = blocks[-1]
        if is_total:
            blocks += [({}, 0)] if count else []
        else:
            added = {column: sums.get(column, 0) + amount for column, amount in line.amounts.items()}
            blocks[-1] = (sums | added, count + line.count)
    return frozenset(found)


def _sums_several(needed: Mapping[int, int], blocks: Sequence[tuple[Sums, int]]) -> bool:
    running, rows = dict.fromkeys(needed, 0), 0
    for sums, count in reversed(blocks):
        running = {column: amount + sums.get(column, 0) for column, amount in running.items()}
        rows += count
        if rows > 1 and running == needed:
            return True
    return False


def starting_openings(lines: Sequence[Line]) -> list[Line]:
    """Return the opening lines that begin a block; one inside a block only repeats what stands before it."""
    found, is_inside = [], False
    for line in lines:
        if line.role == "opening" and not is_inside:
            found.append(line)
        is_inside = line.role == "data" or (line.role == "opening" and is_inside)
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """The sums of all blocks, how many stand before one line, and whether those behind count, too."""

    sums: Sequence[Sums]
    end: int
    is_open: bool

    @property
    def nearest(self) -> Sums:
        return self.sums[self.end - 1] if self.end else {}

    def tie(self, needed: Mapping[int, int]) -> bool:
        """Tell whether some blocks that end before the line, or begin behind it, add up to ``needed``."""
        if _adds_up(needed, (self.sums[block] for block in range(self.end - 1, -1, -1))):
            return True
        behind = range(self.end, len(self.sums)) if self.is_open else range(0)
        has_rows = bool(behind) and (bool(self.sums[self.end]) or len(behind) > 1)
        return has_rows and _adds_up(needed, (self.sums[block] for block in behind))


def _blocks(lines: Sequence[Line], *, is_signed: bool) -> dict[int, _Around]:
    """Return for each line to be tied the sums of the blocks before and after it; totals bound the blocks."""
    starting = {id(line) for line in starting_openings(lines)}
    sums: list[Sums] = [{}]
    ends: dict[int, int] = {}
    carried: dict[int, _Around] = {}
    for position, line in enumerate(lines):
        if line.role == "total":
            if sums[-1]:
                sums.append({})
            ends[position] = len(sums) - 1
        elif line.role == "opening" and id(line) not in starting:
            carried[position] = _Around([*sums[:-1], dict(sums[-1])], len(sums), is_open=False)
        else:
            for column, amount in line.counted(is_signed=is_signed).items():
                sums[-1][column] = sums[-1].get(column, 0) + amount
    return {position: _Around(sums, end, is_open=True) for position, end in ends.items()} | carried


def _adds_up(needed: Mapping[int, int], blocks: Iterable[Sums]) -> bool:
    running = dict.fromkeys(needed, 0)
    for block in blocks:
        for column in running:
            running[column] += block.get(column, 0)
        if running == needed:
            return True
    return False
