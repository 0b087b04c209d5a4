"""What head lines inside a list say about the rows below them: account, Teilprodukt, Haushaltsjahr."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.sheet import Row
from kooperation.reading.container import Source
from kooperation.reading.words.titles import from_titles
from kooperation.reading.words.vocabulary import columns_meant

_HEADINGS = {
    "sachkonto": "Sachkonto",
    "teilprodukt": "Teilprodukt",
    "account_path": "Buchungsstelle",
    "budget_year": "Haushaltsjahr",
    "currency": "Währung",
}
_ACCOUNT = re.compile(r"\W*konto(?:nummer)?\s*:?\s+([0-9][0-9.\-/]*[0-9])\b", re.IGNORECASE)


class Blocks:
    """Collects the head lines of a list, and which of their values hold for which row.

    A value that changes from block to block belongs to the rows: it becomes a column of its own, unless the
    list has one. One that never changes stays with the titles.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seen: set[str] = set()
        self._now: dict[str, str] = {}
        self._held: dict[int, Mapping[str, str]] = {}
        self._header_rows: set[int] = set()
        self._headings: tuple[str, ...] = ()
        self._added: dict[str, list[str]] = {}

    def head_line(self, line: str, *, is_title: bool) -> Row:
        """Note what a line outside the table says, and return it as a row.

        A page head that comes again says nothing new, and neither does a block head whose values are kept.
        """
        text = " ".join(line.split())
        shape = re.sub(r"\d+", "0", text)
        is_new = not (self._hears(text) or shape in self._seen)
        self._seen.add(shape)
        return [text] if re.search(r"[^\W\d_]", text) and (is_title or is_new) else []

    def _hears(self, text: str) -> bool:
        said = {name: value for name, value in from_titles([text]).items() if name in _HEADINGS}
        if "sachkonto" not in said and (account := _ACCOUNT.match(text)):
            said["sachkonto"] = account[1]
        self._now |= said
        return bool(said)

    def header(self, row: int, headings: tuple[str, ...]) -> None:
        """Note where the header stands, from 0, the first time or again."""
        self._header_rows.add(row)
        self._headings = headings

    def record(self, row: int) -> None:
        """Note a row, from 0, for which the values heard last hold."""
        self._held[row] = dict(self._now)

    def add_columns(self, rows: list[Row]) -> None:
        """Append to the rows what changes from block to block."""
        present = {column for heading in self._headings for column in columns_meant(heading)}
        for name, heading in _HEADINGS.items():
            values = {said.get(name) for said in self._held.values()}
            if len(values) < 2 or name in present:
                continue
            self._added[heading] = sorted(filter(None, values))
            width = len(self._headings) + len(self._added) - 1
            for row, cells in enumerate(rows):
                if len(cells) == width:
                    is_header = row in self._header_rows
                    rows[row] = [*cells, heading if is_header else self._held.get(row, {}).get(name)]

    def notes(self) -> list[Finding]:
        """Say which columns were made of head lines."""
        return [
            finding("blocks_filled", self._source.place, column=heading, values=", ".join(values))
            for heading, values in self._added.items()
        ]
