"""Printed lists: cut at the borders of the header, block by block, page by page, or refused with the line."""

from decimal import Decimal

import pytest
from exports import source, write
from hypothesis import given
from hypothesis import strategies as st

from kooperation import KooperationError, read_bookings
from kooperation.reading.texts.delimited import read_text

RULE = "-" * 69
HEADER = "|  |Belegnr   |Art|Buch.dat. |BS|Betrag in HW|HWähr|Text              |"
RECEPTION = "|  |1900004711|KR |20.02.2024|40|   1.845,50 |EUR  |Empf. Sacramento  |"
DINNER = "|  |1900004890|KR |19.04.2024|40|   2.310,00 |EUR  |Bewirtung Ansan|KR|"
CREDIT = "|  |1900005002|KG |06.05.2024|50|     310,00-|EUR  |Storno Bew. Ansan |"
TOTAL = "|* |          |   |          |  |   3.845,50 |EUR  |                  |"
AMOUNTS = [Decimal("1845.50"), Decimal(2310), Decimal(-310)]


def lines(*parts):
    return "\n".join([*parts, ""])


def _ruled(header, *records):
    return [RULE, header, RULE, *records, RULE]


def page(number):
    return [f"20.06.2024    Einzelposten Sachkonto 544016    Seite {number}", "", RULE, HEADER, RULE]


@pytest.fixture
def read(tmp_path):
    def bookings(text, encoding="utf-8"):
        return read_bookings(write(tmp_path, text.encode(encoding), "liste.txt"))

    return bookings


@pytest.fixture
def refused(read):
    def faults(text):
        with pytest.raises(KooperationError) as error:
            read(text)
        return [(found.kind, found.place.row) for found in error.value.findings]

    return faults


def totals_of(bookings):
    return [(total.row, str(total.amount)) for total in bookings.attrs["report"].control_totals]


# --- between pipes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "utf-16-le"])
def test_a_list_is_cut_at_the_borders_of_its_header_and_pipes_inside_texts_stay(read, encoding):
    bookings = read(lines(*page(1), RECEPTION, DINNER, CREDIT, RULE, TOTAL, RULE), encoding)
    assert bookings["amount"].to_list() == AMOUNTS
    assert bookings["text"].to_list() == ["Empf. Sacramento", "Bewirtung Ansan|KR", "Storno Bew. Ansan"]
    assert bookings["source_row"].to_list() == [6, 7, 8]
    assert totals_of(bookings) == [(10, "3845.50")]


def test_the_header_of_each_page_and_its_page_head_are_no_postings(read):
    bookings = read(
        lines(*page(1), RECEPTION, RULE, "\f" + page(2)[0], *page(2)[1:], DINNER, CREDIT, RULE, TOTAL)
    )
    assert bookings["amount"].to_list() == AMOUNTS
    assert bookings["source_row"].to_list() == [6, 13, 14]
    report = bookings.attrs["report"]
    assert [(row.row, row.reason) for row in report.dropped] == [(11, "repeated header"), (16, "total")]
    assert "second_block" not in {found.kind for found in report.findings}


def test_lists_that_count_wide_letters_twice_keep_their_cells(read):
    wide = DINNER.replace("Bewirtung Ansan|KR", "안산 | Bewirtung  ")
    assert read(lines(*page(1), RECEPTION, wide))["text"].to_list() == [
        "Empf. Sacramento",
        "안산 | Bewirtung",
    ]


def test_lists_that_count_bytes_keep_their_cells(read):
    narrow = DINNER.replace("Bewirtung Ansan|KR", "Führung|Büro    ")
    header = HEADER.replace("HWähr", "HWäh")
    bookings = read(lines(RULE, header, RULE, RECEPTION, narrow))
    assert bookings["text"].to_list() == ["Empf. Sacramento", "Führung|Büro"]


@pytest.mark.parametrize(
    "broken",
    [DINNER[:40], DINNER.replace("40|", "40 "), DINNER.replace("|KR |", "| KR |"), DINNER[:-1]],
)
def test_a_row_whose_borders_are_not_those_of_the_header_is_refused_with_its_line(refused, broken):
    assert refused(lines(*page(1), RECEPTION, broken, CREDIT)) == [("list_borders", 7)]


