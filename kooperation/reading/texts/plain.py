"""Long plain texts: as many cells in every line, quoted by the rule; split by Arrow, line numbers kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from csv import field_size_limit
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from kooperation.model.column_bytes import in_pieces
from kooperation.reading.cells.column import (
    Array,
    CodedTexts,
    TextColumn,
    WholeTexts,
    coded_texts,
    part_of_coded,
)
from kooperation.reading.cells.column_rows import RowsInColumns
from kooperation.reading.cells.sheet import Row
from kooperation.reading.texts.quoting import is_quoted_by_rule
from kooperation.reading.texts.separators import cells_of, sample_of

LONG = 200_000  # bytes; shorter texts are read line by line at once
MOST_CELLS = 1_000
_SAMPLE, _END = 400, 60  # lines looked at in the beginning, and at the end
_SAMPLE_BYTES, _END_BYTES = 400_000, 60_000
_BLOCK = 1 << 21
_WHOLE, _CODED = pa.large_string(), pa.dictionary(pa.int32(), pa.large_string())
_PIECE = 1 << 18  # bytes that stay in the cache
_MOST_PADDED = 10_000_000  # cells that a file may lack


@dataclass(frozen=True, eq=False)
class PlainRows(RowsInColumns):
    """The rows of a long text: those of its regular part in columns, of which a row is made on demand.

    Attributes
    ----------
    head, tail : list of Row
        The lines before and behind the regular part: titles, footers.
    columns : tuple of Array
        The cells of the regular part; a blank line in it is blank in every column. A column of few different
        texts is a dictionary array.
    """

    head: list[Row]
    columns: tuple[pa.Array, ...]
    tail: list[Row]

    @cached_property
    def _regular(self) -> int:
        return len(self.columns[0])

    def __len__(self) -> int:
        return len(self.head) + self._regular + len(self.tail)

    def row(self, place: int) -> Row:
        """Return one row, counted from 0."""
        place -= len(self.head)
        if place < 0:
            return self.head[place + len(self.head)]
        if place >= self._regular:
            return self.tail[place - self._regular]
        return [column[place].as_py() for column in self.columns]

    @cached_property
    def lengths(self) -> Array:
        """The number of cells of each row."""
        regular = np.full(self._regular, len(self.columns), dtype=np.int32)
        return np.concatenate([_lengths(self.head), regular, _lengths(self.tail)])

    def columns_below(self, top: int) -> list[TextColumn]:
        """Return the cells below the first ``top`` rows, column by column."""
        regular = max(0, top - len(self.head))
        head, tail = self.head[top:], self.tail[max(0, regular - self._regular) :]
        width = max(len(self.columns), *map(len, head), *map(len, tail), 0)
        none = pa.nulls(self._regular, pa.large_string())
        regulars = [*self.columns, *[none] * (width - len(self.columns))]
        return [
            _text_column(_cells(head, place), column[regular:], _cells(tail, place))
            for place, column in enumerate(regulars)
        ]


def _lengths(rows: Sequence[Row]) -> Array:
    return np.fromiter(map(len, rows), dtype=np.int32, count=len(rows))


def _cells(rows: Sequence[Row], place: int) -> list[str | None]:
    return [row[place] if place < len(row) else None for row in rows]


def _text_column(
    head: Sequence[str | None], regular: pa.Array, tail: Sequence[str | None]
) -> WholeTexts | CodedTexts:
    """Put the cells before and behind the regular part to those in it."""
    apart = pa.array([*head, *tail], type=pa.large_string())
    if not pa.types.is_dictionary(regular.type):
        parts = [apart[: len(head)], regular, apart[len(head) :]]
        return WholeTexts(pa.concat_arrays(parts) if len(apart) else regular)
    texts, codes = regular.dictionary, np.asarray(regular.indices)
    if len(codes) and not len(apart):
        return part_of_coded(texts, codes)
    added = np.arange(len(texts), len(texts) + len(apart), dtype=codes.dtype)
    every = np.concatenate([added[: len(head)], codes, added[len(head) :]])
    return coded_texts(pa.concat_arrays([texts, apart]), every)


# --- splitting -----------------------------------------------------------------------------------------


def plain_rows(content: bytes, separator: str, *, begin: int = 0) -> PlainRows | None:
    """Split a long text into its rows; ``None`` when it is short, no UTF-8, or not plain throughout.

    Parameters
    ----------
    content : bytes
        Known to be free of control characters.
    begin : int
        Where the text begins in it: behind its byte order mark. A text is long, so nothing is cut off it.
    """
    if len(content) < LONG:
        return None
    is_quoted = b'"' in content
    if is_quoted and not is_quoted_by_rule(content, separator, begin=begin):
        return None
    try:
        first = _lines(_whole_lines(content[begin : begin + _SAMPLE_BYTES]))[:_SAMPLE]
        last = _last_lines(content, begin)
    except UnicodeDecodeError:
        return None
    cells = partial(cells_of, separator=separator)
    width, head = _regular_from(first, cells)
    tail = _irregular_end(last, cells, width)
    apart = [*first[:head], *last[len(last) - tail :]]
    if not 2 <= width <= MOST_CELLS or head > _SAMPLE // 2 or any("\r" in line for line in apart):
        return None
    if _is_sparse_text(content, separator, width):
        return None  # blank lines would be as wide as the others
    first_line, ends = _start_of_line(content, head, begin), _end_before(content, tail)
    regular = pa.py_buffer(content)[first_line:ends]
    seen = [row for line in sample_of(memoryview(regular)) if len(row := cells(line)) == width]
    kinds = list(map(_kind_of, zip(*seen, strict=True))) or [_WHOLE] * width
    columns = _split(regular, separator, kinds, is_quoted=is_quoted)
    if columns is None:
        return None
    rows = [cells(line) if line else [] for line in apart]
    return PlainRows(rows[:head], columns, rows[head:])


def is_sparse(rows: int, width: int, *, cells: int) -> bool:
    """Tell whether so few cells are there that rows of full width would take memory without bound."""
    return rows * width > max(_MOST_PADDED, 4 * cells)


def _is_sparse_text(content: bytes, separator: str, width: int) -> bool:
    lines = _count(content, "\n")
    return is_sparse(lines, width, cells=lines) and is_sparse(
        lines, width, cells=lines + _count(content, separator)
    )


def _count(content: bytes, sign: str) -> int:
    """Count a sign that stands everywhere; searching for each takes ten times as long."""
    signs = np.frombuffer(content, dtype=np.uint8)
    counts = (np.count_nonzero(signs[piece] == ord(sign)) for piece in in_pieces(len(signs), _PIECE))
    return int(sum(counts))


def _whole_lines(content: bytes) -> bytes:
    return content[: content.rfind(b"\n") + 1]


def _last_lines(content: bytes, begin: int) -> list[str]:
    end = content[max(begin, len(content) - _END_BYTES) :]
    return _lines(end[end.find(b"\n") + 1 :])[-_END:]


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8").replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n") if text else []


def _regular_from(lines: Sequence[str], cells: Callable[[str], Row]) -> tuple[int, int]:
    """Return how many cells most lines have, and from where on all do; a blank line may stand between."""
    widths = [len(cells(line)) for line in lines]
    counts = Counter(width for width in widths if width > 1)
    usual = max(counts, key=lambda width: (counts[width], width), default=0)
    odd = [place for place, width in enumerate(widths) if width != usual and lines[place]]
    return usual, odd[-1] + 1 if odd else 0


def _irregular_end(lines: Sequence[str], cells: Callable[[str], Row], width: int) -> int:
    """Return how many lines at the end begin with the first that has another number of cells."""
    odd = (place for place, line in enumerate(lines) if len(cells(line)) != width)
    return len(lines) - next(odd, len(lines))


def _start_of_line(content: bytes, line: int, begin: int) -> int:
    start = begin
    for _ in range(line):
        start = content.index(b"\n", start) + 1
    return start


def _end_before(content: bytes, lines: int) -> int:
    end = len(content)
    for _ in range(lines):
        end = content.rfind(b"\n", 0, end - 1) + 1
    return end


def _kind_of(cells: Sequence[str]) -> pa.DataType:
    """Return how a column is held: as the different texts and their numbers where most stand again and again.

    A wrong guess costs a little time and memory, nothing else.
    """
    return _CODED if len(set(cells)) * 2 <= len(cells) else _WHOLE


def _split(
    content: pa.Buffer, separator: str, kinds: Sequence[pa.DataType], *, is_quoted: bool
) -> tuple[pa.Array, ...] | None:
    """Split regular lines into columns; ``None`` when one of them has another number of cells.

    One thread does it: several take more time of the processor and keep memory that nobody else gets back.
    """
    odd: list[csv.InvalidRow] = []

    def put_aside(row: csv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    names = [str(place) for place in range(len(kinds))]
    parsing = csv.ParseOptions(
        delimiter=separator,
        quote_char='"' if is_quoted else False,
        ignore_empty_lines=False,
        invalid_row_handler=put_aside,
    )
    converting = csv.ConvertOptions(
        column_types=dict(zip(names, kinds, strict=True)), strings_can_be_null=False, null_values=[]
    )
    try:
        table = csv.read_csv(
            pa.BufferReader(content),
            read_options=csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            parse_options=parsing,
            convert_options=converting,
        )
    except pa.ArrowInvalid:  # a line longer than a block, or no UTF-8
        return None
    if odd or (is_quoted and any(map(_has_endless_cell, table.columns))):
        return None
    pieces = table.columns
    del table
    return _joined(pieces)


def _has_endless_cell(column: pa.ChunkedArray) -> bool:
    """Tell whether a cell is longer than the rule for single lines takes; it refuses the line."""
    pieces = (getattr(piece, "dictionary", piece) for piece in column.chunks)
    return any((pc.max(pc.binary_length(piece)).as_py() or 0) > field_size_limit() for piece in pieces)


def _joined(pieces: list[pa.ChunkedArray]) -> tuple[pa.Array, ...]:
    """Return the columns in one piece each; the pieces of one are given back before the next is joined."""
    joined = tuple(pieces.pop(0).unify_dictionaries().combine_chunks() for _ in range(len(pieces)))
    pa.default_memory_pool().release_unused()  # no column fits into what the pieces have left
    return joined
