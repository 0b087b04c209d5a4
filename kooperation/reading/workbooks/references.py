"""Where the cells of a sheet stand: its box and the order of its cells, without an object for each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kooperation.model.causes import Spoken
from kooperation.model.errors import refuse
from kooperation.model.findings import Place

_STEP = 120_000  # as much as stays close to the processor
_LONGEST = 16  # bytes that are looked at behind the quote of a reference
_OPENING = 0x223D7220  # the four characters  r="  as one number
_QUOTES, _ONES, _TOPS = (np.uint64(byte * 0x0101010101010101) for byte in (0x22, 0x01, 0x80))
_ONE, _SEVEN, _EIGHT = np.uint64(1), np.uint64(7), np.uint64(8)

_Characters = np.ndarray[tuple[int], np.dtype[np.uint8]]
_Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
_Columns = np.ndarray[tuple[int], np.dtype[np.uint16]]
_Words = np.ndarray[tuple[int], np.dtype[np.uint64]]


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Some cells that follow each other.

    Attributes
    ----------
    starts : ndarray of int
        Where each begins: the place of its ``<``.
    behind : ndarray of int
        The place behind the closing quote of its reference.
    columns : ndarray of int
        From 1.
    rows : ndarray of int
        As Excel counts.
    """

    starts: _Numbers
    behind: _Numbers
    columns: _Columns
    rows: _Numbers


def rising_cells(xml: bytes, start: int, end: int, prefix: bytes) -> Cells | None:
    """Return the cells of a part of a sheet that follow each other as they should; ``None`` as below."""
    end = min(end, len(xml) - _LONGEST)
    characters, mark = np.frombuffer(xml, np.uint8), len(prefix) + 1
    places = [
        _cells_in(characters[at : min(at + _STEP + mark, end)], mark) + at for at in range(start, end, _STEP)
    ]
    cells = np.concatenate(places) if places else np.empty(0, np.int64)
    found = _columns_and_rows(xml, characters, cells)
    if found is None or not len(cells):
        return None
    columns, words = found
    is_new = np.concatenate(([True], words[1:] != words[:-1]))
    numbers = _row_numbers(words[is_new])
    if numbers is None or (numbers[1:] <= numbers[:-1]).any():
        return None
    if ((columns[1:] <= columns[:-1]) > is_new[1:]).any():
        return None
    letters = 1 + (columns > 26) + (columns > 702)
    behind = cells + letters + 6
    for place in range(1, 7):
        behind += words > np.uint64(256**place - 1)
    return Cells(cells - mark - 1, behind, columns, numbers[np.cumsum(is_new) - 1])


def rising_box(xml: bytes, start: int, end: int, prefix: bytes) -> tuple[int, int] | None:
    """Return the last row and column of cells that follow each other as they should.

    Parameters
    ----------
    xml : bytes
        A sheet; its cells stand between ``start`` and ``end``.
    prefix : bytes
        What stands before the names of its elements, such as ``b"x:"``.

    Returns
    -------
    tuple of int or None
        ``None`` when it cannot be told at a glance: a cell is not written ``<c r="A1"``, or does not come
        behind the one before it. Otherwise no two cells have one place.
    """
    end = min(end, len(xml) - _LONGEST)
    if start >= end:
        return None
    characters = np.frombuffer(xml, np.uint8)
    mark = len(prefix) + 1  # where "c" stands behind "<"
    rows: list[_Words] = []
    columns, last = 1, np.empty(0, np.int64)
    for at in range(start, end, _STEP):
        part = characters[at : min(at + _STEP + mark, end)]
        cells = np.concatenate((last, _cells_in(part, mark) + at))
        if not len(cells):
            continue
        found = _columns_and_rows(xml, characters, cells)
        if found is None:
            return None
        column, row = found
        is_new = row[1:] != row[:-1]
        if ((column[1:] <= column[:-1]) > is_new).any():
            return None
        rows.append(row[1:][is_new] if len(last) else np.concatenate((row[:1], row[1:][is_new])))
        columns, last = max(columns, int(np.max(column))), cells[-1:]
    numbers = _row_numbers(np.concatenate(rows)) if rows else None
    if numbers is None or (numbers[1:] <= numbers[:-1]).any():
        return None
    return int(numbers[-1]), columns


