"""Saving a filled template: the same workbook makes the same bytes, and its properties name nobody."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

NO_DAY = date(2000, 1, 1)
_FIRST_PART = "[Content_Types].xml"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def saved(workbook: Workbook, as_of: date | None) -> bytes:
    """Return the bytes of a workbook, dated by the Stand; programs that open it reckon its formulas."""
    day = as_of or NO_DAY
    properties = workbook.properties
    properties.creator = properties.lastModifiedBy = None
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    properties.lastPrinted = None
    workbook.calculation.fullCalcOnLoad = True
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).write_data()
    return _in_order(written)


def _in_order(written: io.BytesIO) -> bytes:
    """Return the archive with its parts in one order and without the time of its making."""
    ordered = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(ordered, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts.namelist(), key=lambda name: (name != _FIRST_PART, name)):
            member = zipfile.ZipInfo(name, date_time=_ZIP_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, parts.read(name))
    return ordered.getvalue()
