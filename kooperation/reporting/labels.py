"""Every text that people read in charts, workbook and on the screen, German and English, in one place.

A key names its section and its place (``chart.ceiling``). ``{names}`` are filled by the caller, with amounts
and dates already written in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence

from kooperation.model.messages import Language

CHART_LABELS: dict[str, tuple[str, str]] = {
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
    "chart.years": ("{first} bis {last}", "{first} to {last}"),
    # Footnotes
    "chart.note_scope": (
        "{years}: Ansatz nur für {regions}; blass Gezeichnetes zählt nicht dagegen.",
        "{years}: ceiling for {regions} only; what is drawn pale does not count against it.",
    ),
    "chart.note_scope_all_in": ("{years}: Ansatz nur für {regions}.", "{years}: ceiling for {regions} only."),
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
    "chart.note_usable": (
        "{year}: verwendbar {usable} (Ansatz {ceiling} mit Übertrag, Sperre oder Freigabe).",
        "{year}: {usable} usable (ceiling {ceiling} with carry-over, block or release).",
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

STATE_LABELS: dict[str, tuple[str, str]] = {
    "state.within": ("im Rahmen", "within"),
    "state.warning": ("knapp", "warning"),
    "state.exhausted": ("ausgeschöpft", "exhausted"),
    "state.exceeded": ("überschritten", "exceeded"),
    "state.undocumented": ("nicht belegt", "not documented"),
    "status.beschlossen": ("beschlossen", "approved"),
    "status.veranschlagt": ("veranschlagt", "budgeted"),
    "status.vorgeschlagen": ("vorgeschlagen", "proposed"),
    "status.angenommen": ("angenommen", "assumed"),
}

WORKBOOK_LABELS: dict[str, tuple[str, str]] = {
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
        "In keinem Jahr liegen Ist und Obligo über dem Ansatz",
        "no year with a documented ceiling exceeds it with actual and committed spending",
    ),
    "workbook.headline_year_over": ("{year} um {amount}", "{year} by {amount}"),
    "workbook.headline_over": (
        "Ist und Obligo liegen {years} über dem verfügbaren Ansatz",
        "actual and committed spending exceeds the usable ceiling in {years}",
    ),
    "workbook.headline_many_over": (
        "Ist und Obligo liegen in {count} Jahren über dem verfügbaren Ansatz, zuletzt {years}",
        "actual and committed spending exceeds the usable ceiling in {count} years, most recently {years}",
    ),
    "workbook.headline_left": (
        "{year} sind von {ceiling} noch {amount} verfügbar",
        "in {year}, {amount} of {ceiling} is still available",
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
    "workbook.name_actual": ("Ist", "Actual"),
    "workbook.name_committed": ("Offenes_Obligo", "Open_commitments"),
    "workbook.name_available": ("Verfuegbar", "Available"),
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
    "workbook.chart_rows": (
        "Werte des Diagramms „{pot}“ (nicht ändern)",
        "Values of the chart “{pot}” (do not change)",
    ),
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
    "workbook.chart_ceiling": ("Ansatz", "Ceiling"),
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

SCREEN_LABELS: dict[str, tuple[str, str]] = {
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
        "{year}:     {pot}: Ansatz {ceiling}, davon nutzbar {usable}, Ist {actual}, Obligo {committed}, verfügbar {available} ({share} des Ansatzes gebunden, {state})",
        "{year}:     {pot}: ceiling {ceiling}, usable {usable}, actual {actual}, committed {committed}, available {available} ({share} of the ceiling bound, {state})",
    ),
    "screen.year_undocumented": (
        "{year}:     {pot}: Ansatz nicht belegt, Ist {actual}, Obligo {committed}",
        "{year}:     {pot}: ceiling not documented, actual {actual}, committed {committed}",
    ),
    "screen.crossed": (
        "          {threshold} % erreicht mit {document} vom {day}: {running} gebucht ({place})",
        "          {threshold}% reached with {document} of {day}: {running} booked ({place})",
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
        "Bericht:  {file} (Diagramme daneben: {pictures})",
        "Report:   {file} (charts beside it: {pictures})",
    ),
    "screen.spending_file": ("ausgaben_{pot}.png", "spending_{pot}.png"),
    "screen.usage_file": ("ausschoepfung_{pot}.png", "usage_{pot}.png"),
    "screen.error": ("Fehler", "Error"),
    "screen.warning": ("Warnung", "Warning"),
    "screen.note": ("Hinweis", "Note"),
    "screen.check_count": (
        "Fehler: {error}, Warnungen: {warning}, Hinweise: {note}",
        "Errors: {error}, warnings: {warning}, notes: {note}",
    ),
    "screen.as_of": ("Stand {day}{example}", "As of {day}{example}"),
}

USAGE_LABELS: dict[str, tuple[str, str]] = {
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
        "“{value}” is no Haushaltsjahr. Write four digits, such as 2025.",
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
            "Shows ceiling, actual, committed and rest of each Haushaltsjahr, and the posting that reached a threshold.\n\n"
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
    "help.year": ("Nur dieses Haushaltsjahr.", "Only this Haushaltsjahr."),
    "help.json": (
        "Als JSON für andere Programme, Beträge als Text.",
        "As JSON for other programs, amounts as text.",
    ),
    "help.language": (
        "Sprache aller Ausgaben (language of all output). [Vorgabe: de]",
        "Language of all output. [default: de]",
    ),
}

FRAME_LABELS: dict[str, tuple[str, str]] = {
    # Headings of frames, by column, as docs/glossar.md names them
    "frame.year": ("Haushaltsjahr", "Budget year"),
    "frame.period": ("Periode", "Period"),
    "frame.booked_on": ("Datum", "Date"),
    "frame.teilprodukt": ("Teilprodukt", "Teilprodukt"),
    "frame.sachkonto": ("Sachkonto", "Account"),
    "frame.document": ("Beleg", "Document"),
    "frame.item": ("Position", "Item"),
    "frame.text": ("Buchungstext", "Posting text"),
    "frame.amount": ("Betrag", "Amount"),
    "frame.foreign_amount": ("Originalbetrag", "Original amount"),
    "frame.currency": ("Währung", "Currency"),
    "frame.region": ("Partnerregion", "Partner region"),
    "frame.region_text": ("Partnerregion", "Partner region"),
    "frame.pot": ("Topf", "Pot"),
    "frame.cost_type": ("Kostenart", "Cost type"),
    "frame.rule": ("Regel", "Rule"),
    "frame.share": ("Anteil", "Share"),
    "frame.reason": ("Grund", "Reason"),
    "frame.source_file": ("Datei", "File"),
    "frame.source_sheet": ("Blatt", "Sheet"),
    "frame.source_row": ("Zeile", "Row"),
    "frame.order_id": ("Auftrag", "Order"),
    "frame.ordered": ("beauftragt", "Ordered"),
    "frame.invoiced": ("abgerechnet", "Invoiced"),
    "frame.open": ("offen", "Open"),
    "frame.is_final": ("endabgerechnet", "Final"),
    "frame.ceiling": ("Ansatz", "Ceiling"),
    "frame.usable": ("verwendbar", "Usable"),
    "frame.actual": ("Ist", "Actual"),
    "frame.gross": ("brutto", "Gross"),
    "frame.refunds": ("Erstattungen", "Refunds"),
    "frame.committed": ("Obligo", "Committed"),
    "frame.available": ("verfügbar", "Available"),
    "frame.used_share": ("Ausschöpfung", "Share used"),
    "frame.bound_share": ("Bindung", "Share bound"),
    "frame.released_share": ("freigegeben", "Released"),
    "frame.state": ("Zustand", "State"),
    "frame.carried_over": ("Übertrag", "Carried over"),
    "frame.blocked": ("Sperre", "Blocked"),
    "frame.scope": ("Umfang", "Scope"),
    "frame.status": ("Status", "Status"),
    "frame.decisions": ("Vorlage", "Paper"),
    "frame.out_of_scope": ("außerhalb des Umfangs", "Out of scope"),
    "frame.unassigned": ("nicht zugeordnet", "Not assigned"),
    "frame.threshold": ("Schwelle", "Threshold"),
    "frame.reached": ("Schwelle", "Threshold"),
    "frame.running": ("Ist bis hierher", "Actual so far"),
    "frame.overview": ("Budgetübersicht", "Budget overview"),
    "frame.items": ("Einzelbuchungen", "Line items"),
    "frame.difference": ("Differenz", "Difference"),
    "frame.candidates": ("mögliche Ursachen", "Possible causes"),
    "frame.file": ("Datei", "File"),
    "frame.kind_of_file": ("Art", "Kind"),
    "frame.layout": ("Layout", "Layout"),
    "frame.sheet": ("Blatt", "Sheet"),
    "frame.row": ("Zeile", "Row"),
    "frame.column": ("Spalte", "Column"),
    "frame.raw": ("Inhalt", "Content"),
    "frame.rows_read": ("Zeilen gelesen", "Rows read"),
    "frame.rows_kept": ("behalten", "Kept"),
    "frame.rows_dropped": ("ausgelassen", "Left out"),
    "frame.dropped_reasons": ("Gründe", "Reasons"),
    "frame.control_totals": ("Kontrollsummen", "Control totals"),
    "frame.sum": ("Summe der Datei", "Sum of the file"),
    "frame.years": ("Jahre", "Years"),
    "frame.severity": ("Schwere", "Severity"),
    "frame.message": ("Befund", "Finding"),
    "frame.advice": ("Abhilfe", "Remedy"),
    "frame.activity_id": ("Kennung", "Id"),
    "frame.period_text": ("Zeitraum", "Period"),
    "frame.start": ("von", "From"),
    "frame.end": ("bis", "To"),
    "frame.precision": ("Genauigkeit", "Precision"),
    "frame.kind": ("Art", "Kind"),
    "frame.direction": ("Richtung", "Direction"),
    "frame.organiser": ("Veranstalter", "Organiser"),
    "frame.people": ("Teilnehmende", "People"),
    "frame.people_approx": ("ungefähr", "About"),
    "frame.elected": ("davon Mandatstragende", "Of which elected"),
    "frame.moved_to": ("verschoben auf", "Moved to"),
    "frame.outcome": ("Ergebnis", "Outcome"),
    "frame.source": ("Quelle", "Source"),
    "frame.name": ("Name", "Name"),
    "frame.shows": ("zeigt", "Shows"),
    "frame.leads_to": ("führt zu", "Leads to"),
    # How exactly a date is known
    "frame.precision_day": ("Tag", "day"),
    "frame.precision_range": ("Zeitspanne", "range"),
    "frame.precision_month": ("Monat", "month"),
    "frame.precision_season": ("Jahreszeit", "season"),
    "frame.precision_year": ("Jahr", "year"),
    "frame.precision_open": ("offen", "open"),
    # Books at a glance
    "frame.fact": ("Gelesen", "Read"),
    "frame.value": ("Umfang", "Extent"),
    "frame.files": ("Dateien", "Files"),
    "frame.postings": ("Buchungen", "Postings"),
    "frame.unassigned_postings": ("davon ohne Partnerregion", "of which without partner region"),
    "frame.outside_postings": ("davon außerhalb der Töpfe", "of which outside of all pots"),
    "frame.activities": ("Aktivitäten", "Activities"),
    "frame.as_of": ("Stand", "As of"),
    "frame.noticed": ("Befunde", "Findings"),
    "frame.count_and_sum": ("{count} mit zusammen {amount}", "{count}, together {amount}"),
}

CONTENTS_LABELS: dict[str, tuple[str, str]] = {
    "contents.shows_overview": (
        "Ergebnis, Summenprobe, Ansatz und Ausschöpfung je Jahr, Diagramm",
        "Finding, check of sums, ceiling and usage per year, chart",
    ),
    "contents.leads_overview": (
        "Summen je Region, Aufträge und Beschlüsse",
        "Sums per region, orders and decisions",
    ),
    "contents.shows_matrix": (
        "Ausgaben je Partnerregion und Haushaltsjahr, je Topf und je Konto",
        "Spending per partner region and budget year, per pot and per account",
    ),
    "contents.leads_matrix": ("die Buchungen hinter jeder Summe", "The postings behind each sum"),
    "contents.shows_postings": (
        "jede Buchung mit Topf, Region, Kostenart und Regel",
        "Each posting with pot, region, cost type and rule",
    ),
    "contents.leads_postings": ("Datei, Blatt und Zeile des Exports", "File, sheet and row of the export"),
    "contents.shows_unassigned_sheet": (
        "Buchungen ohne Partnerregion, mit Grund",
        "Postings without partner region, with the reason",
    ),
    "contents.leads_unassigned_sheet": (
        "die Zeile, die in zuordnung.csv fehlt",
        "The line that zuordnung.csv lacks",
    ),
    "contents.shows_ceilings": ("Beschlüsse über den Ansatz", "Decisions on the ceiling"),
    "contents.leads_ceilings": ("Vorlage, Gremium, Datum, Quelle", "Paper, body, date, source"),
    "contents.shows_commitments": (
        "Aufträge: beauftragt, abgerechnet, offen",
        "Orders: ordered, invoiced, open",
    ),
    "contents.leads_commitments": ("Datei und Zeile des Auftrags", "File and row of the order"),
    "contents.shows_reconciliation": (
        "Budgetübersicht gegen Einzelbuchungen, auf den Cent",
        "Budget overview against line items, to the cent",
    ),
    "contents.leads_reconciliation": (
        "mögliche Ursachen einer Differenz",
        "Possible causes of a difference",
    ),
    "contents.shows_sources": (
        "jede gelesene Datei mit Prüfsumme, Zeilen und Kontrollsummen",
        "Each file read with checksum, rows and control totals",
    ),
    "contents.leads_sources": ("die Originaldatei", "The original file"),
    "contents.shows_findings": ("alle Befunde der Prüfung", "All findings of the check"),
    "contents.leads_findings": ("Fundstelle und Abhilfe", "Place and remedy"),
}

LABELS: dict[str, tuple[str, str]] = {
    **CHART_LABELS,
    **STATE_LABELS,
    **WORKBOOK_LABELS,
    **SCREEN_LABELS,
    **USAGE_LABELS,
    **FRAME_LABELS,
    **CONTENTS_LABELS,
}


def label(key: str, language: Language = "de", **values: object) -> str:
    """Return the text ``key`` in the reader's language, its gaps filled with ``values``.

    Raises
    ------
    KeyError
        When the catalogue has no such text, or a gap has no value.
    """
    german, english = LABELS[key]
    return (english if language == "en" else german).format_map(values)


def enumerate_words(words: Sequence[str], language: Language = "de") -> str:
    """Join words as a sentence does: ``Ansan, Minnesota und Lwiw``."""
    joint = {"de": " und ", "en": " and "}[language]
    return joint.join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])
