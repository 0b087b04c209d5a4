"""The lines „Auf einen Blick“: whether the sums tie, what is not assigned or differs, what was noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from kooperation.analysis.condensing import row_count
from kooperation.model.money import ZERO, format_count, sum_euros
from kooperation.reporting.provenance import LedgerCheck
from kooperation.reporting.workbook.addresses import posting_column, quoted, sum_if
from kooperation.reporting.workbook.page import SOFT_INK, Page
from kooperation.reporting.workbook.usage_cells import COLUMN

AMOUNT, REMARK, LINK = COLUMN["blocked"], COLUMN["released"], COLUMN["available"]


@dataclass(frozen=True)
class _Line:
    """One line: its label, its amount with the formula behind it, a remark, and the sheet that tells more."""

    key: str
    amount: Decimal | None = None
    formula: str = ""
    remark: str = ""
    sheet: str = ""


def write_checks(page: Page, top: int, check: LedgerCheck, pages: Mapping[str, Page]) -> int:
    """Write the lines; return the first row behind them."""
    page.sheet.write_string(top, 0, page.text("at_a_glance"), page.look.part())
    lines = [
        _of_postings(page),
        _of_files(page, check),
        _difference(check, top + 1),
        _unassigned(page),
        _overviews(page),
        _noticed(page),
    ]
    for row, line in enumerate(lines, start=top + 1):
        _write_line(page, row, line, pages)
    _write_verdict(page, top + 3, is_lost=check.difference != ZERO)
    return top + 1 + len(lines)


def _of_postings(page: Page) -> _Line:
    counted = _counted(page, ("no_rows", "one_rows", "many_rows"), row_count(page.report.postings))
    live = f"SUM({posting_column('amount', page.language)})"
    return _Line("sum_of_postings", page.report.amount(), live, counted)


def _of_files(page: Page, check: LedgerCheck) -> _Line:
    steps = page.text("steps_to_expected") if check.expected != check.files else ""
    return _Line("sum_of_files", check.expected, remark=steps)


def _difference(check: LedgerCheck, first: int) -> _Line:
    shown, expected = (xl_rowcol_to_cell(row, AMOUNT) for row in (first, first + 1))
    return _Line("difference", check.difference, f"ROUND({shown}-{expected},2)")


def _unassigned(page: Page) -> _Line:
    report, language = page.report, page.language
    name = report.names.unassigned
    live = sum_if(posting_column("amount", language), (posting_column("region", language), quoted(name)))
    counted = _counted(page, ("no_postings", "one_postings", "many_postings"), row_count(report.unassigned))
    return _Line("unassigned", report.amount(region=name), live, counted, "unassigned_sheet")


def _overviews(page: Page) -> _Line:
    rows = page.report.reconciliation
    differing = rows[(rows["difference"] != ZERO).fillna(value=False)]
    keys = ("no_accounts_differ", "one_accounts_differ", "many_accounts_differ")
    counted = _counted(page, keys, len(differing)) if len(rows) else page.text("no_overviews")
    amount = sum_euros(differing["difference"].dropna())
    return _Line("reconciliation_sum", amount, remark=counted, sheet="reconciliation")


def _noticed(page: Page) -> _Line:
    counts = page.report.findings["severity"].value_counts()
    noticed = {
        severity: format_count(int(counts.get(severity, 0)), page.report.language)
        for severity in ("error", "warning", "note")
    }
    return _Line("noticed", remark=page.text("noticed_counts", **noticed), sheet="findings")


def _counted(page: Page, keys: tuple[str, str, str], count: int) -> str:
    none, one, many = keys
    return page.text(
        none if count == 0 else one if count == 1 else many, count=format_count(count, page.report.language)
    )


def _write_line(page: Page, row: int, line: _Line, pages: Mapping[str, Page]) -> None:
    sheet, look = page.sheet, page.look
    sheet.write_string(row, 0, page.text(line.key), look())
    if line.amount is not None:
        _write_amount(page, row, line, line.amount)
    if line.remark:
        sheet.write_string(row, REMARK, line.remark, look(font_color=SOFT_INK, indent=1))
    if line.sheet:
        other = pages[line.sheet]
        text = page.text("see_sheet", sheet=other.name)
        sheet.write_url(row, LINK, f"internal:{other.target(0)}", look.link(), string=text)


def _write_amount(page: Page, row: int, line: _Line, amount: Decimal) -> None:
    shown = page.look("euro", bold=True)
    if line.formula:
        page.sheet.write_formula(row, AMOUNT, f"={line.formula}", shown, float(amount))
    else:
        page.sheet.write_number(row, AMOUNT, float(amount), shown)
    page.define(page.text(f"workbook.name_{line.key}"), page.cell(row, AMOUNT))


def _write_verdict(page: Page, row: int, *, is_lost: bool) -> None:
    """Write beside the difference whether the sums tie, in a word that follows it."""
    words = [page.text(key) for key in ("ties", "does_not_tie")]
    formula = f"=IF({xl_rowcol_to_cell(row, AMOUNT)}=0,{quoted(words[0])},{quoted(words[1])})"
    page.sheet.write_formula(row, REMARK, formula, page.look(bold=True, indent=1), words[is_lost])
