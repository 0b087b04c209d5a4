"""The months below the chart of one year: a stroke where each begins, its name in its middle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator

from kooperation.reporting.charts.canvas import pixels
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.charts.year.content import YearContent
from kooperation.reporting.charts.year.shape import UNDATED_DAYS, Shape
from kooperation.reporting.labels import label

SIZE, GAP = 9.0, 4.0
EVERY = (1, 2, 3, 6, 12)  # months between two names, as there is room


@dataclass(slots=True)
class Months:
    """The texts below the axes."""

    ax: Axes
    content: YearContent

    @property
    def more_lines(self) -> float:
        """How much lower the names reach that say their year below [point]."""
        years = {self.content.first_day.year, self.content.last_day.year, self.content.year}
        return SIZE * 1.3 if len(years) > 1 else 0.0

    def fit(self) -> None:
        """Write as many names of months as stand beside each other without touching."""
        months = self._months()
        every = next((each for each in EVERY if self._fits(months, each)), EVERY[-1])
        shown = [first for first in months if (first.month - 1) % every == 0]
        places = [self._middle(first, every) for first in shown]
        texts = [self._name(first) if self._is_wide(first) else "" for first in shown]
        self.ax.xaxis.set_major_locator(FixedLocator([first.toordinal() for first in shown]))
        self.ax.xaxis.set_major_formatter(FixedFormatter([""] * len(shown)))
        self.ax.xaxis.set_minor_locator(FixedLocator([*places, *self._undated_place()]))
        undated = [label("burndown.no_date", self.content.language)] if self._undated_place() else []
        self.ax.xaxis.set_minor_formatter(FixedFormatter([*texts, *undated]))
        self.ax.tick_params(axis="x", which="minor", length=0, labelsize=SIZE)

    def _undated_place(self) -> list[float]:
        start = Shape(self.content).undated_from
        return [] if start is None else [start + UNDATED_DAYS / 2]

    def _months(self) -> list[date]:
        last = self.content.last_day
        months = [self.content.first_day.replace(day=1)]
        while (following := _next(months[-1])) <= last:
            months.append(following)
        return months

    def _name(self, first: date) -> str:
        name = label("burndown.months", self.content.language).split()[first.month - 1]
        return name if first.year == self.content.year else f"{name}\n{first.year}"

    def _span(self, first: date) -> tuple[float, float]:
        """Return what the axes show of a month."""
        start, end = self.ax.get_xlim()
        return max(first.toordinal(), start), min(_next(first).toordinal(), end)

    def _middle(self, first: date, every: int) -> float:
        """Return the middle of a month, or of its beginning where a name stands for several."""
        start, end = self._span(first)
        return (start + end) / 2 if every == 1 else start + 15.0

    def _is_wide(self, first: date) -> bool:
        """Tell whether the axes show enough of a month for its name: at their edges it can be cut."""
        (left, _), (right, _) = self.ax.transData.transform([(each, 0) for each in self._span(first)])
        is_whole = self._span(first) == (first.toordinal(), _next(first).toordinal())
        return is_whole or bool(right - left >= pixels(self.ax, text_width(self._name(first), SIZE)))

    def _fits(self, months: list[date], every: int) -> bool:
        names = [self._name(first) for first in months if (first.month - 1) % every == 0]
        widest = max((text_width(name, SIZE) for name in names), default=0.0) + GAP
        (left, _), (right, _) = self.ax.transData.transform([(0, 0), (30.0 * every, 0)])
        return bool(pixels(self.ax, widest) <= right - left)


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
