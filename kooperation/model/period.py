"""Dates of activities with the precision at which a paper states them: day, range, month, season, year, open.

A date is never sharpened: ``Herbst 2018`` is September to November 2018 with the precision ``season``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kooperation.model.messages import Language
from kooperation.model.region import fold
from kooperation.model.spoken_dates import (
    MONTH,
    Precision,
    Span,
    full_year,
    is_winter_of_one_year,
    read_span,
    span_of_months,
)

__all__ = [
    "Doubt",
    "Period",
    "Precision",
    "days_stated",
    "doubts_about",
    "format_day",
    "format_period",
    "parse_period",
    "period_in_words",
]

Doubt = Literal["stated_twice", "winter_of_one_year"]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends included. ``None``: the paper leaves that end open."""

    start: date | None
    end: date | None
    precision: Precision


def parse_period(text: str) -> Period:
    """Read the date of an activity as logs and papers state it.

    A statement is never sharpened: what is only known *about* a day is its month, and of two statements
    (``April 2020 / Anfang 2020``) the period that covers both is returned.

    Raises
    ------
    ValueError
        When the text is no period of this kind, can be read in two ways, runs backwards, or names a day that
        does not exist.
    """
    return _parsed(text)[0]


def doubts_about(text: str) -> tuple[Doubt, ...]:
    """Return what was accepted despite a doubt in a text that :func:`parse_period` reads."""
    folded = _prepared(text)
    doubts: list[Doubt] = ["winter_of_one_year"] if is_winter_of_one_year(folded) else []
    return (*doubts, "stated_twice") if _parsed(text)[1] else tuple(doubts)


def days_stated(text: str, period: Period) -> int | None:
    """Return how many days a text states, both ends included; ``None`` unless it names the first and last.

    ``period`` is what :func:`parse_period` reads from it: of ``06/2020–12/2021`` that begins and ends on days
    that nobody stated.
    """
    start, end = period.start, period.end
    if start is None or end is None or period.precision not in ("day", "range"):
        return None
    named = (re.search(rf"(?<![0-9])(?:[0-9]{{6}})?0?{day.day}(?![0-9])", text) for day in (start, end))
    return (end - start).days + 1 if all(named) else None


# --- before reading ------------------------------------------------------------------------------------

_LONGEST = 120
_WEEKDAYS = re.compile(
    r"\b(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b\.?,?\s*(?=[0-9])"
)
_SOURCE_MARK = re.compile(r"\s*\((?:[a-z]|voraussichtlich|vsl\.?|geplant|planned|tbc)\)")
_FILLER = re.compile(
    r"^(?:voraussichtlich|vorauss\.?|vsl\.?|geplant(?: fur)?|planned(?: for)?|gegen|im|in(?: the)?|am|on)\s+"
)
_ABOUT = re.compile(r"^(?:(?:rd|ca|circa|etwa|rund|about|around|approx|ungefahr|um)\.?\s+|ca\.|~\s*)")
_WEEKS = re.compile(
    r"^((?:kw|cw|week)\.?)\s?([0-9]{1,2})\s*(?:-|bis|to|/|und|and|\+)\s*(?:(?:kw|cw|week)\.?\s?)?([0-9]{1,2})"
    r"(?:\s?/\s?|\s)([0-9]{4})$"
)
_ENGLISH_DAYS = re.compile(
    rf"^{MONTH}\.?\s([0-9]{{1,2}})\s*(?:-|to)\s*(?:{MONTH}\.?\s)?([0-9]{{1,2}}),?\s([0-9]{{4}})$"
)


def _prepared(text: str) -> str:
    """Return a text without what says nothing about the date: weekdays, marks of sources, ``im``."""
    if len(text) > _LONGEST:
        raise ValueError("too long for a date")
    folded = _WEEKDAYS.sub("", _SOURCE_MARK.sub("", fold(text).replace("\u2044", "/")))
    while (shorter := _FILLER.sub("", folded)) != folded:
        folded = shorter
    folded = _WEEKS.sub(r"\1 \2/\4 - \1 \3/\4", folded)
    if match := _ENGLISH_DAYS.fullmatch(folded):
        return f"{match[2]} {match[1]} - {match[4]} {match[3] or match[1]} {match[5]}"
    return folded


