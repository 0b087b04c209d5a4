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


_FOREIGN_FILES = {
    "ein Programm": "a program",
    "eine Tabelle von Excel 2": "a sheet of Excel 2",
    "eine Tabelle von Excel 3": "a sheet of Excel 3",
    "eine Tabelle von Excel 4": "a sheet of Excel 4",
    "eine Tabelle von Excel 5": "a sheet of Excel 5",
    "eine Excel-Tabelle ohne Hülle": "an Excel sheet without its container",
    "eine Arbeitsmappe von Excel 5 oder Excel 95": "a workbook of Excel 5 or Excel 95",
    "ein OLE-Dokument ohne Arbeitsmappe": "an OLE document without a workbook",
    "ein Word-Dokument (.doc)": "a Word document (.doc)",
    "ein Word-Dokument (.docx)": "a Word document (.docx)",
    "eine PowerPoint-Präsentation (.ppt)": "a PowerPoint presentation (.ppt)",
    "eine PowerPoint-Präsentation (.pptx)": "a PowerPoint presentation (.pptx)",
    "eine Outlook-Nachricht (.msg)": "an Outlook message (.msg)",
    "eine Visio-Zeichnung (.vsd)": "a Visio drawing (.vsd)",
    "eine Visio-Zeichnung (.vsdx)": "a Visio drawing (.vsdx)",
    "eine Numbers-Tabelle": "a Numbers table",
    "ein OpenDocument-Text": "an OpenDocument text",
    "eine OpenDocument-Präsentation": "an OpenDocument presentation",
    "eine ZIP-Datei": "a ZIP file",
    "ein ZIP-Archiv": "a ZIP archive",
}


def foreign_file(called: str) -> Spoken:
    """Return in both languages what a file is that is no table; a mere format name is the same in both."""
    return Spoken(called, _FOREIGN_FILES.get(called, called))


def cause_of(error: BaseException) -> Spoken:
    """Return why something failed; what only a library says is quoted as its technical message."""
    number = getattr(error, "errno", None)
    if number in _OF_THE_SYSTEM:
        return _OF_THE_SYSTEM[number]
    said = str(getattr(error, "strerror", None) or error or type(error).__name__)[:200]
    return Spoken(f"technische Meldung: {said}", f"technical message: {said}")
