"""Another authority: its own pots, regions, layouts and rules in a folder, and not a line of code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from folders import bare_folder, csv, run, status, xlsx
from openpyxl import load_workbook

import kooperation as ko
from kooperation.demo.blank import write_blank

REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "real"
PAYMENTS = REAL / "d09_council-spending-data_2012-01.csv"
WIDE = REAL / "d05_offenerhaushalt-daten_hhplan2017.csv"


# --- an invented town whose exports no built-in layout knows


CASH_BOOK = b"""\
name = "Kassenbuch"
kind_of_file = "bookings"
files = "Kasse*.csv"
needs = ["HHJ", "Zahlbetrag", "Vorgang"]
[columns]
"HHJ" = "year"
"Tag" = "booked_on"
"Produkt" = "teilprodukt"
"Konto" = "sachkonto"
"Lfd" = "document"
"Partner" = "vendor"
"Zweck" = "text"
"Zahlbetrag" = "amount"
[kind]
column = "Vorgang"
actual = ["Zahlung", "Erstattung"]
commitment = ["Bestellung"]
budget = ["Plan"]
[sign]
column = "Richtung"
plus = ["aus"]
minus = ["ein"]
"""
CASH = (
    "HHJ;Tag;Produkt;Konto;Lfd;Vorgang;Richtung;Partner;Zweck;Zahlbetrag",
    "2024;01.01.2024;57.1;7100;P1;Plan;aus;;Jahresplan;9.000,00",
    "2024;05.03.2024;57.1;7100;K1;Zahlung;aus;Reisebüro Blau;Bahn nach Gent;1.250,40",
    "2024;09.03.2024;57.1;7100;K2;Erstattung;ein;Reisebüro Blau;Gutschrift Gent;50,40",
    "2024;11.04.2024;57.1;7100;K3;Zahlung;aus;Chor e.V.;Konzert in Kaunas;2.000,00",
    "2024;12.04.2024;57.1;7100;K4;Zahlung;aus;Druckerei;Plakate;99,99",
    "2024;20.05.2024;57.1;7200;K5;Zahlung;aus;Hafenamt;Hafenfest mit Gent;4.000,00",
    "2024;01.06.2024;57.1;7100;B1;Bestellung;aus;Chor e.V.;Zweites Konzert Kaunas;700,00",
    "2024;02.06.2024;57.1;7100;B2;Bestellung;aus;Bus GmbH;Bus Gent;300,00",
)
TABLE = b"""\
name = "Jahrestabelle"
kind_of_file = "bookings"
needs = ["Kostenstelle", "IST 2022"]
[columns]
"Kostenstelle" = "cost_object"
"Ort" = "text"
[years]
actual = "IST {year}"
budget = "SOLL {year}"
[read]
sheet = "Zahlen"
scale = 1000
expense = "negative"
defaults = { teilprodukt = "57.1", sachkonto = "7100" }
"""
INVENTED = {
    "register/toepfe.csv": csv(
        "topf;name;teilprodukt;sachkonto;standard;rahmen",
        "austausch;Austausch;57.1;7100;ja;plan",
        "hafen;Hafenfest;*;7200;ja;nein",
    ),
    "register/partnerregionen.xlsx": xlsx(
        ["schluessel", "name", "name_en", "land", "aliase"],
        ["gent", "Gent", "Ghent", "BE", "Gent|Gand"],
        ["kaunas", "Kaunas", None, "LT", "Kaunas|Kauen"],
    ),
    "register/zuordnung.csv": csv(
        "regel;text;kreditor;kostentraeger;partnerregion;kostenart;anteil;grund",
        "plakate;Plakate;;;gent;Druck;1/2;je zur Hälfte",
        "plakate;Plakate;;;kaunas;Druck;1/2;je zur Hälfte",
        "musik;;Chor;;;Kultur;;alles vom Chor",
        "gent;;;K-GE;gent;;;Kostenstelle der Partnerschaft",
    ),
    "register/layouts/kasse.toml": CASH_BOOK,
    "register/layouts/tabelle.toml": TABLE,
    "buchungen/Kassenbuch 2024.csv": csv(*CASH),
    "buchungen/Jahre.xlsx": xlsx(
        ["Auszug der Kämmerei"],
        ["Kostenstelle", "Ort", "SOLL 2022", "IST 2022", "SOLL 2023", "IST 2023"],
        ["K-GE", "Haus", -4.5, -1.25, -5, -4.75],
        ["K-KA", "Kaunas", -3.5, -3, -4, -5.125],
        sheet="Zahlen",
        Notizen=[["Kostenstelle", "Hinweis"], ["K-GE", "bis 2025"]],
    ),
}


@pytest.fixture
def invented(tmp_path):
    """The data folder of a town that keeps its books in its own way."""
    return bare_folder(tmp_path / "Häfen & Partner", INVENTED)


def test_the_invented_town_reads_without_a_single_finding_worse_than_a_note(invented):
    books = ko.read_books(invented)
    assert {found.severity for found in books.noticed} <= {"note"}
    assert books.sources["layout"].to_list() == ["Jahrestabelle", "Kassenbuch"]


def test_its_plan_is_the_ceiling_and_its_orders_are_committed(invented):
    years = status(invented)
    figures = ("ceiling", "actual", "refunds", "committed", "available", "state")
    assert [years["austausch", 2024][figure] for figure in figures] == [
        "9000.00",
        "3299.99",
        "-50.40",
        "1000.00",
        "4700.01",
        "within",
    ]
    assert {key: (row["ceiling"], row["actual"]) for key, row in years.items() if key[1] < 2024} == {
        ("austausch", 2022): ("8000.00", "4250.00"),
        ("austausch", 2023): ("9000.00", "9875.00"),
    }
    assert years["austausch", 2023]["state"] == "exceeded"


def test_its_rules_aliases_and_cost_objects_give_every_euro_a_region(invented):
    books = ko.read_books(invented)
    table = ko.spending_by_region(books, pot="austausch")
    assert table.to_dict("index") == {
        2022: {"gent": Decimal("1250.00"), "kaunas": Decimal("3000.00"), "nicht zugeordnet": Decimal(0)},
        2023: {"gent": Decimal("4750.00"), "kaunas": Decimal("5125.00"), "nicht zugeordnet": Decimal(0)},
        2024: {"gent": Decimal("1250.00"), "kaunas": Decimal("2049.99"), "nicht zugeordnet": Decimal(0)},
    }
    assert ko.spending_by_region(books).to_numpy().sum() == Decimal("21424.99")


def test_its_report_shows_the_other_pot_beside_and_never_under_the_ceiling(invented, tmp_path):
    done = run("report", "--data", invented, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert "2024:     Austausch: Ansatz 9.000,00 €, Ist 3.299,99 €, Obligo 1.000,00 €" in done.stdout
    book = load_workbook(tmp_path / "out" / "bericht.xlsx", data_only=True)
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Hafenfest", "Austausch", "Kassenbuch", "Jahrestabelle"} <= texts
    charts = ("ausgaben", "ausschoepfung", "jahr", "regionen", "kostenarten")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("anlage.docx", "anlage.pdf", "bericht.xlsx"),
        *(f"{chart}_austausch.{kind}" for chart in charts for kind in ("png", "svg")),
    }


def test_a_value_that_its_layout_does_not_list_is_refused_with_the_row(tmp_path):
    strange = csv(*CASH, "2024;03.06.2024;57.1;7100;X1;Umbuchung;aus;;Gent;1,00")
    folder = bare_folder(tmp_path, {**INVENTED, "buchungen/Kassenbuch 2024.csv": strange})
    with pytest.raises(ko.KooperationError) as caught:
        ko.read_books(folder)
    [found] = caught.value.findings
    assert (found.kind, found.place.row, found.raw) == ("unknown_kind", 10, "Umbuchung")


def test_a_layout_with_a_misspelt_column_names_the_nearest(tmp_path):
    misspelt = CASH_BOOK.replace(b'"vendor"', b'"vendro"')
    folder = bare_folder(tmp_path / "daten", {**INVENTED, "register/layouts/kasse.toml": misspelt})
    done = run("report", "--data", folder, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert "register/layouts/kasse.toml" in done.stderr
    assert "Meinten Sie „vendor“?" in done.stderr
    assert not (tmp_path / "out").exists()


def test_init_exports_and_report_are_the_whole_way(tmp_path):
    folder = tmp_path / "daten"
    write_blank(folder)
    for name, content in INVENTED.items():
        (
            folder / name.replace(".xlsx", ".csv") if name.startswith("register/part") else folder / name
        ).unlink(missing_ok=True)
        (folder / name).write_bytes(content)
    done = run("report", "--data", folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert (tmp_path / "processed" / "bericht.xlsx").exists()


# --- real files of other places, where they are at hand


LABELS = [
    "Adult Social Care",
    "Childrens Services",
    "Central & Corporate Functions",
    "City Development",
    "Environment & Neighbourhoods",
    "East - North East",
    "Social Services Pooled Budgets",
    "West - North West",
    "Insurance",
    "Aire Valley Homes Leeds",
    "Other Education Services",
    "Strategic Accounts",
    "Joint Committees And Other Bodies",
]


def council(tmp_path, *, by_text):
    """A folder around 8,177 real payments; the service label is the cost object, or a part of the text."""
    column, canonical = ("text", "text") if by_text else ("kostentraeger", "cost_object")
    layout = f"""\
