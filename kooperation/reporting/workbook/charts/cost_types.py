"""The chart of cost types: one bar per region, made of what was paid for, fed by the sheet Kostenarten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from kooperation.model.money import ZERO, format_euros, sum_euros
from kooperation.reporting.labels import label
from kooperation.reporting.style import OTHERS_LOOK, UNASSIGNED_LOOK, Look, cost_type_looks
from kooperation.reporting.workbook.charts.data import DataBlock, DataSheet, Series
from kooperation.reporting.workbook.charts.look import (
    CHART_FONT,
    dress,
    euro_axis,
    fill_of,
    series_of,
    title_of,
)
from kooperation.reporting.workbook.charts.placed import ROW_HEIGHT, link_to_data, place_chart
from kooperation.reporting.workbook.cost_types import CHART_WIDTH, CostBlock, CostPlan
from kooperation.reporting.workbook.page import Page

MOST_REGIONS = 12
MOST_COST_TYPES = 8
LEAST_ROWS = 16  # of a chart


class CostData:
    """The cells behind the chart of one pot; what does not fit stands together as Übrige."""

    def __init__(self, page: Page, plan: CostPlan, costs: CostBlock, block: DataBlock) -> None:
        self.page, self.plan, self.costs, self.block = page, plan, costs, block
        self.regions, self.other_regions = regions_of(page, costs)
        self.cost_types, self.other_types = cost_types_of(page, plan, costs)
        self.series: dict[str, str | None] = {
            f"type:{place}": name for place, name in enumerate(self.cost_types)
        }
        self._write()

    @property
    def rows(self) -> list[str | None]:
        """The regions drawn; ``None`` stands for all others."""
        return [*self.regions, *([None] if self.other_regions else [])]

    def _write(self) -> None:
        names = [name or self._others("chart.other_regions", self.other_regions) for name in self.rows]
        self.block.add("region", Series(self.page.text("region"), names))
        for key, cost_type in zip(self.series, self.cost_types, strict=True):
            amounts = [self.amount(region, cost_type) for region in self.rows]
            formulas = [self._formula(region, cost_type) for region in self.rows]
            self.block.add(key, Series(cost_type, amounts, formulas))
        if self.other_types:
            self.series["type:others"] = None
            name = self._others("workbook.other_cost_types", self.other_types)
            amounts = [self.amount(region, None) for region in self.rows]
            formulas = [self._rest(region, row) for row, region in enumerate(self.rows)]
            self.block.add("type:others", Series(name, amounts, formulas))

    def _others(self, key: str, names: Sequence[str]) -> str:
        return label(key, self.page.language, count=len(names))

    def amount(self, region: str | None, name: str | None) -> Decimal:
        """Return what was spent on a region for a cost type; ``None``: the others. [EUR]."""
        report, pot = self.page.report, self.costs.pot
        regions = self.other_regions if region is None else [region]
        names = self.other_types if name is None else [name]
        return sum_euros(
            report.cost_amount(cost_type, pot=pot, region=one) for one in regions for cost_type in names
        )

    def _formula(self, region: str | None, name: str) -> str:
        """Return the cell of the sheet Kostenarten, for all other regions the sum without those shown."""
        column = self.plan.column(name)
        if region is not None:
            return self.page.cell(self.costs.row(region), column)
        return f"ROUND({self.page.cell(self.costs.total, column)}{self._without_shown(column)},2)"

    def _rest(self, region: str | None, row: int) -> str:
        """Return what is left of a row's sum without the cost types shown."""
        column = self.plan.last_column
        shown = f"SUM({self.block.across('type:0', f'type:{len(self.cost_types) - 1}', row)})"
        if region is not None:
            return f"ROUND({self.page.cell(self.costs.row(region), column)}-{shown},2)"
        whole = f"{self.page.cell(self.costs.total, column)}{self._without_shown(column)}"
        return f"ROUND({whole}-{shown},2)"

    def _without_shown(self, column: int) -> str:
        return "".join(f"-{self.page.cell(self.costs.row(region), column)}" for region in self.regions)


