"""The notebooks in the real JupyterLab, in a real browser: they run, they answer, and they call nobody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from programs import needs

try:
    import browser
except ImportError:  # a Python without selenium runs all other tests
    browser = None  # type: ignore[assignment]

MENU, ITEM = ".lm-MenuBar-item", ".lm-Menu-item"
STATUS = "return [...document.querySelectorAll('.jp-StatusBar-TextItem')].map(one => one.textContent)"
SAVE = "[data-command='docmanager:save']"
FAULT = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']"
PROMPTS = "return [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(one => one.textContent)"


class Desk:
    """A controller's desk: a copy of notebooks and data, JupyterLab, a browser, and what they asked for."""

    def __init__(self, folder: Path, lab: Any, screen: Any) -> None:
        self.folder, self.lab, self.screen = folder, lab, screen
        self.asked: list[str] = []

    def open(self, notebook: str) -> None:
        """Open a notebook and wait until its kernel is ready."""
        self.screen.driver.get(self.lab.page(f"notebooks/{notebook}.ipynb"))
        self.screen.wait(is_ready, "the kernel is never ready")

    def choose(self, menu: str, item: str) -> None:
        """Choose from the menu, by the words that stand there."""
        self.screen.wait(lambda page: one_that_says(page, MENU, menu), menu).click()
        self.screen.wait(lambda page: one_that_says(page, ITEM, item), item).click()

    def run_all(self) -> None:
        """Run all cells and wait until the last one has its number, or one of them failed."""
        self.choose("Ausführen", "Alle Zellen ausführen")
        self.screen.wait(lambda page: has_ended(page) and is_ready(page), "the cells never end")

    def saved(self, notebook: str) -> list[Any]:
        """Save the notebook and return its cells of code as they are in the file."""
        before = self.path(notebook).stat().st_mtime_ns
        self.screen.driver.find_element("css selector", SAVE).click()
        self.screen.wait(lambda page: self.path(notebook).stat().st_mtime_ns > before, "it is not saved")
        return code_cells(self.path(notebook))

    def path(self, notebook: str) -> Path:
        """Where the copy of a notebook lies."""
        return self.folder / "notebooks" / f"{notebook}.ipynb"

    def strangers(self) -> list[str]:
        """Every address that is not of this machine, asked for by page, server or kernel up to now."""
        self.asked += self.screen.requested()
        called = [f"//{host}" for host in sorted(self.lab.called())]
        return [address for address in [*self.asked, *called] if not browser.is_at_home(address)]


def one_that_says(page: Any, selector: str, words: str) -> Any:
    found = page.find_elements("css selector", selector)
    return next((one for one in found if one.is_displayed() and one.text.startswith(words)), None)


def is_ready(page: Any) -> bool:
    """Tell whether the bar at the foot says that the kernel is idle."""
    return any(text.endswith("| Leerlauf") for text in page.execute_script(STATUS))


def has_ended(page: Any) -> bool:
    """Tell whether the last cell has its number; the prompts of cells out of sight are empty."""
    prompts = page.execute_script(PROMPTS)
    is_over = prompts and prompts[-1].strip("[]: ").isdigit() and not any("*" in prompt for prompt in prompts)
    return is_over or bool(page.find_elements("css selector", FAULT))


def code_cells(path: Path) -> list[Any]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def emptied(path: Path) -> None:
    """Take away what the cells show, so that whatever is seen afterwards comes from this run."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def desk(project, tmp_path_factory) -> Iterator[Desk]:
    needs("browser", browser.missing_tools() if browser else ["selenium"])
    folder = tmp_path_factory.mktemp("desk")
    data = shutil.copytree(project / "data" / "raw", folder / "daten" / "raw")
    for path in shutil.copytree(project / "notebooks", folder / "notebooks").glob("*.ipynb"):
        emptied(path)
    scratch = tmp_path_factory.mktemp("jupyter")
    downloads = folder / "downloads"
    with (
        browser.running_lab(folder, data=data, project=project, scratch=scratch) as lab,
        browser.open_screen(profile=scratch / "profile", downloads=downloads) as screen,
    ):
        yield Desk(folder, lab, screen)


def test_the_cells_run_under_german_menus_and_show_what_is_stored(desk, project):
    desk.open("02_ausgaben_gegen_ansatz")
    desk.run_all()
    stored = code_cells(project / "notebooks" / "02_ausgaben_gegen_ansatz.ipynb")
    shown = desk.saved("02_ausgaben_gegen_ansatz")
    assert [texts(cell) for cell in shown] == [texts(cell) for cell in stored]
    assert desk.strangers() == []


def texts(cell: Any) -> list[dict[str, str]]:
    """What a cell shows in words; pictures may be drawn anew."""
    bundles = [output.get("data", {"error": str(output)}) for output in cell.outputs]
    return [{kind: bundle[kind] for kind in bundle if not kind.startswith("image/")} for bundle in bundles]


def test_a_page_that_calls_another_machine_would_be_found(desk):
    desk.screen.driver.get("about:blank")
    desk.screen.driver.execute_script("fetch('https://example.org/tables.js').catch(() => 0)")
    desk.screen.wait(lambda page: "https://example.org/tables.js" in desk.strangers(), "nobody saw it")
    desk.asked.clear()
