"""Columns of text, made for a whole piece of a ledger at once: amounts, days, and lines of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_TWO_DIGITS = pa.array([f"{number:02}" for number in range(100)])
_THREE_DIGITS = pa.array([f"{number:03}" for number in range(1_000)])


def german(cents: np.ndarray) -> pa.Array:
    """Return amounts as a German export prints them: ``-1.234,56``."""
    euros, rest = np.divmod(np.abs(cents), 100)
    thousands, units = np.divmod(euros, 1_000)
    millions, thousands = np.divmod(thousands, 1_000)
    plain = pa.array(units).cast("string")
    grouped = joined([pa.array(thousands).cast("string"), taken(_THREE_DIGITS, units)], ".")
    large = joined(
        [pa.array(millions).cast("string"), taken(_THREE_DIGITS, thousands), taken(_THREE_DIGITS, units)], "."
    )
    whole = pc.if_else(pa.array(millions > 0), large, pc.if_else(pa.array(euros >= 1_000), grouped, plain))
    sign = pc.if_else(pa.array(cents < 0), "-", "")
    return joined([joined([sign, whole], ""), taken(_TWO_DIGITS, rest)], ",")


def decimals(cents: np.ndarray) -> pa.Array:
    """Return cents as exact euros: the integers are the digits of the decimals."""
    digits = np.zeros((len(cents), 2), dtype=np.int64)
    digits[:, 0] = cents
    digits[:, 1] = cents >> 63  # 128 bits: the sign goes on
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(digits.tobytes())])


def taken(values: pa.Array, places: np.ndarray | pa.Array) -> pa.Array:
    """Return one value per place."""
    return values.take(places if isinstance(places, pa.Array) else pa.array(places))


def joined(columns: Sequence[pa.Array | pa.Scalar], separator: str) -> pa.Array:
    """Return the texts of each row joined to one."""
    return pc.binary_join_element_wise(*columns, pa.scalar(separator))


def write_lines(
    file: IO[bytes], columns: Sequence[pa.Array], *, separator: str = "", end: str = "\n"
) -> None:
    """Append one line per row; what the column of texts holds in memory is what the file gets."""
    lines = joined([joined(columns, separator), pa.scalar("")], end)
    _, _, content = lines.buffers()
    file.write(memoryview(content)[: pc.sum(pc.binary_length(lines)).as_py()])
