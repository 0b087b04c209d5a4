"""What the chart of spending says in words: title (the finding), subtitle, footnotes, alternative text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kooperation.model.messages import Language
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.period import format_day
from kooperation.reporting.charts.amounts import euro_text, share_text, span_of, years_of
from kooperation.reporting.charts.limits import Limit, limit_facts, scope_notes, usable_notes
from kooperation.reporting.charts.spending.content import SpendingContent, YearOfSpending
from kooperation.reporting.charts.standing import Standing, status_notes
from kooperation.reporting.labels import label

_NAMES_OF_CEILING = {
    "vorgeschlagen": "chart.name_of_proposed_ceiling",
    "angenommen": "chart.name_of_assumed_ceiling",
}
_IN_FORCE = ("veranschlagt", "beschlossen")
_THEN = {"vorgeschlagen": "chart.title_then_proposed", "angenommen": "chart.title_then_assumed"}
_THEN_FOR = {"vorgeschlagen": "chart.title_then_proposed_for", "angenommen": "chart.title_then_assumed_for"}


def title_of(content: SpendingContent) -> str:
    """State the finding: overruns first, else the highest share, else what was spent in all.

    Where other years with a ceiling are left out, it says for which years it holds.
    """
    title, measured = _finding(content), [year.year for year in content.years if year.share is not None]
    if not content.is_part or not measured:
        return title
    years = span_of(content.years[0].year, content.years[-1].year, content.language)
    return label("chart.title_of_part", content.language, years=years, title=title)


def _finding(content: SpendingContent) -> str:
    language = content.language
    if content.is_empty:
        return label("chart.no_data", language)
    overruns = [year for year in content.years if year.over is not None]
    if overruns:
        return _then(content, overruns[-1], _over(overruns, language))
    measured = [year for year in content.years if year.share is not None]
    if measured:
        return _within(content, measured)
    return _sum(content)


def subtitle_of(content: SpendingContent) -> str:
    """Say what is drawn, from which pot and as of which day."""
    language = content.language
    pot = label("chart.pot", language, pot=content.pot_name) if content.pot_name else ""
    day = label("chart.as_of", language, day=format_day(content.as_of, language)) if content.as_of else ""
    return " · ".join(part for part in (label("chart.per_region_and_year", language), pot, day) if part)


def footnotes_of(content: SpendingContent, *, is_cut: bool = False) -> tuple[str, ...]:
    """Return what must be known to read the figures: scope, proposals with their paper, refunds."""
    notes = [
        *notes_on_scope(content),
        *_standing_notes(content),
        *status_notes(_standings(content), content.language),
        *usable_notes(_limits(content), content.language),
    ]
    if any(amount < 0 for year in content.years for amount in year.amounts.values()):
        notes.append(label("chart.note_negative", content.language))
    if is_cut:
        notes.append(label("chart.note_cut", content.language))
    return tuple(notes)


def alt_text_of(content: SpendingContent) -> str:
    """Describe the chart for people who cannot see it: what it shows, the finding, each year's figures."""
    language = content.language
    what = subtitle_of(content)
    if content.is_example:
        what += f" ({label('chart.example', language)})"
    if not content.years:
        return f"{what}: {title_of(content)}."
    years = span_of(content.years[0].year, content.years[-1].year, language)
    opening = label("chart.alt_spending", language, what=what, years=years, title=title_of(content))
    return " ".join([opening, *(_sentence_of(year, content) for year in content.years)])


def _over(overruns: Sequence[YearOfSpending], language: Language) -> str:
    amounts = [euro_text(year.over or ZERO, language) for year in overruns]
    ceiling = _ceiling_name(overruns, language)
    if len(overruns) == 1:
        return label(
            "chart.title_over_one", language, year=overruns[0].year, amount=amounts[0], ceiling=ceiling
        )
    if len(overruns) == 2:
        return label(
            "chart.title_over_two",
            language,
            first=overruns[0].year,
            second=overruns[1].year,
            first_amount=amounts[0],
            second_amount=amounts[1],
            ceiling=ceiling,
        )
    worst = max(range(len(overruns)), key=lambda place: overruns[place].over or ZERO)
    return label(
        "chart.title_over_many",
        language,
        count=len(overruns),
        year=overruns[worst].year,
        amount=amounts[worst],
        ceiling=ceiling,
    )


