"""From raw cells to one typed table: header, columns, totals, notes; and a report of every row that was dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.model.errors import KooperationError, raise_errors, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import Convention, cents_to_euros, format_euros
from kooperation.model.region import fold
from kooperation.model.schema import DATE, FLAG, TEXT, WHOLE
from kooperation.reading.cells import Row, Sheet, cell_text, is_blank, read_sheets
from kooperation.reading.columns import (
    MoneyCells,
    infer_kind,
    looks_like_number,
    read_money,
    read_plain,
    study_money,
)
from kooperation.reading.container import Source, read_source
from kooperation.reading.totals import Line, is_opening_label, is_total_label, untied
from kooperation.reading.vocabulary import ColumnKind, columns_meant, fold_heading, terms

HEADER_WITHIN = 30
IsKnown = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total line of the file that tied to its rows. ``amount`` in euros; ``row`` as Excel counts."""

    row: int
    label: str
    column: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A row that is no record, and why: ``total``, ``opening``, ``repeated header``, ``note`` or ``separator``."""

    row: int
    reason: str


@dataclass(frozen=True, eq=False, slots=True)
class LoadReport:
    """How one sheet was read: what was kept, what was dropped and why, and what was decided on the way.

    ``rows_read`` counts the filled rows below the header; ``rows_kept + len(dropped)`` is the same number.
    """

    file: str
    sheet: str | None
    sha256: str
    header_row: int
    layout: str | None
    rows_read: int
    rows_kept: int
    dropped: tuple[DroppedRow, ...]
    control_totals: tuple[ControlTotal, ...]
    decisions: Mapping[str, str]
    findings: tuple[Finding, ...]
    is_example: bool
    titles: tuple[str, ...] = ()

    @property
    def dropped_by_reason(self) -> dict[str, int]:
        """How many rows were dropped for each reason."""
        return dict(Counter(row.reason for row in self.dropped))


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """One sheet of an export: ``frame`` with the file's own headings, and the ``report`` of how it was read.

    Money columns are exact euros [EUR]; codes and texts are text as it stands; blanks are ``<NA>``.
    """

    frame: pd.DataFrame
    report: LoadReport


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet below its header, before any cell is typed. Rows are (row as Excel counts, cells)."""

    source: Source
    sheet: Sheet
    header_row: int
    headings: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]
    titles: tuple[str, ...]

    @property
    def place(self) -> Place:
        """The sheet as a place of findings."""
        return Place(file=self.source.name, sheet=self.sheet.name)

    def column(self, position: int) -> list[Any]:
        """Return the cells of one column."""
        return [cells[position] for _, cells in self.rows]


@dataclass(frozen=True, eq=False, slots=True)
class TypedTable:
    """The records of a grid, typed: by column position, money in cents. ``marks`` holds S/H behind amounts."""

    grid: Grid
    rows: tuple[int, ...]
    kinds: Mapping[int, ColumnKind]
    values: Mapping[int, list[Any]]
    marks: Mapping[int, list[str | None]]
    openings: tuple[Line, ...]
    report: LoadReport


def read_table(
    path: str | Path, *, sheet: str | None = None, decimal: str | None = None, strict: bool = True
) -> Table:
    """Read one sheet of any export, exactly, under its own headings.

    Parameters
    ----------
    path : str or Path
        An Excel workbook or delimited text; what it is is decided by its bytes.
    sheet : str, optional
        Which sheet, when several fit.
    decimal : ``","`` or ``"."``, optional
        The decimal mark, when the file alone cannot tell it.
    strict : bool
        ``False``: read on, cells that cannot be read become ``<NA>`` and a finding of ``report.findings``.

    Returns
    -------
    Table
        ``frame``: one row per record, totals tied and dropped; amounts [EUR]. ``report``: what was decided.

    Raises
    ------
    KooperationError
        With every fault of the file: place, finding, remedy.
    """
    source = read_source(path)
    grids = [grid for one in read_sheets(source) if (grid := find_grid(source, one)) is not None]
    grid = choose_grid(source, grids, sheet=sheet)
    typed = type_grid(grid, kinds={}, convention=Convention(decimal) if decimal else None)
    if strict:
        raise_errors(typed.report.findings)
    return Table(_frame(typed), typed.report)


