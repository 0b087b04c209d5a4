"""Where the header stands, which rows belong to it, and what it calls its columns."""

from datetime import date, time, timedelta

import pytest

from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.tables.header import find_header, is_other_header
from kooperation.reading.words.titles import from_titles, scale_of_titles

POSTINGS = """
Buchungsdatum;Belegnr.;Betrag;Text
20.02.2024;1900004711;1.845,50;Sacramento
19.04.2024;1900004890;2.310,00;Ansan
"""


def sheet_of(text, *, name=None, merged=()):
    rows = [line.split(";") for line in text.strip("\n").split("\n")]
    return Sheet(name, rows, merged=tuple(merged))


def header_of(text, **options):
    return find_header(sheet_of(text, **options))


def headings(text, **options):
    return list(header_of(text, **options).headings)


def rows_of(text, **options):
    header = header_of(text, **options)
    return header.first_row, header.last_row


# --- which row -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("titles", [0, 1, 7, 28])
def test_any_number_of_title_rows_may_stand_above_the_header(titles):
    lines = [f"Bericht der Kämmerei, Teil {number};;;" for number in range(titles)]
    assert rows_of("\n".join([*lines, POSTINGS.strip()])) == (titles + 1, titles + 1)


def test_the_header_stands_within_the_first_thirty_rows_or_is_not_found():
    assert rows_of("Titel\n" * 29 + POSTINGS.strip()) == (30, 30)
    assert header_of("Titel\n" * 30 + POSTINGS.strip()) is None


