"""The store: nothing unchanged is read again, everything changed is noticed, and no figure depends on it."""

from __future__ import annotations

import copy
import json
import os
import pickle
import shutil
import stat
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pyarrow.dataset
import pytest
from folders import ORDERS, RULES, csv, data_folder, hashes, postings, run, xlsx
from pandas.testing import assert_frame_equal

import kooperation.books
import kooperation.reading.folder.exports as exports
from kooperation.books import Books, read_books
from kooperation.demo import write_demo
from kooperation.model.causes import Spoken
from kooperation.model.errors import KooperationError
from kooperation.model.findings import Place, finding
from kooperation.model.schema import BOOKING_COLUMNS, frame_of
from kooperation.reading.folder.names import may_be_opened
from kooperation.store import memory, state
from kooperation.store.frames import frame_from, table_of
from kooperation.store.ledgers import StoredBooks
from kooperation.store.memory import read_books as remembered
from kooperation.store.nouns import UnstorableError, from_plain, to_plain
from kooperation.store.places import make_place
from kooperation.store.sealed import read_sealed, write_sealed

PROJECT = Path(__file__).resolve().parent.parent
FRAMES = ("bookings", "overview", "activities", "planned", "sources", "findings")
NOUNS = ("noticed", "regions", "pots", "rules", "decisions", "is_example", "folder")
RULE = csv(
    RULES, "essen;;Abendessen;;;;porto;;Bewirtung;2/3;;x", "essen;;Abendessen;;;;ohio;;Bewirtung;1/3;;x"
)


@pytest.fixture
def town(tmp_path):
    """A folder with postings of several years in no order, a split, an order, a warning and two files."""
    lines = (
        "2025;12.03.2025;B-1;Bahn AG;Zugfahrt Porto;1.200,00",
        "2024;02.10.2024;B-2;Erika Muster;Zimmer Tartu;480,50",
        "2025;04.04.2025;B-3;Wirt;Abendessen;100,00",
        "2024;03.10.2024;B-4;Bahn AG;Zug nach Ulm;-10,01",
    )
    order = csv(ORDERS, "A-1;2025;1105;5291;500,00;01.02.2025;Bahn AG;Zug Porto;nein")
    files = {
        "buchungen/1.csv": postings(*lines[:2]),
        "buchungen/2.csv": postings(*lines[2:]),
        "auftraege/1.csv": order,
        "register/zuordnung.csv": RULE,
    }
    return data_folder(tmp_path / "amt" / "daten", files)


@pytest.fixture(autouse=True)
def every_folder_is_large(monkeypatch):
    """Remember even the smallest folder at once, as every command does with a large one."""
    monkeypatch.setattr(memory, "LARGE", 1)


@pytest.fixture
def read_files(monkeypatch):
    """The names of the exports that a reader was given."""
    names = []
    load = exports._load

    def noted(source, *more):
        names.append(source.name)
        return load(source, *more)

    monkeypatch.setattr(exports, "_load", noted)
    return names


def place(folder):
    return folder.parent / "processed" / "speicher" / folder.name


def assert_same(books, others):
    for name in FRAMES:
        assert_frame_equal(getattr(books, name), getattr(others, name), check_exact=True)
    for name in NOUNS:
        assert getattr(books, name) == getattr(others, name), name
    told = [
        [one.describe(language) for one in both.noticed for language in ("de", "en")]
        for both in (books, others)
    ]
    assert told[0] == told[1]


# --- what comes back


def test_books_from_the_store_are_those_of_a_fresh_read_in_every_frame_finding_and_register(town):
    fresh, first, second = read_books(town), remembered(town), remembered(town)
    assert not isinstance(first, StoredBooks)
    assert isinstance(second, StoredBooks)
    assert_same(fresh, first)
    assert_same(fresh, second)
    assert second.last_day == fresh.last_day
    assert_same(fresh.condensed(), second.condensed())
    assert_same(fresh.until(date(2024, 12, 31)), second.until(date(2024, 12, 31)))


def test_the_example_ledger_comes_back_from_the_store_as_it_was_read(tmp_path):
    write_demo(tmp_path / "raw")
    fresh = remembered(tmp_path / "raw")
    assert_same(fresh, remembered(tmp_path / "raw"))
    assert_same(fresh.condensed(), remembered(tmp_path / "raw").condensed())


