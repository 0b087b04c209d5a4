"""Where the store of a data folder lies: beside it, below ``processed``, with a word on what it is."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from kooperation.store.sealed import write_whole

STORE = "speicher"
ANSWERS, SOURCES, LEDGERS = "antworten", "quellen", "stand"

_GUIDE = "LIESMICH.txt"  # lies beside this module, and is laid into the store


def place_of(data: Path) -> Path | None:
    """Return where the store of a data folder lies; ``None`` when there is no place outside that folder.

    Links on the way are followed: ``processed`` may be one, and may lead into the data folder.
    """
    try:
        folder = data.resolve()
        place = (folder.parent / "processed" / STORE / folder.name).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return None if not folder.name or place.is_relative_to(folder) else place


def make_place(place: Path, rights: int, groups: AbstractSet[int]) -> bool:
    """Make the folder of a store, and tell whether it is there.

    Parameters
    ----------
    place : Path
        As :func:`place_of` says.
    rights : int
        What the data allow, as bits of ``st_mode``: who may not read all of them cannot enter the folder.
    groups : set of int
        The groups that the data belong to.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _explain(place.parent)
        place.mkdir(mode=0o700, exist_ok=True)
        place.chmod(_allowed(rights, is_same_group=groups <= {place.stat().st_gid}))
    except OSError:
        return False
    return True


def _allowed(rights: int, *, is_same_group: bool) -> int:
    """Return who may enter: everybody, the group of the data, or only who made the store."""
    if rights & 0o044 == 0o044:
        return 0o755
    return 0o750 if rights & 0o040 and is_same_group else 0o700


def _explain(folder: Path) -> None:
    """Say what lies here, and keep it out of every repository; what a full disk cut short is mended."""
    for name, content in ((".gitignore", b"*\n"), (_GUIDE, Path(__file__).with_name(_GUIDE).read_bytes())):
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
