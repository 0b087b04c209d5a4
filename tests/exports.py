"""Writes the small exports that the reading tests read: as text, as workbook, as bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from kooperation.model.errors import KooperationError
from kooperation.reading.container import Source

HEADER = "Buchungsdatum;Belegnummer;Sachkonto;Betrag;Text"


def source(content: str | bytes, name: str = "export.csv") -> Source:
    """An export as it comes from the container; a text is written as UTF-8."""
    return Source(name, content.encode("utf-8") if isinstance(content, str) else content, name)


def text_of(*lines: str, header: str = HEADER) -> str:
    """An export of lines below a header."""
    return "\n".join([header, *lines, ""])


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]] | Sequence[Sequence[Any]]) -> bytes:
    """A workbook as finance software writes it: texts stay texts, what begins with ``=`` is a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    named = sheets if isinstance(sheets, Mapping) else {"Tabelle1": sheets}
    for name, rows in named.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if hasattr(cell, "year"):
                    sheet.write_datetime(number, place, cell, day)
                elif isinstance(cell, str) and not cell.startswith("="):
                    sheet.write_string(number, place, cell)
                elif cell is not None:
                    sheet.write(number, place, cell)
    book.close()
    return buffer.getvalue()


def write(folder: Path, content: str | bytes, name: str = "export.csv") -> Path:
    """An export as a file."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def kinds(error: KooperationError) -> list[str]:
    """Which faults an error names."""
    return [found.kind for found in error.findings]


def places(error: KooperationError) -> list[tuple[int | None, str | None]]:
    """Row and column of every fault."""
    return [(found.place.row, found.place.column) for found in error.findings]
