"""``python -m benchmarks``: write ledgers, measure every stage beside other programs, fill the page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

KEPT = Path(".benchmarks")
EXTRAS = ("journal", "lean", "beancount", "dataset", "assigned")
PAGE = Path("docs/leistung.md")


def main() -> None:
    """Run one command. What measures must stay small: each process begins with the memory of this one."""
    given = _parser().parse_args()
    {"generate": _generate, "run": _run, "write": _write}[given.command](given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("generate", help="write an invented ledger of any size")
    making.add_argument("folder", type=Path)
    making.add_argument("--postings", type=int, default=10_000)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--all-different", action="store_true", help="no posting text stands twice")
    making.add_argument("--xlsx", action="store_true", help="bookings as a workbook instead of csv")
    making.add_argument("--no-export", action="store_true", help="no bookings below raw")
    making.add_argument("--extras", nargs="*", default=EXTRAS, choices=EXTRAS, help="other programs' inputs")
    running = commands.add_parser("run", help="measure stages side by side, in alternating rounds")
    running.add_argument("--stages", help="such as csv,status; default: all")
    running.add_argument("--sizes", help="such as 10k,100k,1M; default: those of each stage")
    running.add_argument("--only", help="contenders whose name has this text; the others keep their results")
    running.add_argument("--rounds", type=int, default=3)
    running.add_argument("--ledgers", type=Path, default=KEPT / "ledgers")
    writing = commands.add_parser("write", help="put the results into the page")
    writing.add_argument("page", type=Path, nargs="?", default=PAGE)
    for one in (running, writing):
        one.add_argument("--results", type=Path, default=KEPT / "results")
    return parser


def _generate(given: argparse.Namespace) -> None:
    from benchmarks.generating import generate
    from benchmarks.ledger import Ledger

    ledger = Ledger(given.postings, seed=given.seed, all_different=given.all_different)
    export = None if given.no_export else "xlsx" if given.xlsx else "csv"
    generate(given.folder, ledger, extras=given.extras, export=export)


def _run(given: argparse.Namespace) -> None:
    from benchmarks.measuring import Places, measure, size_name, size_of
    from benchmarks.stages import EXAMPLE, STAGES
    from benchmarks.tables import on_screen

    places = Places(given.ledgers.resolve(), given.results.resolve())
    wanted = given.stages.split(",") if given.stages else [stage.key for stage in STAGES]
    if unknown := set(wanted) - {stage.key for stage in STAGES}:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(stage.key for stage in STAGES)}")
    for stage in (stage for stage in STAGES if stage.key in wanted):
        sizes = stage.sizes if stage.sizes == (EXAMPLE,) or not given.sizes else given.sizes.split(",")
        for size in map(size_of, map(str, sizes)):
            print(f"{stage.title}, {size_name(size)}", flush=True)
            part = measure(stage, size, places, rounds=given.rounds, only=given.only, say=_say)
            print(on_screen(part), flush=True)


def _say(line: str) -> None:
    print(line, flush=True)


def _write(given: argparse.Namespace) -> None:
    from benchmarks.tables import parts, write_page

    for key in write_page(given.page, parts(given.results)):
        print(f"{given.page} has no place for {key}: <!-- messung: {key} --> … <!-- ende -->")


if __name__ == "__main__":
    main()
