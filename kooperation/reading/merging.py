"""Several exports to one ledger: overlaps are counted once, twins are kept, contradictions are named.

The same document and item is one posting, in however many files it stands. Without item numbers the lines
of a document are matched by amount and text; a posting that stands in several files says what all of them
say together.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import format_euros, sum_euros
from kooperation.model.region import account_key, fold
from kooperation.model.schema import BOOKING_COLUMNS, SOURCE_COLUMNS, TEXT, conform
from kooperation.reading.coverage import missing_months
from kooperation.model.identity import Line, Match, Pair, match, number_key, product_key

ROWS_DATED = "rows_dated"  # attribute of a file's frame: the rows whose year is only that of their date
_CONTENT = ("amount", "booked_on", "text", "vendor", "order_id")
_UNITED = [name for name in BOOKING_COLUMNS if name not in ("booking_id", "kind", "amount", *SOURCE_COLUMNS)]

Columns = Mapping[str, list[Any]]
_account_key = lru_cache(maxsize=4096)(account_key)


def merge_bookings(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Join the bookings of all files and give every posting its ``booking_id``.

    Returns
    -------
    tuple of DataFrame and list of Finding
        The ledger in the order of file and row, whatever order the frames came in; what was counted once,
        what may stand twice, and every amount that two files state differently (severity ``error``). A
        posting of several files stands at its place in the first of them by name.
    """
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return conform(pd.DataFrame(index=pd.RangeIndex(0)), BOOKING_COLUMNS), []
    told = [frame.assign(_is_year_stated=_is_year_stated(frame)) for frame in filled]
    ledger = pd.concat(told, ignore_index=True).sort_values(
        ["source_file", "source_row"], kind="stable", ignore_index=True
    )
    columns = _columns_of(ledger)
    stated = enumerate(ledger["_is_year_stated"])
    lines = [_line(columns, position, is_year_stated=is_stated) for position, is_stated in stated]
    postings, findings = _postings(lines, columns)
    united = _united(ledger.drop(columns="_is_year_stated"), columns, postings, lines)
    findings += [*_undocumented_twice(lines, columns), *_pasted_twice(lines, columns)]
    numbered = united.assign(booking_id=pd.array(_numbered(_columns_of(united)), dtype=TEXT))
    return conform(numbered, BOOKING_COLUMNS), [*findings, *_carried_orders(united), *missing_months(ledger)]


def _is_year_stated(frame: pd.DataFrame) -> pd.Series[Any]:
    return ~frame["source_row"].isin(frame.attrs.get(ROWS_DATED, ()))


def _columns_of(ledger: pd.DataFrame) -> Columns:
    """Return the columns as plain lists, with ``None`` where a file says nothing."""
    plain = {name: ledger[name].astype(object) for name in BOOKING_COLUMNS if name in ledger}
    return {name: values.where(values.notna(), None).to_list() for name, values in plain.items()}


def _line(columns: Columns, position: int, *, is_year_stated: bool) -> Line:
    item, account, teilprodukt, cost_object, text, document, order = (
        columns[name][position] or ""
        for name in ("item", "sachkonto", "teilprodukt", "cost_object", "text", "document", "order_id")
    )
    is_order_list = bool(document) and number_key(document) == number_key(order)
    return Line(
        position=position,
        item=item.lstrip("0"),
        account=_account_key(account),
        teilprodukt=product_key(teilprodukt),
        cost_object=number_key(cost_object),
        year=columns["year"][position],
        is_year_stated=is_year_stated,
        booked_on=columns["booked_on"][position],
        amount=columns["amount"][position],
        text=fold(text),
        is_order=columns["kind"][position] == "commitment" and is_order_list,
    )


# --- overlaps --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Posting:
    """One posting: the lines that say it, in every file, and what they say together."""

    line: Line
    positions: tuple[int, ...]

    def with_line(self, line: Line) -> _Posting:
        return _Posting(self.line.united(line), (*self.positions, line.position))


def _postings(lines: Sequence[Line], columns: Columns) -> tuple[list[tuple[int, ...]], list[Finding]]:
    """Return which positions are one posting, sorted, and what there is to say about it."""
    findings: list[Finding] = []
    postings: list[tuple[int, ...]] = []
    renumbered: Counter[tuple[str, str]] = Counter()
    for files in _documents(columns):
        counted: list[_Posting] = []
        for new in sorted(([lines[position] for position in file] for file in files), key=_fullness):
            matched = match([posting.line for posting in counted], new)
            counted = _with_lines(counted, matched)
            findings += _doubts(matched, columns)
            renumbered.update(_files(columns, pair) for pair in matched.renumbered)
        postings += [tuple(sorted(posting.positions)) for posting in counted]
    amounts = columns["amount"]
    once = Counter(
        _files(columns, (first, other))
        for first, *others in postings
        for other in others
        if amounts[other] == amounts[first]
    )
    findings += [*_counted("overlap", once), *_counted("items_differ", renumbered)]
    return sorted(postings), findings


