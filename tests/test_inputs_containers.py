"""What comes in, part one: the container is told by its content, read exactly, or refused before it hurts."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from containers import (
    Rows,
    archive,
    biff8,
    compound,
    csv_text,
    html,
    mhtml,
    ods,
    replaced,
    rezipped,
    sap_list,
    spreadsheetml,
    xls,
    xlsb,
)
from exports import workbook, write
from readings import refusal, table_of

import kooperation as ko

LEDGER: Rows = [
    ["Buchungsdatum", "Belegnummer", "Sachkonto", "Betrag", "Text"],
    [date(2024, 2, 1), "0815", "0544016", 1250.5, "Übernachtung Ansan"],
    [date(2024, 12, 31), "0816", "0544016", -3.25, "Storno"],
    [date(2024, 6, 30), "0817", "0544016", 25000.0, "Größe & Maß <1>"],
]
READ = [
    (date(2024, 2, 1), "0815", "0544016", Decimal("1250.50"), "Übernachtung Ansan"),
    (date(2024, 12, 31), "0816", "0544016", Decimal("-3.25"), "Storno"),
    (date(2024, 6, 30), "0817", "0544016", Decimal("25000.00"), "Größe & Maß <1>"),
]
XLSX = workbook(LEDGER)
CONTAINERS = {
    "csv in UTF-8": csv_text(LEDGER).encode(),
    "tab text in UTF-16": csv_text(LEDGER, "\t").encode("utf-16"),
    "sap list": sap_list(LEDGER).encode("cp1252"),
    "xlsx": XLSX,
    "xlsb": xlsb(LEDGER),
    "xls": xls(LEDGER),
    "ods": ods(LEDGER),
    "html": html(LEDGER).encode(),
    "html in Windows-1252": html(LEDGER, charset="windows-1252").encode("cp1252"),
    "mhtml": mhtml(LEDGER),
    "spreadsheetml": spreadsheetml(LEDGER).encode(),
}


def records(frame):
    return [
        (row["Buchungsdatum"].date(), row["Belegnummer"], row["Sachkonto"], row["Betrag"], row["Text"])
        for row in frame.to_dict("records")
    ]


@pytest.mark.parametrize("name", ["export.csv", "export.xlsx", "export.xls", "export.txt", "EXPORT"])
@pytest.mark.parametrize("container", CONTAINERS)
def test_the_content_decides_and_never_the_extension(tmp_path, container, name):
    assert records(table_of(tmp_path, CONTAINERS[container], name).frame) == READ


@pytest.mark.parametrize("container", CONTAINERS)
def test_bookings_are_the_same_from_every_container(tmp_path, container):
    bookings = ko.read_bookings(write(tmp_path, CONTAINERS[container], "export.xls"))
    assert bookings["amount"].to_list() == [row[3] for row in READ]
    assert bookings["sachkonto"].to_list() == ["0544016"] * 3
    assert [day.date() for day in bookings["booked_on"]] == [row[0] for row in READ]


# --- macros --------------------------------------------------------------------------------------------

MACRO_KIND = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SHEET_KIND = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def with_macros(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(replaced(content, SHEET_KIND, MACRO_KIND))) as old:
        members = {name: old.read(name) for name in old.namelist()}
    return archive(members | {"xl/vbaProject.bin": compound({"VBA": b"Sub Auto_Open()"})})


def test_the_cells_of_a_workbook_with_macros_are_read_and_the_macros_named(tmp_path):
    table = table_of(tmp_path, with_macros(XLSX), "export.xlsm")
    assert records(table.frame) == READ
    notes = [found for found in table.report.findings if "Makro" in found.message()]
    assert [found.severity for found in notes] == ["note"]


# --- containers that are read or named -----------------------------------------------------------------


def biff5(*, is_bare: bool) -> bytes:
    """What Excel 5 and 95 wrote; bare as old report writers stream it."""
    text = "Betrag".encode("cp1252")
    stream = struct.pack("<HHHHHH", 0x0809, 8, 0x0500, 0x0010, 0x0DBB, 0x07CC)
    stream += struct.pack("<HHHHHH", 0x0204, 8 + len(text), 0, 0, 0, len(text)) + text
    stream += struct.pack("<HHHHHd", 0x0203, 14, 1, 0, 0, 1250.5) + struct.pack("<HH", 0x000A, 0)
    return stream if is_bare else compound({"Book": stream})


def strict(content: bytes) -> bytes:
    """The same workbook in the names of ISO 29500 Strict."""
    renamed = replaced(
        content,
        b"http://schemas.openxmlformats.org/spreadsheetml/2006",
        b"http://purl.oclc.org/ooxml/spreadsheetml",
    )
    renamed = replaced(
        renamed,
        b"http://schemas.openxmlformats.org/officeDocument/2006",
        b"http://purl.oclc.org/ooxml/officeDocument",
    )
    return replaced(renamed, b"<workbook ", b'<workbook conformance="strict" ')


@pytest.mark.parametrize("is_bare", [True, False])
def test_a_workbook_of_excel_5_is_refused_by_name_with_the_way_to_save_it(tmp_path, is_bare):
    fault = refusal(tmp_path, biff5(is_bare=is_bare), "export.xls")
    assert "Excel 5" in fault.message()
    assert ".xlsx" in fault.advice()


def test_a_strict_workbook_is_read_as_any_other(tmp_path):
    assert records(table_of(tmp_path, strict(XLSX), "export.xlsx").frame) == READ


# --- passwords -----------------------------------------------------------------------------------------

_ENCRYPTED_ODS = b'<m:encryption-data m:checksum="x"/></m:file-entry>'


def with_password_ods() -> bytes:
    def change(name: str, member: bytes) -> bytes:
        if name != "META-INF/manifest.xml":
            return zlib.compress(member) if name == "content.xml" else member
        entry = b'<m:file-entry m:full-path="content.xml" m:media-type="text/xml">' + _ENCRYPTED_ODS
        return member.replace(b"</m:manifest>", entry + b"</m:manifest>")

    return rezipped(ods(LEDGER), change)


PROTECTED = {
    "xlsx": compound({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": bytes(4096)}),
    "xls": compound({"Workbook": biff8(LEDGER, globals_=struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1))}),
    "ods": with_password_ods(),
}


@pytest.mark.parametrize("container", PROTECTED)
def test_a_workbook_with_a_password_is_refused_as_such(tmp_path, container):
    fault = refusal(tmp_path, PROTECTED[container], f"export.{container}")
    assert fault.kind == "password_protected"
    assert "mit Kennwort geschützt" in fault.message()


# --- what would hurt -----------------------------------------------------------------------------------

SHEET_1 = "xl/worksheets/sheet1.xml"


def with_sheet(xml: bytes) -> bytes:
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    whole = start + xml + b"</sheetData></worksheet>"
    return rezipped(XLSX, lambda name, member: whole if name == SHEET_1 else member)


def zip_bomb() -> bytes:
    return with_sheet(b" " * 150_000_000)


def huge_string() -> bytes:
    text = b"A" * 150_000_000
    return with_sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + text + b"</t></is></c></row>")


def rows_bomb() -> bytes:
    return with_sheet(b'<row><c t="n"><v>1</v></c></row>' * 5_000_000)


def far_cell() -> bytes:
    return with_sheet(
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def far_cell_of_xlsb() -> bytes:
    far = xlsb([["Betrag", "Text"], [1.0, "a"]])
    row = struct.pack("<IIHBBBI", 1, 0, 300, 0, 0, 0, 0)
    return replaced(
        replaced(far, row, struct.pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0)),
        struct.pack("<II", 1, 0) + struct.pack("<I", 1),
        struct.pack("<II", 16_383, 0) + struct.pack("<I", 1),
    )


_REPEATED = (
    '<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated='
    '"{columns}" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    "</table:table-row>"
)


def ods_of_repeated_cells() -> bytes:
    return ods(LEDGER, tail=_REPEATED.format(rows=1_048_000, columns=16_384))


def ods_of_repeated_columns() -> bytes:
    return ods(LEDGER, tail=_REPEATED.format(rows=1, columns=1_000_000_000))


def wide_text() -> bytes:
    return csv_text([["Betrag"] * 1_001, ["1,00"] * 1_001]).encode()


def deep_markup() -> bytes:
    return b"<html><body><table><tr><td>" + b"<div>" * 2_000_000 + b"1"


def repeated_span() -> bytes:
    return b"<html><table><tr><td colspan=1000000 rowspan=1000000>1</td></tr></table></html>"


def spreadsheetml_far_index() -> bytes:
    far = (
        '<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell></Row></Table>'
    )
    return spreadsheetml(LEDGER).replace("</Table>", far).encode()


BOMBS = {
    made.__name__: made
    for made in (
        zip_bomb,
        huge_string,
        rows_bomb,
        far_cell,
        far_cell_of_xlsb,
        ods_of_repeated_cells,
        ods_of_repeated_columns,
        wide_text,
        deep_markup,
        repeated_span,
        spreadsheetml_far_index,
    )
}
_WATCH = """
import json, resource, sys, time, warnings
from pathlib import Path
import kooperation as ko
warnings.simplefilter("ignore")
plain, bomb = Path(sys.argv[1]), Path(sys.argv[2])
ko.read_table(plain)
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    ko.read_table(bomb)
    kind = "read"
