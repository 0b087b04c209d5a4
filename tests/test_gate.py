"""What is refused before a reader sees it, and what is read right although it looks odd."""

import os
import subprocess
import sys
from datetime import date

import pytest
from containers import (
    MAIN,
    _part,
    _record,
    archive,
    biff8,
    compound,
    ods,
    replaced,
    rezipped,
    spreadsheetml,
    xls,
    xlsb,
)
from containers import xlsx_of_xml as xlsx
from exports import workbook

from kooperation import KooperationError
from kooperation.reading.container import Source
from kooperation.reading.unpacking import read_sheets
from kooperation.reading.workbooks.references import rising_box

ROWS = [["Betrag", "Text"], [5.0, "Hotel"], [-3.5, "Storno"]]
HEAD = '<row r="1"><c r="A1" t="str"><v>Betrag</v></c></row>'


def sheets(content):
    return read_sheets(Source("export", content.encode() if isinstance(content, str) else content, ""))


def kind(content):
    with pytest.raises(KooperationError) as error:
        sheets(content)
    return error.value.findings[0].kind


def cell(name, value="1"):
    return f'<c r="{name}"><v>{value}</v></c>'


PADDING = "".join(f'<row r="{n}">{cell(f"A{n}", n * 7)}</row>' for n in range(2, 40_000))


@pytest.mark.parametrize("padding", ["", PADDING])
@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="4000000000"><c><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1048577"><c r="A1048577"/></row>',
    ],
)
def test_a_far_cell_is_refused_however_it_is_written_and_wherever_it_hides(padding, far):
    assert kind(xlsx(HEAD + padding + far)) == "far_cell"
    assert kind(xlsx(HEAD + far + padding)) == "far_cell"


def test_a_far_cell_that_holds_nothing_is_no_reason_to_refuse():
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    (sheet,) = sheets(xlsx(HEAD + f'<row r="2">{cell("A2")}</row>' + far))
    assert sheet.rows == [["Betrag"], [1.0]]


@pytest.mark.parametrize("order", [(2, 9, 3), (9, 2, 3)])
def test_rows_out_of_order_are_read_at_their_places(order):
    rows = "".join(f'<row r="{number}">{cell(f"A{number}", number)}</row>' for number in order)
    (sheet,) = sheets(xlsx(HEAD + rows))
    assert [row[0] for row in sheet.rows] == ["Betrag", 2.0, 3.0, "", "", "", "", "", 9.0]


@pytest.mark.parametrize("padding", ["", PADDING])
def test_two_cells_of_one_place_are_refused_in_a_sheet_of_any_size(padding):
    rows = f'<row r="40001">{cell("A40001")}{cell("B40001", 7)}{cell("B40001", 8)}</row>'
    assert kind(xlsx(HEAD + padding + rows)) == "workbook_unreadable"
    apart = f'<row r="40001">{cell("A40001")}</row><row r="40001">{cell("A40001", 7)}</row>'
    assert kind(xlsx(HEAD + padding + apart)) == "workbook_unreadable"


def test_a_row_in_two_pieces_is_read_whole_and_one_that_comes_back_is_refused():
    (sheet,) = sheets(xlsx(HEAD + f'<row r="2">{cell("A2")}</row><row r="2">{cell("B2", 7)}</row>'))
    assert sheet.rows[1] == [1.0, 7.0]
    back = f'<row r="2">{cell("A2")}</row><row r="3">{cell("A3")}</row><row r="2">{cell("B2", 7)}</row>'
    assert kind(xlsx(HEAD + back)) == "rows_in_disorder"


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_wide_and_long_sheets_are_measured_exactly(prefix):
    names = ("A1", "Z1", "AA1", "AZ1", "BA9", "ZZ9", "A99999", "AB100000", "A1000000", "ALL1048576")
    xml = "".join(f'<{prefix}c r="{name}"><v>1</v></{prefix}c>' for name in names) + "</sheetData>"
    content = xml.encode().ljust(600, b" ")
    assert rising_box(content, 0, len(xml), prefix.encode()) == (1_048_576, 1000)


@pytest.mark.parametrize(
    "names", [("A1", "A1"), ("B1", "A1"), ("A2", "A1"), ("AA1", "Z1"), ("A1", "a2"), ("A1", "$B$1")]
)
def test_cells_that_do_not_rise_are_looked_at_one_by_one(names):
    xml = "".join(f'<c r="{name}"><v>1</v></c>' for name in names).encode() + b"</sheetData></worksheet>"
    assert rising_box(xml, 0, len(xml), b"") is None


