"""From a data folder to its books: read, merge, assign, put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from kooperation.analysis.assignment import assign
from kooperation.books.contents import Books
from kooperation.books.exports import frames_of, read_exports
from kooperation.books.registers import read_registers
from kooperation.books.whole import put_together
from kooperation.model.discretion import discretion_of
from kooperation.model.findings import Finding
from kooperation.reading.folder.exports import Progress, Shelf
from kooperation.reading.folder.opening import open_folder
from kooperation.reading.folder.sources import sources_frame
from kooperation.reading.ledgers.bookings import Loaded
from kooperation.reading.merging.bookings import merge_bookings


def read_books(
    folder: str | Path,
    *,
    strict: bool = True,
    progress: Progress | None = None,
    shelf: Shelf | None = None,
) -> Books:
    """Read a whole data folder and assign every posting.

    Parameters
    ----------
    folder : str or Path
        A folder with ``register``, ``buchungen`` and optionally ``haushalt``, ``auftraege``,
        ``aktivitaeten``, ``planung``. Nothing in it is ever written.
    strict : bool
        ``False``: read on; what is faulty is left out and becomes a finding.
    progress : callable, optional
        Called with (file, number, count) before each file is read.
    shelf : Shelf, optional
        Asked what each export reads as before it is read; registers are always read.

    Returns
    -------
    Books

    Raises
    ------
    KooperationError
        With all faults of all files, when ``strict``; always when ``folder`` is no data folder. A difference
        between line items and overview is a finding and never raises.
    """
    root = open_folder(folder)
    registers, findings = read_registers(root)
    loaded, faults = read_exports(root, progress, shelf)
    merged, merging = _merged(loaded)
    sources = sources_frame(loaded, discretion_of(registers))
    loaded = _without_postings(loaded)
    assigned, remarks = assign(
        merged.pop(), regions=registers.regions, pots=registers.pots, rules=registers.rules
    )
    findings += [*faults, *merging, *remarks]
    return put_together(root, registers, loaded, assigned, findings, sources=sources, strict=strict)


def _merged(loaded: Sequence[Loaded]) -> tuple[list[pd.DataFrame], list[Finding]]:
    """Return the ledger of all files as the only one of a list, from which it can be handed over."""
    bookings, findings = merge_bookings(frames_of(loaded, "bookings", "orders"))
    return [bookings], findings


def _without_postings(loaded: Sequence[Loaded]) -> list[Loaded]:
    """Return what the ledger does not hold: the files of postings are in it, and need no room twice."""
    return [one for one in loaded if one.kind_of_file not in ("bookings", "orders")]
