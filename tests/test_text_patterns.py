"""A pattern says the same of few texts, which Python searches, as of many, which Arrow searches."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model import cents
from kooperation.model.money import Convention
from kooperation.model.text_patterns import found_in
from kooperation.reading.ledgers import credits as credit_notes
from kooperation.reading.tables import suspects

TEXTS = st.text("0123456789.,-+ €EURSHſσςKâumtoalgesctrni*\u00a0\n'’", max_size=9)
PIECES = st.sampled_from(
    [
        *("gutschrift", "STORNO", "rückerstattung", "RÜCKZAHLUNG", "credit note", "credit-note", "refund"),
        *("ſtorno", "en", "s", "x", "²", "Ⅷ", "_", "9", "é", "가", " ", "-", "\n", "."),
    ]
)


@pytest.mark.parametrize("pattern", [suspects._MAY_BE_LABEL, credit_notes._MAY_BE], ids=["totals", "credits"])
@given(st.lists(TEXTS | st.lists(PIECES, max_size=5).map("".join), max_size=20))
def test_few_texts_are_searched_as_many_are(pattern, texts):
    trimmed = pa.array([text.strip() or None for text in texts], pa.large_string())
    many = pa.concat_arrays([trimmed, pa.array(["-"] * 1000, pa.large_string())])
    told = pc.fill_null(found_in(many, pattern), fill_value=False)
    assert found_in(trimmed, pattern).to_pylist() == told.to_pylist()[: len(texts)]


@given(st.lists(TEXTS, max_size=20), st.sampled_from(Convention), st.sampled_from((1, 1000)))
def test_the_cents_of_few_texts_are_those_of_many(texts, convention, scale):
    trimmed = pa.array([text.strip() or None for text in texts], pa.large_string())
    many = pa.concat_arrays([trimmed, pa.array(["-"] * 1000, pa.large_string())])
    for few, more in zip(
        [*cents.plain_cents(trimmed, convention, scale=scale), *cents.whole_cents(trimmed, scale=scale)],
        [*cents.plain_cents(many, convention, scale=scale), *cents.whole_cents(many, scale=scale)],
        strict=True,
    ):
        assert few.tolist() == more.tolist()[: len(texts)]


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_credit_is_a_word_between_what_no_alphabet_knows(text):
    pattern = rf"(?i)(?:^|[^\pL])(?:{credit_notes._WORDS})(?:en|s)?(?:$|[^\pL])"
    told = pc.match_substring_regex(pa.array([text.strip()], pa.large_string()), pattern)
    assert [credit_notes._says_credit(text.strip())] == told.to_pylist()


def test_the_patterns_of_a_small_file_are_not_prepared_anew_for_each_column(tmp_path, monkeypatch):
    from kooperation.reading.container import read_source
    from kooperation.reading.ledgers.overview import load_overview

    usual, prepared = pc.match_substring_regex, []

    def match(texts, pattern, **options):
        prepared.append(pattern)
        return usual(texts, pattern, **options)

    monkeypatch.setattr(pc, "match_substring_regex", match)
    path = tmp_path / "Budgetuebersicht_2025.csv"
    path.write_text(
        "Produktsachkonto;Ansatz;Anordnungssoll;Verfügbar\n990100.544016;112.000,00;57.490,18;54.509,82\n"
        "Summe;112.000,00;57.490,18;54.509,82\n",
        encoding="utf-8",
    )
    assert len(load_overview(read_source(path)).frame) == 1
    assert not prepared


def test_where_a_label_of_a_total_is_no_name_no_column_is_asked_for_amounts(tmp_path, monkeypatch):
    from kooperation.reading.container import read_source
    from kooperation.reading.ledgers.overview import load_overview
    from kooperation.reading.tables import rows

    asked = []
    usual = rows.infer_kind
    monkeypatch.setattr(
        rows, "infer_kind", lambda heading, column: asked.append(heading) or usual(heading, column)
    )
    path = tmp_path / "Budgetuebersicht_2025.csv"
    for label, are_asked in (("Summe", False), ("Schulen gesamt", True)):
        path.write_text(
            "Konto;Bezeichnung;Ansatz;Anordnungssoll\n544016;Reisen;112.000,00;57.490,18\n"
            f"544017;{label};112.000,00;57.490,18\n",
            encoding="utf-8",
        )
        load_overview(read_source(path))
        assert bool(asked) == are_asked
