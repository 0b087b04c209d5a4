"""Several exports to one ledger: overlaps are counted once, twins are kept, contradictions are named.

The same document and item is one posting, in however many files it stands. Without item numbers the lines
of a document are compared as they are: equal lines are the same, and a line whose amount alone differs is a
contradiction.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import format_euros
from kooperation.model.region import account_key
from kooperation.model.schema import BOOKING_COLUMNS, TEXT, conform
from kooperation.reading.coverage import missing_months

_LINE = ("booked_on", "text", "vendor", "order_id")


def merge_bookings(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Join the bookings of all files and give every posting its ``booking_id``.

    Returns
    -------
    tuple of DataFrame and list of Finding
        The ledger in the order of file and row, whatever order the frames came in; what was counted once,
        what may stand twice, and every amount that two files state differently (severity ``error``).
    """
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return conform(pd.DataFrame(index=pd.RangeIndex(0)), BOOKING_COLUMNS), []
    ledger = pd.concat(filled, ignore_index=True) if len(filled) > 1 else filled[0]
    ledger = ledger.sort_values(["source_file", "source_row"], kind="stable", ignore_index=True)
    postings = _Postings.of(ledger)
    dropped, findings = _overlaps(postings, ledger)
    numbered = ledger.assign(booking_id=pd.array(_numbered(postings), dtype=TEXT))
    kept = [position for position in range(len(ledger)) if position not in dropped]
    result = conform(numbered.loc[kept].reset_index(drop=True), BOOKING_COLUMNS)
    return result, [*findings, *missing_months(ledger)]


@dataclass(frozen=True, eq=False, slots=True)
class _Postings:
    """What tells whether two postings are the same, as plain lists in the order of the ledger.

    ``keys`` join kind, year, account, document and item; ``lines`` hold what else a posting says.
    """

    keys: list[str]
    files: list[str]
    amounts: list[Any]
    lines: list[tuple[Any, ...]]
    has_document: list[bool]
    has_item: list[bool]

    @classmethod
    def of(cls, ledger: pd.DataFrame) -> _Postings:
        columns = [ledger[name].astype(object).where(ledger[name].notna(), None) for name in _LINE]
        keys, has_item = _keys(ledger)
        return cls(
            keys=keys,
            files=ledger["source_file"].to_list(),
            amounts=ledger["amount"].to_list(),
            lines=list(zip(*columns, strict=True)),
            has_document=ledger["document"].notna().to_list(),
            has_item=has_item,
        )


def _keys(ledger: pd.DataFrame) -> tuple[list[str], list[bool]]:
    """Return what makes a posting the same posting, and whether its item number is part of it.

    Where one export names the account or the item of a document and another does not, they are compared
    without it.
    """
    documents = _texts(ledger["document"])
    owners = list(zip(_texts(ledger["kind"]), _texts(ledger["year"]), documents, strict=True))
    accounts = [account_key(code) if code else "" for code in _texts(ledger["sachkonto"])]
    items = [item.lstrip("0") for item in _texts(ledger["item"])]
    unaccounted = {owner for owner, account in zip(owners, accounts, strict=True) if not account}
    unnumbered = {owner for owner, item in zip(owners, items, strict=True) if not item}
    keys, has_item = [], []
    for owner, account, item in zip(owners, accounts, items, strict=True):
        kind, year, document = owner
        told = account if owner not in unaccounted or not document else ""
        numbered = item if owner not in unnumbered else ""
        keys.append(
            "/".join((year, document, numbered, told, kind)) if document else f"{year}//{told}/{kind}"
        )
        has_item.append(bool(document and numbered))
    return keys, has_item


def _texts(column: pd.Series[Any]) -> list[str]:
    return [str(value) for value in column.astype("string").fillna("").to_list()]


# --- overlaps --------------------------------------------------------------------------------------------


def _overlaps(postings: _Postings, ledger: pd.DataFrame) -> tuple[set[int], list[Finding]]:
    """Return the positions that stand in an earlier file already, and what there is to say about it."""
    dropped: set[int] = set()
    findings: list[Finding] = []
    once: Counter[tuple[str, str]] = Counter()
    doubtful: Counter[tuple[str, str]] = Counter()
    for first_file, first, later in _in_several_files(postings):
        counted = list(first)
        for file, new in later:
            same, differing = _compare(postings, counted, new)
            if not postings.has_document[new[0]]:
                doubtful[file, first_file] += len(same)
                counted += new
                continue
            findings += [_contradiction(ledger, here, there) for here, there in differing]
            gone = {*same, *(here for here, _ in differing)}
            once[file, first_file] += len(same)
            counted += [position for position in new if position not in gone]
            dropped |= gone
    findings += [*_counted("overlap", once), *_counted("perhaps_twice", doubtful), *_pasted_twice(postings)]
    return dropped, findings


