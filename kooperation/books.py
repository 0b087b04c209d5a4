"""Everything that was read from one data folder, assigned: the place where the rooms meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from kooperation.analysis.assignment import assign, check_pots, check_rules
from kooperation.analysis.commitments import booked_until, unmatched_invoices
from kooperation.analysis.reconciliation import reconcile, reconciliation_findings
from kooperation.model.ceiling import Decision, check_decisions
from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import SEVERITY_RANK, Finding, Place, errors_of, finding
from kooperation.model.money import column_sum, format_euros
from kooperation.model.region import Pot, Region, Rule, check_regions
from kooperation.model.schema import (
    ACTIVITY_COLUMNS,
    BOOKING_COLUMNS,
    EUR,
    FLAG,
    OVERVIEW_COLUMNS,
    TEXT,
    WHOLE,
    conform,
    findings_frame,
)
from kooperation.reading.activities import load_activities, with_regions
from kooperation.reading.bookings import Loaded, load_bookings
from kooperation.reading.container import Source, read_source
from kooperation.reading.layouts import KindOfFile, Layout, read_layouts
from kooperation.reading.merging import merge_bookings
from kooperation.reading.overview import load_overview
from kooperation.reading.registers import (
    CEILINGS,
    POTS,
    REGIONS,
    RULES,
    find_register,
    read_decisions,
    read_pots,
    read_regions,
    read_rules,
)

__all__ = ["FOLDERS", "Books", "read_books"]

FOLDERS: dict[str, KindOfFile] = {
    "buchungen": "bookings",
    "haushalt": "overview",
    "auftraege": "orders",
    "aktivitaeten": "activities",
}
Progress = Callable[[str, int, int], None]
Register = TypeVar("Register")

_SOURCE_COLUMNS: dict[str, Any] = {
    "file": TEXT,
    "kind_of_file": TEXT,
    "layout": TEXT,
    "sheet": TEXT,
    "sha256": TEXT,
    "rows_read": WHOLE,
    "rows_kept": WHOLE,
    "rows_dropped": WHOLE,
    "dropped_reasons": TEXT,
    "control_totals": TEXT,
    "sum": EUR,
    "years": TEXT,
    "is_example": FLAG,
}


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
    sources : DataFrame, one row per file
        Hash, layout, rows read, kept and dropped with reasons, control totals, and the sum of its postings. [EUR]
    noticed : tuple of Finding
        Everything that was noticed, worst first; ``findings`` shows it as a frame.
    regions, pots, rules, decisions : tuple
        The registers.
    is_example : bool
        A file says that its figures are invented ("Beispieldaten").
    """

    folder: Path
    bookings: pd.DataFrame
    overview: pd.DataFrame
    activities: pd.DataFrame
    sources: pd.DataFrame
    noticed: tuple[Finding, ...]
    regions: tuple[Region, ...]
    pots: tuple[Pot, ...]
    rules: tuple[Rule, ...]
    decisions: tuple[Decision, ...]
    is_example: bool

    @property
    def findings(self) -> pd.DataFrame:
        """What was noticed: severity, place, raw text, message and advice in German, worst first."""
        return findings_frame(self.noticed)

    @property
    def as_of(self) -> date:
        """The state of the ledger: its latest posting date; without dates the end of its last year."""
        actual = self.bookings[self.bookings["kind"] == "actual"]
        latest = actual["booked_on"].max()
        if pd.notna(latest):
            return pd.Timestamp(latest).date()
        year = actual["year"].max()
        return date(int(year), 12, 31) if pd.notna(year) else datetime.now().astimezone().date()

    def until(self, as_of: date) -> Books:
        """Return the same books without what was posted after ``as_of``; rows without a date stay."""
        return replace(self, bookings=booked_until(self.bookings, as_of))


