"""The sheet Diagrammdaten: one block of cells per chart, one row per category, one column per series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from kooperation.model.money import ZERO
from kooperation.reporting.workbook.lines import LINE_HEIGHT, lines_of
from kooperation.reporting.workbook.page import (
    HEADING,
    PALE_INK,
    SOFT_INK,
    Page,
    amount_width,
    set_up_printing,
    write_head,
    write_text,
)

Value: TypeAlias = Decimal | str | int | date | None  # None leaves the cell empty

FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
LINK = 6  # so many columns are printed at least, for the titles of narrow blocks
WIDTH_OF_NAMES = 24.0
WIDTH_OF_NUMBERS = 13.0
MOST_LINES = 6  # of a heading


def day_number(day: date) -> int:
    """Return the number under which a spreadsheet keeps a day."""
    return (day - FIRST_DAY).days


@dataclass(frozen=True)
class Series:
    """One column of a block: its heading, and the value of each row with the formula that makes it.

    Without ``formulas`` the values are constants. An ``is_aid`` column only places what is drawn.
    """

    name: str
    values: Sequence[Value]
    formulas: Sequence[str] = ()
    is_aid: bool = False


class DataBlock:
    """The cells that feed one chart."""

    def __init__(self, page: Page, top: int, rows: int) -> None:
        self._page, self._top, self.rows = page, top, rows
        self._places: dict[str, int] = {}
        self._series: dict[str, Series] = {}

    @property
    def end(self) -> int:
        """The first row behind the block."""
        return self._top + 1 + self.rows

    @property
    def columns(self) -> int:
        """How many columns are written."""
        return len(self._places)

    @property
    def columns_of_figures(self) -> int:
        """How many columns hold figures; what only serves the drawing stands behind them."""
        return sum(not series.is_aid for series in self._series.values())

    @property
    def amounts(self) -> list[Decimal]:
        """All amounts of the block. [EUR]."""
        return [
            value for series in self._series.values() for value in series.values if isinstance(value, Decimal)
        ]

    def keys(self, beginning: str) -> list[str]:
        """Return the keys of the series that begin so, in their order."""
        return [key for key in self._places if key.startswith(beginning)]

    def add(self, key: str, series: Series) -> None:
        """Write the next column."""
        place = len(self._places)
        self._places[key], self._series[key] = place, series
        ink = {"font_color": PALE_INK, "italic": True} if series.is_aid else {}
        is_text = series.values and isinstance(series.values[0], str)
        heading = {"align": "left" if is_text or place == 0 else "right", **ink}
        write_text(self._page.sheet, self._top, place, series.name, self._page.look, **{**HEADING, **heading})
        for row, value in enumerate(series.values):
            if value is None:
                continue
            formula = series.formulas[row] if series.formulas else ""
            self._write(row, place, value, formula, ink)

    def _write(
        self, row: int, place: int, value: Decimal | str | int | date, formula: str, ink: dict[str, Any]
    ) -> None:
        sheet, shown = self._page.sheet, self._shown(value, place, ink)
        stored = _stored(value)
        if formula:
            sheet.write_formula(self._top + 1 + row, place, f"={formula}", shown, stored)
        elif isinstance(stored, str):
            write_text(sheet, self._top + 1 + row, place, stored, self._page.look, **ink)
        else:
            sheet.write_number(self._top + 1 + row, place, stored, shown)

    def _shown(self, value: Value, place: int, ink: dict[str, Any]) -> Format:
        number = "euro" if isinstance(value, Decimal) else "date" if isinstance(value, date) else ""
        number = "whole" if isinstance(value, int) else number
        left = {"align": "left"} if place == 0 and number == "whole" else {}
        return self._page.look(number, **ink, **left)

    def set_heights(self, width: float) -> None:
        """Make the headings, in columns of ``width``, and texts of several lines as high as they are."""
        lines = max((lines_of(series.name, 0.85 * width) for series in self._series.values()), default=1)
        self._page.sheet.set_row(self._top, LINE_HEIGHT * min(lines, MOST_LINES) + 4)
        for row in range(self.rows):
            texts = [series.values[row] for series in self._series.values()]
            most = max((text.count("\n") for text in texts if isinstance(text, str)), default=0)
            if most:
                self._page.sheet.set_row(self._top + 1 + row, LINE_HEIGHT * (most + 1) + 2)

    def value(self, key: str, row: int) -> Decimal:
        """Return an amount, 0 where words stand. [EUR]."""
        value = self._series[key].values[row]
        return value if isinstance(value, Decimal) else ZERO

    def column_of(self, key: str) -> list[Decimal]:
        """Return the amounts of a series. [EUR]."""
        return [self.value(key, row) for row in range(self.rows)]

    def at(self, key: str, row: int) -> str:
        """Return the address of a cell for formulas of this sheet."""
        return str(xl_rowcol_to_cell(self._top + 1 + row, self._places[key]))

    def coming(self, row: int) -> str:
        """Return the address of a cell of the column that is added next, for formulas that go on from it."""
        return str(xl_rowcol_to_cell(self._top + 1 + row, len(self._places)))

    def across(self, first: str, last: str, row: int) -> str:
        """Return the cells of a row from one series to another."""
        return f"{self.at(first, row)}:{self.at(last, row)}"

    def span(self, key: str) -> str:
        """Return the cells of a series for formulas of this sheet."""
        ends = (self._top + 1, self._top + self.rows)
        cells = [xl_rowcol_to_cell(row, self._places[key], row_abs=True, col_abs=True) for row in ends]
        return ":".join(cells)

    def reference(self, key: str) -> str:
        """Return the cells of a series as a chart refers to them."""
        return f"={quote_sheetname(self._page.name)}!{self.span(key)}"

    def name_reference(self, key: str) -> str:
        """Return the cell of a series' name as a chart refers to it."""
        cell = xl_rowcol_to_cell(self._top, self._places[key], row_abs=True, col_abs=True)
        return f"={quote_sheetname(self._page.name)}!{cell}"


