"""The explorer: each control decides chart, tables, sum and file alike, and no cent or posting is lost."""

import io
import sys
from base64 import b64decode
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from openpyxl import load_workbook

import kooperation as ko
from kooperation.demo.blank import write_blank
from kooperation.model.money import column_sum
from kooperation.model.schema import TEXT
from kooperation.reporting.explorer.pictures import PICTURES
from kooperation.reporting.explorer.scene import Scene
from kooperation.reporting.explorer.view import (
    Choice,
    View,
    cost_types_of,
    first_choice,
    pots_of,
    regions_of,
    years_of,
)

pytest.importorskip("ipywidgets", reason="ipywidgets is not installed: the explorer belongs to the extra lab")


@pytest.fixture(scope="module")
def books(project):
    return ko.read_books(project / "data" / "raw")


@pytest.fixture(scope="module")
def opened(books):
    return ko.explore(books)


@pytest.fixture
def explorer(opened):
    """An explorer as it opens; one for all tests, because each one draws."""
    opened.chart.value = "spending"
    opened.reset.click()
    return opened


def cents(frame: pd.DataFrame) -> Decimal:
    return column_sum(frame["amount"])


# --- views ------------------------------------------------------------------------------------------------


def test_the_first_choice_filters_nothing_of_the_pot_that_has_a_ceiling(books):
    choice = first_choice(books)
    assert choice == Choice(first=2018, last=2026, pot="kooperation")
    assert len(View(books, choice).postings) == len(ko.trace(books, pot="kooperation"))


def test_the_choices_of_each_control_together_are_all_postings(books):
    whole = cents(ko.trace(books))
    years = range(years_of(books)[0], years_of(books)[-1] + 1)
    per_pot = [View(books, Choice(years[0], years[-1], pot)) for pot in pots_of(books)]
    assert sum(view.amount for view in per_pot) == whole
    of_pot = View(books, Choice(years[0], years[-1], "kooperation")).amount
    for name, keys in {
        "regions": [(key,) for key in regions_of(books)],
        "cost_type": cost_types_of(books),
    }.items():
        parts = [View(books, Choice(years[0], years[-1], "kooperation", **{name: key})) for key in keys]
        assert sum(view.amount for view in parts) == of_pot, name


def test_what_belongs_to_no_region_can_be_chosen(books):
    view = View(books, Choice(2024, 2026, "kooperation", regions=("nicht zugeordnet",)))
    assert view.amount == Decimal("2381.76")
    assert view.postings["region"].isna().all()
    assert "nicht zugeordnet · 4 Buchungen, zusammen 2.381,76 €" in view.summary


def test_a_part_of_the_spending_is_never_held_against_the_ceiling_of_the_whole(explorer):
    assert "Ansatz" in explorer.scene.figures
    explorer.regions.value = ("ansan",)
    assert "Ansatz" not in explorer.scene.figures
    assert "nur ein Teil der Ausgaben" in explorer.summary.value


def test_the_summary_says_what_is_shown_in_both_languages(books):
    choice = Choice(2024, 2024, "kooperation", regions=("ansan", "suedkorea"), cost_type="Reise")
    assert View(books, choice).summary.startswith(
        "Internationale Kooperationen · 2024 · Ansan und Südkorea · Reise · "
    )
    assert "postings, together €" in View(books, choice, "en").summary


# --- controls ---------------------------------------------------------------------------------------------


def test_a_changed_year_changes_chart_figures_postings_and_sum(explorer):
    before = explorer.picture.value, explorer.figures.value, explorer.postings.value, explorer.summary.value
    explorer.first.value = 2024
    after = explorer.picture.value, explorer.figures.value, explorer.postings.value, explorer.summary.value
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert list(explorer.scene.figures.index) == [2024, 2025, 2026]
    assert set(explorer.view.postings["year"]) == {2024, 2025, 2026}
    assert column_sum(explorer.scene.figures["Summe"]) == cents(explorer.view.postings)


