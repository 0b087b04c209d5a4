"""What changed between two states of a ledger: new, changed, vanished postings, and the bridge of the sums.

A posting is recognised as in the merging of exports: by document, item, year and account; without an item by
amount and text. Twins stay twins. Nothing depends on the order of rows or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from kooperation.model.findings import finding
from kooperation.model.identity import Line, Match, Pair, match
from kooperation.model.messages import CHANGE_HEADINGS, Language
from kooperation.model.money import column_sum, format_euros
from kooperation.model.postings import Codes, compared, lines_of, numbered, places_among
from kooperation.model.region import Region
from kooperation.model.schema import (
    ASSIGNMENT_COLUMNS,
    BOOKING_COLUMNS,
    DATE,
    EUR,
    TEXT,
    UNASSIGNED,
    WHOLE,
    HasBookings,
    bookings_of,
    conform,
)

__all__ = ["Changes", "compare"]

_KEY = ("kind", "year", "document", "item")
_TRACKED = ("year", "teilprodukt", "sachkonto", "cost_object", "pot", "region", "text")
_SPELLED = ("year", "teilprodukt", "sachkonto", "cost_object", "text")  # compared as identity spells them
_PLACE = ("source_file", "source_sheet", "source_row")
_EXACT = ("kind", "document", "item", "sachkonto", "teilprodukt", "cost_object", "year", "amount", "text")
POSTING_COLUMNS: dict[str, Any] = {
    "kind": TEXT,
    "year": WHOLE,
    "document": TEXT,
    "item": TEXT,
    "booked_on": DATE,
    "teilprodukt": TEXT,
    "sachkonto": TEXT,
    "cost_object": TEXT,
    "pot": TEXT,
    "region": TEXT,
    "text": TEXT,
    "amount": EUR,
    "source_file": TEXT,
    "source_sheet": TEXT,
    "source_row": WHOLE,
}
BRIDGE = ("old_total", "new", "changed", "vanished", "new_total")


@dataclass(frozen=True, eq=False)
class Changes:
    """What differs between an old and a new state of a ledger.

    Attributes
    ----------
    new, vanished : DataFrame, one row per posting
        Kind, year, document, item, date, accounts, pot, region, text, ``amount`` [EUR], file, sheet, row.
    changed : DataFrame, one row per posting
        ``changed`` names the columns that differ (``amount, region``); ``old_amount``, ``new_amount`` and
        ``difference`` [EUR]; each tracked column and the place with ``old_`` and ``new_`` before its name.
    bridge : DataFrame, one row per kind and Haushaltsjahr
        ``old_total`` + ``new`` + ``changed`` − ``vanished`` = ``new_total``, to the cent. [EUR]
    bridge_by_region : DataFrame, one row per kind, Haushaltsjahr and partner region
        The same; a posting that moved from one region to another is seen here. Empty unless both ledgers
        are assigned. ``attrs`` carry ``region_names``.
    """

    new: pd.DataFrame
    changed: pd.DataFrame
    vanished: pd.DataFrame
    bridge: pd.DataFrame
    bridge_by_region: pd.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (len(self.new) or len(self.changed) or len(self.vanished))

    def summary(self, language: Language = "de") -> str:
        """Say in one sentence how many postings changed, and what that does to the actual spending."""
        actual = self.bridge[self.bridge["kind"] == "actual"]
        before, after = column_sum(actual["old_total"]), column_sum(actual["new_total"])
        return finding(
            "ledger_unchanged" if self.is_empty else "ledger_changed",
            new=len(self.new),
            changed=len(self.changed),
            vanished=len(self.vanished),
            before_de=format_euros(before),
            before_en=format_euros(before, "en"),
            after_de=format_euros(after),
            after_en=format_euros(after, "en"),
            difference_de=format_euros(after - before),
            difference_en=format_euros(after - before, "en"),
        ).message(language)

    def __repr__(self) -> str:
        """Return the sentence in German."""
        return f"Changes({self.summary()})"

    def _repr_html_(self) -> str:
        headings = [CHANGE_HEADINGS[name]["de"] for name in ("kind", "year", *BRIDGE)]
        head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
        body = "".join(f"<tr>{_html_cells(row)}</tr>\n" for row in self.bridge.to_dict("records"))
        table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
        return f"<p>{escape(self.summary())}</p>\n{table}"


def _html_cells(row: Any) -> str:
    year = "–" if pd.isna(row["year"]) else str(row["year"])
    words = "".join(f"<td>{escape(text)}</td>" for text in (CHANGE_HEADINGS[row["kind"]]["de"], year))
    amounts = (escape(format_euros(row[name])) for name in BRIDGE)
    return words + "".join(f'<td style="text-align: right">{amount}</td>' for amount in amounts)


def compare(old: HasBookings | pd.DataFrame, new: HasBookings | pd.DataFrame) -> Changes:
    """Say what changed from one state of a ledger to the next.

    Parameters
    ----------
    old : Books or DataFrame of bookings
        The earlier state, assigned or not; a split posting counts as one.
    new : Books or DataFrame of bookings
        The later state.

    Returns
    -------
    Changes
        A posting is *changed* when its amount, text, year, account, cost object, pot or region is another;
        what only one side states is no change.
    """
    rows = [_rows(source) for source in (old, new)]
    is_assigned = all(one["is_assigned"].any() or not len(one) for one in rows)
    both = pd.concat([_postings(one, side) for side, one in enumerate(rows)], ignore_index=True)
    if not is_assigned:  # what only one side was assigned to is no change
        both = conform(both.drop(columns=["pot", "region"]), {"pot": TEXT, "region": TEXT})
    postings = _in_order(both)
    pairs = _pairs(postings)
    changes = _changed_columns(postings, pairs)
    is_changed = changes != ""
    paired = np.isin(np.arange(len(postings)), pairs)
    alone = postings[~paired]
    postings["part"] = np.where(paired, "kept", "alone")
    postings.loc[pairs[is_changed].ravel(), "part"] = "changed"
    by_region = _bridge(
        rows if is_assigned else [one.iloc[:0] for one in rows], postings, ["kind", "year", "region"]
    )
    by_region.attrs["region_names"] = _names_in(old) | _names_in(new)
    return Changes(
        new=_listed(alone[alone["side"] == 1]),
        changed=_changed_frame(postings, pairs[is_changed], changes[is_changed]),
        vanished=_listed(alone[alone["side"] == 0]),
        bridge=_bridge(rows, postings, ["kind", "year"]),
        bridge_by_region=by_region,
    )


def _names_in(source: HasBookings | pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the names of the regions in both languages, in the order of the register of ``source``."""
    regions: Iterable[Region] = getattr(source, "regions", ())
    return {region.key: {"de": region.label("de"), "en": region.label("en")} for region in regions}


