"""The Excel report, reopened: what each sheet holds, what it leads to, and what never gets into it."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from workbook_ledger import ANSAN, COOPERATION, GRANT, SACRAMENTO, books_of, decision, posting
from workbook_reopened import Reopened, chart_columns

from kooperation.model.errors import KooperationError
from kooperation.model.findings import Place, finding
from kooperation.model.region import Pot, Region
from kooperation.reporting import workbook
from kooperation.reporting.provenance import ledger_check
from kooperation.reporting.tables import report_of
from kooperation.reporting.workbook import write_report

SHEETS = [
    "Deckblatt",
    "Übersicht",
    "Region × Jahr",
    "Kostenarten",
    "Buchungen",
    "Obligo",
    "Aktivitäten",
    "Ansätze",
    "Nicht zugeordnet",
    "Abgleich",
    "Prüfung",
    "Quellen",
    "Diagrammdaten",
]
LISTS = [
    "Buchungen",
    "Obligo",
    "Aktivitäten",
    "Ansätze",
    "Nicht zugeordnet",
    "Abgleich",
    "Prüfung",
    "Quellen",
]
CEILINGS = (decision(2021, "25000", to_year=2024), decision(2025, "40000"))


@pytest.fixture
def report(tmp_path):
    """A function that writes the report of some books and reopens it."""

    def write(books: Any, **options: Any) -> Reopened:
        return Reopened(write_report(books, tmp_path / "bericht.xlsx", **options))

    return write


def links_of(opened: Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: cell.hyperlink.location
        for row in opened.iter_rows()
        for cell in row
        if cell.hyperlink
    }


def test_the_report_has_its_sheets_with_german_names(report):
    assert report(books_of([posting(2024, 100)])).values.sheetnames == SHEETS


def test_the_english_report_speaks_english(report):
    made = report(
        books_of([posting(2024, 2_600_000), posting(2024, 100, None)], decisions=CEILINGS), language="en"
    )
    assert made.values.sheetnames[:4] == ["Cover", "Overview", "Region × Year", "Cost types"]
    assert "exceeded" in made.texts("Overview")
    assert "not assigned" in made.texts("Region × Year")
    german = re.compile(r"\b(und|der|die|das|nicht|Buchung|Ansatz)\b")
    words = [
        text for sheet in made.values.sheetnames for text in made.texts(sheet) if text != "Kooperationen"
    ]
    assert [text for text in words if german.search(text)] == []


def test_the_english_report_gives_reasons_and_control_totals_in_english(report):
    books = books_of([posting(2024, 100, None, reason="mehrdeutig: Ansan, Lwiw")])
    reasons = {"de": ("7 Summenzeilen", "Zeile 8 (Summe): 1.234,50 €")}
    reasons["en"] = ("7 total lines", "Row 8 (Summe): €1,234.50")
    sources = books.sources.assign(
        dropped_reasons=reasons["de"][0],
        control_totals=reasons["de"][1],
        dropped_reasons_en=reasons["en"][0],
        control_totals_en=reasons["en"][1],
    )
    said = {language: report(replace(books, sources=sources), language=language) for language in ("de", "en")}
    (german,), (english,) = said["de"].rows("Quellen"), said["en"].rows("Sources")
    assert (german["Gründe"], german["Kontrollsummen"]) == reasons["de"]
    assert (english["Reasons"], english["Control totals"]) == reasons["en"]
    (open_posting,) = said["en"].rows("Not assigned")
    assert open_posting["Reason"] == "ambiguous: Ansan, Lwiw"


def test_two_ceilings_hold_for_their_own_years(report):
    made = report(books_of([posting(2024, 3_000_000), posting(2025, 3_800_000)], decisions=CEILINGS))
    over, within = made.year(2024), made.year(2025)
    assert (over["Ansatz"], over["Ist"], over["verfügbar"], over["Ausschöpfung (Ist)"]) == (
        25000,
        30000,
        -5000,
        1.2,
    )
    assert (within["Ansatz"], within["Ist"], within["verfügbar"]) == (40000, 38000, 2000)
    assert (over["Zustand"], within["Zustand"]) == ("überschritten", "knapp")


def test_the_grant_stays_outside_and_the_account_still_adds_up(report):
    made = report(
        books_of([posting(2021, 1_785_000, None, "agit"), posting(2021, 2_400_000)], decisions=CEILINGS)
    )
    assert (made.year(2021)["Ist"], made.year(2021)["Ausschöpfung (Ist)"]) == (24000, 0.96)
    assert made.amount("Zuschuss", "ohne Partnerregion", 2021) == 17850
    assert made.amount("990100 · 544016", "Summe des Kontos", 2021) == 41850
    assert made.amount("Summe aller Buchungen", None, 2021) == 41850


@pytest.mark.parametrize("second", [decision(2025, "40000"), decision(2025, "15000", effect="erhoeht")])
def test_a_revision_gives_forty_thousand_whether_it_sets_or_adds(report, second):
    made = report(books_of([posting(2025, 100)], decisions=(decision(2024, "25000"), second)))
    assert [made.year(year)["Ansatz"] for year in (2024, 2025)] == [25000, 40000]


def test_a_proposed_ceiling_is_called_proposed_and_its_paper_is_named(report):
    made = report(
        books_of([posting(2025, 100)], decisions=(decision(2025, "40000", status="vorgeschlagen"),))
    )
    assert made.year(2025)["Status"] == "vorgeschlagen"
    assert "2025: Ansatz vorgeschlagen, noch nicht beschlossen (2024/0001)." in made.texts("Übersicht")


def test_a_year_without_documented_ceiling_gets_no_share(report):
    made = report(books_of([posting(2019, 500_000), posting(2021, 100)], decisions=CEILINGS))
    row = made.year(2019)
    assert (row["Ansatz"], row["Ist"], row["Zustand"]) == ("nicht belegt", 5000, "nicht belegt")
    assert {
        row[name] for name in ("verwendbar", "verfügbar", "Ausschöpfung (Ist)", "Bindung (Ist + Obligo)")
    } == {"–"}
    assert made.amount("Kooperationen", "Ausschöpfung", 2019) == "–"


def test_carry_over_block_and_release_stand_apart_and_make_what_is_usable(report):
    decisions = (
        decision(2025, "40000"),
        decision(2025, "1000", effect="uebertraegt"),
        decision(2025, "500", effect="sperrt"),
        decision(2025, None, effect="gibt_frei", share=Fraction(1, 4)),
    )
    row = report(books_of([posting(2025, 1_040_000)], decisions=decisions)).year(2025)
    assert [row[name] for name in ("Ansatz", "Übertrag", "Sperre", "freigegeben")] == [40000, 1000, 500, 0.25]
    assert (row["verwendbar"], row["verfügbar"], row["Zustand"]) == (10125, -275, "überschritten")


def test_a_ceiling_for_one_region_counts_that_region_and_the_unassigned_only(report):
    rows = [posting(2021, 1000), posting(2021, 200, "sacramento"), posting(2021, 30, None)]
    made = report(books_of(rows, decisions=(decision(2021, "25000", scope=("ansan",)),)))
    assert made.year(2021)["Ist"] == 10.30
    assert made.amount("Kooperationen", "davon außerhalb des Umfangs", 2021) == 2
    note = "2021: Ansatz nur für Ansan; 2,00 € für andere Regionen zählen nicht dagegen."
    assert note in made.texts("Übersicht")


def test_refunds_and_open_orders_have_columns_of_their_own(report):
    order = {"kind": "commitment", "order_id": "A1", "source_file": "auftraege/a.csv"}
    rows = [posting(2025, 450_000, order_id="A1"), posting(2025, -50_000), posting(2025, 600_000, **order)]
    made = report(books_of(rows, decisions=CEILINGS))
    row = made.year(2025)
    assert [row[name] for name in ("Ist", "davon Erstattungen", "Obligo", "verfügbar")] == [
        4000,
        -500,
        1500,
        34500,
    ]
    assert [line["offen"] for line in made.rows("Obligo")] == [1500]


def test_a_negative_region_is_shown_as_negative(report):
    made = report(books_of([posting(2025, -120_000), posting(2025, 50_000, "sacramento")]))
    assert made.amount("Kooperationen", "Ansan", 2025) == -1200
    assert made.amount("Kooperationen", "Summe", 2025) == -700


def test_unassigned_spending_is_a_row_and_a_list_with_the_line_that_would_assign_it(report):
    rows = [
        posting(2024, 100_000),
        posting(2024, 123_456, None, document="4711", reason="kein Name", source_row=9),
    ]
    made = report(books_of(rows, decisions=CEILINGS))
    (line,) = made.rows("Nicht zugeordnet")
    assert made.amount("Kooperationen", "nicht zugeordnet", 2024) == line["Betrag"] == 1234.56
    assert (line["Grund"], line["Datei"], line["Blatt"], line["Zeile"]) == (
        "kein Name",
        "buchungen/a.csv",
        "Tabelle1",
        9,
    )
    assert line["Zeile für zuordnung.csv"] == "a.csv-9;;;;;4711;;2024;2024;PARTNERREGION;;;;;Einzelfall"
    assert made.amount("Summe aller Buchungen", None, 2024) == 2234.56


def test_a_posting_without_document_is_assigned_by_its_text(report):
    rows = [posting(2024, 100, None, document=None, text="Druck; Broschüre")]
    (line,) = report(books_of(rows)).rows("Nicht zugeordnet")
    prepared = 'a.csv-2;;;;"Druck; Broschüre";;;2024;2024;PARTNERREGION;;;;;Einzelfall'
    assert line["Zeile für zuordnung.csv"] == prepared


def test_when_everything_is_assigned_the_unassigned_row_is_zero_and_no_advice_is_given(report):
    made = report(books_of([posting(2024, 100)]))
    assert made.amount("Kooperationen", "nicht zugeordnet", 2024) == 0
    said = " ".join(made.texts("Nicht zugeordnet"))
    assert "Jede Buchung, die eine Partnerregion braucht, hat eine." in said
    assert "zuordnung.csv ergänzen" not in said


def test_one_click_leads_from_every_sum_to_exactly_its_postings(report):
    rows = [
        posting(2024, 100),
        posting(2025, 7),
        posting(2024, 30, "sacramento"),
        posting(2024, 2000),
        posting(2025, 1, None),
    ]
    made = report(books_of(rows))
    targets = {
        address: target
        for address, target in links_of(made.formulas["Region × Jahr"]).items()
        if "Buchungen" in target
    }
    assert len(targets) == 4
    for address, target in targets.items():
        found = made.values["Buchungen"][target.split("!")[1]]
        cells = [cell for row in found for cell in row] if isinstance(found, tuple) else [found]
        summed = sum(Decimal(str(cell.value)) for cell in cells)
        assert summed == Decimal(str(made.values["Region × Jahr"][address].value))


def test_every_posting_leads_back_to_the_sum_it_is_part_of(report):
    made = report(
        books_of([posting(2024, 100), posting(2025, 7, "sacramento"), posting(2024, 30, None, "agit")])
    )
    postings = made.formulas["Buchungen"]
    formulas = [cell.value for cell in postings["A"] if str(cell.value).startswith("=HYPERLINK")]
    assert len(formulas) == 3
    for row, formula in enumerate(formulas, start=7):
        address = re.search(r"!(\w+)\"", formula)[1]
        values = made.values["Region × Jahr"]
        shown = (
            values[f"A{address[1:]}"].value,
            values[f"B{address[1:]}"].value,
            values[f"{address[0]}5"].value,
        )
        assert shown == tuple(made.values["Buchungen"][f"{column}{row}"].value for column in "CDB")


def test_every_posting_says_where_it_stands_and_what_assigned_it(report):
    rows = [posting(2024, 60_000, share="2/3", rule="essen", source_file="buchungen/x.xlsx", source_row=14)]
    (line,) = report(books_of(rows)).rows("Buchungen")
    assert (line["Datei"], line["Blatt"], line["Zeile"]) == ("buchungen/x.xlsx", "Tabelle1", 14)
    assert (line["Regel"], line["Anteil"], line["Partnerregion"], line["Betrag"]) == (
        "essen",
        "2/3",
        "Ansan",
        600,
    )


def test_a_foreign_amount_stands_beside_the_euros_that_count(report):
    rows = [posting(2025, 79_041, foreign_amount=125_000_000, currency="KRW")]
    (line,) = report(books_of(rows)).rows("Buchungen")
    assert (line["Betrag"], line["Originalbetrag"], line["Währung"]) == (790.41, 1_250_000, "KRW")


def test_commitments_and_budget_rows_are_no_postings(report):
    rows = [posting(2024, 100), posting(2024, 999, kind="budget"), posting(2024, 555, kind="commitment")]
    assert [line["Betrag"] for line in report(books_of(rows)).rows("Buchungen")] == [1]


def test_vendors_never_get_into_the_workbook(report):
    order = {"kind": "commitment", "order_id": "A1", "source_file": "auftraege/a.csv"}
    rows = [
        posting(2024, 100, None, vendor="Erika Mustermann"),
        posting(2024, 100, vendor="Erika Mustermann", **order),
    ]
    made = report(books_of(rows))
    with zipfile.ZipFile(made.path) as parts:
        assert [name for name in parts.namelist() if b"Mustermann" in parts.read(name)] == []


@pytest.mark.parametrize(
    "text", ["=SUMME(A1)", "+49 241", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "https://x.de"]
)
def test_a_text_never_becomes_a_formula_or_a_link(report, text):
    made = report(books_of([posting(2024, 100, None, text=text, document=text)]))
    cells = [
        cell
        for sheet in ("Buchungen", "Nicht zugeordnet")
        for cell in made.cells(sheet)
        if cell.value == text
    ]
    assert len(cells) == 4
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    if text[0] in "=+-@":
        assert all(cell.quotePrefix for cell in cells)


def test_money_dates_and_years_are_formatted_as_germans_write_them(report):
    made = report(books_of([posting(2024, 100)], decisions=CEILINGS))
    row = {cell.column_letter: cell for cell in made.formulas["Buchungen"][7]}
    assert row["E"].number_format == '[$-407]#,##0.00\\ "€"'
    assert row["F"].number_format == "dd\\.mm\\.yyyy"
    assert (row["B"].number_format, row["B"].value) == ("0", 2024)
    assert made.formulas["Region × Jahr"]["C5"].number_format == "0"


def test_every_sheet_is_ready_for_the_printer(report):
    made = report(books_of([posting(2024, 100)]))
    for opened in made.formulas:
        assert opened.page_setup.orientation == "landscape"
        assert opened.page_setup.paperSize == 9
        assert opened.sheet_properties.pageSetUpPr.fitToPage
        assert opened.print_area
        assert opened.freeze_panes
        assert opened.oddFooter.left.text.endswith("Stand 15.06.2024")
        assert opened.oddFooter.right.text.endswith("Seite &P von &N")


@pytest.mark.parametrize("sheet", [sheet for sheet in LISTS if sheet != "Aktivitäten"])
def test_lists_can_be_filtered_and_repeat_their_headings_on_each_page(report, sheet):
    made = report(books_of([posting(2024, 100)]))
    (table,) = made.formulas[sheet].tables.values()
    assert table.autoFilter.ref == table.ref
    heading = made.formulas[sheet][table.ref.split(":")[0]].row
    assert made.formulas[sheet].print_title_rows == f"${heading}:${heading}"


def width_of(opened: Worksheet, column: int) -> float:
    return next(one.width for one in opened.column_dimensions.values() if one.min <= column <= one.max)


def test_no_amount_is_wider_than_its_column(report):
    rows = [posting(2018 + number, 10**12 * (-1) ** number, "ansan", "koop") for number in range(4)]
    made = report(books_of(rows, decisions=(decision(2018, "10000000000"),)))
    for sheet in SHEETS:
        for cell in made.cells(sheet):
            value = made.values[sheet][cell.coordinate].value
            if "€" in cell.number_format and isinstance(value, int | float) and cell.font.size != 8:
                width = width_of(made.formulas[sheet], cell.column)
                assert len(f"{value:,.2f} €") <= width, (sheet, cell.coordinate)


def test_the_chart_has_an_alternative_text_with_the_figures(report):
    made = report(books_of([posting(2019, 100), posting(2024, 2_400_000)], decisions=CEILINGS))
    with zipfile.ZipFile(made.path) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    text = re.search(r'descr="([^"]*)"', drawing)[1]
    assert "2024: 24.000,00 € von 25.000,00 € (96,0 %)." in text
    assert "2019: 1,00 €, Ansatz nicht belegt." in text
    assert "Beispieldaten" in text


def test_the_ceiling_of_the_chart_is_a_step_per_year_that_ends_at_the_ceiling(report):
    made = report(
        books_of(
            [posting(2023, 100), posting(2026, 100)],
            decisions=(decision(2024, "25000", to_year=2024), decision(2025, "40000")),
        )
    )
    columns = chart_columns(made)
    pairs = zip(columns["Fuß der Ansatzmarke"], columns["Ansatz"], strict=True)
    assert [foot + mark for foot, mark in pairs] == pytest.approx([0, 25000, 40000, 40000], abs=1e-6)


def test_both_axes_of_the_chart_reach_equally_far(report):
    rows = [posting(2024, 5_000_000), posting(2024, -70_000, "sacramento"), posting(2025, 100)]
    lines = chart_columns(report(books_of(rows, decisions=CEILINGS)))
    highest = lines["höchster Wert"]
    spending = [
        a + b for a, b in zip(lines["Ausgaben über null"], lines["Ausgleich über den Ausgaben"], strict=True)
    ]
    assert spending == highest == [50000] * len(highest)
    assert set(lines["Ausgleich unter null"]) == {-700}


def test_a_proposed_ceiling_is_drawn_in_a_series_of_its_own(report):
    lines = chart_columns(
        report(books_of([posting(2025, 100)], decisions=(decision(2025, "40000", status="vorgeschlagen"),)))
    )
    assert lines["Ansatz, nur vorgeschlagen oder angenommen"] == [640]


def test_regions_keep_the_colours_of_the_other_charts(report):
    made = report(books_of([posting(2024, 100), posting(2024, 100, "sacramento")]))
    with zipfile.ZipFile(made.path) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert re.findall(r'srgbClr val="(0072B2|CC79A7)"', chart) == ["0072B2", "CC79A7"]


def test_many_regions_are_drawn_as_the_largest_and_the_rest_and_nothing_is_lost(report):
    regions = tuple(Region(f"r{number}", f"Region {number}", "", "DE") for number in range(40))
    rows = [posting(2024, 100 + number, f"r{number}") for number in range(40)]
    made = report(books_of(rows, regions=regions))
    lines = chart_columns(made)
    assert lines["Übrige (33)"] == [sum(100 + number for number in range(33)) / 100]
    assert lines["Ausgaben über null"] == [sum(100 + number for number in range(40)) / 100]
    assert made.amount("Kooperationen", "Region 0", 2024) == 1


def test_invented_figures_are_called_invented_on_every_sheet(report):
    made = report(books_of([posting(2024, 100)]))
    banner = "Beispieldaten – frei erfunden, keine echten Buchungen"
    assert all(banner in made.texts(sheet) for sheet in SHEETS)


def test_real_figures_are_not_called_examples(report):
    made = report(books_of([posting(2024, 100)], is_example=False))
    assert [text for sheet in SHEETS for text in made.texts(sheet) if "Beispieldaten" in text] == []


def test_the_finding_names_the_years_over_the_ceiling_and_what_is_left(report):
    made = report(books_of([posting(2024, 3_000_000), posting(2025, 100_000)], decisions=CEILINGS))
    sentence = (
        "Kooperationen: Ist und Obligo liegen 2024 um 5.000,00 € über dem verwendbaren Ansatz; "
        "2025 sind von 40.000,00 € noch 39.000,00 € verfügbar."
    )
    assert sentence in made.texts("Übersicht")


def test_the_same_books_make_the_same_bytes(tmp_path):
    books = books_of([posting(2024, 100), posting(2025, 100, None)], decisions=CEILINGS)
    first, second = (write_report(books, tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("pots", [(COOPERATION, GRANT), ()])
def test_a_folder_without_postings_makes_an_empty_report(report, pots):
    made = report(books_of([], pots=pots, regions=()), as_of=date(2024, 6, 30))
    assert made.values.sheetnames == SHEETS
    assert "stimmt überein" in made.texts("Übersicht")


def test_postings_outside_of_all_pots_are_shown_and_counted(report):
    made = report(books_of([posting(2024, 100), posting(2024, 900, None, None, sachkonto="999999")]))
    assert made.amount("außerhalb der Töpfe", "Summe", 2024) == 9
    assert made.amount("Summe aller Buchungen", None, 2024) == 10
    assert made.rows("Nicht zugeordnet")[0]["Betrag"] is None


@pytest.mark.parametrize("name", ['O\'Neill "die"; Stadt', "Stern*chen?", "=SUMME(1)", "<Klein", "~", "2024"])
def test_a_region_may_be_called_anything(report, name):
    regions = (Region("x", name, "", "DE"), ANSAN)
    made = report(books_of([posting(2024, 100, "x"), posting(2024, 7)], regions=regions))
    assert made.amount("Kooperationen", name, 2024) == 1


def test_pots_of_one_name_are_told_apart(report):
    pots = (COOPERATION, Pot("zwei", "KOOPERATIONEN", "1", "2", is_default=True, frame="nein"))
    made = report(books_of([posting(2024, 100), posting(2024, 900, "ansan", "zwei")], pots=pots))
    assert made.amount("KOOPERATIONEN (zwei)", "Ansan", 2024) == 9


def test_as_of_leaves_out_what_was_booked_later_and_the_sums_still_tie(report):
    rows = [posting(2025, 100, booked_on=date(2025, 6, 30)), posting(2025, 900, booked_on=date(2025, 7, 1))]
    made = report(books_of(rows), as_of=date(2025, 6, 30))
    assert made.amount("Summe aller Buchungen", None, 2025) == 1
    assert "Stand 30.06.2025 – später Gebuchtes ist nicht enthalten" in made.texts("Übersicht")
    assert "stimmt überein" in made.texts("Übersicht")


def test_a_posting_that_got_lost_on_the_way_is_seen():
    books = books_of([posting(2024, 100), posting(2024, 900)])
    check = ledger_check(report_of(replace(books, bookings=books.bookings.iloc[:1])))
    assert (check.expected, check.shown, check.difference) == (
        Decimal("10.00"),
        Decimal("1.00"),
        Decimal("-9.00"),
    )


def test_rows_delivered_twice_are_no_loss():
    books = books_of(
        [
            posting(2024, 100),
            posting(2024, 900, source_file="buchungen/b.csv"),
            posting(2024, 5, source_file="buchungen/b.csv"),
        ]
    )
    overlap = finding("overlap", Place(file="buchungen/b.csv"), count=1, other="buchungen/a.csv")
    merged = replace(books, bookings=books.bookings.iloc[[0, 2]], noticed=(overlap,))
    assert ledger_check(report_of(merged)).difference == 0


def test_overview_and_line_items_are_held_against_each_other(report):
    overview = {
        "year": [2024],
        "teilprodukt": ["990100"],
        "sachkonto": ["544016"],
        "actual": [2_395_000],
        "source_file": ["haushalt/h.csv"],
        "source_row": [3],
    }
    made = report(books_of([posting(2024, 2_370_000)], overview=overview))
    (line,) = made.rows("Abgleich")
    assert [line[name] for name in ("Budgetübersicht", "Einzelbuchungen", "Differenz", "Ergebnis")] == [
        23950,
        23700,
        250,
        "weicht ab",
    ]
    assert "1 Konto und Jahr weicht ab" in made.texts("Übersicht")


def test_a_decision_stands_with_effect_paper_and_place(report):
    made = report(
        books_of(
            [posting(2025, 100)],
            decisions=(
                decision(
                    2025,
                    "15000",
                    effect="uebertraegt",
                    body="Städteregionsausschuss",
                    decided_on=date(2024, 12, 5),
                ),
                decision(2025, "40000", scope=("ansan", "sacramento")),
            ),
        )
    )
    first, second = made.rows("Ansätze")
    assert (first["Wirkung"], first["Betrag"], first["bis Jahr"], first["Gremium"]) == (
        "überträgt",
        15000,
        2025,
        "Städteregionsausschuss",
    )
    assert (second["Umfang"], second["bis Jahr"], second["Vorlage"], second["Datei"], second["Zeile"]) == (
        "Ansan, Greater Sacramento",
        "offen",
        "2024/0001",
        "register/ansaetze.csv",
        2,
    )


def test_each_file_shows_how_much_of_it_the_report_holds(report):
    made = report(books_of([posting(2024, 100), posting(2024, 900, source_file="buchungen/b*.csv")]))
    assert {
        line["Datei"]: (line["Summe der Datei"], line["Ist im Bericht"]) for line in made.rows("Quellen")
    } == {
        "buchungen/a.csv": (1, 1),
        "buchungen/b*.csv": (9, 9),
    }


def test_findings_stand_with_place_and_remedy(report):
    noticed = (finding("target_is_locked", Place("buchungen/a.csv", "Tabelle1", 4, "Betrag"), raw="12,3"),)
    (line,) = report(replace(books_of([posting(2024, 100)]), noticed=noticed)).rows("Prüfung")
    assert (line["Art"], line["Datei"], line["Blatt"], line["Zeile"], line["Spalte"]) == (
        "Fehler",
        "buchungen/a.csv",
        "Tabelle1",
        4,
        "Betrag",
    )
    assert line["Abhilfe"].startswith("Die Datei schließen (Excel")


def test_key_figures_have_names(report):
    made = report(books_of([posting(2024, 3_000_000)], decisions=CEILINGS))
    names = made.formulas.defined_names
    sheet, address = next(iter(names["Ist_2024"].destinations))
    assert made.values[sheet][address].value == 30000
    sheet, address = next(iter(names["Verfuegbar_2024"].destinations))
    assert made.values[sheet][address].value == -5000


def test_the_caller_may_choose_which_pots_are_held_against_a_ceiling(report):
    pots = (COOPERATION, Pot("zwei", "Zweiter", "1", "2", is_default=True, frame="ja"))
    made = report(books_of([posting(2024, 100), posting(2024, 5, "ansan", "zwei")], pots=pots), pots=["koop"])
    assert "Zweiter: 0,05 € gebucht; für kein Haushaltsjahr ist ein Ansatz belegt." not in made.texts(
        "Übersicht"
    )
    assert made.amount("Zweiter", "Ansan", 2024) == 0.05


def test_a_pot_that_does_not_exist_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="no such pot"):
        write_report(books_of([]), tmp_path / "x.xlsx", pots=["kopo"])


def test_more_postings_than_excel_holds_are_refused_in_the_readers_language(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 7)
    with pytest.raises(
        KooperationError, match="Der Bericht hat 2 Buchungszeilen; ein Excel-Blatt fasst höchstens 1"
    ):
        write_report(books_of([posting(2024, 1), posting(2024, 2)]), tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_second_region_named_like_another_keeps_its_own_sum(report):
    regions = (ANSAN, replace(SACRAMENTO, name="ANSAN"))
    made = report(books_of([posting(2024, 100), posting(2024, 7, "sacramento")], regions=regions))
    assert made.amount("Kooperationen", "Ansan", 2024) == 1
    assert made.amount("Kooperationen", "ANSAN (sacramento)", 2024) == 0.07


def test_names_keep_their_column_when_there_is_no_year_to_show(report):
    made = report(books_of([]))
    assert width_of(made.formulas["Region × Jahr"], 2) > len("Greater Sacramento")
