"""Budget overviews to the canonical frame: Ansatz, Obligo and Ist of each account and Haushaltsjahr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import column_sum, euros_spoken
from kooperation.model.schema import EUR, OVERVIEW_COLUMNS, SOURCE_COLUMNS, frame_of, records_of
from kooperation.reading.container import Source
from kooperation.reading.layouts.layout import Layout
from kooperation.reading.layouts.plan import Plan, grids_of, plan_grids
from kooperation.reading.ledgers.amounts import factor_faults, unused_amounts
from kooperation.reading.ledgers.bookings import load_plan
from kooperation.reading.ledgers.columns import WHOLES, repeated
from kooperation.reading.ledgers.currency import foreign_of
from kooperation.reading.ledgers.records import Loaded, Records, accounts_of
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.typed import type_grid
from kooperation.reading.words.titles import year_of_name

_AMOUNTS = tuple(name for name, dtype in OVERVIEW_COLUMNS.items() if dtype is EUR)
_COLUMN_OF_KIND = {"commitment": "committed"} | {name: name for name in _AMOUNTS}


def load_overview(source: Source, *, layouts: Sequence[Layout] = ()) -> Loaded:
    """Read a budget overview, or a Haushaltsüberwachungsliste, whose postings are summed per account.

    A column that the file lacks is ``<NA>``. An overview that does not add up in itself is a warning.

    Raises
    ------
    KooperationError
        When the file is no overview, or neither column, title nor file name tells its Haushaltsjahr.
    """
    grids = grids_of(source, layouts=layouts)
    as_list = _as_list(source, grids, layouts)
    if as_list is not None:
        return _load_list(as_list)
    plan = plan_grids(source, grids, layouts=layouts, kind_of_file="overview")
    return _load_plan(plan) if plan.kind_of_file == "overview" else load_plan(plan)  # the layout says so


def _as_list(source: Source, grids: Sequence[Grid], layouts: Sequence[Layout]) -> Plan | None:
    """Return the plan of a list of single orders and postings, recognised by its dates and documents."""
    try:
        plan = plan_grids(source, grids, layouts=layouts, kind_of_file="bookings")
    except KooperationError:
        return None
    return plan if not plan.is_by_layout and {"booked_on", "document"} <= set(plan.columns) else None


# --- a list of postings --------------------------------------------------------------------------------

_CARRIED_TO = {"amount_actual": "actual", "amount": "actual", "amount_commitment": "committed"}


def _load_list(plan: Plan) -> Loaded:
    """Sum a list to one overview row per year and account; what its opening lines carry forward counts in."""
    loaded = load_plan(plan)
    rows = [_sums(key, group) for key, group in _by_account(loaded.frame)] or [
        _sums((None, None, None), None)
    ]
    if len(rows) == 1:
        for column, cents in loaded.openings.items():
            if column in _CARRIED_TO:
                rows[0][_CARRIED_TO[column]] = (rows[0][_CARRIED_TO[column]] or 0) + cents
    values: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in rows[0]}
    values |= {
        "source_file": [plan.grid.source.name] * len(rows),
        "source_sheet": [plan.grid.sheet.name] * len(rows),
        "source_row": [plan.grid.header_row] * len(rows),
    }
    return Loaded(frame_of(OVERVIEW_COLUMNS, values), loaded.report, "overview")


def _by_account(frame: pd.DataFrame) -> Any:
    return frame.groupby(["year", "teilprodukt", "sachkonto"], dropna=False, sort=True)


def _sums(key: Sequence[Any], group: pd.DataFrame | None) -> dict[str, Any]:
    year, teilprodukt, sachkonto = (None if pd.isna(part) else part for part in key)
    sums = {
        column: None
        if group is None
        else int(column_sum(group.loc[group["kind"] == kind, "amount"]).scaleb(2))
        for kind, column in (("actual", "actual"), ("commitment", "committed"))
    }
    return {"year": year, "teilprodukt": teilprodukt, "sachkonto": sachkonto, **sums}


# --- an overview proper --------------------------------------------------------------------------------


def _load_plan(plan: Plan) -> Loaded:
    typed = type_grid(plan.grid, plan.instructions(_AMOUNTS))
    records = Records(plan, typed)
    accounts, notes = accounts_of(records)
    fixed = {**accounts, **records.sources()}
    values = _one_row_per_year(records, fixed) if plan.years else _one_row_per_record(records, fixed)
    made = {name: column for name, column in values.items() if column is not None}
    frame = frame_of(OVERVIEW_COLUMNS, made, length=len(made["source_row"]))
    noticed = (
        *typed.report.findings,
        *notes,
        *_not_euros(records),
        *_inconsistencies(frame),
        *unused_amounts(records),
        *factor_faults(records),
        *plan.unused_note(),
    )
    return Loaded(frame, replace(typed.report, findings=noticed), "overview")


def _not_euros(records: Records) -> list[Finding]:
    _, findings = foreign_of(records, _AMOUNTS)
    return findings


def _one_row_per_record(records: Records, fixed: dict[str, pa.Array | None]) -> dict[str, pa.Array | None]:
    amounts = {name: _spending(records, records.column(name)) for name in _AMOUNTS}
    return {**fixed, "year": _years(records), **amounts}


def _spending(records: Records, cents: pa.Array | None) -> pa.Array | None:
    return cents if cents is None or not records.plan.layout.is_expense_negative else pc.negate(cents)


def _years(records: Records) -> pa.Array:
    stated = records.column("year")
    if stated is not None:
        return stated
    titled = records.titles.get("year") or year_of_name(records.plan.grid.source.name)
    if titled is None:
        raise refuse("overview_without_year", records.plan.grid.place)
    return repeated(int(titled), len(records), WHOLES)


def _one_row_per_year(records: Records, fixed: dict[str, pa.Array | None]) -> dict[str, pa.Array | None]:
    """Turn a wide layout, one column per kind and year, into one row per account and year."""
    years = sorted({year for _, year in records.plan.years.values()})
    size = len(records)
    values = {
        name: pa.concat_arrays([column] * len(years)) if isinstance(column, pa.Array) else column
        for name, column in fixed.items()
    }
    values["year"] = pa.concat_arrays([repeated(year, size, WHOLES) for year in years])
    position_of = {kind_and_year: position for position, kind_and_year in records.plan.years.items()}
    for kind, column in _COLUMN_OF_KIND.items():
        if kind not in {one for one, _ in position_of}:
            continue
        positions = [position_of.get((kind, year)) for year in years]
        parts = [None if one is None else _spending(records, records.at(one)) for one in positions]
        values[column] = pa.concat_arrays([pa.nulls(size, WHOLES) if one is None else one for one in parts])
    return values


# --- does it add up ------------------------------------------------------------------------------------

_REVISED = {"budget": 1, "carried_over": 1, "adjusted": 1}
_AVAILABLE = {"revised_budget": 1, "blocked": -1, "committed": -1, "actual": -1}
_CHECKS = (
    ("revised_budget", "budget", _REVISED, "Ansatz + Übertragung + üpl/apl"),
    ("available", "revised_budget", _AVAILABLE, "fortgeschriebener Ansatz − Sperre − Aufträge − Ist"),
)
_COMPARED = list(dict.fromkeys(("available", *_REVISED, *_AVAILABLE, *SOURCE_COLUMNS)))


def _inconsistencies(frame: pd.DataFrame) -> Iterator[Finding]:
    """Check each row of the overview against itself: Ansatz to fortgeschriebener Ansatz to verfügbar."""
    for row in records_of(frame, _COMPARED):
        for column, needed, signs, formula in _CHECKS:
            if pd.isna(row[column]) or pd.isna(row[needed]):
                continue
            computed = sum(
                (sign * row[one] for one, sign in signs.items() if pd.notna(row[one])), Decimal("0.00")
            )
            if computed != row[column]:
                sheet = None if pd.isna(row["source_sheet"]) else row["source_sheet"]
                yield finding(
                    "overview_inconsistent",
                    Place(row["source_file"], sheet, int(row["source_row"])),
                    formula=formula,
                    computed=euros_spoken(computed),
                    stated=euros_spoken(row[column]),
                )
