"""Workbooks of Excel 97 to 2003 (xls): what the records of each sheet say, before the reader sees them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.container import Source, foreign
from kooperation.reading.workbooks.calamine import (
    Inside,
    WorkbookSays,
    cell_name,
    read_with_calamine,
    refuse_box,
)
from kooperation.reading.workbooks.compound import MOST_STREAM, around, workbook_stream

ERROR_VALUES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BEGIN, _END, _PASSWORD, _FROM_1904, _SHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
_FORMULA, _BOOL_OR_ERROR, _SEVERAL_NUMBERS, _ROW, _COLUMNS = 0x0006, 0x0205, 0x00BD, 0x0208, 0x007D
_ONE_CELL = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _FORMULA, _BOOL_OR_ERROR})
_BIFF8 = 0x0600
_MOST_COLUMNS = 256
_MOST_BOX = 2_000_000  # 30 columns down to the last possible row
_PLACE = struct.Struct("<HH")


@dataclass(slots=True)
class _Scan:
    """What is gathered while the records of one sheet go by."""

    last_row: int = 0
    last_column: int = 0
    faults: dict[tuple[int, int], str | None] = field(default_factory=dict)
    empty_formulas: list[tuple[int, int]] = field(default_factory=list)
    has_value: bool = False
    seen: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def take(self, number: int, body: bytes) -> None:
        """Note one record."""
        if number in _ONE_CELL or number == _SEVERAL_NUMBERS:
            row, column = _PLACE.unpack_from(body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if number == _SEVERAL_NUMBERS else column
            self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, last, column)
            if row << 16 | column in self.seen:
                raise ValueError(f"{cell_name(row, column)} steht zweimal da")
            self.seen.add(row << 16 | column)
            if number == _FORMULA:
                self._formula(row, column, body)
            elif number == _BOOL_OR_ERROR and body[7]:
                self.faults[row, column] = ERROR_VALUES.get(body[6], "#?")
        elif number == _ROW and body[12] & 0x20:
            self.hidden_rows.add(_PLACE.unpack_from(body)[0] + 1)
        elif number == _COLUMNS and body[8] & 1:
            first, last = _PLACE.unpack_from(body)
            self.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))

    def _formula(self, row: int, column: int, body: bytes) -> None:
        is_number = body[12:14] != b"\xff\xff"
        if not is_number and body[6] == 2:
            self.faults[row, column] = ERROR_VALUES.get(body[8], "#?")
        elif not is_number and body[6] == 3:
            self.empty_formulas.append((row, column))
        else:
            self.has_value = True


def read_xls(source: Source) -> list[Sheet]:
    """Return every worksheet with cells of an xls file.

    Raises
    ------
    KooperationError
        When the workbook is broken, cut off, older than Excel 97, protected by a password, or holds cells
        so far apart that the rectangle around them would fill all memory.
    """
    stream = workbook_stream(source)
    if len(stream) > MOST_STREAM:
        raise refuse("file_too_large", source.place)
    try:
        names, from_1904 = _globals(source, stream)
        scans = {name: _scan(stream, at) for name, at in names.items()}
    except (struct.error, IndexError, ValueError) as error:
        raise refuse("workbook_unreadable", source.place, why=error) from None
    # Writers that calculate nothing store "empty text" for every formula; Excel only where it is one.
    calculates = any(scan.has_value for scan in scans.values())
    insides = {}
    for name, scan in scans.items():
        place = Place(source.name, name)
        _refuse_far(place, scan, len(stream))
        unknown = {} if calculates else dict.fromkeys(scan.empty_formulas)
        insides[name] = Inside(
            scan.faults | unknown, frozenset(scan.hidden_rows), frozenset(scan.hidden_columns)
        )
    says = WorkbookSays(insides, counts_from_1904=from_1904)
    return read_with_calamine(source, io.BytesIO(around(stream)), says)


def _refuse_far(place: Place, scan: _Scan, size: int) -> None:
    rows, columns = scan.last_row + 1, scan.last_column + 1
    name = cell_name(scan.last_row, scan.last_column)
    if columns > _MOST_COLUMNS:
        raise refuse("far_cell", place, cell=name)
    refuse_box(place, cell=name, rows=rows, columns=columns, size=size, most=_MOST_BOX)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and body of each record up to the end of the part that begins at ``at``."""
    depth = 0
    while True:
        number, length = _PLACE.unpack_from(stream, at)
        body = stream[at + 4 : at + 4 + length]
        if len(body) < length:
            raise ValueError("abgeschnitten")
        at += 4 + length
        depth += (number == _BEGIN) - (number == _END)
        yield number, body
        if depth <= 0:
            return


def _globals(source: Source, stream: bytes) -> tuple[dict[str, int], bool]:
    """Return where each worksheet begins, and whether days count from 1904."""
    sheets = {}
    from_1904 = False
    for count, (number, body) in enumerate(_records(stream, 0)):
        if count == 0:
            _check_begin(source, number, body)
        elif number == _PASSWORD:
            raise refuse("password_protected", source.place)
        elif number == _FROM_1904:
            from_1904 = body[:1] == b"\x01"
        elif number == _SHEET and body[5] == 0:
            sheets[_sheet_name(body)] = struct.unpack_from("<I", body)[0]
    return sheets, from_1904


def _check_begin(source: Source, number: int, body: bytes) -> None:
    if number != _BEGIN:
        raise ValueError("BOF")
    if struct.unpack_from("<H", body)[0] != _BIFF8:
        raise foreign(source, "eine Arbeitsmappe von Excel 5 oder Excel 95", "save as")


def _sheet_name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    return body[8:].decode("utf-16-le")[:length] if is_wide else body[8 : 8 + length].decode("latin-1")


def _scan(stream: bytes, at: int) -> _Scan:
    scan = _Scan()
    depth = 0
    for number, body in _records(stream, at):
        depth += (number == _BEGIN) - (number == _END)
        if depth == 1:  # deeper lie the charts of the sheet
            scan.take(number, body)
    return scan
