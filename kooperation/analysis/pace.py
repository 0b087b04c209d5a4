"""An even pace: what would be left of a year's money if the same were spent on each of its days."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction


def pace_start(
    ceiling: Decimal | None, usable: Decimal | None, usable_by_day: Iterable[Decimal | None]
) -> Decimal | None:
    """Return what an even pace starts with: the ceiling, or more where something was carried over.

    Parameters
    ----------
    ceiling, usable : Decimal or None
        ``None``: no ceiling is documented. [EUR]
    usable_by_day : iterable of Decimal or None
        What was usable on the days of the year. [EUR]

    Returns
    -------
    Decimal or None
        ``None`` without a documented ceiling. A Sperre or a release that is still to come lowers nothing: the
        pace is one straight line through the whole year. [EUR]
    """
    if ceiling is None or usable is None:
        return None
    return max([ceiling, usable, *(amount for amount in usable_by_day if amount is not None)])


def days_gone(year: int, day: date) -> int:
    """Return how many days of a year are over at the end of ``day``; one of another year: its edge."""
    return min(max((day - date(year, 1, 1)).days + 1, 0), days_of(year))


def days_of(year: int) -> int:
    """Return how many days a year has."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def even_pace(start: Decimal, year: int, day: date) -> Decimal:
    """Return what an even pace has left at the end of ``day``, to the cent, half a cent up [EUR]."""
    left = Fraction(start) * (1 - Fraction(days_gone(year, day), days_of(year)))
    return Decimal(math.floor(left * 100 + Fraction(1, 2))).scaleb(-2)
