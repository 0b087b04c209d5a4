"""Several exports make one ledger: overlaps count once, twins stay two, contradictions are named."""

from decimal import Decimal

import pytest
from exports import kinds, source, text_of
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.errors import KooperationError
from kooperation.model.money import column_sum
from kooperation.reading.ledgers.bookings import load_bookings
from kooperation.reading.merging import doubts
from kooperation.reading.merging.bookings import merge_bookings

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


DATED = "Haushaltsjahr;Buchungsdatum;Belegnummer;Sachkonto;Betrag;Text"
TWO_LINES = ("2024;05.02.2024;D1;544016;100,00;Flug", "2024;05.02.2024;D1;544016;50,00;Hotel")


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (f"{DATED};Kreditor", [f"{line};Muster GmbH" for line in TWO_LINES]),
        (f"{DATED};Auftragsnr.", [f"{line};AU1" for line in TWO_LINES]),
        (DATED.replace("Buchungsd", "Belegd"), [line.replace("05.02", "29.01") for line in TWO_LINES]),
        (DATED, [f"{line} Ansan" for line in TWO_LINES]),
        (DATED, [line.replace("Flug", "Flüge") for line in TWO_LINES]),
        (PLAIN.removesuffix(";Text"), ["2024;D1;544016;100,00", "2024;D1;544016;50,00"]),
    ],
    ids=["vendor", "order", "Belegdatum", "longer text", "corrected text", "no text"],
)
def test_a_column_more_another_date_or_a_better_text_does_not_make_a_second_posting(header, lines):
    a, b = frame("a.csv", *TWO_LINES, header=DATED), frame("b.csv", *lines, header=header)
    assert total(a, b) == Decimal(150)


def test_a_text_that_is_only_similar_counts_once_and_is_warned_of():
    a, b = (
        frame("a.csv", "2024;A1;544016;10,00;Hotel Porto"),
        frame("b.csv", "2024;A1;544016;10,00;Hotel Prto"),
    )
    assert total(a, b) == Decimal(10)
    assert said(a, b) == [("warning", "texts_differ"), ("note", "overlap")]
    assert "Porto" not in merge_bookings([a, b])[1][0].describe()  # a text may name a person


def test_lines_that_share_only_their_document_both_count_and_are_warned_of():
    a, b = frame("a.csv", "2024;A1;544016;100,00;Flug"), frame("b.csv", "2024;A1;544016;120,00;Bewirtung")
    [found] = merge_bookings([a, b])[1]
    assert total(a, b) == Decimal(220)
    assert (found.severity, found.kind, found.place.file) == ("warning", "lines_differ", "b.csv")
    assert "hier Zeile 2, in a.csv Zeile 2; beide zählen" in found.describe()


def test_a_cancellation_under_the_same_document_is_no_contradiction():
    a, b = frame("a.csv", "2024;A1;544016;10,00;Flug"), frame("b.csv", "2024;A1;544016;-10,00;Storno Flug")
    assert total(a, b) == Decimal(0)
    assert said(a, b) == [("warning", "lines_differ")]


def test_lines_that_differ_only_in_their_item_both_count_and_are_warned_of():
    a = frame("a.csv", "2024;A1;7;544016;10,00;Hotel", "2024;A2;9;544016;1,00;x", header=ITEMS)
    b = frame("b.csv", "2024;A1;8;544016;10,00;Hotel", "2024;A3;9;544016;1,00;x", header=ITEMS)
    assert total(a, b) == Decimal(22)
    assert said(a, b) == [("warning", "items_differ")]


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [("Teilprodukt", "770200", "010500"), ("Kostenstelle", "K1", "K2"), ("Sachkonto", "544016", "529100")],
)
def test_what_both_files_state_differently_makes_two_lines_of_one_document(column, first, second):
    header = f"Haushaltsjahr;Belegnummer;{column};Betrag;Text"
    a = frame("a.csv", f"2024;D1;{first};5,00;Flug", header=header)
    b = frame("b.csv", f"2024;D1;{second};5,00;Flug", header=header)
    without = frame("c.csv", "2024;D1;5,00;Flug", header=header.replace(f";{column}", ""))
    assert total(a, b) == Decimal(10)
    assert total(a, without) == Decimal(5)


MOVED = "Haushaltsjahr;Belegnummer;Position;Kostenstelle;Betrag;Text"


