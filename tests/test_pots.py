"""Which pot a question means that names none, and which pots are other budgets."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

import kooperation as ko
from kooperation.analysis.pots import chosen_pot, other_budgets
from kooperation.demo.blank import write_blank
from kooperation.model.region import Pot


@pytest.fixture(scope="module")
def empty_books(tmp_path_factory):
    """The books of a folder as ``kooperation init`` makes it: nothing is entered yet."""
    folder = tmp_path_factory.mktemp("own") / "raw"
    write_blank(folder)
    return ko.read_books(folder)


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


@pytest.mark.parametrize(
    "draw",
    [ko.plot_spending, ko.plot_usage, ko.plot_regions, ko.plot_cost_types, ko.plot_activities, ko.plot_year],
)
def test_no_chart_is_drawn_without_any_pot_and_the_reader_hears_the_remedy(draw, empty_books):
    with pytest.raises(ko.KooperationError, match=r"register/toepfe\.csv steht kein Topf"):
        draw(empty_books)


def test_the_activities_are_drawn_without_any_pot_when_their_spending_is_given(empty_books):
    nothing = ko.spending_by_region(empty_books)
    assert ko.alt_text(ko.plot_activities(empty_books, nothing, beside=[]))
