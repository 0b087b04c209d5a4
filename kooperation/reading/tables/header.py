"""Where the header of a sheet stands, and what the headings of its columns are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.cells.column_rows import SheetColumns
from kooperation.reading.cells.sheet import Row, Sheet, cell_text, is_blank
from kooperation.reading.tables.candidates import (
    HEADER_WITHIN,
    Beginning,
    Candidate,
    IsKnown,
    beginning_of,
    candidates,
    rivals_of,
    sort_of,
    table_beside,
)
from kooperation.reading.tables.joining import HeaderRows, folded_lines, header_rows, joined_headings
from kooperation.reading.words.vocabulary import columns_meant, fold_heading

__all__ = [
    "HEADER_WITHIN",
    "Header",
    "IsKnown",
    "Wanted",
    "find_header",
    "is_made_up",
    "is_other_header",
    "padded",
]

Wanted = int | Literal["find"] | None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet.

    Attributes
    ----------
    first_row, last_row : int
        The rows that it takes, as Excel counts; a header of one row has both the same, none has 0.
    headings : tuple of str
        One per column, as wide as the table; a column without one is called ``Spalte 3``.
    titles : tuple of str
        The texts above; those of another table above are left out.
    known : int
        How many headings are known.
    lines : tuple of tuple of str
        The folded cells of each of its rows: a page break repeats them.
    doubts : tuple of Finding
        What was decided on the way and might be otherwise, by row.
    """

    first_row: int
    last_row: int
    headings: tuple[str, ...]
    titles: tuple[str, ...]
    known: int
    lines: tuple[tuple[str, ...], ...] = ()
    doubts: tuple[Finding, ...] = ()

    def notes(self, place: Place) -> Iterable[Finding]:
        """Say what was joined to one header, and refuse what could be another header or table."""
        return [doubt.at(Place(place.file, place.sheet, doubt.place.row)) for doubt in self.doubts]


def is_made_up(heading: str) -> bool:
    """Tell whether a heading stands for a column that has none."""
    return bool(re.fullmatch(r"Spalte \d+", heading))


def find_header(sheet: Sheet, *, is_known: IsKnown | None = None, header: Wanted = "find") -> Header | None:
    """Find the header within the first 30 rows; ``None`` when there is none.

    Parameters
    ----------
    is_known : callable, optional
        Tells whether a heading is a known one; by default the vocabulary does.
    header : int or None, optional
        The row of the header as Excel counts, where the caller names it. ``None``: there is no header, the
        columns are called ``Spalte 1``, ``Spalte 2`` and so on.
    """
    if header is None:
        width = _usual_width(sheet.rows) if sheet.name is None else _greatest_width(sheet.rows, 0)
        return Header(0, 0, _headings([None] * width), (), 0)
    if header != "find" and header < 1:
        return None
    start = beginning_of(sheet.rows[_skipped(header) :], is_known or (lambda one: bool(columns_meant(one))))
    found = candidates(start) if header == "find" else _named(start)
    if not found:
        return None
    rows = header_rows(start, found[0].index, merged=_moved(sheet, -_skipped(header)))
    return _header(sheet, start, rows, found, skipped=_skipped(header))


def _skipped(header: int | Literal["find"]) -> int:
    """Return how many rows above a named header are no part of it."""
    return 0 if header == "find" else max(header - 1, 0)


def _named(start: Beginning) -> list[Candidate]:
    if not start.rows or not start.filled(0):
        return []
    return [Candidate(0, start.known(0), len(start.filled(0)), 0, len(start.rows), is_detail=False)]


def _moved(sheet: Sheet, rows: int) -> list[tuple[int, int, int, int]]:
    return [(top + rows, left, bottom + rows, right) for top, left, bottom, right in sheet.merged]


def _header(
    sheet: Sheet, start: Beginning, rows: HeaderRows, found: Sequence[Candidate], *, skipped: int
) -> Header:
    last = rows.last + skipped
    named = max(map(_width, sheet.rows[rows.first + skipped : last + 1]))
    width = max(named, _width_of(sheet, last + 1))
    headings = _headings(joined_headings(start, rows, width, merged=_moved(sheet, -skipped)))
    return Header(
        first_row=rows.first + skipped + 1,
        last_row=last + 1,
        headings=headings,
        titles=_titles(sheet, rows.first + skipped, found),
        known=sum(start.is_known(heading) for heading in headings if not is_made_up(heading)),
        lines=folded_lines(start, rows, width),
        doubts=tuple(_doubts(start, rows, found, headings)) if not skipped else (),
    )


