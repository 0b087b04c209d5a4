"""Workbooks to sheets of raw cells, with what readers hide: error values, valueless formulas, hidden rows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any
from xml.etree import ElementTree

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place
from kooperation.reading.container import Source
from kooperation.reading.sheet import Row, Sheet


def read_workbook(source: Source) -> list[Sheet]:
    """Return every worksheet with cells of an xlsx, xlsm, xlsb, xls or ods file.

    Raises
    ------
    KooperationError
        When the workbook is broken, protected by a password, or would fill all memory.
    """
    insides = _look_inside(source)
    try:
        sheets = _sheets(source, insides)
    except KooperationError:
        raise
    except BaseException as error:  # a panic of the compiled reader is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            kind = "password_protected" if "password" in str(error).casefold() else "workbook_unreadable"
            raise refuse(kind, source.place, why=error) from None
        raise
    if not sheets:
        raise refuse("no_table", source.place)
    return sheets


def _sheets(source: Source, insides: dict[str, _Inside]) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
    sheets = []
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        rows: list[Row] = sheet.to_python(skip_empty_area=False)
        inside = insides.get(meta.name, _Inside())
        if inside.faults or any(value not in ("", None) for row in rows for value in row):
            made = Sheet(
                meta.name,
                rows,
                is_hidden=meta.visible != SheetVisibleEnum.Visible,
                merged=tuple((*first, *last) for first, last in _merged_ranges(sheet)),
                faults=inside.faults,
                hidden_rows=inside.hidden_rows,
                counts_from_1904=inside.counts_from_1904,
            )
            sheets.append(made)
    return sheets


def _merged_ranges(sheet: Any) -> Any:
    return sheet.merged_cell_ranges or ()


# --- what the XML of a sheet says beyond its values ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Inside:
    faults: dict[tuple[int, int], str | None] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    counts_from_1904: bool = False


_WORKBOOK = "xl/workbook.xml"  # no sheet is called so: Excel forbids the slash
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_FAR_COLUMN = re.compile(rb'r="[A-Z]{3}[0-9]')
_FAR_ROW = re.compile(rb'r="([A-Z]+[0-9]{6,})"')
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]+)"')
_FROM_1904 = re.compile(rb'<workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def _look_inside(source: Source) -> dict[str, _Inside]:
    """Return per sheet of an xlsx or xlsm file what its cells do not show; nothing for other workbooks.

    A box that spans far columns *and* far rows is refused: readers allocate it whole, which kills the
    process.
    """
    insides = {}
    from_1904 = False
    for name, xml in _sheet_members(source):
        if name == _WORKBOOK:
            from_1904 = bool(_FROM_1904.search(xml))
            continue
        if _FAR_COLUMN.search(xml) and (far := _FAR_ROW.search(xml)):
            raise refuse("far_cell", Place(file=source.name, sheet=name), cell=far[1].decode())
        faults = _faults(xml) if b'"e"' in xml or b"<f" in xml else {}
        hidden = frozenset(map(int, _HIDDEN_ROW.findall(xml))) if b" hidden=" in xml else frozenset()
        insides[name] = _Inside(faults, hidden, from_1904)
    return insides


def _sheet_members(source: Source) -> Iterator[tuple[str, bytes]]:
    """Yield the workbook's own part under its path, then the name and XML of every sheet."""
    if not source.content.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        names = set(archive.namelist())
        if _WORKBOOK not in names:
            return
        try:
            yield _WORKBOOK, _safe_xml(archive, _WORKBOOK)
            for name, target in _targets(archive).items():
                if target in names:
                    yield name, _safe_xml(archive, target)
        except (ElementTree.ParseError, KeyError, ValueError) as error:
            raise refuse("workbook_unreadable", source.place, why=error) from None


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name -> archive member."""
    links = ElementTree.fromstring(_safe_xml(archive, "xl/_rels/workbook.xml.rels"))
    members = {link.get("Id"): _member(link.get("Target", "")) for link in links}
    workbook = ElementTree.fromstring(_safe_xml(archive, _WORKBOOK))
    found = {}
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            found[sheet.get("name", "")] = members.get(relation, "")
    return found


def _member(target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _safe_xml(archive: zipfile.ZipFile, member: str) -> bytes:
    """Return one part; one that declares its own entities is refused before any parser sees it."""
    xml = archive.read(member)
    if _DOCTYPE.search(xml[:10_000]):
        raise ValueError(f"DOCTYPE: {member}")
    return xml


def _faults(xml: bytes) -> dict[tuple[int, int], str | None]:
    faults: dict[tuple[int, int], str | None] = {}
    for cell in _CELL.finditer(xml):
        attributes, inner = cell[1], cell[2] or b""
        reference = _REFERENCE.search(attributes)
        if not reference:
            continue
        if b't="e"' in attributes:
            shown = re.search(rb"<v>(.*?)</v>", inner)
            faults[_position(reference)] = shown[1].decode("utf-8", "replace") if shown else "#?"
        elif (
            b"<f" in inner and not re.search(rb"<v\b[^>]*>[^<]|<is>", inner) and b't="str"' not in attributes
        ):
            faults[_position(reference)] = None
    return faults


def _position(reference: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in reference[1]:
        column = column * 26 + letter - 64
    return int(reference[2]) - 1, column - 1
