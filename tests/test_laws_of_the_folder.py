"""Laws of a data folder: however its exports are cut, ordered or named, no figure changes by a cent."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from folders import ORDERS, RULES, csv, data_folder, euros, postings
from hypothesis import given, settings

import kooperation as ko
from kooperation.books import read_books
from kooperation.model.money import format_decimal

PLACES = ("Porto", "Tartu", "Dayton", "Ulm", "Porto und Tartu", "")
RULE = csv(
    RULES,
    "essen;;Abendessen;;;;porto;;Bewirtung;2/3;;zwei Drittel",
    "essen;;Abendessen;;;;ohio;;Bewirtung;1/3;;ein Drittel",
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[str]:
    """Lines of an export with distinct documents, in any order of years, with credit notes and zeros."""
    lines = []
    for number in range(draw(st.integers(1, 12))):
        year = draw(st.integers(2022, 2026))
        month, day = draw(st.integers(1, 12)), draw(st.integers(1, 28))
        text = " ".join(
            (draw(st.sampled_from(("Zug", "Hotel", "Abendessen"))), draw(st.sampled_from(PLACES)))
        ).strip()
        cents = draw(st.integers(-500_000, 5_000_000))
        amount = format_decimal(Decimal(cents).scaleb(-2))
        lines.append(f"{year};{day:02}.{month:02}.{year};B-{number};Muster GmbH;{text};{amount}")
    return lines


@st.composite
def cut(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """A ledger, and the same lines shuffled and cut into one to four files."""
    lines = draw(ledgers())
    shuffled = draw(st.permutations(lines))
    files: list[list[str]] = [[] for _ in range(draw(st.integers(1, 4)))]
    for line in shuffled:
        files[draw(st.integers(0, len(files) - 1))].append(line)
    return lines, [file for file in files if file]


def read(files: dict[str, bytes]) -> ko.Books:
    """Read a fresh folder with these exports."""
    with tempfile.TemporaryDirectory() as root:
        return read_books(data_folder(Path(root), {"register/zuordnung.csv": RULE, **files}))


def figures(books: ko.Books) -> dict[str, Any]:
    """Everything that a report shows of the postings, without the places where they stand."""
    ids = books.bookings.groupby("booking_id")["amount"].sum()
    return {
        "spending": ko.spending_by_region(books).to_dict("index"),
        "usage": ko.budget_usage(books)
        .drop(columns="released_share")
        .astype(object)
        .fillna("–")
        .to_dict("index"),
        "postings": ids.sort_index().to_dict(),
        "as_of": books.as_of,
    }


@given(cut())
@settings(max_examples=12)
def test_a_ledger_cut_into_files_is_the_same_ledger(pieces):
    lines, files = pieces
    whole = read({"buchungen/alles.csv": postings(*lines)})
    parts = read({f"buchungen/teil {number}.csv": postings(*file) for number, file in enumerate(files)})
    assert figures(parts) == figures(whole)


@given(cut(), st.permutations(["a", "b", "c", "d"]))
@settings(max_examples=8)
def test_neither_the_names_nor_the_order_of_files_matter(pieces, names):
    _, files = pieces
    first = read({f"buchungen/{number}.csv": postings(*file) for number, file in enumerate(files)})
    renamed = zip(names, files, strict=False)
    second = read({f"buchungen/{name}/x{name}.csv": postings(*file) for name, file in renamed})
    assert figures(second) == figures(first)


@given(ledgers(), st.data())
@settings(max_examples=10)
def test_an_export_that_overlaps_another_changes_nothing(lines, data):
    end, start = sorted(
        (data.draw(st.integers(0, len(lines))), data.draw(st.integers(0, len(lines)))), reverse=True
    )
    files = {"buchungen/alt.csv": lines[:end], "buchungen/neu.csv": lines[start:]}
    overlapping = read({name: postings(*part) for name, part in files.items() if part})
    assert figures(overlapping) == figures(read({"buchungen/alles.csv": postings(*lines)}))


@given(ledgers())
@settings(max_examples=10)
def test_no_cent_is_lost_between_the_files_and_the_table(lines):
    books = read({"buchungen/alles.csv": postings(*lines)})
    stated = sum(
        (Decimal(line.split(";")[-1].replace(".", "").replace(",", ".")) for line in lines), Decimal(0)
    )
    assert ko.spending_by_region(books).to_numpy().sum() == stated
    assert books.sources["sum"].to_list() == [stated]
    usage = ko.budget_usage(books)
    assert usage["actual"].sum() + usage["out_of_scope"].sum() == stated


@given(st.lists(st.integers(1, 900_000), min_size=1, max_size=6), st.booleans())
@settings(max_examples=8)
def test_what_is_ordered_and_not_invoiced_never_depends_on_the_order_of_lines(cents, reverse):
    lines = [
        f"A-{number};2024;1105;5291;{format_decimal(Decimal(amount).scaleb(-2))};03.02.2024;Muster;Porto;"
        for number, amount in enumerate(cents)
    ]
    ordered = lines[::-1] if reverse else lines
    books = read(
        {
            "auftraege/a.csv": csv(ORDERS, *ordered),
            "buchungen/a.csv": postings("2024;01.01.2024;B;X;Porto;0,00"),
        }
    )
    usage = ko.budget_usage(books)
    assert usage["committed"].to_list() == [Decimal(sum(cents)).scaleb(-2)]
    assert usage["actual"].to_list() == euros("0.00")
