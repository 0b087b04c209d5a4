"""Lines of a budget among postings: what was granted or is left, which would count as spent."""

from __future__ import annotations

import numpy as np

from kooperation.model.findings import Finding, finding
from kooperation.model.text_patterns import found_in
from kooperation.reading.cells.column import Array
from kooperation.reading.cells.floods import MOST_ALIKE
from kooperation.reading.ledgers.entries import Entries
from kooperation.reading.ledgers.records import Records
from kooperation.reading.tables.inference import as_texts

# The whole text: ``Ansatzplanung`` and ``Budget Autovermietung`` say what was paid for.
_WORDS = (
    r"(?:haushalts|plan|jahres|gesamt|fortgeschriebener )?ansatz|(?:haushalts|jahres|gesamt|rest)budget"
    r"|budget:? [0-9]{4}|(?:noch )?verf(?:ü|ue)gbar(?:er betrag|e mittel)?|restmittel"
)
_BUDGET = rf"(?i)^(?:{_WORDS})(?: (?:f(?:ü|ue)r )?(?:haushaltsjahr )?[0-9]{{4}})?:?$"


def budget_lines(records: Records, entries: Entries) -> list[Finding]:
    """Refuse rows without a document that count as spent and whose text is but ``Ansatz 2024``."""
    position = records.plan.columns.get("text")
    chosen = _without_document(records)
    if position is None or not len(chosen):
        return []
    is_spent = np.zeros(len(records), dtype=bool)
    is_spent[entries.records[entries.is_actual & (np.asarray(entries.cents) != 0)]] = True
    chosen = chosen[is_spent[chosen]]
    texts = as_texts(records.typed.grid.columns[position]).take(records.typed.places[chosen])
    found = np.flatnonzero(texts.rows_that(lambda cells: found_in(cells, _BUDGET)))
    return [
        finding("budget_line", records.place(int(chosen[place]), "text"), raw=texts[int(place)])
        for place in found[:MOST_ALIKE]
    ]


def _without_document(records: Records) -> Array:
    position = records.plan.columns.get("document")
    if position is None:
        return np.arange(len(records))
    return np.flatnonzero(~records.typed.grid.columns[position].filled[records.typed.places])
