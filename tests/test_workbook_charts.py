"""The charts inside the workbook, tested on the cells that feed them and on what the file says of them."""

import re
import zipfile
from datetime import date
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from openpyxl.utils import column_index_from_string
from workbook_ledger import COOPERATION, books_of, decision, posting
from workbook_reopened import Reopened, chart_columns, reopen

import kooperation as ko
from kooperation.model.region import Pot, Region
from kooperation.model.schema import PLANNED_COLUMNS, frame_of

CEILINGS = (decision(2024, "25000", to_year=2024), decision(2025, "40000"))
ORDER = {"kind": "commitment", "order_id": "A1", "source_file": "auftraege/a.csv"}
USAGE, YEAR, COSTS = "Ist und Obligo gegen", "im Lauf des Jahres", "Kostenarten je Partnerregion"


def planned(*lines: tuple[str | None, int]) -> Any:
    """A plan of activities in 2025: each with its day, or none, and its cents."""
    days = [day and date.fromisoformat(day) for day, _ in lines]
    values = {
        "plan": ["basis"] * len(lines),
        "period_text": [day or "offen" for day, _ in lines],
        "start": days,
        "end": days,
        "year": [2025] * len(lines),
        "pot": ["koop"] * len(lines),
        "region": ["ansan"] * len(lines),
        "kind": ["Delegationsreise"] * len(lines),
        "amount": [cents for _, cents in lines],
    }
    return frame_of(PLANNED_COLUMNS, values)


def parts_of(made: Reopened, beginning: str) -> dict[str, str]:
    with zipfile.ZipFile(made.path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(beginning))
        return {name: archive.read(name).decode() for name in names}


def alternative_texts(made: Reopened) -> list[str]:
    drawings = parts_of(made, "xl/drawings/drawing").values()
    return [unescape(text) for drawing in drawings for text in re.findall(r'descr="([^"]*)"', drawing)]


def test_every_chart_has_an_alternative_text_and_a_link_to_its_cells(tmp_path):
    made = reopen(tmp_path, books_of([posting(2025, 100, cost_type="Reise")], decisions=CEILINGS))
    texts = alternative_texts(made)
    assert len(texts) == len(parts_of(made, "xl/charts/chart")) == 4
    assert all("Beispieldaten" in text for text in texts)
    links = [cell for sheet in ("Übersicht", "Kostenarten") for cell in made.cells(sheet) if cell.hyperlink]
    targets = [cell.hyperlink.location for cell in links if "Diagrammdaten" in cell.hyperlink.location]
    titles = [made.values["Diagrammdaten"][target.split("!")[1]].value for target in targets]
    assert [re.sub("^Kooperationen: ", "", title) for title in titles] == [
        "Ausgaben je Partnerregion und Haushaltsjahr gegen den Ansatz",
        "Ist und Obligo gegen den verwendbaren Betrag, 2024–2025",
        "verfügbar im Lauf des Jahres 2025",
        "Kostenarten je Partnerregion, alle Jahre",
    ]


def test_the_wide_chart_of_the_overview_ends_where_the_right_one_below_it_ends(tmp_path):
    made = reopen(tmp_path, books_of([posting(2025, 100)], decisions=CEILINGS))
    drawings = parts_of(made, "xl/drawings/drawing").values()
    (drawing,) = [xml for xml in drawings if xml.count("<c:chart ") == 3]
    ends = re.findall(r"<xdr:to><xdr:col>(\d+)</xdr:col><xdr:colOff>(\d+)", drawing)
    spending, _, year = ((int(column), int(offset)) for column, offset in ends)
    assert spending <= year
    assert spending[0] < column_index_from_string(made.formulas["Übersicht"].print_area.split("$")[-2])


@pytest.mark.parametrize("kinds", [["Reise"], ["Reise", "Miete"], ["A", "B", "C", "D", "E", "F", "G", "H"]])
def test_the_chart_of_cost_types_lies_within_what_is_printed_however_few_they_are(tmp_path, kinds):
    made = reopen(tmp_path, books_of([posting(2025, 100, cost_type=kind) for kind in kinds]))
    (drawing,) = [xml for xml in parts_of(made, "xl/drawings/drawing").values() if COSTS in xml]
    (end,) = re.findall(r"<xdr:to><xdr:col>(\d+)</xdr:col>", drawing)
    last = column_index_from_string(made.formulas["Kostenarten"].print_area.split("$")[-2])
    assert int(end) < last


def test_the_charts_read_no_cell_outside_of_their_sheet_of_data(tmp_path):
    made = reopen(tmp_path, books_of([posting(2025, 100, cost_type="Reise")], decisions=CEILINGS))
    references = [
        ref for xml in parts_of(made, "xl/charts/chart").values() for ref in re.findall(r"<c:f>([^<]*)", xml)
    ]
    assert references
    assert {reference.split("!")[0] for reference in references} == {"Diagrammdaten"}


