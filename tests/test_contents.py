"""Where data and report lie when nobody says, and what a written report holds."""

from decimal import Decimal
from pathlib import Path

import pytest

import kooperation as ko


@pytest.fixture(scope="module")
def books(project):
    return ko.read_books(project / "data" / "raw")


@pytest.fixture(autouse=True)
def no_folder_is_named(monkeypatch):
    monkeypatch.delenv("KOOPERATION_DATA", raising=False)


def test_a_notebook_and_the_project_s_folder_find_the_same_data(project, monkeypatch):
    for place in (project, project / "notebooks", project / "data" / "raw" / "register"):
        monkeypatch.chdir(place)
        assert ko.data_folder().samefile(project / "data" / "raw")


def test_the_nearest_data_folder_is_meant(tmp_path, monkeypatch):
    deep = tmp_path / "vorhaben" / "notizen"
    deep.mkdir(parents=True)
    for above in (tmp_path, tmp_path / "vorhaben"):
        (above / "data" / "raw").mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert ko.data_folder().samefile(tmp_path / "vorhaben" / "data" / "raw")


def test_elsewhere_the_data_beside_the_package_are_meant(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ko.data_folder().samefile(project / "data" / "raw")


def test_the_variable_comes_first_and_blank_is_as_good_as_not_set(tmp_path, project, monkeypatch):
    monkeypatch.chdir(project)
    monkeypatch.setenv("KOOPERATION_DATA", str(tmp_path))
    assert ko.data_folder() == tmp_path
    monkeypatch.setenv("KOOPERATION_DATA", " ")
    assert ko.data_folder().samefile(project / "data" / "raw")


def test_a_folder_that_the_variable_names_and_nobody_has_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("KOOPERATION_DATA", str(tmp_path / "fehlt"))
    with pytest.raises(ko.KooperationError, match="fehlt"):
        ko.read_books(ko.data_folder())


def test_the_report_goes_beside_the_data_never_into_them(books, project):
    assert ko.report_path(books) == project / "data" / "processed" / "bericht.xlsx"
    assert ko.report_path(books, language="en").name == "report.xlsx"


def test_the_annex_goes_beside_the_report_in_either_form(books, project):
    assert ko.annex_path(books) == project / "data" / "processed" / "anlage.pdf"
    assert ko.annex_path(books, ".docx", language="en") == project / "data" / "processed" / "annex.docx"


@pytest.fixture(scope="module")
def report(books, tmp_path_factory) -> Path:
    return ko.write_report(books, tmp_path_factory.mktemp("bericht") / "bericht.xlsx")


def test_every_sheet_of_a_report_says_what_it_shows_and_where_it_leads(report):
    sheets = ko.workbook_sheets(report)
    assert sheets["sheet"].to_list()[:3] == ["Deckblatt", "Übersicht", "Region × Jahr"]
    assert sheets.notna().all(axis=None)


def test_the_sheets_of_an_english_report_are_explained_in_english(books, tmp_path):
    path = ko.write_report(books, tmp_path / "report.xlsx", language="en")
    sheets = ko.workbook_sheets(path, language="en")
    assert sheets.notna().all(axis=None)
    leads = sheets.set_index("sheet")["leads_to"]
    assert leads["Postings"] == "File, sheet and row of the export"


def test_a_sheet_added_by_hand_is_listed_without_an_explanation(report, tmp_path):
    from openpyxl import load_workbook

    workbook = load_workbook(report)
    workbook.create_sheet("Notizen")
    workbook.save(tmp_path / "ergaenzt.xlsx")
    last = ko.workbook_sheets(tmp_path / "ergaenzt.xlsx").iloc[-1]
    assert last["sheet"] == "Notizen"
    assert last[["shows", "leads_to"]].isna().all()


def test_the_named_figures_of_the_report_are_those_of_the_books(books, report):
    figures = ko.workbook_figures(report).set_index("name")["amount"]
    usage = ko.budget_usage(books, pot="kooperation").droplevel("pot")
    assert figures["Ist_2024"] == usage.loc[2024, "actual"]
    assert figures["Obligo_2026"] == usage.loc[2026, "committed"]
    assert figures["Summe_Buchungen"] == ko.spending_by_pot(books).sum().sum()
    assert figures["Differenz_Quelldateien"] == Decimal("0.00")
