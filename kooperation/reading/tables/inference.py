"""What kind of column it is, by its heading and all its cells: money, date, year or text; and its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.cells.column import Array, CodedTexts, Column, MixedColumn, TextColumn, WholeTexts
from kooperation.reading.cells.money import amounts_of
from kooperation.reading.cells.readers import READERS, is_day, looks_like_number, slashed
from kooperation.reading.cells.sheet import cell_text, is_blank, is_fault
from kooperation.reading.words.vocabulary import ColumnKind, columns_meant, speaks_of_time, suggested_kind

_PLAINLY_MONEY = re.compile(r"[0-9],[0-9]|[0-9]{3}\.[0-9]|[0-9]['’ .][0-9]{3}\b|€|EUR|[£$¥₩₴]|CHF|GBP|USD")
_ODD_DECIMALS = re.compile(r"[0-9][.,][0-9]{4,}|(?<![0-9.,])0[.,][0-9]{3}(?![0-9.,])")
_FIRST_CELLS = 50  # enough to see that a column is no column of amounts


def infer_kind(heading: str, column: Column, *, among: Array | None = None) -> ColumnKind:
    """Return how a column that no layout knows is read: ``money``, ``date``, ``year``, or ``text``.

    A heading that speaks of money needs amounts in half of its cells, a known one in any; the others are
    faults, no reason to call it text. Under a heading that says nothing, every cell must be an amount, and
    one must show money.

    Parameters
    ----------
    among : ndarray of bool, optional
        The rows that count; by default all.
    """
    filled = column.filled if among is None else column.filled & among
    suggested = suggested_kind(heading)
    if not filled.any():
        return "money" if suggested == "money" else "text"
    if _holds_days(column, filled):
        return "date"
    if suggested == "money" and speaks_of_time(heading) and _holds_times(column, filled):
        return "text"
    if suggested == "money" and _holds_amounts(column, filled, is_known=bool(columns_meant(heading))):
        return "money"
    if suggested == "money" and columns_meant(heading) and _try_to_be_amounts(column, filled):
        return "money"  # which none of them is: each is a fault
    if suggested in ("date", "year"):
        return suggested if _holds_mostly(suggested, column, filled) else "text"
    return "money" if suggested is None and _shows_money(column, filled) else "text"


def _distinct(column: Column, among: Array) -> Sequence[Any]:
    """Return the distinct cells of the rows that count."""
    distinct = column.distinct
    counts = np.bincount(distinct.codes[among], minlength=len(distinct.cells))
    return [distinct.cells[code] for code in np.flatnonzero(counts).tolist()]


def _holds_mostly(kind: ColumnKind, column: Column, filled: Array) -> bool:
    """Tell whether half of the cells are of a kind; the others are faults, no reason to call it text."""
    distinct = column.distinct
    counts = np.bincount(distinct.codes[filled], minlength=len(distinct.cells)).tolist()
    needed, fitting = int(filled.sum()), 0
    for cell, count in zip(distinct.cells, counts, strict=True):
        if count and _is_of(kind, cell):
            fitting += count
            if fitting * 2 >= needed:
                return True
    return False


def _holds_times(column: Column, filled: Array) -> bool:
    """Tell whether every cell is a year or the number of a month."""
    texts = [cell_text(cell) or "" for cell in _distinct(column, filled)]
    return all(re.fullmatch(r"(?:19|20)[0-9]{2}|0?[1-9]|1[0-6]", text) for text in texts)


def _holds_days(column: Column, filled: Array) -> bool:
    if not isinstance(column, MixedColumn) or not column.types & {date, datetime}:
        return False
    if column.types <= {date, datetime}:
        return True
    return all(isinstance(cell, date) for cell in _distinct(column, filled))


def _holds_amounts(column: Column, filled: Array, *, is_known: bool) -> bool:
    """Tell whether half of the cells are amounts, or any under a known heading."""
    amounts = amounts_of(column)
    numbers = amounts.rows_of(
        (looks_like_number(cell) or is_fault(cell) for cell in amounts.others.cells), plain=amounts.is_plain
    )
    count = int((numbers & filled).sum())
    return count * 2 >= int(filled.sum()) or bool(count and is_known)


_ATTEMPT = re.compile(r"[^0-9]{0,6}[0-9][0-9.,'’ \u00a0\u202f]*[^0-9]{0,6}|[^0-9]{0,2}[0-9.,]+E[+-]?[0-9]+")


def _try_to_be_amounts(column: Column, filled: Array) -> bool:
    """Tell whether every cell is one number with a few characters around it, and no day: ``5,00 DR``."""
    cells = _distinct(column, filled)
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    shown = all(_ATTEMPT.fullmatch(text) and re.search(r"[0-9][.,][0-9]|[0-9]E", text) for text in texts)
    return len(texts) == len(cells) > 0 and shown and not any(map(is_day, texts))


def _shows_money(column: Column, filled: Array) -> bool:
    """Tell whether every cell is an amount and one shows cents, thousands or a currency."""
    first = (column[row] for row in np.flatnonzero(filled)[:_FIRST_CELLS].tolist())
    if not all(looks_like_number(cell) or is_fault(cell) for cell in first):
        return False
    amounts = amounts_of(column)
    others = _distinct(column.take(amounts.other_rows), filled[amounts.other_rows])
    if not all(looks_like_number(cell) or is_fault(cell) for cell in others):
        return False
    if any(map(_has_odd_decimals, others)):
        return False
    if _has_cents_below_hundred([*_distinct(column, filled)]):
        return True
    if isinstance(column, TextColumn):
        is_shown = column.rows_that(lambda texts: pc.match_substring_regex(texts, _PLAINLY_MONEY.pattern))
        return bool(is_shown.any())
    return bool((amounts.cents[filled] % 100).any()) or any(map(_is_plainly_money, others))


def _is_plainly_money(cell: Any) -> bool:
    """Cents, thousands or a currency; a section number such as ``15.01`` shows none of them."""
    if isinstance(cell, float):
        return not cell.is_integer()
    return isinstance(cell, str) and bool(_PLAINLY_MONEY.search(cell))


def _has_cents_below_hundred(cells: Sequence[Any]) -> bool:
    """Tell whether all texts have two decimals and one is 0.00 or negative, as no section number is."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and not is_blank(cell)]
    is_written_so = all(re.fullmatch(r"-?[0-9]+\.[0-9]{2}", text) for text in texts)
    return bool(texts) and is_written_so and any(text == "0.00" or text[0] == "-" for text in texts)


