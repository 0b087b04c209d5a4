"""Everything that was read from one data folder, assigned: the place where the rooms meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import pyarrow as pa

from kooperation.analysis.assignment import assign, check_idle_pots, check_pots, check_rules
from kooperation.analysis.commitments import booked_until, open_commitments, unmatched_invoices
from kooperation.analysis.condensing import CONDENSED_COLUMNS, condense
from kooperation.analysis.course import undecided_plans
from kooperation.analysis.documents import documents_named, link_documents
from kooperation.analysis.reconciliation import reconcile, reconciliation_findings
from kooperation.analysis.spending import cells_until
from kooperation.model.decision import Decision, check_decisions
from kooperation.model.discretion import Discretion, discreet_decision, discretion_of
from kooperation.model.errors import KooperationError, raise_errors
from kooperation.model.findings import SEVERITY_RANK, Finding, Place, errors_of, finding
from kooperation.model.region import Pot, Region, Rule, check_regions
from kooperation.model.schema import COUNT, OVERVIEW_COLUMNS, conform, findings_frame
from kooperation.reading.container import Source, read_source
from kooperation.reading.folder.exports import Progress, Shelf, load_exports
from kooperation.reading.folder.files import list_exports, open_folder, shown, unread_files
from kooperation.reading.folder.names import REGISTER_FOLDER
from kooperation.reading.folder.planning import place_plans
from kooperation.reading.folder.registers import (
    CEILINGS,
    POTS,
    REGIONS,
    RULES,
    Register,
    find_register,
    read_decisions,
    read_pots,
    read_regions,
    read_rules,
)
from kooperation.reading.folder.sources import sources_frame
from kooperation.reading.layouts.parsing import KindOfFile, read_layouts
from kooperation.reading.ledgers.activities import region_findings, with_regions
from kooperation.reading.ledgers.bookings import Loaded
from kooperation.reading.merging.bookings import merge_bookings
from kooperation.reading.merging.logs import merge_activities

if TYPE_CHECKING:
    from kooperation.reading.datasets import ScannedBookings

__all__ = ["Books", "read_books", "read_dataset"]

Noun = TypeVar("Noun")


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


def read_books(
    folder: str | Path,
    *,
    strict: bool = True,
    progress: Progress | None = None,
    shelf: Shelf | None = None,
) -> Books:
    """Read a whole data folder and assign every posting.

    Parameters
    ----------
    folder : str or Path
        A folder with ``register``, ``buchungen`` and optionally ``haushalt``, ``auftraege``,
        ``aktivitaeten``, ``planung``. Nothing in it is ever written.
    strict : bool
        ``False``: read on; what is faulty is left out and becomes a finding.
    progress : callable, optional
        Called with (file, number, count) before each file is read.
    shelf : Shelf, optional
        Asked what each export reads as before it is read; registers are always read.

    Returns
    -------
    Books

    Raises
    ------
    KooperationError
        With all faults of all files, when ``strict``; always when ``folder`` is no data folder. A difference
        between line items and overview is a finding and never raises.
    """
    root = open_folder(folder)
    registers, findings = _read_registers(root)
    loaded, faults = _load_exports(root, progress, shelf)
    _give_back_memory()
    merged, merging = _merged(loaded)
    loaded = [_summed(one) for one in loaded]
    _give_back_memory()
    assigned, remarks = assign(
        merged.pop(), regions=registers.regions, pots=registers.pots, rules=registers.rules
    )
    findings += [*faults, *merging, *remarks]
    _give_back_memory()
    return _put_together(root, registers, loaded, assigned, findings, strict=strict)


def read_dataset(
    folder: str | Path,
    dataset: str | Path,
    *,
    engine: str = "pandas",
    progress: Progress | None = None,
) -> Books:
    """Read a data folder whose postings stand in a Parquet dataset, which an engine assigns and condenses.

    Parameters
    ----------
    folder : str or Path
        A data folder as for :func:`read_books`; its ``buchungen`` are left out. Its orders count when the
        dataset has none.
    dataset : str or Path
        A Parquet file or a folder of such files, as for :func:`~kooperation.reading.datasets.scan_bookings`.
        Where it states region and pot itself, it is taken as it is; the rules are not applied then.
    engine : str
        ``pandas``, ``duckdb``, ``polars``, ``dask`` or ``spark``.
    progress : callable, optional
        Called with (file, number, count) before each file of the folder is read.

    Returns
    -------
    Books
        Condensed: single postings stay in the dataset, which ``dataset`` names.

    Raises
    ------
    KooperationError
        As :func:`read_books` does when strict, and when the dataset cannot be used.
    """
    from kooperation.reading.datasets import open_dataset, source_of

    root = open_folder(folder)
    registers, findings = _read_registers(root)
    loaded, faults = _load_exports(root, progress, None, without="buchungen")
    findings += faults
    known = _known_to(discretion_of(registers), findings)
    try:
        scanned = open_dataset(dataset, engine=engine)
    except KooperationError as error:
        raise KooperationError([*errors_of(known), *error.findings]) from None
    raise_errors(known)
    with scanned.engine.at_work(scanned.place):
        condensed, remarks = _condensed_by_engine(scanned, registers, _frames(loaded, "activities"))
    source = source_of(scanned, condensed)
    orders, merging = merge_bookings(_frames(loaded, "bookings", "orders"))
    findings += [*remarks, *merging]
    if len(orders) and condensed["kind"].eq("commitment").any():
        findings.append(finding("dataset_has_orders", scanned.place, count=len(orders)))
    else:
        assigned, remarks = assign(
            orders, regions=registers.regions, pots=registers.pots, rules=registers.rules
        )
        findings += [found for found in remarks if found.kind != "rule_never_holds"]
        single = conform(assigned.assign(**{COUNT: 1}), CONDENSED_COLUMNS)
        condensed = pd.concat([condensed, single], ignore_index=True)
    books = _put_together(root, registers, loaded, condensed, findings, strict=True)
    sources = pd.concat([source, books.sources], ignore_index=True)
    return replace(books, sources=sources, dataset=scanned.name)


def _condensed_by_engine(
    scanned: ScannedBookings, registers: _Registers, activities: Sequence[pd.DataFrame]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Let the engine assign and condense the postings of a dataset; return the rows and what was noticed."""
    from kooperation.analysis.assignment_by_join import assign_by_join
    from kooperation.analysis.remarks import condensed_remarks
    from kooperation.reading.datasets import check_kinds

    assigned, findings = scanned.bookings, [finding("dataset_assigned", scanned.place)]
    if not scanned.is_assigned:
        assigned, findings = assign_by_join(
            scanned.bookings,
            regions=registers.regions,
            pots=registers.pots,
            rules=registers.rules,
            hand_over=scanned.engine.hand_over,
        )
    raise_errors(_known_to(discretion_of(registers), findings))
    condensed = condense(assigned, documents=documents_named(merge_activities(activities)[0]))
    check_kinds(scanned, condensed)
    return condensed, [*findings, *condensed_remarks(condensed, registers.pots)]