def regions_of(page: Page, costs: CostBlock) -> tuple[list[str], list[str]]:
    """Return the regions drawn one by one and the others; what is not assigned is never among these."""
    spent = {str(key): page.report.cost_amount(pot=costs.pot, region=str(key)) for key in costs.keys}
    return _parted(spent, MOST_REGIONS, page.report.names.unassigned)


def cost_types_of(page: Page, plan: CostPlan, costs: CostBlock) -> tuple[list[str], list[str]]:
    """Return the cost types drawn one by one and the others; postings without one are never among these."""
    report, regions = page.report, [str(key) for key in costs.keys]
    booked = [
        name
        for name in plan.cost_types
        if any(report.cost_amount(name, pot=costs.pot, region=region) for region in regions)
    ]
    spent = {name: report.cost_amount(name, pot=costs.pot) for name in booked or plan.cost_types[:1]}
    return _parted(spent, MOST_COST_TYPES, report.names.no_cost_type)


def _parted(spent: Mapping[str, Decimal], most: int, last: str) -> tuple[list[str], list[str]]:
    ordinary = [name for name in spent if name != last]
    always = [last] if last in spent else []
    if len(ordinary) <= most:
        return [*ordinary, *always], []
    largest = set(sorted(ordinary, key=lambda name: -abs(spent[name]))[: most - 1])
    alone = [name for name in ordinary if name in largest]
    return [*alone, *always], [name for name in ordinary if name not in largest]


def write_cost_charts(workbook: Workbook, page: Page, data: DataSheet, plan: CostPlan) -> int:
    """Write below the sums one chart per counting pot, on a page of its own; return the row behind them."""
    row, breaks = plan.end, []
    for costs in plan.blocks:
        if costs.is_counting and not costs.is_by_year:
            breaks.append(row)
            row = _write_chart(workbook, page, data, plan, costs, row)
    page.sheet.set_h_pagebreaks(breaks)
    return row


def _write_chart(
    workbook: Workbook, page: Page, data: DataSheet, plan: CostPlan, costs: CostBlock, row: int
) -> int:
    shown, others = regions_of(page, costs)
    title = page.text("chart_cost_types_title", pot=costs.pot)
    block = data.block(title, page.target(row), rows=len(shown) + bool(others))
    cells = CostData(page, plan, costs, block)
    rows = LEAST_ROWS + max(0, len(cells.rows) - 6)
    place_chart(page, (row, 0), _chart(workbook, cells, rows * ROW_HEIGHT), _description(cells))
    link_to_data(page, row + rows, 0, data, block)
    return row + rows + 2


def _chart(workbook: Workbook, data: CostData, height: int) -> Any:
    page, looks = data.page, _looks(data)
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for key, name in data.series.items():
        first = {"gap": 45} if key == "type:0" else {}
        chart.add_series(
            series_of(data.block, key, "region", **fill_of(looks[name] if name else OTHERS_LOOK), **first)
        )
    dress(chart, title_of(page, "chart_cost_types_title", pot=data.costs.pot), size=(CHART_WIDTH, height - 8))
    chart.set_x_axis(euro_axis(page, data.block.amounts))
    names = {
        "reverse": True,
        "crossing": "max",
        "label_position": "low",
        "num_font": CHART_FONT,
        "major_tick_mark": "none",
    }
    chart.set_y_axis({**names, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": CHART_FONT})
    return chart


def _looks(data: CostData) -> Mapping[str, Look]:
    """Return the look of each cost type by its name, the same in every chart."""
    names = data.page.report.names
    looks = cost_type_looks(names.cost_types)
    return {names.no_cost_type: UNASSIGNED_LOOK} | {
        name: looks[key] for key, name in names.cost_types.items()
    }


def _description(data: CostData) -> str:
    """Describe the chart for people who cannot see it: the cost types of each region."""
    page, others = data.page, data.page.text("others")
    sentences = [f"{title_of(page, 'chart_cost_types_title', pot=data.costs.pot)}."]
    for region in data.rows:
        parts = [
            f"{name or others} {format_euros(amount, page.language)}"
            for name in data.series.values()
            if (amount := data.amount(region, name))
        ]
        sentences.append(f"{region or others}: {', '.join(parts) or format_euros(ZERO, page.language)}.")
    return " ".join(sentences)
