"""What a raw cell and a sheet of raw cells are: text stays text, numbers stay numbers, nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kooperation.model.findings import Finding

Cell = str | float | int | bool | date | datetime | None
Row = list[Any]

_SHOWN = """
    #WERT! #VALUE! #BEZUG! #REF! #NV #N/A #DIV/0! #NAME? #NULL! #ZAHL! #NUM! #ÜBERLAUF! #SPILL!
"""
_ERROR_VALUES = frozenset(_SHOWN.split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """The raw cells of one sheet. ``rows[0]`` is row 1; an empty cell is ``None`` or ``""``.

    The rows of a long text are made on demand: :class:`kooperation.reading.texts.plain.PlainRows`.

    Attributes
    ----------
    name : str or None
        ``None`` for text files.
    merged : tuple
        (first row, first column, last row, last column), all from 0.
    faults : dict
        (row, column) from 0 -> the error value shown; ``None`` for a formula without a stored value.
    hidden_rows : frozenset of int
        Rows that Excel does not show, as Excel counts.
    hidden_columns : frozenset of int
        Columns that Excel does not show, from 0.
    counts_from_1904 : bool
        The workbook counts its days from 1904, as those of old Macintoshes do.
    separator : str or None
        Between the cells of a text file.
    notes : tuple of Finding
        What the container has to say about this sheet, such as macros that are not run.
    """

    name: str | None
    rows: Sequence[Row]
    is_hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    faults: dict[tuple[int, int], str | None] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    counts_from_1904: bool = False
    separator: str | None = None
    notes: tuple[Finding, ...] = ()


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing to read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_fault(cell: Cell) -> bool:
    """Tell whether a text cell shows the error value of a spreadsheet."""
    return isinstance(cell, str) and cell.strip().upper() in _ERROR_VALUES


def cell_text(cell: Cell) -> str | None:
    """Return a cell as the text of a key or a remark: trimmed, whole numbers without ``.0``, dates as ISO."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return str(cell)
