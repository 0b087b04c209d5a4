"""Several exports to one ledger: overlaps are counted once, twins are kept, contradictions are named.

The same document and item is one posting, in however many files it stands. Without item numbers the lines
of a document are matched by amount and text; a posting that stands in several files says what all of them
say together.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2s
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.findings import Finding
from kooperation.model.postings import (
    Codes,
    Flags,
    number_keys,
    numbered,
    places_among,
    spelled,
    texts_in_one,
)
from kooperation.model.region import account_key
from kooperation.model.schema import BOOKING_COLUMNS, DATE, EUR, SOURCE_COLUMNS, TEXT, conform
from kooperation.reading.merging.coverage import missing_months, vanished_postings
from kooperation.reading.merging.doubts import carried_orders, overlap_findings, pasted_twice
from kooperation.reading.merging.overlaps import YEAR_STATED, documents_of, find_overlaps
from kooperation.reading.merging.undocumented import joined, shared_undocumented

ROWS_DATED = "rows_dated"  # attribute of a file's frame: the rows whose year is only that of their date
_DIGEST = 4  # bytes
_AT_ONCE = 1 << 14  # contents: as objects of their own they take more room than the columns they come from
_CONTENT = ("amount", "booked_on", "text", "vendor", "order_id")
_UNITED = [name for name in BOOKING_COLUMNS if name not in ("booking_id", "kind", "amount", *SOURCE_COLUMNS)]


def merge_bookings(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Join the bookings of all files and give every posting its ``booking_id``.

    Returns
    -------
    tuple of DataFrame and list of Finding
        The ledger in the order of file and row, whatever order the frames came in; what was counted once,
        what may stand twice, what a newer export lacks, and every amount that two files state differently
        (severity ``error``). A posting of several files stands at its place in the first of them by name.
    """
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return conform(pd.DataFrame(index=pd.RangeIndex(0)), BOOKING_COLUMNS), []
    ledger, files = _ledger(filled)
    documents = documents_of(ledger)
    overlaps = find_overlaps(ledger, files, documents)
    shared = shared_undocumented(ledger, files)
    first = joined(overlaps.first, shared)
    findings = [
        *overlap_findings(ledger, files, overlaps, shared),
        *vanished_postings(ledger, files, first, doubtful=overlaps.doubtful()),
        *pasted_twice(ledger, files, documents),
    ]
    united = _united(ledger, first).drop(columns=YEAR_STATED)
    united = united.assign(booking_id=_ids(united, documents[first == np.arange(len(first))]))
    findings += [*carried_orders(united), *missing_months(ledger)]
    return conform(united, BOOKING_COLUMNS), findings


def _ledger(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, Codes]:
    """Return all rows by file and row, and the number of the file of each, in the order of the names."""
    by_name = sorted(frames, key=lambda frame: str(frame["source_file"].iloc[0]))  # to join them in order
    told = [frame.assign(**{YEAR_STATED: _is_year_stated(frame)}) for frame in by_name]
    whole = pd.concat(told, ignore_index=True) if len(told) > 1 else told[0].reset_index(drop=True)
    ledger = conform(whole, BOOKING_COLUMNS)
    numbers, _ = pd.factorize(ledger["source_file"], sort=True)
    rows = ledger["source_row"].to_numpy(dtype=np.int64, na_value=0)
    if not _is_in_order(numbers, rows):
        order = np.lexsort((rows, numbers))
        ledger, numbers = ledger.take(order).reset_index(drop=True), numbers[order]
    return ledger, numbers.astype(np.int64)


def _is_in_order(files: Codes, rows: Codes) -> bool:
    is_next_file = np.diff(files)
    return bool(((is_next_file > 0) | ((is_next_file == 0) & (np.diff(rows) >= 0))).all())


def _is_year_stated(frame: pd.DataFrame) -> Any:
    dated = frame.attrs.get(ROWS_DATED, ())
    return ~frame["source_row"].isin(dated) if dated else True


# --- one row per posting -----------------------------------------------------------------------------------


def _united(ledger: pd.DataFrame, first: Codes) -> pd.DataFrame:
    """Return one row per posting, at its first place; what this leaves out the other files tell."""
    rows = np.arange(len(ledger))
    others = rows[first != rows]
    if not len(others):
        return ledger
    united: pd.DataFrame = ledger[first == rows].reset_index(drop=True)
    places = np.cumsum(first == rows) - 1  # of the first row of a posting among the united rows
    for name in _UNITED:
        said = pd.concat([ledger[name].iloc[others], ledger[name].iloc[first[others]]], ignore_index=True)
        numbers = numbered(said)
        differing = np.unique(first[others][numbers[: len(others)] != numbers[len(others) :]])
        if len(differing):
            told = _said_by_all(ledger, first, differing, name)
            united[name] = _replaced(united[name], places[told.index.to_numpy()], told)
    return united


def _said_by_all(ledger: pd.DataFrame, first: Codes, postings: Codes, name: str) -> pd.Series[Any]:
    """Return what the files say of each posting: the longest text, the latest date, true before false.

    A year that only a date tells counts where no file states one.
    """
    rows = np.flatnonzero(np.isin(first, postings))
    said = pd.DataFrame({"posting": first[rows], "value": ledger[name].iloc[rows].to_numpy(dtype=object)})
    said["is_stated"] = ledger[YEAR_STATED].iloc[rows].to_numpy(dtype=np.bool_) if name == "year" else True
    said = said[said["value"].notna()].sort_values(["posting", "is_stated"], kind="stable")
    best = said["is_stated"] == said.groupby("posting")["is_stated"].transform("max")
    by_posting = said[best].groupby("posting")["value"]
    return by_posting.agg(_longest if BOOKING_COLUMNS[name] == TEXT else max)


