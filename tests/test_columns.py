"""How the cells of a column are read: decided from all of them, refused where nothing decides."""

import gc
import weakref
from datetime import date, datetime

import numpy as np
import pyarrow.compute as pc
import pytest
from exports import source
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.findings import Place
from kooperation.model.money import Convention
from kooperation.reading.cells.column import coded_texts, column_of, mixed_column
from kooperation.reading.cells.money import amounts_of, read_money, study_money
from kooperation.reading.cells.readers import (
    looks_like_number,
    period_of_year,
    read_date,
    read_flag,
    read_whole,
    read_year,
)
from kooperation.reading.layouts.plan import plan_source
from kooperation.reading.ledgers.bookings import load_plan
from kooperation.reading.tables.inference import as_texts, infer_kind, read_plain
from kooperation.reading.words.vocabulary import columns_meant, is_additive, suggested_kind, unit_of

HERE = Place("export.csv")


def numbers(cells):
    return np.arange(2, 2 + len(cells))


def money(*cells, convention=Convention.GERMAN, needs_amount=False):
    """Cents and kinds of faults of one money column."""
    column = study_money(column_of(cells), numbers(cells), heading="Betrag", place=HERE)
    cents, faults = read_money(column, convention, needs_amount=needs_amount)
    return cents.to_pylist(), [fault.kind for fault in faults]


def plain(*cells, kind):
    """Values and rows of the faults of one column that is no money."""
    if kind == "key":
        return as_texts(column_of(cells)).trimmed.to_pylist(), []
    values, faults = read_plain(column_of(cells), numbers(cells), kind=kind, heading="Spalte", place=HERE)
    return values.to_pylist(), [fault.place.row for fault in faults]


def test_numbers_by_value_and_texts_as_german_text():
    assert money(1234.56, "1.234,56", 7, "7") == ([123456, 123456, 700, 700], [])


def test_a_blank_amount_is_unknown_and_not_zero():
    assert money("5,00", "", None) == ([500, None, None], [])


def test_dashes_are_zero_where_the_column_writes_no_other_zero():
    assert money("5,00", "-", "--", "-,--") == ([500, 0, 0, 0], [])


def test_a_lone_dash_is_no_amount_beside_zeros_written_as_numbers():
    assert money("0,00", "-") == ([0, None], ["lone_dash"])
    assert money(0.0, "-") == ([0, None], ["lone_dash"])


def test_a_lone_dash_is_no_amount_where_every_row_needs_one():
    assert money("5,00", "-", needs_amount=True) == ([500, None], ["lone_dash"])


@pytest.mark.parametrize("rows", [[], [3], [4, 2, 1], [0, 1, 2, 3, 4, 5]])
def test_rows_taken_from_mixed_cells_are_the_column_of_these_cells(rows):
    cells = [1.0, "x", 1, True, "x", date(2024, 2, 1)]
    taken, made = column_of(cells).take(np.array(rows, int)), mixed_column([cells[row] for row in rows])
    assert list(map(repr, taken.distinct.cells)) == list(map(repr, made.distinct.cells))
    assert taken.distinct.codes.tolist() == made.distinct.codes.tolist()
    assert list(map(repr, taken.to_list())) == [repr(cells[row]) for row in rows]


def test_a_cell_that_stands_twice_among_the_different_ones_is_one():
    column = mixed_column(["", 2.0, 2.0, 2, "unused"], np.array([2, 3, 1, 0, 2]))
    assert list(map(repr, column.distinct.cells)) == ["2.0", "2", "''"]
    assert column.to_list() == [2.0, 2, 2.0, "", 2.0]
    assert column.filled.tolist() == [True, True, True, False, True]


@pytest.mark.parametrize("cell", [True, date(2024, 2, 1), "abc", "WAHR"])
def test_what_is_no_amount_is_a_fault_and_never_zero(cell):
    assert money(cell) == ([None], ["not_an_amount"])


@pytest.mark.parametrize("shown", ["#WERT!", "#BEZUG!", "#NV", "#N/A", "#REF!", "#DIV/0!"])
def test_error_values_are_named_as_such(shown):
    assert money("5,00", shown) == ([500, None], ["error_value"])


def test_a_trailing_h_takes_away_and_a_trailing_s_adds():
    assert money("310,00 H", "2.310,00 S") == ([-31000, 231000], [])


@pytest.mark.parametrize(
    "cell", ["0101", "01.02.2024", "15.01.01", "", "Ansan", True, None, "0544016", "05.01"]
)
def test_codes_dates_and_words_do_not_look_like_numbers(cell):
    assert not looks_like_number(cell)


@pytest.mark.parametrize("cell", ["1.234,56", "-", 7, 7.5, "0,50", "0", "(5)"])
def test_amounts_look_like_numbers(cell):
    assert looks_like_number(cell)


