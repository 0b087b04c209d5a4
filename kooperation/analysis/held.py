"""Who makes the sums of a ledger once for all who ask: the cube and the open orders, as of any day."""

from __future__ import annotations

from datetime import date
from typing import Protocol, runtime_checkable

import pandas as pd


@runtime_checkable
class HoldsSums(Protocol):
    """A source that holds what was once asked of it; ``None`` as the day leaves nothing out."""

    def cells_until(self, as_of: date | None) -> pd.DataFrame:
        """Return the cube of what was booked by the end of a day. [EUR]."""

    def orders_until(self, as_of: date | None) -> pd.DataFrame:
        """Return what is open of the orders on a day, as ``open_commitments`` says. [EUR]."""
