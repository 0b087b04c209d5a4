"""What a layout or the vocabulary knows about a grid before its cells are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kooperation.model.money import Convention
from kooperation.model.region import fold
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.dates import DateOrder
from kooperation.reading.tables.rows import Identity
from kooperation.reading.words.vocabulary import ColumnKind


@dataclass(frozen=True, slots=True)
class SignColumn:
    """A column of S and H (or +, -) beside unsigned amounts: which folded marks mean spending, which not."""

    position: int
    plus: frozenset[str]
    minus: frozenset[str]

    def sign_of(self, cell: Any) -> int | None:
        """Return 1, -1, or ``None`` for an unknown mark."""
        mark = fold(cell_text(cell) or "")
        return 1 if mark in self.plus else -1 if mark in self.minus else None


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a layout or the vocabulary knows about a grid before its cells are looked at.

    Attributes
    ----------
    kinds : dict
        Position -> kind; other columns are inferred.
    convention : Convention or None
        The decimal mark that is used, whatever the cells say.
    dates : str or None
        The order of day and month that is used, whatever the cells say.
    scale : int or None
        What one stands for in every money column; by default headings and titles tell.
    amounts : frozenset of int
        The amounts that make a record: their totals must tie. Empty: all columns that can be added up.
    needed : int or None
        The amount that every record must have: ``-`` is no amount in it.
    identity : Identity
        Where date and document stand.
    signs : SignColumn or None
        The column that carries the sign of the amounts.
    sides : tuple of int or None
        Where Soll and Haben stand, if the amounts have two columns.
    is_foreign_read : bool
        Whether columns in one other currency (``£5``) are read in it; by default they are refused.
    layout : str or None
        The name shown in the report.
    """

    kinds: Mapping[int, ColumnKind] = field(default_factory=dict)
    convention: Convention | None = None
    dates: DateOrder | None = None
    scale: int | None = None
    amounts: frozenset[int] = frozenset()
    needed: int | None = None
    identity: Identity = field(default_factory=Identity)
    signs: SignColumn | None = None
    sides: tuple[int, int] | None = None
    is_foreign_read: bool = False
    layout: str | None = None
