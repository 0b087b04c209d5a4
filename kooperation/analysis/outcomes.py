"""What came of activities: the figures that their log states, and which planned ones are overdue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

import pandas as pd

from kooperation.analysis.engagement import HasActivities, region_names
from kooperation.model.money import AmountError, Convention, take_apart, to_cents
from kooperation.model.period import parse_period
from kooperation.model.region import fold
from kooperation.model.schema import DATE, FLAG, QUANTITY, SOURCE_COLUMNS, TEXT, WHOLE, frame_of

PLANNED = "geplant"

OUTCOME_COLUMNS: dict[str, Any] = {
    "measure": TEXT,
    "value": QUANTITY,
    "unit": TEXT,
    "is_expected": FLAG,
    "is_about": FLAG,
    "period_text": TEXT,
    "on": DATE,
    "year": WHOLE,
    "region": TEXT,
    "activity_id": TEXT,
    "source": TEXT,
    **SOURCE_COLUMNS,
}
_PART = re.compile(
    r"(?P<measure>[^:()]{1,80}?)\s*:\s*(?P<about>(?:rd|ca|etwa|rund|about|around|approx)\b\.?\s*|[~≈]\s*)?"
    r"(?P<value>[+-]?[0-9][0-9.,]*)\s*(?P<unit>[%€$]|[^\W\d_][\w./ -]{0,30}?)?\s*"
    r"(?:\((?P<remark>[^()]*)\))?\.?",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:erwartet|geplant|angestrebt|ziel|zielwert|prognose|expected|planned|target)\b", re.I
)


class HasActivitiesAsOf(HasActivities, Protocol):
    """Anything that carries activities and the day of the ledger, such as ``Books``."""

    @property
    def as_of(self) -> date | None:
        """The day of the latest posting."""


def outcomes(source: HasActivities | pd.DataFrame) -> pd.DataFrame:
    """Return the figures that the activity log states under ``ergebnis``.

    A figure is written ``Unternehmen im Zentrum: 15 (2024)``: a measure, a colon and a number, a unit if
    wanted, and in brackets, in any order and separated by commas, ``erwartet`` where it is no fact yet, the
    date, and the source. Several stand side by side, separated by ``|`` or ``;``. Any other text is no
    figure.

    Parameters
    ----------
    source : Books or DataFrame of activities

    Returns
    -------
    DataFrame, one row per figure, by measure and date
        ``measure`` · ``value`` · ``unit`` · ``is_expected`` · ``is_about``, the log says "rd." ·
        ``period_text``, the date in brackets, else that of the activity · ``on``, where it is exact to the
        day · ``year`` in which the date ends, ``<NA>``: not known · ``region`` · ``activity_id`` ·
        ``source``, that in brackets, else that of the activity · ``source_file`` · ``source_sheet`` ·
        ``source_row``. Of ``Books``, ``attrs`` carry ``region_names``.
    """
    activities = source if isinstance(source, pd.DataFrame) else source.activities
    rows = [row for activity in activities.to_dict("records") for row in _figures(activity)]
    values = {name: [row[name] for row in rows] for name in OUTCOME_COLUMNS}
    found = frame_of(OUTCOME_COLUMNS, values, length=len(rows))
    order = found.assign(measure=found["measure"].map(fold), last=[row["last"] for row in rows])
    sorted_rows = order.sort_values(["measure", "last"], kind="stable").index
    found = found.loc[sorted_rows].reset_index(drop=True)
    if not isinstance(source, pd.DataFrame):
        found.attrs["region_names"] = region_names(source)
    return found


def overdue_activities(source: HasActivitiesAsOf, *, as_of: date | None = None) -> pd.DataFrame:
    """Return the activities that the log still calls planned although their time is over.

    A figure under ``ergebnis`` that is a fact shows that one took place. A text does not: there a log also
    says what is intended. Nor do postings: flights are paid before a trip is called off.

    Parameters
    ----------
    source : Books
    as_of : date, optional
        Without it the day of the latest posting.

    Returns
    -------
    DataFrame, the rows of the activities in their order and with all their columns
        Activities without an end are never overdue.
    """
    activities = source.activities
    return activities[is_overdue(activities, as_of=as_of or source.as_of).to_numpy(dtype=bool)]


def is_overdue(activities: pd.DataFrame, *, as_of: date | None) -> pd.Series[Any]:
    """Tell of each activity whether it is overdue, as :func:`overdue_activities` says; without a day none."""
    if as_of is None:
        return pd.Series(data=False, index=activities.index, dtype=FLAG)
    is_open = activities["status"].eq(PLANNED).fillna(value=False).astype(bool)
    is_past = (activities["end"] < pd.Timestamp(as_of)).astype(bool)
    is_shown = [any(not row["is_expected"] for row in _figures(one)) for one in activities.to_dict("records")]
    return (is_open & is_past & ~pd.Series(is_shown, index=activities.index, dtype=bool)).astype(FLAG)


# --- figures in a text -------------------------------------------------------------------------------------


def _figures(activity: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    text = activity["outcome"]
    for part in re.split(r"[|;\n]", text) if isinstance(text, str) else ():
        match = _PART.fullmatch(part.strip())
        value = _number(match["value"]) if match else None
        if match is not None and value is not None:
            yield _figure(activity, match, value)


def _figure(activity: dict[Any, Any], match: re.Match[str], value: Decimal) -> dict[str, Any]:
    remark = _remark(match["remark"] or "")
    start, end = remark.ends or (_day(activity["start"]), _day(activity["end"]))
    last = end or start
    return {
        **{name: activity[name] for name in ("region", "activity_id", *SOURCE_COLUMNS)},
        "measure": match["measure"].strip(),
        "value": value,
        "unit": (match["unit"] or "").strip() or None,
        "is_expected": remark.is_expected,
        "is_about": bool(match["about"]),
        "period_text": remark.period_text or activity["period_text"],
        "on": start if start == end else None,
        "year": last.year if last else None,
        "last": pd.NaT if last is None else pd.Timestamp(last),
        "source": remark.source or activity["source"],
    }


class _Remark(NamedTuple):
    """What stands in brackets behind a figure; ``ends`` are first and last day of the period."""

    is_expected: bool
    period_text: str | None
    ends: tuple[date | None, date | None] | None
    source: str | None


def _remark(text: str) -> _Remark:
    parts = [" ".join(_EXPECTED.sub("", part).split()) for part in text.split(",")]
    known = {part: ends for part in parts if part and (ends := _ends(part))}
    period_text, ends = next(iter(known.items()), (None, None))
    source = ", ".join(part for part in parts if part and part != period_text) or None
    return _Remark(bool(_EXPECTED.search(text)), period_text, ends, source)


def _ends(text: str) -> tuple[date | None, date | None] | None:
    try:
        period = parse_period(text)
    except ValueError:
        return None
    return (period.start, period.end) if period.start or period.end else None


def _number(text: str) -> Decimal | None:
    """Read a figure as German writes it; ``None``: none with at most two decimals."""
    try:
        amount = take_apart(text)
        return Decimal(to_cents(amount, amount.evidence or Convention.GERMAN)).scaleb(-2)
    except AmountError:
        return None


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
