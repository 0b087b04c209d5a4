"""The texts of all findings, German and English: what was found and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Message:
    """The texts of one kind of finding. ``{names}`` are filled from the finding's values."""

    severity: Literal["error", "warning", "note"]
    de: str
    de_advice: str
    en: str
    en_advice: str

    def finding(self, language: Language) -> str:
        """Return what was found, with its gaps."""
        return self.de if language == "de" else self.en

    def remedy(self, language: Language) -> str:
        """Return what to do, with its gaps."""
        return self.de_advice if language == "de" else self.en_advice


def _error(de: str, de_advice: str, en: str, en_advice: str) -> Message:
    return Message("error", de, de_advice, en, en_advice)


def _warning(de: str, de_advice: str, en: str, en_advice: str) -> Message:
    return Message("warning", de, de_advice, en, en_advice)


def _note(de: str, en: str, de_advice: str = "", en_advice: str = "") -> Message:
    return Message("note", de, de_advice, en, en_advice)


MESSAGES: dict[str, Message] = {
    # --- files and containers
    "is_a_url": _error(
        "Das ist eine Internetadresse, keine Datei.",
        "Datei herunterladen, im Datenordner ablegen und noch einmal lesen.",
        "This is an internet address, not a file.",
        "Download the file into the data folder and read it there.",
    ),
    "not_a_file": _error(
        "Das ist keine gewöhnliche Datei (sondern ein Ordner oder ein Gerät).",
        "Den Pfad der Export-Datei angeben.",
        "This is no regular file (but a folder or a device).",
        "Name the path of the export file.",
    ),
    "file_missing": _error(
        "Die Datei gibt es nicht.",
        "Namen und Ordner prüfen.",
        "There is no such file.",
        "Check name and folder.",
    ),
    "file_unreadable": _error(
        "Die Datei lässt sich nicht lesen ({why}).",
        "Datei in Excel schließen und die Zugriffsrechte prüfen.",
        "The file cannot be read ({why}).",
        "Close it in Excel and check the access rights.",
    ),
    "file_empty": _error(
        "Die Datei ist leer.", "Export wiederholen.", "The file is empty.", "Repeat the export."
    ),
    "file_too_large": _error(
        "Die Datei ist größer als 2 GB.",
        "Export je Jahr aufteilen.",
        "The file is larger than 2 GB.",
        "Split the export by year.",
    ),
    "password_protected": _error(
        "Die Arbeitsmappe ist mit Kennwort geschützt.",
        "In Excel unter Datei > Informationen den Kennwortschutz aufheben und neu speichern.",
        "The workbook is password-protected.",
        "Remove the password in Excel (File > Info) and save it again.",
    ),
    "foreign_container": _error(
        "Die Datei ist {called} und kein Tabellen-Export, der gelesen wird.",
        "{remedy_de}",
        "The file is {called}, not a table export that is read.",
        "{remedy_en}",
    ),
    "declares_entities": _error(
        "Die Datei erklärt eigene Entitäten (DOCTYPE) und wird nicht geöffnet.",
        "Herkunft der Datei klären; in Excel öffnen und als „Excel-Arbeitsmappe (.xlsx)“ speichern.",
        "The file declares entities of its own (DOCTYPE) and is not opened.",
        "Find out where the file comes from; open it in Excel and save it as “Excel workbook (.xlsx)”.",
    ),
    "cell_too_long": _error(
        "Eine Zelle enthält {count} Zeichen; mehr als 32.767 fasst keine.",
        "Herkunft der Datei klären oder den Export wiederholen.",
        "A cell holds {count} characters; none takes more than 32,767.",
        "Find out where the file comes from, or repeat the export.",
    ),
    "strings_bomb": _error(
        "Die Zellen der Arbeitsmappe ergeben zusammen {count} MB Text; sie wird nicht geöffnet.",
        "Herkunft der Datei klären; ein ehrlicher Export ist weit kleiner.",
        "The cells of the workbook add up to {count} MB of text; it is not opened.",
        "Find out where the file comes from; an honest export is far smaller.",
    ),
    "markup_too_large": _error(
        "Die HTML-Datei ist größer als 150 MB.",
        "In Excel öffnen und als „Excel-Arbeitsmappe (.xlsx)“ speichern, oder den Export je Jahr aufteilen.",
        "The HTML file is larger than 150 MB.",
        "Open it in Excel and save it as “Excel workbook (.xlsx)”, or split the export by year.",
    ),
    "markup_cut": _error(
        "Die Tabelle ist nicht abgeschlossen; die Datei bricht mitten darin ab.",
        "Export wiederholen.",
        "The table is not closed; the file ends in the middle of it.",
        "Repeat the export.",
    ),
    "markup_unreadable": _error(
        "Die Datei lässt sich nicht als Tabelle lesen ({why}).",
        "In Excel öffnen und als „Excel-Arbeitsmappe (.xlsx)“ speichern.",
        "The file cannot be read as a table ({why}).",
        "Open it in Excel and save it as “Excel workbook (.xlsx)”.",
    ),
    "rows_in_disorder": _error(
        "Die Zeilen der Arbeitsmappe stehen nicht in ihrer Reihenfolge (nach Zeile {before} folgt {row}).",
        "In Excel öffnen, reparieren lassen und als „Excel-Arbeitsmappe (.xlsx)“ speichern.",
        "The rows of the workbook are out of order (row {before} is followed by {row}).",
        "Open it in Excel, let it be repaired, and save it as “Excel workbook (.xlsx)”.",
    ),
    "broken_archive": _error(
        "Die Arbeitsmappe ist beschädigt ({why}).",
        "Export wiederholen oder die Datei in Excel öffnen und neu speichern.",
        "The workbook is damaged ({why}).",
        "Repeat the export, or open the file in Excel and save it again.",
    ),
    "archive_bomb": _error(
        "Die Arbeitsmappe entpackt sich auf ein Vielfaches ihrer Größe und wird nicht geöffnet.",
        "Herkunft der Datei klären; ein ehrlicher Export ist weit kleiner.",
        "The workbook unpacks to many times its size and is not opened.",
        "Find out where the file comes from; an honest export is far smaller.",
    ),
    "far_cell": _error(
        "Die Zelle {cell} liegt weit außerhalb jeder Tabelle; so ein Blatt füllt den ganzen Speicher.",
        "Die Zelle in Excel löschen und neu speichern.",
        "Cell {cell} lies far outside any table; such a sheet fills all memory.",
        "Delete that cell in Excel and save again.",
    ),
    "workbook_unreadable": _error(
        "Die Arbeitsmappe lässt sich nicht lesen ({why}).",
        "In Excel öffnen und als „Excel-Arbeitsmappe (.xlsx)“ speichern.",
        "The workbook cannot be read ({why}).",
        "Open it in Excel and save it as “Excel workbook (.xlsx)”.",
    ),
    # --- text
    "control_character": _error(
        "Steuerzeichen {character} im Text.",
        "Export als CSV (Text) wiederholen.",
        "Control character {character} in the text.",
        "Repeat the export as CSV (text).",
    ),
    "mixed_encoding": _error(
        "Die Zeichen sind teils UTF-8, teils anders kodiert, meist Windows-1252 (Byte {byte}; "
        "die andere Kodierung steht etwa in Zeile {other}).",
        "Export neu erzeugen; Dateien verschiedener Herkunft nicht zusammenkopieren.",
        "The characters are partly UTF-8, partly in another encoding, mostly Windows-1252 (byte {byte}; "
        "the other encoding stands in row {other}, for one).",
        "Make the export anew; do not paste files of different origin together.",
    ),
    "encoding_undecided": _error(
        "Die Kodierung lässt sich nicht bestimmen: Byte {byte} steht nach Windows-1252 in „{windows}“, "
        "nach DOS (850) in „{dos}“.",
        "Export als „CSV UTF-8“ wiederholen; Dateien verschiedener Herkunft nicht zusammenkopieren.",
        "The encoding cannot be told: byte {byte} stands in “{windows}” by Windows-1252, "
        "in “{dos}” by DOS (850).",
        "Repeat the export as “CSV UTF-8”; do not paste files of different origin together.",
    ),
    "doubly_encoded": _warning(
        "Umlaute sind doppelt kodiert („Ã¼“ statt „ü“; Stellen: {count}); der Text bleibt, wie er dasteht.",
        "Export neu erzeugen; sonst werden Namen mit Umlauten nicht erkannt.",
        "Umlauts are encoded twice (“Ã¼” for “ü”; places: {count}); the text is left as it stands.",
        "Make the export anew; else names with umlauts are not recognised.",
    ),
    "broken_encoding": _error(
        "Byte {byte} ist kein gültiges Zeichen in {encoding}.",
        "Export als „CSV UTF-8“ wiederholen.",
        "Byte {byte} is no valid character in {encoding}.",
        "Repeat the export as “CSV UTF-8”.",
    ),
    "broken_text": _error(
        "Der Text lässt sich nicht in Zellen teilen ({why}).",
        "Export wiederholen.",
        "The text cannot be split into cells ({why}).",
        "Repeat the export.",
    ),
    "open_quote": _error(
        "Ein Anführungszeichen wird geöffnet und nie geschlossen.",
        "In dieser Zeile das Anführungszeichen verdoppeln oder entfernen.",
        "A quotation mark is opened and never closed.",
        "Double or remove the quotation mark in this row.",
    ),
    "line_too_long": _error(
        "Eine Zeile nimmt kein Ende; so etwas schreibt kein Export.",
        "Datei prüfen und Export wiederholen.",
        "A line has no end; no export writes such.",
        "Check the file and repeat the export.",
    ),
    "too_sparse": _error(
        "Unter {columns} Überschriften stehen {count} Zeilen, in denen fast alle Zellen fehlen.",
        "Leere Zeilen und Spalten entfernen und die Datei neu ablegen.",
        "Below {columns} headings there are {count} rows in which nearly all cells are missing.",
        "Remove blank rows and columns, and file it again.",
    ),
    "bare_lines": _error(
        "{count} fast leere Zeilen sind kein Export.",
        "Datei prüfen und Export wiederholen.",
        "{count} almost empty lines are no export.",
        "Check the file and repeat the export.",
    ),
    "text_too_long": _error(
        "Eine Zelle ist länger als 131.072 Zeichen; vermutlich fehlt ein schließendes Anführungszeichen.",
        "In dieser Zeile das Anführungszeichen verdoppeln oder entfernen.",
        "A cell is longer than 131,072 characters; probably a closing quotation mark is missing.",
        "Double or remove the quotation mark in this row.",
    ),
    "list_too_long": _error(
        "Die Liste hat {count} Zeilen; mehr als eine Million werden nicht gelesen.",
        "Als „Tabellenkalkulation“ oder CSV exportieren, oder in Teilen.",
        "The list has {count} lines; more than a million are not read.",
        "Export it as a spreadsheet or CSV, or in parts.",
    ),
    "list_borders": _error(
        "Die Trennstriche der Zeile stehen nicht unter denen der Kopfzeile.",
        "Export wiederholen, am besten als „Tabellenkalkulation“ statt „unkonvertiert“.",
        "The borders of this row do not stand below those of the header.",
        "Repeat the export, best as a spreadsheet instead of “unconverted”.",
    ),
    "list_other_header": _error(
        "Hier beginnt eine Liste mit anderen Spalten.",
        "Die Listen einzeln exportieren.",
        "A list with other columns begins here.",
        "Export the lists one by one.",
    ),
    "list_columns_unclear": _error(
        "Die Spalten der Liste lassen sich nicht trennen: Zwischen zwei Überschriften steht Text ohne Überschrift.",
        "Export wiederholen, am besten als „Tabellenkalkulation“ statt „unkonvertiert“.",
        "The columns of the list cannot be told apart: between two headings stands text without a heading.",
        "Repeat the export, best as a spreadsheet instead of “unconverted”.",
    ),
    "blocks_filled": _note(
        "{column} steht über den Blöcken der Liste ({values}) und gilt für die Zeilen darunter.",
        "{column} stands above the blocks of the list ({values}) and holds for the rows below.",
    ),
    "too_many_columns": _error(
        "{count} Spalten sind kein Export.",
        "Trennzeichen und Datei prüfen.",
        "{count} columns are no export.",
        "Check separator and file.",
    ),
    "long_row": _error(
        "Die Zeile hat {count} Zellen, die Kopfzeile {expected}.",
        "Vermutlich steht das Trennzeichen unmaskiert in einem Text: den Text in Anführungszeichen setzen.",
        "The row has {count} cells, the header {expected}.",
        "Probably the separator stands unquoted in a text: put the text into quotation marks.",
    ),
    "short_row": _error(
        "Die Zeile hat nur {count} Zellen, die Kopfzeile {expected}.",
        "Die Zeile ist abgeschnitten: Export wiederholen.",
        "The row has only {count} cells, the header {expected}.",
        "The row is cut off: repeat the export.",
    ),
    # --- sheets and headers
    "no_table": _error(
        "Die Datei enthält keine Tabelle.",
        "Export wiederholen.",
        "The file holds no table.",
        "Repeat the export.",
    ),
    "no_header": _error(
        "In den ersten 30 Zeilen steht keine Kopfzeile.",
        "Eine Zeile mit Spaltenüberschriften einfügen (etwa Buchungsdatum; Belegnummer; Betrag; Text); oder mit ko.read_table(…, header=5) die Zeile der Kopfzeile nennen, mit header=None nach Position lesen (Spalte 1, Spalte 2 …). Im Gelesenen stehen A und a für Buchstaben.",
        "There is no header within the first 30 rows.",
        "Insert a row of headings (such as Buchungsdatum; Belegnummer; Betrag; Text); or name the row of the header with ko.read_table(…, header=5), or read by position with header=None (Spalte 1, Spalte 2 …). In what was read A and a stand for letters.",
    ),
    "header_unclear": _error(
        "Die Zeilen {rows} könnten beide die Kopfzeile sein.",
        "Die Zeile der Überschriften nennen, etwa ko.read_table(…, header={last}), oder die andere löschen.",
        "Both rows {rows} could be the header.",
        "Name the row of the headings, such as ko.read_table(…, header={last}), or delete the other.",
    ),
    "header_row_missing": _error(
        "Zeile {row} ist leer oder steht nicht in der Datei; sie kann nicht die Kopfzeile sein.",
        "Bei header=… die Zeile der Überschriften nennen, wie Excel sie zählt.",
        "Row {row} is blank or not in the file; it cannot be the header.",
        "Name the row of the headings in header=…, as Excel counts.",
    ),
    "header_joined": _note(
        "Die Kopfzeile steht in mehreren Zeilen ({rows}); gelesen als {headings}.",
        "The header takes several rows ({rows}); read as {headings}.",
    ),
    "table_above": _warning(
        "Über der Kopfzeile steht ab Zeile {row} eine weitere, größere Tabelle ({headings}); sie zählt nicht mit.",
        "Prüfen, ob sie dazugehört; jede Tabelle auf ein eigenes Blatt oder in eine eigene Datei stellen.",
        "Above the header stands another, larger table (from row {row}: {headings}); it does not count.",
        "Check whether it belongs here; put each table on a sheet or into a file of its own.",
    ),
    "table_beside": _error(
        "Neben der Tabelle steht eine zweite, kürzere ({headings}); ihre Zeilen gehören nicht zu denen daneben.",
        "Jede Tabelle auf ein eigenes Blatt oder in eine eigene Datei stellen.",
        "Beside the table stands another, shorter one ({headings}); its rows do not belong to those beside them.",
        "Put each table on a sheet or into a file of its own.",
    ),
    "second_table": _error(
        "Hier beginnt eine zweite Tabelle mit anderen Überschriften ({headings}) als in Zeile {header}.",
        "Jede Tabelle auf ein eigenes Blatt oder in eine eigene Datei stellen.",
        "Another table begins here, with other headings ({headings}) than in row {header}.",
        "Put each table on a sheet or into a file of its own.",
    ),
    "sheet_missing": _error(
        "Das Blatt „{sheet}“ gibt es nicht. Gefunden: {found}.",
        "Den Namen des Blatts prüfen.",
        "There is no sheet “{sheet}”. Found: {found}.",
        "Check the name of the sheet.",
    ),
    "two_sheets": _error(
        "Mehrere Blätter kommen in Frage: {sheets}. Keines enthält alle Zeilen.",
        "Das Blatt nennen (sheet=…, oder [read] sheet = … in einem Layout) oder die anderen löschen; Blätter, die zusammengehören (etwa Monate), einzeln als Datei speichern oder auf einem Blatt sammeln.",
        "Several sheets fit: {sheets}. None holds all rows.",
        "Name the sheet (sheet=…, or [read] sheet = … in a layout), or delete the others; sheets that belong together (months, say): save each as a file of its own, or gather their rows on one sheet.",
    ),
    "sheets_aside": _note(
        "Gelesen ist nur dieses Blatt; andere Blätter mit Zahlen zählen nicht mit: {sheets}.",
        "Only this sheet is read; other sheets with numbers do not count: {sheets}.",
    ),
    "two_layouts": _error(
        "Mehrere Layouts passen: {layouts}.",
        "In den Layouts unter „needs“ oder „files“ unterscheiden, welche Datei gemeint ist.",
        "Several layouts fit: {layouts}.",
        "Tell them apart by “needs” or “files” in the layouts.",
    ),
    "no_rows": _warning(
        "Unter der Kopfzeile steht keine Zeile.",
        "Prüfen, ob der Export leer sein darf.",
        "There is no row below the header.",
        "Check whether the export may be empty.",
    ),
    "rows_above_header": _note(
        "Über der Kopfzeile (Zeile {header}) stehen Zeilen mit Zahlen; sie zählen nicht mit (Zeilen {rows}).",
        "There are rows with numbers above the header (row {header}); they do not count (rows {rows}).",
    ),
    "posting_above_header": _error(
        "Über der Kopfzeile (Zeile {header}) steht eine Buchung; sie würde nicht mitzählen.",
        "Die Kopfzeile über alle Buchungen setzen.",
        "A posting stands above the header (row {header}); it would not count.",
        "Move the header above all postings.",
    ),
    "second_block": _warning(
        "Unter „{title}“ beginnt mit einer zweiten Kopfzeile eine weitere Liste; sie zählt mit.",
        "Prüfen, ob diese Liste dazugehört; sonst entfernen.",
        "Below “{title}” another list begins with a second header; it counts.",
        "Check whether that list belongs here; else remove it.",
    ),
    "hidden_sheet": _note(
        "Das Blatt ist in Excel ausgeblendet; gelesen wird es trotzdem.",
        "The sheet is hidden in Excel; it is read all the same.",
    ),
    "hidden_rows": _note(
        "{count} ausgeblendete Zeilen zählen mit (Zeilen {rows}).",
        "{count} hidden rows count as well (rows {rows}).",
    ),
    "hidden_columns": _note(
        "{count} ausgeblendete Spalten werden mitgelesen ({columns}).",
        "{count} hidden columns are read as well ({columns}).",
    ),
    "macros_not_run": _note(
        "Die Arbeitsmappe enthält Makros; sie werden nicht ausgeführt.",
        "The workbook holds macros; they are not run.",
    ),
    "column_missing": _error(
        "Spalte „{column}“ fehlt.{nearest_de} Gefunden: {found}.",
        "Export mit dieser Spalte wiederholen oder die Überschrift in einem Layout (register/layouts/*.toml) zuordnen; „python run.py layout DATEI“ entwirft es.",
        "Column “{column}” is missing.{nearest_en} Found: {found}.",
        "Repeat the export with this column, or map the heading in a layout (register/layouts/*.toml); “python run.py layout FILE” drafts it.",
    ),
    "column_twice": _error(
        "Die Überschrift „{column}“ kommt zweimal vor (Spalten {positions}).",
        "Eine der beiden Spalten umbenennen oder entfernen.",
        "The heading “{column}” occurs twice (columns {positions}).",
        "Rename or remove one of the two columns.",
    ),
    "columns_unused": _note("Nicht verwendete Spalten: {columns}.", "Columns not used: {columns}."),
    "amounts_unused": _warning(
        "Die Spalte enthält Beträge, die nicht mitzählen.",
        "Prüfen, ob die richtige Betragsspalte gelesen wird; sonst ein Layout anlegen.",
        "The column holds amounts that do not count.",
        "Check that the right amount column is read; else make a layout.",
    ),
    "amounts_net": _error(
        "Die Beträge sind netto: Sie gleichen der Netto-Spalte, daneben steht die Steuer.",
        "Export mit Bruttobetrag wiederholen; der Ansatz wird brutto verbraucht.",
        "The amounts are net: they equal the net column, and the tax stands beside it.",
        "Repeat the export with gross amounts; the ceiling is used up gross.",
    ),
    "budget_line": _error(
        "Die Zeile nennt einen Ansatz oder Rest und keinen Beleg; unter den Buchungen zählte sie als Ausgabe.",
        "Die Zeile aus der Liste nehmen: Ansätze stehen im Register. Ist sie eine Buchung, im Text sagen, wofür.",
        "The row names a budget or what is left of it, and no document; among postings it would count as spent.",
        "Take the row out of the list: ceilings stand in the register. If it is a posting, say in its text what for.",
    ),
    "signs_found": _note(
        "Diese Spalte trägt das Vorzeichen der Beträge (Soll und Haben, Plus und Minus oder Buchungsschlüssel).",
        "This column carries the sign of the amounts (debit and credit, plus and minus, or posting keys).",
    ),
    "mostly_negative": _warning(
        "{count} von {rows} Beträgen sind negativ; zeigt die Datei Ausgaben mit Minus?",
        'Wenn ja: ein eigenes Layout mit [read] expense = "negative" anlegen.',
        "{count} of {rows} amounts are negative; does the file show spending with a minus?",
        'If so: make a layout of your own with [read] expense = "negative".',
    ),
    "reversals_marked": _note(
        "{count} Zeilen sind als storniert gekennzeichnet (Zeilen {rows}); sie heben sich auf.",
        "{count} rows are marked as reversed (rows {rows}); they cancel each other out.",
    ),
    "reversals_open": _warning(
        "{count} Zeilen sind als storniert gekennzeichnet (Zeilen {rows}), heben sich aber nicht auf: {amount} bleiben "
        "und zählen.",
        "Prüfen, ob die Gegenbuchung im Export fehlt.",
        "{count} rows are marked as reversed (rows {rows}) but do not cancel out: {amount} remain and count.",
        "Check whether the reversing entry is missing from the export.",
    ),
    "currency_unknown": _warning(
        "Beträge in der Währung des Belegs, und keine Spalte nennt sie; sie zählen als Euro.",
        "Export mit dem Betrag in Hauswährung wiederholen.",
        "Amounts in the currency of the document, and no column names it; they count as euros.",
        "Repeat the export with the amount in local currency.",
    ),
    "foreign_datev": _error(
        "Die DATEV-Datei enthält keinen Buchungsstapel ({called}).",
        "Den Buchungsstapel (Format 21) exportieren.",
        "The DATEV file holds no batch of postings ({called}).",
        "Export the Buchungsstapel (format 21).",
    ),
    "reversing_key": _error(
        "Der BU-Schlüssel „{key}“ kann eine Generalumkehr bedeuten; ob das Vorzeichen wechselt, ist nicht zu erkennen.",
        "Export mit der Spalte Generalumkehr wiederholen oder die Zeile klären.",
        "The BU key “{key}” may mean a Generalumkehr; whether the sign turns cannot be told.",
        "Repeat the export with the column Generalumkehr, or clear this row up.",
    ),
    "no_ledger_account": _note(
        "{count} Buchungssätze nur zwischen Personenkonten zählen nicht (Zeilen {rows}).",
        "{count} entries between accounts of vendors or debtors alone do not count (rows {rows}).",
    ),
    "account_from_title": _note(
        "{column} {value} stammt aus den Zeilen über der Tabelle.",
        "{column} {value} was taken from the lines above the table.",
    ),
    "group_lines": _note(
        "{column} {values} stammt aus Zeilen zwischen den Buchungen; sie gelten jeweils bis zur nächsten.",
        "{column} {values} was taken from lines between the postings; each holds until the next.",
    ),
    "group_line_unclear": _error(
        "Diese Zeile nennt {column}; ob sie für die Buchungen darüber oder darunter gilt, ist offen.",
        "Den Export mit einer Spalte „{column}“ wiederholen, oder die Zeile über ihre Buchungen setzen.",
        "This line names {column}; whether it holds for the postings above or below is open.",
        "Repeat the export with a column “{column}”, or move the line above its postings.",
    ),
    "year_from_date": _note(
        "Die Datei nennt kein Haushaltsjahr; es gilt das Jahr des Buchungsdatums.",
        "The file names no Haushaltsjahr; the year of the posting date is taken.",
        "Den Export um die Spalte „Haushaltsjahr“ ergänzen, wenn Buchungen des Folgejahres ins alte Jahr gehören.",
        "Add the column “Haushaltsjahr” to the export if postings of the next year belong to the old one.",
    ),
    "year_from_period": _note(
        "Die Datei nennt kein Haushaltsjahr; es gilt das Jahr der Periode.",
        "The file names no Haushaltsjahr; the year of the period is taken.",
    ),
    "year_blank": _warning(
        "{count} Buchungen haben kein Haushaltsjahr; für sie gilt das Jahr des Buchungsdatums (Zeilen {rows}).",
        "Das Haushaltsjahr im Export ergänzen.",
        "{count} postings have no Haushaltsjahr; the year of their posting date is taken (rows {rows}).",
        "Add the Haushaltsjahr to the export.",
    ),
    "year_elsewhere": _warning(
        "Der Titel nennt das Haushaltsjahr {year}, {count} Buchungsdaten liegen in anderen Jahren (Zeilen {rows}); "
        "für sie gilt das Jahr des Buchungsdatums.",
        "Den Export mit der Spalte Haushaltsjahr wiederholen.",
        "The title names the Haushaltsjahr {year}, {count} posting dates lie in other years (rows {rows}); for "
        "these the year of the posting date is taken.",
        "Repeat the export with the column Haushaltsjahr.",
    ),
    "group_filled": _note(
        "Die Spalte „{column}“ nennt ihren Wert nur am Anfang jeder Gruppe; er gilt bis zur nächsten "
        "(ergänzte Zeilen: {count}).",
        "Column “{column}” names its value only where a group begins; it holds until the next "
        "(rows filled: {count}).",
    ),
    "year_from_title": _note(
        "Das Haushaltsjahr {year} stammt aus Titel oder Dateiname.",
        "The Haushaltsjahr {year} was taken from title or file name.",
    ),
    # --- cells
    "not_an_amount": _error(
        "Das ist kein Betrag.",
        "Den Betrag im Export berichtigen (etwa 1.234,56).",
        "This is no amount.",
        "Correct the amount in the export (such as 1.234,56).",
    ),
    "other_convention": _error(
        "Der Betrag ist anders geschrieben als die übrigen der Spalte.",
        "Dezimal- und Tausenderzeichen in der ganzen Spalte einheitlich schreiben.",
        "The amount is written in another way than the rest of the column.",
        "Write decimal and thousands marks alike in the whole column.",
    ),
    "more_than_two_decimals": _error(
        "Der Betrag hat mehr als zwei Nachkommastellen.",
        "Den Betrag auf Cent genau angeben.",
        "The amount has more than two decimals.",
        "Give the amount to the cent.",
    ),
    "amount_too_large": _error(
        "Der Betrag ist größer als zehn Billionen Euro.",
        "Die Zelle prüfen; vermutlich ist es eine Kennung.",
        "The amount is larger than ten trillion euros.",
        "Check the cell; it is probably an identifier.",
    ),
    "error_value": _error(
        "Die Zelle zeigt einen Rechenfehler.",
        "Die Formel in Excel berichtigen und neu speichern.",
        "The cell shows an error value.",
        "Mend the formula in Excel and save again.",
    ),
    "formula_without_value": _error(
        "Die Formel hat keinen gespeicherten Wert.",
        "Die Datei in Excel öffnen, neu berechnen und speichern.",
        "The formula has no stored value.",
        "Open the file in Excel, recalculate and save it.",
    ),
    "ambiguous_amount": _error(
        "Der Betrag kann Tausender oder Nachkommastellen meinen, und keine andere Zelle der Spalte entscheidet es.",
        'Im Layout [read] decimal = "," angeben (oder read_table(…, decimal=",")) oder mit zwei Nachkommastellen exportieren.',
        "The amount may mean thousands or decimals, and no other cell of the column decides.",
        'State [read] decimal = "," in a layout (or read_table(…, decimal=",")), or export with two decimals.',
    ),
    "mixed_conventions": _error(
        "Die Spalte mischt deutsche und englische Schreibweise (Zeilen {rows}).",
        "Die Beträge einheitlich schreiben, etwa 1.234,56.",
        "The column mixes German and English notation (rows {rows}).",
        "Write the amounts alike, such as 1.234,56.",
    ),
    "convention_from_others": _note(
        "Die Spalte allein entscheidet nicht; „{mark}“ gilt als Dezimalzeichen wie in den anderen Betragsspalten.",
        "The column alone does not decide; “{mark}” is taken as decimal mark as in the other amount columns.",
    ),
    "sign_twice": _error(
        "Der Betrag trägt ein Minus und zugleich ein H; beides zusammen hat keine eindeutige Bedeutung.",
        "Den Betrag mit Minus oder mit H exportieren, nicht mit beidem.",
        "The amount has a minus and an H; both together have no one meaning.",
        "Export the amount with a minus or with H, not with both.",
    ),
    "units_contradict": _error(
        "Die Zelle nennt eine andere Einheit als die Überschrift oder der Titel.",
        "Einheitlich in Euro oder in T€ exportieren.",
        "The cell names another unit than its heading or title.",
        "Export throughout in euros or in T€.",
    ),
    "units_mixed": _error(
        "Die Spalte nennt für einzelne Zeilen verschiedene Einheiten.",
        "Einheitlich in Euro oder in T€ exportieren.",
        "The column names different units for single rows.",
        "Export throughout in euros or in T€.",
    ),
    "unit_unknown": _error(
        "Die Beträge sind in einer Einheit angegeben, die nicht umgerechnet wird: „{unit}“.",
        "In Euro, T€ oder Mio. € exportieren.",
        "The amounts are given in a unit that is not converted: “{unit}”.",
        "Export in euros, thousands or millions of euros.",
    ),
    "credits_unsigned": _warning(
        "{count} Zeilen nennen sich Gutschrift, Storno, Rückzahlung oder Erstattung und zählen als Ausgabe wie "
        "die übrigen (Zeilen {rows}).",
        "Prüfen, ob der Export das Vorzeichen verschweigt; wenn ja, mit Soll/Haben oder Minus exportieren.",
        "{count} rows call themselves credit note, reversal, repayment or refund and count as spending like the "
        "others (rows {rows}).",
        "Check whether the export drops the sign; if so, export with debit/credit or a minus.",
    ),
    "unit_between": _error(
        "Diese Zeile zwischen den Buchungen nennt eine Einheit; für welche Zeilen sie gilt, ist offen.",
        "Einheitlich in Euro oder in T€ exportieren.",
        "This line between the postings names a unit; for which rows it holds is open.",
        "Export throughout in euros or in T€.",
    ),
    "code_was_day": _warning(
        "Hier steht ein Tag, wo andere Zellen der Spalte Nummern wie {like} haben; gelesen wird {code}.",
        "Die Spalte vor dem Eintragen als Text formatieren; die Nummer prüfen.",
        "This is a day where other cells of the column hold codes such as {like}; it is read as {code}.",
        "Format the column as text before filling it; check the code.",
    ),
    "code_is_day": _error(
        "Hier steht ein Tag, wo eine Nummer stehen muss; die Tabellenkalkulation hat sie umgewandelt.",
        "Die Spalte als Text formatieren und die Nummer neu eintragen, oder den Export unverändert ablegen.",
        "This is a day where a code belongs; the spreadsheet has converted it.",
        "Format the column as text and enter the code again, or file the export as it came.",
    ),
    "code_is_power": _error(
        "Die Nummer steht als Zehnerpotenz da; ihre letzten Ziffern sind verloren.",
        "Den Export unverändert ablegen, oder die Spalte als Text formatieren, bevor Excel sie speichert.",
        "The code is written as a power of ten; its last digits are lost.",
        "File the export as it came, or format the column as text before Excel saves it.",
    ),
    "code_is_rounded": _error(
        "Die Nummer steht als Zahl von mehr als 15 Stellen da; ihre letzten Ziffern sind verloren.",
        "Den Export unverändert ablegen, oder die Spalte als Text formatieren, bevor Excel sie speichert.",
        "The code is a number of more than 15 digits; its last digits are lost.",
        "File the export as it came, or format the column as text before Excel saves it.",
    ),
    "factor_unused": _error(
        "Die Spalte „{column}“ nennt einen Faktor; ob die Beträge damit malzunehmen sind, ist offen.",
        "Den Export mit Beträgen in Euro wiederholen, oder die Spalte löschen, wenn sie nichts bedeutet.",
        "The column “{column}” names a factor; whether the amounts are to be multiplied by it is open.",
        "Repeat the export with amounts in euros, or delete the column where it means nothing.",
    ),
    "lone_dash": _error(
        "Ein einzelner Strich ist hier kein Betrag: Dass er null bedeutet, lässt die Spalte nicht erkennen.",
        "0,00 eintragen oder den fehlenden Betrag ergänzen.",
        "A lone dash is no amount here: the column does not show that it means zero.",
        "Enter 0,00 or add the missing amount.",
    ),
    "dash_is_zero": _note(
        "Striche ohne Betrag gelten als 0,00 (Zellen: {count}).",
        "Dashes without an amount count as 0.00 (cells: {count}).",
    ),
    "amounts_scaled": _note(
        "Die Beträge sind in Einheiten von {scale} € angegeben und werden umgerechnet.",
        "The amounts are given in units of {scale} € and are converted.",
    ),
    "other_currency": _warning(
        "Die Beträge stehen in „{currency}“ und nicht in Euro; sie sind nicht umgerechnet.",
        "Nur mit Beträgen derselben Währung zusammenzählen.",
        "The amounts are in “{currency}”, not in euros; they are not converted.",
        "Add them up with amounts of the same currency only.",
    ),
    "foreign_amount": _error(
        "Der Betrag steht in einer anderen Währung als Euro.",
        "Den Export um „Betrag in Hauswährung“ ergänzen.",
        "The amount is in another currency than euros.",
        "Add the column “Betrag in Hauswährung” to the export.",
    ),
    "amount_in_thousands": _note(
        "Die Zelle nennt ihren Betrag in Tausend oder Millionen Euro; er wird umgerechnet, wie jeder solche "
        "der Spalte.",
        "The cell gives its amount in thousands or millions of euros; it is converted, as every such one of "
        "the column.",
    ),
    "not_a_date": _error(
        "Das ist kein Datum.", "Als TT.MM.JJJJ schreiben.", "This is no date.", "Write it as DD.MM.YYYY."
    ),
    "more_alike": _error(
        "{count} weitere Zeilen haben denselben Fehler.",
        "Die genannten Zeilen berichtigen und die Datei noch einmal lesen.",
        "{count} more rows have the same fault.",
        "Correct the rows that are named and read the file again.",
    ),
    "ambiguous_date": _error(
        "Tag und Monat lassen sich nicht unterscheiden: Kein Datum der Spalte hat einen Tag über 12.",
        'Datumsangaben als TT.MM.JJJJ exportieren, oder im Layout unter [read] dates = "day first" oder '
        'dates = "month first" angeben (in Python: read_table(…, dates="day first")).',
        "Day and month cannot be told apart: no date of the column has a day above 12.",
        'Export the dates as DD.MM.YYYY, or state [read] dates = "day first" or dates = "month first" in a '
        'layout (in Python: read_table(…, dates="day first")).',
    ),
    "date_order_from_others": _note(
        "Die Spalte allein entscheidet nicht über Tag und Monat; gelesen wird wie in den anderen Datumsspalten: "
        "{order_de}.",
        "The column alone does not decide about day and month; it is read as the other date columns are: "
        "{order_en}.",
    ),
    "not_a_year": _error(
        "Das ist kein Haushaltsjahr.",
        "Vierstellig schreiben, etwa 2024.",
        "This is no Haushaltsjahr.",
        "Write four digits, such as 2024.",
    ),
    "not_a_whole": _error(
        "Das ist keine ganze Zahl.",
        "Eine ganze Zahl eintragen.",
        "This is no whole number.",
        "Enter a whole number.",
    ),
    "not_a_flag": _error(
        "Das ist weder „ja“ noch „nein“.",
        "„ja“ eintragen oder die Zelle leeren.",
        "This is neither “ja” nor “nein”.",
        "Enter “ja” or empty the cell.",
    ),
    "not_a_sign": _error(
        "Das Vorzeichen-Kennzeichen „{mark}“ ist unbekannt.",
        "S und H verwenden oder das Kennzeichen im Layout unter [sign] aufführen.",
        "The sign mark “{mark}” is unknown.",
        "Use S and H, or list the mark under [sign] in a layout.",
    ),
    "credits_negative": _error(
        "Alle Beträge der Spalte sind negativ: Ob sie abgezogen oder dazugezählt werden, ist nicht zu erkennen.",
        "Haben-Beträge ohne Minus exportieren.",
        "All amounts of the column are negative: whether they are taken away or added cannot be told.",
        "Export the credit amounts without a minus.",
    ),
    "signs_contradict": _error(
        "Betrag und S/H-Kennzeichen widersprechen sich: die Spalte enthält H mit und ohne Minus.",
        "Entweder Beträge ohne Vorzeichen mit S/H oder Beträge mit Vorzeichen exportieren.",
        "Amount and S/H mark contradict: the column holds H with and without a minus.",
        "Export either unsigned amounts with S/H or signed amounts.",
    ),
    "signs_already_applied": _note(
        "Die Beträge tragen ihr Vorzeichen schon; die Spalte „{column}“ wird nicht noch einmal angewandt.",
        "The amounts are signed already; column “{column}” is not applied again.",
    ),
    "total_does_not_tie": _error(
        "Die Summenzeile nennt {total}, die Zeilen davor ergeben {summed}.",
        "Export wiederholen: eine Zeile fehlt oder wurde geändert. Ist es eine Buchung, fehlen Datum und Beleg.",
        "The total line says {total}, the rows before it give {summed}.",
        "Repeat the export: a row is missing or was changed. If it is a posting, date and document are missing.",
    ),
    "unknown_kind": _error(
        "Der Wert „{value}“ der Spalte „{column}“ ist im Layout nicht aufgeführt.",
        "Den Wert im Layout unter [kind] als actual, commitment oder budget eintragen.",
        "The value “{value}” of column “{column}” is not listed in the layout.",
        "List the value under [kind] in the layout as actual, commitment or budget.",
    ),
    "no_amount": _warning(
        "Die Zeile hat keinen Betrag und zählt nicht mit.",
        "Prüfen, ob im Export ein Betrag fehlt.",
        "The row has no amount and does not count.",
        "Check whether the export lacks an amount.",
    ),
    "totals_by_sum": _warning(
        "Diese Zeilen zählen nicht mit, weil sie genau die Zeilen bei ihnen summieren (Zeilen {rows}); "
        "nichts nennt sie Summe.",
        "Prüfen, ob es Buchungen sind; dann Belegnummer und Datum ergänzen.",
        "These rows do not count, because they sum exactly the rows beside them (rows {rows}); "
        "nothing calls them totals.",
        "Check whether they are postings; if so, add document number and date.",
    ),
    "row_unproven": _warning(
        "Buchungen ohne Datum oder Belegnummer zählen mit (Zeilen {rows}).",
        "Prüfen, ob es Zwischensummen sind; dann die Zeilen löschen oder mit „Summe“ beschriften.",
        "Postings without date or document number count (rows {rows}).",
        "Check whether they are subtotals; if so, delete the rows or label them “Summe”.",
    ),
    "no_year": _error(
        "Die Buchung hat weder Haushaltsjahr noch Buchungsdatum.",
        "Eines von beiden ergänzen.",
        "The posting has neither Haushaltsjahr nor posting date.",
        "Add one of the two.",
    ),
    "foreign_amounts": _error(
        "Der Betrag steht nur in {currency}, ein Euro-Betrag fehlt.",
        "Den Export um „Betrag in Hauswährung“ ergänzen.",
        "The amount is given in {currency} only; a euro amount is missing.",
        "Add the column “Betrag in Hauswährung” to the export.",
    ),
    "unknown_period": _error(
        "Der Zeitraum „{text}“ wird nicht verstanden.",
        "Etwa so schreiben: 19.04.2024 · 03.–09.04.2022 · April 2020 · Herbst 2018 · 2023 · seit 2015 · offen.",
        "The period “{text}” is not understood.",
        "Write it like 19.04.2024 · 03.–09.04.2022 · April 2020 · Herbst 2018 · 2023 · seit 2015 · offen.",
    ),
    "unknown_people": _error(
        "„{text}“ ist keine Anzahl von Personen.",
        "Eine Zahl schreiben, etwa 20 oder rd. 20.",
        "“{text}” is no number of people.",
        "Write a number, such as 20 or rd. 20.",
    ),
    "opening_amount": _note(
        "Der Übertrag von {amount} ist keine Buchung dieser Liste und zählt nicht mit.",
        "The amount of {amount} carried forward is no posting of this list and does not count.",
    ),
    "overview_without_year": _error(
        "Die Übersicht nennt ihr Haushaltsjahr nicht.",
        "Eine Spalte „Haushaltsjahr“ ergänzen oder das Jahr in Titel oder Dateinamen schreiben, etwa Budgetuebersicht_2024.csv.",
        "The overview does not name its Haushaltsjahr.",
        "Add a column “Haushaltsjahr”, or put the year into title or file name, such as Budgetuebersicht_2024.csv.",
    ),
    "overview_inconsistent": _warning(
        "Die Übersicht rechnet nicht auf: {formula} ergibt {computed}, angegeben ist {stated}.",
        "Spalten der Übersicht prüfen.",
        "The overview does not add up: {formula} gives {computed}, stated is {stated}.",
        "Check the columns of the overview.",
    ),
    # --- layouts
    "layout_broken": _error(
        "Das Layout ist kein gültiges TOML ({why}).",
        "Die genannte Stelle berichtigen.",
        "The layout is no valid TOML ({why}).",
        "Mend the place named.",
    ),
    "layout_encoding": _error(
        "Byte {byte} ist kein gültiges Zeichen in UTF-8.",
        "Das Layout im Editor mit dem Zeichensatz UTF-8 speichern.",
        "Byte {byte} is no valid character in UTF-8.",
        "Save the layout with the encoding UTF-8 in the editor.",
    ),
    "layout_unknown": _error(
        "Im Layout ist „{value}“ ({what}) unbekannt.{question}",
        "Erlaubt sind: {known}.",
        "“{value}” ({what}) is unknown in the layout.{question_en}",
        "Allowed are: {known_en}.",
    ),
    "layout_shape": _error(
        "Im Layout muss „{key}“ {wanted_de} sein.",
        "Die Stelle berichtigen.",
        "In the layout “{key}” must be {wanted_en}.",
        "Correct that place.",
    ),
    "layout_kind_twice": _error(
        "Das Layout führt den Wert „{value}“ unter „{first}“ und unter „{second}“ auf.",
        "Den Wert nur an einer Stelle aufführen.",
        "The layout lists the value “{value}” under “{first}” and under “{second}”.",
        "List the value in one place only.",
    ),
    "layout_needs_nothing": _error(
        "Das Layout sagt nicht, welche Dateien es meint.",
        "„needs“ mit den Überschriften (oder „files“) angeben.",
        "The layout does not say which files it is for.",
        "State “needs” with its headings (or “files”).",
    ),
    "layout_without_match": _error(
        "Die Überschrift „{column}“, die das Layout „{layout}“ nennt, fehlt. Gefunden: {found}.",
        "Layout und Export vergleichen.",
        "The heading “{column}” that layout “{layout}” names is missing. Found: {found}.",
        "Compare layout and export.",
    ),
    # --- registers and folder
    "folder_missing": _error(
        "Den Datenordner gibt es nicht.",
        "Ordner angeben (--data ORDNER) oder mit „python run.py init ORDNER“ anlegen.",
        "There is no such data folder.",
        "Name the folder (--data FOLDER) or make one with “python run.py init FOLDER”.",
    ),
    "register_missing": _error(
        "Das Register fehlt.",
        "Mit „python run.py init ORDNER“ eine Vorlage anlegen und ausfüllen.",
        "The register is missing.",
        "Make a template with “python run.py init FOLDER” and fill it in.",
    ),
    "register_twice": _error(
        "Das Register liegt zweimal vor ({files}).",
        "Eine der beiden Dateien entfernen.",
        "The register exists twice ({files}).",
        "Remove one of the two files.",
    ),
    "register_column_missing": _error(
        "Spalte „{column}“ fehlt.{nearest_de} Gefunden: {found}.",
        "Die Überschrift ergänzen oder berichtigen.",
        "Column “{column}” is missing.{nearest_en} Found: {found}.",
        "Add or correct the heading.",
    ),
    "register_columns_extra": _note(
        "Unbekannte Spalten bleiben unbeachtet: {columns}.", "Unknown columns are left alone: {columns}."
    ),
    "register_cell_empty": _error(
        "Die Zelle „{column}“ ist leer.",
        "Einen Wert eintragen.",
        "The cell “{column}” is empty.",
        "Enter a value.",
    ),
    "register_value": _error(
        "„{value}“ ist in Spalte „{column}“ nicht vorgesehen.{nearest_de}",
        "Erlaubt: {allowed_de}.",
        "“{value}” is not allowed in column “{column}”.{nearest_en}",
        "Allowed: {allowed_en}.",
    ),
    "register_key_twice": _error(
        "„{key}“ steht mehrfach im Register (Zeilen {rows}).",
        "Jeder Schlüssel darf einmal vorkommen: die anderen Zeilen entfernen oder umbenennen.",
        "“{key}” stands in several rows of the register ({rows}).",
        "Each key may occur once: remove or rename the other rows.",
    ),
    "unknown_reference": _error(
        "„{value}“ steht nicht im Register {register}.{nearest_de}",
        "Die Schreibweise prüfen oder eine Zeile in register/{register} ergänzen.",
        "“{value}” is not in the register {register}.{nearest_en}",
        "Check the spelling, or add a line to register/{register}.",
    ),
    "file_locked": _note(
        "Übergangen: Sperrdatei; die zugehörige Datei ist gerade in Excel oder LibreOffice geöffnet.",
        "Skipped: a lock file; the file it belongs to is open in Excel or LibreOffice.",
        "Dort speichern und schließen, damit der letzte Stand gelesen wird.",
        "Save and close it there, so that its last state is read.",
    ),
    "file_hidden": _note("Übergangen: versteckte Datei.", "Skipped: a hidden file."),
    "file_guide": _note("Übergangen: Hinweisdatei.", "Skipped: a guide."),
    "file_unread": _warning(
        "Diese Datei wird nicht gelesen: Name und Ordner sagen nicht, was sie ist.",
        "Nach {nearest} verschieben oder umbenennen, oder aus dem Datenordner nehmen. Gelesen wird: {known}.",
        "This file is not read: its name and folder do not say what it is.",
        "Move or rename it to {nearest}, or take it out of the data folder. Read are: {known}.",
    ),
    "folder_is_a_file": _error(
        "Das ist eine Datei und kein Datenordner.",
        "Den Ordner angeben, in dem „register“ und „buchungen“ liegen (--data ORDNER).",
        "This is a file, not a data folder.",
        "Name the folder that holds “register” and “buchungen” (--data FOLDER).",
    ),
    "not_a_data_folder": _error(
        "Das ist kein Datenordner: Darin fehlen „register“ und „buchungen“.{meant_de}",
        "Den richtigen Ordner angeben (--data ORDNER) oder mit „python run.py init ORDNER“ einen anlegen.",
        "This is no data folder: it lacks “register” and “buchungen”.{meant_en}",
        "Name the right folder (--data FOLDER), or make one with “python run.py init FOLDER”.",
    ),
    "register_sheets": _error(
        "Mehrere Blätter haben die Überschriften dieses Registers: {sheets}.",
        "Die überzähligen Blätter löschen oder in eine andere Datei verschieben.",
        "Several sheets have the headings of this register: {sheets}.",
        "Delete the other sheets, or move them to another file.",
    ),
    "pot_without_account": _error(
        "Der Topf hat weder Teilprodukt noch Sachkonto; ihm gehörte jede Buchung.",
        "Wenigstens eine der beiden Nummern eintragen.",
        "The pot has neither Teilprodukt nor Sachkonto; every posting would be its own.",
        "Enter at least one of the two numbers.",
    ),
    "no_pots": _error(
        "In register/toepfe.csv steht kein Topf.",
        "Dort je Topf eine Zeile eintragen; LIESMICH.txt im Datenordner erklärt die Spalten.",
        "There is no pot in register/toepfe.csv.",
        "Enter one line per pot there; LIESMICH.txt in the data folder explains the columns.",
    ),
    "misplaced": _error(
        "Dem Inhalt nach gehört die Datei in den Ordner „{meant}“, sie liegt aber in „{folder}“.",
        "Die Datei nach „{meant}“ verschieben.",
        "By its content the file belongs in the folder “{meant}”, but it lies in “{folder}”.",
        "Move the file to “{meant}”.",
    ),
    "overview_twice": _error(
        "Konto {account} steht für {year} auch in {other}; beide Übersichten zusammen zählten doppelt.",
        "Nur die Übersicht mit dem neuesten Stand im Ordner lassen.",
        "Account {account} also stands in {other} for {year}; both overviews together would count twice.",
        "Keep only the overview of the latest day in the folder.",
    ),
    "out_inside_data": _error(
        "Das Ziel liegt im Datenordner {data}; dort wird nie etwas geschrieben.",
        "Mit --out einen Ordner außerhalb des Datenordners angeben.",
        "The target lies inside the data folder {data}, where nothing is ever written.",
        "Name a folder outside the data folder with --out.",
    ),
    "no_bookings": _warning(
        "Im Ordner „buchungen“ liegt keine Datei.",
        "Den Export dort ablegen.",
        "There is no file in folder “buchungen”.",
        "Put the export there.",
    ),
    "wrong_folder": _warning(
        "Die Datei ist dem Layout nach „{meant}“, liegt aber im Ordner „{folder}“. Sie wird als „{meant}“ gelesen.",
        "In den richtigen Ordner verschieben.",
        "By its layout the file is “{meant}” but lies in folder “{folder}”. It is read as “{meant}”.",
        "Move it to the right folder.",
    ),
    # --- several files
    "same_file_twice": _warning(
        "Die Datei hat denselben Inhalt wie {other} und wird einmal gezählt.",
        "Eine der beiden löschen.",
        "The file has the same content as {other} and is counted once.",
        "Delete one of the two.",
    ),
    "overlap": _note(
        "{count} Buchungen stehen auch in {other} und zählen einmal.",
        "{count} postings also stand in {other} and count once.",
    ),
    "amounts_differ": _error(
        "Beleg {document} ({year}) steht hier mit {here}, in {other}, Zeile {row}, mit {there}.",
        "Den überholten Export entfernen oder neu exportieren.",
        "Document {document} ({year}) stands here with {here}, in {other}, row {row}, with {there}.",
        "Remove the outdated export or export anew.",
    ),
    "perhaps_twice": _warning(
        "{count} Buchungen ohne Belegnummer stehen gleich auch in {other}; sie zählen beide.",
        "Prüfen, ob es dieselben sind; dann aus einer Datei entfernen.",
        "{count} postings without a document number stand alike in {other}; both count.",
        "Check whether they are the same; then remove them from one file.",
    ),
    "items_differ": _warning(
        "{count} Buchungen stehen mit gleichem Beleg, Datum, Text und Betrag, aber anderer Position auch in "
        "{other}; sie zählen beide.",
        "Prüfen, ob es dieselben sind; dann aus einer Datei entfernen.",
        "{count} postings stand with the same document, date, text and amount but another item in {other}; "
        "both count.",
        "Check whether they are the same; then remove them from one file.",
    ),
    "lines_differ": _warning(
        "Beleg {document} steht in zwei Dateien mit verschiedenen Zeilen: hier Zeile {rows}, in {other} Zeile "
        "{other_rows}; beide zählen.",
        "Prüfen, ob ein Export überholt ist; dann entfernen.",
        "Document {document} stands in two files with different lines: here row {rows}, in {other} row "
        "{other_rows}; both count.",
        "Check whether one export is outdated; then remove it.",
    ),
    "texts_differ": _warning(
        "Beleg {document} ({year}) steht hier mit einem anderen Text als in {other}, Zeile {row}; die Buchung "
        "zählt einmal.",
        "Prüfen, ob es dieselbe Buchung ist.",
        "Document {document} ({year}) stands here with another text than in {other}, row {row}; the posting "
        "counts once.",
        "Check whether it is the same posting.",
    ),
    "years_differ": _warning(
        "Beleg {document} trägt hier ein Datum aus {here}, in {other}, Zeile {row}, eines aus {there}; die Buchung "
        "zählt einmal.",
        "Die Exporte mit der Spalte Haushaltsjahr wiederholen.",
        "Document {document} bears a date of {here} here, in {other}, row {row}, one of {there}; the posting "
        "counts once.",
        "Repeat the exports with the column Haushaltsjahr.",
    ),
    "moved_item": _error(
        "Beleg {document} ({year}) über {amount_de} steht hier auf {here}, in {other}, Zeile {row}, mit derselben "
        "Position auf {there}.",
        "Wurde umgebucht, den überholten Export entfernen; sonst beide Zeilen in einem Export ausgeben.",
        "Document {document} ({year}) of {amount_en} stands here on {here}, in {other}, row {row}, with the same "
        "item on {there}.",
        "If it was moved, remove the outdated export; else export both lines in one file.",
    ),
    "moved_year": _error(
        "Beleg {document} über {amount_de} steht hier im Haushaltsjahr {here}, in {other}, Zeile {row}, mit "
        "derselben Position und demselben Tag im Haushaltsjahr {there}.",
        "Wurde das Jahr berichtigt, den überholten Export entfernen; sonst beide Zeilen in einem Export ausgeben.",
        "Document {document} of {amount_en} stands here in the Haushaltsjahr {here}, in {other}, row {row}, with "
        "the same item and day in the Haushaltsjahr {there}.",
        "If the year was corrected, remove the outdated export; else export both lines in one file.",
    ),
    "stands_elsewhere": _warning(
        "Beleg {document} ({year}) über {amount_de} steht hier auf {here}, in {other}, Zeile {row}, auf {there}; "
        "beide zählen.",
        "Prüfen, ob umgebucht wurde; dann den überholten Export entfernen.",
        "Document {document} ({year}) of {amount_en} stands here on {here}, in {other}, row {row}, on {there}; "
        "both count.",
        "Check whether it was moved; then remove the outdated export.",
    ),
    "postings_vanished": _warning(
        "{count} Buchungen dieses Exports (Zeilen {rows}), zusammen {sum_de}, fehlen in {other}, obwohl er den "
        "Zeitraum {first_de} bis {last_de} umfasst; sie zählen weiter mit.",
        "Prüfen, ob sie gelöscht oder verschoben wurden; dann den überholten Export entfernen.",
        "{count} postings of this export (rows {rows}), {sum_en} in total, are missing from {other}, although it "
        "covers {first_en} to {last_en}; they still count.",
        "Check whether they were deleted or moved; then remove the outdated export.",
    ),
    "undocumented_once": _warning(
        "{count} Buchungen ohne Belegnummer stehen gleich auch in {other}; beide Listen stimmen für die gemeinsamen "
        "Tage überein, daher zählen sie einmal.",
        "Prüfen, ob es dieselben sind; dann aus einer Datei entfernen.",
        "{count} postings without a document number stand alike in {other}; both lists agree on the days that "
        "they share, so they count once.",
        "Check whether they are the same; then remove them from one file.",
    ),
    "undocumented_unclear": _error(
        "{count} Buchungen ohne Belegnummer stehen gleich auch in {other} (ab Zeile {row}), andere Zeilen derselben "
        "Tage nicht: Ob es dieselben sind, ist nicht zu erkennen.",
        "Den überholten Export entfernen oder beide mit Belegnummern ausgeben.",
        "{count} postings without a document number stand alike in {other} (from row {row}), other rows of the "
        "same days do not: whether they are the same cannot be told.",
        "Remove the outdated export, or export both with document numbers.",
    ),
    "order_in_several_years": _warning(
        "Auftrag {order} steht in mehreren Haushaltsjahren ({amounts_de}); die Beträge zählen zusammen.",
        "Prüfen, ob ein Rest übertragen wurde; dann den Auftrag des Vorjahres entfernen.",
        "Order {order} stands in several budget years ({amounts_en}); the amounts add up.",
        "Check whether a remainder was carried over; then remove the order of the year before.",
    ),
    "item_twice": _warning(
        "{count} Zeilen stehen mit gleichem Beleg, gleicher Position und gleichem Betrag zweimal in dieser Datei; "
        "beide zählen (Zeilen {rows}).",
        "Prüfen, ob Zeilen doppelt eingefügt wurden; dann löschen.",
        "{count} rows stand twice in this file with the same document, item and amount; both count (rows {rows}).",
        "Check whether rows were pasted twice; if so, delete them.",
    ),
    "pasted_twice": _error(
        "Ab hier steht die ganze Liste ein zweites Mal in der Datei ({count} Zeilen).",
        "Die zweite Hälfte löschen.",
        "From here on the whole list stands in the file a second time ({count} rows).",
        "Delete the second half.",
    ),
    "activities_once": _note(
        "{count} Aktivitäten stehen gleich auch in {other} und zählen einmal.",
        "{count} activities stand alike in {other} and count once.",
    ),
    "activity_twice": _warning(
        "Die Kennung {number} steht in {other}, Zeile {row}, für eine andere Aktivität; beide zählen.",
        "Ist es dieselbe Aktivität, die überholte Zeile entfernen; sonst eine eigene Kennung vergeben.",
        "The number {number} stands in {other}, row {row}, for another activity; both count.",
        "If it is the same activity, remove the outdated line; else give it a number of its own.",
    ),
    "months_missing": _warning(
        "Zwischen {first} und {last} fehlen Buchungen für: {months}.",
        "Prüfen, ob ein Export fehlt.",
        "Between {first} and {last} there are no postings for: {months}.",
        "Check whether an export is missing.",
    ),
}

