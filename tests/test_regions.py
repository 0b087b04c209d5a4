"""How the names of partner regions and the phrases of rules are recognised in the texts of a ledger."""

import unicodedata

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from kooperation.model.region import (
    Region,
    account_key,
    alias_index,
    check_regions,
    country_names,
    fold,
    is_same_teilprodukt,
    phrase,
    searchable,
    spellings,
)

# The regions of domain.md, with the aliases that files use.
REGIONS = (
    Region("ansan", "Ansan", "Ansan", "KR", ("Ansan", "Ansan-si", "An-san", "안산", "안산시")),
    Region(
        "suedkorea",
        "Südkorea (national)",
        "South Korea",
        "KR",
        (
            *("Korea", "Südkorea", "Süd-Korea", "Republik Korea", "대한민국"),
            *("KOITA", "KIAT", "KOTRA", "KGTCC"),
        ),
    ),
    Region(
        "sacramento",
        "Greater Sacramento",
        "Greater Sacramento",
        "US",
        ("Sacramento", "Sacramento State", "Sac State", "Kalifornien", "California"),
    ),
    Region("minnesota", "Minnesota", "Minnesota", "US", ("Minnesota", "MN")),
    Region(
        "lwiw",
        "Lwiw",
        "Lviv",
        "UA",
        (
            *("Lviv", "Lwów", "Lwow", "Lvov", "Lemberg", "Львів", "Львов"),
            *("Rajon Lwiw", "Kreis Lwiw", "Oblast Lwiw"),
        ),
    ),
    Region(
        "riesengebirge",
        "Kreis Riesengebirge",
        "Karkonosze County",
        "PL",
        (
            *("Karkonosze", "Powiat Karkonoski", "Kreis Jelenia Góra", "Jelenia Gora"),
            *("Hirschberg", "Siebengebirge"),
        ),
    ),
)
INDEX = alias_index(REGIONS)


def test_the_names_of_the_same_regions_are_prepared_once():
    assert alias_index(list(REGIONS)) is alias_index(iter(REGIONS))
    assert alias_index(REGIONS[1:]) is not alias_index(REGIONS)


WORDS = [(region.key, alias) for region in REGIONS for alias in region.aliases if alias != "MN"]


def region(key: str, *aliases: str, country: str = "XX") -> Region:
    return Region(key, key.title(), "", country, aliases)


def named(*cells: str) -> tuple[str, ...]:
    return INDEX.match(cells).regions


# --- names in sentences ---


@pytest.mark.parametrize(
    "sentence", ["{}", "Flüge {} 2024", "({})", "Messe/{}/Hotel", "Reise_{}_2024", "{}-Forum"]
)
@pytest.mark.parametrize("key, alias", WORDS)
def test_every_alias_is_found_as_a_word_and_named_as_the_register_writes_it(key, alias, sentence):
    found = INDEX.match([sentence.format(alias)])
    assert (found.regions, found.aliases) == ((key,), (alias,))


def test_of_two_writings_of_a_name_the_one_that_stands_there_as_a_word_is_told():
    assert INDEX.match(["Lwowska 4, Lwów"]).aliases == ("Lwów",)
    assert INDEX.match(["Lwówska 4, Lwow"]).aliases == ("Lwow",)
    assert INDEX.match(["Reise_Lwow_2024"]).aliases == ("Lwow",)


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, str.swapcase])
@pytest.mark.parametrize("key, alias", WORDS)
def test_the_case_of_a_name_does_not_matter(key, alias, change):
    assert named(f"Hotel {change(alias)}, 2 Nächte") == (key,)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("key, alias", WORDS)
def test_the_unicode_form_of_a_name_does_not_matter(key, alias, form):
    assert named(unicodedata.normalize(form, f"Übersetzung {alias}")) == (key,)


@pytest.mark.parametrize(
    "text",
    [
        *("Kansan", "Ansanstraße 4", "Ansans", "Pansanti GmbH", "ansan2024"),
        *("Reise an San Francisco", "Brief an San-Miguel", "Urban-sanft"),
        *("Koreaner", "Nordkorea", "Koreanisch", "Lwiwska", "Minnesotan", "안산로", "Львівська"),
        *("Hirschbergstraße", "Sacramentos", "Sac Staten", "KOITAS"),
        *("AGIT mbH", "IHK Aachen", "RWTH", "NRW.Global Business", "Kreis", "Oblast", "Powiat", ""),
    ],
)
def test_a_name_inside_another_word_and_a_mere_organisation_name_no_region(text):
    assert named(text) == ()


@pytest.mark.parametrize("text", ["MN", " mn ", "Mn"])
def test_a_short_alias_counts_as_a_whole_cell(text):
    assert INDEX.match([text]).aliases == ("MN",)


@pytest.mark.parametrize("text", ["MN 2024", "Flug MN", "MN/USA", "M N", "m-n"])
def test_a_short_alias_inside_a_text_counts_nothing(text):
    assert named(text) == ()


