"""What a controller is asked about an export that no layout fits: what is known of it, guessed, and open.

Nothing is decided here that the file does not say. Only headings that the vocabulary knows are taken as they
are; what is spelled alike or looks alike is a proposal. Texts that could be names are never shown.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place
from kooperation.model.messages import Language
from kooperation.reading.cells.readers import is_day, looks_like_number, read_year
from kooperation.reading.cells.sheet import cell_text, is_blank
from kooperation.reading.container import Source, read_source
from kooperation.reading.layouts.draft import (
    ColumnGuess,
    Draft,
    KindGuess,
    Looks,
    Reason,
    SignGuess,
    YearsGuess,
)
from kooperation.reading.layouts.draft_toml import draft_text
from kooperation.reading.layouts.headings import columns_by_vocabulary
from kooperation.reading.layouts.kinds import kind_column_of, kind_of_value
from kooperation.reading.layouts.layout import KindOfFile
from kooperation.reading.layouts.parsing import TERMS_OF
from kooperation.reading.tables.grid import Grid, find_grid
from kooperation.reading.tables.header import is_made_up
from kooperation.reading.tables.sheets import choose_grid, sheets_named
from kooperation.reading.tables.typed import TypedTable, type_grid
from kooperation.reading.unpacking import read_sheets
from kooperation.reading.words.titles import scale_of_titles
from kooperation.reading.words.vocabulary import columns_meant, fold_heading, terms, unit_of

_SEEN = 20_000  # records that are looked at; more tell nothing new
_MOST_NEEDS = 12


def draft_layout(
    path: str | Path,
    *,
    sheet: str | None = None,
    kind_of_file: KindOfFile | None = None,
    language: Language = "de",
) -> str:
    """Draft a layout for an export that no layout fits.

    Parameters
    ----------
    path : str or Path
        The export, in any container that is read.
    sheet : str, optional
        Which sheet, when several fit; the draft then names it.
    kind_of_file : ``"bookings"``, ``"overview"``, ``"orders"`` or ``"activities"``, optional
        What the file is; by default proposed from its headings.
    language : ``"de"`` or ``"en"``
        The language of the comments.

    Returns
    -------
    str
        TOML that is a valid layout as it stands. Lines that begin with ``#?`` are proposals; they hold once
        the controller removes the mark. Texts that could be names of people are not shown.

    Raises
    ------
    KooperationError
        When the file cannot be read, or has no header.
    """
    source = read_source(path)
    grid = _grid(source, sheet)
    return draft_text(draft_of(grid, kind_of_file, is_sheet_told=sheet is not None), language)


def write_draft(text: str, path: str | Path) -> None:
    """Write a draft as UTF-8 to a new file.

    Raises
    ------
    KooperationError
        When there is something of this name, or no folder for it. Nothing is overwritten.
    """
    try:
        with Path(path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise refuse("draft_exists", Place(file=str(path))) from None
    except (FileNotFoundError, NotADirectoryError):
        raise refuse("draft_has_no_folder", Place(file=str(path))) from None


def _grid(source: Source, sheet: str | None) -> Grid:
    sheets = sheets_named(source, read_sheets(source), sheet)
    return choose_grid(source, [grid for one in sheets if (grid := find_grid(source, one)) is not None])


def draft_of(grid: Grid, kind_of_file: KindOfFile | None = None, *, is_sheet_told: bool = False) -> Draft:
    """Study one sheet and return what is known, guessed and open about its columns."""
    study = _Study(grid)
    if kind_of_file is not None:
        return study.draft(kind_of_file, "told", is_sheet_told=is_sheet_told)
    return study.draft(*study.proposed_kind(), is_sheet_told=is_sheet_told)


# --- one column ----------------------------------------------------------------------------------------


def _looks(cells: Sequence[Any], *, is_money: bool) -> Looks:
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return "empty"
    if is_money:
        return "money"
    if all(map(is_day, filled)):
        return "date"
    if all(map(_is_year, filled)):
        return "year"
    if all(map(_is_code, filled)):
        return "code"
    return "money" if all(map(looks_like_number, filled)) else "text"


def _is_year(cell: Any) -> bool:
    try:
        return read_year(cell) is not None
    except (ValueError, OverflowError):
        return False


def _is_code(cell: Any) -> bool:
    """A number without decimals, or one short word with a digit in it."""
    text = cell_text(cell) or ""
    has_cents = re.fullmatch(r"-?[0-9]+\.[0-9]{1,2}", text)
    return bool(re.fullmatch(r"(?=\S*[0-9])[\w./-]{1,24}", text)) and not has_cents


def _masked(text: str) -> str:
    """Return the shape of a code: its digits, and an ``A`` for every letter."""
    return re.sub(r"[^\W\d_]", "A", text)


def _samples(cells: Sequence[Any], looks: Looks, column: str | None) -> tuple[str, ...]:
    """Return up to three different values that may be shown."""
    if looks in ("text", "empty") or column in ("vendor", "text"):
        return ()
    shown = (cell_text(cell) for cell in cells if not is_blank(cell))
    texts = (_masked(text) if looks == "code" else text for text in shown if text)
    return tuple(dict.fromkeys(text[:30] for text in texts))[:3]


# --- one sheet -----------------------------------------------------------------------------------------

_TEXTS = ("text", "vendor", "region_text")
_CODES = ("document", "sachkonto", "teilprodukt", "cost_object", "order_id", "item", "period")
_NEAR = 0.85
_OF_ACTIVITIES = frozenset(
    {"region_text", "people", "elected", "status", "organiser", "outcome", "direction"}
)
_BUDGETS = frozenset({"budget", "revised_budget", "available", "carried_over"})


class _Study:
    """Knows the cells of one sheet, and asks the vocabulary about its headings."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._typed: TypedTable = type_grid(grid)
        records = frozenset(self._typed.rows)
        rows = [*islice((cells for number, cells in grid.rows if number in records), _SEEN)]
        self._cells = [[row[position] for row in rows] for position in range(len(grid.headings))]
        self._looks = [
            _looks(cells, is_money=self._typed.kinds.get(position) == "money")
            for position, cells in enumerate(self._cells)
        ]
        self._folded = [fold_heading(heading) for heading in grid.headings]

    def proposed_kind(self) -> tuple[KindOfFile, Reason]:
        """Return what the file probably is, and why."""
        meant = {column for heading in self._grid.headings for column in columns_meant(heading)}
        has_document = any("document" in columns_meant(heading) for heading in self._grid.headings)
        if "money" not in self._looks and {"period_text", "period_start"} & meant and meant & _OF_ACTIVITIES:
            return "activities", "activities"
        if _BUDGETS & meant and not has_document:
            return "overview", "budget"
        if "order_id" in meant and not has_document:
            return "orders", "orders"
        return "bookings", "bookings"

    def draft(self, kind_of_file: KindOfFile, reason: Reason, *, is_sheet_told: bool) -> Draft:
        """Return the whole draft."""
        grid = self._grid
        exact = self._exact(kind_of_file)
        kind = None if kind_of_file in ("activities", "overview") else self._kind(exact)
        years = () if kind_of_file == "activities" else self._years(exact)
        sign = self._sign(exact) if kind_of_file in ("bookings", "orders") else None
        apart = {kind.heading} if kind and kind.is_decided else set[str]()
        told = frozenset(
            position
            for position, heading in enumerate(grid.headings)
            if heading in apart or _year_pattern(heading) in {guess.pattern for guess in years}
        )
        columns = tuple(self._columns(kind_of_file, exact, told))
        decided = {guess.column for guess in columns if guess.is_decided and guess.column}
        amounts = [
            cents
            for position, kind in self._typed.kinds.items()
            if kind == "money"
            for cents in self._typed.values[position]
            if cents
        ]
        return Draft(
            file=grid.source.name,
            sheet=grid.sheet.name,
            header_row=grid.header_row,
            rows=len(grid.rows),
            kind_of_file=kind_of_file,
            reason=reason,
            needs=self._needs(),
            columns=columns,
            missing=_missing(kind_of_file, decided, years),
            kind=kind,
            sign=sign,
            years=years,
            is_sheet_told=is_sheet_told and grid.sheet.name is not None,
            is_decimal_open=any(
                found.kind in ("ambiguous_amount", "mixed_conventions")
                for found in self._typed.report.findings
            ),
            is_scaled=scale_of_titles(grid.titles) > 1
            or any((unit_of(one) or 1) > 1 for one in grid.headings),
            is_mostly_negative=sum(cents < 0 for cents in amounts) * 2 > len(amounts),
            defaults=_defaults(kind_of_file, decided),
        )

    def _needs(self) -> tuple[str, ...]:
        """Return the headings that every such file has: none made up, empty, twice, or with a year."""
        once = Counter(self._folded)
        return tuple(
            heading
            for heading, folded in zip(self._grid.headings, self._folded, strict=True)
            if folded
            and once[folded] == 1
            and not is_made_up(heading)
            and not re.search(r"(19|20)\d\d", heading)
        )[:_MOST_NEEDS]

    # --- columns

    def _exact(self, kind_of_file: KindOfFile) -> Mapping[str, int]:
        try:
            return columns_by_vocabulary(self._grid, kind_of_file)
        except KooperationError:  # a needed heading stands twice: the controller decides which one
            return {}

    def _columns(
        self, kind_of_file: KindOfFile, exact: Mapping[str, int], told: frozenset[int]
    ) -> Iterator[ColumnGuess]:
        """Yield a guess for every heading that is no made-up one and that no other section names."""
        column_at = {position: column for column, position in exact.items() if column != "row_kind"}
        taken = {*exact, "row_kind"}  # of kinds of rows speaks a section of its own
        free = [column for column in TERMS_OF[kind_of_file] if column not in taken]
        asked = [
            self._guess(position, column_at.get(position), free)
            for position, heading in enumerate(self._grid.headings)
            if position not in told and self._folded[position] and not is_made_up(heading)
        ]
        wanted = Counter(guess.column for guess in asked if guess.column)
        for guess in asked:
            yield replace(guess, rivals=guess.column is not None and wanted[guess.column] > 1)

    def _guess(self, position: int, column: str | None, free: Sequence[str]) -> ColumnGuess:
        heading, looks, cells = self._grid.headings[position], self._looks[position], self._cells[position]
        distinct = len({text for cell in cells if (text := cell_text(cell))})
        guess = ColumnGuess(heading, column, "exact", looks, distinct=distinct)
        if self._folded.index(self._folded[position]) < position:
            return replace(guess, column=None, why="same_heading")
        if column is None:
            guess = self._proposed(guess, free)
        return replace(guess, samples=_samples(cells, looks, guess.column))

    def _proposed(self, guess: ColumnGuess, free: Sequence[str]) -> ColumnGuess:
        """Propose a column for a heading that has none: by its spelling, else by its cells."""
        meant = tuple(column for column in columns_meant(guess.heading) if column in free)
        if meant and (fitting := [column for column in meant if _fits(guess.looks, column)]):
            return replace(guess, column=fitting[0], why="looks", possible=meant if len(meant) > 1 else ())
        near = _nearest(guess.heading, [column for column in free if _fits(guess.looks, column)])
        if near is not None:
            return replace(guess, column=near[0], why="near", like=near[1])
        by_looks = {"money": "amount", "date": "booked_on", "year": "year"}.get(guess.looks)
        if by_looks in free:
            return replace(guess, column=by_looks, why="looks")
        listed = {"code": _CODES, "text": _TEXTS}.get(guess.looks, ())
        return replace(guess, column=None, why="none", possible=tuple(one for one in listed if one in free))

    # --- kinds of rows, signs, years

    def _kind(self, exact: Mapping[str, int]) -> KindGuess | None:
        found = kind_column_of(self._grid, exact)
        if found is None:
            return self._kind_perhaps(exact)
        position, family = found
        values = [*dict.fromkeys(text for cell in self._cells[position] if (text := cell_text(cell)))]
        lists: dict[str, tuple[str, ...]] = {}
        for value in values:
            if meaning := kind_of_value(value, family.kinds):
                lists[meaning] = (*lists.get(meaning, ()), value)
        unlisted = [value for value in values if kind_of_value(value, family.kinds) is None]
        is_coded = "value_type" in columns_meant(self._grid.headings[position])
        shown = tuple(value for value in unlisted if is_coded or _is_no_name(value))
        is_decided = self._folded.count(self._folded[position]) == 1 and bool(self._folded[position])
        return KindGuess(
            self._grid.headings[position],
            is_decided=is_decided and bool(lists),
            lists=lists,
            open=shown,
            distinct=len(unlisted),
        )

    def _kind_perhaps(self, exact: Mapping[str, int]) -> KindGuess | None:
        """Return the first column of a few words that come again and again, under a heading nobody knows."""
        for position, heading in enumerate(self._grid.headings):
            texts = [text for cell in self._cells[position] if (text := cell_text(cell))]
            few = [*dict.fromkeys(texts)]
            is_free = position not in exact.values() and self._looks[position] in ("text", "code")
            is_short = all(len(value) <= 15 and " " not in value for value in few)
            is_repeated = 2 <= len(few) <= 6 and len(texts) >= 2 * len(few)
            if is_free and is_short and is_repeated and not _are_marks(few):
                shown = tuple(few) if all(map(_is_no_name, few)) else ()
                return KindGuess(heading, is_decided=False, open=shown, distinct=len(few))
        return None

    def _sign(self, exact: Mapping[str, int]) -> SignGuess | None:
        for position, heading in enumerate(self._grid.headings):
            if position in exact.values():
                continue
            values = {text for cell in self._cells[position] if (text := cell_text(cell))}
            if _are_marks(values):
                plus = tuple(sorted(value for value in values if value.casefold() in _PLUS))
                return SignGuess(heading, plus, tuple(sorted(values.difference(plus))))
        return None

    def _years(self, exact: Mapping[str, int]) -> tuple[YearsGuess, ...]:
        """Return the headings that differ by their year alone, and what their words say they show."""
        found: dict[str, list[int]] = {}
        for position, heading in enumerate(self._grid.headings):
            pattern = _year_pattern(heading)
            if pattern and self._looks[position] in ("money", "code") and position not in exact.values():
                found.setdefault(pattern, []).append(int(_YEAR.findall(heading)[0]))
        guesses: list[YearsGuess] = []
        for pattern, years in found.items():
            kind = _kind_of_words(pattern)
            if kind is None and len(years) < 2:
                continue
            guesses.append(YearsGuess(pattern, tuple(years), kind, is_decided=False))
        patterns = Counter(guess.kind for guess in guesses)
        return tuple(
            replace(guess, is_decided=guess.kind is not None and patterns[guess.kind] == 1)
            for guess in guesses
        )


