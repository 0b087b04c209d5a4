"""What the annex says about money: each pot against its ceiling, what is left, and the other budgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, compress
from operator import or_
from typing import Any

import pandas as pd

from kooperation.model.ceiling import UNCERTAIN
from kooperation.model.decision import base_of, increases_of
from kooperation.model.discreet_texts import HIDDEN
from kooperation.model.money import ZERO, format_euros, sum_euros
from kooperation.model.period import format_day
from kooperation.model.region import Pot
from kooperation.reporting.annex.content import Column, Row, Table, Value
from kooperation.reporting.annex.measures import is_legible
from kooperation.reporting.charts.amounts import exact_amount, share_of, years_of
from kooperation.reporting.labels import enumerate_words, label
from kooperation.reporting.tables import Report

MOST_YEARS = 10  # more would push the table off its page; the earlier ones share a row
MOST_YEARS_BESIDE = 6  # so that the names beside them need two lines and not four
MOST_YEARS_LEFT = 4
MOST_REGIONS = 6
LETTERS_OF_A_ROW = 100  # what a row of numbers holds in a size that everybody can read
MOST_REGIONS_BESIDE = 5
MOST_NAMED = 6
OTHER_AMOUNTS = 3  # not assigned, sum and ceiling, beside those of the regions


@dataclass(frozen=True, slots=True)
class Years:
    """The years of a table: those that share its first line, and those with one of their own."""

    together: tuple[object, ...]
    single: tuple[object, ...]

    @property
    def name(self) -> str:
        """Return the years that share a line, as they are written."""
        return f"{self.together[0]}–{self.together[-1]}"

    @property
    def lines(self) -> tuple[tuple[object, ...], ...]:
        """The years of each line."""
        return (*([self.together] if self.together else []), *((year,) for year in self.single))


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions of a table: those with a column of their own, and those that share one."""

    single: tuple[str, ...]
    together: tuple[str, ...] = ()


def spending_table(report: Report, pot: Pot) -> Table:
    """Return what each partner region cost in each year: sums, ceiling and share used. [EUR]."""
    most = max(1, min(MOST_REGIONS, _amounts_that_fit(report) - OTHER_AMOUNTS))
    tables = (_spending_table(report, pot, most=count) for count in range(most, 0, -1))
    return next(
        (table for table in tables if is_legible(table, report.language)),
        _spending_table(report, pot, most=1),
    )


def _spending_table(report: Report, pot: Pot, *, most: int) -> Table:
    """Return the table with at most so many columns for regions."""
    years = years_shown(report, pot)
    regions = _regions(report, report.names.pots[pot.key], most=most, years=years.single)
    return Table(
        caption=label("annex.spending_caption", report.language, pot=report.names.pots[pot.key]),
        columns=_spending_columns(report, regions),
        rows=_spending_rows(report, pot, years, regions),
        notes=(*_notes_of_cuts(years, regions, report), *ceiling_notes(report, pot)),
    )


def years_shown(report: Report, pot: Pot) -> Years:
    """Return the years of a pot's table of spending and of its chart: from its first one on."""
    name, known = report.names.pots[pot.key], set(report.usage_of(pot).index)
    has_begun = (year in known or report.amount(pot=name, year=year) != ZERO for year in report.years)
    return _years([*compress(report.years, accumulate(has_begun, or_))] or report.years, MOST_YEARS)


def _amounts_that_fit(report: Report) -> int:
    """Return how many amounts as long as the longest of the report stand beside each other."""
    pots = {pot for pot, _, _ in report.groups}
    amounts = [report.amount(), *(report.amount(pot=pot) for pot in pots)]
    return LETTERS_OF_A_ROW // max(len(format_euros(amount, unit=False)) for amount in amounts)


def _years(years: Sequence[object], most: int) -> Years:
    if len(years) <= most:
        return Years((), tuple(years))
    return Years(tuple(years[: -(most - 1)]), tuple(years[-(most - 1) :]))


def _regions(report: Report, pot: str, *, most: int, years: Sequence[object]) -> Regions:
    """Return the regions of a pot in the order of the register; the smallest of ``years`` share a column."""
    named = [name for name in report.regions_of(pot) if name != report.names.unassigned]
    if len(named) <= most:
        return Regions(tuple(named))
    size = {
        name: sum_euros(abs(report.amount(pot=pot, region=name, year=year)) for year in years)
        for name in named
    }
    largest = sorted(named, key=lambda name: -size[name])[: most - 1]
    return Regions(
        tuple(name for name in named if name in largest), tuple(name for name in named if name not in largest)
    )


