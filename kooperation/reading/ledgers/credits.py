"""Credit notes that a file without signs shows like spending: told, never turned."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.cents import flags_of
from kooperation.model.findings import Finding, finding
from kooperation.reading.cells.column import Array
from kooperation.reading.ledgers.entries import Entries
from kooperation.reading.ledgers.records import Records

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
    cents, is_credit = np.asarray(entries.cents), np.zeros(len(entries), dtype=bool)
    for credited in _credited(records):
        is_credit |= np.isin(entries.records, credited)
    others = cents[~is_credit]
    if not is_credit.any() or (cents[is_credit] < 0).any() or not (others > 0).any():
        return []
    told = np.unique(entries.records[is_credit & (cents > 0)])
    listed = ", ".join(str(records.row(record)) for record in told[:10]) + (" …" if len(told) > 10 else "")
    place = records.typed.grid.place
    return [finding("credits_unsigned", place, count=len(told), rows=listed)] if len(told) else []


def _credited(records: Records) -> Iterator[Array]:
    """Yield for the text and for each column that nothing reads the records that it calls a credit."""
    used = set(records.plan.columns.values()) - {records.plan.columns.get("text")}
    for position, kind in records.typed.kinds.items():
        if kind in ("text", "key") and position not in used:
            texts = records.at(position)
            may_be = np.flatnonzero(flags_of(pc.match_substring_regex(texts, _MAY_BE)))
            if len(may_be):
                is_credit = flags_of(pc.match_substring_regex(texts.take(pa.array(may_be)), _CREDIT))
                yield may_be[is_credit]
