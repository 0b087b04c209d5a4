"""Dates of activities: read as papers state them, never sharper."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.period import Period, parse_period


def period(start, end, precision):
    return Period(date(*start) if start else None, date(*end) if end else None, precision)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("19.04.2024", period((2024, 4, 19), (2024, 4, 19), "day")),
        ("19.4.24", period((2024, 4, 19), (2024, 4, 19), "day")),
        ("2024-04-19", period((2024, 4, 19), (2024, 4, 19), "day")),
        ("19. April 2024", period((2024, 4, 19), (2024, 4, 19), "day")),
        ("03.–09.04.2022", period((2022, 4, 3), (2022, 4, 9), "range")),
        ("28.03.-02.04.2024", period((2024, 3, 28), (2024, 4, 2), "range")),
        ("30.12.2023 bis 02.01.2024", period((2023, 12, 30), (2024, 1, 2), "range")),
        ("3. bis 9. April 2022", period((2022, 4, 3), (2022, 4, 9), "range")),
        ("about 06/2020–12/2021", period((2020, 6, 1), (2021, 12, 31), "range")),
        ("2018/19", period((2018, 1, 1), (2019, 12, 31), "range")),
        ("April 2020", period((2020, 4, 1), (2020, 4, 30), "month")),
        ("im Februar 2024", period((2024, 2, 1), (2024, 2, 29), "month")),
        ("04/2020", period((2020, 4, 1), (2020, 4, 30), "month")),
        ("April–Juni 2024", period((2024, 4, 1), (2024, 6, 30), "range")),
        ("Herbst 2018", period((2018, 9, 1), (2018, 11, 30), "season")),
        ("Frühjahr 2023", period((2023, 3, 1), (2023, 5, 31), "season")),
        ("Winter 2023/24", period((2023, 12, 1), (2024, 2, 29), "season")),
        ("Anfang 2020", period((2020, 1, 1), (2020, 4, 30), "season")),
        ("Ende 2020", period((2020, 9, 1), (2020, 12, 31), "season")),
        ("2. Quartal 2024", period((2024, 4, 1), (2024, 6, 30), "season")),
        ("IV. Quartal 2024", period((2024, 10, 1), (2024, 12, 31), "season")),
        ("1. Halbjahr 2024", period((2024, 1, 1), (2024, 6, 30), "season")),
        ("2023", period((2023, 1, 1), (2023, 12, 31), "year")),
        ("seit 2015", period((2015, 1, 1), None, "open")),
        ("bis 2024", period(None, (2024, 12, 31), "open")),
        ("vor 2024", period(None, (2023, 12, 31), "open")),
        ("offen", period(None, None, "open")),
        ("undatiert (≤ 2024)", period(None, None, "open")),
    ],
)
def test_a_period_is_as_wide_as_the_paper_says(text, expected):
    assert parse_period(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31.11.2024",
        "29.02.2023",
        "KW 12/2024",
        "bald",
        "13/2024",
        "09.–03.04.2022",
        "19.04.0204",
        "Ansan",
        "seit seit 2015",
    ],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):
        parse_period(text)


def test_no_text_however_long_does_more_than_be_refused():
    with pytest.raises(ValueError):
        parse_period("seit " * 5000 + "2015")


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_every_day_is_read_back_in_german_and_in_iso_notation(day):
    for text in (f"{day:%d.%m.%Y}", day.isoformat()):
        assert parse_period(text) == Period(day, day, "day")
