"""Grids of sums: rows of a pot or account under columns of years or cost types, their sums, and the check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from kooperation.model.money import ZERO, sum_euros
from kooperation.reporting.workbook.page import LINE, PALE_INK, SOFT_INK, Page, write_text

NAME, KEY, FIRST = 0, 1, 2  # the columns of pot or account, of the row's own key, and of the first amounts


@dataclass(frozen=True)
class Grid:
    """The columns of a sheet of sums: one per key, and one for the sums of the rows.

    ``headings`` is the row that names the keys, counted from 0.
    """

    page: Page
    keys: Sequence[object]
    headings: int

    @property
    def last(self) -> int:
        """The column of the row sums."""
        return FIRST + len(self.keys)

    def column(self, key: object) -> int:
        """Return the column of a key."""
        return FIRST + self.keys.index(key)

    def heading_cell(self, column: int) -> str:
        """Return the cell that names a column's key, for formulas of any row."""
        return f"{xl_col_to_name(column)}${self.headings + 1}"

    def write_section(self, row: int, name: str, note: str) -> None:
        """Write the line that a part of the grid begins with."""
        line = {"bottom": 1, "bottom_color": LINE}
        for column in range(self.last + 1):
            self.page.sheet.write_blank(row, column, None, self.page.look(**line))
        write_text(self.page.sheet, row, NAME, name, self.page.look, bold=True, font_size=11, **line)
        self.page.sheet.write_string(row, FIRST, note, self.page.look(font_color=SOFT_INK, **line))
        self.page.sheet.set_row(row, 18)

    def write_row_sum(self, row: int, shown: Format, amount: Decimal) -> None:
        """Write the sum of a row."""
        if not self.keys:
            self.page.sheet.write_number(row, self.last, 0, shown)
            return
        ends = xl_rowcol_to_cell(row, FIRST), xl_rowcol_to_cell(row, self.last - 1)
        self.page.sheet.write_formula(row, self.last, f"=SUM({':'.join(ends)})", shown, float(amount))

    def write_sums(
        self,
        row: int,
        names: tuple[str, str],
        formula: Callable[[int], str],
        amount: Callable[[object], Decimal],
    ) -> None:
        """Write a row of sums in bold: ``formula`` by column, its exact value by key. [EUR]."""
        line = {"bold": True, "top": 1, "top_color": PALE_INK}
        write_text(self.page.sheet, row, NAME, names[0], self.page.look, **line, font_color=SOFT_INK)
        write_text(self.page.sheet, row, KEY, names[1], self.page.look, **line)
        shown = self.page.look("euro", **line)
        amounts = [amount(key) for key in self.keys]
        for column, value in enumerate(amounts, start=FIRST):
            self.page.sheet.write_formula(row, column, f"={formula(column)}", shown, float(value))
        self.write_row_sum(row, shown, sum_euros(amounts))

    def write_column_sums(
        self, rows: tuple[int, int], names: tuple[str, str], amount: Callable[[object], Decimal]
    ) -> None:
        """Write below the rows from the first to the last their sums."""
        first, last = rows
        self.write_sums(
            last + 1,
            names,
            lambda column: f"SUM({xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)})",
            amount,
        )

    def write_check(
        self,
        row: int,
        totals: Sequence[int],
        of_sheet: Callable[[int], str],
        amount: Callable[[object], Decimal],
    ) -> None:
        """Write the sum of the rows ``totals``, what the sheet of postings holds, and the difference."""

        def of_totals(column: int) -> str:
            return "+".join(xl_rowcol_to_cell(total, column) for total in totals) or "0"

        def difference(column: int) -> str:
            return f"ROUND({xl_rowcol_to_cell(row, column)}-{xl_rowcol_to_cell(row + 1, column)},2)"

        text = self.page.text
        self.write_sums(row, (text("all_postings"), ""), of_totals, amount)
        self.write_sums(row + 1, (text("sum_in_postings"), ""), of_sheet, amount)
        self.write_sums(row + 2, (text("difference"), ""), difference, lambda _: ZERO)
