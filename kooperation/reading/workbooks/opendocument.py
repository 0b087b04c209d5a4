"""OpenDocument spreadsheets (ods, fods): repeated cells and rows, spans, errors, what is hidden."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from kooperation.model.causes import cause_of
from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet, is_fault
from kooperation.reading.container import Source
from kooperation.reading.workbooks.archive import Archive
from kooperation.reading.workbooks.calamine import MOST_COLUMNS, cell_name, refuse_box
from kooperation.reading.workbooks.formats import with_unit

_NAMESPACES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _OFFICE, _TEXT, _STYLE = (
    "{" + _NAMESPACES.format(name) + "}" for name in ("table", "office", "text", "style")
)
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_MOST_ROWS = 1_048_576
_MOST_REPEATED = 1_000_000  # cells that repeats alone may bring
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_FAULT = re.compile(r"#[^\s]+|(?:Err|Fehler):[0-9]+")
_TRUTHS = {"TRUE": True, "WAHR": True, "FALSE": False, "FALSCH": False}
_DURATION = re.compile(r"PT([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S")


def read_ods(archive: Archive) -> list[Sheet]:
    """Return every sheet with cells of an ods file.

    Raises
    ------
    KooperationError
        When it is broken, protected by a password, or repeats cells until they fill all memory.
    """
    if "meta-inf/manifest.xml" in archive:
        is_locked = b"encryption-data" in archive.read("META-INF/manifest.xml")
        if is_locked:
            raise refuse("password_protected", archive.source.place)
    if "content.xml" not in archive:
        locked = "encrypted-package" in archive
        raise refuse(
            "password_protected" if locked else "broken_archive", archive.source.place, why="content.xml"
        )
    content = archive.read_xml("content.xml")
    archive.check_rest()
    return read_flat_ods(archive.source, content)


def read_flat_ods(source: Source, content: bytes | None = None) -> list[Sheet]:
    """Return every sheet with cells of an OpenDocument spreadsheet that is one XML text.

    Raises
    ------
    KooperationError
        When it is broken, or repeats cells until they fill all memory.
    """
    from lxml import etree

    xml = source.content if content is None else content
    try:
        sheets = list(_sheets(source, xml))
    except (etree.LxmlError, ValueError, OverflowError) as error:
        raise refuse("workbook_unreadable", source.place, why=cause_of(error)) from None
    if not sheets:
        raise refuse("no_table", source.place)
    return sheets


def _sheets(source: Source, xml: bytes) -> Iterator[Sheet]:
    from lxml import etree

    wanted = [f"{_TABLE}{name}" for name in ("table", "table-row", "table-column")]
    walk = etree.iterparse(
        io.BytesIO(xml),
        events=("start", "end"),
        tag=[*wanted, f"{_STYLE}style"],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    undisplayed: set[str] = set()
    made: _Made | None = None
    for event, element in walk:
        kind = element.tag.rpartition("}")[2]
        if event == "start" and kind == "table" and made is None:
            place = Place(source.name, element.get(f"{_TABLE}name"))
            made = _Made(place, len(xml), is_hidden=element.get(f"{_TABLE}style-name") in undisplayed)
        elif event == "start":
            continue
        elif kind == "style":
            if any(child.get(f"{_TABLE}display") == "false" for child in element):
                undisplayed.add(element.get(f"{_STYLE}name"))
        elif kind == "table-column" and made:
            made.take_column(element)
        elif kind == "table-row" and made:
            made.take_row(element)
            element.clear()
        elif kind == "table" and made:
            if sheet := made.sheet():
                yield sheet
            made = None
            element.clear()


@dataclass(slots=True)
class _Made:
    """A sheet while its rows go by. Blank rows are only counted until a filled one follows."""

    place: Place
    size: int
    is_hidden: bool
    rows: list[list[Any]] = field(default_factory=list)
    pending: int = 0
    width: int = 0
    repeated: int = 0
    column: int = 0
    faults: dict[tuple[int, int], str | None] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def take_column(self, element: Any) -> None:
        """Note the description of one column or several."""
        count = _repeat(element, "columns")
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.hidden_columns.update(range(self.column, min(self.column + count, MOST_COLUMNS)))
        self.column += count

    def take_row(self, element: Any) -> None:
        """Note one row, as often as it is repeated."""
        count = _repeat(element, "rows")
        row = self._cells(element)
        if not any(value is not None for value in row.values) and not row.faults:
            self.pending += count
            return
        top = len(self.rows) + self.pending
        self._check(top + count, count, row)
        self.rows += [[] for _ in range(self.pending)]
        self.pending = 0
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.hidden_rows.update(range(top + 1, top + count + 1))
        for place in range(top, top + count):
            self.rows.append(row.values if count == 1 else list(row.values))
            self.faults.update({(place, column): shown for column, shown in row.faults.items()})
            for column, down, across in row.spans:
                self.merged.append((place, column, place + down - 1, column + across - 1))

    def _check(self, rows: int, count: int, row: _Row) -> None:
        self.width = max(self.width, len(row.values))
        self.repeated += (count - 1) * len(row.values) + row.repeated
        if self.repeated > max(_MOST_REPEATED, self.size):
            raise refuse("archive_bomb", self.place)
        size = 0 if rows > _MOST_ROWS else self.size
        cell = cell_name(rows - 1, self.width - 1)
        refuse_box(self.place, cell=cell, rows=rows, columns=self.width, size=size)

    def _cells(self, element: Any) -> _Row:
        row = _Row()
        column = 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            count = _repeat(cell, "columns")
            value, fault = _value(cell)
            if value is not None or fault:
                if column + count > MOST_COLUMNS:
                    raise refuse("too_many_columns", self.place, count=column + count)
                row.values += [None] * (column - len(row.values)) + [value] * count
                row.repeated += count - 1
                if fault:
                    row.faults.update(dict.fromkeys(range(column, column + count), fault.shown))
            row.note_span(cell, column)
            column += count
        return row

    def sheet(self) -> Sheet | None:
        """Return the sheet, or ``None`` when it holds nothing."""
        if not self.rows:
            return None
        for row in self.rows:
            row += [None] * (self.width - len(row))
        return Sheet(
            self.place.sheet,
            self.rows,
            is_hidden=self.is_hidden,
            merged=tuple(self.merged),
            faults=self.faults,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
        )


@dataclass(slots=True)
class _Row:
    values: list[Any] = field(default_factory=list)
    faults: dict[int, str | None] = field(default_factory=dict)
    spans: list[tuple[int, int, int]] = field(default_factory=list)  # column, rows, columns
    repeated: int = 0

    def note_span(self, cell: Any, column: int) -> None:
        """Note that a cell is merged with those below or beside it."""
        down = int(cell.get(f"{_TABLE}number-rows-spanned", 1))
        across = int(cell.get(f"{_TABLE}number-columns-spanned", 1))
        if (down > 1 or across > 1) and column < MOST_COLUMNS:
            self.spans.append((column, min(down, _MOST_ROWS), min(across, MOST_COLUMNS)))


def _repeat(element: Any, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated", 1)), 1)


# --- one cell ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fault:
    shown: str | None


def _value(cell: Any) -> tuple[Any, _Fault | None]:
    """Return what a cell holds, or what is wrong with it; ``(None, None)``: a blank cell."""
    kind = cell.get(f"{_OFFICE}value-type")
    formula = cell.get(f"{_TABLE}formula")
    if kind is None and not len(cell):
        return None, _Fault(None) if formula is not None else None
    shown = "\n".join(_paragraph(child) for child in cell if child.tag == f"{_TEXT}p")
    is_error = cell.get(f"{_CALCEXT}value-type") == "error"
    if is_error or (formula is not None and _FAULT.fullmatch(shown.strip())) or is_fault(shown):
        return None, _Fault(shown.strip() or "#?")
    if kind is None:
        return (shown or None), None  # a formula whose value is an empty text has an empty paragraph
    return _typed(cell, kind, shown), None


def _typed(cell: Any, kind: str, shown: str) -> Any:
    if shown in _TRUTHS:
        return _TRUTHS[shown]  # a truth value may be kept as 1 or 0
    if kind in ("float", "percentage", "currency"):
        currency = cell.get(f"{_OFFICE}currency", "EUR")
        number = float(cell.get(f"{_OFFICE}value", "nan"))
        if currency not in ("EUR", "€"):
            return with_unit(number, currency)  # no euros: the unit must not get lost
        if kind == "percentage" and math.isfinite(number):
            return with_unit(number, "%")
        return number if math.isfinite(number) else shown or None
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return _moment(cell.get(f"{_OFFICE}date-value", "")) or shown
    if kind == "time":
        return _clock(cell.get(f"{_OFFICE}time-value", "")) or shown
    return shown or cell.get(f"{_OFFICE}string-value") or None


def _moment(text: str) -> date | datetime | None:
    try:
        return datetime.fromisoformat(text[:26]) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def _clock(text: str) -> time | timedelta | None:
    parts = _DURATION.fullmatch(text)
    if parts is None:
        return None
    hours, minutes, seconds = map(int, parts.groups())
    if hours < 24 and minutes < 60 and seconds < 60:
        return time(hours, minutes, seconds)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _paragraph(element: Any) -> str:
    text = element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "s":
            text += " " * min(int(child.get(f"{_TEXT}c", 1)), 1_000)
        elif name in ("tab", "line-break"):
            text += "\t" if name == "tab" else "\n"
        elif name and name != "annotation":
            text += _paragraph(child)
        text += child.tail or ""
    return text