@pytest.mark.parametrize(
    "text", ["SUEDKOREA", "Suedkorea", "Sudkorea", "Su\u0308dkorea", "Süd-Korea", "Süd Korea", "SUED-KOREA"]
)
def test_an_umlaut_its_two_letters_and_its_bare_vowel_are_one(text):
    assert named(f"Messe {text}") == ("suedkorea",)


def test_a_name_that_begins_with_a_sign_is_found_beside_one_that_begins_with_a_word():
    index = alias_index([region("m", "&More"), region("o", "Ohio"), region("x", "More Ohio")])
    assert index.match(["Flug Peter&More"]).regions == ("m",)
    assert index.match(["Flug Ohio &More"]).regions == ("m", "o")
    assert index.match(["Flug &More Ohio"]).regions == ("m", "o")
    assert index.match(["Flug More Ohio"]).regions == ("x",)
    assert index.match(["Flug NoMore Ohioan"]).regions == ()


def test_a_register_that_writes_two_letters_finds_the_umlaut_in_a_text():
    index = alias_index([region("m", "Muenchen")])
    assert index.match(["Flug München"]).regions == ("m",)
    assert index.match(["Flug MÜNCHEN"]).regions == ("m",)
    assert index.match(["Flug Munchen"]).regions == ()  # the register knows no umlaut to drop


@pytest.mark.parametrize(
    "text",
    [
        "Ansan\u2013Delegation",  # en dash
        "An\u2011san",  # non-breaking hyphen
        "An\u00adsan",  # soft hyphen
        "\u200bAnsan\ufeff",  # zero widths
        "Ánsän",
        "Ａｎｓａｎ",  # full width
        "Reise\u00a0Ansan\u00a02024",  # non-breaking blank
        "Ansan\nHotel",
    ],
)
def test_dashes_accents_and_invisible_characters_do_not_hide_a_name(text):
    assert named(text) == ("ansan",)


@pytest.mark.parametrize(
    "text", ["Jelenia-Gora", "Jelenia  Góra", "JELENIA GÓRA", "Jelenia\u00a0Gora", "Jelenia_Gora"]
)
def test_a_blank_in_a_name_is_any_blank_or_a_hyphen(text):
    assert named(f"Fahrt {text}") == ("riesengebirge",)


def test_letters_without_decomposition_lose_their_stroke_too():
    assert alias_index([region("lodz", "Łódź")]).match(["Fahrt Lodz"]).regions == ("lodz",)


def test_the_longest_name_at_a_place_wins():
    index = alias_index([region("a", "Neustadt"), region("b", "Neustadt an der Donau", "Bad Neustadt")])
    assert index.match(["Hotel Neustadt an der Donau"]).regions == ("b",)
    assert index.match(["Hotel Bad Neustadt"]).regions == ("b",)
    assert index.match(["Hotel Neustadt am Main"]).regions == ("a",)
    assert index.match(["Neustadt und Bad Neustadt"]).regions == ("a", "b")


def test_regions_come_in_register_order_whatever_the_order_of_the_cells():
    assert named("Sacramento, Ansan") == named("Ansan", "Sacramento") == ("ansan", "sacramento")


def test_a_key_is_a_name_only_as_a_whole_cell():
    index = alias_index([Region("nord", "Region Alpha", "", "XX")])
    assert index.match(["NORD"]).regions == ("nord",)
    assert index.match(["Stadtwerke Nord GmbH"]).regions == ()


def test_an_alias_without_a_letter_is_no_name():
    index = alias_index([Region("a", "Alpha", "", "XX", ("-", "", "*", " "))])
    assert [index.match([cell]).regions for cell in ("-", "", "*", "x - y")] == [()] * 4


def test_signs_with_a_meaning_in_patterns_are_plain_text_in_names():
    index = alias_index([region("a", "C++ (Verein)", "a.b", "[x]")])
    assert index.match(["Beitrag C++ (Verein) 2024"]).regions == ("a",)
    assert index.match(["axb"]).regions == ()
    assert index.match(["Beitrag [X]"]).regions == ("a",)


def test_no_regions_name_nothing():
    assert alias_index([]).match(["Ansan"]).regions == ()


# --- countries ---


@pytest.mark.parametrize(
    "text, possible",
    [
        ("Informationsreise USA", ("sacramento", "minnesota")),
        ("Vereinigte Staaten", ("sacramento", "minnesota")),
        ("trip to the United States", ("sacramento", "minnesota")),
        ("US", ("sacramento", "minnesota")),
        ("KR", ("ansan", "suedkorea")),
        ("Ukraine-Hilfe", ("lwiw",)),
        ("Reise Polen", ("riesengebirge",)),
        ("US-Messe", ()),
        ("KR 1900001204", ()),
        ("Jerusalem", ()),
    ],
)
def test_a_country_names_all_regions_in_it_and_its_code_only_as_a_whole_cell(text, possible):
    assert INDEX.match([text]).regions == ()
    assert INDEX.countries_named([text]) == possible


def test_an_unknown_country_code_names_no_country():
    assert alias_index([region("a", "Alpha", country="ZZZ")]).countries_named(["Reise"]) == ()


# --- the register's own faults ---


def test_the_regions_of_the_domain_share_no_spelling():
    assert check_regions(REGIONS) == []


