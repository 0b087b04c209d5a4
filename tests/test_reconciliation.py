"""Line items against the budget overview, and what could explain a difference."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from handmade import COOPERATION, HandmadeBooks, euros, overview, postings

from kooperation.analysis.candidates import Mismatch, whole_postings
from kooperation.analysis.reconciliation import reconcile, reconciliation_findings
from kooperation.model.schema import EUR


def books(
    *rows: dict[str, Any], listed: Any = ({"year": 2024, "actual": "23950"},), **others: Any
) -> HandmadeBooks:
    return HandmadeBooks(bookings=postings(*rows), overview=overview(*listed), **others)


def only_row(source: HandmadeBooks) -> dict[str, Any]:
    (row,) = reconcile(source).to_dict("records")
    return row


def causes(source: HandmadeBooks) -> str:
    return only_row(source)["candidates"]


@pytest.mark.parametrize(("items", "difference"), [("23700", "250"), ("23950", "0"), ("24000.01", "-50.01")])
def test_the_difference_is_overview_minus_items_to_the_cent(items, difference):
    rest = str(Decimal(items) - Decimal("17850"))
    row = only_row(books({"pot": "agit", "amount": "17850"}, {"amount": rest}))
    assert (row["overview"], row["items"], row["difference"]) == tuple(euros("23950", items, difference))


def test_what_ties_is_no_finding_and_what_does_not_is_an_error_with_place_and_amounts():
    assert reconciliation_findings(reconcile(books({"amount": "23950"}))) == []
    (found,) = reconciliation_findings(reconcile(books({"amount": "23700"})))
    assert (found.severity, found.kind) == ("error", "does_not_reconcile")
    assert (found.place.file, found.place.row) == ("uebersicht.csv", 1)
    for part in ("990100 / 544016", "2024", "23.950,00 €", "23.700,00 €", "Unterschied 250,00 €"):
        assert part in found.message()
    assert "€23,950.00" in found.message("en")
    assert "difference €250.00" in found.message("en")


def test_orders_and_budget_rows_are_no_items():
    row = only_row(
        books({"amount": "23950"}, {"kind": "commitment", "amount": "5"}, {"kind": "budget", "amount": "5"})
    )
    assert row["difference"] == euros("0")[0]


def test_codes_compare_without_leading_zeros_names_and_product_numbers():
    source = books(
        {"teilprodukt": "15.01.01.990100", "sachkonto": "0000544016", "amount": "23000"},
        {"teilprodukt": "990100", "sachkonto": "544016 Aktivitäten", "amount": "950"},
    )
    assert only_row(source)["difference"] == euros("0")[0]


def test_without_a_teilprodukt_in_the_bookings_the_sachkonto_decides():
    assert only_row(books({"teilprodukt": None, "amount": "23950"}))["difference"] == euros("0")[0]


def test_each_year_is_matched_by_what_its_own_files_state():
    source = books(
        {"year": 2023, "teilprodukt": None, "amount": "10"},
        {"year": 2024, "amount": "20"},
        {"year": 2024, "teilprodukt": "999", "amount": "30"},
        listed=[{"year": 2023, "actual": "10"}, {"year": 2024, "actual": "20"}],
    )
    reconciled = reconcile(source)
    assert reconciled["year"].to_list() == [2023, 2024]
    assert reconciled["difference"].to_list() == euros("0", "0")


def test_several_lines_of_one_account_are_added_up():
    source = books({"amount": "30"}, listed=[{"year": 2024, "actual": "10"}, {"year": 2024, "actual": "20"}])
    assert only_row(source)["overview"] == euros("30")[0]


def test_an_account_without_items_is_shown_as_zero():
    source = books({"amount": "1", "sachkonto": "999"})
    row = only_row(source)
    assert (row["items"], row["difference"]) == tuple(euros("0", "23950"))


def test_an_account_of_a_pot_that_the_overview_lacks_is_a_warning():
    source = books({"amount": "23950"}, {"teilprodukt": "010900", "sachkonto": "543100", "amount": "77"})
    reconciled = reconcile(source)
    assert reconciled["sachkonto"].to_list() == ["543100", "544016"]
    assert reconciled["overview"].isna().to_list() == [True, False]
    (found,) = reconciliation_findings(reconciled)
    assert (found.severity, found.kind) == ("warning", "overview_lacks_account")
    assert "77,00 €" in found.message()


def test_a_year_whose_postings_were_not_read_is_a_warning_and_no_difference():
    source = books({"year": 2023, "amount": "1"})
    (found,) = reconciliation_findings(reconcile(source))
    assert (found.severity, found.kind) == ("warning", "year_without_postings")
    assert pd.isna(only_row(source)["difference"])


def test_the_overview_of_a_year_to_come_ties_without_postings():
    source = books({"year": 2023, "amount": "1"}, listed=[{"year": 2025, "actual": "0"}])
    assert reconciliation_findings(reconcile(source)) == []


def test_accounts_of_the_overview_that_are_nobodys_and_never_booked_are_left_out():
    listed = [{"year": 2024, "actual": "23950"}, {"year": 2024, "sachkonto": "999999", "actual": "5000"}]
    assert only_row(books({"amount": "23950"}, listed=listed))["sachkonto"] == "544016"
    assert len(reconcile(books({"amount": "23950"}, listed=listed, pots=()))) == 2


def test_a_year_without_an_overview_is_not_compared():
    assert reconcile(books({"amount": "5"}, listed=())).empty
    assert reconcile(books({"amount": "5"}, listed=())).dtypes["difference"] == EUR


# --- candidates -------------------------------------------------------------------------------------------


def test_nothing_to_explain_has_no_candidates():
    assert pd.isna(causes(books({"amount": "23950"})))


def test_nothing_that_explains_it_is_said_as_such():
    source = books({"amount": "23700"})
    assert pd.isna(causes(source))
    (found,) = reconciliation_findings(reconcile(source))
    assert "Keine Buchung erklärt den Unterschied allein." in found.message()


def test_a_posting_of_the_neighbouring_year_with_that_amount_is_named_with_its_place():
    source = books(
        {"amount": "23700"}, {"year": 2025, "amount": "250", "document": "ER25-7", "booked_on": "2025-01-08"}
    )
    assert causes(source) == "in 2025 gebucht: ER25-7 vom 08.01.2025 über 250,00 € (ledger.xlsx, Zeile 2)"
    assert (
        only_row(source)["candidates_en"]
        == "booked in 2025: ER25-7 of 08.01.2025, €250.00 (ledger.xlsx, row 2)"
    )


def test_a_posting_that_only_the_items_have_is_named():
    source = books({"amount": "23950"}, {"amount": "310.40", "document": "D9"})
    assert causes(source).startswith("nur in den Einzelposten? D9")


def test_twins_with_different_document_numbers_are_named_both():
    twin = {"amount": "500", "booked_on": "2024-05-02", "text": "Hotel"}
    source = books({"amount": "23450"}, twin | {"document": "D1"}, twin | {"document": "D2"})
    assert causes(source).count("zweimal gebucht?") == 2


def test_a_reversal_in_the_next_year_is_named_with_both_documents():
    source = books(
        {"amount": "23950"},
        {"amount": "1200", "document": "D1", "booked_on": "2024-12-10"},
        {"year": 2025, "amount": "-1200", "document": "D2", "booked_on": "2025-01-15"},
    )
    assert causes(source).startswith("Storno im anderen Jahr: D1 vom 10.12.2024")
    assert "D2 in 2025" in causes(source)


def test_an_open_order_of_that_amount_is_named():
    source = books({"amount": "23700"}, {"kind": "commitment", "order_id": "AU-3", "amount": "250"})
    assert causes(source).startswith("offener Auftrag: AU-3")


def test_late_postings_are_named_and_their_sum_when_it_fits():
    source = books(
        {"amount": "23950", "booked_on": "2024-06-01"},
        {"amount": "100", "document": "L1", "booked_on": "2025-01-10"},
        {"amount": "60", "document": "L2", "booked_on": "2024-12-31", "period": 13},
    )
    assert causes(source).startswith("2 späte Buchungen ergeben zusammen 160,00 €")
    assert "L1 vom 10.01.2025" in causes(source)
    assert "in Periode 13 gebucht: L2" in causes(source)


def test_a_split_posting_is_looked_at_as_a_whole():
    halves = {"booking_id": "x", "year": 2025, "document": "D5", "share": "1/2", "amount": "125"}
    source = books({"amount": "23700"}, halves | {"region": "ansan"}, halves | {"region": "sacramento"})
    assert "D5" in causes(source)
    assert "250,00 €" in causes(source)


def test_of_a_large_ledger_only_what_could_explain_it_is_taken(monkeypatch):
    held = []
    monkeypatch.setattr(
        "kooperation.analysis.reconciliation.Mismatch",
        lambda year, difference, postings, orders: (
            held.append(len(postings)) or Mismatch(year, difference, postings, orders)
        ),
    )
    whole = []
    monkeypatch.setattr(
        "kooperation.analysis.reconciliation.whole_postings",
        lambda bookings: whole.append(len(bookings)) or whole_postings(bookings),
    )
    halves = {"booking_id": "x", "year": 2025, "share": "1/2", "amount": "3"}
    source = books(*[{"amount": "23"}] * 1_000, {"amount": "944"}, {"amount": "6"}, halves, halves)
    assert only_row(source)["difference"] == euros("0")[0]
    assert (held, whole) == ([], [])
    source = books(*[{"amount": "23"}] * 1_000, {"amount": "944"}, halves, halves)
    assert "6,00 €" in causes(source)
    assert (held, whole) == ([1], [2])  # the halves, put together, are the one that could


def test_many_candidates_are_cut_short():
    late = [{"amount": str(number), "booked_on": "2025-02-01"} for number in range(1, 10)]
    assert causes(books(*late)).endswith("und 3 weitere")


def test_an_account_that_stands_in_two_overviews_says_so():
    listed = [{"year": 2024, "actual": "30"}, {"year": 2024, "actual": "30", "source_file": "neuer.csv"}]
    assert causes(books({"amount": "30"}, listed=listed)).startswith(
        "das Konto steht in mehreren Übersichten"
    )


def test_postings_of_other_accounts_are_no_candidates():
    source = books(
        {"amount": "23700"}, {"year": 2025, "sachkonto": "1", "amount": "250"}, pots=(COOPERATION,)
    )
    assert pd.isna(causes(source))