def _give_back_memory() -> None:
    """Give the system back what a step has needed and the next one has no use for."""
    pa.default_memory_pool().release_unused()


def _merged(loaded: Sequence[Loaded]) -> tuple[list[pd.DataFrame], list[Finding]]:
    """Return the ledger of all files as the only one of a list, from which it can be handed over."""
    bookings, findings = merge_bookings(_frames(loaded, "bookings", "orders"))
    return [bookings], findings


def _summed(one: Loaded) -> Loaded:
    """Keep of a file of postings what its line in the sources adds up; the ledger has the rest."""
    if one.kind_of_file not in ("bookings", "orders"):
        return one
    return replace(one, frame=one.frame[["kind", "year", "amount"]])


def _put_together(
    root: Path,
    registers: _Registers,
    loaded: Sequence[Loaded],
    assigned: pd.DataFrame,
    findings: list[Finding],
    *,
    strict: bool,
) -> Books:
    """Return the books of assigned bookings and everything else that was read."""
    planned, placing = place_plans(
        _frames(loaded, "planning"), pots=registers.pots, regions=registers.regions
    )
    findings = [*findings, *placing, *undecided_plans(planned)]
    discretion = discretion_of(registers)
    if strict:
        raise_errors(_known_to(discretion, errors_of(findings)))
    activities, logged = merge_activities(_frames(loaded, "activities"))
    activities = with_regions(activities, registers.regions)
    findings += logged
    books = Books(
        folder=root,
        bookings=assigned,
        overview=_joined(_frames(loaded, "overview"), OVERVIEW_COLUMNS),
        activities=activities,
        planned=planned,
        sources=sources_frame(loaded, discretion),
        noticed=(),
        regions=registers.regions,
        pots=registers.pots,
        rules=registers.rules,
        decisions=tuple(discreet_decision(one, discretion) for one in registers.decisions),
        is_example=any(one.report.is_example for one in loaded),
    )
    findings += region_findings(activities, registers.regions)
    findings += link_documents(activities, assigned).findings
    findings += check_idle_pots(assigned, registers.pots)
    findings += [*unmatched_invoices(books), *reconciliation_findings(reconcile(books))]
    return replace(books, noticed=_worst_first(_known_to(discretion, findings)))


