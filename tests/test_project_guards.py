"""What must never enter the repository: addresses, paths of one machine, real data, bulk, odd encodings."""

import ast
import hashlib
import io
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest
import yaml

BINARY = {".ods", ".parquet", ".pdf", ".png", ".xls", ".xlsb", ".xlsm", ".xlsx"}

# The demo shows exports as finance software writes them: these are Windows-1252 on purpose.
WINDOWS_1252 = ("data/raw/buchungen/Sachposten_*.csv", "data/raw/haushalt/Budgetuebersicht_*.csv")

# Built from parts, so that this file does not contain what it looks for.
REGISTRY_ADDRESS = re.compile(
    "|".join(
        [
            "--(?:extra-)?" + "index-url",
            r"\b(?:UV|PIP)_(?:EXTRA_|DEFAULT_)?" + "INDEX",
            r"https?://[^\s\"'<>]*/" + r"simple\b",
            r"https?://(?:test\.)?" + r"(?:files\.pythonhosted|pypi\.python)\.org",
            '"resolved":' + ' *"http',
        ]
    )
)
PATH_OF_ONE_MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:home|Users|root|work)/" + r"[A-Za-z0-9_.]",
            r"(?i:\b[a-z]:\\+Users\\+\w)",
            r"/tmp/" + r"ipykernel",
        ]
    )
)
PACKAGE_ADDRESS = re.compile("https?" + "://")

LARGEST = 1_000_000

# First lines of public budget files that layouts were measured on, as SHA-256: the files stay outside.
HEADERS_OF_REAL_FILES = {
    "85c7ec08cecb2f73b9d4ca1a3ac48645e994c32f7e368f07e992e633bf36f52d",  # d01
    "341a55d243ee32465ead33a552036e52f6c53e5a2cba2b3d71ca824bc94515b0",  # d02
    "93e98445567a41316a071b5155b5738d7820ee96236c62f4a760eeada12130c5",  # d03
    "567e84274d279e983be7be129e7dbe02b7a3ee3f692ffc75157bb66cf0c964b9",  # d04
    "6a1802f621cab3fa1ca9f87c0be7992d3e6304b80de97dec22890fe61a815b91",  # d05
    "c0d6f875bcf1b2346233f1954ea243768a6feb67ac0c894d9ce45640052b5a5e",  # d08
    "f1c7eef026f78b959c2b217fed6b933373fa66201f2a9118cab7cf1636e0786c",  # d09
}


@pytest.fixture(scope="module")
def tracked(project: Path) -> dict[str, bytes]:
    """Every tracked file: its path below the project, and its bytes."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached"]
    try:
        listed = subprocess.run(command, cwd=project, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git here: only a clone knows which files are tracked")
    names = [name for name in listed.decode("utf-8").split("\0") if name]
    return {name: (project / name).read_bytes() for name in names if (project / name).is_file()}


@pytest.fixture(scope="module")
def real_files(project: Path) -> dict[str, bytes]:
    """The real files that readers are measured on, where they lie beside the project."""
    folder = project.parent / "shared" / "data" / "real"
    if not folder.is_dir():
        pytest.skip("the real files are not here")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "expected.csv"}


def texts_of(files: dict[str, bytes]) -> Iterable[tuple[str, str]]:
    """Every readable text: text files, and the parts of office files, which are ZIP archives of texts."""
    for name, content in files.items():
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for part in archive.namelist():
                    yield f"{name}!{part}", archive.read(part).decode("utf-8", errors="replace")
        elif PurePosixPath(name).suffix not in BINARY:
            yield name, content.decode("utf-8", errors="replace")


def lines_with(pattern: re.Pattern[str], files: dict[str, bytes]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts_of(files)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def header_hash(content: bytes) -> str:
    """The SHA-256 of a text file's first line, whatever its line end and byte order mark."""
    first = content.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip()
    return hashlib.sha256(first).hexdigest()


def long_lines(content: bytes) -> set[bytes]:
    return {line.strip() for line in content.splitlines() if len(line.strip()) >= 30}


def test_no_file_names_a_package_registry(tracked):
    assert lines_with(REGISTRY_ADDRESS, tracked) == []


