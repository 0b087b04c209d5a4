"""A table as people read it, in plain text and in HTML that a notebook keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["ABSENT", "ShownTable", "facts_table"]

ABSENT = "–"
LONGEST_TEXT = 60  # of a cell in the plain text form; the HTML form wraps instead
ONE_LINE = 25  # a column of texts that are no longer than this does not wrap

# Inline, because a notebook that nobody trusts yet keeps no style sheet.
_HEADING, _CELL = "vertical-align: bottom", "vertical-align: top"
_SHORT_CELL = f"{_CELL}; white-space: nowrap"


@dataclass(frozen=True, repr=False)
class ShownTable:
    """A table as people read it: a heading and texts per column, and what must be said about it.

    ``numeric`` columns stand on the right. With ``has_sums`` the last row adds up all rows of the frame, also
    those that are not written out; ``rest`` says how many there are.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    note: str | None = None
    has_sums: bool = False
    rest: str | None = None

    def __repr__(self) -> str:
        """Return the table in plain text, with long texts cut."""
        rows = [tuple(_cut(text) for text in row) for row in (self.headings, *self.rows)]
        widths = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(
                text.rjust(width) if is_number else text.ljust(width)
                for text, width, is_number in zip(row, widths, self.numeric, strict=True)
            ).rstrip()
            for row in rows
        ]
        note, rest = ([text] if text else [] for text in (self.note, self.rest))
        return "\n".join([*note, *lines, *rest])

    def html(self) -> str:
        """Return the table as HTML, every text of it escaped."""
        note, rest = (f"<p><em>{escape(text)}</em></p>" if text else "" for text in (self.note, self.rest))
        longest = [max(len(text) for text in column) for column in zip(*self.rows, strict=True)]
        styles = [_SHORT_CELL if length <= ONE_LINE else _CELL for length in longest]
        head = self._html_row(self.headings, "th", [_HEADING] * len(styles))
        body = [self._html_row(row, "td", styles) for row in self.rows]
        if self.has_sums:
            body[-1] = self._html_row(self.rows[-1], "th", styles)
        table = f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{''.join(body)}</tbody>\n</table>"
        return "\n".join(part for part in (note, table, rest) if part)

    def _repr_html_(self) -> str:
        return self.html()

    def _html_row(self, texts: Sequence[str], tag: str, styles: Sequence[str]) -> str:
        cells = (
            f'<{tag} style="text-align: {"right" if is_number else "left"}; {style}">{escape(text)}</{tag}>'
            for text, style, is_number in zip(texts, styles, self.numeric, strict=True)
        )
        return f"<tr>{''.join(cells)}</tr>\n"


def facts_table(
    facts: Mapping[str, str], *, headings: tuple[str, str], note: str | None = None
) -> ShownTable:
    """Return names and texts as a table of two columns."""
    return ShownTable(headings=headings, rows=tuple(facts.items()), numeric=(False, False), note=note)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
