"""How the cells of one column are read: the kind and the number convention are decided from all of them.

Nothing is guessed cell by cell. A column whose amounts could be read in two ways is refused, with the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from kooperation.reading.cells import cell_text, is_blank, is_fault
from kooperation.reading.vocabulary import ColumnKind, scale_of, suggested_kind

NumberedCell = tuple[int, Any]  # the row as Excel counts, and the cell

_CODE_WITH_ZERO = re.compile(r"0[0-9]+")


@dataclass(frozen=True, slots=True)
class MoneyCells:
    """A money column taken apart: the texts' meanings and what they prove about the decimal mark."""

    texts: dict[str, AmountText | AmountError]
    proven: dict[Convention, int]  # convention -> first row that proves it
    doubtful: int | None  # first row that could be read either way


def looks_like_number(cell: Any) -> bool:
    """Tell whether a cell is a number or a text that reads as an amount (a code such as ``0101`` does not)."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, (int, float)):
        return True
    if not isinstance(cell, str) or _CODE_WITH_ZERO.fullmatch(cell.strip()):
        return False
    try:
        take_apart(cell)
    except AmountError:
        return is_blank_amount(cell)
    return True


def infer_kind(heading: str, cells: Sequence[Any]) -> ColumnKind:
    """Return how a column that no layout knows is read: ``money``, ``date``, or as ``text`` as it stands."""
    filled = [cell for cell in cells if not is_blank(cell)]
    suggested = suggested_kind(heading)
    if not filled:
        return "money" if suggested == "money" else "text"
    if all(isinstance(cell, (date, datetime)) for cell in filled):
        return "date"
    numbers = sum(map(looks_like_number, filled))
    if suggested == "money" and numbers * 2 >= len(filled):
        return "money"  # a cell that does not fit is a fault, not a reason to call it text
    if suggested in ("date", "year"):
        return suggested if all(_is_of(suggested, cell) for cell in filled) else "text"
    if suggested is None and numbers == len(filled) and any(map(_is_plainly_money, filled)):
        return "money"
    return "text"


def _is_plainly_money(cell: Any) -> bool:
    if isinstance(cell, float):
        return not cell.is_integer()
    return isinstance(cell, str) and bool(re.search(r"[0-9][.,' ][0-9]|€|EUR", cell))


def _is_of(kind: str, cell: Any) -> bool:
    try:
        read_date(cell) if kind == "date" else read_year(cell)
    except ValueError:
        return False
    return True


# --- money ---------------------------------------------------------------------------------------------------


def study_money(cells: Iterable[NumberedCell]) -> MoneyCells:
    """Take every distinct text of a money column apart and note what proves a convention."""
    texts: dict[str, AmountText | AmountError] = {}
    proven: dict[Convention, int] = {}
    doubtful: int | None = None
    for row, cell in cells:
        if not isinstance(cell, str) or cell in texts or is_blank(cell):
            continue
        try:
            amount = texts[cell] = take_apart(cell)
        except AmountError as error:
            texts[cell] = error
            continue
        if amount.evidence:
            proven.setdefault(amount.evidence, row)
        if amount.is_doubtful and doubtful is None:
            doubtful = row
    return MoneyCells(texts, proven, doubtful)


def read_money(
    cells: Sequence[NumberedCell],
    *,
    heading: str,
    place: Place,
    studied: MoneyCells,
    convention: Convention,
    scale: int | None = None,
    needs_amount: bool = False,
) -> tuple[list[int | None], list[str | None], list[Finding]]:
    """Return cents, S/H marks and findings of a column whose convention is decided.

    A blank is ``None``. ``-`` means zero, except where every row must have an amount: there it is a finding.
    """
    step = scale if scale is not None else scale_of(heading)
    cache: dict[str, tuple[int, str | None]] = {}
    cents: list[int | None] = []
    marks: list[str | None] = []
    findings: list[Finding] = []
    for row, cell in cells:
        try:
            value, mark = _money_cell(cell, studied, convention, step, needs_amount, cache)
        except AmountError as error:
            value, mark = None, None
            findings.append(finding(error.reason, Place(place.file, place.sheet, row, heading), raw=cell))
        cents.append(value)
        marks.append(mark)
    return cents, marks, findings


def _money_cell(
    cell: Any,
    studied: MoneyCells,
    convention: Convention,
    scale: int,
    needs_amount: bool,
    cache: dict[str, tuple[int, str | None]],
) -> tuple[int | None, str | None]:
    if is_blank(cell):
        return None, None
    if isinstance(cell, bool) or isinstance(cell, (date, datetime)):
        raise AmountError("not_an_amount")
    if isinstance(cell, (int, float)):
        return number_to_cents(cell, scale=scale), None
    if cell in cache:
        return cache[cell]
    amount = studied.texts[cell]
    if isinstance(amount, AmountError):
        if is_fault(cell):
            raise AmountError("error_value")
        if not is_blank_amount(cell) or (needs_amount and len(cell.strip()) == 1):
            raise amount
        return 0, None
    cents = to_cents(amount, convention, scale=scale)
    if amount.mark == "H":
        cents = -cents
    cache[cell] = (cents, amount.mark)
    return cache[cell]


# --- dates, years, codes, flags ------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan januar jän jänner january", "feb februar february", "mar mär mrz märz march", "apr april", "mai may", "jun juni june", "jul juli july", "aug august", "sep sept september", "okt oct oktober october", "nov november", "dez dec dezember december"],
        start=1,
    )
    for name in names.split()
}
_NO_DATE = {"00.00.0000", "00000000", "0000-00-00", "-", "--", "#"}
_DATE_FORMS = (
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})[-. ]\s?(?P<name>[A-Za-zÄäÖöÜü]{3,9})\.?[-. ]\s?(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})"),
)
_TIME_BEHIND = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")


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
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            year = int(parts["year"])
            year += 2000 if len(parts["year"]) == 2 else 0
            month = (
                _MONTHS[parts["name"].casefold()]
                if parts.get("name") and parts["name"].casefold() in _MONTHS
                else int(parts.get("month") or 0)
            )
            return None if year == 9999 else _plausible(date(year, month, int(parts["day"])))
    raise ValueError(text)


def _plausible(day: date) -> date:
    if not 1990 <= day.year <= 2100:
        raise ValueError(day)
    return day


def read_year(cell: Any) -> int | None:
    """Read a Haushaltsjahr: four digits between 1990 and 2100; ``None`` for a blank. Raises ValueError."""
    text = cell_text(cell)
    if text is None:
        return None
    if not re.fullmatch(r"(19[9]\d|20\d\d|2100)", text):
        raise ValueError(text)
    return int(text)


def read_whole(cell: Any) -> int | None:
    """Read a whole number such as a period (``13``, ``013``, ``2024/13``); ``None`` for a blank. Raises ValueError."""
    text = cell_text(cell)
    if text is None:
        return None
    match = re.fullmatch(r"(?:\d{4}[/.])?0*(\d{1,6})|0*(\d{1,2})[./]\d{4}", text)
    if not match:
        raise ValueError(text)
    return int(match[1] or match[2])


_YES = {"ja", "j", "x", "wahr", "true", "1", "yes", "y"}
_NO = {"nein", "n", "falsch", "false", "0", "no", "-"}


def read_flag(cell: Any) -> bool | None:
    """Read a yes or no in the words that exports use; ``None`` for a blank. Raises ValueError."""
    text = cell_text(cell)
    if text is None:
        return None
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise ValueError(text)


_READERS = {"date": read_date, "year": read_year, "whole": read_whole, "flag": read_flag}


def read_plain(
    cells: Sequence[NumberedCell], *, kind: ColumnKind, heading: str, place: Place
) -> tuple[list[Any], list[Finding]]:
    """Return the values of a column that is not money, and a finding for each cell that does not fit."""
    if kind in ("key", "text"):
        return [cell_text(cell) for _, cell in cells], []
    reader, values, findings = _READERS[kind], [], []
    cache: dict[Any, Any] = {}
    for row, cell in cells:
        try:
            if cell not in cache:
                cache[cell] = reader(cell)
            values.append(cache[cell])
        except (ValueError, KeyError, OverflowError):
            values.append(None)
            findings.append(finding(f"not_a_{kind}", Place(place.file, place.sheet, row, heading), raw=cell))
    return values, findings
