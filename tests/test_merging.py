"""Several exports make one ledger: overlaps count once, twins stay two, contradictions are named."""

from decimal import Decimal

import pytest
from exports import source, text_of
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.money import column_sum
from kooperation.reading.bookings import load_bookings
from kooperation.reading.merging import merge_bookings

ITEMS = "Haushaltsjahr;Belegnummer;Position;Sachkonto;Betrag;Text"
PLAIN = "Haushaltsjahr;Belegnummer;Sachkonto;Betrag;Text"


def frame(name, *lines, header=PLAIN):
    return load_bookings(source(text_of(*lines, header=header), name)).frame


def total(*frames):
    merged, _ = merge_bookings(frames)
    return column_sum(merged["amount"])


def said(*frames):
    return [(found.severity, found.kind) for found in merge_bookings(frames)[1]]


def test_a_posting_that_stands_in_two_exports_counts_once_and_that_is_said():
    june = frame("juni.csv", "2024;A1;544016;10,00;Hotel")
    july = frame("juli.csv", "2024;A1;544016;10,00;Hotel", "2024;A2;544016;5,00;Taxi")
    assert total(june, july) == Decimal(15)
    assert said(june, july) == [("note", "overlap")]


def test_equal_postings_with_different_documents_are_two():
    assert total(
        frame("a.csv", "2024;A1;544016;10,00;Hotel"), frame("b.csv", "2024;A2;544016;10,00;Hotel")
    ) == Decimal(20)
    assert total(frame("a.csv", "2024;A1;544016;10,00;Hotel", "2024;A2;544016;10,00;Hotel")) == Decimal(20)


def test_twin_lines_of_one_document_stay_two_in_an_overlap():
    twins = ["2024;A1;544016;10,00;Hotel", "2024;A1;544016;10,00;Hotel"]
    assert total(frame("a.csv", *twins), frame("b.csv", *twins)) == Decimal(20)


def test_several_lines_of_one_document_are_matched_by_what_they_say():
    a = frame("a.csv", "2024;A1;544016;10,00;Hotel", "2024;A1;544016;5,00;Taxi")
    b = frame("b.csv", "2024;A1;544016;5,00;Taxi", "2024;A1;544016;10,00;Hotel", "2024;A1;544016;2,00;Porto")
    assert total(a, b) == Decimal(17)


def test_one_item_with_two_amounts_is_an_error_that_lists_both():
    a = frame("a.csv", "2024;A1;1;544016;10,00;Hotel", "2024;A1;2;544016;1,00;x", header=ITEMS)
    b = frame("b.csv", "2024;A1;1;544016;12,00;Hotel", "2024;A1;2;544016;1,00;x", header=ITEMS)
    [fault] = [found for found in merge_bookings([a, b])[1] if found.severity == "error"]
    assert (fault.kind, fault.place.file, fault.place.row) == ("amounts_differ", "b.csv", 2)
    text = fault.describe()
    assert "10,00 €" in text
    assert "12,00 €" in text
    assert "a.csv, Zeile 2" in text


def test_one_document_without_items_whose_amount_changed_is_an_error():
    a, b = frame("a.csv", "2024;A1;544016;10,00;Hotel"), frame("b.csv", "2024;A1;544016;12,00;Hotel")
    assert said(a, b) == [("error", "amounts_differ")]


def test_item_numbers_compare_without_leading_zeros():
    a = frame("a.csv", "2024;A1;007;544016;10,00;Hotel", "2024;A1;009;544016;1,00;x", header=ITEMS)
    b = frame("b.csv", "2024;A1;7;544016;10,00;Hotel", "2024;A1;9;544016;1,00;x", header=ITEMS)
    assert total(a, b) == Decimal(11)


def test_an_export_with_items_and_one_without_know_the_same_document():
    a = frame("a.csv", "2024;A1;7;544016;10,00;Hotel", "2024;A2;9;544016;1,00;x", header=ITEMS)
    assert total(a, frame("b.csv", "2024;A1;544016;10,00;Hotel")) == Decimal(11)


def test_an_export_without_accounts_knows_the_same_document():
    b = frame("b.csv", "2024;A1;10,00;Hotel", header="Haushaltsjahr;Belegnummer;Betrag;Text")
    assert total(frame("a.csv", "2024;A1;544016;10,00;Hotel"), b) == Decimal(10)


def test_account_spellings_do_not_make_two_postings():
    assert total(
        frame("a.csv", "2024;A1;0000544016;10,00;Hotel"), frame("b.csv", "2024;A1;544016;10,00;Hotel")
    ) == Decimal(10)


