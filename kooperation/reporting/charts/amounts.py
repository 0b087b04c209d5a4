"""How amounts, shares, years and days are written in a chart: whole euros, and cents where they matter."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from kooperation.model.messages import Language
from kooperation.model.money import cents_to_euros, format_euros, format_percent
from kooperation.reporting.labels import label

SMALL = Decimal(100)  # below it the cents are a visible part of the amount


def exact_amount(value: Any) -> Decimal | None:
    """Return a cell of a frame as an exact amount, ``<NA>`` as ``None`` [EUR].

    Raises
    ------
    TypeError
        When the cell is a float: money in a frame is a decimal or a whole number.
    """
    if value is None or value is pd.NA:
        return None
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    if isinstance(value, float) and value != value:  # NaN stands for <NA> in object columns
        return None
    if isinstance(value, float):
        raise TypeError(f"money must be exact (dtype EUR), found the float {value!r}")
    return Decimal(int(value))


def euro_column(amounts: Iterable[Decimal | None]) -> Any:
    """Return a column of exact amounts, ``None`` as ``<NA>`` [EUR]."""
    return cents_to_euros([None if amount is None else int(amount.scaleb(2)) for amount in amounts])


def euro_text(
    amount: Decimal, language: Language = "de", *, against: Decimal | None = None, unit: bool = True
) -> str:
    """Write an amount as a chart shows it: ``24.000 €``, and ``24.999,60 €`` where rounding would mislead.

    Cents are written for small amounts, and when the whole euros would equal ``against`` although the
    amount does not.
    """
    rounded = amount.quantize(Decimal(1), ROUND_HALF_UP)
    is_whole = amount == rounded
    misleads = rounded == against and amount != against
    decimals = 0 if is_whole or (abs(amount) >= SMALL and not misleads) else 2
    return format_euros(amount, language, decimals=decimals, unit=unit)


def share_of(part: Decimal, whole: Decimal | None) -> Fraction | None:
    """Return ``part`` of ``whole`` exactly; ``None`` without a whole, or when it is zero."""
    return Fraction(part) / Fraction(whole) if whole else None


def share_text(share: Fraction | None, language: Language = "de") -> str:
    """Write a share as a chart shows it; ``–`` when there is none."""
    return format_percent(share, language)


def span_of(first: int, last: int, language: Language = "de") -> str:
    """Write a span of years: ``2018 bis 2026``, or the year when both are one."""
    return str(first) if first == last else label("chart.years", language, first=first, last=last)


def years_of(years: Iterable[int]) -> str:
    """Return years as a footnote names them: ``2021, 2023–2025``."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
