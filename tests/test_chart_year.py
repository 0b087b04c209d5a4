"""The chart of one year, by what it draws: the step line, orders, plans, pace and their labels."""

from datetime import date
from decimal import Decimal

import matplotlib as mpl
import pytest
from chart_collisions import faults, written
from year_courses import course

from kooperation.reporting.charts import alt_text, chart_figures, plot_year, save_chart
from kooperation.reporting.style import VERMILION

SPRING = ((date(2026, 2, 1), 10_000), (date(2026, 5, 1), 5000))


def day(year, month, number):
    return float(date(year, month, number).toordinal())


def lines(ax, gid):
    return [line for line in ax.get_lines() if line.get_gid() == gid]


def ends(ax, gid):
    """The corners of all lines of one kind: ([x, …], [y, …])."""
    return [tuple(list(map(float, values)) for values in line.get_data()) for line in lines(ax, gid)]


def blocks(ax):
    """Each planned activity as drawn: (first day, days, low, high)."""
    found = [patch for patch in ax.patches if patch.get_gid() == "plan"]
    return [(p.get_x(), p.get_width(), p.get_y(), p.get_y() + p.get_height()) for p in found]


def texts(ax):
    shown = [text.get_text() for text in ax.texts if text.get_visible()]
    return [" ".join(text.split()) for text in shown if text.strip()]


def title(ax):
    return " ".join(ax.get_title(loc="left").split())


def colour(artist):
    return mpl.colors.to_hex(artist.get_color()).upper()


# --- the line


def test_the_line_falls_on_the_day_of_each_posting_and_ends_on_the_day_of_the_chart():
    ax = plot_year(course(SPRING))
    [(days, levels)] = ends(ax, "line")
    january, february, may, july = day(2026, 1, 1), day(2026, 2, 1), day(2026, 5, 1), day(2026, 7, 1)
    assert days == [january, february, february, may, may, july]
    assert levels == [40_000, 40_000, 30_000, 30_000, 25_000, 25_000]


def test_a_refund_raises_the_line():
    [(_, levels)] = ends(plot_year(course([*SPRING, (date(2026, 6, 1), -2000)])), "line")
    assert levels[-1] == 27_000


def test_postings_outside_of_the_calendar_year_keep_their_date_and_the_axis_grows():
    ax = plot_year(course([(date(2025, 11, 10), 100), (date(2027, 1, 20), 200)], as_of=date(2027, 3, 1)))
    [(days, _)] = ends(ax, "line")
    assert (days[0], days[-2], days[-1]) == (day(2025, 11, 10), day(2027, 1, 20), day(2027, 1, 21))
    assert ax.get_xlim() == (day(2025, 11, 10), day(2027, 1, 21))


def test_the_line_of_a_past_year_reaches_its_end():
    [(days, _)] = ends(plot_year(course(SPRING, as_of=date(2027, 5, 1))), "line")
    assert days[-1] == day(2027, 1, 1)


def test_what_lies_below_zero_is_drawn_in_the_colour_of_overruns_and_says_by_how_much():
    ax = plot_year(course([(date(2026, 3, 1), 41_418.73)]))
    [line] = lines(ax, "line_over")
    assert colour(line) == VERMILION
    assert min(level for level in line.get_data()[1] if level == level) == pytest.approx(-1418.73)
    assert "1.419 € überschritten" in texts(ax)
    assert title(ax) == "2026: 40.000 € sind um 1.419 € überschritten"


def test_before_the_release_less_is_usable_and_what_exceeds_it_is_said():
    released = [(date(2026, 1, 1), 10_000), (date(2026, 4, 1), 40_000)]
    ax = plot_year(course([(date(2026, 2, 10), 10_400)], usable=released))
    [(days, levels)] = ends(ax, "usable")
    assert list(zip(days, levels, strict=True))[-3:] == [
        (day(2026, 4, 1), 10_000),
        (day(2026, 4, 1), 40_000),
        (day(2026, 7, 1), 40_000),
    ]
    assert {"davon verwendbar 10.000 €", "400 € überschritten", "Ansatz 40.000 €"} <= set(texts(ax))


def test_while_only_a_part_is_released_the_title_speaks_of_that_part():
    released = [(date(2026, 1, 1), 10_000)]
    over = course([(date(2026, 2, 10), 10_400)], usable=released, as_of=date(2026, 2, 28))
    assert title(plot_year(over)) == "2026: die verwendbaren 10.000 € sind um 400 € überschritten"
    within = course([(date(2026, 2, 10), 9000)], usable=released, as_of=date(2026, 2, 28))
    assert title(plot_year(within)) == "2026: von verwendbaren 10.000 € sind 1.000 € verfügbar"


# --- orders and plans


