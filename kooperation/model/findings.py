"""What was noticed in a file: severity, kind, place, raw text, message and advice, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import index
from typing import Literal, SupportsIndex

from kooperation.model.causes import Spoken
from kooperation.model.discreet_texts import Discretion
from kooperation.model.messages import MESSAGES, Language

Severity = Literal["error", "warning", "note"]

_GERMAN_QUOTE = re.compile("„([^„“]*)“")
LONGEST_CELL = 80  # of what stood in a cell
_LONGEST_LIST = 1_000  # of what a message lists

# Findings that quote a cell or a line of a file in which anything can stand, so also the name of a person.
_QUOTING_FREE_TEXT = frozenset(
    {
        "activity_of_no_region",
        "activity_of_two_regions",
        "doubly_encoded",
        "group_line_unclear",
        "list_borders",
        "list_other_header",
        "long_row",
        "not_a_date",
        "not_a_flag",
        "not_a_sign",
        "not_a_whole",
        "not_a_year",
        "not_an_amount",
        "open_quote",
        "period_first_of_month",
        "period_stated_twice",
        "period_winter",
        "second_block",
        "short_row",
        "total_does_not_tie",
        "unit_between",
        "unit_unknown",
        "unknown_kind",
        "unknown_direction",
        "unknown_people",
        "unknown_period",
        "unknown_status",
    }
)
_FREE_TEXTS = ("text", "title", "value")  # gaps that such findings fill with what they quote
_KEYS = ("order", "orders", "document", "documents", "rule")  # gaps that hold a key, in any finding

SEVERITY_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


def shortened(text: str, language: Language = "de", *, most: int = LONGEST_CELL) -> str:
    """Return a text, or its beginning and how long it is: ``RRRR… (60.000 Zeichen)``."""
    if len(text) <= most:
        return text
    count = in_language(_in_groups(len(text)), language)
    told = {"de": f"{count} Zeichen", "en": f"{count} characters"}[language]
    return f"{text[:most]}… ({told})"


def in_language(value: str | Spoken, language: Language) -> str:
    """Return what fills a gap of a message; what is quoted in German is quoted as the language does."""
    if isinstance(value, Spoken):
        return getattr(value, language)  # type: ignore[no-any-return]
    return _GERMAN_QUOTE.sub(r"“\1”", value) if language == "en" else value


def masked(text: str) -> str:
    """Return a text with its letters replaced, ``Meier, 7 %`` as ``Aaaaa, 7 %``, so that it names nobody."""
    return "".join(("A" if one.isupper() else "a") if one.isalpha() else one for one in text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, sheet, row as Excel counts, column heading. ``None``: not applicable."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def describe(self, language: Language = "de") -> str:
        """Return ``HUEL_2024.xlsx, Blatt „Tabelle1“, Zeile 4`` or its English form."""
        words = {
            "de": ("Blatt „{}“", "Zeile {}", "Spalte „{}“"),
            "en": ("sheet “{}”", "row {}", "column “{}”"),
        }[language]
        parts = [self.file] if self.file else []
        column = None if self.column is None else shortened(self.column, language)
        values = (self.sheet, self.row, column)
        parts += [word.format(value) for word, value in zip(words, values, strict=True) if value is not None]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was noticed, with the place to look at and what to do about it."""

    severity: Severity
    kind: str
    place: Place
    raw: str | None
    values: tuple[tuple[str, str | Spoken], ...]
    discretion: Discretion = field(default=Discretion(), compare=False, repr=False)

    def message(self, language: Language = "de") -> str:
        """Say what was found, without the place."""
        return MESSAGES[self.kind].finding(language).format_map(self._bounded(language))

    def advice(self, language: Language = "de") -> str:
        """Say what to do; empty when nothing needs doing."""
        return MESSAGES[self.kind].remedy(language).format_map(self._bounded(language))

    def shown_raw(self, language: Language = "de") -> str | None:
        """Return what was read, without names, and of long cells the beginning and their length."""
        return None if self.raw is None else shortened(self._discreet(self.raw), language)

    def _bounded(self, language: Language) -> dict[str, str]:
        """Return the values, none so long that nobody would read it; the cell itself as ``raw`` shows it."""
        return {
            name: self._filled(name, in_language(value, language), language) for name, value in self.values
        }

    def _filled(self, name: str, value: str, language: Language) -> str:
        if value == (self.raw or ""):
            return shortened(self._discreet(value), language)
        if name in _KEYS:
            return shortened(self.discretion.code(value), language)
        return shortened(
            self._discreet(value) if name in _FREE_TEXTS else value, language, most=_LONGEST_LIST
        )

    def _discreet(self, text: str) -> str:
        return self.discretion.text(text) if self.kind in _QUOTING_FREE_TEXT else text

    def describe(self, language: Language = "de") -> str:
        """Return place, finding and remedy as the lines that a person reads on the screen."""
        place, message, advice = self.place.describe(language), self.message(language), self.advice(language)
        read, remedy = {"de": ("gelesen:", "Abhilfe:"), "en": ("read:   ", "remedy: ")}[language]
        lines = [f"{place}: {message}" if place else message]
        lines += [f"  {read} {self.shown_raw(language)}"] if self.raw else []
        lines += [f"  {remedy} {advice}"] if advice else []
        return "\n".join(lines)

    def known_to(self, discretion: Discretion) -> Finding:
        """Return the same finding, which may quote the words of the registers too."""
        return replace(self, discretion=discretion)

    def at(self, place: Place) -> Finding:
        """Return the same finding at another place."""
        return replace(self, place=place)


def finding(
    kind: str,
    place: Place | None = None,
    *,
    raw: object = None,
    severity: Severity | None = None,
    **values: object,
) -> Finding:
    """Build the finding ``kind`` of the message catalogue; ``values`` fill the gaps in its texts."""
    return Finding(
        severity=severity or MESSAGES[kind].severity,
        kind=kind,
        place=place or Place(),
        raw=None if raw is None else str(raw),
        values=tuple(
            (name, value if isinstance(value, Spoken) else _told(name, value))
            for name, value in values.items()
        ),
    )


def _told(name: str, value: object) -> str | Spoken:
    """Return a value as it is written; a count, which no year ever is, in groups of thousands."""
    if name != "count" or not isinstance(value, SupportsIndex) or index(value) < 1_000:
        return str(value)
    return _in_groups(index(value))


def _in_groups(count: int) -> Spoken:
    grouped = f"{count:,}"
    return Spoken(grouped.replace(",", "."), grouped)


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """Return only the findings that forbid going on."""
    return [found for found in findings if found.severity == "error"]
