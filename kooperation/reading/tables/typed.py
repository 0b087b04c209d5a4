"""From raw cells to typed records: each column decided as a whole, totals tied, every fault collected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

import numpy as np
import pyarrow as pa

from kooperation.model.findings import Finding, finding
from kooperation.model.money import Convention, format_euros
from kooperation.model.region import fold
from kooperation.reading.cells.column import Array, MixedColumn
from kooperation.reading.cells.floods import MOST_ALIKE, without_floods
from kooperation.reading.cells.money import MoneyColumn, read_money, study_money
from kooperation.reading.cells.readers import is_day, looks_like_number, read_date, since_1900
from kooperation.reading.cells.sheet import cell_text, is_blank
from kooperation.reading.tables.body import columns_below, lengths_of
from kooperation.reading.tables.codes import mended_codes
from kooperation.reading.tables.dates import DateOrder, date_orders
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.header import is_made_up, is_other_header
from kooperation.reading.tables.inference import infer_kind, read_plain
from kooperation.reading.tables.lines import lines_of
from kooperation.reading.tables.report import ColumnDecision, ControlTotal, LoadReport
from kooperation.reading.tables.rows import (
    Identity,
    SortedRows,
    has_any,
    sort_rows,
    without_unlabelled_totals,
)
from kooperation.reading.tables.totals import Line, Sums, starting_openings, tying, untied
from kooperation.reading.tables.units import said_around, units_between
from kooperation.reading.tables.values import Lists
from kooperation.reading.words.titles import scale_of_titles
from kooperation.reading.words.vocabulary import ColumnKind, is_additive, unit_of


@dataclass(frozen=True, slots=True)
class SignColumn:
    """A column of S and H (or +, -) beside unsigned amounts: which folded marks mean spending, which not."""

    position: int
    plus: frozenset[str]
    minus: frozenset[str]

    def sign_of(self, cell: Any) -> int | None:
        """Return 1, -1, or ``None`` for an unknown mark."""
        mark = fold(cell_text(cell) or "")
        return 1 if mark in self.plus else -1 if mark in self.minus else None


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a layout or the vocabulary knows about a grid before its cells are looked at.

    Attributes
    ----------
    kinds : dict
        Position -> kind; other columns are inferred.
    convention : Convention or None
        The decimal mark that is used, whatever the cells say.
    dates : str or None
        The order of day and month that is used, whatever the cells say.
    scale : int or None
        What one stands for in every money column; by default headings and titles tell.
    amounts : frozenset of int
        The amounts that make a record: their totals must tie. Empty: all columns that can be added up.
    needed : int or None
        The amount that every record must have: ``-`` is no amount in it.
    identity : Identity
        Where date and document stand.
    signs : SignColumn or None
        The column that carries the sign of the amounts.
    is_foreign_read : bool
        Whether columns in one other currency (``£5``) are read in it; by default they are refused.
    layout : str or None
        The name shown in the report.
    """

    kinds: Mapping[int, ColumnKind] = field(default_factory=dict)
    convention: Convention | None = None
    dates: DateOrder | None = None
    scale: int | None = None
    amounts: frozenset[int] = frozenset()
    needed: int | None = None
    identity: Identity = field(default_factory=Identity)
    signs: SignColumn | None = None
    is_foreign_read: bool = False
    layout: str | None = None


