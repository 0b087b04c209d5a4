"""How a user asks for the chart of one year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kooperation.analysis.course import YearCourse, year_course
from kooperation.model.discretion import Discretion, discretion_of
from kooperation.reporting.charts.canvas import draw_chart
from kooperation.reporting.charts.year.content import year_content
from kooperation.reporting.charts.year.drawing import YearChart, size_of
from kooperation.reporting.style import quiet_about_glyphs

if TYPE_CHECKING:
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
    year : int, optional
        ``Books``: the Haushaltsjahr; by default that of ``as_of``.
    pot : str, optional
        ``Books``: the pot; by default the first that is held against a ceiling.
    as_of : date, optional
        ``Books``: the day of the chart; by default that of the latest posting.
    plan : str, optional
        ``Books``: which of several plans; by default the only one or the one called ``basis``. ``""``: none.
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
    course = _course_of(source, {"year": year, "pot": pot, "as_of": as_of, "plan": plan})
    content = year_content(
        course,
        discretion=Discretion() if source is course else discretion_of(source),
        language=language,
        is_example=is_example,
    )
    with quiet_about_glyphs():
        size = size_of(content)
    return draw_chart(YearChart, content, size=size, ax=ax)


def _course_of(source: Any, choice: Mapping[str, Any]) -> YearCourse:
    if not isinstance(source, YearCourse):
        return year_course(source, **choice)
    given = [name for name, value in choice.items() if value is not None]
    if given:
        raise TypeError(f"a course is drawn as it is; {', '.join(given)} can only be chosen from Books")
    return source
