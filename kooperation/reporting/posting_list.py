"""The postings as a report lists them: in reading order, named for people, in words that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from kooperation.reporting.activities import with_activities
from kooperation.reporting.names import Names

Codes = npt.NDArray[np.int64]
_FREE_TEXTS = ("text", "rule", "region_text")
_KEYS = ("document", "order_id", "cost_object")


def discreet_bookings(bookings: pd.DataFrame, discretion: Discretion) -> pd.DataFrame:
    """Return bookings with texts that name nobody, without vendors; what the ledger says is ``full_…``."""
    shown = {name: discretion.column(bookings[name]) for name in _FREE_TEXTS}
    return bookings.drop(columns="vendor").assign(
        **shown, full_text=bookings["text"], full_document=bookings["document"]
    )


@dataclass(frozen=True)
class PostingList:
    """How a report lists postings: pots in the order of ``pots``, with the names of ``names``.

    ``activities`` are those of the log itself: a document that may not be shown links as any other.
    """

    pots: Sequence[Pot]
    names: Names
    activities: pd.DataFrame
    discretion: Discretion

    def __call__(self, actual: pd.DataFrame) -> pd.DataFrame:
        """Return actual postings, single or condensed, sorted by pot, region, year and date.

        They have ``pot_name``, ``region_name``, ``cost_name``, ``account``, ``activity`` and ``shown_year``
        beside their own columns, ``full_text`` and ``full_document`` beside what may be shown.
        """
        linked = with_activities(discreet_bookings(actual, self.discretion), self.activities, self.discretion)
        named = linked.assign(
            pot_name=_named(actual["pot"], self.names.pots, self.names.outside),
            region_name=self._region_names(actual),
            cost_name=_named(actual["cost_type"], self.names.cost_types, self.names.no_cost_type),
            account=_accounts(actual),
            shown_year=self._shown_years(actual["year"]),
        )
        ordered = named.take(self._order(named)).reset_index(drop=True)
        return ordered.assign(**{name: self.discretion.codes(ordered[name]) for name in _KEYS})

    def _shown_years(self, years: pd.Series[Any]) -> pd.Series[Any]:
        if years.notna().all():
            return years.astype("int64")
        return _by_cell(years, lambda year: self.names.no_year if pd.isna(year) else int(year), dtype=object)

    def _region_names(self, actual: pd.DataFrame) -> pd.Series[Any]:
        names = _named(actual["region"], self.names.regions, self.names.unassigned)
        beside = [pot.key for pot in self.pots if not pot.needs_region]
        needs_none = actual["pot"].isna() | actual["pot"].isin(beside)
        return names.mask(actual["region"].isna() & needs_none, self.names.no_region_needed)

    def _order(self, named: pd.DataFrame) -> pa.Array:
        """Return the places of the postings in reading order; what is not known comes last."""
        pots, regions = _ranks(pot.key for pot in self.pots), _ranks(self.names.regions)
        keys = {
            "pot": _positions(named["pot"], named["pot_name"], pots),
            "region": _positions(named["region"], named["region_name"], regions),
            "year": pa.array(named["year"]),
            **({"period": pa.array(named["period"])} if is_condensed(named) else {}),
            "booked_on": pa.array(named["booked_on"]),
            "source_file": _alphabetical(named["source_file"]),
            "source_row": pa.array(named["source_row"]),
            "item": _alphabetical(named["item"]),
        }
        return pc.sort_indices(pa.table(keys), [(name, "ascending") for name in keys])


def _ranks(keys: Iterable[str]) -> dict[str, int]:
    return {key: rank for rank, key in enumerate(keys)}


def _positions(keys: pd.Series[Any], names: pd.Series[Any], ranks: Mapping[str, int]) -> Codes:
    """Return where each row belongs: by the rank of its key, those without one behind it by name."""
    key_codes, distinct_keys = pd.factorize(keys)
    name_codes, distinct_names = pd.factorize(names)
    count = max(1, len(distinct_names))
    pair_codes, pairs = pd.factorize((key_codes + 1) * count + name_codes)
    of_key = [len(ranks), *(ranks.get(key, len(ranks)) for key in distinct_keys)]
    told = [(of_key[pair // count], distinct_names[pair % count]) for pair in pairs.tolist()]
    order = {pair: position for position, pair in enumerate(sorted(set(told)))}
    return np.array([order[pair] for pair in told], dtype=np.int64).take(pair_codes)


def _alphabetical(texts: pd.Series[Any]) -> pa.Array:
    """Return numbers that sort as the texts do, which is faster than sorting them."""
    codes, _ = pd.factorize(texts, sort=True)
    return pa.array(codes, mask=codes < 0)


def _by_cell(column: pd.Series[Any], tell: Callable[[Any], Any], *, dtype: Any) -> pd.Series[Any]:
    """Return what ``tell`` says of each cell, asked once per distinct one."""
    codes, cells = pd.factorize(column, use_na_sentinel=False)
    told = pd.array([tell(cell) for cell in cells], dtype=dtype).take(codes)
    made: pd.Series[Any] = pd.Series(told, index=column.index, dtype=dtype)
    return made


def _named(keys: pd.Series[Any], names: Mapping[str, str], absent: str) -> pd.Series[Any]:
    return _by_cell(keys, lambda key: absent if pd.isna(key) else names[key], dtype=TEXT)


def _accounts(actual: pd.DataFrame) -> pd.Series[Any]:
    """Name each posting's account in one text that Excel cannot take for a number: ``990100 · 544016``."""
    teilprodukte, sachkonten = (_short_codes(actual[column]) for column in ("teilprodukt", "sachkonto"))
    pairs = pd.MultiIndex.from_arrays([teilprodukte, sachkonten])
    codes, distinct = pd.factorize(pairs)
    names = pd.array([account_name(pair) for pair in distinct], dtype=TEXT)
    return pd.Series(names.take(codes), index=actual.index)


def _short_codes(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return the codes as the shortest of their spellings: ``544016`` for ``0000544016``; empty for none."""
    codes = [code for code in column.unique() if not pd.isna(code)]
    written = {code: str(code).strip().split(" ")[0] for code in codes if str(code).strip()}
    shortest: dict[str, str] = {}
    for code in sorted(written.values(), key=lambda code: (len(code), code)):
        shortest.setdefault(account_key(code), code)
    short = {code: shortest[account_key(bare)] for code, bare in written.items()}
    return _by_cell(column, lambda code: "" if pd.isna(code) else short.get(code, ""), dtype=TEXT)


def account_name(codes: Iterable[str]) -> str:
    """Return ``990100 · 544016`` for Teilprodukt and Sachkonto; a missing code is an ellipsis."""
    return " · ".join(code.split(" ")[0] if code else "…" for code in codes)
