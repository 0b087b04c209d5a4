"""The words about how far a ceiling reaches: which years, which regions, and how much of it is usable."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # A ceiling that another one follows
    "chart.title_then_applies_for": (
        "{finding} – für {years} gelten {amount}",
        "{finding} – for {years}, {amount} applies",
    ),
    "chart.title_then_proposed_for": (
        "{finding} – für {years} sind {amount} vorgeschlagen",
        "{finding} – for {years}, {amount} is proposed",
    ),
    "chart.title_then_assumed_for": (
        "{finding} – für {years} sind {amount} angenommen",
        "{finding} – for {years}, {amount} is assumed",
    ),
    # What is usable of a ceiling, and why
    "chart.note_usable": ("{year}: {words}.", "{year}: {words}."),
    "chart.usable_because": ("verwendbar {usable} ({reasons})", "{usable} usable ({reasons})"),
    "chart.carried_over": ("übertragen {amount}", "carried over {amount}"),
    "chart.blocked": ("gesperrt {amount}", "blocked {amount}"),
    "chart.released": ("davon freigegeben {share}", "of which released {share}"),
    # What becomes usable later in the year
    "burndown.title_then_later": (
        "{finding}; ab {day} sind {whole} verwendbar, nach Planung bleiben {amount}",
        "{finding}; from {day}, {whole} is usable, which plans leave at {amount}",
    ),
    "burndown.title_then_later_over": (
        "{finding}; ab {day} sind {whole} verwendbar, die Planung liegt um {amount} darüber",
        "{finding}; from {day}, {whole} is usable, which plans exceed by {amount}",
    ),
    "burndown.coming": ("ab {day} {amount}", "{amount} from {day}"),
    "burndown.note_coming": (
        "Gezeichnet ist, was am Stichtag verwendbar ist ({usable}); nach dem Register sind es {changes}.",
        "Drawn is what is usable on the day of this chart ({usable}); by the register it is {changes}.",
    ),
    # Which regions it covers
    "chart.note_scope": (
        "{years}: Ansatz nur für {regions}; weitere {amount} zählen nicht dagegen.",
        "{years}: ceiling for {regions} only; another {amount} does not count against it.",
    ),
    "chart.note_scope_hatched": (
        "{years}: Ansatz nur für {regions}; schraffiert Umrandetes ({amount}) zählt nicht dagegen.",
        "{years}: ceiling for {regions} only; what is hatched ({amount}) does not count against it.",
    ),
    "chart.note_scope_all_in": ("{years}: Ansatz nur für {regions}.", "{years}: ceiling for {regions} only."),
    "chart.not_counted": (
        "weitere {amount} zählen nicht gegen den Ansatz",
        "another {amount} does not count against the ceiling",
    ),
    "chart.legend_not_counted": ("zählt nicht gegen den Ansatz", "does not count against the ceiling"),
}
