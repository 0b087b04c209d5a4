"""Planned activities with their prices: one file per plan, kept by hand; no figure of the ledger changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from kooperation.model.errors import refuse
from kooperation.model.findings import Finding, Place, errors_of, finding
from kooperation.model.money import MOST_EUROS, ZERO
from kooperation.model.period import Period, parse_period
from kooperation.model.region import Pot, Region, fold
from kooperation.model.schema import PLANNED_COLUMNS, SOURCE_COLUMNS, TEXT, conform, frame_of
from kooperation.reading.cells.readers import read_year
from kooperation.reading.container import Source
from kooperation.reading.folder.register_lines import (
    CellReader,
    Expected,
    Line,
    LineTable,
    RegisterForm,
    near_hint,
    read_line_table,
)
from kooperation.reading.folder.registers import POTS, read_amount
from kooperation.reading.ledgers.activities import region_findings, with_regions
from kooperation.reading.ledgers.periods import period_doubts
from kooperation.reading.ledgers.records import Loaded
from kooperation.reading.tables.report import LoadReport

_COLUMNS = """
    kennung zeitraum partnerregion art menge einzelpreis kostenart bemerkung topf jahr
"""
FORM = RegisterForm(
    columns=tuple(_COLUMNS.split()),
    required=("zeitraum", "partnerregion", "art", "menge", "einzelpreis"),
    filled=("zeitraum", "menge", "einzelpreis"),
)
_QUANTITY = Expected("eine Zahl ab 0 wie 20 oder 1,5", "a number from 0 on, such as 20 or 1,5")
_PRICE = Expected("ein Betrag wie 1.900,00", "an amount such as 1.900,00")
_YEAR = Expected("ein Jahr wie 2026", "a year such as 2026")
_TEXTS = {
    "activity_id": "kennung",
    "period_text": "zeitraum",
    "region_text": "partnerregion",
    "kind": "art",
    "pot": "topf",
    "cost_type": "kostenart",
    "remark": "bemerkung",
}


@dataclass(frozen=True, slots=True)
class _Priced:
    """Quantity, price and what both make, rounded to the cent. [EUR]."""

    quantity: Decimal
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        """Return quantity times price. [EUR]."""
        return (self.quantity * self.unit_price).quantize(ZERO, ROUND_HALF_UP)


def load_planning(source: Source) -> Loaded:
    """Read one plan; faults of cells are findings of the report, and their lines are left out.

    Returns
    -------
    Loaded
        One row per planned activity in the columns of ``model.schema.PLANNED_COLUMNS``. ``amount`` is
        quantity × unit price, rounded half up to the cent [EUR]; ``year`` is that of the column ``jahr``,
        else the one in which the period begins; ``pot`` as the file writes it, ``region`` not told yet: both
        wait for :func:`place_plans`.

    Raises
    ------
    KooperationError
        When ``zeitraum``, ``partnerregion``, ``art``, ``menge`` or ``einzelpreis`` has no column.
    """
    table = read_line_table(source, FORM)
    faulty = {fault.place.row for fault in errors_of(table.findings)}
    rows, findings = [], list(table.findings)
    for line in table.lines:
        reader = CellReader()
        row = _planned(line, reader, is_workbook=table.sheet is not None)
        findings += [fault for fault in reader.findings if line.place.row not in faulty]
        if row is not None and line.place.row not in faulty:
            rows.append(row)
    values = {name: [row.get(name) for row in rows] for name in PLANNED_COLUMNS}
    values["plan"] = [PurePosixPath(source.name).stem] * len(rows)
    values["source_file"] = [source.name] * len(rows)
    frame = frame_of(PLANNED_COLUMNS, values, length=len(rows))
    return Loaded(frame, _report(source, table, tuple(findings), len(rows)), "planning")


def _report(source: Source, table: LineTable, findings: tuple[Finding, ...], kept: int) -> LoadReport:
    said = (*table.titles, source.name, table.sheet or "")
    return LoadReport(
        file=source.name,
        sheet=table.sheet,
        sha256=source.sha256,
        header_row=table.header_row,
        layout=None,
        rows_read=len(table.lines),
        rows_kept=kept,
        dropped=(),
        control_totals=(),
        decisions={},
        findings=findings,
        is_example=any("beispieldaten" in fold(text) for text in said),
        titles=table.titles,
    )


def _planned(line: Line, reader: CellReader, *, is_workbook: bool) -> Mapping[str, Any] | None:
    """Return one line by canonical column, amounts in cents; ``None`` when a cell of it is faulty."""
    period = _period(line, reader, is_workbook=is_workbook)
    priced = _priced(line, reader)
    year = reader.parsed(line, "jahr", read_year, _YEAR)
    if year is None and period is not None and period.start is not None:
        year = period.start.year
    if year is None and not errors_of(reader.findings):
        place, text = line.at("zeitraum"), line.text("zeitraum")
        reader.findings.append(finding("plan_without_year", place, raw=text, text=text))
    if period is None or priced is None or errors_of(reader.findings):
        return None
    return {
        **{name: line.text(column) for name, column in _TEXTS.items()},
        "start": period.start,
        "end": period.end,
        "precision": period.precision,
        "year": year,
        "quantity": priced.quantity,
        "unit_price": int(priced.unit_price.scaleb(2)),
        "amount": int(priced.amount.scaleb(2)),
        "source_sheet": line.place.sheet,
        "source_row": line.place.row,
    }


def _period(line: Line, reader: CellReader, *, is_workbook: bool) -> Period | None:
    text, place = line.text("zeitraum") or "", line.at("zeitraum")
    try:
        period = parse_period(text)
    except ValueError:
        reader.findings.append(finding("unknown_period", place, raw=text, text=text))
        return None
    reader.findings.extend(period_doubts(period, text, place, is_workbook=is_workbook))
    return period


def _priced(line: Line, reader: CellReader) -> _Priced | None:
    quantity = reader.parsed(line, "menge", _quantity, _QUANTITY)
    price = reader.parsed(line, "einzelpreis", read_amount, _PRICE)
    if quantity is None or price is None:
        return None
    if abs(quantity * price) > MOST_EUROS:
        reader.fault(line, "einzelpreis", _PRICE)
        return None
    return _Priced(quantity, price)


def _quantity(cell: Any) -> Decimal:
    quantity = read_amount(cell)
    if not 0 <= quantity < 10**10:
        raise ValueError(cell)
    return quantity


# --- what the registers say of them ------------------------------------------------------------------------


def place_plans(
    frames: Sequence[pd.DataFrame], *, pots: Sequence[Pot], regions: Sequence[Region]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Join the plans and give each line its region and its pot.

    Parameters
    ----------
    frames : sequence of DataFrame
        As :func:`load_planning` makes them, one per file.
    pots, regions : sequence
        The registers.

    Returns
    -------
    tuple of DataFrame and list of Finding
        The lines by file and row. A line without ``topf`` is planned from the first pot that is held against
        a ceiling (else the first of all), with a note per file; an unknown pot is an error, an unknown region
        a warning: its line stays unassigned and counts.
    """
    filled = [frame for frame in frames if len(frame)]
    joined = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(index=pd.RangeIndex(0))
    planned = with_regions(conform(joined, PLANNED_COLUMNS), regions)
    found, findings = _pots(planned, pots)
    return planned.assign(pot=pd.array(found, dtype=TEXT)), [*findings, *region_findings(planned, regions)]


