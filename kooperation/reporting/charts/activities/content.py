"""What the chart of activities shows: per region its activities and its spending. No drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast

import pandas as pd

from kooperation.model.discretion import Discretion
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.period import Period, Precision, format_period, parse_period, period_in_words
from kooperation.model.schema import ALL_REGIONS, UNASSIGNED
from kooperation.reporting.charts.amounts import exact_amount
from kooperation.reporting.charts.names import pot_name_of
from kooperation.reporting.labels import label
from kooperation.reporting.labels.field_words import field_word
from kooperation.reporting.style import OTHERS, Look, region_looks

MOST_LANES = 12  # more are drawn together as "others"
MOST_YEARS = 20  # more do not fit side by side; the latest stay

Form: TypeAlias = Literal["held", "signed", "ongoing", "planned", "moved", "cancelled", "overdue", "unknown"]
FORMS: dict[str, Form] = {
    "durchgeführt": "held",
    "unterzeichnet": "signed",
    "laufend": "ongoing",
    "geplant": "planned",
    "verschoben": "moved",
    "abgesagt": "cancelled",
}


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as the chart shows it; ``moved_to`` ``None``: it was not moved, or nobody says to when.

    ``stated`` is when it took place in the words of its source, which can say less than a period: ``ca.``.
    """

    number: int
    region: str
    name: str
    period: Period
    stated: str | None
    form: Form
    moved_to: Period | None
    language: Language

    @property
    def is_dated(self) -> bool:
        """Tell whether anything is known about when it took place."""
        return self.period.start is not None or self.period.end is not None

    @property
    def is_exact(self) -> bool:
        """Tell whether its days are stated; a range of whole months does not name any."""
        start, end = self.period.start, self.period.end
        if self.period.precision != "range" or start is None or end is None:
            return self.period.precision == "day"
        return start.day != 1 or (end + timedelta(days=1)).day != 1

    @property
    def period_text(self) -> str:
        """When it took place, as exactly as it is known."""
        if self.stated is None:
            return format_period(self.period, self.language)
        return period_in_words(self.stated, self.language)

    @property
    def status(self) -> str:
        """Its status in words."""
        if self.form == "overdue":
            return label("timeline.planned_overdue", self.language)
        if self.form == "moved" and self.moved_to is not None:
            return label(
                "timeline.moved_to", self.language, period=format_period(self.moved_to, self.language)
            )
        return label(f"timeline.status_{self.form}", self.language)

    @property
    def words(self) -> str:
        """Its name, with the status where it did not simply take place."""
        if self.form in ("held", "signed", "ongoing", "unknown"):
            return self.name
        return label("timeline.with_status", self.language, name=self.name, status=self.status)

    def years(self, last: int) -> tuple[int, int] | None:
        """Return the first and the last year that it touches; what still goes on reaches to ``last``."""
        start, end = self.period.start, self.period.end
        if start is None and end is None:
            return None
        first = start.year if start is not None else cast(date, end).year
        moved = self.moved_to.start.year if self.moved_to and self.moved_to.start else first
        return first, max(end.year if end is not None else max(last, first), moved)


@dataclass(frozen=True, slots=True)
class Lane:
    """One region: its activities, and its spending per year from the pot and from other budgets [EUR]."""

    key: str
    name: str
    activities: tuple[Activity, ...]
    amounts: Mapping[int, Decimal]
    beside: Mapping[int, Decimal]

    @property
    def is_other_budget(self) -> bool:
        """Tell whether all its spending is from another budget."""
        return bool(self.beside) and not self.amounts

    @property
    def has_spending(self) -> bool:
        """Tell whether anything was spent in any year."""
        return bool(self.amounts or self.beside)

    @property
    def weight(self) -> tuple[Decimal, int]:
        """By what the largest regions are chosen: what was spent, then how much took place."""
        spent = sum_euros(abs(amount) for amount in (*self.amounts.values(), *self.beside.values()))
        return spent, len(self.activities)


