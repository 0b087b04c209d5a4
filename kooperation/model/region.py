"""Partner regions, pots and assignment rules: who a posting may belong to, and how names are recognised.

How a name is recognised: as whole words, whatever the case, accents, dashes and Unicode form. Digits and
letters of any script are parts of a word; everything else (``_`` too) is a border. An umlaut, its two-letter
form and its bare vowel are one: ``Südkorea``, ``SUEDKOREA``, ``Sudkorea``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal

from kooperation.model.causes import Spoken
from kooperation.model.findings import Finding, Place, finding

Rahmen = Literal["ja", "plan", "nein"]


@dataclass(frozen=True, slots=True)
class Region:
    """A partner region. ``aliases`` are the spellings that files use for it, beside its own names."""

    key: str
    name: str
    name_en: str
    country: str
    aliases: tuple[str, ...] = ()
    phase: str | None = None
    since: str | None = None

    def label(self, language: str = "de") -> str:
        """Return the name that people read."""
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Pot:
    """A pot of money inside a ledger account.

    ``frame`` says what it is held against: ``ja`` the dated ceilings, ``plan`` its own budget rows, ``nein``
    nothing (it is shown beside). ``is_default``: takes the postings of its account that no rule sends
    elsewhere. An empty ``teilprodukt`` or ``sachkonto`` stands for every one.
    """

    key: str
    name: str
    teilprodukt: str | None
    sachkonto: str | None
    is_default: bool
    frame: Rahmen
    name_en: str = ""

    def label(self, language: str = "de") -> str:
        """Return the name that people read."""
        return self.name_en if language == "en" and self.name_en else self.name

    @property
    def spoken(self) -> Spoken:
        """The name in both languages, for a message."""
        return Spoken(self.label("de"), self.label("en"))

    @property
    def needs_region(self) -> bool:
        """Tell whether its postings must have a region; a pot that only rules fill (a grant) need not."""
        return self.is_default or self.frame != "nein"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of an assignment rule: conditions joined by *and*, and what they decide.

    Lines with the same ``key`` split a posting by their ``share``. ``None`` conditions hold always, ``None``
    results decide nothing.
    """

    key: str
    reason: str
    place: Place
    teilprodukt: str | None = None
    sachkonto: str | None = None
    vendor: str | None = None
    text: str | None = None
    document: str | None = None
    cost_object: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    region: str | None = None
    pot: str | None = None
    cost_type: str | None = None
    share: Fraction | None = None
    priority: Decimal = Decimal(0)


# --- account numbers ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)  # a ledger has few accounts, and asks for them at every step
def account_key(code: str) -> str:
    """Return an account or product number as it compares.

    ``0000544016``, ``544016.0``, ``544016,00`` and ``544016 Aktivitäten`` are one.
    """
    first = next(iter(code.split()), "")
    whole = re.sub(r"^([0-9]+)(?:\.0|,0+)$", r"\1", first)
    return whole.lstrip("0") or "0" if re.fullmatch("[0-9]+", whole) else whole.casefold()


def is_same_teilprodukt(code: str, wanted: str) -> bool:
    """Tell whether ``code`` is the Teilprodukt ``wanted``, or its Produkt with it: ``15.01.01.990100``."""
    written, short = account_key(code), account_key(wanted)
    return written == short or (bool(short) and bool(re.search(rf"[^0-9a-z]0*{re.escape(short)}$", written)))


# --- spellings ---------------------------------------------------------------------------------------------

