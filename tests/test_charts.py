"""The charts, by what they draw: bars, heights, lines, texts. Never by pixels."""

import re
import subprocess
import sys
import warnings
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import nbformat
import numpy as np
import pandas as pd
import pytest
from chart_frames import NAMES, ceilings, euros, in_force, spending, usage
from matplotlib import font_manager
from matplotlib.figure import Figure
from PIL import Image

from kooperation.model.errors import KooperationError
from kooperation.model.schema import UNASSIGNED
from kooperation.reporting.charts import alt_text, chart_figures, plot_spending, plot_usage, save_chart
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.charts.canvas import chart_of, picture_bytes
from kooperation.reporting.charts.fitting import Box, free_place, text_width, wrap_text
from kooperation.reporting.charts.spending.stacks import NOT_COUNTED
from kooperation.reporting.style import (
    INK,
    KNOWN_COLOURS,
    PALETTE,
    STATE_COLOURS,
    UNASSIGNED_LOOK,
    VERMILION,
    chart_style,
    font_families,
    region_looks,
)

ROOT = Path(__file__).resolve().parent.parent
PARTNERS = "Partnerschaften"


def bars(ax, name):
    """{x: (bottom, height)} of the bars with one name."""
    found = [each for each in ax.containers if each.get_label() == name]
    return {
        round(bar.get_x() + bar.get_width() / 2, 2): (round(bar.get_y(), 2), round(bar.get_height(), 2))
        for bar in (found[0].patches if found else [])
    }


def lines(ax, gid):
    return [line for line in ax.get_lines() if line.get_gid() == gid]


def ends(ax, gid):
    """The places of all lines of one kind: ([x0, x1], [y0, y1])."""
    return [tuple(values.tolist() for values in line.get_data()) for line in lines(ax, gid)]


def patches(ax, gid):
    return [patch for patch in ax.patches if patch.get_gid() == gid]


def texts(ax):
    """All texts that a reader sees in and around the axes."""
    shown = [text.get_text() for text in ax.texts if text.get_visible()]
    return [" ".join(text.split()) for text in shown if text.strip()]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def boxes(ax):
    """The drawn box of every label inside the axes and of every text below them."""
    figure = ax.get_figure()
    figure.draw_without_rendering()
    return {
        (text.get_text(), number): text.get_window_extent()
        for number, text in enumerate(ax.texts)
        if text.get_visible() and text.get_text().strip()
    }


def box_of(artist, *, inset=0):
    extent = artist.get_window_extent()
    return Box(extent.x0 + inset, extent.y0 + inset, extent.x1 - inset, extent.y1 - inset)


def collisions(ax):
    return [
        (first[0], second[0])
        for (first, one), (second, other) in combinations(boxes(ax).items(), 2)
        if one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
    ]


# --- bars


def test_regions_are_stacked_in_the_order_of_the_register():
    ax = plot_spending(spending({2024: {"sacramento": 3000, "ansan": 20_000}}))
    assert bars(ax, "Ansan") == {2024: (0, 20_000)}
    assert bars(ax, "Greater Sacramento") == {2024: (20_000, 3000)}


def test_a_region_without_any_spending_takes_no_place_in_the_legend():
    ax = plot_spending(spending({2024: {"ansan": 20_000}}))
    assert legend(ax) == ["Partnerregionen", "Ansan"]


def test_unassigned_spending_is_a_grey_segment_with_a_pattern():
    ax = plot_spending(spending({2024: {"ansan": 20_000, UNASSIGNED: "1234.56"}}))
    (container,) = [each for each in ax.containers if each.get_label() == "nicht zugeordnet"]
    assert bars(ax, "nicht zugeordnet") == {2024: (20_000, 1234.56)}
    assert mpl.colors.to_hex(container.patches[0].get_facecolor()).upper() == UNASSIGNED_LOOK.colour
    assert container.patches[0].get_hatch()


def test_a_negative_region_is_drawn_below_zero_and_the_mark_shows_the_net_sum():
    ax = plot_spending(spending({2025: {"ansan": 5000, "sacramento": -1200}}), in_force(4000, [2025]))
    assert bars(ax, "Greater Sacramento") == {2025: (0, -1200)}
    (mark,) = [line for line in ax.get_lines() if line.get_label() == "Summe (netto)"]
    assert mark.get_ydata().tolist() == [3800]
    assert patches(ax, "over") == []
    assert "3.800 €" in texts(ax)
    assert "95,0 %" in texts(ax)
    assert ax.get_ylim()[0] < -1200


def test_years_without_spending_keep_their_place():
    ax = plot_spending(spending({2023: {"ansan": 10}, 2024: {}, 2025: {"ansan": 20}}))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2023", "2024", "2025"]
    assert "0 €" in texts(ax)


def test_a_year_is_never_written_with_a_thousands_mark():
    ax = plot_spending(spending({2024: {"ansan": 10}}), in_force(2024, [2024]))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2024"]


def test_two_regions_of_one_name_are_told_apart_by_their_keys():
    names = {key: {"de": "Neustadt", "en": "Neustadt"} for key in ("n1", "n2")}
    figures = chart_figures(plot_spending(spending({2024: {"n1": 1, "n2": 2}}, names=names)))
    assert figures.columns.to_list() == ["Neustadt (n1)", "Neustadt (n2)", "Summe"]


def test_forty_regions_become_seven_and_the_rest_with_nothing_lost():
    names = {f"r{number}": {"de": f"Ort {number}", "en": f"Place {number}"} for number in range(40)}
    ax = plot_spending(spending({2024: {key: 10 + place for place, key in enumerate(names)}}, names=names))
    figures = chart_figures(ax)
    assert "Übrige (33)" in legend(ax)
    assert len(ax.containers) == 8
    assert figures.loc[2024, "Übrige (33)"] == sum(range(10, 43))
    assert figures.loc[2024, "Summe"] == sum(range(10, 50))


