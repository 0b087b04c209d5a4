"""How the numbers of small multiples are written: in euros, in thousands, upright, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from kooperation.model.messages import Language
from kooperation.model.money import format_euros
from kooperation.reporting.charts.amounts import SMALL
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.labels import label

THOUSAND = Decimal(1000)
SMALLEST = 5.5
LINE = 1.3  # height of a line of digits by its size, with air
_TENTHS_UP_TO = Decimal(1_000_000)  # above it a tenth of a thousand says nothing


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """One way to write the numbers of all bars."""

    size: float
    in_thousands: bool = False
    is_upright: bool = False

    def reach(self, texts: Sequence[str]) -> float:
        """Return how far the numbers stand out above their bars [point]."""
        if not self.is_upright:
            return self.size * LINE + 2
        return max((text_width(text, self.size) for text in texts), default=0.0) + 5

    def fits(self, texts: Sequence[str], *, slot: float, height: float) -> bool:
        """Tell whether every number fits into the ``slot`` of its year, and below the bars is room left."""
        upright = self.size * LINE
        across = max((text_width(text, self.size) for text in texts), default=0.0) + 2
        return (upright if self.is_upright else across) <= slot and self.reach(texts) <= height * 0.45


NUMBER_STYLES = (  # the first that fits is taken
    NumberStyle(7.5),
    NumberStyle(6.5),
    NumberStyle(7.5, in_thousands=True),
    NumberStyle(6.5, in_thousands=True),
    NumberStyle(6.5, is_upright=True),
    NumberStyle(6.5, in_thousands=True, is_upright=True),
    NumberStyle(5.5, in_thousands=True, is_upright=True),
)


def number_texts(amounts: Iterable[Decimal], style: NumberStyle, language: Language) -> list[str]:
    """Write the numbers of all bars, without unit and all as exactly as each other."""
    listed = list(amounts)
    if not style.in_thousands:
        decimals = 2 if all(abs(amount) < SMALL for amount in listed) else 0
        return [_number(amount, decimals, language) for amount in listed]
    decimals = 1 if all(abs(amount) < _TENTHS_UP_TO for amount in listed) else 0
    return [_number(amount / THOUSAND, decimals, language) for amount in listed]


def style_for(
    amounts: Sequence[Decimal], language: Language, *, slot: float, height: float, scale: float
) -> NumberStyle | None:
    """Return how the numbers are written where a year has ``slot`` points; ``None``: there is no room."""
    sized = (replace(style, size=max(style.size * scale, SMALLEST)) for style in NUMBER_STYLES)
    for style in sized:
        if style.fits(number_texts(amounts, style, language), slot=slot, height=height):
            return style
    return None


def _number(amount: Decimal, decimals: int, language: Language) -> str:
    if not amount:
        return "0"
    rounded = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if not rounded:  # a zero would say that nothing was spent
        smallest = Decimal(1).scaleb(-decimals).copy_sign(amount)
        bound = format_euros(smallest, language, decimals=decimals, unit=False)
        return label("regions.smallest" if amount > 0 else "regions.least_refund", language, amount=bound)
    return format_euros(rounded, language, decimals=decimals, unit=False)