def _pasted_twice(postings: _Postings) -> list[Finding]:
    """Warn of rows that repeat document, item and amount inside one file."""
    told = zip(
        postings.keys, postings.files, postings.amounts, postings.lines, postings.has_item, strict=True
    )
    counts = Counter((key, file, amount, line) for key, file, amount, line, has_item in told if has_item)
    twice: Counter[str] = Counter()
    for (_, file, _, _), count in counts.items():
        twice[file] += count - 1
    return [finding("item_twice", Place(file=file), count=count) for file, count in twice.items() if count]


def _in_several_files(
    postings: _Postings,
) -> Iterable[tuple[str, list[int], list[tuple[str, list[int]]]]]:
    """Yield for each key in more than one file: the first file, its positions, and the later files."""
    by_key: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, (key, file) in enumerate(zip(postings.keys, postings.files, strict=True)):
        by_key[key][file].append(position)
    for groups in by_key.values():
        (first_file, first), *later = groups.items()
        if later:
            yield first_file, first, later


def _counted(kind: str, counts: Counter[tuple[str, str]]) -> list[Finding]:
    return [
        finding(kind, Place(file=file), count=count, other=other)
        for (file, other), count in sorted(counts.items())
        if count
    ]


def _compare(
    postings: _Postings, counted: Sequence[int], new: Sequence[int]
) -> tuple[list[int], list[tuple[int, int]]]:
    """Match the new lines of one posting with those counted: which are the same, which contradict.

    With an item number every new line is the same posting; without one, lines are matched by all they say, or
    by the amount alone where each file has just one.
    """
    is_told = postings.has_item[new[0]]
    is_alone = len(new) == len(counted) == 1

    def line(position: int) -> object:
        return None if is_told else postings.lines[position]

    def whole(position: int) -> object:
        return postings.amounts[position], None if is_alone else line(position)

    same = _matched(counted, new, whole)
    left = [position for position in new if position not in same]
    free = [position for position in counted if position not in set(same.values())]
    return list(same), list(_matched(free, left, line).items())


def _matched(counted: Sequence[int], new: Sequence[int], says: Callable[[int], object]) -> dict[int, int]:
    """Pair each new position with a counted one that says the same, each of them once."""
    free: dict[object, list[int]] = defaultdict(list)
    for position in reversed(counted):
        free[says(position)].append(position)
    return {position: free[says(position)].pop() for position in new if free[says(position)]}


def _contradiction(ledger: pd.DataFrame, here: int, there: int) -> Finding:
    new, old = ledger.iloc[here], ledger.iloc[there]
    sheet = None if pd.isna(new["source_sheet"]) else new["source_sheet"]
    return finding(
        "amounts_differ",
        Place(new["source_file"], sheet, int(new["source_row"])),
        raw=format_euros(new["amount"]),
        document=new["document"],
        year=new["year"],
        here=format_euros(new["amount"]),
        there=format_euros(old["amount"]),
        other=old["source_file"],
        row=old["source_row"],
    )


# --- ids -------------------------------------------------------------------------------------------------


def _numbered(postings: _Postings) -> list[str]:
    """Return readable ids; lines of one document without item numbers are told apart by what they say."""
    counts: Counter[str] = Counter()  # the most lines that one file holds: an overlap does not make twins
    for (key, _), count in Counter(zip(postings.keys, postings.files, strict=True)).items():
        counts[key] = max(counts[key], count)
    seen: Counter[tuple[str, str]] = Counter()
    ids = []
    for position, (key, file) in enumerate(zip(postings.keys, postings.files, strict=True)):
        spelled = key
        if counts[key] > 1:
            content = repr((postings.amounts[position], *postings.lines[position])).encode()
            spelled = f"{key}#{hashlib.blake2s(content, digest_size=4).hexdigest()}"
            seen[spelled, file] += 1
            spelled += f".{seen[spelled, file]}" if seen[spelled, file] > 1 else ""
        ids.append(spelled)
    return ids
