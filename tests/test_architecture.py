"""The house stands: imports go down only, no cycles, a light front door, and every public name explained."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

# Rooms by floor, from the ground up. A room sees itself and what its entry names, nothing else.
MAY_IMPORT = {
    "model": set(),
    "reading": {"model"},
    "analysis": {"model"},
    "books": {"model", "reading", "analysis"},
    "reporting": {"model", "reading", "analysis", "books"},
    "store": {"model", "reading", "analysis", "books"},
    "demo": {"model"},
    "cli": {"model", "reading", "analysis", "books", "reporting", "store", "demo"},
    "__main__": {"cli", "reporting"},
    # The front door hands out names of every room but the command line.
    "__init__": {"model", "reading", "analysis", "books", "reporting", "store", "demo"},
}

# The reading room from the ground up: each part sees itself and the parts before it.
READING = (
    "words",
    "cells",
    "container",
    "texts",
    "workbooks",
    "unpacking",
    "tables",
    "layouts",
    "merging",
    "ledgers",
    "folder",
    "datasets",
)

HEAVY = {
    "docx",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "python_calamine",
    "typst",
    "xlsxwriter",
}


def modules_of(package: Path) -> dict[str, Path]:
    """Every module of ``package`` under its dotted name below it; the package itself is ``__init__``."""
    modules = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[-1] == "__init__" and len(parts) > 1:
            parts = parts[:-1]
        modules[".".join(parts)] = path
    return modules


def imported_by(module: str, modules: dict[str, Path], *, package: str) -> set[str]:
    """The modules of the same package that ``module`` imports anywhere, also inside functions."""
    path = modules[module]
    inside = [package] if module == "__init__" else [package, *module.split(".")]
    folder = inside if path.stem == "__init__" else inside[:-1]
    targets = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            targets |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            below = {f"{base}.{alias.name}" for alias in node.names}
            known = {name for name in below if name.removeprefix(f"{package}.") in modules}
            targets |= known | ({base} if len(known) < len(below) else set())
    own = {target for target in targets if target == package or target.startswith(f"{package}.")}
    return {target.removeprefix(package).removeprefix(".") or "__init__" for target in own} - {module}


def faults_of(package: Path) -> list[str]:
    """Every arrow that the floors forbid, every room without a floor, and one cycle if there is any."""
    modules = modules_of(package)
    arrows = {module: imported_by(module, modules, package=package.name) for module in modules}
    faults = []
    for module, targets in arrows.items():
        room = module.split(".")[0]
        if room not in MAY_IMPORT:
            faults.append(f"{module} stands on no floor")
            continue
        allowed = MAY_IMPORT[room] | {room}
        faults += [
            f"{module} -> {target}" for target in sorted(targets) if target.split(".")[0] not in allowed
        ]
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        faults.append("cycle: " + " -> ".join(error.args[1]))
    return faults


@pytest.fixture
def made_up(tmp_path):
    """A function that builds a small package from ``{"room/module.py": "source"}``."""

    def build(sources: dict[str, str]) -> Path:
        package = tmp_path / "house"
        for name, source in {"__init__.py": "", **sources}.items():
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8")
        return package

    return build


def test_imports_go_down_only_and_never_in_a_circle(project):
    assert faults_of(project / "kooperation") == []


def test_the_parts_of_the_reading_room_follow_the_way_of_the_data(project):
    modules = modules_of(project / "kooperation")
    for module in (one for one in modules if one.startswith("reading.")):
        part = module.split(".")[1]
        targets = {
            one.split(".")[1]
            for one in imported_by(module, modules, package="kooperation")
            if one.startswith("reading.")
        }
        assert targets <= set(READING[: READING.index(part) + 1]), module


def test_an_allowed_arrow_is_no_fault(made_up):
    assert (
        faults_of(made_up({"model/money.py": "", "reading/cells.py": "from house.model import money"})) == []
    )


@pytest.mark.parametrize(
    ("source", "arrow"),
    [
        ("import house.analysis.spending", "reading.cells -> analysis.spending"),
        ("from house.analysis import spending", "reading.cells -> analysis.spending"),
        ("from house.analysis.spending import cube", "reading.cells -> analysis.spending"),
        ("from ..analysis import spending", "reading.cells -> analysis.spending"),
        ("def late():\n    import house.analysis.spending", "reading.cells -> analysis.spending"),
        ("from house.analysis import cube", "reading.cells -> analysis"),
        ("import house", "reading.cells -> __init__"),
        ("from house import read_books", "reading.cells -> __init__"),
    ],
)
def test_an_arrow_to_a_neighbour_or_upwards_is_found(made_up, source, arrow):
    sources = {"reading/cells.py": source, "analysis/__init__.py": "", "analysis/spending.py": ""}
    assert faults_of(made_up(sources)) == [arrow]


def test_a_cycle_inside_a_room_is_found(made_up):
    [fault] = faults_of(made_up({"model/a.py": "from house.model import b", "model/b.py": "from . import a"}))
    assert fault.startswith("cycle: ")
    assert set(fault.removeprefix("cycle: ").split(" -> ")) == {"model.a", "model.b"}


def test_a_room_that_nobody_planned_is_found(made_up):
    assert faults_of(made_up({"helpers.py": ""})) == ["helpers stands on no floor"]


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"], ["status", "--help"]])
def test_help_loads_nothing_heavy(project, arguments):
    program = (
        "import runpy, sys\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "try:\n"
        "    runpy.run_module('kooperation', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        f"print('loaded:', sorted({HEAVY!r} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded: []"


def public_functions() -> list[str]:
    kooperation = importlib.import_module("kooperation")
    return sorted(name for name in kooperation.__all__ if inspect.isroutine(getattr(kooperation, name)))


def test_every_public_name_has_a_docstring():
    kooperation = importlib.import_module("kooperation")
    constants = (str, int, float, tuple, frozenset)
    names = [name for name in kooperation.__all__ if not isinstance(getattr(kooperation, name), constants)]
    assert [name for name in names if not inspect.getdoc(getattr(kooperation, name))] == []


def test_every_public_function_explains_each_parameter_and_what_it_returns():
    kooperation = importlib.import_module("kooperation")
    silent = {name: gaps for name in public_functions() if (gaps := gaps_in(getattr(kooperation, name)))}
    assert silent == {}


def test_a_function_that_explains_nothing_is_found():
    def spending(bookings, *, years) -> int:
        """Sum spending.

        Parameters
        ----------
        bookings : DataFrame
        """

    assert gaps_in(spending) == ["years", "Returns"]


def gaps_in(function) -> list[str]:
    text, signature = inspect.getdoc(function) or "", inspect.signature(function)
    sections = set(re.findall(r"^(\w+)\n-{3,}$", text, flags=re.MULTILINE))
    explained = set(re.findall(r"^\**(\w+)", text, flags=re.MULTILINE)) if "Parameters" in sections else set()
    gaps = [name for name in signature.parameters if name not in explained]
    if signature.return_annotation not in {None, "None"} and not sections & {"Returns", "Yields"}:
        gaps.append("Returns")
    return gaps
