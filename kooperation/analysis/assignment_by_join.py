"""Assignment where the postings are: each distinct cell is asked once, and what it means is joined back.

The rules are those of ``assignment``: an engine only finds distinct cells, joins and counts. Nothing here
knows which engine that is, and nothing grows with the postings but what the engine does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from kooperation.analysis.assignment import Judged, judge, outcome_columns
from kooperation.analysis.cases import Outcome
from kooperation.analysis.distinct import Ledger
from kooperation.analysis.facets import Condition, Questions
from kooperation.analysis.remarks import conflict_remarks, idle_rule_remarks
from kooperation.analysis.rulebook import sound_rules
from kooperation.analysis.telling_words import TellingWords, words_asked_for
from kooperation.model.findings import Finding
from kooperation.model.money import split_to_the_cent
from kooperation.model.region import Pot, Region, Rule
from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS, COUNT, conform

HandOver = Callable[[pa.Table], Any]  # a small Arrow table -> a frame of the engine

MOST_CELLS_AT_ONCE = 200_000  # so that memory does not grow with the distinct cells that are asked
MOST_RESTS_SPELLED_OUT = 100  # parts of remainders; more of them are joined
MOST_REMAINDERS_LISTED = 1_000  # finer shares than thousandths ask which remainders of cents occur

_Shares = tuple[Fraction, ...]

_CASE, _STEP = "__case", "__step"
_SPLIT, _PART, _WHOLE, _SHARE, _REST, _EXTRA = "__split", "__part", "__whole", "__share", "__rest", "__extra"
_CENT, _ONE_CENT = "__cent", pa.decimal128(3, 2)
_PARTS = pa.decimal128(17, 2)  # times an int64, plus an amount: the 38 digits that decimals have everywhere


def assign_by_join(
    bookings: Any,
    *,
    regions: Iterable[Region],
    pots: Iterable[Pot],
    rules: Iterable[Rule],
    hand_over: HandOver,
) -> tuple[Any, list[Finding]]:
    """Give every posting its region, pot and cost type, as ``assignment.assign`` does.

    Parameters
    ----------
    bookings : frame of any engine that Narwhals knows, one row per posting item
        ``schema.BOOKING_COLUMNS``; further columns are kept. Amounts in [EUR].
    regions, pots, rules : iterable of Region, of Pot, of Rule
        The registers.
    hand_over : callable
        Brings a small Arrow table to the engine of ``bookings``.

    Returns
    -------
    assigned : frame of the same engine, in no certain order
        What ``assign`` returns, with the further columns behind it. Nothing of it is computed yet.
    findings : list of Finding
        Rules that disagree (error), with the number of postings, and rules that never hold (note). What is
        unassigned or outside is told by :func:`~kooperation.analysis.remarks.condensed_remarks`.
    """
    registers = _Registers(tuple(regions), tuple(pots), tuple(rules))
    postings = nw.from_native(bookings).lazy()
    asked = Questions.of(registers.conditions(), regions=registers.regions, pots=registers.pots)
    telling = words_asked_for(registers.regions, registers.rules)
    facets = [_understood(postings, columns, asked, telling) for columns in asked.asked_together()]
    numbered = _numbered(postings, facets, hand_over)
    ledger = _occurring(numbered, facets)
    judged = judge(ledger, regions=registers.regions, pots=registers.pots, rules=registers.rules)
    assigned = _joined(numbered, _decided(ledger, judged), postings.collect_schema().names(), hand_over)
    conflicts = conflict_remarks(ledger.postings, judged.cases, judged.case_of_row)
    return assigned.to_native(), [*conflicts, *idle_rule_remarks(judged.idle_rules)]


@dataclass(frozen=True, slots=True)
class _Registers:
    regions: tuple[Region, ...]
    pots: tuple[Pot, ...]
    rules: tuple[Rule, ...]

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition that any sound rule asks."""
        for rule in sound_rules(self.rules, regions=self.regions, pots=self.pots):
            yield from rule.conditions.items()


# --- what cells mean: one number for all that every rule and name takes alike ------------------------------


