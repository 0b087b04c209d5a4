"""The sheets Buchungen and Nicht zugeordnet: every posting with its way back to file, sheet and row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.analysis.assignment import reason_in
from kooperation.analysis.condensing import row_count
from kooperation.model.messages import Language
from kooperation.model.money import format_count, format_euros
from kooperation.model.schema import COUNT
from kooperation.reporting.distinct import Distinct, distinct_of
from kooperation.reporting.labels import enumerate_words, label
from kooperation.reporting.posting_list import ListedPostings
from kooperation.reporting.provenance import MOST_RULE_LINES, REGION_TO_FILL_IN, register_headings, rule_lines
from kooperation.reporting.tables import Report
from kooperation.reporting.workbook.addresses import criterion, posting_column, sum_if
from kooperation.reporting.workbook.matrix_plan import MatrixPlan
from kooperation.reporting.workbook.page import (
    Page,
    amount_width,
    set_up_printing,
    write_head,
)
from kooperation.reporting.workbook.table import Column, write_table

TOP = 5  # the row of the headings, counted from 0: matrix links need it before the sheet is written
AMOUNT = 4  # the column of the amounts
PRINTED = 12  # columns, up to the row of a posting in its file
Postings = pd.DataFrame | ListedPostings


def posting_row(position: int) -> int:
    """Return the sheet row of the posting at ``position`` of the report's postings, both counted from 0."""
    return TOP + 1 + position


def write_postings(page: Page, plan: MatrixPlan, matrix: Page) -> None:
    """Write every actual posting, sorted as the matrix is, each with a link back to its cell there.

    Of more than a sheet should list it holds sums, and says where the single ones stand.
    """
    postings, report = page.report.postings, page.report
    write_head(page, page.text("sheet_postings"), page.text("postings_note"), *condensed_notes(report))
    amounts = posting_column("amount", page.language)
    page.sheet.write_string(
        TOP - 1, AMOUNT - 1, page.text("filtered_sum"), page.look(align="right", bold=True)
    )
    total = float(report.amount())
    page.sheet.write_formula(
        TOP - 1, AMOUNT, f"=SUBTOTAL(109,{amounts})", page.look("euro", bold=True), total
    )
    links = Column(page.text("to_matrix"), "link", _links_to_matrix(report, plan, matrix))
    columns = [links, *posting_columns(postings, report)]
    write_table(page, TOP, columns, name=page.text("table_postings"), frozen=AMOUNT + 1)
    set_up_printing(page, TOP + max(1, len(postings)), PRINTED - 1)


def condensed_notes(report: Report, *, place: str = "sheet") -> list[str]:
    """Say that rows are sums of postings, and in which files or dataset the single ones stand; else nothing.

    ``place`` is where that is said: on the ``sheet`` itself, or on the ``cover``.
    """
    if not report.is_condensed:
        return []
    sentence = label(f"workbook.condensed_{place}", report.language)
    if report.dataset is not None:
        return [f"{sentence} {label('workbook.condensed_dataset', report.language, name=report.dataset)}"]
    if report.list_single is None:
        return [sentence]
    words = {
        "files": enumerate_words(posting_file_names(report.language), report.language),
        "rows": format_count(row_count(report.postings), report.language),
        "amount": format_euros(report.amount(), report.language),
    }
    return [f"{sentence} {label('workbook.condensed_beside', report.language, **words)}"]


def posting_file_names(language: Language) -> tuple[str, str]:
    """Return the names of the files of single postings, in Parquet and as csv."""
    name = label("workbook.postings_file", language)
    return f"{name}.parquet", f"{name}.csv"


def _links_to_matrix(report: Report, plan: MatrixPlan, matrix: Page) -> Distinct:
    """Return for each posting the link to its figure: one for each group, in the order of their rows."""
    groups = sorted(report.groups.items(), key=lambda item: item[1].first)
    links = [(matrix.target(*plan.place(*key)), "←") for key, _ in groups]
    rows = [group.last - group.first + 1 for _, group in groups]
    return Distinct(links, pa.array(np.repeat(np.arange(len(groups)), rows)))


