"""What a free text may show: only words that are proven to name nobody; the rest becomes an ellipsis.

A posting text can hold the name of a traveller, an activity log the names of its guests. A list of names
could never be complete, so the rule is turned round: a word is shown when it is a number, a word of the
registers or a word of the field (``harmless_words.toml``), also as a compound of such words. All others could
be a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kooperation.model.harmless_words import Kind, canonical, is_little, kind_of_word
from kooperation.model.text_shapes import in_one, told_by_shape, told_texts, with_any_number

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

HIDDEN = "…"
# Below U+0300, the first mark that joins a letter, each stands for itself, and only U+00AD is invisible.
# Said by what is left out: Python prepares a set of a million characters one by one.
_MAY_BE_JOINED = re.compile("[^\u0000-\u00ac\u00ae-\u02ff]")

_TOKENS = re.compile(r"\S+@\S+|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
# A key of a system: capital letters by fours, and digits, without a blank. A longer word could be a name.
_CODE = re.compile(r"(?=.*\d)(?:(?<![A-Z])[A-Z]{1,4}(?![A-Za-z])|[\d/._#:-])+")
_HASH = r"#[a-f]*[0-9][0-9a-f]*"  # at the end of a booking id
_NEIGHBOURS = re.compile(r"[\s,.;:/&()'’\"„“”_-]{0,4}")  # what may stand between the words of one name
_BEHIND_TITLES = re.compile(r"[\s.:'’\"„“”»«‚‘_-]{0,5}")  # what may stand between a title and the name
_MOST_NAMED = 3  # words of a name behind a title
_OF_NOBILITY = frozenset(
    ("von", "van", "de", "der", "den", "zu", "zum", "zur", "da", "di", "del", "la", "el", "al", "ten", "ter")
)
_PARTICLES = frozenset(("von", "van", "de", "der", "den", "di", "da", "del", "la"))  # behind a first name
_HARMLESS = (Kind.PLAIN, Kind.NUMBER)
_JOINING = frozenset(("bis", "und", "oder", "to", "and", "or"))


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Discretion:
    """What free texts may show beside the words of the field.

    ``names`` are words of the registers' own names, ``aliases`` words of mere spellings: ``Hirschberg`` is a
    place, and beside a hidden word it may be a person.
    """

    names: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    _kinds: dict[str, Kind] = field(default_factory=dict, repr=False, compare=False)
    _quiet: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def text(self, text: str) -> str:
        """Return ``text`` with everything that could be a name replaced by ``…``.

        ``Reisekosten Erika Mustermann, Ansan`` becomes ``Reisekosten …, Ansan``. A text that is shown whole
        comes back as it is.
        """
        plain = _plain(text)
        is_whole = all(map(self._hides_nothing, plain.split()))  # no word goes over a blank
        return text if is_whole else _shown(text, plain, self._kind)

    def column(self, texts: pd.Series[Any]) -> pd.Series[Any]:
        """Return a column of texts as :meth:`text` shows each; ``<NA>`` stays ``<NA>``."""
        if texts.dtype == "string":
            return told_by_shape(texts, self.text)
        shown = {text: self.text(str(text)) for text in texts.dropna().unique()}
        return texts.map(shown).astype(texts.dtype)

    def distinct(self, texts: pa.Array) -> pa.Array:
        """Return large texts, of which no two are equal, as :meth:`text` shows each."""
        return told_texts(texts, self.text)

    def code(self, code: str) -> str:
        """Return a document number, an account or another key as it is; what is none, as :meth:`text` does.

        ``ER24-0214`` is a key; of ``Reisekosten Müller`` in its column the name is hidden. The hash that a
        booking id ends with is always shown, so that the id can be found.
        """
        key = re.sub(rf"{_HASH}\Z", "", code)
        return code if _CODE.fullmatch(key) else self.text(key) + code[len(key) :]

    def codes(self, codes: pd.Series[Any]) -> pd.Series[Any]:
        """Return a column of keys as :meth:`code` shows each; ``<NA>`` stays ``<NA>``.

        Only keys of another shape are looked at one by one: most differ in their digits alone.
        """
        import numpy as np

        alike = _without_hash_and_digits(in_one(codes)).dictionary_encode()
        shapes = with_any_number(alike.dictionary).dictionary_encode()
        hides = np.array([self.code(shape) != shape for shape in shapes.dictionary.to_pylist()], dtype=bool)
        is_cut = hides.take(shapes.indices).take(alike.indices)
        if not is_cut.any():
            return codes
        shown = {code: self.code(code) for code in codes[is_cut].unique()}
        return codes.mask(is_cut, codes[is_cut].map(shown)).astype(codes.dtype)

    def is_whole(self, text: str) -> bool:
        """Tell whether all of a text may be shown."""
        return self.text(text) == text

    def _hides_nothing(self, piece: str) -> bool:
        """Tell whether each word between two blanks is hidden at most beside one that is, and hides none."""
        if piece not in self._quiet:
            self._quiet[piece] = all(map(self._is_quiet, _TOKENS.findall(piece)))
        return self._quiet[piece]

    def _is_quiet(self, word: str) -> bool:
        kind = _kind_where_it_stands(word, touches_digit=False, kind_of=self._kind)
        is_letter = len(word) == 1 and kind is not Kind.NUMBER  # it could be an initial
        return kind in (*_HARMLESS, Kind.ALSO_A_NAME) and not is_letter

    def _kind(self, word: str) -> Kind:
        if word not in self._kinds:
            self._kinds[word] = self._judged(word)
        return self._kinds[word]

    def _judged(self, word: str) -> Kind:
        spelling = canonical(word)
        if spelling in self.names:
            return Kind.PLAIN
        if (kind := kind_of_word(spelling, is_small=word.islower())) is not Kind.UNKNOWN:
            return kind
        return Kind.ALSO_A_NAME if spelling in self.aliases else Kind.UNKNOWN


def _without_hash_and_digits(codes: pa.Array) -> pa.Array:
    """Return keys without what decides nothing: a hash at the end, and which digits there are.

    That all digits become ``0`` byte by byte takes a fifth of the time of finding the numbers.
    """
    import numpy as np
    import pyarrow.compute as pc

    from kooperation.model.column_bytes import translated

    same = np.arange(256, dtype=np.uint8)
    same[ord("0") : ord("9") + 1] = ord("0")
    keys = pc.fill_null(codes, "")
    if pc.any(pc.match_substring(keys, "#")).as_py():
        keys = pc.replace_substring_regex(keys, f"{_HASH}$", "")
    return translated(keys, same)


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Return every word of ``names`` in its canonical spelling."""
    return frozenset(canonical(word) for name in names for word in _TOKENS.findall(_plain(name)))


