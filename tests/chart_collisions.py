"""What a reader would see of the texts of a chart: which touch each other, and which leave the picture."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from kooperation.reporting.charts.fitting import Box

SAVED_DPI = 200  # letters are a little wider or narrower than on the screen
TOUCH = 0.5  # the box of a text has a hair of air around its letters [pixel]


class Written(NamedTuple):
    """One visible text and the part of the canvas that it takes."""

    words: str
    box: Box


def written(ax: Axes, *, dpi: float = SAVED_DPI) -> list[Written]:
    """Every text that a reader sees in and around ``ax``, where it stands in the picture that is saved.

    Labels, titles, tick labels, names of the axes and the legend; those of inset axes and of the figure too.
    The figure keeps ``dpi``, so that its edges can be compared.
    """
    figure = ax.get_figure(root=True)
    figure.set_dpi(dpi)
    figure.draw_without_rendering()
    texts = [*figure.texts, *(text for each in (ax, *_insets(ax)) for text in _texts_of(each))]
    shown = [text for text in texts if text.get_visible() and text.get_text().strip()]
    return [Written(" ".join(text.get_text().split()), _box(text)) for text in shown]


def touching(texts: Sequence[Written]) -> list[tuple[str, str]]:
    """The pairs of texts that overlap."""
    return [(one.words, other.words) for one, other in combinations(texts, 2) if one.box.overlaps(other.box)]


def leaving(texts: Sequence[Written], ax: Axes) -> list[str]:
    """The texts that reach beyond the edge of the picture of ``ax``."""
    page = ax.get_figure(root=True).bbox
    return [
        words
        for words, box in texts
        if box.left < page.x0 - TOUCH
        or box.right > page.x1 + TOUCH
        or box.bottom < page.y0 - TOUCH
        or box.top > page.y1 + TOUCH
    ]


def faults(ax: Axes) -> list[str]:
    """All that is wrong with the places of the texts, in words: for a test that compares with nothing."""
    texts = written(ax)
    collided = [f"{one!r} touches {other!r}" for one, other in touching(texts)]
    return [*collided, *(f"{words!r} leaves the picture" for words in leaving(texts, ax))]


def _insets(ax: Axes) -> Iterator[Axes]:
    for child in ax.child_axes:
        yield child
        yield from _insets(child)


def _texts_of(ax: Axes) -> Iterator[Any]:
    yield from ax.texts
    yield from (ax.title, ax._left_title, ax._right_title)
    if ax.axison:
        for axis in (ax.xaxis, ax.yaxis):
            if axis.get_visible():
                yield axis.label
                for tick in axis._update_ticks():
                    yield from (tick.label1, tick.label2)
    legend = ax.get_legend()
    if legend is not None:
        yield from (legend.get_title(), *legend.get_texts())


def _box(text: Any) -> Box:
    extent = text.get_window_extent()
    return Box(extent.x0 + TOUCH, extent.y0 + TOUCH, extent.x1 - TOUCH, extent.y1 - TOUCH)
