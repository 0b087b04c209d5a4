"""The postings by their distinct cells: what is asked of a text is asked once, not once for every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.analysis.telling_words import FEW_TEXTS, TellingWords
from kooperation.model.cents import flags_of
from kooperation.model.column_bytes import bytes_of
from kooperation.model.postings import encoded, texts_in_one
from kooperation.model.region import account_key, fold, is_same_teilprodukt, phrase, spellings

Codes = npt.NDArray[np.int64]  # one number for each row
Flags = npt.NDArray[np.bool_]  # yes or no for each row
_MOST_COMBINED = 2**62
_MOST_PER_ROW = 4  # numbers for each row that a list may hold
GLANCE = 20_000  # rows that tell of a longer column whether its texts repeat themselves


@dataclass(frozen=True, slots=True)
class Column:
    """The distinct cells of one column, and which of them each row holds (-1: none).

    ``texts`` are those of the column, or, where only some words matter, what :class:`TellingWords` leaves.
    """

    codes: Codes
    texts: pa.Array

    def cell(self, row: int) -> str | None:
        """Return the cell of one row."""
        return self.texts[self.codes[row]].as_py() if self.codes[row] >= 0 else None


def _column(values: pd.Series[Any], telling: TellingWords | None) -> Column:
    codes, texts = _numbered_or_bare(values) if telling else encoded(values)
    is_filled = _is_filled(texts)
    if not is_filled.all():
        codes = np.append(np.where(is_filled, np.arange(len(texts)), -1), -1)[codes]
    if telling is None or len(texts) <= FEW_TEXTS:
        return Column(codes, texts)
    code_of_text, shortened = encoded(telling.shortened(texts))
    return Column(np.append(code_of_text, -1)[codes], shortened)


def _numbered_or_bare(values: pd.Series[Any]) -> tuple[Codes, pa.Array]:
    """Return codes and texts as :func:`encoded`; where hardly one stands twice, each row has its own."""
    if len(values) > GLANCE and len(encoded(values.iloc[:GLANCE])[1]) > GLANCE * 0.99:
        return np.arange(len(values)), pc.fill_null(texts_in_one(values), "")
    return encoded(values)


def _is_filled(texts: pa.Array) -> Flags:
    """Return which texts are more than blanks; one look at the first letter tells it of nearly all."""
    letters, starts = bytes_of(texts)
    is_filled: Flags = np.diff(starts) > 0
    first = letters[starts[:-1][is_filled]]
    is_filled[is_filled] = (first > ord(" ")) & (first < 0x7F)
    others = np.flatnonzero(~is_filled)
    is_filled[others] = [bool(text.strip()) for text in texts.take(pa.array(others)).to_pylist()]
    return is_filled


# --- how a condition is compared ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the cells of a column are prepared, and which of them are as a condition wants them."""

    prepare: Callable[[pa.Array], Any]
    holds: Callable[[Any, str], Flags]


def _one_by_one(
    prepare: Callable[[str], str], question: Callable[[str], Callable[[str], bool]]
) -> Comparison:
    def holds(prepared: Sequence[str], wanted: str) -> Flags:
        return np.fromiter(map(question(wanted), prepared), dtype=np.bool_, count=len(prepared))

    return Comparison(lambda cells: list(map(prepare, cells.to_pylist())), holds)


_PLAIN_WORDS = r"^[!-^`-\x7f]+(?: [!-^`-\x7f]+)*$"  # of which only capitals are folded


def spelled_out(cells: pa.Array) -> pa.Array:
    """Return what :func:`~kooperation.model.region.searchable` says of each text."""
    is_plain = pc.match_substring_regex(cells, _PLAIN_WORDS)
    others = ["\n".join(spellings(cell)) for cell in cells.filter(pc.invert(is_plain)).to_pylist()]
    return pc.replace_with_mask(pc.ascii_lower(cells), pc.invert(is_plain), pa.array(others, cells.type))


def _says(spelled: pa.Array, wanted: str) -> Flags:
    """Return which texts say a phrase; those that hold no word of it are not looked at by themselves."""
    asked = phrase(wanted)
    holds: Flags = np.zeros(len(spelled), dtype=np.bool_)
    for anchor in asked.anchors:
        holds |= flags_of(pc.match_substring(spelled, anchor))
    places = np.flatnonzero(holds)
    holds[places] = [asked.is_in(text) for text in spelled.take(pa.array(places)).to_pylist()]
    return holds


_IS_PLAIN = np.array([ord(" ") < one < 0x7F and chr(one) != "_" for one in range(256)])


