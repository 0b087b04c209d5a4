"""One sheet of any export as a typed table under its own headings, with the report of how it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.model.errors import raise_errors
from kooperation.model.money import cents_to_euros
from kooperation.model.schema import DATE, FLAG, TEXT, WHOLE
from kooperation.reading.cells.sheet import Sheet, is_blank
from kooperation.reading.container import Source, read_source
from kooperation.reading.tables.asked import check_asked
from kooperation.reading.tables.dates import DateOrder
from kooperation.reading.tables.grid import Grid, find_grid
from kooperation.reading.tables.header import Wanted
from kooperation.reading.tables.instructions import Instructions
from kooperation.reading.tables.report import ControlTotal, DroppedRow, LoadReport
from kooperation.reading.tables.rows import Identity
from kooperation.reading.tables.sheets import choose_sheet, no_header, sheets_named
from kooperation.reading.tables.typed import TypedTable, type_grid
from kooperation.reading.unpacking import read_sheets
from kooperation.reading.words.vocabulary import ColumnKind, columns_meant

__all__ = ["ControlTotal", "DroppedRow", "LoadReport", "Table", "read_table"]


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """One sheet of an export: ``frame`` with the file's own headings, and the ``report`` of how it was read.

    Money columns are exact euros [EUR]; codes and texts are text as it stands; blanks are ``<NA>``.
    """

    frame: pd.DataFrame
    report: LoadReport


def read_table(
    path: str | Path,
    *,
    sheet: str | None = None,
    header: Wanted = "find",
    decimal: str | None = None,
    dates: DateOrder | None = None,
    strict: bool = True,
) -> Table:
    """Read one sheet of any export: text as text, amounts as exact euros, totals tied and dropped.

    Parameters
    ----------
    path : str or Path
        Workbook (xlsx, xlsb, xls, ods), HTML or XML table, delimited text or list; its bytes decide.
    sheet : str, optional
        Which sheet, when several fit.
    header : int, None or ``"find"``
        The row of the headings as Excel counts; ``"find"``: they are looked for. ``None``: there are none;
        the file is read by position, under ``Spalte 1``, ``Spalte 2`` and so on, each column as its cells
        tell.
    decimal : ``","`` or ``"."``, optional
        The decimal mark, when the file alone cannot tell it.
    dates : ``"day first"`` or ``"month first"``, optional
        The order of ``03/04/2024``, when the file alone cannot tell it.
    strict : bool
        ``False``: read on, cells that cannot be read become ``<NA>`` and a finding of ``report.findings``.

    Returns
    -------
    Table
        ``frame``: one row per record; amounts [EUR]. ``report``: what was decided, dropped and noticed.

    Raises
    ------
    KooperationError
        With every fault of the file: place, finding, remedy.
    ValueError
        For a ``header``, ``decimal`` or ``dates`` that is none of those above.
    """
    convention = check_asked(decimal=decimal, dates=dates, header=header)
    source = read_source(path)
    sheets = sheets_named(source, read_sheets(source), sheet)
    chosen = choose_sheet(source, _grids(source, sheets, header))
    kinds = _kinds_by_cells(chosen.grid) if header is None else {}
    instructions = Instructions(
        kinds=kinds,
        convention=convention,
        dates=dates,
        identity=_identity(chosen.grid, kinds),
        is_foreign_read=True,
    )
    typed = type_grid(chosen.grid, instructions)
    report = replace(typed.report, findings=(*chosen.notes, *typed.report.findings))
    if strict:
        raise_errors(report.findings)
    return Table(_frame(typed), report)


def _grids(source: Source, sheets: Sequence[Sheet], header: Wanted) -> list[Grid]:
    found = [grid for sheet in sheets if (grid := find_grid(source, sheet, header=header)) is not None]
    if not found:
        raise no_header(source, sheets, row=None if header == "find" else header)
    return found


_WRITTEN_DAY = re.compile(r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{2,4}")


def _kinds_by_cells(grid: Grid) -> dict[int, ColumnKind]:
    """Return the columns without headings that hold days and nothing else."""
    found: dict[int, ColumnKind] = {}
    for position in range(len(grid.headings)):
        filled = [cell for cell in grid.column(position) if not is_blank(cell)]
        if filled and all(
            isinstance(one, date) or _WRITTEN_DAY.fullmatch(str(one).strip()) for one in filled
        ):
            found[position] = "date"
    return found


def _identity(grid: Grid, kinds: Mapping[int, ColumnKind]) -> Identity:
    """Guess from the headings where date and document stand, so that subtotals are recognised.

    Without headings the first column of days is the date.
    """
    if kinds:
        return Identity(booked_on=min(kinds))
    first = {
        column: position
        for position, heading in reversed([*enumerate(grid.headings)])
        for column in columns_meant(heading)
    }
    told = frozenset(first[column] for column in ("text", "vendor") if column in first)
    return Identity(first.get("booked_on"), first.get("document"), told=told, region=first.get("region_text"))


_DTYPES: dict[str, Any] = {"year": WHOLE, "whole": WHOLE, "flag": FLAG, "key": TEXT, "text": TEXT}


def _frame(typed: TypedTable) -> pd.DataFrame:
    made: dict[str, Any] = {}
    for position, heading in enumerate(typed.grid.headings):
        kind, values = typed.kinds[position], typed.columns[position]
        if kind == "money":
            made[heading] = cents_to_euros(values)
        elif kind == "date":
            made[heading] = values.to_numpy(zero_copy_only=False).astype(DATE)
        else:
            made[heading] = _DTYPES[kind].__from_arrow__(values)
    return pd.DataFrame(made, index=pd.RangeIndex(len(typed.numbers)), copy=False)
