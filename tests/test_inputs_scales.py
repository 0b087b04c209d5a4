"""What stands beside the amounts and changes their worth: units, factors, currencies, lost digits."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from exports import text_of
from readings import refusals

import kooperation as ko
from kooperation.model.findings import Finding
from kooperation.reading.container import read_source
from kooperation.reading.ledgers.bookings import read_bookings
from kooperation.reading.ledgers.overview import load_overview


def _written(folder: Path, text: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _refused(path: Path) -> list[Finding]:
    with pytest.raises(ko.KooperationError) as caught:
        read_bookings(path)
    return list(caught.value.findings)


def test_the_exact_amounts_are_read_where_rounded_thousands_stand_beside_them(tmp_path: Path) -> None:
    text = "Haushaltsjahr;Belegnummer;Betrag in TEUR;Betrag\n2024;1;0,10;100,50\n2024;2;0,20;200,10\n"
    frame = read_bookings(_written(tmp_path, text))
    assert frame["amount"].tolist() == [Decimal("100.50"), Decimal("200.10")]


def test_thousands_alone_are_scaled(tmp_path: Path) -> None:
    text = "Haushaltsjahr;Belegnummer;Betrag in TEUR\n2024;1;0,10\n2024;2;0,20\n"
    frame = read_bookings(_written(tmp_path, text))
    assert frame["amount"].tolist() == [Decimal("100.00"), Decimal("200.00")]


@pytest.mark.parametrize("factor", ["1000", "1.000", "1000,00"])
def test_a_column_that_multiplies_the_amounts_is_refused(tmp_path: Path, factor: str) -> None:
    text = f"Haushaltsjahr;Belegnummer;Betrag;Faktor\n2024;1;100,50;{factor}\n2024;2;200,10;{factor}\n"
    found = [(one.kind, one.place.column) for one in _refused(_written(tmp_path, text))]
    assert found == [("factor_unused", "Faktor")]


def test_a_factor_of_one_changes_nothing(tmp_path: Path) -> None:
    text = "Haushaltsjahr;Belegnummer;Betrag;Faktor\n2024;1;100,50;1\n2024;2;200,10;1\n"
    assert read_bookings(_written(tmp_path, text))["amount"].sum() == Decimal("300.60")


def test_a_foreign_amount_without_its_euros_is_refused(tmp_path: Path) -> None:
    head = "Belegnummer;Buchungsdatum;Betrag in Belegwährung;Belegwährung;Betrag in Hauswährung"
    text = f"{head}\n1;01.02.2024;1.250.000,00;KRW;\n2;02.02.2024;10,00;EUR;10,00\n"
    found = [(one.kind, one.place.row, one.raw) for one in _refused(_written(tmp_path, text))]
    assert ("foreign_amounts", 2, "KRW") in found


def _batch(currency: str) -> str:
    first = (
        f'"EXTF";700;21;"Buchungsstapel";13;;;"RE";;;1;2;20240101;4;20240101;20241231;"x";;1;0;0;"{currency}"'
    )
    head = (
        "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel)"
    )
    return f'{first}\n{head};Belegdatum;Belegfeld 1\n100,50;"S";"";5440;70000;0203;"R1"\n'


def test_a_datev_batch_of_a_ledger_in_francs_is_refused(tmp_path: Path) -> None:
    found = [(one.kind, one.place.row, one.raw) for one in _refused(_written(tmp_path, _batch("CHF")))]
    assert found == [("foreign_amounts", 1, "CHF")]


@pytest.mark.parametrize("currency", ["EUR", ""])
def test_a_datev_batch_in_euros_is_read(tmp_path: Path, currency: str) -> None:
    frame = read_bookings(_written(tmp_path, _batch(currency)))
    assert frame["amount"].tolist() == [Decimal("100.50")]


@pytest.mark.parametrize("unit", [" EUR", " (EUR)", " in €", ""])
def test_an_overview_whose_ansatz_alone_names_the_year_keeps_all_its_columns(
    tmp_path: Path, unit: str
) -> None:
    head = f"Produkt;Sachkonto;Ansatz 2024{unit};Obligo{unit};Ist{unit};Rest{unit}"
    path = _written(tmp_path, f"{head}\n990100;544016;100,00;5,00;50,00;45,00\n")
    frame = load_overview(read_source(path)).frame
    told = frame[["year", "budget", "committed", "actual", "available"]].iloc[0].tolist()
    assert told == [2024, Decimal("100.00"), Decimal("5.00"), Decimal("50.00"), Decimal("45.00")]


def _workbook(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in [["Haushaltsjahr", "Belegnummer", "Text", "Betrag"], *rows]:
        book.active.append(row)
    book.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def test_a_document_number_of_more_digits_than_a_number_holds_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path, [2024, 123456789012345678, "a", 1.5])
    assert [(one.kind, one.place.column) for one in _refused(path)] == [("code_is_rounded", "Belegnummer")]


def test_a_document_number_of_fifteen_digits_is_read(tmp_path: Path) -> None:
    path = _workbook(tmp_path, [2024, 123456789012345, "a", 1.5])
    assert read_bookings(path)["document"].tolist() == ["123456789012345"]


def test_a_sum_whose_formula_has_no_value_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path, [2024, 1, "a", 1.5], [2024, 2, "b", 2.5], ["Summe", None, None, "=SUM(D2:D3)"])
    found = [(one.kind, one.place.row, one.place.column) for one in _refused(path)]
    assert found == [("formula_without_value", 4, "Betrag")]


def test_rows_marked_plan_ist_and_res_are_told_apart(tmp_path: Path) -> None:
    head = "Belegnummer;Buchungsdatum;Text;Betrag;Sicht"
    rows = "1;01.03.2024;a;100,50;PLAN\n2;02.03.2024;b;200,10;IST\n3;02.03.2024;c;5,10;RES"
    frame = read_bookings(_written(tmp_path, f"{head}\n{rows}\n"))
    assert frame["kind"].tolist() == ["budget", "actual", "commitment"]


@pytest.mark.parametrize("heading", ["Spalte X", "Status", ""])
def test_an_unknown_word_beside_plan_and_actual_is_refused_and_never_an_actual(tmp_path, heading):
    content = text_of(
        "01.03.2024;1;100,00;IST",
        "02.03.2024;2;900,00;PLAN",
        "03.03.2024;3;50,00;QXZ",
        header=f"Buchungsdatum;Belegnummer;Betrag;{heading}",
    )
    faults = refusals(tmp_path, content, read=ko.read_bookings)
    assert [(one.kind, one.place.row, one.raw) for one in faults] == [("unknown_kind", 4, "QXZ")]