def _known_to(discretion: Discretion, findings: Iterable[Finding]) -> list[Finding]:
    return [found.known_to(discretion) for found in findings]


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda found: SEVERITY_RANK[found.severity]))


# --- registers ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Registers:
    pots: tuple[Pot, ...]
    regions: tuple[Region, ...]
    decisions: tuple[Decision, ...]
    rules: tuple[Rule, ...]


def _read_registers(root: Path) -> tuple[_Registers, list[Finding]]:
    """Read the four registers and check them against each other; one that cannot be read is empty."""
    findings: list[Finding] = []

    def read(name: str, parse: Callable[[Source], Register[Noun]]) -> tuple[Noun, ...] | None:
        try:
            nouns, noticed = _read_register(root, name, parse)
        except KooperationError as error:
            findings.extend(error.findings)
            return None
        findings.extend(noticed)
        return nouns

    pots, regions = read(POTS, read_pots), read(REGIONS, read_regions)
    decisions = read(CEILINGS, lambda source: read_decisions(source, pots=pots, regions=regions)) or ()
    rules = read(RULES, read_rules) or ()
    registers = _Registers(pots or (), regions or (), decisions, rules)
    unreadable = {"rule_unknown_pot": pots is None, "rule_unknown_region": regions is None}
    checks = [fault for fault in _check_registers(registers) if not unreadable.get(fault.kind)]
    return registers, [*findings, *checks]


def _read_register(root: Path, name: str, parse: Callable[[Source], Register[Noun]]) -> Register[Noun]:
    """Read one register; one without a file is empty, where the others can do without it."""
    path = find_register(root / REGISTER_FOLDER, name)
    if path is not None:
        return parse(read_source(path, name=shown(path, root)))
    if name in (POTS, REGIONS):
        raise KooperationError(finding("register_missing", Place(file=f"{REGISTER_FOLDER}/{name}.csv")))
    return (), []


def _check_registers(registers: _Registers) -> list[Finding]:
    return [
        *check_pots(registers.pots),
        *check_regions(registers.regions),
        *check_decisions(registers.decisions, pots=registers.pots),
        *check_rules(registers.rules, regions=registers.regions, pots=registers.pots),
    ]


# --- exports -----------------------------------------------------------------------------------------------


def _load_exports(
    root: Path, progress: Progress | None, shelf: Shelf | None, *, without: str | None = None
) -> tuple[list[Loaded], list[Finding]]:
    layouts, findings = read_layouts(root / REGISTER_FOLDER / "layouts", shown=f"{REGISTER_FOLDER}/layouts")
    listed, skipped = list_exports(root)
    files = [(place, path) for place, path in listed if place != without]
    findings += [*skipped, *unread_files(root)]
    if left_out := len(listed) - len(files):
        findings.append(finding("exports_left_out", Place(file=without), count=left_out))
    if without is None and not any(folder == "buchungen" for folder, _ in files):
        findings.append(finding("no_bookings", Place(file="buchungen")))
    loaded, faults = load_exports(root, files, layouts=layouts, progress=progress, shelf=shelf)
    return loaded, [*findings, *faults]


def _frames(loaded: Sequence[Loaded], *kinds: KindOfFile) -> list[pd.DataFrame]:
    return [one.frame for one in loaded if one.kind_of_file in kinds and len(one.frame)]


def _joined(frames: Sequence[pd.DataFrame], columns: dict[str, Any]) -> pd.DataFrame:
    joined = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(index=pd.RangeIndex(0))
    return conform(joined, columns)
