"""The words of the charts."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # Axes, legend, marks
    "chart.spending_axis": ("Ausgaben in €", "Spending in €"),
    "chart.unassigned": ("nicht zugeordnet", "not assigned"),
    "chart.other_regions": ("Übrige ({count})", "Others ({count})"),
    "chart.regions": ("Partnerregionen", "Partner regions"),
    "chart.beside": ("aus anderem Budget: {pots}", "from another budget: {pots}"),
    "chart.ceiling": ("Ansatz {amount}", "Ceiling {amount}"),
    "chart.ceiling_proposed": ("Ansatz {amount}, vorgeschlagen", "Ceiling {amount}, proposed"),
    "chart.ceiling_assumed": ("Ansatz {amount}, angenommen", "Ceiling {amount}, assumed"),
    "chart.ceiling_of_paper": ("{ceiling} ({paper})", "{ceiling} ({paper})"),
    "chart.over": ("▲ +{amount}", "▲ +{amount}"),
    "chart.cut": ("↑ {amount}", "↑ {amount}"),
    "chart.undocumented": ("nicht belegt", "not documented"),
    "chart.no_data": ("Keine Ausgaben gebucht", "No spending booked"),
    "chart.net": ("Summe (netto)", "total (net)"),
    "chart.total": ("Summe", "Total"),
    "chart.share": ("Ausschöpfung", "Share used"),
    "chart.ceiling_column": ("Ansatz", "Ceiling"),
    "chart.year": ("Haushaltsjahr", "Year"),
    # Subtitle
    "chart.example": ("Beispieldaten", "Example data"),
    "chart.pot": ("Topf: {pot}", "Pot: {pot}"),
    "chart.as_of": ("Stand {day}", "As of {day}"),
    "chart.per_region_and_year": (
        "Ausgaben je Partnerregion und Haushaltsjahr",
        "Spending per partner region and budget year",
    ),
    "chart.per_year": (
        "Ist und Obligo gegen den Ansatz je Haushaltsjahr",
        "Actual and committed spending against the ceiling per budget year",
    ),
    # Titles that state the finding
    "chart.title_over_one": (
        "{year} lag um {amount} über dem {ceiling}",
        "{year} exceeded the {ceiling} by {amount}",
    ),
    "chart.title_over_two": (
        "{first} und {second} lagen um {first_amount} und {second_amount} über dem {ceiling}",
        "{first} and {second} exceeded the {ceiling} by {first_amount} and {second_amount}",
    ),
    "chart.title_over_many": (
        "{count} Jahre lagen über dem {ceiling}, am weitesten {year} (um {amount})",
        "{count} years exceeded the {ceiling}, most of all {year} (by {amount})",
    ),
    "chart.title_within": (
        "Kein Jahr lag über dem {ceiling}, am höchsten {year} mit {share}",
        "No year exceeded the {ceiling}, {year} came closest with {share}",
    ),
    "chart.title_within_documented": (
        "Kein Jahr mit belegtem Ansatz lag darüber, am höchsten {year} mit {share}",
        "No year with a documented ceiling exceeded it, {year} came closest with {share}",
    ),
    "chart.title_within_one": (
        "{year} sind {share} des {ceiling}es ausgegeben",
        "{year}: {share} of the {ceiling} spent",
    ),
    "chart.title_then_applies": (
        "{finding} – ab {year} gilt {amount}",
        "{finding} – from {year}, {amount} applies",
    ),
    "chart.title_then_proposed": (
        "{finding} – ab {year} sind {amount} vorgeschlagen",
        "{finding} – from {year}, {amount} is proposed",
    ),
    "chart.title_then_assumed": (
        "{finding} – ab {year} sind {amount} angenommen",
        "{finding} – from {year}, {amount} is assumed",
    ),
    "chart.title_sum": ("Ausgaben {years}: {amount}", "Spending {years}: {amount}"),
    "chart.title_sum_undocumented": (
        "Ausgaben {years}: {amount}, Ansatz nicht belegt",
        "Spending {years}: {amount}, ceiling not documented",
    ),
    "chart.name_of_ceiling": ("Ansatz", "ceiling"),
    "chart.name_of_proposed_ceiling": ("vorgeschlagenen Ansatz", "proposed ceiling"),
    "chart.name_of_assumed_ceiling": ("angenommenen Ansatz", "assumed ceiling"),
    "chart.title_of_part": ("{years}: {title}", "{years}: {title}"),
    "chart.years": ("{first} bis {last}", "{first} to {last}"),
    # Footnotes
    "chart.note_standing": ("Ansatz: {standings}.", "Ceiling: {standings}."),
    "chart.note_proposed": (
        "{years}: Ansatz vorgeschlagen, noch nicht beschlossen ({paper}).",
        "{years}: ceiling proposed, not yet approved ({paper}).",
    ),
    "chart.note_assumed": (
        "{years}: Ansatz angenommen, nicht belegt ({paper}).",
        "{years}: ceiling assumed, not documented ({paper}).",
    ),
    "chart.note_no_paper": ("ohne Angabe der Vorlage", "paper not stated"),
    "chart.note_cut": (
        "Pfeil nach oben: Säule des anderen Budgets ist abgeschnitten, die Zahl nennt ihre ganze Höhe.",
        "Arrow pointing up: the bar of the other budget is cut off, the number is its full height.",
    ),
    "chart.note_negative": (
        "Unter null: Erstattungen und Stornos überwiegen. Die Raute zeigt die Summe des Jahres.",
        "Below zero: refunds and reversals outweigh spending. The diamond marks the year's total.",
    ),
    # Bullets
    "chart.available": ("verfügbar", "available"),
    "chart.state": ("Zustand", "State"),
    "chart.year_by": ("{year} um {amount}", "{year} by {amount}"),
    "chart.title_bound_one": ("Verwendbare Mittel überschritten: {first}", "Usable funds exceeded: {first}"),
    "chart.title_bound_two": (
        "Verwendbare Mittel überschritten: {first} und {second}",
        "Usable funds exceeded: {first} and {second}",
    ),
    "chart.title_bound_many": (
        "Verwendbare Mittel in {count} Jahren überschritten, am weitesten {year} (um {amount})",
        "Usable funds exceeded in {count} years, most of all {year} (by {amount})",
    ),
    "chart.title_left": (
        "Kein Jahr mit belegtem Ansatz ist überschritten, am knappsten {year} mit {amount} Rest",
        "No year with a documented ceiling is exceeded, {year} is tightest with {amount} left",
    ),
    "chart.rest": ("Rest {amount}", "{amount} left"),
    "chart.above": ("{amount} darüber", "{amount} over"),
    "chart.committed": ("Obligo {amount}", "{amount} committed"),
    "chart.with_committed": ("mit Obligo {share}", "{share} with committed"),
    "chart.legend_actual": ("Ist", "Actual"),
    "chart.legend_committed": ("Obligo", "Committed"),
    "chart.legend_usable": ("verwendbar", "usable"),
    "chart.legend_undocumented": ("Ansatz nicht belegt", "Ceiling not documented"),
    # Alternative text
    "chart.alt_spending": (
        "Gestapelte Säulen: {what}, {years}. {title}.",
        "Stacked columns: {what}, {years}. {title}.",
    ),
    "chart.alt_usage": ("Balken: {what}, {years}. {title}.", "Bars: {what}, {years}. {title}."),
    "chart.alt_over": ("{amount} darüber", "{amount} over"),
    "chart.alt_parts": ("davon {parts}", "of which {parts}"),
    "chart.alt_beside": ("daneben aus anderem Budget {parts}", "beside it, from another budget, {parts}"),
    "chart.alt_ceiling": ("Ansatz {amount}", "ceiling {amount}"),
    "chart.alt_undocumented": ("Ansatz nicht belegt", "ceiling not documented"),
}
