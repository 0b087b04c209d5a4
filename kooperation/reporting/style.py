"""How charts look: one style sheet, one fixed colour per partner region, and what each mark is drawn with.

The palette is Okabe and Ito's, which people with any common colour vision tell apart. Black is kept for the
ceiling and vermilion for what exceeds it, so six colours serve the regions; from the seventh region on they
return with a pattern.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias, cast

import matplotlib as mpl

from kooperation.model.schema import UNASSIGNED

BLUE, PURPLE, YELLOW, SKY = "#0072B2", "#CC79A7", "#F0E442", "#56B4E9"
ORANGE, GREEN, VERMILION = "#E69F00", "#009E73", "#D55E00"
INK, SOFT_INK, GRID, PAPER = "#1A1A1A", "#595959", "#E4E4E4", "#FFFFFF"
JOINT_INK = "#8C8C8C"  # of the thin line between two ceilings: solid, for dots mean an assumed ceiling
NEUTRAL = "#6E6E6E"  # a mark in a legend whose colour in the chart has a meaning of its own
HATCH_INK, HATCH_PAPER = "#DADADA", "#F7F7F7"

# The regions that are drawn together because there are too many to tell apart: own and of other budgets.
OTHERS, OTHERS_BESIDE = "übrige", "übrige daneben"

KNOWN_COLOURS = {
    "ansan": BLUE,
    "sacramento": PURPLE,
    "suedkorea": YELLOW,
    "minnesota": SKY,
    "lwiw": ORANGE,
    "riesengebirge": GREEN,
}
KNOWN_COST_TYPES = {
    "Reise": (BLUE, ""),
    "Übersetzung": (PURPLE, ""),
    "Bewirtung": (ORANGE, ""),
    "Veranstaltung": (GREEN, ""),
    "Honorar": (SKY, ""),
    "Druck": (YELLOW, ""),
    "Gastgeschenke": (YELLOW, "///"),
}
PALETTE = tuple(KNOWN_COLOURS.values())
PATTERNS = ("", "///", "...", "\\\\\\", "xxx", "---", "ooo")

STATE_COLOURS = {
    "within": BLUE,
    "warning": "#8A6100",
    "exhausted": "#8A6100",
    "exceeded": VERMILION,
    "undocumented": SOFT_INK,
}
CeilingLine: TypeAlias = Literal["-", "--", ":"]
CEILING_LINES: dict[str, CeilingLine] = {
    "vorgeschlagen": "--",
    "angenommen": ":",
}  # every other status is in force: solid

FONT = "DejaVu Sans"
OTHER_SCRIPTS = (  # Hangul, Chinese and Japanese, as the systems bring them
    "Noto Sans CJK KR",
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Noto Sans KR",
    "Source Han Sans",
    "Malgun Gothic",
    "Yu Gothic",
    "Microsoft YaHei",
    "Apple SD Gothic Neo",
    "Hiragino Sans",
    "PingFang SC",
    "NanumGothic",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)

# Families whose settings a user's own matplotlibrc must not change in our charts.
_FAMILIES = (
    "agg",
    "axes",
    "font",
    "grid",
    "hatch",
    "legend",
    "lines",
    "mathtext",
    "patch",
    "path",
    "text",
    "xtick",
    "ytick",
)
STYLE: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": SOFT_INK,
    "axes.facecolor": PAPER,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": INK,
    "axes.labelsize": 9.0,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 12.0,
    "axes.titleweight": "bold",
    "figure.facecolor": PAPER,
    "font.size": 9.0,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "savefig.facecolor": "auto",
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "xtick.color": SOFT_INK,
    "xtick.labelcolor": INK,
    "ytick.color": SOFT_INK,
    "ytick.labelcolor": INK,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How the segments of one region are drawn. ``ink`` is the colour of a number that stands on them."""

    colour: str
    pattern: str = ""
    ink: str = INK


UNASSIGNED_LOOK = Look("#C4C4C4", "////")
OTHERS_LOOK, OTHERS_BESIDE_LOOK = Look("#5F6B7A", "", PAPER), Look("#7C8794", "")


