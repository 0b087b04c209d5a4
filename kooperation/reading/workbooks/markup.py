"""Tables of web pages (HTML named ``.xls``): each becomes a sheet of texts, with what is merged or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kooperation.model.causes import Spoken, cause_of
from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.container import Source
from kooperation.reading.texts.encodings import decode
from kooperation.reading.workbooks.calamine import MOST_BOX, MOST_COLUMNS

_TOO_DEEP = Spoken("zu tief verschachtelt", "nested too deeply")
_STRAY_CELLS = Spoken("Zellen außerhalb von Tabellenzeilen", "cells outside of table rows")

MOST_MARKUP = 150_000_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_CHARSET = re.compile(rb"""<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|xml)\b.*?</\1\s*>|<\?.*?\?>", re.DOTALL | re.IGNORECASE)
_OPEN_CELL = re.compile(r"<t[dh](?=[\s/>])", re.IGNORECASE)
_OPEN_TABLE = re.compile(r"<(/?)table(?=[\s/>])", re.IGNORECASE)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^<>]*>", re.IGNORECASE)
_STYLE_END = re.compile(r"</style\b", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_CLASS = re.compile(r"(\w*)\.([\w-]+)")
_NUMBER = re.compile(r"[-+−–(]?\s*\d[\d.,'’\s]*[)%-]?\s*(?:€|EUR|%)?")
_KEPT = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})?")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "table", "noscript", "template"})


def read_html(source: Source) -> list[Sheet]:
    """Return every table with texts of a web page, called ``Tabelle 1``, ``Tabelle 2`` and so on.

    Raises
    ------
    KooperationError
        When the page has no table, is cut off, or its encoding cannot be told.
    """
    sheets = page_tables(source)
    if not sheets:
        raise refuse("no_table", source.place)
    return sheets