def test_an_item_that_a_second_export_shows_on_another_cost_centre_is_refused_with_both_places():
    a = frame("a.csv", "2024;D1;1;K1;50,00;Flug", "2024;D2;4;K2;5,00;Bus", header=MOVED)
    b = frame("b.csv", "2024;D1;1;K2;50,00;Flug", "2024;D3;5;K1;5,00;Bus", header=MOVED)
    [found] = merge_bookings([a, b])[1]
    assert (found.severity, found.kind, found.place.file, found.place.row) == (
        "error",
        "moved_item",
        "b.csv",
        2,
    )
    assert (
        "über 50,00 € steht hier auf K2, in a.csv, Zeile 2, mit derselben Position auf K1" in found.message()
    )
    assert "of €50.00 stands here on K2, in a.csv, row 2, with the same item on K1" in found.message("en")


def test_equal_items_in_exports_of_two_cost_centres_both_count_and_are_warned_of():
    a = frame("a.csv", "2024;D1;1;K1;50,00;Flug", "2024;D2;4;K1;5,00;Bus", header=MOVED)
    b = frame("b.csv", "2024;D1;1;K2;50,00;Flug", "2024;D3;5;K2;5,00;Bus", header=MOVED)
    assert total(a, b) == Decimal(110)
    assert said(a, b) == [("warning", "stands_elsewhere")]


def test_the_same_document_without_items_on_another_account_is_warned_of_with_both_places():
    a, b = frame("a.csv", "2024;A1;544016;10,00;Hotel"), frame("b.csv", "2024;A1;529100;10,00;Hotel")
    [found] = merge_bookings([a, b])[1]
    assert (found.severity, found.kind) == ("warning", "stands_elsewhere")
    assert "steht hier auf 529100, in a.csv, Zeile 2, auf 544016; beide zählen" in found.message()


@pytest.mark.parametrize("names", [("a.csv", "b.csv", "c.csv"), ("c.csv", "a.csv", "b.csv")])
def test_a_file_that_says_less_joins_one_line_whatever_the_names(names):
    header = "Haushaltsjahr;Belegnummer;Kostenstelle;Betrag;Text"
    one = frame(names[0], "2024;D1;5,00;Flug", header=header.replace(";Kostenstelle", ""))
    two = frame(names[1], "2024;D1;K1;5,00;Flug", header=header)
    three = frame(names[2], "2024;D1;K2;5,00;Flug", header=header)
    assert total(one, two, three) == Decimal(10)


def test_document_numbers_compare_without_leading_zeros():
    a, b = frame("a.csv", "2024;0100004711;544016;9,00;x"), frame("b.csv", "2024;100004711;544016;9,00;x")
    assert total(a, b) == Decimal(9)
    assert [set(merge_bookings([one])[0]["booking_id"]) for one in (a, b)] == [
        {"2024/100004711//544016/actual"}
    ] * 2


UNSTATED = "Buchungsdatum;Belegnummer;Sachkonto;Betrag;Text"


def test_a_year_that_only_the_date_tells_may_be_the_year_before():
    stated = frame("a.csv", "2024;D1;544016;70,00;Flug")
    assert total(stated, frame("b.csv", "15.01.2025;D1;544016;70,00;Flug", header=UNSTATED)) == Decimal(70)
    merged, _ = merge_bookings([frame("b.csv", "15.01.2025;D1;544016;70,00;Flug", header=UNSTATED), stated])
    assert merged["year"].to_list() == [2024]
    assert total(stated, frame("b.csv", "15.09.2025;D1;544016;70,00;Flug", header=UNSTATED)) == Decimal(140)


def test_a_document_number_that_begins_anew_each_year_is_another_posting():
    a = frame("a.csv", "15.01.2024;1;544016;70,00;Miete", header=UNSTATED)
    assert total(a, frame("b.csv", "15.01.2025;1;544016;70,00;Miete", header=UNSTATED)) == Decimal(140)


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_a_posting_of_two_files_says_what_both_say(names):
    plain = frame(names[0], "2024;A1;544016;10,00;Flug")
    full = frame(
        names[1],
        "2024;05.02.2024;A1;3;544016;10,00;Flug Ansan;AU1;Muster",
        "2024;05.02.2024;A2;9;544016;1,00;x;;",
        header="Haushaltsjahr;Buchungsdatum;Belegnummer;Position;Sachkonto;Betrag;Text;Auftragsnr.;Kreditor",
    )
    row = merge_bookings([plain, full])[0].iloc[0]
    assert row[["text", "order_id", "vendor", "item"]].to_list() == ["Flug Ansan", "AU1", "Muster", "3"]
    assert row["booked_on"].isoformat() == "2024-02-05T00:00:00"
    assert row["source_file"] == "a.csv"


