"""How charts are laid out and become files: measured no more than needed, drawn once for both kinds."""

import gc
import io

import matplotlib as mpl
import pytest
from chart_frames import in_force, spending
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.textpath import TextToPath
from PIL import Image

from kooperation.reporting.annex.content import Picture
from kooperation.reporting.charts import canvas, fitting, plot_spending
from kooperation.reporting.charts.canvas import picture_bytes, pictures_of
from kooperation.reporting.charts.fitting import text_width
from kooperation.reporting.charts.margins import ChartLayout
from kooperation.reporting.charts.pixels import png_of
from kooperation.reporting.screen import write_all
from kooperation.reporting.style import chart_style, plain_settings

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


@pytest.fixture(autouse=True)
def _in_the_style_of_the_charts():
    with chart_style():
        yield


def chart():
    return plot_spending(spending({2024: {"ansan": 24_000, "lwiw": 300}}), in_force(25_000, [2024]))


@pytest.mark.parametrize("words", LINES)
@pytest.mark.parametrize("bold", [False, True])
def test_words_and_blanks_are_as_wide_as_the_line_they_make(words, bold):
    width, _, _ = TextToPath().get_text_width_height_descent(words, fitting._font(bold=bold), False)
    assert text_width(words, 12.0, bold=bold) == pytest.approx(width / fitting.UNITS * 12, rel=1e-3)


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
