"""What each region cost in each year: thin bars on the baseline of its lane, all on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from kooperation.model.messages import Language
from kooperation.model.money import format_decimal
from kooperation.reporting.charts.activities.layout import LanePlace, Layout
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.style import INK, PAPER, SOFT_INK, Look

SHARE, LEAST = 0.72, 0.8  # of a year that its bar takes; the height of the smallest bar [point]
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


@dataclass(frozen=True, slots=True)
class Bar:
    """The spending of one year: where its bar stands, how wide its amount may be, who paid [point]."""

    year: int
    amount: Decimal
    left: float
    width: float
    room: float
    is_beside: bool


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How all amounts of a chart are written, so that each fits above its bar."""

    size: float
    in_thousands: bool
    language: Language

    def text(self, amount: Decimal) -> str:
        """Write an amount without its unit, which the subtitle says."""
        if self.in_thousands:
            return format_decimal(amount / THOUSAND, self.language, decimals=1)
        return euro_text(amount, self.language, unit=False)


def bars_of(place: LanePlace, layout: Layout) -> list[Bar]:
    """Return the bars of one lane; two budgets in one year stand side by side."""
    bars = []
    for is_beside, amounts in ((False, place.lane.amounts), (True, place.lane.beside)):
        other = place.lane.amounts if is_beside else place.lane.beside
        for year, amount in amounts.items():
            slot = layout.year_width * SHARE
            left = layout.year_width * (year - layout.content.first) + (layout.year_width - slot) / 2
            room = layout.year_width
            if year in other:
                slot, room = slot / 2, slot / 2
                left += slot if is_beside else 0.0
            bars.append(Bar(year, amount, left, slot, room - AMOUNT_GAP, is_beside))
    return bars


def amount_style(layout: Layout) -> AmountStyle:
    """Return the largest style in which each amount fits into the room of its bar."""
    bars = [bar for place in layout.places for bar in bars_of(place, layout)]
    language = layout.content.language
    styles = [AmountStyle(size, thousands, language) for size, thousands in STYLES]
    fitting = (style for style in styles if all(_fits(bar, style) for bar in bars))
    return next(fitting, styles[-1])


def _fits(bar: Bar, style: AmountStyle) -> bool:
    return text_width(style.text(bar.amount), style.size) <= bar.room


def draw_bars(ax: Axes, place: LanePlace, layout: Layout, look: Look, style: AmountStyle) -> Iterator[Any]:
    """Draw the bars of one lane with their amounts, and yield what was drawn."""
    for bar in bars_of(place, layout):
        height = float(bar.amount) * layout.scale
        height = max(height, LEAST) if height > 0 else min(height, -LEAST)
        patch = Rectangle(
            (bar.left, place.baseline - height), bar.width, height, **_style(bar, look), zorder=3
        )
        patch.set_gid(f"{'beside' if bar.is_beside else 'spending'} {place.lane.key} {bar.year}")
        yield ax.add_patch(patch)
        yield ax.text(
            bar.left + bar.width / 2,
            place.baseline - height + (-1.2 if height > 0 else 1.2),
            style.text(bar.amount),
            ha="center",
            va="bottom" if height > 0 else "top",
            fontsize=style.size,
            color=SOFT_INK if bar.is_beside else INK,
            zorder=7,
            gid="amount",
        )


def _style(bar: Bar, look: Look) -> dict[str, Any]:
    if bar.is_beside:
        return {"facecolor": PAPER, "edgecolor": look.colour, "linewidth": 1.2}
    return {"facecolor": look.colour, "edgecolor": PAPER, "hatch": look.pattern, "linewidth": 0.0}
