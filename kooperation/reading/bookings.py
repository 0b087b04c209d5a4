"""Booking exports and order lists to the canonical frame: one row per posting item, signed, in euros."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.model.errors import raise_errors
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import Convention, format_euros
from kooperation.model.region import fold
from kooperation.model.schema import BOOKING_COLUMNS, frame_of
from kooperation.reading.cells import read_sheets
from kooperation.reading.container import Source, read_source
from kooperation.reading.layouts import KindOfFile, Layout
from kooperation.reading.merging import merge_bookings
from kooperation.reading.plan import Plan, choose_plan, plan_grid
from kooperation.reading.table import LoadReport, TypedTable, choose_grid, find_grid, type_grid
from kooperation.reading.titles import from_titles
from kooperation.reading.vocabulary import columns_meant, fold_heading

_IDENTITIES = ("booked_on", "document")
_AMOUNTS = ("amount", "amount_debit", "amount_credit", "amount_actual", "amount_commitment")
_HOME = re.compile(
    r"haus|\bhw|kwahr|bwahr|bukrs|buchungskreis|eur|€|mandant|\(mw\)|dmbtr|fm-|fikrs|kostenrechnung"
)
_PLUS, _MINUS = frozenset({"s", "soll", "d", "+"}), frozenset({"h", "haben", "c", "-"})


@dataclass(frozen=True, eq=False, slots=True)
class Loaded:
    """The canonical frame of one file and the report of how it was read."""

    frame: pd.DataFrame
    report: LoadReport
    kind_of_file: KindOfFile


@dataclass(frozen=True, slots=True)
class _Entry:
    """One posting item: which record, what kind, and how much. [cents]"""

    record: int
    kind: str
    cents: int
    year: int | None = None


def read_bookings(
    path: str | Path,
    *,
    layouts: Sequence[Layout] = (),
    sheet: str | None = None,
    decimal: str | None = None,
    strict: bool = True,
) -> pd.DataFrame:
    """Read one booking export in any known layout.

    Parameters
    ----------
    path : str or Path
        Excel workbook or delimited text.
    layouts : sequence of Layout
        Layouts of one's own, tried before the built-in ones.
    sheet, decimal : str, optional
        Which sheet, or which decimal mark, when the file alone cannot tell.
    strict : bool
        ``False``: read on; what could not be read is a finding of ``frame.attrs["report"]``.

    Returns
    -------
    DataFrame, one row per posting item
        The columns of ``model.schema.BOOKING_COLUMNS``; ``amount`` [EUR], spending positive, ``<NA>`` where the
        file says nothing. ``attrs["report"]`` is the :class:`LoadReport`.

    Raises
    ------
    KooperationError
        With every fault of the file: place, finding, remedy.
    """
    convention = Convention(decimal) if decimal else None
    loaded = load_bookings(read_source(path), layouts=layouts, sheet=sheet, convention=convention)
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


def plan_source(
    source: Source, *, layouts: Sequence[Layout], kind_of_file: KindOfFile, sheet: str | None = None
) -> Plan:
    """Choose the sheet of ``source`` that fits and say what its columns are."""
    own = {heading for layout in layouts for heading in (*layout.needs, *layout.columns)}
    grids = [
        find_grid(
            source, one, is_known=lambda heading: fold_heading(heading) in own or bool(columns_meant(heading))
        )
        for one in read_sheets(source)
    ]
    plans = choose_plan(
        source.place, [plan_grid(grid, kind_of_file, layouts) for grid in grids if grid is not None]
    )
    by_grid = {id(plan.grid): plan for plan in plans}
    wanted = sheet or next((plan.layout.sheet for plan in plans if plan.layout and plan.layout.sheet), None)
    return by_grid[id(choose_grid(source, [plan.grid for plan in plans], sheet=wanted))]


def load_plan(plan: Plan, *, convention: Convention | None = None) -> Loaded:
    """Type the planned grid and bring it into the canonical columns."""
    layout = plan.layout or Layout("", plan.kind_of_file)
    typed = type_grid(
        plan.grid,
        kinds=plan.kinds,
        convention=convention or layout.decimal,
        scale=layout.scale,
        amounts=[*(plan.columns[name] for name in _AMOUNTS if name in plan.columns), *plan.years],
        identities=[plan.columns[name] for name in _IDENTITIES if name in plan.columns],
        layout=plan.name,
    )
    records = _Records(plan, layout, typed)
    entries, findings = _entries(records)
    frame, more = _canonical(records, entries)
    notes = (
        [
            finding(
                "columns_unused",
                plan.grid.place,
                columns=", ".join(f"„{heading}“" for heading in plan.unused),
            )
        ]
        if plan.unused
        else []
    )
    report = replace(
        typed.report, findings=(*typed.report.findings, *findings, *more, *_opening_notes(typed), *notes)
    )
    return Loaded(frame, report, plan.kind_of_file)


@dataclass(frozen=True, eq=False, slots=True)
class _Records:
    """The typed records of one file, looked at by canonical column."""

    plan: Plan
    layout: Layout
    typed: TypedTable

    def values(self, column: str) -> list[Any] | None:
        """Return the values of a canonical column; ``None`` when neither the file nor its layout carries it."""
        if column in self.plan.columns:
            return self.typed.values[self.plan.columns[column]]
        if column in self.layout.defaults:
            default: Any = self.layout.defaults[column]
            return [int(default) if column in ("year", "period") else default] * len(self.typed.rows)
        return None

    def by_heading(self, folded: str | None) -> list[Any] | None:
        """Return the texts under one heading of the layout."""
        positions = [
            position
            for position, heading in enumerate(self.typed.grid.headings)
            if fold_heading(heading) == folded
        ]
        return (
            [None if value is None else str(value) for value in self.typed.values[positions[0]]]
            if positions
            else None
        )

    def place(self, record: int, column: str | None = None) -> Place:
        """Return where one record stands."""
        heading = self.typed.grid.headings[self.plan.columns[column]] if column in self.plan.columns else None
        return Place(
            self.typed.grid.source.name, self.typed.grid.sheet.name, self.typed.rows[record], heading
        )


# --- amounts -------------------------------------------------------------------------------------------------


def _entries(records: _Records) -> tuple[list[_Entry], list[Finding]]:
    """Return every amount of every record as an entry with its kind and its sign."""
    plan, typed = records.plan, records.typed
    flip = -1 if records.layout.is_expense_negative else 1
    if plan.years:
        positions = sorted(plan.years)
        found = [
            _Entry(record, plan.years[position][0], flip * cents, plan.years[position][1])
            for record in range(len(typed.rows))
            for position in positions
            if (cents := typed.values[position][record]) is not None
        ]
        return found, []
    if "amount_actual" in plan.columns:
        return _entries_of_list(records), []
    cents, findings = _signed_amounts(records)
    kinds, unknown = _kinds(records)
    missing = [
        finding("no_amount", records.place(record, "amount"))
        for record, amount in enumerate(cents)
        if amount is None
        and not any(found.place.row == typed.rows[record] for found in (*findings, *typed.report.findings))
    ]
    entries = [
        _Entry(record, kind, flip * amount)
        for record, (kind, amount) in enumerate(zip(kinds, cents, strict=True))
        if kind and amount is not None
    ]
    return entries, [*findings, *unknown, *missing]


def _entries_of_list(records: _Records) -> list[_Entry]:
    """A Haushaltsüberwachungsliste shows order and actual side by side; a zero there is no posting."""
    columns = {"actual": records.values("amount_actual"), "commitment": records.values("amount_commitment")}
    return [
        _Entry(record, kind, cents[record])
        for record in range(len(records.typed.rows))
        for kind, cents in columns.items()
        if cents is not None and cents[record]
    ]


def _signed_amounts(records: _Records) -> tuple[list[int | None], list[Finding]]:
    debit, credit = records.values("amount_debit"), records.values("amount_credit")
    amounts = records.values("amount")
    if amounts is not None:
        return _with_sign_column(records, amounts)
    empty: list[int | None] = [None] * len(records.typed.rows)
    pairs = zip(debit or empty, credit or empty, strict=True)
    return [
        None if plus is None and minus is None else (plus or 0) - (minus or 0) for plus, minus in pairs
    ], []


def _with_sign_column(records: _Records, amounts: list[int | None]) -> tuple[list[int | None], list[Finding]]:
    layout = records.layout
    marks = records.by_heading(layout.sign_column) if layout.sign_column else records.values("sign_mark")
    if marks is None:
        return amounts, []
    plus = {fold(mark) for mark in layout.plus} or _PLUS
    minus = {fold(mark) for mark in layout.minus} or _MINUS
    signs, findings = [], []
    for record, mark in enumerate(marks):
        folded = fold(mark or "")
        signs.append(-1 if folded in minus else 1)
        if amounts[record] is not None and folded not in plus | minus:
            findings.append(
                finding("not_a_sign", records.place(record, "sign_mark"), raw=mark, mark=mark or "")
            )
    negative = [
        amount
        for amount, sign in zip(amounts, signs, strict=True)
        if sign < 0 and amount is not None and amount < 0
    ]
    positive = [
        amount
        for amount, sign in zip(amounts, signs, strict=True)
        if sign < 0 and amount is not None and amount > 0
    ]
    if negative and positive:
        findings.append(finding("signs_contradict", records.typed.grid.place))
    if negative:
        column = records.place(0, "sign_mark").column or layout.sign_column
        return amounts, [*findings, finding("signs_already_applied", records.typed.grid.place, column=column)]
    return [
        None if amount is None else sign * amount for amount, sign in zip(amounts, signs, strict=True)
    ], findings


def _kinds(records: _Records) -> tuple[list[str | None], list[Finding]]:
    layout, size = records.layout, len(records.typed.rows)
    if layout.kind_column is None:
        return ["commitment" if records.plan.kind_of_file == "orders" else "actual"] * size, []
    values = records.by_heading(layout.kind_column) or [None] * size
    heading = next(
        heading for heading in records.typed.grid.headings if fold_heading(heading) == layout.kind_column
    )
    kinds = {fold(value): kind for value, kind in layout.kinds.items()}
    found = [kinds.get(fold(value or "")) for value in values]
    findings = [
        finding(
            "unknown_kind",
            replace(records.place(record), column=heading),
            raw=value,
            value=value or "",
            column=heading,
        )
        for record, (value, kind) in enumerate(zip(values, found, strict=True))
        if kind is None
    ]
    return found, findings


def _opening_notes(typed: TypedTable) -> list[Finding]:
    return [
        finding(
            "opening_amount",
            Place(typed.grid.source.name, typed.grid.sheet.name, line.row),
            amount=format_euros(Decimal(cents).scaleb(-2)),
        )
        for line in typed.openings
        for cents in line.amounts.values()
        if cents
    ]


# --- canonical columns ---------------------------------------------------------------------------------------

_COPIED = (
    "booked_on",
    "period",
    "teilprodukt",
    "sachkonto",
    "cost_object",
    "document",
    "item",
    "order_id",
    "is_final",
    "vendor",
    "text",
    "region_text",
)


def _canonical(records: _Records, entries: Sequence[_Entry]) -> tuple[pd.DataFrame, list[Finding]]:
    picked = [entry.record for entry in entries]
    columns: dict[str, list[Any] | None] = {name: records.values(name) for name in _COPIED}
    columns |= _accounts(records, columns)
    columns["item"] = _items(columns["document"], columns["item"])
    foreign, currency, findings = _foreign(records)
    years, year_findings = _years(records, entries)
    values: dict[str, Sequence[Any]] = {
        name: [column[record] for record in picked]
        for name, column in {**columns, "foreign_amount": foreign, "currency": currency}.items()
        if column is not None
    }
    if records.plan.kind_of_file == "orders" and "document" not in values and "order_id" in values:
        values["document"] = values["order_id"]
    values |= {
        "kind": [entry.kind for entry in entries],
        "year": years,
        "amount": [entry.cents for entry in entries],
        "source_file": [records.typed.grid.source.name] * len(entries),
        "source_sheet": [records.typed.grid.sheet.name] * len(entries),
        "source_row": [records.typed.rows[record] for record in picked],
    }
    return frame_of(BOOKING_COLUMNS, values, length=len(entries)), [*findings, *year_findings]


def _accounts(records: _Records, columns: Mapping[str, list[Any] | None]) -> dict[str, list[Any] | None]:
    """Return Teilprodukt and Sachkonto: from their columns, a Buchungsstelle, or the lines above the table."""
    titles = from_titles(records.typed.grid.titles)
    paths = records.values("account_path") or (
        [titles["account_path"]] * len(records.typed.rows) if "account_path" in titles else None
    )
    split = [split_account_path(path) for path in paths] if paths else None
    found: dict[str, list[Any] | None] = {}
    for part, name in enumerate(("teilprodukt", "sachkonto")):
        column = columns[name]
        if column is None and split:
            column = [one[part] for one in split]
        if column is None and name in titles:
            column = [titles[name]] * len(records.typed.rows)
        found[name] = None if column is None else _filled_down(column)
    return found


def _filled_down(values: Sequence[str | None]) -> list[str | None]:
    """Repeat a group's account on the rows where the export leaves it blank."""
    filled: list[str | None] = []
    for value in values:
        filled.append(value if value is not None or not filled else filled[-1])
    return filled


