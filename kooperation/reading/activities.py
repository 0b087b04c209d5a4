"""Activity logs to the canonical frame: what took place when, with which partner, with what outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.model.errors import raise_errors
from kooperation.model.findings import Finding, finding
from kooperation.model.period import parse_period
from kooperation.model.region import Region, alias_index, fold
from kooperation.model.schema import ACTIVITY_COLUMNS, ALL_REGIONS, TEXT, frame_of
from kooperation.reading.container import Source, read_source
from kooperation.reading.layout import Layout
from kooperation.reading.plan import plan_source
from kooperation.reading.records import Loaded, Records
from kooperation.reading.typed import type_grid

_ABOUT = r"rd\.?|ca\.?|etwa|rund|circa|about|ungefahr|~"
_PEOPLE = re.compile(
    rf"(?P<about>{_ABOUT})?\s*(?P<number>\d{{1,5}})\s*(?:personen|teilnehmende|teilnehmer|people|pers\.?)?"
)
_TEXTS = (
    "period_text",
    "activity_id",
    "region_text",
    "kind",
    "direction",
    "organiser",
    "status",
    "moved_to",
    "outcome",
    "documents",
    "source",
)


def read_activities(
    path: str | Path, *, regions: Sequence[Region] = (), layouts: Sequence[Layout] = (), strict: bool = True
) -> pd.DataFrame:
    """Read one activity log.

    Parameters
    ----------
    path : str or Path
        Excel workbook or delimited text with at least the column ``Zeitraum``.
    regions : sequence of Region
        Partner regions whose names are recognised; without them ``region`` stays ``<NA>`` and ``region_text``
        says what the log says.
    layouts : sequence of Layout
        Layouts of one's own.
    strict : bool
        ``False``: read on; faults are findings of ``frame.attrs["report"]``.

    Returns
    -------
    DataFrame, one row per activity
        The columns of ``model.schema.ACTIVITY_COLUMNS``. ``start`` and ``end`` enclose what the paper states,
        ``precision`` says how exactly; ``people`` counts persons, ``people_approx`` where the log says "rd.".

    Raises
    ------
    KooperationError
        With every fault of the file: place, finding, remedy.
    """
    loaded = load_activities(read_source(path), layouts=layouts)
    if strict:
        raise_errors(loaded.report.findings)
    frame = with_regions(loaded.frame, regions) if regions else loaded.frame
    frame.attrs["report"] = loaded.report
    return frame


def load_activities(source: Source, *, layouts: Sequence[Layout] = ()) -> Loaded:
    """Read ``source`` as an activity log; faults of cells are findings of the report."""
    plan = plan_source(source, layouts=layouts, kind_of_file="activities")
    typed = type_grid(plan.grid, plan.instructions(()))
    records = Records(plan, typed)
    periods, period_faults = _parsed(records, "period_text", parse_period, "unknown_period")
    people, people_faults = _parsed(records, "people", _people, "unknown_people")
    elected, elected_faults = _parsed(records, "elected", _people, "unknown_people")
    values: dict[str, list[Any]] = {
        name: column for name in _TEXTS if (column := records.values(name)) is not None
    }
    values |= {
        "start": [period.start if period else None for period in periods],
        "end": [period.end if period else None for period in periods],
        "precision": [period.precision if period else None for period in periods],
        "people": [one[0] if one else None for one in people],
        "people_approx": [one[1] if one else None for one in people],
        "elected": [one[0] if one else None for one in elected],
        **records.sources(range(len(records))),
    }
    faults = (*period_faults, *people_faults, *elected_faults, *plan.unused_note())
    report = replace(typed.report, findings=(*typed.report.findings, *faults))
    return Loaded(frame_of(ACTIVITY_COLUMNS, values, length=len(records)), report, "activities")


def with_regions(activities: pd.DataFrame, regions: Sequence[Region]) -> pd.DataFrame:
    """Return the activities with ``region`` filled where ``region_text`` names exactly one, or ``alle``."""
    index = alias_index(regions)
    found = []
    for text in activities["region_text"].fillna(""):
        named = index.match([text]).regions if text else ()
        found.append(ALL_REGIONS if fold(text) == ALL_REGIONS else named[0] if len(named) == 1 else None)
    return activities.assign(region=pd.array(found, dtype=TEXT))


def _parsed(
    records: Records, column: str, parse: Callable[[str], Any], fault: str
) -> tuple[list[Any], list[Finding]]:
    """Return what ``parse`` makes of each text, ``None`` for a blank, and a finding for each it refuses."""
    values: list[Any] = []
    findings: list[Finding] = []
    for record, text in enumerate(records.values(column) or [None] * len(records)):
        value = None
        try:
            value = parse(text) if text is not None else None
        except ValueError:
            findings.append(finding(fault, records.place(record, column), raw=text, text=text))
        values.append(value)
    return values, findings


def _people(text: str) -> tuple[int, bool]:
    match = _PEOPLE.fullmatch(fold(text))
    if not match:
        raise ValueError(text)
    return int(match["number"]), bool(match["about"])