def _cells_in(part: _Characters, mark: int) -> _Numbers:
    """Return the places behind ``<c``."""
    return np.flatnonzero((part[:-mark] == 60) & (part[mark:] == 99)) + (mark + 1)


def _columns_and_rows(xml: bytes, characters: _Characters, cells: _Numbers) -> tuple[_Columns, _Words] | None:
    """Return the column of each cell, and the digits of its row as they stand, each in one number."""
    if (_taken(xml, cells, 4).view("<u4") != _OPENING).any():
        return None
    places = cells + 4
    words: _Words = _taken(xml, places, 8).view("<u8")
    column: _Columns = words.astype(np.uint8).astype(np.uint16) - np.uint16(64)
    if (column - np.uint16(1) > 25).any():
        return None
    if ((words >> _EIGHT).astype(np.uint8) > 64).any():
        for _ in range(2):
            letter = characters[places + 1].astype(np.uint16) - np.uint16(64)
            goes_on = letter - np.uint16(1) < 26
            column = np.where(goes_on, column * np.uint16(26) + letter, column)
            places = places + goes_on
    digits: _Words = _taken(xml, places + 1, 8).view("<u8")  # a row has up to seven, and a quote behind them
    quotes = digits ^ _QUOTES
    quotes = (quotes - _ONES) & ~quotes & _TOPS
    if not quotes.all():
        return None
    before = ((quotes & (~quotes + _ONE)) >> _SEVEN) - _ONE  # all bits before the first quote
    row: _Words = digits & before
    return column, row


def _taken(xml: bytes, places: _Numbers, size: int) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """Return ``size`` bytes from each place."""
    pieces = np.ndarray((len(xml) - size + 1,), f"V{size}", xml, 0, (1,))
    taken: np.ndarray[tuple[int], np.dtype[np.void]] = pieces[places]
    return taken


def _row_numbers(digits: _Words) -> _Numbers | None:
    """Return the numbers that up to seven digits spell; ``None`` when other characters are among them."""
    numbers = np.zeros(len(digits), np.int64)
    for place in range(7):
        character = (digits >> np.uint64(8 * place)).astype(np.uint8)
        is_there = character > 0
        digit = character - np.uint8(48)
        if (is_there & (digit > 9)).any() or (place == 0 and not is_there.all()):
            return None
        numbers = np.where(is_there, numbers * 10 + digit, numbers)
    return numbers


# --- the same, cell by cell ----------------------------------------------------------------------------


def refuse_twice(place: Place, references: Iterator[tuple[bytes, bytes]]) -> None:
    """Refuse two cells of one place, since the second would silently replace the first.

    Parameters
    ----------
    references : iterator of (bytes, bytes)
        Letters and digits of each reference; those without letters are rows.

    Raises
    ------
    KooperationError
        When a cell stands there twice, or the cells of a row stand apart.
    """
    row = b""
    done: set[bytes] = set()
    seen: set[bytes] = set()
    for letters, digits in references:
        if not letters:
            continue
        letters, digits = letters.upper(), digits.lstrip(b"0")
        if digits != row:
            done.add(row)
            row, seen = digits, set()
            if row in done:
                raise refuse("rows_in_disorder", place, before=int(row), row=int(row))
        if letters in seen:
            cell = (letters + digits).decode()
            why = Spoken(f"{cell} steht zweimal da", f"{cell} stands twice")
            raise refuse("workbook_unreadable", place, why=why)
        seen.add(letters)


def farthest(references: Iterator[tuple[bytes, bytes]]) -> tuple[int, int]:
    """Return the last row and column that any reference names."""
    rows, letters = 1, {b""}
    for column, row in references:
        letters.add(column)
        rows = max(rows, int(row[:12]))
    return rows, max(map(column_number, letters))


def column_number(letters: bytes) -> int:
    """Return the number of a column from 1; 1 where a cell does not name it."""
    number = 0
    for letter in letters.upper()[:7]:
        number = number * 26 + letter - 64
    return number or 1


REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]*)\$?([0-9]+)""")
