"""The sheet Übersicht: finding, whether the sums tie, counting pots, the others beside, and the charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from kooperation.model.money import ZERO, sum_euros
from kooperation.model.schema import EUR
from kooperation.reporting.headline import headline
from kooperation.reporting.provenance import ledger_check
from kooperation.reporting.workbook.addresses import posting_column, quoted, sum_if
from kooperation.reporting.workbook.matrix_plan import MatrixPlan
from kooperation.reporting.workbook.page import (
    Page,
    amount_width,
    link,
    set_up_printing,
    stand_text,
    write_text,
)
from kooperation.reporting.workbook.usage_cells import COLUMN, OVERVIEW_COLUMNS, UsageCells
from kooperation.reporting.workbook.usage_table import write_pot

LAST = len(OVERVIEW_COLUMNS) - 1
CHART_ROWS = 20
ROWS_OF_A_PAGE = 62  # what is still legible on one page; more rows take several, at the scale of the width
ROWS_AT_FULL_WIDTH = 48
MOST_YEARS_BESIDE = 10


@dataclass(frozen=True)
class Overview:
    """What the other sheets need of the overview: the cells per pot and year, and where the charts go."""

    usage: Mapping[tuple[str, int], UsageCells]
    chart_rows: Mapping[str, int]


def write_overview(page: Page, plan: MatrixPlan, pages: Mapping[str, Page]) -> Overview:
    """Write the sheet without its charts, which need the matrix first."""
    row = _write_opening(page)
    row = _write_checks(page, row, pages) + 1
    usage: dict[tuple[str, int], UsageCells] = {}
    for pot in page.report.counting:
        cells, row = write_pot(page, plan, row, pot, pages)
        usage |= cells
    row = _write_beside(page, plan, row, pages) + 1
    charts = {pot.key: row + number * (CHART_ROWS + 1) for number, pot in enumerate(page.report.counting)}
    page.sheet.set_h_pagebreaks(_breaks(charts.values()))
    page.sheet.freeze_panes(2, 0)
    _set_widths(page)
    last = max([row, *(top + CHART_ROWS for top in charts.values())])
    set_up_printing(page, last, LAST, pages=1 if last <= ROWS_OF_A_PAGE else 0)
    return Overview(usage, charts)


def _breaks(chart_rows: Iterable[int]) -> list[int]:
    """Return where new pages begin so that none cuts a chart; ignored where all fits on one page."""
    breaks: list[int] = []
    for top in chart_rows:
        since = breaks[-1] if breaks else 0
        if (top - since) % ROWS_AT_FULL_WIDTH + CHART_ROWS > ROWS_AT_FULL_WIDTH:
            breaks.append(top)
    return breaks


def _write_opening(page: Page) -> int:
    report, sheet = page.report, page.sheet
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, page.text("title"), page.look(font_size=17, bold=True))
    sheet.write_string(1, 0, _stand(page), page.look(bold=True))
    sheet.write_string(2, 0, page.text("subtitle"), page.look.note())
    row = 3
    if report.is_example:
        sheet.merge_range(row, 0, row, LAST, page.text("example"), page.look.banner())
        row += 1
    row += 1
    for pot in report.counting:
        _write_wide(page, row, headline(report, pot), bold=True, font_size=11)
        row += 1
    if not report.counting:
        _write_wide(page, row, page.text("no_counting_pot"), bold=True, font_size=11)
        row += 1
    return row + 1


def _stand(page: Page) -> str:
    """Say which day the figures are of, and what that day is."""
    if page.report.as_of is None:
        return stand_text(page)
    return page.text("stand_cut" if page.report.is_dated else "stand_last", stand=stand_text(page))


def _write_wide(page: Page, row: int, text: str, **properties: object) -> None:
    """Write a sentence over the whole width, its row as high as the sentence needs."""
    look = page.look(text_wrap=True, **properties)
    page.sheet.merge_range(row, 0, row, LAST, "", look)
    write_text(page.sheet, row, 0, text, page.look, text_wrap=True, **properties)
    page.sheet.set_row(row, 15.5 * (1 + len(text) // 165))


def _write_checks(page: Page, row: int, pages: Mapping[str, Page]) -> int:
    """Write whether the sums tie, what is not assigned, what does not reconcile, what was noticed."""
    report, check = page.report, ledger_check(page.report)
    amounts = posting_column("amount", page.language)
    page.sheet.write_string(row, 0, page.text("at_a_glance"), page.look(bold=True, font_size=12))
    live = f"=SUM({amounts})"
    _write_figure(
        page,
        row + 1,
        "sum_of_postings",
        live,
        check.shown,
        _counted(page, ("no_rows", "one_rows", "many_rows"), len(report.postings)),
    )
    steps = page.text("steps_to_expected") if check.expected != check.files else ""
    _write_figure(page, row + 2, "sum_of_files", None, check.expected, steps)
    shown, expected = (xl_rowcol_to_cell(row + offset, COLUMN["blocked"]) for offset in (1, 2))
    _write_figure(page, row + 3, "difference", f"=ROUND({shown}-{expected},2)", check.difference, "")
    verdict = ("ties", "does_not_tie")
    place = xl_rowcol_to_cell(row + 3, COLUMN["blocked"])
    words = [page.text(key) for key in verdict]
    formula = f"=IF({place}=0,{quoted(words[0])},{quoted(words[1])})"
    page.sheet.write_formula(
        row + 3, COLUMN["released"], formula, page.look(bold=True, indent=1), words[check.difference != 0]
    )
    unassigned = sum_if(amounts, (posting_column("region", page.language), quoted(report.names.unassigned)))
    note = _counted(page, ("no_postings", "one_postings", "many_postings"), len(report.unassigned))
    _write_figure(
        page, row + 4, "unassigned", f"={unassigned}", report.amount(region=report.names.unassigned), note
    )
    _lead_to(page, row + 4, pages["unassigned_sheet"])
    differing = report.reconciliation[(report.reconciliation["difference"] != ZERO).fillna(value=False)]
    note = (
        _counted(page, ("no_accounts_differ", "one_accounts_differ", "many_accounts_differ"), len(differing))
        if len(report.reconciliation)
        else page.text("no_overviews")
    )
    _write_figure(
        page, row + 5, "reconciliation_sum", None, sum_euros(differing["difference"].dropna()), note
    )
    _lead_to(page, row + 5, pages["reconciliation"])
    counts = report.findings["severity"].value_counts()
    noticed = {severity: int(counts.get(severity, 0)) for severity in ("error", "warning", "note")}
    page.sheet.write_string(row + 6, 0, page.text("noticed"), page.look())
    page.sheet.write_string(
        row + 6, COLUMN["released"], page.text("noticed_counts", **noticed), _remark(page)
    )
    _lead_to(page, row + 6, pages["findings"])
    return row + 7


def _remark(page: Page) -> Any:
    return page.look(font_color="#595959", indent=1)


def _counted(page: Page, keys: tuple[str, str, str], count: int) -> str:
    none, one, many = keys
    return page.text(none if count == 0 else one if count == 1 else many, count=count)


def _write_figure(page: Page, row: int, key: str, formula: str | None, amount: Decimal, note: str) -> None:
    place = COLUMN["blocked"]
    page.sheet.write_string(row, 0, page.text(key), page.look())
    if formula:
        page.sheet.write_formula(row, place, formula, page.look("euro", bold=True), float(amount))
    else:
        page.sheet.write_number(row, place, float(amount), page.look("euro", bold=True))
    if note:
        page.sheet.write_string(row, place + 1, note, _remark(page))
    page.define(page.text(f"workbook.name_{key}"), page.cell(row, place))


def _lead_to(page: Page, row: int, other: Page) -> None:
    shown = page.look(font_color="#0563C1", underline=1)
    place = COLUMN["available"]
    page.sheet.write_url(
        row, place, f"internal:{other.target(0)}", shown, string=page.text("see_sheet", sheet=other.name)
    )


def _write_beside(page: Page, plan: MatrixPlan, top: int, pages: Mapping[str, Page]) -> int:
    """Write what the other pots and the rest of the accounts spent: shown, never held against a ceiling."""
    blocks = [block for block in plan.blocks if not block.is_counting]
    if not blocks:
        return top
    years = plan.years[-MOST_YEARS_BESIDE:]
    page.sheet.write_string(top, 0, page.text("beside_title"), page.look(bold=True, font_size=12))
    page.sheet.write_string(top, COLUMN["usable"], page.text("beside_note"), page.look.note())
    first = COLUMN["blocked"]
    page.sheet.merge_range(top + 1, 0, top + 1, first - 1, page.text("pot"), page.look.heading())
    for place, year in enumerate([*years, page.text("all_years")], start=first):
        heading = page.look.heading(align="right", num_format="0")
        page.sheet.write(top + 1, place, year, heading)
    for row, block in enumerate(blocks, start=top + 2):
        write_text(page.sheet, row, 0, block.name, page.look)
        for place, year in enumerate([*years, None], start=first):
            column = plan.last_column if year is None else plan.column(year)
            amount = page.report.amount(pot=block.name, year=year)
            number = page.look("dash", bold=year is None)
            link(
                page, row, place, pages["matrix"].target(block.total, column), number, page.text("to_actual")
            )
            page.sheet.write_formula(
                row, place, f"={pages['matrix'].cell(block.total, column)}", number, float(amount)
            )
    return top + 2 + len(blocks)


def _set_widths(page: Page) -> None:
    for place, width in enumerate(_widths(page)):
        page.sheet.set_column(place, place, width)


def _widths(page: Page) -> list[float]:
    """Return the widths of all columns; those of numbers also hold the sums of the pots beside."""
    usage, report = page.report.usage, page.report
    beside = [report.amount(pot=report.names.pots[pot.key]) for pot in report.beside]
    widths = {"year": 15.0, "state": 15.0, "status": 15.0, "source": 38.0}
    for name in OVERVIEW_COLUMNS[1:-3]:
        amounts = usage[name].dropna().tolist() if name in usage and usage[name].dtype == EUR else []
        total = [sum_euros(amounts)] if name in ("actual", "refunds", "committed") else []
        ledger = [report.amount(), ledger_check(report).expected] if name == "blocked" else []
        least = 15.0 if name == "used_share" else 13.0
        widths[name] = amount_width([*amounts, *total, *beside, *ledger], page.language, least=least)
    return [widths[name] for name in OVERVIEW_COLUMNS]


def table_width(page: Page) -> int:
    """Return how wide the tables are on the screen. [px]."""
    return sum(round(7 * width + 5) for width in _widths(page))
