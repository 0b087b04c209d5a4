"""Any container to sheets of raw cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kooperation.reading.cells.sheet import Cell, Row, Sheet, cell_text, is_blank, is_fault
from kooperation.reading.container import Kind, Source, kind_of
from kooperation.reading.texts.delimited import read_text
from kooperation.reading.workbooks.archive import Archive, open_archive, workbook_kind
from kooperation.reading.workbooks.biff import read_xls
from kooperation.reading.workbooks.markup import read_html
from kooperation.reading.workbooks.ooxml import read_xlsx
from kooperation.reading.workbooks.opendocument import read_flat_ods, read_ods
from kooperation.reading.workbooks.spreadsheetml import read_spreadsheetml
from kooperation.reading.workbooks.webarchive import read_mhtml
from kooperation.reading.workbooks.xlsb import read_xlsb

__all__ = ["Cell", "Row", "Sheet", "cell_text", "is_blank", "is_fault", "read_sheets"]


def _read_zip(source: Source) -> list[Sheet]:
    readers: Mapping[str, Callable[[Archive], list[Sheet]]] = {
        "xlsx": read_xlsx,
        "xlsb": read_xlsb,
        "ods": read_ods,
    }
    archive = open_archive(source)
    return readers[workbook_kind(archive)](archive)


_READERS: Mapping[Kind, Callable[[Source], list[Sheet]]] = {
    "zip": _read_zip,
    "ole": read_xls,
    "html": read_html,
    "mhtml": read_mhtml,
    "spreadsheetml": read_spreadsheetml,
    "flat ods": read_flat_ods,
    "text": lambda source: [read_text(source)],
}


def read_sheets(source: Source) -> list[Sheet]:
    """Return every sheet with cells of ``source``.

    Raises
    ------
    KooperationError
        When the container is broken or foreign, the encoding cannot be told, or the text is no table.
    """
    return _READERS[kind_of(source)](source)
