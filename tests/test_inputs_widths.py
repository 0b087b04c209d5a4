"""What comes in, the number of cells in a row: one separator too many or a cut line moves every amount."""

from __future__ import annotations

import pytest
from exports import text_of
from readings import bookings_of, euros, euros_of, refusal, refusals, table_of

import kooperation as ko

COMMAS = "Haushaltsjahr,Buchungsdatum,Belegnummer,Text,Betrag"


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("read", [ko.read_table, ko.read_bookings])
def test_rows_that_all_have_a_filled_cell_more_than_the_header_are_refused(tmp_path, count, read):
    rows = [f"2024,01.03.2024,{number},Hotel,100,10" for number in range(count)]
    faults = refusals(tmp_path, text_of(*rows, header=COMMAS), read=read)
    assert {fault.kind for fault in faults} == {"long_row"}
    assert (faults[0].place.row, faults[0].raw) == (2, "2024,01.03.2024,0,Hotel,100,10")


def test_a_last_column_without_a_heading_is_read_where_every_text_is_quoted(tmp_path):
    rows = [f'{number};06-MAY-24;{number}.5;AVANS;"JUTTA MUSTER {number}"' for number in range(2143, 2147)]
    table = table_of(tmp_path, text_of(*rows, header="INVOICE_ID;INVOICE_DATE;INVOICE_AMOUNT;CATEGORY"))
    assert euros_of(table, "INVOICE_AMOUNT") == euros("2143.50", "2144.50", "2145.50", "2146.50")
    assert table.frame["Spalte 5"].tolist() == [f"JUTTA MUSTER {number}" for number in range(2143, 2147)]


def test_thousands_that_are_cut_by_the_separator_are_refused(tmp_path):
    rows = [f"0000{number},x,853.324,93" for number in range(9)]
    faults = refusals(tmp_path, text_of(*rows, header="Konto,Bezeichnung,Betrag"))
    assert "long_row" in {fault.kind for fault in faults}


def test_a_separator_at_each_line_end_adds_no_cell(tmp_path):
    rows = [f"2024;01.03.2024;{number};Hotel;100,10;" for number in range(4)]
    frame = bookings_of(tmp_path, text_of(*rows, header=COMMAS.replace(",", ";")))
    assert euros_of(frame, "amount") == euros(*["100.10"] * 4)


def test_a_column_without_a_heading_is_read_where_the_header_has_room_for_it(tmp_path):
    rows = [f"01.03.2024;{number};100,10;geprüft" for number in range(4)]
    table = table_of(tmp_path, text_of(*rows, header="Buchungsdatum;Belegnummer;Betrag;"))
    assert table.frame["Spalte 4"].tolist() == ["geprüft"] * 4


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("before", [1, 898])
def test_a_short_row_with_an_amount_is_refused_in_a_narrow_table_too(tmp_path, separator, before):
    rows = [[str(number), "Hotel", "2.50"] for number in range(before)]
    lines = [["Konto", "Bezeichnung", "Betrag"], *rows, ["2", "2.50"], ["3", "Taxi", "3.50"]]
    fault = refusal(tmp_path, "\n".join(map(separator.join, lines)))
    assert (fault.kind, fault.place.row, fault.raw) == (
        "short_row",
        before + 2,
        separator.join(["2", "2.50"]),
    )


def test_a_short_row_with_an_amount_is_refused_in_a_wide_table(tmp_path):
    header = "Kapitel;Titel;Gruppe;Zweck;Ansatz;Ist;Rest;Bemerkung"
    full = "1;2;3;Hotel;1,50;1,50;0,00;x"
    fault = refusal(tmp_path, text_of(full, "7;7,50", full, header=header))
    assert (fault.kind, fault.place.row) == ("short_row", 3)


def test_a_line_of_words_and_a_short_total_are_no_short_rows(tmp_path):
    lines = ("1;Hotel;2,50", "Sachmittel", "2;Taxi;3,50", "Summe;6,00")
    table = table_of(tmp_path, text_of(*lines, header="Konto;Bezeichnung;Betrag"))
    assert euros_of(table) == [*euros("2.50"), None, *euros("3.50")]


@pytest.mark.parametrize("heading", ["Gesamtmenge", "Stück", "Steuersatz", "Faktor"])
def test_a_quantity_with_three_decimals_is_no_reason_to_refuse_the_amounts(tmp_path, heading):
    content = text_of(
        "01.03.2024;5000;1.234,56;0,000",
        "02.03.2024;5001;-310,00;1,500",
        header=f"Buchungsdatum;Belegnummer;Betrag;{heading}",
    )
    assert euros_of(bookings_of(tmp_path, content), "amount") == euros("1234.56", "-310.00")
    assert table_of(tmp_path, content).frame[heading].tolist() == ["0,000", "1,500"]


@pytest.mark.parametrize("amounts", [["-100,00", "-200,00", "10,00"], ["-5,00", "-6,00"]])
def test_a_list_below_zero_is_warned_of(tmp_path, amounts):
    rows = [f"01.03.2024;{number};{amount}" for number, amount in enumerate(amounts, start=7)]
    frame = bookings_of(tmp_path, text_of(*rows, header="Buchungsdatum;Belegnummer;Betrag"))
    kinds = {one.kind for one in frame.attrs["report"].findings}
    assert "mostly_negative" in kinds
