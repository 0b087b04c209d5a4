"""Parquet datasets of postings: what is opened and how, what is refused, and the report made from one."""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from folders import ORDERS, RULES, csv, data_folder, postings, run

import kooperation as ko
from kooperation.books import read_books, read_dataset
from kooperation.model.schema import ASSIGNMENT_COLUMNS, BOOKING_COLUMNS
from kooperation.reading.datasets import engines

KIND = pa.array(["actual", "actual"])
AMOUNT = pa.array([Decimal("10.01"), Decimal("-3.33")], pa.decimal128(18, 2))


def dataset(path: Path, **columns) -> Path:
    """Write one Parquet file; ``None`` leaves a column out."""
    given = {"kind": KIND, "year": pa.array([2024, 2025]), "amount": AMOUNT, **columns}
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({name: cells for name, cells in given.items() if cells is not None}), path)
    return path


def refused(read, *given) -> ko.KooperationError:
    with pytest.raises(ko.KooperationError) as caught:
        read(*given)
    return caught.value


def faults(path: Path | str) -> list[tuple[str, str]]:
    return [(found.kind, found.message()) for found in refused(ko.scan_bookings, path).findings]


# --- what is opened


def test_a_file_with_what_is_needed_has_all_canonical_columns_and_its_own_behind_them(tmp_path):
    path = dataset(tmp_path / "a.parquet", mandant=pa.array(["05334", "05335"]))
    bookings = ko.scan_bookings(path)
    assert list(bookings.columns) == [*BOOKING_COLUMNS, "mandant"]
    assert bookings.dtypes[list(BOOKING_COLUMNS)].to_dict() == BOOKING_COLUMNS
    assert bookings["amount"].to_list() == [Decimal("10.01"), Decimal("-3.33")]
    assert bookings[["text", "booked_on", "foreign_amount"]].isna().all(axis=None)


def test_what_was_assigned_already_keeps_its_assignment_and_can_be_summed_up(tmp_path):
    path = dataset(
        tmp_path / "a.parquet", region=pa.array(["ansan", None]), pot=pa.array(["kooperation"] * 2)
    )
    bookings = ko.scan_bookings(path)
    assert list(bookings.columns) == [*BOOKING_COLUMNS, *ASSIGNMENT_COLUMNS]
    spending = ko.spending_by_region(bookings)
    assert spending.loc[2024, "ansan"] == Decimal("10.01")
    assert spending.loc[2025, "nicht zugeordnet"] == Decimal("-3.33")
    assert ko.cube(bookings)["count"].sum() == 2


def test_what_folders_state_is_a_column_and_loses_no_zero(tmp_path):
    for town in ("05334", "05335"):
        for year in ("2024", "__HIVE_DEFAULT_PARTITION__"):
            dataset(tmp_path / f"stadt={town}" / f"year={year}" / "a b.parquet", year=None)
    bookings = ko.scan_bookings(tmp_path)
    assert sorted(bookings["stadt"]) == ["05334"] * 4 + ["05335"] * 4
    assert bookings["year"].dtype == BOOKING_COLUMNS["year"]
    assert bookings["year"].value_counts(dropna=False).to_dict() == {2024: 4, pd.NA: 4}


def test_what_a_file_states_holds_before_what_its_folder_does(tmp_path):
    dataset(tmp_path / "year=1999" / "a.parquet")
    assert sorted(ko.scan_bookings(tmp_path)["year"]) == [2024, 2025]


