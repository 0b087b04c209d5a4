"""What the lines under a header say about all amounts: ``* Angaben in T€`` below a table is a title, too."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.rows import SortedRows
from kooperation.reading.words.titles import scale_of_titles


def said_around(grid: Grid, rows: SortedRows) -> list[str]:
    """Return the texts above the header, and the notes that stand before or behind all records."""
    return [*grid.titles, *(text for _, text, is_between in _notes(grid, rows) if not is_between)]


def units_between(grid: Grid, rows: SortedRows, scale: int) -> Iterator[Finding]:
    """Refuse a note between the records that names another unit: for which of them it holds is open."""
    for index, text, is_between in _notes(grid, rows):
        if is_between and scale_of_titles([text, ""]) not in (1, scale):
            yield finding("unit_between", grid.place_of(grid.numbers[index]), raw=text[:120])


def _notes(grid: Grid, rows: SortedRows) -> Iterator[tuple[int, str, bool]]:
    """Yield the index and the text of each note, and whether it stands between records."""
    notes = [index for index, (reason, _) in sorted(rows.apart.items()) if reason == "note"]
    records = np.flatnonzero(rows.is_record) if notes else np.zeros(0, dtype=np.int64)
    first, last = (records[0], records[-1]) if len(records) else (grid.size, 0)
    for index in notes:
        text = " ".join(shown for cell in grid.cells(index) if (shown := cell_text(cell)))
        yield index, text, bool(first < index < last)
