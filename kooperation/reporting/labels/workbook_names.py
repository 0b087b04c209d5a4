"""What the Excel report calls its figures, for formulas, other workbooks and templates."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "workbook.name_ceiling": ("Ansatz", "Ceiling"),
    "workbook.name_usable": ("Verwendbar", "Usable"),
    "workbook.name_actual": ("Ist", "Actual"),
    "workbook.name_committed": ("Obligo", "Committed"),
    "workbook.name_available": ("Verfuegbar", "Available"),
    "workbook.name_used_share": ("Ausschoepfung", "Used"),
    "workbook.name_bound_share": ("Bindung", "Bound"),
    "workbook.name_state": ("Zustand", "State"),
    "workbook.name_finding": ("Befund", "Finding"),
    "workbook.name_stand": ("Stand", "As_of"),
}
