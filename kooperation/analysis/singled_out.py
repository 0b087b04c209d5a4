"""Whether document, text or both name one posting and no other, by an index and not by asking every row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from kooperation.analysis.distinct import Codes, Flags
from kooperation.model.region import fold, phrase, searchable, spellings

_WORDS = re.compile(r"\w+")


class PostingIndex:
    """The postings by document, by text and by the words of the texts.

    ``postings`` need ``booking_id``, ``year``, ``document`` and ``text``; one posting may take several rows.
    """

    def __init__(self, postings: pd.DataFrame) -> None:
        self._ids, ids = pd.factorize(postings["booking_id"])
        self._number_of = {str(one): number for number, one in enumerate(ids)}
        self._years = postings["year"].to_numpy(dtype="int64", na_value=0)
        self._documents, self._rows_of_document = _grouped(postings["document"].map(fold, na_action="ignore"))
        texts = postings["text"].map(lambda cell: "\n".join(spellings(cell)), na_action="ignore")
        self._texts, self._rows_of_text = _grouped(texts)
        self._text_codes = np.full(len(postings), -1, dtype=np.int64)
        for number, rows in enumerate(self._rows_of_text):
            self._text_codes[rows] = number
        self._cells = list(self._texts)
        self._cells_with: dict[str, list[int]] = defaultdict(list)
        for number, cell in enumerate(self._cells):
            for word in set(_WORDS.findall(cell)):
                self._cells_with[word].append(number)

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
        return self._rows_of_document[self._documents[fold(document)]]

    def _has_others(self, rows: Codes | None, booking_id: str, year: int | None) -> bool:
        if rows is None:
            return True
        others: Flags = self._ids[rows] != self._number_of[booking_id]
        if year is not None:
            others &= self._years[rows] == year
        return bool(others.any())

    def _rows_saying(self, text: str, among: Codes | None) -> Iterator[Codes]:
        """Yield the rows of one text after the other that says ``text``, word-wise as a rule does."""
        wanted, cells = phrase(text), self._cells_to_ask(text)
        if among is None:
            yield from (self._rows_of_text[one] for one in cells if wanted.is_in(self._cells[one]))
            return
        codes = self._text_codes[among]
        here = set(codes.tolist())
        asked = here.intersection(cells)
        said = [one for one in asked if one >= 0 and wanted.is_in(self._cells[one])]
        yield among[np.isin(codes, said)]

    def _cells_to_ask(self, text: str) -> Iterable[int]:
        """Return the texts that hold the rarest word of one of its spellings; without a word all."""
        found: set[int] = set()
        for spelling in searchable(text).split("\n"):
            lists: list[list[int]] = [self._cells_with.get(word, []) for word in _WORDS.findall(spelling)]
            if not lists:
                return range(len(self._cells))
            found.update(lists[int(np.argmin([len(cells) for cells in lists]))])
        return found


def _grouped(column: pd.Series[Any]) -> tuple[dict[str, int], list[Codes]]:
    """Return the number of each distinct cell, and the rows of each number; blanks are in none."""
    codes, cells = pd.factorize(column)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(cells) + 1))
    rows = [order[first:last] for first, last in pairwise(starts)]
    return {str(cell): number for number, cell in enumerate(cells)}, rows
