"""The tables of a report: postings, sums, orders and checks in reading order, named for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

import pandas as pd

from kooperation.analysis.commitments import booked_until, open_commitments
from kooperation.analysis.course import YearCourse
from kooperation.analysis.reconciliation import reconcile
from kooperation.analysis.usage import budget_usage
from kooperation.model.ceiling import scope_regions
from kooperation.model.decision import Decision
from kooperation.model.discretion import Discretion, discreet_decision, discretion_of
from kooperation.model.findings import Finding
from kooperation.model.messages import Language
from kooperation.model.money import column_sum
from kooperation.model.region import Pot, Region, account_key
from kooperation.model.schema import TEXT, findings_frame
from kooperation.reporting.activities import shown_activities, shown_outcomes, with_activities
from kooperation.reporting.courses import courses_of, current_year
from kooperation.reporting.labels import label
from kooperation.reporting.labels.field_words import field_word
from kooperation.reporting.sums import Sums, sums_of

_KEYS = ("document", "order_id", "cost_object")
LONGEST_NAME = 100  # Excel compares at most 255 characters when it sums by a name
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
class Names:
    """What people read for keys; no two names are equal even where Excel ignores case."""

    pots: Mapping[str, str]
    regions: Mapping[str, str]
    cost_types: Mapping[str, str]
    outside: str
    unassigned: str
    no_region_needed: str
    no_cost_type: str
    no_year: str

    def scope(self, scope: str | None) -> tuple[str, ...]:
        """Return the region names of a scope text such as ``ansan, minnesota``; empty: all."""
        return tuple(self.regions.get(key, key) for key in scope_regions(scope))


@dataclass(frozen=True)
class Report:
    """Everything the workbook shows, exact and in order.

    ``postings`` are the actual rows up to the Stand, sorted by pot, region, year and date, with the columns
    ``pot_name``, ``region_name``, ``cost_name``, ``shown_year``, ``account`` and ``activity`` beside the
    canonical ones. ``left_out`` are those booked later. ``counting`` pots are held against a ceiling,
    ``beside`` pots are only shown.

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
        booked = set(self.postings["cost_name"])
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
        if self.postings.empty:
            return sums_of(())
        sums = self.postings.groupby(list(columns), sort=False)["amount"].sum()
        return sums_of(zip(sums.index.tolist(), sums.tolist(), strict=True))

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

    Raises
    ------
    ValueError
        When ``pots`` names a key that the register does not have.
    """
    counting = _counting(source.pots, pots)
    names = _names(source, language)
    discretion = discretion_of(source)
    bookings = _discreet(source.bookings, discretion)
    actual = bookings[bookings["kind"] == "actual"]
    kept = booked_until(actual, as_of)
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
        beside=tuple(pot for pot in source.pots if pot not in counting),
        decisions=tuple(discreet_decision(one, discretion) for one in source.decisions),
        postings=_with_discreet_keys(
            _postings(with_activities(kept, source.activities, discretion), source.pots, counting, names),
            discretion,
        ),
        left_out=actual[~actual.index.isin(kept.index)],
        not_actual=bookings[bookings["kind"] != "actual"],
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
    )


def _discreet(bookings: pd.DataFrame, discretion: Discretion) -> pd.DataFrame:
    """Return the bookings with texts that name nobody, and what the ledger says as ``full_…``."""
    shown = {name: discretion.column(bookings[name]) for name in ("text", "rule", "region_text")}
    return bookings.drop(columns="vendor").assign(
        **shown, full_text=bookings["text"], full_document=bookings["document"]
    )


def _with_discreet_keys(postings: pd.DataFrame, discretion: Discretion) -> pd.DataFrame:
    """Return the postings with keys that name nobody; activities are linked by then."""
    return postings.assign(**{name: discretion.codes(postings[name]) for name in _KEYS})


def _counting(register: Sequence[Pot], keys: Collection[str] | None) -> tuple[Pot, ...]:
    if keys is None:
        return tuple(pot for pot in register if pot.frame != "nein")
    unknown = set(keys) - {pot.key for pot in register}
    if unknown:
        raise ValueError(f"no such pot: {sorted(unknown)}; the register has {[pot.key for pot in register]}")
    return tuple(pot for pot in register if pot.key in keys)


def _names(source: ReportSource, language: Language) -> Names:
    outside, unassigned, none_needed, no_cost_type, no_year = (
        label(key, language)
        for key in (
            "workbook.outside",
            "workbook.unassigned",
            "workbook.no_region_needed",
            "workbook.no_cost_type",
            "workbook.no_year",
        )
    )
    used = source.bookings
    pots = {pot.key: pot.label(language) for pot in source.pots}
    regions = {region.key: region.label(language) for region in source.regions}
    pots |= {key: key for key in used["pot"].dropna().unique() if key not in pots}
    regions |= {key: key for key in used["region"].dropna().unique() if key not in regions}
    cost_types = {key: field_word(key, language) for key in sorted(used["cost_type"].dropna().unique())}
    return Names(
        pots=distinct_names(pots, taken=[outside]),
        regions=distinct_names(regions, taken=[unassigned, none_needed]),
        cost_types=distinct_names(cost_types, taken=[no_cost_type]),
        outside=outside,
        unassigned=unassigned,
        no_region_needed=none_needed,
        no_cost_type=no_cost_type,
        no_year=no_year,
    )


def distinct_names(names: Mapping[str, str], *, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return short names of which no two are equal in Excel, which ignores case; twins carry their key."""
    used = {name.casefold() for name in taken}
    made: dict[str, str] = {}
    for key, name in names.items():
        short = (name.strip() or key)[:LONGEST_NAME]
        number = 2
        while short.casefold() in used:
            short = f"{name[: LONGEST_NAME - 30]} ({key[:20]}{f' {number}' if number > 2 else ''})"
            number += 1
        used.add(short.casefold())
        made[key] = short
    return made


