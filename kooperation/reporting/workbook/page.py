"""How a sheet of the report looks: number formats, titles, links, widths and what the printer gets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kooperation.model.messages import Language
from kooperation.model.money import ZERO, format_decimal
from kooperation.model.period import format_day
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report

INK, SOFT_INK, BAND, LINE, ALARM = "#1A1A1A", "#595959", "#E8EEF4", "#B8C4D0", "#9C0006"
PALE_INK, LINK_INK = "#7F7F7F", "#0563C1"
FONT = {"font_name": "Arial", "font_size": 10}
HEADING = {
    "bold": True,
    "bg_color": BAND,
    "text_wrap": True,
    "valign": "vcenter",
}
LONGEST_TEXT = 32_767  # what an Excel cell holds
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LIKE_A_FORMULA = f"^[{re.escape(''.join(_FORMULA_STARTS))}]"

# The locale in the brackets makes programs that follow it write 1.234,56 € on any machine.
_EURO = {"de": '[$-407]#,##0.00\\ "€"', "en": '[$-809]"€"#,##0.00'}
_PERCENT = {"de": "[$-407]0.0\\ %", "en": "[$-809]0.0%"}
_HUNDREDTHS = {"de": "[$-407]0.00\\ %", "en": "[$-809]0.00%"}
_PLAIN = {"de": "[$-407]#,##0.00", "en": "[$-809]#,##0.00"}
_ABOUT = {"de": '"rd. "0', "en": '"about "0'}
_FIGURE = {"de": "[$-407]#,##0", "en": "[$-809]#,##0"}
_DATE = {"de": "dd\\.mm\\.yyyy", "en": "yyyy\\-mm\\-dd"}
_MONTH = {"de": "[$-407]mmm", "en": "[$-809]mmm"}
_AXIS = {"de": '[$-407]#,##0\\ "€"', "en": '[$-809]"€"#,##0'}


def euro_format(language: Language, *, is_dash_for_zero: bool = False) -> str:
    """Return the number format of euro cells; a dash for zero keeps a wide table calm."""
    shown = _EURO[language]
    return f'{shown};{shown.replace("]", "]-", 1)};"–"' if is_dash_for_zero else shown


def cell_format(name: str, language: Language) -> str:
    """Return the number format of cells of one kind, such as ``euro`` or ``date``."""
    formats = {
        "euro": euro_format(language),
        "dash": euro_format(language, is_dash_for_zero=True),
        "percent": _PERCENT[language],
        "hundredths": _HUNDREDTHS[language],
        "plain": _PLAIN[language],
        "date": _DATE[language],
        "whole": "0",
        "about": _ABOUT[language],
        "figure": _FIGURE[language],
    }
    return formats[name]


def axis_format(language: Language) -> str:
    """Return the number format of the chart's euro axis: whole euros."""
    return _AXIS[language]


def month_format(language: Language) -> str:
    """Return the number format of an axis of days that shows months."""
    return _MONTH[language]


class Look:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self.language = language

    def __call__(self, number: str = "", /, **properties: Any) -> Format:
        """Return the format with these properties; ``number`` names a number format such as ``euro``."""
        if properties.get("indent"):
            properties = {"align": "left", **properties}  # programs indent only what is aligned
        if number:
            properties["num_format"] = cell_format(number, self.language)
        key = tuple(sorted({"valign": "top", **properties}.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**FONT, **dict(key)})
        return self._made[key]

    def fill(self, background: str, ink: str) -> Format:
        """Return what a conditional format changes: fill and colour, nothing else."""
        return self._workbook.add_format({"bg_color": background, "font_color": ink})

    def ink(self, colour: str) -> Format:
        """Return what a conditional format changes: the colour of the letters, nothing else."""
        return self._workbook.add_format({"font_color": colour})

    def number(self, shown: str) -> Format:
        """Return what a conditional format changes: the number format, nothing else."""
        return self._workbook.add_format({"num_format": shown})

    def title(self) -> Format:
        """Return the format of a sheet's title."""
        return self(font_size=15, bold=True, font_color=INK)

    def note(self) -> Format:
        """Return the format of explaining lines."""
        return self(font_color=SOFT_INK)

    def part(self) -> Format:
        """Return the format of the title of a part of a sheet."""
        return self(font_size=12, bold=True)

    def link(self, **properties: Any) -> Format:
        """Return the format of words that lead elsewhere."""
        return self(font_color=LINK_INK, underline=1, **properties)

    def banner(self) -> Format:
        """Return the format of the line that says the figures are invented."""
        return self(bold=True, font_color=ALARM)

    def heading(self, **properties: Any) -> Format:
        """Return the format of a table's headings."""
        return self(**{**HEADING, **properties})


class PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose formulas use no function that is newer than Excel 2007.

    XlsxWriter searches each formula for thirty newer ones, which took a third of the time of a report.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - as XlsxWriter calls it
        return formula.removeprefix("=")


