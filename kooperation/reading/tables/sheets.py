"""Which sheet of a workbook is read: the one whose header fits; two that fit are refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import LONGEST_CELL, Finding, finding, masked
from kooperation.model.region import fold
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import Sheet, cell_text, is_blank
from kooperation.reading.container import Source
from kooperation.reading.tables.grid import Grid
from kooperation.reading.words.line_labels import is_footer_label, is_pure_total_label
from kooperation.reading.words.vocabulary import columns_meant, fold_heading, is_known_heading

_PIVOT = re.compile(
    r"zeilenbeschriftungen|spaltenbeschriftungen|row labels|column labels"
    r"|(?:summe|anzahl|mittelwert|maximum|minimum|sum|count|average) (?:von|of) .+|.+ - (?:summe|sum)"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheet to read, and what is to be said about the others."""

    grid: Grid
    notes: tuple[Finding, ...] = ()


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


def no_header(source: Source, sheets: Sequence[Sheet], *, row: int | None = None) -> KooperationError:
    """Say that no header was found, showing how the file begins; ``row``: where the caller looked for it."""
    if row is not None:
        return refuse("header_row_missing", source.place, row=row)
    filled = (cells for sheet in sheets for cells in sheet.rows[:40] if not all(map(is_blank, cells)))
    lines = (" | ".join(map(_shape, cells[:12])) for cells in islice(filled, 3))
    shapes = " ⏎ ".join(line[:LONGEST_CELL] for line in lines)
    shown = shapes if len(shapes) <= LONGEST_CELL else f"{shapes[: LONGEST_CELL - 1]}…"
    return refuse("no_header", source.place, raw=shown or None)


def _shape(cell: Any) -> str:
    """Return a cell of a record without what it says: it may name a person. Known headings stay."""
    text = cell_text(cell) or ""
    return text if is_known_heading(text) else masked(text)


def choose_grid(source: Source, grids: Sequence[Grid]) -> Grid:
    """Return the one sheet to read; see :func:`choose_sheet`."""
    return choose_sheet(source, grids).grid


def choose_sheet(source: Source, grids: Sequence[Grid]) -> Choice:
    """Return the one sheet to read: the one with numbers whose header is known.

    A sheet that holds all rows of the others stands for them, and what only sums the rows of another (a pivot
    table) stands aside. Sheets whose headings nobody knows stand aside for one that is known; they are named.

    Raises
    ------
    KooperationError
        When no sheet has a header, or two fit.
    """
    fitting = [grid for grid in grids if _has_values(grid)] or list(grids)
    if not fitting:
        raise refuse("no_header", source.place)
    rivals = _told_apart(fitting)
    whole = rivals[0] if len(rivals) == 1 else _sheet_of_all(rivals)
    if whole is None:
        sheets = ", ".join(f"„{grid.sheet.name}“" for grid in rivals)
        raise refuse("two_sheets", source.place, sheets=sheets)
    return Choice(whole, tuple(aside_notes(whole, [grid for grid in fitting if grid not in rivals])))


def aside_notes(read: Grid, others: Sequence[Grid]) -> list[Finding]:
    """Name the sheets with numbers that are not read; aloud where they look like the one that is."""
    aside = [grid for grid in others if grid is not read and _has_values(grid)]
    if not aside:
        return []
    own = set(map(fold_heading, read.headings))
    is_alike = any(len(own.intersection(map(fold_heading, grid.headings))) * 2 > len(own) for grid in aside)
    sheets = ", ".join(f"„{grid.sheet.name}“" for grid in aside)
    return [finding("sheets_aside", read.place, severity="warning" if is_alike else None, sheets=sheets)]


def _has_values(grid: Grid) -> bool:
    return any(looks_like_number(cell) or isinstance(cell, date) for _, row in grid.rows for cell in row)


def _told_apart(grids: Sequence[Grid]) -> list[Grid]:
    """Leave out pivot tables, and unknown sheets beside known ones."""
    tables = [grid for grid in grids if not _is_pivot(grid)] or list(grids)
    known = [grid for grid in tables if sum(bool(columns_meant(one)) for one in grid.headings) >= 2]
    return known or tables


def _is_pivot(grid: Grid) -> bool:
    said = (*grid.headings, *grid.titles)
    return any(_PIVOT.fullmatch(fold(text)) for text in said)


def _sheet_of_all(grids: Sequence[Grid]) -> Grid | None:
    """Return the sheet that holds the rows of all others, a visible one first; totals may differ.

    A hidden sheet never stands for a visible one: what it has beyond that may be old or left out on purpose.
    """
    counts = [_records(grid) for grid in grids]
    found = [
        grid
        for grid, own in zip(grids, counts, strict=True)
        if all(not count - own for count in counts if count is not own)
    ]
    visible = [grid for grid in found if not grid.sheet.is_hidden]
    is_shown = any(not grid.sheet.is_hidden for grid in grids)
    return next(iter(visible if is_shown else found), None)


def _records(grid: Grid) -> Counter[tuple[str | None, ...]]:
    rows = (tuple(map(cell_text, cells)) for _, cells in grid.rows)
    return Counter(row for row in rows if not _is_closing(row))


def _is_closing(row: Sequence[str | None]) -> bool:
    """Tell whether a row is a total or a note, which each sheet has of its own."""
    words = [text for text in row if text]
    return any(map(is_pure_total_label, words)) or (len(words) <= 2 and is_footer_label(words[0]))
