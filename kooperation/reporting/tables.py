"""The tables of a report: postings, sums, orders and checks in reading order, named for people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd

from kooperation.analysis.commitments import booked_until, is_booked_until, open_commitments
from kooperation.analysis.condensing import condense, is_condensed
from kooperation.analysis.course import YearCourse
from kooperation.analysis.documents import documents_named
from kooperation.analysis.reconciliation import reconcile
from kooperation.analysis.usage import budget_usage
from kooperation.books import Books
from kooperation.model.decision import Decision
from kooperation.model.discretion import Discretion, discreet_decision, discretion_of
from kooperation.model.findings import Finding
from kooperation.model.messages import Language
from kooperation.model.region import Pot, Region
from kooperation.model.schema import findings_frame
from kooperation.reporting.activities import shown_activities, shown_outcomes
from kooperation.reporting.courses import courses_of, current_year
from kooperation.reporting.names import Names, names_of
from kooperation.reporting.posting_list import Flags, ListedPostings, PostingList, discreet_bookings
from kooperation.reporting.sums import Sums, sums_of

MOST_POSTINGS_IN_SHEET = 200_000  # more are listed as sums; the single ones stand in files beside
MOST_YEARS = 60  # a wider span is a misread year, not a history: then only years with postings are shown


class ReportSource(Protocol):
    """What a report is made of; ``Books`` is one."""

    @property
    def bookings(self) -> pd.DataFrame:
        """One row per assigned posting item."""

    @property
    def overview(self) -> pd.DataFrame:
        """One row per account and year of the budget overviews."""

    @property
    def sources(self) -> pd.DataFrame:
        """One row per file read."""

    @property
    def noticed(self) -> tuple[Finding, ...]:
        """What was noticed while reading and assigning."""

    @property
    def regions(self) -> tuple[Region, ...]:
        """The register of partner regions."""

    @property
    def pots(self) -> tuple[Pot, ...]:
        """The register of pots."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The register of ceilings."""

    @property
    def activities(self) -> pd.DataFrame:
        """One row per activity."""

    @property
    def planned(self) -> pd.DataFrame:
        """One row per planned activity of every plan."""

    @property
    def dataset(self) -> str | None:
        """The dataset in which the single postings stay where ``bookings`` are condensed."""

    @property
    def is_example(self) -> bool:
        """Whether the figures are invented."""

    @property
    def as_of(self) -> date | None:
        """The date of the latest posting, ``None`` without any."""


@dataclass(frozen=True)
class Group:
    """The postings of one pot, region and Haushaltsjahr: they stand in one run of rows of the postings table.

    ``first`` and ``last`` count from 0. ``amount`` is their exact net sum. [EUR]
    """

    first: int
    last: int
    amount: Decimal


