"""What is ordered and not yet paid: orders and reservations minus their invoices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    records_of,
    sorted_places,
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
    if as_of is None:
        return bookings
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
    invoiced_by_order = _invoiced_by_order(bookings) if parts else {}
    for order, grouped in groupby(parts, key=itemgetter("order")):
        of_order = list(grouped)
        settled = _settle(
            [Part(part["ordered"], part["taken_back"]) for part in of_order],
            invoiced=invoiced_by_order.get(order, ZERO),
            is_final=any(part["is_final"] for part in of_order),
        )
        for part, (invoiced, still_open) in zip(of_order, settled, strict=True):
            part.update(invoiced=invoiced, open=still_open)
    parts.sort(key=lambda part: _in_order(part, "year", "order_id", "pot", "region"))
    return pd.DataFrame(
        {
            name: pd.Series([part[name] for part in parts], dtype=dtype)
            for name, dtype in COMMITMENT_COLUMNS.items()
        }
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


def _order_parts(orders: pd.DataFrame) -> list[dict[str, Any]]:
    """Add the rows of each order up per year, pot and region; parts of one order stand together, in order.

    Of what rows say a part says the first that is known. An authority has few orders beside its postings.
    """
    needed = ["order_id", "document", "booking_id", "is_final", "amount", *_KEYS[1:], *_SAID[1:]]
    rows = records_of(orders, needed)
    parts: dict[tuple[Any, ...], dict[str, Any]] = {}
    for place in sorted_places(orders, ("booked_on", "source_file", "source_row", "booking_id")):
        row = rows[place]
        takes_back = _takes_back(row)
        row["order_id"] = _first_known(row["order_id"], row["document"], row["booking_id"])
        row["order"] = None if row["order_id"] is None else order_key(row["order_id"])
        nothing = {"ordered": ZERO, "taken_back": ZERO, "is_final": False}
        part = parts.setdefault(tuple(_first_known(row[name]) for name in _KEYS), nothing)
        for name in (*_KEYS, *_SAID):
            part[name] = _first_known(part.get(name), row[name])
        amount = _first_known(row["amount"], ZERO)
        if takes_back:
            part["taken_back"] -= amount
        else:
            part["ordered"] += amount
        part["is_final"] = part["is_final"] or bool(_first_known(row["is_final"], False))  # noqa: FBT003 - a cell
    return sorted(parts.values(), key=lambda part: _in_order(part, *_KEYS))


_KEYS = ("order", "year", "pot", "region")
_SAID = ("order_id", "vendor", "text", "booked_on", *SOURCE_COLUMNS)


def _first_known(*cells: Any) -> Any:
    return next((cell for cell in cells if not pd.isna(cell)), None)


def _in_order(part: Mapping[str, Any], *names: str) -> tuple[tuple[bool, Any], ...]:
    """Return by what a part is sorted; what is not known stands last."""
    return tuple((part[name] is None, part[name]) for name in names)


def _takes_back(row: Mapping[str, Any]) -> bool:
    """Tell whether a row is a negative posting of an export, with a document of its own beside the order."""
    if any(pd.isna(row[name]) for name in ("amount", "document", "order_id")) or row["amount"] >= 0:
        return False
    return order_key(row["document"]) != order_key(row["order_id"])


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