_OPEN = (
    r"(?:noch |termin )?(?:offen|unbekannt|nicht bekannt|nicht terminiert|unklar)|undatiert|ohne datum"
    r"|o\.\s?d\.|laufend|fortlaufend|dauerhaft|regelmassig|jahrlich|termin folgt"
    r"|undated|open|ongoing|unknown|annually|n\.?\s?n\.?|k\.\s?a\.|t\.?b\.?[acd]\.?|-|\?"
)
_UNDATED = re.compile(rf"(?:{_OPEN})?\s*(?:\((?:<=|≤|bis|vor|until|before)?\s*[0-9]{{4}}\))?")
_GOING_ON = r"(?:bis heute|bis auf weiteres|heute|laufend|fortlaufend|offen|today|ongoing|present|now)"
_SINCE = re.compile(
    r"(?:laufend,? |ongoing,? )?(?:seit|ab|fruhestens|beginnend|since|from|as of)\s+"
    rf"(?:dem |anfang an )?(?P<start>.+?)(?:,?\s*\(?{_GOING_ON}\)?|\s?-)?"
)
_STILL = re.compile(
    r"(?:von |vom |from )?(?P<start>.+?)\s*"
    rf"(?:(?:-|bis|to|until|till|,)\s*\(?{_GOING_ON}\)?|\({_GOING_ON}\)|-)"
)
_UNTIL = re.compile(
    r"(?:bis(?: zum| spatestens| einschliesslich)?|spatestens|until|till|by|<=|≤)\s*(?P<end>.+)"
)
_BEFORE = re.compile(r"(?:vor|before|<)\s*(?P<end>.+)")
_AFTER = re.compile(r"(?:nach|after|>)\s*(?P<start>.+)")


def _parsed(text: str) -> tuple[Period, bool]:
    """Return the period, and whether the text makes two statements about it."""
    folded = _prepared(text)
    if folded and _UNDATED.fullmatch(folded):
        return Period(None, None, "open"), False
    exact = _ABOUT.sub("", folded)
    if (found := _closed(exact)) is not None:
        span, is_twice = found
        if exact != folded and span.precision == "day":
            span = span_of_months(
                span.start.year, span.start.month, span.start.year, span.start.month, "month"
            )
        return Period(*span), is_twice
    if (period := _open_ended(exact)) is None:
        raise ValueError(text)
    return period, False


def _open_ended(folded: str) -> Period | None:
    for form in (_SINCE, _STILL):
        if (match := form.fullmatch(folded)) and (found := _closed(_ABOUT.sub("", match["start"]))):
            if form is _SINCE and _names_its_end(match["start"]):
                return Period(*found[0])
            return Period(found[0].start, None, "open")
    if (match := _AFTER.fullmatch(folded)) and (found := _closed(match["start"])):
        return Period(found[0].end + timedelta(days=1), None, "open")
    if (match := _BEFORE.fullmatch(folded)) and (found := _closed(match["end"])):
        return Period(None, found[0].start - timedelta(days=1), "open")
    if (match := _UNTIL.fullmatch(folded)) and (found := _closed(match["end"])):
        return Period(None, found[0].end, "open")
    return None


def _names_its_end(folded: str) -> bool:
    """Tell whether what stands behind ``ab`` is a range with an end of its own: ``ab 2019 bis 2021``."""
    return not _YEARS.fullmatch(folded) and _tried(folded) is None


# --- ranges --------------------------------------------------------------------------------------------

_STRICT = r"\s*-\s*|\s+(?:bis(?: zum| einschliesslich)?|to|until|till|through)\s+|(?<=\.)(?:bis|-)\s*"
_LOOSE = r"\s*/\s*|\s*[;&+]\s*|,\s+|\s+(?:und|u\.|sowie|oder|bzw\.?|and|or)\s+|\s+(?=[0-9]{1,2}\.)"
_CONNECTOR = re.compile(rf"(?P<strict>{_STRICT})|(?P<loose>{_LOOSE})")
_MOST_CONNECTORS = 8
_WEEK = re.compile(r"\b(?:[kc]w|kalenderwoche|woche|week)\b")
_YEARS = re.compile(r"((?:19|20)[0-9]{2})\s*([/-])\s*([0-9]{2})")


