"""Which months a series of exports leaves out between one file and the next."""

from __future__ import annotations

import pandas as pd

from kooperation.model.findings import Finding, Place, finding

SHORT_EXPORT = 3  # months: a file that spans no more is one of a monthly or quarterly series
QUIET_MONTHS = 3  # so many months without a posting are ordinary between exports of whole years


def missing_months(ledger: pd.DataFrame) -> list[Finding]:
    """Warn of months between two exports in which no file has a posting.

    Between exports of whole years a few quiet months are ordinary; in a monthly series each gap is told.
    """
    dated = ledger[(ledger["kind"] == "actual") & ledger["booked_on"].notna()]
    if dated["source_file"].nunique() < 2:
        return []
    months = dated["booked_on"].dt.year * 12 + dated["booked_on"].dt.month - 1
    spans = months.groupby(dated["source_file"].to_numpy()).agg(["min", "max"])
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


def _shown(month: int) -> str:
    return f"{month % 12 + 1:02d}/{month // 12}"