@pytest.mark.parametrize(("cents", "is_fixed"), [(3_990_000, True), (-100, False)])
def test_an_axis_of_euros_begins_at_zero_unless_something_lies_below(tmp_path, cents, is_fixed):
    made = reopen(tmp_path, books_of([posting(2025, cents)], decisions=(decision(2025, "40000"),)))
    axes = [
        axis
        for name, xml in parts_of(made, "xl/charts/chart").items()
        for axis in re.findall(r"<c:valAx>.*?</c:valAx>", xml, flags=re.DOTALL)
        if name != "xl/charts/chart3.xml"  # a scatter has an axis of days too
    ]
    assert len(axes) == 5
    assert all(('<c:min val="0"/>' in axis) == is_fixed for axis in axes)


def test_the_chart_of_usage_shows_ordered_beside_spent_and_the_state_in_words(tmp_path):
    rows = [posting(2024, 2_600_000), posting(2025, 450_000, order_id="A1"), posting(2025, 600_000, **ORDER)]
    columns = chart_columns(reopen(tmp_path, books_of(rows, decisions=CEILINGS)), USAGE)
    assert columns["Beschriftung"] == ["2024\nüberschritten", "2025\nim Rahmen"]
    assert (columns["Ist"], columns["Obligo"], columns["verwendbar"]) == (
        [26000, 4500],
        [0, 1500],
        [25000, 40000],
    )


def test_both_axes_of_the_chart_of_usage_reach_equally_far(tmp_path):
    rows = [posting(2024, 2_600_000), posting(2025, -50_000)]
    columns = chart_columns(reopen(tmp_path, books_of(rows, decisions=CEILINGS)), USAGE)
    usable, bound = (
        [low + space for low, space in zip(columns[name], columns[f"Ausgleich über {name}"], strict=True)]
        for name in ("verwendbar", "Ist und Obligo")
    )
    assert usable == bound == columns["höchster Wert"] == [40000, 40000]
    assert columns["Ausgleich unter null"] == [-500, -500]


def test_a_year_without_ceiling_has_no_column_of_what_is_usable(tmp_path):
    columns = chart_columns(reopen(tmp_path, books_of([posting(2019, 100)])), USAGE)
    assert (columns["verwendbar"], columns["Beschriftung"]) == ([0], ["2019\nnicht belegt"])


def test_of_many_years_the_chart_of_usage_shows_the_latest(tmp_path):
    rows = [posting(year, 100) for year in range(2006, 2026)]
    columns = chart_columns(reopen(tmp_path, books_of(rows)), USAGE)
    assert columns["Haushaltsjahr"] == list(range(2018, 2026))


def test_the_line_of_the_year_falls_in_steps_then_by_orders_and_plans(tmp_path):
    rows = [
        posting(2025, 1_000_000, booked_on=date(2025, 2, 10)),
        posting(2025, 600_000, booked_on=date(2025, 4, 1), **ORDER),
        posting(2025, 84_000, booked_on=date(2025, 6, 30), order_id="A1"),
    ]
    books = books_of(rows, decisions=CEILINGS, planned=planned(("2025-09-15", 900_000)))
    columns = chart_columns(reopen(tmp_path, books), YEAR)
    assert columns["übrig nach Ist"] == [40000, 40000, 30000, 30000, 29160, 29160, None, None, None, None]
    assert columns["übrig nach Obligo und Planung"] == [*[None] * 5, 29160, 24000, 24000, 15000, 15000]
    assert [day and day.date() for day in columns["Tag"][-4:]] == [
        date(2025, 6, 30),
        date(2025, 9, 15),
        date(2025, 9, 15),
        date(2025, 12, 31),
    ]
    pace = columns["gleichmäßiger Verbrauch (Vergleich, keine Vorgabe)"]
    assert (pace[0], pace[-1]) == (39890.41, 0)


def test_the_even_pace_is_that_of_the_picture_to_the_cent(tmp_path):
    blocked = decision(2025, "5000", effect="sperrt", valid_to=date(2025, 5, 31))
    carried = decision(2025, "6235.29", to_year=2025, effect="uebertraegt")
    early, middle = posting(2025, 1, booked_on=date(2024, 12, 3)), posting(2025, 7, booked_on=None)
    rows = [early, middle, *(posting(2025, 100, booked_on=date(2025, month, 1)) for month in range(1, 11))]
    books = books_of(rows, decisions=(*CEILINGS, blocked, carried), planned=planned(("2025-11-12", 900_000)))
    columns = chart_columns(reopen(tmp_path, books), YEAR)
    told = zip(columns["Tag"], columns["gleichmäßiger Verbrauch (Vergleich, keine Vorgabe)"], strict=True)
    figures = ko.chart_figures(ko.plot_year(books, year=2025, pot="koop"))
    drawn = zip(figures["Datum"], figures["gleichmäßiger Verbrauch"].astype(float), strict=True)
    in_picture = {day.date(): left for day, left in drawn}
    assert len(in_picture) == 12
    assert in_picture.items() <= {day.date(): left for day, left in told if day}.items()


