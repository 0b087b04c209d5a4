"""Steps after reading, on bookings that are there already: what grows with them, and what must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.contenders.cubes import bookings

Told = Callable[[], object]
Work = Callable[[], Told]


def _nothing() -> None:
    return None


def condensing(folder: Path, warm_up: Path) -> Work:
    """``condense``: one row for all postings that figures count alike."""
    from kooperation.analysis.condensing import condense

    assigned = bookings(folder)
    condense(bookings(warm_up))

    def work() -> Told:
        condensed = condense(assigned)
        return lambda: str(condensed["amount"].sum())

    return work


def usage(folder: Path, warm_up: Path) -> Work:
    """``ko.budget_usage``: spending and open orders of every year against its ceiling."""
    import kooperation as ko

    return _on_condensed(folder, warm_up, ko.budget_usage)


def overview(folder: Path, warm_up: Path) -> Work:
    """Everything that a report shows but its detail sheets: tables, figures, sentences."""
    from kooperation.reporting.tables import report_of

    return _on_condensed(folder, warm_up, report_of)


def charts(folder: Path, warm_up: Path) -> Work:
    """Every chart of a report, drawn and saved."""
    return _on_condensed(folder, warm_up, _draw)


def _draw(books: Any) -> None:
    from kooperation.reporting.charts import close_chart
    from kooperation.reporting.charts.canvas import picture_bytes
    from kooperation.reporting.pictures import report_charts
    from kooperation.reporting.tables import report_of

    for _, axes in report_charts(books, report_of(books)):
        picture_bytes(axes, "png")
        close_chart(axes)


def _on_condensed(folder: Path, warm_up: Path, step: Callable[[Any], object]) -> Work:
    """Return ``step`` on the bookings of ``folder``, condensed before, with the registers of ``warm_up``."""
    import kooperation as ko
    from kooperation.analysis.condensing import condense

    small = ko.read_books(warm_up / "raw")
    condensed = condense(bookings(folder))
    step(replace(small, bookings=condense(bookings(warm_up))))
    return partial(_done, step, replace(small, bookings=condensed))


def _done(step: Callable[[Any], object], books: Any) -> Told:
    step(books)
    return _nothing
