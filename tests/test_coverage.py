"""What a series of exports leaves out: months without a file, and postings that a newer export lacks."""

from decimal import Decimal

import pytest
from exports import source, text_of, workbook

from kooperation.model.money import column_sum
from kooperation.reading.ledgers.bookings import load_bookings
from kooperation.reading.merging import coverage
from kooperation.reading.merging.bookings import merge_bookings

HEADER = "Buchungsdatum;Belegnummer;Sachkonto;Betrag;Text"
UNDATED = "Haushaltsjahr;Belegnummer;Sachkonto;Betrag;Text"
MARCH = "05.03.2024;A2;544016;20,00;Flug"
JUNE = (
    "05.01.2024;A1;544016;10,00;Hotel",
    MARCH,
    "05.04.2024;A3;544016;5,00;Taxi",
    "20.06.2024;A4;544016;1,00;x",
)
LATER = "02.09.2024;A9;544016;7,00;Bus"


def frame(name, *lines, header=HEADER):
    return load_bookings(source(text_of(*lines, header=header), name)).frame


def said(*frames):
    return [(found.kind, found.place.file) for found in merge_bookings(frames)[1]]


def without(line):
    return [one for one in JUNE if one != line]


# --- postings that vanished


@pytest.mark.parametrize("names", [("juni.csv", "september.csv"), ("z.csv", "a.csv")])
def test_a_posting_that_a_newer_export_lacks_is_warned_of_with_row_and_sum_and_still_counts(names):
    old, new = frame(names[0], *JUNE), frame(names[1], *without(MARCH), LATER)
    merged, findings = merge_bookings([old, new])
    assert column_sum(merged["amount"]) == Decimal(43)
    [found] = [found for found in findings if found.kind == "postings_vanished"]
    assert (found.severity, found.place.file, found.place.row) == ("warning", names[0], 3)
    assert f"(Zeilen 3), zusammen 20,00 €, fehlen in {names[1]}" in found.message()
    assert "Zeitraum 05.01.2024 bis 20.06.2024" in found.message()


def test_a_posting_that_only_the_newer_export_has_is_simply_new():
    old, new = frame("juni.csv", *without(MARCH)), frame("september.csv", *JUNE, LATER)
    assert said(old, new) == [("overlap", "september.csv")]


def test_an_export_of_other_accounts_lacks_nothing():
    other = MARCH.replace("544016", "529100")
    old, new = frame("a.csv", *JUNE, other.replace("A2", "B2")), frame("b.csv", *JUNE, LATER)
    assert said(old, new) == [("overlap", "b.csv")]


def test_exports_that_share_no_posting_are_no_two_states_of_one_list():
    old = frame("a.csv", *JUNE)
    new = frame("b.csv", "02.01.2024;B1;544016;7,00;Bus", "02.09.2024;B2;544016;7,00;Bus")
    assert said(old, new) == []


def test_the_first_and_the_last_day_of_an_export_may_be_cut():
    old = frame("a.csv", *JUNE, "20.06.2024;A5;544016;3,00;y")
    new = frame("b.csv", *JUNE[1:], LATER)
    assert ("postings_vanished", "a.csv") in said(old, new)
    assert ("postings_vanished", "a.csv") not in said(frame("a.csv", *JUNE), frame("b.csv", *JUNE[1:], LATER))


def test_two_exports_of_the_same_days_that_both_lack_something_are_both_named():
    a = frame("a.csv", *without(MARCH), "07.05.2024;A7;544016;2,00;y")
    assert said(a, frame("b.csv", *JUNE))[1:] == [
        ("postings_vanished", "b.csv"),
        ("postings_vanished", "a.csv"),
    ]


def test_a_month_of_a_long_series_is_held_only_against_exports_that_reach_into_it(monkeypatch):
    compared = []
    missing_in = coverage._missing_in

    def counted(new, exports, ledger, first):
        compared.append((new.file, [old.file for old in exports]))
        return missing_in(new, exports, ledger, first)

    monkeypatch.setattr(coverage, "_missing_in", counted)
    months = [frame(f"{month:02}.csv", f"05.{month:02}.2024;A{month};1;1,00;x") for month in range(2, 9)]
    whole = frame("01.csv", *(f"{day}.2024;B{day};1;1,00;x" for day in ("02.01", "20.06")))
    merge_bookings([whole, *months])
    assert compared == [(0, [0, 1, 2, 3, 4, 5]), *((file, []) for file in range(1, 8))]


