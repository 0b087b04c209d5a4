"""The chart of spending: regions stacked per year under a stepped ceiling, fed by live cells.

Neither a line over categories nor a scatter series draws steps in every spreadsheet program. So the ceiling
is a column of full width on a second axis: an invisible foot and a thin mark whose upper edge is the ceiling.
Invisible tops and bottoms give both axes the same range, so that both scales agree whatever is edited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from kooperation.model.money import ZERO, format_euros, format_percent, sum_euros
from kooperation.reporting.labels import label
from kooperation.reporting.style import INK, OTHERS
from kooperation.reporting.workbook.charts.data import DataBlock, Series, Value
from kooperation.reporting.workbook.charts.look import (
    CHART_FONT,
    INVISIBLE,
    dress,
    euro_axis,
    fill_of,
    from_zero,
    looks_of_regions,
    series_of,
    title_of,
)
from kooperation.reporting.workbook.matrix_plan import HEADINGS, Block, MatrixPlan
from kooperation.reporting.workbook.page import Page
from kooperation.reporting.workbook.shares import share_formula, share_text
from kooperation.reporting.workbook.usage_cells import UsageCells

MOST_REGIONS = 8
THICKNESS = Decimal("0.016")  # of the highest point: the mark is about four pixels high
_UNSURE = {"pattern": "wide_upward_diagonal", "fg_color": INK, "bg_color": "#FFFFFF"}


@dataclass(frozen=True)
class YearsOfPot:
    """The Haushaltsjahre of one counting pot and the cells that hold them; a year can lack its ``usage``."""

    plan: MatrixPlan
    block: Block
    matrix: Page
    usage: Mapping[tuple[str, int], UsageCells]

    @property
    def years(self) -> list[int]:
        """The years with a column of their own."""
        return [year for year in self.plan.years if isinstance(year, int)]

    @property
    def cells(self) -> list[UsageCells | None]:
        """The cells of the overview, by year."""
        pot = self.block.pot.key if self.block.pot else ""
        return [self.usage.get((pot, year)) for year in self.years]

    def heading(self, year: int) -> str:
        """Return the cell of the matrix that holds a year."""
        return self.matrix.cell(HEADINGS, self.plan.column(year))

    def region(self, region: str, year: int) -> str:
        """Return the cell of the matrix that holds the spending of a region."""
        return self.matrix.cell(self.block.row(region), self.plan.column(year))

    def total(self, year: int) -> str:
        """Return the cell of the matrix that holds all spending of the pot."""
        return self.matrix.cell(self.block.total, self.plan.column(year))


class SpendingData:
    """The cells behind the chart of one pot."""

    def __init__(self, page: Page, pot: YearsOfPot, block: DataBlock) -> None:
        self.page, self.pot, self.block = page, pot, block
        self.years, self.cells = pot.years, pot.cells
        self.shown, self.others = regions_drawn(page, pot.block)
        self.regions = {f"region:{place}": name for place, name in enumerate(self.shown)}
        self._write()

    def _write(self) -> None:
        self._add("year", "column_year", lambda place: self.years[place], self._heading)
        self._add("label", "chart_label", self._label, self._label_formula)
        for key, region in self.regions.items():
            self.block.add(key, self._region(region))
        if self.others:
            self.block.add("region:others", self._others())
            self.regions["region:others"] = OTHERS
        self._add("positive", "chart_positive", self._stack(">0"), self._stack_formula(">0"))
        self._add("negative", "chart_negative", self._stack("<0"), self._stack_formula("<0"))
        self._add("ceiling", "chart_ceiling", self._ceiling, self._ceiling_formula)
        self._add_marks()
        self._add_space()

    def _add(
        self,
        key: str,
        text: str,
        value: Callable[[int], Value],
        formula: Callable[[int], str],
        *,
        aid: bool = False,
    ) -> None:
        places = range(len(self.years))
        series = Series(
            self.page.text(text),
            [value(place) for place in places],
            [formula(place) for place in places],
            aid,
        )
        self.block.add(key, series)

    def _add_aid(self, key: str, value: Callable[[int], Value], formula: Callable[[int], str]) -> None:
        self._add(key, f"workbook.chart_{key}", value, formula, aid=True)

    def _add_marks(self) -> None:
        block, at = self.block, self.block.at
        highest = max([*block.column_of("positive"), *block.column_of("ceiling"), ZERO])
        spans = ",".join(block.span(key) for key in ("positive", "ceiling"))
        self._add_aid("highest", lambda _: highest, lambda _: f"MAX({spans})")
        self._add_aid(
            "foot",
            lambda place: max(ZERO, block.value("ceiling", place) - highest * THICKNESS),
            lambda place: f"MAX(0,{at('ceiling', place)}-{THICKNESS}*{at('highest', place)})",
        )
        for key, is_firm in (("firm", True), ("unsure", False)):
            self._add_aid(key, self._mark(is_firm=is_firm), self._mark_formula(is_firm=is_firm))

    def _add_space(self) -> None:
        block, at = self.block, self.block.at
        for key, of in (("top_of_ceiling", "ceiling"), ("top_of_spending", "positive")):
            self._add_aid(
                key,
                lambda place, of=of: block.value("highest", place) - block.value(of, place),  # type: ignore[misc]
                lambda place, of=of: f"{at('highest', place)}-{at(of, place)}",  # type: ignore[misc]
            )
        lowest = min([*block.column_of("negative"), ZERO])
        self._add_aid("bottom_of_ceiling", lambda _: lowest, lambda _: f"MIN({block.span('negative')},0)")

    def _heading(self, place: int) -> str:
        return self.pot.heading(self.years[place])

    def _label(self, place: int) -> str:
        cells = self.cells[place]
        if cells is None or not cells.is_documented:
            return f"{self.years[place]}\n{label('state.undocumented', self.page.language)}"
        return f"{self.years[place]}\n{share_text(cells.used_share, self.page.language)}"

    def _label_formula(self, place: int) -> str:
        year, cells = self.block.at("year", place), self.cells[place]
        if cells is None or not cells.is_documented:
            return f'{year}&CHAR(10)&"{label("state.undocumented", self.page.language)}"'
        return f"{year}&CHAR(10)&{share_formula(cells.cells['used_share'], self.page.language)}"

    def _region(self, region: str) -> Series:
        return Series(
            region,
            [self._amount(region, year) for year in self.years],
            [self.pot.region(region, year) for year in self.years],
        )

    def _others(self) -> Series:
        return Series(
            label("chart.other_regions", self.page.language, count=len(self.others)),
            [sum_euros(self._amount(region, year) for region in self.others) for year in self.years],
            [self._without_shown(place) for place in range(len(self.years))],
        )

    def _without_shown(self, place: int) -> str:
        """Return the sum of the pot without the regions shown: their list may be longer than a formula."""
        shown = self.block.across("region:0", f"region:{len(self.shown) - 1}", place)
        return f"ROUND({self.pot.total(self.years[place])}-SUM({shown}),2)"

    def _amount(self, region: str, year: int) -> Decimal:
        return self.page.report.amount(pot=self.pot.block.name, region=region, year=year)

    def _stack(self, sign: str) -> Callable[[int], Decimal]:
        def value(place: int) -> Decimal:
            amounts = [self.block.value(key, place) for key in self.regions]
            return sum_euros(amount for amount in amounts if (amount > 0) == (sign == ">0") and amount)

        return value

    def _stack_formula(self, sign: str) -> Callable[[int], str]:
        keys = list(self.regions)
        return lambda place: f'SUMIF({self.block.across(keys[0], keys[-1], place)},"{sign}")'

    def _ceiling(self, place: int) -> Decimal:
        cells = self.cells[place]
        return (cells.ceiling or ZERO) if cells else ZERO

    def _ceiling_formula(self, place: int) -> str:
        cells = self.cells[place]
        return f"IF(ISNUMBER({cells.cells['ceiling']}),{cells.cells['ceiling']},0)" if cells else "0"

    def _mark(self, *, is_firm: bool) -> Callable[[int], Decimal]:
        block = self.block
        return lambda place: (
            block.value("ceiling", place) - block.value("foot", place)
            if self._is_drawn(place, is_firm)
            else ZERO
        )

    def _mark_formula(self, *, is_firm: bool) -> Callable[[int], str]:
        at = self.block.at
        return lambda place: (
            f"{at('ceiling', place)}-{at('foot', place)}" if self._is_drawn(place, is_firm) else "0"
        )

    def _is_drawn(self, place: int, is_firm: bool) -> bool:  # noqa: FBT001 - which of the two marks is meant
        cells = self.cells[place]
        return cells is not None and cells.is_documented and cells.is_firm == is_firm


def regions_drawn(page: Page, block: Block) -> tuple[list[str], list[str]]:
    """Return the regions drawn one by one, and the rest, drawn together where there are too many."""
    report = page.report
    spent = {region: abs(report.amount(pot=block.name, region=region)) for region in block.regions}
    ordinary = [region for region in block.regions if region != report.names.unassigned]
    booked = set(report.regions_of(block.name))
    drawn = [region for region in ordinary if region in booked] or ordinary[:1]
    last = [report.names.unassigned] if spent.get(report.names.unassigned) or not drawn else []
    if len(drawn) <= MOST_REGIONS:
        return [*drawn, *last], []
    largest = sorted(drawn, key=lambda region: -spent[region])[: MOST_REGIONS - 1]
    shown = [region for region in drawn if region in largest]
    return [*shown, *last], [region for region in drawn if region not in largest]


def spending_chart(workbook: Workbook, data: SpendingData, *, size: tuple[int, int]) -> Any:
    """Return the chart, to be placed by the caller."""
    page, block = data.page, data.block
    spending = workbook.add_chart({"type": "column", "subtype": "stacked"})
    ceiling = workbook.add_chart({"type": "column", "subtype": "stacked"})
    _add_regions(spending, data)
    on_second = {"y2_axis": True}
    ceiling.add_series(series_of(block, "foot", "label", **INVISIBLE, **on_second, gap=0, overlap=100))
    solid = {"fill": {"color": INK}, "border": {"none": True}}
    ceiling.add_series(series_of(block, "firm", "label", **solid, **on_second))
    ceiling.add_series(
        series_of(block, "unsure", "label", pattern=_UNSURE, border={"none": True}, **on_second)
    )
    for key in ("top_of_ceiling", "bottom_of_ceiling"):
        ceiling.add_series(series_of(block, key, "label", **INVISIBLE, **on_second))
    spending.combine(ceiling)
    dress(spending, title_of(page, "chart_title", pot=data.pot.block.name), size=size)
    _set_axes(spending, ceiling, data)
    spending.set_legend({"position": "bottom", "font": CHART_FONT, "delete_series": _nameless(data)})
    return spending


def _add_regions(spending: Any, data: SpendingData) -> None:
    looks = looks_of_regions(data.page)
    for key, region in data.regions.items():
        first = {"gap": 55} if key == "region:0" else {}
        spending.add_series(series_of(data.block, key, "label", **fill_of(looks[region]), **first))
    spending.add_series(series_of(data.block, "top_of_spending", "label", **INVISIBLE))


def _set_axes(spending: Any, ceiling: Any, data: SpendingData) -> None:
    lowest = data.block.column_of("bottom_of_ceiling")
    spending.set_y_axis(euro_axis(data.page, lowest))
    spending.set_x_axis({"label_position": "low", "num_font": CHART_FONT, "major_tick_mark": "none"})
    unseen = {"label_position": "none", "line": {"none": True}, "major_tick_mark": "none"}
    ceiling.set_y2_axis({**from_zero(lowest), **unseen})


def _nameless(data: SpendingData) -> Sequence[int]:
    """Return the places of the series that the legend leaves out: what is not drawn."""
    count = len(data.regions)
    marks = [
        place
        for place, key in ((count + 2, "firm"), (count + 3, "unsure"))
        if not any(data.block.column_of(key))
    ]
    return [count, count + 1, count + 4, count + 5, *marks]


def describe_spending(data: SpendingData) -> str:
    """Describe the chart for people who cannot see it: what it shows, and the figures of each year."""
    page, report = data.page, data.page.report
    sentences = [page.text("chart_title", pot=data.pot.block.name) + "."]
    if report.is_example:
        sentences.append(page.text("example") + ".")
    return " ".join([*sentences, *(_year_in_words(data, place) for place in range(len(data.years)))])


def _year_in_words(data: SpendingData, place: int) -> str:
    page, year, cells = data.page, data.years[place], data.cells[place]
    spent = format_euros(page.report.amount(pot=data.pot.block.name, year=year), page.language)
    if cells is None or cells.ceiling is None:
        return page.text("chart_alt_undocumented", year=year, amount=spent)
    ceiling, share = (
        format_euros(cells.ceiling, page.language),
        format_percent(cells.used_share, page.language),
    )
    return page.text("chart_alt_year", year=year, amount=spent, ceiling=ceiling, share=share)
