"""A report is all or nothing: no fault leaves a folder whose files show different figures."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import data_folder, postings

import kooperation as ko
from kooperation.cli import main
from kooperation.model.errors import KooperationError
from kooperation.reporting import whole_file
from kooperation.reporting.screen import make_report, write_all
from kooperation.reporting.whole_file import replace_files

SPRING = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"
OLD = {"a.xlsx": b"old a", "b.pdf": b"old b", "c.png": b"old c"}
NEW = {"a.xlsx": b"new a", "b.pdf": b"new b", "c.png": b"new c"}


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with an old report of three files."""
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def write(folder: Path, contents=NEW) -> None:
    replace_files({folder / name: content for name, content in contents.items()})


def contents_of(folder: Path) -> dict[str, bytes | None]:
    """Return every name of a folder, hidden ones too, with its bytes; ``None`` for a folder."""
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


def refused(folder: Path, contents=NEW) -> str:
    with pytest.raises(KooperationError) as caught:
        write(folder, contents)
    return str(caught.value)


def block(monkeypatch, *blocked: str, error: type[Exception] = PermissionError) -> None:
    """Let no file take one of the names, as a program that holds them open does on Windows."""
    replace = Path.replace

    def held(self, target):
        if (self.name.split(".")[-1], Path(target).name) in {tuple(one.split(":")) for one in blocked}:
            raise error(errno.EACCES, "held")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)


def test_all_files_are_new_and_nothing_lies_beside_them(folder):
    write(folder)
    assert contents_of(folder) == NEW


@pytest.mark.parametrize("name", NEW)
def test_a_folder_in_the_place_of_any_file_leaves_every_other_old(folder, name):
    (folder / name).unlink()
    (folder / name).mkdir()
    message = refused(folder)
    assert message.startswith(f"{folder / name}: Unter diesem Namen gibt es einen Ordner")
    assert contents_of(folder) == {**OLD, name: None}


def test_every_file_that_is_in_the_way_is_named_at_once(folder):
    for name in ("a.xlsx", "c.png"):
        (folder / name).unlink()
        (folder / name).mkdir()
    message = refused(folder)
    assert [name for name in NEW if str(folder / name) in message] == ["a.xlsx", "c.png"]


@pytest.mark.parametrize("name", NEW)
def test_a_file_that_another_program_holds_brings_back_those_before_it(folder, name, monkeypatch):
    block(monkeypatch, f"unfertig:{name}")
    message = refused(folder)
    assert message.startswith(f"{folder / name}: Die Datei lässt sich nicht ersetzen")
    assert contents_of(folder) == OLD


def test_a_file_that_was_not_there_before_is_not_there_after_a_fault(tmp_path, monkeypatch):
    block(monkeypatch, "unfertig:c.png")
    refused(tmp_path)
    assert contents_of(tmp_path) == {}