# --- words ---------------------------------------------------------------------------------------------

_PLUS = frozenset({"s", "soll", "d", "dr", "debit", "+"})
_MINUS = frozenset({"h", "haben", "c", "cr", "credit", "-"})
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_KIND_WORDS = {
    "budget": "ansatz ansatze plan planung budget haushaltsansatz planansatz planned",
    "commitment": "obligo auftrag auftrage bindung bindungen vormerkung vormerkungen commitment committed",
    "actual": "ist ergebnis ausgaben ausgabe actual actuals spent verausgabt rechnungsergebnis",
}


def _is_no_name(value: str) -> bool:
    """Tell whether a value is too short for a name, or a short code with a digit."""
    return len(value) <= 2 or bool(re.fullmatch(r"(?=\S*[0-9])\S{1,6}", value))


def _are_marks(values: Sequence[str] | set[str]) -> bool:
    folded = {value.casefold() for value in values}
    return len(folded) == 2 and len(folded & _PLUS) == 1 and len(folded & _MINUS) == 1


def _year_pattern(heading: str) -> str | None:
    """Return ``Ist {year}`` for a heading with exactly one year in it."""
    if len(_YEAR.findall(heading)) != 1 or "{year}" in heading:
        return None
    return _YEAR.sub("{year}", heading)


