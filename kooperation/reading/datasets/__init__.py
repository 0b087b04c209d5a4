"""Postings that stand in Parquet files: what a dataset must hold, and how an engine opens it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.model.money import column_sum
from kooperation.model.schema import KINDS, conform
from kooperation.reading.datasets.columns import (
    canonical_types,
    check_columns,
    is_assigned,
)
from kooperation.reading.datasets.engines import Engine, engine_named
from kooperation.reading.datasets.files import Parts, find_parts
from kooperation.reading.folder.sources import SOURCE_FILE_COLUMNS, years_text

__all__ = ["ScannedBookings", "check_kinds", "open_dataset", "scan_bookings", "source_of"]


@dataclass(frozen=True, slots=True)
class ScannedBookings:
    """The postings of a dataset where they are: nothing of them is read before something is asked.

    ``bookings`` is the engine's own lazy frame (a pandas one is read) · ``is_assigned``: the dataset itself
    says region and pot of each posting · ``rows`` is the number of its postings.
    """

    name: str
    engine: Engine
    bookings: Any
    is_assigned: bool
    rows: int

    @property
    def place(self) -> Place:
        """The dataset as a place of findings."""
        return Place(file=self.name)


def scan_bookings(dataset: str | Path, engine: str = "pandas") -> Any:
    """Open the postings of a Parquet dataset in an engine of one's own choice, without reading them.

    Parameters
    ----------
    dataset : str or Path
        A Parquet file, or a folder of Parquet files, also a partitioned one (``year=2024/…``). All files have
        the same columns: those of ``model.schema.BOOKING_COLUMNS``, of which ``kind``, ``year`` and
        ``amount`` are needed. Amounts are decimals with at most two places, never floats. [EUR]
    engine : str
        ``pandas``, ``duckdb``, ``polars``, ``dask`` or ``spark``; all but pandas are installed by the extras
        of the same names. A running Dask client, an active Spark session and DuckDB's default connection are
        used where there are any.

    Returns
    -------
    lazy frame of the engine; a DataFrame for pandas, which is read at once
        The canonical columns in their order and types, ``<NA>`` where the dataset has none, and behind them
        its other columns as they are. :func:`cube` and the ``spending_by_…`` functions take it when the
        dataset says region and pot of each posting.

    Raises
    ------
    KooperationError
        When the engine is unknown or not installed; when there is no dataset, a file cannot be read, files
        differ in their columns, a needed column is missing, a row has no amount or a column has another type.
    """
    return open_dataset(dataset, engine=engine).bookings


def open_dataset(dataset: str | Path, *, engine: str) -> ScannedBookings:
    """Open a dataset as :func:`scan_bookings` does, with what is known about it."""
    opener = engine_named(engine)
    parts = find_parts(Path(dataset))
    check_columns(parts)
    with opener.at_work(parts.place):
        opened = _canonical(opener.open(parts), parts)
    return ScannedBookings(
        name=parts.root.name,
        engine=opener,
        bookings=opened,
        is_assigned=is_assigned(parts),
        rows=parts.rows,
    )


def _canonical(opened: Any, parts: Parts) -> Any:
    """Return the frame with the canonical columns first, each in its type; cast only where it must be."""
    frame = nw.from_native(opened).lazy()
    schema = frame.collect_schema()
    wanted = canonical_types(parts)
    columns = [
        nw.lit(None).cast(dtype).alias(name)
        if name not in schema
        else nw.col(name)
        if schema[name] == dtype
        else nw.col(name).cast(dtype)
        for name, dtype in wanted.items()
    ]
    others = [name for name in schema.names() if name not in wanted]
    return frame.select(*columns, *others).to_native()


def check_kinds(scanned: ScannedBookings, reduced: pd.DataFrame) -> None:
    """Check that every posting is of a known kind: one of another would count nowhere, without a word.

    Raises
    ------
    KooperationError
        Naming the kinds that are unknown.
    """
    unknown = sorted({str(kind) for kind in reduced["kind"].fillna("–").unique()} - set(KINDS))
    if unknown:
        raise refuse("dataset_kind", scanned.place, found=", ".join(unknown), known=", ".join(KINDS))


def source_of(scanned: ScannedBookings, condensed: pd.DataFrame) -> pd.DataFrame:
    """Return the dataset as a row of ``Books.sources``: no hash, since it may be larger than any machine."""
    row = {
        "file": scanned.name,
        "kind_of_file": "bookings",
        "layout": "Parquet",
        "rows_read": scanned.rows,
        "rows_kept": scanned.rows,
        "rows_dropped": 0,
        "sum": column_sum(condensed.loc[condensed["kind"] != "budget", "amount"]),
        "years": years_text(condensed),
        "is_example": False,
    }
    return conform(pd.DataFrame([row]), SOURCE_FILE_COLUMNS)
