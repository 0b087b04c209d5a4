"""What each export reads as, by its content: an unchanged one is not read again, whatever else changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kooperation.reading.container import Source
from kooperation.reading.layouts.layout import Layout
from kooperation.reading.ledgers.records import Loaded
from kooperation.store.entries import Entry, keep_only, name_of, read_entry, write_entry
from kooperation.store.frames import frame_from, read_table, table_of, write_table
from kooperation.store.nouns import UnstorableError, from_plain, to_plain
from kooperation.store.sealed import Facts, seal_of

_FRAME = "zeilen.parquet"


@dataclass(frozen=True, slots=True)
class SourceShelf:
    """The shelf of one run.

    Attributes
    ----------
    folder : Path
        Where the entries lie.
    program : dict
        What reads the sources, as ``state.program`` tells it.
    least : int
        As soon as sources of this size are read they are kept, one large or many small ones together; what is
        smaller waits for :meth:`keep`. [byte]
    seen : dict
        Name -> sha256 of the sources of this run.
    """

    folder: Path
    program: Facts
    least: int
    seen: dict[str, str] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _waiting: list[tuple[Facts, Loaded, int]] = field(default_factory=list)

    def loaded(
        self, source: Source, *, folder: str, layouts: Sequence[Layout], read: Callable[[], Loaded]
    ) -> Loaded:
        """Return what a source reads as; a fault is raised each time anew and never kept."""
        key = self._key(source, folder, layouts)
        self.seen[source.name] = source.sha256
        self._used.add(name_of(key))
        if entry := read_entry(self.folder, key):
            return _unpacked(entry)
        loaded = read()
        self._waiting.append((key, loaded, len(source.content)))
        if sum(size for *_, size in self._waiting) >= self.least:
            self._keep_waiting()
        return loaded

    def _key(self, source: Source, folder: str, layouts: Sequence[Layout]) -> dict[str, object]:
        return {
            "program": dict(self.program),
            "content": source.sha256,
            "name": source.name,
            "folder": folder,
            "layouts": seal_of({"layouts": to_plain(tuple(layouts))}),
        }

    def keep(self) -> None:
        """Keep the small sources, too, and remove what no source of this run asked for."""
        self._keep_waiting()
        self.clear()

    def _keep_waiting(self) -> None:
        """Keep what waits, which needs its room in memory no longer then."""
        for key, loaded, _ in self._waiting:
            _keep(self.folder, key, loaded)
        self._waiting.clear()

    def clear(self) -> None:
        """Remove what no source of this run asked for."""
        keep_only(self.folder, self._used)


def _keep(folder: Path, key: Facts, loaded: Loaded) -> None:
    """Keep what a source reads as; what has no exact form is read again the next time."""
    try:
        table = table_of(loaded.frame)
        facts = {
            "kind_of_file": loaded.kind_of_file,
            "report": to_plain(loaded.report),
            "openings": to_plain(loaded.openings),
            "attrs": to_plain(loaded.frame.attrs),
        }
    except UnstorableError:
        return
    write_entry(folder, key, facts, {_FRAME: lambda path: write_table(table, path)})


def _unpacked(entry: Entry) -> Loaded:
    frame = frame_from(read_table(entry.parts[_FRAME]))
    frame.attrs = from_plain(entry.facts["attrs"])
    report, openings = (from_plain(entry.facts[name]) for name in ("report", "openings"))
    return Loaded(frame, report, entry.facts["kind_of_file"], openings)
