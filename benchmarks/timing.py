"""What a command costs as a process of its own: CPU with all that it starts, wall, largest process.

Nothing but the standard library stands here: a process begins with the memory of the one that starts it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_KILOBYTES_PER_MEGABYTE = 1_024 if sys.platform != "darwin" else 1_048_576


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU (user and system) and wall, and the peak of the largest process in megabytes."""

    cpu: float
    wall: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Run:
    """One finished command: its cost, its exit code and what it printed."""

    cost: Cost
    exit: int
    printed: str
    errors: str


def run(command: Sequence[str], *, folder: Path) -> Run:
    """Run one command in ``folder`` and wait for it and for all that it started."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=folder, env=_environment())
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        cost = Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / _KILOBYTES_PER_MEGABYTE)
        return Run(cost, process.returncode, _text(out), _text(err))


def _environment() -> dict[str, str]:
    """Return the environment of a user: compiled modules are kept, and the package is found."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def _text(file: object) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
