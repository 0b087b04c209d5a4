"""The chart of one year: what was left day by day as steps, then open orders and plans, and an even pace.

A scatter over days draws steps where each day has two points, the level before it and the level after it.
What was booked outside of the calendar year, and a plan without a date, stands at its edge.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any, Literal

import pandas as pd
from xlsxwriter import Workbook

from kooperation.analysis.course import YearCourse
from kooperation.analysis.pace import days_of, even_pace, pace_start
from kooperation.model.money import ZERO, format_euros
from kooperation.model.period import format_day, period_in_words
from kooperation.reporting.labels.field_words import field_word
from kooperation.reporting.style import BLUE, SOFT_INK, VERMILION
from kooperation.reporting.workbook.addresses import criterion, posting_column, sum_if
from kooperation.reporting.workbook.charts.data import DataBlock, Series, Value, day_number
from kooperation.reporting.workbook.charts.look import CHART_FONT, dress, euro_axis, series_of, title_of
from kooperation.reporting.workbook.page import Page, month_format
from kooperation.reporting.workbook.usage_cells import UsageCells, sum_in_scope


@dataclass(frozen=True)
class Point:
    """One point of the line: its day (``None``: no date is known) and what changes there.

    A ``booked`` point holds what is booked and usable by its day, and as ``change`` what is booked on it;
    ``order`` and ``plan`` hold what they will take. A ``level`` only carries on what the point above it
    holds: the upper end of a step. [EUR]
    """

    kind: Literal["booked", "level", "order", "plan"]
    day: date | None
    what: str = ""
    actual: Decimal | None = None
    usable: Decimal | None = None
    change: Decimal = ZERO


def points_booked(page: Page, course: YearCourse) -> list[Point]:
    """Return two points per day of the course, and the Stand."""
    points: list[Point] = []
    for step in course.steps.to_dict("records"):
        day, usable = step["on"].date(), None if pd.isna(step["usable"]) else step["usable"]
        what = page.text("column_actual" if step["change"] else "column_usable")
        if points:
            points.append(replace(points[-1], kind="level", day=day, what=""))
        points.append(Point("booked", day, what, step["actual"], usable, step["change"]))
    return [*points, replace(points[-1], kind="level", day=course.as_of, what=page.text("chart_stand"))]


def points_ahead(page: Page, course: YearCourse) -> list[Point]:
    """Return the open orders on the day of the Stand, two points per plan, and the end of the year."""
    points: list[Point] = []
    if course.committed:
        points.append(Point("order", course.as_of, page.text("column_committed"), change=course.committed))
    plans = [(_day_of(plan), plan) for plan in course.planned.to_dict("records")]
    for day, plan in sorted(plans, key=lambda pair: pair[0] or date.max):
        points.append(Point("level", day))
        points.append(Point("plan", day, _plan_in_words(page, plan), change=plan["amount"]))
    return [*points, Point("level", date(course.year, 12, 31), page.text("chart_end"))]


def _day_of(plan: dict[Any, Any]) -> date | None:
    days = [plan[key].date() for key in ("end", "start") if not pd.isna(plan[key])]
    return days[0] if days else None


def _plan_in_words(page: Page, plan: dict[Any, Any]) -> str:
    write = {"kind": field_word, "period_text": period_in_words}
    show, language = page.report.discretion.text, page.language
    parts = [tell(show(str(plan[key])), language) for key, tell in write.items() if not pd.isna(plan[key])]
    return " · ".join([page.text("chart_plan"), *parts])


class YearData:
    """The cells behind the chart of one pot: the booked points first, then those ahead."""

    def __init__(self, page: Page, course: YearCourse, cells: UsageCells, block: DataBlock) -> None:
        self.page, self.course, self.cells, self.block = page, course, cells, block
        self.booked, self.ahead = points_booked(page, course), points_ahead(page, course)
        self.points = [*self.booked, *self.ahead]
        self._write()

    @property
    def title(self) -> str:
        """What the chart shows."""
        return title_of(self.page, **year_words(self.page, self.course))

    @property
    def is_documented(self) -> bool:
        """Whether a paper states the ceiling: then the line falls from what is usable, else it rises."""
        return self.course.usable is not None

    @property
    def _ends(self) -> tuple[date, date]:
        return date(self.course.year, 1, 1), date(self.course.year, 12, 31)

    def _write(self) -> None:
        self._add("day", "workbook.chart_day", [point.day for point in self.points])
        self._add("what", "workbook.chart_what", [point.what for point in self.points])
        if self._adds_days:
            self._add("booked", "workbook.chart_booked", self._booked_on_days())
        self._add("actual", "column_actual", [point.actual for point in self.points], self._actual)
        self._add("usable", "column_usable", [point.usable for point in self.points], self._usable)
        name = "chart_left" if self.is_documented else "chart_spent"
        self._add("level", f"workbook.{name}", [_level(point) for point in self.points], self._level_formula)
        self._add("change", "amount", self._changes(), self._change_formula)
        name = "chart_ahead" if self.is_documented else "chart_ahead_spent"
        self._add("ahead", f"workbook.{name}", self._levels_ahead(), self._ahead_formula)
        self._add("place", "workbook.chart_place", self._places(), self._place_formula, aid=True)
        if self.is_documented:
            self._add("pace", "workbook.chart_pace", self._pace(), self._pace_formula, aid=True)

    def _add(
        self,
        key: str,
        text: str,
        values: list[Any],
        formula: Callable[[int], str] | None = None,
        *,
        aid: bool = False,
    ) -> None:
        formulas = [formula(row) for row in range(len(values))] if formula else []
        self.block.add(key, Series(self.page.text(text), values, formulas, aid))

    # --- what is booked ---

    @property
    def _adds_days(self) -> bool:
        """Whether the days are added up here: sums by period, which the sheet then lists, have none."""
        return self.page.report.is_condensed

    def _booked_on_days(self) -> list[Value]:
        return [point.change if point.kind == "booked" else None for point in self.points]

    def _actual(self, row: int) -> str:
        """Return what is booked up to a day: all of the year without what is booked later."""
        point = self.points[row]
        if point.kind == "level":
            return self.block.coming(row - 1)
        return f"ROUND({self.cells.cells['actual']}-({self._later(row)}),2)" if point.kind == "booked" else ""

    def _later(self, row: int) -> str:
        after = f'">"&{self.block.at("day", row)}'
        if self._adds_days:
            return sum_if(self.block.span("booked"), (self.block.span("day"), after))
        language, names = self.page.language, self.page.report.names

        def column(name: str) -> str:
            return posting_column(name, language)

        conditions = [
            (column("pot"), criterion(names.pots[self.course.pot])),
            (column("year"), self.cells.cells["year"]),
            (column("booked_on"), after),
        ]
        return sum_in_scope(names, self.cells.figures["scope"], column("amount"), column, conditions)

    def _usable(self, row: int) -> str:
        """Return the cell of the overview; an earlier limit, by a Sperre or release, is a constant."""
        return self.cells.cells["usable"] if self.points[row].usable == self.course.usable else ""

    def _level_formula(self, row: int) -> str:
        actual = self.block.at("actual", row)
        return f"ROUND({self.block.at('usable', row)}-{actual},2)" if self.is_documented else actual

    # --- what is ahead ---

    def _changes(self) -> list[Value]:
        return [*[None] * len(self.booked), *(point.change for point in self.ahead)]

    def _change_formula(self, row: int) -> str:
        """Return the cell of the overview for open orders; plans are constants."""
        return self.cells.cells["committed"] if self.points[row].kind == "order" else ""

    def _levels_ahead(self) -> list[Value]:
        sign = -1 if self.is_documented else 1
        first = _level(self.booked[-1]) or ZERO
        levels = accumulate((sign * point.change for point in self.ahead), initial=first)
        return [*[None] * (len(self.booked) - 1), *levels]

    def _ahead_formula(self, row: int) -> str:
        if row < len(self.booked):
            return self.block.at("level", row)
        sign = "-" if self.is_documented else "+"
        return f"ROUND({self.block.coming(row - 1)}{sign}{self.block.at('change', row)},2)"

    # --- where it stands ---

    def _places(self) -> list[date]:
        first, last = self._ends
        return [min(max(point.day or last, first), last) for point in self.points]

    def _place_formula(self, row: int) -> str:
        first, last = (day_number(day) for day in self._ends)
        day = self.block.at("day", row)
        return f"IF(ISNUMBER({day}),MIN(MAX({day},{first}),{last}),{last})"

    def _pace(self) -> list[Value]:
        """Return what the picture of the year draws; what has no day stands at the end of the year."""
        start, year = self._pace_start or ZERO, self.course.year
        return [even_pace(start, year, point.day or self._ends[1]) for point in self.points]

    @property
    def _pace_start(self) -> Decimal | None:
        return pace_start(self.course.ceiling, self.course.usable, self.course.steps["usable"])

    def _pace_formula(self, row: int) -> str:
        days, before = days_of(self.course.year), day_number(self._ends[0]) - 1
        cells, day = self.cells.cells, self.block.at("day", row)
        start = f"MAX({cells['ceiling']},{cells['usable']},{self.block.span('usable')})"
        gone = f"IF(ISNUMBER({day}),MIN(MAX({day}-{before},0),{days}),{days})"
        return f"ROUND({start}*({days}-{gone})/{days},2)"


def _level(point: Point) -> Decimal | None:
    if point.actual is None:
        return None
    return point.actual if point.usable is None else point.usable - point.actual


def year_words(page: Page, course: YearCourse) -> dict[str, Any]:
    """Return the key of the chart's title and what it names."""
    key = "workbook.chart_year_title" if course.usable is not None else "workbook.chart_year_undocumented"
    return {"key": key, "pot": page.report.names.pots[course.pot], "year": course.year}


