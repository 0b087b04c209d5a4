"""What each row below a header is: record, total, amount carried forward, repeated header or note."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from kooperation.reading.cells.column import Array
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import cell_text, is_blank
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.inference import infer_kind
from kooperation.reading.tables.line_numbers import LineNumbers
from kooperation.reading.tables.report import DroppedRow, Reason
from kooperation.reading.tables.suspects import suspects
from kooperation.reading.words.line_labels import (
    is_count_label,
    is_footer_label,
    is_opening_label,
    is_perhaps_name,
    is_pure_total_label,
    is_total_label,
)
from kooperation.reading.words.vocabulary import fold_heading

Codes = tuple[str | None, ...]  # of one row: account, cost centre, year; None: blank


@dataclass(frozen=True, slots=True)
class Identity:
    """The positions of date and document (of the period, in an activity log): what makes a row a record.

    ``told``: the positions of text and vendor; a row that says what was paid for is no unlabelled total.
    ``region``: the position of the partner region, which a subtotal may name.
    ``is_overview``: of budgets, whose subtotals may lack nothing but an account or a cost centre.
    ``is_log``: it is a log of activities, which years may head.
    """

    booked_on: int | None = None
    document: int | None = None
    told: frozenset[int] = frozenset()
    region: int | None = None
    is_overview: bool = False
    is_log: bool = False

    @property
    def positions(self) -> list[int]:
        """The positions that the file has."""
        return [position for position in (self.booked_on, self.document) if position is not None]


@dataclass(frozen=True, eq=False, slots=True)
class SortedRows:
    """The rows of a grid by what they are, each by its index from 0.

    Attributes
    ----------
    numbers : ndarray of int
        The number of each row, as Excel counts.
    apart : dict
        Index -> why the row is no record, and the label of a total or opening. All others are records.
    doubtful : frozenset of int
        Those of the totals that are records unless they tie.
    is_all_or_none : bool
        The doubtful ones are totals only where every one of them ties.
    looked_at : tuple of int
        The rows that needed a closer look; among the others is none without a number.
    """

    numbers: Array
    apart: Mapping[int, tuple[Reason, str]] = field(default_factory=dict)
    doubtful: frozenset[int] = frozenset()
    is_all_or_none: bool = False
    looked_at: tuple[int, ...] = ()

    @property
    def is_record(self) -> Array:
        """Per row whether it is a record."""
        return self._without(self.apart)

    @property
    def is_body(self) -> Array:
        """Per row whether it is a record, total or opening."""
        return self._without(set(self.apart).difference(self.summing))

    def _without(self, indices: Iterable[int]) -> Array:
        kept = np.ones(len(self.numbers), dtype=bool)
        kept[[*indices]] = False
        return kept

    @property
    def summing(self) -> list[int]:
        """The totals and openings, in their order."""
        return sorted(index for index, (reason, _) in self.apart.items() if reason in ("total", "opening"))

    @property
    def dropped(self) -> tuple[DroppedRow, ...]:
        """The rows that are no records, in their order."""
        return tuple(
            DroppedRow(int(self.numbers[index]), reason) for index, (reason, _) in sorted(self.apart.items())
        )

    def settled(self, tying: Collection[int]) -> SortedRows:
        """Return the rows with the doubtful ones decided: those that tie are totals, the others records."""
        is_undone = self.is_all_or_none and not self.doubtful <= set(tying)
        back = self.doubtful if is_undone else self.doubtful.difference(tying)
        kept = {index: why for index, why in self.apart.items() if index not in back}
        return replace(self, apart=kept, doubtful=frozenset())


@dataclass(frozen=True, slots=True)
class _Look:
    """One row as the eye sees it: its filled cells, and those of them that are words."""

    filled: Mapping[int, Any]
    words: Mapping[int, str]

    def text(self, position: int | None) -> Any:
        """Return one cell, a text trimmed; ``None`` for a blank."""
        cell = None if position is None else self.filled.get(position)
        return cell.strip() if isinstance(cell, str) else cell

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
    apart: dict[int, tuple[Reason, str]] = {}
    looked_at = tuple(suspects(grid, money=money, document=identity.document).tolist())
    for index in looked_at:
        reason, label = sorter.verdict(index)
        if reason is not None:
            apart[index] = (reason, label)
    if grid.size > 1 and _tells_formats(grid.cells(0)):
        apart[0] = ("note", "")
    doubtful = sorter.perhaps_records.intersection(apart)
    if len(sorter.dated) * 2 > grid.size:  # a word that most rows have is no label of a total
        apart = {index: why for index, why in apart.items() if index not in sorter.dated}
    return SortedRows(grid.numbers, apart, frozenset(doubtful), looked_at=looked_at)


_FORMATS = re.compile(
    r"-|€|eur|euro|text|(?:tt|dd)[./-]mm[./-](?:jj|yy){1,2}|(?:jj|yy){1,2}-mm-(?:tt|dd)|[jy]{4}|#[#.,0]*0",
    re.IGNORECASE,
)
_FORMATS_OF_DAYS = re.compile(r".*mm.*", re.IGNORECASE)


def _tells_formats(cells: Sequence[Any]) -> bool:
    """Tell whether the row below a header says how its columns are written: ``TT.MM.JJJJ``, ``-``, ``€``."""
    told = [text for cell in cells if (text := cell_text(cell))]
    is_format = bool(told) and all(map(_FORMATS.fullmatch, told))
    return is_format and any(map(_FORMATS_OF_DAYS.fullmatch, told))


def _is_year_alone(look: _Look) -> bool:
    """Tell whether a row says nothing but a year: ``2024`` above the activities of 2024."""
    texts = [cell_text(cell) or "" for cell in look.filled.values()]
    return len(texts) == 1 and bool(re.fullmatch(r"(?:Jahr )?(?:19|20)[0-9]{2}:?", texts[0].strip()))


class _Sorter:
    """Decides row by row, knowing the headings and where the last full row is."""

    def __init__(self, grid: Grid, money: frozenset[int], identity: Identity) -> None:
        self._grid = grid
        self._headings = [fold_heading(heading) for heading in grid.headings]
        self._lines = set(grid.header.lines)
        self._money, self._identity = money, identity
        full = np.flatnonzero(grid.filled_counts > 2)
        self._last_full = int(full[-1]) if len(full) else -1
        self._line_numbers = LineNumbers(grid)
        self.dated: set[int] = set()  # the totals and openings that have a date all the same
        self.perhaps_records: set[int] = set()  # the totals that fill all that a record fills

    def verdict(self, index: int) -> tuple[Reason | None, str]:
        """Return why a row is no record and its label; ``None`` for a record."""
        look = _look(self._grid.cells(index))
        if self._is_repeated_header(look) or self._repeats_line(look):
            return "repeated header", ""
        if all(re.fullmatch(r"[-=_*.\s|]{3,}", str(cell)) for cell in look.filled.values()):
            return "separator", ""
        if self._identity.is_log and _is_year_alone(look):
            return "note", ""
        if look.has_number:
            for is_label, reason in _LABELS:
                label = self._label(look, is_label, index)
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

    def _label(self, look: _Look, is_label: Any, index: int) -> str | None:
        """Return the word that calls this row a total (an opening), unless the row identifies itself."""
        if not self._identity.positions and len(look.words) > 2:
            return None
        label = next((word for word in look.words.values() if is_label(word)), None)
        if label is None:
            return None
        if not self._identity.positions and self._is_record_of_list(look, label, index):
            return None
        if not self._is_dated(look, label):
            return label
        document = look.text(self._identity.document)
        is_pure = is_label is is_opening_label or is_pure_total_label(label)
        if document not in (None, label) or not self._has_amount(look, is_label):
            return None
        if is_pure:
            self.dated.add(index)
        elif self._identity.document in self._usual:  # all others have their document
            self.perhaps_records.add(index)
        else:
            return None
        return label

    def _is_record_of_list(self, look: _Look, label: str, index: int) -> bool:
        """Tell whether a row of a list without dates is a record for all its label: it has a line number.

        A row whose label may be a name, and that fills whatever records fill, is a record unless it ties.
        """
        position = next(place for place, word in look.words.items() if word == label)
        if self._line_numbers.has_own(index, left_of=position):
            return True
        if is_perhaps_name(label):
            others = self._usual - {position} - self._inferred_money
            if others and others <= look.filled.keys():
                self.perhaps_records.add(index)
        return False

    @cached_property
    def _usual(self) -> frozenset[int]:
        """The columns that most rows fill."""
        counts = (int(np.count_nonzero(column.filled)) for column in self._grid.columns)
        return frozenset(place for place, count in enumerate(counts) if count * 2 > self._grid.size)

    def _has_amount(self, look: _Look, is_label: Any) -> bool:
        """Tell whether a row has an amount; where nobody knows the amounts, their cells tell for totals.

        An amount carried forward is then left alone: in a list of payments ``Übertrag`` is a transfer.
        """
        if self._money or is_label is is_opening_label:
            return bool(self._money & look.filled.keys())
        return bool(self._inferred_money & look.filled.keys())

    @cached_property
    def _inferred_money(self) -> frozenset[int]:
        columns = zip(self._grid.headings, self._grid.columns, strict=True)
        kinds = [infer_kind(heading, column) for heading, column in columns]
        return frozenset(position for position, kind in enumerate(kinds) if kind == "money")

    def _is_dated(self, look: _Look, label: str) -> bool:
        """Tell whether date or document, other than the label itself, make the row a record."""
        return any(look.text(position) not in (None, label) for position in self._identity.positions)

    def _is_note(self, look: _Look, *, is_behind: bool) -> bool:
        """A line of a word or two without an amount; the number of rows behind the last full one."""
        if len(self._headings) < 3 or len(look.filled) > 2 or not look.words:
            return False
        first = next(iter(look.words.values()))
        if len(look.filled) == 1 and is_footer_label(first):
            return True  # also where the first column holds amounts
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
        return all(re.fullmatch("[0-9]+", one) and int(one) <= self._grid.size for one in numbers)


_LABELS: tuple[tuple[Any, Reason], ...] = ((is_total_label, "total"), (is_opening_label, "opening"))


def without_unlabelled_totals(
    grid: Grid, rows: SortedRows, *, money: Collection[int], codes: Collection[int], identity: Identity
) -> SortedRows:
    """Set apart rows that hold amounts and nothing that would make them a record.

    Where most records have a date or a document, a row without either and without a text is no record; it
    must tie as a total. Where most have a text, a row of codes, year and region alone is a total if it ties;
    where fewer than half have date or document, the rows without are totals if every one of them ties. A row
    that keeps but one of date, document and text, where most have several, is a total of its day if it ties.
    In an overview a row that lacks some of the ``codes`` of its neighbour is a total if it ties.
    """
    is_record = rows.is_record
    if is_record.sum() < 2:
        return rows
    most = Fraction(1, 3) if is_record.sum() == 2 else Fraction(1, 2)  # of one posting and its total: half
    is_told, is_known = grid.has_any(identity.told), grid.has_any(identity.positions)
    if is_told.all() and is_known.all():
        return rows  # as it is in most exports of a system
    told = _is_usual(is_told, is_record)
    is_identified = _is_usual(is_known, is_record, more_than=most)
    is_in_part = not is_identified and _is_usual(is_known, is_record, more_than=Fraction(1, 3))
    has_proof, has_amount = is_told | is_known, grid.has_any(money)
    is_bare = is_record & has_amount & ~has_proof
    others = grid.filled_counts - grid.filled_among(money)
    stands_alone = is_identified & ((others <= 2) | (identity.document is not None))
    if identity.region is not None and identity.region not in money:
        stands_alone &= ~grid.columns[identity.region].filled
    # In a list of bare amounts a bare amount is no total.
    is_lonely = (others == 0) & _is_usual(others > 0, is_record, more_than=most)
    is_unlabelled = is_bare & (is_lonely | stands_alone)
    is_doubtful = is_bare & ~is_unlabelled & (told | is_identified | is_in_part)
    if is_identified:  # ``Januar`` alone beside an amount may be a subtotal
        is_named = is_record & has_amount & ~is_known & has_proof
        is_doubtful |= is_named & ~is_unlabelled
    is_doubtful |= _is_partial(grid, is_record, identity) & has_amount & ~is_unlabelled
    if identity.is_overview:
        has_words = others > grid.filled_among(codes)
        is_doubtful |= _lacks_code(grid, is_record, codes, has_words) & has_amount & ~is_unlabelled
    apart = np.flatnonzero(is_unlabelled | is_doubtful).tolist()
    why: tuple[Reason, str] = ("total", "")
    doubtful = frozenset(np.flatnonzero(is_doubtful).tolist())
    return replace(
        rows,
        apart={**rows.apart, **dict.fromkeys(apart, why)},
        doubtful=rows.doubtful | doubtful,
        is_all_or_none=is_in_part and not told,
    )


def _is_partial(grid: Grid, is_record: Array, identity: Identity) -> Array:
    """Return which records keep but one of date and document, and no text, where many have more."""
    has_text = grid.has_any(identity.told)
    known = [grid.has_any([position]) for position in identity.positions] + [has_text]
    usual = [flags for flags in known if _is_usual(flags, is_record, more_than=Fraction(1, 3))]
    kept = np.array(usual, dtype=np.int64).reshape(len(usual), grid.size).sum(axis=0)
    return np.asarray(is_record & (kept == 1) & ~has_text & (len(usual) > 1))


def _lacks_code(grid: Grid, is_record: Array, codes: Collection[int], has_words: Array) -> Array:
    """Return which rows lack some codes that their neighbour has, and have no other ones, as subtotals do.

    A row that continues the account above it differs in something: in its year, its cost centre, or its
    words. So one with words needs two neighbours, of different codes.
    """
    found = np.zeros(grid.size, dtype=bool)
    records = np.flatnonzero(is_record).tolist()
    coded = [tuple(cell_text(grid.columns[position][index]) for position in codes) for index in records]
    step = 1 if all(coded[0]) else -1  # a list that begins with a total has them above their rows
    further: Codes = ()
    for index, (neighbour, own) in zip(records[::step][1:], pairwise(coded[::step]), strict=True):
        is_of_two = further != neighbour and _is_part(own, further)
        found[index] = _is_part(own, neighbour) and (is_of_two or not has_words[index])
        further = neighbour
    return found


def _is_part(codes: Codes, of: Codes) -> bool:
    """Tell whether there are some of the codes, none that differs, and not all."""
    has_some = any(codes) and codes != of
    return (
        has_some
        and len(codes) == len(of)
        and all(one is None or one == other for one, other in zip(codes, of, strict=True))
    )


def _is_usual(flags: Array, is_record: Array, *, more_than: Fraction = Fraction(1, 2)) -> bool:
    """Tell whether it holds for most records, or for more than another share of them."""
    return int((flags & is_record).sum()) > more_than * int(is_record.sum())
