"""A small ledger in the shape of ``Books``, made of literal rows, for the tests of the workbook."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.ceiling import Decision
from kooperation.model.findings import Finding, Place
from kooperation.model.money import cents_to_euros
from kooperation.model.region import Pot, Region
from kooperation.model.schema import (
    ACTIVITY_COLUMNS,
    ASSIGNMENT_COLUMNS,
    BOOKING_COLUMNS,
    EUR,
    FLAG,
    OVERVIEW_COLUMNS,
    PLANNED_COLUMNS,
    TEXT,
    WHOLE,
    frame_of,
)

ANSAN = Region("ansan", "Ansan", "Ansan", "KR")
SACRAMENTO = Region("sacramento", "Greater Sacramento", "Greater Sacramento", "US")
COOPERATION = Pot("koop", "Kooperationen", "990100", "544016", is_default=True, frame="ja")
GRANT = Pot("agit", "Zuschuss", "990100", "544016", is_default=False, frame="nein")
SOURCE_COLUMNS: dict[str, Any] = {
    "file": TEXT,
    "kind_of_file": TEXT,
    "layout": TEXT,
    "sheet": TEXT,
    "sha256": TEXT,
    "rows_read": WHOLE,
    "rows_kept": WHOLE,
    "rows_dropped": WHOLE,
    "dropped_reasons": TEXT,
    "control_totals": TEXT,
    "dropped_reasons_en": TEXT,
    "control_totals_en": TEXT,
    "sum": EUR,
    "years": TEXT,
    "is_example": FLAG,
}


@dataclass(frozen=True)
class Ledger:
    """What a report is made of."""

    bookings: pd.DataFrame
    overview: pd.DataFrame
    sources: pd.DataFrame
    noticed: tuple[Finding, ...]
    regions: tuple[Region, ...]
    pots: tuple[Pot, ...]
    decisions: tuple[Decision, ...]
    is_example: bool
    planned: pd.DataFrame
    activities: pd.DataFrame
    dataset: str | None = None

    @property
    def as_of(self) -> date | None:
        """The date of the latest actual posting."""
        latest = self.bookings.loc[self.bookings["kind"] == "actual", "booked_on"].max()
        return None if pd.isna(latest) else latest.date()


def posting(
    year: int, cents: int, region: str | None = "ansan", pot: str | None = "koop", **more: Any
) -> dict[str, Any]:
    """Return one posting; everything that a test does not care about is made up from its place."""
    return {"year": year, "amount": cents, "region": region, "pot": pot, **more}


def decision(from_year: int, euros: str | None, **more: Any) -> Decision:
    """Return a decision that sets the ceiling of the cooperation pot."""
    values = {
        "pot": "koop",
        "to_year": None,
        "effect": "setzt",
        "scope": (),
        "status": "beschlossen",
        "source": "Niederschrift",
        "paper": "2024/0001",
        "place": Place(file="register/ansaetze.csv", row=2),
        **more,
    }
    return Decision(from_year=from_year, amount=None if euros is None else Decimal(euros), **values)


def bookings_of_rows(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as the canonical frame of assigned bookings."""
    made = [
        {
            "booking_id": f"B{number}",
            "kind": "actual",
            "booked_on": date(row["year"], 6, 15),
            "teilprodukt": "990100",
            "sachkonto": "544016",
            "document": f"19{number:04d}",
            "item": "1",
            "text": f"Rechnung {number}",
            "source_file": "buchungen/a.csv",
            "source_sheet": "Tabelle1",
            "source_row": number + 2,
            "rule": "alias:Ansan",
            **row,
        }
        for number, row in enumerate(rows)
    ]
    columns = {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS}
    return frame_of(columns, {name: [row.get(name) for row in made] for name in columns}, length=len(made))


def books_of(
    rows: list[dict[str, Any]],
    *,
    decisions: tuple[Decision, ...] = (),
    regions: tuple[Region, ...] = (ANSAN, SACRAMENTO),
    pots: tuple[Pot, ...] = (COOPERATION, GRANT),
    overview: dict[str, list[Any]] | None = None,
    is_example: bool = True,
    planned: pd.DataFrame | None = None,
    activities: dict[str, list[Any]] | None = None,
) -> Ledger:
    """Return a ledger of literal rows, as if they had been read from their source files."""
    bookings = bookings_of_rows(rows)
    return Ledger(
        bookings=bookings,
        overview=frame_of(OVERVIEW_COLUMNS, overview or {}),
        sources=_sources(bookings),
        noticed=(),
        regions=regions,
        pots=pots,
        decisions=decisions,
        is_example=is_example,
        planned=frame_of(PLANNED_COLUMNS, {}) if planned is None else planned,
        activities=frame_of(ACTIVITY_COLUMNS, activities or {}),
    )


def _sources(bookings: pd.DataFrame) -> pd.DataFrame:
    ledger = bookings[bookings["kind"] != "budget"]
    sums = {str(file): int(of_file["amount"].sum() * 100) for file, of_file in ledger.groupby("source_file")}
    counts = bookings["source_file"].value_counts()
    values: dict[str, list[Any]] = {
        "file": list(sums),
        "kind_of_file": ["orders" if file.startswith("auftraege") else "bookings" for file in sums],
        "sha256": ["0" * 64 for _ in sums],
        "rows_read": [int(counts[file]) for file in sums],
        "rows_kept": [int(counts[file]) for file in sums],
        "rows_dropped": [0 for _ in sums],
    }
    columns = {
        name: pd.array(values.get(name, [None] * len(sums)), dtype=dtype)
        for name, dtype in SOURCE_COLUMNS.items()
        if dtype is not EUR
    }
    return pd.DataFrame(
        {**columns, "sum": cents_to_euros(list(sums.values()))}, index=pd.RangeIndex(len(sums))
    )[list(SOURCE_COLUMNS)]
