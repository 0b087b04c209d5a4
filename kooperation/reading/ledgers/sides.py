"""Buchungssätze have two accounts: each is posted on the one of expense or income, on both where both are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kooperation.model.cents import flags_of
from kooperation.model.findings import Finding, finding
from kooperation.model.region import fold
from kooperation.reading.cells.column import Array
from kooperation.reading.layouts.datev import Buchungssatz, is_reversing_key
from kooperation.reading.ledgers.columns import TEXTS, WHOLES, rows_where, side_by_side
from kooperation.reading.ledgers.entries import Entries
from kooperation.reading.ledgers.records import Records

_NOT_MARKED = frozenset(("nein", "n", "no", "0", "false", "falsch", "-"))


def is_marked(mark: str | None) -> bool:
    """Tell whether a cell marks its row: anything but a blank or a no."""
    return mark is not None and mark != "" and fold(mark) not in _NOT_MARKED


def on_both_sides(records: Records, entries: Entries) -> tuple[Entries, list[Finding]]:
    """Post each Buchungssatz on its account of expense or income, on both where it has two of a sort."""
    accounts, signs = _postings(records)
    is_posted = accounts.is_valid()
    item_of = np.repeat(np.arange(len(entries)), 2)
    places = np.repeat(entries.records * 2, 2) + np.tile([0, 1], len(entries))
    chosen = flags_of(is_posted)[places]
    taken, items = pa.array(places[chosen]), item_of[chosen]
    turned = _turned(records)[entries.records[items]]
    cents = np.asarray(entries.cents)[items] * np.asarray(signs.take(taken)) * turned
    posted = Entries(
        entries.records[items],
        entries.kinds_of(items),
        pa.array(cents, type=WHOLES),
        sachkonto=accounts.take(taken),
    )
    return posted, [*_without_account(records, entries, posted), *_reversing_keys(records)]


def _postings(records: Records) -> tuple[pa.Array, pa.Array]:
    """Return accounts and signs of the two places where each record may be posted; null: it is not."""
    length = records.plan.batch.account_length if records.plan.batch else None
    columns = [
        column if (column := records.column(name)) is not None else pa.nulls(len(records), TEXTS)
        for name in ("sachkonto", "contra_account")
    ]
    encoded = [column.dictionary_encode("encode") for column in columns]
    accounts, contras = (one.dictionary.to_pylist() for one in encoded)
    codes = [np.asarray(one.indices, dtype=np.int64) for one in encoded]
    pairs, pair_of = np.unique(codes[0] * max(len(contras), 1) + codes[1], return_inverse=True)
    told = [
        Buchungssatz(accounts[pair // len(contras)], 1, contras[pair % len(contras)]).postings(length)
        for pair in pairs.tolist()
    ]
    sides = [
        [postings[side] if side < len(postings) else (None, None) for postings in told] for side in (0, 1)
    ]
    places = pa.array(pair_of)
    codes_of, signs_of = (
        side_by_side([pa.array([one[part] for one in side], type=kind).take(places) for side in sides])
        for part, kind in ((0, TEXTS), (1, WHOLES))
    )
    return codes_of, signs_of


def _turned(records: Records) -> Array:
    """Return -1 for each record that a Generalumkehr takes back on its own side, else 1."""
    signs = np.ones(len(records), dtype=np.int64)
    marks = records.column("general_reversal")
    if marks is not None:
        signs[rows_where(marks, is_marked)] = -1
    return signs


def _without_account(records: Records, entries: Entries, posted: Entries) -> list[Finding]:
    without = np.setdiff1d(entries.records, posted.records)
    if not len(without):
        return []
    rows = ", ".join(str(records.row(record)) for record in without[:10])
    return [finding("no_ledger_account", records.typed.grid.place, count=len(without), rows=rows)]


def _reversing_keys(records: Records) -> list[Finding]:
    """Refuse the keys that may mean Generalumkehr: whether the sign turns is not told by them alone."""
    keys = records.column("tax_key")
    if keys is None:
        return []
    return [
        finding("reversing_key", records.place(record, "tax_key"), raw=key, key=key)
        for record in rows_where(keys, is_reversing_key).tolist()
        if (key := keys[record].as_py())
    ]
