"""The amounts of each record: signed, in cents, and whether they are actual, committed or budgeted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kooperation.model.findings import Finding, finding
from kooperation.model.money import format_euros
from kooperation.model.region import fold
from kooperation.reading.layouts.datev import Buchungssatz, reversing_keys
from kooperation.reading.layouts.kinds import kind_of_value
from kooperation.reading.ledgers.records import Records
from kooperation.reading.tables.typed import SignColumn
from kooperation.reading.words.vocabulary import columns_meant, fold_heading, is_additive

AMOUNTS = ("amount", "amount_debit", "amount_credit", "amount_actual", "amount_commitment")
Cents = list[int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting item: which record, what kind, and how much [cents].

    ``year``: of its column, if wide. ``sachkonto``: of its side, if the record has two accounts.
    """

    record: int
    kind: str
    cents: int
    year: int | None = None
    sachkonto: str | None = None


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
    findings += [*unknown, *_net_faults(records), *_without_amount(records, cents, findings)]
    return (
        _on_both_sides(records, entries, findings)
        if "contra_account" in records.plan.columns
        else (entries, findings)
    )


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
    """Warn of money columns that nothing reads although they hold amounts of their own.

    A running balance is none, nor what is still available, nor the amount once more in another column.
    """
    plan, typed = records.plan, records.typed
    used = set(plan.kinds)
    if "currency" not in plan.columns:  # without it nothing says that an amount is a foreign one
        used.discard(plan.columns.get("foreign_amount", -1))
    read = [typed.values[position] for position in used if typed.kinds[position] == "money"]
    return [
        finding("amounts_unused", typed.grid.place_of(None, position))
        for position, kind in typed.kinds.items()
        if kind == "money"
        and position not in used
        and is_additive(typed.grid.headings[position])
        and "available" not in columns_meant(typed.grid.headings[position])
        and any(typed.values[position])
        and typed.values[position] not in read
    ]


_NET = re.compile(r"(?:betrag|rechnungsbetrag)?netto(?:betrag)?(?:in)?(?:eur|euro|€)?|net(?:amount)?(?:eur)?")
_TAX = re.compile(
    r"(?:mwst|ust|mehrwertsteuer|umsatzsteuer|vorsteuer|steuer|vat|tax)(?:betrag|amount)?(?:in)?(?:eur|euro|€)?"
)


def _net_faults(records: Records) -> list[Finding]:
    """Refuse an amount that repeats the net amount beside a tax: spending counts gross."""
    grid, typed = records.typed.grid, records.typed
    net, tax = (
        next(
            (
                typed.values[at]
                for at, heading in enumerate(grid.headings)
                if words.fullmatch(fold_heading(heading)) and typed.kinds[at] == "money"
            ),
            None,
        )
        for words in (_NET, _TAX)
    )
    amounts = records.values("amount")
    if net is None or tax is None or amounts is None or net is amounts:
        return []
    rows = [
        (amount, before, added)
        for amount, before, added in zip(amounts, net, tax, strict=True)
        if amount and before and added
    ]
    if not rows or any(amount != before for amount, before, _ in rows):
        return []
    return [finding("amounts_net", grid.place_of(None, records.plan.columns["amount"]))]


def sign_warnings(records: Records, entries: Sequence[Entry]) -> list[Finding]:
    """Warn of a file that seems to show its spending negative, and of reversals without counterpart."""
    place = records.typed.grid.place
    spent = [entry.cents for entry in entries if entry.kind == "actual" and entry.cents]
    negative = sum(cents < 0 for cents in spent)
    found = []
    signs = records.plan.found_signs
    if signs and "sign_mark" not in records.plan.columns:
        found.append(finding("signs_found", records.typed.grid.place_of(None, signs.position)))
    if len(spent) >= 3 and negative * 4 > len(spent) * 3 and not records.plan.layout.is_expense_negative:
        found.append(finding("mostly_negative", place, count=negative, rows=len(spent)))
    marks = records.values("reversed_mark")
    if marks is None:
        return found
    marked = {record for record, mark in enumerate(marks) if mark and fold(mark) not in _NOT_REVERSED}
    left = sum(entry.cents for entry in entries if entry.record in marked)
    if not marked:
        return found
    kind = "reversals_open" if left else "reversals_marked"
    rows = ", ".join(str(records.typed.rows[record]) for record in sorted(marked)[:10])
    amount = format_euros(Decimal(left).scaleb(-2))
    position = records.plan.columns.get("reversed_mark")
    return [
        *found,
        finding(
            kind, records.typed.grid.place_of(None, position), count=len(marked), rows=rows, amount=amount
        ),
    ]


_NOT_REVERSED = frozenset(("nein", "n", "no", "0", "false", "falsch", "-"))


# --- a Buchungssatz has two accounts ------------------------------------------------------------------


def _on_both_sides(
    records: Records, entries: Sequence[Entry], findings: Sequence[Finding]
) -> tuple[list[Entry], list[Finding]]:
    """Post each Buchungssatz on its account of expense or income, on both where it has two of a sort."""
    length = records.plan.batch.account_length if records.plan.batch else None
    accounts, contras = (
        records.values(name) or [None] * len(records) for name in ("sachkonto", "contra_account")
    )
    turned = _reversals(records)
    posted = [
        replace(entry, cents=turned[entry.record] * sign * entry.cents, sachkonto=code)
        for entry in entries
        for code, sign in Buchungssatz(accounts[entry.record], 1, contras[entry.record]).postings(length)
    ]
    without = {entry.record for entry in entries} - {entry.record for entry in posted}
    notes = []
    if without:
        rows = ", ".join(str(records.typed.rows[record]) for record in sorted(without)[:10])
        notes.append(finding("no_ledger_account", records.typed.grid.place, count=len(without), rows=rows))
    keys = records.values("tax_key") or []
    places = [records.place(record, "tax_key") for record in range(len(keys))]
    return posted, [*findings, *notes, *reversing_keys(keys, places)]


def _reversals(records: Records) -> list[int]:
    """Return -1 for each record that a Generalumkehr takes back on its own side, else 1."""
    marks = records.values("general_reversal") or [None] * len(records)
    return [-1 if mark and fold(mark) not in _NOT_REVERSED else 1 for mark in marks]


# --- signs ---------------------------------------------------------------------------------------------


def _signed(records: Records) -> tuple[Cents, list[Finding]]:
    amounts = _in_euros(records)
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


def _in_euros(records: Records) -> Cents | None:
    """Return the amounts; of a DATEV entry in a foreign currency its Basisumsatz."""
    amounts = records.values("amount")
    base = records.values("base_amount")
    if amounts is None or base is None:
        return amounts
    return [euros if euros else amount for amount, euros in zip(amounts, base, strict=True)]


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
    meaning = {value: _meaning(value or "", known, is_coded=layout.is_coded) for value in set(values)}
    kinds = [meaning[value] for value in values]
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


def _meaning(value: str, known: Mapping[str, str], *, is_coded: bool) -> str | None:
    return kind_of_value(value, known) if is_coded else known.get(fold(value))
