"""What each region cost in each year: thin bars on the baseline of its lane, all on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from kooperation.model.messages import Language
from kooperation.model.money import format_decimal
from kooperation.reporting.charts.activities.layout import AMOUNT_HEIGHT, LanePlace, Layout
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.charts.outlines import outline_width
from kooperation.reporting.style import INK, PAPER, SOFT_INK, Look

SHARE, LEAST = 0.72, 0.8  # of a year that its bar takes; the height of the smallest bar [point]
LEAST_HOLLOW = 2.4  # the height of the smallest bar that is to look hollow [point]
OUTLINE = 1.2  # [point]
STYLES = (
    (6.5, False),
    (6.0, False),
    (6.5, True),
    (6.0, True),
    (5.5, True),
    (5.0, True),
)  # [point], thousands
AMOUNT_GAP = 2.0  # between two amounts [point]
THOUSAND = Decimal(1000)
SMALLEST = 4.0  # nobody reads a smaller amount [point]


@dataclass(frozen=True, slots=True)
class Bar:
    """The spending of one year: where its bar stands, and whether another budget paid [point]."""

    year: int
    amount: Decimal
    left: float
    width: float
    is_beside: bool
    has_neighbour: bool  # the other budget paid in the same year


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How all amounts of a chart are written, so that each fits above its year."""

    size: float
    in_thousands: bool
    language: Language

    def text(self, amount: Decimal) -> str:
        """Write an amount without its unit, which the subtitle says."""
        if self.in_thousands:
            return format_decimal(amount / THOUSAND, self.language, decimals=1)
        return euro_text(amount, self.language, unit=False)

    def fits(self, amount: Decimal, room: float) -> bool:
        """Tell whether an amount is no wider than ``room`` points."""
        return text_width(self.text(amount), self.size) <= room - AMOUNT_GAP


def hides_amounts(layout: Layout, style: AmountStyle, *, squeeze: float) -> bool:
    """Tell whether an amount is left out because it would not fit, or would be too small to read."""
    bars = [bar for place in layout.places for bar in bars_of(place, layout)]
    return any(not _is_legible(bar, layout, style, squeeze) for bar in bars)


def _is_legible(bar: Bar, layout: Layout, style: AmountStyle, squeeze: float) -> bool:
    return style.size * squeeze >= SMALLEST and style.fits(bar.amount, layout.year_width)


def bars_of(place: LanePlace, layout: Layout) -> list[Bar]:
    """Return the bars of one lane; two budgets in one year stand side by side."""
    bars = []
    for is_beside, amounts in ((False, place.lane.amounts), (True, place.lane.beside)):
        other = place.lane.amounts if is_beside else place.lane.beside
        for year, amount in amounts.items():
            slot = layout.year_width * SHARE
            left = layout.year_width * (year - layout.content.first) + (layout.year_width - slot) / 2
            has_neighbour = year in other
            width = slot / 2 if has_neighbour else slot
            bars.append(
                Bar(
                    year, amount, left + (slot - width if is_beside else 0.0), width, is_beside, has_neighbour
                )
            )
    return bars


def amount_style(layout: Layout) -> AmountStyle:
    """Return the largest style in which each amount fits into its year, else the smallest of all."""
    lanes = layout.content.lanes
    amounts = [amount for lane in lanes for table in (lane.amounts, lane.beside) for amount in table.values()]
    styles = [AmountStyle(size, thousands, layout.content.language) for size, thousands in STYLES]
    fitting = (each for each in styles if all(each.fits(amount, layout.year_width) for amount in amounts))
    return next(fitting, styles[-1])


def draw_bars(
    ax: Axes, place: LanePlace, layout: Layout, look: Look, style: AmountStyle, *, squeeze: float
) -> Iterator[Any]:
    """Draw the bars of one lane with their amounts, and yield what was drawn."""
    bars = bars_of(place, layout)
    for bar in bars:
        top = _height(bar, layout)
        patch = Rectangle(
            (bar.left, place.baseline - top), bar.width, top, **_style(bar, look, top * squeeze), zorder=3
        )
        patch.set_gid(f"{'beside' if bar.is_beside else 'spending'} {place.lane.key} {bar.year}")
        yield ax.add_artist(patch)
        if _is_legible(bar, layout, style, squeeze):
            yield _amount(ax, place.baseline, bar, _place_of_amount(bar, bars, layout, style), style, squeeze)


def _height(bar: Bar, layout: Layout) -> float:
    height, least = float(bar.amount) * layout.scale, LEAST_HOLLOW if bar.is_beside else LEAST
    return max(height, least) if height > 0 else min(height, -least)


def _place_of_amount(
    bar: Bar, bars: Sequence[Bar], layout: Layout, style: AmountStyle
) -> tuple[float, float]:
    """Return the middle of an amount, and how far above the baseline it begins.

    Two amounts of one year that do not fit beside each other stand one above the other.
    """
    middle, height = bar.left + bar.width / 2, _height(bar, layout)
    pair = [each for each in bars if each.year == bar.year]
    if not bar.has_neighbour or all(style.fits(each.amount, each.width) for each in pair):
        return middle, height
    shared = layout.year_width * (bar.year - layout.content.first + 0.5)
    if any(each.amount < 0 for each in pair):
        return shared, height
    top = max(_height(each, layout) for each in pair)
    return shared, top + (0.0 if bar.is_beside else AMOUNT_HEIGHT - 1)


def _amount(
    ax: Axes, baseline: float, bar: Bar, place: tuple[float, float], style: AmountStyle, squeeze: float
) -> Any:
    middle, height = place
    amount = ax.text(
        middle,
        baseline - height + (-1.2 if bar.amount > 0 else 1.2),
        style.text(bar.amount),
        ha="center",
        va="bottom" if bar.amount > 0 else "top",
        fontsize=style.size * squeeze,
        color=SOFT_INK if bar.is_beside else INK,
        zorder=7,
        gid="amount",
    )
    amount.set_in_layout(False)  # it stands inside the axes
    return amount


def _style(bar: Bar, look: Look, height: float) -> dict[str, Any]:
    if bar.is_beside:
        stroke = outline_width(height, usual=OUTLINE)
        return {"facecolor": PAPER, "edgecolor": look.colour, "linewidth": stroke}
    return {"facecolor": look.colour, "edgecolor": PAPER, "hatch": look.pattern, "linewidth": 0.0}
