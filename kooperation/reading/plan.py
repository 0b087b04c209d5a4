"""Which column of a sheet is which canonical column: told by a layout, or by the vocabulary of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.cells import is_blank
from kooperation.reading.columns import looks_like_number
from kooperation.reading.layouts import TERMS_OF, KindOfFile, Layout, identify
from kooperation.reading.table import Grid
from kooperation.reading.vocabulary import (
    ColumnKind,
    columns_meant,
    fold_heading,
    heading_forms,
    nearest_headings,
    terms,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of one grid are used.

    Attributes
    ----------
    columns : dict
        Canonical column -> position.
    years : dict
        Position -> (kind, year) in wide layouts.
    """

    grid: Grid
    kind_of_file: KindOfFile
    layout: Layout | None
    columns: Mapping[str, int]
    years: Mapping[int, tuple[str, int]] = field(default_factory=dict)

    @property
    def name(self) -> str | None:
        """The layout's name, ``None`` when the headings alone told."""
        return self.layout.name if self.layout else None

    @property
    def kinds(self) -> dict[int, ColumnKind]:
        """Return how the cells of each used column are read."""
        kinds = {position: terms()[column].kind for column, position in self.columns.items()}
        return kinds | dict.fromkeys(self.years, "money")

    @property
    def unused(self) -> list[str]:
        """Return the headings of filled columns that nothing reads."""
        used = {*self.columns.values(), *self.years}
        if self.layout:
            used |= {
                position
                for position, heading in enumerate(self.grid.headings)
                if fold_heading(heading) in (self.layout.kind_column, self.layout.sign_column)
            }
        return [
            heading
            for position, heading in enumerate(self.grid.headings)
            if position not in used and not all(map(is_blank, self.grid.column(position)))
        ]

    def missing(self) -> list[str]:
        """Return the needed canonical columns that the sheet lacks."""
        if self.years:
            return []
        has, defaults = set(self.columns), set(self.layout.defaults if self.layout else ())
        if self.kind_of_file == "activities":
            return [column for column in ("period_text",) if column not in has]
        if self.kind_of_file == "overview":
            wanted = {"actual", "budget", "revised_budget", "committed"}
            account = [] if {"account_path", "sachkonto", "teilprodukt"} & (has | defaults) else ["sachkonto"]
            return account + ([] if wanted & has else ["actual"])
        lacking = [] if {"amount", "amount_debit", "amount_credit", "amount_actual"} & has else ["amount"]
        return lacking + (
            [] if {"year", "booked_on"} & (has | defaults) or self.kind_of_file == "orders" else ["booked_on"]
        )


def plan_grid(grid: Grid, kind_of_file: KindOfFile, layouts: Sequence[Layout]) -> Plan:
    """Plan one grid: the own layout that fits, else the built-in one, else the vocabulary.

    ``layouts`` are the folder's own; a layout says itself which kind of file it is for.

    Raises
    ------
    KooperationError
        When two layouts fit, a layout names a missing heading, or a needed heading stands twice.
    """
    from kooperation.reading.layouts import built_in_layouts

    for known in (layouts, [layout for layout in built_in_layouts() if layout.kind_of_file == kind_of_file]):
        layout = identify(grid.place, grid.headings, known, grid.source.name)
        if layout and (layout.sheet is None or layout.sheet == grid.sheet.name):
            return _plan_by_layout(grid, layout)
    return Plan(grid, kind_of_file, None, _columns_by_vocabulary(grid, kind_of_file))


