"""Which column of a sheet is which canonical column: told by a layout, or by the vocabulary of headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, finding
from kooperation.model.money import Convention
from kooperation.reading.container import Source
from kooperation.reading.layouts.datev import Batch, batch_of, with_days
from kooperation.reading.layouts.headings import SIDES, columns_by_vocabulary, refuse_twice
from kooperation.reading.layouts.kinds import kind_column_of
from kooperation.reading.layouts.layout import KindOfFile, Layout, identify
from kooperation.reading.layouts.parsing import TERMS_OF, built_in_layouts
from kooperation.reading.layouts.signs import sign_column_of
from kooperation.reading.tables.dates import DateOrder
from kooperation.reading.tables.grid import Grid, find_grid
from kooperation.reading.tables.header import is_made_up
from kooperation.reading.tables.instructions import Instructions, SignColumn
from kooperation.reading.tables.rows import Identity
from kooperation.reading.tables.sheets import aside_notes, choose_sheet, no_header, sheets_named
from kooperation.reading.unpacking import read_sheets
from kooperation.reading.words.titles import from_titles
from kooperation.reading.words.vocabulary import (
    ColumnKind,
    columns_meant,
    fold_heading,
    is_known_heading,
    nearest_headings,
    terms,
    year_beside,
)

OVERVIEW_AMOUNTS = frozenset(name for name in TERMS_OF["overview"] if terms()[name].kind == "money")


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of one grid are used.

    Attributes
    ----------
    columns : dict
        Canonical column -> position.
    years : dict
        Position -> (kind, year) in wide layouts.
    is_by_layout : bool
        A layout told; else the headings alone did, and ``layout`` says nothing.
    batch : Batch or None
        What the first line of a DATEV batch says.
    found_signs : SignColumn or None
        The column that carries the signs, where no layout tells one.
    notes : tuple of Finding
        What was noticed while the sheet was chosen.
    """

    grid: Grid
    kind_of_file: KindOfFile
    layout: Layout
    columns: Mapping[str, int]
    years: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    is_by_layout: bool = False
    batch: Batch | None = None
    found_signs: SignColumn | None = None
    notes: tuple[Finding, ...] = ()

    @property
    def kinds(self) -> dict[int, ColumnKind]:
        """How the cells of each used column are read."""
        kinds = {position: terms()[column].kind for column, position in self.columns.items()}
        texts: dict[int, ColumnKind] = dict.fromkeys(self._marks(), "text")
        return texts | kinds | dict.fromkeys(self.years, "money")

    def position_of(self, heading: str | None) -> int | None:
        """Return where a folded heading stands."""
        folded = [fold_heading(one) for one in self.grid.headings]
        return folded.index(heading) if heading in folded else None

    def _marks(self) -> list[int]:
        named = (self.layout.kind_column, self.layout.sign_column)
        found = [position for one in named if one and (position := self.position_of(one)) is not None]
        return found + ([self.found_signs.position] if self.found_signs else [])

    @property
    def signs(self) -> SignColumn | None:
        """The column that carries the signs: the layout's, exactly as it lists them, or one called S/H."""
        if self.layout.sign_column is not None:
            position = self.position_of(self.layout.sign_column)
            folded = [frozenset(map(_fold_mark, marks)) for marks in (self.layout.plus, self.layout.minus)]
            return None if position is None else SignColumn(position, folded[0], folded[1])
        return self.found_signs

    @property
    def _sides(self) -> tuple[int, int] | None:
        debit, credit = (self.columns.get(name) for name in ("amount_debit", "amount_credit"))
        return None if debit is None or credit is None else (debit, credit)

    def instructions(
        self,
        amounts: Iterable[str],
        *,
        convention: Convention | None = None,
        dates: DateOrder | None = None,
        needed: str | None = None,
    ) -> Instructions:
        """Return what is known about the grid before it is typed; totals of ``amounts`` must tie."""
        positions = [self.columns[name] for name in amounts if name in self.columns]
        told = "booked_on"
        if self.kind_of_file == "activities":
            told = "period_text" if "period_text" in self.columns else "period_start"
        return Instructions(
            kinds=self.kinds,
            convention=convention or self.layout.decimal,
            dates=dates or self.layout.dates,
            scale=self.layout.scale,
            amounts=frozenset([*positions, *self.years]),
            needed=self.columns.get(needed) if needed else None,
            identity=Identity(
                self.columns.get(told),
                self.columns.get("document"),
                told=frozenset(self.columns[name] for name in ("text", "vendor") if name in self.columns),
                region=self.columns.get("region_text"),
                is_overview=self.kind_of_file == "overview",
                is_log=self.kind_of_file == "activities",
            ),
            signs=self.signs,
            sides=self._sides,
            layout=self.layout.name if self.is_by_layout else None,
        )

    def unused_note(self) -> list[Finding]:
        """Name the filled columns that nothing reads, behind the sheets that are not read."""
        used = {*self.columns.values(), *self.years, *self._marks()}
        unused = [
            heading
            for position, heading in enumerate(self.grid.headings)
            if position not in used and self.grid.columns[position].filled.any()
        ]
        listed = ", ".join(f"„{heading}“" for heading in unused)
        note = [finding("columns_unused", self.grid.place, columns=listed)] if unused else []
        return [*self.notes, *note]

    def missing(self) -> list[str]:
        """Return the needed canonical columns that the sheet lacks."""
        has = {*self.columns, *self.layout.defaults, *(kind for kind, _ in self.years.values())}
        if self.years and self.is_by_layout:
            return []
        if self.kind_of_file == "activities":
            return [] if {"period_text", "period_start"} & has else ["period_text"]
        if self.kind_of_file == "overview":
            account = [] if {"account_path", "sachkonto", "teilprodukt"} & has else ["sachkonto"]
            return account + ([] if {"actual", "budget", "revised_budget", "committed"} & has else ["actual"])
        amount = _amount_missing(has)
        if self.kind_of_file == "orders":  # a booking export put here by mistake must not count as ordered
            return amount + ([] if "order_id" in has else ["order_id"])
        has_year = {"year", "booked_on"} & has or "year" in from_titles(self.grid.titles)
        return amount + ([] if has_year else ["booked_on"])


