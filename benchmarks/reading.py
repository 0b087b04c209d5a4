"""How fast exports are read, beside other readers: in alternating rounds, each reading in a fresh process.

``python benchmarks/reading.py`` writes a seeded German ledger as csv and xlsx into a temporary folder, lets
every reader read it in turn, and prints the medians of wall and CPU seconds, the peak memory and the ratios.
Each of our readings is held against the exact sum that was written.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NAMES = "Belegnummer Buchungsdatum Haushaltsjahr Teilprodukt Sachkonto Betrag Text Verwendung"
HEADINGS = _NAMES.split()
MONEY = HEADINGS.index("Betrag")
_ACTS = ("Empfang", "Bewirtung", "Flug", "Hotel", "Übersetzung")
_WHERE = ("Ansan", "Sacramento", "Lwiw", "Messe Köln", "AGIT mbH", "Minnesota", "Delegation", "Büro")


# --- the ledger ------------------------------------------------------------------------------------------


def postings(count: int, *, seed: int = 1) -> Iterator[list[object]]:
    """Yield invented postings; the amount is in cents."""
    draw = random.Random(seed)
    first = date(2018, 1, 1)
    for number in range(count):
        day = first + timedelta(days=draw.randrange(2_900))
        account = draw.choice(("544016", "544017", "531800"))
        text = f"{draw.choice(_ACTS)} {draw.choice(_WHERE)}"
        cents = draw.randrange(-200_000, 2_000_000)
        yield [
            str(1_900_000_000 + number),
            day,
            day.year,
            "990100",
            account,
            cents,
            text,
            f"Rechnung {number % 5_000}",
        ]


def write_csv(path: Path, rows: int) -> int:
    """Write the ledger as German csv and return its sum in cents."""
    total = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(HEADINGS) + "\r\n")
        for row in postings(rows):
            cents = int(str(row[MONEY]))
            total += cents
            row[1], row[MONEY] = f"{row[1]:%d.%m.%Y}", _german(cents)
            file.write(";".join(map(str, row)) + "\r\n")
    return total


def _german(cents: int) -> str:
    digits = f"{abs(cents) // 100:,}".replace(",", ".") + f",{abs(cents) % 100:02d}"
    return f"-{digits}" if cents < 0 else digits


def write_xlsx(path: Path, rows: int) -> int:
    """Write the ledger as a workbook and return its sum in cents."""
    import xlsxwriter

    total = 0
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Buchungen")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(postings(rows), start=1):
        cents = int(str(row[MONEY]))
        total += cents
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, datetime.combine(cell, time()), day)
            elif place == MONEY:
                sheet.write_number(number, place, cents / 100)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            else:
                sheet.write_string(number, place, str(cell))
    book.close()
    return total


# --- the readers -----------------------------------------------------------------------------------------


def _ours(path: str) -> int:
    import kooperation as ko
    from kooperation.model.money import column_sum

    return int(column_sum(ko.read_table(path).frame["Betrag"]).scaleb(2))


def _our_bookings(path: str) -> int:
    import kooperation as ko
    from kooperation.model.money import column_sum

    return int(column_sum(ko.read_bookings(path)["amount"]).scaleb(2))


def _arrow_texts(path: str) -> None:
    import pyarrow as pa
    from pyarrow import csv

    types = csv.ConvertOptions(column_types=dict.fromkeys(HEADINGS, pa.string()))
    csv.read_csv(path, parse_options=csv.ParseOptions(delimiter=";"), convert_options=types)


def _pandas_guessing(path: str) -> None:
    import pandas as pd

    pd.read_csv(path, sep=";", decimal=",", thousands=".")


def _pandas_exact(path: str) -> int:
    """What pandas needs for right figures: every cell as text, days and amounts converted one by one."""
    from decimal import Decimal

    import pandas as pd

    frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    pd.to_datetime(frame["Buchungsdatum"], format="%d.%m.%Y")
    plain = frame["Betrag"].str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return int(sum(map(Decimal, plain), Decimal(0)).scaleb(2))


def _calamine(path: str) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _pandas_openpyxl(path: str) -> None:
    import pandas as pd

    pd.read_excel(path, engine="openpyxl")


def _gate(path: str) -> None:
    from kooperation.reading.container import kind_of, read_source

    kind_of(read_source(path))


READERS = {
    "csv": {
        "kooperation read_table": _ours,
        "kooperation read_bookings": _our_bookings,
        "pyarrow, all text": _arrow_texts,
        "pandas, decimal and thousands": _pandas_guessing,
        "pandas, exact": _pandas_exact,
    },
    "xlsx": {
        "kooperation read_table": _ours,
        "calamine to_python": _calamine,
        "pandas with openpyxl": _pandas_openpyxl,
        "kooperation, bytes and gate only": _gate,
    },
}
_RATIOS = {
    "csv": ("pyarrow, all text", "pandas, decimal and thousands", "pandas, exact"),
    "xlsx": ("calamine to_python", "pandas with openpyxl"),
}

# --- measuring -------------------------------------------------------------------------------------------


def measure(kind: str, reader: str, path: str, warm_up: str) -> None:
    """Read one file and print what it cost as JSON; a small one is read before, for the imports."""
    import resource
    from time import perf_counter, process_time

    read = READERS[kind][reader]
    read(warm_up)
    wall, cpu = perf_counter(), process_time()
    cents = read(path)
    told = {"wall": perf_counter() - wall, "cpu": process_time() - cpu, "cents": cents}
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    sys.stdout.write(json.dumps(told))


def compare(kind: str, path: Path, warm_up: Path, total: int, *, rounds: int) -> None:
    """Let all readers read in alternating rounds, and print medians and ratios."""
    costs: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS[kind]}
    for _ in range(rounds):
        for reader, told in costs.items():
            told.append(_in_fresh_process(kind, reader, path, warm_up))
            cents = told[-1]["cents"]
            if cents is not None and cents != total:
                sys.exit(f"{reader}: {cents} cents were read, {total} were written")
    medians = {
        reader: {name: statistics.median(one[name] for one in told) for name in ("wall", "cpu", "megabytes")}
        for reader, told in costs.items()
    }
    _print(kind, path, medians)


def _in_fresh_process(kind: str, reader: str, path: Path, warm_up: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", kind, reader, str(path), str(warm_up)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=_environment())
    return dict(json.loads(done.stdout))


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _print(kind: str, path: Path, medians: dict[str, dict[str, float]]) -> None:
    lines = [f"\n{kind}: {path.stat().st_size / 1e6:.1f} MB", f"{'':36}{'wall s':>8}{'CPU s':>8}{'MB':>8}"]
    for reader, cost in medians.items():
        lines.append(f"{reader:36}{cost['wall']:8.2f}{cost['cpu']:8.2f}{cost['megabytes']:8.0f}")
    own = medians["kooperation read_table"]
    for other in _RATIOS[kind]:
        wall, cpu = (own[name] / medians[other][name] for name in ("wall", "cpu"))
        lines.append(f"read_table / {other}: {wall:.2f} (wall), {cpu:.2f} (CPU)")
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    """Write the files, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--csv-rows", type=int, default=1_000_000)
    parser.add_argument("--xlsx-rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(*given.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        for kind, write, rows in (("csv", write_csv, given.csv_rows), ("xlsx", write_xlsx, given.xlsx_rows)):
            path, warm_up = Path(folder) / f"gross.{kind}", Path(folder) / f"klein.{kind}"
            write(warm_up, 100)
            compare(kind, path, warm_up, write(path, rows), rounds=given.rounds)


if __name__ == "__main__":
    main()