# --- header --------------------------------------------------------------------------------------------------


def find_grid(source: Source, sheet: Sheet, *, is_known: IsKnown | None = None) -> Grid | None:
    """Find the header within the first 30 rows and return what stands below it; ``None`` when there is no header."""
    known = is_known or (lambda heading: bool(columns_meant(heading)))
    top = _header_index(sheet.rows, known)
    if top is None:
        return None
    header = sheet.rows[top]
    width = max((place + 1 for place, cell in enumerate(header) if not is_blank(cell)), default=0)
    width = max(width, _data_width(sheet.rows[top + 1 :]))
    headings = _unique_headings([*header, *[None] * (width - len(header))][:width])
    titles = tuple(text for row in sheet.rows[:top] for cell in row if (text := cell_text(cell)))
    rows = tuple(
        (number, [*row[:width], *[None] * (width - len(row))])
        for number, row in enumerate(_unmerged(sheet)[top + 1 :], start=top + 2)
        if not all(is_blank(cell) for cell in row)
    )
    return Grid(source, sheet, top + 1, headings, rows, titles) if rows else None


def _header_index(rows: Sequence[Row], is_known: IsKnown) -> int | None:
    usual_width = _data_width(rows[:200])
    best: tuple[int, int, int] | None = None
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        filled = [cell for cell in row if not is_blank(cell)]
        if len(filled) < 2 or not all(map(_may_be_heading, filled)):
            continue
        known = sum(is_known(str(cell)) for cell in filled)
        if known >= 2 or len(filled) >= max(2, 0.6 * usual_width):
            best = max(best or (0, 0, 1), (known, len(filled), -index))
    return -best[2] if best else None


def _may_be_heading(cell: Any) -> bool:
    if isinstance(cell, (date, datetime, bool)):
        return False
    if isinstance(cell, (int, float)):
        return 1990 <= cell <= 2100
    text = cell.strip()
    return len(text) < 120 and bool(re.search(r"[^\W\d_]", text)) and not looks_like_number(text)


def _data_width(rows: Sequence[Row]) -> int:
    """Return the usual number of cells up to the last filled one."""
    widths = Counter(
        max((place + 1 for place, cell in enumerate(row) if not is_blank(cell)), default=0)
        for row in rows[:200]
    )
    del widths[0]
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _unique_headings(header: Sequence[Any]) -> tuple[str, ...]:
    headings: list[str] = []
    for position, cell in enumerate(header, start=1):
        heading = re.sub(r"\s+", " ", cell_text(cell) or f"Spalte {position}")
        taken = headings.count(heading) + sum(one.startswith(f"{heading} (") for one in headings)
        headings.append(f"{heading} ({taken + 1})" if taken else heading)
    return tuple(headings)


def _unmerged(sheet: Sheet) -> list[Row]:
    """Fill merged cells downwards with text; an amount stands once."""
    if not sheet.merged:
        return sheet.rows
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if bottom > top and left == right and top < len(rows) and left < len(rows[top]):
            first = rows[top][left]
            if isinstance(first, str) and not looks_like_number(first):
                for row in rows[top + 1 : bottom + 1]:
                    row[left] = first
    return rows