def _documents(columns: Columns) -> Iterable[list[list[int]]]:
    """Yield for each document the positions in each file, in the order of the files."""
    told = zip(columns["kind"], columns["document"], columns["source_file"], strict=True)
    by_document: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, (kind, document, file) in enumerate(told):
        key = number_key(document) if document else f"//{position}"
        by_document[kind, key][file].append(position)
    return (list(files.values()) for files in by_document.values())


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


def _united(
    ledger: pd.DataFrame,
    columns: Columns,
    postings: Sequence[tuple[int, ...]],
    lines: Sequence[Line],
) -> pd.DataFrame:
    """Return one row per posting, at its first place; what this leaves out the other files tell."""
    united = ledger.loc[[positions[0] for positions in postings]].reset_index(drop=True)
    shared = {row: positions for row, positions in enumerate(postings) if len(positions) > 1}
    for name in (name for name in _UNITED if name in columns):
        said = columns[name]
        differing = {
            row: _who_knows(name, positions, lines)
            for row, positions in shared.items()
            if any(said[position] != said[positions[0]] for position in positions[1:])
        }
        if differing:
            values = [said[positions[0]] for positions in postings]
            for row, positions in differing.items():
                values[row] = _said_by_all([said[position] for position in positions])
            united[name] = pd.Series(values, dtype=BOOKING_COLUMNS[name])
    return united


def _who_knows(name: str, positions: Sequence[int], lines: Sequence[Line]) -> Sequence[int]:
    """Leave out the lines whose year is only that of their date, where another line states it."""
    if name != "year":
        return positions
    return [position for position in positions if lines[position].is_year_stated] or positions


def _said_by_all(values: Iterable[Any]) -> Any:
    """Return what several files say of one posting: the longest text, the latest date, true before false."""
    stated = {value for value in values if value is not None}
    if any(isinstance(value, str) for value in stated):
        return min(stated, key=lambda text: (-len(text), text))
    return max(stated, default=None)


# --- findings --------------------------------------------------------------------------------------------


def _doubts(matched: Match, columns: Columns) -> list[Finding]:
    """Name amounts and texts that differ, and documents whose lines nobody can match."""
    findings = [_two_amounts(columns, pair) for pair in matched.contradicting]
    findings += [_two_texts(columns, pair) for pair in matched.reworded]
    unclear: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for pair in matched.unclear:
        early, late = _by_place(pair)
        unclear[_files(columns, pair)].append((early, late))
    return [*findings, *(_unmatched(columns, pairs) for pairs in unclear.values())]


def _by_place(pair: Pair) -> tuple[int, int]:
    early, late = sorted(line.position for line in pair)
    return early, late


def _files(columns: Columns, pair: Pair | tuple[int, int]) -> tuple[str, str]:
    """Return the later file and the earlier one."""
    positions = (line.position if isinstance(line, Line) else line for line in pair)
    early, late = sorted(positions)
    return columns["source_file"][late], columns["source_file"][early]


def _place(columns: Columns, position: int) -> Place:
    return Place(*(columns[name][position] for name in SOURCE_COLUMNS))


def _two_amounts(columns: Columns, pair: Pair) -> Finding:
    early, late = _by_place(pair)
    here, there = (format_euros(columns["amount"][position]) for position in (late, early))
    return _two_values("amounts_differ", columns, early, late, here=here, there=there)


def _two_texts(columns: Columns, pair: Pair) -> Finding:
    early, late = _by_place(pair)
    here, there = (columns["text"][position] for position in (late, early))
    return _two_values("texts_differ", columns, early, late, here=here, there=there)


def _two_values(kind: str, columns: Columns, early: int, late: int, *, here: str, there: str) -> Finding:
    return finding(
        kind,
        _place(columns, late),
        raw=here,
        document=columns["document"][late],
        year=columns["year"][late],
        here=here,
        there=there,
        other=columns["source_file"][early],
        row=columns["source_row"][early],
    )