# --- one row per posting -----------------------------------------------------------------------------------


def _rows(source: HasBookings | pd.DataFrame) -> pd.DataFrame:
    """Return the bookings with every column, and the number of the posting of each row."""
    bookings = bookings_of(source)
    is_assigned = "region" in bookings
    rows = conform(bookings, {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS}).reset_index(drop=True)
    known = rows["booking_id"].where(rows["share"].notna())  # only a split posting has several rows
    lonely = pd.Series(np.where(known.isna(), np.arange(len(rows)), -1))
    return rows.assign(posting=numbered(known, lonely), is_assigned=is_assigned)


def _postings(rows: pd.DataFrame, side: int) -> pd.DataFrame:
    """Return one row per posting; of a split one the sum, and each region with its part."""
    is_first = ~rows["posting"].duplicated()
    postings = rows[is_first].assign(side=side)
    if is_first.all():
        return postings
    is_split = rows["posting"].duplicated(keep=False)
    totals = rows[is_split].groupby("posting")["amount"].sum()
    parts = rows[is_split].assign(told=[_part(*cells) for cells in _cells(rows[is_split])])
    regions = parts.groupby("posting")["told"].agg(lambda told: " + ".join(sorted(told)))
    split = postings["posting"].isin(totals.index)
    numbers = postings.loc[split, "posting"]
    postings.loc[split, "amount"] = totals.reindex(numbers).to_numpy(dtype=object)
    postings.loc[split, "region"] = regions.reindex(numbers).to_numpy(dtype=object)
    return postings