def _folded(cells: pa.Array) -> pa.Array:
    """Fold every cell; of plain ones, such as document numbers, only capitals change."""
    folded = pc.ascii_lower(cells)
    if _IS_PLAIN[bytes_of(cells)[0]].all():
        return folded
    is_plain = pc.match_substring_regex(cells, "^[!-^`-~]*$")
    others = [fold(cell) for cell in cells.filter(pc.invert(is_plain)).to_pylist()]
    return pc.replace_with_mask(folded, pc.invert(is_plain), pa.array(others, type=folded.type))


WORD_WISE = Comparison(spelled_out, _says)
WHOLE_CELL = Comparison(_folded, lambda folded, wanted: flags_of(pc.equal(folded, fold(wanted))))
COMPARISONS = {
    "teilprodukt": _one_by_one(account_key, lambda wanted: lambda cell: is_same_teilprodukt(cell, wanted)),
    "sachkonto": _one_by_one(account_key, lambda wanted: account_key(wanted).__eq__),
    "cost_object": WHOLE_CELL,
    "document": WHOLE_CELL,
    "vendor": WORD_WISE,
    "text": WORD_WISE,
}
_IN_WORDS = ("text", "vendor", "region_text")


class Ledger:
    """The postings by their distinct cells: what is asked of a text is asked once, not once for every row.

    ``telling`` are the words that names and rules ask for; without them every word of a text counts.
    """

    def __init__(self, postings: pd.DataFrame, telling: TellingWords | None = None) -> None:
        self.postings = postings
        self._telling = telling
        self.is_budget = (postings["kind"] == "budget").to_numpy(dtype=np.bool_, na_value=False)
        self.years = postings["year"].to_numpy(dtype="int64", na_value=0)
        self._columns: dict[str, Column] = {}
        self._prepared: dict[str, Any] = {}

    def column(self, name: str) -> Column:
        """Return one text column by its distinct cells."""
        if name not in self._columns:
            telling = self._telling if name in _IN_WORDS else None
            self._columns[name] = _column(self.postings[name], telling)
        return self._columns[name]

    def places_among(self, documents: Sequence[str]) -> Codes:
        """Return which of some folded document numbers each row has; -1: none of them, or no number."""
        numbers = texts_in_one(self.postings["document"])
        folded = _folded(pc.fill_null(numbers, ""))
        found = pc.index_in(folded, value_set=pa.array(documents, folded.type))
        places = np.asarray(pc.fill_null(found, -1)).astype(np.int64)
        if "" in documents:  # what folds to nothing is a number all the same, unless the cell is blank
            places[~(_is_filled(pc.fill_null(numbers, "")))] = -1
        return places

    def prepared(self, name: str, comparison: Comparison) -> Any:
        """Return the distinct cells of a column as a comparison wants them; a column has but one."""
        if name not in self._prepared:
            self._prepared[name] = comparison.prepare(self.column(name).texts)
        return self._prepared[name]

    def cells_where(self, name: str, wanted: str | int) -> Flags:
        """Return for each distinct cell of a column whether it is as wanted; the last stands for none."""
        comparison = COMPARISONS[name]
        return np.append(comparison.holds(self.prepared(name, comparison), str(wanted)), False)


def distinct(*codes: Codes) -> tuple[Codes, list[int]]:
    """Number the distinct combinations of codes as they first appear.

    Return the number of each row, and the first row of each number.
    """
    combined, size = np.zeros(len(codes[0]), dtype=np.int64), 1
    for one in codes:
        more = int(np.max(one)) + 1 if len(one) else 1
        if size * more > _MOST_COMBINED:
            combined, size = _renumbered(combined)
        combined, size = combined * more + one if more > 1 else combined, size * more
    if size > _MOST_PER_ROW * len(combined):  # too many to keep a list of them all
        combined, size = _renumbered(combined)
    return _in_order(combined, size)


def _renumbered(combined: Codes) -> tuple[Codes, int]:
    numbers, found = pd.factorize(combined)
    return numbers.astype(np.int64), len(found)


def _in_order(numbers: Codes, size: int) -> tuple[Codes, list[int]]:
    """Number again, as they first appear, numbers that are below ``size``."""
    rows = len(numbers)
    first_row = np.full(size, rows)
    first_row[numbers[::-1]] = np.arange(rows - 1, -1, -1)  # the first row of each is written last
    present = np.flatnonzero(first_row < rows)
    present = present[np.argsort(first_row[present])]
    place = np.empty(size, dtype=np.int64)
    place[present] = np.arange(len(present))
    return place[numbers], first_row[present].tolist()
