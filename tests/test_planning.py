"""Planned activities: one file per plan, quantity times price, a year, a pot and a region for each line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from folders import csv, data_folder, euros, postings, run, source, xlsx
from hypothesis import given
from hypothesis import strategies as st

import kooperation as ko
from kooperation.model.errors import KooperationError
from kooperation.model.schema import PLANNED_COLUMNS
from kooperation.reading.folder.planning import FORM, load_planning

HEADINGS = "kennung;zeitraum;partnerregion;art;menge;einzelpreis;kostenart;bemerkung"
SHORT = "zeitraum;partnerregion;art;menge;einzelpreis"
VISIT = "P1;03.–09.04.2025;Porto;Besuch;20;1.900,00;Reise;"
LEDGER = {"buchungen/a.csv": postings("2024;05.03.2024;B1;Bahn;Fahrt Porto;120,00")}


def read(folder, *lines, headings=HEADINGS, strict=True, **files):
    """Read the town's folder with one plan, ``planung/basis.csv``, and other files of that folder."""
    made = {f"planung/{name}.csv": content for name, content in files.items()}
    plan = {"planung/basis.csv": csv(headings, *lines)}
    return ko.read_books(data_folder(folder, {**LEDGER, **plan, **made}), strict=strict)


def told(books):
    return [(found.severity, found.kind, found.place.row, found.place.column) for found in books.noticed]


def faults_of(error):
    return [(fault.kind, fault.place.row, fault.place.column) for fault in error.value.findings]


def test_a_line_is_quantity_times_unit_price_in_its_year_region_and_pot(tmp_path):
    planned = read(tmp_path, VISIT).planned
    assert planned.columns[planned.isna().all()].to_list() == ["remark", "source_sheet"]
    [line] = planned.dropna(axis="columns").to_dict("records")
    assert line == {
        "plan": "basis",
        "activity_id": "P1",
        "period_text": "03.–09.04.2025",
        "start": pd.Timestamp(2025, 4, 3),
        "end": pd.Timestamp(2025, 4, 9),
        "precision": "range",
        "year": 2025,
        "pot": "reisen",
        "region": "porto",
        "region_text": "Porto",
        "kind": "Besuch",
        "quantity": Decimal("20.00"),
        "unit_price": Decimal("1900.00"),
        "amount": Decimal("38000.00"),
        "cost_type": "Reise",
        "source_file": "planung/basis.csv",
        "source_row": 2,
    }


def test_a_folder_without_plans_has_an_empty_frame_with_all_columns(tmp_path):
    books = ko.read_books(data_folder(tmp_path, LEDGER))
    assert (len(books.planned), list(books.planned)) == (0, list(PLANNED_COLUMNS))
    assert [name for name, dtype in PLANNED_COLUMNS.items() if books.planned[name].dtype != dtype] == []


def test_plans_change_neither_the_ledger_nor_the_usage(tmp_path):
    without = ko.read_books(data_folder(tmp_path / "without", LEDGER))
    planned = read(tmp_path / "with", VISIT)
    pd.testing.assert_frame_equal(planned.bookings, without.bookings)
    pd.testing.assert_frame_equal(ko.budget_usage(planned), ko.budget_usage(without))


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("20", "1.900,00", "38000.00"),
        ("1,5", "33,33", "50.00"),  # 49.995 is rounded half up
        ("0", "100", "0.00"),
        ("3", "-500,00", "-1500.00"),  # what others contribute
        ("0,5", "0,01", "0.01"),
        ("1.000", "1", "1000.00"),
    ],
)
def test_the_amount_is_exact_to_the_cent(tmp_path, quantity, price, amount):
    books = read(tmp_path, f";2025;Porto;Besuch;{quantity};{price};;")
    assert books.planned["amount"].to_list() == euros(amount)


@given(st.integers(0, 10**6), st.integers(-(10**9), 10**9))
def test_whole_quantities_multiply_without_losing_a_cent(quantity, cents):
    price = f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"
    line = f"2025;Porto;Besuch;{quantity};{price}"
    loaded = load_planning(source(f"{SHORT}\r\n{line}\r\n", "planung/basis.csv"))
    assert loaded.frame["amount"].to_list() == [Decimal(quantity * cents).scaleb(-2)]


def test_the_year_is_that_in_which_the_period_begins(tmp_path):
    books = read(tmp_path, ";Winter 2025/26;Porto;Besuch;1;5;;", ";28.12.2025–03.01.2026;Porto;x;1;5;;")
    assert books.planned["year"].to_list() == [2025, 2025]


