"""A long sheet of an xlsx file, unpacked piece by piece: what the reader gets of it, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kooperation.model.findings import Place
from kooperation.reading.workbooks.calamine import Inside
from kooperation.reading.workbooks.distinct_cells import DifferentCells
from kooperation.reading.workbooks.sheet_xml import STRICT, SheetXml, sheet_xml

_BLOCK = 4_000_000  # bytes of cells that are split at once
_LONGEST_ROW = 4 * _BLOCK
_BEHIND = 20  # bytes behind the last cell of a block, so that its reference can be looked at as any other


def short_sheet(
    place: Place, pieces: Iterator[bytes], styles: Mapping[int, str]
) -> tuple[bytes, Inside] | None:
    """Return a sheet of the different cells of a long one, and what the long one says beyond its values.

    Parameters
    ----------
    pieces : iterator of bytes
        The XML of the sheet. It is never held as a whole.
    styles : dict
        Style -> the unit that it shows.

    Returns
    -------
    tuple or None
        ``None`` when the sheet is not written plainly; then it has to be read as a whole.
    """
    rows = _Rows(pieces)
    opening = rows.opening(place)
    if opening is None:
        return None
    cells, hidden = DifferentCells(opening.prefix), frozenset[int]()
    for xml, start, stop in rows.blocks(opening):
        block = SheetXml(place, xml, opening.prefix, start, stop)
        block.refuse_second_range()
        if not cells.add(xml, start, stop):
            return None
        hidden |= block.hidden_rows()
    told = None if rows.closing is None else cells.told()
    if told is None or rows.closing is None:
        return None
    made, places = told
    short = b"".join((opening.xml[: opening.start], b">", *made, rows.closing))
    inside = sheet_xml(place, short).inside(styles)
    return short, replace(inside, faults=places.faults_of(inside.faults), hidden_rows=hidden, places=places)


@dataclass(slots=True)
class _Rows:
    """The rows of a sheet, some at a time; ``closing`` is what stands behind them, when all were seen."""

    pieces: Iterator[bytes]
    closing: bytes | None = None
    _kept: bytes = b""

    def opening(self, place: Place) -> SheetXml | None:
        """Return the beginning of the sheet; ``None`` when its cells do not begin there."""
        self._fill(_BLOCK)
        opening = sheet_xml(place, self._kept)
        is_told = opening.start < len(opening.xml) and STRICT not in opening.xml[:4096]
        return opening if is_told else None

    def blocks(self, opening: SheetXml) -> Iterator[tuple[bytes, int, int]]:
        """Yield XML, and where in it some whole rows begin and end."""
        row, close = b"<" + opening.prefix + b"row ", b"</" + opening.prefix + b"sheetData"
        start = opening.start
        while len(self._kept) - start < _LONGEST_ROW:
            xml = self._kept
            last = max(start, xml.rfind(row, start, len(xml) - _BEHIND))
            stop = xml.find(close, last)
            if 0 <= stop <= len(xml) - _BEHIND:
                yield xml, start, stop
                self.closing = b"".join((xml[stop:], *self.pieces))
                return
            if last > start:
                yield xml, start, last
                self._kept, start = xml[last:], 0
            if not self._fill(_BLOCK):
                return

    def _fill(self, size: int) -> bool:
        """Take some more bytes; ``False`` when there are none."""
        taken, missing = [self._kept], size
        for piece in self.pieces:
            taken.append(piece)
            missing -= len(piece)
            if missing <= 0:
                break
        self._kept = b"".join(taken)
        return missing < size
