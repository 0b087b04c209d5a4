"""The notebooks in the real JupyterLab, in a real browser: they run, they answer, and they call nobody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import nbformat
import pytest
from openpyxl import load_workbook
from programs import needs

from kooperation.model.money import format_euros

try:
    import browser
    from selenium.webdriver.support.ui import Select
except ImportError:  # a Python without selenium runs all other tests
    browser = None  # type: ignore[assignment]

START = "00_start"
EVERY_YEAR = [str(year) for year in range(2018, 2027)]

MENU, ITEM = ".lm-MenuBar-item", ".lm-Menu-item"
STATUS = "return [...document.querySelectorAll('.jp-StatusBar-TextItem')].map(one => one.textContent)"
SAVE = "[data-command='docmanager:save']"
FAULT = ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']"
ROWS = """
return [...arguments[0].querySelectorAll("tbody tr")].map(row => [...row.cells].map(cell => cell.textContent))
"""
PROMPTS = "return [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(one => one.textContent)"


class Desk:
    """A controller's desk: a copy of notebooks and data, JupyterLab, a browser, and what they asked for."""

    def __init__(self, folder: Path, lab: Any, screen: Any) -> None:
        self.folder, self.lab, self.screen = folder, lab, screen
        self.downloads = folder / "downloads"
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


class Explorer:
    """The explorer on the screen: its controls by name, its parts by what they show."""

    def __init__(self, desk: Desk) -> None:
        self.screen = desk.screen
        self.part("summary")

    def part(self, name: str) -> Any:
        """Wait for a part and return it."""
        return self.screen.wait(lambda page: first_of(page, f".kooperation-{name}"), f"no {name}")

    def select(self, control: str, words: str) -> None:
        """Choose from a list, as a person does."""
        Select(self.part(f"{control} select")).select_by_visible_text(words)

    def choose(self, words: str) -> None:
        """Press a button."""
        selector = ".kooperation-explorer button"
        self.screen.wait(lambda page: one_that_says(page, selector, words), words).click()

    def choose_year(self, year: str) -> None:
        """Choose one year, each list after the last change has arrived, as a person would."""
        self.choose("Zurücksetzen")
        self.wait_for_years(EVERY_YEAR)
        self.select("first", year)
        self.wait_for_years(EVERY_YEAR[EVERY_YEAR.index(year) :])
        self.select("last", year)
        self.wait_for_years([year])

    def wait_for_years(self, years: list[str]) -> None:
        """Wait until the postings, which come last, are those of ``years``."""
        shown = {*years, "Summe"}
        self.screen.wait(lambda page: {row[0] for row in self.rows("postings")} == shown, f"never {years}")

    def text(self, name: str) -> str:
        """What a part says."""
        return str(self.part(name).text)

    def rows(self, name: str) -> list[list[str]]:
        """The rows of a table, without its headings."""
        return list(self.screen.driver.execute_script(ROWS, self.part(name)))

    def picture(self) -> str:
        """The chart as it is drawn."""
        return str(self.part("picture img").get_attribute("src"))

    def alt_text(self) -> str:
        """The chart in words."""
        return str(self.part("picture img").get_attribute("alt"))


def first_of(page: Any, selector: str) -> Any:
    return next(iter(page.find_elements("css selector", selector)), None)


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
    with (
        browser.running_lab(folder, data=data, project=project, scratch=scratch) as lab,
        browser.open_screen(profile=scratch / "profile", downloads=folder / "downloads") as screen,
    ):
        yield Desk(folder, lab, screen)


def texts(cell: Any) -> list[dict[str, str]]:
    """What a cell shows in words; pictures may be drawn anew."""
    bundles = [output.get("data", {"error": str(output)}) for output in cell.outputs]
    return [{kind: bundle[kind] for kind in bundle if kind in ("text/plain", "error")} for bundle in bundles]


@pytest.fixture(scope="module")
def explorer(desk) -> Explorer:
    """The explorer of the first notebook, after all cells ran."""
    desk.open(START)
    desk.run_all()
    return Explorer(desk)


def test_the_first_notebook_runs_under_german_menus_and_shows_what_is_stored(desk, explorer, project):
    stored = code_cells(project / "notebooks" / f"{START}.ipynb")
    assert [texts(cell) for cell in desk.saved(START)] == [texts(cell) for cell in stored]
    assert desk.strangers() == []


def test_chart_and_tables_follow_the_year(desk, explorer):
    before = explorer.picture()
    explorer.choose_year("2024")
    assert [row[0] for row in explorer.rows("figures")] == ["2024"]
    assert "26.418,73 €" in explorer.text("summary")
    assert "26.418,73 €" in explorer.rows("figures")[0]
    assert "26.419 €" in explorer.alt_text()
    assert explorer.picture() != before
    assert desk.strangers() == []


def test_the_excel_file_comes_down_and_holds_what_is_shown(desk, explorer):
    explorer.choose_year("2025")
    explorer.choose("Als Excel speichern")
    explorer.part("download a").click()
    file = desk.downloads / "auswahl.xlsx"
    # Chromium names the file before its last byte is written.
    desk.screen.wait(lambda page: file.exists() and is_zipfile(file), "nothing came down")
    amounts = amounts_in(file)
    shown = format_euros(sum(amounts))
    desk.screen.wait(lambda page: shown in explorer.text("summary"), "the file holds another sum")
    assert len(amounts) == len(explorer.rows("postings")[:-1])
    assert file.read_bytes() == (desk.folder / "daten" / "processed" / "auswahl.xlsx").read_bytes()
    assert desk.strangers() == []


def amounts_in(file: Path) -> list[Decimal]:
    """The amounts of the postings in an Excel file, by the heading of their column."""
    [sheet] = load_workbook(file, data_only=True).worksheets
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    heads = next(place for place, row in enumerate(rows) if "Betrag" in row)
    column = rows[heads].index("Betrag")
    cells = [row[column] for row in rows[heads + 1 :]]
    return [Decimal(str(cell)).quantize(Decimal("0.01")) for cell in cells if isinstance(cell, int | float)]


def test_a_page_that_calls_another_machine_would_be_found(desk):
    with desk.screen.another_page() as page:  # the notebook stays as it is for the tests that come later
        page.execute_script("fetch('https://example.org/tables.js').catch(() => 0)")
        desk.screen.wait(lambda page: "https://example.org/tables.js" in desk.strangers(), "nobody saw it")
    desk.asked.clear()


def test_python_that_calls_another_machine_would_be_found(tmp_path):
    needs("browser", [] if browser else ["selenium"])
    contacts = tmp_path / "contacts.txt"
    (tmp_path / "sitecustomize.py").write_text(browser.WATCH.format(path=str(contacts)), encoding="utf-8")
    call = "import socket; socket.create_connection(('tables.invalid', 443), timeout=1)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", call], env=environment, capture_output=True, timeout=60)
    assert contacts.read_text("utf-8").split() == ["tables.invalid"]
