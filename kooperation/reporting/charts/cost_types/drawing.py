"""How the chart of cost types is drawn: one stacked bar per region, numbers on it and the sum at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from kooperation.model.money import ZERO, sum_euros
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import (
    NOTE_SIZE,
    EuroTicks,
    dress,
    figure_of,
    fit_head,
    head,
    page_of,
    pixels,
    points,
    say_nothing_booked,
    text_scale,
)
from kooperation.reporting.charts.cost_types.content import CostTypesContent, Row
from kooperation.reporting.charts.fitting import break_name, text_width, wrap_text
from kooperation.reporting.style import INK, PAPER, VERMILION

BAR_HEIGHT = 0.68
NUMBER_SIZE, TOTAL_SIZE, NAME_SIZE, LEGEND_SIZE = 7.5, 8.5, 9.0, 8.5
MOST_OF_NAMES = 0.3  # of the width: a longer name of a region is broken
LEGEND_BELOW, LEGEND_LINE = 22.0, 14.5  # below the axes [point]


def size_of(content: CostTypesContent) -> tuple[float, float]:
    """Return width and height of a figure of its own: one row per region [inch]."""
    return 9.5, 2.0 + 0.42 * max(len(content.rows), 2)


@dataclass(frozen=True, slots=True)
class Segment:
    """One drawn rectangle with the words that may stand on it, from the fullest to the shortest."""

    patch: Rectangle
    text: Any
    wordings: tuple[str, ...]


@dataclass(slots=True)
class CostTypesChart:
    """The bars in one Axes, with the texts that are fitted to its size."""

    ax: Axes
    content: CostTypesContent
    segments: list[Segment] = field(default_factory=list)
    totals: list[Any] = field(default_factory=list)
    footnote: Any = None
    head_texts: tuple[Any, Any] = (None, None)

    @property
    def title(self) -> str:
        """The finding."""
        return self.content.title

    @property
    def alt_text(self) -> str:
        """The picture in words."""
        return self.content.alt_text

    @property
    def figures(self) -> pd.DataFrame:
        """The numbers that are drawn."""
        return self.content.figures

    def draw(self) -> None:
        """Draw everything once; :meth:`fit` sizes the texts."""
        self._draw_axes()
        self._draw_stacks()
        self._draw_totals()
        self.head_texts = head(self.ax, is_example=self.content.is_example, language=self.content.language)
        self.footnote = self._below()

    def fit(self) -> None:
        """Size all texts for the present size of the Axes."""
        page = page_of(self.ax)
        self._fit_names()
        self._fit_limits(points(self.ax, page.right - page.left))
        for segment in self.segments:
            self._fit_segment(segment)
        lines = self._fit_legend(points(self.ax, page.right - page.left))
        width = points(self.ax, page.right - page.left)
        notes = (wrap_text(note, width, NOTE_SIZE) for note in self.content.footnotes)
        self.footnote.set_text("\n".join(notes))
        self.footnote.set_position((0, -LEGEND_BELOW - LEGEND_LINE * lines - 6))
        subtitle = self.content.subtitle
        fit_head(self.ax, self.head_texts, title=self.title, subtitle=subtitle, right=page.right)

    def _draw_axes(self) -> None:
        ax, rows = self.ax, self.content.rows
        dress(ax, grid="x", scale=text_scale(ax))
        ax.set_ylim(max(len(rows), 1) - 0.45, -0.55)
        ax.yaxis.set_major_locator(FixedLocator(list(range(len(rows)))))
        ax.xaxis.set_major_formatter(EuroTicks(self.content.language, unit=True))
        ax.tick_params(axis="y", length=0)
        ax.axvline(0, color=INK, linewidth=0.9, zorder=3)
        if not rows:
            ax.set_xticks([])
            say_nothing_booked(ax, self.content.language)

    def _draw_stacks(self) -> None:
        right = [ZERO] * len(self.content.rows)
        left = list(right)
        for cost_type in self.content.cost_types:
            look = self.content.looks[cost_type]
            amounts = [row.amounts[cost_type] for row in self.content.rows]
            ends = [right if amount > 0 else left for amount in amounts]
            bars = self.ax.barh(
                [place for place, amount in enumerate(amounts) if amount],
                [float(amount) for amount in amounts if amount],
                BAR_HEIGHT,
                left=[float(ends[place][place]) for place, amount in enumerate(amounts) if amount],
                label=self.content.names[cost_type],
                facecolor=look.colour,
                edgecolor=PAPER,
                hatch=look.pattern,
                linewidth=0.8,
                zorder=2,
            )
            drawn = [(place, amount) for place, amount in enumerate(amounts) if amount]
            for (place, amount), patch in zip(drawn, bars.patches, strict=True):
                ends[place][place] += amount
                self.segments.append(self._segment(patch, cost_type, amount))

    def _segment(self, patch: Rectangle, cost_type: str, amount: Decimal) -> Segment:
        look, name = self.content.looks[cost_type], self.content.names[cost_type]
        number = euro_text(amount, self.content.language, unit=False)
        text = self.ax.text(
            patch.get_x() + patch.get_width() / 2,
            patch.get_y() + patch.get_height() / 2,
            number,
            fontsize=NUMBER_SIZE,
            color=look.ink,
            ha="center",
            va="center_baseline",
            zorder=4,
            bbox={"facecolor": look.colour, "edgecolor": "none", "pad": 0.8} if look.pattern else None,
            gid="number",
        )
        text.set_in_layout(False)
        return Segment(patch, text, (f"{name} {number}", number))

    def _draw_totals(self) -> None:
        for place, row in enumerate(self.content.rows):
            end = max(_right_end(row), ZERO)
            text = self.ax.annotate(
                euro_text(row.total, self.content.language),
                (float(end), place),
                xytext=(5, 0),
                textcoords="offset points",
                fontsize=TOTAL_SIZE,
                fontweight="bold",
                color=INK if row.total >= 0 else VERMILION,
                va="center",
                zorder=5,
                gid="total",
                annotation_clip=False,
            )
            text.set_in_layout(False)  # the axis is made long enough for it
            self.totals.append(text)

    def _below(self) -> Any:
        return self.ax.annotate(
            "",
            (0, 0),
            xycoords="axes fraction",
            xytext=(0, -LEGEND_BELOW),
            textcoords="offset points",
            va="top",
            fontsize=NOTE_SIZE,
            color=INK,
            annotation_clip=False,
        )

    def _fit_names(self) -> None:
        """Break the names of the regions so that the bars keep most of the width."""
        page = page_of(self.ax)
        width = max(points(self.ax, page.right - page.left) * MOST_OF_NAMES, 60.0)
        height = points(self.ax, page.top - page.bottom) / max(len(self.content.rows), 1)
        size = min(NAME_SIZE * text_scale(self.ax), max(height * 0.72, 4.0))
        most = max(1, int(height / (size * 1.2)))
        names = (break_name(row.name, width, size, most=most) for row in self.content.rows)
        self.ax.yaxis.set_major_formatter(FixedFormatter(list(names)))
        self.ax.tick_params(axis="y", labelsize=size)
        for total in self.totals:
            total.set_fontsize(min(TOTAL_SIZE, size))

    def _fit_limits(self, width: float) -> None:
        """Make the axis so long that the sum of the longest bar still stands inside."""
        rows = self.content.rows
        low = float(min((_left_end(row) for row in rows), default=ZERO))
        high = float(max((_right_end(row) for row in rows), default=ZERO))
        room = max(
            (text_width(text.get_text(), text.get_fontsize(), bold=True) + 8 for text in self.totals),
            default=0,
        )
        bars = max(width - room, width * 0.3, 1.0)
        span = (high - low) or 1.0
        room = room or width * 0.05
        self.ax.set_xlim(low - (span * 0.02 if low else 0.0), high + span / bars * room)
        ticks = MaxNLocator(max(1, min(6, int(width / 85))), steps=[1, 2, 2.5, 5, 10])
        values = ticks.tick_values(low, high)
        self.ax.xaxis.set_major_locator(FixedLocator([value for value in values if low <= value <= high]))

    def _fit_segment(self, segment: Segment) -> None:
        """Write name and number, or the number, or nothing, as it fits between the edges."""
        patch = segment.patch
        (left, low), (right, high) = self.ax.transData.transform(
            [
                (patch.get_x(), patch.get_y()),
                (patch.get_x() + patch.get_width(), patch.get_y() + patch.get_height()),
            ]
        )
        room = abs(right - left) - pixels(self.ax, 4)
        fits = [
            words
            for words in segment.wordings
            if pixels(self.ax, text_width(words, NUMBER_SIZE)) <= room
            and pixels(self.ax, NUMBER_SIZE * 1.2) <= abs(high - low)
        ]
        segment.text.set_visible(bool(fits))
        segment.text.set_text(fits[0] if fits else segment.wordings[-1])
        patch.set_linewidth(0.0 if abs(right - left) < pixels(self.ax, 2.5) else 0.8)

    def _fit_legend(self, width: float) -> int:
        """Set the legend below the axes in as many columns as have room; return its lines."""
        content = self.content
        if not content.rows:
            return 0
        names = [content.names[key] for key in content.cost_types]
        column = max(text_width(name, LEGEND_SIZE) for name in names) + 34
        columns = min(len(names), max(1, int(width // column)))
        below = ScaledTranslation(0, -LEGEND_BELOW / 72, figure_of(self.ax).dpi_scale_trans)
        self.ax.legend(
            handles=[self._handle(key) for key in content.cost_types],
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=self.ax.transAxes + below,
            fontsize=LEGEND_SIZE,
            borderaxespad=0,
            ncols=columns,
            handlelength=1.5,
            columnspacing=1.2,
        )
        return -(-len(names) // columns)

    def _handle(self, key: str) -> Patch:
        look = self.content.looks[key]
        return Patch(
            facecolor=look.colour, edgecolor=PAPER, hatch=look.pattern, label=self.content.names[key]
        )


def _right_end(row: Row) -> Decimal:
    return sum_euros(amount for amount in row.amounts.values() if amount > 0)


def _left_end(row: Row) -> Decimal:
    return sum_euros(amount for amount in row.amounts.values() if amount < 0)
