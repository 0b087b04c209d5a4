"""The table of one counting pot on the overview: each Haushaltsjahr against its ceiling, live to the cent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from kooperation.model.messages import Language
from kooperation.model.money import ZERO, format_euros, sum_euros
from kooperation.model.region import Pot
from kooperation.reporting.charts.amounts import years_of
from kooperation.reporting.labels import enumerate_words, label
from kooperation.reporting.style import STATE_COLOURS
from kooperation.reporting.workbook.addresses import criterion, order_column, posting_column, quoted
from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of
from kooperation.reporting.workbook.matrix_plan import MatrixPlan
from kooperation.reporting.workbook.names import FIGURES, figure_name
from kooperation.reporting.workbook.page import Page, link, write_text
from kooperation.reporting.workbook.shares import keep_lines_apart
from kooperation.reporting.workbook.usage_cells import (
    COLUMN,
    LIGHTS,
    NOTHING,
    OVERVIEW_COLUMNS,
    SOURCE_WIDTH,
    UsageCells,
    sum_in_scope,
)

LAST = len(OVERVIEW_COLUMNS) - 1
STATE_FILLS = {
    "within": ("#DDEBF7", "#1F4E79"),
    "warning": ("#FFF2CC", "#7F6000"),
    "exhausted": ("#FCE4D6", "#833C0B"),
    "exceeded": ("#F8CBAD", "#9C0006"),
    "undocumented": ("#EDEDED", "#595959"),
}
STATE_LABELS = {state: f"state.{state}" for state in STATE_FILLS}
FIRST_THRESHOLD = 80
LONGEST_BESIDE = 45  # a longer name of a pot needs more room before the note about its account


def write_pot(
    page: Page, plan: MatrixPlan, top: int, pot: Pot, pages: Mapping[str, Page]
) -> tuple[dict[tuple[str, int], UsageCells], int]:
    """Write the table of one counting pot; return its cells and the first row behind it."""
    report, usage = page.report, page.report.usage_of(pot)
    write_text(page.sheet, top, 0, report.names.pots[pot.key], page.look, bold=True, font_size=12)
    key = "pot_of_plan" if pot.frame == "plan" else "pot_of_ceilings"
    beside = COLUMN["usable" if len(report.names.pots[pot.key]) <= LONGEST_BESIDE else "available"]
    page.sheet.write_string(top, beside, page.text(key, accounts=_account_of(pot)), page.look.note())
    _write_headings(page, top + 1)
    made: dict[tuple[str, int], UsageCells] = {}
    for row, (year, figures) in enumerate(
        zip(_years(usage), usage.to_dict("records"), strict=True), start=top + 2
    ):
        cells = UsageCells(
            {name: page.cell(row, place) for name, place in COLUMN.items()}
            | {
                "spent": pages["matrix"].cell(plan.block(report.names.pots[pot.key]).total, plan.column(year))
            },
            figures,
            report.amount(pot=report.names.pots[pot.key], year=year),
            label("state.undocumented", page.language),
        )
        made[pot.key, year] = cells
        _YearRow(page, row, top, pot, year, cells).write(pages, plan)
    last = top + 2 + len(usage)
    _write_pot_sum(page, last, top + 2, usage)
    _colour_states(page, top + 2, last)
    if last > top + 2:
        keep_lines_apart(page, (top + 2, COLUMN["used_share"]), (last - 1, COLUMN["bound_share"]))
    row = last + 1
    for note in _footnotes(page, usage):
        write_text(page.sheet, row, 0, note, page.look, font_color="#595959", font_size=9)
        row += 1
    return made, row + 1


def _account_of(pot: Pot) -> str:
    return " · ".join(code for code in (pot.teilprodukt, pot.sachkonto) if code) or "–"


def _write_headings(page: Page, row: int) -> None:
    page.sheet.set_row(row, 32)
    for name, place in COLUMN.items():
        is_number = COLUMN["ceiling"] <= place <= COLUMN["bound_share"]
        is_text = place >= COLUMN["state"]
        align = "right" if is_number else "center" if name == "light" else "left"
        heading = page.look.heading(align=align, **({"indent": 1} if is_text else {}))
        page.sheet.write_string(row, place, page.text(f"workbook.column_{name}"), heading)


@dataclass(frozen=True)
class _YearRow:
    """One Haushaltsjahr of one pot, being written."""

    page: Page
    row: int
    top: int
    pot: Pot
    year: int
    cells: UsageCells

    def write(self, pages: Mapping[str, Page], plan: MatrixPlan) -> None:
        """Write the row: decisions as they stand, everything else as a formula with its exact value."""
        sheet, look, figures = self.page.sheet, self.page.look, self.cells.figures
        sheet.write_number(self.row, 0, self.year, look("whole", align="left", bold=True))
        self._write_decided(pages["ceilings"])
        matrix = plan.block(self.page.report.names.pots[self.pot.key]).total, plan.column(self.year)
        self._live("actual", self._actual(), figures["actual"], pages["matrix"].target(*matrix))
        self._live("refunds", self._actual(("amount", '"<0"')), figures["refunds"])
        self._live("committed", self._committed(), figures["committed"], pages["commitments"].target(0))
        if self.cells.is_documented:
            self._write_verdict()
        else:
            for name in ("available", "used_share", "bound_share"):
                sheet.write_string(self.row, COLUMN[name], NOTHING, look(align="right"))
            state = label("state.undocumented", self.page.language)
            sheet.write_string(self.row, COLUMN["state"], state, look(indent=1))
        status = figures["status"]
        shown = NOTHING if pd.isna(status) else label(f"status.{status}", self.page.language)
        sheet.write_string(self.row, COLUMN["status"], shown, look(indent=1))
        source = "" if pd.isna(figures["decisions"]) else str(figures["decisions"])
        write_text(sheet, self.row, COLUMN["source"], source, look, text_wrap=True, font_size=9)
        sheet.set_row(self.row, LINE_HEIGHT * lines_of(source, SOURCE_WIDTH) + 2)
        light = look(align="center", font_color=STATE_COLOURS["undocumented"])
        sheet.write_string(self.row, COLUMN["light"], LIGHTS[self.cells.is_documented], light)
        self._define_names()

    def _write_decided(self, ceilings: Page) -> None:
        figures, sheet, look = self.cells.figures, self.page.sheet, self.page.look
        if not self.cells.is_documented:
            words = self.cells.undocumented
            sheet.write_string(self.row, 1, words, look(align="right", font_color="#595959", italic=True))
            for name in ("carried_over", "blocked", "released", "usable"):
                sheet.write_string(self.row, COLUMN[name], NOTHING, look(align="right"))
            return
        link(self.page, self.row, 1, ceilings.target(0), look("euro"), self.page.text("to_ceilings"))
        sheet.write_number(self.row, 1, float(figures["ceiling"]), look("euro"))
        for name in ("carried_over", "blocked"):
            sheet.write_number(self.row, COLUMN[name], float(figures[name]), look("dash"))
        sheet.write_number(
            self.row, COLUMN["released"], float(Fraction(figures["released_share"])), look("percent")
        )
        ceiling, carried, blocked, released = (
            self._at(name) for name in ("ceiling", "carried_over", "blocked", "released")
        )
        self._live("usable", f"ROUND(({ceiling}+{carried}-{blocked})*{released},2)", figures["usable"])

    def _write_verdict(self) -> None:
        figures, page = self.cells.figures, self.page
        usable, actual, committed, ceiling = (
            self._at(name) for name in ("usable", "actual", "committed", "ceiling")
        )
        self._live("available", f"ROUND({usable}-{actual}-{committed},2)", figures["available"])
        bound = figures["actual"] + figures["committed"]
        for name, formula, amount in (
            ("used_share", actual, figures["actual"]),
            ("bound_share", f"({actual}+{committed})", bound),
        ):
            value = float(amount / figures["ceiling"]) if figures["ceiling"] else NOTHING
            whole = f'=IF({ceiling}=0,"{NOTHING}",{formula}/{ceiling})'
            page.sheet.write_formula(
                self.row, COLUMN[name], whole, page.look("percent", align="right"), value
            )
        state = label(STATE_LABELS[figures["state"]], page.language)
        page.sheet.write_formula(
            self.row, COLUMN["state"], f"={self._state()}", page.look(bold=True, indent=1), state
        )

    def _state(self) -> str:
        words = {state: quoted(label(key, self.page.language)) for state, key in STATE_LABELS.items()}
        bound = f"{self._at('actual')}+{self._at('committed')}"
        usable = self._at("usable")
        rest = f"ROUND({bound}-{usable},2)"
        warning = f"ROUND(100*({bound})-{FIRST_THRESHOLD}*{usable},2)>=0"
        inner = f"IF({warning},{words['warning']},{words['within']})"
        inner = f"IF(ROUND({bound},2)<=0,{words['within']},IF({rest}=0,{words['exhausted']},{inner}))"
        return f"IF({rest}>0,{words['exceeded']},{inner})"

    def _actual(self, *more: tuple[str, str]) -> str:
        return self._sum("amount", posting_column, *more)

    def _committed(self) -> str:
        return self._sum("open", order_column)

    def _sum(self, amount: str, of_table: Callable[[str, Language], str], *more: tuple[str, str]) -> str:
        names = self.page.report.names

        def column(name: str) -> str:
            return of_table(name, self.page.language)

        conditions = [
            (column("pot"), criterion(names.pots[self.pot.key], f"$A${self.top + 1}")),
            (column("year"), self._at("year")),
            *((column(name), sign) for name, sign in more),
        ]
        return sum_in_scope(names, self.cells.figures["scope"], column(amount), column, conditions)

    def _live(self, name: str, formula: str, amount: Decimal, target: str = "") -> None:
        look = self.page.look("dash" if name in ("refunds", "committed") else "euro")
        if target:
            link(self.page, self.row, COLUMN[name], target, look, self.page.text(f"workbook.to_{name}"))
        self.page.sheet.write_formula(self.row, COLUMN[name], f"={formula}", look, float(amount))

    def _define_names(self) -> None:
        for figure in FIGURES:
            name = figure_name(self.page.report, figure, self.pot, self.year)
            self.page.define(name, self.page.cell(self.row, COLUMN[figure]))

    def _at(self, name: str) -> str:
        return str(xl_rowcol_to_cell(self.row, COLUMN[name], col_abs=True))


def _write_pot_sum(page: Page, row: int, first: int, usage: pd.DataFrame) -> None:
    line = {"bold": True, "top": 1, "top_color": "#7F7F7F"}
    for place in range(LAST + 1):
        page.sheet.write_blank(row, place, None, page.look(**line))
    page.sheet.write_string(row, 0, page.text("sum"), page.look(**line))
    for name in ("actual", "refunds", "committed"):
        place = COLUMN[name]
        cells = f"{xl_rowcol_to_cell(first, place)}:{xl_rowcol_to_cell(row - 1, place)}"
        number = page.look("dash" if name != "actual" else "euro", **line)
        if len(usage):
            page.sheet.write_formula(row, place, f"=SUM({cells})", number, float(sum_euros(usage[name])))
        else:
            page.sheet.write_number(row, place, 0, number)


def _colour_states(page: Page, first: int, last: int) -> None:
    """Colour the state by its word, so that the colour follows when a posting is edited."""
    if last == first:
        return
    for state, (fill, ink) in STATE_FILLS.items():
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": quoted(label(STATE_LABELS[state], page.language)),
            "format": page.look.fill(fill, ink),
        }
        page.sheet.conditional_format(first, COLUMN["state"], last - 1, COLUMN["state"], rule)
        _colour_light(page, first, last, state)
    negative = {"type": "cell", "criteria": "<", "value": 0, "format": page.look.fill("#FFFFFF", "#9C0006")}
    page.sheet.conditional_format(first, COLUMN["available"], last - 1, COLUMN["available"], negative)


def _colour_light(page: Page, first: int, last: int, state: str) -> None:
    word = xl_rowcol_to_cell(first, COLUMN["state"], col_abs=True)
    light = {
        "type": "formula",
        "criteria": f"={word}={quoted(label(STATE_LABELS[state], page.language))}",
        "format": page.look.ink(STATE_COLOURS[state]),
    }
    page.sheet.conditional_format(first, COLUMN["light"], last - 1, COLUMN["light"], light)


def _footnotes(page: Page, usage: pd.DataFrame) -> list[str]:
    report = page.report
    notes = []
    undocumented = usage.index[usage["ceiling"].isna()]
    if len(undocumented):
        notes.append(page.text("note_undocumented", years=years_of(undocumented)))
    for scope, rows in usage[usage["ceiling"].notna()].groupby("scope", sort=False):
        named = report.names.scope(str(scope))
        if named:
            amount = format_euros(sum_euros(rows["out_of_scope"]), page.language)
            regions = enumerate_words(named, page.language)
            key = "note_scope_spent" if (rows["out_of_scope"] != ZERO).any() else "note_scope"
            notes.append(page.text(key, years=years_of(rows.index), regions=regions, amount=amount))
    for status in ("vorgeschlagen", "angenommen"):
        rows = usage[(usage["status"] == status) & usage["ceiling"].notna()]
        for papers, of_papers in rows.groupby("decisions", sort=False, dropna=False):
            paper = page.text("no_paper") if pd.isna(papers) else str(papers)
            notes.append(page.text(f"workbook.note_{status}", years=years_of(of_papers.index), paper=paper))
    return [*notes, page.text("note_state", threshold=FIRST_THRESHOLD)]


def _years(usage: pd.DataFrame) -> list[int]:
    return [int(year) for year in usage.index.tolist()]
