"""The words of the Excel report."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # Sheets and tables
    "workbook.sheet_overview": ("Übersicht", "Overview"),
    "workbook.sheet_matrix": ("Region × Jahr", "Region × Year"),
    "workbook.sheet_postings": ("Buchungen", "Postings"),
    "workbook.sheet_unassigned_sheet": ("Nicht zugeordnet", "Not assigned"),
    "workbook.sheet_ceilings": ("Ansätze", "Ceilings"),
    "workbook.sheet_commitments": ("Obligo", "Commitments"),
    "workbook.sheet_reconciliation": ("Abgleich", "Reconciliation"),
    "workbook.sheet_sources": ("Quellen", "Sources"),
    "workbook.sheet_findings": ("Prüfung", "Checks"),
    "workbook.table_postings": ("Buchungen", "Postings"),
    "workbook.table_unassigned": ("NichtZugeordnet", "NotAssigned"),
    "workbook.table_ceilings": ("Ansaetze", "Ceilings"),
    "workbook.table_commitments": ("Obligo", "Commitments"),
    "workbook.table_reconciliation": ("Abgleich", "Reconciliation"),
    "workbook.table_sources": ("Quellen", "Sources"),
    "workbook.table_findings": ("Pruefung", "Checks"),
    # What stands for an absent key
    "workbook.outside": ("außerhalb der Töpfe", "outside of all pots"),
    "workbook.unassigned": ("nicht zugeordnet", "not assigned"),
    "workbook.no_region_needed": ("ohne Partnerregion", "no partner region"),
    "workbook.no_cost_type": ("ohne Kostenart", "no cost type"),
    "workbook.no_year": ("ohne Jahr", "no year"),
    "workbook.undocumented": ("nicht belegt", "not documented"),
    "workbook.every_region": ("alle", "all"),
    "workbook.open_end": ("offen", "open"),
    "workbook.yes": ("ja", "yes"),
    "workbook.no": ("nein", "no"),
    # Title, Stand, finding
    "workbook.title": (
        "Ausgaben je Partnerregion gegen den Ansatz",
        "Spending per partner region against the ceiling",
    ),
    "workbook.subtitle": (
        (
            "Beträge brutto in Euro, wie gebucht; das Jahr ist das Haushaltsjahr. Ein Klick auf eine "
            "Summe führt zu ihren Buchungen."
        ),
        "Gross euros as booked; the year is the budget year. A click on a sum leads to its postings.",
    ),
    "workbook.example": (
        "Beispieldaten – frei erfunden, keine echten Buchungen",
        "Example data – invented, no real postings",
    ),
    "workbook.as_of": ("Stand {day}", "As of {day}"),
    "workbook.as_of_unknown": ("Stand: keine datierte Buchung", "As of: no dated posting"),
    "workbook.stand_last": ("{stand} (letzte Buchung)", "{stand} (latest posting)"),
    "workbook.stand_cut": (
        "{stand} – später Gebuchtes ist nicht enthalten",
        "{stand} – what was booked later is not included",
    ),
    "workbook.page_of": ("Seite &P von &N", "Page &P of &N"),
    "workbook.headline": ("{pot}: {finding}.", "{pot}: {finding}."),
    "workbook.headline_undocumented": (
        "{pot}: {amount} gebucht; für kein Haushaltsjahr ist ein Ansatz belegt.",
        "{pot}: {amount} booked; no ceiling is documented for any budget year.",
    ),
    "workbook.headline_none_over": (
        "In keinem Jahr mit belegtem Ansatz liegen Ist und Obligo darüber",
        "no year with a documented ceiling exceeds it with actual and committed spending",
    ),
    "workbook.headline_year_over": ("{year} um {amount}", "{year} by {amount}"),
    "workbook.headline_over": (
        "Ist und Obligo liegen {years} über dem verwendbaren Ansatz",
        "actual and committed spending exceeds the usable ceiling in {years}",
    ),
    "workbook.headline_many_over": (
        "Ist und Obligo liegen in {count} Jahren über dem verwendbaren Ansatz, zuletzt {years}",
        "actual and committed spending exceeds the usable ceiling in {count} years, most recently {years}",
    ),
    "workbook.headline_left": (
        "{year} sind von {ceiling} noch {amount} verfügbar",
        "in {year}, {amount} of {ceiling} is still available",
    ),
    "workbook.headline_left_and_credit": (
        "{year} sind {amount} verfügbar, {ceiling} und {credit} aus Gutschriften",
        "in {year}, {amount} is available, {ceiling} and {credit} of credit notes",
    ),
    "workbook.no_counting_pot": (
        "Kein Topf wird gegen einen Ansatz gehalten; gezeigt werden nur die Ausgaben.",
        "No pot is held against a ceiling; only spending is shown.",
    ),
    # Overview: whether the sums tie
    "workbook.at_a_glance": ("Auf einen Blick", "At a glance"),
    "workbook.sum_of_postings": ("Summe der Buchungen", "Sum of the postings"),
    "workbook.sum_of_files": ("Summe der Quelldateien", "Sum of the source files"),
    "workbook.steps_to_expected": (
        "ohne Obligozeilen, doppelt Geliefertes und nach dem Stand Gebuchtes",
        "without order rows, rows delivered twice and what was booked later",
    ),
    "workbook.difference": ("Differenz", "Difference"),
    "workbook.reconciliation_sum": (
        "Abweichung von den Budgetübersichten",
        "Deviation from the budget overviews",
    ),
    "workbook.noticed": ("Prüfung", "Checks"),
    "workbook.noticed_counts": (
        "Fehler: {error} · Warnungen: {warning} · Hinweise: {note}",
        "Errors: {error} · Warnings: {warning} · Notes: {note}",
    ),
    "workbook.no_rows": ("keine Buchungszeile", "no posting row"),
    "workbook.no_postings": ("keine Buchungszeile", "no posting row"),
    "workbook.no_accounts_differ": ("alle Konten und Jahre stimmen überein", "all accounts and years tie"),
    "workbook.one_rows": ("in 1 Buchungszeile", "in 1 posting row"),
    "workbook.many_rows": ("in {count} Buchungszeilen", "in {count} posting rows"),
    "workbook.one_postings": ("1 Buchungszeile", "1 posting row"),
    "workbook.many_postings": ("{count} Buchungszeilen", "{count} posting rows"),
    "workbook.one_accounts_differ": ("1 Konto und Jahr weicht ab", "1 account and year differs"),
    "workbook.many_accounts_differ": (
        "{count} Konten und Jahre weichen ab",
        "{count} accounts and years differ",
    ),
    "workbook.no_overviews": ("keine Budgetübersicht vorhanden", "no budget overview at hand"),
    "workbook.see_sheet": ("→ Blatt {sheet}", "→ sheet {sheet}"),
    "workbook.ties": ("stimmt überein", "ties"),
    "workbook.does_not_tie": ("stimmt nicht überein", "does not tie"),
    "workbook.name_sum_of_postings": ("Summe_Buchungen", "Sum_of_postings"),
    "workbook.name_sum_of_files": ("Summe_Quelldateien", "Sum_of_files"),
    "workbook.name_difference": ("Differenz_Quelldateien", "Difference_of_files"),
    "workbook.name_unassigned": ("Summe_nicht_zugeordnet", "Sum_not_assigned"),
    "workbook.name_reconciliation_sum": ("Abweichung_Budgetuebersichten", "Deviation_of_overviews"),
    # Overview: the pots
    "workbook.pot_of_ceilings": (
        "Konto {accounts} · gehalten gegen die Ansätze des Registers",
        "Account {accounts} · held against the ceilings of the register",
    ),
    "workbook.pot_of_plan": (
        "Konto {accounts} · gehalten gegen die eigenen Planzeilen",
        "Account {accounts} · held against its own budget rows",
    ),
    "workbook.column_year": ("Haushaltsjahr", "Budget year"),
    "workbook.column_ceiling": ("Ansatz", "Ceiling"),
    "workbook.column_carried_over": ("Übertrag", "Carried over"),
    "workbook.column_blocked": ("Sperre", "Blocked"),
    "workbook.column_released": ("freigegeben", "Released"),
    "workbook.column_usable": ("verwendbar", "Usable"),
    "workbook.column_actual": ("Ist", "Actual"),
    "workbook.column_refunds": ("davon Erstattungen", "of which refunds"),
    "workbook.column_committed": ("Obligo", "Committed"),
    "workbook.column_available": ("verfügbar", "Available"),
    "workbook.column_used_share": ("Ausschöpfung (Ist)", "Used (actual)"),
    "workbook.column_bound_share": ("Bindung (Ist + Obligo)", "Bound (actual + committed)"),
    "workbook.column_light": ("Ampel", "Light"),
    "workbook.column_state": ("Zustand", "State"),
    "workbook.column_status": ("Status", "Status"),
    "workbook.column_source": ("Quelle", "Source"),
    "workbook.note_undocumented": (
        "{years}: kein Ansatz belegt, deshalb keine Quote.",
        "{years}: no documented ceiling, so no share is given.",
    ),
    "workbook.note_scope": ("{years}: Ansatz nur für {regions}.", "{years}: ceiling for {regions} only."),
    "workbook.note_scope_spent": (
        "{years}: Ansatz nur für {regions}; {amount} für andere Regionen zählen nicht dagegen.",
        "{years}: ceiling for {regions} only; {amount} for other regions does not count against it.",
    ),
    "workbook.note_vorgeschlagen": (
        "{years}: Ansatz vorgeschlagen, noch nicht beschlossen ({paper}).",
        "{years}: ceiling proposed, not yet approved ({paper}).",
    ),
    "workbook.note_angenommen": (
        "{years}: Ansatz angenommen, nicht belegt ({paper}).",
        "{years}: ceiling assumed, not documented ({paper}).",
    ),
    "workbook.note_state": (
        (
            "Zustand: „knapp“ ab {threshold} % Bindung, „ausgeschöpft“ bei genau 100 %, „überschritten“"
            " darüber, jeweils vom verwendbaren Betrag. verfügbar = verwendbar − Ist − Obligo."
        ),
        (
            "State: “warning” from {threshold}% bound, “exhausted” at exactly 100%, “exceeded” above, "
            "each of the usable amount. Available = usable − actual − committed."
        ),
    ),
    "workbook.no_paper": ("ohne Angabe der Vorlage", "paper not stated"),
    "workbook.beside_title": (
        "Daneben – zählt nicht gegen den Ansatz",
        "Beside – does not count against the ceiling",
    ),
    "workbook.beside_note": (
        "aus anderen Budgets oder außerhalb der Töpfe bezahlt; nur gezeigt, nie mitgerechnet",
        "paid from other budgets or outside of all pots; shown, never added",
    ),
    "workbook.beside_cut": (
        "die letzten {count} Jahre, „Gesamt“ ist die Summe aller",
        "the latest {count} years; “All years” is the sum of all",
    ),
    "workbook.to_actual": ("zu den Summen je Region", "to the sums per region"),
    "workbook.to_committed": ("zu den Aufträgen", "to the orders"),
    "workbook.to_ceilings": ("zu den Beschlüssen", "to the decisions"),
    # Matrix
    "workbook.matrix_note": (
        "Jede Zahl ist eine Formel über das Blatt Buchungen; ein Klick darauf markiert ihre Buchungen.",
        "Every figure is a formula over the sheet of postings; a click on it marks its postings.",
    ),
    "workbook.pot_or_account": ("Topf", "Pot"),
    "workbook.all_years": ("Gesamt", "All years"),
    "workbook.block_counting": ("zählt gegen den Ansatz", "counts against the ceiling"),
    "workbook.block_beside": (
        "daneben – zählt nicht gegen den Ansatz",
        "beside – does not count against the ceiling",
    ),
    "workbook.block_outside": ("auf Konten, die zu keinem Topf gehören", "on accounts that belong to no pot"),
    "workbook.sum": ("Summe", "Sum"),
    "workbook.matrix_ceiling": ("Ansatz", "Ceiling"),
    "workbook.matrix_used_share": ("Ausschöpfung", "Share used"),
    "workbook.matrix_rest": ("Rest (verwendbar − Ist)", "Left (usable − actual)"),
    "workbook.matrix_out_of_scope": ("davon außerhalb des Umfangs", "of which out of scope"),
    "workbook.all_postings": ("Summe aller Buchungen", "Sum of all postings"),
    "workbook.sum_in_postings": ("Summe im Blatt Buchungen", "Sum in the sheet of postings"),
    "workbook.accounts": ("Konten", "Accounts"),
    "workbook.accounts_note": (
        "was die Töpfe zusammen vom Konto verbraucht haben",
        "what the pots together took from the account",
    ),
    "workbook.account_sum": ("Summe des Kontos", "Sum of the account"),
    "workbook.to_postings": ("Buchungen zeigen", "show the postings"),
    # Postings and rows behind a figure
    "workbook.postings_note": (
        (
            "Sortiert wie die Matrix; zum Suchen bitte filtern, nicht umsortieren: die Verweise der "
            "Matrix zeigen auf diese Reihenfolge."
        ),
        (
            "Sorted as the matrix is; please filter to search, do not sort: the links of the matrix "
            "point at this order."
        ),
    ),
    "workbook.condensed_sheet": (
        "Jede Zeile ist die Summe gleichartiger Buchungen (Spalte Anzahl).",
        "Each row is the sum of like postings (column Count).",
    ),
    "workbook.condensed_cover": (
        "Die Blätter Buchungen und Nicht zugeordnet zeigen Summen gleichartiger Buchungen.",
        "The sheets Postings and Not assigned show sums of like postings.",
    ),
    "workbook.condensed_dataset": (
        "Jede einzelne steht im Datensatz „{name}“.",
        "Each single one stands in the dataset “{name}”.",
    ),
    "workbook.condensed_beside": (
        "Jede einzelne steht neben dieser Mappe in {files}: {rows} Zeilen, zusammen {amount}.",
        "Each single one stands beside this workbook in {files}: {rows} rows, {amount} in all.",
    ),
    "workbook.postings_file": ("buchungen", "postings"),
    "workbook.count": ("Anzahl", "Count"),
    "workbook.filtered_sum": ("Summe der gezeigten Zeilen", "Sum of the rows shown"),
    "workbook.to_matrix": ("Matrix", "Matrix"),
    "workbook.to_posting": ("Buchung", "Posting"),
    "workbook.year": ("Haushaltsjahr", "Year"),
    "workbook.period": ("Periode", "Period"),
    "workbook.booked_on": ("Datum", "Date"),
    "workbook.teilprodukt": ("Teilprodukt", "Teilprodukt"),
    "workbook.sachkonto": ("Sachkonto", "Sachkonto"),
    "workbook.account": ("Konto", "Account"),
    "workbook.document": ("Beleg", "Document"),
    "workbook.item": ("Position", "Item"),
    "workbook.posting_text": ("Text", "Text"),
    "workbook.pot": ("Topf", "Pot"),
    "workbook.region": ("Partnerregion", "Region"),
    "workbook.cost_type": ("Kostenart", "Cost type"),
    "workbook.amount": ("Betrag", "Amount"),
    "workbook.foreign_amount": ("Originalbetrag", "Original amount"),
    "workbook.currency": ("Währung", "Currency"),
    "workbook.order": ("Auftrag", "Order"),
    "workbook.rule": ("Regel", "Rule"),
    "workbook.share": ("Anteil", "Share"),
    "workbook.file": ("Datei", "File"),
    "workbook.sheet": ("Blatt", "Sheet"),
    "workbook.row": ("Zeile", "Row"),
    "workbook.booking_id": ("Buchungskennung", "Booking id"),
    "workbook.unassigned_none": (
        "Jede Buchung, die eine Partnerregion braucht, hat eine.",
        "Every posting that needs a partner region has one.",
    ),
    "workbook.unassigned_note": (
        (
            "Diese Buchungen nennen keine oder mehrere Partnerregionen. Zum Zuordnen die vorbereitete "
            "Zeile in register/zuordnung.csv ergänzen und {placeholder} durch den Schlüssel der Region "
            "ersetzen. Reihenfolge der Spalten:"
        ),
        (
            "These postings name no partner region or several. To assign one, add the prepared line to "
            "register/zuordnung.csv and put the key of the region in place of {placeholder}. Order of "
            "the columns:"
        ),
    ),
    "workbook.unassigned_sums_note": (
        (
            "Texte und Belege der einzelnen Buchungen sagen, welcher Alias in register/partnerregionen.csv "
            "oder welche Zeile in register/zuordnung.csv fehlt."
        ),
        (
            "Texts and documents of the single postings say which alias in register/partnerregionen.csv or "
            "which line in register/zuordnung.csv is missing."
        ),
    ),
    "workbook.unassigned_in_files": (
        "In den Dateien sind es die Zeilen mit Partnerregion „{unassigned}“; die letzte Spalte nennt den Grund.",
        "In the files they are the rows with region “{unassigned}”; the last column names the reason.",
    ),
    "workbook.reason": ("Grund", "Reason"),
    "workbook.no_rule_line": (
        "Weder Beleg noch Text nennen nur diese Buchung: im Export ergänzen.",
        "Neither document nor text name this posting alone: complete the export.",
    ),
    "workbook.no_more_rule_lines": (
        "Zeilen werden nur für die ersten {most} Buchungen vorgeschlagen; erst Aliase und Regeln ergänzen.",
        "Lines are proposed for the first {most} postings only; add aliases and rules first.",
    ),
    "workbook.remedy": ("Zeile für zuordnung.csv", "Line for zuordnung.csv"),
    # Ceilings, orders, reconciliation, sources, findings
    "workbook.ceilings_note": (
        "Alle Beschlüsse und Ansätze des Registers; „nicht belegt“: die Vorlagen nennen keinen Betrag.",
        "All decisions of the register; “not documented”: the papers state no amount.",
    ),
    "workbook.from_year": ("ab Jahr", "From year"),
    "workbook.to_year": ("bis Jahr", "To year"),
    "workbook.effect": ("Wirkung", "Effect"),
    "workbook.effect_setzt": ("setzt", "sets"),
    "workbook.effect_erhoeht": ("erhöht um", "adds"),
    "workbook.effect_uebertraegt": ("überträgt", "carries over"),
    "workbook.effect_sperrt": ("sperrt", "blocks"),
    "workbook.effect_gibt_frei": ("gibt frei", "releases"),
    "workbook.released": ("Freigabe", "Release"),
    "workbook.scope": ("Umfang", "Scope"),
    "workbook.status": ("Status", "Status"),
    "workbook.paper": ("Vorlage", "Paper"),
    "workbook.body": ("Gremium", "Body"),
    "workbook.decided_on": ("beschlossen am", "Decided on"),
    "workbook.valid_from": ("gültig ab", "Valid from"),
    "workbook.valid_to": ("gültig bis", "Valid to"),
    "workbook.source": ("Quelle", "Source"),
    "workbook.commitments_note": (
        "Aufträge und Reservierungen abzüglich ihrer Rechnungen; „endabgerechnet“ ist nichts mehr offen.",
        "Orders and reservations minus their invoices; nothing is open once an order is final.",
    ),
    "workbook.ordered": ("beauftragt", "Ordered"),
    "workbook.invoiced": ("abgerechnet", "Invoiced"),
    "workbook.open": ("offen", "Open"),
    "workbook.is_final": ("endabgerechnet", "Final"),
    "workbook.reconciliation_note": (
        "Einzelbuchungen gegen das Ist der Budgetübersichten, je Jahr und Konto.",
        "Line items against the actual spending of the budget overviews, per year and account.",
    ),
    "workbook.overview_actual": ("Budgetübersicht", "Budget overview"),
    "workbook.items_sum": ("Einzelbuchungen", "Line items"),
    "workbook.verdict": ("Ergebnis", "Verdict"),
    "workbook.differs": ("weicht ab", "differs"),
    "workbook.one_side": ("nur auf einer Seite", "on one side only"),
    "workbook.candidates": ("mögliche Ursachen", "Possible causes"),
    "workbook.sources_note": (
        "Jede gelesene Datei mit Prüfsumme; „Ist im Bericht“ ist die Summe ihrer Zeilen im Blatt Buchungen.",
        "Every file read, with its hash; “Actual in report” is the sum of its rows in the sheet of postings.",
    ),
    "workbook.kind_of_file": ("Art", "Kind"),
    "workbook.kind_bookings": ("Buchungen", "bookings"),
    "workbook.kind_overview": ("Budgetübersicht", "budget overview"),
    "workbook.kind_orders": ("Aufträge", "orders"),
    "workbook.kind_activities": ("Aktivitäten", "activities"),
    "workbook.kind_planning": ("Planung", "planning"),
    "workbook.kind_register": ("Register", "register"),
    "workbook.layout": ("Layout", "Layout"),
    "workbook.years": ("Jahre", "Years"),
    "workbook.rows_read": ("Zeilen gelesen", "Rows read"),
    "workbook.rows_kept": ("behalten", "Rows kept"),
    "workbook.rows_dropped": ("ausgelassen", "Rows dropped"),
    "workbook.dropped_reasons": ("Gründe", "Reasons"),
    "workbook.control_totals": ("Kontrollsummen", "Control totals"),
    "workbook.file_sum": ("Summe der Datei", "Sum of the file"),
    "workbook.in_report": ("Ist im Bericht", "Actual in report"),
    "workbook.findings_note": (
        "Was beim Lesen und Zuordnen auffiel, mit Ort und Abhilfe.",
        "What was noticed while reading and assigning, with place and remedy.",
    ),
    "workbook.severity": ("Art", "Severity"),
    "workbook.severity_error": ("Fehler", "Error"),
    "workbook.severity_warning": ("Warnung", "Warning"),
    "workbook.severity_note": ("Hinweis", "Note"),
    "workbook.column": ("Spalte", "Column"),
    "workbook.message": ("Befund", "Finding"),
    "workbook.advice": ("Abhilfe", "Remedy"),
    "workbook.raw": ("Inhalt der Zelle", "Content of the cell"),
    # Native chart
    "workbook.chart_title": (
        "{pot}: Ausgaben je Partnerregion und Haushaltsjahr gegen den Ansatz",
        "{pot}: spending per partner region and budget year against the ceiling",
    ),
    "workbook.chart_alt_year": (
        "{year}: {amount} von {ceiling} ({share}).",
        "{year}: {amount} of {ceiling} ({share}).",
    ),
    "workbook.chart_alt_undocumented": (
        "{year}: {amount}, Ansatz nicht belegt.",
        "{year}: {amount}, ceiling not documented.",
    ),
    "workbook.chart_label": ("Beschriftung", "Label"),
    "workbook.chart_positive": ("Ausgaben über null", "Spending above zero"),
    "workbook.chart_negative": ("Ausgaben unter null", "Spending below zero"),
    "workbook.chart_ceiling": ("Ansatz (Betrag)", "Ceiling (amount)"),
    "workbook.chart_highest": ("höchster Wert", "Highest value"),
    "workbook.chart_foot": ("Fuß der Ansatzmarke", "Foot of the ceiling mark"),
    "workbook.chart_firm": ("Ansatz", "Ceiling"),
    "workbook.chart_unsure": (
        "Ansatz, nur vorgeschlagen oder angenommen",
        "Ceiling, only proposed or assumed",
    ),
    "workbook.chart_top_of_ceiling": ("Ausgleich über dem Ansatz", "Space above the ceiling"),
    "workbook.chart_bottom_of_ceiling": ("Ausgleich unter null", "Space below zero"),
    "workbook.chart_top_of_spending": ("Ausgleich über den Ausgaben", "Space above the spending"),
}