def _longest(texts: pd.Series[Any]) -> str:
    return str(min(texts, key=lambda text: (-len(text), text)))


def _replaced(column: pd.Series[Any], places: Codes, values: pd.Series[Any]) -> pd.Series[Any]:
    cells = column.astype(object).to_numpy(copy=True)
    cells[places] = values.to_numpy()
    return pd.Series(cells, dtype=column.dtype)


# --- ids ---------------------------------------------------------------------------------------------------


def _ids(postings: pd.DataFrame, documents: Codes) -> Any:
    """Return readable ids; lines of one document without item numbers are told apart by what they say."""
    ids = _readable_ids(postings)
    may_repeat = np.arange(len(ids))
    if not any(_holds_slash(postings[name]) for name in ("document", "sachkonto")):
        may_repeat = np.flatnonzero(~_is_told_by_document(documents))
    numbers = numbered(pd.Series(pd.arrays.ArrowStringArray(ids.take(pa.array(may_repeat)))))
    is_again = np.bincount(numbers)[numbers] > 1
    again = may_repeat[is_again]
    if len(again):
        apart = _told_apart(
            ids.take(pa.array(again)), numbers[is_again], postings[list(_CONTENT)].iloc[again]
        )
        ids = pc.replace_with_mask(ids, pa.array(np.isin(np.arange(len(ids)), again)), apart)
    return pd.arrays.ArrowStringArray(ids)


def _readable_ids(postings: pd.DataFrame) -> pa.Array:
    """Return year, document with item, account and kind of each posting, as far as it has them."""
    slash = _text("/")
    year = _by_distinct(pa.array(postings["year"]))
    document = texts_in_one(number_keys(postings["document"]))
    item = texts_in_one(spelled(postings["item"], lambda text: text.lstrip("0")))
    account = texts_in_one(spelled(postings["sachkonto"], account_key))
    kind = texts_in_one(postings["kind"])
    ids = pc.binary_join_element_wise(year, document, item, account, kind, slash)
    has_document = pa.array(postings["document"].notna())
    if pc.all(has_document).as_py():
        return ids
    without = pc.binary_join_element_wise(year, _text(""), account, kind, slash)
    return pc.if_else(has_document, ids, without)


def _by_distinct(values: pa.Array) -> pa.Array:
    """Return values as texts, each distinct one written once; an absent one is empty."""
    encoded = values.dictionary_encode("encode")
    return pc.fill_null(encoded.dictionary.cast(pa.large_string()), "").take(encoded.indices)


def _holds_slash(numbers: pd.Series[Any]) -> bool:
    return bool(pc.any(pc.match_substring(texts_in_one(numbers), "/")).as_py())


def _is_told_by_document(documents: Codes) -> Flags:
    """Tell which postings have a document of their own: no other has the id of one of them."""
    counts = np.bincount(documents + 1)  # the first counts those without a document
    counts[0] = 0
    is_told: Flags = counts[documents + 1] == 1
    return is_told


def _told_apart(ids: pa.Array, numbers: Codes, postings: pd.DataFrame) -> pa.Array:
    """Return ids with a digest of what each line says; lines that say the same are counted.

    ``numbers`` are equal where ``ids`` are.
    """
    digests = _digests(
        pc.binary_join_element_wise(*(_said(postings[name]) for name in _CONTENT), _text("\n"))
    )
    spelled_out = pc.binary_join_element_wise(ids, _in_hexadecimal(digests), _text("#"))
    places = places_among(numbered(numbers, digests))
    if not places.any():
        return spelled_out
    counts = pa.array(places + 1).cast(pa.large_string())
    counted = pc.binary_join_element_wise(spelled_out, counts, _text("."))
    return pc.if_else(pa.array(places > 0), counted, spelled_out)


def _text(sign: str) -> pa.Scalar:
    return pa.scalar(sign, pa.large_string())


def _said(column: pd.Series[Any]) -> pa.Array:
    """Return a column as it is written; what a row does not say is empty."""
    if column.dtype == DATE:
        return _by_distinct(pa.array(column).cast(pa.timestamp("s"), safe=False))
    if column.dtype == EUR:
        written = pa.chunked_array(pa.array(column)).combine_chunks().cast(pa.large_string())
    else:
        written = texts_in_one(column)
    return pc.fill_null(written, "")


def _digests(contents: pa.Array) -> Codes:
    """Return a short digest of each content, as the number that its bytes make."""
    cells = contents.cast(pa.large_binary())
    pieces = (cells[first : first + _AT_ONCE].to_pylist() for first in range(0, len(cells), _AT_ONCE))
    digests = b"".join(
        [blake2s(content, digest_size=_DIGEST).digest() for piece in pieces for content in piece]
    )
    return np.frombuffer(digests, dtype=f">u{_DIGEST}").astype(np.int64)


def _in_hexadecimal(digests: Codes) -> pa.Array:
    ends = pa.py_buffer(np.arange(len(digests) + 1, dtype=np.int64) * 2 * _DIGEST)
    written = pa.py_buffer(digests.astype(f">u{_DIGEST}").tobytes().hex().encode())
    return pa.Array.from_buffers(pa.large_string(), len(digests), [None, ends, written])