name = "Council spending"
kind_of_file = "bookings"
needs = ["Service label", "Net amount", "Transaction number"]
[columns]
"Service label" = "{canonical}"
"Net amount" = "amount"
"Date paid" = "booked_on"
"Transaction number" = "document"
"Supplier name" = "vendor"
[read]
defaults = {{ teilprodukt = "council" }}
"""
    return bare_folder(
        tmp_path / "council",
        {
            "register/toepfe.csv": csv(
                "topf;name;teilprodukt;sachkonto;standard;rahmen", "council;Council;council;;ja;ja"
            ),
            "register/ansaetze.csv": csv(
                "topf;jahr_von;betrag;wirkung;status;quelle",
                "council;2012;75.393.429,49;setzt;beschlossen;Budget 2012",
            ),
            "register/partnerregionen.csv": csv(
                "schluessel;name;land", *(f"r{number};Service {number};GB" for number in range(len(LABELS)))
            ),
            "register/zuordnung.csv": csv(
                f"regel;{column};partnerregion;grund",
                *(f"x{number};{name};r{number};Service label" for number, name in enumerate(LABELS)),
            ),
            "register/layouts/council.toml": layout.encode(),
            "buchungen/2012-01.csv": PAYMENTS.read_bytes(),
        },
    )


@pytest.mark.skipif(not PAYMENTS.exists(), reason="the real file is not at hand")
@pytest.mark.parametrize("by_text", [False, True])
def test_8177_real_payments_keep_every_cent_and_every_region(tmp_path, by_text):
    folder = council(tmp_path, by_text=by_text)
    books = ko.read_books(folder)
    table = ko.spending_by_region(books, pot="council")
    assert len(books.bookings) == 8_177
    assert books.bookings["region"].notna().all()
    assert books.bookings["amount"].sum() == Decimal("76933972.55")
    assert table.to_numpy().sum() == Decimal("76933972.55")
    assert (table["nicht zugeordnet"] == 0).all()
    assert (books.as_of.year, books.findings["severity"].isin(["error", "warning"]).any()) == (2012, False)
    assert status(folder)["council", 2012]["state"] == "exhausted"


@pytest.mark.skipif(not PAYMENTS.exists(), reason="the real file is not at hand")
def test_8177_real_payments_make_a_report(tmp_path):
    done = run("report", "--data", council(tmp_path, by_text=False))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Gelesen:  76.933.972,55 € (Dateien: 1, Buchungen: 8.177, Stand ")


@pytest.fixture
def district_town(tmp_path):
    """A folder around a real SAP export with a column per year; one Kostenart of all products is the pot."""
    layout = b"""\
