"""What a controller does with a folder of her own, step by step; amounts and layouts are invented."""

from __future__ import annotations

import csv as csv_module
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from folders import (
    CEILINGS,
    HEADINGS,
    ORDERS,
    POTS,
    REGIONS,
    RULES,
    csv,
    data_folder,
    hashes,
    postings,
    run,
    status,
    xlsx,
)
from matplotlib import pyplot as plt
from matplotlib.text import Text
from openpyxl import load_workbook

import kooperation as ko
from kooperation.books import read_books

PROJECT = Path(__file__).resolve().parent.parent
THREE_POTS = csv(
    POTS,
    "reisen;Partnerstädte;1105;5291;ja;ja",
    "verein;Zuschuss Förderverein;1105;5291;nein;nein",
    "hilfe;Hilfe für Tartu;2210;5299;ja;nein",
)
GRANT_RULE = "zuschuss;Förderverein;Zuschuss*;;;;;verein;Zuschuss;;10;jährlicher Zuschuss"


@pytest.fixture
def town(tmp_path):
    """A function that writes the town's data folder with the given files."""
    return lambda files, **others: data_folder(tmp_path / "daten", files, **others)


def ceilings(*lines):
    return csv(CEILINGS, *lines)


@pytest.fixture(autouse=True)
def charts_are_closed():
    """Let go of what the charts of a test opened."""
    yield
    plt.close("all")


def written_in(axes):
    """Return every text of a chart, in one line."""
    return " ".join(text.get_text() for text in axes.figure.findobj(Text)).replace("\n", " ")


def overwrite(folder, name, content):
    """Edit one file, which is one step of a person."""
    (folder / name).write_bytes(content)


def report(folder):
    """Write the report and return its workbook, values and formulas."""
    done = run("report", "--data", folder)
    assert done.exit_code == 0, done.stderr
    path = folder.parent / "processed" / "bericht.xlsx"
    return load_workbook(path, data_only=True), load_workbook(path)


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def numbers(sheet):
    return {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)}


def table(sheet, first_heading):
    """Return the rows below the header that begins with ``first_heading``, by heading."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == first_heading)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :] if any(row)]


def figures_of(row, *names):
    return [row[name] for name in names]


# --- 1 · first look


def test_one_command_shows_the_year_against_its_ceiling_from_an_ugly_export(town):
    export = xlsx(
        ["Stadt Seehafen – Einzelposten", None, None, None, None, None],
        ["Haushaltsjahr: 2024", None, "Produkt 1105 Städtepartnerschaften"],
        ["Stand: 05.11.2024"],
        [],
        ["Buchungsdatum", "Belegnr.", "Sachkonto", "Kreditor", "Buchungstext", "Betrag in EUR"],
        ["12.03.2024", "R-100", "5291", "Bahn AG", "Zugfahrt Porto", "1.250,40"],
        ["15.03.2024", "R-101", "5291", "Hotel Douro", "Zimmer Porto", "2.310,00"],
        ["Zwischensumme März", None, None, None, None, "3.560,40"],
        ["02.05.2024", "R-102", "5291", "Fluglinie", "Flug Tartu", "899,99"],
        ["04.05.2024", "R-103", "5291", "Druckerei", "Plakate", "75,01"],
        ["09.05.2024", "R-104", "5291", "Fluglinie", "Gutschrift Flug Tartu", "99,99-"],
        ["Zwischensumme Mai", None, None, None, None, "875,01"],
        ["Gesamtsumme", None, None, None, None, "4.435,41"],
    )
    layout = b"""\
