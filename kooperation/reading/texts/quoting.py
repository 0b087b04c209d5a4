"""Whether quotation marks stand by the rule throughout: around whole cells of one line, doubled inside them.

Many programs put every text between marks. Where all of them do it by the rule, every reader splits alike;
where one mark stands elsewhere, people have written by hand and each case is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kooperation.reading.cells.column import Array

_PIECE = 1 << 20
_MARK = ord('"')
_LINE_ENDS = b"\r\n"


def is_quoted_by_rule(content: bytes, separator: str, *, begin: int = 0) -> bool:
    """Tell whether each mark opens a cell, closes it, or is doubled inside it, all on one line.

    Counted from the beginning of a line, every first mark opens and every second one closes. One that opens
    stands behind a separator or line end, one that closes before it; else the two stand side by side.
    """
    borders = np.zeros(256, dtype=bool)
    borders[[*_LINE_ENDS, *separator.encode(), _MARK]] = True
    return all(_is_by_rule(piece, borders) for piece in _pieces(content, begin))


def _pieces(content: bytes, start: int) -> Iterator[Array]:
    """Yield whole lines, some thousand at a time, with a line feed before and behind them."""
    while start < len(content):
        end = content.rfind(b"\n", start, start + _PIECE) + 1 or content.find(b"\n", start) + 1
        end = end or len(content)
        yield np.frombuffer(b"\n%b\n" % content[start:end], dtype=np.uint8)
        start = end


def _is_by_rule(piece: Array, borders: Array) -> bool:
    marks = np.flatnonzero(piece == _MARK)
    if len(marks) % 2:
        return False
    opening, closing = marks[::2], marks[1::2]
    if not (borders[piece[opening - 1]].all() and borders[piece[closing + 1]].all()):
        return False
    line_ends = np.flatnonzero((piece == _LINE_ENDS[0]) | (piece == _LINE_ENDS[1]))
    return not (np.searchsorted(marks, line_ends) % 2).any()
