"""Units of amounts: euros are read, thousands converted, cents and hundreds of euros refused."""

from decimal import Decimal

import pytest
from exports import places, write

import kooperation as ko
from kooperation import KooperationError, read_bookings
from kooperation.reading.words.units import odd_unit_of_heading, odd_unit_of_title

ODD_HEADINGS = [
    "Betrag in Cent",
    "Betrag (ct)",
    "BetragCent",
    "amount_cents",
    "Betrag in Eurocent",
    "Betrag Euro-Cent",
    "Betrag in 100 €",
    "Betrag (100 EUR)",
    "Betrag in Hundert Euro",
    "Ansatz in 10 T€",
    "Ansatz in 100.000 €",
]
PLAIN_HEADINGS = [
    "Betrag",
    "Betrag in Euro und Cent",
    "Betrag €/ct",
    "Betrag in 1.000 €",
    "Betrag in T€",
    "Betrag in Mio. €",
    "Betrag über 100 €",
    "Center",
    "Prozent",
    "per cent",
]
ODD_TITLES = [
    "Angaben in Cent",
    "Alle Beträge in Hundert Euro",
    "Einheit: Cent",
    "Angaben in 100 €",
    "Beträge in 10 T€",
    "Amounts in hundreds of euros",
]
PLAIN_TITLES = [
    "Angaben in Euro und Cent",
    "Rundungsdifferenzen in Cent möglich",
    "Beträge auf volle Cent gerundet",
    "Angaben in 1.000 €",
    "Budget von 100 €",
    "Stand in 2024",
    "Mittel in Höhe von 100 €",
]


@pytest.mark.parametrize("heading", ODD_HEADINGS)
def test_a_heading_in_cents_or_hundreds_is_an_odd_unit(heading):
    assert odd_unit_of_heading(heading)


@pytest.mark.parametrize("heading", PLAIN_HEADINGS)
def test_a_heading_in_euros_or_thousands_is_none(heading):
    assert odd_unit_of_heading(heading) is None


@pytest.mark.parametrize("title", ODD_TITLES)
def test_a_title_in_cents_or_hundreds_is_an_odd_unit(title):
    assert odd_unit_of_title(title)


@pytest.mark.parametrize("title", PLAIN_TITLES)
def test_a_title_that_speaks_of_euros_or_dust_is_none(title):
    assert odd_unit_of_title(title) is None


ROW = "05.03.2024;4711;544016;{amount};Hotel\n"


@pytest.mark.parametrize(
    "content",
    [
        "Datum;Beleg;Sachkonto;Betrag in Cent;Text\n" + ROW.format(amount="12345"),
        "Alle Beträge in Hundert Euro\nDatum;Beleg;Sachkonto;Betrag;Text\n" + ROW.format(amount="12,00"),
        "Datum;Beleg;Sachkonto;Betrag;Text;Einheit\n05.03.2024;4711;544016;12,00;Hotel;Cent\n",
    ],
)
def test_amounts_in_cents_or_hundreds_are_refused_and_never_euros(tmp_path, content):
    path = write(tmp_path, content)
    for read in (read_bookings, ko.read_table):
        with pytest.raises(KooperationError) as error:
            read(path)
        assert "unit_unknown" in [found.kind for found in error.value.findings]


def test_a_refused_unit_names_its_column(tmp_path):
    content = "Datum;Beleg;Sachkonto;Betrag in Cent;Text\n" + ROW.format(amount="12345")
    with pytest.raises(KooperationError) as error:
        read_bookings(write(tmp_path, content))
    assert places(error.value) == [(1, "Betrag in Cent")]


def test_a_heading_in_euros_outweighs_a_title_in_cents(tmp_path):
    content = "Angaben in Cent\nDatum;Beleg;Sachkonto;Betrag in €;Text\n" + ROW.format(amount="12,00")
    assert read_bookings(write(tmp_path, content))["amount"].to_list() == [Decimal("12.00")]
