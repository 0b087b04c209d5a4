"""Condensed bookings: fewer rows, and every figure as it is of the single postings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from handmade import HandmadeBooks, activities, decision, euros, overview, postings
from hypothesis import given, settings
from hypothesis import strategies as st

from kooperation.analysis import condensing
from kooperation.analysis.activity_costs import activity_costs, postings_without_activity
from kooperation.analysis.commitments import booked_until, open_commitments
from kooperation.analysis.condensing import CONDENSED_COLUMNS, condense, posting_count, row_count
from kooperation.analysis.course import year_course
from kooperation.analysis.documents import documents_named
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
from kooperation.books import read_books
from kooperation.demo import write_demo
from kooperation.model.money import column_sum

DAYS = st.sampled_from([None, date(2023, 12, 31), date(2024, 1, 1), date(2024, 5, 3), date(2025, 1, 7)])
DOCUMENTS = st.sampled_from(
    [None, "1900001", "0001900001", " 1900001.0", "ER-1", "er-1 ", "Straße 1", "STRASSE 1"]
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": draw(st.sampled_from(["actual", "actual", "actual", "commitment", "budget"])),
        "year": draw(st.integers(2023, 2025)),
        "period": draw(st.sampled_from([None, 5, 13])),
        "booked_on": draw(DAYS),
        "document": draw(DOCUMENTS),
        "pot": draw(st.sampled_from(["kooperation", "partnerschaft", None])),
        "region": draw(st.sampled_from(["ansan", "lwiw", None])),
        "cost_type": draw(st.sampled_from(["Reise", None])),
        "order_id": draw(st.sampled_from([None, None, "A1", "0A1"])),
        "is_final": draw(st.sampled_from([None, None, True])),
        "sachkonto": draw(st.sampled_from(["544016", "0000544016", None])),
        "source_file": draw(st.sampled_from(["a.csv", "b.csv"])),
        "reason": draw(st.sampled_from([None, "kein Hinweis"])),
        "amount": draw(st.integers(-10_000, 10_000).map(lambda whole_cents: Decimal(whole_cents).scaleb(-2))),
    }


LEDGERS = st.lists(rows(), max_size=25).map(lambda listed: postings(*listed))
LOG = activities(
    {"documents": "1900001, er-1", "region": "ansan", "period_text": "2024"},
    {"documents": "ER-1 Straße 1", "region": "alle", "period_text": "2023"},
    {"documents": "strasse 1"},
    {"documents": None},
)
FEW = settings(max_examples=15)


def both(ledger: pd.DataFrame) -> tuple[HandmadeBooks, HandmadeBooks]:
    """Return books over a ledger, and the same over it condensed."""
    books = HandmadeBooks(
        bookings=ledger,
        activities=LOG,
        overview=overview({"year": 2024, "actual": "100.00"}, {"year": 2025, "actual": "0.00"}),
        decisions=(decision(2023, "50.00"), decision(2025, "60.00", scope=("ansan",))),
        as_of=date(2024, 6, 30),
    )
    return books, replace(books, bookings=condense(ledger, documents=documents_named(LOG)))


def test_texts_too_long_for_the_quick_way_of_grouping_make_the_same_rows(monkeypatch):
    ledger = postings(*({"text": text, "region": "ansan", "amount": "1.25"} for text in ("Hotel", "Flug")))
    quick = condense(ledger), cube(ledger)
    monkeypatch.setattr(condensing, "_MOST_BYTES", 1)
    for made, expected in zip((condense(ledger), cube(ledger)), quick, strict=True):
        pd.testing.assert_frame_equal(made, expected)
        assert made["amount"].tolist() == [Decimal("2.50")]


@FEW
@given(LEDGERS)
def test_every_sum_is_that_of_the_single_postings(ledger):
    books, condensed = both(ledger)
    for figures in (
        lambda source: cube(source.bookings),
        spending_by_region,
        spending_by_cost_type,
        spending_by_region_and_cost_type,
        spending_by_pot,
        budget_usage,
        lambda source: budget_usage(source, as_of=date(2024, 1, 1)),
        lambda source: open_commitments(source),
        lambda source: open_commitments(source, as_of=date(2024, 1, 1)),
        activity_costs,
        lambda source: activity_costs(source, as_of=date(2024, 5, 3)),
        lambda source: reconcile(source).drop(columns=["candidates", "candidates_en"]),
    ):
        pd.testing.assert_frame_equal(figures(condensed), figures(books))


@FEW
@given(LEDGERS, DAYS)
def test_the_state_of_any_day_is_that_of_the_single_postings(ledger, day):
    books, condensed = both(ledger)
    pd.testing.assert_frame_equal(
        cube(booked_until(condensed.bookings, day)), cube(booked_until(books.bookings, day))
    )


@FEW
@given(LEDGERS)
def test_a_year_takes_the_same_course_day_by_day(ledger):
    of_books, of_condensed = (year_course(source, year=2024) for source in both(ledger))
    pd.testing.assert_frame_equal(of_condensed.steps, of_books.steps)
    pd.testing.assert_frame_equal(of_condensed.orders, of_books.orders)
    assert of_condensed.undated == of_books.undated
    assert of_condensed.available == of_books.available


@FEW
@given(LEDGERS)
def test_what_no_activity_names_adds_up_alike(ledger):
    books, condensed = both(ledger)
    for year in (None, 2024):
        alone, together = (postings_without_activity(source, year=year) for source in (books, condensed))
        assert column_sum(together["amount"]) == column_sum(alone["amount"])
        assert row_count(together) == row_count(alone)


@FEW
@given(LEDGERS)
def test_condensing_twice_is_condensing_once(ledger):
    once = condense(ledger, documents=["er-1"])
    pd.testing.assert_frame_equal(condense(once, documents=["er-1"]), once)


@FEW
@given(LEDGERS, st.randoms(use_true_random=False))
def test_the_order_of_the_ledger_decides_nothing(ledger, random):
    order = list(range(len(ledger)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(condense(ledger.iloc[order]), condense(ledger))


def test_postings_that_count_alike_are_one_row_with_their_count_and_sum():
    alike = {
        "booked_on": date(2024, 5, 3),
        "region": "ansan",
        "text": "Flug Erika Mustermann",
        "vendor": "Reisebüro",
    }
    ledger = postings(
        {**alike, "amount": "10.10"}, {**alike, "amount": "20.20"}, {**alike, "amount": "-5.00"}
    )
    found = condense(ledger)
    assert found["amount"].tolist() == euros("30.30", "-5.00")
    assert found["count"].tolist() == [2, 1]
    names = ["booking_id", "document", "vendor", "text", "source_row"]
    assert found[names].isna().all(axis=None)
    assert found["source_file"].tolist() == ["ledger.xlsx"] * 2


def test_by_period_days_and_order_numbers_are_put_together():
    ledger = postings(
        {"booked_on": date(2024, 5, 3), "period": 5, "amount": "1.00", "order_id": "A1"},
        {"booked_on": date(2024, 5, 4), "period": 5, "amount": "1.00"},
        {"booked_on": date(2024, 6, 3), "period": 6, "amount": "1.00"},
        {"booked_on": date(2024, 6, 3), "period": 6, "amount": "7.00", "document": "ER-1", "order_id": "A2"},
    )
    found = condense(ledger, documents=["ER-1"], by_period=True)
    assert found["amount"].tolist() == euros("2.00", "7.00", "1.00")
    assert found["booked_on"].dt.date.tolist() == [pd.NaT, date(2024, 6, 3), pd.NaT]
    assert found["order_id"].tolist() == [pd.NA, "A2", pd.NA]
    pd.testing.assert_frame_equal(cube(found), cube(ledger))


def test_orders_and_the_documents_of_activities_keep_a_row_and_all_their_words():
    ledger = postings(
        {"document": "0019", "amount": "1", "text": "Flug", "item": "1"},
        {"document": "19.0", "amount": "2", "text": "Hotel", "item": "2"},
        {"kind": "commitment", "order_id": "A1", "amount": "3", "vendor": "Reisebüro", "is_final": True},
    )
    found = condense(ledger, documents=["19"]).sort_values("amount", ignore_index=True)
    pd.testing.assert_frame_equal(found[ledger.columns], ledger)
    assert found["count"].tolist() == [1, 1, 1]


def test_a_condensed_frame_has_the_canonical_columns_also_when_it_is_empty():
    for ledger in (postings(), postings({"amount": "1"})):
        found = condense(ledger)
        assert found.dtypes.to_dict() == {
            name: pd.Series(dtype=dtype).dtype for name, dtype in CONDENSED_COLUMNS.items()
        }


def test_a_split_posting_is_one_posting_however_its_parts_are_condensed():
    part = {"rule": "R1", "share": "1/2", "booked_on": date(2024, 5, 3)}
    ledger = postings(
        {**part, "booking_id": "x", "region": "ansan", "amount": "5"},
        {**part, "booking_id": "x", "region": "lwiw", "amount": "5"},
        {**part, "booking_id": "y", "region": "ansan", "amount": "7"},
        {**part, "booking_id": "y", "region": "lwiw", "amount": "7"},
        {**part, "rule": "R2", "booking_id": "z", "region": None, "amount": "7"},
        {**part, "rule": "R2", "booking_id": "z", "region": "lwiw", "cost_type": "Reise", "amount": "7"},
        {"booking_id": "u", "amount": "1", "booked_on": date(2024, 5, 3)},
        {"booking_id": "v", "amount": "1", "booked_on": date(2024, 5, 3)},
    )
    condensed = condense(ledger)
    assert (posting_count(ledger), row_count(ledger)) == (5, 8)
    assert (posting_count(condensed), row_count(condensed)) == (5, 8)
    assert posting_count(condensed[condensed["region"].isna()]) == posting_count(
        ledger[ledger["region"].isna()]
    )


def test_of_condensed_books_a_threshold_is_reached_on_a_day_and_never_with_a_document_of_others():
    books, _ = both(
        postings(
            {"booked_on": date(2024, 1, 1), "amount": "30.00"},
            {"booked_on": date(2024, 5, 3), "amount": "15.00"},
            {"booked_on": date(2024, 5, 3), "amount": "5.00"},
        )
    )
    condensed = replace(books, bookings=condense(books.bookings))
    found = crossings(condensed, pot="kooperation", year=2024)
    assert found["threshold"].tolist() == [80, 90, 100]
    assert found["booked_on"].dt.date.tolist() == [date(2024, 5, 3)] * 3
    assert found["running"].tolist() == euros("50.00") * 3
    assert found[["document", "booking_id", "source_row"]].isna().all(axis=None)


def test_a_document_that_is_alone_on_its_day_is_named_also_of_condensed_books():
    books, condensed = both(postings({"document": "ER-1", "booked_on": date(2024, 5, 3), "amount": "50.00"}))
    kept = crossings(condensed, pot="kooperation", year=2024)
    pd.testing.assert_frame_equal(kept, crossings(books, pot="kooperation", year=2024))


def test_condensed_rows_are_no_candidates_for_a_difference():
    ledger = postings(*[{"amount": "10.00", "booked_on": date(2024, 5, 3)}] * 2)
    books = HandmadeBooks(bookings=ledger, overview=overview({"year": 2024, "actual": "0.00"}))
    condensed = replace(books, bookings=condense(ledger))
    assert reconcile(condensed)["difference"].tolist() == euros("-20.00")
    assert reconcile(condensed)["candidates"].isna().all()


def test_an_arrow_table_condenses_as_the_frame_that_it_comes_from():
    ledger = postings({"amount": "1.25", "booked_on": date(2024, 5, 3)}, {"amount": "2.50"})
    pd.testing.assert_frame_equal(condense(pa.Table.from_pandas(ledger)), condense(ledger))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "raw"
    write_demo(folder)
    return read_books(folder)


def test_condensed_books_are_the_demo_in_every_figure(demo):
    condensed = demo.condensed()
    assert condensed.as_of == demo.as_of
    pd.testing.assert_frame_equal(budget_usage(condensed), budget_usage(demo))
    pd.testing.assert_frame_equal(activity_costs(condensed), activity_costs(demo))
    pd.testing.assert_frame_equal(open_commitments(condensed), open_commitments(demo))
    assert posting_count(trace(condensed)) == posting_count(trace(demo))
