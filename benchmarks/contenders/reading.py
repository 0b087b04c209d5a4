"""Reading the export: the sum of its amounts is the answer, where a reader knows it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

Told = Callable[[], object]
Work = Callable[[], Told]

CSV, XLSX = "raw/buchungen/Sachposten.csv", "raw/buchungen/Sachposten.xlsx"
_TITLE_LINES = 1


def _nothing() -> None:
    return None


def _warmed(read: Callable[[Path], Told], folder: Path, warm_up: Path, name: str) -> Work:
    read(warm_up / name)
    return lambda: read(folder / name)


def table_csv(folder: Path, warm_up: Path) -> Work:
    """``ko.read_table`` of the csv."""
    return _warmed(_table, folder, warm_up, CSV)


def table_xlsx(folder: Path, warm_up: Path) -> Work:
    """``ko.read_table`` of the workbook."""
    return _warmed(_table, folder, warm_up, XLSX)


def _table(path: Path) -> Told:
    import kooperation as ko
    from kooperation.model.money import column_sum

    frame = ko.read_table(path).frame
    return lambda: str(column_sum(frame["Betrag"]))


def bookings_csv(folder: Path, warm_up: Path) -> Work:
    """``ko.read_bookings`` of the csv."""
    return _warmed(_bookings, folder, warm_up, CSV)


def bookings_xlsx(folder: Path, warm_up: Path) -> Work:
    """``ko.read_bookings`` of the workbook."""
    return _warmed(_bookings, folder, warm_up, XLSX)


def _bookings(path: Path) -> Told:
    import kooperation as ko
    from kooperation.model.money import column_sum

    bookings = ko.read_bookings(path)
    return lambda: str(column_sum(bookings["amount"]))


def arrow_texts(folder: Path, warm_up: Path) -> Work:
    """Cut the csv into texts with pyarrow, nothing more: the floor."""

    def read(path: Path) -> Told:
        import pyarrow as pa
        from pyarrow import csv

        from benchmarks.folder import HEADINGS

        types = csv.ConvertOptions(column_types=dict.fromkeys(HEADINGS, pa.string()))
        csv.read_csv(
            path,
            read_options=csv.ReadOptions(skip_rows=_TITLE_LINES),
            parse_options=csv.ParseOptions(delimiter=";"),
            convert_options=types,
        )
        return _nothing

    return _warmed(read, folder, warm_up, CSV)


def pandas_guessing(folder: Path, warm_up: Path) -> Work:
    """``pd.read_csv`` as tutorials have it: guesses types, turns days into numbers, drops leading zeros."""

    def read(path: Path) -> Told:
        import pandas as pd

        pd.read_csv(path, sep=";", skiprows=_TITLE_LINES, decimal=",", thousands=".", low_memory=False)
        return _nothing

    return _warmed(read, folder, warm_up, CSV)


def pandas_exact(folder: Path, warm_up: Path) -> Work:
    """What pandas needs for right values: every cell as text, days and amounts converted."""

    def read(path: Path) -> Told:
        import pandas as pd

        frame = pd.read_csv(path, sep=";", skiprows=_TITLE_LINES, dtype=str, keep_default_na=False)
        pd.to_datetime(frame["Buchungsdatum"], format="%d.%m.%Y")
        plain = frame["Betrag"].str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
        amounts = plain.map(Decimal)
        return lambda: str(amounts.sum())

    return _warmed(read, folder, warm_up, CSV)


def polars_texts(folder: Path, warm_up: Path) -> Work:
    """Cut the csv into texts with Polars."""

    def read(path: Path) -> Told:
        import polars as pl

        pl.read_csv(path, separator=";", skip_rows=_TITLE_LINES, infer_schema=False)
        return _nothing

    return _warmed(read, folder, warm_up, CSV)


def duckdb_texts(folder: Path, warm_up: Path) -> Work:
    """Cut the csv into texts with DuckDB."""

    def read(path: Path) -> Told:
        import duckdb

        duckdb.read_csv(str(path), sep=";", skiprows=_TITLE_LINES, all_varchar=True).to_arrow_table()
        return _nothing

    return _warmed(read, folder, warm_up, CSV)


def calamine(folder: Path, warm_up: Path) -> Work:
    """Read the raw cells of the workbook with calamine, nothing more: the floor."""

    def read(path: Path) -> Told:
        from python_calamine import CalamineWorkbook

        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return _nothing

    return _warmed(read, folder, warm_up, XLSX)


def pandas_openpyxl(folder: Path, warm_up: Path) -> Work:
    """``pd.read_excel`` with openpyxl."""
    return _excel(folder, warm_up, "openpyxl")


def pandas_calamine(folder: Path, warm_up: Path) -> Work:
    """``pd.read_excel`` with calamine."""
    return _excel(folder, warm_up, "calamine")


def _excel(folder: Path, warm_up: Path, engine: str) -> Work:
    def read(path: Path) -> Told:
        import pandas as pd

        pd.read_excel(path, engine=engine, skiprows=_TITLE_LINES)
        return _nothing

    return _warmed(read, folder, warm_up, XLSX)
