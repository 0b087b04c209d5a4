"""The words of the chart of the running year."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # Axes and marks
    "burndown.axis": ("Rest in €", "Left in €"),
    "burndown.axis_spent": ("Ausgaben in €", "Spending in €"),
    "burndown.months": (
        "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    ),
    "burndown.no_date": ("undatiert", "undated"),
    "burndown.pace": (
        "gleichmäßiger Verbrauch (Vergleich, keine Vorgabe)",
        "even pace (for comparison, not a target)",
    ),
    "burndown.usable_of": ("davon verwendbar {amount}", "of which usable {amount}"),
    "burndown.usable_more": ("verwendbar {amount}", "usable {amount}"),
    "burndown.available": ("verfügbar {amount}", "{amount} available"),
    "burndown.after_actual": ("nach Ist {amount}", "{amount} after actual"),
    "burndown.after_orders": ("nach Obligo verfügbar {amount}", "{amount} available after commitments"),
    "burndown.after_plans": ("nach Planung {amount}", "{amount} after plans"),
    "burndown.over": ("{amount} überschritten", "{amount} exceeded"),
    "burndown.over_after_orders": ("mit Obligo {amount} überschritten", "{amount} exceeded with commitments"),
    "burndown.over_after_plans": ("mit Planung {amount} darüber", "{amount} over with plans"),
    "burndown.spent": ("Ist {amount}", "{amount} actual"),
    "burndown.spent_with_orders": ("mit Obligo {amount}", "{amount} with commitments"),
    "burndown.spent_with_plans": ("mit Planung {amount}", "{amount} with plans"),
    "burndown.undocumented": ("Ansatz nicht belegt", "Ceiling not documented"),
    "burndown.activity": ("{kind} {region}", "{kind} {region}"),
    "burndown.all_regions": ("(alle Regionen)", "(all regions)"),
    "burndown.nameless": ("Planung", "Plan"),
    "burndown.planned": ("{name} -{amount}", "{name} -{amount}"),
    "burndown.planned_spent": ("{name} +{amount}", "{name} +{amount}"),
    # Title
    "burndown.title": (
        "{year}: von {whole} sind {amount} verfügbar",
        "{year}: {amount} of {whole} is available",
    ),
    "burndown.title_past": ("{year}: von {whole} blieben {amount}", "{year}: {amount} of {whole} was left"),
    "burndown.title_over": (
        "{year}: {whole} sind um {amount} überschritten",
        "{year}: {whole} is exceeded by {amount}",
    ),
    "burndown.title_then": ("{finding}, nach Planung {amount}", "{finding}, {amount} after plans"),
    "burndown.title_then_over": (
        "{finding}, die Planung liegt um {amount} darüber",
        "{finding}, plans exceed it by {amount}",
    ),
    "burndown.title_then_even_over": (
        "{finding}, mit Planung um {amount}",
        "{finding}, by {amount} with plans",
    ),
    "burndown.title_spent": (
        "{year}: {amount} ausgegeben, Ansatz nicht belegt",
        "{year}: {amount} spent, ceiling not documented",
    ),
    "burndown.title_over_usable": (
        "{year}: die verwendbaren {whole} sind um {amount} überschritten",
        "{year}: the usable {whole} is exceeded by {amount}",
    ),
    "burndown.usable_whole": ("verwendbaren {amount}", "the usable {amount}"),
    # Subtitle and footnotes
    "burndown.what": (
        "Rest nach Ist, Obligo und Planung",
        "What actual spending, commitments and plans leave",
    ),
    "burndown.what_spent": ("Ist, Obligo und Planung", "Actual spending, commitments and plans"),
    "burndown.note_undated": (
        "{amount} ohne Buchungsdatum sind von Anfang an abgezogen.",
        "{amount} without a posting date is deducted from the start.",
    ),
    "burndown.note_undated_spent": (
        "{amount} ohne Buchungsdatum sind von Anfang an enthalten.",
        "{amount} without a posting date is included from the start.",
    ),
    "burndown.note_proposed": (
        "Ansatz vorgeschlagen, noch nicht beschlossen ({paper}).",
        "Ceiling proposed, not yet approved ({paper}).",
    ),
    "burndown.note_assumed": (
        "Ansatz angenommen, nicht belegt ({paper}).",
        "Ceiling assumed, not documented ({paper}).",
    ),
    "burndown.note_planned": ("Geplant: {planned}.", "Planned: {planned}."),
    "burndown.note_planned_one": (
        "{number} {name}, {period}: {amount}",
        "{number} {name}, {period}: {amount}",
    ),
    "burndown.note_planned_rest": ("{count} weitere: {amount}", "{count} more: {amount}"),
    "burndown.note_past": (
        "Nicht gezeigt: {amount} Planung, deren Zeitraum am Stichtag vorbei ist.",
        "Not shown: {amount} of plans whose period is over on the day of this chart.",
    ),
    "burndown.note_out_of_scope": (
        "Nicht gezeigt: {amount} Planung für Regionen, für die der Ansatz nicht gilt.",
        "Not shown: {amount} of plans for regions that the ceiling does not cover.",
    ),
    # Alternative text
    "burndown.alt": ("Stufenlinie: {what}. {title}.", "Step line: {what}. {title}."),
    "burndown.alt_start": (
        "Der Ansatz beträgt {ceiling}, gebucht sind {actual} an {days}.",
        "The ceiling is {ceiling}, {actual} is booked on {days}.",
    ),
    "burndown.alt_start_spent": (
        "Ein Ansatz ist nicht belegt, gebucht sind {actual} an {days}.",
        "No ceiling is documented, {actual} is booked on {days}.",
    ),
    "burndown.alt_day": ("einem Tag", "one day"),
    "burndown.alt_days": ("{count} Tagen", "{count} days"),
    "burndown.alt_usable": (
        "Verwendbar sind am Stichtag {amount}.",
        "On the day of this chart {amount} is usable.",
    ),
    "burndown.alt_left": ("Danach bleiben {amount}.", "That leaves {amount}."),
    "burndown.alt_orders": (
        "Offene Aufträge binden {committed}, es bleiben {amount}.",
        "Open orders bind {committed}, which leaves {amount}.",
    ),
    "burndown.alt_orders_spent": (
        "Offene Aufträge binden {committed}, zusammen {amount}.",
        "Open orders bind {committed}, {amount} in all.",
    ),
    "burndown.alt_plans": (
        "Geplant sind {planned}; danach bleiben {amount}.",
        "Planned are {planned}, which leaves {amount}.",
    ),
    "burndown.alt_plans_spent": (
        "Geplant sind {planned}, zusammen {amount}.",
        "Planned are {planned}, {amount} in all.",
    ),
    "burndown.alt_one": ("{name} ({period}) {amount}", "{name} ({period}) {amount}"),
    # Figures
    "burndown.day": ("Datum", "Date"),
    "burndown.entry": ("Vorgang", "Entry"),
    "burndown.change": ("Betrag", "Amount"),
    "burndown.usable": ("verwendbar", "Usable"),
    "burndown.actual": ("Ist", "Actual"),
    "burndown.left": ("Rest", "Left"),
    "burndown.pace_column": ("gleichmäßiger Verbrauch", "Even pace"),
    "burndown.period": ("Zeitraum", "Period"),
    "burndown.entry_actual": ("Ist", "Actual"),
    "burndown.entry_orders": ("Obligo", "Committed"),
    "burndown.entry_state": ("Stand", "As of"),
}
