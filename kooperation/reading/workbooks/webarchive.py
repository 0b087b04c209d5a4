"""Web archives (MHTML, Excel's „Webarchiv“): the pages inside one mail-like file."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kooperation.model.errors import refuse
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.container import Source
from kooperation.reading.workbooks.markup import page_tables

if TYPE_CHECKING:
    from email.message import Message

_NAMED = re.compile(
    rb"<x:ExcelWorksheet>.*?<x:Name>(.*?)</x:Name>.*?<x:WorksheetSource\s+HRef=\"(.*?)\"", re.DOTALL
)
_MOST_PARTS = 1_000


def read_mhtml(source: Source) -> list[Sheet]:
    """Return every table with texts of a web archive.

    The pages that a workbook names as its sheets are called so; other tables are ``Tabelle 1`` and so on.

    Raises
    ------
    KooperationError
        When the archive is broken or cut off, or holds no table.
    """
    pages = _pages(source)
    named = {page: name for _, content, _ in pages for name, page in _sheet_names(content)}
    chosen = [page for page in pages if page[0] in named] or pages
    sheets: list[Sheet] = []
    for location, content, charset in chosen:
        page = Source(source.name, content, source.sha256)
        tables = page_tables(page, charset=charset, first=len(sheets) + 1)
        if location in named and len(tables) == 1:
            tables = [replace(tables[0], name=named[location])]
        sheets += tables
    if not sheets:
        raise refuse("no_table", source.place)
    return sheets


def _pages(source: Source) -> list[tuple[str, bytes, str | None]]:
    """Return location, content and character set of each page."""
    from email import message_from_bytes

    message = message_from_bytes(source.content.lstrip())
    parts = list(message.walk())
    if len(parts) > _MOST_PARTS:
        raise refuse("archive_bomb", source.place)
    pages = []
    for part in parts:
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                pages.append((_location(part), content, part.get_content_charset()))
        if part.defects:
            raise refuse("broken_archive", source.place, why=type(part.defects[0]).__name__)
    return pages


def _location(part: Message) -> str:
    """Return the last piece of where a page stood."""
    return re.split(r"[/\\]", str(part.get("Content-Location", "")).strip())[-1]


def _sheet_names(content: bytes) -> list[tuple[str, str]]:
    """Return name and page of each sheet that a workbook's first page lists."""
    return [
        (html.unescape(name.decode("utf-8", "replace")), re.split(r"[/\\]", page.decode("latin-1"))[-1])
        for name, page in _NAMED.findall(content)
    ]
