"""Credit notes that a file without signs shows like spending: told, never turned."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from kooperation.model.findings import Finding, finding
from kooperation.model.text_patterns import found_in
from kooperation.reading.cells.column import Array, TextColumn
from kooperation.reading.ledgers.entries import Entries
from kooperation.reading.ledgers.records import Records
from kooperation.reading.tables.inference import as_texts

_WORDS = (
    "gutschrift|storno|stornierung|(?:r(?:ü|ue)ck)?erstattung|r(?:ü|ue)ckzahlung|credit (?:note|memo)|refund"
)
_MAY_BE = f"(?i)(?:{_WORDS})"  # almost always the answer; where a word ends is looked at cell by cell
_CREDIT = re.compile(rf"(?:{_WORDS})(?:en|s)?", re.IGNORECASE)
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
        may_be = np.flatnonzero(cells.rows_that(lambda texts: found_in(texts, _MAY_BE)))
        if len(may_be):
            distinct = cells.take(may_be).distinct
            is_credit[may_be] |= distinct.rows_of(map(_says_credit, distinct.cells))
    return is_credit


def _says_credit(text: str) -> bool:
    """Tell whether a text has a word for a credit that no letter of any script stands beside."""
    return any(
        not text[: word.start()][-1:].isalpha() and not text[word.end() :][:1].isalpha()
        for word in _CREDIT.finditer(text)
    )


def _telling(records: Records) -> Iterator[TextColumn]:
    """Yield the column of the texts, and those that nothing reads."""
    used = set(records.plan.columns.values()) - {records.plan.columns.get("text")}
    for position, kind in records.typed.kinds.items():
        if kind in ("text", "key") and position not in used:
            yield as_texts(records.typed.grid.columns[position])
