"""The assigned bookings of one state of a data folder, as a Parquet dataset with all that belongs to them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.books import Books
from kooperation.model.discretion import discretion_of
from kooperation.store.entries import Entry, Part, keep_only, name_of, read_entry, write_entry
from kooperation.store.frames import frame_from, joined_column, open_table, read_table, table_of, write_table
from kooperation.store.nouns import UnstorableError, from_plain, to_plain
from kooperation.store.sealed import Facts

_DATASET, _ORDER, _YEAR = "buchungen", "order.parquet", "year"
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # as Hive, Spark, DuckDB and Arrow write an absent value
_FRAMES = ("overview", "activities", "planned", "sources")
_NOUNS = ("regions", "pots", "rules", "decisions", "noticed")
_OF_A_SOURCE = ["file", "kind_of_file", "sha256", "rows_read", "rows_kept", "sum"]


class StoredBooks(Books):
    """Books whose postings are fetched from the store when somebody asks for them.

    What is replaced in them makes them ordinary books: then nothing is fetched any more.
    """

    _entry: Entry

    def __getattr__(self, name: str) -> Any:
        """Fetch the postings when they are asked for the first time."""
        if name != "bookings" or "_entry" not in self.__dict__:
            raise AttributeError(name)
        object.__setattr__(self, name, _bookings(self._entry))
        return self.__dict__[name]

    def __reduce__(self) -> tuple[type[Books], tuple[Any, ...]]:
        """Say what a copy is made of: ordinary books, which need no store."""
        return Books, tuple(getattr(self, one.name) for one in fields(Books))


def stored_books(folder: Path, key: Facts, *, data: Path) -> Books | None:
    """Return the books of a state, as a fresh read would; ``None`` when they are not there whole."""
    entry = read_entry(folder, key)
    return None if entry is None else _unpacked(entry, data)


def _unpacked(entry: Entry, data: Path) -> Books:
    facts, books = entry.facts, object.__new__(StoredBooks)
    nouns = {name: from_plain(facts[name]) for name in _NOUNS}
    frames = {name: _frame(entry, name) for name in _FRAMES}
    known = {**nouns, **frames, "folder": data, "is_example": facts["is_example"], "_entry": entry}
    for name, value in known.items():
        object.__setattr__(books, name, value)
    discretion = discretion_of(books)
    object.__setattr__(books, "noticed", tuple(one.known_to(discretion) for one in books.noticed))
    return books


def keep_books(folder: Path, key: Facts, books: Books) -> None:
    """Keep books, and remove those of other states. What has no exact form is not kept."""
    try:
        facts, parts = _facts(books), dict(_parts(books))
    except UnstorableError:
        return
    if write_entry(folder, key, facts, parts):
        keep_only(folder, [name_of(key)])


def _facts(books: Books) -> dict[str, Any]:
    frames = [getattr(books, name) for name in ("bookings", *_FRAMES)]
    if any(frame.attrs for frame in frames) or not len(books.bookings):
        raise UnstorableError("frames with notes, or no bookings, which are read in no time")
    return {
        "rows": len(books.bookings),
        "columns": [str(name) for name in books.bookings.columns],
        "sources": [_stated(row) for row in books.sources[_OF_A_SOURCE].to_dict("records")],
        "is_example": books.is_example,
        **{name: to_plain(getattr(books, name)) for name in _NOUNS},
    }


def _stated(source: Mapping[Hashable, Any]) -> dict[str, str | None]:
    """Return one source for the reader of a manifest."""
    return {str(name): None if pd.isna(value) else str(value) for name, value in source.items()}


def _parts(books: Books) -> Iterator[tuple[str, Part]]:
    for name in _FRAMES:
        yield f"{name}.parquet", partial(write_table, table_of(getattr(books, name)))
    bookings = table_of(books.bookings)
    years = bookings[_YEAR]
    yield _ORDER, partial(write_table, pa.table({_YEAR: years}))
    for year in pc.unique(years).to_pylist():
        yield _part_of(year), partial(_write_year, bookings, year)


def _write_year(bookings: pa.Table, year: int | None, path: Path) -> None:
    """Write the rows of one year; they are picked only now, so that no two years lie in memory twice."""
    write_table(bookings.filter(_is(bookings[_YEAR], year)).drop_columns([_YEAR]), path)


def _part_of(year: int | None) -> str:
    return f"{_DATASET}/{_YEAR}={_NO_YEAR if year is None else year}/part-0.parquet"


def _is(years: pa.ChunkedArray, year: int | None) -> pa.ChunkedArray:
    return pc.is_null(years) if year is None else pc.fill_null(pc.equal(years, year), fill_value=False)


def _frame(entry: Entry, name: str) -> pd.DataFrame:
    return frame_from(read_table(entry.parts[f"{name}.parquet"]))


def _bookings(entry: Entry) -> pd.DataFrame:
    """Put the rows of all years back into the order in which they were read, one column after the other.

    The memory that one column needs on its way is used again by the next.
    """
    years = read_table(entry.parts[_ORDER])[_YEAR]
    parts = [open_table(entry.parts[_part_of(year)]) for year in pc.unique(years).to_pylist()]
    order = _order(years)
    names = entry.facts["columns"]
    columns = {name: years if name == _YEAR else joined_column(parts, name, order) for name in names}
    return frame_from(pa.table(columns))


def _order(years: pa.ChunkedArray) -> pa.Array | None:
    """Return where each row lies when the years stand one behind the other; ``None``: as they are."""
    places = np.concatenate([pc.indices_nonzero(_is(years, year)) for year in pc.unique(years).to_pylist()])
    if (places[1:] > places[:-1]).all():
        return None
    order = np.empty(len(places), dtype=np.int64)
    order[places] = np.arange(len(places))
    return pa.array(order)
