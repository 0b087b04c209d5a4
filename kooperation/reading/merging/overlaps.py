"""Which lines of several exports are one posting, and which of them nobody can tell for sure.

Documents that stand alike in every export that knows them are paired by number; only the others are looked at
line by line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from kooperation.model.identity import Line, Match, Pair, match
from kooperation.model.postings import (
    Codes,
    Flags,
    compared,
    lines_of,
    number_keys,
    numbered,
    places_among,
    stand_alike,
)

YEAR_STATED = "_is_year_stated"  # column of a ledger: a column or title of the file names the Haushaltsjahr
_EXACT = ("document", "item", "sachkonto", "teilprodukt", "cost_object", "year", "amount", "text")


@dataclass(eq=False, slots=True)
class Overlaps:
    """How the rows of a ledger belong together.

    Attributes
    ----------
    first : array
        For each row the row at which its posting stands first.
    is_plain : array
        The rows whose document stands alike in every file that knows it.
    contradicting, reworded, renumbered, moved, in_other_year, unclear : list
        Pairs of lines that leave a doubt; see :class:`Match`.
    redated : list
        Pairs of one posting whose dates lie in two years, where neither file states the year.
    """

    first: Codes
    is_plain: Flags
    contradicting: list[Pair] = field(default_factory=list)
    reworded: list[Pair] = field(default_factory=list)
    renumbered: list[Pair] = field(default_factory=list)
    moved: list[Pair] = field(default_factory=list)
    in_other_year: list[Pair] = field(default_factory=list)
    unclear: list[Pair] = field(default_factory=list)
    redated: list[Pair] = field(default_factory=list)

    def note(self, matched: Match) -> None:
        """Keep the doubts of one document."""
        self.contradicting += matched.contradicting
        self.reworded += matched.reworded
        self.renumbered += matched.renumbered
        self.moved += matched.moved
        self.in_other_year += matched.in_other_year
        self.unclear += matched.unclear
        self.redated += [
            (one, other)
            for one, other in matched.same
            if one.year != other.year and not one.is_year_stated and not other.is_year_stated
        ]

    def doubtful(self) -> set[int]:
        """Return the rows that a doubt names."""
        pairs = (
            *self.contradicting,
            *self.renumbered,
            *self.moved,
            *self.in_other_year,
            *self.unclear,
        )
        return {line.position for pair in pairs for line in pair}


def find_overlaps(ledger: pd.DataFrame, files: Codes, documents: Codes) -> Overlaps:
    """Match the documents that stand in several files; ``files`` and ``documents`` are numbers per row."""
    rows = np.arange(len(ledger), dtype=np.int64)
    overlaps = Overlaps(first=rows.copy(), is_plain=np.zeros(len(ledger), dtype=np.bool_))
    shared = rows[_is_in_several(documents, files)]
    if not len(shared):
        return overlaps
    told = compared(ledger.iloc[shared])
    contents = numbered(documents[shared], *(told[name] for name in _EXACT))
    is_alike = stand_alike(documents[shared], contents, files[shared])
    overlaps.is_plain[shared[is_alike]] = True
    _pair_alike(overlaps, ledger, shared[is_alike], contents[is_alike], files)
    contested = shared[~is_alike]
    lines = lines_of(told[~is_alike], is_year_stated=ledger[YEAR_STATED].iloc[contested])
    for by_file in _by_document(lines, documents[contested], files[contested]):
        _match_document(overlaps, by_file)
    return overlaps


def documents_of(ledger: pd.DataFrame) -> Codes:
    """Number the documents of each kind; -1: the row has none."""
    kinds, names = pd.factorize(ledger["kind"], use_na_sentinel=False)
    numbers = numbered(number_keys(ledger["document"])) * len(names) + kinds
    return np.where(ledger["document"].notna().to_numpy(dtype=np.bool_), numbers, -1)


def _is_in_several(documents: Codes, files: Codes) -> Flags:
    """Tell which rows have a document that several files know; the rows stand in the order of the files."""
    if not len(files) or files[0] == files[-1]:
        return np.zeros(len(files), dtype=np.bool_)
    first = np.empty(int(np.max(documents)) + 2, dtype=np.int64)  # the last is of rows without one, -1
    last = first.copy()
    last[documents] = files
    first[documents[::-1]] = files[::-1]
    is_several: Flags = (first != last)[documents] & (documents >= 0)
    return is_several


def _pair_alike(overlaps: Overlaps, ledger: pd.DataFrame, rows: Codes, contents: Codes, files: Codes) -> None:
    """Pair the lines of documents that stand alike, twins by what else they say."""
    told = ledger[["booked_on", "vendor", "order_id"]].iloc[rows]
    order = np.lexsort((rows, numbered(*(told[name] for name in told)), contents))
    rows, contents = rows[order], contents[order]
    postings = numbered(contents, places_among(numbered(contents, files[rows])))
    overlaps.first[rows] = pd.Series(rows).groupby(postings).transform("min").to_numpy(dtype=np.int64)


def _by_document(lines: Sequence[Line], documents: Codes, files: Codes) -> Iterable[list[list[Line]]]:
    """Yield for each document its lines in each file, the files in their order."""
    by_document: dict[int, dict[int, list[Line]]] = {}
    for line, document, file in zip(lines, documents.tolist(), files.tolist(), strict=True):
        by_document.setdefault(document, {}).setdefault(file, []).append(line)
    return (list(by_file.values()) for by_file in by_document.values())


@dataclass(frozen=True, slots=True)
class _Posting:
    """One posting: the lines that say it, in every file, and what they say together."""

    line: Line
    positions: tuple[int, ...]

    def with_line(self, line: Line) -> _Posting:
        return _Posting(self.line.united(line), (*self.positions, line.position))


def _match_document(overlaps: Overlaps, by_file: Iterable[Sequence[Line]]) -> None:
    counted: list[_Posting] = []
    for new in sorted(by_file, key=_fullness):
        matched = match([posting.line for posting in counted], new)
        counted = _with_lines(counted, matched)
        overlaps.note(matched)
    for posting in counted:
        overlaps.first[list(posting.positions)] = min(posting.positions)


def _fullness(file: Sequence[Line]) -> tuple[int, int]:
    """Sort the file that says most to the front: what says less cannot then join what it would tell apart."""
    stated = max(sum(map(bool, line.facets)) + line.is_year_stated for line in file)
    return -stated, -sum(len(line.text) for line in file)


def _with_lines(counted: Sequence[_Posting], matched: Match) -> list[_Posting]:
    partner = {one.position: other for one, other in (*matched.same, *matched.contradicting)}
    joined = [
        posting.with_line(partner[posting.line.position]) if posting.line.position in partner else posting
        for posting in counted
    ]
    return [*joined, *(_Posting(line, (line.position,)) for line in matched.added)]


def counted_once(ledger: pd.DataFrame, first: Codes, files: Codes) -> Counter[tuple[int, int]]:
    """Count by (file, earlier file) the rows that an earlier file states with the same amount."""
    others = np.flatnonzero(first != np.arange(len(first)))
    rows = np.concatenate([others, first[others]])
    amounts = numbered(ledger["amount"].iloc[rows])
    is_equal = amounts[: len(others)] == amounts[len(others) :]
    pairs = zip(files[others[is_equal]].tolist(), files[first[others[is_equal]]].tolist(), strict=True)
    return Counter(pairs)