def page_tables(source: Source, *, charset: str | None = None, first: int = 1) -> list[Sheet]:
    """Return the tables with texts of one page; ``first`` is the number of its first table.

    ``charset`` is what the page's envelope says; the page's own word and its bytes come before it.
    """
    import lxml.html

    if len(source.content) > MOST_MARKUP:
        raise refuse("markup_too_large", source.place)
    text = _text(source, charset)
    seen = _UNSEEN.sub(" ", text)
    _refuse_cut(source, seen)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)
    try:
        page = lxml.html.document_fromstring(seen.encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise refuse("markup_unreadable", source.place, why=cause_of(error)) from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise refuse("markup_unreadable", source.place, why=_TOO_DEEP)
    _mark_hidden(page, _hidden_classes(text))
    tables = list(page.iter("table"))
    made = [
        _table(Place(source.name, f"Tabelle {number}"), table) for number, table in enumerate(tables, first)
    ]
    if sum(one.cells for one in made) != len(_OPEN_CELL.findall(seen)):
        raise refuse("markup_unreadable", source.place, why=_STRAY_CELLS)
    return [sheet for one in made if (sheet := one.sheet())]


def _hidden_classes(text: str) -> frozenset[tuple[str, str]]:
    """Return element (blank: any) and class of the style rules that hide on every medium."""
    found: set[tuple[str, str]] = set()
    for style in _STYLE.split(text)[1:]:
        for selectors, rule in _rules(_STYLE_END.split(style, maxsplit=1)[0]):
            if _HIDING.search(rule):
                simple = (_CLASS.fullmatch(selector.strip()) for selector in selectors.split(","))
                found.update((match[1].casefold(), match[2]) for match in simple if match)
    return frozenset(found)


def _rules(style: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of each rule that stands in no other."""
    first, *others = style.replace("<!--", "").replace("-->", "").split("/*")
    style = first + "".join(piece.partition("*/")[2] for piece in others)
    depth, at, opened = 0, 0, 0
    for brace in _BRACE.finditer(style):
        if brace[0] == "{":
            opened = brace.end() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield style[at : opened - 1], style[opened : brace.start()]
                at = brace.end()


def _mark_hidden(page: Any, classes: frozenset[tuple[str, str]]) -> None:
    if not classes:
        return
    for element in page.iter():
        for name in element.get("class", "").split():
            if ("", name) in classes or (element.tag, name) in classes:
                element.set("hidden", "")


def _text(source: Source, charset: str | None) -> str:
    """Decode a page: by its mark or as UTF-8 if it is one, else by what it says, else by its bytes."""
    content = source.content
    said = _CHARSET.search(content[:10_000])
    named = said[1].decode("ascii", "replace") if said else charset
    has_mark = content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:200]
    text = _as_named(content, named) if named and not has_mark else None
    text = decode(source)[0] if text is None else text
    if bad := _CONTROL.search(text):
        place = Place(source.name, row=text.count("\n", 0, bad.start()) + 1)
        raise refuse("control_character", place, character=f"0x{ord(bad[0]):02x}")
    return text


def _as_named(content: bytes, charset: str) -> str | None:
    """Return the text when it is no UTF-8 and fits the character set that the page names."""
    for name in ("utf-8", {"iso-8859-1": "cp1252", "latin1": "cp1252"}.get(charset.casefold(), charset)):
        try:
            return content.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return None


def _refuse_cut(source: Source, seen: str) -> None:
    depth = 0
    for tag in _OPEN_TABLE.finditer(seen):
        depth = max(depth + (-1 if tag[1] else 1), 0)
    if depth or "<!--" in seen:
        raise refuse("markup_cut", source.place)


# --- one table -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Made:
    """A table while its rows go by. ``below``: columns that cells above cover, and for how many rows."""

    place: Place
    is_hidden: bool
    cells: int = 0
    placed: int = 0
    rows: list[list[Any]] = field(default_factory=list)
    below: dict[int, int] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: frozenset[int] = frozenset()

    def take_row(self, cells: Sequence[Any], *, left: int) -> None:
        """Note one row; ``left``: how many rows the table has from here on."""
        covered, self.below = self.below, {place: rows - 1 for place, rows in self.below.items() if rows > 1}
        row: list[Any] = []
        for cell in cells:
            while len(row) in covered:
                row.append(None)
            column = len(row)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            down = left if down == 0 else min(down, left)
            across = max(across, 1)
            if column + across > MOST_COLUMNS:
                raise refuse("too_many_columns", self.place, count=column + across)
            row += [_value(cell), *[None] * (across - 1)]
            if across > 1 or down > 1:
                top = len(self.rows)
                self.merged.append((top, column, top + down - 1, column + across - 1))
            if down > 1:
                self.below.update(dict.fromkeys(range(column, column + across), down - 1))
        self.cells += len(cells)
        self.placed += len(row)
        if self.placed > max(MOST_BOX, 10 * self.cells):
            raise refuse("archive_bomb", self.place)
        self.rows.append(row)

    def sheet(self) -> Sheet | None:
        """Return the sheet, or ``None`` when no cell holds a text."""
        if not any(cell for row in self.rows for cell in row):
            return None
        width = max(map(len, self.rows))
        if len(self.rows) * width > max(MOST_BOX, 10 * self.cells):
            raise refuse("archive_bomb", self.place)
        return Sheet(
            self.place.sheet,
            [row + [None] * (width - len(row)) for row in self.rows],
            is_hidden=self.is_hidden,
            merged=tuple(self.merged),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=self.hidden_columns,
        )


def _table(place: Place, table: Any) -> _Made:
    made = _Made(place, is_hidden=_is_hidden(table), hidden_columns=_hidden_columns(table))
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    for number, row in enumerate(rows, start=1):
        if _is_hidden(row):
            made.hidden_rows.add(number)
        cells = [cell for cell in row.iter("td", "th") if next(cell.iterancestors("tr"), None) is row]
        made.take_row(cells, left=len(rows) - number + 1)
    return made


def _hidden_columns(table: Any) -> frozenset[int]:
    hidden: set[int] = set()
    column = 0
    for element in table.iter("col"):
        behind = column + min(max(_span(element, "span"), 1), MOST_COLUMNS)
        if _is_hidden(element) and column < MOST_COLUMNS:
            hidden.update(range(column, behind))
        column = behind
    return frozenset(hidden)


def _span(cell: Any, name: str) -> int:
    said = cell.get(name, "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _is_hidden(element: Any) -> bool:
    attributes: Mapping[str, str] = element.attrib
    if not attributes:
        return False
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style", "")))


def _value(cell: Any) -> str | float | None:
    """Return the text of a cell, or its number where a spreadsheet kept it beside the rounded text."""
    shown = _shown(cell)
    kept = cell.get("x:num") or cell.get("sdval")
    if not kept or not shown or not _NUMBER.fullmatch(shown) or _DAY.fullmatch(shown):
        return shown
    if not _KEPT.fullmatch(kept):
        return shown
    number = float(kept)
    return shown if shown.isdigit() and number == int(shown) else number


def _shown(cell: Any) -> str | None:
    """Return the text of a cell as the page shows it; ``None`` when there is none."""
    if not len(cell):
        return _BLANKS.sub(" ", cell.text or "").strip(" ") or None
    lines = [""]
    for piece in _pieces(cell):
        if piece is None:
            lines.append("")
        else:
            lines[-1] += piece
    collapsed = (_BLANKS.sub(" ", line).strip(" ") for line in lines)
    return "\n".join(line for line in collapsed if line) or None


def _pieces(element: Any) -> Iterator[str | None]:
    """Yield the visible texts of an element, and ``None`` for each break between lines."""
    yield element.text or ""
    for child in element:
        name = child.tag
        if name in _BLOCKS or name == "br":
            yield None
        if name in ("sup", "sub"):
            yield " "  # a footnote mark is no digit of the amount before it
        if name == "table" and len(list(child.iter("td", "th"))) == 1:
            yield from _pieces(child)
        elif name in ("input", "textarea", "select"):
            yield _entered(child)
        elif name not in _SILENT and not _is_hidden(child):
            yield from _pieces(child)
        if name in _BLOCKS:
            yield None
        yield child.tail or ""


def _entered(control: Any) -> str:
    """Return what a form control shows."""
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        options = control.xpath(".//option[@selected]") or control.xpath(".//option")
        return options[0].text or "" if options else ""
    is_text = control.get("type", "text").casefold() in ("text", "number", "date")
    return str(control.get("value", "")) if is_text and not _is_hidden(control) else ""
