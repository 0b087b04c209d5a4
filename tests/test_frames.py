"""How frames are shown: German and English numbers, names for keys, exact sums, nobody's name, no markup."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pandas as pd
import pytest

import kooperation as ko
from kooperation.model.schema import DATE, EUR, FLAG, QUANTITY, TEXT, WHOLE


def euros(*amounts: str | None) -> pd.Series:
    return pd.Series([None if amount is None else Decimal(amount) for amount in amounts], dtype=EUR)


def column(name: str, values: object, **options: object) -> list[str]:
    """The cells of one column as people read them."""
    shown = ko.show(pd.DataFrame({name: values}), **options)
    return [row[0] for row in shown.rows]


@pytest.fixture(scope="module")
def books(project):
    return ko.read_books(project / "data" / "raw")


@pytest.mark.parametrize(
    ("language", "texts"),
    [("de", ["1.234,56 €", "-0,01 €", "0,00 €", "–"]), ("en", ["€1,234.56", "-€0.01", "€0.00", "–"])],
)
def test_amounts_are_written_in_the_reader_s_way_and_to_the_cent(language, texts):
    assert column("amount", euros("1234.56", "-0.01", "0", None), language=language) == texts


def test_a_year_has_no_thousands_point():
    assert column("year", pd.Series([2024, None], dtype=WHOLE)) == ["2024", "–"]


@pytest.mark.parametrize(("language", "text"), [("de", "31.12.2024"), ("en", "2024-12-31")])
def test_a_day_is_written_without_a_time(language, text):
    assert column("booked_on", pd.Series([date(2024, 12, 31), None], dtype=DATE), language=language) == [
        text,
        "–",
    ]


def test_shares_are_percentages_and_never_rounded_over_a_line():
    assert column("used_share", pd.Series([0.96, 1.0001, None], dtype="Float64")) == [
        "96,0 %",
        "100,01 %",
        "–",
    ]
    assert column("released_share", pd.Series([Fraction(1, 4)], dtype=object)) == ["25,0 %"]


def test_the_shares_of_a_chart_stand_on_the_right_like_other_numbers():
    figures = pd.DataFrame({"Ausschöpfung": pd.array(["-9,2 %", "nicht belegt"], dtype=TEXT)})
    assert ko.show(figures).numeric == (True,)
    assert ko.show(figures.rename(columns={"Ausschöpfung": "Status"})).numeric == (False,)


def test_a_threshold_is_a_percentage_already():
    assert column("threshold", pd.Series([80, 100], dtype=WHOLE)) == ["80 %", "100 %"]
    assert column("threshold", pd.Series([Decimal("79.99")], dtype=object)) == ["79,99 %"]


def test_flags_and_states_are_words():
    assert column("is_final", pd.Series([True, False, None], dtype=FLAG)) == ["ja", "nein", "–"]
    assert column("state", pd.Series(["exceeded", "undocumented"], dtype=TEXT)) == [
        "überschritten",
        "nicht belegt",
    ]
    assert column("precision", pd.Series(["season"], dtype=TEXT), language="en") == ["season"]


def test_a_word_that_no_vocabulary_knows_stays_as_it_is():
    assert column("status", pd.Series(["durchgeführt"], dtype=TEXT)) == ["durchgeführt"]


def test_a_foreign_amount_is_no_amount_of_euros():
    frame = pd.DataFrame({"foreign_amount": euros("1250000"), "currency": ["KRW"]})
    assert ko.show(frame).rows == (("1.250.000,00", "KRW"),)


def test_keys_of_regions_and_pots_become_names(books):
    frame = pd.DataFrame({"region": ["suedkorea", None], "pot": ["kooperation", None]}, dtype=TEXT)
    assert ko.show(frame, books).rows == (
        ("Südkorea", "Internationale Kooperationen"),
        ("nicht zugeordnet", "außerhalb der Töpfe"),
    )
    assert ko.show(frame, books, language="en").rows[0][0] == "South Korea"


def test_a_scope_names_its_regions(books):
    frame = pd.DataFrame({"scope": ["ansan, minnesota", "alle"]}, dtype=TEXT)
    assert ko.show(frame, books).rows == (("Ansan, Minnesota",), ("alle",))


def test_spending_knows_the_names_of_its_columns(books):
    shown = ko.show(ko.spending_by_region(books, pot="kooperation", years=[2024]))
    assert shown.headings[:4] == ("Haushaltsjahr", "Ansan", "Südkorea", "Greater Sacramento")
    assert shown.headings[-1] == "nicht zugeordnet"


def test_sums_are_exact_and_stand_below_and_at_the_end():
    table = pd.DataFrame({"ansan": euros("0.10", "0.20"), "lwiw": euros("-0.30", None)})
    table.index = pd.Index([2024, 2025], name="year")
    shown = ko.show(table, sums=True)
    assert shown.headings == ("Haushaltsjahr", "ansan", "lwiw", "Summe")
    assert shown.rows == (
        ("2024", "0,10 €", "-0,30 €", "-0,20 €"),
        ("2025", "0,20 €", "–", "0,20 €"),
        ("Summe", "0,30 €", "-0,30 €", "0,00 €"),
    )


def test_rows_are_not_added_up_where_a_column_is_no_amount():
    frame = pd.DataFrame({"text": ["Flug", "Hotel"], "amount": euros("0.10", "0.20")})
    assert ko.show(frame, sums=True).rows[-1] == ("Summe", "0,30 €")
    assert ko.show(frame, sums=True).headings == ("Buchungstext", "Betrag")


def test_texts_in_both_languages_are_shown_once_in_the_language_of_the_reader():
    frame = pd.DataFrame(
        {
            "dropped_reasons": pd.array(["7 Summenzeilen"], dtype=TEXT),
            "dropped_reasons_en": pd.array(["7 total lines"], dtype=TEXT),
            "reason": pd.array(["kein Name einer Partnerregion"], dtype=TEXT),
        }
    )
    german, english = ko.show(frame), ko.show(frame, language="en")
    assert german.rows == (("7 Summenzeilen", "kein Name einer Partnerregion"),)
    assert english.rows == (("7 total lines", "no name of a partner region"),)
    assert english.headings == ("Reasons", "Reason")


def test_showing_changes_nothing():
    frame = pd.DataFrame({"year": pd.Series([2024], dtype=WHOLE), "amount": euros("1")})
    before = frame.copy()
    ko.show(frame, sums=True)
    pd.testing.assert_frame_equal(frame, before)


def test_who_was_paid_is_left_out_and_refused_by_name(books):
    assert "vendor" in books.bookings
    assert "vendor" not in ko.show(books.bookings).headings
    with pytest.raises(ValueError, match="vendor"):
        ko.show(books.bookings, columns=["amount", "vendor"])


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ValueError, match="no column amounts among: amount"):
        ko.show(pd.DataFrame({"amount": euros("1")}), columns=["amounts"])


def test_a_text_never_becomes_markup():
    frame = pd.DataFrame({"text": ["<b>Hotel (1)</b> & Co"]})
    html = ko.show(frame)._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;Hotel (1)&lt;/b&gt; &amp; Co" in html


def test_html_and_plain_text_show_the_same_words(books):
    shown = ko.show(ko.budget_usage(books, pot="kooperation"), books, columns=["year", "ceiling", "state"])
    for row in shown.rows:
        assert "  ".join(row).split() in [line.split() for line in repr(shown).splitlines()]
        assert all(f">{text}</td>" in shown._repr_html_() for text in row)


def test_the_same_frame_is_shown_the_same_twice(books):
    first, second = (ko.show(books.sources, books) for _ in range(2))
    assert (repr(first), first._repr_html_()) == (repr(second), second._repr_html_())


def test_a_long_text_is_cut_in_plain_text_only():
    shown = ko.show(pd.DataFrame({"text": ["7" * 100]}))
    assert f"{'7' * 59}…" in repr(shown)
    assert "7" * 100 in shown._repr_html_()


def test_an_empty_frame_shows_its_headings():
    shown = ko.show(pd.DataFrame({"year": pd.Series([], dtype=WHOLE), "amount": euros()}))
    assert (shown.headings, shown.rows) == (("Haushaltsjahr", "Betrag"), (("–", "–"),))
    assert repr(shown).splitlines()[0] == "Haushaltsjahr  Betrag"


def test_invented_figures_say_so_and_real_ceilings_do_not(books):
    usage = ko.budget_usage(books, pot="kooperation")
    assert (
        ko.show(usage, columns=["year", "actual"]).note
        == "Beispieldaten – frei erfunden, keine echten Buchungen"
    )
    assert ko.show(usage, books, columns=["year", "ceiling", "status"]).note is None
    assert ko.show(books.activities).note is None
    assert ko.show(books.sources, books, language="en").note == "Example data – invented, no real postings"


def test_books_show_what_was_read_at_a_glance(books):
    shown = ko.show(books)
    assert dict(shown.rows) == {
        "Dateien": "16",
        "Buchungen": "130 mit zusammen 379.719,42 €",
        "davon ohne Partnerregion": "4 mit zusammen 2.381,76 €",
        "davon außerhalb der Töpfe": "0 mit zusammen 0,00 €",
        "Aktivitäten": "18",
        "Stand": "28.09.2026",
        "Befunde": dict(shown.rows)["Befunde"],
    }
    assert dict(shown.rows)["Befunde"].startswith("Fehler: 0 · ")
    assert shown.note is not None
    assert dict(ko.show(books, language="en").rows)["Postings"] == "130, together €379,719.42"


def test_real_books_are_not_called_invented():
    usage = pd.DataFrame({"actual": euros("1")})
    real = SimpleNamespace(is_example=False, regions=(), pots=())
    assert ko.show(usage, real).note is None


def test_a_long_frame_is_cut_and_says_how_many_rows_there_are_while_its_sum_stays_whole():
    frame = pd.DataFrame({"text": "Flug", "amount": euros(*["0.10"] * 1_234)})
    shown = ko.show(frame, sums=True, most=2)
    assert shown.rows == (("Flug", "0,10 €"), ("Flug", "0,10 €"), ("Summe", "123,40 €"))
    assert repr(shown).splitlines()[-1] == "Die ersten 2 von 1.234 Zeilen"
    assert shown.html().endswith("<p><em>Die ersten 2 von 1.234 Zeilen</em></p>")
    assert ko.show(frame, most=None).rest is None


def test_a_quantity_has_decimals_only_where_it_needs_them():
    quantities = pd.Series([Decimal("20.00"), Decimal("1.50"), Decimal("1000.00"), None], dtype=QUANTITY)
    assert column("quantity", quantities) == ["20", "1,5", "1.000", "–"]


def test_the_region_that_was_recognised_and_the_one_that_was_written_have_headings_of_their_own():
    both = pd.DataFrame({"region": ["ansan"], "region_text": ["Ansan-si"]}, dtype=TEXT)
    assert ko.show(both).headings == ("Partnerregion", "Partnerregion laut Datei")
    assert ko.show(both[["region_text"]]).headings == ("Partnerregion",)


def test_the_texts_of_a_chart_are_shown_as_it_draws_them(books):
    figures = ko.chart_figures(ko.plot_cost_types(books))
    assert ko.show(figures, books).rows[-1][0] == "nicht zugeordnet"


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_column_of_a_frame_of_the_package_is_shown_under_its_code_name(books, language):
    course = ko.year_course(books)
    frames = (
        ko.outcomes(books), ko.activity_costs(books), ko.postings_without_activity(books),
        ko.overdue_activities(books), books.planned, course.steps, course.orders, books.findings,
        ko.open_commitments(books), ko.reconcile(books), books.sources, books.bookings,
    )  # fmt: skip
    headings = [ko.show(frame.head(1), books, language=language).headings for frame in frames]
    names = {name for frame in frames for name in frame.columns}
    assert [heading for row in headings for heading in row if heading in names] == []


def test_the_course_of_a_year_names_its_pot_in_the_language_of_its_reader(books):
    course = ko.year_course(books)
    shown = [dict(ko.show(course, language=language).rows) for language in ("de", "en")]
    assert shown[0]["Topf"] == "Internationale Kooperationen"
    assert shown[1]["Pot"] == "International cooperation"


def test_real_activities_beside_an_invented_ledger_are_not_called_invented_but_their_costs_are():
    invented = SimpleNamespace(is_example=True, regions=(), pots=())
    log = pd.DataFrame({"period_text": ["Herbst 2018"], "status": ["durchgeführt"]}, dtype=TEXT)
    assert ko.show(log, invented).note is None
    assert "Beispieldaten" in str(ko.show(log.assign(cost=euros("1")), invented).note)


def test_prices_of_one_piece_are_not_added_up():
    planned = pd.DataFrame(
        {"kind": ["Reise", "Saal"], "unit_price": euros("10", "20"), "amount": euros("30", "20")}
    )
    assert ko.show(planned, sums=True).rows[-1] == ("Summe", "", "50,00 €")


def test_the_sentence_about_a_pot_and_the_names_of_a_workbook_are_shown_whole():
    told = pd.DataFrame({"headline": ["2024 lag darüber"], "name": ["Verwendbar_2024"]}, dtype=TEXT)
    assert ko.show(told).rows == (("2024 lag darüber", "Verwendbar_2024"),)
