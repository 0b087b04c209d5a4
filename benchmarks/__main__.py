"""``python -m benchmarks generate`` writes a ledger."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.generating import EXTRAS, generate
from benchmarks.ledger import Ledger


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("generate", help="write an invented ledger of any size")
    making.add_argument("folder", type=Path)
    making.add_argument("--postings", type=int, default=10_000)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--all-different", action="store_true", help="no posting text stands twice")
    making.add_argument("--xlsx", action="store_true", help="bookings as a workbook instead of csv")
    making.add_argument("--extras", nargs="*", default=EXTRAS, choices=EXTRAS, help="other programs' inputs")
    given = parser.parse_args()
    ledger = Ledger(given.postings, seed=given.seed, all_different=given.all_different)
    generate(given.folder, ledger, extras=given.extras, as_xlsx=given.xlsx)


if __name__ == "__main__":
    main()