def _doubts(
    start: Beginning, rows: HeaderRows, found: Sequence[Candidate], headings: Sequence[str]
) -> Iterator[Finding]:
    first, last = rows.first + 1, rows.last + 1
    for row in rivals_of(start, rows.first):
        yield finding("header_unclear", Place(row=row + 1), rows=f"{row + 1}, {first}", last=first)
    for other in found[1:]:
        if other.index < rows.first and other.mass:
            yield from _doubts_of_table(start, other, found[0], first=first, headings=headings)
    if beside := table_beside(start, rows.last, rows.named):
        named = _listed(headings[column] for column in beside)
        yield finding("table_beside", Place(row=first), headings=named)
    if last > first:
        yield finding("header_joined", Place(row=first), rows=f"{first}–{last}", headings=_listed(headings))


def _doubts_of_table(
    start: Beginning, other: Candidate, chosen: Candidate, *, first: int, headings: Sequence[str]
) -> Iterator[Finding]:
    """Refuse postings of another table above the header, and warn of a summary that is no small one."""
    row = other.index + 1
    if other.is_detail:
        yield finding("second_table", Place(row=first), headings=_listed(headings), header=row)
    elif other.mass > (2 if chosen.is_detail else 0.3) * chosen.mass:
        named = _listed(start.text(other.index, column) for column in start.filled(other.index))
        yield finding("table_above", Place(row=row), headings=named, row=row)


def _listed(headings: Iterable[str]) -> str:
    return ", ".join(f"„{heading}“" for heading in headings if not is_made_up(heading))


def _titles(sheet: Sheet, first: int, found: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the texts above the header, without those of a table that stands there as well."""
    others: set[int] = set()
    for other in found[1:]:
        if other.index < first and other.mass:
            end = next((row for row in range(other.index, first) if not _width(sheet.rows[row])), first)
            others.update(range(other.index, end))
    rows = (row for index, row in enumerate(sheet.rows[:first]) if index not in others)
    return tuple(text for row in rows for cell in row if (text := cell_text(cell)))


def is_other_header(cells: Sequence[Any], headings: Sequence[str]) -> bool:
    """Tell whether a row of words below a header is the header of another table.

    It names at least two columns in known words, most of its words are known, and they are not those of the
    header above.
    """
    filled = [(position, str(cell)) for position, cell in enumerate(cells) if not is_blank(cell)]
    if len(filled) < 2 or any(sort_of(word) != "word" for _, word in filled):
        return False
    if all(fold_heading(word) == fold_heading(headings[position]) for position, word in filled):
        return False
    known = sum(bool(columns_meant(word)) for _, word in filled)
    return known >= 2 and known * 2 > len(filled)


def _width_of(sheet: Sheet, top: int) -> int:
    """Return how wide the rows below a header are.

    A text row that is too long is a fault; a workbook's cell right of the headings is a remark, and kept.
    """
    return (
        _usual_width(sheet.rows[top:], at_least=3) if sheet.name is None else _greatest_width(sheet.rows, top)
    )


def _greatest_width(rows: Sequence[Row], top: int) -> int:
    """Return the width of the widest row below the first ones, looking from the right.

    Mostly the first look tells.
    """
    if isinstance(rows, SheetColumns):
        return rows.width_below(top)
    rows = rows[top:]
    for place in range(max(map(len, rows), default=0), 0, -1):
        if any(len(row) >= place and not is_blank(row[place - 1]) for row in rows):
            return place
    return 0


def _width(row: Row) -> int:
    """Return the number of cells up to the last filled one."""
    return next((place for place in range(len(row), 0, -1) if not is_blank(row[place - 1])), 0)


def _usual_width(rows: Sequence[Row], *, at_least: int = 1) -> int:
    """Return the width of most rows; 0 where fewer than ``at_least`` have it."""
    widths = Counter(map(_width, rows[:200]))
    del widths[0]
    usual = max(widths, key=lambda width: (widths[width], -width), default=0)
    return usual if widths[usual] >= at_least else 0


def padded(row: Row, width: int) -> Row:
    """Return the first ``width`` cells of a row; what a short row lacks is empty."""
    return [*row[:width], *[None] * (width - len(row))]


def _headings(header: Sequence[Any]) -> tuple[str, ...]:
    """Return one heading per column; one that stands twice gets a number: ``Betrag``, ``Betrag (2)``."""
    headings: dict[str, None] = {}
    numbers: Counter[str] = Counter()
    for position, cell in enumerate(header, start=1):
        text = (cell_text(cell) or "").replace("\u00ad", "")
        heading = spelled = re.sub(r"\s+", " ", text) or f"Spalte {position}"
        while spelled in headings:
            numbers[heading] += 1
            spelled = f"{heading} ({numbers[heading] + 1})"
        headings[spelled] = None
    return tuple(headings)
