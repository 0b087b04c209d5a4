"""Exact euros: what a text or a cell is worth to the cent, and what is no amount of money."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from babel.numbers import format_decimal as babel_decimal
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.findings import Place, finding
from kooperation.model.money import (
    EUR,
    AmountError,
    Convention,
    cents_to_euros,
    column_sum,
    format_count,
    format_decimal,
    format_euros,
    format_percent,
    is_blank_amount,
    number_to_cents,
    running_sum,
    split_to_the_cent,
    sum_euros,
    take_apart,
    text_to_euros,
    to_cents,
)


@pytest.mark.parametrize(
    "text, euros",
    [
        ("1.250,50", "1250.50"),
        ("1250,5", "1250.50"),
        ("1 250,50", "1250.50"),
        ("1\u00a0250,50", "1250.50"),
        ("1\u202f250,50", "1250.50"),
        ("1'250,50", "1250.50"),
        ("1’250,50", "1250.50"),
        ("1.250,50-", "-1250.50"),
        ("-1.250,50", "-1250.50"),
        ("−1.250,50", "-1250.50"),
        ("–1.250,50", "-1250.50"),
        ("- 1.250,50", "-1250.50"),
        ("(1.250,50)", "-1250.50"),
        ("+1.250,50", "1250.50"),
        ("1.250,50 €", "1250.50"),
        ("€ 1.250,50", "1250.50"),
        ("1.250,50 EUR", "1250.50"),
        ("1.250,--", "1250.00"),
        ("1.250,–", "1250.00"),
        ("   1.250,50   ", "1250.50"),
        ("1250", "1250.00"),
        ("1.234.567,89", "1234567.89"),
    ],
)
def test_a_german_amount_is_read_to_the_cent_in_every_spelling(text, euros):
    assert text_to_euros(text) == Decimal(euros)


@pytest.mark.parametrize(
    "text, euros",
    [
        ("1751.46", "1751.46"),
        ("8,500", "8500.00"),
        ("1,234,567.89", "1234567.89"),
        ("-$5", None),
        ("1 234.50", "1234.50"),
    ],
)
def test_an_amount_with_a_decimal_dot_is_read_when_the_dot_is_known(text, euros):
    if euros is None:
        with pytest.raises(AmountError):
            text_to_euros(text, Convention.DOT)
    else:
        assert text_to_euros(text, Convention.DOT) == Decimal(euros)


@pytest.mark.parametrize(
    "text",
    [
        "12.34,56",
        "1.2E3",
        "0x10",
        "inf",
        "nan",
        "１２,00",
        "1.23.456",
        "1.234 567,00",
        "--5",
        "(5",
        "(-5)",
        "5 XYZ",
        "12 34",
        "",
        "Ansan",
        "1,2,3",
        "5-5",
    ],
)
def test_what_is_no_amount_in_any_convention_is_refused(text):
    with pytest.raises(AmountError) as refused:
        take_apart(text)
    assert refused.value.reason == "not_an_amount"


def test_a_long_text_of_blanks_is_refused_at_once():
    with pytest.raises(AmountError):
        take_apart("1" + " " * 100_000 + "x")


@pytest.mark.parametrize("text", ["1.234", "1,234", "25.000"])
def test_three_digits_behind_a_lone_mark_prove_nothing_and_are_doubtful(text):
    amount = take_apart(text)
    assert (amount.evidence, amount.is_doubtful) == (None, True)


@pytest.mark.parametrize(
    "text, convention",
    [
        ("1.234,5", Convention.GERMAN),
        ("1.234.567", Convention.GERMAN),
        ("12,5", Convention.GERMAN),
        ("5,--", Convention.GERMAN),
        ("1,234.5", Convention.DOT),
        ("12.50", Convention.DOT),
        ("0.500", Convention.DOT),
        ("1234", None),
        ("1 234", None),
    ],
)
def test_a_text_proves_its_decimal_mark_or_nothing(text, convention):
    assert take_apart(text).evidence == convention


def test_a_group_of_thousands_never_begins_with_zero():
    with pytest.raises(AmountError) as refused:
        text_to_euros("0.500")
    assert refused.value.reason == "other_convention"


@pytest.mark.parametrize("text", ["1,234", "0,005", "12,345"])
def test_three_decimals_are_refused_because_they_may_be_thousands(text):
    with pytest.raises(AmountError) as refused:
        text_to_euros(text)
    assert refused.value.reason == "more_than_two_decimals"


def test_an_amount_over_ten_trillion_is_an_identifier():
    assert text_to_euros("10.000.000.000.000,00") == Decimal(10**13)
    with pytest.raises(AmountError) as refused:
        text_to_euros("10.000.000.000.000,01")
    assert refused.value.reason == "amount_too_large"


def test_a_unit_in_the_text_counts_once_also_in_a_column_of_thousands():
    assert to_cents(take_apart("25 T€"), Convention.GERMAN) == 25_000_00
    assert to_cents(take_apart("25 T€"), Convention.GERMAN, scale=1000) == 25_000_00
    assert to_cents(take_apart("1,5 Mio. €"), Convention.GERMAN) == 1_500_000_00


def test_euros_in_a_column_of_thousands_contradict_it():
    with pytest.raises(AmountError) as refused:
        to_cents(take_apart("25 €"), Convention.GERMAN, scale=1000)
    assert refused.value.reason == "units_contradict"


def test_a_minus_and_an_h_together_have_no_one_meaning():
    assert take_apart("310,00 H").mark == "H"
    with pytest.raises(AmountError) as refused:
        take_apart("-310,00 H")
    assert refused.value.reason == "sign_twice"


@pytest.mark.parametrize("text", ["-", "--", "–", "-,-", "-,--", "–,–"])
def test_signs_for_nothing_are_known(text):
    assert is_blank_amount(text)


@pytest.mark.parametrize(
    "number, cents", [(1234.56, 123456), (0.1 + 0.2, 30), (-310, -31000), (0, 0), (1e13, 10**15)]
)
def test_a_number_cell_is_worth_its_cents_within_the_dust_of_sums(number, cents):
    assert number_to_cents(number) == cents


@pytest.mark.parametrize(
    "number, reason",
    [
        (1.234, "more_than_two_decimals"),
        (1e14, "amount_too_large"),
        (float("nan"), "amount_too_large"),
        (float("inf"), "amount_too_large"),
    ],
)
def test_a_number_cell_that_is_no_money_is_refused(number, reason):
    with pytest.raises(AmountError) as refused:
        number_to_cents(number)
    assert refused.value.reason == reason


def test_a_number_cell_in_thousands_may_have_more_decimals():
    assert number_to_cents(1.2345, scale=1000) == 123_450


def test_cents_become_exact_decimals_and_none_stays_unknown():
    column = pd.Series(cents_to_euros([123, None, -5, 10**15]))
    assert column.dtype == EUR
    assert column.isna().to_list() == [False, True, False, False]
    assert column.dropna().to_list() == [Decimal("1.23"), Decimal("-0.05"), Decimal(10**13)]


def test_sums_of_nothing_are_zero_euros():
    assert sum_euros([]) == Decimal("0.00")
    assert column_sum(pd.Series([], dtype=EUR)) == Decimal("0.00")


@given(st.lists(st.integers(-(10**12), 10**12), max_size=30))
def test_column_and_running_sums_are_exact(cents):
    column = pd.Series(cents_to_euros(cents))
    assert column_sum(column) == Decimal(sum(cents)).scaleb(-2)
    assert [int(one.scaleb(2)) for one in running_sum(column)] == [
        sum(cents[: n + 1]) for n in range(len(cents))
    ]


def test_thirds_of_a_hundred_euros_add_up_to_a_hundred_euros():
    third = Fraction(1, 3)
    assert split_to_the_cent(Decimal("100.00"), [third, third, third]) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(1, 9), min_size=1, max_size=7))
def test_a_split_never_loses_a_cent(cents, weights):
    amount = Decimal(cents).scaleb(-2)
    parts = split_to_the_cent(amount, [Fraction(weight, sum(weights)) for weight in weights])
    assert sum_euros(parts) == amount


def test_shares_that_are_not_one_are_a_misuse():
    with pytest.raises(ValueError, match="add up to"):
        split_to_the_cent(Decimal(1), [Fraction(1, 2)])


_GROUPS = {Convention.GERMAN: ".", Convention.DOT: ","}
_SIGNS = ["-{}", "{}-", "−{}", "({})", "- {}", "{} -"]


def written(cents: int, *, mark: Convention, group: str, sign: str, currency: str) -> str:
    """Write cents as an export does."""
    whole, rest = divmod(abs(cents), 100)
    digits = f"{whole:,}".replace(",", group)
    text = f"{digits}{mark.value}{rest:02d}{currency}"
    return sign.format(text) if cents < 0 else text


@given(
    cents=st.integers(-(10**13), 10**13),
    mark=st.sampled_from(Convention),
    group=st.sampled_from(["own", "", " ", "\u202f", "'"]),
    sign=st.sampled_from(_SIGNS),
    currency=st.sampled_from(["", " €", " EUR"]),
)
def test_every_written_amount_is_read_back_to_the_cent(cents, mark, group, sign, currency):
    text = written(
        cents, mark=mark, group=_GROUPS[mark] if group == "own" else group, sign=sign, currency=currency
    )
    amount = take_apart(text)
    assert amount.evidence == mark
    assert to_cents(amount, mark) == cents


def test_amounts_are_shown_as_people_read_them():
    assert format_euros(Decimal("1234.50")) == "1.234,50 €"
    assert format_euros(Decimal("-1234.50"), "en") == "-€1,234.50"
    assert format_euros(None) == "–"


@given(
    number=st.decimals(-(10**15), 10**15, places=4),
    language=st.sampled_from(["de", "en"]),
    decimals=st.integers(0, 3),
)
def test_a_number_is_written_as_the_rules_of_its_language_ask(number, language, decimals):
    pattern = ("#,##0." + "0" * decimals).rstrip(".")
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
    assert format_decimal(number, language, decimals=decimals) == babel_decimal(
        rounded, format=pattern, locale=language
    )


@pytest.mark.parametrize(
    ("part", "whole", "german", "english"),
    [
        ("24000", "25000", "96,0 %", "96.0%"),
        ("20000", "25000", "80,0 %", "80.0%"),
        ("25000", "25000", "100,0 %", "100.0%"),
        ("19997.50", "25000", "79,99 %", "79.99%"),
        ("19999.99", "25000", "79,99 %", "79.99%"),
        ("20000.01", "25000", "80,01 %", "80.01%"),
        ("22490", "25000", "89,96 %", "89.96%"),
        ("40000.01", "40000", "100,01 %", "100.01%"),
        ("39984", "40000", "99,96 %", "99.96%"),
        ("40020", "40000", "100,1 %", "100.1%"),
        ("24985", "25000", "99,9 %", "99.9%"),
    ],
)
def test_a_share_is_never_rounded_onto_a_line_that_it_does_not_stand_on(part, whole, german, english):
    share = Fraction(part) / Fraction(whole)
    assert (format_percent(share), format_percent(share, "en")) == (german, english)


@pytest.mark.parametrize("text", ["5 USD", "£1,234.50", "$-5", "(£ 25,000.00)", "CHF 5.00", "1'250.00 Fr."])
def test_an_amount_in_another_currency_is_never_read_as_euros(text):
    assert take_apart(text).currency is not None
    with pytest.raises(AmountError) as refused:
        text_to_euros(text, Convention.DOT)
    assert refused.value.reason == "foreign_amount"


@pytest.mark.parametrize(
    "text, euros", [("1250.-", "1250"), ("1'250.--", "1250"), ("12.–", "12"), ("-5.-", "-5")]
)
def test_a_dash_behind_the_decimal_dot_stands_for_no_rappen(text, euros):
    assert text_to_euros(text, Convention.DOT) == Decimal(euros)


@pytest.mark.parametrize("text", ["-   €", "- €", "€ -", "-- EUR", "£ -", "-,-- €"])
def test_a_dash_beside_a_currency_stands_for_nothing(text):
    assert is_blank_amount(text)


def test_a_count_is_written_in_groups_of_thousands_in_either_language():
    assert [format_count(count) for count in (0, 999, 146_547, 1_002_016)] == [
        "0",
        "999",
        "146.547",
        "1.002.016",
    ]
    assert format_count(1_002_016, "en") == "1,002,016"


def test_a_finding_groups_what_it_counts_and_never_a_year():
    found = finding("dataset_has_orders", Place(file="a"), count=6810)
    assert ("6.810" in found.message(), "6,810" in found.message("en")) == (True, True)
    assert "2024" in finding("plan_undecided", Place(), year=2024, plans="a, b").message()
