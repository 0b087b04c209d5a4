"""What comes in, part four: days, years and serial numbers are read exactly, or refused with their cell."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from containers import ods, replaced, serial, spreadsheetml, xls, xlsb
from exports import text_of, workbook
from readings import bookings_of, refusal, refusals, said, table_of

import kooperation as ko

HEADER = ["Buchungsdatum", "Belegnummer", "Sachkonto", "Betrag", "Text"]


def rows(*days):
    body = [[day, str(number), "544016", 7.25, "Hotel"] for number, day in enumerate(days, start=1)]
    return [HEADER, *body]


def text(*days):
    return text_of(*(f"{day};{number};544016;7,25;Hotel" for number, day in enumerate(days, start=1)))


def days_of(table):
    return [None if pd.isna(day) else day.date() for day in table.frame["Buchungsdatum"]]


SPELLINGS = [
    ("31.12.2024", date(2024, 12, 31)),
    ("1.2.2024", date(2024, 2, 1)),
    ("31.12.24", date(2024, 12, 31)),
    ("01.02.99", date(1999, 2, 1)),
    ("2024-12-31", date(2024, 12, 31)),
    ("2024/12/31", date(2024, 12, 31)),
    ("20241231", date(2024, 12, 31)),
    ("18-Jan-2012", date(2012, 1, 18)),
    ("18-Mai-2012", date(2012, 5, 18)),
    ("18. März 2012", date(2012, 3, 18)),
    ("18 Dec 2012", date(2012, 12, 18)),
    ("Jan 18, 2012", date(2012, 1, 18)),
    ("18.01.2012 12:00:00 AM", date(2012, 1, 18)),
    ("29.02.2024", date(2024, 2, 29)),
    ("31.12.2024 00:00:00", date(2024, 12, 31)),
    ("31.12.2024 14:31", date(2024, 12, 31)),
    ("2024-12-31T23:59:59", date(2024, 12, 31)),
    ("Di, 31.12.2024", date(2024, 12, 31)),
    ("Di. 31.12.24", date(2024, 12, 31)),
    ("Dienstag, 31. Dezember 2024", date(2024, 12, 31)),
    ("Tuesday, December 31, 2024", date(2024, 12, 31)),
    ("00.00.0000", None),
    ("00000000", None),
    ("0000-00-00", None),
    ("9999-12-31", None),
    ("31.12.9999", None),
    ("99991231", None),
]


@pytest.mark.parametrize("spelling, day", SPELLINGS)
def test_a_spelling_of_a_day_is_exact_in_text_and_in_workbooks(tmp_path, spelling, day):
    assert days_of(table_of(tmp_path, text(spelling, "05.06.2024"))) == [day, date(2024, 6, 5)]
    assert days_of(table_of(tmp_path, workbook(rows(spelling, "05.06.2024")))) == [day, date(2024, 6, 5)]


@pytest.mark.parametrize(
    "write_sheet", [workbook, xls, xlsb, ods, lambda given: spreadsheetml(given).encode()]
)
@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2024, 2, 29), date(2024, 12, 31), date(2100, 12, 31)])
def test_a_date_cell_is_exact_in_every_workbook(tmp_path, write_sheet, day):
    assert days_of(table_of(tmp_path, write_sheet(rows(day, date(2024, 6, 5))), "x.xls")) == [
        day,
        date(2024, 6, 5),
    ]


def test_the_time_of_a_date_cell_does_not_change_its_day(tmp_path):
    late = datetime(2024, 12, 31, 23, 59, 59)  # noqa: DTZ001 - a cell of a workbook has no zone
    assert days_of(table_of(tmp_path, workbook(rows(late)))) == [date(2024, 12, 31)]


@pytest.mark.parametrize("write_sheet", [workbook, xls, xlsb, ods])
def test_a_serial_number_that_lost_its_format_is_the_day_that_it_counts(tmp_path, write_sheet):
    content = write_sheet(rows(serial(date(2024, 2, 29)), serial(date(2024, 12, 31))))
    assert days_of(table_of(tmp_path, content, "x.xls")) == [date(2024, 2, 29), date(2024, 12, 31)]


def test_serial_numbers_in_a_text_export_are_days(tmp_path):
    assert days_of(table_of(tmp_path, text("45351", "45657"))) == [date(2024, 2, 29), date(2024, 12, 31)]


@pytest.mark.parametrize("as_number", [True, False])
def test_a_workbook_that_counts_from_1904_has_the_days_that_it_shows(tmp_path, as_number):
    days = [date(2024, 2, 29), date(2024, 12, 31)]
    shown = [serial(day) if as_number else day for day in days]
    content = workbook(rows(*shown))
    for day in days:
        content = replaced(content, b"<v>%d</v>" % serial(day), b"<v>%d</v>" % (serial(day) - 1462))
    content = replaced(content, b"<workbookPr ", b'<workbookPr date1904="1" ')
    assert days_of(table_of(tmp_path, content)) == days


@pytest.mark.parametrize(
    "spelling",
    [
        "31.11.2024",
        "Mo, 31.12.2024",
        "Di Di 31.12.2024",
        "29.02.2023",
        "32.01.2024",
        "00.01.2024",
        "01.13.2024",
        "2024-13-01",
        "20241301",
        "20240230",
        "01.02.0204",
        "01.02.1204",
        "01.02.20244",
        "18-Foo-2012",
        "31.12.",
        "gestern",
        "x",
    ],
)
@pytest.mark.parametrize("read", [ko.read_table, ko.read_bookings])
def test_a_day_that_does_not_exist_is_refused_with_its_cell(tmp_path, spelling, read):
    fault = refusal(tmp_path, text("05.06.2024", "31.12.2024", spelling), read=read)
    assert (fault.kind, fault.place.row, fault.place.column, fault.raw) == (
        "not_a_date",
        4,
        "Buchungsdatum",
        spelling,
    )
    fault = refusal(tmp_path, workbook(rows("05.06.2024", "31.12.2024", spelling)), "x.xlsx", read=read)
    assert (fault.kind, fault.place.row, fault.raw) == ("not_a_date", 4, spelling)


def test_american_order_that_contradicts_the_column_is_refused_with_its_cell(tmp_path):
    faults = refusals(tmp_path, text("13/02/2024", "03/04/2024", "02/27/2024"), read=ko.read_bookings)
    assert {fault.place.column for fault in faults} == {"Buchungsdatum"}
    assert {fault.raw for fault in faults} & {"02/27/2024", "13/02/2024"}


def test_american_order_is_never_taken_for_days_of_another_month(tmp_path):
    """02/27 proves month first; 03/04 beside it is in March, or both are refused."""
    path = tmp_path / "export.csv"
    path.write_text(text("02/27/2024", "03/04/2024"), "utf-8")
    try:
        read = days_of(ko.read_table(path))
    except ko.KooperationError:
        read = [date(2024, 2, 27), date(2024, 3, 4)]
    assert read == [date(2024, 2, 27), date(2024, 3, 4)]


@pytest.mark.parametrize("number", [-1, 12.5, 1.0, 31_000, 3_000_000, 1e15])
def test_a_number_that_counts_no_day_of_our_time_is_refused(tmp_path, number):
    fault = refusal(tmp_path, workbook(rows(date(2024, 6, 5), number)), "x.xlsx", read=ko.read_bookings)
    assert (fault.kind, fault.place.row, fault.place.column) == ("not_a_date", 3, "Buchungsdatum")


def test_true_is_no_day(tmp_path):
    content = workbook(rows(date(2024, 6, 5), True))
    assert refusal(tmp_path, content, "x.xlsx", read=ko.read_bookings).kind == "not_a_date"


def test_a_posting_without_a_day_and_without_a_year_is_refused(tmp_path):
    fault = refusal(tmp_path, text("05.06.2024", "00.00.0000"), read=ko.read_bookings)
    assert (fault.kind, fault.place.row) == ("no_year", 3)


def test_the_year_of_the_posting_date_is_taken_only_with_a_word(tmp_path):
    bookings = bookings_of(tmp_path, text("31.12.2024", "02.01.2025"))
    assert bookings["year"].to_list() == [2024, 2025]
    assert "year_from_date" in said(bookings)


@pytest.mark.parametrize("year", ["24", "204", "20244", "2024/25", "zwanzig"])
def test_a_year_that_is_none_is_refused_with_its_cell(tmp_path, year):
    content = text_of(
        "2024;31.12.2024;1;544016;7,25",
        f"{year};31.12.2024;2;544016;7,25",
        header="Haushaltsjahr;Buchungsdatum;Belegnummer;Sachkonto;Betrag",
    )
    fault = refusal(tmp_path, content, read=ko.read_bookings)
    assert (fault.kind, fault.place.row, fault.place.column, fault.raw) == (
        "not_a_year",
        3,
        "Haushaltsjahr",
        year,
    )


def test_a_late_posting_stays_in_its_haushaltsjahr(tmp_path):
    content = text_of(
        "2024;15.01.2025;13;1;544016;7,25",
        header="Haushaltsjahr;Buchungsdatum;Periode;Belegnummer;Sachkonto;Betrag",
    )
    bookings = bookings_of(tmp_path, content)
    assert (bookings["year"][0], bookings["period"][0]) == (2024, 13)


def test_a_product_number_that_looks_like_a_day_stays_text(tmp_path):
    header = ["Buchungsdatum", "Belegnummer", "Produkt", "Betrag"]
    content = workbook([header, ["31.12.2024", "1", "15.01.01", 7.25]])
    assert table_of(tmp_path, content).frame["Produkt"].to_list() == ["15.01.01"]


@pytest.mark.parametrize("encoded", ["2024-02-29T00:00:00", "2024-02-29"])
def test_a_day_that_a_workbook_keeps_as_iso_text_is_that_day(tmp_path, encoded):
    content = replaced(
        workbook(rows(date(2024, 2, 29))),
        b"<v>%d</v>" % serial(date(2024, 2, 29)),
        f"<v>{encoded}</v>".encode(),
    )
    content = replaced(content, b'<c r="A2" s="1">', b'<c r="A2" s="1" t="d">')
    assert days_of(table_of(tmp_path, content)) == [date(2024, 2, 29)]


def test_the_open_end_of_a_workbook_is_no_date_as_in_a_text(tmp_path):
    content = workbook(
        [["Buchungsdatum", "Bis (Datum)", "Betrag"], [date(2024, 3, 1), date(9999, 12, 31), 5]]
    )
    frame = table_of(tmp_path, content).frame
    assert frame["Bis (Datum)"].isna().all()
    assert frame["Buchungsdatum"].dt.day.to_list() == [1]


def test_a_year_that_a_program_wrote_as_a_fraction_is_the_year(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Haushaltsjahr;Belegnummer;Betrag\n2024.0;1;5,00\n2023.0;2;6,00\n", encoding="utf-8")
    assert ko.read_bookings(path)["year"].to_list() == [2024, 2023]
