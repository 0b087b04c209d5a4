"""The course of a year: what was spent and usable day by day, what is ordered, and what is planned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from handmade import HandmadeBooks, decision, euros, planned, postings
from hypothesis import given, settings
from hypothesis import strategies as st

import kooperation as ko
from kooperation.analysis.course import ORDER_COLUMNS, STEP_COLUMNS, year_course
from kooperation.analysis.usage import budget_usage
from kooperation.model.errors import KooperationError

SINCE_2025 = (decision(2025, "40000"),)
A_QUARTER = decision(
    2025, None, "gibt_frei", to_year=2025, share=Fraction(1, 4), valid_to=date(2025, 3, 31), status=None
)


def books(
    *rows: dict[str, Any], plans: Any = (), decisions: Any = SINCE_2025, **others: Any
) -> HandmadeBooks:
    usual = [{"year": 2025} | row for row in rows]
    return HandmadeBooks(
        bookings=postings(*usual), decisions=tuple(decisions), planned=planned(*plans), **others
    )


def on(day: str, amount: str, **others: Any) -> dict[str, Any]:
    return {"booked_on": pd.Timestamp(day), "amount": amount, **others}


def lines(course: ko.YearCourse) -> list[tuple[str, ...]]:
    """Return the steps as text: day, change, actual, usable, unspent; ``–`` for what is not known."""
    return [
        (f"{row.on:%d.%m.%y}", *("–" if pd.isna(cell) else str(cell) for cell in row[2:]))
        for row in course.steps.itertuples()
    ]


def test_spending_orders_and_plans_add_up_to_what_is_expected():
    source = books(
        on("2025-04-10", "18400"),
        {"kind": "commitment", "order_id": "A1", "document": "A1", "amount": "6000", "booked_on": None},
        plans=[{"period_text": "Herbst 2025", "amount": "9000"}],
    )
    course = year_course(source, as_of=date(2025, 6, 30))
    assert (course.actual, course.committed, course.planned_sum) == tuple(euros("18400", "6000", "9000"))
    assert course.expected == Decimal("33400.00")
    assert (course.available, course.after_planned) == tuple(euros("15600", "6600"))
    assert course.orders[["order_id", "open"]].to_numpy().tolist() == [["A1", Decimal("6000.00")]]


def test_an_order_after_the_latest_posting_is_bound_as_in_the_usage_unless_a_day_before_it_is_named():
    order = on("2025-07-01", "6000", kind="commitment", order_id="A1")
    source = books(on("2025-06-20", "18400"), order, as_of=date(2025, 6, 20))
    course, before = year_course(source), year_course(source, as_of=date(2025, 6, 20))
    assert (course.as_of, course.committed, course.available) == (before.as_of, *euros("6000", "15600"))
    assert budget_usage(source).loc[("kooperation", 2025), "available"] == course.available
    assert (before.committed, before.available) == tuple(euros("0", "21600"))


def test_each_day_with_postings_is_a_step_from_the_first_of_january_on():
    source = books(on("2025-02-03", "100"), on("2025-02-03", "50.50"), on("2025-05-20", "-20"))
    assert lines(year_course(source, year=2025)) == [
        ("01.01.25", "0.00", "0.00", "40000.00", "40000.00"),
        ("03.02.25", "150.50", "150.50", "40000.00", "39849.50"),
        ("20.05.25", "-20.00", "130.50", "40000.00", "39869.50"),
    ]


def test_a_posting_on_the_first_of_january_is_part_of_the_first_step():
    assert lines(year_course(books(on("2025-01-01", "10")), year=2025)) == [
        ("01.01.25", "10.00", "10.00", "40000.00", "39990.00")
    ]


def test_postings_outside_of_the_calendar_year_keep_their_day():
    source = books(on("2024-12-09", "900"), on("2025-06-02", "1"), on("2026-01-15", "30"))
    assert [line[:3] for line in lines(year_course(source, year=2025, as_of=date(2026, 2, 1)))] == [
        ("09.12.24", "900.00", "900.00"),
        ("02.06.25", "1.00", "901.00"),
        ("15.01.26", "30.00", "931.00"),
    ]


def test_a_posting_without_a_day_counts_from_the_first_step_on():
    source = books({"amount": "300", "period": 4}, on("2025-06-02", "100"))
    course = year_course(source, year=2025, as_of=date(2025, 12, 31))
    assert course.undated == Decimal("300.00")
    assert [line[:3] for line in lines(course)] == [
        ("01.01.25", "300.00", "300.00"),
        ("02.06.25", "100.00", "400.00"),
    ]


def test_what_is_posted_after_the_day_is_left_out():
    source = books(on("2025-02-03", "100"), on("2025-07-01", "50"))
    course = year_course(source, as_of=date(2025, 6, 30))
    assert (course.actual, len(course.steps)) == (Decimal("100.00"), 2)


def test_until_the_end_of_march_only_the_released_quarter_is_usable():
    source = books(on("2025-02-14", "10400"), decisions=[*SINCE_2025, A_QUARTER])
    in_february = year_course(source, as_of=date(2025, 2, 28))
    assert (in_february.usable, in_february.available, in_february.state) == (
        *euros("10000", "-400"),
        "exceeded",
    )
    assert lines(year_course(source, as_of=date(2025, 4, 1))) == [
        ("01.01.25", "0.00", "0.00", "10000.00", "10000.00"),
        ("14.02.25", "10400.00", "10400.00", "10000.00", "-400.00"),
        ("01.04.25", "0.00", "10400.00", "40000.00", "29600.00"),
    ]
    assert in_february.ceiling == Decimal("40000.00")


def test_a_block_lowers_what_is_usable_on_the_day_it_begins_and_gives_it_back_after_its_end():
    block = decision(
        2025, "5000", "sperrt", to_year=2025, valid_from=date(2025, 3, 1), valid_to=date(2025, 8, 31)
    )
    source = books(on("2025-05-05", "1000"), decisions=[*SINCE_2025, block])
    course = year_course(source, year=2025, as_of=date(2025, 12, 31))
    assert lines(course) == [
        ("01.01.25", "0.00", "0.00", "40000.00", "40000.00"),
        ("01.03.25", "0.00", "0.00", "35000.00", "35000.00"),
        ("05.05.25", "1000.00", "1000.00", "35000.00", "34000.00"),
        ("01.09.25", "0.00", "1000.00", "40000.00", "39000.00"),
    ]


def test_without_a_documented_ceiling_there_is_nothing_to_hold_the_spending_against():
    course = year_course(books(on("2025-02-03", "100"), decisions=[decision(2025, None)]), year=2025)
    assert lines(course) == [
        ("01.01.25", "0.00", "0.00", "–", "–"),
        ("03.02.25", "100.00", "100.00", "–", "–"),
    ]
    assert (course.ceiling, course.usable, course.available, course.after_planned) == (None,) * 4
    assert course.state == "undocumented"


def test_a_ceiling_for_one_region_counts_it_and_what_is_not_assigned_also_of_orders_and_plans():
    def of(region: str | None) -> list[dict[str, Any]]:
        order = {"kind": "commitment", "order_id": f"A-{region}", "amount": "10", "region": region}
        return [on("2025-02-03", "100", region=region), order]

    source = books(
        *of("ansan"),
        *of("sacramento"),
        *of(None),
        plans=[{"region": region, "amount": "1000"} for region in ("ansan", "sacramento", "alle", None)],
        decisions=[decision(2025, "40000", scope=("ansan",))],
    )
    course = year_course(source, year=2025, as_of=date(2025, 12, 1))
    assert (course.actual, course.committed, course.planned_sum) == tuple(euros("200", "20", "3000"))
    assert course.orders["order_id"].to_list() == ["A-None", "A-ansan"]
    assert course.planned_out_of_scope["region"].to_list() == ["sacramento"]
    assert course.scope == "ansan"


def test_a_planned_activity_that_is_over_no_longer_counts():
    ends = [pd.Timestamp(2025, 6, 29), pd.Timestamp(2025, 6, 30), pd.Timestamp(2025, 7, 1), None]
    source = books(on("2025-01-02", "1"), plans=[{"end": end, "amount": "100"} for end in ends])
    course = year_course(source, as_of=date(2025, 6, 30))
    assert course.planned_past["end"].to_list() == ends[:2]
    assert course.planned["source_row"].to_list() == [4, 5]


def test_planned_is_what_is_planned_for_this_year_and_pot():
    rows = [{"amount": "1"}, {"amount": "10", "year": 2026}, {"amount": "100", "pot": "agit"}]
    course = year_course(books(on("2025-01-02", "1"), plans=rows), year=2025)
    assert course.planned_sum == Decimal("1.00")


# --- which year, pot and plan


def test_the_year_is_that_of_the_day_and_behind_the_ledger_the_last_that_has_postings():
    source = books(on("2024-03-01", "1", year=2024), on("2025-03-01", "1"))
    told = [year_course(source, as_of=date(year, 7, 1)).year for year in (2024, 2025, 2026)]
    assert told == [2024, 2025, 2025]


def test_a_year_to_come_has_its_ceiling_and_its_plans():
    source = books(on("2025-03-01", "1"), plans=[{"year": 2027, "amount": "38000"}])
    course = year_course(source, year=2027, as_of=date(2025, 3, 1))
    assert (course.ceiling, course.actual, course.after_planned) == tuple(euros("40000", "0", "2000"))
    assert lines(course) == [("01.01.27", "0.00", "0.00", "40000.00", "40000.00")]


def test_the_pot_is_the_first_with_a_ceiling():
    assert year_course(books(on("2025-03-01", "1")), year=2025).pot == "kooperation"
    with pytest.raises(ValueError, match="no pot 'reisen'; there are kooperation, agit, partnerschaft"):
        year_course(books(on("2025-03-01", "1")), pot="reisen")


@pytest.mark.parametrize(
    ("plans", "asked", "chosen"),
    [
        ([], None, None),
        (["a"], None, "a"),
        (["a", "Basis"], None, "Basis"),
        (["a", "b"], "b", "b"),
        (["a"], "", None),
    ],
)
def test_the_plan_is_the_only_one_or_the_one_called_basis_unless_another_is_asked_for(plans, asked, chosen):
    source = books(on("2025-03-01", "1"), plans=[{"plan": name, "amount": "5"} for name in plans])
    course = year_course(source, year=2025, plan=asked)
    assert (course.plan, set(course.planned["plan"])) == (chosen, {chosen} - {None})


def test_of_plans_for_different_years_each_year_takes_its_own():
    source = books(on("2025-03-01", "1"), plans=[{"plan": "p25"}, {"plan": "p26", "year": 2026}])
    assert [year_course(source, year=year).plan for year in (2025, 2026, 2027)] == ["p25", "p26", None]


def test_several_plans_without_basis_are_refused_and_named():
    source = books(on("2025-03-01", "1"), plans=[{"plan": "ohne Reise"}, {"plan": "mit Reise"}])
    with pytest.raises(KooperationError, match=r"mehrere Pläne: mit Reise, ohne Reise\."):
        year_course(source, year=2025)
    with pytest.raises(ValueError, match="no plan 'x'; there are mit Reise, ohne Reise"):
        year_course(source, year=2025, plan="x")


# --- the same figures as everywhere else


def test_the_demo_has_the_same_figures_as_its_usage_for_every_pot_and_year(project):
    source = ko.read_books(project / "data" / "raw")
    usage = budget_usage(source)
    for pot, year in usage.index:
        course, row = year_course(source, pot=pot, year=year), usage.loc[(pot, year)]
        last = course.steps.iloc[-1]
        assert (course.actual, last["actual"], course.committed) == (
            row["actual"],
            row["actual"],
            row["committed"],
        )
        assert (course.state, course.scope, course.papers) == tuple(
            None if pd.isna(cell) else cell for cell in row[["state", "scope", "decisions"]]
        )
        known = None if pd.isna(row["usable"]) else (row["usable"], row["available"])
        assert known == (None if course.usable is None else (last["usable"], course.available))


MOMENTS = st.dates(date(2024, 10, 1), date(2026, 3, 1))


@st.composite
def moves(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": draw(st.sampled_from(["actual", "actual", "commitment"])),
        "year": draw(st.sampled_from([2024, 2025, 2025])),
        "pot": draw(st.sampled_from(["kooperation", "kooperation", "agit", None])),
        "region": draw(st.sampled_from(["ansan", "sacramento", None])),
        "order_id": draw(st.sampled_from(["A1", None])),
        "booked_on": draw(st.one_of(st.none(), MOMENTS.map(pd.Timestamp))),
        "amount": Decimal(draw(st.integers(-(10**7), 10**7))).scaleb(-2),
    }


@settings(max_examples=20)  # an example builds many frames, and every run draws others
@given(st.lists(moves(), max_size=12), MOMENTS, st.sampled_from([(), ("ansan",)]))
def test_the_last_step_is_the_usage_of_that_day_for_every_ledger(ledger, as_of, scope):
    limits = [A_QUARTER, decision(2025, "700", "sperrt", to_year=2025, valid_from=date(2025, 5, 1))]
    source = HandmadeBooks(
        bookings=postings(*ledger), decisions=(decision(2024, "40000", scope=scope), *limits)
    )
    row = budget_usage(source, as_of=as_of).loc[("kooperation", 2025)]
    course = year_course(source, year=2025, as_of=as_of)
    last = course.steps.iloc[-1]
    assert (last["actual"], last["usable"]) == (row["actual"], row["usable"])
    assert (course.available, course.state) == (row["available"], row["state"])
    assert course.steps["on"].is_monotonic_increasing
    assert course.orders["open"].sum() == row["committed"]


def test_orders_do_not_say_who_delivers():
    order = {
        "kind": "commitment",
        "order_id": "A1",
        "amount": "10",
        "vendor": "Erika Muster",
        "text": "Flüge",
    }
    orders = year_course(books(on("2025-03-01", "1"), order), year=2025).orders
    assert orders["text"].to_list() == ["Flüge"]
    assert orders.attrs["region_names"]["lwiw"] == {"de": "Lwiw", "en": "Lviv"}
    assert "Muster" not in orders.to_string()


def test_an_empty_ledger_needs_a_day():
    source = books()
    with pytest.raises(ValueError, match="as_of="):
        year_course(source)
    course = year_course(source, as_of=date(2025, 5, 1))
    assert (course.year, course.actual, len(course.steps)) == (2025, Decimal("0.00"), 1)


def test_the_frames_have_their_dtypes_also_when_they_are_empty():
    course = year_course(books(), as_of=date(2025, 5, 1))
    assert (len(course.orders), len(course.planned)) == (0, 0)
    for frame, columns in ((course.steps, STEP_COLUMNS), (course.orders, ORDER_COLUMNS)):
        assert [name for name, dtype in columns.items() if frame[name].dtype != dtype] == []
    assert course.planned.columns.equals(planned().columns)


def test_what_becomes_usable_later_in_the_year_is_known_from_the_register():
    block = decision(2025, "5000", "sperrt", to_year=2025, valid_to=date(2025, 5, 31), status=None)
    source = books(on("2025-02-03", "10400"), decisions=(*SINCE_2025, A_QUARTER, block))
    course = year_course(source, year=2025, as_of=date(2025, 2, 28))
    assert course.usable == Decimal("8750.00")
    assert course.coming == (
        (date(2025, 4, 1), Decimal("35000.00")),
        (date(2025, 6, 1), Decimal("40000.00")),
    )
    assert year_course(source, year=2025, as_of=date(2025, 6, 1)).coming == ()
