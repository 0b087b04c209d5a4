"""Budget overviews: Ansatz, Obligo and Ist per account and year, checked against themselves."""

from decimal import Decimal

import pytest
from exports import kinds, source, text_of

from kooperation import KooperationError
from kooperation.reading.layouts import plan
from kooperation.reading.ledgers.overview import load_overview

HEADER = "Produktsachkonto;Ansatz;üpl/apl;Fortg. Ansatz;Aufträge;Anordnungssoll;Verfügbar"


def load(text, name="Budgetuebersicht_2024.csv"):
    return load_overview(source(text, name))


def test_each_account_is_a_row_with_its_amounts():
    [row] = load(f"{HEADER}\n990100.544016;100,00;20,00;120,00;10,00;50,00;60,00\n").frame.to_dict("records")
    assert (row["teilprodukt"], row["sachkonto"], row["year"]) == ("990100", "544016", 2024)
    assert [
        row[name] for name in ("budget", "adjusted", "revised_budget", "committed", "actual", "available")
    ] == [Decimal(euros) for euros in (100, 20, 120, 10, 50, 60)]


def test_its_table_is_sought_once_though_it_may_be_a_list_of_postings(monkeypatch):
    sought = []
    usual = plan.find_grid
    monkeypatch.setattr(plan, "find_grid", lambda *one, **told: sought.append(one) or usual(*one, **told))
    assert len(load("Sachkonto;Ist\n544016;50,00\n").frame) == 1
    listed = "Sachkonto;Belegnummer;Buchungsdatum;Betrag;Wertart\n544016;B1;05.03.2024;5,00;Ist\n"
    assert load(listed).frame["actual"].to_list() == [Decimal(5)]
    assert len(sought) == 2


def test_a_column_that_the_file_lacks_is_unknown_and_not_zero():
    frame = load("Sachkonto;Ist\n544016;50,00\n").frame
    assert frame["budget"].isna().all()
    assert frame["actual"].to_list() == [Decimal(50)]


@pytest.mark.parametrize(
    "text, name",
    [
        ("Haushaltsjahr;Sachkonto;Ist\n2023;544016;5,00\n", "x_2024.csv"),
        ("Budgetübersicht Haushaltsjahr 2023;;\nSachkonto;Ist;Text\n544016;5,00;a\n", "x_2024.csv"),
        ("Sachkonto;Ist\n544016;5,00\n", "haushalt/Budget_2023.csv"),
    ],
)
def test_the_year_comes_from_its_column_else_the_title_else_the_file_name(text, name):
    assert load(text, name).frame["year"].to_list() == [2023]


def test_an_overview_that_does_not_name_its_year_is_refused():
    with pytest.raises(KooperationError) as error:
        load("Sachkonto;Ist\n544016;5,00\n", "Budget.csv")
    assert kinds(error.value) == ["overview_without_year"]


def test_an_overview_that_does_not_add_up_is_warned_of():
    [found] = load(f"{HEADER}\n990100.544016;100,00;20,00;120,00;10,00;50,00;61,00\n").report.findings
    assert (found.severity, found.kind, found.place.row) == ("warning", "overview_inconsistent", 2)
    assert "60,00 €" in found.describe()
    assert "61,00 €" in found.describe()


def test_totals_of_an_overview_tie_in_every_amount_column():
    rows = "990100.544016;100,00;0,00;100,00;10,00;50,00;40,00\n010900.543100;5,00;0,00;5,00;0,00;5,00;0,00\n"
    loaded = load(f"{HEADER}\n{rows}Summe;105,00;0,00;105,00;10,00;55,00;40,00\n")
    assert (len(loaded.frame), loaded.report.dropped_by_reason) == (2, {"total": 1})
    broken = load(f"{HEADER}\n{rows}Summe;105,00;0,00;105,00;10,00;56,00;40,00\n")
    [fault] = [found for found in broken.report.findings if found.severity == "error"]
    assert (fault.kind, fault.place.column) == ("total_does_not_tie", "Anordnungssoll")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_the_subtotal_of_a_product_that_lacks_but_its_account_is_no_row_of_an_account(order):
    first = ["990100;543100;5,00;1,00", "990100;544016;10,00;3,00", "990100;;15,00;4,00"]
    second = ["990200;543100;6,00;2,00", "990200;544016;7,00;2,00", "990200;;13,00;4,00"]
    rows = [product[place] for product in (first, second) for place in order]
    frame = load("\n".join(["Teilprodukt;Sachkonto;Ansatz;Ist", *rows, ""])).frame
    assert frame["sachkonto"].fillna("–").to_list() == ["543100", "544016"] * 2
    assert frame["budget"].sum() == Decimal(28)


