"""What the chart of one year says in words: title (the finding), subtitle, footnotes, alternative text."""

from __future__ import annotations

from decimal import Decimal

from kooperation.model.money import ZERO, sum_euros
from kooperation.model.period import format_day
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.year.content import Plan, YearContent
from kooperation.reporting.labels import enumerate_words, label

MOST_LISTED, MOST_LINES = 12, 6  # more plans are summed up in the list; a longer list is one paragraph


def title_of(content: YearContent) -> str:
    """State the finding: what is available, and what plans make of it."""
    if content.ceiling is None or content.usable is None:
        return _say(
            content, "burndown.title_spent", year=content.year, amount=_euros(content, content.actual)
        )
    return _then(content, _available(content))


def _available(content: YearContent) -> str:
    left, is_whole = content.after_orders, content.usable == content.ceiling
    whole = _euros(content, content.usable or ZERO)
    amount = _euros(content, abs(left))
    if left < 0:
        key = "burndown.title_over" if is_whole else "burndown.title_over_usable"
        return _say(content, key, year=content.year, whole=whole, amount=amount)
    whole = whole if is_whole else _say(content, "burndown.usable_whole", amount=whole)
    key = "burndown.title_past" if content.is_over else "burndown.title"
    return _say(content, key, year=content.year, whole=whole, amount=amount)


def _then(content: YearContent, finding: str) -> str:
    if not content.planned:
        return finding
    if content.coming:
        return _then_later(content, finding)
    left = content.after_plans
    key = "burndown.title_then"
    if left < 0:
        key = "burndown.title_then_even_over" if content.after_orders < 0 else "burndown.title_then_over"
    return _say(content, key, finding=finding, amount=_euros(content, abs(left)))


def _then_later(content: YearContent, finding: str) -> str:
    """Hold the plans against what will be usable: that the register already knows."""
    day, usable = content.coming[-1]
    left = usable - content.actual - content.committed - content.planned
    return _say(
        content,
        "burndown.title_then_later" if left >= 0 else "burndown.title_then_later_over",
        finding=finding,
        day=format_day(day, content.language),
        whole=_euros(content, usable),
        amount=_euros(content, abs(left)),
    )


def subtitle_of(content: YearContent) -> str:
    """Say what is drawn, from which pot and as of which day."""
    key = "burndown.what" if content.is_documented else "burndown.what_spent"
    parts = [_say(content, key)]
    if content.pot_name:
        parts.append(_say(content, "chart.pot", pot=content.pot_name))
    parts.append(_say(content, "chart.as_of", day=format_day(content.as_of, content.language)))
    return " · ".join(parts)


def footnotes_of(content: YearContent, *, lists_plans: bool) -> tuple[str, ...]:
    """Return what must be known to read the chart; ``lists_plans``: the plans carry numbers only."""
    notes = _planned_notes(content) if lists_plans else []
    if content.undated:
        key = "burndown.note_undated" if content.is_documented else "burndown.note_undated_spent"
        notes.append(_say(content, key, amount=_euros(content, content.undated)))
    if content.past_plans:
        notes.append(_say(content, "burndown.note_past", amount=_euros(content, content.past_plans)))
    if content.plans_out_of_scope:
        amount = _euros(content, content.plans_out_of_scope)
        notes.append(_say(content, "burndown.note_out_of_scope", amount=amount))
    return (*notes, *_status_notes(content), *_coming_notes(content))


def _coming_notes(content: YearContent) -> list[str]:
    """Say that the lines are held against the amount of the day, and what the register makes of it later."""
    if not content.coming:
        return []
    listed = [
        _say(
            content, "burndown.coming", day=format_day(day, content.language), amount=_euros(content, amount)
        )
        for day, amount in content.coming
    ]
    usable = _euros(content, content.usable or ZERO)
    changes = enumerate_words(listed, content.language)
    return [_say(content, "burndown.note_coming", usable=usable, changes=changes)]


def _status_notes(content: YearContent) -> list[str]:
    keys = {"vorgeschlagen": "burndown.note_proposed", "angenommen": "burndown.note_assumed"}
    if not content.is_documented or content.status not in keys:
        return []
    paper = content.papers or _say(content, "chart.note_no_paper")
    return [_say(content, keys[content.status], paper=paper)]


