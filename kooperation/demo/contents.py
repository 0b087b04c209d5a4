"""What the demo folder holds: the name and the bytes of every file.

``data/raw`` is this folder. After a change here, empty it and run ``kooperation demo data/raw``.
"""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby

from kooperation.demo import exports, line_items
from kooperation.demo.ledger import Posting, budgets, orders, postings

JUNE_2026, SEPTEMBER_2026 = date(2026, 6, 30), date(2026, 9, 30)


def demo_files() -> dict[str, bytes]:
    """Return the content of each file of the demo folder by its name, such as ``register/toepfe.csv``."""
    return {**_bookings(), **_overviews(), **_orders(), **_facts(files("kooperation.demo") / "files")}


def _bookings() -> dict[str, bytes]:
    """Return the bookings: SAP until 2023, Infoma from 2024, and two exports of 2026 that overlap."""
    until_june, until_september = _of_years(2026, 2026, until=JUNE_2026), _of_years(2026, 2026)
    return {
        "buchungen/SAP_Einzelposten_2018-2020.xlsx": line_items.grouped_by_account(
            _of_years(2018, 2020), years="2018 bis 2020", as_of=date(2021, 1, 29)
        ),
        "buchungen/SAP_Einzelposten_2021-2023.xlsx": line_items.by_year(
            _of_years(2021, 2023), years="2021 bis 2023", as_of=date(2024, 1, 31)
        ),
        "buchungen/Sachposten_2024.csv": exports.sachposten(_of_years(2024, 2024)),
        "buchungen/Sachposten_2025.csv": exports.sachposten(_of_years(2025, 2025)),
        "buchungen/Sachposten_2026_bis_Juni.csv": exports.sachposten(until_june),
        "buchungen/Sachposten_2026_bis_September.csv": exports.sachposten(until_september),
    }


def _of_years(first: int, last: int, *, until: date = SEPTEMBER_2026) -> list[Posting]:
    return [posting for posting in postings() if first <= posting.year <= last and posting.booked_on <= until]


def _overviews() -> dict[str, bytes]:
    by_year = groupby(budgets(), key=lambda budget: budget.year)
    return {
        f"haushalt/Budgetuebersicht_{year}.csv": exports.budget_overview(list(of)) for year, of in by_year
    }


def _orders() -> dict[str, bytes]:
    by_year = groupby(orders(), key=lambda order: order.year)
    return {f"auftraege/Auftraege_{year}.csv": exports.order_list(of) for year, of in by_year}


def _facts(folder: Traversable, prefix: str = "") -> dict[str, bytes]:
    """Return the texts that stand as they are, with the byte order mark and line ends that Excel expects."""
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _facts(entry, f"{prefix}{entry.name}/")
        else:
            lines = entry.read_text("utf-8").splitlines()
            found[prefix + entry.name] = "".join(line + "\r\n" for line in lines).encode("utf-8-sig")
    return found
