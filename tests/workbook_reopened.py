"""A written report as a reader finds it, for the tests of the workbook."""

from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell

from kooperation.reporting.workbook import write_report


class Reopened:
    """A report as a reader finds it: values of all cells, and beside them their formulas and links."""

    def __init__(self, path: Any) -> None:
        self.path = path
        self.values = openpyxl.load_workbook(path, data_only=True)
        self.formulas = openpyxl.load_workbook(path)

    def cells(self, sheet: str) -> Iterator[Cell]:
        for row in self.formulas[sheet].iter_rows():
            yield from row

    def texts(self, sheet: str) -> list[str]:
        return [
            str(cell.value)
            for row in self.values[sheet].iter_rows()
            for cell in row
            if cell.value is not None
        ]

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """The rows of the table on a sheet, by its headings."""
        (table,) = self.formulas[sheet].tables.values()
        heading, *rows = self.values[sheet][table.ref]
        return [
            dict(zip((cell.value for cell in heading), (cell.value for cell in row), strict=True))
            for row in rows
        ]

    def year(self, year: int, sheet: str = "Übersicht") -> dict[str, Any]:
        """The first row of the overview about a year, by the headings of its table."""
        opened = self.values[sheet]
        heading = next(row for row in opened.iter_rows() if row[0].value == "Haushaltsjahr")
        below = opened.iter_rows(min_row=heading[0].row + 1)
        found = next(row for row in below if row[0].value == year)
        return dict(zip((cell.value for cell in heading), (cell.value for cell in found), strict=True))

    def matrix(self, name: str, label: str, year: object) -> Cell:
        """The cell of the matrix (as formula) in the row of a pot or account and a label, below a year."""
        return self.formulas["Region × Jahr"][self._address(name, label, year)]

    def amount(self, name: str, label: str, year: object) -> Any:
        return self.values["Region × Jahr"][self._address(name, label, year)].value

    def _address(self, name: str, label: str, year: object) -> str:
        opened = self.values["Region × Jahr"]
        years = {cell.value: cell.column_letter for cell in opened[5]}
        row = next(
            row[0].row for row in opened.iter_rows(min_row=6) if (row[0].value, row[1].value) == (name, label)
        )
        return f"{years[year]}{row}"

    def named(self, name: str) -> Any:
        """The value of the cell that has a name."""
        ((sheet, address),) = self.formulas.defined_names[name].destinations
        return self.values[sheet][address].value

    def below(self, sheet: str, title: str) -> list[tuple[Any, ...]]:
        """The rows below a title, from its headings to the next empty row."""
        rows = list(self.values[sheet].iter_rows(values_only=True))
        first = next(place for place, row in enumerate(rows) if title in row)
        end = next((place for place in range(first + 1, len(rows)) if not any(rows[place])), len(rows))
        return rows[first + 1 : end]


def chart_columns(made: Reopened, title: str = "Ausgaben je Partnerregion") -> dict[str, list[Any]]:
    """The cells behind a chart, by the headings of their columns; of two with one heading the first."""
    rows = list(made.values["Diagrammdaten"].iter_rows(values_only=True))
    first = next(place for place, row in enumerate(rows) if title in str(row[0])) + 2
    end = next((place for place in range(first + 1, len(rows)) if not any(rows[place])), len(rows))
    columns: dict[str, list[Any]] = {}
    for place, heading in enumerate(rows[first]):
        if heading is not None:
            columns.setdefault(heading, [row[place] for row in rows[first + 1 : end]])
    return columns


def reopen(folder: Any, books: Any, **options: Any) -> Reopened:
    """Write the report of some books into a folder and open it again."""
    return Reopened(write_report(books, folder / "bericht.xlsx", **options))