ORDER = "Auftragsnr.;Haushaltsjahr;Sachkonto;Betrag;Text;endabgerechnet"


def orders(name, *lines):
    content = source(text_of(*lines, header=ORDER), name)
    return load_bookings(content, kind_of_file="orders").frame


@pytest.mark.parametrize("names", [("jan.csv", "mar.csv"), ("z.csv", "a.csv")])
def test_an_order_that_a_later_list_marks_as_final_is_final(names):
    first = orders(names[0], "AU1;2025;544016;6.000,00;Flug;")
    merged, _ = merge_bookings([first, orders(names[1], "AU1;2025;544016;6.000,00;Flug;ja")])
    assert merged[["amount", "is_final"]].to_numpy().tolist() == [[Decimal("6000.00"), True]]


def test_an_order_with_two_amounts_is_an_error_whatever_its_text():
    first, second = (
        orders("jan.csv", "AU1;2025;544016;6.000,00;Flug;"),
        orders("mar.csv", "AU1;2025;544016;4.000,00;Bewirtung;"),
    )
    assert said(first, second) == [("error", "amounts_differ")]


def test_an_order_of_several_years_is_warned_of_with_its_amounts():
    first = orders("2025.csv", "AU1;2025;544016;6.000,00;Flug;")
    [found] = merge_bookings([first, orders("2026.csv", "AU1;2026;544016;1.500,00;Flug;")])[1]
    assert (found.severity, found.kind) == ("warning", "order_in_several_years")
    assert "2025: 6.000,00 €, 2026: 1.500,00 €" in found.describe()


def test_an_order_without_a_year_is_no_order_of_several_years():
    lines = ("AU1;;544016;6.000,00;Flug;", "AU1;2026;544016;1.500,00;Flug;")
    assert said(orders("2026.csv", *lines)) == []


def test_a_list_without_order_numbers_is_no_list_of_orders():
    with pytest.raises(KooperationError) as refused:
        load_bookings(source(text_of("2024;A1;544016;10,00;Hotel", header=PLAIN)), kind_of_file="orders")
    assert kinds(refused.value) == ["column_missing"]


UNNUMBERED = "Datum;Sachkonto;Betrag;Text"
MARCH = ("05.03.2024;544016;10,00;Hotel", "07.03.2024;544016;20,00;Flug", "20.03.2024;544016;5,00;Taxi")


def unnumbered(name, *lines, header=UNNUMBERED):
    return frame(name, *lines, header=header)


def test_a_list_without_documents_that_stands_in_two_files_counts_once_and_is_warned_of():
    a, b = unnumbered("a.csv", *MARCH), unnumbered("b.csv", *MARCH[::-1])
    assert total(a, b) == Decimal(35)
    assert said(a, b) == [("warning", "undocumented_once")]


def test_lists_without_documents_that_agree_on_their_common_days_overlap():
    a = unnumbered("a.csv", "01.02.2024;544016;1,00;Porto", *MARCH)
    b = unnumbered("b.csv", *MARCH[1:], "02.04.2024;544016;7,00;Bus")
    assert total(a, b) == Decimal(43)
    assert said(a, b) == [("warning", "undocumented_once")]


def test_twins_without_documents_stay_two_in_an_overlap():
    a = unnumbered("a.csv", *MARCH, MARCH[0])
    assert total(a, unnumbered("b.csv", MARCH[0], *MARCH)) == Decimal(45)


def test_a_column_more_does_not_make_second_postings_of_a_list_without_documents():
    wide = unnumbered("b.csv", *(f"{line};K1" for line in MARCH), header=f"{UNNUMBERED};Kostenstelle")
    assert total(unnumbered("a.csv", *MARCH), wide) == Decimal(35)


def test_one_equal_posting_without_document_may_be_chance_so_both_count_and_are_warned_of():
    a = unnumbered("a.csv", MARCH[0], "28.03.2024;544016;1,00;Porto")
    b = unnumbered("b.csv", MARCH[0], "29.03.2024;544016;2,00;Bus")
    assert total(a, b) == Decimal(23)
    assert said(a, b) == [("warning", "perhaps_twice")]