def read_books(folder: str | Path, *, strict: bool = True, progress: Progress | None = None) -> Books:
    """Read a whole data folder and assign every posting.

    Parameters
    ----------
    folder : str or Path
        A folder with ``register``, ``buchungen`` and optionally ``haushalt``, ``auftraege``, ``aktivitaeten``.
        Nothing in it is ever written.
    strict : bool
        ``False``: read on; what is faulty is left out and becomes a finding.
    progress : callable, optional
        Called with (file, number, count) before each file is read.

    Returns
    -------
    Books

    Raises
    ------
    KooperationError
        With all faults of all files, when ``strict``; always when the folder or a register is missing.
    """
    root = Path(folder)
    if not root.is_dir():
        raise refuse("folder_missing", Place(file=str(folder)))
    shelf = _Shelf(root)
    registers = _read_registers(shelf)
    loaded = _read_files(shelf, progress)
    bookings, merging = merge_bookings(
        [one.frame for one in loaded if one.kind_of_file in ("bookings", "orders")]
    )
    shelf.findings += merging
    assigned, remarks = assign(
        bookings, regions=registers.regions, pots=registers.pots, rules=registers.rules
    )
    shelf.findings += remarks
    if strict and errors_of(shelf.findings):
        raise KooperationError(errors_of(shelf.findings))
    books = Books(
        folder=root,
        bookings=assigned,
        overview=_joined(loaded, "overview", OVERVIEW_COLUMNS),
        activities=with_regions(_joined(loaded, "activities", ACTIVITY_COLUMNS), registers.regions),
        sources=_sources(loaded),
        noticed=(),
        regions=registers.regions,
        pots=registers.pots,
        rules=registers.rules,
        decisions=registers.decisions,
        is_example=any(one.report.is_example for one in loaded),
    )
    checked = [*shelf.findings, *unmatched_invoices(books), *reconciliation_findings(reconcile(books))]
    return replace(books, noticed=tuple(sorted(checked, key=lambda found: SEVERITY_RANK[found.severity])))


@dataclass(slots=True)
class _Shelf:
    """The files of one data folder, and what was noticed while they were read."""

    root: Path
    findings: list[Finding] = field(default_factory=list)

    def shown(self, path: Path) -> str:
        """Return the name of a file inside the folder, with forward slashes on every platform."""
        return path.relative_to(self.root).as_posix()

    def read(self, path: Path, parse: Callable[[Source], Register]) -> Register | None:
        """Return what ``parse`` makes of a file; its faults are collected."""
        try:
            return parse(read_source(path, name=self.shown(path)))
        except KooperationError as error:
            self.findings += error.findings
            return None

    def files(self, folder: str) -> Iterator[Path]:
        """Yield the files below one folder, in the order of their names; lock files and hidden ones are named."""
        below = self.root / folder
        for path in sorted(below.rglob("*"), key=lambda path: path.as_posix()) if below.is_dir() else ():
            if path.is_dir():
                continue
            why = _why_skipped(path.name)
            if why:
                self.findings.append(finding("file_skipped", Place(file=self.shown(path)), why=why))
            else:
                yield path


def _why_skipped(name: str) -> str | None:
    if name.startswith(("~$", ".~lock.")):
        return "Sperrdatei: die Datei ist gerade in Excel oder LibreOffice geöffnet"
    if name.startswith(".") or name.casefold() in ("thumbs.db", "desktop.ini"):
        return "versteckte Datei"
    return "Hinweisdatei" if name.casefold().startswith(("liesmich", "readme")) else None


# --- registers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Registers:
    pots: tuple[Pot, ...]
    regions: tuple[Region, ...]
    decisions: tuple[Decision, ...]
    rules: tuple[Rule, ...]


def _read_registers(shelf: _Shelf) -> _Registers:
    pots = _register(shelf, POTS, read_pots, needed=True)
    regions = _register(shelf, REGIONS, read_regions, needed=True)
    decisions = _register(shelf, CEILINGS, lambda source: read_decisions(source, pots=pots, regions=regions))
    rules = _register(shelf, RULES, read_rules)
    shelf.findings += [
        *check_pots(pots),
        *check_regions(regions),
        *check_decisions(decisions, pots=pots),
        *check_rules(rules, regions=regions, pots=pots),
    ]
    return _Registers(pots, regions, decisions, rules)


def _register(
    shelf: _Shelf,
    name: str,
    parse: Callable[[Source], tuple[tuple[Register, ...], list[Finding]]],
    *,
    needed: bool = False,
) -> tuple[Register, ...]:
    """Read one register; without its file it is empty, which is an error only where nothing works without it."""
    try:
        path = find_register(shelf.root / "register", name)
    except KooperationError as error:
        shelf.findings += error.findings
        return ()
    if path is None:
        if needed:
            shelf.findings.append(finding("register_missing", Place(file=f"register/{name}.csv")))
        return ()
    read = shelf.read(path, parse)
    if read is None:
        return ()
    shelf.findings += read[1]
    return read[0]