# Ceilings, spending, commitments, reconciliation
MESSAGES |= {
    "decision_validity_reversed": _error(
        "„gueltig_bis“ {valid_to} liegt vor „gueltig_ab“ {valid_from}.",
        "Die beiden Daten tauschen oder eines leeren.",
        "“gueltig_bis” {valid_to} is before “gueltig_ab” {valid_from}.",
        "Swap the two dates or empty one.",
    ),
    "decision_negative": _error(
        "Wirkung „{effect}“ mit negativem Betrag.",
        "Den Betrag ohne Minus eintragen; eine Kürzung ist „erhoeht“ mit negativem Betrag.",
        "Effect “{effect}” with a negative amount.",
        "Enter the amount without a minus; a cut is “erhoeht” with a negative amount.",
    ),
    "ceiling_set_twice": _error(
        "Topf „{pot}“ ab {year}: Diese Zeile {what_de}, {other_de} {other_what_de}; kein Datum sagt, welche "
        "Zeile die spätere ist.",
        "Eine der beiden Zeilen löschen oder bei beiden in Spalte „datum“ den Tag des Beschlusses eintragen.",
        "Pot “{pot}” from {year}: this line {what_en}, {other_en} {other_what_en}; no date says which is the "
        "later one.",
        "Delete one of the two lines, or enter the day of the resolution in column “datum” of both.",
    ),
    "ceiling_set_and_raised": _error(
        "Topf „{pot}“ ab {year}: Diese Zeile {what_de}, {other_de} {other_what_de}. Beides zusammen zählt "
        "doppelt.",
        "Nur eine Zeile behalten: „setzt“ mit dem neuen Ansatz oder „erhoeht“ mit dem Unterschied.",
        "Pot “{pot}” from {year}: this line {what_en}, {other_en} {other_what_en}. Both together count "
        "twice.",
        "Keep one line: “setzt” with the new ceiling, or “erhoeht” with the difference.",
    ),
    "decision_twice": _error(
        "Topf „{pot}“ ab {year}: Diese Zeile {what_de}, genau wie {other_de}. Sie steht doppelt im Register.",
        "Eine der beiden Zeilen löschen; sind es zwei Beschlüsse, je die eigene Vorlage eintragen.",
        "Pot “{pot}” from {year}: this line {what_en}, exactly as {other_en}. It stands in the register "
        "twice.",
        "Delete one of the two lines; if they are two resolutions, enter the paper of each.",
    ),
    "release_twice": _error(
        "Topf „{pot}“ ab {year}: Diese Zeile {what_de}, {other_de} {other_what_de}, beide ab demselben Tag.",
        "In Spalte „gueltig_ab“ eintragen, ab wann jede gilt, oder eine Zeile löschen.",
        "Pot “{pot}” from {year}: this line {what_en}, {other_en} {other_what_en}, both from the same day.",
        "Enter in column “gueltig_ab” from when each holds, or delete one line.",
    ),
    "increase_of_unknown": _warning(
        "Für {year} ist kein Ansatz belegt, den diese Zeile erhöhen könnte; der Ansatz bleibt "
        "„nicht belegt“.",
        "Eine Zeile mit „setzt“ und dem Ansatz davor ergänzen.",
        "For {year} no ceiling is documented that this line could raise; the ceiling stays “not documented”.",
        "Add a line with “setzt” and the ceiling before it.",
    ),
    "increase_with_other_scope": _warning(
        "Die Erhöhung ab {year} nennt einen anderen Umfang als der Ansatz, den sie erhöht; gerechnet wird "
        "mit dem weiteren Umfang.",
        "Ändert sich der Umfang, den neuen Ansatz mit „setzt“ eintragen.",
        "The increase from {year} names another scope than the ceiling it raises; the wider scope is used.",
        "When the scope changes, enter the new ceiling with “setzt”.",
    ),
    "decision_ignored": _warning(
        "Der Topf „{pot}“ hat in toepfe.csv rahmen „{frame}“; diese Zeile bewirkt deshalb nichts.",
        "In toepfe.csv „rahmen“ auf „ja“ stellen oder die Zeile löschen.",
        "Pot “{pot}” has rahmen “{frame}” in toepfe.csv, so this line has no effect.",
        "Set “rahmen” to “ja” in toepfe.csv or delete the line.",
    ),
    "postings_without_year": _error(
        "{count} Buchungen haben kein Haushaltsjahr; sie stünden in keiner Zeile einer Tabelle.",
        "Im Export das Haushaltsjahr (Geschäftsjahr) oder wenigstens das Buchungsdatum mitgeben.",
        "{count} postings have no Haushaltsjahr; they would stand in no row of any table.",
        "Let the export carry the Haushaltsjahr (fiscal year), or at least the posting date.",
    ),
    "does_not_reconcile": _error(
        "Konto {account}, {year}: Die Übersicht nennt {overview_de}, die Einzelposten ergeben {items_de}; "
        "Unterschied {difference_de}. {why_de}",
        "Fehlende Buchungen nachladen oder die Übersicht zum selben Stand neu ausgeben.",
        "Account {account}, {year}: the overview says {overview_en}, the line items add up to {items_en}; "
        "difference {difference_en}. {why_en}",
        "Load the missing postings, or export the overview again as of the same day.",
    ),
    "overview_lacks_account": _warning(
        "Konto {account}, {year}: Die Einzelposten ergeben {items_de}, der Übersicht des Jahres fehlt das Konto.",
        "Die Übersicht mit diesem Konto neu ausgeben.",
        "Account {account}, {year}: the line items add up to {items_en}, the overview of the year lacks it.",
        "Export the overview again with this account.",
    ),
    "year_without_postings": _warning(
        "Konto {account}, {year}: Die Übersicht nennt {overview_de}, aber aus {year} ist keine Buchung "
        "eingelesen.",
        "Die Einzelposten des Jahres in den Ordner buchungen legen.",
        "Account {account}, {year}: the overview says {overview_en}, but no posting of {year} was read.",
        "Put the line items of the year into the folder buchungen.",
    ),
    "candidate_twin": _note(
        "zweimal gebucht? {document} vom {day} über {amount_de}",
        "booked twice? {document} of {day}, {amount_en}",
    ),
    "candidate_storno": _note(
        "Storno im anderen Jahr: {document} vom {day} über {amount_de}, zurückgenommen mit {other} in "
        "{other_year}",
        "reversed in another year: {document} of {day}, {amount_en}, taken back by {other} in {other_year}",
    ),
    "candidate_only_in_items": _note(
        "nur in den Einzelposten? {document} vom {day} über {amount_de}",
        "only in the line items? {document} of {day}, {amount_en}",
    ),
    "candidate_other_year": _note(
        "in {other_year} gebucht: {document} vom {day} über {amount_de}",
        "booked in {other_year}: {document} of {day}, {amount_en}",
    ),
    "candidate_missing_twin": _note(
        "gleicher Betrag, vielleicht fehlt eine zweite Buchung: {document} vom {day} über {amount_de}",
        "same amount, perhaps a second posting is missing: {document} of {day}, {amount_en}",
    ),
    "candidate_open_order": _note(
        "offener Auftrag: {document} vom {day}, offen {amount_de}",
        "open order: {document} of {day}, open {amount_en}",
    ),
    "candidate_late": _note(
        "nach Jahresende oder in Periode {period} gebucht: {document} vom {day} über {amount_de}",
        "booked after the end of the year or in period {period}: {document} of {day}, {amount_en}",
    ),
    "candidate_late_sum": _note(
        "{count} späte Buchungen ergeben zusammen {amount_de}",
        "{count} late postings add up to {amount_en}",
    ),
    "candidate_two_overviews": _note(
        "das Konto steht in mehreren Übersichten: {files}",
        "the account stands in several overviews: {files}",
    ),
    "invoice_of_unknown_order": _note(
        "Auftrag „{order}“ fehlt in den Aufträgen; Buchungen, die ihn nennen: {count}, zusammen {total_de}.",
        "Order “{order}” is missing from the orders; postings that name it: {count}, {total_en} in total.",
        "Prüfen, ob der Auftrag im Export der Aufträge fehlt oder die Nummer falsch erfasst ist.",
        "Check whether the export of the orders lacks it, or the number was entered wrongly.",
    ),
}

