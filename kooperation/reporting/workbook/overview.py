"""The sheet Übersicht: finding, whether the sums tie, counting pots, the others beside, and the charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kooperation.model.money import sum_euros
from kooperation.model.schema import EUR
from kooperation.reporting.headline import headline
from kooperation.reporting.provenance import LedgerCheck, ledger_check
from kooperation.reporting.workbook.checks import write_checks
from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of
from kooperation.reporting.workbook.matrix_plan import Block, MatrixPlan
from kooperation.reporting.workbook.page import (
    Page,
    amount_width,
    link,
    set_up_printing,
    stand_sentence,
    write_text,
)
from kooperation.reporting.workbook.sentences import write_wide
from kooperation.reporting.workbook.usage_cells import (
    COLUMN,
    OVERVIEW_COLUMNS,
    SOURCE_WIDTH,
    UsageCells,
)
from kooperation.reporting.workbook.usage_table import write_pot

LAST = len(OVERVIEW_COLUMNS) - 1
CHART_ROWS = 20  # of one chart; below it stands where its figures are
CHARTS_ROWS = (
    2 * (CHART_ROWS + 1) + 1
)  # of all charts of a pot: spending, below it usage and the current year
LEAST_WIDTHS = {"used_share": 13.5, "carried_over": 11.0, "released": 11.5}
HALF = COLUMN["refunds"]  # where the right one of two charts begins
ROWS_OF_A_PAGE = 62  # what is still legible on one page; more rows take several, at the scale of the width
ROWS_AT_FULL_WIDTH = 48
BESIDE = COLUMN["carried_over"]  # the column of the first year of what stands beside
MOST_YEARS_BESIDE = COLUMN["light"] - BESIDE - 1  # so many fit before the narrow column of the light


@dataclass(frozen=True)
class Overview:
    """What the other sheets need of the overview: the cells per pot and year, and where the charts go."""

    usage: Mapping[tuple[str, int], UsageCells]
    chart_rows: Mapping[str, int]
    widths: tuple[float, ...]

    @property
    def chart_widths(self) -> tuple[int, int]:
        """How wide the tables are on the screen, left and right of where a right chart begins. [px]."""
        widths = [round(7 * width + 5) for width in self.widths]
        return sum(widths[:HALF]), sum(widths[HALF:])


def write_overview(page: Page, plan: MatrixPlan, pages: Mapping[str, Page]) -> Overview:
    """Write the sheet without its charts, which need the matrix first."""
    check = ledger_check(page.report)
    widths = _widths(page, plan, check)
    row = _write_opening(page, widths)
    row = write_checks(page, row, check, pages) + 1
    usage: dict[tuple[str, int], UsageCells] = {}
    for pot in page.report.counting:
        cells, row = write_pot(page, plan, row, pot, pages)
        usage |= cells
    row = _write_beside(page, plan, row, pages) + 1
    charts = {pot.key: row + number * CHARTS_ROWS for number, pot in enumerate(page.report.counting)}
    page.sheet.set_h_pagebreaks(_breaks(charts.values()))
    page.sheet.freeze_panes(2, 0)
    for place, width in enumerate(widths):
        page.sheet.set_column(place, place, width)
    last = max([row, *(top + CHARTS_ROWS - 2 for top in charts.values())])
    set_up_printing(page, last, LAST, pages=1 if last <= ROWS_OF_A_PAGE else 0)
    return Overview(usage, charts, tuple(widths))


def _breaks(chart_rows: Iterable[int]) -> list[int]:
    """Return where new pages begin so that none cuts a chart; ignored where all fits on one page."""
    breaks: list[int] = []
    for top in chart_rows:
        since = breaks[-1] if breaks else 0
        if (top - since) % ROWS_AT_FULL_WIDTH + CHART_ROWS > ROWS_AT_FULL_WIDTH:
            breaks.append(top)
    return breaks


def _write_opening(page: Page, widths: Sequence[float]) -> int:
    report, sheet = page.report, page.sheet
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, page.text("title"), page.look(font_size=17, bold=True))
    sheet.write_string(1, 0, stand_sentence(page), page.look(bold=True))
    sheet.write_string(2, 0, page.text("subtitle"), page.look.note())
    row = 3
    if report.is_example:
        sheet.merge_range(row, 0, row, LAST, page.text("example"), page.look.banner())
        row += 1
    row += 1
    for pot in report.counting:
        write_wide(page, row, headline(report, pot), widths, bold=True, font_size=11)
        row += 1
    if not report.counting:
        write_wide(page, row, page.text("no_counting_pot"), widths, bold=True, font_size=11)
        row += 1
    return row + 1


def _write_beside(page: Page, plan: MatrixPlan, top: int, pages: Mapping[str, Page]) -> int:
    """Write what the other pots and the rest of the accounts spent: shown, never held against a ceiling."""
    blocks = [block for block in plan.blocks if not block.is_counting]
    if not blocks:
        return top
    years = plan.years[-MOST_YEARS_BESIDE:]
    page.sheet.write_string(top, 0, page.text("beside_title"), page.look.part())
    page.sheet.write_string(top, COLUMN["usable"], _beside_note(page, plan), page.look.note())
    page.sheet.merge_range(top + 1, 0, top + 1, BESIDE - 1, page.text("pot"), page.look.heading())
    for place, year in enumerate([*years, page.text("all_years")], start=BESIDE):
        heading = page.look.heading(align="right", num_format="0")
        page.sheet.write(top + 1, place, year, heading)
    for row, block in enumerate(blocks, start=top + 2):
        _write_pot_beside(page, plan, row, block, pages["matrix"])
    return top + 2 + len(blocks)


def _beside_note(page: Page, plan: MatrixPlan) -> str:
    note = page.text("beside_note")
    if len(plan.years) <= MOST_YEARS_BESIDE:
        return note
    return f"{note}; {page.text('beside_cut', count=MOST_YEARS_BESIDE)}"


def _write_pot_beside(page: Page, plan: MatrixPlan, row: int, block: Block, matrix: Page) -> None:
    look = page.look(text_wrap=True)
    page.sheet.merge_range(row, 0, row, BESIDE - 1, "", look)
    write_text(page.sheet, row, 0, block.name, page.look, text_wrap=True)
    page.sheet.set_row(row, LINE_HEIGHT * lines_of(block.name, 28) + 2)
    for place, year in enumerate([*plan.years[-MOST_YEARS_BESIDE:], None], start=BESIDE):
        column = plan.last_column if year is None else plan.column(year)
        amount = page.report.amount(pot=block.name, year=year)
        number = page.look("dash", bold=year is None)
        link(page, row, place, matrix.target(block.total, column), number, page.text("to_actual"))
        page.sheet.write_formula(row, place, f"={matrix.cell(block.total, column)}", number, float(amount))


def _widths(page: Page, plan: MatrixPlan, check: LedgerCheck) -> list[float]:
    """Return the widths of all columns; those of numbers also hold what stands above and below the table."""
    usage, report = page.report.usage, page.report
    widths = {"year": 14.5, "light": 7.0, "state": 14.0, "status": 14.0, "source": SOURCE_WIDTH}
    for name in OVERVIEW_COLUMNS[1:-4]:
        amounts = usage[name].dropna().tolist() if name in usage and usage[name].dtype == EUR else []
        total = [sum_euros(amounts)] if name in ("actual", "refunds", "committed") else []
        ledger = [report.amount(), check.expected] if name == "blocked" else []
        shown = [*amounts, *total, *ledger, *_amounts_beside(page, plan, COLUMN[name])]
        widths[name] = amount_width(shown, page.language, least=LEAST_WIDTHS.get(name, 12.5))
    return [widths[name] for name in OVERVIEW_COLUMNS]


def _amounts_beside(page: Page, plan: MatrixPlan, column: int) -> list[Decimal]:
    """Return what the other pots have in a column: the amounts of a year, or behind the years all of them."""
    years = [*plan.years[-MOST_YEARS_BESIDE:], None]
    place = column - BESIDE
    if not 0 <= place < len(years):
        return []
    beside = [block.name for block in plan.blocks if not block.is_counting]
    return [page.report.amount(pot=name, year=years[place]) for name in beside]
