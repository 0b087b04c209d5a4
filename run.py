"""The way in: builds the environment when it must, then runs one command of the project.

``python run.py report`` needs nothing but Python. The environment ``.venv`` holds exactly what
``requirements.lock`` names, hash by hash; it is built once and again only when the lock or the Python version
changes. Until the version check this file keeps to words that Python 3.6 can parse, so that an old Python
meets a sentence and not a syntax error.
"""

import sys

SUPPORTED = ((3, 11), (3, 12), (3, 13))

if sys.version_info[:2] not in SUPPORTED:
    UNFIT = (
        "Python {0}.{1} passt nicht: gebraucht wird Python 3.11, 3.12 oder 3.13.\n"
        "  Abhilfe: eine dieser Versionen installieren und damit aufrufen, etwa: python3.12 run.py report\n"
        "Python {0}.{1} does not fit: Python 3.11, 3.12 or 3.13 is needed.\n"
        "  Remedy: install one of them and call it, for example: python3.12 run.py report"
    )
    sys.exit(UNFIT.format(*sys.version_info))

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / ".venv"

USAGE = """\
Aufruf / usage:  python run.py BEFEHL [OPTIONEN]

  report [--data ORDNER]   prüfen, zeichnen, Excel-Bericht schreiben / check, draw, write the Excel report
  lab                      JupyterLab mit dem ersten Notebook öffnen / open JupyterLab at the first notebook
  test [PYTEST-OPTIONEN]   alle Tests samt Notebooks / the whole test suite with the notebooks

  check, status, demo, init ... gehen unverändert an das Programm / go to the program as they are;
  python run.py report --help zeigt die Optionen / shows the options.
"""

# What JupyterLab shows before the user has chosen anything: German, and no question about news.
LAB_SETTINGS = {
    "@jupyterlab/translation-extension:plugin": {"locale": "de_DE"},
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
}


# No news, no look for a newer version, no list of extensions: JupyterLab asks nobody outside of the machine.
LAB_OPTIONS = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


class SetupError(Exception):
    """The environment cannot be built; the text says what failed and the remedy, in both languages."""


