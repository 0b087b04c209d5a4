"""The lines of a register file: its columns, which lines count, and their cells with every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.region import fold
from kooperation.reading.container import Source
from kooperation.reading.unpacking import Row, Sheet, cell_text, is_blank, read_sheets
from kooperation.reading.words.vocabulary import fold_heading, nearest

HEADER_WITHIN = 30
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """The columns of a register in their order, which it must have, and which cells every line must fill."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    filled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One filled line of a register: its cells by column, and where it stands."""

    cells: dict[str, Any]
    place: Place

    def at(self, column: str) -> Place:
        """Return the place of one cell."""
        return replace(self.place, column=column)

    def text(self, column: str) -> str | None:
        """Return a cell as trimmed text; ``None`` when it is blank or the register has no such column."""
        return cell_text(self.cells.get(column))

    def is_blank(self, column: str) -> bool:
        """Tell whether a cell is blank or the register has no such column."""
        return is_blank(self.cells.get(column))


@dataclass(frozen=True, slots=True)
class LineTable:
    """The filled lines of a register, what was noticed, and the sheet with its header and what stands above.

    ``header_row`` is as Excel counts; ``titles`` are the filled cells above it.
    """

    lines: list[Line]
    findings: list[Finding]
    sheet: str | None
    header_row: int
    titles: tuple[str, ...]


# --- from the file to its lines ----------------------------------------------------------------------------


def read_lines(source: Source, form: RegisterForm) -> tuple[list[Line], list[Finding]]:
    """Return the filled lines of a register and what was noticed, as :func:`read_line_table` does."""
    table = read_line_table(source, form)
    return table.lines, table.findings


def read_line_table(source: Source, form: RegisterForm) -> LineTable:
    """Read the filled lines of a file that is kept by hand.

    Lines that begin with ``#`` explain the file and are left out.

    Raises
    ------
    KooperationError
        When a required column is missing (the nearest heading is named) or a column stands twice.
    """
    sheet, top = _sheet_with_header(source, form)
    header = sheet.rows[top] if top < len(sheet.rows) else []
    columns = _columns(header, form)
    header_place = Place(source.name, sheet.name, top + 1)
    _refuse_header(header, columns, form, header_place)
    findings = _extra_columns(header, columns, Place(source.name, sheet.name))
    lines = []
    for number, row in enumerate(sheet.rows[top + 1 :], start=top + 2):
        if all(map(is_blank, row)) or _is_comment(row):
            continue
        place = Place(source.name, sheet.name, number)
        if not all(map(is_blank, row[len(header) :])):
            findings.append(_long_row(row, header, place, sheet.separator))
            continue
        lines.append(Line({column: row[at] for at, column in columns.items() if at < len(row)}, place))
    findings += [fault for line in lines for fault in _blanks(line, form)]
    titles = tuple(str(cell) for row in sheet.rows[:top] for cell in row if not is_blank(cell))
    return LineTable(lines, findings, sheet.name, top + 1, titles)


def _sheet_with_header(source: Source, form: RegisterForm) -> tuple[Sheet, int]:
    """Return the sheet that has the register's headings and the position of its header row."""
    found = [(sheet, _header_position(sheet, form)) for sheet in read_sheets(source)]
    fitting = [(sheet, top) for sheet, top in found if top is not None]
    if len(fitting) > 1:
        sheets = ", ".join(f"„{sheet.name}“" for sheet, _ in fitting)
        raise refuse("register_sheets", source.place, sheets=sheets)
    if fitting:
        return fitting[0]
    sheet = found[0][0]
    filled = (at for at, row in enumerate(sheet.rows) if not all(map(is_blank, row)) and not _is_comment(row))
    return sheet, next(filled, 0)


def _header_position(sheet: Sheet, form: RegisterForm) -> int | None:
    for position, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        if not _is_comment(row) and len(_columns(row, form)) >= 2:
            return position
    return None


def _columns(header: Row, form: RegisterForm) -> dict[int, str]:
    known = {fold_heading(column): column for column in form.columns}
    folded = {at: fold_heading(cell) for at, cell in enumerate(header) if not is_blank(cell)}
    return {at: known[heading] for at, heading in folded.items() if heading in known}


def _refuse_header(header: Row, columns: dict[int, str], form: RegisterForm, place: Place) -> None:
    """Raise one error with every column that is missing or stands twice."""
    found = [str(cell) for cell in header if not is_blank(cell)]
    listed = ", ".join(f"„{heading}“" for heading in found) or "–"
    free = [str(cell) for at, cell in enumerate(header) if at not in columns and not is_blank(cell)]
    faults = [
        _missing(column, free, listed, place) for column in form.required if column not in columns.values()
    ]
    for column in dict.fromkeys(columns.values()):
        positions = [str(at + 1) for at, one in columns.items() if one == column]
        if len(positions) > 1:
            faults.append(finding("column_twice", place, column=column, positions=", ".join(positions)))
    if faults:
        raise KooperationError(faults)