def test_an_interrupt_between_two_files_brings_back_the_first(folder, monkeypatch):
    block(monkeypatch, "unfertig:b.pdf", error=KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        write(folder)
    assert contents_of(folder) == OLD


def test_where_files_cannot_be_brought_back_the_message_says_which_are_new(folder, monkeypatch):
    block(monkeypatch, "unfertig:c.png", "vorher:a.xlsx")
    message = refused(folder)
    assert "Neu: a.xlsx. Alt oder noch nicht da: b.pdf, c.png." in message
    assert "unverändert" not in message
    assert contents_of(folder) == {**OLD, "a.xlsx": b"new a"}


def test_without_second_names_the_old_bytes_are_copied(folder, monkeypatch):
    def no_links(*_):
        raise OSError(errno.EOPNOTSUPP, "no links")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    block(monkeypatch, "unfertig:c.png")
    refused(folder)
    assert contents_of(folder) == OLD


@pytest.mark.parametrize("turn", range(3))
def test_a_disk_that_fills_up_at_any_file_leaves_all_old(folder, turn, monkeypatch):
    turns = iter(range(3))

    def fills_up(_):
        if next(turns) == turn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(whole_file.os, "fsync", fills_up)
    message = refused(folder)
    assert message.startswith(f"{folder / list(NEW)[turn]}: Der Datenträger ist voll")
    assert contents_of(folder) == OLD


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_read_only_folder_is_told_as_such_and_not_as_a_locked_file(folder, number, monkeypatch):
    opened = Path.open

    def closed(self, mode="r", **others):
        if "x" in mode:
            raise OSError(number, os.strerror(number))
        return opened(self, mode, **others)

    monkeypatch.setattr(Path, "open", closed)
    message = refused(folder, {"d.svg": b"new"})
    assert "In diesem Ordner darf nichts angelegt werden" in message
    assert contents_of(folder) == OLD


def test_a_name_that_the_system_does_not_take_is_told_as_such(folder):
    message = refused(folder, {**NEW, "x" * 300: b"new"})
    assert "der Pfad ist zu lang oder ungültig" in message
    assert contents_of(folder) == OLD


@pytest.mark.skipif(os.name == "nt", reason="Windows does not say whether a process runs")
def test_what_another_run_is_writing_stays_and_what_a_dead_one_left_goes(folder):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (folder / f".a.xlsx.{dead.pid}.unfertig").write_bytes(b"half")
    (folder / f".a.xlsx.{dead.pid}.vorher").write_bytes(b"old")
    (folder / f".a.xlsx.{os.getppid()}.unfertig").write_bytes(b"being written")
    write(folder)
    assert contents_of(folder) == {**NEW, f".a.xlsx.{os.getppid()}.unfertig": b"being written"}


def test_what_is_older_than_an_hour_goes_whoever_has_its_number_now(folder):
    left = folder / f".a.xlsx.{os.getppid()}.unfertig"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    write(folder)
    assert contents_of(folder) == NEW


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The folder of a town, and what a report of it writes."""
    data = data_folder(tmp_path_factory.mktemp("town") / "daten", {"buchungen/2024.csv": postings(SPRING)})
    out = data.parent / "out"
    books = ko.read_books(data)
    write_all(books, make_report(books), out, in_full=True)
    return data, contents_of(out)


def test_a_report_with_a_folder_in_the_place_of_any_file_changes_nothing(town, tmp_path, monkeypatch):
    data, made = town
    books = ko.read_books(data)
    report = make_report(books)
    monkeypatch.setattr(
        "kooperation.reporting.screen._pictures", lambda *_: dict.fromkeys(_pictures(made), b"x")
    )
    for name in made:
        out = tmp_path / name.replace(".", "_")
        (out / name).mkdir(parents=True)
        with pytest.raises(KooperationError, match="einen Ordner"):
            write_all(books, report, out, in_full=True)
        assert contents_of(out) == {name: None}


def _pictures(made):
    return [name for name in made if name.endswith((".png", ".svg"))]


def test_the_command_names_the_blocked_file_and_that_nothing_was_written(town, tmp_path):
    data, _ = town
    (tmp_path / "anlage.pdf").mkdir()
    done = CliRunner().invoke(main, ["report", "--data", str(data), "--out", str(tmp_path)])
    assert done.exit_code == 3
    assert f"{tmp_path / 'anlage.pdf'}: Unter diesem Namen gibt es einen Ordner" in done.stderr
    assert done.stderr.splitlines()[-1] == "Fehler: 1. Es wurde nichts geschrieben."
    assert contents_of(tmp_path) == {"anlage.pdf": None}


def test_the_command_does_not_say_that_nothing_was_written_when_files_are_new(town, tmp_path, monkeypatch):
    data, made = town
    for name in made:
        (tmp_path / name).write_bytes(b"old")
    block(monkeypatch, "unfertig:anlage.pdf", "vorher:bericht.xlsx")
    done = CliRunner().invoke(main, ["report", "--data", str(data), "--out", str(tmp_path)])
    assert done.exit_code == 3
    assert "Neu: bericht.xlsx." in done.stderr
    assert "Es wurde nichts geschrieben" not in done.stderr
