"""The two ways to an environment agree: environment.yml and requirements.lock against pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

# Where conda-forge calls a library by another name.
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


@pytest.fixture(scope="module")
def declared(project: Path) -> dict[str, SpecifierSet]:
    """The libraries of the program, the notebooks and the tests, with the bounds of pyproject.toml."""
    pyproject = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    lines = [
        *pyproject["project"]["dependencies"],
        *pyproject["project"]["optional-dependencies"]["lab"],
        *pyproject["dependency-groups"]["test"],
    ]
    return bounds_by_name(lines)


@pytest.fixture(scope="module")
def conda_entries(project: Path) -> list:
    """The entries of environment.yml, texts and the one ``pip:`` part."""
    return yaml.safe_load((project / "environment.yml").read_text("utf-8"))["dependencies"]


@pytest.fixture(scope="module")
def locked(project: Path) -> dict[str, set[Version]]:
    """The versions that requirements.lock holds; two where the Python version decides."""
    pins = re.findall(
        r"^([\w.-]+)==([\w.!+]+)", (project / "requirements.lock").read_text("utf-8"), re.MULTILINE
    )
    versions: dict[str, set[Version]] = {}
    for name, version in pins:
        versions.setdefault(canonicalize_name(name), set()).add(Version(version))
    return versions


def bounds_by_name(lines: list[str]) -> dict[str, SpecifierSet]:
    requirements = [Requirement(line) for line in lines]
    return {
        CONDA_NAMES.get(requirement.name, canonicalize_name(requirement.name)): requirement.specifier
        for requirement in requirements
    }


def test_conda_and_pyproject_name_the_same_libraries_within_the_same_bounds(declared, conda_entries):
    from_conda_forge = [entry for entry in conda_entries if isinstance(entry, str)]
    [from_pip] = [entry["pip"] for entry in conda_entries if isinstance(entry, dict)]
    listed = bounds_by_name([*from_conda_forge, *(line for line in from_pip if not line.startswith("-"))])
    del listed["python"], listed["pip"]
    assert listed == declared


def test_conda_and_pyproject_ask_for_the_same_python(project, conda_entries):
    pyproject = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    assert (
        SpecifierSet(pyproject["project"]["requires-python"]) == bounds_by_name(conda_entries[:1])["python"]
    )


def test_the_lock_holds_every_declared_library_within_its_bounds(declared, locked):
    outside = {
        name: versions
        for name, bounds in declared.items()
        if not (versions := locked.get(name, set())) or not all(version in bounds for version in versions)
    }
    assert outside == {}


def test_every_locked_library_is_pinned_by_hash(project):
    blocks = re.split(r"^(?=\S)", (project / "requirements.lock").read_text("utf-8"), flags=re.MULTILINE)
    pins = [block for block in blocks if "==" in block]
    assert pins
    assert [block.split()[0] for block in pins if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_address(project):
    lines = (project / "requirements.lock").read_text("utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []
