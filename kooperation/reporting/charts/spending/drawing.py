"""The chart of spending in one Axes: bars, ceilings, texts around them, and how they are fitted together."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator

from kooperation.model.money import ZERO
from kooperation.reporting.charts.canvas import (
    EuroTicks,
    dress,
    fit_head,
    head,
    page_of,
    pixels,
    points,
    rightmost,
    say_nothing_booked,
    text_scale,
)
from kooperation.reporting.charts.spending.ceilings import MOST_STRETCH, Ceilings
from kooperation.reporting.charts.spending.content import SpendingContent, figures_of_spending
from kooperation.reporting.charts.spending.feet import Feet
from kooperation.reporting.charts.spending.geometry import HALF_BLOCK, Geometry, negative, positive
from kooperation.reporting.charts.spending.legend import draw_legend
from kooperation.reporting.charts.spending.sentences import alt_text_of, footnotes_of, subtitle_of, title_of
from kooperation.reporting.charts.spending.stacks import Beside, Stacks
from kooperation.reporting.labels import label

MOST_BESIDE = Decimal("1.5")  # a bar beside may be this much higher than all else before it is cut off
POINTS_PER_TICK = 24.0
FEW_NOTES = 4  # footnotes that the usual height has room for


def size_of(content: SpendingContent) -> tuple[float, float]:
    """Return width and height of a figure of its own: wide enough for the texts under each year [inch].

    Many footnotes make it higher, so that the bars keep their height.
    """
    more = max(0, len(footnotes_of(content)) - FEW_NOTES)
    return min(max(8.0, 3.4 + 0.95 * len(content.years)), 17.0), 5.4 + 0.16 * more


@dataclass(slots=True)
class SpendingChart:
    """The chart of spending, with the parts that are fitted to the size of its Axes."""

    ax: Axes
    content: SpendingContent
    stacks: Stacks = field(init=False)
    beside: Beside = field(init=False)
    ceilings: Ceilings = field(init=False)
    feet: Feet = field(init=False)
    head_texts: tuple[Any, Any] = field(init=False)

    @property
    def title(self) -> str:
        """The finding."""
        return title_of(self.content)

    @property
    def alt_text(self) -> str:
        """The picture in words."""
        return alt_text_of(self.content)

    @property
    def figures(self) -> pd.DataFrame:
        """The numbers that are drawn."""
        return figures_of_spending(self.content)

    def draw(self) -> None:
        """Draw everything once; :meth:`fit` places the texts."""
        self._draw_axes()
        geometry = Geometry(self.ax, self.content)
        self.stacks, self.beside = Stacks(geometry), Beside(geometry)
        self.ceilings, self.feet = Ceilings(geometry), Feet(geometry)
        for part in (self.stacks, self.beside, self.ceilings, self.feet):
            part.draw()
        self.ax.set_ylim(*self._limits(geometry))
        draw_legend(self.ax, self.content)
        self.head_texts = head(self.ax, is_example=self.content.is_example, language=self.content.language)

    def fit(self) -> None:
        """Size and place all texts for the present size of the Axes."""
        self._fit_labels()
        self.stacks.fit()
        depth = self.feet.fit()
        self.feet.write_notes(is_cut=self.beside.is_cut, depth=depth, width=self._width_of_notes(depth))
        fit_head(
            self.ax,
            self.head_texts,
            title=self.title,
            subtitle=subtitle_of(self.content),
            right=rightmost(self.ax),
        )

    def _width_of_notes(self, depth: float) -> float:
        """Return how wide footnotes may be that hang so deep: below the legend they reach its end [point]."""
        page, legend = page_of(self.ax), self.ax.get_legend()
        top = page.bottom - pixels(self.ax, depth)
        is_below = legend is not None and legend.get_window_extent().y0 > top
        right = rightmost(self.ax) if is_below else page.right
        return points(self.ax, right - page.left)

    def _draw_axes(self) -> None:
        ax, years = self.ax, [year.year for year in self.content.years]
        dress(ax, grid="y", scale=text_scale(ax))
        ax.xaxis.set_major_locator(FixedLocator(years))
        ax.tick_params(axis="x", length=0, pad=5)
        ax.yaxis.set_major_formatter(EuroTicks(self.content.language))
        ax.set_ylabel(label("chart.spending_axis", self.content.language), fontsize=9 * text_scale(ax))
        if years:
            ax.set_xlim(years[0] - HALF_BLOCK, years[-1] + HALF_BLOCK)
        if self.content.is_empty:
            say_nothing_booked(ax, self.content.language)

    def _limits(self, geometry: Geometry) -> tuple[float, float]:
        years = self.content.years
        limits = [year.limit for year in years if year.limit is not None]
        top = max([ZERO, *limits, *(geometry.top(year) for year in years)])
        beside = max((positive(year.beside) for year in years), default=ZERO)
        top = max(top, min(beside, top * MOST_BESIDE) if top else beside)
        bottom = min((negative(each) for year in years for each in (year.amounts, year.beside)), default=ZERO)
        low = float(bottom) * 1.12
        return low, float(top) * 1.08 or -low * 0.2 or 1.0

    def _fit_labels(self) -> None:
        """Place the labels of the ceilings, and raise the axis while the highest stands outside."""
        page = page_of(self.ax)
        if not self.content.years:
            self.ax.set_yticks([])
            return
        most = int(points(self.ax, page.top - page.bottom) / POINTS_PER_TICK)
        self.ax.yaxis.set_major_locator(MaxNLocator(min(max(most, 2), 6), steps=[1, 2, 2.5, 5, 10]))
        low, lowest_top = self._limits(Geometry(self.ax, self.content))
        self.ax.set_ylim(low, lowest_top)
        for _ in range(4):
            self.beside.fit()
            box = self.ceilings.fit([text for _, text in self.beside.labels])
            page = page_of(self.ax)
            if box is None or box.top <= page.top:
                return
            top = self.ax.get_ylim()[1]
            stretch = (box.top - page.bottom + pixels(self.ax, 4)) / (page.top - page.bottom)
            highest = low + (lowest_top - low) * MOST_STRETCH
            self.ax.set_ylim(low, min(low + (top - low) * stretch, highest))
        self.ceilings.fit([text for _, text in self.beside.labels])
