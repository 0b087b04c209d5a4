"""The figures that a template can name: those that the report's own workbook names, by the same names."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.model.region import Pot
from kooperation.reporting.headline import headline
from kooperation.reporting.labels import label
from kooperation.reporting.tables import Report
from kooperation.reporting.workbook.names import FIGURES, figure_name, stand_name
from kooperation.reporting.workbook.template.values import Value
from kooperation.reporting.workbook.usage_cells import NOTHING

SHARES = ("used_share", "bound_share")
OF_CEILING = ("usable", "available", *SHARES)  # without a documented ceiling there is none of these
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure by its name, as the documentation writes it."""

    name: str
    value: Value


def folded(name: str) -> str:
    """Return a name as it is compared: without regard to case, and ``ü`` as ``ue``."""
    return name.casefold().translate(_UMLAUTS)


def named_figures(report: Report) -> dict[str, Figure]:
    """Return every figure of a report by its folded name: the Stand, findings, and each pot and year."""
    figures = [
        Figure(stand_name(report.language), _stand(report)),
        Figure(label("template.name_notice", report.language), _notice(report)),
    ]
    for pot in report.counting:
        figures.append(Figure(figure_name(report, "finding", pot), Value("text", headline(report, pot))))
        figures += _figures_of(report, pot)
    return {folded(figure.name): figure for figure in figures}


def _notice(report: Report) -> Value:
    """Return the sentence that says that the figures are invented, nothing for real ones."""
    return Value("text", label("workbook.example", report.language) if report.is_example else "")


def _stand(report: Report) -> Value:
    if report.as_of is None:
        return Value("text", label("workbook.as_of_unknown", report.language))
    return Value("date", date(report.as_of.year, report.as_of.month, report.as_of.day))


def _figures_of(report: Report, pot: Pot) -> list[Figure]:
    usage = report.usage_of(pot)
    years = [int(year) for year in usage.index.tolist()]
    return [
        Figure(figure_name(report, figure, pot, year), _value(report, figure, row))
        for year, row in zip(years, usage.to_dict("records"), strict=True)
        for figure in FIGURES
    ]


def _value(report: Report, figure: str, row: Mapping[Hashable, Any]) -> Value:
    """Return a figure of one pot and year; where no ceiling is documented, words as in the workbook."""
    if figure == "state":
        return Value("text", label(f"state.{row['state']}", report.language))
    if pd.isna(row["ceiling"]) and figure == "ceiling":
        return Value("text", label("state.undocumented", report.language))
    if (pd.isna(row["ceiling"]) and figure in OF_CEILING) or pd.isna(row[figure]):
        return Value("text", NOTHING)
    if figure in SHARES:
        bound = row["actual"] + (row["committed"] if figure == "bound_share" else Decimal(0))
        return Value("percent", bound / row["ceiling"]) if row["ceiling"] else Value("text", NOTHING)
    return Value("euro", Decimal(row[figure]))
