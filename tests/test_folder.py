"""The data folder: whatever lies in it is read, refused, or passed over with a word; nothing is lost."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from folders import csv, data_folder, hashes, postings, run, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

import kooperation as ko
from kooperation.reading.container import read_source
from kooperation.reading.folder.files import list_exports
from kooperation.reading.folder.opening import open_folder

PORTO = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"
TARTU = "2024;02.10.2024;B-2;Hotel am Markt;Zimmer Tartu;480,50"


@pytest.fixture
def town(tmp_path):
    """A function that writes the town's folder with the given files."""
    return lambda files, **others: data_folder(tmp_path / "daten", files, **others)


def noticed(books):
    return [(found.severity, found.kind, found.place.file) for found in books.noticed]


def refused(folder):
    with pytest.raises(ko.KooperationError) as caught:
        ko.read_books(folder)
    return [(found.kind, found.place.file) for found in caught.value.findings]


# --- what is read


def test_exports_are_found_however_deep_they_lie_and_read_in_the_order_of_their_names(town):
    files = {
        "buchungen/2024/Quartal 2/b.csv": postings(TARTU),
        "buchungen/2024/Quartal 1/a.csv": postings(PORTO),
    }
    books = ko.read_books(town(files))
    assert books.sources["file"].to_list() == [
        "buchungen/2024/Quartal 1/a.csv",
        "buchungen/2024/Quartal 2/b.csv",
    ]
    assert books.bookings["amount"].sum() == Decimal("1680.50")


def test_a_folder_that_is_nested_very_deeply_is_walked_to_its_end(town):
    folder = town({"buchungen/" + "a/" * 300 + "b.csv": postings(PORTO)})
    assert len(ko.read_books(folder).bookings) == 1


@pytest.mark.parametrize(
    "name", ["export", "export.dat", "export.TXT", "export.csv.bak", "Export 2024 (1).CSV"]
)
def test_the_extension_decides_nothing(town, name):
    assert len(ko.read_books(town({f"buchungen/{name}": postings(PORTO)})).bookings) == 1


def test_a_workbook_under_the_name_of_a_text_is_read_by_its_content(town):
    rows = [line.split(";") for line in postings(PORTO).decode("utf-8-sig").splitlines()]
    assert len(ko.read_books(town({"buchungen/export.csv": xlsx(*rows)})).bookings) == 1


def test_the_export_folder_may_itself_be_a_link(town, tmp_path):
    folder = town({"haushalt/x.txt": b"x"}, without=[])
    (folder / "haushalt" / "x.txt").unlink()
    archive = tmp_path / "archiv"
    archive.mkdir()
    (archive / "a.csv").write_bytes(postings(PORTO))
    (folder / "buchungen").symlink_to(archive, target_is_directory=True)
    assert ko.read_books(folder).sources["file"].to_list() == ["buchungen/a.csv"]


# --- what is passed over with a word


def test_a_link_to_a_folder_is_not_followed_and_named(town, tmp_path):
    folder = town({"buchungen/a.csv": postings(PORTO)})
    (folder / "buchungen" / "alles").symlink_to(tmp_path, target_is_directory=True)
    books = ko.read_books(folder)
    assert noticed(books) == [("warning", "folder_linked", "buchungen/alles")]
    assert len(books.bookings) == 1


def test_locks_and_hidden_files_of_nested_folders_are_named_once_each(town):
    names = [
        "buchungen/alt/~$a.xlsx",
        "buchungen/alt/.a.csv.swp",
        "buchungen/.git/config",
        "auftraege/.DS_Store",
    ]
    books = ko.read_books(town({"buchungen/a.csv": postings(PORTO), **dict.fromkeys(names, b"x")}))
    assert sorted(file for _, _, file in noticed(books)) == sorted(names)
    assert {severity for severity, _, _ in noticed(books)} == {"note"}


# --- what is refused


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "foreign_container"),
        (b"\x89PNG\r\n\x1a\n....", "foreign_container"),
        (b"", "file_empty"),
        (b" \r\n\t ", "file_empty"),
    ],
)
def test_a_file_that_is_no_export_is_refused_by_name(town, content, kind):
    folder = town({"buchungen/a.csv": postings(PORTO), "buchungen/b.xlsx": content})
    assert refused(folder) == [(kind, "buchungen/b.xlsx")]


def test_every_file_that_is_refused_is_named_in_one_run(town):
    files = {f"buchungen/{number}.csv": b"%PDF-1.7" + bytes([number + 65]) for number in range(5)}
    assert [file for _, file in refused(town(files))] == sorted(files)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused_and_never_read(town):
    folder = town({"buchungen/a.csv": postings(PORTO)})
    (folder / "buchungen" / "endlos.csv").symlink_to("/dev/zero")
    assert refused(folder) == [("not_a_file", "buchungen/endlos.csv")]


