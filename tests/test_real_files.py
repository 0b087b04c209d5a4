"""Real public budget files, where they lie beside the project: exact counts and sums without options."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from kooperation import read_table
from kooperation.model.money import column_sum

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "data" / "real"
CLAIMED = ("d01", "d02", "d03", "d04", "d05", "d06", "d07", "d08", "d09", "d12")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real files are not here")


def expected():
    if not FOLDER.is_dir():
        return []
    rows = csv.DictReader((FOLDER / "expected.csv").read_text("utf-8").splitlines())
    return [row for row in rows if row["file"][:3] in CLAIMED]


def test_every_claimed_file_is_expected():
    assert sorted(row["file"][:3] for row in expected()) == list(CLAIMED)


@pytest.mark.parametrize("row", expected(), ids=[row["file"][:3] for row in expected()])
def test_a_real_file_is_read_with_its_exact_count_and_sum(row):
    frame = read_table(FOLDER / row["file"]).frame
    assert (len(frame), column_sum(frame[row["amount_column"]])) == (
        int(row["rows"]),
        Decimal(row["amount_sum"]),
    )


def test_codes_with_leading_zeros_survive():
    [path] = FOLDER.glob("d02_*")
    assert set(read_table(path).frame["Teilplan"].head(3)) == {"0101"}


def test_the_accounts_of_a_district_town_keep_their_representation_costs():
    [path] = FOLDER.glob("d05_*")
    frame = read_table(path).frame
    rows = frame[frame["Kostenart"] == "54312002"]
    sums = (len(rows), column_sum(rows["Plan 2017"]), column_sum(rows["Ist 2016"]))
    assert sums == (3, Decimal("9700.00"), Decimal("9048.13"))


def test_credits_and_days_of_a_spending_list_are_read():
    [path] = FOLDER.glob("d09_*")
    frame = read_table(path).frame
    assert set(frame["Date paid"].dt.year) == {2011, 2012}
    assert (frame["Net amount"] < 0).any()