def test_of_two_years_that_cross_the_other_one_gives_way(explorer):
    explorer.last.value = 2020
    explorer.first.value = 2024
    assert (explorer.first.value, explorer.last.value) == (2024, 2024)
    explorer.last.value = 2019
    assert (explorer.first.value, explorer.last.value) == (2019, 2019)


def test_reset_puts_every_filter_back(explorer, books):
    fresh = explorer.summary.value, explorer.figures.value
    explorer.first.value, explorer.pot.value, explorer.regions.value = 2025, "agit", ("lwiw",)
    explorer.reset.click()
    assert explorer.choice == first_choice(books)
    assert (explorer.summary.value, explorer.figures.value) == fresh


@pytest.mark.parametrize("picture", [picture.key for picture in PICTURES])
def test_every_chart_can_be_chosen(explorer, picture):
    explorer.first.value = 2024
    explorer.chart.value = picture
    assert explorer.picture.value.startswith('<img alt="')
    assert not explorer.scene.figures.empty
    assert explorer.view.summary in explorer.scene.text


@pytest.mark.parametrize("picture", [picture.key for picture in PICTURES])
def test_postings_of_no_pot_can_be_looked_at_with_every_chart(books, picture):
    bookings = books.bookings.assign(pot=pd.array([None] * len(books.bookings), dtype=TEXT))
    none = replace(books, bookings=bookings)
    view = View(none, Choice(2026, 2026, "außerhalb", chart=picture))
    assert "außerhalb der Töpfe" in view.summary
    assert alt_text_of(view)


def alt_text_of(view: View) -> str:
    return ko.alt_text(Scene(view).axes)


def test_the_course_of_a_year_shows_the_postings_of_that_year_alone(explorer):
    explorer.last.value = 2024
    explorer.chart.value = "year"
    assert explorer.first.disabled
    assert set(explorer.view.postings["year"]) == {2024}
    assert "2024 · alle Partnerregionen" in explorer.view.summary


def test_the_activities_of_a_region_are_shown_with_those_of_all(explorer):
    explorer.chart.value, explorer.regions.value = "activities", ("minnesota",)
    shown = repr(explorer.scene.figures_table)
    assert "Minnesota" in shown
    assert "Sacramento" not in shown


def test_a_chart_of_the_whole_pot_switches_the_filters_off_that_it_has_no_use_for(explorer):
    explorer.regions.value = ("ansan",)
    explorer.chart.value = "usage"
    assert (explorer.regions.disabled, explorer.cost_type.disabled, explorer.pot.disabled) == (
        True,
        True,
        False,
    )
    assert set(explorer.view.postings["region"].dropna()) > {"ansan"}
    explorer.chart.value = "spending"
    assert not explorer.regions.disabled
    assert set(explorer.view.postings["region"]) == {"ansan"}


def test_a_choice_without_any_posting_says_so(explorer):
    explorer.regions.value = ("riesengebirge",)
    assert "Keine Buchung passt zu dieser Auswahl." in explorer.postings.value
    assert "0 Buchungen, zusammen 0,00 €" in explorer.summary.value


def test_each_posting_is_shown_with_its_place_and_without_who_was_paid(books, explorer):
    explorer.first.value = 2026
    posting = explorer.view.postings.iloc[0]
    assert f">{posting['source_file']}</td>" in explorer.postings.value
    assert f">{posting['source_row']}</td>" in explorer.postings.value
    vendors = set(books.bookings["vendor"].dropna()) - {"AGIT mbH"}
    assert [vendor for vendor in sorted(vendors) if vendor in explorer.postings.value] == []


def test_controls_have_labels_in_the_language_of_the_reader(books, explorer):
    german, english = explorer, ko.explore(books, language="en")
    names = ("first", "last", "pot", "regions", "cost_type", "chart", "reset", "save")
    assert [getattr(german, name).description for name in names] == [
        "von Jahr", "bis Jahr", "Topf", "Regionen", "Kostenart", "Diagramm",
        "Zurücksetzen", "Als Excel speichern",
    ]  # fmt: skip
    assert [getattr(english, name).description for name in names] == [
        "From year", "To year", "Pot", "Regions", "Cost type", "Chart", "Reset", "Save as Excel",
    ]  # fmt: skip


