"""Puts the charts of the counting pots on the overview, each with a link to its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook

from kooperation.model.region import Pot
from kooperation.reporting.workbook.charts.data import DataBlock, DataSheet
from kooperation.reporting.workbook.charts.spending import (
    SpendingData,
    YearsOfPot,
    describe_spending,
    spending_chart,
)
from kooperation.reporting.workbook.charts.usage import (
    UsageData,
    describe_usage,
    latest,
    usage_chart,
    usage_words,
)
from kooperation.reporting.workbook.charts.year import (
    YearData,
    describe_year,
    points_ahead,
    points_booked,
    year_chart,
    year_words,
)
from kooperation.reporting.workbook.matrix_plan import Block, MatrixPlan
from kooperation.reporting.workbook.overview import CHART_ROWS, HALF, Overview
from kooperation.reporting.workbook.page import Page

ROW_HEIGHT = 20  # of a row without a height of its own [px]


def write_charts(
    workbook: Workbook, pages: Mapping[str, Page], data: DataSheet, plan: MatrixPlan, overview: Overview
) -> None:
    """Write the cells of all charts of the overview, and the charts."""
    for block in plan.blocks:
        if block.pot is not None and block.is_counting:
            _write_spending(workbook, pages, data, plan, block, overview)
            _write_usage(workbook, pages["overview"], data, block, overview)
            _write_year(workbook, pages["overview"], data, block.pot, overview)


def _write_spending(
    workbook: Workbook,
    pages: Mapping[str, Page],
    data: DataSheet,
    plan: MatrixPlan,
    block: Block,
    overview: Overview,
) -> None:
    page, pot = pages["overview"], YearsOfPot(plan, block, pages["matrix"], overview.usage)
    row = overview.chart_rows[block.pot.key] if block.pot else 0
    if not pot.years:
        return
    cells = data.block(page.text("chart_title", pot=block.name), page.target(row), rows=len(pot.years))
    spending = SpendingData(page, pot, cells)
    size = (sum(overview.chart_widths) - 8, CHART_ROWS * ROW_HEIGHT - 8)
    chart = spending_chart(workbook, spending, size=size)
    place_chart(page, (row, 0), chart, describe_spending(spending))
    link_to_data(page, row + CHART_ROWS, 0, data, cells)


def _write_usage(workbook: Workbook, page: Page, data: DataSheet, block: Block, overview: Overview) -> None:
    pot = block.pot
    cells = {year: cells for (key, year), cells in overview.usage.items() if pot and key == pot.key}
    if pot is None or not cells:
        return
    row = overview.chart_rows[pot.key] + CHART_ROWS + 1
    years = latest(list(cells))
    title = page.text("chart_usage_title", **usage_words(page, pot, years))
    of_chart = data.block(title, page.target(row), rows=len(years))
    usage = UsageData(page, pot, cells, of_chart)
    chart = usage_chart(workbook, usage, size=(overview.chart_widths[0] - 8, CHART_ROWS * ROW_HEIGHT - 8))
    place_chart(page, (row, 0), chart, describe_usage(usage))
    link_to_data(page, row + CHART_ROWS, 0, data, of_chart)


def _write_year(workbook: Workbook, page: Page, data: DataSheet, pot: Pot, overview: Overview) -> None:
    course = page.report.courses.get(pot.key)
    cells = overview.usage.get((pot.key, course.year)) if course else None
    if course is None or cells is None:
        return
    row = overview.chart_rows[pot.key] + CHART_ROWS + 1
    rows = len(points_booked(page, course)) + len(points_ahead(page, course))
    block = data.block(page.text(**year_words(page, course)), page.target(row, HALF), rows=rows)
    year = YearData(page, course, cells, block)
    size = (overview.chart_widths[1] - 8, CHART_ROWS * ROW_HEIGHT - 8)
    place_chart(page, (row, HALF), year_chart(workbook, year, size=size), describe_year(year))
    link_to_data(page, row + CHART_ROWS, HALF, data, block)


def place_chart(page: Page, place: tuple[int, int], chart: Any, description: str) -> None:
    """Put a chart on a sheet; it moves with the cells under it and keeps its size."""
    options = {"description": description, "object_position": 2, "x_offset": 4, "y_offset": 4}
    page.sheet.insert_chart(*place, chart, options)


def link_to_data(page: Page, row: int, column: int, data: DataSheet, block: DataBlock) -> None:
    """Write under a chart where its figures stand."""
    text = page.text("chart_data_link", sheet=data.page.name)
    page.sheet.write_url(
        row, column, f"internal:{data.target(block)}", page.look.link(font_size=9), string=text
    )
