"""Every fault in one run: a file with twenty faults names twenty, each with place, raw text and advice."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from exports import places, workbook, write
from folders import POTS, RULES, csv, data_folder, postings

import kooperation as ko
from kooperation.model.errors import KooperationError
from kooperation.model.findings import Place, finding
from kooperation.model.schema import FINDING_COLUMNS, findings_frame

HEADINGS = [
    "Haushaltsjahr",
    "Buchungsdatum",
    "Belegnummer",
    "Position",
    "Teilprodukt",
    "Sachkonto",
    "Betrag",
    "S/H",
    "Währung",
    "endabgerechnet",
    "Text",
]
GOOD = {
    "Haushaltsjahr": "2024",
    "Buchungsdatum": "05.03.2024",
    "Position": "1",
    "Teilprodukt": "990100",
    "Sachkonto": "544016",
    "Betrag": "10,00",
    "S/H": "S",
    "Währung": "EUR",
    "endabgerechnet": "",
    "Text": "Hotel",
}
# Row as Excel counts -> what is wrong there: the kind, the column that is named, and the faulty cells.
FAULTS: dict[int, tuple[str, str | None, dict[str, str]]] = {
    3: ("not_a_date", "Buchungsdatum", {"Buchungsdatum": "31.11.2024"}),
    4: ("not_an_amount", "Betrag", {"Betrag": "zehn"}),
    5: ("error_value", "Betrag", {"Betrag": "#WERT!"}),
    6: ("more_than_two_decimals", "Betrag", {"Betrag": "10,005"}),
    7: ("amount_too_large", "Betrag", {"Betrag": "99.999.999.999.999,00"}),
    8: ("lone_dash", "Betrag", {"Betrag": "-"}),
    9: ("not_an_amount", "Betrag", {"Betrag": "WAHR"}),
    10: ("foreign_amounts", "Betrag", {"Währung": "USD"}),
    11: ("not_a_year", "Haushaltsjahr", {"Haushaltsjahr": "24"}),
    12: ("no_year", None, {"Haushaltsjahr": "", "Buchungsdatum": ""}),
    13: ("not_a_sign", "S/H", {"S/H": "X"}),
    14: ("sign_twice", "Betrag", {"Betrag": "10,00- H"}),
    15: ("not_a_flag", "endabgerechnet", {"endabgerechnet": "vielleicht"}),
    16: ("not_an_amount", "Betrag", {"Betrag": "12.34,56"}),
    17: ("not_an_amount", "Betrag", {"Betrag": "1.2E3"}),
    18: ("not_a_date", "Buchungsdatum", {"Buchungsdatum": "01.02.0204"}),
    19: ("not_an_amount", "Betrag", {"Betrag": "inf"}),
    20: ("not_an_amount", "Betrag", {"Betrag": "0x10"}),
    21: ("not_a_year", "Haushaltsjahr", {"Haushaltsjahr": "3024"}),
}
ROWS = [
    [
        ({**GOOD, "Belegnummer": f"B{row}"} | (FAULTS[row][2] if row in FAULTS else {}))[name]
        for name in HEADINGS
    ]
    for row in range(2, 24)
]
TOTAL = ["", "", "", "", "", "Summe", "999,00", "", "", "", ""]
SHORT, LONG = "2024;05.03.2024;B24", ";".join([*ROWS[0], "zu", "viel"])
FAULTY_CSV = "\n".join(map(";".join, [HEADINGS, *ROWS])) + f"\n{SHORT}\n{LONG}\n{';'.join(TOTAL)}\n"
IN_TEXT = {24: ("short_row", None), 25: ("long_row", None), 26: ("total_does_not_tie", "Betrag")}
EXPECTED = {row: (kind, column) for row, (kind, column, _) in FAULTS.items()}


def errors(report):
    return {
        found.place.row: (found.kind, found.place.column)
        for found in report.findings
        if found.severity == "error"
    }


def faulty_workbook():
    """The same rows with dates and numbers as cells, and what only a workbook can hold."""
    rows = [[_cell(name, text) for name, text in zip(HEADINGS, row, strict=True)] for row in ROWS]
    rows[22 - 2][HEADINGS.index("Betrag")] = True
    rows[23 - 2][HEADINGS.index("Betrag")] = date(2024, 3, 5)
    return [HEADINGS, *rows, [None, None, None, None, None, "Summe", 999.0]]


def _cell(name, text):
    if name == "Betrag" and text == "10,00":
        return 10.0
    if name == "Buchungsdatum" and text == "05.03.2024":
        return date(2024, 3, 5)
    return text or None


# --- one file


def test_a_text_with_more_than_twenty_faults_names_each_with_row_and_column(tmp_path):
    frame = ko.read_bookings(write(tmp_path, FAULTY_CSV, "faulty.csv"), strict=False)
    report = frame.attrs["report"]
    assert errors(report) == EXPECTED | IN_TEXT
    assert len([found for found in report.findings if found.severity == "error"]) == len(EXPECTED | IN_TEXT)


def test_a_workbook_with_more_than_twenty_faults_names_each_with_sheet_row_and_column(tmp_path):
    path = write(tmp_path, workbook({"Posten": faulty_workbook()}), "faulty.xlsx")
    report = ko.read_bookings(path, strict=False).attrs["report"]
    of_workbook = {
        22: ("not_an_amount", "Betrag"),
        23: ("not_an_amount", "Betrag"),
        24: ("total_does_not_tie", "Betrag"),
    }
    assert errors(report) == EXPECTED | of_workbook
    assert {found.place.sheet for found in report.findings} == {"Posten"}


def test_formulas_without_value_and_error_values_are_named_beside_the_others(tmp_path):
    book = openpyxl.Workbook()
    for row in faulty_workbook():
        book.active.append(row)
    column = HEADINGS.index("Betrag") + 1
    book.active.cell(2, column, "=A1+1")
    book.active.cell(22, column, "#REF!").data_type = "e"
    stream = io.BytesIO()
    book.save(stream)
    path = write(tmp_path, stream.getvalue(), "faulty.xlsx")
    report = ko.read_bookings(path, strict=False).attrs["report"]
    found = errors(report)
    assert (found[2], found[22]) == (("formula_without_value", "Betrag"), ("error_value", "Betrag"))
    assert len(found) >= len(EXPECTED) + 3


def test_what_could_be_read_is_read_all_the_same(tmp_path):
    frame = ko.read_bookings(write(tmp_path, FAULTY_CSV, "faulty.csv"), strict=False)
    assert {"B2", "B22", "B23"} <= set(frame["document"])
    assert not {"B4", "B7", "B16"} & set(frame["document"])  # without an amount there is no posting


def test_a_strict_reading_refuses_with_the_same_faults(tmp_path):
    path = write(tmp_path, FAULTY_CSV, "faulty.csv")
    with pytest.raises(KooperationError) as refused:
        ko.read_bookings(path)
    assert {row for row, _ in places(refused.value)} == set(EXPECTED | IN_TEXT)
    assert "Zeile 21, Spalte „Haushaltsjahr“" in str(refused.value)


def test_no_fault_of_a_row_is_said_twice(tmp_path):
    report = ko.read_bookings(write(tmp_path, FAULTY_CSV, "faulty.csv"), strict=False).attrs["report"]
    rows = [found.place.row for found in report.findings if found.place.row and found.severity != "note"]
    assert sorted(rows) == sorted(set(rows))


def test_every_fault_has_a_message_an_advice_and_where_there_is_one_the_raw_text(tmp_path):
    report = ko.read_bookings(write(tmp_path, FAULTY_CSV, "faulty.csv"), strict=False).attrs["report"]
    for found in report.findings:
        assert found.message("de") != found.message("en")
        if found.severity == "error":
            assert found.advice("de")
            assert found.advice("en")
    raw = {found.place.row: found.raw for found in report.findings}
    assert [raw[row] for row in (3, 4, 5, 13, 15)] == ["31.11.2024", "zehn", "#WERT!", "X", "vielleicht"]


def test_a_table_names_its_faults_as_well(tmp_path):
    path = write(tmp_path, FAULTY_CSV, "faulty.csv")
    found = errors(ko.read_table(path, strict=False).report)
    of_layouts = {8, 10, 12, 13, 15}  # what only the meaning of a column makes a fault
    assert {
        row: fault for row, fault in (EXPECTED | IN_TEXT).items() if row not in of_layouts
    }.items() <= found.items()
    with pytest.raises(KooperationError):
        ko.read_table(path)


def test_an_activity_log_names_all_its_faults(tmp_path):
    lines = ["zeitraum;partnerregion;art;teilnehmende;status", "Mai 2024;Porto;Reise;20;held"]
    lines += ["irgendwann im Frühling;Porto;Reise;20;held", "2024;Porto;Reise;viele Leute;held"]
    path = write(tmp_path, "\n".join(lines) + "\n", "log.csv")
    with pytest.raises(KooperationError) as refused:
        ko.read_activities(path)
    assert {row for row, _ in places(refused.value)} == {3, 4}


# --- a folder


def test_faults_of_several_files_and_registers_are_named_together(tmp_path):
    folder = data_folder(
        tmp_path / "stadt",
        {
            "buchungen/a.csv": postings("2024;31.11.2024;B-1;Bahn;Porto;1,00"),
            "buchungen/b.csv": csv("Datum;Beleg;Bezeichnung", "01.02.2024;B-2;Porto"),
            "buchungen/c.csv": postings("2024;02.05.2024;B-3;Bahn;Porto;zehn"),
            "haushalt/d.csv": b"\x00\x01\x02",
            "aktivitaeten/e.csv": csv("zeitraum;partnerregion;art;status", "neulich;Porto;Reise;held"),
            "register/toepfe.csv": csv(POTS, "reisen;Partnerstädte;1105;5291;vielleicht;ja"),
            "register/zuordnung.csv": csv(RULES, "r1;;Zug;;;;atlantis;;;;;Probe"),
            "register/layouts/x.toml": b"name = ",
        },
    )
    with pytest.raises(KooperationError) as refused:
        ko.read_books(folder)
    files = {found.place.file for found in refused.value.findings}
    assert files >= {
        "buchungen/a.csv",
        "buchungen/b.csv",
        "buchungen/c.csv",
        "haushalt/d.csv",
        "aktivitaeten/e.csv",
        "register/toepfe.csv",
        "register/zuordnung.csv",
        "register/layouts/x.toml",
    }


def test_the_frame_of_findings_has_its_columns_and_reads_on(tmp_path):
    good, bad = "2024;02.05.2024;B-1;Bahn;Porto;1,00", "2024;31.11.2024;B-2;Bahn;Porto;2,00"
    books = ko.read_books(data_folder(tmp_path, {"buchungen/a.csv": postings(good, bad)}), strict=False)
    assert list(books.findings.columns) == list(FINDING_COLUMNS)
    [fault] = books.findings[books.findings["severity"] == "error"].to_dict("records")
    assert (fault["file"], fault["row"], fault["column"], fault["raw"]) == (
        "buchungen/a.csv",
        3,
        "Buchungsdatum",
        "31.11.2024",
    )
    assert fault["message"] == "Das ist kein Datum."
    assert fault["advice"] == "Als TT.MM.JJJJ schreiben."


# --- very many


def test_an_error_shows_the_first_faults_and_the_number_of_the_others():
    faults = [finding("not_a_date", Place("a.csv", row=row), raw="x") for row in range(2, 1002)]
    error = KooperationError(faults)
    assert len(error.findings) == 1000
    assert "Zeile 2:" in str(error)
    assert str(error).endswith("… und 900 weitere.")
    assert error.describe("en").endswith("… and 900 more.")
    assert "weitere" not in str(KooperationError(faults[:100]))


def test_no_message_prints_a_long_cell_whole():
    found = finding(
        "activity_of_no_region", Place(column="S" * 500), raw="7" * 60_000, text="7" * 60_000, regions=""
    )
    german, english = found.describe(), found.describe("en")
    assert german.count("7" * 80 + "… (60.000 Zeichen)") == 2
    assert english.count("7" * 80 + "… (60,000 characters)") == 2
    assert max(len(german), len(english)) < 700
    assert findings_frame([found])["raw"].to_list() == ["7" * 80 + "… (60.000 Zeichen)"]
