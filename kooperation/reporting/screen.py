"""What the command line says: the files it writes, and a few clear lines about what was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.analysis.spending import spending_by_region
from kooperation.analysis.usage import budget_usage
from kooperation.books import Books
from kooperation.model.findings import SEVERITY_RANK, Severity
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, column_sum, format_euros, format_percent
from kooperation.model.region import Pot, fold
from kooperation.reporting.charts import close_chart, plot_spending, plot_usage, save_chart
from kooperation.reporting.contents import WORKBOOK
from kooperation.reporting.headline import headline
from kooperation.reporting.labels import label
from kooperation.reporting.tables import report_of
from kooperation.reporting.workbook import write_report


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one report."""

    workbook: Path
    pictures: tuple[Path, ...]


def write_all(books: Books, folder: Path, *, as_of: date | None = None, language: Language = "de") -> Written:
    """Write the workbook and the pictures of every pot that is held against a ceiling.

    Parameters
    ----------
    books : Books
        What was read.
    folder : Path
        Where the files go; it is made when it is missing.
    as_of : date, optional
        Leave out what was booked later.

    Raises
    ------
    KooperationError
        When a file cannot be replaced; the old one is still whole then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    workbook = write_report(books, folder / WORKBOOK[language], as_of=as_of, language=language)
    shown = books.until(as_of) if as_of else books
    pictures: list[Path] = []
    for pot in counting_pots(books):
        pictures += _draw(shown, pot, folder, as_of=as_of, language=language)
    return Written(workbook, tuple(pictures))


def counting_pots(books: Books) -> tuple[Pot, ...]:
    """Return the pots that are held against a ceiling."""
    return tuple(pot for pot in books.pots if pot.frame != "nein")


def _draw(books: Books, pot: Pot, folder: Path, *, as_of: date | None, language: Language) -> list[Path]:
    usage = budget_usage(books, pot=pot.key, as_of=as_of)
    spending = spending_by_region(books, pot=pot.key, years=_years(usage))
    beside = [
        spending_by_region(books, pot=other.key)
        for other in books.pots
        if other.frame == "nein" and other.needs_region
    ]
    name = slug(pot.key)
    charts = {
        label("screen.spending_file", language, pot=name): plot_spending(
            spending, usage, beside=beside, language=language
        ),
        label("screen.usage_file", language, pot=name): plot_usage(usage, pot=pot.key, language=language),
    }
    written = []
    for file, axes in charts.items():
        written.append(save_chart(axes, folder / file))
        close_chart(axes)
    return written


def _years(usage: pd.DataFrame) -> range | None:
    years = usage.index.get_level_values("year")
    return range(int(years.min()), int(years.max()) + 1) if len(years) else None


def slug(key: str) -> str:
    """Return a key as a harmless file name on every platform: letters, digits and dashes, never empty or reserved."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(key)).strip("-")
    return plain if plain and plain not in {"con", "prn", "aux", "nul"} else f"topf-{plain}".strip("-")


# --- kooperation report --------------------------------------------------------------------------------------


def report_lines(
    books: Books, written: Written, *, as_of: date | None = None, language: Language = "de"
) -> list[str]:
    """Return five lines: what was read, the finding, the latest year, what is open, what was written."""
    shown = books.until(as_of) if as_of else books
    return [
        _read_line(shown, as_of, language),
        _finding_line(books, as_of, language),
        _latest_line(books, as_of, language),
        _open_line(shown, language),
        label("screen.written", language, file=written.workbook, pictures=len(written.pictures)),
    ]


def _read_line(books: Books, as_of: date | None, language: Language) -> str:
    actual = books.bookings[books.bookings["kind"] == "actual"]
    return label(
        "screen.read",
        language,
        files=len(books.sources),
        postings=actual["booking_id"].nunique(),
        amount=format_euros(column_sum(actual["amount"]), language),
        day=format_day(as_of or books.as_of, language),
        example=label("screen.example", language) if books.is_example else "",
    )


def _finding_line(books: Books, as_of: date | None, language: Language) -> str:
    report = report_of(books, as_of=as_of, language=language)
    sentences = [headline(report, pot) for pot in report.counting]
    return label(
        "screen.finding", language, finding=" ".join(sentences) or label("screen.no_counting_pot", language)
    )


