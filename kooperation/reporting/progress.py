"""What a person sees while many files are read: nothing within the first second, then which file it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kooperation.model.messages import Language
from kooperation.reporting.labels import label

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0  # seconds before anything is shown


@contextmanager
def reading_progress(language: Language) -> Iterator[Callable[[str, int, int], None]]:
    """Yield what ``read_books`` calls before each file; after :data:`PATIENCE` stderr shows how far it is."""
    shown = _Shown(language)
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
    """The latest file, and the bar once it is on the screen."""

    language: Language
    file: str = ""
    number: int = 0
    count: int | None = None
    bar: Progress | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, file: str, number: int, count: int) -> None:
        """Remember which file is being read."""
        with self.lock:
            self.file, self.number, self.count = file, number, count
            self._update()

    def begin(self) -> None:
        """Show a bar on a terminal, a single line anywhere else."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(stderr=True)
        with self.lock:
            if not console.is_terminal:
                console.print(self._text(), highlight=False, markup=False, soft_wrap=True)
                return
            text = TextColumn("{task.description}", markup=False)
            self.bar = Progress(text, BarColumn(), MofNCompleteColumn(), console=console, transient=True)
            self.bar.add_task(self._text())
            self._update()
            self.bar.start()

    def end(self) -> None:
        """Take the bar off the screen."""
        if self.bar is not None:
            self.bar.stop()

    def _update(self) -> None:
        if self.bar is not None:
            completed = max(self.number - 1, 0)
            self.bar.update(
                self.bar.task_ids[0], description=self._text(), completed=completed, total=self.count
            )

    def _text(self) -> str:
        if not self.file:
            return label("screen.reading_registers", self.language)
        return label("screen.reading", self.language, file=self.file)
