"""Opening a template: read once, checked like every foreign file, refused when something would be lost."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl import Workbook

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.container import kind_of, read_source
from kooperation.reading.workbooks.archive import Archive, open_archive, workbook_kind
from kooperation.reporting.workbook.template.drawings import Drawings, drawings_of, forget_drawings
from kooperation.reporting.workbook.template.losses import losses

_XML = re.compile(r"^(\[content_types\]|xl/.*)\.xml$|\.rels$")
_BROKEN = (KeyError, ValueError, TypeError, IndexError, OSError, SyntaxError, zipfile.BadZipFile)
MACRO_PART = "vbaProject.bin"


@dataclass(frozen=True, slots=True)
class OpenTemplate:
    """A template in memory, with the ending of the files that are made from it."""

    workbook: Workbook
    place: Place
    ending: str
    drawings: Drawings


def open_template(path: Path) -> OpenTemplate:
    """Open a template.

    Raises
    ------
    KooperationError
        When it is no Excel workbook, is protected by a password, broken or hostile, or has parts that
        would be lost.
    """
    source = read_source(path)
    if kind_of(source) != "zip" or workbook_kind(open_archive(source)) != "xlsx":
        raise refuse("template_is_no_workbook", source.place)
    archive = open_archive(source)
    try:
        return _opened(archive)
    except _BROKEN as problem:
        raise refuse("workbook_unreadable", source.place, why=type(problem).__name__) from problem


def _opened(archive: Archive) -> OpenTemplate:
    source = archive.source
    parts = {
        member.filename: archive.read_xml(name) if _XML.search(name) else archive.read(name)
        for name, member in archive.members.items()
    }
    drawings = drawings_of(parts)
    lost = losses({name: content for name, content in parts.items() if name not in drawings.parts})
    if lost:
        german, english = ("; ".join(names) for names in zip(*lost, strict=True))
        raise refuse("template_would_lose", source.place, parts_de=german, parts_en=english)
    has_macros = any(name.endswith(MACRO_PART) for name in parts)
    workbook = _loaded(source.content, has_macros=has_macros)
    forget_drawings(workbook)
    workbook.template = False  # what is made from an .xltx is a workbook
    return OpenTemplate(workbook, source.place, ".xlsm" if has_macros else ".xlsx", drawings)


def _loaded(content: bytes, *, has_macros: bool) -> Workbook:
    with warnings.catch_warnings(action="ignore"):  # it warns of pictures that we carry over ourselves
        workbook = openpyxl.load_workbook(io.BytesIO(content), keep_vba=has_macros, rich_text=True)
    if workbook.vba_archive is not None:  # openpyxl holds one open for writing, which complains when dropped
        workbook.vba_archive.close()
        workbook.vba_archive = zipfile.ZipFile(io.BytesIO(content))
    return workbook
