"""The charts: each takes finished frames (or ``Books``), draws into one Axes and returns it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kooperation.model.schema import DISCREET
from kooperation.reporting.charts.activities.plot import plot_activities
from kooperation.reporting.charts.canvas import (
    chart_of,
    draw_chart,
    figure_of,
    picture_bytes,
)
from kooperation.reporting.charts.cost_types.content import cost_types_content
from kooperation.reporting.charts.cost_types.drawing import CostTypesChart
from kooperation.reporting.charts.cost_types.drawing import size_of as size_of_cost_types
from kooperation.reporting.charts.regions.content import MOST_PANELS, regions_content
from kooperation.reporting.charts.regions.drawing import RegionsChart
from kooperation.reporting.charts.regions.drawing import size_of as size_of_regions
from kooperation.reporting.charts.sources import PotFrames, cost_type_frame, spending_frames, usage_frame
from kooperation.reporting.charts.spending.content import spending_content
from kooperation.reporting.charts.spending.drawing import SpendingChart
from kooperation.reporting.charts.spending.drawing import size_of as size_of_spending
from kooperation.reporting.charts.usage.content import usage_content
from kooperation.reporting.charts.usage.drawing import UsageChart
from kooperation.reporting.charts.usage.drawing import size_of as size_of_usage
from kooperation.reporting.charts.year.plot import plot_year
from kooperation.reporting.whole_file import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from matplotlib.axes import Axes

    from kooperation.model.messages import Language

__all__ = [
    "alt_text",
    "chart_figures",
    "close_chart",
    "plot_activities",
    "plot_cost_types",
    "plot_regions",
    "plot_spending",
    "plot_usage",
    "plot_year",
    "save_chart",
]


def plot_spending(
    source: Any,
    ceilings: pd.DataFrame | None = None,
    *,
    pot: str | None = None,
    years: Iterable[int] | None = None,
    beside: PotFrames = None,
    language: Language = "de",
    ax: Axes | None = None,
    is_example: bool | None = None,
) -> Axes:
    """Draw what each partner region cost in each year, against the stepped ceiling.

    Regions are stacked, each in its fixed colour; what belongs to no region is grey. A year without a
    documented ceiling is hatched and gets no percentage. The part above a ceiling is framed. Spending from
    other pots stands beside the stack, never under the ceiling. The title states the finding.

    Parameters
    ----------
    source : DataFrame or Books
        Spending per year and region, as ``spending_by_region`` returns it [EUR]; or ``Books``, from which
        spending, ceilings, open orders and the other pots are taken.
    ceilings : DataFrame, optional
        Indexed by ``year`` or by ``pot`` and ``year``, with ``ceiling`` [EUR] (``<NA>``: not documented),
        ``status``, ``scope``, ``decisions``; a usage frame also carries ``committed`` [EUR]. A year that is
        missing is not documented. Without ``ceilings`` the chart is drawn without any.
    pot : str, optional
        The pot to show. ``Books``: by default the first that is held against a ceiling. Frames: which part
        of ``ceilings`` belongs to ``source``, when that does not say it itself.
    years : iterable of int, optional
        The Haushaltsjahre to show; by default all.
    beside : DataFrame or list of DataFrame, optional
        Spending from other budgets. [EUR] ``Books``: the pots of regions that are held against no ceiling.
    language : {"de", "en"}
        The language of all texts.
    ax : Axes, optional
        Where to draw. By default a new figure. A figure without a layout gets the constrained one, so that
        the texts around the axes find room.
    is_example : bool, optional
        Whether the data is invented; by default what ``source`` says about itself.

    Returns
    -------
    Axes
        :func:`alt_text` and :func:`chart_figures` tell what it shows.

    Raises
    ------
    TypeError
        When an amount is a float.
    ValueError
        When ``ceilings`` holds several pots and nothing says which one to show.
    """
    frames = spending_frames(source, ceilings, pot=pot, beside=beside, is_example=is_example).during(years)
    content = spending_content(frames, language=language)
    return draw_chart(SpendingChart, content, size=size_of_spending(content), ax=ax)


def plot_usage(
    source: Any,
    *,
    pot: str | None = None,
    language: Language = "de",
    ax: Axes | None = None,
    is_example: bool | None = None,
) -> Axes:
    """Draw one bullet per year: the ceiling, what was spent and ordered, and what is left, in words.

    Grey is what may be used, the thick bar what was spent, its thin light extension what is ordered, the
    upright stroke the ceiling. A year without a documented ceiling shows the bar alone.

    Parameters
    ----------
    source : DataFrame or Books
        Usage per pot and year, as ``budget_usage`` returns it [EUR], or ``Books``.
    pot : str, optional
        The pot to show; by default the first with a documented ceiling.
    language : {"de", "en"}
        The language of all texts.
    ax : Axes, optional
        Where to draw. By default a new figure.
    is_example : bool, optional
        Whether the data is invented; by default what ``source`` says about itself.

    Returns
    -------
    Axes
        :func:`alt_text` and :func:`chart_figures` tell what it shows.

    Raises
    ------
    TypeError
        When an amount is a float.
    ValueError
        When ``pot`` does not occur in ``source``.
    """
    content = usage_content(
        usage_frame(source, pot=pot, is_example=is_example, language=language), language=language
    )
    return draw_chart(UsageChart, content, size=size_of_usage(content), ax=ax)


def plot_regions(
    source: Any,
    ceilings: pd.DataFrame | None = None,
    *,
    pot: str | None = None,
    years: Iterable[int] | None = None,
    beside: PotFrames = None,
    language: Language = "de",
    ax: Axes | None = None,
    is_example: bool | None = None,
) -> Axes:
    """Draw each partner region by itself, in small charts of one scale.

    One panel per region with spending, what belongs to no region, and last the regions of other budgets,
    outlined. Every bar carries its number, in euros or, where that is too wide, in thousands of euros; the
    subtitle says which. Of more than twelve regions the smallest share one panel.

    Parameters
    ----------
    source : DataFrame or Books
        Spending per year and region, as ``spending_by_region`` returns it [EUR], or ``Books``.
    ceilings : DataFrame, optional
        As :func:`plot_spending` takes them; they tell which regions the ceiling of a year covers. What it
        does not cover is drawn hatched.
    pot : str, optional
        The pot to show; by default the first that is held against a ceiling.
    years : iterable of int, optional
        The Haushaltsjahre to show; by default all.
    beside : DataFrame or list of DataFrame, optional
        Spending from other budgets. [EUR] ``Books``: the pots of regions that are held against no ceiling.
    language : {"de", "en"}
        The language of all texts.
    ax : Axes, optional
        Where to draw. By default a new figure.
    is_example : bool, optional
        Whether the data is invented; by default what ``source`` says about itself.

    Returns
    -------
    Axes
        :func:`alt_text` and :func:`chart_figures` tell what it shows.

    Raises
    ------
    TypeError
        When an amount is a float.
    ValueError
        When ``ceilings`` holds several pots and nothing says which one to show.
    """
    frames = spending_frames(source, ceilings, pot=pot, beside=beside, is_example=is_example).during(years)
    content = regions_content(spending_content(frames, language=language, most=MOST_PANELS))
    return draw_chart(RegionsChart, content, size=size_of_regions(content), ax=ax)


def plot_cost_types(
    source: Any,
    *,
    pot: str | None = None,
    years: Iterable[int] | int | None = None,
    language: Language = "de",
    ax: Axes | None = None,
    is_example: bool | None = None,
) -> Axes:
    """Draw what each partner region was spent on: one bar per region, stacked by cost type.

    The largest cost type stands next to zero; what has no cost type is grey; refunds reach left of zero. The
    sum of each region stands at the end of its bar. Of many cost types or regions the smallest are drawn
    together.

    Parameters
    ----------
    source : DataFrame or Books
        Spending per region and cost type, as ``spending_by_region_and_cost_type`` returns it [EUR], or
        ``Books``.
    pot : str, optional
        ``Books``: the pot to show; by default the first that is held against a ceiling.
    years : int or iterable of int, optional
        ``Books``: the Haushaltsjahre to add up; by default all.
    language : {"de", "en"}
        The language of all texts but the cost types, which are called as the ledger calls them.
    ax : Axes, optional
        Where to draw. By default a new figure.
    is_example : bool, optional
        Whether the data is invented; by default what ``source`` says about itself.

    Returns
    -------
    Axes
        :func:`alt_text` and :func:`chart_figures` tell what it shows.

    Raises
    ------
    TypeError
        When an amount is a float.
    ValueError
        When ``source`` has no such pot.
    """
    shown = [years] if isinstance(years, int) else years
    frame = cost_type_frame(source, pot=pot, years=shown, is_example=is_example)
    content = cost_types_content(frame, language=language)
    return draw_chart(CostTypesChart, content, size=size_of_cost_types(content), ax=ax)


def alt_text(ax: Axes) -> str:
    """Describe a chart in sentences, with its figures, for people who cannot see it.

    Parameters
    ----------
    ax : Axes
        What one of the ``plot_`` functions returned.

    Returns
    -------
    str
        In the language of the chart; amounts [EUR].

    Raises
    ------
    ValueError
        When no chart of this package was drawn into ``ax``.
    """
    return chart_of(ax).alt_text


def chart_figures(ax: Axes) -> pd.DataFrame:
    """Return the numbers that a chart shows, under the names that it shows.

    Parameters
    ----------
    ax : Axes
        What one of the ``plot_`` functions returned.

    Returns
    -------
    DataFrame, one row per year; of a single year one per step, of activities one per activity and amount
        Exact amounts [EUR]; ``<NA>`` where no ceiling is documented. ``attrs`` say that its texts, those that
        are drawn, name nobody.

    Raises
    ------
    ValueError
        When no chart of this package was drawn into ``ax``.
    """
    figures = chart_of(ax).figures.copy(deep=False)
    figures.attrs[DISCREET] = True
    return figures


def save_chart(ax: Axes, path: str | Path) -> Path:
    """Write the figure of a chart as PNG or SVG, whole or not at all, with its alternative text inside.

    The same chart always gives the same bytes: no date and no version is written.

    Parameters
    ----------
    ax : Axes
        What one of the ``plot_`` functions returned.
    path : path
        Where the picture goes; its ending says which kind, ``.png`` or ``.svg``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ValueError
        When ``path`` ends neither in ``.png`` nor in ``.svg``.
    KooperationError
        When the target is a folder, is locked by another program, or the disk is full.
    """
    target = Path(path)
    replace_file(target, picture_bytes(ax, target.suffix.lower().removeprefix(".")))
    return target


def close_chart(ax: Axes) -> None:
    """Let go of the figure of a chart; a program that draws many calls it after saving each."""
    import sys

    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure_of(ax))
