"""Whole columns of amounts: a kernel says exactly what the rule for one cell says, or nothing."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.cents import cents_of_numbers, plain_cents, whole_cents
from kooperation.model.money import AmountError, Convention, number_to_cents, take_apart, to_cents

SCALES = st.sampled_from([1, 1_000, 1_000_000])
NEARLY_AMOUNTS = st.one_of(
    st.text("0123456789.,-−() €EURSHT'x\u00a0", max_size=14),
    st.from_regex(r"-?[0-9]{1,3}([.,][0-9]{3}){0,4}([.,][0-9]{1,3})?-?( ?(€|EUR|T€|S|H))?", fullmatch=True),
    st.from_regex(r"-?[0-9]{1,16}([.,][0-9]{2})?", fullmatch=True),
)


def ruled(text, convention, scale):
    """What the rules for one cell make of a trimmed text: cents, and the mark that it proves."""
    amount = take_apart(text)
    cents = to_cents(amount, convention, scale=scale)
    return (-cents if amount.mark == "H" else cents), amount.evidence


def texts(*cells):
    return pa.array(cells, type=pa.large_string())


@given(
    cells=st.lists(NEARLY_AMOUNTS.map(str.strip), max_size=8),
    convention=st.sampled_from(Convention),
    scale=SCALES,
)
def test_plain_texts_are_worth_what_the_rule_says_and_prove_their_mark(cells, convention, scale):
    cents, is_plain = plain_cents(texts(*cells), convention, scale=scale)
    for cell, amount in zip(np.array(cells)[is_plain], cents[is_plain].tolist(), strict=True):
        assert ruled(str(cell), convention, scale) == (amount, convention)


@given(
    cells=st.lists(NEARLY_AMOUNTS.map(str.strip), max_size=8),
    convention=st.sampled_from(Convention),
    scale=SCALES,
)
def test_digits_alone_are_worth_what_the_rule_says_and_prove_nothing(cells, convention, scale):
    cents, is_plain = whole_cents(texts(*cells), scale=scale)
    for cell, amount in zip(np.array(cells)[is_plain], cents[is_plain].tolist(), strict=True):
        assert ruled(str(cell), convention, scale) == (amount, None)


@pytest.mark.parametrize(
    "cell, cents",
    [
        ("1.234,56", 123456),
        ("-1.234,56", -123456),
        ("1.234,56-", -123456),
        ("1234,56", 123456),
        ("0,05", 5),
        ("-0,05", -5),
        ("12.345.678,90 €", 1234567890),
        ("310,00 H", -31000),
        ("310,00 S", 31000),
    ],
)
def test_the_usual_spellings_of_exports_are_plain(cell, cents):
    found, is_plain = plain_cents(texts(cell), Convention.GERMAN)
    assert (found.tolist(), is_plain.tolist()) == ([cents], [True])


@pytest.mark.parametrize(
    "cell", ["1.234", "1234,5", "0.500,00", "1.23,45", "-5,00-", "-5,00 H", "", None, "１,00"]
)
def test_whatever_needs_a_closer_look_is_left_to_the_rule(cell):
    assert plain_cents(texts(cell), Convention.GERMAN)[1].tolist() == [False]


@given(
    values=st.lists(
        st.one_of(
            st.floats(),
            st.integers(-(10**15), 10**15).map(lambda cents: cents / 100),
            st.floats(-1e6, 1e6, width=32),
        ),
        max_size=8,
    ),
    scale=SCALES,
)
def test_number_cells_are_worth_what_the_rule_says_with_its_dust(values, scale):
    cents, is_amount = cents_of_numbers(np.array(values, dtype=np.float64), scale=scale)
    for value, amount, fits in zip(values, cents.tolist(), is_amount.tolist(), strict=True):
        if fits:
            assert number_to_cents(value, scale=scale) == amount
        else:
            with pytest.raises(AmountError):
                number_to_cents(value, scale=scale)
