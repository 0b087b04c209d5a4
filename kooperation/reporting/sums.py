"""Sums by any of their keys: made once from the finest sums, then looked up as often as a sheet asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from kooperation.model.money import ZERO


@dataclass(frozen=True)
class Sums:
    """Amounts added up over every choice of their keys. [EUR]."""

    _margins: Mapping[tuple[object, ...], Decimal]

    def __call__(self, *keys: object) -> Decimal:
        """Return the sum of what has these keys; ``None`` takes all of a key. 0.00 when there is nothing."""
        return self._margins.get(keys, ZERO)


def sums_of(amounts: Iterable[tuple[tuple[object, ...], Decimal]]) -> Sums:
    """Add up amounts, each given with its keys; a key is never ``None``."""
    margins: dict[tuple[object, ...], Decimal] = {}
    for keys, amount in amounts:
        for margin in product(*((key, None) for key in keys)):
            margins[margin] = margins.get(margin, ZERO) + amount
    return Sums(margins)
