"""Any container to sheets of raw cells."""

from __future__ import annotations

from kooperation.reading.container import Source, kind_of
from kooperation.reading.sheet import Cell, Row, Sheet, cell_text, is_blank, is_fault
from kooperation.reading.texts import read_text
from kooperation.reading.workbooks import read_workbook

__all__ = ["Cell", "Row", "Sheet", "cell_text", "is_blank", "is_fault", "read_sheets"]


def read_sheets(source: Source) -> list[Sheet]:
    """Return every sheet with cells of ``source``.

    Raises
    ------
    KooperationError
        When the container is broken or foreign, the encoding cannot be told, or the text is no table.
    """
    return read_workbook(source) if kind_of(source) == "workbook" else [read_text(source)]