def split_account_path(path: str | None) -> tuple[str | None, str | None]:
    """Split a Buchungsstelle into Teilprodukt and Sachkonto: ``15.01.01.990100.544016`` is ``990100`` and ``544016``."""
    if path is None:
        return None, None
    parts = re.split(r"[./\s]+", path.strip())
    if len(parts) == 1:
        return None, parts[0]
    products = [part for part in parts[:-1] if len(part) >= 4]
    return (products[-1] if products else ".".join(parts[:-1])), parts[-1]


def _items(documents: list[Any] | None, items: list[Any] | None) -> list[Any] | None:
    """Leave out numbers that only count the rows of this one export: the next export counts anew."""
    if items is None or documents is None or len(items) < 2:
        return items if documents is not None else None
    numbers = [int(item) for item in items if item is not None and str(item).isdigit()]
    counts_rows = len(numbers) == len(items) and numbers == list(range(1, len(items) + 1))
    return None if counts_rows else items


def _foreign(records: _Records) -> tuple[list[Any] | None, list[Any] | None, list[Finding]]:
    """Return foreign amounts and currencies, kept only where they are not euros.

    An amount column that is not said to be in house currency must not hold foreign currency.
    """
    amounts, currencies = records.values("foreign_amount"), records.values("currency")
    is_foreign = [
        bool(code) and code.upper() not in ("EUR", "€", "EURO")
        for code in currencies or [None] * len(records.typed.rows)
    ]
    findings: list[Finding] = []
    if amounts is None and currencies is not None and not _is_home(records):
        findings = [
            finding(
                "foreign_amounts",
                records.place(record, "amount"),
                raw=currencies[record],
                currency=currencies[record],
            )
            for record, foreign in enumerate(is_foreign)
            if foreign
        ]
    home = records.values("home_currency") or []
    findings += [
        finding("foreign_amounts", records.place(record, "home_currency"), raw=code, currency=code)
        for record, code in enumerate(home)
        if code and code.upper() not in ("EUR", "€")
    ]
    kept = (
        [amount if foreign else None for amount, foreign in zip(amounts, is_foreign, strict=True)]
        if amounts is not None
        else None
    )
    codes = (
        [code if foreign else None for code, foreign in zip(currencies, is_foreign, strict=True)]
        if currencies is not None and amounts is not None
        else None
    )
    return (kept if codes is not None else None), codes, findings


