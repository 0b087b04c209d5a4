"""What LibreOffice recalculates: a sheet of postings and 84 SUMIFS over it, without stored values.

``python -m benchmarks.contenders.office FOLDER`` converts the workbook to csv and prints its 84 sums as JSON.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.words import POTS, REGIONS

WORKBOOK = "summen.xlsx"
KEYS = tuple((year, pot, region) for year in range(2023, 2027) for pot in POTS for region in (*REGIONS, "-"))


def write_workbook(folder: Path) -> None:
    """Write the postings and the formulas; openpyxl stores no values, so that all must be calculated."""
    import pyarrow.dataset as ds
    from openpyxl import Workbook

    table = ds.dataset(folder / "assigned").to_table(columns=["year", "pot", "region", "amount"])
    last, book = len(table) + 1, Workbook(write_only=True)
    sums, rows = book.create_sheet("Summen"), book.create_sheet("Buchungen")
    rows.append(["Jahr", "Topf", "Region", "Betrag"])
    for year, pot, region, amount in zip(*(column.to_pylist() for column in table.columns), strict=True):
        rows.append([year, pot or "-", region or "-", amount])
    for year, pot, region in KEYS:
        conditions = f'Buchungen!$A$2:$A${last},{year},Buchungen!$B$2:$B${last},"{pot}",'
        conditions += f'Buchungen!$C$2:$C${last},"{region}"'
        sums.append([year, pot, region, f"=SUMIFS(Buchungen!$D$2:$D${last},{conditions})"])
    book.save(folder / WORKBOOK)


def main() -> None:
    """Let LibreOffice open, calculate and print the sums."""
    folder = Path(sys.argv[1])
    program = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
    with tempfile.TemporaryDirectory() as place:
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "csv", "--outdir", place]
        subprocess.run([*command, str(folder / WORKBOOK)], check=True, capture_output=True)
        with (Path(place) / "summen.csv").open(encoding="utf-8") as file:
            rows = [
                [int(year), pot, region, f"{float(amount):.2f}"]
                for year, pot, region, amount in csv.reader(file)
            ]
    sys.stdout.write(json.dumps(rows))


if __name__ == "__main__":
    main()