def test_a_spelling_of_two_regions_is_an_error_that_names_both_and_decides_nothing():
    clashing = [region("a", "Süd-Stadt"), region("b", "SUED STADT")]
    (fault,) = check_regions(clashing)
    assert fault.severity == "error"
    for language in ("de", "en"):
        assert all(word in fault.message(language) for word in ("Süd-Stadt", "(a)", "SUED STADT", "(b)"))
    assert alias_index(clashing).match(["Sued-Stadt"]).regions == ("a", "b")


def test_a_key_that_is_an_alias_of_another_region_is_an_error():
    clashing = [Region("korea", "Ansan", "", "KR"), Region("national", "Südkorea", "", "KR", ("Korea",))]
    (fault,) = check_regions(clashing)
    assert all(word in fault.message() for word in ("„Korea“ (national)", "„korea“ (korea)"))
    assert alias_index(clashing).match(["KOREA"]).regions == ("korea", "national")


# --- phrases of rules ---


@pytest.mark.parametrize(
    "condition, text",
    [
        ("Zuschuss", "AGIT Zuschuss 2024"),
        ("zuschuss agit*", "ZUSCHUSS AGIT-Beratung"),
        ("Zuschuss*", "Zuschussantrag AGIT"),
        ("Flug*", "Flüge Delegation"),
        ("Flug*Seoul", "Flughafen Frankfurt–Seoul"),
        ("Flug * Seoul", "Flug Seoul"),
        ("AGIT *", "Rechnung AGIT"),
        ("*dolmetsch*", "Simultandolmetscher"),
        ("*straße", "Ansanstrasse 4"),
        ("Übersetzung", "UEBERSETZUNG Vertrag"),
        ("Uebersetzung", "Übersetzung Vertrag"),
        ("Gäste", "Gaste"),
        ("Sac-State", "Sac State"),
        ("*", "irgendetwas"),
        ("a.b", "Konto A.B"),
    ],
)
def test_a_phrase_is_found_word_wise(condition, text):
    assert phrase(condition).is_in(searchable(text))


@pytest.mark.parametrize(
    "condition, text",
    [
        ("Zuschuss", "Zuschussantrag"),
        ("Zuschuss", "Bezuschuss"),
        ("Flug*", "Ausflug"),
        ("Flug*Seoul", "Flug Seouler Messe"),
        ("Flug * Seoul", "Flugseoul"),
        ("Flug*Seoul", "Seoul Flug"),
        ("*dolmetsch", "Dolmetscher"),
        ("Zuschuss AGIT*", "Zuschuss an AGIT"),
        ("a.b", "axb"),
        ("AGIT", ""),
    ],
)
def test_a_phrase_is_not_found_inside_words_or_in_another_order(condition, text):
    assert not phrase(condition).is_in(searchable(text))


# --- account numbers ---


@pytest.mark.parametrize(
    "code",
    ["544016", "0000544016", "544016.0", "544016,00", "544016 Aktivitäten", " 544016\tX", "00544016.0"],
)
def test_one_account_in_all_its_spellings_has_one_key(code):
    assert account_key(code) == "544016"


def test_different_accounts_keep_different_keys():
    assert len({account_key(code) for code in ("544016", "5440160", "54401", "15.01.01", "0", "A1", "")}) == 7


@pytest.mark.parametrize(
    "code, is_same",
    [
        ("990100", True),
        ("0990100", True),
        ("990100 Wirtschaft", True),
        ("15.01.01.990100", True),
        ("15.01.01-990100", True),
        ("15.01.01.0990100", True),
        ("1990100", False),
        ("15.01.01.1990100", False),
        ("990100.15", False),
        ("15.01.01", False),
    ],
)
def test_a_teilprodukt_agrees_alone_or_behind_its_produkt(code, is_same):
    assert is_same_teilprodukt(code, "990100") is is_same


# --- laws ---


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_unicode_forms_fold_alike(text):
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    assert spellings(forms[0]) == spellings(forms[1])


@given(
    st.sampled_from(WORDS),
    # Some signs stand for letters (™, ㉄): those are no border.
    st.text(st.characters(categories=["P", "Z", "S"]), min_size=1, max_size=3).filter(
        lambda border: not any(letter.isalnum() for letter in fold(border))
    ),
    st.sampled_from(["", "Hotel", "2024", "Stadt"]),
)
def test_an_alias_between_any_borders_is_found(alias, border, neighbour):
    key, name = alias
    assert key in named(f"{neighbour}{border}{name}{border}{neighbour}")


@given(st.sampled_from(WORDS), st.text(st.characters(categories=["Ll"], max_codepoint=0x24F), min_size=1))
def test_an_alias_grown_together_with_letters_is_never_found(alias, letters):
    key, name = alias
    if key not in named(letters):
        assert key not in named(f"{letters}{name.replace(' ', '').replace('-', '')}{letters}")


def test_a_country_has_the_names_that_the_locales_give_it():
    german, english = Locale("de").territories, Locale("en").territories
    assert len(german) > 250
    for code in german:
        assert country_names(code)[:3] == (code, german[code], english[code])
