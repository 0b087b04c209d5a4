"""Units of amounts that nothing here converts: cents, hundreds and tens of thousands of euros."""

from __future__ import annotations

import re

from kooperation.model.region import fold

_EURO = r"(?:€|eur|euros?)"
_CENTS = rf"(?:{_EURO}[- ]?)?(?:cents?|ct)\b"
_BOTH = re.compile(rf"{_EURO}\s*(?:[/,;&+]|und|u\.|and)\s*(?:cents?|ct)\b|\bper cent\b")
_DUST = re.compile(rf"(?:differenz|abweichung|rounding)\w*(?:\s\w+)?\s+in\s+(?:the\s+)?{_CENTS}")
_OTHER_THOUSANDS = r"10|100|10[.,' ]?000|100[.,' ]?000"
_COUNTED = rf"(?:{_OTHER_THOUSANDS}) ?(?:[tk]?{_EURO}|tsd|mio)"
_SPOKEN = (
    rf"(?:zehn|hundert|zehntausend|hunderttausend|tens of|hundreds? of|tens of thousands of) ?{_EURO}(?!\w)"
)
_SEVERAL = rf"(?:(?:vollen|ganzen|je) )?(?:{_COUNTED}|{_SPOKEN})(?!\w|[- ]?(?:schritt|step))"
_SAID = re.compile(
    rf"(?:\bin|\b(?:einheit|wahrung|unit|currency|betrage|angaben|werte|zahlen|amounts)\s*[:=(])\s*"
    rf"(?:(?:vollen|ganzen|whole) )?{_CENTS}|(?:\bin |[(\[])\s*{_SEVERAL}"
)
_HEADED = re.compile(rf"(?:\b|_){_CENTS}|(?:\bin |[(\[])\s*{_SEVERAL}")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|_")


def odd_unit_of_heading(heading: str) -> str | None:
    """Return the unit that a heading names and nothing converts (``in Cent``, ``(100 €)``), as it says it."""
    return _found(_HEADED, _CAMEL.sub(" ", heading))


def odd_unit_of_title(title: str) -> str | None:
    """Return the unit that a line outside the table gives all amounts in, where nothing converts it.

    ``Euro und Cent`` are euros, ``Rundungsdifferenzen in Cent`` say nothing about the amounts.
    """
    return _found(_SAID, title)


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    said = pattern.search(_DUST.sub(" ", _BOTH.sub(" ", fold(text))))
    return said[0].strip(" ([") if said else None
