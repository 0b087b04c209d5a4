"""Courses of one year for the tests of its chart, from a few literal figures."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd
from chart_frames import NAMES

from kooperation.analysis.course import ORDER_COLUMNS, STEP_COLUMNS, YearCourse
from kooperation.model.period import parse_period
from kooperation.model.schema import PLANNED_COLUMNS, frame_of


def course(
    postings: Sequence[tuple[date, object]] = (),
    *,
    year: int = 2026,
    ceiling: object = 40_000,
    usable: Sequence[tuple[date, object]] = (),
    as_of: date | None = None,
    committed: object = 0,
    undated: object = 0,
    planned: Sequence[tuple[str, str, object, str]] = (),
    planned_past: Sequence[tuple[str, str, object, str]] = (),
    planned_out_of_scope: Sequence[tuple[str, str, object, str]] = (),
    status: str | None = "beschlossen",
    papers: str | None = "2024/0207",
    is_example: bool = False,
    coming: Sequence[tuple[date, Decimal]] = (),
) -> YearCourse:
    """What became of one year: postings by day; planned as (kind, region, amount, period)."""
    whole = None if ceiling is None else Decimal(str(ceiling))
    rows = _steps(year, postings, Decimal(str(undated)), whole, usable)
    return YearCourse(
        year=year,
        pot="kooperation",
        pot_name="Internationale Kooperationen",
        as_of=as_of or date(year, 6, 30),
        ceiling=whole,
        usable=rows[-1][3],
        committed=Decimal(str(committed)),
        undated=Decimal(str(undated)),
        steps=_frame(rows),
        orders=frame_of(ORDER_COLUMNS, {}, length=0),
        planned=_planned(planned),
        planned_past=_planned(planned_past),
        planned_out_of_scope=_planned(planned_out_of_scope),
        plan="basis",
        scope="alle",
        status=status,
        papers=papers,
        is_example=is_example,
        coming=tuple(coming),
    )


def _steps(year, postings, undated, ceiling, usable):
    changes = {date(year, 1, 1): Decimal(0)}
    for day, amount in postings:
        changes[day] = changes.get(day, Decimal(0)) + Decimal(str(amount))
    changes[min(changes)] += undated
    allowed = dict(usable)
    rows, actual, may = [], Decimal(0), ceiling
    for day in sorted({*changes, *allowed}):
        actual += changes.get(day, Decimal(0))
        may = Decimal(str(allowed[day])) if day in allowed else may
        rows.append((day, changes.get(day, Decimal(0)), actual, may))
    return rows


def _cents(amounts):
    return [None if amount is None else int(amount.scaleb(2)) for amount in amounts]


def _frame(rows):
    days, changes, actual, usable = zip(*rows, strict=True)
    unspent = [None if may is None else may - spent for may, spent in zip(usable, actual, strict=True)]
    cells = {name: _cents(values) for name, values in (("change", changes), ("actual", actual))}
    cells |= {"on": list(days), "usable": _cents(usable), "unspent": _cents(unspent)}
    return frame_of(STEP_COLUMNS, cells)


def _planned(rows) -> pd.DataFrame:
    periods = [parse_period(period) for _, _, _, period in rows]
    cells = {
        "kind": [kind for kind, _, _, _ in rows],
        "region": [region for _, region, _, _ in rows],
        "amount": _cents(Decimal(str(amount)) for _, _, amount, _ in rows),
        "period_text": [period for _, _, _, period in rows],
        "start": [period.start for period in periods],
        "end": [period.end for period in periods],
        "precision": [period.precision for period in periods],
    }
    frame = frame_of(PLANNED_COLUMNS, cells, length=len(rows))
    frame.attrs["region_names"] = NAMES
    return frame
