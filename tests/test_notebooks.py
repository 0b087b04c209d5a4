"""The notebooks: told in order, stored with what they show, calling and never computing, true to the cent.

After a change of figures or words, ``python tests/store_notebooks.py`` stores them anew.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest
from folders import csv, data_folder, postings
from nbclient import NotebookClient
from store_notebooks import FOLDER, METADATA, PICTURE_ONLY, is_drawing

import kooperation as ko
from kooperation.reporting import style

NAMES = [
    "00_start",
    "01_daten_pruefen",
    "02_ausgaben_gegen_ansatz",
    "03_aktivitaeten",
    "04_laufendes_jahr",
    "05_bericht_exportieren",
]
# How many charts each one draws; the explorer of the first one shows its figures itself.
DRAWING = dict(zip(NAMES, [0, 0, 4, 1, 1, 0], strict=True))
LARGEST_PICTURE = 150_000  # bytes; a notebook is read and sent by mail too

# What a cell may be made of: an import, and calls whose results get a name or are shown.
CALLS_ONLY = (
    ast.Module, ast.Import, ast.alias, ast.Assign, ast.Expr, ast.Call, ast.keyword, ast.Attribute, ast.Name,
    ast.Load, ast.Store, ast.Constant, ast.List,
)  # fmt: skip
GERMAN = {"der", "die", "das", "und", "ist", "es", "was", "wie", "mit", "von", "heißt"}

MACHINE = re.compile(r"(?:^|[\s\"'(=])(?:/[A-Za-z]\w*/\w|[A-Za-z]:\\)|0x[0-9a-f]{6,}|\b\d\d:\d\d:\d\d\b")
AMOUNT = re.compile(r"-?\d[\d.]*,\d\d €")
# What a text says of figures: amounts, shares, years. A path or an example of a call says nothing.
OF_THE_EXAMPLE = "In den Beispieldaten "
CLAIM = re.compile(r"\d[\d.]*(?:,\d+)? ?(?:€|Euro)|\d ?%|\b(?:19|20)\d\d\b|auf den Cent überein|ohne Fehler")
NO_CLAIM = re.compile(r"`[^`]*`|\]\([^)]*\)|0,00 €|80, 90 und 100 %|Zeile mit 100 %|§ 82")


def claims_of(text: str) -> list[str]:
    """What a text says of figures without a word that they are those of the example data."""
    return [] if text.startswith(OF_THE_EXAMPLE) else CLAIM.findall(NO_CLAIM.sub("", text))


# The cells of notebook 02 that show a figure of 2024, and none that does not.
SHOWING_2024 = {
    "ausgaben-je-region",
    "ausschoepfung",
    "zahlen-des-diagramms",
    "zahlen-der-balken",
    "zahlen-der-regionen",
    "zahlen-der-kostenarten",
    "ansan-2024-zurueckverfolgt",
    "ueberschreitung-2024",
    "was-nicht-zaehlt",
}

# Runs in the kernel before the first cell; IPython passes over a script that fails, so it leaves a trace.
RESTYLE = """
import pathlib
from kooperation.reporting import style

