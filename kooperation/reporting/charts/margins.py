"""How much room the texts around a chart take from it: the layout of a figure with one chart, and no more."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import Bbox

STILL = 1e-6  # of the figure


class ChartLayout(ConstrainedLayoutEngine):
    """The constrained layout; a chart alone in its figure it measures once, and again when asked to."""

    def execute(self, fig: Any) -> Any:
        """Place the Axes so that all texts around them find room."""
        ax = _lone_axes(fig)
        if ax is None:
            return super().execute(fig)
        place = self._place_of(ax, fig)
        if place.width <= 0 or place.height <= 0:
            return super().execute(fig)  # which says so
        if not _is_close(place, ax.get_position(original=True)):
            ax.set_position(place)
            ax.set_in_layout(True)  # to place something takes it out of the layout
        return None

    def _place_of(self, ax: Axes, figure: Figure) -> Bbox:
        """Return the part of the figure that is left to the Axes by what stands around them."""
        around: Any = ax.get_tightbbox(for_layout_only=True)
        taken = around.transformed(figure.transFigure.inverted())
        now, (width, height), pads = ax.get_position(original=True), figure.get_size_inches(), self.get()
        across, up = pads["w_pad"] / width, pads["h_pad"] / height
        return Bbox.from_extents(
            across + now.x0 - taken.x0,
            up + now.y0 - taken.y0,
            1 - across - (taken.x1 - now.x1),
            1 - up - (taken.y1 - now.y1),
        )


def _lone_axes(figure: Figure) -> Axes | None:
    """Return the only Axes of a figure, when they have all of it to themselves."""
    if len(figure.axes) != 1 or figure.subfigs or figure.legends or figure.get_suptitle():
        return None
    (ax,) = figure.axes
    spec = ax.get_subplotspec()
    if spec is None or not ax.get_in_layout() or spec.get_gridspec().get_geometry() != (1, 1):
        return None
    return ax


def _is_close(one: Bbox, other: Bbox) -> bool:
    return all(abs(a - b) < STILL for a, b in zip(one.extents, other.extents, strict=True))
