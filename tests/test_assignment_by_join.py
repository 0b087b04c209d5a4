"""Assignment by joins is assignment: the same rows, whatever engine finds, joins and counts."""

from __future__ import annotations

import pandas as pd
import pytest
from assignable import CELLS, POTS, REGIONS, RULES, ledger, rows_of, rule
from hypothesis import given, settings
from hypothesis import strategies as st

from kooperation.analysis import assignment_by_join
from kooperation.analysis.assignment import assign
from kooperation.analysis.assignment_by_join import assign_by_join
from kooperation.analysis.condensing import condense
from kooperation.analysis.remarks import condensed_remarks
from kooperation.model.region import AliasIndex
from kooperation.model.schema import BOOKING_COLUMNS, frame_of
from kooperation.reading.datasets.engines import engine_named

REGISTERS = {"regions": REGIONS, "pots": POTS}
PANDAS = engine_named("pandas").hand_over

POSTINGS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}), max_size=25
)


def bookings(rows: list[dict]) -> pd.DataFrame:
    values = {name: [row.get(name) for row in rows] for name in {name for row in rows for name in row}}
    values["booking_id"] = [f"b{number}" for number in range(len(rows))]
    return frame_of(BOOKING_COLUMNS, values, length=len(rows))


def joined(frame: pd.DataFrame, rules=RULES):
    return assign_by_join(frame, **REGISTERS, rules=rules, hand_over=PANDAS)


@given(POSTINGS, st.lists(st.sampled_from(sorted({one.key for one in RULES})), unique=True))
@settings(max_examples=40)
def test_every_row_is_assigned_by_joins_as_it_is_by_itself(rows, keys):
    rules = [one for one in RULES if one.key in keys]
    frame = bookings(rows)
    assert rows_of(joined(frame, rules)[0]) == rows_of(assign(frame, **REGISTERS, rules=rules)[0])


@pytest.mark.parametrize("spelled_out", [0, 10_000])
def test_a_ledger_in_which_everything_occurs_is_assigned_alike(monkeypatch, spelled_out):
    monkeypatch.setattr(assignment_by_join, "MOST_RESTS_SPELLED_OUT", spelled_out)
    frame = ledger(600, seed=5)
    alone, _ = assign(frame, **REGISTERS, rules=RULES)
    assert alone["share"].notna().any()
    assert rows_of(joined(frame)[0]) == rows_of(alone)


def test_a_posting_in_thirds_is_split_to_the_cent_also_below_zero():
    frame = bookings([{**dict.fromkeys(CELLS), "kind": "actual", "document": "0B7", "amount": -10000}])
    parts = joined(frame)[0].sort_values("amount")
    assert [str(amount) for amount in parts["amount"]] == ["-33.34", "-33.33", "-33.33"]
    assert parts["region"].isna().sum() == 1


def test_very_fine_shares_ask_only_for_the_remainders_that_occur(monkeypatch):
    split = []
    real = assignment_by_join.split_to_the_cent
    monkeypatch.setattr(
        assignment_by_join, "split_to_the_cent", lambda *given: (split.append(given), real(*given))[1]
    )
    rows = [{"kind": "actual", "text": "fein", "amount": 12345}] * 50 + [
        {"kind": "actual", "text": "fein", "amount": -7}
    ]
    frame = bookings([{**dict.fromkeys(CELLS), **row} for row in rows])
    rules = [one for one in RULES if one.key == "fein"]
    assert rows_of(joined(frame, rules)[0]) == rows_of(assign(frame, **REGISTERS, rules=rules)[0])
    assert len(split) <= 4  # two amounts, and none in the other euro column


