"""The typed records of one file by canonical column, whatever its own headings are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.layouts.layout import KindOfFile
from kooperation.reading.layouts.plan import Plan
from kooperation.reading.ledgers.groups import GroupLines, group_lines
from kooperation.reading.tables.report import LoadReport
from kooperation.reading.tables.typed import TypedTable
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
        return len(self.typed.rows)

    def values(self, column: str) -> list[Any] | None:
        """Return the values of a canonical column; ``None`` when neither file nor layout carries it."""
        if column in self.plan.columns:
            return self.typed.values[self.plan.columns[column]]
        if column in self.plan.layout.defaults:
            default = self.plan.layout.defaults[column]
            return [int(default) if column in _WHOLE else default] * len(self)
        return None

    def at(self, position: int) -> list[Any]:
        """Return the values at one position."""
        return self.typed.values[position]

    def place(self, record: int, column: str | None = None) -> Place:
        """Return where one record stands."""
        position = self.plan.columns.get(column) if column else None
        return self.typed.grid.place_of(self.typed.rows[record], position)

    @property
    def titles(self) -> dict[str, str]:
        """What the lines above the table say about all its rows."""
        return from_titles(self.typed.grid.titles)

    def sources(self, picked: Sequence[int]) -> dict[str, list[Any]]:
        """Return the columns that lead the ``picked`` records back to file, sheet and row."""
        grid = self.typed.grid
        return {
            "source_file": [grid.source.name] * len(picked),
            "source_sheet": [grid.sheet.name] * len(picked),
            "source_row": [self.typed.rows[record] for record in picked],
        }

    def openings(self) -> dict[str, int]:
        """Return what opening lines carry forward, by canonical column [cents]."""
        return {
            column: sum(line.amounts[position] for line in self.typed.openings if position in line.amounts)
            for column, position in self.plan.columns.items()
            if any(position in line.amounts for line in self.typed.openings)
        }


# --- accounts ------------------------------------------------------------------------------------------


def accounts_of(records: Records) -> tuple[dict[str, list[Any] | None], list[Finding]]:
    """Return Teilprodukt and Sachkonto: from their columns, a Buchungsstelle, or the titles above."""
    titles = records.titles
    groups = _groups_of(records)
    paths = records.values("account_path") or groups.values.get("account_path")
    if paths is None and "account_path" in titles:
        paths = [titles["account_path"]] * len(records)
    split = None if paths is None else [split_account_path(path) for path in paths]
    found: dict[str, list[Any] | None] = {}
    findings = list(groups.findings)
    for part, name in enumerate(("teilprodukt", "sachkonto")):
        column = records.values(name)
        if column is None and split is not None:
            column = [one[part] for one in split]
        if column is None and name in groups.values:
            column = list(groups.values[name])
        elif column is None and name in titles:
            column = [titles[name]] * len(records)
            findings.append(_from_title(records, name, titles[name]))
        found[name], filled = (None, 0) if column is None else filled_down(column)
        if filled:
            findings.append(
                finding("group_filled", records.typed.grid.place, column=name.title(), count=filled)
            )
    if "account_path" in titles and not groups.values and records.values("account_path") is None:
        findings.append(_from_title(records, "Buchungsstelle", titles["account_path"]))
    return found, findings


def _groups_of(records: Records) -> GroupLines:
    """Return what lines between the records say of accounts, unless a column says it."""
    parts = [name for name in ("teilprodukt", "sachkonto") if records.values(name) is None]
    wanted = ["account_path", *parts] if records.values("account_path") is None and parts else []
    return group_lines(records.typed, records.titles, wanted)


def _from_title(records: Records, name: str, value: str) -> Finding:
    return finding("account_from_title", records.typed.grid.place, column=name.title(), value=value)


def filled_down(values: Sequence[Any]) -> tuple[list[Any], int]:
    """Repeat a group's account (or year) where a grouped export leaves it blank, and count these rows.

    A grouped export names an account once, where its group begins. One that repeats it from row to row is not
    grouped: a blank there means that the account is missing, and stays blank.
    """
    is_repeated = any(one is not None and one == other for one, other in pairwise(values))
    if is_repeated or not values or values[0] is None:
        return list(values), 0
    filled: list[Any] = []
    for value in values:
        filled.append(value if value is not None else filled[-1])
    return filled, sum(value is None for value in values)


def split_account_path(path: str | None) -> tuple[str | None, str | None]:
    """Split a Buchungsstelle: ``15.01.01.990100.544016`` is ``990100`` and ``544016``."""
    parts = [part for part in (path or "").replace("/", ".").replace(" ", ".").split(".") if part]
    if len(parts) < 2:
        return None, parts[0] if parts else None
    products = [part for part in parts[:-1] if len(part) >= 4]
    return (products[-1] if products else ".".join(parts[:-1])), parts[-1]
