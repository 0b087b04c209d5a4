"""What comes in, totals that nothing calls so: a subtotal of a day keeps nothing but its day."""

from __future__ import annotations

import pytest
from exports import text_of
from readings import bookings_of, euros, euros_of, said

HEADER = "Buchungsdatum;Belegnummer;Text;Betrag"
FIRST = ("01.03.2024;1;Hotel;50,00", "01.03.2024;2;Taxi;20,00", "01.03.2024;;;70,00")
SECOND = ("02.03.2024;3;Flug;5,00", "02.03.2024;;;5,00")


@pytest.mark.parametrize("below", [(), (";;;75,00",)])
def test_a_subtotal_that_keeps_its_day_does_not_count_and_is_named(tmp_path, below):
    frame = bookings_of(tmp_path, text_of(*FIRST, *SECOND, *below, header=HEADER))
    assert euros_of(frame, "amount") == euros("50", "20", "5")
    assert said(frame)["totals_by_sum"].severity == "warning"
    assert "4, 6" in said(frame)["totals_by_sum"].message()


def test_subtotals_of_single_postings_do_not_count_where_every_one_ties(tmp_path):
    rows = ("01.03.2024;1;Hotel;50,00", "01.03.2024;;;50,00", *SECOND)
    frame = bookings_of(tmp_path, text_of(*rows, header=HEADER))
    assert euros_of(frame, "amount") == euros("50", "5")
    assert "3, 5" in said(frame)["totals_by_sum"].message()


def test_a_subtotal_of_a_day_in_a_list_without_documents_does_not_count(tmp_path):
    rows = ("01.03.2024;Hotel;50,00", "01.03.2024;Taxi;20,00", "01.03.2024;;70,00", "02.03.2024;Flug;5,00")
    frame = bookings_of(tmp_path, text_of(*rows, header="Buchungsdatum;Text;Betrag"))
    assert euros_of(frame, "amount") == euros("50", "20", "5")


def test_totals_above_the_rows_of_their_region_do_not_count(tmp_path):
    rows = (
        "Gesamt;;;;60,00",
        "Ansan;;;;55,00",
        ";01.03.2024;1;Hotel;50,00",
        ";02.03.2024;2;Taxi;5,00",
        "Sacramento;;;;5,00",
        ";03.03.2024;3;Flug;5,00",
    )
    frame = bookings_of(tmp_path, text_of(*rows, header=f"Region;{HEADER}"))
    assert euros_of(frame, "amount") == euros("50", "5", "5")


def test_a_row_without_document_and_text_that_sums_nothing_counts_and_is_named(tmp_path):
    rows = (*FIRST[:2], "01.03.2024;;;71,00", SECOND[0])
    frame = bookings_of(tmp_path, text_of(*rows, header=HEADER))
    assert euros_of(frame, "amount") == euros("50", "20", "71", "5")
    assert said(frame)["row_unproven"].place.row == 4


def test_a_posting_with_document_and_without_text_is_never_a_total(tmp_path):
    rows = (*FIRST[:2], "01.03.2024;7;;70,00", SECOND[0])
    frame = bookings_of(tmp_path, text_of(*rows, header=HEADER))
    assert euros_of(frame, "amount") == euros("50", "20", "70", "5")
    assert not {"totals_by_sum", "row_unproven"} & said(frame).keys()
