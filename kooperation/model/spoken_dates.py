"""One date as people write it, from a day to a year: its first and last day, and how exactly it is stated.

``Herbst 2018`` is September to November 2018; a text is read in full or not at all. Texts are folded
(:func:`kooperation.model.region.fold`) before they come here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

Precision = Literal["day", "range", "month", "season", "year", "open"]


class Span(NamedTuple):
    """A closed stretch of days, both ends included, and the precision at which it is stated."""

    start: date
    end: date
    precision: Precision


_MONTHS = (
    "januar jan january janner jaenner",
    "februar feb february",
    "marz mar march mrz maerz",
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
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_ENGLISH_NAMES = "january february march may june july october oct december dec"

_SEASONS: Mapping[str, tuple[int, int]] = {
    "fruhjahr fruhling fruehjahr fruehling spring": (3, 5),
    "sommer summer": (6, 8),
    "herbst autumn fall": (9, 11),
    "winter": (12, 2),
    "anfang early jahresanfang jahresbeginn beginning": (1, 4),
    "mitte mid middle jahresmitte": (5, 8),
    "ende late end jahresende": (9, 12),
}
_ORDINALS = (
    "1 i erste 1st first",
    "2 ii zweite 2nd second",
    "3 iii dritte 3rd third",
    "4 iv vierte 4th fourth",
)


def _spelled(count: int, words: str, letter: str) -> Iterator[tuple[str, int]]:
    """Yield every spelling of the parts of a year, such as ``3. quartal`` and ``q3``, with its number."""
    for number in range(1, count + 1):
        for ordinal in _ORDINALS[number - 1].split():
            for word in words.split():
                yield from ((f"{ordinal}{mark}{word}", number) for mark in (". ", " ", ".", "s ", "r "))
                yield f"{word} {ordinal}", number
        yield from ((f"{letter}{number}", number), (f"{letter} {number}", number))


_PARTS = {name: months for names, months in _SEASONS.items() for name in names.split()}
_PARTS |= {
    spelled: (3 * number - 2, 3 * number) for spelled, number in _spelled(4, "quartal quarter q q.", "q")
}
_PARTS |= {
    spelled: (6 * number - 5, 6 * number)
    for spelled, number in _spelled(2, "halbjahr hj hj. half halfte haelfte half-year", "h")
}

_YEAR = "((?:19|20)[0-9]{2})"
_SHORT = "([0-9]{4}|'?[0-9]{2})"
MONTH = rf"({'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})"
_TIME = re.compile(
    r",?\s(?:[0-9]{1,2}(?:[:.][0-9]{2})?(?:-[0-9]{1,2}(?:[:.][0-9]{2})?)?\suhr|[0-9]{1,2}:[0-9]{2}(?:-[0-9]{1,2}:[0-9]{2})?)$"
)


def read_span(folded: str) -> Span | None:
    """Read one date; ``None`` when the text is none of this kind.

    Raises
    ------
    ValueError
        When the text is a date that does not exist, lies outside 1900 to 2100, or can be read in two ways.
    """
    text = _TIME.sub("", folded)
    for reader in (_day, _month, _week, _part_of_year, _year):
        if (span := reader(text)) is not None:
            return _plausible(span)
    return _vague(text)


def _plausible(span: Span) -> Span:
    if span.start.year < 1900 or span.end.year > 2100:
        raise ValueError(f"{span.start} is no date of an activity")
    return span


def full_year(digits: str) -> int:
    """Return the year of four digits, or of two: 90 to 99 are the last years of the century before."""
    number = int(digits.lstrip("'"))
    return number if number >= 100 else number + (1900 if number >= 90 else 2000)


def span_of_months(year: int, month: int, to_year: int, to_month: int, precision: Precision) -> Span:
    """Return the days from the first of one month to the last of another."""
    last = calendar.monthrange(to_year, to_month)[1]
    return Span(date(year, month, 1), date(to_year, to_month, last), precision)


# --- days ----------------------------------------------------------------------------------------------

_NUMERIC_DAY = re.compile(rf"([0-9]{{1,2}})\.\s?([0-9]{{1,2}})\.\s?{_SHORT}")
_ISO_DAY = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?:[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_NAMED_DAY = re.compile(rf"([0-9]{{1,2}})(?:\.|st|nd|rd|th)?\s?(?:of\s)?{MONTH}\.?,?\s?{_SHORT}")
_DASHED_DAY = re.compile(rf"([0-9]{{1,2}})-{MONTH}-{_SHORT}")
_ENGLISH_DAY = re.compile(rf"{MONTH}\.?\s([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}")
_SLASHED_DAY = re.compile(rf"([0-9]{{1,2}})([/-])([0-9]{{1,2}})\2{_YEAR}")


def _day(text: str) -> Span | None:
    found = _day_parts(text)
    if found is None:
        return None
    year, month, day = found
    exact = date(year, month, day)
    return Span(exact, exact, "day")


def _day_parts(text: str) -> tuple[int, int, int] | None:
    if match := _NUMERIC_DAY.fullmatch(text):
        return full_year(match[3]), int(match[2]), int(match[1])
    if match := _ISO_DAY.fullmatch(text):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _NAMED_DAY.fullmatch(text) or _DASHED_DAY.fullmatch(text):
        return full_year(match[3]), _MONTH_NUMBERS[match[2]], int(match[1])
    if match := _ENGLISH_DAY.fullmatch(text):
        return int(match[3]), _MONTH_NUMBERS[match[1]], int(match[2])
    if match := _SLASHED_DAY.fullmatch(text):
        if int(match[1]) <= 12:
            raise ValueError(f"{text} may begin with the month")
        return int(match[4]), int(match[3]), int(match[1])
    return None


# --- months and weeks ----------------------------------------------------------------------------------

_NAMED_MONTH = re.compile(rf"{MONTH}\.?(?:\s?[/-]\s?|\s?,?\s?(?:of\s)?){_SHORT}")
_NUMERIC_MONTH = re.compile(rf"([0-9]{{1,2}})(?:\s?[/]\s?|[.-]){_YEAR}")
_ISO_MONTH = re.compile(rf"{_YEAR}-(0[1-9]|1[0-2])")
_WEEK_WORD = r"(?:kw|cw|kalenderwoche|calendar week|woche|week|w)\.?"
_WEEKS = (
    re.compile(
        rf"{_WEEK_WORD}\s?(?P<week>[0-9]{{1,2}})(?:\s?[/-]\s?|\s(?:of\s)?)(?P<year>(?:19|20)[0-9]{{2}})"
    ),
    re.compile(rf"(?P<week>[0-9]{{1,2}})\.?\s?{_WEEK_WORD}\s?/?\s?(?P<year>(?:19|20)[0-9]{{2}})"),
    re.compile(rf"(?P<year>(?:19|20)[0-9]{{2}})\s?[-/]?\s?{_WEEK_WORD}\s?(?P<week>[0-9]{{1,2}})"),
)


def _month(text: str) -> Span | None:
    if match := _NAMED_MONTH.fullmatch(text):
        if len(match[2]) == 2 and match[1] in _ENGLISH_NAMES.split():
            raise ValueError(f"{text} may be a day")
        year, month = full_year(match[2]), _MONTH_NUMBERS[match[1]]
    elif match := _NUMERIC_MONTH.fullmatch(text):
        year, month = int(match[2]), int(match[1])
    elif match := _ISO_MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        if month > year % 100:
            raise ValueError(f"{text} may be two years")
    else:
        return None
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    return span_of_months(year, month, year, month, "month")


def _week(text: str) -> Span | None:
    match = next((found for form in _WEEKS if (found := form.fullmatch(text))), None)
    if match is None:
        return None
    monday = date.fromisocalendar(int(match["year"]), int(match["week"]), 1)
    return Span(monday, monday + timedelta(days=6), "range")


# --- parts of a year and years -------------------------------------------------------------------------

_PART_OF_YEAR = re.compile(
    rf"(.+?)(?:\s?/\s?|-|\s(?:of\s|in\s|des jahres\s)?){_SHORT}(?:/([0-9]{{4}}|[0-9]{{2}}))?"
)
_YEAR_FIRST = re.compile(rf"{_YEAR}[\s/-]([qh][1-4])")
_VAGUE = re.compile(
    r"(?:anfang|mitte|ende|early|mid|middle|late|end|beginning)(?:/(?:anfang|mitte|ende))?[\s-](?:of\s|in\s)?(.+)"
)


def is_winter_of_one_year(folded: str) -> bool:
    """Tell whether a text names a winter by one year: ``Winter 2019`` may mean two of them."""
    return bool(re.search(r"\bwinter\s(?:of\s)?'?[0-9]{2,4}(?![0-9/])", folded))


def _part_of_year(text: str) -> Span | None:
    if match := _YEAR_FIRST.fullmatch(text):
        name, year, behind = match[2], int(match[1]), None
    elif match := _PART_OF_YEAR.fullmatch(text):
        name, year, behind = match[1], full_year(match[2]), match[3]
    else:
        return None
    months = _PARTS.get(name.removeprefix("the ").strip())
    if months is None:
        return None
    to_year = year + (months[1] < months[0])
    if behind is not None and full_year(behind) != (to_year if to_year > year else None):
        raise ValueError(f"{text} names two years")
    return span_of_months(year, months[0], to_year, months[1], "season")


def _year(text: str) -> Span | None:
    match = re.fullmatch(rf"(?:(?:kalender)?jahr\s|(?:the\s)?year\s)?{_YEAR}", text)
    return span_of_months(int(match[1]), 1, int(match[1]), 12, "year") if match else None


def _vague(text: str) -> Span | None:
    """Read ``Ende April 2024`` as the whole month: the paper does not say which days."""
    match = _VAGUE.fullmatch(text.removeprefix("the "))
    if match is None:
        return None
    span = next((found for reader in (_month, _part_of_year) if (found := reader(match[1]))), None)
    return _plausible(span) if span else None
