"""Why a file could not be read or written, in both languages: reasons of the system and of libraries."""

from __future__ import annotations

import errno
from typing import NamedTuple


class Spoken(NamedTuple):
    """A text in both languages, to fill a gap of a message."""

    de: str
    en: str


_OF_THE_SYSTEM: dict[int, Spoken] = {
    errno.EACCES: Spoken("keine Zugriffsrechte", "permission denied"),
    errno.EPERM: Spoken("nicht erlaubt", "not permitted"),
    errno.EROFS: Spoken("schreibgeschützt", "write-protected"),
    errno.ENOENT: Spoken("Datei oder Ordner fehlt", "no such file or folder"),
    errno.ENOTDIR: Spoken("kein Ordner", "not a folder"),
    errno.EISDIR: Spoken("ein Ordner, keine Datei", "a folder, not a file"),
    errno.EEXIST: Spoken("gibt es schon", "exists already"),
    errno.ENOSPC: Spoken("kein Platz mehr", "no space left"),
    errno.EBUSY: Spoken("von einem anderen Programm belegt", "in use by another program"),
    errno.ENAMETOOLONG: Spoken("Name zu lang", "name too long"),
    errno.ELOOP: Spoken("Verknüpfungen im Kreis", "links in a circle"),
    errno.EMFILE: Spoken("zu viele offene Dateien", "too many open files"),
    errno.EIO: Spoken("Fehler des Datenträgers", "device error"),
    errno.ETIMEDOUT: Spoken("keine Antwort in der erwarteten Zeit", "timed out"),
}


def cause_of(error: BaseException) -> Spoken:
    """Return why something failed; what only a library says is quoted as its technical message."""
    number = getattr(error, "errno", None)
    if number in _OF_THE_SYSTEM:
        return _OF_THE_SYSTEM[number]
    said = str(getattr(error, "strerror", None) or error or type(error).__name__)[:200]
    return Spoken(f"technische Meldung: {said}", f"technical message: {said}")
