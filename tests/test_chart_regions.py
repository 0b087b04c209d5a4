"""The small multiples: one panel per partner region, by their bars, names and numbers."""

from decimal import Decimal

import matplotlib as mpl
import pytest
from chart_frames import ceilings, spending
from matplotlib.figure import Figure

from kooperation.model.schema import UNASSIGNED
from kooperation.reporting.charts import alt_text, chart_figures, plot_regions
from kooperation.reporting.charts.canvas import chart_of
from kooperation.reporting.charts.outlines import OUTLINE
from kooperation.reporting.charts.spending.stacks import NOT_COUNTED
from kooperation.reporting.style import KNOWN_COLOURS, PAPER, UNASSIGNED_LOOK, tint

PARTNERS = "Partnerschaften"


def said(ax, gid):
    """What the texts of one kind say, panel by panel from the left."""
    return [text.get_text() for text in ax.texts if text.get_gid() == gid and text.get_visible()]


def bars(ax, name):
    """{year: euros} of the bars with one name."""
    (found,) = [each for each in ax.containers if each.get_label() == name]
    return {bar.get_x() + bar.get_width() / 2: bar.get_height() for bar in found.patches}


def texts(ax):
    return [" ".join(text.get_text().split()) for text in ax.texts if text.get_text().strip()]


def test_each_region_has_a_panel_of_its_own_in_the_order_of_the_register():
    ax = plot_regions(spending({2024: {"sacramento": 3000, "ansan": 20_000}, 2025: {"ansan": 500}}))
    assert said(ax, "name") == ["Ansan", "Greater Sacramento"]
    assert said(ax, "sum") == ["Summe 20.500 €", "Summe 3.000 €"]
    assert bars(ax, "Ansan") == {2024: 20_000, 2025: 500}
    assert bars(ax, "Greater Sacramento") == {2024: 3000}


def test_unassigned_spending_has_its_panel_unless_it_is_zero():
    ax = plot_regions(spending({2024: {"ansan": 5, UNASSIGNED: "1234.56"}}))
    assert said(ax, "name") == ["Ansan", "nicht zugeordnet"]
    assert mpl.colors.to_hex(ax.containers[1].patches[0].get_facecolor()).upper() == UNASSIGNED_LOOK.colour
    assert said(plot_regions(spending({2024: {"ansan": 5}})), "name") == ["Ansan"]


def test_all_panels_have_one_scale():
    chart = chart_of(plot_regions(spending({2024: {"ansan": 20_000, "minnesota": 40, "lwiw": -300}})))
    spans = {(frame.view.y0, frame.view.y1) for frame in chart.frames}
    assert len(spans) == 1
    low, high = spans.pop()
    assert low < -300 < 20_000 < high


def test_regions_of_other_budgets_are_outlined_marked_and_summed_apart():
    other = spending({2024: {"lwiw": 3000}}, pot="partner", pot_name=PARTNERS)
    ax = plot_regions(spending({2024: {"ansan": 20_000, "lwiw": 10}}), beside=other)
    assert said(ax, "name") == ["Ansan", "Lwiw", "Lwiw"]
    assert said(ax, "sum") == ["Summe 20.000 €", "Summe 10 €", "anderes Budget · 3.000 €"]
    outline = ax.containers[2].patches[0]
    assert mpl.colors.to_hex(outline.get_edgecolor()).upper() == KNOWN_COLOURS["lwiw"]
    assert mpl.colors.to_hex(outline.get_facecolor()).upper() == tint(KNOWN_COLOURS["lwiw"], 0.12)
    assert f"Umrandet: aus anderem Budget ({PARTNERS}), zählt nicht gegen den Ansatz." in texts(ax)
    figures = chart_figures(ax)
    assert figures.loc[2024, "Summe"] == Decimal("20010.00")
    assert figures.loc[2024, f"Lwiw ({PARTNERS})"] == Decimal("3000.00")


