"""Which words of a text can matter: what names and rules ask for, with the same answers as the whole text."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kooperation.analysis import distinct
from kooperation.analysis.assignment import assign
from kooperation.analysis.telling_words import telling_words
from kooperation.model.findings import Place
from kooperation.model.region import Names, Pot, Region, Rule, alias_index
from kooperation.model.schema import BOOKING_COLUMNS, frame_of

REGIONS = [
    Region("ansan", "Ansan", "Ansan", "KR", ("Ansan-si", "An-san", "안산")),
    Region("lwiw", "Lwiw", "Lviv", "UA", ("Lwów", "Lwow", "Rajon Lwiw")),
    Region("riesengebirge", "Kreis Riesengebirge", "", "PL", ("Jelenia Góra", "Jelenia Gora")),
    Region("minnesota", "Minnesota", "Minnesota", "US", ("MN", "St. Paul")),
]
POTS = [Pot("topf", "Topf", "990100", None, is_default=True, frame="nein")]


def rule(key: str, text: str, **decided: str) -> Rule:
    return Rule(key, "so", Place(), text=text, **decided)


RULES = [
    rule("zuschuss", "Zuschuss AGIT*", cost_type="zuschuss"),
    rule("reise", "*reise", cost_type="reise"),
    rule("flug", "Flug * Ansan", region="ansan"),
    rule("büro", "Büro*bedarf", cost_type="büro"),
    Rule("teilung", "so", Place(), text="Gemeinsam", region="ansan", share=Fraction(1, 3)),
    Rule("teilung", "so", Place(), text="Gemeinsam", region="lwiw", share=Fraction(2, 3)),
]
WORDS = [
    *("Ansan", "ansan", "Ansanlage", "an", "San", "si", "Lwow", "LWOW", "Lwowska", "Lwów", "Jelenia", "Gora"),
    *("Góra", "Kreis", "Riesengebirge", "MN", "USA", "KR", "St", "Paul", "Zuschuss", "AGIT", "AGITATION"),
    *("Dienstreise", "reisen", "REISE", "Flug", "Büro", "Buero", "Bürobedarf", "bedarf", "Gemeinsam", "4711"),
    *("Rechnung", "x1", "안산", "Ünder", "Südkorea", "Rajon"),
]
SIGNS = [" ", "  ", "-", " - ", ".", ". ", "_", "/", "–", "\u00a0", "\u00ad", "&", "\t", ""]


@st.composite
def texts(draw: st.DrawFn) -> str:
    pairs = draw(st.lists(st.tuples(st.sampled_from(SIGNS), st.sampled_from(WORDS)), max_size=6))
    return "".join(sign + word for sign, word in pairs) + draw(st.sampled_from(SIGNS))


def ledger_of(cells: list[str], vendors: list[str]) -> pd.DataFrame:
    values = {
        "kind": ["actual"] * len(cells),
        "year": [2024] * len(cells),
        "teilprodukt": ["990100"] * len(cells),
        "text": cells,
        "vendor": vendors,
        "amount": [100] * len(cells),
    }
    return frame_of(BOOKING_COLUMNS, values)


@given(st.lists(st.tuples(texts(), texts()), min_size=1, max_size=30))
def test_every_row_is_decided_as_if_each_text_had_been_read_whole(rows):
    ledger = ledger_of([text for text, _ in rows], [vendor for _, vendor in rows])
    found = []
    for few, glance in ((0, 1_000), (1_000, 1_000), (0, 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(distinct, "FEW_TEXTS", few)
            patch.setattr(distinct, "GLANCE", glance)
            found.append(assign(ledger, regions=REGIONS, pots=POTS, rules=RULES))
    for assigned, findings in found[1:]:
        pd.testing.assert_frame_equal(found[0][0], assigned)
        assert found[0][1] == findings


def shortened(*cells: str, conditions: tuple[str, ...] = ("Flug", "Zuschuss AGIT*", "*reise")) -> list[str]:
    telling = telling_words(alias_index(REGIONS), conditions)
    said: list[str] = telling.shortened(pa.array(cells, pa.large_string())).to_pylist()
    return [text.replace("\x7f", "…") for text in said]


def test_what_no_name_and_no_rule_asks_for_becomes_one_mark():
    assert shortened("Rechnung 4711 vom 3.4., Flug Ansan", "Miete 12", "") == ["…., Flug Ansan", "…", ""]


def test_a_sign_stays_beside_a_word_that_tells():
    assert shortened("Rechnung/AN-SAN (alt)", "Nr. 5 - St. Paul") == ["…/AN-SAN (…", "… - St. Paul"]


def test_parts_of_words_tell_where_a_rule_asks_for_them():
    assert shortened("AGITATION 5", "5 Dienstreise 6", "Flugzeug 5") == [
        "AGITATION …",
        "… Dienstreise …",
        "…",
    ]


def test_words_beyond_ascii_stay_as_they_are():
    assert shortened("Straße 5 안산 7") == ["Straße … 안산 …"]


def test_a_condition_without_any_word_lets_all_texts_be():
    assert shortened("Meyer & Co 17", conditions=("&",)) == ["Meyer & Co 17"]


def test_a_million_numbers_are_asked_once(monkeypatch):
    asked: list[str] = []
    said_in = Names.said_in
    monkeypatch.setattr(Names, "said_in", lambda names, text: asked.append(text) or said_in(names, text))
    ledger = ledger_of([f"Rechnung {number} Ansan" for number in range(3_000)], ["Firma"] * 3_000)
    assigned, _ = assign(ledger, regions=REGIONS, pots=POTS, rules=RULES)
    assert set(assigned["region"]) == {"ansan"}
    how_it_is_written, country_instead = ["\x7f ansan"], ["firma"]
    assert asked == ["\x7f ansan", *how_it_is_written, "firma", *country_instead]