@pytest.mark.parametrize(
    "row",
    [
        f'<row r="2">{cell("A2")}{cell("A2", 7)}</row>',
        '<row><c t="e"><v>#N/A</v></c></row>',
        '<row r="2"><c r="A2"><v><![CDATA[7.25]]></v></c></row>',
    ],
)
def test_cells_of_which_a_reader_would_lose_one_are_refused(row):
    assert kind(xlsx(HEAD + row)) == "workbook_unreadable"


def test_a_stray_blank_far_below_the_table_ends_with_the_table():
    far = '<row r="800000"><c r="C800000" t="str"><v> </v></c></row>'
    (sheet,) = sheets(xlsx(HEAD + f'<row r="2">{cell("A2", 0)}</row>' + far))
    assert sheet.rows == [["Betrag", "", ""], [0.0, "", ""]]


def test_rows_without_numbers_follow_each_other():
    (sheet,) = sheets(xlsx("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"))
    assert sheet.rows == [[1.0], [2.0]]


def test_elements_with_a_namespace_prefix_are_searched_like_others():
    rows = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="e"><x:v>#N/A</x:v></x:c></x:row>'
    content = rezipped(
        xlsx(""),
        lambda name, xml: (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'.encode()
            if name.endswith("eins.xml")
            else xml
        ),
    )
    (sheet,) = sheets(content)
    assert sheet.rows[0][0] == 1.0
    assert sheet.faults == {(0, 1): "#N/A"}


def test_a_strict_workbook_is_read_like_any_other():
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>2.5</v></c></row>'
    (sheet,) = sheets(xlsx(rows, strings="<si><t>Betrag</t></si>", main=strict, office=office))
    assert sheet.rows == [["Betrag"], [2.5]]


def test_parts_are_found_by_their_relations_and_not_by_their_names():
    (sheet,) = sheets(xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>Ü</t></si>"))
    assert (sheet.name, sheet.rows) == ("T", [["Ü"]])


def test_two_sheets_of_one_name_are_refused_because_a_reader_would_find_the_first_of_them_twice():
    two = workbook({"Januar": ROWS, "Februar": ROWS})
    assert len(sheets(two)) == 2
    assert kind(replaced(two, b'name="Februar"', b'name="Januar"')) == "workbook_unreadable"


def test_a_text_that_no_cell_could_hold_is_refused():
    assert kind(xlsx(HEAD, strings=f"<si><t>{'x' * 2_000_000}</t></si>")) == "cell_too_long"


def test_one_long_text_in_very_many_cells_is_refused():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 20_000))
    assert kind(xlsx(HEAD + rows, strings=f"<si><t>{'x' * 100_000}</t></si>")) == "strings_bomb"


@pytest.mark.parametrize("part", ["xl/texte.xml", "xl/worksheets/eins.xml", "xl/workbook.xml"])
def test_entities_are_refused_in_every_part(part):
    declared = b'<?xml version="1.0"?><!-- x --><!DOCTYPE x [<!ENTITY a "b">]>'
    content = rezipped(xlsx(HEAD), lambda name, xml: declared + xml if name == part else xml)
    assert kind(content) == "declares_entities"


def test_a_broken_part_that_nobody_reads_is_refused_as_well():
    content = bytearray(xlsx(HEAD, more={"xl/media/bild.bin": b"abc" * 100}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 16 : at + 20] = b"\1\2\3\4"
    assert kind(bytes(content)) == "broken_archive"


def test_names_that_differ_in_case_alone_are_the_same_member():
    assert kind(xlsx(HEAD, more={"XL/Workbook.xml": "x"})) == "broken_archive"


def test_one_member_that_packs_too_well_is_refused_beside_others_that_do_not():
    noise = os.urandom(300_000)
    assert kind(xlsx(HEAD, more={"a.bin": noise, "b.bin": bytes(20_000_000)})) == "archive_bomb"


@pytest.mark.parametrize(
    "member, called",
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("Index/Document.iwa", "Numbers"),
        ("export.csv", "ZIP"),
    ],
)
def test_other_archives_are_named(member, called):
    with pytest.raises(KooperationError, match=called):
        sheets(archive({member: "x"}))


@pytest.mark.parametrize(
    "stream, called",
    [("WordDocument", "Word"), ("__properties_version1.0", "Outlook"), ("Book", "Excel 5"), ("X", "OLE")],
)
def test_other_documents_of_the_same_container_are_named(stream, called):
    with pytest.raises(KooperationError, match=called):
        sheets(compound({stream: b"x"}))


