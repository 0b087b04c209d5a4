"""The words of the charts of single regions and of cost types."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # Small multiples: one panel per region
    "regions.subtitle": (
        "Jede Partnerregion für sich, ein Maßstab",
        "Each partner region by itself, one scale",
    ),
    "regions.in_euros": ("Balken und Achse in €", "bars and axis in €"),
    "regions.in_thousands": ("Balken und Achse in Tsd. €", "bars and axis in thousand €"),
    "regions.smallest": ("< {amount}", "< {amount}"),
    "regions.least_refund": ("> {amount}", "> {amount}"),
    "regions.total": ("Summe {amount}", "Total {amount}"),
    "regions.beside": ("anderes Budget · {amount}", "other budget · {amount}"),
    "regions.beside_short": ("anderes Budget", "other budget"),
    "regions.note_beside": (
        "Umrandet: aus anderem Budget ({pots}), zählt nicht gegen den Ansatz.",
        "Outlined: from another budget ({pots}), does not count against the ceiling.",
    ),
    "regions.note_negative": (
        "Unter null: Erstattungen und Stornos überwiegen.",
        "Below zero: refunds and reversals outweigh spending.",
    ),
    "regions.title": (
        "Am meisten kostete {name}: {amount} von {total} ({share})",
        "{name} cost most: {amount} of {total} ({share})",
    ),
    "regions.title_plain": ("Am meisten kostete {name}: {amount}", "{name} cost most: {amount}"),
    "regions.title_alone": ("{name} kostete {years} {amount}", "{name} cost {amount} in {years}"),
    "regions.alt": (
        "Kleine Säulendiagramme je Partnerregion: {what}, {years}. {title}.",
        "Small column charts per partner region: {what}, {years}. {title}.",
    ),
    "regions.alt_panel": ("{name}: {years}; Summe {amount}.", "{name}: {years}; total {amount}."),
    "regions.alt_beside": (
        "{name} (anderes Budget): {years}; Summe {amount}.",
        "{name} (other budget): {years}; total {amount}.",
    ),
    # Bullets of many years
    "bullets.note_usable": (
        "{years}: verwendbar ist mehr oder weniger als der Ansatz (Übertrag, Sperre oder Freigabe).",
        "{years}: more or less than the ceiling is usable (carry-over, block or release).",
    ),
    # Cost types per region
    "costs.unassigned": ("ohne Kostenart", "no cost type"),
    "costs.subtitle": ("Kostenarten je Partnerregion {years}", "Cost types per partner region {years}"),
    "costs.region": ("Partnerregion", "Partner region"),
    "costs.title": (
        "Größte Kostenart ist {name}: {amount} von {total} ({share})",
        "{name} is the largest cost type: {amount} of {total} ({share})",
    ),
    "costs.title_plain": (
        "Größte Kostenart ist {name} mit {amount}",
        "{name} is the largest cost type with {amount}",
    ),
    "costs.note_negative": (
        "Links von null: Erstattungen und Stornos überwiegen. Rechts steht die Summe der Region.",
        "Left of zero: refunds and reversals outweigh spending. The total of the region stands at the right.",
    ),
    "costs.alt": (
        "Gestapelte Balken: {what}. {title}.",
        "Stacked bars: {what}. {title}.",
    ),
    "costs.alt_row": ("{name}: {amount}; davon {parts}.", "{name}: {amount}; of which {parts}."),
}
