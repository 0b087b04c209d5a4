"""Tables to sort, search and export: the words of ``ko.show``, the order and the export of the values."""

import json
import sys
from decimal import Decimal

import pandas as pd
import pytest

import kooperation as ko
from kooperation.model.schema import DATE, EUR, TEXT, WHOLE

pytest.importorskip("anywidget", reason="anywidget is not installed: live tables belong to the extra lab")
pytest.importorskip("itables", reason="itables is not installed: live tables belong to the extra lab")


@pytest.fixture
def postings():
    return pd.DataFrame(
        {
            "year": pd.Series([2024, 2025, None], dtype=WHOLE),
            "booked_on": pd.Series(["2024-12-31", "2025-02-01", None], dtype=DATE),
            "text": pd.Series(["Flüge", "<script>alert(1)</script>", None], dtype=TEXT),
            "amount": pd.Series([Decimal("1234.56"), Decimal("-0.01"), None], dtype=EUR),
        }
    )


def given(table: ko.BrowsableTable) -> dict:
    """What the live table is told, under the names of DataTables."""
    return table.widget.get_state()["_dt_args"]


def rows(table: ko.BrowsableTable) -> list[list]:
    return json.loads(given(table)["data_json"])


def button(table: ko.BrowsableTable, name: str) -> dict:
    return next(one for one in given(table)["layout"]["topStart"]["buttons"] if one["extend"] == name)


def test_what_is_seen_are_the_words_of_the_plain_table(postings):
    seen = [row[:4] for row in rows(ko.browse(postings))]
    assert seen[0] == ["2024", "31.12.2024", "Flüge", "1.234,56 €"]
    assert seen[1][3] == "-0,01 €"
    assert seen[2] == ["–", "–", "–", "–"]


def test_amounts_and_days_sort_by_their_values_and_not_by_their_words(postings):
    table = ko.browse(postings)
    order = {one["targets"]: one["orderData"] for one in given(table)["columnDefs"] if "orderData" in one}
    assert set(order) == {0, 1, 3}
    assert [row[order[3]] for row in rows(table)] == ["1234.56", "-0.01", ""]
    assert [row[order[1]] for row in rows(table)] == ["2024-12-31", "2025-02-01", ""]
    hidden = next(one["targets"] for one in given(table)["columnDefs"] if one.get("visible") is False)
    assert sorted(hidden) == sorted(order.values())


def test_excel_gets_values_and_a_copied_line_the_words(postings):
    table = ko.browse(postings)
    exported = button(table, "excelHtml5")["exportOptions"]["columns"]
    assert [rows(table)[0][place] for place in exported] == ["2024", "2024-12-31", "Flüge", "1234.56"]
    assert button(table, "copyHtml5")["exportOptions"] == {"columns": ":visible"}
    assert button(table, "csvHtml5")["exportOptions"] == {"columns": ":visible"}


def test_a_text_like_a_formula_is_no_formula_in_the_exported_list(postings):
    assert button(ko.browse(postings), "csvHtml5")["escapeExcelFormula"] is True


def test_the_marks_of_the_hidden_values_are_not_taken_for_german_ones(postings):
    """With a decimal comma DataTables would read 1234.56 as 123456."""
    assert "decimal" not in given(ko.browse(postings))["language"]


@pytest.mark.parametrize(
    ("language", "buttons", "search"),
    [("de", ["Kopieren", "Excel", "CSV"], "Suchen:"), ("en", ["Copy", "Excel", "CSV"], "Search:")],
)
def test_buttons_and_messages_speak_the_language_of_the_reader(postings, language, buttons, search):
    told = given(ko.browse(postings, language=language))
    assert [one["text"] for one in told["layout"]["topStart"]["buttons"]] == buttons
    assert told["language"]["search"] == search


def test_german_messages_leave_nothing_in_english(postings):
    german, english = (given(ko.browse(postings, language=one))["language"] for one in ("de", "en"))
    assert [name for name in english if name != "thousands" and english[name] == german[name]] == []


def test_a_stored_notebook_keeps_a_plain_table_and_no_script(postings):
    bundle = ko.browse(postings)._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
    assert bundle["text/html"] == ko.show(postings).html()
    assert "<script" not in bundle["text/html"]


def test_the_same_frame_is_stored_the_same_each_time(postings):
    first, second = (ko.browse(postings)._repr_mimebundle_() for _ in range(2))
    assert (first["text/html"], first["text/plain"]) == (second["text/html"], second["text/plain"])


def test_no_row_is_left_out_silently():
    many = pd.DataFrame({"year": pd.Series(range(3_000), dtype=WHOLE)})
    table = ko.browse(many)
    assert len(rows(table)) == 3_000
    cut = ko.browse(many, most=1_000)
    assert len(rows(cut)) == 1_000
    assert cut.widget.caption == "Die ersten 1.000 von 3.000 Zeilen"


def test_invented_figures_say_so_above_the_live_table_too(project):
    books = ko.read_books(project / "data" / "raw")
    table = ko.browse(ko.trace(books, region="ansan", year=2024), books)
    assert table.widget.caption == "Beispieldaten – frei erfunden, keine echten Buchungen"
    assert "vendor" not in given(table)["table_html"]


def test_who_was_paid_is_refused_by_name(postings):
    with pytest.raises(ValueError, match="vendor"):
        ko.browse(postings.assign(vendor="Erika Mustermann"), columns=["amount", "vendor"])


def test_an_empty_frame_shows_its_headings(postings):
    assert rows(ko.browse(postings.head(0))) == []


@pytest.mark.parametrize("package", ["anywidget", "itables"])
def test_without_the_extra_the_error_says_what_to_install(postings, monkeypatch, package):
    for name in [package, "itables.widget"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ko.KooperationError, match=r'pip install "kooperation\[lab\]"'):
        ko.browse(postings)
