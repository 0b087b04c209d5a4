"""Spending and orders against the ceiling: amounts, verdicts, thresholds, and the posting that crossed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from handmade import (
    COOPERATION,
    GRANT,
    PARTNERSHIP,
    HandmadeBooks,
    decision,
    euros,
    overview,
    postings,
)

from kooperation.analysis.usage import budget_usage, crossings, crossings_of, state_of
from kooperation.model.ceiling import ceilings_by_year
from kooperation.model.errors import KooperationError
from kooperation.model.region import Pot
from kooperation.model.schema import EUR

SINCE_2024 = (decision(2024, "25000"), decision(2025, "40000"))


def books(*rows: dict[str, Any], decisions: Any = SINCE_2024, **others: Any) -> HandmadeBooks:
    return HandmadeBooks(bookings=postings(*rows), decisions=tuple(decisions), **others)


def row_of(source: HandmadeBooks, year: int, pot: str = "kooperation", **options: Any) -> dict[str, Any]:
    return budget_usage(source, **options).loc[(pot, year)].to_dict()


@pytest.mark.parametrize(
    ("in_2024", "state", "left", "share"),
    [
        ("24800", "warning", "200", 0.992),
        ("30000", "exceeded", "-5000", 1.2),
        ("12.34", "within", "24987.66", 0.0004936),
    ],
)
def test_each_year_is_held_against_its_own_ceiling(in_2024, state, left, share):
    source = books({"year": 2024, "amount": in_2024}, {"year": 2025, "amount": "38000"})
    first, second = row_of(source, 2024), row_of(source, 2025)
    assert (first["ceiling"], first["state"], first["available"], first["used_share"]) == (
        *euros("25000"),
        state,
        *euros(left),
        share,
    )
    assert (second["ceiling"], second["state"], second["available"], second["used_share"]) == (
        *euros("40000"),
        "warning",
        *euros("2000"),
        0.95,
    )


@pytest.mark.parametrize(
    ("ansan", "left", "share"), [("24000", "1000", 0.96), ("18333.33", "6666.67", 0.7333332)]
)
def test_the_grant_on_the_same_account_never_counts_against_the_ceiling(ansan, left, share):
    source = books(
        {"year": 2021, "pot": "agit", "amount": "17850"},
        {"year": 2021, "region": "ansan", "amount": ansan},
        decisions=[decision(2021, "25000", scope=("ansan",))],
    )
    usage = budget_usage(source)
    counted, grant = usage.loc[("kooperation", 2021)], usage.loc[("agit", 2021)]
    assert (counted["actual"], counted["available"], counted["used_share"]) == (*euros(ansan, left), share)
    assert (grant["actual"], grant["state"]) == (euros("17850")[0], "undocumented")
    assert pd.isna(grant["ceiling"])
    assert "exceeded" not in set(usage["state"])
    assert usage["actual"].sum() == Decimal(ansan) + 17850


@pytest.mark.parametrize(
    ("decisions", "ceiling"),
    [
        ([decision(2024, "25000"), decision(2025, "40000")], "40000"),
        ([decision(2024, "25000"), decision(2025, "15000", "erhoeht")], "40000"),
        ([decision(2023, "18000"), decision(2025, "4500.25", "erhoeht")], "22500.25"),
    ],
)
def test_both_forms_of_a_revision_give_one_ceiling(decisions, ceiling):
    assert (
        row_of(books({"year": 2025, "amount": "1"}, decisions=decisions), 2025)["ceiling"]
        == euros(ceiling)[0]
    )


def test_contradicting_decisions_stop_the_usage_with_both_lines():
    decisions = [*SINCE_2024, decision(2025, "15000", "erhoeht")]
    with pytest.raises(KooperationError):
        budget_usage(books({"amount": "1"}, decisions=decisions))


def test_a_year_without_a_documented_ceiling_has_neither_share_nor_verdict():
    row = row_of(
        books({"year": 2019, "amount": "9000"}, decisions=[decision(2018, None, to_year=2020)]), 2019
    )
    assert row["actual"] == euros("9000")[0]
    assert row["state"] == "undocumented"
    assert all(
        pd.isna(row[name])
        for name in ("ceiling", "usable", "available", "used_share", "bound_share", "reached")
    )


def test_a_proposed_ceiling_is_used_and_says_so():
    proposed = decision(2025, "40000", status="vorgeschlagen", paper="2024/0207")
    row = row_of(books({"year": 2025, "amount": "10000"}, decisions=[proposed]), 2025)
    assert (row["status"], row["decisions"], row["used_share"]) == ("vorgeschlagen", "2024/0207", 0.25)


def test_gross_refunds_and_net_are_three_figures_and_the_year_is_the_haushaltsjahr():
    source = books(
        {"year": 2024, "amount": "1200", "booked_on": "2024-12-10"},
        {"year": 2025, "amount": "-1200", "booked_on": "2025-01-15"},
        {"year": 2024, "amount": "310.40", "booked_on": "2025-01-20", "period": 13},
    )
    first, second = row_of(source, 2024), row_of(source, 2025)
    assert (first["gross"], first["refunds"], first["actual"]) == tuple(euros("1510.40", "0", "1510.40"))
    assert (second["gross"], second["refunds"], second["actual"]) == tuple(euros("0", "-1200", "-1200"))
    assert second["available"] == euros("41200")[0]


@pytest.mark.parametrize(
    ("is_final", "committed", "available"), [(None, "1500", "34000"), (True, "0", "35500")]
)
def test_an_order_counts_with_what_its_invoices_left_open(is_final, committed, available):
    source = books(
        {"year": 2025, "kind": "commitment", "order_id": "A1", "amount": "6000", "is_final": is_final},
        {"year": 2025, "order_id": "A1", "amount": "4500"},
    )
    row = row_of(source, 2025)
    assert (row["actual"], row["committed"], row["available"]) == tuple(euros("4500", committed, available))


# --- thresholds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "state", "reached"),
    [
        ("19997.50", "within", None),
        ("19999.99", "within", None),
        ("20000.00", "warning", 80),
        ("22499.99", "warning", 80),
        ("22500.00", "warning", 90),
        ("24999.99", "warning", 90),
        ("25000.00", "exhausted", 100),
        ("25000.01", "exceeded", 100),
        ("25002.50", "exceeded", 100),
    ],
)
def test_the_verdict_is_exact_to_the_cent(bound, state, reached):
    row = row_of(books({"amount": "9000.01"}, {"amount": str(Decimal(bound) - Decimal("9000.01"))}), 2024)
    assert row["state"] == state
    assert (None if pd.isna(row["reached"]) else row["reached"]) == reached


@pytest.mark.parametrize("thresholds", [("79.99", 100), (Decimal("79.99"), 100)])
def test_thresholds_may_have_decimals_and_the_lowest_one_warns(thresholds):
    for bound, state in (("19997.49", "within"), ("19997.50", "warning")):
        row = row_of(books({"amount": bound}), 2024, thresholds=thresholds)
        assert row["state"] == state
    assert row["reached"] == Decimal("79.99")


def test_orders_bind_as_spending_does():
    row = row_of(books({"amount": "15000"}, {"kind": "commitment", "order_id": "A", "amount": "10000"}), 2024)
    assert (row["state"], row["used_share"], row["bound_share"]) == ("exhausted", 0.6, 1.0)


@pytest.mark.parametrize("threshold", [0, -80, "0.00"])
def test_a_threshold_of_nothing_is_a_misuse(threshold):
    with pytest.raises(ValueError, match="above 0"):
        budget_usage(books({"amount": "1"}), thresholds=(threshold,))


@pytest.mark.parametrize(
    ("bound", "usable", "state"),
    [
        ("0", "0", "within"),
        ("-5", "0", "within"),
        ("0.01", "0", "exceeded"),
        ("0", "-100", "exceeded"),
        ("-100", "-100", "within"),
        ("0", "100", "within"),
        ("100", None, "undocumented"),
    ],
)
def test_a_ceiling_of_nothing_is_within_until_something_is_bound(bound, usable, state):
    assert state_of(Decimal(bound), None if usable is None else Decimal(usable)) == state


# --- usable ----------------------------------------------------------------------------------------------


def test_carry_over_block_and_release_change_what_is_usable_and_not_the_ceiling():
    decisions = [
        decision(2025, "40000"),
        decision(2025, "2000", "uebertraegt"),
        decision(2025, "5000", "sperrt"),
        decision(2025, None, "gibt_frei", share=Fraction(1, 3)),
    ]
    row = row_of(books({"year": 2025, "amount": "12333.33"}, decisions=decisions), 2025)
    assert (row["ceiling"], row["carried_over"], row["blocked"]) == tuple(euros("40000", "2000", "5000"))
    assert (row["usable"], row["available"], row["state"]) == (*euros("12333.33", "0"), "exhausted")


@pytest.mark.parametrize(
    ("share", "limit", "spent"), [(Fraction(1, 4), "10000", "10400"), (Fraction(1, 12), "3333.33", "3333.34")]
)
def test_a_release_limits_until_its_last_day_and_no_longer(share, limit, spent):
    release = decision(2026, None, "gibt_frei", share=share, valid_to=date(2026, 3, 31))
    source = books(
        {"year": 2026, "amount": spent, "booked_on": "2026-02-10"},
        decisions=[decision(2025, "40000"), release],
    )
    for day, usable, state in (
        (date(2026, 2, 28), limit, "exceeded"),
        (date(2026, 3, 31), limit, "exceeded"),
        (date(2026, 4, 1), "40000", "within"),
    ):
        row = row_of(source, 2026, as_of=day)
        assert (row["ceiling"], row["usable"], row["state"]) == (*euros("40000", usable), state), day


def test_the_day_of_the_books_decides_when_no_day_is_asked_for():
    release = decision(2026, None, "gibt_frei", share=Fraction(1, 4), valid_to=date(2026, 3, 31))
    source = books({"year": 2026, "amount": "10400"}, decisions=[decision(2025, "40000"), release])
    assert row_of(replace(source, as_of=date(2026, 2, 28)), 2026)["state"] == "exceeded"
    assert row_of(replace(source, as_of=date(2026, 4, 1)), 2026)["state"] == "within"


def test_what_is_booked_after_the_day_is_left_out_and_the_day_is_noted():
    source = books(
        {"amount": "100", "booked_on": "2024-06-30"},
        {"amount": "50", "booked_on": "2024-07-01"},
        {"amount": "7"},
    )
    usage = budget_usage(source, as_of=date(2024, 6, 30))
    assert usage.loc[("kooperation", 2024), "actual"] == euros("107")[0]
    assert usage.attrs["as_of"] == "2024-06-30"
    assert row_of(source, 2024)["actual"] == euros("157")[0]


# --- scope -----------------------------------------------------------------------------------------------


def test_a_ceiling_for_one_region_counts_it_and_what_is_not_assigned():
    source = books(
        {"region": "ansan", "amount": "20000"},
        {"region": "sacramento", "amount": "9000"},
        {"amount": "1234.56"},
        {"region": "sacramento", "kind": "commitment", "order_id": "A1", "amount": "500"},
        {"region": "ansan", "kind": "commitment", "order_id": "A2", "amount": "700"},
        decisions=[decision(2024, "25000", scope=("ansan",))],
    )
    row = row_of(source, 2024)
    assert (row["actual"], row["out_of_scope"], row["unassigned"], row["committed"]) == tuple(
        euros("21234.56", "9000", "1234.56", "700")
    )
    assert row["scope"] == "ansan"


def test_without_an_amount_the_scope_hides_no_spending():
    source = books(
        {"region": "sacramento", "amount": "9000"}, decisions=[decision(2024, None, scope=("ansan",))]
    )
    row = row_of(source, 2024)
    assert (row["actual"], row["out_of_scope"], row["scope"]) == (*euros("9000", "0"), "ansan")


# --- pots and years --------------------------------------------------------------------------------------


def test_a_region_counts_or_not_by_the_pot_that_pays():
    source = books(
        {"year": 2025, "region": "lwiw", "pot": "partnerschaft", "amount": "3000"},
        {"year": 2025, "region": "lwiw", "amount": "2650.35"},
    )
    usage = budget_usage(source)
    assert usage.loc[("kooperation", 2025), "actual"] == euros("2650.35")[0]
    beside = usage.loc[("partnerschaft", 2025)]
    assert (beside["actual"], beside["state"]) == (euros("3000")[0], "undocumented")


def test_pots_come_in_register_order_with_years_without_gaps_from_first_to_last():
    source = books({"year": 2022, "amount": "1"}, {"year": 2026, "pot": "agit", "amount": "1"})
    assert budget_usage(source).index.to_list() == [
        *[("kooperation", year) for year in (2022, 2023, 2024, 2025)],
        ("agit", 2026),
    ]


def test_a_pot_with_a_frame_but_without_anything_shows_the_years_of_the_others():
    other = Pot("reisen", "Reisen", "1", "2", is_default=True, frame="ja")
    source = books({"year": 2024, "amount": "1"}, pots=(COOPERATION, GRANT, other))
    usage = budget_usage(source, pot="reisen")
    assert usage.index.to_list() == [("reisen", 2024), ("reisen", 2025)]
    assert usage["actual"].to_list() == euros("0", "0")


def test_one_pot_can_be_asked_for_and_an_unknown_one_is_a_misuse():
    source = books({"amount": "1"})
    assert set(budget_usage(source, pot="kooperation").index.get_level_values("pot")) == {"kooperation"}
    with pytest.raises(ValueError, match="no pot 'koperation'"):
        budget_usage(source, pot="koperation")


def test_a_pot_of_frame_plan_is_held_against_its_own_budget_rows():
    plan = replace(COOPERATION, frame="plan")
    source = books(
        {"year": 2016, "kind": "budget", "amount": "9000", "source_file": "plan.xls"},
        {"year": 2016, "kind": "budget", "amount": "700", "source_file": "nachtrag.xls"},
        {"year": 2016, "amount": "9048.13"},
        {"year": 2017, "kind": "budget", "amount": "9700"},
        decisions=(),
        pots=(plan,),
        overview=overview({"year": 2016, "budget": "1"}, {"year": 2018, "budget": "9900", "blocked": "100"}),
    )
    usage = budget_usage(source)
    assert usage["ceiling"].to_list() == euros("9700", "9700", "9900")
    assert usage["usable"].to_list() == euros("9700", "9700", "9800")
    assert usage["actual"].to_list() == euros("9048.13", "0", "0")
    assert usage["status"].to_list() == ["veranschlagt"] * 3
    assert usage["decisions"].to_list() == ["nachtrag.xls; plan.xls", "ledger.xlsx", "uebersicht.csv"]


def test_the_revised_budget_goes_before_the_original_one():
    plan = replace(COOPERATION, frame="plan")
    one = overview({"year": 2018, "budget": "9000", "revised_budget": "9500"})
    usage = budget_usage(books(decisions=(), pots=(plan,), overview=one))
    assert usage["ceiling"].to_list() == euros("9500")


def test_a_plain_frame_of_bookings_needs_ceilings_and_takes_them():
    ledger = postings({"year": 2024, "amount": "26000"}, {"year": 2024, "pot": "reisen", "amount": "5"})
    with pytest.raises(TypeError, match="ceilings="):
        budget_usage(ledger)
    usage = budget_usage(
        ledger, ceilings=ceilings_by_year([decision(2024, "25000")], years=range(2024, 2026))
    )
    assert usage["state"].to_dict() == {
        ("kooperation", 2024): "exceeded",
        ("kooperation", 2025): "within",
        ("reisen", 2024): "undocumented",
    }


def test_given_ceilings_take_the_place_of_the_decisions():
    index = pd.MultiIndex.from_tuples([("kooperation", 2024)], names=["pot", "year"])
    what_if = pd.DataFrame({"ceiling": pd.Series(euros("30000"), index=index, dtype=EUR)})
    row = budget_usage(books({"amount": "26000"}), ceilings=what_if).loc[("kooperation", 2024)]
    assert (row["ceiling"], row["available"], row["state"]) == (*euros("30000", "4000"), "warning")


def test_an_empty_ledger_still_shows_its_ceilings():
    usage = budget_usage(books())
    assert usage["ceiling"].to_list() == euros("25000", "40000")
    assert usage["state"].to_list() == ["within", "within"]
    assert usage["actual"].dtype == EUR


# --- the posting that crossed ----------------------------------------------------------------------------


def test_the_posting_that_reached_each_threshold_is_named_in_booking_order():
    source = books(
        {"amount": "2500.01", "booked_on": "2024-11-02", "document": "third"},
        {"amount": "19999.99", "booked_on": "2024-03-01", "document": "first"},
        {"amount": "0.01", "booked_on": "2024-05-01", "document": "second"},
        {"amount": "2500", "document": "undated"},
    )
    crossed = crossings(source, pot="kooperation", year=2024)
    assert crossed["threshold"].to_list() == [80, 90, 100]
    assert crossed["document"].to_list() == ["second", "third", "undated"]
    assert crossed["running"].to_list() == euros("20000", "22500.01", "25000.01")
    assert crossed["source_row"].to_list() == [3, 1, 4]


def test_after_a_refund_the_posting_that_reached_it_for_good_is_named():
    rows = [("20500", "a"), ("-1000", "b"), ("600", "c"), ("-200", "d")]
    ledger = [
        {"amount": amount, "document": name, "booked_on": f"2024-0{month}-01"}
        for month, (amount, name) in enumerate(rows, 1)
    ]
    assert crossings(books(*ledger), pot="kooperation", year=2024).empty
    crossed = crossings(books(*ledger[:3]), pot="kooperation", year=2024)
    assert crossed[["threshold", "document"]].to_numpy().tolist() == [[80, "c"]]


def test_nothing_is_crossed_without_a_documented_ceiling_or_in_another_year():
    source = books({"year": 2019, "amount": "99999"}, {"year": 2024, "amount": "99999"})
    assert crossings(source, pot="kooperation", year=2019).empty
    assert crossings(source, pot="kooperation", year=1999).empty
    assert len(crossings(source, pot="kooperation", year=2024)) == 3


def test_only_what_the_ceiling_counts_can_cross():
    source = books(
        {"region": "sacramento", "amount": "25000"},
        {"region": "ansan", "amount": "21000", "document": "counts"},
        decisions=[decision(2024, "25000", scope=("ansan",))],
    )
    assert crossings(source, pot="kooperation", year=2024)["document"].to_list() == ["counts"]


def test_the_frame_says_whose_pots_they_are_and_that_they_are_examples():
    attrs = budget_usage(books({"amount": "1"}, is_example=True, as_of=date(2024, 9, 30))).attrs
    assert attrs["pot_names"][PARTNERSHIP.key] == "Partnerschaften"
    assert attrs["is_example"] is True
    assert attrs["as_of"] == "2024-09-30"


def test_whoever_has_the_row_of_the_usage_is_told_the_crossings_without_a_second_usage(monkeypatch):
    source = books({"year": 2024, "amount": "30000"})
    [standing] = (
        budget_usage(source).xs(2024, level="year", drop_level=False).reset_index().to_dict("records")
    )
    monkeypatch.setattr("kooperation.analysis.usage.cells_until", None)
    assert crossings_of(source, standing)["threshold"].to_list() == [80, 90, 100]
