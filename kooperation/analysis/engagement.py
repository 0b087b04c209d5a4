"""What was done with whom: activities found and counted, and where activities and spending stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd

from kooperation.analysis.spending import HasRegisters, spending_by_region
from kooperation.model.activity import STATUSES
from kooperation.model.region import Pot, Region
from kooperation.model.schema import ALL_REGIONS, EUR, TEXT, UNASSIGNED, WHOLE

NO_STATUS = "ohne Angabe"


class HasActivities(Protocol):
    """Anything that carries activities, bookings and registers, such as ``Books``."""

    @property
    def activities(self) -> pd.DataFrame:
        """One row per activity."""

    @property
    def bookings(self) -> pd.DataFrame:
        """One row per assigned posting item."""

    @property
    def regions(self) -> Sequence[Region]:
        """The partner regions in the order of their register."""

    @property
    def pots(self) -> Sequence[Pot]:
        """The pots in the order of their register."""

    @property
    def is_example(self) -> bool:
        """Whether the bookings are invented."""


def find_activities(
    source: HasActivities | pd.DataFrame,
    *,
    region: str | None = None,
    status: str | None = None,
    kind: str | None = None,
    year: int | None = None,
) -> pd.DataFrame:
    """Return the activities of a region, status, kind or year.

    Parameters
    ----------
    source : Books or DataFrame of activities
    region : str, optional
        A key; ``"alle"`` for what concerns all regions, ``"nicht zugeordnet"`` for what names no known one.
    status : str, optional
        As the log writes it, such as ``geplant``.
    kind : str, optional
        As the log writes it, such as ``Delegationsreise``.
    year : int, optional
        What took or takes place in this year at least in part; what has no date is in no year.

    Returns
    -------
    DataFrame, the rows of the activities in their order and with all their columns
    """
    rows = source if isinstance(source, pd.DataFrame) else source.activities
    wanted = np.ones(len(rows), dtype=bool)
    for column, value in (("region", region), ("status", status), ("kind", kind)):
        if value is not None:
            fits = rows[column].isna() if value == UNASSIGNED else rows[column] == value
            wanted &= fits.to_numpy(dtype=bool, na_value=False)
    if year is not None:
        wanted &= np.array([year in years for years in _years_of(rows, until=year)], dtype=bool)
    return rows[wanted]


def activities_by_status(source: HasActivities) -> pd.DataFrame:
    """Count the activities of each partner region by their status.

    Parameters
    ----------
    source : Books

    Returns
    -------
    DataFrame, one row per region (index ``region``), one column per status
        Counts. The regions of the register in its order, then ``alle`` and ``nicht zugeordnet`` where there
        are such; a status that nobody uses has no column, one that is missing is ``ohne Angabe``. ``attrs``
        carry ``region_names``.
    """
    placed = source.activities.assign(
        region=source.activities["region"].fillna(UNASSIGNED),
        status=source.activities["status"].fillna(NO_STATUS),
    )
    counts: dict[Any, int] = placed.groupby(["region", "status"]).size().to_dict()
    used = {status for _, status in counts}
    # A status that a log invents comes behind the known ones.
    statuses = [*(status for status in STATUSES if status in used), *sorted(used.difference(STATUSES))]
    beyond = [key for key in (ALL_REGIONS, UNASSIGNED) if any(region == key for region, _ in counts)]
    rows = [*(region.key for region in source.regions), *beyond]
    table = pd.DataFrame(
        [[counts.get((region, status), 0) for status in statuses] for region in rows],
        index=pd.Index(rows, name="region", dtype="str"),
        columns=pd.Index(statuses, name="status", dtype="str"),
        dtype=WHOLE,
    )
    table.attrs["region_names"] = region_names(source)
    return table


def activities_without_spending(source: HasActivities) -> pd.DataFrame:
    """Return the activities in whose years nothing was booked for their region: others paid, or nobody.

    Only years that the ledger covers can tell: what has no date, no single region, or lies wholly before or
    after the ledger is left out.

    Parameters
    ----------
    source : Books

    Returns
    -------
    DataFrame, the rows of the activities in their order and with all their columns
    """
    spending = spending_by_region(source)
    spent = {(region, year) for year, region in _cells(spending)}
    covered = set(spending.index)
    rows = source.activities
    without = [
        region not in (None, ALL_REGIONS)
        and bool(covered.intersection(years))
        and not any((region, year) in spent for year in years)
        for region, years in _places(rows, until=_last_year(spending))
    ]
    return rows[np.array(without, dtype=bool)]


def spending_without_activity(source: HasActivities, *, pot: str | None = None) -> pd.DataFrame:
    """Return what was spent on a region in a year for which the log holds no activity of that region.

    Any activity counts, whatever its status; one that is still going on counts in every year since its start.

    Parameters
    ----------
    source : Books
    pot : str, optional
        The key of one pot; without it all postings.

    Returns
    -------
    DataFrame, one row per region and year, in the order of the register
        ``region`` · ``year`` · ``amount``, net [EUR]. ``attrs`` carry ``region_names`` and ``is_example``.
    """
    spending = spending_by_region(source, pot=pot)
    on_record = {
        (region, year)
        for region, years in _places(source.activities, until=_last_year(spending))
        for year in years
    }
    regions = [key for key in spending.columns if key != UNASSIGNED]
    alone = sorted(
        (regions.index(region), year) for year, region in _cells(spending) if (region, year) not in on_record
    )
    found = pd.DataFrame(
        {
            "region": pd.Series([regions[place] for place, _ in alone], dtype=TEXT),
            "year": pd.Series([year for _, year in alone], dtype=WHOLE),
            "amount": pd.Series([spending.loc[year, regions[place]] for place, year in alone], dtype=EUR),
        }
    )
    found.attrs.update(region_names=region_names(source), is_example=source.is_example)
    return found


def _cells(spending: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield year and region of each cell that is not zero; what belongs to no region is left out."""
    for region in spending.columns.drop(UNASSIGNED):
        for year in spending.index[spending[region] != 0]:
            yield int(year), str(region)


def _last_year(spending: pd.DataFrame) -> int:
    return int(spending.index.max()) if len(spending) else 0


def _places(activities: pd.DataFrame, *, until: int) -> Iterator[tuple[str | None, range]]:
    """Yield region and years of each activity; ``None``: no known region."""
    regions = [None if pd.isna(region) else str(region) for region in activities["region"]]
    yield from zip(regions, _years_of(activities, until=until), strict=True)


def _years_of(activities: pd.DataFrame, *, until: int) -> list[range]:
    """Return the years of each activity, none without a start; an open end reaches to ``until``."""
    dates = zip(activities["start"], activities["end"], strict=True)
    return [_span(start, end, until) for start, end in dates]


def _span(start: Any, end: Any, until: int) -> range:
    if pd.isna(start):
        return range(0)
    return range(start.year, (until if pd.isna(end) else end.year) + 1)


def region_names(source: HasRegisters) -> dict[str, dict[str, str]]:
    """Return the names of the regions in both languages, by key."""
    return {region.key: {"de": region.label("de"), "en": region.label("en")} for region in source.regions}
