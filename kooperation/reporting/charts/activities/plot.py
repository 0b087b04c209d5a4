"""How a user asks for the chart of activities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kooperation.reporting.charts.activities.content import activities_content
from kooperation.reporting.charts.activities.drawing import ActivitiesChart, size_of
from kooperation.reporting.charts.canvas import draw_chart
from kooperation.reporting.charts.sources import PotFrames, activity_frames
from kooperation.reporting.style import quiet_about_glyphs

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from matplotlib.axes import Axes

    from kooperation.model.messages import Language


def plot_activities(
    source: Any,
    spending: pd.DataFrame | None = None,
    *,
    region: str | None = None,
    years: Iterable[int] | None = None,
    pot: str | None = None,
    as_of: date | None = None,
    beside: PotFrames = None,
    language: Language = "de",
    ax: Axes | None = None,
    is_example: bool | None = None,
) -> Axes:
    """Draw what took place when with which region, and below it what the region cost in each year.

    One lane per region. A day is a dot; a framed bar is exact to the day, one between two strokes is a period
    whose days nobody states; an arrow goes on. The form tells the status, and so does a word. What has no
    date stands in a column of its own. The bars on the baselines are spending, in all lanes on one scale;
    outlined ones are paid from another budget.

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
        ``Books``: the pot whose spending is shown; by default all that are held against a ceiling.
    as_of : date, optional
        The day of the chart. ``Books``: later postings are left out, and what is planned for a time before it
        is overdue; by default the day of the latest posting.
    beside : DataFrame or list of DataFrame, optional
        Spending from other budgets. [EUR] ``Books``: the pots of regions that are held against no ceiling.
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
    frames = activity_frames(source, spending, pot=pot, as_of=as_of, beside=beside, is_example=is_example)
    content = activities_content(frames, region=region, years=years, language=language)
    with quiet_about_glyphs():
        size = size_of(content)
    return draw_chart(ActivitiesChart, content, size=size, ax=ax)
