"""What decides about a posting: rules before aliases, splits to the cent, pots by account, no guesses."""

import re
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kooperation.analysis.assignment import assign, check_idle_pots, check_pots, check_rules, reason_in
from kooperation.model.findings import Place
from kooperation.model.region import Names, Pot, Region, Rule
from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS, EUR, TEXT, WHOLE, conform, frame_of

ANSAN = Region("ansan", "Ansan", "Ansan", "KR", ("Ansan-si", "안산"))
KOREA = Region("suedkorea", "Südkorea", "South Korea", "KR", ("Korea", "KOITA"))
SACRAMENTO = Region(
    "sacramento", "Greater Sacramento", "Greater Sacramento", "US", ("Sacramento", "Kalifornien")
)
MINNESOTA = Region("minnesota", "Minnesota", "Minnesota", "US", ("MN",))
LWIW = Region("lwiw", "Lwiw", "Lviv", "UA", ("Lemberg",))
REGIONS = (ANSAN, KOREA, SACRAMENTO, MINNESOTA, LWIW)

COOPERATION = Pot("kooperation", "Kooperationen", "990100", "544016", is_default=True, frame="ja")
GRANT = Pot("agit", "Zuschuss AGIT", "990100", "544016", is_default=False, frame="nein")
PARTNERSHIP = Pot("partnerschaft", "Partnerschaften", "010900", "543100", is_default=True, frame="nein")
POTS = (COOPERATION, GRANT, PARTNERSHIP)


def ledger(*rows: dict) -> pd.DataFrame:
    """Actual postings of 2024 on 990100/544016, 100.00 each, unless a row says otherwise."""
    usual = {
        "kind": "actual",
        "year": 2024,
        "teilprodukt": "990100",
        "sachkonto": "544016",
        "amount": "100.00",
    }
    complete = [
        {"booking_id": f"b{number}", "source_file": "buchungen/2024.csv", "source_row": number} | usual | row
        for number, row in enumerate(rows, start=2)
    ]
    values = {name: [row.get(name) for row in complete] for name in {key for row in complete for key in row}}
    for name in {"amount", "foreign_amount"} & set(values):
        values[name] = [None if cell is None else int(Decimal(cell).scaleb(2)) for cell in values[name]]
    return frame_of(BOOKING_COLUMNS, values, length=len(complete))


def rule(key: str, *, row: int = 2, **fields) -> Rule:
    if "share" in fields:
        fields["share"] = Fraction(fields["share"])
    if "priority" in fields:
        fields["priority"] = Decimal(fields["priority"])
    return Rule(key, "weil es so ist", Place("register/zuordnung.csv", row=row), **fields)


def assigned(rows, *rules: Rule, regions=REGIONS, pots=POTS) -> pd.DataFrame:
    return assign(
        rows if isinstance(rows, pd.DataFrame) else ledger(*rows), regions=regions, pots=pots, rules=rules
    )[0]


def remarks(rows, *rules: Rule, regions=REGIONS, pots=POTS):
    return assign(ledger(*rows), regions=regions, pots=pots, rules=rules)[1]


def only(row: dict, *rules: Rule, **registers) -> dict:
    """What becomes of a single posting that is not split; absent fields are left out."""
    frame = assigned([row], *rules, **registers)
    assert len(frame) == 1
    return {name: frame[name][0] for name in ASSIGNMENT_COLUMNS if pd.notna(frame[name][0])}


def column(frame: pd.DataFrame, name: str) -> list:
    return [None if pd.isna(value) else value for value in frame[name]]


def total(frame: pd.DataFrame) -> Decimal:
    return sum(frame["amount"], Decimal(0))


# --- regions by their names ---


@pytest.mark.parametrize("cell", ["text", "vendor", "region_text"])
def test_one_region_named_in_any_cell_decides_and_the_alias_is_stated(cell):
    assert only({cell: "Hotel KALIFORNIEN, 2 Nächte"}) == {
        "region": "sacramento",
        "pot": "kooperation",
        "rule": "alias:Kalifornien",
    }


def test_the_same_region_in_two_cells_is_one_region():
    assert only({"text": "Reise Ansan-si", "vendor": "Stadt Ansan"})["rule"] == "alias:Ansan-si"


def test_two_regions_are_ambiguous_and_never_guessed():
    result = only({"text": "Dinner Sacramento, Ansan"})
    assert result == {"pot": "kooperation", "reason": "mehrdeutig: Ansan, Greater Sacramento"}


def test_a_region_in_the_text_and_another_one_in_the_vendor_are_ambiguous():
    assert only({"text": "Ansan", "vendor": "Hotel Sacramento Inc."})["reason"].startswith("mehrdeutig")


def test_the_files_own_column_for_the_region_decides_over_the_text():
    result = only({"text": "Dinner Ansan und Sacramento", "vendor": "Ansan", "region_text": "MN"})
    assert (result["region"], result["rule"]) == ("minnesota", "alias:MN")


def test_a_column_for_the_region_with_two_names_or_none_decides_nothing():
    assert only({"text": "Ansan", "region_text": "Ansan, Sacramento"})["reason"].startswith("mehrdeutig")
    assert only({"text": "Ansan", "region_text": "alle"})["region"] == "ansan"


def test_a_country_alone_is_ambiguous_and_the_possible_regions_are_named():
    result = only({"text": "Informationsreise USA"})
    assert "region" not in result
    assert result["reason"] == "mehrdeutig, nur ein Land genannt: Greater Sacramento, Minnesota"


