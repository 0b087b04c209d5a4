"""How the small multiples are drawn: every panel in its own part of one Axes, all on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.container import BarContainer
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox, BboxTransform, ScaledTranslation, Transform

from kooperation.model.messages import Language
from kooperation.model.money import format_euros
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import (
    NOTE_SIZE,
    figure_of,
    fit_head,
    head,
    page_of,
    points,
    say_nothing_booked,
    text_scale,
)
from kooperation.reporting.charts.fitting import LINE_HEIGHT, break_name, text_width, wrap_text
from kooperation.reporting.charts.outlines import outline_width
from kooperation.reporting.charts.regions.content import Panel, RegionsContent
from kooperation.reporting.charts.regions.grid import (
    GUTTER_GAP,
    Grid,
    Scale,
    columns_for,
    scale_of,
)
from kooperation.reporting.charts.regions.numbers import THOUSAND, NumberStyle, number_texts, style_for
from kooperation.reporting.charts.spending.content import figures_of_spending
from kooperation.reporting.charts.spending.stacks import filled, not_counted, outlined
from kooperation.reporting.labels import label
from kooperation.reporting.style import GRID, INK, SOFT_INK

BAR_WIDTH = 0.72  # of a year
NAME_SIZE, SUM_SIZE, TICK_SIZE, YEAR_SIZE = 9.0, 7.5, 7.5, 7.0
NAME_LINES = 2
YEARS_BELOW = 5.0  # the panel [point]


def size_of(content: RegionsContent) -> tuple[float, float]:
    """Return width and height of a figure of its own [inch]."""
    count = max(len(content.panels), 1)
    columns = min(count, 4 if count in (7, 8) else 5)
    if count == 6 or count > 10:
        columns = 6 if count == 6 and len(content.years) < 8 else 4
    rows = -(-count // columns)
    return max(1.0 + 2.4 * columns, 6.0), 1.3 + 1.95 * rows


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the Axes that one panel takes, and the euros that it spans."""

    panel: Panel
    ax: Axes
    view: Bbox = field(default_factory=Bbox.unit)  # years and euros
    place: Bbox = field(default_factory=Bbox.unit)  # shares of the Axes
    bars: list[Rectangle] = field(default_factory=list)

    @property
    def transform(self) -> Transform:
        """From a year and an amount to the canvas; it follows when the panel is placed anew."""
        return BboxTransform(self.view, self.place) + self.ax.transAxes

    def beside(self, right: float, up: float) -> Transform:
        """Return the same, moved on paper [point]."""
        return self.transform + ScaledTranslation(right / 72, up / 72, figure_of(self.ax).dpi_scale_trans)


