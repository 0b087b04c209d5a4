"""No text of a chart touches another or leaves the picture, whatever the chart has to show."""

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest
from chart_collisions import faults, touching, written
from chart_frames import NAMES, ceilings, euros, spending, usage
from matplotlib.figure import Figure

from kooperation.model.schema import UNASSIGNED
from kooperation.reporting.charts import plot_cost_types, plot_regions, plot_spending, plot_usage

PROJECT = Path(__file__).resolve().parent.parent
SMALL, WIDE = (6.0, 3.5), (15.0, 6.0)


def test_two_texts_in_one_place_are_seen_to_touch():
    ax = Figure().subplots()
    ax.text(0.5, 0.5, "Ansan")
    ax.text(0.5, 0.5, "Minnesota")
    assert touching(written(ax)) == [("Ansan", "Minnesota")]


def test_a_text_beyond_the_edge_is_seen_to_leave():
    ax = Figure().subplots()
    ax.text(1.2, 0.5, "Greater Sacramento", transform=ax.transAxes)
    assert faults(ax) == ["'Greater Sacramento' leaves the picture"]


def test_ticks_names_of_axes_legend_and_insets_are_texts_too():
    ax = Figure().subplots()
    ax.plot([2024, 2025], [0, 1], label="Ansan")
    ax.set_xticks([2024, 2025], ["2024", "2025"])
    ax.set_yticks([])
    ax.set_ylabel("Ausgaben in €")
    ax.legend()
    ax.inset_axes((0.2, 0.2, 0.3, 0.3)).set_title("Lwiw")
    said = {text.words for text in written(ax)}
    assert {"2024", "2025", "Ausgaben in €", "Ansan", "Lwiw"} <= said


def test_a_hidden_text_touches_nothing():
    ax = Figure().subplots()
    ax.set_axis_off()
    for is_shown in (True, False):
        ax.text(0.5, 0.5, "Ansan").set_visible(is_shown)
    assert faults(ax) == []


# --- contents: few and many years and regions, near and above the ceiling, below zero, small and wide


def names_of(count):
    if count <= len(NAMES):
        return dict(islice(NAMES.items(), count))
    long = "Partnerregion mit langem Namen"
    return {f"r{n}": {"de": f"Ort {n}" if n % 7 else f"{long} {n}", "en": f"Place {n}"} for n in range(count)}


def years_until_2026(count):
    return list(range(2027 - count, 2027))


