"""How the amounts of one column are read: decimal mark, unit and dashes are decided from all its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

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
from kooperation.reading.cells.column import (
    Array,
    CodedTexts,
    Column,
    Distinct,
    MixedColumn,
    WholeTexts,
)
from kooperation.reading.cells.readers import meaning_of
from kooperation.reading.cells.sheet import is_blank, is_fault

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
        The distinct filled cells that are not plain; rules look at each of them once.
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
        return np.asarray(self.forms != _OTHER)

    def is_read(self, convention: Convention) -> Array:
        """Return per row whether the cell is plainly an amount of this convention."""
        return np.asarray((self.forms == _FORM[convention]) | (self.forms == _EITHER))

    def rows_of(self, chosen: Iterable[bool], *, plain: Array | None = None) -> Array:
        """Return per row whether its cell is a ``chosen`` one of the others, or a ``plain`` amount."""
        rows = np.zeros(len(self.forms), dtype=bool) if plain is None else plain.copy()
        is_chosen = np.fromiter(chosen, dtype=bool, count=len(self.others.cells))
        if is_chosen.any():
            rows[self.other_rows] = is_chosen.take(self.others.codes)
        return rows


_kept: WeakKeyDictionary[Column, Amounts] = WeakKeyDictionary()  # as long as the column, which none holds


def amounts_of(column: Column, *, scale: int = 1) -> Amounts:
    """Tell plain amounts from cells that need a closer look; ``scale`` is 1000 in a column in T€."""
    if scale != 1:
        return _sorted_out(column, scale=scale)
    if column not in _kept:
        _kept[column] = _sorted_out(column, scale=1)
    return _kept[column]


def _sorted_out(column: Column, *, scale: int) -> Amounts:
    cents, forms = _plain(column, scale=scale)
    rest = np.flatnonzero((forms == _OTHER) & column.filled)
    left = column if len(rest) == len(column) else column.take(rest)
    return Amounts(cents, forms, left.distinct, rest)


def _plain(column: Column, *, scale: int) -> tuple[Array, Array]:
    """Return cents and form of each cell; one that is not plainly an amount is for a closer look."""
    if isinstance(column, CodedTexts):
        cents, forms = _plain(column.different, scale=scale)
        return cents[column.codes], forms[column.codes]
    if isinstance(column, WholeTexts):
        return _plain_texts(column, scale=scale)
    if isinstance(column, MixedColumn) and float in column.types:
        cents, forms = _plain_numbers(column.distinct.cells, scale=scale)
        return cents[column.distinct.codes], forms[column.distinct.codes]
    return np.zeros(len(column), dtype=np.int64), np.zeros(len(column), dtype=np.uint8)


def _plain_texts(column: WholeTexts, *, scale: int) -> tuple[Array, Array]:
    """Read texts form by form, each among the filled cells that are left."""
    cents, forms = np.zeros(len(column), dtype=np.int64), np.zeros(len(column), dtype=np.uint8)
    texts = column.trimmed
    readers: tuple[tuple[int, Callable[..., tuple[Array, Array]]], ...] = (
        (_GERMAN, partial(plain_cents, convention=Convention.GERMAN)),
        (_DOT, partial(plain_cents, convention=Convention.DOT)),
        (_EITHER, whole_cents),
    )
    for form, read in readers:
        left = np.flatnonzero((forms == _OTHER) & column.filled)
        if len(left):
            rest = texts if len(left) == len(texts) else texts.take(pa.array(left))
            found, is_plain = read(rest, scale=scale)
            cents[left], forms[left] = found, np.where(is_plain, form, _OTHER)
    return cents, forms


def _plain_numbers(cells: Sequence[Any], *, scale: int) -> tuple[Array, Array]:
    """Return cents and form of each cell; what is no number is for a closer look."""
    cents, forms = np.zeros(len(cells), dtype=np.int64), np.zeros(len(cells), dtype=np.uint8)
    places = [place for place, cell in enumerate(cells) if type(cell) is float]
    found, is_amount = cents_of_numbers(np.array([cells[place] for place in places]), scale=scale)
    cents[places], forms[places] = found, np.where(is_amount, _EITHER, _OTHER)
    return cents, forms


@dataclass(frozen=True, eq=False, slots=True)
class MoneyColumn:
    """A money column before it is read: its place, unit, and what its texts prove about the decimal mark.

    Attributes
    ----------
    column : Column
        Its cells.
    amounts : Amounts
        These as amounts.
    numbers : ndarray of int
        The row of each cell, as Excel counts.
    counted : ndarray of bool
        The rows that were studied.
    proven : dict
        Convention -> first row that proves it.
    usual : Convention or None
        The one that most cells prove: those of the other are faults.
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
    currency : str or None
        The sign of the other currency in which all its amounts are read, such as ``£``.
    """

    heading: str
    place: Place
    column: Column
    amounts: Amounts
    numbers: Array
    counted: Array
    proven: Mapping[Convention, int]
    usual: Convention | None
    doubtful: int | None
    has_zero: bool
    dashes: int
    scale: int
    scaled_at: int | None = None
    currency: str | None = None


def study_money(
    column: Column,
    numbers: Array,
    *,
    heading: str,
    place: Place,
    scale: int = 1,
    among: Array | None = None,
    is_foreign_read: bool = False,
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
    is_foreign_read : bool
        Whether a column that is in one other currency throughout is read in it.
    """
    amounts = amounts_of(column, scale=scale)
    counted = np.ones(len(column), dtype=bool) if among is None else among
    cells = amounts.others.cells
    texts = [_amount_text(cell) for cell in cells]

    def first(chosen: Iterable[bool], *, plain: Array | None = None) -> int | None:
        rows = counted & amounts.rows_of(chosen, plain=plain)
        return int(numbers[np.argmax(rows)]) if rows.any() else None

    proofs = {convention: counted & _proof_of(convention, amounts, texts) for convention in Convention}
    proven = {convention: int(numbers[np.argmax(rows)]) for convention, rows in proofs.items() if rows.any()}
    dashes = amounts.rows_of(isinstance(cell, str) and is_blank_amount(cell) for cell in cells)
    is_zero = amounts.is_plain & (amounts.cents == 0)
    is_unsigned = amounts.is_plain & ~is_zero
    return MoneyColumn(
        heading=heading,
        place=place,
        column=column,
        amounts=amounts,
        numbers=numbers,
        counted=counted,
        proven=proven,
        usual=max(proven, key=lambda one: (proofs[one].sum(), -proven[one]), default=None),
        doubtful=first(bool(one) and one.is_doubtful for one in texts),
        has_zero=first(map(_is_zero, cells, texts), plain=is_zero) is not None,
        dashes=int((counted & dashes).sum()),
        scale=scale,
        scaled_at=first(bool(one) and (one.unit or 1) > 1 for one in texts),
        currency=_only_currency(texts) if is_foreign_read and not (counted & is_unsigned).any() else None,
    )


