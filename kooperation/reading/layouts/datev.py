"""DATEV batches of Buchungssätze: their first line, the year of their days, both accounts of an entry.

The amount (Umsatz) is unsigned, and S or H is the side of ``Konto``; the other account is booked on the other
side. So an expense may stand on either: ``Konto 544016 S`` against the vendor, or the bank ``H`` against
544016.
A posting here is the entry seen from its account of expense or income, S positive:

* accounts of vendors and debtors (one digit longer than the Sachkonten) carry no expense and are left out;
* of two Sachkonten the one of the classes 4 to 8 counts (in NKF as in SKR 03 and SKR 04 the accounts of
  expense, income and payments) where the other is of a class below: a bank, a liability;
* two Sachkonten of one sort (a transfer between two expenses) are two postings, each with its own sign, so
  that the sum of each account is right.

Generalumkehr takes an entry back on its own side: its sign turns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from kooperation.model.errors import refuse
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid

_MARKS = ("EXTF", "DTVF")
_BATCH = "21"  # the format category of Buchungsstapel
_EXPENSE_AND_INCOME = "45678"


@dataclass(frozen=True, slots=True)
class Batch:
    """What the first line of a batch says; ``None``: nothing.

    Attributes
    ----------
    starts_on : date or None
        First day of the Wirtschaftsjahr.
    first_on, last_on : date or None
        The days that the batch covers.
    account_length : int or None
        Digits of a Sachkonto; those of vendors and debtors have one more.
    """

    starts_on: date | None
    first_on: date | None
    last_on: date | None
    account_length: int | None

    @property
    def budget_year(self) -> int | None:
        """The Haushaltsjahr of every entry, where the Wirtschaftsjahr is a calendar year."""
        is_calendar_year = self.starts_on is not None and (self.starts_on.month, self.starts_on.day) == (1, 1)
        return self.starts_on.year if is_calendar_year and self.starts_on else None

    def day_of(self, text: str) -> date | None:
        """Return the day that ``DDMM`` means within the batch; ``None`` where it means none or two."""
        match = re.fullmatch(r"(\d{1,2})(\d{2})", text, re.ASCII)
        if not match:
            return None
        years = sorted({one.year for one in (self.starts_on, self.first_on, self.last_on) if one})
        years += [years[-1] + 1] if years and self.budget_year is None else []
        days = [
            day for year in years if (day := _day(year, int(match[2]), int(match[1]))) and self._covers(day)
        ]
        return days[0] if len(days) == 1 else None

    def _covers(self, day: date) -> bool:
        if self.first_on and self.last_on:
            return self.first_on <= day <= self.last_on
        if self.starts_on is None:
            return False
        ends_before = _day(self.starts_on.year + 1, self.starts_on.month, self.starts_on.day)
        return self.starts_on <= day and (ends_before is None or day < ends_before)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def batch_of(grid: Grid) -> Batch | None:
    """Return what the first line of a DATEV file says; ``None`` for any other file.

    Raises
    ------
    KooperationError
        When it is a DATEV file of something else than Buchungssätze, or of a ledger in another currency.
    """
    first = [cell_text(cell) or "" for cell in grid.sheet.rows[0]] if grid.sheet.rows else []
    if not first or first[0].strip('"').upper() not in _MARKS or len(first) < 3:
        return None
    if first[2] != _BATCH:
        called = f"DATEV {first[0]} {' '.join(first[2:4])}"
        raise refuse("foreign_datev", grid.place, raw=called, called=called)
    told = [*first, *[""] * 22]
    currency = told[21].strip('" ').upper()
    if re.fullmatch("[A-Z]{3}", currency) and currency != "EUR":
        raise refuse("foreign_amounts", grid.place_of(1), raw=currency, currency=currency)
    length = int(told[13]) if re.fullmatch("[4-9]", told[13]) else None
    return Batch(_date_of(told[12]), _date_of(told[14]), _date_of(told[15]), length)


def _date_of(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text, re.ASCII)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def with_days(grid: Grid, batch: Batch, position: int) -> Grid:
    """Return the grid with its days of ``DDMM`` as whole dates; one that means none or two stays as it is."""

    def dated(cell: Any) -> Any:
        return batch.day_of(cell_text(cell) or "") or cell

    return grid.with_column(position, [dated(cell) for cell in grid.column(position)])


# --- both accounts of an entry -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Buchungssatz:
    """One Buchungssatz: account, its side (1 for S, -1 for H), the contra account."""

    account: str | None
    side: int
    contra: str | None

    def postings(self, account_length: int | None) -> list[tuple[str, int]]:
        """Return the accounts that are posted here, each with its sign; none for vendors among themselves."""
        sides = [(self.account, self.side), (self.contra, -self.side)]
        of_ledger = [(code, sign) for code, sign in sides if code and not _is_personal(code, account_length)]
        telling = [one for one in of_ledger if _class_of(one[0], account_length) in _EXPENSE_AND_INCOME]
        return telling if len(telling) == 1 else of_ledger


def _is_personal(code: str, account_length: int | None) -> bool:
    return account_length is not None and code.isdigit() and len(code) == account_length + 1


def _class_of(code: str, account_length: int | None) -> str:
    """Return the first digit of an account; exports drop leading zeros."""
    return code.zfill(account_length or 0)[:1]


_REVERSING_KEY = re.compile("[23678][0-9]")


def is_reversing_key(key: str | None) -> bool:
    """Tell whether a BU-Schlüssel may mean Generalumkehr: whether the sign turns is not told by it alone."""
    return bool(key and _REVERSING_KEY.fullmatch(key))