def _has_odd_decimals(cell: Any) -> bool:
    """Four and more decimals, or three behind a zero, are a rate, a quantity or a coordinate, never money."""
    if isinstance(cell, float):
        return abs(cell * 100 - round(cell * 100)) > 1e-4
    return isinstance(cell, str) and bool(_ODD_DECIMALS.search(cell))


def _is_of(kind: ColumnKind, cell: Any) -> bool:
    if kind == "date" and slashed(cell) is not None:
        return is_day(cell)
    try:
        READERS[kind](cell)
    except (ValueError, OverflowError):
        return False
    return True


# --- values of columns that are no money ---------------------------------------------------------------

_TYPES = {"date": pa.date32(), "year": pa.int64(), "whole": pa.int64(), "flag": pa.bool_()}


def read_plain(
    column: Column,
    numbers: Array,
    *,
    kind: ColumnKind,
    heading: str,
    place: Place,
    among: Array | None = None,
    read: Callable[[Any], Any] | None = None,
) -> tuple[pa.Array, list[Finding]]:
    """Return the values of a column of days or numbers, and a finding for each cell that does not fit.

    Parameters
    ----------
    numbers : ndarray of int
        The row of each cell, as Excel counts.
    among : ndarray of bool, optional
        The rows whose faults are told; by default all.
    read : callable, optional
        How one cell is read; by default as its kind says.
    """
    distinct, read = column.distinct, read or READERS[kind]
    values: list[Any] = []
    faulty: list[bool] = []
    for cell in distinct.cells:
        try:
            values.append(None if is_blank(cell) else read(cell))
            faulty.append(False)
        except (ValueError, OverflowError):
            values.append(None)
            faulty.append(True)
    rows = np.flatnonzero(distinct.rows_of(faulty) & (True if among is None else among))
    findings = [
        finding(f"not_a_{kind}", Place(place.file, place.sheet, int(numbers[row]), heading), raw=column[row])
        for row in rows.tolist()
    ]
    return pa.array(values, type=_TYPES[kind]).take(pa.array(distinct.codes)), findings


def as_texts(column: Column) -> TextColumn:
    """Return the cells as texts of keys and remarks, as they are told by :func:`cell_text`."""
    if isinstance(column, TextColumn):
        return column
    distinct = column.distinct
    texts = pa.array([cell_text(cell) for cell in distinct.cells], type=pa.large_string())
    return CodedTexts(WholeTexts(texts), distinct.codes)