def test_all_broken_rows_of_a_list_are_named(refused):
    broken = DINNER.replace("40|", "40 ")
    assert refused(lines(*page(1), broken, CREDIT, broken)) == [("list_borders", 6), ("list_borders", 8)]


def test_a_second_list_with_other_columns_is_refused(refused):
    other = HEADER.replace("Belegnr   ", "Auftrag   ")
    assert refused(lines(*page(1), RECEPTION, RULE, other, RULE, DINNER)) == [("list_other_header", 8)]


def test_records_over_two_lines_are_one_row_with_the_number_of_the_first(read):
    bookings = read(
        lines(
            "---------------------------------",
            "|Belegnr   |Art|Buch.dat. |BS   |",
            "|Betrag in HW|HWähr|Text        |",
            "---------------------------------",
            "|1900004711|KR |20.02.2024|40   |",
            "|   1.845,50 |EUR  |Empf | Sac  |",
            "|1900005002|KG |06.05.2024|50   |",
            "|     310,00-|EUR  |Storno      |",
            "---------------------------------",
            "|*         |   |          |     |",
            "|   1.535,50 |EUR  |            |",
        )
    )
    assert bookings["amount"].to_list() == [Decimal("1845.50"), Decimal(-310)]
    assert bookings["text"].to_list() == ["Empf | Sac", "Storno"]
    assert bookings["source_row"].to_list() == [5, 7]
    assert totals_of(bookings) == [(10, "1535.50")]


def test_a_record_that_lacks_its_second_line_is_refused(refused):
    text = lines(
        "---------------------------------",
        "|Belegnr   |Art|Buch.dat. |BS   |",
        "|Betrag in HW|HWähr|Text        |",
        "---------------------------------",
        "|1900004711|KR |20.02.2024|40   |",
        "|1900005002|KG |06.05.2024|50   |",
        "|     310,00-|EUR  |Storno      |",
    )
    assert ("list_borders", 6) in refused(text)


def test_a_record_whose_second_line_is_cut_off_at_the_end_of_the_file_is_refused(refused):
    text = lines(
        "---------------------------------",
        "|Belegnr   |Art|Buch.dat. |BS   |",
        "|Betrag in HW|HWähr|Text        |",
        "---------------------------------",
        "|1900004711|KR |20.02.2024|40   |",
        "|   1.845,50 |EUR  |Empf | Sac  |",
        "|1900005002|KG |06.05.2024|50   |",
    )
    assert refused(text.rstrip()) == [("list_borders", 7)]


def test_each_block_may_have_its_own_column_widths(read):
    second = _ruled(*(line.replace("|", "| ", 1) for line in (HEADER, DINNER)))
    third = _ruled(*(line.replace("|", "|  ", 1) for line in (HEADER, CREDIT)))
    assert read(lines(*_ruled(HEADER, RECEPTION), *second, *third))["amount"].to_list() == AMOUNTS


def test_a_heading_over_two_lines_is_joined_and_a_total_may_lack_borders(read):
    bookings = read(
        lines(
            "-------------------------------------------",
            "|Belegnr   |Buch.dat. |Betrag in|Text     |",
            "|          |          |       HW|         |",
            "-------------------------------------------",
            "|1900004711|20.02.2024|1.845,50 |Empf     |",
            "|1900005002|06.05.2024|  310,00-|Storno   |",
            "-------------------------------------------",
            "|* Summe 544016       |1.535,50 |         |",
        )
    )
    assert bookings["amount"].to_list() == [Decimal("1845.50"), Decimal(-310)]
    assert totals_of(bookings) == [(8, "1535.50")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "cp850"])