def _only_currency(texts: Iterable[Any]) -> str | None:
    """Return the sign of another currency that every amount has, but for zeros; else ``None``."""
    written = {one.currency for one in texts if one and (one.currency or one.digits.strip("0.,"))}
    return written.pop() if len(written) == 1 else None


def _proof_of(convention: Convention, amounts: Amounts, texts: Iterable[Any]) -> Array:
    """Return per row whether its cell proves a convention."""
    proves = (bool(one) and one.evidence == convention for one in texts)
    return amounts.rows_of(proves, plain=amounts.forms == _FORM[convention])


def _amount_text(cell: Any) -> Any:
    """Return a text taken apart; ``None`` for every other cell."""
    meaning = meaning_of(cell) if isinstance(cell, str) else None
    return None if isinstance(meaning, AmountError) else meaning


def _is_zero(cell: Any, text: Any) -> bool:
    if isinstance(cell, str):
        return text is not None and not text.digits.strip("0.,")
    return cell is not False and cell == 0


def read_money(
    column: MoneyColumn,
    convention: Convention,
    *,
    needs_amount: bool = False,
    is_decided: bool = True,
    among: Array | None = None,
) -> tuple[pa.Array, list[Finding]]:
    """Return the cents of a column whose convention is decided, and a finding for each that is no amount.

    A blank is null. A sign for nothing is 0; a lone ``-`` is a fault where the column writes its zeros as
    numbers, and where every row needs an amount. Faults are told of the rows ``among``, by default of all
    that were studied; of doubtful cells only where the convention ``is_decided``, else one tells all.
    """
    amounts, told = column.amounts, column.counted if among is None else among
    cents, is_known = amounts.cents.copy(), amounts.is_read(convention)
    findings: list[Finding] = []
    for cell, rows in _closer_looks(column, convention):
        try:
            value = _cents(cell, column, convention, needs_amount=needs_amount)
        except AmountError as error:
            is_said = error.reason == "more_than_two_decimals" and not is_decided
            faulty = [] if is_said else rows[told[rows]].tolist()
            if (
                error.reason == "other_convention" and len(column.proven) > 1
            ):  # said where the first one stands
                faulty = [row for row in faulty if column.numbers[row] not in column.proven.values()]
            findings += [_fault(error.reason, column, row, cell) for row in faulty]
        else:
            if value is not None:
                cents[rows], is_known[rows] = value, True
    findings.sort(key=lambda found: found.place.row or 0)
    if is_known.all():
        return pa.array(cents), findings
    return pa.array(np.where(is_known, cents, 0), mask=~is_known), findings


def _closer_looks(column: MoneyColumn, convention: Convention) -> Iterator[tuple[Any, Array]]:
    """Yield each distinct cell that a rule has to read, with its rows."""
    amounts = column.amounts
    yield from _with_rows(amounts.others, amounts.other_rows)
    strange = np.flatnonzero(amounts.is_plain & ~amounts.is_read(convention))
    if len(strange):
        yield from _with_rows(column.column.take(strange).distinct, strange)


def _with_rows(distinct: Distinct, rows: Array) -> Iterator[tuple[Any, Array]]:
    order = np.argsort(distinct.codes, kind="stable")
    bounds = np.cumsum(np.bincount(distinct.codes, minlength=len(distinct.cells)))
    return zip(distinct.cells, np.split(rows[order], bounds[:-1]), strict=False)


def _fault(reason: str, column: MoneyColumn, row: int, cell: Any) -> Finding:
    place = Place(column.place.file, column.place.sheet, int(column.numbers[row]), column.heading)
    return finding(reason, place, raw=cell)


def _cents(cell: Any, column: MoneyColumn, convention: Convention, *, needs_amount: bool) -> int | None:
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        if is_blank_amount(cell):
            if len(cell.strip()) == 1 and (needs_amount or column.has_zero):
                raise AmountError("lone_dash")
            return 0
        return _text_cents(cell, convention, column)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        raise AmountError("not_an_amount")
    return number_to_cents(cell, scale=column.scale)


def _text_cents(text: str, convention: Convention, column: MoneyColumn) -> int:
    amount = meaning_of(text)
    if isinstance(amount, AmountError):
        raise AmountError("error_value" if is_fault(text) else amount.reason)
    cents = to_cents(amount, convention, scale=column.scale, currency=column.currency)
    return -cents if amount.mark == "H" else cents
