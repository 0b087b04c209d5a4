"""A long sheet told by its different cells: a short sheet of these, and where each of them stands.

Exports repeat themselves: of thirteen million cells few are different, apart from their references. What
a cell says depends on its own XML alone. So the reader gets a sheet in which each different cell stands once,
by all the rules for sheets, and what it finds is put back to its places. Plain texts need no reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.model.column_bytes import bytes_of
from kooperation.reading.cells.column import Array
from kooperation.reading.workbooks.calamine import MOST_COLUMNS, MOST_ROWS, cell_name
from kooperation.reading.workbooks.places import WIDTH, Placed, Places
from kooperation.reading.workbooks.references import Cells, rising_cells

_XML = pa.large_binary()
_NONE, _NO_TEXT = pa.array([], _XML), pa.array([], pa.large_string())
_LETTERS = pa.array([cell_name(0, place)[:-1].encode() for place in range(WIDTH)], _XML)

_Part = tuple[Array, pa.Array]  # the rows of some cells of one column, and these cells


@dataclass(slots=True)
class DifferentCells:
    """Gathers the different cells of a sheet, piece by piece.

    Attributes
    ----------
    prefix : bytes
        What stands before the names of its elements, such as ``b"x:"``.
    """

    prefix: bytes
    _parts: dict[int, list[_Part]] = field(default_factory=dict)
    _last: int = 0
    _size: int = 0

    def add(self, xml: bytes, start: int, stop: int) -> bool:
        """Take up the cells of some rows, which stand between ``start`` and ``stop``.

        Returns
        -------
        bool
            Whether the cells are plainly one behind the other: each is written ``<c r="A1"``, stands behind
            the one before, and nothing but markup of cells is between. Otherwise nothing was taken up.
        """
        if _has(xml, b"!", b"<!", start, stop) or _has(xml, b"?", b"<?", start, stop):
            return False
        cells = rising_cells(xml, start, stop, self.prefix)
        pieces = (
            None if cells is None or cells.rows[0] <= self._last else _pieces(xml, cells, stop, self.prefix)
        )
        if cells is None or pieces is None:
            return False
        self._last = int(cells.rows[-1])
        self._size += stop - start
        for column, chosen in _by_column(cells.columns):
            part = cells.rows[chosen].astype(np.int32), pieces.take(pa.array(2 * chosen)).dictionary_encode()
            self._parts.setdefault(column, []).append(part)
        return True

    def told(self) -> tuple[list[bytes | memoryview], Places] | None:
        """Return the rows of the short sheet in pieces, and the places; what was taken up is given back.

        ``None`` when the box of the cells is no sheet, or one of them is not closed before the next begins.
        """
        width = max(self._parts, default=0)
        if self._last > MOST_ROWS or width > MOST_COLUMNS or self._last * width > self._size:
            return None
        placed: list[Placed] = []
        different: list[pa.Array] = [_NONE]
        for column in range(1, width + 1):
            cells, codes = _joined(self._parts.pop(column, []), self._last)
            if not _are_closed(cells, self.prefix):
                return None
            cells, made = _without_texts(cells, codes, self.prefix)
            different.append(cells)
            placed.append(made)
        return _rows_of(pa.concat_arrays(different), self.prefix), Places(tuple(placed))


def _has(xml: bytes, sign: bytes, mark: bytes, start: int, stop: int) -> bool:
    return xml.find(sign, start, stop) >= 0 and xml.find(mark, start, stop) >= 0


# --- splitting -----------------------------------------------------------------------------------------


def _pieces(xml: bytes, cells: Cells, stop: int, prefix: bytes) -> pa.Array | None:
    """Return the XML of each cell behind its reference: the even ones of the pieces.

    The odd ones are what stands between the cells: the end of a row, the beginning of the next, a reference.
    """
    ends = np.append(cells.starts[1:], stop)
    if (cells.behind > ends).any():
        return None
    lasts = np.flatnonzero(np.append(cells.rows[1:] != cells.rows[:-1], True))
    tails = _cut(pa.py_buffer(xml), cells.behind, ends).take(pa.array(2 * lasts))
    lengths = np.asarray(pc.find_substring(tails, b"</" + prefix + b"row"))
    if (lengths < 0).any():
        return None
    ends[lasts] = cells.behind[lasts] + lengths
    return _cut(pa.py_buffer(xml), cells.behind, ends)


def _cut(characters: pa.Buffer, starts: Array, ends: Array) -> pa.Array:
    """Return pieces of a text without copying it: from each start to its end, and what is between these."""
    bounds = np.column_stack((starts, ends)).ravel()
    return pa.Array.from_buffers(_XML, len(bounds) - 1, [None, pa.py_buffer(bounds), characters])


def _by_column(columns: Array) -> Iterator[tuple[int, Array]]:
    """Yield each column, and which cells are in it."""
    order = np.argsort(columns, kind="stable")
    firsts = np.flatnonzero(np.diff(columns[order], prepend=columns.dtype.type(0)))
    for chosen in np.split(order, firsts[1:]):
        yield int(columns[chosen[0]]), chosen


def _joined(parts: Sequence[_Part], size: int) -> tuple[pa.Array, Array]:
    """Return the different cells of one column, and for each of its rows the number of its cell from 1."""
    codes = np.zeros(size, np.int32)
    if not parts:
        return _NONE, codes
    encoded = pa.chunked_array([cells for _, cells in parts]).unify_dictionaries()
    for (rows, _), cells in zip(parts, encoded.chunks, strict=True):
        codes[rows - 1] = np.asarray(cells.indices) + 1
    return encoded.chunk(0).dictionary, codes


def _are_closed(cells: pa.Array, prefix: bytes) -> bool:
    """Tell whether each cell ends before the next begins."""
    others = cells.filter(pc.invert(pc.ends_with(cells, b"</" + prefix + b"c>")))
    closed = rf"^[^<>]*/>\s*$|</{re.escape(prefix.decode())}c\s*>\s*$"
    return bool(flags_of(pc.match_substring_regex(others, closed)).all())


# --- texts ---------------------------------------------------------------------------------------------

_SIGN = r"[!-%'-;=-^`-~]"  # begins and ends a text that no rule of XML or of Excel changes
_TEXT = rf"{_SIGN}(?:[^<&_\x00-\x1f]*{_SIGN})?"
_FORMS = (("inlineStr", ("is", "t")), ("str", ("v",)))  # the type of a cell, and the elements around its text


def _without_texts(cells: pa.Array, codes: Array, prefix: bytes) -> tuple[pa.Array, Placed]:
    """Take the plain texts out of the different cells of a column, and count them behind the others."""
    is_other = np.ones(len(cells), dtype=bool)
    order, texts = [], [_NO_TEXT]
    for kind, elements in _FORMS:
        chosen, found = _texts_in(cells, kind, elements, prefix.decode())
        is_other[chosen] = False
        order.append(chosen)
        texts.append(found)
    if is_other.all():
        return cells, Placed(codes, len(cells), _NO_TEXT)
    others = np.flatnonzero(is_other)
    numbers = np.zeros(len(cells) + 1, np.int32)
    numbers[np.concatenate((others, *order)) + 1] = np.arange(1, len(cells) + 1)
    return cells.take(pa.array(others)), Placed(numbers[codes], len(others), pa.concat_arrays(texts))


def _texts_in(cells: pa.Array, kind: str, elements: Sequence[str], prefix: str) -> tuple[Array, pa.Array]:
    """Return which cells are texts of this kind, and these texts."""
    opening = "".join(f"<{prefix}{element}>" for element in elements)
    closing = "".join(f"</{prefix}{element}>" for element in (*reversed(elements), "c"))
    form = rf'^(?: s="[0-9]+")? t="{kind}">{re.escape(opening)}{_TEXT}{re.escape(closing)}$'
    chosen = np.flatnonzero(flags_of(pc.match_substring_regex(cells, form)))
    if not len(chosen):
        return chosen, _NO_TEXT
    found = cells.take(pa.array(chosen))
    characters, bounds = bytes_of(found)
    starts = bounds[:-1] + np.asarray(pc.find_substring(found, opening)) + len(opening)
    pieces = _cut(pa.py_buffer(characters), starts, bounds[1:] - len(closing))
    texts = pieces.take(pa.array(2 * np.arange(len(found))))
    try:
        return chosen, texts.cast(pa.large_string())
    except pa.ArrowInvalid:  # no UTF-8: the reader says so
        return chosen[:0], _NO_TEXT


# --- the short sheet -----------------------------------------------------------------------------------


def _rows_of(cells: pa.Array, prefix: bytes) -> list[bytes | memoryview]:
    """Return the rows of a short sheet in pieces; a last cell spans the box of all."""
    row, cell, close = b"<" + prefix + b"row>", b"<" + prefix + b'c r="', b"</" + prefix
    places = np.arange(len(cells))
    is_first = (places % WIDTH == 0) & (places > 0)
    named = pc.binary_join_element_wise(
        pa.array([cell, close + b"row>" + row + cell], _XML).take(pa.array(is_first.astype(np.int8))),
        _LETTERS.take(pa.array(places % WIDTH)),
        pa.array(places // WIDTH + 1).cast(pa.large_string()).cast(_XML),
        pa.scalar(b'"', _XML),
        cells,
        pa.scalar(b"", _XML),
    )
    corner = cell_name(len(cells) // WIDTH + 1, WIDTH - 1).encode()
    end = cell + corner + b'"><' + prefix + b"v>0" + close + b"v>" + close + b"c>" + close + b"row>"
    return [row, memoryview(bytes_of(named)[0]), close + b"row>" + row + end]