def refuse_second_file(name: str, others: Sequence[str]) -> None:
    """Refuse a file whose plan stands in another file: their lines would be added up.

    Raises
    ------
    KooperationError
        When one of ``others`` is called alike but for its folder and ending.
    """
    stem = PurePosixPath(name).stem
    other = next((one for one in others if fold(PurePosixPath(one).stem) == fold(stem)), None)
    if other is not None:
        raise refuse("plan_twice", Place(file=name), plan=stem, other=other)


def _pots(planned: pd.DataFrame, pots: Sequence[Pot]) -> tuple[list[str | None], list[Finding]]:
    keys = {fold(name): pot.key for pot in pots for name in (pot.name, pot.key)}
    usual = next((pot for pot in (*_held(pots), *pots)), None)
    if usual is None:
        return [None] * len(planned), []
    found = [usual.key if pd.isna(text) else keys.get(fold(text)) for text in planned["pot"]]
    return found, [*_pots_unknown(planned, keys, pots), *_pots_assumed(planned, usual)]


def _held(pots: Sequence[Pot]) -> list[Pot]:
    return [pot for pot in pots if pot.frame != "nein"]


def _pots_unknown(planned: pd.DataFrame, keys: Mapping[str, str], pots: Sequence[Pot]) -> list[Finding]:
    findings = []
    for place, text in _places_of(planned, "pot"):
        if fold(text) not in keys:
            near_de, near_en = near_hint(text, [pot.key for pot in pots])
            unknown = finding(
                "unknown_reference",
                replace(place, column="topf"),
                raw=text,
                value=text,
                register=POTS,
                nearest_de=near_de,
                nearest_en=near_en,
            )
            findings.append(unknown)
    return findings


def _pots_assumed(planned: pd.DataFrame, usual: Pot) -> list[Finding]:
    counts = planned.loc[planned["pot"].isna(), "source_file"].value_counts(sort=False)
    return [
        finding("plan_pot_assumed", Place(file=str(file)), count=int(count), pot=usual.spoken)
        for file, count in counts.items()
    ]


def _places_of(planned: pd.DataFrame, column: str) -> list[tuple[Place, str]]:
    """Return the filled cells of a column with the place of their line."""
    rows = planned[planned[column].notna()]
    cells = rows[[column, *SOURCE_COLUMNS]].itertuples(index=False, name=None)
    return [
        (Place(file, None if pd.isna(sheet) else sheet, int(row)), text) for text, file, sheet, row in cells
    ]
