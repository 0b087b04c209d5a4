"""Where each panel of the small multiples stands, and the one scale that all of them share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

GUTTER_GAP = 5.0  # between the numbers of the scale and the first panel [point]
PANEL_GAP, ROW_GAP = 12.0, 8.0  # [point]
YEARS_HEIGHT = 13.0  # of the years under a panel [point]
BEST_SHAPE = 1.25  # width of a panel by its height
MOST_COLUMNS = 8
POINTS_PER_TICK = 26.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Panels in rows and columns, on a sheet of ``width`` x ``height`` [point]."""

    count: int
    columns: int
    width: float
    height: float
    gutter: float  # at the left of every row, for the numbers of the scale
    head: float  # above every panel, for its name

    @property
    def rows(self) -> int:
        """How many rows of panels there are."""
        return -(-self.count // self.columns)

    @property
    def panel_width(self) -> float:
        """The width of the bars of one panel [point]."""
        return max((self.width - self.gutter) / self.columns - PANEL_GAP, 1.0)

    @property
    def panel_height(self) -> float:
        """The height of the bars of one panel [point]."""
        return max(self.height / self.rows - self.head - YEARS_HEIGHT - ROW_GAP, 1.0)

    def box(self, place: int) -> Bbox:
        """Return where the bars of one panel stand, in shares of the sheet."""
        row, column = divmod(place, self.columns)
        left = self.gutter + column * (self.panel_width + PANEL_GAP)
        top = self.height - row * self.height / self.rows - self.head
        right, bottom = left + self.panel_width, top - self.panel_height
        return Bbox([[left / self.width, bottom / self.height], [right / self.width, top / self.height]])

    def is_first_of_row(self, place: int) -> bool:
        """Tell whether the scale stands at the left of this panel."""
        return place % self.columns == 0


@dataclass(frozen=True, slots=True)
class Scale:
    """The euros that every panel spans, and the amounts that have a line [EUR]."""

    low: float
    high: float
    ticks: tuple[float, ...]


def columns_for(count: int, *, width: float, height: float) -> int:
    """Return into how many columns ``count`` panels are set so that their shape is a good one."""
    if count < 2:
        return 1

    def penalty(columns: int) -> float:
        rows = -(-count // columns)
        empty = rows * columns - count
        shape = (width / columns) / (height / rows)
        return abs(math.log(shape / BEST_SHAPE)) + 0.06 * empty

    return min(range(1, min(count, MOST_COLUMNS) + 1), key=penalty)


def scale_of(amounts: Sequence[float], *, height: float, above: float, below: float, apart: float) -> Scale:
    """Span all ``amounts`` and zero, with room for a number beyond the highest and the lowest.

    The amounts that have a line stand at least ``apart`` from each other [point].
    """
    low, high = min([0.0, *amounts]), max([0.0, *amounts])
    if low == high:
        high = 1.0
    below = below if low < 0 else 0.0
    above = above if high > 0 else 2.0
    euros_per_point = (high - low) / max(height - above - below, height / 4, 1.0)
    bottom, top = low - below * euros_per_point, high + above * euros_per_point
    most = max(1, int(height / POINTS_PER_TICK))
    ticks = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    inside = [float(tick) for tick in ticks if bottom <= tick <= top]
    return Scale(bottom, top, _spread(inside, apart * euros_per_point))


def _spread(ticks: Sequence[float], apart: float) -> tuple[float, ...]:
    """Keep zero, and of the others those that stand far enough from the ones kept."""
    kept: list[float] = []
    for tick in sorted(ticks, key=abs):
        if all(abs(tick - other) >= apart for other in kept):
            kept.append(tick)
    return tuple(sorted(kept))
