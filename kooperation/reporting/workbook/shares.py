"""Shares in cells and under charts: written as everywhere else, live, and never rounded onto a line.

A number format alone would show 79.99996 % as 80.0 %. Conditional formats change it close to a line only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from kooperation.model.messages import Language
from kooperation.model.money import LINES_OF_SHARES, format_percent
from kooperation.reporting.workbook.page import Page, cell_format

_GROUPS = {"de": ".", "en": ","}  # left out: neither the number format of the cells nor FIXED writes them
_HUNDREDTH = Decimal("0.0001")  # of a percent


@dataclass(frozen=True, slots=True)
class Band:
    """Shares close to a line, from ``low`` to below ``high``, and the number format that keeps them apart."""

    low: Decimal
    high: Decimal
    is_open: bool  # ``low`` is the line itself, which is no part of the band
    number: str

    def rule(self, cell: str) -> str:
        """Return the formula that is true for a share of the band."""
        return f"=AND(N({cell}){'>' if self.is_open else '>='}{self.low},N({cell})<{self.high})"


def bands(language: Language) -> Iterator[Band]:
    """Return the bands around every line: two decimals, and nearest to it the hundredth beside it."""
    two, near, far = cell_format("hundredths", language), _HUNDREDTH / 2, _HUNDREDTH * 5
    for percent in LINES_OF_SHARES:
        line = Decimal(percent) / 100
        below, above = (f'"{format_percent(line + step, language)}"' for step in (-_HUNDREDTH, _HUNDREDTH))
        yield Band(line - far, line - near, is_open=False, number=two)
        yield Band(line - near, line, is_open=False, number=below)
        yield Band(line, line + near, is_open=True, number=above)
        yield Band(line + near, line + far, is_open=False, number=two)


def keep_lines_apart(page: Page, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Make cells of shares, ``first`` to ``last`` (row, column), tell a line from what is close to it."""
    cell = xl_rowcol_to_cell(*first)
    for band in bands(page.language):
        rule = {"type": "formula", "criteria": band.rule(cell), "format": page.look.number(band.number)}
        page.sheet.conditional_format(*first, *last, rule)


def share_text(share: Decimal | None, language: Language) -> str:
    """Return a share as the cells show it."""
    return format_percent(share, language).replace(_GROUPS[language], "")


def share_formula(share: str, language: Language) -> str:
    """Return what writes the share in a cell as :func:`share_text` does."""
    near = f"ROUND(100*{share},1)"
    lines = ",".join(f"{near}={line}" for line in LINES_OF_SHARES)
    beside = f"ROUND(100*{share},2)"
    beside = f"IF({share}<{near}/100,MIN({beside},{near}-0.01),MAX({beside},{near}+0.01))"
    written = f"IF(AND(OR({lines}),{share}<>{near}/100),FIXED({beside},2,TRUE),FIXED(100*{share},1,TRUE))"
    mark, sign = (",", " %") if language == "de" else (".", "%")
    text = f'SUBSTITUTE(SUBSTITUTE({written},",","."),".","{mark}")&"{sign}"'
    return f'IF(ISNUMBER({share}),{text},"–")'
