"""Which year of each pot a report follows day by day, and with which plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from kooperation.analysis.course import NO_PLAN, HasPlans, YearCourse, plan_of, year_course
from kooperation.model.errors import KooperationError
from kooperation.model.region import Pot


def current_year(usage: pd.DataFrame, pot: Pot, as_of: date | None) -> int | None:
    """Return the year of ``as_of``; without figures for it the pot's last year, ``None`` without any."""
    years = sorted(int(year) for key, year in usage.index if key == pot.key)
    if as_of and as_of.year in years:
        return as_of.year
    return years[-1] if years else None


def courses_of(
    source: HasPlans, usage: pd.DataFrame, pots: Sequence[Pot], *, as_of: date | None = None
) -> dict[str, YearCourse]:
    """Follow each pot through the year of ``as_of``; a pot without any figures has no course."""
    years = {pot.key: current_year(usage, pot, as_of or source.as_of) for pot in pots}
    return {
        pot: _course(source, pot, year, as_of)
        for pot, year in years.items()
        if year is not None and (as_of or source.as_of)
    }


def _course(source: HasPlans, pot: str, year: int, as_of: date | None) -> YearCourse:
    return year_course(source, year=year, pot=pot, as_of=as_of, plan=plan_shown(source, pot=pot, year=year))


def plan_shown(source: HasPlans, *, pot: str, year: int) -> str:
    """Return the plan that a report shows for a pot and year; where nothing says which one holds, none."""
    try:
        return plan_of(source.planned, pot=pot, year=year) or NO_PLAN
    except KooperationError:
        return NO_PLAN
