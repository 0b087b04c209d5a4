"""Printed lists to one sheet of raw cells: columns between pipes, or aligned under their headings.

SAP and its kind save lists as they stand on the screen: page heads, rules of dashes, a header that comes
again on each page, records that take two lines, blocks with the account above them. Cells are cut where the
header has its borders, never at every pipe, since texts hold pipes. Row N of the sheet is line N of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kooperation.model.errors import refuse
from kooperation.model.findings import Finding
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.container import Source
from kooperation.reading.texts.aligned import AlignedList, aligned_header
from kooperation.reading.texts.blocks import Blocks
from kooperation.reading.texts.frames import FramedList, framed_header

_SEEN = 300  # lines: page heads are shorter
_DRAWN = str.maketrans(
    dict.fromkeys("│║", "|") | dict.fromkeys("─═", "-") | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╞╡╪╟╢╫", "+")
)


def is_list(lines: Sequence[str]) -> bool:
    """Tell whether a text is a list: a header between pipes or above a rule, and lines that fit it."""
    seen = _plain(lines[:_SEEN])
    return framed_header(seen) is not None or aligned_header(seen) is not None


def read_list(source: Source, lines: Sequence[str], *, notes: tuple[Finding, ...] = ()) -> Sheet:
    """Return the cells of a list.

    Raises
    ------
    KooperationError
        With every line whose borders do not stand where those of the header do.
    """
    plain = _plain(lines)
    blocks = Blocks(source)
    framed, aligned = framed_header(plain[:_SEEN]), aligned_header(plain[:_SEEN])
    if framed is not None:
        rows = FramedList(source, plain, blocks, header=framed).rows()
    elif aligned is not None:
        rows = AlignedList(source, plain, blocks, header=aligned).rows()
    else:
        raise refuse("no_header", source.place)
    blocks.add_columns(rows)
    return Sheet(None, rows, separator="|" if framed else " ", notes=(*notes, *blocks.notes()))


def _plain(lines: Sequence[str]) -> list[str]:
    """Draw DOS boxes with pipes and dashes, which take the same room; drop page feeds."""
    if any(re.search("[│║─═]", line) for line in lines[:_SEEN]):
        lines = [line.translate(_DRAWN) for line in lines]
    return _with_outer_borders([line.replace("\f", "") if "\f" in line else line for line in lines])


def _with_outer_borders(lines: list[str]) -> list[str]:
    """Close the lines of a list that has borders between its columns only, as databases print it."""
    for above, rule in pairwise(lines[:_SEEN]):
        borders = [found.start() for found in re.finditer(r"\+", rule)]
        if re.fullmatch(r"-+(\+-+)+ *", rule) and all(above[place : place + 1] == "|" for place in borders):
            width, first = len(rule), borders[0]
            return [
                f"|{line.ljust(width)}|" if line[first : first + 1] in ("|", "+") else line for line in lines
            ]
    return lines
