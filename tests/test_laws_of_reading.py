"""What holds for every export that could be written: what is written down is what is read."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from containers import csv_text, html, mhtml, ods, sap_list, spreadsheetml, xls, xlsb, xlsx
from fuzz_reading import difference
from hypothesis import given, settings
from hypothesis import strategies as st
from sloppy_exports import DAYS, GROUPS, Style, signed, sloppy_export

import kooperation as ko

HEADER = ["Buchungsdatum", "Belegnummer", "Sachkonto", "Betrag", "Text"]
FEW = settings(max_examples=12)  # an example is a file that is written, and often several
CENTS = st.integers(-(10**13), 10**13) | st.integers(-999_999, 999_999)
DAYS_OF_OURS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
SIGNS = ("-1", "1-", "\u22121", "\u20131", "(1)", "1 S/1 H")
WORKBOOKS = {
    "xlsx": xlsx,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "spreadsheetml": lambda rows: spreadsheetml(rows).encode(),
}
TEXTS = {
    "csv": lambda rows: csv_text(rows).encode(),
    "tab text": lambda rows: csv_text(rows, "\t").encode("utf-16"),
    "sap list": lambda rows: sap_list(rows).encode(),
    "html": lambda rows: html(rows).encode(),
    "mhtml": mhtml,
}


def read(content: bytes | str, reader: Any = ko.read_table, **options: Any) -> Any:
    """What a reader makes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xls"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return reader(path, **options)


def style(grouping: str, sign: str, currency: str = "", *, drops: bool = False) -> Style:
    return Style("csv ;", grouping, sign, currency, "31.12.2024", 1, drops, "0,00", "text", "utf-8")


def euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def rows_of(amounts: list[Any], days: list[Any] | None = None) -> list[list[Any]]:
    days = days or ["01.02.2024"] * len(amounts)
    body = [
        [day, str(at), "0544016", amount, "Hotel"]
        for at, (day, amount) in enumerate(zip(days, amounts, strict=True))
    ]
    return [HEADER, *body]


# --- amounts -------------------------------------------------------------------------------------------


@FEW
@given(
    cents=st.lists(CENTS, min_size=1, max_size=8),
    grouping=st.sampled_from(sorted(GROUPS)),
    sign=st.sampled_from(SIGNS),
    currency=st.sampled_from(["", " €", " EUR"]),
    drops=st.booleans(),
    write=st.sampled_from([csv_text, xlsx]),
)
def test_an_amount_that_is_written_in_any_convention_is_read_to_the_cent(
    cents, grouping, sign, currency, drops, write
):
    habit = style(grouping, sign, currency, drops=drops)
    cents = [*cents, 123_456_789]  # this one shows how the column is written
    table = read(write(rows_of([signed(one, habit) for one in cents])))
    assert table.frame["Betrag"].to_list() == [euros(one) for one in cents]


@FEW
@given(cents=st.lists(CENTS, min_size=1, max_size=8), container=st.sampled_from(sorted(WORKBOOKS)))
def test_an_amount_that_is_a_number_is_read_to_the_cent_from_every_workbook(cents, container):
    table = read(WORKBOOKS[container](rows_of([one / 100 for one in cents])))
    assert table.frame["Betrag"].to_list() == [euros(one) for one in cents]


@FEW
@given(
    whole=st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=6),
    heading=st.sampled_from(["Betrag in T€", "Betrag (TEUR)", "Betrag in Tsd. €"]),
)
def test_an_amount_in_thousands_is_read_to_the_euro(whole, heading):
    cells = [f"{'-' if one < 0 else ''}{abs(one) // 1000},{abs(one) % 1000:03d}" for one in whole]
    rows = rows_of([*cells, "0,5"])
    rows[0] = [heading if name == "Betrag" else name for name in HEADER]
    assert read(csv_text(rows)).frame[heading].to_list() == [Decimal(one) for one in [*whole, 500]]


