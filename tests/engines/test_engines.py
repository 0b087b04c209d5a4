"""One dataset, five engines: the same rows, the same cents, the same report.

They need the extras ``duckdb``, ``polars``, ``dask`` and ``spark`` (with Java); ``.ci/run`` brings them.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from assignable import POTS, REGIONS, RULES, ledger, rows_of, written
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import needs

import kooperation as ko
from kooperation.analysis.assignment import assign
from kooperation.analysis.assignment_by_join import assign_by_join
from kooperation.analysis.condensing import condense
from kooperation.books import read_books, read_dataset
from kooperation.reading.datasets import open_dataset

pytestmark = [
    pytest.mark.engines,
    # What the engines tell programmers about the future of their own libraries.
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::UserWarning:pyspark"),
]
REGISTERS = {"regions": REGIONS, "pots": POTS, "rules": RULES}
WITHOUT_CONFLICT = [one for one in RULES if one.key in ("agit", "essen", "kostentraeger")]


@pytest.fixture(scope="module")
def cluster():
    """A real Dask cluster of two worker processes."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as workers,
        Client(workers) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def session():
    """A real Spark on this machine."""
    from pyspark.sql import SparkSession

    settings_of_tests = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    builder = SparkSession.builder.master("local[2]").appName("kooperation")
    for name, value in settings_of_tests.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    yield spark
    spark.stop()


@pytest.fixture(scope="module", params=["pandas", "duckdb", "polars", "dask", "spark"])
def engine(request) -> str:
    """Each engine, with its cluster or session running; where it is not installed, a skip."""
    packages = {"dask": ["dask", "distributed"], "spark": ["pyspark"]}.get(request.param, [request.param])
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if request.param == "spark" and not shutil.which("java"):
        missing.append("java")
    needs("engines", missing)
    running = {"dask": "cluster", "spark": "session"}.get(request.param)
    if running:
        request.getfixturevalue(running)
    return str(request.param)


def by_joins(folder: Path, engine: str, **registers):
    scanned = open_dataset(folder, engine=engine)
    with scanned.engine.at_work(scanned.place):
        return assign_by_join(
            scanned.bookings, **{**REGISTERS, **registers}, hand_over=scanned.engine.hand_over
        )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    """A ledger in which everything that decides occurs, in two files."""
    return written(ledger(400, seed=11), tmp_path_factory.mktemp("ablage") / "buchungen")


def test_every_row_is_assigned_as_on_one_machine_splits_to_the_cent(engine, dataset):
    assigned, findings = by_joins(dataset, engine)
    alone, told = assign(ledger(400, seed=11), **REGISTERS)
    assert alone["share"].notna().any()
    assert rows_of(assigned) == rows_of(alone)
    conflicts = {(found.kind, found.values) for found in told if found.kind == "rules_disagree"}
    assert {(found.kind, found.values) for found in findings if found.severity == "error"} == conflicts


def test_the_cube_and_the_condensed_rows_are_the_same_to_the_cent(engine, dataset):
    assigned, _ = by_joins(dataset, engine, rules=WITHOUT_CONFLICT)
    alone, _ = assign(ledger(400, seed=11), regions=REGIONS, pots=POTS, rules=WITHOUT_CONFLICT)
    pd.testing.assert_frame_equal(ko.cube(assigned), ko.cube(alone))
    pd.testing.assert_frame_equal(condense(assigned), condense(alone))


def test_the_sums_of_an_assigned_dataset_are_those_of_the_frame(engine, tmp_path):
    alone, _ = assign(ledger(200, seed=12), regions=REGIONS, pots=POTS, rules=WITHOUT_CONFLICT)
    bookings = ko.scan_bookings(written(alone, tmp_path / "zugeordnet"), engine=engine)
    for question in (ko.spending_by_region, ko.spending_by_cost_type, ko.spending_by_pot):
        pd.testing.assert_frame_equal(question(bookings), question(alone))


