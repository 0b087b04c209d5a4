"""What there is to say about several exports of one ledger: counted once, contradicting, unclear, pasted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.identity import Pair, number_key
from kooperation.model.money import euros_spoken, format_euros, sum_euros
from kooperation.model.postings import Codes, numbered, rows_by_file
from kooperation.reading.merging.overlaps import Overlaps, counted_once
from kooperation.reading.merging.undocumented import Shared, counts

Told = Mapping[int, Mapping[str, Any]]  # rows of the ledger by position
_TOLD = (
    "document",
    "item",
    "year",
    "amount",
    "sachkonto",
    "teilprodukt",
    "cost_object",
    "source_file",
    "source_sheet",
    "source_row",
)
_REPEATED = ("amount", "document", "item", "booked_on", "year", "kind", "sachkonto", "cost_object", "text")
_GLANCE = 100  # rows: of a list that does not repeat itself they tell it
_ACCOUNTS = ("sachkonto", "teilprodukt", "cost_object")


def overlap_findings(
    ledger: pd.DataFrame, files: Codes, overlaps: Overlaps, shared: Sequence[Shared]
) -> list[Finding]:
    """Say what counts once, what two files state differently, and what may stand twice."""
    told = _told(ledger, overlaps)
    known = _accounts_of(ledger) if overlaps.moved else {}
    names = list(ledger["source_file"].iloc[np.flatnonzero(np.diff(files, prepend=-1))])
    renumbered = Counter(_files(pair, files) for pair in overlaps.renumbered)
    return [
        *(_two_amounts(told, pair) for pair in overlaps.contradicting),
        *(_elsewhere(known, told, pair) for pair in overlaps.moved),
        *(_of_other_year(told, pair) for pair in overlaps.in_other_year),
        *(_two_texts(told, pair) for pair in overlaps.reworded),
        *(_two_years(told, pair) for pair in overlaps.redated),
        *_unmatched(told, overlaps.unclear),
        *_once(ledger, files, overlaps, names),
        *_counted("items_differ", renumbered, names),
        *_counted("undocumented_once", counts(shared, "same", files), names),
        *_undocumented_unclear(ledger, shared),
        *_counted("perhaps_twice", counts(shared, "chance", files), names),
    ]


def _told(ledger: pd.DataFrame, overlaps: Overlaps) -> Told:
    """Return the rows that a doubt names, as plain values."""
    pairs = (
        *overlaps.contradicting,
        *overlaps.moved,
        *overlaps.in_other_year,
        *overlaps.reworded,
        *overlaps.redated,
        *overlaps.unclear,
    )
    return _rows_at(ledger, {line.position for pair in pairs for line in pair})


def _rows_at(ledger: pd.DataFrame, positions: Iterable[int]) -> Told:
    rows = sorted(positions)
    cells = ledger[list(_TOLD)].iloc[rows].astype(object)
    records: list[Any] = cells.where(cells.notna(), None).to_dict("records")
    return dict(zip(rows, records, strict=True))


def _by_place(pair: Pair) -> tuple[int, int]:
    early, late = sorted(line.position for line in pair)
    return early, late


def _files(pair: Pair, files: Codes) -> tuple[int, int]:
    """Return the later file and the earlier one."""
    early, late = _by_place(pair)
    return int(files[late]), int(files[early])


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["source_file"], row["source_sheet"], row["source_row"])


# --- one posting with two values ----------------------------------------------------------------------------


def _two_amounts(told: Told, pair: Pair) -> Finding:
    early, late = (told[position] for position in _by_place(pair))
    here, there = (euros_spoken(row["amount"]) for row in (late, early))
    return _differing("amounts_differ", early, late, raw=here.de, here=here, there=there)


def _two_texts(told: Told, pair: Pair) -> Finding:
    """Name the places only: a text may name a person."""
    early, late = (told[position] for position in _by_place(pair))
    return _differing("texts_differ", early, late)


def _two_years(told: Told, pair: Pair) -> Finding:
    early, late = (told[position] for position in _by_place(pair))
    return _differing("years_differ", early, late, here=late["year"], there=early["year"])


def _of_other_year(told: Told, pair: Pair) -> Finding:
    early, late = (told[position] for position in _by_place(pair))
    return _differing(
        "moved_year",
        early,
        late,
        raw=late["year"],
        amount_de=format_euros(late["amount"]),
        amount_en=format_euros(late["amount"], "en"),
        here=late["year"],
        there=early["year"],
    )


def _elsewhere(known: Mapping[tuple[str, str], Any], told: Told, pair: Pair) -> Finding:
    """Name a posting that stands on two accounts; refuse it where its item identifies it.

    Two files that share no account may be the two halves of one document.
    """
    early, late = (told[position] for position in _by_place(pair))
    first, second = sorted(pair, key=lambda line: line.position)
    accounts = zip(_ACCOUNTS, first.facets[1:], second.facets[1:], strict=True)
    column, there, here = next(one for one in accounts if one[1] and one[2] and one[1] != one[2])
    is_known = early[column] in known.get((late["source_file"], column), ())
    is_known |= late[column] in known.get((early["source_file"], column), ())
    return _differing(
        "moved_item" if is_known and first.item and second.item else "stands_elsewhere",
        early,
        late,
        raw=late[column],
        amount_de=format_euros(late["amount"]),
        amount_en=format_euros(late["amount"], "en"),
        here=late[column] or here,
        there=early[column] or there,
    )


def _accounts_of(ledger: pd.DataFrame) -> Mapping[tuple[str, str], Any]:
    """Return the accounts, Teilprodukte and cost objects that each file knows."""
    return {
        (str(file), column): set(rows[column].dropna())
        for file, rows in ledger[["source_file", *_ACCOUNTS]].drop_duplicates().groupby("source_file")
        for column in _ACCOUNTS
    }


def _differing(kind: str, early: Mapping[str, Any], late: Mapping[str, Any], **values: Any) -> Finding:
    values = {"document": late["document"], "year": late["year"], **values}
    return finding(kind, _place(late), other=early["source_file"], row=early["source_row"], **values)


def _unmatched(told: Told, pairs: Sequence[Pair]) -> Iterable[Finding]:
    """Name each document whose lines in two files nobody can match, once for the two files."""
    unclear: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for pair in pairs:
        early, late = _by_place(pair)
        key = (told[late]["document"], told[late]["source_file"], told[early]["source_file"])
        unclear[key].append((early, late))
    for (document, _, other), places in unclear.items():
        other_rows, rows = (_listed(told, positions) for positions in zip(*places, strict=True))
        place = _place(told[places[0][1]])
        yield finding("lines_differ", place, document=document, rows=rows, other=other, other_rows=other_rows)


def _listed(told: Told, positions: Iterable[int], *, most: int = 10) -> str:
    rows = sorted({told[position]["source_row"] for position in positions})
    return ", ".join(map(str, rows[:most])) + (" …" if len(rows) > most else "")


# --- counts -------------------------------------------------------------------------------------------------


def _once(ledger: pd.DataFrame, files: Codes, overlaps: Overlaps, names: Sequence[str]) -> list[Finding]:
    """Say how many rows another file states as well; a file that states just the same is a copy."""
    once = counted_once(ledger, overlaps.first, files)
    sizes = np.bincount(files)
    copies = {
        pair: count
        for pair, count in once.items()
        if count == sizes[pair[0]] == sizes[pair[1]] and overlaps.is_plain[files == pair[0]].all()
    }
    others = Counter({pair: count for pair, count in once.items() if pair not in copies})
    return [
        *(
            finding("same_file_twice", Place(file=names[file]), other=names[other])
            for file, other in sorted(copies)
        ),
        *_counted("overlap", others, names),
    ]


def _counted(kind: str, counted: Mapping[tuple[int, int], int], names: Sequence[str]) -> list[Finding]:
    return [
        finding(kind, Place(file=names[file]), count=count, other=names[other])
        for (file, other), count in sorted(counted.items())
        if count
    ]


def _undocumented_unclear(ledger: pd.DataFrame, shared: Sequence[Shared]) -> Iterable[Finding]:
    for one in shared:
        if one.verdict == "unclear":
            told = _rows_at(ledger, one.pairs[0])
            early, late = (told[position] for position in one.pairs[0])
            yield _differing("undocumented_unclear", early, late, count=len(one.pairs))


# --- one file -----------------------------------------------------------------------------------------------


def pasted_twice(ledger: pd.DataFrame, files: Codes, documents: Codes) -> list[Finding]:
    """Refuse a list that stands twice in its file, and warn of single rows that repeat document and item."""
    is_item = (documents >= 0) & ledger["item"].notna().to_numpy(dtype=np.bool_)
    again = np.zeros(len(ledger), dtype=np.bool_)
    items = numbered(files[is_item], documents[is_item], ledger["item"][is_item])
    again[is_item] = pd.Series(items).duplicated(keep=False).to_numpy(dtype=np.bool_)
    told_by = ledger[list(_REPEATED)]
    whole = [rows for rows in rows_by_file(files) if _is_whole_twice(told_by.iloc[rows], documents[rows])]
    for rows in whole:
        again[rows] = False
    return [
        *(_pasted(ledger.iloc[rows]) for rows in whole),
        *_repeated(ledger, np.flatnonzero(again), files),
    ]


def _pasted(rows: pd.DataFrame) -> Finding:
    half = rows.iloc[len(rows) // 2]
    return finding("pasted_twice", Place(half["source_file"], None, int(half["source_row"])), count=len(rows))


def _is_whole_twice(rows: pd.DataFrame, documents: Codes) -> bool:
    """Tell whether the second half of a file is its first half again; dates or documents must tell."""
    half = len(rows) // 2
    if len(rows) % 2 or half < 2 or not np.array_equal(documents[:half], documents[half:]):
        return False
    for size in (min(half, _GLANCE), half):
        first, second = rows.iloc[:size], rows.iloc[half : half + size]
        if not first.reset_index(drop=True).equals(second.reset_index(drop=True)):
            return False
    is_told = (documents >= 0) | rows["booked_on"].notna().to_numpy(dtype=np.bool_)
    told = numbered(documents, rows["booked_on"], rows["amount"])
    return bool(is_told.all()) and len(np.unique(told)) >= (2 if rows["item"].notna().all() else 3)


def _repeated(ledger: pd.DataFrame, rows: Codes, files: Codes) -> list[Finding]:
    """Warn of rows that repeat document, item and amount inside one file."""
    told = ledger.iloc[rows]
    names = ("kind", "document", "item", "sachkonto", "teilprodukt", "cost_object", "year", "amount", "text")
    contents = numbered(files[rows], *(told[name] for name in (*names, "booked_on")))
    is_again = pd.Series(contents).duplicated().to_numpy(dtype=np.bool_)
    twice = told[is_again]
    return [
        finding(
            "item_twice",
            Place(file=str(file)),
            count=len(listed),
            rows=", ".join(map(str, listed["source_row"].head(10))) + (" …" if len(listed) > 10 else ""),
        )
        for file, listed in twice.groupby("source_file")
    ]


# --- orders -------------------------------------------------------------------------------------------------


def carried_orders(ledger: pd.DataFrame) -> list[Finding]:
    """Warn of orders that several Haushaltsjahre list: what was carried over would count twice."""
    is_listed = ledger["order_id"].notna() & ledger["year"].notna()  # what has no year is refused for that
    orders = ledger[(ledger["kind"] == "commitment") & is_listed]
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in orders.astype(object).where(orders.notna(), None).to_dict("records"):
        if not row["document"] or number_key(row["document"]) == number_key(row["order_id"]):
            rows[number_key(row["order_id"])].append(row)
    return [
        _carried(listed)
        for listed in rows.values()
        if len({row["year"] for row in listed}) > 1 and all(row["amount"] >= 0 for row in listed)
    ]


def _carried(rows: Sequence[Mapping[str, Any]]) -> Finding:
    by_year: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_year[row["year"]].append(row["amount"])
    sums = [(year, sum_euros(amounts)) for year, amounts in sorted(by_year.items())]
    return finding(
        "order_in_several_years",
        _place(rows[-1]),
        order=rows[-1]["order_id"],
        amounts_de=", ".join(f"{year}: {format_euros(amount)}" for year, amount in sums),
        amounts_en=", ".join(f"{year}: {format_euros(amount, 'en')}" for year, amount in sums),
    )
