"""Where the table of a sheet begins: its header and the filled rows below; and which sheet to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.model.region import fold
from kooperation.reading.columns import looks_like_number
from kooperation.reading.container import Source
from kooperation.reading.sheet import Row, Sheet, cell_text, is_blank
from kooperation.reading.vocabulary import columns_meant

HEADER_WITHIN = 30
IsKnown = Callable[[str], bool]
NumberedRow = tuple[int, Row]  # the row as Excel counts, and its cells


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet below its header, before any cell is typed. Blank rows are left out."""

    source: Source
    sheet: Sheet
    header_row: int
    headings: tuple[str, ...]
    rows: tuple[NumberedRow, ...]
    titles: tuple[str, ...]

    @property
    def place(self) -> Place:
        """The sheet as a place of findings."""
        return Place(file=self.source.name, sheet=self.sheet.name)

    @property
    def header_place(self) -> Place:
        """The header as a place of findings."""
        return self.place_of(self.header_row)

    @property
    def is_example(self) -> bool:
        """Whether the file itself says that its figures are invented."""
        said = (*self.titles, self.source.name, self.sheet.name or "")
        return any("beispieldaten" in fold(text) for text in said)

    def place_of(self, row: int | None, position: int | None = None) -> Place:
        """Return one row, or one cell of it, as a place of findings."""
        heading = None if position is None else self.headings[position]
        return Place(self.source.name, self.sheet.name, row, heading)

    def column(self, position: int) -> list[Any]:
        """Return the cells of one column."""
        return [cells[position] for _, cells in self.rows]

    def listed_headings(self) -> str:
        """Return the headings that the file has, for messages."""
        found = [heading for heading in self.headings if not is_made_up(heading)]
        return ", ".join(f"„{heading}“" for heading in found)


def is_made_up(heading: str) -> bool:
    """Tell whether a heading stands for a column that has none."""
    return bool(re.fullmatch(r"Spalte \d+", heading))


# --- header --------------------------------------------------------------------------------------------


def find_grid(source: Source, sheet: Sheet, *, is_known: IsKnown | None = None) -> Grid | None:
    """Find the header within the first 30 rows and return what stands below it; ``None`` when there is none.

    The header is the row with the most headings that ``is_known`` knows, by default the vocabulary; of equals
    the widest, then the first.
    """
    found = _find_header(sheet.rows, is_known or (lambda heading: bool(columns_meant(heading))))
    if found is None:
        return None
    top, known = found
    header, below = sheet.rows[top], sheet.rows[top + 1 :]
    # A text row that is too long is a fault; a workbook's cell right of the headings is a remark, and kept.
    usual = _usual_width(below, at_least=3) if sheet.name is None else max(map(_width, below), default=0)
    width = max(_width(header), usual)
    rows = tuple(
        (number, _padded(row, width))
        for number, row in enumerate(_unmerged(sheet)[top + 1 :], start=top + 2)
        if not all(map(is_blank, row[:width]))
    )
    titles = tuple(text for row in sheet.rows[:top] for cell in row if (text := cell_text(cell)))
    if not rows and known < 2:
        return None  # a line of words, not the header of an empty export
    return Grid(source, sheet, top + 1, _headings(_padded(header, width)), rows, titles)


def _find_header(rows: Sequence[Row], is_known: IsKnown) -> tuple[int, int] | None:
    """Return where the header stands, from 0, and how many of its headings are known."""
    usual_width = _usual_width(rows)
    best: tuple[int, int, int] | None = None
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        filled = [cell for cell in row if not is_blank(cell)]
        if len(filled) < 2 or not all(map(_may_be_heading, filled)) or not any(map(_has_letter, filled)):
            continue
        known = sum(is_known(str(cell)) for cell in filled)
        if known >= 2 or len(filled) >= max(2, 0.6 * usual_width):
            best = max(best or (0, 0, 1), (known, len(filled), -index))
    return (-best[2], best[0]) if best else None


