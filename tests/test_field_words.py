"""Periods, kinds and cost types in English: what a paper says, and never more exactly."""

import re

import pytest
from folders import csv, data_folder, postings

import kooperation as ko
from kooperation.model.period import period_in_words
from kooperation.reporting.labels.field_words import FIELD_WORDS, field_word


@pytest.mark.parametrize(
    ("stated", "english"),
    [
        ("seit 2015", "since 2015"),
        ("Februar 2024", "February 2024"),
        ("Frühjahr 2023", "Spring 2023"),
        ("Ende 2020", "Late 2020"),
        ("19.04.2024", "2024-04-19"),
        ("03.–09.04.2022", "2022-04-03 to 2022-04-09"),
        ("ca. 06/2020–12/2021", "about June 2020 to December 2021"),
        ("seit 03/2020", "since March 2020"),
        ("undatiert", "undated"),
        ("undatiert (bis 2024)", "undated (until 2024)"),
        ("2024", "2024"),
    ],
)
def test_a_period_is_told_in_english_as_exactly_as_it_is_stated(stated, english):
    assert period_in_words(stated, "en") == english


@pytest.mark.parametrize("stated", ["ca. 06/2020–12/2021", "undatiert (bis 2024)", "seit 2015"])
def test_a_german_reader_reads_the_words_of_the_paper(stated):
    assert period_in_words(stated, "de") == stated


def test_what_is_no_period_stays_as_it_stands():
    assert period_in_words("nach Absprache", "en") == "nach Absprache"


def test_a_known_word_is_told_in_english_and_another_one_stays():
    words = ["Delegationsreise", "delegationsreise", "Bewirtung", "Blumenschmuck"]
    told = ["Delegation trip", "Delegation trip", "Hospitality", "Blumenschmuck"]
    assert [field_word(word, "en") for word in words] == told
    assert [field_word(word, "de") for word in words] == words


def test_every_kind_cost_type_and_measure_of_the_example_data_is_known_in_english(project):
    books = ko.read_books(project / "data" / "raw")
    used = {
        *books.activities["kind"].dropna(),
        *books.planned["kind"].dropna(),
        *books.planned["cost_type"].dropna(),
        *books.bookings["cost_type"].dropna(),
        *ko.outcomes(books)["measure"].dropna(),
    }
    assert used - set(FIELD_WORDS) == set()


FILES = {
    "buchungen/2024.csv": postings("2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"),
    "aktivitaeten/log.csv": csv(
        "kennung;zeitraum;partnerregion;art;status;quelle",
        "R1;ca. März 2024;Porto;Delegationsreise;durchgeführt;V 7/2023",
        "R2;undatiert (bis 2024);Porto;Besuch;laufend;V 7/2023",
    ),
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", [("ca. März 2024", "Delegationsreise"), ("undatiert (bis 2024)", "Besuch")]),
        ("en", [("about March 2024", "Delegation trip"), ("undated (until 2024)", "Visit")]),
    ],
)
def test_the_table_and_the_chart_of_activities_say_the_same(tmp_path, language, told):
    books = ko.read_books(data_folder(tmp_path / "stadt", FILES))
    shown = ko.show(books.activities, books, columns=["period_text", "kind"], language=language)
    figures = ko.chart_figures(ko.plot_activities(books, language=language)).iloc[:2]
    assert [*shown.rows] == told
    assert [*figures.iloc[:, [4, 3]].itertuples(index=False, name=None)] == told


def test_an_english_annex_has_one_style_of_dates_and_no_german_kinds(project, tmp_path):
    from docx import Document

    books = ko.read_books(project / "data" / "raw")
    path = ko.write_annex(books, tmp_path / "annex.docx", language="en")
    cells = [cell.text for table in Document(str(path)).tables for row in table.rows for cell in row.cells]
    text = "\n".join(cells)
    assert "2022-04-03 to 2022-04-09" in text
    assert re.findall(r"\b[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}\b", text) == []
    german = ("seit 2015", "Februar ", "Frühjahr", "Delegationsbesuch", "Unternehmen im Zentrum")
    assert [word for word in german if word in text] == []
