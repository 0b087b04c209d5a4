"""Whole columns of amounts at once: the cents of plain texts and numbers, as ``model.money`` rules.

A kernel answers only for cells of which one look proves that the rule says the same, and leaves out others.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.column_bytes import Array, bytes_of
from kooperation.model.grouped_cents import grouped_cents
from kooperation.model.money import MOST_EUROS, Convention
from kooperation.model.text_patterns import found_in

_MARKS = {Convention.GERMAN: (r"\.", ","), Convention.DOT: (",", r"\.")}
_WHOLE = "0|[1-9][0-9]{0,12}"
_PLAIN = {
    convention: rf"(?:[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){{1,4}}|{_WHOLE}){decimal}[0-9]{{2}}"
    for convention, (group, decimal) in _MARKS.items()
}
_MINUS, _CREDIT, _ZERO = b"-H0"


def plain_cents(texts: pa.Array, convention: Convention, *, scale: int = 1) -> tuple[Array, Array]:
    """Return the cents of texts that are plainly amounts with two decimals, and which these are.

    Plain is ``-1.234,56``, ``1234,56-``, ``1.234,56 €`` or ``1.234,56 H``. Each proves ``convention``.

    Parameters
    ----------
    texts : Array of large_string, trimmed
    convention : Convention
    scale : int
        1000 in a column in T€; there a text with a currency of its own is not plain.

    Returns
    -------
    tuple of ndarray of int64 and ndarray of bool
        Cents, 0 where a text is not plain; and whether it is.
    """
    group = "." if convention is Convention.GERMAN else ","
    cents, is_plain = grouped_cents(texts, decimal=convention.value, group=group)
    if not is_plain.all():
        left = np.flatnonzero(~is_plain)
        rest = texts if len(left) == len(texts) else texts.take(pa.array(left))
        cents[left], is_plain[left] = _matching(rest, convention, takes_currency=scale == 1)
    is_plain &= np.abs(cents) <= MOST_EUROS * 100 // scale
    return np.where(is_plain, cents, 0) * scale, is_plain


def _matching(texts: pa.Array, convention: Convention, *, takes_currency: bool) -> tuple[Array, Array]:
    """Return the cents of texts that match the pattern of an amount, and which these are."""
    amount = _PLAIN[convention]
    currency = "(?: ?(?:€|EUR))?" if takes_currency else ""
    pattern = rf"^(?:-?{amount}{currency}|{amount}(?:-| ?[SH]))$"
    is_plain = flags_of(found_in(texts, pattern))
    cents = np.zeros(len(texts), dtype=np.int64)
    if is_plain.any():
        plain = texts if is_plain.all() else texts.filter(pa.array(is_plain))
        cents[is_plain] = _signed_digits(plain)
    return cents, is_plain


def flags_of(array: pa.Array) -> Array:
    """Return Arrow flags as an array of its own; null is false."""
    known = pc.fill_null(array, fill_value=False) if array.null_count else array
    return np.array(known.to_numpy(zero_copy_only=False), dtype=bool)


def _signed_digits(texts: pa.Array) -> Array:
    """Return the number that the digits of each text make; a minus or an H turns its sign."""
    characters, starts = bytes_of(texts)
    first, last = characters[starts[:-1]], characters[starts[1:] - 1]
    is_negative = (first == _MINUS) | (last == _MINUS) | (last == _CREDIT)
    is_digit = (characters - _ZERO) < 10
    kept = np.zeros(len(characters) + 1, dtype=np.int32 if len(characters) < 2**31 else np.int64)
    np.cumsum(is_digit, out=kept[1:])
    offsets, digits = kept[starts].astype(np.int64), characters[is_digit]
    whole = pa.Array.from_buffers(
        pa.large_string(), len(texts), [None, pa.py_buffer(offsets), pa.py_buffer(digits)]
    )
    numbers = np.asarray(whole.cast(pa.int64()))
    return np.where(is_negative, -numbers, numbers)


def whole_cents(texts: pa.Array, *, scale: int = 1) -> tuple[Array, Array]:
    """Return the cents of texts that are digits alone (``1250``), and which these are; they prove nothing."""
    is_plain = flags_of(found_in(texts, rf"^-?(?:{_WHOLE})$"))
    euros = texts if is_plain.all() else pc.if_else(pa.array(is_plain), texts, "0")
    numbers = np.asarray(euros.cast(pa.int64())) if len(texts) else np.zeros(0, dtype=np.int64)
    is_plain &= np.abs(numbers) <= MOST_EUROS // scale
    return np.where(is_plain, numbers, 0) * 100 * scale, is_plain


def cents_of_numbers(values: Array, *, scale: int = 1) -> tuple[Array, Array]:
    """Return the cents of numeric cells, and which of them are amounts: within dust of whole cents.

    The others are too large, no numbers, or have more decimals; ``number_to_cents`` says which.
    """
    with np.errstate(all="ignore"):
        euros = values * scale
        scaled = euros * 100
        cents = np.rint(scaled)
        is_amount = (np.abs(euros) <= MOST_EUROS) & (
            np.abs(scaled - cents) <= 16 * np.spacing(np.abs(scaled)) + 1e-6
        )
    return np.where(is_amount, cents, 0).astype(np.int64), is_amount