def test_lists_without_documents_that_nearly_agree_are_refused_with_both_places():
    corrected = MARCH[1].replace("20,00", "25,00")
    a, b = unnumbered("a.csv", *MARCH), unnumbered("b.csv", MARCH[0], corrected, MARCH[2])
    [fault] = [found for found in merge_bookings([a, b])[1] if found.severity == "error"]
    assert (fault.kind, fault.place.file, fault.place.row) == ("undocumented_unclear", "b.csv", 2)
    assert "2 Buchungen ohne Belegnummer stehen gleich auch in a.csv (ab Zeile 2)" in fault.message()


def test_undated_lists_with_the_same_rents_are_no_overlap():
    header = "Haushaltsjahr;Sachkonto;Betrag;Text"
    rents = ["2024;544016;500,00;Miete", "2024;544016;100,00;Strom"]
    a = unnumbered("jan.csv", *rents, "2024;544016;3,00;Porto", header=header)
    b = unnumbered("feb.csv", *rents, "2024;544016;9,00;Taxi", header=header)
    assert total(a, b) == Decimal(1212)
    assert said(a, b) == [("warning", "perhaps_twice")]


def test_a_list_that_stands_twice_in_its_file_is_refused():
    lines = ["2024;A1;7;544016;10,00;Hotel", "2024;A2;9;544016;1,00;x"]
    [found] = merge_bookings([frame("a.csv", *lines, *lines, header=ITEMS)])[1]
    assert (found.severity, found.kind, found.place.row) == ("error", "pasted_twice", 4)


@pytest.mark.parametrize(("last", "kinds"), [("149", ["pasted_twice"]), ("7", [])])
def test_a_long_list_stands_twice_only_when_its_last_line_does_too(last, kinds):
    lines = [f"2024;A{number};7;544016;{number},00;Hotel" for number in range(1, 150)]
    again = [*lines[:-1], f"2024;A149;7;544016;{last},00;Hotel"]
    found = merge_bookings([frame("a.csv", *lines, *again, header=ITEMS)])[1]
    assert [one.kind for one in found if one.severity == "error"] == kinds


def test_whether_a_file_stands_twice_is_asked_of_its_own_rows_alone(monkeypatch):
    asked = []
    is_whole_twice = doubts._is_whole_twice

    def counted(rows, documents):
        asked.append(rows["document"].to_list())
        return is_whole_twice(rows, documents)

    monkeypatch.setattr(doubts, "_is_whole_twice", counted)
    merge_bookings(
        [frame(f"{name}.csv", f"2024;{name}1;1;1,00;x", f"2024;{name}2;1;1,00;x") for name in "ABC"]
    )
    assert asked == [["A1", "A2"], ["B1", "B2"], ["C1", "C2"]]


def test_a_list_without_items_that_stands_twice_in_its_file_is_refused():
    lines = ["2024;A1;544016;10,00;Hotel", "2024;A2;544016;1,00;x", "2024;A3;544016;2,00;y"]
    assert said(frame("a.csv", *lines, *lines)) == [("error", "pasted_twice")]


def test_payments_that_repeat_without_date_and_document_are_no_list_that_stands_twice():
    header = "Haushaltsjahr;Sachkonto;Betrag;Text"
    month = ["2024;544016;500,00;Miete", "2024;544016;100,00;Strom", "2024;544016;30,00;Wasser"]
    assert said(frame("a.csv", *month, *month, header=header)) == []


def test_a_row_that_repeats_document_and_item_counts_and_is_warned_of_with_its_row():
    lines = ["2024;A1;7;544016;10,00;Hotel", "2024;A2;9;544016;1,00;x"]
    pasted = frame("a.csv", *lines, lines[0], header=ITEMS)
    assert total(pasted) == Decimal(21)
    [found] = merge_bookings([pasted])[1]
    assert (found.severity, found.kind) == ("warning", "item_twice")
    assert "(Zeilen 4)" in found.message()


def test_shares_of_one_item_on_two_cost_objects_are_no_repetition():
    header = ITEMS.replace("Sachkonto", "Sachkonto;Kostenstelle")
    lines = ["2024;A1;7;544016;K1;10,00;Hotel", "2024;A1;7;544016;K2;10,00;Hotel"]
    assert said(frame("a.csv", *lines, "2024;A2;9;544016;K1;1,00;x", header=header)) == []


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


