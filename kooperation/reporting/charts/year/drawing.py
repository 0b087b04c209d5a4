"""The chart of one year in one Axes: the step line, what orders and plans take, and the lines to compare."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from kooperation.reporting.charts.canvas import (
    NOTE_SIZE,
    EuroTicks,
    dress,
    figure_of,
    fit_head,
    head,
    lay_out,
    page_of,
    points,
)
from kooperation.reporting.charts.fitting import wrap_text
from kooperation.reporting.charts.year.content import YearContent
from kooperation.reporting.charts.year.figures import figures_of_year
from kooperation.reporting.charts.year.months import Months
from kooperation.reporting.charts.year.places import YearLabels
from kooperation.reporting.charts.year.sentences import alt_text_of, footnotes_of, subtitle_of, title_of
from kooperation.reporting.charts.year.shape import Block, Shape
from kooperation.reporting.labels import label
from kooperation.reporting.style import (
    CEILING_LINES,
    GRID,
    HATCH_PAPER,
    INK,
    SOFT_INK,
    STATE_COLOURS,
    VERMILION,
    tint,
)

WIDTH, NOTES_BELOW = 9.5, 24.0  # of a figure of its own [inch]; below the axes [point]
LINE, OVER = STATE_COLOURS["within"], VERMILION


def size_of(content: YearContent) -> tuple[float, float]:
    """Return width and height of a figure of its own: higher when a list of plans stands below [inch]."""
    notes = footnotes_of(content, lists_plans=len(content.plans) > 2)  # fewer find places of their own
    lines = sum(wrap_text(note, WIDTH * 64, NOTE_SIZE).count("\n") + 1 for note in notes)
    return WIDTH, 5.2 + lines * NOTE_SIZE * 1.25 / 72


@dataclass(slots=True)
class YearChart:
    """The chart of one year, with the texts that are fitted to the size of its Axes."""

    ax: Axes
    content: YearContent
    shape: Shape = field(init=False)
    months: Months = field(init=False)
    labels: YearLabels = field(init=False)
    footnote: Any = None
    head_texts: tuple[Any, Any] = (None, None)

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
        return figures_of_year(self.content)

    def draw(self) -> None:
        """Draw everything once; :meth:`fit` places the texts."""
        self.shape = Shape(self.content)
        self._draw_axes()
        self._draw_ceiling()
        self._draw_usable()
        self._draw_pace()
        self._draw_line()
        self._draw_orders()
        self._draw_plans()
        self.months, self.labels = (
            Months(self.ax, self.content),
            YearLabels(self.ax, self.content, self.shape),
        )
        self.labels.draw()
        self.head_texts = head(self.ax, is_example=self.content.is_example, language=self.content.language)
        self.footnote = self._below()

    def fit(self) -> None:
        """Size and place all texts for the present size of the Axes.

        The list behind numbers takes room from the axes: when it comes, everything is placed once more.
        """
        had_list = self.labels.are_plans_numbered
        self._fit_texts()
        if self.labels.are_plans_numbered and not had_list:
            lay_out(figure_of(self.ax))
            self._fit_texts()

    def _fit_texts(self) -> None:
        self.months.fit()
        self.labels.fit()
        page = page_of(self.ax)
        right = max(page.right, self.labels.right)
        width = points(self.ax, right - page.left)
        notes = footnotes_of(self.content, lists_plans=self.labels.are_plans_numbered)
        self.footnote.set_position((0, -NOTES_BELOW - self.months.more_lines))
        self.footnote.set_text("\n".join(wrap_text(note, width, NOTE_SIZE) for note in notes))
        subtitle = subtitle_of(self.content)
        fit_head(self.ax, self.head_texts, title=self.title, subtitle=subtitle, right=right)

    def _draw_axes(self) -> None:
        ax, language = self.ax, self.content.language
        dress(ax, grid="y")
        ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        ax.yaxis.set_major_formatter(EuroTicks(language))
        key = "burndown.axis" if self.content.is_documented else "burndown.axis_spent"
        ax.set_ylabel(label(key, language))
        ax.set_xlim(*self.shape.limits_across)
        ax.set_ylim(*self.shape.limits_up)
        if self.shape.limits_up[0] < 0:
            self._across(self.shape.limits_across, 0.0, INK, "-", width=1.0, gid="zero", order=2)
        if self.shape.undated_from is not None:
            ax.axvspan(self.shape.undated_from, self.shape.limits_across[1], color=HATCH_PAPER, zorder=0.1)
            ax.axvline(self.shape.undated_from, color=GRID, linewidth=0.8, zorder=0.2)

    def _draw_ceiling(self) -> None:
        ceiling = self.content.ceiling
        if ceiling is not None and self.content.is_documented:
            line = CEILING_LINES.get(self.content.status or "", "-")
            self._across(self.shape.year_days, float(ceiling), INK, line, width=2.0, gid="ceiling", order=4)

    def _draw_usable(self) -> None:
        """Draw what could be used from which day on, where that was not always just the ceiling."""
        if self.content.has_other_usable:
            days, amounts = self.shape.usable_line
            self.ax.plot(days, amounts, color=SOFT_INK, linewidth=1.4, zorder=3.5, gid="usable")

    def _draw_pace(self) -> None:
        start = self.content.pace_from
        if start is not None:
            self.ax.plot(
                list(self.shape.year_days),
                [float(start), 0.0],
                color=SOFT_INK,
                linewidth=1.1,
                linestyle=(0, (5, 4)),
                zorder=5.2,  # across the blocks: it stays one line
                gid="pace",
            )

    def _draw_line(self) -> None:
        days, levels = self.shape.line
        self.ax.plot(days, levels, color=LINE, linewidth=2.4, zorder=6, gid="line")
        top = [max(level, 0.0) for level in levels]
        self.ax.fill_between(days, 0, top, color=tint(LINE, 0.12), linewidth=0, zorder=1, gid="left")
        if self.content.is_documented and min(levels) < 0:
            self._draw_overrun(days, levels)
        colour = self._colour(levels[-1])
        self.ax.plot(
            days[-1:], levels[-1:], "o", color=colour, markersize=6, zorder=7, gid="end", clip_on=False
        )

    def _draw_overrun(self, days: list[float], levels: list[float]) -> None:
        """Draw what lies below zero in the colour of overruns."""
        floor = [min(level, 0.0) for level in levels]
        below = [level if level < 0 else math.nan for level in levels]
        self.ax.fill_between(days, floor, 0, color=tint(OVER, 0.35), linewidth=0, zorder=1, gid="over")
        self.ax.plot(days, below, color=OVER, linewidth=2.4, zorder=6.1, gid="line_over")

    def _draw_orders(self) -> None:
        """Step down by what is ordered, and go on at that level until the first plan or the end."""
        if not self.content.committed:
            return
        before, after = float(self.content.after_actual), float(self.content.after_orders)
        day = self.shape.line[0][-1]
        for days, levels, colour in (
            ([day, day], [before, after], self._colour(before)),
            ([day, self.shape.end_of_orders], [after, after], self._colour(after)),
        ):
            self.ax.plot(days, levels, color=colour, linewidth=1.8, linestyle=":", zorder=5.5, gid="orders")

    def _draw_plans(self) -> None:
        """Draw each plan as a block: as wide as its period is known, as high as it costs."""
        for block in self.shape.blocks:
            for low, high in _split_at_zero(block.low, block.high, self.content.is_documented):
                self._draw_block(block, low, high)
        for start, end, level in self.shape.levels_between:
            self._across((start, end), level, self._colour(level), "--", width=1.3, gid="planned", order=5)

    def _draw_block(self, block: Block, low: float, high: float) -> None:
        colour = self._colour((low + high) / 2)
        patch = Rectangle(
            (block.start, low),
            block.end - block.start,
            high - low,
            facecolor=tint(colour, 0.3),
            edgecolor=colour,
            linewidth=1.0,
            linestyle="--",
            zorder=5,
            gid="plan",
        )
        self.ax.add_patch(patch)

    def _across(
        self,
        days: tuple[float, float],
        level: float,
        colour: str,
        line: Any,
        *,
        width: float,
        gid: str,
        order: float,
    ) -> None:
        self.ax.plot(
            list(days),
            [level, level],
            color=colour,
            linestyle=line,
            linewidth=width,
            solid_capstyle="butt",
            zorder=order,
            gid=gid,
        )

    def _colour(self, level: float) -> str:
        return OVER if self.content.is_documented and level < 0 else LINE

    def _below(self) -> Any:
        return self.ax.annotate(
            "",
            (0, 0),
            xycoords="axes fraction",
            xytext=(0, -NOTES_BELOW),
            textcoords="offset points",
            va="top",
            fontsize=NOTE_SIZE,
            color=SOFT_INK,
            annotation_clip=False,
        )


def _split_at_zero(low: float, high: float, is_split: bool) -> list[tuple[float, float]]:  # noqa: FBT001
    return [(low, 0.0), (0.0, high)] if is_split and low < 0 < high else [(low, high)]