def test_a_column_for_the_year_wins_where_it_is_filled(tmp_path):
    lines = (
        "28.12.2025;Porto;Besuch;1;5;2026",
        "28.12.2025;Porto;Besuch;1;5;",
        "offen;Porto;Besuch;1;5;2027",
    )
    books = read(tmp_path, *lines, headings=f"{SHORT};jahr")
    assert books.planned["year"].to_list() == [2026, 2025, 2027]


def test_a_period_without_a_year_is_refused(tmp_path):
    with pytest.raises(KooperationError) as error:
        read(tmp_path, ";offen;Porto;Besuch;1;5;;")
    assert faults_of(error) == [("plan_without_year", 2, "zeitraum")]


def test_a_missing_column_is_named_with_the_nearest_one(tmp_path):
    with pytest.raises(KooperationError) as error:
        read(tmp_path, "2025;Porto;Besuch;1;5", headings="zeitraum;partnerregion;art;menge;einzelpreise")
    [fault] = error.value.findings
    assert fault.kind == "register_column_missing"
    assert fault.message() == (
        "Spalte „einzelpreis“ fehlt. Meinten Sie „einzelpreise“? Gefunden: "
        "„zeitraum“, „partnerregion“, „art“, „menge“, „einzelpreise“."
    )


def test_every_faulty_cell_is_named_and_the_other_lines_are_read(tmp_path):
    lines = (
        ";demnächst;Porto;Besuch;1;5;;",
        ";2025;Porto;Besuch;viele;5;;",
        ";2025;Porto;Besuch;-1;5;;",
        ";2025;Porto;Besuch;1;teuer;;",
        ";2025;Porto;Besuch;1;;;",
        ";2025;Porto;Besuch;9999999999;9999999999;;",
        VISIT,
    )
    books = read(tmp_path, *lines, strict=False)
    faults = [(kind, row, column) for severity, kind, row, column in told(books) if severity == "error"]
    assert faults == [
        ("register_cell_empty", 6, "einzelpreis"),
        ("unknown_period", 2, "zeitraum"),
        ("register_value", 3, "menge"),
        ("register_value", 4, "menge"),
        ("register_value", 5, "einzelpreis"),
        ("register_value", 7, "einzelpreis"),
    ]
    assert books.planned["source_row"].to_list() == [8]


def test_without_a_pot_a_line_is_planned_from_the_first_that_has_a_ceiling(tmp_path):
    pots = csv(
        "topf;name;teilprodukt;sachkonto;standard;rahmen",
        "gaben;Gaben;1105;5292;ja;nein",
        "reisen;Partnerstädte;1105;5291;ja;ja",
    )
    plan = csv(f"{SHORT};topf", "2025;Porto;Besuch;1;5;", "2025;Porto;Besuch;1;5;Gaben", "2025;;x;1;5;reisen")
    books = ko.read_books(
        data_folder(tmp_path, {**LEDGER, "register/toepfe.csv": pots, "planung/basis.csv": plan})
    )
    assert books.planned["pot"].to_list() == ["reisen", "gaben", "reisen"]
    [note] = [found for found in books.noticed if found.kind == "plan_pot_assumed"]
    assert (note.severity, note.place.file) == ("note", "planung/basis.csv")
    assert note.message() == "Zeilen ohne Topf: 1. Sie sind aus dem Topf „Partnerstädte“ geplant."
    assert note.message("en") == "Lines without a pot: 1. They are planned from the pot “Partnerstädte”."


def test_an_unknown_pot_is_an_error_that_names_the_nearest(tmp_path):
    with pytest.raises(KooperationError) as error:
        read(tmp_path, "2025;Porto;Besuch;1;5;reise", headings=f"{SHORT};topf")
    [fault] = error.value.findings
    assert (fault.kind, fault.place.row, fault.place.column) == ("unknown_reference", 2, "topf")
    assert "Meinten Sie „reisen“?" in fault.message()


def test_an_unknown_region_is_a_warning_and_the_line_still_counts(tmp_path):
    books = read(tmp_path, ";2025;Atlantis;Besuch;1;5;;", ";2025;alle;Besuch;1;5;;", ";2025;;Besuch;1;5;;")
    assert books.planned["region"].fillna("–").to_list() == ["–", "alle", "–"]
    assert books.planned["amount"].sum() == Decimal("15.00")
    [warning] = [found for found in books.noticed if found.severity == "warning"]
    assert (warning.kind, warning.place.row, warning.raw) == ("activity_of_no_region", 2, "Atlantis")