@dataclass(frozen=True)
class Report:
    """Everything the workbook shows, exact and in order.

    ``postings`` are the actual rows up to the Stand, sorted by pot, region, year and date, with the columns
    ``pot_name``, ``region_name``, ``cost_name``, ``shown_year``, ``account`` and ``activity`` beside the
    canonical ones. Where there are more than a sheet should list, ``is_condensed`` is true and they are sums
    by Haushaltsjahr, period, account, region and file with their ``count`` (see ``condense``, by period);
    ``single_postings`` has each of them. ``left_out`` are those booked later. ``counting`` pots are held
    against a ceiling, ``beside`` pots are only shown.

    ``courses`` follow each counting pot, by its key, through the year of the Stand. ``activities`` carry
    their cost and a ``name`` of their own; ``postings["activity"]`` names those that a posting belongs to, or
    is ``NO_ACTIVITY``. ``outcomes`` are the figures that activities state.

    Free texts hold only words that name nobody, so that every sheet and page may show them; ``discretion``
    does the same for others. ``full_text`` and ``full_document`` are what the ledger says of a posting: for
    rules, never to be shown.
    """

    language: Language
    as_of: date | None
    is_dated: bool
    is_example: bool
    names: Names
    regions: tuple[Region, ...]
    counting: tuple[Pot, ...]
    beside: tuple[Pot, ...]
    decisions: tuple[Decision, ...]
    postings: pd.DataFrame
    left_out: pd.DataFrame
    not_actual: pd.DataFrame
    usage: pd.DataFrame
    commitments: pd.DataFrame
    reconciliation: pd.DataFrame
    sources: pd.DataFrame
    findings: pd.DataFrame
    courses: Mapping[str, YearCourse]
    activities: pd.DataFrame
    outcomes: pd.DataFrame
    discretion: Discretion
    dataset: str | None
    list_single: Callable[[], ListedPostings] | None = field(default=None, repr=False)

    @property
    def is_condensed(self) -> bool:
        """Whether ``postings`` are sums with a ``count`` each."""
        return is_condensed(self.postings)

    @cached_property
    def single_postings(self) -> pd.DataFrame | None:
        """Every posting in the columns and order of ``postings``, where these are sums.

        ``None`` where ``postings`` are single anyway, or where the source itself knows sums only.
        """
        return self.list_single().frame() if self.list_single else None

    @cached_property
    def groups(self) -> dict[tuple[str, str, object], Group]:
        """The groups of postings by pot name, region name and year as shown."""
        return _groups(self.postings)

    @cached_property
    def years(self) -> tuple[object, ...]:
        """The years of the matrix without gaps; a mark for postings without a year comes last."""
        return _years([key[2] for key in self.groups], self.usage)

    @cached_property
    def unassigned(self) -> pd.DataFrame:
        """The postings that no rule and no alias gave to a region, in the order of ``postings``."""
        return self.postings[self.postings["region_name"] == self.names.unassigned]

    def amount(self, pot: str | None = None, region: str | None = None, year: object = None) -> Decimal:
        """Add up the postings of a pot name, region name and year as shown; ``None``: all. [EUR]."""
        return self._by_group(pot, region, year)

    def account_amount(self, account: str, *, pot: str | None = None, year: object = None) -> Decimal:
        """Add up the postings of one account, of a pot name and year as shown; ``None``: all. [EUR]."""
        return self._by_account(account, pot, year)

    def cost_amount(
        self,
        cost_type: str | None = None,
        *,
        pot: str | None = None,
        region: str | None = None,
        year: object = None,
    ) -> Decimal:
        """Add up the postings of a cost type name, pot name, region name and year; ``None``: all. [EUR]."""
        return self._by_cost_type(cost_type, pot, region, year)

    @cached_property
    def cost_types(self) -> tuple[str, ...]:
        """The names of the cost types with postings, what has none last."""
        booked = set(self.postings["cost_name"].unique())
        order = [*sorted(self.names.cost_types.values(), key=str.casefold), self.names.no_cost_type]
        return tuple(name for name in order if name in booked)

    @cached_property
    def _by_group(self) -> Sums:
        return sums_of((key, group.amount) for key, group in self.groups.items())

    @cached_property
    def _by_account(self) -> Sums:
        return self._sums("account", "pot_name", "shown_year")

    @cached_property
    def _by_cost_type(self) -> Sums:
        return self._sums("cost_name", "pot_name", "region_name", "shown_year")

    def _sums(self, *columns: str) -> Sums:
        if self._cells.empty:
            return sums_of(())
        sums = self._cells.groupby(list(columns), sort=False)["amount"].sum()
        return sums_of(zip(sums.index.tolist(), sums.tolist(), strict=True))

    @cached_property
    def _cells(self) -> pd.DataFrame:
        """The finest sums that any sheet shows: all others are made of them. [EUR]."""
        names = ["pot_name", "region_name", "shown_year", "cost_name", "account"]
        return self.postings.groupby(names, sort=False)["amount"].sum().reset_index()

    def regions_of(self, pot: str) -> list[str]:
        """Return the region names with postings in a pot, in the order of the register, unassigned last."""
        named = {key[1] for key in self.groups if key[0] == pot}
        order = [*self.names.regions.values(), self.names.no_region_needed, self.names.unassigned]
        return [name for name in order if name in named]

    def usage_of(self, pot: Pot) -> pd.DataFrame:
        """Return the usage rows of one pot, indexed by year."""
        return self._usage_by_pot.get(pot.key, self.usage.iloc[:0].droplevel("pot"))

    @cached_property
    def _usage_by_pot(self) -> dict[str, pd.DataFrame]:
        groups = self.usage.groupby(level="pot", sort=False)
        return {str(pot): rows.droplevel("pot").sort_index() for pot, rows in groups}

    def current_year(self, pot: Pot) -> int | None:
        """Return the year of the Stand, without figures for it the pot's last year, ``None`` without any."""
        return current_year(self.usage, pot, self.as_of)


