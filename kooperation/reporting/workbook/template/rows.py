"""The rows that a template's tables can ask for by their headings: postings, and sums by region and year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from kooperation.model.money import sum_euros
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report
from kooperation.reporting.workbook.postings import posting_columns
from kooperation.reporting.workbook.table import Column
from kooperation.reporting.workbook.template.values import Kind, Value

_KINDS: Mapping[str, Kind] = {
    "euro": "euro",
    "plain": "plain",
    "date": "date",
    "year": "whole",
    "whole": "whole",
}


@dataclass(frozen=True, slots=True)
class TableRows:
    """What a table is filled with: how many rows, and what makes the values below each heading."""

    count: int
    columns: Mapping[str, Callable[[], Sequence[Value]]]


def table_names(report: Report) -> tuple[str, str]:
    """Return the names of the tables that are filled: postings, and region by year."""
    return (
        label("workbook.table_postings", report.language),
        label("template.table_region_year", report.language),
    )


def posting_rows(report: Report) -> TableRows:
    """Return every actual posting up to the Stand, with the headings of the workbook's own table.

    They are single ones however many there are: a template counts them, and sums them by day.
    """
    postings = report.list_single() if report.list_single else report.postings
    columns = posting_columns(postings, report)
    return TableRows(len(postings), {column.heading: partial(_values, column) for column in columns})


def _values(column: Column) -> list[Value]:
    kind = _KINDS.get(column.kind, "text")
    return [Value(kind, value) for value in column.distinct.listed()]


def region_rows(report: Report) -> TableRows:
    """Return one row per pot, region and year with postings; together they are the ledger."""
    groups = [(pot, region, year, group.amount) for (pot, region, year), group in report.groups.items()]
    return _rows_of(
        {
            _heading("pot", report): [Value("text", pot) for pot, _, _, _ in groups],
            _heading("region", report): [Value("text", region) for _, region, _, _ in groups],
            _heading("year", report): [_year(year) for _, _, year, _ in groups],
            _heading("amount", report): [Value("euro", amount) for _, _, _, amount in groups],
        }
    )


def wide_rows(report: Report, headings: Collection[str]) -> TableRows:
    """Return one row per pot and region, with a column for each year, and the sum of those in ``headings``.

    Without a year in ``headings`` the sum is that of all years.
    """
    shown = [year for year in report.years if str(year) in headings] or list(report.years)
    pairs = list(dict.fromkeys((pot, region) for pot, region, year in report.groups if year in shown))

    def spent(*years: object) -> list[Value]:
        return [Value("euro", _sum(report, pot, region, years)) for pot, region in pairs]

    return _rows_of(
        {
            _heading("pot", report): [Value("text", pot) for pot, _ in pairs],
            _heading("region", report): [Value("text", region) for _, region in pairs],
            **{str(year): spent(year) for year in report.years},
            _heading("sum", report): spent(*shown),
        }
    )


def _rows_of(columns: Mapping[str, list[Value]]) -> TableRows:
    count = len(next(iter(columns.values())))
    return TableRows(count, {heading: partial(list, values) for heading, values in columns.items()})


def _sum(report: Report, pot: str, region: str, years: Iterable[object]) -> Decimal:
    return sum_euros(report.amount(pot=pot, region=region, year=year) for year in years)


def _heading(key: str, report: Report) -> str:
    return label(f"workbook.{key}", report.language)


def _year(year: object) -> Value:
    return Value("whole", year) if isinstance(year, int) else Value("text", str(year))
