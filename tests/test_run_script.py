"""The way in: run.py builds once, never counts a half environment as ready, and hands everything on."""

import ast
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def script(project):
    """run.py as a module of its own, so that a test can put its own environment under it."""
    specification = importlib.util.spec_from_file_location("run_script", project / "run.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "requirements.lock"
    path.write_text("click==8.1 --hash=sha256:0\n", encoding="ascii")
    return path


@pytest.fixture
def environment(tmp_path):
    return tmp_path / ".venv"


@pytest.fixture
def builds(script, monkeypatch):
    """The environments that were built; building makes an empty file in the place of Python."""
    built = []

    def build(environment: Path, lock: Path) -> None:
        built.append(environment)
        python = script.interpreter(environment)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(script, "build", build)
    monkeypatch.setattr(script, "connect", lambda environment: None)
    return built


def test_the_second_call_builds_nothing(script, environment, lock, builds):
    first = script.ready_python(environment, lock)
    second = script.ready_python(environment, lock)
    assert (first, builds) == (second, [environment])


def test_a_changed_lock_builds_anew(script, environment, lock, builds):
    script.ready_python(environment, lock)
    lock.write_text("click==8.2 --hash=sha256:1\n", encoding="ascii")
    script.ready_python(environment, lock)
    assert len(builds) == 2


def test_another_python_version_builds_anew(script, environment, lock, builds, monkeypatch):
    script.ready_python(environment, lock)
    other = (3, 11 if sys.version_info[1] != 11 else 12)
    monkeypatch.setattr(script.sys, "version_info", other)
    script.ready_python(environment, lock)
    assert len(builds) == 2


def test_an_environment_whose_python_is_gone_is_built_anew(script, environment, lock, builds):
    script.ready_python(environment, lock).unlink()
    script.ready_python(environment, lock)
    assert len(builds) == 2


def test_an_interrupted_build_never_counts_as_ready(script, environment, lock, builds, monkeypatch):
    def interrupted(environment: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(script, "connect", interrupted)
        with pytest.raises(KeyboardInterrupt):
            script.ready_python(environment, lock)
    assert script.interpreter(environment).exists()
    script.ready_python(environment, lock)
    assert len(builds) == 2


def test_a_failed_installation_says_what_and_how_to_help_and_leaves_nothing(
    script, environment, lock, monkeypatch
):
    fails = [sys.executable, "-c", "import sys; sys.exit('ERROR: no route to the package source')"]
    succeeds = [sys.executable, "-c", f"import os; os.makedirs({str(environment)!r})"]
    monkeypatch.setattr(script, "uv_steps", lambda environment, lock: [fails])
    monkeypatch.setattr(script, "pip_steps", lambda environment, lock: [succeeds, fails])
    with pytest.raises(script.SetupError) as raised:
        script.ready_python(environment, lock)
    message = str(raised.value)
    assert "ERROR: no route to the package source" in message
    assert "Abhilfe: Internetverbindung und Proxy prüfen" in message
    assert "Remedy: check the network" in message
    assert not environment.exists()


def test_pip_takes_over_when_uv_fails(script, environment, lock, monkeypatch):
    monkeypatch.setattr(script.shutil, "which", lambda name: name)
    monkeypatch.setattr(script, "uv_steps", lambda environment, lock: [["no-such-program"]])
    creates = [sys.executable, "-c", f"import os; os.makedirs({str(environment)!r})"]
    monkeypatch.setattr(script, "pip_steps", lambda environment, lock: [creates])
    script.build(environment, lock)
    assert environment.is_dir()


def test_of_what_an_installer_says_the_faults_are_shown_and_no_traceback(script):
    output = (
        "Collecting click\n"
        "Traceback (most recent call last):\n"
        '  File "pip/main.py", line 1, in run\n'
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n"
        "bye\n"
    )
    assert script.telling_lines(output) == "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"


def test_a_missing_lock_is_a_sentence(script, environment, tmp_path):
    with pytest.raises(script.SetupError, match=r"requirements\.lock fehlt oder ist nicht lesbar"):
        script.ready_python(environment, tmp_path / "requirements.lock")


def test_a_set_up_that_fails_ends_with_1_and_without_traceback(script, monkeypatch, capsys):
    def fails(environment: Path, lock: Path) -> Path:
        raise script.SetupError("Die Umgebung konnte nicht eingerichtet werden.")

    monkeypatch.setattr(script, "ready_python", fails)
    assert script.main(["report"]) == 1
    assert capsys.readouterr().err == "Die Umgebung konnte nicht eingerichtet werden.\n"


def test_a_full_disk_is_a_sentence(script, monkeypatch, capsys):
    def fails(environment: Path, lock: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(script, "ready_python", fails)
    assert script.main(["report"]) == 1
    assert "freien Speicherplatz" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["report", "--data", "x"], ["-P", "-m", "kooperation", "report", "--data", "x"]),
        (["status", "--json"], ["-P", "-m", "kooperation", "status", "--json"]),
        (["test", "-k", "ceiling"], ["-m", "pytest", "-k", "ceiling"]),
    ],
)
def test_arguments_are_handed_on_as_they_are(script, arguments, command):
    line, _ = script.command_line(Path("python"), arguments)
    assert line == ["python", *command]