def test_each_file_is_a_plan_of_its_own_also_when_it_begins_as_a_copy(tmp_path):
    books = read(tmp_path, VISIT, variante=csv(HEADINGS, VISIT))
    assert books.planned["plan"].to_list() == ["basis", "variante"]
    assert books.sources.set_index("file")["kind_of_file"].to_dict() == {
        "buchungen/a.csv": "bookings",
        "planung/basis.csv": "planning",
        "planung/variante.csv": "planning",
    }


def test_two_files_of_one_plan_are_refused(tmp_path):
    plan = {"planung/basis.csv": csv(HEADINGS, VISIT), "planung/alt/Basis.csv": csv(HEADINGS, VISIT)}
    with pytest.raises(KooperationError) as error:
        ko.read_books(data_folder(tmp_path, {**LEDGER, **plan}))
    [fault] = error.value.findings
    assert (fault.kind, fault.place.file) == ("plan_twice", "planung/basis.csv")
    assert "planung/alt/Basis.csv" in fault.message()


def test_a_workbook_and_a_windows_text_read_alike(tmp_path):
    rows = (SHORT.split(";"), [date(2025, 4, 3), "Porto", "Empfang für Gäste", 20, 1900.5])
    text = f"{SHORT}\r\n03.04.2025;Porto;Empfang für Gäste;20;1.900,50\r\n".encode("cp1252")
    folder = data_folder(
        tmp_path, {**LEDGER, "planung/mappe.xlsx": xlsx(*rows, sheet="Plan"), "planung/text.csv": text}
    )
    planned = ko.read_books(folder).planned.drop(
        columns=["source_file", "source_sheet", "plan", "period_text"]
    )
    first, second = planned.to_dict("records")
    assert first == second
    assert (first["kind"], first["amount"]) == ("Empfang für Gäste", Decimal("38010.00"))


def test_lines_that_explain_and_unknown_columns_are_left_out_and_the_latter_named(tmp_path):
    books = read(
        tmp_path, "# so geht es;;;;;;", "2025;Porto;Besuch;2;5;ja;Erika", headings=f"{SHORT};fest;wer"
    )
    assert books.planned["source_row"].to_list() == [3]
    assert ("note", "register_columns_extra", None, None) in told(books)
    assert "Erika" not in books.planned.to_string()


def test_a_plan_that_says_beispieldaten_makes_the_books_an_example(tmp_path):
    plan = csv("Beispieldaten – frei erfunden", HEADINGS, VISIT)
    books = ko.read_books(data_folder(tmp_path, {**LEDGER, "planung/basis.csv": plan}))
    assert books.is_example
    assert books.sources.set_index("file")["is_example"].to_dict() == {
        "buchungen/a.csv": False,
        "planung/basis.csv": True,
    }


def test_check_ends_with_three_when_a_plan_is_faulty_and_with_zero_when_it_is_not(tmp_path):
    good = data_folder(tmp_path / "good", {**LEDGER, "planung/basis.csv": csv(HEADINGS, VISIT)})
    bad = data_folder(
        tmp_path / "bad", {**LEDGER, "planung/basis.csv": csv(HEADINGS, VISIT.replace("20", "x"))}
    )
    assert (run("check", "--data", good).exit_code, run("check", "--data", bad).exit_code) == (0, 3)


def test_where_nothing_says_which_plan_holds_check_warns_and_the_report_shows_none(tmp_path):
    folder, out = tmp_path / "daten", tmp_path / "out"
    books = read(folder, VISIT, variante=csv(HEADINGS, VISIT))
    assert "plan_undecided" not in [found.kind for found in books.noticed]
    (folder / "planung" / "basis.csv").rename(folder / "planung" / "ohne.csv")
    [warning] = [found for found in ko.read_books(folder).noticed if found.kind == "plan_undecided"]
    assert (warning.severity, warning.place.file) == ("warning", "planung")
    assert warning.message().startswith("Für 2025 gibt es mehrere Pläne: ohne, variante.")
    assert run("check", "--data", folder).exit_code == 1
    assert run("report", "--data", folder, "--out", out, "--as-of", "2025-01-31").exit_code == 0


def test_the_headings_are_those_of_the_contract():
    assert FORM.columns[:8] == tuple(HEADINGS.split(";"))
