"""Values on their way into a template's cell: numbers as numbers, texts as texts, its own format kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

from kooperation.model.messages import Language
from kooperation.reporting.workbook.page import LONGEST_TEXT, cell_format, is_like_a_formula

Kind = Literal["text", "euro", "plain", "percent", "date", "whole"]
NO_FORMAT = "General"
TEXT_FORMAT = "@"


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell is to hold. A text among numbers or dates stays one; ``None`` leaves the cell empty."""

    kind: Kind
    content: str | Decimal | date | int | None


def write_value(cell: Cell, value: Value, language: Language) -> None:
    """Put a value into a cell; only a cell without a number format of its own gets one.

    A text that looks like a formula stays text, also when somebody edits the cell.
    """
    content: Any = value.content
    if pd.isna(content):
        cell.value = None
    elif isinstance(content, str):
        _write_text(cell, content)
    else:
        kept = cell.number_format
        cell.value = _of_cell(content)
        is_plain = kept == NO_FORMAT or (kept == TEXT_FORMAT and value.kind == "date")
        cell.number_format = cell_format(value.kind, language) if is_plain else kept


def _of_cell(content: Decimal | date | int) -> Any:
    """Return the number as a spreadsheet holds it: euros with their cents, shares with all they have."""
    return float(content) if isinstance(content, Decimal) else content


def _write_text(cell: Cell, text: str) -> None:
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]
    cell.value = clean or None
    if clean:
        cell.data_type = "s"
    if is_like_a_formula(clean):
        cell.quotePrefix = True
