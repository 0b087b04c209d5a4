"""Web pages and web archives that are called ``.xls``: tables, spans, hidden rows, encodings, cuts."""

import pytest
from containers import html, mhtml

from kooperation import KooperationError, read_table
from kooperation.reading.container import Source
from kooperation.reading.unpacking import read_sheets

ROWS = [["Betrag", "Text"], ["5,00", "Hotel Köln"]]


def sheets(content):
    return read_sheets(Source("export.xls", content.encode() if isinstance(content, str) else content, ""))


def table(inner):
    return sheets(f"<html><body><table>{inner}</table></body></html>")[0]


def kind(content):
    with pytest.raises(KooperationError) as error:
        sheets(content)
    return error.value.findings[0].kind


@pytest.mark.parametrize(
    "content",
    [
        html(ROWS).encode("utf-8"),
        b"\xef\xbb\xbf" + html(ROWS).encode("utf-8"),
        html(ROWS, charset="windows-1252").encode("cp1252"),
        html(ROWS, charset="iso-8859-1").encode("cp1252"),
        html(ROWS, charset="utf-16").encode("utf-16"),
        html(ROWS, charset="utf-16").encode("utf-16-le"),
        html(ROWS, charset="windows-1252").encode("utf-8"),
        b"\r\n  <!-- Export -->\r\n" + html(ROWS).encode("utf-8"),
        b"Content-Type: text/html\r\n\r\n" + html(ROWS).encode("utf-8"),
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "http://y/z.dtd">' + html(ROWS).encode(),
        html(ROWS).replace("<html>", "").replace("<head>", "").encode("utf-8"),
    ],
)  # fmt: skip
def test_a_web_page_is_known_by_its_markup_in_every_encoding(content):
    assert sheets(content)[0].rows == ROWS


def test_a_csv_text_that_begins_with_a_bracket_stays_a_text(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("<Konto>;Betrag;Text\n544016;5,00;<b>neu</b>\n", "utf-8")
    assert read_table(path).frame["Text"].to_list() == ["<b>neu</b>"]


def test_every_table_of_a_page_is_a_sheet_numbered_as_it_stands():
    page = (
        "<html><table><tr><td>Stand</td></tr></table><table></table><table><tr><td>5</td></tr></table></html>"
    )
    assert [(sheet.name, sheet.rows) for sheet in sheets(page)] == [
        ("Tabelle 1", [["Stand"]]),
        ("Tabelle 3", [["5"]]),
    ]


def test_cells_that_span_stand_once_and_push_the_others_aside():
    sheet = table(
        "<tr><td rowspan=2>A</td><td colspan=2>B</td></tr><tr><td>C</td><td>D</td></tr><tr><td>E</td></tr>"
    )
    assert sheet.rows == [["A", "B", None], [None, "C", "D"], ["E", None, None]]
    assert sheet.merged == ((0, 0, 1, 0), (0, 1, 0, 2))


def test_a_cell_reads_as_the_page_shows_it():
    cells = (
        "<tr><td>a<br>b</td><td><p>c</p><p>d</p></td><td> e\n  <b>f</b>&nbsp;</td>"
        '<td><span style="display:none">20240201</span>01.02.2024</td><td><input value="5,00"></td>'
        "<td><script>x</script>g</td></tr>"
    )
    assert table(cells).rows == [["a\nb", "c\nd", "e f\xa0", "01.02.2024", "5,00", "g"]]


def test_hidden_rows_and_columns_are_read_and_told():
    sheet = table(
        '<col><col style="display: none"><tr><td>1</td><td>2</td></tr>'
        '<tr style="display:none"><td>3</td></tr>'
        "<tr hidden><td>4</td></tr>"
    )
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2, 3}, {1})
    assert [row[0] for row in sheet.rows] == ["1", "3", "4"]


def test_a_number_that_the_page_keeps_beside_its_rounded_text_is_the_value():
    cells = (
        '<tr><td x:num="1250.5">1.251</td><td sdval="7.25">7,3 €</td><td x:num>5,00</td>'
        '<td sdval="45323">01.02.2024</td><td sdval="544016">0544016</td></tr>'
    )
    assert table(cells).rows == [[1250.5, 7.25, "5,00", "01.02.2024", "0544016"]]


