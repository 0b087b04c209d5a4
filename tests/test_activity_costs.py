"""What activities cost, by the documents that their log names, and the postings that none names."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pytest
from folders import csv, data_folder
from folders import postings as export
from handmade import HandmadeBooks, activities, euros, postings
from hypothesis import given, settings
from hypothesis import strategies as st

import kooperation as ko
from kooperation.analysis.activity_costs import COST_COLUMNS, activity_costs, postings_without_activity
from kooperation.analysis.documents import could_be, link_documents, which_could_be


def books(log: Any, ledger: Any, **others: Any) -> HandmadeBooks:
    return HandmadeBooks(activities=activities(*log), bookings=postings(*ledger), **others)


def costs(log: Any, ledger: Any, **options: Any) -> list[Any]:
    """Return the cost of each activity; ``None``: no posting is linked."""
    found = activity_costs(books(log, ledger), **options)["cost"]
    return [None if pd.isna(cost) else cost for cost in found]


def told(log: Any, ledger: Any) -> list[tuple[str, int | None, str | None]]:
    links = link_documents(activities(*log), postings(*ledger))
    return [(found.kind, found.place.row, found.raw) for found in links.findings]


TRIP = {"documents": "D1, D2", "people": 20, "elected": 7, "period_text": "03.–09.04.2022", "region": "ansan"}
PAID = [
    {"document": "D1", "year": 2021, "region": "ansan", "amount": "17142.80"},
    {"document": "D2", "year": 2022, "region": "ansan", "amount": "4000.01"},
    {"document": "D3", "year": 2022, "region": "ansan", "amount": "99.00"},
]


def test_a_trip_has_its_cost_in_all_per_person_and_per_day():
    [trip] = activity_costs(books([TRIP], PAID)).to_dict("records")
    assert {name: trip[name] for name in COST_COLUMNS} == {
        "cost": Decimal("21142.81"),
        "postings": 2,
        "days": 7,
        "per_person": Decimal("1057.14"),
        "per_day": Decimal("3020.40"),
        "shared": Decimal("0.00"),
        "is_overdue": False,
    }


def test_half_a_cent_is_rounded_up():
    [trip] = activity_costs(books([TRIP | {"people": 8}], [PAID[0] | {"amount": "0.04"}]))["per_person"]
    assert trip == Decimal("0.01")


def test_without_a_document_nothing_is_known_of_the_cost():
    [visit] = activity_costs(books([{"period_text": "19.04.2024", "people": 5}], PAID)).to_dict("records")
    assert pd.isna([visit[name] for name in ("cost", "per_person", "per_day", "shared")]).all()
    assert (visit["postings"], visit["days"]) == (0, 1)


def test_cost_per_head_needs_heads_and_cost_per_day_needs_days():
    log = [TRIP | {"people": None, "period_text": "Herbst 2022"}, TRIP | {"people": 0, "documents": "D3"}]
    found = activity_costs(books(log, PAID))
    assert found["per_person"].isna().all()
    assert found["per_day"].isna().to_list() == [True, False]


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("19.04.2024", 1),
        ("03.–09.04.2022", 7),
        ("28.12.2025–03.01.2026", 7),
        ("2022-04-03 – 2022-04-09", 7),
        ("01.04.–30.04.2024", 30),
        ("April–Mai 2024", None),
        ("ca. 06/2020–12/2021", None),
        ("01/2022–12/2022", None),
        ("KW 14/2022", None),
        ("April 2024", None),
        ("2024", None),
        ("seit 03.04.2022", None),
        ("offen", None),
    ],
)
def test_days_are_counted_only_where_the_log_names_the_first_and_the_last(period, days):
    [found] = activity_costs(books([{"period_text": period}], []))["days"]
    assert (None if pd.isna(found) else found) == days


@pytest.mark.parametrize(
    "cell", ["D1,D2", "D1; D2", "D1|D2", "D1 D2", " d1 ,\nD2;", "D1, D1, D2", "Belege: D1 D2"]
)
def test_several_documents_stand_in_one_cell(cell):
    assert costs([TRIP | {"documents": cell}], PAID) == euros("21142.81")


@pytest.mark.parametrize("name", ["0001900001204", "1900001204", "1900001204.0"])
def test_leading_zeros_do_not_matter(name):
    assert costs([{"documents": name}], [{"document": "1900001204", "amount": "10"}]) == euros("10")


def test_a_number_with_a_blank_is_one_number_where_the_ledger_has_it():
    ledger = [{"document": "RE 17", "amount": "10"}, {"document": "17", "amount": "5"}]
    assert costs([{"documents": "RE 17"}, {"documents": "ER 17"}], ledger) == euros("10", "5")


def test_a_credit_note_that_is_named_lowers_the_cost():
    ledger = [{"document": "D1", "amount": "100"}, {"document": "G1", "amount": "-30"}]
    assert costs([{"documents": "D1 G1"}], ledger) == euros("70")


def test_orders_and_budgets_are_no_cost():
    ledger = [{"document": "D1", "amount": "10", "kind": kind} for kind in ("actual", "commitment", "budget")]
    assert costs([{"documents": "D1"}], ledger) == euros("10")


def test_of_foreign_currency_the_euros_of_the_ledger_count():
    hotel = {"document": "D1", "amount": "790.41", "foreign_amount": "1250000", "currency": "KRW"}
    assert costs([{"documents": "D1"}], [hotel]) == euros("790.41")


def test_what_is_posted_after_the_day_is_left_out():
    paid = [row | {"booked_on": pd.Timestamp(row["year"], 12, 1)} for row in PAID]
    assert costs([TRIP], paid, as_of=date(2021, 12, 31)) == euros("17142.80")


# --- documents over several regions, years and activities

DINNER = [
    {"booking_id": "b", "document": "D1", "region": "ansan", "amount": "600"},
    {"booking_id": "b", "document": "D1", "region": "sacramento", "amount": "300"},
]


@pytest.mark.parametrize(
    ("region", "cost"),
    [("ansan", "600"), ("sacramento", "300"), ("lwiw", "900"), ("alle", "900"), (None, "900")],
)
def test_of_a_split_document_an_activity_counts_its_own_region_and_any_other_one_the_whole(region, cost):
    assert costs([{"documents": "D1", "region": region}], DINNER) == euros(cost)


def test_a_split_posting_is_one_posting():
    assert activity_costs(books([{"documents": "D1"}], DINNER))["postings"].to_list() == [1]


def test_what_is_not_assigned_counts_beside_the_own_region():
    ledger = [*DINNER, {"document": "D1", "region": None, "amount": "50"}]
    assert costs([{"documents": "D1", "region": "ansan"}], ledger) == euros("650")


def test_a_number_that_recurs_counts_in_the_year_of_the_activity_with_a_warning():
    ledger = [{"document": "17", "year": year, "amount": str(year)} for year in (2022, 2023)]
    log = [{"documents": "17", "period_text": "Mai 2023"}]
    assert costs(log, ledger) == euros("2023")
    assert told(log, ledger) == [("document_of_years", 2, "17")]


def test_a_number_that_stands_in_other_years_only_counts_because_flights_are_paid_before_the_trip():
    assert costs([{"documents": "D1", "period_text": "Mai 2022"}], PAID) == euros("17142.80")


def test_a_posting_that_two_activities_name_counts_for_both_and_is_said():
    log = [TRIP, TRIP | {"documents": "D2 D3"}]
    found = activity_costs(books(log, PAID))
    assert found["cost"].to_list() == euros("21142.81", "4099.01")
    assert found["shared"].to_list() == euros("4000.01", "4000.01")
    [warning] = link_documents(activities(*log), postings(*PAID)).findings
    assert (warning.severity, warning.kind, warning.place.row) == ("warning", "document_shared", 3)
    assert "aktivitaeten/log.csv:2" in warning.message()


def test_two_activities_that_share_a_document_by_region_share_no_posting():
    log = [{"documents": "D1", "region": "ansan"}, {"documents": "D1", "region": "sacramento"}]
    assert activity_costs(books(log, DINNER))["shared"].to_list() == euros("0", "0")
    assert told(log, DINNER) == []


def test_a_number_that_no_posting_carries_is_a_warning_and_a_remark_without_digits_is_not():
    log = [{"documents": "D1, 4711 (siehe Akte)"}]
    assert told(log, PAID) == [("document_not_posted", 2, "4711")]


def test_the_warnings_stand_among_the_findings_of_a_folder(tmp_path):
    log = csv(
        "kennung;zeitraum;partnerregion;art;status;kosten_beleg", "A1;2024;Porto;Reise;durchgeführt;B1 B9"
    )
    files = {
        "aktivitaeten/log.csv": log,
        "buchungen/a.csv": export("2024;05.03.2024;B1;Bahn;Fahrt Porto;120,00"),
    }
    source = ko.read_books(data_folder(tmp_path, files))
    assert [(found.kind, found.place.column) for found in source.noticed] == [
        ("document_not_posted", "kosten_beleg")
    ]
    assert ko.activity_costs(source)["cost"].to_list() == euros("120")


# --- what no activity names


def test_the_postings_that_no_activity_names_do_not_say_who_was_paid():
    source = books([TRIP], [row | {"vendor": "Erika Muster"} for row in PAID])
    alone = postings_without_activity(source)
    assert alone["document"].to_list() == ["D3"]
    assert "vendor" not in alone
    assert "Muster" not in alone.to_string()


def test_they_can_be_asked_for_by_year_and_pot():
    source = books([], [*PAID, {"document": "D4", "year": 2021, "pot": "agit", "amount": "5"}])
    assert postings_without_activity(source, year=2021)["document"].to_list() == ["D1", "D4"]
    assert postings_without_activity(source, year=2021, pot="kooperation")["document"].to_list() == ["D1"]


DOCUMENTS = st.sampled_from(["1", "2", "03", "x"])


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(DOCUMENTS, st.sampled_from(["ansan", "lwiw", None]), st.integers(-999, 999)), max_size=8
    ),
    st.lists(
        st.tuples(st.lists(DOCUMENTS, max_size=3), st.sampled_from(["ansan", "alle", None])), max_size=4
    ),
)
def test_named_and_unnamed_postings_are_the_ledger_and_costs_without_what_is_shared_never_exceed_it(
    ledger, log
):
    rows = [{"document": name, "region": region, "amount": str(amount)} for name, region, amount in ledger]
    named = [{"documents": ",".join(names) or None, "region": region} for names, region in log]
    source = books(named, rows)
    links = link_documents(source.activities, source.bookings)
    linked = sum((source.bookings["amount"].iloc[place] for place in links.activities), Decimal(0))
    alone = sum(postings_without_activity(source)["amount"], Decimal(0))
    assert linked + alone == sum(amount for _, _, amount in ledger)
    found = activity_costs(source)
    once = sum((found["cost"] - found["shared"]).dropna(), Decimal(0))
    of_one = [place for place, activities_of in links.activities.items() if len(activities_of) == 1]
    assert once == sum((source.bookings["amount"].iloc[place] for place in of_one), Decimal(0))


def test_the_frame_keeps_the_activities_and_has_its_dtypes_also_when_it_is_empty():
    empty = activity_costs(books([], []))
    assert len(empty) == 0
    assert [name for name, dtype in COST_COLUMNS.items() if empty[name].dtype != dtype] == []
    source = books([TRIP, {}], PAID, is_example=True)
    found = activity_costs(source)
    pd.testing.assert_frame_equal(found[list(source.activities)], source.activities, check_flags=False)
    assert (found.attrs["is_example"], found.attrs["region_names"]["lwiw"]["en"]) == (True, "Lviv")


@given(st.lists(st.text(alphabet="0012aBß. -", max_size=6) | st.none(), max_size=8), st.booleans())
def test_numbers_are_looked_up_at_once_as_any_engine_looks_them_up(numbers, is_plain):
    numbers = [one and re.sub("[ß. ]", "", one) if is_plain else one for one in numbers]
    column = pa.array(numbers, pa.large_string())
    asked = nw.from_native(pa.table({"document": column}), eager_only=True)
    for wanted in ("12", "0", "ab", "1-2", "1.0", "ss", ""):
        told = asked.select(found=could_be([wanted]))["found"].to_list()
        assert which_could_be(column, [wanted]).tolist() == told
