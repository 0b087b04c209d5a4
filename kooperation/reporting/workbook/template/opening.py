"""Opening a template: read once, checked like every foreign file, refused when something would be lost."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl import Workbook

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.container import kind_of, read_source
from kooperation.reading.workbooks.archive import open_archive, workbook_kind
from kooperation.reporting.workbook.template.losses import losses

MACRO_PART = "vbaProject.bin"


@dataclass(frozen=True, slots=True)
class OpenTemplate:
    """A template in memory, with the ending of the files that are made from it."""

    workbook: Workbook
    place: Place
    ending: str


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
    archive.check_rest()
    parts = {name: archive.read(name) for name in archive.members}
    lost = losses(parts)
    if lost:
        german, english = ("; ".join(names) for names in zip(*lost, strict=True))
        raise refuse("template_would_lose", source.place, parts_de=german, parts_en=english)
    has_macros = any(name.endswith(MACRO_PART.casefold()) for name in parts)
    workbook = _loaded(source.content, source.place, has_macros=has_macros)
    workbook.template = False  # what is made from an .xltx is a workbook
    return OpenTemplate(workbook, source.place, ".xlsm" if has_macros else ".xlsx")


def _loaded(content: bytes, place: Place, *, has_macros: bool) -> Workbook:
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), keep_vba=has_macros, rich_text=True)
    except (KeyError, ValueError, TypeError, IndexError, OSError, zipfile.BadZipFile) as problem:
        raise refuse("workbook_unreadable", place, why=type(problem).__name__) from problem
    if workbook.vba_archive is not None:  # openpyxl holds one open for writing, which complains when dropped
        workbook.vba_archive.close()
        workbook.vba_archive = zipfile.ZipFile(io.BytesIO(content))
    return workbook
