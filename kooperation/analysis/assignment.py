"""Which partner region, pot and cost type each posting belongs to, and which rule or alias says so."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from kooperation.analysis.cases import (
    AccountPot,
    Case,
    Cells,
    Named,
    Outcome,
    pot_of_account,
    reason_in,
    share_an_account,
)
from kooperation.analysis.distinct import Codes, Flags, Ledger, distinct, signature
from kooperation.analysis.remarks import (
    Assigned,
    account_remarks,
    conflict_remarks,
    idle_rule_remarks,
    pot_remarks,
    region_remarks,
)
from kooperation.analysis.rulebook import WHOLE_POSTING, WholeRule, check_rules, decide, sound_rules
from kooperation.analysis.telling_words import telling_words
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import EUR, split_to_the_cent
from kooperation.model.region import Pot, Region, Rule, alias_index
from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS, TEXT, conform, repeated_text

__all__ = ["assign", "check_idle_pots", "check_pots", "check_rules", "reason_in"]


def assign(
    bookings: pd.DataFrame, *, regions: Iterable[Region], pots: Iterable[Pot], rules: Iterable[Rule]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Give every posting its region, pot and cost type, and say what decided.

    A rule beats an alias; of several rules the highest priority wins, field by field. A text that names two
    regions, or only a country, is never decided. The account gives the pot unless a rule does.

    Parameters
    ----------
    bookings : DataFrame, one row per posting item
        ``schema.BOOKING_COLUMNS`` of all kinds; left unchanged. Amounts in [EUR].
    regions, pots : iterable of Region, of Pot
        The registers.
    rules : iterable of Rule
        The lines of the register. Rules in which :func:`check_rules` finds an error are left out.

    Returns
    -------
    assigned : DataFrame, in the order of ``bookings``, with a new index from 0
        The postings with ``schema.ASSIGNMENT_COLUMNS``. A posting that a rule splits is several rows, exact
        to the cent, with ``share`` such as ``2/3`` (``<NA>``: the whole posting). ``region`` ``<NA>``: not
        assigned, and ``reason`` says why in German (see :func:`reason_in`); budget rows need no region and
        have no reason. ``pot`` ``<NA>``: the account belongs to no pot, or to none for sure. ``rule``
        ``<NA>``: neither a rule nor an alias decided anything.
    findings : list of Finding
        Rules that disagree (error); what is ambiguous, unassigned or without a pot for sure (warning); rules
        that never hold and accounts outside all pots (note).
    """
    regions, pots, rules = tuple(regions), tuple(pots), tuple(rules)
    conditions = [words for rule in rules for words in (rule.text, rule.vendor) if words]
    telling = telling_words(alias_index(regions), conditions)
    ledger = Ledger(conform(bookings, BOOKING_COLUMNS).reset_index(drop=True), telling)
    del bookings  # whoever hands a ledger over has it in memory once, not twice
    judged = judge(ledger, regions=regions, pots=pots, rules=rules)
    conflicts = list(conflict_remarks(ledger.postings, judged.cases, judged.case_of_row))
    columns = dict(ledger.postings.items())
    del ledger
    assigned = _assigned(columns, judged.outcomes, judged.case_of_row)
    findings = [
        *conflicts,
        *region_remarks(assigned, pots),
        *pot_remarks(assigned),
        *account_remarks(assigned, pots),
        *idle_rule_remarks(judged.idle_rules),
    ]
    return assigned.frame, findings


def check_pots(pots: Iterable[Pot]) -> list[Finding]:
    """Return an error for every two pots that both want those postings of an account that no rule decides."""
    place = Place(file="register/toepfe.csv", column="standard")
    defaults = [pot for pot in pots if pot.is_default]
    return [
        finding("two_default_pots", place, first=first.key, second=second.key)
        for first, second in combinations(defaults, 2)
        if share_an_account(first, second)
    ]