def test_other_pots_stand_beside_the_stack_in_narrower_outlined_bars():
    other = spending({2024: {"lwiw": 3000, "riesengebirge": 4000}}, pot="partner", pot_name=PARTNERS)
    ax = plot_spending(spending({2024: {"ansan": 20_000}}), in_force(25_000, [2024]), beside=other)
    own, lwiw = ax.containers[0].patches[0], ax.containers[1].patches[0]
    assert lwiw.get_x() > own.get_x() + own.get_width()
    assert lwiw.get_width() < own.get_width() / 2
    assert mpl.colors.to_hex(lwiw.get_edgecolor()).upper() == KNOWN_COLOURS["lwiw"]
    assert "aus anderem Budget:\nPartnerschaften" in legend(ax)
    assert chart_figures(ax).loc[2024, "Summe"] == Decimal("20000.00")
    assert chart_figures(ax).loc[2024, f"Lwiw ({PARTNERS})"] == Decimal("3000.00")


def test_no_ceiling_line_runs_over_the_bar_of_another_pot():
    years = [2024, 2025]
    other = spending({year: {"lwiw": 3000} for year in years}, pot_name=PARTNERS)
    ax = plot_spending(
        spending({year: {"ansan": 9} for year in years}), in_force(25_000, years), beside=other
    )
    starts = {int(bar.get_x()): bar.get_x() for bar in ax.containers[1].patches}
    assert [x[1] < starts[year] for (x, _), year in zip(ends(ax, "ceiling"), years, strict=True)] == [
        True,
        True,
    ]


def test_the_ceiling_goes_on_thin_behind_the_bar_of_another_pot():
    years = [2024, 2025]
    other = spending({2024: {"lwiw": 3000}}, pot_name=PARTNERS)
    frame = spending({year: {"ansan": 9} for year in years})
    ax = plot_spending(frame, in_force(25_000, years), beside=other)
    (first, _), (second, _) = ends(ax, "ceiling")
    assert ends(ax, "bridge") == [([first[1], second[0]], [25_000, 25_000])]
    assert second == [2024.5, 2025.5]


def test_one_ceiling_of_several_years_is_one_line():
    years = [2024, 2025, 2026]
    ax = plot_spending(spending({year: {"ansan": 9} for year in years}), in_force(25_000, years))
    assert ends(ax, "ceiling") == [([2023.5, 2026.5], [25_000, 25_000])]


def test_only_the_years_asked_for_are_drawn():
    frame = spending({year: {"ansan": year} for year in (2023, 2024, 2025)})
    assert chart_figures(plot_spending(frame, years=[2024])).index.to_list() == [2024]


def test_forty_regions_of_another_pot_become_five_and_the_rest_with_nothing_lost():
    names = {f"r{number}": {"de": f"Ort {number}", "en": f"Place {number}"} for number in range(40)}
    other = spending({2024: dict.fromkeys(names, 100)}, names=names, pot_name=PARTNERS)
    figures = chart_figures(plot_spending(spending({2024: {"ansan": 1}}), beside=other))
    assert figures.loc[2024, f"Übrige (35) ({PARTNERS})"] == 3500
    assert len(figures.columns) == 8


def test_a_number_keeps_away_from_the_mark_of_the_sum():
    ax = plot_spending(spending({2025: {"ansan": -800, "lwiw": -600}}))
    (mark,) = [line for line in ax.get_lines() if line.get_label() == "Summe (netto)"]
    shown = [text for text in ax.texts if text.get_text() in ("-800", "-600") and text.get_visible()]
    ax.get_figure().draw_without_rendering()
    x, y = ax.transData.transform((mark.get_xdata()[0], mark.get_ydata()[0]))
    half = mark.get_markersize() / 2 * ax.get_figure().dpi / 72
    assert shown
    assert not any(box_of(text).overlaps(Box(x - half, y - half, x + half, y + half)) for text in shown)


def test_spending_of_another_pot_in_a_year_without_own_spending_is_shown():
    other = spending({2023: {"lwiw": 3000}}, pot_name=PARTNERS)
    figures = chart_figures(plot_spending(spending({2024: {"ansan": 1}}), beside=[other]))
    assert figures.index.to_list() == [2023, 2024]
    assert figures.loc[2023, f"Lwiw ({PARTNERS})"] == 3000


def test_a_bar_beside_that_dwarfs_all_others_is_cut_and_says_its_height():
    other = spending({2024: {"lwiw": 500_000}}, pot_name=PARTNERS)
    ax = plot_spending(spending({2024: {"ansan": 20_000}}), beside=other)
    assert ax.get_ylim()[1] < 50_000
    assert "↑ 500.000" in texts(ax)
    assert any("abgeschnitten" in text for text in texts(ax))


def test_open_orders_stand_dotted_on_the_stack_and_count_as_no_spending():
    frame = ceilings({2026: (40_000, "beschlossen", "alle", None, 6000)})
    ax = plot_spending(spending({2026: {"ansan": 8000}}), frame)
    assert bars(ax, "Obligo") == {2026: (8000, 6000)}
    assert "8.000 €" in texts(ax)
    assert "20,0 %" in texts(ax)


# --- ceilings


def test_the_ceiling_is_a_horizontal_line_per_year_with_a_plain_grey_step():
    frame = ceilings({2024: (25_000, "beschlossen"), 2025: (40_000, "beschlossen")})
    ax = plot_spending(spending({2024: {"ansan": 24_800}, 2025: {"ansan": 38_000}}), frame)
    assert ends(ax, "ceiling") == [
        ([2023.5, 2024.5], [25_000, 25_000]),
        ([2024.5, 2025.5], [40_000, 40_000]),
    ]
    assert ends(ax, "joint") == [([2024.5, 2024.5], [25_000, 40_000])]
    assert [line.get_linestyle() for line in lines(ax, "joint")] == ["-"]  # dots mean: assumed
    assert {line.get_color() for line in lines(ax, "joint")}.isdisjoint({INK})


@pytest.mark.parametrize(
    ("status", "style", "words"),
    [
        ("beschlossen", "-", "Ansatz 40.000 €"),
        ("veranschlagt", "-", "Ansatz 40.000 €"),
        ("vorgeschlagen", "--", "Ansatz 40.000 €, vorgeschlagen (2024/0207)"),
        ("angenommen", ":", "Ansatz 40.000 €, angenommen (2024/0207)"),
    ],
)
def test_the_status_decides_the_line_and_its_label(status, style, words):
    frame = ceilings({2025: (40_000, status, "alle", "2024/0207")})
    ax = plot_spending(spending({2025: {"ansan": 30_000}}), frame)
    assert [line.get_linestyle() for line in lines(ax, "ceiling")] == [style]
    assert words in texts(ax)


