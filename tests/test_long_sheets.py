"""A long sheet gives what it would give cell by cell, although the reader sees few of its cells."""

import gc
import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from containers import MAIN, xlsx_of_xml
from hypothesis import given, settings
from hypothesis import strategies as st

import kooperation as ko
from kooperation import KooperationError
from kooperation.reading.cells.sheet import is_blank
from kooperation.reading.container import Source
from kooperation.reading.tables.grid import Grid
from kooperation.reading.unpacking import read_sheets
from kooperation.reading.workbooks import archive, distinct_cells, ooxml, short_sheet

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs>'
    "</styleSheet>"
)
STRINGS = "<si><t>Hotel</t></si><si><r><t>Zwei</t></r><r><t>teiler</t></r></si><si><t> Rand </t></si>"


def workbook(rows, *, above="", below="", prefix=""):
    """A workbook whose one sheet has these rows of XML, with days of 1900, percent, and shared texts."""
    space = f'xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    data = f"<{prefix}sheetData>{rows}</{prefix}sheetData>"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="{identity}" Type="{relations}/{kind}" Target="{part}"/>'
        for identity, kind, part in (
            ("b", "worksheet", "worksheets/eins.xml"),
            ("c", "sharedStrings", "texte.xml"),
            ("d", "styles", "formate.xml"),
        )
    )
    more = {
        "xl/worksheets/eins.xml": f"<{prefix}worksheet {space}>{above}{data}{below}</{prefix}worksheet>",
        "xl/formate.xml": STYLES,
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{links}</Relationships>',
    }
    return xlsx_of_xml("", strings=STRINGS, more=more)


def prefixed(xml, prefix):
    """The same elements under names with a prefix."""
    return re.sub(r"(</?)(?=\w)", rf"\1{prefix}", xml)