def test_a_footnote_mark_does_not_join_the_amount():
    assert table("<tr><td>7<sup>1</sup></td></tr>").rows == [["7 1"]]


def test_a_table_of_one_cell_inside_a_cell_is_its_text():
    assert table("<tr><td><table><tr><td>7,25</td></tr></table></td></tr>").rows == [["7,25"]]


def test_a_table_inside_a_table_is_a_sheet_of_its_own():
    found = sheets(
        "<html><table><tr><td>Titel<table><tr><td>5</td><td>6</td></tr></table></td></tr></table></html>"
    )
    assert [sheet.rows for sheet in found] == [[["Titel"]], [["5", "6"]]]


@pytest.mark.parametrize(
    "page, refused",
    [
        ("<html><table><tr><td>Betrag</td></tr><tr><td>5", "markup_cut"),
        ("<html><table><tr><td>Betrag</td></tr></table><!-- 5", "markup_cut"),
        ("<html><p>kein Export</p></html>", "no_table"),
        ("<html><table><tr><td>a\0b</td></tr></table></html>", "control_character"),
        ("<html><table><tr><td colspan=5000>5</td></tr></table></html>", "too_many_columns"),
        ("<html><table><td>5</td></table></html>", "markup_unreadable"),
        (f"<html><table><tr><td>{'<div>' * 5_000}5</td></tr></table></html>", "markup_unreadable"),
    ],
)
def test_a_page_that_would_be_read_in_part_is_refused(page, refused):
    assert kind(page) == refused


def test_a_page_that_names_no_file_of_its_own_asks_for_none():
    page = '<!DOCTYPE html SYSTEM "file:///etc/hostname"><html><table><tr><td>&x;</td></tr></table></html>'
    assert sheets(page)[0].rows == [["&x;"]]


# --- web archives ----------------------------------------------------------------------------------------


def archive_of(*parts):
    """A web archive of (location, page) pairs."""
    pieces = "".join(
        f"--grenze\r\nContent-Location: file:///C:/{location}\r\n"
        'Content-Type: text/html; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n"
        for location, page in parts
    )
    return (
        'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="grenze"'
        f"\r\n\r\n{pieces}--grenze--\r\n"
    )


def test_a_web_archive_reads_like_its_page():
    assert sheets(mhtml(ROWS))[0].rows == ROWS


def test_the_sheets_of_a_web_archive_carry_the_names_of_the_workbook():
    book = (
        "<html><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>Buchungen</x:Name>"
        '<x:WorksheetSource HRef="export-Dateien/sheet001.htm"/></x:ExcelWorksheet></x:ExcelWorksheets>'
        "</x:ExcelWorkbook></xml></html>"
    )
    tabs = "<html><table><tr><td>Buchungen</td></tr></table></html>"
    found = sheets(archive_of(("b.htm", book), ("d/tabstrip.htm", tabs), ("d/sheet001.htm", html(ROWS))))
    assert [(sheet.name, sheet.rows) for sheet in found] == [("Buchungen", ROWS)]


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_web_archive_that_is_cut_off_is_refused(keep):
    whole = archive_of(("b.htm", html([["Betrag"], *[["5,00"]] * 50])))
    assert kind(whole[: int(len(whole) * keep)]) in ("broken_archive", "markup_cut")


def test_damaged_base64_is_refused():
    damaged = mhtml(ROWS).replace(b"PGh0", b"PG0")
    assert kind(damaged) in ("broken_archive", "markup_unreadable", "no_table", "broken_encoding")


def test_rows_hidden_by_a_class_are_told_and_those_hidden_on_paper_are_not():
    style = "<style><!-- /* .c {display:none} */ .a, tr.b {display: none; color: red}"
    style += " @media print {.c {display:none}} td.d {display:none} --></style>"
    rows = "".join(f'<tr class="x {name}"><td>1</td></tr>' for name in "abcd")
    (sheet,) = sheets(f"<html><head>{style}</head><body><table>{rows}</table></body></html>")
    assert sheet.hidden_rows == {1, 2}
