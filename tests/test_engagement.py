"""Activities beside spending: found, counted by status, and where one stands without the other."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest

import kooperation as ko
from kooperation.model.region import Pot, Region
from kooperation.model.schema import (
    ACTIVITY_COLUMNS,
    ASSIGNMENT_COLUMNS,
    BOOKING_COLUMNS,
    EUR,
    conform,
)

REGIONS = (Region("ansan", "Ansan", "Ansan", "KR"), Region("lwiw", "Lwiw", "Lviv", "UA"))


def activity(activity_id, region, start, end, *, status="durchgeführt", kind="Besuch"):
    return {
        "activity_id": activity_id,
        "region": region,
        "start": start,
        "end": end,
        "status": status,
        "kind": kind,
    }


def books(activities=(), spent=()):
    """What ``Books`` hold, of activities and of (region, year, euros)."""
    bookings = [
        {"kind": "actual", "region": region, "year": year, "amount": Decimal(euros), "pot": "kooperation"}
        for region, year, euros in spent
    ]
    return SimpleNamespace(
        activities=conform(pd.DataFrame(list(activities), dtype=object), ACTIVITY_COLUMNS),
        bookings=conform(pd.DataFrame(bookings, dtype=object), {**BOOKING_COLUMNS, **ASSIGNMENT_COLUMNS}),
        regions=REGIONS,
        pots=(Pot("kooperation", "Kooperationen", "990100", "544016", is_default=True, frame="ja"),),
        is_example=True,
    )


VISIT = activity("A1", "ansan", date(2024, 4, 19), date(2024, 4, 19))
TRIP = activity("A2", "ansan", date(2022, 4, 3), date(2022, 4, 9), status="geplant", kind="Reise")
CONTACT = activity("A3", "lwiw", date(2015, 1, 1), None, status="laufend")
UNDATED = activity("A4", "lwiw", None, None, status=None)
FOR_ALL = activity("A5", "alle", date(2024, 11, 27), date(2024, 11, 27))
NOWHERE = activity("A6", None, date(2024, 1, 1), date(2024, 12, 31))
SEMINARS = activity("A7", "ansan", date(2020, 6, 1), date(2021, 12, 31))
ALL = [VISIT, TRIP, CONTACT, UNDATED, FOR_ALL, NOWHERE, SEMINARS]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]),
        ({"region": "ansan"}, ["A1", "A2", "A7"]),
        ({"region": "alle"}, ["A5"]),
        ({"region": "nicht zugeordnet"}, ["A6"]),
        ({"status": "geplant"}, ["A2"]),
        ({"kind": "Reise"}, ["A2"]),
        ({"region": "ansan", "status": "durchgeführt", "year": 2024}, ["A1"]),
        ({"year": 2021}, ["A3", "A7"]),
        ({"year": 2014}, []),
    ],
)
def test_activities_are_found_by_region_status_kind_and_year(asked, found):
    assert ko.find_activities(books(ALL), **asked)["activity_id"].to_list() == found
    assert ko.find_activities(books(ALL).activities, **asked)["activity_id"].to_list() == found


def test_what_goes_on_is_in_every_year_since_its_start_and_what_has_no_date_in_none():
    found = {year: ko.find_activities(books([CONTACT, UNDATED]), year=year) for year in (2014, 2015, 2030)}
    assert [rows["activity_id"].to_list() for rows in found.values()] == [[], ["A3"], ["A3"]]


def test_each_activity_is_counted_once():
    counts = ko.activities_by_status(books(ALL))
    assert counts.to_dict("index") == {
        "ansan": {"geplant": 1, "laufend": 0, "durchgeführt": 2, "ohne Angabe": 0},
        "lwiw": {"geplant": 0, "laufend": 1, "durchgeführt": 0, "ohne Angabe": 1},
        "alle": {"geplant": 0, "laufend": 0, "durchgeführt": 1, "ohne Angabe": 0},
        "nicht zugeordnet": {"geplant": 0, "laufend": 0, "durchgeführt": 1, "ohne Angabe": 0},
    }
    assert int(counts.to_numpy().sum()) == len(ALL)


def test_a_region_without_activities_keeps_its_row():
    assert ko.activities_by_status(books([VISIT])).loc["lwiw"].to_list() == [0]


def test_an_activity_is_without_spending_when_nothing_was_booked_for_its_region_in_its_years():
    spent = [("ansan", 2020, "1.00"), ("lwiw", 2024, "1.00"), ("ansan", 2025, "5.00")]
    alone = ko.activities_without_spending(books(ALL, spent))
    assert alone["activity_id"].to_list() == ["A1", "A2"]  # A3 and A7 go on in a year with spending


def test_years_outside_the_ledger_tell_nothing():
    assert ko.activities_without_spending(books(ALL, [("lwiw", 2023, "1.00")]))["activity_id"].to_list() == []
    assert len(ko.activities_without_spending(books(ALL))) == 0


def test_spending_that_was_taken_back_whole_is_no_spending():
    spent = [("ansan", 2022, "900.00"), ("ansan", 2022, "-900.00")]
    assert ko.activities_without_spending(books([TRIP], spent))["activity_id"].to_list() == ["A2"]


def test_spending_without_activity_is_listed_by_region_and_year_to_the_cent():
    spent = [
        ("ansan", 2021, "24000.00"),
        ("ansan", 2023, "0.01"),
        ("lwiw", 2024, "5.00"),
        (None, 2023, "7.00"),
    ]
    alone = ko.spending_without_activity(books([VISIT, TRIP, SEMINARS, CONTACT], spent))
    assert alone.to_dict("records") == [{"region": "ansan", "year": 2023, "amount": Decimal("0.01")}]
    assert alone["amount"].dtype == EUR
    assert alone.attrs["is_example"] is True


def test_without_a_log_all_spending_of_regions_is_without_activity():
    alone = ko.spending_without_activity(books([], [("lwiw", 2024, "5.00"), ("ansan", 2025, "1.00")]))
    assert alone[["region", "year"]].to_dict("split")["data"] == [["ansan", 2025], ["lwiw", 2024]]


def test_without_spending_nothing_is_listed():
    assert len(ko.spending_without_activity(books(ALL))) == 0
