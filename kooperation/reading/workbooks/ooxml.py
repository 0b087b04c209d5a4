"""Workbooks of Excel 2007 and later (xlsx, xlsm): which part is what, checked before the reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import numpy as np

from kooperation.model.causes import Spoken, cause_of
from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.workbooks.archive import Archive, Store
from kooperation.reading.workbooks.calamine import MOST_TEXT, Inside, WorkbookSays, read_with_calamine
from kooperation.reading.workbooks.formats import telling_styles
from kooperation.reading.workbooks.sheet_xml import STRICT, sheet_xml

_TWICE = Spoken("doppelte Verweise", "references that stand twice")

_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_READ = {"worksheet": "", "sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
_FROM_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true)["']""")
LONG = 4_000_000  # bytes of a sheet; shorter ones are read as they are
_LONGEST_STRING = 500_000  # bytes; a cell holds 32,767 characters, with their formats


@dataclass(frozen=True, slots=True)
class _Link:
    """A relationship of the workbook: what kind of part, and where it lies."""

    kind: str
    part: str


def read_xlsx(archive: Archive) -> list[Sheet]:
    """Return every worksheet with cells of an xlsx or xlsm file.

    What the reader gets are the checked parts themselves, not packed again.

    Raises
    ------
    KooperationError
        When a part is broken, declares entities, or would fill all memory.
    """
    source = archive.source
    try:
        home = _home(archive)
        workbook = _plain(archive.read_xml(home))
        links = _links(archive, home)
        names = _sheet_names(workbook, links)
    except (ElementTree.ParseError, ValueError) as error:
        raise refuse("workbook_unreadable", source.place, why=cause_of(error)) from None
    store = Store("xl/workbook.xml")
    store.add("xl/workbook.xml", workbook)
    store.add("xl/_rels/workbook.xml.rels", _relations_xml(links))
    try:
        insides = _check_parts(archive, _parts(archive, links), names, store)
    except ElementTree.ParseError as error:
        raise refuse("workbook_unreadable", source.place, why=cause_of(error)) from None
    archive.check_rest()
    says = WorkbookSays(
        insides,
        counts_from_1904=bool(_FROM_1904.search(workbook)),
        has_macros=any(name.endswith("vbaproject.bin") for name in archive.members),
    )
    return read_with_calamine(source, store.closed(), says)


def _check_parts(
    archive: Archive, parts: Mapping[str, _Link], names: Mapping[str, str], store: Store
) -> dict[str, Inside]:
    """Store the checked parts for the reader; return what each sheet says, and let go of the XML."""
    sizes: dict[str, int] = {}
    insides = {}
    strings = b""
    styles: dict[int, str] = {}
    for identity, link in sorted(parts.items(), key=lambda part: part[1].kind != "styles"):
        stored_as = _part_name(identity, link)
        if link.kind == "worksheet" and identity in names:
            place = Place(archive.source.name, names[identity])
            inside, size = _sheet_stored(archive, link.part, store, stored_as, place, styles)
            insides[names[identity]], sizes[link.part] = inside, size
            continue
        xml = _stored(archive, link.part, store, stored_as)
        if link.kind == "sharedStrings":
            strings = xml
        elif link.kind == "styles":
            styles = telling_styles(xml)
    _check_strings(archive, strings, sizes)
    return insides


def _sheet_stored(
    archive: Archive, part: str, store: Store, name: str, place: Place, styles: Mapping[int, str]
) -> tuple[Inside, int]:
    """Check a sheet and store it, a long one by its different cells.

    Returns
    -------
    tuple
        What it says, and the bytes of the cells that the reader gets with a text for each.
    """
    if archive.size(part) >= LONG:
        from kooperation.reading.workbooks.short_sheet import short_sheet

        if short := short_sheet(place, archive.xml_pieces(part), styles):
            store.add(name, short[0])
            return short[1], 0
    sheet = sheet_xml(place, _stored(archive, part, store, name))
    return sheet.inside(styles), sheet.end - sheet.start


def _parts(archive: Archive, links: Mapping[str, _Link]) -> dict[str, _Link]:
    """Return the parts that the reader needs; one that two links name would be read twice."""
    parts = {
        identity: link for identity, link in links.items() if link.kind in _READ and link.part in archive
    }
    if len({link.part.casefold() for link in parts.values()}) < len(parts):
        raise refuse("broken_archive", archive.source.place, why=_TWICE)
    return parts