def test_however_low_a_bar_of_another_budget_is_its_two_strokes_leave_it_open():
    other = spending({2023: {"lwiw": 246}, 2024: {"lwiw": 9000}}, pot="partner", pot_name=PARTNERS)
    ax = plot_regions(spending({2024: {"ansan": 20_000}}), beside=other)
    ax.figure.canvas.draw()
    low, high = ax.containers[1].patches
    per_euro = high.get_window_extent().height / 9000 * 72 / ax.figure.dpi
    assert 246 * per_euro > 2 * low.get_linewidth()
    assert high.get_linewidth() == OUTLINE


def test_numbers_are_whole_euros_where_they_fit_and_the_subtitle_says_so():
    ax = plot_regions(spending({2024: {"ansan": 17_893, "lwiw": 0}, 2025: {"ansan": 40}}))
    assert said(ax, "number") == ["17.893", "40"]
    assert any(text.endswith("Balken und Achse in €") for text in texts(ax))


def test_numbers_are_thousands_where_euros_are_too_wide_and_the_subtitle_says_so():
    rows = {year: {"ansan": 17_893, "lwiw": 940, "minnesota": 40} for year in range(2018, 2027)}
    ax = plot_regions(spending(rows), ax=Figure(figsize=(8.5, 3)).subplots())
    assert said(ax, "number")[::9] == ["17,9", "< 0,1", "0,9"]
    assert any(text.endswith("Balken und Achse in Tsd. €") for text in texts(ax))


def test_years_are_short_where_they_are_too_wide_and_some_are_left_out_before_they_touch():
    few = {year: {"ansan": 900, "lwiw": 40} for year in range(2018, 2027)}
    many = {year: {"ansan": 900, "lwiw": 40} for year in range(2001, 2027)}
    short, fewer = (
        said(plot_regions(spending(rows), ax=Figure(figsize=(4.5, 3)).subplots()), "year")
        for rows in (few, many)
    )
    assert short[:3] == ["’18", "’19", "’20"]
    assert [text for text in fewer if text][:3] == ["’01", "’04", "’07"]


def test_a_year_of_nothing_says_zero_and_has_no_bar():
    ax = plot_regions(spending({2023: {}, 2024: {"ansan": 900}}))
    assert bars(ax, "Ansan") == {2024: 900}
    assert said(ax, "number") == ["0", "900"]
    assert said(ax, "year") == ["2023", "2024"]


def test_a_negative_year_hangs_below_zero_and_the_footnote_says_why():
    ax = plot_regions(spending({2024: {"ansan": 900}, 2025: {"ansan": -120}}))
    assert bars(ax, "Ansan") == {2024: 900, 2025: -120}
    assert "Unter null: Erstattungen und Stornos überwiegen." in texts(ax)


def test_forty_regions_become_eleven_panels_and_one_of_the_rest_with_nothing_lost():
    names = {f"r{number}": {"de": f"Ort {number}", "en": f"Place {number}"} for number in range(40)}
    rows = {2024: {key: 10 + place for place, key in enumerate(names)}}
    ax = plot_regions(spending(rows, names=names))
    assert len(said(ax, "name")) == 12
    assert said(ax, "name")[-1] == "Übrige (29)"
    figures = chart_figures(ax)
    assert figures.loc[2024, "Übrige (29)"] == sum(range(10, 39))
    assert figures.loc[2024, "Summe"] == sum(range(10, 50))


def test_only_the_years_asked_for_are_shown_and_an_empty_one_is_zero():
    source = spending({2023: {"ansan": 5}, 2024: {"ansan": 900}})
    figures = chart_figures(plot_regions(source, years=[2024, 2025]))
    assert figures["Ansan"].to_list() == [Decimal("900.00"), Decimal("0.00")]


