"""How a user asks for the chart of one year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kooperation.analysis.course import YearCourse, year_course
from kooperation.reporting.charts.canvas import attach, figure_of, new_figure
from kooperation.reporting.charts.year.content import year_content
from kooperation.reporting.charts.year.drawing import YearChart, size_of
from kooperation.reporting.style import chart_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from kooperation.model.messages import Language


def plot_year(
    source: Any,
    *,
    year: int | None = None,
    pot: str | None = None,
    as_of: date | None = None,
    plan: str | None = None,
    language: Language = "de",
    ax: Axes | None = None,
    is_example: bool | None = None,
) -> Axes:
    """Draw what is left of one year's money: day by day, after open orders, and after what is planned.

    The line falls with every posting, to the day of the chart; the dots below it are open orders, each
    block is a planned activity, as wide as its period is known and as high as it costs. The dashed line is an
    even pace, a comparison only. Where no ceiling is documented, the line rises with what is spent, without
    any pace. The title states the finding.

    Parameters
    ----------
    source : Books or YearCourse
        A course, as ``year_course`` returns it [EUR]; or ``Books``, from which it is computed.
    year, pot, as_of, plan : optional
        Which course of the ``Books``; see ``year_course``. A course that is given is drawn as it is.
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
        When an amount is a float, or ``year``, ``pot``, ``as_of`` or ``plan`` is asked of a finished course.
    """
    course, names = _course_of(source, {"year": year, "pot": pot, "as_of": as_of, "plan": plan}, language)
    content = year_content(course, names=names, language=language, is_example=is_example)
    figure = new_figure(*size_of(content)) if ax is None else figure_of(ax)
    with chart_style():
        axes = figure.add_subplot() if ax is None else ax
        chart = YearChart(axes, content)
        chart.draw()
        attach(axes, chart)
    return axes


def _course_of(
    source: Any, choice: Mapping[str, Any], language: Language
) -> tuple[YearCourse, Mapping[str, str]]:
    """Return the course, and how the regions of its plans are called."""
    if isinstance(source, YearCourse):
        given = [name for name, value in choice.items() if value is not None]
        if given:
            raise TypeError(f"a course is drawn as it is; {', '.join(given)} can only be chosen from Books")
        return source, _names_in(source.planned, language)
    return year_course(source, **choice), {region.key: region.label(language) for region in source.regions}


def _names_in(planned: pd.DataFrame, language: Language) -> dict[str, str]:
    """Return the names of regions that a frame carries along; without any, its keys are shown."""
    spelled = planned.attrs.get("region_names", {})
    keys = [str(key) for key in planned["region"].dropna().unique()]
    return {key: spelled.get(key, {}).get(language) or spelled.get(key, {}).get("de") or key for key in keys}
