"""How charts are set, laid out and packed quickly: nothing differs from what matplotlib does but the time."""

import gc
import io

import matplotlib as mpl
import numpy as np
import pytest
from chart_frames import in_force, spending
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from PIL import Image

from kooperation.reporting.charts import canvas, lettering, plot_spending, rendering
from kooperation.reporting.charts.canvas import picture_bytes
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.charts.margins import ChartLayout
from kooperation.reporting.charts.png import png_bytes
from kooperation.reporting.charts.rendering import ChartCanvas, ChartRenderer
from kooperation.reporting.screen import write_all
from kooperation.reporting.style import chart_style, font_families, plain_settings

LINES = (
    "Ausgaben je Partnerregion und Haushaltsjahr",
    "finden, fließen, Office, AVATAR To. Wä",
    "1.234,56 € · 96,0 % – „nicht belegt“ … ’24",
    "  zwei  Leerzeichen  ",
    "Kreis Jelenia Góra, Łódź, Львів, Ω",
    "안산시 鞍山市",
    "مدينة حلب und عمان",
    "e\u0301 a\u0308 n\u0303",
    " ".join("AÄBCDEFGHIJKLMNOÖPQRSTUÜVWXYZ aäbcdefghijklmnoöpqrsßtuüvwxyz 0123456789 .,;:–-·„“()/%€’"),
    " ",
)


@pytest.fixture(autouse=True)
def _in_the_style_of_the_charts():
    with chart_style():
        yield


def font(*, size=9.0, weight="normal"):
    return FontProperties(family=list(font_families()), size=size, weight=weight)


# --- lines of text


@pytest.mark.parametrize("words", LINES)
@pytest.mark.parametrize(("size", "weight", "dpi"), [(9.0, "normal", 100), (6.84, "bold", 200)])
def test_a_line_takes_what_matplotlib_says(words, size, weight, dpi):
    ours, theirs = (make(10, 10, dpi) for make in (ChartRenderer, RendererAgg))
    prop = font(size=size, weight=weight)
    assert ours.get_text_width_height_descent(words, prop, False) == theirs.get_text_width_height_descent(
        words, prop, False
    )


@pytest.mark.parametrize("words", LINES)
@pytest.mark.parametrize("bold", [False, True])
def test_words_and_blanks_are_as_wide_as_the_line_they_make(words, bold):
    prop = font(size=12.0, weight="bold" if bold else "normal")
    width, _, _ = TextToPath().get_text_width_height_descent(words, prop, False)
    assert text_width(words, 12.0, bold=bold) == pytest.approx(width, abs=1e-9)


@pytest.mark.parametrize("words", LINES)
def test_letters_are_printed_as_matplotlib_prints_them_from_a_whole_pixel_on(words):
    printed = []
    for make in (ChartRenderer, RendererAgg):
        renderer = make(900, 60, 200)
        renderer.draw_text(renderer.new_gc(), 20, 40, words, font(), 0)
        printed.append(np.asarray(renderer.buffer_rgba()))
    assert (printed[0] == printed[1]).all()
    assert printed[0].any() or not words.strip()


def test_what_is_turned_is_drawn_by_matplotlib():
    printed = []
    for make in (ChartRenderer, RendererAgg):
        renderer = make(60, 300, 200)
        renderer.draw_text(renderer.new_gc(), 30.3, 280.6, "8.195", font(), 90)
        printed.append(np.asarray(renderer.buffer_rgba()))
    assert (printed[0] == printed[1]).all()


def figure_of_lines(make_canvas):
    figure = Figure()
    make_canvas(figure)
    for place, words in enumerate(LINES):
        figure.text(0.1, place / 10, f"{words}\n{words}", va="center")
    return figure


def test_texts_of_several_lines_stand_where_matplotlib_puts_them():
    boxes = [
        [text.get_window_extent().bounds for text in figure_of_lines(make_canvas).texts]
        for make_canvas in (ChartCanvas, FigureCanvasAgg)
    ]
    assert boxes[0] == boxes[1]


def test_vector_graphics_are_those_of_matplotlib_to_the_byte():
    files = []
    for make_canvas in (ChartCanvas, FigureCanvasSVG):
        file = io.BytesIO()
        figure_of_lines(make_canvas).savefig(file, format="svg", metadata={"Date": None})
        files.append(file.getvalue())
    assert files[0] == files[1]
    assert len(files[0]) > 10_000


def chart():
    return plot_spending(spending({2024: {"ansan": 24_000, "lwiw": 300}}), in_force(25_000, [2024]))


def test_each_line_is_set_once_however_often_a_chart_is_drawn():
    ax = chart()
    first = [picture_bytes(ax, kind) for kind in ("png", "svg")]
    set_so_far = lettering.line_of.cache_info().misses
    assert [picture_bytes(ax, kind) for kind in ("png", "svg")] == first
    assert lettering.line_of.cache_info().misses == set_so_far


def test_without_the_inside_of_matplotlib_it_sets_the_lines_itself(monkeypatch):
    ax = chart()
    vector = picture_bytes(ax, "svg")
    monkeypatch.setattr(rendering, "CAN_SET_LINES", False)
    rendering.text_outlines.cache_clear()
    plain = chart()
    assert type(plain.figure.canvas.get_renderer()) is RendererAgg
    assert picture_bytes(plain, "svg") == vector
    with Image.open(io.BytesIO(picture_bytes(plain, "png"))) as picture:
        assert picture.size == (1600, 1080)
    rendering.text_outlines.cache_clear()


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


def test_a_chart_is_measured_no_more_than_twice_for_each_layout(monkeypatch):
    measured = []
    place_of = ChartLayout._place_of
    monkeypatch.setattr(ChartLayout, "_place_of", lambda *asked: measured.append(asked) or place_of(*asked))
    chart()
    assert len(measured) <= 2 * (canvas.ROUNDS + 1)


# --- files


def test_a_picture_holds_every_pixel_its_resolution_and_what_it_says_of_itself():
    pixels = np.random.default_rng(1).integers(0, 256, (7, 5, 4), dtype=np.uint8)
    pixels[:, :, 3] = 255
    with Image.open(io.BytesIO(png_bytes(pixels, dpi=200, texts={"Title": "100 €, 안산"}))) as picture:
        assert (np.asarray(picture.convert("RGBA")) == pixels).all()
        assert picture.mode == "RGB"
        assert picture.info["Title"] == "100 €, 안산"
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.01)


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


def test_python_tidies_up_as_before_once_a_report_is_written():
    usual = gc.get_threshold()
    with pytest.raises(AttributeError):
        write_all(None, None, None)
    assert gc.get_threshold() == usual


def test_settings_that_are_plain_are_not_set_again(monkeypatch):
    with plain_settings():
        monkeypatch.setattr(mpl, "rc_context", None)
        with plain_settings():
            assert mpl.rcParams["font.size"] == mpl.rcParamsDefault["font.size"]