def _spending_columns(report: Report, regions: Regions) -> tuple[Column, ...]:
    language = report.language
    others = label("annex.others", language, count=len(regions.together))
    names = [*regions.single, *([others] if regions.together else []), report.names.unassigned]
    return (
        Column(label("annex.year", language), "year"),
        *(Column(name, "amount") for name in names),
        Column(label("workbook.sum", language), "amount"),
        Column(label("workbook.column_ceiling", language), "amount"),
        Column(label("annex.used_share", language), "share"),
    )


def _spending_rows(report: Report, pot: Pot, years: Years, regions: Regions) -> tuple[Row, ...]:
    name, usage = report.names.pots[pot.key], _records(report, pot)
    rows = []
    for line in years.lines:
        year = line[0] if len(line) == 1 else years.name
        amounts = _amounts(report, name, regions, line)
        verdict = _verdict(usage.get(year), report) if len(line) == 1 else (None, None)
        rows.append(Row((_shown(year), *amounts, *verdict)))
    total = _amounts(report, name, regions, report.years)
    return (*rows, Row((label("workbook.all_years", report.language), *total, "", ""), is_sum=True))


def _shown(year: object) -> int | str:
    return year if isinstance(year, int) else str(year)


def _amounts(report: Report, pot: str, regions: Regions, years: Iterable[object]) -> tuple[Decimal, ...]:
    """Return what a pot spent in some years: by region, on the others together, unassigned, and in all."""
    listed = tuple(years)

    def spent(*names: str) -> Decimal:
        return sum_euros(report.amount(pot=pot, region=name, year=year) for name in names for year in listed)

    others = [spent(*regions.together)] if regions.together else []
    total = sum_euros(report.amount(pot=pot, year=year) for year in listed)
    return (*(spent(name) for name in regions.single), *others, spent(report.names.unassigned), total)


def _records(report: Report, pot: Pot) -> dict[object, dict[Any, Any]]:
    usage = report.usage_of(pot)
    return {int(year): row for year, row in zip(usage.index, usage.to_dict("records"), strict=True)}


def _verdict(row: dict[Any, Any] | None, report: Report) -> tuple[Value, Value]:
    """Return the ceiling of a year and the share of it that is used; neither without a documented one."""
    ceiling = None if row is None else exact_amount(row["ceiling"])
    if row is None or ceiling is None:
        return label("state.undocumented", report.language), None
    return ceiling, share_of(exact_amount(row["actual"]) or ZERO, ceiling)


def _notes_of_cuts(years: Years, regions: Regions, report: Report) -> list[str]:
    """Say what shares a row or a column, so that nothing is left out in silence."""
    language, notes = report.language, []
    if years.together:
        first, last = years.together[0], years.together[-1]
        notes.append(label("annex.note_years", language, first=first, last=last))
    count = len(regions.together)
    if count > MOST_NAMED:
        notes.append(label("annex.note_many_others", language, count=count))
    elif count:
        named = enumerate_words(regions.together, language)
        notes.append(label("annex.note_others", language, regions=named))
    return notes


def ceiling_notes(report: Report, pot: Pot) -> list[str]:
    """Return what must be known about the ceilings: undocumented years, scope, proposals, assumptions."""
    usage = report.usage_of(pot)
    documented = usage[usage["ceiling"].notna()]
    undocumented = usage.index[usage["ceiling"].isna()]
    notes = []
    if len(undocumented):
        years = years_of(undocumented)
        notes.append(label("workbook.note_undocumented", report.language, years=years))
    return [*notes, *_scope_notes(report, documented), *_status_notes(report, pot, documented)]


def _scope_notes(report: Report, documented: pd.DataFrame) -> list[str]:
    notes = []
    for scope, rows in documented.groupby("scope", sort=False):
        named = report.names.scope(str(scope))
        if named:
            is_spent = bool((rows["out_of_scope"] != ZERO).any())
            notes.append(
                label(
                    "workbook.note_scope_spent" if is_spent else "workbook.note_scope",
                    report.language,
                    years=years_of(rows.index),
                    regions=enumerate_words(named, report.language),
                    amount=format_euros(sum_euros(rows["out_of_scope"]), report.language),
                )
            )
    return notes


def _status_notes(report: Report, pot: Pot, documented: pd.DataFrame) -> list[str]:
    notes = []
    for status in UNCERTAIN:
        years = [int(year) for year in documented.index[documented["status"] == status]]
        if years:
            paper = _papers(report, pot, years, status) or label("workbook.no_paper", report.language)
            told = years_of(years)
            notes.append(label(f"workbook.note_{status}", report.language, years=told, paper=paper))
    return notes


