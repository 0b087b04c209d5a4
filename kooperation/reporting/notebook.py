"""How the package behaves inside a notebook: objects show themselves quietly, a long read shows a bar."""

from __future__ import annotations

import sys
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kooperation import books as folder_reading
from kooperation.books import Books
from kooperation.reading.folder.exports import Progress
from kooperation.reporting.frames import show
from kooperation.reporting.progress import reading_progress

__all__ = ["read_books", "settle_in"]

# What shows itself as ``show`` shows it: module and name of each class.
_SHOWN = (
    ("kooperation.books.contents", "Books"),
    ("kooperation.reading.tables.table", "Table"),
    ("kooperation.reading.tables.report", "LoadReport"),
    ("kooperation.analysis.course", "YearCourse"),
    ("kooperation.analysis.changes", "Changes"),
)


def settle_in() -> None:
    """Let the objects of the package show themselves as tables; without a notebook nothing happens."""
    shell = _shell()
    if shell is not None:
        formatter = shell.display_formatter.formatters["text/html"]
        for module, name in _SHOWN:
            formatter.for_type_by_name(module, name, _html_of)


@wraps(folder_reading.read_books)
def read_books(folder: str | Path, *, strict: bool = True, progress: Progress | None = None) -> Books:
    """Read a data folder; in a notebook a read of more than a second shows how far it is."""
    if progress is not None or _shell() is None or find_spec("ipywidgets") is None:
        return folder_reading.read_books(folder, strict=strict, progress=progress)
    with reading_progress("de", in_notebook=True) as seen:
        return folder_reading.read_books(folder, strict=strict, progress=seen)


def _html_of(shown: Any) -> str:
    return show(shown).html()


def _shell() -> Any:
    """Return the running shell of a notebook, ``None`` anywhere else; a terminal has no kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if shell is not None and hasattr(shell, "kernel") else None
