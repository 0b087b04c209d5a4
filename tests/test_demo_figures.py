"""The truth about the demo ledger, read from its files without the package: every sum, every trap."""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"
COOPERATION, PARTNERSHIP = ("990100", "544016"), ("010900", "543100")


class Item(NamedTuple):
    """One posting as it stands in an export; money in whole cents."""

    year: int
    period: int
    booked_on: date
    document: str
    item: str
    teilprodukt: str
    sachkonto: str
    vendor: str
    text: str
    cents: int
    currency: str
    foreign: str
    order: str

    @property
    def account(self) -> tuple[str, str]:
        return self.teilprodukt, self.sachkonto

    @property
    def pot(self) -> str:
        if self.account == PARTNERSHIP:
            return "partnerschaft"
        return "agit" if self.text.startswith("Zuschuss AGIT") else "kooperation"


def cents(text: str) -> int:
    return int(text.replace(".", "").replace(",", ""))


def table(name: str, *, encoding: str, header: str) -> list[dict[str, str]]:
    """Read a semicolon file from the line on that begins with ``header``."""
    lines = (RAW / name).read_bytes().decode(encoding).split("\r\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(header))
    return list(csv.DictReader(lines[start:], delimiter=";"))


def sachposten(name: str) -> list[Item]:
    return [
        Item(
            year=int(row["Haushaltsjahr"]),
            period=int(row["Periode"]),
            booked_on=datetime.strptime(row["Buchungsdatum"], "%d.%m.%Y").date(),  # noqa: DTZ007 - a day has no zone
            document=row["Belegnr."],
            item=row["Lfd. Nr."],
            teilprodukt=row["Kostenträger Code"],
            sachkonto=row["Sachkontonr."],
            vendor=row["Kreditor"],
            text=row["Beschreibung"],
            cents=cents(row["Betrag"]),
            currency=row["Belegwährung"],
            foreign=row["Betrag (Belegwährung)"],
            order=row["Auftragsnr."],
        )
        for row in table(f"buchungen/{name}", encoding="cp1252", header="Lfd. Nr.;")
    ]


def sap_rows(name: str) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(RAW / "buchungen" / name).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(cells) if "Belegnummer" in row)
    headings = ["" if heading is None else heading for heading in cells[start]]
    return [dict(zip(headings, row, strict=True)) for row in cells[start + 1 :]]


def line_items(name: str) -> list[Item]:
    found, sachkonto = [], ""
    for row in sap_rows(name):
        if row["Belegnummer"] is None:
            continue
        sachkonto = str(row["Sachkonto"] or sachkonto)
        found.append(
            Item(
                year=row["Geschäftsjahr"],
                period=row["Buchungsperiode"],
                booked_on=row["Buchungsdatum"].date(),
                document=row["Belegnummer"],
                item=str(row["Position"]),
                teilprodukt=row["Kostenträger"],
                sachkonto=sachkonto.lstrip("0"),
                vendor=row["Kreditor"],
                text=row["Text"],
                cents=round(row["Betrag in Hauswährung"] * 100),
                currency=row["Belegwährung"],
                foreign=f"{row['Betrag in Belegwährung']:.2f}",
                order=row.get("Bestellung") or "",
            )
        )
    return found


EARLIER = [*line_items("SAP_Einzelposten_2018-2020.xlsx"), *line_items("SAP_Einzelposten_2021-2023.xlsx")]
JUNE, SEPTEMBER = sachposten("Sachposten_2026_bis_Juni.csv"), sachposten("Sachposten_2026_bis_September.csv")
LATER = [*sachposten("Sachposten_2024.csv"), *sachposten("Sachposten_2025.csv"), *SEPTEMBER]
LEDGER = [*EARLIER, *LATER]

REGION_WORDS = {
    "ansan": ["Ansan", "An-san", "안산"],
    "suedkorea": ["Südkorea", "KOITA", "KIAT", "KOTRA", "KGTCC"],
    "sacramento": ["Sacramento", "Sac State"],
    "minnesota": ["Minnesota"],
    "lwiw": ["Lwiw", "Lviv", "Lwów", "Lwow", "Lemberg"],
    "riesengebirge": ["Riesengebirge", "Powiat Karkonoski", "Jelenia G", "Hirschberg"],
}


