"""What came of activities: the figures that the log states, and the planned ones whose time is over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from handmade import HandmadeBooks, activities

import kooperation as ko
from kooperation.analysis.outcomes import OUTCOME_COLUMNS, is_overdue, outcomes, overdue_activities

CENTER = (
    "Technology Cooperation Center am TPH Herzogenrath | Unternehmen im Zentrum: 15 (2024, Vorlage 2024/0207)"
    " | Unternehmen im Zentrum: 10 (erwartet, 2021)"
)


def figures(text: str, **others: Any) -> list[dict[str, Any]]:
    """Return what is found in one outcome, without what is not known."""
    rows = outcomes(activities({"outcome": text} | others)).to_dict("records")
    return [{name: cell for name, cell in row.items() if not pd.isna(cell)} for row in rows]


def test_what_was_expected_and_what_is_there_stand_side_by_side_each_with_its_date_and_source():
    first, second = figures(CENTER, region="suedkorea", period_text="April 2020", source="Vorlage 2021")
    where = {
        "activity_id": "A1",
        "region": "suedkorea",
        "source_file": "aktivitaeten/log.csv",
        "source_row": 2,
    }
    assert first == where | {
        "measure": "Unternehmen im Zentrum",
        "value": Decimal("10.00"),
        "is_expected": True,
        "is_about": False,
        "period_text": "2021",
        "year": 2021,
        "source": "Vorlage 2021",
    }
    assert second == where | {
        "measure": "Unternehmen im Zentrum",
        "value": Decimal("15.00"),
        "is_expected": False,
        "is_about": False,
        "period_text": "2024",
        "year": 2024,
        "source": "Vorlage 2024/0207",
    }


@pytest.mark.parametrize(
    ("text", "value", "unit", "is_about"),
    [
        ("Firmen: 12", "12.00", None, False),
        ("Firmen: rd. 12", "12.00", None, True),
        ("Firmen: ca.12 Betriebe.", "12.00", "Betriebe", True),
        ("Umsatz: 1.250.000 €", "1250000.00", "€", False),
        ("Quote: 12,5 %", "12.50", "%", False),
        ("Veränderung: -3", "-3.00", None, False),
    ],
)
def test_a_figure_is_a_measure_a_colon_and_a_number_with_a_unit_if_wanted(text, value, unit, is_about):
    [found] = figures(text)
    assert (found["value"], found.get("unit"), found["is_about"]) == (Decimal(value), unit, is_about)


@pytest.mark.parametrize(
    "text",
    [
        "MoU mit dem Stadtrat von Ansan",
        "Unternehmen im Zentrum: zehn",
        "Unternehmen im Zentrum 10",
        "Treffen um 10:30 Uhr mit 5 Personen, danach Empfang: 20 Gäste aus 3 Ländern (7 Gewählte) und mehr",
        "Quote: 12,345",
        "Beschluss SV 2017/0472: Unterstützung und Mittel",
        "",
    ],
)
def test_a_text_without_such_a_figure_is_no_measure(text):
    assert figures(text) == []


@pytest.mark.parametrize("word", ["erwartet", "Erwartet 2026", "2026, geplant", "Ziel 2026", "expected 2026"])
def test_what_is_expected_is_marked(word):
    [found] = figures(f"Firmen: 10 ({word})")
    assert found["is_expected"]


def test_without_a_date_of_its_own_a_figure_is_of_the_time_of_the_activity():
    [found] = figures("Firmen: 10", period_text="19.04.2024")
    assert (found["on"], found["year"], found["period_text"]) == (
        pd.Timestamp(2024, 4, 19),
        2024,
        "19.04.2024",
    )


def test_a_date_in_brackets_that_names_no_day_has_none():
    [found] = figures("Firmen: 10 (Herbst 2023)", period_text="19.04.2024")
    assert ("on" in found, found["year"]) == (False, 2023)


def test_figures_stand_by_measure_and_date():
    log = activities({"outcome": "b: 1 (2024); A: 2 (Mai 2024)"}, {"outcome": "a: 3 (2021) | B: 4"})
    found = outcomes(log)
    assert found["value"].to_list() == [3, 2, 1, 4]


def test_without_any_activity_there_is_an_empty_frame_with_all_columns():
    found = outcomes(activities())
    assert len(found) == 0
    assert [name for name, dtype in OUTCOME_COLUMNS.items() if found[name].dtype != dtype] == []


# --- overdue


def overdue(*rows: dict[str, Any], as_of: date | None = date(2025, 3, 1)) -> list[str]:
    return overdue_activities(HandmadeBooks(activities=activities(*rows)), as_of=as_of)[
        "activity_id"
    ].to_list()


def test_planned_and_over_is_overdue_whatever_the_text_says_is_intended():
    assert overdue({"status": "geplant", "period_text": "2024", "outcome": "Vereinbarung mit der RWTH"}) == [
        "A1"
    ]


def test_an_agreement_that_is_signed_a_trip_that_is_postponed_and_what_goes_on_are_not():
    rows = [
        {"status": status, "period_text": "19.04.2024"}
        for status in ("unterzeichnet", "verschoben", "abgesagt", "laufend", "durchgeführt", None)
    ]
    assert overdue(*rows) == []


def test_the_day_after_the_end_is_the_first_on_which_it_is_overdue():
    trip = {"status": "geplant", "period_text": "03.–09.04.2025"}
    days = [date(2025, 4, 3), date(2025, 4, 9), date(2025, 4, 10)]
    assert [overdue(trip, as_of=day) for day in days] == [[], [], ["A1"]]


def test_without_an_end_nothing_is_overdue():
    assert overdue({"status": "geplant", "period_text": "seit 2015"}, {"status": "geplant"}) == []


def test_a_figure_that_is_a_fact_shows_that_it_took_place_and_one_that_is_expected_does_not():
    planned = {"status": "geplant", "period_text": "2024"}
    assert overdue(planned | {"outcome": "Firmen: 15"}, planned | {"outcome": "Firmen: 10 (erwartet)"}) == [
        "A2"
    ]


def test_without_a_day_nothing_is_overdue():
    log = activities({"status": "geplant", "period_text": "2024"})
    assert is_overdue(log, as_of=None).to_list() == [False]


def test_the_demo_tells_the_companies_in_the_center_and_what_is_overdue(project):
    books = ko.read_books(project / "data" / "raw")
    assert ko.outcomes(books).attrs["region_names"]["suedkorea"]["de"] == "Südkorea"
    told = ko.outcomes(books)[["value", "year", "is_expected", "source"]].to_numpy().tolist()
    assert told == [
        [Decimal("10.00"), 2021, True, "Vorlage Delegationsreise Ansan 2021"],
        [Decimal("15.00"), 2024, False, "Vorlage 2024/0207"],
    ]
    assert ko.overdue_activities(books, as_of=date(2025, 6, 30))["activity_id"].to_list() == [
        "A10",
        "A16",
        "A18",
    ]
    assert ko.overdue_activities(books, as_of=date(2024, 11, 27))["activity_id"].to_list() == ["A10"]