def test_a_corrected_posting_is_named_once_and_has_not_vanished():
    corrected = MARCH.replace("20,00", "25,00")
    old, new = frame("a.csv", *JUNE), frame("b.csv", *without(MARCH), corrected, LATER)
    assert said(old, new) == [("amounts_differ", "b.csv"), ("overlap", "b.csv")]


# --- the same list in another form


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_same_list_in_another_encoding_counts_once_and_is_called_a_copy(encoding):
    again = load_bookings(source(text_of(*JUNE, header=HEADER).encode(encoding), "b.csv")).frame
    merged, findings = merge_bookings([frame("a.csv", *JUNE), again])
    assert column_sum(merged["amount"]) == Decimal(36)
    [found] = findings
    assert (found.kind, found.place.file) == ("same_file_twice", "b.csv")
    assert "denselben Inhalt wie a.csv" in found.message()


def test_the_same_list_as_workbook_and_as_text_counts_once():
    rows = [HEADER.split(";"), *(line.split(";") for line in JUNE)]
    book = load_bookings(source(workbook(rows), "b.xlsx")).frame
    assert said(frame("a.csv", *JUNE), book) == [("same_file_twice", "b.xlsx")]


# --- document numbers of several years


def test_documents_of_two_years_with_the_same_numbers_are_different_postings():
    header = f"Haushaltsjahr;{HEADER}"
    years = [
        frame(f"{year}.csv", *(f"{year};{line.replace('2024', str(year))}" for line in JUNE), header=header)
        for year in (2024, 2025)
    ]
    merged, findings = merge_bookings(years)
    assert column_sum(merged["amount"]) == Decimal(72)
    assert [found.kind for found in findings if found.kind != "months_missing"] == []


def test_a_document_around_the_turn_of_the_year_counts_once_and_is_warned_of_when_no_file_states_the_year():
    december = frame("a.csv", "20.12.2024;A1;544016;10,00;Hotel", "21.12.2024;A2;544016;1,00;x")
    january = frame("b.csv", "10.01.2025;A1;544016;10,00;Hotel", "11.01.2025;A3;544016;1,00;x")
    merged, findings = merge_bookings([december, january])
    assert len(merged) == 3
    [found] = [found for found in findings if found.severity == "warning"]
    assert found.kind == "years_differ"
    assert "ein Datum aus 2025, in a.csv, Zeile 2, eines aus 2024" in found.message()


# --- months


def monthly(name, *periods, year=2024):
    header = "Haushaltsjahr;Periode;Belegnummer;Sachkonto;Betrag;Text"
    return frame(
        name, *(f"{year};{period};{name}{period};544016;1,00;x" for period in periods), header=header
    )


def months(*frames):
    return [found.message() for found in merge_bookings(frames)[1] if found.kind == "months_missing"]


def test_periods_tell_the_months_of_postings_without_a_date():
    assert months(monthly("a.csv", 1), monthly("b.csv", 2)) == []
    [message] = months(monthly("a.csv", 1), monthly("b.csv", 4))
    assert "Zwischen 01/2024 und 04/2024 fehlen Buchungen für: 02/2024, 03/2024." in message


def test_periods_13_to_16_are_the_december_of_their_year():
    assert months(monthly("a.csv", 11, 16), monthly("b.csv", 1, year=2025)) == []


def test_the_turn_of_the_year_is_no_gap():
    december, january = (
        frame("a.csv", "20.12.2024;A1;544016;1,00;x"),
        frame("b.csv", "10.01.2025;A2;544016;1,00;x"),
    )
    assert months(december, january) == []


def test_a_file_of_a_whole_year_covers_the_months_between_others():
    year = frame("jahr.csv", "05.01.2024;A1;544016;1,00;x", "20.12.2024;A2;544016;1,00;x")
    assert months(monthly("a.csv", 2), monthly("b.csv", 9), year) == []


def test_months_that_only_the_names_of_the_files_tell_are_looked_at_too():
    def of_month(month):
        return frame(f"buchungen/Export_2024-{month:02}.csv", f"2024;M{month};544016;1,00;x", header=UNDATED)

    assert months(of_month(1), of_month(2), of_month(3)) == []
    [message] = months(of_month(1), of_month(2), of_month(5))
    assert "03/2024, 04/2024" in message
