"""The parts of a dataset as canonical pandas frames, a row group each: what pandas and Dask read.

DuckDB, Polars and Spark have readers of their own that keep types and the names of folders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from kooperation.model.schema import DATE, EUR, FLAG, TEXT, WHOLE, conform
from kooperation.reading.datasets.files import Parts

_ARROW = {
    TEXT: pa.large_string(),
    WHOLE: pa.int64(),
    FLAG: pa.bool_(),
    DATE: pa.timestamp("us"),
    EUR: EUR.pyarrow_dtype,
}


def dataset_of(parts: Parts) -> Any:
    """Return the dataset of PyArrow; what folders state are columns of text."""
    folders = ds.partitioning(parts.folder_schema, flavor="hive") if parts.folder_keys else None
    return ds.dataset([str(path) for path in parts.files], format="parquet", partitioning=folders)


def row_groups(dataset: Any) -> list[Any]:
    """Return the pieces that can be read one by one."""
    return [group for fragment in dataset.get_fragments() for group in fragment.split_by_row_group()]


def read_row_group(
    group: Any, *, stored: pa.Schema, wanted: dict[str, Any], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read one piece; of its ``columns`` only those that are asked for."""
    asked = [name for name in stored.names if columns is None or name in columns]
    frame = canonical_frame(group.to_table(schema=stored, columns=asked), wanted)
    return frame if columns is None else frame[list(columns)]


def canonical_frame(table: pa.Table, wanted: dict[str, Any]) -> pd.DataFrame:
    """Return an Arrow table with the canonical columns first, in their dtypes, and its others behind."""
    for place, name in enumerate(table.column_names):
        if name in wanted:
            table = table.set_column(place, name, table[name].cast(_ARROW[wanted[name]]))
    return conform(table.to_pandas(types_mapper=pd.ArrowDtype), wanted)
