"""Postings without a document number in several files: the same where two lists agree on a stretch of time.

Without a number nothing but the whole list tells whether two equal rows are one posting. Two files that state
exactly the same for the days that both cover are one list, exported twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from kooperation.model.postings import Codes, Flags, compared, numbered, places_among

_FACETS = ("sachkonto", "teilprodukt", "cost_object", "period")
ENOUGH = 2  # different rows that two files must share before their lists count as one


@dataclass(frozen=True, slots=True)
class Shared:
    """What two files say alike without document numbers.

    ``pairs``: rows of the earlier and of the later file that say the same. ``verdict``: ``same`` when both
    say exactly this for the days that they share, ``unclear`` when they agree on most of it, ``chance``
    when they have little in common.
    """

    pairs: tuple[tuple[int, int], ...]
    verdict: str


def shared_undocumented(ledger: pd.DataFrame, files: Codes) -> list[Shared]:
    """Return for every two files what both state without a document, in the order of the files."""
    rows = np.flatnonzero(ledger["document"].isna().to_numpy(dtype=np.bool_))
    if not len(rows) or files[rows[0]] == files[rows[-1]]:
        return []
    told = compared(ledger.iloc[rows])
    likeness = numbered(told["kind"], told["year"], told["amount"], told["booked_on"], told["text"])
    lists = {
        file: _List(told[mine := files[rows] == file], rows[mine], likeness[mine])
        for file in np.unique(files[rows]).tolist()
    }
    return [
        shared
        for one, other in _meeting(likeness, files[rows])
        if (shared := _compare(lists[one], lists[other]))
    ]


@dataclass(frozen=True, eq=False, slots=True)
class _List:
    """The rows of one file that have no document: what they say, where they stand, which are alike."""

    told: pd.DataFrame
    rows: Codes
    likeness: Codes

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> _List:
        days = self.told["booked_on"]
        return self.where(((days >= first) & (days <= last)).to_numpy(dtype=np.bool_))

    def where(self, chosen: Flags) -> _List:
        return _List(self.told[chosen], self.rows[chosen], self.likeness[chosen])


def _meeting(likeness: Codes, files: Codes) -> Iterable[tuple[int, int]]:
    """Return the pairs of files that state one row alike."""
    known = pd.DataFrame({"row": likeness, "file": files}).drop_duplicates()
    by_row = known.groupby("row")["file"].agg(tuple)
    several = {tuple(sorted(told)) for told in by_row if len(told) > 1}
    return sorted({pair for told in several for pair in combinations(told, 2)})


def _compare(one: _List, other: _List) -> Shared | None:
    here, there = _common_days(one, other)
    pairs = _alike(here, there)
    if not pairs:
        return None
    is_whole = len(pairs) == len(one.rows) == len(other.rows)
    is_equal = len(pairs) == len(here.rows) == len(there.rows)
    kinds = len(set(here.likeness.tolist()) & set(there.likeness.tolist()))
    if is_whole or (is_equal and kinds >= ENOUGH):
        return Shared(pairs, "same")
    is_dated = bool(here.told["booked_on"].notna().all())
    is_mostly = kinds >= ENOUGH and len(pairs) * 2 >= min(len(here.rows), len(there.rows))
    return Shared(pairs, "unclear" if is_dated and is_mostly else "chance")


def _common_days(one: _List, other: _List) -> tuple[_List, _List]:
    """Return the rows of the days that both files cover; of undated lists all rows."""
    if one.told["booked_on"].isna().any() or other.told["booked_on"].isna().any():
        return one, other
    first = max(one.told["booked_on"].min(), other.told["booked_on"].min())
    last = min(one.told["booked_on"].max(), other.told["booked_on"].max())
    return one.between(first, last), other.between(first, last)


def _is_told(column: pd.Series[Any]) -> bool:
    return bool((column.notna() & (column.astype(object) != "")).any())


def _alike(one: _List, other: _List) -> tuple[tuple[int, int], ...]:
    """Pair the rows that agree in whatever both files state, each once."""
    told = [name for name in _FACETS if _is_told(one.told[name]) and _is_told(other.told[name])]
    both = pd.concat([one.told, other.told], ignore_index=True)
    contents = numbered(np.concatenate([one.likeness, other.likeness]), *(both[name] for name in told))
    sides = np.repeat([0, 1], [len(one.rows), len(other.rows)])
    places = numbered(contents, places_among(numbered(contents, sides)))
    here = dict(zip(places[sides == 0].tolist(), one.rows.tolist(), strict=True))
    there = zip(places[sides == 1].tolist(), other.rows.tolist(), strict=True)
    return tuple((here[place], row) for place, row in there if place in here)


def joined(first: Codes, found: Iterable[Shared]) -> Codes:
    """Return ``first`` with the rows of lists that are the same joined to their first row."""
    parent: dict[int, int] = {}

    def root(row: int) -> int:
        while row in parent:
            row = parent[row]
        return row

    for one, other in (pair for shared in found if shared.verdict == "same" for pair in shared.pairs):
        early, late = sorted((root(one), root(other)))
        if early != late:
            parent[late] = early
    united = first.copy()
    united[list(parent)] = [root(row) for row in parent]
    return united


def counts(found: Iterable[Shared], verdict: str, files: Codes) -> Counter[tuple[int, int]]:
    """Count by (file, earlier file) the rows that both state alike."""
    return Counter(
        {
            (int(files[shared.pairs[0][1]]), int(files[shared.pairs[0][0]])): len(shared.pairs)
            for shared in found
            if shared.verdict == verdict
        }
    )
