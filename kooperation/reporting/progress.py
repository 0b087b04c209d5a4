"""What a person sees while many files are read: nothing within the first second, then which file it is."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from kooperation.reporting.labels import label

if TYPE_CHECKING:
    from rich.progress import Progress

    from kooperation.model.messages import Language

PATIENCE = 1.0  # seconds before anything is shown


@contextmanager
def reading_progress(
    language: Language, *, in_notebook: bool = False
) -> Iterator[Callable[[str, int, int], None]]:
    """Yield what ``read_books`` calls before each file; after :data:`PATIENCE` a person sees how far it is.

    A bar on stderr or below the cell of a notebook; it is gone when all is read.
    """
    shown = _BelowTheCell(language) if in_notebook else _OnTheTerminal(language)
    timer = threading.Timer(PATIENCE, shown.begin)
    timer.daemon = True
    timer.start()
    try:
        yield shown.note
    finally:
        timer.cancel()
        timer.join()
        shown.end()


@dataclass(slots=True)
class _Shown:
    """The latest file; the bar is made by those who know where it stands."""

    language: Language
    file: str = ""
    number: int = 0
    count: int | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, file: str, number: int, count: int) -> None:
        """Remember which file is being read."""
        with self.lock:
            self.file, self.number, self.count = file, number, count
            self._update()

    def _update(self) -> None:
        """Bring the bar up to date, when there is one."""
        raise NotImplementedError

    @property
    def _done(self) -> int:
        return max(self.number - 1, 0)

    def _text(self) -> str:
        if not self.file:
            return label("screen.reading_registers", self.language)
        return label("screen.reading", self.language, file=self.file)


@dataclass(slots=True)
class _OnTheTerminal(_Shown):
    bar: Progress | None = None

    def begin(self) -> None:
        """Show a bar on a terminal, a single line anywhere else."""
        if _can_show_a_bar():
            self._begin_bar()
        else:
            self._say()

    def _begin_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(stderr=True)
        if not console.is_terminal:
            self._say()
            return
        with self.lock:
            text = TextColumn("{task.description}", markup=False)
            self.bar = Progress(text, BarColumn(), MofNCompleteColumn(), console=console, transient=True)
            self.bar.add_task(self._text())
            self._update()
            self.bar.start()

    def _say(self) -> None:
        with self.lock:
            click.echo(self._text(), err=True)

    def end(self) -> None:
        """Take the bar off the screen."""
        if self.bar is not None:
            self.bar.stop()

    def _update(self) -> None:
        if self.bar is not None:
            self.bar.update(
                self.bar.task_ids[0], description=self._text(), completed=self._done, total=self.count
            )


def _can_show_a_bar() -> bool:
    """Tell whether rich may find a terminal: where it cannot, it need not be loaded."""
    told = {"FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"} & os.environ.keys()
    return bool(told) or (sys.stderr is not None and sys.stderr.isatty())


@dataclass(slots=True)
class _BelowTheCell(_Shown):
    bar: Any = None
    text: Any = None

    def begin(self) -> None:
        """Show a bar that no stored notebook keeps: it is a live view and nothing else."""
        from kooperation.reporting.widgets import live_view, load

        make, display = load("ipywidgets"), load("IPython", part="IPython.display").display
        with self.lock:
            self.bar, self.text = make.IntProgress(), make.Label()
            self._update()
            display(live_view(make.HBox([self.bar, self.text])), raw=True)

    def end(self) -> None:
        """Clear the place below the cell, so that a slow read is stored like a fast one."""
        from kooperation.reporting.widgets import load

        if self.bar is not None:
            load("IPython", part="IPython.display").clear_output()

    def _update(self) -> None:
        if self.bar is not None:
            self.bar.max, self.bar.value = self.count or 1, self._done
            self.text.value = self._text()