def regions_named(text: str) -> list[str]:
    return [key for key, words in REGION_WORDS.items() if any(word in text for word in words)]


def by_region(pot: str) -> dict[int, dict[str, int]]:
    """Sum a pot in cents; the dinner of both delegations is split two thirds to one by hand."""
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in LEDGER:
        if item.pot != pot:
            continue
        named = regions_named(item.text)
        if item.document == "ER25-0502":
            sums[2025]["ansan"] += 60967
            sums[2025]["sacramento"] += 30483
        else:
            sums[item.year][named[0] if len(named) == 1 else "nicht zugeordnet"] += item.cents
    return {year: dict(regions) for year, regions in sums.items()}


def document(number: str) -> Item:
    (found,) = [item for item in LEDGER if item.document == number]
    return found


def test_the_ledger_has_the_130_postings_that_it_is_known_for():
    assert len(LEDGER) == 130
    assert sum(item.cents for item in LEDGER) == 37_971_942


def test_no_posting_stands_twice_outside_the_overlapping_exports():
    assert max(Counter((item.document, item.item) for item in LEDGER).values()) == 1
    assert len({item.item for item in LATER}) == len(LATER)


@pytest.mark.parametrize(
    "year, kooperation, agit, partnerschaft",
    [
        (2018, 1_789_380, 1_785_000, 335_240),
        (2019, 2_287_010, 1_785_000, 278_761),
        (2020, 116_110, 1_785_000, 353_430),
        (2021, 2_400_000, 1_785_000, 177_465),
        (2022, 877_375, 1_785_000, 1_034_540),
        (2023, 914_552, 1_785_000, 627_933),
        (2024, 2_641_873, 1_785_000, 666_685),
        (2025, 3_964_018, 1_785_000, 444_020),
        (2026, 2_546_710, 1_785_000, 451_840),
    ],
)
def test_each_year_and_pot_sums_to_the_cent(year, kooperation, agit, partnerschaft):
    sums = Counter[str]()
    for item in LEDGER:
        if item.year == year:
            sums[item.pot] += item.cents
    assert sums == {"kooperation": kooperation, "agit": agit, "partnerschaft": partnerschaft}


def test_each_region_costs_the_cooperation_pot_what_it_is_known_to():
    assert by_region("kooperation") == {
        2018: {"ansan": 1_789_380},
        2019: {"ansan": 2_287_010},
        2020: {"ansan": 116_110},
        2021: {"ansan": 2_400_000},
        2022: {"ansan": 793_625, "suedkorea": 54_000, "sacramento": 29_750},
        2023: {"ansan": 333_255, "suedkorea": 539_715, "sacramento": 41_582},
        2024: {
            "ansan": 1_322_163,
            "suedkorea": 331_040,
            "sacramento": 803_640,
            "minnesota": 143_800,
            "nicht zugeordnet": 41_230,
        },
        2025: {
            "ansan": 1_657_863,
            "suedkorea": 446_300,
            "sacramento": 1_069_929,
            "minnesota": 361_495,
            "lwiw": 265_035,
            "nicht zugeordnet": 163_396,
        },
        2026: {
            "ansan": 1_391_195,
            "suedkorea": 339_040,
            "sacramento": 495_490,
            "minnesota": 287_435,
            "nicht zugeordnet": 33_550,
        },
    }


def test_each_region_costs_the_partnership_pot_what_it_is_known_to():
    assert by_region("partnerschaft") == {
        2018: {"lwiw": 24_550, "riesengebirge": 310_690},
        2019: {"lwiw": 31_840, "riesengebirge": 246_921},
        2020: {"lwiw": 264_000, "riesengebirge": 89_430},
        2021: {"lwiw": 40_215, "riesengebirge": 137_250},
        2022: {"lwiw": 819_540, "riesengebirge": 215_000},
        2023: {"lwiw": 438_933, "riesengebirge": 189_000},
        2024: {"lwiw": 364_025, "riesengebirge": 302_660},
        2025: {"lwiw": 298_500, "riesengebirge": 145_520},
        2026: {"lwiw": 269_840, "riesengebirge": 182_000},
    }