@pytest.mark.parametrize(
    "heading, cells, kind",
    [
        ("Betrag", ["1,00", "abc", "2,00"], "money"),
        ("Betrag", ["1,00", "abc", "12.34,56"], "money"),
        ("Ergebnis der Reise", ["1,00", "MoU", "Besuch"], "text"),
        ("Betrag", ["#WERT!", "#WERT!"], "money"),
        ("Betrag", [], "money"),
        ("Kostenart", ["544016", "544017"], "text"),
        ("Belegnummer", ["1.234", "1.235"], "text"),
        ("Unbekannt", ["1.234,56", "5,00"], "money"),
        ("Unbekannt", [1234.56, 5.0], "money"),
        ("Unbekannt", ["15.01", "15.02"], "text"),
        ("Unbekannt", ["544016", "544017"], "text"),
        ("Unbekannt", ["50,77532", "6,08393"], "text"),
        ("Unbekannt", ["5,00", "abc"], "text"),
        ("2024", ["1.234,56", "5"], "money"),
        ("Ausschöpfung %", ["63,6", "99,2"], "text"),
        ("Umrechnungskurs", ["1450,12", "1449,00"], "text"),
        ("Ansatz laufendes Jahr", ["29.026.000", "81.000", "0"], "money"),
        ("Spend to Date", ["500", "70"], "money"),
        ("Plan Jahr", ["2018", "2019"], "text"),
        ("Ist Monat", ["1", "12"], "text"),
        ("Ist Monat", ["100", "12"], "money"),
        ("Rechnungsergebnis 2015", ["600", "7"], "money"),
        ("RE 2015", ["600", "7"], "money"),
        ("2019/20", ["600", "7"], "money"),
        ("Personalaufwendungen", ["600", "7"], "money"),
        ("NetAmount", ["600", "7"], "money"),
        ("Annual Salary", ["600", "7"], "money"),
        ("Irrecoverable VAT £", ["600", "7"], "money"),
        ("Montant", ["600", "7"], "money"),
        ("Cost Centre", ["600", "7"], "text"),
        ("Amt", ["50", "51"], "text"),
        ("Gebühr", ["0.00", "0.25"], "money"),
        ("Unbekannt", ["0.00", "0.25"], "money"),
        ("Unbekannt", ["20.00", "-10.00"], "money"),
        ("Unbekannt", ["-001", "-414"], "text"),
        ("Betrag", ['="5,00"', '="6,00"'], "money"),
        ("Betrag", ["1.2E3"], "money"),
        ("Betrag", ["5,00 XX", "6,00 YY"], "money"),
        ("Betrag", ["hoch", "niedrig"], "text"),
        ("Buchungsdatum", ["01.02.2024", "00.00.0000"], "date"),
        ("Buchungsdatum", ["01.02.2024", "bald"], "date"),
        ("Buchungsdatum", ["01.02.2024", "bald", "später"], "text"),
        ("Irgendwann", [datetime.fromisoformat("2024-02-01")], "date"),
        ("Haushaltsjahr", ["2024", 2025.0], "year"),
    ],
)
def test_the_kind_of_a_column_follows_from_its_heading_and_all_its_cells(heading, cells, kind):
    assert infer_kind(heading, column_of(cells)) == kind