name = "Haushaltsplan breit"
kind_of_file = "bookings"
needs = ["Profitcenter", "Kostenart", "Ist 2015"]
[columns]
"Profitcenter" = "teilprodukt"
"Objektnr." = "cost_object"
"Bezeichnung" = "text"
"Kostenart" = "sachkonto"
[years]
actual = "Ist {year}"
budget = "Plan {year}"
"""
    return bare_folder(
        tmp_path / "town",
        {
            "register/toepfe.csv": csv(
                "topf;name;teilprodukt;sachkonto;standard;rahmen",
                "gaeste;Repräsentation und Betreuung von Gästen;*;54312002;ja;plan",
            ),
            "register/partnerregionen.csv": csv("schluessel;name;land", "felixstowe;Felixstowe;GB"),
            "register/layouts/breit.toml": layout,
            "buchungen/hhplan2017.csv": WIDE.read_bytes(),
        },
    )


@pytest.mark.skipif(not WIDE.exists(), reason="the real file is not at hand")
def test_the_real_wide_export_gives_actual_and_plan_of_one_cost_type(district_town):
    years = status(district_town)
    assert {year: (row["ceiling"], row["actual"]) for (_, year), row in years.items() if year < 2018} == {
        2015: (None, "6693.81"),
        2016: ("9500.00", "9048.13"),
        2017: ("9700.00", "0.00"),
    }
    assert years["gaeste", 2016]["state"] == "warning"
    books = ko.read_books(district_town)
    assert books.sources["rows_kept"].to_list() == [5971]
    assert books.as_of == date(2016, 12, 31)


@pytest.mark.skipif(not WIDE.exists(), reason="the real file is not at hand")
def test_the_real_wide_export_makes_a_report_of_its_pot(district_town):
    done = run("report", "--data", district_town)
    assert done.exit_code == 0, done.stderr
    assert (
        "2016:     Repräsentation und Betreuung von Gästen: Ansatz 9.500,00 €, Ist 9.048,13 €" in done.stdout
    )