@dataclass(frozen=True)
class Page:
    """One sheet with its name, look and report."""

    workbook: Workbook
    sheet: Worksheet
    name: str
    look: Look
    report: Report

    @property
    def language(self) -> Language:
        """The language of the report."""
        return self.report.language

    def text(self, key: str, **values: object) -> str:
        """Return the text ``key``, with or without its section ``workbook.``, in the report's language."""
        return label(f"workbook.{key.removeprefix('workbook.')}", self.language, **values)

    def cell(self, row: int, column: int) -> str:
        """Return the address of a cell of this sheet for formulas on any sheet."""
        return f"{quote_sheetname(self.name)}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def define(self, name: str, cell: str) -> None:
        """Give a key figure a name that formulas and other programs can use."""
        self.workbook.define_name(name, f"={cell}")

    def target(self, row: int, column: int = 0, last_row: int | None = None) -> str:
        """Return what a link to a cell, or to a run of cells in one column, points at."""
        first = xl_rowcol_to_cell(row, column)
        rest = f":{xl_rowcol_to_cell(last_row, column)}" if last_row not in (None, row) else ""
        return f"'{self.name}'!{first}{rest}"


def link(page: Page, row: int, column: int, target: str, shown: Format, tip: str) -> None:
    """Make a cell lead to ``target``; its content, number or formula, is written afterwards as ever."""
    page.sheet.write_url(row, column, f"internal:{target}", shown, string="", tip=tip)


def is_like_a_formula(text: str) -> bool:
    """Tell whether a program would take the text for a formula when someone edits its cell."""
    return text.startswith(_FORMULA_STARTS)


def are_like_formulas(texts: pa.Array) -> pa.Array:
    """Tell for each of many texts what :func:`is_like_a_formula` tells of one."""
    return pc.match_substring_regex(texts, LIKE_A_FORMULA)


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Look, **properties: Any) -> None:
    """Write text as text. One that looks like a formula stays text even when a reader edits the cell."""
    if is_like_a_formula(text):
        properties["quote_prefix"] = True
    if text:
        sheet.write_string(row, column, text[:LONGEST_TEXT], look(**properties))
    else:
        sheet.write_blank(row, column, None, look(**properties))


def write_head(page: Page, title: str, *notes: str) -> int:
    """Write title, banner and notes of a sheet; return the first free row."""
    page.sheet.hide_gridlines(2)
    page.sheet.set_row(0, 24)
    page.sheet.write_string(0, 0, title, page.look.title())
    row = 1
    if page.report.is_example:
        page.sheet.write_string(row, 0, page.text("example"), page.look.banner())
        row += 1
    for note in notes:
        write_text(page.sheet, row, 0, note, page.look, font_color=SOFT_INK)
        row += 1
    return row + 1


def euro_text(amount: Decimal, language: Language) -> str:
    """Return an amount about as wide as its cell shows it."""
    return f"{format_decimal(amount, language)} €"


def amount_width(
    amounts: Sequence[Decimal] | pd.Series[Any], language: Language, *, least: float = 12.5
) -> float:
    """Return the width of a column of euro cells."""
    ends = _ends(amounts.dropna() if isinstance(amounts, pd.Series) else amounts)
    return max(least, *(len(euro_text(end, language)) + 2.0 for end in ends))


def _ends(amounts: Sequence[Decimal] | pd.Series[Any]) -> tuple[Decimal, Decimal]:
    if not len(amounts):
        return ZERO, ZERO
    if isinstance(amounts, pd.Series):
        return amounts.min(), amounts.max()
    return min(amounts), max(amounts)


def set_up_printing(page: Page, last_row: int, last_column: int, *, pages: int = 0) -> None:
    """Print on landscape A4, one page wide and ``pages`` high (0: as many as needed)."""
    sheet, report = page.sheet, page.report
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, pages)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.print_area(0, 0, last_row, last_column)
    left, right = page.text("title"), page.text("example") if report.is_example else ""
    sheet.set_header(f"&L&8{_escaped(left)}&R&8{_escaped(right)}")
    stand = stand_text(page)
    sheet.set_footer(f"&L&8{_escaped(stand)}&C&8&A&R&8{page.text('page_of')}")


def stand_text(page: Page) -> str:
    """Return ``Stand 31.12.2024``; without any dated posting it says so."""
    report = page.report
    if report.as_of is None:
        return page.text("as_of_unknown")
    return page.text("as_of", day=format_day(report.as_of, page.language))


def stand_sentence(page: Page) -> str:
    """Say which day the figures are of, and what that day is."""
    if page.report.as_of is None:
        return stand_text(page)
    return page.text("stand_cut" if page.report.is_dated else "stand_last", stand=stand_text(page))


def _escaped(text: str) -> str:
    return text.replace("&", "&&")
