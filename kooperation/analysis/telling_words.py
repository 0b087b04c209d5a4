"""Which words of a text can matter: texts that agree in them are decided alike, whatever else they say.

``Rechnung 4711 Flug Ansan`` and ``Rechnung 4712 Flug Ansan`` are one question, as long as no name and no rule
asks for a number. A column of a million texts becomes the few that are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.model.column_bytes import Array, bytes_of, in_pieces
from kooperation.model.region import AliasIndex, Region, Rule, alias_index, spellings

FEW_TEXTS = 2_000  # so many are asked one by one before their words are looked at
_TEXTS_AT_ONCE = 20_000  # their bytes stay in the cache
_LONGEST = 63
_GAP = 0x7F  # stands for what cannot matter; neither part of a word nor a blank nor a dash
_IS_LETTER = np.array([one >= 0x80 or chr(one).isalnum() for one in range(256)])
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TellingWords:
    """The words that names and rules ask for, in lower case.

    ``whole`` words matter as they are; ``first`` also at the beginning of a longer word (``Zuschuss*``),
    ``inside`` anywhere in one. ``is_all``: something without any word is asked for, so that all matters.
    """

    whole: frozenset[str]
    first: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    is_all: bool = False

    def shortened(self, texts: pa.Array) -> pa.Array:
        """Return texts that answer every question as these do, with one mark for each stretch without answer.

        A word stays when it tells, or has a letter beyond ASCII, and with it the signs on both its sides.
        ``texts`` are large_string without null; a blank one must not be among what is asked.
        """
        if self.is_all or pc.any(pc.match_substring(texts, chr(_GAP))).as_py():
            return texts
        may_tell = self._by_beginning()
        pieces = [self._piece(texts[part], may_tell) for part in in_pieces(len(texts), _TEXTS_AT_ONCE)]
        return pa.concat_arrays(pieces)

    def _by_beginning(self) -> Array:
        """Return by first letter and length which words could tell, to pass over most of the others."""
        table = np.zeros((256, _LONGEST + 1), dtype=np.bool_)
        for words, is_open in ((self.whole, False), (self.first, True)):
            for word in words:
                length = min(len(word), _LONGEST)
                for letter in (word[0], word[0].upper()):
                    table[ord(letter), length : None if is_open else length + 1] = True
        return table

    def _piece(self, texts: pa.Array, may_tell: Array) -> pa.Array:
        letters, starts = bytes_of(texts)
        if not len(letters):
            return texts
        is_letter = _IS_LETTER[letters]
        is_bound = np.ones(len(letters) + 1, dtype=np.bool_)
        is_bound[1:-1] = is_letter[1:] != is_letter[:-1]
        is_bound[starts] = True
        bounds = np.flatnonzero(is_bound)
        is_start = np.zeros(len(letters) + 1, dtype=np.bool_)
        is_start[starts] = True
        stays = self._staying(texts, letters, bounds, may_tell)
        stays |= ~is_letter[bounds[:-1]] & _is_beside(stays, is_start[bounds])
        opens_gap = ~stays
        opens_gap[1:] &= stays[:-1] | is_start[bounds[1:-1]]
        gaps = bounds[:-1][opens_gap]
        is_kept = np.repeat(stays, np.diff(bounds))
        is_kept[gaps] = True
        marked = letters.copy()
        marked[gaps] = _GAP
        kept_before = np.concatenate([[0], np.cumsum(np.where(stays, np.diff(bounds), opens_gap))])
        return _texts(marked[is_kept], kept_before[np.searchsorted(bounds, starts)])

    def _staying(self, texts: pa.Array, letters: Array, bounds: Array, may_tell: Array) -> Array:
        """Return which pieces are words that tell; only those that could are looked at as texts."""
        first = letters[bounds[:-1]]
        could = may_tell[first, np.minimum(np.diff(bounds), _LONGEST)]
        if self.inside:
            could |= _IS_LETTER[first] & self._of_texts_with_inner(texts, bounds)
        stays: Array = np.zeros(len(first), dtype=np.bool_)
        stays[np.searchsorted(bounds, np.flatnonzero(letters >= 0x80), side="right") - 1] = True
        places = np.flatnonzero(could & ~stays)
        words = _texts(letters, bounds).take(pa.array(places)).dictionary_encode()
        tells = flags_of(pc.match_substring_regex(words.dictionary, self._pattern(), ignore_case=True))
        stays[places] = tells[np.asarray(words.indices)]
        return stays

    def _of_texts_with_inner(self, texts: pa.Array, bounds: Array) -> Array:
        """Return for each piece whether its text holds a word that may stand inside another."""
        _, starts = bytes_of(texts)
        holds = pc.match_substring_regex(texts, "|".join(sorted(self.inside)), ignore_case=True)
        pieces = np.diff(np.searchsorted(bounds, starts))
        of_piece: Array = np.repeat(flags_of(holds), pieces)
        return of_piece

    def _pattern(self) -> str:
        frames = {"^(?:{})$": self.whole, "^(?:{})": self.first, "{}": self.inside}
        return "|".join(frame.format("|".join(sorted(words))) for frame, words in frames.items() if words)


def _is_beside(stays: Array, is_start: Array) -> Array:
    """Return which pieces stand beside one that stays, in the same text."""
    beside = np.zeros(len(stays), dtype=np.bool_)
    is_joined = ~is_start[1:-1]  # whether a piece and the next are of one text
    beside[1:] |= stays[:-1] & is_joined
    beside[:-1] |= stays[1:] & is_joined
    return beside


def _texts(letters: Array, bounds: Array) -> pa.Array:
    buffers = [None, pa.py_buffer(bounds.astype(np.int64)), pa.py_buffer(np.ascontiguousarray(letters))]
    return pa.Array.from_buffers(pa.large_string(), len(bounds) - 1, buffers)


# --- which words tell --------------------------------------------------------------------------------------


def words_asked_for(regions: Iterable[Region], rules: Iterable[Rule]) -> TellingWords:
    """Return the words that the names of regions and the texts of rules ask for."""
    conditions = [words for rule in rules for words in (rule.text, rule.vendor) if words]
    return telling_words(alias_index(regions), conditions)


def telling_words(index: AliasIndex, conditions: Iterable[str]) -> TellingWords:
    """Return the words that the names of ``index`` and word-wise ``conditions`` of rules ask for."""
    whole: set[str] = set()
    first: set[str] = set()
    inside: set[str] = set()
    for names in (index.aliases, index.countries):
        for spelling, meanings in names.meanings.items():
            whole.update(_ascii_words(spelling))
            for written in meanings.values():  # which of them a cell says is asked letter by letter
                whole.update(word for name in written for word in _ascii_words(name.lower()))
    pieces = [piece for condition in conditions for piece in _pieces(condition)]
    for words, is_open_before, is_open_behind in pieces:
        for place, word in enumerate(words):
            may_begin_late = place == 0 and is_open_before
            may_go_on = place == len(words) - 1 and is_open_behind
            (inside if may_begin_late else first if may_go_on else whole).update(_ascii_words(word))
    is_all = any(not words for words, _, _ in pieces)
    return TellingWords(frozenset(whole), frozenset(first), frozenset(inside), is_all)


def _ascii_words(text: str) -> Iterator[str]:
    """Yield the words that a word without letters beyond ASCII can be; one that has such stays anyway."""
    return (word for word in _WORD.findall(text) if word.isascii())


def _pieces(condition: str) -> Iterator[tuple[list[str], bool, bool]]:
    """Yield the words between the ``*`` of a condition, and whether the first and the last may be parts."""
    for spelling in spellings(condition):
        pieces = spelling.split("*")
        for place, piece in enumerate(pieces):
            is_open_before = place > 0 and not piece.startswith(" ")
            is_open_behind = place < len(pieces) - 1 and not piece.endswith(" ")
            if piece.strip():
                yield _WORD.findall(piece), is_open_before, is_open_behind
