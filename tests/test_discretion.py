"""A free text shows what names nobody; everything else becomes an ellipsis."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kooperation as ko
from kooperation.model.discretion import Discretion, discretion_of
from kooperation.model.findings import finding
from kooperation.model.region import Pot, Region
from kooperation.model.schema import TEXT

ANSAN = Region("ansan", "Ansan", "Ansan", "KR", aliases=("안산", "KOITA"))
MOUNTAINS = Region(
    "riesengebirge", "Kreis Riesengebirge", "", "PL", aliases=("Hirschberg", "Powiat Karkonoski")
)


class Registers:
    regions = (ANSAN, MOUNTAINS)
    pots = (Pot("koop", "Partnerschaften Europa", "990100", None, is_default=True, frame="ja"),)
    rules = ()


KNOWN = discretion_of(Registers())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Reisekosten Erika Mustermann", "Reisekosten …"),
        ("Mustermann, Erika, Reisekosten", "…, Reisekosten"),
        ("REISEKOSTEN MUSTERMANN", "REISEKOSTEN …"),
        ("reisekosten mustermann", "reisekosten …"),
        ("Honorar Anna-Lena Musterfrau", "Honorar …"),
        ("Erstattung E. Mustermann", "Erstattung …"),
        ("Bewirtung mit O'Brien und Ansan", "Bewirtung mit … und Ansan"),
        ("Besuch 김민수 in Ansan", "Besuch … in Ansan"),
        ("Flug Łukasz Żółtowski", "Flug …"),
        ("Flug Оксана Шевченко", "Flug …"),
        ("Reise Anna von der Aue nach Ansan", "Reise … nach Ansan"),
        ("Rechnung an erika.mustermann@example.org", "Rechnung an …"),
        ("Reisekosten_Mustermann_2024", "Reisekosten_…_2024"),
        ("Muster\u00admann Hotel", "… Hotel"),
    ],
)
def test_a_word_that_could_be_a_name_becomes_an_ellipsis(text, shown):
    assert KNOWN.text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Abrechnung Frau Messe", "Abrechnung Frau …"),
        ("Prof. Dr. Hotel, Vortrag", "Prof. Dr. …, Vortrag"),
        ("Bürgermeister Markt in Ansan", "Bürgermeister … in Ansan"),
        ("Reisekosten Anna Wein", "Reisekosten …"),
        ("Reisekosten Wein, Anna", "Reisekosten …"),
        ("Reisekosten Anna Hirschberg", "Reisekosten …"),
        ("Reisekosten August", "Reisekosten …"),
        ("Reisekosten Anna August 2024", "Reisekosten … 2024"),
        ("An Jimin Honorar", "… Honorar"),
        ("Honorar P. Sommer", "Honorar …"),
    ],
)
def test_an_ordinary_word_does_not_pass_where_names_stand(text, shown):
    assert KNOWN.text(text) == shown


ENDING_AS_WORDS_DO = """
Eunkyung Hyunjung Taekyung Minkyung Chaeyoung Seungyoung Myungsung Kwangsung Nibelung
Fleischer Kreischer Ehrlicher
"""


@pytest.mark.parametrize("name", ENDING_AS_WORDS_DO.split())
def test_an_ending_of_german_words_makes_no_word_of_a_name(name):
    assert KNOWN.text(f"Honorar {name}") == "Honorar …"
    assert KNOWN.text(f"HOTEL KIM {name.upper()}") == "HOTEL …"
    assert KNOWN.text(f"reise anna {name.lower()}") == "reise …"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("herr sommer 2024", "herr … 2024"),
        ("frau bus", "frau …"),
        ("Herr\u00a0Wein", "Herr\u00a0…"),
        ("Frau\nMesse", "Frau\n…"),
        ("Frau „Messe“", "Frau „…“"),
        ("Frau: Messe", "Frau: …"),
        ("H. Schüler", "…"),
        ("Hotel K. Brücke", "Hotel …"),
        ("R. Winter 3 Nächte", "… 3 Nächte"),
        ("Frau A. Messe", "Frau …"),
        ("Frau Messe-Druck", "Frau …"),
        ("Frau Messe Druck", "Frau …"),
        ("Frau Anna von der Messe, Hotel", "Frau …, Hotel"),
    ],
)
def test_up_to_three_words_behind_a_title_or_an_initial_are_hidden_however_they_are_written(text, shown):
    assert KNOWN.text(text) == shown


@pytest.mark.parametrize(
    "name", ["Anna Siegel", "John Hall", "Vincent Price", "Dorothy Day", "Minsu Sim", "Anna Lohn", "Tom Ware"]
)
def test_a_surname_that_is_also_a_word_does_not_pass_beside_a_first_name(name):
    assert KNOWN.text(f"Reisekosten {name}") == "Reisekosten …"


@pytest.mark.parametrize(
    "text",
    [
        "z. B. Hotel, u. a. Reise, Verein e. V. Messe",
        "Bürgermeister und Rat, Präsidentin der Messe, Bürgermeister, Hotel",
        "Zustimmung, Förderung, Finanzierung, Würdigung, Unterzeichnung und Verwaltung",
        "Koreanischer Besuch, wirtschaftlicher Austausch, europäische Hilfe",
        "Siegel und Brücke, Münster, Handelskammer, Abendessen",
        "Namensschilder, Mautgebühren, Verpflegungsmehraufwand, Notstromaggregate, Faltblätter, Livestream",
    ],
)
def test_titles_initials_and_endings_hide_no_ordinary_text(text):
    assert KNOWN.text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Flüge Anzahlung Delegation Ansan",
        "Uebersetzung Partnerschaftsunterlagen Kreis Riesengebirge",
        "Busfahrt Hirschberg, KOITA und 안산",
        "Flughafentransfer Delegation 03.–09.04.2022, 20 Personen",
        "Rechnung ER24-0214 vom 3. August 2024 über 1.234,56 €",
        "Hotel Mai bis August 2025",
        "CO₂-Ausgleich Flüge, Zuschuss AGIT mbH",
        "Hotel delegation, invoices for two nights",
        "Regelmäßiger Kontakt und gemeinsame wirtschaftliche Veranstaltungen",
        "Videokonferenz – zweiter Teil",
        "",
        "…",
    ],
)
def test_what_names_nobody_is_shown_as_it_is(text):
    assert KNOWN.text(text) == text
    assert KNOWN.is_whole(text)


def test_a_shown_text_does_not_change_when_it_is_shown_again():
    shown = KNOWN.text("Reisekosten Frau Messe, Anna Hirschberg und Dr. Kim Min-su")
    assert KNOWN.text(shown) == shown == "Reisekosten Frau … und Dr. …"


def test_how_many_words_a_name_has_is_not_told():
    one, many = (
        KNOWN.text(f"Hotel {name} Ansan") for name in ("Mustermann", "Kim Min-su, Anna-Lena Musterfrau")
    )
    assert one == many == "Hotel … Ansan"


def test_the_words_of_a_register_are_known_only_where_the_register_is():
    assert Discretion().text("Busfahrt Karkonoski") == "Busfahrt …"
    assert KNOWN.text("Busfahrt Powiat Karkonoski") == "Busfahrt Powiat Karkonoski"


SURNAMES = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause
Meier Lehmann Köhler Maier Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß
Jung Hahn Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht
Schuster Simon Ludwig Böhm Kraus Schumacher Krämer Vogt Stein Jäger Otto Groß Sommer Seidel Heinrich
Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer
Arnold Wolff Pfeiffer Park Kim Lee Choi Kang Han Yoon Lim Shin Kwon Hwang Ahn Song Hong Nowak Kowalski
Wiśniewski Wójcik Kamiński Melnyk Shevchenko Kovalenko Bondarenko Tkachenko Hartung Adelung Neuhaus
Backhaus Steinberg Ostertag Freitag Sonntag Bucher Hauser Stifter Raumer Koster
"""