def test_one_year_is_at_96_percent_one_at_99_one_over_and_one_in_progress():
    spent = {year: sum(regions.values()) for year, regions in by_region("kooperation").items()}
    assert spent[2021] * 100 == 96 * 2_500_000
    assert 99 * 4_000_000 < spent[2025] * 100 < 100 * 4_000_000
    assert spent[2024] - 2_500_000 == 141_873
    assert spent[2026] == 2_546_710
    assert max(item.booked_on for item in LEDGER) == date(2026, 9, 28)


def test_the_agit_grant_is_on_the_cooperation_account_each_year_and_fills_the_gap_to_41_850_in_2021():
    grants = [item for item in LEDGER if item.pot == "agit"]
    assert [(item.year, item.vendor, item.account, item.cents) for item in grants] == [
        (year, "AGIT mbH", COOPERATION, 1_785_000) for year in range(2018, 2027)
    ]
    assert sum(item.cents for item in LEDGER if (item.year, item.account) == (2021, COOPERATION)) == 4_185_000


def test_not_every_invoice_of_agit_is_the_grant():
    other = [item for item in LEDGER if item.vendor == "AGIT mbH" and item.pot != "agit"]
    assert [(item.document, item.text, item.pot) for item in other] == [
        ("1900011702", "Weiterberechnung Raummiete KOITA", "kooperation")
    ]


def test_partnerships_are_paid_from_their_own_account_in_the_same_exports():
    assert {item.year for item in LEDGER if item.account == PARTNERSHIP} == set(range(2018, 2027))
    assert {item.account for item in LEDGER} == {COOPERATION, PARTNERSHIP}


def test_one_lwiw_forum_is_booked_on_the_cooperation_account():
    forum = [item for item in LEDGER if item.account == COOPERATION and "Lwiw" in item.text]
    assert [(item.document, item.year, item.cents) for item in forum] == [
        ("ER25-0951", 2025, 166_600),
        ("ER25-0952", 2025, 98_435),
    ]


def test_a_storno_crosses_the_end_of_the_year():
    booked, storno = document("ER24-1790"), document("ST25-0004")
    assert (booked.year, booked.booked_on, booked.cents) == (2024, date(2024, 12, 16), 120_000)
    assert (storno.year, storno.booked_on, storno.cents) == (2025, date(2025, 1, 13), -120_000)


def test_late_postings_in_period_13_stay_in_their_year_and_one_makes_2024_exceed():
    late = [item for item in LEDGER if item.booked_on.year != item.year]
    assert [(item.document, item.year, item.period, item.booked_on, item.cents) for item in late] == [
        ("1900012690", 2023, 13, date(2024, 1, 17), 83_300),
        ("ER25-0041", 2024, 13, date(2025, 1, 20), 227_630),
    ]
    on_time = sum(
        item.cents for item in LEDGER if (item.year, item.pot) == (2024, "kooperation") and item.period < 13
    )
    assert on_time < 2_500_000 < on_time + 227_630


def test_credit_notes_and_storno_are_negative():
    assert [(item.document, item.cents) for item in LEDGER if item.cents < 0] == [
        ("1900005590", -378_000),
        ("EG24-0031", -31_000),
        ("ST25-0004", -120_000),
        ("EG25-0047", -28_640),
        ("EG26-0019", -14_250),
    ]


def test_three_postings_name_no_region_and_one_only_usa():
    unknown = [item for item in LEDGER if item.pot == "kooperation" and not regions_named(item.text)]
    assert [(item.year, item.document, item.text, item.cents) for item in unknown] == [
        (2024, "ER24-1204", "Bewirtung Gäste", 41_230),
        (2025, "ER25-0774", "Informationsreise USA", 114_720),
        (2025, "ER25-0886", "Druckkosten Broschüre", 48_676),
        (2026, "ER26-0463", "Dolmetscherleistung", 33_550),
    ]
    assert sum(item.cents for item in unknown if "USA" not in item.text) == 123_456


def test_only_the_split_dinner_names_two_regions():
    named = [(item.document, regions_named(item.text), item.cents) for item in LEDGER]
    assert [found for found in named if len(found[1]) > 1] == [("ER25-0502", ["ansan", "sacramento"], 91_450)]


