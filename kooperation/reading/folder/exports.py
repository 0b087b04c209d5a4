"""The files of a data folder: each read once, as what its folder or its layout says it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pandas as pd

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, errors_of, finding
from kooperation.model.region import account_key
from kooperation.reading.container import Source, read_source
from kooperation.reading.folder.files import FOLDER_OF, shown
from kooperation.reading.folder.names import EXPORT_FOLDERS, PLANNING_FOLDER
from kooperation.reading.folder.planning import load_planning, refuse_second_file
from kooperation.reading.layouts.parsing import KindOfFile, Layout
from kooperation.reading.ledgers.activities import load_activities
from kooperation.reading.ledgers.bookings import Loaded, load_bookings
from kooperation.reading.ledgers.overview import load_overview

Progress = Callable[[str, int, int], None]


class Shelf(Protocol):
    """Where what a file reads as may lie already."""

    def loaded(
        self, source: Source, *, folder: str, layouts: Sequence[Layout], read: Callable[[], Loaded]
    ) -> Loaded:
        """Return what ``read`` returns for this source, folder and layouts; it need not be called."""


@dataclass(slots=True)
class _Pile:
    """The files read so far, and what was noticed while they were read."""

    loaded: list[Loaded] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # sha256 -> name of the file that was read


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a source as its folder or its layout says it is, or takes from the shelf what it reads as."""

    layouts: Sequence[Layout]
    shelf: Shelf | None

    def loaded(self, source: Source, folder: str) -> Loaded:
        if self.shelf is None:
            return self._read(source, folder)
        return self.shelf.loaded(
            source, folder=folder, layouts=self.layouts, read=lambda: self._read(source, folder)
        )

    def _read(self, source: Source, folder: str) -> Loaded:
        if folder == PLANNING_FOLDER:
            return load_planning(source)
        return _load(source, EXPORT_FOLDERS[folder], self.layouts)


def load_exports(
    root: Path,
    files: Sequence[tuple[str, Path]],
    *,
    layouts: Sequence[Layout] = (),
    progress: Progress | None = None,
    shelf: Shelf | None = None,
) -> tuple[list[Loaded], list[Finding]]:
    """Read the files of a data folder; faults of all of them are findings.

    Parameters
    ----------
    root : Path
        The data folder; files are named as they stand in it.
    files : sequence of (folder, Path)
        The folder says what a file is, unless a layout does; plans are never anything else.
    layouts : sequence of Layout
        The authority's own.
    progress : callable, optional
        Called with (file, number, count) before each file is read.
    shelf : Shelf, optional
        Asked what each file reads as before it is read.

    Returns
    -------
    tuple of list of Loaded and list of Finding
        What could be read, each once, and everything that was noticed.
    """
    pile, reader = _Pile(), _Reader(layouts, shelf)
    for number, (folder, path) in enumerate(files, start=1):
        name = shown(path, root)
        if progress:
            progress(name, number, len(files))
        try:
            source = read_source(path, name=name)
            if folder == PLANNING_FOLDER:
                _add_plan(pile, source, reader)
            else:
                _add(pile, source, folder, reader)
        except KooperationError as error:
            pile.findings += error.findings
    return pile.loaded, [*pile.findings, *_overviews_of_one_account(pile.loaded)]


def _overviews_of_one_account(loaded: Sequence[Loaded]) -> list[Finding]:
    """Return an error for every two overviews that state the same account and year: only one can hold."""
    first: dict[tuple[str, ...], str] = {}
    findings: dict[tuple[str, str], Finding] = {}
    for one in loaded:
        if one.kind_of_file != "overview":
            continue
        file = one.report.file
        stated = (one.frame[name].tolist() for name in ("year", "teilprodukt", "sachkonto"))
        for cells in zip(*stated, strict=True):
            year, teilprodukt, sachkonto = ("" if pd.isna(cell) else str(cell) for cell in cells)
            other = first.setdefault((year, account_key(teilprodukt), account_key(sachkonto)), file)
            account = "/".join(code for code in (teilprodukt, sachkonto) if code)
            if other != file and (file, other) not in findings:
                findings[file, other] = finding(
                    "overview_twice", Place(file=file), account=account, year=year, other=other
                )
    return list(findings.values())