def test_no_common_surname_is_a_word_of_the_field():
    assert [name for name in SURNAMES.split() if KNOWN.text(f"Reisekosten {name}") != "Reisekosten …"] == []


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ER24-0214", "ER24-0214"),
        ("5100000123", "5100000123"),
        ("RE-2024/17", "RE-2024/17"),
        ("HHST24.0012", "HHST24.0012"),
        ("Reisekosten Müller", "Reisekosten …"),
        ("B-1 Müller", "B-1 …"),
        ("MÜLLER-1", "…-1"),
        ("B1, Frau Messe", "B1, Frau …"),
    ],
)
def test_a_key_is_shown_as_it_is_and_a_name_in_its_column_is_hidden(key, shown):
    assert KNOWN.code(key) == shown


def test_a_column_keeps_what_is_missing_missing():
    texts = pd.Series(["Hotel Mustermann", pd.NA], dtype=pd.StringDtype("pyarrow"))
    shown = KNOWN.column(texts)
    assert (shown[0], shown.isna().to_list(), shown.dtype) == ("Hotel …", [False, True], texts.dtype)


def test_a_finding_quotes_a_free_cell_without_names_and_a_register_word_whole():
    unknown = finding("unknown_status", raw="macht Erika Mustermann", text="macht Erika Mustermann")
    assert "Mustermann" not in unknown.describe()
    assert "Mustermann" not in unknown.describe("en")
    assert (
        finding("unknown_reference", raw="musterpott", value="musterpott", register="toepfe").raw
        == "musterpott"
    )