def test_a_country_beside_a_region_is_no_doubt():
    assert only({"text": "USA, Kalifornien"})["region"] == "sacramento"
    assert only({"text": "Kalifornien", "vendor": "Reisen USA GmbH"})["region"] == "sacramento"


@pytest.mark.parametrize("text", ["AGIT mbH", "Kansan", "Ansanstraße", "Flug MN", "", None])
def test_no_name_is_said_to_be_none(text):
    assert only({"text": text}) == {"pot": "kooperation", "reason": "kein Name einer Partnerregion"}


def test_a_reason_can_be_read_in_english():
    reasons = column(
        assigned([{"text": "Ansan, Lemberg"}, {"text": "USA"}, {"text": "Papier"}]),
        "reason",
    )
    assert [reason_in(reason, "en") for reason in reasons] == [
        "ambiguous: Ansan, Lwiw",
        "ambiguous, names only a country: Greater Sacramento, Minnesota",
        "no name of a partner region",
    ]
    assert [reason_in(reason, "de") for reason in reasons] == reasons


# --- rules ---


@pytest.mark.parametrize(
    "condition, holding, other",
    [
        ({"teilprodukt": "990100"}, {"teilprodukt": "0990100 Wirtschaft"}, {"teilprodukt": "990101"}),
        ({"teilprodukt": "990100"}, {"teilprodukt": "15.01.01.990100"}, {"teilprodukt": None}),
        ({"sachkonto": "544016"}, {"sachkonto": "0000544016"}, {"sachkonto": "5440160"}),
        ({"cost_object": "K-17"}, {"cost_object": " k-17 "}, {"cost_object": "K-170"}),
        ({"document": "ER25-0502"}, {"document": "er25-0502 "}, {"document": "ER25-05021"}),
        ({"vendor": "AGIT"}, {"vendor": "agit mbH"}, {"vendor": "AGITATOR GmbH"}),
        ({"text": "Zuschuss*"}, {"text": "ZUSCHUSSANTRAG"}, {"text": "Bezuschussung"}),
        ({"text": "Übersetzung"}, {"text": "Uebersetzung Vertrag"}, {"text": "Übersetzungen"}),
        ({"from_year": 2024}, {"year": 2024}, {"year": 2023}),
        ({"to_year": 2024}, {"year": 2024}, {"year": 2025}),
        ({"to_year": 2024}, {"year": 1}, {"year": None}),
        (
            {"text": "Hotel", "vendor": "AGIT"},
            {"text": "Hotel", "vendor": "AGIT"},
            {"text": "Hotel", "vendor": "IHK"},
        ),
    ],
)
def test_a_rule_holds_when_all_its_conditions_hold(condition, holding, other):
    decides = rule("R1", region="lwiw", **condition)
    assert only(holding, decides)["region"] == "lwiw"
    assert "region" not in only(other, decides)


def test_a_rule_beats_an_alias():
    result = only({"text": "Forum Ansan"}, rule("R7", text="Forum", region="lwiw"))
    assert (result["region"], result["rule"]) == ("lwiw", "R7")


def test_a_rule_resolves_what_the_names_leave_ambiguous():
    assert only({"text": "Ansan, Sacramento"}, rule("R7", text="Ansan", region="ansan")) == {
        "region": "ansan",
        "pot": "kooperation",
        "rule": "R7",
    }


def test_the_rule_column_names_the_regions_reason_first_then_pot_and_cost_type():
    rules = [
        rule("REISE", text="Flug*", cost_type="Reise"),
        rule("AGIT", vendor="AGIT", pot="agit"),
    ]
    assert only({"text": "Flüge Ansan", "vendor": "AGIT"}, *rules) == {
        "region": "ansan",
        "pot": "agit",
        "cost_type": "Reise",
        "rule": "alias:Ansan + AGIT + REISE",
    }


def test_one_rule_that_decides_everything_is_named_once():
    everything = rule("R1", text="Flug*", region="ansan", pot="agit", cost_type="Reise")
    assert only({"text": "Flug"}, everything)["rule"] == "R1"


def test_each_field_goes_to_the_highest_priority_that_sets_it():
    rules = [
        rule("LOW", text="Messe", region="ansan", pot="agit", cost_type="Messe"),
        rule("HIGH", text="Messe", region="lwiw", priority="10"),
    ]
    assert only({"text": "Messe"}, *rules) == {
        "region": "lwiw",
        "pot": "agit",
        "cost_type": "Messe",
        "rule": "HIGH + LOW",
    }


def test_rules_of_equal_priority_that_disagree_are_an_error_that_names_both_and_the_posting():
    rules = [rule("R3", row=4, text="Messe", region="ansan"), rule("R7", row=9, vendor="Expo", region="lwiw")]
    rows = [{"text": "Papier"}, {"text": "Messe", "vendor": "Expo"}, {"text": "Messe", "vendor": "Expo"}]
    (fault,) = [remark for remark in remarks(rows, *rules) if remark.severity == "error"]
    assert fault.place == Place("buchungen/2024.csv", row=3)
    for language in ("de", "en"):
        message = fault.message(language)
        assert all(
            word in message
            for word in ("R3", "zuordnung.csv:4", "R7", "zuordnung.csv:9", "partnerregion", "2")
        )
    result = only({"text": "Messe Ansan", "vendor": "Expo"}, *rules)
    assert result["reason"] == "Regeln widersprechen sich: R3, R7"
    assert "region" not in result


