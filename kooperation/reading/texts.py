"""Delimited text to one sheet of raw cells: separator and quotes are told from the whole file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.container import Source
from kooperation.reading.encodings import decode
from kooperation.reading.sheet import Row, Sheet

MOST_COLUMNS = 1_000
SEPARATORS = ";\t|,"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def read_text(source: Source) -> Sheet:
    """Return the cells of a delimited text.

    Raises
    ------
    KooperationError
        When the encoding is broken or mixed, a control character stands in a cell, a quotation mark is never
        closed, or there are more than 1,000 columns; with the line.
    """
    text, _ = decode(source)
    if bad := _CONTROL.search(text):
        place = Place(file=source.name, row=text.count("\n", 0, bad.start()) + 1)
        raise refuse("control_character", place, character=f"0x{ord(bad[0]):02x}")
    declared = re.match(rf"sep=([{SEPARATORS}])[^\S\r\n]*\r?\n", text, re.IGNORECASE)
    separator = declared[1] if declared else _separator(text)
    rows = _records(source, text, separator)
    if declared:
        rows[0] = []
    return Sheet(None, rows, separator=separator)


def _separator(text: str) -> str:
    """Choose the separator under which most lines have the same number of cells."""
    sample = text[:200_000].splitlines()[:400]
    return max(SEPARATORS, key=lambda candidate: _regularity(sample, candidate))


def _regularity(lines: Sequence[str], separator: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0
    return max((count * min(width, 4) for width, count in widths.items()), default=0)


def _records(source: Source, text: str, separator: str) -> list[Row]:
    rows: list[Row] = []
    starts = [1]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            rows.append(row)
            starts.append(reader.line_num + 1)
    except csv.Error as error:
        place = Place(file=source.name, row=starts[-1])
        is_open = "unexpected end" in str(error) or "expected after" in str(error)
        raise refuse("open_quote" if is_open else "broken_text", place, why=error) from None
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS:
        raise refuse("too_many_columns", source.place, count=width)
    _refuse_swallowed_lines(source, rows, starts, separator)
    return rows


def _refuse_swallowed_lines(
    source: Source, rows: Sequence[Row], starts: Sequence[int], separator: str
) -> None:
    """A quoted cell that holds whole records is a quotation mark that was closed lines too late."""
    widths = Counter(map(len, rows))
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    for row, (start, behind) in zip(rows, pairwise(starts), strict=True):
        if behind - start < 2 or usual < 2:
            continue
        swallowed = (cell for cell in row if "\n" in cell or "\r" in cell)
        if any(cell.count(separator) >= usual - 1 for cell in swallowed):
            raise refuse("open_quote", Place(file=source.name, row=start))