# --- partner regions, pots and assignment rules ---
MESSAGES |= {
    "alias_of_two_regions": _error(
        "Die Schreibweisen „{alias}“ ({first}) und „{other}“ ({second}) sind gleich: Ein Text damit gehört "
        "zu keiner der beiden Regionen.",
        "Die Schreibweise in register/partnerregionen.csv nur bei einer Region führen.",
        "The spellings “{alias}” ({first}) and “{other}” ({second}) are equal: a text with them belongs to "
        "neither region.",
        "Keep the spelling with one region only in register/partnerregionen.csv.",
    ),
    "two_default_pots": _error(
        "Die Töpfe „{first}“ und „{second}“ sind beide Standard desselben Kontos.",
        "In register/toepfe.csv höchstens einen der beiden mit standard = ja führen.",
        "Pots “{first}” and “{second}” are both the default of one account.",
        "Give at most one of the two standard = ja in register/toepfe.csv.",
    ),
    "rule_without_condition": _error(
        "Regel „{rule}“ hat keine Bedingung und träfe jede Buchung.",
        "Mindestens eine Bedingung eintragen, etwa text, kreditor oder beleg.",
        "Rule “{rule}” has no condition and would hold for every posting.",
        "Enter at least one condition, such as text, kreditor or beleg.",
    ),
    "rule_without_result": _error(
        "Regel „{rule}“ entscheidet nichts.",
        "partnerregion, topf oder kostenart eintragen oder die Zeile löschen.",
        "Rule “{rule}” decides nothing.",
        "Enter partnerregion, topf or kostenart, or delete the line.",
    ),
    "rule_years": _error(
        "Regel „{rule}“ gilt von {first} bis {last}: Das letzte Jahr liegt vor dem ersten.",
        "jahr_von und jahr_bis berichtigen.",
        "Rule “{rule}” holds from {first} to {last}: the last year is before the first.",
        "Correct jahr_von and jahr_bis.",
    ),
    "rule_other_conditions": _error(
        "Regel „{rule}“ hat hier in „{column}“ etwas anderes als in ihrer ersten Zeile (Zeile {row}).",
        "Für alle Zeilen einer Regel gilt die erste: Die Zelle leeren, oder der Zeile eine eigene "
        "Regel-Nummer geben.",
        "Rule “{rule}” says something else here in “{column}” than in its first line (row {row}).",
        "The first line holds for all lines of a rule: empty the cell, or give the line its own rule id.",
    ),
    "rule_without_share": _error(
        "Regel „{rule}“ hat mehrere Zeilen ({rows}), aber nicht jede hat einen Anteil.",
        "Jede Zeile mit einem Anteil versehen (etwa 2/3 und 1/3), oder verschiedene Regel-Nummern vergeben.",
        "Rule “{rule}” has several lines ({rows}), but not every one has a share.",
        "Give each line a share (such as 2/3 and 1/3), or give the lines different rule ids.",
    ),
    "rule_share_not_positive": _error(
        "Regel „{rule}“ hat einen Anteil, der nicht größer als null ist.",
        "Anteile größer als null eintragen, die zusammen genau 1 ergeben.",
        "Rule “{rule}” has a share that is not above zero.",
        "Enter shares above zero that add up to exactly 1.",
    ),
    "rule_shares": _error(
        "Die Anteile der Regel „{rule}“ ergeben zusammen {sum}, nicht genau 1.",
        "Die Anteile berichtigen; 2/3 und 1/3 sind genau, 66,67 % und 33,33 % auch.",
        "The shares of rule “{rule}” add up to {sum}, not to exactly 1.",
        "Correct the shares; 2/3 and 1/3 are exact, 66,67 % and 33,33 % are too.",
    ),
    "rule_unknown_region": _error(
        "Regel „{rule}“: Die Partnerregion „{word}“ gibt es nicht.",
        "Einen Schlüssel aus register/partnerregionen.csv verwenden. Am nächsten liegt: {known}.",
        "Rule “{rule}”: there is no partner region “{word}”.",
        "Use a key of register/partnerregionen.csv. Nearest: {known}.",
    ),
    "rule_unknown_pot": _error(
        "Regel „{rule}“: Den Topf „{word}“ gibt es nicht.",
        "Einen Schlüssel aus register/toepfe.csv verwenden. Am nächsten liegt: {known}.",
        "Rule “{rule}”: there is no pot “{word}”.",
        "Use a key of register/toepfe.csv. Nearest: {known}.",
    ),
    "rules_disagree": _error(
        "Die Regeln „{first}“ ({first_line}) und „{second}“ ({second_line}) treffen beide diese Buchung und "
        "widersprechen sich in „{column}“; betroffene Buchungen: {count}.",
        "Einer der beiden Regeln einen höheren vorrang geben oder ihre Bedingungen enger fassen.",
        "Rules “{first}” ({first_line}) and “{second}” ({second_line}) both hold for this posting and "
        "disagree in “{column}”; postings concerned: {count}.",
        "Give one of the two rules a higher vorrang, or narrow their conditions.",
    ),
    "rule_never_holds": _note(
        "Regel „{rule}“ trifft keine Buchung.",
        "Rule “{rule}” holds for no posting.",
        "Prüfen, ob die Bedingungen so in den Buchungen stehen.",
        "Check whether the postings contain the conditions in this form.",
    ),
    "region_ambiguous": _warning(
        "Die Buchung nennt mehrere Partnerregionen: {names}. Sie bleibt „nicht zugeordnet“.",
        "Eine Zeile in register/zuordnung.csv ergänzen, die sie zuordnet oder aufteilt.",
        "The posting names several partner regions: {names}. It stays “not assigned”.",
        "Add a line to register/zuordnung.csv that assigns or splits it.",
    ),
    "region_only_country": _warning(
        "Die Buchung nennt nur ein Land; möglich sind: {names}. Sie bleibt „nicht zugeordnet“.",
        "Eine Zeile in register/zuordnung.csv ergänzen, die sie zuordnet oder aufteilt.",
        "The posting names only a country; possible: {names}. It stays “not assigned”.",
        "Add a line to register/zuordnung.csv that assigns or splits it.",
    ),
    "unassigned": _warning(
        "{pot}, {year}: {sum_de} keiner Partnerregion zugeordnet (Buchungen: {count}).",
        "Je Buchung einen Alias in register/partnerregionen.csv oder eine Zeile in register/zuordnung.csv "
        "ergänzen.",
        "{pot}, {year}: {sum_en} assigned to no partner region (postings: {count}).",
        "For each posting add an alias to register/partnerregionen.csv or a line to register/zuordnung.csv.",
    ),
    "account_outside": _note(
        "Konto {account} gehört zu keinem Topf: {sum_de} außerhalb (Buchungen: {count}).",
        "Account {account} belongs to no pot: {sum_en} outside (postings: {count}).",
        "Soll das Konto zählen, einen Topf dafür in register/toepfe.csv eintragen.",
        "If the account is to count, enter a pot for it in register/toepfe.csv.",
    ),
    "account_outside_others": _note(
        "Weitere Konten, die zu keinem Topf gehören: {accounts}; {sum_de} außerhalb (Buchungen: {count}).",
        "Further accounts that belong to no pot: {accounts}; {sum_en} outside (postings: {count}).",
    ),
    "account_without_default": _warning(
        "Konto {account} hat keinen Topf mit standard = ja: {sum_de} liegen in keinem Topf "
        "(Buchungen: {count}).",
        "In register/toepfe.csv einem Topf des Kontos standard = ja geben, oder eine Regel ergänzen.",
        "Account {account} has no pot with standard = ja: {sum_en} are in no pot (postings: {count}).",
        "Give one pot of the account standard = ja in register/toepfe.csv, or add a rule.",
    ),
    "account_without_default_others": _warning(
        "Weitere Konten ohne Topf mit standard = ja: {accounts}; {sum_de} (Buchungen: {count}).",
        "In register/toepfe.csv einem Topf je Konto standard = ja geben, oder Regeln ergänzen.",
        "Further accounts without a pot with standard = ja: {accounts}; {sum_en} (postings: {count}).",
        "Give one pot of each account standard = ja in register/toepfe.csv, or add rules.",
    ),
    "account_missing": _warning(
        "{sum_de} ohne Teilprodukt und ohne Sachkonto zählen zum Topf „{pot}“, weil kein anderer in Frage kommt "
        "(Buchungen: {count}).",
        "Prüfen, ob die Liste nur diesen Topf betrifft; dann im Layout unter „defaults“ die Nummern angeben.",
        "{sum_en} without Teilprodukt and Sachkonto count for pot “{pot}”, because no other fits "
        "(postings: {count}).",
        "Check that the list concerns this pot only; then give the numbers in a layout under “defaults”.",
    ),
    "teilprodukt_missing": _note(
        "{sum_de} nennen kein Teilprodukt und zählen nach dem Sachkonto allein zum Topf „{pot}“ "
        "(Buchungen: {count}).",
        "{sum_en} name no Teilprodukt and count for pot “{pot}” by their Sachkonto alone (postings: {count}).",
        "Prüfen, ob der Export auf das Teilprodukt gefiltert ist; sonst die Spalte Teilprodukt mit exportieren.",
        "Check that the export is filtered to the Teilprodukt; else export the column Teilprodukt too.",
    ),
    "pot_idle": _warning(
        "Keine Buchung gehört zum Topf „{pot}“ (Konto {account}).",
        "Teilprodukt und Sachkonto des Topfs mit den Exporten vergleichen.",
        "No posting belongs to pot “{pot}” (account {account}).",
        "Compare Teilprodukt and Sachkonto of the pot with the exports.",
    ),
    "pot_unclear": _warning(
        "{sum_de} ohne Teilprodukt oder Sachkonto können zu mehreren Töpfen gehören und bleiben ohne Topf "
        "(Buchungen: {count}).",
        "Den Export mit beiden Spalten wiederholen, oder die fehlende Nummer im Layout unter „defaults“ "
        "angeben.",
        "{sum_en} without Teilprodukt or Sachkonto may belong to several pots and stay without one "
        "(postings: {count}).",
        "Repeat the export with both columns, or give the missing number in the layout under “defaults”.",
    ),
}