@pytest.mark.parametrize(
    "cell, day",
    [
        ("31.12.2024", date(2024, 12, 31)),
        ("1.2.24", date(2024, 2, 1)),
        ("31.12.99", date(1999, 12, 31)),
        ("2024-12-31", date(2024, 12, 31)),
        ("2024-12-31 00:00:00", date(2024, 12, 31)),
        ("20241231", date(2024, 12, 31)),
        (20241231, date(2024, 12, 31)),
        (45342.0, date(2024, 2, 20)),
        ("18-Jan-2012", date(2012, 1, 18)),
        ("18. Mär 2012", date(2012, 3, 18)),
        ("31/12/2024", date(2024, 12, 31)),
        (datetime.fromisoformat("2024-12-31T13:05"), date(2024, 12, 31)),
        ("00.00.0000", None),
        ("9999-12-31", None),
        ("31.12.9999", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_in_every_spelling_of_exports(cell, day):
    assert read_date(cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        "31.11.2024",
        "29.02.2023",
        "01.02.0204",
        "12/31/2024",
        "3１.12.2024",
        True,
        1234.0,
        "bald",
        "18-Foo-2012",
    ],
)
def test_days_that_do_not_exist_are_refused(cell):
    with pytest.raises(ValueError):
        read_date(cell)


@pytest.mark.parametrize(
    "cell",
    ["2023/12", "2023-12", "2023.012", "202312", "2023012", "12/2023", "012.2023", date(2023, 12, 1)],
)
def test_a_period_may_name_its_year(cell):
    assert period_of_year(cell) == (2023, 12)
    assert read_whole(cell) == 12


@pytest.mark.parametrize(
    "cell", ["12", "2023", "20231", "2023/17", "2023/2024", "31.12.2023", date(2023, 12, 2), None]
)
def test_what_is_no_period_of_a_year_names_none(cell):
    assert period_of_year(cell) is None


def test_years_periods_and_flags_are_read_or_refused():
    assert [read_year(cell) for cell in ("2024", 2024.0, "")] == [2024, 2024, None]
    assert [read_whole(cell) for cell in ("013", "2024/13", 13.0, "13.2024", None)] == [13, 13, 13, 13, None]
    assert [read_flag(cell) for cell in ("ja", "x", True, "nein", None)] == [True, True, True, False, None]
    for read, cell in (
        (read_year, "24"),
        (read_year, "0204"),
        (read_whole, "März"),
        (read_flag, "vielleicht"),
    ):
        with pytest.raises(ValueError):
            read(cell)


@pytest.mark.parametrize("text", ["0544016", "NA", "NULL", "None", "nan", "15.01.01"])
def test_a_key_stays_the_text_that_it_is(text):
    assert plain(text, kind="key") == ([text], [])


def test_a_key_in_a_number_cell_loses_only_its_point_zero():
    assert plain(544016.0, kind="key") == (["544016"], [])


def test_true_is_no_period_although_python_calls_it_one():
    assert plain(1.0, True, kind="whole") == ([1, None], [3])


@pytest.mark.parametrize(
    "heading, unit",
    [
        ("Betrag in T€", 1000),
        ("Ansatz (TEUR)", 1000),
        ("Betrag in Tsd. EUR", 1000),
        ("Plan in 1.000 €", 1000),
        ("Plan (Mio. €)", 1_000_000),
        ("Betrag in EUR", 1),
        ("Betrag €", 1),
        ("Betrag", None),
        ("Millimeter", None),
    ],
)
def test_a_heading_says_what_one_stands_for(heading, unit):
    assert unit_of(heading) == unit


@pytest.mark.parametrize(
    "heading", ["Betrag in T€", "BETRAG", " Be-trag ", "Betrag\n(EUR)", "Betrag in 1.000 €"]
)
def test_a_heading_means_the_same_with_its_unit_and_in_any_spelling(heading):
    assert "amount" in columns_meant(heading)


@pytest.mark.parametrize(
    "heading, kind",
    [("Kosten 2024", "money"), ("Fälligkeitsdatum", "date"), ("Foo", None)],
)
def test_words_of_an_unknown_heading_suggest_what_its_cells_are(heading, kind):
    assert suggested_kind(heading) == kind


def test_balances_shares_and_prices_are_not_expected_to_add_up():
    assert [is_additive(one) for one in ("Betrag", "Saldo", "Quote", "Ist %")] == [True, False, False, False]


TEXTS = st.sampled_from(
    [
        "1.234,56",
        "1,234.56",
        "5",
        "-7,00",
        "",
        " ",
        " x ",
        "Summe",
        "01.02.2024",
        "2024",
        "1E+09",
        "ü\u2028",
        None,
    ]
)


@given(cells=st.lists(TEXTS, min_size=1, max_size=30), data=st.data())
def test_a_column_of_coded_texts_says_what_the_same_texts_in_full_say(cells, data):
    whole = column_of(cells)
    encoded = whole.texts.dictionary_encode("encode")
    coded = coded_texts(encoded.dictionary, np.asarray(encoded.indices))
    rows = np.array(data.draw(st.lists(st.integers(0, len(cells) - 1), min_size=1)))
    for one, other in ((whole, coded), (whole.take(rows), coded.take(rows))):
        assert one.to_list() == other.to_list() == [other[row] for row in range(len(other))]
        assert one.trimmed.equals(other.trimmed)
        assert (one.filled == other.filled).all()
        assert set(one.distinct.cells) == set(other.distinct.cells)
        assert (one.rows_that(pc.ascii_is_decimal) == other.rows_that(pc.ascii_is_decimal)).all()
        assert infer_kind("Betrag", one) == infer_kind("Betrag", other)
        read = [read_money(study(column), Convention.GERMAN) for column in (one, other)]
        assert read[0][0].equals(read[1][0])
        assert read[0][1] == read[1][1]


def study(column):
    return study_money(column, np.arange(2, 2 + len(column)), heading="Betrag", place=HERE)


def test_what_is_computed_of_a_column_goes_with_it():
    column = column_of(["1,00", "2,00"])
    assert amounts_of(column) is amounts_of(column)
    seen = weakref.ref(column)
    del column
    gc.collect()
    assert seen() is None


def test_the_cells_of_a_file_go_with_the_frame_that_was_made_of_them():
    rows = "Datum;Beleg;Sachkonto;Betrag;Text\n01.02.2024;1;544016;5,00;Hotel\nSumme;;;5,00;\n"
    plan = plan_source(source(rows), layouts=(), kind_of_file="bookings")
    cells = weakref.ref(plan.grid)
    gc.disable()  # nothing waits for a collector, while the next file is read
    try:
        loaded = load_plan(plan)
        del plan
        assert cells() is None
    finally:
        gc.enable()
    assert len(loaded.frame) == 1
