"""The invented samples of known dialects, held to the counts and sums that stand beside them."""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from kooperation import read_activities, read_bookings, read_table
from kooperation.model.money import column_sum
from kooperation.model.region import Region
from kooperation.reading.container import read_source
from kooperation.reading.ledgers.overview import load_overview

FOLDER = Path(__file__).parent / "dialects"
TRUTH = list(csv.DictReader((FOLDER / "truth.csv").read_text("utf-8").splitlines(), delimiter=";"))
BOOKINGS = [row for row in TRUTH if row["sum_actual"]]


def noticed(name):
    return [found.kind for found in read_bookings(FOLDER / name).attrs["report"].findings]


@pytest.mark.parametrize("row", BOOKINGS, ids=[row["file"] for row in BOOKINGS])
def test_a_sample_has_its_number_of_bookings_and_its_sum_to_the_cent(row):
    bookings = read_bookings(FOLDER / row["file"])
    assert (len(bookings), column_sum(bookings["amount"])) == (
        int(row["bookings"]),
        Decimal(row["sum_actual"]),
    )
    assert set(bookings["kind"]) == {"actual"}
    assert bookings["year"].to_list() == [2024] * len(bookings)
    assert bookings["source_file"].to_list() == [row["file"]] * len(bookings)


@pytest.mark.parametrize("name", ["d01_sap_fbl3n.txt", "d03_sap_tabellenkalkulation.xls", "d06_tabelle.xls"])
def test_three_containers_of_one_list_tell_the_same_postings(name):
    bookings = read_bookings(FOLDER / name)
    assert bookings["document"].to_list() == ["1900004711", "1900004890", "1900005002"]
    assert bookings["amount"].to_list() == [Decimal("1845.50"), Decimal(2310), Decimal(-310)]
    assert bookings["booked_on"].to_list() == [pd.Timestamp(2024, *day) for day in ((2, 20), (4, 19), (5, 6))]


def test_a_pipe_inside_a_text_of_a_sap_list_stays_in_the_text():
    texts = read_bookings(FOLDER / "d01_sap_fbl3n.txt")["text"].to_list()
    assert texts == ["Empf. Sacramento", "Bewirtung Ansan|KR", "Storno Bew. Ansan"]


def test_blank_group_cells_are_filled_and_serial_dates_stand_beside_text_dates():
    bookings = read_bookings(FOLDER / "d04_sap_alv.xlsx")
    assert bookings["sachkonto"].to_list() == ["544016"] * 4
    assert bookings["booked_on"].to_list() == [
        pd.Timestamp(2024, *day) for day in ((2, 20), (4, 19), (3, 15), (5, 6))
    ]
    assert bookings["source_row"].to_list() == [2, 3, 4, 5]
    assert "group_filled" in noticed("d04_sap_alv.xlsx")


def test_the_h_column_takes_away():
    assert read_bookings(FOLDER / "d09_sh_spalte.csv")["amount"].to_list() == [
        Decimal("1845.50"),
        Decimal(2310),
        Decimal(-310),
    ]


def test_a_negative_soll_is_a_correction():
    assert read_bookings(FOLDER / "d11_soll_haben.csv")["amount"].to_list() == [
        Decimal("1845.50"),
        Decimal(2310),
        Decimal(-310),
    ]


def test_the_account_is_its_number_and_not_its_name():
    bookings = read_bookings(FOLDER / "d12_sachposten.csv")
    assert bookings["sachkonto"].to_list() == ["544016"] * 3
    assert bookings["teilprodukt"].to_list() == ["990100"] * 3
    assert bookings["booked_on"].to_list() == [
        pd.Timestamp(2024, 2, 20),
        pd.Timestamp(2024, 4, 19),
        pd.Timestamp(2024, 5, 6),
    ]


def test_an_amount_carried_forward_ties_the_total_and_is_no_posting():
    bookings = read_bookings(FOLDER / "d13_huel.csv")
    report = bookings.attrs["report"]
    assert report.dropped_by_reason == {"opening": 1, "total": 1}
    assert {total.label: total.amount for total in report.control_totals if total.column == "AO-Soll"} == {
        "Übertrag": Decimal("1845.50"),
        "Summe": Decimal("3845.50"),
    }
    assert [found.kind for found in report.findings].count("opening_amount") == 2
    assert bookings["sachkonto"].to_list() == ["544016", "544016"]


def test_as_an_overview_the_same_list_counts_what_it_carries_forward():
    [row] = load_overview(read_source(FOLDER / "d13_huel.csv")).frame.to_dict("records")
    assert (row["year"], row["teilprodukt"], row["sachkonto"]) == (2024, "990100", "544016")
    assert (row["actual"], row["committed"]) == (Decimal("3845.50"), Decimal("6000.00"))


def test_the_budget_overview_ties_in_itself():
    source = read_source(FOLDER / "d14_budgetuebersicht.csv", name="haushalt/Budgetuebersicht_2024.csv")
    loaded = load_overview(source)
    [row] = loaded.frame.to_dict("records")
    assert (row["teilprodukt"], row["sachkonto"], row["year"]) == ("990100", "544016", 2024)
    assert (row["actual"], row["revised_budget"], row["available"]) == (
        Decimal("61845.50"),
        Decimal(97200),
        Decimal("29354.50"),
    )
    assert loaded.report.findings == ()
    assert loaded.report.dropped_by_reason == {"total": 1}


def test_the_list_kept_by_hand_has_merged_regions_and_a_block_total():
    bookings = read_bookings(FOLDER / "d18_handliste.xlsx")
    assert bookings["region_text"].to_list() == ["Ansan", "Ansan", "Sacramento"]
    assert bookings["document"].isna().all()


def test_the_activity_log_keeps_its_dates_as_wide_as_they_are():
    ansan = Region("ansan", "Ansan", "Ansan", "KR", ("안산",))
    activities = read_activities(FOLDER / "d19_aktivitaeten.csv", regions=[ansan])
    assert activities["precision"].to_list() == ["season", "range", "day"]
    assert activities["region"].to_list() == ["ansan"] * 3
    assert (activities["people"][1], activities["people_approx"][1]) == (20, True)


def test_every_sample_can_be_read_as_a_plain_table():
    for row in TRUTH:
        assert len(read_table(FOLDER / row["file"]).frame) == int(row["bookings"])