# Why a posting has no region (column `reason`); the names of regions or rules follow. Longer starts first.
REASONS: dict[str, dict[Language, str]] = {
    "only_country": {
        "de": "mehrdeutig, nur ein Land genannt: ",
        "en": "ambiguous, names only a country: ",
    },
    "ambiguous": {"de": "mehrdeutig: ", "en": "ambiguous: "},
    "rules_disagree": {"de": "Regeln widersprechen sich: ", "en": "rules disagree: "},
    "needs_none": {"de": "dieser Topf braucht keine Partnerregion", "en": "this pot needs no partner region"},
    "no_name": {"de": "kein Name einer Partnerregion", "en": "no name of a partner region"},
}

# --- folders that the command line fills: demo and init ---
MESSAGES |= {
    "folder_not_empty": _error(
        "Hier wird nur in einen leeren oder neuen Ordner geschrieben; an dieser Stelle steht schon etwas.",
        "Einen anderen Ordner nennen oder diesen vorher leeren.",
        "Only an empty or a new folder is written to; there is something in this place already.",
        "Name another folder, or empty this one first.",
    ),
}

# --- writing the workbook ---
MESSAGES |= {
    "target_is_a_folder": _error(
        "Unter diesem Namen gibt es einen Ordner; die Datei kann dort nicht stehen.",
        "Den Ordner umbenennen, oder einen anderen Namen oder Ort für die Datei angeben.",
        "There is a folder of this name; the file cannot stand there.",
        "Rename the folder, or give the file another name or place.",
    ),
    "target_is_of_another_hand": _error(
        "Diese Datei stammt nicht von einem früheren Bericht oder wurde seitdem geändert; sie wird nicht ersetzt.",
        "Die Datei umbenennen, oder einen anderen Ordner angeben.",
        "This file is not of an earlier report or was changed since; it is not replaced.",
        "Rename the file, or name another folder.",
    ),
    "target_has_no_folder": _error(
        "Der Ordner für die Datei lässt sich nicht anlegen; ein Teil des Pfads ist eine Datei.",
        "Einen anderen Ordner angeben.",
        "The folder for the file cannot be made; a part of the path is a file.",
        "Name another folder.",
    ),
    "target_folder_is_closed": _error(
        "In diesem Ordner darf nichts angelegt werden; er ist schreibgeschützt oder gehört jemand anderem.",
        "Einen anderen Ordner angeben, oder sich das Schreibrecht geben lassen.",
        "Nothing may be written in this folder; it is write-protected or belongs to somebody else.",
        "Name another folder, or ask for the right to write there.",
    ),
    "target_path_is_refused": _error(
        "An diesem Ort lässt das System keine Datei zu; der Pfad ist zu lang oder ungültig.",
        "Einen kürzeren Namen in einem eigenen Ordner angeben.",
        "The system allows no file in this place; the path is too long or not valid.",
        "Name a shorter path in a folder of your own.",
    ),
    "target_is_locked": _error(
        "Die Datei lässt sich nicht ersetzen; sie ist gesperrt oder schreibgeschützt. Der alte Stand ist unverändert.",
        "Die Datei schließen (Excel, Word, PDF-Anzeige), oder einen anderen Ordner angeben.",
        "The file cannot be replaced; it is locked or write-protected. The old report is unchanged.",
        "Close the file (Excel, Word, PDF reader), or name another folder.",
    ),
    "files_are_mixed": _error(
        "Diese Datei ließ sich nicht ersetzen, und andere ließen sich nicht zurückholen. Neu: {new}. Alt oder noch nicht da: {old}.",
        "Die Dateien schließen und den Befehl wiederholen; bis dahin nichts davon weitergeben.",
        "This file could not be replaced, and others could not be brought back. New: {new}. Old or not there yet: {old}.",
        "Close the files and repeat the command; hand on none of them until then.",
    ),
    "disk_is_full": _error(
        "Der Datenträger ist voll; es wurde nichts geschrieben. Der alte Stand ist unverändert.",
        "Platz schaffen oder einen anderen Ordner angeben, dann den Befehl wiederholen.",
        "The disk is full; nothing was written. The old report is unchanged.",
        "Make room or name another folder, then repeat the command.",
    ),
    "too_many_rows_for_excel": _error(
        "Der Bericht hat {rows} Buchungszeilen; ein Excel-Blatt fasst höchstens {most}.",
        "Den Datenordner auf weniger Haushaltsjahre begrenzen.",
        "The report has {rows} posting rows; an Excel sheet holds at most {most}.",
        "Limit the data folder to fewer budget years.",
    ),
}

