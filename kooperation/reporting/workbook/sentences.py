"""Sentences over the whole width of a sheet, in rows as high as they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of
from kooperation.reporting.workbook.page import Page, write_text


def write_wide(page: Page, row: int, text: str, widths: Sequence[float], **properties: Any) -> None:
    """Write a sentence over columns of these widths, from the first on."""
    look = page.look(text_wrap=True, **properties)
    page.sheet.merge_range(row, 0, row, len(widths) - 1, "", look)
    write_text(page.sheet, row, 0, text, page.look, text_wrap=True, **properties)
    scale = properties.get("font_size", 10) / 10
    letters = sum(widths) / (scale * (1.1 if properties.get("bold") else 1.0))
    page.sheet.set_row(row, (LINE_HEIGHT * lines_of(text, letters) + 3) * scale)
