"""Total lines: known by their label, tied to the rows they sum, refused when they do not tie."""

import pytest

from kooperation.reading.tables.totals import Line, tying, untied
from kooperation.reading.words.line_labels import (
    is_footer_label,
    is_opening_label,
    is_pure_total_label,
    is_total_label,
)

AMOUNT = frozenset({0})


def rows(*cents):
    return [Line(0, "data", "", {0: one}) for one in cents]


def total(cents, label="Summe"):
    return Line(99, "total", label, {0: cents})


def carried(cents):
    return Line(50, "opening", "Übertrag", {0: cents})


def ties(*lines):
    return untied(lines, must_tie=AMOUNT) == []


@pytest.mark.parametrize(
    "label",
    [
        "*",
        "**",
        "* Konto 544016",
        "Summe",
        "Summe Ansan",
        "Zwischensumme",
        "Gesamtergebnis",
        "Gesamtsumme",
        "Ansan Ergebnis",
        "Total",
        "Totals",
        "Grand Totals",
        "TOTALE",
        "Totaal",
        "Sum",
        "Insgesamt",
        "Gesamtkosten",
        "Gesamtausgaben 2024",
        "Gesamtsaldo",
        "Saldo 31.12.",
        "Endsaldo",
        "Kontosumme 544016",
        "Σ",
        "zusammen",
        "alles zusammen:",
        "Endbetrag",
        "Jahresergebnis",
        "Zwischenergebnis",
        "Reisekosten insgesamt",
        "Ges.",
        "Sa.",
        "Su.",
        "Summa",
    ],
)
def test_a_label_calls_its_row_a_total(label):
    assert is_total_label(label)


@pytest.mark.parametrize(
    "label",
    [
        "Summer School",
        "Sa. 01.06. Hotel",
        "zusammen mit AGIT",
        "Saldovortrag",
        "Gesamtschule Aachen",
        "10 = Ordentliche Erträge",
        "Ordentliches Ergebnis",
        "Hotel",
    ],
)
def test_words_that_only_begin_like_a_total_are_none(label):
    assert not is_total_label(label)


def test_openings_and_footers_are_known_by_their_first_word():
    assert is_opening_label("Übertrag")
    assert is_opening_label("Saldovortrag")
    assert is_opening_label("Übertrag aus 2023")
    assert is_opening_label("Vortrag vom Vorjahr")
    assert is_opening_label("Übertrag von Seite 3")
    assert is_opening_label("Übertrag Vormonat")
    assert is_opening_label("Übertrag aus Januar 2024")
    assert is_opening_label("Übertrag Mrz.")
    assert not is_opening_label("Vortrag Mai")
    assert not is_opening_label("Übertragung Patent")
    assert not is_opening_label("Vortrag Ansan Prof. Kim")
    assert is_footer_label("Anzahl Sätze: 12")
    assert is_footer_label("Erstellt am 30.06.2024")
    assert not is_footer_label("Standmiete Messe")


def test_a_total_ties_to_the_rows_since_the_last_one():
    assert ties(*rows(100, 50), total(150), *rows(7), total(7))


def test_nested_totals_tie_to_the_blocks_they_span():
    assert ties(*rows(100, 50), total(150), *rows(7), total(7), total(157, "Gesamt"))


def test_a_total_above_its_rows_ties_to_what_follows():
    assert ties(total(150), *rows(100, 50))


def test_a_total_of_zero_ties_to_rows_that_cancel_out():
    assert ties(*rows(100, -100), total(0))


def test_a_total_that_is_a_cent_off_does_not_tie():
    [(line, before)] = untied([*rows(100, 50), total(151)], must_tie=AMOUNT)
    assert (line.row, before) == (99, {0: 150})


def test_a_total_without_rows_does_not_tie():
    assert not ties(total(151))


def test_an_amount_carried_forward_counts_in_the_total_below_it():
    assert ties(carried(1000), *rows(100), total(1100))


def test_an_amount_carried_to_a_new_page_only_repeats_what_stands_before():
    assert ties(*rows(100, 50), carried(150), *rows(7), total(157))
    assert not ties(*rows(100, 50), carried(149), *rows(7), total(157))


def test_columns_that_need_not_tie_are_left_alone():
    balance = [Line(1, "data", "", {0: 100, 1: 900}), Line(2, "total", "Summe", {0: 100, 1: 5})]
    assert untied(balance, must_tie=AMOUNT) == []
    assert untied(balance, must_tie=frozenset({0, 1})) != []


def test_a_total_may_be_signed_where_the_rows_carry_their_sign_in_another_column():
    unsigned = [Line(1, "data", "", {0: 100}), Line(2, "data", "", {0: 30}, sign=-1)]
    assert ties(*unsigned, total(70))
    assert ties(*unsigned, total(130))
    assert not ties(*unsigned, total(80))


@pytest.mark.parametrize(
    "label, is_pure", [("Summe", True), ("Saldo 31.12.2024", True), ("Summe Hotel", False)]
)
def test_a_pure_label_says_nothing_but_total(label, is_pure):
    assert is_pure_total_label(label) is is_pure


def numbered(*cents, doubtful):
    roles = ["total" if row in doubtful else "data" for row in range(len(cents))]
    return [Line(row, role, "", {0: one}) for row, (role, one) in enumerate(zip(roles, cents, strict=True))]


@pytest.mark.parametrize(
    "cents, doubtful, totals",
    [
        ((100, 200, 300), {2}, {2}),
        ((300, 100, 200), {0}, {0}),
        ((100, 200, 50, 350), {2, 3}, {3}),
        ((100, 200, 300, 40, 40), {2, 4}, {2, 4}),
        ((100, 100), {1}, set()),
        ((100, 200, 301), {2}, set()),
        ((0, 0, 0, 500), {2}, set()),
    ],
)
def test_a_doubtful_row_is_a_total_where_it_sums_several_rows(cents, doubtful, totals):
    assert tying(numbered(*cents, doubtful=doubtful), frozenset(doubtful), must_tie=AMOUNT) == totals


SIDES = (0, 1)


def two_sided(row, soll, haben, role="data"):
    amounts = {column: cents for column, cents in ((0, soll), (1, haben)) if cents is not None}
    return Line(row, role, "Saldo" if role == "total" else "", amounts)


@pytest.mark.parametrize(
    "soll, haben, ties",
    [
        (90, None, True),
        (90, 0, True),
        (100, 10, True),
        (None, 90, False),
        (-90, None, False),
        (91, None, False),
        (110, None, False),
    ],
)
def test_a_total_on_one_side_is_what_soll_outweighs_haben_by(soll, haben, ties):
    lines = [two_sided(2, 100, None), two_sided(3, None, 10), two_sided(4, soll, haben, "total")]
    assert (untied(lines, must_tie=frozenset(SIDES), sides=SIDES) == []) == ties


def test_a_total_in_haben_is_what_haben_outweighs_soll_by():
    lines = [two_sided(2, 10, None), two_sided(3, None, 100), two_sided(4, None, 90, "total")]
    assert untied(lines, must_tie=frozenset(SIDES), sides=SIDES) == []


def test_one_side_alone_is_no_total_where_the_columns_are_no_sides():
    lines = [two_sided(2, 100, None), two_sided(3, None, 10), two_sided(4, 90, None, "total")]
    assert untied(lines, must_tie=frozenset(SIDES)) != []