@dataclass(frozen=True, slots=True)
class _Meanings:
    """Columns that are asked together, the cells that say something, and what number their meaning has.

    Number 0 means what an empty cell means. ``examples`` holds one combination of cells per number: to every
    rule and to every name it is as good as any other of that number.
    """

    columns: tuple[str, ...]
    numbers: dict[Any, int] = field(default_factory=dict)
    examples: list[tuple[Any, ...]] = field(default_factory=list)
    cells: list[tuple[Any, ...]] = field(default_factory=list)
    number_of_cell: list[int] = field(default_factory=list)

    @property
    def empty(self) -> str | int:
        """What stands for an empty cell, since engines differ in what a missing value equals."""
        return 0 if self.columns == ("year",) else ""


def _understood(
    postings: nw.LazyFrame[Any], columns: tuple[str, ...], asked: Questions, telling: TellingWords
) -> _Meanings:
    """Collect the distinct cells of some columns, and number them by what they mean."""
    facet = _Meanings(columns)
    _add(facet, pd.DataFrame([[None] * len(columns)], columns=list(columns)), asked, telling)
    keys = [nw.col(name).fill_null(facet.empty) for name in columns]
    found = postings.select(*keys).group_by(*columns).agg(nw.len().alias(_CASE)).collect("pyarrow")
    cells = found.to_native().select(list(columns)).sort_by([(name, "ascending") for name in columns])
    for batch in cells.to_batches(max_chunksize=MOST_CELLS_AT_ONCE):
        _add(facet, batch.to_pandas(types_mapper=pd.ArrowDtype), asked, telling)
    return facet


def _add(facet: _Meanings, cells: pd.DataFrame, asked: Questions, telling: TellingWords) -> None:
    """Number the meanings of more cells; those that mean nothing need not be kept."""
    understood = asked.facet(Ledger(conform(cells, BOOKING_COLUMNS), telling), facet.columns)
    meanings, places = list(understood.told()), understood.codes.tolist()
    known = {
        place: facet.numbers.setdefault(meanings[place], len(facet.numbers))
        for place in dict.fromkeys(places)
    }
    rows = list(cells.astype(object).where(cells.notna(), None).itertuples(index=False, name=None))
    for row, local in zip(rows, places, strict=True):
        number = known[local]
        if number == len(facet.examples):
            facet.examples.append(row)
        if number:
            facet.cells.append(row)
            facet.number_of_cell.append(number)


# --- the cases that occur ----------------------------------------------------------------------------------


def _numbered(
    postings: nw.LazyFrame[Any], facets: Sequence[_Meanings], hand_over: HandOver
) -> nw.LazyFrame[Any]:
    """Return the postings with the number of their case: the numbers of their meanings, put in one."""
    is_budget = nw.when(nw.col("kind") == "budget").then(nw.lit(1)).otherwise(nw.lit(0))
    numbered = postings.with_columns(is_budget.cast(nw.Int64).alias(_CASE))
    for facet, weight in zip(facets, _weights(facets), strict=True):
        if facet.cells:
            numbered = _with_step(numbered, facet, weight, hand_over)
    return numbered


def _weights(facets: Sequence[_Meanings]) -> list[int]:
    """Return what one step of each facet counts in the number of a case; the lowest place is the budget's."""
    sizes = [2, *(len(facet.numbers) for facet in facets)]
    return [math.prod(sizes[: place + 1]) for place in range(len(facets))]


def _with_step(
    numbered: nw.LazyFrame[Any], facet: _Meanings, weight: int, hand_over: HandOver
) -> nw.LazyFrame[Any]:
    left = [f"__{name}" for name in facet.columns]
    right = [f"__{name}_cell" for name in facet.columns]
    table = {
        name: pa.array(column, pa.int64() if facet.empty == 0 else pa.string())
        for name, column in zip(right, zip(*facet.cells, strict=True), strict=True)
    }
    table[_STEP] = pa.array([number * weight for number in facet.number_of_cell], pa.int64())
    filled = [nw.col(name).fill_null(facet.empty).alias(f"__{name}") for name in facet.columns]
    meanings = nw.from_native(hand_over(pa.table(table))).lazy()
    met = numbered.with_columns(*filled).join(meanings, left_on=left, right_on=right, how="left")
    return met.with_columns((nw.col(_CASE) + nw.col(_STEP).fill_null(0)).alias(_CASE)).drop(*left, _STEP)


