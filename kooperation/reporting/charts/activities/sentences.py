"""What the chart of activities says in words: title, subtitle, list of numbers, alternative text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kooperation.model.period import format_day
from kooperation.reporting.charts.activities.content import ActivitiesContent, Activity, Lane
from kooperation.reporting.charts.activities.layout import Naming
from kooperation.reporting.charts.amounts import euro_text, span_of
from kooperation.reporting.labels import label


def title_of(content: ActivitiesContent) -> str:
    """State the finding: how much took place, what is overdue, what was spent."""
    if content.is_empty:
        return _say(content, "timeline.nothing")
    count = len(content.activities)
    key = {0: "timeline.title_none", 1: "timeline.title_one"}.get(count, "timeline.title")
    finding = _say(content, key, count=count, years=span_of(content.first, content.last, content.language))
    overdue = sum(each.form == "overdue" for each in content.activities)
    if overdue:
        finding = _say(content, "timeline.title_overdue", finding=finding, count=overdue)
    if content.total:
        amount = euro_text(content.total, content.language)
        finding = _say(content, "timeline.title_spending", finding=finding, amount=amount)
    return finding


def subtitle_of(content: ActivitiesContent, *, in_thousands: bool) -> str:
    """Say what is drawn, from which pot, in which unit and as of which day."""
    unit = "timeline.in_thousands" if in_thousands else "timeline.in_euros"
    is_spent = any(lane.has_spending for lane in content.lanes)
    parts = [_say(content, unit if is_spent else "timeline.what")]
    if content.pot_name:
        parts.append(_say(content, "chart.pot", pot=content.pot_name))
    if content.as_of:
        parts.append(_say(content, "chart.as_of", day=format_day(content.as_of, content.language)))
    return " · ".join(parts)


def footnotes_of(
    content: ActivitiesContent, *, naming: Naming, hides_amounts: bool = False
) -> tuple[str, ...]:
    """Return the list behind the numbers, and what is not shown."""
    notes = _lists(content) if naming == "numbers" else []
    if (naming == "none" and content.activities) or hides_amounts:
        notes.append(_say(content, "timeline.note_nameless"))
    if content.merged:
        notes.append(_say(content, "timeline.note_others", regions=", ".join(content.merged)))
    if content.left_out:
        key = "timeline.note_left_out_one" if content.left_out == 1 else "timeline.note_left_out"
        notes.append(_say(content, key, count=content.left_out))
    return tuple(notes)


def _lists(content: ActivitiesContent) -> list[str]:
    return [
        _say(
            content,
            "timeline.note_list",
            region=lane.name,
            listed="; ".join(_listed(content, each) for each in lane.activities),
        )
        for lane in content.lanes
        if lane.activities
    ]


def _listed(content: ActivitiesContent, activity: Activity) -> str:
    return _say(
        content,
        "timeline.note_listed",
        number=activity.number,
        name=activity.words,
        period=activity.period_text,
    )


def alt_text_of(content: ActivitiesContent) -> str:
    """Describe the chart for people who cannot see it: each region's activities and spending."""
    what = subtitle_of(content, in_thousands=False)
    if content.is_example:
        what += f" ({_say(content, 'chart.example')})"
    opening = _say(content, "timeline.alt", what=what, title=title_of(content))
    facts = [fact for lane in content.lanes for fact in _facts(content, lane)]
    return " ".join([opening, *facts, *footnotes_of(content, naming="names")])


def _facts(content: ActivitiesContent, lane: Lane) -> list[str]:
    facts = []
    if lane.activities:
        listed = ", ".join(
            _say(content, "timeline.alt_one", name=each.name, period=each.period_text, status=each.status)
            for each in lane.activities
        )
        facts.append(_say(content, "timeline.alt_activities", region=lane.name, activities=listed))
    if lane.amounts:
        facts.append(_spent(content, lane.name, lane.amounts))
    if lane.beside:
        facts.append(_spent(content, _say(content, "timeline.alt_beside", region=lane.name), lane.beside))
    return facts


def _spent(content: ActivitiesContent, region: str, amounts: Mapping[int, Decimal]) -> str:
    listed = ", ".join(
        _say(content, "timeline.alt_amount", year=year, amount=euro_text(amount, content.language))
        for year, amount in amounts.items()
    )
    return _say(content, "timeline.alt_spending", region=region, amounts=listed)


def _say(content: ActivitiesContent, key: str, **values: object) -> str:
    return label(key, content.language, **values)