_WITHOUT_DECOMPOSITION = dict(zip("łøđðħı−", "loddhi-", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"}
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue"}
_UMLAUT = re.compile("[äöü]", re.IGNORECASE)


def fold(text: str) -> str:
    """Fold case, accents, dashes, blanks and Unicode forms, so that spellings of one name become equal."""
    if text.isascii():
        folded = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        folded = "".join(map(_bare, decomposed))
    return " ".join(folded.replace("_", " ").split())


@cache
def _bare(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or unicodedata.combining(character):  # soft hyphens, zero widths; accents
        return ""
    return "-" if category == "Pd" else _WITHOUT_DECOMPOSITION.get(character, character)


def spellings(text: str) -> tuple[str, ...]:
    """Return the folded spellings of a text: accents dropped, and umlauts written out as SAP texts do."""
    dropped = fold(text)
    if text.isascii():
        return (dropped,)
    composed = unicodedata.normalize("NFC", text)
    written_out, umlauts = _UMLAUT.subn(lambda umlaut: _WRITTEN_OUT[umlaut[0].lower()], composed)
    return (dropped, fold(written_out)) if umlauts else (dropped,)


@lru_cache(maxsize=1024)  # aliases and countries are looked for in one text after the other
def searchable(text: str) -> str:
    """Return all folded spellings of a text, one per line, for patterns to search in."""
    return "\n".join(spellings(text))


def is_whole_cell_alias(alias: str) -> bool:
    """Tell whether an alias is so short (``MN``, ``KR``) that it counts only as all that a cell says."""
    return len(fold(alias)) <= 2 and fold(alias).isascii()


def _has_word(spelling: str) -> bool:
    return any(character.isalnum() for character in spelling)


def _blanks_alike(spelling: str) -> str:
    if "-" in spelling or "  " in spelling:
        return re.sub("[ -]+", " ", spelling)
    return spelling


def _words_pattern(spelling: str) -> str:
    """Return the pattern of a folded name: its words in a row.

    A blank stands for a hyphen too. A hyphen stands for a blank only between words of three letters or more:
    ``An-san`` must not be found in ``an San Francisco``.
    """
    words = re.split("([ -]+)", spelling)
    for place in range(1, len(words), 2):
        is_loose = " " in words[place] or min(len(words[place - 1]), len(words[place + 1])) >= 3
        words[place] = "[ -]+" if is_loose else re.escape(words[place])
    words[::2] = map(re.escape, words[::2])
    return "".join(words)


_WORD_BEGINS = r"(?<!\w)"


def _bordered(spelling: str, pattern: str, *, before: bool = True, behind: bool = True) -> str:
    start = _WORD_BEGINS if before and spelling[:1].isalnum() else ""
    end = r"(?!\w)" if behind and spelling[-1:].isalnum() else ""
    return start + pattern + end


# --- phrases of rules --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A ``text`` or ``kreditor`` condition: words in a row; ``*`` stands for the rest of a word or for words.

    ``anchors`` hold what must occur literally, one for each spelling: to look for them first is much faster.
    """

    pattern: re.Pattern[str]
    anchors: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Tell whether the phrase occurs in a :func:`searchable` text."""
        return any(anchor in text for anchor in self.anchors) and self.pattern.search(text) is not None


@cache
def phrase(written: str) -> Phrase:
    """Return the matcher of a condition as it is written in the register, such as ``Zuschuss AGIT*``."""
    spelled = spellings(written)
    anchors = tuple(max(re.findall(r"\w+", spelling), key=len, default="") for spelling in spelled)
    return Phrase(re.compile("|".join(map(_phrase_pattern, spelled))), anchors)


def _phrase_pattern(spelling: str) -> str:
    """Return the pattern of one folded spelling; a blank beside a ``*`` is the border of a word."""
    pieces = spelling.split("*")
    last = len(pieces) - 1
    patterns = [
        _bordered(
            piece.strip(),
            _words_pattern(piece.strip()),
            before=place == 0 or piece.startswith(" "),
            behind=place == last or piece.endswith(" "),
        )
        for place, piece in enumerate(pieces)
    ]
    return ".*".join(patterns)


# --- names of regions --------------------------------------------------------------------------------------

Meanings = Mapping[
    str, tuple[str, ...]
]  # region key -> its names with this spelling, as the register has them


@dataclass(frozen=True, slots=True)
class Names:
    """Names and the regions that each may mean: some found as whole words, short ones only as a whole cell.

    At one place the longest name wins, so ``Neustadt an der Donau`` does not also count as ``Neustadt``.
    """

    words: re.Pattern[str] | None
    meanings: Mapping[str, Meanings]

    def found_in(self, cell: str) -> list[tuple[str, str]]:
        """Return region and name of whatever a cell names, in the order in which it stands there."""
        return self.meant(self.said_in(searchable(cell)), cell)

    def said_in(self, text: str) -> tuple[str, ...]:
        """Return the spellings that a :func:`searchable` text says: first words, then whole lines."""
        words = self.words.findall(text) if self.words else ()
        lines = [line for line in map(_whole_cell, text.split("\n")) if line in self.meanings]
        return (*words, *lines)

    def meant(self, said: Iterable[str], cell: str) -> list[tuple[str, str]]:
        """Return region and name of each spelling that a cell says; the name as the cell writes it."""
        return [
            (region, next((name for name in names if _is_written_in(name, cell)), names[0]))
            for spelling in said
            for region, names in self.meanings[_blanks_alike(spelling)].items()
        ]

    def are_written_alike(self, said: Iterable[str]) -> bool:
        """Tell whether each of these spellings is written in one way only, whatever cell says it."""
        return all(
            len(names) == 1 for spelling in said for names in self.meanings[_blanks_alike(spelling)].values()
        )


@dataclass(frozen=True, slots=True)
class AliasMatch:
    """The regions that a text names, in register order, and the alias that named each."""

    regions: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AliasIndex:
    """All names of all regions and of their countries, ready to be looked up in many texts."""

    keys: tuple[str, ...]
    aliases: Names
    countries: Names

    def match(self, cells: Iterable[str]) -> AliasMatch:
        """Return every region that the cells of one posting name."""
        named: dict[str, str] = {}
        for cell in cells:
            for region, alias in self.aliases.found_in(cell):
                named.setdefault(region, alias)
        regions = tuple(key for key in self.keys if key in named)
        return AliasMatch(regions, tuple(named[key] for key in regions))

    def countries_named(self, cells: Iterable[str]) -> tuple[str, ...]:
        """Return the regions, in register order, that a country in the cells (``USA``) could mean."""
        named = {region for cell in cells for region, _ in self.countries.found_in(cell)}
        return tuple(key for key in self.keys if key in named)


def alias_index(regions: Iterable[Region]) -> AliasIndex:
    """Build the index of all aliases, names and keys of ``regions``, and of the names of their countries.

    A spelling of two regions names both, so it decides nothing; :func:`check_regions` reports it.
    """
    return _index_of(tuple(regions))


@lru_cache(maxsize=8)  # one run asks for the regions of one folder at each step
def _index_of(regions: tuple[Region, ...]) -> AliasIndex:
    aliases, countries, keys = [], [], []
    for region in regions:
        aliases += [(name, region.key) for name in (region.name, region.name_en, *region.aliases)]
        countries += [(name, region.key) for name in country_names(region.country)]
        keys.append(region.key)
    as_words = [alias for alias in aliases if not is_whole_cell_alias(alias[0])]
    as_cells = [alias for alias in aliases if is_whole_cell_alias(alias[0])] + [(key, key) for key in keys]
    return AliasIndex(
        keys=tuple(dict.fromkeys(keys)),
        aliases=_names(as_words, as_cells),
        countries=_names([name for name in countries if len(name[0]) > 2], countries),
    )


def _names(as_words: Iterable[tuple[str, str]], as_cells: Iterable[tuple[str, str]]) -> Names:
    """Build the names from pairs of name and region key."""
    words: dict[str, str] = {}
    meanings: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, region in as_words:
        for spelling in filter(_has_word, spellings(name)):
            words[spelling] = _bordered(spelling, _words_pattern(spelling))
            _add(meanings.setdefault(_blanks_alike(spelling), {}), region, name)
    for name, region in as_cells:
        for spelling in filter(_has_word, spellings(name)):
            _add(meanings.setdefault(_whole_cell(spelling), {}), region, name)
    return Names(_any_of(words), meanings)


def _add(meanings: dict[str, tuple[str, ...]], region: str, name: str) -> None:
    meanings[region] = tuple(dict.fromkeys((*meanings.get(region, ()), name)))


def _any_of(words: Mapping[str, str]) -> re.Pattern[str] | None:
    """Return the pattern that finds any of the spellings, the longest first.

    What most of them begin with is asked once for all, so that each letter inside a word costs one look.
    """
    longest_first = sorted(words, key=lambda spelling: (-len(spelling), spelling))
    patterns = [words[spelling] for spelling in longest_first]
    any_word = "|".join(one.removeprefix(_WORD_BEGINS) for one in patterns if one.startswith(_WORD_BEGINS))
    others = [one for one in patterns if not one.startswith(_WORD_BEGINS)]
    asked = ([f"{_WORD_BEGINS}(?:{any_word})"] if any_word else []) + others
    return re.compile("|".join(asked)) if asked else None


def _is_written_in(name: str, cell: str) -> bool:
    """Tell whether a cell has a name letter by letter as words: ``Lwow`` is not in ``Lwowska``."""
    return name in cell and re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", cell) is not None


def _whole_cell(spelling: str) -> str:
    return "=" + _blanks_alike(spelling)  # kept apart from the words, which may be found anywhere


_EVERYDAY_COUNTRY_NAMES = {"US": ("USA",), "GB": ("UK", "Großbritannien")}


@cache
def country_names(country: str) -> tuple[str, ...]:
    """Return the code of a country, its German and English name, and what people call it."""
    from babel import localedata

    code = country.strip().upper()
    # Of a locale only its own words, without those that it inherits: half the time, and the same names.
    locales = [localedata.load(language, merge_inherited=False) for language in ("de", "en")]
    names = [locale["territories"][code] for locale in locales if code in locale["territories"]]
    return (code, *names, *_EVERYDAY_COUNTRY_NAMES.get(code, ()))


def check_regions(regions: Iterable[Region]) -> list[Finding]:
    """Return an error for every two regions that share a spelling: no text with it could be assigned."""
    owners: dict[str, dict[str, str]] = {}
    for spelling, meanings in alias_index(regions).aliases.meanings.items():
        for region, names in meanings.items():
            owners.setdefault(spelling.removeprefix("="), {}).setdefault(region, names[0])
    clashes = {
        (first, second): (one, other)
        for found in owners.values()
        for (first, one), (second, other) in combinations(found.items(), 2)
    }
    place = Place(file="register/partnerregionen.csv", column="aliase")
    return [
        finding("alias_of_two_regions", place, raw=one, alias=one, other=other, first=first, second=second)
        for (first, second), (one, other) in clashes.items()
    ]