def _add(pile: _Pile, source: Source, folder: str, reader: _Reader) -> None:
    if source.sha256 in pile.names:
        pile.findings.append(finding("same_file_twice", source.place, other=pile.names[source.sha256]))
        return
    loaded = reader.loaded(source, folder)
    pile.names[source.sha256] = source.name
    pile.loaded.append(loaded)
    pile.findings += loaded.report.findings
    if loaded.kind_of_file != EXPORT_FOLDERS[folder]:
        meant = FOLDER_OF[loaded.kind_of_file]
        pile.findings.append(finding("wrong_folder", source.place, meant=meant, folder=folder))


def _add_plan(pile: _Pile, source: Source, reader: _Reader) -> None:
    """Add a file of planned activities; a copy of another counts, because a new plan begins as one."""
    refuse_second_file(
        source.name, [one.report.file for one in pile.loaded if one.kind_of_file == "planning"]
    )
    loaded = reader.loaded(source, PLANNING_FOLDER)
    pile.loaded.append(loaded)
    pile.findings += loaded.report.findings


def _load(source: Source, kind: KindOfFile, layouts: Sequence[Layout]) -> Loaded:
    try:
        loaded = _load_as(source, kind, layouts)
        if loaded.kind_of_file != kind:
            loaded = _load_as(source, loaded.kind_of_file, layouts)
    except KooperationError as error:
        if all(found.kind == "column_missing" for found in error.findings):
            _refuse_if_misplaced(source, kind, _meant_elsewhere(source, kind, layouts))
        raise
    if kind == "overview" and errors_of(loaded.report.findings):
        _refuse_if_misplaced(source, kind, _meant_elsewhere(source, kind, layouts))
    if loaded.kind_of_file == "bookings":
        _refuse_if_misplaced(source, "bookings", _meant(source, loaded, layouts))
    return loaded


def _load_as(source: Source, kind: KindOfFile, layouts: Sequence[Layout]) -> Loaded:
    if kind == "activities":
        return load_activities(source, layouts=layouts)
    if kind == "overview":
        return load_overview(source, layouts=layouts)
    return load_bookings(source, layouts=layouts, kind_of_file=kind)


# --- files that lie in the wrong folder --------------------------------------------------------------------


def _refuse_if_misplaced(source: Source, kind: KindOfFile, meant: KindOfFile) -> None:
    if meant != kind:
        raise refuse("misplaced", source.place, folder=FOLDER_OF[kind], meant=FOLDER_OF[meant])


def _meant_elsewhere(source: Source, kind: KindOfFile, layouts: Sequence[Layout]) -> KindOfFile:
    """Return as what a file reads without a fault that does not read as ``kind``; else ``kind``."""
    others: tuple[KindOfFile, ...] = ("bookings", "overview", "activities")
    for other in others:
        if other == kind:
            continue
        try:
            loaded = _load_as(source, other, layouts)
        except KooperationError:
            continue
        if not errors_of(loaded.report.findings):
            return _meant(source, loaded, layouts)
    return kind


def _meant(source: Source, loaded: Loaded, layouts: Sequence[Layout]) -> KindOfFile:
    """Return what a file of bookings is by its content: orders and budgets must not count as spent."""
    if loaded.kind_of_file != "bookings":
        return loaded.kind_of_file
    if _lists_orders(loaded):
        return "orders"
    return "overview" if _shows_budgets(source, loaded, layouts) else "bookings"


def _lists_orders(loaded: Loaded) -> bool:
    """Tell whether every row names an order and none a document: no posting is without a document."""
    rows = loaded.frame
    return len(rows) > 0 and bool(rows["order_id"].notna().all()) and bool(rows["document"].isna().all())


def _shows_budgets(source: Source, loaded: Loaded, layouts: Sequence[Layout]) -> bool:
    """Tell whether a file without layout, dates and documents reads as an overview that names the Ansatz."""
    rows = loaded.frame
    if loaded.report.layout or _has_any(rows, "booked_on", "document"):
        return False
    try:
        overview = load_overview(source, layouts=layouts).frame
    except KooperationError:
        return False
    return _has_any(overview, "budget", "revised_budget")


def _has_any(rows: pd.DataFrame, *columns: str) -> bool:
    return any(bool(rows[name].notna().any()) for name in columns)