def _is_home(records: _Records) -> bool:
    position = records.plan.columns.get("amount")
    return position is None or bool(_HOME.search(fold(records.typed.grid.headings[position])))


def _years(records: _Records, entries: Sequence[_Entry]) -> tuple[list[int | None], list[Finding]]:
    years = records.values("year")
    dates = records.values("booked_on") or [None] * len(records.typed.rows)
    titled = from_titles(records.typed.grid.titles).get("year")
    found: list[int | None] = []
    findings: list[Finding] = []
    from_date = False
    for entry in entries:
        year = entry.year or (years[entry.record] if years else None)
        if year is None and dates[entry.record] is not None:
            year, from_date = dates[entry.record].year, True
        if year is None and titled:
            year = int(titled)
        if year is None:
            findings.append(finding("no_year", records.place(entry.record)))
        found.append(year)
    faulty = {
        one.place.row for one in records.typed.report.findings if one.kind in ("not_a_date", "not_a_year")
    }
    findings = [one for one in findings if one.place.row not in faulty]  # one fault, one finding
    if from_date:
        findings.append(finding("year_from_date", records.typed.grid.place))
    return found, findings


def total_of_openings(typed_openings: Sequence[Any], position: int | None) -> int:
    """Return what the opening lines of a list carry forward in one column. [cents]"""
    return sum(line.amounts.get(position, 0) for line in typed_openings) if position is not None else 0


__all__ = [
    "Loaded",
    "chain",
    "load_bookings",
    "load_plan",
    "plan_source",
    "read_bookings",
    "split_account_path",
    "total_of_openings",
]
