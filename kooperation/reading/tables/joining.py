"""Headers of several rows: groups, years, units and column numbers, joined to one heading per column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kooperation.reading.tables.candidates import UNIT, Beginning, are_mostly_units, are_repeated_below
from kooperation.reading.words.line_labels import is_total_label
from kooperation.reading.words.vocabulary import fold_heading

Merged = Sequence[tuple[int, int, int, int]]

_MOST_ABOVE, _MOST_BELOW = 3, 3
_DATED = frozenset(("year", "date"))
_EURO = re.compile(r"[(\[]?(?:in )?(?:eur|euro|€)[)\]]?", re.IGNORECASE)
_NOTHING = re.compile(
    r"[-–—./ ]*|k\. ?a\.|n\. ?a\.|n/a|offen|entf[aä]llt|unbekannt|keine?|null", re.IGNORECASE
)
_YEAR_WORDS = re.compile(r"(?:haushaltsjahr|rechnungsjahr|geschäftsjahr|hh-?jahr|hhj|jahr)\s*(\d{4})", re.I)
_COUNTED = re.compile(r"\(?(?:sp(?:alte)?\.? ?)?(\d{1,2})(?:\)|\.)?(?: ?= ?[\d+\-–*/:() ]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """The rows of a header: the one that names most columns, and what belongs to it above and below.

    Attributes
    ----------
    above, below : tuple of int
        Rows whose cells are joined to the headings, from top to bottom.
    units, numbers : int or None
        The row of units (``EUR``), and the row that only counts the columns.
    """

    main: int
    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    units: int | None = None
    numbers: int | None = None

    @property
    def first(self) -> int:
        """The topmost row."""
        return min((self.main, *self.above, *([] if self.units is None else [self.units])))

    @property
    def last(self) -> int:
        """The lowest row."""
        others = [row for row in (self.units, self.numbers) if row is not None]
        return max((self.main, *self.below, *others))

    @property
    def named(self) -> tuple[int, ...]:
        """The rows whose words are joined, from top to bottom."""
        return (*self.above, self.main, *self.below)


def header_rows(start: Beginning, main: int, *, merged: Merged = ()) -> HeaderRows:
    """Return the rows of the header whose main row is ``main``.

    A row above belongs to it when it groups its columns, a row below when it names columns that the main row
    leaves open. A title is no group, and a record is no heading, whatever it says.
    """
    rows = HeaderRows(main)
    units = None
    for index in range(main - 1, max(-1, main - 1 - _MOST_ABOVE), -1):
        if units is None and _are_only_units(start, index) and _groups(start, index - 1, rows, merged):
            units = index
        elif _groups(start, index, rows, merged):
            rows = HeaderRows(main, above=(index, *rows.above))
        else:
            break
    below = _with_rows_below(start, rows, merged)
    return below if units is None or below.units is not None else replace(below, units=units)


def _are_only_units(start: Beginning, index: int) -> bool:
    filled = start.filled(index)
    return bool(filled) and all(UNIT.fullmatch(start.text(index, column)) for column in filled)


def _with_rows_below(start: Beginning, rows: HeaderRows, merged: Merged) -> HeaderRows:
    below: list[int] = []
    units = numbers = None
    for index in range(rows.main + 1, min(len(start.rows), rows.main + 1 + _MOST_BELOW)):
        if not start.filled(index):
            break
        if units is None and _are_units(start, index):
            units = index
        elif numbers is None and _count_columns(start, index):
            numbers = index
        elif units is None and numbers is None and _completes(start, index, [rows.main, *below], merged):
            below.append(index)
        else:
            break
    return HeaderRows(rows.main, rows.above, tuple(below), units, numbers)


# --- rows above ----------------------------------------------------------------------------------------


def _groups(start: Beginning, index: int, rows: HeaderRows, merged: Merged) -> bool:
    """Tell whether the row above a header groups its columns."""
    filled, under = start.filled(index) if index >= 0 else [], min((rows.main, *rows.above))
    if not filled or any(start.sort(index, column) in ("number", "long") for column in filled):
        return False
    if _merges_groups(start, index, merged) or _is_continued(start, index, under):
        return True
    headed = start.valued(rows.main + 1)
    dated = {column for column in start.filled(under) if start.sort(under, column) in _DATED}
    open_columns = [column for column in filled if not start.sort(under, column)]
    if dated and all(column in dated or column in open_columns for column in filled):
        return any(column in dated for column in filled)
    if len(filled) < 2:
        return False
    named = start.counts(rows.main + 1, rows.main + 40)
    if any(column in named for column in open_columns) and not _stands_apart(start, index, under, headed):
        return True
    return _separates(start, index, under) or _makes_known(start, index, under)


def _stands_apart(start: Beginning, index: int, under: int, headed: frozenset[int]) -> bool:
    """Tell whether a row only writes beside the headings: ``Stand: 30.06.2024`` right of a title."""
    over = [column for column in start.filled(index) if start.sort(under, column)]
    return not any(column in headed for column in [*over, *start.filled(index)])


def _separates(start: Beginning, index: int, under: int) -> bool:
    """Tell whether headings that stand several times differ by the words above them."""
    texts = [fold_heading(start.text(under, column)) for column in start.filled(under)]
    twice = {text for text in texts if texts.count(text) > 1}
    if not twice:
        return False
    columns = [column for column in start.filled(under) if fold_heading(start.text(under, column)) in twice]
    if any(start.sort(under, column) and column < min(columns) for column in start.filled(index)):
        return False
    groups = _spread(start, index, under, {})
    joined = [(groups.get(column, ""), fold_heading(start.text(under, column))) for column in columns]
    return len(set(joined)) == len(joined)


def _merges_groups(start: Beginning, index: int, merged: Merged) -> bool:
    """Tell whether a row has cells merged over some of the columns, or down into the header."""
    used = [column for sorts in start.sorts[index:] for column, sort in enumerate(sorts) if sort]
    first, last = min(used, default=0), max(used, default=0)
    return any(
        top == index
        and ((right > left and not (left <= first and right >= last)) or bottom > index)
        and not (left <= first and right > left and start.sort(index + 1, left))
        for top, left, bottom, right in merged
    )


def _is_continued(start: Beginning, index: int, under: int) -> bool:
    """Tell whether a word of the row goes on in the row below it: ``Buchungs-`` above ``datum``."""
    return any(
        _is_hyphenated(start.text(index, column), start.text(under, column)) for column in start.filled(index)
    )


def _is_hyphenated(upper: str, lower: str) -> bool:
    return upper.endswith(("-", "\u00ad")) and lower[:1].islower()


# --- rows below ----------------------------------------------------------------------------------------


def _completes(start: Beginning, index: int, named: Sequence[int], merged: Merged) -> bool:
    """Tell whether the row below a header names columns further: years of groups, second halves of words."""
    filled = start.filled(index)
    above = named[-1]
    sorts = {start.sort(index, column) for column in filled}
    if not sorts <= {"word", "year", "date"} or any(is_total_label(start.text(index, c)) for c in filled):
        return False
    if any(_NOTHING.fullmatch(start.text(index, column)) for column in filled):
        return False
    if are_repeated_below(start, index):
        return False
    valued = start.valued(index + 1)
    gaps = [column for column in filled if not start.sort(above, column) and column in valued]
    if gaps and any(top == above and right > left for top, left, _, right in merged):
        return True
    if sorts <= _DATED:
        return len(filled) >= 2 and (bool(gaps) or _leaves_names_open(start, index))
    if not any(column in valued for column in filled):
        return False
    return bool(gaps) or _is_continued(start, above, index) or _makes_known(start, above, index)


def _leaves_names_open(start: Beginning, index: int) -> bool:
    """Tell whether a row is blank where the rows below it are named: by words, or in the first column."""
    below = start.counts(index + 1, index + 40)
    rows = sum(bool(start.filled(row)) for row in range(index + 1, min(index + 40, len(start.rows))))
    wordy = [column for column, sorts in below.items() if sorts["word"] * 2 > sum(sorts.values())]
    first = min(below, default=0)
    is_named = first in below and sum(below[first].values()) >= 0.9 * rows
    return any(not start.sort(index, column) for column in [*wordy, *([first] if is_named else [])])


def _makes_known(start: Beginning, above: int, index: int) -> bool:
    """Tell whether words of two rows are a known heading only together: ``Beleg`` above ``Nummer``."""
    upper = _spread(start, above, index, {})
    return any(
        start.is_known(f"{upper[column]} {lower}")
        and not start.is_known(upper[column]) | start.is_known(lower)
        for column in start.filled(index)
        if upper.get(column) and (lower := start.text(index, column))
    )


def _are_units(start: Beginning, index: int) -> bool:
    """Tell whether a row names the units of the numbers below it; a word may stand before them."""
    if not are_mostly_units(start, index):
        return False
    valued = start.valued(index + 1)
    units = {c for c in start.filled(index) if UNIT.fullmatch(start.text(index, c))}
    others = valued.intersection(start.filled(index)) - units
    return bool(units & valued) and not others


def _count_columns(start: Beginning, index: int) -> bool:
    """Tell whether a row only numbers the columns: ``1 2 3`` above words, days or cents."""
    filled = start.filled(index)
    found = [_COUNTED.fullmatch(start.text(index, column)) for column in filled]
    if len(filled) < 3 or not all(found):
        return False
    numbers = [int(match[1]) for match in found if match]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 1:
        return False
    below = start.counts(index + 1, index + 40)
    held = [below.get(column, Counter()) for column in filled]
    is_among_words = any(sorts["word"] + sorts["date"] > sum(sorts.values()) / 2 for sorts in held if sorts)
    return is_among_words or _leaves_names_open(start, index)


# --- the joined headings -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Parts:
    """The parts of one heading, from top to bottom."""

    words: list[str] = field(default_factory=list)
    unit: str = ""


def joined_headings(start: Beginning, rows: HeaderRows, width: int, *, merged: Merged = ()) -> list[str]:
    """Return one heading per column, empty where the header says nothing.

    A group stands before its columns and a year behind (``Ansatz 2023``), whichever is written above. Words
    that a line break cut are put together. A unit other than euros stands last.
    """
    parts = [_Parts() for _ in range(width)]
    units = rows.units if rows.units is not None and rows.units > rows.named[-1] else None
    for index, under in zip(rows.named, [*rows.named[1:], units], strict=True):
        spread = {} if under is None else _spread(start, index, under, _merged_right(index, merged))
        for column in range(width):
            word = start.text(index, column) or spread.get(column, "")
            if word:
                parts[column].words.append(_shown(start, index, column, word))
    _add_units(start, rows, parts)
    lowest = [one.words[-1] if one.words else "" for one in parts]
    return [
        _heading(start, one, is_single=lowest.count(word) == 1)
        for one, word in zip(parts, lowest, strict=True)
    ]


def _add_units(start: Beginning, rows: HeaderRows, parts: Sequence[_Parts]) -> None:
    """Add the units other than euros, and the words beside them where a column has no other."""
    for column in start.filled(rows.units) if rows.units is not None else ():
        text = start.text(rows.units or 0, column)
        if column >= len(parts) or _EURO.fullmatch(text):
            continue
        if UNIT.fullmatch(text):
            parts[column].unit = text
        elif not parts[column].words:
            parts[column].words.append(text)


def _shown(start: Beginning, index: int, column: int, word: str) -> str:
    """Return a heading as people write it: a day in German."""
    if start.sort(index, column) == "date" and (match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", word)):
        return f"{match[3]}.{match[2]}.{match[1]}"
    return word


def _heading(start: Beginning, parts: _Parts, *, is_single: bool) -> str:
    heading = ""
    for word in parts.words:
        heading = _joined(start, heading, word, is_single=is_single)
    return f"{heading} {parts.unit}".strip()


def _joined(start: Beginning, upper: str, lower: str, *, is_single: bool) -> str:
    """Join a heading with the word below it; a known heading that stands once needs no group."""
    if not upper or fold_heading(upper) == fold_heading(lower):
        return lower
    if _is_hyphenated(upper, lower):
        return upper.rstrip("-\u00ad") + lower
    year = _YEAR_WORDS.fullmatch(upper.strip()) or re.fullmatch(r"((?:19|20)\d\d)", upper.strip())
    if _EURO.fullmatch(lower):
        return upper
    if year and not re.fullmatch(r"[\d./-]+", lower):
        return f"{lower} {year[1]}"
    both = f"{upper} {lower}"
    if is_single and start.is_known(lower) and not start.is_known(both):
        return lower
    return both


def _merged_right(index: int, merged: Merged) -> dict[int, int]:
    """Return the last column of each cell of a row that is merged to the right, by its first."""
    return {left: right for top, left, _, right in merged if top == index and right > left}


def _spread(start: Beginning, index: int, under: int, merged: Mapping[int, int]) -> dict[int, str]:
    """Return what a row of groups says about each column: its cell, or the one left of it."""
    filled = start.filled(index)
    found: dict[int, str] = {}
    widths: set[int] = set()
    for column, following in zip(filled, [*filled[1:], None], strict=True):
        if column in merged:
            end = merged[column] + 1
        else:
            end = _group_end(start, column, following, under)
            if following is None and len(widths) == 1:
                end = min(end, column + max(widths))
            widths.add(end - column)
        found |= dict.fromkeys(range(column, end), start.text(index, column))
    return found


def _group_end(start: Beginning, column: int, following: int | None, under: int) -> int:
    """Return where a group ends: at the next, or where headings of another sort begin."""
    sort = start.sort(under, column)
    if not sort:
        return column + 1
    valued = start.valued(under + 1)
    end = column + 1
    limit = following if following is not None else len(start.sorts[under])
    while end < limit and start.sort(under, end) in ("", sort) and (end in valued) == (column in valued):
        end += 1
    return end


def folded_lines(start: Beginning, rows: HeaderRows, width: int) -> tuple[tuple[str, ...], ...]:
    """Return the cells of every header row, folded; a page break repeats them."""
    lines = [*rows.named, *(row for row in (rows.units, rows.numbers) if row is not None)]
    return tuple(
        tuple(fold_heading(start.text(index, column)) for column in range(width)) for index in sorted(lines)
    )