@pytest.mark.parametrize(
    "field, values, named",
    [("pot", ("agit", "partnerschaft"), "topf"), ("cost_type", ("Reise", "Messe"), "kostenart")],
)
def test_rules_that_disagree_on_pot_or_cost_type_leave_it_open(field, values, named):
    rules = [rule(f"R{place}", text="Messe", **{field: value}) for place, value in enumerate(values)]
    (fault,) = [remark for remark in remarks([{"text": "Messe Ansan"}], *rules) if remark.severity == "error"]
    assert dict(fault.values)["column"] == named
    result = only({"text": "Messe Ansan"}, *rules)
    assert field not in result
    assert result["region"] == "ansan"


def test_rules_of_equal_priority_that_agree_are_all_named():
    rules = [rule("R3", text="Messe", region="lwiw"), rule("R7", vendor="Expo", region="lwiw")]
    assert only({"text": "Messe", "vendor": "Expo"}, *rules)["rule"] == "R3 + R7"


def test_a_disagreement_below_the_winner_is_none():
    rules = [
        rule("R1", text="Messe", region="ansan"),
        rule("R2", text="Messe", region="lwiw"),
        rule("R3", text="Messe", region="sacramento", priority="1"),
    ]
    assert only({"text": "Messe"}, *rules)["region"] == "sacramento"
    assert [remark.severity for remark in remarks([{"text": "Messe"}], *rules)] == []


def test_a_rule_that_holds_for_no_posting_is_noted_at_its_line():
    (remark,) = remarks([{"text": "Ansan"}], rule("R9", row=17, text="Messe", region="lwiw"))
    assert (remark.severity, remark.kind, remark.place.row) == ("note", "rule_never_holds", 17)


# --- splits ---

DINNER = [
    rule("R7", row=7, document="4711", region="ansan", share="2/3"),
    rule("R7", row=8, region="sacramento", share="1/3"),
]


def test_a_split_gives_each_region_its_share():
    frame = assigned(
        [{"document": "4711", "amount": "840.00", "text": "Dinner Ansan und Sacramento"}], *DINNER
    )
    assert column(frame, "region") == ["ansan", "sacramento"]
    assert column(frame, "amount") == [Decimal("560.00"), Decimal("280.00")]
    assert column(frame, "share") == ["2/3", "1/3"]
    assert column(frame, "rule") == ["R7", "R7"]
    assert column(frame, "booking_id") == ["b2", "b2"]


def test_thirds_add_up_to_the_cent_for_debit_and_credit():
    thirds = [rule("T", text="Messe", region=key, share="1/3") for key in ("ansan", "sacramento", "lwiw")]
    frame = assigned([{"text": "Messe", "amount": "100.00"}, {"text": "Messe", "amount": "-0.01"}], *thirds)
    assert column(frame, "amount") == [Decimal(cents).scaleb(-2) for cents in (3334, 3333, 3333, -1, 0, 0)]


def test_a_foreign_amount_is_split_beside_the_euros_and_stays_absent_where_it_is_absent():
    rows = [
        {"document": "4711", "amount": "812.37", "foreign_amount": "1250000.00", "currency": "KRW"},
        {"document": "4711", "amount": "3.00"},
    ]
    frame = assigned(rows, *DINNER)
    assert column(frame, "amount") == [Decimal(text) for text in ("541.58", "270.79", "2.00", "1.00")]
    assert column(frame, "foreign_amount") == [Decimal("833333.33"), Decimal("416666.67"), None, None]
    assert column(frame, "currency") == ["KRW", "KRW", None, None]


def test_the_lines_of_a_split_may_carry_their_own_pot_and_cost_type():
    lines = [
        rule("S", text="Sammelrechnung", region="ansan", cost_type="Reise", share="665/1000"),
        rule("S", pot="agit", cost_type="Zuschuss", share="335/1000"),
    ]
    frame = assigned([{"text": "Sammelrechnung", "amount": "200.00"}], *lines)
    assert column(frame, "pot") == ["kooperation", "agit"]
    assert column(frame, "cost_type") == ["Reise", "Zuschuss"]
    assert column(frame, "region") == ["ansan", None]
    assert column(frame, "amount") == [Decimal("133.00"), Decimal("67.00")]
    assert column(frame, "share") == ["133/200", "67/200"]


def test_other_rules_decide_the_other_fields_of_every_share():
    frame = assigned(
        [{"document": "4711", "text": "Abendessen"}],
        *DINNER,
        rule("ESSEN", text="Abendessen", cost_type="Bewirtung"),
    )
    assert column(frame, "cost_type") == ["Bewirtung", "Bewirtung"]
    assert column(frame, "rule") == ["R7 + ESSEN", "R7 + ESSEN"]


def test_a_higher_rule_for_the_whole_posting_undoes_the_split():
    over = rule("OVER", document="4711", region="lwiw", priority="5")
    assert only({"document": "4711", "amount": "100.00"}, *DINNER, over) == {
        "region": "lwiw",
        "pot": "kooperation",
        "rule": "OVER",
    }


def test_a_split_that_another_rule_of_its_priority_contradicts_is_an_error():
    other = rule("R8", row=9, document="4711", region="ansan")
    faults = [
        remark for remark in remarks([{"document": "4711"}], *DINNER, other) if remark.severity == "error"
    ]
    assert [dict(fault.values)["column"] for fault in faults] == ["partnerregion"]