def year_of_spending(place, keys, total, *, is_negative):
    """One year whose sum is near ``total``; some years are below zero or have refunds in them."""
    part = total // (len(keys) + 1)
    amounts = dict.fromkeys((*keys, UNASSIGNED), part) | {keys[0]: total - part * len(keys) + place * 7 % 13}
    if is_negative and place % 3 == 1:
        return {key: -amount // 10 for key, amount in amounts.items()}
    return amounts | {UNASSIGNED: -part} if is_negative and place % 3 == 2 else amounts


def ceiling_of(year):
    if year < 2021 or year in (2022, 2023):
        return (None,)
    if year < 2025:
        return (25_000, "veranschlagt", "alle", "SV 2021/0371")
    return (40_000, "vorgeschlagen", "alle", "2024/0207", 3000 if year == 2026 else 0)


def spending_frames_of(count, regions, level, *, is_negative):
    names, years = names_of(regions), years_until_2026(count)
    totals = [(25_000 if year < 2025 else 40_000) * level // 100 for year in years]
    rows = {
        year: year_of_spending(place, list(names), total, is_negative=is_negative)
        for place, (year, total) in enumerate(zip(years, totals, strict=True))
    }
    beside = {year: dict.fromkeys(list(names)[-2:], 3000) for year in years}
    other = spending(beside, names=names, pot_name="Partnerschaften")
    limits = ceilings({year: ceiling_of(year) for year in years})
    return spending(rows, names=names, is_example=True), limits, other


def axes(size):
    return None if size is None else Figure(figsize=size).subplots()


CONTENTS = [  # years, regions, percent of the ceiling, below zero, language, size
    (2, 1, 92, False, "de", None),
    (2, 6, 101, True, "en", SMALL),
    (2, 40, 100, False, "de", WIDE),
    (5, 1, 101, False, "de", SMALL),
    (5, 6, 97, True, "en", None),
    (5, 40, 92, True, "de", SMALL),
    (9, 1, 100, True, "en", WIDE),
    (9, 6, 101, False, "de", None),
    (9, 6, 92, False, "en", SMALL),
    (9, 40, 97, True, "de", SMALL),
    (20, 1, 97, False, "en", SMALL),
    (20, 6, 100, True, "de", None),
    (20, 6, 92, True, "en", SMALL),
    (20, 40, 101, False, "de", WIDE),
]
CONTENT = "count, regions, level, is_negative, language, size"


@pytest.mark.parametrize(CONTENT, CONTENTS)
def test_the_texts_of_the_chart_of_spending_keep_apart(count, regions, level, is_negative, language, size):
    frame, limits, other = spending_frames_of(count, regions, level, is_negative=is_negative)
    for beside in (None, other):
        assert faults(plot_spending(frame, limits, beside=beside, language=language, ax=axes(size))) == []


@pytest.mark.parametrize(CONTENT, CONTENTS)
def test_the_texts_of_the_small_multiples_keep_apart(count, regions, level, is_negative, language, size):
    frame, limits, other = spending_frames_of(count, regions, level, is_negative=is_negative)
    assert faults(plot_regions(frame, limits, beside=other, language=language, ax=axes(size))) == []


def usage_of(count, level, *, is_negative, largest=1):
    rows = {}
    for year in years_until_2026(count):
        limit = None if year % 4 == 0 else 25_000 * largest
        actual = 25_000 * largest * level // 100 // (-5 if is_negative and year % 3 == 0 else 1)
        left = None if limit is None else limit - actual - 3000
        state = "undocumented" if left is None else "exceeded" if left < 0 else "warning"
        rows[year] = (limit, limit, actual, 3000, left, state)
    frame = usage(rows)
    frame["status"], frame["decisions"] = "vorgeschlagen", "2024/0207"
    frame.attrs |= {"is_example": True, "as_of": "2026-06-30"}
    return frame


@pytest.mark.parametrize("size", [None, SMALL, WIDE])
@pytest.mark.parametrize(
    ("count", "level", "is_negative", "language", "largest"),
    [(1, 92, False, "de", 1), (2, 101, True, "en", 100), (9, 97, False, "de", 100), (20, 101, True, "en", 1)],
)
def test_the_words_of_the_bullets_keep_apart(count, level, is_negative, language, largest, size):
    frame = usage_of(count, level, is_negative=is_negative, largest=largest)
    assert faults(plot_usage(frame, language=language, ax=axes(size))) == []


def costs_of(regions, cost_types, *, is_negative):
    names = names_of(regions)
    columns = {
        f"Kostenart {kind}": euros(
            (900 + 37 * place * kind) * (-1 if is_negative and (place + kind) % 4 == 0 else 1)
            for place in range(regions)
        )
        for kind in range(cost_types)
    }
    frame = pd.DataFrame(columns, index=pd.Index(list(names), name="region"))
    frame.attrs = {
        "region_names": names,
        "pot_name": "Kooperation",
        "is_example": True,
        "years": [2018, 2026],
    }
    return frame


@pytest.mark.parametrize("size", [None, SMALL, WIDE])
@pytest.mark.parametrize(
    ("regions", "cost_types", "is_negative", "language"),
    [(1, 1, False, "de"), (3, 20, True, "en"), (6, 5, True, "de"), (40, 20, False, "en")],
)
def test_the_texts_of_the_chart_of_cost_types_keep_apart(regions, cost_types, is_negative, language, size):
    frame = costs_of(regions, cost_types, is_negative=is_negative)
    assert faults(plot_cost_types(frame, language=language, ax=axes(size))) == []


# --- files


PICTURES = """
import hashlib, sys
sys.path[:0] = ["tests"]
from test_chart_collisions import costs_of, spending_frames_of, usage_of
from kooperation.reporting.charts import plot_cost_types, plot_regions, plot_spending, plot_usage
from kooperation.reporting.charts.canvas import picture_bytes

frame, limits, other = spending_frames_of(5, 6, 101, is_negative=True)
charts = [
    plot_spending(frame, limits, beside=other),
    plot_regions(frame, limits, beside=other),
    plot_usage(usage_of(5, 101, is_negative=False)),
    plot_cost_types(costs_of(6, 9, is_negative=True)),
]
sys.stdout.write(" ".join(
    hashlib.sha256(picture_bytes(ax, kind)).hexdigest() for ax in charts for kind in ("png", "svg")
))
"""


def test_every_run_gives_the_same_bytes_on_any_day_and_in_any_zone():
    environments = ({"PYTHONHASHSEED": "1", "TZ": "Asia/Seoul"}, {"PYTHONHASHSEED": "2", "TZ": "UTC"})
    runs = [
        subprocess.run(
            [sys.executable, "-c", PICTURES],
            check=True,
            capture_output=True,
            text=True,
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        ).stdout.split()
        for environment in environments
    ]
    assert len(runs[0]) == 8
    assert runs[0] == runs[1]
