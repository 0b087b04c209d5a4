"""The line that would assign a posting takes that posting and no other."""

from decimal import Decimal

import pandas as pd
from folders import data_folder, postings
from workbook_ledger import books_of, posting

from kooperation.analysis import singled_out
from kooperation.books import read_books
from kooperation.model.region import Phrase
from kooperation.reporting.provenance import MOST_RULE_LINES, REGION_TO_FILL_IN, ledger_check, rule_lines
from kooperation.reporting.tables import report_of


def lines_of(*rows):
    report = report_of(books_of(rows))
    return dict(zip(report.unassigned["booking_id"], rule_lines(report.unassigned, report), strict=True))


def test_a_document_of_its_own_is_enough():
    (line,) = lines_of(
        posting(2024, 1_000, region=None, booking_id="a", document="D1", text="Trinkgeld")
    ).values()
    assert line.split(";")[4:6] == ["", "D1"]
    assert line.split(";")[7:10] == ["2024", "2024", REGION_TO_FILL_IN]


def test_a_document_with_other_lines_is_told_apart_by_its_text():
    lines = lines_of(
        posting(2024, 90_000, region="ansan", booking_id="a", document="D6", text="Hotel"),
        posting(2024, 1_000, region=None, booking_id="b", document="D6", text="Trinkgeld"),
        posting(2024, 2_000, region=None, booking_id="c", document="D7", text="Trinkgeld"),
    )
    assert lines["b"].split(";")[4:6] == ["Trinkgeld", "D6"]
    assert lines["c"].split(";")[4:6] == ["", "D7"]


def test_no_line_is_prepared_where_it_would_take_other_postings_along():
    lines = lines_of(
        posting(2024, 500_000, region="ansan", booking_id="a", document=pd.NA, text="Messe Ansan"),
        posting(2024, 1_000, region=None, booking_id="b", document=pd.NA, text="Messe"),
        posting(2024, 2_000, region=None, booking_id="c", document=pd.NA, text=pd.NA),
    )
    assert lines == {"b": None, "c": None}


def test_two_open_lines_of_one_document_get_rules_of_their_own():
    lines = lines_of(
        posting(2024, 1_000, region=None, booking_id="a", document="D6", text="Trinkgeld", source_row=7),
        posting(2024, 2_000, region=None, booking_id="b", document="D6", text="Garderobe", source_row=8),
    )
    assert len({line.split(";")[0] for line in lines.values()}) == 2


def test_a_text_of_words_that_others_hold_too_is_told_by_its_rarest_word_and_by_its_document():
    lines = lines_of(
        posting(2024, 1_000, region=None, booking_id="a", document="D6", text="Übernachtung (Porto) 7"),
        posting(2024, 2_000, region=None, booking_id="b", document="D6", text="Uebernachtung Porto"),
        posting(2024, 3_000, region="ansan", booking_id="c", document="D7", text="Uebernachtung Porto 8"),
        posting(2024, 4_000, region=None, booking_id="d", document="D6", text="Hotel * Porto"),
    )
    assert lines["a"].split(";")[4:6] == ["Übernachtung (Porto) 7", ""]
    assert lines["b"].split(";")[4:6] == ["Uebernachtung Porto", "D6"]
    assert lines["d"] is None


def test_twenty_thousand_open_postings_are_asked_about_once_each_and_only_a_thousand_get_a_line(monkeypatch):
    asked = []
    is_in = Phrase.is_in
    monkeypatch.setattr(Phrase, "is_in", lambda self, text: asked.append(text) or is_in(self, text))
    rows = [
        posting(2024, 100, region=None, booking_id=f"b{n}", document="D6", text=f"Fahrt Messe {n}")
        for n in range(20_000)
    ]
    report = report_of(books_of(rows))
    asked.clear()
    lines = rule_lines(report.unassigned, report)
    assert len(lines) == MOST_RULE_LINES
    assert all(line is not None for line in lines)
    assert len(asked) <= 2 * MOST_RULE_LINES


def check_of(folder):
    return ledger_check(report_of(read_books(folder)))


def test_what_copies_and_lists_without_documents_repeat_is_no_difference(tmp_path):
    line = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"
    copy = {"buchungen/a.csv": postings(line), "buchungen/b.csv": postings(line) + b"\r\n"}
    check = check_of(data_folder(tmp_path / "kopie", copy))
    assert (check.repeated, check.difference) == (Decimal("1200.00"), Decimal(0))
    rows = [line.replace("B-1", ""), "2024;15.03.2024;;Hotel;Zimmer Tartu;80,00"]
    lists = {"buchungen/a.csv": postings(*rows), "buchungen/b.csv": postings(*rows[::-1])}
    check = check_of(data_folder(tmp_path / "liste", lists))
    assert (check.repeated, check.difference) == (Decimal("1280.00"), Decimal(0))


def test_a_text_is_spelled_once_however_many_postings_say_it(monkeypatch):
    spelled = []
    spellings = singled_out.spellings
    monkeypatch.setattr(singled_out, "spellings", lambda text: spelled.append(text) or spellings(text))
    rows = [posting(2024, 100, None, document="D1", text="Übernachtung") for _ in range(50)]
    assert set(lines_of(*rows).values()) == {None}
    assert spelled == ["Übernachtung"]


def test_texts_are_not_looked_at_while_documents_say_enough(monkeypatch):
    monkeypatch.setattr(singled_out, "_spelled", None)  # to call it would fail
    rows = [posting(2024, 100, None, document=document) for document in ("D1", "D2")]
    first, second = lines_of(*rows).values()
    assert ";D1;" in first
    assert ";D2;" in second
