"""The words of the sheets Deckblatt, Kostenarten and Diagrammdaten, and of the charts on the sheets."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "workbook.sheet_cover": ("Deckblatt", "Cover"),
    "workbook.sheet_cost_types": ("Kostenarten", "Cost types"),
    "workbook.sheet_chart_data": ("Diagrammdaten", "Chart data"),
    "contents.shows_cover": (
        "Befund, Stand, Wegweiser, Ampel und Quellen der Ansätze",
        "Finding, date, guide, traffic light and sources of the ceilings",
    ),
    "contents.leads_cover": ("jedes andere Blatt", "Every other sheet"),
    "contents.shows_cost_types": (
        "Ausgaben je Kostenart, nach Partnerregion und nach Haushaltsjahr",
        "Spending per cost type, by partner region and by budget year",
    ),
    "contents.leads_cost_types": (
        "die Buchungen: im Blatt Buchungen nach Kostenart filtern",
        "The postings: filter the sheet of postings by cost type",
    ),
    "contents.shows_chart_data": (
        "die Werte hinter jedem Diagramm der Mappe",
        "The values behind each chart of the workbook",
    ),
    "contents.leads_chart_data": (
        "die Zellen, aus denen sie kommen, und das Diagramm",
        "The cells that they come from, and the chart",
    ),
    # Deckblatt
    "workbook.cover_written": (
        (
            "Der Befund oben und die Alternativtexte der Diagramme geben den Stand beim Schreiben wieder; "
            "Summen, Anteile, Ampel und Diagramme folgen, wenn eine Buchung geändert wird."
        ),
        (
            "The finding above and the alternative texts of the charts are as of writing; sums, shares, "
            "traffic lights and charts follow when a posting is edited."
        ),
    ),
    "workbook.cover_sheets": ("Was die Blätter zeigen", "What the sheets show"),
    "workbook.cover_shows": ("zeigt", "Shows"),
    "workbook.cover_leads": ("führt zu", "Leads to"),
    "workbook.cover_states": ("So liest man die Ampel", "How to read the traffic light"),
    "workbook.cover_meaning": ("Bedeutung", "Meaning"),
    "workbook.means_within": (
        "Ist und Obligo liegen unter 80 % des verwendbaren Betrags.",
        "Actual and committed spending is below 80% of the usable amount.",
    ),
    "workbook.means_warning": (
        "Ist und Obligo haben 80 % des verwendbaren Betrags erreicht.",
        "Actual and committed spending has reached 80% of the usable amount.",
    ),
    "workbook.means_exhausted": (
        "Ist und Obligo sind genau so hoch wie der verwendbare Betrag.",
        "Actual and committed spending equals the usable amount exactly.",
    ),
    "workbook.means_exceeded": (
        "Ist und Obligo liegen über dem verwendbaren Betrag; verfügbar ist negativ.",
        "Actual and committed spending exceeds the usable amount; available is negative.",
    ),
    "workbook.means_undocumented": (
        "Für dieses Jahr ist kein Ansatz belegt, deshalb gibt es keine Quote.",
        "No ceiling is documented for this year, so no share is given.",
    ),
    "workbook.cover_ceilings": ("Woher die Ansätze kommen", "Where the ceilings come from"),
    "workbook.cover_decided": ("Beschluss und Status", "Decision and status"),
    "workbook.cover_source": ("Vorlage und Quelle", "Paper and source"),
    "workbook.years_from": ("ab {year}", "from {year}"),
    "workbook.only_for": ("nur {regions}", "{regions} only"),
    "workbook.cover_names": ("Namen für eigene Formeln", "Names for formulas of your own"),
    "workbook.cover_name": ("Name", "Name"),
    "workbook.cover_stand": (
        "der Stand; jedes andere Jahr hat dieselben Namen mit seiner Jahreszahl",
        "The date; every other year has the same names with its own number",
    ),
    "workbook.cover_finding": ("der Befund in einem Satz", "The finding in one sentence"),
    # Kostenarten
    "workbook.cost_types_note": (
        "Jede Zahl ist eine Formel über das Blatt Buchungen; dort lässt sich nach Kostenart filtern.",
        "Every figure is a formula over the sheet of postings, which can be filtered by cost type.",
    ),
    "workbook.region_or_year": ("Partnerregion oder Jahr", "Region or year"),
    "workbook.every_cost_type": ("Gesamt", "All cost types"),
    "workbook.by_region": ("nach Partnerregion", "by partner region"),
    "workbook.by_year": ("nach Haushaltsjahr", "by budget year"),
    # Diagramme
    "workbook.chart_data_note": (
        (
            "Die Diagramme lesen diese Zellen, und diese lesen die anderen Blätter; kursiv steht, was nur "
            "der Zeichnung dient. Bitte nicht ändern."
        ),
        (
            "The charts read these cells, and these read the other sheets; what only serves the drawing is "
            "in italics. Please do not change them."
        ),
    ),
    "workbook.to_chart": ("→ zum Diagramm", "→ to the chart"),
    "workbook.chart_data_link": (
        "Werte des Diagramms: Blatt {sheet}",
        "Values of the chart: sheet {sheet}",
    ),
    "workbook.no_charts": ("Kein Diagramm: es gibt nichts zu zeichnen.", "No chart: nothing to draw."),
    "workbook.others": ("Übrige", "Others"),
    "workbook.other_cost_types": ("Übrige ({count})", "Others ({count})"),
    "workbook.chart_usage_title": (
        "{pot}: Ist und Obligo gegen den verwendbaren Betrag, {years}",
        "{pot}: actual and committed against the usable amount, {years}",
    ),
    "workbook.chart_usage_alt": (
        "{year}: verwendbar {usable}, Ist {actual}, Obligo {committed}, {state}.",
        "{year}: usable {usable}, actual {actual}, committed {committed}, {state}.",
    ),
    "workbook.chart_bound": ("Ist und Obligo", "Actual and committed"),
    "workbook.chart_top_of_usable": ("Ausgleich über verwendbar", "Space above usable"),
    "workbook.chart_top_of_bound": ("Ausgleich über Ist und Obligo", "Space above bound"),
    "workbook.chart_bottom": ("Ausgleich unter null", "Space below zero"),
    "workbook.chart_cost_types_title": (
        "{pot}: Kostenarten je Partnerregion, alle Jahre",
        "{pot}: cost types per partner region, all years",
    ),
    "workbook.chart_year_title": (
        "{pot}: verfügbar im Lauf des Jahres {year}",
        "{pot}: available in the course of {year}",
    ),
    "workbook.chart_year_undocumented": (
        "{pot}: Ausgaben im Lauf des Jahres {year} (Ansatz nicht belegt)",
        "{pot}: spending in the course of {year} (ceiling not documented)",
    ),
    "workbook.chart_year_alt": (
        (
            "Stand {day}: verwendbar {usable}, Ist {actual}, Obligo {committed}, verfügbar {available}; "
            "geplant {planned}, danach {after}."
        ),
        (
            "As of {day}: usable {usable}, actual {actual}, committed {committed}, available {available}; "
            "planned {planned}, then {after}."
        ),
    ),
    "workbook.chart_year_alt_undocumented": (
        "Stand {day}: Ist {actual}, Obligo {committed}, geplant {planned}; Ansatz nicht belegt.",
        "As of {day}: actual {actual}, committed {committed}, planned {planned}; ceiling not documented.",
    ),
    "workbook.chart_day": ("Tag", "Day"),
    "workbook.chart_what": ("Vorgang", "Event"),
    "workbook.chart_booked": ("am Tag gebucht", "Booked on the day"),
    "workbook.chart_stand": ("Stand", "As of"),
    "workbook.chart_end": ("Jahresende", "End of year"),
    "workbook.chart_plan": ("geplant", "planned"),
    "workbook.chart_left": ("übrig nach Ist", "Left after actual"),
    "workbook.chart_spent": ("Ist bis hierher", "Spent so far"),
    "workbook.chart_ahead": ("übrig nach Obligo und Planung", "Left after orders and plans"),
    "workbook.chart_ahead_spent": ("mit Obligo und Planung", "With orders and plans"),
    "workbook.chart_place": ("Stelle auf der Achse", "Place on the axis"),
    "workbook.chart_pace": (
        "gleichmäßiger Verbrauch (Vergleich, keine Vorgabe)",
        "Even pace (for comparison, not a target)",
    ),
}
