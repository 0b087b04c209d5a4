"""What comes in, part six: several files, places that are no file, and names that nobody should trust."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from exports import workbook
from folders import HEADINGS, POTS, REGIONS, csv, data_folder, hashes, postings, run
from readings import euros

import kooperation as ko

JANUARY = "2024;15.01.2024;100;Bahn;Porto hin;120,00"
FEBRUARY = "2024;15.02.2024;101;Hotel;Porto zwei Nächte;310,50"
MARCH = "2024;15.03.2024;102;Bahn;Porto zurück;120,00"
APRIL = "2024;15.04.2024;103;Saal;Tartu Tagung;99,99"


def amounts(books):
    return sorted(books.bookings["amount"])


def kinds(books):
    return set(books.findings["kind"])


def files_with(books, severity):
    return set(books.findings.loc[books.findings["severity"] == severity, "file"])


def read(folder, files, *, strict=True):
    return ko.read_books(data_folder(folder, files), strict=strict)


# --- the same posting in several files -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["buchungen/kopie.csv", "buchungen/2024/kopie.xls"])
def test_the_same_file_twice_counts_once_and_is_said(tmp_path, name):
    content = postings(JANUARY, FEBRUARY)
    books = read(tmp_path, {"buchungen/a.csv": content, name: content})
    assert amounts(books) == euros("120", "310.50")
    assert "same_file_twice" in kinds(books)


def test_the_same_export_saved_in_another_container_counts_once(tmp_path):
    lines = [["2024", "15.01.2024", "100", "1105", "5291", "Bahn", "Porto hin", 120.0]]
    book = workbook([HEADINGS.split(";"), *lines])
    books = read(tmp_path, {"buchungen/a.csv": postings(JANUARY, FEBRUARY), "buchungen/b.xlsx": book})
    assert amounts(books) == euros("120", "310.50")


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_overlapping_exports_count_each_posting_once(tmp_path, names):
    books = read(
        tmp_path,
        {
            f"buchungen/{names[0]}.csv": postings(JANUARY, FEBRUARY, MARCH),
            f"buchungen/{names[1]}.csv": postings(FEBRUARY, MARCH, APRIL),
        },
    )
    assert amounts(books) == euros("99.99", "120", "120", "310.50")
    assert "overlap" in kinds(books)


def test_twins_with_different_documents_are_kept_in_one_file_and_in_two(tmp_path):
    twin = JANUARY.replace(";100;", ";900;")
    books = read(
        tmp_path, {"buchungen/a.csv": postings(JANUARY, twin), "buchungen/b.csv": postings(twin, MARCH)}
    )
    assert amounts(books) == euros("120", "120", "120")


def test_one_item_with_two_amounts_is_refused_and_both_places_are_named(tmp_path):
    files = {
        "buchungen/a.csv": postings(JANUARY, FEBRUARY),
        "buchungen/b.csv": postings(FEBRUARY.replace("310,50", "310,05")),
    }
    with pytest.raises(ko.KooperationError) as error:
        read(tmp_path, files)
    fault = error.value.findings[0]
    told = fault.describe()
    assert fault.kind == "amounts_differ"
    assert all(word in told for word in ("a.csv", "b.csv", "310,50", "310,05"))
    assert "Abhilfe" in told


def test_a_month_that_is_missing_between_two_exports_is_accepted_and_warned_of(tmp_path):
    files = {
        "buchungen/2024-01.csv": postings(JANUARY),
        "buchungen/2024-02.csv": postings(FEBRUARY),
        "buchungen/2024-04.csv": postings(APRIL),
        "buchungen/2024-05.csv": postings(APRIL.replace("15.04", "15.05").replace(";103;", ";104;")),
    }
    books = read(tmp_path, files)
    assert len(books.bookings) == 4
    warned = books.findings[books.findings["kind"] == "months_missing"]
    assert warned["severity"].to_list() == ["warning"]
    assert "03" in warned["message"].iloc[0]


def test_all_faults_of_a_folder_are_shown_together_with_file_row_and_column(tmp_path):
    files = {
        "buchungen/a.csv": postings(JANUARY.replace("120,00", "1.2,0"), FEBRUARY.replace("15.02", "31.02")),
        "buchungen/b.csv": postings(MARCH.replace("2024;", "24;", 1)),
        "buchungen/c.csv": b"Einzelposten\r\n",
    }
    with pytest.raises(ko.KooperationError) as error:
        read(tmp_path, files)
    told = {(found.place.file, found.place.row, found.place.column) for found in error.value.findings}
    assert told >= {
        ("buchungen/a.csv", 2, "Betrag"),
        ("buchungen/a.csv", 3, "Buchungsdatum"),
        ("buchungen/b.csv", 2, "Haushaltsjahr"),
    }
    assert "buchungen/c.csv" in {file for file, _, _ in told}


def test_reading_on_keeps_the_good_postings_and_lists_every_fault(tmp_path):
    files = {
        "buchungen/a.csv": postings(JANUARY, FEBRUARY.replace("310,50", "310.5,0")),
        "buchungen/b.csv": b"\x00\x01\x02",
    }
    books = read(tmp_path, files, strict=False)
    assert amounts(books) == euros("120")
    assert files_with(books, "error") == {"buchungen/a.csv", "buchungen/b.csv"}


# --- places that are no file ---------------------------------------------------------------------------

READERS = [ko.read_table, ko.read_bookings, ko.read_activities]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/export.csv",
        "http://example.org/export.csv",
        "ftp://example.org/export.csv",
        "file:///export.csv",
        "s3://eimer/export.parquet",
        "HTTPS://EXAMPLE.ORG/X.CSV",
    ],
)
def test_no_address_reaches_a_reader(reader, address, monkeypatch):
    def refuse_to_open(*_args, **_options):
        raise AssertionError("a reader opened an address")

    monkeypatch.setattr("socket.socket.connect", refuse_to_open)
    monkeypatch.setattr("urllib.request.urlopen", refuse_to_open)
    with pytest.raises(ko.KooperationError) as error:
        reader(address)
    assert error.value.findings[0].kind == "is_a_url"


@pytest.mark.parametrize("reader", READERS)
def test_a_folder_is_no_export(tmp_path, reader):
    with pytest.raises(ko.KooperationError) as error:
        reader(tmp_path)
    assert error.value.findings[0].kind == "not_a_file"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither named pipes nor /dev")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("place", ["pipe", "/dev/zero", "/dev/null", "/dev/stdin"])
def test_a_pipe_or_device_is_refused_and_never_waited_for(tmp_path, reader, place):
    if place == "pipe":
        place = tmp_path / "pipe"
        os.mkfifo(place)
    with pytest.raises(ko.KooperationError) as error:
        reader(place)
    assert error.value.findings[0].kind in {"not_a_file", "file_missing", "file_empty"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is locked for this user")
def test_a_file_without_the_right_to_read_it_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(postings(JANUARY))
    path.chmod(0)
    with pytest.raises(ko.KooperationError) as error:
        ko.read_table(path)
    assert error.value.findings[0].kind == "file_unreadable"


def test_a_file_that_another_program_holds_is_refused_with_the_reason(tmp_path, monkeypatch):
    def held(self):
        raise PermissionError(13, "Permission denied", str(self))

    path = tmp_path / "export.csv"
    path.write_bytes(postings(JANUARY))
    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(ko.KooperationError) as error:
        ko.read_table(path)
    assert error.value.findings[0].kind == "file_unreadable"
    assert "Excel" in error.value.findings[0].advice()


@pytest.mark.parametrize("name", ["~$buchungen.xlsx", ".~lock.buchungen.ods#", ".versteckt.csv", "Thumbs.db"])
def test_lock_files_and_hidden_files_are_skipped_and_named(tmp_path, name):
    books = read(tmp_path, {"buchungen/a.csv": postings(JANUARY), f"buchungen/{name}": b"\x05wer"})
    assert amounts(books) == euros("120")
    assert f"buchungen/{name}" in files_with(books, "note")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_that_leads_nowhere_is_a_finding_of_its_file(tmp_path):
    folder = data_folder(tmp_path, {"buchungen/a.csv": postings(JANUARY)})
    (folder / "buchungen" / "b.csv").symlink_to(tmp_path / "weg.csv")
    books = ko.read_books(folder, strict=False)
    assert amounts(books) == euros("120")
    assert "buchungen/b.csv" in files_with(books, "error")


# --- names that become files ---------------------------------------------------------------------------

NASTY = ["../ausbruch", "CON", "nul.", "a/b", "a\\b", "C:\\x", "Lwiw ", "...", "ünïcode", "x" * 300]
SLUG = re.compile(r"[a-z0-9][a-z0-9_.-]*[a-z0-9]")
RESERVED = {"con", "nul", "prn", "aux"}


def test_whatever_regions_and_pots_are_called_files_are_written_into_the_output_folder_only(tmp_path):
    regions = [f"{key};Region {number};PT;alias{number}" for number, key in enumerate(NASTY)]
    pots = [f"{key};{key};1105;{number};ja;ja" for number, key in enumerate(NASTY[:3], start=5291)]
    bookings = [
        f"2024;15.01.2024;{number};1105;{5291 + number % 3};Bahn;nach alias{number};120,00"
        for number in range(len(NASTY))
    ]
    files = {
        "register/partnerregionen.csv": csv(REGIONS, *regions),
        "register/toepfe.csv": csv(POTS, *pots),
        "buchungen/a.csv": csv(HEADINGS, *bookings),
    }
    folder = data_folder(tmp_path / "daten", files, without=["register/ansaetze.csv"])
    before, out = hashes(folder), tmp_path / "aus"
    assert run("report", "--data", folder, "--out", out, "--no-cache").exit_code == 0
    written = [path for path in tmp_path.rglob("*") if path.is_file() and folder not in path.parents]
    assert hashes(folder) == before
    assert written
    assert all(out in path.parents for path in written)
    for path in written:
        assert SLUG.fullmatch(path.name)
        assert len(path.name) < 100
        assert not RESERVED & set(path.name.split("."))


def test_the_folder_that_is_read_is_never_written(tmp_path):
    folder = data_folder(tmp_path, {"buchungen/a.csv": postings(JANUARY)})
    before = hashes(folder)
    ko.read_books(folder)
    assert hashes(folder) == before
