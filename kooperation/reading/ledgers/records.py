"""The typed records of one file by canonical column, whatever its own headings are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.layouts.layout import KindOfFile
from kooperation.reading.layouts.plan import Plan
from kooperation.reading.ledgers.columns import TEXTS, WHOLES, filled_down, mapped, repeated
from kooperation.reading.ledgers.groups import GroupLines, group_lines
from kooperation.reading.tables.report import LoadReport
from kooperation.reading.tables.typed import TypedTable
from kooperation.reading.tables.values import to_list
from kooperation.reading.words.titles import from_titles

_WHOLE = ("year", "period")


@dataclass(frozen=True, eq=False, slots=True)
class Loaded:
    """The canonical frame of one file and the report of how it was read.

    ``openings`` holds what opening lines (``Übertrag``) carry forward, by canonical amount column [cents].
    """

    frame: pd.DataFrame
    report: LoadReport
    kind_of_file: KindOfFile
    openings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Records:
    """What a file says, record by record, under canonical names."""

    plan: Plan
    typed: TypedTable

    def __len__(self) -> int:
        return len(self.typed.numbers)

    def column(self, name: str) -> pa.Array | None:
        """Return a canonical column; ``None`` when neither file nor layout carries it."""
        if name in self.plan.columns:
            return self.typed.columns[self.plan.columns[name]]
        if name in self.plan.layout.defaults:
            default = self.plan.layout.defaults[name]
            is_whole = name in _WHOLE
            return repeated(int(default) if is_whole else default, len(self), WHOLES if is_whole else TEXTS)
        return None

    def values(self, name: str) -> list[Any] | None:
        """Return the values of a canonical column as a list; ``None`` as in :meth:`column`."""
        column = self.column(name)
        return None if column is None else to_list(column)

    def at(self, position: int) -> pa.Array:
        """Return the column at one position."""
        return self.typed.columns[position]

    def row(self, record: int) -> int:
        """Return the row of one record, as Excel counts."""
        return int(self.typed.numbers[record])

    def place(self, record: int, column: str | None = None) -> Place:
        """Return where one record stands."""
        position = self.plan.columns.get(column) if column else None
        return self.typed.grid.place_of(self.row(record), position)

    @property
    def titles(self) -> dict[str, str]:
        """What the lines above the table say about all its rows."""
        return from_titles(self.typed.grid.titles)

    def sources(self) -> dict[str, pa.Array | pa.Scalar]:
        """Return what leads each record back to file and sheet, the same for all, and to its row."""
        grid = self.typed.grid
        return {
            "source_file": pa.scalar(grid.source.name, TEXTS),
            "source_sheet": pa.scalar(grid.sheet.name, TEXTS),
            "source_row": pa.array(self.typed.numbers, type=WHOLES),
        }

    def openings(self) -> dict[str, int]:
        """Return what opening lines carry forward, by canonical column [cents]."""
        return {
            column: sum(line.amounts[position] for line in self.typed.openings if position in line.amounts)
            for column, position in self.plan.columns.items()
            if any(position in line.amounts for line in self.typed.openings)
        }


# --- accounts ------------------------------------------------------------------------------------------


def accounts_of(records: Records) -> tuple[dict[str, pa.Array | None], list[Finding]]:
    """Return Teilprodukt and Sachkonto: from their columns, a Buchungsstelle, or the titles above."""
    titles, rows = records.titles, len(records)
    groups = _groups_of(records)
    paths = records.column("account_path")
    if paths is None and (said := groups.values.get("account_path")) is not None:
        paths = pa.array(said, type=TEXTS)
    if paths is None and "account_path" in titles:
        paths = repeated(titles["account_path"], rows, TEXTS)
    found: dict[str, pa.Array | None] = {}
    findings = list(groups.findings)
    for part, name in enumerate(("teilprodukt", "sachkonto")):
        column = records.column(name)
        if column is None and paths is not None:
            column = _part_of(paths, part)
        if column is None and name in groups.values:
            column = pa.array(groups.values[name], type=TEXTS)
        elif column is None and name in titles:
            column = repeated(titles[name], rows, TEXTS)
            findings.append(_from_title(records, name, titles[name]))
        found[name], filled = (None, 0) if column is None else filled_down(column)
        if filled:
            findings.append(
                finding("group_filled", records.typed.grid.place, column=name.title(), count=filled)
            )
    if "account_path" in titles and not groups.values and records.column("account_path") is None:
        findings.append(_from_title(records, "Buchungsstelle", titles["account_path"]))
    return found, findings


def _part_of(paths: pa.Array, part: int) -> pa.Array:
    return mapped(paths, lambda path: split_account_path(path)[part], TEXTS)


def _groups_of(records: Records) -> GroupLines:
    """Return what lines between the records say of accounts, unless a column says it."""
    parts = [name for name in ("teilprodukt", "sachkonto") if records.column(name) is None]
    wanted = ["account_path", *parts] if records.column("account_path") is None and parts else []
    return group_lines(records.typed, records.titles, wanted)


def _from_title(records: Records, name: str, value: str) -> Finding:
    return finding("account_from_title", records.typed.grid.place, column=name.title(), value=value)


def split_account_path(path: str | None) -> tuple[str | None, str | None]:
    """Split a Buchungsstelle: ``15.01.01.990100.544016`` is ``990100`` and ``544016``."""
    parts = [part for part in (path or "").replace("/", ".").replace(" ", ".").split(".") if part]
    if len(parts) < 2:
        return None, parts[0] if parts else None
    products = [part for part in parts[:-1] if len(part) >= 4]
    return (products[-1] if products else ".".join(parts[:-1])), parts[-1]
