"""The sheet Deckblatt: the finding, the Stand, what each sheet shows, and how to read and use the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kooperation.model.decision import Decision
from kooperation.model.money import format_euros, format_percent
from kooperation.reporting.headline import headline
from kooperation.reporting.labels import label
from kooperation.reporting.style import STATE_COLOURS
from kooperation.reporting.workbook.addresses import SHEETS
from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of
from kooperation.reporting.workbook.names import FIGURES, figure_name, stand_name
from kooperation.reporting.workbook.page import (
    ALARM,
    HEADING,
    SOFT_INK,
    Page,
    set_up_printing,
    stand_sentence,
    write_text,
)
from kooperation.reporting.workbook.postings import condensed_notes
from kooperation.reporting.workbook.sentences import write_wide
from kooperation.reporting.workbook.usage_cells import LIGHTS

WIDTHS = (30.0, 64.0, 62.0)
LAST = len(WIDTHS) - 1
Cells = Sequence[str]
# What is told otherwise of sheets that list sums of postings.
OF_SUMS = frozenset(
    (
        "leads_matrix_condensed",
        "shows_postings_condensed",
        "leads_postings_condensed",
        "shows_unassigned_sheet_condensed",
        "leads_unassigned_sheet_condensed",
    )
)


def write_cover(page: Page, pages: Mapping[str, Page]) -> None:
    """Write the whole sheet."""
    for column, width in enumerate(WIDTHS):
        page.sheet.set_column(column, column, width)
    row = _write_opening(page)
    row = _write_sheets(page, row, pages) + 1
    states = row
    row = _write_states(page, row) + 1
    page.sheet.set_h_pagebreaks([row if len(page.report.counting) < 2 else states])
    row = _write_ceilings(page, row, pages) + 1
    row = _write_names(page, row)
    page.sheet.freeze_panes(2, 0)
    page.sheet.repeat_rows(0, 1)
    set_up_printing(page, row - 1, LAST)


def _write_opening(page: Page) -> int:
    sheet, report = page.sheet, page.report
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, page.text("title"), page.look(font_size=20, bold=True))
    sheet.write_string(1, 0, stand_sentence(page), page.look(bold=True))
    page.define(stand_name(page.language), page.cell(1, 0))
    row = 2
    if report.is_example:
        sheet.merge_range(
            row, 0, row, LAST, page.text("example"), page.look(bold=True, font_size=12, font_color=ALARM)
        )
        row += 1
    return _write_finding(page, row + 1) + 1


def _write_finding(page: Page, row: int) -> int:
    for pot in page.report.counting:
        write_wide(page, row, headline(page.report, pot), WIDTHS, bold=True, font_size=13)
        page.define(figure_name(page.report, "finding", pot), page.cell(row, 0))
        row += 1
    if not page.report.counting:
        write_wide(page, row, page.text("no_counting_pot"), WIDTHS, bold=True, font_size=13)
        row += 1
    write_wide(page, row, page.text("subtitle"), WIDTHS, font_color=SOFT_INK)
    for note in (page.text("cover_written"), *condensed_notes(page.report, place="cover")):
        row += 1
        write_wide(page, row, note, WIDTHS, font_color=SOFT_INK)
    return row + 1


def _write_part(page: Page, row: int, title: str, headings: Cells) -> int:
    page.sheet.write_string(row, 0, page.text(title), page.look.part())
    for column in range(LAST + 1):
        text = page.text(headings[column]) if column < len(headings) else ""
        write_text(page.sheet, row + 1, column, text, page.look, **HEADING)
    return row + 2


def _write_cells(page: Page, row: int, cells: Cells, *, first: int = 0) -> None:
    """Write the cells of a line, its row as high as the longest needs."""
    for column, text in enumerate(cells, start=first):
        write_text(page.sheet, row, column, text, page.look, text_wrap=True)
    widths = WIDTHS[first:]
    lines = max(lines_of(text, 1.1 * width) for text, width in zip(cells, widths, strict=False))
    page.sheet.set_row(row, LINE_HEIGHT * lines + 3)


def _write_sheets(page: Page, row: int, pages: Mapping[str, Page]) -> int:
    row = _write_part(page, row, "cover_sheets", ("sheet", "cover_shows", "cover_leads"))
    for key in SHEETS[1:]:
        _write_cells(page, row, [_contents(page, f"{verb}_{key}") for verb in ("shows", "leads")], first=1)
        target = f"internal:{pages[key].target(0)}"
        page.sheet.write_url(row, 0, target, page.look.link(), string=pages[key].name)
        row += 1
    return row


def _contents(page: Page, key: str) -> str:
    of_sums = f"{key}_condensed"
    is_of_sums = page.report.is_condensed and of_sums in OF_SUMS
    return label(f"contents.{of_sums if is_of_sums else key}", page.language)


def _write_states(page: Page, row: int) -> int:
    row = _write_part(page, row, "cover_states", ("column_state", "cover_meaning"))
    for state, colour in STATE_COLOURS.items():
        light = LIGHTS[state != "undocumented"]
        words = f"{light} {label(f'state.{state}', page.language)}"
        _write_cells(page, row, (words, page.text(f"workbook.means_{state}")))
        page.sheet.write_string(row, 0, words, page.look(bold=True, font_color=colour))
        row += 1
    return row


def _write_ceilings(page: Page, row: int, pages: Mapping[str, Page]) -> int:
    row = _write_part(page, row, "cover_ceilings", ("year", "cover_decided", "cover_source"))
    counting = {pot.key for pot in page.report.counting}
    for decision in page.report.decisions:
        if decision.pot in counting:
            _write_cells(page, row, _in_words(page, decision))
            row += 1
    text = page.text("see_sheet", sheet=pages["ceilings"].name)
    page.sheet.write_url(row, 0, f"internal:{pages['ceilings'].target(0)}", page.look.link(), string=text)
    return row + 1


def _in_words(page: Page, decision: Decision) -> Cells:
    """Return years, what is decided, and by which paper."""
    names = page.report.names
    years = str(decision.from_year)
    if decision.last_year is None:
        years = page.text("years_from", year=decision.from_year)
    elif decision.last_year != decision.from_year:
        years = f"{decision.from_year}–{decision.last_year}"
    parts = [_effect(page, decision), _status(page, decision)]
    if len(page.report.counting) > 1:
        parts.insert(0, names.pots.get(decision.pot, decision.pot))
    if decision.scope:
        regions = ", ".join(names.regions.get(key, key) for key in decision.scope)
        parts.append(page.text("only_for", regions=regions))
    sources = [part for part in (decision.paper, decision.source) if part]
    return years, " · ".join(part for part in parts if part), " · ".join(sources)


def _effect(page: Page, decision: Decision) -> str:
    effect = page.text(f"workbook.effect_{decision.effect}")
    if decision.amount is not None:
        return f"{effect} {format_euros(decision.amount, page.language)}"
    if decision.share is not None:
        return f"{effect} {format_percent(decision.share, page.language)}"
    return page.text("undocumented")


def _status(page: Page, decision: Decision) -> str:
    return label(f"status.{decision.status}", page.language) if decision.status else ""


def _write_names(page: Page, row: int) -> int:
    """Write the names of the current year's figures, which formulas and other workbooks can use."""
    row = _write_part(page, row, "cover_names", ("cover_name", "cover_meaning"))
    report = page.report
    lines = [(stand_name(page.language), page.text("cover_stand"))]
    for pot in report.counting:
        year = report.current_year(pot)
        lines.append((figure_name(report, "finding", pot), page.text("cover_finding")))
        if year is not None:
            lines += [
                (figure_name(report, figure, pot, year), f"{page.text(f'workbook.column_{figure}')} {year}")
                for figure in FIGURES
            ]
    for line in lines:
        _write_cells(page, row, line)
        row += 1
    return row