# --- ods -------------------------------------------------------------------------------------------------

VALUE = 'office:value-type="float" office:value="1"'


def repeated(*, rows, columns, value=VALUE):
    """Rows and cells of an OpenDocument sheet that are kept once and meant many times."""
    return (
        f'<table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" {value}/></table:table-row>'
    )


@pytest.mark.parametrize(
    "tail, refused",
    [
        (repeated(rows=1, columns=1_000_000_000), "too_many_columns"),
        (repeated(rows=1_000_000_000, columns=1), "archive_bomb"),
        (repeated(rows=1_000_000_000, columns=1, value="") + repeated(rows=1, columns=1), "far_cell"),
    ],
)
def test_repeats_that_would_fill_all_memory_are_refused(tail, refused):
    assert kind(ods(ROWS, tail=tail)) == refused


def test_repeats_of_blank_cells_and_rows_cost_nothing():
    blank = repeated(rows=1_048_570, columns=16_384, value="")
    assert sheets(ods(ROWS, tail=blank))[0].rows == ROWS


def test_repeated_cells_and_rows_are_read_as_often_as_they_stand():
    tail = repeated(rows=2, columns=2)
    assert sheets(ods(ROWS, tail=tail))[0].rows[3:] == [[1.0, 1.0], [1.0, 1.0]]


def test_an_amount_of_ods_in_another_currency_keeps_its_unit():
    money = 'office:value-type="currency" office:currency="USD" office:value="7.25"'
    assert sheets(ods(ROWS, tail=repeated(rows=1, columns=1, value=money)))[0].rows[3][0] == "7,25 USD"


def test_error_cells_bare_formulas_spans_and_hidden_rows_of_ods_are_told():
    calcext = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    tail = (
        f'<table:table-row table:visibility="collapse"><table:table-cell {calcext} table:formula="of:=1/0"'
        ' office:value-type="string" office:string-value="" calcext:value-type="error">'
        '<text:p>#DIV/0!</text:p></table:table-cell><table:table-cell table:formula="of:=1"/>'
        "</table:table-row>"
        '<table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<text:p>a<text:s text:c='2'/>b</text:p><text:p>c</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:covered-table-cell/><table:table-cell office:value-type="boolean"'
        ' office:boolean-value="true"/></table:table-row>'
    )
    (sheet,) = sheets(ods(ROWS, tail=tail))
    assert sheet.faults == {(3, 0): "#DIV/0!", (3, 1): None}
    assert sheet.hidden_rows == {4}
    assert sheet.merged == ((4, 0, 5, 0),)
    assert sheet.rows[4:] == [["a  b\nc", None], [None, True]]


# --- xls and xlsb ----------------------------------------------------------------------------------------


def with_records(records):
    """The sheet of an xls file with further records before its end."""
    stream = biff8(ROWS)
    return compound({"Workbook": stream[:-4] + records + stream[-4:]})


def number_at(row, column):
    return _record(0x0203, row.to_bytes(2, "little") + column.to_bytes(2, "little") + bytes(10))


@pytest.mark.parametrize("row, column", [(65_535, 255), (65_535, 65_535), (9, 256)])
def test_a_far_cell_of_xls_is_refused(row, column):
    assert kind(with_records(number_at(row, column))) == "far_cell"


def test_error_cells_hidden_rows_and_hidden_columns_of_xls_are_told():
    error = _record(0x0205, bytes([3, 0, 0, 0, 0, 0, 0x2A, 1]))
    formula = _record(0x0006, bytes([3, 0, 1, 0, 0, 0]) + b"\2\0\7\0\0\0\xff\xff" + bytes(8))
    hidden_row = _record(0x0208, bytes([1, 0]) + bytes(10) + bytes([0x20, 0, 0, 0]))
    hidden_column = _record(0x007D, bytes([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]))
    (sheet,) = sheets(with_records(error + formula + hidden_row + hidden_column))
    assert sheet.faults == {(3, 0): "#N/A", (3, 1): "#DIV/0!"}
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {1})


def test_two_cells_at_one_place_of_xls_are_refused():
    assert kind(with_records(number_at(1, 0))) == "workbook_unreadable"


def test_formulas_of_a_writer_that_calculates_nothing_have_no_value():
    bare = _record(0x0006, bytes([3, 0, 1, 0, 0, 0]) + b"\3\0\0\0\0\0\xff\xff" + bytes(8))
    (sheet,) = sheets(with_records(bare))
    assert sheet.faults == {(3, 1): None}


