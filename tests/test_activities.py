"""Activity logs: when, where, who by number, and never sharper than the log."""

import io
import unicodedata
from datetime import date

import pandas as pd
import pytest
import xlsxwriter
from exports import kinds, places, workbook, write
from folders import csv, data_folder, postings

from kooperation import KooperationError, read_activities, read_books
from kooperation.model.region import Region

HEADER = "zeitraum;partnerregion;art;teilnehmende;mandatstragende;status"
ANSAN = Region("ansan", "Ansan", "Ansan", "KR", ("안산",))
SACRAMENTO = Region("sacramento", "Greater Sacramento", "Greater Sacramento", "US", ("Sacramento",))


@pytest.fixture
def read(tmp_path):
    """A function that reads lines below the header as a log."""
    return lambda *lines, **options: read_activities(
        write(tmp_path, "\n".join([HEADER, *lines, ""])), **options
    )


def test_a_season_stays_a_season(read):
    log = read("Herbst 2018;Ansan;Delegationsreise;;;durchgeführt")
    assert (log["start"][0], log["end"][0], log["precision"][0]) == (
        pd.Timestamp(2018, 9, 1),
        pd.Timestamp(2018, 11, 30),
        "season",
    )
    assert log["period_text"].to_list() == ["Herbst 2018"]


def test_people_are_numbers_and_about_is_kept(read):
    log = read(
        "2022;Ansan;Reise;rd. 20;7;geplant",
        "2023;Ansan;Besuch;5 Personen;;geplant",
        "2024;Ansan;Besuch;;;geplant",
    )
    assert log["people"].to_list()[:2] == [20, 5]
    assert log["people_approx"].to_list()[:2] == [True, False]
    assert (log["elected"][0], log["people"].isna()[2]) == (7, True)


def test_regions_are_recognised_where_the_log_names_exactly_one(read):
    log = read(
        "2022;Ansan;Reise;;;x",
        "2022;안산;Reise;;;x",
        "2022;Ansan und Sacramento;Reise;;;x",
        "2022;alle;Papier;;;x",
        regions=[ANSAN, SACRAMENTO],
    )
    assert log["region"].fillna("–").to_list() == ["ansan", "ansan", "–", "alle"]


def test_an_activity_with_nothing_but_period_and_region_is_none_to_be_dropped(read):
    assert len(read("2022;Ansan;Reise;;;x", "Herbst 2023;Ansan;;;;", "2024;Ansan;;;;")) == 3


@pytest.mark.parametrize("year", ["{}", "Jahr {}:"])
def test_a_year_alone_heads_the_activities_below_it_and_is_none(read, year):
    heads = [f"{year.format(one)};;;;;" for one in (2023, 2024)]
    log = read(heads[0], "01.02.2023;Ansan;Reise;;;geplant", heads[1], "2024;Ansan;Besuch;;;geplant")
    assert log["period_text"].to_list() == ["01.02.2023", "2024"]


def test_a_footer_below_the_log_is_dropped(read):
    log = read("2022;Ansan;Reise;;;x", "Stand: 30.06.2024;;;;;")
    assert (len(log), log.attrs["report"].dropped_by_reason) == (1, {"note": 1})


def test_a_period_or_number_that_is_not_understood_is_refused_with_its_cell(tmp_path):
    path = write(tmp_path, f"{HEADER}\nbald;Ansan;Reise;viele;;x\n31.11.2024;Ansan;Reise;;;x\n")
    with pytest.raises(KooperationError) as error:
        read_activities(path)
    assert kinds(error.value) == ["unknown_period", "unknown_period", "unknown_people"]
    assert places(error.value) == [(2, "zeitraum"), (3, "zeitraum"), (2, "teilnehmende")]