# --- files ---------------------------------------------------------------------------------------------------


def _read_files(shelf: _Shelf, progress: Progress | None) -> list[Loaded]:
    layouts: Sequence[Layout] = ()
    try:
        layouts = read_layouts(shelf.root / "register" / "layouts", shown="register/layouts")
    except KooperationError as error:
        shelf.findings += error.findings
    listed = [(folder, path) for folder in FOLDERS for path in shelf.files(folder)]
    if not any(folder == "buchungen" for folder, _ in listed):
        shelf.findings.append(finding("no_bookings", Place(file="buchungen")))
    loaded: list[Loaded] = []
    seen: dict[str, str] = {}
    for number, (folder, path) in enumerate(listed, start=1):
        if progress:
            progress(shelf.shown(path), number, len(listed))
        one = shelf.read(path, lambda source, folder=folder: _load_once(source, folder, layouts, seen, shelf))  # type: ignore[misc]
        if one is not None:
            shelf.findings += one.report.findings
            loaded.append(one)
    return loaded


def _load_once(
    source: Source, folder: str, layouts: Sequence[Layout], seen: dict[str, str], shelf: _Shelf
) -> Loaded | None:
    """Read a file of one folder, unless a file with the same bytes was read before."""
    if source.sha256 in seen:
        shelf.findings.append(finding("same_file_twice", source.place, other=seen[source.sha256]))
        return None
    seen[source.sha256] = source.name
    kind = FOLDERS[folder]
    if kind == "activities":
        return load_activities(source, layouts=layouts)
    if kind == "overview":
        loaded = load_overview(source, layouts=layouts)
    else:
        loaded = load_bookings(source, layouts=layouts, kind_of_file=kind)
    if loaded.kind_of_file != kind:
        shelf.findings.append(finding("wrong_folder", source.place, meant=loaded.kind_of_file, folder=folder))
        if loaded.kind_of_file == "overview":
            return load_overview(source, layouts=layouts)
    return loaded


def _joined(loaded: Sequence[Loaded], kind: KindOfFile, columns: dict[str, Any]) -> pd.DataFrame:
    frames = [one.frame for one in loaded if one.kind_of_file == kind and len(one.frame)]
    joined = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(index=pd.RangeIndex(0))
    return conform(joined, columns)


def _sources(loaded: Sequence[Loaded]) -> pd.DataFrame:
    rows = [_source_row(one) for one in loaded]
    return pd.DataFrame(
        {name: pd.array([row[name] for row in rows], dtype=dtype) for name, dtype in _SOURCE_COLUMNS.items()}
    )


def _source_row(one: Loaded) -> dict[str, Any]:
    report, years = one.report, one.frame["year"].dropna() if "year" in one.frame else pd.Series(dtype=WHOLE)
    reasons = Counter(row.reason for row in report.dropped)
    totals = {(total.row, total.label): total for total in report.control_totals}
    return {
        "file": report.file,
        "kind_of_file": one.kind_of_file,
        "layout": report.layout,
        "sheet": report.sheet,
        "sha256": report.sha256,
        "rows_read": report.rows_read,
        "rows_kept": report.rows_kept,
        "rows_dropped": len(report.dropped),
        "dropped_reasons": ", ".join(f"{count} {_REASONS[reason]}" for reason, count in reasons.items())
        or None,
        "control_totals": "; ".join(
            f"Zeile {row} ({label}): {format_euros(total.amount)}" for (row, label), total in totals.items()
        )
        or None,
        "sum": _sum_of_actuals(one.frame) if one.kind_of_file in ("bookings", "orders") else None,
        "years": None
        if years.empty
        else str(years.min())
        if years.min() == years.max()
        else f"{years.min()}–{years.max()}",
        "is_example": report.is_example,
    }


_REASONS = {
    "total": "Summenzeile",
    "opening": "Übertrag",
    "repeated header": "wiederholte Kopfzeile",
    "note": "Hinweiszeile",
    "separator": "Trennlinie",
}


def _sum_of_actuals(bookings: pd.DataFrame) -> Decimal:
    return column_sum(bookings.loc[bookings["kind"] != "budget", "amount"])


def empty_bookings() -> pd.DataFrame:
    """Return a frame of bookings without rows."""
    return conform(pd.DataFrame(index=pd.RangeIndex(0)), BOOKING_COLUMNS)
