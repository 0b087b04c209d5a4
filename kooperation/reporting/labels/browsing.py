"""The words of tables that can be sorted, searched and exported in a notebook."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "browse.copy": ("Kopieren", "Copy"),
    "browse.excel": ("Excel", "Excel"),
    "browse.csv": ("CSV", "CSV"),
    "browse.search": ("Suchen:", "Search:"),
    "browse.lines": ("_MENU_ Zeilen je Seite", "_MENU_ rows per page"),
    "browse.info": ("Zeile _START_ bis _END_ von _TOTAL_", "Rows _START_ to _END_ of _TOTAL_"),
    "browse.info_empty": ("Keine Zeilen", "No rows"),
    "browse.info_filtered": ("(gefiltert aus _MAX_)", "(filtered from _MAX_)"),
    "browse.no_match": ("Keine Zeile passt zur Suche", "No row fits the search"),
    "browse.all": ("alle", "all"),
    "browse.copied": ("Kopiert", "Copied"),
    "browse.copied_one": ("1 Zeile kopiert", "1 row copied"),
    "browse.copied_several": ("%d Zeilen kopiert", "%d rows copied"),
    "browse.sort": (": zum Sortieren drücken", ": press to sort"),
    "browse.sort_back": (": zum umgekehrten Sortieren drücken", ": press to sort the other way round"),
    "browse.sort_off": (": Sortierung aufheben", ": press to remove sorting"),
    "browse.first_page": ("Erste Seite", "First page"),
    "browse.last_page": ("Letzte Seite", "Last page"),
    "browse.next_page": ("Nächste Seite", "Next page"),
    "browse.page_before": ("Vorige Seite", "Previous page"),
    "browse.file": ("tabelle", "table"),
}
