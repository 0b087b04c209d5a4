"""``python -m benchmarks.shares status --data DIR``: where the CPU of one command goes, as a Markdown table.

A timer looks a hundred times a second at the innermost of the known steps that is running. Not on Windows.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from types import FrameType

SECONDS_BETWEEN_LOOKS = 0.01
IMPORTS, REST = "Bibliotheken und Module laden", "alles Übrige"

# A step is known by the end of its file's name and by its function; the innermost one counts.
STEPS: dict[tuple[str, str], str] = {
    ("reading/unpacking.py", "read_sheets"): "Zellen entschlüsseln und trennen",
    ("reading/tables/typed.py", "type_grid"): "Spalten deuten (Beträge, Tage, Codes)",
    ("reading/folder/exports.py", "load_exports"): "Exporte erkennen und in feste Spalten setzen",
    ("reading/merging/bookings.py", "merge_bookings"): "Exporte zusammenführen, Doppeltes erkennen",
    ("analysis/assignment.py", "judge"): "Texte und Regeln vergleichen",
    ("analysis/assignment.py", "assign"): "zugeordnete Spalten und Hinweise schreiben",
    ("books/folder.py", "read_books"): "übriges Lesen und Prüfen des Ordners",
    ("reporting/answers.py", "status_rows"): "Ausschöpfung rechnen",
    ("reporting/answers.py", "status_lines"): "Zeilen schreiben",
    ("reporting/tables.py", "report_of"): "Bericht zusammenstellen",
    ("reporting/workbook/__init__.py", "workbook_bytes"): "Excel schreiben",
    ("reporting/screen.py", "_pictures"): "Diagramme zeichnen",
    ("reporting/screen.py", "_annexes"): "Anlage setzen",
    ("reporting/whole_file.py", "replace_files"): "Dateien schreiben, auch die Einzelbuchungen",
    ("store/memory.py", "keep"): "Speicher füllen",
    ("store/state.py", ""): "Dateien vergleichen (sha256)",
}


@dataclass(slots=True)
class Clock:
    """CPU seconds by step."""

    seconds: Counter[str] = field(default_factory=Counter)
    last: float = field(default_factory=time.process_time)

    def look(self, _: int, frame: FrameType | None) -> None:
        """Count what was spent since the last look for the step that is running."""
        now = time.process_time()
        self.seconds[_step_of(frame)] += now - self.last
        self.last = now


def _step_of(frame: FrameType | None) -> str:
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith("<frozen importlib"):
            return IMPORTS
        for (file, function), step in STEPS.items():
            if code.co_filename.endswith(f"kooperation/{file}") and function in (code.co_name, ""):
                return step
        frame = frame.f_back
    return REST


def main() -> None:
    """Run one command of the package and tell where its CPU went."""
    clock = Clock(last=0.0)
    signal.signal(signal.SIGPROF, clock.look)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS)
    sys.argv = ["kooperation", *sys.argv[1:]]
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        from kooperation.cli import main as run

        run()
    signal.setitimer(signal.ITIMER_PROF, 0)
    clock.look(0, None)
    print("\n".join(table(clock.seconds)))


def table(seconds: Counter[str]) -> list[str]:
    """Return the steps as the lines of a Markdown table, the largest first."""
    total = seconds.total()
    rows = [
        f"| {step} | {one:.2f} | {one / total:.0%} |".replace(".", ",") for step, one in seconds.most_common()
    ]
    return ["| Schritt | CPU [s] | Anteil |", "|---|---|---|", *(row.replace("%", " %") for row in rows)]


if __name__ == "__main__":
    main()