def test_the_same_document_number_of_another_year_is_another_posting():
    assert total(
        frame("a.csv", "2023;A1;544016;10,00;Hotel"), frame("b.csv", "2024;A1;544016;10,00;Hotel")
    ) == Decimal(20)


def test_equal_postings_without_documents_both_count_and_are_warned_of():
    header = "Datum;Sachkonto;Betrag;Text"
    a = frame("a.csv", "01.02.2024;544016;10,00;Hotel", header=header)
    b = frame("b.csv", "01.02.2024;544016;10,00;Hotel", header=header)
    assert total(a, b) == Decimal(20)
    assert said(a, b) == [("warning", "perhaps_twice")]


def test_an_export_pasted_twice_into_one_file_is_warned_of():
    lines = ["2024;A1;7;544016;10,00;Hotel", "2024;A2;9;544016;1,00;x"]
    pasted = frame("a.csv", *lines, *lines, header=ITEMS)
    assert said(pasted) == [("warning", "item_twice")]


def test_ids_are_unique_and_the_same_in_every_export():
    a = frame("a.csv", "2024;A1;544016;10,00;Hotel", "2024;A1;544016;5,00;Taxi", "2024;A2;544016;5,00;Taxi")
    b = frame("b.csv", "2024;A2;544016;5,00;Taxi", "2024;A1;544016;5,00;Taxi", "2024;A1;544016;10,00;Hotel")
    ids = [set(merge_bookings([one])[0]["booking_id"]) for one in (a, b)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 3


def test_no_bookings_make_an_empty_ledger():
    merged, findings = merge_bookings([])
    assert (len(merged), findings) == (0, [])


def dated(name, *days):
    lines = [f"{day};{name}{day};544016;1,00;x" for day in days]
    return frame(name, *lines, header="Buchungsdatum;Belegnummer;Sachkonto;Betrag;Text")


def test_a_month_missing_in_a_monthly_series_is_warned_of():
    series = [dated("01.csv", "05.01.2024"), dated("02.csv", "05.02.2024"), dated("04.csv", "05.04.2024")]
    [found] = merge_bookings(series)[1]
    assert (found.severity, found.kind, found.place.file) == ("warning", "months_missing", "04.csv")
    assert "03/2024" in found.describe()
    assert said(*series[:2]) == []


def test_a_few_quiet_months_between_exports_of_whole_years_are_ordinary():
    first = dated("2023.csv", "05.02.2023", "05.11.2023")
    assert said(first, dated("2024.csv", "05.02.2024", "05.11.2024")) == []
    assert said(first, dated("2025.csv", "05.02.2025", "05.11.2025")) == [("warning", "months_missing")]


LINES = st.lists(
    st.tuples(st.sampled_from(["A1", "A2", "A3"]), st.integers(-5, 5), st.sampled_from(["Hotel", "Taxi"])),
    min_size=1,
    max_size=9,
)


def written(lines):
    return [f"2024;{document};544016;{amount},00;{text}" for document, amount, text in lines]


def postings_of(frames):
    merged, _ = merge_bookings(frames)
    return sorted(zip(merged["document"], merged["amount"], merged["text"], strict=True))


@given(lines=LINES, cut=st.integers(0, 9))
def test_a_file_in_two_halves_by_document_equals_the_whole(lines, cut):
    documents = sorted({line[0] for line in lines})
    first = set(documents[: cut % 3])
    halves = [[one for one in lines if (one[0] in first) == is_first] for is_first in (True, False)]
    frames = [frame(f"{n}.csv", *written(half)) for n, half in enumerate(halves) if half]
    assert postings_of(frames) == postings_of([frame("w.csv", *written(lines))])


@given(lines=LINES, data=st.data())
def test_an_export_beside_its_own_copy_in_another_order_counts_once(lines, data):
    shuffled = data.draw(st.permutations(lines))
    one, two = frame("a.csv", *written(lines)), frame("b.csv", *written(shuffled))
    assert postings_of([one, two]) == postings_of([one])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_the_files_decides_nothing(order):
    frames = [
        frame("a.csv", "2024;A1;544016;10,00;Hotel"),
        frame("b.csv", "2024;A1;544016;10,00;Hotel", "2024;A2;544016;5,00;x"),
    ]
    merged, _ = merge_bookings([frames[place] for place in order])
    assert merged["source_file"].to_list() == ["a.csv", "b.csv"]
