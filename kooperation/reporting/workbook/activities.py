"""The sheet Aktivitäten: what was done, what it cost, what came of it, and spending of no activity.

The lists below the activities use their columns, so that headings repeated after a long log still fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from kooperation.analysis.condensing import is_condensed
from kooperation.model.money import column_sum, format_euros, sum_euros
from kooperation.model.schema import ALL_REGIONS, COUNT
from kooperation.reporting.activities import BETWEEN, NO_ACTIVITY, status_in_words
from kooperation.reporting.workbook.addresses import criterion, posting_column, sum_if
from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of
from kooperation.reporting.workbook.page import (
    HEADING,
    SOFT_INK,
    Page,
    amount_width,
    link,
    set_up_printing,
    write_head,
    write_text,
)
from kooperation.reporting.workbook.postings import AMOUNT, posting_row
from kooperation.reporting.workbook.table import Column, write_table

TOP = 5  # the row of the headings, counted from 0
NAME, PERIOD, REGION, KIND, STATUS, OUTCOME, PEOPLE, ELECTED, DAYS, COST, PER_PERSON, PER_DAY, POSTINGS = (
    range(13)
)
SOURCE = 13
PRINTED = 14  # columns
HEIGHT_OF_A_PAGE = (
    620.0  # a lower table needs no headings repeated, which the lists below it do not share [pt]
)


def write_activities(page: Page, postings: Page) -> None:
    """Write the whole sheet."""
    write_head(page, page.text("sheet_activities"), page.text("activities_note"), _counted(page))
    unlinked = unlinked_of(page.report.postings)
    _write_sum(page, unlinked)
    columns = _columns(page, postings, _amount_width(page, unlinked))
    height = write_table(page, TOP, columns, name=page.text("table_activities"), frozen=1)
    if height <= HEIGHT_OF_A_PAGE:
        page.sheet.repeat_rows(0)
    row = TOP + max(1, len(page.report.activities)) + 2
    page.sheet.set_h_pagebreaks([row])
    row = _write_outcomes(page, row) + 1
    row = _write_unlinked(page, row, unlinked, postings)
    set_up_printing(page, row, PRINTED - 1)


def _counted(page: Page) -> str:
    """Say how many activities have a cost, and how many are overdue."""
    activities = page.report.activities
    with_cost = int(activities["cost"].notna().sum())
    overdue = int(activities["is_overdue"].sum())
    counts = {"count": len(activities), "with_cost": with_cost, "without": len(activities) - with_cost}
    return page.text("activities_counted", **counts, overdue=overdue)


def _write_sum(page: Page, unlinked: Sequence[Unlinked]) -> None:
    """Write the sum of the costs shown, and how much of all costs stands at more than one activity."""
    live = f"=SUBTOTAL(109,{page.text('table_activities')}[{page.text('cost')}])"
    page.sheet.write_string(TOP - 1, COST - 1, page.text("filtered_sum"), page.look(align="right", bold=True))
    total = column_sum(page.report.activities["cost"].dropna())
    page.sheet.write_formula(TOP - 1, COST, live, page.look("euro", bold=True), float(total))
    linked = page.report.amount() - sum_euros(group.amount for group in unlinked)
    if total != linked:
        words = page.text("counted_twice", amount=format_euros(total - linked, page.language))
        page.sheet.write_string(TOP - 1, COST + 1, words, page.look(font_color=SOFT_INK, indent=1))


def _columns(page: Page, postings: Page, width: float) -> list[Column]:
    text, rows = page.text, page.report.activities
    listed = rows.to_dict("records")
    return [
        Column(text("activity_name"), "text", rows["name"].tolist()),
        Column(text("activity_period"), "wrapped", rows["period_text"].tolist(), 18),
        Column(text("region"), "wrapped", [region_name(page, key) for key in rows["region"]], 18),
        Column(text("activity_kind"), "wrapped", rows["kind"].tolist(), 19),
        Column(text("status"), "wrapped", [status_in_words(row, page.language) for row in listed], 16),
        Column(text("outcome"), "wrapped", rows["outcome"].tolist(), 35),
        Column(text("people"), "count", _people(rows)),
        Column(text("elected"), "whole", rows["elected"].tolist()),
        Column(text("days"), "whole", rows["days"].tolist()),
        Column(text("cost"), "formula", [_cost(page, row) for row in listed], width),
        *_ratios(page, rows),
        Column(text("linked_postings"), "link", _links(page, rows, postings)),
        Column(text("source"), "wrapped", rows["source"].tolist(), 22),
        Column(text("documents"), "text", rows["documents"].tolist()),
        Column(text("direction"), "text", rows["direction"].tolist()),
        Column(text("organiser"), "text", rows["organiser"].tolist()),
        Column(text("file"), "text", rows["source_file"].tolist()),
        Column(text("row"), "year", rows["source_row"].tolist()),
    ]


def _amount_width(page: Page, unlinked: Sequence[Unlinked]) -> float:
    """Return a width for the costs, for what stands below them, and for both sums."""
    costs = page.report.activities["cost"].dropna()
    below = [group.amount for group in unlinked]
    sums = [column_sum(costs), sum_euros(below)]
    return amount_width([*costs, *below, *sums], page.language)


def region_name(page: Page, key: Any) -> str:
    """Return the name of an activity's region, which may be all or none."""
    names = page.report.names
    if pd.isna(key):
        return names.unassigned
    return page.text("every_region") if key == ALL_REGIONS else names.regions.get(key, str(key))