def _stored(archive: Archive, part: str, store: Store, name: str) -> bytes:
    """Check a part and store it for the reader."""
    xml = archive.read_xml(part)
    plain = _plain(xml)
    if plain is xml:
        store.take(archive, part, name)
    else:
        store.add(name, plain)
    return plain


def _plain(xml: bytes) -> bytes:
    """Return a part of a strict workbook under the names of the usual kind; others as they are."""
    if STRICT in xml[:4096]:
        for strict, usual in _TRANSITIONAL.items():
            xml = xml.replace(strict, usual)
    return xml


def _home(archive: Archive) -> str:
    """Return where the workbook's own part lies."""
    if "_rels/.rels" in archive:
        for link in ElementTree.fromstring(archive.read_xml("_rels/.rels")):
            if link.get("Type", "").endswith("/officeDocument"):
                target = _resolved("", link.get("Target", ""))
                if target in archive:
                    return target
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    raise ValueError("xl/workbook.xml")


def _links(archive: Archive, home: str) -> dict[str, _Link]:
    """Return relationship id -> part of the workbook."""
    folder, _, name = home.rpartition("/")
    relations = ElementTree.fromstring(archive.read_xml(join(folder, "_rels", f"{name}.rels")))
    return {
        link.get("Id", ""): _Link(
            link.get("Type", "").rsplit("/", 1)[-1], _resolved(dirname(home), link.get("Target", ""))
        )
        for link in relations
        if link.get("TargetMode") != "External"
    }


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))


def _part_name(identity: str, link: _Link) -> str:
    """Return the name under which the reader looks for a part."""
    position = re.sub(r"\W", "_", identity)
    return _READ[link.kind] or f"xl/worksheets/{position}.xml"


def _relations_xml(links: Mapping[str, _Link]) -> bytes:
    root = ElementTree.Element(
        "Relationships", xmlns="http://schemas.openxmlformats.org/package/2006/relationships"
    )
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for identity, link in links.items():
        target = _part_name(identity, link).removeprefix("xl/") if link.kind in _READ else link.part
        ElementTree.SubElement(root, "Relationship", Id=identity, Type=f"{kinds}/{link.kind}", Target=target)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _sheet_names(workbook: bytes, links: Mapping[str, _Link]) -> dict[str, str]:
    """Return relationship id -> name of the sheet."""
    found = {}
    for sheet in ElementTree.fromstring(workbook).iter():
        if sheet.tag.endswith("}sheet"):
            identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            if identity not in links:
                raise ValueError(f"{sheet.get('name')}: {identity}")
            found[identity] = sheet.get("name", "")
    return found


# --- texts that many cells share ------------------------------------------------------------------------

_SHARED = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*([0-9]{1,9})""")


def _check_strings(archive: Archive, strings: bytes, sizes: Mapping[str, int]) -> None:
    """Refuse shared texts that no cell can hold, or that fill all memory where cells repeat them.

    Parameters
    ----------
    sizes : dict
        The part of each sheet -> the bytes of its cells, 0 where the reader gets each different one once.
    """
    longest = _longest(strings)
    if longest > _LONGEST_STRING:
        raise refuse("cell_too_long", archive.source.place, count=longest)
    if longest * sum(sizes.values()) // 20 <= MOST_TEXT:
        return
    lengths = [len(piece) for piece in strings.split(b"si>")]
    total = sum(sum(_shared_text(archive.read_xml(part), lengths)) for part, size in sizes.items() if size)
    if total > MOST_TEXT:
        raise refuse("strings_bomb", archive.source.place, count=total // 1_000_000)


def _longest(strings: bytes) -> int:
    """Return the longest distance between the ends of two texts."""
    characters = np.frombuffer(strings, np.uint8)
    ends = np.flatnonzero((characters[:-2] == 115) & (characters[1:-1] == 105) & (characters[2:] == 62))
    return int(np.max(np.diff(ends, prepend=0, append=len(strings))))


def _shared_text(sheet: bytes, lengths: list[int]) -> Iterator[int]:
    """Yield the length of each cell's shared text; the n-th text is the piece 2n + 1 between the tags."""
    for match in _SHARED.finditer(sheet):
        piece = 2 * int(match[1]) + 1
        yield lengths[piece] if piece < len(lengths) else 0
