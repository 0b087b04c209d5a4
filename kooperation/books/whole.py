"""The books of everything that was read, with all that is to be noticed about the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.analysis.assignment import check_idle_pots
from kooperation.analysis.commitments import unmatched_invoices
from kooperation.analysis.course import undecided_plans
from kooperation.analysis.documents import link_documents
from kooperation.analysis.reconciliation import reconcile, reconciliation_findings
from kooperation.books.contents import Books
from kooperation.books.exports import frames_of
from kooperation.books.registers import Registers
from kooperation.model.discretion import Discretion, discreet_decision, discretion_of
from kooperation.model.errors import raise_errors
from kooperation.model.findings import SEVERITY_RANK, Finding, errors_of
from kooperation.model.schema import OVERVIEW_COLUMNS, conform
from kooperation.reading.folder.planning import place_plans
from kooperation.reading.ledgers.activities import region_findings, with_regions
from kooperation.reading.ledgers.bookings import Loaded
from kooperation.reading.merging.logs import merge_activities


def put_together(
    root: Path,
    registers: Registers,
    loaded: Sequence[Loaded],
    assigned: pd.DataFrame,
    findings: list[Finding],
    *,
    sources: pd.DataFrame,
    strict: bool,
) -> Books:
    """Return the books of assigned bookings and everything else that was read."""
    planned, placing = place_plans(
        frames_of(loaded, "planning"), pots=registers.pots, regions=registers.regions
    )
    findings = [*findings, *placing, *undecided_plans(planned)]
    discretion = discretion_of(registers)
    if strict:
        raise_errors(known_to(discretion, errors_of(findings)))
    activities, logged = merge_activities(frames_of(loaded, "activities"))
    books = Books(
        folder=root,
        bookings=assigned,
        overview=_joined(frames_of(loaded, "overview"), OVERVIEW_COLUMNS),
        activities=with_regions(activities, registers.regions),
        planned=planned,
        sources=sources,
        noticed=(),
        regions=registers.regions,
        pots=registers.pots,
        rules=registers.rules,
        decisions=tuple(discreet_decision(one, discretion) for one in registers.decisions),
        is_example=bool(sources["is_example"].any()),
    )
    noticed = known_to(discretion, [*findings, *logged, *_noticed_about(books)])
    return replace(books, noticed=_worst_first(noticed))


def _noticed_about(books: Books) -> list[Finding]:
    """Return what only shows when everything of the folder is held against each other."""
    return [
        *region_findings(books.activities, books.regions),
        *link_documents(books.activities, books.bookings).findings,
        *check_idle_pots(books.bookings, books.pots),
        *unmatched_invoices(books),
        *reconciliation_findings(reconcile(books)),
    ]


def known_to(discretion: Discretion, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings that quote no more than the registers let through."""
    return [found.known_to(discretion) for found in findings]


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda found: SEVERITY_RANK[found.severity]))


def _joined(frames: Sequence[pd.DataFrame], columns: dict[str, Any]) -> pd.DataFrame:
    joined = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(index=pd.RangeIndex(0))
    return conform(joined, columns)
