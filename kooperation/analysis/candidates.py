"""What could explain that the line items of an account differ from its budget overview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.messages import Language
from kooperation.model.money import column_sum, format_euros
from kooperation.model.schema import SOURCE_COLUMNS

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One account and year whose overview and line items differ.

    ``postings`` are the actual postings of the account, of all years, each one whole; ``orders`` the open
    orders of all accounts. ``difference`` = overview − items. [EUR].
    """

    year: int
    difference: Decimal
    postings: pd.DataFrame
    orders: pd.DataFrame

    @property
    def of_year(self) -> pd.DataFrame:
        """The postings of the year itself."""
        return self.postings[self.postings["year"] == self.year]

    @property
    def of_neighbours(self) -> pd.DataFrame:
        """The postings of the year before and the year after."""
        return self.postings[self.postings["year"].isin([self.year - 1, self.year + 1])]


def whole_postings(bookings: pd.DataFrame) -> pd.DataFrame:
    """Put split postings together again: one row per posting, as it stands in the ledger."""
    split = bookings["share"].notna() & bookings["booking_id"].notna()
    if not split.any():
        return bookings
    parts = bookings[split]
    totals = parts.groupby("booking_id")["amount"].sum()
    first = parts.drop_duplicates("booking_id")
    whole = first.assign(amount=first["booking_id"].map(totals).astype(bookings["amount"].dtype))
    return pd.concat([bookings[~split], whole])


def candidates(mismatch: Mismatch) -> list[Finding]:
    """Return what could explain a mismatch, the most telling first; nothing known gives an empty list."""
    found = [
        *_twins(mismatch),
        *_storno_across_years(mismatch),
        *_same_amount(mismatch),
        *_open_orders(mismatch),
        *_late_postings(mismatch),
    ]
    return list({(one.kind, one.place, one.values): one for one in found}.values())


def candidates_text(found: list[Finding], language: Language) -> str | None:
    """Write candidates into one cell; ``None`` when there are none."""
    texts = [f"{one.message(language)}{_bracketed(one.place, language)}" for one in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        texts.append({"de": "und {} weitere", "en": "and {} more"}[language].format(len(found) - MOST_SHOWN))
    return "; ".join(texts) or None


def _bracketed(place: Place, language: Language) -> str:
    where = place.describe(language)
    return f" ({where})" if where else ""


def _twins(mismatch: Mismatch) -> Iterator[Finding]:
    """Items that stand twice: equal in day, amount and text, under two document numbers."""
    too_much = mismatch.of_year[_equals(mismatch.of_year, -mismatch.difference)]
    twins = too_much[too_much.duplicated(["booked_on", "amount", "text"], keep=False)]
    for _, posting in twins.iterrows():
        yield _about("candidate_twin", posting)


def _storno_across_years(mismatch: Mismatch) -> Iterator[Finding]:
    """A posting of this year whose reversal counts in a neighbouring one."""
    reversed_here = mismatch.of_year[_equals(mismatch.of_year, -mismatch.difference)]
    reversals = mismatch.of_neighbours[_equals(mismatch.of_neighbours, mismatch.difference)]
    if len(reversed_here) and len(reversals):
        other = reversals.iloc[0]
        for _, posting in reversed_here.iterrows():
            yield _about(
                "candidate_storno", posting, other=_text(other["document"]), other_year=int(other["year"])
            )


def _same_amount(mismatch: Mismatch) -> Iterator[Finding]:
    for _, posting in mismatch.of_year[_equals(mismatch.of_year, -mismatch.difference)].iterrows():
        yield _about("candidate_only_in_items", posting)
    for _, posting in mismatch.of_neighbours[_equals(mismatch.of_neighbours, mismatch.difference)].iterrows():
        yield _about("candidate_other_year", posting, other_year=int(posting["year"]))
    for _, posting in mismatch.of_year[_equals(mismatch.of_year, mismatch.difference)].iterrows():
        yield _about("candidate_missing_twin", posting)


def _open_orders(mismatch: Mismatch) -> Iterator[Finding]:
    orders = mismatch.orders[_equals(mismatch.orders, abs(mismatch.difference), column="open")]
    for _, order in orders.iterrows():
        yield _about("candidate_open_order", order.rename({"order_id": "document", "open": "amount"}))


def _late_postings(mismatch: Mismatch) -> Iterator[Finding]:
    """Postings made after the year: whoever printed the overview early did not have them."""
    late = mismatch.of_year[
        (mismatch.of_year["booked_on"].dt.year > mismatch.year) | _in_closing_period(mismatch.of_year)
    ]
    ordered = late.sort_values(["booked_on", "source_file", "source_row"])
    if len(ordered) > 1 and abs(column_sum(ordered["amount"])) == abs(mismatch.difference):
        total = column_sum(ordered["amount"])
        yield finding(
            "candidate_late_sum",
            count=len(ordered),
            amount_de=format_euros(total),
            amount_en=format_euros(total, "en"),
        )
    for _, posting in ordered.iterrows():
        yield _about("candidate_late", posting, period=_text(posting["period"]))


def _in_closing_period(postings: pd.DataFrame) -> pd.Series[bool]:
    return (postings["period"] >= 13).fillna(value=False).astype(bool)


def _equals(rows: pd.DataFrame, amount: Any, *, column: str = "amount") -> pd.Series[bool]:
    return rows[column].eq(amount).fillna(value=False).astype(bool)


def _about(kind: str, row: pd.Series[Any], **values: Any) -> Finding:
    place = Place(*(None if pd.isna(row[name]) else row[name] for name in SOURCE_COLUMNS))
    day = "–" if pd.isna(row["booked_on"]) else f"{row['booked_on']:%d.%m.%Y}"
    amounts = {"amount_de": format_euros(row["amount"]), "amount_en": format_euros(row["amount"], "en")}
    values |= {"document": _text(row["document"]), "day": day, **amounts}
    return finding(kind, place, **values)


def _text(cell: object) -> str:
    return "–" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]
