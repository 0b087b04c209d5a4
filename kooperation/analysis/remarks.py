"""What must be said about an assignment: rules that disagree, what has no region, what has no pot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from kooperation.analysis.cases import Case, Outcome, pot_of_account, reason_of
from kooperation.analysis.condensing import is_condensed, posting_count, row_count
from kooperation.analysis.distinct import Codes, Flags
from kooperation.analysis.rulebook import WHOLE_POSTING, Conflict, WholeRule
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import column_sum, format_euros
from kooperation.model.region import Pot, account_key
from kooperation.model.schema import SOURCE_COLUMNS

MOST_ACCOUNTS_LISTED = 25


@dataclass(frozen=True, slots=True)
class Assigned:
    """The assigned postings, with the posting and the outcome behind each row."""

    frame: pd.DataFrame
    posting: Codes
    outcome: Codes
    outcomes: list[Outcome]

    def rows_where(self, question: Callable[[Outcome], bool]) -> Flags:
        """Return the rows of actual postings whose outcome is as asked."""
        holds = np.array([*map(question, self.outcomes), False], dtype=np.bool_)
        is_actual = (self.frame["kind"] == "actual").to_numpy(dtype=np.bool_, na_value=False)
        return is_actual & holds[self.outcome]

    def told(self, chosen: Flags, *columns: str) -> pd.DataFrame:
        """Return ``columns``, ``amount`` and the number of the posting of the chosen rows, nothing else.

        Condensed rows, which are few, come with all columns: these tell how many postings they are.
        """
        wanted = list(self.frame) if is_condensed(self.frame) else [*columns, "amount"]
        return self.frame.loc[chosen, wanted].assign(posting=self.posting[chosen])


def conflict_remarks(postings: pd.DataFrame, cases: Sequence[Case], case_of_row: Codes) -> Iterator[Finding]:
    """Yield an error for every two rules that disagree, at the first posting that both want."""
    disputed: dict[Conflict, list[int]] = {}
    for number, case in enumerate(cases):
        for conflict in case.verdict.conflicts:
            disputed.setdefault(conflict, []).append(number)
    for conflict, numbers in disputed.items():
        rows = postings[np.isin(case_of_row, numbers)]
        places = _places(rows.sort_values(["source_file", "source_sheet", "source_row"]))
        yield finding(
            "rules_disagree",
            places[0],
            column=conflict.column,
            first=conflict.first.key,
            first_line=_line(conflict.first.place),
            second=conflict.second.key,
            second_line=_line(conflict.second.place),
            count=row_count(rows),
        )


def idle_rule_remarks(rules: Iterable[WholeRule]) -> Iterator[Finding]:
    """Yield a note for each rule that holds for no posting."""
    for rule in rules:
        yield finding("rule_never_holds", rule.lines[0].place, rule=rule.key)


def region_remarks(assigned: Assigned, pots: Iterable[Pot]) -> Iterator[Finding]:
    """Yield what has no region but needs one: each ambiguous posting, and the sum per pot and year."""
    names = {pot.key: pot.spoken for pot in pots if pot.needs_region}
    is_open = assigned.rows_where(lambda one: one.region is None and one.pot in names)
    yield from (_ambiguous_sums if is_condensed(assigned.frame) else _ambiguous_remarks)(assigned, is_open)
    rows = assigned.told(is_open, "pot", "year")
    for (pot, year), positions in _groups(rows, "pot", "year"):
        counted = _count_and_sum(rows.iloc[positions])
        yield finding("unassigned", pot=names[pot], year="–" if pd.isna(year) else year, **counted)


def _ambiguous_remarks(assigned: Assigned, is_open: Flags) -> Iterator[Finding]:
    is_ambiguous = assigned.rows_where(lambda one: one.reason is not None and one.reason.is_ambiguous)
    rows = np.flatnonzero(is_open & is_ambiguous)
    firsts = np.unique(assigned.posting[rows], return_index=True)[1]  # the shares of a posting are one remark
    rows = rows[firsts]
    for place, outcome in zip(_places(assigned.frame.iloc[rows]), assigned.outcome[rows], strict=True):
        reason = assigned.outcomes[outcome].reason
        if reason is not None:
            yield finding(f"region_{reason.kind}", place, names=reason.names)


def _ambiguous_sums(assigned: Assigned, is_open: Flags) -> Iterator[Finding]:
    """Yield one remark for all postings that are ambiguous in the same way: no row stands for one of them."""
    reasons: dict[tuple[str, str], list[int]] = {}
    for row in np.flatnonzero(is_open).tolist():
        reason = assigned.outcomes[assigned.outcome[row]].reason
        if reason is not None and reason.is_ambiguous:
            reasons.setdefault((reason.kind, reason.names), []).append(row)
    for (kind, names), rows in sorted(reasons.items()):
        yield finding(f"regions_{kind}", names=names, **_count_and_sum(assigned.frame.iloc[rows]))


def pot_remarks(assigned: Assigned) -> Iterator[Finding]:
    """Yield what is in no pot: a note for each account outside, a warning where a pot is only not sure."""
    yield from _account_remarks("account_outside", _rows_with_gap(assigned, "outside"))
    yield from _account_remarks("account_without_default", _rows_with_gap(assigned, "no_default"))
    unclear = _rows_with_gap(assigned, "unclear")
    for (file,), positions in _groups(unclear, "source_file"):
        place = Place(file=None if pd.isna(file) else file)
        yield finding("pot_unclear", place, **_count_and_sum(unclear.iloc[positions]))


def account_remarks(assigned: Assigned, pots: Iterable[Pot]) -> Iterator[Finding]:
    """Yield per file what was given to a pot although it does not name the whole account of the pot.

    An export filtered to one account need not repeat it, so the Teilprodukt may be missing. It is said all
    the same, because an export of the whole authority would count in full.
    """
    pot_of = {pot.key: pot for pot in pots}
    is_meant = assigned.rows_where(lambda one: one.pot in pot_of)
    is_meant &= assigned.frame["teilprodukt"].isna().to_numpy(dtype=np.bool_)
    lacking = assigned.told(is_meant, "source_file", "pot", "sachkonto")
    for (file, key), positions in _groups(lacking, "source_file", "pot"):
        rows, pot = lacking.iloc[positions], pot_of[key]
        name = pot.spoken
        place = Place(file=None if pd.isna(file) else file)
        lacks_account = rows["sachkonto"].isna()
        if lacks_account.any():
            yield finding("account_missing", place, pot=name, **_count_and_sum(rows[lacks_account]))
        if pot.teilprodukt and not lacks_account.all():
            yield finding("teilprodukt_missing", place, pot=name, **_count_and_sum(rows[~lacks_account]))


def condensed_remarks(condensed: pd.DataFrame, pots: Iterable[Pot]) -> list[Finding]:
    """Return what must be said about condensed bookings: what has no region and what is in no pot.

    What decided is read back from their columns. Rules that disagree are no part of it.
    """
    pots = tuple(pots)
    columns = ["region", "pot", "reason", "teilprodukt", "sachkonto"]
    cells = condensed[columns].astype(object).where(condensed[columns].notna(), None)
    listed: dict[tuple[Any, ...], int] = {}
    numbers = [listed.setdefault(row, len(listed)) for row in cells.itertuples(index=False, name=None)]
    places = np.array(numbers, dtype=np.int64)
    outcomes = [_outcome_of(row, pots) for row in listed]
    assigned = Assigned(condensed, np.arange(len(condensed)), places, outcomes)
    return [*region_remarks(assigned, pots), *pot_remarks(assigned), *account_remarks(assigned, pots)]


def _outcome_of(row: tuple[Any, ...], pots: Sequence[Pot]) -> Outcome:
    region, pot, reason, *account = row
    teilprodukt, sachkonto = (number if number and number.strip() else None for number in account)
    gap = None if pot is not None else pot_of_account(teilprodukt, sachkonto, pots).gap
    why = reason_of(reason) if reason else None
    return Outcome(WHOLE_POSTING, region, pot, None, (), why, gap)


def _rows_with_gap(assigned: Assigned, gap: str) -> pd.DataFrame:
    is_meant = assigned.rows_where(lambda one: one.pot is None and one.gap == gap)
    return assigned.told(is_meant, "source_file", "teilprodukt", "sachkonto")


def _account_remarks(kind: str, rows: pd.DataFrame) -> Iterator[Finding]:
    """Yield a remark for each account, the largest first; of very many the small ones are one remark."""
    groups: dict[str, list[Codes]] = {}
    for numbers, positions in _groups(rows, "teilprodukt", "sachkonto"):
        groups.setdefault(_account(numbers), []).append(positions)
    positions_of = {account: np.concatenate(listed) for account, listed in groups.items()}
    sizes = {account: abs(column_sum(rows["amount"].iloc[found])) for account, found in positions_of.items()}
    largest_first = sorted(sizes, key=lambda account: (-sizes[account], account))
    for account in largest_first[:MOST_ACCOUNTS_LISTED]:
        yield finding(kind, account=account, **_count_and_sum(rows.iloc[positions_of[account]]))
    others = largest_first[MOST_ACCOUNTS_LISTED:]
    if others:
        rest = np.concatenate([positions_of[account] for account in others])
        yield finding(f"{kind}_others", accounts=len(others), **_count_and_sum(rows.iloc[rest]))


def _groups(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield each combination of values, ``<NA>`` too, with the positions of its rows."""
    groups = rows.groupby(list(columns), dropna=False).indices if len(rows) else {}
    for values, positions in groups.items():
        yield values if isinstance(values, tuple) else (values,), positions


def _account(numbers: Iterable[object]) -> str:
    return "/".join(account_key(number) for number in numbers if isinstance(number, str)) or "–"


def _count_and_sum(rows: pd.DataFrame) -> dict[str, Any]:
    """Return the number of postings and their sum [EUR] in both languages."""
    total = column_sum(rows["amount"])
    return {
        "count": posting_count(rows) if is_condensed(rows) else rows["posting"].nunique(),
        "sum_de": format_euros(total, "de"),
        "sum_en": format_euros(total, "en"),
    }


def _places(rows: pd.DataFrame) -> list[Place]:
    columns = (pa.array(rows[name]).to_pylist() for name in SOURCE_COLUMNS)
    return [Place(*place) for place in zip(*columns, strict=True)]


def _line(place: Place) -> str:
    """Return where a line of the register stands, in words of no language."""
    return ":".join(str(part) for part in (place.file, place.row) if part is not None) or "–"
