"""The sheet Kostenarten: what was paid for, per pot by region and by Haushaltsjahr, in live sums."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kooperation.reporting.workbook.addresses import criterion, posting_column, sum_if
from kooperation.reporting.workbook.grid import FIRST, Grid
from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of
from kooperation.reporting.workbook.matrix_plan import MatrixPlan
from kooperation.reporting.workbook.page import (
    HEADING,
    PALE_INK,
    Page,
    amount_width,
    set_up_printing,
    write_head,
    write_text,
)

HEADINGS = 4  # the row of the cost types, counted from 0
CHART_WIDTH = 1100  # of the charts below the figures [px]
_COLUMN = 64  # the width of a column that has none of its own [px]
MOST_LINES_OF_HEADINGS = 8


@dataclass(frozen=True)
class CostBlock:
    """The rows of one pot: one per region or one per Haushaltsjahr, and their sum."""

    pot: str
    first: int
    keys: Sequence[object]
    is_by_year: bool
    is_counting: bool

    @property
    def total(self) -> int:
        """The row of the sum."""
        return self.first + 1 + len(self.keys)

    def row(self, key: object) -> int:
        """Return the row of a region or year."""
        return self.first + 1 + self.keys.index(key)


@dataclass(frozen=True)
class CostPlan:
    """Where each figure of the sheet stands."""

    cost_types: tuple[str, ...]
    blocks: tuple[CostBlock, ...]

    @property
    def last_column(self) -> int:
        """The column of the sums over all cost types."""
        return FIRST + len(self.cost_types)

    @property
    def total(self) -> int:
        """The row of the sum of all postings; the sum of the postings sheet and the difference follow."""
        return self.blocks[-1].total + 3 if self.blocks else HEADINGS + 2

    @property
    def end(self) -> int:
        """The first row behind all figures."""
        return self.total + 4

    def column(self, cost_type: str) -> int:
        """Return the column of a cost type."""
        return FIRST + self.cost_types.index(cost_type)

    def by_region(self, pot: str) -> CostBlock:
        """Return the block of a pot by region."""
        return next(block for block in self.blocks if block.pot == pot and not block.is_by_year)


def plan_cost_types(page: Page, matrix: MatrixPlan) -> CostPlan:
    """Place for each pot that spent something a block by region and one by Haushaltsjahr."""
    blocks: list[CostBlock] = []
    top = HEADINGS + 1
    for block in matrix.blocks:
        regions = page.report.regions_of(block.name)
        years = [year for year in matrix.years if (block.name, year) in _booked(page)]
        for keys, is_by_year in ((regions, False), (years, True)):
            if keys:
                blocks.append(CostBlock(block.name, top, tuple(keys), is_by_year, block.is_counting))
                top = blocks[-1].total + 2
    return CostPlan(page.report.cost_types, tuple(blocks))


def _booked(page: Page) -> set[tuple[str, object]]:
    return {(pot, year) for pot, _, year in page.report.groups}


def write_cost_types(page: Page, plan: CostPlan) -> int:
    """Write the whole sheet, without its charts; return how wide the figures are [px]."""
    write_head(page, page.text("sheet_cost_types"), page.text("cost_types_note"))
    width = _amount_width(page, plan)
    _write_headings(page, plan, width)
    for block in plan.blocks:
        _write_block(page, plan, block)
    _write_total(page, plan)
    page.sheet.freeze_panes(HEADINGS + 1, FIRST)
    page.sheet.repeat_rows(HEADINGS)
    return _set_widths(page, plan, width)


def _write_headings(page: Page, plan: CostPlan, width: float) -> None:
    lines = max((lines_of(name, 0.9 * width) for name in plan.cost_types), default=1)
    page.sheet.set_row(HEADINGS, max(30, LINE_HEIGHT * min(lines, MOST_LINES_OF_HEADINGS) + 4))
    page.sheet.write_string(HEADINGS, 0, page.text("pot"), page.look.heading())
    page.sheet.write_string(HEADINGS, 1, page.text("region_or_year"), page.look.heading())
    for name in plan.cost_types:
        shown = {**HEADING, "align": "right"}
        write_text(page.sheet, HEADINGS, plan.column(name), name, page.look, **shown)
    heading = page.look.heading(align="right")
    page.sheet.write_string(HEADINGS, plan.last_column, page.text("every_cost_type"), heading)


def _write_block(page: Page, plan: CostPlan, block: CostBlock) -> None:
    words = page.text("by_year" if block.is_by_year else "by_region")
    if not block.is_counting:
        words = f"{words} · {page.text('block_beside')}"
    grid = _grid(page, plan)
    grid.write_section(block.first, block.pot, words)
    for key in block.keys:
        _write_row(page, plan, block, key)
    grid.write_column_sums(
        (block.first + 1, block.total - 1),
        (block.pot, page.text("sum")),
        lambda cost_type: page.report.cost_amount(str(cost_type), pot=block.pot),
    )


def _grid(page: Page, plan: CostPlan) -> Grid:
    return Grid(page, plan.cost_types, HEADINGS)


def _write_row(page: Page, plan: CostPlan, block: CostBlock, key: object) -> None:
    row, report = block.row(key), page.report
    write_text(page.sheet, row, 0, block.pot, page.look, font_color=PALE_INK)
    _write_key(page, row, key)
    number = page.look("dash")
    wanted = _wanted(block, key)
    for cost_type in plan.cost_types:
        column = plan.column(cost_type)
        formula = _live(page, plan, block, row, (key, cost_type))
        amount = report.cost_amount(cost_type, pot=block.pot, **wanted)
        page.sheet.write_formula(row, column, f"={formula}", number, float(amount))
    total = report.cost_amount(pot=block.pot, **wanted)
    _grid(page, plan).write_row_sum(row, number, total)


def _wanted(block: CostBlock, key: object) -> dict[str, Any]:
    return {"year": key} if block.is_by_year else {"region": key}


def _write_key(page: Page, row: int, key: object) -> None:
    if isinstance(key, int):
        page.sheet.write_number(row, 1, key, page.look("whole", align="left"))
    else:
        is_open = key == page.report.names.unassigned
        write_text(page.sheet, row, 1, str(key), page.look, italic=is_open)


def _live(page: Page, plan: CostPlan, block: CostBlock, row: int, keys: tuple[object, str]) -> str:
    language, (key, cost_type) = page.language, keys
    cell = f"$B{row + 1}"
    of_key = cell if isinstance(key, int) else criterion(str(key), cell)
    heading = criterion(cost_type, _grid(page, plan).heading_cell(plan.column(cost_type)))
    return sum_if(
        posting_column("amount", language),
        (posting_column("pot", language), criterion(block.pot, f"$A{row + 1}")),
        (posting_column("year" if block.is_by_year else "region", language), of_key),
        (posting_column("cost_type", language), heading),
    )


def _write_total(page: Page, plan: CostPlan) -> None:
    grid, language = _grid(page, plan), page.language

    def of_sheet(column: int) -> str:
        name = criterion(plan.cost_types[column - FIRST], grid.heading_cell(column))
        return sum_if(posting_column("amount", language), (posting_column("cost_type", language), name))

    totals = [block.total for block in plan.blocks if not block.is_by_year]
    grid.write_check(plan.total, totals, of_sheet, lambda name: page.report.cost_amount(str(name)))


def _set_widths(page: Page, plan: CostPlan, width: float) -> int:
    """Set the widths of all columns; return how wide they are together [px]."""
    pots = [block.pot for block in plan.blocks] + [page.text("sum_in_postings")]
    keys = [str(key) for block in plan.blocks for key in block.keys] + [page.text("region_or_year")]
    widths = [
        min(36, max(18, *(len(name) + 2 for name in pots))),
        min(40, max(18, *(len(key) + 2 for key in keys))),
        *[width] * (plan.last_column - FIRST + 1),
    ]
    for column, wide in enumerate(widths):
        page.sheet.set_column(column, column, wide)
    return sum(round(7 * wide + 5) for wide in widths)


def _amount_width(page: Page, plan: CostPlan) -> float:
    """Return the width of all columns of amounts: it holds every amount and the words of the headings."""
    report = page.report
    amounts = [
        report.cost_amount(name, pot=block.pot, **_wanted(block, key))
        for block in plan.blocks
        for key in block.keys
        for name in plan.cost_types
    ]
    amounts += [report.amount(), *(report.cost_amount(name) for name in plan.cost_types)]
    words = max((len(word) for name in plan.cost_types for word in name.split()), default=0) + 2.0
    return amount_width(amounts, page.language, least=min(24.0, max(12.5, words)))


def print_cost_types(page: Page, plan: CostPlan, last_row: int, *, width: int) -> None:
    """Set what is printed, when the rows of the charts are known: figures of ``width`` [px], whole charts."""
    beside = max(0, math.ceil((CHART_WIDTH + 4 - width) / _COLUMN))
    set_up_printing(page, max(plan.end - 2, last_row), plan.last_column + beside)
