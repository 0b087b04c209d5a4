"""The postings as a report lists them: in reading order, named for people, in words that name nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.analysis.condensing import is_condensed
from kooperation.model.discretion import Discretion
from kooperation.model.region import Pot, account_key
from kooperation.model.schema import TEXT
from kooperation.reporting.activities import activities_of
from kooperation.reporting.distinct import Distinct, distinct_of
from kooperation.reporting.names import Names

Flags = npt.NDArray[np.bool_]
_FREE_TEXTS = ("text", "rule", "region_text")
_KEYS = ("document", "order_id", "cost_object")
_NAMED = ("pot", "region", "cost_type", "teilprodukt", "sachkonto", "year")
_SORTED = ("source_file", "item")
# Columns whose cells repeat: each value is looked at, and held, once.
_REPEATING = (
    *_NAMED,
    *_SORTED,
    "period",
    "booked_on",
    "source_sheet",
    "share",
    "foreign_amount",
    "currency",
    "reason",
)


def discreet_bookings(bookings: pd.DataFrame, discretion: Discretion) -> pd.DataFrame:
    """Return bookings with texts that name nobody, without vendors; what the ledger says is ``full_…``."""
    shown = {name: discretion.column(bookings[name]) for name in _FREE_TEXTS}
    return bookings.drop(columns="vendor").assign(
        **shown, full_text=bookings["text"], full_document=bookings["document"]
    )


@dataclass(frozen=True)
class ListedPostings:
    """Postings in reading order, column by column: what repeats is held by its distinct values.

    ``rows`` are their places in ``bookings``, and ``told`` the columns that people read in other words.
    """

    bookings: pd.DataFrame
    rows: pa.Array
    told: Mapping[str, Distinct]
    discretion: Discretion

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a column of that name."""
        return name in self.told or name in self.bookings

    def __getitem__(self, name: str) -> Any:
        """Return a column, as ``Distinct`` where cells repeat; texts and keys hold only what names nobody."""
        if name in self.told:
            return self.told[name]
        column = self.bookings[name]
        if name in _REPEATING:
            return distinct_of(column).of_rows(self.rows)
        taken = column.take(self.rows)
        return self.discretion.codes(taken) if name in _KEYS else taken

    def frame(self) -> pd.DataFrame:
        """Return all columns but vendors; ``full_text`` and ``full_document`` are what the ledger says."""
        taken = self.bookings.drop(columns="vendor").take(self.rows).reset_index(drop=True)
        keys = {name: self.discretion.codes(taken[name]) for name in _KEYS}
        full = {f"full_{name}": taken[name] for name in ("text", "document")}
        return taken.assign(**keys, **full, **{name: _cells(column) for name, column in self.told.items()})


