"""The nouns of a drafted layout: what is known about an export, what is only guessed, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kooperation.reading.layouts.layout import KindOfFile

Looks = Literal["money", "date", "year", "code", "text", "empty"]
Why = Literal["exact", "near", "looks", "none", "same_heading"]
Reason = Literal["told", "budget", "orders", "activities", "bookings"]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One heading and the canonical column that it may be.

    Attributes
    ----------
    column : str or None
        ``None``: nothing is proposed, ``possible`` names what it might be.
    why : str
        Only an ``exact`` spelling holds as it stands; everything else is for the controller to decide.
    like : str or None
        The known heading that is spelled much like this one.
    rivals : bool
        Another heading may be the same column.
    samples : tuple of str
        Values that may be shown; texts that could be names are not.
    distinct : int
        How many different values the column holds.
    """

    heading: str
    column: str | None
    why: Why
    looks: Looks
    like: str | None = None
    rivals: bool = False
    possible: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    distinct: int = 0

    @property
    def is_decided(self) -> bool:
        """Tell whether the guess holds without the controller."""
        return self.why == "exact" and not self.rivals


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The column that may say whether a row is actual, commitment or budget; ``open``: values in no list."""

    heading: str
    is_decided: bool
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    distinct: int = 0


@dataclass(frozen=True, slots=True)
class SignGuess:
    """A column that may carry the sign, and the marks that may mean spending or its opposite."""

    heading: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearsGuess:
    """Columns of one year each, such as ``Ist {year}``; ``kind`` is ``None`` where no word tells it."""

    pattern: str
    years: tuple[int, ...]
    kind: str | None
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that a draft says about one sheet of an export."""

    file: str
    sheet: str | None
    header_row: int
    rows: int
    kind_of_file: KindOfFile
    reason: Reason
    needs: tuple[str, ...]
    columns: tuple[ColumnGuess, ...]
    missing: tuple[str, ...]
    kind: KindGuess | None = None
    sign: SignGuess | None = None
    years: tuple[YearsGuess, ...] = ()
    is_sheet_told: bool = False
    is_decimal_open: bool = False
    is_scaled: bool = False
    is_mostly_negative: bool = False
    defaults: tuple[str, ...] = ()