def choose_grid(source: Source, grids: Sequence[Grid], *, sheet: str | None = None) -> Grid:
    """Return the one sheet to read; a sheet that holds all rows of the others stands for them.

    Raises
    ------
    KooperationError
        When no sheet has a header, the named one is missing, or two fit.
    """
    if sheet is not None:
        named = [grid for grid in grids if grid.sheet.name == sheet]
        if not named:
            raise refuse(
                "sheet_missing",
                source.place,
                sheet=sheet,
                found=", ".join(f"„{grid.sheet.name}“" for grid in grids),
            )
        return named[0]
    fitting = [
        grid
        for grid in grids
        if any(looks_like_number(cell) or isinstance(cell, date) for _, row in grid.rows for cell in row)
    ] or list(grids)
    if not fitting:
        raise refuse("no_header", source.place)
    if len(fitting) == 1:
        return fitting[0]
    whole = _sheet_of_all(fitting)
    if whole is None:
        raise refuse("two_sheets", source.place, sheets=", ".join(f"„{grid.sheet.name}“" for grid in fitting))
    return whole


def _sheet_of_all(grids: Sequence[Grid]) -> Grid | None:
    counts = [Counter(tuple(map(cell_text, cells)) for _, cells in grid.rows) for grid in grids]
    for grid, own in zip(grids, counts, strict=True):
        others = [count for count in counts if count is not own]
        if all(not count - own for count in others):
            return grid
    return None


# --- rows and columns ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The body rows by what they are."""

    data: list[tuple[int, Row]] = field(default_factory=list)
    totals: list[tuple[int, Row, str]] = field(default_factory=list)
    openings: list[tuple[int, Row, str]] = field(default_factory=list)
    dropped: list[DroppedRow] = field(default_factory=list)


def type_grid(
    grid: Grid,
    *,
    kinds: Mapping[int, ColumnKind],
    convention: Convention | None = None,
    hint: Convention | None = None,
    scale: int | None = None,
    amounts: Collection[int] = (),
    identities: Collection[int] = (),
    layout: str | None = None,
) -> TypedTable:
    """Decide every column, tie the totals and return the records.

    Parameters
    ----------
    kinds : dict
        Position -> kind where a layout or the vocabulary knows it; other columns are inferred.
    convention, hint : Convention, optional
        The decimal mark that *is* used, or that decides where a column proves none.
    amounts : collection of int
        Positions of the amounts that make a record: their totals must tie, and ``-`` is no amount in them.
    identities : collection of int
        Positions of date and document: a row that has neither is no posting but perhaps a total.
    """
    width_findings = _width_findings(grid)
    money_guess = {position for position, kind in kinds.items() if kind == "money"}
    sorted_rows = _sort_rows(grid, money_guess, identities)
    all_kinds = {
        position: kinds.get(position)
        or infer_kind(heading, [cells[position] for _, cells in sorted_rows.data])
        for position, heading in enumerate(grid.headings)
    }
    money = [position for position, kind in all_kinds.items() if kind == "money"]
    sorted_rows = _move_unlabelled_totals(sorted_rows, money, identities)
    studied = {
        position: study_money((number, cells[position]) for number, cells in _numbered(sorted_rows))
        for position in money
    }
    conventions, convention_findings = _conventions(grid, studied, convention, hint)
    reader = _MoneyReader(grid, studied, conventions, scale, frozenset(amounts))
    lines, total_findings = _lines(sorted_rows, money, reader)
    failed = untied(lines, must_tie=frozenset(amounts) if amounts else None)
    data = sorted_rows.data
    values: dict[int, list[Any]] = {}
    marks: dict[int, list[str | None]] = {}
    findings = [*width_findings, *convention_findings, *total_findings, *_untied_findings(grid, failed)]
    for position, kind in all_kinds.items():
        cells = [(number, row[position]) for number, row in data]
        if kind == "money":
            values[position], marks[position], found = reader.read(position, cells)
        else:
            values[position], found = read_plain(
                cells, kind=kind, heading=grid.headings[position], place=grid.place
            )
        findings += found
    findings += _fault_findings(grid, data)
    report = LoadReport(
        file=grid.source.name,
        sheet=grid.sheet.name,
        sha256=grid.source.sha256,
        header_row=grid.header_row,
        layout=layout,
        rows_read=len(grid.rows),
        rows_kept=len(data),
        dropped=tuple(sorted(sorted_rows.dropped, key=lambda row: row.row)),
        control_totals=_control_totals(grid, lines, failed),
        decisions=_decisions(grid, studied, conventions),
        findings=tuple(findings),
        is_example=is_example(grid),
        titles=grid.titles,
    )
    openings = tuple(line for line in lines if line.role == "opening")
    return TypedTable(grid, tuple(number for number, _ in data), all_kinds, values, marks, openings, report)


