"""The chart of activities in one Axes: laid out for the width of the axes, drawn lane by lane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import ScaledTranslation

from kooperation.reporting.charts.activities.bars import AmountStyle, amount_style, draw_bars, hides_amounts
from kooperation.reporting.charts.activities.content import FORMS, ActivitiesContent, Form
from kooperation.reporting.charts.activities.figures import figures_of_activities
from kooperation.reporting.charts.activities.layout import (
    LABEL_SIZE,
    NAME_SIZE,
    LanePlace,
    Layout,
    Mark,
    layout_of,
    name_of,
)
from kooperation.reporting.charts.activities.sentences import (
    alt_text_of,
    footnotes_of,
    subtitle_of,
    title_of,
)
from kooperation.reporting.charts.activities.signs import (
    draw_sign,
    is_dot,
    legend_of,
    legend_of_precision,
)
from kooperation.reporting.charts.canvas import (
    NOTE_SIZE,
    dress,
    figure_of,
    fit_head,
    head,
    page_of,
    points,
)
from kooperation.reporting.charts.fitting import text_width, wrap_text
from kooperation.reporting.labels import label
from kooperation.reporting.style import GRID, HATCH_PAPER, INK, NEUTRAL, PAPER, SOFT_INK, VERMILION, Look

WIDTH, EDGES = 10.0, 15.5  # of a figure of its own [inch]; what stands around names and axes [point]
LEAST_SQUEEZE = 0.75  # lanes that would be lower than this part of their height carry less text
CLOSE = 4.0  # axes whose width is as close as this to what was expected keep their layout [point]
HEAD, LEGEND_BELOW, LEGEND_ROW, LEGEND_SIZE = 54.0, 22.0, 13.5, 8.0  # [point]


def size_of(content: ActivitiesContent) -> tuple[float, float]:
    """Return width and height of a figure of its own: as high as its lanes and lists [inch]."""
    layout = layout_of(content, _expected_width(content, WIDTH * 72))
    notes = footnotes_of(content, naming=layout.naming)
    lines = sum(wrap_text(note, layout.width, NOTE_SIZE).count("\n") + 1 for note in notes)
    below = LEGEND_BELOW + LEGEND_ROW * _legend_rows(layout) + lines * NOTE_SIZE * 1.25 + 12
    return WIDTH, (HEAD + max(layout.height, 60.0) + below) / 72


def _expected_width(content: ActivitiesContent, whole: float) -> float:
    """Return what the names of the lanes leave to the axes of ``whole`` points."""
    lines = [line for lane in content.lanes for line in name_of(lane, content).split("\n")]
    names = max((text_width(line, NAME_SIZE, bold=True) for line in lines), default=0.0)
    return max(whole - names - EDGES, names)


@dataclass(slots=True)
class ActivitiesChart:
    """The chart of activities, drawn anew whenever its axes have another size."""

    ax: Axes
    content: ActivitiesContent
    layout: Layout = field(init=False)
    style: AmountStyle = field(init=False)
    shown: tuple[Layout, float] | None = None  # the layout that is drawn, and how far it is squeezed
    drawn: list[Any] = field(default_factory=list)
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
        return figures_of_activities(self.content)

    def draw(self) -> None:
        """Draw everything for the expected width; :meth:`fit` draws it for the real one."""
        dress(self.ax, grid="x")
        self.ax.grid(visible=False)
        self.ax.spines["left"].set_visible(False)
        self.ax.set_yticks([])
        self.head_texts = head(self.ax, is_example=self.content.is_example, language=self.content.language)
        self.footnote = self._below()
        page, subplot = page_of(self.ax), figure_of(self.ax).subplotpars
        whole = points(self.ax, page.right - page.left) / (subplot.right - subplot.left)
        self.layout = layout_of(self.content, _expected_width(self.content, whole))
        self._draw_layout(squeeze=1.0)

    def fit(self) -> None:
        """Lay out and draw everything for the present size of the Axes."""
        page = page_of(self.ax)
        width, height = points(self.ax, page.right - page.left), points(self.ax, page.top - page.bottom)
        layout = layout_of(self.content, width, height / LEAST_SQUEEZE)
        if abs(width - self.layout.width) > CLOSE or layout.naming != self.layout.naming:
            self.layout = layout
        squeeze = round(min(1.0, height / self.layout.height), 2)
        if (self.layout, squeeze) != self.shown:
            self._draw_layout(squeeze)
        is_hidden = hides_amounts(self.layout, self.style, squeeze=squeeze)
        notes = footnotes_of(self.content, naming=self.layout.naming, hides_amounts=is_hidden)
        self.footnote.set_text("\n".join(wrap_text(note, width, NOTE_SIZE) for note in notes))
        self.footnote.set_position((0, -LEGEND_BELOW - LEGEND_ROW * _legend_rows(self.layout) - 4))
        subtitle = subtitle_of(self.content, in_thousands=self.style.in_thousands)
        fit_head(self.ax, self.head_texts, title=self.title, subtitle=subtitle, right=page.right)

    def _draw_layout(self, squeeze: float) -> None:
        for artist in self.drawn:
            artist.remove()
        layout = self.layout
        self.shown, self.style = (layout, squeeze), amount_style(layout)
        self.ax.set_xlim(0, layout.width)
        self.ax.set_ylim(layout.height, 0)
        self._draw_years()
        self.drawn = [each for place in layout.places for each in self._draw_lane(place, squeeze)]
        self.drawn += self._draw_undated()
        if self.content.is_empty:
            words = label("timeline.nothing", self.content.language)
            self.drawn.append(
                self.ax.text(layout.width / 2, layout.height / 2, words, ha="center", color=SOFT_INK)
            )
        self._draw_legend()

    def _draw_lane(self, place: LanePlace, squeeze: float) -> Iterator[Any]:
        look = self.content.looks.get(place.lane.key, Look(NEUTRAL))
        width = self.layout.width
        yield self._line([0, width], [place.bottom, place.bottom], GRID, "lane")
        if place.lane.has_spending:
            yield self._line([0, self.layout.undated_left], [place.baseline] * 2, SOFT_INK, "baseline")
        yield self._name(place, squeeze)
        yield from draw_bars(self.ax, place, self.layout, look, self.style, squeeze=squeeze)
        for mark in place.marks:
            yield from draw_sign(self.ax, place, mark, self.layout, look)
            if mark.words:
                yield self._words(place, mark, squeeze)

    def _name(self, place: LanePlace, squeeze: float) -> Any:
        return self.ax.annotate(
            name_of(place.lane, self.content),
            (0, place.first_row),
            xytext=(-8, 0),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=NAME_SIZE * squeeze,
            fontweight="bold",
            linespacing=1.1,
            color=INK,
            annotation_clip=False,
        )

    def _words(self, place: LanePlace, mark: Mark, squeeze: float) -> Any:
        words = self.ax.text(
            mark.text_left,
            place.row_at(mark.row),
            mark.words,
            ha="left",
            va="center",
            fontsize=LABEL_SIZE * squeeze,
            color=VERMILION if mark.activity.form == "overdue" else INK,
            zorder=7,
            gid="activity",
        )
        words.set_in_layout(False)  # they stand inside the axes
        return words

    def _line(self, across: list[float], down: list[float], colour: str, gid: str) -> Any:
        return self.ax.add_artist(Line2D(across, down, color=colour, linewidth=0.8, zorder=1, gid=gid))

    def _draw_years(self) -> None:
        """Draw a line where each year begins, and write the years in their middle, as many as fit."""
        layout = self.layout
        starts = [layout.year_width * place for place in range(len(layout.years) + 1)]
        every = max(1, -int(-(text_width("2024", NAME_SIZE) + 4) // layout.year_width))
        self.ax.xaxis.set_major_locator(FixedLocator(starts))
        self.ax.xaxis.set_major_formatter(FixedFormatter([""] * len(starts)))
        self.ax.grid(visible=True, axis="x", which="major", color=GRID, linewidth=0.6)
        texts = [str(year) if place % every == 0 else "" for place, year in enumerate(layout.years)]
        places = [start + layout.year_width / 2 for start in starts[:-1]]
        if self.content.has_undated:
            places.append((layout.undated_left + layout.width) / 2)
            texts.append(label("timeline.no_date", self.content.language))
        self.ax.xaxis.set_minor_locator(FixedLocator(places))
        self.ax.xaxis.set_minor_formatter(FixedFormatter(texts))
        self.ax.tick_params(axis="x", which="minor", length=0, labelsize=NAME_SIZE)

    def _draw_undated(self) -> Iterator[Any]:
        if self.content.has_undated:
            layout = self.layout
            yield self.ax.axvspan(
                layout.undated_left, layout.width, color=HATCH_PAPER, zorder=0.1, linewidth=0
            )

    def _draw_legend(self) -> None:
        handles = _handles(self.content)
        if not handles:
            return
        below = ScaledTranslation(0, -LEGEND_BELOW / 72, figure_of(self.ax).dpi_scale_trans)
        self.ax.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=self.ax.transAxes + below,
            fontsize=LEGEND_SIZE,
            borderaxespad=0,
            borderpad=0,
            ncols=_legend_columns(handles, self.layout.width),
            handlelength=1.6,
            handletextpad=0.6,
            columnspacing=1.4,
        )

    def _below(self) -> Any:
        return self.ax.annotate(
            "",
            (0, 0),
            xycoords="axes fraction",
            xytext=(0, -LEGEND_BELOW),
            textcoords="offset points",
            va="top",
            fontsize=NOTE_SIZE,
            color=SOFT_INK,
            annotation_clip=False,
        )


def _statuses(content: ActivitiesContent) -> list[Any]:
    """Explain each status that occurs."""
    forms: list[Form] = [*FORMS.values(), "overdue", "unknown"]
    used = {each.form for each in content.activities}
    return [
        legend_of(form, label(f"timeline.status_{form}", content.language)) for form in forms if form in used
    ]


def _precisions(content: ActivitiesContent) -> list[Any]:
    """Explain what the ends of the bars say."""
    bars = [each for each in content.activities if not is_dot(each)]
    entries = []
    if any(each.is_exact for each in bars):
        entries.append(legend_of_precision(label("timeline.range", content.language), is_exact=True))
    if any(not each.is_exact for each in bars):
        entries.append(legend_of_precision(label("timeline.about", content.language), is_exact=False))
    return entries


def _budgets(content: ActivitiesContent) -> list[Any]:
    entries = []
    if any(lane.amounts for lane in content.lanes):
        words = label("timeline.spending", content.language)
        entries.append(Patch(facecolor=NEUTRAL, edgecolor="none", label=words))
    if any(lane.beside for lane in content.lanes):
        words = label("timeline.spending_beside", content.language)
        entries.append(Patch(facecolor=PAPER, edgecolor=NEUTRAL, linewidth=1.2, label=words))
    return entries


def _handles(content: ActivitiesContent) -> list[Any]:
    return [*_statuses(content), *_precisions(content), *_budgets(content)]


def _legend_columns(handles: Sequence[Any], width: float) -> int:
    """Return how many columns of the legend stand side by side in ``width`` points; they fill downwards."""
    entries = [text_width(handle.get_label(), LEGEND_SIZE) + 3.6 * LEGEND_SIZE for handle in handles]
    splits = ((count, np.array_split(entries, count)) for count in range(len(entries), 1, -1))
    return next((count for count, columns in splits if sum(map(max, columns)) <= width), 1)


def _legend_rows(layout: Layout) -> int:
    handles = _handles(layout.content)
    return -(-len(handles) // _legend_columns(handles, layout.width)) if handles else 0