def test_a_footnote_names_the_paper_of_a_proposal():
    years = range(2025, 2028)
    frame = ceilings(dict.fromkeys(years, (40000, "vorgeschlagen", "alle", "2024/0207")))
    ax = plot_spending(spending({year: {"ansan": 30_000} for year in years}), frame)
    assert "2025–2027: Ansatz vorgeschlagen, noch nicht beschlossen (2024/0207)." in texts(ax)


def test_a_footnote_tells_ceilings_of_a_budget_from_those_of_a_resolution():
    rows = {2021: "veranschlagt", 2024: "veranschlagt", 2025: "beschlossen", 2026: "beschlossen"}
    frame = ceilings({year: (25_000, status) for year, status in rows.items()})
    ax = plot_spending(spending({year: {"ansan": 20_000} for year in rows}), frame)
    assert "Ansatz: 2021, 2024 veranschlagt; 2025–2026 beschlossen." in texts(ax)


def test_ceilings_of_one_standing_need_no_footnote():
    ax = plot_spending(spending({2024: {"ansan": 20_000}}), in_force(25_000, [2024]))
    assert "beschlossen" not in " ".join(texts(ax))


def test_a_year_without_documented_ceiling_has_no_line_and_no_percentage():
    frame = ceilings({2019: (None,), 2021: (25_000, "veranschlagt")})
    ax = plot_spending(spending({2019: {"ansan": 9000}, 2020: {"ansan": 1}, 2021: {"ansan": 24_000}}), frame)
    assert ends(ax, "ceiling") == [([2020.5, 2021.5], [25_000, 25_000])]
    assert len(patches(ax, "undocumented")) == 2
    assert all(patch.get_hatch() for patch in patches(ax, "undocumented"))
    assert texts(ax).count("nicht belegt") == 2
    assert [text for text in texts(ax) if "%" in text] == ["96,0 %"]


def test_ceilings_that_are_all_undocumented_draw_no_line_and_no_step():
    ax = plot_spending(spending({2019: {"ansan": 9000}}), ceilings({2019: (None,)}))
    assert lines(ax, "ceiling") == lines(ax, "joint") == []
    assert ax.get_title(loc="left") == "Ausgaben 2019: 9.000 €, Ansatz nicht belegt"


def test_without_ceilings_nothing_is_said_about_them():
    ax = plot_spending(spending({2019: {"ansan": 9000}}))
    assert "nicht belegt" not in " ".join([*texts(ax), *legend(ax), alt_text(ax)])


def test_the_part_above_the_ceiling_is_framed_and_marked_with_its_amount():
    ax = plot_spending(spending({2024: {"ansan": 26_250}}), in_force(25_000, [2024]))
    (frame,) = patches(ax, "over")
    assert (frame.get_y(), frame.get_height()) == (25_000, 1250)
    assert not frame.get_fill()
    assert mpl.colors.to_hex(frame.get_edgecolor()).upper() == VERMILION
    assert "▲ +1.250 €" in texts(ax)


@pytest.mark.parametrize("amount", ["23000", "24999.99", "25000.00"])
def test_a_year_at_or_below_its_ceiling_is_not_marked(amount):
    ax = plot_spending(spending({2024: {"ansan": amount}}), in_force(25_000, [2024]))
    assert patches(ax, "over") == []
    assert "▲" not in " ".join(texts(ax))


def test_a_single_cent_above_the_ceiling_is_marked_and_written_out():
    ax = plot_spending(spending({2024: {"ansan": "25000.01"}}), in_force(25_000, [2024]))
    assert "▲ +0,01 €" in texts(ax)
    assert "25.000,01 €" in texts(ax)
    assert "100,01 %" in texts(ax)


def test_a_ceiling_for_one_region_counts_it_and_what_is_not_assigned():
    frame = ceilings({2021: (25_000, "veranschlagt", "ansan")})
    ax = plot_spending(spending({2021: {"suedkorea": 4000, "ansan": 20_000, UNASSIGNED: 1000}}), frame)
    assert "84,0 %" in texts(ax)
    assert "25.000 €" in texts(ax)
    assert "2021: Ansatz nur für Ansan; schraffiert Umrandetes (4.000 €) zählt nicht dagegen." in texts(ax)
    assert bars(ax, "Südkorea (national)") == {2021: (21_000, 4000)}


def test_a_ceiling_for_one_region_that_took_all_needs_no_hatched_bars():
    frame = ceilings({2021: (25_000, "veranschlagt", "ansan")})
    ax = plot_spending(spending({2021: {"ansan": 24_000}}), frame)
    assert "2021: Ansatz nur für Ansan." in texts(ax)


def test_ceilings_of_several_pots_need_a_name():
    frame = pd.concat([in_force(25_000, [2024]), ceilings({2024: (9700, "veranschlagt")}, pot="messe")])
    amounts = spending({2024: {"ansan": 24_000}})
    assert "96,0 %" in texts(plot_spending(amounts, frame))
    amounts.attrs = {}
    assert "247,4 %" in texts(plot_spending(amounts, frame, pot="messe"))
    with pytest.raises(ValueError, match="several pots"):
        plot_spending(amounts, frame)


# --- words