def _unmatched(columns: Columns, pairs: Sequence[tuple[int, int]]) -> Finding:
    early, late = pairs[0]
    other_rows, rows = (
        ", ".join(str(columns["source_row"][position]) for position in sorted(set(positions)))
        for positions in zip(*pairs, strict=True)
    )
    return finding(
        "lines_differ",
        _place(columns, late),
        document=columns["document"][late],
        rows=rows,
        other=columns["source_file"][early],
        other_rows=other_rows,
    )


def _counted(kind: str, counts: Mapping[tuple[str, str], int]) -> list[Finding]:
    return [
        finding(kind, Place(file=file), count=count, other=other)
        for (file, other), count in sorted(counts.items())
        if count
    ]


def _undocumented_twice(lines: Sequence[Line], columns: Columns) -> list[Finding]:
    """Warn of postings without a document that stand alike in several files; all of them count."""
    alike: dict[object, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line, kind, document, file in zip(
        lines, columns["kind"], columns["document"], columns["source_file"], strict=True
    ):
        if not document:
            alike[kind, line.amount, line.booked_on, line.text][file].append(line)
    doubtful: Counter[tuple[str, str]] = Counter()
    for (first, before), *later in (files.items() for files in alike.values() if len(files) > 1):
        for file, rows in later:
            agreeing = sum(any(row.agrees(one) for one in before) for row in rows)
            doubtful[file, first] += min(agreeing, len(before))
    return _counted("perhaps_twice", doubtful)


def _pasted_twice(lines: Sequence[Line], columns: Columns) -> list[Finding]:
    """Warn of rows that repeat document, item and amount inside one file."""
    told = zip(lines, columns["kind"], columns["document"], columns["source_file"], strict=True)
    counts = Counter(
        (file, kind, document, line.facets, line.year, line.amount, line.booked_on, line.text)
        for line, kind, document, file in told
        if document and line.item
    )
    twice: Counter[str] = Counter()
    for (file, *_), count in counts.items():
        twice[file] += count - 1
    return [finding("item_twice", Place(file=file), count=count) for file, count in twice.items() if count]


def _carried_orders(ledger: pd.DataFrame) -> list[Finding]:
    """Warn of orders that several Haushaltsjahre list: what was carried over would count twice."""
    columns = _columns_of(ledger[(ledger["kind"] == "commitment") & ledger["order_id"].notna()])
    rows: dict[str, list[int]] = defaultdict(list)
    for position, (document, order) in enumerate(zip(columns["document"], columns["order_id"], strict=True)):
        if not document or number_key(document) == number_key(order):
            rows[number_key(order)].append(position)
    return [
        _carried(columns, positions)
        for positions in rows.values()
        if len({columns["year"][position] for position in positions}) > 1
        and all(columns["amount"][position] >= 0 for position in positions)
    ]


def _carried(columns: Columns, positions: Sequence[int]) -> Finding:
    by_year: dict[int, list[Any]] = defaultdict(list)
    for position in positions:
        by_year[columns["year"][position]].append(columns["amount"][position])
    sums = [(year, sum_euros(amounts)) for year, amounts in sorted(by_year.items())]
    return finding(
        "order_in_several_years",
        _place(columns, positions[-1]),
        order=columns["order_id"][positions[-1]],
        amounts_de=", ".join(f"{year}: {format_euros(amount)}" for year, amount in sums),
        amounts_en=", ".join(f"{year}: {format_euros(amount, 'en')}" for year, amount in sums),
    )


# --- ids -------------------------------------------------------------------------------------------------


def _numbered(columns: Columns) -> list[str]:
    """Return readable ids; lines of one document without item numbers are told apart by what they say."""
    keys = list(map(_id_of, *(columns[name] for name in ("year", "document", "item", "sachkonto", "kind"))))
    contents = list(zip(*(columns[name] for name in _CONTENT), strict=True))
    counts = Counter(keys)
    seen: Counter[str] = Counter()
    ids = []
    for key, content in zip(keys, contents, strict=True):
        spelled = key
        if counts[key] > 1:
            digest = hashlib.blake2s(repr(content).encode(), digest_size=4).hexdigest()
            spelled = f"{key}#{digest}"
            seen[spelled] += 1
            spelled += f".{seen[spelled]}" if seen[spelled] > 1 else ""
        ids.append(spelled)
    return ids


def _id_of(year: int | None, document: str | None, item: str | None, account: str | None, kind: str) -> str:
    numbered = (number_key(document), (item or "").lstrip("0")) if document else ("",)
    return "/".join((str(year or ""), *numbered, _account_key(account or ""), kind))
