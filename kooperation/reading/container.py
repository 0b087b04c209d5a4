"""What the bytes of a file are: read once, hashed, told by content; what is no table export is named."""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kooperation.model.causes import cause_of, foreign_file
from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place

Kind = Literal["zip", "ole", "html", "mhtml", "spreadsheetml", "flat ods", "text"]

MOST_BYTES = 2_000_000_000
_LOOKED_AT = 65_536


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file as they were at one moment, with the name that reports show."""

    name: str
    content: bytes
    sha256: str

    @property
    def place(self) -> Place:
        """The file as a place of findings."""
        return Place(file=self.name)


def read_source(path: str | Path, *, name: str | None = None) -> Source:
    """Read a regular file once; what is parsed later are these bytes.

    Parameters
    ----------
    path : str or Path
        A file on this machine; a URL, folder, pipe or device is refused.
    name : str, optional
        The name shown in reports, such as the path inside the data folder; by default the file's own name.

    Raises
    ------
    KooperationError
        When there is no such regular file, it cannot be read, or it is empty or larger than 1 GB.
    """
    shown = name or str(path).replace("\\", "/").rsplit("/", 1)[-1]
    shown = shown.encode("utf-8", "backslashreplace").decode("utf-8")  # a name of another encoding
    place = Place(file=shown)
    if _URL.match(str(path)):
        raise refuse("is_a_url", Place(file=str(path).encode("utf-8", "backslashreplace").decode("utf-8")))
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            raise refuse("not_a_file", place)
        if status.st_size > MOST_BYTES:
            raise refuse("file_too_large", place)
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise refuse("file_missing", place) from None
    except (OSError, ValueError) as error:
        raise refuse("file_unreadable", place, why=cause_of(error)) from None
    if not content[:4096].strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\v\f") and not content.strip(_NOTHING):
        raise refuse("file_empty", place)
    return Source(shown, content, hashlib.sha256(content).hexdigest())


_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # pathlib makes one slash of two
_NOTHING = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\v\f"

# --- signature -> kind ---------------------------------------------------------------------------------

_CONTAINERS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an archive without members
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)

Remedy = Literal["unpack", "save as", "export"]

_FOREIGN: tuple[tuple[int, bytes, str, Remedy], ...] = (  # where in the file, what stands there, its name
    (0, b"%PDF", "PDF", "export"),
    (0, b"\x89PNG", "PNG", "export"),
    (0, b"\xff\xd8\xff", "JPEG", "export"),
    (0, b"GIF8", "GIF", "export"),
    (0, b"II*\x00", "TIFF", "export"),
    (0, b"MM\x00*", "TIFF", "export"),
    (8, b"WEBP", "WebP", "export"),
    (0, b"\x1f\x8b", "gzip", "unpack"),
    (0, b"BZh", "bzip2", "unpack"),
    (0, b"\xfd7zXZ", "xz", "unpack"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard", "unpack"),
    (0, b"Rar!", "RAR", "unpack"),
    (0, b"7z\xbc\xaf", "7-Zip", "unpack"),
    (257, b"ustar", "tar", "unpack"),
    (0, b"PAR1", "Parquet", "export"),
    (0, b"ARROW1", "Arrow", "export"),
    (0, b"SQLite format 3", "SQLite", "export"),
    (4, b"Standard Jet DB", "Access", "export"),
    (4, b"Standard ACE DB", "Access", "export"),
    (0, b"{\\rtf", "RTF", "export"),
    (0, b"%!PS", "PostScript", "export"),
    (0, b"\x7fELF", "ein Programm", "export"),
    (0, b"MZ\x90\x00", "ein Programm", "export"),
    (0, b"\x09\x00\x04\x00", "eine Tabelle von Excel 2", "save as"),
    (0, b"\x09\x02\x06\x00", "eine Tabelle von Excel 3", "save as"),
    (0, b"\x09\x04\x06\x00", "eine Tabelle von Excel 4", "save as"),
    (0, b"\x09\x08\x08\x00", "eine Tabelle von Excel 5", "save as"),
    (0, b"\x09\x08\x10\x00", "eine Excel-Tabelle ohne Hülle", "save as"),
)
_REMEDIES: dict[Remedy, tuple[str, str]] = {
    "unpack": (
        "Das Archiv entpacken und die Datei darin ablegen.",
        "Unpack the archive and use the file inside.",
    ),
    "save as": (
        "In Excel öffnen und als „Excel-Arbeitsmappe (.xlsx)“ oder „CSV UTF-8“ speichern.",
        "Open it in Excel and save it as “Excel workbook (.xlsx)” or “CSV UTF-8”.",
    ),
    "export": (
        "Den Export als „Excel-Arbeitsmappe (.xlsx)“ oder „CSV UTF-8“ wiederholen.",
        "Repeat the export as “Excel workbook (.xlsx)” or “CSV UTF-8”.",
    ),
}


def kind_of(source: Source) -> Kind:
    """Tell from the bytes, never from the extension, how ``source`` is to be read.

    Raises
    ------
    KooperationError
        When the bytes are a container that is not read, naming it and how to save it instead.
    """
    start = source.content[:_LOOKED_AT]
    for signature, kind in _CONTAINERS:
        if start.startswith(signature):
            return kind
    for position, signature, called, remedy in _FOREIGN:
        if start.startswith(signature, position):
            raise foreign(source, called, remedy)
    return _kind_of_text(source, _beginning(start))


def foreign(source: Source, called: str, remedy: Remedy) -> KooperationError:
    """Build the error that names a container which is not read, and how to come by one that is."""
    german, english = _REMEDIES[remedy]
    return refuse(
        "foreign_container",
        source.place,
        called=foreign_file(called),
        remedy_de=german,
        remedy_en=english,
    )


# --- texts that are containers themselves --------------------------------------------------------------

_BLANK = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_MAIL = re.compile(r"(?:[a-z0-9-]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*){0,30}?mime-version:", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|table|head|body)\b", re.IGNORECASE)
_PIECE = re.compile(
    r"<(?:meta|title|style|script|link|div|center|font|form|p|br|hr|span|b|h[1-6])\b[^>]*>", re.IGNORECASE
)
_HTTP = re.compile(r"content-type:\s*text/html[^\n]*\n(?:[a-z0-9-]+:[^\n]*\n)*", re.IGNORECASE)
_ELEMENT = re.compile(r"<([\w.-]+:)?([\w.-]+)[\s/>]")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def _beginning(start: bytes) -> str:
    """Return the beginning of a text in any encoding; for looking at its markup only."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore")
    if start[1:2] == b"\0" or start[:1] == b"\0":
        return start.decode("utf-16-le" if start[1:2] == b"\0" else "utf-16-be", "ignore")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _kind_of_text(source: Source, text: str) -> Kind:
    text = text.lstrip()
    if _MAIL.match(text) and re.search("^content-type:", text, re.IGNORECASE | re.MULTILINE):
        return "mhtml"
    if header := _HTTP.match(text):
        text = text[header.end() :]
    is_xml = text.startswith("<?xml")
    while blank := _BLANK.match(text):
        text = text[blank.end() :]
    if _PAGE.match(text) or (_PIECE.match(text) and "<table" in text.casefold()):
        return "html"
    return _kind_of_xml(source, text, is_declared=is_xml)


def _kind_of_xml(source: Source, text: str, *, is_declared: bool) -> Kind:
    if is_declared and text.startswith("<!"):
        raise refuse("declares_entities", source.place)
    root = _ELEMENT.match(text)
    if root and _SPREADSHEET in text[:4096]:
        return "spreadsheetml"
    if root and text.startswith("<office:document") and "opendocument" in text[:8192]:
        return "flat ods"
    if is_declared:
        raise foreign(source, "XML", "save as")
    return "text"