@pytest.mark.parametrize(
    ("amounts", "limits", "title"),
    [
        (
            {2024: 26_234, 2025: 38_000},
            {2024: (25_000, "beschlossen"), 2025: (40_000, "beschlossen")},
            "2024 lag um 1.234 € über dem Ansatz – ab 2025 gilt 40.000 €",
        ),
        (
            {2024: 26_234, 2025: 38_000},
            {2024: (25_000, "beschlossen"), 2025: (40_000, "vorgeschlagen")},
            "2024 lag um 1.234 € über dem Ansatz – ab 2025 sind 40.000 € vorgeschlagen",
        ),
        (
            {2024: 26_000, 2025: 25_100},
            {2024: (25_000, "beschlossen"), 2025: (25_000, "beschlossen")},
            "2024 und 2025 lagen um 1.000 € und 100 € über dem Ansatz",
        ),
        (
            {2023: 26_000, 2024: 29_000, 2025: 25_100},
            dict.fromkeys((2023, 2024, 2025), (25_000, "beschlossen")),
            "3 Jahre lagen über dem Ansatz, am weitesten 2024 (um 4.000 €)",
        ),
        (
            {2024: 24_800, 2025: 38_000},
            {2024: (25_000, "beschlossen"), 2025: (40_000, "beschlossen")},
            "Kein Jahr lag über dem Ansatz, am höchsten 2024 mit 99,2 %",
        ),
        (
            {2023: 99_000, 2024: 24_800},
            {2023: (None,), 2024: (25_000, "beschlossen")},
            "Kein Jahr mit belegtem Ansatz lag darüber, am höchsten 2024 mit 99,2 %",
        ),
        (
            {2024: 24_000},
            {2024: (25_000, "vorgeschlagen")},
            "2024 sind 96,0 % des vorgeschlagenen Ansatzes ausgegeben",
        ),
        (
            {2025: 41_000},
            {2025: (40_000, "vorgeschlagen")},
            "2025 lag um 1.000 € über dem vorgeschlagenen Ansatz",
        ),
        ({2024: 0}, {2024: (25_000, "beschlossen")}, "Keine Ausgaben gebucht"),
    ],
)
def test_the_title_states_the_finding(amounts, limits, title):
    rows = {year: {"ansan": amount} for year, amount in amounts.items()}
    ax = plot_spending(spending(rows), ceilings(limits))
    assert " ".join(ax.get_title(loc="left").split()) == title


def test_the_english_chart_has_no_german_words_of_ours():
    frame = ceilings({2024: (25_000, "beschlossen"), 2025: (40_000, "vorgeschlagen", "alle", "2024/0207")})
    rows = {2023: {"ansan": 5}, 2024: {"ansan": 26_234, UNASSIGNED: 3}, 2025: {"lwiw": -20}}
    ax = plot_spending(spending(rows, pot_name="Cooperation", is_example=True), frame, language="en")
    said = " ".join([*texts(ax), *legend(ax), ax.get_ylabel(), ax.get_title(loc="left"), alt_text(ax)])
    assert "2024 exceeded the ceiling by €1,237 – from 2025, €40,000 is proposed" in said
    german = r"Ansatz|belegt|zugeordnet|Summe|Ausgaben|Beispiel|vorgeschlagen|Obligo|Topf|[äöüß]"
    assert re.findall(german, said) == []


def test_invented_data_is_marked_above_the_chart():
    ax = plot_spending(spending({2024: {"ansan": 1}}, is_example=True))
    assert "Beispieldaten" in texts(ax)
    assert "Beispieldaten" in alt_text(ax)
    assert "Beispieldaten" not in texts(
        plot_spending(spending({2024: {"ansan": 1}}, is_example=True), is_example=False)
    )


def test_no_data_is_said_in_the_chart():
    ax = plot_spending(spending({}), in_force(25_000, []))
    assert "Keine Ausgaben gebucht" in texts(ax)
    assert chart_figures(ax).empty


def test_the_axis_counts_in_german_thousands():
    ax = plot_spending(spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024]))
    ax.get_figure().draw_without_rendering()
    assert "20.000" in [label.get_text() for label in ax.get_yticklabels()]
    assert ax.get_ylabel() == "Ausgaben in €"


def test_tiny_amounts_are_written_with_their_cents():
    ax = plot_spending(spending({2024: {"ansan": "0.12"}}), in_force("0.50", [2024]))
    ax.get_figure().draw_without_rendering()
    assert "0,12 €" in texts(ax)
    assert "0,10" in [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize(
    ("amount", "against", "words"),
    [
        ("24000", None, "24.000 €"),
        ("24000.60", None, "24.001 €"),
        ("24999.60", "25000", "24.999,60 €"),
        ("25000.40", "25000", "25.000,40 €"),
        ("24000.60", "25000", "24.001 €"),
        ("9.5", None, "9,50 €"),
        ("-800", None, "-800 €"),
    ],
)
def test_cents_are_written_where_they_matter(amount, against, words):
    assert euro_text(Decimal(amount), against=Decimal(against) if against else None) == words


def test_the_alternative_text_tells_every_figure():
    frame = ceilings({2023: (None,), 2024: (25_000, "beschlossen")})
    rows = {2023: {"ansan": 9000}, 2024: {"ansan": 20_000, "sacramento": 6234}}
    assert alt_text(plot_spending(spending(rows), frame)) == (
        "Gestapelte Säulen: Ausgaben je Partnerregion und Haushaltsjahr · Topf: Internationale Kooperationen"
        ", 2023 bis 2024. 2024 lag um 1.234 € über dem Ansatz. "
        "2023: 9.000 €; Ansatz nicht belegt; davon Ansan 9.000 €. "
        "2024: 26.234 €; Ansatz 25.000 €; 104,9 %; 1.234 € darüber; "
        "davon Ansan 20.000 €, Greater Sacramento 6.234 €."
    )


def test_the_figures_of_a_chart_are_exact_to_the_cent():
    rows = {2023: {"ansan": "0.10", "lwiw": "0.20"}, 2024: {"ansan": "24000.01", UNASSIGNED: "-0.02"}}
    frame = ceilings({2023: (None,), 2024: (25_000, "beschlossen")})
    figures = chart_figures(plot_spending(spending(rows), frame))
    assert figures.columns.to_list() == [
        "Ansan",
        "Lwiw",
        "nicht zugeordnet",
        "Summe",
        "Ansatz",
        "Ausschöpfung",
    ]
    assert figures.index.name == "Haushaltsjahr"
    assert figures["Summe"].to_list() == [Decimal("0.30"), Decimal("23999.99")]
    assert figures["Ansatz"].isna().to_list() == [True, False]
    assert figures["Ausschöpfung"].to_list() == ["nicht belegt", "96,0 %"]


def test_a_float_is_refused_as_money():
    frame = pd.DataFrame({"ansan": [0.1]}, index=pd.Index([2024], name="year"))
    with pytest.raises(TypeError, match="exact"):
        plot_spending(frame)


def test_a_year_that_stands_twice_is_refused():
    twice = pd.concat([spending({2024: {"ansan": 1}})] * 2)
    with pytest.raises(ValueError, match="once"):
        plot_spending(twice)


def test_the_frames_that_come_in_are_not_changed():
    amounts, frame = spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024])
    before = amounts.copy(), frame.copy(), dict(amounts.attrs)
    plot_spending(amounts, frame)
    pd.testing.assert_frame_equal(amounts, before[0])
    pd.testing.assert_frame_equal(frame, before[1])
    assert amounts.attrs == before[2]


