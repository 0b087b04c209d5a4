"""The invented ledgers of the benchmarks: always the same, exact, the same postings everywhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pytest

import kooperation as ko
from benchmarks import ledger as ledgers
from benchmarks.generating import generate
from benchmarks.ledger import Ledger
from benchmarks.words import NAMES

SMALL = Ledger(2_500)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("ledger")
    generate(made, SMALL)
    return made


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / "truth.json").read_text("utf-8"))


def _cells(truth):
    return {(cell["year"], cell["pot"], cell["region"]): Decimal(cell["amount"]) for cell in truth["cells"]}


def _files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_the_same_seed_writes_the_same_bytes(folder, tmp_path):
    generate(tmp_path, SMALL)
    assert _files(tmp_path) == _files(folder)


def test_another_seed_is_another_ledger(folder, tmp_path):
    generate(tmp_path, Ledger(2_500, seed=2), extras=())
    name = Path("raw/buchungen/Sachposten.csv")
    assert (tmp_path / name).read_bytes() != (folder / name).read_bytes()


def test_six_regions_have_ten_names_each():
    assert [len(set(names)) for names in NAMES.values()] == [10] * 6


def test_the_package_reads_and_assigns_every_posting_as_the_truth_says(folder, truth):
    bookings = ko.read_books(folder / "raw").bookings.query("kind == 'actual'")
    keys = [bookings[name].fillna("-") for name in ("pot", "region")]
    sums = bookings["amount"].groupby([bookings["year"], *keys]).sum()
    assert sums.to_dict() == _cells(truth)


def test_overviews_and_orders_tie_and_the_folder_holds_no_error(folder):
    books = ko.read_books(folder / "raw")
    assert "error" not in set(books.findings["severity"])
    assert (ko.reconcile(books)["difference"] == 0).all()


def test_the_ceilings_and_what_is_committed_are_known_to_the_truth(folder, truth):
    usage = ko.budget_usage(ko.read_books(folder / "raw"), pot="kooperation").reset_index()
    shown = usage[["year", "ceiling", "actual", "committed"]].astype(object)
    exact = [
        {name: cell if cell is None else Decimal(cell) for name, cell in one.items()}
        for one in truth["usage"]
    ]
    assert shown.where(shown.notna(), None).to_dict("records") == exact


@pytest.mark.parametrize("name", ["ledger.journal", "ledger.beancount"])
def test_journals_hold_the_same_postings_as_the_export(folder, truth, name):
    text = (folder / name).read_text("utf-8")
    pattern = r"^(\d{4})-\d\d-\d\d .*(?:\n +;.*)*\n +Expenses:(\w+):(\w+)  (-?\d+\.\d\d) EUR$"
    sums: Counter[tuple[int, str, str]] = Counter()
    for year, pot, region, amount in re.findall(pattern, text, re.MULTILINE):
        unnamed = {"Ausserhalb": "-", "Offen": "-"}
        key = (int(year), unnamed.get(pot, pot.lower()), unnamed.get(region, region.lower()))
        sums[key] = sums.get(key, Decimal(0)) + Decimal(amount)
    assert sums == _cells(truth)


@pytest.mark.parametrize("name", ["dataset", "assigned"])
def test_the_parquet_datasets_hold_exact_decimals_that_add_up(folder, truth, name):
    amounts = ds.dataset(folder / name).to_table(columns=["amount"])["amount"]
    assert str(amounts.type) == "decimal128(18, 2)"
    assert sum(amounts.to_pylist()) == Decimal(truth["amount"])


def test_an_assigned_dataset_gives_the_truth_without_any_reading(folder, truth):
    bookings = ds.dataset(folder / "assigned").to_table().to_pandas(types_mapper=pd.ArrowDtype)
    cube = ko.spending_by_region(bookings, pot="kooperation")
    assert [str(one) for one in cube.sum(axis=1)] == [one["actual"] for one in truth["usage"]]


def test_texts_can_all_be_different():
    texts = [text for piece in Ledger(3_000, all_different=True).pieces() for text in _texts(piece)]
    assert len(set(texts)) == 3_000


def _texts(piece):
    from benchmarks.folder import posting_texts

    return posting_texts(piece, Ledger(3_000, all_different=True)).to_pylist()


def test_memory_depends_on_the_piece_and_not_on_the_ledger(monkeypatch):
    monkeypatch.setattr(ledgers, "PIECE", 1_000)
    assert [len(piece) for piece in Ledger(2_500).pieces()] == [1_000, 1_000, 500]


def test_the_workbook_holds_the_same_postings(folder, truth, tmp_path):
    generate(tmp_path, SMALL, extras=(), export="xlsx")
    assert _cells(json.loads((tmp_path / "truth.json").read_text("utf-8"))) == _cells(truth)
    assert ko.read_bookings(tmp_path / "raw/buchungen/Sachposten.xlsx")["amount"].sum() == Decimal(
        truth["amount"]
    )
