"""Where everything of the chart of one year stands: days across, euros up. For drawing only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kooperation.reporting.charts.year.content import Plan, YearContent, day_after

UNDATED_DAYS = 46.0  # the width of the column for plans without a date [day]
NARROWEST = 3.0  # a block is at least this wide [day]
HEADROOM = 0.13


@dataclass(frozen=True, slots=True)
class Block:
    """A planned activity as it is drawn: its days, and the level before and after it."""

    plan: Plan
    start: float
    end: float
    before: float
    after: float

    @property
    def low(self) -> float:
        """Its lower edge."""
        return min(self.before, self.after)

    @property
    def high(self) -> float:
        """Its upper edge."""
        return max(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Shape:
    """The places of one chart. A day is its number in the calendar, and a stroke stands where it begins."""

    content: YearContent

    @property
    def year_days(self) -> tuple[float, float]:
        """The beginning and the end of the Haushaltsjahr."""
        year = self.content.year
        return _at(date(year, 1, 1)), _at(date(year + 1, 1, 1))

    @property
    def undated_from(self) -> float | None:
        """Where the column of plans without a date begins, when there are such."""
        has_undated = any(not plan.is_dated for plan in self.content.plans)
        return _at(day_after(self.content.last_day)) if has_undated else None

    @property
    def limits_across(self) -> tuple[float, float]:
        """The days that the axes show."""
        last = _at(day_after(self.content.last_day))
        return _at(self.content.first_day), last + (UNDATED_DAYS if self.undated_from is not None else 0.0)

    @property
    def limits_up(self) -> tuple[float, float]:
        """The euros that the axes show."""
        content = self.content
        amounts = [content.after_actual, content.after_orders, *content.levels_of_plans()]
        amounts += [content.level_on(step) for step in content.steps]
        if content.is_documented:
            amounts += [step.usable for step in content.steps if step.usable is not None]
            amounts += [amount for amount in (content.ceiling, content.pace_from) if amount is not None]
        low, high = min(0.0, float(min(amounts))), max(0.0, float(max(amounts)))
        height = (high - low) or 1.0
        return low - (HEADROOM * height if low < 0 else 0.0), high + HEADROOM * height

    @property
    def line(self) -> tuple[list[float], list[float]]:
        """The step line: a level holds until the day of the next step."""
        days = [_at(step.day) for step in self.content.steps] or [_at(self.content.first_day)]
        levels = [float(self.content.level_on(step)) for step in self.content.steps]
        levels = levels or [float(self.content.after_actual)]
        end = max(_at(day_after(self.content.end_of_line)), days[-1])
        return _stairs(days, levels, end)

    @property
    def usable_line(self) -> tuple[list[float], list[float]]:
        """The step line of what could be used."""
        days = [_at(step.day) for step in self.content.steps]
        amounts = [float(step.usable or 0) for step in self.content.steps]
        return _stairs(days, amounts, _at(day_after(self.content.end_of_line)))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The plans in the order in which they take from what is left."""
        levels = [float(level) for level in self.content.levels_of_plans()]
        return tuple(
            Block(plan, *self._days_of(plan), levels[place], levels[place + 1])
            for place, plan in enumerate(self.content.plans)
        )

    @property
    def end_of_orders(self) -> float:
        """Where the level after open orders ends: at the first plan, or at the edge."""
        first = min((block.start for block in self.blocks[:1]), default=self.limits_across[1])
        return max(first, self.line[0][-1])

    @property
    def levels_between(self) -> tuple[tuple[float, float, float], ...]:
        """From where to where which level holds between two plans and after the last."""
        blocks = self.blocks
        starts = [block.start for block in blocks[1:]] + [self.limits_across[1]]
        spans = [(block.end, start, block.after) for block, start in zip(blocks, starts, strict=False)]
        if blocks and not self.content.committed:
            spans.insert(0, (self.line[0][-1], blocks[0].start, blocks[0].before))
        return tuple((start, end, level) for start, end, level in spans if end > start)

    def _days_of(self, plan: Plan) -> tuple[float, float]:
        if not plan.is_dated:
            edge = self.undated_from or 0.0
            return edge + 0.25 * UNDATED_DAYS, edge + 0.75 * UNDATED_DAYS
        first, last = self.content.span_of(plan)
        start = _at(first)
        return start, max(_at(day_after(last)), start + NARROWEST)


def _at(day: date) -> float:
    return float(day.toordinal())


def _stairs(days: list[float], levels: list[float], end: float) -> tuple[list[float], list[float]]:
    """Return the corners of a line that steps at each day and holds until ``end``."""
    across, up = [days[0]], [levels[0]]
    for day, level in zip(days[1:], levels[1:], strict=True):
        across += [day, day]
        up += [up[-1], level]
    return [*across, end], [*up, up[-1]]
