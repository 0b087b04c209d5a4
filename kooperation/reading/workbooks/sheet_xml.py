"""What the XML of one sheet of an xlsx file says beyond its values: its box, faults, what is hidden.

Most of the time of reading would go into looking for what is rarely there. So each question is first put to
single characters that occur only where the answer is yes; only then is the XML searched.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.workbooks.calamine import MOST_COLUMNS, Inside, cell_name, refuse_box

_SMALL = 1_000_000  # bytes that are searched in any case
_MOST_ROWS = 1_048_576


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
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]*)\$?([0-9]+)""")
_WIDE = re.compile(rb'r="[A-Za-z]{2}')
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

    def inside(self) -> Inside:
        """Return what the sheet says beyond its values; a box that no reader can fill is refused.

        Raises
        ------
        KooperationError
            When cells lie so far apart that the rectangle around them would fill all memory.
        """
        if self._has(b"!") and self._has(b"<![CDATA["):
            raise refuse("workbook_unreadable", self.place, why="CDATA")
        self._check_box()
        return Inside(
            faults=self._faults(),
            hidden_rows=self._hidden_rows(),
            hidden_columns=self._hidden_columns(),
            check_rows=self.check_rows,
        )

    def _has(self, mark: bytes) -> bool:
        return self.xml.find(mark, self.start, self.end) >= 0

    # --- box

    def _check_box(self) -> None:
        look = _look(self) if self.end - self.start > _SMALL else _Look(is_plain=False)
        if look.is_plain and look.is_low and (look.is_narrow or not self._is_wide()):
            return  # at most 26 columns and 999,999 rows: a box that fits into memory
        if self.end - self.start <= _SMALL:
            self._refuse_twice()
        rows, columns = _farthest_plain(self) if look.is_plain else _farthest(self._references())
        if rows * columns > self.end - self.start or columns > MOST_COLUMNS or rows > _MOST_ROWS:
            rows, columns = _farthest(self._references_with_content())
            size = 0 if rows > _MOST_ROWS else self.end - self.start
            name = cell_name(rows - 1, columns - 1)
            refuse_box(self.place, cell=name, rows=rows, columns=columns, size=size)

    def _refuse_twice(self) -> None:
        """Refuse two cells of one name: the second would silently replace the first."""
        named = Counter(letters + digits for letters, digits in self._references() if letters)
        twice = next((name for name, count in named.items() if count > 1), None)
        if twice:
            why = f"{twice.decode()} steht zweimal da"
            raise refuse("workbook_unreadable", self.place, why=why)

    def _is_wide(self) -> bool:
        return _WIDE.search(self.xml, self.start, self.end) is not None

    def _references(self) -> Iterator[tuple[bytes, bytes]]:
        return ((match[1], match[2]) for match in _REFERENCE.finditer(self.xml, self.start, self.end))

    def _references_with_content(self) -> Iterator[tuple[bytes, bytes]]:
        row = b"0"
        forms = _forms(self.prefix)
        element = re.compile(forms.row.pattern + b"|" + forms.cell.pattern, re.DOTALL)
        for match in element.finditer(self.xml, self.start, self.end):
            said = _REFERENCE.search(match[0] if match[1] is None else match[1])
            if match[1] is None:
                row = said[2] if said else row
            elif forms.value.search(match[2] or b""):
                yield (said[1], said[2]) if said else (b"", row)

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
            reference = _REFERENCE.search(attributes)
            if not is_error and (value or _IS_TEXT.search(attributes)):
                continue
            if not reference:
                raise refuse("workbook_unreadable", self.place, why="Fehlerwert in einer Zelle ohne Adresse")
            shown = html.unescape(value[1].decode("utf-8", "replace")) if value and value[1] else "#?"
            yield _position(reference[1], reference[2]), shown if is_error else None

    # --- what is hidden

    def _hidden_rows(self) -> frozenset[int]:
        if not (self._has(b"h") and self._has(b"hidden")):
            return frozenset()
        rows = (match[0] for match in _forms(self.prefix).row.finditer(self.xml, self.start, self.end))
        found = (_REFERENCE.search(row) for row in rows if _HIDDEN.search(row))
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
        marks = sum(int(np.count_nonzero(part == 119)) for _, part in _parts(self, 0))
        if marks == 2 * filled:
            return  # "w" stands in <row> and </row> alone: every row of the file was found
        row, seen = 0, set()
        for match in _forms(self.prefix).row.finditer(self.xml, self.start, self.end):
            reference = _REFERENCE.search(match[0])
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


