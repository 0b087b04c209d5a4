"""What a contender printed, as exact sums, held against the truth of its ledger."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

Truth = Mapping[str, Any]
Verdict = bool | None  # None: it gives no sum that could be held against anything
Check = Callable[[str, Truth], Verdict]


def no_answer(printed: str, truth: Truth) -> Verdict:
    """Accept whatever was printed: the contender gives no sums."""
    return None


def whole_sum(printed: str, truth: Truth) -> Verdict:
    """Hold the sum that one stage told against the sum of all postings."""
    told = json.loads(printed)["answer"]
    return None if told is None else Decimal(told) == Decimal(truth["amount"])


def stage_cells(printed: str, truth: Truth) -> Verdict:
    """Hold the sums by year, pot and region that one stage told against the truth."""
    return _are_cells(json.loads(printed)["answer"], truth)


def cells(printed: str, truth: Truth) -> Verdict:
    """Hold printed sums by year, pot and region against the truth."""
    return _are_cells(json.loads(printed), truth)


def _are_cells(rows: Iterable[tuple[int, str, str, str]], truth: Truth) -> bool:
    told = {(year, pot, region): Decimal(amount) for year, pot, region, amount in rows}
    known = {(cell["year"], cell["pot"], cell["region"]): Decimal(cell["amount"]) for cell in truth["cells"]}
    return all(amount == known.get(key, 0) for key, amount in told.items()) and bool(told)


def digest(printed: str, truth: Truth) -> Verdict:
    """Hold the regions of all rows against those that the generator meant."""
    return bool(json.loads(printed)["answer"] == truth["regions"])


def usage(printed: str, truth: Truth) -> Verdict:
    """Hold ``status --json`` against ceilings, spending and open orders of every year."""
    shown = [row for row in json.loads(printed)["years"] if row["pot"] == "kooperation"]
    names = ("year", "ceiling", "actual", "committed")
    return [_exact(row, names) for row in shown] == [_exact(row, names) for row in truth["usage"]]


def _exact(row: Mapping[str, Any], names: Iterable[str]) -> list[Decimal | None]:
    return [None if row[name] is None else Decimal(str(row[name])) for name in names]


def report(printed: str, truth: Truth) -> Verdict:
    """Hold the sum that ``report`` says it read against the sum of all postings."""
    first = re.search(r"-?[\d.]+,\d\d(?= €)", printed)
    return first is not None and _german(first[0]) == Decimal(truth["amount"])


def _german(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def hledger_budget(printed: str, truth: Truth) -> Verdict:
    """Hold ``hledger bal --budget -O csv`` against spending and ceilings of every year."""
    heads, first = list(csv.reader(io.StringIO(printed)))[:2]
    shown = [
        (int(year), *(Decimal(cell.split()[0]) if cell else None for cell in pair))
        for year, pair in zip(heads[1::2], zip(first[1::2], first[2::2], strict=True), strict=True)
    ]
    known = [(one["year"], Decimal(one["actual"]), one["ceiling"]) for one in truth["usage"]]
    return shown == [(year, actual, ceiling and Decimal(ceiling)) for year, actual, ceiling in known]


def bean_query(printed: str, truth: Truth) -> Verdict:
    """Hold sums by year and account against the truth."""
    unnamed = {"Offen": "-", "Ausserhalb": "-"}
    rows = []
    for year, account, amount in list(csv.reader(io.StringIO(printed)))[1:]:
        pot, region = (unnamed.get(name, name.lower()) for name in account.strip().split(":")[1:])
        rows.append((int(year), pot, region, amount.strip()))
    return _are_cells(rows, truth)
