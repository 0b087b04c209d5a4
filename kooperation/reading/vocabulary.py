"""What foreign headings mean: spellings of canonical columns, and what unknown words suggest about cells."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from kooperation.model.region import fold

ColumnKind = Literal["money", "date", "year", "whole", "key", "text", "flag"]

_OF_MONEY = """
    betrag betrage amount eur euro € summe ansatz ansatze plan ist soll haben ergebnis kosten ausgabe
    ausgaben einnahme einnahmen aufwand ertrag auszahlung auszahlungen einzahlung obligo saldo verfugbar
    rest budget mittel wert preis zahlung umsatz ve anschlag voranschlag planung net gross brutto netto
    expenditure spend spent actual value total paid teur t€ tsd mio sollbetrag habenbetrag
"""
_MONEY_WORDS = frozenset(_OF_MONEY.split())
_OF_KEYS = """
    nr nummer no number id code kennung konto kapitel titel art text bezeichnung name datum date jahr
    year monat periode type stelle schlussel category kurs prozent quote anzahl menge
"""
_KEY_WORDS = frozenset(_OF_KEYS.split())
_BEHIND_KEYS = """
    nr nummer konto gruppe bereich stelle code schlussel kennzeichen abschnitt position gliederung
    produkt zeile kurs quote prozent
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


def fold_heading(heading: object) -> str:
    """Fold a heading for comparison: case, accents, dashes, dots, blanks and line breaks do not matter."""
    return re.sub(r"[\s.\-]+", "", fold(str(heading)))


@cache
def terms() -> dict[str, Term]:
    """Return the vocabulary of ``headings.toml``, by canonical column."""
    text = files("kooperation.reading").joinpath("headings.toml").read_text("utf-8")
    return {
        column: Term(
            column,
            entry["kind"],
            entry["name"],
            tuple(map(fold_heading, entry["headings"])),
            entry.get("is_group", False),
        )
        for column, entry in tomllib.loads(text).items()
    }


@cache
def _columns_by_heading() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for term in terms().values():
        for heading in term.headings:
            found.setdefault(heading, []).append(term.column)
    return {heading: tuple(columns) for heading, columns in found.items()}


_UNIT = re.compile(
    r"(?:\(?in|\()?(?:eur|euro|€|t€|k€|teur|keur|(?:tsd|tausend)(?:eur|€)?|mio(?:eur|€)|1000(?:eur|euro|€))\)?$"
)


def heading_forms(heading: object) -> tuple[str, ...]:
    """Return the folded heading and, where it names a unit (``Ansatz in T€``), the heading without it."""
    folded = fold_heading(heading)
    without_unit = _UNIT.sub("", folded)
    return (folded, without_unit) if without_unit and without_unit != folded else (folded,)


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
    words = re.findall(r"[a-z]+|€|t€", fold(heading))
    if any(word.endswith(("datum", "date")) for word in words):
        return "date"
    if words and (words[-1] in _KEY_WORDS or words[0] in _KEY_WORDS):
        return "key"
    if _MONEY_WORDS.intersection(words) or re.fullmatch(r"(19|20)\d\d", heading.strip()):
        return "money"
    return "key" if words and words[-1].endswith(_KEY_ENDINGS) else None


def is_additive(heading: str) -> bool:
    """Tell whether a total line may be expected to add up: not under a balance, share or price."""
    return "%" not in heading and not _RUNNING.intersection(re.findall("[a-z]+", fold(heading)))


_THOUSANDS = re.compile(
    r"\b(?:t ?eur|keur|k€|tsd\.? ?(?:€|eur|euro)|tausend (?:€|eur|euro))(?!\w)|\bt ?€"
    r"|\bin (?:tsd|tausend)\b|\b(?:angaben|werte|betrage|zahlen) in 1\.?000\b"
    r"|(?:in |\()1\.?000 ?(?:€|eur|euro)"
)
_MILLIONS = re.compile(r"\b(?:mio|mill)\b\.? ?(?:€|eur)?|\bmillionen (?:€|eur|euro)")


def unit_of(heading: str) -> int | None:
    """Return what one stands for: 1000 for ``in T€``, 1 for ``in €``, ``None`` where it says nothing."""
    folded = fold(heading)
    if _THOUSANDS.search(folded):
        return 1_000
    if _MILLIONS.search(folded):
        return 1_000_000
    return 1 if re.search(r"€|\b(?:eur|euro)\b", folded) else None


def nearest_headings(column: str, headings: Iterable[str], *, most: int = 3) -> list[str]:
    """Return those of ``headings`` that are spelled most like a heading of ``column``."""
    spelled = {fold_heading(heading): heading for heading in headings if str(heading).strip()}
    known = terms()[column].headings
    close = {
        folded: max(difflib.SequenceMatcher(None, folded, one).ratio() for one in known) for folded in spelled
    }
    best = sorted(
        (folded for folded, ratio in close.items() if ratio >= 0.6), key=lambda folded: -close[folded]
    )
    return [spelled[folded] for folded in best[:most]]


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that is spelled most like ``word``, if any is near."""
    by_folded = {fold(one): one for one in known}
    match = difflib.get_close_matches(fold(word), list(by_folded), n=1, cutoff=0.6)
    return by_folded[match[0]] if match else None
