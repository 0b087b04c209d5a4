"""Printed lists to one sheet of raw cells: columns between pipes, or aligned under their headings.

SAP and its kind save lists as they stand on the screen: page heads, rules of dashes, a header that comes
again on each page, records that take two lines, blocks with the account above them. Cells are cut where the
header has its borders, never at every pipe, since texts hold pipes. Row N of the sheet is line N of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kooperation.model.findings import Finding
from kooperation.reading.blocks import Blocks
from kooperation.reading.container import Source
from kooperation.reading.frames import FramedList, framed_header
from kooperation.reading.sheet import Row, Sheet

_SEEN = 300  # lines: page heads are shorter
_DRAWN = str.maketrans(
    dict.fromkeys("│║", "|") | dict.fromkeys("─═", "-") | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╞╡╪╟╢╫", "+")
)


def is_list(lines: Sequence[str]) -> bool:
    """Tell whether a text is a list: a header between pipes, with lines below that have the same borders."""
    return framed_header(_plain(lines[:_SEEN])) is not None


def read_list(source: Source, lines: Sequence[str], *, notes: tuple[Finding, ...] = ()) -> Sheet:
    """Return the cells of a list.

    Raises
    ------
    KooperationError
        With every line whose borders do not stand where those of the header do.
    """
    plain = _plain(lines)
    blocks = Blocks(source)
    rows: list[Row] = FramedList(source, plain, blocks).rows()
    blocks.add_columns(rows)
    return Sheet(None, rows, separator="|", notes=(*notes, *blocks.notes()))


def _plain(lines: Sequence[str]) -> list[str]:
    """Draw DOS boxes with pipes and dashes, which take the same room; drop page feeds."""
    if any(re.search("[│║─═]", line) for line in lines[:_SEEN]):
        lines = [line.translate(_DRAWN) for line in lines]
    return [line.replace("\f", "") if "\f" in line else line for line in lines]
