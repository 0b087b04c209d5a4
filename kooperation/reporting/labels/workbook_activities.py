"""The words of the sheet Aktivitäten of the Excel report."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "workbook.sheet_activities": ("Aktivitäten", "Activities"),
    "workbook.table_activities": ("Aktivitaeten", "Activities"),
    "contents.shows_activities": (
        "Aktivitäten mit Status, Teilnehmenden, Kosten und Ergebnissen; Ausgaben ohne Aktivität",
        "Activities with status, people, cost and outcomes; spending without activity",
    ),
    "contents.leads_activities": (
        "die Buchungen einer Aktivität und die Quelle jedes Ergebnisses",
        "The postings of an activity and the source of each outcome",
    ),
    "workbook.activities_note": (
        "Zeitraum wie im Protokoll angegeben; Kosten sind die Buchungen der Belege, die eine Aktivität nennt.",
        "Period as the log states it; cost is the postings of the documents that an activity names.",
    ),
    "workbook.activities_counted": (
        (
            "Aktivitäten: {count}, davon mit Kosten {with_cost}, ohne Buchung {without}; überfällig {overdue}. "
            "Kosten, die zwei Aktivitäten nennen, stehen bei beiden."
        ),
        (
            "Activities: {count}, of which with cost {with_cost}, without posting {without}; overdue "
            "{overdue}. Cost that two activities name stands at both."
        ),
    ),
    "workbook.counted_twice": ("darin {amount} mehrfach", "of it {amount} counted more than once"),
    "workbook.activity": ("Aktivität", "Activity"),
    "workbook.activity_name": ("Kennung", "Key"),
    "workbook.activity_period": ("Zeitraum", "Period"),
    "workbook.activity_kind": ("Art", "Kind"),
    "workbook.outcome": ("Ergebnis", "Outcome"),
    "workbook.people": ("Personen", "People"),
    "workbook.elected": ("davon Mandat", "of which elected"),
    "workbook.days": ("Tage", "Days"),
    "workbook.cost": ("Kosten", "Cost"),
    "workbook.no_cost": ("ohne Buchung", "no posting"),
    "workbook.per_person": ("je Person", "per person"),
    "workbook.per_day": ("je Tag", "per day"),
    "workbook.linked_postings": ("Buchungen", "Postings"),
    "workbook.documents": ("Belege", "Documents"),
    "workbook.direction": ("Richtung", "Direction"),
    "workbook.organiser": ("Veranstalter", "Organiser"),
    "workbook.outcomes_title": ("Ergebnisse in Zahlen", "Outcomes in figures"),
    "workbook.outcomes_note": (
        "Zahlen, die das Protokoll unter „ergebnis“ nennt, jede mit ihrer Quelle.",
        "Figures that the log states under “ergebnis”, each with its source.",
    ),
    "workbook.no_outcomes": ("Das Protokoll nennt keine Zahl.", "The log states no figure."),
    "workbook.measure": ("Messgröße", "Measure"),
    "workbook.outcome_kind": ("erwartet oder erreicht", "Expected or stated"),
    "workbook.outcome_value": ("Wert", "Value"),
    "workbook.outcome_expected": ("erwartet", "expected"),
    "workbook.outcome_stated": ("erreicht", "stated as a fact"),
    "workbook.unlinked_title": ("Ausgaben ohne Aktivität", "Spending without activity"),
    "workbook.unlinked_note": (
        "Buchungen, deren Beleg keine Aktivität nennt; im Blatt Buchungen nach Aktivität „–“ filtern.",
        "Postings whose document no activity names; filter the sheet of postings by activity “–”.",
    ),
}
