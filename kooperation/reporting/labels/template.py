"""The words of an authority's own template: the names that it can use, and what is said about filling it."""

from __future__ import annotations

TEMPLATE_LABELS: dict[str, tuple[str, str]] = {
    "template.name_notice": ("Hinweis", "Notice"),
    "template.table_region_year": ("Region_Jahr", "Region_Year"),
    "template.example_sheet": ("Beispieldaten", "Example data"),
    "template.file": ("{stem}_ausgefuellt{ending}", "{stem}_filled{ending}"),
    "help.template": (
        "Eigene Excel-Vorlage, deren benannte Zellen und Tabellen ausgefüllt werden (docs/vorlage.md).",
        "An Excel template of one's own whose named cells and tables are filled (docs/vorlage.md).",
    ),
    "template.written": ("Vorlage:  {file} (ausgefüllt)", "Template: {file} (filled)"),
}
