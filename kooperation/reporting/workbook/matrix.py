"""The sheet Region × Jahr: live sums per pot, region and Haushaltsjahr, each with a link to its postings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kooperation.model.money import ZERO
from kooperation.reporting.labels import label
from kooperation.reporting.workbook.addresses import criterion, posting_column, sum_if
from kooperation.reporting.workbook.grid import Grid
from kooperation.reporting.workbook.matrix_plan import FIRST_YEAR, HEADINGS, Block, MatrixPlan
from kooperation.reporting.workbook.page import (
    Page,
    amount_width,
    link,
    set_up_printing,
    write_head,
    write_text,
)
from kooperation.reporting.workbook.postings import AMOUNT, posting_row
from kooperation.reporting.workbook.shares import keep_lines_apart
from kooperation.reporting.workbook.usage_cells import UsageCells

LEAST_COLUMNS = 8  # so wide is the print area at least, for the notes above a matrix of few years


def write_matrix(
    page: Page, plan: MatrixPlan, postings: Page, usage: Mapping[tuple[str, int], UsageCells]
) -> None:
    """Write the whole sheet; ``usage`` says where the overview holds ceiling, share and rest."""
    write_head(page, page.text("sheet_matrix"), page.text("matrix_note"))
    _write_headings(page, plan)
    for block in plan.blocks:
        _write_block(page, plan, block, postings)
        if block.is_counting:
            _write_ceiling(page, plan, block, usage)
    _write_total(page, plan)
    _write_accounts(page, plan)
    _set_widths(page, plan)
    page.sheet.freeze_panes(HEADINGS + 1, FIRST_YEAR)
    page.sheet.repeat_rows(HEADINGS)
    set_up_printing(page, plan.last_row, max(plan.last_column, LEAST_COLUMNS))


def _write_headings(page: Page, plan: MatrixPlan) -> None:
    heading, sheet = page.look.heading, page.sheet
    sheet.set_row(HEADINGS, 22)
    sheet.write_string(HEADINGS, 0, page.text("pot_or_account"), heading())
    sheet.write_string(HEADINGS, 1, page.text("region"), heading())
    for year in plan.years:
        if isinstance(year, int):
            sheet.write_number(HEADINGS, plan.column(year), year, heading(align="right", num_format="0"))
        else:
            sheet.write_string(HEADINGS, plan.column(year), str(year), heading(align="right"))
    sheet.write_string(HEADINGS, plan.last_column, page.text("all_years"), heading(align="right"))


def _write_block(page: Page, plan: MatrixPlan, block: Block, postings: Page) -> None:
    key = "block_counting" if block.is_counting else "block_beside"
    key = "block_outside" if block.pot is None else key
    grid = _grid(page, plan)
    grid.write_section(block.first, block.name, page.text(key))
    for region in block.regions:
        _write_region(page, plan, block, region, postings)
    grid.write_column_sums(
        (block.first + 1, block.total - 1),
        (block.name, page.text("sum")),
        lambda year: page.report.amount(pot=block.name, year=year),
    )


def _grid(page: Page, plan: MatrixPlan) -> Grid:
    return Grid(page, plan.years, HEADINGS)


def _write_region(page: Page, plan: MatrixPlan, block: Block, region: str, postings: Page) -> None:
    row, report = block.row(region), page.report
    is_open = region == report.names.unassigned
    write_text(page.sheet, row, 0, block.name, page.look, font_color="#7F7F7F")
    write_text(page.sheet, row, 1, region, page.look, italic=is_open)
    number = page.look("euro" if is_open else "dash", italic=is_open)
    for year in plan.years:
        column = plan.column(year)
        group = report.groups.get((block.name, region, year))
        if group:
            target = postings.target(posting_row(group.first), AMOUNT, posting_row(group.last))
            link(page, row, column, target, number, page.text("to_postings"))
        formula = sum_if(
            *_conditions(page, (block.name, region), row, _grid(page, plan).heading_cell(column))
        )
        page.sheet.write_formula(row, column, f"={formula}", number, float(group.amount if group else ZERO))
    _grid(page, plan).write_row_sum(row, number, report.amount(pot=block.name, region=region))


def _conditions(page: Page, names: tuple[str, str], row: int, year: str) -> tuple[Any, ...]:
    language, (pot, region) = page.language, names
    return (
        posting_column("amount", language),
        (posting_column("pot", language), criterion(pot, f"$A{row + 1}")),
        (posting_column("region", language), criterion(region, f"$B{row + 1}")),
        (posting_column("year", language), year),
    )


def _write_ceiling(
    page: Page, plan: MatrixPlan, block: Block, usage: Mapping[tuple[str, int], UsageCells]
) -> None:
    """Write what a counting pot is held against; every cell follows the overview."""
    rows = {block.ceiling: "ceiling", block.ceiling + 1: "used_share", block.ceiling + 2: "rest"}
    if block.has_out_of_scope:
        rows[block.total + 1] = "out_of_scope"
    pot = block.pot.key if block.pot else ""
    for row, key in rows.items():
        write_text(page.sheet, row, 0, block.name, page.look, font_color="#7F7F7F")
        page.sheet.write_string(row, 1, page.text(f"workbook.matrix_{key}"), page.look())
        number = page.look("percent" if key == "used_share" else "euro", align="right")
        if key == "used_share":
            keep_lines_apart(page, (row, FIRST_YEAR), (row, plan.last_column))
        for year in plan.years:
            cells = usage.get((pot, year)) if isinstance(year, int) else None
            if cells is None:
                page.sheet.write_string(row, plan.column(year), "–", page.look(align="right"))
            else:
                formula, value = cells.shown(key)
                page.sheet.write_formula(row, plan.column(year), f"={formula}", number, value)


def _write_total(page: Page, plan: MatrixPlan) -> None:
    grid, language = _grid(page, plan), page.language

    def of_sheet(column: int) -> str:
        of_year = (posting_column("year", language), grid.heading_cell(column))
        return sum_if(posting_column("amount", language), of_year)

    totals = [block.total for block in plan.blocks]
    grid.write_check(plan.total, totals, of_sheet, lambda year: page.report.amount(year=year))


def _write_accounts(page: Page, plan: MatrixPlan) -> None:
    """Write what each account adds up to, so that pots and the rest tie to the ledger."""
    if not plan.accounts:
        return
    grid = _grid(page, plan)
    grid.write_section(plan.first_account, page.text("accounts"), page.text("accounts_note"))
    row = plan.first_account + 1
    for account, pots in plan.accounts:
        for pot in pots:
            _write_account_row(page, plan, row, account, pot)
            row += 1
        grid.write_column_sums(
            (row - len(pots), row - 1),
            (account, page.text("account_sum")),
            lambda year, account=account: page.report.account_amount(account, year=year),  # type: ignore[misc]
        )
        row += 1


def _write_account_row(page: Page, plan: MatrixPlan, row: int, account: str, pot: str) -> None:
    write_text(page.sheet, row, 0, account, page.look, font_color="#7F7F7F")
    write_text(page.sheet, row, 1, pot, page.look)
    number, language = page.look("dash"), page.language
    for year in plan.years:
        column = plan.column(year)
        formula = sum_if(
            posting_column("amount", language),
            (posting_column("account", language), criterion(account, f"$A{row + 1}")),
            (posting_column("pot", language), criterion(pot, f"$B{row + 1}")),
            (posting_column("year", language), _grid(page, plan).heading_cell(column)),
        )
        amount = page.report.account_amount(account, pot=pot, year=year)
        page.sheet.write_formula(row, column, f"={formula}", number, float(amount))
    total = sum((page.report.account_amount(account, pot=pot, year=year) for year in plan.years), ZERO)
    _grid(page, plan).write_row_sum(row, number, total)


def _set_widths(page: Page, plan: MatrixPlan) -> None:
    report = page.report
    names = [block.name for block in plan.blocks] + [account for account, _ in plan.accounts]
    labels = [
        *(region for block in plan.blocks for region in block.regions),
        page.text("matrix_out_of_scope"),
    ]
    labels += [pot for _, pots in plan.accounts for pot in pots]
    page.sheet.set_column(
        0, 0, min(36, max(18, *(len(name) + 2 for name in [*names, page.text("sum_in_postings")])))
    )
    page.sheet.set_column(1, 1, min(40, max(18, *(len(name) + 2 for name in labels))))
    amounts = [report.amount(year=year) for year in plan.years] + [
        group.amount for group in report.groups.values()
    ]
    words = len(label("state.undocumented", page.language)) + 2.0
    width = amount_width([*amounts, report.amount()], page.language, least=max(12.5, words))
    page.sheet.set_column(FIRST_YEAR, plan.last_column, width)
