"""One sheet of any export as a typed table under its own headings, with the report of how it was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.model.errors import raise_errors
from kooperation.model.money import Convention, cents_to_euros
from kooperation.model.schema import DATE, FLAG, TEXT, WHOLE
from kooperation.reading.cells import read_sheets
from kooperation.reading.container import read_source
from kooperation.reading.grid import Grid, find_grid
from kooperation.reading.report import ControlTotal, DroppedRow, LoadReport
from kooperation.reading.rows import Identity
from kooperation.reading.sheets import choose_grid, sheets_named
from kooperation.reading.typed import Instructions, TypedTable, type_grid
from kooperation.reading.vocabulary import columns_meant

__all__ = ["ControlTotal", "DroppedRow", "LoadReport", "Table", "read_table"]


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """One sheet of an export: ``frame`` with the file's own headings, and the ``report`` of how it was read.

    Money columns are exact euros [EUR]; codes and texts are text as it stands; blanks are ``<NA>``.
    """

    frame: pd.DataFrame
    report: LoadReport


def read_table(
    path: str | Path, *, sheet: str | None = None, decimal: str | None = None, strict: bool = True
) -> Table:
    """Read one sheet of any export: text as text, amounts as exact euros, totals tied and dropped.

    Parameters
    ----------
    path : str or Path
        Excel workbook or delimited text; what it is is decided by its bytes.
    sheet : str, optional
        Which sheet, when several fit.
    decimal : ``","`` or ``"."``, optional
        The decimal mark, when the file alone cannot tell it.
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
    """
    convention = Convention(decimal) if decimal else None
    source = read_source(path)
    sheets = sheets_named(source, read_sheets(source), sheet)
    grid = choose_grid(source, [grid for one in sheets if (grid := find_grid(source, one)) is not None])
    typed = type_grid(grid, Instructions(convention=convention, identity=_identity(grid)))
    if strict:
        raise_errors(typed.report.findings)
    return Table(_frame(typed), typed.report)


def _identity(grid: Grid) -> Identity:
    """Guess from the headings where date and document stand, so that subtotals are recognised."""
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
        kind, values = typed.kinds[position], typed.values[position]
        if kind == "money":
            made[heading] = cents_to_euros(values)
        elif kind == "date":
            made[heading] = pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype=DATE)
        else:
            made[heading] = pd.array(values, dtype=_DTYPES[kind])
    return pd.DataFrame(made)