def test_two_different_splits_of_one_posting_are_an_error_and_split_nothing():
    other = [
        rule("R8", row=9, document="4711", region="ansan", share="1/2"),
        rule("R8", row=10, region="sacramento", share="1/2"),
    ]
    (fault,) = [
        remark for remark in remarks([{"document": "4711"}], *DINNER, *other) if remark.severity == "error"
    ]
    assert dict(fault.values)["column"] == "anteil"
    result = only({"document": "4711", "text": "Ansan"}, *DINNER, *other)
    assert result["reason"] == "Regeln widersprechen sich: R7, R8"


def test_of_two_splits_the_higher_one_applies():
    other = [
        rule("R8", document="4711", region="ansan", share="1/2", priority="3"),
        rule("R8", region="sacramento", share="1/2"),
    ]
    assert column(assigned([{"document": "4711"}], *DINNER, *other), "share") == ["1/2", "1/2"]


def test_the_order_of_the_postings_is_kept_around_a_split():
    rows = [{"text": "Ansan"}, {"document": "4711"}, {"text": "Lemberg"}]
    assert column(assigned(rows, *DINNER), "region") == ["ansan", "ansan", "sacramento", "lwiw"]


# --- pots ---


def test_the_account_gives_the_pot_and_a_rule_takes_the_grant_out_of_it():
    agit = rule("AGIT", vendor="AGIT", text="Zuschuss*", pot="agit")
    rows = [
        {"vendor": "AGIT mbH", "text": "Zuschuss 2021", "amount": "17850.00"},
        {"text": "Flug Ansan", "amount": "24000.00"},
        {"teilprodukt": "10900", "sachkonto": "0000543100", "text": "Hilfe Lemberg"},
    ]
    frame = assigned(rows, agit)
    assert column(frame, "pot") == ["agit", "kooperation", "partnerschaft"]
    assert column(frame, "rule") == ["AGIT", "alias:Ansan", "alias:Lemberg"]


def test_a_lwiw_forum_counts_by_its_account_and_its_aid_does_not():
    rows = [
        {"text": "Wirtschaftsforum Lwiw", "year": 2025},
        {"text": "Hilfstransport Lwiw", "teilprodukt": "010900", "sachkonto": "543100"},
    ]
    frame = assigned(rows)
    assert column(frame, "region") == ["lwiw", "lwiw"]
    assert column(frame, "pot") == ["kooperation", "partnerschaft"]


@pytest.mark.parametrize("teilprodukt", ["990100", "15.01.01.990100", "0990100", "990100 Wirtschaft"])
def test_a_teilprodukt_may_carry_its_produkt(teilprodukt):
    assert only({"teilprodukt": teilprodukt})["pot"] == "kooperation"


def test_a_pot_of_the_account_is_closer_than_one_of_the_whole_teilprodukt():
    wide = Pot("rest", "Rest", "990100", None, is_default=True, frame="plan")
    everything = Pot("alles", "Alles", None, None, is_default=True, frame="plan")
    pots = (everything, wide, COOPERATION)
    assert only({}, pots=pots)["pot"] == "kooperation"
    assert only({"sachkonto": "1"}, pots=pots)["pot"] == "rest"
    assert only({"teilprodukt": "1"}, pots=pots)["pot"] == "alles"


def test_a_pot_that_only_rules_fill_does_not_take_the_account_from_the_pot_of_the_teilprodukt():
    wide = Pot("rest", "Rest", "990100", None, is_default=True, frame="plan")
    assert only({}, pots=(wide, GRANT))["pot"] == "rest"


def test_an_account_of_no_pot_is_outside_and_noted_once_with_its_sum():
    rows = [
        {"sachkonto": "501100", "text": "Ansan", "amount": "1200.00"},
        {"sachkonto": "0501100", "text": "Ansan", "amount": "34.56"},
        {"sachkonto": "501100", "text": "Ansan", "amount": "9.00", "kind": "commitment"},
        {"sachkonto": "501200", "text": "Ansan", "amount": "-1.00"},
    ]
    assert column(assigned(rows), "pot") == [None] * 4
    found = remarks(rows)
    assert [(remark.severity, remark.kind) for remark in found] == [("note", "account_outside")] * 2
    assert (
        found[0].message()
        == "Konto 990100/501100 gehört zu keinem Topf: 1.234,56 € außerhalb (Buchungen: 2)."
    )
    assert "€1,234.56" in found[0].message("en")
    assert "-1,00 €" in found[1].message()


def test_very_many_accounts_outside_are_not_a_flood():
    rows = [{"sachkonto": str(number), "text": "Ansan", "amount": "1.00"} for number in range(1000, 1040)]
    rows.append({"sachkonto": "2000", "text": "Ansan", "amount": "-7.00"})
    found = remarks(rows)
    assert len(found) == 26
    assert "990100/2000" in found[0].message()
    assert "16; 16,00 € außerhalb (Buchungen: 16)" in found[-1].message()


def test_an_account_whose_pots_are_all_filled_by_rules_alone_is_a_warning():
    (remark,) = remarks([{"text": "Ansan"}], pots=(GRANT,))
    assert (remark.severity, remark.kind) == ("warning", "account_without_default")
    assert "pot" not in only({"text": "Ansan"}, pots=(GRANT,))


@pytest.mark.parametrize("missing", ["teilprodukt", "sachkonto"])
def test_a_missing_number_may_be_any_when_one_default_pot_is_left(missing):
    assert only({missing: None, "text": "Ansan"})["pot"] == "kooperation"


def test_a_pot_filled_without_its_teilprodukt_is_said_and_one_without_any_account_warned_of():
    kinds = {}
    for lacking in ({"teilprodukt"}, {"sachkonto"}, {"teilprodukt", "sachkonto"}):
        (kooperation, *_) = POTS
        found = remarks([{**dict.fromkeys(lacking), "text": "Ansan"}], pots=(kooperation,))
        kinds[frozenset(lacking)] = [(remark.severity, remark.kind) for remark in found]
    assert kinds == {
        frozenset({"teilprodukt"}): [("note", "teilprodukt_missing")],
        frozenset({"sachkonto"}): [],
        frozenset({"teilprodukt", "sachkonto"}): [("warning", "account_missing")],
    }


def test_a_rule_on_the_kostentraeger_holds_for_the_teilprodukt_where_the_export_has_no_other_column():
    by_object = rule("R1", cost_object="990100", cost_type="Reise")
    assert only({"text": "Ansan", "teilprodukt": "990100"}, by_object)["cost_type"] == "Reise"
    assert "cost_type" not in only({"text": "Ansan", "teilprodukt": "990100", "cost_object": "K1"}, by_object)


def test_a_pot_with_a_ceiling_that_gets_nothing_is_warned_of_because_its_account_may_be_mistyped():
    idle = Pot("leer", "Leerer Topf", "4711", "544016", is_default=True, frame="ja")
    beside = Pot("daneben", "Daneben", "4712", None, is_default=True, frame="nein")
    ledger = assigned([{"text": "Ansan"}], pots=(*POTS, idle, beside))
    assert [found.kind for found in check_idle_pots(ledger, (*POTS, idle, beside))] == ["pot_idle"]
    assert check_idle_pots(ledger.iloc[:0], (idle,)) == []


def test_a_missing_number_that_leaves_two_pots_is_no_pot_and_one_warning_for_the_file():
    twin = Pot("zwilling", "Zwilling", "770000", "544016", is_default=True, frame="nein")
    rows = [{"teilprodukt": None, "text": "Ansan", "amount": "10.00"}] * 3
    assert column(assigned(rows, pots=(*POTS, twin)), "pot") == [None] * 3
    (remark,) = remarks(rows, pots=(*POTS, twin))
    assert (remark.severity, remark.kind, remark.place) == (
        "warning",
        "pot_unclear",
        Place("buchungen/2024.csv"),
    )
    assert "30,00 €" in remark.message()


def test_a_rule_can_still_give_the_pot_where_the_account_cannot():
    twin = Pot("zwilling", "Zwilling", "770000", "544016", is_default=True, frame="nein")
    result = only(
        {"teilprodukt": None, "text": "Ansan"}, rule("R1", text="Ansan", pot="zwilling"), pots=(*POTS, twin)
    )
    assert (result["pot"], result["rule"]) == ("zwilling", "alias:Ansan + R1")


@pytest.mark.parametrize(
    "first, second, is_fault",
    [
        (("990100", "544016"), ("0990100", "544016.0"), True),
        (("990100", None), ("15.01.01.990100", None), True),
        ((None, "544016"), (None, "544016"), True),
        (("990100", "544016"), ("990100", None), False),
        (("990100", "544016"), ("990100", "544017"), False),
        (("990100", "544016"), ("990101", "544016"), False),
        ((None, "544016"), ("990100", None), False),
    ],
)
def test_two_default_pots_of_one_account_are_an_error(first, second, is_fault):
    pots = [
        Pot(key, key, *account, is_default=True, frame="ja") for key, account in (("a", first), ("b", second))
    ]
    faults = check_pots(pots)
    assert [fault.severity for fault in faults] == ["error"] * is_fault
    if is_fault:
        assert all(word in faults[0].message("en") for word in ("“a”", "“b”"))
        assert "pot" not in only({"text": "Ansan", "teilprodukt": "15.01.01.990100"}, pots=pots)


def test_a_default_pot_and_one_that_rules_fill_share_an_account_without_fault():
    assert check_pots(POTS) == []


# --- what is said about the unassigned ---


def test_unassigned_spending_is_one_warning_for_each_pot_and_year_with_count_and_sum():
    rows = [
        {"text": "Druckkosten", "amount": "1000.00"},
        {"text": "Bewirtung Gäste", "amount": "234.56"},
        {"text": "Dolmetscher", "amount": "5.00", "year": 2025},
        {"text": "Papier", "teilprodukt": "010900", "sachkonto": "543100", "amount": "7.00"},
        {"text": "Ansan", "amount": "99.00"},
    ]
    found = remarks(rows)
    assert [(remark.severity, remark.kind) for remark in found] == [("warning", "unassigned")] * 3
    assert (
        found[0].message()
        == "Kooperationen, 2024: 1.234,56 € keiner Partnerregion zugeordnet (Buchungen: 2)."
    )
    assert (
        found[0].message("en")
        == "Kooperationen, 2024: €1,234.56 assigned to no partner region (postings: 2)."
    )
    assert "Kooperationen, 2025: 5,00 €" in found[1].message()
    assert "Partnerschaften, 2024: 7,00 €" in found[2].message()


