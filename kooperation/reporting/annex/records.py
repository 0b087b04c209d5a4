"""What the annex says about activities, decisions and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pandas as pd

from kooperation.model.decision import Decision
from kooperation.model.money import ZERO, format_decimal, format_euros, format_percent
from kooperation.model.period import format_day
from kooperation.reporting.activities import status_in_words
from kooperation.reporting.annex.content import ABSENT, Column, Row, Table
from kooperation.reporting.charts.amounts import exact_amount
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report

LINES_OF_ACTIVITIES = 22
LETTERS_OF_A_LINE = (16, 14, 50, 14)  # in the columns of the table of activities
MOST_OUTCOMES = 8
MOST_DECISIONS = 10
MOST_FILES = 16
SHORTEST_PART = 4  # a shorter word says nothing as a part of a compound
CHECKSUM_LENGTH = 12  # enough to tell two files apart; the whole sum stands in the workbook


def activities_table(report: Report) -> Table | None:
    """Return the latest activities, newest first; ``None`` without any. [EUR]."""
    activities = report.activities
    latest = sorted(activities.to_dict("records"), key=lambda row: _latest(row, report), reverse=True)
    if not latest:
        return None
    has_costs = bool(activities["cost"].notna().any())
    rows = [_activity_row(row, report, has_costs=has_costs) for row in latest]
    shown = _until_full(rows) or rows[:1]
    language = report.language
    return Table(
        caption=label("annex.activities_caption", language),
        columns=(
            Column(label("annex.period", language)),
            Column(label("workbook.region", language)),
            Column(label("annex.what", language)),
            Column(label("workbook.column_status", language)),
            *([Column(label("annex.cost", language), "euro")] if has_costs else []),
        ),
        rows=tuple(shown),
        notes=(*_more(len(rows) - len(shown), report), *_shared(report)),
    )


def _shared(report: Report) -> tuple[str, ...]:
    """Say that costs may not be added up where a posting belongs to several activities."""
    is_shared = any(amount != ZERO for amount in report.activities["shared"].dropna())
    return (label("annex.note_shared", report.language),) if is_shared else ()


def _until_full(rows: Sequence[Row]) -> list[Row]:
    """Return the first rows that fill their part of the page."""
    lines = accumulate(_lines(row) for row in rows)
    return [row for row, line in zip(rows, lines, strict=True) if line <= LINES_OF_ACTIVITIES]


def _lines(row: Row) -> int:
    """Return about how many lines a row takes."""
    return max(
        -(-len(str(value)) // letters) for value, letters in zip(row.values, LETTERS_OF_A_LINE, strict=False)
    )


def _latest(row: Mapping[Any, Any], report: Report) -> date:
    """Return the day that an activity is sorted by; one that is still going on is of the Stand."""
    if pd.notna(row["end"]):
        return pd.Timestamp(row["end"]).date()
    if row["status"] == "laufend" and report.as_of:
        return report.as_of
    return pd.Timestamp(row["start"]).date() if pd.notna(row["start"]) else date.min


def _activity_row(row: Mapping[Any, Any], report: Report, *, has_costs: bool) -> Row:
    told = (
        _text(row["period_text"]),
        _region(row, report),
        _what(row) or ABSENT,
        status_in_words(row, report.language),
    )
    return Row((*told, exact_amount(row["cost"])) if has_costs else told)


def _what(row: Mapping[Any, Any]) -> str:
    """Return kind and outcome of an activity; the kind only where the outcome does not begin with it."""
    kind, outcome = ("" if pd.isna(row[name]) else str(row[name]) for name in ("kind", "outcome"))
    if not (kind and outcome):
        return kind or outcome
    return outcome if _begins_with(outcome, kind) else f"{kind}: {outcome}"


def _begins_with(outcome: str, kind: str) -> bool:
    """Tell whether the first word says the kind already, as a whole or as a part of the compound."""
    first, named = (re.split(r"[\s,:;]", text.casefold(), maxsplit=1)[0] for text in (outcome, kind))
    if len(first) < SHORTEST_PART:
        return False
    return named.startswith(first) or named.endswith(first) or first.startswith(named)


def _text(value: Any) -> str:
    return ABSENT if pd.isna(value) else str(value)


def _region(row: Mapping[Any, Any], report: Report) -> str:
    if pd.isna(row["region"]):
        return report.names.unassigned
    key = str(row["region"])
    return report.names.regions.get(key, label("workbook.every_region", report.language))


def _more(count: int, report: Report) -> tuple[str, ...]:
    return (label("annex.more", report.language, count=count),) if count > 0 else ()


def outcomes_table(report: Report) -> Table | None:
    """Return the figures that the log states, by measure and date; ``None`` without any."""
    rows = report.outcomes.sort_values(["measure", "on"], kind="stable").to_dict("records")
    if not rows:
        return None
    language = report.language
    headings = ("annex.measure", "annex.when", "annex.value", "workbook.region", "workbook.column_source")
    return Table(
        caption=label("annex.outcomes_caption", language),
        columns=tuple(Column(label(key, language)) for key in headings),
        rows=tuple(_outcome_row(row, report) for row in rows[:MOST_OUTCOMES]),
        notes=_more(len(rows) - MOST_OUTCOMES, report),
    )


def _outcome_row(row: Mapping[Any, Any], report: Report) -> Row:
    number = _number(row["value"], report)
    value = f"{number} {row['unit']}" if pd.notna(row["unit"]) else number
    if row["is_about"]:
        value = label("annex.about", report.language, value=value)
    if row["is_expected"]:
        value = label("annex.expected", report.language, value=value)
    when = row["period_text"] if pd.notna(row["period_text"]) else row["year"]
    return Row((_text(row["measure"]), _text(when), value, _region(row, report), _text(row["source"])))


def _number(value: Decimal, report: Report) -> str:
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    return format_decimal(value, report.language, decimals=decimals)


def decisions_table(report: Report) -> Table | None:
    """Return the decisions on the ceilings of the counting pots; ``None`` without any."""
    counting = {pot.key for pot in report.counting}
    decisions = [one for one in report.decisions if one.pot in counting]
    if not decisions:
        return None
    language = report.language
    has_pots = len({one.pot for one in decisions}) > 1
    headings = (
        *(["workbook.pot"] if has_pots else []),
        *("annex.years", "workbook.amount", "workbook.scope", "workbook.column_status"),
    )
    more = ("workbook.paper", "workbook.body", "workbook.decided_on")
    return Table(
        caption=label("annex.decisions_caption", language),
        columns=tuple(Column(label(key, language)) for key in (*headings, *more)),
        rows=tuple(_decision_row(one, report, has_pots=has_pots) for one in decisions[-MOST_DECISIONS:]),
        notes=(
            *_more(len(decisions) - MOST_DECISIONS, report),
            *(note for one in decisions[-MOST_DECISIONS:] for note in _caveat(one, report)),
        ),
    )


def _caveat(decision: Decision, report: Report) -> tuple[str, ...]:
    """Return what the register says beside the paper: whether the paper decides it, or how it is read."""
    if not decision.paper or decision.source in ("", decision.paper):
        return ()
    years, source = _years(decision, report), decision.source.removesuffix(".")
    return (label("annex.note_decision", report.language, years=years, source=source),)


def _decision_row(decision: Decision, report: Report, *, has_pots: bool) -> Row:
    language, names = report.language, report.names.regions
    scope = ", ".join(names.get(key, key) for key in decision.scope)
    return Row(
        (
            *([report.names.pots[decision.pot]] if has_pots else []),
            _years(decision, report),
            _amount(decision, report),
            scope or label("workbook.every_region", language),
            label(f"status.{decision.status}", language) if decision.status else ABSENT,
            decision.paper or decision.source,
            decision.body or ABSENT,
            format_day(decision.decided_on, language) if decision.decided_on else ABSENT,
        )
    )


def _years(decision: Decision, report: Report) -> str:
    first, last = decision.from_year, decision.last_year
    if last is None:
        return label("annex.from_on", report.language, first=first)
    return str(first) if first == last else f"{first}–{last}"


def _amount(decision: Decision, report: Report) -> str:
    """Return what a decision does to the ceiling; one that states no amount sets nothing."""
    figure = _figure(decision, report)
    if figure is None:
        return label("state.undocumented", report.language)
    return f"{label(f'workbook.effect_{decision.effect}', report.language)} {figure}"


def _figure(decision: Decision, report: Report) -> str | None:
    if decision.effect == "gibt_frei" and decision.share is not None:
        return format_percent(decision.share, report.language)
    if decision.amount is None:
        return None
    return format_euros(decision.amount, report.language)


def sources_table(report: Report) -> Table | None:
    """Return the files read; ``None`` without any."""
    rows = report.sources.to_dict("records")
    if not rows:
        return None
    language = report.language
    return Table(
        caption=label("annex.sources_caption", language),
        columns=(
            Column(label("workbook.file", language)),
            Column(label("workbook.kind_of_file", language)),
            Column(label("annex.rows", language), "count"),
            Column(label("annex.checksum", language)),
        ),
        rows=tuple(_source_row(row, report) for row in rows[:MOST_FILES]),
        notes=_more(len(rows) - MOST_FILES, report),
    )


def _source_row(row: Mapping[Any, Any], report: Report) -> Row:
    kind = label(f"workbook.kind_{row['kind_of_file']}", report.language)
    kept = None if pd.isna(row["rows_kept"]) else int(row["rows_kept"])
    return Row((str(row["file"]), kind, kept, str(row["sha256"])[:CHECKSUM_LENGTH]))
