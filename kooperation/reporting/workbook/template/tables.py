"""Filling a template's tables below their headings; what stands below them moves down or up with them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from kooperation.model.errors import refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.messages import Language
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report
from kooperation.reporting.workbook.template.figures import folded
from kooperation.reporting.workbook.template.growth import Growth, grow
from kooperation.reporting.workbook.template.rows import (
    TableRows,
    posting_rows,
    region_rows,
    table_names,
    wide_rows,
)
from kooperation.reporting.workbook.template.values import Value, write_value

NEAR = 0.75
LAST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class FilledTables:
    """How each filled table grew, in the order in which that happened, and what to look at."""

    growths: tuple[Growth, ...]
    findings: tuple[Finding, ...]

    @property
    def filled(self) -> int:
        """How many tables were filled."""
        return len(self.growths)


@dataclass(frozen=True, slots=True)
class _Area:
    """Where a table of the template stands. Rows and columns count from 1."""

    sheet: Worksheet
    table: Table
    left: int
    first: int  # of its data
    last: int
    right: int
    totals: int  # rows of totals

    @property
    def headings(self) -> list[str]:
        """Its headings."""
        return [column.name for column in self.table.tableColumns]


def fill_tables(workbook: Workbook, report: Report, place: Place) -> FilledTables:
    """Fill the tables that a report knows by name."""
    growths: list[Growth] = []
    findings: list[Finding] = []
    for name in table_names(report):
        for sheet in workbook.worksheets:
            for table in [one for one in sheet.tables.values() if folded(one.displayName) == folded(name)]:
                area = _area(sheet, table)
                where = Place(file=place.file, sheet=sheet.title, row=area.first - 1)
                rows = _rows_for(name, area, report, where)
                findings += _unknown_headings(area, rows, where)
                growths.append(_fill(workbook, area, rows, report.language, where))
    return FilledTables(tuple(growths), tuple(findings))


def _area(sheet: Worksheet, table: Table) -> _Area:
    if not table.tableColumns:
        table._initialise_columns()  # noqa: SLF001 - openpyxl has no other way to name them
    left, top, right, bottom = range_boundaries(table.ref)
    heading_rows = 1 if table.headerRowCount is None else table.headerRowCount
    totals = table.totalsRowCount or 0
    return _Area(sheet, table, left, top + heading_rows, bottom - totals, right, totals)


def _rows_for(name: str, area: _Area, report: Report, where: Place) -> TableRows:
    if name == table_names(report)[0]:
        if report.is_condensed and report.list_single is None:
            raise refuse("template_asks_for_postings", where, table=area.table.displayName)
        return posting_rows(report)
    asked = {_plain(heading) for heading in area.headings}
    pot, year = (label(f"workbook.{key}", report.language) for key in ("pot", "year"))
    if _plain(pot) not in asked:  # else money of other budgets would stand among that under the ceiling
        raise refuse("template_table_needs", where, table=area.table.displayName, heading=pot)
    return region_rows(report) if _plain(year) in asked else wide_rows(report, asked)


def _plain(heading: str) -> str:
    return folded(" ".join(heading.replace("_x000a_", " ").split()))


def _unknown_headings(area: _Area, rows: TableRows, where: Place) -> list[Finding]:
    """Name the headings that look like a slip of one that is known; others are the template's own."""
    known = {_plain(heading): heading for heading in rows.columns}
    found = []
    for heading in area.headings:
        near = get_close_matches(_plain(heading), known, n=1, cutoff=NEAR)
        if _plain(heading) not in known and near:
            slip = Place(file=where.file, sheet=where.sheet, row=where.row, column=heading)
            found.append(finding("template_heading_unknown", slip, nearest=known[near[0]]))
    return found


def _fill(workbook: Workbook, area: _Area, rows: TableRows, language: Language, where: Place) -> Growth:
    needed = max(1, rows.count)
    by = needed - (area.last - area.first + 1)
    if area.last + by + area.totals > LAST_ROW:
        raise refuse("too_many_rows_for_excel", where, rows=rows.count, most=LAST_ROW)
    models = [area.sheet.cell(area.first, column) for column in range(area.left, area.right + 1)]
    height = area.sheet.row_dimensions[area.first].height
    growth = Growth(area.sheet.title, area.last, by)
    if by:
        grow(workbook, growth, area.table, where)
    _resize(area, by)
    for model, heading in zip(models, area.headings, strict=True):
        _fill_column(area, model, _values(rows, heading), needed, language)
    for row in range(area.first, area.first + needed):
        area.sheet.row_dimensions[row].height = height
    return growth


def _values(rows: TableRows, heading: str) -> Sequence[Value] | None:
    known = {_plain(name): values for name, values in rows.columns.items()}
    values = known.get(_plain(heading))
    return values() if values else None


def _resize(area: _Area, by: int) -> None:
    """Let the table and its filter reach to its last row."""
    letters = get_column_letter(area.left), get_column_letter(area.right)
    top = range_boundaries(area.table.ref)[1]
    last = area.last + by
    area.table.ref = f"{letters[0]}{top}:{letters[1]}{last + area.totals}"
    area.table.insertRow = None
    if area.table.autoFilter is not None:
        area.table.autoFilter.ref = f"{letters[0]}{top}:{letters[1]}{last}"


def _fill_column(
    area: _Area, model: Cell, values: Sequence[Value] | None, count: int, language: Language
) -> None:
    """Fill one column with values, with the formula of its first row, or with nothing, in that row's look."""
    formula = model.value if model.data_type == "f" and isinstance(model.value, str) else None
    style = model._style  # noqa: SLF001 - what openpyxl itself copies
    for place in range(count):
        cell = area.sheet.cell(area.first + place, model.column)
        cell._style = copy(style)  # noqa: SLF001
        if formula is not None:
            cell.value = Translator(formula, origin=model.coordinate).translate_formula(cell.coordinate)
        elif values is not None and place < len(values):
            write_value(cell, values[place], language)
        else:
            cell.value = None
