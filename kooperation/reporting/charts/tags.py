"""Labels that belong to points of a chart and find places of their own, with a thin line back when far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from kooperation.reporting.charts.canvas import page_of, pixels, points
from kooperation.reporting.charts.fitting import Box, text_height, text_width
from kooperation.reporting.charts.placing import places_near
from kooperation.reporting.style import SOFT_INK

AIR = 3.0  # between a label and what it must not touch [point]
NEAR = 12.0  # a label further away than this gets a line back to its point [point]
HINTED = 1.03  # letters that are fitted to pixels can be this much wider than measured
MOST_TRIED = 60  # places, until a label counts as one without a place


@dataclass(slots=True)
class Tag:
    """A label, and the point in the chart that it belongs to, or several for it to choose from."""

    ax: Axes
    spots: tuple[tuple[float, float], ...]  # where it may belong, in the units of the axes
    wordings: tuple[str, ...]  # from the fullest to the shortest
    size: float
    is_bold: bool
    text: Any
    leader: Any

    def place(self, taken: Sequence[Box], texts: Sequence[Box], *, reach: float) -> list[Box]:
        """Stand at the nearest free place, in the first wording that has one, and return that place.

        ``taken`` is what the label may not touch, ``texts`` what its line may not cross either. A place at
        the point itself, in whatever wording, is better than one further away. Nothing is shown when no
        wording has a place within ``reach`` points.
        """
        for distance in (NEAR, reach):
            for words in self.wordings:
                for spot in self.spots:
                    box = self._free(words, spot, taken, texts, reach=distance)
                    if box is not None:
                        return [self._stand(words, box, spot)]
        self.hide()
        return []

    def hide(self) -> None:
        """Show nothing."""
        self.text.set_visible(False)
        self.leader.set_data([], [])

    def _at(self, spot: tuple[float, float]) -> tuple[float, float]:
        x, y = self.ax.transData.transform(spot)
        return float(x), float(y)

    def _size_of(self, words: str) -> tuple[float, float]:
        width = text_width(words, self.size, bold=self.is_bold) * HINTED + 2 * AIR
        return pixels(self.ax, width), pixels(self.ax, text_height(words, self.size) + AIR)

    def _free(
        self,
        words: str,
        spot: tuple[float, float],
        taken: Sequence[Box],
        texts: Sequence[Box],
        *,
        reach: float,
    ) -> Box | None:
        """Return the nearest place for ``words`` from where a line to the point crosses no text."""
        at, size = self._at(spot), self._size_of(words)
        places = places_near(size, at, page_of(self.ax), taken, reach=pixels(self.ax, reach))
        for box in islice(places, MOST_TRIED):
            line = boxes_along(at, _nearest_edge(box, at))
            if not any(piece.overlaps(text) for piece in line for text in texts):
                return box
        return None

    def _stand(self, words: str, box: Box, spot: tuple[float, float]) -> Box:
        at, air = self._at(spot), pixels(self.ax, AIR)
        self.text.set_text(words)
        self.text.set_visible(True)
        self.text.xy = spot
        offset = box.left + air - at[0], box.bottom + air / 2 - at[1]
        self.text.set_position((points(self.ax, offset[0]), points(self.ax, offset[1])))
        self._lead(box, at)
        return box

    def _lead(self, box: Box, at: tuple[float, float]) -> None:
        """Draw a line from the point to the nearest edge of a label that stands off."""
        self.leader.set_data([], [])
        edge = _nearest_edge(box, at)
        if abs(edge[0] - at[0]) + abs(edge[1] - at[1]) > pixels(self.ax, NEAR):
            ends = self.ax.transData.inverted().transform([at, edge])
            self.leader.set_data(ends[:, 0], ends[:, 1])

    def line(self) -> list[Box]:
        """Return what the line to the point takes, when there is one [pixel]."""
        ends = self.ax.transData.transform(np.column_stack(self.leader.get_data()))
        return boxes_along(tuple(ends[0]), tuple(ends[1])) if len(ends) else []


def _nearest_edge(box: Box, at: tuple[float, float]) -> tuple[float, float]:
    return min(max(at[0], box.left), box.right), min(max(at[1], box.bottom), box.top)


def tag(
    ax: Axes,
    spots: tuple[tuple[float, float], ...],
    wordings: tuple[str, ...],
    *,
    colour: str,
    size: float = 8.5,
    is_bold: bool = False,
) -> Tag:
    """Make a label for a point, or for the best of several; :meth:`Tag.place` shows it."""
    text = ax.annotate(
        "",
        spots[0],
        xytext=(0, 0),
        textcoords="offset points",
        ha="left",
        va="bottom",
        color=colour,
        fontsize=size,
        fontweight="bold" if is_bold else "normal",
        linespacing=1.1,
        zorder=9,
        annotation_clip=False,
    )
    text.set_in_layout(False)  # it finds its place inside the axes
    (leader,) = ax.plot([], [], color=SOFT_INK, linewidth=0.7, zorder=8, gid="leader")
    return Tag(ax, spots, wordings, size, is_bold, text, leader)


def extent_of(text: Any) -> Box:
    """Return what a text takes as it is drawn [pixel]."""
    extent = text.get_window_extent()
    return Box(float(extent.x0), float(extent.y0), float(extent.x1), float(extent.y1))


def boxes_along(start: tuple[float, float], end: tuple[float, float], *, thick: float = 1.0) -> list[Box]:
    """Cover a straight line with boxes that are small where it is slanted [pixel]."""
    (x0, y0), (x1, y1) = start, end
    is_straight = abs(x1 - x0) < 1 or abs(y1 - y0) < 1
    count = 1 if is_straight else max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // 8))
    boxes = []
    for part in range(count):
        here = x0 + (x1 - x0) * part / count, y0 + (y1 - y0) * part / count
        then = x0 + (x1 - x0) * (part + 1) / count, y0 + (y1 - y0) * (part + 1) / count
        (left, right), (low, high) = sorted((here[0], then[0])), sorted((here[1], then[1]))
        boxes.append(Box(left - thick, low - thick, right + thick, high + thick))
    return boxes