def _stored(value: Decimal | str | int | date) -> float | str:
    if isinstance(value, str):
        return value
    return day_number(value) if isinstance(value, date) else float(value)


class DataSheet:
    """The sheet of all blocks, one below the other."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._blocks: list[DataBlock] = []
        self._top = write_head(page, page.text("sheet_chart_data"), page.text("chart_data_note"))
        page.sheet.freeze_panes(2, 1)
        page.sheet.repeat_rows(0)

    def block(self, title: str, chart: str, *, rows: int) -> DataBlock:
        """Begin the block of a chart; ``chart`` is the target of the link to it."""
        write_text(self.page.sheet, self._top, 0, title, self.page.look, bold=True, font_size=11)
        self.page.sheet.write_url(
            self._top + 1, 0, f"internal:{chart}", self.page.look.link(), string=self.page.text("to_chart")
        )
        made = DataBlock(self.page, self._top + 2, rows)
        self._blocks.append(made)
        self._top = made.end + 1
        return made

    def target(self, block: DataBlock) -> str:
        """Return what a link to a block points at."""
        return self.page.target(block.end - block.rows - 3)

    def finish(self) -> None:
        """Set widths and what is printed, when all blocks are written."""
        columns = max([LINK, *(block.columns for block in self._blocks)])
        amounts = [amount for block in self._blocks for amount in block.amounts]
        width = amount_width(amounts, self.page.language, least=WIDTH_OF_NUMBERS)
        self.page.sheet.set_column(0, 0, WIDTH_OF_NAMES)
        self.page.sheet.set_column(1, columns - 1, width)
        for block in self._blocks:
            block.set_heights(width)
        if not self._blocks:
            self.page.sheet.write_string(
                self._top, 0, self.page.text("no_charts"), self.page.look(font_color=SOFT_INK)
            )
        printed = max([LINK, *(block.columns_of_figures for block in self._blocks)])
        set_up_printing(self.page, self._top, printed - 1)
