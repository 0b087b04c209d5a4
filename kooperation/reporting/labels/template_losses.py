"""What a template can hold that cannot be carried over, in both languages."""

from __future__ import annotations

LOST_PARTS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("xl/charts/", ("Diagramme", "charts")),
    ("xl/media/", ("Bilder", "pictures")),
    ("xl/drawings/vmldrawing", ("Notizen oder Formularfelder", "notes or form controls")),
    ("xl/drawings/", ("Formen oder Textfelder", "shapes or text boxes")),
    ("xl/comments", ("Notizen", "notes")),
    ("xl/threadedcomments/", ("Kommentare", "comments")),
    ("xl/persons/", ("Kommentare", "comments")),
    ("xl/pivot", ("Pivot-Tabellen", "pivot tables")),
    ("xl/slicer", ("Datenschnitte", "slicers")),
    ("xl/timeline", ("Zeitachsen", "timelines")),
    ("xl/connections", ("Datenverbindungen", "data connections")),
    ("xl/querytables/", ("Abfragen", "queries")),
    ("xl/ctrlprops/", ("Formularfelder", "form controls")),
    ("xl/activex/", ("Steuerelemente", "controls")),
    ("xl/embeddings/", ("eingebettete Dateien", "embedded files")),
    ("xl/chartsheets/", ("Diagrammblätter", "chart sheets")),
    ("xl/dialogsheets/", ("Dialogblätter", "dialog sheets")),
    ("xl/macrosheets/", ("Makroblätter", "macro sheets")),
    ("xl/metadata.xml", ("Formeln, die in Nachbarzellen überlaufen", "formulas that spill")),
    ("customui/", ("eigene Menüs", "menus of its own")),
)
OTHER_LOST_PART: tuple[str, str] = ("weitere Teile", "other parts")
LOST_ELEMENTS: dict[str, tuple[str, str]] = {
    "protectedRanges": ("Bereiche mit Kennwort", "ranges with a password"),
    "dataConsolidate": ("Konsolidierung", "consolidation"),
    "customSheetViews": ("benutzerdefinierte Ansichten", "custom views"),
    "customProperties": ("Eigenschaften von Blättern", "properties of sheets"),
    "scenarios": ("Szenarien", "scenarios"),
    "picture": ("Hintergrundbilder", "background pictures"),
    "oleObjects": ("eingebettete Objekte", "embedded objects"),
    "controls": ("Steuerelemente", "controls"),
    "webPublishItems": ("Veröffentlichungen", "published parts"),
    "legacyDrawingHF": ("Bilder in Kopf- oder Fußzeilen", "pictures in headers or footers"),
    "extLst": (
        "Sparklines, Datenbalken oder Prüfungen neuerer Art",
        "sparklines, data bars or checks of a newer kind",
    ),
}
LOST_DATA_TABLES: tuple[str, str] = ("Datentabellen (Was-wäre-wenn)", "what-if data tables")