def test_each_distinct_cell_is_matched_once_however_many_postings_have_it(monkeypatch):
    asked = []
    real = AliasIndex.match
    monkeypatch.setattr(
        AliasIndex, "match", lambda index, cells: (asked.append(tuple(cells)), real(index, cells))[1]
    )
    joined(ledger(2000, seed=1))
    naming = {("text", cell) for cell in CELLS["text"] if cell} | {
        ("vendor", cell) for cell in CELLS["vendor"]
    }
    assert len(asked) <= 2 * (len(naming) + len(set(CELLS["region_text"])))


def test_rules_that_disagree_are_an_error_with_the_number_of_postings_that_both_want():
    rows = [{"kind": "actual", "year": 2024, "text": "Jahr Ansan", "amount": 100}] * 3
    _, findings = joined(bookings([{**dict.fromkeys(CELLS), **row} for row in rows]))
    [conflict] = [found for found in findings if found.severity == "error"]
    assert conflict.kind == "rules_disagree"
    assert dict(conflict.values)["count"] == "3"


def test_a_rule_that_never_holds_is_noted():
    _, findings = joined(ledger(300, seed=3))
    assert [dict(found.values)["rule"] for found in findings if found.kind == "rule_never_holds"] == ["nie"]


def test_columns_of_ones_own_come_through():
    frame = ledger(20, seed=2).assign(mandant=[f"05{number}" for number in range(20)])
    assigned, _ = joined(frame, rules=())
    assert dict(zip(assigned["booking_id"], assigned["mandant"], strict=True)) == dict(
        zip(frame["booking_id"], frame["mandant"], strict=True)
    )


@pytest.mark.parametrize("rows", [0, 1])
def test_a_ledger_of_hardly_anything_is_assigned(rows):
    frame = ledger(rows, seed=1)
    assert rows_of(joined(frame)[0]) == rows_of(assign(frame, **REGISTERS, rules=RULES)[0])


# --- what is said about condensed postings


def test_condensed_postings_are_told_with_the_sums_and_numbers_of_the_single_ones():
    frame = ledger(500, seed=4)
    rules = [one for one in RULES if one.key not in ("jahre", "streit", "drittel", "fein")]
    assigned, single = assign(frame, **REGISTERS, rules=rules)
    summed = condensed_remarks(condense(assigned), POTS)
    kinds = {"unassigned", "account_outside", "account_without_default", "pot_unclear", "account_missing"}
    assert kinds & {found.kind for found in single}

    def told(findings):
        return sorted(
            (found.kind, found.place.file or "", found.message()) for found in findings if found.kind in kinds
        )

    assert told(summed) == told(single)


def test_postings_that_are_ambiguous_alike_are_one_finding_with_their_number_and_sum():
    rows = [{"kind": "actual", "text": "Ansan und Sacramento", "amount": 1050}] * 3 + [
        {"kind": "actual", "text": "USA", "amount": 100}
    ]
    account = {"teilprodukt": "990100", "sachkonto": "544016", "year": 2024}
    assigned, _ = assign(
        bookings([{**dict.fromkeys(CELLS), **account, **row} for row in rows]), **REGISTERS, rules=()
    )
    told = [found.message() for found in condensed_remarks(condense(assigned), POTS)]
    assert [text.split("; ")[-1] for text in told[:2]] == [
        "31,50 € bleiben „nicht zugeordnet“ (Buchungen: 3).",
        "1,00 € bleiben „nicht zugeordnet“ (Buchungen: 1).",
    ]
    assert "mehrere Partnerregionen: Ansan, Sacramento;" in told[0]
    assert "nur ein Land; möglich sind: Sacramento, Minnesota;" in told[1]


def test_the_rule_of_a_split_has_the_parts_of_its_lines():
    halves = [rule("halb", text="Hotel", region=key, share="1/2") for key in ("ansan", "minnesota")]
    frame = bookings([{**dict.fromkeys(CELLS), "kind": "actual", "text": "Hotel", "amount": 1}])
    parts = joined(frame, halves)[0].set_index("region")["amount"]
    assert [str(parts[key]) for key in ("ansan", "minnesota")] == ["0.01", "0.00"]