# --- filling a template ---
MESSAGES |= {
    "template_is_no_workbook": _error(
        "Diese Datei ist keine Excel-Mappe, die sich als Vorlage ausfüllen lässt.",
        "Die Vorlage in Excel als .xlsx oder .xltx speichern, mit Makros als .xlsm.",
        "This file is no Excel workbook that could be filled as a template.",
        "Save the template in Excel as .xlsx or .xltx, with macros as .xlsm.",
    ),
    "template_would_lose": _error(
        "Beim Ausfüllen gingen Teile der Vorlage verloren: {parts_de}.",
        "Diese Teile aus der Vorlage nehmen, oder sie auf eine eigene Mappe legen, die auf die ausgefüllte verweist.",
        "Filling the template would lose parts of it: {parts_en}.",
        "Remove these parts from the template, or put them into a workbook of their own that refers to the filled one.",
    ),
    "template_asks_for_nothing": _error(
        "Die Vorlage fragt nach keiner Zahl: Sie hat keinen der bekannten Namen und keine der bekannten Tabellen.",
        "In Excel Zellen benennen (zum Beispiel {names}) oder eine Tabelle {tables} nennen.",
        "The template asks for no figure: it has none of the known names and none of the known tables.",
        "Name cells in Excel (for example {names}), or call a table {tables}.",
    ),
    "template_name_unknown": _warning(
        "Den Namen „{name}“ gibt es nicht; die Zelle bleibt, wie sie ist. Meinten Sie „{nearest}“?",
        "Den Namen in Excel unter Formeln > Namens-Manager ändern.",
        "There is no name “{name}”; the cell stays as it is. Did you mean “{nearest}”?",
        "Change the name in Excel under Formulas > Name Manager.",
    ),
    "template_name_without_figure": _warning(
        "Zu „{name}“ hat der Bericht keine Zahl; die Zelle ist geleert. Der nächste bekannte Name ist „{nearest}“.",
        "Jahr und Topf im Namen prüfen.",
        "The report has no figure for “{name}”; the cell is emptied. The nearest known name is “{nearest}”.",
        "Check year and pot in the name.",
    ),
    "template_name_has_no_cell": _warning(
        "Der Name „{name}“ steht nicht für eine einzelne Zelle und wird nicht ausgefüllt.",
        "Den Namen in Excel unter Formeln > Namens-Manager auf eine Zelle setzen.",
        "The name “{name}” does not stand for one cell and is not filled.",
        "Point the name at one cell in Excel under Formulas > Name Manager.",
    ),
    "template_heading_unknown": _warning(
        "Diese Überschrift ist nicht bekannt; die Spalte bleibt leer. Meinten Sie „{nearest}“?",
        "Die Überschrift in der Vorlage ändern.",
        "This heading is not known; the column stays empty. Did you mean “{nearest}”?",
        "Change the heading in the template.",
    ),
    "template_table_needs": _error(
        "Der Tabelle „{table}“ fehlt die Spalte „{heading}“; ohne sie stünden fremde Mittel unter dem Ansatz.",
        "Die Spalte „{heading}“ in die Tabelle der Vorlage aufnehmen.",
        "The table “{table}” lacks the column “{heading}”; without it other money would stand under the ceiling.",
        "Add the column “{heading}” to the table of the template.",
    ),
    "template_asks_for_postings": _error(
        "Die Tabelle „{table}“ fragt nach einzelnen Buchungen; hier sind nur Summen bekannt.",
        "Die Tabelle aus der Vorlage nehmen, oder „Region_Jahr“ verwenden.",
        "The table “{table}” asks for single postings; only sums are known here.",
        "Take the table out of the template, or use “Region_Year”.",
    ),
    "template_table_is_tight": _error(
        "Neben der Tabelle „{table}“ steht etwas, das nicht mit ihr wachsen kann: {other}.",
        "Es über die Tabelle, mit Abstand darunter oder auf ein anderes Blatt setzen.",
        "Beside the table “{table}” stands something that cannot grow with it: {other}.",
        "Put it above the table, below it, or on another sheet.",
    ),
    "template_is_the_target": _error(
        "Der Bericht würde seine eigene Vorlage überschreiben.",
        "Einen anderen Namen für den Bericht angeben.",
        "The report would overwrite its own template.",
        "Name another file for the report.",
    ),
    "workbook_ending": _error(
        "Die Arbeitsmappe ist eine xlsx-Datei; unter einer anderen Endung öffnet Excel sie nicht.",
        "Einen Namen mit der Endung .xlsx angeben.",
        "The workbook is an xlsx file; under another ending Excel does not open it.",
        "Name a file that ends in .xlsx.",
    ),
    "template_ending": _error(
        "Aus dieser Vorlage entsteht eine Datei mit der Endung {ending}; unter einer anderen öffnet Excel sie nicht.",
        "Den Bericht mit der Endung {ending} schreiben.",
        "This template makes a file that ends in {ending}; under another ending Excel does not open it.",
        "Write the report with the ending {ending}.",
    ),
}

