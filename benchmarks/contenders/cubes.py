"""The one reduction, from assigned bookings to sums: the answer is every sum by year, pot and region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

Told = Callable[[], object]
Work = Callable[[], Told]
KEYS = ("year", "period", "pot", "region", "kind", "cost_type")
SQL = """
    SELECT year, period, pot, region, kind, cost_type, sum(amount) AS amount,
           sum(amount) FILTER (amount < 0) AS refunds, count(*) AS count
    FROM {source} GROUP BY ALL
"""


def cells(rows: Iterable[tuple[int, str | None, str | None, Decimal]]) -> Told:
    """Return how sums by year, pot and region are told."""

    def told() -> object:
        sums: Counter[tuple[int, str, str]] = Counter()
        for year, pot, region, amount in rows:
            sums[int(year), pot or "-", region or "-"] += amount
        return [[*key, str(amount)] for key, amount in sorted(sums.items())]

    return told


def _table(folder: Path) -> object:
    import pyarrow.dataset as ds

    return ds.dataset(folder / "assigned").to_table()


def _told(frame: object) -> Told:
    columns = (frame[name] for name in ("year", "pot", "region", "amount"))
    return cells(zip(*(column.astype(object).where(column.notna(), None) for column in columns), strict=True))


def ours(folder: Path, warm_up: Path) -> Work:
    """``spending.cube`` of a pandas frame with the columns of the package."""
    from kooperation.analysis.spending import cube

    assigned = bookings(folder)
    cube(bookings(warm_up))
    return lambda: _told(cube(assigned))


def bookings(folder: Path) -> object:
    """Return the assigned dataset as the package holds bookings."""
    import pandas as pd

    from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS, conform

    table = _table(folder)
    return conform(table.to_pandas(types_mapper=pd.ArrowDtype), {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS})


def pandas_groupby(folder: Path, warm_up: Path) -> Work:
    """``groupby`` of pandas over Arrow decimals."""
    assigned = bookings(folder)

    def work() -> Told:
        known = assigned.assign(refunds=assigned["amount"].where(assigned["amount"] < 0))
        sums = known.groupby(list(KEYS), dropna=False)[["amount", "refunds"]].sum().reset_index()
        return _told(sums)

    return work


def duckdb_sql(folder: Path, warm_up: Path) -> Work:
    """DuckDB over the same columns in memory."""
    import duckdb

    engine = duckdb.connect().register("bookings", _table(folder))
    return lambda: told_of_columns(engine.execute(SQL.format(source="bookings")).to_arrow_table())


def told_of_columns(table: object) -> Told:
    """Return how the sums of an Arrow table are told."""
    columns = (table[name].to_pylist() for name in ("year", "pot", "region", "amount"))
    return cells(zip(*columns, strict=True))


def polars_groupby(folder: Path, warm_up: Path) -> Work:
    """Polars over the same columns in memory."""
    import polars as pl

    assigned = pl.from_arrow(_table(folder))

    def work() -> Told:
        amount = pl.col("amount")
        sums = assigned.group_by(KEYS).agg(
            amount.sum(), refunds=amount.filter(amount < 0).sum(), count=pl.len()
        )
        return cells(sums.select("year", "pot", "region", "amount").iter_rows())

    return work
