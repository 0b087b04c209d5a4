"""How a user asks for the chart of activities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from kooperation.model.discretion import discretion_of
from kooperation.reporting.charts.activities.content import ActivityFrames, activities_content
from kooperation.reporting.charts.activities.drawing import ActivitiesChart, size_of
from kooperation.reporting.charts.canvas import attach, figure_of, new_figure
from kooperation.reporting.charts.sources import PotFrames, spending_frames
from kooperation.reporting.style import chart_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kooperation.model.messages import Language


def plot_activities(
    source: Any,
    spending: pd.DataFrame | None = None,
    *,
    region: str | None = None,
    years: Iterable[int] | None = None,
    pot: str | None = None,
    beside: PotFrames = None,
    language: Language = "de",
    ax: Axes | None = None,
    is_example: bool | None = None,
) -> Axes:
    """Draw what took place when with which region, and below it what the region cost in each year.

    One lane per region. A day is a dot; a bar with sharp edges is exact, one between two strokes is some time
    in that period; an arrow goes on. The form tells the status, and so does a word. What has no date stands
    in a column of its own. The bars on the baselines are spending, in all lanes on one scale; outlined ones
    are paid from another budget.

    Parameters
    ----------
    source : Books or DataFrame
        A frame of activities, in the columns of ``Books.activities`` and optionally ``is_overdue``; or
        ``Books``, from which activities and spending are taken.
    spending : DataFrame, optional
        Spending per year and region, as ``spending_by_region`` returns it [EUR].
    region : str, optional
        The key of one region; ``"alle"`` and ``"nicht zugeordnet"`` are lanes too.
    years : iterable of int, optional
        The years from the first to the last of these; by default all that hold anything, at most the last 20.
    pot : str, optional
        ``Books``: the pot whose spending is shown; by default the first that is held against a ceiling.
    beside : DataFrame or list of DataFrame, optional
        Spending from other pots. [EUR] ``Books``: every other pot whose postings belong to regions.
    language : {"de", "en"}
        The language of all texts; the kind of an activity stays as the log writes it.
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
        When ``region`` or ``pot`` does not occur in ``source``.
    """
    frames = _frames_of(source, spending, pot=pot, beside=beside, is_example=is_example)
    content = activities_content(frames, region=region, years=years, language=language)
    figure = new_figure(*size_of(content)) if ax is None else figure_of(ax)
    with chart_style():
        axes = figure.add_subplot() if ax is None else ax
        chart = ActivitiesChart(axes, content)
        chart.draw()
        attach(axes, chart)
    return axes


def _frames_of(
    source: Any,
    spending: pd.DataFrame | None,
    *,
    pot: str | None,
    beside: PotFrames,
    is_example: bool | None,
) -> ActivityFrames:
    if isinstance(source, pd.DataFrame):
        others = () if beside is None else (beside,) if isinstance(beside, pd.DataFrame) else tuple(beside)
        flag = bool(spending is not None and spending.attrs.get("is_example"))
        is_marked = flag if is_example is None else is_example
        return ActivityFrames(source, spending, others, is_example=is_marked)
    frames = spending_frames(source, None, pot=pot, beside=beside, is_example=is_example)
    return ActivityFrames(
        activities=source.activities,
        spending=frames.spending if spending is None else spending,
        beside=frames.beside,
        names={region.key: {"de": region.label("de"), "en": region.label("en")} for region in source.regions},
        discretion=discretion_of(source),
        is_example=frames.is_example,
        as_of=frames.as_of,
    )
