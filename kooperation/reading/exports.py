"""The exports of a data folder: each file read once, as what its folder or its layout says it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, errors_of, finding
from kooperation.reading.activities import load_activities
from kooperation.reading.bookings import Loaded, load_bookings
from kooperation.reading.container import Source, read_source
from kooperation.reading.folder import EXPORT_FOLDERS, FOLDER_OF, shown
from kooperation.reading.layouts import KindOfFile, Layout
from kooperation.reading.overview import load_overview

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class _Pile:
    """The files read so far, and what was noticed while they were read."""

    loaded: list[Loaded] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # sha256 -> name of the file that was read


def load_exports(
    root: Path,
    files: Sequence[tuple[str, Path]],
    *,
    layouts: Sequence[Layout] = (),
    progress: Progress | None = None,
) -> tuple[list[Loaded], list[Finding]]:
    """Read the files of a data folder; faults of all of them are findings.

    Parameters
    ----------
    root : Path
        The data folder; files are named as they stand in it.
    files : sequence of (folder, Path)
        The export folder says what a file is, unless a layout does.
    layouts : sequence of Layout
        The authority's own.
    progress : callable, optional
        Called with (file, number, count) before each file is read.

    Returns
    -------
    tuple of list of Loaded and list of Finding
        What could be read, each once, and everything that was noticed.
    """
    pile = _Pile()
    for number, (folder, path) in enumerate(files, start=1):
        name = shown(path, root)
        if progress:
            progress(name, number, len(files))
        try:
            _add(pile, read_source(path, name=name), folder, layouts)
        except KooperationError as error:
            pile.findings += error.findings
    return pile.loaded, pile.findings


def _add(pile: _Pile, source: Source, folder: str, layouts: Sequence[Layout]) -> None:
    if source.sha256 in pile.names:
        pile.findings.append(finding("same_file_twice", source.place, other=pile.names[source.sha256]))
        return
    loaded = _load(source, EXPORT_FOLDERS[folder], layouts)
    pile.names[source.sha256] = source.name
    pile.loaded.append(loaded)
    pile.findings += loaded.report.findings
    if loaded.kind_of_file != EXPORT_FOLDERS[folder]:
        meant = FOLDER_OF[loaded.kind_of_file]
        pile.findings.append(finding("wrong_folder", source.place, meant=meant, folder=folder))


def _load(source: Source, kind: KindOfFile, layouts: Sequence[Layout]) -> Loaded:
    try:
        loaded = _load_as(source, kind, layouts)
        if loaded.kind_of_file != kind:
            loaded = _load_as(source, loaded.kind_of_file, layouts)
    except KooperationError as error:
        if all(found.kind == "column_missing" for found in error.findings):
            _refuse_if_misplaced(source, kind, layouts)
        raise
    if loaded.kind_of_file == "bookings" and _lists_orders(loaded):
        raise refuse("misplaced", source.place, folder=FOLDER_OF[kind], meant=FOLDER_OF["orders"])
    return loaded


def _load_as(source: Source, kind: KindOfFile, layouts: Sequence[Layout]) -> Loaded:
    if kind == "activities":
        return load_activities(source, layouts=layouts)
    if kind == "overview":
        return load_overview(source, layouts=layouts)
    return load_bookings(source, layouts=layouts, kind_of_file=kind)


def _refuse_if_misplaced(source: Source, kind: KindOfFile, layouts: Sequence[Layout]) -> None:
    """Raise the better error when a file that lacks columns here would be whole in another folder."""
    others: tuple[KindOfFile, ...] = ("activities", "overview", "bookings")
    for other in others:
        if other == kind:
            continue
        try:
            loaded = _load_as(source, other, layouts)
        except KooperationError:
            continue
        if not errors_of(loaded.report.findings):
            meant: KindOfFile = "orders" if other == "bookings" and _lists_orders(loaded) else other
            raise refuse("misplaced", source.place, folder=FOLDER_OF[kind], meant=FOLDER_OF[meant])


def _lists_orders(loaded: Loaded) -> bool:
    """Tell whether every row names an order and none a document: no posting is without a document."""
    rows = loaded.frame
    return len(rows) > 0 and bool(rows["order_id"].notna().all()) and bool(rows["document"].isna().all())
