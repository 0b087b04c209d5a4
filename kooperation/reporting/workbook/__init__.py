"""The Excel report: sheets of live formulas, each figure leading back to file, sheet and row."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.model.messages import Language
from kooperation.model.money import format_decimal
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report, ReportSource, report_of
from kooperation.reporting.whole_file import replace_file, replace_files
from kooperation.reporting.workbook.activities import write_activities
from kooperation.reporting.workbook.addresses import SHEETS, sheet_name
from kooperation.reporting.workbook.charts.cost_types import write_cost_charts
from kooperation.reporting.workbook.charts.data import DataSheet
from kooperation.reporting.workbook.charts.placed import write_charts
from kooperation.reporting.workbook.cost_types import plan_cost_types, print_cost_types, write_cost_types
from kooperation.reporting.workbook.cover import write_cover
from kooperation.reporting.workbook.matrix import write_matrix
from kooperation.reporting.workbook.matrix_plan import MatrixPlan, plan_matrix
from kooperation.reporting.workbook.overview import Overview, write_overview
from kooperation.reporting.workbook.package import packed_workbook, refuse_other_ending
from kooperation.reporting.workbook.page import Look, Page
from kooperation.reporting.workbook.posting_files import files_of_postings, outdated_files
from kooperation.reporting.workbook.postings import TOP, write_postings, write_unassigned
from kooperation.reporting.workbook.registers import (
    write_ceilings,
    write_commitments,
    write_findings,
    write_reconciliation,
    write_sources,
)
from kooperation.reporting.workbook.rows import TableSheet

__all__ = ["workbook_bytes", "write_report"]

MOST_ROWS = 1_048_576
_TAB_COLOURS = {
    "cover": "#0072B2",
    "overview": "#0072B2",
    "matrix": "#0072B2",
    "unassigned_sheet": "#D55E00",
    "findings": "#D55E00",
}


def write_report(
    books: ReportSource,
    path: str | os.PathLike[str],
    *,
    as_of: date | None = None,
    language: Language = "de",
    pots: Collection[str] | None = None,
    template: str | os.PathLike[str] | None = None,
) -> Path:
    """Write the Excel report: what each partner region cost in each year against the dated ceiling.

    Sums in the workbook are live formulas over its sheet of postings and carry their exact value, so that a
    preview shows them and an edited posting changes them. The same input makes the same bytes. Of more than
    200,000 postings the sheet holds sums, and the single ones stand beside the workbook in
    ``buchungen.parquet`` and ``buchungen.csv``.

    Parameters
    ----------
    books : Books
        What was read from a data folder.
    path : path
        Where it goes; missing folders are made. An older report stays until the new one is complete.
    as_of : date, optional
        Leaves out what was booked later. Default: everything, with the date of the latest posting as Stand.
    language : {"de", "en"}
        What people read.
    pots : collection of str, optional
        Keys of the pots that are held against their ceilings; the others are shown beside. Default: every pot
        with ``rahmen`` ``ja`` or ``plan``.
    template : path, optional
        An authority's own workbook, to be filled in place of ours: its cells named ``Stand``, ``Befund``,
        ``Ist_2024`` and so on, and its tables ``Buchungen`` and ``Region_Jahr``. Its design stays, it is
        only read. ``docs/vorlage.md`` lists the names; what looks like a slip in one is a warning.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    KooperationError
        When the target does not end in ``.xlsx``, is a folder or locked, the disk is full, or Excel cannot
        hold so many rows. When the template asks for nothing, has parts that would be lost, or is itself the
        target.
    ValueError
        When ``pots`` names a key that the register does not have.
    """
    target = Path(path)
    if template is None:
        refuse_other_ending(target)
    report = report_of(books, as_of=as_of, language=language, pots=pots)
    if template is not None:
        replace_file(target, _filled(report, template, target))
        return target
    beside = {target.with_name(name): content for name, content in files_of_postings(report).items()}
    outdated = dict.fromkeys(outdated_files(report, target.parent))
    replace_files({target: workbook_bytes(report), **beside, **outdated})
    return target


def _filled(report: Report, template: str | os.PathLike[str], target: Path) -> bytes:
    """Return the filled template, and warn of what its author should look at."""
    from kooperation.reporting.workbook.template import fill_template

    if target.exists() and Path(template).exists() and target.samefile(template):
        raise refuse("template_is_the_target", Place(file=str(target)))
    filled = fill_template(report, template)
    if target.suffix.casefold() != filled.ending:
        raise refuse("template_ending", Place(file=str(target)), ending=filled.ending)
    for found in filled.findings:
        warnings.warn(found.describe(report.language), UserWarning, stacklevel=3)
    return filled.content


def workbook_bytes(report: Report) -> bytes:
    """Return the workbook of a report as the bytes of an xlsx file."""
    if len(report.postings) > MOST_ROWS - TOP - 1:
        rows, most = (
            format_decimal(count, decimals=0) for count in (len(report.postings), MOST_ROWS - TOP - 1)
        )
        raise refuse("too_many_rows_for_excel", Place(), rows=rows, most=most)
    stream = io.BytesIO()
    with packed_workbook(stream, _titles(report), as_of=report.as_of) as workbook:
        workbook.set_size(2400, 1400)
        _write_sheets(workbook, report)
    return stream.getvalue()


def _titles(report: Report) -> dict[str, str]:
    titles = {
        "title": label("workbook.title", report.language),
        "subject": label("workbook.subtitle", report.language),
    }
    if report.is_example:
        titles["comments"] = label("workbook.example", report.language)
    return titles


def _write_sheets(workbook: Workbook, report: Report) -> None:
    look = Look(workbook, report.language)
    names = {key: sheet_name(key, report.language) for key in SHEETS}
    pages = {
        key: Page(workbook, workbook.add_worksheet(name, TableSheet), name, look, report)
        for key, name in names.items()
    }
    for key, colour in _TAB_COLOURS.items():
        pages[key].sheet.set_tab_color(colour)
    plan = plan_matrix(report)
    write_cover(pages["cover"], pages)
    overview = write_overview(pages["overview"], plan, pages)
    write_matrix(pages["matrix"], plan, pages["postings"], overview.usage)
    _write_charts(workbook, pages, plan, overview)
    write_postings(pages["postings"], plan, pages["matrix"])
    write_activities(pages["activities"], pages["postings"])
    write_unassigned(pages["unassigned_sheet"], pages["postings"])
    write_ceilings(pages["ceilings"])
    write_commitments(pages["commitments"])
    write_reconciliation(pages["reconciliation"])
    write_sources(pages["sources"])
    write_findings(pages["findings"])
    pages["cover"].sheet.activate()


def _write_charts(
    workbook: Workbook, pages: Mapping[str, Page], plan: MatrixPlan, overview: Overview
) -> None:
    """Write the sheet of cost types, and all charts with the cells behind them."""
    data = DataSheet(pages["chart_data"])
    write_charts(workbook, pages, data, plan, overview)
    page = pages["cost_types"]
    costs = plan_cost_types(page, plan)
    width = write_cost_types(page, costs)
    print_cost_types(page, costs, write_cost_charts(workbook, page, data, costs), width=width)
    data.finish()
