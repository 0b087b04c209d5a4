"""What a caller may ask of a reader beyond the file; anything else is a slip of the caller and refused."""

from __future__ import annotations

from typing import get_args

from kooperation.model.money import Convention
from kooperation.reading.tables.dates import DateOrder
from kooperation.reading.tables.header import Wanted


def check_asked(
    *, decimal: str | None = None, dates: DateOrder | None = None, header: Wanted = "find"
) -> Convention | None:
    """Return the decimal mark that was asked for, ``None`` where the file is to tell.

    Raises
    ------
    ValueError
        For a value that none of the three knows; the allowed ones are named.
    """
    marks = [one.value for one in Convention]
    if decimal is not None and decimal not in marks:
        raise ValueError(f"decimal must be one of {marks} or None, not {decimal!r}")
    orders = get_args(DateOrder)
    if dates is not None and dates not in orders:
        raise ValueError(f"dates must be one of {list(orders)} or None, not {dates!r}")
    is_row = isinstance(header, int) and not isinstance(header, bool) and header >= 1
    if not (is_row or header is None or header == "find"):
        raise ValueError(
            f"header must be the row of the headings (1 or more), None or 'find', not {header!r}"
        )
    return None if decimal is None else Convention(decimal)
