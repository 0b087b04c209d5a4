"""What dated decisions make of each year, and which of them cannot stand together."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from handmade import COOPERATION, GRANT, decision, euros

from kooperation.model.ceiling import ceilings_by_year, check_decisions, scope_regions, scope_text
from kooperation.model.decision import Decision
from kooperation.model.errors import KooperationError
from kooperation.model.findings import Place
from kooperation.model.region import Pot


def amounts(*decisions: Decision, years: range, as_of: date | None = None) -> list[Decimal | None]:
    ceilings = ceilings_by_year(decisions, years=years, as_of=as_of)["ceiling"]
    return [None if missing else amount for amount, missing in zip(ceilings, ceilings.isna(), strict=True)]


def line(row: int) -> Place:
    return Place(file="ansaetze.csv", row=row)


def test_before_the_first_documented_decision_the_ceiling_is_unknown_not_zero():
    found = amounts(decision(2021, "25000"), decision(2025, "40000"), years=range(2020, 2027))
    assert found == [None, *euros("25000") * 4, *euros("40000") * 2]


@pytest.mark.parametrize("change", [decision(2025, "40000"), decision(2025, "15000", "erhoeht")])
def test_a_revision_replaces_the_ceiling_and_an_increase_adds_to_it(change):
    assert amounts(decision(2024, "25000"), change, years=range(2024, 2027)) == euros(
        "25000", "40000", "40000"
    )


def test_setting_and_raising_for_one_year_is_an_error_that_names_the_two_lines():
    decisions = [
        decision(2024, "25000", place=line(2)),
        decision(2025, "40000", place=line(3)),
        decision(2025, "15000", "erhoeht", place=line(4)),
    ]
    with pytest.raises(KooperationError) as error:
        ceilings_by_year(decisions, years=range(2024, 2026))
    assert [found.kind for found in error.value.findings] == ["ceiling_set_and_raised"]
    assert "ansaetze.csv, Zeile 4" in error.value.describe()
    assert "ansaetze.csv, Zeile 3 setzt 40.000,00 €" in error.value.describe()
    assert "ansaetze.csv, row 3 sets €40,000.00" in error.value.describe("en")


def test_two_amounts_for_one_year_are_a_contradiction_unless_dates_order_them():
    first, second = decision(2025, "40000", place=line(2)), decision(2025, "38000.50", place=line(3))
    assert [found.kind for found in check_decisions([first, second])] == ["ceiling_set_twice"]
    earlier = decision(2025, "40000", decided_on=date(2024, 11, 27))
    later = decision(2025, "38000.50", decided_on=date(2024, 12, 12))
    for ordered in permutations([earlier, later]):
        assert amounts(*ordered, years=range(2025, 2026)) == euros("38000.50")


def test_one_dated_and_one_undated_amount_are_not_ordered():
    undated, dated = decision(2025, "40000"), decision(2025, "38000", decided_on=date(2024, 12, 12))
    assert [found.kind for found in check_decisions([undated, dated])] == ["ceiling_set_twice"]


def test_the_same_amount_twice_is_no_contradiction_but_another_status_is():
    proposed = decision(2025, "40000", status="vorgeschlagen")
    assert check_decisions([decision(2025, "40000"), decision(2025, "40000", source="Protokoll")]) == []
    assert [found.kind for found in check_decisions([proposed, decision(2025, "40000")])] == [
        "ceiling_set_twice"
    ]


def test_decisions_of_different_pots_never_meet():
    other = decision(2025, "15000", "erhoeht", pot="reisen")
    assert not [
        found for found in check_decisions([decision(2025, "40000"), other]) if found.severity == "error"
    ]


def test_an_increase_entered_twice_is_an_error_and_two_papers_add_up():
    once = decision(2025, "5000", "erhoeht", paper="2025/1", place=line(3))
    again = decision(2025, "5000", "erhoeht", paper="2025/1", place=line(9))
    other = decision(2025, "5000", "erhoeht", paper="2025/2")
    base = decision(2024, "25000")
    found = check_decisions([base, once, again])
    assert [one.kind for one in found] == ["decision_twice"]
    assert "Zeile 9" in found[0].describe()
    assert "Zeile 3" in found[0].describe()
    assert amounts(base, once, other, years=range(2025, 2026)) == euros("35000")


def test_all_contradictions_are_told_at_once():
    decisions = [
        decision(2025, "40000"),
        decision(2025, "15000", "erhoeht"),
        decision(2024, "25000"),
        decision(2024, "26000"),
        decision(2026, "100", "sperrt"),
        decision(2026, "100", "sperrt"),
    ]
    with pytest.raises(KooperationError) as error:
        ceilings_by_year(decisions, years=range(2024, 2026))
    assert sorted(found.kind for found in error.value.findings) == [
        "ceiling_set_and_raised",
        "ceiling_set_twice",
        "decision_twice",
    ]


def test_a_later_amount_replaces_earlier_increases_too():
    decisions = [decision(2023, "20000"), decision(2024, "5000", "erhoeht"), decision(2026, "30000")]
    assert amounts(*decisions, years=range(2023, 2028)) == euros("20000", "25000", "25000", "30000", "30000")


def test_increases_of_several_years_pile_up():
    decisions = [
        decision(2023, "20000"),
        decision(2024, "5000", "erhoeht"),
        decision(2025, "2500", "erhoeht", to_year=2025),
    ]
    assert amounts(*decisions, years=range(2023, 2027)) == euros("20000", "25000", "27500", "25000")


def test_an_amount_for_some_years_gives_way_to_the_older_open_one_afterwards():
    decisions = [decision(2021, "25000"), decision(2023, "31000", to_year=2023)]
    assert amounts(*decisions, years=range(2022, 2025)) == euros("25000", "31000", "25000")


def test_a_line_without_an_amount_says_not_documented_and_ends_the_older_one():
    decisions = [
        decision(2021, "25000"),
        decision(2022, None, to_year=2023, status=None),
        decision(2024, "25000"),
    ]
    assert amounts(*decisions, years=range(2021, 2025)) == [*euros("25000"), None, None, *euros("25000")]


def test_an_increase_of_an_undocumented_amount_stays_undocumented_and_is_told():
    increase = decision(2022, "15000", "erhoeht", place=line(7))
    found = check_decisions([decision(2021, "25000", to_year=2021), increase])
    assert [(one.kind, one.severity, one.place.row) for one in found] == [
        ("increase_of_unknown", "warning", 7)
    ]
    assert amounts(increase, years=range(2022, 2023)) == [None]
    assert amounts(decision(2021, None), increase, years=range(2022, 2023)) == [None]


def test_an_increase_that_outlives_its_base_is_told_with_the_year():
    base, increase = decision(2024, "25000", to_year=2025), decision(2025, "15000", "erhoeht")
    (found,) = check_decisions([base, increase])
    assert found.kind == "increase_of_unknown"
    assert "2026" in found.message()


def test_a_carry_over_is_for_one_year_and_stands_apart():
    ceilings = ceilings_by_year(
        [decision(2024, "25000"), decision(2025, "1200.40", "uebertraegt")], years=range(2024, 2027)
    )
    assert ceilings["ceiling"].to_list() == euros("25000", "25000", "25000")
    assert ceilings["carried_over"].to_list() == euros("0", "1200.40", "0")


def test_a_block_counts_within_its_days_and_always_when_no_day_is_given():
    block = decision(2025, "4000", "sperrt", valid_from=date(2025, 3, 1), valid_to=date(2025, 9, 30))
    for as_of, blocked in (
        (None, "4000"),
        (date(2025, 2, 28), "0"),
        (date(2025, 3, 1), "4000"),
        (date(2025, 9, 30), "4000"),
        (date(2025, 10, 1), "0"),
    ):
        ceilings = ceilings_by_year([decision(2024, "25000"), block], years=range(2025, 2026), as_of=as_of)
        assert ceilings["blocked"].to_list() == euros(blocked), as_of


def test_a_release_holds_within_its_days_and_the_latest_one_wins():
    quarter = decision(2025, None, "gibt_frei", share=Fraction(1, 4), valid_to=date(2025, 3, 31))
    half = decision(
        2025,
        None,
        "gibt_frei",
        share=Fraction(1, 2),
        valid_from=date(2025, 2, 15),
        valid_to=date(2025, 3, 31),
    )
    for as_of, share in (
        (date(2025, 2, 14), Fraction(1, 4)),
        (date(2025, 2, 15), Fraction(1, 2)),
        (date(2025, 3, 31), Fraction(1, 2)),
        (date(2025, 4, 1), Fraction(1)),
        (None, Fraction(1)),
    ):
        ceilings = ceilings_by_year(
            [half, decision(2024, "40000"), quarter], years=range(2025, 2026), as_of=as_of
        )
        assert ceilings["released_share"].to_list() == [share], as_of


def test_two_releases_from_the_same_day_are_ambiguous():
    releases = [
        decision(2025, None, "gibt_frei", share=Fraction(part, 4), place=line(part)) for part in (1, 2)
    ]
    (found,) = check_decisions(releases)
    assert found.kind == "release_twice"
    assert "Zeile 1 gibt frei 25,0 %" in found.message()


def test_the_status_is_that_of_the_least_certain_part():
    decisions = [decision(2024, "25000"), decision(2025, "15000", "erhoeht", status="vorgeschlagen")]
    ceilings = ceilings_by_year(decisions, years=range(2024, 2026))
    assert ceilings["status"].to_list() == ["beschlossen", "vorgeschlagen"]


def test_every_decision_that_made_the_figure_is_named_by_its_paper_or_source():
    decisions = [
        decision(2024, "25000", paper="2024/0207"),
        decision(2025, "15000", "erhoeht", source="Haushaltsplan 2025"),
        decision(2025, "500", "sperrt", paper="2025/12"),
    ]
    ceilings = ceilings_by_year(decisions, years=range(2023, 2026))
    assert ceilings["decisions"].isna().to_list() == [True, False, False]
    assert ceilings["decisions"].to_list()[1:] == ["2024/0207", "2024/0207; Haushaltsplan 2025; 2025/12"]


def test_the_scope_is_that_of_the_decision_and_an_increase_can_only_widen_it():
    narrow = decision(2021, "25000", scope=("ansan",))
    wide = decision(2023, "5000", "erhoeht")
    ceilings = ceilings_by_year([narrow, wide], years=range(2020, 2024))
    assert ceilings["scope"].isna().to_list() == [True, False, False, False]
    assert ceilings["scope"].to_list()[1:] == ["ansan", "ansan", "alle"]
    assert [found.kind for found in check_decisions([narrow, wide])] == ["increase_with_other_scope"]


@pytest.mark.parametrize("scope", [(), ("ansan",), ("ansan", "minnesota")])
def test_a_scope_reads_back_from_its_text(scope):
    assert scope_regions(scope_text(scope)) == scope


def test_negative_amounts_and_reversed_validity_are_errors_at_their_line():
    lines = [
        decision(2025, "-1", place=line(2)),
        decision(2025, "-1", "sperrt", pot="a", place=line(3)),
        decision(
            2025,
            "1",
            "sperrt",
            pot="b",
            valid_from=date(2025, 5, 1),
            valid_to=date(2025, 4, 1),
            place=line(4),
        ),
    ]
    assert [(found.kind, found.severity, found.place.row) for found in check_decisions(lines)] == [
        ("decision_negative", "error", 2),
        ("decision_negative", "error", 3),
        ("decision_validity_reversed", "error", 4),
    ]


def test_a_cut_is_a_negative_increase():
    assert amounts(
        decision(2024, "25000"), decision(2025, "-5000", "erhoeht"), years=range(2025, 2026)
    ) == euros("20000")


def test_a_decision_that_the_pot_ignores_is_told():
    planned = Pot("plan", "Plan", "1", "2", is_default=True, frame="plan")
    decisions = [decision(2025, "1"), decision(2025, "1", pot="agit"), decision(2025, "1", pot="plan")]
    found = check_decisions(decisions, pots=[COOPERATION, GRANT, planned])
    assert [(one.kind, dict(one.values)["pot"]) for one in found] == [
        ("decision_ignored", "agit"),
        ("decision_ignored", "plan"),
    ]


def test_no_decisions_make_an_empty_frame_with_all_columns():
    ceilings = ceilings_by_year([], years=range(2024, 2026))
    assert ceilings.index.names == ["pot", "year"]
    assert ceilings.empty
    assert "released_share" in ceilings
