"""Exact euros: the EUR dtype, cells and texts to cents, German and English formatting, splitting to the cent.

Amounts are whole cents (``int``) while they are read and Arrow decimals in frames. A float is looked at
once, when a spreadsheet cell holds one, and never carries money any further.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from kooperation.model.messages import Language

if TYPE_CHECKING:
    import pandas as pd

ZERO = Decimal("0.00")
MOST_EUROS = 10**13  # more than any German municipality moves; a larger amount is a misread cell


class Convention(Enum):
    """How a text number is written."""

    GERMAN = ","
    DOT = "."


class AmountError(ValueError):
    """A text or cell that is no exact amount of money; ``reason`` is a kind of the message catalogue."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AmountText:
    """A text that looks like an amount, taken apart, before its decimal mark is known.

    ``evidence`` is the convention that the text alone proves, or ``None`` when it proves none
    (``1234``, or the doubtful ``1.234`` and ``1,234``).
    """

    digits: str
    is_negative: bool
    mark: str | None
    scale: int
    evidence: Convention | None
    is_doubtful: bool


_SPACES = "  \u2007\u2009\u202f"
_CURRENCY = r"(?:€|EUR|Euro|T€|TEUR|Tsd\.?\s?(?:€|EUR)|Mio\.?\s?(?:€|EUR)|K?EUR)"
_AMOUNT = re.compile(
    rf"(?P<open>\()?[{_SPACES}]*(?P<front>[-+−–])?[{_SPACES}]*(?P<before>{_CURRENCY})?[{_SPACES}]*(?P<inner>[-−–])?[{_SPACES}]*"
    rf"(?P<body>[0-9](?:[0-9.,'’{_SPACES}]*[0-9])?)(?P<dash>,-{{1,2}}|,–)?"
    rf"[{_SPACES}]*(?P<back>[-−–])?[{_SPACES}]*(?P<after>{_CURRENCY})?[{_SPACES}]*(?P<last>[-−–])?[{_SPACES}]*(?P<close>\))?[{_SPACES}]*(?P<mark>[SH])?",
    re.IGNORECASE,
)
_BLANK_ZERO = re.compile(r"[-−–]{1,3}|-,-{1,2}|–,–|0,-{1,2}")
_GROUPED = {
    Convention.GERMAN: re.compile(
        rf"[0-9]{{1,3}}(?:[.'’{_SPACES}][0-9]{{3}})*(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"
    ),
    Convention.DOT: re.compile(
        rf"[0-9]{{1,3}}(?:[,'’{_SPACES}][0-9]{{3}})*(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
    ),
}
_SCALES = {"t€": 1_000, "teur": 1_000, "keur": 1_000, "tsd": 1_000, "mio": 1_000_000}