def test_the_program_runs_where_the_user_stands_and_the_tests_in_the_project(
    script, project, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert script.command_line(Path("python"), ["report"])[1] == tmp_path
    assert script.command_line(Path("python"), ["test"])[1] == project


@pytest.fixture
def lab_line(script, tmp_path, monkeypatch):
    """A function that returns the command line of ``lab`` for a project with two notebooks."""
    monkeypatch.setattr(script, "ROOT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    for name in ("01_daten.ipynb", "00_start.ipynb"):
        (tmp_path / "notebooks" / name).touch()

    def line_of(*options: str) -> list[str]:
        line, directory = script.command_line(Path("python"), ["lab", *options])
        assert directory == tmp_path
        return line

    return line_of


def test_the_lab_opens_at_the_start_page_and_hands_options_on(lab_line):
    line = lab_line("--no-browser", "--port", "8999")
    assert line[1:3] == ["-m", "jupyterlab"]
    opened = "--LabApp.default_url=/lab/tree/notebooks/00_start.ipynb"
    assert line[-4:] == [opened, "--no-browser", "--port", "8999"]


def test_the_lab_opens_the_notebook_that_the_user_names(lab_line):
    line = lab_line("notebooks/01_daten.ipynb")
    assert [part for part in line if part.endswith(".ipynb")] == ["notebooks/01_daten.ipynb"]


def test_the_lab_of_this_project_opens_at_the_start_page(script, project):
    first = sorted(path.name for path in (project / "notebooks").glob("*.ipynb"))[0]
    line, _ = script.command_line(Path("python"), ["lab"])
    assert line[-1] == f"--LabApp.default_url=/lab/tree/notebooks/{first}"


def test_the_lab_keeps_its_token_and_asks_nobody_outside_of_the_machine(script, lab_line):
    line = lab_line()
    options = [part.split("=")[0].lower() for part in line]
    assert not [name for name in options if "token" in name or "password" in name]
    settings = script.LAB_SETTINGS["@jupyterlab/apputils-extension:notification"]
    assert settings == {"checkForUpdates": False, "fetchNews": "false"}
    assert script.LAB_SETTINGS["@jupyterlab/translation-extension:plugin"] == {"locale": "de_DE"}
    assert set(script.LAB_OPTIONS) <= set(line)


def test_jupyterlab_knows_every_option_that_it_is_given(script):
    labapp = pytest.importorskip("jupyterlab.labapp", reason="JupyterLab is not installed")
    names = [option.removeprefix("--LabApp.").split("=")[0] for option in script.LAB_OPTIONS]
    assert [name for name in names if name not in labapp.LabApp.class_trait_names()] == []


@pytest.mark.parametrize("code", [0, 3, 20])
def test_the_exit_code_is_handed_on(script, tmp_path, code):
    assert script.run([sys.executable, "-c", f"raise SystemExit({code})"], tmp_path) == code


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_ending_the_script_ends_the_command(project, tmp_path):
    program = (
        "import runpy, sys\n"
        f"script = runpy.run_path({str(project / 'run.py')!r})\n"
        "command = [sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(60)']\n"
        f"sys.exit(script['run'](command, {str(tmp_path)!r}))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.terminate()
        assert process.wait(timeout=30) == 128 + signal.SIGTERM


def test_a_program_that_cannot_start_is_a_sentence(script, tmp_path, capsys):
    assert script.run([str(tmp_path / "no-python")], tmp_path) == 1
    assert "lässt sich nicht starten" in capsys.readouterr().err


def test_without_a_command_the_commands_are_shown(project):
    done = subprocess.run([sys.executable, "run.py"], cwd=project, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert "python run.py BEFEHL" in done.stderr


def test_the_project_is_importable_from_anywhere_without_a_network(script, environment, tmp_path, project):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    script.connect(environment)
    program = "import importlib.util as u; print(u.find_spec('kooperation').submodule_search_locations[0])"
    found = subprocess.run(
        [str(script.interpreter(environment)), "-P", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert Path(found.stdout.strip()).resolve() == project / "kooperation"


def test_an_old_python_reaches_the_sentence_that_refuses_it(project):
    source = (project / "run.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    refusal = next(node for node in tree.body if isinstance(node, ast.If))
    before = tree.body[: tree.body.index(refusal)]
    imported = [alias.name for node in before if isinstance(node, ast.Import) for alias in node.names]
    assert imported == ["sys"]
    assert not any(isinstance(node, ast.ImportFrom) for node in before)


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 14, 0)])
def test_a_python_that_does_not_fit_is_told_which_ones_do(project, version):
    program = (
        "import runpy, sys, collections\n"
        f"sys.version_info = {version!r}\n"
        f"runpy.run_path({str(project / 'run.py')!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert f"Python {version[0]}.{version[1]} passt nicht" in done.stderr
    assert "Traceback" not in done.stderr