def _amount_missing(has: Collection[str]) -> list[str]:
    """Return the amount that is missing: Soll or Haben alone is none."""
    sides = SIDES & set(has)
    if {"amount", "amount_actual"} & set(has) or len(sides) == 2:
        return []
    return sorted(SIDES - sides) if sides else ["amount"]


def _fold_mark(mark: str) -> str:
    return mark.strip().casefold()


# --- one plan for a file -------------------------------------------------------------------------------


def plan_source(
    source: Source, *, layouts: Sequence[Layout], kind_of_file: KindOfFile, sheet: str | None = None
) -> Plan:
    """Choose the sheet of ``source`` that fits and say what its columns are.

    Raises
    ------
    KooperationError
        When no sheet has the needed columns, two sheets fit, or two layouts do.
    """
    grids = grids_of(source, layouts=layouts, sheet=sheet)
    return plan_grids(source, grids, layouts=layouts, kind_of_file=kind_of_file, sheet=sheet)


def grids_of(source: Source, *, layouts: Sequence[Layout], sheet: str | None = None) -> list[Grid]:
    """Return the tables of the sheets of ``source``; which columns they have is another question.

    Raises
    ------
    KooperationError
        When no sheet has a header.
    """
    own = frozenset[str]().union(*(layout.known_headings for layout in layouts))
    sheets = sheets_named(source, read_sheets(source), sheet)
    grids = [
        find_grid(
            source, one, is_known=lambda heading: fold_heading(heading) in own or is_known_heading(heading)
        )
        for one in sheets
    ]
    if all(grid is None for grid in grids):
        raise no_header(source, sheets)
    return [grid for grid in grids if grid is not None]


def plan_grids(
    source: Source,
    grids: Sequence[Grid],
    *,
    layouts: Sequence[Layout],
    kind_of_file: KindOfFile,
    sheet: str | None = None,
) -> Plan:
    """Do what :func:`plan_source` does for whoever already has what :func:`grids_of` returns."""
    plans = _complete([_plan_grid(grid, kind_of_file, layouts) for grid in grids])
    named = {plan.layout.sheet for plan in plans} - {None}
    plans = [plan for plan in plans if not named or plan.layout.sheet == plan.grid.sheet.name]
    choice = choose_sheet(source, [plan.grid for plan in plans])
    fitting = {plan.grid.sheet.name for plan in plans}
    aside = [] if named or sheet else [grid for grid in grids if grid.sheet.name not in fitting]
    chosen = next(plan for plan in plans if plan.grid is choice.grid)
    return replace(chosen, notes=(*choice.notes, *aside_notes(choice.grid, aside)))


def _plan_grid(grid: Grid, kind_of_file: KindOfFile, layouts: Sequence[Layout]) -> Plan:
    """Plan one grid: the own layout that fits, else the built-in one, else the vocabulary.

    ``layouts`` are the folder's own; a layout says itself which kind of file it is for.
    """
    built_in = [layout for layout in built_in_layouts() if layout.kind_of_file == kind_of_file]
    for known in (layouts, built_in):
        here = [layout for layout in known if layout.sheet in (None, grid.sheet.name)]
        layout = identify(grid.place, grid.headings, here, grid.source.name)
        if layout:
            return _plan_by_layout(grid, layout)
    return _plan_by_vocabulary(grid, kind_of_file)


def _plan_by_vocabulary(grid: Grid, kind_of_file: KindOfFile) -> Plan:
    """Plan a grid that no layout explains: by its headings, and what its family says of kinds and years."""
    columns = columns_by_vocabulary(grid, kind_of_file)
    plan = Plan(grid, kind_of_file, Layout("", kind_of_file), columns)
    if kind_of_file == "overview":
        return _with_years(plan)
    if kind_of_file == "activities":
        return replace(plan, columns={**_ends_of_period(grid, columns), **columns})
    batch = batch_of(grid)
    plan = _with_kinds(plan if batch is None else _with_batch(plan, batch))
    return replace(plan, found_signs=sign_column_of(plan.grid, plan.columns))


