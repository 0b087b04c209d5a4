"""How pixels become a PNG file: quick to pack, and as small as with any library.

Charts are areas of one colour, which pack well as they are; to try five filters on every row, as libraries
for photographs do, takes longer than the packing itself.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BITS, OPAQUE = 8, 255
KINDS = {3: 2, 4: 6}  # red, green, blue; the same with transparency
UNFILTERED = 0
PACKING = 3  # higher levels take twice as long for a seventh less
METRE, PER_METRE = 39.37007874, 1  # [inch]; the unit of the resolution


def png_bytes(pixels: Any, *, dpi: float, texts: Mapping[str, str]) -> bytes:
    """Return a PNG file.

    Parameters
    ----------
    pixels : array of uint8, shape (height, width, 4)
        Red, green, blue and how opaque; what is opaque everywhere is not written.
    dpi : float
        How many pixels an inch has.
    texts : mapping of str to str
        What the file says of itself, by the keywords of the format.
    """
    shown = pixels[:, :, :3] if pixels[:, :, 3].min() == OPAQUE else pixels
    height, width, colours = shown.shape
    header = struct.pack(">IIBBBBB", width, height, EIGHT_BITS, KINDS[colours], 0, 0, 0)
    resolution = struct.pack(">IIB", *(round(dpi * METRE),) * 2, PER_METRE)
    said = (_chunk(b"iTXt", _text(keyword, text)) for keyword, text in texts.items())
    image = _chunk(b"IDAT", zlib.compress(_rows(shown), PACKING))
    return b"".join(
        (SIGNATURE, _chunk(b"IHDR", header), *said, _chunk(b"pHYs", resolution), image, _chunk(b"IEND", b""))
    )


def _rows(pixels: Any) -> Any:
    """Return the rows of the picture, each behind the number of its filter."""
    height, width, colours = pixels.shape
    rows = np.empty((height, 1 + colours * width), dtype=np.uint8)
    rows[:, 0] = UNFILTERED
    rows[:, 1:] = pixels.reshape(height, colours * width)
    return rows


def _text(keyword: str, text: str) -> bytes:
    """Return a text in UTF-8, not packed, in no named language."""
    return keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
