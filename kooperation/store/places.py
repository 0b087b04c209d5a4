"""Where the store of a data folder lies: beside it, below ``processed``, with a word on what it is."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

STORE = "speicher"
ANSWERS, SOURCES, LEDGERS = "antworten", "quellen", "stand"

_GUIDE = "LIESMICH.txt"  # lies beside this module, and is laid into the store


def place_of(data: Path) -> Path | None:
    """Return where the store of a data folder lies; ``None`` when there is no place outside that folder."""
    try:
        folder = data.resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    place = folder.parent / "processed" / STORE / folder.name
    return None if not folder.name or place.is_relative_to(folder) else place


def make_place(place: Path, rights: int) -> bool:
    """Make the folder of a store, and tell whether it is there.

    Parameters
    ----------
    place : Path
        As :func:`place_of` says.
    rights : int
        What the data allow, as bits of ``st_mode``: who may not read all of them cannot enter the folder.
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o700 | (rights & 0o044) | (rights & 0o044) >> 2)
        _explain(place.parent)
    except OSError:
        return False
    return True


def _explain(folder: Path) -> None:
    """Say what lies here, and keep it out of every repository."""
    for name, content in ((_GUIDE, Path(__file__).with_name(_GUIDE).read_bytes()), (".gitignore", b"*\n")):
        with suppress(FileExistsError), (folder / name).open("xb") as stream:
            stream.write(content)