# --- file -------------------------------------------------------------------------------------------------


def test_the_excel_file_holds_exactly_the_postings_shown(explorer):
    explorer.first.value, explorer.regions.value = 2024, ("ansan",)
    sheet = load_workbook(io.BytesIO(explorer.scene.workbook()))["Buchungen"]
    [table] = sheet.tables.values()
    head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    amounts = [row[head.index("Betrag")] for row in rows]
    assert sum(Decimal(str(amount)) for amount in amounts) == cents(explorer.view.postings)
    assert len(rows) == len(explorer.view.postings)
    assert {row[head.index("Haushaltsjahr")] for row in rows} == {2024, 2025, 2026}
    assert explorer.view.summary in [cell.value for cell in sheet["A"]]


def test_saving_writes_beside_the_report_and_offers_the_same_file_to_the_browser(books, tmp_path):
    explorer = ko.explore(replace(books, folder=tmp_path / "raw"))
    explorer.save.click()
    content = (tmp_path / "processed" / "auswahl.xlsx").read_bytes()
    assert "Gespeichert: processed/auswahl.xlsx neben dem Datenordner" in explorer.download.value
    assert str(tmp_path) not in explorer.download.value
    assert b64decode(explorer.download.value.split("base64,")[1].split('"')[0]) == content


def test_the_same_choice_gives_the_same_file(books):
    view = View(books, first_choice(books))
    first, second = (Scene(view).workbook() for _ in range(2))
    assert first == second


def test_a_target_that_cannot_be_written_is_said_and_the_link_still_works(books, tmp_path):
    (tmp_path / "processed" / "auswahl.xlsx").mkdir(parents=True)
    explorer = ko.explore(replace(books, folder=tmp_path / "raw"))
    explorer.save.click()
    assert "Gespeichert" not in explorer.download.value
    assert "Ordner" in explorer.download.value
    assert 'download="auswahl.xlsx"' in explorer.download.value


# --- in a notebook ----------------------------------------------------------------------------------------


def test_a_notebook_without_a_running_program_shows_picture_and_figures(explorer):
    shown, words = explorer._repr_mimebundle_()
    assert set(shown) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert b64decode(shown["image/png"]).startswith(b"\x89PNG")
    assert "26.418,73 €" in shown["text/plain"]
    assert "Beispieldaten" in shown["text/plain"]
    assert words["image/png"]["alt"].startswith("Gestapelte Säulen")


def test_what_is_stored_is_the_same_each_time(books, explorer):
    first, second = (shown._repr_mimebundle_()[0] for shown in (explorer, ko.explore(books)))
    assert (first["text/plain"], first["image/png"]) == (second["text/plain"], second["image/png"])


def test_without_the_extra_the_error_says_what_to_install(books, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(ko.KooperationError, match=r'pip install "kooperation\[lab\]"') as raised:
        ko.explore(books)
    assert "Dafür fehlt das Paket ipywidgets" in str(raised.value)


def test_a_name_from_a_file_never_becomes_markup(books):
    ansan, *others = books.regions
    evil = replace(books, regions=(replace(ansan, name="<script>alert(1)</script>"), *others))
    scene = Scene(View(evil, Choice(2026, 2026, "kooperation", regions=("ansan",))))
    for part in (scene.summary_html(), scene.picture_html(), scene.figures_html(), scene.postings_html()):
        assert "<script>" not in part
    assert "&lt;script&gt;" in scene.figures_html()


def test_spending_of_a_pot_without_regions_is_not_called_unassigned(books):
    scene = Scene(View(books, Choice(first=2018, last=2026, pot="agit")))
    for text in (scene.text, repr(scene.postings_table), alt_text_of(scene.view)):
        assert "nicht zugeordnet" not in text
    assert "ohne Partnerregion" in scene.text


@pytest.mark.parametrize("picture", [one.key for one in PICTURES])
def test_every_chart_of_a_folder_in_which_nothing_is_entered_yet_says_so(tmp_path, picture):
    write_blank(tmp_path)
    explorer = ko.explore(ko.read_books(tmp_path))
    explorer.chart.value = picture
    assert explorer.picture.value
