"""The sheets Deckblatt, Kostenarten and Aktivitäten, and the names of figures, as a reader finds them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl.utils.cell import range_boundaries
from workbook_ledger import COOPERATION, GRANT, books_of, decision, posting
from workbook_reopened import reopen

import kooperation as ko
from kooperation.model.region import Pot, Region
from kooperation.reporting.contents import workbook_figures

CEILINGS = (decision(2024, "25000", to_year=2024), decision(2025, "40000", paper="2024/0207"))
FAIR = Pot("messe", "Messen", "990200", "544017", is_default=True, frame="ja")


def activity(**more: Any) -> dict[str, Any]:
    """One activity of a delegation trip; everything that a test does not care about is made up."""
    return {
        "activity_id": "A1",
        "period_text": "03.–05.06.2024",
        "start": date(2024, 6, 3),
        "end": date(2024, 6, 5),
        "precision": "range",
        "region": "ansan",
        "kind": "Delegationsreise",
        "status": "durchgeführt",
        "source": "Vorlage 2024/0207",
        "source_file": "aktivitaeten/a.csv",
        "source_row": 2,
        **more,
    }


def columns_of(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in {key for row in rows for key in row}}


# --- Deckblatt ---------------------------------------------------------------------------------------------


def test_the_cover_states_finding_and_date_before_anything_else(tmp_path):
    made = reopen(
        tmp_path, books_of([posting(2024, 3_000_000)], decisions=CEILINGS), as_of=date(2024, 12, 31)
    )
    texts = made.texts("Deckblatt")
    assert texts[1] == "Stand 31.12.2024 – später Gebuchtes ist nicht enthalten"
    assert texts[2] == "Beispieldaten – frei erfunden, keine echten Buchungen"
    over = "Kooperationen: Ist und Obligo liegen 2024 um 5.000,00 € über dem verwendbaren Ansatz."
    assert texts[3] == over


def test_the_cover_leads_to_every_other_sheet_and_says_what_it_shows(tmp_path):
    made = reopen(tmp_path, books_of([posting(2024, 100)]))
    cells = [cell for cell in made.cells("Deckblatt") if cell.hyperlink and cell.column == 1]
    targets = {cell.value: cell.hyperlink.location for cell in cells}
    names = made.values.sheetnames[1:]
    assert {name: targets[name] for name in names} == {name: f"'{name}'!A1" for name in names}
    shown = {row[0]: row[1] for row in made.below("Deckblatt", "Was die Blätter zeigen")}
    assert all(shown[name] for name in names)


def test_the_cover_explains_every_state_of_the_traffic_light(tmp_path):
    rows = reopen(tmp_path, books_of([posting(2024, 100)])).below("Deckblatt", "So liest man die Ampel")
    assert [row[0] for row in rows[1:]] == [
        "● im Rahmen",
        "● knapp",
        "● ausgeschöpft",
        "● überschritten",
        "○ nicht belegt",
    ]
    assert all(row[1] for row in rows)


def test_the_cover_names_the_paper_behind_each_ceiling(tmp_path):
    decisions = (*CEILINGS, decision(2019, None, to_year=2020, status=None, paper=None))
    rows = reopen(tmp_path, books_of([posting(2024, 100)], decisions=decisions)).below(
        "Deckblatt", "Woher die Ansätze kommen"
    )
    assert [row[:3] for row in rows[1:4]] == [
        ("2024", "setzt 25.000,00 € · beschlossen", "2024/0001 · Niederschrift"),
        ("ab 2025", "setzt 40.000,00 € · beschlossen", "2024/0207 · Niederschrift"),
        ("2019–2020", "nicht belegt", "Niederschrift"),
    ]


# --- names -------------------------------------------------------------------------------------------------


def test_each_name_that_the_cover_lists_is_defined(tmp_path):
    made = reopen(tmp_path, books_of([posting(2025, 1_000_000)], decisions=CEILINGS))
    listed = [row[0] for row in made.below("Deckblatt", "Namen für eigene Formeln")[1:]]
    assert set(listed) <= set(made.formulas.defined_names)
    assert [made.named(name) for name in listed[2:]] == [
        40000,
        40000,
        10000,
        0,
        30000,
        0.25,
        0.25,
        "im Rahmen",
    ]
    assert made.named("Stand") == "Stand 15.06.2025 (letzte Buchung)"


def test_every_year_of_a_pot_has_its_names(tmp_path):
    made = reopen(tmp_path, books_of([posting(2024, 2_500_000)], decisions=CEILINGS))
    assert (made.named("Ist_2024"), made.named("Zustand_2024")) == (25000, "ausgeschöpft")
    assert made.named("Verwendbar_2025") == 40000


def test_with_several_pots_each_name_says_which(tmp_path):
    books = books_of(
        [posting(2024, 100), posting(2024, 700, pot="messe")], pots=(COOPERATION, FAIR), decisions=CEILINGS
    )
    made = reopen(tmp_path, books)
    assert (made.named("Ist_2024_koop"), made.named("Ist_2024_messe")) == (1, 7)
    assert "Ist_2024" not in made.formulas.defined_names


def test_two_pots_whose_keys_differ_in_signs_only_share_no_name(tmp_path):
    pots = (replace(FAIR, key="m-1"), replace(FAIR, key="M 1", teilprodukt="990300"))
    rows = [posting(2024, 100, pot="m-1"), posting(2024, 700, pot="M 1")]
    made = reopen(tmp_path, books_of(rows, pots=pots))
    assert (made.named("Ist_2024_m_1"), made.named("Ist_2024_M_1_2")) == (1, 7)


def test_only_amounts_are_read_as_named_figures(tmp_path):
    made = reopen(tmp_path, books_of([posting(2024, 2_500_000)], decisions=CEILINGS))
    names = workbook_figures(made.path)["name"].to_list()
    assert "Ist_2024" in names
    assert not {"Ausschoepfung_2024", "Zustand_2024", "Stand", "Befund"} & set(names)


def test_the_light_is_a_sign_beside_the_word(tmp_path):
    made = reopen(tmp_path, books_of([posting(2019, 100), posting(2024, 100)], decisions=CEILINGS))
    shown = [(made.year(year)["Ampel"], made.year(year)["Zustand"]) for year in (2019, 2024)]
    assert shown == [("○", "nicht belegt"), ("●", "im Rahmen")]


# --- Kostenarten -------------------------------------------------------------------------------------------


def cost_rows(made: Any) -> dict[tuple[Any, Any], dict[str, Any]]:
    """The rows of the sheet Kostenarten by pot and key."""
    rows = list(made.values["Kostenarten"].iter_rows(min_row=5, values_only=True))
    return {(row[0], row[1]): dict(zip(rows[0][2:], row[2:], strict=True)) for row in rows[1:] if row[0]}


def test_cost_types_are_added_up_by_region_and_by_year(tmp_path):
    rows = [
        posting(2024, 10_000, cost_type="Reise"),
        posting(2025, 5_000, cost_type="Reise"),
        posting(2025, 700, "sacramento", cost_type="Druck"),
        posting(2025, -100, "sacramento", cost_type="Druck"),
    ]
    found = cost_rows(reopen(tmp_path, books_of(rows)))
    assert found["Kooperationen", "Ansan"] == {"Druck": 0, "Reise": 150, "Gesamt": 150}
    assert found["Kooperationen", "Greater Sacramento"] == {"Druck": 6, "Reise": 0, "Gesamt": 6}
    assert found["Kooperationen", 2025] == {"Druck": 6, "Reise": 50, "Gesamt": 56}
    assert found["Kooperationen", "Summe"] == {"Druck": 6, "Reise": 150, "Gesamt": 156}


def test_spending_without_cost_type_and_without_region_is_shown_and_adds_up_to_the_ledger(tmp_path):
    rows = [
        posting(2024, 100, cost_type="Reise"),
        posting(2024, 20, None),
        posting(2024, 3000, None, "agit", cost_type="Zuschuss"),
    ]
    found = cost_rows(reopen(tmp_path, books_of(rows)))
    assert found["Kooperationen", "nicht zugeordnet"]["ohne Kostenart"] == 0.2
    assert found["Zuschuss", "ohne Partnerregion"]["Zuschuss"] == 30
    assert found["Summe aller Buchungen", None]["Gesamt"] == 31.2
    assert found["Differenz", None] == {"Reise": 0, "Zuschuss": 0, "ohne Kostenart": 0, "Gesamt": 0}


def test_cost_types_that_excel_takes_for_one_keep_their_own_sums(tmp_path):
    rows = [posting(2024, 100, cost_type="Reise"), posting(2024, 700, cost_type="REISE")]
    found = cost_rows(reopen(tmp_path, books_of(rows)))
    assert sorted(found["Kooperationen", "Ansan"].values()) == [1, 7, 8]


def test_a_folder_without_postings_has_no_cost_types_and_no_fault(tmp_path):
    assert cost_rows(reopen(tmp_path, books_of([])))["Summe aller Buchungen", None] == {"Gesamt": 0}


# --- Aktivitäten -------------------------------------------------------------------------------------------


def test_an_activity_shows_what_it_cost_in_all_per_person_and_per_day(tmp_path):
    rows = [posting(2024, 300_000, document="7"), posting(2024, 70_010, document="8")]
    log = columns_of([activity(people=20, people_approx=True, elected=7, documents="7, 8")])
    (row,) = reopen(tmp_path, books_of(rows, activities=log)).rows("Aktivitäten")
    assert (row["Kosten"], row["je Person"], row["je Tag"], row["Buchungen"]) == (
        3700.1,
        185.01,
        1233.37,
        "2",
    )
    assert (row["Zeitraum"], row["Personen"], row["davon Mandat"], row["Tage"]) == (
        "03.–05.06.2024",
        20,
        7,
        3,
    )


def test_about_twenty_people_are_called_about_twenty(tmp_path):
    log = columns_of([activity(people=20, people_approx=True), activity(activity_id="A2", people=20)])
    made = reopen(tmp_path, books_of([posting(2024, 100)], activities=log))
    cells = [cell for cell in made.cells("Aktivitäten") if cell.value == 20]
    assert [cell.number_format for cell in cells] == ['"rd. "0', "0"]


def test_an_activity_without_posting_says_so_and_spending_without_activity_is_listed(tmp_path):
    rows = [posting(2024, 100, document="7"), posting(2024, 2_000, "sacramento"), posting(2025, 300, None)]
    log = columns_of([activity(documents="7"), activity(activity_id="A2", documents=None)])
    made = reopen(tmp_path, books_of(rows, activities=log))
    assert [row["Kosten"] for row in made.rows("Aktivitäten")] == [1, "ohne Buchung"]
    listed = made.below("Aktivitäten", "Ausgaben ohne Aktivität")[2:]
    assert [(row[1], row[2], row[3], row[9], row[12]) for row in listed] == [
        (2024, "Greater Sacramento", "Kooperationen", 20, 1),
        (2025, "nicht zugeordnet", "Kooperationen", 3, 1),
        ("Summe", None, None, 23, None),
    ]


def test_each_posting_names_its_activities_and_a_shared_one_counts_for_both(tmp_path):
    log = columns_of([activity(documents="7"), activity(activity_id="A2", documents="7")])
    books = books_of([posting(2024, 100, document="7"), posting(2024, 50, document="8")], activities=log)
    made = reopen(tmp_path, books)
    assert [row["Aktivität"] for row in made.rows("Buchungen")] == ["A1 | A2", "–"]
    assert [row["Kosten"] for row in made.rows("Aktivitäten")] == [1, 1]
    assert "darin 1,00 € mehrfach" in made.texts("Aktivitäten")


def test_a_click_leads_from_an_activity_to_its_first_posting(tmp_path):
    log = columns_of([activity(documents="8")])
    books = books_of([posting(2024, 100, document="7"), posting(2024, 50, document="8")], activities=log)
    made = reopen(tmp_path, books)
    (formula,) = [
        str(cell.value) for cell in made.cells("Aktivitäten") if str(cell.value).startswith("=HYPERLINK")
    ]
    address = formula.split("!")[1].split('"')[0]
    assert made.values["Buchungen"][address].value == 0.5


@pytest.mark.parametrize(
    ("status", "moved_to", "words"),
    [
        ("geplant", None, "geplant, überfällig"),
        ("verschoben", "2026", "verschoben auf 2026"),
        ("abgesagt", None, "abgesagt"),
        ("unterzeichnet", None, "unterzeichnet"),
        (None, None, "Status ohne Angabe"),
    ],
)
def test_the_status_stands_in_words(tmp_path, status, moved_to, words):
    log = columns_of([activity(status=status, moved_to=moved_to)])
    (row,) = reopen(tmp_path, books_of([posting(2024, 100)], activities=log), as_of=date(2025, 6, 30)).rows(
        "Aktivitäten"
    )
    assert row["Status"] == words


def test_figures_among_the_outcomes_stand_apart_with_their_source(tmp_path):
    text = "Unternehmen im Zentrum: 10 (erwartet, 2021, Vorlage 2021) | Unternehmen im Zentrum: 15 (2024)"
    made = reopen(tmp_path, books_of([posting(2024, 100)], activities=columns_of([activity(outcome=text)])))
    rows = made.below("Aktivitäten", "Ergebnisse in Zahlen")[2:]
    assert [(row[0], row[1], row[4], row[5], row[6], row[13]) for row in rows] == [
        ("A1", "2021", "erwartet", "Unternehmen im Zentrum", 10, "Vorlage 2021"),
        ("A1", "2024", "erreicht", "Unternehmen im Zentrum", 15, "Vorlage 2024/0207"),
    ]


def test_a_log_without_figures_says_so(tmp_path):
    made = reopen(tmp_path, books_of([posting(2024, 100)]))
    assert "Das Protokoll nennt keine Zahl." in made.texts("Aktivitäten")


def test_activities_without_an_identifier_are_told_apart_by_their_row(tmp_path):
    log = columns_of([activity(activity_id=None), activity(activity_id="a1"), activity(source_row=4)])
    made = reopen(tmp_path, books_of([posting(2024, 100)], activities=log))
    assert [row["Kennung"] for row in made.rows("Aktivitäten")] == ["#2", "a1", "A1 (2)"]


# --- every sheet -------------------------------------------------------------------------------------------


def test_the_printed_pages_of_a_list_hold_its_last_row(tmp_path):
    log = columns_of([activity(activity_id=f"A{number}") for number in range(30)])
    made = reopen(tmp_path, books_of([posting(2024, 100)], activities=log))
    for sheet in made.formulas:
        last = range_boundaries(str(sheet.print_area).split("!")[1].replace("$", ""))[3]
        assert last >= sheet.max_row - 1, sheet.title


def test_what_is_printed_stays_legible(project, tmp_path):
    """At 64 per cent of its size the type of ten points is still as large as a footnote of a printed book."""
    made = reopen(tmp_path, ko.read_books(project / "data" / "raw"))
    scales = {sheet.title: WIDTH_OF_A_PAGE / printed_width(sheet) for sheet in made.formulas}
    assert {title: round(scale, 2) for title, scale in scales.items() if scale < 0.64} == {}


WIDTH_OF_A_PAGE = (297 / 25.4 - 0.8) * 72  # landscape A4 between its margins [pt]


def printed_width(sheet: Any) -> float:
    """How wide the printed columns of a sheet are together. [pt]."""
    first, _, last, _ = range_boundaries(str(sheet.print_area).split("!")[1].replace("$", ""))
    known = sheet.column_dimensions.values()
    widths = [
        next((one.width for one in known if one.min <= column <= one.max), 8.43)
        for column in range(first, last + 1)
    ]
    return sum((7 * (width - 0.71) + 5) * 0.75 for width in widths)


def test_headings_of_the_log_are_not_repeated_above_other_lists(tmp_path):
    short, long = (columns_of([activity(activity_id=f"A{one}") for one in range(count)]) for count in (3, 80))
    books = books_of([posting(2024, 100)])
    repeated = [
        reopen(tmp_path, replace(books, activities=books_of([], activities=log).activities))
        .formulas["Aktivitäten"]
        .print_title_rows
        for log in (short, long)
    ]
    assert repeated == ["$1:$1", "$6:$6"]


def test_a_report_of_forty_regions_twenty_years_and_three_pots_holds_every_euro(tmp_path):
    regions = tuple(Region(f"r{number}", f"Region {number}", "", "DE") for number in range(40))
    pots = (COOPERATION, FAIR, replace(FAIR, key="drei", name="Dritter", teilprodukt="990300"), GRANT)
    keys = ["koop", "messe", "drei", "agit"]
    rows = [
        posting(
            2006 + number % 20, 100 + number, f"r{number % 40}", keys[number % 4], cost_type=f"K{number % 9}"
        )
        for number in range(160)
    ]
    made = reopen(tmp_path, books_of(rows, regions=regions, pots=pots))
    total = sum(100 + number for number in range(160)) / 100
    assert made.amount("Summe aller Buchungen", None, "Gesamt") == pytest.approx(total)
    assert cost_rows(made)["Summe aller Buchungen", None]["Gesamt"] == pytest.approx(total)
    assert made.named("Summe_Buchungen") == pytest.approx(total)