# --- places: nothing collides

NEAR = {2021: 23_000, 2022: 24_000, 2023: 24_750, 2024: 25_000, 2025: 25_250, 2026: 24_250}
YEARS = list(NEAR)


def near_the_ceiling(ax=None):
    rows = {year: {"ansan": amount} for year, amount in NEAR.items()}
    return plot_spending(spending(rows, is_example=True), in_force(25_000, YEARS), ax=ax)


def all_over(ax=None):
    rows = {year: {"ansan": 30_000 + 4000 * place} for place, year in enumerate(YEARS)}
    frame = ceilings(
        {
            y: (25_000, "beschlossen") if y < 2024 else (40_000, "vorgeschlagen", "alle", "2024/0207")
            for y in YEARS
        }
    )
    other = spending({year: {"lwiw": 31_000} for year in YEARS}, pot_name=PARTNERS)
    return plot_spending(spending(rows), frame, beside=other, ax=ax)


def twenty_years(ax=None):
    years = range(2007, 2027)
    rows = {
        y: {"ansan": 10_000 + 700 * place, "suedkorea": 500 * place, "lwiw": place * place * 37 % 2500}
        for place, y in enumerate(years)
    }
    frame = ceilings(
        {y: (20_000 if y < 2012 else 25_000 + 500 * max(0, y - 2019), "beschlossen") for y in years}
    )
    return plot_spending(spending(rows), frame, ax=ax)


def refunds(ax=None):
    rows = {
        2021: {"ansan": 9000, "suedkorea": -1400},
        2022: {"ansan": 29_000, "lwiw": -2000},
        2023: {"ansan": -80},
    }
    return plot_spending(spending(rows), in_force(25_000, [2021, 2022, 2023]), ax=ax)


def one_proposed_year(ax=None):
    paper = "Beschlussvorlage 2024/0207 vom 27.11.2024"
    return plot_spending(
        spending({2025: {"ansan": 44_000}}), ceilings({2025: (40_000, "vorgeschlagen", "alle", paper)}), ax=ax
    )


def undocumented_between(ax=None):
    frame = ceilings({y: (25_000, "beschlossen") if y in (2021, 2024) else (None,) for y in YEARS})
    other = spending({year: {"riesengebirge": 8000} for year in YEARS}, pot_name=PARTNERS)
    rows = {year: {"ansan": amount + 400} for year, amount in NEAR.items()}
    return plot_spending(spending(rows, is_example=True), frame, beside=other, ax=ax)


HARD_CASES = [near_the_ceiling, all_over, twenty_years, refunds, one_proposed_year, undocumented_between]


@pytest.fixture(scope="module", params=HARD_CASES, ids=lambda draw: draw.__name__)
def hard_case(request):
    ax = request.param()
    ax.get_figure().draw_without_rendering()
    return ax


def test_no_text_touches_another(hard_case):
    assert collisions(hard_case) == []


def test_no_label_of_a_ceiling_touches_a_bar_or_a_line(hard_case):
    ax, chart = hard_case, chart_of(hard_case)
    shown = [each.text for each in chart.ceilings.labels if each.text.get_visible()]
    drawn = [chart.ceilings.geometry.stack_box(year) for year in chart.content.years]
    drawn += [box_of(line) for line in lines(ax, "ceiling")]
    assert shown
    for text in shown:
        assert [box for box in drawn if box.overlaps(box_of(text, inset=1))] == []


def test_every_text_stays_inside_the_picture(hard_case):
    page = hard_case.get_figure().bbox
    outside = [
        text
        for (text, _), box in boxes(hard_case).items()
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1
    ]
    assert outside == []


def test_charts_in_a_grid_settle_together():
    figure = Figure(figsize=(13, 9))
    axes = figure.subplots(2, 2)
    for draw, ax in zip((near_the_ceiling, all_over, refunds, twenty_years), axes.flat, strict=True):
        assert draw(ax=ax) is ax
    assert [collisions(ax) for ax in axes.flat] == [[], [], [], []]


def test_a_number_stands_on_its_segment_only_where_it_fits():
    ax = plot_spending(spending({2024: {"ansan": 24_000, "minnesota": 40}}), in_force(25_000, [2024]))
    assert "24.000" in texts(ax)
    assert "40" not in texts(ax)


def test_a_label_is_moved_along_its_line_before_it_is_lifted():
    page, home = Box(0, 0, 500, 300), Box(10, 100, 400, 103)
    assert free_place((80, 12), home, page, []).box == Box(10, 103, 90, 115)
    moved = free_place((80, 12), home, page, [Box(0, 0, 60, 200)]).box
    assert moved.bottom == 103
    assert 60 <= moved.left <= 64
    lifted = free_place((80, 12), home, page, [Box(0, 0, 500, 150)]).box
    assert 150 <= lifted.bottom <= 154


def test_there_may_be_no_free_place():
    assert free_place((80, 12), Box(0, 100, 50, 103), Box(0, 0, 500, 300), [Box(0, 0, 500, 300)]) is None
    assert free_place((80, 12), Box(0, 100, 50, 103), Box(0, 0, 60, 300), []) is None


def test_an_amount_is_not_torn_from_its_unit():
    words = "ab 2025 sind 40.000 € vorgeschlagen"
    for width in range(10, 300, 7):
        assert "\n€" not in wrap_text(words, width, 9)
    assert wrap_text(words, 1000, 9) == words
    assert max(text_width(line, 9) for line in wrap_text(words, 100, 9).split("\n")) <= 100


# --- colours


def test_a_region_keeps_its_colour_whatever_else_is_shown():
    alone = region_looks(["ansan", "hafenstadt"])
    among = region_looks(["ansan", "hafenstadt", "sacramento", "neuland"])
    assert alone["ansan"] == among["ansan"]
    assert among["ansan"].colour == KNOWN_COLOURS["ansan"]


