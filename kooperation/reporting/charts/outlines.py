"""How thick the outline of a bar is: an outlined bar must look hollow however low it is."""

from __future__ import annotations

OUTLINE, FINEST = 1.4, 0.3  # [point]
OF_HEIGHT = 0.25  # two strokes leave half of a low bar open


def outline_width(height: float, *, usual: float = OUTLINE) -> float:
    """Return the stroke around a bar of ``height`` points; a solid bar would say that it counts [point]."""
    return min(usual, max(abs(height) * OF_HEIGHT, FINEST))
