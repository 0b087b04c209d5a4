"""What comes in, codes: what a spreadsheet made of ``15.01.01`` or a long number is no code any more."""

from __future__ import annotations

from datetime import date

import pytest
from exports import workbook
from readings import bookings_of, refusal, refusals, said, table_of

import kooperation as ko

HEADER = ["Produkt", "Sachkonto", "Haushaltsjahr", "Buchungsdatum", "Belegnummer", "Text", "Betrag"]


def book(*products):
    """A workbook with one posting for each code of a product."""
    rows = [
        [product, "544016", 2024, date(2024, 3, 1), str(number), "Hotel", 1.5]
        for number, product in enumerate(products)
    ]
    return workbook([HEADER, *rows])


def text(*rows):
    """The rows as text export."""
    return "\n".join([";".join(HEADER), *rows, ""])


def test_a_day_among_codes_like_15_01_02_is_the_code_it_was_and_said(tmp_path):
    content = book(date(2001, 1, 15), "15.01.02", "990100")
    frame = bookings_of(tmp_path, content, "export.xlsx")
    assert frame["teilprodukt"].tolist() == ["15.01.01", "15.01.02", "990100"]
    found = said(frame)["code_was_day"]
    assert (found.place.row, found.place.column, found.severity) == (2, "Produkt", "warning")
    assert "15.01.01" in found.message()
    assert table_of(tmp_path, content, "export.xlsx").frame["Produkt"].iloc[0] == "15.01.01"


def test_a_day_that_was_saved_as_text_among_such_codes_is_mended_too(tmp_path):
    rows = [
        f"{product};544016;2024;01.03.2024;{number};Hotel;1,50"
        for number, product in enumerate(["15.01.2001", "15.01.02"])
    ]
    frame = bookings_of(tmp_path, text(*rows))
    assert frame["teilprodukt"].tolist() == ["15.01.01", "15.01.02"]
    assert said(frame)["code_was_day"].raw == "15.01.2001"


@pytest.mark.parametrize("read", [ko.read_table, ko.read_bookings])
@pytest.mark.parametrize("others", [(), ("990100",), ("15.01.02", "15.1.3"), ("15.01.02", "15.01")])
def test_a_day_whose_code_nothing_tells_is_refused(tmp_path, read, others):
    fault = refusal(tmp_path, book(date(2001, 1, 15), *others), "export.xlsx", read=read)
    assert (fault.kind, fault.place.row, fault.place.column) == ("code_is_day", 2, "Produkt")
    assert fault.raw == "2001-01-15"


def test_a_text_that_only_looks_like_a_day_stays_as_it_is(tmp_path):
    row = "15.01.2001;544016;2024;01.03.2024;1;Hotel;1,50"
    assert bookings_of(tmp_path, text(row))["teilprodukt"].tolist() == ["15.01.2001"]


def test_a_day_below_the_table_is_no_code(tmp_path):
    rows = [
        HEADER,
        ["990100", "544016", 2024, date(2024, 3, 1), "1", "Hotel", 1.5],
        [],
        ["Stand", date(2024, 4, 1)],
    ]
    assert len(bookings_of(tmp_path, workbook(rows), "export.xlsx")) == 1


@pytest.mark.parametrize("power", ["1,9E+09", "1.90000471E+9", "2E+10"])
@pytest.mark.parametrize("read", [ko.read_table, ko.read_bookings])
def test_a_number_whose_last_digits_are_lost_is_refused(tmp_path, power, read):
    good = "990100;544016;2024;01.03.2024;1900004711;Hotel;1,50"
    fault = refusal(tmp_path, text(good, good.replace("1900004711", power)), read=read)
    assert (fault.kind, fault.place.row, fault.place.column, fault.raw) == (
        "code_is_power",
        3,
        "Belegnummer",
        power,
    )


def test_an_account_as_a_power_of_ten_is_refused_in_each_row(tmp_path):
    row = "990100;5,44E+05;2024;01.03.2024;1;Hotel;1,50"
    faults = refusals(tmp_path, text(row, row), read=ko.read_bookings)
    assert [(fault.kind, fault.place.row, fault.place.column) for fault in faults] == [
        ("code_is_power", 2, "Sachkonto"),
        ("code_is_power", 3, "Sachkonto"),
    ]


@pytest.mark.parametrize("code", ["1E5", "E+5", "5E-07", "12E+"])
def test_a_code_with_an_e_is_a_code(tmp_path, code):
    row = f"{code};544016;2024;01.03.2024;{code};Hotel;1,50"
    frame = bookings_of(tmp_path, text(row))
    assert frame[["teilprodukt", "document"]].to_numpy().tolist() == [[code, code]]
