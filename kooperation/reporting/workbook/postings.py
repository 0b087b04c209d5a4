"""The sheets Buchungen and Nicht zugeordnet: every posting with its way back to file, sheet and row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from kooperation.analysis.assignment import reason_in
from kooperation.reporting.labels import label
from kooperation.reporting.provenance import MOST_RULE_LINES, REGION_TO_FILL_IN, register_headings, rule_lines
from kooperation.reporting.tables import Report
from kooperation.reporting.workbook.addresses import criterion, posting_column, sum_if
from kooperation.reporting.workbook.distinct import Distinct
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


def posting_row(position: int) -> int:
    """Return the sheet row of the posting at ``position`` of the report's postings, both counted from 0."""
    return TOP + 1 + position


def write_postings(page: Page, plan: MatrixPlan, matrix: Page) -> None:
    """Write every actual posting, sorted as the matrix is, each with a link back to its cell there."""
    postings, report = page.report.postings, page.report
    write_head(page, page.text("sheet_postings"), page.text("postings_note"))
    amounts = posting_column("amount", page.language)
    page.sheet.write_string(
        TOP - 1, AMOUNT - 1, page.text("filtered_sum"), page.look(align="right", bold=True)
    )
    total = float(report.amount())
    page.sheet.write_formula(
        TOP - 1, AMOUNT, f"=SUBTOTAL(109,{amounts})", page.look("euro", bold=True), total
    )
    targets = _links_to_matrix(report, plan, matrix)
    columns = [Column(page.text("to_matrix"), "link", targets), *posting_columns(report)]
    write_table(page, TOP, columns, name=page.text("table_postings"), frozen=AMOUNT + 1)
    set_up_printing(page, TOP + max(1, len(postings)), PRINTED - 1)


def _links_to_matrix(report: Report, plan: MatrixPlan, matrix: Page) -> Distinct:
    """Return for each posting the link to its figure: one for each group, in the order of their rows."""
    groups = sorted(report.groups.items(), key=lambda item: item[1].first)
    links = [(matrix.target(*plan.place(*key)), "←") for key, _ in groups]
    rows = [group.last - group.first + 1 for _, group in groups]
    return Distinct(links, pa.array(np.repeat(np.arange(len(groups)), rows)))


def posting_columns(report: Report) -> list[Column]:
    """Return the columns of the table of postings, in the order of the report's postings."""
    postings, language = report.postings, report.language
    amounts = postings["amount"]

    def text(key: str) -> str:
        return label(f"workbook.{key}", language)

    return [
        Column(text("year"), "year", postings["shown_year"]),
        Column(text("pot"), "wrapped", postings["pot_name"], most=30),
        Column(text("region"), "wrapped", postings["region_name"], most=20),
        Column(text("amount"), "euro", amounts, amount_width(amounts, language)),
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


def write_unassigned(page: Page, postings_page: Page) -> None:
    """Write the postings without a region: why, where they stand, which register line would assign them."""
    rows, text = page.report.unassigned, page.text
    write_head(
        page,
        text("sheet_unassigned_sheet"),
        text("unassigned_note", placeholder=REGION_TO_FILL_IN),
        register_headings(),
    )
    top = 6
    amounts = rows["amount"]
    _write_sum(page, top - 1)
    positions: Sequence[int] = rows.index.tolist()
    targets = [
        (postings_page.target(posting_row(position), AMOUNT), text("to_posting")) for position in positions
    ]
    lines = [line or text("no_rule_line") for line in rule_lines(rows, page.report)]
    lines += [text("no_more_rule_lines", most=MOST_RULE_LINES)] * (len(rows) - len(lines))
    columns = [
        Column(text("to_posting"), "link", targets),
        Column(text("year"), "year", rows["shown_year"]),
        Column(text("pot"), "wrapped", rows["pot_name"], most=26),
        Column(text("amount"), "euro", amounts, amount_width(amounts, page.language)),
        Column(text("booked_on"), "date", rows["booked_on"], 12),
        Column(text("document"), "text", rows["document"]),
        Column(text("posting_text"), "wrapped", rows["text"], most=26),
        Column(text("reason"), "wrapped", [_reason(each, page) for each in rows["reason"]], most=22),
        Column(text("remedy"), "wrapped", lines, most=36),
        Column(text("file"), "wrapped", rows["source_file"], most=40),
        Column(text("row"), "year", rows["source_row"]),
        Column(text("sheet"), "wrapped", rows["source_sheet"], most=14),
    ]
    write_table(page, top, columns, name=text("table_unassigned"), frozen=1)
    set_up_printing(page, top + max(1, len(rows)), len(columns) - 2)  # without the sheet of the file


def _reason(reason: Any, page: Page) -> str | None:
    return None if pd.isna(reason) else reason_in(reason, page.language)


def _write_sum(page: Page, row: int) -> None:
    name = page.report.names.unassigned
    live = sum_if(
        posting_column("amount", page.language), (posting_column("region", page.language), criterion(name))
    )
    page.sheet.write_string(row, 2, page.text("sum_in_postings"), page.look(align="right", bold=True))
    total = float(page.report.amount(region=page.report.names.unassigned))
    page.sheet.write_formula(row, 3, f"={live}", page.look("euro", bold=True), total)
