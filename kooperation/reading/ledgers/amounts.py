"""The amounts of each record: signed, in cents, and whether they are actual, committed or budgeted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.model.findings import Finding, finding
from kooperation.model.money import euros_spoken
from kooperation.model.region import fold
from kooperation.reading.cells.column import Array
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.layouts.kinds import kind_of_value
from kooperation.reading.ledgers.columns import TEXTS, WHOLES, mapped, rows_where
from kooperation.reading.ledgers.entries import Entries, entries_beside, entries_where
from kooperation.reading.ledgers.records import Records
from kooperation.reading.ledgers.sides import is_marked, on_both_sides
from kooperation.reading.tables.instructions import SignColumn
from kooperation.reading.words.vocabulary import columns_meant, fold_heading, is_additive

AMOUNTS = ("amount", "amount_debit", "amount_credit", "amount_actual", "amount_commitment")


def entries_of(records: Records) -> tuple[Entries, list[Finding]]:
    """Return every amount of every record as an entry with its kind and its sign."""
    if records.plan.years:
        return _entries_of_years(records), []
    if "amount_actual" in records.plan.columns:
        return _entries_of_list(records), []
    cents, findings = _signed(records)
    kinds, unknown = _kinds(records)
    entries = entries_where(_spending(records, cents), kinds)
    findings += [*unknown, *_net_faults(records), *_without_amount(records, cents, findings)]
    if "contra_account" not in records.plan.columns:
        return entries, findings
    entries, more = on_both_sides(records, entries)
    return entries, [*findings, *more]


def _spending(records: Records, cents: pa.Array) -> pa.Array:
    """Return amounts with spending positive, also where the file shows it negative."""
    return pc.negate(cents) if records.plan.layout.is_expense_negative else cents


def _entries_of_years(records: Records) -> Entries:
    positions = sorted(records.plan.years)
    kinds, years = zip(*(records.plan.years[position] for position in positions), strict=True)
    columns = [_spending(records, records.at(position)) for position in positions]
    return entries_beside(columns, kinds, years)


def _entries_of_list(records: Records) -> Entries:
    """A Haushaltsüberwachungsliste shows order and actual side by side; a zero there is no posting."""
    columns = {"actual": records.column("amount_actual"), "commitment": records.column("amount_commitment")}
    told = {kind: cents for kind, cents in columns.items() if cents is not None}
    cents = [_spending(records, pc.if_else(pc.equal(one, 0), None, one)) for one in told.values()]
    return entries_beside(cents, [*told], [None] * len(told))


def _without_amount(records: Records, cents: pa.Array, findings: Sequence[Finding]) -> list[Finding]:
    """Warn of records without an amount, unless a fault says already why."""
    faulty = {found.place.row for found in (*findings, *records.typed.report.findings)}
    return [
        finding("no_amount", records.place(record, "amount"))
        for record in np.flatnonzero(flags_of(cents.is_null())).tolist()
        if records.row(record) not in faulty
    ]


_FACTOR = re.compile(
    r"(?:betrags?|wert|wahrungs?)?(?:faktor|multiplikator|skalierung|skalierungsfaktor|einheit)"
    r"|scale|scalefactor|factor|multiplier|unit|units"
)


def factor_faults(records: Records) -> list[Finding]:
    """Refuse a column that nothing reads and that multiplies the amounts: ``Faktor`` 1000 in each row."""
    grid, used = records.typed.grid, {*records.plan.kinds}
    return [
        finding("factor_unused", grid.place_of(None, position), column=heading)
        for position, heading in enumerate(grid.headings)
        if position not in used
        and _FACTOR.fullmatch(fold_heading(heading))
        and any(map(_is_factor, grid.columns[position].distinct.cells))
    ]


_FACTORS = frozenset((Decimal("0.01"), Decimal(100), Decimal(1_000), Decimal(1_000_000)))


def _is_factor(cell: object) -> bool:
    text = cell_text(cell) if isinstance(cell, str | int | float) else None
    return text is not None and _factor_of(text) in _FACTORS


def _factor_of(text: str) -> Decimal | None:
    """Return the number of a text such as ``1000``, ``1.000``, ``1.000,00`` or ``0,01``."""
    plain = text.strip().replace("\u00a0", "")
    if re.fullmatch(r"[0-9]{1,3}(?:[. '][0-9]{3})+(?:,0+)?", plain):
        plain = re.sub("[. ']", "", plain)
    plain = plain.replace(",", ".")
    return Decimal(plain).normalize() if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", plain) else None


def opening_notes(records: Records) -> list[Finding]:
    """Name the amounts carried forward, which are no postings of the file."""
    return [
        finding(
            "opening_amount",
            records.typed.grid.place_of(line.row, position),
            amount=euros_spoken(Decimal(cents).scaleb(-2)),
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
    read = [typed.columns[position] for position in used if typed.kinds[position] == "money"]
    return [
        finding("amounts_unused", typed.grid.place_of(None, position))
        for position, kind in typed.kinds.items()
        if kind == "money"
        and position not in used
        and is_additive(typed.grid.headings[position])
        and "available" not in columns_meant(typed.grid.headings[position])
        and pc.any(pc.not_equal(typed.columns[position], 0)).as_py()
        and not any(typed.columns[position].equals(one) for one in read)
    ]


_NET = re.compile(r"(?:betrag|rechnungsbetrag)?netto(?:betrag)?(?:in)?(?:eur|euro|€)?|net(?:amount)?(?:eur)?")
_TAX = re.compile(
    r"(?:mwst|ust|mehrwertsteuer|umsatzsteuer|vorsteuer|steuer|vat|tax)(?:betrag|amount)?(?:in)?(?:eur|euro|€)?"
)


def _net_faults(records: Records) -> list[Finding]:
    """Refuse an amount that repeats the net amount beside a tax: spending counts gross."""
    position = records.plan.columns.get("amount")
    net, tax = (_headed(records, words) for words in (_NET, _TAX))
    if net is None or tax is None or position is None or net == position:
        return []
    amounts, before, added = (_not_zero(records.at(one)) for one in (position, net, tax))
    is_told = pc.and_(pc.and_(amounts.is_valid(), before.is_valid()), added.is_valid())
    is_net = pc.equal(amounts, before).filter(is_told)
    if not len(is_net) or not pc.all(is_net).as_py():
        return []
    return [finding("amounts_net", records.typed.grid.place_of(None, position))]


def _headed(records: Records, words: re.Pattern[str]) -> int | None:
    """Return the first column of amounts whose heading is one of ``words``."""
    kinds, headings = records.typed.kinds, records.typed.grid.headings
    meant = (at for at, heading in enumerate(headings) if words.fullmatch(fold_heading(heading)))
    return next((at for at in meant if kinds[at] == "money"), None)


def _not_zero(cents: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(cents, 0), None, cents)


def sign_warnings(records: Records, entries: Entries) -> list[Finding]:
    """Warn of a file that seems to show its spending negative, and of reversals without counterpart."""
    return [*_found_signs(records), *_mostly_negative(records, entries), *_reversals(records, entries)]


def _found_signs(records: Records) -> list[Finding]:
    signs = records.plan.found_signs
    if not signs or "sign_mark" in records.plan.columns:
        return []
    return [finding("signs_found", records.typed.grid.place_of(None, signs.position))]


def _mostly_negative(records: Records, entries: Entries) -> list[Finding]:
    cents = np.asarray(entries.cents)[entries.is_actual]
    spent, negative = int(np.count_nonzero(cents)), int((cents < 0).sum())
    is_mostly = negative * 4 > spent * 3 if spent > 2 else negative == spent == 2
    is_below_zero = negative * 2 > spent > 2 and int(cents.sum()) < 0
    if not (is_mostly or is_below_zero) or records.plan.layout.is_expense_negative:
        return []
    return [finding("mostly_negative", records.typed.grid.place, count=negative, rows=spent)]


def _reversals(records: Records, entries: Entries) -> list[Finding]:
    """Say of the rows that are marked as reversed whether they add up to nothing."""
    position, marked = _marked_as_reversed(records)
    if not len(marked):
        return []
    cents = np.asarray(entries.cents)[np.isin(entries.records, marked)]
    left = sum(cents.tolist())
    return [
        finding(
            "reversals_open" if left else "reversals_marked",
            records.typed.grid.place_of(None, position),
            count=len(marked),
            rows=", ".join(str(records.row(record)) for record in marked[:10]),
            amount=euros_spoken(Decimal(left).scaleb(-2)),
        )
    ]


_STATUS = re.compile(r"[a-z]*status|zustand|state")
_REVERSED = frozenset(("storniert", "annulliert", "reversed", "cancelled", "canceled", "voided"))


def _marked_as_reversed(records: Records) -> tuple[int | None, Array]:
    """Return the records that are marked as reversed, and where: by a mark, else by their status."""
    marks = records.column("reversed_mark")
    if marks is not None:
        return records.plan.columns.get("reversed_mark"), rows_where(marks, is_marked)
    grid = records.typed.grid
    headed = (at for at, one in enumerate(grid.headings) if _STATUS.fullmatch(fold_heading(one)))
    position = next(headed, None)
    if position is None:
        return None, np.array([], dtype=np.int64)
    distinct = grid.columns[position].distinct
    is_reversed = distinct.rows_of(fold(cell_text(cell) or "") in _REVERSED for cell in distinct.cells)
    return position, np.flatnonzero(is_reversed[records.typed.places])


# --- signs ---------------------------------------------------------------------------------------------


def _signed(records: Records) -> tuple[pa.Array, list[Finding]]:
    amounts = _in_euros(records)
    if amounts is not None:
        signs = records.plan.signs
        return (amounts, []) if signs is None else _with_signs(records, amounts, signs)
    return _of_two_sides(records)


def _of_two_sides(records: Records) -> tuple[pa.Array, list[Finding]]:
    """Return Soll without Haben; a blank beside an amount is 0."""
    spent, taken = (
        column if (column := records.column(name)) is not None else pa.nulls(len(records), WHOLES)
        for name in ("amount_debit", "amount_credit")
    )
    left = pc.subtract(pc.fill_null(spent, 0), pc.fill_null(taken, 0))
    is_told = pc.or_(spent.is_valid(), taken.is_valid())
    is_reversed = pc.all(pc.less(_not_zero(taken), 0), min_count=1).as_py()
    place = records.typed.grid.place_of(None, records.plan.columns.get("amount_credit"))
    return pc.if_else(is_told, left, None), [finding("credits_negative", place)] if is_reversed else []


def _in_euros(records: Records) -> pa.Array | None:
    """Return the amounts; of a DATEV entry in a foreign currency its Basisumsatz."""
    amounts = records.column("amount")
    base = records.column("base_amount")
    if amounts is None or base is None:
        return amounts
    return pc.coalesce(_not_zero(base), amounts)


def _with_signs(records: Records, amounts: pa.Array, column: SignColumn) -> tuple[pa.Array, list[Finding]]:
    """Apply the marks beside the amounts, unless every H has its minus already."""
    signs = mapped(records.at(column.position), column.sign_of, WHOLES)
    findings = _unknown_marks(records, amounts, signs, column.position)
    taken = amounts.filter(pc.equal(signs, -1))
    is_signed, is_plain = (pc.any(one).as_py() for one in (pc.less(taken, 0), pc.greater(taken, 0)))
    if is_signed and is_plain:
        findings.append(finding("signs_contradict", records.typed.grid.place))
    if is_signed:
        heading = records.typed.grid.headings[column.position]
        note = finding("signs_already_applied", records.typed.grid.place, column=heading)
        return amounts, [*findings, note]
    return pc.multiply(pc.fill_null(signs, 1), amounts), findings


def _unknown_marks(records: Records, amounts: pa.Array, signs: pa.Array, position: int) -> list[Finding]:
    unknown = np.flatnonzero(flags_of(pc.and_(signs.is_null(), amounts.is_valid())))
    found = []
    for record in unknown.tolist():
        mark = records.at(position)[record].as_py()
        place = records.typed.grid.place_of(records.row(record), position)
        found.append(finding("not_a_sign", place, raw=mark, mark=mark or ""))
    return found


# --- kinds ---------------------------------------------------------------------------------------------


def _kinds(records: Records) -> tuple[pa.Array | pa.Scalar, list[Finding]]:
    layout, plan = records.plan.layout, records.plan
    position = plan.position_of(layout.kind_column)
    if position is None:
        kind = "commitment" if plan.kind_of_file == "orders" else "actual"
        return pa.scalar(kind, TEXTS), []
    known = {fold(value): kind for value, kind in layout.kinds.items()}

    def meaning(value: object) -> str | None:
        return _meaning("" if value is None else str(value), known, is_coded=layout.is_coded)

    kinds = mapped(records.at(position), meaning, TEXTS)
    return kinds, _unknown_kinds(records, kinds, position)


def _unknown_kinds(records: Records, kinds: pa.Array, position: int) -> list[Finding]:
    grid = records.typed.grid
    found = []
    for record in np.flatnonzero(flags_of(kinds.is_null())).tolist():
        value, place = records.at(position)[record].as_py(), grid.place_of(records.row(record), position)
        told = "" if value is None else str(value)
        column = grid.headings[position]
        found.append(finding("unknown_kind", place, raw=value, value=told, column=column))
    return found


def _meaning(value: str, known: Mapping[str, str], *, is_coded: bool) -> str | None:
    return kind_of_value(value, known) if is_coded else known.get(fold(value))
