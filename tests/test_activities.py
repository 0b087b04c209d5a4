"""Activity logs: when, where, who by number, and never sharper than the log."""

from datetime import date

import pandas as pd
import pytest
from exports import kinds, places, workbook, write

from kooperation import KooperationError, read_activities
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
