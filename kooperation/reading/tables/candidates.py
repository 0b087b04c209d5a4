"""Which of the first rows heads the table: the one that names the columns of the rows below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from kooperation.reading.cells.readers import is_day, looks_like_number
from kooperation.reading.cells.sheet import Row, cell_text, is_blank
from kooperation.reading.words.line_labels import is_total_label
from kooperation.reading.words.vocabulary import columns_meant, fold_heading, suggested_kind

Sort = Literal["", "word", "year", "date", "number", "long"]
IsKnown = Callable[[str], bool]

HEADER_WITHIN = 30
SEEN = 100  # rows that are looked at to tell what the columns hold; fewer where they are wide
_SEEN_AT_LEAST, _SEEN_CELLS = 10, 20_000
_VALUES: frozenset[Sort] = frozenset(("number", "date", "year"))
_DATED: frozenset[Sort] = frozenset(("year", "date"))
_YEAR = re.compile(r"(19|20)\d\d(/(\d\d){1,2})?|\d{1,2}[/.-](19|20)\d\d|(19|20)\d\d[/.-]\d{1,2}", re.ASCII)
_LONGEST_HEADING = 200
UNIT = re.compile(
    r"[(\[]?(?:in )?(?:(?:t|k|tsd\.?|mio\.?|mill\.?|tausend|1\.?000|millionen)? ?(?:eur|euro|€)"
    r"|%|v\. ?h\.|prozent|stück|anzahl|std\.?|stunden|tage|personen|vzä|usd|gbp|chf|krw|pln|uah)[)\]]?",
    re.IGNORECASE,
)
_DETAIL = 20  # a few postings outweigh the summary above them


# --- what a cell is to the eye -------------------------------------------------------------------------


def sort_of(cell: Any) -> Sort:
    """Tell what a cell looks like: a word, a year (or month), a date, a number or code, a long text."""
    if is_blank(cell):
        return ""
    if isinstance(cell, str):
        return _sort_of_text(cell.strip())
    if isinstance(cell, date):
        return "date"
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)  # the others: times, truths
    return "year" if is_number and 1990 <= cell <= 2100 and cell == int(cell) else "number"


@lru_cache(maxsize=100_000)
def _sort_of_text(text: str) -> Sort:
    if text.isalpha():
        return "word" if len(text) <= _LONGEST_HEADING else "long"
    if _YEAR.fullmatch(text):
        return "year"
    if looks_like_number(text):
        return "number"
    if is_day(text):
        return "date"
    if re.search(r"[^\W\d_]", text):
        return "word" if len(text) <= _LONGEST_HEADING else "long"
    return "word" if re.fullmatch(r"[^\w\s]{1,3}", text) else "number"


@dataclass(frozen=True, eq=False, slots=True)
class Beginning:
    """The first rows of a sheet, with what each of their cells looks like."""

    rows: Sequence[Row]
    sorts: Sequence[Sequence[Sort]]
    is_known: IsKnown
    valued_from: Sequence[frozenset[int]]

    def filled(self, index: int) -> list[int]:
        """Return the columns that row ``index`` fills."""
        return [column for column, sort in enumerate(self.sorts[index]) if sort]

    def text(self, index: int, column: int) -> str:
        """Return one cell as text; empty beyond the end of its row."""
        row = self.rows[index]
        return (cell_text(row[column]) or "") if column < len(row) else ""

    def sort(self, index: int, column: int) -> Sort:
        """Return what one cell looks like."""
        sorts = self.sorts[index]
        return sorts[column] if column < len(sorts) else ""

    def known(self, index: int) -> int:
        """Return how many of the first hundred headings of a row are known."""
        return sum(self.is_known(self.text(index, column)) for column in self.filled(index)[:100])

    def counts(
        self,
        first: int,
        last: int | None = None,
        *,
        but: int | None = None,
        at_least: int = 1,
        without_totals: bool = False,
    ) -> dict[int, Counter[Sort]]:
        """Return per column how often the rows ``first`` to ``last`` (exclusive) hold which sort of cell.

        Rows with the cells of row ``but`` are left out: a page break repeats a header. So are rows with fewer
        than ``at_least`` cells, and totals where they are not wanted.
        """
        found: dict[int, Counter[Sort]] = {}
        for row, sorts in zip(self.rows[first:last], self.sorts[first:last], strict=True):
            if (but is not None and row == self.rows[but]) or sum(map(bool, sorts)) < at_least:
                continue
            if without_totals and "date" not in sorts and _is_called_total(row):
                continue
            for column, sort in enumerate(sorts):
                if sort:
                    found.setdefault(column, Counter())[sort] += 1
        return found

    def valued(self, first: int) -> frozenset[int]:
        """Return the columns that mostly hold numbers or dates from row ``first`` on."""
        return self.valued_from[first] if first < len(self.valued_from) else frozenset()


def _is_called_total(row: Row) -> bool:
    return any(is_total_label(cell) for cell in row if isinstance(cell, str))


def beginning_of(rows: Sequence[Row], is_known: IsKnown) -> Beginning:
    """Look at the first rows of a sheet."""
    width = max((len(row) for row in rows[:HEADER_WITHIN]), default=0)
    seen = [*rows[: HEADER_WITHIN + max(_SEEN_AT_LEAST, min(SEEN, _SEEN_CELLS // max(width, 1)))]]
    sorts = [tuple(map(sort_of, row)) for row in seen]
    return Beginning(seen, sorts, lru_cache(maxsize=None)(is_known), _valued_from(sorts))


def _valued_from(sorts: Sequence[Sequence[Sort]]) -> list[frozenset[int]]:
    """Return for each row which columns mostly hold numbers or dates from there on."""
    width = max(map(len, sorts), default=0)
    filled, values = [0] * width, [0] * width
    found: list[frozenset[int]] = []
    for row in reversed(sorts):
        for column, sort in enumerate(row):
            filled[column] += sort != ""
            values[column] += sort in _VALUES
        found.append(frozenset(c for c in range(width) if filled[c] and values[c] >= 0.6 * filled[c]))
    return found[::-1]


# --- which row -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that heads rows: where it stands, how many headings are known, and how much stands below it.

    ``end`` is the row where the next other table begins; ``mass`` counts the filled cells below headings.
    """

    index: int
    known: int
    filled: int
    mass: int
    end: int
    is_detail: bool

    @property
    def rank(self) -> tuple[Any, ...]:
        """What heads most cells, known words counting more, and dated postings more than a summary."""
        weight = self.mass * (1 + self.known) * (_DETAIL if self.is_detail else 1)
        return (self.mass > 0, weight, self.known, self.filled)


