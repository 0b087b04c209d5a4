"""What people type stays text in every sheet, chart and name, and the same books make the same bytes."""

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from workbook_ledger import books_of, decision, posting
from workbook_reopened import Reopened, reopen

from kooperation.model.findings import Place, finding
from kooperation.model.region import Pot, Region
from kooperation.model.schema import PLANNED_COLUMNS, frame_of
from kooperation.reporting.workbook.page import is_like_a_formula

STARTS = ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"]
PAYLOAD = '1+HYPERLINK("http://x.example","x")'
FUNCTIONS = {"SUM", "SUMIF", "SUMIFS", "SUBTOTAL", "ROUND", "IF", "ISNUMBER", "MAX", "MIN", "HYPERLINK"} | {
    "AND",
    "OR",
    "SUBSTITUTE",
    "FIXED",
    "CHAR",
}
LISTS = {"Buchungen", "Obligo", "Aktivitäten", "Ansätze", "Nicht zugeordnet", "Prüfung", "Quellen"}
SHEETS_OF_NAMES = {"Deckblatt", "Übersicht", "Region × Jahr", "Kostenarten", "Diagrammdaten"}


def hostile_books(start: str):
    """Books in which every text that a file or register can hold begins like a formula."""
    text = f"{start}{PAYLOAD}"
    order = {"kind": "commitment", "order_id": text, "source_file": text}
    row = {
        "cost_type": text,
        "text": text,
        "document": text,
        "item": text,
        "rule": text,
        "share": text,
        "currency": text,
        "foreign_amount": 100,
        "booking_id": text,
        "source_file": text,
        "source_sheet": text,
        "reason": text,
    }
    rows = [posting(2025, 100, **row), posting(2025, 70, None, **row), posting(2025, 500, **{**row, **order})]
    activity = {name: [text] for name in ("activity_id", "period_text", "kind", "direction", "organiser")}
    activity |= {name: [text] for name in ("status", "moved_to", "outcome", "documents", "source")}
    activity |= {"source_file": [text], "source_row": [2], "region": [text]}
    plan = {"plan": ["basis"], "year": [2025], "pot": ["koop"], "amount": [100], "kind": [text]}
    plan |= {"period_text": [text], "start": [date(2025, 12, 1)], "end": [date(2025, 12, 1)]}
    books = books_of(
        rows,
        regions=(Region("ansan", text, text, "KR"),),
        pots=(Pot("koop", text, "990100", "544016", is_default=True, frame="ja"),),
        decisions=(
            decision(2025, "40000", paper=text, body=text, source=text, place=Place(file=text, row=2)),
        ),
        activities=activity,
        planned=frame_of(PLANNED_COLUMNS, plan),
    )
    noticed = (finding("target_is_locked", Place(text, text, 4, text), raw=text),)
    sources = books.sources.assign(layout=text, sheet=text, years=text, control_totals=text)
    return replace(books, noticed=noticed, sources=sources.assign(dropped_reasons=text))


@pytest.fixture(scope="module", params=STARTS, ids=[f"U+{ord(start):04X}" for start in STARTS])
def hostile(request, tmp_path_factory) -> Reopened:
    return reopen(tmp_path_factory.mktemp("hostile"), hostile_books(request.param))


def test_no_sheet_holds_a_formula_that_a_file_brought(hostile):
    formulas = [
        str(cell.value)
        for sheet in hostile.formulas
        for cell in hostile.cells(sheet.title)
        if cell.data_type == "f"
    ]
    bare = [re.sub(r'"(?:[^"]|"")*"', "", formula) for formula in formulas]
    assert {name for formula in bare for name in re.findall(r"([A-Z]+)\(", formula)} <= FUNCTIONS
    links = [formula for formula in formulas if formula.startswith("=HYPERLINK(")]
    assert links
    assert all(formula.startswith("=HYPERLINK(\"#'") for formula in links)


def test_a_text_like_a_formula_is_marked_as_text_in_every_sheet(hostile):
    cells = [
        cell
        for sheet in hostile.formulas
        for cell in hostile.cells(sheet.title)
        if cell.data_type == "s" and str(cell.value).startswith(tuple(STARTS))
    ]
    assert [(cell.parent.title, cell.coordinate) for cell in cells if not cell.quotePrefix] == []
    marked = {cell.parent.title for cell in cells}
    blank = str(cells[0].value)[0].isspace()  # names of regions and pots lose blanks at their ends
    assert (LISTS if blank else {*LISTS, *SHEETS_OF_NAMES}) <= marked


@pytest.mark.parametrize("start", [*STARTS, "\r", "\n"])
def test_what_a_program_could_take_for_a_formula_is_known(start):
    assert is_like_a_formula(f"{start}A1")
    assert not is_like_a_formula(f"A1{start}")


def test_no_link_leads_out_of_the_workbook(hostile):
    with zipfile.ZipFile(hostile.path) as parts:
        relations = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
    assert [text for text in relations if "http://x.example" in text or 'TargetMode="External"' in text] == []


def test_the_titles_of_charts_are_words_and_names_are_names(hostile):
    with zipfile.ZipFile(hostile.path) as parts:
        charts = [parts.read(name) for name in parts.namelist() if name.startswith("xl/charts/chart")]
        workbook = parts.read("xl/workbook.xml").decode()
    assert len(charts) == 4
    for chart in charts:
        title = next(one for one in ElementTree.fromstring(chart).iter() if one.tag.endswith("}title"))
        assert [one.tag for one in title.iter() if one.tag.endswith(("}strRef", "}f"))] == []
    for name in re.findall(r'<definedName name="([^"]+)"', workbook):
        assert re.fullmatch(r"(_xlnm\.)?\w+", name)


PROGRAM = """
import hashlib, sys
from pathlib import Path
from test_workbook_texts import hostile_books
from kooperation.reporting.workbook import write_report
target = write_report(hostile_books("="), Path(sys.argv[1]), language=sys.argv[2])
print(hashlib.sha256(target.read_bytes()).hexdigest())
"""


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_same_books_make_the_same_bytes_on_any_machine(tmp_path, language):
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4711", "TZ": "Asia/Seoul", "LC_ALL": "C.UTF-8"},
    ]
    tests = Path(__file__).parent
    made = []
    for number, setting in enumerate(settings):
        environment = {
            **os.environ,
            **setting,
            "PYTHONPATH": os.pathsep.join([str(tests.parent), str(tests)]),
        }
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / str(number) / "bericht.xlsx"), language]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        made.append(done.stdout)
    assert made[0] == made[1]
