"""The structure of exports: what stands above, below and between the records changes none of them."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from containers import csv_text
from exports import kinds, workbook, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kooperation import KooperationError, read_bookings, read_table
from kooperation.model.money import column_sum

HEADER = ["Buchungsdatum", "Belegnr.", "Betrag", "Text"]
POSTINGS = [
    [date(2024, 2, 20), "ER24-0711", 1845.5, "Empfang Sacramento"],
    [date(2024, 4, 19), "ER24-0890", 2310.0, "Bewirtung Ansan"],
    [date(2024, 5, 6), "EG24-0031", -310.0, "Storno Ansan"],
]
AMOUNTS = [Decimal("1845.50"), Decimal("2310.00"), Decimal("-310.00")]
PLAN = [["544016", "Aktivitäten", 1000.5, 2000.0, 3.25, 4.0], ["544017", "Reisen", 10.5, 20.0, 30.25, 40.0]]


def padded(rows):
    width = max(map(len, rows))
    return [[*row, *[None] * (width - len(row))] for row in rows]


def both(rows):
    """The rows as text export and as workbook."""
    return csv_text(padded(rows)), workbook(padded(rows))


@pytest.fixture(params=["csv", "xlsx"])
def read(request, tmp_path):
    """A function that reads rows as a table, from a text and from a workbook."""

    def table(rows, *, read=read_table, **options):
        content = both(rows)[request.param == "xlsx"]
        return read(write(tmp_path, content), **options)

    return table


@pytest.fixture
def refused(read):
    """A function that returns the faults for which rows are refused."""

    def faults(rows, **options):
        with pytest.raises(KooperationError) as error:
            read(rows, **options)
        assert error.value.describe("de") != error.value.describe("en")
        return error.value

    return faults


def amounts(table, heading="Betrag"):
    return table.frame[heading].to_list()


def sheets(**named):
    return workbook(named)


# --- above the header ----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [1, 2, 15, 29, 30])
def test_the_header_may_stand_in_any_of_the_first_thirty_rows(read, row):
    table = read([*[[f"Zeile {number} des Berichts"] for number in range(1, row)], HEADER, *POSTINGS])
    assert (table.report.header_row, amounts(table)) == (row, AMOUNTS)


def test_a_header_further_below_is_refused_and_can_be_named(read, refused):
    rows = [*[[f"Zeile {number} des Berichts"] for number in range(1, 31)], HEADER, *POSTINGS]
    error = refused(rows)
    assert kinds(error) == ["no_header"]
    assert "In den ersten 30 Zeilen" in str(error)
    assert "header=None" in str(error)
    assert error.findings[0].raw.startswith("Aaaaa 1 aaa Aaaaaaaa")
    assert amounts(read(rows, header=31)) == AMOUNTS
    assert kinds(refused(rows, header=99)) == ["header_row_missing"]


SUMMARY = [
    ["Teilprodukt", "Sachkonto", "Ansatz", "Ist", "Obligo", "Verfügbar"],
    ["990100", "544016", 25000.0, 3845.5, 0.0, 21154.5],
]


@pytest.mark.parametrize("postings", [POSTINGS, POSTINGS[:1]])
def test_a_summary_block_above_the_header_is_named_and_does_not_count(read, postings):
    table = read([*SUMMARY, [], HEADER, *postings])
    assert amounts(table) == AMOUNTS[: len(postings)]
    assert [found.kind for found in table.report.findings] == ["rows_above_header"]
    bookings = read([*SUMMARY, [], HEADER, *postings], read=read_bookings)
    assert bookings["amount"].to_list() == AMOUNTS[: len(postings)]


def test_a_summary_block_in_thousands_leaves_the_postings_in_euros(read):
    block = [["Konto", "Ansatz in T€", "Ist in T€"], ["544016", 25, 4]]
    assert amounts(read([*block, [], HEADER, *POSTINGS])) == AMOUNTS


def test_a_selection_block_gives_account_and_year_to_all_postings(read):
    block = [["Buchungskreis:", 1000], ["Sachkonto/Bezeichnung:", "544016 Aktivitäten"], ["HHJ", 2024]]
    bookings = read([*block, [], HEADER, *POSTINGS], read=read_bookings)
    assert bookings["sachkonto"].to_list() == ["544016"] * 3
    assert bookings["year"].to_list() == [2024] * 3


# --- headers of several rows ---------------------------------------------------------------------------

TWO_ROWS = {
    "years below": [
        ["Sachkonto", "Bezeichnung", "Ansatz", None, "Ist", None],
        [None, None, 2023, 2024, 2023, 2024],
    ],
    "groups above": [
        [None, None, "Ansatz", None, "Ist", None],
        ["Sachkonto", "Bezeichnung", 2023, 2024, 2023, 2024],
    ],
    "with units": [
        [None, None, "Ansatz", None, "Ist", None],
        ["Sachkonto", "Bezeichnung", 2023, 2024, 2023, 2024],
        [None, None, "EUR", "EUR", "EUR", "EUR"],
    ],
    "with column numbers": [
        [None, None, "Ansatz", None, "Ist", None],
        ["Sachkonto", "Bezeichnung", 2023, 2024, 2023, 2024],
        [1, 2, 3, 4, 5, 6],
    ],
}


@pytest.mark.parametrize("header", TWO_ROWS.values(), ids=TWO_ROWS)
def test_a_header_of_several_rows_is_joined_and_no_row_of_it_counts(read, header):
    table = read([["Haushaltsplan"], *header, *PLAN])
    joined = ["Ansatz 2023", "Ansatz 2024", "Ist 2023", "Ist 2024"]
    assert list(table.frame.columns) == ["Sachkonto", "Bezeichnung", *joined]
    assert [column_sum(table.frame[one]) for one in joined] == [
        Decimal("1011.00"),
        Decimal("2020.00"),
        Decimal("33.50"),
        Decimal("44.00"),
    ]
    assert (table.report.header_row, table.report.rows_read) == (1 + len(header), 2)
    assert [found.kind for found in table.report.findings] == ["header_joined"]


@pytest.mark.parametrize("header", TWO_ROWS.values(), ids=TWO_ROWS)
def test_every_row_of_the_header_may_repeat_on_each_page(read, header):
    table = read([*header, PLAN[0], ["Seite 2"], *header, PLAN[1]])
    assert amounts(table, "Ansatz 2023") == [Decimal("1000.50"), Decimal("10.50")]
    assert table.report.dropped_by_reason["repeated header"] == len(header)


def test_units_of_a_row_scale_their_columns(read):
    header = [["Konto", "Ansatz 2024", "Ist 2024"], [None, "T€", "EUR"]]
    table = read([*header, ["544016", 25, 24800.5], ["544017", 30, 100.25]])
    assert amounts(table, "Ansatz 2024 T€") == [Decimal("25000.00"), Decimal("30000.00")]
    assert amounts(table, "Ist 2024") == [Decimal("24800.50"), Decimal("100.25")]
    assert {found.kind for found in table.report.findings} == {"header_joined", "amounts_scaled"}


def test_a_first_record_of_years_and_words_stays_a_record(read):
    rows = [
        ["Region", "Zweck", "Jahr", "Betrag"],
        ["Ansan", "Reise", 2023, 5.5],
        ["Lwiw", "Besuch", 2024, 6.5],
    ]
    assert len(read(rows).frame) == 2
    assert len(read([rows[0], ["Ansan", "Reise", 2023, None], *rows[1:]]).frame) == 3


def test_merged_groups_of_a_workbook_name_their_columns(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Konto", "Ansatz", None, "Ist", None])
    sheet.append([None, "alt", "neu", "alt", "neu"])
    sheet.append(["544016", 1.5, 2.5, 3.5, 4.5])
    for merged in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "verbunden.xlsx")
    frame = read_table(tmp_path / "verbunden.xlsx").frame
    assert list(frame.columns) == ["Konto", "Ansatz alt", "Ansatz neu", "Ist alt", "Ist neu"]
    assert len(frame) == 1


def test_postings_below_a_header_of_two_rows_keep_their_rows(read):
    header = [["Beleg", None, "Betrag", None, "Text"], ["Datum", "Nummer", "Soll", "Haben", None]]
    rows = [[date(2024, 2, 20), "1", 5.5, None, "a"], [date(2024, 2, 21), "2", None, 1.5, "b"]]
    bookings = read([*header, *rows], read=read_bookings)
    assert bookings["amount"].to_list() == [Decimal("5.50"), Decimal("-1.50")]
    assert bookings["source_row"].to_list() == [3, 4]
    assert bookings["document"].to_list() == ["1", "2"]


# --- below the header ----------------------------------------------------------------------------------


def test_another_table_below_is_refused_with_its_row(refused):
    error = refused([HEADER, *POSTINGS, [], ["Sachkonto", "Ansatz", "Ist"], ["544016", 5.5, 6.5]])
    assert kinds(error)[0] == "second_table"
    assert error.findings[0].place.row == 6
    assert "„Sachkonto“, „Ansatz“, „Ist“" in str(error)


@pytest.mark.parametrize(
    "footer",
    [
        ["Anzahl Sätze: 3"],
        ["Erstellt am 30.06.2024 von der Kämmerei"],
        [None, None, None, "Ende der Liste"],
        ["Seite 1 von 1"],
        ["-----", "-----", "-----", "-----"],
    ],
)
def test_a_footer_is_dropped_and_listed(read, footer):
    table = read([HEADER, *POSTINGS, [], footer])
    assert amounts(table) == AMOUNTS
    assert [row.row for row in table.report.dropped] == [6]


@pytest.mark.parametrize("label", ["Summe", "*", "Gesamtergebnis", "Zwischensumme", None])
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_total_ties_and_is_dropped_marked_or_not_above_or_below(read, label, place):
    total = [None, None, 3845.5, label]
    rows = [HEADER, total, *POSTINGS] if place == "above" else [HEADER, *POSTINGS, total]
    table = read(rows)
    assert amounts(table) == AMOUNTS
    [control] = table.report.control_totals
    assert control.amount == Decimal("3845.50")


def test_a_total_without_a_word_that_does_not_tie_is_refused(refused):
    assert kinds(refused([HEADER, *POSTINGS, [None, None, 3845.4, None]])) == ["total_does_not_tie"]


def test_an_unlabelled_total_of_a_plan_is_dropped(read):
    table = read([["Konto", "Name", "Plan 2024"], ["1", "a", 5.5], ["2", "b", 6.5], [None, None, 12.0]])
    assert amounts(table, "Plan 2024") == [Decimal("5.50"), Decimal("6.50")]


def test_group_cells_are_filled_down_and_blank_amounts_and_days_are_not(read):
    rows = [
        ["Sachkonto", *HEADER],
        ["544016", *POSTINGS[0]],
        [None, *POSTINGS[1]],
        ["544017", *POSTINGS[2]],
        [None, POSTINGS[2][0], "EG24-0032", None, "ohne Betrag"],
    ]
    bookings = read(rows, read=read_bookings, strict=False)
    assert bookings["sachkonto"].to_list()[:3] == ["544016", "544016", "544017"]
    assert bookings["amount"].to_list() == AMOUNTS


GROUPED = [
    HEADER,
    ["Sachkonto 544016 Aktivitäten"],
    *POSTINGS[:2],
    ["Summe Sachkonto 544016", None, 4155.5],
    ["Sachkonto 544017 Reisen"],
    POSTINGS[2],
]


def test_a_line_that_names_an_account_holds_for_the_postings_below_it(read):
    bookings = read(GROUPED, read=read_bookings)
    assert bookings["sachkonto"].to_list() == ["544016", "544016", "544017"]
    assert bookings["amount"].to_list() == AMOUNTS
    assert "group_lines" in [found.kind for found in bookings.attrs["report"].findings]


def test_the_account_of_the_title_ends_where_a_page_names_another(read):
    pages = [
        ["Einzelposten Sachkonto 544016"],
        HEADER,
        *POSTINGS[:2],
        ["Einzelposten Sachkonto 544017"],
        HEADER,
        POSTINGS[2],
    ]
    assert read(pages, read=read_bookings)["sachkonto"].to_list() == ["544016", "544016", "544017"]


def test_a_line_that_may_name_the_account_of_the_postings_above_it_is_refused(refused):
    rows = [HEADER, *POSTINGS[:2], ["Sachkonto 544016 Aktivitäten"], POSTINGS[2]]
    assert kinds(refused(rows, read=read_bookings)) == ["group_line_unclear"]
    remark = [["Sachkonto 544016"], HEADER, *POSTINGS[:2], ["siehe auch Sachkonto 544099"], POSTINGS[2]]
    assert kinds(refused(remark, read=read_bookings)) == ["group_line_unclear"]


def test_a_line_changes_nothing_where_a_column_names_the_account(read):
    rows = [["Sachkonto", *HEADER], *(["544016", *posting] for posting in POSTINGS)]
    rows.insert(2, ["siehe auch Sachkonto 544099"])
    assert read(rows, read=read_bookings)["sachkonto"].to_list() == ["544016"] * 3


def test_a_line_that_names_the_haushaltsjahr_holds_for_late_postings_as_well(read):
    late = [date(2024, 1, 10), "ER23-0999", 5.5, "Nachläufer"]
    early = [date(2023, 5, 1), "ER23-0001", 6.5, "Reise"]
    rows = [HEADER, ["Haushaltsjahr 2023"], early, late, ["Haushaltsjahr 2024"], POSTINGS[0]]
    assert read(rows, read=read_bookings)["year"].to_list() == [2023, 2023, 2024]


def test_postings_above_another_table_are_refused(refused):
    orders = [["Bestelldatum", "Bestellnr.", "Betrag"], *([date(2024, 3, 1), "1", 7.5] for _ in range(30))]
    assert "second_table" in kinds(refused([HEADER, *POSTINGS, [], *orders]))


@pytest.mark.parametrize("orders", [1, 2, 9])
def test_a_single_posting_with_its_total_above_another_table_is_refused(refused, orders):
    postings = [HEADER, POSTINGS[0], ["Summe", None, 1845.5, None]]
    table = [["Bestelldatum", "Bestellnr.", "Betrag", "Text"]]
    table += [[date(2024, 3, 1), f"B{number}", 7.5, "Druck"] for number in range(orders)]
    assert "second_table" in kinds(refused([*postings, [], ["Aufträge"], *table]))


@pytest.mark.parametrize("day", ["Jan 24", "im Januar", None])
def test_a_posting_without_a_day_above_another_table_is_refused(refused, day):
    postings = [
        HEADER,
        [day, *POSTINGS[0][1:]],
        ["Summe", None, 1845.5, None],
        ["noch offen", None, 5.0, None],
    ]
    table = [["Bestelldatum", "Bestellnr.", "Betrag", "Text"]]
    table += [[date(2024, 3, number), f"B{number}", 7.5, "Druck"] for number in (1, 2)]
    assert "second_table" in kinds(refused([*postings, [], ["Aufträge"], *table]))


def test_a_shorter_table_beside_the_postings_is_refused(refused):
    beside = [["Region", "Summe"], ["Ansan", 2000.5], ["Sacramento", 1845.5], []]
    rows = [[*row, None, *extra] for row, extra in zip([HEADER, *POSTINGS], beside, strict=True)]
    assert kinds(refused(rows, read=read_bookings)) == ["table_beside"]


# --- without headings ----------------------------------------------------------------------------------


def test_without_headings_a_file_is_refused_and_read_by_position_when_asked(read, refused):
    assert kinds(refused(POSTINGS)) == ["no_header"]
    table = read(POSTINGS, header=None)
    assert list(table.frame.columns) == ["Spalte 1", "Spalte 2", "Spalte 3", "Spalte 4"]
    assert amounts(table, "Spalte 3") == AMOUNTS
    assert table.frame["Spalte 1"].to_list() == [pd.Timestamp(row[0]) for row in POSTINGS]
    assert table.frame["Spalte 2"].to_list() == [row[1] for row in POSTINGS]
    assert table.report.rows_read == 3
    assert list(table.report.findings) == []


def test_codes_without_headings_stay_codes(read):
    table = read([["0544016", "01.02.2024", "1.234,50"], ["0544017", "02.02.2024", "5,00"]], header=None)
    assert table.frame["Spalte 1"].to_list() == ["0544016", "0544017"]
    assert amounts(table, "Spalte 3") == [Decimal("1234.50"), Decimal("5.00")]


def test_reading_by_position_ties_a_total_as_well(read):
    table = read([*POSTINGS, [None, None, 3845.5, "Summe"]], header=None)
    assert amounts(table, "Spalte 3") == AMOUNTS


# --- sheets --------------------------------------------------------------------------------------------


def test_a_sheet_of_text_legend_or_cover_stands_beside_the_data(tmp_path):
    content = sheets(
        Deckblatt=[["Behörde", "StädteRegion Aachen"], ["Erstellt am", date(2024, 6, 30)], ["Seiten", 3]],
        SQL=[["select * from buchungen where jahr = 2024"]],
        Legende=[["Feld", "Bedeutung"], ["Betrag", "in Euro"], ["Text", "Buchungstext"]],
        Daten=[HEADER, *POSTINGS],
    )
    table = read_table(write(tmp_path, content))
    assert (table.report.sheet, amounts(table)) == ("Daten", AMOUNTS)


def test_a_pivot_table_of_the_data_stands_aside_and_is_named(tmp_path):
    pivot = [["Zeilenbeschriftungen", "Summe von Betrag"], ["Ansan", 2000.0], ["Sacramento", 1845.5]]
    table = read_table(write(tmp_path, sheets(Pivot=pivot, Daten=[HEADER, *POSTINGS])))
    assert (table.report.sheet, amounts(table)) == ("Daten", AMOUNTS)
    [note] = table.report.findings
    assert (note.kind, note.severity) == ("sheets_aside", "note")
    assert "„Pivot“" in note.message()


def test_an_unknown_sheet_that_looks_like_the_data_is_warned_of(tmp_path):
    other = [["Zzz", "Yyy", "Betrag", "Xxx"], *POSTINGS]
    alike = [["Buchungsdatum", "Belegnr.", "Betrag", "Bemerkung des Amts"], [*POSTINGS[0][:3], "neu"]]
    table = read_table(write(tmp_path, sheets(Daten=[HEADER, *POSTINGS], Anders=other)))
    assert [(found.kind, found.severity) for found in table.report.findings] == [("sheets_aside", "note")]
    with pytest.raises(KooperationError) as error:
        read_table(write(tmp_path, sheets(Daten=[HEADER, *POSTINGS], Anders=alike)))
    assert kinds(error.value) == ["two_sheets"]


def test_a_hidden_sheet_that_alone_has_the_headings_is_read_and_said(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Notizen"
    for row in (["Thema", "Anmerkung"], ["Reise", 5.5]):
        book.active.append(row)
    hidden = book.create_sheet("Export")
    for row in [HEADER, *POSTINGS]:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "versteckt.xlsx")
    table = read_table(tmp_path / "versteckt.xlsx")
    assert (table.report.sheet, amounts(table)) == ("Export", AMOUNTS)
    assert {found.kind for found in table.report.findings} == {"hidden_sheet", "sheets_aside"}


def test_months_on_sheets_of_their_own_are_refused_by_name_with_what_to_do(tmp_path):
    months = {name: [HEADER, posting] for name, posting in zip(("Jan", "Feb", "Mär"), POSTINGS, strict=True)}
    path = write(tmp_path, sheets(**months))
    with pytest.raises(KooperationError) as error:
        read_table(path)
    assert kinds(error.value) == ["two_sheets"]
    assert "„Jan“, „Feb“, „Mär“" in str(error.value)
    assert "einzeln als Datei" in str(error.value)
    assert [amounts(read_table(path, sheet=name)) for name in months] == [[one] for one in AMOUNTS]


def test_a_sheet_with_all_rows_stands_for_its_parts_in_any_order_and_with_totals_of_their_own(tmp_path):
    content = sheets(
        EP01=[HEADER, POSTINGS[1], POSTINGS[0], [None, None, 4155.5, "Summe"]],
        GP=[HEADER, *POSTINGS],
        EP02=[HEADER, POSTINGS[2], [None, None, -310.0, "Summe"]],
    )
    table = read_table(write(tmp_path, content))
    assert (table.report.sheet, amounts(table)) == ("GP", AMOUNTS)


def test_a_sheet_that_repeats_a_posting_more_often_does_not_stand_for_the_other(tmp_path):
    content = sheets(A=[HEADER, POSTINGS[0], POSTINGS[0]], B=[HEADER, POSTINGS[0], POSTINGS[1]])
    with pytest.raises(KooperationError) as error:
        read_table(write(tmp_path, content))
    assert kinds(error.value) == ["two_sheets"]


def test_empty_and_chart_sheets_are_no_tables(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "leer"
    data = book.create_sheet("Daten")
    for row in [HEADER, *POSTINGS]:
        data.append(row)
    book.create_chartsheet("Diagramm")
    buffer = io.BytesIO()
    book.save(buffer)
    table = read_table(write(tmp_path, buffer.getvalue()))
    assert (table.report.sheet, amounts(table)) == ("Daten", AMOUNTS)


# --- laws ----------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["Bericht der Kämmerei", "Stand: 30.06.2024", "Seite 1 von 3", "Auswahl: alle", ""])
CENTS = st.integers(-(10**9), 10**9)


def posting(number, cents):
    return [date(2024, 1 + number % 12, 1 + number % 28), f"B{number:04}", cents / 100, f"Zweck {number}"]


def total(rows, label):
    return [None, None, sum(round(row[2] * 100) for row in rows) / 100, label]


@st.composite
def noisy(draw):
    """A table, and the same table with everything around and between its rows that exports write there."""
    rows = [
        posting(number, cents) for number, cents in enumerate(draw(st.lists(CENTS, min_size=2, max_size=12)))
    ]
    above = [[draw(WORDS)] for _ in range(draw(st.integers(0, 28)))]
    block = draw(st.sampled_from([[], [*SUMMARY, []]])) if len(above) < 20 else []
    body = []
    is_summed = draw(st.booleans())
    for start in range(0, len(rows), size := draw(st.integers(2, 5))):
        part = rows[start : start + size]
        body += part
        body += [total(part, "Zwischensumme")] if is_summed else []
        body += draw(st.sampled_from([[], [["Seite 2"], HEADER], [[]], [["---", "---", "---", "---"]]]))
    below = draw(
        st.sampled_from([[], [total(rows, "Summe")], [[], ["Anzahl Sätze: 3"]], [["Ende der Liste"]]])
    )
    left, between = draw(st.integers(0, 3)), draw(st.integers(0, 2))

    def moved(row):
        full = [*row, *[None] * (4 - len(row))]
        return (
            [*[None] * left, *full[:2], *[None] * between, *full[2:]]
            if len(row) > 1
            else [*[None] * left, *row]
        )

    table = [HEADER, *body, *below]
    return [HEADER, *rows], [*above, *block, *map(moved, table)], bool(block)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(tables=noisy(), as_workbook=st.booleans())
def test_what_stands_around_a_table_changes_nothing_in_it(tmp_path_factory, tables, as_workbook):
    folder = tmp_path_factory.mktemp("laws")
    *both_tables, has_summary = tables
    plain, around = (both(rows)[as_workbook] for rows in both_tables)
    expected = read_table(write(folder, plain, "plain.x")).frame
    try:
        found = read_table(write(folder, around, "around.x")).frame
    except KooperationError as error:
        if has_summary and "second_table" in {one.kind for one in error.findings}:
            return  # a summary above a short list may as well be the table
        raise
    assert set(found.columns) - set(expected.columns) <= {f"Spalte {number}" for number in range(1, 9)}
    pd.testing.assert_frame_equal(found[list(expected.columns)], expected)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    amounts=st.lists(st.tuples(CENTS, CENTS, CENTS, CENTS), min_size=1, max_size=8),
    header=st.sampled_from(list(TWO_ROWS.values())),
    titles=st.integers(0, 20),
    as_workbook=st.booleans(),
)
def test_a_header_of_several_rows_reads_as_the_joined_one(
    tmp_path_factory, amounts, header, titles, as_workbook
):
    folder = tmp_path_factory.mktemp("laws")
    plan = [
        [str(544000 + number), f"Konto {number}", *(one / 100 for one in cents)]
        for number, cents in enumerate(amounts)
    ]
    joined = ["Sachkonto", "Bezeichnung", "Ansatz 2023", "Ansatz 2024", "Ist 2023", "Ist 2024"]
    above = [[f"Titel {number}"] for number in range(titles)]
    plain, several = (both(rows)[as_workbook] for rows in ([joined, *plan], [*above, *header, *plan]))
    expected = read_table(write(folder, plain, "plain.x")).frame
    found = read_table(write(folder, several, "several.x")).frame
    pd.testing.assert_frame_equal(found, expected)
