"""The engines: how each opens Parquet files and takes a small table; the only place that knows their names.

What is done with the frames is written once, over Narwhals, and each engine's own scheduler runs it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pyarrow as pa

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reading.datasets.columns import canonical_dtypes
from kooperation.reading.datasets.files import Parts

# Dask warns of joining texts of pandas with texts of Arrow, although both are Arrow inside and compare equal.
_TWO_KINDS_OF_TEXT = "Merging dataframes with merge column data type mismatches"

HandOver = Callable[[pa.Table], Any]  # a small Arrow table -> a frame of the engine


@dataclass(frozen=True, slots=True)
class Engine:
    """What must be installed, how it opens the files of a dataset, and how a small table is brought to it.

    ``faults`` names the exceptions by which it says that it failed, as ``module:class``.
    """

    name: str
    package: str
    faults: tuple[str, ...]
    open: Callable[[Parts], Any]
    hand_over: HandOver

    @contextmanager
    def at_work(self, place: Place) -> Iterator[None]:
        """Turn a failure of the engine into one that a person can act on.

        Raises
        ------
        KooperationError
            With what the engine said first.
        """
        named = [fault.partition(":") for fault in self.faults]
        faults = tuple(getattr(import_module(module), name) for module, _, name in named)
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", _TWO_KINDS_OF_TEXT, UserWarning)
                yield
        except (*faults, OSError, MemoryError) as error:
            why = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise refuse("engine_failed", place, name=self.name, why=why) from error


def engine_named(name: str) -> Engine:
    """Return the engine of that name.

    Raises
    ------
    KooperationError
        When there is none of that name, or it is not installed.
    """
    engine = next((one for one in ENGINES if one.name == name), None)
    if engine is None:
        raise refuse("engine_unknown", Place(), name=name, known=", ".join(one.name for one in ENGINES))
    if find_spec(engine.package) is None:
        raise refuse("engine_missing", Place(), name=name)
    return engine


# --- pandas: read at once, Arrow inside --------------------------------------------------------------------


def _open_pandas(parts: Parts) -> Any:
    from kooperation.reading.datasets.arrow_parts import canonical_frame, dataset_of

    return canonical_frame(dataset_of(parts).to_table(), canonical_dtypes(parts))


def _to_pandas(table: pa.Table) -> Any:
    import pandas as pd

    return table.to_pandas(types_mapper=pd.ArrowDtype)


# --- DuckDB: the default connection, so that SET memory_limit of the user holds ----------------------------


def _open_duckdb(parts: Parts) -> Any:
    import duckdb

    files = ", ".join(f"'{_quoted(str(path))}'" for path in parts.files)
    folders = f"hive_partitioning={bool(parts.folder_keys)}, hive_types_autocast=false"
    return duckdb.sql(f"FROM read_parquet([{files}], {folders})")


def _quoted(path: str) -> str:
    return path.replace("'", "''")


def _to_duckdb(table: pa.Table) -> Any:
    import duckdb

    return duckdb.from_arrow(table)


# --- Polars ------------------------------------------------------------------------------------------------


def _open_polars(parts: Parts) -> Any:
    import polars as pl

    keys = dict.fromkeys(parts.folder_keys, pl.String)
    return pl.scan_parquet(
        list(parts.files), glob=False, hive_partitioning=bool(keys), hive_schema=keys or None
    )


def _to_polars(table: pa.Table) -> Any:
    import polars as pl

    return pl.from_arrow(table).lazy()


# --- Dask: a running client is used, else its own threads --------------------------------------------------


def _open_dask(parts: Parts) -> Any:
    import dask.dataframe as dd

    from kooperation.reading.datasets.arrow_parts import (
        canonical_frame,
        dataset_of,
        read_row_group,
        row_groups,
    )

    dataset, wanted = dataset_of(parts), canonical_dtypes(parts)
    empty = canonical_frame(dataset.schema.empty_table(), wanted)
    groups = row_groups(dataset)
    return dd.from_map(read_row_group, groups, stored=dataset.schema, wanted=wanted, meta=empty)


def _to_dask(table: pa.Table) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(_to_pandas(table), npartitions=1)


# --- Spark: the active session is used, else one is started ------------------------------------------------


def _session() -> Any:
    from pyspark.sql import SparkSession

    return SparkSession.getActiveSession() or SparkSession.builder.appName("kooperation").getOrCreate()


def _open_spark(parts: Parts) -> Any:
    files = [str(path.resolve()) for path in parts.files]
    reader = _session().read
    if parts.folder_keys:
        schema = reader.parquet(files[0]).schema
        for key in parts.folder_keys:
            schema = schema.add(key, "string")
        reader = reader.schema(schema).option("basePath", str(parts.root.resolve()))
    return reader.parquet(*files)


def _to_spark(table: pa.Table) -> Any:
    return _session().createDataFrame(table)


_FAULTS_OF_SPARK = ("pyspark.errors:PySparkException", "py4j.protocol:Py4JError")  # of Python, of Java

ENGINES = (
    Engine("pandas", "pandas", ("pyarrow:ArrowException",), _open_pandas, _to_pandas),
    Engine("duckdb", "duckdb", ("duckdb:Error",), _open_duckdb, _to_duckdb),
    Engine("polars", "polars", ("polars.exceptions:PolarsError",), _open_polars, _to_polars),
    Engine("dask", "dask", ("pyarrow:ArrowException",), _open_dask, _to_dask),
    Engine("spark", "pyspark", _FAULTS_OF_SPARK, _open_spark, _to_spark),
)