def candidates(start: Beginning) -> list[Candidate]:
    """Return the rows that may head a table, the best first; none when no row can.

    Of two tables on one sheet the one of dated postings is better, then the one that holds more. Words among
    numbers are no header: it stands above the numbers.
    """
    usual = _usual_filled(start)
    possible = _without_units(start, [index for index in range(len(start.rows)) if _may_head(start, index)])
    heading = _without_records(start, [index for index in possible if _heads(start, index)])
    found = [one for one in _measured(start, heading) if one.index < HEADER_WITHIN]
    if not any(one.mass or one.known >= 2 for one in found):
        found += _of_words(start, [index for index in possible if index < HEADER_WITHIN], usual)
    return sorted(found, key=lambda one: (*one.rank, -one.index), reverse=True)


def _usual_filled(start: Beginning) -> int:
    """Return how many cells most rows fill."""
    numbers = Counter(sum(map(bool, sorts)) for sorts in start.sorts)
    del numbers[0]
    return max(numbers, key=lambda number: (numbers[number], -number), default=0)


def _may_head(start: Beginning, index: int) -> bool:
    """Tell whether a row holds nothing but what may be a heading: words, years, days over amounts."""
    filled = start.filled(index)
    sorts = Counter(start.sort(index, column) for column in filled)
    if not sorts["word"] or sorts["number"] or sorts["long"]:
        return False
    if len(filled) == 1:
        return _is_one_column(start) and start.known(index) == 1
    texts = [start.text(index, column) for column in filled]
    asking = sum(text.endswith(":") for text in texts)
    if asking and asking < len(texts):  # "Buchungskreis: | Aachen"
        return False
    if len(filled) == 2 and sorts["year"] and any("year" in columns_meant(text) for text in texts):
        return False  # "Haushaltsjahr | 2024"
    return _are_headings(start, index, sorts)


