"""Booking exports in the canonical columns: signed, in euros, with year, account and the way back."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest
from exports import HEADER, kinds, places, source, text_of, workbook, write
from hypothesis import given
from hypothesis import strategies as st

from kooperation import KooperationError, read_bookings
from kooperation.model.money import column_sum
from kooperation.model.schema import BOOKING_COLUMNS
from kooperation.reading.ledgers.bookings import load_bookings
from kooperation.reading.ledgers.columns import filled_down
from kooperation.reading.ledgers.records import split_account_path

HOTEL = "01.02.2024;4711;544016;1.234,56;Hotel Ansan"
STORNO = "02.02.2024;4712;544016;-34,56;Storno"


@pytest.fixture
def read(tmp_path):
    """A function that reads content as bookings, from a file."""
    return lambda content, **options: read_bookings(write(tmp_path, content), **options)


@pytest.fixture
def refused(read):
    """A function that returns the error with which content is refused."""

    def error_of(content, **options):
        with pytest.raises(KooperationError) as error:
            read(content, **options)
        return error.value

    return error_of


def amounts(bookings):
    return bookings["amount"].to_list()


def noticed(bookings):
    return [found.kind for found in bookings.attrs["report"].findings]


def test_bookings_have_the_canonical_columns_whatever_the_headings(read):
    bookings = read(text_of(HOTEL, STORNO))
    assert list(bookings.columns) == list(BOOKING_COLUMNS)
    assert bookings.dtypes.to_dict() == {
        name: pd.Series(dtype=dtype).dtype for name, dtype in BOOKING_COLUMNS.items()
    }


def test_every_booking_leads_back_to_file_sheet_and_row(read):
    bookings = read(text_of(HOTEL, HEADER, STORNO))
    assert bookings["source_file"].to_list() == ["export.csv", "export.csv"]
    assert bookings["source_row"].to_list() == [2, 4]
    assert bookings["source_sheet"].isna().all()


@pytest.mark.parametrize(
    "header",
    [
        "Buchungsdatum;Belegnummer;Sachkonto;Betrag in EUR;Text",
        "BUCHUNGSDATUM;Beleg-Nr.;Sachkontonr.;Betrag (EUR);Buchungstext",
        "BUDAT;BELNR;HKONT;DMBTR;SGTXT",
        "Buch.dat.;Belegnr;Kostenart;Betr. in HW;Positionstext",
        "Datum;Beleg;Konto;Betrag €;Verwendungszweck",
    ],
)
def test_long_and_short_headings_mean_the_same(read, header):
    [row] = read(text_of(HOTEL, header=header)).to_dict("records")
    assert (row["document"], row["sachkonto"], row["amount"], row["text"]) == (
        "4711",
        "544016",
        Decimal("1234.56"),
        "Hotel Ansan",
    )


def test_an_unknown_heading_is_answered_with_what_was_found_and_the_nearest(refused):
    error = refused(text_of(HOTEL, header="Buchungsdatum;Belegnummer;Sachkonto;Beitrag;Text"))
    assert (kinds(error), error.findings[0].place.row) == (["column_missing"], 1)
    assert "Meinten Sie „Beitrag“?" in str(error)
    assert "gefunden: „buchungsdatum“, „belegnummer“" in str(error).lower()
    assert "Did you mean “Beitrag”?" in error.describe("en")


def test_a_needed_heading_that_stands_twice_is_refused(refused):
    error = refused(text_of(HOTEL, header="Buchungsdatum;Belegnummer;Sachkonto;Betrag;Betrag"))
    assert kinds(error) == ["column_twice"]


def test_columns_that_nothing_reads_are_named(read):
    bookings = read(text_of(HOTEL, header="Buchungsdatum;Belegnummer;Sachkonto;Betrag;Sonstiges"))
    assert noticed(bookings) == ["year_from_date", "columns_unused"]


def test_gross_amounts_are_taken_before_net_ones(read):
    header = "Buchungsdatum;Belegnummer;Betrag;Bruttobetrag;Text"
    assert amounts(read(text_of("01.02.2024;1;100,00;119,00;x", header=header))) == [Decimal("119.00")]


# --- signs -----------------------------------------------------------------------------------------------

MARKED = "Belegnummer;Belegdatum;S/H;Betrag"


def test_a_column_of_s_and_h_carries_the_sign(read):
    assert amounts(read(text_of("1;01.02.2024;S;100,00", "2;01.02.2024;H;30,00", header=MARKED))) == [
        Decimal(100),
        Decimal(-30),
    ]


def test_a_sign_that_the_amount_has_already_is_not_applied_again(read):
    bookings = read(text_of("1;01.02.2024;S;100,00", "2;01.02.2024;H;-30,00", header=MARKED))
    assert amounts(bookings) == [Decimal(100), Decimal(-30)]
    assert "signs_already_applied" in noticed(bookings)


def test_marks_that_contradict_the_amounts_are_refused(refused):
    assert kinds(refused(text_of("1;01.02.2024;H;100,00", "2;01.02.2024;H;-30,00", header=MARKED))) == [
        "signs_contradict"
    ]


def test_an_unknown_or_missing_mark_is_refused_with_its_row(refused):
    error = refused(text_of("1;01.02.2024;X;100,00", "2;01.02.2024;;30,00", header=MARKED))
    assert places(error) == [(2, "S/H"), (3, "S/H")]


@pytest.mark.parametrize("total", ["Summe;;S;70,00", "Summe;;;70,00", "Summe;;;130,00"])
def test_a_total_ties_to_unsigned_amounts_with_or_without_their_marks(read, total):
    bookings = read(text_of("1;01.02.2024;S;100,00", "2;01.02.2024;H;30,00", total, header=MARKED))
    assert column_sum(bookings["amount"]) == Decimal(70)


def test_soll_adds_and_haben_takes_away_and_dashes_are_nothing(read):
    header = "Datum;Beleg;Soll;Haben"
    bookings = read(
        text_of("01.02.2024;1;100,00;-", "01.02.2024;2;-;30,00", "01.02.2024;3;-5,00;-", header=header)
    )
    assert amounts(bookings) == [Decimal(100), Decimal(-30), Decimal(-5)]


def test_a_total_line_may_show_the_saldo_of_both_sides(read):
    header = "Buchungsdatum;Belegnummer;Sachkonto;Soll;Haben;Text"
    rows = ("05.03.2024;1;544016;100,00;;Hotel", "06.03.2024;2;544016;;10,00;Gutschrift", "Summe;;;90,00;;")
    assert amounts(read(text_of(*rows, header=header))) == [Decimal("100.00"), Decimal("-10.00")]


def test_ids_differ_where_a_document_number_holds_what_parts_them(read):
    header = "Buchungsdatum;Belegnummer;Position;Sachkonto;Betrag"
    rows = ("05.03.2024;1/2;;544016;100,00", "05.03.2024;1;2/;544016;90,00")
    assert read(text_of(*rows, header=header))["booking_id"].is_unique


def test_a_posting_without_an_amount_is_warned_of_and_does_not_count(read):
    bookings = read(text_of(HOTEL, "02.02.2024;4712;544016;;x"))
    assert amounts(bookings) == [Decimal("1234.56")]
    assert "no_amount" in noticed(bookings)


def test_a_lone_dash_is_no_amount_of_a_posting(refused):
    assert kinds(refused(text_of(HOTEL, "02.02.2024;4712;544016;-;x"))) == ["lone_dash"]


def test_expenses_beside_income_are_the_two_sides_of_the_amount(read):
    header = "Datum;Beleg;Ausgaben;Einnahmen;Text"
    lines = ["01.02.2024;1;100,00;;Hotel", "02.02.2024;2;;30,00;Zuschuss"]
    assert amounts(read(text_of(*lines, header=header))) == [Decimal(100), Decimal(-30)]


def test_a_soll_alone_is_no_amount(read, refused):
    error = refused(text_of("01.02.2024;1;100,00", header="Datum;Beleg;Soll"))
    assert kinds(error) == ["column_missing"]
    assert "„Habenbetrag“" in str(error)
    bookings = read(text_of("01.02.2024;1;100,00;70,00", header="Datum;Beleg;Soll;Ist"))
    assert amounts(bookings) == [Decimal(70)]
    assert "amounts_unused" in noticed(bookings)


@pytest.mark.parametrize("gross", ["Brutto", "Bruttobetrag", "Brutto EUR"])
def test_gross_wins_over_net_and_a_plain_amount(read, gross):
    header = f"Datum;Beleg;Netto;Betrag;{gross}"
    bookings = read(text_of("01.02.2024;1;100,00;100,00;119,00", header=header))
    assert amounts(bookings) == [Decimal(119)]
    unused = [one.place.column for one in bookings.attrs["report"].findings if one.kind == "amounts_unused"]
    assert unused == ["Netto", "Betrag"]


def test_credits_that_are_all_negative_are_refused(refused):
    header = "Datum;Beleg;Soll;Haben"
    error = refused(text_of("01.02.2024;1;100,00;", "01.02.2024;2;;-30,00", header=header))
    assert kinds(error) == ["credits_negative"]


def test_a_plus_may_stand_behind_its_amount(read):
    assert amounts(read(text_of("01.02.2024;1;1;1.000,00+;x", "01.02.2024;2;1;5,00-;x"))) == [
        Decimal(1000),
        Decimal(-5),
    ]


def test_a_serial_day_may_stand_as_text(read):
    assert read(text_of("45657;1;1;5,00;x"))["booked_on"].to_list() == [pd.Timestamp(2024, 12, 31)]


def test_a_posting_above_the_header_is_refused(refused):
    error = refused(f"{STORNO}\n" + text_of(HOTEL))
    assert (kinds(error), error.findings[0].place.row) == (["posting_above_header"], 1)


@pytest.mark.parametrize("title, count", [("Partnerschaften Lwiw", 1), ("Seite 2", 0), ("30.06.2024", 0)])
def test_a_second_header_below_a_title_is_warned_of(read, title, count):
    bookings = read(text_of(HOTEL, f"{title};;;;", HEADER, STORNO))
    assert len(bookings) == 2
    assert noticed(bookings).count("second_block") == count


def test_a_kostentraeger_is_the_teilprodukt_only_where_no_other_column_is(read):
    both = read(text_of("01.02.2024;1;5,00;990100;K77", header="Datum;Beleg;Betrag;Teilprodukt;Kostenträger"))
    assert (both["teilprodukt"][0], both["cost_object"][0]) == ("990100", "K77")
    alone = read(text_of("01.02.2024;1;5,00;990100", header="Datum;Beleg;Betrag;Kostenträger Code"))
    assert alone["teilprodukt"][0] == "990100"


def test_a_haushaltsjahr_named_once_per_group_holds_for_its_group(read):
    lines = ["2023;Ansan;Hotel;5,00", ";Ansan;Taxi;6,00", "2024;Ansan;Flug;7,00", ";Ansan;Bahn;8,00"]
    bookings = read(text_of(*lines, header="Haushaltsjahr;Region;Text;Betrag"))
    assert bookings["year"].to_list() == [2023, 2023, 2024, 2024]
    assert "group_filled" in noticed(bookings)


# --- totals, notes, accounts -----------------------------------------------------------------------------


def test_a_row_without_date_and_document_is_a_total_or_refused(read, refused):
    keys = ";;544016;1.200,00;"
    assert len(read(text_of(HOTEL, STORNO, keys))) == 2
    assert kinds(refused(text_of(HOTEL, STORNO, keys.replace("1.200", "1.300")))) == ["total_does_not_tie"]


def test_a_row_that_says_what_was_paid_for_is_a_posting_also_without_date_and_document(read, refused):
    assert kinds(refused(text_of(HOTEL, STORNO, ";;544016;1.190,00;Flug"))) == ["no_year"]
    bookings = read(
        text_of(
            "2024;01.02.2024;1;100,00;Hotel",
            "2024;02.02.2024;2;50,00;Taxi",
            "2024;;;140,00;Flug Ansan",
            header="Haushaltsjahr;Datum;Beleg;Betrag;Text",
        )
    )
    assert column_sum(bookings["amount"]) == Decimal(290)
    assert "row_unproven" in noticed(bookings)


def test_a_row_without_date_and_document_that_sums_the_rows_before_is_a_subtotal_whatever_it_is_called(read):
    bookings = read(
        text_of(
            "2024;01.02.2024;1;100,00;Hotel",
            "2024;02.02.2024;2;50,00;Taxi",
            "2024;;;150,00;Februar",
            header="Haushaltsjahr;Datum;Beleg;Betrag;Text",
        )
    )
    assert column_sum(bookings["amount"]) == Decimal(150)


BY_HAND = "Jahr;Region;Text;Betrag"


@pytest.mark.parametrize("line", ["2024;;;600,00", "2024;Ansan;;600,00", ";;;600,00"])
def test_a_row_of_year_and_region_alone_is_a_total_where_it_ties(read, line):
    rows = ["2024;Ansan;Hotel;250,00", "2024;Ansan;Flug;350,00"]
    assert column_sum(read(text_of(*rows, line, header=BY_HAND))["amount"]) == Decimal(600)


def test_a_row_of_year_and_region_alone_is_a_posting_where_it_does_not_tie(read):
    rows = ["2024;Ansan;Hotel;250,00", "2024;Ansan;Flug;350,00", "2024;Ansan;;350,00"]
    assert column_sum(read(text_of(*rows, header=BY_HAND))["amount"]) == Decimal(950)


DATED = "Datum;Text;Betrag"


def test_a_dated_row_is_a_total_only_under_a_pure_label(read, refused):
    rows = ["01.02.2024;Hotel;250,00", "02.02.2024;Flug;350,00"]
    for label in ("Summe", "Saldo 31.12.", "Gesamtkosten"):
        bookings = read(text_of(*rows, f"31.12.2024;{label};600,00", header=DATED))
        assert column_sum(bookings["amount"]) == Decimal(600)
    hotel = read(text_of(*rows, "31.12.2024;Summe Hotel Zimmer;600,00", header=DATED))
    assert column_sum(hotel["amount"]) == Decimal(1200)
    assert kinds(refused(text_of(*rows, "31.12.2024;Summe;601,00", header=DATED))) == ["total_does_not_tie"]


@pytest.mark.parametrize("label", ["Summe Februar 2024", "Kosten insgesamt", "Gesamtsumme Ansan", "Σ Ansan"])
def test_a_dated_row_with_the_label_of_a_total_is_one_where_it_alone_lacks_its_document_and_ties(read, label):
    rows = ["01.02.2024;1;544016;250,00;Hotel", "02.02.2024;2;544016;350,00;Flug"]
    bookings = read(text_of(*rows, f"29.02.2024;;;600,00;{label}"))
    assert amounts(bookings) == [Decimal(250), Decimal(350)]
    assert "totals_by_sum" in noticed(bookings)
    assert len(read(text_of(*rows, f"29.02.2024;;;601,00;{label}"))) == 3
    assert len(read(text_of(*rows, f"29.02.2024;3;544016;600,00;{label}"))) == 3


@pytest.mark.parametrize(
    "label",
    ["Zw.-Summe", "Kontrollsumme", "Quartalssumme 1", "Monatsergebnis", "Übertrag auf die nächste Seite"],
)
def test_more_words_for_a_total_are_known(read, label):
    rows = ["01.02.2024;1;544016;250,00;Hotel", "02.02.2024;2;544016;350,00;Flug"]
    assert amounts(read(text_of(*rows, f"29.02.2024;;;600,00;{label}"))) == [Decimal(250), Decimal(350)]


@pytest.mark.parametrize("text", ["Ansatz 2024", "Haushaltsansatz", "Budget 2024", "noch verfügbar:"])
def test_a_budget_among_postings_is_refused_with_its_row(read, text):
    lines = ["01.02.2024;1;544016;250,00;Hotel", f"01.01.2024;;544016;25.000,00;{text}"]
    with pytest.raises(KooperationError) as error:
        read(text_of(*lines))
    assert kinds(error.value) == ["budget_line"]
    assert error.value.findings[0].place.row == 3


@pytest.mark.parametrize(
    "row", ["2;544016;25,00;Ansatz 2024", ";544016;25,00;Budget Autovermietung", ";544016;0,00;Ansatz"]
)
def test_a_budget_with_a_document_or_with_more_words_is_a_posting(read, row):
    assert len(read(text_of("01.02.2024;1;544016;250,00;Hotel", f"01.01.2024;{row}"))) == 2


@pytest.mark.parametrize("label", ["Übertrag aus Januar", "Übertrag Vormonat"])
def test_what_a_monthly_list_carries_over_from_the_month_before_is_no_posting(read, label):
    rows = ["01.02.2024;1;544016;250,00;Hotel", "02.02.2024;2;544016;350,00;Flug"]
    bookings = read(text_of(f"01.02.2024;;544016;70,00;{label}", *rows, ";;;670,00;Summe"))
    assert amounts(bookings) == [Decimal(250), Decimal(350)]
    assert "opening_amount" in noticed(bookings)


def test_a_transfer_to_another_year_is_a_posting(read):
    rows = ["01.02.2024;1;544016;250,00;Hotel", "02.02.2024;2;544016;350,00;Flug"]
    assert len(read(text_of(*rows, "29.02.2024;;;600,00;Übertrag auf 2025"))) == 3


def test_the_quoted_labels_of_a_general_ledger_of_erpnext_are_no_postings(read):
    lines = [
        '"","\'Opening\'",0.0,0.0,"",""',
        '"2024-02-05","544016 - Activities - SR",1234.5,0.0,"ACC-PINV-1","Flight, Ansan"',
        '"2024-02-06","544016 - Activities - SR",0.0,34.25,"ACC-JV-1","Refund"',
        '"","\'Total\'",1234.5,34.25,"",""',
        '"","\'Closing (Opening + Total)\'",1234.5,34.25,"",""',
    ]
    header = '"Posting Date","Account","Debit (EUR)","Credit (EUR)","Voucher No","Remarks"'
    assert amounts(read(text_of(*lines, header=header))) == [Decimal("1234.50"), Decimal("-34.25")]


@pytest.mark.parametrize(
    "text", ["Vortrag Ansan Prof. K.", "Stand Messe", "Hinweis Tafel", "Seite 1 Anzeige"]
)
def test_a_row_with_an_amount_is_never_a_footer_or_an_opening(read, text):
    rows = ["2024;Ansan;Hotel;250,00", f"2024;;{text};350,00"]
    assert column_sum(read(text_of(*rows, header=BY_HAND))["amount"]) == Decimal(600)
    assert kinds_of_last(read, f"{text};350,00") == ["no_year"]


def kinds_of_last(read, line):
    """The faults of a hand-kept list whose last row has only a text and an amount."""
    with pytest.raises(KooperationError) as error:
        read(text_of("01.02.2024;Hotel;250,00", f";{line}", header=DATED))
    return kinds(error.value)


@pytest.mark.parametrize(
    "text", ["Summe Hotel", "*", "** Ansan", "Gesamtergebnis", "Übertrag Haushaltsrest", "Zwischensumme"]
)
def test_a_posting_with_the_words_of_a_total_stays_a_posting(read, text):
    assert (
        amounts(read(text_of(HOTEL, f"02.02.2024;4712;544016;1.234,56;{text}"))) == [Decimal("1234.56")] * 2
    )


@pytest.mark.parametrize(
    "line",
    ["Anzahl Sätze: 2;;;;", "Anzahl Sätze;2;;;", "Anzahl Sätze;;;2;", "Erstellt am 30.06.2024 von X;;;;"],
)
def test_footers_are_dropped_even_where_their_count_stands_in_the_amount_column(read, line):
    assert len(read(text_of(HOTEL, STORNO, line))) == 2


def test_an_account_named_once_per_group_holds_for_its_group(read):
    bookings = read(
        text_of(HOTEL, "02.02.2024;2;;5,00;x", "02.02.2024;3;441100;6,00;x", "02.02.2024;4;;7,00;x")
    )
    assert bookings["sachkonto"].to_list() == ["544016", "544016", "441100", "441100"]
    assert "group_filled" in noticed(bookings)


def test_a_missing_account_stays_missing_where_the_export_repeats_accounts(read):
    bookings = read(text_of(HOTEL, STORNO, "02.02.2024;3;;5,00;x"))
    assert bookings["sachkonto"].isna().to_list() == [False, False, True]


@pytest.mark.parametrize(
    "column, filled, count",
    [
        (["a", None, "b", None, None], ["a", "a", "b", "b", "b"], 3),
        (["a", "a", None], ["a", "a", None], 0),
        ([None, "a", None], [None, "a", None], 0),
        ([2024, None, 2025], [2024, 2024, 2025], 1),
        ([], [], 0),
    ],
)
def test_grouped_values_are_filled_and_counted(column, filled, count):
    values, counted = filled_down(pa.array(column))
    assert (values.to_pylist(), counted) == (filled, count)


@pytest.mark.parametrize(
    "path, parts",
    [
        ("15.01.01.990100.544016", ("990100", "544016")),
        ("990100.544016", ("990100", "544016")),
        ("990100/544016", ("990100", "544016")),
        ("15.01.01/544016", ("15.01.01", "544016")),
        ("0544016", (None, "0544016")),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_buchungsstelle_is_split_into_teilprodukt_and_sachkonto(path, parts):
    assert split_account_path(path) == parts


def test_the_account_may_stand_above_the_table(read):
    bookings = read(
        "Sachkonto 544016, Teilprodukt: 990100;;;\n"
        + text_of("01.02.2024;1;5,00;x", header="Datum;Beleg;Betrag;Text")
    )
    assert (bookings["sachkonto"][0], bookings["teilprodukt"][0]) == ("544016", "990100")
    assert noticed(bookings).count("account_from_title") == 2


# --- year ------------------------------------------------------------------------------------------------

YEARED = "Buchungsdatum;Belegnummer;Haushaltsjahr;Betrag;Text"


def test_the_year_is_the_haushaltsjahr_and_not_the_posting_date(read):
    assert read(text_of("05.01.2025;1;2024;5,00;x", header=YEARED))["year"].to_list() == [2024]


@pytest.mark.parametrize(
    "heading, late, closing",
    [
        ("Periode", "2023/12", "2023/13"),
        ("Jahr/Monat", "2023/12", "2023/13"),
        ("Periode/Jahr", "012.2023", "013.2023"),
        ("Buchungsperiode", "202312", "202313"),
        ("Jahr/Periode", "", "2023/13"),
    ],
)
def test_a_late_posting_stays_in_the_year_that_its_period_names(read, heading, late, closing):
    header = f"Buchungsdatum;Belegnummer;{heading};Betrag;Text"
    rows = [f"30.12.2023;1;{late};5,00;a", f"15.01.2024;2;{closing};6,00;b"]
    bookings = read(text_of(*rows, header=header))
    assert bookings["year"].to_list() == [2023, 2023]
    assert bookings["period"].to_list()[1] == 13
    assert "year_from_period" in noticed(bookings)


@pytest.mark.parametrize("period", ["12", "2023", "Januar"])
def test_a_period_without_a_year_tells_none(read, period):
    row = f"15.01.2024;1;{period};5,00;a"
    bookings = read(text_of(row, header="Buchungsdatum;Belegnummer;Periode;Betrag;Text"))
    assert bookings["year"].to_list() == [2024]


def test_a_haushaltsjahr_by_name_is_taken_before_that_of_the_period(read):
    row = "2023;15.01.2024;1;2024/01;5,00;a"
    bookings = read(text_of(row, header="Haushaltsjahr;Buchungsdatum;Belegnummer;Periode;Betrag;Text"))
    assert bookings["year"].to_list() == [2023]


def test_without_a_haushaltsjahr_the_posting_date_counts_and_that_is_said(read):
    bookings = read(text_of(HOTEL))
    assert (bookings["year"].to_list(), noticed(bookings)) == ([2024], ["year_from_date"])


def test_single_postings_without_a_haushaltsjahr_are_warned_of(read):
    bookings = read(text_of("05.01.2025;1;2024;5,00;x", "06.01.2025;2;;6,00;x", header=YEARED))
    assert bookings["year"].to_list() == [2024, 2025]
    assert noticed(bookings) == ["year_blank"]


def test_a_haushaltsjahr_in_the_title_holds_for_late_postings(read):
    bookings = read("Haushaltsjahr 2024;;;;\n" + text_of("05.01.2025;1;1;5,00;x"))
    assert (bookings["year"].to_list(), noticed(bookings)) == ([2024], ["year_from_title"])


@pytest.mark.parametrize("day, year", [("05.11.2026", 2026), ("05.11.2023", 2023)])
def test_a_posting_date_outside_the_year_of_the_title_counts_and_is_warned_of(read, day, year):
    bookings = read("Haushaltsjahr 2024;;;;\n" + text_of(f"{day};1;1;5,00;x", "05.11.2025;2;1;6,00;x"))
    assert bookings["year"].to_list() == [year, 2024]
    assert "year_elsewhere" in noticed(bookings)


@pytest.mark.parametrize("title", ["Haushaltsüberwachungsliste 2024", "Haushalt 2024"])
def test_other_titles_serve_only_rows_without_a_date(read, title):
    bookings = read(f"{title};;;;\n" + text_of("05.01.2025;1;1;5,00;x", ";2;1;6,00;x"))
    assert bookings["year"].to_list() == [2025, 2024]


def test_a_posting_without_year_and_date_is_refused(refused):
    assert kinds(refused(text_of(HOTEL, "00.00.0000;2;1;5,00;x"))) == ["no_year"]


@pytest.mark.parametrize("day", ["31.11.2024", "29.02.2023", "01.02.0204", "12/31/2024", "bald"])
def test_a_day_that_does_not_exist_is_one_fault_with_its_row(refused, day):
    error = refused(text_of(HOTEL, f"{day};2;1;5,00;x"))
    assert (kinds(error), places(error)) == (["not_a_date"], [(3, "Buchungsdatum")])


def test_the_caller_may_say_how_slashed_dates_are_read(read, refused):
    text = text_of("03/04/2024;1;1;5,00;x")
    assert kinds(refused(text)) == ["ambiguous_date"]
    assert read(text, dates="month first")["booked_on"].to_list() == [pd.Timestamp(2024, 3, 4)]


# --- currency --------------------------------------------------------------------------------------------


def test_a_foreign_amount_is_kept_beside_the_euro_amount(read):
    header = "Datum;Beleg;Betrag in Hauswährung;Betrag in Belegwährung;Belegwährung"
    bookings = read(
        text_of("01.02.2024;1;850,00;1.250.000,00;KRW", "02.02.2024;2;10,00;10,00;EUR", header=header)
    )
    assert amounts(bookings) == [Decimal(850), Decimal(10)]
    assert bookings["foreign_amount"].dropna().to_list() == [Decimal(1250000)]
    assert bookings["currency"].dropna().to_list() == ["KRW"]


def test_only_a_foreign_amount_is_refused(refused):
    error = refused(
        text_of("01.02.2024;1;1.250.000,00;KRW", "02.02.2024;2;5,00;EUR", header="Datum;Beleg;Betrag;Währung")
    )
    assert (kinds(error), places(error)) == (["foreign_amounts"], [(2, "Betrag")])


ORIGINALS = "Datum;Beleg;Betrag;Originalbetrag;Währung"


def test_a_plain_amount_is_euros_only_where_the_original_amount_differs(read, refused):
    assert amounts(read(text_of("01.02.2024;1;850,00;1.250.000,00;KRW", header=ORIGINALS))) == [Decimal(850)]
    error = refused(text_of("01.02.2024;1;850,00;850,00;KRW", "02.02.2024;2;5,00;;USD", header=ORIGINALS))
    assert (kinds(error), places(error)) == (["foreign_amounts"] * 2, [(2, "Betrag"), (3, "Betrag")])


@pytest.mark.parametrize("title", ["Buchungen in USD", "Beträge in KRW"])
def test_a_title_may_say_that_the_amounts_are_no_euros(read, refused, title):
    assert kinds(refused(f"{title};;;;\n" + text_of(HOTEL))) == ["foreign_amounts"]
    euros = HEADER.replace("Betrag", "Betrag in EUR")
    assert len(read(f"{title};;;;\n" + text_of(HOTEL, header=euros))) == 1


# --- items -----------------------------------------------------------------------------------------------


def test_numbers_that_only_count_the_rows_are_no_item(read):
    header = "Lfd. Nr.;Datum;Beleg;Betrag"
    assert read(text_of("1;01.02.2024;A;5,00", "2;01.02.2024;B;6,00", header=header))["item"].isna().all()
    assert read(text_of("8812;01.02.2024;A;5,00", "9011;01.02.2024;B;6,00", header=header))[
        "item"
    ].to_list() == ["8812", "9011"]


def test_orders_are_commitments_and_their_own_document():
    loaded = load_bookings(
        source(
            "auftrag;jahr;teilprodukt;sachkonto;betrag;endabgerechnet\nAU1;2025;990100;544016;6.000,00;ja\n"
        ),
        kind_of_file="orders",
    )
    [row] = loaded.frame.to_dict("records")
    assert (row["kind"], row["order_id"], row["document"], row["amount"], row["is_final"]) == (
        "commitment",
        "AU1",
        "AU1",
        Decimal(6000),
        True,
    )


def test_a_list_shows_order_and_actual_side_by_side_and_a_zero_is_no_posting(read):
    header = "Datum;Beleg;Auftrag;AO-Soll"
    bookings = read(text_of("01.02.2024;1;6.000,00;0,00", "02.02.2024;2;0,00;4.500,00", header=header))
    assert list(zip(bookings["kind"], amounts(bookings), strict=True)) == [
        ("commitment", Decimal(6000)),
        ("actual", Decimal(4500)),
    ]


def test_value_types_of_funds_management_tell_budget_commitment_and_actual(read, refused):
    header = "Haushaltsjahr;Werttyp;Belegnummer;Betrag"
    bookings = read(text_of("2024;R1;1;25.000,00", "2024;51;2;6.000,00", "2024;66;3;4.500,00", header=header))
    assert bookings["kind"].to_list() == ["budget", "commitment", "actual"]
    error = refused(text_of("2024;54;1;25.000,00", header=header))
    assert (kinds(error), places(error)) == (["unknown_kind"], [(2, "Werttyp")])


def test_the_sheet_is_chosen_by_its_columns(read):
    notes = [["Hinweis", "Zahl"], ["Stand", 5]]
    rows = [HEADER.split(";"), [date(2024, 2, 1), "1", 544016, 5.5, "x"]]
    assert amounts(read(workbook({"Notizen": notes, "Export": rows}))) == [Decimal("5.50")]


def test_an_export_without_postings_is_empty_with_a_warning(read):
    bookings = read(HEADER + "\n")
    assert (len(bookings), noticed(bookings)) == (0, ["no_rows"])


# --- laws ------------------------------------------------------------------------------------------------

POSTINGS = st.lists(
    st.tuples(st.dates(date(2018, 1, 1), date(2026, 12, 31)), st.integers(-(10**8), 10**8)),
    min_size=2,
    max_size=8,
)


def lines_of(postings):
    return [
        f"{day:%d.%m.%Y};D{n};544016;{cents / 100:.2f};Text {n}" for n, (day, cents) in enumerate(postings)
    ]


def content_of(bookings):
    columns = ["booking_id", "year", "document", "sachkonto", "amount", "text"]
    return sorted(map(repr, bookings[columns].itertuples(index=False)))


@given(postings=POSTINGS, data=st.data())
def test_the_order_of_rows_and_columns_decides_nothing(tmp_path_factory, postings, data):
    folder, lines = tmp_path_factory.mktemp("law"), lines_of(postings)
    whole = read_bookings(write(folder, text_of(*lines)))
    shuffled = data.draw(st.permutations(lines))
    order = data.draw(st.permutations(range(5)))
    turned = "\n".join(";".join(row.split(";")[place] for place in order) for row in [HEADER, *shuffled])
    assert content_of(read_bookings(write(folder, turned))) == content_of(whole)
    assert column_sum(whole["amount"]) == Decimal(sum(cents for _, cents in postings)).scaleb(-2)


def test_the_labels_of_many_totals_in_the_column_of_accounts_leave_it_a_column_of_accounts(tmp_path):
    lines = []
    for year in range(2020, 2025):
        lines += [f"0000544016;1;{year};01.02.{year};5,00", f"Summe {year};;;;5,00"]
    text = "\n".join(["Sachkonto;Belegnummer;Geschäftsjahr;Buchungsdatum;Betrag in Hauswährung", *lines, ""])
    assert set(read_bookings(write(tmp_path, text))["sachkonto"]) == {"0000544016"}
