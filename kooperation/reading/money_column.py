"""How the amounts of one column are read: decimal mark, unit and dashes are decided from all its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from kooperation.model.cents import cents_of_numbers, plain_cents, whole_cents
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import (
    AmountError,
    Convention,
    is_blank_amount,
    number_to_cents,
    to_cents,
)
from kooperation.reading.column import Array, Column, Distinct, MixedColumn, TextColumn
from kooperation.reading.columns import meaning_of
from kooperation.reading.sheet import is_blank, is_fault

_OTHER, _GERMAN, _DOT, _EITHER = range(4)
_FORM = {Convention.GERMAN: _GERMAN, Convention.DOT: _DOT}


@dataclass(frozen=True, eq=False, slots=True)
class Amounts:
    """The cells of a column as amounts, before its decimal mark is known.

    Attributes
    ----------
    cents : ndarray of int64
        The cents of cells that are plainly amounts, 0 for the others.
    forms : ndarray of uint8
        Per row how a plain amount is written: with decimal comma, with decimal dot, or as either would.
    others : Distinct
        The distinct cells that are not plain; rules look at each of them once.
    other_rows : ndarray of int
        The rows of these cells.
    """

    cents: Array
    forms: Array
    others: Distinct
    other_rows: Array

    @property
    def is_plain(self) -> Array:
        """Per row whether the cell is plainly an amount."""
        return self.forms != _OTHER


def amounts_of(column: Column, *, scale: int = 1) -> Amounts:
    """Tell plain amounts from cells that need a closer look; ``scale`` is 1000 in a column in T€."""
    cents, forms = np.zeros(len(column), dtype=np.int64), np.zeros(len(column), dtype=np.uint8)
    if isinstance(column, TextColumn):
        _plain_texts(column.trimmed, cents, forms, scale=scale)
    elif isinstance(column, MixedColumn) and float in column.types:
        rows = np.flatnonzero(np.fromiter((type(one) is float for one in column.cells), bool, len(column)))
        values = np.array([column.cells[row] for row in rows.tolist()], dtype=np.float64)
        found, is_amount = cents_of_numbers(values, scale=scale)
        cents[rows], forms[rows] = found, np.where(is_amount, _EITHER, _OTHER)
    rest = np.flatnonzero(forms == _OTHER)
    return Amounts(cents, forms, (column if len(rest) == len(column) else column.take(rest)).distinct, rest)


def _plain_texts(texts: pa.Array, cents: Array, forms: Array, *, scale: int) -> None:
    """Fill in the plain amounts of ``texts``, form by form, each among the cells that are left."""
    for form, read in (
        (_GERMAN, lambda left: plain_cents(left, Convention.GERMAN, scale=scale)),
        (_DOT, lambda left: plain_cents(left, Convention.DOT, scale=scale)),
        (_EITHER, lambda left: whole_cents(left, scale=scale)),
    ):
        left = np.flatnonzero(forms == _OTHER)
        if not len(left):
            return
        found, is_plain = read(texts if len(left) == len(texts) else texts.take(pa.array(left)))
        cents[left], forms[left] = found, np.where(is_plain, form, _OTHER)


@dataclass(frozen=True, eq=False, slots=True)
class MoneyColumn:
    """A money column before it is read: its place, unit, and what its texts prove about the decimal mark.

    Attributes
    ----------
    amounts : Amounts
        Its cells.
    numbers : ndarray of int
        The row of each cell, as Excel counts.
    proven : dict
        Convention -> first row that proves it.
    doubtful : int or None
        First row that could be read either way.
    has_zero : bool
        A cell writes zero as a number, so that a lone ``-`` cannot be this column's zero.
    dashes : int
        How many cells hold a sign for nothing (``-``, ``--``, ``-,--``).
    scale : int
        What one stands for: 1000 in a column in T€.
    scaled_at : int or None
        First row whose cell names a larger unit itself: ``25 T€``.
    """

    heading: str
    place: Place
    amounts: Amounts
    numbers: Array
    proven: Mapping[Convention, int]
    doubtful: int | None
    has_zero: bool
    dashes: int
    scale: int
    scaled_at: int | None = None


def study_money(
    column: Column,
    numbers: Array,
    *,
    heading: str,
    place: Place,
    scale: int = 1,
    among: Array | None = None,
) -> MoneyColumn:
    """Look at every cell of a money column and note what it proves.

    Parameters
    ----------
    column : Column
    numbers : ndarray of int
        The row of each cell, as Excel counts.
    scale : int
        1000 in a column in T€.
    among : ndarray of bool, optional
        The rows that count; by default all.
    """
    amounts = amounts_of(column, scale=scale)
    counted = np.ones(len(column), dtype=bool) if among is None else among
    others = _Others(amounts, numbers, counted)
    meanings = [meaning_of(cell) if isinstance(cell, str) else None for cell in amounts.others.cells]
    texts = [one if one is not None and not isinstance(one, AmountError) else None for one in meanings]
    proven = {
        convention: first
        for convention in Convention
        if (first := _first(_rows(numbers, counted & (amounts.forms == _FORM[convention]))))
        or others.first(one is not None and one.evidence == convention for one in texts)
    }
    for convention in tuple(proven):
        spelled = others.first(one is not None and one.evidence == convention for one in texts)
        proven[convention] = min(filter(None, (proven[convention], spelled)))
    return MoneyColumn(
        heading,
        place,
        amounts,
        numbers,
        dict(sorted(proven.items(), key=lambda one: one[1])),
        others.first(one is not None and one.is_doubtful for one in texts),
        bool((counted & amounts.is_plain & (amounts.cents == 0)).any())
        or others.first(map(_is_zero, amounts.others.cells, texts)) is not None,
        others.count(isinstance(cell, str) and is_blank_amount(cell) for cell in amounts.others.cells),
        scale,
        others.first(one is not None and (one.unit or 1) > 1 for one in texts),
    )
