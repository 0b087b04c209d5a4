"""What the lines between the records say of the rows below them: account, Teilprodukt, Haushaltsjahr."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.typed import TypedTable
from kooperation.reading.words.titles import begins_with_name, from_titles

_NAMED = {
    "account_path": "Buchungsstelle",
    "sachkonto": "Sachkonto",
    "teilprodukt": "Teilprodukt",
    "budget_year": "Haushaltsjahr",
}


@dataclass(frozen=True, eq=False, slots=True)
class GroupLines:
    """What titles and the lines between the records say, record by record.

    ``values`` has the columns that such lines name, ``None`` where nothing is said yet; a list whose lines
    name nothing has none. ``findings``: what was taken from them, and lines that cannot be placed.
    """

    values: Mapping[str, Sequence[str | None]]
    findings: tuple[Finding, ...]


def group_lines(typed: TypedTable, titles: Mapping[str, str], columns: Sequence[str]) -> GroupLines:
    """Read lines such as ``Sachkonto 544017 Reisen`` between the records: they hold until the next one.

    Parameters
    ----------
    titles : mapping
        What the titles say; it holds until a line says otherwise.
    columns : sequence of str
        The columns wanted: those that the file does not carry itself.
    """
    lines = [line for line in _lines(typed) if set(columns) & line.said.keys()]
    values: dict[str, Sequence[str | None]] = {}
    findings: list[Finding] = []
    for column in columns:
        named = [line for line in lines if column in line.said]
        if named and len(typed.numbers) and named[0].row < typed.numbers[-1]:
            values[column], unclear = _placed(typed, named, column, titles.get(column))
            findings += unclear or [_note(typed, named, column)]
    return GroupLines(values, tuple(findings))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line between the records, and whether its place makes it the head of what follows."""

    row: int
    text: str
    said: Mapping[str, str]
    is_head: bool


def _lines(typed: TypedTable) -> Iterator[_Line]:
    reasons = {row.row: row.reason for row in typed.report.dropped}
    for row, reason in sorted(reasons.items()):
        if reason != "note":
            continue
        cells = typed.grid.sheet.rows[row - 1]
        text = " ".join(shown for cell in cells if (shown := cell_text(cell)))
        opens_page = any(reasons.get(row + below) == "repeated header" for below in (1, 2, 3, 4))
        yield _Line(row, text, from_titles([text]), begins_with_name(text) or opens_page)


def _placed(
    typed: TypedTable, lines: Sequence[_Line], column: str, said: str | None
) -> tuple[list[str | None], list[Finding]]:
    """Return what holds for each record, and the lines that could as well speak of the rows above them."""
    found: list[str | None] = []
    unclear: list[Finding] = []
    waiting = list(lines)
    for row in typed.numbers.tolist():
        while waiting and waiting[0].row < row:
            line = waiting.pop(0)
            is_late = said is None and bool(found)
            if line.said[column] != said and (is_late or not line.is_head):
                place = typed.grid.place_of(line.row)
                unclear.append(finding("group_line_unclear", place, raw=line.text, column=_NAMED[column]))
            said = line.said[column]
        found.append(said)
    return found, unclear


def _note(typed: TypedTable, lines: Sequence[_Line], column: str) -> Finding:
    values = dict.fromkeys(line.said[column] for line in lines)
    listed = ", ".join([*values][:10])
    return finding("group_lines", typed.grid.place, column=_NAMED[column], values=listed)
