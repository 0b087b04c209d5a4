"""The bars of the chart of spending: stacks of regions, open orders on them, other budgets beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from matplotlib.patches import Rectangle

from kooperation.model.money import ZERO
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import pixels, points, text_scale
from kooperation.reporting.charts.fitting import text_height, text_width
from kooperation.reporting.charts.spending.content import SpendingContent, YearOfSpending
from kooperation.reporting.charts.spending.geometry import (
    BESIDE_SHIFT,
    BESIDE_WIDTH,
    Geometry,
    is_spent,
    negative,
    positive,
)
from kooperation.reporting.labels import label
from kooperation.reporting.style import INK, PAPER, SOFT_INK, Look, tint

NUMBER_SIZE, SMALL_NUMBER_SIZE = 7.5, 6.0
LINE_GAP, MARK_GAP = 3.0, 5.5  # between a number and the line or the mark that crosses its segment [point]
NOT_COUNTED = "\\\\\\\\"


@dataclass(frozen=True, slots=True)
class Segment:
    """One drawn rectangle with the number that may stand on it."""

    patch: Rectangle
    number: Any
    year: YearOfSpending


@dataclass(frozen=True, slots=True)
class Stacks:
    """The stacked regions of all years."""

    geometry: Geometry
    segments: list[Segment] = field(default_factory=list)

    @property
    def content(self) -> SpendingContent:
        """What the chart shows."""
        return self.geometry.content

    def draw(self) -> None:
        """Draw region by region from the bottom; what does not count against the ceiling stands on top."""
        pile = Pile()
        for not_counting in (False, True):
            for region in self.content.regions:
                shown = [
                    year
                    for year in self.content.years
                    if year.amounts[region] and year.counts(region) is not not_counting
                ]
                if shown:
                    self._draw_region(region, shown, pile, not_counting=not_counting)
        if any(negative(year.amounts) for year in self.content.years):
            self.geometry.ax.axhline(0, color=INK, linewidth=0.9, zorder=3)
            self._draw_net_marks()
        self._draw_committed()

    def fit(self) -> None:
        """Show each number where it fits between the edges of its segment and the lines that cross it."""
        for segment in self.segments:
            self._fit_segment(segment)

    def _draw_region(
        self, region: str, years: Sequence[YearOfSpending], pile: Pile, *, not_counting: bool
    ) -> None:
        look = self.content.looks[region]
        drawn = not_counted(look) if not_counting else filled(look)
        bars = self.geometry.ax.bar(
            [self.geometry.middle(year) for year in years],
            [float(year.amounts[region]) for year in years],
            self.geometry.width,
            bottom=[float(pile.put(year, year.amounts[region])) for year in years],
            label=self.content.names[region],
            zorder=2,
            **drawn,
        )
        ink = INK if not_counting else look.ink
        for year, patch in zip(years, bars.patches, strict=True):
            number = self._number(year.amounts[region], ink, drawn["facecolor"] if drawn["hatch"] else None)
            self.segments.append(Segment(patch, number, year))

    def _number(self, amount: Decimal, ink: str, ground: str | None) -> Any:
        number = self.geometry.ax.text(
            0,
            0,
            euro_text(amount, self.content.language, unit=False),
            fontsize=NUMBER_SIZE * text_scale(self.geometry.ax),
            color=ink,
            ha="center",
            va="center",
            zorder=4,
            bbox={"facecolor": ground, "edgecolor": "none", "pad": 0.8} if ground else None,
        )
        number.set_in_layout(False)
        return number

    def _draw_net_marks(self) -> None:
        years = [year for year in self.content.years if negative(year.amounts)]
        self.geometry.ax.plot(
            [self.geometry.middle(year) for year in years],
            [float(year.total) for year in years],
            linestyle="none",
            marker="D",
            markersize=6,
            markerfacecolor=INK,
            markeredgecolor=PAPER,
            label=label("chart.net", self.content.language),
            zorder=7,
            clip_on=False,  # a small sum below zero is close to the lower edge
        )

    def _draw_committed(self) -> None:
        years = [year for year in self.content.years if year.committed]
        if not years:
            return
        self.geometry.ax.bar(
            [self.geometry.middle(year) for year in years],
            [float(year.committed) for year in years],
            self.geometry.width,
            bottom=[float(self.geometry.top(year) - year.committed) for year in years],
            label=label("chart.legend_committed", self.content.language),
            facecolor="none",
            edgecolor=SOFT_INK,
            linestyle=(0, (1, 1.5)),
            linewidth=1.1,
            zorder=2,
        )

    def _fit_segment(self, segment: Segment) -> None:
        geometry, patch = self.geometry, segment.patch
        bottom, top = sorted((patch.get_y(), patch.get_y() + patch.get_height()))
        left, low = geometry.at(patch.get_x(), bottom)
        right, high = geometry.at(patch.get_x() + patch.get_width(), top)
        patch.set_linewidth(0.0 if high - low < pixels(geometry.ax, 2.5) else 0.8)  # else only edge is seen
        low, high = self._widest_gap(segment.year, low, high)
        text, usual = segment.number.get_text(), NUMBER_SIZE * text_scale(geometry.ax)
        sizes = (usual, min(usual, SMALL_NUMBER_SIZE))
        room = points(geometry.ax, right - left) - 4, points(geometry.ax, high - low) - 2
        fitting = (size for size in sizes if text_width(text, size) <= room[0])
        size = next(fitting, None)
        segment.number.set_visible(size is not None and text_height(text, size) <= room[1])
        segment.number.set_fontsize(size or usual)
        middle = patch.get_x() + patch.get_width() / 2
        segment.number.set_position((middle, geometry.amount_at((low + high) / 2)))

    def _widest_gap(self, year: YearOfSpending, bottom: float, top: float) -> tuple[float, float]:
        """Return the largest part of a segment that neither the ceiling nor the mark of the sum crosses."""
        crossing = [(year.limit, LINE_GAP)] if year.limit is not None else []
        if negative(year.amounts):
            crossing.append((year.total, MARK_GAP))
        heights = [
            (self.geometry.at(0, float(amount))[1], pixels(self.geometry.ax, gap)) for amount, gap in crossing
        ]
        cuts = sorted((place, gap) for place, gap in heights if bottom - gap < place < top + gap)
        ends = [bottom, *(edge for place, gap in cuts for edge in (place - gap, place + gap)), top]
        return max(zip(ends[::2], ends[1::2], strict=True), key=lambda pair: pair[1] - pair[0])


@dataclass(frozen=True, slots=True)
class Beside:
    """The narrow outlined bars of the other budgets, with their sums."""

    geometry: Geometry
    labels: list[tuple[YearOfSpending, Any]] = field(default_factory=list)

    @property
    def content(self) -> SpendingContent:
        """What the chart shows."""
        return self.geometry.content

    def draw(self) -> None:
        """Draw region by region from the bottom."""
        pile = Pile()
        for region in self.content.beside_regions:
            years = [year for year in self.content.years if year.beside.get(region)]
            self.geometry.ax.bar(
                [year.year + BESIDE_SHIFT for year in years],
                [float(year.beside[region]) for year in years],
                BESIDE_WIDTH,
                bottom=[float(pile.put(year, year.beside[region])) for year in years],
                label=f"{self.content.names[region]} ({', '.join(self.content.beside_names)})",
                zorder=2,
                **outlined(self.content.looks[region]),
            )
        for year in self.content.years:
            if is_spent(year.beside):
                self.labels.append((year, self._sum(year)))

    def fit(self) -> None:
        """Write each sum upright over its bar, or into it when the bar is cut off by the axes."""
        top = self.geometry.ax.get_ylim()[1]
        room = self.geometry.block * 0.3
        usual = NUMBER_SIZE * text_scale(self.geometry.ax)
        size = usual if room > usual else min(usual, SMALL_NUMBER_SIZE)
        for year, text in self.labels:
            amount = euro_text(year.beside_total, self.content.language, unit=False)
            height = max(0.0, float(positive(year.beside)))
            is_cut = height > top
            text.set_text(label("chart.cut", self.content.language, amount=amount) if is_cut else amount)
            text.xy = (year.year + BESIDE_SHIFT, min(top, height))
            text.set_position((0, -3 if is_cut else 2))
            text.set_va("top" if is_cut else "bottom")
            text.set_fontsize(size)
            text.set_visible(room > size)

    @property
    def is_cut(self) -> bool:
        """Tell whether a bar is higher than the axes."""
        top = self.geometry.ax.get_ylim()[1]
        return any(float(positive(year.beside)) > top for year, _ in self.labels)

    def _sum(self, year: YearOfSpending) -> Any:
        text = self.geometry.ax.annotate(
            "",
            (year.year + BESIDE_SHIFT, 0),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            rotation=90,
            fontsize=NUMBER_SIZE,
            color=SOFT_INK,
            zorder=4,
            annotation_clip=False,
        )
        text.set_in_layout(False)
        return text


@dataclass(frozen=True, slots=True)
class Pile:
    """How far the stack of each year has grown, above and below zero [EUR]."""

    highest: dict[int, Decimal] = field(default_factory=dict)
    lowest: dict[int, Decimal] = field(default_factory=dict)

    def put(self, year: YearOfSpending, amount: Decimal) -> Decimal:
        """Let the stack of ``year`` grow by ``amount``, and return where the new segment starts."""
        stack = self.highest if amount > 0 else self.lowest
        start = stack.get(year.year, ZERO)
        stack[year.year] = start + amount
        return start


def filled(look: Look) -> dict[str, Any]:
    """Return how spending that counts is drawn: filled with the region's colour."""
    return {"facecolor": look.colour, "edgecolor": PAPER, "hatch": look.pattern, "linewidth": 0.8}


def not_counted(look: Look) -> dict[str, Any]:
    """Return how spending is drawn that the ceiling of the year does not count: hatched in its own colour.

    A paler colour would be that of another region.
    """
    hatch = look.pattern or NOT_COUNTED
    return {"facecolor": PAPER, "edgecolor": look.colour, "hatch": hatch, "linewidth": 1.2}


def outlined(look: Look) -> dict[str, Any]:
    """Return how a bar of another budget is drawn: the outline in the region's colour, hardly filled."""
    ground = tint(look.colour, 0.12)
    return {"facecolor": ground, "edgecolor": look.colour, "hatch": look.pattern, "linewidth": 1.4}
