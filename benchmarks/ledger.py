"""An invented ledger of any size, piece by piece: postings as columns, and the sums that they must give.

The same seed and size give the same ledger, whatever the machine; memory depends on the piece alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks import words

PIECE = 100_000
FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2026, 9, 30)
YEARS = range(FIRST_DAY.year, LAST_DAY.year + 1)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
FIRST_DOCUMENT = 1_900_000_000
ORDERS_A_YEAR, INVOICES = 40, 3  # the number of orders does not grow with the ledger
_MOST_CENTS = 99_999_999
_TENTHS_PER_EURO = np.array((0, 14_500, 11, 43))  # of a unit of each currency
_COOPERATION, _PARTNERSHIP, _OUTSIDE = range(3)
_CALENDAR = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]


@dataclass(frozen=True, slots=True)
class Ledger:
    """How large a ledger is, and from which seed; ``all_different``: no posting text stands twice."""

    postings: int
    seed: int = 1
    all_different: bool = False

    def pieces(self) -> Iterator[pa.Table]:
        """Yield the postings in order, at most ``PIECE`` at a time; amounts in cents."""
        for first in range(0, self.postings, PIECE):
            yield self._piece(first, min(PIECE, self.postings - first))

    def _piece(self, first: int, count: int) -> pa.Table:
        draw = np.random.default_rng([self.seed, first])
        number = np.arange(first, first + count)
        order = self._orders(number)
        starts_document = (draw.random(count) < 0.7) | (order >= 0) | _after(order >= 0)
        starts_document[0] = True
        begin = np.maximum.accumulate(np.where(starts_document, np.arange(count), 0))
        day = number[begin] * DAYS // self.postings
        late = (draw.random(count)[begin] < 0.05) & _IN_JANUARY[day] & (order[begin] < 0)
        prefix = np.where(order >= 0, 0, np.searchsorted((0.955, 0.985), draw.random(count), side="right"))
        place = np.where(order >= 0, 0, np.searchsorted(_PLACE_STEPS, draw.random(count), side="right"))
        act = draw.integers(len(words.ACTS), size=count)
        detail = draw.integers(len(words.DETAILS), size=count)
        vendor = np.where(place == _GRANT, 0, draw.integers(len(words.VENDORS), size=count)[begin])
        account = np.where(order >= 0, _COOPERATION, _accounts(place, draw.random(count)))
        cents = np.exp(draw.normal(10.2, 1.1, count)).astype(np.int64).clip(100, _MOST_CENTS)
        currency = np.searchsorted((0.98, 0.99, 0.995), draw.random(count), side="right")
        text = np.ravel_multi_index((prefix, act, place, detail), _TEXT_SHAPE)
        cents = np.where(prefix > 0, -cents, cents)
        return pa.table(
            {
                "number": number + 1,
                "day": day,
                "year": _YEAR[day] - late,
                "period": np.where(late, 13, _MONTH[day]),
                "document": FIRST_DOCUMENT + first + begin,
                "item": np.arange(count) - begin + 1,
                "account": account,
                "prefix": prefix,
                "vendor": vendor,
                "order": order,
                "text": text,
                "place": place,
                "cents": cents,
                "currency": currency,
                "foreign_cents": cents * _TENTHS_PER_EURO[currency] // 10,
            }
        )

    def _orders(self, number: np.ndarray) -> np.ndarray:
        """Return the order that each posting is an invoice of; -1: none."""
        order = np.full(len(number), -1)
        spots = self._invoices()
        inside = (spots >= number[0]) & (spots <= number[-1])
        order[spots[inside] - number[0]] = np.flatnonzero(inside) // INVOICES
        return order

    def _invoices(self) -> np.ndarray:
        """Return the postings that are invoices, those of one order one after the other, in its year."""
        steps = np.arange(self.orders_a_year * INVOICES)
        spots = []
        for year in YEARS:
            first, last = (-(-day * self.postings // DAYS) for day in _days_of(year))
            spots.append(first + (steps * (last - first)) // max(len(steps), 1))
        return np.concatenate(spots)

    @property
    def orders_a_year(self) -> int:
        """How many orders each year has."""
        return min(ORDERS_A_YEAR, self.postings // 500)


def _after(flags: np.ndarray) -> np.ndarray:
    return np.concatenate(([False], flags[:-1]))


def _days_of(year: int) -> tuple[int, int]:
    """Return the number of the first day of a year, and of the first day after it."""
    first, following = (date(one, 1, 1) - FIRST_DAY for one in (year, year + 1))
    return first.days, min(following.days, DAYS)


def _accounts(place: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Return the account: partnerships are mostly paid from the other one, a few postings from neither."""
    to_partnership = np.where(_IS_PARTNERSHIP[place], 0.85, 0.05)
    account = np.where(chance < to_partnership, _PARTNERSHIP, np.where(chance > 0.97, _OUTSIDE, _COOPERATION))
    return np.where(place == _GRANT, _COOPERATION, account)


