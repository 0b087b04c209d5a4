"""What the cells of a posting mean to names and rules: cells that mean the same have one number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kooperation.analysis.cases import Named, pot_of_account
from kooperation.analysis.distinct import WORD_WISE, Codes, Flags, Ledger, distinct
from kooperation.model.region import Pot, Region, alias_index, fold

Condition = tuple[str, str | int]  # field of a rule, and what it wants

NAMING = ("text", "vendor", "region_text")  # the columns that may name a region
_COLUMN_OF = {"from_year": "year", "to_year": "year"}  # the other conditions have the name of their column


@dataclass(frozen=True, eq=False, slots=True)
class Facet:
    """Some columns that are asked together, and what the cells of each row in them mean.

    ``codes`` number the meaning of each row. By number, ``meanings`` say what the cells name or which pot
    their account gives, and ``answers`` which conditions of rules hold.
    """

    codes: Codes
    meanings: Sequence[Any]
    answers: Mapping[Condition, Flags]

    def told(self) -> Iterator[tuple[Any, ...]]:
        """Yield all that each number stands for."""
        yield from zip(self.meanings, *(holds.tolist() for holds in self.answers.values()), strict=True)


@dataclass(frozen=True, eq=False, slots=True)
class Questions:
    """What names, accounts and rules ask of postings."""

    conditions: Sequence[Condition]
    pots: Sequence[Pot]
    named_in: Callable[[str, str], Named]  # of a cell and of its searchable text

    @classmethod
    def of(
        cls, conditions: Iterable[Condition], *, regions: Iterable[Region], pots: Iterable[Pot]
    ) -> Questions:
        """Return what registers ask; a condition of many rules is asked once."""
        return cls(list(dict.fromkeys(conditions)), tuple(pots), _names_in(regions))

    def asked_together(self) -> Iterator[tuple[str, ...]]:
        """Yield the columns that decide. Where no cost object is, the Teilprodukt speaks for it."""
        asked = {_COLUMN_OF.get(name, name) for name, _ in self.conditions}
        yield from ((name,) for name in NAMING)
        yield ("teilprodukt", "sachkonto", *(("cost_object",) if "cost_object" in asked else ()))
        yield from ((name,) for name in ("document", "year") if name in asked)

    def facet(self, ledger: Ledger, columns: Sequence[str]) -> Facet:
        """Return what the cells of ``columns`` mean; ``columns`` are some of :meth:`asked_together`."""
        asked = [pair for pair in self.conditions if _COLUMN_OF.get(pair[0], pair[0]) in columns]
        if "sachkonto" in columns:
            return self._of_accounts(ledger, columns, asked)
        if columns == ("document",):
            return _of_documents(ledger, asked)
        if columns == ("year",):
            return _of_years(ledger, asked)
        [name] = columns
        cells = ledger.column(name)
        texts = ledger.prepared(name, WORD_WISE)
        named = [*map(self.named_in, cells.texts.to_pylist(), texts.to_pylist()), Named()]
        return _facet(cells.codes, named, {pair: ledger.cells_where(*pair) for pair in asked})

    def _of_accounts(self, ledger: Ledger, columns: Sequence[str], asked: Iterable[Condition]) -> Facet:
        cells = {name: ledger.column(name) for name in columns}
        codes, rows = distinct(*(column.codes + 1 for column in cells.values()))
        pots = [
            pot_of_account(cells["teilprodukt"].cell(row), cells["sachkonto"].cell(row), self.pots)
            for row in rows
        ]
        places = {name: column.codes[rows] for name, column in cells.items()}
        answers = {}
        for name, wanted in asked:
            holds = ledger.cells_where(name, wanted)[places[name]]
            if name == "cost_object":  # an export whose only Kostenträger is the Teilprodukt has no other
                instead = ledger.cells_where("teilprodukt", wanted)[places["teilprodukt"]]
                holds = holds | ((places[name] < 0) & instead)
            answers[name, wanted] = holds
        return _facet(codes, pots, answers)


def _of_documents(ledger: Ledger, asked: Sequence[Condition]) -> Facet:
    """Return which documents are asked for: nearly every row has its own, so that the others are not told."""
    numbers = {pair: fold(str(pair[1])) for pair in asked}
    wanted = list(dict.fromkeys(numbers.values()))
    answers = {
        pair: np.array([*(one == number for one in wanted), False]) for pair, number in numbers.items()
    }
    return _facet(ledger.places_among(wanted), [None] * (len(wanted) + 1), answers)


def _of_years(ledger: Ledger, asked: Iterable[Condition]) -> Facet:
    codes, years = pd.factorize(ledger.years)  # 0: none
    answers = {
        (name, wanted): years >= int(wanted) if name == "from_year" else (years <= int(wanted)) & (years > 0)
        for name, wanted in asked
    }
    return _facet(codes, [None] * len(years), answers)


def _facet(codes: Codes, meanings: Sequence[Any], answers: Mapping[Condition, Flags]) -> Facet:
    """Put cells that mean the same together; -1 among ``codes`` is the last of them."""
    known: dict[Any, int] = {}
    numbers = np.array([known.setdefault(meaning, len(known)) for meaning in meanings], dtype=np.int64)
    numbers, firsts = distinct(numbers, *(holds.astype(np.int64) for holds in answers.values()))
    told = {pair: holds[firsts] for pair, holds in answers.items()}
    return Facet(numbers[codes], [meanings[first] for first in firsts], told)


def _names_in(regions: Iterable[Region]) -> Callable[[str, str], Named]:
    """Return what tells which regions, or else which country, a cell names; many cells say the same names."""
    index = alias_index(regions)
    known: dict[tuple[str, ...], Named] = {}

    def named_in(cell: str, text: str) -> Named:
        said = index.aliases.said_in(text)
        if not said:
            return Named(of_country=index.countries_named([cell]))
        if said in known:
            return known[said]
        named = Named(index.match([cell]))
        if index.aliases.are_written_alike(said):
            known[said] = named
        return named

    return named_in