def check_idle_pots(assigned: pd.DataFrame, pots: Iterable[Pot]) -> list[Finding]:
    """Return a warning for each pot held against a ceiling that gets no posting of a ledger that has some."""
    used = set(assigned["pot"].dropna().unique())
    idle = [pot for pot in pots if pot.frame != "nein" and pot.key not in used and len(assigned)]
    place = Place(file="register/toepfe.csv")
    accounts = ["/".join(code or "*" for code in (pot.teilprodukt, pot.sachkonto)) for pot in idle]
    return [
        finding("pot_idle", place, pot=pot.name, account=account)
        for pot, account in zip(idle, accounts, strict=True)
    ]


# --- cases: postings that are decided alike ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """The cases of a ledger, the number of each row's case, what becomes of each, and what never held."""

    cases: list[Case]
    case_of_row: Codes
    outcomes: list[list[Outcome]]
    idle_rules: list[WholeRule]


def judge(ledger: Ledger, *, regions: Sequence[Region], pots: Sequence[Pot], rules: Iterable[Rule]) -> Judged:
    """Decide every case of a ledger by registers and rules; faulty rules decide nothing."""
    holding = [
        (rule, ledger.rows_where_all(rule.conditions))
        for rule in sound_rules(rules, regions=regions, pots=pots)
    ]
    cases, case_of_row = _cases(ledger, holding, regions, pots)
    labels, pot_of = {region.key: region.label() for region in regions}, {pot.key: pot for pot in pots}
    outcomes = [case.outcomes(labels, pot_of) for case in cases]
    return Judged(cases, case_of_row, outcomes, [rule for rule, rows in holding if not rows.any()])


def _cases(
    ledger: Ledger,
    holding: Sequence[tuple[WholeRule, Flags]],
    regions: Sequence[Region],
    pots: Sequence[Pot],
) -> tuple[list[Case], Codes]:
    """Return the distinct cases, and the number of each row's case."""
    rule_codes = signature([rows for _, rows in holding], len(ledger.postings))
    named_in = names_in(regions)
    text_codes, texts = ledger.column("text").coded(named_in, Named())
    vendor_codes, vendors = ledger.column("vendor").coded(named_in, Named())
    region_codes, region_texts = ledger.column("region_text").coded(named_in, Named())
    account_codes, accounts = account_pots(ledger, pots)
    case_of_row, first_rows = distinct(
        rule_codes, text_codes, vendor_codes, region_codes, account_codes, ledger.is_budget.astype(np.int64)
    )
    cases = [
        Case(
            verdict=decide([rule for rule, rows in holding if rows[row]]),
            cells=Cells(texts[text_codes[row]], vendors[vendor_codes[row]], region_texts[region_codes[row]]),
            account=accounts[account_codes[row]],
            is_budget=bool(ledger.is_budget[row]),
        )
        for row in first_rows
    ]
    return cases, case_of_row


def names_in(regions: Iterable[Region]) -> Callable[[str], Named]:
    """Return what tells which regions, or else which country, a cell names."""
    index = alias_index(regions)

    def named_in(cell: str) -> Named:
        found = index.match([cell])
        return Named(found, () if found.regions else index.countries_named([cell]))

    return cache(named_in)


def account_pots(ledger: Ledger, pots: Sequence[Pot]) -> tuple[Codes, list[AccountPot]]:
    """Return the number of each row's account, and what pot each account gives."""
    columns = ledger.column("teilprodukt"), ledger.column("sachkonto")
    codes, first_rows = distinct(*(column.codes + 1 for column in columns))
    accounts = []
    for row in first_rows:
        teilprodukt, sachkonto = (column.cell(row) for column in columns)
        accounts.append(pot_of_account(teilprodukt, sachkonto, pots))
    return codes, accounts


# --- the assigned frame ------------------------------------------------------------------------------------


