"""Any container to sheets of raw cells: text stays text, numbers stay numbers, nothing is guessed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place
from kooperation.reading.container import Source, kind_of

Cell = str | float | int | bool | date | datetime | None
Row = list[Any]

MOST_COLUMNS = 1_000
_FAULTS = (
    "#WERT!",
    "#VALUE!",
    "#BEZUG!",
    "#REF!",
    "#NV",
    "#N/A",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#ZAHL!",
    "#NUM!",
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The raw cells of one sheet. ``rows[0]`` is row 1; an empty cell is ``None`` or ``""``.

    ``name`` is ``None`` for text files. ``merged`` holds (first row, first column, last row, last column), all from 0.
    ``faults`` maps (row, column) from 0 to an error value or a formula without a stored value.
    """

    name: str | None
    rows: list[Row]
    is_hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    separator: str | None = None
    encoding: str | None = None


def read_sheets(source: Source) -> list[Sheet]:
    """Return every sheet with cells of ``source``.

    Raises
    ------
    KooperationError
        When the container is broken or foreign, the encoding cannot be told, or the text is no table.
    """
    return _workbook_sheets(source) if kind_of(source) == "workbook" else [_text_sheet(source)]


# --- workbooks -----------------------------------------------------------------------------------------------


def _workbook_sheets(source: Source) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    faults = _inspect_sheets(source)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        sheets = []
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False)
            merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
            if any(value not in ("", None) for row in rows for value in row):
                is_hidden = meta.visible != SheetVisibleEnum.Visible
                sheets.append(Sheet(meta.name, rows, is_hidden, merged, faults.get(meta.name, {})))
    except KooperationError:
        raise
    except (CalamineError, OSError, ValueError, RuntimeError, zipfile.BadZipFile) as error:
        raise refuse("workbook_unreadable", source.place, why=error) from None
    if not sheets:
        raise refuse("no_table", source.place)
    return sheets


_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_FAR_COLUMN = re.compile(rb'r="[A-Z]{3}[0-9]')
_FAR_ROW = re.compile(rb'r="([A-Z]+[0-9]{6,})"')


def _sheet_members(source: Source) -> Iterable[tuple[str, bytes]]:
    """Yield the name and XML of every sheet of an xlsx or xlsm file; nothing for other workbooks."""
    from openpyxl.reader.workbook import WorkbookParser  # knows how sheet names lead to their files

    if not source.content.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return
        try:
            parser = WorkbookParser(archive, "xl/workbook.xml")
            parser.parse()
            found = [(sheet.name, relation.target) for sheet, relation in parser.find_sheets()]
        except Exception as error:  # noqa: BLE001 - a broken workbook part raises anything in there
            raise refuse("workbook_unreadable", source.place, why=error) from None
        for name, target in found:
            if target in archive.namelist():
                yield name, archive.read(target)


def _inspect_sheets(source: Source) -> dict[str, dict[tuple[int, int], str]]:
    """Return per sheet what readers would hide: error values and formulas without a stored value.

    A box that spans far columns *and* far rows is refused: readers allocate it whole, which kills the process.
    """
    faults = {}
    for name, xml in _sheet_members(source):
        if _FAR_COLUMN.search(xml) and (far := _FAR_ROW.search(xml)):
            raise refuse("far_cell", Place(file=source.name, sheet=name), cell=far[1].decode())
        faults[name] = _faults(xml) if b'"e"' in xml or b"<f" in xml else {}
    return faults


def _faults(xml: bytes) -> dict[tuple[int, int], str]:
    faults = {}
    for cell in _CELL.finditer(xml):
        attributes, inner = cell[1], cell[2] or b""
        reference = _REFERENCE.search(attributes)
        if not reference:
            continue
        if b't="e"' in attributes:
            shown = re.search(rb"<v>(.*?)</v>", inner)
            faults[_position(reference)] = shown[1].decode("utf-8", "replace") if shown else "#?"
        elif b"<f" in inner and b"<v>" not in inner and b"<v/>" not in inner:
            faults[_position(reference)] = "Formel ohne Wert"
    return faults


def _position(reference: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in reference[1]:
        column = column * 26 + letter - 64
    return int(reference[2]) - 1, column - 1


# --- text ----------------------------------------------------------------------------------------------------


def _text_sheet(source: Source) -> Sheet:
    text, encoding = decode(source)
    if bad := _CONTROL.search(text):
        raise refuse(
            "control_character",
            Place(file=source.name, row=text.count("\n", 0, bad.start()) + 1),
            character=f"0x{ord(bad[0]):02x}",
        )
    declared = re.match(r"sep=(.)\r?\n", text)
    separator = declared[1] if declared else _separator(text)
    rows = _records(source, text, separator)
    if declared:
        rows[0] = []
    return Sheet(None, rows, separator=separator, encoding=encoding)


def decode(source: Source) -> tuple[str, str]:
    """Return the text and its encoding: what the byte order mark says, else UTF-8, UTF-16 or Windows-1252.

    Raises
    ------
    KooperationError
        When the bytes fit no encoding throughout, with the line of the first that does not fit.
    """
    content = source.content
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode_strictly(source, encoding), encoding
    if b"\x00" in content[:1000]:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
        return _decode_strictly(source, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _has_utf8_letters(content):
            raise refuse(
                "mixed_encoding",
                Place(file=source.name, row=content.count(b"\n", 0, error.start) + 1),
                byte=f"0x{content[error.start]:02x}",
            ) from None
    for encoding in ("cp1252", "cp850"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return _decode_strictly(source, "cp1252"), "cp1252"


def _has_utf8_letters(content: bytes) -> bool:
    return bool(re.search(rb"\xc3[\xa4\xb6\xbc\x84\x96\x9c\x9f]|\xe2\x82\xac", content))


def _decode_strictly(source: Source, encoding: str) -> str:
    try:
        return source.content.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        raise refuse(
            "broken_encoding",
            Place(file=source.name, row=line),
            encoding=encoding,
            byte=f"0x{source.content[error.start]:02x}",
        ) from None


def _separator(text: str) -> str:
    """Choose the separator under which most lines have the same number of cells."""
    sample = text[:200_000].splitlines()[:400]
    scores = {candidate: _regularity(sample, candidate) for candidate in ";\t|,"}
    return max(scores, key=lambda candidate: scores[candidate])


def _regularity(lines: Sequence[str], separator: str) -> int:
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    return max((count * min(width, 4) for width, count in widths.items()), default=0)


def _records(source: Source, text: str, separator: str) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise refuse("broken_text", Place(file=source.name, row=reader.line_num), why=error) from None
    if rows and rows[-1] and "\n" in rows[-1][-1] and text.count('"') % 2:
        raise refuse("open_quote", Place(file=source.name, row=len(rows)))
    if (width := max(map(len, rows), default=0)) > MOST_COLUMNS:
        raise refuse("too_many_columns", source.place, count=width)
    return rows


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing to read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_fault(cell: Cell) -> bool:
    """Tell whether a text cell shows the error value of a spreadsheet."""
    return isinstance(cell, str) and cell.strip().upper() in _FAULTS


def cell_text(cell: Cell) -> str | None:
    """Return a cell as the text of a key or a remark: trimmed, whole numbers without ``.0``, dates as ISO."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return str(cell)
