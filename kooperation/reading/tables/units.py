"""What the lines under a header say about all amounts: ``* Angaben in T€`` below a table is a title, too."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.rows import SortedRows
from kooperation.reading.words.titles import scale_of_titles
from kooperation.reading.words.units import odd_unit_of_heading, odd_unit_of_title
from kooperation.reading.words.vocabulary import unit_of


def said_around(grid: Grid, rows: SortedRows) -> list[str]:
    """Return the texts above the header, and the notes that stand before or behind all records."""
    return [*grid.titles, *(text for _, text, is_between in _notes(grid, rows) if not is_between)]


def units_between(grid: Grid, rows: SortedRows, scale: int) -> Iterator[Finding]:
    """Refuse a note between the records that names another unit: for which of them it holds is open."""
    for index, text, is_between in _notes(grid, rows):
        if is_between and scale_of_titles([text, ""]) not in (1, scale):
            yield finding("unit_between", grid.place_of(grid.numbers[index]), raw=text)


def odd_units(
    grid: Grid, rows: SortedRows, amounts: Collection[int], *, is_scaled: bool
) -> Iterator[Finding]:
    """Refuse amounts that heading, title or note give in cents or hundreds of euros: nothing converts them.

    Parameters
    ----------
    amounts : collection of int
        The columns of money that are read.
    is_scaled : bool
        A layout says what one stands for; then only the headings are looked at.
    """
    for position in sorted(amounts):
        if unit := odd_unit_of_heading(grid.headings[position]):
            yield finding("unit_unknown", grid.place_of(grid.header_row, position), raw=unit, unit=unit)
    if is_scaled or all(unit_of(grid.headings[position]) for position in amounts):
        return
    said = (odd_unit_of_title(text) for text in (*said_around(grid, rows), grid.sheet.name or ""))
    if unit := next(filter(None, said), None):
        yield finding("unit_unknown", grid.place, raw=unit, unit=unit)


def _notes(grid: Grid, rows: SortedRows) -> Iterator[tuple[int, str, bool]]:
    """Yield the index and the text of each note, and whether it stands between records."""
    notes = [index for index, (reason, _) in sorted(rows.apart.items()) if reason == "note"]
    records = np.flatnonzero(rows.is_record) if notes else np.zeros(0, dtype=np.int64)
    first, last = (records[0], records[-1]) if len(records) else (grid.size, 0)
    for index in notes:
        text = " ".join(shown for cell in grid.cells(index) if (shown := cell_text(cell)))
        yield index, text, bool(first < index < last)