def test_a_remark_names_a_pot_in_the_language_of_its_reader():
    pots = (Pot("koop", "Kooperationen", "990100", "544016", True, "ja", name_en="Cooperation"),)
    beside = Pot("leer", "Leerer Topf", "4711", None, True, "ja", name_en="Empty pot")
    found = [
        *remarks([{"text": "Papier"}], pots=pots),
        *remarks([{"text": "Ansan", "teilprodukt": None}], pots=pots),
        *remarks([{"text": "Ansan", "teilprodukt": None, "sachkonto": None}], pots=pots),
        *check_idle_pots(assigned([{"text": "Ansan"}], pots=pots), (beside,)),
    ]
    kinds = ["unassigned", "teilprodukt_missing", "account_missing", "pot_idle"]
    assert [remark.kind for remark in found] == kinds
    assert [
        re.findall("Kooperationen|Cooperation|Leerer Topf|Empty pot", one.message("en")) for one in found
    ] == [
        *[["Cooperation"]] * 3,
        ["Empty pot"],
    ]
    assert found[0].message("de").startswith("Kooperationen, 2024")


def test_postings_without_a_year_or_a_file_are_told_too():
    (remark,) = remarks([{"text": "Papier", "year": None, "source_file": None, "amount": "3.00"}])
    assert remark.message().startswith("Kooperationen, –: 3,00 €")
    twin = Pot("zwilling", "Zwilling", "770000", "544016", is_default=True, frame="nein")
    (remark,) = remarks([{"teilprodukt": None, "text": "Ansan", "source_file": None}], pots=(*POTS, twin))
    assert (remark.kind, remark.place) == ("pot_unclear", Place())
    (remark,) = remarks([{"teilprodukt": None, "sachkonto": "1", "text": "Ansan"}])
    assert remark.message().startswith("Konto 1 gehört zu keinem Topf")


def test_one_rule_line_later_nothing_is_unassigned():
    rows = [{"text": text, "document": "88"} for text in ("Druck", "Bewirtung", "Dolmetscher")]
    assert total(assigned(rows)[assigned(rows)["region"].isna()]) == Decimal("300.00")
    later = rule("R1", document="88", region="ansan")
    assert remarks(rows, later) == []
    assert column(assigned(rows, later), "region") == ["ansan"] * 3


def test_every_ambiguous_posting_is_a_warning_at_its_row_without_its_text():
    found = remarks([{"text": "Ansan"}, {"text": "Dr. Beispiel, Ansan und Lemberg"}, {"text": "Reise USA"}])
    places = {remark.kind: remark.place.row for remark in found}
    assert places == {"region_ambiguous": 3, "region_only_country": 4, "unassigned": None}
    assert "Ansan, Lwiw" in found[0].message()
    assert not any("Beispiel" in remark.describe(language) for remark in found for language in ("de", "en"))


def test_the_open_shares_of_one_posting_are_one_posting():
    lines = [
        rule("S", text="Ansan", cost_type="Reise", share="1/2"),
        rule("S", cost_type="Messe", share="1/2"),
    ]
    found = remarks([{"text": "Ansan, Sacramento", "amount": "100.00"}], *lines)
    assert [remark.kind for remark in found] == ["region_ambiguous", "unassigned"]
    assert "100,00 € keiner Partnerregion zugeordnet (Buchungen: 1)" in found[1].message()


def test_a_grant_pot_needs_no_region():
    agit = rule("AGIT", vendor="AGIT", pot="agit")
    row = {"vendor": "AGIT mbH", "text": "Zuschuss", "amount": "17850.00"}
    assert remarks([row], agit) == []
    assert only(row, agit)["reason"] == "dieser Topf braucht keine Partnerregion"


def test_budget_rows_need_no_region_and_commitments_are_no_spending_yet():
    rows = [{"kind": kind, "text": text} for kind in ("budget", "commitment") for text in ("Ansatz", "USA")]
    assert remarks(rows) == []
    assert column(assigned(rows), "reason")[:2] == [None, None]
    assert column(assigned(rows), "pot") == ["kooperation"] * 4


# --- the rule set itself ---


def faults_of(*rules: Rule) -> list[tuple[str, str | None]]:
    found = check_rules(rules, regions=REGIONS, pots=POTS)
    assert all(fault.severity == "error" for fault in found)
    assert all(fault.describe(language) for fault in found for language in ("de", "en"))
    return [(fault.kind, fault.place.column) for fault in found]


def test_a_sound_rule_set_has_no_faults():
    assert faults_of(*DINNER, rule("R1", text="Flug*", cost_type="Reise", from_year=2024, to_year=2024)) == []


