"""Orders minus their invoices: what is still open, and for whom."""

from datetime import date

import pytest
from handmade import euros, postings

from kooperation.analysis.commitments import COMMITMENT_COLUMNS, open_commitments, unmatched_invoices
from kooperation.model.schema import EUR


def order(amount: str, number: str | None = "A1", **others: object) -> dict[str, object]:
    return {
        "kind": "commitment",
        "year": 2025,
        "order_id": number,
        "region": "ansan",
        "amount": amount,
        **others,
    }


def invoice(amount: str, number: str | None = "A1", **others: object) -> dict[str, object]:
    return {"year": 2025, "order_id": number, "region": "ansan", "amount": amount, **others}


def open_amounts(*rows: dict[str, object], as_of: date | None = None) -> list[object]:
    return open_commitments(postings(*rows), as_of=as_of)["open"].to_list()


@pytest.mark.parametrize(
    ("ordered", "invoiced", "left"),
    [("6000", "4500", "1500"), ("5400", "1200.55", "4199.45"), ("100", "100", "0")],
)
def test_an_order_is_reduced_by_its_invoices(ordered, invoiced, left):
    assert open_amounts(order(ordered), invoice(invoiced)) == euros(left)


def test_an_order_marked_final_has_nothing_open_whatever_is_left():
    assert open_amounts(order("6000", is_final=True), invoice("4500")) == euros("0")


def test_more_invoices_than_ordered_leave_nothing_open_never_less():
    assert open_amounts(order("6000"), invoice("6200")) == euros("0")


def test_a_credit_note_opens_the_order_again():
    assert open_amounts(order("6000"), invoice("6000"), invoice("-500")) == euros("500")


def test_invoices_of_a_later_year_and_another_pot_still_reduce_the_order_in_its_own_year():
    late = invoice("1000", year=2026, pot="partnerschaft")
    commitments = open_commitments(postings(order("6000"), late))
    assert commitments["year"].to_list() == [2025]
    assert commitments["open"].to_list() == euros("5000")


def test_an_order_without_a_number_is_known_by_its_document():
    assert open_amounts(order("300", None, document="R7"), invoice("100", "R7")) == euros("200")


def test_order_numbers_match_with_leading_zeros_and_as_spreadsheet_numbers():
    assert open_amounts(
        order("300", "4500123"), invoice("100", "0004500123"), invoice("50", "4500123.0")
    ) == euros("150")


def test_numbers_with_letters_match_whole():
    assert open_amounts(order("300", "AU 25-1"), invoice("100", "AU 25-11")) == euros("300")


def test_an_order_that_keeps_its_own_account_is_not_reduced_twice():
    assert open_amounts(order("6000"), order("-4500"), invoice("4500")) == euros("1500")


def test_an_order_carried_into_the_next_year_is_open_there():
    rows = [order("6000"), order("-4500"), order("-1500"), order("1500", year=2026)]
    commitments = open_commitments(postings(*rows))
    assert commitments["year"].to_list() == [2025, 2026]
    assert commitments["open"].to_list() == euros("0", "1500")


@pytest.mark.parametrize("document", ["A1", "a1", None])
def test_a_cut_in_an_order_list_is_no_invoice(document):
    rows = [order("6000", document=document), order("-1000", document=document), invoice("4500")]
    assert open_amounts(*rows) == euros("500")


def test_a_cut_that_stands_in_the_next_year_reduces_what_was_ordered_before():
    rows = [order("6000", document="A1"), order("-1000", document="A1", year=2026), invoice("4500")]
    commitments = open_commitments(postings(*rows))
    assert commitments["open"].to_list() == euros("500", "0")
    assert commitments["ordered"].to_list() == euros("6000", "-1000")
    assert commitments["invoiced"].to_list() == euros("4500", "0")


def test_an_order_cut_to_nothing_has_nothing_open():
    assert open_amounts(order("300", document="A1"), order("-300", document="A1")) == euros("0")


def test_an_account_that_ran_below_zero_has_nothing_open():
    assert open_amounts(order("1000"), order("-1200")) == euros("0")


def test_what_is_open_is_split_as_the_order_was_to_the_cent():
    rows = [order("400"), order("200", region="sacramento"), invoice("500", region="ansan")]
    commitments = open_commitments(postings(*rows))
    assert commitments["region"].to_list() == ["ansan", "sacramento"]
    assert commitments["open"].to_list() == euros("66.67", "33.33")
    assert commitments["invoiced"].to_list() == euros("333.33", "166.67")


def test_an_order_over_two_pots_is_split_between_them():
    commitments = open_commitments(postings(order("300"), order("100", pot=None), invoice("100")))
    assert commitments["pot"].isna().to_list() == [False, True]
    assert commitments["open"].to_list() == euros("225", "75")


def test_one_final_line_closes_the_whole_order():
    assert open_amounts(order("400"), order("200", region="sacramento", is_final=True)) == euros("0", "0")


def test_what_is_booked_after_the_day_is_left_out():
    rows = [
        order("6000", booked_on="2025-03-01"),
        invoice("4500", booked_on="2025-06-30"),
        invoice("500", booked_on="2025-07-01"),
        order("900", "A2", booked_on="2025-07-01"),
        order("70", "A3"),
    ]
    assert open_amounts(*rows, as_of=date(2025, 6, 30)) == euros("1500", "70")
    assert open_amounts(*rows) == euros("1000", "900", "70")


def test_no_orders_give_an_empty_frame_with_all_columns():
    commitments = open_commitments(postings(invoice("5")))
    assert commitments.columns.to_list() == list(COMMITMENT_COLUMNS)
    assert commitments.empty
    assert commitments["open"].dtype == EUR


def test_a_commitment_leads_back_to_its_row():
    commitments = open_commitments(
        postings(invoice("5", None), order("9", vendor="Musterreisen GmbH", text="Flüge"))
    )
    (row,) = commitments.to_dict("records")
    assert (row["source_file"], row["source_row"], row["vendor"], row["text"]) == (
        "ledger.xlsx",
        2,
        "Musterreisen GmbH",
        "Flüge",
    )


def test_an_invoice_of_an_unknown_order_is_noted_once_with_count_and_sum():
    ledger = postings(order("9"), invoice("100", "A9"), invoice("23.45", "A9"), invoice("1"))
    (found,) = unmatched_invoices(ledger)
    assert (found.severity, found.place.row, found.raw) == ("note", 2, "A9")
    assert "2, zusammen 123,45 €" in found.message()


def test_invoices_before_the_first_order_are_not_noted():
    assert unmatched_invoices(postings(order("9"), invoice("100", "A9", year=2024))) == []
    assert unmatched_invoices(postings(invoice("100", "A9"))) == []
