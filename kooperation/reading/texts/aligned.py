"""Lists without pipes, whose cells are aligned under their headings: where one column ends, the next begins.

A column border is where no line of the table has a character. What cannot be told that way is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kooperation.model.errors import raise_errors, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import Row
from kooperation.reading.container import Source
from kooperation.reading.texts.blocks import Blocks
from kooperation.reading.words.line_labels import is_footer_label, is_total_label
from kooperation.reading.words.vocabulary import columns_meant

_RULE = re.compile(r"\s*[-=_]{3}[-=_\s]*")
_AMOUNT_OR_DAY = re.compile(r"\d,\d\d(?!\d)|\d\.\d{3}(?!\d)|\d\.\d\d(?!\d)|\d\d\.\d\d\.\d\d|\d{4}-\d\d-\d\d")
_MARK = re.compile(r"[-+*SH€%]|EUR")
_MOST_HEADER_LINES = 3
_MOST_FAULTS = 1_000  # nobody reads more


@dataclass(frozen=True, slots=True)
class AlignedHeader:
    """The header of an aligned list: its lines, the rule below at ``rule`` (from 0)."""

    start: int
    rule: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the characters from ``start`` to before ``end``, its heading, whether cells stand in it."""

    start: int
    end: int
    heading: str
    is_filled: bool = True


def is_aligned_rule(line: str) -> bool:
    """Tell whether a line only rules: ten dashes at least, in one piece or one per column."""
    return bool(_RULE.fullmatch(line)) and sum(map(line.count, "-=_")) >= 10


def aligned_header(lines: Sequence[str]) -> AlignedHeader | None:
    """Return the header above the first rule that has known headings; ``None`` when there is none."""
    for rule, line in enumerate(lines):
        if rule and is_aligned_rule(line):
            header = _header_above(lines, rule)
            if header is not None and _knows_headings(lines, header):
                return header
    return None


def _header_above(lines: Sequence[str], rule: int) -> AlignedHeader | None:
    start = rule - 1
    for above in range(rule - 1, max(rule - 2 - _MOST_HEADER_LINES, -1), -1):
        if is_aligned_rule(lines[above]):
            start = above + 1
            break
    found = tuple(line.rstrip() for line in lines[start:rule])
    is_words = all(line and not re.search(r"[;|\t]", line) and not _has_number(line) for line in found)
    return AlignedHeader(start, rule, found) if found and is_words else None


def _has_number(line: str) -> bool:
    return any(looks_like_number(word) for word in line.split())


def _knows_headings(lines: Sequence[str], header: AlignedHeader) -> bool:
    table = [line for _, line in _table_lines(lines, header)]
    if sum(bool(re.search("[;\t]", line)) for line in table) * 2 > len(table):
        return False  # delimited text below an underlined title
    columns = _columns(header, lines[header.rule], table)
    if columns is None:  # a list all the same, which is refused as such
        return sum(bool(columns_meant(word)) for line in header.lines for word in line.split()) > 1
    return sum(bool(columns_meant(column.heading)) for column in columns) > 1


def _table_lines(lines: Sequence[str], header: AlignedHeader) -> Iterator[tuple[int, str]]:
    """Return the lines below the header that hold an amount or a day, except page heads and footers."""
    titles = {_shape(line) for line in lines[: header.start]}
    for position in range(header.rule + 1, len(lines)):
        line = lines[position]
        if _AMOUNT_OR_DAY.search(line) and _shape(line) not in titles and not is_footer_label(line.strip()):
            yield position, line.rstrip()


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


# --- where the columns are -------------------------------------------------------------------------------


def _columns(header: AlignedHeader, rule: str, table: Sequence[str]) -> list[Column] | None:
    """Return the columns; ``None`` where text without a heading stands between two of them."""
    groups = [found.span() for found in re.finditer(r"[-=_]+", rule)]
    if len(groups) > 2:
        starts = [start for start, _ in groups[1:]]
        ends = [*starts, max(map(len, [*table, *header.lines]), default=0) + 1]
        return [
            Column(start, end, _heading(header, start, end))
            for start, end in zip([0, *starts], ends, strict=True)
        ]
    spans = _with_thousands(header, table, _spans([*header.lines, *table]))
    columns = _joined(header, [_column(header, table, span) for span in spans])
    return _with_headings(columns, table)


