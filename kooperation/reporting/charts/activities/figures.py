"""The numbers of the chart of activities as a frame: lane by lane activities, then spending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.schema import DATE, TEXT, WHOLE
from kooperation.reporting.charts.activities.content import ActivitiesContent, Lane
from kooperation.reporting.charts.amounts import euro_column
from kooperation.reporting.labels import label


@dataclass(frozen=True, slots=True)
class _Row:
    region: str
    entry: str
    number: int | None = None
    name: str | None = None
    period: str | None = None
    start: date | None = None
    end: date | None = None
    status: str | None = None
    amount: Decimal | None = None


_DTYPES: dict[str, Any] = {"number": WHOLE, "start": DATE, "end": DATE}


def figures_of_activities(content: ActivitiesContent) -> pd.DataFrame:
    """Return one row per activity and one per region and year with spending.

    ``Partnerregion`` · ``Eintrag`` (``Aktivität``, ``Ausgaben``, ``Ausgaben (pot)``) · ``Nr.`` ·
    ``Bezeichnung`` · ``Zeitraum`` (as exactly as it is known) · ``von`` · ``bis`` (``<NA>``: not known, or
    still going on) · ``Status`` · ``Betrag`` [EUR]. ``<NA>`` where a column says nothing about the row.
    """
    rows = [row for lane in content.lanes for row in (*_activities(content, lane), *_spending(content, lane))]
    names = ("region", "entry", "number", "name", "period", "start", "end", "status")
    columns: dict[str, Any] = {
        name: pd.Series([getattr(row, name) for row in rows], dtype=_DTYPES.get(name, TEXT)) for name in names
    }
    columns["amount"] = euro_column(row.amount for row in rows)
    return pd.DataFrame({label(f"timeline.{key}", content.language): cells for key, cells in columns.items()})


def _activities(content: ActivitiesContent, lane: Lane) -> Iterator[_Row]:
    entry = label("timeline.entry_activity", content.language)
    for each in lane.activities:
        period = each.period
        yield _Row(
            lane.name,
            entry,
            each.number,
            each.name,
            each.period_text,
            period.start,
            period.end,
            each.status,
        )


def _spending(content: ActivitiesContent, lane: Lane) -> Iterator[_Row]:
    pots = ", ".join(content.beside_names)
    entries = (
        (label("timeline.entry_spending", content.language), lane.amounts),
        (label("timeline.entry_beside", content.language, pots=pots), lane.beside),
    )
    for entry, amounts in entries:
        for year, amount in amounts.items():
            yield _Row(lane.name, entry, period=str(year), amount=amount)