def _kind_of_words(pattern: str) -> str | None:
    words = re.findall(r"[a-zäöüß]+", pattern.replace("{year}", "").casefold().replace("ä", "a"))
    kinds = {kind for kind, known in _KIND_WORDS.items() if set(words) & set(known.split())}
    return kinds.pop() if len(kinds) == 1 else None


def _fits(looks: Looks, column: str) -> bool:
    """Tell whether cells that look like this can be read as ``column``."""
    kind = terms()[column].kind
    if looks == "empty":
        return True
    if looks in ("money", "date"):
        return kind == looks
    if looks == "year":
        return kind in ("year", "key", "whole", "text")
    if looks == "code":
        return kind in ("key", "whole", "flag") or (kind == "text" and column not in _TEXTS)
    return kind in ("text", "key", "flag")


def _nearest(heading: str, columns: Sequence[str]) -> tuple[str, str] | None:
    """Return the column with a heading that is spelled most like this one, and that heading."""
    folded = fold_heading(heading)
    known = {one: column for column in reversed(columns) for one in terms()[column].headings}
    match = (
        difflib.get_close_matches(folded, list(known), n=1, cutoff=_NEAR) if 3 <= len(folded) <= 60 else []
    )
    return (known[match[0]], match[0]) if match else None


def _missing(kind_of_file: KindOfFile, decided: set[str], years: Sequence[YearsGuess]) -> tuple[str, ...]:
    """Return the needed columns that nothing decides yet."""
    if kind_of_file == "activities":
        return () if {"period_text", "period_start"} & decided else ("period_text",)
    has_years = any(guess.is_decided for guess in years)
    account = {"account_path", "sachkonto", "teilprodukt"} & decided
    if kind_of_file == "overview":
        amounts = has_years or {"actual", "budget", "revised_budget", "committed"} & decided
        return (*(() if account else ("sachkonto",)), *(() if amounts else ("actual",)))
    has_amount = (
        has_years or {"amount", "amount_actual"} & decided or decided >= {"amount_debit", "amount_credit"}
    )
    if kind_of_file == "orders":
        return (*(() if "order_id" in decided else ("order_id",)), *(() if has_amount else ("amount",)))
    has_year = has_years or {"year", "booked_on"} & decided
    return (*(() if has_amount else ("amount",)), *(() if has_year else ("booked_on",)))


def _defaults(kind_of_file: KindOfFile, decided: set[str]) -> tuple[str, ...]:
    """Return what a layout may state for all rows, because no column of the file does."""
    if kind_of_file == "activities" or "account_path" in decided:
        return ()
    return tuple(one for one in ("teilprodukt", "sachkonto") if one not in decided)
