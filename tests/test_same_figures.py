"""The same figures everywhere: workbook, PDF, Word document, charts, notebook tables, and for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import pandas as pd
import pypdf
import pytest
from folders import CEILINGS, HEADINGS, ORDERS, POTS, csv, data_folder, run
from openpyxl import load_workbook

import kooperation as ko
from kooperation.reporting.charts import close_chart
from kooperation.reporting.charts.amounts import euro_text
from kooperation.reporting.pictures import year_chart
from kooperation.reporting.tables import report_of

WORDS = {
    "de": {
        "sum": "Summe",
        "ceiling": "Ansatz",
        "unassigned": "nicht zugeordnet",
        "undocumented": "nicht belegt",
    },
    "en": {
        "sum": "Sum",
        "ceiling": "Ceiling",
        "unassigned": "not assigned",
        "undocumented": "not documented",
    },
}
MATRIX = {"de": "Region × Jahr", "en": "Region × Year"}
NAMES = {
    "de": {"ceiling": "Ansatz", "actual": "Ist", "committed": "Obligo", "available": "Verfuegbar"},
    "en": {"ceiling": "Ceiling", "actual": "Actual", "committed": "Committed", "available": "Available"},
}
AMOUNT = {"de": r"-?\d{1,3}(?:\.\d{3})*,\d\d", "en": r"-?€?\d{1,3}(?:,\d{3})*\.\d\d"}

Spending = Mapping[tuple[int, str], Decimal]

# Odd cents, a refund, a split in thirds, something unassigned, an account of no pot, and an order that was
# placed after the latest posting.
ODD_TOWN = {
    "register/toepfe.csv": csv(POTS, "reisen;Partnerstädte;1105;5291;ja;ja", "hilfe;Hilfe;2210;5299;ja;nein"),
    "register/ansaetze.csv": csv(
        CEILINGS,
        "reisen;2023;2023;1.000,01;setzt;;;;alle;beschlossen;V 1;14.12.2022;HH",
        "reisen;2024;;3.333,33;setzt;;;;alle;vorgeschlagen;V 2;14.12.2023;HH",
    ),
    "register/zuordnung.csv": csv(
        "regel;text;partnerregion;anteil;grund",
        "drei;Empfang;porto;1/3;zu gleichen Teilen",
        "drei;Empfang;tartu;1/3;zu gleichen Teilen",
        "drei;Empfang;ohio;1/3;zu gleichen Teilen",
    ),
    "buchungen/a.csv": csv(
        HEADINGS,
        "2022;01.03.2022;B-1;1105;5291;Bahn AG;Zug Porto;0,01",
        "2023;01.03.2023;B-2;1105;5291;Bahn AG;Zug Porto;999,99",
        "2023;02.03.2023;B-3;1105;5291;Bahn AG;Zug Tartu;-0,98",
        "2024;03.03.2024;B-4;1105;5291;Saal AG;Empfang;100,00",
        "2024;04.03.2024;B-5;1105;5291;Bahn AG;Zug Ulm;1.234,56",
        "2024;05.03.2024;B-6;1105;5291;Bahn AG;Zug Dayton;2.000,07",
        "2024;06.03.2024;B-7;2210;5299;Bahn AG;Hilfe Tartu;77,77",
        "2024;07.03.2024;B-8;9999;5299;Bahn AG;Zug Porto;55,55",
    ),
    "auftraege/a.csv": csv(ORDERS, "A-1;2024;1105;5291;150,49;09.03.2024;Bahn AG;Zug Porto;"),
}
ODD_SPENDING = {  # Porto, Tartu, Ohio, not assigned
    2022: ("0.01", "0.00", "0.00", "0.00"),
    2023: ("999.99", "-0.98", "0.00", "0.00"),
    2024: ("33.34", "33.33", "2033.40", "1234.56"),
}

SHARES = {  # 3.334,63 of 3.333,33 are more than all of it, 999,01 of 1.000,01 are not
    (True, "de"): {2021: "96,0 %", 2024: "105,7 %", 2025: "99,1 %", 2026: "40,9 %"},
    (True, "en"): {2021: "96.0%", 2024: "105.7%", 2025: "99.1%", 2026: "40.9%"},
    (False, "de"): {2023: "99,9 %", 2024: "100,04 %"},
    (False, "en"): {2023: "99.9%", 2024: "100.04%"},
}


@dataclass(frozen=True)
class Written:
    """One ledger, written in every form in one language."""

    books: ko.Books
    language: str
    as_of: date | None
    folder: Path
    data: Path

    @property
    def pot(self):
        return self.books.pots[0]

    @property
    def until(self):
        return self.books.until(self.as_of) if self.as_of else self.books


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory):
    root = tmp_path_factory.mktemp("ledgers")
    ko.write_demo(root / "demo" / "raw")
    data_folder(root / "town" / "raw", ODD_TOWN)
    read = {name: ko.read_books(root / name / "raw") for name in ("demo", "town")}
    return {name: (books, root / name) for name, books in read.items()}


@pytest.fixture(scope="module", params=["demo-de", "demo-en", "town-de", "town-en"])
def written(request, ledgers):
    name, _, language = request.param.partition("-")
    books, root = ledgers[name]
    as_of = date(2026, 6, 30) if name == "demo" else None
    folder = root / language
    ko.write_report(books, folder / "report.xlsx", as_of=as_of, language=language)
    for ending in ("pdf", "docx"):
        ko.write_annex(books, folder / f"annex.{ending}", as_of=as_of, language=language)
    return Written(books, language, as_of, folder, root / "raw")


def amounts_in(text: str, language: str) -> list[Decimal]:
    """Every amount of a text, exact."""
    found = [one.replace("€", "") for one in re.findall(AMOUNT[language], text)]
    plain = (
        one.replace(".", "").replace(",", ".") if language == "de" else one.replace(",", "") for one in found
    )
    return [Decimal(one) for one in plain]


def cents(value: object) -> Decimal:
    """The amount of a spreadsheet cell, which must be within float dust of whole cents."""
    exact = Decimal(round(float(str(value)) * 100)).scaleb(-2)
    assert float(exact) == float(str(value))
    return exact


# --- the truth, added up by hand from the assigned postings -------------------------------------------------


@cache
def truth_of(written: Written) -> dict[tuple[int, str], Decimal]:
    names = {region.key: region.label(written.language) for region in written.books.regions}
    sums: dict[tuple[int, str], Decimal] = {}
    rows = written.until.bookings
    for row in rows[(rows["kind"] == "actual") & (rows["pot"] == written.pot.key)].to_dict("records"):
        region = WORDS[written.language]["unassigned"] if pd.isna(row["region"]) else names[row["region"]]
        for name in (region, WORDS[written.language]["sum"]):
            key = int(row["year"]), name
            sums[key] = sums.get(key, Decimal(0)) + row["amount"]
    return {key: amount for key, amount in sums.items() if amount}


@cache
def usage_of(written: Written) -> dict[tuple[int, str], Decimal]:
    told = run(
        "status", "--data", written.data, "--json", *(["--as-of", written.as_of] if written.as_of else [])
    )
    return {
        (row["year"], figure): Decimal(row[figure])
        for row in json.loads(told.stdout)["years"]
        if row["pot"] == written.pot.key
        for figure in ("ceiling", "actual", "committed", "available")
        if row[figure] is not None
    }


# --- what each output says ----------------------------------------------------------------------------------


@cache
def in_workbook(written: Written) -> Spending:
    sheet = load_workbook(written.folder / "report.xlsx", data_only=True)[MATRIX[written.language]]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    heading = next(row for row in rows if 2024 in row)
    years = {place: value for place, value in enumerate(heading) if isinstance(value, int)}
    wanted = {name for _, name in truth_of(written)} | {WORDS[written.language]["ceiling"]}
    return {
        (year, row[1]): cents(row[place])
        for row in rows
        if row[0] == written.pot.label(written.language) and row[1] in wanted
        for place, year in years.items()
        if isinstance(row[place], int | float)
    }


@cache
def in_word(written: Written) -> Spending:
    table = docx.Document(written.folder / "annex.docx").tables[0]
    heading, *rows, _total = [[cell.text for cell in row.cells] for row in table.rows]
    return {
        (int(row[0]), name): amounts_in(text, written.language)[0]
        for row in rows
        for name, text in zip(heading[1:-1], row[1:-1], strict=True)
        if amounts_in(text, written.language)
    }


@cache
def pdf_lines(written: Written) -> list[str]:
    pages = pypdf.PdfReader(written.folder / "annex.pdf").pages
    return [line for page in pages for line in page.extract_text().splitlines()]


@cache
def in_pdf(written: Written) -> Spending:
    heading = [cell.text for cell in docx.Document(written.folder / "annex.docx").tables[0].rows[0].cells]
    assert " ".join(heading) in " ".join(" ".join(pdf_lines(written)).split())
    rows = [
        line for line in pdf_lines(written) if re.match(r"20\d\d .*\d\d .*\d\d", line) and "€" not in line
    ]
    return {
        (int(line[:4]), name): amount
        for line in rows
        for name, amount in zip(heading[1:-1], amounts_in(line, written.language), strict=False)
    }


@cache
def in_chart(written: Written) -> Spending:
    usage = ko.budget_usage(written.books, as_of=written.as_of)
    spending = ko.spending_by_region(written.until, pot=written.pot.key)
    axes = ko.plot_spending(spending, usage, pot=written.pot.key, language=written.language)
    figures = ko.chart_figures(axes)
    total = {"de": "Summe", "en": "Total"}[written.language]
    renamed = figures.rename(columns={total: WORDS[written.language]["sum"]})
    columns = [name for name in renamed.columns if renamed[name].dtype == spending.dtypes.iloc[0]]
    return {
        (int(year), name): renamed.loc[year, name]
        for year in renamed.index
        for name in columns
        if not pd.isna(renamed.loc[year, name])
    }


@cache
def in_notebook(written: Written) -> Spending:
    spending = ko.spending_by_region(written.until, pot=written.pot.key)
    shown = ko.show(spending, written.books, sums=True, language=written.language)
    return {
        (int(row[0]), name): amounts_in(text, written.language)[0]
        for row in shown.rows[:-1]
        for name, text in zip(shown.headings[1:], row[1:], strict=True)
    }


@pytest.mark.parametrize("output", [in_workbook, in_word, in_pdf, in_chart, in_notebook])
def test_every_output_tells_the_same_amounts_by_region_and_year(
    written, output: Callable[[Written], Spending]
):
    ceiling = WORDS[written.language]["ceiling"]
    told = {key: amount for key, amount in output(written).items() if key[1] != ceiling and amount}
    names = {name for _, name in truth_of(written)}
    assert {key: amount for key, amount in told.items() if key[1] in names} == truth_of(written)


@pytest.mark.parametrize("output", [in_workbook, in_word, in_pdf, in_chart])
def test_every_output_tells_the_same_ceilings(written, output: Callable[[Written], Spending]):
    told = {
        year: amount
        for (year, name), amount in output(written).items()
        if name == WORDS[written.language]["ceiling"]
    }
    assert told == {year: amount for (year, name), amount in usage_of(written).items() if name == "ceiling"}


def test_workbook_annex_and_json_tell_the_same_usage(written):
    usage, figures = usage_of(written), ("ceiling", "actual", "committed", "available")
    named = ko.workbook_figures(written.folder / "report.xlsx").set_index("name")["amount"]
    word = docx.Document(written.folder / "annex.docx").tables[1]
    for row in ([cell.text for cell in row.cells] for row in word.rows[1:]):
        year = int(row[0])
        documented = [figure for figure in figures if (year, figure) in usage]
        expected = [usage[year, figure] for figure in documented]
        assert [one for text in row[1:5] for one in amounts_in(text, written.language)] == expected
        assert " ".join(row) in " ".join(pdf_lines(written))
        assert [named[f"{NAMES[written.language][figure]}_{year}"] for figure in documented] == expected


def test_the_picture_of_the_year_and_the_report_follow_it_to_what_the_usage_says_is_available(written):
    report = report_of(written.books, as_of=written.as_of, language=written.language)
    year = report.current_year(written.pot)
    available = usage_of(written)[year, "available"]
    assert report.courses[written.pot.key].available == available
    picture = year_chart(written.books, report, written.pot)
    shown = [text.get_text() for text in (picture.title, *picture.texts, *picture.figure.texts)]
    assert any(euro_text(abs(available), written.language) in text for text in shown)
    close_chart(picture)


def shares_of(written: Written) -> dict[int, str]:
    """The shares in the PDF: what stands last in each row of its first table."""
    rows = (line for line in pdf_lines(written) if re.match(r"20\d\d .*%$", line) and "€" not in line)
    return {int(row[:4]): re.search(r"\S+(?: %|%)$", row)[0] for row in rows}


def test_shares_are_those_of_the_exact_amounts_and_never_rounded_over_the_line(written):
    expected = SHARES[written.books.is_example, written.language]
    table = docx.Document(written.folder / "annex.docx").tables[0]
    rows = {row.cells[0].text: row.cells[-1].text for row in table.rows[1:-1]}
    assert {int(year): text for year, text in rows.items() if text != "–"} == expected
    assert shares_of(written) == expected
    used = ko.show(ko.budget_usage(written.books, as_of=written.as_of), language=written.language)
    share = used.headings.index({"de": "Ausschöpfung", "en": "Share used"}[written.language])
    told = {
        int(row[1]): row[share]
        for row in used.rows
        if row[0] == written.pot.label(written.language) and row[share] != "–"
    }
    assert told == expected


def test_the_odd_cents_of_the_town_are_these(ledgers):
    books, _ = ledgers["town"]
    spending = ko.spending_by_region(books, pot="reisen")
    assert {int(year): tuple(map(str, spending.loc[year])) for year in spending.index} == ODD_SPENDING
