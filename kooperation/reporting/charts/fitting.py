"""How wide a text is on paper, where it breaks, and where a label finds a free place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.font_manager import FontProperties

from kooperation.reporting.charts.lettering import SIZE, font_of, width_of
from kooperation.reporting.style import font_families

_BOUND = "\N{NO-BREAK SPACE}"
_HAIR = 0.97
LINE_HEIGHT = 1.25  # of the font size, with the gap to the next line


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the canvas [pixel]."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


@dataclass(frozen=True, slots=True)
class FreePlace:
    """Where a label may stand, and how far that is from where it belongs [pixel]."""

    box: Box
    distance: float


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the widest line of ``text`` [point]."""
    font = font_of(_look(bold=bold))
    return size * max(width_of(line, font) for line in text.split("\n")) / SIZE


@cache
def _look(*, bold: bool) -> FontProperties:
    """Return what the texts of charts look like."""
    return FontProperties(family=list(font_families()), weight="bold" if bold else "normal")


def text_height(text: str, size: float) -> float:
    """Return the height of all lines of ``text`` [point]."""
    return (text.count("\n") + 1) * size * LINE_HEIGHT


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Break ``text`` between words so that no line is wider than ``width`` points, unless one word is.

    An amount is one word with its unit. A line keeps a hair of air, because a screen draws letters wider.
    """
    room = width * _HAIR
    bound = text.replace(" €", f"{_BOUND}€").replace(" %", f"{_BOUND}%").replace(" ·", f"{_BOUND}·")
    lines: list[str] = []
    for word in bound.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines).replace(_BOUND, " ")


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut ``text`` at its end, marked by ``…``, so that it is not wider than ``width`` points."""
    if text_width(text, size, bold=bold) <= width:
        return text
    fitting = (f"{text[:end].rstrip()}…" for end in range(len(text) - 1, 0, -1))
    return next((cut for cut in fitting if text_width(cut, size, bold=bold) <= width), "…")


def break_name(name: str, width: float, size: float, *, most: int, bold: bool = False) -> str:
    """Break a name into at most ``most`` lines of ``width`` points, and shorten what is longer."""
    lines = wrap_text(name, width, size, bold=bold).split("\n")
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return "\n".join(shorten(line, width, size, bold=bold) for line in lines)


def free_place(
    size: tuple[float, float], home: Box, page: Box, obstacles: Sequence[Box], *, step: float = 4.0
) -> FreePlace | None:
    """Find the place nearest to ``home`` where a label of ``size`` (width, height) touches no obstacle.

    ``home`` spans the line that the label belongs to: it stands on it, at its left end when it can. Moving
    along the line costs next to nothing, lifting the label off it or letting it reach beyond its ends does.
    ``None`` when there is no such place on the ``page`` [pixel].
    """
    width, height = size
    first = max(page.left, min(home.left, home.right - width))
    last = min(page.right, max(home.right, home.left + width)) - width
    if last < page.left or home.top + height > page.top:
        return None
    lefts = np.append(np.arange(first, last, step), max(last, page.left))
    bottoms = np.arange(home.top, page.top - height + 1e-6, step)
    left, bottom = (grid.ravel() for grid in np.meshgrid(lefts, bottoms))
    is_free = ~_hits(left, bottom, width, height, obstacles)
    if not is_free.any():
        return None
    beyond = np.maximum(home.left - left, 0) + np.maximum(left + width - home.right, 0)
    distance = 1.5 * (bottom - home.top) + 0.02 * np.abs(left - home.left) + 0.6 * beyond
    best = int(np.flatnonzero(is_free)[np.argmin(distance[is_free])])
    x, y = float(left[best]), float(bottom[best])
    return FreePlace(Box(x, y, x + width, y + height), float(distance[best]))


def _hits(left: Any, bottom: Any, width: float, height: float, obstacles: Iterable[Box]) -> Any:
    hit = np.zeros(len(left), dtype=bool)
    for box in obstacles:
        across = (left < box.right) & (left + width > box.left)
        hit |= across & (bottom < box.top) & (bottom + height > box.bottom)
    return hit
