"""From raw cells to typed records: each column decided as a whole, totals tied, every fault collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import pyarrow as pa

from kooperation.model.findings import Finding
from kooperation.reading.cells.column import Array, TextColumn, mixed_column
from kooperation.reading.cells.floods import without_floods
from kooperation.reading.cells.readers import read_date, since_1900
from kooperation.reading.tables.about_sheet import about_sheet, hidden_faults
from kooperation.reading.tables.codes import mended_codes
from kooperation.reading.tables.dates import DateOrder, date_orders
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.inference import as_texts, infer_kind, read_plain
from kooperation.reading.tables.instructions import Instructions
from kooperation.reading.tables.money_columns import Money, money_columns
from kooperation.reading.tables.report import ColumnDecision, LoadReport
from kooperation.reading.tables.rows import SortedRows, sort_rows, without_unlabelled_totals
from kooperation.reading.tables.tied_totals import control_totals, settled, total_lines, untied_faults
from kooperation.reading.tables.totals import Line, starting_openings, untied
from kooperation.reading.tables.values import Lists, TypedColumns
from kooperation.reading.words.vocabulary import ColumnKind, is_additive, suggested_kind


@dataclass(frozen=True, eq=False)
class TypedTable:
    """The records of a grid, typed, by column position; money in cents. ``openings`` were carried forward.

    Attributes
    ----------
    places : ndarray of int
        The index of each record among the rows of the grid.
    columns : dict
        Position -> Arrow array: int64 cents of money, date32, int64 of years and whole numbers, bool, text.
    """

    grid: Grid
    places: Array
    kinds: Mapping[int, ColumnKind]
    columns: Mapping[int, pa.Array]
    openings: tuple[Line, ...]
    report: LoadReport

    @cached_property
    def numbers(self) -> Array:
        """The row of each record, as Excel counts."""
        is_whole = len(self.places) == self.grid.size
        return self.grid.numbers if is_whole else self.grid.numbers[self.places]

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The row of each record, as Excel counts."""
        return tuple(self.numbers.tolist())

    @cached_property
    def values(self) -> Mapping[int, list[Any]]:
        """The values of each column as a list, made when they are asked for."""
        return Lists(self.columns)


def type_grid(grid: Grid, known: Instructions | None = None) -> TypedTable:
    """Decide every column, tie the totals and return the records; faults are findings of the report."""
    known = known or Instructions()
    rows, kinds = _sorted(grid, known)
    grid, kinds, code_faults = mended_codes(grid, kinds, among=rows.is_record)
    money, findings = money_columns(grid, rows, kinds, known)
    lines, total_faults = total_lines(grid, rows, money, known)
    must_tie = known.amounts or frozenset(filter(lambda one: is_additive(grid.headings[one]), money.columns))
    doubtful = rows.doubtful
    rows, lines = settled(rows, lines, must_tie)
    failed = untied(lines, must_tie=must_tie, sides=known.sides)
    days = [position for position, kind in kinds.items() if kind == "date"]
    orders, doubtful_days = date_orders(grid, days, among=rows.is_record, named=known.dates)
    columns, cell_faults = _values(grid, rows.is_record, kinds, money, orders)
    findings = [
        *about_sheet(grid, rows, known, doubtful=doubtful),
        *findings,
        *doubtful_days,
        *total_faults,
        *untied_faults(grid, failed, must_tie),
        *code_faults,
        *cell_faults,
        *hidden_faults(grid, rows, money.columns),
    ]
    decisions = _decisions(grid, known, kinds, money, orders)
    report = _report(grid, known, rows, decisions, tuple(without_floods(findings)))
    report = replace(report, control_totals=control_totals(grid, lines, failed))
    places = np.flatnonzero(rows.is_record)
    return TypedTable(grid, places, kinds, columns, tuple(starting_openings(lines)), report)


def _sorted(grid: Grid, known: Instructions) -> tuple[SortedRows, dict[int, ColumnKind]]:
    """Sort the rows, and infer the kinds of columns that nobody knows from the rows that may be records."""
    guess = [position for position, kind in known.kinds.items() if kind == "money"]
    rows = sort_rows(grid, money=guess, identity=known.identity)
    is_record = rows.is_record
    kinds = {
        position: known.kinds.get(position) or infer_kind(heading, grid.columns[position], among=is_record)
        for position, heading in enumerate(grid.headings)
    }
    money = [position for position, kind in kinds.items() if kind == "money"]
    codes = _codes(grid, kinds) if known.identity.is_overview else []
    return without_unlabelled_totals(grid, rows, money=money, codes=codes, identity=known.identity), kinds


def _codes(grid: Grid, kinds: Mapping[int, ColumnKind]) -> list[int]:
    """Return the columns that say what a row speaks of: account, cost centre, year; no shares in percent."""
    told = ((position, {kind, suggested_kind(grid.headings[position])}) for position, kind in kinds.items())
    codes = [position for position, said in told if said & {"key", "year", "whole"} and "money" not in said]
    return [position for position in codes if "%" not in grid.headings[position]]


def _decisions(
    grid: Grid,
    known: Instructions,
    kinds: Mapping[int, ColumnKind],
    money: Money,
    orders: Mapping[int, DateOrder],
) -> dict[str, ColumnDecision]:
    """Return how each column was read, by heading."""
    marks = None if known.signs is None else grid.headings[known.signs.position]
    return {
        heading: ColumnDecision(
            kind=kinds[position],
            decimal=money.conventions[position].value if position in money.columns else None,
            scale=money.columns[position].scale if position in money.columns else 1,
            sign_column=marks if position in known.amounts else None,
            date_order=orders.get(position),
        )
        for position, heading in enumerate(grid.headings)
    }


def _report(
    grid: Grid,
    known: Instructions,
    rows: SortedRows,
    decisions: Mapping[str, ColumnDecision],
    findings: tuple[Finding, ...],
) -> LoadReport:
    return LoadReport(
        file=grid.source.name,
        sheet=grid.sheet.name,
        sha256=grid.source.sha256,
        header_row=grid.header_row,
        layout=known.layout,
        rows_read=grid.size,
        rows_kept=int(rows.is_record.sum()),
        dropped=rows.dropped,
        control_totals=(),
        decisions=decisions,
        findings=findings,
        is_example=grid.is_example,
        titles=grid.titles,
    )


# --- values and faults ---------------------------------------------------------------------------------


def _values(
    grid: Grid,
    is_record: Array,
    kinds: Mapping[int, ColumnKind],
    money: Money,
    orders: Mapping[int, DateOrder],
) -> tuple[TypedColumns, list[Finding]]:
    """Return the typed columns of the records, and what is wrong with their cells."""
    columns: dict[int, pa.Array] = {}
    texts: dict[int, TextColumn] = {}
    findings: list[Finding] = []
    is_whole = bool(is_record.all())
    for position, kind in kinds.items():
        if kind in ("key", "text"):
            texts[position] = as_texts(grid.columns[position])
            continue
        if kind == "money":
            made, found = money.read(position, among=is_record)
        else:
            column = grid.columns[position]
            if kind == "date" and grid.sheet.counts_from_1904:
                distinct = column.distinct
                column = mixed_column([*map(since_1900, distinct.cells)], distinct.codes)
            made, found = read_plain(
                column,
                grid.numbers,
                kind=kind,
                heading=grid.headings[position],
                place=grid.place,
                among=is_record,
                read=partial(read_date, month_first=orders[position] == "month first")
                if kind == "date"
                else None,
            )
        columns[position] = made if is_whole else made.filter(pa.array(is_record))
        findings += found
    return TypedColumns(columns, texts, is_record), findings