def _without_units(start: Beginning, indices: Sequence[int]) -> list[int]:
    """Leave out rows of units right below another row of headings: ``EUR EUR`` names no column."""
    return [index for index in indices if index - 1 not in indices or not are_mostly_units(start, index)]


def are_mostly_units(start: Beginning, index: int) -> bool:
    """Tell whether most cells of a row are units."""
    filled = start.filled(index)
    return sum(bool(UNIT.fullmatch(start.text(index, column))) for column in filled) * 2 > len(filled)


def _are_headings(start: Beginning, index: int, sorts: Counter[Sort]) -> bool:
    """Years and days are headings where something else stands below them."""
    if sorts["date"] == 1 and start.known(index) < 2:
        return False
    return not are_repeated_below(start, index)


def are_repeated_below(start: Beginning, index: int) -> bool:
    """Tell whether the years and days of a row stand above years and days: it is a record, no header."""
    dated = [column for column in start.filled(index) if start.sort(index, column) in _DATED]
    if not dated:
        return False
    below = start.counts(index + 1, index + 40, but=index)
    held = [(below.get(column, Counter()), start.sort(index, column)) for column in dated]
    return all(sorts[sort] * 2 > sum(sorts.values()) for sorts, sort in held)


def _is_one_column(start: Beginning) -> bool:
    return all(len(row) <= 1 or all(map(is_blank, row[1:])) for row in start.rows)


def _heads(start: Beginning, index: int) -> bool:
    """Tell whether a row names most of the columns that hold numbers and dates below it."""
    valued = start.valued(index + 1)
    named = valued.intersection(start.filled(index))
    is_naming = bool(valued) and len(named) > 0.6 * len(valued)
    known = start.known(index)
    if is_naming and known >= 2:
        return True
    if index and _is_like_rows_below(start, index - 1, valued):
        return known >= 3 and known * 2 >= len(start.filled(index))
    return is_naming or (known >= 2 and known * 3 >= len(start.filled(index)))


def _without_records(start: Beginning, indices: Sequence[int]) -> list[int]:
    """Leave out rows of words below a header: the first records, or a second row of the header."""
    kept: list[int] = []
    for index in indices:
        above = _filled_above(start, index)
        is_second = above in indices and _is_below_header(start, above, index)
        if not is_second and not (kept and _is_record_of(start, kept[-1], index)):
            kept.append(index)
    return kept


def _is_record_of(start: Beginning, header: int, index: int) -> bool:
    """Tell whether a row of words is one more record of the header further up: "Herbst 2025" above dates.

    No blank row parts them, it fills only columns that the header names, and the header is told by its words
    far better.
    """
    is_parted = not all(start.filled(row) for row in range(header + 1, index))
    known = start.known(header)
    if is_parted or known < 2 or known <= 3 * start.known(index):
        return False
    return set(start.filled(index)) <= set(start.filled(header))


def _filled_above(start: Beginning, index: int) -> int:
    return next((row for row in range(index - 1, -1, -1) if start.filled(row)), -1)


def _is_below_header(start: Beginning, upper: int, lower: int) -> bool:
    """Tell whether the upper of two rows heads the table: its words are known, or it is wider."""
    known = start.known(upper), start.known(lower)
    if max(known) >= 2 or known[0] != known[1]:
        return known[1] < 2 and known[0] > known[1]
    return set(start.filled(upper)) > set(start.filled(lower))


def rivals_of(start: Beginning, main: int) -> list[int]:
    """Return rows right above the chosen one that could as well be the header: as unknown, and as wide."""
    above = _filled_above(start, main)
    if above < 0 or not (_may_head(start, above) and _heads(start, above)):
        return []
    if max(start.known(above), start.known(main)) >= 2 or start.known(above) != start.known(main):
        return []
    is_cut = any(text.endswith("-") for text in map(str.strip, _texts(start, above)))
    return [] if is_cut or start.filled(above) != start.filled(main) else [above]


def _texts(start: Beginning, index: int) -> list[str]:
    return [start.text(index, column) for column in start.filled(index)]


def _is_like_rows_below(start: Beginning, index: int, valued: frozenset[int]) -> bool:
    """Tell whether a row holds numbers and dates where the rows further down hold them."""
    same = [column for column in valued if start.sort(index, column) in _VALUES]
    return bool(valued) and len(same) > 0.6 * len(valued)


