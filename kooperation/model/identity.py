"""When two lines are one posting, when they contradict each other, and when nobody can tell.

Lines of one document are the same unless something that both state tells them apart: item, account,
Teilprodukt, cost object or Haushaltsjahr. Date, vendor and order may be missing or spelled anew in the other
export, so they decide nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Any

from kooperation.model.region import account_key

SIMILAR = 0.6  # share of equal characters from which a text counts as the other one, corrected
NEAR = 92  # days: what is posted that near may belong to two years in two exports
MOST_PAIRS = 40_000  # of one document; beyond them only equal items, amounts and texts are compared


SAME_ITEM, SAME_TEXT, LONGER_TEXT, TEXT_MISSING, REWORDED = range(5)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an export as it compares; ``""`` and ``None``: the export does not say.

    ``is_year_stated``: a column or title names the year; else it is only that of the date. ``is_order``: a
    line of an order list, whose document is the order itself.
    """

    position: int
    item: str
    account: str
    teilprodukt: str
    cost_object: str
    year: int | None
    is_year_stated: bool
    booked_on: Any
    amount: Any
    text: str
    is_order: bool

    @property
    def facets(self) -> tuple[str, str, str, str]:
        """What tells lines of one document apart."""
        return self.item, self.account, self.teilprodukt, self.cost_object

    def agrees(self, other: Line) -> bool:
        """Tell whether nothing that both lines state tells them apart."""
        stated = zip(self.facets, other.facets, strict=True)
        return all(not one or not two or one == two for one, two in stated) and self._is_of_year(other)

    def is_moved(self, other: Line) -> bool:
        """Tell whether the lines are of one year but on two accounts, Teilprodukte or cost objects."""
        stated = zip(self.facets[1:], other.facets[1:], strict=True)
        return any(one and two and one != two for one, two in stated) and self._is_of_year(other)

    def _is_of_year(self, other: Line) -> bool:
        """Compare the years; the date of a posting may lie in the first half of the year after its own."""
        if self.year is None or other.year is None or self.year == other.year:
            return True
        early, late = sorted((self, other), key=lambda line: line.year or 0)
        is_told_apart = late.is_year_stated or (late.year or 0) - (early.year or 0) > 1
        if is_told_apart or late.booked_on is None or late.booked_on.month > 6:
            return False
        return early.booked_on is None or abs((late.booked_on - early.booked_on).days) <= NEAR

    def closeness(self, other: Line) -> int | None:
        """Rank how surely an agreeing line is the same, best first; ``None``: it says something else."""
        if self.item and self.item == other.item:
            return SAME_ITEM
        told = _closeness_of_texts(*sorted((self.text, other.text)))
        return REWORDED if told is None and self.is_order and other.is_order else told

    def united(self, other: Line) -> Line:
        """Return the posting that both lines are: what one leaves out, the other tells."""
        dated = self if self.is_year_stated or not other.is_year_stated else other
        return replace(
            self,
            item=self.item or other.item,
            account=self.account or other.account,
            teilprodukt=self.teilprodukt or other.teilprodukt,
            cost_object=self.cost_object or other.cost_object,
            year=dated.year,
            is_year_stated=dated.is_year_stated,
            booked_on=self.booked_on if self.booked_on is not None else other.booked_on,
            text=max(self.text, other.text, key=lambda text: (len(text), text)),
        )


Pair = tuple[Line, Line]  # (counted, new)


@dataclass(frozen=True, slots=True)
class Match:
    """How the lines of one more export relate to those counted already, as pairs (counted, new).

    ``same``: one posting. ``reworded``: those of them whose text is another one.
    ``contradicting``: one posting with two amounts. ``renumbered``: alike but for the item. ``moved``: alike
    but on another account. ``in_other_year``: alike, of the same day too, but of another Haushaltsjahr.
    ``unclear``: left over on both sides. ``added``: the new lines that count beside
    the others.
    """

    same: list[Pair]
    reworded: list[Pair]
    contradicting: list[Pair]
    renumbered: list[Pair]
    moved: list[Pair]
    in_other_year: list[Pair]
    unclear: list[Pair]
    added: list[Line]


def match(counted: Sequence[Line], new: Sequence[Line]) -> Match:
    """Match lines of one document one to one: first what is equal, then what is similar.

    The outcome does not depend on which side is called counted, nor on the order of the lines but for twins.
    """
    if not counted:
        return Match([], [], [], [], [], [], [], list(new))
    same = _alike(counted, new, _everything)
    free, left = without(same, counted, new)
    similar = closest(pair for pair in _of_one_amount(free, left) if pair[0].agrees(pair[1]))
    free, left = without(similar, free, left)
    open_pairs = [pair for pair in pairs_of(free, left) if pair[0].agrees(pair[1])]
    contradicting = closest(pair for pair in open_pairs if not _is_reversed(*pair))
    free, added = without(contradicting, free, left)
    kept = {line.position for line in (*free, *added)}
    unclear = [(one, other) for one, other in open_pairs if {one.position, other.position} <= kept]
    if not unclear and len(free) * len(added) > MOST_PAIRS:  # not every pair was looked at
        unclear = list(zip(free, added, strict=False))
    return Match(
        same=same + similar,
        reworded=[pair for pair in similar if _is_reworded(*pair)],
        contradicting=contradicting,
        renumbered=_alike(_with_item(free), _with_item(added), _all_but_item),
        moved=moved(free, added),
        in_other_year=closest(pair for pair in _of_one_amount(free, added) if _is_in_other_year(*pair)),
        unclear=unclear,
        added=added,
    )


