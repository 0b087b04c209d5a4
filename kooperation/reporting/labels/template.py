"""The words of an authority's own template: the names that it can use, and what is said about filling it."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "template.name_notice": ("Hinweis", "Notice"),
    "template.table_region_year": ("Region_Jahr", "Region_Year"),
    "template.example_sheet": ("Beispieldaten", "Example data"),
    "template.file": ("{stem}_ausgefuellt{ending}", "{stem}_filled{ending}"),
    "template.written": ("Vorlage:  {file} (ausgefüllt)", "Template: {file} (filled)"),
}
