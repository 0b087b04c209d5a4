"""The cents of amounts written ``-1.234,56``: sixteen bytes of each cell looked at as two numbers.

Such an amount is told by its length alone: it says at which places the marks stand. Every byte of every cell
is checked; what differs anywhere, and what is longer, is left to others.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kooperation.model.column_bytes import Array, bytes_of, in_pieces

_WORD = np.dtype("<u8")
_SEEN = 2 * _WORD.itemsize  # bytes before the end of a cell
_LENGTHS = (4, 5, 6, 8, 9, 10, 12, 13, 14)  # of "0,00" to "123.456.789,00"
_MINUS = ord("-")
_DECIMAL, _GROUPS = 2, (6, 10)  # places of the marks, counted from the end
_DIGITS = (0, 1, 3, 4, 5, 7, 8, 9, 11, 12, 13)  # places of the digits, from the cents
_HIGH = np.uint64(0x8080_8080_8080_8080)
_PIECE = 1 << 15  # rows whose words stay in the cache


def _byte_table(
    inside: int, *, decimal: int | None = None, group: int | None = None, odd: int = 0
) -> tuple[Array, Array]:
    """Return two words per length of an amount, the left and the right.

    Digits are ``inside``, marks have bytes of their own, what stands before the amount is 0. Lengths that no
    such amount has are ``odd`` throughout.
    """
    table = np.full((_SEEN + 1, _SEEN), odd, dtype=np.uint8)
    for length in _LENGTHS:
        table[length] = 0
        table[length, _SEEN - length :] = inside
        table[length, _SEEN - 1 - _DECIMAL] = inside if decimal is None else decimal
        for place in _GROUPS:
            if place < length:
                table[length, _SEEN - 1 - place] = inside if group is None else group
    left, right = table.view(_WORD).T.copy()
    return left, right


_INSIDE = _byte_table(0xFF)
_LIMITS = _byte_table(0x80 - 10, decimal=0x7F, group=0x7F)  # with which a digit above 9, or a mark, overflows
_LEAST = np.zeros(_SEEN + 1, dtype=np.int64)  # cents of the first digit, which is no zero
for _length in _LENGTHS[1:]:
    _LEAST[_length] = 10 ** (sum(place < _length for place in _DIGITS) - 1)


def grouped_cents(texts: pa.Array, *, decimal: str, group: str) -> tuple[Array, Array]:
    """Return the cents of texts with grouped thousands and two decimals, and which texts these are.

    Parameters
    ----------
    texts : Array of large_string, trimmed
    decimal, group : str
        The marks: ``","`` and ``"."``, or the other way round.

    Returns
    -------
    tuple of ndarray of int64 and ndarray of bool
        Cents, 0 where a text is not written so or has ten digits of euros; and whether it is.
    """
    cents, is_amount = np.zeros(len(texts), dtype=np.int64), np.zeros(len(texts), dtype=bool)
    characters, starts = bytes_of(texts)
    if len(characters) < _SEEN:
        return cents, is_amount
    written = _byte_table(ord("0"), decimal=ord(decimal), group=ord(group), odd=0x80)
    words = np.ndarray(len(characters) - _WORD.itemsize + 1, _WORD, characters, strides=(1,))
    for piece in in_pieces(len(texts), _PIECE):
        bounds = starts[piece.start : piece.stop + 1]
        cents[piece], is_amount[piece] = _piece(characters, words, bounds, written)
    if texts.null_count:
        is_amount &= np.asarray(texts.is_valid())
        cents[~is_amount] = 0
    return cents, is_amount


def _piece(
    characters: Array, words: Array, bounds: Array, written: tuple[Array, Array]
) -> tuple[Array, Array]:
    begins, ends = bounds[:-1], bounds[1:]
    is_negative = characters[np.minimum(begins, len(characters) - 1)] == _MINUS
    lengths = ends - begins - is_negative
    lengths[(lengths < 0) | (lengths > _SEEN) | (ends < _SEEN)] = 0  # no length of an amount
    last = np.maximum(ends, _SEEN) - _WORD.itemsize
    left, right = (
        (word & _INSIDE[side][lengths]) ^ written[side][lengths]
        for side, word in enumerate((words[last - _WORD.itemsize], words[last]))
    )
    faults = (left + _LIMITS[0][lengths]) | left | (right + _LIMITS[1][lengths]) | right
    numbers = _number(left, right)
    is_amount = ((faults & _HIGH) == 0) & (numbers >= _LEAST[lengths])
    return np.where(is_amount, np.where(is_negative, -numbers, numbers), 0), is_amount


def _number(left: Array, right: Array) -> Array:
    """Return the number that the bytes 0 to 9 at the places of digits make."""
    total = np.zeros(len(left), dtype=np.uint64)
    for power, place in enumerate(_DIGITS):
        word, behind = (right, place) if place < _WORD.itemsize else (left, place - _WORD.itemsize)
        shift = np.uint64(8 * (_WORD.itemsize - 1 - behind))
        total += ((word >> shift) & np.uint64(0xFF)) * np.uint64(10**power)
    return total.astype(np.int64)
