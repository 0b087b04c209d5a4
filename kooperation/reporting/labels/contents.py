"""What the sheets of the Excel report show and where they lead."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "contents.shows_overview": (
        "Ergebnis, Summenprobe, Ansatz und Ausschöpfung je Jahr, Diagramm",
        "Finding, check of sums, ceiling and usage per year, chart",
    ),
    "contents.leads_overview": (
        "Summen je Region, Aufträge und Beschlüsse",
        "Sums per region, orders and decisions",
    ),
    "contents.shows_matrix": (
        "Ausgaben je Partnerregion und Haushaltsjahr, je Topf und je Konto",
        "Spending per partner region and budget year, per pot and per account",
    ),
    "contents.leads_matrix": ("die Buchungen hinter jeder Summe", "The postings behind each sum"),
    "contents.leads_matrix_condensed": (
        "die Zeilen, die zusammen die Summe sind",
        "The rows that make up each sum",
    ),
    "contents.shows_postings": (
        "jede Buchung mit Topf, Region, Kostenart und Regel",
        "Each posting with pot, region, cost type and rule",
    ),
    "contents.shows_postings_condensed": (
        "Summen gleichartiger Buchungen mit Topf, Region und Kostenart",
        "Sums of like postings with pot, region and cost type",
    ),
    "contents.leads_postings_condensed": (
        "die Datei; jede einzelne Buchung, wie oben gesagt",
        "The file; each single posting as said above",
    ),
    "contents.leads_postings": ("Datei, Blatt und Zeile des Exports", "File, sheet and row of the export"),
    "contents.shows_unassigned_sheet": (
        "Buchungen ohne Partnerregion, mit Grund",
        "Postings without partner region, with the reason",
    ),
    "contents.leads_unassigned_sheet": (
        "die Zeile, die in zuordnung.csv fehlt",
        "The line that zuordnung.csv lacks",
    ),
    "contents.shows_unassigned_sheet_condensed": (
        "Summen der Buchungen ohne Partnerregion, mit Grund",
        "Sums of the postings without partner region, with the reason",
    ),
    "contents.leads_unassigned_sheet_condensed": (
        "wie die einzelnen Buchungen zu finden sind",
        "How to find the single postings",
    ),
    "contents.shows_ceilings": ("Beschlüsse über den Ansatz", "Decisions on the ceiling"),
    "contents.leads_ceilings": ("Vorlage, Gremium, Datum, Quelle", "Paper, body, date, source"),
    "contents.shows_commitments": (
        "Aufträge: beauftragt, abgerechnet, offen",
        "Orders: ordered, invoiced, open",
    ),
    "contents.leads_commitments": ("Datei und Zeile des Auftrags", "File and row of the order"),
    "contents.shows_reconciliation": (
        "Budgetübersicht gegen Einzelbuchungen, auf den Cent",
        "Budget overview against line items, to the cent",
    ),
    "contents.leads_reconciliation": (
        "mögliche Ursachen einer Differenz",
        "Possible causes of a difference",
    ),
    "contents.shows_sources": (
        "jede gelesene Datei mit Prüfsumme, Zeilen und Kontrollsummen",
        "Each file read with checksum, rows and control totals",
    ),
    "contents.leads_sources": ("die Originaldatei", "The original file"),
    "contents.shows_findings": ("alle Befunde der Prüfung", "All findings of the check"),
    "contents.leads_findings": ("Fundstelle und Abhilfe", "Place and remedy"),
}
