"""Activity logs to the canonical frame: what took place when, with which partner, with what outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.model.activity import Headcount, read_direction, read_people, read_status, without_names
from kooperation.model.errors import raise_errors
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.period import parse_period
from kooperation.model.region import Region, alias_index, fold
from kooperation.model.schema import ACTIVITY_COLUMNS, ALL_REGIONS, TEXT, frame_of
from kooperation.reading.container import Source, read_source
from kooperation.reading.layouts.layout import Layout
from kooperation.reading.layouts.plan import plan_source
from kooperation.reading.ledgers.periods import period_doubts
from kooperation.reading.ledgers.records import Loaded, Records
from kooperation.reading.tables.typed import type_grid

_TEXTS = (
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
        Excel workbook or delimited text with at least the column ``Zeitraum``, or Beginn (and Ende).
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
        ``status`` and ``direction`` are in the words of ``model.activity`` where these are known, else as the
        log writes them, with a warning.

    Raises
    ------
    KooperationError
        With every fault of the file: place, finding, remedy.
    """
    loaded = load_activities(read_source(path), layouts=layouts)
    if strict:
        raise_errors(loaded.report.findings)
    if not regions:
        loaded.frame.attrs["report"] = loaded.report
        return loaded.frame
    frame = with_regions(loaded.frame, regions)
    found = (*loaded.report.findings, *region_findings(frame, regions))
    frame.attrs["report"] = replace(loaded.report, findings=found)
    return frame


def load_activities(source: Source, *, layouts: Sequence[Layout] = ()) -> Loaded:
    """Read ``source`` as an activity log; faults of cells are findings of the report."""
    plan = plan_source(source, layouts=layouts, kind_of_file="activities")
    typed = type_grid(plan.grid, plan.instructions(()))
    records = Records(plan, typed)
    values: dict[str, Sequence[Any]] = {
        name: column for name in _TEXTS if (column := records.values(name)) is not None
    }
    dates, date_findings = _periods(records)
    people, people_findings = _people(records)
    statuses, status_findings = _statuses(records)
    values |= {**dates, **people, **statuses, **records.sources()}
    noticed = (*date_findings, *people_findings, *status_findings, *plan.unused_note())
    report = replace(typed.report, findings=(*typed.report.findings, *noticed))
    return Loaded(frame_of(ACTIVITY_COLUMNS, values, length=len(records)), report, "activities")


# --- regions -------------------------------------------------------------------------------------------

_EVERY_REGION = frozenset({ALL_REGIONS, "alle regionen", "alle partnerregionen", "all", "all regions"})


def with_regions(activities: pd.DataFrame, regions: Sequence[Region]) -> pd.DataFrame:
    """Return the activities with ``region`` filled where ``region_text`` names exactly one, or ``alle``."""
    index = alias_index(regions)
    found = []
    for text in activities["region_text"].fillna(""):
        named = index.match([text]).regions if text else ()
        is_every = fold(text) in _EVERY_REGION
        found.append(ALL_REGIONS if is_every else named[0] if len(named) == 1 else None)
    return activities.assign(region=pd.array(found, dtype=TEXT))


def region_findings(activities: pd.DataFrame, regions: Sequence[Region]) -> list[Finding]:
    """Return a warning for every activity whose region is no known one, or that names several.

    ``activities`` have been through :func:`with_regions`.
    """
    index = alias_index(regions)
    unplaced = activities[activities["region"].isna() & activities["region_text"].notna()]
    findings = []
    for row in unplaced[["region_text", "source_file", "source_sheet", "source_row"]].itertuples(
        index=False, name=None
    ):
        text, file, sheet, number = row
        place = Place(file, None if pd.isna(sheet) else sheet, int(number))
        named = ", ".join(index.match([text]).regions)
        kind = "activity_of_two_regions" if named else "activity_of_no_region"
        findings.append(finding(kind, place, raw=text, text=text, regions=named))
    return findings


# --- dates ---------------------------------------------------------------------------------------------


def _periods(records: Records) -> tuple[dict[str, list[Any]], list[Finding]]:
    whole = records.values("period_text")
    column, texts = ("period_start", _joined_ends(records)) if whole is None else ("period_text", whole)
    periods, findings = _parsed(records, column, parse_period, "unknown_period", texts=texts)
    is_workbook = records.typed.grid.sheet.name is not None
    for record, (period, text) in enumerate(zip(periods, texts, strict=True)):
        if period is not None:
            place = records.place(record, column)
            findings += period_doubts(period, text, place, is_workbook=is_workbook)
    return {
        "period_text": texts,
        **{
            name: [None if period is None else getattr(period, name) for period in periods]
            for name in ("start", "end", "precision")
        },
    }, findings