def is_example(grid: Grid) -> bool:
    """Tell whether the file itself says that its figures are invented."""
    return any(
        "beispieldaten" in fold(text) for text in (*grid.titles, grid.source.name, grid.sheet.name or "")
    )


def _width_findings(grid: Grid) -> list[Finding]:
    """Text rows that are longer or shorter than the header: an unquoted separator, or a line cut off."""
    if grid.sheet.name is not None:
        return []
    width = len(grid.headings)
    found = []
    for number, _ in grid.rows:
        row = grid.sheet.rows[number - 1]
        filled = sum(not is_blank(cell) for cell in row)
        if any(not is_blank(cell) for cell in row[width:]):
            found.append(
                finding(
                    "long_row",
                    Place(grid.source.name, row=number),
                    raw=(grid.sheet.separator or ";").join(map(str, row)),
                    count=len(row),
                    expected=width,
                )
            )
        elif (
            len(row) < width
            and filled > 2
            and any(not heading.startswith("Spalte ") for heading in grid.headings[len(row) :])
        ):
            found.append(
                finding(
                    "short_row",
                    Place(grid.source.name, row=number),
                    raw=(grid.sheet.separator or ";").join(map(str, row)),
                    count=len(row),
                    expected=width,
                )
            )
    return found


def _sort_rows(grid: Grid, money: Collection[int], identities: Collection[int]) -> _Sorted:
    """Set apart what is visibly no record: repeated headers, separators, labelled totals, openings and notes."""
    found = _Sorted()
    folded = [fold_heading(heading) for heading in grid.headings]
    last_full = max(
        (
            index
            for index, (_, cells) in enumerate(grid.rows)
            if sum(not is_blank(cell) for cell in cells) > 2
        ),
        default=0,
    )
    for index, (number, cells) in enumerate(grid.rows):
        filled = {position: cell for position, cell in enumerate(cells) if not is_blank(cell)}
        texts = {
            position: cell.strip()
            for position, cell in filled.items()
            if isinstance(cell, str) and not looks_like_number(cell)
        }
        label = next(iter(texts.values()), "")
        has_number = len(texts) < len(filled)
        names_posting = any(position in filled and filled[position] != label for position in identities)
        if (
            all(fold_heading(cell) == folded[position] for position, cell in texts.items())
            and texts
            and not has_number
            and len(texts) > 1
        ):
            found.dropped.append(DroppedRow(number, "repeated header"))
        elif all(re.fullmatch(r"[-=_*.\s|]{3,}", str(cell)) for cell in filled.values()):
            found.dropped.append(DroppedRow(number, "separator"))
        elif has_number and len(texts) <= 2 and not names_posting and is_total_label(label):
            found.totals.append((number, cells, label))
            found.dropped.append(DroppedRow(number, "total"))
        elif has_number and len(texts) <= 2 and not names_posting and is_opening_label(label):
            found.openings.append((number, cells, label))
            found.dropped.append(DroppedRow(number, "opening"))
        elif _is_note(filled, index > last_full, money, len(grid.headings)):
            found.dropped.append(DroppedRow(number, "note"))
        else:
            found.data.append((number, cells))
    return found


def _is_note(filled: Mapping[int, Any], is_behind: bool, money: Collection[int], width: int) -> bool:
    """A line behind the last full row with a word or two is a footer; so is any with no amount where records have one."""
    if width < 3 or len(filled) > 2:
        return False
    has_text = any(isinstance(cell, str) for cell in filled.values())
    if money and not any(position in filled for position in money):
        return has_text
    return is_behind and has_text and not any(looks_like_number(cell) for cell in filled.values())


