"""The signs of activities: the form tells the status, the ends of a bar how exactly it is dated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from kooperation.reporting.charts.activities.content import Activity, Form
from kooperation.reporting.charts.activities.layout import DOT, LanePlace, Layout, Mark
from kooperation.reporting.style import INK, NEUTRAL, PAPER, SOFT_INK, VERMILION, Look, tint

HEIGHT, TICK = 6.4, 9.0  # of a bar, of the strokes at its ends [point]
_MARKERS: dict[Form, str] = {"signed": "D", "cancelled": "x", "ongoing": ">"}
_MARKED: tuple[Form, ...] = ("signed", "cancelled")  # also on a bar
_HOLLOW: tuple[Form, ...] = ("planned", "moved", "overdue", "cancelled", "unknown")
_EDGES: dict[Form, str] = {"overdue": VERMILION, "unknown": SOFT_INK}
_LINES: dict[Form, str] = {"planned": "--", "moved": ":", "overdue": "--"}


def draw_sign(ax: Axes, place: LanePlace, mark: Mark, layout: Layout, look: Look) -> Iterator[Any]:
    """Draw the sign of one activity, and yield what was drawn."""
    y = place.row_at(mark.row)
    if is_dot(mark.activity):
        yield _dot(ax, (mark.left + mark.right) / 2, y, mark.activity.form, look.colour)
    else:
        yield from _bar(ax, mark, y, layout, look.colour)
    if mark.activity.form == "moved":
        yield from _arrow(ax, mark, y, layout.target(mark.activity))


def is_dot(activity: Activity) -> bool:
    """Tell whether an activity is drawn as a dot: its day is known, or nothing about its date is."""
    return activity.period.precision == "day" or not activity.is_dated


def _dot(ax: Axes, x: float, y: float, form: Form, colour: str) -> Any:
    return ax.add_artist(Line2D([x], [y], **_dot_style(form, colour), zorder=6, gid=f"day {form}"))


def _dot_style(form: Form, colour: str) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": _MARKERS.get(form, "o"),
        "markersize": 5.2 if form == "signed" else DOT,
        "markerfacecolor": PAPER if form in _HOLLOW else colour,
        "markeredgecolor": _EDGES.get(form, INK),
        "markeredgewidth": 1.6 if form in ("overdue", "cancelled") else 1.0,
    }


def _bar(ax: Axes, mark: Mark, y: float, layout: Layout, colour: str) -> Iterator[Any]:
    form, period = mark.activity.form, mark.activity.period
    patch = Rectangle(
        (mark.left, y - HEIGHT / 2),
        mark.right - mark.left,
        HEIGHT,
        **_bar_style(mark.activity, colour),
        zorder=4,
    )
    patch.set_gid(f"{period.precision} {form}")
    yield ax.add_artist(patch)
    if not mark.activity.is_exact:
        for x in layout.stated_ends(mark):
            yield _line(ax, [x, x], [y - TICK / 2, y + TICK / 2], _EDGES.get(form, INK), gid="end")
    for x, day, marker in ((mark.left, period.start, "<"), (mark.right, period.end, ">")):
        if day is None:
            yield _marker(ax, x, y, marker, _EDGES.get(form, INK), gid="open end")
    if form in _MARKED:
        yield _dot(ax, (mark.left + mark.right) / 2, y, form, colour)


def _bar_style(activity: Activity, colour: str) -> dict[str, Any]:
    form, is_exact = activity.form, activity.is_exact
    is_hollow = form in _HOLLOW
    return {
        "facecolor": PAPER if is_hollow else tint(colour, 0.75 if is_exact else 0.4),
        "edgecolor": _EDGES.get(form, INK) if is_exact or is_hollow else "none",
        "linestyle": _LINES.get(form, "-"),
        "linewidth": 1.4 if form == "overdue" else 0.9,
    }


def _arrow(ax: Axes, mark: Mark, y: float, target: float | None) -> Iterator[Any]:
    """Lead from what was moved to where it was moved."""
    if target is None:
        return
    is_later = target >= mark.right
    start = mark.right if is_later else mark.left
    yield _line(ax, [start, target], [y, y], INK, gid="moved")
    yield _marker(ax, target, y, ">" if is_later else "<", INK, gid="moved to")


def _line(ax: Axes, across: list[float], down: list[float], colour: str, *, gid: str) -> Any:
    return ax.add_artist(Line2D(across, down, color=colour, linewidth=0.9, zorder=5, gid=gid))


def _marker(ax: Axes, x: float, y: float, marker: str, colour: str, *, gid: str) -> Any:
    style: dict[str, Any] = {"linestyle": "none", "marker": marker, "color": colour, "markersize": 4.5}
    return ax.add_artist(Line2D([x], [y], **style, zorder=6, gid=gid, clip_on=False))


def legend_of(form: Form, words: str) -> Any:
    """Return the entry of a status in the legend."""
    style = _dot_style(form, NEUTRAL)
    if form == "ongoing":
        style |= {"linestyle": "-", "linewidth": 5, "color": tint(NEUTRAL, 0.5), "markerfacecolor": INK}
        style |= {"marker": ">", "markersize": 4.5}
    if form == "moved":
        style |= {"linestyle": "-", "linewidth": 0.9, "color": INK}
    return Line2D([], [], **style, label=words)


def legend_of_precision(words: str, *, is_exact: bool) -> Any:
    """Return the entry of a precision in the legend."""
    if is_exact:
        return Patch(facecolor=tint(NEUTRAL, 0.75), edgecolor=INK, linewidth=0.9, label=words)
    style: dict[str, Any] = {"marker": "|", "markersize": 9, "markeredgecolor": INK}
    return Line2D([], [], color=tint(NEUTRAL, 0.4), linewidth=5, label=words, **style)
