"""Total lines of an export: recognised, tied to the rows they sum, and then left out.

A total that does not tie is an error: either a row is missing or it is no total.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kooperation.model.region import fold

Role = Literal["data", "total", "opening"]
Sums = dict[int, int]  # column -> cents

_TOTAL = re.compile(
    r"\*{1,5}( .*)?"
    r"|(gesamt|zwischen|end|teil|schluss|jahres|monats|seiten)?-?summen?\b.*"
    r"|gesamt(ergebnis|betrag|saldo)?\b.*"
    r"|total\b.*|grand total\b.*|subtotal\b.*|insgesamt\b.*"
    r"|.+(?<!es) (ergebnis|gesamt|summe)|ergebnis"
)
_OPENING = re.compile(r"(saldo|summen|konto)?-?(ubertrag|vortrag)( .*)?|anfangsbestand|anfangssaldo")
_FOOTER = re.compile(
    r"(anzahl|anz\.|zahl der|datensatze|satze|buchungen|erstellt|erzeugt|gedruckt|druckdatum|stand|seite"
    r"|quelle|export|ausgegeben|ausgedruckt|benutzer|legende|hinweis|anmerkung|ende|records|rows|page)\b.*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One body row reduced to what totals need: its role, its label and its amounts by column [cents].

    ``sign`` is -1 where a column beside says that the amounts count the other way (H of S/H).
    """

    row: int
    role: Role
    label: str
    amounts: Mapping[int, int]
    sign: int = 1


def is_total_label(text: str) -> bool:
    """Tell whether a cell says that its row is a total: ``*``, ``Summe Ansan``, ``Gesamtergebnis``."""
    return bool(_TOTAL.fullmatch(fold(text)))


def is_opening_label(text: str) -> bool:
    """Tell whether a cell says that its row carries an amount forward: ``Übertrag``, ``Vortrag``."""
    return bool(_OPENING.fullmatch(fold(text)))


def is_footer_label(text: str) -> bool:
    """Tell whether a cell begins a line under the table: ``Anzahl Sätze: 12``, ``Erstellt am 30.06.2024``."""
    return bool(_FOOTER.fullmatch(fold(text)))


def untied(lines: Sequence[Line], *, must_tie: frozenset[int]) -> list[tuple[Line, Sums]]:
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
    """
    as_written, signed = _blocks(lines, is_signed=False), _blocks(lines, is_signed=True)
    failed = []
    for position, (before, after) in as_written.items():
        line = lines[position]
        needed = {column: amount for column, amount in line.amounts.items() if column in must_tie}
        if not needed or _ties(needed, before, after):
            continue
        total = {column: line.sign * amount for column, amount in needed.items()}
        if not _ties(total, *signed[position]) and not _ties(needed, *signed[position]):
            failed.append((line, before[-1] if before else {}))
    return failed


def starting_openings(lines: Sequence[Line]) -> list[Line]:
    """Return the opening lines that begin a block; one inside a block only repeats what stands before it."""
    found, is_inside = [], False
    for line in lines:
        if line.role == "opening" and not is_inside:
            found.append(line)
        is_inside = line.role == "data" or (line.role == "opening" and is_inside)
    return found


def _blocks(lines: Sequence[Line], *, is_signed: bool) -> dict[int, tuple[list[Sums], list[Sums]]]:
    """Return for each line to be tied the sums of the blocks before and after it; totals bound the blocks."""
    starting = {id(line) for line in starting_openings(lines)}
    sums: list[Sums] = [{}]
    ends: dict[int, int] = {}
    carried: dict[int, list[Sums]] = {}
    for position, line in enumerate(lines):
        if line.role == "total":
            if sums[-1]:
                sums.append({})
            ends[position] = len(sums) - 1
        elif line.role == "opening" and id(line) not in starting:
            carried[position] = [dict(block) for block in sums]
        else:
            for column, amount in line.amounts.items():
                signed = amount * line.sign if is_signed else amount
                sums[-1][column] = sums[-1].get(column, 0) + signed
    tied = {position: (sums[:end], sums[end:]) for position, end in ends.items()}
    return tied | {position: (before, []) for position, before in carried.items()}


def _ties(needed: Mapping[int, int], before: Sequence[Sums], after: Sequence[Sums]) -> bool:
    return _adds_up(needed, reversed(before)) or _adds_up(needed, after)


def _adds_up(needed: Mapping[int, int], blocks: Iterable[Sums]) -> bool:
    running = dict.fromkeys(needed, 0)
    for block in blocks:
        for column in running:
            running[column] += block.get(column, 0)
        if running == needed:
            return True
    return False
