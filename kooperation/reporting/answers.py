"""What ``kooperation status`` and ``kooperation check`` say: no chart and no workbook is needed for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.analysis.usage import budget_usage, crossings_of
from kooperation.books import Books
from kooperation.model.ceiling import UNCERTAIN, scope_regions
from kooperation.model.discretion import discretion_of
from kooperation.model.findings import SEVERITY_RANK
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, format_count, format_euros, format_percent
from kooperation.model.period import format_day
from kooperation.model.region import Pot, Region
from kooperation.model.schema import records_of
from kooperation.reporting.labels import enumerate_words, label

# One row of a usage frame with its pot and year as columns.
UsageRow = Mapping[Any, Any]


def usage_line(row: UsageRow, pots: Sequence[Pot], regions: Sequence[Region], language: Language) -> str:
    """Say one pot and year in one line: Ansatz, Ist, Obligo, what is left, and the state in a word."""
    name = next(pot.label(language) for pot in pots if pot.key == row["pot"])
    key = "screen.year" if row["usable"] == row["ceiling"] else "screen.year_restricted"
    if pd.isna(row["ceiling"]):
        key = "screen.year_undocumented"
    elif row["usable"] > row["ceiling"]:
        key = "screen.year_carried_over"
    amounts = {
        figure: format_euros(None if pd.isna(row[figure]) else row[figure], language)
        for figure in ("ceiling", "usable", "actual", "committed", "available")
    }
    share = format_percent(None if pd.isna(row["bound_share"]) else row["bound_share"], language)
    state = label(f"state.{row['state']}", language)
    line = label(key, language, year=row["year"], pot=name, share=share, state=state, **amounts)
    return line + _reservations(row, regions, language)


def _reservations(row: UsageRow, regions: Sequence[Region], language: Language) -> str:
    """Say behind the figures that nobody approved a ceiling, and what its scope leaves out."""
    told = []
    if pd.notna(row["ceiling"]) and row["status"] in UNCERTAIN:
        told.append(label(f"screen.ceiling_{row['status']}", language))
    names = {region.key: region.label(language) for region in regions}
    scope = [names.get(key, key) for key in scope_regions(row["scope"])]
    if scope:
        left_out = row["out_of_scope"] != ZERO
        amount = format_euros(row["out_of_scope"], language)
        key = "screen.scope_spent" if left_out else "screen.scope"
        told.append(label(key, language, regions=enumerate_words(scope, language), amount=amount))
    return "".join(f"; {one}" for one in told)


def example_words(books: Books, language: Language) -> str:
    """Say that the figures are invented, where a file says so; else nothing."""
    return label("screen.example", language) if books.is_example else ""


# --- kooperation check -------------------------------------------------------------------------------------


def check_lines(books: Books, *, language: Language = "de") -> list[str]:
    """Return every finding, the worst first, and a closing count."""
    lines = [
        f"{label(f'screen.{one.severity}', language)}: {one.describe(language)}" for one in books.noticed
    ]
    counts = Counter(found.severity for found in books.noticed)
    by_severity = {str(severity): format_count(counts[severity], language) for severity in SEVERITY_RANK}
    return [*lines, label("screen.check_count", language, **by_severity)]


# --- kooperation status ------------------------------------------------------------------------------------


def status_rows(books: Books, *, as_of: date | None = None) -> pd.DataFrame:
    """Return the usage of the pots held against a ceiling, one row per pot and year, both as columns."""
    usage = budget_usage(books, as_of=as_of)
    usage.attrs = {}  # names for charts: pandas would copy them with each column that is looked at
    usage = usage.reset_index()
    counting = [pot.key for pot in books.pots if pot.frame != "nein"]
    return usage[usage["pot"].isin(counting)].reset_index(drop=True)


def status_lines(
    books: Books, rows: pd.DataFrame, *, as_of: date | None = None, language: Language = "de"
) -> list[str]:
    """Return a line about the Stand, then one per pot and year with what reached its threshold."""
    day = format_day(as_of or books.as_of, language)
    lines = [label("screen.as_of", language, day=day, example=example_words(books, language))]
    for row in records_of(rows, rows.columns):
        lines.append(usage_line(row, books.pots, books.regions, language))
        if pd.notna(row["reached"]):
            lines += _crossed(books, row, as_of, language)
    return lines if len(lines) > 1 else [*lines, label("screen.no_year", language)]


def _crossed(books: Books, row: UsageRow, as_of: date | None, language: Language) -> list[str]:
    """Name the posting with which spending reached the highest threshold.

    None when orders alone reach it, or when the posting has no date: then no order of postings is known.
    """
    found = crossings_of(books, row, as_of=as_of)
    reached = records_of(found, found.columns)
    if not reached or reached[-1]["threshold"] != row["reached"] or pd.isna(reached[-1]["booked_on"]):
        return []
    last = reached[-1]
    place = f"{last['source_file']}:{last['source_row']}"
    document = last["document"]
    return [
        label(
            "screen.crossed_on_day" if pd.isna(last["source_row"]) else "screen.crossed",
            language,
            threshold=last["threshold"],
            document=label("screen.no_document", language)
            if pd.isna(document)
            else discretion_of(books).code(str(document)),
            day=format_day(last["booked_on"], language),
            running=format_euros(last["running"], language),
            place=place,
        )
    ]


_AMOUNTS = (
    "ceiling",
    "carried_over",
    "blocked",
    "usable",
    "actual",
    "refunds",
    "committed",
    "available",
    "unassigned",
    "out_of_scope",
)
_SHARES = ("used_share", "bound_share")
_WORDS = ("status", "scope", "decisions", "state")


def status_json(books: Books, rows: pd.DataFrame, *, as_of: date | None = None) -> dict[str, Any]:
    """Return the same figures for machines.

    Amounts are exact texts in euros, shares texts with six decimals, ``null`` where nothing is documented.
    """
    return {
        "as_of": (as_of or books.as_of).isoformat(),
        "is_example": books.is_example,
        "currency": "EUR",
        "years": [_json_row(row, books) for row in records_of(rows, rows.columns)],
    }


def _json_row(row: UsageRow, books: Books) -> dict[str, Any]:
    name = next(pot.name for pot in books.pots if pot.key == row["pot"])
    return {
        "pot": row["pot"],
        "name": name,
        "year": int(row["year"]),
        **{column: None if pd.isna(row[column]) else str(Decimal(row[column])) for column in _AMOUNTS},
        "released_share": None if pd.isna(row["released_share"]) else str(row["released_share"]),
        **{column: None if pd.isna(row[column]) else f"{row[column]:.6f}" for column in _SHARES},
        **{column: None if pd.isna(row[column]) else row[column] for column in _WORDS},
    }
