"""Reads an export that stands in a test, through the public functions alone, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from exports import write

import kooperation as ko
from kooperation.model.findings import Finding

Reader = Callable[..., Any]


def table_of(folder: Path, content: str | bytes, name: str = "export.csv", **options: Any) -> ko.Table:
    """The file as ``read_table`` gives it."""
    return ko.read_table(write(folder, content, name), **options)


def bookings_of(folder: Path, content: str | bytes, name: str = "export.csv", **options: Any) -> pd.DataFrame:
    """The file as ``read_bookings`` gives it."""
    return ko.read_bookings(write(folder, content, name), **options)


def refusal(
    folder: Path, content: str | bytes, name: str = "export.csv", *, read: Reader = ko.read_table
) -> Finding:
    """The one fault for which the file is refused."""
    faults = refusals(folder, content, name, read=read)
    assert len(faults) == 1, [fault.describe() for fault in faults]
    return faults[0]


def refusals(
    folder: Path, content: str | bytes, name: str = "export.csv", *, read: Reader = ko.read_table
) -> tuple[Finding, ...]:
    """All faults of a refused file; each names the file and says what to do, in both languages."""
    path = write(folder, content, name)
    with pytest.raises(ko.KooperationError) as error:
        read(path)
    for fault in error.value.findings:
        assert fault.severity == "error"
        assert fault.place.file == name
        assert all(fault.message(language) and fault.advice(language) for language in ("de", "en"))
    return error.value.findings


def euros_of(table: ko.Table | pd.DataFrame, column: str = "Betrag") -> list[Any]:
    """The amounts of a column as they stand in the frame; a blank is ``None``."""
    frame = table if isinstance(table, pd.DataFrame) else table.frame
    return [None if pd.isna(value) else value for value in frame[column]]


def said(table: ko.Table | pd.DataFrame) -> dict[str, Finding]:
    """What was accepted despite a doubt, by kind."""
    report = table.attrs["report"] if isinstance(table, pd.DataFrame) else table.report
    return {found.kind: found for found in report.findings}


def euros(*amounts: str) -> list[Decimal]:
    """Amounts as frames hold them."""
    return [Decimal(amount).quantize(Decimal("0.01")) for amount in amounts]