@given(lines=LINES, cut=st.integers(0, 9), full=st.booleans())
def test_ids_stay_unique_however_files_overlap(lines, cut, full):
    frames = [frame("a.csv", *written(lines[:cut])), frame("b.csv", *written(lines[0 if full else cut :]))]
    merged, _ = merge_bookings(frames)
    assert merged["booking_id"].is_unique


@given(lines=LINES, cut=st.integers(0, 9))
def test_a_document_with_items_may_be_cut_anywhere(lines, cut):
    numbered = [f"2024;A1;{item};544016;{line[1]},00;{line[2]}" for item, line in enumerate(lines, start=7)]
    halves = [half for half in (numbered[:cut], numbered[cut:]) if half]
    one_more = "2024;A0;5;544016;1,00;x"  # so that the items do not look like counted rows
    frames = [frame(f"{n}.csv", one_more, *half, header=ITEMS) for n, half in enumerate(halves)]
    assert postings_of(frames) == postings_of([frame("w.csv", one_more, *numbered, header=ITEMS)])


@given(lines=LINES, data=st.data())
def test_an_export_beside_its_own_copy_in_another_order_counts_once(lines, data):
    shuffled = data.draw(st.permutations(lines))
    one, two = frame("a.csv", *written(lines)), frame("b.csv", *written(shuffled))
    assert postings_of([one, two]) == postings_of([one])


def test_a_document_with_very_many_lines_that_changed_is_warned_of_and_not_compared_pair_by_pair():
    lines = [f"2024;1;544016;{amount},00;Zahlung {amount}" for amount in range(1, 400)]
    other = [f"2024;1;544016;{amount},00;Posten {amount + 5000}" for amount in range(500, 900)]
    assert said(frame("a.csv", *lines), frame("b.csv", *other)) == [("warning", "lines_differ")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_the_files_decides_nothing(order):
    frames = [
        frame("a.csv", "2024;A1;544016;10,00;Hotel"),
        frame("b.csv", "2024;A1;544016;10,00;Hotel", "2024;A2;544016;5,00;x"),
    ]
    merged, _ = merge_bookings([frames[place] for place in order])
    assert merged["source_file"].to_list() == ["a.csv", "b.csv"]


DAYS = "Haushaltsjahr;Buchungsdatum;Belegnummer;Position;Sachkonto;Betrag;Text"


def test_an_item_whose_text_was_replaced_counts_once_and_both_rows_are_named():
    june = frame("juni.csv", "2024;A1;1;544016;10,00;Hotel Ansan", header=ITEMS)
    july = frame("juli.csv", "2024;A1;1;544016;10,00;Tagung in Sacramento", header=ITEMS)
    merged, findings = merge_bookings([june, july])
    assert column_sum(merged["amount"]) == Decimal(10)
    [found] = [found for found in findings if found.kind == "texts_differ"]
    other = {"juni.csv": "juli.csv", "juli.csv": "juni.csv"}[found.place.file]
    assert f"{other}, Zeile 2" in found.message()
    assert "Sacramento" not in found.message()


def test_an_item_whose_year_alone_was_corrected_is_refused_and_never_counts_in_both_years():
    june = frame("juni.csv", "2024;05.01.2024;A1;1;544016;10,00;Hotel", header=DAYS)
    july = frame("juli.csv", "2023;05.01.2024;A1;1;544016;10,00;Hotel", header=DAYS)
    assert ("error", "moved_year") in said(june, july)


@pytest.mark.parametrize(
    "line",
    [
        "2025;05.01.2025;A1;1;544016;10,00;Hotel",  # another day: numbers begin anew each year
        "2025;05.01.2024;A1;2;544016;10,00;Hotel",
        "2025;05.01.2024;A1;1;544016;10,00;Taxi",
        "2025;05.01.2024;A1;1;544017;10,00;Hotel",
    ],
)
def test_an_item_of_another_year_that_differs_in_more_counts_beside_it(line):
    old = frame("alt.csv", "2024;05.01.2024;A1;1;544016;10,00;Hotel", header=DAYS)
    new = frame("neu.csv", line, header=DAYS)
    assert total(old, new) == Decimal(20)
    assert "moved_year" not in {kind for _, kind in said(old, new)}
