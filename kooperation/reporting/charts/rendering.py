"""What charts are drawn with: the renderers of matplotlib, with lines of text that are set once."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from typing import Any

import numpy as np
from matplotlib import cbook
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.ft2font import LoadFlags
from matplotlib.textpath import TextToPath

from kooperation.reporting.charts.lettering import (
    CAN_SET_LINES,
    MOST_LETTERS,
    Size,
    font_of,
    line_of,
    outline_of,
    rise_of,
    stamps_of,
)

POINTS_TO_THE_INCH = 72  # the unit of SVG


class ChartRenderer(RendererAgg):
    """Draws pixels."""

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> Any:
        """Return what a line takes: width, height, descent [pixel]."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        line = line_of(s, font_of(prop), self._size_of(prop))
        return line.width, line.height, line.descent

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
        """Print a line, from a whole pixel on; what is turned or is no plain text matplotlib draws."""
        if ismath or angle or not gc.get_antialiased():
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        left, base = round(x), round(y)
        for stamp in stamps_of(s, font_of(prop), self._size_of(prop)):
            bottom = base - stamp.top + len(stamp.shades)
            self._renderer.draw_text_image(stamp.shades, left + stamp.left, bottom, 0, gc)

    def _size_of(self, prop: Any) -> Size:
        return Size(prop.get_size_in_points(), self.dpi, get_hinting_flag())

    def _get_font_height_metrics(self, prop: Any) -> Any:
        return rise_of(font_of(prop), prop.get_size_in_points(), self.dpi)


class OutlinedText(TextToPath):
    """Letters as outlines of one size, which is scaled where they stand."""

    SIZE = Size(TextToPath.FONT_SCALE, TextToPath.DPI, LoadFlags.NO_HINTING)

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        """Return what a line takes: width, height, descent [point]."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        scale = prop.get_size_in_points() / self.FONT_SCALE
        line = line_of(s, font_of(prop), self.SIZE)
        return line.width * scale, line.height * scale, line.descent * scale

    def get_glyphs_with_font(
        self,
        font: Any,
        s: str,
        glyph_map: Any = None,
        return_new_glyphs_only: bool = False,
        **_: Any,
    ) -> Any:
        """Return where the letters of a line stand, and the outlines of those that ``glyph_map`` lacks."""
        known = {} if glyph_map is None else glyph_map
        new = {} if return_new_glyphs_only else known
        places = []
        for letter in line_of(s, font, self.SIZE).letters:
            name = _name_of(letter.font, letter.number)
            places.append((name, letter.right, letter.up, 1.0))
            if name not in known:
                new[name] = outline_of(letter.font, letter.number, self.SIZE)
        return places, new, []


@lru_cache(maxsize=MOST_LETTERS)
def _name_of(font: Any, number: int) -> str:
    """Return what matplotlib calls a letter in a file."""
    outlines: Any = text_outlines()
    name: str = outlines._get_glyph_repr(font, number)
    return name


@cache
def text_outlines() -> TextToPath:
    """Return what measures text on paper."""
    return OutlinedText() if CAN_SET_LINES else TextToPath()


class ChartOutlines(RendererSVG):
    """Writes vector graphics."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._text2path = text_outlines()

    def _get_font_height_metrics(self, prop: Any) -> Any:
        return rise_of(font_of(prop), prop.get_size_in_points(), POINTS_TO_THE_INCH)


class ChartCanvas(FigureCanvasAgg):
    """The canvas of a chart; it keeps its renderer, so that nothing is measured anew each time."""

    _made_for: tuple[float, ...] | None = None

    def get_renderer(self) -> Any:
        """Return what draws the figure in its present size."""
        if not CAN_SET_LINES:
            return super().get_renderer()
        room = (*self.get_width_height(physical=True), self.figure.dpi)
        if self._made_for != room:
            self.renderer, self._made_for = ChartRenderer(*room), room
        return self.renderer

    def pixels(self) -> Any:
        """Draw the figure and return its pixels: red, green, blue, and how opaque."""
        self.draw()
        return np.asarray(self.buffer_rgba())

    def print_svg(self, filename: Any, *, metadata: Any = None, **_: Any) -> None:
        """Write the figure as SVG."""
        if not CAN_SET_LINES:
            FigureCanvasSVG(self.figure).print_svg(filename, metadata=metadata)
            return
        text, image_dpi = io.StringIO(), self.figure.dpi
        self.figure.dpi = POINTS_TO_THE_INCH
        size = (POINTS_TO_THE_INCH * length for length in self.figure.get_size_inches())
        renderer = ChartOutlines(*size, text, image_dpi=image_dpi, metadata=metadata)
        self.figure.draw(renderer)
        renderer.finalize()
        with cbook.open_file_cm(filename, "wb") as file:
            content = text.getvalue()
            file.write(content if cbook.file_requires_unicode(file) else content.encode())
