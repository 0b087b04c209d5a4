"""Any container to sheets of raw cells; what reads a kind of workbook is loaded when the first one comes."""

from __future__ import annotations

from collections.abc import Callable

from kooperation.reading.cells.sheet import Cell, Row, Sheet, cell_text, is_blank, is_fault
from kooperation.reading.container import Kind, Source, kind_of
from kooperation.reading.texts.delimited import read_text

__all__ = ["Cell", "Row", "Sheet", "cell_text", "is_blank", "is_fault", "read_sheets"]


def read_sheets(source: Source) -> list[Sheet]:
    """Return every sheet with cells of ``source``.

    Raises
    ------
    KooperationError
        When the container is broken or foreign, the encoding cannot be told, or the text is no table.
    """
    kind = kind_of(source)
    return [read_text(source)] if kind == "text" else _reader_of(kind)(source)


def _reader_of(kind: Kind) -> Callable[[Source], list[Sheet]]:
    if kind == "ole":
        from kooperation.reading.workbooks.biff import read_xls as read
    elif kind == "html":
        from kooperation.reading.workbooks.markup import read_html as read
    elif kind == "mhtml":
        from kooperation.reading.workbooks.webarchive import read_mhtml as read
    elif kind == "spreadsheetml":
        from kooperation.reading.workbooks.spreadsheetml import read_spreadsheetml as read
    elif kind == "flat ods":
        from kooperation.reading.workbooks.opendocument import read_flat_ods as read
    else:
        read = _read_zip
    return read


def _read_zip(source: Source) -> list[Sheet]:
    from kooperation.reading.workbooks.archive import open_archive, workbook_kind

    archive = open_archive(source)
    kind = workbook_kind(archive)
    if kind == "xlsb":
        from kooperation.reading.workbooks.xlsb import read_xlsb as read
    elif kind == "ods":
        from kooperation.reading.workbooks.opendocument import read_ods as read
    else:
        from kooperation.reading.workbooks.ooxml import read_xlsx as read
    return read(archive)