def _people(rows: pd.DataFrame) -> list[tuple[int, bool] | None]:
    pairs = zip(rows["people"], rows["people_approx"].fillna(value=False), strict=True)
    return [None if pd.isna(people) else (int(people), bool(is_about)) for people, is_about in pairs]


def _cost(page: Page, activity: Mapping[Any, Any]) -> tuple[str, Decimal] | str:
    """Return the live sum of the postings that belong to an activity, alone or with others."""
    if pd.isna(activity["cost"]):
        return page.text("no_cost")
    name = activity["name"]
    amount, column = (posting_column(key, page.language) for key in ("amount", "activity"))
    patterns = [criterion(name)]
    if activity["shared"]:
        plain = criterion(name)[1:-1].removeprefix("=")
        patterns += [f'"={plain}{BETWEEN}*"', f'"=*{BETWEEN}{plain}"', f'"=*{BETWEEN}{plain}{BETWEEN}*"']
    sums = "+".join(sum_if(amount, (column, pattern)) for pattern in patterns)
    return f"={sums}", activity["cost"]


def _ratios(page: Page, rows: pd.DataFrame) -> list[Column]:
    made = []
    for name, over in (("per_person", PEOPLE), ("per_day", DAYS)):
        cells = [
            None if pd.isna(amount) else (_ratio(row, over), amount)
            for row, amount in enumerate(rows[name], start=TOP + 1)
        ]
        width = amount_width(rows[name].dropna().tolist(), page.language)
        made.append(Column(page.text(name), "formula", cells, width))
    return made


def _ratio(row: int, over: int) -> str:
    return f"=ROUND({xl_rowcol_to_cell(row, COST)}/{xl_rowcol_to_cell(row, over)},2)"


def _links(page: Page, rows: pd.DataFrame, postings: Page) -> list[tuple[str, str] | str | None]:
    """Return links to the first posting of each activity, with how many there are."""
    first: dict[str, int] = {}
    firsts = page.report.postings["activity"].drop_duplicates()  # of each choice of activities
    for position, names in zip(firsts.index.tolist(), firsts, strict=True):
        for name in names.split(BETWEEN) if names != NO_ACTIVITY else ():
            first.setdefault(name, position)
    return [
        (postings.target(posting_row(first[name]), AMOUNT), str(count)) if name in first else None
        for name, count in zip(rows["name"], rows["postings"], strict=True)
    ]


def _write_part(page: Page, row: int, title: str, note: str, headings: Mapping[int, str]) -> int:
    """Write title and headings of a list below the activities; return its first row."""
    page.sheet.write_string(row, 0, page.text(title), page.look.part())
    page.sheet.write_string(row + 1, 0, page.text(note), page.look.note())
    for column in range(PRINTED):
        text = page.text(headings[column]) if column in headings else ""
        align = {"align": "right"} if column in (PEOPLE, COST) else {"align": "left", "indent": 1}
        write_text(page.sheet, row + 2, column, text, page.look, **{**HEADING, **align})
    return row + 3


def _write_outcomes(page: Page, top: int) -> int:
    """Write the figures that the log states, each with its source."""
    headings = {NAME: "activity", PERIOD: "activity_period", REGION: "region", STATUS: "outcome_kind"}
    headings |= {OUTCOME: "measure", PEOPLE: "outcome_value", SOURCE: "source"}
    row = _write_part(page, top, "outcomes_title", "outcomes_note", headings)
    outcomes = page.report.outcomes.to_dict("records")
    if not outcomes:
        page.sheet.write_string(row, 0, page.text("no_outcomes"), page.look(font_color=SOFT_INK, indent=1))
        return row + 1
    for place, outcome in enumerate(outcomes, start=row):
        _write_outcome(page, place, outcome)
    return row + len(outcomes)