def test_boxes_of_dos_programs_are_borders(read, encoding):
    bookings = read(
        lines(
            "┌──────────┬──────────┬─────────┬─────────┐",
            "│Belegnr   │Buch.dat. │Betrag   │Text     │",
            "├──────────┼──────────┼─────────┼─────────┤",
            "│1900004711│20.02.2024│1.845,50 │Büro|x   │",
            "│1900005002│06.05.2024│  310,00-│Größe    │",
            "├──────────┼──────────┼─────────┼─────────┤",
            "│Summe     │          │1.535,50 │         │",
            "└──────────┴──────────┴─────────┴─────────┘",
        ),
        encoding,
    )
    assert bookings["text"].to_list() == ["Büro|x", "Größe"]
    assert totals_of(bookings) == [(7, "1535.50")]


def test_tables_of_databases_have_borders_between_their_columns_only(read):
    bookings = read(
        lines(
            " belegnr | budat      | betrag   | text",
            "---------+------------+----------+-------",
            " 1       | 2024-02-20 | 1.845,50 | Hotel",
            " 2       | 2024-02-20 |     5,00 | a|b",
            "(2 rows)",
        )
    )
    assert bookings["text"].to_list() == ["Hotel", "a|b"]


def test_tables_of_notes_need_no_alignment(read):
    bookings = read(
        lines(
            "| Datum | Beleg | Betrag | Text |",
            "|-------|:------|-------:|------|",
            "| 01.02.2024 | 1 | 5,00 | Hotel |",
            "| 02.02.2024 | 2 | 1.234,56 | Ansan |",
        )
    )
    assert bookings["amount"].to_list() == [Decimal(5), Decimal("1234.56")]


# --- blocks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "Konto   {}  Aktivitäten",
        "Sachkonto: {}",
        "| Sachkonto {}" + " " * 51 + "|",
        "Einzelposten Sachkonto {}  Seite 2",
    ],
)
def test_the_account_above_each_block_reaches_its_rows_and_no_other(read, head):
    blocks = [
        (head.format("0000544016"), RULE, HEADER, RULE, RECEPTION, DINNER, RULE),
        (head.format("0000544017"), RULE, HEADER, RULE, CREDIT, RULE, TOTAL, RULE),
    ]
    bookings = read(lines(*blocks[0], *blocks[1]))
    assert bookings["sachkonto"].to_list() == ["0000544016", "0000544016", "0000544017"]
    assert bookings["amount"].to_list() == AMOUNTS
    assert [amount for _, amount in totals_of(bookings)] == ["3845.50"]


def test_the_year_above_each_block_is_the_year_of_its_rows(read):
    late = CREDIT.replace("06.05.2024", "06.01.2025")
    first, second = ("Haushaltsjahr 2023", RULE, HEADER, RULE), ("Haushaltsjahr 2024", RULE, HEADER, RULE)
    assert read(lines(*first, RECEPTION, *second, late))["year"].to_list() == [2023, 2024]


def test_an_account_above_all_blocks_stays_a_title():
    sheet = read_text(source(lines(*page(1), RECEPTION, RULE, *page(2), DINNER)))
    assert {len(row) for row in sheet.rows if len(row) > 1} == {8}
    assert sheet.notes == ()


# --- aligned under headings --------------------------------------------------------------------------------

