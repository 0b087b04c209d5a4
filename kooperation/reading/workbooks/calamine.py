"""Checked bytes to sheets of raw cells by the compiled reader, and what each sheet says beyond its values."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kooperation.model.causes import Spoken, cause_of
from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place, finding
from kooperation.reading.cells.column_rows import SheetColumns
from kooperation.reading.cells.sheet import Row, Sheet, is_blank
from kooperation.reading.container import Source
from kooperation.reading.workbooks.formats import with_unit

if TYPE_CHECKING:
    from kooperation.reading.workbooks.places import Places

_ONE_NAME = Spoken("zwei Blätter mit einem Namen", "two sheets of one name")

MOST_COLUMNS = 1_000
MOST_ROWS = 1_048_576
MOST_TEXT = 1_000_000_000  # bytes of text in all cells, when cells share texts
MOST_BOX = 10_000_000  # cells of the rectangle that a reader fills for a sheet with few cells


@dataclass(frozen=True, slots=True)
class Inside:
    """What a sheet says that its values do not show.

    Attributes
    ----------
    faults : dict
        (row, column) from 0 -> the error value shown; ``None`` for a formula without a stored value.
    hidden_rows : frozenset of int
        As Excel counts.
    hidden_columns : frozenset of int
        From 0.
    units : dict
        (row, column) from 0 -> ``%`` or the foreign currency that the number there is shown with.
    check_rows : callable, optional
        Called with the number of filled rows that the reader found; refuses when the reader lost some.
    places : Places, optional
        The reader gets a short sheet of the different cells; this is where they stand.
    """

    faults: Mapping[tuple[int, int], str | None] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    units: Mapping[tuple[int, int], str] = field(default_factory=dict)
    check_rows: Callable[[int], None] | None = None
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class WorkbookSays:
    """What a workbook says: each sheet beyond its values, from when its days count, whether it has macros."""

    sheets: Mapping[str, Inside]
    counts_from_1904: bool = False
    has_macros: bool = False


def refuse_box(place: Place, *, cell: str, rows: int, columns: int, size: int, most: int = MOST_BOX) -> None:
    """Refuse the rectangle up to the last cell of a sheet when a reader could not fill it.

    Parameters
    ----------
    cell : str
        The farthest cell, for the message.
    rows, columns : int
        The size of the rectangle.
    size : int
        The bytes of the sheet: a well filled sheet has more bytes than cells.
    most : int
        The rectangle that is filled however little stands in it.

    Raises
    ------
    KooperationError
        When the rectangle is far larger than what is in it.
    """
    if rows * columns > max(most, size):
        raise refuse("far_cell", place, cell=cell)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, both counted from 0: (1, 2) is ``C2``."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_with_calamine(source: Source, content: io.BytesIO, says: WorkbookSays) -> list[Sheet]:
    """Return every worksheet with cells of a workbook that has passed the gate.

    Raises
    ------
    KooperationError
        When the workbook is broken, protected by a password, or holds no cells.
    """
    try:
        sheets = _sheets(source, content, says)
    except KooperationError:
        raise
    except BaseException as error:  # a panic of the compiled reader is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            kind = "password_protected" if "password" in str(error).casefold() else "workbook_unreadable"
            raise refuse(kind, source.place, why=cause_of(error)) from None
        raise
    if not sheets:
        raise refuse("no_table", source.place)
    return sheets


def _sheets(source: Source, content: io.BytesIO, says: WorkbookSays) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(content)
    if len(set(workbook.sheet_names)) < len(workbook.sheet_names):
        raise refuse("workbook_unreadable", source.place, why=_ONE_NAME)  # a sheet is asked for by its name
    sheets = []
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        inside = says.sheets.get(meta.name, Inside())
        sheet = workbook.get_sheet_by_name(meta.name)
        place = Place(file=source.name, sheet=meta.name)
        rows = _rows(place, sheet.to_python(skip_empty_area=False), inside)
        if rows is None:
            continue
        made = Sheet(
            meta.name,
            rows,
            is_hidden=meta.visible != SheetVisibleEnum.Visible,
            merged=tuple((*first, *last) for first, last in _merged_ranges(sheet)),
            faults=dict(inside.faults),
            hidden_rows=inside.hidden_rows,
            hidden_columns=inside.hidden_columns,
            counts_from_1904=says.counts_from_1904,
            notes=(finding("macros_not_run", place),) if says.has_macros else (),
        )
        sheets.append(made)
    return sheets


def _say_units(rows: list[Row], units: Mapping[tuple[int, int], str]) -> None:
    """Make a text of each number that is shown in percent or foreign currency, since it is no euro amount."""
    for (row, column), unit in units.items():
        if row < len(rows) and column < len(rows[row]) and type(rows[row][column]) in (int, float):
            rows[row][column] = with_unit(rows[row][column], unit)


def _rows(place: Place, read: list[Row], inside: Inside) -> Sequence[Row] | None:
    """Return the rows of a sheet up to the last one that is filled or faulty; ``None``: it holds no cells."""
    least = max((row for row, _ in inside.faults), default=-1) + 1
    _say_units(read, inside.units)
    if inside.places is not None:
        cells = inside.places.cells_of(read)
        is_filled = not inside.places.are_empty(cells)
        return _placed(place, cells, inside.places).without_blank_end(least) if is_filled or least else None
    if inside.check_rows:
        inside.check_rows(sum(map(any, read)))
    is_filled = any(map(any, read)) or any(value not in ("", None) for row in read for value in row)
    if not (is_filled or least):
        return None
    _refuse_width(place, read)
    return _without_blank_end(read, least)


def _placed(place: Place, cells: Sequence[Sequence[Any]], places: Places) -> SheetColumns:
    """Put the cells of a short sheet to their places, unless their texts fill all memory there."""
    if (size := places.text_size(cells)) > MOST_TEXT:
        raise refuse("strings_bomb", Place(place.file), count=size // 1_000_000)
    return places.spread(cells)


def _without_blank_end(rows: list[Row], least: int) -> list[Row]:
    """Cut the blank rows behind the last filled one: a stray blank in row 800,000 is no table."""
    last = len(rows)
    blank = [""] * (len(rows[0]) if rows else 0)
    while last > least and (rows[last - 1] == blank or all(map(is_blank, rows[last - 1]))):
        last -= 1
    return rows[:last] if last < len(rows) else rows


def _merged_ranges(sheet: Any) -> Any:
    return sheet.merged_cell_ranges or ()


def _refuse_width(place: Place, rows: list[Row]) -> None:
    if rows and len(rows[0]) > MOST_COLUMNS:
        raise refuse("too_many_columns", place, count=len(rows[0]))