# --- activity logs ---
MESSAGES |= {
    "period_stated_twice": _note(
        "Der Zeitraum wird zweimal angegeben; es gilt der Zeitraum, der beide Angaben umfasst.",
        "The period is stated twice; the period that covers both statements is taken.",
    ),
    "period_winter": _note(
        "Ein Winter mit nur einer Jahreszahl beginnt im Dezember dieses Jahres.",
        "A winter with one year only begins in December of that year.",
        "Ist der Winter davor gemeint, etwa „Winter 2018/19“ schreiben.",
        "If the winter before is meant, write it like “Winter 2018/19”.",
    ),
    "period_first_of_month": _note(
        "Die Zelle ist ein Excel-Datum am ersten Tag eines Monats und gilt als dieser Tag.",
        "The cell is an Excel date on the first day of a month and is taken as that day.",
        "Ist nur der Monat bekannt, die Zelle als Text formatieren und etwa „April 2020“ schreiben: Excel macht aus "
        "einem Monat sonst seinen ersten Tag.",
        "If only the month is known, format the cell as text and write it like “April 2020”: Excel turns a month "
        "into its first day.",
    ),
    "elected_contradict": _error(
        "Die Zelle nennt {first} Mandatstragende, die Spalte der Mandatstragenden {second}.",
        "Eine der beiden Angaben berichtigen.",
        "The cell counts {first} elected members, the column of elected members {second}.",
        "Correct one of the two.",
    ),
    "more_elected_than_people": _warning(
        "{elected} Mandatstragende sind mehr als die {people} Teilnehmenden.",
        "Prüfen, ob die Teilnehmenden die Mandatstragenden einschließen.",
        "{elected} elected members are more than the {people} people.",
        "Check that the people include the elected members.",
    ),
    "unknown_status": _warning(
        "Der Status „{text}“ ist nicht vorgesehen und bleibt, wie er ist.",
        "Einen dieser Status schreiben: geplant, verschoben, abgesagt, laufend, durchgeführt, unterzeichnet.",
        "The status “{text}” is not provided for and stays as it is.",
        "Write one of: geplant, verschoben, abgesagt, laufend, durchgeführt, unterzeichnet.",
    ),
    "unknown_direction": _warning(
        "Die Richtung „{text}“ ist nicht vorgesehen und bleibt, wie sie ist.",
        "Eine dieser Richtungen schreiben: ausgehend, eingehend, gegenseitig, virtuell.",
        "The direction “{text}” is not provided for and stays as it is.",
        "Write one of: ausgehend, eingehend, gegenseitig, virtuell.",
    ),
    # --- documents of activities
    "document_not_posted": _warning(
        "Den Beleg „{document}“, den die Aktivität nennt, gibt es unter den Buchungen nicht.",
        "Die Nummer prüfen, oder den Export mit diesem Beleg in buchungen/ ablegen.",
        "The document “{document}” that the activity names is not among the postings.",
        "Check the number, or put the export with this document into buchungen/.",
    ),
    "document_of_years": _warning(
        "Die Belegnummer „{document}“ gibt es in mehreren Haushaltsjahren ({years}); gezählt ist sie in: {counted}.",
        "Prüfen, ob das der gemeinte Beleg ist; sonst den Zeitraum der Aktivität oder die Nummer berichtigen.",
        "The document number “{document}” exists in several budget years ({years}); it is counted in: {counted}.",
        "Check whether that is the document meant; else correct the period of the activity or the number.",
    ),
    "document_shared": _warning(
        "Den Beleg „{document}“ nennen mehrere Aktivitäten; seine Buchungen zählen bei jeder. Auch hier: {others}.",
        "Gehört er nur zu einer, ihn bei den anderen streichen.",
        "Several activities name the document “{document}”; its postings count for each. Also here: {others}.",
        "If it belongs to one of them only, remove it from the others.",
    ),
    # --- planned activities
    "plan_twice": _error(
        "Den Plan „{plan}“ gibt es schon in {other}; die Zeilen beider Dateien würden zusammengezählt.",
        "Eine der beiden Dateien umbenennen (jede Datei ist ein eigener Plan) oder entfernen.",
        "There is a plan “{plan}” in {other} already; the lines of both files would be added up.",
        "Rename one of the two files (each file is a plan of its own), or remove it.",
    ),
    "plan_undecided": _error(
        "Für {year} gibt es mehrere Pläne: {plans}. Welcher gilt, steht nirgends; der Bericht zeigt keinen.",
        "Den geltenden Plan basis nennen (planung/basis.csv), oder einen mit plan= auswählen.",
        "There are several plans for {year}: {plans}. Nothing says which one holds; the report shows none.",
        "Call the one that holds basis (planung/basis.csv), or choose one with plan=.",
    ),
    "plan_without_year": _error(
        "Der Zeitraum „{text}“ nennt kein Jahr; das Haushaltsjahr ist unbekannt.",
        "Den Zeitraum genauer angeben oder das Haushaltsjahr in der Spalte „jahr“ eintragen.",
        "The period “{text}” names no year; the Haushaltsjahr is unknown.",
        "State the period more exactly, or enter the Haushaltsjahr in the column “jahr”.",
    ),
    "plan_pot_assumed": _note(
        "Zeilen ohne Topf: {count}. Sie sind aus dem Topf „{pot}“ geplant.",
        "Lines without a pot: {count}. They are planned from the pot “{pot}”.",
        "Ist ein anderer Topf gemeint, ihn in der Spalte „topf“ nennen.",
        "If another pot is meant, name it in the column “topf”.",
    ),
    # --- activity logs and regions
    "activity_of_two_regions": _warning(
        "„{text}“ nennt mehrere Partnerregionen ({regions}); die Aktivität bleibt ohne Region.",
        "Je Region eine Zeile schreiben, oder „alle“.",
        "“{text}” names several partner regions ({regions}); the activity stays without a region.",
        "Write one row per region, or “alle”.",
    ),
    "activity_of_no_region": _warning(
        "„{text}“ ist keine bekannte Partnerregion; die Aktivität bleibt ohne Region.{regions}",
        "Die Schreibweise in register/partnerregionen.csv unter „aliase“ ergänzen.",
        "“{text}” is no known partner region; the activity stays without a region.{regions}",
        "Add the spelling in register/partnerregionen.csv under “aliase”.",
    ),
}

