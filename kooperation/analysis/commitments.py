"""What is ordered and not yet paid: orders and reservations minus their invoices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from kooperation.analysis.held import HoldsSums
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import ZERO, column_sum, format_euros, split_to_the_cent, sum_euros
from kooperation.model.schema import (
    DATE,
    EUR,
    FLAG,
    SOURCE_COLUMNS,
    TEXT,
    WHOLE,
    HasBookings,
    bookings_of,
    conform,
)

COMMITMENT_COLUMNS: dict[str, Any] = {
    "order_id": TEXT,
    "year": WHOLE,
    "pot": TEXT,
    "region": TEXT,
    "vendor": TEXT,
    "text": TEXT,
    "booked_on": DATE,
    "ordered": EUR,
    "invoiced": EUR,
    "open": EUR,
    "is_final": FLAG,
    **SOURCE_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one order takes from one pot for one region and year, and what its own account took back. [EUR].

    A cut is part of ``ordered``, which may be negative where it stands in a part of its own.
    """

    ordered: Decimal
    taken_back: Decimal

    @property
    def net(self) -> Decimal:
        """Return what is left by the order's own rows. [EUR]."""
        return self.ordered - self.taken_back


def booked_until(bookings: pd.DataFrame, as_of: date | None) -> pd.DataFrame:
    """Return the rows that were booked by the end of ``as_of``; rows without a date stay in."""
    is_kept = is_booked_until(bookings, as_of)
    return bookings if is_kept.all() else bookings[is_kept]


def is_booked_until(bookings: pd.DataFrame, as_of: date | None) -> pd.Series[bool]:
    """Tell which rows were booked by the end of ``as_of``, or have no date; without a day all."""
    if as_of is None:
        return pd.Series(True, index=bookings.index)  # noqa: FBT003 - the value of the column
    return ~(bookings["booked_on"] >= pd.Timestamp(as_of) + pd.Timedelta(days=1))


def order_key(order_id: str) -> str:
    """Return an order number as it compares: ``0004500123``, ``4500123.0`` and ``4500123`` are one."""
    bare = re.sub(r"^([0-9]+)\.0$", r"\1", order_id.strip())
    return bare.lstrip("0") or "0" if bare.isdigit() else bare.casefold()


def open_commitments(source: HasBookings | pd.DataFrame, *, as_of: date | None = None) -> pd.DataFrame:
    """Return every order with what is still open of it.

    An order is reduced by the actual postings that carry its number, of any year and pot. A negative row of
    an order list cuts the order. Where a booking export moves the order by negative postings with documents
    of their own, it already keeps account of it, and its rows are simply added up. An order marked as final
    is closed whatever is left. A credit note opens it again; more invoices than ordered leave 0.00 open,
    never less.

    Parameters
    ----------
    source : Books or DataFrame of assigned bookings
        Rows of kind ``commitment`` are orders, known by ``order_id``, else by ``document``.
    as_of : date, optional
        Orders and invoices booked later are left out; the final mark has no date and always holds.

    Returns
    -------
    DataFrame, one row per order, year, pot and region, sorted by year and order
        ``order_id`` · ``year`` of the order · ``pot`` · ``region`` · ``vendor`` · ``text`` · ``booked_on`` ·
        ``ordered`` [EUR] · ``invoiced`` [EUR] · ``open`` [EUR] · ``is_final`` · ``source_file`` ·
        ``source_sheet`` · ``source_row``. Closed orders stay in with 0.00. What is open of an order over
        several regions or pots is split as the order was, exactly to the cent.
    """
    if isinstance(source, HoldsSums):
        return source.orders_until(as_of)
    bookings = booked_until(_of_orders(bookings_of(source)), as_of)
    parts = _order_parts(bookings[bookings["kind"] == "commitment"])
    if parts.empty:
        return conform(pd.DataFrame(), COMMITMENT_COLUMNS)
    invoiced_by_order = _invoiced_by_order(bookings)
    settled = [
        pair
        for order, of_order in _by_order(parts)
        for pair in _settle(
            [Part(ordered, taken_back) for _, ordered, taken_back, _ in of_order],
            invoiced=invoiced_by_order.get(order, ZERO),
            is_final=any(is_final for *_, is_final in of_order),
        )
    ]
    figures = pd.DataFrame(settled, columns=["invoiced", "open"], dtype=EUR)
    figures.index = parts.index
    made = parts.assign(invoiced=figures["invoiced"], open=figures["open"])
    return conform(made, COMMITMENT_COLUMNS)[list(COMMITMENT_COLUMNS)].sort_values(
        ["year", "order_id", "pot", "region"], ignore_index=True
    )


def _of_orders(bookings: pd.DataFrame) -> pd.DataFrame:
    """Return the orders and what carries the number of one: all that an open order is made of."""
    is_order = bookings["kind"].eq("commitment").fillna(value=False)
    return bookings[is_order | bookings["order_id"].notna()]