def test_dates_and_years_of_a_workbook_are_read_like_their_texts(tmp_path):
    content = workbook(
        [
            HEADER.split(";"),
            [date(2024, 4, 19), "Ansan", "Besuch", 12, None, "x"],
            [2023, "Ansan", "Besuch", None, None, "x"],
        ]
    )
    log = read_activities(write(tmp_path, content, "log.xlsx"))
    assert log["precision"].to_list() == ["day", "year"]
    assert log["people"].to_list()[0] == 12


def test_a_log_without_periods_is_refused(tmp_path):
    with pytest.raises(KooperationError) as error:
        read_activities(write(tmp_path, "partnerregion;art;status\nAnsan;Reise;x\n"))
    assert kinds(error.value) == ["column_missing"]
    assert "Zeitraum" in str(error.value)


# --- what is written in other words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, people, is_about, elected",
    [
        ("20", 20, False, None),
        ("rd. 20", 20, True, None),
        ("ca. 20 TN", 20, True, None),
        ("etwa zwanzig", 20, True, None),
        ("1.200 Personen", 1200, False, None),
        ("20 Teilnehmer*innen", 20, False, None),
        ("20 Personen (davon 7 MdST)", 20, False, 7),
        ("rund 20 Personen, darunter 7 Mandatstragende", 20, True, 7),
    ],
)
def test_people_are_counted_in_the_words_of_a_log(read, cell, people, is_about, elected):
    [row] = read(f"2022;Ansan;Reise;{cell};;geplant").to_dict("records")
    assert (row["people"], row["people_approx"]) == (people, is_about)
    assert (None if pd.isna(row["elected"]) else row["elected"]) == elected


@pytest.mark.parametrize("cell", ["k. A.", "–", "unbekannt", ""])
def test_people_that_are_not_known_are_missing_and_not_zero(read, cell):
    assert read(f"2022;Ansan;Reise;{cell};;geplant")["people"].isna().all()


@pytest.mark.parametrize(
    "cell", ["20-25", ">20", "bis zu 20", "12 + 3", "20 Unternehmen", "20.0", "7 MdST", "2,5"]
)
def test_a_bound_a_span_and_a_sum_are_no_number_of_people(read, cell):
    with pytest.raises(KooperationError) as error:
        read(f"2022;Ansan;Reise;{cell};;geplant")
    assert kinds(error.value) == ["unknown_people"]
    assert places(error.value) == [(2, "teilnehmende")]


def test_names_in_a_column_of_people_are_refused_and_never_repeated(read):
    with pytest.raises(KooperationError) as error:
        read("2022;Ansan;Reise;Dr. Erika Mustermann, Herr Kim;;geplant")
    assert "Mustermann" not in str(error.value)
    assert "Kim" not in str(error.value)


def test_elected_members_stated_twice_must_be_the_same(read):
    assert read("2022;Ansan;Reise;20 (7 MdST);7;geplant")["elected"].to_list() == [7]
    with pytest.raises(KooperationError) as error:
        read("2022;Ansan;Reise;20 (7 MdST);8;geplant")
    assert kinds(error.value) == ["elected_contradict"]


def test_more_elected_members_than_people_are_warned_of(read):
    log = read("2022;Ansan;Reise;5;7;geplant")
    assert [found.kind for found in log.attrs["report"].findings] == ["more_elected_than_people"]


@pytest.mark.parametrize(
    "written, status, moved_to",
    [
        ("Durchgeführt", "durchgeführt", None),
        ("hat stattgefunden", "durchgeführt", None),
        ("held", "durchgeführt", None),
        ("in Planung", "geplant", None),
        ("läuft", "laufend", None),
        ("signed", "unterzeichnet", None),
        ("entfallen", "abgesagt", None),
        ("verschoben auf 2022", "verschoben", "2022"),
        ("Verschoben (Frühjahr 2022)", "verschoben", "Frühjahr 2022"),
    ],
)
def test_a_status_in_other_words_is_the_status_of_the_list(read, written, status, moved_to):
    [row] = read(f"2020;Ansan;Reise;;;{written}").to_dict("records")
    assert row["status"] == status
    assert (None if pd.isna(row["moved_to"]) else row["moved_to"]) == moved_to


