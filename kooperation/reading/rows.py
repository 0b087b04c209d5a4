"""What each row below a header is: record, total, amount carried forward, repeated header or note."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kooperation.reading.columns import looks_like_number
from kooperation.reading.grid import Grid, NumberedRow
from kooperation.reading.report import DroppedRow, Reason
from kooperation.reading.sheet import cell_text, is_blank
from kooperation.reading.totals import (
    is_count_label,
    is_footer_label,
    is_opening_label,
    is_pure_total_label,
    is_total_label,
)
from kooperation.reading.vocabulary import fold_heading


@dataclass(frozen=True, slots=True)
class Identity:
    """The positions of date and document (of the period, in an activity log): what makes a row a record.

    ``told``: the positions of text and vendor; a row that says what was paid for is no unlabelled total.
    ``region``: the position of the partner region, which a subtotal may name.
    """

    booked_on: int | None = None
    document: int | None = None
    told: frozenset[int] = frozenset()
    region: int | None = None

    @property
    def positions(self) -> list[int]:
        """The positions that the file has."""
        return [position for position in (self.booked_on, self.document) if position is not None]


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows below a header by what they are. Totals and openings carry their label.

    ``doubtful``: rows among the totals that are records unless they tie.
    """

    records: list[NumberedRow] = field(default_factory=list)
    totals: dict[int, str] = field(default_factory=dict)
    openings: dict[int, str] = field(default_factory=dict)
    body: list[NumberedRow] = field(default_factory=list)  # records, totals and openings in their order
    dropped: list[DroppedRow] = field(default_factory=list)
    doubtful: frozenset[int] = frozenset()

    def drop(self, row: NumberedRow, reason: Reason, label: str = "") -> None:
        """Note a row that is no record."""
        self.dropped.append(DroppedRow(row[0], reason))
        if reason == "total":
            self.totals[row[0]] = label
            self.body.append(row)
        elif reason == "opening":
            self.openings[row[0]] = label
            self.body.append(row)

    def keep(self, row: NumberedRow) -> None:
        """Note a record."""
        self.records.append(row)
        self.body.append(row)

    def settled(self, tying: Collection[int]) -> SortedRows:
        """Return the rows with the doubtful ones decided: those that tie are totals, the others records."""
        back = self.doubtful.difference(tying)
        kept = {number for number, _ in self.records} | back
        return replace(
            self,
            records=[row for row in self.body if row[0] in kept],
            totals={number: label for number, label in self.totals.items() if number not in back},
            dropped=[row for row in self.dropped if row.row not in back],
            doubtful=frozenset(),
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """One row as the eye sees it: its filled cells, and those of them that are words."""

    filled: Mapping[int, Any]
    words: Mapping[int, str]

    @property
    def has_number(self) -> bool:
        return len(self.words) < len(self.filled)


def _look(cells: Sequence[Any]) -> _Look:
    filled = {position: cell for position, cell in enumerate(cells) if not is_blank(cell)}
    words = {
        position: cell.strip()
        for position, cell in filled.items()
        if isinstance(cell, str) and not looks_like_number(cell)
    }
    return _Look(filled, words)


def sort_rows(grid: Grid, *, money: Collection[int], identity: Identity) -> SortedRows:
    """Set apart what is visibly no record.

    Parameters
    ----------
    money : collection of int
        Positions known to hold amounts; a row with a word or two and none of them is a note.
    identity : Identity
        A row that has its document (or its date, where the file has no documents) is a posting, whatever its
        text says: ``Summe`` inside a posting text is a posting.
    """
    sorter = _Sorter(grid, frozenset(money), identity)
    found = SortedRows()
    for index, row in enumerate(grid.rows):
        reason, label = sorter.verdict(index)
        if reason is None:
            found.keep(row)
        else:
            found.drop(row, reason, label)
    return found


class _Sorter:
    """Decides row by row, knowing the headings and where the last full row is."""

    def __init__(self, grid: Grid, money: frozenset[int], identity: Identity) -> None:
        self._looks = [_look(cells) for _, cells in grid.rows]
        self._headings = [fold_heading(heading) for heading in grid.headings]
        self._lines = set(grid.header.lines)
        self._money, self._identity = money, identity
        self._proof = self._telling_position()
        full = [index for index, look in enumerate(self._looks) if len(look.filled) > 2]
        self._last_full = max(full, default=-1)

    def _telling_position(self) -> int | None:
        """The document, where the file usually has one; else the date."""
        document = self._identity.document
        if document is not None:
            filled = sum(document in look.filled for look in self._looks)
            if filled * 2 > len(self._looks) or self._identity.booked_on is None:
                return document
        return self._identity.booked_on

    def verdict(self, index: int) -> tuple[Reason | None, str]:
        """Return why a row is no record and its label; ``None`` for a record."""
        look = self._looks[index]
        if self._is_repeated_header(look) or self._repeats_line(look):
            return "repeated header", ""
        if all(re.fullmatch(r"[-=_*.\s|]{3,}", str(cell)) for cell in look.filled.values()):
            return "separator", ""
        if look.has_number:
            for is_label, reason in _LABELS:
                label = self._label(look, is_label)
                if label is not None:
                    return reason, label
        return ("note", "") if self._is_note(look, is_behind=index > self._last_full) else (None, "")

    def _is_repeated_header(self, look: _Look) -> bool:
        if len(look.words) < 2 or look.has_number:
            return False
        return all(fold_heading(word) == self._headings[position] for position, word in look.words.items())

    def _repeats_line(self, look: _Look) -> bool:
        if len(look.filled) < 2:
            return False
        cells = (
            fold_heading(cell_text(look.filled.get(place)) or "") for place in range(len(self._headings))
        )
        return tuple(cells) in self._lines

    def _label(self, look: _Look, is_label: Any) -> str | None:
        """Return the word that calls this row a total (an opening), unless the row identifies itself."""
        if not self._identity.positions and len(look.words) > 2:
            return None
        label = next((word for word in look.words.values() if is_label(word)), None)
        if label is None or not self._is_dated(look, label):
            return label
        document = look.filled.get(self._identity.document) if self._identity.document is not None else None
        is_pure = is_label is is_total_label and is_pure_total_label(label)
        is_pure = is_pure or (is_label is is_opening_label and self._proof == self._identity.document)
        return label if is_pure and document in (None, label) and self._money & look.filled.keys() else None

    def _is_dated(self, look: _Look, label: str) -> bool:
        """Tell whether date or document, other than the label itself, make the row a record."""
        return any(look.filled.get(position, label) != label for position in self._identity.positions)

    def _is_note(self, look: _Look, *, is_behind: bool) -> bool:
        """A line of a word or two without an amount; the number of rows behind the last full one."""
        if len(self._headings) < 3 or len(look.filled) > 2 or not look.words:
            return False
        first = next(iter(look.words.values()))
        if self._money & look.filled.keys():
            return is_behind and is_count_label(first) and self._counts_rows(look)
        if is_footer_label(first):
            return True
        if (
            len(look.filled) == 2
            and self._identity.positions
            and look.filled.keys() & self._identity.positions
        ):
            return False
        return bool(self._money) or (is_behind and not look.has_number)

    def _counts_rows(self, look: _Look) -> bool:
        numbers = [
            str(cell).removesuffix(".0") for place, cell in look.filled.items() if place not in look.words
        ]
        return all(re.fullmatch("[0-9]+", one) and int(one) <= len(self._looks) for one in numbers)


_LABELS: tuple[tuple[Any, Reason], ...] = ((is_total_label, "total"), (is_opening_label, "opening"))


def without_unlabelled_totals(rows: SortedRows, *, money: Collection[int], identity: Identity) -> SortedRows:
    """Set apart rows that hold amounts and nothing that would make them a record.

    Where most records have a date or a document, a row without either and without a text is no record; it
    must tie as a total. Where most have a text, a row of codes, year and region alone is a total if it ties.
    """
    if len(rows.records) < 2:
        return rows
    told = _filled_mostly(rows, identity.told)
    is_identified = _filled_mostly(rows, frozenset(identity.positions))
    amounts = frozenset(money)
    unlabelled, doubtful = set(), set()
    for number, cells in rows.records:
        filled = {position for position, cell in enumerate(cells) if not is_blank(cell)}
        others = filled - amounts
        if not filled & amounts or others & (identity.told | {*identity.positions}):
            continue
        stands_alone = is_identified and (len(others) <= 2 or identity.document is not None)
        if not others or (stands_alone and identity.region not in others):
            unlabelled.add(number)
        elif told or is_identified:
            doubtful.add(number)
    apart = unlabelled | doubtful
    return SortedRows(
        records=[row for row in rows.records if row[0] not in apart],
        totals=rows.totals | dict.fromkeys(apart, ""),
        openings=rows.openings,
        body=rows.body,
        dropped=rows.dropped + [DroppedRow(number, "total") for number in sorted(apart)],
        doubtful=frozenset(doubtful),
    )


def _filled_mostly(rows: SortedRows, positions: Collection[int]) -> bool:
    """Tell whether most records have a cell at one of the positions."""
    return sum(has_any(cells, positions) for _, cells in rows.records) * 2 > len(rows.records)


def has_any(cells: Sequence[Any], positions: Collection[int]) -> bool:
    """Tell whether a row has a filled cell at one of the positions."""
    return any(not is_blank(cells[position]) for position in positions)
