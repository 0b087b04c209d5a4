"""The ceilings of the chart of spending: steps, overruns, years without one, and labels in free places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from kooperation.model.money import ZERO
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import page_of, pixels, points, text_scale
from kooperation.reporting.charts.fitting import Box, FreePlace, free_place, text_height, text_width
from kooperation.reporting.charts.spending.content import CeilingRun, SpendingContent, YearOfSpending
from kooperation.reporting.charts.spending.geometry import HALF_BLOCK, STACK_SHIFT, Geometry, is_spent
from kooperation.reporting.labels import label
from kooperation.reporting.style import (
    CEILING_LINES,
    HATCH_INK,
    HATCH_PAPER,
    INK,
    JOINT_INK,
    PAPER,
    SOFT_INK,
    VERMILION,
    CeilingLine,
)

LABEL_SIZE = 8.5
SMALLEST_MARK = 6.0
SHORTER = 8.0  # a shorter wording must bring the label this much nearer to its line [point]
HIGHEST_LIFT = 0.3  # of the height of the axes: further away a label would explain nothing
MOST_STRETCH = 1.5  # the axis grows at most to this to take labels in
_BOUND = "\N{NO-BREAK SPACE}"
_WORDS = {"vorgeschlagen": "chart.ceiling_proposed", "angenommen": "chart.ceiling_assumed"}


@dataclass(frozen=True, slots=True)
class CeilingLabel:
    """The label of one ceiling line, and the thin line that leads to it when it stands off."""

    run: CeilingRun
    text: Any
    leader: Line2D


@dataclass(frozen=True, slots=True)
class Ceilings:
    """All that the chart says about ceilings."""

    geometry: Geometry
    labels: list[CeilingLabel] = field(default_factory=list)
    over_labels: list[tuple[YearOfSpending, Any]] = field(default_factory=list)

    @property
    def content(self) -> SpendingContent:
        """What the chart shows."""
        return self.geometry.content

    def draw(self) -> None:
        """Draw undocumented years, steps and overruns; :meth:`fit` places the labels."""
        for year in self.content.years:
            if year.is_undocumented:
                self._draw_undocumented(year)
            if year.over is not None:
                self._draw_overrun(year)
        for run in self.content.runs:
            self._draw_steps(run)
            self.labels.append(self._label(run))
        for before, after in pairwise(self.content.runs):
            if before.last + 1 == after.first and before.amount != after.amount:
                self._draw_joint(before, after)

    def fit(self, marks: Sequence[Any]) -> Box | None:
        """Place the labels so that they touch neither bars nor ``marks``; return the highest one's box."""
        self._fit_overruns()
        marks = [*marks, *(text for _, text in self.over_labels)]
        taken = self._taken([_box_of(text) for text in marks if text.get_visible()])
        placed = [_box_of(text) for _, text in self.over_labels]
        for each in self.labels:
            place = self._fit_label(each, taken)
            if place is not None:
                taken += [place, *self._lead(each, place)]
                placed.append(place)
        return max(placed, key=lambda box: box.top, default=None)

    def _draw_undocumented(self, year: YearOfSpending) -> None:
        self.geometry.ax.axvspan(
            year.year - HALF_BLOCK,
            year.year + HALF_BLOCK,
            facecolor=HATCH_PAPER,
            edgecolor=HATCH_INK,
            hatch="///",
            linewidth=0,
            zorder=0.2,
            gid="undocumented",
        )

    def _draw_steps(self, run: CeilingRun) -> None:
        """Draw one line for the years of the run.

        It stops before a bar of another budget, which it does not hold, and goes on thin behind it.
        """
        style = CEILING_LINES.get(run.status or "", "-")
        years = [year for year in self.content.years if run.first <= year.year <= run.last]
        pieces = self._pieces(years)
        for start, end in pieces:
            self._draw_level(start, end, run, width=2.0, style=style, gid="ceiling", rank=6.0)
        for (_, end), (start, _) in pairwise(pieces):
            self._draw_level(end, start, run, width=0.9, style="-", gid="bridge", rank=1.5)

    def _pieces(self, years: Sequence[YearOfSpending]) -> list[tuple[float, float]]:
        """Return the parts of a line over neighbouring ``years`` that no bar of another budget interrupts."""
        pieces, start = [], years[0].year - HALF_BLOCK
        for year in years:
            if is_spent(year.beside):
                stack_end = self.geometry.middle(year) + self.geometry.width / 2 + 0.05
                pieces.append((start, stack_end))
                start = year.year + HALF_BLOCK
        end = years[-1].year + HALF_BLOCK
        return [*pieces, (start, end)] if start < end else pieces

    def _draw_level(
        self,
        start: float,
        end: float,
        run: CeilingRun,
        *,
        width: float,
        style: CeilingLine,
        gid: str,
        rank: float,
    ) -> None:
        self.geometry.ax.plot(
            [start, end],
            [float(run.amount)] * 2,
            color=INK if gid == "ceiling" else JOINT_INK,
            linestyle=style,
            linewidth=width,
            solid_capstyle="butt",
            zorder=rank,
            gid=gid,
        )

    def _draw_joint(self, before: CeilingRun, after: CeilingRun) -> None:
        self.geometry.ax.plot(
            [after.first - HALF_BLOCK] * 2,
            [float(before.amount), float(after.amount)],
            color=JOINT_INK,
            linewidth=0.9,
            zorder=5,
            gid="joint",
        )

    def _draw_overrun(self, year: YearOfSpending) -> None:
        limit, over = year.limit or ZERO, year.over or ZERO
        middle, width = self.geometry.middle(year), self.geometry.width
        frame = Rectangle(
            (middle - width / 2, float(limit)),
            width,
            float(over),
            fill=False,
            edgecolor=VERMILION,
            linewidth=2.2,
            zorder=6.5,
            gid="over",
        )
        self.geometry.ax.add_patch(frame)
        top = float(max(self.geometry.top(year), limit + over))
        self.over_labels.append((year, self._text((middle, top), ha="center", color=VERMILION, offset=3)))

    def _label(self, run: CeilingRun) -> CeilingLabel:
        text = self._text((run.first - HALF_BLOCK, float(run.amount)), ha="left", color=INK, offset=2)
        text.set_bbox({"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 0.6})
        (leader,) = self.geometry.ax.plot([], [], color=SOFT_INK, linewidth=0.7, zorder=7.5, gid="leader")
        return CeilingLabel(run, text, leader)

    @property
    def _size(self) -> float:
        return LABEL_SIZE * text_scale(self.geometry.ax)

    def _text(self, place: tuple[float, float], *, ha: str, color: str, offset: float) -> Any:
        text = self.geometry.ax.annotate(
            "",
            place,
            xytext=(0, offset),
            textcoords="offset points",
            ha=ha,
            va="bottom",
            color=color,
            fontweight="bold",
            fontsize=self._size,
            linespacing=1.1,
            zorder=8,
            annotation_clip=False,
        )
        text.set_in_layout(False)  # it finds its place inside the axes
        return text

    def _fit_overruns(self) -> None:
        half = HALF_BLOCK + (STACK_SHIFT if self.geometry.has_beside else 0.0)
        ax, page = self.geometry.ax, page_of(self.geometry.ax)
        room = 2 * half * self.geometry.block - 8  # a leader may pass at the left
        height = points(ax, page.top - page.bottom) * (1 - 1 / MOST_STRETCH) - 4
        for year, text in self.over_labels:
            choices = _over_choices(year, self.content, self._size)
            choice = next((choice for choice in choices if choice.fits(room, height)), choices[-1])
            text.set_text(choice.words)
            text.set_fontsize(choice.size)
            text.set_rotation(90 if choice.is_upright else 0)

    def _taken(self, marks: Sequence[Box]) -> list[Box]:
        """Return all that a label must not touch."""
        geometry = self.geometry
        boxes = [*marks, *(geometry.stack_box(year) for year in self.content.years)]
        boxes += [geometry.beside_box(year) for year in self.content.years if is_spent(year.beside)]
        lines = (line for line in geometry.ax.get_lines() if line.get_gid() in ("ceiling", "joint"))
        return boxes + [self._line_box(line) for line in lines]

    def _line_box(self, line: Line2D) -> Box:
        (x0, x1), (y0, y1) = (sorted(values) for values in np.asarray(line.get_data(), dtype=float).tolist())
        (left, bottom), (right, top) = self.geometry.at(x0, y0), self.geometry.at(x1, y1)
        half = pixels(self.geometry.ax, 1.2)
        return Box(left - half, bottom - half, right + half, top + half)

    def _fit_label(self, each: CeilingLabel, taken: Sequence[Box]) -> Box | None:
        words, place = self._words_and_place(each.run, taken)
        each.text.set_visible(place is not None)
        each.leader.set_data([], [])
        if place is None:
            return None
        each.text.set_text(words)
        line_left, line = self.geometry.at(each.run.first - HALF_BLOCK, float(each.run.amount))
        ax, inset = self.geometry.ax, pixels(self.geometry.ax, 1.5)
        each.text.set_position((points(ax, place.left + inset - line_left), points(ax, place.bottom - line)))
        return place

    def _words_and_place(self, run: CeilingRun, taken: Sequence[Box]) -> tuple[str, Box | None]:
        """Keep off the years without a ceiling; in need stand on one, or far above the line below the top."""
        bands = [self._band(year) for year in self.content.years if year.is_undocumented]
        for obstacles, lift in (([*taken, *bands], HIGHEST_LIFT), (taken, HIGHEST_LIFT), (taken, 1.0)):
            words, place = self._best_words(run, obstacles, lift)
            if place is not None:
                return words, place
        return "", None

    def _band(self, year: YearOfSpending) -> Box:
        page = page_of(self.geometry.ax)
        left, right = (self.geometry.at(year.year + side, 0)[0] for side in (-HALF_BLOCK, HALF_BLOCK))
        return Box(left, page.bottom, right, page.top * MOST_STRETCH)

    def _best_words(self, run: CeilingRun, taken: Sequence[Box], lift: float) -> tuple[str, Box | None]:
        """Try each wording in its nearest free place, and take the one that costs least."""
        ax = self.geometry.ax
        left, line = self.geometry.at(run.first - HALF_BLOCK, float(run.amount))
        right = self.geometry.at(run.last + HALF_BLOCK, 0)[0]
        gap = pixels(ax, 2.5)
        home = Box(left + gap, line, right - gap, line + gap)
        page = page_of(ax)
        reach = line + gap + lift * (page.top - page.bottom)
        top = max(reach, line + pixels(ax, 40)) if lift <= HIGHEST_LIFT else page.top
        room = Box(page.left + 1, page.bottom, page.right - 1, top)
        size = self._size
        best: tuple[float, str, FreePlace | None] = (float("inf"), "", None)
        for rank, words in enumerate(self._wordings(run)):
            width, height = text_width(words, size, bold=True) + 3, text_height(words, size)
            place = free_place((pixels(ax, width), pixels(ax, height)), home, room, taken, step=gap)
            if place is not None and place.distance + pixels(ax, SHORTER) * rank < best[0]:
                best = (place.distance + pixels(ax, SHORTER) * rank, words, place)
        return best[1], best[2].box if best[2] else None

    def _wordings(self, run: CeilingRun) -> list[str]:
        """Return the label from its fullest to its shortest wording."""
        language = self.content.language
        amount = euro_text(run.amount, language)
        words = label(_WORDS.get(run.status or "", "chart.ceiling"), language, amount=amount)
        wordings = [words]
        if run.papers and len(run.papers) <= 24:
            wordings.insert(0, label("chart.ceiling_of_paper", language, ceiling=words, paper=run.papers))
        broken = (wording.replace(", ", ",\n", 1) for wording in wordings)
        both = [each for pair in zip(wordings, broken, strict=True) for each in pair]
        narrow = "\n".join(words.replace(amount, amount.replace(" ", _BOUND)).split(" ")).replace(_BOUND, " ")
        return list(dict.fromkeys([*both, narrow, amount]))

    def _lead(self, each: CeilingLabel, place: Box) -> list[Box]:
        """Lead from a label that stands off down to its line, at the left where no bar stands."""
        geometry = self.geometry
        start, line = geometry.at(each.run.first - HALF_BLOCK, float(each.run.amount))
        if place.bottom - line <= pixels(geometry.ax, 9):
            return []
        foot = max(start, place.left) + pixels(geometry.ax, 3)
        x, top = geometry.year_at(foot), geometry.amount_at(place.bottom)
        each.leader.set_data([x, x], [float(each.run.amount), top])
        return [Box(foot - 1, line, foot + 1, place.bottom)]


@dataclass(frozen=True, slots=True)
class _OverChoice:
    """One way to write the mark of an overrun."""

    words: str
    size: float
    is_upright: bool = False

    def fits(self, width: float, height: float) -> bool:
        """Tell whether the mark fits into the block of its year and below the top of the axes [point]."""
        across, up = text_width(self.words, self.size, bold=True), text_height(self.words, self.size)
        if self.is_upright:
            across, up = up, across
        return across <= width + (6 if self.is_upright else 0) and up <= height


def _over_choices(year: YearOfSpending, content: SpendingContent, size: float) -> list[_OverChoice]:
    """Return the ways to mark an overrun, the clearest first; the last is the mark alone."""
    language, over = content.language, year.over or ZERO
    words = label("chart.over", language, amount=euro_text(over, language))
    short = label("chart.over", language, amount=euro_text(over, language, unit=False))
    small = max(size * 7.0 / LABEL_SIZE, SMALLEST_MARK)
    lying = [(words, size), (_in_two(words), size), (_in_two(words), small), (_in_two(short), small)]
    upright = [(words, small), (short, small), (short, SMALLEST_MARK)]
    return [
        *(_OverChoice(text, size_of_text) for text, size_of_text in lying),
        *(_OverChoice(text, size_of_text, is_upright=True) for text, size_of_text in upright),
        _OverChoice(words.split(" ")[0], small),
    ]


def _in_two(words: str) -> str:
    return words.replace(" ", "\n", 1)


def _box_of(text: Any) -> Box:
    extent = text.get_window_extent()
    return Box(float(extent.x0), float(extent.y0), float(extent.x1), float(extent.y1))
