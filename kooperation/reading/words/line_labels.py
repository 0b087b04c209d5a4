"""What a line calls itself: total, opening, count of rows, footer; told by its label alone."""

from __future__ import annotations

import re

from kooperation.model.region import fold

# Every label of a total or opening contains one of these, folded; so whole columns can be searched quickly.
LABEL_STEMS = (
    r"\*|sum|saldo|ergebnis|gesamt|zusammen|total|totaal|endbetrag|[σς]|ges\.|sa\.|su\."
    r"|vortrag|ubertrag|anfangsbestand|opening|closing"
)
_STEM = re.compile(LABEL_STEMS)
_PARTS = "(?:gesamt|zwischen|zw\\.|end|teil|schluss|jahres|quartals|monats|seiten|konto|kontroll)"
_PLAIN_TOTAL = (
    rf"(?:\*{{1,5}}|{_PARTS}?-? ?summen?"
    r"|summa(?: summarum)?|(?:gesamt|zwischen|end|schluss|konto)?saldo"
    r"|(?:gesamt|jahres|quartals|monats|zwischen|end)?ergebnis|gesamt(?:betrag|kosten|ausgaben)?|endbetrag"
    r"|(?:alles )?zusammen|insgesamt|(?:grand |sub)?totals?|totale|totaal|totalt|sum|suma"
    r"|[σς]|(?:ges|sa|su)\.|closing balance"
    r"|'total'|'closing \(opening \+ total\)')"  # ERPNext
)
_TIME = r"(?: ?(?:[:=()]|eur|€|per|zum|am|bis|von|aus|vom|konto|haushaltsjahr|jahr|seite|[0-9][0-9./-]*))*"
_PURE_TOTAL = re.compile(_PLAIN_TOTAL + _TIME)
_TOTAL = re.compile(
    _PLAIN_TOTAL + _TIME + r"|\*{1,5} .*"
    rf"|{_PARTS}?-? ?summen?\b.*"
    r"|(gesamt(betrag|kosten|ausgaben|saldo|ergebnis)?|(end|schluss|konto)?saldo|endbetrag|summa)\b.*"
    r"|[σς] .*|total\b.*|grand total\b.*|subtotal\b.*|insgesamt\b.*"
    r"|.+(?<!es) (ergebnis|gesamt|summe|insgesamt)"
)
_PERHAPS_NAME = re.compile(r"total\b.+|.+ (?:gesamt|insgesamt)")
_MONTH = (
    r"(?:januar|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|(?:jan|feb|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\.?)"
)
_OPENING = re.compile(
    r"(?:(?:saldo|summen|konto)?-?(?:ubertrag|vortrag)|anfangsbestand|anfangssaldo"
    r"|opening balance|'opening')(?:"
    + _TIME
    + r"|(?: (?:aus|vom|von|der|dem))*(?: (?:vor(?:jahr|monat|quartal)(?:e?s)?|vorseite))?"
    + _TIME
    + r"|(?:(?<=ubertrag)| (?:aus|vom|von)(?: dem)?) "  # ``Vortrag Mai`` may be a lecture
    + _MONTH
    + _TIME
    + r"| auf (?:die )?(?:nachste seite|folgeseite))"
)
_COUNT = re.compile(
    r"(?:(?:anzahl|anz\.|zahl)(?: der)?(?: (?:satze|datensatze|buchungen|zeilen|belege|posten))?"
    r"|datensatze|satze|buchungen|records|rows) ?:?"
)
_FOOTER = re.compile(
    r"(anzahl|anz\.|zahl der|datensatze|satze|buchungen|erstellt|erzeugt|gedruckt|druckdatum|stand|seite"
    r"|quelle|export|ausgegeben|ausgedruckt|benutzer|legende|hinweis|anmerkung|ende|records|rows|page)\b.*"
)


def is_total_label(text: str) -> bool:
    """Tell whether a cell says that its row is a total: ``*``, ``Summe Ansan``, ``Gesamtergebnis``."""
    return _is_label(_TOTAL, text)


def is_pure_total_label(text: str) -> bool:
    """Tell whether a cell says nothing but that its row is a total: ``Summe``, ``Saldo 31.12.``."""
    return _is_label(_PURE_TOTAL, text)


def is_perhaps_name(text: str) -> bool:
    """Tell whether a label of a total may as well be a name: ``Total Gas & Power``, ``Schulen gesamt``."""
    return _is_label(_PERHAPS_NAME, text) and not is_pure_total_label(text)


def is_opening_label(text: str) -> bool:
    """Tell whether a cell says that its row only carries an amount forward: ``Vortrag vom Vorjahr``."""
    return _is_label(_OPENING, text)


def is_footer_label(text: str) -> bool:
    """Tell whether a cell begins a line under the table: ``Anzahl Sätze: 12``, ``Erstellt am 30.06.2024``."""
    return bool(_FOOTER.fullmatch(fold(text)))


def is_count_label(text: str) -> bool:
    """Tell whether a cell names the number of rows that stands beside it: ``Anzahl Sätze``."""
    return bool(_COUNT.fullmatch(fold(text)))


def _is_label(pattern: re.Pattern[str], text: str) -> bool:
    folded = fold(text)
    return bool(_STEM.search(folded)) and bool(pattern.fullmatch(folded))
