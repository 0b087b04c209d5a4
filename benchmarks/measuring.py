"""Run the contenders of a stage in alternating rounds and keep the costs, one JSON file per part."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.stages import EXAMPLE, Contender, Stage
from benchmarks.timing import ROOT, Cost, Run, run

WARM_UP = 1_000
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where ledgers and results are kept between runs."""

    ledgers: Path
    results: Path

    def ledger(self, size: int, stage: Stage) -> Path:
        """Return the folder of one ledger, as a stage needs it."""
        kinds = {"-xlsx": stage.as_xlsx, "-different": stage.all_different}
        return self.ledgers / "".join((size_name(size), *(name for name, holds in kinds.items() if holds)))


def size_name(size: int) -> str:
    """Return a number of postings in short: ``100k``."""
    if size == EXAMPLE:
        return "0"
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size >= unit and size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def size_of(name: str) -> int:
    """Return the number that :func:`size_name` shortened."""
    units = {"k": 1_000, "M": 1_000_000}
    return int(name[:-1]) * units[name[-1]] if name[-1:] in units else int(name)


# --- inputs ----------------------------------------------------------------------------------------------


def prepare(stage: Stage, size: int, places: Places) -> dict[str, str]:
    """Write what the stage needs and is not there yet; return the places of its commands."""
    ledger, warm_up = (places.ledger(count, stage) for count in (size, WARM_UP))
    if size == EXAMPLE:
        if not ledger.exists():
            _must(run((sys.executable, "-m", "kooperation", "demo", str(ledger / "raw")), folder=ROOT))
    else:
        _complete(ledger, size, stage)
        _complete(warm_up, WARM_UP, stage)
    names = {"python": sys.executable, "ledger": ledger, "warm_up": warm_up, "out": ledger / "bericht"}
    return {name: str(value) for name, value in names.items()}


_FILES = {"journal": "ledger.journal", "lean": "lean.journal", "beancount": "ledger.beancount"}


def _complete(folder: Path, count: int, stage: Stage) -> None:
    wanted = [folder / "truth.json", *(folder / _FILES.get(extra, extra) for extra in stage.ledger_extras)]
    if stage.with_export:
        wanted.append(folder / "raw/buchungen")
    if any(not path.exists() for path in wanted):
        command = (sys.executable, "-m", "benchmarks", "generate", str(folder), "--postings", str(count))
        flags = {
            "--xlsx": stage.as_xlsx,
            "--no-export": not stage.with_export,
            "--all-different": stage.all_different,
        }
        chosen = [flag for flag, holds in flags.items() if holds]
        _must(run((*command, *chosen, "--extras", *stage.ledger_extras), folder=ROOT))
    if stage.key == "status" and not (folder / "summen.xlsx").exists() and count <= 100_000:
        writing = "from benchmarks.contenders.office import *; import sys; write_workbook(Path(sys.argv[1]))"
        _must(run((sys.executable, "-c", writing, str(folder)), folder=ROOT))


def _must(done: Run) -> None:
    if done.exit:
        raise SystemExit(done.errors)


# --- rounds ----------------------------------------------------------------------------------------------


def measure(
    stage: Stage, size: int, places: Places, *, rounds: int, only: str | None = None, say: Say
) -> dict[str, Any]:
    """Measure one part, merge it into what is known of it, and return it."""
    filled = prepare(stage, size, places)
    truth = _read(Path(filled["ledger"]) / "truth.json")
    path = places.results / f"{stage.key}-{size_name(size)}.json"
    part = _read(path) or {"stage": stage.key, "size": size, "contenders": {}}
    part |= {"machine": machine(), "load": _load(), "megabytes": _export_megabytes(Path(filled["ledger"]))}
    chosen = [one for one in stage.contenders if size <= one.largest and (only is None or only in one.name)]
    for one in chosen:
        part["contenders"][one.name] = {"rounds": [], "right": None, "needs": _missing(one)}
    for number in range(rounds):
        for one in (one for one in chosen if not _missing(one)):
            _add_round(part["contenders"][one.name], one, filled, truth)
            part["load"] = max(part["load"], _load())
            say(f"  {number + 1}/{rounds} {one.name}: {_said(part['contenders'][one.name])}")
    known = part["contenders"]
    part["contenders"] = {one.name: known[one.name] for one in stage.contenders if one.name in known}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(part, indent=1, ensure_ascii=False), encoding="utf-8")
    return part


def _add_round(
    kept: dict[str, Any], one: Contender, filled: Mapping[str, str], truth: Mapping[str, Any]
) -> None:
    if one.fresh:
        for name in ("processed", "bericht"):
            shutil.rmtree(Path(filled["ledger"]) / name, ignore_errors=True)
    done = run([word.format(**filled) if "{" in word else word for word in one.command], folder=ROOT)
    if done.exit not in one.exits:
        kept["failed"] = f"exit {done.exit} {(done.errors or done.printed).strip()[-400:]}"
        return
    cost = asdict(done.cost)
    if "benchmarks.stage_clock" in one.command:
        told = json.loads(done.printed)
        cost |= {name: told[name] for name in ("cpu", "wall")}
    kept["rounds"].append(cost)
    kept["right"] = _verdict(one, done.printed, truth)


def _verdict(one: Contender, printed: str, truth: Mapping[str, Any]) -> bool | None:
    """Hold what was printed against the truth; what cannot be understood is wrong."""
    try:
        return one.check(printed, truth)
    except (ValueError, LookupError, ArithmeticError):
        return False


def _said(kept: Mapping[str, Any]) -> str:
    if "failed" in kept:
        return "gescheitert: " + kept["failed"].splitlines()[-1]
    last = kept["rounds"][-1]
    return f"{last['cpu']:.2f} s CPU, {last['megabytes']:.0f} MB" + (
        ", FALSCH" if kept["right"] is False else ""
    )


def _missing(one: Contender) -> str | None:
    """Return how to install what a contender lacks. ``None``: nothing."""
    for name, how in (one.needs or {}).items():
        if not (shutil.which(name) or importlib.util.find_spec(name.replace("-", "_"))):
            return how
    return None


def medians(part: Mapping[str, Any]) -> dict[str, Cost]:
    """Return the median cost of each contender that was run."""
    return {
        name: Cost(
            *(statistics.median(one[key] for one in kept["rounds"]) for key in ("cpu", "wall", "megabytes"))
        )
        for name, kept in part["contenders"].items()
        if kept["rounds"]
    }


# --- circumstances ---------------------------------------------------------------------------------------


def machine() -> dict[str, str]:
    """Return on what was measured, naming neither the machine nor a place on it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("pandas", "pyarrow", "narwhals", "python-calamine", "duckdb", "polars", "beancount")
    found = {name: version for name in names if (version := _version(name))}
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "system": platform.system(),
        "python": platform.python_version(),
        **found,
    }


def _load() -> float:
    """Return how many processes wanted a core in the last minute; 0 where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _export_megabytes(ledger: Path) -> float:
    return sum(path.stat().st_size for path in (ledger / "raw/buchungen").glob("*")) / 1e6


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}