def test_open_orders_are_a_dotted_step_down_and_the_rest_is_what_is_available():
    ax = plot_year(course(SPRING, committed=6000))
    down, across = ends(ax, "orders")
    assert down == ([day(2026, 7, 1)] * 2, [25_000, 19_000])
    assert across == ([day(2026, 7, 1), day(2027, 1, 1)], [19_000, 19_000])
    assert {line.get_linestyle() for line in lines(ax, "orders")} == {":"}
    assert {"nach Ist 25.000 €", "nach Obligo verfügbar 19.000 €"} <= set(texts(ax))


def test_without_orders_what_is_left_is_available():
    ax = plot_year(course(SPRING))
    assert ends(ax, "orders") == []
    assert "verfügbar 25.000 €" in texts(ax)


def test_a_planned_activity_is_as_wide_as_its_period_is_known_and_as_high_as_it_costs():
    ax = plot_year(course(SPRING, planned=[("Konferenz", "ansan", 4000, "Oktober 2026")]))
    assert blocks(ax) == [(day(2026, 10, 1), 31, 21_000, 25_000)]
    assert {"Konferenz Ansan -4.000 €", "nach Planung 21.000 €"} <= set(texts(ax))


def test_a_plan_without_a_date_stands_behind_the_year_and_the_axis_says_so():
    ax = plot_year(course(SPRING, planned=[("Konferenz", "ansan", 4000, "offen")]))
    [(start, _, low, high)] = blocks(ax)
    assert start > day(2027, 1, 1)
    assert (low, high) == (21_000, 25_000)
    assert ax.xaxis.get_minorticklabels()[-1].get_text() == "undatiert"


def test_of_a_period_that_has_begun_only_what_is_to_come_is_drawn():
    ax = plot_year(course(SPRING, planned=[("Konferenz", "ansan", 4000, "2026")]))
    [(start, width, _, _)] = blocks(ax)
    assert (start, start + width) == (day(2026, 6, 30), day(2027, 1, 1))


def test_what_a_plan_takes_below_zero_is_drawn_in_the_colour_of_overruns():
    ax = plot_year(course(SPRING, planned=[("Reise", "ansan", 30_000, "Oktober 2026")]))
    assert [(low, high) for _, _, low, high in blocks(ax)] == [(-5000, 0), (0, 25_000)]
    assert "mit Planung 5.000 € darüber" in texts(ax)
    assert title(ax) == "2026: von 40.000 € sind 25.000 € verfügbar, die Planung liegt um 5.000 € darüber"


def test_many_plans_carry_numbers_and_a_list_names_them():
    plans = [(f"Reise {number}", "ansan", 1000, f"3.{number}.2026") for number in range(7, 13)]
    ax = plot_year(course(SPRING, planned=plans))
    assert {f"({number})" for number in range(1, 7)} <= set(texts(ax))
    assert any("(6) Reise 12 Ansan, 3.12.2026: 1.000 €" in text for text in texts(ax))


def test_plans_that_stand_too_close_to_each_other_share_their_numbers():
    plans = [(f"Reise {number}", "ansan", 100, f"{number}.10.2026") for number in range(1, 9)]
    assert "(1)–(8)" in texts(plot_year(course(SPRING, planned=plans)))


def test_a_plan_names_its_region_in_the_language_of_the_reader():
    plans = [("Konferenz", "lwiw", 100, "Oktober 2026"), ("Treffen", "alle", 200, "November 2026")]
    ax = plot_year(course(SPRING, planned=plans), language="en")
    assert {"Conference Lviv -€100", "Meeting (all regions) -€200"} <= set(texts(ax))


# --- what it is held against


def test_the_even_pace_is_dashed_and_says_that_it_is_a_comparison():
    ax = plot_year(course(SPRING))
    assert ends(ax, "pace") == [([day(2026, 1, 1), day(2027, 1, 1)], [40_000, 0])]
    assert lines(ax, "pace")[0].is_dashed()
    assert "gleichmäßiger Verbrauch (Vergleich, keine Vorgabe)" in texts(ax)


def test_without_a_documented_ceiling_spending_rises_without_pace_and_percentage():
    ax = plot_year(course([(date(2022, 2, 1), 8000)], year=2022, ceiling=None, committed=500))
    [(_, levels)] = ends(ax, "line")
    assert (levels[0], levels[-1]) == (0, 8000)
    assert ends(ax, "pace") == ends(ax, "ceiling") == []
    assert {"Ansatz nicht belegt", "Ist 8.000 €", "mit Obligo 8.500 €"} <= set(texts(ax))
    assert title(ax) == "2022: 8.000 € ausgegeben, Ansatz nicht belegt"
    assert "%" not in " ".join([*texts(ax), title(ax), alt_text(ax)])


