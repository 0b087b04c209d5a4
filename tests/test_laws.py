"""What holds for every ledger a controller could meet, not only for the examples."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from handmade import HandmadeBooks, decision, overview, postings
from hypothesis import given, settings
from hypothesis import strategies as st

from kooperation.analysis.commitments import open_commitments
from kooperation.analysis.reconciliation import reconcile
from kooperation.analysis.spending import cube, spending_by_cost_type, spending_by_region, trace
from kooperation.analysis.usage import budget_usage, crossings, state_of
from kooperation.model.money import running_sum
from kooperation.model.schema import OUTSIDE

YEARS = st.integers(2019, 2026)
AMOUNTS = st.integers(-(10**9), 10**9).map(lambda whole_cents: Decimal(whole_cents).scaleb(-2))
REGIONS = st.sampled_from(["ansan", "sacramento", "lwiw", None])
POTS = st.sampled_from(["kooperation", "agit", "partnerschaft", None])
ORDERS = st.sampled_from(["A1", "A2", "0A3", None])


@st.composite
def rows(draw: st.DrawFn, kinds: tuple[str, ...] = ("actual", "commitment", "budget")) -> dict[str, Any]:
    return {
        "kind": draw(st.sampled_from(kinds)),
        "year": draw(YEARS),
        "period": draw(st.one_of(st.none(), st.integers(1, 16))),
        "pot": draw(POTS),
        "region": draw(REGIONS),
        "cost_type": draw(st.sampled_from(["Reise", None])),
        "order_id": draw(ORDERS),
        "is_final": draw(st.sampled_from([None, None, True])),
        "amount": draw(AMOUNTS),
    }


LEDGERS = st.lists(rows(), max_size=25).map(lambda listed: postings(*listed))
FEW = settings(max_examples=20)  # an example walks through many frames, and every run draws others
SHUFFLES = st.randoms(use_true_random=False)


def shuffled(ledger: pd.DataFrame, random: Any) -> pd.DataFrame:
    order = list(range(len(ledger)))
    random.shuffle(order)
    return ledger.iloc[order]


def spent(ledger: pd.DataFrame) -> Decimal:
    return sum((amount for amount in ledger.loc[ledger["kind"] == "actual", "amount"]), Decimal("0.00"))


def whole(table: pd.DataFrame) -> Decimal:
    return sum((amount for amount in table.to_numpy().ravel()), Decimal("0.00"))


@FEW
@given(LEDGERS)
def test_no_cent_is_lost_between_ledger_and_table(ledger):
    assert whole(spending_by_region(ledger)) == spent(ledger)
    assert whole(spending_by_cost_type(ledger)) == spent(ledger)


@FEW
@given(LEDGERS)
def test_the_pots_and_what_is_outside_make_the_account(ledger):
    parts = [spending_by_region(ledger, pot=pot) for pot in ("kooperation", "agit", "partnerschaft", OUTSIDE)]
    assert sum(map(whole, parts), Decimal("0.00")) == spent(ledger)


@FEW
@given(LEDGERS)
def test_every_figure_is_the_sum_of_the_postings_behind_it(ledger):
    table = spending_by_region(ledger, pot="kooperation")
    for year in table.index:
        for region in table.columns:
            behind = trace(ledger, region=region, year=year, pot="kooperation")
            assert spent(behind) == table.loc[year, region]


@FEW
@given(LEDGERS, SHUFFLES)
def test_the_order_of_rows_decides_nothing(ledger, random):
    other = shuffled(ledger, random)
    pd.testing.assert_frame_equal(cube(other), cube(ledger))
    pd.testing.assert_frame_equal(spending_by_region(other), spending_by_region(ledger))
    pd.testing.assert_frame_equal(open_commitments(other), open_commitments(ledger))
    decisions = (decision(2021, "25000"), decision(2025, "40000"))
    first, second = (HandmadeBooks(bookings=one, decisions=decisions) for one in (ledger, other))
    pd.testing.assert_frame_equal(budget_usage(second), budget_usage(first))


@FEW
@given(LEDGERS, st.integers(0, 25))
def test_a_ledger_in_two_files_is_the_ledger_in_one(ledger, cut):
    together = pd.concat([ledger.iloc[cut:], ledger.iloc[:cut]], ignore_index=True)
    pd.testing.assert_frame_equal(cube(together), cube(ledger))


@FEW
@given(LEDGERS)
def test_open_orders_are_never_negative_and_closed_ones_are_zero(ledger):
    commitments = open_commitments(ledger)
    assert all(amount >= 0 for amount in commitments["open"])
    assert all(amount == 0 for amount in commitments.loc[commitments["is_final"], "open"])


@FEW
@given(st.lists(rows(kinds=("commitment",)), min_size=1, max_size=8), st.integers(0, 10**9))
def test_the_parts_of_an_order_are_the_order(parts, invoiced_cents):
    ordered = [{**part, "order_id": "A1", "is_final": None, "amount": abs(part["amount"])} for part in parts]
    invoiced = Decimal(invoiced_cents).scaleb(-2)
    commitments = open_commitments(postings(*ordered, {"order_id": "A1", "amount": invoiced}))
    total = sum(part["amount"] for part in ordered)
    assert sum(commitments["ordered"]) == total
    assert sum(commitments["invoiced"]) == invoiced
    assert sum(commitments["open"]) == max(Decimal(0), total - invoiced)


@FEW
@given(LEDGERS, st.integers(0, 10**7), st.sampled_from([(), ("ansan",), ("ansan", "lwiw")]))
def test_usage_adds_up_and_its_verdict_agrees_with_what_is_left(ledger, ceiling_cents, scope):
    ceiling = Decimal(ceiling_cents).scaleb(-2)
    source = HandmadeBooks(
        bookings=ledger, decisions=(decision(2020, str(ceiling), to_year=2024, scope=scope),)
    )
    for row in budget_usage(source, pot="kooperation").to_dict("records"):
        assert row["gross"] + row["refunds"] == row["actual"]
        assert row["refunds"] <= 0 <= row["gross"]
        if pd.isna(row["ceiling"]):
            assert row["state"] == "undocumented"
            continue
        assert row["usable"] - row["actual"] - row["committed"] == row["available"]
        assert (row["state"] == "exceeded") == (row["available"] < 0)
        if row["state"] == "exhausted":
            assert row["available"] == 0


@FEW
@given(LEDGERS)
def test_usage_shows_all_spending_of_the_pots(ledger):
    source = HandmadeBooks(bookings=ledger, decisions=(decision(2020, "25000", scope=("ansan",)),))
    usage = budget_usage(source)
    shown = sum(usage["actual"], Decimal("0.00")) + sum(usage["out_of_scope"], Decimal("0.00"))
    assert shown == spent(ledger[ledger["pot"].notna()])


@given(AMOUNTS, AMOUNTS)
def test_a_verdict_never_gets_milder_when_more_is_bound(bound, usable):
    severity = ["within", "warning", "exhausted", "exceeded"]
    more = bound + Decimal("0.01")
    assert severity.index(state_of(more, usable)) >= severity.index(state_of(bound, usable))


@FEW
@given(LEDGERS)
def test_the_last_running_sum_of_the_crossings_explains_the_threshold_reached(ledger):
    source = HandmadeBooks(bookings=ledger, decisions=(decision(2019, "25000"),))
    without_orders = HandmadeBooks(bookings=ledger[ledger["kind"] == "actual"], decisions=source.decisions)
    usage = budget_usage(without_orders, pot="kooperation")
    for (_, year), reached in usage["reached"].items():
        crossed = crossings(without_orders, pot="kooperation", year=year)["threshold"].to_list()
        assert crossed == [
            threshold for threshold in (80, 90, 100) if not pd.isna(reached) and threshold <= reached
        ]


@given(st.lists(AMOUNTS, max_size=30))
def test_the_last_running_sum_is_the_sum(amounts):
    column = postings(*({"amount": amount} for amount in amounts))["amount"]
    assert [sum(amounts[: place + 1]) for place in range(len(amounts))] == running_sum(column).to_list()


@FEW
@given(LEDGERS)
def test_an_overview_made_of_the_ledger_always_ties(ledger):
    sums = ledger[ledger["kind"] == "actual"].groupby("year")["amount"].sum()
    listed = overview(*({"year": year, "actual": amount} for year, amount in sums.items()))
    reconciled = reconcile(HandmadeBooks(bookings=ledger, overview=listed))
    assert all(difference == 0 for difference in reconciled["difference"])
    assert len(reconciled) == len(sums)


@FEW
@given(
    st.lists(
        st.tuples(st.integers(2018, 2027), st.integers(0, 10**7)), min_size=1, unique_by=lambda pair: pair[0]
    ),
    SHUFFLES,
)
def test_the_order_of_decisions_decides_nothing(amounts, random):
    decisions = [decision(year, str(Decimal(whole_cents).scaleb(-2))) for year, whole_cents in amounts]
    mixed = list(decisions)
    random.shuffle(mixed)
    usages = [
        budget_usage(HandmadeBooks(decisions=tuple(one)), pot="kooperation") for one in (decisions, mixed)
    ]
    pd.testing.assert_frame_equal(*usages)
    assert usages[0]["ceiling"].iloc[-1] == decisions[amounts.index(max(amounts))].amount


@FEW
@given(st.integers(1, 10**7), st.fractions(0, 1, max_denominator=24))
def test_a_release_never_makes_more_usable_than_the_ceiling(ceiling_cents, share):
    ceiling = Decimal(ceiling_cents).scaleb(-2)
    release = decision(2025, None, "gibt_frei", share=share)
    source = HandmadeBooks(decisions=(decision(2025, str(ceiling)), release))
    usable = budget_usage(source, pot="kooperation")["usable"].iloc[0]
    assert 0 <= usable <= ceiling
    assert abs(Fraction(usable) - Fraction(ceiling) * share) <= Fraction(1, 200)