def test_an_xls_that_counts_from_1904_says_so():
    stream = biff8([["Tag"], [date(2024, 1, 1)]], globals_=_record(0x0022, b"\1\0"))
    (sheet,) = sheets(compound({"Workbook": stream}))
    assert sheet.counts_from_1904


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_a_truncated_xls_is_refused(keep):
    content = xls([["Betrag", "Text"], *[[5.0, "Hotel"]] * 400])
    assert kind(content[: int(len(content) * keep)]) == "workbook_unreadable"


@pytest.mark.parametrize("row, column", [(1_048_575, 16_383), (4_000_000_000, 3)])
def test_a_far_cell_of_xlsb_is_refused(row, column):
    cells = _part(0, row.to_bytes(4, "little") + bytes(13)) + _part(
        5, column.to_bytes(4, "little") + bytes(12)
    )
    content = rezipped(
        xlsb(ROWS),
        lambda name, body: body.replace(_part(146), cells + _part(146)) if "sheet1" in name else body,
    )
    assert kind(content) == "far_cell"


def test_error_cells_and_hidden_rows_of_xlsb_are_told():
    cells = _part(0, bytes([3, 0, 0, 0]) + bytes(7) + b"\x10" + bytes(5)) + _part(3, bytes(8) + b"\x2a")
    content = rezipped(
        xlsb(ROWS),
        lambda name, body: body.replace(_part(146), cells + _part(146)) if "sheet1" in name else body,
    )
    (sheet,) = sheets(content)
    assert (sheet.faults, sheet.hidden_rows) == ({(3, 0): "#N/A"}, {4})


# --- Excel-2003 XML --------------------------------------------------------------------------------------


def test_places_merges_errors_and_hidden_rows_of_excel_2003_xml_are_told():
    rows = (
        '<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2" ss:MergeDown="1"><Data ss:Type="Boolean">1</Data>'
        '</Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>'
        '<Row><Cell ss:Formula="=1"/><Cell ss:Index="3">'
        '<Data ss:Type="DateTime">2024-02-01T00:00:00.000</Data></Cell></Row>'
    )
    text = spreadsheetml([["Betrag", "Text"]]).replace("</Table>", f"{rows}</Table>")
    (sheet,) = sheets(text)
    assert sheet.rows == [
        ["Betrag", "Text", None],
        [None, None, None],
        [None, True, None],
        [None, None, date(2024, 2, 1)],
    ]
    assert sheet.faults == {(2, 2): "#DIV/0!", (3, 0): None}
    assert (sheet.hidden_rows, sheet.merged) == ({3}, ((2, 1, 3, 1),))


@pytest.mark.parametrize(
    "row, refused",
    [
        ('<Row ss:Index="1"><Cell><Data ss:Type="Number">1</Data></Cell></Row>', "rows_in_disorder"),
        ('<Row ss:Index="900000000"><Cell><Data ss:Type="Number">1</Data></Cell></Row>', "far_cell"),
        ('<Row><Cell ss:Index="9000"><Data ss:Type="Number">1</Data></Cell></Row>', "too_many_columns"),
        ("<Row>" * 400, "workbook_unreadable"),
    ],
)
def test_impossible_places_of_excel_2003_xml_are_refused(row, refused):
    assert kind(spreadsheetml(ROWS).replace("</Table>", f"{row}</Table>")) == refused


# --- the whole process ------------------------------------------------------------------------------------

_PROGRAM = """
import pathlib, re, sys
import kooperation as ko
try:
    ko.read_table(sys.argv[1])
except ko.KooperationError as error:
    status = pathlib.Path("/proc/self/status").read_text()
    print(error.findings[0].kind, re.search(r"VmHWM:[^0-9]*([0-9]+)", status)[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of memory like this")
@pytest.mark.parametrize(
    "content, refused",
    [
        (xlsx(HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "far_cell"),
        (xlsx(HEAD, strings=f"<si><t>{'x' * 60_000_000}</t></si>"), "archive_bomb"),
        (xlsx(HEAD + "<row><c><v>1</v></c></row>" * 1_000_000), "archive_bomb"),
        (ods(ROWS, tail=repeated(rows=1_000_000, columns=900)), "archive_bomb"),
        (with_records(number_at(65_535, 255)), "far_cell"),
    ],
)
def test_a_refused_bomb_leaves_the_process_alive_and_small(tmp_path, project, content, refused):
    path = tmp_path / "export.xls"
    path.write_bytes(content)
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(project)},
    )
    told, kilobytes = ran.stdout.split()
    assert told == refused
    assert int(kilobytes) < 200_000