@FEW
@given(cents=st.lists(CENTS.filter(bool), min_size=1, max_size=8), write=st.sampled_from([csv_text, xlsx]))
def test_s_and_h_and_soll_and_haben_say_the_same_as_a_minus(cents, write):
    plain = read(
        write(rows_of([signed(one, style("1.234,56", "-1")) for one in [*cents, 50]])), ko.read_bookings
    )
    amounts = [signed(abs(one), style("1.234,56", "-1")) for one in [*cents, 50]]
    marks = ["H" if one < 0 else "S" for one in [*cents, 50]]
    marked = [[*row, mark] for row, mark in zip(rows_of(amounts), ["S/H", *marks], strict=True)]
    sides = [
        [*row[:3], *((None, row[3]) if mark == "H" else (row[3], None)), row[4]]
        for row, mark in zip(rows_of(amounts), ["", *marks], strict=True)
    ]
    sides[0] = [*HEADER[:3], "Soll", "Haben", "Text"]
    for rows in (marked, sides):
        assert read(write(rows), ko.read_bookings)["amount"].to_list() == plain["amount"].to_list()


# --- days ----------------------------------------------------------------------------------------------


@FEW
@given(
    days=st.lists(DAYS_OF_OURS, min_size=1, max_size=8),
    form=st.sampled_from(["31.12.2024", "2024-12-31", "20241231"]),
)
def test_a_day_that_is_written_in_any_form_is_that_day(days, form):
    for write in (csv_text, xlsx):
        frame = read(write(rows_of(["7,25"] * len(days), [DAYS[form](day) for day in days]))).frame
        assert [day.date() for day in frame["Buchungsdatum"]] == days


@FEW
@given(days=st.lists(st.dates(date(1990, 1, 1), date(2089, 12, 31)), min_size=1, max_size=8))
def test_a_day_with_a_year_of_two_digits_is_that_day(days):
    frame = read(csv_text(rows_of(["7,25"] * len(days), [DAYS["31.12.24"](day) for day in days]))).frame
    assert [day.date() for day in frame["Buchungsdatum"]] == days


@FEW
@given(days=st.lists(DAYS_OF_OURS, min_size=1, max_size=8), container=st.sampled_from(sorted(WORKBOOKS)))
def test_a_day_that_is_a_date_cell_is_that_day_in_every_workbook(days, container):
    frame = read(WORKBOOKS[container](rows_of([7.25] * len(days), days))).frame
    assert [day.date() for day in frame["Buchungsdatum"]] == days


# --- tables --------------------------------------------------------------------------------------------