@pytest.mark.parametrize(
    "rules, fault",
    [
        ([rule("R", region="ansan")], ("rule_without_condition", None)),
        ([rule("R", text=" ", region="ansan")], ("rule_without_condition", None)),
        ([rule("R", text="Flug")], ("rule_without_result", None)),
        ([rule("R", text="Flug", cost_type="")], ("rule_without_result", None)),
        ([rule("R", text="Flug", region="asnan")], ("rule_unknown_region", "partnerregion")),
        ([rule("R", text="Flug", pot="agti")], ("rule_unknown_pot", "topf")),
        ([rule("R", region="ansan", from_year=2025, to_year=2024)], ("rule_years", "jahr_bis")),
        ([rule("R", text="a", region="ansan", share="1/2")], ("rule_shares", "anteil")),
        (
            [rule("R", text="a", region="ansan"), rule("R", region="lwiw")],
            ("rule_without_share", "anteil"),
        ),
        (
            [rule("R", text="a", region="ansan", share="1/2"), rule("R", region="lwiw")],
            ("rule_without_share", "anteil"),
        ),
        (
            [rule("R", text="a", region="ansan", share="3/2"), rule("R", region="lwiw", share="-1/2")],
            ("rule_share_not_positive", "anteil"),
        ),
        (
            [
                rule("R", text="a", region="ansan", share="1/2"),
                rule("R", text="b", region="lwiw", share="1/2"),
            ],
            ("rule_other_conditions", "text"),
        ),
        (
            [
                rule("R", text="a", region="ansan", share="1/2"),
                rule("R", region="lwiw", share="1/2", priority="4"),
            ],
            ("rule_other_conditions", "vorrang"),
        ),
    ],
)
def test_every_fault_of_a_rule_is_an_error_at_its_column(rules, fault):
    assert faults_of(*rules) == [fault]


def test_shares_that_miss_one_are_told_with_their_sum():
    lines = [rule("R", text="a", region=key, share="33/100") for key in ("ansan", "lwiw", "sacramento")]
    (fault,) = check_rules(lines, regions=REGIONS, pots=POTS)
    assert "ergeben zusammen 99/100, nicht genau 1" in fault.message()


@pytest.mark.parametrize("word", ["asnan", "Ansan", "ANSAN", "anssan", "Ansan-si"])
def test_an_unknown_region_is_told_with_the_nearest_key(word):
    (fault,) = check_rules([rule("R", text="a", region=word)], regions=REGIONS, pots=POTS)
    assert fault.advice().endswith("Am nächsten liegt: ansan.")


def test_the_lines_of_a_rule_may_repeat_its_conditions():
    assert (
        faults_of(
            rule("R", text="a", region="ansan", share="1/2", priority="2"),
            rule("R", text="a", region="lwiw", share="1/2", priority="2"),
        )
        == []
    )


def test_a_faulty_rule_is_left_out_and_decides_nothing():
    faulty = rule("R", text="Messe", region="nirgendwo")
    rows = [{"text": "Messe Ansan"}]
    assert column(assigned(rows, faulty), "region") == ["ansan"]
    assert remarks(rows, faulty) == []


# --- frames ---


def test_the_postings_stay_as_they_were():
    rows = ledger({"text": "Ansan", "document": "4711"}, {"text": "Lemberg"})
    before = rows.copy(deep=True)
    assigned(rows, *DINNER)
    pd.testing.assert_frame_equal(rows, before)


def test_the_assigned_frame_has_the_canonical_columns_and_keeps_others():
    rows = ledger({"text": "Ansan"}).assign(Kostenstelle="4711").set_index(pd.Index([17]))
    frame = assigned(rows)
    assert list(frame.columns) == [*BOOKING_COLUMNS, *ASSIGNMENT_COLUMNS, "Kostenstelle"]
    assert list(frame.index) == [0]
    assert frame["amount"].dtype == EUR
    assert {frame[name].dtype for name in ASSIGNMENT_COLUMNS} == {TEXT}


def test_an_empty_ledger_is_assigned_to_an_empty_frame():
    frame = assigned([], *DINNER)
    assert len(frame) == 0
    assert list(frame.columns) == [*BOOKING_COLUMNS, *ASSIGNMENT_COLUMNS]


def test_without_any_register_everything_is_outside_and_unassigned():
    frame = assigned([{"text": "Ansan"}], regions=(), pots=())
    assert column(frame, "region") == column(frame, "pot") == column(frame, "rule") == [None]


def test_assigning_again_after_a_new_rule_starts_afresh():
    once = assigned([{"text": "Ansan"}, {"text": "Papier"}])
    again = assigned(once, rule("R1", text="Papier", region="lwiw"))
    assert column(again, "region") == ["ansan", "lwiw"]
    assert column(again, "reason") == [None, None]


# --- size ---


def test_a_large_ledger_asks_each_distinct_text_once(monkeypatch):
    asked = []
    said_in = Names.said_in

    def counted(self, text):
        asked.append(text)
        return said_in(self, text)

    monkeypatch.setattr(Names, "said_in", counted)
    texts = [f"Flug {number} Ansan" if number % 3 else f"Bewirtung {number}" for number in range(300)]
    size = 200_000
    rows = conform(
        pd.DataFrame(
            {
                "booking_id": pd.array(range(size), dtype=WHOLE).astype(TEXT),
                "kind": pd.array(["actual"], dtype=TEXT).take([0] * size),
                "year": pd.array([2024], dtype=WHOLE).take([0] * size),
                "text": pd.array(texts, dtype=TEXT).take([row % 300 for row in range(size)]),
                "vendor": pd.array(["Reisebüro", *texts[:9]], dtype=TEXT).take(
                    [row % 10 for row in range(size)]
                ),
                "teilprodukt": pd.array(["990100"], dtype=TEXT).take([0] * size),
                "sachkonto": pd.array(["544016"], dtype=TEXT).take([0] * size),
                "amount": pd.array([Decimal("0.01")], dtype=EUR).take([0] * size),
            }
        ),
        BOOKING_COLUMNS,
    )
    split = [rule("S", text="Bewirtung", region=key, share="1/2") for key in ("ansan", "lwiw")]
    frame = assigned(rows, *split)
    of_texts, of_vendors = 300 + 100, 10 + 4  # what names no region is asked for a country too
    named_by_a_cell = 1  # the first cell with a name says how that is written
    assert len(asked) == of_texts + of_vendors + named_by_a_cell
    assert len(frame) == size + size // 3 + 1
    assert frame["amount"].sum() == Decimal("2000.00")


