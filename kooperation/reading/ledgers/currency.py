"""Whether the amounts of a file are euros, and the foreign amounts that stand beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from kooperation.model.findings import Finding, finding
from kooperation.reading.ledgers.records import Records
from kooperation.reading.words.vocabulary import currency_role, is_home_currency

EUROS = frozenset(("EUR", "€", "EURO"))


def foreign_of(
    records: Records, amounts: Collection[str]
) -> tuple[dict[str, list[Any] | None], list[Finding]]:
    """Return foreign amounts and currencies, kept only where they are not euros.

    An amount column that is not said to be in house currency must not hold foreign currency.

    Parameters
    ----------
    amounts : collection of str
        The canonical columns that are read as euros.
    """
    originals, codes = _originals(records), records.values("currency")
    findings = [*_not_in_euros(records, "home_currency", "home_currency"), *titled_currency(records, amounts)]
    is_home = _is_home(records, amounts)
    if codes is None:
        return {}, [*findings, *_unknown_currency(records, amounts)]
    if originals is None:
        return {}, findings if is_home else [
            *findings,
            *_not_in_euros(records, "currency", _shown(records, amounts)),
        ]
    is_foreign = [bool(code) and code.upper() not in EUROS for code in codes]
    if not is_home:
        findings += _not_converted(records, originals)
    kept = {
        name: [value if foreign else None for value, foreign in zip(column, is_foreign, strict=True)]
        for name, column in (("foreign_amount", originals), ("currency", codes))
    }
    return {**kept}, findings


def _originals(records: Records) -> list[int | None] | None:
    """Return the amounts in the currency of the document; in a DATEV batch they are the Umsatz."""
    base = records.values("base_amount")
    if base is None or not any(base):
        return records.values("foreign_amount")
    umsatz = records.values("amount") or [None] * len(records)
    return [amount if euros else None for amount, euros in zip(umsatz, base, strict=True)]


def _shown(records: Records, amounts: Collection[str]) -> str:
    return next((column for column in amounts if column in records.plan.columns), "amount")


def _not_in_euros(records: Records, column: str, shown: str) -> list[Finding]:
    return [
        finding("foreign_amounts", records.place(record, shown), raw=code, currency=code)
        for record, code in enumerate(records.values(column) or [])
        if code and code.upper() not in EUROS
    ]


def _not_converted(records: Records, originals: Sequence[int | None]) -> list[Finding]:
    """Return the rows whose plain amount is no euro amount: the original one is blank, or the same."""
    euros = records.values("base_amount") or records.values("amount") or [None] * len(records)
    same = {
        records.typed.rows[record]
        for record, (original, amount) in enumerate(zip(originals, euros, strict=True))
        if original is None or original == amount
    }
    return [found for found in _not_in_euros(records, "currency", "amount") if found.place.row in same]


def _unknown_currency(records: Records, amounts: Collection[str]) -> list[Finding]:
    """Warn of amounts in the currency of the document where no column names it."""
    if "home_currency" in records.plan.columns:
        return []
    positions = [records.plan.columns[column] for column in amounts if column in records.plan.columns]
    headings = records.typed.grid.headings
    return [
        finding("currency_unknown", records.typed.grid.place_of(None, position))
        for position in positions
        if currency_role(headings[position]) == "document" and not is_home_currency(headings[position])
    ]


def titled_currency(records: Records, amounts: Collection[str]) -> list[Finding]:
    """Refuse amounts that the title gives in another currency, unless their headings say euros."""
    code = None if _is_home(records, amounts) else records.titles.get("currency")
    place = records.typed.grid.place
    return [finding("foreign_amounts", place, raw=code, currency=code)] if code else []


def _is_home(records: Records, amounts: Collection[str]) -> bool:
    columns = records.plan.columns
    positions = [columns[column] for column in amounts if column in columns] + [*records.plan.years]
    return all(is_home_currency(records.typed.grid.headings[position]) for position in positions)
