"""Which partner region, pot and cost type each posting belongs to, and which rule or alias says so."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.analysis.cases import Case, Cells, Outcome, reason_in, share_an_account
from kooperation.analysis.distinct import Codes, Flags, Ledger, distinct
from kooperation.analysis.facets import NAMING, Facet, Questions
from kooperation.analysis.remarks import (
    Assigned,
    account_remarks,
    conflict_remarks,
    idle_rule_remarks,
    pot_remarks,
    region_remarks,
)
from kooperation.analysis.rulebook import WHOLE_POSTING, Verdict, WholeRule, check_rules, decide, sound_rules
from kooperation.analysis.telling_words import words_asked_for
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import EUR, split_to_the_cent
from kooperation.model.region import Pot, Region, Rule
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
    telling = words_asked_for(regions, rules)
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
        finding("pot_idle", place, pot=pot.spoken, account=account)
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
    sound = sound_rules(rules, regions=regions, pots=pots)
    conditions = [pair for rule in sound for pair in rule.conditions.items()]
    asked = Questions.of(conditions, regions=regions, pots=pots)
    facets = [asked.facet(ledger, columns) for columns in asked.asked_together()]
    case_of_row, rows = distinct(*(facet.codes for facet in facets), ledger.is_budget.astype(np.int64))
    holding = _holding(sound, facets, rows)
    told = [[facet.meanings[code] for code in facet.codes[rows]] for facet in facets[: len(NAMING) + 1]]
    cases = [
        Case(verdict, Cells(*named), account, is_budget)
        for verdict, *named, account, is_budget in zip(
            _verdicts(sound, holding), *told, ledger.is_budget[rows].tolist(), strict=True
        )
    ]
    labels, pot_of = {region.key: region.label() for region in regions}, {pot.key: pot for pot in pots}
    outcomes = [case.outcomes(labels, pot_of) for case in cases]
    idle = np.flatnonzero(~holding.any(axis=1)).tolist()
    return Judged(cases, case_of_row, outcomes, [sound[place] for place in idle])


def _holding(rules: Sequence[WholeRule], facets: Iterable[Facet], rows: Sequence[int]) -> Flags:
    """Return which rules (lines) hold for which cases (columns); ``rows`` are one of each case."""
    answers = {pair: holds[facet.codes[rows]] for facet in facets for pair, holds in facet.answers.items()}
    holding = np.ones((len(rules), len(rows)), dtype=np.bool_)
    for holds, rule in zip(holding, rules, strict=True):
        for pair in rule.conditions.items():
            holds &= answers[pair]
    return holding


def _verdicts(rules: Sequence[WholeRule], holding: Flags) -> list[Verdict]:
    """Return what the rules make of each case; cases for which the same rules hold share one verdict."""
    keys = [holds.tobytes() for holds in holding.T]
    places = {key: np.flatnonzero(np.frombuffer(key, dtype=np.bool_)).tolist() for key in set(keys)}
    decided = {key: decide([rules[place] for place in held]) for key, held in places.items()}
    return [decided[key] for key in keys]


# --- the assigned frame ------------------------------------------------------------------------------------


def _assigned(
    columns: dict[Hashable, pd.Series[Any]], outcomes: Sequence[Sequence[Outcome]], case_of_row: Codes
) -> Assigned:
    """Return the assigned postings; ``columns`` are those of the ledger, and are given up one by one."""
    per_case = np.array([len(parts) for parts in outcomes], dtype=np.int64)
    first_of_case = np.cumsum(per_case) - per_case
    posting, outcome = np.arange(len(case_of_row)), first_of_case[case_of_row]
    parts = per_case[case_of_row]
    if (parts > 1).any():
        shares = [[part.share for part in outcomes[case]] for case in case_of_row[parts > 1]]
        posting = np.repeat(posting, parts)
        outcome = np.repeat(outcome, parts) + _number_within(posting)
        for name in list(columns):
            columns[name] = _split(columns.pop(name), parts, posting, shares)
    listed = [one for case in outcomes for one in case]
    for name, texts in outcome_columns(listed).items():
        columns[name] = pd.Series(_said(texts, outcome))
    assigned = conform(pd.DataFrame(columns), {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS})
    return Assigned(assigned, posting, outcome, listed)


def _number_within(posting: Codes) -> Codes:
    """Count the rows of each posting, which stand together: the first has 0, the next 1."""
    rows = np.arange(len(posting))
    is_first = np.diff(posting, prepend=-1) > 0
    return rows - np.maximum.accumulate(np.where(is_first, rows, 0))


def _said(texts: Sequence[str | None], outcome: Codes) -> Any:
    """Return what the outcome of each row says."""
    if any(text is not None for text in texts):
        return pd.arrays.ArrowStringArray(pa.array(texts, pa.large_string()).take(pa.array(outcome)))
    return pd.arrays.ArrowStringArray(repeated_text(pa.scalar(None, pa.large_string()), len(outcome)))


def _split(
    column: pd.Series[Any], parts: Codes, posting: Codes, shares: Sequence[Sequence[Fraction]]
) -> pd.Series[Any]:
    """Return a column with a row for each part of each posting; amounts are split."""
    if column.dtype == TEXT and column.isna().all():
        said = pa.scalar(None, pa.large_string())
        return pd.Series(pd.arrays.ArrowStringArray(repeated_text(said, len(posting))))
    if not isinstance(column.array, pd.arrays.ArrowExtensionArray):
        return pd.Series(column.array.take(posting))
    cells = _in_one(column).take(pa.array(posting))
    if column.name in ("amount", "foreign_amount"):
        cells = pc.replace_with_mask(
            cells, pa.array(parts[posting] > 1), _parts_of(column[parts > 1], shares)
        )
    return pd.Series(type(column.array)(cells))


def _in_one(column: pd.Series[Any]) -> pa.Array:
    cells = pa.array(column)
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def _parts_of(amounts: pd.Series[Any], shares: Sequence[Sequence[Fraction]]) -> pa.Array:
    """Return the parts of all amounts, in euros; those of an absent one are absent."""
    made: list[Decimal | None] = []
    for amount, listed in zip(amounts, shares, strict=True):
        made += [None] * len(listed) if pd.isna(amount) else split_to_the_cent(amount, listed)
    return pa.array(made, type=EUR.pyarrow_dtype)


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