def test_a_region_without_spending_still_holds_its_colour_for_the_others():
    names = {key: {"de": key, "en": key} for key in ("a", "b", "c")}
    only_last = plot_spending(spending({2024: {"c": 5}}, names=names))
    every_one = plot_spending(spending({2024: {"a": 1, "b": 1, "c": 5}}, names=names))
    colours = [ax.containers[-1].patches[0].get_facecolor() for ax in (only_last, every_one)]
    assert colours[0] == colours[1]


def test_no_two_of_forty_regions_look_alike():
    looks = region_looks([*NAMES, *(f"r{number}" for number in range(34))])
    assert len({(look.colour, look.pattern) for look in looks.values()}) == len(looks)
    assert all(not looks[key].pattern for key in NAMES)


def test_the_warning_colour_belongs_to_no_region():
    assert VERMILION not in PALETTE


def test_the_style_changes_nothing_outside():
    before = dict(mpl.rcParams)
    plot_spending(spending({2024: {"ansan": 1}}))
    with chart_style():
        assert mpl.rcParams["text.parse_math"] is False
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    "own",
    [
        {"text.usetex": True},
        {"path.sketch": (1, 100, 2)},
        {"agg.path.chunksize": 1},
        {"xtick.major.size": 30},
    ],
)
def test_settings_of_ones_own_change_no_byte_of_a_picture(own):
    def pictures() -> list[bytes]:
        ax = plot_spending(spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024]))
        return [picture_bytes(ax, kind) for kind in ("png", "svg")]

    plain = pictures()
    with mpl.rc_context(own):
        assert pictures() == plain


def test_the_settings_of_the_user_do_not_reach_our_charts():
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black", "text.color": "white"}):
        ax = plot_spending(spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024]))
    assert mpl.colors.to_hex(ax.get_facecolor()) == "#ffffff"
    assert max(text.get_fontsize() for text in ax.texts) < 12


@pytest.mark.parametrize("name", ["안산시", "鞍山市", "\N{LINEAR A SIGN AB001}"])
def test_a_name_in_letters_of_another_script_warns_of_nothing(name, tmp_path):
    names = {"a": {"de": name, "en": name}}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot_spending(spending({2024: {"a": 24_000}}, names=names), in_force(25_000, [2024]))
        ax.get_figure().draw_without_rendering()
        ax.get_figure().savefig(tmp_path / "eng.png", bbox_inches="tight")
        save_chart(ax, tmp_path / "ausgaben.svg")
    assert name in legend(ax)


def test_only_installed_fonts_are_named_so_that_none_is_missed(caplog):
    plot_spending(spending({2024: {"ansan": 24_000}}))
    assert [record.getMessage() for record in caplog.records if "findfont" in record.getMessage()] == []
    assert set(font_families()) <= set(font_manager.fontManager.get_font_names())
    assert font_families()[0] == "DejaVu Sans"


def test_a_dollar_sign_in_a_name_is_a_dollar_sign():
    names = {"a": {"de": "Ort $x$", "en": "Place $x$"}}
    ax = plot_spending(spending({2024: {"a": 1}}, names=names, pot_name="A $b$"))
    assert all(not text.get_parse_math() for text in (*ax.texts, *ax.get_legend().get_texts(), ax.title))


# --- bullets

USAGE = {
    2021: (25_000, 25_000, 24_000, 0, 1000, "warning"),
    2022: (None, None, 22_900, 0, None, "undocumented"),
    2024: (25_000, 25_000, 28_900, 0, -3900, "exceeded"),
    2026: (40_000, 10_000, 4500, 3000, 2500, "within"),
}


def test_a_bullet_shows_spent_ordered_usable_and_ceiling():
    ax = plot_usage(usage({2026: USAGE[2026]}))
    widths = {each.get_label(): [bar.get_width() for bar in each.patches] for each in ax.containers}
    assert widths == {"verwendbar": [10_000], "Ist": [4500], "Obligo": [3000]}
    assert ax.containers[2].patches[0].get_x() == 4500
    assert [x for x, _ in ends(ax, "ceiling")] == [[40_000, 40_000]]
    assert "2026: verwendbar 10.000 € (Ansatz 40.000 €)." in texts(ax)


def test_a_proposed_ceiling_is_a_broken_stroke_and_the_footnote_names_its_paper():
    frame = usage({2024: USAGE[2021], 2025: USAGE[2021]})
    frame["status"], frame["decisions"] = ["beschlossen", "vorgeschlagen"], [None, "2024/0207"]
    ax = plot_usage(frame)
    assert [line.get_linestyle() for line in lines(ax, "ceiling")] == ["-", "--"]
    assert "2025: Ansatz vorgeschlagen, noch nicht beschlossen (2024/0207)." in texts(ax)
    assert legend(ax)[-2:] == ["Ansatz", "Ansatz, vorgeschlagen"]


def test_many_years_that_may_use_more_or_less_than_the_ceiling_share_one_footnote():
    said = texts(plot_usage(usage(dict.fromkeys((2021, 2022, 2023, 2025), USAGE[2026]))))
    words = "verwendbar ist mehr oder weniger als der Ansatz (Übertrag, Sperre oder Freigabe)."
    assert f"2021–2023, 2025: {words}" in said


def test_the_words_beside_a_bullet_are_shorter_where_the_picture_is_narrow():
    ax = Figure(figsize=(4, 3)).subplots()
    assert "4.500 € · Rest 2.500 €" in texts(plot_usage(usage({2026: USAGE[2026]}), ax=ax))


def test_the_words_beside_a_bullet_say_figures_and_state():
    said = texts(plot_usage(usage(USAGE)))
    assert "24.000 € · 96,0 % · Rest 1.000 €" in said
    assert "28.900 € · 115,6 % · 3.900 € darüber" in said
    assert "4.500 € · 11,3 % · mit Obligo 18,8 % · Rest 2.500 €" in said
    assert [word for word in said if word in ("knapp", "nicht belegt", "überschritten", "im Rahmen")] == [
        "knapp",
        "nicht belegt",
        "überschritten",
        "im Rahmen",
    ]