def take_apart(text: str) -> AmountText:
    """Take an amount text apart without deciding its decimal mark.

    Raises
    ------
    AmountError
        When the text is no amount in any convention (``12.34,56``, ``1.2E3``, ``0x10``).
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise AmountError("not_an_amount")
    signs = [match[name] for name in ("front", "inner", "back", "last") if match[name]]
    if len(signs) > 1 or (match["open"] is None) != (match["close"] is None) or (match["open"] and signs):
        raise AmountError("not_an_amount")
    body = match["body"]
    evidence, is_doubtful = _evidence(body)
    if match["dash"]:
        evidence, is_doubtful = Convention.GERMAN, False
    return AmountText(
        digits=body,
        is_negative=bool(match["open"]) or bool(signs and signs[0] != "+"),
        mark=match["mark"].upper() if match["mark"] else None,
        scale=_scale(match["before"] or match["after"] or ""),
        evidence=evidence,
        is_doubtful=is_doubtful,
    )


def _scale(currency: str) -> int:
    folded = currency.casefold().replace(" ", "")
    return next((scale for start, scale in _SCALES.items() if folded.startswith(start)), 1)


def _evidence(body: str) -> tuple[Convention | None, bool]:
    fits = [convention for convention, pattern in _GROUPED.items() if pattern.fullmatch(body)]
    if not fits:
        raise AmountError("not_an_amount")
    if len(fits) == 1:
        return fits[0], False
    if "," not in body and "." not in body:
        return None, False
    # Both grammars accept it. Only three digits behind the mark are doubtful: "1.234", "1,234".
    digits_behind = len(re.split("[.,]", body)[-1])
    if digits_behind == 3:
        return None, True
    return (Convention.GERMAN if "," in body else Convention.DOT), False


def to_cents(amount: AmountText, convention: Convention, *, scale: int = 1) -> int:
    """Return whole cents of ``amount`` under ``convention``; ``scale`` 1000 for a column in T€.

    Raises
    ------
    AmountError
        When the text does not fit the convention, has more digits than cents, or is absurdly large.
    """
    if not _GROUPED[convention].fullmatch(amount.digits):
        raise AmountError("other_convention")
    whole, _, decimals = amount.digits.partition(convention.value)
    return _exact_cents(re.sub(r"[^0-9]", "", whole), decimals, amount.is_negative, scale * amount.scale)


def _exact_cents(whole: str, decimals: str, is_negative: bool, scale: int) -> int:
    if len(decimals) <= 2:
        cents = int(whole + decimals.ljust(2, "0")) * scale
    else:
        exact = Fraction(int(whole + decimals), 10 ** (len(decimals) - 2)) * scale
        if exact.denominator != 1 or (scale == 1 and len(decimals) == 3):  # three digits may be thousands
            raise AmountError("more_than_two_decimals")
        cents = int(exact)
    if cents > MOST_EUROS * 100:
        raise AmountError("amount_too_large")
    return -cents if is_negative else cents


def is_blank_amount(text: str) -> bool:
    """Tell whether ``text`` is one of the signs that exports print for nothing: ``-``, ``--``, ``-,--``."""
    return bool(_BLANK_ZERO.fullmatch(text.strip()))


def number_to_cents(value: float, *, scale: int = 1) -> int:
    """Return whole cents of a numeric spreadsheet cell.

    Raises
    ------
    AmountError
        When the number is further from whole cents than the dust that spreadsheet sums leave behind.
    """
    if not -MOST_EUROS <= value * scale <= MOST_EUROS:
        raise AmountError("amount_too_large")  # also NaN and infinity: no comparison holds
    scaled = value * scale * 100
    cents = round(scaled)
    if abs(scaled - cents) > 16 * math.ulp(scaled) + 1e-6:
        raise AmountError("more_than_two_decimals")
    return cents


def text_to_euros(text: str, convention: Convention = Convention.GERMAN) -> Decimal:
    """Read one amount text in a known convention, German by default.

    Raises
    ------
    AmountError
        When the text is no exact amount of money.
    """
    return Decimal(to_cents(take_apart(text), convention)).scaleb(-2)


def euro_dtype() -> pd.ArrowDtype:
    """Return the dtype of all euro columns: Arrow decimals with two places."""
    import pandas as pd
    import pyarrow as pa

    return pd.ArrowDtype(pa.decimal128(18, 2))


def cents_to_euros(cents: Sequence[int | None]) -> Any:
    """Return an exact EUR column of ``cents``; ``None`` becomes ``<NA>``. [EUR]"""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    whole = pa.array(cents, type=pa.int64())
    low = whole.fill_null(0).to_numpy(zero_copy_only=False)
    words = np.empty((len(low), 2), dtype="<i8")  # a decimal128 is its unscaled integer in two words
    words[:, 0], words[:, 1] = low, low >> 63
    validity = pa.py_buffer(
        np.packbits(whole.is_valid().to_numpy(zero_copy_only=False), bitorder="little").tobytes()
    )
    decimals = pa.Array.from_buffers(
        pa.decimal128(18, 2), len(low), [validity, pa.py_buffer(words.tobytes())]
    )
    return pd.arrays.ArrowExtensionArray(decimals)


def sum_euros(amounts: Iterable[Decimal]) -> Decimal:
    """Add up exactly; nothing to add is 0.00. [EUR]"""
    return sum(amounts, ZERO)


def column_sum(column: pd.Series[Any]) -> Decimal:
    """Add up an EUR column exactly; an empty one is 0.00, ``<NA>`` counts nothing. [EUR]"""
    total = column.sum()
    return total if isinstance(total, Decimal) else Decimal(int(total)).quantize(ZERO)


def running_sum(column: pd.Series[Any]) -> pd.Series[Any]:
    """Add an EUR column up row by row, exactly, as ``cumsum`` would if it knew decimals; ``<NA>`` adds nothing.

    Returns
    -------
    Series with the index of ``column``
        What the rows up to and including each one add up to. [EUR]
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    euros = pa.array(column.astype(euro_dtype()))
    cents = pc.multiply(euros, pa.scalar(Decimal(100))).cast(pa.int64()).fill_null(0)
    sums = cents_to_euros(pc.cumulative_sum(cents).to_pylist())
    return pd.Series(sums, index=column.index, name=column.name)