CLASSIC = """
20.06.2024              Einzelposten Sachkonto 544016              1

St Belegnr    Art Buch.dat.  BS Betrag in HW HWähr Text
---------------------------------------------------------------------
   1900004711 KR  20.02.2024 40    1.845,50  EUR   Empf. Sacramento
   1900004890 KR  19.04.2024 40    2.310,00  EUR   Bewirtung Ansan|KR
   1900005002 KG  06.05.2024 50      310,00- EUR   Storno  Bew. Ansan
---------------------------------------------------------------------
*                                  3.845,50  EUR
---------------------------------------------------------------------
Seite 1
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "utf-16"])
def test_a_list_without_pipes_is_cut_where_no_line_has_a_character(read, encoding):
    bookings = read(CLASSIC, encoding)
    assert bookings["amount"].to_list() == AMOUNTS
    assert bookings["text"].to_list() == ["Empf. Sacramento", "Bewirtung Ansan|KR", "Storno  Bew. Ansan"]
    assert bookings["source_row"].to_list() == [6, 7, 8]
    assert bookings["sachkonto"].to_list() == ["544016"] * 3
    assert totals_of(bookings) == [(10, "3845.50")]


def test_dashes_below_each_heading_tell_the_columns(read):
    bookings = read(
        lines(
            "BELEGNR    BUDAT      BETRAG       TEXT",
            "---------- ---------- ------------ --------------------",
            "1900004711 20.02.2024     1.845,50 Empf. Sacramento",
            "1900005002 06.05.2024      -310,00 Storno  von Sachkonto 531800",
        )
    )
    assert bookings["amount"].to_list() == [Decimal("1845.50"), Decimal(-310)]


def test_blanks_between_thousands_part_no_amount(read):
    bookings = read(
        lines(
            "Belegnr    Buch.dat.         Betrag Text",
            "------------------------------------------------------",
            "1900004711 20.02.2024      1 845,50 Empf. Sacramento",
            "1900005002 06.05.2024      2 310,00 Storno Bew.",
        )
    )
    assert bookings["amount"].to_list() == [Decimal("1845.50"), Decimal(2310)]


def test_an_aligned_list_names_the_account_of_its_blocks(read):
    head = ("-" * 54, "Belegnr    Buch.-     Betrag in Text", "           datum             HW", "-" * 54)
    bookings = read(
        lines(
            "Konto   544016",
            *head,
            "1900004711 20.02.2024 1.845,50  Empf. Sacramento",
            "-" * 54,
            "*                     1.845,50",
            "Konto   544017",
            *head,
            "1900005002 06.05.2024   310,00- Storno von Sachkonto 531800",
            "-" * 54,
            "*                       310,00-",
        )
    )
    assert bookings["sachkonto"].to_list() == ["544016", "544017"]
    assert bookings["text"].to_list() == ["Empf. Sacramento", "Storno von Sachkonto 531800"]
    assert totals_of(bookings) == [(8, "1845.50"), (16, "-310.00")]


@pytest.mark.parametrize(
    "rows",
    [
        ("1900004711 20.02.2024 Hotel        1.845,50", "1900005002 06.05.2024 Flug Seoul-FRA 310,00-"),
        ("1900004711 20.02.2024 Hotel   1    1.845,50", "1900005002 06.05.2024 Flug    2      310,00-"),
    ],
)
def test_a_list_whose_columns_run_into_each_other_is_refused(refused, rows):
    header = "Belegnr    Buch.dat.  Text           Betrag"
    assert {kind for kind, _ in refused(lines(header, "-" * 50, *rows))} <= {
        "column_missing",
        "list_columns_unclear",
    }


def test_an_underlined_title_makes_no_list_of_delimited_text(read):
    bookings = read(
        lines("Datum  Betrag  Text", "-" * 20, "Datum;Beleg;Betrag;Text", "01.02.2024;1;5,00;a b")
    )
    assert bookings["amount"].to_list() == [Decimal(5)]


# --- laws ------------------------------------------------------------------------------------------------

TEXTS = st.text('ab|안ü -*;"', max_size=8).map(str.strip)
ROWS = st.lists(st.tuples(st.integers(1, 99_999_999), TEXTS, TEXTS), min_size=1, max_size=6)


@given(ROWS)
def test_what_is_printed_between_pipes_is_read_back(rows):
    table = [["Beleg", "Text", "Bemerkung"], *([str(number), text, note] for number, text, note in rows)]
    widths = [max(len(row[place]) for row in table) + 1 for place in range(3)]
    printed = [
        "|" + "|".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + "|"
        for row in table
    ]
    rule = "-" * len(printed[0])
    sheet = read_text(source(lines(rule, printed[0], rule, *printed[1:], rule)))
    assert [row for row in sheet.rows if row] == table


@given(st.lists(st.text("|-+ *a1,;ü\n", max_size=30), max_size=12))
def test_any_drawing_ends_in_rows_or_in_one_refusal(parts):
    text = "\n".join(["-" * 20, "|Datum|Betrag|", "-" * 20, *parts])
    try:
        rows = read_text(source(text)).rows
    except KooperationError as error:
        rows = [[found.describe("en")] for found in error.findings]
    assert rows
