"""A data folder whose postings stay in a Parquet dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kooperation.analysis.assignment import assign
from kooperation.analysis.condensing import CONDENSED_COLUMNS, condense
from kooperation.analysis.documents import documents_named
from kooperation.books.contents import Books
from kooperation.books.exports import frames_of, read_exports
from kooperation.books.registers import Registers, read_registers
from kooperation.books.whole import known_to, put_together
from kooperation.model.discretion import discretion_of
from kooperation.model.errors import KooperationError, raise_errors
from kooperation.model.findings import Finding, errors_of, finding
from kooperation.model.schema import COUNT, conform
from kooperation.reading.folder.exports import Progress
from kooperation.reading.folder.opening import open_folder
from kooperation.reading.folder.sources import sources_frame
from kooperation.reading.ledgers.bookings import Loaded
from kooperation.reading.merging.bookings import merge_bookings
from kooperation.reading.merging.logs import merge_activities

if TYPE_CHECKING:
    from kooperation.reading.datasets import ScannedBookings


def read_dataset(
    folder: str | Path,
    dataset: str | Path,
    *,
    engine: str = "pandas",
    progress: Progress | None = None,
) -> Books:
    """Read a data folder whose postings stand in a Parquet dataset, which an engine assigns and condenses.

    Parameters
    ----------
    folder : str or Path
        A data folder as for :func:`read_books`; its ``buchungen`` are left out. Its orders count when the
        dataset has none.
    dataset : str or Path
        A Parquet file or a folder of such files, as for :func:`~kooperation.reading.datasets.scan_bookings`.
        Where it states region and pot itself, it is taken as it is; the rules are not applied then.
    engine : str
        ``pandas``, ``duckdb``, ``polars``, ``dask`` or ``spark``.
    progress : callable, optional
        Called with (file, number, count) before each file of the folder is read.

    Returns
    -------
    Books
        Condensed: single postings stay in the dataset, which ``dataset`` names.

    Raises
    ------
    KooperationError
        As :func:`read_books` does when strict, and when the dataset cannot be used.
    """
    from kooperation.reading.datasets import open_dataset, source_of

    root = open_folder(folder)
    registers, findings = read_registers(root)
    loaded, faults = read_exports(root, progress, None, without="buchungen")
    findings += faults
    known = known_to(discretion_of(registers), findings)
    try:
        scanned = open_dataset(dataset, engine=engine)
    except KooperationError as error:
        raise KooperationError([*errors_of(known), *error.findings]) from None
    raise_errors(known)
    with scanned.engine.at_work(scanned.place):
        condensed, remarks = _condensed_by_engine(scanned, registers, frames_of(loaded, "activities"))
    source = source_of(scanned, condensed)
    orders, noticed = _orders_beside(scanned, condensed, registers, loaded)
    books = put_together(
        root,
        registers,
        loaded,
        pd.concat([condensed, orders], ignore_index=True),
        [*findings, *remarks, *noticed],
        sources=sources_frame(loaded, discretion_of(registers)),
        strict=True,
    )
    sources = pd.concat([source, books.sources], ignore_index=True)
    return replace(books, sources=sources, dataset=scanned.name)


def _orders_beside(
    scanned: ScannedBookings, condensed: pd.DataFrame, registers: Registers, loaded: Sequence[Loaded]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the orders of the folder, assigned; none where the dataset has orders of its own."""
    orders, noticed = merge_bookings(frames_of(loaded, "bookings", "orders"))
    if len(orders) and condensed["kind"].eq("commitment").any():
        left_out = finding("dataset_has_orders", scanned.place, count=len(orders))
        return condensed.iloc[:0], [*noticed, left_out]
    assigned, remarks = assign(orders, regions=registers.regions, pots=registers.pots, rules=registers.rules)
    # A rule that meets no order may meet postings of the dataset.
    noticed += [found for found in remarks if found.kind != "rule_never_holds"]
    return conform(assigned.assign(**{COUNT: 1}), CONDENSED_COLUMNS), noticed


def _condensed_by_engine(
    scanned: ScannedBookings, registers: Registers, activities: Sequence[pd.DataFrame]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Let the engine assign and condense the postings of a dataset; return the rows and what was noticed."""
    from kooperation.analysis.assignment_by_join import assign_by_join
    from kooperation.analysis.remarks import condensed_remarks
    from kooperation.reading.datasets import check_kinds

    assigned, findings = scanned.bookings, [finding("dataset_assigned", scanned.place)]
    if not scanned.is_assigned:
        assigned, findings = assign_by_join(
            scanned.bookings,
            regions=registers.regions,
            pots=registers.pots,
            rules=registers.rules,
            hand_over=scanned.engine.hand_over,
        )
    raise_errors(known_to(discretion_of(registers), findings))
    condensed = condense(assigned, documents=documents_named(merge_activities(activities)[0]))
    check_kinds(scanned, condensed)
    return condensed, [*findings, *condensed_remarks(condensed, registers.pots)]