@dataclass(frozen=True, eq=False)
class TypedTable:
    """The records of a grid, typed, by column position; money in cents. ``openings`` were carried forward.

    Attributes
    ----------
    numbers : ndarray of int
        The row of each record, as Excel counts.
    columns : dict
        Position -> Arrow array: int64 cents of money, date32, int64 of years and whole numbers, bool, text.
    """

    grid: Grid
    numbers: Array
    kinds: Mapping[int, ColumnKind]
    columns: Mapping[int, pa.Array]
    openings: tuple[Line, ...]
    report: LoadReport

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The row of each record, as Excel counts."""
        return tuple(self.numbers.tolist())

    @cached_property
    def values(self) -> Mapping[int, list[Any]]:
        """The values of each column as a list, made when they are asked for."""
        return Lists(self.columns)


def type_grid(grid: Grid, known: Instructions | None = None) -> TypedTable:
    """Decide every column, tie the totals and return the records; faults are findings of the report."""
    known = known or Instructions()
    rows, kinds = _sorted(grid, known)
    grid, kinds, code_faults = mended_codes(grid, kinds, among=rows.is_record)
    money, findings = _money_columns(grid, rows, kinds, known)
    lines, total_faults = _lines(grid, rows, money, known)
    must_tie = known.amounts or frozenset(filter(lambda one: is_additive(grid.headings[one]), money.columns))
    doubtful = rows.doubtful
    rows, lines = _settled(rows, lines, must_tie)
    failed = untied(lines, must_tie=must_tie)
    days = [position for position, kind in kinds.items() if kind == "date"]
    orders, doubtful_days = date_orders(grid, days, among=rows.is_record, named=known.dates)
    columns, cell_faults = _values(grid, rows.is_record, kinds, money, orders)
    findings = [
        *grid.sheet.notes,
        *grid.header.notes(grid.place),
        *_sheet_notes(grid),
        *_postings_above(grid, known),
        *_second_blocks(grid, rows),
        *_second_tables(grid, rows),
        *_unproven_notes(grid, rows, known.identity, doubtful),
        *_unnamed_totals(grid, rows, known.identity, doubtful),
        *_width_faults(grid, rows),
        *findings,
        *doubtful_days,
        *total_faults,
        *_untied_faults(grid, failed, must_tie),
        *code_faults,
        *cell_faults,
        *_hidden_faults(grid, rows),
    ]
    decisions = _decisions(grid, known, kinds, money, orders)
    report = _report(grid, known, rows, decisions, tuple(without_floods(findings)))
    report = replace(report, control_totals=_control_totals(grid, lines, failed))
    numbers = grid.numbers[rows.is_record]
    return TypedTable(grid, numbers, kinds, columns, tuple(starting_openings(lines)), report)


def _sorted(grid: Grid, known: Instructions) -> tuple[SortedRows, dict[int, ColumnKind]]:
    """Sort the rows, and infer the kinds of columns that nobody knows from the rows that may be records."""
    guess = [position for position, kind in known.kinds.items() if kind == "money"]
    rows = sort_rows(grid, money=guess, identity=known.identity)
    is_record = rows.is_record
    kinds = {
        position: known.kinds.get(position) or infer_kind(heading, grid.columns[position], among=is_record)
        for position, heading in enumerate(grid.headings)
    }
    money = [position for position, kind in kinds.items() if kind == "money"]
    return without_unlabelled_totals(grid, rows, money=money, identity=known.identity), kinds


def _decisions(
    grid: Grid,
    known: Instructions,
    kinds: Mapping[int, ColumnKind],
    money: _Money,
    orders: Mapping[int, DateOrder],
) -> dict[str, ColumnDecision]:
    """Return how each column was read, by heading."""
    marks = None if known.signs is None else grid.headings[known.signs.position]
    return {
        heading: ColumnDecision(
            kind=kinds[position],
            decimal=money.conventions[position].value if position in money.columns else None,
            scale=money.columns[position].scale if position in money.columns else 1,
            sign_column=marks if position in known.amounts else None,
            date_order=orders.get(position),
        )
        for position, heading in enumerate(grid.headings)
    }


def _report(
    grid: Grid,
    known: Instructions,
    rows: SortedRows,
    decisions: Mapping[str, ColumnDecision],
    findings: tuple[Finding, ...],
) -> LoadReport:
    return LoadReport(
        file=grid.source.name,
        sheet=grid.sheet.name,
        sha256=grid.source.sha256,
        header_row=grid.header_row,
        layout=known.layout,
        rows_read=grid.size,
        rows_kept=int(rows.is_record.sum()),
        dropped=rows.dropped,
        control_totals=(),
        decisions=decisions,
        findings=findings,
        is_example=grid.is_example,
        titles=grid.titles,
    )


# --- money columns -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Money:
    """The money columns of a grid with the decimal mark decided for each."""

    columns: Mapping[int, MoneyColumn]
    conventions: Mapping[int, Convention]
    needed: int | None
    undecided: frozenset[int]

    def read(self, position: int, *, among: Array) -> tuple[pa.Array, list[Finding]]:
        """Return the cents of all rows, and the faults of some."""
        return read_money(
            self.columns[position],
            self.conventions[position],
            needs_amount=position == self.needed,
            is_decided=position not in self.undecided,
            among=among,
        )


def _money_columns(
    grid: Grid, rows: SortedRows, kinds: Mapping[int, ColumnKind], known: Instructions
) -> tuple[_Money, list[Finding]]:
    unit, findings = _unit_of_rows(grid, rows)
    titled = max(unit, scale_of_titles([*said_around(grid, rows), grid.sheet.name or ""]))
    findings += units_between(grid, rows, titled)
    columns = {}
    for position in (position for position, kind in kinds.items() if kind == "money"):
        heading = grid.headings[position]
        columns[position] = study_money(
            grid.columns[position],
            grid.numbers,
            heading=heading,
            place=grid.place,
            scale=known.scale or unit_of(heading) or titled,
            among=rows.is_body,
            is_foreign_read=known.is_foreign_read,
        )
    agreed = {proof for column in columns.values() for proof in column.proven}
    conventions: dict[int, Convention] = {}
    undecided: set[int] = set()
    for position, column in columns.items():
        conventions[position], found = _convention(grid, position, column, known.convention, agreed)
        undecided |= {position for one in found if one.kind == "ambiguous_amount"}
        findings += found
    money = _Money(columns, conventions, known.needed, frozenset(undecided))
    return money, [*findings, *_money_notes(grid, columns)]


def _unit_of_rows(grid: Grid, rows: SortedRows) -> tuple[int, list[Finding]]:
    """Return what one stands for where a column Einheit says so (``TEUR``); two units are refused."""
    folded = [fold(heading) for heading in grid.headings]
    position = next((place for place, heading in enumerate(folded) if heading in ("einheit", "unit")), None)
    if position is None:
        return 1, []
    column = grid.columns[position]
    distinct = column.distinct
    units = np.array([unit_of(f"in {cell}") or 1 for cell in distinct.cells], dtype=np.int64)
    told = np.flatnonzero(column.filled & rows.is_record)
    scales = units[distinct.codes[told]]
    if not len(told) or (scales == scales[0]).all():
        return int(scales[0]) if len(told) else 1, []
    index = told[np.argmax(scales != scales[0])]
    return 1, [finding("units_mixed", grid.place_of(grid.numbers[index], position), raw=column[index])]


def _convention(
    grid: Grid, position: int, column: MoneyColumn, named: Convention | None, agreed: Collection[Convention]
) -> tuple[Convention, list[Finding]]:
    """Decide the decimal mark of one column: named by the caller, proven by its cells, else as in the others.

    A column that proves nothing and holds a doubtful ``1.234`` follows the other money columns when they
    agree; else it is refused.
    """
    if named is not None:
        return named, []
    if len(column.proven) > 1:
        rows = ", ".join(str(row) for row in sorted(column.proven.values()))
        odd = next(row for convention, row in column.proven.items() if convention is not column.usual)
        raw = grid.columns[position][int(np.searchsorted(grid.numbers, odd))]
        return column.usual or Convention.GERMAN, [
            finding("mixed_conventions", grid.place_of(odd, position), raw=raw, rows=rows)
        ]
    if column.usual is not None:
        return column.usual, []
    follows = next(iter(agreed)) if len(agreed) == 1 else None
    if column.doubtful is None:
        return follows or Convention.GERMAN, []
    place = grid.place_of(column.doubtful, position)
    raw = cell_text(grid.columns[position][int(np.searchsorted(grid.numbers, column.doubtful))])
    if follows is None:
        return Convention.GERMAN, [finding("ambiguous_amount", place, raw=raw)]
    return follows, [finding("convention_from_others", place, raw=raw, mark=follows.value)]


def _money_notes(grid: Grid, columns: Mapping[int, MoneyColumn]) -> list[Finding]:
    """What was accepted despite a doubt: amounts in thousands, and signs that stand for nothing."""
    notes = []
    for position, column in columns.items():
        place = grid.place_of(None, position)
        if column.scale != 1:
            notes.append(finding("amounts_scaled", place, scale=f"{column.scale:,}".replace(",", ".")))
        elif column.scaled_at is not None:
            notes.append(finding("amount_in_thousands", grid.place_of(column.scaled_at, position)))
        if column.currency is not None:
            notes.append(finding("other_currency", place, currency=column.currency))
        if column.dashes:
            notes.append(finding("dash_is_zero", place, count=column.dashes))
    return notes


# --- totals --------------------------------------------------------------------------------------------


def _lines(
    grid: Grid, rows: SortedRows, money: _Money, known: Instructions
) -> tuple[list[Line], list[Finding]]:
    """Reduce the body to what the totals need; without totals nothing is reduced.

    Only faults in the totals themselves are returned: those of records are found when these are read.
    """
    if not rows.summing:
        return [], []
    is_summing = np.zeros(grid.size, dtype=bool)
    is_summing[rows.summing] = True
    findings: list[Finding] = []
    cents: dict[int, pa.Array] = {}
    for position in money.columns:
        cents[position], found = money.read(position, among=is_summing)
        findings += found
    return lines_of(rows, cents, signs=_signs(grid, known)), findings


def _signs(grid: Grid, known: Instructions) -> Array:
    """Return 1 or -1 per row; an unknown mark is told of where the amounts are signed."""
    if known.signs is None:
        return np.ones(grid.size, dtype=np.int64)
    distinct = grid.columns[known.signs.position].distinct
    marks = [known.signs.sign_of(cell) or 1 for cell in distinct.cells]
    return np.array(marks, dtype=np.int64)[distinct.codes]


def _settled(rows: SortedRows, lines: list[Line], must_tie: frozenset[int]) -> tuple[SortedRows, list[Line]]:
    """Decide the rows that are totals only if they tie."""
    index_of = {int(rows.numbers[index]): index for index in rows.doubtful}
    tied = tying(lines, frozenset(index_of), must_tie=must_tie)
    settled = rows.settled({index_of[number] for number in tied})
    back = {number for number, index in index_of.items() if index not in settled.apart}
    return settled, [replace(line, role="data") if line.row in back else line for line in lines]


def _untied_faults(
    grid: Grid, failed: Sequence[tuple[Line, Sums]], must_tie: Collection[int]
) -> Iterable[Finding]:
    for line, nearest in failed[:MOST_ALIKE]:
        needed = [position for position in line.amounts if position in must_tie]
        position = next((one for one in needed if line.amounts[one] != nearest.get(one, 0)), needed[0])
        total, summed = (
            format_euros(Decimal(cents).scaleb(-2))
            for cents in (line.amounts[position], nearest.get(position, 0))
        )
        place = grid.place_of(line.row, position)
        yield finding("total_does_not_tie", place, raw=line.label or total, total=total, summed=summed)


def _control_totals(
    grid: Grid, lines: Sequence[Line], failed: Sequence[tuple[Line, Sums]]
) -> tuple[ControlTotal, ...]:
    bad = {line.row for line, _ in failed}
    return tuple(
        ControlTotal(line.row, line.label or "Summe", grid.headings[position], Decimal(cents).scaleb(-2))
        for line in lines
        if line.role != "data" and line.row not in bad
        for position, cents in line.amounts.items()
    )


# --- values and faults ---------------------------------------------------------------------------------


def _values(
    grid: Grid,
    is_record: Array,
    kinds: Mapping[int, ColumnKind],
    money: _Money,
    orders: Mapping[int, DateOrder],
) -> tuple[dict[int, pa.Array], list[Finding]]:
    """Return the typed columns of the records, and what is wrong with their cells."""
    columns: dict[int, pa.Array] = {}
    findings: list[Finding] = []
    for position, kind in kinds.items():
        if kind == "money":
            made, found = money.read(position, among=is_record)
        else:
            column = grid.columns[position]
            if kind == "date" and grid.sheet.counts_from_1904:
                column = MixedColumn([since_1900(cell) for cell in column.to_list()])
            made, found = read_plain(
                column,
                grid.numbers,
                kind=kind,
                heading=grid.headings[position],
                place=grid.place,
                among=is_record,
                read=partial(read_date, month_first=orders[position] == "month first")
                if kind == "date"
                else None,
            )
        columns[position] = made if is_record.all() else made.filter(pa.array(is_record))
        findings += found
    return columns, findings


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
    is_record, is_bare = rows.is_record, ~has_any(grid, identity.positions)
    is_bare[[*doubtful]] = True
    bare = grid.numbers[is_record & is_bare].tolist()
    if bare and len(bare) * 2 < is_record.sum() and identity.document is not None:
        yield finding("row_unproven", grid.place_of(bare[0]), rows=_listed(bare))


def _unnamed_totals(
    grid: Grid, rows: SortedRows, identity: Identity, doubtful: Collection[int]
) -> Iterable[Finding]:
    """Name the rows with a day or a text that nothing but their sum calls totals: they might be postings."""
    is_told = has_any(grid, {*identity.told, *identity.positions})
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
        yield finding(kind, place, raw=raw[:200], count=len(row), expected=written)


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


def _hidden_faults(grid: Grid, rows: SortedRows) -> Iterable[Finding]:
    """Error values and formulas without a value inside the records: readers return them as empty cells."""
    if not grid.sheet.faults:
        return
    records = set(grid.numbers[rows.is_record].tolist())
    for (row, column), shown in sorted(grid.sheet.faults.items()):
        if row + 1 in records and column < len(grid.headings):
            kind = "formula_without_value" if shown is None else "error_value"
            yield finding(kind, grid.place_of(row + 1, column), raw=shown)
