"""A report of more postings than a sheet should list: the same figures from sums, each posting on request."""

from datetime import date

import pandas as pd
import pytest
from workbook_ledger import books_of, decision, posting

from kooperation.model.discretion import discretion_of
from kooperation.reporting.provenance import ledger_check, rule_lines
from kooperation.reporting.tables import MOST_POSTINGS_IN_SHEET, report_of

ROWS = [
    posting(2024, 10_000, text="Flug Erika Mustermann", booked_on=date(2024, 5, 3), period=5),
    posting(2024, 20_000, booked_on=date(2024, 5, 4), period=5),
    posting(2024, -5_000, booked_on=date(2024, 5, 4), period=5),
    posting(2024, 7_000, "sacramento", booked_on=date(2024, 6, 4), period=6),
    posting(2024, 3_000, None, booked_on=date(2024, 6, 4), period=6),
    posting(2025, 1_000, None, None, booked_on=date(2025, 1, 4), period=1),
]
FRAMES = ("usage", "commitments", "reconciliation", "activities", "outcomes")


@pytest.fixture
def books():
    return books_of(ROWS, decisions=(decision(2024, "25000"),))


def test_up_to_the_limit_postings_stand_one_by_one(books):
    report = report_of(books, most_postings=len(ROWS))
    assert not report.is_condensed
    assert report.single_postings is None
    assert len(report.postings) == len(ROWS)
    assert MOST_POSTINGS_IN_SHEET == 200_000


def test_one_more_than_the_limit_and_they_are_sums_with_a_count(books):
    report = report_of(books, most_postings=len(ROWS) - 1)
    assert report.is_condensed
    assert report.postings["count"].tolist() == [2, 1, 1, 1, 1]
    assert report.postings["document"].isna().all()


@pytest.mark.parametrize("as_of", [None, date(2024, 5, 31)])
def test_every_figure_of_the_report_is_that_of_the_single_postings(books, as_of):
    single, summed = (report_of(books, as_of=as_of, most_postings=most) for most in (100, 0))
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(summed, name), getattr(single, name))
    assert {key: group.amount for key, group in summed.groups.items()} == {
        key: group.amount for key, group in single.groups.items()
    }
    assert summed.amount() == single.amount()
    assert (summed.years, summed.cost_types, summed.as_of) == (single.years, single.cost_types, single.as_of)
    assert ledger_check(summed) == ledger_check(single)


def test_the_single_postings_are_the_rows_that_the_sheet_would_have_listed(books):
    single, summed = (report_of(books, most_postings=most) for most in (100, 0))
    pd.testing.assert_frame_equal(summed.single_postings, single.postings)
    assert "vendor" not in summed.single_postings
    assert "Mustermann" not in " ".join(summed.single_postings["text"])


def test_each_group_of_sums_stands_in_one_run_of_rows(books):
    report = report_of(books, most_postings=0)
    for (pot, region, year), group in report.groups.items():
        rows = report.postings.iloc[group.first : group.last + 1]
        assert set(zip(rows["pot_name"], rows["region_name"], rows["shown_year"], strict=True)) == {
            (pot, region, year)
        }


def test_no_line_of_the_register_is_offered_for_a_sum(books):
    report = report_of(books, most_postings=0)
    assert rule_lines(report.unassigned, report) == []


def test_a_report_judges_every_text_once(books, monkeypatch):
    judged = []
    discretion = type(discretion_of(books))
    text = discretion.text
    monkeypatch.setattr(discretion, "text", lambda self, one: (judged.append(one), text(self, one))[1])
    many = [posting(2024, 100, text=f"Flug {number} nach Ansan") for number in range(300)]
    report_of(books_of(many))
    assert len([one for one in judged if one.startswith("Flug")]) == 1