@dataclass(frozen=True)
class PostingList:
    """How a report lists postings: pots in the order of ``pots``, with the names of ``names``.

    ``activities`` are those of the log itself: a document that may not be shown links as any other.
    """

    pots: Sequence[Pot]
    names: Names
    activities: pd.DataFrame
    discretion: Discretion

    def __call__(self, bookings: pd.DataFrame, are_listed: Flags) -> ListedPostings:
        """List actual postings, single or condensed, sorted by pot, region, year and date.

        They have ``pot_name``, ``region_name``, ``cost_name``, ``account``, ``activity`` and ``shown_year``
        beside their own columns.
        """
        places = pa.array(np.flatnonzero(are_listed))
        keys = {
            name: distinct_of(bookings[name]).of_rows(places) for name in (*_FREE_TEXTS, *_NAMED, *_SORTED)
        }
        linked = bookings[["kind", "document", "region", "year"]].take(places)
        named = {
            **{name: keys[name].told_by(self.discretion.distinct) for name in _FREE_TEXTS},
            "activity": activities_of(linked, self.activities, self.discretion),
            "pot_name": _named(keys["pot"], self.names.pots, self.names.outside),
            "region_name": self._region_names(keys["region"], keys["pot"]),
            "cost_name": _named(keys["cost_type"], self.names.cost_types, self.names.no_cost_type),
            "account": _accounts(keys["teilprodukt"], keys["sachkonto"]),
            "shown_year": self._shown_years(keys["year"]),
        }
        order = self._order({**keys, **named}, bookings, places)
        return ListedPostings(
            bookings,
            places.take(order),
            {name: column.of_rows(order) for name, column in named.items()},
            self.discretion,
        )

    def _shown_years(self, years: Distinct) -> Distinct:
        if not years.codes.null_count:
            return years
        return Distinct([*years.told(), self.names.no_year], pc.fill_null(years.codes, len(years.values)))

    def _region_names(self, regions: Distinct, pots: Distinct) -> Distinct:
        needs_none = {None, *(pot.key for pot in self.pots if not pot.needs_region)}
        pairs = regions.with_each(pots)
        names = [
            self.names.regions[region]
            if region is not None
            else self.names.no_region_needed
            if pot in needs_none
            else self.names.unassigned
            for region, pot in pairs.told()
        ]
        return Distinct(pa.array(names, pa.large_string()), pairs.codes)

    def _order(self, columns: Mapping[str, Distinct], bookings: pd.DataFrame, places: pa.Array) -> pa.Array:
        """Return the postings in reading order; what is not known comes last."""
        pots, regions = _ranks(pot.key for pot in self.pots), _ranks(self.names.regions)
        stated = ["year", *(["period"] if is_condensed(bookings) else []), "booked_on"]
        keys = {
            "pot": _positions(columns["pot"], columns["pot_name"], pots),
            "region": _positions(columns["region"], columns["region_name"], regions),
            **{name: pa.array(bookings[name].take(places)) for name in stated},
            "source_file": _alphabetical(columns["source_file"]),
            "source_row": pa.array(bookings["source_row"].take(places)),
            "item": _alphabetical(columns["item"]),
        }
        return pc.sort_indices(pa.table(keys), [(name, "ascending") for name in keys])


def _ranks(keys: Iterable[str]) -> dict[str, int]:
    return {key: rank for rank, key in enumerate(keys)}


def _positions(keys: Distinct, names: Distinct, ranks: Mapping[str, int]) -> pa.Array:
    """Return where each row belongs: by the rank of its key, those without one behind it by name."""
    pairs = keys.with_each(names)
    told = [(ranks.get(key, len(ranks)), name) for key, name in pairs.told()]
    order = {pair: position for position, pair in enumerate(sorted(set(told)))}
    return pairs.per_row(pa.array([order[pair] for pair in told], pa.int64()))


def _alphabetical(texts: Distinct) -> pa.Array:
    """Return numbers that sort as the texts do, which is faster than sorting them."""
    return texts.per_row(pc.rank(texts.values))


def _named(keys: Distinct, names: Mapping[str, str], absent: str) -> Distinct:
    return keys.named(pa.array([names[key] for key in keys.told()], pa.large_string()), absent)


def _accounts(teilprodukte: Distinct, sachkonten: Distinct) -> Distinct:
    """Name each posting's account in one text that Excel cannot take for a number: ``990100 · 544016``."""
    pairs = teilprodukte.with_each(sachkonten)
    products = _short_codes(product for product, _ in pairs.told())
    accounts = _short_codes(account for _, account in pairs.told())
    names = [account_name((products.get(one, ""), accounts.get(other, ""))) for one, other in pairs.told()]
    return Distinct(pa.array(names, pa.large_string()), pairs.codes)


def _short_codes(codes: Iterable[str | None]) -> dict[str | None, str]:
    """Return for each code the shortest of its spellings: ``544016`` for ``0000544016``."""
    written = {code: code.strip().split(" ")[0] for code in codes if code and code.strip()}
    shortest: dict[str, str] = {}
    for code in sorted(written.values(), key=lambda code: (len(code), code)):
        shortest.setdefault(account_key(code), code)
    return {code: shortest[account_key(bare)] for code, bare in written.items()}


def _cells(column: Distinct) -> Any:
    """Return a column as a frame holds it."""
    if not isinstance(column.values, pa.Array):
        return pd.array(column.listed(), dtype=object)
    cells = column.per_row(column.values)
    return cells.to_numpy() if pa.types.is_integer(cells.type) else pd.array(cells, dtype=TEXT)


def account_name(codes: Iterable[str]) -> str:
    """Return ``990100 · 544016`` for Teilprodukt and Sachkonto; a missing code is an ellipsis."""
    return " · ".join(code.split(" ")[0] if code else "…" for code in codes)
