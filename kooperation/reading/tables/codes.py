"""Codes that a spreadsheet took for something else: ``15.01.01`` for a day, ``1900004711`` for ``1,9E+09``.

A day among codes of the form ``15.01.02`` is turned back; elsewhere nothing tells what the code was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.column import Array, Column, MixedColumn, TextColumn
from kooperation.reading.cells.readers import read_date
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid
from kooperation.reading.words.vocabulary import ColumnKind, columns_meant

_ACCOUNTS = frozenset(("teilprodukt", "sachkonto", "account_path", "cost_object", "contra_account"))
_IDENTIFYING = _ACCOUNTS | {"document", "order_id"}
_POWER = re.compile(r"-?[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]{1,3}")
_LONG_DAY = re.compile(r"[0-9]{2}\.[0-9]{2}\.(?:19|20)[0-9]{2}")
_SHORT_DAY = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_CODE_WITH_DOTS = re.compile(r"[0-9]+(?:\.[0-9]+)+")


def mended_codes(
    grid: Grid, kinds: Mapping[int, ColumnKind], *, among: Array
) -> tuple[Grid, dict[int, ColumnKind], list[Finding]]:
    """Return the grid with restored codes, its kinds, and a finding for each cell in question.

    Parameters
    ----------
    kinds : dict
        Position -> kind. Columns of codes are those read as keys, and those whose heading says account.
    among : ndarray of bool
        The rows that count.
    """
    findings: list[Finding] = []
    kept = dict(kinds)
    for position, heading in enumerate(grid.headings):
        meant = set(columns_meant(heading))
        is_key = kinds[position] == "key"
        if (is_key and not meant) or meant & _ACCOUNTS:
            cells, found = _mended_days(grid, position, among)
            findings += found
            if cells is not None:
                grid, kept[position] = grid.with_column(position, cells), "key"
        if is_key or meant & _IDENTIFYING:
            findings += _powers(grid, position, among)
            findings += _rounded(grid, position, among)
    return grid, kept, findings


# --- days ----------------------------------------------------------------------------------------------


def _mended_days(grid: Grid, position: int, among: Array) -> tuple[list[Any] | None, list[Finding]]:
    column = grid.columns[position]
    rows = _day_rows(column, among)
    if not len(rows):
        return None, []
    others = column.take(np.setdiff1d(np.flatnonzero(among), rows)).distinct.cells
    dotted = [text for cell in others if (text := cell_text(cell)) and _CODE_WITH_DOTS.fullmatch(text)]
    is_short = bool(dotted) and all(map(_SHORT_DAY.fullmatch, dotted))
    cells = column.to_list()
    is_mended = False
    findings = []
    for row in rows.tolist():
        day, place = _day_of(cells[row]), grid.place_of(grid.numbers[row], position)
        if is_short and day is not None and 1930 <= day.year < 2030:
            code = day.strftime("%d.%m.%y")
            raw = cell_text(cells[row])
            findings.append(finding("code_was_day", place, raw=raw, code=code, like=dotted[0]))
            cells[row], is_mended = code, True
        elif not isinstance(cells[row], str):
            findings.append(finding("code_is_day", place, raw=cell_text(cells[row])))
    return (cells if is_mended else None), findings


def _day_rows(column: Column, among: Array) -> Array:
    """Return the rows whose cell is a day, or a text such as ``15.01.2001``."""
    if isinstance(column, MixedColumn) and not column.types & {date, datetime, str}:
        return np.zeros(0, dtype=np.int64)
    if isinstance(column, TextColumn):
        rows = np.flatnonzero(column.rows_that(lambda texts: pc.equal(pc.binary_length(texts), 10)) & among)
        distinct = column.take(rows).distinct
        return rows[distinct.rows_of(map(_is_day, distinct.cells))]
    distinct = column.distinct
    return np.flatnonzero(distinct.rows_of(map(_is_day, distinct.cells)) & among)


def _is_day(cell: Any) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and bool(_LONG_DAY.fullmatch(cell.strip())))


def _day_of(cell: Any) -> date | None:
    try:
        return cell if isinstance(cell, date) else read_date(cell)
    except ValueError:
        return None


# --- powers of ten -------------------------------------------------------------------------------------


def _powers(grid: Grid, position: int, among: Array) -> Iterator[Finding]:
    """Refuse codes whose last digits are lost."""
    column = grid.columns[position]
    if isinstance(column, TextColumn) and (column.is_digits.all() or not column.rows_that(_hold_plus).any()):
        return
    distinct = column.distinct
    is_power = (isinstance(cell, str) and bool(_POWER.fullmatch(cell.strip())) for cell in distinct.cells)
    for row in np.flatnonzero(distinct.rows_of(is_power) & among).tolist():
        yield finding("code_is_power", grid.place_of(grid.numbers[row], position), raw=column[row])


_MOST_DIGITS = 10**15  # a spreadsheet keeps 15 digits of a number and writes 0 behind them
_MOST_EXACT = 2**53


def _rounded(grid: Grid, position: int, among: Array) -> Iterator[Finding]:
    """Refuse codes of more digits than a number of a spreadsheet holds: the last ones are made up."""
    column = grid.columns[position]
    if not isinstance(column, MixedColumn) or not column.types & {int, float}:
        return
    distinct = column.distinct
    for row in np.flatnonzero(distinct.rows_of(map(_is_rounded, distinct.cells)) & among).tolist():
        yield finding(
            "code_is_rounded", grid.place_of(grid.numbers[row], position), raw=cell_text(column[row])
        )


def _is_rounded(cell: Any) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not _MOST_DIGITS <= abs(cell) < 1e300:
        return False
    return abs(cell) > _MOST_EXACT or int(cell) % 10 == 0


def _hold_plus(texts: pa.Array) -> pa.Array:
    return pc.match_substring(texts, "+")
