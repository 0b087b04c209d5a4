"""Dates of activities with the precision at which a paper states them: day, range, month, season, year, open.

A date is never sharpened: ``Herbst 2018`` is September to November 2018 with the precision ``season``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kooperation.model.messages import Language
from kooperation.model.region import fold

Precision = Literal["day", "range", "month", "season", "year", "open"]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time. ``None``: the paper leaves that end open."""

    start: date | None
    end: date | None
    precision: Precision


_MONTHS = (
    "januar jan january janner",
    "februar feb february",
    "marz mar march mrz",
    "april apr",
    "mai may",
    "juni jun june",
    "juli jul july",
    "august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nov",
    "dezember dez december dec",
)


def format_day(day: date, language: Language = "de") -> str:
    """Write a day as people read it: ``31.12.2024``, English ``2024-12-31``."""
    return f"{day:%d.%m.%Y}" if language == "de" else f"{day:%Y-%m-%d}"


_MONTH_NAMES = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_SEASONS = {
    "fruhjahr fruhling spring": (3, 5),
    "sommer summer": (6, 8),
    "herbst autumn fall": (9, 11),
    "winter": (12, 2),
    "anfang early": (1, 4),
    "mitte mid": (5, 8),
    "ende late": (9, 12),
}
_ROMAN = ("i", "ii", "iii", "iv")
_PARTS = {name: months for names, months in _SEASONS.items() for name in names.split()} | {
    spelled: (3 * number - 2, 3 * number)
    for number, roman in enumerate(_ROMAN, start=1)
    for spelled in (f"{number}. quartal", f"{number}.quartal", f"q{number}", f"{roman}. quartal")
}
_PARTS |= {
    spelled: (6 * number - 5, 6 * number)
    for number in (1, 2)
    for spelled in (f"{number}. halbjahr", f"{number}.halbjahr", f"h{number}")
}
_ABOUT = re.compile(r"^(rd\.?|ca\.?|circa|etwa|rund|about|ungefahr|voraussichtlich|vsl\.?|gegen|im|in)\s+")
_OPEN = r"offen|undatiert|ohne datum|unbekannt|laufend|undated|open|n\.?\s?n\.?"
_DAY = r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})"
_TO = r"\s*(?:-|bis(?: zum)?|to|until)\s*"
_NAMED = rf"({'|'.join(sorted(_MONTH_NAMES, key=len, reverse=True))})\.?"


def parse_period(text: str) -> Period:
    """Read the date of an activity as logs and papers state it.

    Raises
    ------
    ValueError
        When the text is no period of this kind, or a day that does not exist.
    """
    folded = fold(text).replace(" - ", "-")
    while (shorter := _ABOUT.sub("", folded)) != folded:
        folded = shorter
    if re.fullmatch(rf"({_OPEN})?\s*(\((<=|≤|bis|vor)?\s*\d{{4}}\))?", folded):
        return Period(None, None, "open")
    if since := re.fullmatch(r"(?:seit|ab|since|from)\s+(.+)", folded):
        return Period(_closed(since[1], text).start, None, "open")
    if until := re.fullmatch(r"(?:bis(?: zum)?|until)\s+(.+)", folded):
        return Period(None, _closed(until[1], text).end, "open")
    if before := re.fullmatch(r"(?:vor|before)\s+(.+)", folded):
        start = _closed(before[1], text).start
        return Period(None, start - timedelta(days=1) if start else None, "open")
    return _closed(folded, text)


def _closed(folded: str, text: str) -> Period:
    for reader in (_read_days, _read_months, _read_seasons, _read_years):
        if (period := reader(folded)) is not None:
            return _plausible(period)
    raise ValueError(text)


def _plausible(period: Period) -> Period:
    for day in (period.start, period.end):
        if day is not None and not 1900 <= day.year <= 2100:
            raise ValueError(f"{day} is no date of an activity")
    return period


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _read_days(text: str) -> Period | None:
    if match := re.fullmatch(_DAY, text):
        return _day(_full_year(match[3]), match[2], match[1])
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?", text):
        return _day(int(match[1]), match[2], match[3])
    if match := re.fullmatch(rf"(\d{{1,2}})\.\s?{_NAMED}\s?(\d{{4}})", text):
        return _day(int(match[3]), _MONTH_NAMES[match[2]], match[1])
    return _read_range_of_days(text)


def _read_range_of_days(text: str) -> Period | None:
    if match := re.fullmatch(rf"(\d{{1,2}})\.?(?:\s?(\d{{1,2}})\.?)?(?:\s?(\d{{4}}))?{_TO}{_DAY}", text):
        end = date(_full_year(match[6]), int(match[5]), int(match[4]))
        start = date(int(match[3] or end.year), int(match[2] or end.month), int(match[1]))
        return _ordered(start, end, "range")
    named = rf"(\d{{1,2}})\.?(?:\s?{_NAMED})?{_TO}(\d{{1,2}})\.\s?{_NAMED}\s?(\d{{4}})"
    if match := re.fullmatch(named, text):
        end = date(int(match[5]), _MONTH_NAMES[match[4]], int(match[3]))
        start = date(end.year, _MONTH_NAMES[match[2]] if match[2] else end.month, int(match[1]))
        return _ordered(start, end, "range")
    return None


def _day(year: int, month: int | str, day: str) -> Period:
    exact = date(year, int(month), int(day))
    return Period(exact, exact, "day")


def _read_months(text: str) -> Period | None:
    number = r"(\d{1,2})[/.](\d{4})"
    if match := re.fullmatch(rf"{_NAMED}\s?(\d{{4}})", text):
        month, year = _MONTH_NAMES[match[1]], int(match[2])
        return _months(year, month, year, month, "month")
    if match := re.fullmatch(number, text):
        month, year = int(match[1]), int(match[2])
        return _months(year, month, year, month, "month")
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return _months(int(match[1]), int(match[2]), int(match[1]), int(match[2]), "month")
    if match := re.fullmatch(number + _TO + number, text):
        return _months(int(match[2]), int(match[1]), int(match[4]), int(match[3]), "range")
    if match := re.fullmatch(rf"{_NAMED}(?:\s?(\d{{4}}))?{_TO}{_NAMED}\s?(\d{{4}})", text):
        start_year, start, end = int(match[2] or match[4]), _MONTH_NAMES[match[1]], _MONTH_NAMES[match[3]]
        return _months(start_year, start, int(match[4]), end, "range")
    return None


def _read_seasons(text: str) -> Period | None:
    match = re.fullmatch(r"(.+?)\s(?:(\d{4})|(\d{4})/(\d{2,4}))", text)
    if not match:
        return None
    months = _PARTS.get(match[1])
    if not months:
        return None
    year = int(match[2] or match[3])
    return _months(year, months[0], year + (months[1] < months[0]), months[1], "season")


def _read_years(text: str) -> Period | None:
    if match := re.fullmatch(r"(?:jahr\s)?(\d{4})", text):
        return Period(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31), "year")
    if match := re.fullmatch(rf"(\d{{4}})(?:{_TO}|/)(\d{{4}}|\d{{2}})", text):
        start, end = int(match[1]), _full_year(match[2])
        return _ordered(date(start, 1, 1), date(end, 12, 31), "range")
    return None


def _months(year: int, month: int, to_year: int, to_month: int, precision: Precision) -> Period:
    return _ordered(
        date(year, month, 1), date(to_year, to_month, calendar.monthrange(to_year, to_month)[1]), precision
    )


def _ordered(start: date, end: date, precision: Precision) -> Period:
    if end < start:
        raise ValueError(f"{end} before {start}")
    return Period(start, end, precision)
