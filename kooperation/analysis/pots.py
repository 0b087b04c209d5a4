"""Which pot is meant by someone who names none, and which stand beside one as other budgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from kooperation.model.errors import refuse
from kooperation.model.region import Pot


class HasPots(Protocol):
    """Anything that carries a register of pots, such as ``Books``."""

    @property
    def pots(self) -> Sequence[Pot]:
        """The pots in the order of their register."""


def chosen_pot(source: HasPots, key: str | None = None) -> Pot:
    """Return the pot ``key``, without one the pot to begin with, as :func:`first_pot` says.

    Raises
    ------
    ValueError
        When there is no such pot.
    KooperationError
        When the register of pots is empty and no pot is named.
    """
    wanted = first_pot(source) if key is None else key
    for pot in source.pots:
        if pot.key == wanted:
            return pot
    raise ValueError(f"no pot {key!r}; there are {', '.join(pot.key for pot in source.pots) or 'none'}")


def first_pot(source: HasPots) -> str:
    """Return the pot to begin with: the first of the register that is held against a ceiling.

    Parameters
    ----------
    source : Books
        What was read.

    Returns
    -------
    str
        Its key; where no pot is held against a ceiling, the key of the first of all.

    Raises
    ------
    KooperationError
        When the register of pots is empty.
    """
    if not source.pots:
        raise refuse("no_pots")
    held = (pot for pot in source.pots if pot.frame != "nein")
    return next(held, source.pots[0]).key


def other_budgets(pots: Iterable[Pot], *, beside: str | None = None) -> list[Pot]:
    """Return the pots that are shown as other budgets: of partner regions, and held against no ceiling.

    Two pots that are both held against ceilings are no other budget to each other: each has charts of its
    own, and what one spends would stand there as if it lay outside every ceiling.

    Parameters
    ----------
    pots : iterable of Pot
        The register.
    beside : str, optional
        The key of the pot beside which they are shown; it is none of them.
    """
    return [pot for pot in pots if pot.key != beside and pot.needs_region and pot.frame == "nein"]
