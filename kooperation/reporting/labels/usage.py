"""How the command line explains itself: help pages and answers to a wrong call."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # How help pages and errors about a wrong call are worded
    "usage.line": ("Aufruf: {call}", "Usage: {call}"),
    "usage.options_metavar": ("[OPTIONEN]", "[OPTIONS]"),
    "usage.command_metavar": ("BEFEHL", "COMMAND"),
    "usage.options": ("Optionen", "Options"),
    "usage.commands": ("Befehle", "Commands"),
    "usage.help": ("Diese Hilfe zeigen.", "Show this help."),
    "usage.error": ("Fehler: {why}", "Error: {why}"),
    "usage.hint": ("Hilfe:  {command} --help", "Help:  {command} --help"),
    "usage.interrupted": ("Abgebrochen.", "Interrupted."),
    "usage.no_command": (
        "Den Befehl „{name}“ gibt es nicht. Möglich: {known}.",
        "There is no command “{name}”. Possible: {known}.",
    ),
    "usage.no_option": ("Die Option {name} gibt es nicht.", "There is no option {name}."),
    "usage.no_option_but": (
        "Die Option {name} gibt es nicht. Meinten Sie {near}?",
        "There is no option {name}. Did you mean {near}?",
    ),
    "usage.option_needs_value": ("Die Option {name} braucht eine Angabe.", "Option {name} needs a value."),
    "usage.option_takes_nothing": ("Die Option {name} hat keine Angabe.", "Option {name} takes no value."),
    "usage.missing": ("{name} fehlt.", "{name} is missing."),
    "usage.surplus": ("Zu viele Angaben: {words}", "Too many words: {words}"),
    "usage.bad_date": (
        "„{value}“ ist kein Datum. Etwa so: 30.06.2025 oder 2025-06-30.",
        "“{value}” is no date. Write 30.06.2025 or 2025-06-30.",
    ),
    "usage.bad_year": (
        "„{value}“ ist kein Haushaltsjahr. Vierstellig schreiben, etwa 2025.",
        "“{value}” is no budget year. Write four digits, such as 2025.",
    ),
    "usage.bad_language": (
        "„{value}“ gibt es nicht. Möglich: de, en.",
        "There is no “{value}”. Possible: de, en.",
    ),
    "usage.bad_kind": (
        "„{value}“ gibt es nicht. Möglich: bookings, overview, orders, activities.",
        "There is no “{value}”. Possible: bookings, overview, orders, activities.",
    ),
    "usage.no_such_year": (
        "Für {value} gibt es keine Zahlen. Vorhanden: {known}.",
        "There are no figures for {value}. There are: {known}.",
    ),
    # The pages
    "help.folder": ("ORDNER", "FOLDER"),
    "help.file": ("DATEI", "FILE"),
    "help.name": ("NAME", "NAME"),
    "help.place": ("PFAD", "PATH"),
    "help.template": (
        "Eigene Excel-Vorlage, deren benannte Zellen und Tabellen ausgefüllt werden (docs/vorlage.md).",
        "An Excel template of one's own whose named cells and tables are filled (docs/vorlage.md).",
    ),
    "help.dataset": (
        "Parquet-Datei oder -Ordner, aus dem die Buchungen kommen statt aus dem Ordner „buchungen“ (docs/skalierung.md).",
        "A Parquet file or folder from which the postings come instead of the folder “buchungen” (docs/skalierung.md).",
    ),
    "help.engine_metavar": ("ENGINE", "ENGINE"),
    "help.engine": (
        "Womit der Datensatz gerechnet wird: pandas (Vorgabe), duckdb, polars, dask oder spark.",
        "What computes the dataset: pandas (the default), duckdb, polars, dask or spark.",
    ),
    "usage.engine_alone": (
        "--engine gehört zu einem Datensatz: bitte auch --dataset PFAD angeben.",
        "--engine belongs to a dataset: please give --dataset PATH as well.",
    ),
    "help.kind_metavar": ("ART", "KIND"),
    "help.day": ("DATUM", "DATE"),
    "help.year_metavar": ("JAHR", "YEAR"),
    "help.language_metavar": ("de|en", "de|en"),
    "help.main": (
        (
            "Was hat jede Partnerregion in jedem Jahr gekostet, und was ist vom Ansatz übrig?\n\n"
            "Liest Buchungsexporte und Register aus einem Datenordner, ordnet jeden Euro zu, hält ihn gegen den datierten Ansatz und schreibt einen Excel-Bericht mit Diagrammen, in dem jede Zahl auf Datei, Blatt und Zeile zurückführt."
        ),
        (
            "What has each partner region cost in each year, and how much of the ceiling is left?\n\n"
            "Reads booking exports and registers from a data folder, assigns every euro, holds it against the dated ceiling and writes an Excel report with charts in which every figure leads back to file, sheet and row."
        ),
    ),
    "help.report": (
        (
            "Liest und prüft den Datenordner, zeichnet die Diagramme und schreibt den Excel-Bericht.\n\n"
            "Exit-Code: 0 geschrieben, 3 Fehler in den Daten (dann wird nichts geschrieben)."
        ),
        (
            "Reads and checks the data folder, draws the charts and writes the Excel report.\n\n"
            "Exit code: 0 written, 3 errors in the data (nothing is written then)."
        ),
    ),
    "help.report_short": (
        "Lesen, prüfen, zeichnen und den Excel-Bericht schreiben.",
        "Read, check, draw and write the Excel report.",
    ),
    "help.check": (
        (
            "Prüft den Datenordner und nennt alle Befunde mit Fundstelle und Abhilfe; schreibt nichts.\n\n"
            "Exit-Code: 0 nichts oder nur Hinweise, 1 Warnungen, 3 Fehler."
        ),
        (
            "Checks the data folder and names every finding with place and remedy; writes nothing.\n\n"
            "Exit code: 0 nothing or notes only, 1 warnings, 3 errors."
        ),
    ),
    "help.check_short": (
        "Nur prüfen: alle Befunde mit Fundstelle und Abhilfe.",
        "Check only: every finding with place and remedy.",
    ),
    "help.status": (
        (
            "Zeigt Ansatz, Ist, Obligo und Rest je Haushaltsjahr und die Buchung, mit der eine Schwelle erreicht wurde.\n\n"
            "Exit-Code nach dem schlechtesten gezeigten Jahr: 0 im Rahmen oder nicht belegt, 10 knapp (ab 80 %) oder ausgeschöpft, 20 überschritten; 3 Fehler in den Daten."
        ),
        (
            "Shows ceiling, actual, committed and rest of each budget year, and the posting that reached a threshold.\n\n"
            "Exit code of the worst year shown: 0 within or undocumented, 10 warning (from 80%) or exhausted, 20 exceeded; 3 errors in the data."
        ),
    ),
    "help.status_short": (
        "Ansatz, Ist, Obligo und Rest je Haushaltsjahr.",
        "Ceiling, actual, committed and rest of each year.",
    ),
    "help.demo": (
        "Legt in einem neuen oder leeren Ordner einen vollständigen Datenordner mit erfundenen Buchungen an.",
        "Writes a complete data folder with invented postings to a new or empty folder.",
    ),
    "help.demo_short": (
        "Einen Datenordner mit erfundenen Beispieldaten anlegen.",
        "Write a data folder with invented example data.",
    ),
    "help.init": (
        "Legt in einem neuen oder leeren Ordner die Register mit einer erklärten Beispielzeile, die Unterordner und eine Anleitung für das eigene Haus an.",
        "Writes the registers with an explained example line, the subfolders and a guide (in German) for one's own authority to a new or empty folder.",
    ),
    "help.init_short": (
        "Einen leeren Datenordner für das eigene Haus anlegen.",
        "Write an empty data folder for one's own authority.",
    ),
    "help.layout": (
        (
            "Entwirft ein Layout für einen Export, den kein Layout erkennt: die gefundenen Überschriften, vorgeschlagene Spalten, Beispielwerte und was noch zu entscheiden ist.\n\n"
            "Der Entwurf gilt erst, wenn er ergänzt im Datenordner unter register/layouts/ liegt. Texte, die Namen sein könnten, zeigt er nicht.\n\n"
            "Exit-Code: 0 entworfen, 3 Datei nicht lesbar."
        ),
        (
            "Drafts a layout for an export that no layout fits: the headings found, proposed columns, sample values, and what is left to decide.\n\n"
            "The draft holds only once it lies, completed, under register/layouts/. It shows no texts that could be names.\n\n"
            "Exit code: 0 drafted, 3 file unreadable."
        ),
    ),
    "help.layout_short": (
        "Ein Layout für einen unbekannten Export entwerfen.",
        "Draft a layout for an unknown export.",
    ),
    "help.compare": (
        (
            "Vergleicht zwei Stände: nennt neue, geänderte und verschwundene Buchungen und die Brücke der Summen je Haushaltsjahr und Partnerregion; schreibt nichts.\n\n"
            "ALT und NEU sind Datenordner oder einzelne Exporte. Texte und Kreditoren zeigt der Vergleich nicht.\n\n"
            "Exit-Code: 0 verglichen, 3 Datenfehler."
        ),
        (
            "Compares two states: names new, changed and vanished postings, and the bridge of the sums by budget year and partner region; writes nothing.\n\n"
            "OLD and NEW are data folders or single exports. Texts and vendors are not shown.\n\n"
            "Exit code: 0 compared, 3 data error."
        ),
    ),
    "help.compare_short": (
        "Zwei Stände vergleichen: neu, geändert, verschwunden.",
        "Compare two states: new, changed, vanished.",
    ),
    "help.old": ("ALT", "OLD"),
    "help.new": ("NEU", "NEW"),
    "help.sheet": (
        "Dieses Blatt der Arbeitsmappe, wenn mehrere in Frage kommen.",
        "This sheet of the workbook, when several fit.",
    ),
    "help.kind": (
        "Was die Datei ist: bookings (Buchungen), overview (Budgetübersicht), orders (Aufträge) oder activities (Aktivitäten). [Vorgabe: nach den Überschriften]",
        "What the file is: bookings, overview, orders or activities. [default: by its headings]",
    ),
    "help.layout_out": (
        "In diese neue Datei schreiben statt auf den Bildschirm.",
        "Write to this new file instead of the screen.",
    ),
    "help.version": ("Die Version zeigen.", "Show the version."),
    "help.data": (
        "Datenordner mit Registern und Exporten. [Vorgabe: data/raw]",
        "Data folder with registers and exports. [default: data/raw]",
    ),
    "help.out": (
        "Zielordner. [Vorgabe: der Ordner processed neben dem Datenordner]",
        "Folder for the report. [default: the folder processed beside the data folder]",
    ),
    "help.as_of": (
        "Stand, etwa 30.06.2025: was später gebucht wurde, bleibt außen vor. [Vorgabe: alle Buchungen]",
        "As of a day such as 30.06.2025: what was booked later is left out. [default: all postings]",
    ),
    "help.in_full": (
        "Zusätzlich eine VERTRAULICHE Datei mit Buchungstexten und Kreditoren im Wortlaut schreiben. Alle anderen Ausgaben zeigen von freien Texten nur Wörter, die keine Namen sein können.",
        "Also write a CONFIDENTIAL file with posting texts and vendors in full. Of free texts all other output shows only words that cannot be names.",
    ),
    "help.no_cache": (
        "Alles neu lesen und nichts für den nächsten Lauf aufheben (Zwischenspeicher: processed/speicher neben dem Datenordner).",
        "Read everything anew and keep nothing for the next run (cache: processed/speicher beside the data folder).",
    ),
    "help.year": ("Nur dieses Haushaltsjahr.", "Only this budget year."),
    "help.json": (
        "Als JSON für andere Programme, Beträge als Text.",
        "As JSON for other programs, amounts as text.",
    ),
    "help.language": (
        "Sprache aller Ausgaben (language of all output). [Vorgabe: de]",
        "Language of all output. [default: de]",
    ),
}