def report_of(
    source: ReportSource,
    *,
    as_of: date | None = None,
    language: Language = "de",
    pots: Collection[str] | None = None,
    most_postings: int | None = None,
) -> Report:
    """Gather what a report shows.

    Parameters
    ----------
    source : ReportSource
        Usually ``Books``.
    as_of : date, optional
        Leaves out what was booked later, and decides which releases are in force. Without it nothing is left
        out, and the Stand is the date of the latest posting.
    language : {"de", "en"}
        Of names and findings.
    pots : collection of str, optional
        Keys of the pots held against their ceilings; the others are shown beside. Default: every pot whose
        ``frame`` is ``ja`` or ``plan``.
    most_postings : int, optional
        How many postings are listed one by one; more are summed up.

    Raises
    ------
    ValueError
        When ``pots`` names a key that the register does not have.
    """
    source = source.held() if isinstance(source, Books) else source
    counting = _counting(source.pots, pots)
    beside = tuple(pot for pot in source.pots if pot not in counting)
    names, discretion = names_of(source, language), discretion_of(source)
    listing = PostingList((*counting, *beside), names, source.activities, discretion)
    rows = _rows(source, as_of, MOST_POSTINGS_IN_SHEET if most_postings is None else most_postings)
    single = rows.single
    orders = open_commitments(source, as_of=as_of)
    usage = budget_usage(source, as_of=as_of)
    return Report(
        language=language,
        as_of=as_of or source.as_of,
        is_dated=as_of is not None,
        is_example=source.is_example,
        names=names,
        regions=source.regions,
        counting=counting,
        beside=beside,
        decisions=tuple(discreet_decision(one, discretion) for one in source.decisions),
        postings=listing(*rows.kept).frame(),
        left_out=discreet_bookings(rows.left_out, discretion),
        not_actual=discreet_bookings(rows.not_actual, discretion),
        usage=usage,
        commitments=orders.assign(
            text=discretion.column(orders["text"]), order_id=discretion.codes(orders["order_id"])
        ),
        reconciliation=reconcile(source),
        sources=source.sources,
        findings=findings_frame(source.noticed, language),
        courses=courses_of(source, usage, counting, as_of=as_of),
        activities=shown_activities(source, discretion, as_of=as_of, language=language),
        outcomes=shown_outcomes(source, discretion, language=language),
        discretion=discretion,
        dataset=source.dataset,
        list_single=None if single is None else lambda: listing(*single),
    )


@dataclass(frozen=True)
class _Rows:
    """The bookings of a report: actual postings up to the Stand, those after it, and the rest.

    ``kept`` are a ledger and which of its rows are listed, and so are ``single``, the postings themselves,
    where the rows of ``kept`` are sums of them.
    """

    kept: tuple[pd.DataFrame, Flags]
    left_out: pd.DataFrame
    not_actual: pd.DataFrame
    single: tuple[pd.DataFrame, Flags] | None = None


def _rows(source: ReportSource, as_of: date | None, most_postings: int) -> _Rows:
    bookings = source.bookings
    is_kept = is_booked_until(bookings, as_of).to_numpy(dtype=np.bool_)
    is_actual = _is_actual(bookings)
    single = bookings, is_actual & is_kept
    if not is_condensed(bookings) and single[1].sum() <= most_postings:
        return _Rows(single, bookings[is_actual & ~is_kept], bookings[~is_actual])
    sums, later = (_sums_of(source, rows) for rows in (booked_until(bookings, as_of), bookings[~is_kept]))
    others = [rows[~_is_actual(rows)] for rows in (sums, later)]
    return _Rows(
        (sums, _is_actual(sums)),
        later[_is_actual(later)],
        pd.concat(others, ignore_index=True),
        None if is_condensed(bookings) else single,
    )


def _sums_of(source: ReportSource, bookings: pd.DataFrame) -> pd.DataFrame:
    return condense(bookings, documents=documents_named(source.activities), by_period=True)


def _is_actual(bookings: pd.DataFrame) -> Flags:
    return bookings["kind"].eq("actual").to_numpy(dtype=np.bool_, na_value=False)


def _counting(register: Sequence[Pot], keys: Collection[str] | None) -> tuple[Pot, ...]:
    if keys is None:
        return tuple(pot for pot in register if pot.frame != "nein")
    unknown = set(keys) - {pot.key for pot in register}
    if unknown:
        raise ValueError(f"no such pot: {sorted(unknown)}; the register has {[pot.key for pot in register]}")
    return tuple(pot for pot in register if pot.key in keys)


def _groups(postings: pd.DataFrame) -> dict[tuple[str, str, object], Group]:
    """Return the groups of sorted postings: each is a run of rows with the same names and year."""
    if postings.empty:
        return {}
    keys = postings[["pot_name", "region_name", "shown_year"]]
    codes = np.column_stack([pd.factorize(keys[name])[0] for name in keys])
    starts = np.flatnonzero(np.r_[True, (codes[1:] != codes[:-1]).any(axis=1)])
    ends = np.r_[starts[1:], len(postings)]
    run = pd.Series(np.repeat(np.arange(len(starts)), ends - starts), index=postings.index)
    amounts = postings.groupby(run)["amount"].sum()
    named = zip(*(keys[name].iloc[starts].tolist() for name in keys), strict=True)
    return {
        name: Group(int(first), int(end) - 1, amount)
        for name, first, end, amount in zip(named, starts, ends, amounts.tolist(), strict=True)
    }


def _years(of_postings: Iterable[object], usage: pd.DataFrame) -> tuple[object, ...]:
    marks = [year for year in dict.fromkeys(of_postings) if not isinstance(year, int)]
    booked = {year for year in of_postings if isinstance(year, int)}
    known = booked | {int(year) for year in usage.index.get_level_values("year")}
    if not known:
        return tuple(marks)
    span = range(min(known), max(known) + 1)
    return (*(span if len(span) <= MOST_YEARS else sorted(known)), *marks)
