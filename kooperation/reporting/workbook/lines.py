"""How many lines a text fills in a cell of a given width: no program reckons that reliably for a row."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LINE_HEIGHT = 13.0  # [pt]

# Words with one blank between them. For whatever else there is, textwrap has rules of its own: it breaks at
# dashes, at some hyphens between single letters, and looks at other blanks in several ways.
_PLAIN = r"^[^\p{Z}\p{C}]+(?: [^\p{Z}\p{C}]+)*$"
_HYPHEN = r"([\p{L}_]{2}-)([\p{L}_]{2})"
_UNCLEAR = r"[^\d\s]-[^\d\s\x00]|--"
_GLUE = "\x00"  # stands before what follows a hyphen: no blank is between them


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text fills in a cell of ``width`` characters."""
    if len(text) <= width and "\n" not in text:
        return 1
    breakable = text.replace("/", "/ ")  # where programs break paths of files too
    return sum(_lines_of_part(part, _letters(width)) for part in breakable.split("\n"))


def _lines_of_part(text: str, letters: int) -> int:
    """Count the lines of a text without line breaks.

    Some programs begin a word that is too long on the line before, others on one of its own: the more counts.
    """
    apart = sum(-(-len(line) // letters) for line in wrap(text, letters, break_long_words=False))
    return max(len(wrap(text, letters)), apart, 1)


def lines_of_all(texts: pa.Array, width: float) -> pa.Array:
    """Return what :func:`lines_of` says of each text; those of plain words are filled all at once."""
    lines = np.ones(len(texts), np.int64)
    are_short = pc.and_(
        pc.less_equal(pc.utf8_length(texts), width), pc.invert(pc.match_substring(texts, "\n"))
    )
    places = np.flatnonzero(~are_short.to_numpy(zero_copy_only=False))
    breakable = pc.replace_substring(texts.take(pa.array(places)), "/", "/ ")
    are_plain = pc.match_substring_regex(breakable, _PLAIN)
    breakable = pc.replace_substring_regex(breakable, _HYPHEN, rf"\1 {_GLUE}\2")
    are_plain = pc.and_not(are_plain, pc.match_substring_regex(breakable, _UNCLEAR))
    are_plain = are_plain.to_numpy(zero_copy_only=False)
    lines[places[are_plain]] = _filled(breakable.filter(pa.array(are_plain)), _letters(width))
    unclear = places[~are_plain | (lines[places] == 0)]
    lines[unclear] = [lines_of(text, width) for text in texts.take(pa.array(unclear)).to_pylist()]
    return pa.array(lines)


def _letters(width: float) -> int:
    return max(4, int(width))


def _filled(texts: pa.Array, width: int) -> np.ndarray[Any, Any]:
    """Return how many lines each text fills word by word; 0 where a word is longer than a line."""
    words = pc.split_pattern(texts, " ")
    ends = words.offsets.to_numpy().astype(np.int64)
    glued = pc.starts_with(words.flatten(), _GLUE).to_numpy(zero_copy_only=False)
    lengths = pc.utf8_length(words.flatten()).to_numpy(zero_copy_only=False) - glued
    firsts, counts = ends[:-1] - ends[:1], np.diff(ends)
    lines, used, widest = (np.full(len(texts), value, np.int64) for value in (1, -1, 0))
    for number in range(int(counts.max(initial=0))):
        has_word = np.flatnonzero(counts > number)
        word = firsts[has_word] + number
        length = lengths[word]
        together = used[has_word] + ~glued[word] + length
        is_new_line = together > width
        lines[has_word] += is_new_line
        used[has_word] = np.where(is_new_line, length, together)
        widest[has_word] = np.maximum(widest[has_word], length)
    return np.where(widest > width, 0, lines)
