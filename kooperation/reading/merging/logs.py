"""Several activity logs to one: what two state alike counts once, one number for two activities is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.postings import Codes, numbered, places_among, spelled
from kooperation.model.region import fold
from kooperation.model.schema import ACTIVITY_COLUMNS, SOURCE_COLUMNS, TEXT, conform

_ALIKE = [name for name in ACTIVITY_COLUMNS if name not in ("period_text", "source", *SOURCE_COLUMNS)]


def merge_activities(frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Join the logs of all files.

    Returns
    -------
    tuple of DataFrame and list of Finding
        The activities by file and row, each once in however many files it stands; a note on what was counted
        once, and a warning for every number that two files give to different activities (both stay).
    """
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return conform(pd.DataFrame(index=pd.RangeIndex(0)), ACTIVITY_COLUMNS), []
    log = conform(pd.concat(filled, ignore_index=True), ACTIVITY_COLUMNS)
    log = log.sort_values(["source_file", "source_row"], kind="stable", ignore_index=True)
    files = numbered(log["source_file"])
    contents = numbered(*(_compared(log[name]) for name in _ALIKE))
    activities = numbered(contents, places_among(numbered(contents, files)))
    is_again = pd.Series(activities).duplicated().to_numpy(dtype=np.bool_)
    kept = log[~is_again].reset_index(drop=True)
    return kept, [*_once(log, activities, is_again), *_two_of_one_number(kept)]


def _compared(column: pd.Series[Any]) -> pd.Series[Any]:
    return spelled(column, fold) if column.dtype == TEXT else column


def _once(log: pd.DataFrame, activities: Codes, is_again: Any) -> list[Finding]:
    files = log["source_file"].to_numpy(dtype=object)
    first = pd.Series(files).groupby(activities).transform("first")
    counts = Counter(zip(files[is_again], first[is_again], strict=True))
    return [
        finding("activities_once", Place(file=file), count=count, other=other)
        for (file, other), count in sorted(counts.items())
    ]


def _two_of_one_number(log: pd.DataFrame) -> list[Finding]:
    """Warn of a number that an earlier file gives to another activity."""
    numbers = spelled(log["activity_id"], fold)
    first: dict[str, Any] = {}
    found = []
    names = ["activity_id", *SOURCE_COLUMNS]
    for number, row in zip(numbers, log[names].astype(object).to_dict("records"), strict=True):
        other = first.setdefault(number, row) if number else row
        if other["source_file"] != row["source_file"]:
            sheet = None if pd.isna(row["source_sheet"]) else row["source_sheet"]
            place = Place(row["source_file"], sheet, int(row["source_row"]))
            told = {"other": other["source_file"], "row": other["source_row"]}
            found.append(finding("activity_twice", place, number=row["activity_id"], **told))
    return found
