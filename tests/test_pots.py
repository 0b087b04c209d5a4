"""Which pot a question means that names none, and which pots are other budgets."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

import kooperation as ko
from kooperation.analysis.pots import chosen_pot, other_budgets
from kooperation.model.region import Pot


def pot(key, frame):
    return Pot(key, key.title(), "990100", "544016", is_default=False, frame=frame)


def books_with(*pots):
    return SimpleNamespace(pots=pots)


def test_a_pot_that_is_named_is_meant_also_when_it_is_held_against_nothing():
    books = books_with(pot("agit", "nein"), pot("reisen", "ja"))
    assert [chosen_pot(books, key).key for key in ("agit", "reisen", None)] == ["agit", "reisen", "reisen"]


def test_a_pot_that_nobody_knows_is_a_misuse_that_names_the_others():
    with pytest.raises(ValueError, match="no pot 'reise'; there are agit, reisen"):
        chosen_pot(books_with(pot("agit", "nein"), pot("reisen", "ja")), "reise")


def test_the_first_pot_that_is_held_against_a_ceiling_is_meant():
    assert (
        ko.first_pot(books_with(pot("agit", "nein"), pot("reisen", "plan"), pot("gäste", "ja"))) == "reisen"
    )


def test_without_any_ceiling_the_first_pot_is_meant():
    assert ko.first_pot(books_with(pot("agit", "nein"), pot("lwiw", "nein"))) == "agit"


def test_an_empty_register_of_pots_is_refused_with_the_remedy():
    with pytest.raises(ko.KooperationError, match=r"register/toepfe\.csv steht kein Topf"):
        ko.first_pot(books_with())


def test_a_pot_that_is_held_against_a_ceiling_of_its_own_is_no_other_budget():
    rows = (("koop", "ja"), ("messe", "ja"), ("partnerschaft", "nein"), ("europa", "nein"))
    register = [replace(pot(*row), is_default=True) for row in rows]
    assert [each.key for each in other_budgets(register, beside="koop")] == ["partnerschaft", "europa"]
    assert [each.key for each in other_budgets(register, beside="europa")] == ["partnerschaft"]