def test_a_proposed_ceiling_is_dashed_and_a_footnote_names_its_paper():
    ax = plot_year(course(SPRING, status="vorgeschlagen"))
    assert lines(ax, "ceiling")[0].get_linestyle() == "--"
    assert "Ansatz 40.000 €, vorgeschlagen" in texts(ax)
    assert "Ansatz vorgeschlagen, noch nicht beschlossen (2024/0207)." in texts(ax)


def test_postings_without_a_date_count_from_the_start_and_a_footnote_says_so():
    ax = plot_year(course(SPRING, undated=300))
    [(_, levels)] = ends(ax, "line")
    assert levels[0] == 39_700
    assert "300 € ohne Buchungsdatum sind von Anfang an abgezogen." in texts(ax)


def test_plans_that_do_not_count_are_named_with_their_sum():
    past = [("Reise", "ansan", 700, "März 2026")]
    elsewhere = [("Reise", "lwiw", 900, "Oktober 2026")]
    ax = plot_year(course(SPRING, planned_past=past, planned_out_of_scope=elsewhere))
    notes = " ".join(texts(ax))
    assert "700 € Planung, deren Zeitraum am Stichtag vorbei ist" in notes
    assert "900 € Planung für Regionen, für die der Ansatz nicht gilt" in notes


# --- words, figures, places


def test_the_title_states_what_is_available_and_what_plans_leave():
    plans = [("Konferenz", "ansan", 4000, "Oktober 2026")]
    assert title(plot_year(course(SPRING, committed=6000, planned=plans))) == (
        "2026: von 40.000 € sind 19.000 € verfügbar, nach Planung 15.000 €"
    )
    assert title(plot_year(course(SPRING, as_of=date(2027, 2, 1)), language="en")) == (
        "2026: €25,000 of €40,000 was left"
    )


def test_a_reader_who_cannot_see_it_hears_every_level():
    plans = [("Konferenz", "ansan", 4000, "Oktober 2026")]
    spoken = alt_text(plot_year(course(SPRING, committed=6000, planned=plans, is_example=True)))
    assert "Beispieldaten" in spoken
    assert "Der Ansatz beträgt 40.000 €, gebucht sind 15.000 € an 2 Tagen." in spoken
    assert "Offene Aufträge binden 6.000 €, es bleiben 19.000 €." in spoken
    assert "Geplant sind Konferenz Ansan (Oktober 2026) 4.000 €; danach bleiben 15.000 €." in spoken


def test_the_figures_are_the_steps_then_the_state_orders_and_plans_exactly():
    plans = [("Konferenz", "ansan", "4000.55", "Oktober 2026")]
    figures = chart_figures(
        plot_year(course([(date(2026, 2, 1), "10000.10")], committed=6000, planned=plans))
    )
    assert figures["Vorgang"].to_list() == ["Ist", "Ist", "Stand", "Obligo", "Konferenz Ansan"]
    assert figures["Rest"].to_list() == [
        Decimal(text) for text in ("40000.00", "29999.90", "29999.90", "23999.90", "19999.35")
    ]
    assert figures["Betrag"].to_list() == [
        Decimal(text) for text in ("0.00", "10000.10", "0.00", "6000.00", "4000.55")
    ]


def test_year_and_pot_can_only_be_chosen_from_books():
    with pytest.raises(TypeError, match="year can only be chosen from Books"):
        plot_year(course(SPRING), year=2025)


def test_a_name_in_a_plan_or_a_paper_is_not_shown():
    plans = [("Reise Erika Mustermann", "ansan", 4000, "Oktober 2026")]
    ax = plot_year(course(SPRING, planned=plans, status="angenommen", papers="Notiz Mustermann"))
    shown = " ".join([*texts(ax), alt_text(ax), chart_figures(ax).to_string()])
    assert "Reise … Ansan" in shown
    assert "Mustermann" not in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "gebucht sind 4.500 € an einem Tag."), ("en", "€4,500 is booked on one day.")],
)
def test_one_day_is_called_one_day(language, words):
    assert words in alt_text(plot_year(course([(date(2026, 2, 1), 4500)]), language=language))


@pytest.mark.parametrize(("language", "words"), [("de", "ca. Oktober 2026"), ("en", "about October 2026")])
def test_a_plan_is_dated_no_more_exactly_than_its_list_says(language, words):
    ax = plot_year(
        course(SPRING, planned=[("Konferenz", "ansan", 900, "ca. Oktober 2026")]), language=language
    )
    assert words in alt_text(ax)


