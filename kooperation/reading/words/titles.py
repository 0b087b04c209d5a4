"""What the lines above a table say about all its rows: account, Teilprodukt, Haushaltsjahr."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kooperation.reading.words.vocabulary import unit_of

_CODE = r"([0-9][0-9.\-/]*[0-9])"
_LONG_CODE = r"([0-9]{6,10})"
_NUMBER = r"(?:[ -]?(?:nr|nummer|no)\b\.?)?"
_BESIDE = r"(?:\s*/\s*[^\W\d]+)?\s*[:=]?\s*"
_PATH_WORDS = "Buchungsstelle|Produktsachkonto|Produktkonto|Haushaltsstelle|PSK"
_ACCOUNT_WORDS = "Sachkonto|Kostenart|Hauptbuchkonto"
_PRODUCT_WORDS = "Teilprodukt|Kostenträger|PSP-Element"
_BUDGET_YEAR_WORDS = "Haushaltsjahr|Geschäftsjahr|Rechnungsjahr|HH-?Jahr|HHJ|GJ|Fiscal year"
_PAPERS = "Haushaltsüberwachungsliste|Budgetübersicht|Haushaltsübersicht|Haushaltsplan|Budgetbericht"
_YEAR_WORDS = f"{_BUDGET_YEAR_WORDS}|{_PAPERS}|Haushalt|Budget|Jahr|HÜL"
_YEAR = r"((?:19|20)\d\d)\b(?!\s*(?:[-–/,+&]|und|u\.|bis)\s*(?:19|20)?\d\d\b(?!\.))(?!\s*[-–/]\s*\d)"
_CURRENCIES = (
    "USD|KRW|GBP|CHF|UAH|JPY|CNY|PLN|CZK|SEK|NOK|DKK|TRY|ILS|CAD|AUD|HUF|RON|BGN|ZAR|INR|US-Dollar|Dollar|Won"
    r"|Franken|Zloty|Złoty|Hrywnja|US\$|\$|£|DM|DEM|D-Mark|Deutsche Mark"
)
_SPOKEN = {
    "account_path": rf"\b(?:{_PATH_WORDS}){_NUMBER}{_BESIDE}{_CODE}",
    "sachkonto": rf"\b(?:{_ACCOUNT_WORDS}){_NUMBER}{_BESIDE}{_CODE}",
    "konto": rf"\bKonto{_NUMBER}{_BESIDE}{_LONG_CODE}\b",
    "teilprodukt": rf"\b(?:{_PRODUCT_WORDS}){_NUMBER}{_BESIDE}{_CODE}",
    "currency": (
        rf"(?:\bin|währung|\bcurrency)\s*:?\s*(?:(?:Tausend|Tsd\.?|Mio\.?)\s*)?({_CURRENCIES})(?!\w)"
    ),
    "budget_year": rf"\b(?:{_BUDGET_YEAR_WORDS})\s*:?\s*{_YEAR}",
    "year": rf"\b(?:{_YEAR_WORDS})\s*:?\s*{_YEAR}",
}
_MORE = r"\s*(?:bis|-|–|,|;|\+|&|und|u\.)\s*\d"
_DAY = r"\d{1,2}\.\d{1,2}\.((?:19|20)\d\d)"
_SPAN = re.compile(rf"{_DAY}\s*(?:bis|-|–|—|to)\s*(?:zum\s*)?{_DAY}", re.IGNORECASE)


def from_titles(titles: Sequence[str]) -> dict[str, str]:
    """Return what the titles say, by canonical column; what they say in two ways is left out.

    ``budget_year`` is a Haushaltsjahr by name, ``year`` any year that all rows belong to, such as that of
    ``01.01.2024 – 30.06.2024``.
    """
    text = " ".join(titles)
    found: dict[str, str] = {}
    for column, pattern in _SPOKEN.items():
        values = set(re.findall(pattern, text, re.IGNORECASE))
        if len(values) == 1 and not (_is_code(column) and re.search(pattern + _MORE, text, re.IGNORECASE)):
            found[column] = values.pop()
    plain = found.pop("konto", None)
    if plain and not re.search(_SPOKEN["sachkonto"], text, re.IGNORECASE):
        found["sachkonto"] = plain
    years = {year for span in _SPAN.findall(text) for year in span}
    if len(years) == 1 and not re.search(_SPOKEN["year"], text, re.IGNORECASE):
        found["year"] = years.pop()
    return found | ({"year": found["budget_year"]} if "budget_year" in found else {})


_NAMES = re.compile(
    rf"(?:[^\w]*|gruppe:? *)(?:{_PATH_WORDS}|{_ACCOUNT_WORDS}|Konto|{_PRODUCT_WORDS}|{_BUDGET_YEAR_WORDS})\b",
    re.IGNORECASE,
)


def begins_with_name(text: str) -> bool:
    """Tell whether a line begins with the name of an account, Teilprodukt or Haushaltsjahr."""
    return bool(_NAMES.match(text))


def _is_code(column: str) -> bool:
    return column in ("account_path", "sachkonto", "konto", "teilprodukt")


def year_of_name(name: str) -> int | None:
    """Return the one year that a file name holds, such as ``Budgetuebersicht_2024.csv``."""
    years = set(re.findall(r"(?<!\d)(20\d\d)(?!\d)", name.rsplit("/", 1)[-1]))
    return int(years.pop()) if len(years) == 1 else None


_UNITS = r"(?:T ?€|T ?EUR|TEUR|KEUR|k€|Tsd|Tausend|Mio|Mill|Mrd|Milliarden)"
_NO_YEAR = r"(?!(?:19|20)\d\d(?![\d.,]))[0-9][0-9.,]*"
_ONE_AMOUNT = re.compile(
    rf"[0-9][0-9.,]*\s*{_UNITS}|{_UNITS}\.?\s*(?:€|EUR|Euro)?\)?\s*:?\s*{_NO_YEAR}"
    rf"|\bauf (?:volle|ganze)?\s*{_UNITS}(?:\s*(?:€|EUR|Euro))?",
    re.IGNORECASE,
)
_SCALES = {
    1_000_000_000: r"\b(?:mrd\.?|milliarden) ?(?:€|eur)",
    1_000_000: r"\b(?:€|eur|euro) ?millions?\b|\bin millions\b|\bmillions? (?:of )?(?:€|eur)",
    1_000: r"\bin (?:1[ \u00a0\u202f'’]000|t) ?(?:€|eur)|\bin te\b|\bthousands? (?:of )?(?:€|eur)"
    r"|\bin thousands\b|(?:€|eur|euro)s? ?(?:thousands?|tsd|['’]000s?)(?!\w)",
}


def scale_of_titles(titles: Sequence[str]) -> int:
    """Return what one stands for in a table whose titles say ``Angaben in T€`` (1000); 1 when they do not.

    ``Budget von 25 TEUR`` and ``T€ 25`` speak of one amount, ``auf volle T€ gerundet`` of none: they say
    nothing about the table. The last text is the name of the sheet: ``12`` there is a month, no amount.
    """
    pairs = pairwise([*titles[:-1], "", titles[-1]]) if titles else ()
    spoken = (
        f"{title} {value}" if re.fullmatch(_NO_YEAR, value.strip()) else title for title, value in pairs
    )
    return max(map(_scale_of, [*spoken, *titles[-1:]]), default=1)


def _scale_of(title: str) -> int:
    text = _ONE_AMOUNT.sub("", title)
    told = (scale for scale, spoken in _SCALES.items() if re.search(spoken, text, re.IGNORECASE))
    return next(told, unit_of(text) or 1)
