"""Delimited text to one sheet of raw cells: encoding, separator and quotes are told from the whole file."""

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


# --- encoding ------------------------------------------------------------------------------------------

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UTF8_LETTER = re.compile(rb"\xc3[\xa4\xb6\xbc\x84\x96\x9c\x9f]|\xe2\x82\xac|\xe2\x80[\x93\x9e\x9c]")
_DOS_UMLAUT = re.compile(rb"[A-Za-z][\x81\x84\x94\xe1][a-z]|(?<![A-Za-z])[\x8e\x99\x9a][a-z]")
_WINDOWS_UMLAUT = re.compile(rb"[A-Za-z][\xe4\xf6\xfc\xdf][a-z]|(?<![A-Za-z])[\xc4\xd6\xdc][a-z]")


def decode(source: Source) -> tuple[str, str]:
    """Return the text and its encoding: what the byte order mark says, else UTF-8, UTF-16, Windows or DOS.

    Raises
    ------
    KooperationError
        When the bytes fit no encoding throughout, with the line of the first that does not fit.
    """
    content = source.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_strictly(source, encoding), encoding
    if wide := _wide_encoding(content[:4000]):
        return _decode_strictly(source, wide), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _UTF8_LETTER.search(content):
            place = Place(file=source.name, row=_line(content, error.start))
            raise refuse("mixed_encoding", place, byte=f"0x{content[error.start]:02x}") from None
    encoding = _one_byte_encoding(content)
    return _decode_strictly(source, encoding), encoding


def _wide_encoding(start: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zeros: every other byte of European text. A stray zero is none."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 4 < len(start):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _one_byte_encoding(content: bytes) -> str:
    is_dos = len(_DOS_UMLAUT.findall(content)) > len(_WINDOWS_UMLAUT.findall(content))
    return "cp850" if is_dos else "cp1252"


def _decode_strictly(source: Source, encoding: str) -> str:
    try:
        return source.content.decode(encoding)
    except UnicodeDecodeError as error:
        place = Place(file=source.name, row=_line(source.content, error.start))
        byte = f"0x{source.content[error.start]:02x}" if error.start < len(source.content) else "–"
        raise refuse("broken_encoding", place, encoding=encoding, byte=byte) from None


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


# --- separator and quotes ------------------------------------------------------------------------------


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
