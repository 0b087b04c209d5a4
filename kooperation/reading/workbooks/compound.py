"""OLE compound files: which streams they hold, and the bytes of one; tells workbooks from other documents."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kooperation.model.causes import cause_of
from kooperation.model.errors import KooperationError, refuse
from kooperation.reading.container import Source, foreign

_HEADER = 512
_END = 0xFFFFFFFA  # this and all above mark no sector
_DOCUMENTS = (
    ("WordDocument", "ein Word-Dokument (.doc)"),
    ("PowerPoint Document", "eine PowerPoint-Präsentation (.ppt)"),
    ("__properties_version1.0", "eine Outlook-Nachricht (.msg)"),
    ("VisioDocument", "eine Visio-Zeichnung (.vsd)"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the sectors of a compound file hang together."""

    content: bytes
    sector: int
    table: tuple[int, ...]

    def chain(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        """Yield the numbers of a chain of sectors; one that leaves the table or turns back is broken."""
        for _ in range(len(table) + 1):
            if start >= _END:
                return
            yield start
            start = table[start]
        raise ValueError("Ringverweis")

    def read(self, start: int) -> bytes:
        """Return the sectors of one chain."""
        parts = []
        for number in self.chain(start, self.table):
            at = (number + 1) * self.sector
            if at >= len(self.content):
                raise ValueError("abgeschnitten")
            parts.append(self.content[at : at + self.sector])
        return b"".join(parts)


def workbook_stream(source: Source) -> bytes:
    """Return the stream of an Excel 97 to 2003 workbook.

    Raises
    ------
    KooperationError
        When the file is broken or cut off, protected by a password, or another kind of document.
    """
    try:
        layout = _layout(source.content)
        entries = _entries(layout)
        if "Workbook" in entries or "WORKBOOK" in entries:
            return _stream(layout, entries, "Workbook" if "Workbook" in entries else "WORKBOOK")
    except (ValueError, IndexError, struct.error) as error:
        raise refuse("workbook_unreadable", source.place, why=cause_of(error)) from None
    raise _other_document(source, entries)


def _other_document(source: Source, entries: Mapping[str, _Entry]) -> KooperationError:
    if "EncryptedPackage" in entries or "EncryptionInfo" in entries:
        return refuse("password_protected", source.place)
    if "Book" in entries or "BOOK" in entries:
        return foreign(source, "eine Arbeitsmappe von Excel 5 oder Excel 95", "save as")
    for stream, called in _DOCUMENTS:
        if stream in entries:
            return foreign(source, called, "export")
    return foreign(source, "ein OLE-Dokument ohne Arbeitsmappe", "export")


def _layout(content: bytes) -> _Layout:
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector not in (512, 4096):
        raise ValueError("Sektorgröße")
    listed = list(struct.unpack_from("<109I", content, 76))
    following, count = struct.unpack_from("<II", content, 68)
    per_sector = sector // 4
    for _ in range(min(count, len(content) // sector)):
        if following >= _END:
            break
        numbers = struct.unpack_from(f"<{per_sector}I", content, (following + 1) * sector)
        listed += numbers[:-1]
        following = numbers[-1]
    table: list[int] = []
    for number in listed:
        if number < _END:
            table += struct.unpack_from(f"<{per_sector}I", content, (number + 1) * sector)
        if len(table) * sector > len(content) + 128 * sector * per_sector:
            raise ValueError("Sektortabelle")
    return _Layout(content, sector, tuple(table))


def _entries(layout: _Layout) -> dict[str, _Entry]:
    """Return the streams of the directory, and the root storage as ``""``."""
    directory = layout.read(struct.unpack_from("<I", layout.content, 48)[0])
    entries = {}
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if kind in (2, 5):
            entries["" if kind == 5 else name] = _Entry(start, size)
    return entries


def _stream(layout: _Layout, entries: Mapping[str, _Entry], name: str) -> bytes:
    entry = entries[name]
    cutoff, mini_table_at = struct.unpack_from("<II", layout.content, 56)
    if entry.size >= cutoff:
        content = layout.read(entry.start)
    else:
        content = _small_stream(layout, entries[""], entry, mini_table_at)
    if len(content) < entry.size:
        raise ValueError("abgeschnitten")
    return content[: entry.size]


def _small_stream(layout: _Layout, root: _Entry, entry: _Entry, table_at: int) -> bytes:
    """Return a short stream: such streams share sectors of 64 bytes inside the root's own stream."""
    shared = layout.read(root.start)
    listed = layout.read(table_at)
    table = struct.unpack(f"<{len(listed) // 4}I", listed[: len(listed) // 4 * 4])
    return b"".join(shared[number * 64 : number * 64 + 64] for number in layout.chain(entry.start, table))


# --- a sound file around one stream ---------------------------------------------------------------------

_SECTOR = 4096
_NONE, _CHAIN_END, _TABLE_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MOST_STREAM = 109 * (_SECTOR // 4 - 1) * _SECTOR  # what the sectors named in the header can hold


def around(stream: bytes) -> bytes:
    """Return a compound file with this one workbook stream, so that a reader meets sound sectors only.

    The stream holds at most ``MOST_STREAM`` bytes.
    """
    count = max(-(-len(stream) // _SECTOR), 1)
    size = max(len(stream), _SECTOR)
    # The stream, the directory, and an empty sector for short streams, without which readers refuse the file.
    chain = [*range(1, count), _CHAIN_END, _CHAIN_END, _CHAIN_END]
    tables = -(-len(chain) // (_SECTOR // 4 - 1))
    chain += [_TABLE_SECTOR] * tables
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    listed = [*range(count + 2, count + 2 + tables), *[_NONE] * (109 - tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, tables, count, 0, 4096, _CHAIN_END, 0, _CHAIN_END, 0)
    head += struct.pack("<109I", *listed)
    directory = _directory_entry("Root Entry", 5, count + 1, 0, child=1)
    directory += _directory_entry("Workbook", 2, 0, size, child=_NONE)
    parts = (
        head.ljust(_SECTOR, b"\0"),
        stream.ljust(count * _SECTOR, b"\0"),
        directory.ljust(2 * _SECTOR, b"\0"),
        table,
    )
    return b"".join(parts)


def _directory_entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    title = name.encode("utf-16-le")
    links = struct.pack("<3I36x", _NONE, _NONE, child)
    return (
        title.ljust(64, b"\0")
        + struct.pack("<HBB", len(title) + 2, kind, 1)
        + links
        + struct.pack("<IQ", start, size)
    )
