"""Names of people stand in no output, unless somebody asks for the one file that is marked."""

import logging

import pytest
from folders import run
from planted_names import PEOPLE, everything_said, names_in, planted_folder, words_of_people

import kooperation as ko


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return planted_folder(tmp_path_factory.mktemp("planted") / "raw")


@pytest.mark.parametrize("language", ["de", "en"])
def test_fifty_people_in_every_free_column_appear_in_no_output(folder, tmp_path, caplog, language):
    assert len(set(PEOPLE)) == 50
    with caplog.at_level(logging.INFO):
        said = everything_said(folder, tmp_path / "out", language)
    assert {"anlage.pdf", "annex.pdf"} & set(said)
    assert names_in([*said.items(), ("log", caplog.text)]) == []


def test_those_who_took_part_are_named_in_no_message_about_a_log_that_names_them(tmp_path):
    named = planted_folder(tmp_path / "raw", has_counts=False)
    told = [run(*command, "--data", named) for command in (("check",), ("report", "--out", tmp_path / "out"))]
    assert all("teilnehmende" in one.output for one in told)
    assert names_in(("told", one.output) for one in told) == []


def test_the_names_are_really_there_to_be_found(folder):
    texts = " ".join(path.read_text("utf-8-sig") for path in folder.rglob("*.csv")).casefold()
    assert [name for name in words_of_people() if name.casefold() not in texts] == []


def test_only_the_marked_file_shows_texts_and_vendors_and_only_when_asked_for(folder, tmp_path):
    run("report", "--data", folder, "--out", tmp_path / "without")
    assert not list((tmp_path / "without").glob("*VERTRAULICH*"))
    told = run("report", "--data", folder, "--out", tmp_path / "with", "--klartext")
    marked = tmp_path / "with/buchungstexte_VERTRAULICH.xlsx"
    assert str(marked) in told.stdout
    others = {path.name for path in (tmp_path / "with").iterdir()} - {marked.name}
    assert others == {path.name for path in (tmp_path / "without").iterdir()}
    assert all(
        (tmp_path / "with" / name).read_bytes() == (tmp_path / "without" / name).read_bytes()
        for name in others
    )


def test_the_marked_file_says_on_every_sheet_what_it_is(folder, tmp_path):
    from openpyxl import load_workbook

    books = ko.read_books(folder, strict=False)
    made = load_workbook(ko.write_confidential(books, tmp_path / "x.xlsx"))
    assert [sheet["A1"].value for sheet in made] == ["VERTRAULICH: Buchungstexte und Kreditoren"] * 2
    assert all(
        "VERTRAULICH" in sheet.title and "VERTRAULICH" in sheet.oddHeader.center.text for sheet in made
    )
    headings = [cell.value for row in made.worksheets[0].iter_rows() for cell in row]
    first = books.bookings.iloc[0]
    assert {"Kreditor", first["booking_id"], first["vendor"], first["text"]} <= set(headings)


def test_the_marked_file_is_the_same_for_the_same_books(folder, tmp_path):
    books = ko.read_books(folder, strict=False)
    one, two = (ko.write_confidential(books, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two
