"""Lists whose cells stand between pipes: where the borders are, and how each line is cut at them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kooperation.model.errors import raise_errors
from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import Row
from kooperation.reading.container import Source
from kooperation.reading.texts.blocks import Blocks
from kooperation.reading.words.line_labels import is_total_label
from kooperation.reading.words.vocabulary import columns_meant

_RULE = re.compile(r"[-=_+|:\s*]*[-=_]{3}[-=_+|:\s*]*")
_MOST_HEADER_LINES = 3
_SEEN = 200
_MOST_FAULTS = 1_000  # nobody reads more


def is_rule(line: str) -> bool:
    """Tell whether a line only draws: dashes, with crosses or pipes where borders meet."""
    return bool(_RULE.fullmatch(line))


def is_framed(line: str) -> bool:
    """Tell whether a line stands between pipes."""
    line = line.strip()
    return len(line) > 1 and line[0] == line[-1] == "|" and not is_rule(line)


@dataclass(frozen=True, slots=True)
class FramedHeader:
    """The header of a framed list: the lines that it takes, from ``start`` to before ``end``, from 0."""

    start: int
    end: int
    lines: tuple[str, ...]


def framed_header(lines: Sequence[str]) -> FramedHeader | None:
    """Return the first header between pipes that has a line below with the same borders; ``None`` without."""
    for start, line in enumerate(lines):
        if is_framed(line) and _is_heading_line(line):
            header = _header_at(lines, start)
            below = next((one for one in lines[header.end :] if is_framed(one) and one.count("|") > 2), None)
            if below is None or any(_fits(below, one) for one in header.lines):
                return header
    return None


def _header_at(lines: Sequence[str], start: int) -> FramedHeader:
    """Return the header lines from ``start`` to the rule below; one line where no rule is near."""
    for end in range(start + 1, min(start + _MOST_HEADER_LINES + 1, len(lines))):
        if is_rule(lines[end]):
            return FramedHeader(start, end, tuple(lines[start:end]))
        if not is_framed(lines[end]) or _has_number(lines[end]):
            break
    return FramedHeader(start, start + 1, (lines[start],))


def _is_heading_line(line: str) -> bool:
    filled = [cell for cell in _split(line) if cell]
    return (
        len(filled) > 1
        and not _has_number(line)
        and sum(bool(re.search(r"[^\W\d_]", one)) for one in filled) > 1
    )


def _has_number(line: str) -> bool:
    return any(looks_like_number(cell) or re.fullmatch(r"[\d./-]*\d[\d./-]*", cell) for cell in _split(line))


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


# --- where the borders of a line are ---------------------------------------------------------------------


def _wide(char: str) -> int:
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1


# How a program may have counted: characters, columns on the screen, bytes in UTF-8.
_ROOM: tuple[Callable[[str], int], ...] = (
    len,
    lambda text: sum(map(_wide, text)),
    lambda text: len(text.encode("utf-8", "replace")),
)


def _borders(line: str, room: Callable[[str], int]) -> list[int]:
    return [room(line[: found.start()]) for found in re.finditer(r"\|", line)]


def _pipes(line: str, header: str) -> list[int] | None:
    """Return the positions in ``line`` of those pipes that stand where ``header`` has its borders."""
    found = [match.start() for match in re.finditer(r"\|", line)]
    for room in _ROOM:
        needed = set(_borders(header, room))
        chosen = [place for place in found if room(line[:place]) in needed]
        if len(chosen) == len(needed):
            return chosen
        if line.isascii() and header.isascii():
            break
    return None


def _fits(line: str, header: str) -> bool:
    return _pipes(line, header) is not None or line.count("|") == header.count("|")


def _merged(line: str, header: str) -> list[tuple[int, str]] | None:
    """Return the cells of a line that lacks some borders, each with the column where it begins."""
    found = [match.start() for match in re.finditer(r"\|", line)]
    for room in _ROOM:
        needed = _borders(header, room)
        places = [room(line[:place]) for place in found]
        if set(places) <= set(needed) and places[0] == needed[0] and places[-1] == needed[-1]:
            return [
                (needed.index(place), line[left + 1 : right].strip())
                for place, (left, right) in zip(places, pairwise(found), strict=False)
            ]
    return None


# --- line by line ----------------------------------------------------------------------------------------


class FramedList:
    """Reads a framed list: header, records of one or more lines, totals, head lines of blocks."""

    def __init__(self, source: Source, lines: Sequence[str], blocks: Blocks, *, header: FramedHeader) -> None:
        self._source, self._lines, self._blocks = source, lines, blocks
        self._rows: list[Row] = [[] for _ in lines]
        self._faults: list[Finding] = []
        self._start = header.start
        self._take(header)

    def rows(self) -> list[Row]:
        """Return one row per line; rules and further lines of a record are empty."""
        for position in range(self._start):
            self._head_line(position)
        self._put_header(self._start)
        position = self._start + len(self._header.lines)
        while position < len(self._lines) and len(self._faults) < _MOST_FAULTS:
            position += self._read(position)
        raise_errors(self._faults)
        return self._rows

    def _take(self, header: FramedHeader) -> None:
        self._header = header
        self._levels = self._record_lines(header)
        below = [line for line in self._lines[header.end : header.end + _SEEN] if is_framed(line)]
        self._is_loose = len(self._levels) == 1 and not any(_pipes(line, self._levels[0]) for line in below)
        self._headings = tuple(self._joined_headings())

    def _record_lines(self, header: FramedHeader) -> tuple[str, ...]:
        """Return the header lines whose borders records have: several where a record takes several lines."""
        different = list(dict.fromkeys(header.lines))
        if len({tuple(_borders(line, len)) for line in different}) == 1:
            return (header.lines[-1],)
        below = [line for line in self._lines[header.end :] if is_framed(line)][: len(header.lines)]
        if all(_pipes(line, header.lines[-1]) for line in below):
            return (header.lines[-1],)
        return header.lines

    def _joined_headings(self) -> Iterator[str]:
        if len(self._levels) > 1:
            for line in self._levels:
                yield from self._cut(line, line) or []
            return
        columns: list[list[str]] = [[] for _ in range(self._levels[0].count("|") - 1)]
        for line in self._header.lines:
            for column, cell in _merged(line, self._levels[0]) or []:
                columns[column].append(cell)
        for parts in columns:
            yield _one_heading([part for part in parts if part])

    def _cut(self, line: str, header: str) -> list[str] | None:
        """Cut at the borders of the header; ``None`` where they are not."""
        pipes = _pipes(line, header)
        if pipes is None and line.count("|") == header.count("|") and self._is_told_by_pipes(line):
            pipes = [match.start() for match in re.finditer(r"\|", line)]
        return None if pipes is None else [line[a + 1 : b].strip() for a, b in pairwise(pipes)]

    def _is_told_by_pipes(self, line: str) -> bool:
        """Tell whether the number of pipes decides: in a list that is not aligned, and in its totals."""
        return self._is_loose or is_total_label(_split(line)[0])

    def _read(self, position: int) -> int:
        """Read what begins at one line and return how many lines it takes."""
        line = self._lines[position]
        if not line.strip() or is_rule(line):
            return 1
        if not is_framed(line):
            if line.strip().startswith("|"):
                self._fault(position)
            else:
                self._head_line(position)
            return 1
        if self._is_header_again(position):
            self._put_header(position)
            return len(self._header.lines)
        if line.count("|") == 2:
            self._head_line(position)
            return 1
        return self._record(position)

    def _is_header_again(self, position: int) -> bool:
        """Tell whether the header stands here again; its borders may be others than before."""
        lines = self._lines[position : position + len(self._header.lines)]
        if [_split(line) for line in lines] != [_split(line) for line in self._header.lines]:
            return False
        places = [self._header.lines.index(level) for level in self._levels]
        self._header = FramedHeader(position, position + len(lines), tuple(lines))
        self._levels = tuple(lines[place] for place in places)
        return True

    def _put_header(self, position: int) -> None:
        self._rows[position] = list(self._headings)
        self._blocks.header(position, self._headings)

    def _record(self, position: int) -> int:
        cells: Row = []
        for step, level in enumerate(self._levels):
            line = self._lines[position + step] if position + step < len(self._lines) else ""
            cut = self._cut(line, level) if is_framed(line) else None
            if cut is None and len(self._levels) == 1:
                cut = self._spread(line, level)
            if cut is None:
                self._fault(min(position + step, len(self._lines) - 1))
                return step + 1
            cells += cut
        if self._is_other_header(position, cells):
            place = Place(file=self._source.name, row=position + 1)
            self._faults.append(finding("list_other_header", place, raw=self._lines[position].strip()))
        self._rows[position] = cells
        if not is_total_label(next((cell for cell in cells if cell), "")):
            self._blocks.record(position)
        return len(self._levels)

    def _spread(self, line: str, level: str) -> Row | None:
        """Return the cells of a total line that lacks some borders, each where it begins."""
        merged = _merged(line, level)
        if merged is None:
            return None
        cells = [""] * (level.count("|") - 1)
        for column, cell in merged:
            cells[column] = cell
        return cells

    def _is_other_header(self, position: int, cells: Sequence[str]) -> bool:
        is_between_rules = position > 0 and is_rule(self._lines[position - 1])
        known = sum(bool(cell) and bool(columns_meant(cell)) for cell in cells)
        return is_between_rules and known > 1 and not _has_number(self._lines[position])

    def _head_line(self, position: int) -> None:
        text = self._lines[position].replace("|", " ")
        self._rows[position] = self._blocks.head_line(text, is_title=position < self._start)

    def _fault(self, position: int) -> None:
        place = Place(file=self._source.name, row=position + 1)
        self._faults.append(finding("list_borders", place, raw=self._lines[position].strip()))


def _one_heading(parts: Sequence[str]) -> str:
    """Join the lines of a heading; under a group heading the own one stands alone where it is known."""
    joined = " ".join(parts)
    for form in (joined, re.sub(r"- ", "", joined), parts[-1] if parts else ""):
        if form and columns_meant(form):
            return form
    return joined
