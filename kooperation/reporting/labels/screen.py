"""What the command line says."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "screen.reading": ("Lese {file} …", "Reading {file} …"),
    "screen.reading_registers": ("Lese Register …", "Reading registers …"),
    "screen.demo_written": (
        "{count} Dateien mit Beispieldaten in {folder} angelegt. Weiter: python run.py report --data {quoted}",
        "{count} files of example data written to {folder}. Next: python run.py report --data {quoted}",
    ),
    "screen.blank_written": (
        "{count} Dateien in {folder} angelegt. Weiter mit {guide}, dann: python run.py report --data {quoted}",
        "{count} files written to {folder}. Next read {guide}, then: python run.py report --data {quoted}",
    ),
    "screen.draft_written": (
        "Entwurf geschrieben: {file}. Ergänzen und im Datenordner unter register/layouts/ speichern.",
        "Draft written: {file}. Complete it and save it in the data folder under register/layouts/.",
    ),
    "screen.compare_bridge": ("Brücke je Haushaltsjahr:", "Bridge by budget year:"),
    "screen.compare_regions": (
        "Brücke je Partnerregion (nur was sich bewegt hat):",
        "Bridge by partner region (only what moved):",
    ),
    "screen.compare_new": ("Neu:", "New:"),
    "screen.compare_vanished": ("Verschwunden:", "Vanished:"),
    "screen.compare_changed": ("Geändert:", "Changed:"),
    "screen.compare_change": (
        "{document}: {before} → {after}; geändert: {columns} ({old} → {new})",
        "{document}: {before} → {after}; changed: {columns} ({old} → {new})",
    ),
    "screen.compare_more": ("… und {count} weitere", "… and {count} more"),
    "screen.system_error": (
        "{file}: {why}.\n  Abhilfe: Platz und Zugriffsrechte prüfen, die Datei in anderen Programmen schließen.",
        "{file}: {why}.\n  remedy:  Check space and access rights; close the file in other programs.",
    ),
    "screen.out_of_memory": (
        "Der Arbeitsspeicher reicht nicht.\n  Abhilfe: Andere Programme schließen oder die Exporte je Jahr aufteilen.",
        "There is not enough memory.\n  remedy:  Close other programs, or split the exports by year.",
    ),
    "screen.refused": (
        "Fehler: {count}. Es wurde nichts geschrieben.",
        "Errors: {count}. Nothing was written.",
    ),
    "screen.example": (", Beispieldaten", ", example data"),
    "screen.read": (
        "Gelesen:  {amount} (Dateien: {files}, Buchungen: {postings}, Stand {day}{example})",
        "Read:     {amount} (files: {files}, postings: {postings}, as of {day}{example})",
    ),
    "screen.finding": ("Ergebnis: {finding}", "Finding:  {finding}"),
    "screen.no_counting_pot": (
        "Noch kein Topf mit Ansatz: register/toepfe.csv ausfüllen.",
        "No pot with a ceiling yet: fill in register/toepfe.csv.",
    ),
    "screen.year": (
        "{year}:     {pot}: Ansatz {ceiling}, Ist {actual}, Obligo {committed}, verfügbar {available} ({share} gebunden, {state})",
        "{year}:     {pot}: ceiling {ceiling}, actual {actual}, committed {committed}, available {available} ({share} bound, {state})",
    ),
    "screen.year_restricted": (
        "{year}:     {pot}: Ansatz {ceiling}, davon verwendbar {usable}, Ist {actual}, Obligo {committed}, verfügbar {available} ({share} des Ansatzes gebunden, {state})",
        "{year}:     {pot}: ceiling {ceiling}, usable {usable}, actual {actual}, committed {committed}, available {available} ({share} of the ceiling bound, {state})",
    ),
    "screen.year_carried_over": (
        "{year}:     {pot}: Ansatz {ceiling}, mit Übertrag verwendbar {usable}, Ist {actual}, Obligo {committed}, verfügbar {available} ({share} des Ansatzes gebunden, {state})",
        "{year}:     {pot}: ceiling {ceiling}, usable with what was carried over {usable}, actual {actual}, committed {committed}, available {available} ({share} of the ceiling bound, {state})",
    ),
    "screen.year_undocumented": (
        "{year}:     {pot}: Ansatz nicht belegt, Ist {actual}, Obligo {committed}",
        "{year}:     {pot}: ceiling not documented, actual {actual}, committed {committed}",
    ),
    "screen.ceiling_vorgeschlagen": (
        "der Ansatz ist vorgeschlagen, noch nicht beschlossen",
        "the ceiling is proposed, not yet approved",
    ),
    "screen.ceiling_angenommen": (
        "der Ansatz ist angenommen, nicht belegt",
        "the ceiling is assumed, not documented",
    ),
    "screen.scope": ("Ansatz nur für {regions}", "ceiling for {regions} only"),
    "screen.scope_spent": (
        "Ansatz nur für {regions}, außerhalb dieses Umfangs {amount}",
        "ceiling for {regions} only, outside of this scope {amount}",
    ),
    "screen.crossed": (
        "          {threshold} % erreicht mit {document} vom {day}: {running} gebucht ({place})",
        "          {threshold}% reached with {document} of {day}: {running} booked ({place})",
    ),
    "screen.crossed_on_day": (
        "          {threshold} % erreicht am {day}: {running} gebucht",
        "          {threshold}% reached on {day}: {running} booked",
    ),
    "screen.no_year_stated": ("ohne Jahr", "without a year"),
    "screen.no_document": ("einer Buchung ohne Belegnummer", "a posting without a document number"),
    "screen.no_year": (
        "Jahr:     keine Buchung in einem Topf mit Ansatz",
        "Year:     no posting in a pot with a ceiling",
    ),
    "screen.open": (
        "Offen:    nicht zugeordnet {unassigned_amount} (Buchungen: {unassigned}), außerhalb der Töpfe {outside_amount} (Buchungen: {outside}), Fehler: {errors}, Warnungen: {warnings}",
        "Open:     not assigned {unassigned_amount} (postings: {unassigned}), outside of all pots {outside_amount} (postings: {outside}), errors: {errors}, warnings: {warnings}",
    ),
    "screen.written": (
        "Bericht:  {file} (daneben: {annexes}, Bilder: {pictures})",
        "Report:   {file} (beside it: {annexes}, pictures: {pictures})",
    ),
    "screen.postings_written": (
        "Einzeln:  {files} (jede Buchung; das Blatt Buchungen zeigt Summen)",
        "Single:   {files} (each posting; the sheet of postings shows sums)",
    ),
    "screen.postings_removed": (
        "Entfernt: {files} (aus einem früheren Bericht; alle Buchungen stehen im Blatt Buchungen)",
        "Removed:  {files} (of an earlier report; the sheet of postings holds every posting)",
    ),
    "screen.annex_file": ("anlage", "annex"),
    "screen.spending_file": ("ausgaben_{pot}", "spending_{pot}"),
    "screen.regions_file": ("regionen_{pot}", "regions_{pot}"),
    "screen.cost_types_file": ("kostenarten_{pot}", "cost_types_{pot}"),
    "screen.year_file": ("jahr_{pot}", "year_{pot}"),
    "screen.activities_file": ("aktivitaeten", "activities"),
    "screen.usage_file": ("ausschoepfung_{pot}", "usage_{pot}"),
    "screen.error": ("Fehler", "Error"),
    "screen.warning": ("Warnung", "Warning"),
    "screen.note": ("Hinweis", "Note"),
    "screen.check_count": (
        "Fehler: {error}, Warnungen: {warning}, Hinweise: {note}",
        "Errors: {error}, warnings: {warning}, notes: {note}",
    ),
    "screen.as_of": ("Stand {day}{example}", "As of {day}{example}"),
}
