"""An even pace through a year: one rule for pictures and workbook."""

from datetime import date
from decimal import Decimal

import pytest

from kooperation.analysis.pace import even_pace, pace_start


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2024, 12, 31), "36500"),
        (date(2025, 1, 1), "36400"),
        (date(2025, 1, 31), "33400"),
        (date(2025, 12, 31), "0"),
        (date(2026, 1, 10), "0"),
    ],
)
def test_every_day_of_the_year_takes_the_same_and_the_last_one_the_rest(day, left):
    assert even_pace(Decimal(36_500), 2025, day) == Decimal(left)


def test_a_leap_year_is_a_day_longer():
    assert even_pace(Decimal(36_600), 2024, date(2024, 1, 1)) == 36_500


def test_half_a_cent_is_rounded_up():
    assert even_pace(Decimal("0.01"), 2024, date(2024, 7, 1)) == Decimal("0.01")


def test_a_pace_starts_with_the_ceiling_when_less_is_usable():
    assert pace_start(Decimal(40_000), Decimal(35_000), [Decimal(8_750)]) == 40_000


def test_a_pace_starts_with_more_than_the_ceiling_when_something_was_carried_over():
    assert pace_start(Decimal(40_000), Decimal(38_000), [Decimal(43_000), None]) == 43_000


def test_without_a_documented_ceiling_there_is_no_pace():
    assert pace_start(None, None, [None]) is None
