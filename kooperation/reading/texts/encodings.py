"""The encoding of a text file: its mark, else UTF-16, UTF-8, Windows or DOS, held against all bytes."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from kooperation.model.column_bytes import in_pieces
from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.container import Source
from kooperation.reading.texts.codepages import code_page_of

MARK_OF_UTF8 = b"\xef\xbb\xbf"
_MARKS = (
    (MARK_OF_UTF8, "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Letters and signs of our exports in UTF-8; as Windows or DOS characters none of these makes sense.
_UTF8_CHARACTER = re.compile(
    rb"\xc3[\x80-\xbf]|\xc5[\x80-\xbe]|\xc2[\xa0\xa7\xb0\xb2\xb3]|\xe2\x82\xac|\xe2\x80[\x90-\xaf]"
    rb"|[\xea-\xed][\x80-\xbf]{2}|(?:[\xd0\xd1][\x80-\xbf]){2}"
)
_DOUBLY_ENCODED = re.compile(
    "Ã[\x80-\xbf„–œŸ…†‡ˆ‰Š‹Œ‘’“”•—˜™š›žƒ]|â(?:‚¬|€[“”žœ™˜š¦])|Â[\xa0§°²³]|[\x80\x84\x91-\x97]"
)
_DOUBTFUL = "ÃâÂ\x80"
_DOUBTFUL_IN_UTF8 = [int.from_bytes(letter.encode()) for letter in _DOUBTFUL]  # two bytes each
_LEAST_DOUBTFUL = min(_DOUBTFUL_IN_UTF8) >> 8
_IS_DOUBTFUL = np.zeros(1 << 16, dtype=bool)
_IS_DOUBTFUL[_DOUBTFUL_IN_UTF8] = True
_PIECE = 1 << 18  # bytes that stay in the cache
_COUNTED = 1_000_000
_NO_WINDOWS = b"\x81\x8d\x8f\x90\x9d"
_ASCII_IN_UTF16 = re.compile(rb"[\t\n\r -~]{32}")


def decode(source: Source) -> tuple[str, str]:
    """Return the text and its encoding: what the byte order mark says, else UTF-16, UTF-8, Windows or DOS.

    Raises
    ------
    KooperationError
        When the bytes fit no encoding throughout, or two with different letters, with the line of the first
        that does not fit.
    """
    content = source.content
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    encoding = marked or _wide_encoding(content)
    if encoding is None:
        try:
            return content.decode("utf-8"), "utf-8"
        except UnicodeDecodeError as error:
            _refuse_half_utf8(source, error)
        encoding = _one_byte_encoding(source)
    text = _decode_strictly(source, encoding)
    if encoding.startswith("utf-16"):
        _refuse_half_utf16(source, text)
    return text, encoding


# --- Unicode ---------------------------------------------------------------------------------------------


def _wide_encoding(content: bytes) -> str | None:
    """Tell UTF-16 without a mark: in the right order many of its units are digits, separators, letters."""
    start = content[:1_000_000]
    if 0 not in start:
        return None
    shares = {
        order: _ascii_share(np.frombuffer(start[: len(start) // 2 * 2], dtype=f"{mark}u2"))
        for order, mark in (("utf-16-le", "<"), ("utf-16-be", ">"))
    }
    best = max(shares, key=lambda order: shares[order])
    return best if shares[best] > max(0.1, 3 * min(shares.values())) else None


def _ascii_share(units: npt.NDArray[np.uint16]) -> float:
    return float(np.mean((units < 0x7F) & (units > 8))) if len(units) else 0.0


def _refuse_half_utf8(source: Source, error: UnicodeDecodeError) -> None:
    """Refuse bytes that are UTF-8 in part; the line named is the first of the rarer kind."""
    content, position = source.content, error.start
    first = _UTF8_CHARACTER.search(content)
    if first is None:
        return
    if error.reason == "unexpected end of data":
        raise _broken(source, "utf-8", position)
    start = content[:_COUNTED]  # enough to tell which kind is the rarer one
    others = start.decode("utf-8", "replace").count("\ufffd")
    is_usual = sum(1 for _ in _UTF8_CHARACTER.finditer(start)) >= others
    raise _mixed(source, position, first.start()) if is_usual else _mixed(source, first.start(), position)


def _refuse_half_utf16(source: Source, text: str) -> None:
    """Refuse UTF-16 that goes on in the other byte order, or in one-byte characters."""
    swapped = next((sign for sign in "\ufffe\u0a00" if sign in text), None)
    if swapped:
        row = text.count("\n", 0, text.index(swapped)) + 1
        raise refuse("broken_encoding", Place(file=source.name, row=row), encoding="utf-16", byte="0x00")
    if alien := _ASCII_IN_UTF16.search(source.content):
        row = source.content[: alien.start()].decode("utf-16", "ignore").count("\n") + 1
        byte = f"0x{source.content[alien.start()]:02x}"
        raise refuse("broken_encoding", Place(file=source.name, row=row), encoding="utf-16", byte=byte)


def may_be_doubly_encoded(content: bytes) -> bool:
    """Tell from the bytes of UTF-8 whether :func:`doubly_encoded` may find something."""
    for part in in_pieces(len(content), _PIECE):
        piece = np.frombuffer(content, np.uint8, min(part.stop + 1, len(content)) - part.start, part.start)
        places = np.flatnonzero(piece[:-1] >= _LEAST_DOUBTFUL)
        pairs = piece[places].astype(np.int64) * 256 + piece[places + 1]
        if _IS_DOUBTFUL[pairs].any():
            return True
    return False


def doubly_encoded(source: Source, text: str) -> list[Finding]:
    """Warn of letters that were taken for Windows-1252 once too often: ``MÃ¼ller``, ``5 â‚¬``.

    Nothing is mended: which of the letters were meant cannot be told for all of them.
    """
    if text.isascii() or not any(sign in text for sign in _DOUBTFUL):
        return []
    found = _DOUBLY_ENCODED.search(text)
    if found is None:
        return []
    row = text.count("\n", 0, found.start()) + 1
    line = text[text.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0]
    count = sum(1 for _ in _DOUBLY_ENCODED.finditer(text))
    return [finding("doubly_encoded", Place(file=source.name, row=row), raw=line.strip(), count=count)]


# --- one byte per character ------------------------------------------------------------------------------


def _one_byte_encoding(source: Source) -> str:
    content = source.content
    verdict = code_page_of(content)
    if verdict.page is not None:
        return verdict.page
    position = max(content.find(verdict.triple), 0)
    position = next(place for place in range(position, len(content)) if content[place] > 0x7F)
    if content[position] in _NO_WINDOWS:
        raise _broken(source, "cp1252", position)
    around = content[max(position - 12, 0) : position + 12]
    readings = {page: " ".join(around.decode(page, "replace").split()) for page in ("cp1252", "cp850")}
    raise refuse(
        "encoding_undecided",
        _place(source, position),
        byte=f"0x{content[position]:02x}",
        windows=readings["cp1252"],
        dos=readings["cp850"],
    )


def _decode_strictly(source: Source, encoding: str) -> str:
    try:
        return source.content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(source, encoding, error.start) from None


# --- what is refused -------------------------------------------------------------------------------------


def _broken(source: Source, encoding: str, position: int) -> KooperationError:
    byte = f"0x{source.content[position]:02x}" if position < len(source.content) else "–"
    return refuse("broken_encoding", _place(source, position, encoding), encoding=encoding, byte=byte)


def _mixed(source: Source, odd: int, usual: int) -> KooperationError:
    byte = f"0x{source.content[odd]:02x}"
    return refuse("mixed_encoding", _place(source, odd), byte=byte, other=_place(source, usual).row)


def _place(source: Source, position: int, encoding: str = "utf-8") -> Place:
    """Return the line of a byte, as an editor counts."""
    if encoding.startswith(("utf-16", "utf-32")):
        row = source.content[:position].decode(encoding, "ignore").count("\n") + 1
    else:
        before = source.content[:position]
        row = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
    return Place(file=source.name, row=row)