def test_orders_of_an_undocumented_year_are_said_as_an_amount():
    said = texts(plot_usage(usage({2022: (None, None, 22_900, 1500, None, "undocumented")})))
    assert "22.900 € · Obligo 1.500 €" in said


def test_the_words_for_those_who_cannot_see_name_the_orders_too():
    said = alt_text(plot_usage(usage({2026: USAGE[2026]})))
    assert "mit Obligo 18,8 % · Rest 2.500 €, Obligo 3.000 €" in said


def test_the_words_beside_a_bullet_end_before_the_edge_of_the_picture():
    ax = plot_usage(usage({2026: (4_000_000, 4_000_000, 2_546_710, 714_000, 739_290, "warning")}))
    ax.get_figure().draw_without_rendering()
    assert max(text.get_window_extent().x1 for text in ax.texts) <= ax.get_figure().bbox.x1


def test_the_legend_of_the_bullets_claims_no_colour_of_a_state():
    ax = plot_usage(usage(USAGE))
    marks = [mpl.colors.to_hex(patch.get_facecolor()).upper() for patch in ax.get_legend().get_patches()]
    assert len(marks) == 3
    assert set(marks).isdisjoint(STATE_COLOURS.values())
    assert all(len({mark[1:3], mark[3:5], mark[5:7]}) == 1 for mark in marks)  # grey


def test_an_undocumented_year_has_a_bar_but_neither_range_nor_ceiling_nor_percentage():
    ax = plot_usage(usage({2022: USAGE[2022]}))
    assert [bar.get_width() for bar in ax.containers[1].patches] == [22_900]
    assert len(ax.containers[0].patches) == 0
    assert lines(ax, "ceiling") == []
    assert "%" not in " ".join(texts(ax))


def test_years_run_from_top_to_bottom():
    ax = plot_usage(usage(dict(reversed(USAGE.items()))))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["2021", "2022", "2024", "2026"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]


def test_an_exceeded_year_has_the_colour_of_a_warning():
    ax = plot_usage(usage(USAGE))
    (actual,) = [each for each in ax.containers if each.get_label() == "Ist"]
    colours = [mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in actual.patches]
    assert [colour == VERMILION for colour in colours] == [False, False, True, False]


def test_the_first_pot_with_a_documented_ceiling_is_shown():
    other = usage({2024: (None, None, 5, 0, None, "undocumented")}, pot="partner")
    both = pd.concat([other, usage(USAGE)])
    assert len(chart_figures(plot_usage(both))) == 4
    assert len(chart_figures(plot_usage(both, pot="partner"))) == 1


def test_the_figures_of_the_bullets_are_exact():
    figures = chart_figures(plot_usage(usage({2025: (25_000, 25_000, "24999.99", 0, "0.01", "warning")})))
    assert figures.loc[2025, "Ist"] == Decimal("24999.99")
    assert figures.loc[2025, "verfügbar"] == Decimal("0.01")
    assert figures.loc[2025, "Ausschöpfung"] == "99,99 %"
    assert figures.loc[2025, "Zustand"] == "knapp"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (USAGE, "Verwendbare Mittel überschritten: 2024 um 3.900 €"),
        (
            {2024: USAGE[2024], 2025: USAGE[2024]},
            "Verwendbare Mittel überschritten: 2024 um 3.900 € und 2025 um 3.900 €",
        ),
        (
            {2021: USAGE[2021]},
            "Kein Jahr mit belegtem Ansatz ist überschritten, am knappsten 2021 mit 1.000 € Rest",
        ),
        ({2022: USAGE[2022]}, "Ausgaben 2022: 22.900 €, Ansatz nicht belegt"),
        ({}, "Keine Ausgaben gebucht"),
    ],
)
def test_the_title_of_the_bullets_states_the_finding(rows, title):
    assert " ".join(plot_usage(usage(rows)).get_title(loc="left").split()) == title


def test_twenty_bullets_do_not_touch():
    rows = {year: (25_000, 25_000, 1000 * (year - 2000), 500, 100, "within") for year in range(2007, 2027)}
    assert collisions(plot_usage(usage(rows))) == []


def test_bullets_in_a_small_picture_do_not_touch():
    rows = {year: (25_000, 25_000, 1000 * (year - 2000), 500, 100, "within") for year in range(2007, 2027)}
    ax = Figure(figsize=(9, 4)).subplots()
    assert collisions(plot_usage(usage(rows), ax=ax)) == []


# --- files


def test_a_saved_picture_carries_its_alternative_text_and_no_date(tmp_path):
    ax = plot_spending(spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024]))
    path = save_chart(ax, tmp_path / "ausgaben.png")
    with Image.open(path) as picture:
        assert picture.info["Description"] == alt_text(ax)
        assert set(picture.info) <= {"Description", "Title", "dpi"}
        assert np.asarray(picture).std() > 0


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_same_chart_gives_the_same_bytes(tmp_path, kind):
    files = [tmp_path / f"{number}.{kind}" for number in range(2)]
    for file in files:
        save_chart(plot_spending(spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024])), file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_an_svg_says_what_it_shows(tmp_path):
    ax = plot_spending(spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024]))
    text = save_chart(ax, tmp_path / "ausgaben.svg").read_text("utf-8")
    assert "Topf: Internationale Kooperationen" in text
    assert "<dc:date>" not in text


def test_another_kind_of_file_is_refused_before_anything_is_written(tmp_path):
    ax = plot_spending(spending({2024: {"ansan": 1}}))
    with pytest.raises(ValueError, match="png or svg"):
        save_chart(ax, tmp_path / "ausgaben.bmp")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_picture_is_reported(tmp_path):
    (tmp_path / "ausgaben.png").mkdir()
    with pytest.raises(KooperationError):
        save_chart(plot_spending(spending({2024: {"ansan": 1}})), tmp_path / "ausgaben.png")


def test_axes_of_somebody_else_have_no_alternative_text():
    with pytest.raises(ValueError, match="no chart"):
        alt_text(Figure().subplots())


