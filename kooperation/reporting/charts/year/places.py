"""The texts of the chart of one year: levels at the right edge, everything else near what it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from kooperation.model.money import ZERO
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import page_of, pixels, points
from kooperation.reporting.charts.fitting import Box, text_height, wrap_text
from kooperation.reporting.charts.placing import spread
from kooperation.reporting.charts.tags import Tag, boxes_along, extent_of, tag
from kooperation.reporting.charts.year.content import YearContent
from kooperation.reporting.charts.year.sentences import (
    label_of_level,
    label_of_orders,
    label_of_plan,
    label_of_plans,
)
from kooperation.reporting.charts.year.shape import Block, Shape
from kooperation.reporting.labels import label
from kooperation.reporting.style import INK, SOFT_INK, STATE_COLOURS, VERMILION

SIZE, EDGE_SIZE, EDGE_WIDTH = 8.5, 9.0, 96.0  # [point]
CROWDED = 14.0  # numbers of blocks that stand closer than this would not be told apart [point]
PACE_SPOTS = (0.72, 0.6, 0.82, 0.45, 0.9, 0.3)  # along the pace line, where its label may stand
MOST_NAMED = 5  # more plans carry numbers, and a list below the chart names them
MOST_PIECES, COLUMN = 60, 6  # a line of more pieces is covered column by column [pixel]
OBSTACLES = (
    "line",
    "ceiling",
    "usable",
    "pace",
    "orders",
    "planned",
    "zero",
    "end",
)  # what no text may touch
_WORDS_OF_CEILING = {"vorgeschlagen": "chart.ceiling_proposed", "angenommen": "chart.ceiling_assumed"}


@dataclass(slots=True)
class EdgeLabel:
    """A level that reaches the right edge, and its text beyond it."""

    level: float
    words: str
    text: Any


@dataclass(slots=True)
class YearLabels:
    """All texts inside the axes and at their right."""

    ax: Axes
    content: YearContent
    shape: Shape
    at_edge: list[EdgeLabel] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    plan_tags: list[Tag] = field(default_factory=list)
    number_tags: list[Tag] = field(default_factory=list)
    are_plans_numbered: bool = False

    @property
    def right(self) -> float:
        """Where the texts at the right edge end [pixel]."""
        return max((float(each.text.get_window_extent().x1) for each in self.at_edge), default=0.0)

    def draw(self) -> None:
        """Make all texts; :meth:`fit` places them."""
        self._make_levels()
        self._make_ceiling()
        self._make_overrun()
        self._make_pace()
        for block in self.shape.blocks:
            words = label_of_plan(self.content, block.plan)
            wordings = (wrap_text(words, 2 * EDGE_WIDTH, SIZE), wrap_text(words, EDGE_WIDTH, SIZE))
            top, bottom = _edges_of(block)
            colour = self._colour(block.after)
            self.plan_tags.append(self._tag(top, *wordings, colour=colour, others=[bottom]))
            self.number_tags.append(self._tag(top, colour=colour, others=[bottom]))

    def fit(self) -> None:
        """Place everything so that no text touches another text or a line."""
        self._fit_edge()
        taken, texts = self._marks(), [extent_of(each.text) for each in self.at_edge]
        first, *others = self.tags
        for each in (*self.tags, *self.plan_tags, *self.number_tags):
            each.hide()
        _place_all([first, *others[:2]], taken, texts, reach=60)
        self._fit_plans(taken, texts)
        _place_all(others[2:], taken, texts, reach=90)

    def _make_levels(self) -> None:
        """Write the last level at the right edge; those before it near where they begin."""
        content, end = self.content, (self.shape.line[0][-1], float(self.content.after_actual))
        orders = self.shape.line[0][-1], float(content.after_orders)
        points_of = [(label_of_level(content), end, content.after_actual)]
        if content.committed:
            points_of.append((label_of_orders(content), orders, content.after_orders))
        if content.plans:
            edge = self.shape.limits_across[1], float(content.after_plans)
            points_of.append((label_of_plans(content), edge, content.after_plans))
        for place, (words, point, level) in enumerate(points_of):
            reaches_edge = place == len(points_of) - 1 or point[0] >= self.shape.limits_across[1]
            self._make_level(words, point, level, at_edge=reaches_edge and self._is_at_edge(place, point))

    def _is_at_edge(self, place: int, point: tuple[float, float]) -> bool:
        """The line itself ends at the day of the chart; what comes after it reaches the edge."""
        return place > 0 or point[0] >= self.shape.limits_across[1]

    def _make_level(self, words: str, point: tuple[float, float], level: Decimal, *, at_edge: bool) -> None:
        colour = self._colour(float(level))
        if not at_edge:
            wordings = (words, wrap_text(words, EDGE_WIDTH, SIZE, bold=True))
            self.tags.append(self._tag(point, *wordings, colour=colour, is_bold=True))
            return
        text = self.ax.annotate(
            wrap_text(words, EDGE_WIDTH, EDGE_SIZE, bold=True),
            (1, point[1]),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=EDGE_SIZE,
            fontweight="bold",
            linespacing=1.1,
            color=colour,
            annotation_clip=False,
        )
        self.at_edge.append(EdgeLabel(point[1], text.get_text(), text))

    def _make_ceiling(self) -> None:
        content, start = self.content, self.shape.year_days[0]
        if content.ceiling is None or not content.is_documented:
            words = label("burndown.undocumented", content.language)
            point = (self.shape.limits_across[0], self.shape.limits_up[1])
            self.tags.insert(0, self._tag(point, words, colour=SOFT_INK))
            return
        amount = euro_text(content.ceiling, content.language)
        words = label(
            _WORDS_OF_CEILING.get(content.status or "", "chart.ceiling"), content.language, amount=amount
        )
        self.tags.insert(
            0, self._tag((start, float(content.ceiling)), words, amount, colour=INK, is_bold=True)
        )
        for day, usable in self._usable_changes():
            self.tags.append(self._tag((day, float(usable)), self._usable_words(usable), colour=SOFT_INK))

    def _usable_changes(self) -> list[tuple[float, Decimal]]:
        """Return from which day on another amount than the ceiling was usable."""
        changes: list[tuple[float, Decimal]] = []
        before = self.content.ceiling
        for step in self.content.steps:
            if step.usable is not None and step.usable != before:
                changes.append((float(step.day.toordinal()), step.usable))
                before = step.usable
        return [(day, usable) for day, usable in changes if usable != self.content.ceiling][:3]

    def _usable_words(self, usable: Decimal) -> str:
        is_less = self.content.ceiling is not None and usable < self.content.ceiling
        key = "burndown.usable_of" if is_less else "burndown.usable_more"
        return label(key, self.content.language, amount=euro_text(usable, self.content.language))

    def _make_overrun(self) -> None:
        """Say how far the line was below zero at its lowest, when it has come up again."""
        worst = min(self.content.steps, key=self.content.level_on, default=None)
        if worst is None or not self.content.is_documented:
            return
        lowest = self.content.level_on(worst)
        if lowest < min(self.content.after_actual, ZERO):
            words = label("burndown.over", self.content.language, amount=self._euros(-lowest))
            point = float(worst.day.toordinal()), float(lowest)
            self.tags.append(self._tag(point, words, colour=VERMILION, is_bold=True))

    def _euros(self, amount: Decimal) -> str:
        return euro_text(amount, self.content.language, against=self.content.usable)

    def _make_pace(self) -> None:
        start = self.content.pace_from
        if start is not None and start > 0:
            days = self.shape.year_days
            spots = [(days[0] + part * (days[1] - days[0]), float(start) * (1 - part)) for part in PACE_SPOTS]
            words = label("burndown.pace", self.content.language)
            broken = words.replace(" (", "\n(", 1)
            self.tags.append(self._tag(spots[0], broken, words, colour=SOFT_INK, size=8.0, others=spots[1:]))

    def _tag(
        self,
        point: tuple[float, float],
        *wordings: str,
        colour: str,
        size: float = SIZE,
        is_bold: bool = False,
        others: Sequence[tuple[float, float]] = (),
    ) -> Tag:
        distinct = tuple(dict.fromkeys(wordings))
        return tag(self.ax, (point, *others), distinct, colour=colour, size=size, is_bold=is_bold)

    def _colour(self, level: float) -> str:
        return VERMILION if self.content.is_documented and level < 0 else STATE_COLOURS["within"]

    def _fit_edge(self) -> None:
        """Move the levels at the right edge apart."""
        page = page_of(self.ax)
        centres = [float(self.ax.transData.transform((0, each.level))[1]) for each in self.at_edge]
        heights = [pixels(self.ax, text_height(each.words, EDGE_SIZE) + 2) for each in self.at_edge]
        placed = spread(centres, heights, low=page.bottom, high=page.top)
        for each, centre, new in zip(self.at_edge, centres, placed, strict=True):
            each.text.set_position((6, points(self.ax, new - centre)))

    def _fit_plans(self, taken: list[Box], texts: list[Box]) -> None:
        """Name each plan at its block, or number all when one finds no place; numbers stay numbers."""
        before = len(taken), len(texts)
        self.are_plans_numbered |= len(self.plan_tags) > MOST_NAMED
        if not self.are_plans_numbered and not _place_all(self.plan_tags, taken, texts, reach=60):
            self.are_plans_numbered = True
            for each in self.plan_tags:
                each.hide()
            del taken[before[0] :], texts[before[1] :]
        if self.are_plans_numbered:
            _place_all(self._joined_numbers(), taken, texts, reach=80)

    def _joined_numbers(self) -> list[Tag]:
        """Return the numbers to show: blocks that stand too close to each other share one, ``(3)–(5)``."""
        blocks, near = self.shape.blocks, pixels(self.ax, CROWDED)
        spots = [self.ax.transData.transform(_edges_of(block)[0]) for block in blocks]
        starts = [
            place
            for place, spot in enumerate(spots)
            if place == 0 or float(np.abs(spot - spots[place - 1]).max()) > near
        ]
        shown = []
        for first, behind in pairwise([*starts, len(blocks)]):
            number = self.number_tags[(first + behind - 1) // 2]
            ends = dict.fromkeys((blocks[first].plan.number, blocks[behind - 1].plan.number))
            number.wordings = ("–".join(f"({end})" for end in ends),)
            shown.append(number)
        return shown

    def _marks(self) -> list[Box]:
        """Return what no text may touch: lines, blocks and the day of the chart."""
        thick = pixels(self.ax, 2.0)
        lines = [line for line in self.ax.get_lines() if line.get_gid() in OBSTACLES]
        corners = [self.ax.transData.transform(np.column_stack(line.get_data())) for line in lines]
        boxes = [box for path in corners for box in _boxes_of_path(path, thick)]
        return boxes + [self._box_of(block) for block in self.shape.blocks]

    def _box_of(self, block: Block) -> Box:
        ends = [(block.start, block.low), (block.end, block.high)]
        (left, bottom), (right, top) = self.ax.transData.transform(ends)
        return Box(float(left), float(bottom) - 1, float(right), float(top) + 1)


def _place_all(tags: Iterable[Tag], taken: list[Box], texts: list[Box], *, reach: float) -> bool:
    """Place labels one after the other, add what they take, and tell whether all found a place."""
    is_complete = True
    for each in tags:
        found = each.place(taken, texts, reach=reach)
        texts += found
        taken += [*found, *each.line()]
        is_complete &= bool(found)
    return is_complete


def _edges_of(block: Block) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the middle of the upper and of the lower edge of a block."""
    middle = (block.start + block.end) / 2
    return (middle, block.high), (middle, block.low)


def _boxes_of_path(path: Any, thick: float) -> list[Box]:
    """Cover a path with boxes; a step line of many days is covered column by column."""
    pairs = list(pairwise(path))
    if len(pairs) <= MOST_PIECES:
        return [box for start, end in pairs for box in boxes_along(tuple(start), tuple(end), thick=thick)]
    columns: dict[int, tuple[float, float]] = {}
    for start, end in pairs:
        for column in range(int(start[0] // COLUMN), int(end[0] // COLUMN) + 1):
            low, high = columns.get(column, (start[1], start[1]))
            columns[column] = min(low, start[1], end[1]), max(high, start[1], end[1])
    return [
        Box(column * COLUMN - thick, low - thick, (column + 1) * COLUMN + thick, high + thick)
        for column, (low, high) in columns.items()
    ]
