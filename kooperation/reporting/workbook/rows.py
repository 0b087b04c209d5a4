"""The rows of a table as they stand in the file, made column by column: no step looks at a single row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name, xl_range

from kooperation.reporting.workbook.package import joined, joined_bytes
from kooperation.reporting.workbook.page import PlainSheet

_ROWS_AT_ONCE = 16_384  # some ten megabytes of XML


@dataclass(frozen=True)
class Cells:
    """The cells of one column.

    ``tails`` is, once for each distinct cell, what follows its address: ``" s="3"><v>12</v></c>``.
    ``codes`` says which of them stands in which row; null: the row has no such cell.
    """

    tails: pa.Array
    codes: pa.Array


@dataclass(frozen=True)
class Block:
    """The rows of one table; ``first`` counts from 0 on the sheet.

    ``starts`` says what follows the number of each row: ``" ht="27.75" customHeight="1">``.
    """

    first: int
    columns: Sequence[Cells]
    starts: Cells

    @property
    def end(self) -> int:
        """The row behind the last one."""
        return self.first + len(self.starts.codes)

    def chunks(self) -> Iterator[pa.Buffer]:
        """Return the XML of the rows, some thousands at a time."""
        for start in range(self.first, self.end, _ROWS_AT_ONCE):
            yield joined_bytes(self._rows(start, min(start + _ROWS_AT_ONCE, self.end)))

    def _rows(self, start: int, end: int) -> pa.Array:
        numbers = pc.cast(pa.array(np.arange(start + 1, end + 1)), pa.large_string())
        part = slice(start - self.first, end - self.first)
        heads = self.starts.tails.take(self.starts.codes[part])
        pieces: list[pa.Array | str] = ['<row r="', numbers, heads]
        for place, cells in enumerate(self.columns):
            begin, tails = f'<c r="{xl_col_to_name(place)}', cells.tails.take(cells.codes[part])
            if tails.null_count:
                pieces.append(joined(begin, numbers, tails))
            else:
                pieces += [begin, numbers, tails]
        return joined(*pieces, "</row>", is_whole=False)


class TableSheet(PlainSheet):
    """A sheet whose tables are kept by column; XlsxWriter keeps all other cells, each by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[Block] = []

    def add_rows(self, block: Block) -> None:
        """Take the rows of a table; heights that were set for its rows by number do not count."""
        self._blocks.append(block)
        self._check_dimensions(block.first, 0)
        self._check_dimensions(block.end - 1, len(block.columns) - 1)

    def add_long_table(self, first: int, last: int, shape: Mapping[str, Any]) -> None:
        """Add a table with a column for each of ``shape["columns"]``, from row ``first`` to ``last``.

        XlsxWriter would look at every cell of its range, to find tables that overlap.
        """
        column = len(shape["columns"]) - 1
        self.add_table(first, 0, first + 1, column, shape)
        whole = xl_range(first, 0, last, column)
        self.tables[-1].update({"range": whole, "a_range": whole, "autofilter": whole})

    def _write_rows(self) -> None:
        first, last = self.dim_rowmin, self.dim_rowmax
        for block in sorted(self._blocks, key=lambda one: one.first):
            self._write_single_cells(first, block.first - 1)
            for chunk in block.chunks():
                self.fh.write_bytes(chunk)
            first = block.end
        self._write_single_cells(first, last)

    def _write_single_cells(self, first: int, last: int) -> None:
        if first <= last:
            self.dim_rowmin, self.dim_rowmax = first, last
            super()._write_rows()
