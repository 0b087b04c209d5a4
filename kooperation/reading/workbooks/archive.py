"""The gate before zipped workbooks: what an archive claims, and each part in one checked pass."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kooperation.model.causes import cause_of
from kooperation.model.errors import KooperationError, refuse
from kooperation.reading.container import Source, foreign

MOST_UNPACKED = 1_500_000_000
MOST_RATIO = 200  # honest sheets pack 5 to 50 times, bombs up to a thousand times
SMALL_UNPACKED = 10_000_000  # harmless, however well it packs
MOST_MEMBERS = 5_000
_CHUNK = 1 << 20
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PACKED = 1 << 13  # bytes that are unpacked at once: 8 MB at the most

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
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*<[A-Za-z_]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of a zipped workbook, whose claims are plausible. A part is unpacked when it is asked for.

    Names are compared without regard to case; a part that is read is held against its claimed size and its
    checksum in the same pass.
    """

    source: Source
    members: Mapping[str, zipfile.ZipInfo]
    opened: zipfile.ZipFile
    _read: set[str] = field(default_factory=set)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.members

    def read(self, name: str) -> bytes:
        """Return one part.

        Raises
        ------
        KooperationError
            When there is no such part, it is broken, or larger than it claims.
        """
        content = io.BytesIO()
        content.writelines(self.pieces(name))
        return content.getvalue()

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield one part piece by piece; it is sound when the last one was taken.

        Raises
        ------
        KooperationError
            When there is no such part, it is broken, or larger than it claims.
        """
        self._read.add(name.casefold())
        try:
            yield from _checked(self, self.members[name.casefold()])
        except _BROKEN as error:
            raise refuse("broken_archive", self.source.place, why=cause_of(error)) from None

    def xml_pieces(self, name: str) -> Iterator[bytes]:
        """Yield one part piece by piece when it plainly begins as XML; otherwise nothing."""
        pieces = self.pieces(name)
        first = next(pieces, b"")
        if _PROLOG.match(first):
            yield first
            yield from pieces

    def size(self, name: str) -> int:
        """Return the bytes of one part, as it claims."""
        return self.members[name.casefold()].file_size

    def read_xml(self, name: str) -> bytes:
        """Return one part that is XML; one with a DOCTYPE is refused before any parser sees it."""
        xml = self.read(name)
        if not _PROLOG.match(xml):
            if b"<!DOCTYPE" in xml[:_CHUNK] or b"<!ENTITY" in xml[:_CHUNK]:
                raise refuse("declares_entities", self.source.place)
            raise refuse("workbook_unreadable", self.source.place, why=f"{name}: XML")
        return xml

    def check_rest(self) -> None:
        """Hold every part that was not read against its checksum."""
        try:
            for name, member in self.members.items():
                if name not in self._read and not member.is_dir():
                    for _ in _checked(self, member):
                        pass
        except _BROKEN as error:
            raise refuse("broken_archive", self.source.place, why=cause_of(error)) from None


def _checked(archive: Archive, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member holds, counted and summed up on the way."""
    with archive.opened.open(member) as opened:  # holds the member's own header against the directory
        if member.compress_type not in _USUAL:
            while piece := opened.read(_CHUNK):
                yield piece
            return
    size = checksum = 0
    for piece in _unpacked(archive.source.content, member):
        size += len(piece)
        if size > member.file_size:
            break
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if size != member.file_size or checksum != member.CRC:
        raise zipfile.BadZipFile(f"Bad CRC-32 for file {member.filename!r}")


def _packed(content: bytes, member: zipfile.ZipInfo) -> memoryview:
    """Return what a member holds as it stands in the file."""
    name, extra = struct.unpack_from("<2H", content, member.header_offset + 26)
    start = member.header_offset + 30 + name + extra
    packed = memoryview(content)[start : start + member.compress_size]
    if len(packed) < member.compress_size:
        raise EOFError
    return packed


def _unpacked(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    packed = _packed(content, member)
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _PACKED):
        yield unpacking.decompress(packed[at : at + _PACKED])
    yield unpacking.flush()
    if not unpacking.eof:
        raise EOFError


