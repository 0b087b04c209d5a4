"""The words of the explorer in JupyterLab."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # Controls
    "explorer.first": ("von Jahr", "From year"),
    "explorer.last": ("bis Jahr", "To year"),
    "explorer.pot": ("Topf", "Pot"),
    "explorer.regions": ("Regionen", "Regions"),
    "explorer.cost_type": ("Kostenart", "Cost type"),
    "explorer.chart": ("Diagramm", "Chart"),
    "explorer.every_cost_type": ("alle Kostenarten", "all cost types"),
    "explorer.no_cost_type": ("ohne Kostenart", "no cost type"),
    "explorer.help_regions": (
        "Mehrere mit Strg und Klick; nichts gewählt heißt: alle.",
        "Several with Ctrl and click; nothing chosen means: all.",
    ),
    "explorer.reset": ("Zurücksetzen", "Reset"),
    "explorer.help_reset": ("Alle Filter auf den Anfang stellen", "Put all filters back to the start"),
    "explorer.save": ("Als Excel speichern", "Save as Excel"),
    "explorer.help_save": (
        "Die gezeigten Buchungen als Excel-Datei speichern",
        "Save the postings shown as an Excel file",
    ),
    # Charts to choose from
    "explorer.picture_spending": ("Ausgaben", "Spending"),
    "explorer.picture_usage": ("Ausschöpfung", "Usage"),
    "explorer.picture_year": ("Jahresverlauf", "Course of a year"),
    "explorer.picture_activities": ("Aktivitäten", "Activities"),
    "explorer.picture_regions": ("Regionen einzeln", "Region by region"),
    "explorer.picture_cost_types": ("Kostenarten", "Cost types"),
    # What is shown
    "explorer.every_region": ("alle Partnerregionen", "all partner regions"),
    "explorer.years": ("{first} bis {last}", "{first} to {last}"),
    "explorer.count": ("{count} Buchungen, zusammen {amount}", "{count} postings, together {amount}"),
    "explorer.count_one": ("{count} Buchung über {amount}", "{count} posting of {amount}"),
    "explorer.part": (
        "Gezeigt ist nur ein Teil der Ausgaben des Topfes; darum steht kein Ansatz im Diagramm.",
        "Only a part of the pot's spending is shown; that is why the chart has no ceiling.",
    ),
    "explorer.figures": ("Zahlen des Diagramms", "Figures of the chart"),
    "explorer.postings": ("Buchungen dahinter", "Postings behind them"),
    "explorer.no_postings": ("Keine Buchung passt zu dieser Auswahl.", "No posting fits this choice."),
    "explorer.title": ("Auswahl der Buchungen", "Choice of postings"),
    "explorer.file": ("auswahl.xlsx", "selection.xlsx"),
    "explorer.saved": ("Gespeichert: {path} neben dem Datenordner", "Saved: {path} beside the data folder"),
    "explorer.download": ("{file} herunterladen", "Download {file}"),
}
