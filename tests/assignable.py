"""Ledgers in which everything that decides about a posting occurs, with the registers that decide."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import narwhals as nw
import pandas as pd

from kooperation.model.findings import Place
from kooperation.model.region import Pot, Region, Rule
from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS, conform, frame_of

REGIONS = (
    Region("ansan", "Ansan", "Ansan", "KR", ("An-san", "안산")),
    Region("suedkorea", "Südkorea", "South Korea", "KR", ("KOTRA",)),
    Region("sacramento", "Sacramento", "Sacramento", "US"),
    Region("minnesota", "Minnesota", "Minnesota", "US", ("MN",)),
)
POTS = (
    Pot("kooperation", "Kooperationen", "990100", "544016", is_default=True, frame="ja"),
    Pot("agit", "Zuschuss AGIT", "990100", "544016", is_default=False, frame="nein"),
    Pot("partnerschaft", "Partnerschaften", "010900", None, is_default=True, frame="nein"),
)


def rule(key: str, **fields: Any) -> Rule:
    if "share" in fields:
        fields["share"] = Fraction(fields["share"])
    return Rule(key, "weil es so ist", Place("register/zuordnung.csv", row=2), **fields)


RULES = (
    rule("agit", vendor="AGIT*", pot="agit"),
    rule("essen", text="Essen", region="ansan", share="2/3"),
    rule("essen", text="Essen", region="sacramento", share="1/3"),
    rule("drittel", document="0B7", region="ansan", cost_type="Reise", share="1/3"),
    rule("drittel", document="0B7", region="minnesota", share="1/3"),
    rule("drittel", document="0B7", cost_type="Druck", share="1/3"),
    rule("fein", text="fein", region="ansan", share="333333/1000000"),
    rule("fein", text="fein", region="minnesota", share="666667/1000000"),
    rule("kostentraeger", cost_object="010900", cost_type="Spende"),
    rule("jahre", text="Jahr", from_year=2024, to_year=2025, region="suedkorea", priority=Decimal(3)),
    rule("streit", text="Jahr Ansan", region="ansan", priority=Decimal(3)),
    rule("nie", text="nie gesehen", region="ansan"),
)
CELLS: dict[str, tuple[Any, ...]] = {
    "kind": ("actual", "actual", "actual", "budget", "commitment"),
    "year": (2023, 2024, 2025, 2026),
    "teilprodukt": ("990100", "0990100", "15.01.01.990100", "010900", "4711", None, "", " "),
    "sachkonto": ("544016", "0000544016", "5291", None),
    "cost_object": (None, "010900", "77", ""),
    "document": ("0B7", "0b7", "B8", None),
    "vendor": (None, "AGIT mbH", "Ansan GmbH", "MN", "Hotel"),
    "text": (
        *(None, "", "Hotel", "Essen", "Essen mit Ansan", "fein", "Jahr", "Jahr Ansan", "Fahrt AN-SAN"),
        *("Ansan und Sacramento", "USA", "안산", "essen FEIN", "Suedkorea", "O'Hare; Zeile\nzwei"),
    ),
    "region_text": (None, None, None, "MN", "Ansan"),
    "amount": (0, 1, -1, 2, -2, 10000, -10000, 3333, -777, 999_999_999_999_999, -999_999_999_999_998),
    "foreign_amount": (None, None, 125_000_000, -5),
}


def ledger(rows: int, *, seed: int) -> pd.DataFrame:
    """Return bookings in which the cells of ``CELLS`` are mixed; each has a number of its own."""
    mixed = Random(seed)
    values: dict[str, Any] = {name: mixed.choices(cells, k=rows) for name, cells in CELLS.items()}
    values["booking_id"] = [f"b{number}" for number in range(rows)]
    values["source_row"] = list(range(rows))
    values["source_file"] = mixed.choices(["a.csv", "b.csv"], k=rows)
    return frame_of(BOOKING_COLUMNS, values, length=rows)


def written(frame: pd.DataFrame, folder: Path, *, parts: int = 2) -> Path:
    """Write a frame as a dataset of several files and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    size = -(-len(frame) // parts) or 1
    for number in range(parts):
        frame.iloc[number * size : (number + 1) * size].to_parquet(folder / f"teil_{number}.parquet")
    return folder


def rows_of(frame: Any) -> list[str]:
    """Return the assigned rows of a frame of any engine, each in full, sorted: an engine has no order."""
    columns = {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS}
    if not isinstance(frame, pd.DataFrame):
        table = nw.from_native(frame).lazy().select(*columns).collect("pyarrow").to_native()
        frame = table.select(list(columns)).to_pandas(types_mapper=pd.ArrowDtype)
    known = conform(frame, columns)[list(columns)]
    cells = known.astype(object).where(known.notna(), None)
    return sorted(map(str, cells.itertuples(index=False, name=None)))
