"""What a data folder holds once it is read and assigned, and the sums that one run asks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.analysis.commitments import booked_until, open_commitments
from kooperation.analysis.condensing import condense
from kooperation.analysis.documents import documents_named
from kooperation.analysis.spending import cells_until
from kooperation.model.decision import Decision
from kooperation.model.findings import Finding
from kooperation.model.region import Pot, Region, Rule
from kooperation.model.schema import findings_frame


@dataclass(frozen=True, eq=False)
class Books:
    """One data folder, read and assigned.

    Attributes
    ----------
    folder : Path
        Where it was read from.
    bookings : DataFrame, one row per posting item (a split posting has several)
        ``BOOKING_COLUMNS`` and ``ASSIGNMENT_COLUMNS`` of ``model.schema``. [EUR]
    overview, activities : DataFrame
        Budget overviews and activity logs in their canonical columns; empty when there are none.
    planned : DataFrame, one row per planned activity of every plan
        ``PLANNED_COLUMNS`` of ``model.schema``; ``plan`` is the name of its file. ``quantity`` ×
        ``unit_price`` [EUR] = ``amount`` [EUR]. Plans change no other figure.
    sources : DataFrame, one row per file
        Hash, layout, rows read, kept and dropped with reasons, control totals, and the sum of its postings.
        [EUR]
    noticed : tuple of Finding
        Everything that was noticed, worst first; ``findings`` shows it as a frame.
    regions, pots, rules, decisions : tuple
        The registers.
    is_example : bool
        A file says that its figures are invented ("Beispieldaten").
    dataset : str, optional
        The name of the Parquet dataset in which the single postings stay; ``bookings`` is condensed then.
    """

    folder: Path
    bookings: pd.DataFrame
    overview: pd.DataFrame
    activities: pd.DataFrame
    planned: pd.DataFrame
    sources: pd.DataFrame
    noticed: tuple[Finding, ...]
    regions: tuple[Region, ...]
    pots: tuple[Pot, ...]
    rules: tuple[Rule, ...]
    decisions: tuple[Decision, ...]
    is_example: bool
    dataset: str | None = None

    def __repr__(self) -> str:
        """Say in one line what was read, without the folder's path."""
        counted = f"{len(self.sources)} files, {len(self.bookings)} booking rows"
        return f"Books({counted}, as of {self.as_of:%Y-%m-%d})"

    @property
    def findings(self) -> pd.DataFrame:
        """What was noticed: severity, place, raw text, message and advice in German, worst first."""
        return findings_frame(self.noticed)

    @property
    def as_of(self) -> date:
        """The state of the ledger: its latest posting date; without dates the end of its last year.

        A ledger without any actual posting is as of its latest order; an empty one as of today.
        """
        return self.last_day or datetime.now().astimezone().date()

    @property
    def last_day(self) -> date | None:
        """The day that the ledger itself reaches, as ``as_of``; ``None``: nothing in it tells one."""
        for kind in ("actual", "commitment"):
            is_kind = self.bookings["kind"].eq(kind).fillna(value=False)
            if pd.notna(latest := self.bookings["booked_on"].where(is_kind).max()):
                return pd.Timestamp(latest).date()
            if pd.notna(year := self.bookings["year"].where(is_kind).max()):
                return date(int(year), 12, 31)
        return None

    def until(self, as_of: date) -> Books:
        """Return the same books without what was posted after ``as_of``; rows without a date stay."""
        return replace(self, bookings=booked_until(self.bookings, as_of))

    def held(self) -> HeldBooks:
        """Return the same books, for one run that asks for many of their sums: each is made once."""
        return HeldBooks(**{one.name: getattr(self, one.name) for one in fields(Books)})

    def condensed(self) -> Books:
        """Return the same books with one row for all postings that figures count alike.

        Every figure stays what it is, to the cent, at a cost that no longer grows with the postings. Which
        posting stands behind a figure, only the books themselves tell.
        """
        return replace(self, bookings=condense(self.bookings, documents=documents_named(self.activities)))


@dataclass(frozen=True, eq=False)
class HeldBooks(Books):
    """Books that make each of their sums once, as of every day that is asked for.

    For one run that shows many figures of books that nobody changes meanwhile; never kept longer.
    """

    _held: dict[tuple[str, date | None], Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def as_of(self) -> date:
        """The state of the ledger, as of all books."""
        made: date = self._once("as_of", None, lambda: super(HeldBooks, self).as_of)
        return made

    def held(self) -> HeldBooks:
        """Return these books: they hold their sums already."""
        return self

    def until(self, as_of: date) -> HeldBooks:
        """Return the books without what was posted later, which hold their sums as well."""
        made: HeldBooks = self._once("until", as_of, lambda: self._without_later(as_of))
        return made

    def _without_later(self, as_of: date) -> HeldBooks:
        state = self._state(as_of)
        if state is None:
            return self
        earlier = replace(self, bookings=booked_until(self.bookings, state))
        known = {"cells": self.cells_until(state), "orders": self.orders_until(state)}
        earlier._held.update({(figure, None): made for figure, made in known.items()})  # noqa: SLF001 - its own kind
        return earlier

    def cells_until(self, as_of: date | None) -> pd.DataFrame:
        """Return the cube of what was booked by the end of a day. [EUR]."""
        state = self._state(as_of)
        made: pd.DataFrame = self._once("cells", state, lambda: cells_until(self.bookings, state))
        return made

    def orders_until(self, as_of: date | None) -> pd.DataFrame:
        """Return what is open of the orders on a day. [EUR]."""
        state = self._state(as_of)
        made: pd.DataFrame = self._once("orders", state, lambda: open_commitments(self.bookings, as_of=state))
        return made

    def _state(self, as_of: date | None) -> date | None:
        """Return the day that leaves something out; ``None`` when nothing was booked later."""
        latest = self._once("latest", None, lambda: self.bookings["booked_on"].max())
        is_all = as_of is None or pd.isna(latest) or latest.date() <= as_of
        return None if is_all else as_of

    def _once(self, figure: str, as_of: date | None, make: Callable[[], Any]) -> Any:
        if (figure, as_of) not in self._held:
            self._held[figure, as_of] = make()
        return self._held[figure, as_of]
