"""How the bullets are drawn: one row per year, with the figures and the state in words at its right."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from kooperation.model.money import ZERO
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import (
    NOTE_SIZE,
    EuroTicks,
    cell_of,
    dress,
    figure_of,
    fit_head,
    head,
    page_of,
    points,
    say_nothing_booked,
    text_scale,
)
from kooperation.reporting.charts.fitting import text_width, wrap_text
from kooperation.reporting.charts.usage.content import Bullet, UsageContent
from kooperation.reporting.labels import label
from kooperation.reporting.style import CEILING_LINES, GRID, INK, NEUTRAL, SOFT_INK, STATE_COLOURS, tint

RANGE_HEIGHT, ACTUAL_HEIGHT, COMMITTED_HEIGHT = 0.66, 0.34, 0.18
LEGEND_BELOW, LEGEND_LINE = 24.0, 15.0  # below the axes [point]
LEGEND_SIZE, TICK_SIZE = 8.5, 9.0
MOST_OF_WORDS = 0.48  # of the width: the bars keep the rest
SMALLEST_WORDS = 4.5
WORD_SIZES = (8.5, 7.5, 6.5)


def size_of(content: UsageContent) -> tuple[float, float]:
    """Return width and height of a figure of its own: one row per year [inch]."""
    return 9.0, 2.0 + 0.46 * max(len(content.bullets), 1) + 0.16 * len(content.footnotes)


@dataclass(slots=True)
class UsageChart:
    """The bullets in one Axes, with the texts that are fitted to its size."""

    ax: Axes
    content: UsageContent
    words: list[tuple[Bullet, Any, Any]] = field(default_factory=list)
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
        self._draw_ranges()
        self._draw_bars()
        self._draw_ceilings()
        self._draw_words()
        self.head_texts = head(self.ax, is_example=self.content.is_example, language=self.content.language)
        self.footnote = self.ax.annotate(
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

    def fit(self) -> None:
        """Size all texts for the present size of the Axes."""
        page = page_of(self.ax)
        self._fit_words(points(self.ax, page.top - page.bottom))
        self._fit_ticks(points(self.ax, page.right - page.left))
        lines = self._fit_legend()
        self._fit_notes(lines)
        fit_head(
            self.ax, self.head_texts, title=self.title, subtitle=self.content.subtitle, right=self._right_end
        )

    @property
    def _right_end(self) -> float:
        """Where the words beside the bullets end [pixel]."""
        shown = [text for _, _, text in self.words if text.get_visible()]
        return max(page_of(self.ax).right, *(float(text.get_window_extent().x1) for text in shown), 0.0)

    def _fit_notes(self, lines: int) -> None:
        scale = text_scale(self.ax)
        width, size = points(self.ax, self._right_end - page_of(self.ax).left), NOTE_SIZE * scale
        notes = (wrap_text(note, width, size) for note in self.content.footnotes)
        self.footnote.set_text("\n".join(notes))
        self.footnote.set_fontsize(size)
        self.footnote.set_position((0, -(LEGEND_BELOW + LEGEND_LINE * lines + 5) * scale))

    def _fit_ticks(self, width: float) -> None:
        """Leave room between the amounts below the axes."""
        size = TICK_SIZE * text_scale(self.ax)
        ends = [Decimal(repr(float(end))) for end in self.ax.get_xlim()]
        widest = max(text_width(euro_text(end, self.content.language), size) for end in ends)
        most = max(1, min(5, int(width / (widest * 1.4))))
        if self.content.bullets:
            self.ax.xaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]))

    def _label(self, key: str, **values: object) -> str:
        return label(key, self.content.language, **values)

    def _draw_axes(self) -> None:
        ax, rows = self.ax, range(len(self.content.bullets))
        dress(ax, grid="x", scale=text_scale(ax))
        ax.set_ylim(len(self.content.bullets) - 0.4, -0.6)
        ax.yaxis.set_major_locator(FixedLocator(list(rows)))
        ax.xaxis.set_major_formatter(EuroTicks(self.content.language, unit=True))
        ax.set_xlim(*self._limits())
        ax.tick_params(axis="y", length=0)
        if not self.content.bullets:
            ax.set_xticks([])
            say_nothing_booked(ax, self.content.language)

    def _limits(self) -> tuple[float, float]:
        ends: list[Decimal] = [ZERO]
        for bullet in self.content.bullets:
            ends += [bullet.actual, bullet.actual + bullet.committed]
            ends += [amount for amount in (bullet.ceiling, bullet.usable) if amount is not None]
        low, high = float(min(ends)), float(max(ends))
        return low * 1.05, high * 1.03 or (1.0 if not low else -low * 0.1)

    def _draw_ranges(self) -> None:
        shown = [
            (row, bullet) for row, bullet in enumerate(self.content.bullets) if bullet.usable is not None
        ]
        self.ax.barh(
            [row for row, _ in shown],
            [float(bullet.usable or ZERO) for _, bullet in shown],
            RANGE_HEIGHT,
            color=GRID,
            zorder=1,
            label=self._label("chart.legend_usable"),
        )

    def _draw_bars(self) -> None:
        bullets = self.content.bullets
        colours = [STATE_COLOURS[bullet.state] for bullet in bullets]
        rows = range(len(bullets))
        self.ax.barh(
            rows,
            [float(bullet.actual) for bullet in bullets],
            ACTUAL_HEIGHT,
            color=colours,
            zorder=3,
            label=self._label("chart.legend_actual"),
        )
        self.ax.barh(
            rows,
            [float(bullet.committed) for bullet in bullets],
            COMMITTED_HEIGHT,
            left=[float(bullet.actual) for bullet in bullets],
            color=[tint(colour, 0.5) for colour in colours],
            zorder=3,
            label=self._label("chart.legend_committed"),
        )

    def _draw_ceilings(self) -> None:
        for row, bullet in enumerate(self.content.bullets):
            if bullet.ceiling is not None:
                self.ax.plot(
                    [float(bullet.ceiling)] * 2,
                    [row - 0.42, row + 0.42],
                    color=INK,
                    linewidth=2.6,
                    linestyle=ceiling_stroke(bullet.status),
                    solid_capstyle="butt",
                    zorder=5,
                    gid="ceiling",
                )

    def _draw_words(self) -> None:
        """Write figures and state in a column beside the axes, where no bar can reach them."""
        for row, bullet in enumerate(self.content.bullets):
            state = label(f"state.{bullet.state}", self.content.language)
            first = self._beside_row(row, state, STATE_COLOURS[bullet.state], weight="bold")
            self.words.append((bullet, first, self._beside_row(row, "", INK)))

    def _beside_row(self, row: int, text: str, colour: str, *, weight: str = "normal") -> Any:
        return self.ax.annotate(
            text,
            (1, row),
            xycoords=("axes fraction", "data"),
            xytext=(8, 0),
            textcoords="offset points",
            fontsize=WORD_SIZES[0],
            fontweight=weight,
            va="center",
            color=colour,
            annotation_clip=False,
        )

    def _fit_words(self, height: float) -> None:
        """Set each year's words in two lines, in the largest size for which the row is high enough.

        Rows that are too low for two lines take one, and rows that are too low for any have no words.
        """
        row = height / max(len(self.content.bullets), 1)
        sizes = [size * text_scale(self.ax) for size in WORD_SIZES]
        two_lines = next((size for size in sizes if 2.3 * size <= row), None)
        size = two_lines or min(sizes[-1], row * 0.85)
        is_tight = two_lines is None
        states = [state.get_text() for _, state, _ in self.words]
        indent = max((text_width(text, size, bold=True) for text in states), default=0) + 8 if is_tight else 0
        wording = self._wording(size, cell_of(self.ax)[0] * MOST_OF_WORDS - indent)
        for bullet, state, figures in self.words:
            figures.set_text(bullet.wordings(self.content.language)[wording])
            for text in (state, figures):
                text.set_fontsize(size)
                text.set_visible(size >= SMALLEST_WORDS)
            state.set_position((8, 0 if is_tight else size * 0.62))
            figures.set_position((8 + indent, 0 if is_tight else -size * 0.62))
        self._fit_years(row)

    def _wording(self, size: float, room: float) -> int:
        """Return the fullest wording that has room beside every bullet; the shortest when none has."""
        all_words = [bullet.wordings(self.content.language) for bullet, _, _ in self.words]
        widest = (max(text_width(text, size) for text in texts) for texts in zip(*all_words, strict=True))
        return next((rank for rank, width in enumerate(widest) if width <= room), 2)

    def _fit_years(self, row: float) -> None:
        """Write every year whose row is high enough, else every second, every third."""
        usual = TICK_SIZE * text_scale(self.ax)
        size = min(usual, max(row * 0.85, SMALLEST_WORDS))
        every = max(1, -int(-size * 1.15 // row))
        years = [str(bullet.year) for bullet in self.content.bullets]
        shown = [year if place % every == 0 else "" for place, year in enumerate(years)]
        self.ax.yaxis.set_major_formatter(FixedFormatter(shown))
        self.ax.tick_params(axis="y", labelsize=size)

    def _fit_legend(self) -> int:
        """Name the marks in grey: their colours belong to the states, which stand in words at the right.

        The legend stands below the axes, in as many columns as have room; its lines are returned.
        """
        if not self.content.bullets:
            return 0
        handles, scale = self._handles(), text_scale(self.ax)
        size = LEGEND_SIZE * scale
        widest = max(text_width(str(handle.get_label()), size) for handle in handles) + 4 * size
        width = points(self.ax, self._right_end - page_of(self.ax).left)
        columns = max(1, min(len(handles), int(width // widest)))
        below = ScaledTranslation(0, -LEGEND_BELOW * scale / 72, figure_of(self.ax).dpi_scale_trans)
        self.ax.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=self.ax.transAxes + below,
            fontsize=size,
            borderaxespad=0,
            ncols=columns,
            handlelength=1.4,
            columnspacing=1.4,
        )
        return -(-len(handles) // columns)

    def _handles(self) -> list[Any]:
        colour = NEUTRAL
        handles: list[Any] = [Patch(color=colour, label=self._label("chart.legend_actual"))]
        if any(bullet.committed for bullet in self.content.bullets):
            handles.append(Patch(color=tint(colour, 0.5), label=self._label("chart.legend_committed")))
        if any(bullet.ceiling is not None for bullet in self.content.bullets):
            handles.append(Patch(color=GRID, label=self._label("chart.legend_usable")))
            handles += self._ceiling_handles()
        return handles

    def _ceiling_handles(self) -> list[Line2D]:
        """Name each kind of stroke once."""
        shown = [bullet.status for bullet in self.content.bullets if bullet.ceiling is not None]
        weak = [status for status in dict.fromkeys(shown) if status in CEILING_LINES]
        firm = [None] if len(weak) < len(set(shown)) else []
        return [self._ceiling_handle(status) for status in (*firm, *weak)]

    def _ceiling_handle(self, status: str | None) -> Line2D:
        words = self._label("chart.ceiling_column")
        if status is not None:
            words += f", {self._label(f'status.{status}')}"
        return Line2D([], [], color=INK, linewidth=2.6, label=words, linestyle=ceiling_stroke(status))


def ceiling_stroke(status: str | None) -> Any:
    """Return how the stroke of a ceiling is drawn; it is short, so its dashes are short too."""
    dashes = {"--": (0, (2.0, 0.8)), ":": (0, (0.8, 0.8))}
    return dashes.get(CEILING_LINES.get(status or "", "-"), "-")
