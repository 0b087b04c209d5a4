"""What was read: one row per file with hash, layout, rows kept and dropped, control totals and its sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.model.discreet_texts import Discretion
from kooperation.model.messages import Language
from kooperation.model.money import column_sum, format_euros
from kooperation.model.schema import EUR, FLAG, TEXT, WHOLE
from kooperation.reading.ledgers.bookings import Loaded
from kooperation.reading.tables.report import ControlTotal, Reason

SOURCE_FILE_COLUMNS: dict[str, Any] = {
    "file": TEXT,
    "kind_of_file": TEXT,
    "layout": TEXT,
    "sheet": TEXT,
    "sha256": TEXT,
    "rows_read": WHOLE,
    "rows_kept": WHOLE,
    "rows_dropped": WHOLE,
    "dropped_reasons": TEXT,
    "control_totals": TEXT,
    "dropped_reasons_en": TEXT,
    "control_totals_en": TEXT,
    "sum": EUR,
    "years": TEXT,
    "is_example": FLAG,
}
_REASONS: dict[Reason, dict[Language, tuple[str, str]]] = {  # of one row, of several
    "total": {"de": ("Summenzeile", "Summenzeilen"), "en": ("total line", "total lines")},
    "opening": {
        "de": ("Übertrag", "Überträge"),
        "en": ("balance brought forward", "balances brought forward"),
    },
    "repeated header": {
        "de": ("wiederholte Kopfzeile", "wiederholte Kopfzeilen"),
        "en": ("repeated heading line", "repeated heading lines"),
    },
    "note": {"de": ("Hinweiszeile", "Hinweiszeilen"), "en": ("line of remarks", "lines of remarks")},
    "separator": {"de": ("Trennlinie", "Trennlinien"), "en": ("ruled line", "ruled lines")},
}
_LINE: dict[Language, str] = {"de": "Zeile", "en": "Row"}


def sources_frame(loaded: Sequence[Loaded], discretion: Discretion) -> pd.DataFrame:
    """Return one row per file, in the order in which they were read.

    ``rows_read`` = ``rows_kept`` + ``rows_dropped``. ``sum`` [EUR] adds up what a file of bookings or orders
    states, budget rows apart; ``<NA>`` for other files. ``dropped_reasons`` and ``control_totals`` are texts
    in German, ``<NA>``: none, and in English ``dropped_reasons_en`` and ``control_totals_en``; of the label
    of a total line they show what ``discretion`` lets pass.
    """
    rows = [_row(one, discretion) for one in loaded]
    columns = SOURCE_FILE_COLUMNS.items()
    return pd.DataFrame({name: pd.array([row[name] for row in rows], dtype=dtype) for name, dtype in columns})


def _row(one: Loaded, discretion: Discretion) -> dict[str, Any]:
    report = one.report
    totals = [replace(total, label=discretion.text(total.label)) for total in report.control_totals]
    return {
        "file": report.file,
        "kind_of_file": one.kind_of_file,
        "layout": report.layout,
        "sheet": report.sheet,
        "sha256": report.sha256,
        "rows_read": report.rows_read,
        "rows_kept": report.rows_kept,
        "rows_dropped": len(report.dropped),
        "dropped_reasons": reasons_text(report.dropped_by_reason, "de"),
        "control_totals": _totals_text(totals, "de"),
        "dropped_reasons_en": reasons_text(report.dropped_by_reason, "en"),
        "control_totals_en": _totals_text(totals, "en"),
        "sum": _sum(one),
        "years": years_text(one.frame),
        "is_example": report.is_example,
    }


def reasons_text(reasons: Mapping[Reason, int], language: Language) -> str | None:
    """Return how many rows were left out for which reason, ``7 Summenzeilen``; ``None``: none."""
    return ", ".join(f"{count} {_word(reason, count, language)}" for reason, count in reasons.items()) or None


def _word(reason: Reason, count: int, language: Language) -> str:
    one, several = _REASONS[reason][language]
    return one if count == 1 else several


def _totals_text(totals: Sequence[ControlTotal], language: Language) -> str | None:
    """Name each total line with its amounts; the column is named where the file has totals in several."""
    has_columns = len({total.column for total in totals}) > 1
    lines: dict[tuple[int, str], list[str]] = {}
    for total in totals:
        column = f"{total.column} " if has_columns else ""
        lines.setdefault((total.row, total.label), []).append(
            f"{column}{format_euros(total.amount, language)}"
        )
    texts = (f"{_LINE[language]} {row} ({label}): {', '.join(sums)}" for (row, label), sums in lines.items())
    return "; ".join(texts) or None


def _sum(one: Loaded) -> Any:
    if one.kind_of_file not in ("bookings", "orders"):
        return None
    return column_sum(one.frame.loc[one.frame["kind"] != "budget", "amount"])


def years_text(frame: pd.DataFrame) -> str | None:
    """Return the first and the last Haushaltsjahr of a frame: ``2021–2023``; ``None``: it has none."""
    if "year" not in frame:
        return None
    first, last = pc.min_max(pa.array(frame["year"])).as_py().values()
    if first is None:
        return None
    return str(first) if first == last else f"{first}–{last}"
