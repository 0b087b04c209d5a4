"""Dates of activities with the precision at which a paper states them: day, range, month, season, year, open.

A date is never sharpened: ``Herbst 2018`` is September to November 2018 with the precision ``season``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kooperation.model.region import fold

Precision = Literal["day", "range", "month", "season", "year", "open"]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time. ``None``: the paper leaves that end open."""

    start: date | None
    end: date | None
    precision: Precision


_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        ["januar jan january janner", "februar feb february", "marz mar march mrz", "april apr", "mai may", "juni jun june", "juli jul july", "august aug", "september sep sept", "oktober okt october oct", "november nov", "dezember dez december dec"],
        start=1,
    )
    for name in names.split()
}
_SEASONS = {
    "fruhjahr": (3, 5), "fruhling": (3, 5), "spring": (3, 5), "sommer": (6, 8), "summer": (6, 8), "herbst": (9, 11), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2),
    "anfang": (1, 4), "early": (1, 4), "mitte": (5, 8), "mid": (5, 8), "ende": (9, 12), "late": (9, 12), "end of": (9, 12),
}  # fmt: skip
_PARTS = {
    **{
        spelled: (3 * number - 2, 3 * number)
        for number in (1, 2, 3, 4)
        for spelled in (
            f"{number}. quartal",
            f"q{number}",
            f"{number}.quartal",
            f"{'i' * number if number < 4 else 'iv'}. quartal",
        )
    },
    **{
        spelled: (6 * number - 5, 6 * number)
        for number in (1, 2)
        for spelled in (f"{number}. halbjahr", f"{number}.halbjahr", f"h{number}")
    },
}
_ABOUT = re.compile(r"^(rd\.?|ca\.?|circa|etwa|rund|about|ungefahr|voraussichtlich|vsl\.?|gegen|im|in)\s+")
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
    for reader in (_read_open, _read_days, _read_months, _read_seasons, _read_years):
        if (period := reader(folded)) is not None:
            return period
    raise ValueError(text)


def _read_open(text: str) -> Period | None:
    if re.fullmatch(
        r"(offen|undatiert|ohne datum|unbekannt|laufend|undated|open|n\.?\s?n\.?)?\s*(\((<=|≤|bis|vor)?\s*\d{4}\))?",
        text,
    ):
        return Period(None, None, "open")
    since = re.fullmatch(r"(?:seit|ab|since|from)\s+(.+)", text)
    if since:
        return Period(parse_period(since[1]).start, None, "open")
    until = re.fullmatch(r"(?:bis(?: zum)?|until|vor)\s+(.+)", text)
    return Period(None, parse_period(until[1]).end, "open") if until else None


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _read_days(text: str) -> Period | None:
    if match := re.fullmatch(_DAY, text):
        day = date(_full_year(match[3]), int(match[2]), int(match[1]))
        return Period(day, day, "day")
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?", text):
        day = date(*map(int, match.groups()))
        return Period(day, day, "day")
    if match := re.fullmatch(rf"(\d{{1,2}})\.\s?{_NAMED}\s?(\d{{4}})", text):
        day = date(int(match[3]), _MONTH_NAMES[match[2]], int(match[1]))
        return Period(day, day, "day")
    if match := re.fullmatch(rf"(\d{{1,2}})\.?(?:\s?(\d{{1,2}})\.?)?(?:\s?(\d{{4}}))?{_TO}{_DAY}", text):
        end = date(_full_year(match[6]), int(match[5]), int(match[4]))
        return _ordered(
            date(int(match[3] or end.year), int(match[2] or end.month), int(match[1])), end, "range"
        )
    if match := re.fullmatch(
        rf"(\d{{1,2}})\.?(?:\s?{_NAMED})?{_TO}(\d{{1,2}})\.\s?{_NAMED}\s?(\d{{4}})", text
    ):
        end = date(int(match[5]), _MONTH_NAMES[match[4]], int(match[3]))
        return _ordered(
            date(end.year, _MONTH_NAMES[match[2]] if match[2] else end.month, int(match[1])), end, "range"
        )
    return None


def _read_months(text: str) -> Period | None:
    number = r"(\d{1,2})[/.](\d{4})"
    if match := re.fullmatch(rf"{_NAMED}\s?(\d{{4}})", text):
        return _months(int(match[2]), _MONTH_NAMES[match[1]], int(match[2]), _MONTH_NAMES[match[1]], "month")
    if match := re.fullmatch(number, text) or re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d{2})", text):
        month, year = (
            (int(match[1]), int(match[2]))
            if "y" not in match.groupdict()
            else (int(match["m"]), int(match["y"]))
        )
        return _months(year, month, year, month, "month")
    if match := re.fullmatch(number + _TO + number, text):
        return _months(int(match[2]), int(match[1]), int(match[4]), int(match[3]), "range")
    if match := re.fullmatch(rf"{_NAMED}(?:\s?(\d{{4}}))?{_TO}{_NAMED}\s?(\d{{4}})", text):
        return _months(
            int(match[2] or match[4]), _MONTH_NAMES[match[1]], int(match[4]), _MONTH_NAMES[match[3]], "range"
        )
    return None


def _read_seasons(text: str) -> Period | None:
    match = re.fullmatch(r"(.+?)\s(?:(\d{4})|(\d{4})/(\d{2,4}))", text)
    if not match:
        return None
    months = _SEASONS.get(match[1]) or _PARTS.get(match[1])
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