_YEAR, _MONTH = (np.array([getattr(day, name) for day in _CALENDAR]) for name in ("year", "month"))
_IN_JANUARY = (_MONTH == 1) & (YEARS[0] < _YEAR)
_WHERES = words.wheres()
_GRANT, _SHARED = len(_WHERES) - 2, len(_WHERES) - 1
_IS_PARTNERSHIP = np.array([where.region in ("lwiw", "riesengebirge") for where in _WHERES])
_WEIGHTS = np.array([where.weight for where in _WHERES])
_PLACE_STEPS = (_WEIGHTS.cumsum() / _WEIGHTS.sum())[:-1]
_TEXT_SHAPE = (len(words.PREFIXES), len(words.ACTS), len(_WHERES), len(words.DETAILS))


# --- what is right ---------------------------------------------------------------------------------------

NO_REGION, NO_POT = len(words.REGIONS), len(words.POTS)


def assigned(piece: pa.Table) -> pa.Table:
    """Return the piece as it must be assigned: ``region`` and ``pot`` as numbers, shared postings split."""
    place, account = (piece[name].to_numpy() for name in ("place", "account"))
    pot = np.where(place == _GRANT, words.POTS.index(words.GRANT_POT), _POT_OF_ACCOUNT[account])
    whole = piece.append_column("region", pa.array(_REGION_OF_PLACE[place]))
    whole = whole.append_column("pot", pa.array(pot))
    is_shared = place == _SHARED
    return pa.concat_tables([whole.filter(pa.array(~is_shared)), *_parts(whole.filter(pa.array(is_shared)))])


def _parts(shared: pa.Table) -> Iterator[pa.Table]:
    """Split postings in thirds: the first region has two, a cent that is left goes to the larger rest."""
    cents = shared["cents"].to_numpy()
    one_third = np.sign(cents) * ((np.abs(cents) + 1) // 3)
    for (region, _), part in zip(words.SHARED_PARTS, (cents - one_third, one_third), strict=True):
        named = np.full(len(cents), words.REGIONS.index(region))
        yield _with(shared, {"cents": part, "region": named})


def _with(table: pa.Table, columns: dict[str, np.ndarray]) -> pa.Table:
    for name, values in columns.items():
        table = table.set_column(table.column_names.index(name), name, pa.array(values))
    return table


_REGION_OF_PLACE = np.array(
    [NO_REGION if where.region is None else words.REGIONS.index(where.region) for where in _WHERES]
)
_POT_OF_ACCOUNT = np.array([NO_POT if pot is None else words.POTS.index(pot) for *_, pot in words.ACCOUNTS])


@dataclass(slots=True)
class Truth:
    """The exact sums of a ledger, in cents: added up from the postings, piece by piece."""

    postings: int = 0
    cents: int = 0
    cells: Counter[tuple[int, str, str]] = field(default_factory=Counter)  # year, pot, region
    accounts: Counter[tuple[int, int]] = field(default_factory=Counter)  # year, number of the account
    invoiced: Counter[int] = field(default_factory=Counter)  # number of the order
    documents: dict[int, int] = field(default_factory=dict)  # number of the order -> its first document
    digest: Any = field(default_factory=hashlib.sha256)  # of the region of every posting, one line each

    def add(self, piece: pa.Table) -> None:
        """Count one piece of the ledger."""
        self.postings += len(piece)
        self.cents += int(piece["cents"].to_numpy().sum())
        self.digest.update("".join(_REGION_LINES[place] for place in piece["place"].to_numpy()).encode())
        for (year, pot, region), cents in _sums(assigned(piece), "year", "pot", "region"):
            self.cells[year, _POT_KEYS[pot], _REGION_KEYS[region]] += cents
        for (year, account), cents in _sums(piece, "year", "account"):
            self.accounts[year, account] += cents
        invoices = piece.filter(pa.compute.greater_equal(piece["order"], 0))
        for (order,), cents in _sums(invoices, "order"):
            self.invoiced[order] += cents
        for invoice in invoices.select(["order", "document"]).to_pylist():
            self.documents.setdefault(invoice["order"], invoice["document"])

    def spent(self, pot: str) -> dict[int, int]:
        """Return what a pot spent in each year, in cents."""
        spent = dict.fromkeys(YEARS, 0)
        for (year, of_pot, _), cents in self.cells.items():
            if of_pot == pot:
                spent[year] += cents
        return spent


_REGION_LINES = [
    f"{words.BOTH if where.words == words.SHARED else where.region or '-'}\n" for where in _WHERES
]
_POT_KEYS, _REGION_KEYS = (*words.POTS, "-"), (*words.REGIONS, "-")


def _sums(table: pa.Table, *keys: str) -> Iterator[tuple[tuple[int, ...], int]]:
    sums = table.group_by(list(keys)).aggregate([("cents", "sum")])
    columns = [sums[name].to_pylist() for name in (*keys, "cents_sum")]
    for *key, cents in zip(*columns, strict=True):
        yield tuple(key), cents


# --- columns of text -------------------------------------------------------------------------------------


@cache
def text_table() -> pa.Table:
    """Return every posting text with its region and cost type; ``text`` of a piece is a row of it."""
    columns = zip(*words.texts(), strict=True)
    return pa.table(dict(zip(("text", "region", "cost_type"), map(pa.array, columns), strict=True)))


def days(pattern: str) -> pa.Array:
    """Return all days as text; ``day`` of a piece is a place in it."""
    return pa.array([day.strftime(pattern) for day in _CALENDAR])


def calendar() -> pa.Array:
    """Return all days; ``day`` of a piece is a place in it."""
    return pa.array(_CALENDAR)
