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

from kooperation.model.causes import Spoken
from kooperation.model.messages import Language

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

ZERO = Decimal("0.00")
MOST_EUROS = 10**13  # more than any German municipality moves; a larger amount is a misread cell
LINES_OF_SHARES = (80, 90, 100)  # percent at which people act; no share is rounded onto one of them


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
    (``1234``, or the doubtful ``1.234`` and ``1,234``). ``unit`` is what one stands for when the text says
    so (1 for ``€``, 1000 for ``T€``), else ``None``. ``mark`` is a trailing ``S`` or ``H``
    (``DR`` or ``CR``). ``currency`` is
    the sign of another currency, as it is written (``£``).
    """

    digits: str
    is_negative: bool
    mark: str | None
    unit: int | None
    evidence: Convention | None
    is_doubtful: bool
    currency: str | None = None


_SPACE = "\\x20\u00a0\u2007\u2009\u202f"
_EURO = r"(?:€|EUR|Euro|T€|TEUR|KEUR|k€|Tsd\.?\x20?(?:€|EUR)|Mio\.?\x20?(?:€|EUR))"
_FOREIGN = (
    r"(?:£|US\$|\$|¥|₩|₴|₺|₪|GBP|USD|CHF|S?Fr\.|SEK|NOK|DKK|ISK|kr\.?|PLN|zł|CZK|Kč|HUF|Ft|RON|BGN|UAH|KRW|JPY|CNY"
    r"|TRY|ILS|CAD|AUD|NZD|ZAR|INR)"
)
_CURRENCY = rf"(?:{_EURO}|{_FOREIGN})"
_AMOUNT = re.compile(
    rf"""
    (?P<open>\()?  [{_SPACE}]*
    (?P<front>[-+−–])?  [{_SPACE}]*  (?P<before>{_CURRENCY})?  [{_SPACE}]*  (?P<inner>[-−–])?  [{_SPACE}]*
    (?P<body>[0-9](?:[0-9.,'’{_SPACE}]*[0-9])?|[.,][0-9]{{1,2}})  (?P<dash>[,.]-{{1,2}}|[,.]–)?  [{_SPACE}]*
    (?P<back>[-+−–])?  [{_SPACE}]*  (?P<after>{_CURRENCY})?  [{_SPACE}]*  (?P<last>[-−–])?  [{_SPACE}]*
    (?P<close>\))?  [{_SPACE}]*  (?P<behind>{_CURRENCY})?  [{_SPACE}]*  (?P<mark>[SH]|CR|DR)?
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_PADDING = re.compile(rf"(?<![0-9])[{_SPACE}]{{2,}}|[{_SPACE}]{{2,}}(?![0-9])")
_LONGEST = 60  # no amount is longer; a long text of blanks would cost the pattern seconds
_NOTHING = r"(?:[-−–]{1,3}|-,-{1,2}|–,–|0,-{1,2})"
_BLANK_ZERO = re.compile(
    rf"{_NOTHING}(?:[{_SPACE}]*{_CURRENCY})?|{_CURRENCY}[{_SPACE}]*{_NOTHING}", re.IGNORECASE | re.ASCII
)
_MARKS = {"CR": "H", "DR": "S"}  # credit and debit
_SCALES = {"t€": 1_000, "teur": 1_000, "keur": 1_000, "k€": 1_000, "tsd": 1_000, "mio": 1_000_000}


def _grammar(decimal: str, groups: str) -> re.Pattern[str]:
    """Digits with one kind of group mark throughout; a first group does not begin with zero (``0.500``)."""
    grouped = rf"[1-9][0-9]{{0,2}}(?P<group>[{groups}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    return re.compile(rf"(?:{grouped}|[0-9]+)(?:{decimal}[0-9]+)?|{decimal}[0-9]{{1,2}}")


_GRAMMARS = {
    Convention.GERMAN: _grammar(",", rf".'’{_SPACE}"),
    Convention.DOT: _grammar(r"\.", rf",'’{_SPACE}"),
}


def take_apart(text: str) -> AmountText:
    """Take an amount text apart without deciding its decimal mark.

    Raises
    ------
    AmountError
        When the text is no amount in any convention (``12.34,56``, ``1.2E3``, ``0x10``).
    """
    padded = text.strip()
    match = _AMOUNT.fullmatch(_PADDING.sub(" ", padded)) if len(padded) <= _LONGEST else None
    if not match:
        raise AmountError("not_an_amount")
    signs = [match[name] for name in ("front", "inner", "back", "last") if match[name]]
    has_brackets = match["open"] is not None
    if len(signs) + has_brackets > 1 or has_brackets != (match["close"] is not None):
        raise AmountError("not_an_amount")
    is_negative = has_brackets or signs not in ([], ["+"])
    mark = match["mark"].upper() if match["mark"] else None
    mark = _MARKS.get(mark or "", mark)
    if is_negative and mark == "H":
        raise AmountError("sign_twice")
    evidence, is_doubtful = _evidence(match["body"])
    if match["dash"]:
        evidence, is_doubtful = Convention(match["dash"][0]), False
    currencies = [match[name] for name in ("before", "after", "behind") if match[name]]
    if len(currencies) > 1:
        raise AmountError("not_an_amount")
    written = currencies[0] if currencies else None
    if written is not None and re.fullmatch(_FOREIGN, written, re.IGNORECASE | re.ASCII):
        return AmountText(match["body"], is_negative, mark, None, evidence, is_doubtful, written)
    return AmountText(match["body"], is_negative, mark, _unit(written), evidence, is_doubtful)


def _unit(currency: str | None) -> int | None:
    if currency is None:
        return None
    folded = currency.casefold()
    return next((scale for start, scale in _SCALES.items() if folded.startswith(start)), 1)


def _evidence(body: str) -> tuple[Convention | None, bool]:
    fits = [convention for convention, grammar in _GRAMMARS.items() if grammar.fullmatch(body)]
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


def to_cents(
    amount: AmountText, convention: Convention, *, scale: int = 1, currency: str | None = None
) -> int:
    """Return whole cents of ``amount`` under ``convention``; ``scale`` 1000 for a column in T€.

    ``currency``: the sign of another currency that the whole column is in; by default none is read. A unit in
    the text itself (``25 T€``) counts once, also in a column in T€.

    Raises
    ------
    AmountError
        When the text does not fit the convention, has more digits than cents, names another unit than its
        column, or is absurdly large.
    """
    if not _GRAMMARS[convention].fullmatch(amount.digits):
        raise AmountError("other_convention")
    if amount.currency not in (None, currency):
        raise AmountError("foreign_amount")
    if amount.unit is not None and scale not in (1, amount.unit):
        raise AmountError("units_contradict")
    whole, _, decimals = amount.digits.partition(convention.value)
    cents = _exact_cents(re.sub(r"[^0-9]", "", whole), decimals, scale=amount.unit or scale)
    return -cents if amount.is_negative else cents


def _exact_cents(whole: str, decimals: str, *, scale: int) -> int:
    if len(decimals) <= 2:
        cents = int(whole + decimals.ljust(2, "0")) * scale
    else:
        exact = Fraction(int(whole + decimals), 10 ** (len(decimals) - 2)) * scale
        if exact.denominator != 1 or (scale == 1 and len(decimals) == 3):  # three digits may be thousands
            raise AmountError("more_than_two_decimals")
        cents = int(exact)
    if cents > MOST_EUROS * 100:
        raise AmountError("amount_too_large")
    return cents


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


def cents_to_euros(cents: Any) -> Any:
    """Return an exact EUR column of ``cents``, a sequence or Arrow array; ``None`` becomes ``<NA>`` [EUR]."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    whole = cents if isinstance(cents, pa.Array) else pa.array(cents, type=pa.int64())
    low = np.asarray(whole.fill_null(0) if whole.null_count else whole)
    words = np.empty((len(low), 2), dtype="<i8")  # a decimal128 is its unscaled integer in two words
    words[:, 0], words[:, 1] = low, low >> 63
    validity = None
    if whole.null_count:
        validity = pa.py_buffer(np.packbits(np.asarray(whole.is_valid()), bitorder="little"))
    decimals = pa.Array.from_buffers(pa.decimal128(18, 2), len(low), [validity, pa.py_buffer(words)])
    return pd.arrays.ArrowExtensionArray(decimals)


def sum_euros(amounts: Iterable[Decimal]) -> Decimal:
    """Add up exactly; nothing to add is 0.00 [EUR]."""
    return sum(amounts, ZERO)


def column_sum(column: pd.Series[Any]) -> Decimal:
    """Add up an EUR column exactly; an empty one is 0.00, ``<NA>`` counts nothing [EUR]."""
    total = column.sum()
    return total if isinstance(total, Decimal) else Decimal(int(total)).quantize(ZERO)


def running_sum(column: pd.Series[Any]) -> pd.Series[Any]:
    """Add an EUR column up row by row, exactly; ``<NA>`` adds nothing.

    Returns
    -------
    Series with the index of ``column``
        What the rows up to and including each one add up to. [EUR]
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    sums = cents_to_euros(pa.array(np.cumsum(cents_of(column))))
    return pd.Series(sums, index=column.index, name=column.name)


def cents_of(column: pd.Series[Any]) -> npt.NDArray[np.int64]:
    """Return the whole cents of an EUR column, exactly; 0 where it is ``<NA>``."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    euros = pc.fill_null(pa.chunked_array(pa.array(column.astype(euro_dtype()))), ZERO).combine_chunks()
    words = np.frombuffer(
        euros.buffers()[1], dtype="<i8"
    )  # a decimal128 is its unscaled integer in two words
    return words[2 * euros.offset :: 2][: len(euros)]


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


def euros_spoken(amount: Decimal | None) -> Spoken:
    """Return an amount as both languages write it, to fill a gap of a message."""
    return Spoken(format_euros(amount), format_euros(amount, "en"))


_GERMAN_MARKS = str.maketrans(",.", ".,")


def format_decimal(number: Decimal | int, language: Language = "de", *, decimals: int = 2) -> str:
    """Write a number with thousands groups and ``decimals`` places, rounded half up as on paper."""
    from decimal import ROUND_HALF_UP

    rounded = Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded + 0:,.{decimals}f}"  # + 0: no minus before a zero
    return text.translate(_GERMAN_MARKS) if language == "de" else text


def format_count(count: int, language: Language = "de") -> str:
    """Write how many there are, with thousands groups: ``1.002.016``; never for a year."""
    return format_decimal(count, language, decimals=0)


def format_percent(
    share: Fraction | Decimal | float | None, language: Language = "de", *, decimals: int = 1
) -> str:
    """Write a share as people read it: ``96,0 %`` or ``96.0%``; ``None`` as ``–``.

    Halves are rounded up, as spreadsheets do. Rounding never hides whether a line is reached: what would
    read as 80, 90 or 100 % without being that shows one more decimal, at least 0.01 on its own side:
    ``99,96 %``, and ``79,99 %`` for 79.99996 %.
    """
    if share is None:
        return "–"
    exact = Fraction(str(share)) * 100  # the digits of a float, not its dust, decide about a half
    shown = _rounded(exact, decimals)
    if shown in LINES_OF_SHARES and shown != exact:
        line, decimals = shown, decimals + 1
        step = Fraction(1 if exact > line else -1, 10**decimals)
        shown = (max if exact > line else min)(_rounded(exact, decimals), line + step)
    text = format_decimal(Decimal(shown.numerator) / Decimal(shown.denominator), language, decimals=decimals)
    return f"{text} %" if language == "de" else f"{text}%"


def _rounded(number: Fraction, decimals: int) -> Fraction:
    """Round to ``decimals`` places, halves away from zero."""
    steps = math.floor(abs(number) * 10**decimals + Fraction(1, 2))
    return Fraction(steps if number >= 0 else -steps, 10**decimals)


def __getattr__(name: str) -> Any:
    """``EUR`` is made on first use, so that the command line can import this module without pandas."""
    if name == "EUR":
        return euro_dtype()
    raise AttributeError(name)
