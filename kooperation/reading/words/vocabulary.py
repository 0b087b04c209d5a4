"""What foreign headings mean: spellings of canonical columns, and what unknown words suggest about cells."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from kooperation.model.region import fold

ColumnKind = Literal["money", "date", "year", "whole", "key", "text", "flag"]

_OF_MONEY = """
    betrag betrage amount eur euro € summe ansatz ansatze plan ist soll haben ergebnis kosten ausgabe
    ausgaben einnahme einnahmen aufwand ertrag auszahlung auszahlungen einzahlung obligo saldo verfugbar
    rest budget mittel wert preis zahlung umsatz ve anschlag voranschlag planung net gross brutto netto
    expenditure spend spent actual value total paid teur t€ tsd mio sollbetrag habenbetrag £ $
    montant montants importe importo bedrag creditos obligaciones presupuesto stanziamento impegni pagamenti
    modificaciones
"""
_MONEY_WORDS = frozenset(_OF_MONEY.split())
# Money where a heading ends with them: ``Annual Salary``, not ``Cost Centre``.
_LAST_OF_MONEY = """
    cost costs revenue revenues expense expenses expenditures fee fees salary payment payments variance
    depenses recettes gastos ingresos pagos spese entrate lasten baten uitgaven
    zuschuss zuschusse zuwendung zuwendungen uberschuss fehlbetrag gebuhr gebuhren ertrage
"""
_LAST_MONEY_WORDS = frozenset(_LAST_OF_MONEY.split())
_ENDING_IN_MONEY = """
    betrag betrage ausgabe ausgaben einnahme einnahmen aufwand aufwendungen ertrage kosten ergebnis ansatz
    ansatze summe auszahlung auszahlungen einzahlung einzahlungen voranschlag voranschlage haushaltssoll
    haushaltsmittel fordermittel eigenmittel finanzmittel
"""
_MONEY_ENDINGS = tuple(_ENDING_IN_MONEY.split())
_WITH_A_YEAR = frozenset(("re", "ra", "va", "nva", "rechnung", "rechnungsabschluss", "adopted", "revised"))
_TIME_WORDS = frozenset(("jahr", "year", "monat", "month", "periode", "period"))
_YEAR_HEADING = re.compile(r"(?:fy|hj|gj)? ?(?:19|20)[0-9]{2}(?:[/-](?:[0-9]{2}){1,2})?")
_OF_KEYS = """
    nr nummer no number id code kennung konto kapitel titel art text bezeichnung name datum date jahr
    year monat periode type stelle schlussel category kurs prozent quote anzahl menge quantity qty
"""
_KEY_WORDS = frozenset(_OF_KEYS.split())
_BEHIND_KEYS = """
    nr nummer konto gruppe bereich stelle code schlussel kennzeichen abschnitt position gliederung
    produkt zeile kurs quote prozent quantity menge stuck anzahl steuersatz hebesatz