def split_to_the_cent(amount: Decimal, shares: Sequence[Fraction]) -> list[Decimal]:
    """Split ``amount`` so that the parts add up to it exactly.

    Each part is rounded towards zero; the cents that are left go to the largest remainders, the first
    of equals first: 100.00 in thirds is 33.34 + 33.33 + 33.33.

    Raises
    ------
    ValueError
        When the shares do not add up to exactly one.
    """
    if sum(shares) != 1:
        raise ValueError(f"shares add up to {sum(shares)}, not to 1")
    cents = int(amount.scaleb(2))
    sign, size = (-1 if cents < 0 else 1), abs(cents)
    exact = [size * share for share in shares]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: size - sum(parts)]:
        parts[place] += 1
    return [Decimal(sign * part).scaleb(-2) for part in parts]


def format_euros(
    amount: Decimal | None, language: Language = "de", *, decimals: int = 2, unit: bool = True
) -> str:
    """Write an amount as people read it: ``1.234,56 €`` or ``€1,234.56``; ``None`` as ``–``."""
    if amount is None:
        return "–"
    text = format_decimal(amount, language, decimals=decimals)
    if not unit:
        return text
    if language == "de":
        return f"{text} €"
    return f"-€{text[1:]}" if text.startswith("-") else f"€{text}"


def format_decimal(number: Decimal | int, language: Language = "de", *, decimals: int = 2) -> str:
    """Write a number with thousands groups and ``decimals`` places, rounded half up as on paper."""
    from decimal import ROUND_HALF_UP

    from babel.numbers import format_decimal as babel_format

    rounded = Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return str(babel_format(rounded + 0, format=pattern, locale=language))  # + 0: no minus before a zero


def format_percent(
    share: Fraction | Decimal | float | None, language: Language = "de", *, decimals: int = 1
) -> str:
    """Write a share as people read it: ``96,0 %`` or ``96.0%``; ``None`` as ``–``.

    Rounding never hides a crossed line: 99.96 % stays below 100 %, 100.01 % stays above.
    """
    if share is None:
        return "–"
    exact = Fraction(share) * 100
    step = Fraction(1, 10**decimals)
    shown = Fraction(round(exact / step)) * step
    if shown == 100 and exact != 100:
        shown += step if exact > 100 else -step
    text = format_decimal(Decimal(shown.numerator) / Decimal(shown.denominator), language, decimals=decimals)
    return f"{text} %" if language == "de" else f"{text}%"


def __getattr__(name: str) -> Any:
    """``EUR`` is made on first use, so that the command line can import this module without pandas."""
    if name == "EUR":
        return euro_dtype()
    raise AttributeError(name)
