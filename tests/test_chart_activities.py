"""The chart of activities, by what it draws: lanes, signs, spending bars and their labels."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from chart_collisions import faults
from chart_frames import spending
from matplotlib.figure import Figure

from kooperation.model.period import parse_period
from kooperation.model.schema import ACTIVITY_COLUMNS, UNASSIGNED, frame_of
from kooperation.reporting.charts import alt_text, chart_figures, plot_activities, save_chart
from kooperation.reporting.charts.canvas import chart_of, picture_bytes
from kooperation.reporting.style import OTHERS


def activities(*rows) -> pd.DataFrame:
    """Activities as a log has them: (region, kind, period[, status[, moved to]])."""
    full = [(*row, *("durchgeführt", None)[len(row) - 3 :]) for row in rows]
    periods = [parse_period(row[2]) for row in full]
    cells = {
        "region": [row[0] for row in full],
        "kind": [row[1] for row in full],
        "period_text": [row[2] for row in full],
        "start": [period.start for period in periods],
        "end": [period.end for period in periods],
        "precision": [period.precision for period in periods],
        "status": [row[3] for row in full],
        "moved_to": [row[4] for row in full],
    }
    return frame_of(ACTIVITY_COLUMNS, cells, length=len(full))


NOTHING = activities()


def signs(ax):
    """The sign of each activity: precision and status."""
    found = [*ax.patches, *ax.get_lines()]
    gids = [artist.get_gid() or "" for artist in found]
    return sorted(gid for gid in gids if len(gid.split()) == 2 and gid.split()[0] in PRECISIONS)


PRECISIONS = ("day", "range", "month", "season", "year", "open")


def gids(ax, gid):
    return [artist for artist in (*ax.patches, *ax.get_lines()) if artist.get_gid() == gid]


def bars(ax, kind):
    """{(region, year): height in points} of the spending bars of one kind."""
    found = [patch for patch in ax.patches if (patch.get_gid() or "").startswith(f"{kind} ")]
    heights = {tuple(patch.get_gid().split(" ", 1)[1].rsplit(" ", 1)): patch.get_height() for patch in found}
    return {(region, int(year)): round(height, 2) for (region, year), height in heights.items()}


def texts(ax):
    shown = [text.get_text() for text in ax.texts if text.get_visible()]
    return [" ".join(text.split()) for text in shown if text.strip()]


def lanes(ax):
    return [lane.name for lane in chart_of(ax).content.lanes]


# --- lanes


def test_each_region_with_activities_or_spending_has_a_lane_and_no_other():
    log = activities(("ansan", "Besuch", "19.04.2024"), ("alle", "Gremienvorlage", "27.11.2024"))
    ax = plot_activities(log, spending({2024: {"sacramento": 3000, UNASSIGNED: 412}}))
    assert lanes(ax) == ["Ansan", "Greater Sacramento", "Alle Regionen", "nicht zugeordnet"]


def test_a_region_that_another_budget_pays_stands_behind_and_says_so():
    other = spending({2024: {"riesengebirge": 900}}, pot="partnerschaft", pot_name="Partnerschaften")
    ax = plot_activities(NOTHING, spending({2024: {"minnesota": 500}}), beside=other)
    assert lanes(ax) == ["Minnesota", "Kreis Riesengebirge"]
    assert "Kreis Riesengebirge (anderes Budget)" in texts(ax)


def test_one_region_can_be_shown_alone():
    log = activities(("ansan", "Besuch", "19.04.2024"), ("sacramento", "Besuch", "Februar 2024"))
    assert lanes(plot_activities(log, region="ansan")) == ["ansan"]


def test_a_region_that_nobody_knows_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="no region 'atlantis'"):
        plot_activities(activities(("ansan", "Besuch", "2024")), region="atlantis")


def test_of_forty_regions_the_largest_stay_and_the_others_keep_their_sum_and_activities():
    names = {f"r{number}": {"de": f"Region {number}"} for number in range(40)}
    amounts = {f"r{number}": 1000 - number for number in range(40)}
    log = activities(*((f"r{number}", "Besuch", "2024") for number in range(40)))
    content = chart_of(plot_activities(log, spending({2024: amounts}, names=names))).content
    assert len(content.lanes) == 12
    assert content.lanes[-1].key == OTHERS
    assert content.lanes[-1].amounts == {2024: sum(Decimal(1000 - number) for number in range(11, 40))}
    assert len(content.activities) == 40
    assert content.total == sum(Decimal(1000 - number) for number in range(40))


# --- signs


@pytest.mark.parametrize(
    ("period", "status", "sign"),
    [
        ("19.04.2024", "durchgeführt", "day held"),
        ("03.–09.04.2022", "geplant", "range planned"),
        ("Dezember 2019", "unterzeichnet", "month signed"),
        ("Herbst 2018", "abgesagt", "season cancelled"),
        ("2023", "durchgeführt", "year held"),
        ("seit 2015", "laufend", "open ongoing"),
        ("2023", None, "year unknown"),
    ],
)
def test_the_sign_tells_precision_and_status(period, status, sign):
    ax = plot_activities(activities(("ansan", "Besuch", period, status)))
    assert sign in signs(ax)


def test_a_bar_without_exact_dates_stands_between_two_strokes_and_an_exact_one_does_not():
    assert len(gids(plot_activities(activities(("ansan", "Reise", "Herbst 2018"))), "end")) == 2
    assert gids(plot_activities(activities(("ansan", "Reise", "03.–09.04.2022"))), "end") == []


def test_a_range_of_whole_months_names_no_days_and_stands_between_strokes_too():
    assert len(gids(plot_activities(activities(("ansan", "Austausch", "06/2020–12/2021"))), "end")) == 2


def test_a_bar_that_begins_before_the_years_shown_has_no_stroke_there():
    log = activities(("ansan", "Austausch", "06/2020–12/2021"))
    assert len(gids(plot_activities(log, years=[2021, 2022]), "end")) == 1


def test_what_goes_on_ends_in_an_arrow():
    ax = plot_activities(activities(("ansan", "Austausch", "seit 2020", "laufend")))
    assert len(gids(ax, "open end")) == 1


def test_what_was_moved_leads_to_its_new_date_and_says_so():
    log = activities(("ansan", "Reise", "Ende 2020", "verschoben", "2022"))
    ax = plot_activities(log)
    [arrow] = gids(ax, "moved")
    layout = chart_of(ax).layout
    assert arrow.get_xdata()[1] == pytest.approx(layout.year_width * 2.5, abs=layout.year_width / 366)
    assert "Reise (verschoben auf 2022)" in texts(ax)


def test_what_was_moved_to_nowhere_has_a_word_but_no_arrow():
    ax = plot_activities(activities(("ansan", "Reise", "Ende 2020", "verschoben", None)))
    assert gids(ax, "moved") == []
    assert "Reise (verschoben)" in texts(ax)


def test_what_is_overdue_is_marked_by_form_and_word():
    log = activities(("ansan", "Vertrag", "2024", "geplant")).assign(is_overdue=True)
    ax = plot_activities(log)
    assert signs(ax) == ["year overdue"]
    assert "Vertrag (geplant, überfällig)" in texts(ax)
    assert ax.get_title(loc="left") == "1 Aktivität 2024, 1 überfällig"


def test_what_has_no_date_stands_in_a_column_of_its_own():
    log = activities(("minnesota", "Sondierung", "offen", "laufend"), ("ansan", "Besuch", "2024"))
    ax = plot_activities(log)
    layout = chart_of(ax).layout
    [mark] = [mark for place in layout.places for mark in place.marks if not mark.activity.is_dated]
    assert mark.left > layout.undated_left
    assert ax.xaxis.get_minorticklabels()[-1].get_text() == "undatiert"


def test_the_legend_explains_the_statuses_that_occur_and_no_others():
    log = activities(("ansan", "Besuch", "19.04.2024"), ("ansan", "Reise", "1.5.2024", "geplant"))
    words = [text.get_text() for text in plot_activities(log).get_legend().get_texts()]
    assert words == ["durchgeführt", "geplant"]


# --- spending


def test_spending_is_drawn_in_all_lanes_on_one_scale():
    ax = plot_activities(NOTHING, spending({2024: {"ansan": 20_000, "minnesota": 5000}}))
    assert bars(ax, "spending") == {("ansan", 2024): 20.0, ("minnesota", 2024): 5.0}
    assert {"20.000", "5.000"} <= set(texts(ax))


def test_a_year_of_refunds_hangs_below_the_baseline():
    ax = plot_activities(NOTHING, spending({2023: {"ansan": 2000}, 2024: {"ansan": -1000}}))
    assert bars(ax, "spending") == {("ansan", 2023): 20.0, ("ansan", 2024): -10.0}
    assert "-1.000" in texts(ax)


def test_a_year_that_two_budgets_paid_has_two_bars_side_by_side():
    other = spending({2024: {"lwiw": 500}}, pot="partnerschaft", pot_name="Partnerschaften")
    ax = plot_activities(NOTHING, spending({2024: {"lwiw": 1000}}), beside=other)
    [own] = [patch for patch in ax.patches if patch.get_gid() == "spending lwiw 2024"]
    [beside] = [patch for patch in ax.patches if patch.get_gid() == "beside lwiw 2024"]
    assert own.get_x() + own.get_width() == pytest.approx(beside.get_x())
    assert chart_of(ax).content.total == 1000


@pytest.mark.parametrize("amount", [3, 246, 12_000, -3])
def test_however_low_a_bar_of_another_budget_is_its_two_strokes_leave_it_open(amount):
    other = spending({2024: {"lwiw": amount}})
    ax = plot_activities(NOTHING, spending({2024: {"ansan": 24_000}}), beside=other)
    [bar] = [patch for patch in ax.patches if patch.get_gid() == "beside lwiw 2024"]
    assert abs(bar.get_height()) >= 2 * bar.get_linewidth()


def test_where_amounts_do_not_fit_they_are_thousands_and_the_subtitle_says_so():
    rows = {year: {"ansan": 12_345_678} for year in range(2005, 2025)}
    ax = plot_activities(NOTHING, spending(rows))
    assert "12.345,7" in texts(ax)
    assert any("Ausgaben in Tsd. €" in text for text in texts(ax))


def test_in_axes_without_room_names_and_amounts_are_left_out_and_a_footnote_says_so():
    log, spent = many(6, 12, 3)
    ax = plot_activities(log, spent, ax=Figure(figsize=(6, 3), layout="constrained").add_subplot())
    assert chart_of(ax).layout.naming == "none"
    assert "3.024" not in texts(ax)
    assert any("Nicht alle Namen und Beträge haben Platz" in text for text in texts(ax))


def test_wide_axes_of_somebody_else_are_used_as_they_are():
    log, spent = many(3, 5, 2)
    ax = plot_activities(log, spent, ax=Figure(figsize=(14, 7), layout="constrained").add_subplot())
    assert chart_of(ax).layout.width > 800
    assert faults(ax) == []


# --- years


def test_the_years_reach_from_the_first_to_the_last_that_hold_anything():
    ax = plot_activities(activities(("ansan", "Besuch", "23.11.2017")), spending({2020: {"ansan": 5}}))
    assert list(chart_of(ax).layout.years) == [2017, 2018, 2019, 2020]


def test_activities_outside_of_the_years_asked_for_are_counted():
    log = activities(("ansan", "Besuch", "2017"), ("ansan", "Besuch", "2019"))
    ax = plot_activities(log, years=[2019, 2020])
    assert len(chart_of(ax).content.activities) == 1
    assert "Außerhalb der gezeigten Jahre: 1 Aktivität." in texts(ax)


# --- words and figures


def test_too_many_for_names_carry_numbers_and_a_list_names_them():
    log = activities(*(("ansan", "Delegationsreise", f"{day}.04.2024") for day in range(1, 13)))
    ax = plot_activities(log)
    assert {str(number) for number in range(1, 13)} <= set(texts(ax))
    assert any("12 Delegationsreise, 12.04.2024" in text for text in texts(ax))


def test_the_title_counts_activities_and_spending_with_what_is_not_assigned():
    ax = plot_activities(
        activities(("ansan", "Besuch", "2024")), spending({2024: {"ansan": 1000, UNASSIGNED: 200}})
    )
    title = " ".join(ax.get_title(loc="left").split())
    assert title == "1 Aktivität 2024; Ausgaben 1.200 €"
    assert bars(ax, "spending")[UNASSIGNED, 2024] == 4.0


def test_nothing_to_show_is_said():
    ax = plot_activities(NOTHING)
    assert "Keine Aktivitäten und keine Ausgaben" in texts(ax)
    assert len(chart_figures(ax)) == 0


def test_a_reader_who_cannot_see_it_hears_activities_and_amounts():
    log = activities(("ansan", "Reise", "Herbst 2018", "verschoben", "2022"))
    spoken = alt_text(plot_activities(log, spending({2018: {"ansan": 1000}}), language="en"))
    assert "Ansan: Travel Autumn 2018 (postponed to 2022)." in spoken
    assert "Spending Ansan: 2018 €1,000." in spoken


def test_the_figures_list_each_activity_and_each_amount_exactly():
    log = activities(("ansan", "Besuch", "19.04.2024"))
    figures = chart_figures(plot_activities(log, spending({2024: {"ansan": "1000.55"}})))
    assert figures["Eintrag"].to_list() == ["Aktivität", "Ausgaben"]
    assert figures["Zeitraum"].to_list() == ["19.04.2024", "2024"]
    assert figures["Betrag"].to_list()[1] == Decimal("1000.55")


def test_what_has_no_date_is_called_alike_in_picture_alternative_text_and_figures():
    ax = plot_activities(activities(("minnesota", "Sondierung", "undatiert", "laufend")))
    assert ax.xaxis.get_minorticklabels()[-1].get_text() == "undatiert"
    assert chart_figures(ax)["Zeitraum"].to_list() == ["undatiert"]
    assert "Sondierung undatiert (laufend)" in alt_text(ax)


def test_a_name_in_the_kind_of_an_activity_is_not_shown():
    ax = plot_activities(activities(("ansan", "Reise Erika Mustermann", "2024")))
    shown = " ".join([*texts(ax), alt_text(ax), chart_figures(ax).to_string()])
    assert "Reise …" in shown
    assert "Mustermann" not in shown


def test_the_same_activities_give_the_same_bytes(tmp_path):
    log = activities(("ansan", "Besuch", "19.04.2024"))
    paths = [save_chart(plot_activities(log), tmp_path / name) for name in ("one.svg", "two.svg")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


PROGRAM = """
import hashlib, sys
from datetime import date
sys.path.insert(0, {tests!r})
from test_chart_activities import many
from year_courses import course
from kooperation.reporting.charts import plot_activities, plot_year
from kooperation.reporting.charts.canvas import picture_bytes
planned = [("Reise", "ansan", 900, "Oktober 2026"), ("Forum", "lwiw", 50, "offen")]
charts = [plot_activities(*many(9, 5, 2)), plot_year(course([(date(2026, 2, 1), 500)], planned=planned))]
for chart in charts:
    print(hashlib.sha256(picture_bytes(chart, "svg") + picture_bytes(chart, "png")).hexdigest())
