"""Tables that are written by column: the same cells as one by one, each distinct value looked at once."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_ledger import books_of, posting
from xlsxwriter import Workbook
from xlsxwriter.sharedstrings import SharedStrings, SharedStringTable

from kooperation.model.schema import EUR, TEXT, WHOLE
from kooperation.reporting.distinct import Distinct, distinct_of
from kooperation.reporting.tables import report_of
from kooperation.reporting.workbook import lines
from kooperation.reporting.workbook import rows as rows_module
from kooperation.reporting.workbook.cells import cells_of
from kooperation.reporting.workbook.lines import lines_of, lines_of_all
from kooperation.reporting.workbook.package import joined_bytes, packed_workbook, shared_texts
from kooperation.reporting.workbook.page import FONT, Look, Page
from kooperation.reporting.workbook.rows import Cells, TableSheet
from kooperation.reporting.workbook.table import Column, write_table

TOP = 2
COLUMNS = [
    Column("Text", "text", ["Reise", "=1+1", "a & b < c", " am Rand ", "", None, "_x0041_"]),
    Column("Lang", "wrapped", ["Reise nach Ansan " * 9, "zwei\nZeilen", "ü" * 70, None, "", "x", "Reise"]),
    Column("Euro", "euro", [Decimal("12.50"), Decimal("-0.01"), "nicht belegt", None, 7, Decimal("1e14"), 0]),
    Column(
        "Tag", "date", [date(2024, 2, 29), date(1900, 2, 28), date(1900, 3, 1), date(1899, 5, 1), None] * 2
    ),
    Column("Zeile", "year", [1, 2, 3, "ohne Jahr", None, 1_048_576, 7]),
    Column("Weg", "link", [("'Region × Jahr'!A5", "←"), None, "kein Weg", ("'A & B'!A1", "5")] * 2),
    Column(
        "Summe", "formula", [("=ROUND(C4-D4,2)", Decimal("0.10")), None, "–", ('=IF(A1<2,"&","")', 1)] * 2
    ),
    Column("Rund", "count", [(20, True), (7, False), None, (0, False), (1, True), None, (3, False)]),
]
SHORT = [Column(one.heading, one.kind, one.values[:7]) for one in COLUMNS]


def sheet_of(columns: list[Column], *, name: str = "Liste") -> tuple[bytes, zipfile.ZipFile]:
    """One sheet with a table, a line above and a line below it."""
    stream, report = io.BytesIO(), report_of(books_of([posting(2024, 100)]))
    with packed_workbook(stream, {"title": "Liste"}, as_of=None) as workbook:
        page = Page(workbook, workbook.add_worksheet(name, TableSheet), name, Look(workbook, "de"), report)
        page.sheet.write_string(0, 0, "darüber")
        write_table(page, TOP, columns, name="Liste")
        page.sheet.write_string(TOP + len(columns[0].values) + 3, 1, "darunter")
    return stream.getvalue(), zipfile.ZipFile(stream)


def written_singly(columns: list[Column]) -> dict[str, tuple[str, str]]:
    """The cells that XlsxWriter makes of the same values, one by one, by their address."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "default_format_properties": dict(FONT)}
    with Workbook(stream, options) as workbook:
        sheet = workbook.add_worksheet("Liste")
        for place, column in enumerate(columns):
            for row, value in enumerate(column.values, start=TOP + 1):
                write_singly(sheet, row, place, column.kind, value)
    return cells_in(zipfile.ZipFile(stream))


def write_singly(sheet, row, place, kind, value):
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, place, value)
    elif kind == "date" and value.year < 1900:
        sheet.write_string(row, place, f"{value:%d.%m.%Y}")
    elif kind == "date":
        sheet.write_datetime(row, place, datetime.combine(value, datetime.min.time()))
    elif kind == "link":
        sheet.write_formula(row, place, f'=HYPERLINK("#{value[0]}","{value[1]}")', None, value[1])
    elif kind == "formula":
        sheet.write_formula(row, place, value[0], None, float(value[1]))
    else:
        sheet.write_number(row, place, value[0] if kind == "count" else float(value))


