"""The columns of a dataset of postings: which are needed, and which types stand for which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.types as pt

from kooperation.model.errors import KooperationError
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS, DATE, EUR, FLAG, TEXT, WHOLE
from kooperation.reading.datasets.files import AMOUNT, Parts

NEEDED = ("kind", "year", AMOUNT)
ASSIGNED_BY = ("region", "pot")  # a dataset that states both is assigned already

_TYPES: dict[Any, Any] = {
    TEXT: nw.String(),
    WHOLE: nw.Int64(),
    FLAG: nw.Boolean(),
    DATE: nw.Datetime("us"),
    EUR: nw.Decimal(18, 2),
}


def _is_text(stored: pa.DataType) -> bool:
    if pt.is_dictionary(stored):
        return _is_text(stored.value_type)
    return bool(pt.is_string(stored) or pt.is_large_string(stored) or pt.is_string_view(stored))


def _is_euros(stored: pa.DataType) -> bool:
    """Tell whether every value surely fits: at most two places, at most sixteen digits before them."""
    return bool(pt.is_decimal(stored)) and 0 <= stored.scale <= 2 and stored.precision - stored.scale <= 16


def _is_day(stored: pa.DataType) -> bool:
    return bool(pt.is_date(stored) or (pt.is_timestamp(stored) and stored.tz is None))


# dtype of the canonical frame -> which Arrow types may stand for it; the key names what is expected
_ACCEPTED: dict[Any, tuple[str, Callable[[pa.DataType], bool]]] = {
    TEXT: ("string", _is_text),
    WHOLE: ("int64", lambda stored: bool(pt.is_integer(stored)) and not pt.is_uint64(stored)),
    FLAG: ("bool", lambda stored: bool(pt.is_boolean(stored))),
    DATE: ("date32, timestamp[us]", _is_day),
    EUR: ("decimal128(18, 2)", _is_euros),
}


def canonical_dtypes(parts: Parts) -> dict[str, Any]:
    """Return the canonical columns of a dataset in their order, with their pandas dtypes."""
    return {**BOOKING_COLUMNS, **(ASSIGNMENT_COLUMNS if is_assigned(parts) else {})}


def canonical_types(parts: Parts) -> dict[str, Any]:
    """Return the canonical columns of a dataset in their order, with their types in every engine."""
    return {name: _TYPES[dtype] for name, dtype in canonical_dtypes(parts).items()}


def is_assigned(parts: Parts) -> bool:
    """Tell whether a dataset says itself which region and pot each posting has."""
    return all(name in parts.columns() for name in ASSIGNED_BY)


def check_columns(parts: Parts) -> None:
    """Check that a dataset has what is needed, in types that lose nothing.

    Raises
    ------
    KooperationError
        With all faults: a needed column that is missing, rows without an amount, a column of another type
        (amounts as floats, account numbers as numbers), an assignment that is half there.
    """
    faults = list(_faults(parts))
    if faults:
        raise KooperationError(faults)


def _faults(parts: Parts) -> Iterator[Finding]:
    columns = parts.columns()
    found = ", ".join(columns)
    for name in NEEDED:
        if name not in columns:
            yield finding("dataset_column_missing", parts.place, column=name, found=found)
    for name, dtype in {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS}.items():
        if name in columns and name not in parts.folder_keys:
            yield from _type_faults(parts.place, name, columns[name], dtype)
    if parts.rows_without_amount:
        yield finding("dataset_without_amounts", parts.place, column=AMOUNT, count=parts.rows_without_amount)
    halves = [name for name in ASSIGNMENT_COLUMNS if name in columns]
    if halves and not is_assigned(parts):
        lacking = [name for name in ASSIGNED_BY if name not in columns]
        yield finding(
            "dataset_half_assigned", parts.place, found=", ".join(halves), missing=", ".join(lacking)
        )


def _type_faults(place: Place, name: str, stored: pa.DataType, dtype: Any) -> Iterator[Finding]:
    expected, is_accepted = _ACCEPTED[dtype]
    if pt.is_null(stored) or is_accepted(stored):
        return
    kind = "dataset_amount_type" if dtype is EUR else "dataset_column_type"
    yield finding(kind, place, column=name, type=str(stored), expected=expected)
