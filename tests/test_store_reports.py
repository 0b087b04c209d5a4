"""A report that stands as it was written is not made again, and whatever differs makes it anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from importlib.metadata import packages_distributions
from pathlib import Path

import matplotlib as mpl
import pytest
from folders import RULES, csv, data_folder, hashes, postings, run, xlsx
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from kooperation.reporting import screen, whole_file
from kooperation.store import answers, memory, state

PROJECT = Path(__file__).resolve().parent.parent
MARCH = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"
APRIL = "2024;03.04.2024;B-2;Hotel;Zimmer Tartu;480,50"
OVERVIEW = csv("Jahr;Teilprodukt;Sachkonto;Ansatz;Ist", "2024;1105;5291;12.000,00;999,00")
ONLY_ACTIVITIES = csv("Zeitraum;Partnerregion;Art;Status", "2024;Porto;Besuch;geplant")


@pytest.fixture
def town(tmp_path):
    files = {"buchungen/1.csv": postings(MARCH, APRIL)}
    return data_folder(tmp_path / "amt" / "daten", files)


@pytest.fixture
def out(town):
    return town.parent / "aus"


@pytest.fixture(autouse=True)
def made(monkeypatch):
    """The sums of the reports that were made; what they draw is replaced by a picture of that sum."""
    sums = []

    def drawn(_, report):
        sums.append(report.amount())
        return {"bild.png": str(report.amount()).encode(), "bild.svg": report.language.encode()}

    monkeypatch.setattr(screen, "_pictures", drawn)
    monkeypatch.setattr(screen, "_annexes", lambda *_: {"anlage.pdf": b"annex"})
    return sums


def report(town, out, *options):
    return run("report", "--data", town, "--out", out, *options)


def said(done):
    return done.stdout, done.stderr, done.exit_code


def fresh(town, out, tmp_path, *options):
    """What a report over the same data writes and says that knows of no earlier one."""
    shutil.rmtree(tmp_path / "neu", ignore_errors=True)
    shutil.copytree(out, tmp_path / "neu", symlinks=True)
    done = report(town, tmp_path / "neu", "--no-cache", *options)
    told = (words.replace(str(tmp_path / "neu"), str(out)) for words in (done.stdout, done.stderr))
    return hashes(tmp_path / "neu"), (*told, done.exit_code)


def times(folder):
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.iterdir()}


# --- what is not made again


def test_the_second_of_two_equal_reports_writes_nothing_and_says_the_same(town, out, made):
    first = report(town, out)
    before = times(out)
    second = report(town, out)
    assert said(second) == said(first)
    assert second.exit_code == 0
    assert times(out) == before
    assert len(made) == 1


@pytest.mark.parametrize("options", [["--klartext"], ["--language", "en"], ["--as-of", "31.03.2024"]])
def test_each_option_has_a_report_of_its_own(town, out, tmp_path, made, options):
    report(town, out)
    other = report(town, out, *options)
    assert len(made) == 2
    assert (hashes(out), said(other)) == fresh(town, out, tmp_path, *options)
    before = times(out)
    assert said(report(town, out, *options)) == said(other)
    assert times(out) == before


def test_in_another_folder_the_same_report_is_written(town, out, tmp_path, made):
    report(town, out)
    report(town, tmp_path / "anderswo")
    assert len(made) == 2
    assert hashes(tmp_path / "anderswo") == hashes(out)
    report(town, out), report(town, tmp_path / "anderswo")
    assert len(made) == 2


def test_the_same_words_mean_another_folder_where_one_stands_elsewhere(town, tmp_path, monkeypatch, made):
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        monkeypatch.chdir(tmp_path / place)
        report(town, "aus")
    assert len(made) == 2
    assert hashes(tmp_path / "a" / "aus") == hashes(tmp_path / "b" / "aus")


def test_a_report_that_differs_from_the_overview_says_its_errors_each_time(town, out, made):
    (town / "haushalt").mkdir()
    (town / "haushalt" / "1.csv").write_bytes(OVERVIEW)
    first = report(town, out)
    assert first.stderr.startswith("Fehler")
    assert said(report(town, out)) == said(first)
    assert len(made) == 1


def test_without_the_cache_a_report_is_made_each_time(town, out, made):
    report(town, out)
    for _ in range(2):
        report(town, out, "--no-cache")
    assert len(made) == 3


def test_a_report_that_stands_loads_neither_frames_nor_charts(town, out):
    report(town, out)
    script = (
        "import sys; from kooperation.cli import main\n"
        "try: main(['report', '--data', sys.argv[1], '--out', sys.argv[2]])\n"
        "finally: print({'pandas', 'pyarrow', 'matplotlib', 'typst'} & {*sys.modules}, file=sys.stderr)"
    )
    done = started(script, town, out).communicate()
    assert done[1] == "set()\n"


def started(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )


# --- what is in the folder of the report


def removed(path):
    path.unlink()


def edited(path):
    """One bit, at the same size and time."""
    before, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def emptied(path):
    path.write_bytes(b"")


def lengthened(path):
    path.write_bytes(path.read_bytes() + b"\n")


def linked(path):
    elsewhere = path.parent.parent / f"anderswo_{path.name}"
    path.rename(elsewhere)
    try:
        path.symlink_to(elsewhere)
    except OSError:
        pytest.skip("no links here")


@pytest.mark.parametrize("change", [removed, edited, emptied, lengthened, linked])
def test_whatever_happened_to_one_of_its_files_the_report_is_made_anew(town, out, made, change):
    first = report(town, out, "--klartext")
    whole = hashes(out)
    assert len(whole) == 5
    for number, name in enumerate(whole, start=2):
        change(out / name)
        assert said(report(town, out, "--klartext")) == said(first)
        assert hashes(out) == whole
        assert not (out / name).is_symlink()
        assert len(made) == number


def test_files_of_others_in_the_folder_are_left_alone_and_change_nothing(town, out, made):
    report(town, out)
    (out / "notiz.txt").write_text("von Hand")
    report(town, out)
    assert (out / "notiz.txt").read_text() == "von Hand"
    assert len(made) == 1


def test_single_postings_of_an_earlier_report_are_removed_although_the_report_stands(
    town, out, tmp_path, made, monkeypatch
):
    with monkeypatch.context() as smaller:
        smaller.setattr("kooperation.reporting.tables.MOST_POSTINGS_IN_SHEET", 1)
        report(town, out)
    earlier = {name: (out / name).read_bytes() for name in ("buchungen.csv", "buchungen.parquet")}
    changed_posting(town)
    assert "Entfernt" in report(town, out).stdout
    for _ in range(2):
        assert "Entfernt" not in report(town, out).stdout
    assert len(made) == 3
    for name, content in earlier.items():
        (out / name).write_bytes(content)
        expected = fresh(town, out, tmp_path)
        assert (said(report(town, out)), hashes(out)) == (expected[1], expected[0])
        assert not (out / name).exists()


def test_a_file_of_another_hand_with_the_name_of_ours_stays_and_is_watched(town, out, made):
    out.mkdir()
    for text in ("von Hand", "von hand"):
        (out / "buchungen.csv").write_text(text)
        report(town, out), report(town, out)
        assert (out / "buchungen.csv").read_text() == text
    assert len(made) == 2


def test_the_files_beside_a_report_of_sums_belong_to_it(town, out, made, monkeypatch):
    monkeypatch.setattr("kooperation.reporting.tables.MOST_POSTINGS_IN_SHEET", 1)
    report(town, out)
    whole = hashes(out)
    assert {"buchungen.csv", "buchungen.parquet"} <= {*whole}
    report(town, out)
    assert len(made) == 1
    for name in ("buchungen.csv", "buchungen.parquet"):
        edited(out / name) if name.endswith("parquet") else removed(out / name)
        report(town, out)
        assert hashes(out) == whole
    assert len(made) == 3


def test_where_a_file_could_not_be_replaced_it_is_said_as_ever(town, out, tmp_path, monkeypatch):
    """The workbook is open in another program: nobody need know what the report would be."""
    report(town, out)
    usual = whole_file._can_be_written
    monkeypatch.setattr(whole_file, "_can_be_written", lambda path: path.suffix != ".xlsx" and usual(path))
    told = report(town, out)
    assert "bericht.xlsx" in told.stderr
    assert told.exit_code == 3
    assert said(told) == fresh(town, out, tmp_path)[1]


def test_a_closed_folder_is_told_as_ever(town, out, monkeypatch):
    report(town, out)
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != out and access(path, mode))
    assert not whole_file.could_be_replaced([out / "bericht.xlsx"])


@pytest.mark.skipif(os.name == "nt", reason="Windows does not say whether a process runs")
def test_what_a_killed_run_left_beside_a_report_that_stands_is_removed(town, out):
    report(town, out)
    whole = hashes(out)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (out / f".bericht.xlsx.{dead.pid}.unfertig").write_bytes(b"half")
    report(town, out)
    assert hashes(out) == whole


def test_a_report_that_another_one_replaced_is_not_taken_for_this_one(town, out, made, monkeypatch):
    """Another process writes its own report while this one ends: what counts is what this one wrote."""
    with monkeypatch.context() as other:
        replace = whole_file.replace_files

        def overtaken(contents):
            written = replace(contents)
            (out / "bericht.xlsx").write_bytes(b"of other data")
            return written

        other.setattr(whole_file, "replace_files", overtaken)
        report(town, out)
    report(town, out)
    assert (out / "bericht.xlsx").read_bytes() != b"of other data"
    assert len(made) == 2


# --- what it is made of


def changed_posting(town):
    file = town / "buchungen" / "1.csv"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"480,50", b"480,51"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def changed_ceiling(town):
    file = town / "register" / "ansaetze.csv"
    file.write_bytes(file.read_bytes().replace(b"12.000", b"13.000"))


def new_rule(town):
    (town / "register" / "zuordnung.csv").write_bytes(csv(RULES, "r;;Zimmer;;;;ohio;;;;;x"))


def new_file(town):
    (town / "buchungen" / "2.csv").write_bytes(postings("2025;04.04.2025;B-3;Wirt;Essen Porto;1,00"))


def removed_decision(town):
    (town / "register" / "ansaetze.csv").unlink()


CHANGES = [changed_posting, changed_ceiling, new_rule, new_file, removed_decision]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_the_data_makes_another_report(town, out, tmp_path, made, change):
    report(town, out)
    before = hashes(out)
    change(town)
    told = report(town, out)
    assert len(made) == 2
    assert (hashes(out), said(told)) == fresh(town, out, tmp_path)
    assert hashes(out) != before


def test_data_that_are_as_they_were_do_not_bring_an_old_report_back(town, out, made):
    """The ledger changes and changes back; the files of the report are those of the change."""
    report(town, out)
    whole, original = hashes(out), (town / "buchungen" / "1.csv").read_bytes()
    changed_posting(town)
    report(town, out)
    (town / "buchungen" / "1.csv").write_bytes(original)
    report(town, out)
    assert hashes(out) == whole
    assert len(made) == 3


def test_data_that_change_while_a_report_is_made_leave_none_that_stands(town, out, made, monkeypatch):
    write = screen.write_all

    def late(*given, **more):
        changed_posting(town)
        return write(*given, **more)

    with monkeypatch.context() as changing:
        changing.setattr(screen, "write_all", late)
        report(town, out)
    report(town, out)
    assert [str(one) for one in made] == ["1680.50", "1680.51"]


@pytest.mark.parametrize("library", ["matplotlib", "xlsxwriter", "typst", "python_docx"])
def test_another_version_of_what_draws_or_writes_makes_another_report(
    town, out, tmp_path, made, monkeypatch, library
):
    report(town, out)
    (tmp_path / f"{library}-99.1.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    report(town, out)
    assert len(made) == 2


def test_every_library_that_a_report_loads_is_one_whose_version_counts(town, out):
    """But the few that only carry names, days and versions between the others."""
    script = (
        "import sys; started = set(sys.modules); from kooperation.cli import main\n"
        "try: main(['report', '--data', sys.argv[1], '--out', sys.argv[2], '--klartext'])\n"
        "finally: print(*{name.partition('.')[0] for name in set(sys.modules) - started}, file=sys.stderr)"
    )
    loaded = set(started(script, town, out).communicate()[1].split())
    known = packages_distributions()
    names = {name.casefold().replace("-", "_") for one in loaded for name in known.get(one, [])}
    names -= {"cycler", "fonttools", "packaging", "pyparsing", "python_dateutil", "six", "typing_extensions"}
    assert {"matplotlib", "xlsxwriter", "typst", "python_docx"} <= names <= state._PACKAGES


def test_the_fonts_that_are_known_on_a_machine_decide_with(town, out, tmp_path, made, monkeypatch):
    monkeypatch.setattr("matplotlib.get_cachedir", lambda: str(tmp_path))
    from matplotlib.font_manager import FontManager

    fonts = tmp_path / f"fontlist-v{FontManager.__version__}.json"
    for content in (b"few", b"few", b"more"):
        fonts.write_bytes(content)
        report(town, out)
    assert len(made) == 2


def test_what_a_user_has_set_for_drawings_of_their_own_changes_no_report(town, tmp_path):
    plain, coloured = tmp_path / "plain", tmp_path / "coloured"
    report(town, plain)
    settings = {"figure.edgecolor": "red", "savefig.dpi": 50, "savefig.transparent": True}
    with mpl.rc_context(settings | {"figure.dpi": 60, "svg.fonttype": "none", "svg.hashsalt": "x"}):
        report(town, coloured)
        assert mpl.rcParams["savefig.dpi"] == 50
    files = sorted(path.name for path in plain.iterdir() if path.is_file())
    assert [name for name in files if (plain / name).read_bytes() != (coloured / name).read_bytes()] == []
    assert any(name.endswith(".svg") for name in files)


def test_a_template_that_is_called_none_is_asked_for(town, out):
    assert report(town, out).exit_code == 0
    assert report(town, out, "--template", "None").exit_code == 3


def test_a_report_of_a_ledger_without_a_day_of_its_own_is_made_each_day(town, out, made):
    (town / "buchungen" / "1.csv").unlink()
    (town / "aktivitaeten").mkdir()
    (town / "aktivitaeten" / "1.csv").write_bytes(ONLY_ACTIVITIES)
    for _ in range(2):
        assert report(town, out).exit_code == 0
    assert len(made) == 2


def test_a_refused_report_is_refused_again(town, out):
    (town / "buchungen" / "2.csv").write_bytes(postings("2024;31.11.2024;B-9;Bahn AG;Porto;1,00"))
    first = report(town, out)
    assert first.exit_code == 3
    assert said(report(town, out)) == said(first)


# --- with a template


@pytest.fixture
def template(tmp_path):
    return labelled(tmp_path / "vorlage.xlsx", "Stand")


def labelled(path, words):
    """Write a workbook that asks for the Stand, beside a word."""
    book = Workbook()
    book.active["A1"] = words
    book.defined_names["Stand"] = DefinedName("Stand", attr_text="Sheet!$B$1")
    book.save(path)
    return path


def test_a_template_decides_by_its_content(town, out, tmp_path, made, template):
    options = ("--template", template)
    first = report(town, out, *options)
    assert first.exit_code == 0
    assert said(report(town, out, *options)) == said(first)
    assert len(made) == 1
    labelled(template, "Datum")
    again = report(town, out, *options)
    assert (hashes(out), said(again)) == fresh(town, out, tmp_path, *options)
    assert len(made) == 3


def test_a_template_that_changes_while_it_is_filled_leaves_no_report_that_stands(
    town, out, made, template, monkeypatch
):
    write = screen.write_all

    def late(*given, **more):
        written = write(*given, **more)
        template.write_bytes(xlsx(["x"]))
        return written

    with monkeypatch.context() as changing:
        changing.setattr(screen, "write_all", late)
        assert report(town, out, "--template", template).exit_code == 0
    assert report(town, out, "--template", template).exit_code == 3


def test_a_template_that_is_gone_is_missed(town, out, template):
    report(town, out, "--template", template)
    template.unlink()
    assert report(town, out, "--template", template).exit_code == 3


@pytest.mark.skipif(os.name == "nt", reason="no named pipes there")
def test_what_no_file_can_be_held_against_is_not_kept(tmp_path):
    os.mkfifo(tmp_path / "rohr")
    kept = answers.Answer("text", 0, decided=answers.hashes_of([tmp_path / "rohr", tmp_path / "nichts"]))
    assert kept.decided == {str(tmp_path / "rohr"): answers.UNKNOWN, str(tmp_path / "nichts"): None}
    answers.write_answer(tmp_path / "antworten", {"question": 1}, kept)
    assert not (tmp_path / "antworten").exists()


# --- killed, closed, full

DYING = """
import os, sys
from kooperation.cli import main
from kooperation.reporting import screen
from kooperation.store import memory