def main(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name; return the exit code for the shell."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        speak(USAGE)
        return 0 if arguments else 2
    try:
        python = ready_python(ENVIRONMENT, LOCK)
    except SetupError as error:
        speak(f"{error}\n")
        return 1
    except OSError as error:
        speak(
            f"In die Umgebung .venv kann nicht geschrieben werden: {error}\n"
            "  Abhilfe: Schreibrechte und freien Speicherplatz im Projektordner prüfen.\n"
            "The environment cannot be written to: check permissions and free space in the project folder.\n"
        )
        return 1
    except KeyboardInterrupt:
        speak("\nAbgebrochen, der nächste Aufruf richtet neu ein. / Interrupted, call again.\n")
        return 130
    command, directory = command_line(python, arguments)
    return run(command, directory)


def command_line(python: Path, arguments: Sequence[str]) -> tuple[list[str], Path]:
    """Return what ``arguments`` mean as a command of the environment, and the folder to run it in.

    Commands of the program run where the user stands, so that ``--data DIR`` means what it says there;
    tests and notebooks belong to the project and run in its folder.
    """
    name, *rest = arguments
    if name == "test":
        return [str(python), "-m", "pytest", *rest], ROOT
    if name == "lab":
        settings = [f"--ServerApp.root_dir={ROOT}", *LAB_OPTIONS]
        return [str(python), "-m", "jupyterlab", *settings, *opened_notebook(rest), *rest], ROOT
    # -P: a file of the user's folder that is named like a library must not stand in for it.
    return [str(python), "-P", "-m", "kooperation", name, *rest], Path.cwd()


def opened_notebook(options: Sequence[str]) -> list[str]:
    """Return the option that opens the first notebook by name, unless the user names another.

    As the address that JupyterLab says and opens, so that it holds without a browser of its own too.
    """
    if any(option.endswith(".ipynb") for option in options):
        return []
    first = sorted((ROOT / "notebooks").glob("*.ipynb"))[:1]
    return [f"--LabApp.default_url=/lab/tree/{path.relative_to(ROOT).as_posix()}" for path in first]


def run(command: Sequence[str], directory: Path) -> int:
    """Run ``command`` to its end and return its exit code; Ctrl-C is the command's own business."""
    try:
        process = subprocess.Popen(command, cwd=directory)
    except OSError as error:
        speak(
            f"{command[0]} lässt sich nicht starten: {error}\n"
            "  Abhilfe: den Ordner .venv löschen und noch einmal aufrufen.\n"
            "It cannot be started; delete the folder .venv and call again.\n"
        )
        return 1
    # Whoever ends this script (a CI job, a closed window) means the command.
    before = signal.signal(signal.SIGTERM, lambda _signal, _frame: process.terminate())
    try:
        code = wait_patiently(process)
    finally:
        signal.signal(signal.SIGTERM, before)
    return code if code >= 0 else 128 - code


def wait_patiently(process: "subprocess.Popen[bytes]") -> int:
    """Wait until ``process`` ends, whatever keys are pressed; return its exit code."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def ready_python(environment: Path, lock: Path) -> Path:
    """Return the interpreter of an environment that holds what ``lock`` names; build it when it does not."""
    python = interpreter(environment)
    wanted = fingerprint(lock)
    if python.exists() and stamped(environment) == wanted:
        return python
    build(environment, lock)
    connect(environment)
    # Written last: whatever was interrupted before has no stamp and is built anew.
    stamp(environment).write_text(wanted, encoding="ascii")
    return python


def fingerprint(lock: Path) -> str:
    """Return what an environment depends on, as one line: the lock's content and the Python below it."""
    try:
        content = lock.read_bytes()
    except OSError as error:
        raise SetupError(
            f"{lock.name} fehlt oder ist nicht lesbar ({error.strerror}).\n"
            "  Abhilfe: das Projekt vollständig neu laden (git clone oder ZIP).\n"
            f"{lock.name} is missing or unreadable: get the whole project again."
        ) from error
    major, minor = sys.version_info[:2]
    return f"{hashlib.sha256(content).hexdigest()} python{major}.{minor} {sysconfig.get_platform()}"


def stamp(environment: Path) -> Path:
    """Return the file that says for which lock and Python ``environment`` was finished."""
    return environment / "kooperation-stamp"


def stamped(environment: Path) -> str:
    """Return the stamp of ``environment``; empty when it was never finished."""
    try:
        return stamp(environment).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def interpreter(environment: Path) -> Path:
    """Return where ``environment`` keeps its Python on this system."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def build(environment: Path, lock: Path) -> None:
    """Create ``environment`` and install ``lock`` into it: by uv when present, by pip else or when uv fails.

    uv knows nothing of pip's settings, and in many a public network only those lead to a package source.
    """
    speak(
        "Einmalige Einrichtung der Umgebung .venv, das dauert ein bis drei Minuten ... / "
        "One-time set-up of the environment, one to three minutes ...\n"
    )
    steps_of: list[Callable[[Path, Path], list[list[str]]]] = [pip_steps]
    if shutil.which("uv"):
        steps_of.insert(0, uv_steps)
    complaints = []
    for steps in steps_of:
        remove(environment)
        complaint = first_complaint(steps(environment, lock))
        if not complaint:
            return
        complaints.append(complaint)
    remove(environment)
    raise SetupError(
        "Die Umgebung konnte nicht eingerichtet werden.\n"
        f"{indented(complaints)}\n"
        "  Abhilfe: Internetverbindung und Proxy prüfen (Umgebungsvariable HTTPS_PROXY; in Behördennetzen\n"
        "  die Paketquelle der IT in pip eintragen), dann denselben Befehl noch einmal aufrufen.\n"
        "  Steht oben „ensurepip“: sudo apt install python3-venv.\n"
        "The environment could not be set up.\n"
        "  Remedy: check the network and the proxy (HTTPS_PROXY, or your IT's package source in pip's\n"
        "  settings), then call the same command again. Where ensurepip is missing: install python3-venv."
    )


def uv_steps(environment: Path, lock: Path) -> list[list[str]]:
    """Return the commands by which uv builds ``environment``."""
    install = ["uv", "pip", "install", "--compile-bytecode", "--python", str(interpreter(environment))]
    return [
        ["uv", "venv", "--no-project", "--python", base_python(), str(environment)],
        [*install, "--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)],
    ]


def pip_steps(environment: Path, lock: Path) -> list[list[str]]:
    """Return the commands by which the standard library and pip build ``environment``."""
    install = [str(interpreter(environment)), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    return [
        [base_python(), "-m", "venv", str(environment)],
        [
            *install,
            "--disable-pip-version-check",
            "--require-hashes",
            "--only-binary=:all:",
            "--requirement",
            str(lock),
        ],
    ]


def base_python() -> str:
    """Return the Python that stays when ``.venv`` is removed, also when this script runs inside it."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def first_complaint(steps: Sequence[Sequence[str]]) -> str:
    """Run ``steps`` one after the other; return what the first failing one said, empty when all went well."""
    for step in steps:
        try:
            done = subprocess.run(step, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        except OSError as error:
            return f"{step[0]}: {error}"
        if done.returncode:
            return (
                telling_lines(done.stdout.decode("utf-8", "replace"))
                or f"{Path(step[0]).name}: Exit {done.returncode}"
            )
    return ""


def telling_lines(output: str, *, at_most: int = 4) -> str:
    """Return the lines of an installer's ``output`` that name the fault, else its last ones; no traceback."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("  File ")]
    faults = [line for line in lines if line.lower().startswith(("error", "fatal", "×", "╰", "├"))]
    return "\n".join((faults or lines)[-at_most:])


def indented(complaints: Sequence[str]) -> str:
    """Return what the installers said, set in under the sentence that it explains."""
    return "\n".join(f"    {line}" for complaint in complaints for line in complaint.splitlines())


def remove(environment: Path) -> None:
    """Delete ``environment``, finished or not."""
    try:
        # The stamp goes first: after an interrupted deletion the rest must not count as ready.
        stamp(environment).unlink(missing_ok=True)
        if environment.is_symlink():
            environment.unlink()
        elif environment.exists():
            shutil.rmtree(environment)
    except OSError as error:
        raise SetupError(
            f"Die alte Umgebung {environment.name} lässt sich nicht löschen: {error}\n"
            "  Abhilfe: JupyterLab und andere Fenster, die sie benutzen, schließen, dann noch einmal.\n"
            "The old environment cannot be deleted: close JupyterLab and whatever uses it, then again."
        ) from error


def connect(environment: Path) -> None:
    """Make the project importable in ``environment`` from any folder, and its JupyterLab German.

    The path file is relative, so it stays true when the folder moves and needs no encoding; and no build
    backend has to be fetched.
    """
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(environment)}))
    project = os.path.relpath(ROOT, packages)
    settings = environment / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    packages.joinpath("kooperation.pth").write_text(f"{project}\n", encoding="ascii")
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(LAB_SETTINGS, indent=2), encoding="ascii")


def speak(text: str) -> None:
    """Say ``text`` to the person at the screen, whatever the terminal can show."""
    sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]  # typed for any stream
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
