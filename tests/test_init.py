"""An empty data folder of one's own: it reads without a fault, and explains what to fill in."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from folders import csv, postings, run, status

import kooperation as ko
from kooperation.demo.blank import ACTIVITIES, GUIDE, GUIDE_NAME, ORDERS, PLAN, REGISTERS, write_blank
from kooperation.model.findings import Place
from kooperation.reading.folder.names import EXPORT_FOLDERS
from kooperation.reading.folder.planning import FORM as PLANNING_FORM
from kooperation.reading.folder.registers import FORMS
from kooperation.reading.layouts.parsing import parse_layout


@pytest.fixture
def blank(tmp_path):
    """A freshly made data folder."""
    write_blank(tmp_path / "daten")
    return tmp_path / "daten"


def fill(folder, register, *lines):
    """Add lines to a register, as a person does below the example."""
    with (folder / "register" / f"{register}.csv").open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\r\n" for line in lines)


def test_the_folder_has_a_place_for_everything(blank):
    folders = {path.relative_to(blank).as_posix() for path in blank.rglob("*") if path.is_dir()}
    assert folders == {*EXPORT_FOLDERS, "planung", "register", "register/layouts"}
    files = {path.relative_to(blank).as_posix() for path in blank.rglob("*") if path.is_file()}
    assert files == {GUIDE_NAME, "planung/basis.csv", *(f"register/{name}.csv" for name in FORMS)}


@pytest.mark.parametrize("register", FORMS)
def test_every_register_has_its_headings_and_one_example_that_is_not_read(register):
    headings, example = REGISTERS[register]
    left_to_the_guide = {"name_en"} if register == "toepfe" else set()
    columns = [column for column in FORMS[register].columns if column not in left_to_the_guide]
    assert headings.split(";") == columns
    assert all(column in GUIDE for column in left_to_the_guide)
    assert example.startswith("# Beispiel: ")
    assert example.count(";") == headings.count(";")


def test_the_plan_has_its_headings_and_one_example_that_is_not_read(blank):
    assert tuple(PLAN[0].split(";")) == PLANNING_FORM.columns
    assert ko.read_books(blank, strict=False).planned.empty
    fill(blank, "toepfe", "kooperation;Kooperationen;990100;544016;ja;ja")
    fill(blank, "partnerregionen", "ansan;Ansan;Ansan;KR;;;")
    plan = blank / "planung" / "basis.csv"
    plan.write_bytes(plan.read_bytes().replace(b"# Beispiel: ", b""))
    [planned] = ko.read_books(blank).planned.to_dict("records")
    told = {name: planned[name] for name in ("plan", "year", "pot", "region", "amount")}
    assert told == {
        "plan": "basis",
        "year": 2027,
        "pot": "kooperation",
        "region": "ansan",
        "amount": Decimal("38000.00"),
    }


def test_the_files_open_in_excel_by_double_click(blank):
    for file in (path for path in blank.rglob("*") if path.is_file()):
        content = file.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n")


def test_the_untouched_folder_checks_with_nothing_but_the_missing_exports(blank):
    books = ko.read_books(blank)
    assert [found.kind for found in books.noticed] == ["no_bookings"]
    assert (books.pots, books.regions, books.decisions, books.rules) == ((), (), (), ())


def test_report_and_status_of_the_untouched_folder_say_what_to_do(blank):
    done = run("report", "--data", blank)
    assert done.exit_code == 0
    assert "Noch kein Topf mit Ansatz: register/toepfe.csv ausfüllen." in done.stdout
    assert run("status", "--data", blank).exit_code == 0


def test_the_examples_are_right_once_their_mark_is_taken_away(blank):
    for file in (blank / "register").glob("*.csv"):
        file.write_bytes(file.read_bytes().replace(b"# Beispiel: ", b""))
    (blank / "buchungen" / "a.csv").write_bytes(
        postings("2025;03.02.2025;B-1;Muster GmbH;Dolmetscherin Ansan;500,00").replace(
            b"1105;5291", b"990100;544016"
        )
    )
    [row] = status(blank).values()
    assert (row["year"], row["ceiling"], row["actual"], row["status"]) == (
        2025,
        "40000.00",
        "500.00",
        "beschlossen",
    )
    assert ko.read_books(blank).bookings["cost_type"].to_list() == ["Übersetzung"]


def test_the_headings_that_the_guide_names_are_read(blank):
    fill(blank, "toepfe", "reisen;Reisen;1105;5291;ja;nein")
    fill(blank, "partnerregionen", "porto;Porto;Porto;PT;;;")
    (blank / "auftraege" / "a.csv").write_bytes(
        csv(ORDERS, "A-1;2025;1105;5291;300,00;01.02.2025;Bahn;Porto;ja")
    )
    (blank / "aktivitaeten" / "a.csv").write_bytes(
        csv(ACTIVITIES, "K-1;Mai 2025;Porto;Reise;hin;Stadt;12;4;geplant;;;;Vorlage")
    )
    books = ko.read_books(blank)
    assert books.bookings[["kind", "order_id", "amount"]].to_numpy().tolist() == [
        ["commitment", "A-1", Decimal("300.00")]
    ]
    assert books.activities[["region", "people", "elected"]].to_numpy().tolist() == [["porto", 12, 4]]


def test_the_layout_in_the_guide_is_one_that_works(blank):
    guide = (blank / GUIDE_NAME).read_text("utf-8-sig")
    lines = [line.removeprefix("   ") for line in guide.splitlines()]
    start = next(number for number, line in enumerate(lines) if line.startswith("name = "))
    end = next(number for number, line in enumerate(lines) if line.startswith("defaults")) + 1
    toml = "\n".join(lines[start:end])
    layout = parse_layout(toml, place=Place("haushalt.toml"))
    assert set(tomllib.loads(toml)) == {
        "name",
        "kind_of_file",
        "needs",
        "files",
        "columns",
        "kind",
        "years",
        "sign",
        "read",
    }
    assert (layout.kind_column, layout.scale, layout.is_expense_negative) == ("art", 1000, True)
    assert layout.defaults == {"teilprodukt": "990100"}


def test_the_guide_names_every_register_folder_and_effect(blank):
    guide = (blank / GUIDE_NAME).read_text("utf-8-sig")
    words = [
        *FORMS,
        *EXPORT_FOLDERS,
        "setzt",
        "erhoeht",
        "uebertraegt",
        "sperrt",
        "gibt_frei",
        "rahmen",
        "anteil",
    ]
    assert [word for word in words if word not in guide] == []
    assert max(map(len, guide.splitlines())) <= 130


def test_init_says_how_many_files_and_what_comes_next(tmp_path):
    done = run("init", tmp_path / "daten")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"6 Dateien in {tmp_path / 'daten'} angelegt. Weiter mit ")
    assert "python run.py report --data" in done.stdout
    assert run("init", tmp_path / "mehr", "--language", "en").stdout.startswith("6 files written to ")
