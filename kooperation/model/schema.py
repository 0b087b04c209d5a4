"""Columns, dtypes and keys of the canonical frames: bookings, overview, activities, plans and findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.findings import Finding
from kooperation.model.messages import Language
from kooperation.model.money import cents_to_euros, euro_dtype

UNASSIGNED = "nicht zugeordnet"  # the column of spending that no rule and no alias gave to a region
OUTSIDE = "außerhalb"  # stands for the postings on accounts of no pot wherever the key of a pot is asked for
ALL_REGIONS = "alle"
COUNT = "count"  # the column of condensed bookings that says how many postings a row stands for
DISCREET = "is_discreet"  # in the attrs of a frame: its texts are those of a chart and name nobody

TEXT = pd.StringDtype("pyarrow")
WHOLE = pd.Int64Dtype()
FLAG = pd.BooleanDtype()
DATE = "datetime64[us]"
EUR = euro_dtype()
QUANTITY = pd.ArrowDtype(pa.decimal128(12, 2))

SOURCE_COLUMNS: dict[str, Any] = {"source_file": TEXT, "source_sheet": TEXT, "source_row": WHOLE}

BOOKING_COLUMNS: dict[str, Any] = {
    "booking_id": TEXT,
    "kind": TEXT,  # actual, commitment, budget
    "year": WHOLE,  # Haushaltsjahr
    "period": WHOLE,
    "booked_on": DATE,
    "teilprodukt": TEXT,
    "sachkonto": TEXT,
    "cost_object": TEXT,
    "document": TEXT,
    "item": TEXT,
    "order_id": TEXT,
    "is_final": FLAG,  # the order is marked endabgerechnet
    "vendor": TEXT,
    "text": TEXT,
    "region_text": TEXT,  # what the file itself says in a column for the region
    "amount": EUR,
    "foreign_amount": EUR,
    "currency": TEXT,
    **SOURCE_COLUMNS,
}
ASSIGNMENT_COLUMNS: dict[str, Any] = {
    "region": TEXT,
    "pot": TEXT,
    "cost_type": TEXT,
    "rule": TEXT,
    "share": TEXT,
    "reason": TEXT,
}

OVERVIEW_COLUMNS: dict[str, Any] = {
    "year": WHOLE,
    "teilprodukt": TEXT,
    "sachkonto": TEXT,
    "budget": EUR,
    "carried_over": EUR,
    "adjusted": EUR,
    "blocked": EUR,
    "revised_budget": EUR,
    "committed": EUR,
    "actual": EUR,
    "available": EUR,
    **SOURCE_COLUMNS,
}

ACTIVITY_COLUMNS: dict[str, Any] = {
    "activity_id": TEXT,
    "period_text": TEXT,  # the date as the log states it
    "start": DATE,
    "end": DATE,
    "precision": TEXT,
    "region": TEXT,
    "region_text": TEXT,
    "kind": TEXT,
    "direction": TEXT,
    "organiser": TEXT,
    "people": WHOLE,
    "people_approx": FLAG,
    "elected": WHOLE,
    "status": TEXT,
    "moved_to": TEXT,
    "outcome": TEXT,
    "documents": TEXT,
    "source": TEXT,
    **SOURCE_COLUMNS,
}

PLANNED_COLUMNS: dict[str, Any] = {
    "plan": TEXT,  # the name of its file: each is a plan of its own
    "activity_id": TEXT,
    "period_text": TEXT,
    "start": DATE,
    "end": DATE,
    "precision": TEXT,
    "year": WHOLE,  # Haushaltsjahr
    "pot": TEXT,
    "region": TEXT,
    "region_text": TEXT,
    "kind": TEXT,
    "quantity": QUANTITY,
    "unit_price": EUR,
    "amount": EUR,
    "cost_type": TEXT,
    "remark": TEXT,
    **SOURCE_COLUMNS,
}

FINDING_COLUMNS: dict[str, Any] = {
    "severity": TEXT,
    "kind": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "row": WHOLE,
    "column": TEXT,
    "raw": TEXT,
    "message": TEXT,
    "advice": TEXT,
    "message_en": TEXT,
    "advice_en": TEXT,
}

KINDS = ("actual", "commitment", "budget")


class HasBookings(Protocol):
    """Anything that carries assigned bookings, such as ``Books``."""

    @property
    def bookings(self) -> pd.DataFrame:
        """One row per posting item."""


def bookings_of(source: HasBookings | pd.DataFrame) -> pd.DataFrame:
    """Return the bookings of ``source``, which may be the frame itself, also one of another engine."""
    if isinstance(source, pd.DataFrame) or not hasattr(source, "bookings"):
        return source  # type: ignore[return-value] # a frame of another engine has no type in common
    return source.bookings


def frame_of(
    columns: Mapping[str, Any],
    values: Mapping[str, Sequence[Any] | pa.Array | pa.Scalar],
    *,
    length: int | None = None,
) -> pd.DataFrame:
    """Build a frame with exactly ``columns`` and their dtypes; a column without values is all ``<NA>``.

    Values are sequences or Arrow arrays; a scalar of Arrow is what a text column says in every row. Euro
    columns are given as whole cents.
    """
    told = [len(column) for column in values.values() if not isinstance(column, pa.Scalar)]
    rows = length if length is not None else max(told, default=0)
    made = {name: _column(dtype, values.get(name), rows) for name, dtype in columns.items()}
    return pd.DataFrame(made, index=pd.RangeIndex(rows), copy=False)  # each column was made for it


def _column(dtype: Any, values: Sequence[Any] | pa.Array | pa.Scalar | None, rows: int) -> Any:
    if dtype == TEXT and (values is None or isinstance(values, pa.Scalar)):
        said = pa.scalar(None) if values is None else values
        return pd.arrays.ArrowStringArray(repeated_text(said.cast(pa.large_string()), rows))
    if values is None:
        values = pa.nulls(rows, _STORED[dtype])
    if dtype == EUR:  # another process has an equal one, not the same
        return cents_to_euros(values)
    if isinstance(values, pa.Array):
        return _of_arrow(dtype, values)
    if dtype == DATE:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype=DATE)
    return pd.array(values, dtype=dtype)


def repeated_text(said: pa.Scalar, rows: int) -> pa.ChunkedArray:
    """Return a column that says the same in every row: pieces that share one memory."""
    piece = pa.repeat(said, min(rows, _REPEATED))
    whole, rest = divmod(rows, _REPEATED)
    return pa.chunked_array([*[piece] * whole, *([piece[:rest]] if rest else [])], type=said.type)


_REPEATED = 1 << 16  # rows

_STORED = {
    TEXT: pa.large_string(),
    WHOLE: pa.int64(),
    FLAG: pa.bool_(),
    DATE: pa.date32(),
    EUR: pa.int64(),
    QUANTITY: QUANTITY.pyarrow_dtype,
}


def _of_arrow(dtype: Any, values: pa.Array) -> Any:
    """Return Arrow values as a column, without looking at each."""
    if dtype == TEXT:
        return pd.arrays.ArrowStringArray(values.cast(pa.large_string()))
    if dtype == DATE:
        days = values.cast(pa.date32()).cast(pa.timestamp("us"))
        return pd.Series(np.array(days.to_numpy(zero_copy_only=False)), dtype=DATE)
    stored = values.cast(_STORED[dtype])
    if dtype == QUANTITY:
        return pd.arrays.ArrowExtensionArray(stored)
    is_absent = np.zeros(len(stored), dtype=bool)
    if stored.null_count:
        is_absent = np.array(stored.is_null().to_numpy(zero_copy_only=False))
        stored = pc.fill_null(stored, pa.scalar(0).cast(stored.type))
    made = pd.arrays.IntegerArray if dtype == WHOLE else pd.arrays.BooleanArray
    return made(np.array(stored.to_numpy(zero_copy_only=False)), is_absent)


def conform(frame: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return ``frame`` with ``columns`` first, in their order and dtypes, its other columns behind them.

    A frame that is so already is returned itself, as nobody changes one.
    """
    if [*frame.columns][: len(columns)] == [*columns]:
        pairs = zip(frame.dtypes, columns.values(), strict=False)
        if all(own == dtype for own, dtype in pairs):
            return frame
    made = {name: _conformed(frame, name, dtype) for name, dtype in columns.items()}
    others = {name: frame[name] for name in frame.columns if name not in columns}
    return pd.DataFrame({**made, **others}, index=frame.index)