"""
_KEY_ENDINGS = tuple(_BEHIND_KEYS.split())
_RUNNING = frozenset(("saldo", "kontostand", "bestand", "kurs", "quote", "prozent", "anteil", "preis"))


@dataclass(frozen=True, slots=True)
class Term:
    """A canonical column and the foreign headings that mean it, the most telling first."""

    column: str
    kind: ColumnKind
    name: str
    headings: tuple[str, ...]
    is_group: bool


_MARKS = "\\s.:()\\[\\]\"'„“”‚‘’*\u00ad-"
_PUNCTUATION = re.compile(f"[{_MARKS}]+")
_BETWEEN_WORDS = re.compile(f"[/{_MARKS}]+")
_BEFORE_CAPITAL = re.compile("(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_JOINT = re.compile("(?<=buchung)s(?=datum|text|nummer|periode|jahr)")


@lru_cache(maxsize=20_000, typed=True)  # 1, 1.0 and True are spelled differently
def fold_heading(heading: object) -> str:
    """Fold a heading for comparison: case, accents, blanks, dashes, dots and brackets do not matter."""
    return _PUNCTUATION.sub("", fold(str(heading)))


@cache
def _abbreviations() -> dict[str, Any]:
    return tomllib.loads(files("kooperation.reading.words").joinpath("abbreviations.toml").read_text("utf-8"))


def spelled_out(heading: object) -> str:
    """Return a heading without abbreviations: ``Buch.dat.`` and ``BuchDat`` are ``Buchungsdatum``."""
    words = _BEFORE_CAPITAL.sub(" ", str(heading))
    tokens = [token for token in _BETWEEN_WORDS.split(fold(words)) if token]
    if len(tokens) == 1 and tokens[0] in _abbreviations()["words"]:
        return tokens[0]
    return "".join(_at_length(token) for token in tokens if token not in _abbreviations()["filling"])


def _at_length(token: str) -> str:
    words, endings = _abbreviations()["words"], _abbreviations()["endings"]
    if token in words:
        return str(words[token])
    if not token.endswith(tuple(endings)):
        return _JOINT.sub("", token)
    ending = next((one for one in endings if token.endswith(one) and len(token) > len(one) + 2), "")
    long = token.removesuffix(ending) + endings.get(ending, "")
    return _JOINT.sub("", long)


@cache
def terms() -> dict[str, Term]:
    """Return the vocabulary of ``headings.toml``, by canonical column."""
    text = files("kooperation.reading.words").joinpath("headings.toml").read_text("utf-8")
    return {
        column: Term(
            column,
            entry["kind"],
            entry["name"],
            _spellings(entry["headings"]),
            entry.get("is_group", False),
        )
        for column, entry in tomllib.loads(text).items()
    }


def _spellings(headings: Iterable[str]) -> tuple[str, ...]:
    """Return each heading folded, and at full length, once."""
    return tuple(dict.fromkeys(form for one in headings for form in (fold_heading(one), spelled_out(one))))


@cache
def _columns_by_heading() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for term in terms().values():
        for heading in term.headings:
            found.setdefault(heading, []).append(term.column)
    return {heading: tuple(columns) for heading, columns in found.items()}


_UNIT = re.compile(
    r"(?:in)?(?:eur|euro|€|t€|k€|teur|keur|(?:tsd|tausend)(?:eur|€)?|mio(?:eur|€)|1000(?:eur|euro|€))$"
    r"|in(?:eur|euro|€)?(?:cents?|ct)$|in(?:zehn|hundert|10|100)+(?:tausend|000)?(?:t?€|t?eur|euro)$"
)
_EURO = re.compile(r"(?:in)?(?:eur|euro|€)$")  # the t of „Ist EUR“ belongs to the word


@lru_cache(maxsize=20_000)
def heading_forms(heading: object) -> tuple[str, ...]:
    """Return the folded heading, also without its unit (``Ansatz in T€``), and both spelled out."""
    forms = [fold_heading(heading), spelled_out(heading)]
    bare = ((form, _UNIT.sub("", form), _EURO.sub("", form)) for form in forms)
    return tuple(dict.fromkeys(form for three in bare for form in three if form))


@lru_cache(maxsize=20_000)
def columns_meant(heading: str) -> tuple[str, ...]:
    """Return every canonical column that ``heading`` may mean; none for an unknown heading."""
    return next(
        (columns for form in heading_forms(heading) if (columns := _columns_by_heading().get(form))), ()
    )


def suggested_kind(heading: str) -> ColumnKind | None:
    """Return what the words of a heading suggest about its cells: ``money``, ``date``, or nothing."""
    meant = columns_meant(heading)
    if meant:
        kinds = {terms()[column].kind for column in meant}
        return kinds.pop() if len(kinds) == 1 else ("date" if "date" in kinds else None)
    if "%" in heading:
        return "key"
    told = year_beside(heading)
    if told and suggested_kind(told[0]) == "money":
        return "money"
    words = _telling_words(heading)
    if any(word.endswith(("datum", "date")) for word in words):
        return "date"
    if words and (words[-1] in _KEY_WORDS or words[0] in _KEY_WORDS):
        return "key"
    if _are_of_money(words) or _YEAR_HEADING.fullmatch(fold(heading)):
        return "money"
    if told and set(words) <= _WITH_A_YEAR:
        return "money"
    return "key" if words and words[-1].endswith(_KEY_ENDINGS) else None


def speaks_of_time(heading: str) -> bool:
    """Tell whether a heading may as well name years or months: ``Plan Jahr``, ``Budget Year``."""
    return bool(_TIME_WORDS.intersection(_words_of(heading)))


def _words_of(heading: str) -> list[str]:
    """Return the folded words of a heading; ``NetAmount`` has two."""
    parted = _BEFORE_CAPITAL.sub(" ", heading)
    return re.findall(r"[a-z]+|[€£$]|t€", re.sub(r"\b(?:year )?to date$", "", fold(parted)))


def _telling_words(heading: str) -> list[str]:
    """Return the words without time at either end of what speaks of money: ``Ansatz laufendes Jahr``."""
    words = _words_of(heading)
    rest = list(words)
    while len(rest) > 1 and rest[-1] in _TIME_WORDS:
        rest.pop()
    while len(rest) > 1 and rest[0] in _TIME_WORDS:
        rest.pop(0)
    return rest if _are_of_money(rest) else words


def _are_of_money(words: Sequence[str]) -> bool:
    if not words:
        return False
    is_last = words[-1] in _LAST_MONEY_WORDS or words[-1].endswith(_MONEY_ENDINGS)
    return is_last or bool(_MONEY_WORDS.intersection(words))


def is_additive(heading: str) -> bool:
    """Tell whether a total line may be expected to add up: not under a balance, share or price."""
    return "%" not in heading and not _RUNNING.intersection(re.findall("[a-z]+", fold(heading)))


_THOUSANDS = re.compile(
    r"\b(?:[tk][ -]?euro?|k€|tsd|tausend (?:€|eur|euro))(?!\w)|\bt[ -]?€|\bin tausend\b"
    r"|\b(?:angaben|werte|betrage|zahlen) in 1\.?000\b"
    r"|(?:in |\()1\.?000 ?(?:€|eur|euro)"
    r"|[£$€] ?['’]?000s?\b|\bin thousands?\b|\bthousands? of\b"
)
_MILLIONS = re.compile(
    r"\b(?:mio|mill)\b\.? ?(?:€|eur)?|\bmillionen (?:€|eur|euro)"
    r"|[£$€] ?m\b|\bin millions?\b"
)


def unit_of(heading: str) -> int | None:
    """Return what one stands for: 1000 for ``in T€``, 1 for ``in €``, ``None`` where it says nothing."""
    folded = fold(heading)
    if _THOUSANDS.search(folded):
        return 1_000
    if _MILLIONS.search(folded):
        return 1_000_000
    return 1 if re.search(r"€|\b(?:eur|euro)\b", folded) else None


_YEAR_BESIDE = re.compile(r"(?P<before>\D*?)\s*\b(?P<year>(?:19|20)\d\d)\b\s*(?P<behind>\D*)")


def year_beside(heading: str) -> tuple[str, int] | None:
    """Return words and year of a heading such as ``Ansatz 2024``, ``2024 Ist``, ``Plan 2025 in EUR``."""
    match = _YEAR_BESIDE.fullmatch(heading.strip())
    words = f"{match['before']} {match['behind']}".strip() if match else ""
    return (words, int(match["year"])) if match and words else None


def is_known_heading(heading: str) -> bool:
    """Tell whether a heading means a column, with or without a year beside it (``Ist 2023``)."""
    told = None if columns_meant(heading) else year_beside(heading)
    return bool(columns_meant(told[0] if told else heading))


_CURRENCY_ROLES = {
    "home": r"haus|hw(?:ahr|ahrung|aer|hr)?(?:eur)?$|betrhw|dmbtr|hsl$|rhcur|local|loccur|lccur|lcur|inlc$"
    r"|lcamount|amountlc|companycode|cocode|bukrs|buchungskreis|mandant|mw$|lcy$|wkzbasis",
    "area": r"kwahr|kokr|kostenrechnung|coar|controllingarea|wkgbtr|ksl$|rkcur|kwaer",
    "funds": r"fm|fikrs|finanzkreis|fkbtr|pymtbudget",
    "report": r"bericht|berwahr|rep",
    "object": r"objekt|obj|owahr|wogbtr|ocur|owaer",
    "report or document": r"bwahr",
    "document": r"beleg|doc|bw$|transa|tran|twahr|trwahr|tcurr|tw$|tc$|dc$|wrbtr|wtgbtr|trbtr|wsl$|tsl$|rtcur"
    r"|rwcur|twaer|original|fremd|foreign|fw$|fcy$",
}
_HOME_ROLES = frozenset(("home", "area", "funds"))


@lru_cache(maxsize=20_000)
def currency_role(heading: str) -> str | None:
    """Return whose currency a heading speaks of (``home``, ``area``, ``document`` …); ``None``: of none."""
    folded = fold_heading(heading)
    return next((role for role, words in _CURRENCY_ROLES.items() if re.search(words, folded)), None)


def is_home_currency(heading: str) -> bool:
    """Tell whether the amounts under a heading are in the ledger's own currency, or said to be euros."""
    return currency_role(heading) in _HOME_ROLES or unit_of(heading) is not None


