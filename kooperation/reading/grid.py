"""The cells of one sheet below its header, before any cell is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kooperation.model.findings import Place
from kooperation.model.region import fold
from kooperation.reading.columns import looks_like_number
from kooperation.reading.container import Source
from kooperation.reading.header import Header, IsKnown, Wanted, find_header, is_made_up, padded
from kooperation.reading.sheet import Row, Sheet, is_blank

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
    header: Header

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


def find_grid(
    source: Source, sheet: Sheet, *, is_known: IsKnown | None = None, header: Wanted = "find"
) -> Grid | None:
    """Return what stands below the header of a sheet; ``None`` when there is no header."""
    found = find_header(sheet, is_known=is_known, header=header)
    if found is None:
        return None
    width, top = len(found.headings), found.last_row
    rows = tuple(
        (number, padded(row, width))
        for number, row in enumerate(_unmerged(sheet)[top:], start=top + 1)
        if not all(map(is_blank, row[:width]))
    )
    if not rows and found.known < 2:
        return None  # a line of words, not the header of an empty export
    return Grid(source, sheet, found.last_row, found.headings, rows, found.titles, found)


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