def _may_be_heading(cell: Any) -> bool:
    """Words, a sign such as ``%`` or ``€``, or a year."""
    if isinstance(cell, (date, bool)):
        return False
    if isinstance(cell, (int, float)):
        return 1990 <= cell <= 2100
    text = cell.strip()
    if re.fullmatch(r"(19|20)\d\d|[^\w\s]{1,3}", text):
        return not looks_like_number(text) or text.isdigit()
    return len(text) < 120 and _has_letter(text) and not looks_like_number(text)


def _has_letter(cell: Any) -> bool:
    return isinstance(cell, str) and bool(re.search(r"[^\W\d_]", cell))


def _width(row: Row) -> int:
    """Return the number of cells up to the last filled one."""
    return next((place for place in range(len(row), 0, -1) if not is_blank(row[place - 1])), 0)


def _usual_width(rows: Sequence[Row], *, at_least: int = 1) -> int:
    """Return the width of most rows; 0 where fewer than ``at_least`` have it."""
    widths = Counter(map(_width, rows[:200]))
    del widths[0]
    usual = max(widths, key=lambda width: (widths[width], -width), default=0)
    return usual if widths[usual] >= at_least else 0


def _padded(row: Row, width: int) -> Row:
    return [*row[:width], *[None] * (width - len(row))]


def _headings(header: Sequence[Any]) -> tuple[str, ...]:
    """Return one heading per column; one that stands twice gets a number: ``Betrag``, ``Betrag (2)``."""
    headings: list[str] = []
    for position, cell in enumerate(header, start=1):
        heading = re.sub(r"\s+", " ", cell_text(cell) or f"Spalte {position}")
        spelled, number = heading, 1
        while spelled in headings:
            number += 1
            spelled = f"{heading} ({number})"
        headings.append(spelled)
    return tuple(headings)


def _unmerged(sheet: Sheet) -> list[Row]:
    """Fill merged cells downwards with texts and dates; an amount stands once."""
    if not sheet.merged:
        return sheet.rows
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if bottom > top and left == right and top < len(rows) and left < len(rows[top]):
            first = rows[top][left]
            if isinstance(first, date) or (isinstance(first, str) and not looks_like_number(first)):
                for row in rows[top + 1 : bottom + 1]:
                    row[left] = first
    return rows


# --- sheet ---------------------------------------------------------------------------------------------


def sheets_named(source: Source, sheets: Sequence[Sheet], name: str | None) -> Sequence[Sheet]:
    """Return the sheet called ``name``, or all sheets when none is named.

    Raises
    ------
    KooperationError
        When there is no such sheet.
    """
    named = [sheet for sheet in sheets if name is None or sheet.name == name]
    if not named:
        found = ", ".join(f"„{sheet.name}“" for sheet in sheets if sheet.name is not None)
        raise refuse("sheet_missing", source.place, sheet=name, found=found or "–")
    return named


def choose_grid(source: Source, grids: Sequence[Grid]) -> Grid:
    """Return the one sheet to read; a sheet that holds all rows of the others stands for them.

    Raises
    ------
    KooperationError
        When no sheet has a header, or two fit.
    """
    fitting = [grid for grid in grids if _has_values(grid)] or list(grids)
    if not fitting:
        raise refuse("no_header", source.place)
    if len(fitting) == 1:
        return fitting[0]
    whole = _sheet_of_all(fitting)
    if whole is None:
        sheets = ", ".join(f"„{grid.sheet.name}“" for grid in fitting)
        raise refuse("two_sheets", source.place, sheets=sheets)
    return whole


def _has_values(grid: Grid) -> bool:
    return any(looks_like_number(cell) or isinstance(cell, date) for _, row in grid.rows for cell in row)


def _sheet_of_all(grids: Sequence[Grid]) -> Grid | None:
    counts = [Counter(tuple(map(cell_text, cells)) for _, cells in grid.rows) for grid in grids]
    for grid, own in zip(grids, counts, strict=True):
        if all(not count - own for count in counts if count is not own):
            return grid
    return None
