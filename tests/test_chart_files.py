"""How charts are laid out and become files: measured no more than needed, drawn once for both kinds."""

import gc
import io
from itertools import product

import matplotlib as mpl
import numpy as np
import pytest
from chart_frames import in_force, spending
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from PIL import Image

from kooperation.reporting.annex.content import Picture
from kooperation.reporting.charts import canvas, lettering, plot_spending
from kooperation.reporting.charts.canvas import picture_bytes, pictures_of
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.charts.lettering import font_of, letters_of
from kooperation.reporting.charts.margins import ChartLayout
from kooperation.reporting.charts.pixels import png_of
from kooperation.reporting.charts.rendering import Pen, svg_of
from kooperation.reporting.charts.spending.drawing import SpendingChart
from kooperation.reporting.screen import write_all
from kooperation.reporting.style import chart_style, font_families, plain_settings

SQUARE = b"""<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">
<rect x="36" y="0" width="36" height="36" fill="#0072b2"/></svg>"""
LINES = (
    "Ausgaben je Partnerregion und Haushaltsjahr",
    "finden, fließen, Office, AVATAR To. Wä",
    "1.234,56 € · 96,0 % – „nicht belegt“ … ’24",
    "  zwei  Leerzeichen  ",
    "Kreis Jelenia Góra, Łódź, Львів, Ω",
    " ",
)
SIGNS = "0123456789.,+%€−–-"
TOUCHING = (
    "안산시 鞍山市",
    "مدينة حلب und عمان",
    "e\u0301 a\u0308 n\u0303",
    "AÄBCÖÜ aäbcßxyz 0123 .,;:–-·„“()/%€’",
)


@pytest.fixture(autouse=True)
def _in_the_style_of_the_charts():
    with chart_style():
        yield


def chart():
    return plot_spending(spending({2024: {"ansan": 24_000, "lwiw": 300}}), in_force(25_000, [2024]))


def font(*, size=9.0, weight="normal"):
    return FontProperties(family=list(font_families()), size=size, weight=weight)


# --- letters


@pytest.mark.parametrize("words", LINES)
@pytest.mark.parametrize("bold", [False, True])
def test_words_and_blanks_are_as_wide_as_the_line_they_make(words, bold):
    prop = font(size=12.0, weight="bold" if bold else "normal")
    width, _, _ = TextToPath().get_text_width_height_descent(words, prop, False)
    assert text_width(words, 12.0, bold=bold) == pytest.approx(width)


@pytest.mark.parametrize("words", [*LINES, *TOUCHING])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_line_that_is_set_word_by_word_is_the_line_that_the_font_sets(words, weight):
    prop = font(weight=weight)
    theirs = TextToPath().get_glyphs_with_font(_at_size(font_of(prop)), words)[0]
    assert [tuple(letter) for letter in letters_of(words, font_of(prop))] == [letter[:3] for letter in theirs]


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_number_is_as_wide_as_its_signs(weight):
    outlines, prop = TextToPath(), font(size=12.0, weight=weight)
    wide = {sign: outlines.get_text_width_height_descent(sign, prop, False)[0] for sign in SIGNS}
    for one, other in product(SIGNS, repeat=2):
        width, _, _ = outlines.get_text_width_height_descent(one + other, prop, False)
        assert width == pytest.approx(wide[one] + wide[other]), (one, other)


def test_numbers_are_set_from_signs_that_are_known(monkeypatch):
    prop, asked = font(), []
    lettering.extent_of("0123456789.,% €", font_of(prop))
    setting = lettering._extent
    monkeypatch.setattr(lettering, "_extent", lambda part, of: asked.append(part) or setting(part, of))
    lettering.extent_of("98.765,43 €", font_of(prop))
    assert set(asked) <= set("0123456789., €")


@pytest.mark.parametrize("words", [*LINES, *TOUCHING])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_line_takes_what_matplotlib_says(words, weight):
    prop = font(size=6.84, weight=weight)
    pen = Pen(100, 100, io.StringIO())
    theirs = RendererSVG(100, 100, io.StringIO())
    assert pen.get_text_width_height_descent(words, prop, False) == pytest.approx(
        theirs.get_text_width_height_descent(words, prop, False), abs=1e-12
    )


def _at_size(font):
    font.set_size(TextToPath.FONT_SCALE, 72)
    return font


def figure_of_lines():
    figure = Figure(figsize=(8, 6), dpi=72)
    for place, words in enumerate(LINES):
        figure.text(0.1, place / 7 + 0.1, f"{words}\n{words}", va="center", rotation=90 * (place == 1))
    figure.text(0.6, 0.3, "bunt", color="#D55E00", alpha=0.5, fontweight="bold")
    figure.text(0.6, 0.5, "$x^2$", parse_math=True)
    figure.text(0.6, 0.7, "Verweis", url="quelle")
    return figure


def test_texts_look_as_matplotlib_draws_them_though_each_letter_is_drawn_once():
    file = io.BytesIO()
    figure_of_lines().savefig(file, format="svg")
    ours = svg_of(figure_of_lines(), {})
    seen, expected = (
        np.asarray(Image.open(io.BytesIO(png_of(svg, dpi=100, texts={}))).convert("L"), dtype=int)
        for svg in (ours, file.getvalue())
    )
    assert seen.min() < 100
    assert abs(seen - expected).max() < 60  # where an edge crosses a pixel
    assert abs(seen - expected).mean() < 0.1
    assert len(ours) < len(file.getvalue())


