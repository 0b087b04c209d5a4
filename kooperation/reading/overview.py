"""Budget overviews to the canonical frame: Ansatz, Obligo and Ist of each account and Haushaltsjahr."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.errors import refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import format_euros
from kooperation.model.schema import EUR, OVERVIEW_COLUMNS, frame_of
from kooperation.reading.bookings import Loaded, load_plan, plan_source, split_account_path
from kooperation.reading.container import Source
from kooperation.reading.layouts import Layout
from kooperation.reading.plan import Plan
from kooperation.reading.table import TypedTable, type_grid
from kooperation.reading.titles import from_titles, year_of_name

_AMOUNTS = tuple(name for name, dtype in OVERVIEW_COLUMNS.items() if dtype is EUR)


def load_overview(source: Source, *, layouts: Sequence[Layout] = ()) -> Loaded:
    """Read a budget overview, or a Haushaltsüberwachungsliste, whose postings are summed per account.

    A column that the file lacks is ``<NA>``. An overview that does not add up in itself is a warning.

    Raises
    ------
    KooperationError
        When the file is no overview, or neither column, title nor file name tells its Haushaltsjahr.
    """
    plan = plan_source(source, layouts=layouts, kind_of_file="overview")
    if plan.kind_of_file != "overview":
        return load_plan(plan)  # the layout says what it is
    as_list = _as_list(source, layouts) if plan.layout is None else None
    return _load_list(as_list) if as_list else _load_plan(plan)


def _as_list(source: Source, layouts: Sequence[Layout]) -> Plan | None:
    """Return the plan of a list of single orders and postings, recognised by its dates or documents."""
    from kooperation.model.errors import KooperationError

    try:
        plan = plan_source(source, layouts=layouts, kind_of_file="bookings")
    except KooperationError:
        return None
    return plan if {"booked_on", "document"} <= set(plan.columns) else None


def _load_list(plan: Plan) -> Loaded:
    """Sum a list to one overview row per year and account; what its opening lines carry forward counts in."""
    loaded = load_plan(plan)
    typed = type_grid(
        plan.grid,
        kinds=plan.kinds,
        amounts=[
            plan.columns[name]
            for name in ("amount_actual", "amount_commitment", "amount")
            if name in plan.columns
        ],
    )
    groups = loaded.frame.groupby(["year", "teilprodukt", "sachkonto"], dropna=False, sort=True)
    rows = [key for key, _ in groups] or [(None, None, None)]
    sums: dict[str, list[int | None]] = {"actual": [], "committed": []}
    for _, group in groups:
        for kind, column in (("actual", "actual"), ("commitment", "committed")):
            sums[column].append(
                sum(int(amount.scaleb(2)) for amount in group.loc[group["kind"] == kind, "amount"])
            )
    if len(rows) == 1:
        for name, column in (
            ("amount_actual", "actual"),
            ("amount_commitment", "committed"),
            ("amount", "actual"),
        ):
            if name in plan.columns and sums[column]:
                sums[column][0] = (sums[column][0] or 0) + sum(
                    line.amounts.get(plan.columns[name], 0) for line in typed.openings
                )
    values: dict[str, list[Any]] = {
        "year": [None if pd.isna(row[0]) else int(row[0]) for row in rows],
        "teilprodukt": [None if pd.isna(row[1]) else row[1] for row in rows],
        "sachkonto": [None if pd.isna(row[2]) else row[2] for row in rows],
        **{column: cents or [None] for column, cents in sums.items()},
        "source_file": [plan.grid.source.name] * len(rows),
        "source_sheet": [plan.grid.sheet.name] * len(rows),
        "source_row": [plan.grid.header_row] * len(rows),
    }
    return Loaded(frame_of(OVERVIEW_COLUMNS, values), loaded.report, "overview")


def _load_plan(plan: Plan) -> Loaded:
    layout = plan.layout
    typed = type_grid(
        plan.grid,
        kinds=plan.kinds,
        convention=layout.decimal if layout else None,
        scale=layout.scale if layout else None,
        amounts=[plan.columns[name] for name in _AMOUNTS if name in plan.columns],
        layout=plan.name,
    )
    values = _accounts(plan, typed)
    values["year"] = _years(plan, typed)
    values |= (
        _wide(plan, typed)
        if plan.years
        else {name: typed.values[plan.columns[name]] for name in _AMOUNTS if name in plan.columns}
    )
    values |= {
        "source_file": [plan.grid.source.name] * len(typed.rows),
        "source_sheet": [plan.grid.sheet.name] * len(typed.rows),
        "source_row": list(typed.rows),
    }
    if plan.years:
        values = _one_row_per_year(plan, values)
    frame = frame_of(OVERVIEW_COLUMNS, values)
    report = replace(typed.report, findings=(*typed.report.findings, *_inconsistencies(frame)))
    return Loaded(frame, report, "overview")


def _accounts(plan: Plan, typed: TypedTable) -> dict[str, list[Any]]:
    size = len(typed.rows)
    titles = from_titles(plan.grid.titles)
    defaults = plan.layout.defaults if plan.layout else {}
    paths = typed.values[plan.columns["account_path"]] if "account_path" in plan.columns else None
    split = [split_account_path(path) for path in paths] if paths else None
    found: dict[str, list[Any]] = {}
    for part, name in enumerate(("teilprodukt", "sachkonto")):
        if name in plan.columns:
            found[name] = typed.values[plan.columns[name]]
        elif split:
            found[name] = [one[part] for one in split]
        else:
            found[name] = [defaults.get(name) or titles.get(name)] * size
    return found


def _years(plan: Plan, typed: TypedTable) -> list[int | None]:
    if plan.years:
        return [None] * len(typed.rows)
    if "year" in plan.columns:
        return typed.values[plan.columns["year"]]
    defaults = plan.layout.defaults if plan.layout else {}
    titled = (
        defaults.get("year")
        or from_titles(plan.grid.titles).get("year")
        or year_of_name(plan.grid.source.name)
    )
    if titled is None:
        raise refuse("overview_without_year", plan.grid.place)
    return [int(titled)] * len(typed.rows)


_WIDE_COLUMNS = {"actual": "actual", "budget": "budget", "commitment": "committed"}


def _wide(plan: Plan, typed: TypedTable) -> dict[str, list[Any]]:
    return {f"{kind}/{year}": typed.values[position] for position, (kind, year) in plan.years.items()}


def _one_row_per_year(plan: Plan, values: dict[str, list[Any]]) -> dict[str, list[Any]]:
    years = sorted({year for _, year in plan.years.values()})
    size = len(values["source_row"])
    fixed = ("teilprodukt", "sachkonto", "source_file", "source_sheet", "source_row")
    made: dict[str, list[Any]] = {name: values[name] * len(years) for name in fixed}
    made["year"] = [year for year in years for _ in range(size)]
    for kind, column in _WIDE_COLUMNS.items():
        made[column] = [cents for year in years for cents in values.get(f"{kind}/{year}", [None] * size)]
    return made


def _inconsistencies(frame: pd.DataFrame) -> list[Finding]:
    """Check each row of the overview against itself: Ansatz to fortgeschriebener Ansatz to verfügbar."""
    found: list[Finding] = []
    for row in frame.to_dict("records"):
        revised = _sum(row, {"budget": 1, "carried_over": 1, "adjusted": 1})
        available = _sum(row, {"revised_budget": 1, "blocked": -1, "committed": -1, "actual": -1})
        checks = (
            ("revised_budget", revised, "Ansatz + Übertragung + üpl/apl", row["budget"]),
            (
                "available",
                available,
                "fortgeschriebener Ansatz − Sperre − Aufträge − Ist",
                row["revised_budget"],
            ),
        )
        for column, computed, formula, needed in checks:
            if pd.notna(row[column]) and pd.notna(needed) and computed != row[column]:
                place = Place(
                    row["source_file"],
                    None if pd.isna(row["source_sheet"]) else row["source_sheet"],
                    int(row["source_row"]),
                )
                found.append(
                    finding(
                        "overview_inconsistent",
                        place,
                        formula=formula,
                        computed=format_euros(computed),
                        stated=format_euros(row[column]),
                    )
                )
    return found


def _sum(row: dict[Any, Any], signs: dict[str, int]) -> Decimal:
    return sum(
        (sign * row[column] for column, sign in signs.items() if pd.notna(row[column])), Decimal("0.00")
    )
