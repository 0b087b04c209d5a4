"""Booking exports and order lists to the canonical frame: one row per posting item, signed, in euros."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.model.errors import raise_errors
from kooperation.model.findings import Finding, finding
from kooperation.model.money import Convention
from kooperation.model.schema import BOOKING_COLUMNS, frame_of
from kooperation.reading.cells.column import Array
from kooperation.reading.cells.readers import period_of_year
from kooperation.reading.cells.sheet import is_blank
from kooperation.reading.container import Source, read_source
from kooperation.reading.layouts.layout import KindOfFile, Layout
from kooperation.reading.layouts.plan import Plan, plan_source
from kooperation.reading.ledgers.amounts import (
    AMOUNTS,
    entries_of,
    factor_faults,
    opening_notes,
    sign_warnings,
    unused_amounts,
)
from kooperation.reading.ledgers.budget_lines import budget_lines
from kooperation.reading.ledgers.columns import TEXTS, WHOLES, filled_down, repeated
from kooperation.reading.ledgers.credits import unsigned_credits
from kooperation.reading.ledgers.currency import foreign_of
from kooperation.reading.ledgers.entries import Entries
from kooperation.reading.ledgers.groups import group_lines
from kooperation.reading.ledgers.records import Loaded, Records, accounts_of
from kooperation.reading.merging.bookings import ROWS_DATED, merge_bookings
from kooperation.reading.tables.asked import check_asked
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
        Workbook (xlsx, xlsb, xls, ods), HTML or XML table, delimited text or list.
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
    ValueError
        For a ``decimal`` or ``dates`` that is none of those above.
    """
    convention = check_asked(decimal=decimal, dates=dates)
    loaded = load_plan(
        plan_source(read_source(path), layouts=layouts, kind_of_file="bookings", sheet=sheet),
        convention=convention,
        dates=dates,
    )
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
        *factor_faults(records),
        *sign_warnings(records, entries),
        *unsigned_credits(records, entries),
        *budget_lines(records, entries),
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


def _canonical(records: Records, entries: Entries) -> tuple[pd.DataFrame, list[Finding]]:
    accounts, account_notes = accounts_of(records)
    foreign, currency_faults = foreign_of(records, AMOUNTS)
    years, rows_dated, year_notes = _years(records, entries)
    columns: dict[str, pa.Array | None] = {name: records.column(name) for name in _COPIED}
    columns |= {**accounts, **foreign, **records.sources(), "item": _items(records)}
    values = {name: entries.of(column) for name, column in columns.items() if column is not None}
    if records.plan.kind_of_file == "orders" and "document" not in values and "order_id" in values:
        values["document"] = values["order_id"]
    if entries.sachkonto is not None and len(entries):
        values["sachkonto"] = entries.sachkonto
    values |= {"kind": entries.kinds, "year": years, "amount": entries.cents}
    frame = frame_of(BOOKING_COLUMNS, values, length=len(entries))
    frame.attrs[ROWS_DATED] = rows_dated
    return frame, [*account_notes, *currency_faults, *year_notes]


def _items(records: Records) -> pa.Array | None:
    """Leave out numbers that only count the rows of this one export: the next export counts anew."""
    items = records.column("item")
    if items is None or records.column("document") is None:
        return None
    texts = items.cast(TEXTS)
    is_number = pc.and_(pc.ascii_is_decimal(texts), pc.less_equal(pc.binary_length(texts), 18))
    if len(items) < 2 or items.null_count or not pc.all(is_number).as_py():
        return items
    numbers = np.asarray(items.cast(WHOLES))
    counts_records = (np.diff(numbers) == 1).all()
    counts_rows = (np.diff(numbers) == np.diff(records.typed.numbers)).all()
    return None if numbers[0] <= 1 and (counts_records or counts_rows) else items


# --- Haushaltsjahr -------------------------------------------------------------------------------------


def _years(records: Records, entries: Entries) -> tuple[pa.Array, frozenset[int], list[Finding]]:
    """Return the Haushaltsjahr of every entry: of its column or period, else the title, else its date.

    The rows of the last kind are returned too: to another file their year is a guess.
    """
    dates = _or_nothing(records, "booked_on", pa.date32())
    column = records.column("year")
    of_periods = _years_of_periods(records) if column is None else None
    column = of_periods if column is None else column
    stated, filled = (pa.nulls(len(records), WHOLES), 0) if column is None else _groups_filled(column, dates)
    titled = _titled_years(records, dates) if column is None else pa.nulls(len(records), WHOLES)
    said = entries.of(stated)
    if entries.years is not None or said.null_count:
        said = pc.coalesce(*([] if entries.years is None else [entries.years]), said, entries.of(titled))
    found = pc.coalesce(said, pc.year(entries.of(dates))) if said.null_count else said
    is_dated = flags_of(pc.and_(said.is_null(), found.is_valid()))
    rows_dated = _rows_without_fault(records, entries.records[is_dated])
    findings = [
        *_without_year(records, entries.records[flags_of(found.is_null())]),
        *_titled_notes(records, titled, filled),
        *([] if of_periods is None else [_period_note(records)]),
        *_dated_notes(records, frozenset(rows_dated), is_stated=column is not None),
    ]
    return found, frozenset(rows_dated), findings


