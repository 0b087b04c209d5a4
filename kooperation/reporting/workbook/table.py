"""Tables of the report: columns of one kind each, filter buttons, widths that fit, rows high enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from textwrap import wrap
from typing import Any, Literal

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range

from kooperation.model.messages import Language
from kooperation.model.period import format_day
from kooperation.reporting.workbook.page import LONGEST_TEXT, SOFT_INK, Page, euro_text, is_like_a_formula

Kind = Literal["text", "wrapped", "euro", "plain", "date", "year", "whole", "link", "formula", "count"]
Write = Callable[[int, int, Any], None]

WIDEST = 60.0
WIDE = 30.0  # in a narrower column few words share a line, and long ones leave much of it empty
ROW_HEIGHT = 15.0  # of a row without a height of its own [pt]
LINE_HEIGHT = 13.0
MOST_LINES = 30  # Excel's highest row is 409 points
FIRST_YEAR_OF_EXCEL = 1900


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
    values: Sequence[Any]
    width: float | None = None
    most: float = 42.0


def write_table(page: Page, top: int, columns: Sequence[Column], *, name: str, frozen: int = 0) -> float:
    """Write a table with filter buttons, its first ``frozen`` columns and its headings staying in view.

    Return how high its rows are together. [pt]
    """
    rows = max(1, *(len(column.values) for column in columns))
    headings = [{"header": column.heading, "header_format": _heading(page, column)} for column in columns]
    shape = {"name": name, "columns": headings, "style": "Table Style Light 1"}
    page.sheet.add_table(top, 0, top + rows, len(columns) - 1, shape)
    page.sheet.set_row(top, 30)
    codes_are_text = xl_range(top + 1, 0, top + rows, len(columns) - 1)
    page.sheet.ignore_errors({"number_stored_as_text": codes_are_text})
    widths = [fitting_width(column, page.language) for column in columns]
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        _write_cells(page, top + 1, place, column)
        page.sheet.set_column(place, place, width)
    heights = {row: LINE_HEIGHT * lines + 2 for row, lines in _lines_needed(columns, widths).items()}
    for row, height in heights.items():
        page.sheet.set_row(top + 1 + row, height)
    page.sheet.freeze_panes(top + 1, frozen)
    page.sheet.repeat_rows(top)
    return sum(heights.values()) + ROW_HEIGHT * (rows - len(heights))


def _heading(page: Page, column: Column) -> Format:
    is_number = column.kind in ("euro", "plain", "whole", "formula", "count")
    return page.look.heading(**({"align": "right"} if is_number else {"align": "left", "indent": 1}))


def _lines_needed(columns: Sequence[Column], widths: Sequence[float]) -> dict[int, int]:
    """Return how many lines each row needs where it needs more than one; no program reckons that reliably."""
    needed: dict[int, int] = {}
    for column, width in zip(columns, widths, strict=True):
        if column.kind == "wrapped":
            letters = (width - 1) * (1.12 if width >= WIDE else 0.95)
            for row, value in enumerate(column.values):
                lines = 1 if _is_missing(value) else lines_of(str(value), letters)
                if lines > max(1, needed.get(row, 1)):
                    needed[row] = min(lines, MOST_LINES)
    return needed


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text fills in a cell of ``width`` characters."""
    if len(text) <= width and "\n" not in text:
        return 1
    breakable = text.replace("/", "/ ")  # where programs break paths of files too
    return sum(len(wrap(part, max(4, int(width)))) or 1 for part in breakable.split("\n"))


def _write_cells(page: Page, top: int, place: int, column: Column) -> None:
    write = _WRITERS[column.kind](page)
    for row, value in enumerate(column.values, start=top):
        if not _is_missing(value):
            write(row, place, value)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value))


def _texts(page: Page, **properties: Any) -> Write:
    sheet = page.sheet
    properties = {"indent": 1, **properties}
    plain, quoted = page.look(**properties), page.look(quote_prefix=True, **properties)

    def write(row: int, place: int, value: Any) -> None:
        text = str(value)
        if text:
            sheet.write_string(row, place, text[:LONGEST_TEXT], quoted if is_like_a_formula(text) else plain)

    return write


def _numbers(page: Page, number: str, **properties: Any) -> Write:
    shown, words = page.look(number, **properties), _texts(page, **{"align": "right", **properties})

    def write(row: int, place: int, value: Any) -> None:
        if isinstance(value, str):
            words(row, place, value)
        else:
            page.sheet.write_number(row, place, float(value), shown)

    return write


def _dates(page: Page) -> Write:
    shown, words = page.look("date", indent=1), _texts(page)

    def write(row: int, place: int, value: date) -> None:
        if value.year < FIRST_YEAR_OF_EXCEL:
            words(row, place, format_day(value, page.language))
        else:
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a booking day has no time zone
            page.sheet.write_datetime(row, place, moment, shown)

    return write


def _links(page: Page) -> Write:
    shown, words = page.look.link(indent=1), _texts(page)

    def write(row: int, place: int, value: tuple[str, str] | str) -> None:
        if isinstance(value, str):
            words(row, place, value)
        else:
            target, text = value
            page.sheet.write_formula(row, place, f'=HYPERLINK("#{target}","{text}")', shown, text)

    return write


def _formulas(page: Page) -> Write:
    shown, words = page.look("euro"), _texts(page, align="right", font_color=SOFT_INK)

    def write(row: int, place: int, value: tuple[str, Decimal] | str) -> None:
        if isinstance(value, str):
            words(row, place, value)
        else:
            formula, amount = value
            page.sheet.write_formula(row, place, formula, shown, float(amount))

    return write


def _counts(page: Page) -> Write:
    exact, about = page.look("whole"), page.look("about")

    def write(row: int, place: int, value: tuple[int, bool]) -> None:
        number, is_about = value
        page.sheet.write_number(row, place, number, about if is_about else exact)

    return write


_WRITERS: Mapping[Kind, Callable[[Page], Write]] = {
    "text": _texts,
    "wrapped": partial(_texts, text_wrap=True),
    "euro": partial(_numbers, number="euro"),
    "plain": partial(_numbers, number="plain"),
    "whole": partial(_numbers, number="whole"),
    "year": partial(_numbers, number="whole", align="left", indent=1),
    "date": _dates,
    "link": _links,
    "formula": _formulas,
    "count": _counts,
}


def fitting_width(column: Column, language: Language) -> float:
    """Return the width that shows every cell of a column and its heading's longest word, within reason."""
    least = max((len(word) for word in column.heading.split()), default=0) + 4.0  # with the filter button
    if column.width is not None:
        return max(column.width, least)
    shown = {_shown(column.kind, value, language) for value in column.values if not _is_missing(value)}
    longest = max(map(len, shown), default=0) + 3.0
    return max(least, min(longest, column.most if column.kind == "wrapped" else WIDEST))


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
