"""What a template holds that openpyxl cannot carry over: named, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

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
_PARTS: tuple[tuple[str, Words], ...] = (
    ("xl/charts/", ("Diagramme", "charts")),
    ("xl/media/", ("Bilder", "pictures")),
    ("xl/drawings/vmldrawing", ("Notizen oder Formularfelder", "notes or form controls")),
    ("xl/drawings/", ("Formen oder Textfelder", "shapes or text boxes")),
    ("xl/comments", ("Notizen", "notes")),
    ("xl/threadedcomments/", ("Kommentare", "comments")),
    ("xl/persons/", ("Kommentare", "comments")),
    ("xl/pivot", ("Pivot-Tabellen", "pivot tables")),
    ("xl/slicer", ("Datenschnitte", "slicers")),
    ("xl/timeline", ("Zeitachsen", "timelines")),
    ("xl/connections", ("Datenverbindungen", "data connections")),
    ("xl/querytables/", ("Abfragen", "queries")),
    ("xl/ctrlprops/", ("Formularfelder", "form controls")),
    ("xl/activex/", ("Steuerelemente", "controls")),
    ("xl/embeddings/", ("eingebettete Dateien", "embedded files")),
    ("xl/chartsheets/", ("Diagrammblätter", "chart sheets")),
    ("xl/dialogsheets/", ("Dialogblätter", "dialog sheets")),
    ("xl/macrosheets/", ("Makroblätter", "macro sheets")),
    ("xl/metadata.xml", ("Formeln, die in Nachbarzellen überlaufen", "formulas that spill")),
    ("customui/", ("eigene Menüs", "menus of its own")),
)
_OTHER_PART: Words = ("weitere Teile", "other parts")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ELEMENTS: dict[str, Words] = {
    "protectedRanges": ("Bereiche mit Kennwort", "ranges with a password"),
    "dataConsolidate": ("Konsolidierung", "consolidation"),
    "customSheetViews": ("benutzerdefinierte Ansichten", "custom views"),
    "customProperties": ("Eigenschaften von Blättern", "properties of sheets"),
    "scenarios": ("Szenarien", "scenarios"),
    "picture": ("Hintergrundbilder", "background pictures"),
    "oleObjects": ("eingebettete Objekte", "embedded objects"),
    "controls": ("Steuerelemente", "controls"),
    "webPublishItems": ("Veröffentlichungen", "published parts"),
    "legacyDrawingHF": ("Bilder in Kopf- oder Fußzeilen", "pictures in headers or footers"),
    "extLst": (
        "Sparklines, Datenbalken oder Prüfungen neuerer Art",
        "sparklines, data bars or checks of a newer kind",
    ),
}


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
    return next((words for start, words in _PARTS if part.startswith(start)), _OTHER_PART)


def _in_sheet(xml: bytes) -> list[Words]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    found = [
        _ELEMENTS[name] for name in (etree.QName(child).localname for child in root) if name in _ELEMENTS
    ]
    if any(formula.get("t") == "dataTable" for formula in root.iter(f"{_MAIN}f")):
        found.append(("Datentabellen (Was-wäre-wenn)", "what-if data tables"))
    return found