def _years_of_periods(records: Records) -> pa.Array | None:
    """Return the years that the periods name (``2024/13``), where all of them do and no title names one."""
    position = records.plan.columns.get("period")
    if position is None or "budget_year" in records.titles:
        return None
    distinct = records.typed.grid.columns[position].distinct
    codes = distinct.codes[records.typed.places]
    told = {code: period_of_year(distinct.cells[code]) for code in np.unique(codes).tolist()}
    if not any(told.values()) or not all(one or is_blank(distinct.cells[code]) for code, one in told.items()):
        return None
    years = [one[0] if (one := told.get(code)) else None for code in range(len(distinct.cells))]
    return pa.array(years, type=WHOLES).take(pa.array(codes))


def _period_note(records: Records) -> Finding:
    return finding("year_from_period", records.typed.grid.place_of(None, records.plan.columns["period"]))


def _or_nothing(records: Records, name: str, kind: pa.DataType) -> pa.Array:
    column = records.column(name)
    return pa.nulls(len(records), kind) if column is None else column


def _groups_filled(years: pa.Array, dates: pa.Array) -> tuple[pa.Array, int]:
    """Repeat the year of a group where the export leaves it blank; a blank one beside a date is no group."""
    if not years.null_count:
        return years, 0
    is_open = pc.and_(years.is_null(), dates.is_valid())
    return (years, 0) if pc.any(is_open).as_py() else filled_down(years)


def _rows_without_fault(records: Records, chosen: Array) -> list[int]:
    """Return the rows of the chosen records that have no fault yet: one fault, one finding."""
    faulty = {one.place.row for one in records.typed.report.findings if one.severity == "error"}
    rows: list[int] = records.typed.numbers[chosen].tolist()
    return [row for row in rows if row not in faulty]


def _without_year(records: Records, chosen: Array) -> list[Finding]:
    place_of = records.typed.grid.place_of
    return [finding("no_year", place_of(row)) for row in _rows_without_fault(records, chosen)]


def _titled_notes(records: Records, titled: pa.Array, filled: int) -> list[Finding]:
    place, years = records.typed.grid.place, titled.drop_null()
    found = [finding("group_filled", place, column="Haushaltsjahr", count=filled)] if filled else []
    if len(years) and not records.plan.years:
        found.append(finding("year_from_title", place, year=years[0].as_py()))
    return found


def _titled_years(records: Records, dates: pa.Array) -> pa.Array:
    """Return for every record the year of the title, where it holds.

    ``Haushaltsjahr 2024`` holds for postings of 2024 and, as late ones, of 2025. Other titles, such as
    ``Haushalt 2024``, hold only for rows without a date.
    """
    titles = records.titles
    grouped = group_lines(records.typed, titles, ["budget_year"]).values.get("budget_year")
    if grouped is not None:
        said = pa.array([int(year) if year else None for year in grouped], type=WHOLES)
        return _held(said, dates, is_budget_year=True)
    told = titles.get("budget_year", titles.get("year"))
    said = repeated(int(told) if told else None, len(records), WHOLES)
    return _held(said, dates, is_budget_year="budget_year" in titles)


def _held(said: pa.Array, dates: pa.Array, *, is_budget_year: bool) -> pa.Array:
    is_held = dates.is_null()
    if is_budget_year:
        late = pc.subtract(pc.year(dates), said)
        is_held = pc.or_(
            is_held, pc.fill_null(pc.is_in(late, pa.array([0, 1], type=WHOLES)), fill_value=False)
        )
    return pc.if_else(is_held, said, None)


def _dated_notes(records: Records, rows: Collection[int], *, is_stated: bool) -> list[Finding]:
    """Say that the posting date tells the year, aloud where a column or the title says another."""
    if not rows:
        return []
    if not is_stated:
        return [_dated_note(records, rows)]
    listed = ", ".join(map(str, sorted(rows)[:10]))
    return [finding("year_blank", records.typed.grid.place, count=len(rows), rows=listed)]


def _dated_note(records: Records, rows: Collection[int]) -> Finding:
    """Say that the posting date tells the year, aloud where the title says another."""
    place, year = records.typed.grid.place, records.titles.get("budget_year")
    if year is None:
        return finding("year_from_date", place)
    listed = ", ".join(map(str, sorted(rows)[:10]))
    return finding("year_elsewhere", place, year=year, count=len(rows), rows=listed)