def test_a_hotel_bill_in_won_keeps_its_foreign_amount_beside_the_euros():
    assert [(item.document, item.foreign, item.cents) for item in LEDGER if item.currency == "KRW"] == [
        ("ER25-0407", "1.250.000", 79_041)
    ]


def test_other_foreign_amounts_stand_beside_the_euros_too():
    foreign = {
        item.document: (item.currency, item.foreign) for item in LEDGER if item.currency not in {"", "EUR"}
    }
    assert foreign == {
        "1900003518": ("PLN", "4300.00"),
        "1900011533": ("UAH", "44500.00"),
        "1900012388": ("USD", "450.00"),
        "ER25-0407": ("KRW", "1.250.000"),
        "ER25-1004": ("USD", "2.500,00"),
    }


def test_the_two_exports_of_2026_overlap_in_the_same_documents():
    assert [item for item in SEPTEMBER if item.booked_on <= date(2026, 6, 30)] == JUNE
    assert (len(JUNE), len(SEPTEMBER)) == (11, 18)


def test_twins_with_different_document_numbers_are_two_postings():
    content = Counter((item.booked_on, item.vendor, item.text, item.cents) for item in LEDGER)
    ((twin, times),) = [(what, times) for what, times in content.items() if times > 1]
    assert (twin[2], times) == ("Flüge Delegation Ansan", 2)
    assert [item.document for item in LEDGER if (item.booked_on, item.text) == (twin[0], twin[2])] == [
        "ER26-0158",
        "ER26-0159",
    ]


def test_a_document_can_have_several_items():
    times = Counter(item.document for item in LEDGER)
    assert [number for number, count in times.items() if count > 1] == [
        "1900001871",
        "1900004233",
        "1900008341",
        "1900009417",
        "ER25-0431",
    ]


def test_the_word_summe_in_a_posting_text_is_a_posting():
    assert document("1900004466").text == "Bewirtung Ansan, Summe laut Schlussrechnung"


def orders() -> dict[str, dict[str, str]]:
    names = ["auftraege/Auftraege_2025.csv", "auftraege/Auftraege_2026.csv"]
    return {
        row["auftrag"]: row for name in names for row in table(name, encoding="utf-8-sig", header="auftrag;")
    }


def test_one_order_is_half_invoiced_two_are_final_with_a_remainder_and_the_rest_is_open_or_used_up():
    states = {}
    for number, order in orders().items():
        invoiced = sum(item.cents for item in LEDGER if item.order == number)
        states[number] = (cents(order["betrag"]), invoiced, order["endabgerechnet"])
    assert states == {
        "AU25-0004": (520_000, 473_560, "ja"),
        "AU25-0011": (178_500, 178_500, ""),
        "AU26-0002": (90_000, 71_400, "ja"),
        "AU26-0007": (648_000, 324_000, ""),
        "AU26-0012": (390_000, 0, ""),
        "AU26-0015": (115_000, 0, ""),
    }


def overview(year: int) -> dict[str, dict[str, int]]:
    rows = table(f"haushalt/Budgetuebersicht_{year}.csv", encoding="cp1252", header="Produktsachkonto;")
    return {
        row["Produktsachkonto"]: {heading: cents(cell) for heading, cell in list(row.items())[1:]}
        for row in rows
    }


@pytest.mark.parametrize("year", range(2021, 2027))
def test_each_overview_ties_to_the_items_of_its_accounts_to_the_cent(year):
    booked = Counter[str]()
    for item in LEDGER:
        if item.year == year:
            booked[".".join(item.account)] += item.cents
    shown = overview(year)
    total = shown.pop("Summe")
    assert {account: row["Anordnungssoll"] for account, row in shown.items()} == booked
    assert total == {heading: sum(row[heading] for row in shown.values()) for heading in total}


