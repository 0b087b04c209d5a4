"""What one cell says: a number, a day, a Haushaltsjahr, a whole number, a yes or no; full match or none.

How a whole column is read is decided in ``kinds``, ``money_column`` and ``dates`` from all its cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from kooperation.model.money import AmountError, AmountText, is_blank_amount, take_apart
from kooperation.reading.cells.sheet import cell_text, is_blank

_CODE_WITH_ZERO = re.compile(r"0[0-9]+([./-][0-9]+)*")


@lru_cache(maxsize=200_000)
def meaning_of(text: str) -> AmountText | AmountError:
    """Return a text taken apart, or why it is no amount; exports repeat their texts many times."""
    try:
        return take_apart(text)
    except AmountError as error:
        return AmountError(error.reason)


@lru_cache(maxsize=200_000)
def _reads_as_amount(text: str) -> bool:
    if _CODE_WITH_ZERO.fullmatch(text.strip()):
        return False
    return isinstance(meaning_of(text), AmountText) or is_blank_amount(text)


def looks_like_number(cell: Any) -> bool:
    """Tell whether a cell is a number or a text that reads as an amount (``0101`` is a code)."""
    if isinstance(cell, str):
        return _reads_as_amount(cell)
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


# --- dates, years, codes, flags ------------------------------------------------------------------------

_MONTH_NAMES = (
    "jan januar jän jänner january",
    "feb februar february",
    "mar mär mrz märz march",
    "apr april",
    "mai may",
    "jun juni june",
    "jul juli july",
    "aug august",
    "sep sept september",
    "okt oktober oct october",
    "nov november",
    "dez dezember dec december",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_NO_DATE = {"00.00.0000", "00000000", "0000-00-00", "-", "--", "#"}
_DATE_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})",
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})[-. ]\s?(?P<name>[A-Za-zÄäÖöÜü]{3,9})\.?[-. ]\s?(?P<year>\d{4}|\d{2})",
        r"(?P<name>[A-Za-zÄäÖöÜü]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    )
)
_SLASHED = re.compile(r"(\d{1,2})(?:[/-](\d{1,2})[/-](\d{4})|/(\d{1,2})/(\d{2}))", re.ASCII)
_WEEKDAYS = (
    "mo montag mon monday",
    "di dienstag tue tuesday",
    "mi mittwoch wed wednesday",
    "do donnerstag thu thursday",
    "fr freitag fri friday",
    "sa samstag sonnabend sat saturday",
    "so sonntag sun sunday",
)
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_WEEKDAY_BEFORE = re.compile(r"([A-Za-z]{2,10})(?:\.,?|,)? (?=.*\d)", re.ASCII)
_TIME_BEHIND = re.compile(
    r",?[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?$", re.ASCII
)


_OPEN_END = 9999  # the year that systems write for „no end“


def read_date(cell: Any, *, month_first: bool = False) -> date | None:
    """Read one date cell; ``None`` for a blank or ``00.00.0000``.

    ``month_first``: ``12/31/2024`` is the last of December; by default the day comes first.

    Raises
    ------
    ValueError
        When the cell is no date that exists between 1990 and 2100 (``9999-12-31`` is an open end: ``None``).
    """
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return None if cell.year == _OPEN_END else _plausible(cell)
    if isinstance(cell, bool):
        raise ValueError(cell)
    if isinstance(cell, (int, float)):
        return _date_of_number(cell)
    text = _TIME_BEHIND.sub("", str(cell).strip())
    parts = _slashed_parts(text)
    if parts is None:
        return _date_of_text(text)
    day, month = reversed(parts[:2]) if month_first else parts[:2]
    return _plausible(date(parts[2], month, day))


def slashed(cell: Any) -> tuple[int, int] | None:
    """Return the first two numbers of a day such as ``03/04/2024``, of which either may be the month."""
    parts = _slashed_parts(_TIME_BEHIND.sub("", cell.strip())) if isinstance(cell, str) else None
    return None if parts is None else (parts[0], parts[1])


def is_dotted(cell: Any) -> bool:
    """Tell whether a cell is a text such as ``31.12.2024``, in which the day always comes first."""
    return isinstance(cell, str) and bool(_DATE_FORMS[0].fullmatch(_TIME_BEHIND.sub("", cell.strip())))


def _slashed_parts(text: str) -> tuple[int, int, int] | None:
    match = _SLASHED.fullmatch(text)
    if not match or re.fullmatch(r"00?[/-]00?[/-]0000", text):
        return None
    return int(match[1]), int(match[2] or match[4]), _full_year(match[3] or match[5])


def is_day(cell: Any) -> bool:
    """Tell whether a cell is a date or a text that reads as one."""
    try:
        pair = slashed(cell)
        day = read_date(cell, month_first=pair is not None and pair[1] > 12)
        return not isinstance(cell, (int, float)) and day is not None
    except (ValueError, OverflowError):
        return False


def since_1900(cell: Any) -> Any:
    """Return a serial day of a workbook that counts from 1904 as other workbooks count it."""
    is_serial = isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0 < cell < 80_000
    return cell + 1_462 if is_serial else cell


def _date_of_number(number: float) -> date | None:
    whole = int(number)
    if 19_900_101 <= whole <= 21_001_231:
        return _date_of_text(str(whole))
    if number == 0:
        return None
    if not 32_000 <= number <= 80_000:  # serial days of 1987 to 2119
        raise ValueError(number)
    return date(1899, 12, 30) + timedelta(days=whole)


@lru_cache(maxsize=50_000)
def _date_of_text(text: str) -> date | None:
    if text in _NO_DATE:
        return None
    if re.fullmatch(r"[3-7][0-9]{4}", text, re.ASCII):  # a serial day that lost its format in a text export
        return _date_of_number(int(text))
    before = _WEEKDAY_BEFORE.match(text)
    weekday = _WEEKDAY.get(before[1].casefold()) if before else None
    day = _date_of_bare(text if before is None or weekday is None else text[before.end() :])
    if weekday is not None and (day is None or day.weekday() != weekday):
        raise ValueError(text)  # a day that is another weekday is a mistake
    return day


def _date_of_bare(text: str) -> date | None:
    parts = next((match.groupdict() for form in _DATE_FORMS if (match := form.fullmatch(text))), None)
    if parts is None:
        raise ValueError(text)
    month = _MONTHS.get(parts["name"].casefold(), 0) if parts.get("name") else int(parts["month"])
    year = _full_year(parts["year"])
    return None if year == _OPEN_END else _plausible(date(year, month, int(parts["day"])))


def _full_year(digits: str) -> int:
    """Return the year of four digits, or of two: 90 to 99 are the last years of the century before."""
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 90 else 2000)


def _plausible(day: date) -> date:
    if not 1990 <= day.year <= 2100:
        raise ValueError(day)
    return day


def read_year(cell: Any) -> int | None:
    """Read a Haushaltsjahr: four digits between 1990 and 2100; ``None`` for a blank.

    Raises
    ------
    ValueError
        When the cell is something else.
    """
    text = cell_text(cell)
    if text is None:
        return None
    if not re.fullmatch(r"(199\d|20\d\d|2100)(\.0)?", text, re.ASCII):
        raise ValueError(text)
    return int(text[:4])


# The year first (``2024/13``, ``202401``, ``2024001``) or behind (``13.2024``).
_PERIOD_OF_YEAR = re.compile(
    r"((?:19|20)\d\d)(?:[/.-]0*|0?(?=\d\d$))(\d{1,2})|0*(\d{1,2})[/.-]((?:19|20)\d\d)", re.ASCII
)
_MOST_PERIODS = 16  # with the special ones in which a year is closed


def period_of_year(cell: Any) -> tuple[int, int] | None:
    """Return Haushaltsjahr and period of a cell that names both; Excel makes a first of the month of it."""
    if isinstance(cell, date):
        return (cell.year, cell.month) if cell.day == 1 else None
    match = _PERIOD_OF_YEAR.fullmatch(cell_text(cell) or "")
    if not match:
        return None
    year, period = int(match[1] or match[4]), int(match[2] or match[3])
    return (year, period) if period <= _MOST_PERIODS else None


def read_whole(cell: Any) -> int | None:
    """Read a whole number such as a period (``13``, ``013``, ``2024/13``); ``None`` for a blank.

    Raises
    ------
    ValueError
        When the cell is something else.
    """
    text = cell_text(cell)
    if text is None:
        return None
    if told := period_of_year(cell):
        return told[1]
    match = re.fullmatch(r"(?:\d{4}[/.])?0*(\d{1,6})", text, re.ASCII)
    if not match:
        raise ValueError(text)
    return int(match[1])


_YES = {"ja", "j", "x", "wahr", "true", "1", "yes", "y"}
_NO = {"nein", "n", "falsch", "false", "0", "no", "-"}


def read_flag(cell: Any) -> bool | None:
    """Read a yes or no in the words that exports use; ``None`` for a blank.

    Raises
    ------
    ValueError
        When the cell is something else.
    """
    text = cell_text(cell)
    if text is None:
        return None
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise ValueError(text)


READERS: Mapping[str, Callable[[Any], Any]] = {
    "date": read_date,
    "year": read_year,
    "whole": read_whole,
    "flag": read_flag,
}
