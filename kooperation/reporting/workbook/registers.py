"""The sheets Ansätze, Obligo, Abgleich, Quellen and Prüfung: what the figures rest on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.decision import Decision
from kooperation.model.money import ZERO, column_sum, format_percent
from kooperation.reporting.labels import label
from kooperation.reporting.posting_list import account_name
from kooperation.reporting.workbook.addresses import criterion, order_column, posting_column, sum_if
from kooperation.reporting.workbook.page import (
    Page,
    amount_width,
    set_up_printing,
    write_head,
)
from kooperation.reporting.workbook.table import Column, write_table

TOP = 5  # the row of the headings on each of these sheets, counted from 0


def _finish(page: Page, columns: list[Column], table: str, *, printed: int | None = None) -> None:
    write_table(page, TOP, columns, name=page.text(f"workbook.table_{table}"), frozen=1)
    rows = max(1, *(len(column.values) for column in columns))
    set_up_printing(page, TOP + rows, (printed or len(columns)) - 1)


def write_ceilings(page: Page) -> None:
    """Write every decision on a ceiling with its effect, scope, status and paper."""
    text, decisions = page.text, page.report.decisions
    write_head(page, text("sheet_ceilings"), text("ceilings_note"))
    amounts = [text("undocumented") if each.amount is None else each.amount for each in decisions]
    for place, each in enumerate(decisions):
        if each.effect == "gibt_frei" and each.amount is None:
            amounts[place] = ""
    names = page.report.names
    effects = {
        effect: text(f"workbook.effect_{effect}")
        for effect in ("setzt", "erhoeht", "uebertraegt", "sperrt", "gibt_frei")
    }
    columns = [
        Column(text("pot"), "wrapped", [names.pots.get(each.pot, each.pot) for each in decisions], most=20),
        Column(text("from_year"), "year", [each.from_year for each in decisions]),
        Column(text("to_year"), "year", [each.last_year or text("open_end") for each in decisions]),
        Column(text("effect"), "text", [effects[each.effect] for each in decisions]),
        Column(text("amount"), "euro", amounts, amount_width(_numbers(amounts), page.language, least=14)),
        Column(text("released"), "text", [_share(page, each) for each in decisions]),
        Column(text("scope"), "wrapped", [_scope(page, each) for each in decisions], most=18),
        Column(text("status"), "text", [_status(page, each) for each in decisions]),
        Column(text("paper"), "wrapped", [each.paper for each in decisions], most=22),
        Column(text("body"), "wrapped", [each.body for each in decisions], most=18),
        Column(text("decided_on"), "date", [each.decided_on for each in decisions], 12),
        Column(text("valid_from"), "date", [each.valid_from for each in decisions], 12),
        Column(text("valid_to"), "date", [each.valid_to for each in decisions], 12),
        Column(text("source"), "wrapped", [each.source for each in decisions], 34),
        Column(text("file"), "text", [each.place.file for each in decisions]),
        Column(text("row"), "year", [each.place.row for each in decisions]),
    ]
    _finish(page, columns, "ceilings", printed=len(columns) - 2)  # the register's file and row stay outside


def _numbers(values: Iterable[Any]) -> list[Decimal]:
    return [value for value in values if isinstance(value, Decimal)]


def _share(page: Page, decision: Decision) -> str | None:
    return None if decision.share is None else format_percent(decision.share, page.language)


def _status(page: Page, decision: Decision) -> str | None:
    return label(f"status.{decision.status}", page.language) if decision.status else None


def _scope(page: Page, decision: Decision) -> str:
    names = page.report.names.regions
    return ", ".join(names.get(key, key) for key in decision.scope) or page.text("every_region")


def write_commitments(page: Page) -> None:
    """Write every order with what is invoiced and still open; the overview sums the open amounts."""
    text, orders, names = page.text, page.report.commitments, page.report.names
    write_head(page, text("sheet_commitments"), text("commitments_note"))
    pots = [names.outside if pd.isna(key) else names.pots.get(key, key) for key in orders["pot"]]
    regions = [names.unassigned if pd.isna(key) else names.regions.get(key, key) for key in orders["region"]]
    final = {True: text("yes"), False: text("no")}
    euros = [
        Column(text(name), "euro", values, amount_width(values, page.language))
        for name in ("ordered", "invoiced", "open")
        for values in [[ZERO if pd.isna(amount) else amount for amount in orders[name]]]
    ]
    columns = [
        Column(text("order"), "text", orders["order_id"]),
        Column(text("year"), "year", orders["year"]),
        Column(text("pot"), "wrapped", pots, most=20),
        Column(text("region"), "wrapped", regions, most=18),
        Column(text("posting_text"), "wrapped", orders["text"], most=28),
        Column(text("booked_on"), "date", orders["booked_on"], 12),
        *euros,
        Column(text("is_final"), "text", [final.get(mark) for mark in orders["is_final"]]),
        Column(text("file"), "wrapped", orders["source_file"], most=31),
        Column(text("sheet"), "text", orders["source_sheet"]),
        Column(text("row"), "year", orders["source_row"]),
    ]
    place = [column.heading for column in columns].index(text("open"))
    page.sheet.write_string(TOP - 1, place - 1, text("filtered_sum"), page.look(align="right", bold=True))
    total = float(column_sum(orders["open"].dropna()))
    live = f"=SUBTOTAL(109,{order_column('open', page.language)})"
    page.sheet.write_formula(TOP - 1, place, live, page.look("euro", bold=True), total)
    _finish(page, columns, "commitments")


def write_reconciliation(page: Page) -> None:
    """Write line items against the overviews per year and account, and what may explain a difference."""
    text, rows = page.text, page.report.reconciliation
    write_head(page, text("sheet_reconciliation"), text("reconciliation_note"))
    codes = [
        tuple("" if pd.isna(code) else str(code) for code in pair)
        for pair in zip(rows["teilprodukt"], rows["sachkonto"], strict=True)
    ]
    first = TOP + 2
    differences = [
        None if pd.isna(amount) else (f"=ROUND(C{row}-D{row},2)", amount)
        for row, amount in enumerate(rows["difference"], start=first)
    ]
    verdicts = [
        text("one_side" if pd.isna(amount) else "ties" if amount == ZERO else "differs")
        for amount in rows["difference"]
    ]
    candidates = rows["candidates" if page.language == "de" else "candidates_en"]
    overview, items = rows["overview"], rows["items"]
    width = amount_width(_numbers([*overview, *items]), page.language)
    columns = [
        Column(text("year"), "year", rows["year"]),
        Column(text("account"), "text", [account_name(pair) for pair in codes]),
        Column(text("overview_actual"), "euro", overview, width),
        Column(text("items_sum"), "euro", items, width),
        Column(text("difference"), "formula", differences, width),
        Column(text("verdict"), "text", verdicts),
        Column(text("candidates"), "wrapped", candidates, 52),
        Column(text("file"), "wrapped", rows["source_file"], most=34),
        Column(text("row"), "year", rows["source_row"]),
    ]
    _finish(page, columns, "reconciliation")


def write_sources(page: Page) -> None:
    """Write one row per file: its kind and hash, rows read, kept and dropped, and its sum in the report."""
    text, rows = page.text, page.report.sources
    write_head(page, text("sheet_sources"), text("sources_note"))
    by_file = page.report.postings.groupby("source_file")["amount"].sum()
    amount, file = posting_column("amount", page.language), posting_column("file", page.language)
    live = [
        (f"={sum_if(amount, (file, criterion(name, f'A{row}')))}", by_file.get(name, ZERO))
        for row, name in enumerate(rows["file"], start=TOP + 2)
    ]
    sums = rows["sum"]
    width = amount_width(_numbers([*sums, *(total for _, total in live)]), page.language)
    in_language = "" if page.language == "de" else f"_{page.language}"
    reasons, totals = rows[f"dropped_reasons{in_language}"], rows[f"control_totals{in_language}"]
    kinds = {
        kind: text(f"workbook.kind_{kind}")
        for kind in ("bookings", "overview", "orders", "activities", "planning", "register")
    }
    columns = [
        Column(text("file"), "wrapped", rows["file"], most=26),
        Column(text("kind_of_file"), "text", [kinds.get(kind, kind) for kind in rows["kind_of_file"]]),
        Column(text("layout"), "wrapped", rows["layout"], most=18),
        Column(text("sheet"), "wrapped", rows["sheet"], most=14),
        Column(text("years"), "wrapped", rows["years"], most=12),
        Column(text("rows_read"), "whole", rows["rows_read"]),
        Column(text("rows_kept"), "whole", rows["rows_kept"]),
        Column(text("rows_dropped"), "whole", rows["rows_dropped"]),
        Column(text("file_sum"), "euro", sums, width),
        Column(text("in_report"), "formula", live, width),
        Column(text("dropped_reasons"), "wrapped", reasons, most=20),
        Column(text("control_totals"), "wrapped", totals, most=26),
        Column("SHA-256", "wrapped", rows["sha256"], 24),
    ]
    _finish(page, columns, "sources")


def write_findings(page: Page) -> None:
    """Write everything that was noticed, with its place and its remedy."""
    text, rows = page.text, page.report.findings
    write_head(page, text("sheet_findings"), text("findings_note"))
    severities = {
        severity: text(f"workbook.severity_{severity}") for severity in ("error", "warning", "note")
    }
    columns = [
        Column(text("severity"), "text", [severities[severity] for severity in rows["severity"]]),
        Column(text("file"), "wrapped", rows["file"], most=28),
        Column(text("sheet"), "wrapped", rows["sheet"], most=14),
        Column(text("row"), "year", rows["row"]),
        Column(text("column"), "text", rows["column"]),
        Column(text("message"), "wrapped", rows["message"], 52),
        Column(text("advice"), "wrapped", rows["advice"], 44),
        Column(text("raw"), "wrapped", rows["raw"], 26),
    ]
    _finish(page, columns, "findings")
    fills = {"error": ("#F8CBAD", "#9C0006"), "warning": ("#FFF2CC", "#7F6000")}
    for severity, (fill, ink) in fills.items():
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{severities[severity]}"',
            "format": page.look.fill(fill, ink),
        }
        page.sheet.conditional_format(TOP + 1, 0, TOP + max(1, len(rows)), 0, rule)
