"""What moves when a table gets more or fewer rows: all that stands below, and all that points there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula import Tokenizer
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from kooperation.model.errors import refuse
from kooperation.model.findings import Place

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^'!:,()\s]+)!)?"
    r"(?P<left>\$?[A-Za-z]{1,3})?(?P<top>\$?\d+)(?::(?P<right>\$?[A-Za-z]{1,3})?(?P<bottom>\$?\d+))?"
)


@dataclass(frozen=True, slots=True)
class Growth:
    """A table of ``sheet`` whose data ended at row ``last`` gets ``by`` rows more, or fewer below zero."""

    sheet: str
    last: int
    by: int

    def first_row(self, row: int) -> int:
        """Return where a row goes that begins something, or stands alone."""
        return row + self.by if row > self.last else min(row, self.last + min(self.by, 0))

    def last_row(self, row: int) -> int:
        """Return where a row goes that ends something: the end of the data stays the end of the data."""
        return row + self.by if row >= self.last else min(row, self.last + min(self.by, 0))

    def area(self, reference: str) -> str:
        """Return a reference such as ``A1:B2`` of the table's own sheet; a row of data grows with it."""
        left, top, right, bottom = range_boundaries(reference.replace("$", ""))
        corners = (
            f"{get_column_letter(left)}{self.first_row(top)}",
            f"{get_column_letter(right)}{self.last_row(bottom)}",
        )
        return corners[0] if corners[0] == corners[1] else ":".join(corners)

    def formula(self, text: str, home: str) -> str:
        """Return a formula that stands on the sheet ``home`` as it reads afterwards; it begins with ``=``."""
        tokens = Tokenizer(text).items
        pieces = [
            self.reference(token.value, home)
            if token.type == "OPERAND" and token.subtype == "RANGE"
            else token.value
            for token in tokens
        ]
        return "=" + "".join(pieces)

    def reference(self, text: str, home: str) -> str:
        """Return one reference; what points at another sheet or is no reference stays."""
        match = _REFERENCE.fullmatch(text)
        if match is None or self._sheet_of(match, home).casefold() != self.sheet.casefold():
            return text
        if match["left"] is None and match["bottom"] is None:
            return text  # a number
        top = _moved(match["top"], self.first_row)
        start = f"{match['sheet'] or ''}{match['left'] or ''}{top}"
        if match["bottom"] is None:
            return start
        return f"{start}:{match['right'] or ''}{_moved(match['bottom'], self.last_row)}"

    def series(self, text: str) -> str:
        """Return what a series of a chart looks at: the one row of a table is all its rows afterwards."""
        match = _REFERENCE.fullmatch(text)
        if match and match["left"] and match["bottom"] is None and _row(match["top"]) == self.last:
            text = f"{text}:{match['left']}{match['top']}"
        return self.formula(f"={text}", "").removeprefix("=")

    def _sheet_of(self, match: re.Match[str], home: str) -> str:
        stated = (match["sheet"] or "").removesuffix("!")
        return stated.strip("'").replace("''", "'") if stated else home


def _moved(row: str, move: Callable[[int], int]) -> str:
    """Return ``$7`` as ``$9``."""
    return f"{'$' if row.startswith('$') else ''}{move(_row(row))}"


def _row(text: str) -> int:
    return int(text.removeprefix("$"))


def grow(workbook: Workbook, growth: Growth, table: Table, where: Place) -> None:
    """Move everything below a table, and let everything that points there follow; the table itself is left.

    Raises
    ------
    KooperationError
        When another table or merged cells reach beside the table's last row: they cannot move with it.
    """
    sheet = workbook[growth.sheet]
    _refuse_straddling(sheet, growth, table, where)
    for other in workbook.worksheets:
        _follow_in_sheet(other, growth)
    for defined in workbook.defined_names.values():
        defined.attr_text = _followed(defined.attr_text, growth, "")
    _move_cells(sheet, growth)
    _move_merged(sheet, growth)
    _move_heights(sheet, growth)
    for other_table in sheet.tables.values():
        if other_table is not table:
            _move_table(other_table, growth)
    _move_page(sheet, growth)


