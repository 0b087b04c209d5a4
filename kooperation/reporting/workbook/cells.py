"""What the cells of a table hold in the file: one text per distinct value, by the kind of its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.format import Format

from kooperation.model.period import format_day
from kooperation.reporting.distinct import Distinct, longest
from kooperation.reporting.workbook.package import joined
from kooperation.reporting.workbook.page import (
    LONGEST_TEXT,
    SOFT_INK,
    Page,
    are_like_formulas,
    is_like_a_formula,
)
from kooperation.reporting.workbook.rows import Cells

Kind = Literal["text", "wrapped", "euro", "plain", "date", "year", "whole", "link", "formula", "count"]
Tell = Callable[[Any], str | None]  # a value as the file holds it behind the address of its cell

_FIRST_YEAR_OF_EXCEL = 1900
_BEFORE_THE_FIRST_DAY = date(1899, 12, 31)
_LAST_DAY_OF_FEBRUARY = 59  # Excel counts a 29 February 1900 that never was
_IS_TEXT = ' t="s"><v>'
_END = "</v></c>"


def cells_of(page: Page, kind: Kind, column: Distinct) -> Cells:
    """Return the cells of a column of one kind."""
    if kind in _TEXTS:
        tails = _text_tails(page, texts_of(column), **_TEXTS[kind])
    elif pa.types.is_integer(getattr(column.values, "type", pa.null())):
        tails = _whole_tails(page, column.values, **_NUMBERS[kind])
    else:
        tell = _tellers(page, kind)
        tails = pa.array([tell(value) for value in column.told()], pa.large_string())
    cells = Cells(tails, column.codes)
    _count_texts(page, cells)
    return cells


def texts_of(column: Distinct) -> pa.Array:
    """Return the distinct values of a column as texts."""
    if isinstance(column.values, pa.Array) and pa.types.is_large_string(column.values.type):
        return column.values
    return pa.array([str(value) for value in column.told()], pa.large_string())


def _text_tails(page: Page, texts: pa.Array, **properties: Any) -> pa.Array:
    plain, quoted = _text_styles(page, properties)
    if longest(texts) > LONGEST_TEXT // 2:
        texts = pa.array([_cut(text) for text in texts.to_pylist()], pa.large_string())
    shared = page.sheet.str_table._get_shared_string_index  # noqa: SLF001 - as XlsxWriter's own cells ask it
    places = pa.array([shared(text) if text else None for text in texts.to_pylist()], pa.int64())
    starts = pa.array([plain, quoted], pa.large_string()).take(pc.cast(are_like_formulas(texts), pa.int8()))
    return joined(starts, pc.cast(places, pa.large_string()), _END)


def _text_styles(page: Page, properties: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands before a text, and before one that looks like a formula: edited it stays text."""
    properties = {"indent": 1, **properties}
    looks = page.look(**properties), page.look(quote_prefix=True, **properties)
    plain, quoted = (f'" s="{_style(look)}"{_IS_TEXT}' for look in looks)
    return plain, quoted


def _cut(text: str) -> str:
    """Return as much of a text as a cell of Excel holds: it counts what UTF-16 needs."""
    return text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")


def _style(look: Format) -> int:
    return int(look._get_xf_index())  # noqa: SLF001 - the number that XlsxWriter gives a format when it is first used


def _whole_tails(page: Page, numbers: pa.Array, *, number: str, **properties: Any) -> pa.Array:
    start = f'" s="{_style(page.look(number, **properties))}"><v>'
    return joined(start, pc.cast(numbers, pa.large_string()), _END)


def _count_texts(page: Page, cells: Cells) -> None:
    """Let the table of shared texts count every row; it was asked once for each distinct text."""
    are_texts = pc.match_substring(cells.tails, _IS_TEXT)
    asked, used = (pc.sum(each).as_py() or 0 for each in (are_texts, are_texts.take(cells.codes)))
    page.sheet.str_table.count += used - asked


# --- one value ---------------------------------------------------------------------------------------------


def _tellers(page: Page, kind: Kind) -> Tell:
    if kind in _NUMBERS:
        return _numbers(page, **_NUMBERS[kind])
    return _TELLERS[kind](page)


def _words(page: Page, **properties: Any) -> Callable[[str], str | None]:
    plain, quoted = _text_styles(page, properties)
    shared = page.sheet.str_table._get_shared_string_index  # noqa: SLF001

    def tell(text: str) -> str | None:
        return f"{quoted if is_like_a_formula(text) else plain}{shared(_cut(text))}{_END}" if text else None

    return tell


def _numbers(page: Page, *, number: str, **properties: Any) -> Tell:
    words = _words(page, **{"align": "right", **properties})
    start = f'" s="{_style(page.look(number, **properties))}"><v>'

    def tell(value: Any) -> str | None:
        return words(value) if isinstance(value, str) else f"{start}{float(value):.16G}{_END}"

    return tell


def _dates(page: Page) -> Tell:
    words, start = _words(page), f'" s="{_style(page.look("date", indent=1))}"><v>'

    def tell(value: date) -> str | None:
        if value.year < _FIRST_YEAR_OF_EXCEL:
            return words(format_day(value, page.language))
        days = (date(value.year, value.month, value.day) - _BEFORE_THE_FIRST_DAY).days
        return f"{start}{days + (days > _LAST_DAY_OF_FEBRUARY)}{_END}"

    return tell


def _links(page: Page) -> Tell:
    words, start = _words(page), f'" s="{_style(page.look.link(indent=1))}" t="str"><f>HYPERLINK('

    def tell(value: tuple[str, str] | str) -> str | None:
        if isinstance(value, str):
            return words(value)
        target, text = map(escape, value)
        return f'{start}"#{target}","{text}")</f><v>{text}{_END}'

    return tell


def _formulas(page: Page) -> Tell:
    words = _words(page, align="right", font_color=SOFT_INK)
    start = f'" s="{_style(page.look("euro"))}"><f>'

    def tell(value: tuple[str, Decimal] | str) -> str | None:
        if isinstance(value, str):
            return words(value)
        formula, amount = value
        return f"{start}{escape(formula.removeprefix('='))}</f><v>{float(amount)}{_END}"

    return tell


def _counts(page: Page) -> Tell:
    exact, about = (f'" s="{_style(page.look(number))}"><v>' for number in ("whole", "about"))

    def tell(value: tuple[int, bool]) -> str:
        number, is_about = value
        return f"{about if is_about else exact}{number:.16G}{_END}"

    return tell


_TEXTS: Mapping[str, Mapping[str, Any]] = {"text": {}, "wrapped": {"text_wrap": True}}
_NUMBERS: Mapping[str, Mapping[str, Any]] = {
    "euro": {"number": "euro"},
    "plain": {"number": "plain"},
    "whole": {"number": "whole"},
    "year": {"number": "whole", "align": "left", "indent": 1},
}
_TELLERS: Mapping[str, Callable[[Page], Tell]] = {
    "date": _dates,
    "link": _links,
    "formula": _formulas,
    "count": _counts,
}
