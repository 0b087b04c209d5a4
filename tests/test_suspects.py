"""Reading by columns: no row that is no record escapes the closer look, and a rule sees each cell once."""

import numpy as np
import pytest
from exports import source, text_of
from hypothesis import given
from hypothesis import strategies as st

from kooperation.reading.cells import readers as columns
from kooperation.reading.cells.column import CodedTexts, WholeTexts, column_of
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.tables.grid import find_grid
from kooperation.reading.tables.rows import Identity, _Sorter, sort_rows
from kooperation.reading.tables.suspects import suspects
from kooperation.reading.tables.table import read_table
from kooperation.reading.texts import plain
from kooperation.reading.texts.delimited import read_text
from kooperation.reading.words.line_labels import is_opening_label, is_total_label

HEADINGS = ["Buchungsdatum", "Belegnummer", "Sachkonto", "Betrag", "Text"]
_CELLS = """Summe|Summe |*|** Ansan|Übertrag|Saldo 31.12.|Hotel|1.234,56|5|0101|---|Betrag|Text|2023
|01.02.2024|Anzahl Sätze|Erstellt am 1.1.2024|-|12.34.56| |"""
CELLS = st.sampled_from([*_CELLS.replace("\n", "").split("|"), None, 7.5, True])
IDENTITIES = st.builds(
    Identity, st.sampled_from([None, 0]), st.sampled_from([None, 1]), st.just(frozenset({4})), st.just(None)
)


@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=8), identity=IDENTITIES)
def test_a_row_that_is_no_record_never_escapes_the_closer_look(rows, identity):
    grid = find_grid(source(""), Sheet("Tabelle1", [HEADINGS, *rows]), header=1)
    sorter = _Sorter(grid, frozenset({3}), identity)
    apart = {row for row in range(grid.size) if sorter.verdict(row)[0] is not None}
    looked_at = set(suspects(grid, money={3}, document=identity.document).tolist())
    assert apart <= looked_at
    is_usual_word = len(sorter.dated) * 2 > grid.size
    back = sorter.dated if is_usual_word else set()
    assert set(sort_rows(grid, money={3}, identity=identity).apart) == apart - back


def test_a_plain_ledger_needs_no_closer_look():
    lines = [f"01.02.2024;{number};544016;{number},00;Hotel" for number in range(100, 200)]
    grid = find_grid(source(""), Sheet(None, [line.split(";") for line in text_of(*lines).splitlines()]))
    assert suspects(grid, money=(), document=1).tolist() == []


@given(st.lists(st.sampled_from([" a", "b ", "ä", "", "\u00a0c", "d\u2003", "1", None]), max_size=6))
def test_a_column_is_trimmed_as_each_of_its_cells(cells):
    column = column_of(cells)
    assert column.trimmed.to_pylist() == [(cell or "").strip() or None for cell in cells]
    assert column.filled.tolist() == [bool((cell or "").strip()) for cell in cells]


@given(st.lists(st.sampled_from([1, 1.0, True, "1", 0, False, "", None, -0.0, 2.5]), min_size=1, max_size=8))
def test_distinct_cells_keep_their_types_apart(cells):
    distinct = column_of(cells).distinct
    back = [distinct.cells[code] for code in distinct.codes]
    assert [(type(one), one) for one in back] == [(type(one), one) for one in cells]


@pytest.mark.parametrize(
    "label", ["Summe", "* Konto", "Übertrag", "ÜBERTRAG", "Gesamtergebnis", "Σ", "Ｓｕｍｍｅ", "Su."]
)
def test_every_label_is_found_in_a_whole_column(label):
    assert is_total_label(label) or is_opening_label(label)
    lines = ["01.02.2024;;544016;5,00;Hotel", f"01.02.2024;;544016;5,00;{label}"]
    grid = find_grid(source(""), Sheet(None, [line.split(";") for line in text_of(*lines).splitlines()]))
    assert suspects(grid, money={3}, document=1).tolist() == [1]


