"""The money columns of a grid: in which unit and with which decimal mark each is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kooperation.model.findings import Finding, finding
from kooperation.model.money import Convention
from kooperation.model.region import fold
from kooperation.reading.cells.column import Array
from kooperation.reading.cells.money import MoneyColumn, read_money, study_money
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.instructions import Instructions
from kooperation.reading.tables.rows import SortedRows
from kooperation.reading.tables.units import odd_units, said_around, units_between
from kooperation.reading.words.titles import scale_of_titles
from kooperation.reading.words.units import odd_unit_of_title
from kooperation.reading.words.vocabulary import ColumnKind, unit_of


@dataclass(frozen=True, slots=True)
class Money:
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


def money_columns(
    grid: Grid, rows: SortedRows, kinds: Mapping[int, ColumnKind], known: Instructions
) -> tuple[Money, list[Finding]]:
    """Decide unit and decimal mark of every money column, and say what is doubtful about them."""
    unit, findings = _unit_of_rows(grid, rows)
    titled = max(unit, scale_of_titles([*said_around(grid, rows), grid.sheet.name or ""]))
    findings += units_between(grid, rows, titled)
    positions = [position for position, kind in kinds.items() if kind == "money"]
    read = set(positions) & (known.amounts or set(positions))
    findings += odd_units(grid, rows, read, is_scaled=known.scale is not None)
    columns = {}
    for position in positions:
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
    money = Money(columns, conventions, known.needed, frozenset(undecided))
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
    odd = distinct.rows_of(bool(odd_unit_of_title(f"in {cell}")) for cell in distinct.cells) & rows.is_record
    if odd.any():
        index = int(np.argmax(odd))
        place = grid.place_of(grid.numbers[index], position)
        return 1, [finding("unit_unknown", place, raw=column[index], unit=column[index])]
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
