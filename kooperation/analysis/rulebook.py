"""What a set of assignment rules decides when several of them hold, and what is wrong with a set of rules."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kooperation.model.findings import Finding, errors_of, finding
from kooperation.model.region import Pot, Region, Rule, fold

WHOLE_POSTING = Fraction(1)

# field of a rule -> its column in register/zuordnung.csv
CONDITIONS = {
    "teilprodukt": "teilprodukt",
    "sachkonto": "sachkonto",
    "vendor": "kreditor",
    "text": "text",
    "document": "beleg",
    "cost_object": "kostentraeger",
    "from_year": "jahr_von",
    "to_year": "jahr_bis",
}
RESULTS = {"region": "partnerregion", "pot": "topf", "cost_type": "kostenart"}


@dataclass(frozen=True, slots=True)
class WholeRule:
    """A rule with all its lines: a single line decides for the whole posting, several lines split it.

    The first line carries the conditions and the priority of all.
    """

    lines: tuple[Rule, ...]

    @property
    def key(self) -> str:
        """The id in the register."""
        return self.lines[0].key

    @property
    def is_split(self) -> bool:
        """Tell whether it splits a posting."""
        return len(self.lines) > 1

    @property
    def conditions(self) -> dict[str, str | int]:
        """The conditions that are given."""
        return given(self.lines[0], CONDITIONS)

    @property
    def outcome(self) -> list[tuple[Fraction | None, dict[str, str | int]]]:
        """What it does to a posting; two rules with the same outcome agree."""
        return [(line.share, given(line, RESULTS)) for line in self.lines]

    def results(self) -> set[str]:
        """Return the fields that any of its lines decides."""
        return {field for line in self.lines for field in given(line, RESULTS)}


def given(line: Rule, fields: Iterable[str]) -> dict[str, str | int]:
    """Return those of ``fields`` that a line fills; blank is not filled."""
    values = {field: getattr(line, field) for field in fields}
    return {field: value for field, value in values.items() if value is not None and str(value).strip()}


def whole_rules(rules: Iterable[Rule]) -> list[WholeRule]:
    """Put together the lines of one key, in register order."""
    by_key: dict[str, list[Rule]] = {}
    for line in rules:
        by_key.setdefault(line.key, []).append(line)
    return [WholeRule(tuple(lines)) for lines in by_key.values()]


# --- several rules hold ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """What was decided for one field, and the rules that say so."""

    value: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a posting, and what rules decide for it; a field that no rule decides is missing."""

    share: Fraction
    results: Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two lines of equal priority that want different things; ``column`` of the register says which."""

    column: str
    first: Rule
    second: Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of one posting: one part, or the parts of a split, and the conflicts."""

    parts: tuple[Part, ...]
    conflicts: tuple[Conflict, ...]

    def conflict_on(self, *columns: str) -> Conflict | None:
        """Return the first conflict on any of the register's ``columns``."""
        return next((conflict for conflict in self.conflicts if conflict.column in columns), None)


def decide(holding: Sequence[WholeRule]) -> Verdict:
    """Weigh the rules that hold for one posting: for each field the highest priority wins."""
    split, conflicts = _winning_split([rule for rule in holding if rule.is_split])
    single = [rule.lines[0] for rule in holding if not rule.is_split]
    parts = []
    for share, lines in _lines_by_part(split, single):
        results = {}
        for field, column in RESULTS.items():
            winner = _winner(lines, field, column)
            if isinstance(winner, Conflict):
                conflicts.append(winner)
            elif winner:
                results[field] = winner
        parts.append(Part(share, results))
    return Verdict(tuple(parts), tuple(dict.fromkeys(conflicts)))


def _lines_by_part(split: WholeRule | None, single: list[Rule]) -> Iterator[tuple[Fraction, list[Rule]]]:
    if split is None:
        yield WHOLE_POSTING, single
        return
    for line in split.lines:
        yield line.share or WHOLE_POSTING, [replace(line, priority=split.lines[0].priority), *single]


def _winning_split(splits: list[WholeRule]) -> tuple[WholeRule | None, list[Conflict]]:
    """Return the split that applies. Two cannot apply at once: the winner must decide all the other does."""
    if not splits:
        return None, []
    winner = max(splits, key=lambda rule: rule.lines[0].priority)
    for other in splits:
        is_equal = other.lines[0].priority == winner.lines[0].priority
        if (is_equal and other.outcome != winner.outcome) or other.results() - winner.results():
            return None, [Conflict("anteil", winner.lines[0], other.lines[0])]
    return winner, []


