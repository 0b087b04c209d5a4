"""The formulas of the report, recalculated by LibreOffice: they say what was stored and follow an edit."""

import shutil
import subprocess
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from programs import needs
from workbook_ledger import books_of, decision, posting

from kooperation.model.region import Pot, Region
from kooperation.reporting import tables
from kooperation.reporting.workbook import write_report

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(autouse=True)
def office():
    needs("office", [] if OFFICE else ["LibreOffice"])


ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
NAMES = [
    'O\'Neill "die"; Stadt',
    "Stern*chen?",
    "Stern",
    "=SUMME(1)",
    "<Klein",
    "~",
    "2024",
    "ANSAN",
    "Ansan",
]


@pytest.fixture(scope="session")
def profile(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("profile")
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    return folder


def recalculated(path: Path, profile: Path) -> Path:
    folder = path.parent / "recalculated"
    command = [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / path.name


def formulas_of(path: Path) -> list[tuple[str, str]]:
    opened = openpyxl.load_workbook(path)
    cells = ((sheet.title, cell) for sheet in opened for row in sheet.iter_rows() for cell in row)
    return [(title, cell.coordinate) for title, cell in cells if cell.data_type == "f"]


def differing(path: Path, other: Path) -> list[tuple[str, str, object, object]]:
    """Every formula of ``path`` whose stored value is not that of ``other``, to a tenth of a cent."""
    stored, fresh = (openpyxl.load_workbook(one, data_only=True) for one in (path, other))
    pairs = [
        (sheet, address, stored[sheet][address].value, fresh[sheet][address].value)
        for sheet, address in formulas_of(path)
    ]

    def is_same(first: object, second: object) -> bool:
        if isinstance(first, int | float) and isinstance(second, int | float):
            return abs(first - second) < 0.001
        return first == second

    return [pair for pair in pairs if not is_same(*pair[2:])]


def value_of(workbook: openpyxl.Workbook, name: str) -> object:
    ((sheet, address),) = workbook.defined_names[name].destinations
    return workbook[sheet][address].value


def a_ledger_with_everything():
    regions = tuple(Region(f"r{number}", name, "", "DE") for number, name in enumerate(NAMES))
    order = {"kind": "commitment", "order_id": "A1", "source_file": "auftraege/a.csv"}
    rows = [posting(2020 + number % 6, 12_345 * (number + 1), f"r{number}") for number in range(len(NAMES))]
    rows += [
        posting(2024, -99_999, None),
        posting(2024, 1_785_000, None, "agit"),
        posting(2023, 77_700, None, None, sachkonto="999999"),
        posting(2025, 600_000, "r0", **order),
        posting(2025, 450_000, "r0", order_id="A1"),
        posting(2025, 10**12, "r1"),
    ]
    decisions = (
        decision(2021, "1000", scope=("r1", "r3"), to_year=2022),
        decision(2023, "0"),
        decision(2024, "25000"),
        decision(2025, "10000000000", status="vorgeschlagen"),
        decision(2024, "333.33", effect="uebertraegt"),
        decision(2024, None, effect="gibt_frei", share=Fraction(1, 3)),
    )
    return books_of(rows, regions=regions, decisions=decisions)


def a_ledger_of_many():
    """Forty regions, twenty years, three counting pots, more cost types than are drawn, activities."""
    regions = tuple(Region(f"r{one}", f"Kreis {one}*", "", "DE") for one in range(40))
    pots = tuple(
        Pot(
            key,
            f"Topf {key}",
            f"99{number}",
            "544016",
            is_default=True,
            frame="nein" if key == "agit" else "ja",
        )
        for number, key in enumerate(["koop", "a-b", "a_b", "agit"])
    )
    rows = [
        posting(
            2007 + one % 20,
            (-1 if one % 31 == 0 else 1) * (12_345 + 97 * one),
            f"r{one % 40}" if one % 11 else None,
            pots[one % 4].key,
            cost_type=f"Art {one % 13}" if one % 7 else None,
            document=f"D{one // 2}",
            booked_on=date(2007 + one % 20, 1 + one % 12, 1 + one % 28) if one % 13 else None,
        )
        for one in range(400)
    ]
    decisions = (
        decision(2010, "25000"),
        decision(2026, "40000", pot="a-b", scope=("r1", "r5")),
        decision(2026, None, pot="a-b", effect="gibt_frei", share=Fraction(1, 4), valid_to=date(2026, 3, 31)),
    )
    return books_of(rows, regions=regions, pots=pots, decisions=decisions, activities=a_log())


def a_log():
    count = range(30)
    return {
        "activity_id": [None if one % 6 == 0 else f"<{one}*" for one in count],
        "start": [date(2008 + one, 3, 1) for one in range(15)] * 2,
        "end": [date(2008 + one, 3, 4) for one in range(15)] * 2,
        "period_text": [f"01.–04.03.{2008 + one}" for one in range(15)] * 2,
        "precision": ["range" for _ in count],
        "people": [one or None for one in count],
        "status": ["geplant" for _ in count],
        "outcome": [f"Plätze: {one},5 (erwartet)" for one in count],
        "documents": [f"D{one}, D{one + 1}" for one in count],
        "source_row": [one + 2 for one in count],
    }


LEDGERS = {
    "everything": a_ledger_with_everything,
    "many": a_ledger_of_many,
    "nothing": lambda: books_of([]),
    "no_ceiling": lambda: books_of([posting(2025, 100), posting(2025, -900, "sacramento")]),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_formula_gives_the_value_that_was_stored(tmp_path, profile, ledger, language):
    path = write_report(LEDGERS[ledger](), tmp_path / "bericht.xlsx", language=language)
    assert formulas_of(path)
    assert differing(path, recalculated(path, profile)) == []


@pytest.mark.parametrize("ledger", ["everything", "many"])
def test_every_formula_over_sums_of_postings_gives_the_value_that_was_stored(
    tmp_path, profile, monkeypatch, ledger
):
    monkeypatch.setattr(tables, "MOST_POSTINGS_IN_SHEET", 5)
    path = write_report(LEDGERS[ledger](), tmp_path / "bericht.xlsx")
    assert (tmp_path / "buchungen.parquet").exists()
    assert differing(path, recalculated(path, profile)) == []


def test_formulas_stand_on_every_sheet_of_sums(tmp_path):
    path = write_report(a_ledger_of_many(), tmp_path / "bericht.xlsx")
    counts = Counter(sheet for sheet, _ in formulas_of(path))
    assert {sheet: count > 20 for sheet, count in counts.items()} == {
        "Übersicht": True,
        "Region × Jahr": True,
        "Kostenarten": True,
        "Buchungen": True,
        "Aktivitäten": True,
        "Nicht zugeordnet": True,
        "Diagrammdaten": True,
        "Obligo": False,
        "Quellen": False,
    }


def test_an_edited_posting_changes_matrix_overview_and_state(tmp_path, profile):
    books = books_of(
        [posting(2024, 2_400_000), posting(2024, 10_000, "sacramento")], decisions=(decision(2024, "25000"),)
    )
    path = write_report(books, tmp_path / "bericht.xlsx")
    edited = openpyxl.load_workbook(path)
    cell = next(cell for cell in edited["Buchungen"]["E"] if cell.value == 24000)
    cell.value = 26_000.01
    edited.save(path)
    fresh = openpyxl.load_workbook(recalculated(path, profile), data_only=True)
    figures = {
        name: value_of(fresh, f"{name}_2024") for name in ("Ist", "Verfuegbar", "Ausschoepfung", "Zustand")
    }
    assert figures["Ist"] == pytest.approx(26_100.01)
    assert figures["Verfuegbar"] == pytest.approx(-1_100.01)
    assert figures["Ausschoepfung"] == pytest.approx(1.0440004)
    assert figures["Zustand"] == "überschritten"
    assert 26_000.01 in [cell.value for cell in fresh["Region × Jahr"]["C"]]


def test_the_report_of_the_example_ledger_recalculates_to_itself(tmp_path, profile, project):
    kooperation = pytest.importorskip("kooperation")
    path = write_report(kooperation.read_books(project / "data" / "raw"), tmp_path / "bericht.xlsx")
    assert differing(path, recalculated(path, profile)) == []


def test_the_formulas_of_a_filled_template_add_up_what_was_filled_in(tmp_path, profile):
    template = openpyxl.Workbook()
    sheet = template.active
    sheet.title = "Blatt"
    sheet.append(["Betrag", "Anteil"])
    sheet.append([None, "=A2/A$4"])
    sheet["A4"], sheet["B4"] = "=SUM(A2:A2)", "=SUM(B2:B2)"
    sheet.add_table(Table(displayName="Buchungen", ref="A1:B2"))
    cover = template.create_sheet("Deckblatt")
    cover["A2"] = "=A1-Blatt!A4"
    template.defined_names["Ist_2024"] = DefinedName("Ist_2024", attr_text="Deckblatt!$A$1")
    template.save(tmp_path / "vorlage.xlsx")
    books = books_of([posting(2024, cents) for cents in (10_001, 2_399_998, -5, 1)], is_example=False)
    path = write_report(books, tmp_path / "bericht.xlsx", template=tmp_path / "vorlage.xlsx")
    fresh = openpyxl.load_workbook(recalculated(path, profile), data_only=True)
    assert fresh["Blatt"]["A7"].value == pytest.approx(24_099.95, abs=1e-6)
    assert fresh["Blatt"]["B7"].value == pytest.approx(1, abs=1e-9)
    assert [fresh["Deckblatt"][cell].value for cell in ("A1", "A2")] == [
        24_099.95,
        pytest.approx(0, abs=1e-6),
    ]