def year_chart(workbook: Workbook, data: YearData, *, size: tuple[int, int]) -> Any:
    """Return the chart, to be placed by the caller."""
    chart = workbook.add_chart({"type": "scatter", "subtype": "straight"})
    lines: dict[str, dict[str, Any]] = {
        "level": {"color": BLUE, "width": 2.25},
        "ahead": {"color": VERMILION, "width": 1.75, "dash_type": "square_dot"},
        **({"pace": {"color": SOFT_INK, "width": 1.0, "dash_type": "dash"}} if data.is_documented else {}),
    }
    for key, line in lines.items():
        chart.add_series(series_of(data.block, key, "place", line=line, marker={"type": "none"}))
    dress(chart, data.title, size=size)
    chart.set_x_axis(_axis_of_months(data))
    drawn = [*data.block.column_of("level"), *data.block.column_of("ahead")]
    chart.set_y_axis(euro_axis(data.page, drawn))
    chart.set_legend({"position": "bottom", "font": CHART_FONT})
    chart.show_blanks_as("gap")
    return chart


def _axis_of_months(data: YearData) -> dict[str, Any]:
    """Return the axis of days: four marks, each on one of the first days of its month."""
    year = data.course.year
    days, first = 366 if calendar.isleap(year) else 365, day_number(date(year, 1, 1))
    return {
        "min": first,
        "max": first + days,
        "major_unit": days / 4,
        "num_format": month_format(data.page.language),
        "num_font": CHART_FONT,
        "label_position": "low",
        "major_gridlines": {"visible": False},
    }


def describe_year(data: YearData) -> str:
    """Describe the chart for people who cannot see it: what is left now, after orders and after plans."""
    page, course = data.page, data.course
    amounts = {
        "usable": course.usable,
        "actual": course.actual,
        "committed": course.committed,
        "available": course.available,
        "planned": course.planned_sum,
        "after": course.after_planned,
    }
    euros = {name: format_euros(amount, page.language) for name, amount in amounts.items()}
    key = "chart_year_alt" if data.is_documented else "chart_year_alt_undocumented"
    day = format_day(course.as_of, page.language)
    return f"{data.title}. {page.text(f'workbook.{key}', day=day, **euros)}"
