"""The demo's exports that are text: Sachposten, budget overviews and orders, as an authority gets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kooperation.demo.ledger import Budget, Order, Posting, booked, open_orders
from kooperation.model.money import format_euros, sum_euros

LABEL = "Beispieldaten – frei erfunden"
ACCOUNT_NAMES = {"544016": "Aktivitäten der Wirtschaftsförderung", "543100": "Partnerschaftspflege"}

SACHPOSTEN_HEADINGS = (
    "Lfd. Nr.",
    "Buchungsdatum",
    "Belegart",
    "Belegnr.",
    "Sachkontonr.",
    "Sachkonto",
    "Kostenträger Code",
    "Haushaltsjahr",
    "Periode",
    "Kreditor",
    "Auftragsnr.",
    "Beschreibung",
    "Betrag",
    "Belegwährung",
    "Betrag (Belegwährung)",
)
OVERVIEW_HEADINGS = (
    "Produktsachkonto",
    "Ansatz",
    "Erm.-Übertragung",
    "üpl/apl",
    "Sperre",
    "Fortg. Ansatz",
    "Aufträge",
    "Anordnungssoll",
    "Verfügbar",
)
ORDER_HEADINGS = (
    "auftrag",
    "jahr",
    "teilprodukt",
    "sachkonto",
    "betrag",
    "datum",
    "kreditor",
    "text",
    "endabgerechnet",
)


def sachposten(postings: Iterable[Posting]) -> bytes:
    """Return the Infoma list of ``postings``: semicolons, cp1252, the account number in ``Sachkontonr.``."""
    return _lines([(LABEL,), SACHPOSTEN_HEADINGS, *map(_sachposten_row, postings)], encoding="cp1252")


def _sachposten_row(posting: Posting) -> tuple[str, ...]:
    return (
        str(posting.item),
        f"{posting.booked_on:%d.%m.%Y}",
        posting.document_type,
        posting.document,
        posting.sachkonto,
        ACCOUNT_NAMES[posting.sachkonto],
        posting.teilprodukt,
        str(posting.year),
        str(posting.period),
        posting.vendor,
        posting.order,
        posting.text,
        _amount(posting.amount),
        posting.currency,
        posting.foreign_amount,
    )


def budget_overview(budgets: Sequence[Budget]) -> bytes:
    """Return the budget overview of one year: whole accounts, whose Ansatz is larger than any ceiling."""
    rows = [_overview_amounts(budget) for budget in budgets]
    sums = [sum_euros(column) for column in zip(*rows, strict=True)]
    keys = [f"{budget.teilprodukt}.{budget.sachkonto}" for budget in budgets]
    title = (f"Budgetübersicht Haushaltsjahr {budgets[0].year}", f"Stand {budgets[0].as_of:%d.%m.%Y}")
    printed = [(key, *map(_amount, row)) for key, row in zip([*keys, "Summe"], [*rows, sums], strict=True)]
    return _lines([(LABEL,), title, OVERVIEW_HEADINGS, *printed], encoding="cp1252")


def _overview_amounts(budget: Budget) -> list[Decimal]:
    approvals = [budget.approved, budget.carried_over, budget.above_plan]
    revised = sum_euros(approvals)
    committed = open_orders(budget.year, budget.sachkonto)
    actual = booked(budget.year, budget.sachkonto)
    return [
        *approvals,
        budget.blocked,
        revised,
        committed,
        actual,
        revised - budget.blocked - committed - actual,
    ]


def order_list(orders: Iterable[Order]) -> bytes:
    """Return the list of ``orders`` under the headings that an authority fills in by hand."""
    return _lines([(LABEL,), ORDER_HEADINGS, *(order.row for order in orders)], encoding="utf-8-sig")


def _amount(amount: Decimal) -> str:
    return format_euros(amount, unit=False)


def _lines(rows: Sequence[Sequence[str]], *, encoding: str) -> bytes:
    """Return ``rows`` as a semicolon file in which every line has the same number of cells."""
    width = max(len(row) for row in rows)
    return "".join(";".join([*row, *[""] * (width - len(row))]) + "\r\n" for row in rows).encode(encoding)
