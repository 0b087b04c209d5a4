"""Credit notes that a file without signs shows like spending: told, never turned."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.column import Array, TextColumn
from kooperation.reading.ledgers.entries import Entries
from kooperation.reading.ledgers.records import Records
from kooperation.reading.tables.inference import as_texts

_WORDS = (
    "gutschrift|storno|stornierung|(?:r(?:ü|ue)ck)?erstattung|r(?:ü|ue)ckzahlung|credit (?:note|memo)|refund"
)
_MAY_BE = f"(?i)(?:{_WORDS})"  # quick to prepare, and almost always the answer: \pL knows every script
_CREDIT = rf"(?i)(?:^|[^\pL])(?:{_WORDS})(?:en|s)?(?:$|[^\pL])"
_SIGNED = frozenset(("amount_debit", "reversed_mark", "contra_account", "sign_mark"))


def unsigned_credits(records: Records, entries: Entries) -> list[Finding]:
    """Warn of rows that call themselves a credit and count as spending, where nothing tells a sign.

    Where one of them is negative the file has its signs in the amounts.
    """
    if records.plan.signs is not None or _SIGNED & set(records.plan.columns):
        return []
    cents = np.asarray(entries.cents)
    if _are_credits(records, np.unique(entries.records[cents < 0])).any():
        return []
    is_credit = _are_credits(records, np.arange(len(records)))[entries.records]
    if not is_credit.any() or not (cents[~is_credit] > 0).any():
        return []
    told = np.unique(entries.records[is_credit & (cents > 0)])
    listed = ", ".join(str(records.row(record)) for record in told[:10]) + (" …" if len(told) > 10 else "")
    place = records.typed.grid.place
    return [finding("credits_unsigned", place, count=len(told), rows=listed)] if len(told) else []


def _are_credits(records: Records, chosen: Array) -> Array:
    """Return of each of the chosen records whether the text, or a column that nothing reads, says credit."""
    is_credit = np.zeros(len(chosen), dtype=bool)
    for column in _telling(records) if len(chosen) else ():
        cells = column if len(chosen) == len(column) else column.take(records.typed.places[chosen])
        may_be = np.flatnonzero(cells.rows_that(lambda texts: pc.match_substring_regex(texts, _MAY_BE)))
        if len(may_be):
            may_be = may_be[
                cells.take(may_be).rows_that(lambda texts: pc.match_substring_regex(texts, _CREDIT))
            ]
            is_credit[may_be] = True
    return is_credit


def _telling(records: Records) -> Iterator[TextColumn]:
    """Yield the column of the texts, and those that nothing reads."""
    used = set(records.plan.columns.values()) - {records.plan.columns.get("text")}
    for position, kind in records.typed.kinds.items():
        if kind in ("text", "key") and position not in used:
            yield as_texts(records.typed.grid.columns[position])
