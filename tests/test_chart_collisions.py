"""No text of a chart touches another or leaves the picture, whatever the chart has to show."""

from chart_collisions import faults, touching, written
from matplotlib.figure import Figure


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
