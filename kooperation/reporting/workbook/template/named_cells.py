"""Filling a template's named cells, and saying which names look like ours but ask for nothing we know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from kooperation.model.findings import Finding, Place, finding
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report
from kooperation.reporting.workbook.names import FIGURES
from kooperation.reporting.workbook.template.figures import Figure, folded
from kooperation.reporting.workbook.template.values import write_value

NEAR = 0.75  # how alike two names are before one is taken for a slip of the other
_SINGLE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")
_BUILT_IN = ("_xlnm.", "_xlfn.", "_xlpm.")


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of the template and what it stands for; ``sheet`` is the one that it is known on alone."""

    name: str
    refers_to: str
    sheet: Worksheet | None


def fill_named_cells(
    workbook: Workbook, figures: Mapping[str, Figure], report: Report, place: Place
) -> tuple[int, list[Finding]]:
    """Write each figure that a name of the template asks for; return how many, and what to look at."""
    filled, findings = 0, []
    for named in _names_of(workbook):
        figure = figures.get(folded(named.name))
        cell = _cell_of(workbook, named)
        if figure is None:
            findings += _unknown(named, cell, figures, report, place)
        elif cell is None:
            findings.append(finding("template_name_has_no_cell", place, name=named.name, raw=named.refers_to))
        else:
            write_value(cell, figure.value, report.language)
            filled += 1
    return filled, findings


def _names_of(workbook: Workbook) -> Iterator[_Named]:
    for name, defined in workbook.defined_names.items():
        if not name.startswith(_BUILT_IN):
            yield _Named(name, defined.attr_text or "", None)
    for sheet in workbook.worksheets:
        for name, defined in sheet.defined_names.items():
            if not name.startswith(_BUILT_IN):
                yield _Named(name, defined.attr_text or "", sheet)


def _cell_of(workbook: Workbook, named: _Named) -> Cell | None:
    """Return the one cell, or the first of the merged cells, that a name stands for."""
    match = _SINGLE.fullmatch(named.refers_to.strip().removeprefix("="))
    title = (match[1] or match[2]).replace("''", "'") if match else ""
    sheet = next((one for one in workbook.worksheets if one.title.casefold() == title.casefold()), None)
    if match is None or sheet is None:
        return None
    left, top, right, bottom = range_boundaries(match[3].replace("$", ""))
    around = _merged_around(sheet, left, top)
    if (left, top) != (right, bottom) and (
        around is None or not (right <= around[2] and bottom <= around[3])
    ):
        return None
    first = sheet.cell(around[1], around[0]) if around else sheet.cell(top, left)
    return None if isinstance(first, MergedCell) else first


def _merged_around(sheet: Worksheet, column: int, row: int) -> tuple[int, int, int, int] | None:
    for merged in sheet.merged_cells.ranges:
        left, top, right, bottom = merged.bounds
        if left <= column <= right and top <= row <= bottom:
            return left, top, right, bottom
    return None


def _unknown(
    named: _Named, cell: Cell | None, figures: Mapping[str, Figure], report: Report, place: Place
) -> list[Finding]:
    """Empty a cell that asks for a year without figures; name the nearest name for what looks like a slip.

    What a former run or a hand wrote into the cell would be taken for a figure of this report.
    """
    near = get_close_matches(folded(named.name), figures, n=1, cutoff=NEAR)
    if _asks_for_a_year(named.name, report):
        if cell is not None:
            cell.value = None
        nearest = figures[near[0]].name if near else "–"
        return [finding("template_name_without_figure", place, name=named.name, nearest=nearest)]
    if near:
        nearest = figures[near[0]].name
        return [finding("template_name_unknown", place, name=named.name, nearest=nearest)]
    return []


def _asks_for_a_year(name: str, report: Report) -> bool:
    words = "|".join(re.escape(folded(label(f"workbook.name_{one}", report.language))) for one in FIGURES)
    return re.fullmatch(rf"(?:{words})_\d{{4}}(?:_.+)?", folded(name)) is not None