def test_outside_a_notebook_no_window_system_is_touched():
    program = (
        "import sys\n"
        "sys.path.insert(0, 'tests')\n"
        "from chart_frames import spending\n"
        "from kooperation.reporting.charts import plot_spending\n"
        "plot_spending(spending({2024: {'ansan': 1}}))\n"
        "raise SystemExit('matplotlib.pyplot' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_euro_column_of_the_frames_keeps_absence():
    assert euros([None, 1]).tolist() == [pd.NA, Decimal("1.00")]


def test_in_a_notebook_each_chart_is_shown_exactly_once():
    from nbclient import NotebookClient

    setup = f"import sys; sys.path[:0] = {[str(ROOT), str(ROOT / 'tests')]!r}\n"
    setup += "from chart_frames import spending\nimport kooperation as ko"
    draw = "ax = ko.plot_spending(spending({2024: {'ansan': 24000}}))"
    cells = [setup, draw, draw]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120).execute()
    pictures = [["image/png" in output.get("data", {}) for output in cell.outputs] for cell in notebook.cells]
    assert pictures == [[], [True], [True]]


def test_a_ceiling_that_another_one_follows_is_said_to_hold_for_its_years_only():
    rows = {2024: (100, "beschlossen"), 2025: (400, "vorgeschlagen"), 2026: (400, "beschlossen")}
    ax = plot_spending(spending({year: {"ansan": 150} for year in rows}), ceilings(rows))
    title = "2024 lag um 50 € über dem Ansatz – für 2025 sind 400 € vorgeschlagen"
    assert ax.get_title(loc="left").replace("\n", " ") == title


def test_years_of_the_same_amount_and_standing_have_one_line_and_one_label_whatever_their_papers():
    rows = {2022: (25_000, "angenommen", "alle", "V1"), 2023: (25_000, "angenommen", "alle", "V2")}
    ax = plot_spending(spending({year: {"ansan": 9000} for year in rows}), ceilings(rows))
    assert [x for x, _ in ends(ax, "ceiling")] == [[2021.5, 2023.5]]
    said = " ".join(texts(ax))
    assert "2022: Ansatz angenommen, nicht belegt (V1)." in said
    assert "2023: Ansatz angenommen, nicht belegt (V2)." in said


def test_spending_and_usage_name_what_may_be_used_with_its_reasons():
    frame = usage({2026: (40_000, 8750, 10_400, 0, -1650, "exceeded")})
    frame["carried_over"], frame["blocked"] = euros([0]), euros([5000])
    frame["released_share"] = pd.array([Fraction(1, 4)], dtype=object)
    note = "2026: verwendbar 8.750 € (Ansatz 40.000 €, gesperrt 5.000 €, davon freigegeben 25,0 %)."
    for ax in (plot_usage(frame), plot_spending(spending({2026: {"ansan": 10_400}}), frame)):
        assert note in texts(ax)
        assert note.removeprefix("2026: ").removesuffix(".") in alt_text(ax)


def test_the_usage_says_what_the_scope_of_a_ceiling_leaves_out():
    frame = usage({2021: (25_000, 25_000, 24_778, 0, 222, "warning")})
    frame["scope"], frame["out_of_scope"] = ["ansan"], euros(["3000.50"])
    frame.attrs["region_names"] = NAMES
    ax = plot_usage(frame)
    assert "2021: Ansatz nur für Ansan; weitere 3.001 € zählen nicht dagegen." in texts(ax)
    assert "weitere 3.001 € zählen nicht gegen den Ansatz" in alt_text(ax)


def test_what_a_ceiling_does_not_count_is_hatched_in_the_colour_of_its_region_and_named_in_the_legend():
    frame = ceilings({2025: (5000, "beschlossen", "minnesota")})
    ax = plot_spending(spending({2025: {"ansan": 9000, "minnesota": 4000}}), frame)
    (patch,) = next(each for each in ax.containers if each.get_label() == "Ansan").patches
    assert mpl.colors.to_hex(patch.get_edgecolor()).upper() == KNOWN_COLOURS["ansan"]
    assert patch.get_hatch() == NOT_COUNTED
    assert "zählt nicht gegen den Ansatz" in legend(ax)
    assert "weitere 9.000 € zählen nicht gegen den Ansatz" in alt_text(ax)


def test_the_label_of_a_ceiling_stands_on_no_year_without_one():
    rows = {2020: (25_000, "beschlossen"), 2021: (None,), 2022: (25_000, "beschlossen")}
    ax = plot_spending(spending({year: {"ansan": 20_000} for year in rows}), ceilings(rows))
    edges = [ax.transData.transform((year, 0))[0] for year in (2020.5, 2021.5)]
    labels = [text for text in ax.texts if text.get_text().startswith("Ansatz") and text.get_visible()]
    boxes = [text.get_window_extent() for text in labels]
    assert len(boxes) == 2
    assert all(box.x1 <= edges[0] + 3 or box.x0 >= edges[1] - 3 for box in boxes)


def test_a_line_under_a_high_bar_keeps_its_label_above_the_bar():
    rows = {2024: (10_000, "beschlossen"), 2025: (5000, "vorgeschlagen", "minnesota")}
    amounts = spending({2024: {"minnesota": 12_346}, 2025: {"ansan": 9000, "minnesota": 4000}})
    ax = plot_spending(amounts, ceilings(rows))
    assert [text for text in texts(ax) if "5.000 €" in text and "vorgeschlagen" in text.replace("\n", " ")]


def test_years_between_the_pot_and_another_budget_have_their_place():
    beside = spending({2022: {"lwiw": 8195}}, pot=PARTNERS, pot_name=PARTNERS)
    ax = plot_spending(spending({2024: {"ansan": 500}}), in_force(900, [2024]), beside=beside)
    assert chart_figures(ax).index.to_list() == [2022, 2023, 2024]
    assert texts(ax).count("nicht belegt") == 2


def test_spending_of_a_pot_without_regions_is_not_called_unassigned():
    frame = spending({2024: {UNASSIGNED: 17_850}})
    frame.attrs["needs_region"] = False
    assert "ohne Partnerregion" in chart_figures(plot_spending(frame)).columns


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_title_is_bold_before_and_after_the_picture_is_saved(kind):
    ax = plot_spending(spending({2024: {"ansan": 26000}}), in_force(25000, [2024]))
    before = ax.get_title(loc="left")
    picture_bytes(ax, kind)
    assert ax.get_title(loc="left") == before
    assert ax._left_title.get_fontweight() == "bold"
