"""Workbook, filled template and annex keep the rules of Office Open XML, so that Office repairs nothing.

``openxml-audit`` holds each part against the schema and the package against its rules. What it does not
look at stands below: what a table says of its cells, and references that lead nowhere.
"""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath

import openpyxl
import PIL.Image
import pytest
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openxml_audit import OpenXmlValidator, ValidationSeverity

import kooperation as ko
from kooperation.demo import write_demo
from kooperation.reporting.workbook import write_report

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daten") / "raw"
    write_demo(folder)
    return ko.read_books(folder)


def template(path: Path) -> Path:
    """A template as an authority makes one: design, named cells, a table with its totals below."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Übersicht"
    sheet["A1"] = "Monatsbericht"
    sheet["A1"].font = Font(name="Georgia", size=18, bold=True, color="FFFFFF")
    sheet.merge_cells("A1:F1")
    for row, name in enumerate(("Stand", "Ansatz_2025", "Ist_2025", "Bindung_2025", "Befund"), start=3):
        workbook.defined_names[name] = DefinedName(name, attr_text=f"'Übersicht'!$B${row}")
    red = PatternFill("solid", bgColor="FFC7CE")
    sheet.conditional_formatting.add("B6", CellIsRule("greaterThan", ["1"], fill=red, font=Font(bold=True)))
    regions = workbook.create_sheet("Regionen")
    regions.append(["Topf", "Partnerregion", "2024", "2025", "Summe"])
    regions["E4"] = "=SUM(E2:E2)"
    table = Table(displayName="Region_Jahr", ref="A1:E2")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    regions.add_table(table)
    regions.print_title_rows, regions.print_area = "1:1", "A1:E4"
    chart = BarChart()
    chart.add_data(Reference(regions, min_col=4, min_row=2, max_row=2))
    regions.add_chart(chart, "A7")
    emblem = io.BytesIO()
    PIL.Image.new("RGB", (40, 30), "#004B76").save(emblem, "png")
    sheet.add_image(Image(emblem), "E3")
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def outputs(books, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("ausgaben")
    made = template(folder / "vorlage.xlsx")
    return {
        "workbook de": write_report(books, folder / "bericht.xlsx", as_of=AS_OF),
        "workbook en": write_report(books, folder / "report.xlsx", as_of=AS_OF, language="en"),
        "template": write_report(books, folder / "ausgefuellt.xlsx", as_of=AS_OF, template=made),
        "annex de": ko.write_annex(books, folder / "anlage.docx", as_of=AS_OF),
        "annex en": ko.write_annex(books, folder / "annex.docx", as_of=AS_OF, language="en"),
        "confidential": ko.write_confidential(books, folder / "vertraulich.xlsx", as_of=AS_OF),
    }


KINDS = ["workbook de", "workbook en", "template", "annex de", "annex en", "confidential"]
WORKBOOKS = ["workbook de", "workbook en", "template", "confidential"]


def faults(path: Path) -> list[str]:
    """What the checker finds, without the hints on how Excel would store the same content."""
    found = OpenXmlValidator(max_errors=0).validate(path).errors
    return [f"{one.part_uri}: {one.description}" for one in found if one.severity == ValidationSeverity.ERROR]


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """A copy of a package in which the text of one part is changed."""
    copy = path.with_name(f"kaputt{path.suffix}")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(copy, "w") as broken:
        for name in whole.namelist():
            content = whole.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            broken.writestr(name, content)
    return copy


@pytest.mark.parametrize("kind", KINDS)
def test_an_output_keeps_the_rules_of_its_schema(outputs, kind):
    assert faults(outputs[kind]) == []


@pytest.mark.parametrize(
    ("kind", "part", "old", "new"),
    [
        ("workbook de", "xl/worksheets/sheet2.xml", "<sheetData>", "<pageSetup/><sheetData>"),
        ("workbook de", "xl/workbook.xml", "<sheets>", "<sheets><unbekannt/>"),
        ("workbook de", "xl/styles.xml", "<fonts ", "<cellXfs/><fonts "),
        ("template", "xl/worksheets/sheet2.xml", "<sheetData>", "<hyperlinks/><sheetData>"),
        ("annex de", "word/document.xml", "<w:body>", "<w:body><w:unbekannt/>"),
    ],
)
def test_the_checker_finds_a_fault_that_is_put_in(outputs, kind, part, old, new):
    assert faults(rewritten(outputs[kind], part, old, new)) != []


# --- what the checker does not look at


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def loose_ends(path: Path) -> list[str]:
    """Relations to parts that are not there, parts without a type, and parts that nothing leads to."""
    parts = parts_of(path)
    reached, missing = {"[Content_Types].xml"}, []
    for name in (one for one in parts if one.endswith(".rels")):
        reached.add(name)
        home = dirname(dirname(name))
        for relation in etree.fromstring(parts[name]):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target")
                whole = target.lstrip("/") if target.startswith("/") else normpath(join(home, target))
                reached.add(whole)
                missing += [] if whole in parts else [f"{name} -> {whole}"]
    types = etree.fromstring(parts["[Content_Types].xml"])
    endings = {one.get("Extension") for one in types if one.get("Extension")}
    named = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
    untyped = [one for one in parts if one not in named and one.rsplit(".", 1)[-1] not in endings]
    return [*missing, *untyped, *sorted(named - set(parts)), *sorted(set(parts) - reached)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_has_a_type_and_is_reached_and_every_relation_leads_somewhere(outputs, kind):
    assert loose_ends(outputs[kind]) == []


def test_a_relation_that_leads_nowhere_is_found(outputs):
    part = "xl/_rels/workbook.xml.rels"
    broken = rewritten(outputs["workbook de"], part, "worksheets/sheet1.xml", "worksheets/fehlt.xml")
    assert loose_ends(broken) == [f"{part} -> xl/worksheets/fehlt.xml", "xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_the_headings_of_each_table_are_what_its_cells_say_and_each_stands_once(outputs, kind):
    workbook = openpyxl.load_workbook(outputs[kind])
    differing = []
    for sheet in workbook.worksheets:
        for table in sheet.tables.values():
            left, top, right, _ = range_boundaries(table.ref)
            cells = [sheet.cell(top, column).value for column in range(left, right + 1)]
            headings = [column.name for column in table.tableColumns]
            if headings != cells or len({one.casefold() for one in headings}) < len(headings):
                differing.append((table.displayName, headings, cells))
    assert differing == []


def meet(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Whether two areas, each its left column, top row, right column and bottom row, share a cell."""
    return all(first[side] <= second[side + 2] and second[side] <= first[side + 2] for side in (0, 1))


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_tables_and_merged_cells_of_a_sheet_never_overlap_and_names_of_tables_are_unique(outputs, kind):
    workbook = openpyxl.load_workbook(outputs[kind])
    overlapping, names = [], []
    for sheet in workbook.worksheets:
        names += [table.displayName.casefold() for table in sheet.tables.values()]
        tables = [range_boundaries(table.ref) for table in sheet.tables.values()]
        areas = tables + [one.bounds for one in sheet.merged_cells.ranges]
        overlapping += [
            (sheet.title, first, second)
            for place, first in enumerate(areas)
            for second in areas[:place]
            if meet(first, second)
        ]
    assert overlapping == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_styles_that_cells_and_rules_ask_for_exist(outputs, kind):
    parts = parts_of(outputs[kind])
    styles = etree.fromstring(parts["xl/styles.xml"])
    cell_styles, rule_styles = (len(styles.find(f"{MAIN}{name}")) for name in ("cellXfs", "dxfs"))
    missing = []
    for name in (one for one in parts if re.fullmatch(r"xl/worksheets/[^/]+\.xml", one)):
        root = etree.fromstring(parts[name])
        missing += [name for cell in root.iter(f"{MAIN}c") if int(cell.get("s", "0")) >= cell_styles]
        missing += [name for rule in root.iter(f"{MAIN}cfRule") if int(rule.get("dxfId", "0")) >= rule_styles]
    assert missing == []


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_every_defined_name_leads_to_a_cell_of_a_sheet_that_exists(outputs, kind):
    workbook = openpyxl.load_workbook(outputs[kind])
    astray = [
        name
        for name, defined in workbook.defined_names.items()
        if any(title not in workbook.sheetnames for title, _ in defined.destinations)
        or not list(defined.destinations)
    ]
    assert astray == []