def test_the_same_course_gives_the_same_bytes(tmp_path):
    paths = [save_chart(plot_year(course(SPRING)), tmp_path / name) for name in ("one.svg", "two.svg")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


PLANS = [
    ("Delegationsbesuch", "ansan", 4000, "Oktober 2026"),
    ("Konferenz", "sacramento", 2500, "12.11.2026"),
    ("Übersetzung", "ansan", 900, "offen"),
]
EVERY_WEEK = [(date.fromordinal(date(2026, 1, 1).toordinal() + 7 * week), 700) for week in range(26)]
COURSES = {
    "close": course(
        EVERY_WEEK,
        committed=4000,
        planned=[
            ("Delegationsbesuch", "sacramento", 1740, "08.–12.11.2026"),
            ("Vorbereitung Delegationsreise", "ansan", 1700, "November 2026"),
            ("Jahrestreffen der Kooperationspartner", "alle", 1540, "03.12.2026"),
        ],
    ),
    "plans": course(SPRING, committed=6000, planned=PLANS),
    "over": course(SPRING, committed=30_000, planned=PLANS),
    "tight": course(
        [(date(2026, 5, 1), 39_800)], committed=150, planned=[("Reise", "ansan", 20, "Juli 2026")]
    ),
    "weekly": course(EVERY_WEEK, committed=3000, planned=PLANS),
    "first_day": course([], as_of=date(2026, 1, 1)),
    "released": course(
        [(date(2026, 2, 10), 10_400)], usable=[(date(2026, 1, 1), 10_000), (date(2026, 4, 1), 40_000)]
    ),
    "many": course(SPRING, planned=[(f"Reise {n}", "ansan", 300, f"{n}.8.2026") for n in range(1, 29)]),
    "late": course([*SPRING, (date(2027, 1, 20), 200)], as_of=date(2027, 3, 1), undated=10),
    "last_days_before": course([*SPRING, (date(2025, 12, 24), 200)]),
    "tiny": course(
        [],
        ceiling=1000,
        committed=1000,
        as_of=date(2026, 7, 20),
        planned=[
            ("Vorbereitung der Jahreskonferenz der Kooperationspartner", "ansan", 83.5, "03.12.2026"),
            ("Vorbereitung der Jahreskonferenz der Kooperationspartner", "suedkorea", 20.98, "Februar 2027"),
            ("Delegationsreise", "suedkorea", 145, "Februar 2027"),
        ],
    ),
    "early": course([*SPRING, (date(2025, 12, 3), 200)], undated=10, status="angenommen"),
    "undocumented": course(SPRING, ceiling=None, committed=900, planned=PLANS),
}


def leaders_through_texts(ax):
    """The lines from a label to its point that cross another text."""
    texts = [each.box for each in written(ax)]
    paths = [ax.transData.transform(list(zip(*line.get_data(), strict=True))) for line in lines(ax, "leader")]
    spots = [
        (start + (end - start) * step / 50) for start, end in filter(len, paths) for step in range(1, 50)
    ]
    return [spot for spot in spots for box in texts if holds(box, *spot)]


def holds(box, x, y):
    return box.left < x < box.right and box.bottom < y < box.top


def labels_on_blocks(ax):
    """The texts inside the axes that stand on a planned activity."""
    blocks = [patch.get_window_extent() for patch in ax.patches if patch.get_gid() == "plan"]
    return [
        each.words
        for each in written(ax)
        for block in blocks
        if each.box.left < block.x1 - 1
        and each.box.right > block.x0 + 1
        and each.box.bottom < block.y1 - 1
        and each.box.top > block.y0 + 1
    ]


@pytest.mark.parametrize("name", COURSES)
def test_no_text_stands_on_a_planned_activity(name):
    assert labels_on_blocks(plot_year(COURSES[name])) == []


@pytest.mark.parametrize("name", COURSES)
def test_no_line_to_a_label_crosses_a_text(name):
    assert leaders_through_texts(plot_year(COURSES[name])) == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", COURSES)
def test_no_text_touches_another_or_leaves_the_picture(name, language):
    assert faults(plot_year(COURSES[name], language=language)) == []


def test_plans_are_held_against_what_the_register_makes_usable_later():
    one = course(
        [(date(2026, 2, 3), 10_400)],
        usable=[(date(2026, 1, 1), 8750)],
        as_of=date(2026, 2, 28),
        planned=[("Reise", "sacramento", 38_000, "08.11.2026")],
        coming=[(date(2026, 4, 1), Decimal(35_000)), (date(2026, 6, 1), Decimal(40_000))],
    )
    ax = plot_year(one)
    finding = "2026: die verwendbaren 8.750 € sind um 1.650 € überschritten"
    later = "ab 01.06.2026 sind 40.000 € verwendbar, die Planung liegt um 8.400 € darüber"
    assert ax.get_title(loc="left").replace("\n", " ") == f"{finding}; {later}"
    assert (
        "Gezeichnet ist, was am Stichtag verwendbar ist (8.750 €); "
        "nach dem Register sind es ab 01.04.2026 35.000 € und ab 01.06.2026 40.000 €."
    ) in alt_text(ax)