def test_a_finding_quotes_the_words_of_the_registers():
    found = finding("activity_of_no_region", raw="Hirschberg", text="Hirschberg", regions="")
    assert found.shown_raw() == "…"
    assert found.known_to(KNOWN).shown_raw() == "Hirschberg"


@pytest.mark.parametrize(
    "text",
    [
        "§ 82 GO NRW",
        "§ 24 KomHVO NRW",
        "Annahme der Controllerin",
        "VHF 2026",
        "Kämmerin",
        "Haushaltssatzung 2026, Finanzausschuss",
        "Verfügung der Kämmerei zur vorläufigen Haushaltsführung",
    ],
)
def test_papers_bodies_and_laws_behind_a_ceiling_can_be_read(text):
    assert KNOWN.text(text) == text


def test_no_text_of_the_example_loses_a_word():
    books = ko.read_books("data/raw")
    known = discretion_of(books)
    frames = (
        books.bookings["text"],
        books.bookings["rule"],
        books.activities["outcome"],
        books.activities["organiser"],
    )
    texts = {text for column in frames for text in column.dropna()}
    texts |= {one.source for one in books.decisions}
    assert {text for text in texts if not known.is_whole(text)} == set()


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "2024/",
                    "19",
                    "#",
                    "a1",
                    "de",
                    "Frau ",
                    "f",
                    "bc9",
                    "Müller",
                    ".",
                    "/actual",
                    "ER",
                    "\u0663",
                    "ff0",
                    " ",
                ]
            ),
            max_size=8,
        ).map("".join)
    )
)
def test_a_column_of_keys_shows_of_each_what_it_shows_alone(keys):
    shown = Discretion().codes(pd.Series(keys, dtype=TEXT))
    assert shown.tolist() == [Discretion().code(key) for key in keys]


def test_keys_that_differ_in_their_digits_alone_are_looked_at_once(monkeypatch):
    seen = []
    code = Discretion.code
    monkeypatch.setattr(Discretion, "code", lambda self, text: seen.append(text) or code(self, text))
    keys = [f"2024/19{number:08d}//544016/actual#{number:08x}" for number in range(0, 90_000_000, 999_983)]
    assert Discretion().codes(pd.Series(keys, dtype=TEXT)).tolist() == keys
    assert seen == ["0/0//0/actual"]


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(alphabet="Ab0 17.-@Müller²٣", max_size=12),
            st.lists(
                st.sampled_from(["Hotel", "Müller", "17", "4", "Dr.", "A4", "3. Mai", "x1@y.de", "K. 7", "…"])
            ).map(" ".join),
        )
    )
)
def test_a_column_is_told_as_each_of_its_texts(texts):
    discretion = Discretion()
    column = pd.Series(texts, dtype=TEXT, index=range(5, 5 + len(texts)))
    told = [None if text is None else discretion.text(text) for text in texts]
    pd.testing.assert_series_equal(discretion.column(column), pd.Series(told, column.index, TEXT))


def test_texts_that_differ_only_in_numbers_are_judged_once(monkeypatch):
    judged = []
    text = Discretion.text
    monkeypatch.setattr(Discretion, "text", lambda self, one: (judged.append(one), text(self, one))[1])
    column = pd.Series([f"Hotel Müller, Zimmer {number}" for number in range(500)], dtype=TEXT)
    told = Discretion().column(column)
    assert told.iloc[17] == text(Discretion(), "Hotel Müller, Zimmer 17")
    assert "17" in told.iloc[17]
    assert len(judged) == 1


def test_letters_below_the_combining_ones_have_one_form_and_one_invisible_mark():
    letters = [chr(code) for code in range(0x300)]
    assert all(unicodedata.normalize("NFC", letter) == letter for letter in letters)
    assert [letter for letter in letters if unicodedata.category(letter) == "Cf"] == ["\u00ad"]
