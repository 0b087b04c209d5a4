"""What charts are measured and written with: the renderers of matplotlib, with lines that are set once."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.figure import Figure
from matplotlib.path import Path

from kooperation.reporting.charts.lettering import (
    MOST_LINES,
    SIZE,
    SUBPIXELS,
    extent_of,
    font_of,
    letters_of,
    outlines,
    rise_of,
)

POINTS_TO_THE_INCH = 72  # the unit of SVG
PREFIX = "w-"  # of the names of letters, since matplotlib draws its own in another size
_STEPS: dict[Any, str] = {
    Path.MOVETO: "M",
    Path.LINETO: "L",
    Path.CURVE3: "Q",
    Path.CURVE4: "C",
    Path.CLOSEPOLY: "Z",
}


class Lettering(RendererBase):
    """What a renderer says of texts: as their outlines are, in its own unit."""

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        """Return what a line takes."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        extent, scale = extent_of(s, font_of(prop)), self._size_of(prop) / SIZE
        return extent.width * scale, (extent.high - extent.low) * scale, -extent.low * scale

    def _get_font_height_metrics(self, prop: Any) -> tuple[float | None, float | None, float | None]:
        """Return how high lines are: matplotlib asks for it at every measure of a text."""
        rise, size = rise_of(font_of(prop)), self._size_of(prop)
        return (
            (None, None, None) if rise is None else (rise.ascent * size, rise.descent * size, rise.gap * size)
        )

    def _size_of(self, prop: Any) -> float:
        size: Any = self.points_to_pixels(prop.get_size_in_points())
        return float(size)


class Ruler(Lettering, RendererAgg):
    """Measures a figure on the screen."""


class ChartCanvas(FigureCanvasAgg):
    """The canvas of a chart; it keeps what measures it."""

    _made_for: tuple[float, ...] | None = None

    def get_renderer(self) -> Any:
        """Return what measures, and on a screen draws, the figure in its present size."""
        room = (*self.figure.bbox.size, self.figure.dpi)
        if self._made_for != room:
            self.renderer, self._made_for = Ruler(*room), room
        return self.renderer


class Pen(Lettering, RendererSVG):
    """Writes a figure as vector graphics, in which each letter is drawn once and used wherever it stands."""

    def __init__(self, width: float, height: float, file: Any, **how: Any) -> None:
        super().__init__(width, height, file, **how)
        self._file = file
        self._defined: set[str] = set()

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Write a line as its letters; what is more than plain text is left to matplotlib."""
        if ismath or gc.get_url() or gc.get_clip_rectangle() or gc.get_clip_path() != (None, None):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        font, scale = font_of(prop), prop.get_size_in_points() / SIZE / SUBPIXELS
        self.writer.comment(s)
        self._define(s, font)
        turn = f" rotate({_number(-angle)})" if angle else ""
        place = f"translate({_number(x)} {_number(y)}){turn} scale({_number(scale)} {_number(-scale)})"
        self._file.write(f'<g{_paint(gc)} transform="{place}">{_letters(s, font)}</g>\n')

    def _define(self, words: str, font: Any) -> None:
        """Draw the letters that are used for the first time."""
        names = {letter.name: None for letter in letters_of(words, font)}
        new = [name for name in names if name not in self._defined]
        if new:
            self._file.write(f"<defs>{''.join(_shape(name) for name in new)}</defs>\n")
            self._defined.update(new)


def _number(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _numbers(values: Iterable[float]) -> str:
    return " ".join(map(_number, values))


def _paint(gc: Any) -> str:
    """Return colour and opacity where they are not those that anything has."""
    colour, opacity = rgb2hex(gc.get_rgb()), gc.get_rgb()[3]
    opacity = gc.get_alpha() if gc.get_forced_alpha() else opacity
    said = [("fill", colour)] if colour != "#000000" else []
    said += [("opacity", _number(opacity))] if opacity != 1 else []
    return "".join(f' {what}="{value}"' for what, value in said)


@lru_cache(maxsize=MOST_LINES)
def _letters(words: str, font: Any) -> str:
    """Return the letters of a line, in subpixels of the size in which words are set."""
    return "".join(
        f'<use xlink:href="#{PREFIX}{letter.name}" x="{_number(letter.right * SUBPIXELS)}"'
        + (f' y="{_number(letter.up * SUBPIXELS)}"' if letter.up else "")
        + "/>"
        for letter in letters_of(words, font)
    )


@lru_cache(maxsize=MOST_LINES)
def _shape(name: str) -> str:
    """Return the outline of a letter, in subpixels of the size in which words are set."""
    points, codes = outlines()[name]
    steps = Path(points * SUBPIXELS, codes).iter_segments(simplify=False)
    drawn = "".join(
        _STEPS[code] + _numbers(points if code != Path.CLOSEPOLY else ()) for points, code in steps
    )
    return f'<path id="{PREFIX}{name}" d="{drawn}"/>'


def svg_of(figure: Figure, texts: Mapping[str, str]) -> bytes:
    """Return a figure, laid out as it is, as vector graphics with what it says of itself by keyword."""
    file, dpi = io.StringIO(), figure.dpi
    figure.dpi = POINTS_TO_THE_INCH
    try:
        width, height = (POINTS_TO_THE_INCH * float(length) for length in figure.get_size_inches())
        pen = Pen(width, height, file, image_dpi=dpi, metadata={**texts, "Date": None, "Creator": None})
        figure.draw(pen)
        pen.finalize()
    finally:
        figure.dpi = dpi
    return file.getvalue().encode()
