"""Run the notebooks on the example data and store what they show, and nothing about the machine.

``python tests/store_notebooks.py`` from the project's folder; names of notebooks choose some of them.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
PICTURE_ONLY = ["nbval-ignore-output"]
WIDGETS = "application/vnd.jupyter.widget-view+json"  # names a model that ends with its kernel


def store(path: Path) -> None:
    """Run one notebook and write what it shows into its file."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        settle(cell)
    nbformat.write(notebook, path)


def settle(cell: Any) -> None:
    """Leave of a cell what is the same wherever it runs."""
    for output in cell.get("outputs", []):
        output.get("data", {}).pop(WIDGETS, None)
    cell.metadata = nbformat.from_dict({"tags": PICTURE_ONLY} if is_drawing(cell) else {})


def is_drawing(cell: Any) -> bool:
    """Tell whether a cell shows a chart and nothing else; what else it shows is compared."""
    shown = [output.get("data", {}) for output in cell.get("outputs", [])]
    return any("image/png" in data and data["text/plain"].startswith("<Figure") for data in shown)


def main(names: Iterable[str]) -> None:
    """Store the notebooks that are named, or all of them."""
    # The kernels read this project and its example data, whatever the shell says.
    os.environ.pop("KOOPERATION_DATA", None)
    os.environ["PYTHONPATH"] = str(FOLDER.parent)
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not list(names) or path.stem in names:
            store(path)


if __name__ == "__main__":
    main(sys.argv[1:])
