"""What the draft of a layout says to the controller who completes it, in German and in English."""

from __future__ import annotations

from kooperation.model.messages import Language

DRAFT_TEXTS: dict[str, tuple[str, str]] = {
    # The beginning
    "title": ("Entwurf eines Layouts für {file}", "Draft of a layout for {file}"),
    "sheet": ("Blatt {sheet}", "sheet {sheet}"),
    "header": (
        "Kopfzeile in Zeile {row}, Zeilen darunter: {count}",
        "header in row {row}, rows below: {count}",
    ),
    "step_decide": (
        "1. Zeilen mit „#? “ sind Vorschläge: prüfen, berichtigen und „#? “ entfernen, wo sie gelten.",
        "1. Lines with “#? ” are proposals: check and correct them, and remove “#? ” where they hold.",
    ),
    "step_save": (
        "2. Im Datenordner als register/layouts/NAME.toml speichern. Vorher gilt der Entwurf nirgends.",
        "2. Save it in the data folder as register/layouts/NAME.toml. Before that it holds nowhere.",
    ),
    "step_check": (
        "3. python run.py check --data ORDNER zeigt, ob die Datei damit gelesen wird.",
        "3. python run.py check --data FOLDER shows whether the file is read with it.",
    ),
    "complete": (
        "Nach den Überschriften allein wird die Datei vermutlich schon ohne Layout gelesen.",
        "By its headings alone the file is probably read without a layout already.",
    ),
    "missing": ("Noch nicht entschieden und nötig: {columns}", "Not decided yet and needed: {columns}"),
    # What the file is
    "kinds_of_file": (
        "bookings = Buchungen, overview = Budgetübersicht, orders = Aufträge, activities = Aktivitäten",
        "bookings, overview (budget overview), orders, activities",
    ),
    "why_told": ("So angegeben.", "As told."),
    "why_budget": (
        "Überschriften nennen Ansatz oder Verfügbares und keine Belege.",
        "Headings name budgets or what is available, and no documents.",
    ),
    "why_orders": (
        "Überschriften nennen Aufträge und keine Belege.",
        "Headings name orders and no documents.",
    ),
    "why_activities": (
        "Überschriften nennen einen Zeitraum und keine Beträge.",
        "Headings name a period and no amounts.",
    ),
    "why_bookings": (
        "Nichts spricht für eine andere Art von Datei.",
        "Nothing speaks for another kind of file.",
    ),
    "needs": (
        "An diesen Überschriften wird der Export erkannt. Streichen, was nicht jede solche Datei hat.",
        "By these headings the export is recognised. Strike out what not every such file has.",
    ),
    "files": (
        "Freiwillig: nur Dateien mit diesem Namen (* steht für beliebige Zeichen).",
        "Optional: only files of this name (* stands for any characters).",
    ),
    # Columns
    "columns": (
        "Überschrift im Export = Spalte hier. Von mehreren Überschriften für eine Spalte gilt die erste.",
        "Heading in the export = column of the program. Of several headings for one column the first holds.",
    ),
    "exact": ("bekannte Überschrift", "known heading"),
    "near": ("ähnlich geschrieben wie „{like}“", "spelled much like “{like}”"),
    "looks_money": ("sieht aus wie Beträge", "looks like amounts"),
    "looks_date": ("sieht aus wie ein Datum", "looks like a date"),
    "looks_year": ("sieht aus wie ein Jahr", "looks like a year"),
    "looks_code": ("sieht aus wie Nummern oder Kürzel", "looks like numbers or codes"),
    "looks_text": ("Text", "text"),
    "looks_empty": ("leer", "empty"),
    "rivals": (
        "mehrere Überschriften kommen für {column} in Frage",
        "several headings may be {column}",
    ),
    "possible": ("möglich: {columns}", "possible: {columns}"),
    "samples": ("etwa {values}", "such as {values}"),
    "distinct": (
        "{count} verschiedene; nicht gezeigt, es könnten Namen sein",
        "{count} different ones; not shown, they could be names",
    ),
    "same_heading": (
        "dieselbe Überschrift steht schon weiter vorn; im Export umbenennen, falls diese gemeint ist",
        "the same heading stands further left; rename it in the export if this one is meant",
    ),
    "sides": (
        "Zwei Spalten für Soll und Haben heißen amount_debit und amount_credit.",
        "Two columns of debit and credit are amount_debit and amount_credit.",
    ),
    "undecided": ("Ohne Vorschlag oder unsicher:", "Without a proposal, or unsure:"),
    "all_columns": ("Alle Spalten, die ein solches Layout kennt:", "All columns that such a layout knows:"),
    # Kinds of rows
    "kind": (
        "Diese Spalte sagt, ob eine Zeile Ist (actual), Auftrag (commitment) oder Ansatz (budget) ist.",
        "This column says whether a row is actual, commitment or budget.",
    ),
    "kind_perhaps": (
        "Sagt diese Spalte, ob eine Zeile Ist (actual), Auftrag (commitment) oder Ansatz (budget) ist?",
        "Does this column say whether a row is actual, commitment or budget?",
    ),
    "kind_sort": (
        "Jeden Wert genau einer Liste zuordnen: ein Wert, der in keiner steht, wird beim Lesen abgelehnt.",
        "Put every value into exactly one list: a value that stands in none is refused.",
    ),
    "kind_open": ("Noch in keiner Liste: {values}", "In no list yet: {values}"),
    "kind_hidden": (
        "Werte in keiner Liste, die nicht gezeigt werden, weil es Namen sein könnten: {count}",
        "Values in no list that are not shown, because they could be names: {count}",
    ),
    # Years, signs, reading
    "years": (
        "Jedes Jahr hat seine eigene Spalte; {year} steht für die Jahreszahl.",
        "Each year has its own column; {year} stands for the year.",
    ),
    "years_perhaps": (
        "Was zeigen diese Spalten: Ist (actual), Auftrag (commitment) oder Ansatz (budget)?",
        "What do these columns show: actual, commitment or budget?",
    ),
    "sign": (
        "Trägt diese Spalte das Vorzeichen? plus: Ausgabe, minus: Erstattung oder Einnahme.",
        "Does this column carry the sign? plus: spending, minus: refund or income.",
    ),
    "read": (
        "Nur, was die Datei nicht selbst zeigt. Was nicht gebraucht wird, bleibt auskommentiert.",
        "Only what the file does not show itself. What is not needed stays commented out.",
    ),
    "read_sheet": ("dieses Blatt der Arbeitsmappe", "this sheet of the workbook"),
    "read_decimal": (
        "das Dezimalzeichen ist aus den Beträgen nicht zu erkennen: „,“ oder „.“",
        "the decimal mark cannot be told from the amounts: “,” or “.”",
    ),
    "read_scaled": (
        "Überschrift oder Titel nennen Tausend oder Millionen Euro; das wird von selbst umgerechnet.",
        "Heading or title name thousands or millions of euros; that is converted by itself.",
    ),
    "read_scale": (
        "nur wenn die Beträge in Tausend Euro stehen und die Datei es nicht sagt",
        "only if the amounts are in thousands of euros and the file does not say so",
    ),
    "read_expense": (
        "die meisten Beträge sind negativ; gilt, wenn Minus hier Ausgabe heißt",
        "most amounts are negative; holds if minus means spending here",
    ),
    "read_defaults": (
        "was die Datei nicht nennt und für alle ihre Zeilen gilt",
        "what the file does not name and what holds for all its rows",
    ),
}


def said(key: str, language: Language, **values: object) -> str:
    """Return one text of a draft, its gaps filled."""
    text = DRAFT_TEXTS[key][language == "en"]
    return text.format(**values) if values else text
