"""Write an invented ledger: the data folder, what other programs read, and the sums that must come out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Literal

from benchmarks.folder import CsvExport, ceiling_of, committed, scale_of, write_rest, write_workbook
from benchmarks.inputs import Beancount, Dataset, Journal, LeanJournal
from benchmarks.ledger import YEARS, Ledger, Truth

Writer = CsvExport | LeanJournal | Beancount | Dataset
Export = Literal["csv", "xlsx"]
EXTRAS = ("journal", "lean", "beancount", "dataset", "assigned")
TRUTH_FILE = "truth.json"


def generate(
    folder: Path, ledger: Ledger, *, extras: Sequence[str] = EXTRAS, export: Export | None = "csv"
) -> Truth:
    """Write ``raw`` and the wanted extras below ``folder``, piece by piece, and ``truth.json`` at the end.

    Parameters
    ----------
    folder : Path
        Where to write; files of the same names are written over.
    ledger : Ledger
        How many postings, and from which seed.
    extras : sequence of str
        Which inputs of other programs; any of ``EXTRAS``.
    export : {"csv", "xlsx"} or None
        How the bookings are exported, if at all; in a workbook at most 1,048,574 postings fit.
    """
    raw, truth = folder / "raw", Truth()
    (raw / "buchungen" if export else raw).mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        writers = _writers(folder, ledger, extras, opened)
        if export == "csv":
            file = opened.enter_context((raw / "buchungen/Sachposten.csv").open("wb"))
            writers.append(CsvExport(file, ledger))
        for piece in ledger.pieces():
            truth.add(piece)
            for writer in writers:
                writer.add(piece)
        for writer in writers:
            if isinstance(writer, LeanJournal):
                writer.budget(truth)
            elif isinstance(writer, Dataset):
                writer.finish()
    if export == "xlsx":
        write_workbook(raw / "buchungen/Sachposten.xlsx", ledger)
    write_rest(raw, ledger, truth)
    (folder / TRUTH_FILE).write_text(json.dumps(told(ledger, truth), indent=1), encoding="utf-8")
    return truth


def _writers(folder: Path, ledger: Ledger, extras: Sequence[str], opened: ExitStack) -> list[Writer]:
    files = {
        "journal": ("ledger.journal", Journal),
        "lean": ("lean.journal", LeanJournal),
        "beancount": ("ledger.beancount", Beancount),
    }
    writers: list[Writer] = [
        kind(opened.enter_context((folder / name).open("wb")), ledger)
        for extra, (name, kind) in files.items()
        if extra in extras
    ]
    datasets = [extra for extra in ("dataset", "assigned") if extra in extras]
    writers += [Dataset(folder / extra, ledger, with_assignment=extra == "assigned") for extra in datasets]
    return writers


def told(ledger: Ledger, truth: Truth) -> dict[str, object]:
    """Return what is right as plain values: amounts as texts, exact to the cent."""
    spent, scale = truth.spent("kooperation"), scale_of(truth)
    return {
        "postings": truth.postings,
        "amount": euros(truth.cents),
        "regions": truth.digest.hexdigest(),
        "usage": [
            {
                "year": year,
                "ceiling": ceiling_of(year, scale) and f"{ceiling_of(year, scale)}.00",
                "actual": euros(spent[year]),
                "committed": euros(committed(ledger, truth) if year == YEARS[-1] else 0),
            }
            for year in YEARS
        ],
        "cells": [
            {"year": year, "pot": pot, "region": region, "amount": euros(cents)}
            for (year, pot, region), cents in sorted(truth.cells.items())
        ],
    }


def euros(cents: int) -> str:
    """Return cents as exact euros: ``1234.56``."""
    return str(Decimal(cents).scaleb(-2).quantize(Decimal("0.01")))
