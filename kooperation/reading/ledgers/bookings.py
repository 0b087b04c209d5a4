"""Booking exports and order lists to the canonical frame: one row per posting item, signed, in euros."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.model.errors import raise_errors
from kooperation.model.findings import Finding, finding
from kooperation.model.money import Convention
from kooperation.model.schema import BOOKING_COLUMNS, frame_of
from kooperation.reading.container import Source, read_source
from kooperation.reading.layouts.layout import KindOfFile, Layout
from kooperation.reading.layouts.plan import Plan, plan_source
from kooperation.reading.ledgers.amounts import (
    AMOUNTS,
    Entry,
    entries_of,
    opening_notes,
    sign_warnings,
    unused_amounts,
)
from kooperation.reading.ledgers.currency import foreign_of
from kooperation.reading.ledgers.groups import group_lines
from kooperation.reading.ledgers.records import Loaded, Records, accounts_of, filled_down
from kooperation.reading.merging.bookings import ROWS_DATED, merge_bookings
from kooperation.reading.tables.dates import DateOrder
from kooperation.reading.tables.typed import type_grid

__all__ = ["Loaded", "load_bookings", "load_plan", "read_bookings"]


def read_bookings(
    path: str | Path,
    *,
    layouts: Sequence[Layout] = (),
    sheet: str | None = None,
    decimal: str | None = None,
    dates: DateOrder | None = None,
    strict: bool = True,
) -> pd.DataFrame:
    """Read one booking export in any known layout.

    Parameters
    ----------
    path : str or Path
        Excel workbook or delimited text.
    layouts : sequence of Layout
        Layouts of one's own, tried before the built-in ones.
    sheet : str, optional
        Which sheet, when several fit.
    decimal : ``","`` or ``"."``, optional
        The decimal mark, when the file alone cannot tell it.
    dates : ``"day first"`` or ``"month first"``, optional
        How slashed dates are read, when the file alone cannot tell it.
    strict : bool
        ``False``: read on; what could not be read is a finding of ``frame.attrs["report"]``.

    Returns
    -------
    DataFrame, one row per posting item
        The columns of ``model.schema.BOOKING_COLUMNS``; ``amount`` [EUR], spending positive, ``<NA>`` where
        the file says nothing. ``attrs["report"]`` is the :class:`LoadReport`.

    Raises
    ------
    KooperationError
        With every fault of the file: place, finding, remedy.
    """
    convention = Convention(decimal) if decimal else None
    plan = plan_source(read_source(path), layouts=layouts, kind_of_file="bookings", sheet=sheet)
    loaded = load_plan(plan, convention=convention, dates=dates)
    frame, merging = merge_bookings([loaded.frame])
    report = replace(loaded.report, findings=(*loaded.report.findings, *merging))
    if strict:
        raise_errors(report.findings)
    frame.attrs["report"] = report
    return frame


def load_bookings(
    source: Source,
    *,
    layouts: Sequence[Layout] = (),
    kind_of_file: KindOfFile = "bookings",
    sheet: str | None = None,
    convention: Convention | None = None,
) -> Loaded:
    """Read ``source`` as bookings or orders; faults of cells are findings of the report, the rest raises."""
    plan = plan_source(source, layouts=layouts, kind_of_file=kind_of_file, sheet=sheet)
    return load_plan(plan, convention=convention)


def load_plan(plan: Plan, *, convention: Convention | None = None, dates: DateOrder | None = None) -> Loaded:
    """Type the planned grid and bring it into the canonical columns."""
    typed = type_grid(
        plan.grid, plan.instructions(AMOUNTS, convention=convention, dates=dates, needed="amount")
    )
    records = Records(plan, typed)
    entries, findings = entries_of(records)
    frame, more = _canonical(records, entries)
    noticed = (
        *findings,
        *more,
        *opening_notes(records),
        *unused_amounts(records),
        *sign_warnings(records, entries),
        *plan.unused_note(),
    )
    report = replace(typed.report, findings=(*typed.report.findings, *noticed))
    return Loaded(frame, report, plan.kind_of_file, records.openings())


# --- canonical columns ---------------------------------------------------------------------------------

_COPIED = (
    "booked_on",
    "period",
    "cost_object",
    "document",
    "order_id",
    "is_final",
    "vendor",
    "text",
    "region_text",
)


def _canonical(records: Records, entries: Sequence[Entry]) -> tuple[pd.DataFrame, list[Finding]]:
    accounts, account_notes = accounts_of(records)
    foreign, currency_faults = foreign_of(records, AMOUNTS)
    years, rows_dated, year_notes = _years(records, entries)
    columns: dict[str, list[Any] | None] = {name: records.values(name) for name in _COPIED}
    columns |= {**accounts, **foreign, "item": _items(records)}
    picked = [entry.record for entry in entries]
    values: dict[str, Sequence[Any]] = {
        name: [column[record] for record in picked] for name, column in columns.items() if column is not None
    }
    if records.plan.kind_of_file == "orders" and "document" not in values and "order_id" in values:
        values["document"] = values["order_id"]
    if any(entry.sachkonto for entry in entries):
        values["sachkonto"] = [entry.sachkonto for entry in entries]
    values |= {
        "kind": [entry.kind for entry in entries],
        "year": years,
        "amount": [entry.cents for entry in entries],
        **records.sources(picked),
    }
    frame = frame_of(BOOKING_COLUMNS, values, length=len(entries))
    frame.attrs[ROWS_DATED] = rows_dated
    return frame, [*account_notes, *currency_faults, *year_notes]


def _items(records: Records) -> list[Any] | None:
    """Leave out numbers that only count the rows of this one export: the next export counts anew."""
    items = records.values("item")
    if items is None or records.values("document") is None:
        return None
    if len(items) < 2 or not all(str(item).isdigit() for item in items if item is not None) or None in items:
        return items
    numbers = [int(item) for item in items]
    by_record = {number - count for count, number in enumerate(numbers)}
    by_row = {number - row for number, row in zip(numbers, records.typed.rows, strict=True)}
    counts_rows = numbers[0] <= 1 and (len(by_record) == 1 or len(by_row) == 1)
    return None if counts_rows else items


# --- Haushaltsjahr -------------------------------------------------------------------------------------


def _years(
    records: Records, entries: Sequence[Entry]
) -> tuple[list[int | None], frozenset[int], list[Finding]]:
    """Return the Haushaltsjahr of every entry: its column, else the title, else the year of its date.

    The rows of the last kind are returned too: to another file their year is a guess.
    """
    stated = records.values("year")
    dates: list[date | None] = records.values("booked_on") or [None] * len(records)
    filled = 0
    if stated is not None and not any(
        day for day, year in zip(dates, stated, strict=True) if year is None
    ):  # with a date, a blank year is no group
        stated, filled = filled_down(stated)
    titled = _titled_years(records, dates) if stated is None else [None] * len(records)
    found: list[int | None] = []
    from_date: set[int] = set()
    findings: list[Finding] = []
    faulty = {one.place.row for one in records.typed.report.findings if one.severity == "error"}
    for entry in entries:
        day = dates[entry.record]
        year = entry.year or (stated[entry.record] if stated is not None else None) or titled[entry.record]
        if year is None and day is not None:
            year = day.year
            from_date |= {records.typed.rows[entry.record]} - faulty
        if year is None and records.typed.rows[entry.record] not in faulty:  # one fault, one finding
            findings.append(finding("no_year", records.place(entry.record)))
        found.append(year)
    if filled:
        place = records.typed.grid.place
        findings.append(finding("group_filled", place, column="Haushaltsjahr", count=filled))
    if any(titled) and not records.plan.years:
        year = next(filter(None, titled))
        findings.append(finding("year_from_title", records.typed.grid.place, year=year))
    if from_date and stated is None:
        findings.append(_dated_note(records, from_date))
    elif from_date:
        rows = ", ".join(map(str, sorted(from_date)[:10]))
        findings.append(finding("year_blank", records.typed.grid.place, count=len(from_date), rows=rows))
    return found, frozenset(from_date), findings


def _titled_years(records: Records, dates: Sequence[date | None]) -> list[int | None]:
    """Return for every record the year of the title, where it holds.

    ``Haushaltsjahr 2024`` holds for postings of 2024 and, as late ones, of 2025. Other titles, such as
    ``Haushalt 2024``, hold only for rows without a date.
    """
    titles = records.titles
    grouped = group_lines(records.typed, titles, ["budget_year"]).values.get("budget_year")
    if grouped is not None:
        pairs = zip(grouped, dates, strict=True)
        return [_held(year, day, is_budget_year=True) if year else None for year, day in pairs]
    said = titles.get("budget_year", titles.get("year"))
    return [_held(said, day, is_budget_year="budget_year" in titles) if said else None for day in dates]


def _held(said: str, day: date | None, *, is_budget_year: bool) -> int | None:
    year = int(said)
    is_held = day is None or (is_budget_year and day.year in (year, year + 1))
    return year if is_held else None


def _dated_note(records: Records, rows: Collection[int]) -> Finding:
    """Say that the posting date tells the year, aloud where the title says another."""
    place, year = records.typed.grid.place, records.titles.get("budget_year")
    if year is None:
        return finding("year_from_date", place)
    listed = ", ".join(map(str, sorted(rows)[:10]))
    return finding("year_elsewhere", place, year=year, count=len(rows), rows=listed)