def _occurring(numbered: nw.LazyFrame[Any], facets: Sequence[_Meanings]) -> Ledger:
    """Return one example of every case that occurs, with the number of its postings."""
    found = numbered.select(_CASE).group_by(_CASE).agg(nw.len().alias(COUNT)).collect("pyarrow").to_native()
    found = found.sort_by(_CASE)
    cases, counts = found[_CASE].to_pylist(), found[COUNT].to_pylist()
    cells: dict[str, list[Any]] = {
        "kind": ["budget" if case % 2 else "actual" for case in cases],
        _CASE: cases,
        COUNT: counts,
    }
    for facet, weight in zip(facets, _weights(facets), strict=True):
        numbers = [case // weight % len(facet.numbers) for case in cases]
        for place, name in enumerate(facet.columns):
            cells[name] = [facet.examples[number][place] for number in numbers]
    return Ledger(conform(pd.DataFrame(cells), BOOKING_COLUMNS))


# --- what becomes of each case -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Decided:
    """The outcomes of the cases, one row per case or one for each part of it, and the splits that occur."""

    cases: list[int]
    outcomes: list[Outcome]
    parts: list[int]  # the place of each outcome among those of its case
    shares: list[_Shares]  # all shares of its case, none where it is not split

    @property
    def splits(self) -> list[_Shares]:
        """The distinct splits."""
        return [shares for shares in dict.fromkeys(self.shares) if shares]

    def table(self) -> pa.Table:
        """Return the outcomes by case; of a split with its share as so many parts of a whole."""
        columns = {
            name: pa.array(cells, pa.string()) for name, cells in outcome_columns(self.outcomes).items()
        }
        columns[f"{_CASE}_key"] = pa.array(self.cases, pa.int64())
        if self.splits:
            wholes = [_whole_of(shares) for shares in self.shares]
            parts = [int(one.share * whole) for one, whole in zip(self.outcomes, wholes, strict=True)]
            split = {shares: number for number, shares in enumerate(self.splits, start=1)}
            columns[_SPLIT] = pa.array([split.get(shares, 0) for shares in self.shares], pa.int64())
            columns[_PART] = pa.array(self.parts, pa.int64())
            columns[_WHOLE] = pa.array(wholes, pa.int64())
            columns[_SHARE] = pa.array([Decimal(part).scaleb(-2) for part in parts], _PARTS)
            columns[_CENT] = pa.array([Decimal("0.01")] * len(parts), _ONE_CENT)
        return pa.table(columns)


def _decided(ledger: Ledger, judged: Judged) -> _Decided:
    numbers = ledger.postings[_CASE].to_list()
    outcomes = [judged.outcomes[case] for case in judged.case_of_row]
    return _Decided(
        cases=[number for number, parts in zip(numbers, outcomes, strict=True) for _ in parts],
        outcomes=[part for parts in outcomes for part in parts],
        parts=[place for parts in outcomes for place in range(len(parts))],
        shares=[_shares_of(parts) for parts in outcomes for _ in parts],
    )


def _shares_of(parts: Sequence[Outcome]) -> _Shares:
    return tuple(part.share for part in parts) if len(parts) > 1 else ()


def _whole_of(shares: _Shares) -> int:
    return math.lcm(*(share.denominator for share in shares))


def _joined(
    numbered: nw.LazyFrame[Any], decided: _Decided, names: Sequence[str], hand_over: HandOver
) -> nw.LazyFrame[Any]:
    """Return the postings with what was decided about their case, a row for each part."""
    outcomes = nw.from_native(hand_over(decided.table())).lazy()
    joined = numbered.join(outcomes, left_on=[_CASE], right_on=[f"{_CASE}_key"], how="left")
    if decided.splits:
        for name in ("amount", "foreign_amount"):
            joined = _with_parts(joined, name, decided.splits, hand_over)
    others = [name for name in names if name not in BOOKING_COLUMNS]
    return joined.select(*BOOKING_COLUMNS, *ASSIGNMENT_COLUMNS, *others)


# --- splits, exact to the cent -----------------------------------------------------------------------------


def _with_parts(
    joined: nw.LazyFrame[Any], name: str, splits: Sequence[_Shares], hand_over: HandOver
) -> nw.LazyFrame[Any]:
    """Return the postings with the parts of ``name`` in the rows of split ones.

    An amount of cents is so many wholes and a remainder. A whole divides evenly, and how the remainder is
    divided depends on nothing else: each that may occur is split once, by the rule for all amounts.
    """
    cents = (nw.col(name).fill_null(Decimal(0)) * 100).cast(nw.Int64)
    sign = nw.when(cents < 0).then(nw.lit(-1)).otherwise(nw.lit(1))
    wholes = (cents * sign) // nw.col(_WHOLE) * sign
    rest = (cents - wholes * nw.col(_WHOLE)).fill_null(0)
    rests = _split_rests(joined.with_columns(rest.alias(_REST)), splits)
    if len(rests) <= MOST_RESTS_SPELLED_OUT:
        extra = _extra(rest, rests)
    else:
        joined, extra = _with_extra(joined.with_columns(rest.alias(_REST)), hand_over(rests)), nw.col(_EXTRA)
    is_split = (nw.col(_SPLIT) > 0) & ~nw.col(name).is_null()
    # An amount told by a literal would be an object of no type on Dask: whole cents are one everywhere.
    part = wholes * nw.col(_SHARE) + extra * nw.col(_CENT)
    amount = nw.when(is_split).then(part).otherwise(nw.col(name))
    return joined.with_columns(amount.alias(name))


def _extra(rest: nw.Expr, rests: pa.Table) -> nw.Expr:
    """Return what :func:`_split_rests` says as an expression: rows that are not split never ask for it."""
    extra = nw.lit(0)
    for number, place, one, part in zip(*(column.to_pylist() for column in rests.columns), strict=True):
        if part:
            is_meant = (nw.col(_SPLIT) == number) & (nw.col(_PART) == place) & (rest == one)
            extra = nw.when(is_meant).then(nw.lit(part)).otherwise(extra)
    return extra


def _with_extra(joined: nw.LazyFrame[Any], rests: Any) -> nw.LazyFrame[Any]:
    """Join what :func:`_split_rests` says of fine shares, whose remainders are too many to spell out."""
    keys = [_SPLIT, _PART, _REST]
    right = [f"{key}_key" for key in keys]
    without = joined.drop(_EXTRA, strict=False)
    return without.join(nw.from_native(rests).lazy(), left_on=keys, right_on=right, how="left").drop(_REST)


def _split_rests(joined: nw.LazyFrame[Any], splits: Sequence[_Shares]) -> pa.Table:
    """Return which part of each remainder the parts of each split get; both in whole cents."""
    rows = [
        (number, place, rest, int(part.scaleb(2)))
        for number, shares in enumerate(splits, start=1)
        for rest in _rests(joined, number, shares)
        for place, part in enumerate(split_to_the_cent(Decimal(rest).scaleb(-2), shares))
    ]
    names = [f"{_SPLIT}_key", f"{_PART}_key", f"{_REST}_key", _EXTRA]
    columns = zip(*rows, strict=True)
    return pa.table({name: pa.array(column, pa.int64()) for name, column in zip(names, columns, strict=True)})


def _rests(joined: nw.LazyFrame[Any], number: int, shares: _Shares) -> Iterable[int]:
    """Return the remainders that may occur; of very fine shares only those that do."""
    whole = _whole_of(shares)
    if whole <= MOST_REMAINDERS_LISTED:
        return range(1 - whole, whole)
    of_split = (
        joined.filter(nw.col(_SPLIT) == number).select(_REST).group_by(_REST).agg(nw.len().alias(COUNT))
    )
    found: list[int] = of_split.collect("pyarrow").to_native()[_REST].to_pylist()
    return sorted(found) or [0]
