"""The figure that a chart stands on: made, settled so that no text collides, and saved."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Literal, Protocol, TypeVar, cast

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter

from kooperation.model.messages import Language
from kooperation.model.money import format_euros
from kooperation.reporting.charts.fitting import Box, text_width, wrap_text
from kooperation.reporting.charts.margins import ChartLayout
from kooperation.reporting.charts.pixels import png_of
from kooperation.reporting.charts.rendering import ChartCanvas, svg_of
from kooperation.reporting.labels import label
from kooperation.reporting.style import GRID, INK, PAPER, SOFT_INK, chart_style, plain_settings

MOST_ROUNDS = 3  # a label may move an edge, which may move a label; the third round seldom comes
SUBTITLE_SIZE, TITLE_SIZE, NOTE_SIZE = 9.0, 12.0, 8.0
ROOMY = (560.0, 340.0)  # width and height of the room that texts of usual size need [point]
SMALLEST_SCALE = 0.76
CLOSE = 1e-4  # of the figure: nobody sees a smaller move
Content = TypeVar("Content")
_ATTRIBUTE, _SETTLED = "kooperation_chart", "kooperation_settled"


class Chart(Protocol):
    """What has been drawn into one Axes."""

    @property
    def title(self) -> str:
        """The finding."""

    @property
    def alt_text(self) -> str:
        """The picture in words."""

    @property
    def figures(self) -> pd.DataFrame:
        """The numbers that are drawn."""

    def draw(self) -> None:
        """Draw everything once."""

    def fit(self) -> None:
        """Size and place all texts for the present size of the Axes."""


class QuietFigure(Figure):
    """A figure that draws a letter that no installed font has without a warning, whoever asks it to draw.

    It has a canvas that keeps its renderer: without one every text would be measured anew each time.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        with plain_settings():
            super().__init__(*args, **options)
        ChartCanvas(self)

    def __repr__(self) -> str:
        """Return what any figure says of itself: to the reader of a notebook it is one."""
        return super().__repr__().replace(type(self).__name__, Figure.__name__)

    def draw(self, renderer: Any) -> None:
        """Draw everything."""
        with plain_settings():
            super().draw(renderer)

    def get_tightbbox(self, *args: Any, **options: Any) -> Any:
        """Return what is taken up by everything that is drawn."""
        with plain_settings():
            return super().get_tightbbox(*args, **options)


def new_figure(width: float, height: float) -> Figure:
    """Return a new figure [inch].

    In a notebook the figure belongs to pyplot, so that it is shown once below its cell. It is made outside
    the chart's style, because pyplot settles with its first figure and its settings must outlive the style.
    Anywhere else it is a bare figure: no window system is touched, and it is gone with its last reference.
    """
    if _in_notebook():
        pyplot = importlib.import_module("matplotlib.pyplot")
        return bare_figure(width, height, make=partial(pyplot.figure, FigureClass=QuietFigure))
    return bare_figure(width, height)


def bare_figure(width: float, height: float, *, make: Callable[..., Figure] = QuietFigure) -> Figure:
    """Return a new figure that nobody else knows of [inch].

    Its axes begin as large as it is and give room to the texts around them: what has a size of its own
    hardly ever reaches beyond them then, so that the first layout is close to the last.
    """
    figure = make(figsize=(width, height), layout=ChartLayout(), facecolor=PAPER)
    figure.subplotpars.update(left=0.0, bottom=0.0, right=1.0, top=1.0)
    return figure


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def draw_chart(
    make: Callable[[Axes, Content], Chart], content: Content, *, size: tuple[float, float], ax: Axes | None
) -> Axes:
    """Draw what ``make`` makes of a content into ``ax``, or into a new figure of its own size [inch]."""
    figure = new_figure(*size) if ax is None else figure_of(ax)
    with chart_style():
        axes = figure.add_subplot() if ax is None else ax
        chart = make(axes, content)
        chart.draw()
        setattr(axes, _ATTRIBUTE, chart)
    settle(figure)
    return axes


def settle(figure: Figure) -> None:
    """Give every axes its room and every text its place, for the present size of the figure."""
    if figure.get_layout_engine() is None:
        figure.set_layout_engine(ChartLayout())
    charts = [chart_of(ax) for ax in figure.axes if hasattr(ax, _ATTRIBUTE)]
    with chart_style():
        lay_out(figure)
        for _ in range(MOST_ROUNDS):
            for chart in charts:
                chart.fit()
            if not lay_out(figure):
                break
    setattr(figure, _SETTLED, _room_of(figure))


