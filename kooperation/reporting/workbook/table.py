"""Tables of the report: columns of one kind each, filter buttons, widths that fit, rows high enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range

from kooperation.model.messages import Language
from kooperation.reporting.distinct import Distinct, Values, distinct_of, longest
from kooperation.reporting.workbook.cells import Kind, cells_of, texts_of
from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of_all
from kooperation.reporting.workbook.page import Page, euro_text
from kooperation.reporting.workbook.rows import Block, Cells

MOST_ROWS_OF_A_SHEET = 1_000_000  # Excel ends at 1,048,576
WIDEST = 60.0
WIDE = 30.0  # in a narrower column few words share a line, and long ones leave much of it empty
ROW_HEIGHT = 15.0  # of a row without a height of its own [pt]
MOST_LINES = 30  # Excel's highest row is 409 points
_PIXELS_OF_A_POINT = 4 / 3


@dataclass(frozen=True)
class Column:
    """One column of a table: what stands above it, what its cells hold and how they are written.

    ``values`` of a ``link`` column are pairs of target (``'Buchungen'!A5``) and text, of a ``formula`` column
    pairs of formula and amount, of a ``count`` column pairs of number and whether it is only about so many.
    A text in their place is shown as it is. ``width`` is fixed; without it a column fits its cells, and a
    ``wrapped`` one is never wider than ``most``.
    """

    heading: str
    kind: Kind
    values: Values
    width: float | None = None
    most: float = 42.0

    @cached_property
    def distinct(self) -> Distinct:
        """The values, each once."""
        return distinct_of(self.values)


def write_table(page: Page, top: int, columns: Sequence[Column], *, name: str, frozen: int = 0) -> float:
    """Write a table with filter buttons, its first ``frozen`` columns and its headings staying in view.

    Return how high its rows are together. [pt]
    """
    count = len(columns[0].values)
    rows = max(1, count)
    headings = [{"header": column.heading, "header_format": _heading(page, column)} for column in columns]
    shape = {"name": name, "columns": headings, "style": "Table Style Light 1"}
    page.sheet.add_long_table(top, top + rows, shape)
    page.sheet.set_row(top, 30)
    codes_are_text = xl_range(top + 1, 0, top + rows, len(columns) - 1)
    page.sheet.ignore_errors({"number_stored_as_text": codes_are_text})
    widths = [fitting_width(column, page.language) for column in columns]
    for place, width in enumerate(widths):
        page.sheet.set_column(place, place, width)
    page.sheet.freeze_panes(top + 1, frozen)
    page.sheet.repeat_rows(top)
    if not count:
        return ROW_HEIGHT
    lines = _lines_needed(columns, widths)
    cells = [cells_of(page, column.kind, column.distinct) for column in columns]
    page.sheet.add_rows(Block(top + 1, cells, _starts(lines)))
    return float(np.where(lines > 1, _height(lines), ROW_HEIGHT).sum())


def _heading(page: Page, column: Column) -> Format:
    is_number = column.kind in ("euro", "plain", "whole", "formula", "count")
    return page.look.heading(**({"align": "right"} if is_number else {"align": "left", "indent": 1}))


def _height(lines: Any) -> Any:
    """Return how high a row of more than one line is. [pt]."""
    return LINE_HEIGHT * lines + 2


def _lines_needed(columns: Sequence[Column], widths: Sequence[float]) -> np.ndarray[Any, Any]:
    """Return how many lines each row needs; no program reckons that reliably."""
    needed = np.ones(len(columns[0].values), np.int64)
    for column, width in zip(columns, widths, strict=True):
        if column.kind == "wrapped":
            letters = (width - 1) * (1.12 if width >= WIDE else 0.95)
            lines = column.distinct.per_row(lines_of_all(texts_of(column.distinct), letters))
            needed = np.maximum(needed, lines.fill_null(1).to_numpy(zero_copy_only=False))
    return np.minimum(needed, MOST_LINES)


def _starts(lines: np.ndarray[Any, Any]) -> Cells:
    """Return the height of each row as the file holds it; one line needs none."""
    counts, codes = np.unique(lines, return_inverse=True)
    return Cells(pa.array([_start(count) for count in counts.tolist()], pa.large_string()), pa.array(codes))


def _start(lines: int) -> str:
    if lines == 1:
        return '">'
    pixels = int(_height(lines) * _PIXELS_OF_A_POINT + 0.5)
    return f'" ht="{pixels / _PIXELS_OF_A_POINT:.16g}" customHeight="1">'


def fitting_width(column: Column, language: Language) -> float:
    """Return the width that shows every cell of a column and its heading's longest word, within reason."""
    least = max((len(word) for word in column.heading.split()), default=0) + 4.0  # with the filter button
    if column.width is not None:
        return max(column.width, least)
    most = column.most if column.kind == "wrapped" else WIDEST
    return max(least, min(_longest(column, language) + 3.0, most))


def _longest(column: Column, language: Language) -> int:
    values = column.distinct.values
    if not len(values):
        return 0
    if isinstance(values, pa.Array) and column.kind in ("text", "wrapped"):
        return longest(texts_of(column.distinct))
    if pa.types.is_integer(getattr(values, "type", pa.null())):
        return max(len(str(end)) for end in pc.min_max(values).as_py().values())
    return max(len(_shown(column.kind, value, language)) for value in column.distinct.told())


def _shown(kind: Kind, value: Any, language: Language) -> str:
    if kind in ("link", "formula", "count") and isinstance(value, str):
        return value
    if kind == "link":
        return str(value[1])
    if kind == "count":
        return f"rd. {value[0]}"
    if kind == "formula":
        return euro_text(value[1], language)
    if kind in ("euro", "plain") and not isinstance(value, str):
        return euro_text(value, language)
    return "31.12.2024" if kind == "date" else str(value)