def _joined_ends(records: Records) -> list[str | None]:
    """Return what a log states in two columns, Beginn and Ende, as one text each."""
    ends = zip(_texts(records, "period_start"), _texts(records, "period_end"), strict=True)
    return [_joined(start, end) for start, end in ends]


def _joined(start: str | None, end: str | None) -> str | None:
    if start is None:
        return None if end is None else f"bis {end}"
    return start if end is None or end == start else f"{start} – {end}"


# --- people --------------------------------------------------------------------------------------------


def _people(records: Records) -> tuple[dict[str, list[Any]], list[Finding]]:
    people, faults = _parsed(records, "people", read_people, "unknown_people", shown=without_names)
    elected, more = _parsed(
        records,
        "elected",
        lambda text: read_people(text, are_elected=True),
        "unknown_people",
        shown=without_names,
    )
    counts = [
        _merged(records, record, count or Headcount(None), apart or Headcount(None))
        for record, (count, apart) in enumerate(zip(people, elected, strict=True))
    ]
    return {
        "people": [count.people for count, _ in counts],
        "people_approx": [count.is_about if count.people is not None else None for count, _ in counts],
        "elected": [count.elected for count, _ in counts],
    }, [*faults, *more, *(found for _, found in counts if found)]


def _merged(
    records: Records, record: int, count: Headcount, apart: Headcount
) -> tuple[Headcount, Finding | None]:
    """Unite both columns; what they say of the elected must be the same, and no more than all people."""
    place = records.place(record, "elected" if apart.people is not None else "people")
    if apart.people is not None and count.elected not in (None, apart.people):
        return count, finding("elected_contradict", place, first=count.elected, second=apart.people)
    elected = count.elected if apart.people is None else apart.people
    united = count._replace(elected=elected)
    if elected is not None and count.people is not None and not count.is_about and elected > count.people:
        return united, finding("more_elected_than_people", place, elected=elected, people=count.people)
    return united, None


# --- status and direction ------------------------------------------------------------------------------


def _statuses(records: Records) -> tuple[dict[str, list[Any]], list[Finding]]:
    """Return status, direction and new date in the words of the house; unknown words stay and are named."""
    statuses, findings = _recognised(records, "status", read_status, "unknown_status")
    directions, more = _recognised(records, "direction", read_direction, "unknown_direction")
    texts = _texts(records, "status")
    moved = [
        told if told is not None or status is None else status.moved_to
        for told, status in zip(_texts(records, "moved_to"), statuses, strict=True)
    ]
    named = [text if status is None else status.name for text, status in zip(texts, statuses, strict=True)]
    found = {
        "status": named,
        "moved_to": moved,
        "direction": [
            one or text for one, text in zip(directions, _texts(records, "direction"), strict=True)
        ],
    }
    return found, [*findings, *more]


def _texts(records: Records, column: str) -> list[Any]:
    return records.values(column) or [None] * len(records)


def _recognised(
    records: Records, column: str, recognise: Callable[[str], Any], fault: str
) -> tuple[list[Any], list[Finding]]:
    """Return what ``recognise`` makes of each text, and a finding for each word that it does not know."""
    texts = _texts(records, column)
    values = [None if text is None else recognise(text) for text in texts]
    findings = [
        finding(fault, records.place(record, column), raw=text, text=text)
        for record, (text, value) in enumerate(zip(texts, values, strict=True))
        if text is not None and value is None
    ]
    return values, findings


def _parsed(
    records: Records,
    column: str,
    parse: Callable[[str], Any],
    fault: str,
    *,
    shown: Callable[[str], str] = str,
    texts: Sequence[str | None] | None = None,
) -> tuple[list[Any], list[Finding]]:
    """Return what ``parse`` makes of each text, ``None`` for a blank, and a finding for each it refuses.

    ``shown`` returns of a refused text what may be shown.
    """
    values: list[Any] = []
    findings: list[Finding] = []
    for record, text in enumerate(_texts(records, column) if texts is None else texts):
        value = None
        try:
            value = parse(text) if text is not None else None
        except ValueError:
            raw = shown(text)
            findings.append(finding(fault, records.place(record, column), raw=raw, text=raw))
        values.append(value)
    return values, findings
