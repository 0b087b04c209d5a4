"""The numbers of the chart of one year as a frame, in the order in which they stand on the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.money import ZERO
from kooperation.model.period import format_day
from kooperation.model.schema import DATE, TEXT
from kooperation.reporting.charts.amounts import euro_column
from kooperation.reporting.charts.year.content import YearContent
from kooperation.reporting.labels import label


@dataclass(frozen=True, slots=True)
class _Row:
    day: date | None
    entry: str
    change: Decimal
    actual: Decimal
    usable: Decimal | None
    level: Decimal
    pace: Decimal | None
    period: str = ""


def figures_of_year(content: YearContent) -> pd.DataFrame:
    """Return one row per step of the line, then the day of the chart, open orders and each plan.

    ``Datum`` (``<NA>``: a plan without one) · ``Vorgang`` · ``Zeitraum`` · ``Betrag`` [EUR], as it changes
    what is spent · ``Ist`` [EUR] · ``verwendbar`` [EUR] (``<NA>``: no ceiling is documented) · ``Rest`` [EUR]
    (``<NA>`` likewise) · ``gleichmäßiger Verbrauch`` [EUR].
    """
    rows = [*_steps(content), _state(content), *_orders(content), *_plans(content)]
    left = [row.level if content.is_documented else None for row in rows]
    columns: dict[str, Any] = {
        "day": pd.Series([row.day for row in rows], dtype=DATE),
        "entry": pd.array([row.entry for row in rows], dtype=TEXT),
        "period": pd.array([row.period for row in rows], dtype=TEXT),
        "change": euro_column(row.change for row in rows),
        "actual": euro_column(row.actual for row in rows),
        "usable": euro_column(row.usable for row in rows),
        "left": euro_column(left),
        "pace_column": euro_column(row.pace for row in rows),
    }
    return pd.DataFrame({label(f"burndown.{key}", content.language): cells for key, cells in columns.items()})


def _steps(content: YearContent) -> list[_Row]:
    entry = label("burndown.entry_actual", content.language)
    return [
        _Row(
            step.day,
            entry,
            step.change,
            step.actual,
            step.usable,
            content.level_on(step),
            content.pace_on(step.day),
            format_day(step.day, content.language),
        )
        for step in content.steps
    ]


def _state(content: YearContent) -> _Row:
    day = content.end_of_line
    entry = label("burndown.entry_state", content.language)
    return _Row(
        day,
        entry,
        ZERO,
        content.actual,
        content.usable,
        content.after_actual,
        content.pace_on(day),
        format_day(content.as_of, content.language),
    )


def _orders(content: YearContent) -> list[_Row]:
    if not content.committed:
        return []
    day, entry = content.end_of_line, label("burndown.entry_orders", content.language)
    level, pace = content.after_orders, content.pace_on(content.end_of_line)
    return [_Row(day, entry, content.committed, content.actual, content.usable, level, pace)]


def _plans(content: YearContent) -> list[_Row]:
    levels = content.levels_of_plans()[1:]
    return [
        _Row(
            plan.end or plan.start,
            plan.name,
            plan.amount,
            content.actual,
            content.usable,
            level,
            content.pace_on(plan.end) if plan.end else None,
            plan.period,
        )
        for plan, level in zip(content.plans, levels, strict=True)
    ]