def cells_in(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Each cell of the first sheet: its type and content, texts as the file holds them."""
    texts = re.findall("<si>(.*?)</si>", archive.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r'<c r="([A-Z]+)(\d+)"(?: s="\d+")?( t="\w+")?>(.*?)</c>', sheet)
    return {
        f"{column}{row}": (kind, texts[int(content[3:-4])] if kind == ' t="s"' else content)
        for column, row, kind, content in found
        if TOP + 1 < int(row) <= TOP + 8
    }


def test_a_table_holds_the_cells_that_xlsxwriter_makes_one_by_one():
    assert cells_in(sheet_of(SHORT)[1]) == written_singly(SHORT)


def test_what_stands_above_and_below_a_table_stays_there():
    content, _ = sheet_of(SHORT)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [sheet["A1"].value, sheet["A3"].value, sheet["B13"].value] == ["darüber", "Text", "darunter"]
    assert sheet.dimensions == "A1:H13"


def test_a_long_table_is_whole_across_the_borders_of_what_is_written_at_once(monkeypatch):
    monkeypatch.setattr(rows_module, "_ROWS_AT_ONCE", 3)
    numbers = pd.Series([*range(10), pd.NA], dtype=WHOLE)
    content, _ = sheet_of([Column("Zahl", "year", numbers), Column("Text", "text", ["a", None] * 5 + ["b"])])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    shown = [[cell.value for cell in row] for row in sheet["A4:B14"]]
    assert shown == [[n, None if n % 2 else "a"] for n in range(10)] + [[None, "b"]]
    assert sheet.tables["Liste"].ref == sheet.tables["Liste"].autoFilter.ref == "A3:B14"


def test_a_table_without_rows_has_one_that_is_empty():
    content, _ = sheet_of([Column("Text", "text", [])])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.tables["Liste"].ref == "A3:A4"
    assert sheet["A4"].value is None


def test_frames_and_lists_make_the_same_table():
    columns = {
        "text": (TEXT, ["a", "=b", pd.NA, "a"]),
        "euro": (EUR, [Decimal("1.10"), pd.NA, Decimal("-3.00"), Decimal("1.10")]),
        "year": (WHOLE, [2024, pd.NA, 7, 7]),
        "date": ("datetime64[us]", [pd.Timestamp(2024, 1, 31), pd.NaT, pd.Timestamp(1899, 1, 1), pd.NaT]),
    }
    frames = [Column(kind, kind, pd.Series(values, dtype=dtype)) for kind, (dtype, values) in columns.items()]
    lists = [Column(kind, kind, values) for kind, (_, values) in columns.items()]
    assert sheet_of(frames)[0] == sheet_of(lists)[0]


def test_each_distinct_text_is_asked_for_once_and_counted_for_each_row(monkeypatch):
    asked = []
    ask = SharedStringTable._get_shared_string_index
    monkeypatch.setattr(
        SharedStringTable,
        "_get_shared_string_index",
        lambda self, text: asked.append(text) or ask(self, text),
    )
    _, archive = sheet_of([Column("Text", "text", pd.Series(["Ansan", "Lwiw", "Ansan"] * 100, dtype=TEXT))])
    assert [asked.count("Ansan"), asked.count("Lwiw")] == [1, 1]
    # two lines around it, one heading, and 300 rows
    assert 'count="303" uniqueCount="5"' in archive.read("xl/sharedStrings.xml").decode()


def test_a_text_that_looks_like_the_marks_of_the_file_stays_a_text():
    marks = ["<r><t>x</t></r>", "</t></si>", "<si>", "&amp;", '"']
    content, _ = sheet_of([Column("Text", "text", marks)])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [sheet.cell(row, 1).value for row in range(4, 9)] == marks


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_shared_texts_are_written_as_xlsxwriter_writes_them(texts):
    written, writer = io.StringIO(), SharedStrings()
    writer._set_xml_writer(written)
    for text in texts:
        writer._write_si(text)
    assert joined_bytes(shared_texts(texts)).to_pybytes().decode() == written.getvalue()


def test_a_text_is_cut_where_a_cell_of_excel_ends_and_never_within_a_sign():
    content, _ = sheet_of([Column("Text", "text", ["x" * 40_000, "🌍" * 20_000])])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [sheet["A4"].value, sheet["A5"].value] == ["x" * 32_767, "🌍" * 16_383]


@pytest.mark.parametrize(
    ("values", "told", "codes"),
    [
        ([1, "1", True, 1.0, None, 1], [1, "1", True, 1.0], [0, 1, 2, 3, None, 0]),
        (pd.Series(["a", pd.NA, "a"], dtype=TEXT), ["a"], [0, None, 0]),
        (pd.Series([2024, "ohne Jahr", 2024], dtype=object), [2024, "ohne Jahr"], [0, 1, 0]),
        ([], [], []),
    ],
)
def test_values_are_told_apart_by_what_they_are(values, told, codes):
    made = distinct_of(values)
    assert [(type(value), value) for value in made.told()] == [(type(value), value) for value in told]
    assert made.codes.to_pylist() == codes
    assert made.listed() == [None if code is None else told[code] for code in codes]


def test_a_column_that_is_known_by_its_distinct_values_is_taken_as_it_is():
    links = Distinct([("'A'!A1", "←"), ("'A'!A2", "←")], pa.array([0, 0, 1]))
    assert distinct_of(links) is links
    assert len(Column("Weg", "link", links).values) == 3


def test_a_cell_that_only_some_rows_have_leaves_no_trace_in_the_others():
    cells = Cells(pa.array(['"><v>1</v></c>'], pa.large_string()), pa.array([0, None], pa.int32()))
    starts = Cells(pa.array(['">'], pa.large_string()), pa.array([0, 0], pa.int32()))
    block = rows_module.Block(0, [cells, cells], starts)
    (chunk,) = block.chunks()
    first = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
    assert chunk.to_pybytes().decode() == first + '<row r="2"></row>'


def test_numbers_of_any_size_are_written_as_xlsxwriter_does():
    amounts = [
        Decimal("0.01"),
        Decimal("99999999999999.99"),
        Decimal("1234567890123456.78"),
        Decimal("-1E+3"),
    ]
    stream, report = io.BytesIO(), report_of(books_of([posting(2024, 100)]))
    with packed_workbook(stream, {}, as_of=None) as workbook:
        page = Page(workbook, workbook.add_worksheet("A", TableSheet), "A", Look(workbook, "de"), report)
        tails = cells_of(page, "euro", distinct_of(amounts)).tails.to_pylist()
    assert [re.sub(".*<v>|</v></c>", "", tail) for tail in tails] == [f"{float(one):.16G}" for one in amounts]


# --- lines of wrapped texts ---------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["ab", "Korea", "Süd", "-", "--", "/", " ", "  ", "x", "12", "\u00a0", "\n", "\t", "…"]
)


@given(st.lists(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=30)), st.floats(3, 70))
def test_many_texts_fill_the_lines_that_each_fills_alone(texts, width):
    filled = lines_of_all(pa.array(texts, pa.large_string()), width)
    assert filled.to_pylist() == [lines_of(text, width) for text in texts]


def test_texts_of_plain_words_are_never_wrapped_one_by_one(monkeypatch):
    wrapped = []
    monkeypatch.setattr(lines, "wrap", lambda text, *_, **__: wrapped.append(text) or [text])
    texts = ["Reisekosten der Delegation nach Südkorea-Nord", "buchungen/2024/konto.csv", "An--san " * 9]
    lines_of_all(pa.array(texts, pa.large_string()), 20)
    assert set(wrapped) == {"An--san " * 9}


def test_a_word_too_long_for_a_line_begins_on_a_line_of_its_own():
    assert lines_of("buchungen/SAP_Einzelposten_2018-2020.xlsx", 26) == 3
    assert lines_of("SAP_Einzelposten_2018-2020.xlsx", 26) == 2
    assert lines_of("", 26) == lines_of("Flug", 26) == 1
