"""How large a table of the annex is set and how wide its columns are, so that no text leaves its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kooperation.model.messages import Language
from kooperation.reporting.annex.content import Column, Table
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.style import quiet_about_glyphs

SIZES = (7.6, 7.3, 7.0, 6.7, 6.4, 6.1, 5.8, 5.5)  # the largest that fits is taken [point]
SMALLEST_LEGIBLE = 6.4  # a table that would need less shows fewer columns, where it can [point]
PAGE_WIDTH = 174 / 25.4 * 72  # between the margins [point]
CELL_MARGIN = 2 * 1.1 / 25.4 * 72 + 1  # a little more than the template leaves, for the rounding of widths
BREAK = "\u200b"  # where a line may end inside a word, without any sign
LONGEST_PART = 40
LONGEST_WORD = 13  # a longer one in a heading is hyphenated


@dataclass(frozen=True, slots=True)
class Measures:
    """The size of the letters and the width of each column. [point]."""

    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Need:
    """The width below which a column cannot be, and the one beyond which it gains nothing. [point]."""

    least: float
    most: float


@lru_cache(maxsize=64)  # both kinds of the annex ask for those of each table
def measures_of(table: Table, language: Language) -> Measures:
    """Return how a table is set: numbers get what they need, texts share the rest by what they say."""
    columns = list(zip(*table.texts(language), strict=True)) or [()] * len(table.columns)
    with quiet_about_glyphs():
        for size in SIZES:
            needs = [_need(column, texts, size) for column, texts in zip(table.columns, columns, strict=True)]
            if sum(need.least for need in needs) <= PAGE_WIDTH:
                break
    return Measures(size, _shared(needs))


def is_legible(table: Table, language: Language) -> bool:
    """Tell whether a table fits the page in letters that everybody can read."""
    return measures_of(table, language).size >= SMALLEST_LEGIBLE


def breakable(text: str) -> str:
    """Return a text in which very long words, such as the names of files, may go on on the next line."""
    return re.sub(rf"\S{{{LONGEST_PART + 1},}}", _in_parts, text)


def _in_parts(word: re.Match[str]) -> str:
    parts = re.findall(rf".{{1,{LONGEST_PART}}}", word[0])
    return BREAK.join(parts)


def _need(column: Column, texts: Sequence[str], size: float) -> _Need:
    words = re.split(r"[\s/–-]+", column.heading)
    heading = max(_of_heading(word, size) for word in words)
    cells = max((text_width(text, size, bold=True) for text in texts), default=0.0)
    if column.is_number or column.kind == "year":
        return _Need(max(heading, cells) + CELL_MARGIN, max(heading, cells) + CELL_MARGIN)
    longest = max(
        (
            text_width(part, size)
            for text in texts
            for part in re.split(r"\s+", breakable(text).replace(BREAK, " "))
        ),
        default=0.0,
    )
    return _Need(max(heading, longest) + CELL_MARGIN, max(heading, cells) + CELL_MARGIN)


def _of_heading(word: str, size: float) -> float:
    part = word if len(word) <= LONGEST_WORD else f"{word[: len(word) // 2 + 2]}-"
    return text_width(part, size, bold=True)


def _shared(needs: Sequence[_Need]) -> tuple[float, ...]:
    """Give each column its least width and share what is left, first by need and then evenly."""
    left = PAGE_WIDTH - sum(need.least for need in needs)
    wishes = [need.most - need.least for need in needs]
    wished = sum(wishes)
    if left <= 0:
        return tuple(PAGE_WIDTH * need.least / sum(one.least for one in needs) for need in needs)
    given = min(1.0, left / wished) if wished else 0.0
    spare = (left - given * wished) / len(needs)
    return tuple(
        round(need.least + given * wish + spare, 2) for need, wish in zip(needs, wishes, strict=True)
    )