def open_archive(source: Source) -> Archive:
    """Open a zip file whose claims about itself are plausible; nothing is unpacked yet.

    Raises
    ------
    KooperationError
        When the archive is broken or cut off, protected by a password, holds two members of one name, or
        would unpack to many times its size.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(source.content))
        members = [member for member in opened.infolist() if not member.is_dir()]
    except _BROKEN as error:
        raise refuse("broken_archive", source.place, why=cause_of(error)) from None
    named = {_plain_name(member.filename): member for member in members}
    if len(named) != len(members):
        raise refuse("broken_archive", source.place, why="doppelte Einträge")
    if any(member.flag_bits & 1 for member in members):
        raise refuse("password_protected", source.place)
    _check_claims(source, members)
    return Archive(source, named, opened)


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _check_claims(source: Source, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if packed > len(source.content):
        raise refuse("broken_archive", source.place, why="überlappende Einträge")
    is_bomb = _is_bomb(unpacked, packed) or any(
        _is_bomb(member.file_size, member.compress_size) for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or is_bomb:
        raise refuse("archive_bomb", source.place)


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > max(SMALL_UNPACKED, MOST_RATIO * packed)


_START = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)


@dataclass(slots=True)
class Store:
    """An archive of checked parts alone, each once: a reader gets exactly what was checked.

    A packed part stays so: a reader copies the archive, and each copy of a large sheet counts.
    """

    home: str  # the part of the workbook itself
    _file: io.BytesIO = field(default_factory=io.BytesIO)
    _directory: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the part that names the workbook's own."""
        self.add("_rels/.rels", _START.format(self.home).encode())

    def add(self, name: str, content: bytes) -> None:
        """Store one part as it is."""
        self._write(name, content, zipfile.ZIP_STORED, zlib.crc32(content), len(content))

    def take(self, archive: Archive, part: str, name: str) -> None:
        """Store a part that ``archive`` has read and found sound, under a new name."""
        member = archive.members[part.casefold()]
        if member.compress_type not in _USUAL:
            self.add(name, archive.read(part))
            return
        packed = _packed(archive.source.content, member)
        self._write(name, packed, member.compress_type, member.CRC, member.file_size)

    def _write(self, name: str, packed: bytes | memoryview, method: int, checksum: int, size: int) -> None:
        encoded = name.encode()
        sizes = (len(packed), size, len(encoded), 0)
        told = struct.pack("<5H3I2H", 20, 0x800, method, 0, 33, checksum, *sizes)
        place = struct.pack("<3H2I", 0, 0, 0, 0, self._file.tell())
        self._directory.append(b"PK\1\2\x14\0" + told + place + encoded)
        self._file.write(b"PK\3\4" + told + encoded)
        self._file.write(packed)

    def closed(self) -> io.BytesIO:
        """Return the whole archive."""
        listed, position, count = b"".join(self._directory), self._file.tell(), len(self._directory)
        self._file.write(listed)
        self._file.write(b"PK\5\6" + struct.pack("<4H2IH", 0, 0, count, count, len(listed), position, 0))
        self._file.seek(0)
        return self._file


def stored(home: str, parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return an archive of checked parts; ``home`` is the part of the workbook itself."""
    store = Store(home)
    for name, content in parts.items():
        store.add(name, content)
    return store.closed()


# --- which kind of archive it is -----------------------------------------------------------------------


def workbook_kind(archive: Archive) -> str:
    """Return ``xlsx``, ``xlsb`` or ``ods``.

    Raises
    ------
    KooperationError
        When the archive is something else, naming it.
    """
    if "xl/workbook.bin" in archive:
        return "xlsb"
    if "mimetype" in archive:
        return _open_document_kind(archive)
    if "content.xml" in archive and "meta-inf/manifest.xml" in archive:
        return "ods"
    if _office_document(archive):
        return "xlsx"
    raise _foreign_archive(archive)


def _open_document_kind(archive: Archive) -> str:
    called = archive.read("mimetype").strip().decode("latin-1")[:100]
    if called.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    names = {"text": "ein OpenDocument-Text", "presentation": "eine OpenDocument-Präsentation"}
    name = names.get(called.rsplit(".", 1)[-1], "eine ZIP-Datei")
    raise foreign(archive.source, name, "export")


def _office_document(archive: Archive) -> bool:
    return any(name.endswith("workbook.xml") for name in archive.members)


_FOREIGN_FOLDERS = {
    "word/": "ein Word-Dokument (.docx)",
    "ppt/": "eine PowerPoint-Präsentation (.pptx)",
    "visio/": "eine Visio-Zeichnung (.vsdx)",
    "index/": "eine Numbers-Tabelle",
}


def _foreign_archive(archive: Archive) -> KooperationError:
    for folder, called in _FOREIGN_FOLDERS.items():
        if any(name.startswith(folder) for name in archive.members):
            return foreign(archive.source, called, "export")
    return foreign(archive.source, "ein ZIP-Archiv", "unpack")