def _winner(lines: list[Rule], field: str, column: str) -> Result | Conflict | None:
    deciding = [line for line in lines if given(line, (field,))]
    if not deciding:
        return None
    highest = max(line.priority for line in deciding)
    first, *others = [line for line in deciding if line.priority == highest]
    for other in others:
        if getattr(other, field) != getattr(first, field):
            return Conflict(column, first, other)
    return Result(str(getattr(first, field)), (first.key, *(other.key for other in others)))


# --- what is wrong with a set of rules ---------------------------------------------------------------------


def check_rules(rules: Iterable[Rule], *, regions: Iterable[Region], pots: Iterable[Pot]) -> list[Finding]:
    """Return every fault of the rule set itself, each at its line of the register.

    Shares of one key that do not add up to one, an unknown region or pot, a rule without a condition or
    without a result, lines of one key with different conditions, a first year after the last.
    """
    known = {"region": _names_of(regions), "pot": _names_of(pots)}
    return [fault for rule in whole_rules(rules) for fault in _faults(rule, known)]


def sound_rules(rules: Iterable[Rule], *, regions: Iterable[Region], pots: Iterable[Pot]) -> list[WholeRule]:
    """Return the rules in which :func:`check_rules` finds no error."""
    known = {"region": _names_of(regions), "pot": _names_of(pots)}
    return [rule for rule in whole_rules(rules) if not errors_of(_faults(rule, known))]


def _names_of(nouns: Iterable[Region | Pot]) -> dict[str, str]:
    """Return the keys by everything that a person may have written instead of them."""
    listed = list(nouns)
    names = {fold(noun.name): noun.key for noun in listed}
    return names | {fold(noun.key): noun.key for noun in listed}


def _faults(rule: WholeRule, known: Mapping[str, Mapping[str, str]]) -> list[Finding]:
    return [
        *_condition_faults(rule),
        *_share_faults(rule),
        *(fault for line in rule.lines for fault in _result_faults(line, known)),
    ]


def _condition_faults(rule: WholeRule) -> Iterator[Finding]:
    first, *others = rule.lines
    if not rule.conditions:
        yield finding("rule_without_condition", first.place, rule=rule.key)
    if not rule.results():
        yield finding("rule_without_result", first.place, rule=rule.key)
    if first.from_year is not None and first.to_year is not None and first.from_year > first.to_year:
        place = replace(first.place, column="jahr_bis")
        yield finding(
            "rule_years", place, raw=first.to_year, rule=rule.key, first=first.from_year, last=first.to_year
        )
    for line in others:
        for column in _differing_columns(first, line):
            place = replace(line.place, column=column)
            yield finding(
                "rule_other_conditions", place, rule=rule.key, column=column, row=first.place.row or "–"
            )


def _differing_columns(first: Rule, line: Rule) -> list[str]:
    """Return the columns in which a later line says something else; an empty cell is as in the first."""
    conditions = given(line, CONDITIONS)
    expected = given(first, CONDITIONS)
    differing = [CONDITIONS[field] for field, value in conditions.items() if expected.get(field) != value]
    return differing + ["vorrang"] * (line.priority not in (0, first.priority))


def _share_faults(rule: WholeRule) -> Iterator[Finding]:
    place = replace(rule.lines[0].place, column="anteil")
    shares = [line.share for line in rule.lines if line.share is not None]
    if not shares and not rule.is_split:
        return
    if len(shares) < len(rule.lines):
        rows = ", ".join(str(line.place.row) for line in rule.lines)
        yield finding("rule_without_share", place, rule=rule.key, rows=rows)
    elif min(shares) <= 0:
        yield finding("rule_share_not_positive", place, raw=min(shares), rule=rule.key)
    elif sum(shares) != 1:
        yield finding("rule_shares", place, raw=" + ".join(map(str, shares)), rule=rule.key, sum=sum(shares))


def _result_faults(line: Rule, known: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    for field, names in known.items():
        word = given(line, (field,)).get(field)
        if word is not None and word not in names.values():
            near = max(names, key=lambda name: _likeness(fold(str(word)), name), default=None)
            place = replace(line.place, column=RESULTS[field])
            yield finding(
                f"rule_unknown_{field}",
                place,
                raw=word,
                rule=line.key,
                word=word,
                known=names[near] if near else "–",
            )


def _likeness(word: str, name: str) -> float:
    """Return how alike two words are, read from either end: two swapped letters spoil one reading only."""
    readings = ((word, name), (word[::-1], name[::-1]))
    return max(difflib.SequenceMatcher(None, *reading).ratio() for reading in readings)
