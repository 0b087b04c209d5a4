"""Canonical frames are built column by column; what every row says alike takes no memory per row."""

import pickle
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from kooperation.model.schema import BOOKING_COLUMNS, TEXT, conform, frame_of, repeated_text


def test_a_scalar_is_what_every_row_says_and_a_column_without_values_says_nothing():
    frame = frame_of(
        {"file": TEXT, "sheet": TEXT, "text": TEXT}, {"file": pa.scalar("a.csv"), "text": ["x", "y"]}
    )

    assert frame["file"].to_list() == ["a.csv", "a.csv"]
    assert frame["sheet"].isna().all()
    assert set(frame.dtypes) == {TEXT}
    assert frame.index.equals(pd.RangeIndex(2))


@pytest.mark.parametrize("rows", [0, 1, 65_536, 65_537, 200_000])
def test_pieces_of_what_every_row_says_share_one_memory(rows):
    column = repeated_text(pa.scalar("a.csv", pa.large_string()), rows)

    assert len(column) == rows
    assert set(column.to_pylist()) <= {"a.csv"}
    assert len({piece.buffers()[2].address for piece in column.chunks}) <= 1


def test_a_dtype_that_comes_from_another_process_makes_the_same_column():
    columns = pickle.loads(pickle.dumps(BOOKING_COLUMNS))
    made = conform(pd.DataFrame(index=pd.RangeIndex(2)), columns)
    pd.testing.assert_frame_equal(made, conform(pd.DataFrame(index=pd.RangeIndex(2)), BOOKING_COLUMNS))


def test_a_frame_owns_its_columns_although_none_is_copied_into_it():
    days, years = pa.array([date(2024, 2, 1), None]), pa.array([2024, 2025])
    frame = frame_of(BOOKING_COLUMNS, {"booked_on": days, "year": years})
    frame.loc[0, ["booked_on", "year"]] = [pd.Timestamp(2025, 1, 1), 2030]
    assert frame["year"].to_list() == [2030, 2025]
    assert days.to_pylist() == [date(2024, 2, 1), None]
    assert years.to_pylist() == [2024, 2025]
