"""Whether nothing was lost between the files and a report, and what would assign a posting."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

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
    overlapping = report.findings.loc[report.findings["kind"] == "overlap", "file"]
    repeating = files[files["file"].isin(overlapping)]
    orders = report.not_actual[report.not_actual["kind"] == "commitment"]
    counted = (_of_files(rows, repeating["file"]) for rows in (report.postings, report.left_out, orders))
    return column_sum(repeating["sum"]) - sum_euros(counted)


def register_headings() -> str:
    """Return the heading line of ``zuordnung.csv`` in the order that :func:`rule_line` uses."""
    return ";".join(RULE_HEADINGS)


def rule_line(posting: Mapping[Any, Any]) -> str:
    """Return the line of ``zuordnung.csv`` that would assign one posting; the region is left to fill in.

    The posting is named by its document number and year, without a document by its text.
    """
    found = {key: "" if pd.isna(value) else str(value) for key, value in posting.items()}
    values = dict.fromkeys(RULE_HEADINGS, "")
    values |= {"jahr_von": found["year"], "jahr_bis": found["year"], "partnerregion": REGION_TO_FILL_IN}
    values["grund"] = "Einzelfall"  # the register wants a reason; whoever adds the line may say more
    if found["document"]:
        values |= {"regel": f"Beleg-{found['document']}-{found['year']}", "beleg": found["document"]}
    else:
        file = found["source_file"].rpartition("/")[2]
        values |= {"regel": f"{file}-{found['source_row']}", "text": found["text"]}
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(values.values())
    return line.getvalue()
