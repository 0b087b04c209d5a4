"""The cube over a Parquet dataset, through an engine: the answer is every sum by year, pot and region."""

from __future__ import annotations

from pathlib import Path

from benchmarks.contenders.cubes import SQL, Told, Work, cells, told_of_columns


def ours(folder: Path, warm_up: Path) -> Work:
    """``ko.cube`` of ``ko.scan_bookings`` with DuckDB."""
    import kooperation as ko

    def cube(ledger: Path) -> Told:
        sums = ko.cube(ko.scan_bookings(ledger / "assigned", engine="duckdb"))
        columns = (sums[name] for name in ("year", "pot", "region", "amount"))
        return cells(
            zip(*(column.astype(object).where(column.notna(), None) for column in columns), strict=True)
        )

    cube(warm_up)
    return lambda: cube(folder)


def duckdb_sql(folder: Path, warm_up: Path) -> Work:
    """The same sums as one SQL statement in DuckDB."""
    import duckdb

    def cube(ledger: Path) -> Told:
        source = f"read_parquet('{ledger / 'assigned'}/*.parquet')"
        return told_of_columns(duckdb.sql(SQL.format(source=source)).to_arrow_table())

    cube(warm_up)
    return lambda: cube(folder)
