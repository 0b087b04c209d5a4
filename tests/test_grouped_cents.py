"""Amounts with grouped thousands, read from the bytes of a whole column: as the rule says, or not at all."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.grouped_cents import grouped_cents
from kooperation.model.money import Convention, take_apart, to_cents

MARKS = {Convention.GERMAN: (",", "."), Convention.DOT: (".", ",")}
CENTS = st.one_of(st.integers(-most, most) for most in (10**11 - 1, 10**6, 200))


def written(cents, convention):
    decimal, group = MARKS[convention]
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros:,}".replace(",", group) + f"{decimal}{rest:02d}"


def read(cells, convention):
    decimal, group = MARKS[convention]
    cents, is_amount = grouped_cents(pa.array(cells, pa.large_string()), decimal=decimal, group=group)
    return cents.tolist(), is_amount.tolist()


@given(cents=st.lists(CENTS, max_size=50), convention=st.sampled_from(Convention))
def test_every_amount_below_a_milliard_is_read(cents, convention):
    cells = ["a cell before them", *(written(one, convention) for one in cents)]
    assert read(cells, convention) == ([0, *cents], [False, *[True] * len(cents)])


@given(
    cells=st.lists(
        st.one_of(
            CENTS.map(lambda cents: written(cents, Convention.GERMAN)),
            st.text("0159-.,", max_size=17),
            st.from_regex(r"-?[0-9]{1,4}(.[0-9]{3}){0,3}.[0-9]{2}", fullmatch=True),
            st.text(max_size=20),
            st.none(),
        ),
        max_size=30,
    ),
    convention=st.sampled_from(Convention),
)
def test_whatever_is_read_is_what_the_rule_for_one_cell_says(cells, convention):
    cents, is_amount = read(cells, convention)
    for cell, amount, fits in zip(cells, cents, is_amount, strict=True):
        if fits:
            assert (to_cents(take_apart(cell), convention), take_apart(cell).evidence) == (amount, convention)
            assert written(amount, convention).removeprefix("-") == cell.removeprefix("-")
        else:
            assert amount == 0


@given(
    cell=CENTS.map(lambda cents: written(cents, Convention.GERMAN)),
    place=st.integers(0, 20),
    byte=st.integers(0x20, 0x7E),
)
def test_one_wrong_byte_anywhere_is_seen(cell, place, byte):
    place %= len(cell)
    changed = cell[:place] + chr(byte) + cell[place + 1 :]
    [_, cents], [_, fits] = read(["x" * 16, changed], Convention.GERMAN)
    if fits:
        assert written(cents, Convention.GERMAN).removeprefix("-") == changed.removeprefix("-")


@pytest.mark.parametrize(
    "cell",
    ["1234,56", "01.234,56", "00,05", "1.23,45", "--5,00", "1.234.56", "1,234,56", "1/234,56"],
)
def test_other_spellings_are_left_to_the_rule(cell):
    assert read(["x" * 16, cell, None], Convention.GERMAN) == ([0, 0, 0], [False, False, False])


def test_amounts_in_a_part_of_a_column_are_read_as_in_the_whole():
    cells = ["a cell before them", "-1.234,56", None, "0,05", "12.345.678,90", "behind"]
    part = pa.array(cells, pa.large_string())[1:5]
    cents, is_amount = grouped_cents(part, decimal=",", group=".")
    # The first cells end before sixteen bytes of the part, and are left to the rule.
    assert (cents.tolist(), is_amount.tolist()) == ([0, 0, 0, 1234567890], [False, False, False, True])


def test_long_columns_are_read_in_pieces_without_a_seam():
    cents = np.arange(-50_000, 50_000, dtype=np.int64) * 7_919
    cells = pa.array([written(one, Convention.GERMAN) for one in cents.tolist()], pa.large_string())
    found, is_amount = grouped_cents(cells, decimal=",", group=".")
    assert is_amount[2:].all()
    assert (found[is_amount] == cents[is_amount]).all()
