"""Which words name nobody, whatever their case, ending and spelling: ``harmless_words.toml``, read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import cache, lru_cache

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ENDINGS = ("", "s", "es", "e", "n", "en")
_JOINTS = ("", "s", "n", "en", "es")
_LEAST_STEM, _LEAST_HEAD, _LEAST_COMPOUND = 4, 3, 6  # letters; shorter ones could be anything
# Endings that make a noun or an adjective of whatever stands before them, and that names do not have. A word
# in -ung needs a German beginning too, since Eunkyung is a person; one in -er must be known, as Fleischer is.
_GERMAN_BEGINNING = (
    "ab|an|auf|aus|be|dar|durch|ein|ent|er|fest|fort|gegen|her|hin|mit|nach|nieder|neu|ueber|um|unter|ver|vor|"
    "weiter|wieder|zer|zu"
)
_NOUN_ENDINGS = re.compile(
    rf"(?=.{{8}})(?!.*(?:y|eo|oung))(?:{_GERMAN_BEGINNING}).+ung|.{{3,}}(?:er|ig|lich)ung"
    r"|.{4,}(?:ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|taet|taeten|ismus)s?"
)
_ADJECTIVE_ENDINGS = re.compile(r".{3,}(?:isch|lich)e[nsm]?")


class Kind(Enum):
    """How far a word may be shown."""

    PLAIN = "names nobody"
    TITLE = "stands before a name"
    ALSO_A_NAME = "passes where nothing is hidden beside it"
    DATED = "passes beside a number"
    NUMBER = "digits"
    UNKNOWN = "could be a name"


def canonical(word: str) -> str:
    """Return one spelling of a word, whatever its case and Unicode form; umlauts are written out."""
    if word.isascii():
        return word.lower()
    small = unicodedata.normalize("NFC", word).casefold().translate(_SPELLED_OUT)
    bare = (one for one in unicodedata.normalize("NFKD", small) if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", "".join(bare))


@lru_cache(maxsize=65_536)
def kind_of_word(spelling: str, *, is_small: bool) -> Kind:
    """Judge a word by the vocabulary; ``spelling`` is canonical, ``is_small``: written in lower case."""
    words = _vocabulary()
    if spelling in words["titles"]:
        return Kind.TITLE
    if _declined(spelling, words["also_names"]):
        return Kind.ALSO_A_NAME
    if spelling in words["plain"]:
        return Kind.PLAIN
    if is_little(spelling):
        return Kind.PLAIN if is_small else Kind.ALSO_A_NAME
    if spelling in words["beside_numbers"]:
        return Kind.DATED
    is_known = (
        _declined(spelling, words["nouns"]) or _is_compound(spelling) or _NOUN_ENDINGS.fullmatch(spelling)
    )
    return Kind.PLAIN if is_known else Kind.UNKNOWN


def is_little(spelling: str) -> bool:
    """Tell whether a canonical spelling is a small word or an adjective: ``und``, ``technischer``."""
    little = _vocabulary()["little"]
    is_masculine = spelling.endswith(("ischer", "licher")) and bool({spelling[:-2], spelling[:-1]} & little)
    return spelling in little or is_masculine or _ADJECTIVE_ENDINGS.fullmatch(spelling) is not None


@cache
def _vocabulary() -> Mapping[str, frozenset[str]]:
    """Return the words of each section, and as ``plain`` all that pass anywhere."""
    import tomllib  # only here: whoever shows no free text needs none of it
    from importlib.resources import files

    text = files("kooperation.model").joinpath("harmless_words.toml").read_text("utf-8")
    words = {name: frozenset(map(canonical, listed.split())) for name, listed in tomllib.loads(text).items()}
    plural = frozenset(f"{word}s" for word in words["english"])
    passing = words["nouns"] | words["calendar"] | words["whole"] | words["english"] | plural
    return {**words, "plain": passing - words["also_names"], "inside": _inside(words)}


def _inside(words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return words["nouns"] | words["also_names"] | words["parts"]


def _declined(spelling: str, nouns: frozenset[str], *, least: int = _LEAST_STEM) -> bool:
    """Tell whether a word is one of ``nouns``, as it is or with an ending of its declension."""
    stems = (spelling.removesuffix(ending) for ending in _ENDINGS if ending and spelling.endswith(ending))
    return spelling in nouns or any(len(stem) >= least and stem in nouns for stem in stems)


def _is_compound(spelling: str) -> bool:
    """Tell whether a word is made of words of the field, with a noun at its end: Flughafentransfer."""
    return len(spelling) >= _LEAST_COMPOUND and any(
        _declined(spelling[cut:], _vocabulary()["nouns"], least=_LEAST_HEAD)
        and _is_first_part(spelling[:cut])
        for cut in range(2, len(spelling) - _LEAST_HEAD + 1)
    )


@lru_cache(maxsize=65_536)
def _is_first_part(spelling: str) -> bool:
    inside = _vocabulary()["inside"]
    stems = [spelling.removesuffix(joint) for joint in _JOINTS if spelling.endswith(joint)]
    if any(stem in inside for stem in stems):
        return True
    return any(
        spelling[:cut] in inside and _is_first_part(spelling[cut:]) for cut in range(2, len(spelling) - 1)
    )
