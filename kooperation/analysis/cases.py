"""What decides about one posting: the rules that hold, the names in its cells and its account.

Many postings are one case; a case is decided once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kooperation.analysis.rulebook import RESULTS, WHOLE_POSTING, Part, Verdict
from kooperation.model.messages import REASONS, Language
from kooperation.model.region import AliasMatch, Pot, account_key, is_same_teilprodukt


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a posting has no region; ``names`` are the regions or the rules in question."""

    kind: str  # a key of messages.REASONS
    names: str = ""

    @property
    def text(self) -> str:
        """The reason in German, as it stands in the column ``reason``."""
        return REASONS[self.kind]["de"] + self.names

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether the posting names something, only not one region."""
        return self.kind in ("ambiguous", "only_country")


def reason_of(text: str) -> Reason | None:
    """Return the reason that a text of the column ``reason`` states; ``None``: none of ours."""
    for kind, texts in REASONS.items():
        if text.startswith(texts["de"]):
            return Reason(kind, text.removeprefix(texts["de"]))
    return None


def reason_in(text: str, language: Language) -> str:
    """Return a text of the column ``reason`` in another language; names stay as they are."""
    reason = reason_of(text)
    return REASONS[reason.kind][language] + reason.names if reason else text


# --- the region, by names ----------------------------------------------------------------------------------


NOTHING_FOUND = AliasMatch((), ())


@dataclass(frozen=True, slots=True)
class Named:
    """What one cell names: regions with the alias that was found, or else the regions of a country."""

    found: AliasMatch = NOTHING_FOUND
    of_country: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells of a posting name."""

    text: Named = Named()
    vendor: Named = Named()
    region_text: Named = (
        Named()
    )  # what the file itself says in a column for the region: one name there decides

    @property
    def that_decide(self) -> tuple[Named, ...]:
        """The cells that count."""
        if len(self.region_text.found.regions) == 1:
            return (self.region_text,)
        return (self.text, self.vendor, self.region_text)

    def regions(self) -> dict[str, str]:
        """Return the regions named, each with the first alias that named it."""
        named: dict[str, str] = {}
        for cell in self.that_decide:
            for region, alias in zip(cell.found.regions, cell.found.aliases, strict=True):
                named.setdefault(region, alias)
        return named

    def why_undecided(self, labels: Mapping[str, str]) -> Reason:
        """Return why the names do not decide; ``labels`` are the names of all regions, in register order."""
        named = self.regions()
        of_country = {region for cell in self.that_decide for region in cell.of_country}
        if not named and not of_country:
            return Reason("no_name")
        meant = ", ".join(label for key, label in labels.items() if key in (named or of_country))
        return Reason("ambiguous" if named else "only_country", meant)


# --- the pot, by the account -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountPot:
    """The pot that an account gives by itself; ``gap`` says why it gives none."""

    pot: str | None
    gap: str | None = None  # outside, no_default, two_defaults, unclear


def pot_of_account(teilprodukt: str | None, sachkonto: str | None, pots: Iterable[Pot]) -> AccountPot:
    """Return the default pot of an account, the one that names the account most exactly.

    A number that is missing (``None``) may be any, but then no more than one default pot may be in question.
    """
    fitting = [pot for pot in pots if _fits(pot, teilprodukt, sachkonto)]
    defaults = [pot for pot in fitting if pot.is_default]
    if not defaults:
        return AccountPot(None, "no_default" if fitting else "outside")
    if len(defaults) > 1 and any(_is_guess(pot, teilprodukt, sachkonto) for pot in defaults):
        return AccountPot(None, "unclear")
    closest = max(map(_exactness, defaults))
    meant = [pot for pot in defaults if _exactness(pot) == closest]
    return AccountPot(meant[0].key) if len(meant) == 1 else AccountPot(None, "two_defaults")


def _fits(pot: Pot, teilprodukt: str | None, sachkonto: str | None) -> bool:
    if pot.teilprodukt and teilprodukt and not is_same_teilprodukt(teilprodukt, pot.teilprodukt):
        return False
    return not (pot.sachkonto and sachkonto) or account_key(sachkonto) == account_key(pot.sachkonto)


def _is_guess(pot: Pot, teilprodukt: str | None, sachkonto: str | None) -> bool:
    return bool((pot.teilprodukt and not teilprodukt) or (pot.sachkonto and not sachkonto))


def _exactness(pot: Pot) -> tuple[bool, bool]:
    return bool(pot.sachkonto), bool(pot.teilprodukt)


def share_an_account(first: Pot, second: Pot) -> bool:
    """Tell whether two pots name the same account, equally exactly."""
    one, other = first.teilprodukt or "", second.teilprodukt or ""
    return (
        _exactness(first) == _exactness(second)
        and account_key(first.sachkonto or "") == account_key(second.sachkonto or "")
        and (one == other or is_same_teilprodukt(one, other) or is_same_teilprodukt(other, one))
    )


# --- the case ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a posting, or of a share of it."""

    share: Fraction
    region: str | None
    pot: str | None
    cost_type: str | None
    decided_by: tuple[str, ...]
    reason: Reason | None  # why there is no region
    gap: str | None  # why there is no pot

    @property
    def rule(self) -> str | None:
        """What decided, the region's rule or alias first."""
        return " + ".join(dict.fromkeys(self.decided_by)) or None


@dataclass(frozen=True, slots=True)
class Case:
    """All that decides about a posting."""

    verdict: Verdict
    cells: Cells
    account: AccountPot
    is_budget: bool  # a budget row needs no region

    def outcomes(self, labels: Mapping[str, str], pots: Mapping[str, Pot]) -> list[Outcome]:
        """Return one outcome, or one for each share; shares that all come to the same are no split."""
        outcomes = [self._outcome(part, labels, pots) for part in self.verdict.parts]
        if len(outcomes) > 1 and len({(one.region, one.pot, one.cost_type) for one in outcomes}) > 1:
            return outcomes
        first = outcomes[0]
        return [first if first.share == WHOLE_POSTING else replace(first, share=WHOLE_POSTING)]

    def _outcome(self, part: Part, labels: Mapping[str, str], pots: Mapping[str, Pot]) -> Outcome:
        region, region_from, reason = self._region(part, labels)
        pot, gap = self._pot(part)
        if region is not None or self.is_budget:
            reason = None
        elif pot is not None and not pots[pot].needs_region:
            reason = Reason("needs_none")
        cost_type = part.results.get("cost_type")
        by_rules = [part.results[field].keys for field in ("pot", "cost_type") if field in part.results]
        return Outcome(
            share=part.share,
            region=region,
            pot=pot,
            cost_type=cost_type.value if cost_type else None,
            decided_by=(*region_from, *(key for keys in by_rules for key in keys)),
            reason=reason,
            gap=gap,
        )

    def _region(
        self, part: Part, labels: Mapping[str, str]
    ) -> tuple[str | None, Sequence[str], Reason | None]:
        if "region" in part.results:
            return part.results["region"].value, part.results["region"].keys, None
        conflict = self.verdict.conflict_on(RESULTS["region"], "anteil")
        if conflict:
            return None, (), Reason("rules_disagree", f"{conflict.first.key}, {conflict.second.key}")
        named = self.cells.regions()
        if len(named) != 1:
            return None, (), self.cells.why_undecided(labels)
        [(region, alias)] = named.items()
        return region, (f"alias:{alias}",), None

    def _pot(self, part: Part) -> tuple[str | None, str | None]:
        if "pot" in part.results:
            return part.results["pot"].value, None
        if self.verdict.conflict_on(RESULTS["pot"], "anteil"):
            return None, None
        return self.account.pot, self.account.gap
