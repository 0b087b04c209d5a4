"""A real JupyterLab and a real browser for the tests: on this machine alone, cut off from the rest.

Selenium drives the browser: it is a quarter of what Playwright would bring into everybody's lock, and it
takes the system's own Chromium, whose driver comes with it (Debian: ``chromium-driver``). Nothing is
downloaded.
"""

from __future__ import annotations

import json
import os
import runpy
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 60  # seconds for one step; a slow machine is no failure
HERE = "127.0.0.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVER = "chromedriver"
THEMES = "@jupyterlab/apputils-extension:themes"

# No account, no update, no guess about the next page; and no name but this machine's own is ever resolved.
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-sync", "--no-first-run", "--no-default-browser-check",
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HERE}",
)  # fmt: skip

# Runs first in the server and in each kernel, and writes down whom Python code of theirs connects to.
WATCH = """
import sys

def note(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host:
        with open({path!r}, "a", encoding="utf-8") as file:
            file.write((host if isinstance(host, str) else host.decode()) + chr(10))

sys.addaudithook(note)
"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it answers, whom it lets in, and where it writes down whom it calls."""

    address: str
    token: str
    contacts: Path

    def page(self, notebook: str) -> str:
        """The address of a notebook, in a workspace that nobody used before."""
        return f"{self.address}/lab/tree/{notebook}?reset&token={self.token}"

    def ask(self, path: str, *, method: str = "GET") -> bytes:
        """What the server answers."""
        headers = {"Authorization": f"token {self.token}"}
        request = Request(f"{self.address}/{path}", headers=headers, method=method)
        with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
            return bytes(answer.read())

    def called(self) -> set[str]:
        """The hosts that the server and its kernels called or asked for."""
        return set(self.contacts.read_text("utf-8").split()) if self.contacts.exists() else set()


@contextmanager
def running_lab(
    folder: Path, *, data: Path, project: Path, scratch: Path, settings: Mapping[str, Any] | None = None
) -> Iterator[Lab]:
    """JupyterLab on ``folder`` as ``run.py lab`` shows it, with nothing of the user's own."""
    port, token = free_port(), secrets.token_hex(16)
    lab = Lab(f"http://{HERE}:{port}", token, scratch / "contacts.txt")
    options = {
        "ServerApp.ip": HERE,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "ServerApp.root_dir": folder,
        "IdentityProvider.token": token,
    }
    way_in = runpy.run_path(str(project / "run.py"))
    given = [*way_in["LAB_OPTIONS"], *(f"--{name}={value}" for name, value in options.items())]
    command = [sys.executable, "-m", "jupyterlab", *given]
    shown = way_in["LAB_SETTINGS"] | dict(settings or {})
    with (scratch / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=own_environment(scratch, project=project, data=data, settings=shown, contacts=lab.contacts),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until(lambda: answers(lab, process), what="JupyterLab does not answer")
            yield lab
        finally:
            end(lab, process)


def own_environment(
    scratch: Path, *, project: Path, data: Path, settings: Mapping[str, Any], contacts: Path
) -> dict[str, str]:
    """An environment in which Jupyter finds no settings but ``settings`` and leaves nothing behind."""
    config = scratch / "config"
    overrides = config / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(dict(settings)), encoding="utf-8")
    watch = scratch / "watch"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(WATCH.format(path=str(contacts)), encoding="utf-8")
    # What the run of the tests set for itself is not for a kernel.
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "MPL"))}
    return inherited | {
        "KOOPERATION_DATA": str(data),
        "PYTHONPATH": os.pathsep.join([str(watch), str(project)]),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(scratch / "data"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
        "IPYTHONDIR": str(scratch / "ipython"),
    }


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def answers(lab: Lab, process: subprocess.Popen[bytes]) -> bool:
    """Tell whether the server is up; a server that gave up is an error at once."""
    assert process.poll() is None, f"JupyterLab ended with exit code {process.returncode}"
    try:
        return bool(lab.ask("api/status"))
    except (URLError, OSError):
        return False


def end(lab: Lab, process: subprocess.Popen[bytes]) -> None:
    """Let the server end its kernels and itself; end it the hard way when it does not."""
    try:
        lab.ask("api/shutdown", method="POST")
        process.wait(timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()


def wait_until(holds: Callable[[], bool], *, what: str) -> None:
    """Wait until ``holds``; say ``what`` did not come about when it never does."""
    limit = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < limit, what
        time.sleep(0.2)


def missing_tools() -> list[str]:
    """The programs that the browser tests need and this machine lacks."""
    browser = [] if find_browser() else ["chromium"]
    return [*browser, *([] if shutil.which(DRIVER) else [DRIVER])]


def find_browser() -> str | None:
    """Where this machine keeps its Chromium."""
    return next((found for found in map(shutil.which, BROWSERS) if found), None)


class Screen:
    """What a person sees and does in the browser: waits before each look, clicks instead of calls."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def wait(self, holds: Callable[[Chrome], Any], what: str) -> Any:
        """Wait until something is there, and return it."""
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.2).until(holds, what)

    @contextmanager
    def another_page(self) -> Iterator[Chrome]:
        """Look at an empty page in a tab of its own, and come back."""
        first = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        try:
            yield self.driver
        finally:
            self.driver.close()
            self.driver.switch_to.window(first)

    def requested(self) -> list[str]:
        """The addresses that the pages asked for since the last look, sockets included."""
        messages = [json.loads(line["message"])["message"] for line in self.driver.get_log("performance")]
        asked = {
            "Network.requestWillBeSent": lambda event: event["request"]["url"],
            "Network.webSocketCreated": lambda event: event["url"],
        }
        return [asked[event["method"]](event["params"]) for event in messages if event["method"] in asked]


@contextmanager
def open_screen(*, profile: Path, downloads: Path, width: int = 1280, height: int = 900) -> Iterator[Screen]:
    """A browser without a window, that nobody used before."""
    options = ChromeOptions()
    options.binary_location = str(find_browser())
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "--lang=de"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    driver = Chrome(options=options, service=Service(executable_path=shutil.which(DRIVER)))
    try:
        yield Screen(driver)
    finally:
        driver.quit()


def is_at_home(address: str) -> bool:
    """Tell whether a request for ``address`` stays on this machine; chrome: is the browser's own stock."""
    parts = urlsplit(address)
    return parts.scheme in {"about", "blob", "chrome", "data"} or parts.hostname in {HERE, "localhost"}