def test_no_lock_names_any_address(tracked):
    locks = {name: content for name, content in tracked.items() if name.endswith(".lock")}
    assert lines_with(PACKAGE_ADDRESS, locks) == []
    assert [name for name in tracked if re.search(r"(^|/)(uv\.lock|pylock\..*toml)$", name)] == []


def test_no_file_names_a_path_of_one_machine(tracked):
    assert lines_with(PATH_OF_ONE_MACHINE, tracked) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRY_ADDRESS, "pip install --extra-" + "index-url somewhere"),
        (REGISTRY_ADDRESS, "https://mirror.example/" + "simple/"),
        (REGISTRY_ADDRESS, "UV_" + "INDEX_URL=somewhere"),
        (PATH_OF_ONE_MACHINE, "see /ho" + "me/someone/project"),
        (PATH_OF_ONE_MACHINE, "C:\\Us" + "ers\\someone"),
    ],
)
def test_the_guard_knows_what_it_looks_for(pattern, line):
    assert lines_with(pattern, {"notes.md": line.encode()}) == [f"notes.md:1: {line}"]


def test_a_documentation_link_and_a_web_path_are_no_fault():
    line = b"https://eupl.eu/1.2/de/ and https://example.org/home/start"
    assert lines_with(REGISTRY_ADDRESS, {"notes.md": line}) == []
    assert lines_with(PATH_OF_ONE_MACHINE, {"notes.md": line}) == []


def test_the_guard_looks_into_office_files():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("docProps/core.xml", "<path>/ho" + "me/someone/ledger</path>")
    found = lines_with(PATH_OF_ONE_MACHINE, {"ledger.xlsx": buffer.getvalue()})
    assert [line.split(":")[0] for line in found] == ["ledger.xlsx!docProps/core.xml"]


def test_no_tracked_file_is_large(tracked):
    assert {name: len(content) for name, content in tracked.items() if len(content) > LARGEST} == {}


def test_no_tracked_file_begins_like_a_real_export(tracked):
    assert [name for name, content in tracked.items() if header_hash(content) in HEADERS_OF_REAL_FILES] == []


def test_no_tracked_file_is_a_real_file_or_holds_lines_of_one(tracked, real_files):
    known = {hashlib.sha256(content).hexdigest() for content in real_files.values()}
    copies = [name for name, content in tracked.items() if hashlib.sha256(content).hexdigest() in known]
    assert copies == []
    real_lines = set().union(*(long_lines(content) for content in real_files.values()))
    shared = {name: len(long_lines(content) & real_lines) for name, content in tracked.items()}
    assert {name: count for name, count in shared.items() if count} == {}


def test_the_headers_of_the_real_text_files_are_known(real_files):
    texts = {name: content for name, content in real_files.items() if name.endswith(".csv")}
    assert {header_hash(content) for content in texts.values()} <= HEADERS_OF_REAL_FILES


def test_all_texts_are_utf8_with_lf_but_for_the_exports_of_the_demo(tracked):
    faults = []
    for name, content in tracked.items():
        path = PurePosixPath(name)
        is_sample = name.startswith("tests/dialects/")  # exports as finance software writes them
        if is_sample or path.suffix in BINARY or any(path.match(pattern) for pattern in WINDOWS_1252):
            continue
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            faults.append(f"{name}: {error}")
        if b"\r" in content and not name.startswith("data/raw/"):
            faults.append(f"{name}: carriage return")
    assert faults == []


def test_only_the_command_line_prints(project):
    printing = [
        f"{path.relative_to(project)}:{node.lineno}"
        for path in sorted((project / "kooperation").rglob("*.py"))
        if path.name != "cli.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_version_and_licence_are_the_same_wherever_they_stand(project):
    declared = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    public = yaml.safe_load((project / "publiccode.yml").read_text("utf-8"))
    assert (public["softwareVersion"], public["legal"]["license"]) == (
        declared["version"],
        declared["license"],
    )
    assert (project / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert declared["version"] in (project / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_a_page_names_exists(project, page):
    text = (project / page).read_text("utf-8")
    named = set(re.findall(r"`((?:kooperation|tests|docs|data/raw|notebooks)/[\w./-]+)`", text))
    assert sorted(name for name in named if not (project / name).exists()) == []