def _spans(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the runs of positions at which any line has a character."""
    used = bytearray(max(map(len, lines), default=0) + 1)
    for line in lines:
        for found in re.finditer(r"\S+", line):
            used[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    return [found.span() for found in re.finditer(b"\1+", bytes(used))]


def _with_thousands(
    header: AlignedHeader, table: Sequence[str], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Join thousands that a blank parts from the rest of their amounts: ``1 845,50``."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and found[-1][1] == start - 1 and not _heading(header, *found[-1]):
            before = found[-1]
            pairs = [(line[slice(*before)].strip(), line[start:end].strip()) for line in table]
            if all(
                not left or re.fullmatch(r"-?\d{1,3} \d{3}\b.*", f"{left} {right}") for left, right in pairs
            ):
                found[-1] = (before[0], end)
                continue
        found.append((start, end))
    return found


def _column(header: AlignedHeader, table: Sequence[str], span: tuple[int, int]) -> Column:
    start, end = span
    return Column(start, end, _heading(header, start, end), any(line[start:end].strip() for line in table))


def _heading(header: AlignedHeader, start: int, end: int) -> str:
    parts = [part for line in header.lines if (part := " ".join(line[start:end].split()))]
    joined = " ".join(parts)
    for form in (joined, joined.replace("- ", "")):
        if columns_meant(form):
            return form
    return joined


def _joined(header: AlignedHeader, columns: Sequence[Column]) -> list[Column]:
    """Join the words of one heading, which a single blank parts, where no cell stands under one of them."""
    found: list[Column] = []
    for column in columns:
        before = found[-1] if found else None
        if before and _is_one_heading(before, column):
            heading = _heading(header, before.start, column.end)
            found[-1] = Column(before.start, column.end, heading, before.is_filled or column.is_filled)
            continue
        found.append(column)
    return found


def _is_one_heading(before: Column, column: Column) -> bool:
    is_near = column.start - before.end == 1 and before.heading and column.heading
    return bool(is_near) and not (before.is_filled and column.is_filled)


def _with_headings(columns: Sequence[Column], table: Sequence[str]) -> list[Column] | None:
    """Give what stands behind the last heading to it, and lone signs to the amount before them."""
    last = max((place for place, column in enumerate(columns) if column.heading), default=-1)
    found: list[Column] = []
    for place, column in enumerate(columns):
        if column.heading or not found:
            found.append(column)
        elif place > last or _holds_marks(column, table):
            found[-1] = replace(found[-1], end=column.end)
        else:
            return None
    ends = [column.start for column in found[1:]] + [max(map(len, table), default=0) + 1]
    return [replace(column, end=end) for column, end in zip(found, ends, strict=True)]


def _holds_marks(column: Column, table: Sequence[str]) -> bool:
    cells = (line[column.start : column.end].strip() for line in table)
    return all(not cell or _MARK.fullmatch(cell) for cell in cells)


# --- line by line ----------------------------------------------------------------------------------------


class AlignedList:
    """Reads an aligned list: header, records, totals, head lines of blocks."""

    def __init__(
        self, source: Source, lines: Sequence[str], blocks: Blocks, *, header: AlignedHeader
    ) -> None:
        self._source, self._lines, self._blocks = source, lines, blocks
        self._header = header
        self._table = dict(_table_lines(lines, header))
        columns = _columns(header, lines[header.rule], list(self._table.values()))
        if columns is None:
            raise refuse("list_columns_unclear", Place(file=source.name, row=header.start + 1))
        self._columns = columns

    def rows(self) -> list[Row]:
        """Return one row per line; rules are empty."""
        rows: list[Row] = []
        faults: list[Finding] = []
        for position, line in enumerate(self._lines):
            if position in self._table:
                rows.append(self._record(position, line, faults))
            elif self._is_header(position):
                rows.append([column.heading for column in self._columns])
                self._blocks.header(position, tuple(rows[-1]))
            elif is_aligned_rule(line) or line.rstrip() in self._header.lines:
                rows.append([])
            else:
                rows.append(self._blocks.head_line(line, is_title=position < self._header.start))
        raise_errors(faults[:_MOST_FAULTS])
        return rows

    def _is_header(self, position: int) -> bool:
        found = self._lines[position : position + len(self._header.lines)]
        return tuple(line.rstrip() for line in found) == self._header.lines

    def _record(self, position: int, line: str, faults: list[Finding]) -> Row:
        if any(line[after.start - 1 : after.start].strip() for _, after in pairwise(self._columns)):
            place = Place(file=self._source.name, row=position + 1)
            faults.append(finding("list_borders", place, raw=line.strip()))
        cells = [line[column.start : column.end].strip() for column in self._columns]
        if not is_total_label(next((cell for cell in cells if cell), "")):
            self._blocks.record(position)
        return cells
