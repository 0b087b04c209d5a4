"""What comes in, the unit of the amounts: it may stand below the table as well as above."""

from __future__ import annotations

import pytest
from exports import text_of, workbook
from readings import bookings_of, euros, euros_of, refusal, said, table_of

import kooperation as ko

ROWS = ("01.03.2024;5000;544016;150;Hotel", "02.03.2024;5001;544016;25;Taxi")


@pytest.mark.parametrize(
    "note", ["Beträge in TEUR", "* Angaben in Tausend Euro", "Alle Werte in T€", "Angaben in 1.000 €"]
)
def test_a_unit_in_a_footnote_scales_the_amounts_and_is_said(tmp_path, note):
    table = table_of(tmp_path, text_of(*ROWS, "", note))
    assert euros_of(table) == euros("150000", "25000")
    assert said(table)["amounts_scaled"].place.column == "Betrag"
    assert euros_of(bookings_of(tmp_path, text_of(*ROWS, note)), "amount") == euros("150000", "25000")


def test_a_unit_in_a_footnote_of_a_workbook_scales_the_amounts(tmp_path):
    header = ["Buchungsdatum", "Belegnummer", "Sachkonto", "Betrag", "Text"]
    body = [[f"0{day}.03.2024", str(day), "544016", 10.5 * day, "Hotel"] for day in (1, 2)]
    rows = [header, *body, ["Angaben in T€", None, None, None, None]]
    assert euros_of(table_of(tmp_path, workbook(rows), "export.xlsx")) == euros("10500", "21000")


def test_an_amount_that_a_footnote_speaks_of_is_no_unit(tmp_path):
    table = table_of(tmp_path, text_of(*ROWS, "Hinweis: Aufträge über 10 T€ sind anzuzeigen"))
    assert euros_of(table) == euros("150", "25")


def test_a_heading_that_says_euros_is_stronger_than_a_footnote(tmp_path):
    content = text_of(*ROWS, "Planwerte in TEUR").replace("Betrag", "Betrag in EUR")
    assert euros_of(table_of(tmp_path, content), "Betrag in EUR") == euros("150", "25")


def test_a_unit_between_the_records_is_refused(tmp_path):
    fault = refusal(tmp_path, text_of(ROWS[0], "Angaben in TEUR", ROWS[1]), read=ko.read_bookings)
    assert (fault.kind, fault.place.row, fault.raw) == ("unit_between", 3, "Angaben in TEUR")


def test_a_foreign_amount_without_its_euros_is_refused_and_not_left_out(tmp_path):
    header = "Buchungsdatum;Belegnummer;Betrag in Belegwährung;Belegwährung;Betrag in Hauswährung;Text"
    rows = ("01.03.2024;1;100,00;EUR;100,00;Hotel", "02.03.2024;2;1.250.000,00;KRW;;Flug")
    fault = refusal(tmp_path, text_of(*rows, header=header), read=ko.read_bookings)
    assert (fault.kind, fault.place.row, fault.raw) == ("foreign_amounts", 3, "KRW")