def _latest_line(books: Books, as_of: date | None, language: Language) -> str:
    rows = status_rows(books, as_of=as_of)
    spent = rows[(rows["actual"] != ZERO) | (rows["committed"] != ZERO)]
    if spent.empty:
        return label("screen.no_year", language)
    return usage_line(spent[spent["year"] == spent["year"].max()].iloc[0], books, language)


def usage_line(row: Any, books: Books, language: Language) -> str:
    """Say one pot and year in one line: Ansatz, Ist, Obligo, what is left, and the state in a word."""
    pot = next(pot for pot in books.pots if pot.key == row["pot"])
    key = "screen.year_undocumented" if pd.isna(row["ceiling"]) else "screen.year"
    return label(
        key,
        language,
        year=row["year"],
        pot=pot.name,
        **{
            name: format_euros(None if pd.isna(row[name]) else row[name], language)
            for name in ("ceiling", "actual", "committed", "available")
        },
        share=format_percent(None if pd.isna(row["bound_share"]) else row["bound_share"], language),
        state=label(f"state.{row['state']}", language),
    )


def _open_line(books: Books, language: Language) -> str:
    actual = books.bookings[books.bookings["kind"] == "actual"]
    needing = {pot.key for pot in books.pots if pot.needs_region}
    unassigned = actual[actual["region"].isna() & actual["pot"].isin(needing)]
    outside = actual[actual["pot"].isna()]
    severities = Counter(found.severity for found in books.noticed)
    return label(
        "screen.open",
        language,
        unassigned=unassigned["booking_id"].nunique(),
        unassigned_amount=format_euros(column_sum(unassigned["amount"]), language),
        outside=outside["booking_id"].nunique(),
        outside_amount=format_euros(column_sum(outside["amount"]), language),
        errors=severities["error"],
        warnings=severities["warning"],
    )


# --- kooperation check ---------------------------------------------------------------------------------------


def check_lines(books: Books, *, language: Language = "de") -> list[str]:
    """Return every finding, the worst first, and a closing count."""
    lines = [
        f"{label(f'screen.{found.severity}', language)}: {found.describe(language)}"
        for found in books.noticed
    ]
    counts = Counter(found.severity for found in books.noticed)
    severities: Sequence[Severity] = sorted(SEVERITY_RANK, key=lambda severity: SEVERITY_RANK[severity])
    return [
        *lines,
        label("screen.check_count", language, **{severity: counts[severity] for severity in severities}),
    ]


# --- kooperation status --------------------------------------------------------------------------------------


def status_rows(books: Books, *, year: int | None = None, as_of: date | None = None) -> pd.DataFrame:
    """Return the usage of the pots that are held against a ceiling, one row per pot and year, with both as columns."""
    rows = budget_usage(books, as_of=as_of).reset_index()
    counting = [pot.key for pot in counting_pots(books)]
    rows = rows[rows["pot"].isin(counting)]
    return rows if year is None else rows[rows["year"] == year]


def status_lines(
    books: Books, rows: pd.DataFrame, *, as_of: date | None = None, language: Language = "de"
) -> list[str]:
    """Return one line per pot and year, and one about the state of the ledger."""
    day = format_day(as_of or books.as_of, language)
    example = label("screen.example", language) if books.is_example else ""
    lines = [usage_line(row, books, language) for _, row in rows.iterrows()] or [
        label("screen.no_year", language)
    ]
    return [label("screen.as_of", language, day=day, example=example), *lines]


def status_json(books: Books, rows: pd.DataFrame) -> dict[str, Any]:
    """Return the same figures for machines: amounts as exact text in euros, ``null`` where nothing is documented."""
    amounts = ("ceiling", "usable", "actual", "committed", "available")
    years = [
        {
            "pot": row["pot"],
            "year": int(row["year"]),
            **{name: None if pd.isna(row[name]) else str(Decimal(row[name])) for name in amounts},
            "used_share": None if pd.isna(row["used_share"]) else float(row["used_share"]),
            "bound_share": None if pd.isna(row["bound_share"]) else float(row["bound_share"]),
            "state": row["state"],
        }
        for _, row in rows.iterrows()
    ]
    return {"as_of": books.as_of.isoformat(), "is_example": books.is_example, "years": years}


def format_day(day: date, language: Language = "de") -> str:
    """Write a day as people read it: ``31.12.2024`` or ``31 Dec 2024``."""
    from babel.dates import format_date

    return str(format_date(day, "dd.MM.yyyy" if language == "de" else "d MMM yyyy", locale=language))