def _column(letters: bytes) -> int:
    """Return the number of a column from 1; 1 where a cell does not name it."""
    number = 0
    for letter in letters.upper()[:7]:
        number = number * 26 + letter - 64
    return number or 1


def _position(letters: bytes, digits: bytes) -> tuple[int, int]:
    return int(digits) - 1, _column(letters) - 1


def _farthest(references: Iterator[tuple[bytes, bytes]]) -> tuple[int, int]:
    rows, letters = 1, {b""}
    for column, row in references:
        letters.add(column)
        rows = max(rows, int(row[:12]))
    return rows, max(map(_column, letters))


_STEP = 1 << 18  # as much as stays close to the processor
_Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]


def _parts(sheet: SheetXml, overlap: int) -> Iterator[tuple[int, _Bytes]]:
    characters = np.frombuffer(sheet.xml, np.uint8)
    for at in range(sheet.start, sheet.end, _STEP):
        yield at, characters[at : min(at + _STEP + overlap, sheet.end)]


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at all characters tells.

    Attributes
    ----------
    is_plain : bool
        References are written ``r="A1"``, without blanks and apostrophes.
    is_narrow : bool
        No attribute begins with two letters, so no column lies beyond Z.
    is_low : bool
        No attribute ends with seven digits, so no row lies beyond 999,999.
    """

    is_plain: bool
    is_narrow: bool = False
    is_low: bool = False


def _look(sheet: SheetXml) -> _Look:
    is_narrow = is_low = True
    for _, part in _parts(sheet, 8):
        is_equals, is_other, is_blank = part == 61, part != 34, part <= 32
        if (is_equals[:-1] & is_other[1:]).any() or (is_blank[:-1] & is_equals[1:]).any():
            return _Look(is_plain=False)
        is_letter = (part | 32) - np.uint8(97) < np.uint8(26)
        is_narrow = is_narrow and not (is_letter[1:-1] & is_letter[2:] > is_other[:-2]).any()
        is_digit = part - np.uint8(48) < np.uint8(10)
        two = is_digit[:-1] & is_digit[1:]
        four = two[:-2] & two[2:]
        is_low = is_low and not ((four[:-3] & four[3:])[:-1] > is_other[7:]).any()
    return _Look(is_plain=True, is_narrow=is_narrow, is_low=is_low)


def _farthest_plain(sheet: SheetXml) -> tuple[int, int]:
    """Return the last row and column that any ``r="…"`` names, without making an object of each."""
    characters = np.frombuffer(sheet.xml, np.uint8)
    rows, columns = 1, 1
    for at, part in _parts(sheet, 2):
        found = np.flatnonzero((part[2:] == 34) & (part[1:-1] == 61) & (part[:-2] == 114)) + at + 3
        row, column = _rows_and_columns(characters, found[found + _LONGEST_NAME <= len(characters)])
        rows, columns = max(rows, row), max(columns, column)
    return rows, columns


_LONGEST_NAME = 14


def _rows_and_columns(
    characters: _Bytes, found: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[int, int]:
    """Return the last row and column of the names that begin at the positions ``found``."""
    rows, columns = 1, 1
    row, column = np.zeros(len(found), np.int64), np.zeros(len(found), np.int64)
    for place in range(_LONGEST_NAME):
        if not len(found):
            break
        character = characters[found + place]
        letter = (character | 32) - np.uint8(96)
        is_letter = (letter >= 1) & (letter <= 26) & (character > 64)
        is_digit = (character >= 48) & (character <= 57)
        column = np.where(is_letter, column * 26 + letter, column)
        row = np.where(is_digit, row * 10 + (character - np.uint8(48)), row)
        rows, columns = max(rows, int(np.max(row))), max(columns, int(np.max(column)))
        goes_on = is_letter | is_digit
        found, row, column = found[goes_on], row[goes_on], column[goes_on]
    return rows, columns
