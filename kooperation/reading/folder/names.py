"""What the name of a file says about it: the folders of a data folder, and what nobody opens."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kooperation.reading.layouts.parsing import KindOfFile

EXPORT_FOLDERS: dict[str, KindOfFile] = {
    "buchungen": "bookings",
    "haushalt": "overview",
    "auftraege": "orders",
    "aktivitaeten": "activities",
}
REGISTER_FOLDER, PLANNING_FOLDER = "register", "planung"
PLACES = (*EXPORT_FOLDERS, PLANNING_FOLDER, REGISTER_FOLDER)

_LOCKS, _GUIDES = ("~$", ".~lock."), ("liesmich", "readme")
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_REGISTERS = (".csv", ".xlsx", ".toml")


def is_lock(name: str) -> bool:
    """Tell whether another program laid this file there while it has a workbook open."""
    return name.startswith(_LOCKS)


def is_litter(name: str) -> bool:
    """Tell whether a file or folder is hidden, or made by a system for itself."""
    return name.startswith(".") or name.casefold() in _LITTER


def is_guide(name: str) -> bool:
    """Tell whether a file explains the others."""
    return name.casefold().startswith(_GUIDES)


def may_be_opened(name: str) -> bool:
    """Tell whether a file may be opened by a reader; of all others nothing but the name ever counts.

    Parameters
    ----------
    name : str
        Its name inside the data folder, with forward slashes; whatever the case, as some systems have it.
    """
    path = PurePosixPath(name.casefold())
    if len(path.parts) < 2 or path.parts[0] not in PLACES:
        return False
    if path.parts[0] == REGISTER_FOLDER:
        return path.name.endswith(_REGISTERS)
    return not (is_lock(path.name) or is_guide(path.name) or any(map(is_litter, path.parts)))