def moved(counted: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Return lines with one amount, text and item on two accounts, Teilprodukte or cost objects."""
    return closest(
        (one, other)
        for one, other in _of_one_amount(counted, new)
        if (one.item == other.item or not one.item or not other.item)
        and one.is_moved(other)
        and one.closeness(other) is not None
    )


def _everything(line: Line) -> object:
    return *line.facets, line.year, line.amount, line.text


def _all_but_item(line: Line) -> object:
    return *line.facets[1:], line.year, line.amount, line.text, line.booked_on


def _with_item(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.item]


def _alike(counted: Iterable[Line], new: Iterable[Line], says: Callable[[Line], object]) -> list[Pair]:
    free = _by(counted, says)
    return [(free[says(line)].pop(0), line) for line in new if free[says(line)]]


def pairs_of(counted: Sequence[Line], new: Sequence[Line]) -> Iterable[Pair]:
    """Return all pairs of lines; of a document with thousands of lines those that share item or text."""
    return _sharing(counted, new, lambda _: None, lambda line: line.item or line.text)


def _of_one_amount(counted: Sequence[Line], new: Sequence[Line]) -> Iterable[Pair]:
    return _sharing(
        counted, new, lambda line: line.amount, lambda line: (line.amount, line.item or line.text)
    )


def _sharing(counted: Sequence[Line], new: Sequence[Line], *says: Callable[[Line], object]) -> Iterable[Pair]:
    """Return the pairs that share the first of ``says`` that leaves few enough."""
    pairs: Iterator[Pair] = iter(())
    for one_says in says:
        here, there = _by(counted, one_says), _by(new, one_says)
        pairs = ((one, other) for key, lines in there.items() for other in lines for one in here.get(key, ()))
        if sum(len(lines) * len(here.get(key, ())) for key, lines in there.items()) <= MOST_PAIRS:
            break
    return islice(pairs, 25 * MOST_PAIRS)


def _by(lines: Iterable[Line], says: Callable[[Line], object]) -> dict[object, list[Line]]:
    grouped: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        grouped[says(line)].append(line)
    return grouped


def closest(pairs: Iterable[Pair]) -> list[Pair]:
    """Take the closest pairs first, and each line once."""
    ranked = sorted(
        (
            ((rank, -_shared(one, other), *sorted((one.position, other.position))), (one, other))
            for one, other in pairs
            if (rank := one.closeness(other)) is not None
        ),
        key=lambda ranking: ranking[0],
    )
    taken: set[int] = set()
    chosen = []
    for _, pair in ranked:
        if taken.isdisjoint(line.position for line in pair):
            taken |= {line.position for line in pair}
            chosen.append(pair)
    return chosen


def _is_reversed(one: Line, other: Line) -> bool:
    """Tell a cancellation under the number of its document from an amount that was corrected."""
    return one.amount * other.amount < 0 and one.text != other.text and one.closeness(other) != SAME_ITEM


def _is_reworded(one: Line, other: Line) -> bool:
    return _closeness_of_texts(*sorted((one.text, other.text))) in (REWORDED, None)


def _is_in_other_year(one: Line, other: Line) -> bool:
    """Tell whether item, text and day are the same, and the accounts, so that only the year was corrected."""
    is_same = bool(one.item) and one.booked_on is not None
    is_same = is_same and (one.item, one.text, one.booked_on) == (other.item, other.text, other.booked_on)
    return is_same and one.year != other.year and replace(one, year=other.year).agrees(other)


def _shared(one: Line, other: Line) -> int:
    """Count what both lines state alike, so that of several possible partners the nearest is taken."""
    stated = zip((*one.facets, one.booked_on), (*other.facets, other.booked_on), strict=True)
    return sum(bool(here) and here == there for here, there in stated)


def without(
    pairs: Iterable[Pair], counted: Iterable[Line], new: Iterable[Line]
) -> tuple[list[Line], list[Line]]:
    """Return the lines on both sides that no pair takes."""
    taken = {line.position for pair in pairs for line in pair}
    free, left = ([line for line in lines if line.position not in taken] for lines in (counted, new))
    return free, left


# --- how values compare ------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _closeness_of_texts(one: str, other: str) -> int | None:
    if one == other:
        return SAME_TEXT
    if not one or not other:
        return TEXT_MISSING
    if one in other or other in one:
        return LONGER_TEXT
    return REWORDED if SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR else None


def number_key(number: str) -> str:
    """Return a number as it compares: ``0100004711`` and ``100004711`` are one document."""
    if not number.isdigit():
        return number
    return number.lstrip("0") or "0"


@lru_cache(maxsize=4096)
def product_key(teilprodukt: str) -> str:
    """Return a Teilprodukt as it compares: ``15.01.01.990100`` and ``990100`` are one."""
    last = re.split("[^0-9a-z]+", account_key(teilprodukt))[-1]
    return last if len(last) >= 4 else account_key(teilprodukt)