def test_the_postings_are_fetched_only_when_somebody_asks_for_them(town):
    remembered(town)
    books = remembered(town)
    assert [len(getattr(books, name)) for name in ("sources", "overview", "pots", "decisions")] == [
        3,
        0,
        1,
        1,
    ]
    assert "bookings" not in vars(books)
    assert books.last_day == date(2025, 4, 4)
    assert len(books.bookings) == 6
    assert "bookings" in vars(books)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_books_from_the_store_are_copied_as_ordinary_books(town, copied):
    remembered(town)
    books = copied(remembered(town))
    assert type(books) is Books
    assert_same(read_books(town), books)


def test_the_postings_lie_as_a_dataset_by_year_in_exact_decimals(town):
    books = remembered(town)
    (folder,) = (place(town) / "stand").glob("*/buchungen")
    table = pyarrow.dataset.dataset(folder, partitioning="hive").to_table()
    assert sorted(path.name for path in folder.iterdir()) == ["year=2024", "year=2025"]
    assert str(table.schema.field("amount").type) == "decimal128(18, 2)"
    opened = pd.read_parquet(folder, dtype_backend="pyarrow")
    assert opened.groupby("year", observed=True)["amount"].sum().to_list() == [
        Decimal("470.49"),
        Decimal("1800"),
    ]
    assert len(opened) == len(books.bookings)


def test_the_manifest_names_sources_registers_and_versions(town):
    remembered(town)
    (path,) = (place(town) / "stand").glob("*/manifest.json")
    manifest = json.loads(path.read_text("utf-8"))
    assert manifest["key"]["files"].keys() >= {"buchungen/1.csv", "register/toepfe.csv"}
    assert manifest["key"]["program"].keys() >= {
        "format",
        "kooperation",
        "python",
        "pandas",
        "pyarrow",
        "narwhals",
    }
    first = manifest["facts"]["sources"][0]
    assert (first["file"], first["rows_kept"], first["sum"]) == (
        "buchungen/1.csv",
        "2",
        "1680.50",
    )


def test_a_posting_without_a_year_keeps_its_place_among_the_others():
    values = {"booking_id": ["a", "b", "c"], "year": [2025, None, 2024], "amount": [100, 200, 300]}
    frame = frame_of(BOOKING_COLUMNS, values)
    assert_frame_equal(frame_from(table_of(frame)), frame)


# --- what is not read again


def test_an_unchanged_folder_is_read_by_nobody_the_second_time(town, read_files, monkeypatch):
    first = run("status", "--data", town)
    assert read_files
    read_files.clear()
    monkeypatch.setattr(kooperation.books, "read_books", None)
    assert run("status", "--data", town).stdout == first.stdout
    assert read_files == []


def test_a_second_report_reads_no_export_and_writes_the_same_bytes(town, read_files, monkeypatch):
    first = run("report", "--data", town, "--out", town.parent / "a")
    read_files.clear()
    monkeypatch.setattr(kooperation.books, "read_books", None)
    second = run("report", "--data", town, "--out", town.parent / "b")
    assert read_files == []
    assert hashes(town.parent / "a") == hashes(town.parent / "b")
    assert first.stdout.splitlines()[:-1] == second.stdout.splitlines()[:-1]


@pytest.mark.parametrize(
    "changed", ["register/toepfe.csv", "register/ansaetze.csv", "register/zuordnung.csv"]
)
def test_a_changed_register_does_not_make_an_export_be_read_again(town, read_files, changed):
    remembered(town)
    read_files.clear()
    (town / changed).write_bytes((town / changed).read_bytes() + b"\r\n")
    again = remembered(town)
    assert not isinstance(again, StoredBooks)
    assert read_files == []
    assert_same(read_books(town), again)


def test_of_several_exports_only_the_changed_one_is_read_again(town, read_files):
    remembered(town)
    read_files.clear()
    (town / "buchungen" / "2.csv").write_bytes(postings("2025;04.04.2025;B-3;Wirt;Abendessen;100,02"))
    again = remembered(town)
    assert read_files == ["buchungen/2.csv"]
    assert_same(read_books(town), again)


def test_beside_a_small_folder_only_the_answers_are_kept(town, monkeypatch, read_files):
    monkeypatch.setattr(memory, "LARGE", 1_000_000)
    for _ in range(2):
        run("status", "--data", town)
        run("check", "--data", town)
    assert [path.name for path in place(town).iterdir()] == ["antworten"]
    assert len([*(place(town) / "antworten").iterdir()]) == 2
    assert read_files == 2 * ["buchungen/1.csv", "buchungen/2.csv", "auftraege/1.csv"]


