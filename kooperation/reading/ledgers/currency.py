"""Whether the amounts of a file are euros, and the foreign amounts that stand beside them."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.column import Array
from kooperation.reading.ledgers.columns import WHOLES, mapped, rows_where
from kooperation.reading.ledgers.records import Records
from kooperation.reading.words.vocabulary import currency_role, is_home_currency

EUROS = frozenset(("EUR", "€", "EURO"))


def foreign_of(
    records: Records, amounts: Collection[str]
) -> tuple[dict[str, pa.Array | None], list[Finding]]:
    """Return foreign amounts and currencies, kept only where they are not euros.

    An amount column that is not said to be in house currency must not hold foreign currency.

    Parameters
    ----------
    amounts : collection of str
        The canonical columns that are read as euros.
    """
    originals, codes = _originals(records), records.column("currency")
    findings = [*_not_in_euros(records, "home_currency", "home_currency"), *titled_currency(records, amounts)]
    is_home = _is_home(records, amounts)
    if codes is None:
        return {}, [*findings, *_unknown_currency(records, amounts)]
    if originals is None:
        return {}, findings if is_home else [
            *findings,
            *_not_in_euros(records, "currency", _shown(records, amounts)),
        ]
    findings += _without_euros(records, originals) if is_home else _not_converted(records, originals)
    is_foreign = mapped(codes, _is_foreign, pa.bool_())
    kept = {"foreign_amount": originals, "currency": codes}
    return {name: pc.if_else(is_foreign, column, None) for name, column in kept.items()}, findings


def _is_foreign(code: str | None) -> bool:
    return code is not None and code != "" and code.upper() not in EUROS


def _originals(records: Records) -> pa.Array | None:
    """Return the amounts in the currency of the document; in a DATEV batch they are the Umsatz."""
    base, umsatz = records.column("base_amount"), records.column("amount")
    is_told = None if base is None else pc.fill_null(pc.not_equal(base, 0), fill_value=False)
    if is_told is None or not pc.any(is_told).as_py():
        return records.column("foreign_amount")
    return pa.nulls(len(records), WHOLES) if umsatz is None else pc.if_else(is_told, umsatz, None)


def _shown(records: Records, amounts: Collection[str]) -> str:
    return next((column for column in amounts if column in records.plan.columns), "amount")


def _not_in_euros(records: Records, column: str, shown: str, *, among: Array | None = None) -> list[Finding]:
    """Name the records in another currency; ``among``: which records are looked at, by default all."""
    codes = records.column(column)
    if codes is None:
        return []
    rows = rows_where(codes, _is_foreign)
    rows = rows if among is None else rows[among[rows]]
    told = [(records.place(record, shown), codes[record].as_py()) for record in rows.tolist()]
    return [finding("foreign_amounts", place, raw=code, currency=code) for place, code in told]


def _not_converted(records: Records, originals: pa.Array) -> list[Finding]:
    """Return the rows whose plain amount is no euro amount: the original one is blank, or the same."""
    columns = (records.column(name) for name in ("base_amount", "amount"))
    euros = next((column for column in columns if column is not None), pa.nulls(len(records), WHOLES))
    is_same = pc.or_(originals.is_null(), pc.fill_null(pc.equal(originals, euros), fill_value=False))
    return _not_in_euros(records, "currency", "amount", among=flags_of(is_same))


def _without_euros(records: Records, originals: pa.Array) -> list[Finding]:
    """Return the rows whose amount in another currency has no euro amount beside it."""
    euros = records.column("amount")
    if euros is None:
        return []
    is_spent = pc.fill_null(pc.not_equal(originals, 0), fill_value=False)
    is_lost = flags_of(pc.and_(euros.is_null(), is_spent))
    return _not_in_euros(records, "currency", "amount", among=is_lost)


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