def _conformed(frame: pd.DataFrame, name: str, dtype: Any) -> Any:
    """Return a column in its dtype; one that the frame lacks is all ``<NA>``."""
    if name not in frame:
        return pd.Series(_column(dtype, None, len(frame)), index=frame.index)
    column = frame[name]
    return column if column.dtype == dtype else column.astype(dtype)


def sorted_places(frame: pd.DataFrame, columns: Sequence[str]) -> Any:
    """Return the places of the rows sorted by columns, absent values last; equals keep their order."""
    table = pa.table({name: pa.array(frame[name]) for name in columns})
    keys = [(name, "ascending") for name in columns]
    return pc.sort_indices(table, sort_keys=keys).to_numpy()


def records_of(frame: pd.DataFrame, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rows of a small frame as dicts of their cells; ``None``: absent."""
    names = [*columns]
    rows = zip(*(map(_or_none, frame[name].tolist()) for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _or_none(cell: Any) -> Any:
    return None if cell is pd.NA or cell is pd.NaT else cell


def findings_frame(findings: Iterable[Finding], language: Language = "de") -> pd.DataFrame:
    """Return the findings as a frame, one row each, worst first as they came.

    Columns: ``severity`` (``error``, ``warning``, ``note``), ``kind``, ``file``, ``sheet``, ``row`` (as Excel
    counts), ``column``, ``raw``, ``message``, ``advice``, and the last two in English as ``message_en`` and
    ``advice_en``; ``<NA>`` where a place does not apply.
    """
    listed = list(findings)
    values: dict[str, list[Any]] = {
        "severity": [found.severity for found in listed],
        "kind": [found.kind for found in listed],
        "file": [found.place.file for found in listed],
        "sheet": [found.place.sheet for found in listed],
        "row": [found.place.row for found in listed],
        "column": [found.place.column for found in listed],
        "raw": [found.shown_raw(language) for found in listed],
        "message": [found.message(language) for found in listed],
        "advice": [found.advice(language) for found in listed],
        "message_en": [found.message("en") for found in listed],
        "advice_en": [found.advice("en") for found in listed],
    }
    return frame_of(FINDING_COLUMNS, values, length=len(listed))
