"""What formulas call things: sheets, tables, their columns and criteria, in the language of the report."""

from __future__ import annotations

from kooperation.model.messages import Language
from kooperation.reporting.labels import label

SHEETS = (
    "cover",
    "overview",
    "matrix",
    "cost_types",
    "postings",
    "commitments",
    "activities",
    "ceilings",
    "unassigned_sheet",
    "reconciliation",
    "findings",
    "sources",
    "chart_data",
)


def sheet_name(key: str, language: Language) -> str:
    """Return the name of a sheet."""
    return label(f"workbook.sheet_{key}", language)


def posting_column(column: str, language: Language) -> str:
    """Return a column of the postings table as formulas name it: ``Buchungen[Betrag]``."""
    return f"{label('workbook.table_postings', language)}[{label(f'workbook.{column}', language)}]"


def order_column(column: str, language: Language) -> str:
    """Return a column of the table of open orders as formulas name it: ``Obligo[offen]``."""
    return f"{label('workbook.table_commitments', language)}[{label(f'workbook.{column}', language)}]"


def quoted(text: str) -> str:
    """Return a text as a formula holds it."""
    return '"' + text.replace('"', '""') + '"'


def criterion(name: str, cell: str | None = None) -> str:
    """Return what makes SUMIFS find exactly ``name``: the cell that holds it, or the escaped name itself.

    Excel reads ``*``, ``?`` and ``~`` as wildcards and a leading ``<``, ``>`` or ``=`` as a comparison.
    """
    is_plain = not any(sign in name for sign in "*?~") and name[:1] not in "<>="
    if is_plain:
        return cell or quoted(name)
    return quoted("=" + "".join(f"~{sign}" if sign in "*?~" else sign for sign in name))


def sum_if(amount: str, *conditions: tuple[str, str]) -> str:
    """Return ``SUMIFS(amount,column,criterion,…)`` without the equals sign."""
    return f"SUMIFS({','.join([amount, *(part for condition in conditions for part in condition)])})"
