"""The chart of cost types per region, by its bars, numbers and sums."""

from collections.abc import Mapping
from decimal import Decimal

import matplotlib as mpl
import pandas as pd
import pytest
from chart_frames import NAMES, euros
from handmade import HandmadeBooks, postings

from kooperation.model.schema import UNASSIGNED
from kooperation.reporting.charts import alt_text, chart_figures, plot_cost_types
from kooperation.reporting.style import OTHERS, UNASSIGNED_LOOK, cost_type_looks


def costs(
    rows: Mapping[str, Mapping[str, object]], *, years=(2024,), is_example=False, names=NAMES
) -> pd.DataFrame:
    """Spending as spending_by_region_and_cost_type returns it: {region: {cost type: amount}}."""
    types = list(dict.fromkeys(key for row in rows.values() for key in row))
    frame = pd.DataFrame(
        {key: euros(row.get(key, 0) for row in rows.values()) for key in types},
        index=pd.Index(list(rows), name="region", dtype="str"),
    )
    frame.attrs = {
        "region_names": dict(names),
        "pot_name": "Internationale Kooperationen",
        "is_example": is_example,
        "years": list(years),
        "cost_types": sorted(set(types) - {UNASSIGNED}),
    }
    return frame


def bars(ax, name):
    """{row: (left, width)} of the bars of one cost type."""
    (found,) = [each for each in ax.containers if each.get_label() == name]
    rows = {round(bar.get_y() + bar.get_height() / 2): bar for bar in found.patches}
    return {row: (bar.get_x(), bar.get_width()) for row, bar in rows.items()}


def said(ax, gid):
    return [text.get_text() for text in ax.texts if text.get_gid() == gid and text.get_visible()]


def regions(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


TRIP = costs({"ansan": {"Bewirtung": 500, "Reise": 9000}, "lwiw": {"Reise": 700}})


def test_each_region_is_one_bar_with_the_largest_cost_type_next_to_zero():
    ax = plot_cost_types(TRIP)
    assert regions(ax) == ["Ansan", "Lwiw"]
    assert bars(ax, "Reise") == {0: (0, 9000), 1: (0, 700)}
    assert bars(ax, "Bewirtung") == {0: (9000, 500)}
    assert legend(ax) == ["Reise", "Bewirtung"]


def test_the_first_region_stands_at_the_top():
    low, high = plot_cost_types(TRIP).get_ylim()
    assert low > high


def test_the_sum_of_a_region_stands_at_the_end_of_its_bar():
    ax = plot_cost_types(TRIP)
    assert said(ax, "total") == ["9.500 €", "700 €"]
    assert [text.xy for text in ax.texts if text.get_gid() == "total"] == [(9500, 0), (700, 1)]


def test_refunds_reach_left_of_zero_and_the_sum_is_net():
    ax = plot_cost_types(costs({"ansan": {"Reise": 9000, "Bewirtung": -400}}))
    assert bars(ax, "Bewirtung") == {0: (0, -400)}
    assert said(ax, "total") == ["8.600 €"]
    assert ax.get_xlim()[0] < -400
    assert any("Links von null" in text.get_text() for text in ax.texts)


def test_a_region_of_refunds_alone_keeps_its_bar_and_its_negative_sum():
    ax = plot_cost_types(costs({"ansan": {"Reise": -400}}))
    assert bars(ax, "Reise") == {0: (0, -400)}
    assert said(ax, "total") == ["-400 €"]


def test_what_has_no_cost_type_is_grey_and_last():
    ax = plot_cost_types(costs({"ansan": {UNASSIGNED: 9000, "Reise": 5}}))
    assert legend(ax) == ["Reise", "ohne Kostenart"]
    grey = ax.containers[-1].patches[0]
    assert mpl.colors.to_hex(grey.get_facecolor()).upper() == UNASSIGNED_LOOK.colour


def test_what_belongs_to_no_region_is_the_last_bar():
    ax = plot_cost_types(costs({UNASSIGNED: {"Reise": 9000}, "ansan": {"Reise": 5}}))
    assert regions(ax) == ["Ansan", "nicht zugeordnet"]


def test_a_region_without_spending_has_no_bar():
    assert regions(plot_cost_types(costs({"ansan": {"Reise": 5}, "lwiw": {"Reise": 0}}))) == ["Ansan"]


def test_many_cost_types_become_seven_and_the_rest_with_nothing_lost():
    rows = {"ansan": {f"Art {number}": 100 + number for number in range(12)}}
    ax = plot_cost_types(costs(rows))
    assert legend(ax) == [*(f"Art {number}" for number in range(11, 4, -1)), "Übrige (5)"]
    figures = chart_figures(ax)
    assert figures.loc["Ansan", "Übrige (5)"] == sum(range(100, 105))
    assert figures.loc["Ansan", "Summe"] == sum(range(100, 112))


def test_forty_regions_become_fourteen_and_the_rest_with_nothing_lost():
    rows = {f"r{number}": {"Reise": 100 + number} for number in range(40)}
    ax = plot_cost_types(costs(rows, names={}))
    assert len(regions(ax)) == 15
    assert regions(ax)[-1] == "Übrige (26)"
    assert chart_figures(ax)["Summe"].sum() == sum(range(100, 140))


def test_a_cost_type_keeps_its_look_whatever_else_is_shown():
    alone, among = cost_type_looks(["Reise"]), cost_type_looks(["Reise", "Bewirtung", "Miete"])
    assert alone["Reise"] == among["Reise"]


def test_no_two_of_thirty_cost_types_look_alike():
    looks = cost_type_looks([*(f"Art {number}" for number in range(30)), "Reise", "Übersetzung"])
    assert len({(look.colour, look.pattern) for look in looks.values()}) == len(looks)
    assert OTHERS in looks


def test_name_and_number_stand_on_a_bar_where_they_fit():
    ax = plot_cost_types(costs({"ansan": {"Reise": 9000, "Bewirtung": 900, "Druck": 9}}))
    assert said(ax, "number") == ["Reise 9.000", "900"]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            {"ansan": {"Reise": 3000, "Druck": 600}, "lwiw": {"Druck": 400}},
            "Größte Kostenart ist Reise: 3.000 € von 4.000 € (75,0 %)",
        ),
        (
            {"ansan": {"Reise": 3000, "Druck": -600}},
            "Größte Kostenart ist Reise mit 3.000 €",
        ),
        ({"ansan": {UNASSIGNED: 3000}}, "Ausgaben 2024: 3.000 €"),
        ({"ansan": {"Reise": -3}}, "Ausgaben 2024: -3 €"),
        ({}, "Keine Ausgaben gebucht"),
    ],
)
def test_the_title_names_the_largest_cost_type(rows, title):
    assert " ".join(plot_cost_types(costs(rows)).get_title(loc="left").split()) == title


