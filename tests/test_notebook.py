"""Inside a notebook: objects show themselves as tables without markup or paths, a long read shows a bar."""

import sys
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest

import kooperation as ko
from kooperation.reporting import notebook, progress

pytest.importorskip("IPython", reason="IPython is not installed: notebooks belong to the extra lab")
pytest.importorskip("ipywidgets", reason="ipywidgets is not installed: the bar belongs to the extra lab")

from IPython.core.formatters import DisplayFormatter

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def books(project):
    return ko.read_books(project / "data" / "raw")


@pytest.fixture
def formatter(monkeypatch):
    """What a kernel shows objects with, after the package has settled in."""
    shell = SimpleNamespace(kernel=object(), display_formatter=DisplayFormatter())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    notebook.settle_in()
    return shell.display_formatter


def html_of(formatter, shown: object) -> str:
    return formatter.format(shown)[0]["text/html"]


# --- objects ----------------------------------------------------------------------------------------------


def test_books_say_what_was_read_and_never_where_it_lies(formatter, books):
    html = html_of(formatter, books)
    assert html == ko.show(books).html()
    assert "130 mit zusammen 379.719,42 €" in html
    assert "28.09.2026" in html
    assert str(books.folder) not in html


def test_a_table_shows_its_first_rows_and_how_many_there_are(formatter, tmp_path):
    rows = "".join(f"{day:02}.01.2024;Flüge Delegation Ansan;{day},50\n" for day in range(1, 13))
    (tmp_path / "export.csv").write_text(f"Datum;Text;Betrag\n{rows}", encoding="utf-8")
    html = html_of(formatter, ko.read_table(tmp_path / "export.csv"))
    assert html.count("<tr>") == 11
    assert "Die ersten 10 von 12 Zeilen" in html
    assert ">10,50 €</td>" in html
    assert str(tmp_path) not in html


def test_a_cell_of_a_file_never_becomes_markup(formatter, tmp_path):
    (tmp_path / "export.csv").write_text(
        "Datum;<b>Text</b>;Betrag\n01.01.2024;<script>alert(1)</script>;1,50\n", encoding="utf-8"
    )
    html = html_of(formatter, ko.read_table(tmp_path / "export.csv"))
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_name_in_an_export_is_not_shown_by_the_way(formatter, tmp_path):
    (tmp_path / "export.csv").write_text(
        "Datum;Kreditor;Betrag\n01.01.2024;Erika Mustermann;1,50\n", encoding="utf-8"
    )
    assert "Mustermann" not in html_of(formatter, ko.read_table(tmp_path / "export.csv"))


def test_a_load_report_says_what_was_kept_and_left_out(formatter, tmp_path):
    (tmp_path / "export.csv").write_text(
        "Datum;Text;Betrag\n01.01.2024;Flug;1,50\n02.01.2024;Hotel;2,00\nSumme;;3,50\n", encoding="utf-8"
    )
    html = html_of(formatter, ko.read_table(tmp_path / "export.csv").report)
    assert ">1 Summenzeile</td>" in html
    assert "Fehler: 0" in html


def test_the_course_of_a_year_says_what_is_left(formatter, books):
    course = ko.year_course(books, year=2026)
    html = html_of(formatter, course)
    assert ">7.392,90 €</td>" in html
    undocumented = html_of(formatter, replace(course, ceiling=None, usable=None))
    assert undocumented.count(">nicht belegt</td>") == 4


def test_changes_say_their_sentence_above_the_bridge(formatter, books):
    html = html_of(formatter, ko.compare(books.bookings, books.bookings))
    assert ko.compare(books.bookings, books.bookings).summary() in html
    assert "Summe vorher" in html


def test_outside_of_a_notebook_nothing_is_registered(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    assert notebook.settle_in() is None


def test_findings_are_shown_in_the_language_of_the_reader(books):
    warning = books.findings[books.findings["severity"] == "warning"].head(1)
    [row] = ko.show(warning, books, columns=["severity", "advice"], language="en").rows
    assert row == ("Warning", books.noticed[warning.index[0]].advice("en"))


# --- a long read ------------------------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch):
    """What a notebook is told to show, in order; ``None``: clear the place below the cell."""
    import IPython.display

    told: list[object] = []
    monkeypatch.setattr(IPython.display, "display", lambda data, *, raw: told.append(data))
    monkeypatch.setattr(IPython.display, "clear_output", lambda: told.append(None))
    return told


def test_a_short_read_shows_nothing(shown, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 60.0)
    with progress.reading_progress("de", in_notebook=True) as note:
        note("buchungen/export.csv", 1, 3)
    assert shown == []


def test_a_long_read_shows_a_bar_that_is_gone_at_the_end(shown, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    begun = threading.Event()
    begin = progress._BelowTheCell.begin
    monkeypatch.setattr(progress._BelowTheCell, "begin", lambda bar: (begin(bar), begun.set()))
    with progress.reading_progress("de", in_notebook=True) as note:
        assert begun.wait(30)
        note("buchungen/export.csv", 2, 3)
        assert len(shown) == 1
    assert shown[-1] is None


def test_a_bar_leaves_nothing_that_a_stored_notebook_would_be_compared_by(shown, monkeypatch):
    bar = progress._BelowTheCell("de")
    bar.note("buchungen/export.csv", 2, 3)
    bar.begin()
    assert [set(bundle) for bundle in shown] == [{WIDGET_VIEW}]
    assert (bar.bar.value, bar.bar.max, bar.text.value) == (1, 3, "Lese buchungen/export.csv …")
    bar.note("buchungen/next.csv", 3, 3)
    assert (bar.bar.value, bar.text.value) == (2, "Lese buchungen/next.csv …")


def test_who_brings_a_progress_of_one_s_own_gets_no_bar(project, shown, monkeypatch):
    monkeypatch.setattr(notebook, "_shell", lambda: object())
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    seen = []
    ko.read_books(project / "data" / "raw", progress=lambda *file: seen.append(file))
    assert len(seen) > 10
    assert shown == []