def _postings(
    actual: pd.DataFrame, register: Sequence[Pot], counting: Sequence[Pot], names: Names
) -> pd.DataFrame:
    beside = {pot.key for pot in register if not pot.needs_region}
    pot_order = [pot.key for pot in (*counting, *(pot for pot in register if pot not in counting))]
    region_name = actual["region"].map(names.regions).astype(TEXT)
    needs_none = actual["pot"].isna() | actual["pot"].isin(beside)
    region_name = region_name.mask(region_name.isna() & needs_none, names.no_region_needed)
    shown = actual.assign(
        pot_name=actual["pot"].map(names.pots).astype(TEXT).fillna(names.outside),
        region_name=region_name.fillna(names.unassigned),
        cost_name=actual["cost_type"].map(names.cost_types).astype(TEXT).fillna(names.no_cost_type),
        account=_accounts(actual),
        pot_rank=actual["pot"].map({key: rank for rank, key in enumerate(pot_order)}).fillna(len(pot_order)),
        region_rank=actual["region"]
        .map({key: rank for rank, key in enumerate(names.regions)})
        .fillna(len(names.regions)),
    )
    order = [
        "pot_rank",
        "pot_name",
        "region_rank",
        "region_name",
        "year",
        "booked_on",
        "source_file",
        "source_row",
        "item",
    ]
    ordered = shown.sort_values(order, kind="stable", na_position="last", ignore_index=True)
    return ordered.drop(columns=["pot_rank", "region_rank"]).assign(
        shown_year=[names.no_year if pd.isna(year) else int(year) for year in ordered["year"]]
    )


def _accounts(actual: pd.DataFrame) -> pd.Series[Any]:
    """Name each posting's account in one text that Excel cannot take for a number: ``990100 · 544016``."""
    columns = [_codes(actual[column]) for column in ("teilprodukt", "sachkonto")]
    texts = [account_name(pair) for pair in zip(*columns, strict=True)]
    return pd.Series(texts, index=actual.index, dtype=TEXT)


def _codes(column: pd.Series[Any]) -> list[str]:
    """Return the codes as the shortest of their spellings: ``544016`` for ``0000544016``; empty for none."""
    written = {
        code: str(code).strip().split(" ")[0] for code in column.dropna().unique() if str(code).strip()
    }
    shortest: dict[str, str] = {}
    for code in sorted(written.values(), key=lambda code: (len(code), code)):
        shortest.setdefault(account_key(code), code)
    return [
        "" if pd.isna(code) or code not in written else shortest[account_key(written[code])]
        for code in column
    ]


def account_name(codes: Iterable[str]) -> str:
    """Return ``990100 · 544016`` for Teilprodukt and Sachkonto; a missing code is an ellipsis."""
    return " · ".join(code.split(" ")[0] if code else "…" for code in codes)


def _groups(postings: pd.DataFrame) -> dict[tuple[str, str, object], Group]:
    if postings.empty:
        return {}
    keys = ["pot_name", "region_name", "shown_year"]
    placed = postings[[*keys, "amount"]].assign(position=range(len(postings)))
    return {
        (str(pot), str(region), year): Group(
            int(rows["position"].iloc[0]), int(rows["position"].iloc[-1]), column_sum(rows["amount"])
        )
        for (pot, region, year), rows in placed.groupby(keys, sort=False)
    }


def _years(of_postings: Iterable[object], usage: pd.DataFrame) -> tuple[object, ...]:
    marks = [year for year in dict.fromkeys(of_postings) if not isinstance(year, int)]
    booked = {year for year in of_postings if isinstance(year, int)}
    known = booked | {int(year) for year in usage.index.get_level_values("year")}
    if not known:
        return tuple(marks)
    span = range(min(known), max(known) + 1)
    return (*(span if len(span) <= MOST_YEARS else sorted(known)), *marks)
