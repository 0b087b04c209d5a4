"""Dates of activities: read as papers state them, never sharper."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kooperation.model.period import Period, doubts_about, format_period, parse_period
from kooperation.model.spoken_dates import span_of_months


def period(start, end, precision):
    return Period(date(*start) if start else None, date(*end) if end else None, precision)


def months(year, month, to_year, to_month, precision):
    return Period(*span_of_months(year, month, to_year, to_month, precision))


TRIP = period((2022, 4, 3), (2022, 4, 9), "range")
VISIT = period((2024, 4, 19), (2024, 4, 19), "day")


@pytest.mark.parametrize(
    "text",
    [
        "19.04.2024",
        "19.4.24",
        "19. 4. 2024",
        "2024-04-19",
        "2024-04-19 10:30:00",
        "20240419",
        "19. April 2024",
        "19 Apr 2024",
        "19-Apr-2024",
        "April 19, 2024",
        "19th of April 2024",
        "19/04/2024",
        "Fr, 19.04.2024",
        "Freitag, 19. April 2024, 14 Uhr",
        "am 19.04.2024",
        "voraussichtlich 19.04.2024",
        "19.04.2024 (A)",
    ],
)
def test_a_day_is_read_in_every_notation(text):
    assert parse_period(text) == VISIT


@pytest.mark.parametrize(
    "text",
    [
        "03.–09.04.2022",
        "03.-09.04.2022",
        "03.—09.04.2022",
        "03.−09.04.2022",
        "03.\u201109.04.2022",
        "03. – 09.04.2022",
        "03. 09.04.2022",
        "03.04.–09.04.2022",
        "03.04.2022 – 09.04.2022",
        "3.4.-9.4.22",
        "3. bis 9. April 2022",
        "3. April bis 9. April 2022",
        "vom 03. bis zum 09.04.2022",
        "ab 03.04. bis 09.04.2022",
        "Mo 03.04. - So 09.04.2022",
        "3-9 April 2022",
        "April 3-9, 2022",
        "2022-04-03 to 2022-04-09",
        "03./09.04.2022",
    ],
)
def test_a_range_of_days_is_read_with_every_dash_and_without_one(text):
    assert parse_period(text) == TRIP


@pytest.mark.parametrize(
    "text, expected",
    [
        ("28.02.-04.03.2023", period((2023, 2, 28), (2023, 3, 4), "range")),
        ("28. Februar – 4. März 2023", period((2023, 2, 28), (2023, 3, 4), "range")),
        ("30.12.2023–02.01.2024", period((2023, 12, 30), (2024, 1, 2), "range")),
        ("30.03./01.04.2022", period((2022, 3, 30), (2022, 4, 1), "range")),
        ("April 28 - May 4, 2022", period((2022, 4, 28), (2022, 5, 4), "range")),
        ("KW 15/2024", period((2024, 4, 8), (2024, 4, 14), "range")),
        ("15. KW 2024", period((2024, 4, 8), (2024, 4, 14), "range")),
        ("KW 05–06/2024", period((2024, 1, 29), (2024, 2, 11), "range")),
        ("06/2020–12/2021", months(2020, 6, 2021, 12, "range")),
        ("ca. 06/2020–12/2021", months(2020, 6, 2021, 12, "range")),
        ("04-06/2024", months(2024, 4, 2024, 6, "range")),
        ("April–Juni 2024", months(2024, 4, 2024, 6, "range")),
        ("Mai/Juni 2024", months(2024, 5, 2024, 6, "range")),
        ("März, April und Mai 2024", months(2024, 3, 2024, 5, "range")),
        ("Ende April/Anfang Mai 2024", months(2024, 4, 2024, 5, "range")),
        ("Q1–Q3 2022", months(2022, 1, 2022, 9, "range")),
        ("1. und 2. Quartal 2024", months(2024, 1, 2024, 6, "range")),
        ("Herbst/Winter 2019/20", months(2019, 9, 2020, 2, "range")),
        ("2019 bis 2021", months(2019, 1, 2021, 12, "range")),
        ("from 2019 to 2021", months(2019, 1, 2021, 12, "range")),
        ("2018/19", months(2018, 1, 2019, 12, "range")),
        ("2018-22", months(2018, 1, 2022, 12, "range")),
        ("19.04.2024 bis Ende 2024", period((2024, 4, 19), (2024, 12, 31), "range")),
    ],
)
def test_a_range_reaches_from_the_first_to_the_last_day_stated(text, expected):
    assert parse_period(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("April 2020", months(2020, 4, 2020, 4, "month")),
        ("im Februar 2024", months(2024, 2, 2024, 2, "month")),
        ("Dez. 19", months(2019, 12, 2019, 12, "month")),
        ("Apr 20", months(2020, 4, 2020, 4, "month")),
        ("04/2020", months(2020, 4, 2020, 4, "month")),
        ("2024-04", months(2024, 4, 2024, 4, "month")),
        ("voraussichtlich Mai 2025", months(2025, 5, 2025, 5, "month")),
        ("Ende April 2024", months(2024, 4, 2024, 4, "month")),
        ("etwa 06/2020", months(2020, 6, 2020, 6, "month")),
        ("Herbst 2018", months(2018, 9, 2018, 11, "season")),
        ("Frühjahr 2023", months(2023, 3, 2023, 5, "season")),
        ("Frühling 2023", months(2023, 3, 2023, 5, "season")),
        ("spring 2023", months(2023, 3, 2023, 5, "season")),
        ("in the spring of 2023", months(2023, 3, 2023, 5, "season")),
        ("Winter 2019/2020", months(2019, 12, 2020, 2, "season")),
        ("Winter 2023/24", months(2023, 12, 2024, 2, "season")),
        ("Anfang 2020", months(2020, 1, 2020, 4, "season")),
        ("Mitte 2020", months(2020, 5, 2020, 8, "season")),
        ("Ende 2020", months(2020, 9, 2020, 12, "season")),
        ("end of 2020", months(2020, 9, 2020, 12, "season")),
        ("3. Quartal 2022", months(2022, 7, 2022, 9, "season")),
        ("Q3/2022", months(2022, 7, 2022, 9, "season")),
        ("2022-Q3", months(2022, 7, 2022, 9, "season")),
        ("III. Quartal 2022", months(2022, 7, 2022, 9, "season")),
        ("first quarter of 2022", months(2022, 1, 2022, 3, "season")),
        ("1. Halbjahr 2024", months(2024, 1, 2024, 6, "season")),
        ("2. Hälfte 2020", months(2020, 7, 2020, 12, "season")),
        ("H2 2020", months(2020, 7, 2020, 12, "season")),
        ("2023", months(2023, 1, 2023, 12, "year")),
        ("Jahr 2023", months(2023, 1, 2023, 12, "year")),
    ],
)
def test_a_month_a_season_and_a_year_stay_as_wide_as_the_paper_says(text, expected):
    assert parse_period(text) == expected


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("seit 2015", (2015, 1, 1), None),
        ("ab Herbst 2018", (2018, 9, 1), None),
        ("laufend seit 2015", (2015, 1, 1), None),
        ("seit 2015 (laufend)", (2015, 1, 1), None),
        ("2015 bis heute", (2015, 1, 1), None),
        ("2015 –", (2015, 1, 1), None),
        ("nach 2020", (2021, 1, 1), None),
        ("bis 2024", None, (2024, 12, 31)),
        ("bis Ende 2020", None, (2020, 12, 31)),
        ("vor 2024", None, (2023, 12, 31)),
        ("offen", None, None),
        ("laufend", None, None),
        ("–", None, None),
        ("undatiert (≤ 2024)", None, None),
    ],
)
def test_an_end_that_the_paper_leaves_open_stays_open(text, start, end):
    assert parse_period(text) == period(start, end, "open")


def test_about_a_day_is_its_month_and_no_day():
    assert parse_period("ca. 19.04.2024") == months(2024, 4, 2024, 4, "month")
    assert parse_period("um den 19.04.2024".replace("den ", "")) == months(2024, 4, 2024, 4, "month")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("April 2020 (B) / Anfang 2020 (A)", months(2020, 1, 2020, 4, "season")),
        ("Anfang 2020 oder April 2020", months(2020, 1, 2020, 4, "season")),
        ("18.04.2024 bzw. 20.04.2024", period((2024, 4, 18), (2024, 4, 20), "range")),
        ("2019, 2021 und 2023", months(2019, 1, 2023, 12, "range")),
    ],
)
def test_of_two_statements_the_period_that_covers_both_is_kept_and_said(text, expected):
    assert parse_period(text) == expected
    assert doubts_about(text) == ("stated_twice",)


def test_a_range_is_one_statement():
    assert (
        doubts_about("03./04.04.2022") == doubts_about("2019 bis 2021") == doubts_about("Mai/Juni 2024") == ()
    )


def test_a_winter_of_one_year_begins_in_its_december_and_this_is_said():
    assert parse_period("Winter 2019") == parse_period("Winter 2019/20")
    assert doubts_about("Winter 2019") == ("winter_of_one_year",)
    assert doubts_about("Winter 2019/20") == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31.11.2024",
        "29.02.2023",
        "29. Februar 2023",
        "KW 53/2024",
        "bald",
        "13/2024",
        "09.–03.04.2022",
        "Ende 2021 bis Anfang 2020",
        "30.12.–02.01.2024",
        "Dezember–Februar 2024",
        "19.04.0204",
        "19.04.",
        "April",
        "Ansan",
        "seit seit 2015",
        "KW 5 bis Juni 2024",
    ],
)
def test_what_is_no_period_or_runs_backwards_is_refused(text):
    with pytest.raises(ValueError):
        parse_period(text)


@pytest.mark.parametrize(
    "text",
    ["03/04/2024", "04/19/2024", "2011-12", "Dec 19", "III/2022", "Herbst 2018/19", "2018/22", "45401"],
)
def test_what_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(ValueError):
        parse_period(text)


@pytest.mark.parametrize("text", ["seit " * 5000 + "2015", "1." * 50, "2015/" * 20, "a - " * 29, "-" * 119])
def test_no_text_however_long_does_more_than_be_refused(text):
    with pytest.raises(ValueError):
        parse_period(text)


# --- laws ---------------------------------------------------------------------------------------------

DAYS = st.dates(date(1990, 1, 1), date(2088, 12, 31))


@given(DAYS)
def test_every_day_is_read_back_in_german_and_in_iso_notation(day):
    for text in (f"{day:%d.%m.%Y}", day.isoformat()):
        assert parse_period(text) == Period(day, day, "day")


@st.composite
def periods(draw):
    """Any period that a paper can state, of every precision."""
    day, later = sorted((draw(DAYS), draw(DAYS)))
    year = day.year
    first, last = draw(st.sampled_from([(3, 5), (9, 11), (12, 2), (1, 4), (5, 8), (9, 12), (7, 9), (1, 6)]))
    return draw(
        st.sampled_from(
            [
                Period(day, day, "day"),
                Period(day, later, "range"),
                months(day.year, day.month, later.year, later.month, "range"),
                months(day.year, 1, later.year, 12, "range"),
                months(year, day.month, year, day.month, "month"),
                months(year, first, year + (last < first), last, "season"),
                months(year, 1, year, 12, "year"),
                Period(day, None, "open"),
                Period(None, day, "open"),
                Period(None, None, "open"),
            ]
        )
    )


@given(periods(), st.sampled_from(["de", "en"]))
def test_what_is_written_of_a_period_is_read_as_the_same_period(stated, language):
    assert parse_period(format_period(stated, language)) == stated


@given(periods(), periods(), st.sampled_from([" / ", " oder ", " und "]))
@example(Period(date(2001, 1, 1), date(2002, 1, 31), "range"), parse_period("Januar 2000"), " / ")
@example(parse_period("Winter 2000/2001"), parse_period("02.01.1999"), " / ")
def test_two_statements_are_both_covered(first, second, word):
    if "open" in (first.precision, second.precision):
        return
    both = parse_period(f"{format_period(first)}{word}{format_period(second)}")
    assert both.start == min(first.start, second.start)
    assert both.end == max(first.end, second.end)


def test_a_stroke_inside_of_a_month_does_not_make_two_statements_run_backwards():
    assert parse_period("01/1999-01/2000 / Januar 2000") == months(1999, 1, 2000, 1, "range")


@given(DAYS, st.integers(1, 400), st.sampled_from(["–", "-", " bis ", "—", " - "]))
def test_a_range_covers_exactly_its_days_and_backwards_it_is_refused(start, length, dash):
    end = start + timedelta(days=length)
    assert parse_period(f"{start:%d.%m.%Y}{dash}{end:%d.%m.%Y}") == Period(start, end, "range")
    with pytest.raises(ValueError):
        parse_period(f"{end:%d.%m.%Y}{dash}{start:%d.%m.%Y}")


@given(st.text("0123456789./-– abcdefghijklmnopqrstuvwäöü()", max_size=24))
def test_any_text_is_a_period_with_its_ends_in_order_or_refused(text):
    try:
        read = parse_period(text)
    except ValueError:
        return
    assert read.start is None or read.end is None or read.start <= read.end
    assert (read.precision == "open") == (read.start is None or read.end is None)
