"""The one exception family: every fault that was found, each with place, finding and remedy."""

from __future__ import annotations

from collections.abc import Iterable

from kooperation.model.findings import Finding, Place, errors_of, finding
from kooperation.model.messages import Language

MOST_SHOWN = 100  # faults in one message; ``findings`` holds all of them


class KooperationError(Exception):
    """Input that cannot be used as it is. Carries *all* faults that were found, not only the first.

    Attributes
    ----------
    findings : tuple of Finding
        At least one of severity ``error``.
    """

    def __init__(self, findings: Iterable[Finding] | Finding) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__(self.describe())

    def describe(self, language: Language = "de") -> str:
        """Return the faults as a person reads them; beyond a hundred only how many more there are."""
        shown = [found.describe(language) for found in self.findings[:MOST_SHOWN]]
        others = len(self.findings) - len(shown)
        more = {"de": f"… und {others} weitere.", "en": f"… and {others} more."}[language]
        return "\n".join([*shown, *([more] if others else [])])


def refuse(
    kind: str, place: Place | None = None, *, raw: object = None, **values: object
) -> KooperationError:
    """Build the error with the one finding ``kind``; the caller raises it."""
    return KooperationError(finding(kind, place, raw=raw, severity=None, **values))


def raise_errors(findings: Iterable[Finding]) -> None:
    """Raise one :class:`KooperationError` with all findings of severity ``error``, if there are any."""
    errors = errors_of(findings)
    if errors:
        raise KooperationError(errors)
