"""What a chart says of ceilings that are not in force: proposed or assumed, with the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kooperation.model.messages import Language
from kooperation.reporting.charts.amounts import years_of
from kooperation.reporting.labels import label

_NOTES = {"vorgeschlagen": "chart.note_proposed", "angenommen": "chart.note_assumed"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How firm the ceiling of one year is, and the papers that say so."""

    year: int
    status: str | None
    papers: str | None


def status_notes(standings: Sequence[Standing], language: Language) -> list[str]:
    """Return one sentence for the years of each proposal or assumption."""
    weak = [each for each in standings if each.status in _NOTES]
    notes: list[str] = []
    for status, papers in dict.fromkeys((each.status or "", each.papers) for each in weak):
        years = years_of(each.year for each in weak if (each.status, each.papers) == (status, papers))
        paper = papers or label("chart.note_no_paper", language)
        notes.append(label(_NOTES[status], language, years=years, paper=paper))
    return notes
