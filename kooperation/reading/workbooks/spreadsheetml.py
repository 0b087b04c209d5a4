"""Excel-2003 XML (SpreadsheetML): what old reporting tools and SAP write and call ``.xls``."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kooperation.model.causes import cause_of
from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.container import Source
from kooperation.reading.workbooks.calamine import MOST_COLUMNS, cell_name, refuse_box

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_MOST_ROWS = 1_048_576


def read_spreadsheetml(source: Source) -> list[Sheet]:
    """Return every worksheet with cells of an Excel-2003 XML file.

    Raises
    ------
    KooperationError
        When the XML is broken or cut off, or cells lie so far apart that they would fill all memory.
    """
    from lxml import etree

    try:
        sheets = list(_sheets(source))
    except (etree.LxmlError, ValueError, OverflowError) as error:
        raise refuse("workbook_unreadable", source.place, why=cause_of(error)) from None
    if not sheets:
        raise refuse("no_table", source.place)
    return sheets


def _sheets(source: Source) -> Iterator[Sheet]:
    from lxml import etree

    names = [f"{_SS}{name}" for name in ("Worksheet", "Column", "Row")]
    walk = etree.iterparse(
        io.BytesIO(source.content.lstrip()),
        events=("start", "end"),
        tag=[*names, f"{_X}Date1904", f"{_X}Visible"],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    from_1904 = False
    made: _Made | None = None
    for event, element in walk:
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if name == "Worksheet":
                made = _Made(Place(source.name, element.get(f"{_SS}Name")), len(source.content))
        elif name == "Date1904":
            from_1904 = True
        elif made is None:
            continue
        elif name == "Worksheet":
            if made.rows:
                yield made.sheet(counts_from_1904=from_1904)
            made = None
            element.clear()
        else:
            made.take(name, element)


@dataclass(slots=True)
class _Made:
    """A sheet while its rows go by."""

    place: Place
    size: int
    is_hidden: bool = False
    rows: list[list[Any]] = field(default_factory=list)
    following: int = 0  # where the next row stands when it does not say
    column: int = 0
    width: int = 0
    faults: dict[tuple[int, int], str | None] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def take(self, name: str, element: Any) -> None:
        """Note one element of the sheet."""
        if name == "Visible":
            self.is_hidden = (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden")
        elif name == "Column":
            self.take_column(element)
        elif name == "Row":
            self.take_row(element)
            element.clear()

    def take_column(self, element: Any) -> None:
        """Note the description of one column or several."""
        self.column = int(element.get(f"{_SS}Index", self.column + 1)) - 1
        behind = self.column + 1 + int(element.get(f"{_SS}Span", 0))
        if element.get(f"{_SS}Hidden") == "1":
            self.hidden_columns.update(range(self.column, min(behind, MOST_COLUMNS)))
        self.column = behind

    def take_row(self, element: Any) -> None:
        """Note one row at its place."""
        place = int(element.get(f"{_SS}Index", self.following + 1)) - 1
        if place < self.following:
            raise refuse("rows_in_disorder", self.place, before=self.following, row=place + 1)
        self.following = place + 1 + int(element.get(f"{_SS}Span", 0))
        row = self._cells(element, place)
        if element.get(f"{_SS}Hidden") == "1":
            self.hidden_rows.update(range(place + 1, min(self.following, _MOST_ROWS) + 1))
        if not row:
            return
        self.width = max(self.width, len(row))
        cell = cell_name(place, self.width - 1)
        size = 0 if place > _MOST_ROWS else self.size
        refuse_box(self.place, cell=cell, rows=place + 1, columns=self.width, size=size)
        self.rows += [[] for _ in range(place - len(self.rows))]
        self.rows.append(row)

    def _cells(self, element: Any, place: int) -> list[Any]:
        """Return the cells of a row up to the last filled one; what merging covers is blank."""
        row: list[Any] = []
        following = 0
        for cell in element.iterchildren(f"{_SS}Cell"):
            column = int(cell.get(f"{_SS}Index", following + 1)) - 1
            if column < following:
                raise ValueError(f"ss:Index {column + 1}")
            across, down = int(cell.get(f"{_SS}MergeAcross", 0)), int(cell.get(f"{_SS}MergeDown", 0))
            following = column + 1 + across
            if across or down:
                self.merged.append((place, column, place + down, column + across))
            value, is_fault = _value(cell)
            if value is None and not is_fault:
                continue
            if column >= MOST_COLUMNS:
                raise refuse("too_many_columns", self.place, count=column + 1)
            if is_fault:
                self.faults[place, column] = value
            row += [None] * (column - len(row))
            row.append(None if is_fault else value)
        return row

    def sheet(self, *, counts_from_1904: bool) -> Sheet:
        """Return the sheet."""
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
            counts_from_1904=counts_from_1904,
        )


def _value(cell: Any) -> tuple[Any, bool]:
    """Return what a cell holds and whether it is a fault: an error value, or ``None`` for a bare formula."""
    held = cell.find(f"{_SS}Data")
    if held is None:
        return None, cell.get(f"{_SS}Formula") is not None
    text = "".join(held.itertext())
    kind = held.get(f"{_SS}Type", "String")
    if kind == "Error":
        return text.strip() or "#?", True
    if kind == "Number" and text.strip():
        number = float(text)
        return (number if math.isfinite(number) else text), False
    if kind == "Boolean":
        return text.strip() == "1", False
    if kind == "DateTime":
        return _moment(text.strip()), False
    return text or None, False


def _moment(text: str) -> Any:
    """Return a day, or a day with its time; a time alone stands on the day before 1900 begins."""
    moment = datetime.fromisoformat(text)
    if moment.year < 1900:
        return moment.time()
    return moment.date() if moment.time() == moment.min.time() else moment
