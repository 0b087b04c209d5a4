"""What a series of exports leaves out: months that no file covers, and postings that a newer file lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import column_sum, format_euros
from kooperation.model.period import format_day
from kooperation.model.postings import Codes, Flags, rows_by_file

SHORT_EXPORT = 3  # months: a file that spans no more is one of a monthly or quarterly series
QUIET_MONTHS = 3  # so many months without a posting are ordinary between exports of whole years
_YEAR_AND_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)")
_SCOPE = ("sachkonto", "teilprodukt", "cost_object")


# --- months ------------------------------------------------------------------------------------------------


def missing_months(ledger: pd.DataFrame) -> list[Finding]:
    """Warn of months between two exports in which no file has a posting.

    Between exports of whole years a few quiet months are ordinary; in a monthly series each gap is told. A
    posting without a date has the month of its period (13 to 16 are December), else that of its file's name
    (``2024-03.csv``).
    """
    is_actual = ledger["kind"] == "actual"
    if ledger["source_file"][is_actual].nunique() < 2:
        return []
    actual = ledger.loc[is_actual, ["source_file", "booked_on", "year", "period"]]
    months = _months(actual)
    known = months.notna().to_numpy(dtype=np.bool_)
    spans = months[known].groupby(actual["source_file"].to_numpy()[known]).agg(["min", "max"])
    told = []
    covered = 0
    is_short = False
    for file, first, last in spans.sort_values(["min", "max"]).itertuples(name=None):
        gap = range(covered + 1, first) if covered else range(0)
        is_series = is_short and last - first < SHORT_EXPORT
        if gap and (is_series or len(gap) > QUIET_MONTHS):
            shown = [_shown(month) for month in gap]
            listed = ", ".join(shown) if len(shown) < 7 else f"{shown[0]}–{shown[-1]}"
            around = Place(file=str(file))
            told.append(
                finding("months_missing", around, months=listed, first=_shown(covered), last=_shown(first))
            )
        if last > covered:
            covered, is_short = last, last - first < SHORT_EXPORT
    return told


def _months(postings: pd.DataFrame) -> pd.Series[Any]:
    """Return the month of each posting, counted from year 0; ``<NA>``: nothing tells it."""
    months: pd.Series[Any] = (postings["booked_on"].dt.year * 12 + postings["booked_on"].dt.month - 1).astype(
        "Int64"
    )
    if months.isna().any():
        by_period = (postings["year"] * 12 + postings["period"].clip(1, 12) - 1).astype("Int64")
        named = {name: _month_of_name(name) for name in postings["source_file"].unique()}
        months = months.fillna(by_period).fillna(postings["source_file"].map(named).astype("Int64"))
    return months


def _month_of_name(file: str) -> int | None:
    found = _YEAR_AND_MONTH.search(file.rsplit("/", 1)[-1])
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def _shown(month: int) -> str:
    return f"{month % 12 + 1:02d}/{month // 12}"


# --- postings that vanished --------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class _Export:
    """The dated documents of one file: its rows, their days, and the days of the first and the last."""

    file: int
    rows: Codes
    days: Any
    first: Any
    last: Any


def vanished_postings(
    ledger: pd.DataFrame, files: Codes, first: Codes, *, doubtful: Collection[int]
) -> list[Finding]:
    """Warn of postings that a newer export of the same accounts and days no longer has; they still count.

    The newer of two exports is the one that reaches further. Both must share postings, else they are no
    exports of one list; a posting that another finding names already is left out.
    """
    if not len(files) or files[0] == files[-1]:
        return []
    exports = _exports(ledger, files, doubtful)
    lasts = np.array([export.last for export in exports])
    return [
        _vanished(ledger, old, new, missing)
        for new in exports
        for old, missing in _missing_in(new, _ending_within(new, exports, lasts), ledger, first)
    ]


def _exports(ledger: pd.DataFrame, files: Codes, doubtful: Collection[int]) -> list[_Export]:
    days = ledger["booked_on"].to_numpy()
    is_dated = ledger["booked_on"].notna() & ledger["document"].notna() & (ledger["kind"] == "actual")
    is_usable = is_dated.to_numpy(dtype=np.bool_, copy=True)
    is_usable[list(doubtful)] = False
    exports = []
    for file, part in enumerate(rows_by_file(files)):
        rows = np.flatnonzero(is_usable[part]) + part.start
        if len(rows):
            exports.append(_Export(file, rows, days[rows], days[rows].min(), days[rows].max()))
    return exports


def _ending_within(new: _Export, exports: Sequence[_Export], lasts: Any) -> list[_Export]:
    """Return the exports that reach into the days of ``new`` and no further: few of a long series."""
    return [exports[place] for place in np.flatnonzero((lasts > new.first) & (lasts <= new.last)).tolist()]


def _missing_in(
    new: _Export, exports: Iterable[_Export], ledger: pd.DataFrame, first: Codes
) -> Iterable[tuple[_Export, Codes]]:
    """Yield the older exports with their rows that ``new`` should have and has not."""
    is_known = np.zeros(len(first), dtype=np.bool_)
    is_known[first[new.rows]] = True
    for old in exports:
        if old.file == new.file:
            continue
        is_within = (old.days > new.first) & (old.days < new.last)  # both ends may be cut
        is_kept: Flags = is_known[first[old.rows]]
        missing = old.rows[is_within & ~is_kept]
        if len(missing) and len(missing) <= is_kept.sum() and _is_newer(old, new, first):
            missing = missing[_is_in_scope(ledger, missing, new.rows)]
            if len(missing):
                yield old, missing


def _is_newer(old: _Export, new: _Export, first: Codes) -> bool:
    """Tell whether ``new`` reaches further, or as far but knows postings that ``old`` lacks."""
    if new.last > old.last:
        return True
    return not np.isin(first[new.rows], first[old.rows]).all()


def _is_in_scope(ledger: pd.DataFrame, missing: Codes, rows: Codes) -> Flags:
    """Tell for each missing row whether the other export has postings of its accounts."""
    is_covered = np.ones(len(missing), dtype=np.bool_)
    for name in _SCOPE:
        known = ledger[name].iloc[rows].dropna().unique()
        told = ledger[name].iloc[missing]
        if len(known):
            is_covered &= (told.isna() | told.isin(known)).to_numpy(dtype=np.bool_)
    return is_covered


def _vanished(ledger: pd.DataFrame, old: _Export, new: _Export, missing: Codes) -> Finding:
    rows = ledger.iloc[missing]
    place = rows.iloc[0]
    total = column_sum(rows["amount"])
    listed = ", ".join(map(str, rows["source_row"].head(10))) + (" …" if len(rows) > 10 else "")
    sheet = None if pd.isna(place["source_sheet"]) else place["source_sheet"]
    first, last = (pd.Timestamp(day).date() for day in (max(old.first, new.first), old.last))
    return finding(
        "postings_vanished",
        Place(place["source_file"], sheet, int(place["source_row"])),
        count=len(rows),
        rows=listed,
        sum_de=format_euros(total),
        sum_en=format_euros(total, "en"),
        other=ledger["source_file"].iloc[new.rows[0]],
        first_de=format_day(first),
        first_en=format_day(first, "en"),
        last_de=format_day(last),
        last_en=format_day(last, "en"),
    )
