"""What comes in, part two: encodings, separators, quotes and the other habits of text exports."""

from __future__ import annotations

import tracemalloc

import pytest
from containers import csv_text, html, sap_list
from exports import text_of
from readings import bookings_of, euros, euros_of, refusal, refusals, said, table_of

import kooperation as ko

HEADER = "Buchungsdatum;Belegnummer;Sachkonto;Betrag;Text"
TYPED = "Über „Maß“ – 5 € für Größe"


def export(text: str, amount: str = "1.250,50") -> str:
    return f"{HEADER}\r\n01.02.2024;0815;0544016;{amount};{text}\r\n02.02.2024;0816;0544016;-3,25;Straße\r\n"


@pytest.mark.parametrize(
    "encoding, mark",
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
def test_an_encoding_is_told_from_the_bytes_with_and_without_its_mark(tmp_path, encoding, mark):
    frame = table_of(tmp_path, mark + export(TYPED).encode(encoding)).frame
    assert list(frame.columns) == HEADER.split(";")
    assert frame["Text"].to_list() == [TYPED, "Straße"]
    assert euros_of(frame) == euros("1250.50", "-3.25")


@pytest.mark.parametrize("letter", "€–„“äöüÄÖÜß…‚‘’”•™š")
def test_every_letter_of_windows_text_is_kept(tmp_path, letter):
    text = f"Reise {letter}x{letter} nach Lwiw"
    content = export(text).encode("cp1252")
    assert table_of(tmp_path, content).frame["Text"][0] == text


@pytest.mark.parametrize("encoding", ["cp850", "cp437"])
def test_texts_of_dos_code_pages_are_read_with_their_umlauts(tmp_path, encoding):
    text = "Übernachtung in Köln, Größe, Müller, Äpfel"
    assert table_of(tmp_path, export(text).encode(encoding)).frame["Text"].to_list() == [text, "Straße"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_letters_of_other_scripts_are_kept(tmp_path, encoding):
    text = "안산시 · Львів · Jelenia Góra · Karkonosze ż ł"
    assert table_of(tmp_path, export(text).encode(encoding)).frame["Text"][0] == text


def test_the_marks_of_dos_and_windows_in_one_export_are_never_mistaken_for_each_other(tmp_path):
    windows = table_of(tmp_path, export("Grüße").encode("cp1252")).frame["Text"][0]
    dos = table_of(tmp_path, export("Grüße").encode("cp850")).frame["Text"][0]
    assert windows == dos == "Grüße"


# --- broken text ---------------------------------------------------------------------------------------


def test_two_encodings_in_one_file_are_refused_with_byte_and_line(tmp_path):
    content = export("Übernachtung").encode("utf-8") + "03.02.2024;0817;0544016;1,00;Köln\r\n".encode(
        "cp1252"
    )
    fault = refusal(tmp_path, content)
    assert (fault.kind, fault.place.row) == ("mixed_encoding", 4)
    assert "0xf6" in fault.message()


@pytest.mark.parametrize("byte", [b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"])
def test_a_byte_that_is_no_letter_of_windows_text_is_refused_with_byte_and_line(tmp_path, byte):
    content = (
        export("Köln für Größe").encode("cp1252") + b"03.02.2024;0817;0544016;1,00;a " + byte + b" b\r\n"
    )
    fault = refusal(tmp_path, content)
    assert (fault.kind, fault.place.row) == ("broken_encoding", 4)
    assert f"0x{byte.hex()}" in fault.message()


def test_text_in_utf_8_that_is_cut_inside_a_letter_is_refused_with_its_line(tmp_path):
    fault = refusal(tmp_path, export("Über").encode()[:-2] + b"\xc3")
    assert fault.place.row == 3


def test_utf_16_that_is_cut_inside_a_letter_is_refused(tmp_path):
    assert refusal(tmp_path, export("Über").encode("utf-16")[:-1]).kind == "broken_encoding"


@pytest.mark.parametrize("character", ["\0", "\x01", "\x1a"])
def test_a_control_character_in_a_cell_is_refused_with_its_line(tmp_path, character):
    fault = refusal(tmp_path, export("x") + f"03.02.2024;0817;0544016;1,{character}00;Hotel\r\n")
    assert (fault.kind, fault.place.row) == ("control_character", 4)


def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path):
    content = text_of('01.02.2024;1;544016;5,00;"Hotel', "02.02.2024;2;544016;6,00;Flug")
    fault = refusal(tmp_path, content)
    assert (fault.kind, fault.place.row) == ("open_quote", 2)


def test_a_quote_that_swallows_the_next_records_is_refused_with_its_line(tmp_path):
    content = text_of(
        "01.02.2024;1;544016;5,00;Taxi",
        '02.02.2024;2;544016;6,00;"Hotel',
        "03.02.2024;3;544016;7,00;Flug",
        '04.02.2024;4;544016;8,00;"Ende"',
        "05.02.2024;5;544016;9,00;Bahn",
    )
    assert refusals(tmp_path, content)[0].place.row == 3


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_separator_that_stands_unquoted_in_a_text_is_refused_with_its_line(tmp_path, place):
    texts = {"first": ["a; b", "c", "d"], "middle": ["a", "b; c", "d"], "last": ["a", "b", "c; d"]}[place]
    lines = [f"0{number}.02.2024;{number};544016;5,00;{text}" for number, text in enumerate(texts, start=1)]
    fault = refusal(tmp_path, text_of(*lines))
    assert fault.kind == "long_row"
    assert fault.place.row == next(row for row, text in enumerate(texts, start=2) if ";" in text)


def test_a_separator_unquoted_in_a_text_before_the_amount_is_refused_and_never_shifts_it(tmp_path):
    header = "Buchungsdatum;Belegnummer;Text;Betrag;Sachkonto"
    content = text_of(
        "01.02.2024;1;Hotel;5,00;544016", "02.02.2024;2;Flug; 17,00 Gebühr;6,00;544016", header=header
    )
    assert {fault.place.row for fault in refusals(tmp_path, content)} == {3}


@pytest.mark.parametrize("line", ["02.02.2024;2;544016", "02.02.2024;2;544016;6,00"])
def test_a_row_that_is_cut_off_is_refused_with_its_line(tmp_path, line):
    fault = refusal(
        tmp_path, text_of("01.02.2024;1;544016;5,00;Hotel", line, "03.02.2024;3;544016;7,00;Bahn")
    )
    assert (fault.kind, fault.place.row) == ("short_row", 3)


@pytest.mark.parametrize("width, is_read", [(1_000, True), (1_001, False)])
def test_more_than_a_thousand_columns_are_no_export(tmp_path, width, is_read):
    heads = ";".join(["Betrag", *(f"Spalte {number}" for number in range(2, width + 1))])
    content = f"{heads}\r\n1,00{';x' * (width - 1)}\r\n"
    if is_read:
        assert euros_of(table_of(tmp_path, content)) == euros("1")
    else:
        assert refusal(tmp_path, content).kind == "too_many_columns"


# --- habits --------------------------------------------------------------------------------------------

PLAIN = (
    f"{HEADER}\r\n01.02.2024;0815;0544016;1.250,50;Hotel\r\n02.02.2024;0816;0544016;-3,25;Flug\r\n"
    "03.02.2024;0817;0544016;12,00;Bahn\r\n"
)


def padded(text: str) -> str:
    return "\r\n".join(";".join(f"  {cell} " for cell in line.split(";")) for line in text.splitlines())


@pytest.mark.parametrize(
    "habit",
    [
        lambda text: f"sep=;\r\n{text}",
        lambda text: f"\ufeffsep=;\r\n{text}",
        lambda text: text.replace("\r\n", ";\r\n"),
        lambda text: text.replace("\r\n", ";;;\r\n"),
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n", "\r"),
        lambda text: text.rstrip("\r\n"),
        lambda text: text + "\r\n\r\n",
        lambda text: f"\r\n\r\n{text}",
        lambda text: text.replace("\r\n", "\r\n\r\n"),
        lambda text: text.replace(";", "\t"),
        lambda text: text.replace(";", "|"),
        padded,
        lambda text: '"' + text.rstrip().replace(";", '";"').replace("\r\n", '"\r\n"') + '"\r\n',
    ],
    ids=[
        "sep line",
        "sep line behind a mark",
        "separator at each end",
        "three separators at each end",
        "line feeds",
        "carriage returns",
        "no end of the last line",
        "blank lines behind",
        "blank lines above",
        "blank lines between",
        "tabs",
        "pipes",
        "padded",
        "all quoted",
    ],
)
def test_habits_of_text_exports_change_nothing(tmp_path, habit):
    plain, sloppy = table_of(tmp_path, PLAIN).frame, table_of(tmp_path, habit(PLAIN), "sloppy.csv").frame
    named = [heading for heading in sloppy.columns if not sloppy[heading].isna().all()]
    assert sloppy[named].equals(plain)


def test_a_lone_carriage_return_between_two_records_ends_the_record(tmp_path):
    content = PLAIN.replace("Hotel\r\n", "Hotel\r")
    assert euros_of(table_of(tmp_path, content)) == euros("1250.50", "-3.25", "12")


def test_quoted_texts_may_hold_line_feeds_separators_and_doubled_quotes(tmp_path):
    texts = ["Hotel;\nzwei Nächte", 'Tagung ""Wasserstoff""', "A\r\nB"]
    lines = [f'0{row}.02.2024;{row};544016;{row},50;"{text}"' for row, text in enumerate(texts, start=1)]
    frame = table_of(tmp_path, text_of(*lines)).frame
    assert frame["Text"].to_list() == ["Hotel;\nzwei Nächte", 'Tagung "Wasserstoff"', "A\r\nB"]
    assert euros_of(frame) == euros("1.50", "2.50", "3.50")


def test_a_fault_below_a_text_of_several_lines_is_named_by_the_line_of_the_file(tmp_path):
    content = text_of('01.02.2024;1;544016;5,00;"a\nb\nc"', "02.02.2024;2;544016;1.2.3,4;Flug")
    assert refusal(tmp_path, content).raw == "1.2.3,4"


def test_quotes_in_the_middle_of_a_text_are_part_of_it(tmp_path):
    content = text_of('01.02.2024;1;544016;5,00;Tagung "Wasserstoff" in Ansan')
    assert table_of(tmp_path, content).frame["Text"].to_list() == ['Tagung "Wasserstoff" in Ansan']


@pytest.mark.parametrize("lines", [1, 4_000])  # also where a long text is split by Arrow
@pytest.mark.parametrize("written", ['="{}"', '"=""{}"""'])
def test_a_code_that_is_written_as_a_formula_of_a_text_is_that_code(tmp_path, written, lines):
    document, account, amount = (written.format(text) for text in ("0001", "0544016", "1.234,50"))
    line = f'01.02.2024;{document};{account};{amount};"Hotel ""Krone"" in Ansan"'
    frame = bookings_of(tmp_path, text_of(*[line] * lines))
    assert len(frame) == lines
    assert set(frame["document"]) == {"0001"}
    assert set(frame["sachkonto"]) == {"0544016"}
    assert set(euros_of(frame, "amount")) == set(euros("1234.50"))
    assert set(frame["text"]) == {'Hotel "Krone" in Ansan'}


def test_a_text_with_an_equals_sign_before_a_mark_stays_as_it_is(tmp_path):
    texts = ['<a href="x">', '="a" & "b"', 'x="1"']
    lines = [f"0{row}.02.2024;{row};544016;{row},50;{text}" for row, text in enumerate(texts, start=1)]
    assert table_of(tmp_path, text_of(*lines)).frame["Text"].to_list() == texts


SAP = [
    ["Belegnr", "Buch.dat.", "Betrag in HW", "Text"],
    ["0100000815", "01.02.2024", "1.250,50 ", "Hotel | Frühstück"],
    ["0100000816", "31.12.2024", "    3,25-", "Flug"],
    ["0100000817", "30.06.2024", "25.000,00 ", "a|b|c"],
]


def test_pipes_inside_the_text_of_a_sap_list_belong_to_the_text(tmp_path):
    frame = table_of(tmp_path, sap_list(SAP)).frame
    assert frame["Text"].to_list() == ["Hotel | Frühstück", "Flug", "a|b|c"]
    assert euros_of(frame, "Betrag in HW") == euros("1250.50", "-3.25", "25000")
    assert frame["Belegnr"].to_list() == ["0100000815", "0100000816", "0100000817"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "cp850"])
def test_a_sap_list_is_read_in_every_encoding(tmp_path, encoding):
    frame = bookings_of(tmp_path, sap_list(SAP).encode(encoding), "liste.txt")
    assert euros_of(frame, "amount") == euros("1250.50", "-3.25", "25000")


def test_pages_and_totals_of_a_sap_list_are_no_postings(tmp_path):
    lines = sap_list([[cell.replace("|", "/") for cell in row] for row in SAP]).split("\r\n")
    rule, header, records = lines[2], lines[3], lines[5:8]
    total = f"|*{'':9}|{'':10}|26.247,25 |{'':17}|"
    page = ["Seite 2", "", rule, header, rule]
    content = "\r\n".join(
        ["Einzelposten", "", rule, header, rule, records[0], *page, *records[1:], rule, total, rule, ""]
    )
    table = table_of(tmp_path, content, "liste.txt")
    assert euros_of(table, "Betrag in HW") == euros("1250.50", "-3.25", "25000")
    assert [str(total.amount) for total in table.report.control_totals] == ["26247.25"]


def test_padding_inside_quotes_and_around_amounts_is_no_part_of_them(tmp_path):
    content = text_of('01.02.2024; 0815 ;"  544016 ";"   1.250,50  ";" Hotel "')
    frame = table_of(tmp_path, content).frame
    assert frame.iloc[0].to_list()[1:] == ["0815", "544016", *euros("1250.50"), "Hotel"]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-15"])
def test_a_web_page_is_read_in_the_charset_that_it_declares(tmp_path, charset):
    rows = [["Datum", "Betrag", "Text"], ["01.02.2024", "1.250,50 €", "Größe in Köln"]]
    frame = table_of(tmp_path, html(rows, charset=charset).encode(charset), "export.xls").frame
    assert frame.iloc[0].to_list()[1:] == [*euros("1250.50"), "Größe in Köln"]


def test_a_comma_file_with_decimal_commas_in_quotes_is_read(tmp_path):
    rows = [
        ["Datum", "Betrag", "Text"],
        ["01.02.2024", "1.250,50", "Hotel, Ansan"],
        ["02.02.2024", "-3,25", "x"],
    ]
    assert euros_of(table_of(tmp_path, csv_text(rows, ","))) == euros("1250.50", "-3.25")


def test_a_comma_file_with_unquoted_decimal_commas_is_refused(tmp_path):
    content = "Datum,Betrag,Text\r\n01.02.2024,1250,50,Hotel\r\n02.02.2024,3,25,Flug\r\n"
    assert refusals(tmp_path, content)


def test_nothing_is_said_where_nothing_was_doubtful(tmp_path):
    assert said(table_of(tmp_path, PLAIN)) == {}


@pytest.mark.parametrize("line", ["1;2,50\n", "\n"])
def test_many_headings_over_rows_that_lack_nearly_all_cells_are_refused_before_they_are_filled_up(
    tmp_path, line
):
    path = tmp_path / "breit.csv"
    path.write_text("Konto;Betrag" + ";x" * 900 + "\n1;2,50\n" + line * 50_000 + "2;3,50\n", encoding="utf-8")
    tracemalloc.start()
    with pytest.raises(ko.KooperationError) as caught:
        ko.read_table(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.kind for one in caught.value.findings] == ["too_sparse"]
    assert most < 200_000_000
