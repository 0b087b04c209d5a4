"""What foreign headings mean: spellings of canonical columns, and what the words of an unknown heading suggest."""

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

_MONEY_WORDS = frozenset(
    ["betrag", "betrage", "amount", "eur", "euro", "€", "summe", "ansatz", "ansatze", "plan", "ist", "soll", "haben", "ergebnis", "kosten", "ausgabe", "ausgaben", "einnahme", "einnahmen", "aufwand", "ertrag", "auszahlung", "auszahlungen", "einzahlung", "obligo", "saldo", "verfugbar", "rest", "budget", "mittel", "wert", "preis", "zahlung", "umsatz", "ve", "anschlag", "voranschlag", "planung", "net", "gross", "brutto", "netto", "expenditure", "spend", "spent", "actual", "value", "total", "paid", "teur", "t€", "mio", "sollbetrag", "habenbetrag"]
)
_KEY_WORDS = frozenset(
    ["nr", "nummer", "no", "number", "id", "code", "kennung", "konto", "kapitel", "titel", "art", "text", "bezeichnung", "name", "datum", "date", "jahr", "year", "monat", "periode", "type", "stelle", "schlussel", "category"]
)


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


def heading_forms(heading: object) -> tuple[str, ...]:
    """Return the folded heading and, where it names a unit (``Ansatz in T€``), the heading without it."""
    folded = fold_heading(heading)
    without_unit = re.sub(r"(?:in|\(in|\()?(?:eur|euro|€|t€|teur|tsd€|mio€|mioeur)\)?$", "", folded)
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
    words = re.findall(r"[a-z]+|€|t€", fold(heading))
    if words and (words[-1] in _KEY_WORDS or words[0] in _KEY_WORDS):
        return "date" if "datum" in words or "date" in words else "key"
    if _MONEY_WORDS.intersection(words):
        return "money"
    return "date" if {"datum", "date"} & set(words) else None


def scale_of(heading: str) -> int:
    """Return by how much the amounts under a heading count: 1000 for ``in T€``, a million for ``Mio. €``."""
    folded = fold(heading)
    if re.search(r"\b(teur|t€|tsd\.? ?(€|eur)|keur)(?!\w)|\bt€", folded):
        return 1_000
    return 1_000_000 if re.search(r"\bmio\b\.? ?(€|eur)?", folded) else 1


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
