"""Saying in a filled template that its figures are invented, on the screen and on each printed page."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Font

from kooperation.model.messages import Language
from kooperation.reporting.labels import label
from kooperation.reporting.workbook.page import ALARM


def mark_example(workbook: Workbook, language: Language) -> None:
    """Name the figures as invented in the header of every sheet, and on a sheet of its own at the end."""
    sentence, title = label("workbook.example", language), label("template.example_sheet", language)
    for sheet in workbook.worksheets:
        for header in (sheet.oddHeader, sheet.evenHeader, sheet.firstHeader):
            header.right.text = " ".join(part for part in (header.right.text, title) if part)
    notice = workbook.create_sheet(title)
    notice.sheet_properties.tabColor = ALARM.removeprefix("#")
    notice["A1"] = sentence
    notice["A1"].font = Font(name="Arial", bold=True, color=ALARM.removeprefix("#"))