def _planned_notes(content: YearContent) -> list[str]:
    """Return the list behind the numbers: line by line while it is short."""
    parts = [_listed(content, plan) for plan in content.plans[:MOST_LISTED]]
    rest = content.plans[MOST_LISTED:]
    if rest:
        amount = _euros(content, sum_euros(plan.amount for plan in rest))
        parts.append(_say(content, "burndown.note_planned_rest", count=len(rest), amount=amount))
    if len(parts) <= MOST_LINES:
        return parts
    return [_say(content, "burndown.note_planned", planned="; ".join(parts))]


def _listed(content: YearContent, plan: Plan) -> str:
    return _say(
        content,
        "burndown.note_planned_one",
        number=f"({plan.number})",
        name=plan.name,
        period=plan.period,
        amount=_euros(content, plan.amount),
    )


def label_of_plan(content: YearContent, plan: Plan) -> str:
    """Return what stands beside the step of a plan."""
    key = "burndown.planned" if content.is_documented else "burndown.planned_spent"
    return _say(content, key, name=plan.name, amount=_euros(content, plan.amount))


def label_of_level(content: YearContent) -> str:
    """Return what stands at the end of the line: what is left after the postings."""
    amount = content.after_actual
    if not content.is_documented:
        return _say(content, "burndown.spent", amount=_euros(content, amount))
    if amount < 0 and not content.committed:
        return _say(content, "burndown.over", amount=_euros(content, -amount))
    key = "burndown.after_actual" if content.committed else "burndown.available"
    return _say(content, key, amount=_euros(content, amount))


def label_of_orders(content: YearContent) -> str:
    """Return what stands at the level after open orders."""
    keys = ("burndown.after_orders", "burndown.over_after_orders", "burndown.spent_with_orders")
    return _label_after(content, content.after_orders, keys)


def label_of_plans(content: YearContent) -> str:
    """Return what stands at the level after all plans."""
    keys = ("burndown.after_plans", "burndown.over_after_plans", "burndown.spent_with_plans")
    return _label_after(content, content.after_plans, keys)


def _label_after(content: YearContent, amount: Decimal, keys: tuple[str, str, str]) -> str:
    left, over, spent = keys
    if not content.is_documented:
        return _say(content, spent, amount=_euros(content, amount))
    return _say(content, over if amount < 0 else left, amount=_euros(content, abs(amount)))


def alt_text_of(content: YearContent) -> str:
    """Describe the chart for people who cannot see it: the finding and every level with its amount."""
    what = subtitle_of(content)
    if content.is_example:
        what += f" ({_say(content, 'chart.example')})"
    return " ".join([_say(content, "burndown.alt", what=what, title=title_of(content)), *_facts(content)])


def _facts(content: YearContent) -> list[str]:
    facts = [_start(content)]
    if content.is_documented:
        if content.usable != content.ceiling:
            amount = _euros(content, content.usable or ZERO)
            facts.append(_say(content, "burndown.alt_usable", amount=amount))
        facts.append(_say(content, "burndown.alt_left", amount=_euros(content, content.after_actual)))
    end = "" if content.is_documented else "_spent"
    if content.committed:
        committed = _euros(content, content.committed)
        amount = _euros(content, content.after_orders)
        facts.append(_say(content, f"burndown.alt_orders{end}", committed=committed, amount=amount))
    if content.plans:
        amount = _euros(content, content.after_plans)
        planned = _all_plans(content)
        facts.append(_say(content, f"burndown.alt_plans{end}", planned=planned, amount=amount))
    return [*facts, *footnotes_of(content, lists_plans=False)]


def _start(content: YearContent) -> str:
    count = sum(step.change != 0 for step in content.steps)
    days = _say(content, "burndown.alt_day" if count == 1 else "burndown.alt_days", count=count)
    values = {"actual": _euros(content, content.actual), "days": days}
    if content.ceiling is None:
        return _say(content, "burndown.alt_start_spent", **values)
    return _say(content, "burndown.alt_start", ceiling=_euros(content, content.ceiling), **values)


def _all_plans(content: YearContent) -> str:
    parts = [
        _say(
            content,
            "burndown.alt_one",
            name=plan.name,
            period=plan.period,
            amount=_euros(content, plan.amount),
        )
        for plan in content.plans
    ]
    return enumerate_words(parts, content.language)


def _euros(content: YearContent, amount: Decimal) -> str:
    return euro_text(amount, content.language, against=content.usable)


def _say(content: YearContent, key: str, **values: object) -> str:
    return label(key, content.language, **values)