@pytest.mark.parametrize("year", range(2021, 2027))
def test_each_overview_is_right_in_itself_and_its_account_is_larger_than_any_ceiling(year):
    rows = overview(year)
    for row in rows.values():
        revised = row["Ansatz"] + row["Erm.-Übertragung"] + row["üpl/apl"]
        assert row["Fortg. Ansatz"] == revised
        assert row["Verfügbar"] == revised - row["Sperre"] - row["Aufträge"] - row["Anordnungssoll"]
    assert rows["990100.544016"]["Ansatz"] > 4_000_000


def test_the_overviews_show_the_orders_that_are_still_open():
    open_orders = {
        (year, account): row["Aufträge"]
        for year in range(2021, 2027)
        for account, row in overview(year).items()
    }
    assert {key: amount for key, amount in open_orders.items() if amount} == {
        (2026, "990100.544016"): 714_000,
        (2026, "010900.543100"): 115_000,
        (2026, "Summe"): 829_000,
    }


def test_each_overview_names_its_year_in_a_title_line():
    for year in range(2021, 2027):
        lines = (RAW / f"haushalt/Budgetuebersicht_{year}.csv").read_bytes().decode("cp1252").split("\r\n")
        assert lines[1].startswith(f"Budgetübersicht Haushaltsjahr {year};Stand ")


def totals(name: str, heading: str) -> list[tuple[object, int]]:
    rows = [row for row in sap_rows(name) if row["Belegnummer"] is None]
    return [(row[heading], round(row["Betrag in Hauswährung"] * 100)) for row in rows]


def test_the_first_sap_export_groups_by_account_and_stars_its_totals():
    name = "SAP_Einzelposten_2018-2020.xlsx"
    assert totals(name, "") == [
        *[("*", 335_240), ("*", 278_761), ("*", 353_430)],
        *[("*", 3_574_380), ("*", 4_072_010), ("*", 1_901_110)],
        ("**", 10_514_931),
    ]
    assert [row["Sachkonto"] for row in sap_rows(name) if row["Sachkonto"]] == ["0000543100", "0000544016"]


def test_the_second_sap_export_sums_by_year_once_without_a_label():
    assert totals("SAP_Einzelposten_2021-2023.xlsx", "Sachkonto") == [
        ("Summe 2021", 4_362_465),
        ("Summe 2022", 3_696_915),
        (None, 3_327_485),
        ("**", 11_386_865),
    ]


def test_the_sap_exports_have_title_lines_leading_zeros_and_real_dates():
    for name in ("SAP_Einzelposten_2018-2020.xlsx", "SAP_Einzelposten_2021-2023.xlsx"):
        sheet = openpyxl.load_workbook(RAW / "buchungen" / name).worksheets[0]
        assert [sheet.cell(row, 1).value for row in (1, 3, 5)] == [
            "Beispieldaten – frei erfunden",
            f"Geschäftsjahre {name[17:21]} bis {name[22:26]}",
            None,
        ]
        postings = [row for row in sap_rows(name) if row["Belegnummer"]]
        assert all(isinstance(row["Buchungsdatum"], datetime) for row in postings)
        assert all(str(row["Sachkonto"] or "0000").startswith("0000") for row in postings)


def test_vendors_are_invented_organisations_and_agit_never_persons():
    assert sorted({item.vendor for item in LEDGER}) == [
        "AGIT mbH",
        "Musterbus GmbH",
        "Mustercatering GmbH",
        "Musterdruck GmbH",
        "Musterhotel Tagungen GmbH",
        "Mustermanufaktur GmbH",
        "Musterreisen GmbH",
        "Musterspedition GmbH",
        "Mustersprachen Übersetzungsbüro GmbH",
        "Mustertagung GmbH",
        "Mustertraining GmbH",
        "Pensjonat Przykład",
        "Sample Expo Inc.",
        "Sample Hotel Co. Ltd.",
        "Sample Hotel UA",
    ]


def test_no_file_addresses_a_person():
    words = {"Herr", "Herrn", "Frau", "Dr.", "Prof.", "Mr.", "Mrs.", "Ms."}
    said = {word for item in LEDGER for word in f"{item.vendor} {item.text}".split()}
    for path in [*RAW.glob("register/*.csv"), *RAW.glob("aktivitaeten/*.csv"), *RAW.glob("*.txt")]:
        said |= set(path.read_text("utf-8-sig").replace(";", " ").split())
    assert words & said == set()
