"""Pictures, shapes and charts of a template: carried over whole, since openpyxl knows them in part only.

They are taken from the template's own package and put into the filled one. What hangs below a table that
grew moves with its rows, and charts look at the rows that are there now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath

from lxml import etree
from openpyxl import Workbook

from kooperation.reporting.workbook.template.growth import Growth

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LAST_SHOWN = {f"{_CHART}{name}" for name in ("numCache", "strCache")}
_BEHIND = {f"{_MAIN}{name}" for name in ("legacyDrawing", "tableParts", "extLst")}
_NAME = "rIdDrawing"
_TYPE_LIST = "[Content_Types].xml"
Parts = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Drawings:
    """The drawings of a template: the part of each sheet that has one, and all parts that they need."""

    of_sheets: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, bytes] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)


def drawings_of(parts: Parts) -> Drawings:
    """Return the drawings of a package; its parts stand under their names as the package spells them."""
    of_sheets = {
        title: target
        for title, sheet in _sheets(parts).items()
        for kind, target in _relations(parts, sheet)
        if kind == _DRAWING and target in parts
    }
    needed = _reached(parts, of_sheets.values())
    types = _types(parts)
    return Drawings(of_sheets, {name: parts[name] for name in needed}, {name: types[name] for name in needed})


def forget_drawings(workbook: Workbook) -> None:
    """Let openpyxl write none of the pictures and charts that it has read: they are put in whole."""
    for sheet in workbook.worksheets:
        sheet._images, sheet._charts = [], []  # noqa: SLF001 - it has no other way to drop them


def with_drawings(
    parts: Parts, titles: Iterable[str], drawings: Drawings, growths: Iterable[Growth]
) -> dict[str, bytes]:
    """Return the parts of a filled workbook with the drawings; its sheets are called ``titles``, in order."""
    made, grown = dict(parts), list(growths)
    for number, title in enumerate(titles, start=1):
        if title in drawings.of_sheets:
            _hang(made, f"xl/worksheets/sheet{number}.xml", drawings.of_sheets[title])
    sheet_of = {drawing: title for title, drawing in drawings.of_sheets.items()}
    for name, content in drawings.parts.items():
        made[name] = _moved(content, sheet_of.get(name), grown) if name.endswith(".xml") else content
    made[_TYPE_LIST] = _with_types(made[_TYPE_LIST], drawings.types)
    return made


# --- what belongs to a drawing


def _sheets(parts: Parts) -> dict[str, str]:
    """Return the part of each sheet by its title."""
    [home] = [name for name in parts if name.casefold().endswith("xl/workbook.xml")] or [""]
    if not home:
        return {}
    targets = {relation.get("Id"): _target(home, relation) for relation in _read_relations(parts, home)}
    sheets = etree.fromstring(parts[home]).iter(f"{_MAIN}sheet")
    return {one.get("name", ""): targets.get(one.get(f"{_OFFICE}id"), "") for one in sheets}


def _relations(parts: Parts, part: str) -> Iterator[tuple[str, str]]:
    for relation in _read_relations(parts, part):
        if relation.get("TargetMode") != "External":
            yield relation.get("Type", ""), _target(part, relation)


def _read_relations(parts: Parts, part: str) -> list[etree._Element]:
    content = parts.get(_relations_of(part))
    return [] if content is None else list(etree.fromstring(content).iter(f"{_RELATIONS}Relationship"))


def _relations_of(part: str) -> str:
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _target(part: str, relation: etree._Element) -> str:
    target = str(relation.get("Target"))
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))


def _reached(parts: Parts, start: Iterable[str]) -> list[str]:
    """Return the parts that can be reached, with those that say how."""
    reached: dict[str, None] = {}
    waiting = list(start)
    while waiting:
        part = waiting.pop()
        if part in reached or part not in parts:
            continue
        reached[part] = None
        if _relations_of(part) in parts:
            reached[_relations_of(part)] = None
        waiting += [target for _, target in _relations(parts, part)]
    return list(reached)


def _types(parts: Parts) -> dict[str, str]:
    """Return the content type of each part, by its name or its ending."""
    listed = etree.fromstring(parts[_TYPE_LIST])
    named = {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in listed}
    endings = {one.get("Extension", "").casefold(): one.get("ContentType", "") for one in listed}
    return {part: named.get(part) or endings.get(_ending(part), "") for part in parts}


def _ending(part: str) -> str:
    return part.rsplit(".", 1)[-1].casefold()


# --- putting drawings in


def _hang(made: dict[str, bytes], sheet: str, drawing: str) -> None:
    """Name the drawing in a sheet, where the schema wants it, and in the relations of the sheet."""
    root = etree.fromstring(made[sheet])
    element = etree.Element(f"{_MAIN}drawing", {f"{_OFFICE}id": _NAME}, nsmap={"r": _OFFICE.strip("{}")})
    behind = next((one for one in root if one.tag in _BEHIND), None)
    if behind is None:
        root.append(element)
    else:
        behind.addprevious(element)
    made[sheet] = _written(root)
    name = _relations_of(sheet)
    relations = etree.fromstring(made.get(name, _NO_RELATIONS))
    named = {"Id": _NAME, "Type": _DRAWING, "Target": f"/{drawing}"}
    etree.SubElement(relations, f"{_RELATIONS}Relationship", named)
    made[name] = _written(relations)


def _with_types(listed: bytes, types: Mapping[str, str]) -> bytes:
    root = etree.fromstring(listed)
    known = {one.get("PartName") for one in root}
    for name, kind in types.items():
        if kind and f"/{name}" not in known and not name.endswith(".rels"):
            etree.SubElement(root, f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": kind})
    return _written(root)


def _moved(content: bytes, sheet: str | None, growths: list[Growth]) -> bytes:
    """Return a drawing or chart after the growth of tables; a chart forgets the numbers it last showed."""
    root = etree.fromstring(content)
    for growth in growths:
        if sheet == growth.sheet:
            _move_anchors(root, growth)
        for formula in root.iter(f"{_CHART}f"):
            if formula.text:
                formula.text = growth.series(formula.text)
    for reference in [*root.iter(f"{_CHART}numRef"), *root.iter(f"{_CHART}strRef")]:
        for shown in [one for one in reference if one.tag in _LAST_SHOWN]:
            reference.remove(shown)
    return _written(root)


def _move_anchors(root: etree._Element, growth: Growth) -> None:
    """Move what hangs below the table; what hangs beside it stays where it is. Rows count from 0."""
    for anchor in root:
        rows = list(anchor.iterfind(f"{_PLACED}from/{_PLACED}row")) + list(
            anchor.iterfind(f"{_PLACED}to/{_PLACED}row")
        )
        if rows and int(rows[0].text or 0) + 1 > growth.last:
            for row in rows:
                row.text = str(int(row.text or 0) + growth.by)


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
