"""What the lines above a table say about all its rows: account, Teilprodukt, Haushaltsjahr."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kooperation.reading.vocabulary import unit_of

_CODE = r"([0-9][0-9.\-/]*[0-9])"
_PATH_WORDS = "Buchungsstelle|Produktsachkonto|Produktkonto|Haushaltsstelle"
_ACCOUNT_WORDS = r"Sachkonto|Sachkontonr\.?|Sachkontonummer|Kostenart|Hauptbuchkonto"
_BUDGET_YEAR_WORDS = "Haushaltsjahr|Geschäftsjahr|Rechnungsjahr|HHJ|GJ"
_YEAR_WORDS = f"{_BUDGET_YEAR_WORDS}|Haushaltsüberwachungsliste|Budgetübersicht|Haushalt"
_CURRENCIES = (
    "USD|KRW|GBP|CHF|UAH|JPY|CNY|PLN|CZK|SEK|NOK|DKK|TRY|ILS|CAD|AUD|HUF|RON|BGN|ZAR|INR|US-Dollar|Won"
)
_SPOKEN = {
    "account_path": rf"\b(?:{_PATH_WORDS})\s*:?\s*{_CODE}",
    "sachkonto": rf"\b(?:{_ACCOUNT_WORDS})\s*:?\s*{_CODE}",
    "teilprodukt": rf"\b(?:Teilprodukt|Kostenträger)\s*:?\s*{_CODE}",
    "currency": rf"\b(?:in|Währung:?)\s+({_CURRENCIES})\b",
    "budget_year": rf"\b(?:{_BUDGET_YEAR_WORDS})\s*:?\s*((?:19|20)\d\d)\b(?!\s*[-–/]\s*\d)",
    "year": rf"\b(?:{_YEAR_WORDS})\s*:?\s*((?:19|20)\d\d)\b(?!\s*[-–/]\s*\d)",
}


def from_titles(titles: Sequence[str]) -> dict[str, str]:
    """Return what the titles say, by canonical column; what they say in two ways is left out."""
    text = " ".join(titles)
    found: dict[str, str] = {}
    for column, pattern in _SPOKEN.items():
        values = set(re.findall(pattern, text, re.IGNORECASE))
        if len(values) == 1 and not re.search(pattern + r"\s*(?:bis|-|–)\s*\d", text, re.IGNORECASE):
            found[column] = values.pop()
    return found


def year_of_name(name: str) -> int | None:
    """Return the one year that a file name holds, such as ``Budgetuebersicht_2024.csv``."""
    years = set(re.findall(r"(?<!\d)(20\d\d)(?!\d)", name.rsplit("/", 1)[-1]))
    return int(years.pop()) if len(years) == 1 else None


_AMOUNT_SPOKEN = re.compile(
    r"[0-9][0-9.,]*\s*(?:T ?€|T ?EUR|TEUR|KEUR|k€|Tsd|Tausend|Mio|Mill)", re.IGNORECASE
)


def scale_of_titles(titles: Sequence[str]) -> int:
    """Return what one stands for in a table whose titles say ``Angaben in T€`` (1000); 1 when they do not.

    ``Budget von 25 TEUR`` speaks of one amount and says nothing about the table.
    """
    return max((unit_of(_AMOUNT_SPOKEN.sub("", title)) or 1 for title in titles), default=1)
