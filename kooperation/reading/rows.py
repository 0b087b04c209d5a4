"""What each row below a header is: record, total, amount carried forward, repeated header or note."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kooperation.reading.columns import looks_like_number
from kooperation.reading.grid import Grid, NumberedRow
from kooperation.reading.report import DroppedRow, Reason
from kooperation.reading.sheet import is_blank
from kooperation.reading.totals import is_footer_label, is_opening_label, is_total_label
from kooperation.reading.vocabulary import fold_heading


@dataclass(frozen=True, slots=True)
class Identity:
    """The positions of date and document (of the period, in an activity log): what makes a row a record."""

    booked_on: int | None = None
    document: int | None = None

    @property
    def positions(self) -> list[int]:
        """The positions that the file has."""
        return [position for position in (self.booked_on, self.document) if position is not None]


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows below a header by what they are. Totals and openings carry their label."""

    records: list[NumberedRow] = field(default_factory=list)
    totals: dict[int, str] = field(default_factory=dict)
    openings: dict[int, str] = field(default_factory=dict)
    body: list[NumberedRow] = field(default_factory=list)  # records, totals and openings in their order
    dropped: list[DroppedRow] = field(default_factory=list)

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
        if self._is_repeated_header(look):
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

    def _label(self, look: _Look, is_label: Any) -> str | None:
        """Return the word that calls this row a total (an opening), unless the row identifies itself."""
        if not self._identity.positions and len(look.words) > 2:
            return None
        label = next((word for word in look.words.values() if is_label(word)), None)
        proof = None if self._proof is None else look.filled.get(self._proof)
        return label if proof is None or proof == label else None

    def _is_note(self, look: _Look, *, is_behind: bool) -> bool:
        """A line of a word or two without an amount; a footer behind the last full row."""
        if len(self._headings) < 3 or len(look.filled) > 2 or not look.words:
            return False
        first = next(iter(look.words.values()))
        has_amount = bool(self._money & look.filled.keys())
        if is_footer_label(first) and (is_behind or not has_amount):
            return True
        if (
            len(look.filled) == 2
            and self._identity.positions
            and look.filled.keys() & self._identity.positions
        ):
            return False
        if self._money:
            return not has_amount
        return is_behind and not look.has_number


_LABELS: tuple[tuple[Any, Reason], ...] = ((is_total_label, "total"), (is_opening_label, "opening"))


def without_unlabelled_totals(rows: SortedRows, *, money: Collection[int], identity: Identity) -> SortedRows:
    """Set apart rows that hold amounts and nothing that would make them a record.

    Where most records have a date or a document, a row without either is no record; it must tie as a total.
    """
    if len(rows.records) < 2:
        return rows
    identified = {number for number, cells in rows.records if _has_any(cells, identity.positions)}
    usually = len(identified) * 2 > len(rows.records)
    amounts = set(money)
    unlabelled = set()
    for number, cells in rows.records:
        filled = {position for position, cell in enumerate(cells) if not is_blank(cell)}
        others = filled - amounts
        stands_alone = usually and number not in identified
        is_strange = stands_alone and (len(others) <= 2 or identity.document is not None)
        if filled & amounts and (not others or is_strange):
            unlabelled.add(number)
    return SortedRows(
        records=[row for row in rows.records if row[0] not in unlabelled],
        totals=rows.totals | dict.fromkeys(unlabelled, ""),
        openings=rows.openings,
        body=rows.body,
        dropped=rows.dropped + [DroppedRow(number, "total") for number in sorted(unlabelled)],
    )


def _has_any(cells: Sequence[Any], positions: Collection[int]) -> bool:
    return any(not is_blank(cells[position]) for position in positions)