name = "Seehafen"
kind_of_file = "bookings"
needs = ["Buchungsdatum", "Belegnr.", "Betrag in EUR"]
[read]
defaults = { teilprodukt = "1105" }
[columns]
"Buchungsdatum" = "booked_on"
"Belegnr." = "document"
"Sachkonto" = "sachkonto"
"Kreditor" = "vendor"
"Buchungstext" = "text"
"Betrag in EUR" = "amount"
"""
    orders = csv(ORDERS, "A-9;2024;1105;5291;600,00;20.10.2024;Bus GmbH;Bus Porto;")
    folder = town(
        {
            "buchungen/buchungen_2024.xlsx": export,
            "register/layouts/seehafen.toml": layout,
            "auftraege/a.csv": orders,
        }
    )
    values, _ = report(folder)
    assert {12000, 4435.41, 600, 6964.59, 75.01} <= numbers(values["Übersicht"])
    [sources, _] = table(values["Quellen"], "Datei")
    assert figures_of(sources, "Datei", "Zeilen gelesen", "behalten", "ausgelassen", "Summe der Datei") == [
        "buchungen/buchungen_2024.xlsx",
        8,
        5,
        3,
        4435.41,
    ]
    books = read_books(folder)
    assert ko.spending_by_region(books).loc[2024].to_dict() == {
        "porto": Decimal("3560.40"),
        "tartu": Decimal("800.00"),
        "ohio": Decimal("0.00"),
        "nicht zugeordnet": Decimal("75.01"),
    }


# --- 2 · two ceilings


def test_each_year_is_held_against_its_own_ceiling(town):
    steps = ceilings(
        "reisen;2023;2023;18.000,00;setzt;;;;alle;veranschlagt;V 1/2022;;Haushalt 2023",
        "reisen;2024;;30.000,00;setzt;;;;alle;beschlossen;V 7/2023;14.12.2023;Haushalt 2024",
    )
    first = "2023;05.05.2023;B-1;Bahn;Porto;{}"
    second = "2024;06.05.2024;B-2;Bahn;Tartu;28.500,00"
    folder = town(
        {
            "register/ansaetze.csv": steps,
            "buchungen/a.csv": postings(first.format("17.856,00"), second),
        }
    )
    years = status(folder)
    assert [
        (years["reisen", year]["state"], years["reisen", year]["used_share"]) for year in (2023, 2024)
    ] == [
        ("warning", "0.992000"),
        ("warning", "0.950000"),
    ]
    assert ko.chart_figures(ko.plot_spending(read_books(folder)))["Ansatz"].to_list() == [
        Decimal("18000.00"),
        Decimal("30000.00"),
    ]
    overwrite(folder, "buchungen/a.csv", postings(first.format("21.600,00"), second))
    assert run("status", "--data", folder).exit_code == 20
    assert run("status", "--data", folder, "--year", 2024).exit_code == 10
    over = status(folder)["reisen", 2023]
    assert figures_of(over, "available", "used_share", "state") == ["-3600.00", "1.200000", "exceeded"]
    assert "2023 lag um 3.600 € über dem Ansatz" in ko.alt_text(ko.plot_spending(read_books(folder)))


# --- 3 · the account is not the pot


def test_the_grant_on_the_same_account_never_counts_against_the_ceiling(town):
    folder = town(
        {
            "register/toepfe.csv": THREE_POTS,
            "register/zuordnung.csv": csv(RULES, GRANT_RULE),
            "buchungen/a.csv": postings(
                "2024;15.01.2024;B-1;Förderverein Seehafen;Zuschuss 2024;9.520,00",
                "2024;03.06.2024;B-2;Fluglinie;Flug Porto;11.400,00",
            ),
            "haushalt/Budget_2024.csv": csv(
                "Haushaltsjahr;Teilprodukt;Sachkonto;Ansatz;Ist", "2024;1105;5291;25.000,00;20.920,00"
            ),
        }
    )
    row = status(folder)["reisen", 2024]
    assert figures_of(row, "ceiling", "actual", "used_share", "state") == [
        "12000.00",
        "11400.00",
        "0.950000",
        "warning",
    ]
    assert run("check", "--data", folder).exit_code == 0
    books = read_books(folder)
    assert ko.spending_by_region(books, pot="verein").to_numpy().sum() == Decimal("9520.00")
    assert ko.reconcile(books)["items"].to_list() == [Decimal("20920.00")]


def test_the_grant_may_never_have_been_counted_by_its_account_even_when_both_make_the_ceiling(town):
    folder = town(
        {
            "register/toepfe.csv": THREE_POTS,
            "register/zuordnung.csv": csv(RULES, GRANT_RULE),
            "buchungen/a.csv": postings(
                "2024;15.01.2024;B-1;Förderverein Seehafen;Zuschuss 2024;5.000,00",
                "2024;03.06.2024;B-2;Fluglinie;Flug Porto;7.000,00",
            ),
        }
    )
    assert status(folder)["reisen", 2024]["available"] == "5000.00"


# --- 4 · a revision


FIRST = "reisen;2024;;12.000,00;setzt;;;;alle;beschlossen;V 7/2023;14.12.2023;Haushalt 2024"
SETS = "reisen;2026;;20.000,00;setzt;;;;alle;beschlossen;V 3/2025;11.12.2025;Haushalt 2026"
ADDS = "reisen;2026;;8.000,00;erhöht;;;;alle;beschlossen;V 3/2025;11.12.2025;Haushalt 2026"
SPENT = postings("2024;02.02.2024;B-1;Bahn;Porto;1,00", "2026;02.02.2026;B-2;Bahn;Porto;1,00")


@pytest.mark.parametrize("revision", [SETS, ADDS])
def test_a_revision_that_sets_and_one_that_adds_give_the_same_ceiling(town, revision):
    years = status(town({"register/ansaetze.csv": ceilings(FIRST, revision), "buchungen/a.csv": SPENT}))
    assert {year: row["ceiling"] for (_, year), row in years.items()} == {
        2024: "12000.00",
        2025: "12000.00",
        2026: "20000.00",
    }


def test_both_forms_for_one_year_are_an_error_that_names_the_two_lines(town):
    folder = town({"register/ansaetze.csv": ceilings(FIRST, SETS, ADDS), "buchungen/a.csv": SPENT})
    done = run("report", "--data", folder)
    assert done.exit_code == 3
    assert "register/ansaetze.csv, Zeile 4" in done.stderr
    assert "Zeile 3" in done.stderr
    assert "20.000,00 €" in done.stderr
    assert not (folder.parent / "processed").exists()


# --- 5 · status


def test_a_proposed_ceiling_is_shown_as_proposed_and_an_adopted_one_as_adopted(town):
    line = "reisen;2025;;20.000,00;setzt;;;;alle;{};V 3/2024;{};Entwurf"
    folder = town(
        {
            "register/ansaetze.csv": ceilings(
                FIRST.replace("2024;;12", "2024;2024;12"), line.format("vorgeschlagen", "")
            ),
            "buchungen/a.csv": postings(
                "2023;02.02.2023;B-0;Bahn;Porto;5,00", "2025;02.02.2025;B-1;Bahn;Porto;1,00"
            ),
        }
    )
    years = status(folder)
    assert [years["reisen", year]["status"] for year in (2023, 2024, 2025)] == [
        None,
        "beschlossen",
        "vorgeschlagen",
    ]
    assert years["reisen", 2023]["used_share"] is None
    chart = ko.plot_spending(read_books(folder))
    assert "2025: Ansatz vorgeschlagen, noch nicht beschlossen (V 3/2024)." in written_in(chart)
    assert "--" in {line.get_linestyle() for line in chart.lines}
    assert "nicht belegt" in written_in(chart)
    values, _ = report(folder)
    assert any("vorgeschlagen" in text for text in texts(values["Übersicht"]))
    assert any("V 3/2024" in text for text in texts(values["Übersicht"]))
    overwrite(
        folder,
        "register/ansaetze.csv",
        ceilings(FIRST.replace("2024;;12", "2024;2024;12"), line.format("beschlossen", "12.12.2024")),
    )
    assert status(folder)["reisen", 2025]["status"] == "beschlossen"
    assert "vorgeschlagen" not in written_in(ko.plot_spending(read_books(folder)))


# --- 6 · unassigned


UNKNOWN = (
    "2024;04.04.2024;U-1;Bahn;Zug nach Ulm;700,00",
    "2024;05.04.2024;U-2;Taxi;Fahrt zum Bahnhof;34,51",
    "2024;06.04.2024;U-3;Buchhandel;Wörterbücher;120,49",
)


def test_unknown_postings_stay_visible_until_one_line_of_a_rule_takes_them_away(town):
    known = "2024;03.04.2024;K-1;Bahn;Zug nach Porto;1.000,00"
    folder = town({"buchungen/a.csv": postings(known, *UNKNOWN)})
    books = read_books(folder)
    spending = ko.spending_by_region(books)
    assert spending.loc[2024, "nicht zugeordnet"] == Decimal("855.00")
    assert spending.to_numpy().sum() == Decimal("1855.00")
    assert ko.chart_figures(ko.plot_spending(books))["nicht zugeordnet"].to_list() == [Decimal("855.00")]
    values, _ = report(folder)
    assert [row["Beleg"] for row in table(values["Nicht zugeordnet"], "Buchung")] == ["U-1", "U-2", "U-3"]
    assert sum(row["Betrag"] for row in table(values["Nicht zugeordnet"], "Buchung")) == 855

    by_account = csv(
        "regel;teilprodukt;sachkonto;partnerregion;vorrang;grund", "rest;1105;5291;tartu;-1;alles Übrige"
    )
    overwrite(folder, "register/zuordnung.csv", by_account)
    assert ko.spending_by_region(read_books(folder)).loc[2024, "nicht zugeordnet"] == 0


def test_the_line_that_the_report_prepares_assigns_the_posting(town):
    folder = town({"buchungen/a.csv": postings(*UNKNOWN)})
    values, _ = report(folder)
    sheet = values["Nicht zugeordnet"]
    headings = next(text for text in texts(sheet) if text.startswith("regel;"))
    prepared = [row["Zeile für zuordnung.csv"] for row in table(sheet, "Buchung")]
    lines = [line.replace("PARTNERREGION", "tartu") for line in prepared]
    overwrite(folder, "register/zuordnung.csv", csv(headings, *lines))
    assert read_books(folder).bookings["region"].to_list() == ["tartu"] * 3


# --- 7 · trace back


def test_every_figure_leads_back_to_the_row_of_its_file(town):
    lines = ("2024;12.03.2024;B-1;Bahn;Porto;1.200,25", "2024;13.03.2024;B-2;Hotel;Porto;300,50", UNKNOWN[0])
    folder = town(
        {
            "buchungen/a.csv": postings(*lines),
            "buchungen/b.csv": postings("2023;01.02.2023;B-0;Bus;Tartu;9,99"),
        }
    )
    books = read_books(folder)
    for year, row in ko.spending_by_region(books).iterrows():
        for region, amount in row.items():
            behind = ko.trace(books, region=region, year=int(year))
            assert sum(behind["amount"], Decimal(0)) == amount
            for posting in behind.to_dict("records"):
                file = (folder / posting["source_file"]).read_text("utf-8-sig").splitlines()
                cells = next(csv_module.reader([file[posting["source_row"] - 1]], delimiter=";"))
                assert Decimal(cells[7].replace(".", "").replace(",", ".")) == posting["amount"]


def test_every_amount_of_the_matrix_is_a_link_to_its_postings_and_a_sum_over_them(town):
    lines = ("2024;12.03.2024;B-1;Bahn;Porto;1.200,25", "2024;13.03.2024;B-2;Hotel;Porto;300,50", UNKNOWN[0])
    values, formulas = report(town({"buchungen/a.csv": postings(*lines)}))
    cells = [
        cell
        for row in formulas["Region × Jahr"].iter_rows()
        for cell in row
        if cell.hyperlink and str(cell.value).startswith("=SUMIFS(Buchungen[Betrag]")
    ]
    filled = [cell for cell in cells if values["Region × Jahr"][cell.coordinate].value]
    assert sorted(values["Region × Jahr"][cell.coordinate].value for cell in filled) == [700, 1500.75]
    for cell in filled:
        sheet, _, area = cell.hyperlink.location.partition("!")
        behind = values[sheet.strip("'")][area]
        amounts = [
            one.value for row in (behind if isinstance(behind, tuple) else ((behind,),)) for one in row
        ]
        assert sum(map(Decimal, map(str, amounts))) == Decimal(
            str(values["Region × Jahr"][cell.coordinate].value)
        )
    for row in table(values["Buchungen"], "Matrix"):
        assert row["Datei"] == "buchungen/a.csv"
        assert row["Zeile"] in (2, 3, 4)


# --- 8 · reconcile


def test_a_difference_to_the_overview_is_named_to_the_cent_with_what_may_explain_it(town):
    folder = town(
        {
            "buchungen/a.csv": postings(
                "2024;12.03.2024;B-1;Bahn;Porto;4.200,00", "2024;13.03.2024;B-2;Hotel;Porto;137,30"
            ),
            "haushalt/Budget_2024.csv": csv(
                "Haushaltsjahr;Teilprodukt;Sachkonto;Ansatz;Ist", "2024;1105;5291;12.000,00;4.474,60"
            ),
        }
    )
    done = run("check", "--data", folder)
    assert done.exit_code == 3
    assert (
        "Die Übersicht nennt 4.474,60 €, die Einzelposten ergeben 4.337,30 €; Unterschied 137,30 €"
        in done.stdout
    )
    [row] = ko.reconcile(read_books(folder)).to_dict("records")
    assert row["difference"] == Decimal("137.30")
    assert "B-2" in row["candidates"]
    values, _ = report(folder)
    assert any("137,30" in text or text == "137.3" for text in texts(values["Abgleich"]))


# --- 9 · storno and late posting


def test_a_storno_across_the_year_end_and_a_late_posting_stay_in_their_haushaltsjahr(town):
    folder = town(
        {
            "register/ansaetze.csv": ceilings("reisen;2023;;12.000,00;setzt;;;;alle;beschlossen;V;;Haushalt"),
            "buchungen/a.csv": postings(
                "2023;18.12.2023;B-1;Bahn;Zug Porto;1.450,00",
                "2024;09.01.2024;B-2;Bahn;Storno Zug Porto;-1.450,00",
                "2023;17.01.2024;B-3;Hotel;Zimmer Tartu aus Dezember;320,75",
                "2024;02.04.2024;B-4;Hotel;Zimmer Tartu;500,00",
            ),
        }
    )
    years = status(folder)
    assert figures_of(years["reisen", 2023], "actual", "refunds") == ["1770.75", "0.00"]
    assert figures_of(years["reisen", 2024], "actual", "refunds") == ["-950.00", "-1450.00"]
    spending = ko.spending_by_region(read_books(folder))
    assert spending["porto"].to_list() == [Decimal("1450.00"), Decimal("-1450.00")]
    usage = ko.budget_usage(read_books(folder))
    assert usage["gross"].to_list() == [Decimal("1770.75"), Decimal("500.00")]
    axes = ko.plot_spending(read_books(folder))
    assert axes.get_ylim()[0] < -1450
    assert min(bar.get_y() + min(bar.get_height(), 0) for bar in axes.patches) <= -1450


# --- 10 · split


def test_a_dinner_is_split_to_the_cent_and_no_sum_changes(town):
    rules = csv(
        RULES,
        "essen;;;E-1;;;porto;;Bewirtung;2/3;;zwei Drittel der Gäste",
        "essen;;;E-1;;;ohio;;Bewirtung;1/3;;ein Drittel der Gäste",
        "feier;;;E-2;;;porto;;;1/3;;drei Städte",
        "feier;;;E-2;;;tartu;;;1/3;;drei Städte",
        "feier;;;E-2;;;ohio;;;1/3;;drei Städte",
    )
    folder = town(
        {
            "register/zuordnung.csv": rules,
            "buchungen/a.csv": postings(
                "2024;02.02.2024;E-1;Gasthof;Abendessen;750,00", "2024;03.02.2024;E-2;Gasthof;Feier;200,00"
            ),
        }
    )
    books = read_books(folder)
    assert ko.trace(books)["amount"].groupby(
        [ko.trace(books)["document"], ko.trace(books)["region"]]
    ).sum().to_dict() == {
        ("E-1", "ohio"): Decimal("250.00"),
        ("E-1", "porto"): Decimal("500.00"),
        ("E-2", "ohio"): Decimal("66.66"),
        ("E-2", "porto"): Decimal("66.67"),
        ("E-2", "tartu"): Decimal("66.67"),
    }
    assert status(folder)["reisen", 2024]["actual"] == "950.00"
    assert books.bookings["booking_id"].nunique() == 2
    assert sorted(books.bookings["share"].unique()) == ["1/3", "2/3"]


# --- 13 · changed layout


def test_moved_columns_and_a_longer_heading_load_alike(town):
    before = town({"buchungen/a.csv": postings("2024;12.03.2024;B-1;Bahn;Porto;1.200,25")})
    expected = read_books(before).bookings
    moved = csv(
        "Betrag in EUR;Buchungstext;Sachkonto;Belegnummer;Kreditor;Teilprodukt;Haushaltsjahr;Buchungsdatum",
        "1.200,25;Porto;5291;B-1;Bahn;1105;2024;12.03.2024",
    )
    overwrite(before, "buchungen/a.csv", moved)
    assert read_books(before).bookings.equals(expected)


def test_an_unknown_heading_is_named_with_what_was_found_and_never_read_by_position(town):
    strange = postings("2024;12.03.2024;B-1;Bahn;Porto;1.200,25").replace(b"Betrag", b"Bertag")
    done = run("report", "--data", town({"buchungen/a.csv": strange}))
    assert done.exit_code == 3
    assert "Spalte „Betrag“ fehlt. Meinten Sie „Bertag“?" in done.stderr
    assert "Gefunden: „Haushaltsjahr“, „Buchungsdatum“" in done.stderr


# --- 14 · commitments


def test_an_order_is_open_until_its_invoice_and_closed_once_final(town):
    export = csv(
        f"{HEADINGS};Auftragsnummer",
        "2025;03.03.2025;B-1;1105;5291;Fluglinie;Flug Porto;3.150,00;A-7",
    )
    order = "A-7;2025;1105;5291;4.800,00;10.01.2025;Fluglinie;Flug Porto;{}"
    folder = town({"buchungen/a.csv": export, "auftraege/a.csv": csv(ORDERS, order.format(""))})
    row = status(folder)["reisen", 2025]
    assert figures_of(row, "actual", "committed", "available") == ["3150.00", "1650.00", "7200.00"]
    overwrite(folder, "auftraege/a.csv", csv(ORDERS, order.format("ja")))
    row = status(folder)["reisen", 2025]
    assert figures_of(row, "actual", "committed", "available") == ["3150.00", "0.00", "8850.00"]
    assert ko.open_commitments(read_books(folder))["invoiced"].to_list() == [Decimal("3150.00")]


# --- 17 · thresholds


@pytest.mark.parametrize(
    ("spent", "state", "code"),
    [
        ("9.598,80", "within", 0),  # 79,99 %
        ("9.599,99", "within", 0),
        ("9.600,00", "warning", 10),  # 80,00 %
        ("10.800,00", "warning", 10),  # 90,00 %
        ("11.999,99", "warning", 10),
        ("12.000,00", "exhausted", 10),  # 100,00 %
        ("12.001,20", "exceeded", 20),  # 100,01 %
    ],
)
def test_the_state_turns_exactly_at_its_threshold(town, spent, state, code):
    folder = town({"buchungen/a.csv": postings(f"2024;02.02.2024;B-1;Bahn;Porto;{spent}")})
    done = run("status", "--data", folder, "--json")
    assert done.exit_code == code
    assert f'"state": "{state}"' in done.stdout


def test_the_posting_that_crossed_each_threshold_is_named(town):
    folder = town(
        {
            "buchungen/a.csv": postings(
                "2024;02.02.2024;B-1;Bahn;Porto;9.599,99",
                "2024;03.03.2024;B-2;Bahn;Porto;0,01",
                "2024;04.04.2024;B-3;Bahn;Porto;2.400,00",
                "2024;05.05.2024;B-4;Bahn;Porto;0,01",
            )
        }
    )
    found = ko.crossings(read_books(folder), pot="reisen", year=2024)
    assert found[["threshold", "document"]].to_numpy().tolist() == [[80, "B-2"], [90, "B-3"], [100, "B-3"]]
    assert "100 % erreicht mit B-3 vom 04.04.2024" in run("status", "--data", folder).stdout


# --- 18 · release, as far as the command line shows it


def test_a_released_share_limits_what_is_usable_until_its_last_day(town):
    release = "reisen;2024;2024;;gibt frei;25 %;01.01.2024;31.03.2024;alle;beschlossen;;;Verfügung"
    folder = town(
        {
            "register/ansaetze.csv": ceilings(FIRST, release),
            "buchungen/a.csv": postings("2024;14.02.2024;B-1;Bahn;Porto;3.100,00"),
        }
    )
    march, april = (status(folder, "--as-of", day)["reisen", 2024] for day in ("31.03.2024", "01.04.2024"))
    assert figures_of(march, "ceiling", "usable", "available", "state") == [
        "12000.00",
        "3000.00",
        "-100.00",
        "exceeded",
    ]
    assert figures_of(april, "ceiling", "usable", "available", "state") == [
        "12000.00",
        "12000.00",
        "8900.00",
        "within",
    ]


# --- 22 · pots


def test_help_from_another_budget_stays_outside_and_a_forum_on_the_account_counts(town):
    folder = town(
        {
            "register/toepfe.csv": THREE_POTS,
            "buchungen/a.csv": postings("2024;14.02.2024;B-1;Messe AG;Forum Tartu;2.150,00"),
            "buchungen/hilfe.csv": csv(
                HEADINGS, "2024;15.02.2024;H-1;2210;5299;Spedition;Hilfsgüter Tartu;5.000,00"
            ),
        }
    )
    assert status(folder)["reisen", 2024]["actual"] == "2150.00"
    chart = ko.chart_figures(ko.plot_spending(read_books(folder)))
    assert chart["Tartu"].to_list() == [Decimal("2150.00")]
    assert chart["Tartu (Hilfe für Tartu)"].to_list() == [Decimal("5000.00")]
    assert chart["Summe"].to_list() == [Decimal("2150.00")]
    values, _ = report(folder)
    assert "Hilfe für Tartu" in texts(values["Übersicht"])
    assert {2150, 5000} <= numbers(values["Übersicht"])


# --- 23 · currency


def test_a_foreign_amount_is_shown_beside_the_euros_that_count(town):
    export = csv(
        "Haushaltsjahr;Buchungsdatum;Belegnummer;Teilprodukt;Sachkonto;Buchungstext;Betrag in Hauswährung;"
        "Betrag in Belegwährung;Belegwährung",
        "2024;14.02.2024;B-1;1105;5291;Hotel Dayton;431,20;465,00;USD",
        "2024;15.02.2024;B-2;1105;5291;Zug Porto;100,00;100,00;EUR",
    )
    folder = town({"buchungen/a.csv": export})
    assert status(folder)["reisen", 2024]["actual"] == "531.20"
    rows = read_books(folder).bookings[["amount", "foreign_amount", "currency"]].astype(object)
    assert rows.iloc[0].to_list() == [Decimal("431.20"), Decimal("465.00"), "USD"]
    assert rows.iloc[1].isna().to_list() == [False, True, True]
    values, _ = report(folder)
    foreign = [row for row in table(values["Buchungen"], "Matrix") if row["Währung"] == "USD"]
    assert [(row["Betrag"], row["Originalbetrag"]) for row in foreign] == [(431.2, 465)]


# --- 25 · the same again


def test_two_runs_write_the_same_bytes(town):
    folder = town({"buchungen/a.csv": postings(*UNKNOWN, "2024;03.04.2024;K-1;Bahn;Zug nach Porto;1.000,00")})
    for out in ("eins", "zwei"):
        assert run("report", "--data", folder, "--out", folder.parent / out).exit_code == 0
    assert hashes(folder.parent / "eins") == hashes(folder.parent / "zwei")


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "LANG": "C"},
        {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"},
        {"TZ": "Pacific/Auckland"},
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "7"},
    ],
)
def test_language_and_time_zone_of_the_machine_change_nothing(town, environment):
    folder = town({"buchungen/a.csv": postings(*UNKNOWN)})
    done = subprocess.run(
        [sys.executable, "-m", "kooperation", "status", "--data", str(folder), "--json"],
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == run("status", "--data", folder, "--json").stdout


def test_one_cent_more_in_one_posting_is_seen_in_every_total(town):
    folder = town({"buchungen/a.csv": postings("2024;03.04.2024;K-1;Bahn;Zug nach Porto;1.000,00")})
    assert status(folder)["reisen", 2024]["available"] == "11000.00"
    overwrite(folder, "buchungen/a.csv", postings("2024;03.04.2024;K-1;Bahn;Zug nach Porto;1.000,01"))
    assert status(folder)["reisen", 2024]["available"] == "10999.99"
    assert read_books(folder).as_of == date(2024, 4, 3)


def test_regions_of_another_register_take_the_old_ones_place(town):
    others = csv(REGIONS, "ulm;Ulm;DE;Donau", "gera;Gera;DE;")
    folder = town({"register/partnerregionen.csv": others, "buchungen/a.csv": postings(*UNKNOWN)})
    assert ko.spending_by_region(read_books(folder)).loc[2024].to_dict() == {
        "ulm": Decimal("700.00"),
        "gera": Decimal("0.00"),
        "nicht zugeordnet": Decimal("155.00"),
    }
