"""What was accepted of a period although it could have been meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.period import Period, doubts_about

_DOUBTS = {"stated_twice": "period_stated_twice", "winter_of_one_year": "period_winter"}
_FIRST_OF_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}-01")


def period_doubts(period: Period, text: str, place: Place, *, is_workbook: bool) -> Iterator[Finding]:
    """Say what was accepted despite a doubt. Excel makes the first of the month of a month that is typed."""
    for doubt in doubts_about(text):
        yield finding(_DOUBTS[doubt], place, raw=text)
    if is_workbook and period.precision == "day" and _FIRST_OF_MONTH.fullmatch(text):
        yield finding("period_first_of_month", place, raw=text)