def _refuse_straddling(sheet: Worksheet, growth: Growth, table: Table, where: Place) -> None:
    others = [one.ref for one in sheet.tables.values() if one is not table]
    merged = [str(one) for one in sheet.merged_cells.ranges]
    first = range_boundaries(table.ref)[1]
    for reference in (*others, *merged):
        _, top, _, bottom = range_boundaries(reference)
        if top <= growth.last and bottom > first:
            raise refuse("template_table_is_tight", where, table=table.displayName, other=reference)


def _follow_in_sheet(sheet: Worksheet, growth: Growth) -> None:
    """Let formulas, validations, conditional formats and names of a sheet point at what has moved."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, ArrayFormula):
                cell.value.text = growth.formula(cell.value.text, sheet.title)
            elif cell.data_type == "f":
                cell.value = growth.formula(cell.value, sheet.title)
            if cell.hyperlink is not None and cell.hyperlink.location:
                cell.hyperlink.location = growth.reference(cell.hyperlink.location, sheet.title)
    for defined in sheet.defined_names.values():
        defined.attr_text = _followed(defined.attr_text, growth, sheet.title)
    for validation in sheet.data_validations.dataValidation:
        validation.formula1 = _followed(validation.formula1, growth, sheet.title)
        validation.formula2 = _followed(validation.formula2, growth, sheet.title)
        if sheet.title == growth.sheet:
            validation.sqref = _areas(validation.sqref, growth)
    _follow_in_formats(sheet, growth)


def _followed(formula: str | None, growth: Growth, home: str) -> str | None:
    return formula and growth.formula(f"={formula}", home).removeprefix("=")


def _areas(ranges: MultiCellRange, growth: Growth) -> MultiCellRange:
    return MultiCellRange(" ".join(growth.area(str(one)) for one in ranges.ranges))


def _follow_in_formats(sheet: Worksheet, growth: Growth) -> None:
    formats = ConditionalFormattingList()
    for one in sheet.conditional_formatting:
        areas = _areas(one.sqref, growth) if sheet.title == growth.sheet else one.sqref
        for rule in one.rules:
            rule.formula = [_followed(formula, growth, sheet.title) for formula in rule.formula]
            formats.add(str(areas), rule)
    sheet.conditional_formatting = formats


def _move_cells(sheet: Worksheet, growth: Growth) -> None:
    """Give every cell below the table its new row; rows of data that fall away are emptied."""
    below = [place for place in sheet._cells if place[0] > growth.last + min(growth.by, 0)]  # noqa: SLF001
    moved = {place: sheet._cells.pop(place) for place in below}  # noqa: SLF001 - openpyxl moves values only
    for (row, column), cell in moved.items():
        if row > growth.last:
            cell.row = row + growth.by
            sheet._cells[cell.row, column] = cell  # noqa: SLF001
            if cell.hyperlink is not None:
                cell.hyperlink.ref = cell.coordinate
            if isinstance(getattr(cell, "value", None), ArrayFormula):
                cell.value.ref = growth.area(cell.value.ref)


def _move_merged(sheet: Worksheet, growth: Growth) -> None:
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > growth.last:
            merged.shift(row_shift=growth.by)


def _move_heights(sheet: Worksheet, growth: Growth) -> None:
    rows = {
        row: sheet.row_dimensions.pop(row)
        for row in list(sheet.row_dimensions)
        if row > growth.last + min(growth.by, 0)
    }
    for row, dimension in rows.items():
        if row > growth.last:
            dimension.index = row + growth.by
            sheet.row_dimensions[row + growth.by] = dimension


def _move_table(table: Table, growth: Growth) -> None:
    table.ref = growth.area(table.ref)
    if table.autoFilter is not None and table.autoFilter.ref:
        table.autoFilter.ref = growth.area(table.autoFilter.ref)


def _move_page(sheet: Worksheet, growth: Growth) -> None:
    """Let the print area, page breaks and the sheet's own filter follow."""
    if sheet.print_area:
        areas = [part.rsplit("!", 1)[-1] for part in sheet.print_area.split(",")]
        sheet.print_area = ",".join(growth.area(area) for area in areas)
    for stop in sheet.row_breaks.brk:
        stop.id = growth.first_row(stop.id)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = growth.area(sheet.auto_filter.ref)
