"""Where each year of the chart of spending stands on the canvas, and which part of it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes

from kooperation.model.money import sum_euros
from kooperation.reporting.charts.canvas import points
from kooperation.reporting.charts.fitting import Box
from kooperation.reporting.charts.spending.content import SpendingContent, YearOfSpending

HALF_BLOCK = 0.5  # a year takes one unit of the axis
STACK_WIDTH, STACK_WIDTH_WITH_BESIDE, STACK_SHIFT = 0.66, 0.5, -0.16
BESIDE_WIDTH, BESIDE_SHIFT = 0.2, 0.28


def positive(amounts: Mapping[str, Decimal]) -> Decimal:
    """Return how high a stack of ``amounts`` reaches above zero [EUR]."""
    return sum_euros(amount for amount in amounts.values() if amount > 0)


def negative(amounts: Mapping[str, Decimal]) -> Decimal:
    """Return how far a stack of ``amounts`` reaches below zero; 0 or less [EUR]."""
    return sum_euros(amount for amount in amounts.values() if amount < 0)


def is_spent(amounts: Mapping[str, Decimal]) -> bool:
    """Tell whether there is anything to draw."""
    return any(amount != 0 for amount in amounts.values())


@dataclass(frozen=True, slots=True)
class Geometry:
    """The places of one chart of spending, in the units of its axes and on the canvas."""

    ax: Axes
    content: SpendingContent

    @property
    def has_beside(self) -> bool:
        """Tell whether bars of other budgets stand beside the stacks, which makes room for them."""
        return bool(self.content.beside_regions)

    @property
    def width(self) -> float:
        """The width of a stack, a whole year being 1."""
        return STACK_WIDTH_WITH_BESIDE if self.has_beside else STACK_WIDTH

    def middle(self, year: YearOfSpending) -> float:
        """Return where on the axis of years the stack of ``year`` stands."""
        return year.year + (STACK_SHIFT if self.has_beside else 0.0)

    def top(self, year: YearOfSpending) -> Decimal:
        """Return how high the stack of ``year`` reaches with its open orders [EUR]."""
        return max(positive(year.amounts), year.total) + year.committed

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a year and an amount on the canvas [pixel]."""
        left, bottom = self.ax.transData.transform((x, y))
        return float(left), float(bottom)

    def year_at(self, left: float) -> float:
        """Return what stands on the axis of years at ``left`` [pixel]."""
        return float(self.ax.transData.inverted().transform((left, 0))[0])

    def amount_at(self, bottom: float) -> float:
        """Return what stands on the axis of euros at ``bottom`` [pixel]."""
        return float(self.ax.transData.inverted().transform((0, bottom))[1])

    @property
    def block(self) -> float:
        """The width of one year on paper [point]."""
        return points(self.ax, self.at(1, 0)[0] - self.at(0, 0)[0])

    def stack_box(self, year: YearOfSpending) -> Box:
        """Return the part of the canvas that the stack of ``year`` takes."""
        half = self.width / 2
        left, bottom = self.at(self.middle(year) - half, float(negative(year.amounts)))
        right, top = self.at(self.middle(year) + half, float(self.top(year)))
        return Box(left, bottom, right, top)

    def beside_box(self, year: YearOfSpending) -> Box:
        """Return the part of the canvas that the bar of the other budgets takes."""
        centre, half = year.year + BESIDE_SHIFT, BESIDE_WIDTH / 2
        left, bottom = self.at(centre - half, float(negative(year.beside)))
        right, top = self.at(centre + half, float(positive(year.beside)))
        return Box(left, bottom, right, top)