def _missing(column: str, free: Sequence[str], listed: str, place: Place) -> Finding:
    near_de, near_en = near_hint(column, free)
    return finding(
        "register_column_missing",
        place,
        column=column,
        found=listed,
        nearest_de=near_de,
        nearest_en=near_en,
    )


def _extra_columns(header: Row, columns: dict[int, str], place: Place) -> list[Finding]:
    extra = [f"„{cell}“" for at, cell in enumerate(header) if at not in columns and not is_blank(cell)]
    return [finding("register_columns_extra", place, columns=", ".join(extra))] if extra else []


def _is_comment(row: Row) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), "")
    return isinstance(first, str) and first.lstrip().startswith("#")


def _long_row(row: Row, header: Row, place: Place, separator: str | None) -> Finding:
    raw = (separator or ";").join("" if cell is None else str(cell) for cell in row)
    return finding("long_row", place, raw=raw, count=len(row), expected=len(header))


def _blanks(line: Line, form: RegisterForm) -> list[Finding]:
    return [
        finding("register_cell_empty", line.at(column), column=column)
        for column in form.filled
        if line.is_blank(column)
    ]


# --- the cells of a line -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expected:
    """What a cell may hold, in the words of its reader."""

    de: str
    en: str


def one_of(words: Iterable[str]) -> Expected:
    """Return the expectation of one of the words that the register uses."""
    listed = ", ".join(words)
    return Expected(listed, listed)


def near_hint(word: str, known: Sequence[str]) -> tuple[str, str]:
    """Return the sentence that names the nearest known word, German and English; empty when none is near."""
    near = nearest(word, known)
    return (f" Meinten Sie „{near}“?", f" Did you mean “{near}”?") if near else ("", "")


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads cells of register lines and collects every fault instead of stopping at the first."""

    findings: list[Finding] = field(default_factory=list)

    def parsed(
        self, line: Line, column: str, parse: Callable[[Any], Value], expected: Expected
    ) -> Value | None:
        """Return what ``parse`` makes of a cell; ``None`` for a blank and for a fault, which is collected."""
        if line.is_blank(column):
            return None
        try:
            return parse(line.cells[column])
        except (ValueError, ArithmeticError):
            self.fault(line, column, expected)
            return None

    def word(self, line: Line, column: str, words: Sequence[str], *, default: str) -> str:
        """Return the one of ``words`` that a cell means, in any case and spelling; a blank is ``default``."""
        written = line.text(column)
        if written is None:
            return default
        found = next((word for word in words if _plain(word) == _plain(written)), None)
        if found is None:
            self.fault(line, column, one_of(words), known=words)
        return found or default

    def known(self, line: Line, column: str, word: str | None, known: Sequence[str], register: str) -> None:
        """Collect a fault when ``word`` is no key of another register."""
        if word is None or word in known:
            return
        near_de, near_en = near_hint(word, known)
        unknown = finding(
            "unknown_reference",
            line.at(column),
            raw=word,
            value=word,
            register=register,
            nearest_de=near_de,
            nearest_en=near_en,
        )
        self.findings.append(unknown)

    def unique(self, lines: Sequence[Line], column: str) -> None:
        """Collect a fault for every key that stands in several lines; case does not tell keys apart."""
        by_key: dict[str, list[Line]] = {}
        for line in lines:
            if key := line.text(column):
                by_key.setdefault(key.casefold(), []).append(line)
        for same in by_key.values():
            if len(same) > 1:
                key, rows = same[0].text(column), ", ".join(str(line.place.row) for line in same)
                self.findings.append(
                    finding("register_key_twice", same[1].at(column), raw=key, key=key, rows=rows)
                )

    def fault(self, line: Line, column: str, expected: Expected, *, known: Sequence[str] = ()) -> None:
        """Collect that a cell is not what the column is for."""
        value = line.text(column) or ""
        near_de, near_en = near_hint(value, known)
        faulty = finding(
            "register_value",
            line.at(column),
            raw=value,
            value=value,
            column=column,
            allowed_de=expected.de,
            allowed_en=expected.en,
            nearest_de=near_de,
            nearest_en=near_en,
        )
        self.findings.append(faulty)

    def blank(self, line: Line, column: str) -> None:
        """Collect that a cell is blank which this line needs."""
        self.findings.append(finding("register_cell_empty", line.at(column), column=column))


def _plain(word: str) -> str:
    """Return a word so that ``erhöht``, ``erhoeht`` and ``gibt frei``, ``gibt_frei`` are equal."""
    bare = fold(word).replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return bare.replace(" ", "").replace("-", "")