@cache
def font_families() -> tuple[str, ...]:
    """Return the fonts of the charts: the one that matplotlib brings, then those installed for other scripts.

    A family that is not installed is not named, because matplotlib would warn of it at every text.
    """
    from matplotlib.font_manager import fontManager

    installed = set(fontManager.get_font_names())
    return (FONT, *(family for family in OTHER_SCRIPTS if family in installed))


@contextmanager
def chart_style() -> Iterator[None]:
    """Apply the style sheet to what is drawn inside the ``with`` block, and to nothing else."""
    families = {"font.family": list(font_families())}
    with mpl.rc_context(cast(Any, _plain() | STYLE | families)), quiet_about_glyphs():
        yield


@contextmanager
def plain_settings() -> Iterator[None]:
    """Draw what stands on a figure as anywhere else: matplotlib makes some texts only while it draws."""
    with nullcontext() if _are_plain() else mpl.rc_context(cast(Any, _plain())), quiet_about_glyphs():
        yield


def _are_plain() -> bool:
    """Tell whether nothing need be set: matplotlib checks every setting anew whenever it is set."""
    now = cast(Mapping[str, Any], mpl.rcParams)
    return all(now[key] == value for key, value in _plain().items())


@cache
def _plain() -> dict[str, Any]:
    """Return the settings that matplotlib comes with, where a user's own could change a chart."""
    defaults = dict(cast(Mapping[str, Any], mpl.rcParamsDefault))
    return {key: value for key, value in defaults.items() if key.split(".")[0] in _FAMILIES}


@contextmanager
def quiet_about_glyphs() -> Iterator[None]:
    """Let no warning through about a letter or a weight that no installed font has.

    Such a letter is drawn as an empty box; many fonts for other scripts have no bold.
    """
    fonts = logging.getLogger("matplotlib.font_manager")
    about_weights = _AboutWeights()
    fonts.addFilter(about_weights)
    try:
        with _no_glyph_warnings():
            yield
    finally:
        fonts.removeFilter(about_weights)


class _AboutWeights(logging.Filter):
    """Hold back that a font has no bold; each use has its own, because uses can be nested."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("findfont: Failed to find font weight")


@contextmanager
def _no_glyph_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph .* missing from", UserWarning)
        warnings.filterwarnings("ignore", r"Matplotlib currently does not support .* natively", UserWarning)
        yield


def region_looks(register: Iterable[str]) -> dict[str, Look]:
    """Give each region of the register its look: known regions their own, the others by their place in it.

    The look depends on the register alone, so a region looks the same whatever else a chart shows.
    """
    fixed = {OTHERS: OTHERS_LOOK, OTHERS_BESIDE: OTHERS_BESIDE_LOOK, UNASSIGNED: UNASSIGNED_LOOK}
    keys = [key for key in dict.fromkeys(register) if key not in fixed]
    free = _free_looks({KNOWN_COLOURS[key] for key in keys if key in KNOWN_COLOURS})
    looks = {key: _look(KNOWN_COLOURS[key]) if key in KNOWN_COLOURS else next(free) for key in keys}
    return {**looks, **fixed}


def cost_type_looks(register: Iterable[str]) -> dict[str, Look]:
    """Give each cost type of the register its look: known ones their own, the others by the alphabet."""
    known = {key: _look(*look) for key, look in KNOWN_COST_TYPES.items()}
    free = (look for look in _free_looks(set()) if look not in known.values())
    others = sorted(set(register) - {UNASSIGNED, OTHERS, *known})
    fixed = {OTHERS: OTHERS_LOOK, UNASSIGNED: UNASSIGNED_LOOK}
    return known | {key: next(free) for key in others} | fixed


def _free_looks(taken: set[str]) -> Iterator[Look]:
    round_of_palette = 0
    while True:
        for colour in PALETTE:
            if round_of_palette or colour not in taken:
                yield _look(colour, PATTERNS[round_of_palette % len(PATTERNS)])
        round_of_palette += 1


def _look(colour: str, pattern: str = "") -> Look:
    return Look(colour, pattern, PAPER if _luminance(colour) < 0.18 else INK)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2: below 0.18 white reads better on it than black."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def tint(colour: str, strength: float = 0.25) -> str:
    """Return ``colour`` mixed with paper; ``strength`` 1 leaves it as it is."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - value) * strength):02X}" for value in channels)