@contextmanager
def every_sheet_is(length, *, block=300):
    """Take every sheet for a long one, or none, and split it into small blocks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ooxml, "LONG", 0 if length == "long" else 10**12)
        patch.setattr(short_sheet, "_BLOCK", block)
        yield


def sheets_of(content, length):
    """The sheets with their rows as lists, without blank cells behind all others; or what is refused."""
    try:
        with every_sheet_is(length):
            sheets = read_sheets(Source("lang.xlsx", content, ""))
    except KooperationError as error:
        return str(error)
    return [replace(sheet, rows=filled_part(sheet.rows)) for sheet in sheets]


def filled_part(rows):
    """The rows up to the last filled cell below and to the right."""
    widths = [max((at for at, cell in enumerate(row, 1) if not is_blank(cell)), default=0) for row in rows]
    height = max((number for number, width in enumerate(widths, start=1) if width), default=0)
    return [[*map(repr, row[: max(widths)])] for row in rows[:height]]


# --- the law -------------------------------------------------------------------------------------------

TEXTS = ["a", "Hotel Ansan", " Rand", "Rand ", "", "ä", "a&amp;b", "&#8364;", "_x0041_", "a_b", "1", "#NV"]
TEXTS += ["a&gt;b>", "x\ty", "a\nb", "Zwei&lt;c r=", "안산", "\u00a0", "]]&gt;", "'", '"']
TEXT = st.sampled_from(TEXTS)
VALUE = st.sampled_from(["1", "-0.5", "43466", "1E3", "0", "275.76", "43466.25"])
STYLE = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"'])
BEHIND = st.one_of(
    st.builds('{} t="inlineStr"><is><t>{}</t></is></c>'.format, STYLE, TEXT),
    st.builds('{} t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'.format, STYLE, TEXT),
    st.builds('{} t="inlineStr"><is><r><t>{}</t></r><r><t>b</t></r></is></c>'.format, STYLE, TEXT),
    st.builds('{} t="str"><v>{}</v></c>'.format, STYLE, TEXT),
    st.builds('{} t="str"><f>A1&amp;"x"</f><v>{}</v></c>'.format, STYLE, TEXT),
    st.builds('{} t="s"><v>{}</v></c>'.format, STYLE, st.sampled_from("012")),
    st.builds("{}><v>{}</v></c>".format, STYLE, VALUE),
    st.builds('{} t="n"><v>{}</v></c>'.format, STYLE, VALUE),
    st.builds("{}><f>SUM(B1:B2)</f><v>{}</v></c>".format, STYLE, VALUE),
    st.builds("{}><f>SUM(B1:B2)</f></c>".format, STYLE),
    st.builds("{}/>".format, STYLE),
    st.builds("{}></c >\n".format, STYLE),
    st.sampled_from([' t="b"><v>1</v></c>', ' t="e"><v>#N/A</v></c>', ' t="d"><v>2024-02-01</v></c>']),
    st.sampled_from([' t="e"><v>#REF!</v></c>', ' ph="1"><v>7</v></c>']),
)
ODD_ONES = ["<c><v>1</v></c>", "<c s='1' r='{0}'/>", '<c r="{0}"><v>1</v>', '<c r="$B$2"/>', "<?x?>"]
ODD_ONES += ['<!-- x --><c r="{0}"/>', '<c r="{0}"><v><![CDATA[7]]></v></c>', '<c r="{0}"/><c r="{0}"/>']
ODD = st.sampled_from(ODD_ONES)  # not plainly one cell behind the other
OPENING = st.sampled_from(["", ' hidden="1"', ' spans="1:3" ht="15"'])


@st.composite
def rows_of_xml(draw):
    """Rows of cells, some of them missing, and now and then one that is written oddly."""
    written = []
    for row in sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=25))):
        columns = sorted(draw(st.sets(st.sampled_from("ABCDE"), max_size=5)))
        cells = "".join(f'<c r="{column}{row}"{draw(BEHIND)}' for column in columns)
        if draw(st.integers(0, 60)) == 0:
            cells += draw(ODD).format(f"F{row}")
        written.append(f'<row r="{row}"{draw(OPENING)}>{cells}</row>')
    return "".join(written)


@settings(max_examples=300)
@given(rows=rows_of_xml(), prefix=st.sampled_from(["", "x:"]))
def test_a_long_sheet_gives_what_it_gives_cell_by_cell(rows, prefix):
    below = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><rowBreaks count="0"/>'
    content = workbook(prefixed(rows, prefix), below=prefixed(below, prefix), prefix=prefix)
    assert sheets_of(content, "long") == sheets_of(content, "short")


# --- that it is taken, and what it saves ----------------------------------------------------------------

POSTINGS = "".join(
    f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{row}</t></is></c>'
    f'<c r="B{row}" s="1"><v>{43466 + row % 3}</v></c><c r="C{row}" t="s"><v>{row % 2}</v></c></row>'
    for row in range(1, 1001)
)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_the_reader_of_a_long_sheet_gets_each_different_cell_once_and_no_plain_text(monkeypatch, prefix):
    made = []
    told = distinct_cells.DifferentCells.told
    monkeypatch.setattr(
        distinct_cells.DifferentCells, "told", lambda self: made.append(told(self)) or made[-1]
    )
    (sheet,) = sheets_of(workbook(prefixed(POSTINGS, prefix), prefix=prefix), "long")
    (pieces, _) = made[0]
    assert (
        b"".join(pieces).count(f"<{prefix}v>".encode()) == 3 + 2 + 1
    )  # three days, two shared texts, the corner of the box
    assert len(sheet.rows) == 1000


def test_a_long_sheet_is_unpacked_once(monkeypatch):
    unpacked = []
    checked = archive._checked
    monkeypatch.setattr(
        archive, "_checked", lambda made, member: unpacked.append(member.filename) or checked(made, member)
    )
    sheets_of(workbook(POSTINGS), "long")
    assert unpacked.count("xl/worksheets/eins.xml") == 1


def test_cells_of_a_long_sheet_are_held_by_column_and_a_row_is_made_on_demand():
    with every_sheet_is("long"):
        (sheet,) = read_sheets(Source("lang.xlsx", workbook(POSTINGS), ""))
    assert [len(sheet.rows[2:]), len(sheet.rows[5:7]), len([*sheet.rows])] == [998, 2, 1000]
    assert sheet.rows[-1] == [*sheet.rows][999] == [*sheet.rows[998:]][1]
    assert sheet.rows[0][::2] == ["1", "Zweiteiler"]


def test_a_text_that_a_million_cells_share_is_refused_before_it_fills_all_memory():
    strings = f"<si><t>{'x' * 30_000}</t></si>"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 40_001))
    with every_sheet_is("long", block=1_000_000), pytest.raises(KooperationError) as error:
        read_sheets(Source("lang.xlsx", xlsx_of_xml(rows, strings=strings), ""))
    assert [found.kind for found in error.value.findings] == ["strings_bomb"]


@pytest.mark.parametrize(
    "cut", ["</row></sheetData></worksheet>", "</sheetData></worksheet>", "</worksheet>"]
)
def test_a_long_sheet_that_ends_too_early_is_as_a_short_one(cut):
    content = xlsx_of_xml(
        "", more={"xl/worksheets/eins.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{POSTINGS}'[:-6] + cut}
    )
    assert sheets_of(content, "long") == sheets_of(content, "short")


@pytest.mark.parametrize("length", ["long", "short"])
@pytest.mark.parametrize("block", [60, 300, 100_000])
def test_a_sheet_whose_cells_begin_twice_is_refused_because_a_reader_would_end_before_the_second(
    length, block
):
    first, second = (
        "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in rows)
        for rows in (range(1, 40), range(100, 103))
    )
    with every_sheet_is(length, block=block), pytest.raises(KooperationError) as error:
        read_sheets(Source("zwei.xlsx", workbook(f"{first}</sheetData><sheetData>{second}"), ""))
    assert [found.kind for found in error.value.findings] == ["workbook_unreadable"]


def test_the_cells_of_a_file_are_given_back_when_it_is_read_without_waiting_for_a_collector(tmp_path):
    (tmp_path / "Buchungen.csv").write_text(
        "Datum;Betrag;Text\n31.01.2024;1,50;Hotel\nSumme;1,50;\n", "utf-8"
    )
    gc.collect()
    gc.disable()
    try:
        ko.read_table(tmp_path / "Buchungen.csv")
        assert not [one for one in gc.get_objects() if isinstance(one, Grid)]
    finally:
        gc.enable()
