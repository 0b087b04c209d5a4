"""What hangs below the axes of the chart of spending: years, sums and shares, footnotes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from matplotlib.ticker import FixedFormatter

from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import NOTE_SIZE, text_scale
from kooperation.reporting.charts.fitting import text_width, wrap_text
from kooperation.reporting.charts.spending.content import SpendingContent, YearOfSpending, share_line
from kooperation.reporting.charts.spending.geometry import Geometry
from kooperation.reporting.charts.spending.sentences import footnotes_of
from kooperation.reporting.style import INK, SOFT_INK, VERMILION

YEAR_SIZE, FOOT_SIZE = 9.0, 9.0
GAP = 5.0  # between the sums of two years [point]
YEARS_GAP = 7.0  # between the axes and the years [point]


@dataclass(frozen=True, slots=True)
class Foot:
    """The two lines under one year: its sum and its share of the ceiling."""

    year: YearOfSpending
    total: Any
    share: Any


@dataclass(frozen=True, slots=True)
class FootStyle:
    """One way to set the lines under the years.

    ``breaks``: a share in words takes two lines. ``is_joined``: sum and share stand in one upright line.
    """

    size: float
    is_upright: bool = False
    breaks: bool = False
    is_joined: bool = False


FOOT_STYLES = (  # the first that fits is taken
    FootStyle(FOOT_SIZE),
    FootStyle(8.0),
    FootStyle(8.0, breaks=True),
    FootStyle(7.0, breaks=True),
    FootStyle(6.0, breaks=True),
    FootStyle(8.0, is_upright=True),
    FootStyle(6.0, is_upright=True),
    FootStyle(6.0, is_upright=True, is_joined=True),
    FootStyle(5.0, is_upright=True, is_joined=True),
)
NO_FEET = FootStyle(0.0)  # the sums stand in the figures and in the words for those who cannot see


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
        """Prepare the texts; :meth:`fit` writes them in the size that has room."""
        for year in self.content.years:
            ink, soft = (INK, SOFT_INK) if year.over is None else (VERMILION, VERMILION)
            total = self._below(at=year.year, colour=ink, weight="bold")
            self.feet.append(Foot(year, total, self._below(at=year.year, colour=soft)))
        self.footnote = self._below(at=None, colour=SOFT_INK)

    def fit(self) -> float:
        """Set years, sums and shares so that none touches another; return how deep they hang [point]."""
        self._fit_years()
        style = self._style()
        for foot in self.feet:
            self._set(foot, style)
        return self._below_years + self._depth(style) + 8 * self.scale

    def write_notes(self, *, is_cut: bool, depth: float, width: float) -> None:
        """Write the footnotes ``depth`` below the axes, in lines of ``width`` [point]."""
        notes, size = footnotes_of(self.content, is_cut=is_cut), NOTE_SIZE * self.scale
        self.footnote.set_fontsize(size)
        self.footnote.set_text("\n".join(wrap_text(note, width, size) for note in notes))
        self.footnote.set_position((0, -depth))

    @property
    def scale(self) -> float:
        """How large the texts are."""
        return text_scale(self.geometry.ax)

    @property
    def _below_years(self) -> float:
        """Where the lines start below the axes [point]."""
        return YEARS_GAP + YEAR_SIZE * 1.45 * self.scale

    def _style(self) -> FootStyle:
        """Return the first way to set the lines that fits, none larger than the texts are here."""
        room = self.geometry.block - GAP * self.scale
        largest = FOOT_SIZE * self.scale
        styles = (replace(style, size=min(style.size, largest)) for style in FOOT_STYLES)
        return next((style for style in styles if self._fits(style, room)), NO_FEET)

    def _below(self, *, at: int | None, colour: str, weight: str = "normal") -> Any:
        """Prepare a text that hangs under a year, or at the left edge."""
        return self.geometry.ax.annotate(
            "",
            (0 if at is None else at, 0),
            xycoords="axes fraction" if at is None else ("data", "axes fraction"),
            xytext=(0, -self._below_years),
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
        years, size = [year.year for year in self.content.years], YEAR_SIZE * self.scale
        widest = max((text_width(str(year), size) for year in years), default=0.0) + 3
        every = max(1, -int(-widest // self.geometry.block))
        texts = [str(year) if place % every == 0 else "" for place, year in enumerate(years)]
        self.geometry.ax.xaxis.set_major_formatter(FixedFormatter(texts))

    def _fits(self, style: FootStyle, room: float) -> bool:
        if style.is_upright:
            return (1 if style.is_joined else 2) * style.size * 1.2 <= room
        return all(
            text_width(self._total_text(foot, style), style.size, bold=True) <= room
            and text_width(self._share_text(foot, style), style.size) <= room
            for foot in self.feet
        )

    def _total_text(self, foot: Foot, style: FootStyle) -> str:
        language, share = self.content.language, share_line(foot.year, self.content.language)
        total = euro_text(foot.year.total, language, against=foot.year.limit)
        return f"{total} · {share}" if style.is_joined and share else total

    def _share_text(self, foot: Foot, style: FootStyle) -> str:
        if style.is_joined:
            return ""
        text = share_line(foot.year, self.content.language)
        return text.replace(" ", "\n", 1) if style.breaks and foot.year.is_undocumented else text

    def _set(self, foot: Foot, style: FootStyle) -> None:
        foot.total.set_text(self._total_text(foot, style))
        foot.share.set_text(self._share_text(foot, style))
        aside = style.size * 0.62 if style.is_upright and not style.is_joined else 0.0
        below = 0.0 if style.is_upright else style.size * 1.35
        foot.total.set_position((-aside, -self._below_years))
        foot.share.set_position((aside, -self._below_years - below))
        for text in (foot.total, foot.share):
            text.set_visible(style is not NO_FEET)
            text.set_fontsize(style.size or FOOT_SIZE)
            text.set_rotation(90 if style.is_upright else 0)

    def _depth(self, style: FootStyle) -> float:
        """Return how far the lines reach down [point]."""
        if style.is_upright:
            texts = [text.get_text() for foot in self.feet for text in (foot.total, foot.share)]
            return max(text_width(text, style.size, bold=True) for text in texts)
        lines = 1 + max((foot.share.get_text().count("\n") + 1 for foot in self.feet), default=0)
        return style.size * 1.35 * lines
