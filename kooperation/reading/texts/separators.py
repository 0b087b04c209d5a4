"""Which sign separates the cells of a text: the one under which header and rows are regular."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from kooperation.reading.words.vocabulary import columns_meant

SEPARATORS = ";\t|,"
_HEADER_WITHIN = 100
_WHOLE = 200_000  # characters; of longer texts the beginning and pieces up to the end are looked at
_START, _PIECE, _PIECES = 60_000, 8_000, 16
_MAY_HEAD = re.compile(r"[A-Za-z]|[^\x00-\x7f]|^[^0-9]+$")  # digits and signs alone are no heading


def separator_of(text: str | memoryview) -> str:
    """Return the separator of a text, or of its bytes in UTF-8; a semicolon where nothing is separated.

    The sign that makes known headings of a line, with most of the lines below as wide, comes first; else the
    one under which most lines have the same number of cells. A comma between digits is a decimal mark first.
    """
    lines = [line for line in sample_of(text) if line.strip()]
    return max(SEPARATORS, key=lambda candidate: _evidence(lines, candidate))


def sample_of(text: str | memoryview) -> list[str]:
    """Return lines of a text, or of its bytes in UTF-8, from its beginning and from places up to its end."""
    if len(text) <= _WHOLE:
        return _lines(text)
    lines = _lines(text[:_START])[:-1]
    step = (len(text) - _PIECE) // _PIECES
    for start in range(step, len(text) - _PIECE, step):
        lines += _lines(text[start : start + _PIECE])[1:-1]
    return lines


def _lines(text: str | memoryview) -> list[str]:
    """Return the lines of a piece; a character that its borders cut is left out with its line."""
    return re.split("\r\n?|\n", text if isinstance(text, str) else str(text, "utf-8", "ignore"))


def _evidence(lines: Sequence[str], separator: str) -> tuple[int, int, int]:
    """Return how many headings are known, and how regular the lines are, with and without decimal commas."""
    widths = [_width(line, separator) for line in lines]
    plain = _regularity(widths)
    if separator == ",":
        widths = [_width(re.sub("(?<=[0-9]),(?=[0-9])", "", line), separator) for line in lines]
    return _known_headings(lines, widths, separator), _regularity(widths), plain


def _width(line: str, separator: str) -> int:
    return len(cells_of(line, separator)) if '"' in line else line.count(separator) + 1


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of one line; where its quotation marks are not in order, they are text."""
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error:
        return line.split(separator)


def _regularity(widths: Sequence[int]) -> int:
    counts = Counter(width for width in widths if width > 1)
    return max((count * min(width, 4) for width, count in counts.items()), default=0)


def _known_headings(lines: Sequence[str], widths: Sequence[int], separator: str) -> int:
    """Return how many headings of the vocabulary a line has whose width is that of most lines below."""
    best = 0
    for number, (line, width) in enumerate(zip(lines[:_HEADER_WITHIN], widths, strict=False), start=1):
        if width < 2 or (known := _known(line, separator, more_than=max(best, 1))) == 0:
            continue
        below = widths[number:]
        if sum(abs(other - width) <= 1 for other in below) * 2 >= len(below):
            best = max(best, known)
    return best


def _known(line: str, separator: str, *, more_than: int) -> int:
    """Return how many cells of a line are known headings, or 0 when it is not ``more_than`` so many."""
    trimmed = map(str.strip, cells_of(line, separator))
    cells = [cell for cell in trimmed if cell and _MAY_HEAD.search(cell)]
    if len(cells) <= more_than:  # as in lines of dates and amounts
        return 0
    known = sum(bool(columns_meant(cell)) for cell in cells)
    return known if known > more_than else 0