def test_the_alternative_text_tells_every_region():
    ax = plot_cost_types(
        costs({"ansan": {"Reise": 3000, "Druck": -600}}, years=[2023, 2024], is_example=True)
    )
    assert alt_text(ax) == (
        "Gestapelte Balken: Kostenarten je Partnerregion 2023 bis 2024 · Topf: Internationale Kooperationen "
        "(Beispieldaten). Größte Kostenart ist Reise mit 3.000 €. "
        "Ansan: 2.400 €; davon Reise 3.000 €, Druck -600 €."
    )


def test_the_english_chart_names_regions_and_words_in_english():
    ax = plot_cost_types(costs({"lwiw": {"Reise": 3000}, UNASSIGNED: {UNASSIGNED: 2}}), language="en")
    assert regions(ax) == ["Lviv", "not assigned"]
    assert "no cost type" in legend(ax)
    assert said(ax, "total") == ["€3,000", "€2"]


def test_books_are_shown_by_the_pot_with_a_ceiling_and_for_the_years_asked_for():
    books = HandmadeBooks(
        bookings=postings(
            {"year": 2023, "region": "ansan", "cost_type": "Reise", "amount": "1000.10"},
            {"year": 2024, "region": "ansan", "cost_type": "Reise", "amount": "300.05"},
            {"year": 2024, "region": "lwiw", "pot": "partnerschaft", "cost_type": "Reise", "amount": "700"},
        )
    )
    assert chart_figures(plot_cost_types(books)).loc["Ansan", "Summe"] == Decimal("1300.15")
    assert chart_figures(plot_cost_types(books, years=2024)).loc["Ansan", "Reise"] == Decimal("300.05")
    assert "Kostenarten je Partnerregion 2024 · " in alt_text(plot_cost_types(books, years=2024))


def test_a_float_is_refused_as_money():
    frame = pd.DataFrame({"Reise": [0.1]}, index=pd.Index(["ansan"], name="region"))
    with pytest.raises(TypeError, match="exact"):
        plot_cost_types(frame)