def _plain(text: str) -> str:
    """Return a text in one Unicode form, without the invisible marks that would cut a word in two."""
    if text.isascii() or not _MAY_BE_JOINED.search(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if unicodedata.category(one) != "Cf")


# --- texts -------------------------------------------------------------------------------------------------


def _shown(text: str, plain: str, kind_of: Callable[[str], Kind]) -> str:
    tokens = [_token(found, plain, kind_of) for found in _TOKENS.finditer(plain)]
    if all(token.kind in _HARMLESS for token in tokens):
        return text
    hidden = _hidden(tokens, plain)
    return _written(plain, tokens, hidden) if any(hidden) else text


def _token(found: re.Match[str], text: str, kind_of: Callable[[str], Kind]) -> _Token:
    word, start, end = found[0], found.start(), found.end()
    touches_digit = text[end : end + 1].isdecimal() or text[start - 1 : start].isdecimal()
    return _Token(word, start, end, _kind_where_it_stands(word, touches_digit=touches_digit, kind_of=kind_of))


def _kind_where_it_stands(word: str, *, touches_digit: bool, kind_of: Callable[[str], Kind]) -> Kind:
    if word.isdecimal():
        return Kind.NUMBER
    if touches_digit and len(word) <= 2:  # ER24-0214, A4
        return Kind.PLAIN
    if len(word) == 1 and word.isascii():
        return Kind.ALSO_A_NAME  # an initial
    return Kind.UNKNOWN if "@" in word else kind_of(word)


def _hidden(tokens: Sequence[_Token], text: str) -> list[bool]:
    """Tell for each token whether it is hidden: unknown words, what a title names, and what stands beside."""
    dated = _with_a_number(tokens) if any(token.kind is Kind.DATED for token in tokens) else set()
    hidden = [
        token.kind is Kind.UNKNOWN or (token.kind is Kind.DATED and place not in dated)
        for place, token in enumerate(tokens)
    ]
    _hide_named(tokens, text, hidden)
    if any(hidden):
        _hide_beside(tokens, text, hidden)
    return hidden