LETTERS = st.text(st.sampled_from("abzÄöß -–€.,:()1290"), min_size=1, max_size=20)
WORDS = LETTERS.map(lambda text: " ".join(f"Reise {text}".split()))  # a web page shows one blank for many
LEDGERS = st.lists(
    st.tuples(
        st.dates(date(2020, 1, 1), date(2029, 12, 31)),
        st.integers(1, 10**9).map("{:010d}".format),
        st.just("0544016"),
        st.integers(-(10**11), 10**11).map(lambda cents: cents / 100),
        WORDS,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[1],
)


def table_rows(ledger: list[Any]) -> list[list[Any]]:
    return [HEADER, *map(list, ledger)]


@FEW
@given(ledger=LEDGERS)
@pytest.mark.parametrize("container", [*WORKBOOKS, *TEXTS])
def test_one_table_gives_the_same_frame_from_every_container(container, ledger):
    write = {**WORKBOOKS, **TEXTS}[container]
    expected = pd.DataFrame(
        [
            (pd.Timestamp(day), document, account, euros(round(amount * 100)), text)
            for day, document, account, amount, text in ledger
        ],
        columns=HEADER,
    )
    frame = read(write(table_rows(ledger))).frame
    named = frame[[heading for heading in frame.columns if not frame[heading].isna().all()]]
    assert named.columns.to_list() == HEADER
    assert named.to_numpy().tolist() == expected.to_numpy().tolist()


def postings_of(rows: list[list[Any]], write: Any = csv_text) -> list[tuple[Any, ...]]:
    bookings = read(write(rows), ko.read_bookings)
    return list(
        zip(bookings["booked_on"], bookings["document"], bookings["text"], bookings["amount"], strict=True)
    )


@FEW
@given(ledger=LEDGERS, order=st.permutations(range(5)), write=st.sampled_from([csv_text, xlsx]))
def test_the_order_of_the_columns_decides_nothing(ledger, order, write):
    rows = table_rows(ledger)
    permuted = [[row[place] for place in order] for row in rows]
    assert postings_of(permuted, write) == postings_of(rows, write)


@FEW
@given(ledger=LEDGERS, pads=st.lists(st.sampled_from(["", " ", "  ", "\u00a0"]), min_size=5, max_size=5))
def test_padding_around_cells_decides_nothing(ledger, pads):
    lines = csv_text(table_rows(ledger)).splitlines()
    padded = [
        ";".join(f"{pad}{cell}{pad}" for pad, cell in zip(pads, line.split(";"), strict=True))
        for line in lines
    ]
    plain = postings_of(table_rows(ledger))
    bookings = read("\n".join(padded), ko.read_bookings)
    assert (
        list(
            zip(
                bookings["booked_on"], bookings["document"], bookings["text"], bookings["amount"], strict=True
            )
        )
        == plain
    )


TITLES = [["Einzelposten Sachkonten"], ["Stand:", "31.12.2024"], [], ["Mandant", "100", "S 85"], ["Seite 1"]]


@FEW
@given(
    ledger=LEDGERS,
    titles=st.lists(st.sampled_from(TITLES), max_size=6),
    write=st.sampled_from([csv_text, xlsx]),
)
def test_lines_above_the_header_decide_nothing(ledger, titles, write):
    rows = table_rows(ledger)
    above = [[*title, *[None] * (5 - len(title))] for title in titles]
    assert postings_of([*above, *rows], write) == postings_of(rows, write)


@FEW
@given(ledger=LEDGERS, label=st.sampled_from(["Summe", "*", "Gesamtergebnis", None]))
def test_a_total_that_ties_decides_nothing_and_one_that_is_a_cent_off_is_refused(ledger, label):
    cents = sum(round(row[3] * 100) for row in ledger)
    rows = table_rows(ledger)
    assert postings_of([*rows, [None, None, label, cents / 100, None]]) == postings_of(rows)
    with pytest.raises(ko.KooperationError):
        postings_of([*rows, [None, None, label or "Summe", (cents + 1) / 100, None]])


@FEW
@given(ledger=LEDGERS, cut=st.integers(0, 8))
def test_a_table_in_two_files_is_the_whole_table(ledger, cut):
    whole = postings_of(table_rows(ledger))
    halves = [table_rows(part) for part in (ledger[:cut], ledger[cut:]) if part]
    assert [posting for half in halves for posting in postings_of(half)] == whole


# --- everything at once --------------------------------------------------------------------------------


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_sloppy_export_is_read_exactly_or_refused(seed):
    export = sloppy_export(Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        try:
            wrong = difference(export, Path(folder))
        except ko.KooperationError:
            return
    assert wrong is None, export.habits


def test_most_sloppy_exports_are_read():
    """A reader that refuses everything would keep every law above."""
    read_exactly = 0
    for seed in range(60):
        with tempfile.TemporaryDirectory() as folder:
            try:
                read_exactly += difference(sloppy_export(Random(seed)), Path(folder)) is None
            except ko.KooperationError:
                continue
    assert read_exactly >= 54


def test_the_days_of_the_calendar_are_all_read():
    days = [date(2023, 12, 25) + timedelta(days=number) for number in range(400)]
    frame = read(csv_text(rows_of(["7,25"] * len(days), [DAYS["31.12.2024"](day) for day in days]))).frame
    assert [day.date() for day in frame["Buchungsdatum"]] == days