def unmatched_invoices(source: HasBookings | pd.DataFrame) -> list[Finding]:
    """Note every order number that invoices carry and no order has, once per number.

    Years before the first order are left out: there the authority's orders were simply not exported.

    Parameters
    ----------
    source : Books or DataFrame of assigned bookings
        Its actual postings and its orders.

    Returns
    -------
    list of Finding
        Notes, each at the first posting that carries the number, with count and sum of all.
    """
    bookings = bookings_of(source)
    orders = bookings[bookings["kind"] == "commitment"]
    invoices = _invoices(bookings)
    if orders.empty or invoices.empty:
        return []
    unknown = invoices[
        ~invoices["order"].isin(set(_keys_of_orders(orders))) & (invoices["year"] >= orders["year"].min())
    ]
    return [_unmatched(rows) for _, rows in unknown.groupby("order")]


def _unmatched(invoices: pd.DataFrame) -> Finding:
    first = invoices.sort_values(["booked_on", "source_file", "source_row"]).iloc[0]
    total = column_sum(invoices["amount"])
    place = Place(*(None if pd.isna(first[name]) else first[name] for name in SOURCE_COLUMNS))
    return finding(
        "invoice_of_unknown_order",
        place,
        raw=first["order_id"],
        order=first["order_id"],
        count=len(invoices),
        total_de=format_euros(total),
        total_en=format_euros(total, "en"),
    )


def _keys(numbers: pd.Series[Any]) -> pd.Series[Any]:
    return numbers.map({number: order_key(number) for number in numbers.dropna().unique()})


def _keys_of_orders(orders: pd.DataFrame) -> pd.Series[Any]:
    return _keys(_names_of_orders(orders))


def _names_of_orders(orders: pd.DataFrame) -> pd.Series[Any]:
    return orders["order_id"].fillna(orders["document"]).fillna(orders["booking_id"])


def _invoices(bookings: pd.DataFrame) -> pd.DataFrame:
    invoices = bookings[(bookings["kind"] == "actual") & bookings["order_id"].notna()]
    return invoices.assign(order=_keys(invoices["order_id"]))


def _invoiced_by_order(bookings: pd.DataFrame) -> dict[Any, Decimal]:
    return _invoices(bookings).groupby("order")["amount"].sum().to_dict()


def _order_parts(orders: pd.DataFrame) -> pd.DataFrame:
    """Add the rows of each order up per year, pot and region; parts of one order stand together."""
    amounts = orders.fillna({"amount": ZERO})["amount"]
    takes_back = (amounts < 0) & _is_movement(orders)
    keyed = orders.assign(
        order=_keys_of_orders(orders),
        order_id=_names_of_orders(orders),
        ordered=amounts.where(~takes_back, ZERO),
        taken_back=(-amounts).where(takes_back, ZERO),
        is_final=orders["is_final"].fillna(False),  # noqa: FBT003 - the value to fill with
    ).sort_values(["booked_on", "source_file", "source_row", "booking_id"], kind="stable")
    first = dict.fromkeys(("order_id", "vendor", "text", "booked_on", *SOURCE_COLUMNS), "first")
    sums = {"ordered": "sum", "taken_back": "sum", "is_final": "any"}
    grouped = keyed.groupby(["order", "year", "pot", "region"], dropna=False, sort=True)
    return grouped.agg({**first, **sums}).reset_index()


def _by_order(parts: pd.DataFrame) -> Iterator[tuple[Any, list[tuple[Any, ...]]]]:
    """Yield each order with what its parts say, in their order; parts of one order stand together."""
    columns = [parts[name].tolist() for name in ("order", "ordered", "taken_back", "is_final")]
    for order, of_order in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        yield order, list(of_order)


def _is_movement(orders: pd.DataFrame) -> pd.Series[Any]:
    """Tell which rows are postings of an export that name the order beside a document of their own."""
    documents = _keys(orders["document"])
    return documents.notna() & orders["order_id"].notna() & (documents != _keys(orders["order_id"]))


def _settle(parts: Sequence[Part], *, invoiced: Decimal, is_final: bool) -> list[tuple[Decimal, Decimal]]:
    """Return what is invoiced and what is open of each part of one order. [EUR]."""
    ordered = sum_euros(part.ordered for part in parts)
    taken_back = sum_euros(part.taken_back for part in parts)
    keeps_account = taken_back > 0
    reduced = taken_back if keeps_account else invoiced
    if is_final or reduced > ordered:
        return [(reduction, ZERO) for reduction in _split_as_ordered(reduced, parts)]
    if keeps_account and all(part.net >= 0 for part in parts):
        return [(part.taken_back, part.net) for part in parts]
    still_open = _split_as_ordered(ordered - reduced, parts)
    if any(part.ordered < 0 for part in parts):  # a cut that stands apart reduces the other parts
        return list(zip(_split_as_ordered(reduced, parts), still_open, strict=True))
    return [(part.ordered - remaining, remaining) for part, remaining in zip(parts, still_open, strict=True)]


def _split_as_ordered(amount: Decimal, parts: Sequence[Part]) -> list[Decimal]:
    added = [max(part.ordered, ZERO) for part in parts]
    whole = sum_euros(added)
    if not whole:
        return [amount, *[ZERO] * (len(parts) - 1)]
    return split_to_the_cent(amount, [Fraction(one) / Fraction(whole) for one in added])
