"""Small ledgers that stand in the tests themselves: amounts in euros as text, one mapping per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.decision import Decision
from kooperation.model.period import parse_period
from kooperation.model.region import Pot, Region
from kooperation.model.schema import (
    ACTIVITY_COLUMNS,
    ASSIGNMENT_COLUMNS,
    BOOKING_COLUMNS,
    EUR,
    OVERVIEW_COLUMNS,
    PLANNED_COLUMNS,
    frame_of,
)

COOPERATION = Pot("kooperation", "Kooperationen", "990100", "544016", is_default=True, frame="ja")
GRANT = Pot("agit", "Zuschuss AGIT", "990100", "544016", is_default=False, frame="nein")
PARTNERSHIP = Pot("partnerschaft", "Partnerschaften", "010900", "543100", is_default=True, frame="nein")
ANSAN = Region("ansan", "Ansan", "Ansan", "KR")
SACRAMENTO = Region("sacramento", "Greater Sacramento", "Greater Sacramento", "US")
LWIW = Region("lwiw", "Lwiw", "Lviv", "UA")

A_POSTING: dict[str, Any] = {
    "kind": "actual",
    "year": 2024,
    "pot": "kooperation",
    "teilprodukt": "990100",
    "sachkonto": "544016",
}


def cents(euros: str | Decimal | int) -> int:
    """Read euros as a test writes them: ``"1250.50"``."""
    return int(Decimal(euros).scaleb(2))


def euros(*amounts: str) -> list[Decimal]:
    """Return amounts as frames hold them."""
    return [Decimal(amount).quantize(Decimal("0.01")) for amount in amounts]


def postings(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return assigned bookings; what a row leaves out is as in ``A_POSTING``, or not known."""
    complete = [
        {
            "booking_id": f"b{number}",
            "document": f"d{number}",
            "source_file": "ledger.xlsx",
            "source_row": number,
        }
        | A_POSTING
        | row
        for number, row in enumerate(rows, start=1)
    ]
    return _frame({**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS}, complete)


def overview(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return budget overviews of 990100/544016, unless a row says otherwise."""
    account = {"teilprodukt": "990100", "sachkonto": "544016", "source_file": "uebersicht.csv"}
    complete = [account | {"source_row": number} | row for number, row in enumerate(rows, start=1)]
    return _frame(OVERVIEW_COLUMNS, complete)


def planned(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return lines of the plan ``basis`` for 2025, unless a row says otherwise."""
    usual = {"plan": "basis", "year": 2025, "pot": "kooperation", "source_file": "planung/basis.csv"}
    complete = [usual | {"source_row": number} | row for number, row in enumerate(rows, start=2)]
    return _frame(PLANNED_COLUMNS, complete)


def activities(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return an activity log; a row that has a ``period_text`` gets its dates from it."""
    complete = []
    for number, row in enumerate(rows, start=2):
        period = parse_period(row["period_text"]) if row.get("period_text") else None
        dates = (
            {} if period is None else {name: getattr(period, name) for name in ("start", "end", "precision")}
        )
        source = {
            "activity_id": f"A{number - 1}",
            "source_file": "aktivitaeten/log.csv",
            "source_row": number,
        }
        complete.append(source | dates | row)
    return _frame(ACTIVITY_COLUMNS, complete)


def _frame(columns: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    names = {name for row in rows for name in row}
    values = {name: [row.get(name) for row in rows] for name in names}
    for name in names:
        if columns[name] is EUR:
            values[name] = [None if amount is None else cents(amount) for amount in values[name]]
    return frame_of(columns, values, length=len(rows))


@dataclass(frozen=True)
class HandmadeBooks:
    """What ``Books`` carries, as far as the analysis looks at it."""

    bookings: pd.DataFrame = field(default_factory=postings)
    overview: pd.DataFrame = field(default_factory=overview)
    planned: pd.DataFrame = field(default_factory=planned)
    activities: pd.DataFrame = field(default_factory=activities)
    pots: tuple[Pot, ...] = (COOPERATION, GRANT, PARTNERSHIP)
    regions: tuple[Region, ...] = (ANSAN, SACRAMENTO, LWIW)
    decisions: tuple[Decision, ...] = ()
    is_example: bool = False
    as_of: date | None = None


def decision(from_year: int, amount: str | None, effect: Any = "setzt", **others: Any) -> Decision:
    """Return a decision on the pot ``kooperation``, adopted and open unless said otherwise."""
    defaults: dict[str, Any] = {
        "pot": "kooperation",
        "to_year": None,
        "scope": (),
        "status": "beschlossen",
        "source": "Vorlage",
    }
    given = None if amount is None else Decimal(amount)
    return Decision(from_year=from_year, amount=given, effect=effect, **{**defaults, **others})
