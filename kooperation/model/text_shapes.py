"""Texts that differ only in their numbers: told once for all of them, and each with its own numbers again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_NUMBER = re.compile("[0-9]+")
_ANY_NUMBER = "0"  # what stands in a shape for each number


def told_by_shape(texts: pd.Series[Any], tell: Callable[[str], str]) -> pd.Series[Any]:
    """Return a column of texts as :func:`told_texts` writes each; ``<NA>`` stays ``<NA>``."""
    import pandas as pd

    encoded = in_one(texts).dictionary_encode()
    distinct = encoded.dictionary
    told = told_texts(distinct, tell)
    if told is distinct:
        return texts
    cells = pd.arrays.ArrowStringArray(told.take(encoded.indices))
    return pd.Series(cells, index=texts.index, name=texts.name).astype(texts.dtype)


def told_texts(texts: pa.Array, tell: Callable[[str], str]) -> pa.Array:
    """Return distinct texts as ``tell`` writes each; the very same array where it cuts none.

    ``tell`` may leave numbers out, but never asks which they are: ``Hotel 17`` is told as ``Hotel 4``.
    So it is asked once per shape, ``Hotel 0``, however many postings a ledger has.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    shapes = with_any_number(texts).dictionary_encode()
    shape_of = shapes.indices.to_numpy()
    known = shapes.dictionary.to_pylist()
    told = [tell(shape) for shape in known]
    is_cut = np.array([one != shape for one, shape in zip(told, known, strict=True)], dtype=bool)[shape_of]
    if not is_cut.any():
        return texts
    cut = np.flatnonzero(is_cut)
    numbered = [
        _with_numbers(text, told[shape], tell)
        for text, shape in zip(texts.take(pa.array(cut)).to_pylist(), shape_of[cut], strict=True)
    ]
    return pc.replace_with_mask(texts, pa.array(is_cut), pa.array(numbered, type=texts.type))


def with_any_number(texts: pa.Array) -> pa.Array:
    """Return texts with a ``0`` for each number."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(texts, _NUMBER.pattern, _ANY_NUMBER)


def in_one(texts: pd.Series[Any]) -> pa.Array:
    """Return a column of texts as one Arrow array."""
    import pyarrow as pa

    cells = pa.array(texts, type=pa.large_string())
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def _with_numbers(text: str, told: str, tell: Callable[[str], str]) -> str:
    """Put the numbers of a text into what was told of its shape; with some left out, tell the text itself."""
    pieces, numbers = told.split(_ANY_NUMBER), _NUMBER.findall(text)
    if len(pieces) != len(numbers) + 1:
        return tell(text)
    return "".join(part for pair in zip(pieces, [*numbers, ""], strict=True) for part in pair)
