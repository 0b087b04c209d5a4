"""Delimited text to one sheet of raw cells: separator and quotes are told from the whole file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Row, Sheet
from kooperation.reading.container import Source
from kooperation.reading.texts.encodings import MARK_OF_UTF8, decode, doubly_encoded, may_be_doubly_encoded
from kooperation.reading.texts.lists import is_list, read_list
from kooperation.reading.texts.plain import LONG, plain_rows
from kooperation.reading.texts.separators import separator_of

MOST_COLUMNS = 1_000
MOST_LINE = 2_000_000  # bytes; the longest honest line, 1,000 columns of long texts, is far shorter
MOST_BARE_LINES = 2_000_000
MOST_LIST_LINES = 1_000_000

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_PIECE = 1 << 18
_SEEN = 100_000
_NO_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# A code that a program writes as a formula, so that Excel keeps its zeros: ="0544016" or "=""0544016""".
_FORMULA_OF_TEXT = re.compile(
    r'(?:(?<=[;,\t|\r\n])|\A)(?:="([^"\r\n]*)"|"=""([^"\r\n]*)""")(?=[;,\t|\r\n]|\Z)'
)
_DECLARED = re.compile(r'"?sep=(\\t|[^\w\s"]|\t)"?[;,\t| ]*(?:[\r\n]|\Z)', re.IGNORECASE)


def read_text(source: Source) -> Sheet:
    """Return the cells of a delimited text, or of a list in columns.

    Raises
    ------
    KooperationError
        When the encoding is broken or mixed, a control character stands in a cell, a quotation mark is never
        closed, or there are more than 1,000 columns; with the line.
    """
    _refuse_endless_lines(source)
    has_control = _has_control_bytes(source)
    undecoded = None if has_control else _undecoded(source)
    return undecoded or _decoded(source, has_control=has_control)


def _undecoded(source: Source) -> Sheet | None:
    """Return the cells of a long plain text in UTF-8, most of which is split without being decoded before."""
    content = source.content
    if len(content) < LONG or b'="' in content:
        return None
    begin = len(MARK_OF_UTF8) if content.startswith(MARK_OF_UTF8) else 0
    start = content[begin : begin + _SEEN].decode("utf-8", "ignore")
    if is_list(lines_of(start)) or _DECLARED.match(start):
        return None
    separator = separator_of(memoryview(content)[begin:])
    _refuse_many_columns(source, lines_of(start), separator)
    rows = plain_rows(content, separator, begin=begin)
    if rows is None:
        return None
    notes = doubly_encoded(source, content.decode("utf-8-sig")) if may_be_doubly_encoded(content) else ()
    return Sheet(None, rows, separator=separator, notes=tuple(notes))


def _decoded(source: Source, *, has_control: bool) -> Sheet:
    text, encoding = decode(source)
    text = text.rstrip("\x1a") if text.endswith("\x1a") else text  # with which DOS programs end a file
    if has_control:
        _refuse_control_characters(source, text)
    notes = tuple(doubly_encoded(source, text))
    if is_list(lines_of(text[:_SEEN])):
        if (count := text.count("\n") + text.count("\r")) > MOST_LIST_LINES:
            raise refuse("list_too_long", source.place, count=count)
        return read_list(source, lines_of(text), notes=notes)
    is_tried = not has_control and encoding in ("utf-8", "utf-8-sig") and '="' not in text
    text = _without_formulas(text)
    declared = _DECLARED.match(text)
    separator = declared[1].replace("\\t", "\t") if declared else separator_of(text)
    _refuse_many_columns(source, lines_of(text[:_SEEN]), separator)
    plain = None if declared or is_tried else plain_rows(text.encode("utf-8"), separator)
    if plain is not None:
        return Sheet(None, plain, separator=separator, notes=notes)
    rows = _records(source, text, separator)
    if declared:
        rows[0] = []
    return Sheet(None, rows, separator=separator, notes=notes)


