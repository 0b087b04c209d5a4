"""Number formats that change what a number means: percent and foreign currencies are no euros."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from xml.etree import ElementTree

from kooperation.reading.workbooks.references import REFERENCE, column_number

_PERCENT = "%"
_PERCENT_FORMATS = frozenset({"9", "10"})  # built into Excel
_FIRST_OWN = 164  # Excel shows formats of lower numbers in the currency of whoever opens the file
_WORTH_A_LOOK = re.compile(rb"""numFmtId\s*=\s*["'](?:9|10)["']|[%$\x80-\xff]|&quot;""")
_MOST_STYLES = 20_000_000
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].', re.DOTALL)
_SYMBOLS = {"$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "₩": "KRW", "₴": "UAH", "₺": "TRY", "zł": "PLN"}
_CODES = "AUD|BRL|CAD|CHF|CNY|CZK|DKK|GBP|HUF|INR|JPY|KRW|MXN|NOK|PLN|RUB|SEK|TRY|UAH|USD"
_SAID = re.compile(rf"\b(?:{_CODES})\b|US\$|[$£¥₩₴₺]|zł")


def telling_styles(styles: bytes) -> dict[int, str]:
    """Return style -> ``%`` or the currency that its number format shows, for styles that show one.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        When the part is no XML.
    """
    if len(styles) > _MOST_STYLES or not _WORTH_A_LOOK.search(styles):
        return {}
    root = ElementTree.fromstring(styles)
    space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
    units = dict.fromkeys(_PERCENT_FORMATS, _PERCENT)
    for told in root.iterfind(f"{space}numFmts/{space}numFmt"):
        number, unit = told.get("numFmtId", ""), unit_shown(told.get("formatCode", ""))
        if unit and (unit == _PERCENT or not number.isdecimal() or int(number) >= _FIRST_OWN):
            units[number] = unit
    styled = enumerate(root.iterfind(f"{space}cellXfs/{space}xf"))
    return {
        number: units[style.get("numFmtId", "")] for number, style in styled if style.get("numFmtId") in units
    }


def unit_shown(code: str) -> str | None:
    """Return the percent sign or the foreign currency that a format code shows; ``None`` for neither.

    ``0.0%`` shows percent, ``[$$-409]#,##0.00`` and ``#,##0.00 "USD"`` dollars, ``[$€-407]`` neither.
    """
    if _PERCENT in _LITERAL.sub("", code):
        return _PERCENT
    literal = "".join(part for match in _LITERAL.finditer(code) for part in match.groups() if part)
    said = _SAID.search(literal) or _SAID.search(_LITERAL.sub("", code))
    return _SYMBOLS.get(said[0], said[0]) if said else None


def unit_cells(
    xml: bytes, start: int, end: int, prefix: bytes, styles: Mapping[int, str]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield (row, column) from 0, and the unit, of each cell of one of the ``styles`` that has an address."""
    numbers = b"|".join(str(number).encode() for number in styles)
    cell = re.compile(rb"""<%sc\b([^>]*\bs\s*=\s*["'](%s)["'][^>]*)>""" % (re.escape(prefix), numbers))
    for match in cell.finditer(xml, start, end):
        if reference := REFERENCE.search(match[1]):
            yield (int(reference[2]) - 1, column_number(reference[1]) - 1), styles[int(match[2])]


def with_unit(number: float, unit: str) -> str:
    """Return a number as the text that says its unit: 0.195 in percent is ``19,5 %``."""
    shown = (Decimal(repr(number)) * (100 if unit == _PERCENT else 1)).normalize()
    return f"{shown:f} {unit}".replace(".", ",")
