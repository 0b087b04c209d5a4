"""Kooperation: exports in, every euro assigned and held against its ceiling, traceable reports out.

The public names, in the order of the story. Each is loaded when it is first used, so that the command line
answers at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kooperation.analysis.activity_costs import activity_costs, postings_without_activity
    from kooperation.analysis.changes import Changes, compare
    from kooperation.analysis.commitments import open_commitments
    from kooperation.analysis.course import YearCourse, year_course
    from kooperation.analysis.engagement import (
        activities_by_status,
        activities_without_spending,
        find_activities,
        spending_without_activity,
    )
    from kooperation.analysis.outcomes import outcomes, overdue_activities
    from kooperation.analysis.pots import first_pot
    from kooperation.analysis.reconciliation import reconcile
    from kooperation.analysis.spending import (
        cube,
        spending_by_cost_type,
        spending_by_pot,
        spending_by_region,
        spending_by_region_and_cost_type,
        trace,
    )
    from kooperation.analysis.usage import budget_usage, crossings
    from kooperation.books import Books
    from kooperation.demo import write_demo
    from kooperation.model.errors import KooperationError
    from kooperation.reading.datasets import scan_bookings
    from kooperation.reading.folder.whereabouts import data_folder
    from kooperation.reading.layouts.drafting import draft_layout
    from kooperation.reading.ledgers.activities import read_activities
    from kooperation.reading.ledgers.bookings import read_bookings
    from kooperation.reading.tables.table import LoadReport, Table, read_table
    from kooperation.reporting.annex import write_annex
    from kooperation.reporting.browsing import BrowsableTable, browse
    from kooperation.reporting.charts import (
        alt_text,
        chart_figures,
        plot_activities,
        plot_cost_types,
        plot_regions,
        plot_spending,
        plot_usage,
        plot_year,
        save_chart,
    )
    from kooperation.reporting.confidential import write_confidential
    from kooperation.reporting.contents import (
        annex_path,
        report_path,
        workbook_figures,
        workbook_sheets,
    )
    from kooperation.reporting.explorer import Explorer, explore
    from kooperation.reporting.frames import show
    from kooperation.reporting.headline import headlines
    from kooperation.reporting.notebook import read_books
    from kooperation.reporting.shown_table import ShownTable
    from kooperation.reporting.workbook import write_report

__version__ = "0.1.0"

__all__ = [
    "Books",
    "BrowsableTable",
    "Changes",
    "Explorer",
    "KooperationError",
    "LoadReport",
    "ShownTable",
    "Table",
    "YearCourse",
    "activities_by_status",
    "activities_without_spending",
    "activity_costs",
    "alt_text",
    "annex_path",
    "browse",
    "budget_usage",
    "chart_figures",
    "compare",
    "crossings",
    "cube",
    "data_folder",
    "draft_layout",
    "explore",
    "find_activities",
    "first_pot",
    "headlines",
    "open_commitments",
    "outcomes",
    "overdue_activities",
    "plot_activities",
    "plot_cost_types",
    "plot_regions",
    "plot_spending",
    "plot_usage",
    "plot_year",
    "postings_without_activity",
    "read_activities",
    "read_bookings",
    "read_books",
    "read_table",
    "reconcile",
    "report_path",
    "save_chart",
    "scan_bookings",
    "show",
    "spending_by_cost_type",
    "spending_by_pot",
    "spending_by_region",
    "spending_by_region_and_cost_type",
    "spending_without_activity",
    "trace",
    "workbook_figures",
    "workbook_sheets",
    "write_annex",
    "write_confidential",
    "write_demo",
    "write_report",
    "year_course",
]

_HOMES = {
    "model.errors": ("KooperationError",),
    "reading.tables.table": ("LoadReport", "Table", "read_table"),
    "reading.ledgers.bookings": ("read_bookings",),
    "reading.layouts.drafting": ("draft_layout",),
    "reading.folder.whereabouts": ("data_folder",),
    "reading.ledgers.activities": ("read_activities",),
    "books": ("Books",),
    "reading.datasets": ("scan_bookings",),
    "analysis.spending": (
        "cube",
        "spending_by_cost_type",
        "spending_by_pot",
        "spending_by_region",
        "spending_by_region_and_cost_type",
        "trace",
    ),
    "analysis.usage": ("budget_usage", "crossings"),
    "analysis.activity_costs": ("activity_costs", "postings_without_activity"),
    "analysis.outcomes": ("outcomes", "overdue_activities"),
    "analysis.changes": ("Changes", "compare"),
    "analysis.course": ("YearCourse", "year_course"),
    "analysis.commitments": ("open_commitments",),
    "analysis.pots": ("first_pot",),
    "analysis.reconciliation": ("reconcile",),
    "reporting.charts": (
        "alt_text",
        "chart_figures",
        "plot_activities",
        "plot_cost_types",
        "plot_regions",
        "plot_spending",
        "plot_usage",
        "plot_year",
        "save_chart",
    ),
    "analysis.engagement": (
        "activities_by_status",
        "activities_without_spending",
        "find_activities",
        "spending_without_activity",
    ),
    "reporting.browsing": ("BrowsableTable", "browse"),
    "reporting.explorer": ("Explorer", "explore"),
    "reporting.frames": ("show",),
    "reporting.notebook": ("read_books",),
    "reporting.shown_table": ("ShownTable",),
    "reporting.headline": ("headlines",),
    "reporting.contents": ("annex_path", "report_path", "workbook_figures", "workbook_sheets"),
    "reporting.workbook": ("write_report",),
    "reporting.confidential": ("write_confidential",),
    "reporting.annex": ("write_annex",),
    "demo": ("write_demo",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its room on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kooperation' has no attribute {name!r}")
    value = getattr(import_module(f"kooperation.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return [*__all__, "__version__"]


if "IPython" in sys.modules:  # in a notebook the package shows its objects as tables
    import_module("kooperation.reporting.notebook").settle_in()