def test_files_that_are_no_data_are_passed_over(tmp_path):
    dataset(tmp_path / "teil.parquet")
    for name in (
        "_metadata.parquet",
        ".geheim.parquet",
        "_logs/alt.parquet",
        "LIESMICH.txt",
        "manifest.json",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("kein Parquet")
    assert len(ko.scan_bookings(tmp_path)) == 2


@pytest.mark.parametrize(
    "column, cells, expected",
    [
        ("amount", pa.array([1, 2]).cast(pa.decimal128(20, 1)).cast(pa.decimal128(10, 1)), "1.00"),
        ("booked_on", pa.array([dt.date(2024, 5, 1)] * 2, pa.date32()), "2024-05-01 00:00:00"),
        ("booked_on", pa.array([dt.date(2024, 5, 1)] * 2).cast(pa.timestamp("ms")), "2024-05-01 00:00:00"),
        ("text", pa.array(["Hotel", "Hotel"]).dictionary_encode(), "Hotel"),
        ("period", pa.array([1, 2], pa.int8()), "1"),
        ("item", pa.nulls(2), "<NA>"),
    ],
)
def test_types_that_lose_nothing_are_taken_as_the_canonical_ones(tmp_path, column, cells, expected):
    bookings = ko.scan_bookings(dataset(tmp_path / "a.parquet", **{column: cells}))
    assert str(bookings[column].iloc[0]) == expected
    assert bookings[column].dtype == BOOKING_COLUMNS[column]


# --- what is refused


@pytest.mark.parametrize(
    "stored",
    [
        pa.float64(),
        pa.int64(),
        pa.string(),
        pa.decimal128(18, 3),
        pa.decimal128(20, 2),
        pa.decimal256(40, 2),
    ],
    ids=str,
)
def test_amounts_of_any_type_that_is_not_surely_exact_to_the_cent_are_refused(tmp_path, stored):
    path = dataset(tmp_path / "a.parquet", amount=pa.array(["1", "2"]).cast(stored))
    [(kind, message)] = faults(path)
    assert kind == "dataset_amount_type"
    assert str(stored) in message


@pytest.mark.parametrize("tells", [True, False], ids=["file says so", "file does not say"])
@pytest.mark.parametrize("names", [["a.parquet"], ["a.parquet", "b.parquet"]])
def test_rows_without_an_amount_are_refused_since_they_would_count_as_nothing(tmp_path, names, tells):
    """So is a dataset that was joined from two tables and lacks an amount here and there."""
    half = pa.array([Decimal("10.01"), None], pa.decimal128(18, 2))
    for name in names:
        table = pa.table({"kind": KIND, "year": pa.array([2024, 2025]), "amount": half})
        pq.write_table(table, tmp_path / name, write_statistics=tells)
    [(kind, message)] = faults(tmp_path)
    assert kind == "dataset_without_amounts"
    assert f"In {len(names)} Zeilen" in message


def test_all_faults_of_the_columns_are_told_at_once(tmp_path):
    path = dataset(
        tmp_path / "a.parquet",
        year=pa.array([2024.0, 2025.0]),
        kind=None,
        sachkonto=pa.array([544016, 544016]),
        booked_on=pa.array([None, None], pa.timestamp("us", tz="Europe/Berlin")),
        region=pa.array(["ansan", "ansan"]),
    )
    assert [kind for kind, _ in faults(path)] == [
        "dataset_column_missing",
        "dataset_column_type",
        "dataset_column_type",
        "dataset_column_type",
        "dataset_half_assigned",
    ]


def test_files_that_differ_are_named_with_the_column(tmp_path):
    dataset(tmp_path / "a.parquet")
    dataset(tmp_path / "b.parquet", year=pa.array([2024, 2025], pa.int32()))
    with pytest.raises(ko.KooperationError) as caught:
        ko.scan_bookings(tmp_path)
    assert str(caught.value).startswith(
        "b.parquet: Die Spalten sind andere als in a.parquet: „year“ ist hier int32, dort int64."
    )


def test_folders_that_state_different_columns_are_refused(tmp_path):
    dataset(tmp_path / "year=2024" / "a.parquet", year=None)
    dataset(tmp_path / "jahr=2024" / "a.parquet", year=None)
    assert [kind for kind, _ in faults(tmp_path)] == ["dataset_folders_differ"]


def test_what_is_no_dataset_is_told_as_what_it_is(tmp_path):
    broken = tmp_path / "kaputt" / "a.parquet"
    broken.parent.mkdir()
    broken.write_bytes(b"PAR1 und dann nichts")
    (tmp_path / "leer").mkdir()
    told = [faults(path)[0][0] for path in (broken, broken.parent, tmp_path / "leer", tmp_path / "fehlt")]
    assert told == ["dataset_unreadable", "dataset_unreadable", "dataset_empty", "dataset_missing"]


@pytest.mark.parametrize("address", ["https://example.org/a.parquet", "s3://ort/ordner", "hdfs://ort:1/a"])
def test_no_address_reaches_a_reader(address):
    assert [kind for kind, _ in faults(address)] == ["dataset_address"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
def test_postings_behind_a_link_count_once_also_when_it_leads_back(tmp_path):
    dataset(tmp_path / "anderswo" / "a.parquet")
    (tmp_path / "ablage").mkdir()
    for name, place in (("alt", "../anderswo"), ("zurueck", ".")):
        (tmp_path / "ablage" / name).symlink_to(place)
    assert len(ko.scan_bookings(tmp_path / "ablage")) == 2


def test_a_share_of_a_network_and_a_colon_in_a_name_are_no_addresses(tmp_path):
    """Windows writes a share as ``//server/ordner``, which other systems take for a folder of theirs."""
    path = dataset(tmp_path / "Stand 10:" / "a.parquet")
    assert len(ko.scan_bookings(f"/{path.as_posix()}")) == 2


def test_an_engine_that_is_not_known_or_not_installed_is_told_with_the_remedy(tmp_path, monkeypatch):
    path = dataset(tmp_path / "a.parquet")
    assert "pandas, duckdb, polars, dask, spark" in str(refused(ko.scan_bookings, path, "sqlite"))
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    error = refused(ko.scan_bookings, path, "duckdb")
    assert "nicht installiert" in str(error)
    assert "eigenen Umgebung (nicht .venv" in str(error)  # run.py holds it to its lock
    assert "pip install" in str(error)


def test_every_engine_but_pandas_is_an_extra_of_its_name(project):
    extras = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    assert {one.name for one in engines.ENGINES} - {"pandas"} <= set(extras)


# --- books and report from a dataset

EXPORT = postings(
    "2024;05.03.2024;R1;Hotel;Reise Porto;100,00",
    "2024;06.03.2024;R2;Hotel;Reise Porto;0,05",
    "2024;07.03.2024;R3;Hotel;Essen Tartu;90,01",
    "2025;07.03.2025;R4;Bahn;Porto und Tartu;33,00",
    "2025;08.03.2025;R5;Bahn;Büromaterial;-7,00",
)
TOWN = {
    "buchungen/b.csv": EXPORT,
    "register/zuordnung.csv": csv(
        RULES, "essen;;Essen;;;;porto;;;1/3;;gemeinsam", "essen;;Essen;;;;tartu;;;2/3;;gemeinsam"
    ),
    "auftraege/a.csv": csv(ORDERS, "A1;2025;1105;5291;500,00;01.02.2025;Hotel;Zimmer Porto;"),
}


@pytest.fixture
def town(tmp_path) -> Path:
    return data_folder(tmp_path / "haus", TOWN)


def stored(town: Path, bookings: pd.DataFrame) -> Path:
    path = town.parent / "ablage" / "jahre.parquet"
    path.parent.mkdir()
    bookings.to_parquet(path)
    return path


def unassigned(town: Path) -> pd.DataFrame:
    bookings = ko.read_bookings(town / "buchungen" / "b.csv")
    bookings.attrs.clear()  # the load report is no part of a Parquet file
    return bookings


def test_books_of_a_dataset_have_the_figures_of_the_folder_that_it_was_written_from(town):
    books, of_dataset = read_books(town), read_dataset(town, stored(town, unassigned(town)))
    pd.testing.assert_frame_equal(ko.cube(of_dataset.bookings), ko.cube(books.bookings))
    pd.testing.assert_frame_equal(ko.budget_usage(of_dataset), ko.budget_usage(books))
    assert of_dataset.dataset == "jahre.parquet"
    assert of_dataset.sources["file"].to_list() == ["jahre.parquet", "auftraege/a.csv"]
    assert of_dataset.sources["rows_read"].to_list() == [5, 1]
    assert of_dataset.sources["sum"].to_list() == [Decimal("216.06"), Decimal("500.00")]


def test_the_folder_of_bookings_and_what_it_holds_stay_out(town):
    path = stored(town, unassigned(town).iloc[:1])
    books = read_dataset(town, path)
    assert ko.cube(books.bookings).query("kind == 'actual'")["amount"].to_list() == [Decimal("100.00")]
    assert "exports_left_out" in set(books.findings["kind"])


def test_a_dataset_that_is_assigned_is_taken_as_it_is_and_says_so(town):
    books = read_books(town)
    path = stored(town, books.bookings)
    (town / "register" / "zuordnung.csv").unlink()
    of_dataset = read_dataset(town, path)
    pd.testing.assert_frame_equal(ko.cube(of_dataset.bookings), ko.cube(books.bookings))
    assert {"dataset_assigned", "dataset_has_orders"} <= set(of_dataset.findings["kind"])


def test_a_kind_that_is_not_known_is_refused_since_it_would_count_nowhere(town):
    path = stored(town, unassigned(town).assign(kind="Ist"))
    error = refused(read_dataset, town, path)
    assert [found.kind for found in error.findings] == ["dataset_kind"]


def test_rules_that_disagree_are_refused_before_anything_is_written(town):
    (town / "register" / "zuordnung.csv").write_bytes(
        csv(RULES, "a;;Reise;;;;porto;;;;;x", "b;;Porto;;;;tartu;;;;;y")
    )
    told = run(
        "report", "--data", town, "--dataset", stored(town, unassigned(town)), "--out", town.parent / "aus"
    )
    assert told.exit_code == 3
    assert "widersprechen sich" in told.stderr
    assert not (town.parent / "aus").exists()


def test_faults_of_the_registers_and_of_the_dataset_are_told_together(town):
    (town / "register" / "toepfe.csv").unlink()
    path = stored(town, unassigned(town).drop(columns="year"))
    error = refused(read_dataset, town, path)
    assert {"register_missing", "dataset_column_missing"} <= {found.kind for found in error.findings}


def test_the_report_of_a_dataset_is_written_from_the_command_line(town):
    path = stored(town, unassigned(town))
    told = run(
        "report", "--data", town, "--dataset", path, "--engine", "pandas", "--out", town.parent / "aus"
    )
    assert told.exit_code == 0, told.stderr
    assert "216,06 €" in told.stdout
    assert (town.parent / "aus" / "bericht.xlsx").exists()


def test_an_engine_without_a_dataset_is_wrong_usage(town):
    told = run("report", "--data", town, "--engine", "pandas")
    assert told.exit_code == 2
    assert "--dataset" in told.stderr
