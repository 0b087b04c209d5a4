"""A run may be killed at any moment and two may run at once: the next one says what a first one would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import hypothesis.strategies as st
import pytest
from folders import csv, data_folder, postings, run
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from kooperation.books import read_books
from kooperation.store import memory
from kooperation.store.ledgers import StoredBooks
from kooperation.store.memory import read_books as remembered

PROJECT = Path(__file__).resolve().parent.parent
FILES = {
    "buchungen/1.csv": postings("2024;02.10.2024;B-2;Hotel;Zimmer Tartu;480,50"),
    "buchungen/2.csv": postings("2025;12.03.2025;B-1;Bahn AG;Zugfahrt Porto;1.200,00"),
}

# Does what status and report do with the store, and ends itself before the n-th touch of it.
DYING = """
import os, sys
from pathlib import Path
import pandas, pyarrow.parquet
from kooperation.cli import main
from kooperation.store import memory
memory.LARGE = 1

folder, moments = Path(sys.argv[1]), int(sys.argv[2])
store = str(folder.parent / "processed")
touched = 0

def count(event, given):
    global touched
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"):
        if store in str(given[0]) or store in str(given[1:2]):
            touched += 1
            if touched == moments:
                os.kill(os.getpid(), 9)

sys.addaudithook(count)
memory.read_books(folder)
try:
    main(["status", "--data", str(folder)])
except SystemExit:
    pass
print(touched)
"""


@pytest.fixture
def town(tmp_path):
    return data_folder(tmp_path / "daten", FILES)


def started(script, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def assert_as_fresh(folder):
    fresh, kept = read_books(folder), remembered(folder)
    for name in ("bookings", "sources", "findings"):
        assert_frame_equal(getattr(fresh, name), getattr(kept, name), check_exact=True)
    assert fresh.decisions == kept.decisions
    assert run("check", "--data", folder).stdout == run("check", "--data", folder, "--no-cache").stdout


@pytest.mark.skipif(os.name == "nt", reason="a process there cannot end itself as if it were killed")
@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_a_run_that_is_killed_at_any_touch_of_the_store_leaves_no_wrong_one(town, part):
    touches = int(started(DYING, town, 0).communicate()[0].split()[-1])
    changed = postings(f"2025;12.03.2025;B-1;Bahn AG;Zugfahrt Porto;1.200,0{part}")
    (town / "buchungen" / "2.csv").write_bytes(changed)
    assert_killed(town, 3 * part + 1)  # beside the store of the state before
    assert_as_fresh(town)
    shutil.rmtree(town.parent / "processed")
    assert_killed(town, touches // 4 * part + 2)
    assert_as_fresh(town)


def assert_killed(folder, moment):
    dying = started(DYING, folder, moment)
    dying.communicate()
    assert dying.returncode == -9


def test_a_process_that_is_ended_from_outside_leaves_no_wrong_store(town):
    for wait in (0.5, 0.9):
        process = started(DYING, town, 0)
        time.sleep(wait)
        process.kill()
        process.communicate()
        assert_as_fresh(town)


def test_what_a_killed_run_left_is_removed_when_nobody_can_be_writing_it_any_more(town, monkeypatch):
    remembered(town)
    (left,) = (town.parent / "processed" / "speicher" / "daten" / "stand").iterdir()
    old, new = (left.with_name(f".unfertig-{name}") for name in ("1-a", "2-b"))
    for folder, age in ((old, 7200), (new, 0)):
        folder.mkdir()
        os.utime(folder, (time.time() - age,) * 2)
    (town / "liesmich.txt").write_text("neu")
    remembered(town)
    assert not old.exists()
    assert new.exists()


def test_two_runs_at_once_both_leave_a_whole_store(town):
    runs = [started(DYING, town, 0) for _ in range(3)]
    for one in runs:
        assert one.communicate()[0]
        assert one.returncode == 0
    assert isinstance(remembered(town), StoredBooks)
    assert_as_fresh(town)


NAMES = (
    "buchungen/1.csv",
    "buchungen/2.csv",
    "buchungen/a/3.csv",
    "register/partnerregionen.csv",
    "notiz.txt",
)
CHANGES = st.tuples(st.sampled_from(("write", "remove", "rename")), st.sampled_from(NAMES), st.integers(0, 3))


def content_of(name, number):
    if name.startswith("register"):
        return csv(
            "schluessel;name;land;aliase", f"porto;Porto;PT;Porto|Gaia {number}", "tartu;Tartu;EE;Tartu"
        )
    place = ("Porto", "Tartu", "Ulm", "Porto und Tartu")[number]
    return postings(f"202{number + 3};02.10.202{number + 3};{name[-5]};Hotel;Zimmer {place};48{number},50")


def change(folder, kind, name, number):
    path = folder / name
    if kind == "write" or not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content_of(name, number))
    elif name.startswith("register"):
        return
    elif kind == "remove":
        path.unlink()
    else:
        path.rename(path.with_name(f"{number}{path.name}"))


@settings(max_examples=6)
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_after_any_changes_the_store_says_what_a_fresh_read_says(changes):
    with tempfile.TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patched:
        patched.setattr(memory, "LARGE", 1)
        folder = data_folder(Path(root) / "daten", FILES)
        for kind, name, number in changes:
            assert_as_fresh(folder)
            change(folder, kind, name, number)
        assert_as_fresh(folder)
