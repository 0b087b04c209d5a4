"""What the chart of one year shows: what was left day by day, and after orders and plans. No drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from kooperation.analysis.course import YearCourse
from kooperation.analysis.pace import even_pace, pace_start
from kooperation.model.discretion import Discretion
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.period import Period, Precision, format_period, period_in_words
from kooperation.model.schema import ALL_REGIONS
from kooperation.reporting.charts.amounts import exact_amount
from kooperation.reporting.labels import label
from kooperation.reporting.labels.field_words import field_word


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something changed: what was booked on it, in all, and what was usable [EUR]."""

    day: date
    change: Decimal
    actual: Decimal
    usable: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned activity. ``start`` and ``end`` ``None``: no date is known [EUR]."""

    number: int
    name: str
    period: str
    start: date | None
    end: date | None
    amount: Decimal

    @property
    def is_dated(self) -> bool:
        """Tell whether anything is known about when it takes place."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class YearContent:
    """All that one chart of a year shows [EUR].

    Where a ceiling is documented the chart shows what is left of the usable amount and falls; where none is,
    it shows what is spent and rises.
    """

    year: int
    pot_name: str
    ceiling: Decimal | None
    usable: Decimal | None
    status: str | None
    papers: str | None
    as_of: date
    steps: tuple[Step, ...]
    actual: Decimal
    committed: Decimal
    undated: Decimal
    plans: tuple[Plan, ...]
    past_plans: Decimal
    plans_out_of_scope: Decimal
    is_example: bool
    language: Language
    coming: tuple[tuple[date, Decimal], ...] = ()  # later days on which another amount becomes usable

    @property
    def is_documented(self) -> bool:
        """Tell whether there is a ceiling to hold the year against."""
        return self.usable is not None

    @property
    def planned(self) -> Decimal:
        """What all plans together cost."""
        return sum_euros(plan.amount for plan in self.plans)

    @property
    def after_actual(self) -> Decimal:
        """The level at the day of the chart: what is left, or what is spent."""
        return self.level(self.actual, self.usable)

    @property
    def after_orders(self) -> Decimal:
        """The level with open orders: what is available, or what is spent and ordered."""
        return self.level(self.actual + self.committed, self.usable)

    @property
    def after_plans(self) -> Decimal:
        """The level with open orders and plans."""
        return self.level(self.actual + self.committed + self.planned, self.usable)

    @property
    def first_day(self) -> date:
        """The first day of the axis: 1 January, or an earlier posting."""
        return min([date(self.year, 1, 1), *(step.day for step in self.steps)])

    @property
    def end_of_line(self) -> date:
        """The day up to which the line is drawn: the day of the chart, at most the end of the year."""
        latest = max([self.first_day, *(step.day for step in self.steps)])
        return max(latest, min(self.as_of, date(self.year, 12, 31)))

    @property
    def is_over(self) -> bool:
        """Tell whether the year has ended on the day of the chart."""
        return self.as_of >= date(self.year, 12, 31)

    @property
    def last_day(self) -> date:
        """The last day of the axis: 31 December, or a later posting or plan."""
        planned = [plan.end or plan.start for plan in self.plans]
        known = [day for day in planned if day is not None]
        return max([date(self.year, 12, 31), self.end_of_line, *known])

    @property
    def pace_from(self) -> Decimal | None:
        """What an even pace starts with: the ceiling, or more where something was carried over."""
        return pace_start(self.ceiling, self.usable, [step.usable for step in self.steps])

    @property
    def has_other_usable(self) -> bool:
        """Tell whether on any day not just the ceiling could be used."""
        return self.is_documented and any(step.usable != self.ceiling for step in self.steps)

    def level(self, spent: Decimal, usable: Decimal | None) -> Decimal:
        """Return what is drawn when ``spent`` is gone: what is left, or without a ceiling what is spent."""
        return spent if usable is None else usable - spent

    def level_on(self, step: Step) -> Decimal:
        """Return what is drawn from the day of ``step`` on."""
        return self.level(step.actual, step.usable if self.is_documented else None)

    def pace_on(self, day: date) -> Decimal | None:
        """Return what an even pace would have left at the end of a day of the year [EUR]."""
        return None if self.pace_from is None else even_pace(self.pace_from, self.year, day)

    def levels_of_plans(self) -> tuple[Decimal, ...]:
        """Return the level before the first plan and after each."""
        levels = [self.after_orders]
        for plan in self.plans:
            levels.append(levels[-1] - plan.amount if self.is_documented else levels[-1] + plan.amount)
        return tuple(levels)

    def span_of(self, plan: Plan) -> tuple[date, date]:
        """Return the days on which a dated plan is drawn: what of its period is still to come."""
        start = max(plan.start or self.end_of_line, self.end_of_line)
        return start, max(plan.end or self.last_day, start)


