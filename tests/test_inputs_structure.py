"""What comes in, part five: titles, headers, totals, footers, groups, hidden parts and several sheets."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from containers import csv_text, replaced
from exports import text_of, workbook
from readings import bookings_of, euros, euros_of, refusal, refusals, said, table_of

import kooperation as ko
from kooperation.reading.ledgers.bookings import read_bookings

HEADER = ["Buchungsdatum", "Belegnummer", "Sachkonto", "Betrag", "Text"]
POSTINGS = [
    ["01.02.2024", "1", "544016", "1.250,50", "Hotel"],
    ["15.03.2024", "2", "544016", "-3,25", "Storno"],
    ["30.06.2024", "3", "544017", "25.000,00", "Flug"],
]
READ = euros("1250.50", "-3.25", "25000")


def both(rows):
    """The rows as text export and as workbook."""
    width = max(map(len, rows))
    return [csv_text([[*row, *[None] * (width - len(row))] for row in rows]), workbook(rows)]


def read_both(folder, rows):
    """The bookings of the text export, checked against those of the workbook."""
    text, book = (bookings_of(folder, content, f"{at}.x") for at, content in enumerate(both(rows)))
    names = [name for name in text.columns if not name.startswith(("source", "booking_id"))]
    pd.testing.assert_frame_equal(text[names], book[names])
    return text


def filled(workbook_made):
    buffer = io.BytesIO()
    workbook_made.save(buffer)
    return buffer.getvalue()


# --- above the header ----------------------------------------------------------------------------------

ABOVE = {
    "title lines": [["Einzelposten Sachkonten"], ["Stand: 31.12.2024"], []],
    "selection block": [
        ["Buchungskreis", "1000"],
        ["Sachkonto", "544016"],
        ["Periode", "1", "bis", "16"],
        [],
    ],
    "summary block": [
        ["Teilprodukt", "Ansatz", "Ist", "Rest"],
        ["990100", "40.000,00", "26.247,25", "13.752,75"],
        [],
    ],
    "many lines": [[f"Zeile {number}"] for number in range(1, 29)],
    "a title in one cell over several lines": [["Einzelposten\nSachkonten\n2024"]],
}


@pytest.mark.parametrize("above", ABOVE)
def test_the_header_is_found_below_whatever_stands_above(tmp_path, above):
    bookings = read_both(tmp_path, [*ABOVE[above], HEADER, *POSTINGS])
    assert euros_of(bookings, "amount") == READ


def test_the_header_is_found_in_a_sheet_that_begins_further_right_and_below(tmp_path):
    rows = [[], [], *([None, None, *row] for row in [HEADER, *POSTINGS])]
    assert euros_of(read_both(tmp_path, rows), "amount") == READ


def test_a_posting_above_the_header_is_refused_and_never_left_out(tmp_path):
    fault = refusal(tmp_path, csv_text([POSTINGS[0], HEADER, *POSTINGS[1:]]), read=ko.read_bookings)
    assert (fault.kind, fault.place.row) == ("posting_above_header", 1)


def test_a_header_of_two_rows_with_gaps_names_its_columns_by_both(tmp_path):
    rows = [
        ["Teilprodukt", "Sachkonto", "Ansatz", None, "Ist", None],
        [None, None, "2024", "2025", "2024", "2025"],
        ["990100", "544016", "25.000,00", "40.000,00", "24.800,50", "1.200,00"],
    ]
    for content in both(rows):
        table = table_of(tmp_path, content)
        assert euros_of(table, "Ansatz 2024") == euros("25000")
        assert euros_of(table, "Ansatz 2025") == euros("40000")
        assert euros_of(table, "Ist 2024") == euros("24800.50")
        assert euros_of(table, "Ist 2025") == euros("1200")


def test_a_header_repeated_on_each_page_is_no_posting(tmp_path):
    rows = [HEADER, POSTINGS[0], ["Seite 2"], HEADER, POSTINGS[1], HEADER, POSTINGS[2]]
    bookings = read_both(tmp_path, rows)
    assert euros_of(bookings, "amount") == READ
    assert bookings.attrs["report"].dropped_by_reason["repeated header"] == 2


def test_a_table_without_a_header_is_refused_with_advice(tmp_path):
    for content in both(POSTINGS):
        fault = refusal(tmp_path, content)
        assert fault.kind == "no_header"
        assert "Zeile mit Spaltenüberschriften" in fault.advice()


def test_a_table_without_a_header_is_read_by_position_only_when_asked(tmp_path):
    for content in both(POSTINGS):
        frame = table_of(tmp_path, content, header=None).frame
        assert len(frame) == 3
        assert frame.iloc[:, 3].to_list() == READ


# --- columns -------------------------------------------------------------------------------------------


def test_a_needed_heading_that_stands_twice_is_refused_and_both_are_named(tmp_path):
    rows = [["Buchungsdatum", "Betrag", "Betrag", "Text"], ["01.02.2024", "1,50", "2,50", "Hotel"]]
    for content in both(rows):
        fault = refusal(tmp_path, content, read=ko.read_bookings)
        assert fault.kind == "column_twice"
        assert "2, 3" in fault.message()


def test_a_missing_column_is_named_with_what_was_found_and_the_nearest(tmp_path):
    rows = [["Buchungsdatum", "Belegnummer", "Betrg", "Text"], ["01.02.2024", "1", "1,50", "Hotel"]]
    for content in both(rows):
        fault = refusal(tmp_path, content, read=ko.read_bookings)
        assert (fault.kind, fault.place.row) == ("column_missing", 1)
        assert "Meinten Sie „Betrg“" in fault.message()
        assert "„Buchungsdatum“, „Belegnummer“" in fault.message()


def test_unknown_columns_are_kept_and_named(tmp_path):
    rows = [[*HEADER, "Ampel"], *([*row, "grün"] for row in POSTINGS)]
    assert table_of(tmp_path, csv_text(rows)).frame["Ampel"].to_list() == ["grün"] * 3
    assert "Ampel" in said(bookings_of(tmp_path, csv_text(rows)))["columns_unused"].message()


# --- totals --------------------------------------------------------------------------------------------


def total(label, amount):
    return [label, None, None, amount, None]


@pytest.mark.parametrize(
    "label",
    ["*", "**", "Summe", "Zwischensumme", "Gesamtergebnis", "Gesamtsumme", "Summe 544016", "Saldo", ""],
)
def test_a_total_is_tied_reported_and_dropped(tmp_path, label):
    bookings = read_both(tmp_path, [HEADER, *POSTINGS, total(label, "26.247,25")])
    assert euros_of(bookings, "amount") == READ
    controls = bookings.attrs["report"].control_totals
    assert [(one.row, one.column, one.amount) for one in controls] == [(5, "Betrag", Decimal("26247.25"))]


@pytest.mark.parametrize("label", ["*", "Summe", "Gesamtergebnis", ""])
@pytest.mark.parametrize("wrong", ["26.247,26", "26.247,24", "262.472,50", "0,00"])
def test_a_total_that_does_not_tie_is_refused_with_its_row_and_both_amounts(tmp_path, label, wrong):
    for content in both([HEADER, *POSTINGS, total(label, wrong)]):
        fault = refusal(tmp_path, content, read=ko.read_bookings)
        assert (fault.kind, fault.place.row) == ("total_does_not_tie", 5)
        assert wrong in fault.message()
        assert "26.247,25" in fault.message()


def test_subtotals_of_two_levels_below_their_rows_are_tied(tmp_path):
    rows = [
        HEADER,
        *POSTINGS[:2],
        total("*", "1.247,25"),
        POSTINGS[2],
        total("*", "25.000,00"),
        total("**", "26.247,25"),
    ]
    bookings = read_both(tmp_path, rows)
    assert euros_of(bookings, "amount") == READ
    assert len(bookings.attrs["report"].control_totals) == 3


def test_totals_above_their_rows_are_tied(tmp_path):
    rows = [HEADER, total("Summe", "26.247,25"), *POSTINGS]
    assert euros_of(read_both(tmp_path, rows), "amount") == READ


def test_a_posting_whose_text_speaks_of_a_sum_is_a_posting(tmp_path):
    texts = ["Summe der Flugkosten", "Zwischensumme laut Angebot", "Gesamtergebnis Tagung"]
    rows = [HEADER, *([*row[:4], text] for row, text in zip(POSTINGS, texts, strict=True))]
    assert read_both(tmp_path, rows)["text"].to_list() == texts


def test_the_sum_lines_of_a_statutory_plan_are_its_content(tmp_path):
    rows = [
        ["Nr.", "Bezeichnung", "Ansatz 2024", "Ansatz 2025"],
        ["01", "Steuern und ähnliche Abgaben", "100,00", "110,00"],
        ["02", "Zuwendungen und allgemeine Umlagen", "50,00", "55,00"],
        ["10", "= Ordentliche Erträge", "150,00", "165,00"],
        ["11", "Personalaufwendungen", "80,00", "85,00"],
        ["17", "= Ordentliche Aufwendungen", "80,00", "85,00"],
        ["18", "= Ordentliches Ergebnis", "70,00", "80,00"],
    ]
    for content in both(rows):
        table = table_of(tmp_path, content)
        assert table.frame["Nr."].to_list() == ["01", "02", "10", "11", "17", "18"]
        assert euros_of(table, "Ansatz 2024") == euros("100", "50", "150", "80", "80", "70")


# --- below the table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "footer",
    [
        ["Anzahl Datensätze: 3"],
        ["Anzahl Datensätze", "3"],
        ["3 Datensätze"],
        ["Erstellt am 02.01.2025 14:31 von M. Beispiel"],
        ["Quelle: Finanzwesen, Mandant 100"],
        ["* vorläufig"],
        ["Hinweis: alle Angaben ohne Gewähr"],
    ],
)
def test_a_footer_is_dropped_and_listed(tmp_path, footer):
    bookings = read_both(tmp_path, [HEADER, *POSTINGS, [], footer])
    assert euros_of(bookings, "amount") == READ
    assert [row.row for row in bookings.attrs["report"].dropped] == [6]


def test_what_is_kept_and_what_is_dropped_are_all_rows(tmp_path):
    rows = [HEADER, *POSTINGS, total("Summe", "26.247,25"), HEADER, ["Anzahl: 3"]]
    report = read_both(tmp_path, rows).attrs["report"]
    assert report.rows_kept + len(report.dropped) == report.rows_read == 6


# --- groups and merged cells ---------------------------------------------------------------------------


def test_blank_group_cells_are_filled_down_and_blank_amounts_are_not(tmp_path):
    rows = [
        ["Teilprodukt", "Sachkonto", *HEADER[:2], "Betrag", "Text"],
        ["990100", "544016", "01.02.2024", "1", "1.250,50", "Hotel"],
        [None, None, "15.03.2024", "2", None, "offen"],
        [None, "544017", "30.06.2024", "3", "25.000,00", "Flug"],
    ]
    bookings = read_both(tmp_path, rows)
    assert bookings["sachkonto"].to_list() == ["544016", "544017"]
    assert bookings["teilprodukt"].to_list() == ["990100", "990100"]
    assert euros_of(bookings, "amount") == euros("1250.50", "25000")
    assert "group_filled" in said(bookings)


def test_merged_group_cells_are_filled_and_a_merged_amount_counts_once(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        HEADER,
        *(
            [row[0], row[1], row[2], amount, row[4]]
            for row, amount in zip(POSTINGS, (1.5, 2.5, 4.0), strict=True)
        ),
    ]:
        sheet.append(row)
    sheet.merge_cells("C2:C4")
    sheet.merge_cells("D2:D3")
    bookings = bookings_of(tmp_path, filled(book), "x.xlsx")
    assert bookings["sachkonto"].to_list() == ["544016", "544016"]
    assert euros_of(bookings, "amount") == euros("1.5", "4")
    assert said(bookings)["no_amount"].place.row == 3


# --- hidden parts, several sheets ----------------------------------------------------------------------


def a_book(*, hidden_rows=(), hidden_columns=(), hidden_sheets=(), **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for row in hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in hidden_columns:
            sheet.column_dimensions[column].hidden = True
        if name in hidden_sheets:
            sheet.sheet_state = "hidden"
    return filled(book)


def test_hidden_rows_count_and_are_reported_with_their_number(tmp_path):
    bookings = bookings_of(tmp_path, a_book(Daten=[HEADER, *POSTINGS], hidden_rows=[2, 4]))
    assert euros_of(bookings, "amount") == READ
    assert "2, 4" in said(bookings)["hidden_rows"].message()


def test_hidden_columns_count_and_are_reported(tmp_path):
    bookings = bookings_of(tmp_path, a_book(Daten=[HEADER, *POSTINGS], hidden_columns=["C", "D"]))
    assert euros_of(bookings, "amount") == READ
    noted = [found for kind, found in said(bookings).items() if kind.startswith("hidden_col")]
    assert ["Betrag" in found.describe() for found in noted] == [True]


def test_the_sheet_is_chosen_by_its_header_not_by_its_place(tmp_path):
    content = a_book(
        Deckblatt=[["Bericht"], ["Stand", "31.12.2024"]], Daten=[HEADER, *POSTINGS], Legende=[["x", "y"]]
    )
    bookings = bookings_of(tmp_path, content)
    assert euros_of(bookings, "amount") == READ
    assert set(bookings["source_sheet"]) == {"Daten"}


def test_a_hidden_sheet_that_alone_fits_is_read_and_named(tmp_path):
    content = a_book(Deckblatt=[["Bericht"]], Daten=[HEADER, *POSTINGS], hidden_sheets=["Daten"])
    bookings = bookings_of(tmp_path, content)
    assert euros_of(bookings, "amount") == READ
    assert said(bookings)["hidden_sheet"].place.sheet == "Daten"


@pytest.mark.parametrize("read", [ko.read_table, ko.read_bookings])
@pytest.mark.parametrize("hidden", [[], ["Februar"]])
def test_two_sheets_that_fit_are_refused_and_both_named(tmp_path, read, hidden):
    content = a_book(Januar=[HEADER, *POSTINGS[:2]], Februar=[HEADER, POSTINGS[2]], hidden_sheets=hidden)
    fault = refusal(tmp_path, content, "x.xlsx", read=read)
    assert fault.kind == "two_sheets"
    assert "„Januar“" in fault.message()
    assert "„Februar“" in fault.message()


def test_a_hidden_sheet_with_more_postings_does_not_replace_the_visible_one(tmp_path):
    content = a_book(Tabelle1=[HEADER, *POSTINGS[:2]], alt=[HEADER, *POSTINGS], hidden_sheets=["alt"])
    fault = refusal(tmp_path, content, "export.xlsx")
    assert fault.kind == "two_sheets"
    assert "Tabelle1" in fault.message()
    assert "alt" in fault.message()


def test_a_sheet_that_is_named_is_read(tmp_path):
    content = a_book(Januar=[HEADER, *POSTINGS[:2]], Februar=[HEADER, POSTINGS[2]])
    assert euros_of(table_of(tmp_path, content, sheet="Februar")) == READ[2:]


def test_a_sheet_that_repeats_the_others_is_not_added_twice(tmp_path):
    content = a_book(Alle=[HEADER, *POSTINGS], Januar=[HEADER, *POSTINGS[:2]], Februar=[HEADER, POSTINGS[2]])
    bookings = bookings_of(tmp_path, content)
    assert euros_of(bookings, "amount") == READ


def test_a_range_that_claims_many_rows_holds_those_that_it_holds(tmp_path):
    content = a_book(Daten=[HEADER, *POSTINGS])
    content = replaced(content, b'<dimension ref="A1:E4" />', b'<dimension ref="A1:E800000"/>')
    content = replaced(content, b'<dimension ref="A1:E4"/>', b'<dimension ref="A1:E800000"/>')
    assert euros_of(bookings_of(tmp_path, content), "amount") == READ


def test_empty_formatted_rows_below_the_table_are_nothing(tmp_path):
    book = openpyxl.Workbook()
    for row in [HEADER, *POSTINGS]:
        book.active.append(row)
    for row in range(5, 3_000):
        book.active.cell(row, 1).number_format = "0.00"
    assert euros_of(bookings_of(tmp_path, filled(book)), "amount") == READ


# --- twins ---------------------------------------------------------------------------------------------


def test_equal_postings_with_different_documents_are_both_kept(tmp_path):
    content = text_of("01.02.2024;1;544016;5,00;Hotel", "01.02.2024;2;544016;5,00;Hotel")
    assert euros_of(bookings_of(tmp_path, content), "amount") == euros("5", "5")


def test_twenty_faults_of_one_file_are_shown_together(tmp_path):
    lines = [f"01.02.2024;{row};544016;{row}.5,0;Hotel" for row in range(1, 11)]
    lines += [f"31.11.2024;{row};544016;5,00;Hotel" for row in range(11, 21)]
    faults = refusals(tmp_path, text_of(*lines, "01.03.2024;21;544016;7,25;Bahn"), read=ko.read_bookings)
    assert sorted(fault.place.row for fault in faults) == [*range(2, 22)]
    assert {(fault.kind, fault.place.column) for fault in faults} == {
        ("not_an_amount", "Betrag"),
        ("not_a_date", "Buchungsdatum"),
    }


def test_days_of_the_first_posting_are_kept_with_their_row(tmp_path):
    bookings = read_both(tmp_path, [["Titel"], HEADER, *POSTINGS])
    assert [day.date() for day in bookings["booked_on"]] == [
        date(2024, 2, 1),
        date(2024, 3, 15),
        date(2024, 6, 30),
    ]
    assert bookings["source_row"].to_list() == [3, 4, 5]


@pytest.mark.parametrize("label", ["Summe   ", "*         ", "  Gesamtergebnis "])
@pytest.mark.parametrize("place", [1, 2, 4])
def test_a_padded_label_of_a_total_is_a_label_in_any_column(tmp_path, label, place):
    row = [None, None, None, "26.247,25", None]
    row[place] = label
    for content in both([HEADER, *POSTINGS, row]):
        assert euros_of(table_of(tmp_path, content)) == READ
        assert euros_of(bookings_of(tmp_path, content), "amount") == READ


def test_subtotals_that_only_their_missing_document_shows_are_never_counted_silently(tmp_path):
    content = text_of(
        "2024;01.01.2024;1;1,50;a",
        "2024;02.01.2024;2;2,50;b",
        "2024;;;4,00;Januar",
        "2024;03.02.2024;3;1,00;c",
        "2024;04.02.2024;4;3,00;d",
        "2024;;;4,00;Februar",
        header="Haushaltsjahr;Buchungsdatum;Belegnummer;Betrag;Text",
    )
    bookings = bookings_of(tmp_path, content)
    counted = euros_of(bookings, "amount")
    assert counted == euros("1.5", "2.5", "1", "3") or "row_unproven" in said(bookings)


def test_footers_in_the_column_of_the_amounts_are_footers(tmp_path):
    rows = [[row[3], row[0], row[1], row[2], row[4]] for row in [HEADER, *POSTINGS]]
    bookings = read_both(tmp_path, [*rows, ["Anzahl Datensätze: 3"], ["Erstellt am 02.01.2025 14:31"]])
    assert euros_of(bookings, "amount") == READ


def test_a_row_of_formats_below_the_header_is_no_posting(tmp_path):
    formats = "-;TT.MM.JJJJ;-;€"
    lines = [
        f"Belegnummer;Buchungsdatum;Text;Betrag\n{formats}",
        "1;01.03.2024;Hotel;100,50",
        "2;02.03.2024;Flug;2,00",
    ]
    path = tmp_path / "formate.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    frame = read_bookings(path)
    assert frame["source_row"].tolist() == [3, 4]
    dropped = frame.attrs["report"].dropped
    assert [(one.row, one.reason) for one in dropped] == [(2, "note")]


@pytest.mark.parametrize("keys", [";;;{};", ";;;{};S"])
def test_a_total_without_any_label_below_a_single_posting_is_no_second_posting(tmp_path, keys):
    content = text_of(
        "23.09.2024;000001;Reise;1.250,05;S",
        keys.format("1.250,05"),
        header="Buchungsdatum;Belegnummer;Text;Betrag;S/H",
    )
    assert euros_of(bookings_of(tmp_path, content), "amount") == euros("1250.05")
