"""Which heading of a sheet is which canonical column: told by vocabulary, cells and the other headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.readers import looks_like_number
from kooperation.reading.cells.sheet import cell_text, is_blank
from kooperation.reading.layouts.layout import KindOfFile
from kooperation.reading.layouts.parsing import TERMS_OF
from kooperation.reading.tables.grid import Grid
from kooperation.reading.words.line_labels import is_total_label
from kooperation.reading.words.vocabulary import (
    columns_meant,
    currency_role,
    fold_heading,
    heading_forms,
    is_same_currency,
    terms,
    unit_of,
)

SIDES = frozenset({"amount_debit", "amount_credit"})
_NUMBERED = frozenset({"sachkonto", "contra_account"})  # a name there is none: Kostenart "Reisekosten"
_USUALLY_NUMBERED = frozenset({"teilprodukt", "account_path"})
_CURRENCIES = ("currency", "home_currency")


def columns_by_vocabulary(grid: Grid, kind_of_file: KindOfFile) -> dict[str, int]:
    """Give each canonical column the free heading that its vocabulary ranks first.

    Raises
    ------
    KooperationError
        When a heading that is needed stands twice.
    """
    found = _Headings(grid, kind_of_file)
    for column in TERMS_OF[kind_of_file]:
        found.take(column)
    return found.settled()


class _Headings:
    """The headings of one sheet while they are handed out."""

    def __init__(self, grid: Grid, kind_of_file: KindOfFile) -> None:
        self._grid, self._kind_of_file = grid, kind_of_file
        self._forms = [heading_forms(heading) for heading in grid.headings]
        self._places: dict[str, list[int]] = {}
        for position, forms in enumerate(self._forms):
            for form in forms:
                self._places.setdefault(form, []).append(position)
        self._taken: dict[str, int] = {}
        self._is_controlling = kind_of_file == "bookings" and any(map(_values_costs, grid.headings))
        self._lists_actuals = next(self._fitting("amount_actual"), None) is not None

    def take(self, column: str) -> None:
        """Give ``column`` its best free heading, unless it means nothing here."""
        if column in _CURRENCIES or column in _shadowed_by(self._taken):
            return
        position = next(self._fitting(column), None)
        if column in _USUALLY_NUMBERED:
            numbered = (at for at in self._fitting(column) if _holds_codes(self._cells(at)))
            position = next(numbered, position)
        if position is not None and terms()[column].kind == "money":
            position = self._exact(column, position)
        if position is not None:
            refuse_twice(self._grid, fold_heading(self._grid.headings[position]))
            self._taken[column] = position

    def settled(self) -> dict[str, int]:
        """Return what was handed out, with the currency keys of the amounts that were chosen."""
        taken = self._paired()
        taken = _without_idle_columns(taken, self._forms)
        return {**taken, **self._currencies(taken)}

    def _fitting(self, column: str) -> Iterator[int]:
        """Yield the free positions whose heading and cells may be ``column``, the most telling first."""
        for heading in terms()[column].headings:
            for position in self._places.get(heading, ()):
                if (
                    position not in self._taken.values()
                    and self._may_be(column, position)
                    and self._cells_fit(column, position)
                ):
                    yield position

    def _exact(self, column: str, position: int) -> int:
        """Return the column of the same name that is not rounded to thousands, if there is one."""
        headings = self._grid.headings
        if unit_of(headings[position]) in (None, 1):
            return position
        names = set(self._forms[position])
        same = (at for at in self._fitting(column) if names & set(self._forms[at]))
        return next((at for at in same if unit_of(headings[at]) in (None, 1)), position)

    # --- what the other headings say

    def _may_be(self, column: str, position: int) -> bool:
        """Where one heading means two columns, the other headings decide."""
        meant = self._meant(position)
        if column == "amount" and "amount_commitment" in meant and self._kind_of_file == "bookings":
            return not self._lists_actuals  # Auftragssumme beside Angeordnet is no actual
        if column == "teilprodukt" and "cost_object" in meant:
            return "account_path" not in self._taken
        if column == "order_id" and "cost_object" in meant:
            return not self._is_controlling  # there an Auftrag is an Innenauftrag
        return True

    def _meant(self, position: int) -> set[str]:
        return {one for one in columns_meant(self._grid.headings[position]) if one in self._allowed}

    @property
    def _allowed(self) -> Collection[str]:
        return TERMS_OF[self._kind_of_file]

    # --- what the cells say

    def _cells_fit(self, column: str, position: int) -> bool:
        """Amount or code (``Auftrag``), number or name (``Sachkonto``): the cells decide."""
        kinds = {terms()[one].kind for one in self._meant(position)}
        if {"money", "key"} <= kinds:
            is_currency = bool(self._meant(position) & set(_CURRENCIES))
            cells = self._cells(position)
            holds_amounts = any(map(looks_like_number, cells)) if is_currency else _holds_amounts(cells)
            return holds_amounts == (terms()[column].kind == "money")
        if column in _NUMBERED:
            return _holds_codes(self._cells(position))
        return column != "period" or not any(
            isinstance(cell, str) and re.search("[^\\W\\d_]", cell) for cell in self._cells(position)
        )

    def _cells(self, position: int) -> list[Any]:
        """Return the distinct cells of a column; these are sought only where its heading leaves a doubt."""
        return self._grid.columns[position].distinct.cells

    # --- amounts and their currencies

    def _paired(self) -> dict[str, int]:
        """Read Ausgaben beside Einnahmen as Soll and Haben; a Soll alone is a plan beside an Ist."""
        taken = self._taken
        spent = taken.get("amount")
        if spent is not None and "amount_debit" in self._meant(spent):
            free = [place for place in range(len(self._forms)) if "amount_credit" in self._meant(place)]
            if free:
                others = {column: place for column, place in taken.items() if place not in (spent, free[0])}
                return {**others, "amount_debit": spent, "amount_credit": free[0]}
        if "amount_actual" in taken:
            return {column: place for column, place in taken.items() if column not in SIDES}
        return taken

    def _currencies(self, taken: dict[str, int]) -> dict[str, int]:
        """Return the key column of the amount and that of the foreign amount: each amount has its own.

        A plain ``Währung`` belongs to the foreign amount where there is one.
        """
        headings, used = self._grid.headings, set(taken.values())
        roles = {
            position: currency_role(headings[position])
            for column in _CURRENCIES
            if column in self._allowed
            for position in self._fitting(column)
            if position not in used
        }
        own = currency_role(headings[taken["amount"]]) if "amount" in taken else None
        home = [at for at, role in roles.items() if (is_same_currency(own, role) if own else role == "home")]
        others = [at for at in roles if at not in home[:1]]
        if "foreign_amount" in taken:
            wanted = currency_role(headings[taken["foreign_amount"]])
            theirs = [at for at in others if roles[at] and is_same_currency(wanted, roles[at])]
            others = theirs or [at for at in others if not roles[at] or not wanted]
        others.sort(key=lambda at: roles[at] not in (None, "document"))
        chosen = {"home_currency": home[:1], "currency": others[:1]}
        return {column: found[0] for column, found in chosen.items() if found}


def _values_costs(heading: str) -> bool:
    """Tell whether a heading is that of an amount in a report of cost accounting: ``Wert/KWähr``."""
    roles = ("area", "report", "object", "report or document")
    return "amount" in columns_meant(heading) and currency_role(heading) in roles


def _without_idle_columns(taken: dict[str, int], forms: list[tuple[str, ...]]) -> dict[str, int]:
    """Leave out the second account where the file is no journal of Buchungssätze: there it only informs."""
    amount = taken.get("amount")
    if "sign_mark" in taken and amount is not None and forms[amount][0].startswith("umsatz"):
        return taken
    two_sided = ("contra_account", "general_reversal", "tax_key", "base_amount")
    return {column: position for column, position in taken.items() if column not in two_sided}


def _shadowed_by(taken: Iterable[str]) -> set[str]:
    """Return the columns that mean nothing once a better one is there.

    An amount makes columns called Soll, Haben, Ist and Obligo mere information.
    """
    taken = set(taken)
    shadowed: set[str] = set()
    if "amount" in taken:
        shadowed |= {"amount_debit", "amount_credit", "amount_actual", "amount_commitment"}
    if taken >= SIDES:
        shadowed |= {"amount_actual", "amount_commitment"}
    if not taken & {"amount_actual"}:
        shadowed |= {"amount_commitment"}
    return shadowed


def _holds_amounts(cells: Iterable[Any]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell) and looks_like_number(cell)]
    texts = [str(cell).strip().removesuffix(".0") for cell in filled]
    return any(text in ("0", "-") or re.search(r"[.,]\d{2}\D*$|^-|-$|€|EUR", text) for text in texts)


def _holds_codes(cells: Iterable[Any]) -> bool:
    """Tell whether most cells of a column are numbers of accounts, also with names behind; or all blank.

    The label of a total line says nothing about its column.
    """
    texts = {text for cell in cells if (text := cell_text(cell)) and not is_total_label(text)}
    return sum(bool(_CODE.match(text)) for text in texts) * 2 >= len(texts)


_CODE = re.compile(r"[^\W\d_]{0,4}[ ./_-]?\d")


def refuse_twice(grid: Grid, folded: str) -> None:
    """Refuse a heading that is needed and stands twice."""
    same = [
        position
        for position, heading in enumerate(grid.headings)
        if fold_heading(re.sub(r" \(\d+\)$", "", heading)) == folded
    ]
    if len(same) > 1 and fold_heading(grid.headings[same[0]]) == folded:
        heading = grid.headings[same[0]]
        place = Place(grid.source.name, grid.sheet.name, grid.header_row, heading)
        positions = ", ".join(str(position + 1) for position in same)
        raise refuse("column_twice", place, column=heading, positions=positions)
