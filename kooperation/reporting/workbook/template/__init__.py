"""An authority's own workbook, filled: its named cells and tables get the figures, its design stays."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kooperation.model.errors import refuse
from kooperation.model.findings import Finding
from kooperation.reporting.tables import Report
from kooperation.reporting.workbook.template.example import mark_example
from kooperation.reporting.workbook.template.figures import named_figures
from kooperation.reporting.workbook.template.named_cells import fill_named_cells
from kooperation.reporting.workbook.template.opening import open_template
from kooperation.reporting.workbook.template.rows import table_names
from kooperation.reporting.workbook.template.saving import saved
from kooperation.reporting.workbook.template.tables import fill_tables

__all__ = ["FilledTemplate", "fill_template"]

MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A filled template: its bytes, the ending that fits them, and what its author should look at."""

    content: bytes
    ending: str
    findings: tuple[Finding, ...]


def fill_template(report: Report, template: str | os.PathLike[str]) -> FilledTemplate:
    """Fill the named cells and tables of a workbook; the file itself is only read.

    Parameters
    ----------
    report : Report
        Whose figures and postings are filled in.
    template : path
        An Excel workbook or template (``.xlsx``, ``.xltx``, with macros ``.xlsm``, ``.xltm``).

    Returns
    -------
    FilledTemplate
        The same report and template make the same bytes. Formulas carry no values: the program that
        opens it reckons them.

    Raises
    ------
    KooperationError
        When it is no such workbook, when something in it would be lost or hit by longer tables, or
        when nothing in it asks for a figure.
    """
    opened = open_template(Path(template))
    figures = named_figures(report)
    count, of_cells = fill_named_cells(opened.workbook, figures, report, opened.place)
    tables = fill_tables(opened.workbook, report, opened.place)
    if not count and not tables.filled:
        names = ", ".join(list(dict.fromkeys(one.name for one in figures.values()))[:MOST_NAMES])
        raise refuse(
            "template_asks_for_nothing", opened.place, names=names, tables=", ".join(table_names(report))
        )
    if report.is_example:
        mark_example(opened.workbook, report.language)
    content = saved(opened.workbook, report.as_of, opened.drawings, tables.growths)
    return FilledTemplate(content, opened.ending, (*of_cells, *tables.findings))
