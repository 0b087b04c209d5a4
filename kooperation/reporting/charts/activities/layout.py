"""Where everything of the chart of activities stands: days across, points of paper down. For drawing only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from kooperation.model.money import ZERO
from kooperation.reporting.charts.activities.content import ActivitiesContent, Activity, Lane
from kooperation.reporting.charts.fitting import text_width, wrap_text
from kooperation.reporting.labels import label

Naming: TypeAlias = Literal["names", "numbers", "none"]

LABEL_SIZE, ROW, BARE_ROW, LANE_AIR = 7.5, 12.5, 8.5, 6.0  # [point]
BAR_HEIGHT, AMOUNT_HEIGHT = 20.0, 9.0  # of the highest bar of all lanes; of the amount above a bar [point]
BARE_LANE = 16.0  # a lane with nothing in it but one kind of mark [point]
DOT, NARROWEST, GAP = 6.0, 4.0, 4.0  # of a mark for a day; of a span; between neighbours [point]
NAME_SIZE, NAME_WIDTH = 8.5, 96.0  # [point]
UNDATED_WIDTH = 104.0  # [point]
MOST_ROWS, MOST_NAMED = 8, 60
MOST_OF_WIDTH = 0.6  # of the days that the text of one activity may take: beside its sign, never over it


@dataclass(frozen=True, slots=True)
class Mark:
    """One activity as it is drawn: where its sign begins and ends, in which row, and its text [point]."""

    activity: Activity
    left: float
    right: float
    row: int
    words: str
    text_left: float


@dataclass(frozen=True, slots=True)
class LanePlace:
    """Where one lane stands, from the top of the axes [point]."""

    lane: Lane
    marks: tuple[Mark, ...]
    top: float
    first_row: float
    row_height: float
    baseline: float
    bottom: float

    def row_at(self, row: int) -> float:
        """Return the middle of a row."""
        return self.first_row + (row + 0.5) * self.row_height


@dataclass(frozen=True, eq=False)
class Layout:
    """The places of one chart on axes that are ``width`` points wide."""

    content: ActivitiesContent
    width: float
    naming: Naming

    @property
    def years(self) -> range:
        """The years on the axis."""
        return range(self.content.first, self.content.last + 1)

    @property
    def undated_left(self) -> float:
        """Where the column of activities without a date begins [point]."""
        if not self.content.has_undated:
            return self.width
        return self.width - min(UNDATED_WIDTH, self.width * 0.2)

    def across(self, day: date) -> float:
        """Return where a day begins, within the years shown [point]."""
        start, end = date(self.content.first, 1, 1), date(self.content.last + 1, 1, 1)
        inside = min(max(day, start), end)
        return self.undated_left * (inside - start).days / (end - start).days

    @property
    def year_width(self) -> float:
        """How wide a year is [point]."""
        return self.undated_left / len(self.years)

    @property
    def row_height(self) -> float:
        """How high a row is: lower where no text stands in it [point]."""
        return BARE_ROW if self.naming == "none" else ROW

    @cached_property
    def scale(self) -> float:
        """How many points high a euro is, in all lanes alike."""
        amounts = [amount for lane in self.content.lanes for amount in _amounts_of(lane)]
        highest = max((abs(amount) for amount in amounts), default=ZERO)
        return BAR_HEIGHT / float(highest) if highest else 0.0

    @cached_property
    def places(self) -> tuple[LanePlace, ...]:
        """The lanes from top to bottom."""
        places: list[LanePlace] = []
        top = 0.0
        for lane in self.content.lanes:
            place = self._place(lane, top)
            places.append(place)
            top = place.bottom
        return tuple(places)

    @property
    def height(self) -> float:
        """How high all lanes are together [point]."""
        return self.places[-1].bottom if self.places else 60.0

    @property
    def most_rows(self) -> int:
        """The number of rows of the fullest lane."""
        return max((_rows_of(place.marks) for place in self.places), default=0)

    def _place(self, lane: Lane, top: float) -> LanePlace:
        marks = self._marks(lane)
        rows = _rows_of(marks) * self.row_height
        above = [amount for amount in _amounts_of(lane) if amount > 0]
        below = [amount for amount in _amounts_of(lane) if amount < 0]
        is_shared = bool(set(lane.amounts) & set(lane.beside))  # two amounts may stand one above the other
        lines = (2 if is_shared else 1) * AMOUNT_HEIGHT
        up = lines + float(max(above, default=ZERO)) * self.scale if above else 0.0
        down = AMOUNT_HEIGHT - float(min(below, default=ZERO)) * self.scale if below else 0.0
        first_row = top + LANE_AIR
        name = (name_of(lane, self.content).count("\n") + 1) * NAME_SIZE * 1.25
        baseline = first_row + max(rows + up, BARE_LANE, name)
        bottom = baseline + down + (LANE_AIR if down else 1.0)
        return LanePlace(lane, marks, top, first_row, self.row_height, baseline, bottom)

    def _marks(self, lane: Lane) -> tuple[Mark, ...]:
        """Put each activity into the first row in which nothing is in its way."""
        taken: list[list[tuple[float, float]]] = []
        marks = []
        for activity in lane.activities:
            left, right = self._span(activity)
            words = self._words(activity, left, right)
            text_left, start, end = self._text_place(activity, words, left, right)
            row = _first_free(taken, start, end)
            taken[row].append((start, end))
            marks.append(Mark(activity, left, right, row, words, text_left))
        return tuple(marks)

    def _words(self, activity: Activity, left: float, right: float) -> str:
        words = {"names": activity.words, "numbers": str(activity.number), "none": ""}[self.naming]
        room = self.width - self.undated_left - DOT - 2 * GAP
        if activity.is_dated:
            beside = max(self.undated_left - self._moved_end(activity, right), left) - 2 * GAP
            room = min(max(beside, right - left - 2 * GAP), self.undated_left * MOST_OF_WIDTH)
        return _shortened(words, room)

    def _span(self, activity: Activity) -> tuple[float, float]:
        """Return where the sign of an activity begins and ends."""
        start, end = activity.period.start, activity.period.end
        if start is None and end is None:
            return self.undated_left + GAP, self.undated_left + GAP + DOT
        if activity.period.precision == "day" and start is not None:
            middle = (self.across(start) + self.across(start + timedelta(days=1))) / 2
            return middle - DOT / 2, middle + DOT / 2
        left = self.across(start) if start is not None else 0.0
        right = self.across(end + timedelta(days=1)) if end is not None else self.undated_left
        widened = max(0.0, NARROWEST - (right - left)) / 2
        return left - widened, right + widened

    def _text_place(
        self, activity: Activity, words: str, left: float, right: float
    ) -> tuple[float, float, float]:
        """Return where the text begins, and from where to where sign and text take the row."""
        far = self._moved_end(activity, right)
        width = text_width(words, LABEL_SIZE) + 2 if words else 0.0
        edge = self.undated_left if activity.is_dated else self.width
        if width and right - left >= width + 2 * GAP and _is_plain(activity):
            return left + GAP, left - GAP, far + GAP
        if not width:
            return right, left - GAP, far + GAP
        if far + GAP + width <= edge:
            return far + GAP, left - GAP, far + GAP + width + GAP
        text_left = max(0.0, left - GAP - width)
        return text_left, text_left - GAP, max(far, text_left + width) + GAP

    def _moved_end(self, activity: Activity, right: float) -> float:
        """Return how far the arrow of a moved activity reaches."""
        target = self.target(activity)
        return max(right, target + DOT / 2) if target is not None else right

    def stated_ends(self, mark: Mark) -> list[float]:
        """Return where a bar begins and ends, as far as that is known and lies within the years shown."""
        ends = ((mark.left, mark.activity.period.start), (mark.right, mark.activity.period.end))
        return [x for x, day in ends if day is not None and day.year in self.years]

    def target(self, activity: Activity) -> float | None:
        """Return the middle of what an activity was moved to; ``None``: nobody says, or it is not shown."""
        moved = activity.moved_to
        if moved is None or moved.start is None or moved.start.year > self.content.last:
            return None
        end = moved.end or moved.start
        return (self.across(moved.start) + self.across(end + timedelta(days=1))) / 2


def _is_plain(activity: Activity) -> bool:
    """Tell whether a bar is drawn without an outline or a sign on it, so that a text can stand on it."""
    return not activity.is_exact and activity.form in ("held", "ongoing")


def layout_of(content: ActivitiesContent, width: float, height: float = math.inf) -> Layout:
    """Lay the chart out with names while there is room, then with numbers, then with signs alone.

    ``height`` is that of axes of somebody else: they have no room for the list behind the numbers.
    """
    named, bare = Layout(content, width, "names"), Layout(content, width, "none")
    if len(content.activities) > MOST_NAMED:
        return bare
    told = named if named.most_rows <= MOST_ROWS else Layout(content, width, "numbers")
    return told if told.height <= height else bare


def name_of(lane: Lane, content: ActivitiesContent) -> str:
    """Return what stands at the left of a lane."""
    name = wrap_text(lane.name, NAME_WIDTH, NAME_SIZE, bold=True)
    if not lane.is_other_budget:
        return name
    return f"{name}\n({label('timeline.other_budget', content.language)})"


def _amounts_of(lane: Lane) -> list[Decimal]:
    return [*lane.amounts.values(), *lane.beside.values()]


def _rows_of(marks: Sequence[Mark]) -> int:
    return max((mark.row + 1 for mark in marks), default=0)


def _first_free(taken: list[list[tuple[float, float]]], start: float, end: float) -> int:
    for row, spans in enumerate(taken):
        if all(end <= left or right <= start for left, right in spans):
            return row
    taken.append([])
    return len(taken) - 1


def _shortened(words: str, room: float) -> str:
    """Return ``words`` as far as they fit."""
    if text_width(words, LABEL_SIZE) <= room or not words:
        return words
    kept = words
    while kept and text_width(f"{kept}…", LABEL_SIZE) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' (,')}…"
