"""How texts are set: words as outlines of one size, each set once per run and scaled wherever it stands."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from threading import get_ident
from typing import Any, NamedTuple

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.textpath import TextToPath

from kooperation.reporting.style import FONT

SIZE = 100.0  # in which words are set [point]
SUBPIXELS = 64  # of a point, in which fonts measure
MOST_LINES, MOST_WORDS = 4096, 16_384  # that are remembered

# Scripts whose letters change with their neighbours, or run from right to left, also across a blank.
_TOUCHING = re.compile(r"[^\u0000-\u058f\u2000-\u200d\u2010-\u2029\u2030-\u2065\u2070-\u2bff]")
_NUMBER = re.compile(r"[0-9.,+%€\u2212\u2013-]+")  # signs that the font never moves closer to each other
_OUTLINES = TextToPath()


class Letter(NamedTuple):
    """A shape of a font by its name, and where it stands in its line [point]."""

    name: str
    right: float
    up: float


class Extent(NamedTuple):
    """What a line of text takes in the size in which words are set [point]."""

    width: float
    low: float  # below the line it is less than zero
    high: float


class Rise(NamedTuple):
    """How far a font reaches above and below its lines, and the gap between them, as parts of its size."""

    ascent: float
    descent: float
    gap: float


def font_of(prop: FontProperties) -> Any:
    """Return the font that is meant by ``prop``, with those for letters that it lacks.

    It is open for one thread.
    """
    look = prop.get_style(), prop.get_variant(), prop.get_weight(), prop.get_stretch()
    return _open(tuple(prop.get_family()), look, prop.get_file(), get_ident())


@lru_cache(maxsize=64)
def _open(families: tuple[str, ...], look: tuple[Any, ...], file: Any, _thread: int) -> Any:
    """Open the file of each family that is installed; without any, the one that matplotlib falls back to."""
    style, variant, weight, stretch = look
    wanted = {"style": style, "variant": variant, "weight": weight, "stretch": stretch, "fname": file}
    found = []
    for family in families:
        try:
            found.append(findfont(FontProperties(family=family, **wanted), fallback_to_default=False))
        except ValueError:
            continue
    return get_font(found or [findfont(FontProperties(**wanted))])


@lru_cache(maxsize=MOST_LINES)
def extent_of(words: str, font: Any) -> Extent:
    """Return what one line of text takes. A font measures in whole subpixels, so that the sums are exact."""
    parts = [_extent(part, font) for part in _parts(words, font)]
    return Extent(
        sum(part.width for part in parts), min(part.low for part in parts), max(part.high for part in parts)
    )


@lru_cache(maxsize=MOST_LINES)
def letters_of(words: str, font: Any) -> tuple[Letter, ...]:
    """Return where the letters of one line of text stand; :func:`outlines` knows what they look like."""
    letters: list[Letter] = []
    start = 0.0
    for part in _parts(words, font):
        letters += [letter._replace(right=letter.right + start) for letter in _letters(part, font)]
        start += _extent(part, font).width
    return tuple(letters)


def width_of(words: str, font: Any) -> float:
    """Return how wide a line is in the size in which words are set [point]; lines only tried are not kept."""
    return sum(_extent(part, font).width for part in _parts(words, font))


def _parts(words: str, font: Any) -> list[str]:
    """Return what can be set by itself, since nothing moves it: words, blanks, the signs of numbers."""
    if font.family_name != FONT or _TOUCHING.search(words):
        return [words]
    first, *others = words.split(" ")
    parts = [first, *(part for other in others for part in (" ", other))]
    return [sign for part in parts for sign in (part if _NUMBER.fullmatch(part) else (part,))]


@lru_cache(maxsize=MOST_WORDS)
def _extent(words: str, font: Any) -> Extent:
    """Let the font measure in one go."""
    if not words:
        return Extent(0.0, 0.0, 0.0)
    font.set_size(SIZE, 72)
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    width, height = (length / SUBPIXELS for length in font.get_width_height())
    descent = font.get_descent() / SUBPIXELS
    return Extent(width, -descent, height - descent)


@lru_cache(maxsize=MOST_WORDS)
def _letters(words: str, font: Any) -> tuple[Letter, ...]:
    """Let the font set the letters in one go, and keep the outlines of those that are new."""
    font.set_size(SIZE, 72)
    places, _, _ = _OUTLINES.get_glyphs_with_font(font, words, glyph_map=outlines())
    return tuple(Letter(name, right, up) for name, right, up, _ in places)


@cache
def outlines() -> dict[str, Any]:
    """Return the outline of each letter that was set so far, by its name: points and what joins them."""
    return {}


@lru_cache(maxsize=64)
def rise_of(font: Any) -> Rise | None:
    """Return how high the lines of a font are; ``None`` when it does not say so."""
    for table, ascent, descent, gap in (
        ("OS/2", "sTypoAscender", "sTypoDescender", "sTypoLineGap"),
        ("hhea", "ascent", "descent", "lineGap"),
    ):
        said = font.get_sfnt_table(table)
        if said is not None:
            units = font.get_sfnt_table("head")["unitsPerEm"]
            return Rise(said[ascent] / units, -said[descent] / units, said[gap] / units)
    return None
