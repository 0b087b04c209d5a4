"""Which one-byte code page a text is written in: told from how strange bytes stand between their neighbours.

Windows-1252 and the DOS pages give every byte a character, so decoding proves nothing. German letters between
letters, quotation marks around words, signs beside figures and runs of box drawing do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

CodePage = Literal["cp1252", "cp850", "cp858", "cp437"]
CODE_PAGES: tuple[CodePage, ...] = ("cp1252", "cp850", "cp858", "cp437")

_CHUNK = 1 << 22
_MOST_TRIPLES = 20_000  # honest texts have some hundred; bytes of a picture have millions

_FIRST_LETTER = 0xC0  # of Windows-1252, apart from a few
_VOWELS = frozenset("aeiouyAEIOUYäöüÄÖÜéèáóíú")
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ")
_FOREIGN = frozenset("áàâãåæçéèêëíìîïñóòôøúùûýÁÀÂÅÆÇÉÈÊËÍÎÓÔØÚÛšžŠŽœŒ")
_BOX = frozenset("─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬█▓▒░▄▀▌▐■")
_UPRIGHT = frozenset("│║┤├╣╠")
_QUOTES = frozenset("„‚‘“«»”’")
_TELLING = frozenset("€§\xa0")
_IMPOSSIBLE, _ODD, _NEUTRAL, _LIKELY, _CERTAIN = -2, -1, 0, 1, 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """The code page that explains every byte; ``None`` when none does, or when two do in different ways.

    ``triple``: the byte with its neighbours that stands in the way.
    """

    page: CodePage | None
    triple: bytes = b""


def code_page_of(content: bytes) -> Verdict:
    """Decide the code page of a text that is no Unicode.

    A page is out when one byte is impossible where it stands (``K”ln``, ``K÷ln``). Of the pages left the one
    with more evidence is taken: a DOS page needs some, Windows is the usual one where nothing speaks. Bytes
    that no page explains are mixed, or of another kind.
    """
    triples = _triples(content)
    if triples is None:
        return Verdict(None)
    fits = {page: {triple: _fit(triple, page) for triple in triples} for page in CODE_PAGES}
    scores = {page: sum(fit[one] * count for one, count in triples.items()) for page, fit in fits.items()}
    possible = [page for page in CODE_PAGES if min(fits[page].values(), default=0) > _IMPOSSIBLE]
    possible = [page for page in possible if scores[page] >= (page != "cp1252")]
    if not possible:
        best = max(CODE_PAGES, key=lambda page: scores[page])
        return Verdict(None, min(triples, key=lambda triple: fits[best][triple]))
    chosen, *rivals = sorted(possible, key=lambda page: -scores[page])  # of equals the first of CODE_PAGES
    if chosen == "cp1252" and rivals and scores[chosen] == scores[rivals[0]]:
        return Verdict(None, max(triples, key=lambda triple: fits[rivals[0]][triple]))
    return Verdict(chosen)


def _triples(content: bytes) -> Counter[bytes] | None:
    """Count each byte above ASCII with its neighbours; ``None`` when there are too many different ones."""
    found: Counter[int] = Counter()
    for codes in _chunks(content):
        kinds, counts = np.unique(codes, return_counts=True)
        if len(kinds) + len(found) > _MOST_TRIPLES:
            return None
        found.update(dict(zip(kinds.tolist(), counts.tolist(), strict=True)))
    return Counter({code.to_bytes(3, "big"): count for code, count in found.items()})


def _chunks(content: bytes) -> Iterator[npt.NDArray[np.uint32]]:
    for start in range(0, len(content), _CHUNK):
        edge = content[start - 1 : start] if start else b"\n"
        piece = np.frombuffer(edge + content[start : start + _CHUNK + 1] + b"\n", dtype=np.uint8)
        inner = piece[1 : _CHUNK + 1] if len(piece) > _CHUNK + 2 else piece[1:-1]
        strange = np.flatnonzero(inner & 0x80) + 1
        before, here, after = (piece[strange + step].astype(np.uint32) for step in (-1, 0, 1))
        yield (before << 16 | here << 8 | after).astype(np.uint32)


# --- how well a character stands where it stands ---------------------------------------------------------


def _fit(triple: bytes, page: CodePage) -> int:
    """Return from -2 (impossible) to 2 (certain) how a byte of one page fits between its neighbours."""
    before, char, after = list(triple.decode(page, "replace"))
    is_windows = page == "cp1252"
    if char == "\ufffd" or (is_windows and min(triple) >= _FIRST_LETTER):
        return _IMPOSSIBLE  # three letters above ASCII in a row are a script of its own, or a drawn line
    if char in _BOX:
        return _fit_of_box(before, char, after)
    if char in "äöüÄÖÜ":
        return _fit_of_umlaut(before, char, after, is_windows=is_windows)
    if char == "ß":
        return _fit_of_sharp_s(before, after)
    if char.isalpha() and char not in "ªº":
        return min(
            _fit_of_foreign(before, char, after, is_windows=is_windows), _LIKELY if is_windows else _NEUTRAL
        )
    fit = _fit_of_sign(before, char, after)
    return fit if is_windows or char in _TELLING else min(fit, _NEUTRAL)


def _fit_of_umlaut(before: str, char: str, after: str, *, is_windows: bool) -> int:
    """``ä`` inside a word, ``Ä`` where it begins, both in words of capitals."""
    is_first, is_last = not before.isalpha(), not after.isalpha()
    if is_first and is_last:
        return _NEUTRAL
    if char.isupper():
        if before.islower():  # in DOS text more likely a Slavic name of Windows: Tomaš
            return _ODD if is_windows else _IMPOSSIBLE
        is_slavic = after in "aeioy" or (
            char == "Ü" and after.islower() and after not in "bp"
        )  # Žilina, škola
        return _ODD if (is_first and is_slavic) or (before.isupper() and after.islower()) else _CERTAIN
    if after.isupper():
        return _IMPOSSIBLE
    return _NEUTRAL if is_last and char != "ü" else _LIKELY if is_last else _CERTAIN


def _fit_of_sharp_s(before: str, after: str) -> int:
    if not (before.isalpha() or after.isalpha()):
        return _NEUTRAL
    if not before.isalpha() or before in _CONSONANTS:
        return _ODD
    is_name = before + after in ("ur", "in", "im")  # Suárez, Mariánské
    return _ODD if is_name or (after.isupper() and before.islower()) else _CERTAIN


def _fit_of_foreign(before: str, char: str, after: str, *, is_windows: bool) -> int:
    """A letter of a name, such as ``é``; strange ones, and capitals inside a word, speak against a page."""
    is_inside = before.isalpha() and after.isalpha()
    if before.isdigit() or after.isdigit() or (char.isupper() and before.islower()):
        return _IMPOSSIBLE
    if is_inside and char.islower() == before.isupper() == after.isupper():
        return _IMPOSSIBLE
    if is_inside and char.isupper() and after.islower():
        return _IMPOSSIBLE
    if char == "á" and before in _VOWELS and (after in _VOWELS or not after.isalpha()):
        return _IMPOSSIBLE  # Straáe is Straße
    if char.islower() and after.isupper():
        return _ODD
    if not (before.isalpha() or after.isalpha()):
        is_usual = char in "àÀøØ" or (is_windows and char not in "áŠŽšž")  # DOS: ß Ä Ü
        return _NEUTRAL if is_usual else _ODD
    return _LIKELY if char in _FOREIGN else _NEUTRAL if is_windows else _IMPOSSIBLE


def _fit_of_sign(before: str, char: str, after: str) -> int:
    """Currency, quotation marks, dashes and the like; between letters hardly any is right."""
    is_inside = before.isalpha() and after.isalpha()
    if char == "€":
        return _ODD if after.islower() and not before.isdigit() else _CERTAIN
    if char == "\xa0":
        return (_ODD if before.isupper() and after.islower() else _LIKELY) if is_inside else _CERTAIN
    if char == "§":
        return _IMPOSSIBLE if is_inside else _CERTAIN if after in "§ \xa0" or after.isdigit() else _LIKELY
    if char in _QUOTES:
        return _fit_of_quote(before, char, after)
    if char in "²³¹ªº":
        return _LIKELY if before.isalnum() and not after.isalnum() else _IMPOSSIBLE
    if char in "–—":
        return _NEUTRAL if is_inside and before.islower() == after.islower() else _CERTAIN
    if char in "´¨·•…":
        return _LIKELY
    return _IMPOSSIBLE if is_inside else _NEUTRAL


def _fit_of_quote(before: str, char: str, after: str) -> int:
    if char in "‘’":
        return _LIKELY
    opens = char in "„‚“«»" and after.isalnum() and not before.isalnum()
    closes = char in "“”«»" and not after.isalnum() and not before.isspace()
    if opens or closes:
        return _CERTAIN
    if before.isalpha() and after.isalpha():
        return _IMPOSSIBLE
    return _NEUTRAL if before.isalpha() and char != "‚" else _ODD


def _fit_of_box(before: str, char: str, after: str) -> int:
    """Lines of a DOS list: beside their like or in blank space; upright ones between cells."""
    has_like = before in _BOX or after in _BOX
    if char in _UPRIGHT:
        return _ODD if before.islower() and after.islower() else _CERTAIN if has_like else _LIKELY
    if any(one not in _BOX and (one.isalnum() or one > "\x7f") for one in (before, after)):
        return _LIKELY if char in "─═" and has_like else _IMPOSSIBLE
    return _CERTAIN if has_like else _NEUTRAL
