"""How vector graphics become pixels: one drawing, of which the PNG is the picture.

To draw a chart a second time in pixels costs more than everything else that is done for it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

import typst

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg")"""
_BEHIND_THE_HEADER = 33  # bytes of the signature and the first chunk, which a PNG begins with


def png_of(svg: bytes, *, dpi: float, texts: Mapping[str, str]) -> bytes:
    """Return vector graphics whose texts are outlines as a PNG, with what it says of itself by keyword.

    ``dpi`` pixels make an inch of the drawing. The same drawing always gives the same bytes.
    """
    compiler = typst.Compiler(input=_PAGE, ignore_system_fonts=True, sys_inputs={"svg": svg.decode()})
    picture = compiler.compile(format="png", ppi=dpi)
    if not isinstance(picture, bytes):
        raise TypeError("typst made no single picture")
    said = b"".join(_text_chunk(keyword, text) for keyword, text in texts.items())
    return picture[:_BEHIND_THE_HEADER] + said + picture[_BEHIND_THE_HEADER:]


def _text_chunk(keyword: str, text: str) -> bytes:
    """Return a text in UTF-8 as PNG states it: not packed, in no named language."""
    content = b"iTXt" + keyword.encode("latin-1") + bytes(5) + text.encode()
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