@pytest.mark.parametrize(
    "block",
    [
        "Buchungskreis:;1000;;\nHaushaltsjahr:;2024;;\nWährung:;Euro;;",
        "Haushaltsjahr;2024\nSachkonto;544016\nWährung;Euro",
        "StädteRegion Aachen;S 85;;Stand: 30.06.2024",
        "Erstellt von;Kämmerei;am;30.06.2024",
        "Zeitraum;01.01.2024;bis;31.12.2024",
        "Feld;Bedeutung\nBetrag;Betrag brutto\nText;Buchungstext",
        "Betrag;Text",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n;;;\n"])
def test_a_selection_block_is_no_header(block, gap):
    assert headings(block + gap + POSTINGS.strip()) == ["Buchungsdatum", "Belegnr.", "Betrag", "Text"]


@pytest.mark.parametrize(
    "block",
    [
        "Sachkonto;Ansatz;Ist;Verfügbar\n544016;25.000,00;3.845,50;21.154,50",
        "Teilprodukt;Sachkonto;Ansatz;Ist;Obligo;Verfügbar\n990100;544016;5,00;1,00;0,00;4,00",
        "Region;Betrag\nAnsan;1.845,50\nSacramento;2.310,00\nLwiw;0,00\nMinnesota;0,00",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n;;;\n", "\n\n\n"])
def test_a_summary_block_above_is_not_the_table(block, gap):
    header = header_of(block + gap + POSTINGS.strip())
    assert header.headings[:4] == ("Buchungsdatum", "Belegnr.", "Betrag", "Text")
    assert header.titles == ()


def test_a_unit_of_the_summary_block_says_nothing_about_the_postings():
    header = header_of("Konto;Ansatz in T€\n544016;25\n544017;30\n" + POSTINGS.strip())
    assert scale_of_titles(header.titles) == 1


@pytest.mark.parametrize(
    "record", ["offen;Hotel;Ansan;nicht gebucht", "Herbst;;offen;Ansan", "Herbst 2018;Ansan;Reise;geplant"]
)
def test_a_record_of_words_is_no_header(record):
    text = POSTINGS.strip() + "\n" + record + "\n" + "\n".join(POSTINGS.strip().split("\n")[1:])
    assert rows_of(text) == (1, 1)
    first = POSTINGS.strip().replace("\n", f"\n{record}\n", 1)
    assert rows_of(first) == (1, 1)


def test_an_unknown_heading_among_known_ones_changes_nothing():
    assert rows_of(POSTINGS.replace("Belegnr.", "Wzfx")) == (1, 1)


def test_a_header_in_another_language_stands_above_the_numbers():
    records = "UAB A;12.50;700;2024-01-05\nUAB B;7.00;701;2024-02-01"
    text = "Vilniaus taryba;;;\nTiekėjas;Suma;Pirkimo kodas;Diena\n" + records
    assert headings(text) == ["Tiekėjas", "Suma", "Pirkimo kodas", "Diena"]


def test_words_that_could_be_header_or_title_are_refused_with_both_rows():
    text = "Bericht;Aachen;Sieben;Acht\nKas;Kodas;Suma;Kam\nA;1;5,00;x\nB;2;6,00;y"
    [found] = header_of(text).notes(Place())
    assert (found.kind, found.severity) == ("header_unclear", "error")
    assert "1, 2" in found.message()


def test_the_row_of_a_header_may_be_named():
    text = "Bericht;Aachen;Sieben;Acht\nKas;Kodas;Suma;Kam\nA;1;5,00;x\nB;2;6,00;y"
    header = find_header(sheet_of(text), header=2)
    assert (header.first_row, header.last_row, header.headings[0]) == (2, 2, "Kas")
    assert list(header.notes(Place())) == []
    assert find_header(sheet_of(text), header=9) is None
    assert find_header(sheet_of(text), header=0) is None


def test_without_headings_columns_are_called_by_position():
    header = find_header(sheet_of("01.02.2024;4711;5,00\n02.02.2024;4712;6,00"), header=None)
    assert header.headings == ("Spalte 1", "Spalte 2", "Spalte 3")
    assert (header.first_row, header.last_row, header.titles) == (0, 0, ())


@pytest.mark.parametrize(
    "text",
    [
        "01.02.2024;4711;5,00\n02.02.2024;4712;6,00",
        "Sehr geehrte Damen und Herren\nanbei die Zahlen",
        "A;5,00\nB;6,00",
    ],
)
def test_rows_without_headings_have_no_header(text):
    assert header_of(text) is None


def test_a_table_of_one_column_needs_a_known_heading():
    assert headings("Betrag\n5,00\n6,00", name="Tabelle1") == ["Betrag"]
    assert header_of("Liste\nAnsan\nLwiw", name="Tabelle1") is None


@pytest.mark.parametrize(
    "periods",
    [
        ["seit 2015", "Herbst 2018", "19.04.2024", "20.04.2024", "21.04.2024"],
        ["Herbst 2025", "Herbst 2026", "2027", "2028"],
        ["Herbst 2025", "Ende 2025", "Herbst 2026", "2027"],
    ],
)
def test_records_in_words_above_dates_are_no_header_below_the_header(periods):
    records = [f"A{number};{period};Ansan;Reise;geplant" for number, period in enumerate(periods)]
    assert rows_of("\n".join(["kennung;zeitraum;partnerregion;art;status", *records])) == (1, 1)


def test_a_header_below_a_blank_row_is_not_taken_for_a_record_of_words_above():
    assert rows_of("Text;Status\nReise;offen\n\nName;Foo\nAnna;2\nBerta;3") == (4, 4)


def test_a_list_of_words_has_the_first_widest_row_as_its_header():
    assert rows_of("Partner\nWer;Was;Wo\nAnsan;Reise;Seoul\nLwiw;Besuch;") == (2, 2)


def test_years_and_days_are_headings_over_amounts_and_data_over_years_and_days():
    assert headings("Konto;2023;2024\nA;1,00;2,00\nB;3,00;4,00") == ["Konto", "2023", "2024"]
    assert headings("Konto;31.12.2023;31.12.2024\nA;1,00;2,00\nB;3,00;4,00")[1:] == [
        "31.12.2023",
        "31.12.2024",
    ]
    assert rows_of("Wer;Was;Jahr\nAnsan;Reise;2023\nLwiw;Besuch;2024") == (1, 1)


def test_headings_of_a_workbook_may_be_numbers_and_days():
    day = [date(2023, 12, 31), date(2024, 12, 31)]
    rows = [["Konto", 2023.0, *day], ["544016", 5.0, 6.0, 7.0], ["544017", 5.5, 6.5, 7.5]]
    assert find_header(Sheet("Blatt", rows)).headings == ("Konto", "2023", "31.12.2023", "31.12.2024")


@pytest.mark.parametrize("cell", [time(12, 30), timedelta(hours=30), True, float("nan"), float("inf")])
def test_cells_of_any_kind_are_no_heading_and_break_nothing(cell):
    rows = [["Beginn", "Betrag"], [cell, 5.5], [cell, 6.5]]
    assert find_header(Sheet("Blatt", rows)).headings == ("Beginn", "Betrag")
    assert find_header(Sheet("Blatt", rows[1:])) is None


def test_line_breaks_and_soft_hyphens_in_a_heading_do_not_matter():
    rows = [
        ["Buchungs-\ndatum", "Beleg\u00adnummer", "Betrag in\r\nHauswährung"],
        ["01.02.2024", "1", "5,00"],
    ]
    header = find_header(Sheet("Blatt", rows))
    assert header.headings == ("Buchungs- datum", "Belegnummer", "Betrag in Hauswährung")
    assert header.known == 3


# --- headers of several rows ---------------------------------------------------------------------------

AMOUNTS = "544016;Aktivitäten;1.000,00;2.000,00;3,00;4,00\n544017;Reisen;1.000,00;2.000,00;3,00;4,00"
JOINED = ["Sachkonto", "Bezeichnung", "Ansatz 2023", "Ansatz 2024", "Ist 2023", "Ist 2024"]


@pytest.mark.parametrize(
    "header",
    [
        "Sachkonto;Bezeichnung;Ansatz;;Ist;\n;;2023;2024;2023;2024",
        ";;Ansatz;;Ist;\nSachkonto;Bezeichnung;2023;2024;2023;2024",
        "Sachkonto;Bezeichnung;Ansatz;Ansatz;Ist;Ist\n;;2023;2024;2023;2024",
        ";;Ansatz;;Ist;\nSachkonto;Bezeichnung;2023;2024;2023;2024\n;;EUR;EUR;EUR;EUR",
        "Sachkonto;Bezeichnung;Ansatz;;Ist;\n;;2023;2024;2023;2024\n1;2;3;4;5;6",
        "Sachkonto;Bezeichnung;Ansatz;;Ist;\n;;2023;2024;2023;2024\n;;in €;€;€;€\n(1);(2);(3);(4);(5);(6)",
    ],
)
def test_years_below_their_groups_are_joined_to_one_heading_each(header):
    found = header_of(f"Haushalt\n{header}\n{AMOUNTS}")
    assert list(found.headings) == JOINED
    assert (found.first_row, found.last_row) == (2, 2 + header.count("\n"))


def test_years_above_stand_behind_their_words():
    text = ";;Haushaltsjahr 2023;;2024;\nSachkonto;Bezeichnung;Ansatz;Ist;Ansatz;Ist\n" + AMOUNTS
    assert headings(text)[2:] == ["Ansatz 2023", "Ist 2023", "Ansatz 2024", "Ist 2024"]


def test_years_below_single_headings_belong_to_them():
    text = "Konto;Ansatz;Ist;Rest\n;2024;2024;2024\n544016;5,00;1,00;4,00\n544017;5,00;1,00;4,00"
    assert headings(text) == ["Konto", "Ansatz 2024", "Ist 2024", "Rest 2024"]


def test_a_first_record_is_never_eaten_as_a_second_header_row():
    for record in (
        "544015;2024;2024;2024",
        "544015;2.024,00;;",
        "544015;;;offen",
        "Aufwand;;;",
        ";offen;offen;offen",
    ):
        text = f"Konto;Ansatz;Ist;Rest\n{record}\n544016;5,00;1,00;4,00\n544017;5,00;1,00;4,00"
        assert rows_of(text) == (1, 1), record


def test_groups_reach_to_the_columns_that_are_like_their_first():
    text = ";;Ansatz;;Ist;;\nSachkonto;Bezeichnung;2023;2024;2023;2024;Bemerkung\n"
    found = headings(text + "\n".join(f"{line};x" for line in AMOUNTS.split("\n")))
    assert found == [*JOINED, "Bemerkung"]
    words = ";;Ansatz;;Ist;;\nKonto;Name;Plan;Nachtrag;Plan;Nachtrag;Rest\n"
    found = headings(words + "\n".join(f"{line};9,00" for line in AMOUNTS.split("\n")))
    assert found[2:] == ["Ansatz Plan", "Ansatz Nachtrag", "Ist Plan", "Ist Nachtrag", "Rest"]


def test_words_that_a_row_break_cut_are_put_together():
    records = "01.02.2024;4711;5,00;Hotel\n02.02.2024;4712;6,00;Taxi"
    text = "Buchungs-;Beleg-;Betrag;Text\ndatum;nummer;in EUR;\n" + records
    assert headings(text) == ["Buchungsdatum", "Belegnummer", "Betrag", "Text"]


def test_merged_cells_show_how_far_a_group_reaches():
    text = ";;Ansatz;;Ist;\nKonto;Name;alt;neu;eins;zwei\n" + AMOUNTS
    merged = [(0, 2, 0, 3), (0, 4, 0, 5)]
    assert headings(text, name="Blatt", merged=merged)[2:] == [
        "Ansatz alt",
        "Ansatz neu",
        "Ist eins",
        "Ist zwei",
    ]


def test_a_title_merged_over_the_table_is_no_group():
    text = "Haushalt;;;;;\nKonto;Name;alt;neu;eins;zwei\n" + AMOUNTS
    assert rows_of(text, name="Blatt", merged=[(0, 0, 0, 5)]) == (2, 2)


@pytest.mark.parametrize(
    "title",
    ["Budget 2024;;Stand 30.06.2024;", "Budgetübersicht;;;", "Amt S 85;;;in Euro", ";;;Seite 1"],
)
def test_a_title_right_above_the_header_is_no_group(title):
    text = title + "\nKonto;Ansatz;Ist;Rest\n544016;5,00;1,00;4,00\n544017;5,00;1,00;4,00"
    assert headings(text) == ["Konto", "Ansatz", "Ist", "Rest"]


def test_units_other_than_euros_stand_behind_the_heading():
    text = "Konto;Ansatz;;Ist;\n;T€;%;EUR;%\n544016;5;1,0;6,00;100,0\n544017;5;1,0;6,00;100,0"
    assert headings(text) == ["Konto", "Ansatz T€", "Ansatz %", "Ist", "Ist %"]


def test_a_row_of_units_may_begin_with_a_word():
    records = "1 - Steuern;-5,00;-6,00\n2 - Abgaben;-7,00;-8,00"
    text = "Finanzplan;Ergebnis 2010;Ansatz 2011\nFinanzplan;EUR;EUR\n" + records
    assert headings(text) == ["Finanzplan", "Ergebnis 2010", "Ansatz 2011"]
    assert rows_of(text) == (1, 2)


def test_a_record_of_small_whole_numbers_is_no_row_of_column_numbers():
    assert rows_of("Menge;Tage;Betrag\n1;2;3\n4;5;6\n7;8;9") == (1, 1)


def test_a_header_of_several_rows_is_said():
    [note] = header_of(f"{JOINED[0]};Bezeichnung;Ansatz;;Ist;\n;;2023;2024;2023;2024\n{AMOUNTS}").notes(
        Place()
    )
    assert (note.kind, note.severity, note.place.row) == ("header_joined", "note", 1)
    assert "„Ansatz 2023“" in note.message("de")
    assert note.message("en") != note.message("de")


# --- another table below -------------------------------------------------------------------------------


def test_a_row_of_other_known_headings_begins_another_table():
    own = ["Buchungsdatum", "Betrag", "Text"]
    assert is_other_header(["Sachkonto", "Ansatz", "Ist"], own)
    assert not is_other_header(["Buchungsdatum", "Betrag", "Text"], own)
    assert not is_other_header(["01.02.2024", "5,00", "Text"], own)
    assert not is_other_header(["Ansan", "Hotel", "Text"], own)


def test_a_shorter_table_beside_the_first_is_refused():
    text = "Datum;Betrag;Text;;Region;Summe\n01.02.2024;5,00;a;;Ansan;5,00\n02.02.2024;6,00;b;;Lwiw;13,00\n"
    longer = header_of(text + "03.02.2024;7,00;c;;;")
    assert [(one.kind, one.severity) for one in longer.notes(Place())] == [("table_beside", "error")]
    assert list(header_of(text + "03.02.2024;7,00;c;;Ansan;7,00").notes(Place())) == []
    assert list(header_of(text.replace("Lwiw", "") + "03.02.2024;7,00;c;;;").notes(Place())) == []


def test_postings_above_another_table_are_refused_and_a_large_summary_is_warned_of():
    others = "\n".join(["Bestelldatum;Bestellnr.;Betrag", *["01.03.2024;1;7,00"] * 30])
    [refused] = header_of(f"{POSTINGS.strip()}\n\nObligo\n{others}").notes(Place())
    assert (refused.kind, refused.severity, refused.place.row) == ("second_table", "error", 6)
    summary = "\n".join(["Konto;Ansatz;Ist;Rest", *["544016;5,00;1,00;4,00"] * 6])
    [warned] = header_of(f"{summary}\n\n{POSTINGS.strip()}").notes(Place())
    assert (warned.kind, warned.severity) == ("table_above", "warning")


# --- titles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title, column, value",
    [
        ("Sachkonto/Bezeichnung: 544016 Aktivitäten", "sachkonto", "544016"),
        ("Sachkonto-Nr.: 0000544016", "sachkonto", "0000544016"),
        ("Konto 544016 Aktivitäten der Wirtschaftsförderung", "sachkonto", "544016"),
        ("Kontoauszug Sachkonto 544016", "sachkonto", "544016"),
        ("PSP-Element: 990100", "teilprodukt", "990100"),
        ("Buchungsstelle: 15.01.01.990100.544016", "account_path", "15.01.01.990100.544016"),
        ("HHJ 2024", "budget_year", "2024"),
        ("HH-Jahr: 2024", "budget_year", "2024"),
        ("Fiscal year 2024", "budget_year", "2024"),
        ("Jahr 2024", "year", "2024"),
        ("Haushaltsplan 2024", "year", "2024"),
        ("Zeitraum 01.01.2024 - 31.12.2024", "year", "2024"),
        ("Buchungen vom 01.01.2024 bis zum 30.06.2024", "year", "2024"),
        ("Angaben in DM", "currency", "DM"),
        ("Währung: USD", "currency", "USD"),
        ("alle Beträge in Tsd. CHF", "currency", "CHF"),
        ("Hauswährung: KRW", "currency", "KRW"),
    ],
)
def test_titles_name_account_year_and_currency_in_many_spellings(title, column, value):
    assert from_titles([title])[column] == value
    name, _, rest = title.rpartition(" ")
    assert from_titles([name, rest])[column] == value


@pytest.mark.parametrize(
    "titles",
    [
        ["Sachkonto 544016", "Sachkonto 544017"],
        ["Sachkonto 544016 bis 544099"],
        ["Sachkonto 544016, 544017"],
        ["Sachkonto 544016 und 544017"],
        ["Haushaltsjahr 2023", "Haushaltsjahr 2024"],
        ["Haushaltsjahr 2023/2024"],
        ["Haushaltsjahr 2023 und 2024"],
        ["Zeitraum 01.07.2023 - 30.06.2024"],
        ["Stand: 30.06.2024"],
        ["Bankkonto 12345678"],
        ["Währung: EUR"],
    ],
)
def test_titles_that_name_two_things_name_none(titles):
    assert from_titles(titles) == {}


def test_a_haushaltsjahr_outranks_other_years_of_the_titles():
    found = from_titles(["Haushaltsjahr 2024", "seit dem Jahr 2018"])
    assert (found["budget_year"], found["year"]) == ("2024", "2024")


@pytest.mark.parametrize(
    "title, scale",
    [
        ("Angaben in Tausend Euro", 1_000),
        ("Beträge in TEUR", 1_000),
        ("Ansätze in T€ 2024", 1_000),
        ("alle Werte in 1 000 EUR", 1_000),
        ("Angaben in TE", 1_000),
        ("in thousands of euros", 1_000),
        ("alle Werte in Mio. €", 1_000_000),
        ("EUR million", 1_000_000),
        ("Beträge in Mrd. Euro", 1_000_000_000),
        ("Angaben in Euro", 1),
        ("Budget von 25 TEUR", 1),
        ("Budget: T€ 25", 1),
        ("Einzelbeträge über 1.000 €", 1),
        ("Beträge auf volle Tausend Euro gerundet", 1),
    ],
)
def test_titles_say_what_one_stands_for(title, scale):
    assert scale_of_titles(["Budgetübersicht", title]) == scale


@pytest.mark.parametrize("titles", [["Ansatz in TEUR: 25"], ["Budget in T€:", "40"], ["Ansatz (T€)", "25,5"]])
def test_a_unit_beside_one_number_speaks_of_that_number(titles):
    assert scale_of_titles([*titles, "Stand", "30.06.2024"]) == 1
    assert scale_of_titles([*titles, "Angaben in T€", "2024"]) == 1_000
    assert scale_of_titles([*titles, "Angaben in T€", "12"]) == 1_000
