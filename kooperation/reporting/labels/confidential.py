"""The words of the one file that shows texts and vendors in full."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "confidential.file": ("buchungstexte_VERTRAULICH.xlsx", "posting_texts_CONFIDENTIAL.xlsx"),
    "confidential.title": (
        "VERTRAULICH: Buchungstexte und Kreditoren",
        "CONFIDENTIAL: posting texts and vendors",
    ),
    "confidential.note": (
        "Diese Datei nennt Personen. Sie entsteht nur auf ausdrücklichen Wunsch, ist nicht zur Weitergabe bestimmt und nach Gebrauch zu löschen.",
        "This file names people. It is written only when asked for, is not meant to be passed on, and is to be deleted after use.",
    ),
    "confidential.texts": ("VERTRAULICH Texte", "CONFIDENTIAL texts"),
    "confidential.activities": ("VERTRAULICH Aktivitäten", "CONFIDENTIAL activities"),
    "confidential.table_texts": ("Vertrauliche_Texte", "Confidential_texts"),
    "confidential.table_activities": ("Vertrauliche_Aktivitaeten", "Confidential_activities"),
    "confidential.vendor": ("Kreditor", "Vendor"),
    "confidential.period": ("Zeitraum", "Period"),
    "confidential.kind": ("Art", "Kind"),
    "confidential.organiser": ("Veranstalter", "Organiser"),
    "confidential.outcome": ("Ergebnis", "Outcome"),
    "confidential.source": ("Quelle", "Source"),
    "confidential.activity": ("Kennung", "Id"),
    "confidential.written": (
        "Vertraulich: {file} nennt Texte und Kreditoren im Wortlaut; nicht weitergeben.",
        "Confidential: {file} shows texts and vendors in full; do not pass it on.",
    ),
}
