"""Binary workbooks of Excel 2007 and later (xlsb): what the records of each sheet say, before the reader."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

from kooperation.model.causes import cause_of
from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.workbooks.archive import Archive, stored
from kooperation.reading.workbooks.biff import ERROR_VALUES
from kooperation.reading.workbooks.calamine import (
    MOST_COLUMNS,
    MOST_TEXT,
    Inside,
    WorkbookSays,
    cell_name,
    read_with_calamine,
    refuse_box,
)

_ROW, _BLANK, _ERROR, _SHARED, _FORMULA_ERROR, _RICH = 0, 1, 3, 7, 11, 62
_STRING, _COLUMNS, _PROPERTIES, _SHEET = 19, 60, 153, 156
_MOST_ROWS = 1_048_576
_WORKBOOK = "xl/workbook.bin"
_LINKS = "xl/_rels/workbook.bin.rels"
_NUMBER = struct.Struct("<I")


@dataclass(slots=True)
class _Scan:
    """What is gathered while the records of one sheet go by."""

    row: int = 0
    last_row: int = 0
    last_column: int = 0
    text: int = 0  # bytes of shared text
    faults: dict[tuple[int, int], str | None] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def take(self, number: int, body: bytes, strings: list[int]) -> None:
        """Note one record; ``strings`` are the lengths of the shared texts."""
        if number == _ROW:
            self.row = _NUMBER.unpack_from(body)[0]
            if len(body) > 11 and body[11] & 0x10:
                self.hidden_rows.add(self.row + 1)
        elif _BLANK < number <= _FORMULA_ERROR or number == _RICH:
            column = _NUMBER.unpack_from(body)[0]
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, column)
            if number in (_ERROR, _FORMULA_ERROR):
                self.faults[self.row, column] = ERROR_VALUES.get(body[8], "#?")
            elif number == _SHARED:
                self.text += strings[_NUMBER.unpack_from(body, 8)[0]]
        elif number == _COLUMNS and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            self.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))


def read_xlsb(archive: Archive) -> list[Sheet]:
    """Return every worksheet with cells of an xlsb file.

    Raises
    ------
    KooperationError
        When a part is broken, or cells lie so far apart that the rectangle around them would fill all memory.
    """
    source = archive.source
    workbook = archive.read(_WORKBOOK)
    links = archive.read_xml(_LINKS)
    parts = {_WORKBOOK: workbook, _LINKS: links}
    for name in ("xl/styles.bin", "xl/sharedStrings.bin"):
        if name in archive:
            parts[name] = archive.read(name)
    try:
        strings = [
            len(body)
            for number, body in _records(parts.get("xl/sharedStrings.bin", b""))
            if number == _STRING
        ]
        targets = _targets(links)
        names, from_1904 = _sheets(workbook)
        scans = {}
        for identity, name in names.items():
            part = targets[identity]
            if part in archive:
                parts[part] = archive.read(part)
                scans[name] = _scan(parts[part], strings)
    except (struct.error, IndexError, ValueError, KeyError, ElementTree.ParseError) as error:
        raise refuse("workbook_unreadable", source.place, why=cause_of(error)) from None
    archive.check_rest()
    insides = {}
    for name, scan in scans.items():
        _refuse_far(Place(source.name, name), scan, sum(map(len, parts.values())))
        insides[name] = Inside(scan.faults, frozenset(scan.hidden_rows), frozenset(scan.hidden_columns))
    if (total := sum(scan.text for scan in scans.values())) > MOST_TEXT:
        raise refuse("strings_bomb", source.place, count=total // 1_000_000)
    says = WorkbookSays(insides, counts_from_1904=from_1904, has_macros="xl/vbaproject.bin" in archive)
    return read_with_calamine(source, stored(_WORKBOOK, parts), says)


def _refuse_far(place: Place, scan: _Scan, size: int) -> None:
    rows, columns = scan.last_row + 1, scan.last_column + 1
    far = rows > _MOST_ROWS or columns > 16_384
    refuse_box(
        place,
        cell=cell_name(scan.last_row, scan.last_column),
        rows=rows,
        columns=columns,
        size=-1 if far else size,
    )


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and body of each record; both number and length keep seven bits per byte."""
    at, end = 0, len(stream)
    while at < end:
        number = stream[at]
        at += 1
        if number & 0x80:
            number = number & 0x7F | (stream[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while True:
            byte = stream[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        if at + length > end:
            raise ValueError("abgeschnitten")
        yield number, stream[at : at + length]
        at += length


def _targets(links: bytes) -> dict[str, str]:
    return {
        link.get("Id", ""): normpath(join("xl", link.get("Target", "")).lstrip("/"))
        for link in ElementTree.fromstring(links)
    }


def _sheets(workbook: bytes) -> tuple[dict[str, str], bool]:
    """Return relationship id -> name of each sheet, and whether days count from 1904."""
    names = {}
    from_1904 = False
    for number, body in _records(workbook):
        if number == _SHEET:
            identity, behind = _text(body, 8)
            names[identity] = _text(body, behind)[0]
        elif number == _PROPERTIES:
            from_1904 = bool(body[0] & 1)
    return names, from_1904


def _text(body: bytes, at: int) -> tuple[str, int]:
    behind = at + 4 + 2 * _NUMBER.unpack_from(body, at)[0]
    return body[at + 4 : behind].decode("utf-16-le"), behind


def _scan(stream: bytes, strings: list[int]) -> _Scan:
    scan = _Scan()
    for number, body in _records(stream):
        scan.take(number, body, strings)
    return scan