def _write_outcome(page: Page, row: int, outcome: Mapping[Any, Any]) -> None:
    kind = "expected" if outcome["is_expected"] else "stated"
    unit = "" if pd.isna(outcome["unit"]) else f" [{outcome['unit']}]"
    texts = {
        NAME: outcome["activity_id"],
        PERIOD: outcome["period_text"],
        REGION: region_name(page, outcome["region"]),
        STATUS: page.text(f"workbook.outcome_{kind}"),
        OUTCOME: f"{outcome['measure']}{unit}",
        SOURCE: outcome["source"],
    }
    for column, text in texts.items():
        shown = "" if pd.isna(text) else str(text)
        write_text(page.sheet, row, column, shown, page.look, text_wrap=True, indent=1)
    value: Decimal = outcome["value"]
    number = "figure" if value == value.to_integral_value() else "plain"
    page.sheet.write_number(row, PEOPLE, float(value), page.look(number))
    lines = max(lines_of(texts[OUTCOME], 33), lines_of(str(texts[SOURCE]), 20))
    page.sheet.set_row(row, LINE_HEIGHT * lines + 2)


def _write_unlinked(page: Page, top: int, unlinked: Sequence[Unlinked], postings: Page) -> int:
    """Write the spending that no activity names, by pot, region and year, each with its postings."""
    headings = {PERIOD: "year", REGION: "region", KIND: "pot", COST: "amount", POSTINGS: "linked_postings"}
    row = _write_part(page, top, "unlinked_title", "unlinked_note", headings)
    for place, group in enumerate(unlinked, start=row):
        _write_group(page, place, group)
        target = postings.target(posting_row(group.first), AMOUNT)
        link(page, place, POSTINGS, target, page.look.link(indent=1), page.text("to_postings"))
        page.sheet.write_number(place, POSTINGS, group.count, page.look.link(align="left", indent=1))
    _write_unlinked_sum(page, row + len(unlinked), sum_euros(group.amount for group in unlinked))
    return row + len(unlinked)


@dataclass(frozen=True)
class Unlinked:
    """Postings of a pot, region and year that no activity names: sum [EUR], count and first place."""

    pot: str
    region: str
    year: object
    amount: Decimal
    count: int
    first: int


def unlinked_of(postings: pd.DataFrame) -> list[Unlinked]:
    """Return what no activity names, in the order of the postings."""
    keys = ["pot_name", "region_name", "shown_year"]
    free = postings.loc[postings["activity"] == NO_ACTIVITY, [*keys, "amount"]]
    counts = postings[COUNT] if is_condensed(postings) else 1
    groups = free.assign(position=free.index, count=counts).groupby(keys, sort=False)
    sums = groups.agg(amount=("amount", "sum"), count=("count", "sum"), first=("position", "first"))
    return [
        Unlinked(str(pot), str(region), year, amount, int(count), int(first))
        for (pot, region, year), amount, count, first in sums.itertuples(name=None)
    ]


def _write_group(page: Page, row: int, group: Unlinked) -> None:
    pot, region, year = group.pot, group.region, group.year
    if isinstance(year, int):
        page.sheet.write_number(row, PERIOD, year, page.look("whole", align="left", indent=1))
    else:
        write_text(page.sheet, row, PERIOD, str(year), page.look, indent=1)
    write_text(page.sheet, row, REGION, region, page.look, indent=1)
    write_text(page.sheet, row, KIND, pot, page.look, indent=1)
    cells = [(KIND, "pot", pot), (REGION, "region", region)]
    conditions: Sequence[tuple[str, str]] = [
        *((posting_column(name, page.language), _cell(row, column, key)) for column, name, key in cells),
        (posting_column("year", page.language), xl_rowcol_to_cell(row, PERIOD)),
        (posting_column("activity", page.language), f'"{NO_ACTIVITY}"'),
    ]
    live = sum_if(posting_column("amount", page.language), *conditions)
    page.sheet.write_formula(row, COST, f"={live}", page.look("euro"), float(group.amount))


def _cell(row: int, column: int, name: str) -> str:
    return criterion(name, xl_rowcol_to_cell(row, column))


def _write_unlinked_sum(page: Page, row: int, amount: Decimal) -> None:
    """Write what the list adds up to: the ledger without the postings that activities name."""
    line = {"bold": True, "top": 1, "top_color": "#7F7F7F"}
    for column in range(PRINTED):
        page.sheet.write_blank(row, column, None, page.look(**line))
    page.sheet.write_string(row, PERIOD, page.text("sum"), page.look(**line, indent=1))
    of_none = (posting_column("activity", page.language), f'"{NO_ACTIVITY}"')
    live = sum_if(posting_column("amount", page.language), of_none)
    page.sheet.write_formula(row, COST, f"={live}", page.look("euro", **line), float(amount))
