"""The words of the committee annex."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "annex.kicker": ("Anlage", "Annex"),
    "annex.title": (
        "Ausgaben je Partnerregion gegen den Ansatz",
        "Spending per partner region against the ceiling",
    ),
    "annex.subject": (
        "Beträge brutto in Euro, wie gebucht; das Jahr ist das Haushaltsjahr.",
        "Gross euros as booked; the year is the budget year.",
    ),
    "annex.page_of": ("Seite {page} von {pages}", "Page {page} of {pages}"),
    # Spending
    "annex.year": ("Jahr", "Year"),
    "annex.spending": ("{pot}: Ausgaben je Haushaltsjahr", "{pot}: spending per budget year"),
    "annex.spending_caption": (
        "{pot}: Ausgaben je Partnerregion und Haushaltsjahr gegen den Ansatz, in Euro",
        "{pot}: spending per partner region and budget year against the ceiling, in euros",
    ),
    "annex.others": ("Übrige ({count})", "Others ({count})"),
    "annex.note_years": (
        "{first}–{last} in einer Zeile und nicht im Diagramm; die einzelnen Jahre stehen im Excel-Bericht.",
        "{first}–{last} in one row and not in the chart; the single years stand in the Excel report.",
    ),
    "annex.note_others": (
        "Übrige: {regions}; einzeln im Excel-Bericht.",
        "Others: {regions}; one by one in the Excel report.",
    ),
    "annex.note_many_others": (
        "Übrige: die {count} Partnerregionen mit den kleinsten Summen; einzeln im Excel-Bericht.",
        "Others: the {count} partner regions with the smallest sums; one by one in the Excel report.",
    ),
    # The other budgets
    "annex.beside": (
        "Daneben: zählt nicht gegen den Ansatz",
        "Beside: does not count against the ceiling",
    ),
    "annex.beside_caption": (
        "Aus anderen Budgets oder außerhalb der Töpfe bezahlt, nur gezeigt, in Euro",
        "Paid from other budgets or outside of all pots, shown only, in euros",
    ),
    "annex.beside_row": ("{pot}: {region}", "{pot}: {region}"),
    "annex.note_ledger": (
        "Alle gelesenen Buchungen: {all}, davon {counting} in Töpfen mit Ansatz und {beside} daneben.",
        "All postings read: {all}, of which {counting} in pots with a ceiling and {beside} beside.",
    ),
    # Usage
    "annex.usage": ("{pot}: was übrig ist", "{pot}: what is left"),
    "annex.usage_caption": (
        "{pot}: Ansatz, Ist, Obligo und verfügbarer Betrag, Stand {day}",
        "{pot}: ceiling, actual, committed and available amount as of {day}",
    ),
    "annex.note_available": (
        "verfügbar = verwendbar − Ist − Obligo; Ausschöpfung = Ist ÷ Ansatz; Bindung = (Ist + Obligo) ÷ Ansatz.",
        "Available = usable − actual − committed; used = actual ÷ ceiling; bound = (actual + committed) ÷ ceiling.",
    ),
    "annex.note_left": (
        "Die Jahre davor stehen im Excel-Bericht.",
        "The years before stand in the Excel report.",
    ),
    "annex.used_share": ("Ausschöpfung", "Share used"),
    "annex.bound_share": ("Bindung", "Share bound"),
    # Activities, decisions, sources
    "annex.activities": ("Aktivitäten", "Activities"),
    "annex.activities_caption": (
        "Laufende und jüngste Aktivitäten, der Zeitraum wie in den Vorlagen angegeben",
        "Ongoing and latest activities, the period as the papers state it",
    ),
    "annex.period": ("Zeitraum", "Period"),
    "annex.what": ("Aktivität", "Activity"),
    "annex.note_shared": (
        "Eine Buchung, die zu mehreren Aktivitäten gehört, steht bei jeder ganz.",
        "A posting that belongs to several activities stands at each in full.",
    ),
    "annex.cost": ("Kosten", "Cost"),
    "annex.outcomes": ("Ergebnisse", "Outcomes"),
    "annex.outcomes_caption": (
        "Zahlen, die das Protokoll der Aktivitäten nennt, mit ihrer Quelle",
        "Figures that the log of activities states, with their source",
    ),
    "annex.measure": ("Kennzahl", "Measure"),
    "annex.when": ("Zeitpunkt", "When"),
    "annex.value": ("Wert", "Value"),
    "annex.about": ("rd. {value}", "about {value}"),
    "annex.expected": ("{value} (erwartet)", "{value} (expected)"),
    "annex.more": (
        "… und {count} weitere im Excel-Bericht.",
        "… and {count} more in the Excel report.",
    ),
    "annex.decisions": ("Beschlüsse und Ansätze", "Decisions and ceilings"),
    "annex.decisions_caption": (
        "Was das Register über den Ansatz belegt",
        "What the register documents about the ceiling",
    ),
    "annex.note_decision": ("{years}: {source}.", "{years}: {source}."),
    "annex.years": ("Jahre", "Years"),
    "annex.from_on": ("ab {first}", "from {first}"),
    "annex.sources": ("Quellen", "Sources"),
    "annex.sources_caption": (
        "Gelesene Dateien mit dem Anfang ihrer Prüfsumme",
        "Files read with the beginning of their checksum",
    ),
    "annex.checksum": ("SHA-256 (Anfang)", "SHA-256 (beginning)"),
    "annex.rows": ("Zeilen", "Rows"),
    "annex.note_letters": (
        "□ steht für ein Zeichen, das die Schrift dieser Anlage nicht kennt; Word-Fassung und Excel-Bericht zeigen es.",
        "□ stands for a letter that the font of this annex lacks; the Word version and the Excel report show it.",
    ),
}