@lru_cache(maxsize=4096)
def _closed(folded: str) -> tuple[Span, bool] | None:
    """Return the span of a date or of a range of dates, and whether it joins two statements."""
    span = read_span(folded)
    if span is not None:
        return span, False
    text = re.sub(r"^(?:vom|von|zwischen|from|between)\s+", "", folded)
    if match := _YEARS.fullmatch(text):
        start, end = int(match[1]), full_year(match[3])
        if end != start + 1 and (match[2] == "/" or end <= start):
            raise ValueError(f"{text} are no two years in a row")
        return span_of_months(start, 1, end, 12, "range"), False
    connectors = sorted(_CONNECTOR.finditer(text), key=_could_stand_inside)
    if len(connectors) > _MOST_CONNECTORS:
        return None
    return _first_joined(text, connectors)


def _could_stand_inside(connector: re.Match[str]) -> bool:
    """Tell whether a date could have it inside (``01/1999``), because no blanks set it apart."""
    return connector["loose"] is None or re.fullmatch(r"\s+\S+\s+", connector[0]) is None


def _first_joined(text: str, connectors: Iterable[re.Match[str]]) -> tuple[Span, bool] | None:
    """Join at the first connector that joins two dates; one inside of a date joins none."""
    backwards: ValueError | None = None
    for connector in connectors:
        try:
            found = _joined(text, connector)
        except ValueError as error:
            backwards = backwards or error
        else:
            if found:
                return found
    if backwards:
        raise backwards
    return None


def _joined(text: str, connector: re.Match[str]) -> tuple[Span, bool] | None:
    """Join what stands before and behind a connector; a range must not run backwards."""
    left, right = text[: connector.start()], text[connector.end() :]
    is_loose = connector["loose"] is not None
    beginning, ending = _side(left, is_loose=is_loose), _side(right, is_loose=is_loose)
    if ending is None or not left:
        return None
    end, is_twice = ending
    is_whole = beginning is not None
    start = beginning[0] if beginning else _completed(left, right, end, is_slash="/" in connector[0])
    if start is None:
        return None
    if not (is_loose and is_whole):
        if start.start > end.start or start.end > end.end:
            raise ValueError(f"{text} runs backwards")
        return Span(start.start, end.end, "range"), is_twice
    return _covering(start, end), True


def _side(text: str, *, is_loose: bool) -> tuple[Span, bool] | None:
    """Read one side of a connector: a dash joins dates, a word or a stroke also ranges."""
    if not is_loose:
        span = _tried(text)
        return None if span is None else (span, False)
    try:
        return _closed(_ABOUT.sub("", text))
    except ValueError:
        return None


def _covering(first: Span, second: Span) -> Span:
    """Return the span of both statements; when one covers the other, at its precision."""
    start, end = min(first.start, second.start), max(first.end, second.end)
    same = [span.precision for span in (first, second) if span[:2] == (start, end)]
    return Span(start, end, same[0] if same else "range")


def _tried(text: str) -> Span | None:
    try:
        return read_span(_ABOUT.sub("", text))
    except ValueError:
        return None


def _completed(left: str, right: str, end: Span, *, is_slash: bool) -> Span | None:
    """Give a beginning what only the end of its range says: the month, the year (``03.–09.04.2022``)."""
    for text in _completions(left, right, end, is_slash=is_slash):
        span = _tried(text)
        if span is not None and bool(_WEEK.search(left)) == bool(_WEEK.search(right)):
            return span
    return None


def _completions(left: str, right: str, end: Span, *, is_slash: bool) -> Iterator[str]:
    if end.end.day and (match := re.fullmatch(r"([0-9]{1,2})\.?(?:\s?([0-9]{1,2})\.?)?", left)):
        if end.precision == "day" or re.match(r"[0-9]{1,2}\.", right):
            if re.search(r"[0-9]\.\s?[0-9]{1,2}\.", right):
                yield f"{match[1]}.{match[2] or end.start.month}.{end.start.year}"
        elif not is_slash and re.fullmatch(r"[0-9]{1,2}/[0-9]{4}", right) and match[2] is None:
            yield f"{match[1]}/{end.start.year}"
    words = right.split()
    yield from (f"{left} {' '.join(words[place:])}" for place in range(1, len(words)))
    yield f"{left} {end.start.year}"


# --- writing -------------------------------------------------------------------------------------------

