"""The notebooks: told in order, stored with what they show, calling and never computing, true to the cent.

To store them anew after a change, and nothing about the machine with them (one line)::

    python -m nbconvert --to notebook --execute --inplace --ClearMetadataPreprocessor.enabled=True
        "--ClearMetadataPreprocessor.preserve_nb_metadata_mask={'kernelspec',('language_info','name')}"
        "--ClearMetadataPreprocessor.preserve_cell_metadata_mask={'tags'}" notebooks/*.ipynb
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest

import kooperation as ko
from kooperation.reporting import style

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NAMES = ["01_daten_pruefen", "02_ausgaben_gegen_ansatz", "03_aktivitaeten", "04_bericht_exportieren"]

# What a cell may be made of: an import, and calls whose results get a name or are shown.
CALLS_ONLY = (
    ast.Module, ast.Import, ast.alias, ast.Assign, ast.Expr, ast.Call, ast.keyword, ast.Attribute, ast.Name,
    ast.Load, ast.Store, ast.Constant, ast.List,
)  # fmt: skip
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
PICTURE_ONLY = ["nbval-ignore-output"]
GERMAN = {"der", "die", "das", "und", "ist", "es", "was", "wie", "mit", "von", "heißt"}

MACHINE = re.compile(r"(?:^|[\s\"'(=])(?:/[A-Za-z]\w*/\w|[A-Za-z]:\\)|0x[0-9a-f]{6,}|\b\d\d:\d\d:\d\d\b")
AMOUNT = re.compile(r"-?\d[\d.]*,\d\d €")

# The cells of notebook 02 that show a figure of 2024, and none that does not.
SHOWING_2024 = {
    "ausgaben-je-region",
    "ausschoepfung",
    "zahlen-des-diagramms",
    "zahlen-der-balken",
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


def is_picture(cell: Any) -> bool:
    return any("image/png" in output.get("data", {}) for output in cell.outputs)


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


def test_there_are_four_notebooks_and_their_order_is_in_their_names():
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
        assert after.source.startswith("Das heißt: "), cell.id
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
        tags = {"tags": PICTURE_ONLY} if cell.cell_type == "code" and is_picture(cell) else {}
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
def test_the_figures_of_each_chart_stand_below_it_as_text(name):
    """Pictures are never compared, so a chart may be restyled; figures are, so no cent may change."""
    cells = code_cells_of(name)
    for place, cell in enumerate(cells):
        if is_picture(cell):
            below = cells[place + 1]
            assert "ko.chart_figures(ax)" in below.source, cell.id
            assert AMOUNT.search(shown_by(below)), cell.id


def test_only_the_spending_notebook_draws():
    drawing = {name: sum(is_picture(cell) for cell in code_cells_of(name)) for name in NAMES}
    assert drawing == dict(zip(NAMES, [0, 2, 0, 0], strict=True))


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


# --- a changed cent ----------------------------------------------------------------------------------------


@pytest.fixture
def copied(project, tmp_path):
    """A copy of the demo folder that a test may change."""
    return shutil.copytree(project / "data" / "raw", tmp_path / "daten" / "raw")


def failing_cells(name: str, *, data: Path, project: Path, tmp_path: Path, startup: str = "") -> set[str]:
    """Run a notebook as the test command does, on the folder ``data``; return the names of failing cells."""
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
        [sys.executable, "-m", "pytest", f"notebooks/{name}.ipynb", *options],
        cwd=project,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
    )
    assert result.exists(), done.stdout + done.stderr
    cases = list(ElementTree.parse(result).getroot().iter("testcase"))
    names = [cell.id for cell in code_cells_of(name)]
    assert len(cases) == len(names), done.stdout
    numbers = [int(str(case.get("name")).removeprefix("Cell ")) for case in cases if len(case)]
    return {names[number] for number in numbers}


def test_a_changed_cent_fails_the_cells_that_show_it_by_name(project, tmp_path, copied):
    export = copied / "buchungen" / "Sachposten_2024.csv"
    before = export.read_bytes()
    assert before.count(b";2.310,00;") == 1
    export.write_bytes(before.replace(b";2.310,00;", b";2.310,01;"))
    failing = failing_cells("02_ausgaben_gegen_ansatz", data=copied, project=project, tmp_path=tmp_path)
    assert failing == SHOWING_2024


def test_an_unchanged_copy_passes_even_when_the_charts_are_restyled(project, tmp_path, copied):
    trace = tmp_path / "trace"
    startup = RESTYLE.format(trace=trace)
    failing = failing_cells(
        "02_ausgaben_gegen_ansatz", data=copied, project=project, tmp_path=tmp_path, startup=startup
    )
    assert trace.read_text("ascii") == "restyled"
    assert failing == set()


def test_the_restyling_of_that_test_changes_the_picture(project, tmp_path, monkeypatch):
    books = ko.read_books(project / "data" / "raw")
    before = ko.save_chart(ko.plot_spending(books), tmp_path / "before.png").read_bytes()
    monkeypatch.setitem(style.KNOWN_COLOURS, "ansan", "#123456")
    assert ko.save_chart(ko.plot_spending(books), tmp_path / "after.png").read_bytes() != before
