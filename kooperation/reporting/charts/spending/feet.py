"""What hangs below the axes of the chart of spending: years, sums and shares, footnotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matplotlib.ticker import FixedFormatter

from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import NOTE_SIZE, page_of, points
from kooperation.reporting.charts.fitting import text_width, wrap_text
from kooperation.reporting.charts.spending.content import SpendingContent, YearOfSpending, share_line
from kooperation.reporting.charts.spending.geometry import Geometry
from kooperation.reporting.charts.spending.sentences import footnotes_of
from kooperation.reporting.style import INK, SOFT_INK, VERMILION

YEAR_SIZE, FOOT_SIZE = 9.0, 9.0
GAP = 5.0  # between the sums of two years [point]
BELOW_YEARS = 20.0  # where the lines start below the axes [point]


@dataclass(frozen=True, slots=True)
class Foot:
    """The two lines under one year: its sum and its share of the ceiling."""

    year: YearOfSpending
    total: Any
    share: Any


@dataclass(frozen=True, slots=True)
class FootStyle:
    """One way to set the lines under the years. ``breaks``: a share in words takes two lines."""

    size: float
    is_upright: bool = False
    breaks: bool = False


FOOT_STYLES = (  # the first that fits is taken
    FootStyle(FOOT_SIZE),
    FootStyle(8.0),
    FootStyle(8.0, breaks=True),
    FootStyle(7.0, breaks=True),
    FootStyle(8.0, is_upright=True),
    FootStyle(6.0, is_upright=True),
)


@dataclass(slots=True)
class Feet:
    """All texts below the axes."""

    geometry: Geometry
    feet: list[Foot] = field(default_factory=list)
    footnote: Any = None

    @property
    def content(self) -> SpendingContent:
        """What the chart shows."""
        return self.geometry.content

    def draw(self) -> None:
        """Write everything in its normal size; :meth:`fit` finds the size that has room."""
        for year in self.content.years:
            ink, soft = (INK, SOFT_INK) if year.over is None else (VERMILION, VERMILION)
            total = euro_text(year.total, self.content.language, against=year.limit)
            self.feet.append(
                Foot(
                    year,
                    self._below(total, at=year.year, colour=ink, weight="bold"),
                    self._below(share_line(year, self.content.language), at=year.year, colour=soft),
                )
            )
        self.footnote = self._below("", at=None, colour=SOFT_INK)
        self.footnote.set_fontsize(NOTE_SIZE)

    def fit(self, *, is_cut: bool) -> None:
        """Set years, sums, shares and footnotes so that none touches its neighbour."""
        self._fit_years()
        room = self.geometry.block - GAP
        style = next((style for style in FOOT_STYLES if self._fits(style, room)), FOOT_STYLES[-1])
        for foot in self.feet:
            self._set(foot, style)
        notes = footnotes_of(self.content, is_cut=is_cut)
        page = page_of(self.geometry.ax)
        width = points(self.geometry.ax, page.right - page.left)
        self.footnote.set_text("\n".join(wrap_text(note, width, NOTE_SIZE) for note in notes))
        self.footnote.set_position((0, -BELOW_YEARS - self._depth(style) - 8))

    def _below(self, text: str, *, at: int | None, colour: str, weight: str = "normal") -> Any:
        """Write a text that hangs under a year, or at the left edge."""
        return self.geometry.ax.annotate(
            text,
            (0 if at is None else at, 0),
            xycoords="axes fraction" if at is None else ("data", "axes fraction"),
            xytext=(0, -BELOW_YEARS),
            textcoords="offset points",
            ha="left" if at is None else "center",
            va="top",
            fontsize=FOOT_SIZE,
            color=colour,
            fontweight=weight,
            annotation_clip=False,
        )

    def _fit_years(self) -> None:
        """Leave out year labels when they would touch: every second, every third."""
        years = [year.year for year in self.content.years]
        widest = max((text_width(str(year), YEAR_SIZE) for year in years), default=0.0) + 3
        every = max(1, -int(-widest // self.geometry.block))
        texts = [str(year) if place % every == 0 else "" for place, year in enumerate(years)]
        self.geometry.ax.xaxis.set_major_formatter(FixedFormatter(texts))

    def _fits(self, style: FootStyle, room: float) -> bool:
        if style.is_upright:
            return 2 * style.size * 1.2 <= room
        return all(
            text_width(foot.total.get_text(), style.size, bold=True) <= room
            and text_width(self._share_text(foot, style), style.size) <= room
            for foot in self.feet
        )

    def _share_text(self, foot: Foot, style: FootStyle) -> str:
        text = share_line(foot.year, self.content.language)
        return text.replace(" ", "\n", 1) if style.breaks and foot.year.is_undocumented else text

    def _set(self, foot: Foot, style: FootStyle) -> None:
        foot.share.set_text(self._share_text(foot, style))
        aside = style.size * 0.62 if style.is_upright else 0.0
        below = 0.0 if style.is_upright else style.size * 1.35
        foot.total.set_position((-aside, -BELOW_YEARS))
        foot.share.set_position((aside, -BELOW_YEARS - below))
        for text in (foot.total, foot.share):
            text.set_fontsize(style.size)
            text.set_rotation(90 if style.is_upright else 0)

    def _depth(self, style: FootStyle) -> float:
        """Return how far the lines reach down [point]."""
        texts = [text.get_text() for foot in self.feet for text in (foot.total, foot.share)]
        if style.is_upright:
            return max(text_width(text, style.size, bold=True) for text in texts)
        lines = 1 + max((foot.share.get_text().count("\n") + 1 for foot in self.feet), default=0)
        return style.size * 1.35 * lines
