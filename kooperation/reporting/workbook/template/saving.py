"""Saving a filled template: the same workbook makes the same bytes, and its properties name nobody."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from lxml import etree
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from kooperation.reporting.workbook.template.drawings import Drawings, with_drawings
from kooperation.reporting.workbook.template.growth import Growth

NO_DAY = date(2000, 1, 1)
_FIRST_PART = "[Content_Types].xml"
_STYLES = "xl/styles.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u"),
    *("vertAlign", "sz", "color", "name", "family", "charset", "scheme"),
)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def saved(workbook: Workbook, as_of: date | None, drawings: Drawings, growths: Iterable[Growth]) -> bytes:
    """Return the bytes of a workbook, dated by the Stand; programs that open it reckon its formulas."""
    day = as_of or NO_DAY
    properties = workbook.properties
    properties.creator = properties.lastModifiedBy = None
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    properties.lastPrinted = None
    workbook.calculation.fullCalcOnLoad = True
    titles = [sheet.title for sheet in workbook.worksheets]
    return _in_order(with_drawings(_parts(workbook), titles, drawings, growths))


def _parts(workbook: Workbook) -> dict[str, bytes]:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).write_data()
    with zipfile.ZipFile(written) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_order(parts: Mapping[str, bytes]) -> bytes:
    """Return the archive with its parts in one order and without the time of its making."""
    ordered = io.BytesIO()
    with zipfile.ZipFile(ordered, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != _FIRST_PART, name)):
            member = zipfile.ZipInfo(name, date_time=_ZIP_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _fonts_in_order(parts[name]) if name == _STYLES else parts[name])
    return ordered.getvalue()


def _fonts_in_order(styles: bytes) -> bytes:
    """Put what describes a font into the order of the schema, which openpyxl does not keep."""
    root = etree.fromstring(styles)
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda one: _FONT.index(etree.QName(one).localname))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
