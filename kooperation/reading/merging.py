"""Several exports to one ledger: overlaps are counted once, twins are kept, contradictions are named.

The same document and item is one posting, in however many files it stands. Without item numbers the lines of a
document are compared as they are: equal lines are the same, and a line whose amount alone differs is a contradiction.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import format_euros
from kooperation.model.region import account_key
from kooperation.model.schema import BOOKING_COLUMNS, TEXT, conform

_LINE = ("booked_on", "text", "vendor", "order_id")


def merge_bookings(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Join the bookings of all files and give every posting its ``booking_id``.

    Returns
    -------
    tuple of DataFrame and list of Finding
        The ledger in the order of file and row, whatever order the frames came in; what was counted once, what
        may stand twice, and every amount that two files state differently (severity ``error``).
    """
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return conform(pd.DataFrame(index=pd.RangeIndex(0)), BOOKING_COLUMNS), []
    ledger = pd.concat(filled, ignore_index=True) if len(filled) > 1 else filled[0]
    ledger = ledger.sort_values(["source_file", "source_row"], kind="stable", ignore_index=True)
    keys = _keys(ledger)
    kept, findings = _without_overlaps(ledger, keys)
    numbered = ledger.assign(booking_id=pd.array(_numbered(keys, ledger), dtype=TEXT))
    result = numbered.loc[kept].reset_index(drop=True)
    return conform(result, BOOKING_COLUMNS), findings


def _keys(ledger: pd.DataFrame) -> list[str]:
    """Return what makes a posting the same posting: kind, year, account, document and item."""
    accounts = (
        ledger["sachkonto"]
        .fillna("")
        .map({code: account_key(code) if code else "" for code in ledger["sachkonto"].fillna("").unique()})
    )
    parts = zip(
        ledger["kind"],
        ledger["year"].astype("string").fillna(""),
        accounts,
        ledger["document"].fillna(""),
        ledger["item"].fillna("").astype(str).str.lstrip("0"),
        strict=True,
    )
    return [
        "/".join((year, document, item, account, kind)) if document else f"{year}//{account}/{kind}"
        for kind, year, account, document, item in parts
    ]


def _lines(ledger: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = [ledger[name].astype(object).where(ledger[name].notna(), None) for name in _LINE]
    return list(zip(*columns, strict=True))


def _without_overlaps(ledger: pd.DataFrame, keys: Sequence[str]) -> tuple[list[int], list[Finding]]:
    files = ledger["source_file"].to_list()
    if len(set(files)) == 1:
        return list(range(len(ledger))), []
    by_key: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, (key, file) in enumerate(zip(keys, files, strict=True)):
        by_key[key][file].append(position)
    amounts, lines = ledger["amount"].to_list(), _lines(ledger)
    documents, items = ledger["document"].to_list(), ledger["item"].to_list()
    dropped: set[int] = set()
    overlaps: Counter[tuple[str, str]] = Counter()
    doubtful: Counter[tuple[str, str]] = Counter()
    findings: list[Finding] = []
    for groups in by_key.values():
        if len(groups) == 1:
            continue
        first_file, *others = groups
        counted = list(groups[first_file])
        for file in others:
            same, differing = _compare(
                counted, groups[file], amounts, lines, has_item=not _is_missing(items[groups[file][0]])
            )
            if _is_missing(documents[groups[file][0]]):
                if same:
                    doubtful[file, first_file] += len(same)
                counted += groups[file]
                continue
            for here, there in differing:
                findings.append(_contradiction(ledger, here, there))
            dropped.update(same, (here for here, _ in differing))
            overlaps[file, files[counted[0]]] += len(same)
            counted += [position for position in groups[file] if position not in dropped]
    findings += [
        finding("overlap", Place(file=file), count=count, other=other)
        for (file, other), count in sorted(overlaps.items())
        if count
    ]
    findings += [
        finding("perhaps_twice", Place(file=file), count=count, other=other)
        for (file, other), count in sorted(doubtful.items())
    ]
    return [position for position in range(len(ledger)) if position not in dropped], findings


def _compare(
    counted: Sequence[int],
    new: Sequence[int],
    amounts: Sequence[object],
    lines: Sequence[tuple[object, ...]],
    *,
    has_item: bool,
) -> tuple[list[int], list[tuple[int, int]]]:
    """Match the new lines of one posting with those counted: which are the same, which contradict.

    With an item number every new line is the same posting; without one, lines are matched by all they say.
    """
    free = list(counted)
    same: list[int] = []
    rest: list[int] = []
    for position in new:
        twin = next(
            (
                one
                for one in free
                if amounts[one] == amounts[position] and (has_item or lines[one] == lines[position])
            ),
            None,
        )
        if twin is None:
            twin = (
                next((one for one in free if amounts[one] == amounts[position]), None)
                if len(new) == len(counted) == 1
                else None
            )
        if twin is None:
            rest.append(position)
        else:
            free.remove(twin)
            same.append(position)
    differing = []
    for position in rest:
        rival = next((one for one in free if has_item or lines[one] == lines[position]), None)
        if rival is not None:
            free.remove(rival)
            differing.append((position, rival))
    return same, differing


def _contradiction(ledger: pd.DataFrame, here: int, there: int) -> Finding:
    new, old = ledger.iloc[here], ledger.iloc[there]
    return finding(
        "amounts_differ",
        Place(
            new["source_file"],
            None if _is_missing(new["source_sheet"]) else new["source_sheet"],
            int(new["source_row"]),
        ),
        raw=format_euros(new["amount"]),
        document=new["document"],
        year=new["year"],
        here=format_euros(new["amount"]),
        there=format_euros(old["amount"]),
        other=old["source_file"],
        row=old["source_row"],
    )


def _numbered(keys: Sequence[str], ledger: pd.DataFrame) -> list[str]:
    """Return readable ids; lines of one document without item numbers are told apart by what they say."""
    files = ledger["source_file"].to_list()
    counts: Counter[str] = Counter()  # the most lines that one file holds: an overlap does not make twins
    for (key, _), count in Counter(zip(keys, files, strict=True)).items():
        counts[key] = max(counts[key], count)
    seen: Counter[str] = Counter()
    ids = []
    lines = _lines(ledger) if any(count > 1 for count in counts.values()) else []
    amounts = ledger["amount"].to_list()
    for position, key in enumerate(keys):
        if counts[key] > 1:
            content = repr((amounts[position], *lines[position])).encode()
            key = f"{key}#{hashlib.blake2s(content, digest_size=4).hexdigest()}"
            file_key = f"{key}@{files[position]}"
            seen[file_key] += 1
            key += f".{seen[file_key]}" if seen[file_key] > 1 else ""
        ids.append(key)
    return ids


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value