def test_a_status_that_nobody_knows_stays_and_is_warned_of(read):
    log = read("2020;Ansan;Reise;;;beschlossen", "2021;Ansan;Reise;;;")
    assert log["status"].fillna("–").to_list() == ["beschlossen", "–"]
    [found] = log.attrs["report"].findings
    assert (found.kind, found.severity, found.place.row) == ("unknown_status", "warning", 2)


def test_a_direction_in_other_words_is_the_direction_of_the_list(tmp_path):
    text = "Zeitraum;Partnerregion;Richtung\n2022;Ansan;outgoing\n2023;Ansan;Empfang\n2024;Ansan;seitwärts\n"
    log = read_activities(write(tmp_path, text))
    assert log["direction"].to_list() == ["ausgehend", "eingehend", "seitwärts"]
    assert [found.kind for found in log.attrs["report"].findings] == ["unknown_direction"]


# --- doubts that are accepted and said ---------------------------------------------------------------------


def test_a_period_that_is_stated_twice_covers_both_with_a_note(read):
    log = read("April 2020 (B) / Anfang 2020 (A);Ansan;Reise;;;geplant", "Winter 2019;Ansan;Reise;;;geplant")
    assert (log["start"][0], log["end"][0]) == (pd.Timestamp(2020, 1, 1), pd.Timestamp(2020, 4, 30))
    assert [(found.kind, found.place.row) for found in log.attrs["report"].findings] == [
        ("period_stated_twice", 2),
        ("period_winter", 3),
    ]


def test_the_first_of_a_month_in_a_workbook_may_be_a_month_and_this_is_said(tmp_path):
    rows = [HEADER.split(";"), *([day, "Ansan", "Besuch"] for day in (date(2020, 4, 1), date(2020, 4, 2)))]
    log = read_activities(write(tmp_path, workbook(rows), "log.xlsx"))
    assert log["precision"].to_list() == ["day", "day"]
    assert [(found.kind, found.place.row) for found in log.attrs["report"].findings] == [
        ("period_first_of_month", 2)
    ]


# --- regions and shapes ------------------------------------------------------------------------------------

KOREA = Region("suedkorea", "Südkorea", "South Korea", "KR", ("대한민국",))
LWIW = Region("lwiw", "Lwiw", "Lviv", "UA", ("Львів", "Lwów"))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_in_hangul_and_cyrillic_are_recognised_in_both_unicode_forms(read, form):
    lines = ("2022;안산;x;;;", "2022;안산시;x;;;", "2022;대한민국;x;;;", "2022;Львів;x;;;", "2022;Lwów;x;;;")
    regions = [Region("ansan", "Ansan", "Ansan", "KR", ("안산", "안산시")), KOREA, LWIW]
    log = read(*(unicodedata.normalize(form, line) for line in lines), regions=regions)
    assert log["region"].to_list() == ["ansan", "ansan", "suedkorea", "lwiw", "lwiw"]


def test_an_activity_of_two_regions_or_of_an_unknown_one_is_warned_of(read):
    log = read(
        "2022;Ansan und Sacramento;x;;;", "2022;Atlantis;x;;;", "2022;;x;;;", regions=[ANSAN, SACRAMENTO]
    )
    assert log["region"].isna().all()
    assert [(found.kind, found.place.row) for found in log.attrs["report"].findings] == [
        ("activity_of_two_regions", 2),
        ("activity_of_no_region", 3),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Zeitraum;Partnerregion;Art;Status",
        "Status;Art;Partnerregion;Zeitraum",
        "STATUS;Aktivität;Region;Wann",
        "Stand;Maßnahme;Partner;Reisezeitraum",
    ],
)
def test_columns_may_stand_in_any_order_and_be_called_otherwise(tmp_path, header):
    cells = {"z": "Herbst 2018", "p": "Ansan", "a": "Reise", "s": "durchgeführt"}
    order = {"Zeitraum": "zpas", "Status": "sapz"}.get(header.split(";")[0], "sapz")
    log = read_activities(write(tmp_path, f"{header}\n{';'.join(cells[one] for one in order)}\n"))
    [row] = log.to_dict("records")
    assert (row["period_text"], row["region_text"], row["kind"], row["status"]) == tuple(cells.values())


