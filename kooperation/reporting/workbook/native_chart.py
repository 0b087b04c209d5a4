"""The chart inside the workbook: regions stacked per year under a stepped ceiling, fed by live cells.

Neither a line over categories nor a scatter series draws steps in every spreadsheet program. So the ceiling
is a column of full width on a second axis: an invisible foot and a thin mark whose upper edge is the ceiling.
Invisible tops and bottoms give both axes the same range, so that both scales agree whatever is edited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from kooperation.model.money import ZERO, format_decimal, format_euros, format_percent, sum_euros
from kooperation.reporting.labels import label
from kooperation.reporting.style import INK, OTHERS, Look, region_looks
from kooperation.reporting.workbook.matrix_plan import FIRST_YEAR, HEADINGS, Block, MatrixPlan
from kooperation.reporting.workbook.overview import CHART_ROWS, Overview, table_width
from kooperation.reporting.workbook.page import Page, axis_format, write_text
from kooperation.reporting.workbook.usage_cells import UsageCells

MOST_REGIONS = 8
THICKNESS = Decimal("0.016")  # of the highest point: the mark is about four pixels high
_INVISIBLE = {"fill": {"none": True}, "border": {"none": True}}
_PATTERNS = {
    "///": "wide_upward_diagonal",
    "////": "light_upward_diagonal",
    "\\\\\\": "wide_downward_diagonal",
}


@dataclass(frozen=True)
class Line:
    """One row of chart cells: a formula and its value for each year."""

    name: str
    formulas: Sequence[str]
    values: Sequence[Decimal | str]


class ChartRows:
    """The rows below the matrix that feed the chart of one pot."""

    def __init__(
        self,
        page: Page,
        plan: MatrixPlan,
        block: Block,
        usage: Mapping[tuple[str, int], UsageCells],
        top: int,
    ) -> None:
        self.page, self.plan, self.block, self.top = page, plan, block, top
        pot = block.pot.key if block.pot else ""
        self.years = [year for year in plan.years if isinstance(year, int)]
        self.cells = [usage.get((pot, year)) for year in self.years]
        self.shown, self.others = _regions_shown(page, block)
        self.rows: dict[str, int] = {}
        self._lines: dict[str, Line] = {}

    def write(self) -> int:
        """Write all rows; return the first row behind them."""
        self.page.sheet.write_string(
            self.top, 0, self.page.text("chart_rows", pot=self.block.name), self.page.look.note()
        )
        self._add("label", self._labels())
        for region in self.shown:
            self._add(f"region:{region}", self._region(region))
        if self.others:
            self._add(f"region:{OTHERS}", self._others())
        self._add("positive", self._stack(">0"))
        self._add("negative", self._stack("<0"))
        self._add("ceiling", self._ceiling())
        self._add("highest", self._highest())
        self._add("foot", self._foot())
        self._add("firm", self._mark(is_firm=True))
        self._add("unsure", self._mark(is_firm=False))
        self._add("top_of_ceiling", self._top("top_of_ceiling", "ceiling"))
        self._add("bottom_of_ceiling", self._bottom())
        self._add("top_of_spending", self._top("top_of_spending", "positive"))
        return self.top + 2 + len(self.rows)

    def region_rows(self) -> list[str]:
        """Return the keys of the stacked rows in their order."""
        return [key for key in self.rows if key.startswith("region:")]

    def value(self, key: str) -> list[Decimal]:
        """Return the values of a row of amounts. [EUR]."""
        return [value if isinstance(value, Decimal) else ZERO for value in self._lines[key].values]

    def reference(self, key: str, *, is_name: bool = False) -> str:
        """Return the cells of a row, or of its name, as a chart refers to them."""
        row = self.rows[key]
        first, last = (0, 0) if is_name else (FIRST_YEAR, FIRST_YEAR + len(self.years) - 1)
        cells = [xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for column in (first, last)]
        return f"={quote_sheetname(self.page.name)}!{cells[0] if is_name else ':'.join(cells)}"

    def _add(self, key: str, line: Line) -> None:
        row = self.top + 1 + len(self.rows)
        self.rows[key], self._lines[key] = row, line
        soft = {"font_color": "#7F7F7F", "font_size": 8}
        write_text(self.page.sheet, row, 0, line.name, self.page.look, **soft)
        for place, (formula, value) in enumerate(zip(line.formulas, line.values, strict=True)):
            shown = self.page.look("euro", **soft) if isinstance(value, Decimal) else self.page.look(**soft)
            stored = float(value) if isinstance(value, Decimal) else value
            self.page.sheet.write_formula(row, FIRST_YEAR + place, f"={formula}", shown, stored)

    def _at(self, key: str, place: int) -> str:
        return str(xl_rowcol_to_cell(self.rows[key], FIRST_YEAR + place))

    def _line(self, name: str, formula: Callable[[int], str], value: Callable[[int], Decimal | str]) -> Line:
        places = range(len(self.years))
        return Line(
            self.page.text(f"workbook.chart_{name}"),
            [formula(place) for place in places],
            [value(place) for place in places],
        )

    def _labels(self) -> Line:
        def formula(place: int) -> str:
            year = xl_rowcol_to_cell(HEADINGS, FIRST_YEAR + place)
            cells = self.cells[place]
            if cells is None or not cells.is_documented:
                return f'{year}&CHAR(10)&"{label("state.undocumented", self.page.language)}"'
            share = cells.cells["used_share"]
            bounded = f"IF({share}>1,MAX(100*{share},100.1),IF({share}<1,MIN(100*{share},99.9),100))"
            mark, sign = (",", " %") if self.page.language == "de" else (".", "%")
            text = f'SUBSTITUTE(SUBSTITUTE(FIXED({bounded},1,TRUE),",","."),".","{mark}")&"{sign}"'
            return f'{year}&CHAR(10)&IF(ISNUMBER({share}),{text},"–")'

        def value(place: int) -> str:
            cells = self.cells[place]
            if cells is None or not cells.is_documented:
                return f"{self.years[place]}\n{label('state.undocumented', self.page.language)}"
            return f"{self.years[place]}\n{share_text(cells.used_share, self.page)}"

        return self._line("label", formula, value)

    def _region(self, region: str) -> Line:
        row = self.block.row(region)
        return Line(
            region,
            [xl_rowcol_to_cell(row, FIRST_YEAR + place) for place in range(len(self.years))],
            [self._amount(region, year) for year in self.years],
        )

    def _others(self) -> Line:
        rows = [self.block.row(region) for region in self.others]
        return Line(
            label("chart.other_regions", self.page.language, count=len(rows)),
            [
                "+".join(xl_rowcol_to_cell(row, FIRST_YEAR + place) for row in rows)
                for place in range(len(self.years))
            ],
            [sum_euros(self._amount(region, year) for region in self.others) for year in self.years],
        )

    def _amount(self, region: str, year: int) -> Decimal:
        return self.page.report.amount(pot=self.block.name, region=region, year=year)

    def _stack(self, sign: str) -> Line:
        rows = [self.rows[key] for key in self.region_rows()]

        def formula(place: int) -> str:
            ends = [xl_rowcol_to_cell(row, FIRST_YEAR + place) for row in (rows[0], rows[-1])]
            return f'SUMIF({":".join(ends)},"{sign}")'

        def value(place: int) -> Decimal:
            amounts = [self.value(key)[place] for key in self.region_rows()]
            return sum_euros(amount for amount in amounts if (amount > 0) == (sign == ">0") and amount)

        return self._line("positive" if sign == ">0" else "negative", formula, value)

    def _ceiling(self) -> Line:
        def formula(place: int) -> str:
            cells = self.cells[place]
            return f"IF(ISNUMBER({cells.cells['ceiling']}),{cells.cells['ceiling']},0)" if cells else "0"

        def value(place: int) -> Decimal:
            cells = self.cells[place]
            return (cells.ceiling or ZERO) if cells else ZERO

        return self._line("ceiling", formula, value)

    def _highest(self) -> Line:
        spans = [self.reference(key).split("!")[1] for key in ("positive", "ceiling")]
        highest = max([*self.value("positive"), *self.value("ceiling"), ZERO])
        return self._line("highest", lambda _: f"MAX({','.join(spans)})", lambda _: highest)

    def _thickness(self, place: int) -> Decimal:
        return self.value("highest")[place] * THICKNESS

    def _foot(self) -> Line:
        return self._line(
            "foot",
            lambda place: f"MAX(0,{self._at('ceiling', place)}-{THICKNESS}*{self._at('highest', place)})",
            lambda place: max(ZERO, self.value("ceiling")[place] - self._thickness(place)),
        )

    def _mark(self, *, is_firm: bool) -> Line:
        def is_meant(place: int) -> bool:
            cells = self.cells[place]
            return cells is not None and cells.is_documented and cells.is_firm == is_firm

        return self._line(
            "firm" if is_firm else "unsure",
            lambda place: (
                f"{self._at('ceiling', place)}-{self._at('foot', place)}" if is_meant(place) else "0"
            ),
            lambda place: (
                self.value("ceiling")[place] - self.value("foot")[place] if is_meant(place) else ZERO
            ),
        )

    def _top(self, name: str, of: str) -> Line:
        return self._line(
            name,
            lambda place: f"{self._at('highest', place)}-{self._at(of, place)}",
            lambda place: self.value("highest")[place] - self.value(of)[place],
        )

    def _bottom(self) -> Line:
        span = self.reference("negative").split("!")[1]
        lowest = min([*self.value("negative"), ZERO])
        return self._line("bottom_of_ceiling", lambda _: f"MIN({span},0)", lambda _: lowest)


def _regions_shown(page: Page, block: Block) -> tuple[list[str], list[str]]:
    """Return the regions drawn one by one, and the rest, drawn together where there are too many."""
    report = page.report
    spent = {region: abs(report.amount(pot=block.name, region=region)) for region in block.regions}
    ordinary = [region for region in block.regions if region != report.names.unassigned]
    drawn = [
        region for region in ordinary if (block.name, region) in {key[:2] for key in report.groups}
    ] or ordinary[:1]
    last = [report.names.unassigned] if spent.get(report.names.unassigned) or not drawn else []
    if len(drawn) <= MOST_REGIONS:
        return [*drawn, *last], []
    largest = sorted(drawn, key=lambda region: -spent[region])[: MOST_REGIONS - 1]
    shown = [region for region in drawn if region in largest]
    return [*shown, *last], [region for region in drawn if region not in largest]


def share_text(share: Decimal | None, page: Page) -> str:
    """Return a share as the cells under the chart show it; rounding never hides a crossed line."""
    if share is None:
        return "–"
    percent = (100 * share).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if percent == 100 and share != 1:
        percent = Decimal("100.1") if share > 1 else Decimal("99.9")
    sign = {"de": " %", "en": "%"}[page.language]
    return (
        format_decimal(percent, page.language, decimals=1).replace(".", "" if page.language == "de" else ".")
        + sign
    )


def write_charts(workbook: Workbook, page: Page, matrix: Page, plan: MatrixPlan, overview: Overview) -> None:
    """Write the chart rows below the matrix and put one chart per counting pot on the overview ``page``."""
    top = plan.last_row + 4
    for block in plan.blocks:
        if block.pot is None or not block.is_counting:
            continue
        rows = ChartRows(matrix, plan, block, overview.usage, top)
        if not rows.years:
            continue
        top = rows.write()
        chart = _chart(workbook, page, rows)
        place = overview.chart_rows[block.pot.key]
        options = {
            "description": _description(page, rows),
            "object_position": 2,
            "x_offset": 4,
            "y_offset": 4,
        }
        page.sheet.insert_chart(place, 0, chart, options)


def _chart(workbook: Workbook, page: Page, rows: ChartRows) -> Any:
    spending = workbook.add_chart({"type": "column", "subtype": "stacked"})
    ceiling = workbook.add_chart({"type": "column", "subtype": "stacked"})
    looks = _looks(page)
    for place, key in enumerate(rows.region_rows()):
        look = looks[key.removeprefix("region:")]
        spending.add_series(_series(rows, key, **_fill(look), **({"gap": 55} if place == 0 else {})))
    spending.add_series(_series(rows, "top_of_spending", **_INVISIBLE))
    on_second = {"y2_axis": True, "gap": 0, "overlap": 100}
    ceiling.add_series(_series(rows, "foot", **_INVISIBLE, **on_second))
    ceiling.add_series(_series(rows, "firm", fill={"color": INK}, border={"none": True}, y2_axis=True))
    unsure = {"pattern": "wide_upward_diagonal", "fg_color": INK, "bg_color": "#FFFFFF"}
    ceiling.add_series(_series(rows, "unsure", pattern=unsure, border={"none": True}, y2_axis=True))
    ceiling.add_series(_series(rows, "top_of_ceiling", **_INVISIBLE, y2_axis=True))
    ceiling.add_series(_series(rows, "bottom_of_ceiling", **_INVISIBLE, y2_axis=True))
    spending.combine(ceiling)
    _dress(spending, ceiling, page, rows)
    return spending


def _looks(page: Page) -> dict[str, Look]:
    names, register = page.report.names, region_looks(region.key for region in page.report.regions)
    looks = {name: register.get(key, register[OTHERS]) for key, name in names.regions.items()}
    nameless = label("chart.unassigned", "de")
    return looks | {
        OTHERS: register[OTHERS],
        names.unassigned: register[nameless],
        names.no_region_needed: register[nameless],
    }


def _fill(look: Look) -> dict[str, Any]:
    edge = {"color": "#FFFFFF", "width": 0.5}
    if not look.pattern:
        return {"fill": {"color": look.colour}, "border": edge}
    kind = _PATTERNS.get(look.pattern, "percent_50")
    return {"pattern": {"pattern": kind, "fg_color": "#FFFFFF", "bg_color": look.colour}, "border": edge}


def _series(rows: ChartRows, key: str, **options: Any) -> dict[str, Any]:
    return {
        "name": rows.reference(key, is_name=True),
        "categories": rows.reference("label"),
        "values": rows.reference(key),
        **options,
    }


def _dress(spending: Any, ceiling: Any, page: Page, rows: ChartRows) -> None:
    font = {"name": "Arial", "size": 9, "color": "#404040"}
    title = page.text("chart_title", pot=rows.block.name)
    if page.report.is_example:
        title += f" ({label('chart.example', page.language)})"
    spending.set_title({"name": title, "name_font": {**font, "size": 12, "bold": True}, "overlay": False})
    grid = {"visible": True, "line": {"color": "#E4E4E4", "width": 0.75}}
    spending.set_y_axis(
        {
            "num_format": axis_format(page.language),
            "num_font": font,
            "major_gridlines": grid,
            "line": {"none": True},
        }
    )
    spending.set_x_axis({"label_position": "low", "num_font": font, "major_tick_mark": "none"})
    ceiling.set_y2_axis({"label_position": "none", "line": {"none": True}, "major_tick_mark": "none"})
    count = len(rows.region_rows())
    hidden = [count, count + 1, count + 4, count + 5]
    for place, key in ((count + 2, "firm"), (count + 3, "unsure")):
        if not any(rows.value(key)):
            hidden.append(place)
    spending.set_legend({"position": "bottom", "font": font, "delete_series": hidden})
    spending.set_size({"width": table_width(page) - 8, "height": (CHART_ROWS - 1) * 20})
    spending.set_chartarea({"border": {"color": "#D9D9D9"}})


def _description(page: Page, rows: ChartRows) -> str:
    """Describe the chart for people who cannot see it: what it shows, and the figures of each year."""
    language, report = page.language, page.report
    sentences = [page.text("chart_title", pot=rows.block.name) + "."]
    if report.is_example:
        sentences.append(page.text("example") + ".")
    for year, cells in zip(rows.years, rows.cells, strict=True):
        spent = format_euros(report.amount(pot=rows.block.name, year=year), language)
        if cells is None or cells.ceiling is None:
            sentences.append(page.text("chart_alt_undocumented", year=year, amount=spent))
        else:
            ceiling, share = format_euros(cells.ceiling, language), format_percent(cells.used_share, language)
            sentences.append(
                page.text("chart_alt_year", year=year, amount=spent, ceiling=ceiling, share=share)
            )
    return " ".join(sentences)