def choose_plan(source_place: Place, plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans that lack nothing.

    Raises
    ------
    KooperationError
        When none does: what the best of them lacks, what was found, and what is spelled nearest.
    """
    if not plans:
        raise refuse("no_header", source_place)
    complete = [plan for plan in plans if not plan.missing()]
    if complete:
        return complete
    best = max(plans, key=lambda plan: len(plan.columns))
    raise KooperationError([_missing_finding(best, column) for column in best.missing()])


def _missing_finding(plan: Plan, column: str) -> Finding:
    used = {plan.grid.headings[position] for position in plan.columns.values()}
    found = [heading for heading in plan.grid.headings if not heading.startswith("Spalte ")]
    near = nearest_headings(column, [heading for heading in found if heading not in used])
    place = Place(plan.grid.source.name, plan.grid.sheet.name, plan.grid.header_row)
    hint = f" Meinten Sie „{'“ oder „'.join(near)}“?" if near else ""
    return finding(
        "column_missing",
        place,
        column=terms()[column].name,
        nearest=hint,
        found=", ".join(f"„{heading}“" for heading in found),
    )


def _plan_by_layout(grid: Grid, layout: Layout) -> Plan:
    folded = [fold_heading(heading) for heading in grid.headings]
    columns: dict[str, int] = {}
    for heading, column in layout.columns.items():
        if heading in folded:
            _refuse_twice(grid, heading)
            columns.setdefault(column, folded.index(heading))
    for needed in (layout.kind_column, layout.sign_column):
        if needed is not None and needed not in folded:
            found = ", ".join(f"„{heading}“" for heading in grid.headings)
            raise refuse(
                "layout_without_match",
                Place(grid.source.name, grid.sheet.name, grid.header_row),
                column=needed,
                layout=layout.name,
                found=found,
            )
    return Plan(grid, layout.kind_of_file, layout, columns, layout.year_columns(grid.headings))


def _columns_by_vocabulary(grid: Grid, kind_of_file: KindOfFile) -> dict[str, int]:
    """Give each canonical column the free heading that its vocabulary ranks first."""
    forms = [heading_forms(heading) for heading in grid.headings]
    allowed = TERMS_OF[kind_of_file]
    taken: dict[str, int] = {}
    for column in allowed:
        if column in _shadowed_by(taken):
            continue
        ranked = (
            position
            for heading in terms()[column].headings
            for position, names in enumerate(forms)
            if heading in names
            and position not in taken.values()
            and _cells_fit(grid, position, column, allowed)
        )
        position = next(ranked, None)
        if position is not None:
            _refuse_twice(grid, fold_heading(grid.headings[position]))
            taken[column] = position
    return taken


def _shadowed_by(taken: Iterable[str]) -> set[str]:
    """Columns that mean nothing once a better one is there: an amount makes Soll, Haben, Ist and Obligo columns information."""
    taken = set(taken)
    shadowed: set[str] = set()
    if "amount" in taken:
        shadowed |= {"amount_debit", "amount_credit", "amount_actual", "amount_commitment"}
    if taken & {"amount_debit", "amount_credit"}:
        shadowed |= {"amount_actual", "amount_commitment"}
    if not taken & {"amount_actual"}:
        shadowed |= {"amount_commitment"}
    return shadowed


def _cells_fit(grid: Grid, position: int, column: str, allowed: Iterable[str]) -> bool:
    """Where one heading means an amount or a code (``Auftrag``), the cells decide."""
    rivals = {terms()[other].kind for other in columns_meant(grid.headings[position]) if other in allowed}
    if not {"money", "key"} <= rivals:
        return True
    return _holds_amounts(grid.column(position)) == (terms()[column].kind == "money")


def _holds_amounts(cells: Iterable[Any]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell) and looks_like_number(cell)]
    texts = [str(cell).strip().removesuffix(".0") for cell in filled]
    return any(text in ("0", "-") or re.search(r"[.,]\d{2}\D*$|^-|-$|€|EUR", text) for text in texts)


def _refuse_twice(grid: Grid, folded: str) -> None:
    same = [
        position
        for position, heading in enumerate(grid.headings)
        if fold_heading(re.sub(r" \(\d+\)$", "", heading)) == folded
    ]
    if len(same) > 1 and fold_heading(grid.headings[same[0]]) == folded:
        place = Place(grid.source.name, grid.sheet.name, grid.header_row, grid.headings[same[0]])
        raise refuse(
            "column_twice",
            place,
            column=grid.headings[same[0]],
            positions=", ".join(str(position + 1) for position in same),
        )