def test_merged_cells_of_a_workbook_hold_for_all_their_rows_and_numbers_once(tmp_path):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Protokoll")
    for place, heading in enumerate(("Zeitraum", "Partnerregion", "Art", "Teilnehmende")):
        sheet.write(0, place, heading)
    sheet.merge_range(1, 0, 2, 0, "Herbst 2018")
    sheet.merge_range(1, 1, 2, 1, "안산")
    sheet.merge_range(1, 3, 2, 3, 20)
    sheet.write(1, 2, "Reise")
    sheet.write(2, 2, "Empfang")
    book.close()
    log = read_activities(write(tmp_path, buffer.getvalue(), "log.xlsx"), regions=[ANSAN])
    assert log["region"].to_list() == ["ansan", "ansan"]
    assert log["precision"].to_list() == ["season", "season"]
    assert log["people"].fillna(0).to_list() == [20, 0]


# --- a period in two columns -------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Beginn;Ende", "Von;Bis", "Startdatum;Enddatum", "Datum von;Datum bis"])
def test_beginning_and_end_may_stand_in_two_columns(tmp_path, header):
    lines = (
        "03.04.2022;09.04.2022;Ansan",
        "19.04.2024;;Ansan",
        "19.04.2024;19.04.2024;Ansan",
        "Herbst 2018;Frühjahr 2019;Ansan",
        "2015;laufend;Ansan",
        ";2024;Ansan",
    )
    log = read_activities(write(tmp_path, "\n".join([f"{header};Partnerregion", *lines, ""])))
    assert log["precision"].to_list() == ["range", "day", "day", "range", "open", "open"]
    assert log["start"].to_list()[:5] == [
        pd.Timestamp(day) for day in ("2022-04-03", "2024-04-19", "2024-04-19", "2018-09-01", "2015-01-01")
    ]
    assert log["end"].to_list()[3] == pd.Timestamp("2019-05-31")
    assert log["period_text"].to_list()[0] == "03.04.2022 – 09.04.2022"
    assert [found.kind for found in log.attrs["report"].findings] == []


def test_an_end_before_its_beginning_is_refused(tmp_path):
    path = write(tmp_path, "Beginn;Ende;Partnerregion\n09.04.2022;03.04.2022;Ansan\n")
    with pytest.raises(KooperationError) as error:
        read_activities(path)
    assert (kinds(error.value), places(error.value)) == (["unknown_period"], [(2, "Beginn")])


def test_dates_of_a_workbook_in_two_columns_are_a_range(tmp_path):
    rows = [["Von", "Bis", "Partnerregion"], [date(2022, 4, 3), date(2022, 4, 9), "Ansan"]]
    log = read_activities(write(tmp_path, workbook(rows), "log.xlsx"))
    assert (log["start"][0], log["end"][0]) == (pd.Timestamp(2022, 4, 3), pd.Timestamp(2022, 4, 9))


def test_a_data_folder_names_the_activities_that_it_cannot_place(tmp_path):
    log = csv(
        "zeitraum;partnerregion;art;status", "2024;Porto und Tartu;Reise;geplant", "2024;Porto;x;geplant"
    )
    folder = data_folder(tmp_path, {"aktivitaeten/log.csv": log, "buchungen/a.csv": postings()})
    books = read_books(folder)
    assert books.activities["region"].fillna("–").to_list() == ["–", "porto"]
    [found] = [one for one in books.noticed if one.place.file == "aktivitaeten/log.csv"]
    assert (found.kind, found.place.row) == ("activity_of_two_regions", 2)
