"""Which column carries the sign of unsigned amounts: S and H, plus and minus, posting keys, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kooperation.model.region import fold
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import cell_text, is_blank
from kooperation.reading.tables.grid import Grid
from kooperation.reading.tables.instructions import SignColumn
from kooperation.reading.words.vocabulary import columns_meant, fold_heading

_PLUS, _MINUS = frozenset({"s", "soll", "d", "+"}), frozenset({"h", "haben", "c", "-"})
_PAIRS: Sequence[tuple[frozenset[str], frozenset[str]]] = (
    (frozenset({"s", "soll"}), frozenset({"h", "haben"})),
    (frozenset({"+"}), frozenset({"-", "−"})),
    (frozenset({"d", "debit", "dr"}), frozenset({"c", "credit", "cr", "k"})),
    (
        frozenset({"ausgabe", "ausgaben", "aufwand", "auszahlung"}),
        frozenset({"einnahme", "einnahmen", "ertrag", "einzahlung"}),
    ),
)
# Single letters say it only where the heading spells them out: elsewhere E and A may be anything.
_INCOME_HEADING = re.compile(r"e/a|a/e|ein(?:nahmen?)?/aus(?:gaben?)?|aus(?:gaben?)?/ein(?:nahmen?)?")
_INCOME_LETTERS = (frozenset({"a", "aus"}), frozenset({"e", "ein"}))
# SAP posting keys: debit and credit of customers, vendors, ledger accounts, assets and stock.
_DEBIT_KEYS = frozenset(
    f"{key:02}" for key in (*range(1, 10), *range(21, 30), 40, 70, 80, 81, *range(83, 87), 89)
)
_CREDIT_KEYS = frozenset(
    f"{key:02}" for key in (*range(11, 20), *range(31, 40), 50, 75, 90, 91, *range(93, 97), 99)
)


def sign_column_of(grid: Grid, columns: Mapping[str, int]) -> SignColumn | None:
    """Return the column of the signs: one called so, or one that holds nothing but marks of both signs.

    The second kind counts only where no amount has a sign of its own.
    """
    named = columns.get("sign_mark")
    if named is not None:
        marks = {fold(cell_text(cell) or "") for cell in grid.columns[named].distinct.cells}
        is_plus_or_minus = marks <= {"", "+", "-"} and "-" in marks  # then a blank is a plus
        return SignColumn(named, _PLUS | {""} if is_plus_or_minus else _PLUS, _MINUS)
    amount = columns.get("amount")
    free = [at for at in range(len(grid.headings)) if at not in columns.values()]
    found = None if amount is None else next(filter(None, (_sign_column_at(grid, at) for at in free)), None)
    if amount is None or found is None or any(map(_is_signed, grid.columns[amount].distinct.cells)):
        return None
    return found


def _sign_column_at(grid: Grid, position: int) -> SignColumn | None:
    column = grid.columns[position]
    marks = _marks(column.distinct.cells) if _marks(column.first()) else frozenset[str]()
    for plus, minus in _pairs_under(grid.headings[position]):
        told = marks - {""}
        has_both = bool(told & plus) or ("" in marks and minus >= {"-"})
        if told <= plus | minus and told & minus and has_both:
            return SignColumn(position, plus | {""} if "" in marks and minus >= {"-"} else plus, minus)
    return None


def _pairs_under(heading: str) -> Sequence[tuple[frozenset[str], frozenset[str]]]:
    """Return which marks of spending and of what comes back a column of this heading may hold."""
    if "posting_key" in columns_meant(heading):
        return [(_DEBIT_KEYS, _CREDIT_KEYS)]
    return [*_PAIRS, _INCOME_LETTERS] if _INCOME_HEADING.fullmatch(fold_heading(heading)) else _PAIRS


_MOST_MARKS = 40  # no column of marks has more different cells


def _marks(cells: Iterable[Any]) -> frozenset[str]:
    """Return the different marks of a column, folded; none where it holds something else."""
    marks: set[str] = set()
    for cell in cells:
        mark = fold(cell_text(cell) or "")
        if len(mark) > 12 or len(marks) > _MOST_MARKS:
            return frozenset()
        marks.add(mark.zfill(2) if mark.isdigit() else mark)
    return frozenset(marks)


def _is_signed(cell: Any) -> bool:
    if isinstance(cell, str):
        return bool(re.search(r"[-−–(].*[0-9]|[0-9].*[-−–)HShs]", cell)) and looks_like_number(cell)
    return isinstance(cell, (int, float)) and not is_blank(cell) and cell < 0