def _without_formulas(text: str) -> str:
    """Return a text in which a cell that is a formula of one text stands as that text, quoted."""
    return _FORMULA_OF_TEXT.sub(r'"\1\2"', text) if '="' in text else text


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; they end in line feeds and carriage returns only, not in page feeds."""
    if any(sign in text for sign in _NO_LINE_ENDS):
        lines = re.findall("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
        return [line.rstrip("\r\n") for line in lines]
    return text.splitlines()


# --- what no table holds ---------------------------------------------------------------------------------


def _refuse_endless_lines(source: Source) -> None:
    content, start = source.content, 0
    while len(content) - start > MOST_LINE:
        end = max(content.rfind(mark, start, start + MOST_LINE) for mark in (b"\n", b"\r"))
        if end < 0:
            count = max(content.count(mark, start, start + MOST_LINE) for mark in (b";", b",", b"\t", b"|"))
            kind = "too_many_columns" if count > MOST_COLUMNS else "line_too_long"
            raise refuse(kind, source.place, count=count + 1)
        start = end + 1


def _refuse_many_columns(source: Source, lines: Sequence[str], separator: str) -> None:
    count = max((line.count(separator) for line in lines), default=0) + 1
    if count > MOST_COLUMNS:
        raise refuse("too_many_columns", source.place, count=count)


def _has_control_bytes(source: Source) -> bool:
    """Tell whether there are bytes below the blank but tabs and line ends; refuse millions of bare lines.

    Counted in vectors, because this is done for every byte of every text.
    """
    below, tabs, line_ends = 0, 0, 0
    for start in range(0, len(source.content), _PIECE):
        piece = np.frombuffer(source.content, np.uint8, min(_PIECE, len(source.content) - start), start)
        below += int(np.count_nonzero(piece < 0x20))
        tabs += int(np.count_nonzero(piece == 0x09))
        line_ends += int(np.count_nonzero(piece == 0x0A) + np.count_nonzero(piece == 0x0D))
    if line_ends > MOST_BARE_LINES and len(source.content) < 4 * line_ends:
        raise refuse("bare_lines", source.place, count=line_ends)
    return below > tabs + line_ends


def _refuse_control_characters(source: Source, text: str) -> None:
    if bad := _CONTROL.search(text):
        row = _line_of(text, bad.start())
        raise refuse("control_character", Place(file=source.name, row=row), character=f"0x{ord(bad[0]):02x}")


def _line_of(text: str, position: int) -> int:
    """Return the line of a character, as an editor counts."""
    lone = text.count("\r", 0, position) - text.count("\r\n", 0, position)
    return text.count("\n", 0, position) + lone + 1


# --- records ---------------------------------------------------------------------------------------------


def _records(source: Source, text: str, separator: str) -> list[Row]:
    if '"' not in text:
        lines = lines_of(text)
        if max(map(len, lines), default=0) > MOST_COLUMNS:
            _refuse_many_columns(source, lines, separator)
        return [line.split(separator) if line else [] for line in lines]
    rows, starts = _quoted_records(source, text, separator)
    _refuse_swallowed_lines(source, rows, starts, separator)
    return rows


def _lines_with_end(source: Source, text: str, separator: str) -> Iterator[str]:
    """Return the lines one by one; a text may have more of them than memory holds as strings."""
    for found in re.finditer("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text):
        line = found[0]
        if len(line) > MOST_COLUMNS:
            _refuse_many_columns(source, [line], separator)
        yield line


def _quoted_records(source: Source, text: str, separator: str) -> tuple[list[Row], list[int]]:
    """Return the records and the lines where they begin, and where the last one ends."""
    rows: list[Row] = []
    starts = [1]
    if f"{separator} " in text and re.search(rf"{re.escape(separator)} +\"", text):
        return _patient_records(source, text, separator)
    reader = csv.reader(_lines_with_end(source, text, separator), delimiter=separator, strict=True)
    try:
        for row in reader:
            rows.append(row)
            starts.append(reader.line_num + 1)
    except csv.Error as error:
        if "field limit" in str(error):
            raise refuse("text_too_long", Place(file=source.name, row=starts[-1])) from None
        return _patient_records(source, text, separator)
    return rows, starts


def _patient_records(source: Source, text: str, separator: str) -> tuple[list[Row], list[int]]:
    """Read quotation marks as people and programs use them beside the rule: ``"Müller" GmbH``, ``; "a;b" ;``.

    A cell is quoted when its closing mark ends it. Else its marks are text, in pairs; an odd one is refused.
    """
    mark = re.escape(separator)
    quoted = re.compile(rf' *"((?:[^"]+|"")*+)" *(?=[{mark}\r\n]|\Z)')
    plain = re.compile(rf"[^{mark}\r\n]*")
    rows: list[Row] = []
    starts, cells, position, begin = [1], list[str](), 0, 0
    while position < len(text):
        match = quoted.match(text, position) or plain.match(text, position)
        assert match is not None  # a plain cell may be empty
        cell = match[0]
        if match.re is quoted:
            cell = match[1].replace('""', '"')
        elif cell.lstrip().startswith('"') and cell.count('"') % 2:
            row = starts[-1] + _line_of(text[begin:position], position - begin) - 1
            raise refuse("open_quote", Place(file=source.name, row=row), raw=cell)
        cells.append(cell)
        position = match.end()
        if text.startswith(separator, position):
            position += len(separator)
            if position < len(text):
                continue
            cells.append("")
        position += 2 if text.startswith("\r\n", position) else 1
        rows.append([] if cells == [""] else cells)
        starts.append(starts[-1] + _line_of(text[begin:position], position - begin) - 1)
        cells, begin = [], position
    return rows, starts


def _refuse_swallowed_lines(
    source: Source, rows: Sequence[Row], starts: Sequence[int], separator: str
) -> None:
    """A quoted cell that holds whole records is a quotation mark that was closed lines too late."""
    widths = Counter(map(len, rows))
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    for row, (start, behind) in zip(rows, pairwise(starts), strict=True):
        if behind - start < 2 or usual < 2:
            continue
        if any(cell.count(separator) >= usual - 1 for cell in row if "\n" in cell or "\r" in cell):
            raise refuse("open_quote", Place(file=source.name, row=start))
