"""Bookings that figures count alike, put together in one row: as exact as the ledger, and far shorter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from kooperation.analysis.documents import could_be
from kooperation.model.money import ZERO
from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS, COUNT, EUR, WHOLE, conform

CONDENSED_COLUMNS: dict[str, Any] = {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS, COUNT: WHOLE}

# What figures count by: rows that differ in one of these stay apart.
_ALIKE = (
    "kind",
    "year",
    "period",
    "booked_on",
    "teilprodukt",
    "sachkonto",
    "order_id",
    "source_file",
    "source_sheet",
    "region",
    "pot",
    "cost_type",
    "share",
    "reason",
)
_APART = ("booking_id", "document", "source_row", "is_final")  # what keeps a row to itself
_TOLD = ("cost_object", "item", "vendor", "text", "region_text", "foreign_amount", "currency")
_OF_A_PART = frozenset(("region", "pot", "cost_type", "share", "reason"))  # may differ within one posting
_WITHIN_PERIODS = ("booked_on", "order_id")
_MOST_BYTES = 2**31 - 1
_RULE, _SIGN, _IS_APART = "rule", "is_refund", "is_apart"


def condense(bookings: Any, *, documents: Iterable[str] = (), by_period: bool = False) -> pd.DataFrame:
    """Put all postings together that figures count alike; every sum stays what it is, to the cent.

    Sums by any of kind, Haushaltsjahr, period, day, account, order number, region, pot, cost type and file,
    of refunds apart, are those of the single postings, and so is everything made of such sums: usage, open
    orders, the course of a year, the check against the overview, the cost of activities.

    Parameters
    ----------
    bookings : frame of pandas, Polars, PyArrow, DuckDB or any other engine that Narwhals knows
        Assigned bookings in the columns ``BOOKING_COLUMNS`` and ``ASSIGNMENT_COLUMNS``, or such that were
        condensed before.
    documents : iterable of str
        The numbers that activities name, as :func:`~kooperation.analysis.documents.documents_named` returns
        them. Their postings stay single.
    by_period : bool
        Put the postings of different days and order numbers together as well; for tables that show
        Haushaltsjahre and periods. Both are then ``<NA>`` but of single rows.

    Returns
    -------
    DataFrame, one row per group of bookings, sorted
        The canonical columns and ``count``, how many bookings are in the row; ``amount`` is their sum [EUR].
        Orders and the postings of ``documents`` keep a row and all their words. Of the others ``booking_id``,
        ``document``, ``item``, ``cost_object``, ``vendor``, ``text``, ``region_text``, ``foreign_amount``,
        ``currency``, ``source_row`` and, unless they are parts of a posting, ``rule`` are ``<NA>``: no row
        names one posting for many.
    """
    rows = as_lazy(bookings, (*_ALIKE, _RULE, *_APART, *_TOLD, "amount"))
    alike = [name for name in _ALIKE if not (by_period and name in _WITHIN_PERIODS)]
    told = [*_TOLD, *(_WITHIN_PERIODS if by_period else ())]
    apart, amount = nw.col(_IS_APART), nw.col("amount")
    is_part = ~nw.col("share").is_null()
    keys = [*alike, _RULE, *_APART, _SIGN]
    groups = (
        rows.with_columns(_stays_single(documents).alias(_IS_APART))
        .select(
            *alike,
            amount,
            (amount < 0).alias(_SIGN),
            nw.when(apart | is_part).then(nw.col(_RULE)).alias(_RULE),
            *(nw.when(apart).then(nw.col(name)).alias(name) for name in (*_APART, *told)),
            *([COUNT] if is_condensed(rows) else []),
        )
        .group_by(*keys)
        .agg(amount.sum(), *(nw.col(name).max() for name in told), count_of(rows))
        .sort(*keys, nulls_last=True)
    )
    return conform(collected(groups).drop(columns=_SIGN), CONDENSED_COLUMNS)


def as_lazy(bookings: Any, columns: Iterable[str]) -> nw.LazyFrame[Any]:
    """Return bookings of any engine as a plan: one that lies in memory is reduced as Arrow columns.

    Only ``columns`` are asked for, and ``count`` where there is one; others may be there.
    """
    if isinstance(bookings, pd.DataFrame):  # Narwhals need not load what it has for pandas
        asked = [name for name in (*columns, COUNT) if name in bookings]
        bookings = _quickly_grouped(pa.Table.from_pandas(bookings[asked], preserve_index=False))
    frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(bookings)
    return nw.from_native(frame.to_arrow()).lazy() if isinstance(frame, nw.DataFrame) else frame


def _quickly_grouped(table: pa.Table) -> pa.Table:
    """Return a table with texts of the type that Arrow groups by in a third of the time of large ones.

    It only counts their bytes in fewer bits, so that a column of more text stays as it is.
    """
    fields = [
        field.with_type(pa.string())
        if pa.types.is_large_string(field.type) and column.nbytes < _MOST_BYTES
        else field
        for field, column in zip(table.schema, table.columns, strict=True)
    ]
    return table.cast(pa.schema(fields))


def sums_by(bookings: pd.DataFrame, keys: Mapping[str, Any]) -> pd.DataFrame:
    """Return the sum of ``amount`` [EUR] by ``keys``, columns with their dtypes; sorted, ``<NA>`` last."""
    rows = as_lazy(bookings, (*keys, "amount"))
    sums = collected(rows.group_by(*keys).agg(nw.col("amount").sum()))
    summed = conform(sums.fillna({"amount": ZERO}), {**keys, "amount": EUR})
    return summed.sort_values(list(keys), ignore_index=True)


def collected(reduced: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Return what a plan comes to, in Arrow columns."""
    table: pa.Table = reduced.collect("pyarrow").to_native()
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame.reset_index(drop=True)  # Dask hands an index of its own over


