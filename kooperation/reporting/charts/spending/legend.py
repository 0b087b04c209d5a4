"""The legend of the chart of spending: regions, marks, ceilings, and apart from them the other budgets."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kooperation.reporting.charts.canvas import text_scale
from kooperation.reporting.charts.fitting import wrap_text
from kooperation.reporting.charts.spending.content import CeilingRun, SpendingContent
from kooperation.reporting.charts.spending.geometry import negative
from kooperation.reporting.charts.spending.stacks import NOT_COUNTED, outlined
from kooperation.reporting.labels import label
from kooperation.reporting.style import CEILING_LINES, HATCH_PAPER, INK, PAPER, SOFT_INK, CeilingLine

LEGEND_SIZE, LEGEND_WIDTH = 8.5, 150.0
_HEADING = "heading"


def draw_legend(ax: Axes, content: SpendingContent) -> None:
    """Draw the legend at the right of the axes, in the order of the stacks."""
    scale = text_scale(ax)
    width = LEGEND_WIDTH * scale**2  # a small picture gives the bars the larger part
    handles = [
        *_regions(content, width),
        *_marks(content, width),
        *_ceilings(content, width),
        *_beside(content, width),
    ]
    if not handles:
        return
    legend = ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        borderaxespad=0,
        handlelength=1.8 * scale**2,
        labelspacing=0.45 * scale,
        fontsize=LEGEND_SIZE * scale,
    )
    for handle, text in zip(handles, legend.get_texts(), strict=True):
        if handle.get_gid() == _HEADING:
            text.set_fontweight("bold")


def _regions(content: SpendingContent, width: float) -> list[Patch]:
    if not content.regions:
        return []
    looks = content.looks
    entries = [
        Patch(
            facecolor=looks[region].colour,
            edgecolor=PAPER,
            hatch=looks[region].pattern,
            label=wrap_text(content.names[region], width, LEGEND_SIZE),
        )
        for region in reversed(content.regions)
    ]
    return [_heading(label("chart.regions", content.language), width), *entries]


def _marks(content: SpendingContent, width: float) -> list[Any]:
    marks: list[Any] = []
    if any(year.reach is not None and year.reach.reach.out_of_scope for year in content.years):
        text = wrap_text(label("chart.legend_not_counted", content.language), width, LEGEND_SIZE)
        marks.append(Patch(facecolor=PAPER, edgecolor=SOFT_INK, hatch=NOT_COUNTED, label=text))
    if any(year.committed for year in content.years):
        text = label("chart.legend_committed", content.language)
        marks.append(Patch(facecolor="none", edgecolor=SOFT_INK, linestyle=":", label=text))
    if any(negative(year.amounts) for year in content.years):
        text = label("chart.net", content.language)
        marks.append(Line2D([], [], linestyle="none", marker="D", color=INK, label=text))
    return marks


def _ceilings(content: SpendingContent, width: float) -> list[Any]:
    run_of_line = {CEILING_LINES.get(run.status or "", "-"): run for run in reversed(content.runs)}
    entries: list[Any] = [_ceiling(run, content, width) for run in reversed(run_of_line.values())]
    if any(year.is_undocumented for year in content.years):
        text = label("chart.legend_undocumented", content.language)
        patch = Patch(facecolor=HATCH_PAPER, edgecolor="#BBBBBB", hatch="///", linewidth=0, label=text)
        entries.append(patch)
    return entries


def _ceiling(run: CeilingRun, content: SpendingContent, width: float) -> Line2D:
    text = label("chart.ceiling_column", content.language)
    if run.status:
        text += f", {label(f'status.{run.status}', content.language)}"
    style: CeilingLine = CEILING_LINES.get(run.status or "", "-")
    words = wrap_text(text, width, LEGEND_SIZE)
    return Line2D([], [], color=INK, linewidth=2, label=words, linestyle=style)


def _beside(content: SpendingContent, width: float) -> list[Patch]:
    if not content.beside_regions:
        return []
    heading = label("chart.beside", content.language, pots=", ".join(content.beside_names))
    entries = [
        Patch(
            label=wrap_text(content.names[region], width, LEGEND_SIZE),
            **outlined(content.looks[region]),
        )
        for region in reversed(content.beside_regions)
    ]
    return [_heading(heading, width), *entries]


def _heading(text: str, width: float) -> Patch:
    words = wrap_text(text, width, LEGEND_SIZE, bold=True)
    return Patch(facecolor="none", edgecolor="none", label=words, gid=_HEADING)
