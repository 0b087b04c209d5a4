"""Which sheet of a workbook is read: the one whose header fits; two that fit are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kooperation.model.errors import refuse
from kooperation.reading.columns import looks_like_number
from kooperation.reading.container import Source
from kooperation.reading.grid import Grid
from kooperation.reading.sheet import Sheet, cell_text


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
