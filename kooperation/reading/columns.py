"""How the cells of one column are read: the kind and the number convention are decided from all of them.

Nothing is guessed cell by cell. A column whose amounts could be read in two ways is refused, with the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import (
    AmountError,
    AmountText,
    Convention,
    is_blank_amount,
    number_to_cents,
    take_apart,
    to_cents,
)
from kooperation.reading.sheet import cell_text, is_blank, is_fault
from kooperation.reading.vocabulary import ColumnKind, columns_meant, suggested_kind

NumberedCell = tuple[int, Any]  # the row as Excel counts, and the cell

_PLAINLY_MONEY = re.compile(r"[0-9],[0-9]|[0-9]{3}\.[0-9]|[0-9]['’ .][0-9]{3}\b|€|EUR")
_CODE_WITH_ZERO = re.compile(r"0[0-9]+([./-][0-9]+)*")


@lru_cache(maxsize=200_000)
def _meaning(text: str) -> AmountText | AmountError:
    """Return a text taken apart, or why it is no amount; exports repeat their texts many times."""
    try:
        return take_apart(text)
    except AmountError as error:
        return AmountError(error.reason)


@lru_cache(maxsize=200_000)
def _reads_as_amount(text: str) -> bool:
    if _CODE_WITH_ZERO.fullmatch(text.strip()):
        return False
    return isinstance(_meaning(text), AmountText) or is_blank_amount(text)


def looks_like_number(cell: Any) -> bool:
    """Tell whether a cell is a number or a text that reads as an amount (``0101`` is a code)."""
    if isinstance(cell, str):
        return _reads_as_amount(cell)
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def infer_kind(heading: str, cells: Sequence[Any]) -> ColumnKind:
    """Return how a column that no layout knows is read: ``money``, ``date``, ``year``, or ``text``.

    A heading that speaks of money needs amounts in half of its cells, a known one in any; the others are
    faults, no reason to call it text. Under a heading that says nothing, every cell must be an amount, and
    one must show money.
    """
    filled = [cell for cell in cells if not is_blank(cell)]
    suggested = suggested_kind(heading)
    if not filled:
        return "money" if suggested == "money" else "text"
    if all(isinstance(cell, (date, datetime)) for cell in filled):
        return "date"
    numbers = sum(looks_like_number(cell) or is_fault(cell) for cell in filled)
    is_usual = numbers * 2 >= len(filled) or bool(numbers and columns_meant(heading))
    if suggested == "money" and is_usual:
        return "money"
    if suggested in ("date", "year"):
        return suggested if all(_is_of(suggested, cell) for cell in filled) else "text"
    if suggested is None and numbers == len(filled) and any(map(_is_plainly_money, filled)):
        return "text" if any(map(_has_odd_decimals, filled)) else "money"
    return "text"


def _is_plainly_money(cell: Any) -> bool:
    """Cents, thousands or a currency; a section number such as ``15.01`` shows none of them."""
    if isinstance(cell, float):
        return not cell.is_integer()
    return isinstance(cell, str) and bool(_PLAINLY_MONEY.search(cell))


def _has_odd_decimals(cell: Any) -> bool:
    """Four and more decimals are a rate or a coordinate, never money."""
    if isinstance(cell, float):
        return abs(cell * 100 - round(cell * 100)) > 1e-4
    return isinstance(cell, str) and bool(re.search(r"[0-9][.,][0-9]{4,}", cell))


def _is_of(kind: ColumnKind, cell: Any) -> bool:
    try:
        _READERS[kind](cell)
    except (ValueError, OverflowError):
        return False
    return True


# --- money ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """A money column before it is read: its place, unit, and what its texts prove about the decimal mark.

    Attributes
    ----------
    proven : dict
        Convention -> first row that proves it.
    doubtful : int or None
        First row that could be read either way.
    has_zero : bool
        A cell writes zero as a number, so that a lone ``-`` cannot be this column's zero.
    dashes : int
        How many cells hold a sign for nothing (``-``, ``--``, ``-,--``).
    scale : int
        What one stands for: 1000 in a column in T€.
    scaled_at : int or None
        First row whose cell names a larger unit itself: ``25 T€``.
    """

    heading: str
    place: Place
    proven: Mapping[Convention, int]
    doubtful: int | None
    has_zero: bool
    dashes: int
    scale: int
    scaled_at: int | None = None


def study_money(cells: Iterable[NumberedCell], *, heading: str, place: Place, scale: int = 1) -> MoneyColumn:
    """Look at every cell of a money column and note what it proves; ``scale`` is 1000 in a column in T€."""
    proven: dict[Convention, int] = {}
    doubtful: int | None = None
    scaled_at: int | None = None
    has_zero, dashes, seen = False, 0, set()
    for row, cell in cells:
        has_zero = has_zero or (cell == 0 and cell is not False)
        if not isinstance(cell, str):
            continue
        if is_blank_amount(cell):
            dashes += 1
        if cell in seen:
            continue
        seen.add(cell)
        amount = _meaning(cell)
        if isinstance(amount, AmountError):
            continue
        has_zero = has_zero or not amount.digits.strip("0.,")
        if scaled_at is None and (amount.unit or 1) > 1:
            scaled_at = row
        if amount.evidence:
            proven.setdefault(amount.evidence, row)
        if amount.is_doubtful and doubtful is None:
            doubtful = row
    return MoneyColumn(heading, place, proven, doubtful, has_zero, dashes, scale, scaled_at)


def read_money(
    cells: Sequence[NumberedCell], column: MoneyColumn, convention: Convention, *, needs_amount: bool = False
) -> tuple[list[int | None], list[Finding]]:
    """Return the cents of a column whose convention is decided, and a finding for each that is no amount.

    A blank is ``None``. A sign for nothing is 0; a lone ``-`` is a fault where the column writes its zeros as
    numbers, and where every row needs an amount.
    """
    cents: list[int | None] = []
    findings: list[Finding] = []
    for row, cell in cells:
        try:
            cents.append(_cents(cell, column, convention, needs_amount=needs_amount))
        except AmountError as error:
            cents.append(None)
            if error.reason == "other_convention" and len(column.proven) > 1:
                continue  # said once for the whole column
            place = Place(column.place.file, column.place.sheet, row, column.heading)
            findings.append(finding(error.reason, place, raw=cell))
    return cents, findings


def _cents(cell: Any, column: MoneyColumn, convention: Convention, *, needs_amount: bool) -> int | None:
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        if is_blank_amount(cell):
            if len(cell.strip()) == 1 and (needs_amount or column.has_zero):
                raise AmountError("lone_dash")
            return 0
        return _text_cents(cell, convention, column.scale)
    if isinstance(cell, (bool, date, datetime)):
        raise AmountError("not_an_amount")
    return number_to_cents(cell, scale=column.scale)


@lru_cache(maxsize=200_000)
def _text_cents(text: str, convention: Convention, scale: int) -> int:
    amount = _meaning(text)
    if isinstance(amount, AmountError):
        raise AmountError("error_value" if is_fault(text) else amount.reason)
    cents = to_cents(amount, convention, scale=scale)
    return -cents if amount.mark == "H" else cents


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
        r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})",
    )
)
_TIME_BEHIND = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII)


def read_date(cell: Any) -> date | None:
    """Read one date cell; ``None`` for a blank or ``00.00.0000``.

    Raises
    ------
    ValueError
        When the cell is no date that exists between 1990 and 2100 (``9999-12-31`` is an open end: ``None``).
    """
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, bool):
        raise ValueError(cell)
    if isinstance(cell, (int, float)):
        return _date_of_number(cell)
    return _date_of_text(_TIME_BEHIND.sub("", str(cell).strip()))


def is_day(cell: Any) -> bool:
    """Tell whether a cell is a date or a text that reads as one."""
    try:
        return not isinstance(cell, (int, float)) and read_date(cell) is not None
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


def _date_of_text(text: str) -> date | None:
    if text in _NO_DATE:
        return None
    if re.fullmatch(r"[3-7][0-9]{4}", text, re.ASCII):  # a serial day that lost its format in a text export
        return _date_of_number(int(text))
    parts = next((match.groupdict() for form in _DATE_FORMS if (match := form.fullmatch(text))), None)
    if parts is None:
        raise ValueError(text)
    month = _MONTHS.get(parts["name"].casefold(), 0) if parts.get("name") else int(parts["month"])
    year = _full_year(parts["year"])
    return None if year == 9999 else _plausible(date(year, month, int(parts["day"])))


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
    if not re.fullmatch(r"(199\d|20\d\d|2100)", text, re.ASCII):
        raise ValueError(text)
    return int(text)


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
    match = re.fullmatch(r"(?:\d{4}[/.])?0*(\d{1,6})|0*(\d{1,2})[./]\d{4}", text, re.ASCII)
    if not match:
        raise ValueError(text)
    return int(match[1] or match[2])


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


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "date": read_date,
    "year": read_year,
    "whole": read_whole,
    "flag": read_flag,
}


def read_plain(
    cells: Sequence[NumberedCell], *, kind: ColumnKind, heading: str, place: Place
) -> tuple[list[Any], list[Finding]]:
    """Return the values of a column that is not money, and a finding for each cell that does not fit."""
    if kind in ("key", "text"):
        return [cell_text(cell) for _, cell in cells], []
    read = lru_cache(maxsize=None, typed=True)(_READERS[kind])
    values: list[Any] = []
    findings: list[Finding] = []
    for row, cell in cells:
        try:
            values.append(read(cell))
        except (ValueError, OverflowError):
            values.append(None)
            findings.append(finding(f"not_a_{kind}", Place(place.file, place.sheet, row, heading), raw=cell))
    return values, findings