def is_same_currency(role: str | None, other: str | None) -> bool:
    """Tell whether an amount and a currency key speak of one currency; ``Wert/BWähr`` and ``BWähr`` do."""
    mixed = {"report or document": ("report", "document")}
    return role == other or other in mixed.get(role or "", ()) or role in mixed.get(other or "", ())


def nearest_headings(column: str, headings: Iterable[str], *, most: int = 3) -> list[str]:
    """Return those of ``headings`` that are spelled most like a heading of ``column``, abbreviations too."""
    known = terms()[column].headings
    close = {
        heading: max((_likeness(form, one) for form in heading_forms(heading) for one in known), default=0.0)
        for heading in dict.fromkeys(headings)
        if str(heading).strip()
    }
    near = (heading for heading, likeness in close.items() if likeness >= 0.6)
    return sorted(near, key=lambda heading: -close[heading])[:most]


def _likeness(found: str, known: str) -> float:
    """Return how alike two folded headings are, 0 to 1; an abbreviation (``Btrg``) is like its word."""
    ratio = difflib.SequenceMatcher(None, found, known).ratio()
    if len(found) < 3 or not known.startswith(found[0]) or len(found) * 3 < len(known):
        return ratio
    letters = iter(known)
    return max(ratio, 0.8) if all(letter in letters for letter in found) else ratio


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that is spelled most like ``word``, if any is near."""
    by_folded = {fold(one): one for one in known}
    match = difflib.get_close_matches(fold(word), list(by_folded), n=1, cutoff=0.6)
    return by_folded[match[0]] if match else None