def _assigned(
    columns: dict[Hashable, pd.Series[Any]], outcomes: Sequence[Sequence[Outcome]], case_of_row: Codes
) -> Assigned:
    """Return the assigned postings; ``columns`` are those of the ledger, and are given up one by one."""
    per_case = np.array([len(parts) for parts in outcomes], dtype=np.int64)
    first_of_case = np.cumsum(per_case) - per_case
    parts = per_case[case_of_row]
    posting = np.repeat(np.arange(len(parts)), parts)
    number_within = np.arange(len(posting)) - np.repeat(np.cumsum(parts) - parts, parts)
    outcome = np.repeat(first_of_case[case_of_row], parts) + number_within
    listed = [one for case in outcomes for one in case]
    if (parts > 1).any():
        shares = [[part.share for part in outcomes[case]] for case in case_of_row[parts > 1]]
        for name in list(columns):
            columns[name] = _split(columns.pop(name), parts, posting, shares)
    for name, texts in outcome_columns(listed).items():
        columns[name] = pd.Series(_said(texts, outcome))
    assigned = conform(pd.DataFrame(columns), {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS})
    return Assigned(assigned, posting, outcome, listed)


def _said(texts: Sequence[str | None], outcome: Codes) -> Any:
    """Return what the outcome of each row says."""
    if any(text is not None for text in texts):
        return pd.array(texts, dtype=TEXT).take(outcome)
    return pd.arrays.ArrowStringArray(repeated_text(pa.scalar(None, pa.large_string()), len(outcome)))


def _split(
    column: pd.Series[Any], parts: Codes, posting: Codes, shares: Sequence[Sequence[Fraction]]
) -> pd.Series[Any]:
    """Return a column with a row for each part of each posting; amounts are split."""
    if not isinstance(column.array, pd.arrays.ArrowExtensionArray):
        return column.take(posting).reset_index(drop=True)
    cells = _chunks_of(column)
    if column.dtype == TEXT and cells.null_count == len(cells):
        return pd.Series(pd.arrays.ArrowStringArray(repeated_text(pa.scalar(None, cells.type), len(posting))))
    rows = np.flatnonzero(parts > 1)
    if column.name in ("amount", "foreign_amount"):
        made = _parts_of(column.iloc[rows], shares)
    else:
        made = [pa.chunked_array(cells.slice(row, 1).chunks * count) for row, count in _counted(rows, parts)]
    joined = _with_rows(cells, rows, made)
    return pd.Series(type(column.array)(joined))


def _chunks_of(column: pd.Series[Any]) -> pa.ChunkedArray:
    cells = pa.array(column)
    return cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])


def _counted(rows: Codes, parts: Codes) -> Iterable[tuple[int, int]]:
    return zip(rows.tolist(), parts[rows].tolist(), strict=True)


def _parts_of(amounts: pd.Series[Any], shares: Sequence[Sequence[Fraction]]) -> list[pa.ChunkedArray]:
    """Return the parts of each amount, in euros; those of an absent one are absent."""
    return [
        pa.chunked_array(
            [[None] * len(listed) if pd.isna(amount) else split_to_the_cent(amount, listed)],
            type=EUR.pyarrow_dtype,
        )
        for amount, listed in zip(amounts, shares, strict=True)
    ]


def _with_rows(cells: pa.ChunkedArray, rows: Codes, made: Sequence[pa.ChunkedArray]) -> pa.Array:
    """Return ``cells`` with other cells instead of some rows; what lies between them is copied as it lies."""
    chunks, start = list[pa.Array](), 0
    for row, instead in zip(rows.tolist(), made, strict=True):
        chunks += [*cells.slice(start, row - start).chunks, *instead.chunks]
        start = row + 1
    return pa.concat_arrays([*chunks, *cells.slice(start).chunks])


def outcome_columns(outcomes: Sequence[Outcome]) -> dict[str, list[str | None]]:
    """Return what outcomes say, as the columns of an assigned frame."""
    return {
        "region": [one.region for one in outcomes],
        "pot": [one.pot for one in outcomes],
        "cost_type": [one.cost_type for one in outcomes],
        "rule": [one.rule for one in outcomes],
        "share": [None if one.share == WHOLE_POSTING else str(one.share) for one in outcomes],
        "reason": [one.reason.text if one.reason else None for one in outcomes],
    }