def test_what_is_released_later_lifts_the_line_on_its_day(tmp_path):
    release = decision(
        2025,
        None,
        effect="gibt_frei",
        share=Fraction(1, 4),
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 3, 31),
    )
    rows = [
        posting(2025, 1_040_000, booked_on=date(2025, 2, 10)),
        posting(2025, 100_000, booked_on=date(2025, 5, 2)),
    ]
    columns = chart_columns(reopen(tmp_path, books_of(rows, decisions=(*CEILINGS, release))), YEAR)
    assert columns["übrig nach Ist"][:7] == [10000, 10000, -400, -400, 29600, 29600, 28600]


def test_what_is_booked_before_or_without_a_day_stands_at_the_beginning(tmp_path):
    rows = [
        posting(2025, 100_000, booked_on=date(2024, 12, 3)),
        posting(2025, 20_000, booked_on=None),
        posting(2025, 3_000, booked_on=date(2025, 6, 1)),
    ]
    columns = chart_columns(reopen(tmp_path, books_of(rows, decisions=CEILINGS)), YEAR)
    assert columns["Ist"][:3] == [1200, 1200, 1230]
    assert [day.date() for day in columns["Stelle auf der Achse"][:2]] == [date(2025, 1, 1), date(2025, 6, 1)]


def test_a_plan_without_a_day_gets_none_and_stands_at_the_end_of_the_year(tmp_path):
    books = books_of([posting(2025, 100)], decisions=CEILINGS, planned=planned((None, 5_000)))
    columns = chart_columns(reopen(tmp_path, books), YEAR)
    place = columns["Vorgang"].index("geplant · Delegationsreise · offen")
    assert columns["Tag"][place] is None
    assert columns["Stelle auf der Achse"][place].date() == date(2025, 12, 31)


def test_without_a_ceiling_the_line_rises_and_there_is_no_pace(tmp_path):
    columns = chart_columns(reopen(tmp_path, books_of([posting(2025, 100), posting(2025, 50)])), YEAR)
    assert columns["Ist bis hierher"][-2] == 1.5
    assert "gleichmäßiger Verbrauch (Vergleich, keine Vorgabe)" not in columns


def test_several_plans_without_a_usual_one_are_not_drawn(tmp_path):
    plans = planned(("2025-09-15", 900_000), ("2025-10-01", 100))
    plans["plan"] = ["sparsam", "grosszuegig"]
    columns = chart_columns(
        reopen(tmp_path, books_of([posting(2025, 100)], decisions=CEILINGS, planned=plans)), YEAR
    )
    assert columns["übrig nach Obligo und Planung"][-1] == 39999


def test_cost_types_are_drawn_by_region_and_nothing_is_lost_among_the_others(tmp_path):
    regions = tuple(Region(f"r{one}", f"Region {one}", "", "DE") for one in range(20))
    rows = [posting(2024, 100 + one, f"r{one % 20}", cost_type=f"K{one % 12}") for one in range(60)]
    rows += [posting(2024, 7, None), posting(2024, -900, "r0", cost_type="K11")]
    columns = chart_columns(reopen(tmp_path, books_of(rows, regions=regions)), COSTS)
    assert columns["Partnerregion"][-2:] == ["nicht zugeordnet", "Übrige (9)"]
    assert list(columns)[-2:] == ["ohne Kostenart", "Übrige (5)"]
    amounts = [value for name, column in columns.items() if name != "Partnerregion" for value in column]
    assert sum(amounts) == pytest.approx((sum(100 + one for one in range(60)) + 7 - 900) / 100)


def test_each_counting_pot_has_its_charts(tmp_path):
    pots = (COOPERATION, Pot("messe", "Messen", "990200", "544017", is_default=True, frame="ja"))
    made = reopen(tmp_path, books_of([posting(2024, 100), posting(2024, 700, pot="messe")], pots=pots))
    assert len(parts_of(made, "xl/charts/chart")) == 8
    assert chart_columns(made, "Messen: Ausgaben je Partnerregion")["Ansan"] == [7]


def test_without_anything_to_draw_there_is_no_chart(tmp_path):
    made = reopen(tmp_path, books_of([]))
    assert parts_of(made, "xl/charts/chart") == {}
    assert "Kein Diagramm: es gibt nichts zu zeichnen." in made.texts("Diagrammdaten")