def _ceiling_name(years: Iterable[YearOfSpending], language: Language) -> str:
    statuses = {year.ceiling.status for year in years if year.ceiling}
    status = statuses.pop() if len(statuses) == 1 else None
    return label(_NAMES_OF_CEILING.get(status or "", "chart.name_of_ceiling"), language)


def _then(content: SpendingContent, last_overrun: YearOfSpending, finding: str) -> str:
    later = (run for run in content.runs if run.first > last_overrun.year)
    run = next((run for run in later if run.amount != last_overrun.limit), None)
    if run is None:
        return finding
    amount = euro_text(run.amount, content.language)
    if any(other.first > run.last for other in content.runs):  # it is followed by another: no "from then on"
        years = span_of(run.first, run.last, content.language)
        key = _THEN_FOR.get(run.status or "", "chart.title_then_applies_for")
        return label(key, content.language, finding=finding, years=years, amount=amount)
    key = _THEN.get(run.status or "", "chart.title_then_applies")
    return label(key, content.language, finding=finding, year=run.first, amount=amount)


def _within(content: SpendingContent, measured: Sequence[YearOfSpending]) -> str:
    language = content.language
    highest = max(measured, key=lambda year: year.share or 0)
    share, ceiling = share_text(highest.share, language), label("chart.name_of_ceiling", language)
    if len(content.years) == 1:
        own = _ceiling_name([highest], language)
        return label("chart.title_within_one", language, year=highest.year, share=share, ceiling=own)
    if any(year.is_undocumented for year in content.years):
        return label("chart.title_within_documented", language, year=highest.year, share=share)
    return label("chart.title_within", language, ceiling=ceiling, year=highest.year, share=share)


def _sum(content: SpendingContent) -> str:
    language = content.language
    years = span_of(content.years[0].year, content.years[-1].year, language)
    amount = euro_text(sum_euros(year.total for year in content.years), language)
    key = "chart.title_sum_undocumented" if content.has_ceilings else "chart.title_sum"
    return label(key, language, years=years, amount=amount)


def notes_on_scope(content: SpendingContent) -> list[str]:
    """Say in which years the ceiling covers some regions only; what it does not count is drawn hatched."""
    return scope_notes(_limits(content), content.names, content.language, is_hatched=True)


def _limits(content: SpendingContent) -> list[Limit]:
    return [year.reach for year in content.years if year.reach is not None]


def _standing_notes(content: SpendingContent) -> list[str]:
    """Tell ceilings in a budget from those of a resolution, which are drawn alike, where both occur."""
    years: dict[str, list[int]] = {}
    for year in content.years:
        if year.ceiling and not year.is_undocumented and year.ceiling.status in _IN_FORCE:
            years.setdefault(year.ceiling.status, []).append(year.year)
    if len(years) < 2:
        return []
    standings = (
        f"{years_of(listed)} {label(f'status.{status}', content.language)}"
        for status, listed in years.items()
    )
    return [label("chart.note_standing", content.language, standings="; ".join(standings))]


def _standings(content: SpendingContent) -> list[Standing]:
    shown = ((year.year, year.ceiling) for year in content.years if year.ceiling and not year.is_undocumented)
    return [Standing(year, ceiling.status, ceiling.papers) for year, ceiling in shown]


def _sentence_of(year: YearOfSpending, content: SpendingContent) -> str:
    language = content.language
    facts = [euro_text(year.total, language, against=year.limit)]
    if year.is_undocumented:
        facts.append(label("chart.alt_undocumented", language))
    elif year.limit is not None:
        facts.append(label("chart.alt_ceiling", language, amount=euro_text(year.limit, language)))
        facts.append(share_text(year.share, language))
    if year.reach is not None:
        facts += limit_facts(year.reach, language)
    if year.over is not None:
        facts.append(label("chart.alt_over", language, amount=euro_text(year.over, language)))
    if year.committed:
        facts.append(label("chart.committed", language, amount=euro_text(year.committed, language)))
    parts = _parts(year.amounts, content)
    if parts:
        facts.append(label("chart.alt_parts", language, parts=parts))
    beside = _parts(year.beside, content)
    if beside:
        facts.append(label("chart.alt_beside", language, parts=beside))
    return f"{year.year}: {'; '.join(facts)}."


def _parts(amounts: Mapping[str, Decimal], content: SpendingContent) -> str:
    spent = [(key, amount) for key, amount in amounts.items() if amount != 0]
    return ", ".join(
        f"{content.names.get(key, key)} {euro_text(amount, content.language)}" for key, amount in spent
    )
