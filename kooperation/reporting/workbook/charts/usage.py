"""The chart of usage: per year what is usable as a wide pale column, before it what is spent and ordered.

The wide columns stand on the first axis and the narrow ones on the second, which every program draws in
front. Invisible tops and bottoms give both axes the same range.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from kooperation.model.money import ZERO, format_euros
from kooperation.model.region import Pot
from kooperation.reporting.labels import label
from kooperation.reporting.style import BLUE, SKY
from kooperation.reporting.workbook.charts.data import DataBlock, Series, Value
from kooperation.reporting.workbook.charts.look import (
    CHART_FONT,
    INVISIBLE,
    dress,
    euro_axis,
    from_zero,
    series_of,
    title_of,
)
from kooperation.reporting.workbook.page import Page
from kooperation.reporting.workbook.usage_cells import UsageCells

MOST_YEARS = 8  # more years with their state in words do not fit side by side
_USABLE = {"fill": {"color": "#E3E3E3"}, "border": {"color": "#8C8C8C", "width": 0.75}}


class UsageData:
    """The cells behind the chart of one pot: its latest years."""

    def __init__(self, page: Page, pot: Pot, cells: dict[int, UsageCells], block: DataBlock) -> None:
        self.page, self.pot, self.block = page, pot, block
        self.years = latest(list(cells))
        self.cells = [cells[year] for year in self.years]
        self._write()

    @property
    def title(self) -> str:
        """What the chart shows, with the years that fit."""
        return title_of(self.page, "chart_usage_title", **usage_words(self.page, self.pot, self.years))

    def _write(self) -> None:
        at, block = self.block.at, self.block
        self._add("year", "column_year", lambda place: self.years[place], self._cell("year"))
        self._add("label", "chart_label", self._label, self._label_formula)
        self._add("actual", "column_actual", self._figure("actual"), self._cell("actual"))
        self._add("committed", "column_committed", self._figure("committed"), self._cell("committed"))
        self._add("usable", "column_usable", self._usable, self._usable_formula)
        self._add_aid(
            "bound",
            lambda place: max(ZERO, block.value("actual", place)) + block.value("committed", place),
            lambda place: f"MAX(0,{at('actual', place)})+{at('committed', place)}",
        )
        highest = max([ZERO, *block.column_of("bound"), *block.column_of("usable")])
        spans = ",".join(block.span(key) for key in ("bound", "usable"))
        self._add_aid("highest", lambda _: highest, lambda _: f"MAX(0,{spans})")
        self._add_space()

    def _add_space(self) -> None:
        at, block = self.block.at, self.block
        for key, of in (("top_of_usable", "usable"), ("top_of_bound", "bound")):
            self._add_aid(
                key,
                lambda place, of=of: block.value("highest", place) - block.value(of, place),  # type: ignore[misc]
                lambda place, of=of: f"{at('highest', place)}-{at(of, place)}",  # type: ignore[misc]
            )
        lowest = min([ZERO, *block.column_of("actual"), *block.column_of("usable")])
        spans = ",".join(block.span(key) for key in ("actual", "usable"))
        self._add_aid("bottom", lambda _: lowest, lambda _: f"MIN(0,{spans})")

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
            self.page.text(f"workbook.{text}"),
            [value(place) for place in places],
            [formula(place) for place in places],
            aid,
        )
        self.block.add(key, series)

    def _add_aid(self, key: str, value: Callable[[int], Value], formula: Callable[[int], str]) -> None:
        self._add(key, f"chart_{key}", value, formula, aid=True)

    def _cell(self, name: str) -> Callable[[int], str]:
        return lambda place: self.cells[place].cells[name]

    def _figure(self, name: str) -> Callable[[int], Decimal]:
        return lambda place: self.cells[place].figures[name]

    def _usable(self, place: int) -> Decimal:
        cells = self.cells[place]
        return cells.figures["usable"] if cells.is_documented else ZERO

    def _usable_formula(self, place: int) -> str:
        cell = self.cells[place].cells["usable"]
        return f"IF(ISNUMBER({cell}),{cell},0)"

    def _label(self, place: int) -> str:
        state = label(f"state.{self.cells[place].figures['state']}", self.page.language)
        return f"{self.years[place]}\n{state}"

    def _label_formula(self, place: int) -> str:
        return f"{self.block.at('year', place)}&CHAR(10)&{self.cells[place].cells['state']}"


def usage_words(page: Page, pot: Pot, years: list[int]) -> dict[str, str]:
    """Return what the title of the chart names: pot and years."""
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    return {"pot": page.report.names.pots[pot.key], "years": span}


def latest(years: list[int]) -> list[int]:
    """Return the years that fit side by side."""
    return sorted(years)[-MOST_YEARS:]


def usage_chart(workbook: Workbook, data: UsageData, *, size: tuple[int, int]) -> Any:
    """Return the chart, to be placed by the caller."""
    page, block = data.page, data.block
    usable = workbook.add_chart({"type": "column", "subtype": "stacked"})
    bound = workbook.add_chart({"type": "column", "subtype": "stacked"})
    usable.add_series(series_of(block, "usable", "label", **_USABLE, gap=40))
    for key in ("top_of_usable", "bottom"):
        usable.add_series(series_of(block, key, "label", **INVISIBLE))
    for key, colour, first in (("actual", BLUE, {"gap": 130, "overlap": 100}), ("committed", SKY, {})):
        bound.add_series(series_of(block, key, "label", fill={"color": colour}, y2_axis=True, **first))
    bound.add_series(series_of(block, "top_of_bound", "label", **INVISIBLE, y2_axis=True))
    usable.combine(bound)
    dress(usable, data.title, size=size)
    lowest = block.column_of("bottom")
    usable.set_y_axis(euro_axis(page, lowest))
    usable.set_x_axis({"label_position": "low", "num_font": CHART_FONT, "major_tick_mark": "none"})
    unseen = {"label_position": "none", "line": {"none": True}, "major_tick_mark": "none"}
    bound.set_y2_axis({**from_zero(lowest), **unseen})
    usable.set_legend({"position": "bottom", "font": CHART_FONT, "delete_series": [1, 2, 5]})
    return usable


def describe_usage(data: UsageData) -> str:
    """Describe the chart for people who cannot see it: the figures and the state of each year."""
    return " ".join(
        [
            f"{data.title}.",
            *(
                _year_in_words(data.page, cells, year)
                for year, cells in zip(data.years, data.cells, strict=True)
            ),
        ]
    )


def _year_in_words(page: Page, cells: UsageCells, year: int) -> str:
    euros = {
        name: format_euros(
            cells.figures[name] if cells.is_documented or name != "usable" else None, page.language
        )
        for name in ("usable", "actual", "committed")
    }
    state = label(f"state.{cells.figures['state']}", page.language)
    return page.text("chart_usage_alt", year=year, state=state, **euros)
