"""The words of the chart of activities on a time line."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # Statuses, as words and in the legend
    "timeline.status_held": ("durchgeführt", "held"),
    "timeline.status_signed": ("unterzeichnet", "signed"),
    "timeline.status_ongoing": ("laufend", "ongoing"),
    "timeline.status_planned": ("geplant", "planned"),
    "timeline.status_moved": ("verschoben", "postponed"),
    "timeline.status_cancelled": ("abgesagt", "cancelled"),
    "timeline.status_overdue": ("überfällig", "overdue"),
    "timeline.status_unknown": ("Status ohne Angabe", "status not stated"),
    "timeline.moved_to": ("verschoben auf {period}", "postponed to {period}"),
    "timeline.planned_overdue": ("geplant, überfällig", "planned, overdue"),
    "timeline.with_status": ("{name} ({status})", "{name} ({status})"),
    # Precision in the legend
    "timeline.range": ("von – bis auf den Tag", "from – to, exact days"),
    "timeline.about": ("Zeitraum, Tage nicht genannt", "period, days not stated"),
    # Lanes
    "timeline.all_regions": ("Alle Regionen", "All regions"),
    "timeline.other_budget": ("anderes Budget", "another budget"),
    "timeline.others": ("Übrige ({count})", "Others ({count})"),
    "timeline.no_date": ("undatiert", "undated"),
    "timeline.nameless": ("Aktivität", "Activity"),
    "timeline.spending": ("Ausgaben des Jahres", "Spending of the year"),
    "timeline.spending_beside": ("Ausgaben aus anderem Budget", "Spending from another budget"),
    "timeline.nothing": ("Keine Aktivitäten und keine Ausgaben", "No activities and no spending"),
    # Title, subtitle, footnotes
    "timeline.title": ("{count} Aktivitäten {years}", "{count} activities {years}"),
    "timeline.title_one": ("1 Aktivität {years}", "1 activity {years}"),
    "timeline.title_none": ("Keine Aktivität {years}", "No activity {years}"),
    "timeline.title_overdue": ("{finding}, {count} überfällig", "{finding}, {count} overdue"),
    "timeline.title_spending": ("{finding}; Ausgaben {amount}", "{finding}; spending {amount}"),
    "timeline.what": ("Aktivitäten je Partnerregion", "Activities per partner region"),
    "timeline.in_thousands": (
        "Je Partnerregion, Ausgaben in Tsd. €",
        "Per partner region, spending in € thousand",
    ),
    "timeline.in_euros": ("Je Partnerregion, Ausgaben in €", "Per partner region, spending in €"),
    "timeline.note_list": ("{region}: {listed}.", "{region}: {listed}."),
    "timeline.note_listed": ("{number} {name}, {period}", "{number} {name}, {period}"),
    "timeline.note_nameless": (
        "Nicht alle Namen und Beträge haben Platz; die Zahlen zum Diagramm nennen sie.",
        "There is no room for every name and amount; the figures of the chart hold them.",
    ),
    "timeline.note_left_out": (
        "Außerhalb der gezeigten Jahre: {count} Aktivitäten.",
        "Outside of the years shown: {count} activities.",
    ),
    "timeline.note_left_out_one": (
        "Außerhalb der gezeigten Jahre: 1 Aktivität.",
        "Outside of the years shown: 1 activity.",
    ),
    "timeline.note_others": ("Übrige: {regions}.", "Others: {regions}."),
    # Alternative text
    "timeline.alt": ("Zeitstrahl: {what}. {title}.", "Time line: {what}. {title}."),
    "timeline.alt_activities": ("{region}: {activities}.", "{region}: {activities}."),
    "timeline.alt_one": ("{name} {period} ({status})", "{name} {period} ({status})"),
    "timeline.alt_spending": ("Ausgaben {region}: {amounts}.", "Spending {region}: {amounts}."),
    "timeline.alt_amount": ("{year} {amount}", "{year} {amount}"),
    "timeline.alt_beside": ("{region}, aus anderem Budget", "{region}, from another budget"),
    # Figures
    "timeline.region": ("Partnerregion", "Partner region"),
    "timeline.entry": ("Eintrag", "Entry"),
    "timeline.entry_activity": ("Aktivität", "Activity"),
    "timeline.entry_spending": ("Ausgaben", "Spending"),
    "timeline.entry_beside": ("Ausgaben ({pots})", "Spending ({pots})"),
    "timeline.number": ("Nr.", "No."),
    "timeline.name": ("Bezeichnung", "Name"),
    "timeline.period": ("Zeitraum", "Period"),
    "timeline.start": ("von", "from"),
    "timeline.end": ("bis", "to"),
    "timeline.status": ("Status", "Status"),
    "timeline.amount": ("Betrag", "Amount"),
}