@pytest.mark.parametrize(
    "lines",
    [
        "2024;544016;8501;;10,00;5\n2024;544016;8502;;5,00;6\n2024;544016;;;15,00;7\n",
        "2024;544016;8501;A;10,00;5\n2024;544016;8502;B;5,00;6\n2024;544016;;Konto;15,00;7\n",
    ],
)
def test_the_subtotal_of_an_account_over_its_cost_centres_does_not_count_twice(lines):
    assert load(f"Jahr;Sachkonto;Kostenstelle;Text;Ansatz;Anteil %\n{lines}").frame[
        "budget"
    ].sum() == Decimal(15)


def test_rows_of_one_account_that_differ_in_their_words_are_no_subtotals():
    rows = ["544016;Ansan;10,00", ";Sacramento;10,00", ";Minnesota;20,00", "543100;Ansan;5,00", ";Lwiw;5,00"]
    lines = "".join(f"2024;{row}\n" for row in rows)
    assert load(f"Jahr;Sachkonto;Text;Ansatz\n{lines}").frame["budget"].sum() == Decimal(50)


def test_a_row_that_continues_its_account_with_another_year_is_no_subtotal():
    rows = ["544016;2022;5,00", ";2023;5,00", ";2024;10,00"]
    frame = load("\n".join(["Sachkonto;Haushaltsjahr;Ansatz", *rows, ""])).frame
    assert frame["sachkonto"].to_list() == ["544016"] * 3
    assert frame["budget"].sum() == Decimal(20)


def test_a_cost_centre_report_of_sap_is_an_overview():
    lines = [
        "|Kostenarten            |  Istkosten | Plankosten |  Abw (abs) |",
        "|544016  Aktivitäten    |   1.234,50 |  40.000,00 |  38.765,50-|",
        "|544017  Sonstiges      |     100,00 |     500,00 |     400,00-|",
        "|* Belastung            |   1.334,50 |  40.500,00 |  39.165,50-|",
        "|** Über-/Unterdeckung  |   1.334,50 |  40.500,00 |  39.165,50-|",
    ]
    rule = "-" * len(lines[0])
    text = "\n".join(["Kostenstellen: Ist/Plan/Abweichung", rule, lines[0], rule, *lines[1:], rule, ""])
    frame = load(text, "GR55_2024.txt").frame
    assert frame["actual"].to_list() == [Decimal("1234.50"), Decimal(100)]
    assert frame["budget"].to_list() == [Decimal(40_000), Decimal(500)]


def test_postings_listed_singly_are_summed_per_account_and_kind():
    text = text_of(
        "01.02.2024;1;990100.544016;0,00;5,00",
        "02.02.2024;2;990100.544016;7,00;0,00",
        "02.02.2024;3;990100.441100;0,00;9,00",
        header="Datum;Beleg;Buchungsstelle;Auftrag;AO-Soll",
    )
    frame = load(text).frame.set_index("sachkonto")
    assert frame.loc["544016", ["actual", "committed"]].to_list() == [Decimal(5), Decimal(7)]
    assert frame.loc["441100", "actual"] == Decimal(9)


def test_what_is_no_overview_is_refused_with_what_is_missing():
    with pytest.raises(KooperationError) as error:
        load("Sachkonto;Bemerkung;Zahl\n544016;a;b\n")
    assert kinds(error.value) == ["column_missing"]
