"""The encoding of a text file: its mark, else UTF-8, UTF-16, Windows or DOS, held against all bytes."""

from __future__ import annotations

import re

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.container import Source

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UTF8_LETTER = re.compile(rb"\xc3[\xa4\xb6\xbc\x84\x96\x9c\x9f]|\xe2\x82\xac|\xe2\x80[\x93\x9e\x9c]")
_DOS_UMLAUT = re.compile(rb"[A-Za-z][\x81\x84\x94\xe1][a-z]|(?<![A-Za-z])[\x8e\x99\x9a][a-z]")
_WINDOWS_UMLAUT = re.compile(rb"[A-Za-z][\xe4\xf6\xfc\xdf][a-z]|(?<![A-Za-z])[\xc4\xd6\xdc][a-z]")


def decode(source: Source) -> tuple[str, str]:
    """Return the text and its encoding: what the byte order mark says, else UTF-8, UTF-16, Windows or DOS.

    Raises
    ------
    KooperationError
        When the bytes fit no encoding throughout, with the line of the first that does not fit.
    """
    content = source.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_strictly(source, encoding), encoding
    if wide := _wide_encoding(content[:4000]):
        return _decode_strictly(source, wide), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _UTF8_LETTER.search(content):
            place = Place(file=source.name, row=_line(content, error.start))
            raise refuse("mixed_encoding", place, byte=f"0x{content[error.start]:02x}") from None
    encoding = _one_byte_encoding(content)
    return _decode_strictly(source, encoding), encoding


def _wide_encoding(start: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zeros: every other byte of European text. A stray zero is none."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 4 < len(start):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _one_byte_encoding(content: bytes) -> str:
    is_dos = len(_DOS_UMLAUT.findall(content)) > len(_WINDOWS_UMLAUT.findall(content))
    return "cp850" if is_dos else "cp1252"


def _decode_strictly(source: Source, encoding: str) -> str:
    try:
        return source.content.decode(encoding)
    except UnicodeDecodeError as error:
        place = Place(file=source.name, row=_line(source.content, error.start))
        byte = f"0x{source.content[error.start]:02x}" if error.start < len(source.content) else "–"
        raise refuse("broken_encoding", place, encoding=encoding, byte=byte) from None


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