def _papers(report: Report, pot: Pot, years: Sequence[int], status: str) -> str:
    """Return the papers that proposed or assumed the amounts of some years; not what was carried over."""
    of_pot = [one for one in report.decisions if one.pot == pot.key]
    made = [one for year in years for one in (base_of(of_pot, year), *increases_of(of_pot, year))]
    names = [one.name for one in made if one is not None and one.status == status]
    return ", ".join(name for name in dict.fromkeys(names) if name.strip(f"{HIDDEN} "))


def usage_table(report: Report, pot: Pot) -> Table:
    """Return the current year and those before it: ceiling, actual, committed, what is left. [EUR]."""
    language, name = report.language, report.names.pots[pot.key]
    usage = report.usage_of(pot).tail(MOST_YEARS_LEFT)
    is_restricted = bool((usage["usable"] != usage["ceiling"]).fillna(value=False).any())
    amounts = ["ceiling", *(["usable"] if is_restricted else []), "actual", "committed", "available"]
    day = format_day(report.as_of, language) if report.as_of else "–"
    return Table(
        caption=label("annex.usage_caption", language, pot=name, day=day),
        columns=(
            Column(label("annex.year", language), "year"),
            *(Column(label(f"workbook.column_{amount}", language), "euro") for amount in amounts),
            Column(label("annex.used_share", language), "share"),
            Column(label("annex.bound_share", language), "share"),
            Column(label("workbook.column_state", language)),
        ),
        rows=tuple(
            _usage_row(int(year), row, amounts, report)
            for year, row in zip(usage.index, usage.to_dict("records"), strict=True)
        ),
        notes=(
            label("annex.note_available", language),
            *([label("annex.note_left", language)] if len(report.usage_of(pot)) > len(usage) else []),
        ),
    )


def _usage_row(year: int, row: dict[Any, Any], amounts: Sequence[str], report: Report) -> Row:
    values: list[Value] = [exact_amount(row[amount]) for amount in amounts]
    ceiling = exact_amount(row["ceiling"])
    if ceiling is None:
        values[0] = label("state.undocumented", report.language)
    actual, committed = (exact_amount(row[name]) or ZERO for name in ("actual", "committed"))
    shares = (share_of(actual, ceiling), share_of(actual + committed, ceiling))
    return Row((year, *values, *shares, label(f"state.{row['state']}", report.language)))


def beside_table(report: Report) -> Table | None:
    """Return what other budgets and the rest of the accounts spent, ``None`` when nothing. [EUR]."""
    most = max(2, min(MOST_YEARS_BESIDE, _amounts_that_fit(report) - 1))
    years = _years(report.years, most)
    pots = [*(report.names.pots[pot.key] for pot in report.beside), report.names.outside]
    rows = [row for pot in pots for row in _beside_rows(report, pot, years)]
    if not rows:
        return None
    headings = [years.name if len(line) > 1 else str(line[0]) for line in years.lines]
    language = report.language
    return Table(
        caption=label("annex.beside_caption", language),
        columns=(
            Column(label("workbook.pot", language)),
            *(Column(heading, "amount") for heading in headings),
            Column(label("workbook.all_years", language), "amount"),
        ),
        rows=tuple(rows),
        notes=(_ledger_note(report),),
    )


def _beside_rows(report: Report, pot: str, years: Years) -> list[Row]:
    shown = _regions(report, pot, most=MOST_REGIONS_BESIDE, years=report.years)
    lines: list[tuple[str, tuple[str, ...]]] = [(name, (name,)) for name in shown.single]
    if shown.together:
        others = label("annex.others", report.language, count=len(shown.together))
        lines.append((others, shown.together))
    if report.amount(pot=pot, region=report.names.unassigned) or _has(report, pot, report.names.unassigned):
        lines.append((report.names.unassigned, (report.names.unassigned,)))
    return [_beside_row(report, pot, name, regions, years) for name, regions in lines]


def _has(report: Report, pot: str, region: str) -> bool:
    return any(key[:2] == (pot, region) for key in report.groups)


def _beside_row(report: Report, pot: str, name: str, regions: Sequence[str], years: Years) -> Row:
    is_plain = name == report.names.no_region_needed
    title = pot if is_plain else label("annex.beside_row", report.language, pot=pot, region=name)
    amounts = [
        sum_euros(report.amount(pot=pot, region=region, year=year) for region in regions for year in line)
        for line in (*years.lines, report.years)
    ]
    return Row((title, *amounts))


def _ledger_note(report: Report) -> str:
    language, every = report.language, report.amount()
    counting = sum_euros(report.amount(pot=report.names.pots[pot.key]) for pot in report.counting)
    return label(
        "annex.note_ledger",
        language,
        all=format_euros(every, language),
        counting=format_euros(counting, language),
        beside=format_euros(every - counting, language),
    )
