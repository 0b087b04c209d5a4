"""Writing the report: the old file stays until the new one is whole, and a fault is told in German."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from workbook_ledger import books_of, posting

from kooperation.model.errors import KooperationError
from kooperation.reporting import whole_file, workbook
from kooperation.reporting.confidential import write_confidential
from kooperation.reporting.whole_file import replace_file
from kooperation.reporting.workbook import write_report

OLD = b"the old report"


@pytest.fixture
def target(tmp_path) -> Path:
    path = tmp_path / "bericht.xlsx"
    path.write_bytes(OLD)
    return path


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_new_report_takes_the_place_of_the_old_one(target):
    assert write_report(books_of([posting(2024, 100)]), target) == target
    assert target.read_bytes().startswith(b"PK")
    assert [path.name for path in target.parent.iterdir()] == ["bericht.xlsx"]


def test_missing_folders_are_made(tmp_path):
    assert write_report(books_of([]), tmp_path / "processed" / "neu" / "bericht.xlsx").exists()


def test_the_path_may_be_a_text(tmp_path):
    assert write_report(books_of([]), str(tmp_path / "bericht.xlsx")) == tmp_path / "bericht.xlsx"


def test_a_full_disk_leaves_the_old_report_and_nothing_beside_it(target, monkeypatch):
    monkeypatch.setattr(whole_file.os, "fsync", full_disk)
    with pytest.raises(KooperationError, match="Der Datenträger ist voll") as caught:
        write_report(books_of([posting(2024, 100)]), target)
    assert "Platz schaffen" in str(caught.value)
    assert target.read_bytes() == OLD
    assert [path.name for path in target.parent.iterdir()] == ["bericht.xlsx"]


def test_a_writer_that_fails_midway_leaves_the_old_report(target, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("midway")

    monkeypatch.setattr(workbook, "write_sources", fail)
    with pytest.raises(RuntimeError, match="midway"):
        write_report(books_of([posting(2024, 100)]), target)
    assert target.read_bytes() == OLD
    assert [path.name for path in target.parent.iterdir()] == ["bericht.xlsx"]


def test_a_kill_leaves_the_old_report_and_the_next_run_removes_the_rest(target):
    script = (
        "import os, sys, pathlib\n"
        "from kooperation.reporting import whole_file\n"
        "whole_file.os.fsync = lambda handle: os._exit(9)\n"
        "whole_file.replace_file(pathlib.Path(sys.argv[1]), b'half')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(whole_file.__file__).parents[2])}
    killed = subprocess.run([sys.executable, "-c", script, str(target)], env=environment, check=False)
    assert killed.returncode == 9
    assert target.read_bytes() == OLD
    assert len(list(target.parent.iterdir())) == 2
    replace_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in target.parent.iterdir()] == ["bericht.xlsx"]


def test_a_locked_report_is_told_in_german_with_a_remedy(target, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "locked")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KooperationError, match=r"Die Datei schließen \(Excel"):
        write_report(books_of([]), target)
    assert [path.name for path in target.parent.iterdir()] == ["bericht.xlsx"]


def test_a_write_protected_report_is_not_replaced(target, monkeypatch):
    monkeypatch.setattr(whole_file.os, "access", lambda *_: False)
    with pytest.raises(KooperationError, match="schreibgeschützt"):
        replace_file(target, b"new")
    assert target.read_bytes() == OLD


def test_a_folder_of_that_name_is_refused(tmp_path):
    (tmp_path / "bericht").mkdir()
    with pytest.raises(
        KooperationError, match=r"Unter diesem Namen gibt es einen Ordner(.|\n)*einen anderen Namen"
    ):
        write_report(books_of([]), tmp_path / "bericht")


def test_a_file_in_the_middle_of_the_path_is_refused(target):
    with pytest.raises(KooperationError, match="ein Teil des Pfads ist eine Datei"):
        write_report(books_of([]), target / "bericht.xlsx")


@pytest.mark.parametrize("write", [write_report, write_confidential])
@pytest.mark.parametrize("name", ["bericht.pdf", "bericht", "bericht.xls", "bericht.xlsm"])
def test_a_name_under_which_excel_would_not_open_the_workbook_is_refused(tmp_path, write, name):
    with pytest.raises(KooperationError, match=re.escape(f"{name}: Die Arbeitsmappe ist eine xlsx-Datei")):
        write(books_of([posting(2024, 100)]), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
