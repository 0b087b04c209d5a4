"""From books and report to the content of an annex."""

from __future__ import annotations

from typing import Any

from kooperation.model.period import format_day
from kooperation.model.region import Pot
from kooperation.reporting.annex.content import AnnexContent, Picture, Section, Table
from kooperation.reporting.annex.pots import (
    beside_table,
    ceiling_notes,
    spending_table,
    usage_table,
    years_shown,
)
from kooperation.reporting.annex.records import (
    activities_table,
    decisions_table,
    outcomes_table,
    sources_table,
)
from kooperation.reporting.charts import alt_text
from kooperation.reporting.charts.canvas import bare_figure
from kooperation.reporting.headline import headline
from kooperation.reporting.labels import label
from kooperation.reporting.pictures import spending_chart
from kooperation.reporting.tables import Report

CHART_SIZE = (8.4, 4.0)  # a fifth larger than it is printed: its texts are as large as the notes [inch]
NOTES_OF_A_CHART = 2  # there is room for so many footnotes; each further one makes the chart higher
HEIGHT_OF_A_NOTE = 0.14  # [inch]


def annex_content(books: Any, report: Report) -> AnnexContent:
    """Gather what an annex says.

    Parameters
    ----------
    books : Books
        What was read.
    report : Report
        What :func:`kooperation.reporting.tables.report_of` gathered from it.
    """
    language = report.language
    findings = tuple(headline(report, pot) for pot in report.counting)
    return AnnexContent(
        language=language,
        title=label("annex.title", language),
        stand=_stand(report),
        as_of=report.as_of,
        example=label("workbook.example", language) if report.is_example else None,
        mark=label("chart.example", language) if report.is_example else None,
        findings=findings or (label("workbook.no_counting_pot", language),),
        sections=(*_money(books, report), *_records(report)),
    )


def _stand(report: Report) -> str:
    if report.as_of is None:
        return label("workbook.as_of_unknown", report.language)
    return label("workbook.as_of", report.language, day=format_day(report.as_of, report.language))


def _money(books: Any, report: Report) -> list[Section]:
    language, names = report.language, report.names.pots
    sections = [
        section
        for pot in report.counting
        for section in (
            Section(
                label("annex.spending", language, pot=names[pot.key]),
                (_chart(books, report, pot), spending_table(report, pot)),
            ),
            Section(label("annex.usage", language, pot=names[pot.key]), (usage_table(report, pot),)),
        )
    ]
    return [*sections, *_section("annex.beside", beside_table(report), report)]


def _chart(books: Any, report: Report, pot: Pot) -> Picture:
    width, height = CHART_SIZE
    notes = max(0, len(ceiling_notes(report, pot)) - NOTES_OF_A_CHART)
    # In a notebook it is not to be shown below the cell.
    axes = bare_figure(width, height + HEIGHT_OF_A_NOTE * notes).add_subplot()
    spending_chart(books, report, pot, years=years_shown(report, pot).single, ax=axes)
    return Picture(axes, alt_text(axes))


def _records(report: Report) -> list[Section]:
    return [
        *_section("annex.activities", activities_table(report), report),
        *_section("annex.outcomes", outcomes_table(report), report),
        *_section("annex.decisions", decisions_table(report), report),
        *_section("annex.sources", sources_table(report), report),
    ]


def _section(heading: str, table: Table | None, report: Report) -> list[Section]:
    return [] if table is None else [Section(label(heading, report.language), (table,))]
