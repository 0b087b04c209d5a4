"""The rows of bookings as identity compares them: spelled alike, numbered, and as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.identity import Line, product_key
from kooperation.model.region import account_key, fold
from kooperation.model.schema import TEXT

Codes = npt.NDArray[np.int64]  # a number for each row; rows that are equal have equal numbers
Flags = npt.NDArray[np.bool_]


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what identity compares, spelled as it compares, for each of ``rows``; ``""``: not stated."""
    number = number_keys(rows["document"])
    return pd.DataFrame(
        {
            "kind": rows["kind"],
            "document": number,
            "item": spelled(rows["item"], lambda item: item.lstrip("0")),
            "sachkonto": spelled(rows["sachkonto"], account_key),
            "teilprodukt": spelled(rows["teilprodukt"], product_key),
            "cost_object": number_keys(rows["cost_object"]),
            "year": rows["year"],
            "amount": rows["amount"],
            "text": spelled(rows["text"], fold),
            "period": rows["period"],
            "booked_on": rows["booked_on"],
            "is_order": (rows["kind"] == "commitment")
            & (number != "")
            & (number == number_keys(rows["order_id"])),
        },
        index=rows.index,
    )


def spelled(values: pd.Series[Any], spell: Callable[[str], str]) -> pd.Series[Any]:
    """Spell each distinct text once; an absent one is ``""``."""
    codes, texts = encoded(values)
    spellings = pa.array([*map(spell, texts.to_pylist()), ""], type=pa.large_string())
    places = codes if (codes >= 0).all() else np.where(codes >= 0, codes, len(texts))
    return _series(spellings.take(pa.array(places)), values.index)


def encoded(values: pd.Series[Any] | pa.Array) -> tuple[Codes, pa.Array]:
    """Return for each row the place of its text among the distinct ones, -1: none; and these texts.

    A column of several files is numbered as it lies, without being copied into one.
    """
    cells = values if isinstance(values, pa.Array) else pa.array(values.astype(TEXT), type=pa.large_string())
    pieces = (cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])).dictionary_encode()
    texts = pieces.chunk(0).dictionary if pieces.num_chunks else pa.array([], pa.large_string())
    indices = [piece.indices for piece in pieces.chunks]
    codes = [np.asarray(pc.fill_null(one, -1) if one.null_count else one) for one in indices]
    return np.concatenate([np.empty(0, dtype=np.int64), *codes]), texts


def texts_in_one(values: pd.Series[Any]) -> pa.Array:
    """Return texts as one Arrow array, also where several files were joined."""
    texts = pa.array(values.astype(TEXT), type=pa.large_string())
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _series(texts: pa.Array | pa.ChunkedArray, index: pd.Index[Any]) -> pd.Series[Any]:
    return pd.Series(pd.arrays.ArrowStringArray(texts), index=index)


def number_keys(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return what :func:`~kooperation.model.identity.number_key` says of each number, all at once."""
    numbers = pa.array(values.astype(TEXT), type=pa.large_string())
    if not pc.any(pc.starts_with(numbers, "0")).as_py():
        return _series(pc.fill_null(numbers, "") if numbers.null_count else numbers, values.index)
    bare = pc.utf8_ltrim(numbers, characters="0")
    bare = pc.if_else(pc.equal(bare, ""), "0", bare)
    keys = pc.if_else(pc.utf8_is_digit(numbers), bare, numbers)
    return _series(pc.fill_null(keys, ""), values.index)


def lines_of(rows: pd.DataFrame, *, is_year_stated: Iterable[bool]) -> list[Line]:
    """Return a line for each row of :func:`compared`; the index gives their positions."""
    names = ("item", "sachkonto", "teilprodukt", "cost_object", "year", "booked_on", "amount", "text")
    told = zip(*(_plain(rows[name]) for name in names), rows["is_order"], is_year_stated, strict=True)
    return [
        Line(
            position=position,
            item=item,
            account=account,
            teilprodukt=teilprodukt,
            cost_object=cost_object,
            year=year,
            is_year_stated=bool(is_stated),
            booked_on=booked_on,
            amount=amount,
            text=text,
            is_order=bool(is_order),
        )
        for position, (
            item,
            account,
            teilprodukt,
            cost_object,
            year,
            booked_on,
            amount,
            text,
            is_order,
            is_stated,
        ) in zip(rows.index, told, strict=True)
    ]


def _plain(values: pd.Series[Any]) -> list[Any]:
    """Return a column as a plain list, with ``None`` where a row says nothing."""
    cells = values.astype(object)
    return cells.where(cells.notna(), None).to_list()


def numbered(*columns: pd.Series[Any] | Codes) -> Codes:
    """Give rows that are equal in all ``columns`` equal numbers, from 0; absent cells equal each other."""
    combined: Codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        numbers, cells = pd.factorize(column)
        if len(cells) == 1 and (numbers == 0).all():  # all equal: they tell nothing apart
            continue
        is_first = not combined.any() and (numbers >= 0).all()
        pairs = numbers if is_first else pd.factorize(combined * (len(cells) + 1) + numbers + 1)[0]
        combined = pairs.astype(np.int64)
    return combined


def places_among(numbers: Codes) -> Codes:
    """Count the rows of each number: the first has 0, the next 1."""
    counted: Codes = np.asarray(pd.Series(numbers).groupby(numbers).cumcount(), dtype=np.int64)
    return counted


def rows_by_file(files: Codes) -> Iterator[slice]:
    """Yield the rows of each file, which stand together, as a slice: it asks for no look at the others."""
    starts = np.flatnonzero(np.diff(files, prepend=-1, append=-1)).tolist()
    return (slice(start, stop) for start, stop in pairwise(starts))


def stand_alike(documents: Codes, contents: Codes, sides: Codes) -> npt.NDArray[np.bool_]:
    """Tell for each row whether its document has the same lines on all sides that know it."""
    rows = pd.DataFrame({"document": documents, "content": contents, "side": sides})
    known = rows.groupby("document")["side"].nunique()
    counts = rows.groupby(["document", "content", "side"], sort=False).size().reset_index(name="count")
    spread = counts.groupby(["document", "content"], sort=False)["count"].agg(["size", "min", "max"])
    is_even = (spread["min"] == spread["max"]) & (
        spread["size"] == known.reindex(spread.index.get_level_values("document")).to_numpy()
    )
    alike: Flags = is_even.groupby(level="document").all().reindex(documents).to_numpy(dtype=np.bool_)
    return alike