def _with_a_number(tokens: Sequence[_Token]) -> set[int]:
    """Return the places of months and days that stand beside a number, or beside one that does."""
    places = [place for place, token in enumerate(tokens) if token.kind in (Kind.DATED, Kind.NUMBER)]
    passing = {place for place in places if tokens[place].kind is Kind.NUMBER}
    for order in (places, places[::-1]):
        for before, place in pairwise(order):
            is_joined = abs(place - before) == 1 or _are_joined(tokens, *sorted((before, place)))
            if is_joined and before in passing:
                passing.add(place)
    return passing


def _are_joined(tokens: Sequence[_Token], first: int, second: int) -> bool:
    """Tell whether only ``bis``, ``und`` or the like stands between two tokens."""
    return second - first == 2 and canonical(tokens[first + 1].text) in _JOINING


def _hide_named(tokens: Sequence[_Token], text: str, hidden: list[bool]) -> None:
    """Hide the words behind a title or an initial, whatever they are: ``Frau Messe`` is no fair."""
    for place, token in enumerate(tokens):
        if token.kind is Kind.TITLE or _is_initial(tokens, text, place):
            for behind in _named(tokens, text, place):
                hidden[behind] = True


def _is_initial(tokens: Sequence[_Token], text: str, place: int) -> bool:
    """Tell whether a token is the ``K.`` of ``K. Brücke``; the ``B.`` of ``z. B.`` is none."""
    token = tokens[place]
    if len(token.text) != 1 or not token.text.isupper() or text[token.end : token.end + 1] != ".":
        return False
    is_abbreviation = place > 0 and len(tokens[place - 1].text) == 1 and tokens[place - 1].text.islower()
    return not is_abbreviation


def _named(tokens: Sequence[_Token], text: str, place: int) -> Iterator[int]:
    """Return the places of the words that a title or an initial names, further titles left out."""
    named = 0
    for before, behind in zip(tokens[place:], tokens[place + 1 :], strict=False):
        place += 1
        is_near = _BEHIND_TITLES.fullmatch(text[before.end : behind.start])
        is_particle = named > 0 and behind.text in _PARTICLES
        if named == _MOST_NAMED or not is_near or behind.kind is Kind.NUMBER:
            return
        if _is_little(behind) and not is_particle:
            return
        if behind.kind is not Kind.TITLE and not is_particle:
            named += len(behind.text) > 1
            yield place


def _is_little(token: _Token) -> bool:
    return token.text.islower() and is_little(canonical(token.text))


def _hide_beside(tokens: Sequence[_Token], text: str, hidden: list[bool]) -> None:
    """Hide words that are also names, and dates in words, beside what is hidden; to the end of the chain."""
    doubtful = (Kind.ALSO_A_NAME, Kind.DATED)
    for order in (range(1, len(tokens)), range(len(tokens) - 2, -1, -1)):
        step = 1 if order.step > 0 else -1
        for place in order:
            other = place - step
            if hidden[other] and tokens[place].kind in doubtful and _touch(tokens, text, place, other):
                hidden[place] = True


def _touch(tokens: Sequence[_Token], text: str, one: int, other: int) -> bool:
    first, second = sorted((one, other))
    return _NEIGHBOURS.fullmatch(text[tokens[first].end : tokens[second].start]) is not None


def _written(text: str, tokens: Sequence[_Token], hidden: Sequence[bool]) -> str:
    """Write the text with one ellipsis for each run of hidden words, however many words it has."""
    pieces, written, is_open = [], 0, False
    for place, token in enumerate(tokens):
        if not hidden[place] and not _is_within_a_name(tokens, hidden, place):
            is_open = False
            continue
        joins = is_open and _NEIGHBOURS.fullmatch(text[written : token.start])
        pieces += [] if joins else [text[written : token.start], HIDDEN]
        written, is_open = token.end, True
    return "".join([*pieces, text[written:]])


def _is_within_a_name(tokens: Sequence[_Token], hidden: Sequence[bool], place: int) -> bool:
    """Tell whether a small word stands inside a name: ``Anna von der Aue``."""
    first, last = place, place
    while first >= 0 and tokens[first].text.casefold() in _OF_NOBILITY:
        first -= 1
    while last < len(tokens) and tokens[last].text.casefold() in _OF_NOBILITY:
        last += 1
    is_run = first < place < last
    return is_run and first >= 0 and last < len(tokens) and hidden[first] and hidden[last]
