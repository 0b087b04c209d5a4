"""The invented ledger: postings, orders and budgets, read from the tables beside this module."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files

from kooperation.model.money import sum_euros, text_to_euros


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting item. ``item`` is its position in the document (SAP) or the running number (Infoma)."""

    year: int  # Haushaltsjahr
    period: int
    booked_on: date
    document_type: str
    document: str
    item: int
    teilprodukt: str
    sachkonto: str
    vendor: str
    text: str
    amount: Decimal  # [EUR]
    currency: str  # empty: euros
    foreign_amount: str  # as the export prints it
    order: str  # empty: drawn on no order


@dataclass(frozen=True, slots=True)
class Order:
    """One order or reservation; ``row`` is its line as the export prints it."""

    number: str
    year: int
    sachkonto: str
    amount: Decimal  # [EUR]
    is_final: bool
    row: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """What the council approved for one whole account in one year, in euros."""

    year: int
    as_of: date
    teilprodukt: str
    sachkonto: str
    approved: Decimal
    carried_over: Decimal
    above_plan: Decimal
    blocked: Decimal


def postings() -> tuple[Posting, ...]:
    """Return every invented posting, in the order in which it was entered."""
    return tuple(
        Posting(
            year=int(row["jahr"]),
            period=int(row["periode"]),
            booked_on=date.fromisoformat(row["datum"]),
            document_type=row["belegart"],
            document=row["beleg"],
            item=int(row["position"]),
            teilprodukt=row["teilprodukt"],
            sachkonto=row["konto"],
            vendor=row["kreditor"],
            text=row["text"],
            amount=text_to_euros(row["betrag"]),
            currency=row["waehrung"],
            foreign_amount=row["betrag_waehrung"],
            order=row["auftrag"],
        )
        for row in _table("buchungen.csv")
    )


def orders() -> tuple[Order, ...]:
    """Return every invented order."""
    return tuple(
        Order(
            number=row["auftrag"],
            year=int(row["jahr"]),
            sachkonto=row["sachkonto"],
            amount=text_to_euros(row["betrag"]),
            is_final=row["endabgerechnet"] == "ja",
            row=tuple(row.values()),
        )
        for row in _table("auftraege.csv")
    )


def budgets() -> tuple[Budget, ...]:
    """Return the invented budget of each account and year."""
    return tuple(
        Budget(
            year=int(row["jahr"]),
            as_of=date.fromisoformat(row["stand"]),
            teilprodukt=row["teilprodukt"],
            sachkonto=row["konto"],
            approved=text_to_euros(row["ansatz"]),
            carried_over=text_to_euros(row["uebertragung"]),
            above_plan=text_to_euros(row["ueberplanmaessig"]),
            blocked=text_to_euros(row["sperre"]),
        )
        for row in _table("haushalt.csv")
    )


def booked(year: int, sachkonto: str) -> Decimal:
    """Return the sum of all that is booked on one account in one Haushaltsjahr."""
    account = (year, sachkonto)
    return sum_euros(posting.amount for posting in postings() if (posting.year, posting.sachkonto) == account)


def open_orders(year: int, sachkonto: str) -> Decimal:
    """Return what the orders of one account and year still reserve: minus invoices, nothing once final."""
    of_account = [order for order in orders() if (order.year, order.sachkonto) == (year, sachkonto)]
    return sum_euros(order.amount - _invoiced(order) for order in of_account if not order.is_final)


def _invoiced(order: Order) -> Decimal:
    return sum_euros(posting.amount for posting in postings() if posting.order == order.number)


def _table(name: str) -> list[dict[str, str]]:
    text = (files("kooperation.demo") / "tables" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))