_MONTHS_SHOWN: dict[Language, str] = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
_PARTS_SHOWN: dict[tuple[int, int], tuple[str, str]] = {
    (3, 5): ("Frühjahr", "Spring"),
    (6, 8): ("Sommer", "Summer"),
    (9, 11): ("Herbst", "Autumn"),
    (12, 2): ("Winter", "Winter"),
    (1, 4): ("Anfang", "Early"),
    (5, 8): ("Mitte", "Mid"),
    (9, 12): ("Ende", "Late"),
    **{(3 * number - 2, 3 * number): (f"{number}. Quartal", f"Q{number}") for number in range(1, 5)},
    **{(6 * number - 5, 6 * number): (f"{number}. Halbjahr", f"H{number}") for number in (1, 2)},
}
_ENDS_SHOWN: dict[Language, tuple[str, str, str, str]] = {
    "de": ("undatiert", "seit", "bis", "–"),
    "en": ("undated", "since", "until", " to "),
}


def format_day(day: date, language: Language = "de") -> str:
    """Write a day as people read it: ``31.12.2024``, English ``2024-12-31``."""
    return f"{day:%d.%m.%Y}" if language == "de" else f"{day:%Y-%m-%d}"


def format_period(period: Period, language: Language = "de") -> str:
    """Write a period as exactly as it is known, in words that :func:`parse_period` reads as the same.

    Parameters
    ----------
    period : Period
    language : ``"de"`` or ``"en"``

    Returns
    -------
    str
        ``Herbst 2018``, ``03.–09.04.2022``, ``seit 2015``; ``undatiert`` where neither end is known.
    """
    nothing, since, until, to = _ENDS_SHOWN[language]
    start, end = period.start, period.end
    if start is None or end is None:
        if start is not None:
            return f"{since} {_first_day(start, language)}"
        return nothing if end is None else f"{until} {_last_day(end, language)}"
    if period.precision == "day":
        return format_day(start, language)
    if period.precision == "month":
        return f"{_MONTHS_SHOWN[language].split()[start.month - 1]} {start.year}"
    if period.precision == "year":
        return str(start.year)
    if period.precision == "season" and (names := _PARTS_SHOWN.get((start.month, end.month))):
        behind = f"/{end.year % 100:02}" if end.year > start.year else ""
        return f"{names[language == 'en']} {start.year}{behind}"
    return _range_shown(start, end, to, language)


def period_in_words(text: str, language: Language = "de") -> str:
    """Return a period as its paper states it, in the reader's language and never more exactly.

    The German text stays as it is. English says the same of what :func:`parse_period` reads from it, with
    ``about`` and with the year that an undated statement names; a text that is no period stays too.
    """
    if language == "de":
        return text
    try:
        period, exact = parse_period(text), _prepared(text)
    except ValueError:
        return text
    if period.start is None and period.end is None:
        return " ".join(["undated", *(f"(until {year})" for year in re.findall(r"\b[0-9]{4}\b", exact))])
    return f"{'about ' if _ABOUT.match(exact) else ''}{format_period(period, language)}"


def _first_day(day: date, language: Language) -> str:
    if day.day != 1:
        return format_day(day, language)
    return str(day.year) if day.month == 1 else _month_shown(day, language)


def _month_shown(day: date, language: Language) -> str:
    """Write a month that is an end of a range; English spells it out, as its days begin with the year."""
    return (
        f"{day:%m/%Y}" if language == "de" else f"{_MONTHS_SHOWN[language].split()[day.month - 1]} {day.year}"
    )


def _is_last(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _last_day(day: date, language: Language) -> str:
    if not _is_last(day):
        return format_day(day, language)
    return str(day.year) if day.month == 12 else _month_shown(day, language)


def _range_shown(start: date, end: date, to: str, language: Language) -> str:
    if start.day == 1 and _is_last(end) and (start.year, start.month) != (end.year, end.month):
        is_years = (start.month, end.month) == (1, 12) and start.year < end.year
        first, last = (str(day.year) if is_years else _month_shown(day, language) for day in (start, end))
        return f"{first}{to}{last}"
    if language == "de" and start.year == end.year:
        return f"{start:{'%d.' if start.month == end.month else '%d.%m.'}}{to}{format_day(end)}"
    return f"{format_day(start, language)}{to}{format_day(end, language)}"