# --- drafts of layouts ---
MESSAGES |= {
    "draft_exists": _error(
        "Unter diesem Namen gibt es schon etwas; es wird nicht überschrieben.",
        "Einen anderen Namen angeben oder die Datei vorher entfernen.",
        "There is something of this name already; it is not overwritten.",
        "Give another name, or remove the file first.",
    ),
    "draft_has_no_folder": _error(
        "Den Ordner für den Entwurf gibt es nicht.",
        "Den Ordner anlegen oder einen anderen angeben.",
        "There is no folder for the draft.",
        "Make the folder, or name another one.",
    ),
}

# --- two states of a ledger, compared ---
MESSAGES |= {
    "ledger_changed": _note(
        "Buchungen neu: {new}, geändert: {changed}, verschwunden: {vanished}; Ist vorher {before_de}, nachher "
        "{after_de}, Unterschied {difference_de}.",
        "Postings new: {new}, changed: {changed}, vanished: {vanished}; actual before {before_en}, after "
        "{after_en}, difference {difference_en}.",
    ),
    "ledger_unchanged": _note(
        "Keine Buchung hat sich geändert; Ist {after_de}.", "No posting has changed; actual {after_en}."
    ),
}
CHANGE_HEADINGS: dict[str, dict[Language, str]] = {
    "kind": {"de": "Art", "en": "kind"},
    "year": {"de": "Haushaltsjahr", "en": "budget year"},
    "region": {"de": "Partnerregion", "en": "partner region"},
    "old_total": {"de": "vorher", "en": "before"},
    "new": {"de": "+ neu", "en": "+ new"},
    "changed": {"de": "± geändert", "en": "± changed"},
    "vanished": {"de": "− verschwunden", "en": "− vanished"},
    "new_total": {"de": "= nachher", "en": "= after"},
    "actual": {"de": "Ist", "en": "actual"},
    "commitment": {"de": "Obligo", "en": "committed"},
    "budget": {"de": "Ansatz", "en": "budget"},
    "amount": {"de": "Betrag", "en": "amount"},
    "text": {"de": "Text", "en": "text"},
    "teilprodukt": {"de": "Teilprodukt", "en": "Teilprodukt"},
    "sachkonto": {"de": "Sachkonto", "en": "account"},
    "cost_object": {"de": "Kostenträger", "en": "cost object"},
    "pot": {"de": "Topf", "en": "pot"},
}