def test_a_question_that_has_no_lasting_answer_leaves_no_trace_beside_a_small_folder(town, monkeypatch):
    monkeypatch.setattr(memory, "LARGE", 1_000_000)
    for name in ("buchungen/1.csv", "buchungen/2.csv", "auftraege/1.csv"):
        (town / name).unlink()
    run("status", "--data", town)
    assert [path.name for path in town.parent.iterdir()] == ["daten"]


def test_a_refused_report_leaves_no_trace_beside_a_small_folder(town, monkeypatch):
    monkeypatch.setattr(memory, "LARGE", 1_000_000)
    (town / "buchungen" / "3.csv").write_bytes(postings("2024;31.11.2024;B-9;Bahn AG;Porto;1,00"))
    assert run("report", "--data", town).exit_code == 3
    assert [path.name for path in town.parent.iterdir()] == ["daten"]


def test_of_a_refused_folder_the_large_exports_that_were_read_are_kept(town, read_files):
    (town / "buchungen" / "3.csv").write_bytes(postings("2024;31.11.2024;B-9;Bahn AG;Porto;1,00"))
    assert run("status", "--data", town).exit_code == 3
    read_files.clear()
    (town / "buchungen" / "3.csv").write_bytes(postings("2024;30.11.2024;B-9;Bahn AG;Porto;1,00"))
    assert run("status", "--data", town).exit_code == 0
    assert read_files == ["buchungen/3.csv"]


def test_status_keeps_what_it_read_but_not_the_ledger(town):
    run("status", "--data", town)
    assert sorted(path.name for path in place(town).iterdir()) == ["antworten", "quellen"]


def test_from_the_second_question_on_the_ledger_is_kept_and_nothing_is_merged_for_the_third(
    town, read_files, monkeypatch
):
    run("status", "--data", town)
    expected = run("status", "--data", town, "--json", "--no-cache").stdout
    run("check", "--data", town)
    assert sorted(path.name for path in place(town).iterdir()) == ["antworten", "quellen", "stand"]
    read_files.clear()
    monkeypatch.setattr(kooperation.books, "read_books", None)
    assert run("status", "--data", town, "--json").stdout == expected
    assert read_files == []


def test_a_question_over_another_state_is_a_first_one(town):
    run("status", "--data", town)
    changed_byte(town)
    run("check", "--data", town)
    assert sorted(path.name for path in place(town).iterdir()) == ["antworten", "quellen"]


