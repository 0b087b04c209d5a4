"""What a template holds that openpyxl cannot carry over: named, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from kooperation.reporting.labels.template_losses import (
    LOST_DATA_TABLES,
    LOST_ELEMENTS,
    LOST_PARTS,
    OTHER_LOST_PART,
)

Words = tuple[str, str]  # German, English

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# Parts that openpyxl reads and writes, or makes anew. What a printer keeps for itself (printerSettings) and
# what a document store keeps (customXml) change nothing that is seen.
_CARRIED = re.compile(
    r"""\[content_types\]\.xml | _rels/\.rels | docprops/(app|core|custom)\.xml | docprops/thumbnail\.\w+
    | xl/(workbook|styles|sharedstrings|calcchain)\.xml | xl/_rels/workbook\.xml\.rels
    | xl/theme/(theme\d+\.xml | _rels/.*) | xl/worksheets/(_rels/)?[^/]+\.xml(\.rels)? | xl/tables/[^/]+\.xml
    | xl/externallinks/.* | xl/printersettings/.* | xl/vbaproject(signature\w*)?\.bin
    | xl/_rels/vbaproject\.bin\.rels | customxml/.* | docmetadata/.*""",
    re.VERBOSE,
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def losses(parts: Mapping[str, bytes]) -> list[Words]:
    """Name what would be lost, each once, German and English.

    Parameters
    ----------
    parts : mapping
        The parts of the package by their names, without those of its drawings.
    """
    names = sorted(parts, key=str.casefold)
    found = [_name_of(part.casefold()) for part in names if not _CARRIED.fullmatch(part.casefold())]
    for part in names:
        if _SHEET.fullmatch(part.casefold()):
            found += _in_sheet(parts[part])
    return list(dict.fromkeys(found))


def _name_of(part: str) -> Words:
    return next((words for start, words in LOST_PARTS if part.startswith(start)), OTHER_LOST_PART)


def _in_sheet(xml: bytes) -> list[Words]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    found = [
        LOST_ELEMENTS[name]
        for name in (etree.QName(child).localname for child in root)
        if name in LOST_ELEMENTS
    ]
    if any(formula.get("t") == "dataTable" for formula in root.iter(f"{_MAIN}f")):
        found.append(LOST_DATA_TABLES)
    return found
