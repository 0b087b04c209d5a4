"""The postings by their distinct cells: what is asked of a text is asked once, not once for every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kooperation.model.region import account_key, fold, is_same_teilprodukt, phrase, searchable

Codes = npt.NDArray[np.int64]  # one number for each row
Flags = npt.NDArray[np.bool_]  # yes or no for each row


@dataclass(frozen=True, slots=True)
class Column:
    """The distinct cells of one column, and which of them each row holds (-1: none)."""

    codes: Codes
    cells: list[str]

    def cell(self, row: int) -> str | None:
        """Return the cell of one row."""
        return self.cells[self.codes[row]] if self.codes[row] >= 0 else None

    def rows_where(self, holds: Iterable[bool]) -> Flags:
        """Return the rows whose cell holds; a row without a cell never does."""
        lookup = np.array([*holds, False], dtype=np.bool_)  # the last one is what -1 finds
        return lookup[self.codes]

    def coded(self, meaning: Callable[[str], Any], missing: Any) -> tuple[Codes, list[Any]]:
        """Return for each row the number of its cell's meaning, and the distinct meanings."""
        numbers: dict[Any, int] = {missing: 0}
        lookup = [numbers.setdefault(meaning(cell), len(numbers)) for cell in self.cells]
        return np.array([*lookup, 0], dtype=np.int64)[self.codes], list(numbers)


def _column(values: pd.Series[Any]) -> Column:
    codes, cells = pd.factorize(values)
    column = Column(codes.astype(np.int64), [str(cell) for cell in cells])
    is_filled = column.rows_where(bool(cell.strip()) for cell in column.cells)
    return Column(np.where(is_filled, column.codes, -1), column.cells)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the cells of a column are prepared, and how a condition becomes a question about them."""

    prepare: Callable[[str], str]
    question: Callable[[str], Callable[[str], bool]]


def _is_equal(prepare: Callable[[str], str]) -> Comparison:
    return Comparison(prepare, lambda wanted: prepare(wanted).__eq__)


WORD_WISE = Comparison(searchable, lambda wanted: phrase(wanted).is_in)
COMPARISONS = {
    "teilprodukt": Comparison(account_key, lambda wanted: lambda cell: is_same_teilprodukt(cell, wanted)),
    "sachkonto": _is_equal(account_key),
    "cost_object": _is_equal(fold),
    "document": _is_equal(fold),
    "vendor": WORD_WISE,
    "text": WORD_WISE,
}


class Ledger:
    """The postings by their distinct cells: what is asked of a text is asked once, not once for every row."""

    def __init__(self, postings: pd.DataFrame) -> None:
        self.postings = postings
        self.is_budget = (postings["kind"] == "budget").to_numpy(dtype=np.bool_, na_value=False)
        self._years = postings["year"].to_numpy(dtype="int64", na_value=0)
        self._columns: dict[str, Column] = {}
        self._prepared: dict[str, list[str]] = {}
        self._answers: dict[tuple[str, str], list[bool]] = {}

    def column(self, name: str) -> Column:
        """Return one text column by its distinct cells."""
        if name not in self._columns:
            self._columns[name] = _column(self.postings[name])
        return self._columns[name]

    def rows_where_all(self, conditions: Mapping[str, str | int]) -> Flags:
        """Return the rows for which all conditions hold."""
        rows = np.ones(len(self.postings), dtype=np.bool_)
        for name, wanted in conditions.items():
            rows &= self._rows_where(name, wanted)
        return rows

    def _rows_where(self, name: str, wanted: str | int) -> Flags:
        if name == "from_year":
            return self._years >= int(wanted)
        if name == "to_year":
            return (self._years <= int(wanted)) & (self._years > 0)
        rows = self.column(name).rows_where(self._cells_where(name, str(wanted)))
        if name == "cost_object":  # an export whose only Kostenträger column is the Teilprodukt has no other
            rows |= (self.column(name).codes < 0) & self._rows_where("teilprodukt", wanted)
        return rows

    def _cells_where(self, name: str, wanted: str) -> list[bool]:
        """Return for each distinct cell whether it is as wanted; many rules ask the same."""
        if name not in self._prepared:
            self._prepared[name] = list(map(COMPARISONS[name].prepare, self.column(name).cells))
        if (name, wanted) not in self._answers:
            is_wanted = COMPARISONS[name].question(wanted)
            self._answers[name, wanted] = list(map(is_wanted, self._prepared[name]))
        return self._answers[name, wanted]


def signature(flags: Sequence[Flags], rows: int) -> Codes:
    """Number the rows by which of the flags are set."""
    numbers = np.zeros(rows, dtype=np.int64)
    for start in range(0, len(flags), 32):  # as many bits as surely fit beside the numbers so far
        bits = np.zeros(rows, dtype=np.int64)
        for place, is_set in enumerate(flags[start : start + 32]):
            bits |= is_set.astype(np.int64) << place
        numbers, _ = distinct(numbers, bits)
    return numbers


def distinct(*codes: Codes) -> tuple[Codes, list[int]]:
    """Number the distinct combinations of codes; return each row's number, and a row of each number."""
    combined = np.zeros(len(codes[0]), dtype=np.int64)
    for one in codes:
        size = int(np.max(one)) + 1 if len(one) else 1
        numbers, _ = pd.factorize(combined * size + one)
        combined = numbers.astype(np.int64)
    return combined, np.unique(combined, return_index=True)[1].tolist()