@dataclass(slots=True)
class RegionsChart:
    """The small multiples in one Axes, with the texts that are fitted to its size."""

    ax: Axes
    content: RegionsContent
    frames: tuple[Frame, ...] = ()
    fitted: list[Any] = field(default_factory=list)  # what every fit draws anew
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
        return figures_of_spending(self.content.spending, with_ceilings=False)

    @property
    def language(self) -> Language:
        """The language of all texts."""
        return self.content.language

    def _size(self, usual: float) -> float:
        return usual * text_scale(self.ax)

    @property
    def _name_lines(self) -> int:
        return NAME_LINES if text_scale(self.ax) == 1 else 1

    def draw(self) -> None:
        """Draw the bars once; :meth:`fit` places the panels and writes the texts."""
        self.ax.set_axis_off()
        self.frames = tuple(Frame(panel, self.ax) for panel in self.content.panels)
        for frame in self.frames:
            self._draw_bars(frame)
        if not self.frames:
            say_nothing_booked(self.ax, self.language)
        self.head_texts = head(self.ax, is_example=self.content.spending.is_example, language=self.language)
        self.footnote = self._below()

    def fit(self) -> None:
        """Place the panels in the present size of the Axes, and write what fits into them."""
        for artist in self.fitted:
            artist.remove()
        self.fitted.clear()
        page = page_of(self.ax)
        width, height = points(self.ax, page.right - page.left), points(self.ax, page.top - page.bottom)
        style = self._fit_panels(max(width, 1.0), max(height, 1.0)) if self.frames else None
        size = NOTE_SIZE * text_scale(self.ax)
        notes = (wrap_text(note, width, size) for note in self.content.footnotes)
        self.footnote.set_text("\n".join(notes))
        self.footnote.set_fontsize(size)
        subtitle = " · ".join([self.content.subtitle, *self._unit(style)])
        fit_head(self.ax, self.head_texts, title=self.title, subtitle=subtitle, right=page.right)

    def _unit(self, style: NumberStyle | None) -> list[str]:
        if style is None:
            return []
        key = "regions.in_thousands" if style.in_thousands else "regions.in_euros"
        return [label(key, self.language)]

    def _below(self) -> Any:
        return self.ax.annotate(
            "",
            (0, 0),
            xycoords="axes fraction",
            xytext=(0, -4),
            textcoords="offset points",
            va="top",
            fontsize=NOTE_SIZE,
            color=SOFT_INK,
            annotation_clip=False,
        )

    def _draw_bars(self, frame: Frame) -> None:
        panel = frame.panel
        for year, amount, counts in zip(self.content.years, panel.amounts, panel.counts, strict=True):
            if amount:
                place = (year - BAR_WIDTH / 2, 0)
                look = _look(panel, counts=counts)
                bar = Rectangle(place, BAR_WIDTH, float(amount), transform=frame.transform, zorder=2, **look)
                self.ax.add_patch(bar)
                frame.bars.append(bar)
        self.ax.add_container(BarContainer(frame.bars, label=panel.name))

    def _fit_panels(self, width: float, height: float) -> NumberStyle | None:
        content = self.content
        grid, names = self._grid(width, height)
        slot = grid.panel_width / (content.years[-1] - content.years[0] + 1)
        style = style_for(
            content.amounts, self.language, slot=slot, height=grid.panel_height, scale=text_scale(self.ax)
        )
        numbers = dict(zip(content.amounts, self._numbers(style), strict=True))
        scale = self._scale(grid, style)
        for place, (frame, name) in enumerate(zip(self.frames, names, strict=True)):
            frame.place.set(grid.box(place))
            frame.view.set(Bbox([[content.years[0] - 0.5, scale.low], [content.years[-1] + 0.5, scale.high]]))
            self._fit_outlines(frame, grid.panel_height / (scale.high - scale.low))
            self._draw_lines(frame, scale)
            self._write_head(frame, name)
            self._write_years(frame, scale, slot)
            if style is not None:
                self._write_numbers(frame, style, numbers)
            if grid.is_first_of_row(place):
                self._write_scale(frame, scale, style)
        return style

    def _fit_outlines(self, frame: Frame, points_per_euro: float) -> None:
        """Draw the outlines of another budget so fine that its low bars stay open."""
        for bar in frame.bars if frame.panel.is_beside else ():
            bar.set_linewidth(outline_width(bar.get_height() * points_per_euro))

    def _numbers(self, style: NumberStyle | None) -> list[str]:
        amounts = self.content.amounts
        return [""] * len(amounts) if style is None else number_texts(amounts, style, self.language)

    def _grid(self, width: float, height: float) -> tuple[Grid, list[str]]:
        """Return the places of the panels, and their names as they are broken above them."""
        ends = (euro_text(limit, self.language, unit=False) for limit in _ends(self.content.amounts))
        gutter = max(text_width(text, self._size(TICK_SIZE)) for text in ends) + GUTTER_GAP
        count = len(self.frames)
        columns = columns_for(count, width=width - gutter, height=height)
        bare = Grid(count, columns, width, height, gutter, 0.0)
        names = [
            break_name(
                frame.panel.name, bare.panel_width, self._size(NAME_SIZE), most=self._name_lines, bold=True
            )
            for frame in self.frames
        ]
        lines = max(name.count("\n") + 1 for name in names)
        head_height = (lines * self._size(NAME_SIZE) + self._size(SUM_SIZE)) * LINE_HEIGHT + 3
        return Grid(count, columns, width, height, gutter, head_height), names

    def _scale(self, grid: Grid, style: NumberStyle | None) -> Scale:
        amounts, room = self.content.amounts, 3.0
        if style is not None:
            room = style.reach(self._numbers(style))
        euros, apart = [float(amount) for amount in amounts], self._size(TICK_SIZE) * LINE_HEIGHT
        return scale_of(euros, height=grid.panel_height, above=room, below=room, apart=apart)

    def _draw_lines(self, frame: Frame, scale: Scale) -> None:
        left, right = frame.view.x0, frame.view.x1
        lines = LineCollection(
            [[(left, tick), (right, tick)] for tick in scale.ticks if tick],
            colors=GRID,
            linewidths=0.7,
            transform=frame.transform,
            zorder=0.5,
        )
        zero = LineCollection(
            [[(left, 0.0), (right, 0.0)]],
            colors=INK,
            linewidths=0.9,
            transform=frame.transform,
            zorder=3,
            gid="zero",
        )
        self.fitted += [self.ax.add_collection(each, autolim=False) for each in (lines, zero)]

    def _write(self, words: str, at: tuple[float, float], transform: Transform, **options: Any) -> None:
        text = self.ax.text(*at, words, transform=transform, **options)
        text.set_in_layout(False)  # the panels stand inside the Axes
        self.fitted.append(text)

    def _write_head(self, frame: Frame, name: str) -> None:
        corner, total = (frame.view.x0, frame.view.y1), self._sum_words(frame)
        self._write(
            total,
            corner,
            frame.beside(0, 3),
            fontsize=self._size(SUM_SIZE),
            color=SOFT_INK,
            gid="sum",
            va="baseline",
        )
        above = frame.beside(0, 3 + self._size(SUM_SIZE) * LINE_HEIGHT)
        self._write(
            name,
            corner,
            above,
            fontsize=self._size(NAME_SIZE),
            fontweight="bold",
            gid="name",
            va="baseline",
            linespacing=1.1,
        )

    def _sum_words(self, frame: Frame) -> str:
        """Return the sum as it fits above its panel; an amount is never cut off."""
        amount = euro_text(frame.panel.total, self.language)
        if frame.panel.is_beside:
            wordings = [label("regions.beside", self.language, amount=amount)]
            wordings.append(label("regions.beside_short", self.language))
        else:
            wordings = [label("regions.total", self.language, amount=amount), amount]
        room, size = self._width(frame), self._size(SUM_SIZE)
        return next((words for words in wordings if text_width(words, size) <= room), "")

    def _width(self, frame: Frame) -> float:
        page = page_of(self.ax)
        return points(self.ax, (page.right - page.left) * frame.place.width)

    def _write_years(self, frame: Frame, scale: Scale, slot: float) -> None:
        for year, words in zip(
            self.content.years, _year_texts(self.content.years, slot, self._size(YEAR_SIZE)), strict=True
        ):
            at = (year, scale.low)
            self._write(
                words,
                at,
                frame.beside(0, -YEARS_BELOW),
                fontsize=self._size(YEAR_SIZE),
                ha="center",
                va="top",
                gid="year",
            )

    def _write_numbers(self, frame: Frame, style: NumberStyle, numbers: Mapping[Decimal, str]) -> None:
        above, below = frame.beside(0, 2), frame.beside(0, -2)
        for year, amount in zip(self.content.years, frame.panel.amounts, strict=True):
            self._write(
                numbers[amount],
                (year, float(amount)),
                below if amount < 0 else above,
                fontsize=style.size,
                color=INK if amount else SOFT_INK,
                rotation=90 if style.is_upright else 0,
                ha="center",
                va="top" if amount < 0 else "bottom",
                gid="number",
                zorder=4,
            )

    def _write_scale(self, frame: Frame, scale: Scale, style: NumberStyle | None) -> None:
        """Write the amounts of the lines, in the unit of the numbers on the bars."""
        beside = frame.beside(-3, 0)
        amounts = [Decimal(repr(tick)) for tick in scale.ticks]
        if style is not None and style.in_thousands:
            amounts = [amount / THOUSAND for amount in amounts]
        decimals = _decimals_for(amounts)
        for tick, amount in zip(scale.ticks, amounts, strict=True):
            words = format_euros(amount, self.language, decimals=decimals, unit=False)
            at = (frame.view.x0, tick)
            self._write(
                words,
                at,
                beside,
                fontsize=self._size(TICK_SIZE),
                color=SOFT_INK,
                ha="right",
                va="center",
                gid="tick",
            )


def _look(panel: Panel, *, counts: bool) -> dict[str, Any]:
    if panel.is_beside:
        return outlined(panel.look)
    return {**(filled(panel.look) if counts else not_counted(panel.look)), "linewidth": 0.6}


def _decimals_for(amounts: Sequence[Decimal]) -> int:
    """Return how many decimals write every one of ``amounts`` exactly."""
    return next((some for some in (0, 1, 2) if all(round(each, some) == each for each in amounts)), 3)


def _ends(amounts: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    return min(amounts, default=Decimal(0)), max(amounts, default=Decimal(0))


def _year_texts(years: Sequence[int], slot: float, size: float) -> list[str]:
    """Write years in full where each has room, else as ’24, or every second, third of them."""
    full, short = [str(year) for year in years], [f"’{year % 100:02d}" for year in years]
    texts = full if _widest(full, size) <= slot else short
    every = max(1, -int(-_widest(texts, size) // slot))
    return [text if place % every == 0 else "" for place, text in enumerate(texts)]


def _widest(texts: Sequence[str], size: float) -> float:
    return max(text_width(text, size) for text in texts) + 2.5