# --- laws ---

# Fewer examples than usual: each is a whole ledger, assigned twice.
law = settings(max_examples=30)

TEXTS = st.sampled_from(
    ["Ansan", "Flug Sacramento", "Ansan, Lemberg", "USA", "Papier", "Messe", "Bewirtung", None]
)
POSTINGS = st.lists(
    st.fixed_dictionaries(
        {
            "text": TEXTS,
            "vendor": st.sampled_from([None, "AGIT mbH", "Hotel Minnesota"]),
            "region_text": st.sampled_from([None, "MN", "Ansan"]),
            "year": st.integers(2021, 2026),
            "kind": st.sampled_from(["actual", "actual", "commitment", "budget"]),
            "sachkonto": st.sampled_from(["544016", "543100", None]),
            "amount": st.decimals(-10_000, 10_000, places=2).map(str)
            | st.sampled_from(["0.01", "-0.01", "0.00"]),
        }
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def splits(draw) -> list[Rule]:
    weights = draw(st.lists(st.integers(1, 9), min_size=2, max_size=5))
    keys = draw(st.permutations([region.key for region in REGIONS]))
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    return [
        rule("SPLIT", text="Messe", region=key, share=share) for key, share in zip(keys, shares, strict=False)
    ]


RULES = [
    rule("AGIT", vendor="AGIT", pot="agit"),
    rule("FLUG", text="Flug*", cost_type="Reise"),
    rule("LATE", text="Papier", from_year=2024, region="lwiw"),
]


@law
@given(POSTINGS, splits())
def test_no_cent_is_lost_or_found_and_every_split_equals_its_posting(rows, split):
    before = ledger(*rows)
    frame = assigned(before, *RULES, *split)
    assert total(frame) == total(before)
    for posting, amount in zip(before["booking_id"], before["amount"], strict=True):
        assert total(frame[frame["booking_id"] == posting]) == amount


@law
@given(POSTINGS, splits(), st.randoms(use_true_random=False))
def test_the_order_of_the_postings_changes_nothing(rows, split, random):
    before = ledger(*rows)
    order = list(range(len(before)))
    random.shuffle(order)
    straight, found = assign(before, regions=REGIONS, pots=POTS, rules=[*RULES, *split])
    shuffled, found_there = assign(before.iloc[order], regions=REGIONS, pots=POTS, rules=[*RULES, *split])
    by = ["booking_id", "region"]
    pd.testing.assert_frame_equal(
        straight.sort_values(by, ignore_index=True), shuffled.sort_values(by, ignore_index=True)
    )
    assert sorted(map(repr, found)) == sorted(map(repr, found_there))


@law
@given(POSTINGS, st.randoms(use_true_random=False))
def test_the_order_of_rules_regions_and_pots_changes_no_assignment(rows, random):
    registers = {"regions": list(REGIONS), "pots": list(POTS)}
    rules = list(RULES)
    straight = assigned(rows, *rules, **registers)
    for listed in (rules, *registers.values()):
        random.shuffle(listed)
    shuffled = assigned(rows, *rules, **registers)
    pd.testing.assert_frame_equal(straight.drop(columns="reason"), shuffled.drop(columns="reason"))


@law
@given(POSTINGS, splits())
def test_a_region_that_no_text_names_changes_nothing(rows, split):
    stranger = Region("naumburg", "Naumburg", "Naumburg", "DE", ("Naumburg an der Saale",))
    pd.testing.assert_frame_equal(
        assigned(rows, *RULES, *split), assigned(rows, *RULES, *split, regions=(*REGIONS, stranger))
    )


@law
@given(POSTINGS, splits())
def test_a_ledger_in_two_files_is_assigned_like_one(rows, split):
    whole = assigned(rows, *RULES, *split)
    before = ledger(*rows)
    middle = len(before) // 2
    parts = [assigned(part, *RULES, *split) for part in (before.iloc[:middle], before.iloc[middle:])]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))


@law
@given(POSTINGS, splits())
def test_every_posting_has_a_region_or_says_why_not(rows, split):
    frame = assigned(rows, *RULES, *split)
    needs_reason = frame["region"].isna() & (frame["kind"] != "budget")
    assert (frame["reason"].notna() == needs_reason).all()
    assert frame.loc[frame["region"].notna(), "rule"].notna().all()


@law
@given(POSTINGS, splits())
def test_the_warnings_sum_up_what_the_table_shows_as_unassigned(rows, split):
    frame, found = assign(ledger(*rows), regions=REGIONS, pots=POTS, rules=[*RULES, *split])
    is_open = (
        (frame["kind"] == "actual")
        & frame["region"].isna()
        & frame["pot"].isin(["kooperation", "partnerschaft"])
    )
    told = [
        dict(remark.values)["sum_en"].replace("€", "").replace(",", "")
        for remark in found
        if remark.kind == "unassigned"
    ]
    assert sum(map(Decimal, told), Decimal(0)) == total(frame[is_open])