"""


def bytes_in_a_fresh_process(**surroundings):
    program = PROGRAM.format(tests=str(Path(__file__).parent))
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **surroundings},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # nor a word about fonts
    return done.stdout


def test_a_fresh_process_draws_the_same_bytes_and_is_quiet():
    one = bytes_in_a_fresh_process(PYTHONHASHSEED="1", TZ="Pacific/Auckland")
    other = bytes_in_a_fresh_process(PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C")
    assert one == other


def many(regions, years, each):
    names = {f"r{number}": {"de": f"Region {number}", "en": f"Region {number}"} for number in range(regions)}
    rows = {
        year: {key: 1000 * (place + 1) + year for place, key in enumerate(names)}
        for year in range(2025 - years, 2025)
    }
    log = activities(
        *(
            (key, "Delegationsbesuch", f"{1 + place % 28}.0{1 + place % 9}.{2024 - place % years}", "geplant")
            for key in names
            for place in range(each)
        )
    )
    return log, spending(rows, names=names)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(("regions", "years", "each"), [(1, 2, 3), (1, 20, 20), (6, 9, 3), (40, 20, 5)])
def test_no_text_touches_another_or_leaves_the_picture(regions, years, each, language):
    log, spent = many(regions, years, each)
    assert faults(plot_activities(log, spent, language=language)) == []


def test_a_kind_of_many_words_is_shortened_and_stands_beside_its_sign():
    ax = plot_activities(activities(("ansan", "Reise " * 60, "19.04.2022"), ("ansan", "Messe", "2018")))
    words = next(text for text in ax.texts if text.get_text().startswith("Reise Reise"))
    (sign,) = (each for each in (*ax.patches, *ax.get_lines()) if (each.get_gid() or "").startswith("day "))
    box, mark = words.get_window_extent(), sign.get_window_extent()
    assert words.get_text().endswith("…")
    assert box.x1 <= mark.x0 or mark.x1 <= box.x0


def test_a_chart_that_is_saved_in_another_size_keeps_its_look():
    ax = plot_activities(activities(("ansan", "Besuch", "2024")))
    ax.figure.set_size_inches(6, 3)
    picture_bytes(ax, "svg")
    assert not ax.get_legend().get_frame_on()