def _cells(rows: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    return rows[["region", "amount"]].astype(object).itertuples(index=False, name=None)


def _part(region: Any, amount: Any) -> str:
    return f"{UNASSIGNED if pd.isna(region) else region} {amount}"


def _in_order(postings: pd.DataFrame) -> pd.DataFrame:
    """Sort by content and place, so that neither the order of rows nor the side decides what is paired."""
    names = [*_EXACT, "booked_on", "pot", "region", *_PLACE]
    keys = [_ranks(postings[name]) for name in reversed(names)]
    order = np.lexsort((postings["side"].to_numpy(), *keys))
    return postings.iloc[order].reset_index(drop=True)


def _ranks(column: pd.Series[Any]) -> Codes:
    numbers, _ = pd.factorize(column, sort=True)
    return numbers.astype(np.int64)


# --- which postings are the same ---------------------------------------------------------------------------


def _pairs(postings: pd.DataFrame) -> Codes:
    """Return the positions (old, new) of postings that both sides know; shape (pairs, 2)."""
    told = compared(postings)
    exact = numbered(*(told[name] for name in _EXACT))
    sides = postings["side"].to_numpy(dtype=np.int64)
    free = np.arange(len(postings))
    found = []
    for contents in (numbered(exact, postings["region"], postings["pot"]), exact):
        pairs = _equal(free, contents, sides)
        found.append(pairs)
        free = np.setdiff1d(free, pairs)
    for by in (["kind", "document"], ["kind", "year", "amount"], ["kind", "year", "booked_on", "text"]):
        pairs = _similar(told.iloc[free], sides, by)
        found.append(pairs)
        free = np.setdiff1d(free, pairs)
    return np.concatenate(found)


def _equal(free: Codes, contents: Codes, sides: Codes) -> Codes:
    """Pair the first with the first, the second with the second of equal rows."""
    of_side = pd.Series(numbered(contents[free], places_among(numbered(contents[free], sides[free]))))
    old, new = (pd.Series(free[sides[free] == side], of_side[sides[free] == side]) for side in (0, 1))
    both = old.index.intersection(new.index)
    return np.column_stack([old.loc[both].to_numpy(), new.loc[both].to_numpy()]).astype(np.int64)


def _similar(told: pd.DataFrame, sides: Codes, by: Sequence[str]) -> Codes:
    """Pair what is left of one document; of postings without one what shares amount, or day and text."""
    has_document = told["document"] != ""
    rows = told[has_document if "document" in by else ~has_document & _says(told, by)]
    groups: dict[Any, tuple[list[Line], list[Line]]] = {}
    lines = lines_of(rows, is_year_stated=[True] * len(rows))
    for key, line in zip(numbered(*(rows[name] for name in by)).tolist(), lines, strict=True):
        groups.setdefault(key, ([], []))[sides[line.position]].append(line)
    matches = (match(old, new) for old, new in groups.values() if old and new)
    pairs = [(one.position, other.position) for matched in matches for one, other in _one_posting(matched)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _says(told: pd.DataFrame, by: Sequence[str]) -> Any:
    return told["text"] != "" if "text" in by else True


def _one_posting(matched: Match) -> list[Pair]:
    return [*matched.same, *matched.contradicting, *matched.moved]


# --- what changed ------------------------------------------------------------------------------------------


def _changed_columns(postings: pd.DataFrame, pairs: Codes) -> Any:
    """Return for each pair the names of the columns that differ, ``""`` when none does."""
    told = compared(postings)
    changed: list[list[str]] = [[] for _ in pairs]
    for name in ("amount", *_TRACKED):
        column = told[name] if name in (*_SPELLED, "amount") else postings[name]
        numbers = numbered(column)
        is_told = (column.notna() & (column.astype(object) != "")).to_numpy(dtype=np.bool_)
        differs = numbers[pairs[:, 0]] != numbers[pairs[:, 1]]
        if name not in ("region", "pot", "year"):  # there absence is a statement: not assigned
            differs &= is_told[pairs[:, 0]] & is_told[pairs[:, 1]]
        for row in np.flatnonzero(differs).tolist():
            changed[row].append(name)
    return np.array([", ".join(names) for names in changed], dtype=object)


def _listed(postings: pd.DataFrame) -> pd.DataFrame:
    return conform(postings[list(POSTING_COLUMNS)], POSTING_COLUMNS).reset_index(drop=True)


def _changed_frame(postings: pd.DataFrame, pairs: Codes, changes: Any) -> pd.DataFrame:
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    old, new = (_listed(postings.iloc[pairs[order, side]]) for side in (0, 1))
    made = {name: new[name].fillna(old[name]) for name in _KEY}
    made["changed"] = pd.Series(changes[order], dtype=TEXT)
    made |= {"old_amount": old["amount"], "new_amount": new["amount"]}
    made["difference"] = (new["amount"] - old["amount"]).astype(EUR)
    for name in (*_TRACKED, *_PLACE):
        made |= {f"old_{name}": old[name], f"new_{name}": new[name]}
    return pd.DataFrame(made)


# --- the bridge --------------------------------------------------------------------------------------------


def _bridge(rows: Sequence[pd.DataFrame], postings: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return old total, new, changed, vanished and new total by ``keys``; each line ties to the cent."""
    old, new = (_with_part(one, postings[postings["side"] == side]) for side, one in enumerate(rows))
    sums = {
        "old_total": _sums(old, keys),
        "new": _sums(new[new["part"] == "alone"], keys),
        "changed_new": _sums(new[new["part"] == "changed"], keys),
        "changed_old": _sums(old[old["part"] == "changed"], keys),
        "vanished": _sums(old[old["part"] == "alone"], keys),
        "new_total": _sums(new, keys),
    }
    table = pd.DataFrame(sums).reindex(columns=list(sums)).astype(EUR).fillna(0)
    table["changed"] = (table["changed_new"] - table["changed_old"]).astype(EUR)
    flat = table[list(BRIDGE)].reset_index()
    dtypes = {"kind": TEXT, "year": WHOLE, "region": TEXT}
    return flat.astype({name: dtypes[name] for name in keys}).sort_values(keys, ignore_index=True)


def _with_part(rows: pd.DataFrame, postings: pd.DataFrame) -> pd.DataFrame:
    parts = postings.set_index("posting")["part"]
    region = rows["region"].fillna(UNASSIGNED)
    return rows.assign(region=region, part=parts.reindex(rows["posting"]).to_numpy(dtype=object))


def _sums(rows: pd.DataFrame, keys: list[str]) -> pd.Series[Any]:
    return rows.groupby(keys, dropna=False)["amount"].sum()
