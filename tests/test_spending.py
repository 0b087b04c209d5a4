"""Spending per year and region, the cube behind it, and the way back to the postings."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from handmade import HandmadeBooks, euros, postings

from kooperation.analysis.spending import (
    cube,
    spending_by_cost_type,
    spending_by_pot,
    spending_by_region,
    spending_by_region_and_cost_type,
    trace,
)
from kooperation.model.errors import KooperationError
from kooperation.model.money import cents_to_euros, running_sum
from kooperation.model.schema import EUR, OUTSIDE, UNASSIGNED

LEDGER = postings(
    {"year": 2022, "region": "ansan", "amount": "1200.10"},
    {"year": 2022, "region": "ansan", "amount": "-200.10"},
    {"year": 2022, "amount": "34.56"},
    {"year": 2024, "region": "sacramento", "amount": "99.99"},
    {"year": 2024, "region": "lwiw", "pot": "partnerschaft", "amount": "500"},
    {"year": 2024, "pot": None, "amount": "7"},
    {"year": 2024, "region": "ansan", "kind": "commitment", "amount": "6000"},
    {"year": 2024, "region": "ansan", "kind": "budget", "amount": "40000"},
)


def test_each_year_shows_its_regions_and_what_is_not_assigned():
    spending = spending_by_region(LEDGER, pot="kooperation", years=[2022, 2024])
    assert spending["ansan"].to_list() == euros("1000", "0")
    assert spending["sacramento"].to_list() == euros("0", "99.99")
    assert spending[UNASSIGNED].to_list() == euros("34.56", "0")
    assert spending.columns[-1] == UNASSIGNED
    assert set(spending.dtypes) == {EUR}


def test_years_without_postings_are_rows_of_zeros_between_the_first_and_the_last():
    spending = spending_by_region(LEDGER)
    assert spending.index.to_list() == [2022, 2023, 2024]
    assert spending.index.dtype == "int64"
    assert spending.loc[2023].to_list() == euros("0") * 4


def test_a_pot_shows_the_years_of_the_whole_ledger_so_that_pots_stand_side_by_side():
    spending = spending_by_region(LEDGER, pot="partnerschaft")
    assert spending.index.to_list() == [2022, 2023, 2024]
    assert spending["lwiw"].to_list() == euros("0", "0", "500")


def test_without_a_pot_every_actual_posting_counts_and_nothing_else():
    assert spending_by_region(LEDGER).sum().sum() == euros("1641.55")[0]


def test_postings_of_no_pot_can_be_asked_for():
    assert spending_by_region(LEDGER, pot=OUTSIDE)[UNASSIGNED].to_list() == euros("0", "0", "7")


def test_a_region_whose_refunds_exceed_its_spending_is_negative():
    ledger = postings({"region": "ansan", "amount": "100"}, {"region": "ansan", "amount": "-130.50"})
    assert spending_by_region(ledger)["ansan"].to_list() == euros("-30.50")


def test_books_show_their_regions_in_register_order_with_names_and_an_example_mark():
    books = HandmadeBooks(bookings=LEDGER, is_example=True)
    spending = spending_by_region(books, pot="kooperation")
    assert spending.columns.to_list() == ["ansan", "sacramento", "lwiw", UNASSIGNED]
    assert spending.attrs == {
        "pot": "kooperation",
        "pot_name": "Kooperationen",
        "pot_name_en": "Kooperationen",
        "needs_region": True,
        "is_example": True,
        "region_names": {
            "ansan": {"de": "Ansan", "en": "Ansan"},
            "sacramento": {"de": "Greater Sacramento", "en": "Greater Sacramento"},
            "lwiw": {"de": "Lwiw", "en": "Lviv"},
        },
    }


def test_a_region_that_the_register_lacks_still_has_its_column():
    books = HandmadeBooks(bookings=postings({"region": "atlantis", "amount": "5"}))
    assert spending_by_region(books).columns.to_list() == [
        "ansan",
        "sacramento",
        "lwiw",
        "atlantis",
        UNASSIGNED,
    ]


def test_an_unknown_pot_is_a_misuse_that_names_the_known_ones():
    with pytest.raises(ValueError, match="no pot 'koperation'; there are kooperation, agit"):
        spending_by_region(HandmadeBooks(bookings=LEDGER), pot="koperation")


def test_an_empty_ledger_gives_an_empty_table_with_its_columns():
    spending = spending_by_region(LEDGER.iloc[:0])
    assert spending.shape == (0, 1)
    assert set(spending.dtypes) == {EUR}


def test_a_posting_without_a_year_is_refused_because_no_row_would_show_it():
    with pytest.raises(KooperationError) as error:
        spending_by_region(postings({"amount": "5"}, {"year": None, "amount": "7"}))
    assert [found.kind for found in error.value.findings] == ["postings_without_year"]


def test_nothing_that_is_handed_in_is_changed():
    before = LEDGER.copy(deep=True)
    spending_by_region(LEDGER, pot="kooperation")
    trace(LEDGER, region="ansan")
    pd.testing.assert_frame_equal(LEDGER, before)


def test_cost_types_are_summed_the_same_way():
    ledger = postings(
        {"cost_type": "Reise", "amount": "10"}, {"cost_type": "Reise", "amount": "5"}, {"amount": "1.11"}
    )
    table = spending_by_cost_type(ledger)
    assert table["Reise"].to_list() == euros("15")
    assert table[UNASSIGNED].to_list() == euros("1.11")


def test_pots_and_what_is_outside_of_all_pots_add_up_to_the_ledger_in_each_year():
    ledger = postings(
        {"year": 2021, "pot": "agit", "region": None, "amount": "17850"},
        {"year": 2021, "pot": "kooperation", "amount": "24000"},
        {"year": 2021, "pot": None, "amount": "0.01"},
    )
    table = spending_by_pot(ledger, years=[2021, 2022])
    assert table["agit"].to_list() == euros("17850", "0")
    assert table["kooperation"].to_list() == euros("24000", "0")
    assert table[OUTSIDE].to_list() == euros("0.01", "0")
    assert table.sum(axis="columns").to_list() == euros("41850.01", "0")


def test_a_figure_leads_back_to_its_postings_with_file_and_row():
    rows = trace(LEDGER, region="ansan", year=2022, pot="kooperation")
    assert rows[["source_file", "source_row"]].to_numpy().tolist() == [["ledger.xlsx", 1], ["ledger.xlsx", 2]]
    assert rows["amount"].to_list() == euros("1200.10", "-200.10")


def test_what_is_not_assigned_and_what_is_outside_can_be_traced_too():
    assert trace(LEDGER, region=UNASSIGNED)["amount"].to_list() == euros("34.56", "7")
    assert trace(LEDGER, pot=OUTSIDE)["amount"].to_list() == euros("7")
    assert trace(LEDGER, cost_type=UNASSIGNED, year=2022)["amount"].to_list() == euros(
        "1200.10", "-200.10", "34.56"
    )


def test_orders_and_budgets_are_no_postings_behind_a_figure():
    assert set(trace(LEDGER)["kind"]) == {"actual"}


def test_the_cube_keeps_net_refunds_and_count_of_each_combination():
    cells = cube(LEDGER)
    ansan = cells[(cells["region"] == "ansan") & (cells["kind"] == "actual")]
    assert ansan[["year", "count"]].to_numpy().tolist() == [[2022, 2]]
    assert ansan["amount"].to_list() == euros("1000")
    assert ansan["refunds"].to_list() == euros("-200.10")


def test_the_cube_is_the_same_from_another_engine():
    table = pa.Table.from_pandas(LEDGER, preserve_index=False)
    pd.testing.assert_frame_equal(cube(table), cube(LEDGER))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_cube_is_the_same_from_an_engine_that_may_be_installed(engine):
    module = pytest.importorskip(engine)
    table = pa.Table.from_pandas(LEDGER, preserve_index=False)
    native = module.from_arrow(table)
    pd.testing.assert_frame_equal(cube(native), cube(LEDGER))


def test_a_running_sum_is_exact_and_keeps_its_index():
    column = pd.Series(cents_to_euros([10, None, 10**15, -30]), index=[4, 5, 6, 7], name="amount")
    sums = running_sum(column)
    assert sums.to_list() == euros("0.10", "0.10", "10000000000000.10", "9999999999999.80")
    assert sums.index.to_list() == [4, 5, 6, 7]
    assert sums.dtype == EUR


# --- regions by cost type

TRIPS = postings(
    {"year": 2023, "region": "ansan", "cost_type": "Reise", "amount": "1000.10"},
    {"year": 2024, "region": "ansan", "cost_type": "Reise", "amount": "300"},
    {"year": 2024, "region": "ansan", "cost_type": "Bewirtung", "amount": "-40.05"},
    {"year": 2024, "cost_type": "Druck", "amount": "12.34"},
    {"year": 2024, "region": "lwiw", "cost_type": None, "amount": "5"},
    {"year": 2024, "region": "lwiw", "pot": "partnerschaft", "cost_type": "Reise", "amount": "700"},
    {"year": 2024, "region": "ansan", "cost_type": "Reise", "kind": "commitment", "amount": "6000"},
)


def test_regions_stand_in_rows_and_cost_types_in_columns_with_what_has_none_last():
    table = spending_by_region_and_cost_type(TRIPS, pot="kooperation")
    assert table.index.to_list() == ["ansan", "lwiw", UNASSIGNED]
    assert table.columns.to_list() == ["Bewirtung", "Druck", "Reise", UNASSIGNED]
    assert table.loc["ansan"].to_list() == euros("-40.05", "0", "1300.10", "0")
    assert table.loc["lwiw"].to_list() == euros("0", "0", "0", "5")
    assert table.loc[UNASSIGNED].to_list() == euros("0", "12.34", "0", "0")
    assert set(table.dtypes) == {EUR}


def test_all_cells_by_region_and_cost_type_sum_to_the_ledger_in_cents():
    table = spending_by_region_and_cost_type(TRIPS)
    cents = sum(int(amount.scaleb(2)) for column in table.columns for amount in table[column])
    assert cents == 100_010 + 30_000 - 4_005 + 1_234 + 500 + 70_000


def test_only_the_years_asked_for_are_added_up():
    table = spending_by_region_and_cost_type(TRIPS, pot="kooperation", years=[2023])
    assert table.loc["ansan", "Reise"] == euros("1000.10")[0]
    assert table.columns.to_list() == ["Reise", UNASSIGNED]
    assert table.attrs["years"] == [2023]
    assert table.attrs["cost_types"] == ["Bewirtung", "Druck", "Reise"]


def test_books_show_every_region_by_cost_type_in_register_order():
    books = HandmadeBooks(bookings=TRIPS, is_example=True)
    table = spending_by_region_and_cost_type(books, pot="kooperation")
    assert table.index.to_list() == ["ansan", "sacramento", "lwiw", UNASSIGNED]
    assert table.attrs["region_names"]["lwiw"] == {"de": "Lwiw", "en": "Lviv"}
    assert (table.attrs["pot_name"], table.attrs["is_example"]) == ("Kooperationen", True)


def test_no_postings_give_a_table_of_what_is_not_assigned_alone():
    table = spending_by_region_and_cost_type(TRIPS[:0])
    assert (table.index.to_list(), table.columns.to_list()) == ([UNASSIGNED], [UNASSIGNED])
