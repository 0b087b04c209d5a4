"""The explorer in JupyterLab: years, regions, pot and cost type to choose; chart, tables and file follow."""

from __future__ import annotations

from kooperation.books import Books
from kooperation.model.messages import Language
from kooperation.reporting.explorer.panel import Explorer

__all__ = ["Explorer", "explore"]


def explore(books: Books, *, language: Language = "de") -> Explorer:
    """Explore books in JupyterLab: choose years, regions, pot and cost type; chart, tables and sum follow.

    For the end of a notebook cell. Nothing is fetched from anywhere, and nothing is written unless the button
    for the Excel file is pressed. A notebook without a running program shows the first view as a picture.

    Parameters
    ----------
    books : Books
        What was read from a data folder.
    language : {"de", "en"}
        Of all that people read.

    Returns
    -------
    Explorer
        Its controls can also be set by a program: ``explorer.pot.value = "kooperation"``;
        ``explorer.view`` holds what is shown.

    Raises
    ------
    KooperationError
        When ipywidgets is not installed, with the command that does it.
    """
    return Explorer(books, language=language)
