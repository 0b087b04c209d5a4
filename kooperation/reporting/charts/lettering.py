"""How a line of text is set: matplotlib finds it out at every turn, here each line is set once per size.

Measures are exactly those of matplotlib and letters look exactly alike; only a printed line starts on a
whole pixel. What this takes from inside matplotlib may be missing in another version: then that sets them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import get_ident
from typing import Any, NamedTuple

import numpy as np
from matplotlib import ft2font
from matplotlib.font_manager import FontProperties, findfont, get_font

from kooperation.reporting.style import FONT

CAN_SET_LINES = all(hasattr(ft2font.FT2Font, name) for name in ("_layout", "_render_glyph", "_set_transform"))
SUBPIXELS = 64  # of a pixel, in which fonts measure
UPRIGHT = ((0x10000, 0), (0, 0x10000))
MOST_LINES, MOST_LETTERS = 4096, 8192  # that are remembered

# Scripts whose letters change with their neighbours, or run from right to left, also across a blank.
_TOUCHING = re.compile(r"[^\u0000-\u058f\u2000-\u200d\u2010-\u2029\u2030-\u2065\u2070-\u2bff]")


class Size(NamedTuple):
    """How large letters are, and whether their shapes are fitted to pixels."""

    points: float
    dpi: float
    flags: Any


class Letter(NamedTuple):
    """A shape of a font and where it stands in its line [pixel]."""

    font: Any
    number: int
    right: float
    up: float


class Shape(NamedTuple):
    """How deep and how high a letter reaches, and where the next one starts [pixel]."""

    low: float
    high: float
    advance: float


class Line(NamedTuple):
    """The letters of one line of text, and what it takes [pixel]."""

    letters: tuple[Letter, ...]
    width: float
    low: float
    high: float

    @property
    def height(self) -> float:
        """From the lowest to the highest point of its letters [pixel]."""
        return self.high - self.low

    @property
    def descent(self) -> float:
        """How far its letters reach below it [pixel]."""
        return -self.low


class Stamp(NamedTuple):
    """A letter as it is printed, and where that stands around the start of its line [pixel]."""

    shades: Any
    left: int
    top: int


class Rise(NamedTuple):
    """How far a font reaches above and below its lines, and the gap between them [pixel]."""

    ascent: float
    descent: float
    gap: float


def font_of(prop: FontProperties) -> Any:
    """Return the font that matplotlib takes for ``prop``, with those for letters that it lacks.

    It is open for one thread.
    """
    look = prop.get_style(), prop.get_variant(), prop.get_weight(), prop.get_stretch()
    return _open(tuple(prop.get_family()), Look(*look), prop.get_file(), get_ident())


class Look(NamedTuple):
    """Which font of a family is meant, by the names of matplotlib."""

    style: Any
    variant: Any
    weight: Any
    stretch: Any


@lru_cache(maxsize=64)
def _open(families: tuple[str, ...], look: Look, file: Any, _thread: int) -> Any:
    """Open the file of each family that is installed; without any, the one that matplotlib falls back to."""
    found = []
    for family in families:
        wanted = FontProperties(family=family, fname=file, **look._asdict())
        try:
            found.append(findfont(wanted, fallback_to_default=False))
        except ValueError:
            continue
    return get_font(found or [findfont(FontProperties(**look._asdict()))])


@lru_cache(maxsize=MOST_LINES)
def line_of(words: str, font: Any, size: Size) -> Line:
    """Set one line of text, word by word where no word can change how the next one is set."""
    if " " not in words or font.family_name != FONT or _TOUCHING.search(words):
        return _set(words, font, size)
    blank = _set(" ", font, size)
    first, *others = (_set(word, font, size) for word in words.split(" "))
    parts = [first, *(part for other in others for part in (blank, other))]
    letters: list[Letter] = []
    width = 0.0
    for part in parts:
        letters += [letter._replace(right=letter.right + width) for letter in part.letters]
        width += part.width
    shown = [part for part in parts if part.letters]
    return Line(tuple(letters), width, min(part.low for part in shown), max(part.high for part in shown))


@lru_cache(maxsize=MOST_LINES)
def _set(words: str, font: Any, size: Size) -> Line:
    """Let the font say where its letters stand in one go."""
    _open_at(font, size)
    items = font._layout(words, flags=size.flags)
    letters = tuple(Letter(item.ft_object, item.glyph_index, item.x, item.y) for item in items)
    if not letters:
        return Line((), 0.0, 0.0, 0.0)
    shapes = [_shape(each.font, each.number, size) for each in letters]  # which are open at the same size
    low = min(shape.low + each.up for shape, each in zip(shapes, letters, strict=True))
    high = max(shape.high + each.up for shape, each in zip(shapes, letters, strict=True))
    return Line(letters, letters[-1].right + shapes[-1].advance, low, high)


def _open_at(font: Any, size: Size) -> None:
    font.set_size(size.points, size.dpi)
    font._set_transform(UPRIGHT, (0, 0))


@lru_cache(maxsize=MOST_LETTERS)
def _shape(font: Any, number: int, size: Size) -> Shape:
    """Return what a letter takes, from a font that is open at this size: to set it anew takes a while."""
    shape = font.load_glyph(number, flags=size.flags)
    _, low, _, high = shape.bbox
    return Shape(low / SUBPIXELS, high / SUBPIXELS, shape.horiAdvance / SUBPIXELS)


def stamps_of(words: str, font: Any, size: Size) -> list[Stamp]:
    """Return the letters of a line as they are printed, each placed from the start of the line."""
    stamps = []
    for letter in line_of(words, font, size).letters:
        right, across = divmod(round(letter.right * SUBPIXELS), SUBPIXELS)
        up, above = divmod(round(letter.up * SUBPIXELS), SUBPIXELS)
        stamp = _stamp(letter.font, letter.number, size, across, above)
        stamps.append(Stamp(stamp.shades, stamp.left + right, stamp.top + up))
    return stamps


@lru_cache(maxsize=MOST_LETTERS)
def _stamp(font: Any, number: int, size: Size, across: int, above: int) -> Stamp:
    """Print one letter, moved by parts of a pixel."""
    font.set_size(size.points, size.dpi)
    font._set_transform(UPRIGHT, (across, above))
    bitmap = font._render_glyph(number, size.flags, ft2font.RenderMode.NORMAL)
    return Stamp(np.array(bitmap.buffer), bitmap.left, bitmap.top)


@lru_cache(maxsize=MOST_LETTERS)
def outline_of(font: Any, number: int, size: Size) -> Any:
    """Return the outline of a letter as points and what joins them."""
    _open_at(font, size)
    font.load_glyph(number, flags=size.flags)
    return font.get_path()


@lru_cache(maxsize=256)
def rise_of(font: Any, points: float, dpi: float) -> Rise | None:
    """Return how high the lines of a font are; ``None`` when it does not say so."""
    for table, gap, ascent, descent in (
        ("OS/2", "sTypoLineGap", "sTypoAscender", "sTypoDescender"),
        ("hhea", "lineGap", "ascent", "descent"),
    ):
        said = font.get_sfnt_table(table)
        if said is not None:
            units = font.get_sfnt_table("head")
            scale = 1 / units["unitsPerEm"] * points * dpi / 72
            return Rise(said[ascent] * scale, -said[descent] * scale, said[gap] * scale)
    return None