def test_a_link_that_leads_to_itself_is_refused(town):
    folder = town({"buchungen/a.csv": postings(PORTO)})
    (folder / "buchungen" / "kreis.csv").symlink_to(folder / "buchungen" / "kreis.csv")
    assert refused(folder) == [("file_unreadable", "buchungen/kreis.csv")]


def test_a_file_without_the_right_to_read_is_named_with_the_reason(town, monkeypatch):
    folder = town({"buchungen/a.csv": postings(PORTO)})
    read_bytes = Path.read_bytes

    def guarded(path):
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    with pytest.raises(ko.KooperationError, match=r"buchungen/a\.csv: .*keine Zugriffsrechte"):
        ko.read_books(folder)


def test_a_folder_without_the_right_to_look_into_it_is_named_and_not_taken_for_empty(town, monkeypatch):
    folder = town({"buchungen/zu/a.csv": postings(PORTO), "buchungen/b.csv": postings(TARTU)})
    scandir = os.scandir

    def guarded(path):
        if Path(path).name == "zu":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert refused(folder) == [("folder_unreadable", "buchungen/zu")]


@pytest.mark.parametrize("name", ["https://example.org/daten", "weg", "a\0b", "x" * 5000])
def test_what_is_no_folder_ends_in_one_error(name):
    with pytest.raises(ko.KooperationError):
        open_folder(name)


def test_the_bytes_that_are_hashed_are_the_bytes_that_are_parsed(town):
    folder = town({"buchungen/a.csv": postings(PORTO)})
    source = read_source(folder / "buchungen" / "a.csv")
    (folder / "buchungen" / "a.csv").write_bytes(postings(TARTU))
    assert (source.content, source.sha256) != (read_source(folder / "buchungen" / "a.csv").content, "")
    assert b"Porto" in source.content


# --- names


def test_files_may_be_called_anything(town, tmp_path):
    names = ["Ä ö ü ß.csv", "안산.csv", "a;b,c.csv", "'zitiert'.csv", "=SUMME(A1).csv", "%s{0}.csv"]
    lines = [PORTO.replace("B-1", f"C-{number}") for number in range(len(names))]
    files = {f"buchungen/{name}": postings(line) for name, line in zip(names, lines, strict=True)}
    folder = town(files)
    assert sorted(ko.read_books(folder).sources["file"]) == sorted(files)
    assert run("report", "--data", folder, "--out", tmp_path / "aus").exit_code == 0


def test_a_name_that_is_no_unicode_is_read_and_shown_in_letters_that_exist(town, tmp_path):
    folder = town({"buchungen/a.csv": postings(PORTO)})
    try:
        (folder / "buchungen" / "a.csv").rename(folder / "buchungen" / os.fsdecode(b"b\xfcch.csv"))
    except OSError:
        pytest.skip("this system has Unicode names only")
    assert run("check", "--data", folder).exit_code == 0
    assert run("report", "--data", folder, "--out", tmp_path / "aus").exit_code == 0


def test_keys_of_pots_never_become_paths(town, tmp_path):
    keys = ["../../hinaus", "CON", "nul.", "a/b", "..", "x" * 300, "Ä Ö", "안산"]
    pots = [f"{key};Topf {number};1105;{5291 + number};ja;ja" for number, key in enumerate(keys)]
    ceilings = [f"{key};2024;1,00;setzt;beschlossen;x" for key in keys]
    registers = {
        "register/toepfe.csv": csv("topf;name;teilprodukt;sachkonto;standard;rahmen", *pots),
        "register/ansaetze.csv": csv("topf;jahr_von;betrag;wirkung;status;quelle", *ceilings),
    }
    folder = town({"buchungen/a.csv": postings(PORTO), **registers})
    before = hashes(folder)
    done = run("report", "--data", folder, "--out", tmp_path / "aus")
    assert done.exit_code == 0, done.stderr
    assert hashes(folder) == before
    assert {path.name for path in tmp_path.iterdir()} == {"daten", "aus", "processed"}
    pictures = [path.name for path in (tmp_path / "aus").iterdir() if path.suffix == ".png"]
    assert len(pictures) == 5 * len(keys)  # five charts of each pot
    assert max(map(len, pictures)) < 100


@given(st.lists(st.sampled_from(["a", "b", ".c", "~$d", "readme", "Thumbs.db"]), min_size=1, max_size=4))
@settings(max_examples=60)
def test_every_file_is_listed_or_named(tmp_path_factory, parts):
    root = tmp_path_factory.mktemp("daten")
    path = root.joinpath("buchungen", *parts)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    listed, findings = list_exports(root)
    assert len(listed) + len(findings) == 1
