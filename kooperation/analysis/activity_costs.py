"""What activities cost, by the documents that their log names, and the postings that no activity names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from kooperation.analysis.commitments import booked_until
from kooperation.analysis.documents import Links, link_documents
from kooperation.analysis.engagement import HasActivities, region_names
from kooperation.analysis.outcomes import HasActivitiesAsOf, is_overdue
from kooperation.analysis.spending import is_traced
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.period import Period, days_stated
from kooperation.model.schema import EUR, FLAG, WHOLE

COST_COLUMNS: dict[str, Any] = {
    "cost": EUR,
    "postings": WHOLE,
    "days": WHOLE,
    "per_person": EUR,
    "per_day": EUR,
    "shared": EUR,
    "is_overdue": FLAG,
}
_NEEDED = ("kind", "year", "booked_on", "document", "region", "booking_id", "amount")


def activity_costs(source: HasActivitiesAsOf, *, as_of: date | None = None) -> pd.DataFrame:
    """Return what each activity cost, by the documents that its log names under ``kosten_beleg``.

    Leading zeros and case of a number do not matter. Of a document that is split over regions an activity of
    one of them counts what is booked for its region or for none; an activity whose region is not among them,
    or that concerns all, counts the whole document. A number that occurs in several Haushaltsjahre counts in
    those of the activity. A posting that two activities name counts for both, and ``shared`` says how much of
    the cost that is; so without it the costs never add up to more than the ledger.

    Parameters
    ----------
    source : Books
        Its postings of kind ``actual`` count, of every pot; of foreign currency the ledger's euros.
    as_of : date, optional
        Postings booked later are left out, and activities are overdue as of this day; without it the day of
        the latest posting.

    Returns
    -------
    DataFrame, the activities in their order and with all their columns, and
        ``cost``, ``<NA>``: no posting is linked [EUR] · ``postings`` linked · ``days``, both ends included,
        ``<NA>`` unless the log names the first and the last · ``per_person`` and ``per_day``, rounded to the
        cent, ``<NA>`` where people or days are not known [EUR] · ``shared``, the part of the cost that
        another activity counts too [EUR] · ``is_overdue``. ``attrs`` carry ``region_names`` and
        ``is_example``.
    """
    activities, bookings = source.activities, booked_until(source.bookings[list(_NEEDED)], as_of)
    links = link_documents(activities, bookings)
    linked = _linked(links, bookings)
    counts = zip(activities["people"], _days(activities), strict=True)
    rows = [
        _cost([linked[place] for place in links.postings.get(number, ())], people=people, days=days)
        for number, (people, days) in enumerate(counts)
    ]
    found = {
        name: pd.Series([row.get(name) for row in rows], index=activities.index, dtype=dtype)
        for name, dtype in COST_COLUMNS.items()
    }
    found["is_overdue"] = is_overdue(activities, as_of=as_of or source.as_of)
    costs = activities.assign(**found)
    costs.attrs.update(region_names=region_names(source), is_example=source.is_example)
    return costs


def postings_without_activity(
    source: HasActivities, *, year: int | None = None, pot: str | None = None
) -> pd.DataFrame:
    """Return the actual postings that no activity names as its documents.

    Parameters
    ----------
    source : Books
    year : int, optional
        The Haushaltsjahr.
    pot : str, optional
        The key of a pot, ``"außerhalb"`` for the postings of no pot.

    Returns
    -------
    DataFrame, the rows of the bookings in their order, without who was paid
        Together with the postings that activities name they are the ledger. ``attrs`` carry ``region_names``
        and ``is_example``.
    """
    links = link_documents(source.activities, source.bookings)
    is_free = np.ones(len(source.bookings), dtype=np.bool_)
    is_free[list(links.activities)] = False
    is_free &= is_traced(source.bookings, year=year, pot=pot).to_numpy()
    found = source.bookings.loc[is_free, source.bookings.columns != "vendor"]
    found.attrs.update(region_names=region_names(source), is_example=source.is_example)
    return found


class _Linked(NamedTuple):
    """A posting that an activity counts, and whether another one counts it too. [EUR]."""

    booking_id: str
    amount: Decimal
    is_shared: bool


def _linked(links: Links, bookings: pd.DataFrame) -> dict[int, _Linked]:
    activities = links.activities
    rows = bookings.iloc[list(activities)]
    told = zip(activities.items(), rows["booking_id"].tolist(), rows["amount"].tolist(), strict=True)
    return {place: _Linked(key, amount, len(of) > 1) for (place, of), key, amount in told}


def _cost(postings: Sequence[_Linked], *, people: Any, days: int | None) -> dict[str, Any]:
    if not postings:
        return {"postings": 0, "days": days}
    cost = sum_euros(one.amount for one in postings)
    return {
        "cost": cost,
        "postings": len({one.booking_id for one in postings}),
        "days": days,
        "per_person": _per(cost, None if pd.isna(people) else int(people)),
        "per_day": _per(cost, days),
        "shared": sum_euros(one.amount for one in postings if one.is_shared),
    }


def _per(cost: Decimal, count: int | None) -> Decimal | None:
    return (cost / count).quantize(ZERO, ROUND_HALF_UP) if count else None


def _days(activities: pd.DataFrame) -> list[int | None]:
    """Return the days of each activity, both ends included; ``None`` unless its log names both days."""
    stated = activities[["period_text", "start", "end", "precision"]].itertuples(index=False, name=None)
    return [
        days_stated(text, Period(start.date(), end.date(), precision))
        if isinstance(text, str) and not pd.isna(start) and not pd.isna(end)
        else None
        for text, start, end, precision in stated
    ]
