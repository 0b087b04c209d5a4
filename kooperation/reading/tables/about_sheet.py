"""What there is to say about a sheet as a whole: hidden parts, second tables, rows outside, broken lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from kooperation.model.findings import Finding, finding
from kooperation.model.region import fold
from kooperation.reading.cells.column import Array
from kooperation.reading.cells.readers import is_day, looks_like_number
from kooperation.reading.cells.sheet import cell_text, is_blank
from kooperation.reading.tables.body import columns_below, lengths_of
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.header import is_made_up, is_other_header
from kooperation.reading.tables.instructions import Instructions
from kooperation.reading.tables.rows import Identity, SortedRows


def about_sheet(
    grid: Grid, rows: SortedRows, known: Instructions, *, doubtful: Collection[int]
) -> Iterator[Finding]:
    """Yield what container, header and rows have to say; ``doubtful`` rows were totals only if they tied."""
    yield from grid.sheet.notes
    yield from grid.header.notes(grid.place)
    yield from _sheet_notes(grid)
    yield from _postings_above(grid, known)
    yield from _second_blocks(grid, rows)
    yield from _second_tables(grid, rows)
    yield from _unproven_notes(grid, rows, known.identity, doubtful)
    yield from _unnamed_totals(grid, rows, known.identity, doubtful)
    yield from _width_faults(grid, rows)


def _sheet_notes(grid: Grid) -> Iterable[Finding]:
    """Say what a person who looks at the sheet would not expect: hidden rows count, rows above do not."""
    if not grid.size:
        yield finding("no_rows", grid.header_place)
    above = [
        number
        for number, row in enumerate(grid.sheet.rows[: max(grid.header.first_row - 1, 0)], start=1)
        if sum(not is_blank(cell) for cell in row) > 2 and any(map(looks_like_number, row))
    ]
    if above:
        yield finding("rows_above_header", grid.place, header=grid.header_row, rows=_listed(above))
    if grid.sheet.is_hidden:
        yield finding("hidden_sheet", grid.place)
    concealed = [place for place in sorted(grid.sheet.hidden_columns) if place < len(grid.headings)]
    columns = [f"„{grid.headings[place]}“" for place in concealed if grid.columns[place].filled.any()]
    if columns:
        yield finding("hidden_columns", grid.place, count=len(columns), columns=", ".join(columns))
    hidden_rows = grid.sheet.hidden_rows
    hidden = [number for number in grid.numbers.tolist() if number in hidden_rows] if hidden_rows else []
    if hidden:
        yield finding("hidden_rows", grid.place, count=len(hidden), rows=_listed(hidden))


def _postings_above(grid: Grid, known: Instructions) -> Iterable[Finding]:
    """Refuse rows above the header that have date, document and amount: postings that would not count."""
    booked_on, document = known.identity.booked_on, known.identity.document
    if booked_on is None or document is None:
        return
    for number, row in enumerate(grid.sheet.rows[: max(grid.header.first_row - 1, 0)], start=1):
        cells = [*row, *[None] * len(grid.headings)]
        has_amount = any(looks_like_number(cells[position]) for position in known.amounts)
        if has_amount and not is_blank(cells[document]) and is_day(cells[booked_on]):
            yield finding("posting_above_header", grid.place_of(number), header=grid.header_row)


_PAGE = re.compile(r"(seite|page|blatt|datum|stand|erstellt|gedruckt|druckdatum)\b.*|[0-9./: -]+")


def _second_blocks(grid: Grid, rows: SortedRows) -> Iterable[Finding]:
    """Warn of a header that stands again below a title: a second list, perhaps of something else."""
    for index, (reason, _) in sorted(rows.apart.items()):
        if reason == "repeated header" and rows.apart.get(index - 1, (None, ""))[0] == "note":
            title = " ".join(text for cell in grid.cells(index - 1) if (text := cell_text(cell)))
            if not _PAGE.fullmatch(fold(title)):
                yield finding("second_block", grid.place_of(grid.numbers[index]), title=title[:80])


def _second_tables(grid: Grid, rows: SortedRows) -> Iterable[Finding]:
    """Refuse a header of other headings among the records: what stands below it is another table."""
    for index in rows.looked_at:
        cells = grid.cells(index)
        if index not in rows.apart and is_other_header(cells, grid.headings):
            named = ", ".join(f"„{text}“" for cell in cells if (text := cell_text(cell)))
            place = grid.place_of(grid.numbers[index])
            yield finding("second_table", place, headings=named, header=grid.header_row)


def _unproven_notes(
    grid: Grid, rows: SortedRows, identity: Identity, doubtful: Collection[int]
) -> Iterable[Finding]:
    """Name the records that lack date or document where others have one: a subtotal may look so."""
    is_record, is_bare = rows.is_record, ~grid.has_any(identity.positions)
    is_bare[[*doubtful]] = True
    bare = grid.numbers[is_record & is_bare].tolist()
    if bare and len(bare) * 2 < is_record.sum() and identity.document is not None:
        yield finding("row_unproven", grid.place_of(bare[0]), rows=_listed(bare))


def _unnamed_totals(
    grid: Grid, rows: SortedRows, identity: Identity, doubtful: Collection[int]
) -> Iterable[Finding]:
    """Name the rows with a day or a text that nothing but their sum calls totals: they might be postings."""
    is_told = grid.has_any({*identity.told, *identity.positions})
    totals = [index for index in sorted(doubtful) if index in rows.apart and is_told[index]]
    if totals:
        numbers = grid.numbers[totals].tolist()
        yield finding("totals_by_sum", grid.place_of(numbers[0]), rows=_listed(numbers))


def _listed(numbers: Sequence[int], *, most: int = 10) -> str:
    return ", ".join(map(str, numbers[:most])) + (" …" if len(numbers) > most else "")


def _width_faults(grid: Grid, rows: SortedRows) -> Iterable[Finding]:
    """Text rows that are longer or shorter than the header: an unquoted separator, or a line cut off."""
    if grid.sheet.name is not None:
        return
    width = len(grid.headings)
    named = max((place for place, one in enumerate(grid.headings, start=1) if not is_made_up(one)), default=0)
    written = max(named, _length_of_header(grid)) or width
    lengths = lengths_of(grid.sheet.rows)[grid.numbers - 1]
    if lengths.min(initial=written) >= written and lengths.max(initial=0) > written:
        written = max(written, _quoted_width(grid))
    usual = max(width, written, _usual_length(lengths))
    is_too_long = (lengths > usual) | _is_filled_beyond(grid, lengths, width=written)
    is_too_short = _is_cut_off(grid, rows, lengths < named)
    for index in np.flatnonzero(is_too_long | is_too_short).tolist():
        row = grid.sheet.rows[int(grid.numbers[index]) - 1]
        raw = (grid.sheet.separator or ";").join(row)
        kind = "long_row" if is_too_long[index] else "short_row"
        place = grid.place_of(grid.numbers[index])
        yield finding(kind, place, raw=raw, count=len(row), expected=written)


def _quoted_width(grid: Grid) -> int:
    """Return how long the rows are if each ends with a quoted cell, else 0.

    Who quotes the last text quotes every text that needs it: no bare separator made the row longer.
    """
    lines = grid.source.content.splitlines()
    ends = {lines[number - 1].rstrip()[-1:] for number in grid.numbers.tolist() if number <= len(lines)}
    return len(grid.headings) if ends == {b'"'} else 0


def _is_cut_off(grid: Grid, rows: SortedRows, is_short: Array) -> Array:
    """Return which short rows lack cells: those of more than two, and records that hold a number."""
    is_cut = is_short & (grid.filled_counts > 2)
    for index in np.flatnonzero(is_short & ~is_cut & rows.is_record).tolist():
        is_cut[index] = any(map(looks_like_number, grid.cells(index)))
    return is_cut


def _length_of_header(grid: Grid) -> int:
    lines = grid.sheet.rows[max(grid.header.first_row - 1, 0) : grid.header_row]
    return max(map(len, lines), default=0)


def _usual_length(lengths: Array) -> int:
    middle = (len(lengths) - 1) // 2
    return int(np.partition(lengths, middle)[middle]) if len(lengths) > 2 else 0


def _is_filled_beyond(grid: Grid, lengths: Array, *, width: int) -> Array:
    """Return per row whether a cell right of the header is filled."""
    is_filled = np.zeros(grid.size, dtype=bool)
    longest = int(lengths.max(initial=0))
    if longest > width:
        below = columns_below(grid.sheet.rows, grid.header_row, width=longest)
        for column in below[width:]:
            is_filled |= column.filled[grid.numbers - grid.header_row - 1]
    return is_filled


def hidden_faults(grid: Grid, rows: SortedRows, money: Collection[int]) -> Iterable[Finding]:
    """Error values and formulas without a value: readers return them as empty cells.

    They count inside the records, and under amounts also outside: a sum without its value proves nothing.
    """
    if not grid.sheet.faults:
        return
    records = set(grid.numbers[rows.is_record].tolist())
    for (row, column), shown in sorted(grid.sheet.faults.items()):
        is_below = row >= grid.header_row and column in money
        if is_below or (row + 1 in records and column < len(grid.headings)):
            kind = "formula_without_value" if shown is None else "error_value"
            yield finding(kind, grid.place_of(row + 1, column), raw=shown)