def test_folders_that_state_year_and_town_are_columns_without_losing_a_zero(engine, tmp_path):
    frame = ledger(60, seed=13)
    for town in ("05334", "05335"):
        for year, rows in frame.groupby("year"):
            written(rows.drop(columns="year"), tmp_path / f"stadt={town}" / f"year={year}", parts=1)
    scanned = ko.scan_bookings(tmp_path, engine=engine)
    assert sorted(cells_of(scanned, "booking_id", "year", "stadt")) == sorted(
        (name, year, town)
        for name, year in zip(frame["booking_id"], frame["year"], strict=True)
        for town in ("05334", "05335")
    )


def cells_of(frame, *names: str) -> list[tuple]:
    table = nw.from_native(frame).lazy().select(*names).collect("pyarrow").to_native()
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


def test_amounts_with_fewer_decimals_days_without_time_and_columns_that_are_missing(engine, tmp_path):
    table = pa.table(
        {
            "kind": ["actual", "actual"],
            "year": pa.array([2024, None], pa.int16()),
            "amount": pa.array([Decimal("1.5"), Decimal(0)], pa.decimal128(9, 1)),
            "booked_on": pa.array([0, None], pa.int32()).cast(pa.date32()),
            "item": pa.nulls(2),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    scanned = ko.scan_bookings(tmp_path / "a.parquet", engine=engine)
    told = cells_of(scanned, "year", "amount", "booked_on", "item", "text", "is_final")
    assert sorted(map(str, told)) == sorted(
        map(
            str,
            [
                (2024, Decimal("1.50"), datetime(1970, 1, 1), None, None, None),  # noqa: DTZ001 - as Parquet has it
                (None, Decimal("0.00"), None, None, None, None),
            ],
        )
    )


def test_a_report_of_a_dataset_has_the_figures_of_the_folder(engine, project, tmp_path):
    folder = project / "data" / "raw"
    books = read_books(folder)
    books.bookings.attrs.clear()
    of_dataset = read_dataset(folder, written(books.bookings, tmp_path / "demo"), engine=engine)
    pd.testing.assert_frame_equal(ko.cube(of_dataset.bookings), ko.cube(books.bookings))
    pd.testing.assert_frame_equal(ko.budget_usage(of_dataset), ko.budget_usage(books))


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "polars"], indirect=True)
def test_a_report_of_a_dataset_ends_without_a_word_of_its_engine(engine, project, tmp_path):
    folder = project / "data" / "raw"
    dataset = written(read_books(folder).bookings, tmp_path / "demo")
    command = ["report", "--dataset", str(dataset), "--engine", engine, "--data", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "kooperation", *command, "--out", str(tmp_path / "bericht")],
        capture_output=True,
        timeout=300,
        check=False,
    )
    told = done.stderr.decode().splitlines()
    assert (done.returncode, [line for line in told if line and not line.startswith("Lese ")]) == (0, [])


@pytest.mark.parametrize("engine", ["duckdb", "polars"], indirect=True)
@given(seed=st.integers(0, 10**6), rows=st.integers(0, 60))
@settings(max_examples=15)
def test_any_ledger_is_assigned_alike(engine, tmp_path_factory, seed, rows):
    frame = ledger(rows, seed=seed)
    folder = written(frame, tmp_path_factory.mktemp("zufall"), parts=1)
    assert rows_of(by_joins(folder, engine)[0]) == rows_of(assign(frame, **REGISTERS)[0])


def test_a_failure_of_the_engine_is_told_and_no_traceback(engine, tmp_path):
    folder = written(ledger(5, seed=1), tmp_path / "weg", parts=1)
    scanned = open_dataset(folder, engine=engine)
    if engine == "pandas":
        return  # it has read everything already
    shutil.rmtree(folder)
    with pytest.raises(ko.KooperationError) as caught, scanned.engine.at_work(scanned.place):
        condense(assign_by_join(scanned.bookings, **REGISTERS, hand_over=scanned.engine.hand_over)[0])
    assert [found.kind for found in caught.value.findings] == ["engine_failed"]