except ko.KooperationError as error:
    kind = error.findings[0].kind
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([kind, time.process_time() - start, grown / (1e6 if sys.platform == "darwin" else 1e3)]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is watched with the resource module of Unix")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_two_seconds_and_200_megabytes_and_the_process_lives(tmp_path, project, bomb):
    plain, armed = write(tmp_path, XLSX, "plain.xlsx"), write(tmp_path, BOMBS[bomb](), "export.xlsx")
    watched = subprocess.run(
        [sys.executable, "-c", _WATCH, plain, armed], cwd=project, capture_output=True, text=True, check=False
    )
    assert watched.returncode == 0, watched.stderr[-500:]
    kind, seconds, megabytes = json.loads(watched.stdout)
    assert kind != "read"
    assert seconds < 2
    assert megabytes < 200


# --- archives that are not what they say ---------------------------------------------------------------


def twice(content: bytes, name: str) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archived, pytest.warns(UserWarning, match="Duplicate"):
        archived.writestr(name, b"<worksheet/>")
    return buffer.getvalue()


def with_broken_crc(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archived:
        crc = struct.pack("<I", archived.getinfo(name).CRC)
    return content.replace(crc, struct.pack("<I", ~struct.unpack("<I", crc)[0] & 0xFFFFFFFF))


@pytest.mark.parametrize(
    "container, name", [("xlsx", SHEET_1), ("ods", "content.xml"), ("xlsb", "xl/workbook.bin")]
)
def test_an_archive_with_two_members_of_one_name_is_refused(tmp_path, container, name):
    assert refusal(tmp_path, twice(CONTAINERS[container], name)).kind == "broken_archive"


@pytest.mark.parametrize(
    "container, name", [("xlsx", SHEET_1), ("ods", "content.xml"), ("xlsb", "xl/workbook.bin")]
)
def test_an_archive_with_a_wrong_checksum_is_refused(tmp_path, container, name):
    assert refusal(tmp_path, with_broken_crc(CONTAINERS[container], name)).kind == "broken_archive"


@pytest.mark.parametrize("container", ["xlsx", "ods", "xlsb"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_archive_is_refused(tmp_path, container, share):
    content = CONTAINERS[container]
    assert refusal(tmp_path, content[: int(len(content) * share)]).kind == "broken_archive"


@pytest.mark.parametrize("container", ["xls", "mhtml", "spreadsheetml"])
@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_truncated_container_is_refused_and_never_read_in_part(tmp_path, container, share):
    content = CONTAINERS[container]
    with pytest.raises(ko.KooperationError):
        table_of(tmp_path, content[: int(len(content) * share)])


ENTITY = b'<!DOCTYPE x [<!ENTITY a "1">]>'


@pytest.mark.parametrize(
    "container, name",
    [
        ("xlsx", SHEET_1),
        ("xlsx", "xl/sharedStrings.xml"),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", "xl/styles.xml"),
        ("ods", "content.xml"),
    ],
)
def test_a_part_that_declares_entities_is_refused(tmp_path, container, name):
    def change(member: str, xml: bytes) -> bytes:
        return xml.replace(b"?>", b"?>" + ENTITY, 1) if member == name else xml

    content = rezipped(CONTAINERS[container], change)
    assert "DOCTYPE" in refusal(tmp_path, content).describe()


def test_excel_2003_xml_that_declares_entities_is_refused(tmp_path):
    billion = '<!DOCTYPE lolz [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;">]>\n'
    assert "DOCTYPE" in refusal(tmp_path, spreadsheetml(LEDGER, before=billion)).describe()


def test_a_web_page_may_say_that_it_is_html(tmp_path):
    assert records(table_of(tmp_path, "<!DOCTYPE html>\n" + html(LEDGER), "export.xls").frame) == READ


@pytest.mark.parametrize("claim", [b"A1", b"A1:A1", b"A1:B2", b"A1:XFD1048576", b"C3:E800000"])
def test_a_wrong_claim_about_the_size_changes_nothing(tmp_path, claim):
    content = replaced(XLSX, b'<dimension ref="A1:E4"/>', b'<dimension ref="' + claim + b'"/>')
    assert content != XLSX
    assert records(table_of(tmp_path, content).frame) == READ


def test_the_bytes_are_read_once_hashed_and_then_parsed(tmp_path, monkeypatch):
    path, opened = write(tmp_path, CONTAINERS["csv in UTF-8"]), []
    plain = Path.read_bytes

    def read_and_replace(self: Path) -> bytes:
        content = plain(self)
        if self == path:
            opened.append(content)
            self.write_bytes(content.replace(b"1.250,50", b"9.999,99"))
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_replace)
    table = ko.read_table(path)
    assert records(table.frame) == READ
    assert len(opened) == 1
    assert table.report.sha256 == hashlib.sha256(CONTAINERS["csv in UTF-8"]).hexdigest()


# --- cells that only the markup of a workbook shows ----------------------------------------------------

CELL = b'<c r="D3"><v>-3.25</v></c>'
AS_NAMED = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_cell(cell: bytes) -> bytes:
    changed = replaced(XLSX, CELL, cell)
    assert changed != XLSX
    return changed


def prefixed(content: bytes) -> bytes:
    """The same workbook as writers write it that name the namespace of each element."""

    def change(name: str, xml: bytes) -> bytes:
        if name != SHEET_1:
            return xml
        return re.sub(
            rb"<(/?)([a-zA-Z]+)(?=[ >/])", rb"<\1x:\2", xml.replace(AS_NAMED, b"xmlns:x" + AS_NAMED[5:])
        )

    return rezipped(content, change)


def test_a_workbook_may_name_the_namespace_of_each_element(tmp_path):
    assert records(table_of(tmp_path, prefixed(XLSX)).frame) == READ


@pytest.mark.parametrize("write_it", [lambda content: content, prefixed])
@pytest.mark.parametrize(
    "cell, kind",
    [
        (b'<c r="D3" t="e"><v>#REF!</v></c>', "error_value"),
        (b"<c r='D3' t='e'><v>#REF!</v></c>", "error_value"),
        (b'<c t = "e"\n r = "D3" ><v>#REF!</v></c>', "error_value"),
        (b'<c t="e" s="0" r="D3"><f>1/0</f><v>#DIV/0!</v></c>', "error_value"),
        (b"<c r='D3'><f>A1</f></c>", "formula_without_value"),
    ],
)
def test_an_error_or_a_missing_value_is_seen_however_the_cell_is_written(tmp_path, cell, kind, write_it):
    fault = refusal(tmp_path, write_it(with_cell(cell)))
    assert (fault.kind, fault.place.row, fault.place.column) == (kind, 3, "Betrag")


BIFF_CELL = struct.pack("<HHHHHd", 0x0203, 14, 2, 3, 0, -3.25)


@pytest.mark.parametrize(
    "cell, kind",
    [
        (struct.pack("<HHHHHBB", 0x0205, 8, 2, 3, 0, 0x17, 1), "error_value"),
        (struct.pack("<HHHHHBB", 0x0205, 8, 2, 3, 0, 1, 0), "not_an_amount"),
    ],
)
def test_an_error_or_a_truth_value_in_an_old_workbook_is_no_amount(tmp_path, cell, kind):
    stream = biff8(LEDGER)
    assert BIFF_CELL in stream
    fault = refusal(tmp_path, compound({"Workbook": stream.replace(BIFF_CELL, cell)}), "x.xls")
    assert (fault.kind, fault.place.row, fault.place.column) == (kind, 3, "Betrag")


@pytest.mark.parametrize("cut", ["-3,25", "<tr><td>30.06.2024"])
def test_a_web_page_that_is_cut_off_is_refused_and_never_read_in_part(tmp_path, cut):
    page = html(LEDGER)
    with pytest.raises(ko.KooperationError):
        table_of(tmp_path, page[: page.index(cut)], "export.xls")


def test_two_equal_tables_of_a_web_page_are_not_added_up(tmp_path):
    page = html(LEDGER)
    table = page[page.index("<table") : page.index("</body>")]
    with pytest.raises(ko.KooperationError):
        table_of(
            tmp_path, page.replace("</body>", table.replace("1.250,50", "9,99") + "</body>"), "export.xls"
        )


@pytest.mark.parametrize("attribute", ['x:num="-3.25"', 'sdval="-3.25" sdnum="1031;"'])
def test_a_rounded_text_of_a_web_page_never_replaces_the_number_beside_it(tmp_path, attribute):
    page = html(LEDGER).replace("<td>-3,25</td>", f"<td {attribute}>-3</td>")
    assert attribute in page
    assert records(table_of(tmp_path, page, "export.xls").frame) == READ


def test_the_mark_of_a_footnote_is_no_digit_of_the_amount(tmp_path):
    page = html(LEDGER).replace("<td>25.000,00</td>", "<td>25.000,0<sup>1</sup></td>")
    with pytest.raises(ko.KooperationError):
        table_of(tmp_path, page, "export.xls")


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="D3"><v>-3.25</v></c><c r="D3"><v>9</v></c>',
        b'<c r="D3"><v><![CDATA[-3.25]]></v></c>',
    ],
)
def test_a_cell_of_which_a_reader_would_lose_something_is_refused(tmp_path, cell):
    assert refusal(tmp_path, with_cell(cell)).advice()


def test_an_error_is_seen_in_a_workbook_that_numbers_no_cells(tmp_path):
    def change(name: str, xml: bytes) -> bytes:
        return re.sub(rb' r="[A-Z]*[0-9]+"', b"", xml) if name == SHEET_1 else xml

    content = rezipped(with_cell(b'<c r="D3" t="e"><v>#REF!</v></c>'), change)
    with pytest.raises(ko.KooperationError):
        table_of(tmp_path, content)


@pytest.mark.parametrize("first_sector", [0, 1, 0x7FFFFFFF, 0xFFFFFFFE])
def test_an_old_workbook_whose_directory_is_damaged_is_refused(tmp_path, first_sector):
    content = xls(LEDGER)
    damaged = content[:48] + struct.pack("<I", first_sector) + content[52:]
    assert ".xlsx" in refusal(tmp_path, damaged, "export.xls").advice()
