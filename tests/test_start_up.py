"""What a command loads before it answers: nothing that it does not need."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kooperation.cli import main
from kooperation.reporting.help_pages import page_asked_for

DRAWS_OR_WRITES = {
    "matplotlib",
    "openpyxl",
    "xlsxwriter",
    "docx",
    "typst",
    "IPython",
    "ipywidgets",
    "itables",
}


def loaded_by(*command: str, before: str = "", ends_with: tuple[int, ...] = (0, 1, 10, 20)) -> set[str]:
    """The packages and modules that a command has loaded when it ends; ``before`` is run first."""
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\n"
        "from kooperation.cli import main\n"
        f"{before}\n"
        "main(sys.argv[1:])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)
    assert done.returncode in ends_with, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture
def demo(tmp_path):
    from kooperation.demo import write_demo

    write_demo(tmp_path / "raw")
    return str(tmp_path / "raw")


@pytest.mark.parametrize("command", ["status", "check"])
def test_the_lines_of_a_folder_need_nothing_that_draws_or_writes_workbooks(demo, command):
    loaded = loaded_by(command, "--no-cache", "--data", demo)
    assert "pandas" in loaded
    assert not loaded & DRAWS_OR_WRITES


def test_only_the_readers_of_the_kinds_of_files_that_came_are_loaded(demo):
    loaded = loaded_by("status", "--no-cache", "--data", demo)
    others = {"biff", "markup", "opendocument", "spreadsheetml", "webarchive", "xlsb"}
    assert "kooperation.reading.workbooks.ooxml" in loaded
    assert not loaded & {f"kooperation.reading.workbooks.{name}" for name in others}


def test_what_only_long_sheets_need_is_not_loaded_for_short_ones(demo):
    loaded = loaded_by("status", "--no-cache", "--data", demo)
    of_long_sheets = {"short_sheet", "distinct_cells", "places"}
    assert not loaded & {f"kooperation.reading.workbooks.{name}" for name in of_long_sheets}


def test_while_a_small_folder_is_read_python_searches_for_no_garbage(demo):
    code = (
        "import gc, sys\n"
        "from kooperation.__main__ import OBJECTS_BETWEEN_SEARCHES, main\n"
        "searched = []\n"
        "def note(phase, _):\n"
        "    if gc.get_threshold()[0] == OBJECTS_BETWEEN_SEARCHES:\n"
        "        searched.append(phase)\n"
        "gc.callbacks.append(note)\n"
        "try:\n    main()\nfinally:\n    print(*searched, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code, "status", "--no-cache", "--data", demo]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 20
    assert done.stderr.splitlines()[-1] == ""


def test_a_folder_without_a_web_archive_needs_no_reader_of_mails_and_one_engine_alone(demo):
    loaded = loaded_by("status", "--no-cache", "--data", demo)
    assert "narwhals._arrow" in loaded
    assert not loaded & {"email", "narwhals._pandas_like", "narwhals._duckdb", "narwhals._polars"}


@pytest.mark.parametrize("patience", ["0.0", "60.0"])
def test_where_no_terminal_is_nothing_is_loaded_to_draw_a_bar(demo, patience):
    waiting = f"import kooperation.reporting.progress as shown; shown.PATIENCE = {patience}"
    loaded = loaded_by("status", "--no-cache", "--data", demo, before=waiting)
    assert "rich" not in loaded


@pytest.mark.parametrize("command", ["report", "check", "status"])
def test_a_folder_that_is_none_is_refused_before_anything_heavy_is_loaded(tmp_path, command):
    loaded = loaded_by(command, "--data", str(tmp_path), ends_with=(3,))
    assert not loaded & {"pandas", "pyarrow", "numpy", "narwhals", *DRAWS_OR_WRITES}


def told_at_the_door(*arguments: str) -> tuple[str, set[str]]:
    """What the program prints, and the modules that it has loaded then."""
    code = (
        "import sys; from kooperation.__main__ import main; sys.argv[0] = 'kooperation'; main()\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout, set(done.stderr.split())


PAGES = [
    *([name, flag] for name in main.commands for flag in ("--help", "-h")),
    ["--help"],
    ["--version"],
    ["--language", "en", "-h"],
    ["--language=en", "layout", "--help"],
    ["layout", "--help", "--language", "de"],
]


@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_a_page_is_the_same_with_and_without_the_commands_and_needs_none_of_them(arguments):
    page, loaded = told_at_the_door(*arguments)
    assert page == CliRunner().invoke(main, arguments, prog_name="kooperation").stdout
    assert not loaded & {"click", "kooperation.cli", "dataclasses", "pathlib", "pandas"}


@pytest.mark.parametrize(
    "arguments",
    [[], ["status"], ["-h", "status"], ["status", "-h", "x"], ["-h", "--language", "fr"], ["x", "-h"]],
    ids=" ".join,
)
def test_whatever_is_more_than_a_page_is_left_to_the_commands(arguments):
    assert page_asked_for(arguments, version="1") is None


def test_a_page_whose_reader_has_gone_ends_without_a_word():
    code = "import sys; from kooperation.__main__ import main; sys.stdin.read(); main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "--help"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        program.stdout.close()
        program.stdin.close()
        assert program.stderr.read() == b""
    assert program.returncode == 1


def test_a_report_is_drawn_also_where_the_environment_names_a_screen_that_matplotlib_does_not_know():
    code = (
        "import os\n"
        "from kooperation.reporting.drawing_library import without_manual\n"
        "with without_manual():\n"
        "    from kooperation.reporting.charts.canvas import picture_bytes\n"
        "print(os.environ['MPLBACKEND'])"
    )
    told = os.environ | {"MPLBACKEND": "Qt4Agg"}
    done = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("Qt4Agg\n", "")


MANUAL = """
import sys
import matplotlib.artist as artist
usual = artist.kwdoc
written = []
artist.kwdoc = lambda of: written.append(of) or usual(of)
{load}
print("manual" if written else "no manual")
"""


@pytest.mark.parametrize(
    ("load", "said"),
    [
        ("from kooperation.cli import main\nmain(sys.argv[1:], standalone_mode=False)", "no manual"),
        ("import kooperation.reporting.charts", "manual"),
    ],
    ids=["report", "charts"],
)
def test_a_report_draws_without_the_manual_of_the_drawing_library(demo, tmp_path, load, said):
    command = ["report", "--no-cache", "--data", demo, "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", MANUAL.format(load=load), *command],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == said