def test_texts_of_several_lines_stand_where_matplotlib_puts_them():
    boxes = [
        [text.get_window_extent(make(576, 432, io.StringIO())).bounds for text in figure_of_lines().texts]
        for make in (Pen, RendererSVG)
    ]
    assert boxes[0] == [pytest.approx(box, abs=1e-9) for box in boxes[1]]


def test_each_line_is_set_once_however_often_a_chart_is_drawn():
    ax = chart()
    first = picture_bytes(ax, "svg")
    set_so_far = [kept.cache_info().misses for kept in (lettering.extent_of, lettering.letters_of)]
    assert picture_bytes(ax, "svg") == first
    assert picture_bytes(chart(), "svg") == first
    assert set_so_far == [kept.cache_info().misses for kept in (lettering.extent_of, lettering.letters_of)]


def test_a_chart_is_measured_by_the_letters_that_are_written():
    ax = chart()
    text = ax.title if ax.title.get_text() else ax._left_title
    on_screen = text.get_window_extent(ax.figure.canvas.get_renderer()).width
    on_paper = max(text_width(line, text.get_fontsize(), bold=True) for line in text.get_text().split("\n"))
    assert on_screen == pytest.approx(on_paper * ax.figure.dpi / 72)


# --- layout


def test_a_chart_alone_has_the_place_that_the_constrained_layout_gives_it():
    ax = chart()
    ours = ax.get_position().bounds
    ax.figure.set_layout_engine("constrained")
    with plain_settings():
        ax.figure.get_layout_engine().execute(ax.figure)
    assert ax.get_position().bounds == pytest.approx(ours, abs=1e-4)


def test_a_chart_that_shares_its_figure_is_laid_out_with_the_others():
    figure = Figure(figsize=(16, 5), layout=ChartLayout())
    axes = figure.subplots(1, 2)
    for ax in axes:
        plot_spending(spending({2024: {"ansan": 24_000}}), in_force(25_000, [2024]), ax=ax)
    left, right = (ax.get_tightbbox(for_layout_only=True) for ax in axes)
    assert left.x1 < right.x0
    assert axes[0].get_position().y0 == pytest.approx(axes[1].get_position().y0)


def test_a_chart_is_measured_until_nothing_moves_and_no_more(monkeypatch):
    measured, fitted = [], []
    place_of, fit = ChartLayout._place_of, SpendingChart.fit
    monkeypatch.setattr(ChartLayout, "_place_of", lambda *asked: measured.append(asked) or place_of(*asked))
    monkeypatch.setattr(SpendingChart, "fit", lambda self: fitted.append(self) or fit(self))
    ax = chart()
    assert len(fitted) <= canvas.MOST_ROUNDS
    assert len(measured) == len(fitted) + 1
    measured.clear()
    canvas.settle(ax.figure)
    assert len(measured) == 2


# --- files


def test_a_chart_is_drawn_once_for_both_kinds_of_picture(monkeypatch):
    drawn = []
    finalize = RendererSVG.finalize
    monkeypatch.setattr(RendererSVG, "finalize", lambda self: drawn.append(self) or finalize(self))
    ax = chart()
    pictures = pictures_of(ax, ("png", "svg"))
    assert len(drawn) == 1
    assert pictures == {kind: picture_bytes(ax, kind) for kind in ("png", "svg")}


def test_pixels_show_the_drawing_at_the_resolution_asked_for_and_what_it_says_of_itself():
    with Image.open(io.BytesIO(png_of(SQUARE, dpi=200, texts={"Title": "100 €, 안산"}))) as picture:
        assert picture.size == (200, 100)
        assert picture.info["Title"] == "100 €, 안산"
        assert [picture.convert("RGBA").getpixel(place) for place in ((50, 50), (150, 50))] == [
            (0, 0, 0, 0),
            (0, 0x72, 0xB2, 255),
        ]


def test_a_figure_that_shows_what_is_behind_it_stays_so():
    ax = plot_spending(spending({2024: {"ansan": 1}}), ax=Figure(facecolor="none").subplots())
    with Image.open(io.BytesIO(picture_bytes(ax, "png"))) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0))[3] == 0


def test_a_figure_of_ones_own_keeps_its_canvas():
    figure = Figure()
    usual = FigureCanvasAgg(figure)
    ax = plot_spending(spending({2024: {"ansan": 1}}), ax=figure.subplots())
    picture_bytes(ax, "png")
    assert figure.canvas is usual


def test_memory_is_tidied_as_before_once_a_report_is_written_or_has_failed():
    usual = gc.get_threshold()
    with pytest.raises(AttributeError):
        write_all(None, None, None)
    assert gc.get_threshold() == usual


def test_settings_that_are_plain_are_not_set_again(monkeypatch):
    with plain_settings():
        monkeypatch.setattr(mpl, "rc_context", None)
        with plain_settings():
            assert mpl.rcParams["font.size"] == mpl.rcParamsDefault["font.size"]


def test_the_chart_of_an_annex_is_drawn_once_for_both_files(monkeypatch):
    asked = []
    drawing = canvas.pictures_of
    monkeypatch.setattr(
        canvas, "pictures_of", lambda *those, **how: asked.append(those) or drawing(*those, **how)
    )
    picture = Picture(chart(), "Ausgaben")
    assert picture.drawn["svg"].endswith(b"</svg>\n")
    assert picture.drawn["png"].startswith(b"\x89PNG")
    assert len(asked) == 1
