"""A column of texts as the bytes it is made of, for kernels that look at all cells at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

Array = np.ndarray[Any, Any]


def bytes_of(texts: pa.Array) -> tuple[Array, Array]:
    """Return the bytes of large texts one behind the other, and where each begins; the last is the end."""
    _, offsets, characters = texts.buffers()
    starts = np.frombuffer(offsets, dtype=np.int64, count=texts.offset + len(texts) + 1)[texts.offset :]
    every = np.frombuffer(characters if characters is not None else b"", dtype=np.uint8)
    return every[starts[0] : starts[-1]], starts - starts[0] if starts[0] else starts


def translated(texts: pa.Array, table: Array) -> pa.Array:
    """Return large texts, none of them absent, each byte as a table of all 256 tells it."""
    every, starts = bytes_of(texts)
    return pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(starts), pa.py_buffer(table[every]))


def in_pieces(length: int, size: int) -> Iterator[slice]:
    """Yield slices of ``size`` up to ``length``: what is computed of a short one stays in the cache.

    Memory that is touched for the first time costs more than what is computed with it.
    """
    return (slice(start, min(start + size, length)) for start in range(0, length, size))
