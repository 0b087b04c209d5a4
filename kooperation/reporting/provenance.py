"""Whether nothing was lost between the files and a report, and what would assign a posting."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from kooperation.analysis.singled_out import PostingIndex
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
MOST_RULE_LINES = 1_000  # nobody fills in more by hand; so many call for an alias or a wider rule
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
    """Return for the first thousand postings the line of ``zuordnung.csv`` that assigns each.

    The region is left to fill in. The line names the document, the text or both, whichever holds for this
    posting and for no other of the report; ``None`` where nothing singles it out, because such a line would
    take other postings along. A text that could name a person stands in no line. Sums of postings have none.
    """
    if report.is_condensed:
        return []
    asked = ["kind", "booking_id", "year", "full_text", "full_document"]
    parts = (report.postings, report.left_out, report.not_actual)
    everything = pd.concat([part[asked] for part in parts], ignore_index=True)
    ledger = everything[everything["kind"] != "budget"]
    index = PostingIndex(ledger.assign(text=ledger["full_text"], document=ledger["full_document"]))
    return [_rule_line(posting, index) for posting in postings.head(MOST_RULE_LINES).to_dict("records")]


def _rule_line(posting: Mapping[Any, Any], index: PostingIndex) -> str | None:
    told = [key for key in ("document", "text") if _is_shown_whole(posting, key)]
    named = {key: str(posting[key]) for key in told if _is_filled(posting[key])}
    year = None if pd.isna(posting["year"]) else int(posting["year"])
    attempts = ({"document"}, {"text"}, {"document", "text"})
    for conditions in ({key: named[key] for key in keys} for keys in attempts if keys <= set(named)):
        if index.is_alone(str(posting["booking_id"]), year, conditions):
            return _as_line(posting, conditions)
    return None


def _is_shown_whole(posting: Mapping[Any, Any], key: str) -> bool:
    return _is_filled(posting[key]) and posting[key] == posting[f"full_{key}"]


def _is_filled(cell: Any) -> bool:
    return not pd.isna(cell) and bool(str(cell).strip())


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