def _move_unlabelled_totals(rows: _Sorted, money: Collection[int], identities: Collection[int]) -> _Sorted:
    """Set apart rows that hold amounts and nothing that would make them a record."""
    data, totals, dropped = [], list(rows.totals), list(rows.dropped)
    has_identity = [
        bool(identities) and any(not is_blank(cells[position]) for position in identities)
        for _, cells in rows.data
    ]
    usually_identified = sum(has_identity) * 2 > len(has_identity)
    for (number, cells), identified in zip(rows.data, has_identity, strict=True):
        filled = {position for position, cell in enumerate(cells) if not is_blank(cell)}
        has_amount = bool(filled & set(money))
        others = filled - set(money)
        if (
            has_amount
            and len(rows.data) > 1
            and (not others or (usually_identified and not identified and len(others) <= 2))
        ):
            totals.append((number, cells, ""))
            dropped.append(DroppedRow(number, "total"))
        else:
            data.append((number, cells))
    return replace(rows, data=data, totals=totals, dropped=dropped)


def _numbered(rows: _Sorted) -> list[tuple[int, Row]]:
    labelled = [(number, cells) for number, cells, _ in (*rows.totals, *rows.openings)]
    return sorted([*rows.data, *labelled], key=lambda row: row[0])


def _conventions(
    grid: Grid, studied: Mapping[int, MoneyCells], convention: Convention | None, hint: Convention | None
) -> tuple[dict[int, Convention], list[Finding]]:
    """Decide the decimal mark of each money column from all its cells.

    A column that proves nothing and holds a doubtful ``1.234`` follows the hint, or the other money columns of
    the table when they agree; else it is refused.
    """
    decided: dict[int, Convention] = {}
    findings: list[Finding] = []
    agreed = {proof for cells in studied.values() for proof in cells.proven}
    for position, cells in studied.items():
        heading = grid.headings[position]
        place = Place(grid.source.name, grid.sheet.name, cells.doubtful, heading)
        if len(cells.proven) == 2 and convention is None:
            rows = ", ".join(str(row) for row in sorted(cells.proven.values()))
            findings.append(
                finding("mixed_conventions", replace(place, row=min(cells.proven.values())), rows=rows)
            )
        doubt = cells.doubtful is not None and not cells.proven and convention is None
        if doubt and hint is None and len(agreed) != 1:
            findings.append(finding("ambiguous_amount", place, raw=_raw_cell(grid, cells.doubtful, position)))
        fallback = hint or (next(iter(agreed)) if len(agreed) == 1 else Convention.GERMAN)
        decided[position] = convention or next(iter(cells.proven), fallback)
        if doubt and hint is None and len(agreed) == 1:
            findings.append(
                finding(
                    "convention_from_others",
                    place,
                    raw=_raw_cell(grid, cells.doubtful, position),
                    mark=decided[position].value,
                )
            )
    return decided, findings


def _raw_cell(grid: Grid, row: int | None, position: int) -> str | None:
    return next((cell_text(cells[position]) for number, cells in grid.rows if number == row), None)


@dataclass(frozen=True, slots=True)
class _MoneyReader:
    grid: Grid
    studied: Mapping[int, MoneyCells]
    conventions: Mapping[int, Convention]
    scale: int | None
    amounts: frozenset[int]

    def read(
        self, position: int, cells: Sequence[tuple[int, Any]]
    ) -> tuple[list[int | None], list[str | None], list[Finding]]:
        return read_money(
            cells,
            heading=self.grid.headings[position],
            place=self.grid.place,
            studied=self.studied[position],
            convention=self.conventions[position],
            scale=self.scale,
            needs_amount=position in self.amounts,
        )


