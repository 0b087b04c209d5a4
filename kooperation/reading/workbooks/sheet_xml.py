"""What the XML of one sheet of an xlsx file says beyond its values: its box, faults, what is hidden.

Most of the time of reading would go into looking for what is rarely there. So each question is first put to
single characters that occur only where the answer is yes; only then is the XML searched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from kooperation.model.causes import Spoken
from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.workbooks.calamine import MOST_COLUMNS, MOST_ROWS, Inside, cell_name, refuse_box
from kooperation.reading.workbooks.formats import unit_cells
from kooperation.reading.workbooks.references import (
    REFERENCE,
    column_number,
    farthest,
    refuse_twice,
    rising_box,
)

_NO_ADDRESS = Spoken("Fehlerwert in einer Zelle ohne Adresse", "error value in a cell without an address")

_TWO_RANGES = Spoken("zwei Zellbereiche in einem Blatt", "two ranges of cells in one sheet")

_SMALL = 1_000_000  # bytes that are searched in any case
STRICT = b"http://purl.oclc.org/ooxml/"  # the namespaces of a strict workbook, which no reader knows


@dataclass(frozen=True, slots=True)
class _Forms:
    """The patterns of a sheet whose elements carry one namespace prefix."""

    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]
    row: re.Pattern[bytes]
    column: re.Pattern[bytes]


@cache
def _forms(prefix: bytes) -> _Forms:
    p = re.escape(prefix)
    return _Forms(
        cell=re.compile(rb"<%sc\b([^>]*?)(?:/>|>(.*?)</%sc\s*>)" % (p, p), re.DOTALL),
        formula=re.compile(rb"<%sf\b" % p),
        value=re.compile(rb"<%sv\b[^>]*>([^<]+)|<%sis\b" % (p, p)),
        row=re.compile(rb"<%srow\b[^>]*>" % p),
        column=re.compile(rb"<%scol\b[^>]*>" % p),
    )


_ROOT = re.compile(rb"<([A-Za-z0-9_.-]+:)?worksheet\b")
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\bt\s*=\s*["'](?:str|inlineStr)["']""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True, slots=True)
class SheetXml:
    """The XML of one sheet; its cells stand between ``start`` and ``end``."""

    place: Place
    xml: bytes
    prefix: bytes
    start: int
    end: int

    def inside(self, styles: Mapping[int, str]) -> Inside:
        """Return what the sheet says beyond its values; a box that no reader can fill is refused.

        Parameters
        ----------
        styles : dict
            Style -> the unit that it shows.

        Raises
        ------
        KooperationError
            When cells lie so far apart that the rectangle around them would fill all memory.
        """
        if self._has(b"!") and self._has(b"<![CDATA["):
            raise refuse("workbook_unreadable", self.place, why="CDATA")
        self.refuse_second_range()
        is_in_order = self._is_in_order()
        return Inside(
            faults=self._faults(),
            hidden_rows=self.hidden_rows(),
            hidden_columns=self._hidden_columns(),
            units=dict(self._units(styles)) if styles else {},
            check_rows=None if is_in_order else self.check_rows,
        )

    def refuse_second_range(self) -> None:
        """Refuse a sheet whose cells begin once more: a reader ends before them.

        Raises
        ------
        KooperationError
            When they do.
        """
        if self._has(b"<" + self.prefix + b"sheetData"):
            raise refuse("workbook_unreadable", self.place, why=_TWO_RANGES)

    def _has(self, mark: bytes) -> bool:
        return self.xml.find(mark, self.start, self.end) >= 0

    # --- box

    def _is_in_order(self) -> bool:
        """Refuse a box that no reader can fill, and two cells of one place; tell whether all cells rise."""
        box = rising_box(self.xml, self.start, self.end, self.prefix)
        rows, columns = box or farthest(self._references())
        if rows * columns > self.end - self.start or columns > MOST_COLUMNS or rows > MOST_ROWS:
            rows, columns = farthest(self._references_with_content())
            size = 0 if rows > MOST_ROWS else self.end - self.start
            name = cell_name(rows - 1, columns - 1)
            refuse_box(self.place, cell=name, rows=rows, columns=columns, size=size)
        if box is None:
            refuse_twice(self.place, self._references())
        return box is not None

    def _references(self) -> Iterator[tuple[bytes, bytes]]:
        return ((match[1], match[2]) for match in REFERENCE.finditer(self.xml, self.start, self.end))

    def _references_with_content(self) -> Iterator[tuple[bytes, bytes]]:
        row = b"0"
        forms = _forms(self.prefix)
        element = re.compile(forms.row.pattern + b"|" + forms.cell.pattern, re.DOTALL)
        for match in element.finditer(self.xml, self.start, self.end):
            said = REFERENCE.search(match[0] if match[1] is None else match[1])
            if match[1] is None:
                row = said[2] if said else row
            elif forms.value.search(match[2] or b""):
                yield (said[1], said[2]) if said else (b"", row)

    def _units(self, styles: Mapping[int, str]) -> Iterator[tuple[tuple[int, int], str]]:
        return unit_cells(self.xml, self.start, self.end, self.prefix, styles)

    # --- faults

    def _faults(self) -> dict[tuple[int, int], str | None]:
        """Return the error cells and the formulas without a stored value."""
        forms = _forms(self.prefix)
        is_small = self.end - self.start <= _SMALL
        has_error = (is_small or self._has(b"#")) and _IS_ERROR.search(self.xml, self.start, self.end)
        has_formula = self._has(b"f") and forms.formula.search(self.xml, self.start, self.end)
        return dict(self._each_fault(forms)) if has_error or has_formula else {}

    def _each_fault(self, forms: _Forms) -> Iterator[tuple[tuple[int, int], str | None]]:
        for cell in forms.cell.finditer(self.xml, self.start, self.end):
            attributes, inner = cell[1], cell[2] or b""
            is_error = _IS_ERROR.search(attributes)
            if not is_error and not forms.formula.search(inner):
                continue
            value = forms.value.search(inner)
            reference = REFERENCE.search(attributes)
            if not is_error and (value or _IS_TEXT.search(attributes)):
                continue
            if not reference:
                raise refuse("workbook_unreadable", self.place, why=_NO_ADDRESS)
            shown = html.unescape(value[1].decode("utf-8", "replace")) if value and value[1] else "#?"
            yield _position(reference[1], reference[2]), shown if is_error else None

    # --- what is hidden

    def hidden_rows(self) -> frozenset[int]:
        """Return the rows that Excel does not show, as Excel counts."""
        if not (self._has(b"h") and self._has(b"hidden")):
            return frozenset()
        rows = (match[0] for match in _forms(self.prefix).row.finditer(self.xml, self.start, self.end))
        found = (REFERENCE.search(row) for row in rows if _HIDDEN.search(row))
        return frozenset(int(reference[2]) for reference in found if reference)

    def _hidden_columns(self) -> frozenset[int]:
        hidden: set[int] = set()
        for match in _forms(self.prefix).column.finditer(self.xml, 0, self.start):
            if _HIDDEN.search(match[0]):
                first, last = (_number(match[0], name) for name in (b"min", b"max"))
                if first and last:
                    hidden.update(range(first - 1, min(last, MOST_COLUMNS)))
        return frozenset(hidden)

    # --- order

    def check_rows(self, filled: int) -> None:
        """Refuse a sheet that has a row twice: the second would silently replace the first.

        Raises
        ------
        KooperationError
            When rows were lost.
        """
        marks = int(np.count_nonzero(np.frombuffer(self.xml, np.uint8)[self.start : self.end] == 119))
        if marks == 2 * filled:
            return  # "w" stands in <row> and </row> alone: every row of the file was found
        row, seen = 0, set()
        for match in _forms(self.prefix).row.finditer(self.xml, self.start, self.end):
            reference = REFERENCE.search(match[0])
            before, row = row, int(reference[2]) if reference else row + 1
            if row in seen:
                raise refuse("rows_in_disorder", self.place, before=before, row=row)
            seen.add(row)


def sheet_xml(place: Place, xml: bytes) -> SheetXml:
    """Find the cells in the XML of a sheet."""
    root = _ROOT.search(xml, 0, _SMALL)
    prefix = (root[1] or b"") if root else b""
    opening, closing = b"<" + prefix + b"sheetData", b"</" + prefix + b"sheetData"
    start, end = xml.find(opening), xml.rfind(closing)
    start = len(xml) if start < 0 else start + len(opening)
    return SheetXml(place, xml, prefix, start, max(start, end) if end >= 0 else len(xml))


def _number(element: bytes, name: bytes) -> int | None:
    found = re.search(rb"""\b%s\s*=\s*["']([0-9]{1,7})["']""" % name, element)
    return int(found[1]) if found else None


def _position(letters: bytes, digits: bytes) -> tuple[int, int]:
    return int(digits) - 1, column_number(letters) - 1