_ENDS = {"von": "period_start", "from": "period_start", "bis": "period_end", "to": "period_end"}


def _ends_of_period(grid: Grid, columns: Mapping[str, int]) -> dict[str, int]:
    """Read Von and Bis as the ends of a period that no column names whole.

    The words are too common above tables to be headings of the vocabulary.
    """
    if "period_text" in columns:
        return {}
    folded = [fold_heading(heading) for heading in grid.headings]
    return {_ENDS[one]: place for place, one in enumerate(folded) if one in _ENDS and folded.count(one) == 1}


def _with_batch(plan: Plan, batch: Batch) -> Plan:
    """Give the days of a DATEV batch their year, and its rows their Haushaltsjahr."""
    days = plan.columns.get("booked_on")
    grid = plan.grid if days is None else with_days(plan.grid, batch, days)
    defaults = {"year": str(batch.budget_year)} if batch.budget_year else {}
    layout = Layout("DATEV Buchungsstapel", plan.kind_of_file, defaults=defaults)
    return replace(plan, grid=grid, batch=batch, layout=layout, is_by_layout=True)


def _with_kinds(plan: Plan) -> Plan:
    """Read the kinds of rows from a column of value types, or of words such as Ansatz and Rechnung."""
    columns = {name: at for name, at in plan.columns.items() if name not in ("value_type", "row_kind")}
    told = kind_column_of(plan.grid, plan.columns)
    plan = replace(plan, columns=columns)
    if told is None:
        return plan
    position, family = told
    heading = fold_heading(plan.grid.headings[position])
    layout = Layout(family.name, plan.kind_of_file, kind_column=heading, kinds=family.kinds, is_coded=True)
    return replace(plan, layout=layout, is_by_layout=True)


def _with_years(plan: Plan) -> Plan:
    """Read headings that name their year (``Ansatz 2024``, ``Ist 2023``), where no column does."""
    if "year" in plan.columns:
        return plan
    years: dict[int, tuple[str, int]] = {}
    for position, heading in enumerate(plan.grid.headings):
        told = year_beside(heading)
        meant = [one for one in columns_meant(told[0]) if one in OVERVIEW_AMOUNTS] if told else []
        if told and meant and position not in plan.columns.values():
            if (meant[0], told[1]) in years.values():
                raise refuse("column_twice", plan.grid.header_place, column=heading, positions=position + 1)
            years[position] = (meant[0], told[1])
    undated = OVERVIEW_AMOUNTS & set(plan.columns)
    if not years or not undated:
        return replace(plan, years=years) if years else plan
    return _with_one_year(plan, years, undated)


def _with_one_year(plan: Plan, years: Mapping[int, tuple[str, int]], undated: frozenset[str]) -> Plan:
    """Read ``Ansatz 2024`` beside a plain ``Ist`` as of one year, where title and headings name only this."""
    named = {year for _, year in years.values()}
    titled = from_titles(plan.grid.titles).get("year")
    is_one = len(named) == 1 and (titled is None or int(titled) in named)
    if not is_one or undated & {kind for kind, _ in years.values()}:
        return plan
    year = named.pop()
    told = {plan.columns[column]: (column, year) for column in undated}
    columns = {column: place for column, place in plan.columns.items() if column not in undated}
    return replace(plan, columns=columns, years={**years, **told})


def _complete(plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans that lack nothing, or say what the best of them lacks and what is spelled nearest."""
    complete = [plan for plan in plans if not plan.missing()]
    if complete:
        return complete
    best = max(plans, key=lambda plan: len(plan.columns))
    raise KooperationError([_missing_finding(best, column) for column in best.missing()])


def _missing_finding(plan: Plan, column: str) -> Finding:
    used = {plan.grid.headings[position] for position in plan.columns.values()}
    free = [heading for heading in plan.grid.headings if not is_made_up(heading) and heading not in used]
    near = nearest_headings(column, free)
    words = {"de": ("Meinten Sie", "oder"), "en": ("Did you mean", "or")}
    hints = {
        language: f" {ask} „{f'“ {or_} „'.join(near)}“?" if near else ""
        for language, (ask, or_) in words.items()
    }
    return finding(
        "column_missing",
        plan.grid.header_place,
        column=terms()[column].name,
        nearest_de=hints["de"],
        nearest_en=hints["en"],
        found=plan.grid.listed_headings(),
    )


def _plan_by_layout(grid: Grid, layout: Layout) -> Plan:
    folded = [fold_heading(heading) for heading in grid.headings]
    columns: dict[str, int] = {}
    for heading, column in layout.columns.items():
        if heading in folded:
            refuse_twice(grid, heading)
            columns.setdefault(column, folded.index(heading))
    for needed in (layout.kind_column, layout.sign_column):
        if needed is not None and needed not in folded:
            raise refuse(
                "layout_without_match",
                grid.header_place,
                column=needed,
                layout=layout.name,
                found=grid.listed_headings(),
            )
    years = layout.year_columns(grid.headings)
    signs = sign_column_of(grid, columns) if "sign_mark" in columns else None
    return Plan(grid, layout.kind_of_file, layout, columns, years, is_by_layout=True, found_signs=signs)