@dataclass(frozen=True, slots=True)
class ActivitiesContent:
    """All that one chart of activities shows."""

    lanes: tuple[Lane, ...]
    first: int
    last: int
    looks: Mapping[str, Look]
    merged: tuple[str, ...]  # the names of the regions that are drawn together
    left_out: int  # activities outside of the years shown
    pot_name: str
    beside_names: tuple[str, ...]
    is_example: bool
    language: Language
    as_of: date | None

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities, lane by lane."""
        return tuple(each for lane in self.lanes for each in lane.activities)

    @property
    def has_undated(self) -> bool:
        """Tell whether an activity without any date is shown."""
        return any(not each.is_dated for each in self.activities)

    @property
    def total(self) -> Decimal:
        """Spending of the pot in the years shown [EUR]."""
        return sum_euros(amount for lane in self.lanes for amount in lane.amounts.values())

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not self.lanes


@dataclass(frozen=True, slots=True)
class ActivityFrames:
    """The frames that a chart of activities is made from; ``beside`` is spending from other pots."""

    activities: pd.DataFrame
    spending: pd.DataFrame | None
    beside: tuple[pd.DataFrame, ...] = ()
    names: Mapping[str, Mapping[str, str]] | None = None
    discretion: Discretion = field(default_factory=Discretion)
    is_example: bool = False
    as_of: date | None = None


def activities_content(
    frames: ActivityFrames, *, region: str | None, years: Iterable[int] | None, language: Language
) -> ActivitiesContent:
    """Take from ``frames`` what the chart shows; of free texts only words that name nobody.

    Raises
    ------
    TypeError
        When an amount is a float.
    ValueError
        When ``region`` is in none of the frames.
    """
    register = _register(frames)
    names = _names(frames, register, language)
    found = _activities(frames, language)
    spent = _amounts(() if frames.spending is None else (frames.spending,))
    beside = _amounts(frames.beside)
    keys = _keys([*register, *(each.region for each in found), *spent, *beside])
    if region is not None:
        if region not in keys:
            raise ValueError(f"no region {region!r} among {keys}")
        keys = [region]
    first, last = _years(years, found, [spent, beside], keys, frames.as_of)
    shown = [each for each in found if each.region in keys and _is_within(each, first, last)]
    left_out = sum(each.region in keys for each in found) - len(shown)
    lanes = [_lane(key, names, shown, (spent, beside), (first, last)) for key in keys]
    lanes = [lane for lane in lanes if lane.activities or lane.has_spending]
    kept, merged = _with_others(_ordered(lanes), language)
    return ActivitiesContent(
        lanes=_numbered(kept),
        first=first,
        last=last,
        looks=region_looks(register),
        merged=merged,
        left_out=left_out,
        pot_name="" if frames.spending is None else pot_name_of(frames.spending, language),
        beside_names=tuple(dict.fromkeys(pot_name_of(frame, language) for frame in frames.beside)),
        is_example=frames.is_example,
        language=language,
        as_of=frames.as_of,
    )


def _activities(frames: ActivityFrames, language: Language) -> list[Activity]:
    log = frames.activities
    free_texts = [name for name in ("kind", "period_text") if name in log.columns]
    shown = log.assign(**{name: frames.discretion.column(log[name]) for name in free_texts})
    return [_activity(row, language) for row in shown.to_dict("records")]


def _activity(row: Mapping[Any, Any], language: Language) -> Activity:
    start, end = _day(row["start"]), _day(row["end"])
    form = FORMS.get(_text(row["status"]) or "", "unknown")
    overdue = row.get("is_overdue")
    is_overdue = form == "planned" and not pd.isna(overdue) and bool(overdue)
    return Activity(
        number=0,
        region=_text(row["region"]) or UNASSIGNED,
        name=field_word(_text(row["kind"]) or label("timeline.nameless", language), language),
        period=Period(start, end, cast(Precision, _text(row["precision"]) or "open")),
        stated=_text(row.get("period_text")),
        form="overdue" if is_overdue else form,
        moved_to=_moved(_text(row.get("moved_to"))) if form == "moved" else None,
        language=language,
    )


def _moved(text: str | None) -> Period | None:
    try:
        return parse_period(text) if text else None
    except ValueError:
        return None  # not a date: the status alone says that it was moved


def _amounts(frames: Sequence[pd.DataFrame]) -> dict[str, dict[int, Decimal]]:
    """Return what was spent, by region and year; only what is not zero."""
    sums: dict[str, dict[int, Decimal]] = {}
    for frame in frames:
        for key in frame.columns:
            for year, cell in zip(frame.index, frame[key], strict=True):
                if amount := exact_amount(cell):
                    row = sums.setdefault(str(key), {})
                    row[int(year)] = row.get(int(year), ZERO) + amount
    return sums


def _register(frames: ActivityFrames) -> list[str]:
    """Return every region that is known by name, in the order of the register."""
    listed: dict[str, None] = dict.fromkeys(frames.names or {})
    for frame in (*(() if frames.spending is None else (frames.spending,)), *frames.beside):
        listed |= dict.fromkeys([*frame.attrs.get("region_names", {}), *map(str, frame.columns)])
    return [key for key in listed if key not in (UNASSIGNED, ALL_REGIONS)]


def _names(frames: ActivityFrames, register: Sequence[str], language: Language) -> dict[str, str]:
    spelled: dict[str, Mapping[str, str]] = {}
    for frame in (*frames.beside, *(() if frames.spending is None else (frames.spending,))):
        spelled |= frame.attrs.get("region_names", {})
    spelled |= frames.names or {}
    plain = {
        key: spelled.get(key, {}).get(language) or spelled.get(key, {}).get("de") or key for key in register
    }
    return {
        **plain,
        ALL_REGIONS: label("timeline.all_regions", language),
        UNASSIGNED: label("chart.unassigned", language),
    }


def _keys(found: Iterable[str]) -> list[str]:
    keys = dict.fromkeys(found)
    last = [key for key in (ALL_REGIONS, UNASSIGNED) if key in keys]
    return [*(key for key in keys if key not in last), *last]


def _years(
    asked: Iterable[int] | None,
    found: Sequence[Activity],
    spending: Sequence[Mapping[str, Mapping[int, Decimal]]],
    keys: Sequence[str],
    as_of: date | None,
) -> tuple[int, int]:
    """Return the first and the last year to show: those asked for, or all that hold anything."""
    if asked is not None:
        years = list(asked)
        return min(years), max(years)
    booked = [year for table in spending for key in keys for year in table.get(key, {})]
    today = [as_of.year] if as_of else []
    spans = [each.years(max([*booked, *today], default=0)) for each in found if each.region in keys]
    every = [*booked, *(year for span in spans if span is not None for year in span)]
    if not every:
        return (today or [2000])[0], (today or [2000])[0]
    return max(min(every), max(every) - MOST_YEARS + 1), max(every)


def _is_within(activity: Activity, first: int, last: int) -> bool:
    span = activity.years(last)
    return span is None or (span[0] <= last and span[1] >= first)


def _lane(
    key: str,
    names: Mapping[str, str],
    activities: Sequence[Activity],
    spending: tuple[Mapping[str, Mapping[int, Decimal]], Mapping[str, Mapping[int, Decimal]]],
    span: tuple[int, int],
) -> Lane:
    own, beside = (
        {year: amount for year, amount in sorted(table.get(key, {}).items()) if span[0] <= year <= span[1]}
        for table in spending
    )
    mine = [each for each in activities if each.region == key]
    mine.sort(key=lambda each: each.period.start or each.period.end or date.max)
    return Lane(key, names.get(key, key), tuple(mine), own, beside)


def _ordered(lanes: Sequence[Lane]) -> list[Lane]:
    """Return the lanes with those of other budgets behind, then all regions, then what is unassigned."""

    def rank(lane: Lane) -> int:
        return {ALL_REGIONS: 2, UNASSIGNED: 3}.get(lane.key, int(lane.is_other_budget))

    return sorted(lanes, key=rank)


def _with_others(lanes: Sequence[Lane], language: Language) -> tuple[list[Lane], tuple[str, ...]]:
    """Draw the smallest regions together when there are too many; sums and activities are kept."""
    named = [lane for lane in lanes if lane.key not in (ALL_REGIONS, UNASSIGNED)]
    if len(named) <= MOST_LANES:
        return list(lanes), ()
    largest = sorted(named, key=lambda lane: lane.weight, reverse=True)[: MOST_LANES - 1]
    merged = [lane for lane in named if lane not in largest]
    others = Lane(
        OTHERS,
        label("timeline.others", language, count=len(merged)),
        tuple(sorted((each for lane in merged for each in lane.activities), key=_beginning)),
        _sum_up(lane.amounts for lane in merged),
        _sum_up(lane.beside for lane in merged),
    )
    kept = [lane for lane in named if lane in largest]
    return [*kept, others, *lanes[len(named) :]], tuple(lane.name for lane in merged)


def _beginning(activity: Activity) -> date:
    return activity.period.start or activity.period.end or date.max


def _sum_up(tables: Iterable[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for table in tables:
        for year, amount in table.items():
            sums[year] = sums.get(year, ZERO) + amount
    return dict(sorted(sums.items()))


def _numbered(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    """Give every activity its number, lane by lane."""
    numbered, number = [], 0
    for lane in lanes:
        activities = tuple(
            replace(each, number=number + place) for place, each in enumerate(lane.activities, 1)
        )
        numbered.append(replace(lane, activities=activities))
        number += len(activities)
    return tuple(numbered)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
