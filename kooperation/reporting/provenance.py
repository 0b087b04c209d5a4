"""Whether nothing was lost between the files and a report, and what would assign a posting."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.analysis.distinct import Ledger
from kooperation.model.money import column_sum, sum_euros
from kooperation.reporting.tables import Report

RULE_HEADINGS = (
    "regel",
    "teilprodukt",
    "sachkonto",
    "kreditor",
    "text",
    "beleg",
    "kostentraeger",
    "jahr_von",
    "jahr_bis",
    "partnerregion",
    "topf",
    "kostenart",
    "anteil",
    "vorrang",
    "grund",
)
REGION_TO_FILL_IN = "PARTNERREGION"
_COUNTED_ONCE = ("overlap", "same_file_twice", "undocumented_once")  # findings of files that others repeat


@dataclass(frozen=True)
class LedgerCheck:
    """The way from the files to the sum of the report, each step exact. [EUR].

    ``files`` is what the booking files add up to, ``commitments`` their order rows, ``repeated`` the rows of
    overlapping exports that another file holds as well, ``left_out`` what was booked after the Stand,
    ``shown`` the sum of the postings in the report.
    """

    files: Decimal
    commitments: Decimal
    repeated: Decimal
    left_out: Decimal
    shown: Decimal

    @property
    def expected(self) -> Decimal:
        """What the report must add up to. [EUR]."""
        return self.files - self.commitments - self.repeated - self.left_out

    @property
    def difference(self) -> Decimal:
        """What was lost (negative) or counted twice (positive) on the way; 0.00 when all is well. [EUR]."""
        return self.shown - self.expected


def ledger_check(report: Report) -> LedgerCheck:
    """Follow the sum of the booking files to the sum of the report."""
    files = report.sources[report.sources["kind_of_file"] == "bookings"]
    orders = report.not_actual[report.not_actual["kind"] == "commitment"]
    return LedgerCheck(
        files=column_sum(files["sum"]),
        commitments=_of_files(orders, files["file"]),
        repeated=_repeated(report, files),
        left_out=_of_files(report.left_out, files["file"]),
        shown=report.amount(),
    )


def _of_files(rows: pd.DataFrame, files: pd.Series[Any]) -> Decimal:
    return column_sum(rows.loc[rows["source_file"].isin(files), "amount"])


def _repeated(report: Report, files: pd.DataFrame) -> Decimal:
    """Add up what overlapping files, and only they, hold beyond the rows counted from them. [EUR]."""
    overlapping = report.findings.loc[report.findings["kind"].isin(_COUNTED_ONCE), "file"]
    repeating = files[files["file"].isin(overlapping)]
    orders = report.not_actual[report.not_actual["kind"] == "commitment"]
    counted = (_of_files(rows, repeating["file"]) for rows in (report.postings, report.left_out, orders))
    return column_sum(repeating["sum"]) - sum_euros(counted)


def register_headings() -> str:
    """Return the heading line of ``zuordnung.csv`` in the order that :func:`rule_lines` uses."""
    return ";".join(RULE_HEADINGS)


def rule_lines(postings: pd.DataFrame, report: Report) -> list[str | None]:
    """Return for each posting the line of ``zuordnung.csv`` that assigns it; the region is left to fill in.

    The line names the document, the text or both, whichever holds for this posting and for no other of the
    report; ``None`` where nothing singles it out, because such a line would take other postings along.
    """
    everything = pd.concat([report.postings, report.left_out, report.not_actual], ignore_index=True)
    ledger = Ledger(everything[everything["kind"] != "budget"].reset_index(drop=True))
    return [_rule_line(posting, ledger) for posting in postings.to_dict("records")]


def _rule_line(posting: Mapping[Any, Any], ledger: Ledger) -> str | None:
    named = {key: str(posting[key]) for key in ("document", "text") if not pd.isna(posting[key])}
    attempts = ({"document"}, {"text"}, {"document", "text"})
    for conditions in ({key: named[key] for key in keys} for keys in attempts if keys <= set(named)):
        if _holds_only_for(posting, {**conditions, **_years(posting)}, ledger):
            return _as_line(posting, conditions)
    return None


def _holds_only_for(posting: Mapping[Any, Any], conditions: dict[str, str | int], ledger: Ledger) -> bool:
    rows = ledger.rows_where_all(conditions)
    return set(ledger.postings["booking_id"][rows]) == {posting["booking_id"]}


def _years(posting: Mapping[Any, Any]) -> dict[str, int]:
    return {} if pd.isna(posting["year"]) else dict.fromkeys(("from_year", "to_year"), int(posting["year"]))


def _as_line(posting: Mapping[Any, Any], conditions: Mapping[str, str]) -> str:
    file = str(posting["source_file"]).rpartition("/")[2]
    values = dict.fromkeys(RULE_HEADINGS, "")
    values |= {"regel": f"{file}-{posting['source_row']}", "partnerregion": REGION_TO_FILL_IN}
    values |= dict.fromkeys(
        ("jahr_von", "jahr_bis"), "" if pd.isna(posting["year"]) else str(posting["year"])
    )
    values |= {"beleg": conditions.get("document", ""), "text": conditions.get("text", "")}
    values["grund"] = "Einzelfall"  # the register wants a reason; whoever adds the line may say more
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(values.values())
    return line.getvalue()
