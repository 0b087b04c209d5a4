"""Where a label stands that belongs to a point: the nearest places around it that touch nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from kooperation.reporting.charts.fitting import Box


def places_near(
    size: tuple[float, float],
    point: tuple[float, float],
    page: Box,
    obstacles: Sequence[Box],
    *,
    reach: float,
    step: float = 4.0,
) -> Iterator[Box]:
    """Yield the places around ``point`` where a label of ``size`` touches no obstacle, the nearest first.

    Above is preferred to below, and centred to aside. Only places on the ``page`` whose edge is within
    ``reach`` of the point are considered. [pixel]
    """
    (width, height), (x, y) = size, point
    lefts = np.arange(max(page.left, x - reach - width), min(page.right - width, x + reach) + 1e-6, step)
    bottoms = np.arange(max(page.bottom, y - reach - height), min(page.top - height, y + reach) + 1e-6, step)
    left, bottom = (grid.ravel() for grid in np.meshgrid(lefts, bottoms))
    is_free = ~touches(left, bottom, width, height, obstacles)
    aside = np.maximum(np.maximum(left - x, x - left - width), 0)
    apart = np.maximum(np.maximum(bottom - y, y - bottom - height), 0)
    far = np.hypot(aside, apart)
    distance = far + 0.06 * np.abs(left - x) + np.where(bottom < y, 3.0, 0.0)
    free = np.flatnonzero(is_free & (far <= reach))
    for place in free[np.argsort(distance[free], kind="stable")]:
        found = float(left[place]), float(bottom[place])
        yield Box(*found, found[0] + width, found[1] + height)


def touches(left: Any, bottom: Any, width: float, height: float, obstacles: Sequence[Box]) -> Any:
    """Tell for each place whether a label there would touch an obstacle."""
    hit = np.zeros(len(left), dtype=bool)
    for box in obstacles:
        across = (left < box.right) & (left + width > box.left)
        hit |= across & (bottom < box.top) & (bottom + height > box.bottom)
    return hit


def spread(centres: Sequence[float], heights: Sequence[float], *, low: float, high: float) -> list[float]:
    """Move labels that stand in one column apart until none touches its neighbour.

    ``centres`` are where they belong, ``heights`` how high they are; the order stays, and all stand between
    ``low`` and ``high`` when there is room. Returns their new centres. [any length]
    """
    order = sorted(range(len(centres)), key=lambda place: centres[place])
    placed = list(centres)
    floor = low
    for place in order:
        placed[place] = max(placed[place], floor + heights[place] / 2)
        floor = placed[place] + heights[place] / 2
    ceiling = high
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling - heights[place] / 2)
        ceiling = placed[place] - heights[place] / 2
    return placed
