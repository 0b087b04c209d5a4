"""Which letters the font of the annex has, so that none vanishes without a sign."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

FONT = "DejaVu Sans"  # that of the charts; matplotlib brings it in three cuts
UNKNOWN = "□"
_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_SPACES = "\t\n\r\v\f\u2028\u2029"


def font_folder() -> Path:
    """Return the folder of the fonts that matplotlib brings."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _known() -> frozenset[str]:
    """Return the letters that both cuts have."""
    cuts = [FT2Font(str(font_folder() / name)).get_charmap() for name in _FILES]
    return frozenset(chr(code) for code in set.intersection(*(set(cut) for cut in cuts)))


def printable(text: str) -> str:
    """Return a text as the font can set it: composed, one line, a box for every letter that it lacks.

    What has no shape of its own (control characters, marks of direction) is left out.
    """
    return "".join(_shown(letter) for letter in unicodedata.normalize("NFC", text))


def _shown(letter: str) -> str:
    if letter in _SPACES:
        return " "
    if letter == "\u200b":  # the template breaks very long words there
        return letter
    if unicodedata.category(letter) in ("Cc", "Cf"):
        return ""
    return letter if letter in _known() else UNKNOWN
