"""The amounts of each record: signed, in cents, and whether they are actual, committed or budgeted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kooperation.model.findings import Finding, finding
from kooperation.model.money import format_euros
from kooperation.model.region import fold
from kooperation.reading.records import Records
from kooperation.reading.typed import SignColumn
from kooperation.reading.vocabulary import is_additive

AMOUNTS = ("amount", "amount_debit", "amount_credit", "amount_actual", "amount_commitment")
Cents = list[int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting item: which record, what kind, and how much [cents]. ``year``: of its column, if wide."""

    record: int
    kind: str
    cents: int
    year: int | None = None


def entries_of(records: Records) -> tuple[list[Entry], list[Finding]]:
    """Return every amount of every record as an entry with its kind and its sign."""
    if records.plan.years:
        return _entries_of_years(records), []
    if "amount_actual" in records.plan.columns:
        return _entries_of_list(records), []
    cents, findings = _signed(records)
    kinds, unknown = _kinds(records)
    entries = [
        Entry(record, kind, _spending(records, amount))
        for record, (kind, amount) in enumerate(zip(kinds, cents, strict=True))
        if kind and amount is not None
    ]
    return entries, [*findings, *unknown, *_without_amount(records, cents, findings)]


def _spending(records: Records, cents: int) -> int:
    """Return an amount with spending positive, also where the file shows it negative."""
    return -cents if records.plan.layout.is_expense_negative else cents


def _entries_of_years(records: Records) -> list[Entry]:
    return [
        Entry(record, kind, _spending(records, cents), year)
        for record in range(len(records))
        for position, (kind, year) in sorted(records.plan.years.items())
        if (cents := records.at(position)[record]) is not None
    ]


def _entries_of_list(records: Records) -> list[Entry]:
    """A Haushaltsüberwachungsliste shows order and actual side by side; a zero there is no posting."""
    columns = {"actual": records.values("amount_actual"), "commitment": records.values("amount_commitment")}
    return [
        Entry(record, kind, _spending(records, cents[record]))
        for record in range(len(records))
        for kind, cents in columns.items()
        if cents is not None and cents[record]
    ]


def _without_amount(records: Records, cents: Cents, findings: Sequence[Finding]) -> list[Finding]:
    """Warn of records without an amount, unless a fault says already why."""
    faulty = {found.place.row for found in (*findings, *records.typed.report.findings)}
    return [
        finding("no_amount", records.place(record, "amount"))
        for record, amount in enumerate(cents)
        if amount is None and records.typed.rows[record] not in faulty
    ]


def opening_notes(records: Records) -> list[Finding]:
    """Name the amounts carried forward, which are no postings of the file."""
    return [
        finding(
            "opening_amount",
            records.typed.grid.place_of(line.row, position),
            amount=format_euros(Decimal(cents).scaleb(-2)),
        )
        for line in records.typed.openings
        for position, cents in line.amounts.items()
        if cents
    ]


def unused_amounts(records: Records) -> list[Finding]:
    """Warn of money columns that nothing reads although they hold amounts; a running balance is none."""
    plan, typed = records.plan, records.typed
    used = set(plan.kinds)
    if "currency" not in plan.columns:  # without it nothing says that an amount is a foreign one
        used.discard(plan.columns.get("foreign_amount", -1))
    unused = [
        position
        for position, kind in typed.kinds.items()
        if kind == "money" and position not in used and is_additive(typed.grid.headings[position])
    ]
    return [
        finding("amounts_unused", typed.grid.place_of(None, position))
        for position in unused
        if any(typed.values[position])
    ]


# --- signs ---------------------------------------------------------------------------------------------


def _signed(records: Records) -> tuple[Cents, list[Finding]]:
    amounts = records.values("amount")
    if amounts is not None:
        signs = records.plan.signs
        return (amounts, []) if signs is None else _with_signs(records, amounts, signs)
    empty: Cents = [None] * len(records)
    spent, taken_back = records.values("amount_debit") or empty, records.values("amount_credit") or empty
    taken = [cents for cents in taken_back if cents]
    is_reversed = bool(taken) and all(cents < 0 for cents in taken)
    place = records.typed.grid.place_of(None, records.plan.columns.get("amount_credit"))
    return [
        None if debit is None and credit is None else (debit or 0) - (credit or 0)
        for debit, credit in zip(spent, taken_back, strict=True)
    ], [finding("credits_negative", place)] if is_reversed else []


def _with_signs(records: Records, amounts: Cents, column: SignColumn) -> tuple[Cents, list[Finding]]:
    """Apply the marks beside the amounts, unless every H has its minus already."""
    marks = records.at(column.position)
    signs = [column.sign_of(mark) for mark in marks]
    places = [records.typed.grid.place_of(row, column.position) for row in records.typed.rows]
    findings = [
        finding("not_a_sign", place, raw=mark, mark=mark or "")
        for place, mark, sign, amount in zip(places, marks, signs, amounts, strict=True)
        if sign is None and amount is not None
    ]
    taken = [amount for amount, sign in zip(amounts, signs, strict=True) if sign == -1 and amount]
    is_signed = any(amount < 0 for amount in taken)
    if is_signed and any(amount > 0 for amount in taken):
        findings.append(finding("signs_contradict", records.typed.grid.place))
    if is_signed:
        heading = records.typed.grid.headings[column.position]
        note = finding("signs_already_applied", records.typed.grid.place, column=heading)
        return amounts, [*findings, note]
    return [
        None if amount is None else (sign or 1) * amount for amount, sign in zip(amounts, signs, strict=True)
    ], findings


# --- kinds ---------------------------------------------------------------------------------------------


def _kinds(records: Records) -> tuple[list[str | None], list[Finding]]:
    layout, plan = records.plan.layout, records.plan
    position = plan.position_of(layout.kind_column)
    if position is None:
        return ["commitment" if plan.kind_of_file == "orders" else "actual"] * len(records), []
    known = {fold(value): kind for value, kind in layout.kinds.items()}
    values = [None if value is None else str(value) for value in records.at(position)]
    kinds = [known.get(fold(value or "")) for value in values]
    heading = records.typed.grid.headings[position]
    unknown = [
        finding(
            "unknown_kind",
            records.typed.grid.place_of(row, position),
            raw=value,
            value=value or "",
            column=heading,
        )
        for row, value, kind in zip(records.typed.rows, values, kinds, strict=True)
        if kind is None
    ]
    return kinds, unknown
