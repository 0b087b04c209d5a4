"""Of many findings alike the first are told and the others counted: a fault in every row stays readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kooperation.model.findings import Finding, Place, finding

MOST_ALIKE = 200  # findings of one kind in one column; nobody reads more


def without_floods(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, of each kind and column only the first 200, and one that counts the others."""
    seen: Counter[tuple[str, Place]] = Counter()
    kept: list[Finding] = []
    severities = {}
    for found in findings:
        place = Place(found.place.file, found.place.sheet, None, found.place.column)
        seen[found.kind, place] += 1
        severities[found.kind] = found.severity
        if seen[found.kind, place] <= MOST_ALIKE:
            kept.append(found)
    return kept + [
        finding("more_alike", place, count=count - MOST_ALIKE, severity=severities[kind])
        for (kind, place), count in seen.items()
        if count > MOST_ALIKE
    ]
