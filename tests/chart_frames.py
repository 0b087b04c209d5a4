"""Frames of a few literal figures for the tests of the charts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from kooperation.model.schema import EUR, TEXT, UNASSIGNED

NAMES = {
    "ansan": {"de": "Ansan", "en": "Ansan"},
    "suedkorea": {"de": "Südkorea (national)", "en": "South Korea (national)"},
    "sacramento": {"de": "Greater Sacramento", "en": "Greater Sacramento"},
    "minnesota": {"de": "Minnesota", "en": "Minnesota"},
    "lwiw": {"de": "Lwiw", "en": "Lviv"},
    "riesengebirge": {"de": "Kreis Riesengebirge", "en": "Karkonosze County"},
}


def euros(amounts):
    return pd.array([None if amount is None else Decimal(str(amount)) for amount in amounts], dtype=EUR)


def spending(
    rows: Mapping[int, Mapping[str, object]],
    *,
    names: Mapping[str, Mapping[str, str]] = NAMES,
    pot: str = "kooperation",
    pot_name: str = "Internationale Kooperationen",
    is_example: bool = False,
) -> pd.DataFrame:
    """Spending as spending_by_region returns it: {year: {region: amount}}."""
    columns = {key: euros(row.get(key, 0) for row in rows.values()) for key in (*names, UNASSIGNED)}
    frame = pd.DataFrame(columns, index=pd.Index(list(rows), name="year", dtype="int64"))
    frame.attrs = {"region_names": dict(names), "pot": pot, "pot_name": pot_name, "is_example": is_example}
    return frame


def ceilings(rows: Mapping[int, Sequence[object]], *, pot: str = "kooperation") -> pd.DataFrame:
    """Ceilings as ceilings_by_year returns them: {year: (amount, status, scope, decisions, committed)}."""
    full = [(*row, *(None, None, "alle", None, 0)[len(row) :]) for row in rows.values()]
    index = pd.MultiIndex.from_tuples([(pot, year) for year in rows], names=["pot", "year"])
    return pd.DataFrame(
        {
            "ceiling": euros(row[0] for row in full),
            "status": pd.array([row[1] for row in full], dtype=TEXT),
            "scope": pd.array([row[2] for row in full], dtype=TEXT),
            "decisions": pd.array([row[3] for row in full], dtype=TEXT),
            "committed": euros(row[4] for row in full),
        },
        index=index,
    )


def in_force(amount: object, years: Sequence[int]) -> pd.DataFrame:
    """One approved ceiling for all ``years``."""
    return ceilings(dict.fromkeys(years, (amount, "beschlossen")))


def usage(rows: Mapping[int, Sequence[object]], *, pot: str = "kooperation") -> pd.DataFrame:
    """Usage as budget_usage returns it: {year: (ceiling, usable, actual, committed, available, state)}."""
    columns = ("ceiling", "usable", "actual", "committed", "available")
    index = pd.MultiIndex.from_tuples([(pot, year) for year in rows], names=["pot", "year"])
    frame = pd.DataFrame(
        {name: euros(row[place] for row in rows.values()) for place, name in enumerate(columns)}, index=index
    )
    frame["state"] = pd.array([row[5] for row in rows.values()], dtype=TEXT)
    frame.attrs = {"pot_names": {pot: "Internationale Kooperationen"}, "is_example": False, "as_of": None}
    return frame
