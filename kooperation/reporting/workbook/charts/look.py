"""How the charts of the workbook look: fonts, fills and patterns, the same as in the other charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kooperation.model.money import ZERO
from kooperation.reporting.labels import label
from kooperation.reporting.style import GRID, OTHERS, Look, region_looks
from kooperation.reporting.workbook.charts.data import DataBlock
from kooperation.reporting.workbook.page import Page, axis_format

CHART_FONT = {"name": "Arial", "size": 9, "color": "#404040"}
INVISIBLE = {"fill": {"none": True}, "border": {"none": True}}
_PATTERNS = {
    "///": "wide_upward_diagonal",
    "////": "light_upward_diagonal",
    "...": "percent_20",
    "\\\\\\": "wide_downward_diagonal",
    "xxx": "trellis",
    "---": "narrow_horizontal",
    "ooo": "sphere",
}


def fill_of(look: Look) -> dict[str, Any]:
    """Return the fill of a region or cost type."""
    edge = {"color": "#FFFFFF", "width": 0.5}
    if not look.pattern:
        return {"fill": {"color": look.colour}, "border": edge}
    kind = _PATTERNS.get(look.pattern, "percent_50")
    return {"pattern": {"pattern": kind, "fg_color": "#FFFFFF", "bg_color": look.colour}, "border": edge}


def looks_of_regions(page: Page) -> Mapping[str, Look]:
    """Return the look of each region by its name; the others and the unassigned have their own."""
    names, register = page.report.names, region_looks(region.key for region in page.report.regions)
    looks = {name: register.get(key, register[OTHERS]) for key, name in names.regions.items()}
    nameless = register[label("chart.unassigned", "de")]
    return looks | {
        OTHERS: register[OTHERS],
        names.unassigned: nameless,
        names.no_region_needed: nameless,
    }


def series_of(block: DataBlock, key: str, categories: str, **options: Any) -> dict[str, Any]:
    """Return a series of a chart: its cells, its name and how it is drawn."""
    return {
        "name": block.name_reference(key),
        "categories": block.reference(categories),
        "values": block.reference(key),
        **options,
    }


def title_of(page: Page, key: str, **values: object) -> str:
    """Return the title of a chart, with the word for invented figures."""
    title = page.text(key, **values)
    return f"{title} ({label('chart.example', page.language)})" if page.report.is_example else title


def dress(chart: Any, title: str, *, size: tuple[int, int]) -> None:
    """Give a chart its title, frame and size. [px]."""
    font = {**CHART_FONT, "size": 12, "bold": True}
    name = f" {title}" if title.startswith("=") else title  # else XlsxWriter takes it for a reference
    chart.set_title({"name": name, "name_font": font, "overlay": False})
    chart.set_size({"width": size[0], "height": size[1]})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})


def from_zero(amounts: Iterable[Decimal]) -> dict[str, Any]:
    """Return that an axis begins at zero, as long as no amount is below it; programs decide otherwise."""
    return {} if min(amounts, default=ZERO) < ZERO else {"min": 0}


def euro_axis(page: Page, amounts: Iterable[Decimal]) -> dict[str, Any]:
    """Return the axis of whole euros with its grid, for a chart of these amounts."""
    return {
        **from_zero(amounts),
        "num_format": axis_format(page.language),
        "num_font": CHART_FONT,
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}},
        "line": {"none": True},
    }
