"""What the bytes of a file are: read once, hashed, told by content; refuses what no reader should see."""

from __future__ import annotations

import hashlib
import io
import lzma
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place

Kind = Literal["workbook", "text"]

MOST_BYTES = 1_000_000_000
MOST_UNPACKED = 1_500_000_000
MOST_RATIO = 250  # honest sheets pack 5 to 30 times, bombs thousands of times
SMALL_UNPACKED = 30_000_000  # harmless, however well it packs
MOST_MEMBERS = 5_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
    place = Place(file=shown)
    if "://" in str(path):
        raise refuse("is_a_url", Place(file=str(path)))
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
        raise refuse("file_unreadable", place, why=getattr(error, "strerror", None) or error) from None
    if not content.strip():
        raise refuse("file_empty", place)
    return Source(shown, content, hashlib.sha256(content).hexdigest())


def kind_of(source: Source) -> Kind:
    """Tell from the bytes, never from the extension, how ``source`` is to be read.

    Raises
    ------
    KooperationError
        When the bytes are a container that is not read, naming it and how to save it instead.
    """
    start = source.content[:4096]
    if start.startswith(_ZIP):
        _check_archive(source)
        return "workbook"
    if start.startswith(_OLE):
        if b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e" in source.content:
            raise refuse("password_protected", source.place)
        return "workbook"
    _refuse_foreign(source, start)
    return "text"


def _refuse_foreign(source: Source, start: bytes) -> None:
    signatures = {
        b"%PDF": "PDF",
        b"\x89PNG": "PNG",
        b"\xff\xd8\xff": "JPEG",
        b"\x1f\x8b": "gzip",
        b"Rar!": "RAR",
        b"7z\xbc\xaf": "7-Zip",
        b"PAR1": "Parquet",
    }
    for signature, called in signatures.items():
        if start.startswith(signature):
            raise refuse("foreign_container", source.place, called=called)
    head = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table")):
        raise refuse("foreign_container", source.place, called="HTML")
    if head.startswith(b"mime-version:"):
        raise refuse("foreign_container", source.place, called="MHTML")
    if head.startswith(b"<?xml"):
        raise refuse("foreign_container", source.place, called="XML")


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    struct.error,
    KeyError,
    OverflowError,
)


def _check_archive(source: Source) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            members = archive.infolist()
            _check_members(source, members)
            broken = archive.testzip()
    except KooperationError:
        raise
    except _BROKEN as error:
        raise refuse("broken_archive", source.place, why=error) from None
    if broken:
        raise refuse("broken_archive", source.place, why=broken)


def _check_members(source: Source, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    is_bomb = unpacked > max(SMALL_UNPACKED, MOST_RATIO * packed)
    if len(set(names)) != len(names):
        raise refuse("broken_archive", source.place, why="doppelte Einträge")
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or is_bomb:
        raise refuse("archive_bomb", source.place)
    if not any(name.startswith(("xl/", "word/")) or name == "content.xml" for name in names):
        raise refuse("foreign_container", source.place, called="ZIP")