screen._pictures = lambda _, report: {f"{n}.png": str(report.amount()).encode() for n in range(4)}
screen._annexes = lambda *_: {"anlage.pdf": b"annex"}
folder, out, moment = *sys.argv[1:3], int(sys.argv[3])
watched, touched = os.path.dirname(folder), 0

def count(event, given):
    global touched
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.link", "os.rmdir", "shutil.rmtree"):
        name = str(given[0])
        if name.startswith(watched) and not name.startswith(folder):
            touched += 1
            if touched == moment:
                os.kill(os.getpid(), 9)

sys.addaudithook(count)
try:
    main(["report", "--data", folder, "--out", out])
finally:
    print(touched)
"""


@pytest.mark.skipif(os.name == "nt", reason="a process there cannot end itself as if it were killed")
@pytest.mark.parametrize("part", range(4))
def test_a_report_that_is_killed_at_any_touch_of_its_files_is_whole_after_the_next(
    town, out, tmp_path, part, monkeypatch
):
    monkeypatch.setattr(
        screen,
        "_pictures",
        lambda _, report: {f"{number}.png": str(report.amount()).encode() for number in range(4)},
    )
    touches = int(started(DYING, town, out, 0).communicate()[0].split()[-1])
    changed_posting(town)
    dying = started(DYING, town, out, 5 + touches * part // 4)
    dying.communicate()
    assert dying.returncode == -9
    told = report(town, out)
    assert (hashes(out), said(told)) == fresh(town, out, tmp_path)


def test_a_report_stands_also_where_its_answer_cannot_be_kept(town, out, made, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kooperation.store.answers.write_sealed", full)
    first = report(town, out)
    assert (first.exit_code, first.stderr) == (0, "")
    assert said(report(town, out)) == said(first)
    assert len(made) == 2


def test_time_decides_nothing(town, out, made, monkeypatch):
    report(town, out)
    for path in (*out.iterdir(), town / "buchungen" / "1.csv"):
        os.utime(path, (0, 0))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    report(town, out)
    assert len(made) == 1


def test_the_answers_of_the_same_data_stay_beside_each_other(town, out, made):
    report(town, out), run("status", "--data", town), run("check", "--data", town)
    report(town, out.with_name("out"), "--language", "en")
    kept = [*(memory.place_of(town) / "antworten").iterdir()]
    assert len(kept) == 4
    report(town, out)
    assert len(made) == 2
