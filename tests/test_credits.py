"""Credit notes without a sign: warned of with their rows, and counted as they stand."""

from decimal import Decimal

import pytest
from exports import write

from kooperation import read_bookings


@pytest.fixture
def read(tmp_path):
    """A function that reads rows of date, document, account, amount, text and Belegart."""

    def read_rows(*rows, header="Datum;Beleg;Sachkonto;Betrag;Text;Belegart"):
        return read_bookings(write(tmp_path, "\n".join([header, *rows]) + "\n"))

    return read_rows


def credits_of(bookings):
    found = [one for one in bookings.attrs["report"].findings if one.kind == "credits_unsigned"]
    return [dict(one.values)["rows"] for one in found]


HOTEL = "05.03.2024;1;544016;100,00;Hotel;Rechnung"


@pytest.mark.parametrize(
    "row",
    [
        "06.03.2024;2;544016;40,00;Gutschrift Hotel;",
        "06.03.2024;2;544016;40,00;Hotel;Storno",
        "06.03.2024;2;544016;40,00;Rückzahlung;",
        "06.03.2024;2;544016;40,00;ERSTATTUNG Teilnehmer;",
    ],
)
def test_a_credit_without_a_sign_is_warned_of_and_counts_as_it_stands(read, row):
    bookings = read(HOTEL, row)
    assert credits_of(bookings) == ["3"]
    assert bookings["amount"].sum() == Decimal("140.00")


def test_a_negative_credit_is_as_it_should_be(read):
    assert credits_of(read(HOTEL, "06.03.2024;2;544016;-40,00;Gutschrift Hotel;")) == []


def test_a_word_that_only_contains_storno_is_no_credit(read):
    assert credits_of(read(HOTEL, "06.03.2024;2;544016;40,00;Stornoversicherung;")) == []


def test_a_file_of_credits_alone_is_not_warned_of(read):
    assert credits_of(read("06.03.2024;2;544016;40,00;Gutschrift;", "07.03.2024;3;544016;4,00;Storno;")) == []


def test_a_column_of_signs_tells_what_a_credit_is(read):
    header = "Datum;Beleg;Sachkonto;Betrag;Text;S/H"
    rows = ("05.03.2024;1;544016;100,00;Hotel;S", "06.03.2024;2;544016;40,00;Gutschrift;H")
    assert credits_of(read(*rows, header=header)) == []