def test_an_answer_that_was_given_needs_neither_frames_nor_charts(town):
    run("status", "--data", town)
    script = (
        "import sys; from kooperation.cli import main\n"
        "try: main(['status', '--data', sys.argv[1]])\n"
        "finally: print({'pandas', 'pyarrow', 'numpy', 'narwhals'} & {*sys.modules}, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(town)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.stderr == "set()\n"


# --- what is noticed


def changed_byte(town):
    file = town / "buchungen" / "1.csv"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"480,50", b"480,51"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed(town):
    (town / "buchungen" / "2.csv").rename(town / "buchungen" / "3.csv")


def removed(town):
    (town / "auftraege" / "1.csv").unlink()


def added(town):
    (town / "buchungen" / "3.csv").write_bytes(postings("2026;04.04.2026;B-9;Wirt;Essen Tartu;1,00"))


def hidden_file(town):
    (town / "buchungen" / ".versteckt").write_bytes(b"x")


def lock_file(town):
    (town / "buchungen" / "~$1.xlsx").write_bytes(b"")


def layout(town):
    path = town / "register" / "layouts" / "eigenes.toml"
    path.parent.mkdir()
    columns = '"Haushaltsjahr"="year"\n"Betrag"="amount"\n"Buchungstext"="text"\n"Sachkonto"="sachkonto"'
    path.write_text(
        f'name="Eigenes"\nkind_of_file="bookings"\nneeds=["Haushaltsjahr", "Betrag", "Belegnummer"]\n'
        f'[columns]\n{columns}\n"Teilprodukt"="teilprodukt"\n"Belegnummer"="document"\n',
        "utf-8",
    )


def swapped(town):
    """Two files change their names: every content is still there."""
    one, two, between = (town / "buchungen" / name for name in ("1.csv", "2.csv", "0.csv"))
    one.rename(between), two.rename(one), between.rename(two)


def unread_file(town):
    (town / "notiz.docx").write_bytes(b"x")


CHANGES = [changed_byte, renamed, removed, added, hidden_file, lock_file, layout, swapped, unread_file]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_a_folder_is_noticed(town, change):
    run("status", "--data", town)
    run("check", "--data", town)
    remembered(town)
    change(town)
    again = remembered(town)
    assert not isinstance(again, StoredBooks)
    assert_same(read_books(town), again)
    for command in ("status", "check"):
        warm, anew = run(command, "--data", town), run(command, "--data", town, "--no-cache")
        assert (warm.stdout, warm.exit_code) == (anew.stdout, anew.exit_code)


def changed_code(monkeypatch, tmp_path):
    package = tmp_path / "kooperation"
    shutil.copytree(state._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    changed = package / "model" / "money.py"
    changed.write_bytes(changed.read_bytes() + b"\n")
    monkeypatch.setattr(state, "_PACKAGE", package)


def changed_library(monkeypatch, tmp_path):
    (tmp_path / "pandas-99.1.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)


def changed_python(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "version", "3.99")


def changed_format(monkeypatch, tmp_path):
    monkeypatch.setattr(state, "FORMAT", state.FORMAT + 1)


@pytest.mark.parametrize("change", [changed_code, changed_library, changed_python, changed_format])
def test_another_program_uses_nothing_that_this_one_left(town, change, monkeypatch, tmp_path, read_files):
    run("status", "--data", town)
    remembered(town)
    change(monkeypatch, tmp_path)
    read_files.clear()
    run("status", "--data", town)
    remembered(town)
    assert read_files == ["buchungen/1.csv", "buchungen/2.csv", "auftraege/1.csv"]


def test_without_a_version_of_every_library_nothing_is_kept(town, monkeypatch):
    monkeypatch.setattr(state, "_PACKAGES", state._PACKAGES | {"no_such_library"})
    run("status", "--data", town)
    remembered(town)
    assert not place(town).exists()


@pytest.mark.parametrize(
    "level, keep", [("antworten", lambda town: run("status", "--data", town)), ("stand", remembered)]
)
@pytest.mark.parametrize("name", ["buchungen/1.csv", "register/toepfe.csv"])
def test_what_changes_while_a_folder_is_read_is_not_kept_under_its_old_name(
    town, monkeypatch, level, keep, name
):
    """A file changes after the folder was looked at and before it is read."""
    read = kooperation.books.read_books

    def late(*given, **more):
        (town / name).write_bytes((town / name).read_bytes().rstrip() + b"\r\n\r\n")
        return read(*given, **more)

    monkeypatch.setattr(kooperation.books, "read_books", late)
    keep(town)
    assert not (place(town) / level).exists()


UNOPENED = ("scans.zip", "akten/plan.csv", "buchungen/~$1.xlsx", "buchungen/.alt/2.csv", "register/bild.png")


@pytest.mark.parametrize("name", UNOPENED)
def test_the_content_of_a_file_that_no_reader_opens_is_not_looked_at(town, monkeypatch, name):
    path = town / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    hash_of, hashed = state.hash_of, []
    monkeypatch.setattr(state, "hash_of", lambda path: [hashed.append(path.name), hash_of(path)][1])
    before = state.state_of(town)
    path.write_bytes(b"xy")
    assert state.state_of(town) != before
    assert set(hashed) == {
        "1.csv", "2.csv", "toepfe.csv", "partnerregionen.csv", "ansaetze.csv", "zuordnung.csv"
    }  # fmt: skip


def test_a_cold_run_hashes_each_export_once_before_it_is_read(town, monkeypatch):
    hash_of, hashed = state.hash_of, []
    monkeypatch.setattr(state, "hash_of", lambda path: [hashed.append(path.name), hash_of(path)][1])
    run("status", "--data", town)
    assert sorted(name for name in hashed if name[0].isdigit()) == ["1.csv", "1.csv", "2.csv"]


def test_every_file_that_a_reader_opens_is_one_whose_content_counts(town):
    for name in (*UNOPENED, "buchungen/LIESMICH.csv", "register/layouts/.a.toml", "register/x.csv"):
        (town / name).parent.mkdir(parents=True, exist_ok=True)
        (town / name).write_bytes(b"x")
    opened = set()

    def note(event, given):
        if event == "open" and str(given[0]).startswith(str(town)):
            opened.add(Path(given[0]).relative_to(town).as_posix())

    sys.addaudithook(note)
    read_books(town, strict=False)
    assert {"buchungen/1.csv", "register/toepfe.csv", "register/layouts/.a.toml"} <= opened
    assert {name for name in opened if not may_be_opened(name)} == set()


# --- what is never kept


def test_a_refused_folder_is_refused_again_and_leaves_no_answer(town):
    (town / "buchungen" / "1.csv").write_bytes(postings("2024;31.11.2024;B-9;Bahn AG;Porto;1,00"))
    first, second = run("status", "--data", town), run("status", "--data", town)
    assert (first.exit_code, first.stderr) == (second.exit_code, second.stderr) == (3, first.stderr)
    assert "31.11.2024" in first.stderr
    with pytest.raises(KooperationError):
        remembered(town)
    with pytest.raises(KooperationError):
        remembered(town)
    assert not (place(town) / "stand").exists()
    assert run("check", "--data", town).exit_code == run("check", "--data", town).exit_code == 3


@pytest.mark.parametrize("name", ["1.csv", "toepfe.csv"])
def test_an_answer_made_while_a_file_could_not_be_read_is_not_kept(town, monkeypatch, name):
    """A disk, a network or Excel holds back one file for a moment; afterwards all is well."""
    read = Path.read_bytes

    def failing(path):
        if path.name == name:
            raise OSError(5, "Input/output error")
        return read(path)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "read_bytes", failing)
        assert run("check", "--data", town).exit_code == 3
    assert not [*(place(town) / "antworten").glob("*")]
    again = run("check", "--data", town)
    assert again.exit_code != 3
    assert again.stdout == run("check", "--data", town, "--no-cache").stdout


def test_a_year_that_is_not_there_is_refused_each_time(town):
    for _ in range(2):
        assert run("status", "--data", town, "--year", "1999").exit_code == 2


def test_the_answer_of_a_ledger_without_a_day_of_its_own_is_not_kept(town):
    for name in ("buchungen/1.csv", "buchungen/2.csv", "auftraege/1.csv"):
        (town / name).unlink()
    assert run("status", "--data", town).exit_code == 0
    assert not [*(place(town) / "antworten").glob("*")]


@pytest.mark.parametrize(
    "option", [["--json"], ["--year", "2024"], ["--as-of", "31.12.2024"], ["--language", "en"]]
)
def test_each_question_has_an_answer_of_its_own(town, option):
    plain = run("status", "--data", town)
    told = run("status", "--data", town, *option)
    assert told.stdout == run("status", "--data", town, *option).stdout
    assert told.stdout == run("status", "--data", town, *option, "--no-cache").stdout
    assert told.stdout != plain.stdout == run("status", "--data", town).stdout


def test_without_the_cache_nothing_is_looked_for_and_nothing_is_left(town):
    for command in ("status", "check"):
        run(command, "--data", town, "--no-cache")
    assert not place(town).exists()
    assert run("report", "--data", town, "--no-cache").exit_code == 0
    assert not place(town).exists()


# --- damage


def stored_files(town):
    return sorted(path for path in place(town).rglob("*") if path.is_file())


def fill(town):
    """Fill all three levels and return what status and check say without them."""
    remembered(town)
    said = [run(command, "--data", town, "--no-cache").stdout for command in ("status", "check")]
    assert [run(command, "--data", town).stdout for command in ("status", "check")] == said
    return said


def truncated(content):
    return content[: len(content) // 2]


def edited(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def emptied(content):
    return b""


def foreign(content):
    return b"{}"


@pytest.mark.parametrize("damage", [truncated, edited, emptied, foreign])
def test_a_damaged_store_is_made_anew_without_a_word(town, damage):
    said = fill(town)
    fresh = read_books(town)
    for name in [path.relative_to(place(town)) for path in stored_files(town)]:
        path = place(town) / name
        path.write_bytes(damage(path.read_bytes()))
        assert_same(fresh, remembered(town))
        told = [run(command, "--data", town) for command in ("status", "check")]
        assert [one.stdout for one in told] == said
        assert [one.stderr for one in told] == ["", ""]
        assert isinstance(remembered(town), StoredBooks)


def test_an_answer_that_somebody_rewrote_is_not_believed(town):
    said = fill(town)
    for path in (place(town) / "antworten").iterdir():
        facts = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps({**facts, "text": "Alles in Ordnung."}), "utf-8")
    assert [run(command, "--data", town).stdout for command in ("status", "check")] == said


def test_a_missing_file_of_the_store_is_made_anew(town):
    fill(town)
    fresh = read_books(town)
    for path in stored_files(town):
        path.unlink(missing_ok=True)
        assert_same(fresh, remembered(town))
        assert isinstance(remembered(town), StoredBooks)


def test_files_where_folders_should_be_only_cost_time(town):
    said = fill(town)
    for name in ("antworten", "quellen", "stand"):
        shutil.rmtree(place(town) / name)
        (place(town) / name).write_bytes(b"")
    assert [run(command, "--data", town).stdout for command in ("status", "check")] == said
    assert_same(read_books(town), remembered(town))


def test_where_nothing_can_be_written_everything_works_without_a_word(town):
    (town.parent / "processed").write_bytes(b"in the way")
    told = run("status", "--data", town)
    assert (told.stdout, told.stderr) == (run("status", "--data", town, "--no-cache").stdout, "")
    assert_same(read_books(town), remembered(town))


def test_many_small_files_are_kept_as_soon_as_they_are_as_much_as_a_large_one(town, monkeypatch, read_files):
    sizes = [path.stat().st_size for path in (town / "buchungen").iterdir()]
    monkeypatch.setattr(memory, "LARGE", max(sizes) + 1)
    assert len(sizes) == 2
    run("status", "--data", town)
    (town / "register" / "zuordnung.csv").write_bytes(RULE + b"\r\n")
    read_files.clear()
    run("status", "--data", town)
    assert not {name for name in read_files if name.startswith("buchungen/")}


@pytest.mark.parametrize("command, other", [("status", "check"), ("check", "status")])
def test_a_store_that_somebody_closed_only_costs_time(town, monkeypatch, command, other):
    """A colleague has made ``processed``, and nobody else may enter it."""
    run(other, "--data", town)
    told, stat_of = run(command, "--data", town, "--no-cache"), os.stat
    closed = town.parent / "processed"

    def refusing(path, *more, **options):
        if not isinstance(path, int) and closed in Path(os.fsdecode(path)).parents:
            raise PermissionError(13, "Permission denied", path)
        return stat_of(path, *more, **options)

    monkeypatch.setattr(os, "stat", refusing)
    again = run(command, "--data", town)
    assert (again.exit_code, again.stdout, again.stderr) == (told.exit_code, told.stdout, "")


def test_a_full_disk_leaves_no_entry_and_no_message(town, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kooperation.store.entries.write_sealed", full)
    monkeypatch.setattr("kooperation.store.answers.write_sealed", full)
    assert run("status", "--data", town).stderr == ""
    assert_same(read_books(town), remembered(town))
    assert stored_files(town) == []


FAULTS = [
    MemoryError(),
    pyarrow.ArrowInvalid("x"),
    pyarrow.lib.ArrowNotImplementedError("x"),
    pyarrow.lib.ArrowTypeError("x"),
    RecursionError(),
    OSError(28, "full"),
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", ["ledgers.write_table", "ledgers.table_of"])
def test_a_report_stands_also_when_nothing_can_be_kept(town, monkeypatch, fault, step):
    def failing(*_):
        raise fault

    if step.endswith("table_of") and not isinstance(fault, MemoryError):
        fault = UnstorableError("x")
    monkeypatch.setattr(f"kooperation.store.{step}", failing)
    remembered(town)
    assert not [*(place(town) / "stand").glob("*")]
    assert_same(read_books(town), remembered(town))


@pytest.mark.parametrize("level", ["antworten", "quellen", "stand"])
def test_what_is_none_of_ours_stays_in_a_folder_that_the_store_is_linked_to(town, tmp_path, level):
    mine = tmp_path / "wichtig"
    (mine / "brief").mkdir(parents=True)
    for name in ("brief/x.txt", "foto.jpg", "liste.json"):
        (mine / name).write_bytes(b"x")
    before = hashes(mine)
    place(town).mkdir(parents=True)
    linked(place(town) / level, mine)
    for _ in range(2):
        changed_byte(town)
        run("status", "--data", town), remembered(town)
        (town / "notiz.txt").write_bytes(b"x")
    assert before.items() <= hashes(mine).items()
    assert len(hashes(mine)) > len(before)


# --- the data folder, and who may read the store


def test_nothing_in_the_data_folder_is_touched(town):
    before = hashes(town)
    fill(town)
    assert hashes(town) == before


def test_a_data_folder_that_would_hold_its_own_store_gets_none(tmp_path):
    folder = data_folder(
        tmp_path / "processed", {"buchungen/1.csv": postings("2024;12.03.2024;B-1;A;Porto;1,00")}
    )
    before = hashes(folder)
    assert run("status", "--data", folder).exit_code == 0
    remembered(folder)
    assert hashes(folder) == before


def linked(path, target):
    try:
        path.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("no links here")


def test_a_place_that_a_link_leads_into_the_data_folder_is_none(town):
    (town / "ausgabe").mkdir()
    linked(town.parent / "processed", town / "ausgabe")
    before = hashes(town)
    for command in ("status", "check"):
        assert run(command, "--data", town).exit_code < 3
    remembered(town)
    assert hashes(town) == before
    assert [*(town / "ausgabe").iterdir()] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
@pytest.mark.parametrize("rights, allowed", [(0o600, 0o700), (0o640, 0o750), (0o644, 0o755)])
def test_who_may_not_read_the_data_cannot_enter_the_store(town, rights, allowed):
    (town / "buchungen" / "1.csv").chmod(rights)
    remembered(town)
    assert stat.S_IMODE(place(town).stat().st_mode) == allowed


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
@pytest.mark.parametrize(
    "rights, allowed", [(0o700, 0o700), (0o711, 0o700), (0o744, 0o700), (0o750, 0o750), (0o755, 0o755)]
)
def test_who_may_not_enter_a_folder_of_the_data_cannot_enter_the_store(town, rights, allowed):
    (town / "buchungen").chmod(rights)
    remembered(town)
    assert stat.S_IMODE(place(town).stat().st_mode) == allowed


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_a_store_is_closed_with_the_data_also_when_nothing_has_to_be_kept(town):
    run("status", "--data", town)
    kept = stored_files(town)
    place(town).chmod(0o755)
    town.chmod(0o700)
    run("status", "--data", town)
    assert stat.S_IMODE(place(town).stat().st_mode) == 0o700
    assert stored_files(town) == kept


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such groups")
@pytest.mark.parametrize("rights, allowed", [(0o640, 0o700), (0o604, 0o700), (0o644, 0o755)])
def test_the_group_of_the_store_enters_only_as_the_group_of_the_data(town, rights, allowed):
    """One file belongs to another group than what this process makes."""
    file = town / "buchungen" / "1.csv"
    file.chmod(rights)
    here = state.state_of(town)
    make_place(place(town), here.rights, here.groups | {max(here.groups) + 1})
    assert here.groups == {file.stat().st_gid, town.stat().st_gid}
    assert stat.S_IMODE(place(town).stat().st_mode) == allowed


def test_behind_a_link_nobody_else_is_known_to_be_allowed(town, tmp_path):
    (tmp_path / "anderswo.csv").write_bytes(postings("2024;12.03.2024;B-8;A;Porto;1,00"))
    linked(town / "buchungen" / "3.csv", tmp_path / "anderswo.csv")
    remembered(town)
    assert stat.S_IMODE(place(town).stat().st_mode) & 0o077 == 0 or os.name == "nt"


def test_the_store_says_what_it_is_and_stays_out_of_repositories(town):
    remembered(town)
    folder = place(town).parent
    assert (folder / ".gitignore").read_text() == "*\n"
    told = (folder / "LIESMICH.txt").read_text("utf-8")
    assert "darf jederzeit gelöscht werden" in told
    assert "nicht weitergeben" in told


@pytest.mark.parametrize("name", [".gitignore", "LIESMICH.txt"])
def test_what_a_full_disk_left_empty_is_written_whole_by_the_next_run(town, name):
    remembered(town)
    path = place(town).parent / name
    whole = path.read_bytes()
    path.write_bytes(b"")
    changed_byte(town)
    remembered(town)
    assert path.read_bytes() == whole
    assert sorted(one.name for one in path.parent.iterdir()) == [".gitignore", "LIESMICH.txt", "daten"]


def test_without_room_for_the_guard_against_repositories_nothing_is_kept(town, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kooperation.store.places.write_whole", full)
    assert run("status", "--data", town).stderr == ""
    remembered(town)
    assert not place(town).exists()


def test_a_second_folder_beside_the_first_has_a_store_of_its_own(town):
    other = town.with_name("andere")
    shutil.copytree(town, other)
    changed_byte(other)
    remembered(town), remembered(other)
    assert isinstance(remembered(town), StoredBooks)
    assert isinstance(remembered(other), StoredBooks)
    assert remembered(town).bookings["amount"].sum() != remembered(other).bookings["amount"].sum()


def test_a_linked_folder_inside_the_data_is_never_answered_from_the_store(town, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    linked(town / "buchungen" / "link", elsewhere)
    run("check", "--data", town)
    assert not place(town).exists()


# --- size


def test_what_no_state_asks_for_any_more_is_removed(town):
    for cents in range(10, 14):
        (town / "buchungen" / "2.csv").write_bytes(
            postings(f"2025;04.04.2025;B-3;Wirt;Essen Porto;1,{cents}")
        )
        run("status", "--data", town)
        remembered(town)
    counts = {name: len([*(place(town) / name).iterdir()]) for name in ("antworten", "quellen", "stand")}
    assert counts == {"antworten": 1, "quellen": 3, "stand": 1}


def test_answers_do_not_pile_up(town, monkeypatch):
    monkeypatch.setattr("kooperation.store.answers.MOST_ANSWERS", 3)
    for day in range(1, 9):
        run("status", "--data", town, "--as-of", f"0{day}.12.2025")
    assert len([*(place(town) / "antworten").iterdir()]) <= 3


# --- nouns and frames


@pytest.mark.parametrize(
    "noun",
    [
        None,
        "Text",
        (1, True, None, ("x",)),
        Decimal("1.10"),
        Fraction(2, 3),
        date(2024, 2, 29),
        {1: "a", "b": (Decimal(1),)},
        frozenset({"b", "a"}),
        Spoken("eins", "one"),
        finding("not_an_amount", Place("a.csv", "T", 3, "Betrag"), raw="x", value=Spoken("a", "b")),
        "\ud800",
    ],
)
def test_a_noun_comes_back_as_it_was(noun, tmp_path):
    write_sealed(tmp_path / "noun.json", {"noun": to_plain(noun)})
    back = from_plain(read_sealed(tmp_path / "noun.json")["noun"])
    assert (back, type(back)) == (noun, type(noun))


@pytest.mark.parametrize("noun", [1.5, [1], object(), pd.Timestamp("2024-01-01"), b"x"])
def test_what_has_no_exact_form_is_not_kept(noun):
    with pytest.raises(UnstorableError):
        to_plain(noun)


def test_a_noun_that_is_none_of_ours_is_not_made():
    with pytest.raises(UnstorableError):
        from_plain({"Popen": ["rm"]})


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"amount": [1.5]}),
        pd.DataFrame({"text": pd.array(["a"], dtype="string")}, index=[5]),
        pd.DataFrame({1: pd.array([1], dtype="Int64")}),
    ],
)
def test_a_frame_that_would_come_back_as_another_is_not_kept(frame):
    with pytest.raises(UnstorableError):
        table_of(frame)


def test_a_workbook_comes_back_from_the_shelf_with_sheet_totals_and_findings(town, read_files):
    head = [
        "Haushaltsjahr",
        "Buchungsdatum",
        "Belegnummer",
        "Teilprodukt",
        "Sachkonto",
        "Buchungstext",
        "Betrag",
    ]
    rows = [[2025, date(2025, 5, day), f"C-{day}", "1105", "5291", "Zug Porto", 10.5] for day in (1, 2)]
    total = ["Summe", None, None, None, None, None, 21.0]
    (town / "buchungen" / "3.xlsx").write_bytes(xlsx(head, *rows, total, sheet="Mai"))
    remembered(town)
    (town / "register" / "toepfe.csv").write_bytes((town / "register" / "toepfe.csv").read_bytes() + b"\r\n")
    read_files.clear()
    again = remembered(town)
    assert read_files == []
    assert_same(read_books(town), again)
    assert (
        again.sources.set_index("file").loc["buchungen/3.xlsx", "control_totals"]
        == "Zeile 4 (Summe): 21,00 €"
    )