style.KNOWN_COLOURS["ansan"] = "#123456"
pathlib.Path(r"{trace}").write_text("restyled", encoding="ascii")
"""


def cells_of(name: str) -> list[Any]:
    return list(nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells)


def code_cells_of(name: str) -> list[Any]:
    return [cell for cell in cells_of(name) if cell.cell_type == "code"]


def shown_by(cell: Any) -> str:
    """What a cell shows as text, in every form but pictures."""
    bundles = [output.get("data", {}) for output in cell.outputs]
    return "\n".join(bundle[kind] for bundle in bundles for kind in bundle if kind.startswith("text/"))


def pictures_of(cell: Any) -> list[str]:
    bundles = [output.get("data", {}) for output in cell.outputs]
    return [bundle["image/png"] for bundle in bundles if "image/png" in bundle]


def faults_of(source: str) -> list[str]:
    """What a cell contains beside imports and calls into the package."""
    nodes = list(ast.walk(ast.parse(source)))
    faults = [type(node).__name__ for node in nodes if not isinstance(node, CALLS_ONLY)]
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    return faults + [
        ast.unparse(call)
        for call in calls
        if not (
            isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "ko"
        )
    ]


def test_there_are_six_notebooks_and_their_order_is_in_their_names():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_begins_with_its_question(name):
    first = cells_of(name)[0]
    title = first.source.splitlines()[0]
    assert first.cell_type == "markdown"
    assert title.startswith("# ")
    assert title.endswith("?")


@pytest.mark.parametrize("name", NAMES)
def test_german_text_stands_before_and_after_each_cell(name):
    cells = cells_of(name)
    for place, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        before, after = cells[place - 1], cells[place + 1]
        assert (before.cell_type, after.cell_type) == ("markdown", "markdown"), cell.id
        assert "Worauf achten: " in before.source, cell.id
        assert after.source.startswith(("Das heißt: ", OF_THE_EXAMPLE)), cell.id
        assert GERMAN & set(before.source.lower().split()), cell.id


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_was_run_once_from_top_to_bottom(name):
    counts = [cell.execution_count for cell in code_cells_of(name)]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_stored_with_what_it_shows(name):
    """Without stored outputs the run of the notebooks would compare nothing and pass."""
    for cell in code_cells_of(name):
        kinds = [output.output_type for output in cell.outputs]
        assert len(kinds) == 1, cell.id
        assert kinds[0] in {"execute_result", "display_data"}, cell.id
        assert shown_by(cell).strip(), cell.id


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_has_one_to_five_lines_and_only_calls(name):
    for cell in code_cells_of(name):
        assert 1 <= len(cell.source.splitlines()) <= 5, cell.id
        assert faults_of(cell.source) == [], cell.id


@pytest.mark.parametrize(
    "source",
    [
        "def spending(): pass",
        "for year in years: ko.show(year)",
        "while True: ko.show(books)",
        "if books: ko.show(books)",
        "ko.show([row for row in rows])",
        "ko.show(lambda: 1)",
        "ko.show(a - b)",
        "ko.show(folder / 'raw')",
        "ko.show(a > b)",
        "ko.show(rows['year'])",
        "ko.show(rows.groupby('year'))",
        "print(books)",
        "import kooperation as ko; ko.show(books) if books else None",
    ],
)
def test_a_cell_that_computes_is_found(source):
    assert faults_of(source) != []


def test_a_cell_that_calls_and_shows_is_no_fault():
    assert (
        faults_of("import kooperation as ko\nbooks = ko.read_books(ko.data_folder())\nbooks.findings") == []
    )


@pytest.mark.parametrize("name", NAMES)
def test_cells_have_names_so_that_a_failure_says_where(name):
    names = [cell.id for cell in cells_of(name)]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_says_nothing_about_the_machine_that_ran_it(name):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert notebook.metadata == METADATA
    for cell in notebook.cells:
        tags = {"tags": PICTURE_ONLY} if is_drawing(cell) else {}
        assert cell.metadata == tags, cell.id
        texts = [cell.source, shown_by(cell) if cell.cell_type == "code" else ""]
        assert [text for text in texts if MACHINE.search(text)] == [], cell.id


@pytest.mark.parametrize(
    "text", ["in /srv/daten/raw", "C:\\Daten", "<Axes at 0x7f3a12bc>", "um 12:31:07", '"/opt/venv/bin"']
)
def test_a_trace_of_a_machine_is_found(text):
    assert MACHINE.search(text)


@pytest.mark.parametrize("name", NAMES)
def test_invented_figures_say_so_in_the_text_and_at_the_table(name):
    cells = cells_of(name)
    assert "**Beispieldaten**" in cells[0].source
    assert any("Beispieldaten" in shown_by(cell) for cell in cells if cell.cell_type == "code")
    for cell in code_cells_of(name):
        with_postings = {"Ist", "Betrag", "Einzelbuchungen", "Summe der Datei", "beauftragt"}
        headings = set(re.findall(r"<th [^>]*>([^<]*)</th>", shown_by(cell)))
        assert "Beispieldaten" in shown_by(cell) or not headings & with_postings, cell.id


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_in_the_text_stands_in_a_table(name):
    cells = cells_of(name)
    shown = "\n".join(shown_by(cell) for cell in cells if cell.cell_type == "code")
    told = {
        amount for cell in cells if cell.cell_type == "markdown" for amount in AMOUNT.findall(cell.source)
    }
    bare = {amount.removeprefix("-") for amount in AMOUNT.findall(shown)}
    assert told - bare - {"0,00 €"} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_true_of_every_folder_or_says_that_it_is_of_the_example_data(name):
    """A year may stand in the question of a cell that asks for just that year."""
    cells = cells_of(name)
    for place, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            question, _, rest = cell.source.partition("\n")
            asked = [year for year in re.findall(r"20\d\d", question) if year in cells[place + 1].source]
            assert [claim for claim in claims_of(question) if claim not in asked] == [], cell.id
            assert cell.source.startswith(OF_THE_EXAMPLE) or claims_of(rest) == [], cell.id


@pytest.mark.parametrize(
    "text",
    [
        "2024 lag darüber.",
        "Es bleiben 359,82 €.",
        "Es sind 25.000 Euro.",
        "Das sind 80 %.",
        "Alles stimmt auf den Cent überein.",
    ],
)
def test_a_text_that_claims_a_figure_is_found(text):
    assert claims_of(text) != []
    assert claims_of(f"In den Beispieldaten gilt: {text}") == []


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_of_each_chart_stand_below_it_as_text(name):
    """Pictures are never compared, so a chart may be restyled; figures are, so no cent may change."""
    cells = code_cells_of(name)
    for place, cell in enumerate(cells):
        if is_drawing(cell):
            below = cells[place + 1]
            assert "ko.chart_figures(ax)" in below.source, cell.id
            assert AMOUNT.search(shown_by(below)), cell.id


@pytest.mark.parametrize("name", NAMES)
def test_the_charts_are_stored_and_small_enough_to_be_sent(name):
    cells = code_cells_of(name)
    assert sum(is_drawing(cell) for cell in cells) == DRAWING[name]
    sizes = {cell.id: len(picture) * 3 // 4 for cell in cells for picture in pictures_of(cell)}
    assert {cell: size for cell, size in sizes.items() if size > LARGEST_PICTURE} == {}


def test_the_explorer_is_stored_as_a_picture_with_its_figures_and_nothing_that_ends_with_its_kernel():
    [cell] = [cell for cell in code_cells_of("00_start") if cell.source == "ko.explore(books)"]
    [output] = cell.outputs
    assert set(output["data"]) == {"image/png", "text/plain"}
    assert AMOUNT.search(output["data"]["text/plain"])
    assert "Beispieldaten" in output["metadata"]["image/png"]["alt"]


@pytest.mark.parametrize("name", NAMES)
def test_one_variable_at_the_top_points_a_notebook_to_a_folder_of_ones_own(name):
    first, *others = code_cells_of(name)
    lines = ["import kooperation as ko", "", "ordner = ko.data_folder()", "books = ko.read_books(ordner)"]
    assert first.source.splitlines()[:4] == lines
    assert [cell.id for cell in others if "ordner" in cell.source or "data_folder" in cell.source] == []
    before = cells_of(name)[cells_of(name).index(first) - 1]
    assert '`ordner = "../../mein-haus"`' in before.source


@pytest.mark.parametrize(("name", "following"), list(zip(NAMES, [*NAMES[1:], NAMES[0]], strict=True)))
def test_a_notebook_ends_with_what_to_do_next(name, following):
    last = cells_of(name)[-1]
    assert last.cell_type == "markdown"
    assert f"]({following}.ipynb)" in last.source


@pytest.mark.parametrize("name", NAMES)
def test_no_notebook_shows_who_was_paid(name, project):
    vendors = set(ko.read_books(project / "data" / "raw").bookings["vendor"].dropna())
    vendors -= {"AGIT mbH"}  # a public body and the name of a pot
    assert len(vendors) > 5
    text = (FOLDER / f"{name}.ipynb").read_text("utf-8")
    assert [vendor for vendor in sorted(vendors) if vendor in text] == []
    assert "vendor" not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_notebook(name):
    text = "\n".join(cell.source for cell in cells_of(name) if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)]*)\)", text)
    assert [link for link in links if not (FOLDER / link).is_file()] == []


# --- a changed cent, another house -------------------------------------------------------------------------


@pytest.fixture
def copied(project, tmp_path):
    """A copy of the demo folder that a test may change."""
    return shutil.copytree(project / "data" / "raw", tmp_path / "daten" / "raw")


def failing_cells(
    *names: str,
    data: Path,
    project: Path,
    tmp_path: Path,
    startup: str = "",
    variables: Mapping[str, str] | None = None,
) -> dict[str, set[str]]:
    """Run notebooks as the test command does, on the folder ``data``; return the names of failing cells."""
    scripts = tmp_path / "ipython" / "profile_default" / "startup"
    scripts.mkdir(parents=True)
    (scripts / "restyle.py").write_text(startup, encoding="utf-8")
    result = tmp_path / "result.xml"
    options = ["-p", "no:cacheprovider", "-p", "no:randomly", "-q", f"--junitxml={result}"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")} | {
        "KOOPERATION_DATA": str(data),
        "IPYTHONDIR": str(scripts.parents[1]),
        "PYTHONPATH": os.pathsep.join([str(project), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *(f"notebooks/{name}.ipynb" for name in names), *options],
        cwd=project,
        env=environment | dict(variables or {}),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
    )
    assert result.exists(), done.stdout + done.stderr
    cases = list(ElementTree.parse(result).getroot().iter("testcase"))
    cells = {name: [cell.id for cell in code_cells_of(name)] for name in names}
    assert len(cases) == sum(len(listed) for listed in cells.values()), done.stdout
    failing: dict[str, set[str]] = {name: set() for name in names}
    for case in cases:
        name = str(case.get("classname")).removesuffix(".ipynb").split(".")[-1]
        if len(case):
            failing[name].add(cells[name][int(str(case.get("name")).removeprefix("Cell "))])
    return failing


def change(export: Path, before: bytes, after: bytes) -> None:
    """Change one amount of an export."""
    content = export.read_bytes()
    assert content.count(before) == 1
    export.write_bytes(content.replace(before, after))


def test_a_changed_cent_fails_the_cells_that_show_it_by_name(project, tmp_path, copied):
    change(copied / "buchungen" / "Sachposten_2024.csv", b";2.310,00;", b";2.310,01;")
    failing = failing_cells("02_ausgaben_gegen_ansatz", data=copied, project=project, tmp_path=tmp_path)
    assert failing == {"02_ausgaben_gegen_ansatz": SHOWING_2024}


def test_a_changed_cent_of_the_running_year_fails_its_cells_and_the_answer_at_a_glance(
    project, tmp_path, copied
):
    change(copied / "buchungen" / "Sachposten_2026_bis_September.csv", b";1.367,40;", b";1.367,41;")
    names = ("00_start", "04_laufendes_jahr")
    failing = failing_cells(*names, data=copied, project=project, tmp_path=tmp_path)
    assert failing == {
        "00_start": {"gelesen", "ergebnis", "stand-je-jahr", "auswahl"},
        "04_laufendes_jahr": {"ergebnis", "zahlen-des-jahres"},
    }


def test_an_unchanged_copy_passes_on_any_terminal_even_when_the_charts_are_restyled(
    project, tmp_path, copied
):
    trace = tmp_path / "trace"
    startup = RESTYLE.format(trace=trace)
    names = ("02_ausgaben_gegen_ansatz", "03_aktivitaeten", "04_laufendes_jahr")
    elsewhere = {"LC_ALL": "C", "TZ": "Asia/Seoul", "COLUMNS": "40"}
    failing = failing_cells(
        *names, data=copied, project=project, tmp_path=tmp_path, startup=startup, variables=elsewhere
    )
    assert trace.read_text("ascii") == "restyled"
    assert failing == {name: set() for name in names}


def test_the_restyling_of_that_test_changes_the_picture(project, tmp_path, monkeypatch):
    books = ko.read_books(project / "data" / "raw")
    before = ko.save_chart(ko.plot_spending(books), tmp_path / "before.png").read_bytes()
    monkeypatch.setitem(style.KNOWN_COLOURS, "ansan", "#123456")
    assert ko.save_chart(ko.plot_spending(books), tmp_path / "after.png").read_bytes() != before


FULL = {
    "buchungen/2024.csv": postings(
        "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00", "2024;03.10.2024;B-2;Hotel;Hotel;310,50"
    ),
    "auftraege/2024.csv": csv(
        "auftrag;jahr;teilprodukt;sachkonto;betrag;text", "A-7;2024;1105;5291;400,00;Bus nach Tartu"
    ),
    "aktivitaeten/log.csv": csv(
        "kennung;zeitraum;partnerregion;art;status;kosten_beleg;quelle",
        "R1;12.03.2024;Porto;Reise;durchgeführt;B-1;V 7/2023",
    ),
    "planung/basis.csv": csv(
        "zeitraum;partnerregion;art;menge;einzelpreis", "05.12.2024;Tartu;Reise;3;250,00"
    ),
}
BARE = {"buchungen/2024.csv": postings("2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00")}


@pytest.mark.parametrize("files", [FULL, BARE], ids=["all kinds of files", "postings alone"])
def test_every_cell_also_runs_on_the_folder_of_another_authority(tmp_path, monkeypatch, files):
    """One kernel for all notebooks: what is tried is their calls, not their start."""
    monkeypatch.setenv("KOOPERATION_DATA", str(data_folder(tmp_path / "stadt", files)))
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    sources = [cell.source for name in NAMES for cell in code_cells_of(name)]
    every = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(every, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "\n".join(shown_by(cell) for cell in every.cells)
    assert "Porto" in shown
    assert "Ansan" not in shown
    assert "Beispieldaten" not in shown
    assert sorted(path.name for path in (tmp_path / "processed").iterdir()) == [
        "anlage.docx",
        "anlage.pdf",
        "bericht.xlsx",
    ]