# --- the data folder ---
MESSAGES |= {
    "folder_unreadable": _error(
        "Der Ordner lässt sich nicht öffnen ({why}).",
        "Die Zugriffsrechte prüfen; auf einem Netzlaufwerk, ob es verbunden ist.",
        "The folder cannot be opened ({why}).",
        "Check the access rights; on a network drive, whether it is connected.",
    ),
    "folder_linked": _warning(
        "Das ist eine Verknüpfung zu einem anderen Ordner; was darin liegt, wird nicht gelesen.",
        "Die Exporte selbst hier ablegen.",
        "This is a link to another folder; what lies in it is not read.",
        "Put the exports themselves here.",
    ),
    # --- what is not installed
    "lab_missing": _error(
        "Dafür fehlt das Paket {package}; es gehört zum Zusatz „lab“.",
        'pip install "kooperation[lab]", dann den Kernel neu starten. „python run.py lab“ bringt es schon mit.',
        "The package {package} is missing; it belongs to the extra “lab”.",
        'pip install "kooperation[lab]", then restart the kernel. “python run.py lab” has it already.',
    ),
}

# --- Parquet datasets ---
MESSAGES |= {
    "engine_unknown": _error(
        "Die Engine „{name}“ gibt es nicht.",
        "Eine von diesen nennen: {known}.",
        "There is no engine “{name}”.",
        "Name one of these: {known}.",
    ),
    "engine_missing": _error(
        "Die Engine „{name}“ ist nicht installiert.",
        'In einer eigenen Umgebung (nicht .venv, die gehört run.py) im Projektordner aufrufen: pip install ".[{name}]", dann von dort „kooperation report …“; oder die Engine „pandas“ nehmen.',
        "The engine “{name}” is not installed.",
        'In an environment of your own (not .venv, which belongs to run.py) call in the project\'s folder: pip install ".[{name}]", then “kooperation report …” from there; or take the engine “pandas”.',
    ),
    "engine_failed": _error(
        "Die Engine „{name}“ ist gescheitert: {why}",
        "Installation der Engine (bei Spark auch Java), freien Speicher und die Dateien des Datensatzes prüfen; oder eine andere Engine nehmen.",
        "The engine “{name}” failed: {why}",
        "Check the installation of the engine (of Spark also Java), free memory and the files of the dataset; or take another engine.",
    ),
    "dataset_address": _error(
        "Das ist eine Netzadresse; ein Datensatz wird nur aus einem Ordner oder einer Datei gelesen.",
        "Den Speicher als Ordner einbinden. In Python lässt sich ein Frame, den die Engine selbst geöffnet hat, auch unmittelbar an ko.cube geben.",
        "This is a network address; a dataset is read from a folder or a file only.",
        "Mount the storage as a folder. In Python, a frame that the engine opened itself can be given to ko.cube as well.",
    ),
    "dataset_missing": _error(
        "Den Datensatz gibt es nicht.",
        "Pfad der Parquet-Datei oder des Ordners mit Parquet-Dateien prüfen.",
        "There is no such dataset.",
        "Check the path of the Parquet file or of the folder of Parquet files.",
    ),
    "dataset_empty": _error(
        "In dem Ordner liegt keine Parquet-Datei ({endings}).",
        "Den Ordner angeben, der die Parquet-Dateien enthält.",
        "There is no Parquet file ({endings}) in the folder.",
        "Name the folder that holds the Parquet files.",
    ),
    "dataset_unreadable": _error(
        "Die Datei lässt sich nicht als Parquet lesen ({why}).",
        "Die Datei neu schreiben oder aus dem Ordner nehmen.",
        "The file cannot be read as Parquet ({why}).",
        "Write the file anew, or take it out of the folder.",
    ),
    "dataset_differs": _error(
        "Die Spalten sind andere als in {other}: „{column}“ ist hier {type}, dort {expected}.",
        "Alle Dateien des Datensatzes mit denselben Spalten und Typen schreiben.",
        "The columns differ from those of {other}: “{column}” is {type} here, {expected} there.",
        "Write all files of the dataset with the same columns and types.",
    ),
    "dataset_folders_differ": _error(
        "Die Ordner nennen andere Spalten (Spalte=Wert) als die von {other}.",
        "Den Datensatz einheitlich aufteilen, etwa year=2024/….",
        "The folders state other columns (column=value) than those of {other}.",
        "Partition the dataset in one way, for example year=2024/….",
    ),
    "dataset_column_missing": _error(
        "Die Spalte „{column}“ fehlt im Datensatz.",
        "Den Datensatz mit den Spalten der Buchungen schreiben (docs/skalierung.md). Gefunden: {found}.",
        "The dataset has no column “{column}”.",
        "Write the dataset with the columns of bookings (docs/skalierung.md). Found: {found}.",
    ),
    "dataset_without_amounts": _error(
        "In {count} Zeilen steht kein Betrag (Spalte „{column}“); sie würden als null gezählt.",
        "Die Beträge nachtragen oder diese Zeilen beim Schreiben des Datensatzes weglassen.",
        "{count} rows have no amount (column “{column}”); they would count as nothing.",
        "Add the amounts, or leave these rows out when the dataset is written.",
    ),
    "dataset_amount_type": _error(
        "Die Beträge in „{column}“ sind vom Typ {type} und nicht sicher auf den Cent genau.",
        "Als {expected} in Euro schreiben, etwa CAST({column} AS DECIMAL(18,2)); ganze Cent vorher durch 100 teilen.",
        "The amounts in “{column}” are of type {type} and not surely exact to the cent.",
        "Write them as {expected} in euros, for example CAST({column} AS DECIMAL(18,2)); divide whole cents by 100 before.",
    ),
    "dataset_column_type": _error(
        "Die Spalte „{column}“ ist vom Typ {type}; erwartet wird {expected}.",
        "Die Spalte mit diesem Typ schreiben; Kontonummern und Belege sind Text, damit keine Null verloren geht.",
        "The column “{column}” is of type {type}; expected is {expected}.",
        "Write the column with that type; account and document numbers are text, so that no zero gets lost.",
    ),
    "dataset_half_assigned": _error(
        "Der Datensatz ist nur zum Teil zugeordnet: {found} steht darin, {missing} fehlt.",
        "Entweder „region“ und „pot“ mitschreiben oder alle Spalten der Zuordnung weglassen; dann wird nach den Registern zugeordnet.",
        "The dataset is assigned in part only: it has {found}, but not {missing}.",
        "Either write “region” and “pot” as well, or leave out all columns of the assignment; then the registers assign.",
    ),
    "dataset_kind": _error(
        "Die Spalte „kind“ enthält unbekannte Arten von Buchungen: {found}.",
        "Bekannt sind {known}; die Art beim Schreiben des Datensatzes übersetzen.",
        "The column “kind” holds unknown kinds of postings: {found}.",
        "Known are {known}; translate the kind when the dataset is written.",
    ),
    "dataset_assigned": _note(
        "Der Datensatz nennt Partnerregion und Topf jeder Buchung selbst; register/zuordnung.csv wurde nicht angewandt.",
        "The dataset states region and pot of each posting itself; register/zuordnung.csv was not applied.",
        "Soll neu zugeordnet werden, die Spalten der Zuordnung weglassen.",
        "To have it assigned anew, leave out the columns of the assignment.",
    ),
    "dataset_has_orders": _warning(
        "Der Datensatz enthält selbst Aufträge; {count} Zeilen aus den Ordnern der Aufträge bleiben außen vor.",
        "Aufträge nur an einem Ort führen: im Datensatz oder im Ordner „auftraege“.",
        "The dataset holds orders itself; {count} rows from the folders of orders are left out.",
        "Keep orders in one place: in the dataset or in the folder “auftraege”.",
    ),
    "exports_left_out": _note(
        "Die Buchungen kommen aus dem Datensatz; {count} Dateien in diesem Ordner bleiben außen vor.",
        "The postings come from the dataset; {count} files in this folder are left out.",
    ),
    "regions_ambiguous": _warning(
        "Buchungen nennen mehrere Partnerregionen: {names}; {sum_de} bleiben „nicht zugeordnet“ (Buchungen: {count}).",
        "Zeilen in register/zuordnung.csv ergänzen, die sie zuordnen oder aufteilen.",
        "Postings name several partner regions: {names}; {sum_en} stay “not assigned” (postings: {count}).",
        "Add lines to register/zuordnung.csv that assign or split them.",
    ),
    "regions_only_country": _warning(
        "Buchungen nennen nur ein Land; möglich sind: {names}; {sum_de} bleiben „nicht zugeordnet“ (Buchungen: {count}).",
        "Zeilen in register/zuordnung.csv ergänzen, die sie zuordnen oder aufteilen.",
        "Postings name only a country; possible: {names}; {sum_en} stay “not assigned” (postings: {count}).",
        "Add lines to register/zuordnung.csv that assign or split them.",
    ),
}