def test_a_day_is_read_once_however_often_it_stands(monkeypatch, tmp_path):
    columns._date_of_text.cache_clear()
    path = tmp_path / "export.csv"
    lines = [f"0{1 + number % 9}.02.2024;{number};544016;{number},00;Hotel" for number in range(1000)]
    path.write_text(text_of(*lines), "utf-8")
    assert len(read_table(path).frame) == 1000
    assert columns._date_of_text.cache_info().misses == 9


# --- long texts ------------------------------------------------------------------------------------------

LINES = st.lists(
    st.sampled_from(["a;1,00;x", "ü;2,00;", ";;", "", "b;3,00;\u2028y", " c ;4;\u00a0", "d;5;z;"]),
    min_size=1,
    max_size=40,
)


@given(
    head=st.lists(st.sampled_from(["Titel", "", "x;y"]), max_size=3),
    lines=LINES,
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_long_text_has_the_rows_that_a_short_one_has(head, lines, end):
    content = end.join([*head, *lines, ""])
    wanted = [line.split(";") for line in content.split(end)[:-1]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "LONG", 0)
        split = plain.plain_rows(content.encode(), ";")
    if split is None:  # not plain throughout
        return
    assert [row if any(row) else [] for row in split] == [row if any(row) else [] for row in wanted]
    widths = [len(row) for row in wanted if any(row)]
    assert [width for width, row in zip(split.lengths.tolist(), wanted, strict=True) if any(row)] == widths


@given(lines=LINES, top=st.integers(0, 50))
def test_the_columns_of_a_long_text_hold_the_cells_of_its_rows(lines, top):
    content = "\n".join(["Titel", *lines, "Fuß", ""])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "LONG", 0)
        split = plain.plain_rows(content.encode(), ";")
    if split is None:  # not plain throughout
        return
    wanted = [*split][top:]
    for place, column in enumerate(split.columns_below(top)):
        cells = [row[place] if place < len(row) else None for row in wanted]
        assert column.to_list() == cells
        assert set(column.distinct.cells) == set(cells)


def test_a_column_of_few_different_texts_is_held_as_these(monkeypatch):
    monkeypatch.setattr(plain, "LONG", 0)
    lines = [f"{number};{number % 3}" for number in range(100)]
    split = plain.plain_rows("\n".join(["Nummer;Konto", *lines]).encode(), ";")
    numbers, accounts = split.columns_below(1)
    assert isinstance(numbers, WholeTexts)
    assert isinstance(accounts, CodedTexts)
    assert sorted(set(accounts.different.to_list())) == ["0", "1", "2"]


def test_a_text_with_a_stray_quotation_mark_or_a_strange_line_is_no_plain_one(monkeypatch):
    monkeypatch.setattr(plain, "LONG", 0)
    lines = ["a;b"] * 1_000
    assert plain.plain_rows("\n".join(lines).encode(), ";") is not None
    assert plain.plain_rows("\n".join([*lines, 'a;"b"', *lines]).encode(), ";") is not None
    assert plain.plain_rows("\n".join([*lines, 'a;b"', *lines]).encode(), ";") is None
    assert plain.plain_rows("\n".join([*lines, "a;b;c", *lines]).encode(), ";") is None


def test_a_long_export_with_titles_blank_lines_and_a_footer_is_read_with_its_row_numbers(tmp_path):
    lines = [f"01.02.2024;{number};544016;{number},25;Büro" for number in range(20_000)]
    lines[10_000] = ""
    text = "\n".join(
        ["Einzelposten", "", text_of(*lines).removesuffix("\n"), ";;;;", "Anzahl Sätze: 19999", ""]
    )
    path = tmp_path / "lang.csv"
    path.write_text(text, "utf-8")
    assert isinstance(read_text(source(text)).rows, plain.PlainRows)
    table = read_table(path)
    assert len(table.frame) == 19_999
    assert [row.row for row in table.report.dropped] == [20_005]
    assert np.isin(["9999", "10001"], table.frame["Belegnummer"]).all()