def _lines(rows: _Sorted, money: Sequence[int], reader: _MoneyReader) -> tuple[list[Line], list[Finding]]:
    """Reduce the body to what the totals need; without totals nothing is reduced."""
    if not rows.totals and not rows.openings:
        return [], []
    roles: dict[int, tuple[str, str]] = {number: ("total", label) for number, _, label in rows.totals}
    roles |= {number: ("opening", label) for number, _, label in rows.openings}
    body = _numbered(rows)
    amounts: dict[int, dict[int, int]] = {number: {} for number, _ in body}
    findings: list[Finding] = []
    for position in money:
        cents, _, found = reader.read(position, [(number, cells[position]) for number, cells in body])
        findings += [
            one for one in found if one.place.row in roles
        ]  # those of records are found when they are read
        for (number, _), amount in zip(body, cents, strict=True):
            if amount is not None:
                amounts[number][position] = amount
    lines = [Line(number, *roles.get(number, ("data", "")), amounts[number]) for number, _ in body]  # type: ignore[arg-type]
    return lines, findings


def _untied_findings(grid: Grid, failed: Sequence[tuple[Line, dict[int, int]]]) -> list[Finding]:
    found = []
    for line, nearest_sum in failed:
        position, amount = next(iter(line.amounts.items()))
        shown, summed = (
            format_euros(Decimal(cents).scaleb(-2)) for cents in (amount, nearest_sum.get(position, 0))
        )
        place = Place(grid.source.name, grid.sheet.name, line.row, grid.headings[position])
        found.append(
            finding("total_does_not_tie", place, raw=line.label or shown, total=shown, summed=summed)
        )
    return found


def _control_totals(
    grid: Grid, lines: Sequence[Line], failed: Sequence[tuple[Line, dict[int, int]]]
) -> tuple[ControlTotal, ...]:
    bad = {line.row for line, _ in failed}
    return tuple(
        ControlTotal(line.row, line.label or "Summe", grid.headings[position], Decimal(cents).scaleb(-2))
        for line in lines
        if line.role in ("total", "opening") and line.row not in bad
        for position, cents in line.amounts.items()
    )


def _fault_findings(grid: Grid, data: Sequence[tuple[int, Row]]) -> list[Finding]:
    """Error values and formulas without a value inside the records: readers return them as empty cells."""
    rows = {number for number, _ in data}
    found = []
    for (row, column), shown in sorted(grid.sheet.faults.items()):
        if row + 1 in rows and column < len(grid.headings):
            place = Place(grid.source.name, grid.sheet.name, row + 1, grid.headings[column])
            found.append(
                finding(
                    "formula_without_value" if shown.startswith("Formel") else "error_value", place, raw=shown
                )
            )
    return found


def _decisions(
    grid: Grid, studied: Mapping[int, MoneyCells], conventions: Mapping[int, Convention]
) -> dict[str, str]:
    return {
        grid.headings[position]: conventions[position].value
        for position, cells in studied.items()
        if cells.texts
    }


_DTYPES: dict[str, Any] = {
    "date": DATE,
    "year": WHOLE,
    "whole": WHOLE,
    "flag": FLAG,
    "key": TEXT,
    "text": TEXT,
}


def _frame(typed: TypedTable) -> pd.DataFrame:
    made: dict[str, Any] = {}
    for position, heading in enumerate(typed.grid.headings):
        kind, values = typed.kinds[position], typed.values[position]
        if kind == "money":
            made[heading] = cents_to_euros(values)
        elif kind == "date":
            made[heading] = pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype=DATE)
        else:
            made[heading] = pd.array(values, dtype=_DTYPES[kind])
    return pd.DataFrame(made)


__all__ = [
    "ControlTotal",
    "DroppedRow",
    "Grid",
    "KooperationError",
    "LoadReport",
    "Table",
    "TypedTable",
    "choose_grid",
    "find_grid",
    "read_table",
    "terms",
    "type_grid",
]