def lay_out(figure: Figure) -> bool:
    """Let the layout engine do its part without drawing anything, and tell whether it moved any axes."""
    engine, before = figure.get_layout_engine(), _places(figure)
    if engine is not None:
        engine.execute(figure)
    return not np.allclose(before, _places(figure), rtol=0, atol=CLOSE)


def _places(figure: Figure) -> Any:
    """Return the edges of all axes, as parts of the figure."""
    return np.array([ax.get_position(original=True).extents for ax in figure.axes])


def _room_of(figure: Figure) -> tuple[float, ...]:
    """Return what the places depend on: the size of the figure, and how many axes share it."""
    return (*map(float, figure.get_size_inches()), float(len(figure.axes)))


@contextmanager
def _settled(figure: Figure) -> Iterator[None]:
    """Keep everything where it was settled: a layout for each saved file would only cost time.

    The figure has no engine at all meanwhile, because any engine makes matplotlib draw twice.
    """
    if getattr(figure, _SETTLED, None) != _room_of(figure):
        settle(figure)
    engine = figure.get_layout_engine()
    figure.set_layout_engine(None)
    try:
        yield
    finally:
        figure.set_layout_engine(engine)


def chart_of(ax: Axes) -> Chart:
    """Return what ``ax`` shows.

    Raises
    ------
    ValueError
        When no chart of this package was drawn into it.
    """
    chart: Chart | None = getattr(ax, _ATTRIBUTE, None)
    if chart is None:
        raise ValueError("these Axes show no chart of kooperation")
    return chart


def figure_of(ax: Axes) -> Figure:
    """Return the whole figure that ``ax`` belongs to, also when it stands in a subfigure."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these Axes belong to no figure")
    return figure


def pixels(ax: Axes, points: float) -> float:
    """Return a length on paper as it is on the canvas [pixel]."""
    return points * figure_of(ax).dpi / 72


def points(ax: Axes, length: float) -> float:
    """Return a length on the canvas as it is on paper [point]."""
    return length * 72 / figure_of(ax).dpi


def cell_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of the part of the figure that the Axes have, with all their texts [point]."""
    spec, figure = ax.get_subplotspec(), ax.get_figure()
    if spec is None or figure is None:
        page = page_of(ax)
        width, height = page.right - page.left, page.top - page.bottom
    else:
        grid = spec.get_gridspec()
        width = figure.bbox.width * len(spec.colspan) / grid.ncols
        height = figure.bbox.height * len(spec.rowspan) / grid.nrows
    return points(ax, width), points(ax, height)


def text_scale(ax: Axes) -> float:
    """Return how large texts are in the room that the Axes have: 1, or down to about three quarters."""
    width, height = cell_of(ax)
    return min(1.0, max(SMALLEST_SCALE, min(width / ROOMY[0], height / ROOMY[1])))


def page_of(ax: Axes) -> Box:
    """Return the rectangle that is framed by the axes [pixel]."""
    (left, bottom), (right, top) = ax.transAxes.transform([(0, 0), (1, 1)])
    return Box(float(left), float(bottom), float(right), float(top))


class EuroTicks(Formatter):
    """Writes the ticks of an axis of euros: thousands in groups, cents only on a scale of cents."""

    def __init__(self, language: Language, *, unit: bool = False) -> None:
        self._language, self._unit = language, unit

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - matplotlib hands it over
        """Write the tick at ``x``, one of those that the axis has."""
        is_fine = len(self._locs) > 1 and abs(self._locs[1] - self._locs[0]) < 1
        return _tick_text(float(x), self._language, 2 if is_fine else 0, self._unit)


@lru_cache(maxsize=1024)
def _tick_text(euros: float, language: Language, decimals: int, unit: bool) -> str:  # noqa: FBT001
    return format_euros(Decimal(repr(euros)), language, decimals=decimals, unit=unit)


def dress(ax: Axes, *, grid: Literal["x", "y"], scale: float = 1.0) -> None:
    """Give Axes that somebody else made the look of the style sheet."""
    ax.set_facecolor(PAPER)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(SOFT_INK)
    ax.set_axisbelow(True)
    ax.grid(visible=False)
    ax.grid(visible=True, axis=grid, color=GRID, linewidth=0.8)
    ax.tick_params(color=SOFT_INK, labelcolor=INK, labelsize=9 * scale)


