"""One sheet of any export as a table: header, columns, totals, notes, and a report of every dropped row."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from exports import HEADER, kinds, places, text_of, workbook, write
from hypothesis import given, settings
from hypothesis import strategies as st

from kooperation import KooperationError, read_table
from kooperation.model.money import EUR, Convention, column_sum

HOTEL = "01.02.2024;4711;544016;1.234,56;Hotel Ansan"
STORNO = "02.02.2024;4712;544016;-34,56;Storno"


@pytest.fixture
def read(tmp_path):
    """A function that reads content as a table, from a file."""
    return lambda content, **options: read_table(write(tmp_path, content), **options)


@pytest.fixture
def refused(tmp_path):
    """A function that returns the error with which content is refused."""

    def error_of(content, **options):
        with pytest.raises(KooperationError) as error:
            read_table(write(tmp_path, content), **options)
        assert error.value.describe("en") != error.value.describe("de")
        return error.value

    return error_of


def amounts(table):
    return table.frame["Betrag"].to_list()


def test_amounts_are_exact_euros_dates_are_dates_and_codes_stay_text(read):
    frame = read(text_of(HOTEL, STORNO)).frame
    assert frame["Betrag"].dtype == EUR
    assert amounts(read(text_of(HOTEL, STORNO))) == [Decimal("1234.56"), Decimal("-34.56")]
    assert frame["Buchungsdatum"].to_list() == [pd.Timestamp(2024, 2, 1), pd.Timestamp(2024, 2, 2)]
    assert frame["Sachkonto"].to_list() == ["544016", "544016"]


def test_every_row_below_the_header_is_kept_or_dropped_with_a_reason(read):
    report = read(
        text_of(HOTEL, STORNO, HEADER, "----;;;;", "Summe;;;1.200,00;", "Erstellt am 30.06.2024;;;;")
    ).report
    assert (report.rows_read, report.rows_kept, len(report.dropped)) == (6, 2, 4)
    assert report.dropped_by_reason == {"repeated header": 1, "separator": 1, "total": 1, "note": 1}
    assert [row.row for row in report.dropped] == [4, 5, 6, 7]


def test_a_tied_total_is_reported_as_control_total(read):
    [control] = read(text_of(HOTEL, STORNO, "Summe;;;1.200,00;")).report.control_totals
    assert (control.row, control.label, control.column, control.amount) == (
        4,
        "Summe",
        "Betrag",
        Decimal("1200.00"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "*;;544016;1.200,00;",
        ";;544016;1.200,00;",
        ";;;1.200,00;",
        "Gesamtergebnis;;;1.200,00;",
        ";;;1.200,00;Summe",
        ";;544016;1.200,00;Zwischensumme Konto",
        "**;;544016;1.200,00;Aktivitäten",
    ],
)
def test_totals_are_dropped_however_they_are_marked(read, line):
    assert column_sum(read(text_of(HOTEL, STORNO, line)).frame["Betrag"]) == Decimal("1200.00")


def test_a_total_that_does_not_tie_is_refused_with_both_amounts(refused):
    error = refused(text_of(HOTEL, STORNO, "Summe;;;1.300,00;"))
    assert (kinds(error), places(error)) == (["total_does_not_tie"], [(4, "Betrag")])
    assert "1.300,00 €" in str(error)
    assert "1.200,00 €" in str(error)


@pytest.mark.parametrize("text", ["Summe Hotel", "*", "Gesamtergebnis", "Übertrag", "** Ansan **", "Total"])
def test_the_words_of_a_total_inside_a_posting_text_are_a_posting(read, text):
    assert len(read(text_of(HOTEL, f"02.02.2024;4712;544016;1.234,56;{text}")).frame) == 2


def test_a_total_with_a_percentage_beside_it_ties_by_its_amounts(read):
    table = read(
        "Konto;Ansatz;Ist;Ausschöpfung %\n"
        "A1;100,00;50,00;50,0\nA2;100,00;60,00;60,0\nSumme;200,00;110,00;55,0\n"
    )
    assert len(table.frame) == 2


def test_sum_lines_of_a_statutory_plan_are_its_content(read):
    table = read(
        "Zeile;Bezeichnung;Plan 2024\n1;Steuern;100,00\n2;Gebühren;50,00\n10;= Ordentliche Erträge;150,00\n"
    )
    assert table.frame["Plan 2024"].to_list() == [Decimal("100.00"), Decimal("50.00"), Decimal("150.00")]


def test_title_lines_and_a_selection_block_stand_above_the_header(read):
    titles = "Einzelposten;;;;\nBuchungskreis:;1000;;;\n;;;;\n"
    table = read(titles + text_of(HOTEL))
    assert (table.report.header_row, len(table.frame)) == (4, 1)
    assert "Einzelposten" in table.report.titles


def test_rows_with_numbers_above_the_header_are_named(read):
    report = read("Ansatz;Ist;Rest\n100,00;40,00;60,00\n" + text_of(HOTEL)).report
    assert [found.kind for found in report.findings] == ["rows_above_header"]


def test_years_may_be_headings(read):
    frame = read("Konto;2023;2024\nA;1.234,00;5,00\nB;6,00;7,00\n").frame
    assert frame["2024"].to_list() == [Decimal("5.00"), Decimal("7.00")]


def test_without_a_header_nothing_is_read_by_position(refused):
    assert kinds(refused(f"{HOTEL}\n{STORNO}\n")) == ["no_header"]


def test_rows_without_a_header_are_shown_by_their_shape_because_they_may_name_people(refused):
    error = refused("01.02.2024;Meier, Sabine;1.234,56\n02.02.2024;Öztürk, Jan;7,00\n")
    assert error.findings[0].raw == "01.02.2024 | Aaaaa, Aaaaaa | 1.234,56 ⏎ 02.02.2024 | Aaaaaa, Aaa | 7,00"


@pytest.mark.parametrize(
    "asked", [{"dates": "dmy"}, {"header": "x"}, {"header": 0}, {"header": True}, {"decimal": ";"}]
)
def test_an_instruction_that_is_none_is_refused_in_english_with_the_allowed_ones(read, asked):
    allowed = {"dates": "'day first', 'month first'", "header": "'find'", "decimal": r"',', '\.'"}
    with pytest.raises(ValueError, match=allowed[next(iter(asked))]):
        read("Datum;Betrag\n01.02.2024;7,00\n", **asked)


def test_a_heading_that_stands_twice_gets_a_number_and_only_then(read):
    frame = read("Betrag (FW);Betrag;Name;Name\n1,00;2,00;a;b\n").frame
    assert list(frame.columns) == ["Betrag (FW)", "Betrag", "Name", "Name (2)"]


@pytest.mark.parametrize("separator", [";", "\t", "|", ","])
def test_the_separator_is_told_from_the_file(read, separator):
    lines = text_of("01.02.2024;4711;544016;1234.56;Hotel", "02.02.2024;4712;544016;-34.56;Storno")
    assert amounts(read(lines.replace(";", separator))) == [Decimal("1234.56"), Decimal("-34.56")]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "sep=;\n" + text,
        lambda text: text.replace("\n", ";\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace(";", " ; "),
        lambda text: text.replace("Hotel Ansan", '"Hotel ""Post""\nAnsan; Korea"'),
    ],
)
def test_habits_of_text_exports_change_nothing(read, change):
    assert amounts(read(change(text_of(HOTEL, STORNO)))) == [Decimal("1234.56"), Decimal("-34.56")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_told_from_the_bytes(read, encoding):
    frame = read(text_of(HOTEL, "02.02.2024;1;544016;5,00;Gäste – „Büro“ 5 €").encode(encoding)).frame
    assert frame["Text"][1] == "Gäste – „Büro“ 5 €"


def test_texts_of_dos_programs_are_read_with_their_umlauts(read):
    assert read(text_of("02.02.2024;1;544016;5,00;Gäste").encode("cp850")).frame["Text"][0] == "Gäste"


def test_mixed_encodings_are_refused_with_line_and_byte(refused):
    error = refused(text_of(HOTEL + "ü").encode() + f"{STORNO}ü".encode("cp1252"))
    assert (kinds(error), error.findings[0].place.row) == (["mixed_encoding"], 3)
    assert "0xfc" in str(error)


@pytest.mark.parametrize(
    "content, kind, row",
    [
        (text_of(HOTEL, "01.02.2024;47\x0011;544016;5,00;x"), "control_character", 3),
        (text_of(HOTEL, '01.02.2024;4711;544016;5,00;"offen', STORNO), "open_quote", 3),
        (
            'Datum;Text;Betrag\n01.02.2024;"Hotel;1,00\n02.02.2024;b;2,00\n03.02.2024;";3,00\n',
            "open_quote",
            2,
        ),
        (text_of(HOTEL, "02.02.2024;4712;544016;5,00;Hotel; Taxi"), "long_row", 3),
        (text_of(HOTEL, "02.02.2024;4712;544016"), "short_row", 3),
        ("Datum;Beleg;Text;Betrag;Bem\n01.02.2024;1;a;7;5,00;\n01.02.2024;1;a;5,00;\n", "long_row", 2),
        (";".join(f"A{n}" for n in range(1001)) + "\n", "too_many_columns", None),
    ],
)
def test_broken_text_is_refused_with_its_line(refused, content, kind, row):
    error = refused(content)
    assert kinds(error)[0] == kind
    assert error.findings[0].place.row == row


@pytest.mark.parametrize(
    "cell, kind",
    [
        ("12.34,56", "not_an_amount"),
        ("1.2E3", "not_an_amount"),
        ("#WERT!", "error_value"),
        ("WAHR", "not_an_amount"),
        ("1,234", "more_than_two_decimals"),
        ("10.000.000.000.001,00", "amount_too_large"),
        ("5,00 USD", "foreign_amount"),
        ("-5,00 H", "sign_twice"),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused_with_row_column_and_text(refused, cell, kind):
    error = refused(text_of(HOTEL, f"02.02.2024;4712;544016;{cell};x"))
    assert (kinds(error), places(error)) == ([kind], [(3, "Betrag")])
    assert cell in str(error)


def test_a_column_that_could_be_thousands_or_decimals_is_refused(refused, read):
    doubtful = text_of("01.02.2024;1;544016;1.234;x", "01.02.2024;2;544016;250;x")
    error = refused(doubtful)
    assert (kinds(error), places(error)) == (["ambiguous_amount"], [(2, "Betrag")])
    assert amounts(read(doubtful, decimal=",")) == [Decimal("1234.00"), Decimal("250.00")]
    assert kinds(refused(doubtful, decimal=".")) == ["more_than_two_decimals"]


def test_one_cell_with_cents_decides_for_its_column(read):
    assert amounts(read(text_of("01.02.2024;1;1;1.234;x", "01.02.2024;2;1;0,50;x"))) == [
        Decimal(1234),
        Decimal("0.50"),
    ]


def test_a_doubtful_column_follows_the_others_and_says_so(read):
    table = read("Konto;Ansatz;Ist\nA;1.234;5,50\nB;2.000;6,50\n")
    assert table.frame["Ansatz"].to_list() == [Decimal(1234), Decimal(2000)]
    assert [(found.kind, found.place.column) for found in table.report.findings] == [
        ("convention_from_others", "Ansatz")
    ]


def test_a_column_that_mixes_notations_is_refused_once_with_its_rows(refused):
    error = refused(text_of(HOTEL, "02.02.2024;1;1;1751.46;x", "02.02.2024;2;1;1751.46;x"))
    assert kinds(error) == ["mixed_conventions"]
    assert "Zeilen 2, 3" in str(error)


def test_all_faults_of_a_file_are_shown_together(refused):
    error = refused(text_of(HOTEL, "02.02.2024;1;1;abc;x", "02.02.2024;2;1;12.34,56;x"))
    assert places(error) == [(3, "Betrag"), (4, "Betrag")]


def test_reading_on_leaves_the_faulty_cell_unknown(read):
    table = read(text_of(HOTEL, "02.02.2024;1;1;abc;x"), strict=False)
    assert table.frame["Betrag"].isna().to_list() == [False, True]
    assert [found.kind for found in table.report.findings] == ["not_an_amount"]


def test_the_report_says_of_every_column_how_it_was_read(read):
    header = "Belegdatum;Haushaltsjahr;Ansatz in T€;Ist;Text"
    table = read(text_of("31/12/2024;2024;1,5;1.234,56-;a", "01/02/2024;2024;2,5;7,00;b", header=header))
    told = [
        (heading, one.kind, one.decimal, one.scale, one.date_order)
        for heading, one in table.report.decisions.items()
    ]
    assert told == [
        ("Belegdatum", "date", None, 1, "day first"),
        ("Haushaltsjahr", "year", None, 1, None),
        ("Ansatz in T€", "money", ",", 1000, None),
        ("Ist", "money", ",", 1, None),
        ("Text", "text", None, 1, None),
    ]


@pytest.mark.parametrize("day", ["03/04/2024", "3/4/24", "03-04-2024"])
def test_a_day_that_could_be_in_two_months_is_refused_until_the_caller_names_the_order(read, refused, day):
    content = text_of(f"{day};1;1;5,00;x")
    assert (kinds(refused(content)), places(refused(content))) == (["ambiguous_date"], [(2, "Buchungsdatum")])
    named = [read(content, dates=order).frame["Buchungsdatum"][0] for order in ("day first", "month first")]
    assert named == [pd.Timestamp(2024, 4, 3), pd.Timestamp(2024, 3, 4)]


@pytest.mark.parametrize(
    "proof, third_of_april", [("13/02/2024", True), ("01.02.2024", True), ("02/13/2024", False)]
)
def test_one_cell_proves_the_order_of_day_and_month_for_its_column(read, proof, third_of_april):
    days = read(text_of(f"{proof};1;1;5,00;x", "03/04/2024;2;1;6,00;y")).frame["Buchungsdatum"]
    assert days[1] == (pd.Timestamp(2024, 4, 3) if third_of_april else pd.Timestamp(2024, 3, 4))


def test_a_doubtful_date_column_follows_another_of_the_sheet_and_says_so(read):
    table = read("Buchungsdatum;Belegdatum;Betrag\n03/04/2024;30/04/2024;5,00\n")
    assert table.frame["Buchungsdatum"][0] == pd.Timestamp(2024, 4, 3)
    assert [found.kind for found in table.report.findings] == ["date_order_from_others"]


def test_a_day_of_the_other_order_is_refused_with_its_cell(refused):
    error = refused(text_of("13/02/2024;1;1;5,00;x", "14/02/2024;2;1;6,00;y", "02/27/2024;3;1;6,00;y"))
    assert (kinds(error), places(error)) == (["not_a_date"], [(4, "Buchungsdatum")])


def test_a_fault_in_every_row_is_told_of_the_first_and_counted_for_the_others(refused):
    error = refused(
        text_of(*[f"01.02.2024;{number};1;{'abc' if number % 2 else '5,00'};x" for number in range(1000)])
    )
    assert [found.kind for found in error.findings[:200]] == ["not_an_amount"] * 200
    assert error.findings[-1].message() == "300 weitere Zeilen haben denselben Fehler."
    assert len(error.findings) == 201


def test_a_list_of_bare_amounts_is_no_list_of_totals(read):
    table = read("Betrag;Text\n1,50;\n2,50;\n3,50;\n4,50;Taxi\n")
    assert column_sum(table.frame["Betrag"]) == Decimal("12.00")


def test_a_padded_label_in_the_column_of_documents_is_a_total(read):
    assert len(read(text_of(HOTEL, STORNO, "Summe   ;;;1.200,00;")).frame) == 2
    assert len(read(text_of(HOTEL, STORNO, ";Summe   ;;1.200,00;")).frame) == 2


def test_a_total_of_zero_below_rows_that_add_up_to_more_is_refused(refused):
    assert kinds(refused(text_of(HOTEL, STORNO, "Summe;;;0,00;"))) == ["total_does_not_tie"]


def test_a_column_of_mixed_notations_names_each_amount_that_is_not_as_most(refused):
    lines = [f"01.02.2024;{number};1;10,00;x" for number in range(5)]
    error = refused(text_of(*lines, "01.02.2024;8;1;1,234.56;x", "01.02.2024;9;1;1,234.57;x"))
    assert (kinds(error), places(error)) == (
        ["mixed_conventions", "other_convention"],
        [(7, "Betrag"), (8, "Betrag")],
    )


def test_amounts_in_thousands_are_scaled_and_said(read):
    table = read("Konto;Ansatz in T€\nA;1,5\nB;25\n")
    assert table.frame["Ansatz in T€"].to_list() == [Decimal(1500), Decimal(25000)]
    assert [found.kind for found in table.report.findings] == ["amounts_scaled"]


def test_a_title_may_say_that_all_amounts_are_thousands(read):
    assert read("Angaben in TEUR;\nKonto;Ansatz\nA;1,5\n").frame["Ansatz"].to_list() == [Decimal(1500)]
    assert read("Antrag auf 25 TEUR;\nKonto;Ansatz\nA;1,5\n").frame["Ansatz"].to_list() == [Decimal("1.50")]
    assert read("Angaben in TEUR;\nKonto;Ansatz in EUR\nA;1,5\n").frame["Ansatz in EUR"].to_list() == [
        Decimal("1.50")
    ]


@pytest.mark.parametrize("title", ["Angaben in Tsd.", "Werte in Tausend", "Beträge in T EUR"])
def test_titles_say_thousands_in_many_ways(read, title):
    table = read(f"{title};\nKonto;Ansatz\nA;1,5\n")
    assert table.frame["Ansatz"].to_list() == [Decimal(1500)]
    assert [found.kind for found in table.report.findings] == ["amounts_scaled"]


def test_a_column_may_name_the_unit_and_only_one(read, refused):
    assert read("Konto;Ansatz;Einheit\nA;1,5;TEUR\n").frame["Ansatz"].to_list() == [Decimal(1500)]
    error = refused("Konto;Ansatz;Einheit\nA;1,5;TEUR\nB;2,5;EUR\n")
    assert (kinds(error), places(error)) == (["units_mixed"], [(3, "Einheit")])


def test_a_cell_in_thousands_is_scaled_and_said(read):
    table = read("Konto;Ansatz\nA;1,50\nB;25 T€\n")
    assert table.frame["Ansatz"].to_list() == [Decimal("1.50"), Decimal(25000)]
    assert [(found.kind, found.place.row) for found in table.report.findings] == [("amount_in_thousands", 3)]


def test_an_export_without_rows_is_an_empty_table_with_a_warning(read):
    table = read(HEADER + "\n")
    assert (len(table.frame), [found.kind for found in table.report.findings]) == (0, ["no_rows"])


# --- workbooks -------------------------------------------------------------------------------------------

HEADINGS = HEADER.split(";")
ROW = [date(2024, 2, 1), "4711", 544016, 1234.56, "Hotel"]


def test_numbers_and_texts_of_one_column_are_read_each_by_its_own_type(read):
    table = read(workbook([HEADINGS, ROW, [date(2024, 2, 2), "4712", "0544016", "1.000,44", "b"]]))
    assert amounts(table) == [Decimal("1234.56"), Decimal("1000.44")]
    assert table.frame["Sachkonto"].to_list() == ["544016", "0544016"]


def test_a_number_cell_with_three_decimals_is_no_money(refused):
    error = refused(workbook([HEADINGS, ROW, [date(2024, 2, 2), "4712", 544016, 1.234, "b"]]))
    assert kinds(error) == ["more_than_two_decimals"]


def test_true_is_no_amount(refused):
    assert kinds(refused(workbook([HEADINGS, ROW, [date(2024, 2, 2), "1", 1, True, "b"]]))) == [
        "not_an_amount"
    ]


def test_error_values_that_readers_hide_are_found_in_the_file_itself(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(ROW)
    book.active.append([date(2024, 2, 2), "1", 1, "#VALUE!", "x"])
    book.active["D3"].data_type = "e"
    book.active.append([date(2024, 2, 2), "2", 1, "=1+1", "x"])
    book.save(tmp_path / "fehler.xlsx")
    with pytest.raises(KooperationError) as error:
        read_table(tmp_path / "fehler.xlsx")
    assert kinds(error.value) == ["error_value", "formula_without_value"]
    assert places(error.value) == [(3, "Betrag"), (4, "Betrag")]


def test_two_sheets_that_fit_are_refused_and_both_named(refused, read):
    content = workbook({"Januar": [HEADINGS, ROW], "Februar": [HEADINGS, [*ROW[:4], "anders"]]})
    error = refused(content)
    assert kinds(error) == ["two_sheets"]
    assert "„Januar“, „Februar“" in str(error)
    assert read(content, sheet="Februar").frame["Text"].to_list() == ["anders"]


def test_a_sheet_that_holds_all_rows_of_the_others_stands_for_them(read):
    other = [date(2024, 2, 2), "4712", 544016, 5.0, "b"]
    table = read(workbook({"A": [HEADINGS, ROW], "Gesamt": [HEADINGS, ROW, other], "B": [HEADINGS, other]}))
    assert (table.report.sheet, len(table.frame)) == ("Gesamt", 2)


def test_a_missing_sheet_is_named_with_those_that_exist(refused):
    error = refused(workbook({"Januar": [HEADINGS, ROW]}), sheet="Februar")
    assert "„Februar“" in str(error)
    assert "„Januar“" in str(error)


def test_hidden_rows_count_and_are_reported(tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "versteckt.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate(
        [HEADINGS, ["01.02.2024", "1", "1", 5, "a"], ["01.02.2024", "2", "1", 6, "b"]]
    ):
        sheet.write_row(number, 0, row)
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    table = read_table(tmp_path / "versteckt.xlsx")
    assert column_sum(table.frame["Betrag"]) == Decimal(11)
    assert [found.kind for found in table.report.findings] == ["hidden_rows"]


def test_a_workbook_that_counts_from_1904_has_the_same_days(tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "mac.xlsx", {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Buchungsdatum", "Betrag"])
    sheet.write_datetime(1, 0, date(2024, 2, 20), book.add_format({"num_format": "dd.mm.yyyy"}))
    sheet.write(2, 0, 45342 - 1462)
    sheet.write_column(1, 1, [5.5, 6.5])
    book.close()
    assert set(read_table(tmp_path / "mac.xlsx").frame["Buchungsdatum"]) == {pd.Timestamp(2024, 2, 20)}


def test_merged_texts_are_filled_down_and_merged_amounts_are_not(tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "verbunden.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Region", "Zweck", "Betrag", "Notiz"])
    sheet.merge_range(1, 0, 2, 0, "Ansan")
    sheet.write_column(1, 1, ["Hotel", "Taxi"])
    sheet.merge_range(1, 2, 2, 2, 5.5)
    sheet.write_column(1, 3, ["bezahlt", "bezahlt"])
    book.close()
    frame = read_table(tmp_path / "verbunden.xlsx").frame
    assert frame["Region"].to_list() == ["Ansan", "Ansan"]
    assert frame["Betrag"].isna().to_list() == [False, True]


def test_a_cell_right_of_the_headings_is_kept_as_a_column_of_its_own(read):
    frame = read(workbook([HEADINGS, [*ROW, "Rückfrage"]])).frame
    assert frame["Spalte 6"].to_list() == ["Rückfrage"]


# --- laws ------------------------------------------------------------------------------------------------

GROUPS = {Convention.GERMAN: ["", ".", " ", "\u202f", "'"], Convention.DOT: ["", ",", " ", "'"]}
SIGNS = ["-{}", "{}-", "−{}", "({})"]


@st.composite
def written_columns(draw):
    """Cents, and the same amounts as one export would write them."""
    cents = draw(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=8))
    mark = draw(st.sampled_from(Convention))
    group, sign = draw(st.sampled_from(GROUPS[mark])), draw(st.sampled_from(SIGNS))

    def spell(amount):
        whole, rest = divmod(abs(amount), 100)
        text = f"{whole:,}".replace(",", group) + f"{mark.value}{rest:02d}"
        return sign.format(text) if amount < 0 else text

    return cents, [spell(amount) for amount in cents]


@given(column=written_columns(), pad=st.sampled_from(["", " ", "  "]))
def test_what_an_export_writes_is_read_back_to_the_cent(tmp_path_factory, column, pad):
    cents, texts = column
    lines = [f"01.02.2024;{n};1;{pad}{text}{pad};x" for n, text in enumerate(texts)]
    path = write(tmp_path_factory.mktemp("law"), text_of(*lines))
    assert amounts(read_table(path)) == [Decimal(amount).scaleb(-2) for amount in cents]


@settings(max_examples=25)
@given(column=written_columns(), as_text=st.lists(st.booleans(), min_size=8, max_size=8))
def test_a_workbook_may_hold_the_same_amounts_as_numbers_or_as_texts(tmp_path_factory, column, as_text):
    cents, texts = column
    cells = [
        text if is_text else amount / 100
        for amount, text, is_text in zip(cents, texts, as_text, strict=False)
    ]
    rows = [["01.02.2024", str(n), "1", cell, "x"] for n, cell in enumerate(cells)]
    path = write(tmp_path_factory.mktemp("law"), workbook([HEADINGS, *rows]), "law.xlsx")
    assert amounts(read_table(path)) == [Decimal(amount).scaleb(-2) for amount in cents]


@given(order=st.permutations(range(5)))
def test_the_order_of_columns_decides_nothing(tmp_path_factory, order):
    rows = [HEADER, HOTEL, STORNO, "Summe;;;1.200,00;"]
    shuffled = "\n".join(";".join(row.split(";")[place] for place in order) for row in rows)
    table = read_table(write(tmp_path_factory.mktemp("law"), shuffled))
    assert amounts(table) == [Decimal("1234.56"), Decimal("-34.56")]
    assert table.report.dropped_by_reason == {"total": 1}


@pytest.mark.parametrize("label", ["Summe", "Gesamt", "Zwischensumme:", "Saldo"])
def test_a_total_that_has_a_date_but_no_document_is_a_total(read, label):
    table = read(text_of(HOTEL, STORNO, f"31.12.2024;;544016;1.200,00;{label}"))
    assert amounts(table) == [Decimal("1234.56"), Decimal("-34.56")]
    assert [total.row for total in table.report.control_totals] == [4]


def test_a_dated_total_that_does_not_tie_is_refused(refused):
    assert kinds(refused(text_of(HOTEL, STORNO, "31.12.2024;;544016;1.200,01;Summe"))) == [
        "total_does_not_tie"
    ]


def test_a_dated_transfer_in_a_list_of_payments_is_no_amount_carried_forward(read):
    table = read("Datum;Betrag;Text\n01.02.2024;500,00;Übertrag\n05.02.2024;20,00;Hotel\n")
    assert amounts(table) == [Decimal("500.00"), Decimal("20.00")]


def test_a_word_of_totals_that_most_rows_have_is_no_label(read):
    table = read("Datum;Art;Betrag;Text\n01.02.2024;Gesamt;5,00;a\n02.02.2024;Gesamt;5,00;b\n")
    assert amounts(table) == [Decimal("5.00"), Decimal("5.00")]


def test_as_many_subtotals_as_postings_are_subtotals_where_every_one_ties(read):
    header = "Haushaltsjahr;Sachkonto;Buchungsdatum;Belegnummer;Betrag"
    lines = [
        "2024;544016;01.01.2024;1;1,50",
        "2024;544016;02.01.2024;2;2,50",
        "2024;544016;;;4,00",
        "2024;544017;03.02.2024;3;1,00",
        "2024;544017;;;1,00",
        "2024;;;;5,00",
    ]
    assert amounts(read(text_of(*lines, header=header))) == [
        Decimal("1.50"),
        Decimal("2.50"),
        Decimal("1.00"),
    ]
    assert len(read(text_of(*lines[:-1], "2024;;;;5,01", header=header)).frame) == 6


def test_a_month_beside_an_amount_is_a_subtotal_where_the_others_have_a_date_and_it_ties(read):
    header = "Haushaltsjahr;Buchungsdatum;Betrag;Text"
    lines = ["2024;01.01.2024;1,50;a", "2024;02.01.2024;2,50;b", "2024;;4,00;Januar"]
    assert amounts(read(text_of(*lines, header=header))) == [Decimal("1.50"), Decimal("2.50")]


def test_a_row_of_nothing_among_rows_of_nothing_is_no_total(read):
    table = read("Konto;Text;Betrag\n1;a;0,00\n2;b;0,00\n3;;0,00\n4;c;5,00\n5;d;5,00\n")
    assert len(table.frame) == 5


@pytest.mark.parametrize(
    "cells, sign",
    [
        (["£1,234.50", "-£75.00", "(£ 25,000.00)", "£ -"], "£"),
        (["$1,234.50", "($75.00)", "-$25,000.00", "0.00"], "$"),
        (["CHF 1'234.50", "CHF -75.00", "CHF 5.-"], "CHF"),
    ],
)
def test_amounts_in_one_other_currency_are_read_in_it_and_the_table_says_so(read, cells, sign):
    table = read("Supplier\tAmount\n" + "".join(f"A\t{cell}\n" for cell in cells))
    assert table.frame["Amount"].dtype == EUR
    assert table.frame["Amount"].to_list()[0] == Decimal("1234.50")
    assert table.frame["Amount"].to_list()[1] == Decimal("-75.00")
    [said] = [found for found in table.report.findings if found.kind == "other_currency"]
    assert sign in said.describe("de")


@pytest.mark.parametrize("cells", [["£5.00", "$5.00"], ["£5.00", "5.00 €"], ["£5.00", "5.00"]])
def test_amounts_in_two_currencies_are_refused(refused, cells):
    assert set(kinds(refused("Supplier\tAmount\n" + "".join(f"A\t{cell}\n" for cell in cells)))) == {
        "foreign_amount"
    }


@pytest.mark.parametrize(
    "lines",
    [
        ["1;Steuern;1.000,00", "2;Zuwendungen;500,00", "3;Summe Erträge;1.500,00", "4;Saldo;800,00"],
        ["E1;Steuern;1.000,00", "E2;Umlagen;5,00", "E7;Summe der Erträge (E1 bis E6);1.005,00"],
        ["6110;Steuern;5,00", "6115;Umlagen;6,00", "6120;Allgemeine Finanzwirtschaft insgesamt;18,00"],
    ],
)
def test_a_sum_with_a_line_number_of_its_own_is_a_line_of_the_plan(read, lines):
    table = read(text_of(*lines, header="Nr.;Bezeichnung;Betrag"))
    assert len(table.frame) == len(lines)
    assert table.report.control_totals == ()


def test_a_subtotal_repeats_the_number_of_its_group_and_is_no_line_of_a_plan(read):
    lines = ["990100;Hotel;5,00", "990100;Bahn;7,00", "990100;Summe;12,00", "990101;Bus;1,00", "Summe;;13,00"]
    table = read(text_of(*lines, header="Teilprodukt;Bezeichnung;Betrag"))
    assert amounts(table) == [Decimal("5.00"), Decimal("7.00"), Decimal("1.00")]


def test_a_name_that_begins_with_total_is_a_payee_unless_its_amount_ties(read):
    header = "Bereich;Firma;Betrag"
    payments = ["Bau;Alpha GmbH;5,00", "Bau;Total Gas & Power;5,00", "Bau;Schulen gesamt;7,50"]
    assert len(read(text_of(*payments, header=header)).frame) == 3
    with_total = ["Bau;Alpha GmbH;5,00", "Bau;Beta GmbH;2,00", "Bau;Total Bau;7,00"]
    assert amounts(read(text_of(*with_total, header=header))) == [Decimal("5.00"), Decimal("2.00")]
