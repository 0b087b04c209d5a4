"""The words for states of a year and of a decision, the same wherever people meet them."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "state.within": ("im Rahmen", "within"),
    "state.warning": ("knapp", "warning"),
    "state.exhausted": ("ausgeschöpft", "exhausted"),
    "state.exceeded": ("überschritten", "exceeded"),
    "state.undocumented": ("nicht belegt", "not documented"),
    "status.beschlossen": ("beschlossen", "approved"),
    "status.veranschlagt": ("veranschlagt", "budgeted"),
    "status.vorgeschlagen": ("vorgeschlagen", "proposed"),
    "status.angenommen": ("angenommen", "assumed"),
}