def year_content(
    course: YearCourse,
    *,
    discretion: Discretion,
    language: Language,
    is_example: bool | None = None,
) -> YearContent:
    """Take from a course what the chart shows; of free texts only words that name nobody.

    Raises
    ------
    TypeError
        When an amount is a float.
    """
    return YearContent(
        year=course.year,
        pot_name=(language == "en" and course.pot_name_en) or course.pot_name,
        ceiling=course.ceiling,
        usable=course.usable,
        status=course.status,
        papers=course.papers and discretion.text(course.papers),
        as_of=course.as_of,
        steps=_steps(course.steps),
        actual=course.actual,
        committed=course.committed,
        undated=course.undated,
        plans=_plans(course.planned, discretion, language),
        past_plans=_sum_of(course.planned_past),
        plans_out_of_scope=_sum_of(course.planned_out_of_scope),
        is_example=course.is_example if is_example is None else is_example,
        language=language,
        coming=course.coming,
    )


def _steps(frame: pd.DataFrame) -> tuple[Step, ...]:
    rows = zip(frame["on"], frame["change"], frame["actual"], frame["usable"], strict=True)
    return tuple(
        Step(on.date(), exact_amount(change) or ZERO, exact_amount(actual) or ZERO, exact_amount(usable))
        for on, change, actual, usable in rows
    )


def _plans(frame: pd.DataFrame, discretion: Discretion, language: Language) -> tuple[Plan, ...]:
    names = _region_names(frame, language)
    told = {name: discretion.column(frame[name]) for name in ("kind", "period_text")}
    rows = [_plan(row, names, language) for row in frame.assign(**told).to_dict("records")]
    rows.sort(
        key=lambda plan: (not plan.is_dated, plan.end or plan.start or date.max, plan.start or date.min)
    )
    return tuple(
        Plan(number, plan.name, plan.period, plan.start, plan.end, plan.amount)
        for number, plan in enumerate(rows, start=1)
    )


def _region_names(frame: pd.DataFrame, language: Language) -> dict[str, str]:
    """Return how the regions are called that something is planned for; without any names, their keys."""
    spelled = frame.attrs.get("region_names", {})
    keys = frame["region"].dropna().unique()
    named = {key: spelled.get(key, {}).get(language) or spelled.get(key, {}).get("de") or key for key in keys}
    return {**named, ALL_REGIONS: label("burndown.all_regions", language)}


def _plan(row: Mapping[Any, Any], names: Mapping[str, str], language: Language) -> Plan:
    start, end = _day(row["start"]), _day(row["end"])
    period = Period(start, end, cast(Precision, _text(row["precision"]) or "open"))
    stated = _text(row["period_text"])
    return Plan(
        number=0,
        name=_name(_text(row["kind"]), names.get(str(row["region"])), language),
        period=period_in_words(stated, language) if stated else format_period(period, language),
        start=start,
        end=end,
        amount=exact_amount(row["amount"]) or ZERO,
    )


def _name(kind: str | None, region: str | None, language: Language) -> str:
    kind = field_word(kind or "", language)
    words = label("burndown.activity", language, kind=kind, region=region or "").strip()
    return words or label("burndown.nameless", language)


def _sum_of(plans: pd.DataFrame) -> Decimal:
    return sum_euros(exact_amount(amount) or ZERO for amount in plans["amount"])


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def day_after(day: date) -> date:
    """Return the next day: a day ends where the next begins."""
    return day + timedelta(days=1)