def say_nothing_booked(ax: Axes, language: Language) -> None:
    """Say in the middle of the axes that there is nothing to show."""
    text = label("chart.no_data", language)
    ax.text(0.5, 0.5, text, transform=ax.transAxes, ha="center", color=SOFT_INK, fontsize=11)


def head(ax: Axes, *, is_example: bool, language: Language) -> tuple[Any, Any]:
    """Prepare the texts above the axes: the mark of invented data (or ``None``) and the subtitle."""
    mark = None
    example = label("chart.example", language)
    if is_example:
        mark = ax.annotate(
            f" {example} ",
            (0, 1),
            xycoords="axes fraction",
            xytext=(2, 8),
            textcoords="offset points",
            fontsize=SUBTITLE_SIZE,
            fontweight="bold",
            va="bottom",
            color=INK,
            bbox={
                "boxstyle": "round,pad=0.25",
                "facecolor": "#FFF3C4",
                "edgecolor": "#8A6100",
                "linewidth": 0.8,
            },
        )
    subtitle = ax.annotate(
        "",
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 8),
        textcoords="offset points",
        fontsize=SUBTITLE_SIZE,
        color=SOFT_INK,
        va="bottom",
    )
    subtitle.set_in_layout(False)  # the title above reserves the room, also sideways
    return mark, subtitle


def fit_head(ax: Axes, head_texts: tuple[Any, Any], *, title: str, subtitle: str, right: float) -> None:
    """Break title and subtitle so that they end before ``right`` [pixel]."""
    mark, line = head_texts
    scale = text_scale(ax)
    size, title_size = SUBTITLE_SIZE * scale, TITLE_SIZE * scale
    width = points(ax, right - page_of(ax).left)
    for text in head_texts:
        if text is not None:
            text.set_fontsize(size)
    indent = text_width(mark.get_text(), size, bold=True) * 1.05 + 8 * scale if mark is not None else 0.0
    words = wrap_text(subtitle, width - indent, size)
    line.set_text(words)
    line.set_position((indent, 8))
    lines = words.count("\n") + 1
    if mark is not None:
        mark.set_position((2, 8 + (lines - 1) * size * 1.2))
    pad = 8 + lines * size * 1.2 + 8 * scale
    heading = wrap_text(title, width, title_size, bold=True)
    # Its height is stated, else matplotlib would look for what could be in its way at every turn.
    ax.set_title(heading, loc="left", y=1.0, pad=pad, fontsize=title_size, fontweight="bold", color=INK)


def rightmost(ax: Axes) -> float:
    """Return where the legend ends, or the axes when there is none [pixel]."""
    legend = ax.get_legend()
    edge = page_of(ax).right
    return max(edge, legend.get_window_extent().x1) if legend else edge


def picture_bytes(ax: Axes, kind: str, *, dpi: int = 200) -> bytes:
    """Return the figure of ``ax`` as PNG or SVG; the same figure always gives the same bytes.

    A PNG has ``dpi`` pixels to the inch: 200 for a sharp print, half of it is enough on a screen.

    Raises
    ------
    ValueError
        When ``kind`` is neither ``png`` nor ``svg``.
    """
    return pictures_of(ax, [kind], dpi=dpi)[kind]


def pictures_of(ax: Axes, kinds: Collection[str], *, dpi: int = 200) -> dict[str, bytes]:
    """Return the figure of ``ax`` in each kind, drawn once for all of them, as :func:`picture_bytes` does."""
    unknown = sorted({*kinds} - {"png", "svg"})
    if unknown:
        raise ValueError(f"a chart is saved as png or svg, not as {unknown[0]!r}")
    chart, figure = chart_of(ax), figure_of(ax)
    texts = {"Title": chart.title, "Description": chart.alt_text}
    settings = {"svg.hashsalt": "kooperation", "svg.fonttype": "path", "savefig.bbox": None}
    without_layout = {"figure.autolayout": False, "figure.constrained_layout.use": False}
    with plain_settings(), mpl.rc_context(cast(Any, settings | without_layout)), _settled(figure):
        svg = svg_of(figure, texts)
    return {kind: png_of(svg, dpi=dpi, texts=texts) if kind == "png" else svg for kind in kinds}