def test_what_the_ceiling_of_a_year_does_not_cover_is_hatched_in_its_own_colour():
    frame = ceilings({2021: (25_000, "veranschlagt", "ansan")})
    ax = plot_regions(spending({2021: {"ansan": 20_000, "suedkorea": 4000}}), frame)
    counted, left_out = (each.patches[0] for each in ax.containers)
    assert mpl.colors.to_hex(counted.get_facecolor()).upper() == KNOWN_COLOURS["ansan"]
    assert mpl.colors.to_hex(left_out.get_facecolor()).upper() == PAPER
    assert mpl.colors.to_hex(left_out.get_edgecolor()).upper() == KNOWN_COLOURS["suedkorea"]
    assert left_out.get_hatch() == NOT_COUNTED
    assert "2021: Ansatz nur für Ansan; schraffiert Umrandetes (4.000 €) zählt nicht dagegen." in texts(ax)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            {2024: {"ansan": 3000, "lwiw": 1000}},
            "Am meisten kostete Ansan: 3.000 € von 4.000 € (75,0 %)",
        ),
        ({2024: {"ansan": 3000, "lwiw": -1000}}, "Am meisten kostete Ansan: 3.000 €"),
        ({2023: {"ansan": 1}, 2024: {"ansan": 2}}, "Ansan kostete 2023 bis 2024 3 €"),
        ({2024: {UNASSIGNED: 300}}, "Ausgaben 2024: 300 €"),
        ({2024: {"ansan": -300}}, "Ausgaben 2024: -300 €"),
        ({2024: {}}, "Keine Ausgaben gebucht"),
        ({}, "Keine Ausgaben gebucht"),
    ],
)
def test_the_title_names_the_region_that_cost_most(rows, title):
    assert " ".join(plot_regions(spending(rows)).get_title(loc="left").split()) == title


def test_the_alternative_text_tells_every_panel():
    other = spending({2024: {"lwiw": 3000}}, pot_name=PARTNERS)
    source = spending({2023: {"ansan": 900}, 2024: {"ansan": 100}}, is_example=True)
    assert alt_text(plot_regions(source, beside=other)) == (
        "Kleine Säulendiagramme je Partnerregion: Jede Partnerregion für sich, ein Maßstab · "
        "Topf: Internationale Kooperationen (Beispieldaten), 2023 bis 2024. "
        "Ansan kostete 2023 bis 2024 1.000 €. "
        "Ansan: 2023 900 €, 2024 100 €; Summe 1.000 €. Lwiw (anderes Budget): 2024 3.000 €; Summe 3.000 €."
    )


def test_the_english_panels_have_no_german_words_of_ours():
    other = spending({2024: {"lwiw": 3000}}, pot_name="Twinning")
    source = spending({2024: {"ansan": 900, UNASSIGNED: -3}}, pot_name="Cooperation", is_example=True)
    ax = plot_regions(source, beside=other, language="en")
    everything = " ".join([*texts(ax), ax.get_title(loc="left"), alt_text(ax)])
    assert "other budget · €3,000" in everything
    assert [word for word in ("Summe", "Budget ", "Zahlen", "Beispiel", "nicht") if word in everything] == []


def test_invented_data_is_marked_above_the_panels():
    assert "Beispieldaten" in texts(plot_regions(spending({2024: {"ansan": 1}}, is_example=True)))


def test_the_panels_go_into_the_axes_that_are_given():
    ax = Figure(figsize=(6, 3.5)).subplots()
    assert plot_regions(spending({2024: {"ansan": 1}}), ax=ax) is ax


def test_the_axis_has_the_unit_of_the_numbers_on_the_bars():
    rows = {year: {"ansan": 17_893, "lwiw": 940, "minnesota": 40} for year in range(2018, 2027)}
    ax = plot_regions(spending(rows), ax=Figure(figsize=(8.5, 3)).subplots())
    assert said(ax, "tick") == ["0", "5", "10", "15"]


def test_all_numbers_of_one_picture_are_as_exact_as_each_other():
    ax = plot_regions(spending({2024: {"ansan": "1117.80", "lwiw": "24.77", "minnesota": "0.40"}}))
    assert said(ax, "number") == ["1.118", "< 1", "25"]
    ax = plot_regions(spending({2024: {"ansan": "99.80", "lwiw": "24.77"}}))
    assert said(ax, "number") == ["99,80", "24,77"]


def test_a_refund_too_small_for_the_numbers_of_a_picture_is_not_written_as_spending():
    ax = plot_regions(
        spending({2024: {"ansan": "1117.80", "lwiw": "-0.40"}, 2025: {"ansan": 0, "lwiw": "0.40"}})
    )
    assert said(ax, "number") == ["1.118", "0", "> -1", "< 1"]
