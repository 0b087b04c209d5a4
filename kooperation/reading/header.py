"""Where the header of a sheet stands, and what the headings of its columns are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kooperation.reading.columns import looks_like_number
from kooperation.reading.sheet import Row, Sheet, cell_text, is_blank
from kooperation.reading.vocabulary import columns_meant

HEADER_WITHIN = 30
IsKnown = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet.

    Attributes
    ----------
    first_row, last_row : int
        The rows that it takes, as Excel counts; a header of one row has both the same.
    headings : tuple of str
        One per column, as wide as the table; a column without one is called ``Spalte 3``.
    titles : tuple of str
        The texts above.
    known : int
        How many headings are known.
    """

    first_row: int
    last_row: int
    headings: tuple[str, ...]
    titles: tuple[str, ...]
    known: int


def is_made_up(heading: str) -> bool:
    """Tell whether a heading stands for a column that has none."""
    return bool(re.fullmatch(r"Spalte \d+", heading))


def find_header(sheet: Sheet, *, is_known: IsKnown | None = None) -> Header | None:
    """Find the header within the first 30 rows; ``None`` when there is none.

    The header is the row with the most headings that ``is_known`` knows, by default the vocabulary; of equals
    the widest, then the first.
    """
    found = _find_header(sheet.rows, is_known or (lambda heading: bool(columns_meant(heading))))
    if found is None:
        return None
    top, known = found
    header, below = sheet.rows[top], sheet.rows[top + 1 :]
    # A text row that is too long is a fault; a workbook's cell right of the headings is a remark, and kept.
    usual = _usual_width(below, at_least=3) if sheet.name is None else max(map(_width, below), default=0)
    width = max(_width(header), usual)
    titles = tuple(text for row in sheet.rows[:top] for cell in row if (text := cell_text(cell)))
    return Header(top + 1, top + 1, _headings(padded(header, width)), titles, known)


def _find_header(rows: Sequence[Row], is_known: IsKnown) -> tuple[int, int] | None:
    """Return where the header stands, from 0, and how many of its headings are known."""
    usual_width = _usual_width(rows)
    best: tuple[int, int, int] | None = None
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        filled = [cell for cell in row if not is_blank(cell)]
        if len(filled) < 2 or not all(map(_may_be_heading, filled)) or not any(map(_has_letter, filled)):
            continue
        known = sum(is_known(str(cell)) for cell in filled)
        if known >= 2 or len(filled) >= max(2, 0.6 * usual_width):
            best = max(best or (0, 0, 1), (known, len(filled), -index))
    return (-best[2], best[0]) if best else None


def _may_be_heading(cell: Any) -> bool:
    """Words, a sign such as ``%`` or ``€``, or a year."""
    if isinstance(cell, (date, bool)):
        return False
    if isinstance(cell, (int, float)):
        return 1990 <= cell <= 2100
    text = cell.strip()
    if re.fullmatch(r"(19|20)\d\d|[^\w\s]{1,3}", text):
        return not looks_like_number(text) or text.isdigit()
    return len(text) < 120 and _has_letter(text) and not looks_like_number(text)


def _has_letter(cell: Any) -> bool:
    return isinstance(cell, str) and bool(re.search(r"[^\W\d_]", cell))


def _width(row: Row) -> int:
    """Return the number of cells up to the last filled one."""
    return next((place for place in range(len(row), 0, -1) if not is_blank(row[place - 1])), 0)


def _usual_width(rows: Sequence[Row], *, at_least: int = 1) -> int:
    """Return the width of most rows; 0 where fewer than ``at_least`` have it."""
    widths = Counter(map(_width, rows[:200]))
    del widths[0]
    usual = max(widths, key=lambda width: (widths[width], -width), default=0)
    return usual if widths[usual] >= at_least else 0


def padded(row: Row, width: int) -> Row:
    """Return the first ``width`` cells of a row; what a short row lacks is empty."""
    return [*row[:width], *[None] * (width - len(row))]


def _headings(header: Sequence[Any]) -> tuple[str, ...]:
    """Return one heading per column; one that stands twice gets a number: ``Betrag``, ``Betrag (2)``."""
    headings: list[str] = []
    for position, cell in enumerate(header, start=1):
        heading = re.sub(r"\s+", " ", cell_text(cell) or f"Spalte {position}")
        spelled, number = heading, 1
        while spelled in headings:
            number += 1
            spelled = f"{heading} ({number})"
        headings.append(spelled)
    return tuple(headings)