def is_condensed(bookings: pd.DataFrame | nw.LazyFrame[Any]) -> bool:
    """Tell whether rows stand for several bookings each."""
    names = bookings.columns if isinstance(bookings, pd.DataFrame) else bookings.collect_schema().names()
    return COUNT in names


def count_of(bookings: nw.LazyFrame[Any]) -> nw.Expr:
    """Return what counts the bookings of a group."""
    return nw.col(COUNT).sum() if is_condensed(bookings) else nw.len().alias(COUNT)


def _stays_single(documents: Iterable[str]) -> nw.Expr:
    """Tell which rows stay by themselves: orders, and the postings of the documents that activities name."""
    names, is_order = list(documents), nw.col("kind") == "commitment"
    return is_order | could_be(names) if names else is_order


def posting_count(bookings: pd.DataFrame) -> int:
    """Return how many postings rows of bookings are: one that is split over regions is one posting.

    Of condensed rows, parts of one rule with the same share and region are taken to be of as many postings.
    """
    if not is_condensed(bookings):
        return int(bookings["booking_id"].nunique())
    counts, is_part = bookings[COUNT], bookings["share"].notna()
    parts = bookings[is_part]
    of_posting = [name for name in (*_ALIKE, _RULE) if name not in _OF_A_PART]
    by_part = parts.groupby([*of_posting, "share", "region"], dropna=False)[COUNT].sum()
    postings = by_part.groupby(level=of_posting, dropna=False).max()
    return int(counts[~is_part].sum()) + int(postings.sum())


def by_day(postings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per day of condensed postings, what has no date last.

    Needs ``booked_on``, ``amount`` [EUR] and ``count``. The other columns say what the only row of a day
    says, and are ``<NA>`` on days of several postings.
    """
    days = postings.groupby("booked_on", dropna=False, as_index=False)
    sums = days.agg({"amount": "sum", COUNT: "sum"})
    told = days.first().drop(columns=["amount", COUNT])
    others = [name for name in told.columns if name != "booked_on"]
    told[others] = told[others].mask(sums[COUNT] > 1)
    return sums.merge(told, on="booked_on").sort_values("booked_on", ignore_index=True)


def row_count(bookings: pd.DataFrame) -> int:
    """Return how many rows of the ledger stand behind rows of bookings."""
    return int(bookings[COUNT].sum()) if is_condensed(bookings) else len(bookings)