def posting_columns(postings: Postings, report: Report) -> list[Column]:
    """Return the columns of a table of postings, single ones or sums, in their order."""
    language, amounts = report.language, postings["amount"]

    def text(key: str) -> str:
        return label(f"workbook.{key}", language)

    return [
        Column(text("year"), "year", postings["shown_year"]),
        Column(text("pot"), "wrapped", postings["pot_name"], most=30),
        Column(text("region"), "wrapped", postings["region_name"], most=20),
        Column(text("amount"), "euro", amounts, amount_width(amounts, language)),
        *_counts(postings, language),
        Column(text("booked_on"), "date", postings["booked_on"], 12),
        Column(text("document"), "text", postings["document"]),
        Column(text("posting_text"), "wrapped", postings["text"], most=27),
        Column(text("cost_type"), "wrapped", postings["cost_name"], most=16),
        Column(text("activity"), "wrapped", postings["activity"], most=14),
        Column(text("file"), "wrapped", postings["source_file"], most=43),
        Column(text("row"), "year", postings["source_row"]),
        Column(text("sheet"), "wrapped", postings["source_sheet"], most=14),
        Column(text("rule"), "wrapped", postings["rule"]),
        Column(text("item"), "text", postings["item"]),
        Column(text("share"), "text", postings["share"]),
        Column(text("foreign_amount"), "plain", postings["foreign_amount"], 16),
        Column(text("currency"), "text", postings["currency"]),
        Column(text("order"), "text", postings["order_id"]),
        Column(text("period"), "year", postings["period"]),
        Column(text("teilprodukt"), "text", postings["teilprodukt"]),
        Column(text("sachkonto"), "text", postings["sachkonto"]),
        Column(text("account"), "text", postings["account"]),
        Column(text("booking_id"), "text", report.discretion.codes(postings["booking_id"])),
    ]


def _counts(postings: Postings, language: Language) -> list[Column]:
    """Return the column that says of how many postings each row is the sum; none of single ones."""
    if COUNT not in postings:
        return []
    return [Column(label("workbook.count", language), "whole", postings[COUNT])]


def write_unassigned(page: Page, postings_page: Page) -> None:
    """Write the postings without a region: why, where they stand, which register line would assign them."""
    rows, text = page.report.unassigned, page.text
    write_head(page, text("sheet_unassigned_sheet"), *_notes_on_unassigned(page))
    top = 6
    amounts = rows["amount"]
    _write_sum(page, top - 1)
    positions: Sequence[int] = rows.index.tolist()
    shown = text("to_posting")
    targets = [(postings_page.target(posting_row(position), AMOUNT), shown) for position in positions]
    columns = [
        Column(text("to_posting"), "link", targets),
        Column(text("year"), "year", rows["shown_year"]),
        Column(text("pot"), "wrapped", rows["pot_name"], most=26),
        Column(text("amount"), "euro", amounts, amount_width(amounts, page.language)),
        *_counts(rows, page.language),
        Column(text("booked_on"), "date", rows["booked_on"], 12),
        Column(text("document"), "text", rows["document"]),
        Column(text("posting_text"), "wrapped", rows["text"], most=26),
        reason_column(rows, page.report),
        *_remedies(page, rows),
        Column(text("file"), "wrapped", rows["source_file"], most=40),
        Column(text("row"), "year", rows["source_row"]),
        Column(text("sheet"), "wrapped", rows["source_sheet"], most=14),
    ]
    write_table(page, top, columns, name=text("table_unassigned"), frozen=1)
    set_up_printing(page, top + max(1, len(rows)), len(columns) - 2)  # without the sheet of the file


def _notes_on_unassigned(page: Page) -> list[str]:
    """Say how to assign those there are: by the lines prepared, of sums by the texts of the postings."""
    report = page.report
    if not len(report.unassigned):
        return [page.text("unassigned_none")]
    if not report.is_condensed:
        return [page.text("unassigned_note", placeholder=REGION_TO_FILL_IN), register_headings()]
    in_files = page.text("unassigned_in_files", unassigned=report.names.unassigned)
    notes = [*condensed_notes(report), page.text("unassigned_sums_note")]
    return [*notes, in_files] if report.list_single else notes


def reason_column(postings: Postings, report: Report) -> Column:
    """Return the column that says why a posting that needs a region has none."""
    reasons, regions = (distinct_of(postings[name]) for name in ("reason", "region_name"))
    words = pa.array([reason_in(reason, report.language) for reason in reasons.told()], pa.large_string())
    needs_one = regions.per_row(pc.equal(regions.values, report.names.unassigned))
    codes = pc.if_else(needs_one, reasons.codes, None)
    return Column(label("workbook.reason", report.language), "wrapped", Distinct(words, codes), most=22)


def _remedies(page: Page, rows: pd.DataFrame) -> list[Column]:
    """Return the column of the register line for each posting, or a word on why there is none.

    No line is right for a sum, so there is no column of them.
    """
    if page.report.is_condensed:
        return []
    lines = [line or page.text("no_rule_line") for line in rule_lines(rows, page.report)]
    lines += [page.text("no_more_rule_lines", most=MOST_RULE_LINES)] * (len(rows) - len(lines))
    return [Column(page.text("remedy"), "wrapped", lines, most=36)]


def _write_sum(page: Page, row: int) -> None:
    name = page.report.names.unassigned
    live = sum_if(
        posting_column("amount", page.language), (posting_column("region", page.language), criterion(name))
    )
    page.sheet.write_string(row, 2, page.text("sum_in_postings"), page.look(align="right", bold=True))
    total = float(page.report.amount(region=page.report.names.unassigned))
    page.sheet.write_formula(row, 3, f"={live}", page.look("euro", bold=True), total)
