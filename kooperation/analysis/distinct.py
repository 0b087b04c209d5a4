"""The postings by their distinct cells: what is asked of a text is asked once, not once for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from kooperation.model.postings import texts_in_one
from kooperation.model.region import account_key, fold, is_same_teilprodukt, phrase, searchable

Codes = npt.NDArray[np.int64]  # one number for each row
Flags = npt.NDArray[np.bool_]  # yes or no for each row
_MOST_COMBINED = 2**62


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

    def rows_where(self, holds: Flags) -> Flags:
        """Return the rows whose cell holds; a row without a cell never does."""
        lookup = np.append(holds, False)  # the last one is what -1 finds
        return lookup[self.codes]

    def coded(self, meaning: Callable[[str], Any], missing: Any) -> tuple[Codes, list[Any]]:
        """Return for each row the number of its cell's meaning, and the distinct meanings."""
        numbers: dict[Any, int] = {missing: 0}
        lookup = [numbers.setdefault(meaning(cell), len(numbers)) for cell in self.texts.to_pylist()]
        return np.array([*lookup, 0], dtype=np.int64)[self.codes], list(numbers)


def _column(values: pd.Series[Any], telling: TellingWords | None) -> Column:
    codes, texts = _encoded(texts_in_one(values))
    codes = np.append(np.where(_is_filled(texts), np.arange(len(texts)), -1), -1)[codes]
    if telling is None or len(texts) <= FEW_TEXTS:
        return Column(codes, texts)
    code_of_text, shortened = _encoded(telling.shortened(texts))
    return Column(np.where(codes >= 0, code_of_text[codes], -1), shortened)


def _encoded(texts: pa.Array) -> tuple[Codes, pa.Array]:
    encoded = texts.dictionary_encode()
    return np.asarray(pc.fill_null(encoded.indices, -1)).astype(np.int64), encoded.dictionary


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


_IS_PLAIN = np.array([ord(" ") < one < 0x7F and chr(one) != "_" for one in range(256)])


def _folded(cells: pa.Array) -> pa.Array:
    """Fold every cell; of plain ones, such as document numbers, only capitals change."""
    folded = pc.ascii_lower(cells)
    if _IS_PLAIN[bytes_of(cells)[0]].all():
        return folded
    is_plain = pc.match_substring_regex(cells, "^[!-^`-~]*$")
    others = [fold(cell) for cell in cells.filter(pc.invert(is_plain)).to_pylist()]
    return pc.replace_with_mask(folded, pc.invert(is_plain), pa.array(others, type=folded.type))


WORD_WISE = _one_by_one(searchable, lambda wanted: phrase(wanted).is_in)
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
        self._documents: pa.Array | None = None
        self.is_budget = (postings["kind"] == "budget").to_numpy(dtype=np.bool_, na_value=False)
        self._years = postings["year"].to_numpy(dtype="int64", na_value=0)
        self._columns: dict[str, Column] = {}
        self._prepared: dict[str, Any] = {}
        self._answers: dict[tuple[str, str], Flags] = {}

    def column(self, name: str) -> Column:
        """Return one text column by its distinct cells."""
        if name not in self._columns:
            telling = self._telling if name in _IN_WORDS else None
            self._columns[name] = _column(self.postings[name], telling)
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
        if name == "document" and fold(str(wanted)):
            return self._rows_of_document(fold(str(wanted)))
        rows = self.column(name).rows_where(self._cells_where(name, str(wanted)))
        if name == "cost_object":  # an export whose only Kostenträger column is the Teilprodukt has no other
            rows |= (self.column(name).codes < 0) & self._rows_where("teilprodukt", wanted)
        return rows

    def _rows_of_document(self, folded: str) -> Flags:
        """Return the rows of one document; nearly every row has its own, so that none is numbered."""
        if self._documents is None:
            self._documents = _folded(pc.fill_null(texts_in_one(self.postings["document"]), ""))
        return flags_of(pc.equal(self._documents, folded))

    def _cells_where(self, name: str, wanted: str) -> Flags:
        """Return for each distinct cell whether it is as wanted; many rules ask the same."""
        comparison = COMPARISONS[name]
        if (name, wanted) not in self._answers:
            if name not in self._prepared:
                self._prepared[name] = comparison.prepare(self.column(name).texts)
            self._answers[name, wanted] = comparison.holds(self._prepared[name], wanted)
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
    combined, size = np.zeros(len(codes[0]), dtype=np.int64), 1
    for one in codes:
        more = int(np.max(one)) + 1 if len(one) else 1
        if size * more > _MOST_COMBINED:
            combined, size = _renumbered(combined)
        combined, size = combined * more + one if more > 1 else combined, size * more
    numbers, _ = _renumbered(combined)
    highest = np.maximum.accumulate(numbers) if len(numbers) else numbers
    return numbers, np.flatnonzero(np.diff(highest, prepend=-1)).tolist()  # numbered as they first appear


def _renumbered(combined: Codes) -> tuple[Codes, int]:
    numbers, found = pd.factorize(combined)
    return numbers.astype(np.int64), len(found)