def _measured(start: Beginning, indices: Sequence[int]) -> list[Candidate]:
    """Return the rows with what stands below them; a header that stands again continues the first."""
    cells = {index: _folded(start, index) for index in indices}
    found: dict[tuple[str, ...], Candidate] = {}
    for number, index in enumerate(indices):
        end = next(
            (other for other in indices[number + 1 :] if cells[other] != cells[index]), len(start.rows)
        )
        first = found.get(cells[index])
        mass = _mass(start, index, end) + (first.mass if first else 0)
        place = first.index if first else index
        filled, known = len(start.filled(index)), start.known(index)
        found[cells[index]] = Candidate(place, known, filled, mass, end, _is_detail(start, index, end))
    return list(found.values())


def _folded(start: Beginning, index: int) -> tuple[str, ...]:
    return tuple(fold_heading(start.text(index, column)) for column in range(len(start.rows[index])))


def _mass(start: Beginning, index: int, end: int) -> int:
    """Count the cells under the headings of a row, in rows that hold a number or date there."""
    headed = start.filled(index)
    mass = 0
    for row in range(index + 1, end):
        sorts = [start.sort(row, column) for column in headed]
        mass += sum(map(bool, sorts)) if _VALUES.intersection(sorts) else 0
    return mass


def _is_detail(start: Beginning, index: int, end: int) -> bool:
    """Tell whether the rows below have days and amounts: postings, no summary of them.

    The word of a total often stands under the days; below a single posting it would outvote its day.
    """
    held = start.counts(index + 1, end, at_least=2, without_totals=True)
    dated = any(sorts["date"] * 2 > sum(sorts.values()) for sorts in held.values())
    paid = any(
        suggested_kind(start.text(index, column)) == "money" and held.get(column, Counter())["number"]
        for column in start.filled(index)
    )
    return paid and (dated or _heads_postings(start, index))


def _heads_postings(start: Beginning, index: int) -> bool:
    """Tell whether a row has headings of day and document: no summary has, whatever stands below them."""
    meant = {name for column in start.filled(index) for name in columns_meant(start.text(index, column))}
    return "booked_on" in meant and not meant.isdisjoint(("document", "order_id"))


def _of_words(start: Beginning, possible: Sequence[int], usual: int) -> list[Candidate]:
    """Return the header of a table of words: the row with the most known headings, else the widest."""
    wide = [index for index in possible if len(start.filled(index)) >= max(1, 0.6 * usual)]
    return [
        Candidate(index, start.known(index), len(start.filled(index)), 0, len(start.rows), is_detail=False)
        for index in wide
    ]


# --- tables side by side -------------------------------------------------------------------------------


def table_beside(start: Beginning, last: int, named: Sequence[int]) -> list[int]:
    """Return the columns of a second table that stands right of the first, and ends before it.

    A blank column parts them, and the rows of the second are full from its first to its last.
    """
    headed = {column for index in named for column in start.filled(index)}
    used = headed.union(*(start.filled(index) for index in range(last + 1, len(start.rows))))
    blocks: list[list[int]] = []
    for column in sorted(used):
        if blocks and blocks[-1][-1] == column - 1:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    tables = [block for block in blocks if len(headed.intersection(block)) >= 2]
    if len(tables) < 2 or len(tables) != len(blocks):
        return []
    valued = start.valued(last + 1)
    for block in tables[1:]:
        end = _full_rows(start, last + 1, block)
        if end >= 2 and valued.intersection(block) and _is_record(start, last + 1 + end, tables[0], valued):
            return block
    return []


def _is_record(start: Beginning, row: int, block: Sequence[int], valued: frozenset[int]) -> bool:
    """Tell whether a row fills a block as a record does, with values where they belong; a total does not."""
    if row >= len(start.rows):
        return False
    sorts = {column: start.sort(row, column) for column in block}
    return all(sorts.values()) and all(sorts[column] in _VALUES for column in valued.intersection(block))


def _full_rows(start: Beginning, first: int, block: Sequence[int]) -> int:
    """Return how many rows fill all cells of a block, from the first row on; 0 where others fill some."""
    filled = [sum(bool(start.sort(row, column)) for column in block) for row in range(first, len(start.rows))]
    full = next((place for place, count in enumerate(filled) if count < len(block)), len(filled))
    return 0 if any(filled[full:]) else full
