"""Whether document, text or both name one posting and no other, by an index and not by asking every row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.analysis.distinct import WHOLE_CELL, Codes, Flags
from kooperation.model.region import fold, phrase, searchable, spellings

_WORDS = re.compile(r"\w+")
_BETWEEN_WORDS = r"[^\p{L}\p{N}_]+"
_PLAIN = r"^[!-^`-~]+(?: [!-^`-~]+)*$"  # of which only capitals are folded


@dataclass(frozen=True)
class _Places:
    """Where each of many different things stands: thing ``n`` at ``order[starts[n]:starts[n + 1]]``."""

    numbers: Mapping[str, int]
    order: Codes
    starts: Codes

    def of(self, thing: str) -> Codes:
        """Return the places of one thing; none where it is not known."""
        number = self.numbers.get(thing)
        return self.order[:0] if number is None else self.at(number)

    def at(self, number: int) -> Codes:
        """Return the places of the thing with this number."""
        return self.order[self.starts[number] : self.starts[number + 1]]


@dataclass(frozen=True)
class _Texts:
    """The different texts in all their spellings, the one of each row, and the texts with each word."""

    cells: list[str]
    of_row: Codes
    rows: _Places
    with_word: _Places


class PostingIndex:
    """The postings by document, by text and by the words of the texts.

    ``postings`` need ``booking_id``, ``year``, ``document`` and ``text``; one posting may take several rows.
    The texts are looked at when the first one is asked for.
    """

    def __init__(self, postings: pd.DataFrame) -> None:
        self._ids, ids = pd.factorize(postings["booking_id"])
        self._number_of = {one: number for number, one in enumerate(ids.tolist())}
        self._years = postings["year"].to_numpy(dtype="int64", na_value=0)
        self._documents = _places(_told_once(postings["document"], WHOLE_CELL.prepare))
        self._text = postings["text"]

    def is_alone(self, booking_id: str, year: int | None, conditions: Mapping[str, str]) -> bool:
        """Tell whether ``conditions`` on ``document`` or ``text`` hold in ``year`` for this posting alone.

        A text with a ``*`` never does: in the register that stands for anything.
        """
        of_document = self._of_document(conditions["document"]) if "document" in conditions else None
        if "text" not in conditions:
            return not self._has_others(of_document, booking_id, year)
        if "*" in conditions["text"]:
            return False
        return not any(
            self._has_others(rows, booking_id, year)
            for rows in self._rows_saying(conditions["text"], of_document)
        )

    def _of_document(self, document: str) -> Codes:
        return self._documents.of(fold(document))

    def _has_others(self, rows: Codes | None, booking_id: str, year: int | None) -> bool:
        if rows is None:
            return True
        others: Flags = self._ids[rows] != self._number_of[booking_id]
        if year is not None:
            others &= self._years[rows] == year
        return bool(others.any())

    def _rows_saying(self, text: str, among: Codes | None) -> Iterator[Codes]:
        """Yield the rows of one text after the other that says ``text``, word-wise as a rule does."""
        wanted, texts = phrase(text), self._texts
        asked = self._cells_to_ask(text)
        if among is None:
            yield from (texts.rows.at(one) for one in asked if wanted.is_in(texts.cells[one]))
            return
        codes = texts.of_row[among]
        here = set(codes.tolist()).intersection(asked)
        yield among[np.isin(codes, [one for one in here if wanted.is_in(texts.cells[one])])]

    def _cells_to_ask(self, text: str) -> Iterable[int]:
        """Return the texts that hold the rarest word of one of its spellings; without a word all."""
        found: set[int] = set()
        for spelling in searchable(text).split("\n"):
            lists = [self._texts.with_word.of(word) for word in _WORDS.findall(spelling)]
            if not lists:
                return range(len(self._texts.cells))
            found.update(min(lists, key=len).tolist())
        return found

    @cached_property
    def _texts(self) -> _Texts:
        spelled = _told_once(self._text, _spelled)
        words = pc.split_pattern_regex(spelled.dictionary, _BETWEEN_WORDS)
        by_word = _places(words.flatten().dictionary_encode())
        text_of_word = np.asarray(pc.list_parent_indices(words))
        with_word = _Places(by_word.numbers, text_of_word[by_word.order], by_word.starts)
        return _Texts(spelled.dictionary.to_pylist(), _codes(spelled), _places(spelled), with_word)


def _told_once(column: pd.Series[Any], tell: Callable[[pa.Array], pa.Array]) -> pa.DictionaryArray:
    """Return what ``tell`` says of each cell, by its different answers; it sees each different cell once."""
    cells = pa.array(column, pa.large_string(), from_pandas=True)
    encoded = (cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells).dictionary_encode()
    told = tell(encoded.dictionary).dictionary_encode()
    return pa.DictionaryArray.from_arrays(told.indices.take(encoded.indices), told.dictionary)


def _spelled(cells: pa.Array) -> pa.Array:
    """Return every spelling of each text, one per line."""
    is_plain = pc.match_substring_regex(cells, _PLAIN)
    others = ["\n".join(spellings(cell)) for cell in cells.filter(pc.invert(is_plain)).to_pylist()]
    return pc.replace_with_mask(pc.ascii_lower(cells), pc.invert(is_plain), pa.array(others, cells.type))


def _codes(encoded: pa.DictionaryArray) -> Codes:
    codes: Codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes


def _places(encoded: pa.DictionaryArray) -> _Places:
    """Return the places of each different cell; where there is none, nothing is placed."""
    codes = _codes(encoded)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(encoded.dictionary) + 1))
    numbers = {cell: number for number, cell in enumerate(encoded.dictionary.to_pylist())}
    return _Places(numbers, order, starts)
