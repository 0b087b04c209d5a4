"""Books for one run: each sum is made once, however many figures, charts and tables ask for it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from kooperation.analysis import commitments, spending
from kooperation.analysis.commitments import open_commitments
from kooperation.analysis.course import year_course
from kooperation.analysis.spending import spending_by_region
from kooperation.analysis.usage import budget_usage
from kooperation.books import read_books
from kooperation.demo import write_demo
from kooperation.reporting.pictures import report_charts
from kooperation.reporting.tables import report_of


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "raw"
    write_demo(folder)
    return read_books(folder)


@pytest.fixture
def reduced(monkeypatch):
    """Tell how many rows each call of the cube reduced."""
    rows = []

    def counting(bookings):
        rows.append(len(bookings))
        return cube(bookings)

    cube = spending.cube
    for module in (spending,):
        monkeypatch.setattr(module, "cube", counting)
    return rows


@pytest.mark.parametrize("as_of", [None, date(2025, 6, 30), date(2030, 1, 1)])
def test_held_books_give_the_figures_of_the_books(books, as_of):
    held = books.held()
    pd.testing.assert_frame_equal(budget_usage(held, as_of=as_of), budget_usage(books, as_of=as_of))
    pd.testing.assert_frame_equal(open_commitments(held, as_of=as_of), open_commitments(books, as_of=as_of))
    of_held, of_books = (year_course(source, year=2025, as_of=as_of) for source in (held, books))
    pd.testing.assert_frame_equal(of_held.steps, of_books.steps)
    day = as_of or books.as_of
    pd.testing.assert_frame_equal(spending_by_region(held.until(day)), spending_by_region(books.until(day)))
    assert held.as_of == books.as_of


def test_a_report_with_all_its_charts_reduces_the_ledger_once(books, reduced):
    held = books.held()
    report = report_of(held)
    assert len(list(report_charts(held, report))) > 5
    assert [rows for rows in reduced if rows] == [len(books.bookings)]


def test_a_dated_report_with_all_its_charts_reduces_what_was_booked_by_then_once(books, reduced):
    day = date(2025, 6, 30)
    held = books.held()
    report = report_of(held, as_of=day)
    assert len(list(report_charts(held, report))) > 5
    assert [rows for rows in reduced if rows] == [len(books.until(day).bookings)]


def test_a_report_settles_its_orders_once(books, monkeypatch):
    settled = []
    parts = commitments._order_parts
    monkeypatch.setattr(commitments, "_order_parts", lambda orders: settled.append(1) or parts(orders))
    held = books.held()
    report = report_of(held)
    list(report_charts(held, report))
    assert len(settled) == 1


def test_books_themselves_hold_nothing(books):
    """A frame that an analyst changed must never be answered with older sums."""
    mine = replace(books, bookings=books.bookings.copy())
    before = spending_by_region(mine).to_numpy().sum()
    mine.bookings.loc[mine.bookings["kind"].eq("actual").idxmax(), "amount"] += 1
    assert spending_by_region(mine).to_numpy().sum() == before + 1
