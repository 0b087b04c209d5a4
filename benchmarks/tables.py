"""The results as tables: on the screen and, in German, between the marks of a Markdown page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.measuring import medians, size_name
from benchmarks.stages import STAGES, Goal, Stage
from benchmarks.timing import Cost

Part = Mapping[str, Any]
_HEADS = ("CPU [s]", "Wand [s]", "Speicher [MB]", "CPU im Verhältnis", "Summen")
_VERDICTS = {True: "richtig", False: "**falsch**", None: "–"}


def parts(folder: Path) -> list[Part]:
    """Return all that was measured, in the order of the stages and sizes."""
    order = {stage.key: place for place, stage in enumerate(STAGES)}
    found = [json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")]
    known = [part for part in found if part["stage"] in order and medians(part)]
    return sorted(known, key=lambda part: (order[part["stage"]], part["size"]))


def on_screen(part: Part) -> str:
    """Return one part as lines for the screen."""
    stage = _stage_of(part)
    lines = [f"\n{stage.title}: {_size(part)}", f"{'':46}" + "".join(f"{head:>19}" for head in _HEADS)]
    for name, cells in _rows(part):
        lines.append(f"{name:46}" + "".join(f"{cell.replace('*', ''):>19}" for cell in cells))
    return "\n".join([*lines, *(f"{name}: {how}" for name, how in _skipped(part)), *_goal_lines(part)])


def in_markdown(part: Part) -> str:
    """Return one part as a Markdown table with its goals."""
    heads = [_size(part), *_HEADS]
    lines = [_line(heads), "|---" * len(heads) + "|"]
    lines += [_line([name, *cells]) for name, cells in _rows(part)]
    told = [f"{name} wurde übersprungen: {how}" for name, how in _skipped(part)]
    told.append(f"Runden: {_rounds(part)}{_load(part)}")
    return "\n".join([*lines, "", *(f"* {line}" for line in (*_goal_lines(part), *told))]).rstrip() + "\n"


def _size(part: Part) -> str:
    if not part["size"]:
        return "Beispieldaten"
    megabytes = f"{part['megabytes']:.1f}".replace(".", ",")
    kind = "xlsx" if _stage_of(part).as_xlsx else "csv"
    count = f"{part['size']:,} Buchungen".replace(",", ".")
    return f"{count}, {kind} {megabytes} MB" if _stage_of(part).reads_export else count


def _rows(part: Part) -> Iterator[tuple[str, list[str]]]:
    known = medians(part)
    first = next(iter(known.values()), None)
    for name, kept in part["contenders"].items():
        if name in known:
            yield name, [*_cells(known[name], first), _VERDICTS[kept["right"]]]
        elif "failed" in kept:
            yield name, ["gescheitert", "", "", "", ""]


def _cells(cost: Cost, first: Cost) -> list[str]:
    return [
        _seconds(cost.cpu),
        _seconds(cost.wall),
        f"{cost.megabytes:.0f}",
        f"{_number(cost.cpu / first.cpu)}×",
    ]


def _seconds(value: float) -> str:
    return f"{value:.3f}".replace(".", ",") if value < 0.1 else f"{value:.2f}".replace(".", ",")


def _number(value: float) -> str:
    return (f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}").replace(
        ".", ","
    )


def _rounds(part: Part) -> str:
    counts = {name: len(kept["rounds"]) for name, kept in part["contenders"].items() if kept["rounds"]}
    usual = max(counts.values(), default=0)
    return ", ".join([str(usual), *(f"{name}: {count}" for name, count in counts.items() if count < usual)])


def _load(part: Part) -> str:
    """Say when others worked on the machine as well: a benchmark alone needs its cores and no more."""
    load, cores = part.get("load", 0), int(part["machine"]["cores"])
    return f". Der Rechner war belastet (Last {load:.0f} auf {cores} Kernen)" if load > cores + 1 else ""


def _skipped(part: Part) -> Iterator[tuple[str, str]]:
    for name, kept in part["contenders"].items():
        if kept.get("needs"):
            yield name, f"fehlt; {kept['needs']}"


def _goal_lines(part: Part) -> Iterator[str]:
    known = medians(part)
    for goal in _stage_of(part).goals:
        if not goal.sizes or part["size"] in goal.sizes:
            try:
                yield _goal_line(goal, goal.figure(known, part["megabytes"]))
            except KeyError as missing:
                yield f"{goal.says}: nicht gemessen ({missing.args[0]} fehlt)"


def _goal_line(goal: Goal, figure: float) -> str:
    bound = f"{'höchstens' if goal.at_most else 'mindestens'} {_number(goal.bound)}"
    verdict = "erreicht" if goal.is_reached(figure) else "**nicht erreicht**"
    return f"{goal.says}: {_number(figure)} (Ziel: {bound}): {verdict}"


def _stage_of(part: Part) -> Stage:
    return next(stage for stage in STAGES if stage.key == part["stage"])


# --- the page --------------------------------------------------------------------------------------------


def write_page(page: Path, measured: Iterable[Part]) -> list[str]:
    """Put the tables between the marks of a page; return the keys of stages that have no marks there."""
    measured, text, left = list(measured), page.read_text("utf-8"), []
    for key, content in _contents(measured).items():
        mark = re.compile(rf"(<!-- messung: {key} -->\n).*?(<!-- ende -->)", re.DOTALL)
        text, found = mark.subn(lambda match, new=content: f"{match[1]}{new}\n{match[2]}", text)
        left += [] if found else [key]
    page.write_text(text, encoding="utf-8")
    return left


def _contents(measured: list[Part]) -> dict[str, str]:
    tables: dict[str, str] = {}
    for key in dict.fromkeys(part["stage"] for part in measured):
        of_stage = [part for part in measured if part["stage"] == key]
        is_growth = _stage_of(of_stage[0]).is_growth
        tables[key] = growth(of_stage) if is_growth else "\n".join(map(in_markdown, of_stage))
    return {**tables, "maschine": _machine(measured[-1]["machine"])} if measured else {}


def growth(of_stage: list[Part]) -> str:
    """Return one table per figure: steps down, sizes across."""
    figures: dict[str, Callable[[Cost, int], str]] = {
        "CPU je Buchung [µs]": lambda cost, size: _number(cost.cpu / size * 1e6),
        "CPU [s]": lambda cost, _: _seconds(cost.cpu),
        "Speicher des Prozesses [MB]": lambda cost, _: f"{cost.megabytes:.0f}",
    }
    sizes = [part["size"] for part in of_stage]
    known = [medians(part) for part in of_stage]
    names = dict.fromkeys(name for costs in known for name in costs)
    tables = []
    for figure, told in figures.items():
        lines = [_line([figure, *map(size_name, sizes)]), "|---" * (len(sizes) + 1) + "|"]
        for name in names:
            cells = [
                told(costs[name], size) if name in costs else ""
                for costs, size in zip(known, sizes, strict=True)
            ]
            lines.append(_line([name, *cells]))
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _machine(told: Mapping[str, str]) -> str:
    versions = {name: version for name, version in told.items() if name not in ("cores", "memory", "system")}
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    return f"{told['cores']} Kerne, {told['memory']} Arbeitsspeicher, {told['system']}; {listed}."
