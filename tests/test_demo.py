"""The demo folder: the same bytes everywhere, complete, labelled, and true where it states facts."""

import csv
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kooperation.demo import write_demo
from kooperation.model.errors import KooperationError

FILES = [
    "LIESMICH.txt",
    "aktivitaeten/Aktivitaeten.csv",
    "auftraege/Auftraege_2025.csv",
    "auftraege/Auftraege_2026.csv",
    "buchungen/SAP_Einzelposten_2018-2020.xlsx",
    "buchungen/SAP_Einzelposten_2021-2023.xlsx",
    "buchungen/Sachposten_2024.csv",
    "buchungen/Sachposten_2025.csv",
    "buchungen/Sachposten_2026_bis_Juni.csv",
    "buchungen/Sachposten_2026_bis_September.csv",
    "haushalt/Budgetuebersicht_2021.csv",
    "haushalt/Budgetuebersicht_2022.csv",
    "haushalt/Budgetuebersicht_2023.csv",
    "haushalt/Budgetuebersicht_2024.csv",
    "haushalt/Budgetuebersicht_2025.csv",
    "haushalt/Budgetuebersicht_2026.csv",
    "planung/basis.csv",
    "register/ansaetze.csv",
    "register/partnerregionen.csv",
    "register/toepfe.csv",
    "register/zuordnung.csv",
]
INVENTED = [name for name in FILES if name.split("/")[0] in {"auftraege", "buchungen", "haushalt", "planung"}]
FACTS = ["aktivitaeten/Aktivitaeten.csv", *[name for name in FILES if name.startswith("register/")]]
LABEL = "Beispieldaten – frei erfunden"

A = "Vorlage 2024/0207"
B = "Vorlage Delegationsreise Ansan 2021"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the demo was written to."""
    folder = tmp_path_factory.mktemp("demo") / "raw"
    write_demo(folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    """Read a register of the demo; its bytes are UTF-8 with a byte order mark."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))


def first_cell(path: Path) -> str:
    if path.suffix == ".xlsx":
        return str(openpyxl.load_workbook(path).worksheets[0]["A1"].value)
    encoding = "utf-8-sig" if path.parent.name in ("auftraege", "planung") else "cp1252"
    return path.read_bytes().decode(encoding).splitlines()[0].split(";")[0]


def test_the_demo_is_the_committed_data_folder_byte_for_byte(demo, project):
    committed = project / "data" / "raw"
    names = sorted(path.relative_to(committed).as_posix() for path in committed.rglob("*") if path.is_file())
    assert names == FILES
    assert [name for name in FILES if (demo / name).read_bytes() != (committed / name).read_bytes()] == []


def test_the_bytes_depend_on_no_clock_no_time_zone_no_locale_and_no_umask(demo, tmp_path, project):
    elsewhere = {
        **os.environ,
        "LC_ALL": "C",
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "7",
        "PYTHONUTF8": "0",
    }
    code = f"from kooperation.demo import write_demo; write_demo({str(tmp_path / 'raw')!r})"
    subprocess.run([sys.executable, "-c", code], cwd=project, env=elsewhere, check=True)
    assert [
        name for name in FILES if (demo / name).read_bytes() != (tmp_path / "raw" / name).read_bytes()
    ] == []


def test_it_returns_the_files_that_it_wrote(tmp_path):
    written = write_demo(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == FILES
    assert all(path.is_file() for path in written)


def test_a_folder_that_holds_anything_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "meins.csv").write_text("wichtig", "utf-8")
    with pytest.raises(KooperationError) as refused:
        write_demo(tmp_path)
    assert str(tmp_path) in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["meins.csv"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "demo").write_text("eine Datei", "utf-8")
    with pytest.raises(KooperationError):
        write_demo(tmp_path / "demo")
    assert (tmp_path / "demo").read_text("utf-8") == "eine Datei"


def test_importing_the_demo_loads_neither_pandas_nor_xlsxwriter(project):
    code = "import sys, kooperation.demo; print({'pandas', 'xlsxwriter'} & set(sys.modules))"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=project, check=True, capture_output=True, text=True
    )
    assert shown.stdout.strip() == "set()"


@pytest.mark.parametrize("name", INVENTED)
def test_every_file_of_invented_figures_says_so_first(demo, name):
    assert first_cell(demo / name) == LABEL


@pytest.mark.parametrize("name", [*FACTS, "LIESMICH.txt"])
def test_files_of_facts_open_in_excel_by_double_click(demo, name):
    content = (demo / name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")
    assert content.endswith(b"\r\n")


def test_workbooks_are_stored_without_compression_and_clock(demo):
    for path in sorted((demo / "buchungen").glob("*.xlsx")):
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
        assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.create_system for member in members} == {0}


def test_liesmich_names_every_kind_of_file_and_says_what_is_invented(demo):
    text = (demo / "LIESMICH.txt").read_text("utf-8-sig")
    assert "frei erfunden" in text
    missing = [name for name in FILES if name != "LIESMICH.txt" and Path(name).name not in text]
    assert missing == [
        f"haushalt/Budgetuebersicht_{year}.csv" for year in range(2022, 2027)
    ]  # 2021 bis _2026


def test_the_ceilings_are_those_of_the_council_papers(demo):
    decided = [
        (
            row["topf"],
            row["jahr_von"],
            row["jahr_bis"],
            row["betrag"],
            row["wirkung"],
            row["umfang"],
            row["vorlage"],
        )
        for row in rows(demo / "register" / "ansaetze.csv")
    ]
    assert decided == [
        ("kooperation", "2018", "2020", "", "setzt", "ansan", "SV 2017/0472"),
        (
            "kooperation",
            "2021",
            "2021",
            "25.000,00",
            "setzt",
            "ansan",
            "Vorlage zur Delegationsreise Ansan (2021)",
        ),
        ("kooperation", "2022", "2023", "", "setzt", "", ""),
        ("kooperation", "2024", "2024", "25.000,00", "setzt", "alle", "2024/0207"),
        ("kooperation", "2025", "", "40.000,00", "setzt", "alle", "2024/0207"),
    ]


def test_each_ceiling_states_its_source_and_what_the_papers_leave_open(demo):
    sources = {row["jahr_von"]: row["quelle"] for row in rows(demo / "register" / "ansaetze.csv")}
    assert "Höhe in den Vorlagen nicht genannt" in sources["2018"]
    assert "2021 ist eine Lesart" in sources["2021"]
    assert "Keine Vorlage" in sources["2022"]
    assert "anteilig" in sources["2024"]
    assert "nach Angabe des Auftraggebers" in sources["2025"]


def test_cooperation_and_grant_share_an_account_and_partnerships_have_their_own(demo):
    pots = {row["topf"]: tuple(row.values())[3:] for row in rows(demo / "register" / "toepfe.csv")}
    assert pots == {
        "kooperation": ("990100", "544016", "ja", "ja"),
        "agit": ("990100", "544016", "nein", "nein"),
        "partnerschaft": ("010900", "543100", "ja", "nein"),
    }


def test_partner_regions_carry_every_spelling_seen_in_files(demo):
    regions = {row["schluessel"]: row for row in rows(demo / "register" / "partnerregionen.csv")}
    spellings = {
        key: {row["name"], row["name_en"], *row["aliase"].split("|")} for key, row in regions.items()
    }
    seen = {
        "ansan": {"Ansan", "Ansan-si", "An-san", "안산", "안산시"},
        "suedkorea": {
            "Korea",
            "Südkorea",
            "Süd-Korea",
            "Republik Korea",
            "대한민국",
            "KOITA",
            "KIAT",
            "KOTRA",
            "KGTCC",
        },
        "sacramento": {
            "Greater Sacramento",
            "Sacramento",
            "Sacramento State",
            "Sac State",
            "Kalifornien",
            "California",
        },
        "minnesota": {"Minnesota", "MN"},
        "lwiw": {
            "Lwiw",
            "Lviv",
            "Lwów",
            "Lwow",
            "Lvov",
            "Lemberg",
            "Львів",
            "Львов",
            "Rajon Lwiw",
            "Kreis Lwiw",
            "Oblast Lwiw",
        },
        "riesengebirge": {
            *("Kreis Riesengebirge", "Karkonosze", "Powiat Karkonoski", "Kreis Jelenia Góra", "Jelenia Gora"),
            *("Hirschberg", "Siebengebirge"),
        },
    }
    assert {key: names - spellings[key] for key, names in seen.items()} == {key: set() for key in seen}
    countries = dict(zip(seen, ("KR", "KR", "US", "US", "UA", "PL"), strict=True))
    assert {key: regions[key]["land"] for key in seen} == countries


def test_no_spelling_belongs_to_two_regions(demo):
    owners: dict[str, set[str]] = {}
    for row in rows(demo / "register" / "partnerregionen.csv"):
        for spelling in (row["name"], row["name_en"], *row["aliase"].split("|")):
            owners.setdefault(spelling.casefold(), set()).add(row["schluessel"])
    assert [spelling for spelling, keys in owners.items() if len(keys) > 1] == []


def test_every_rule_gives_its_reason_and_the_dinner_is_split_two_to_one(demo):
    rules = rows(demo / "register" / "zuordnung.csv")
    assert [rule["regel"] for rule in rules if not rule["grund"]] == []
    shares = [(rule["partnerregion"], rule["anteil"]) for rule in rules if rule["beleg"] == "ER25-0502"]
    assert shares == [("ansan", "2/3"), ("sacramento", "1/3")]


def test_activities_state_their_dates_as_the_papers_do_and_a_status_of_the_list(demo):
    log = [
        (row["zeitraum"], row["partnerregion"], row["status"], row["quelle"])
        for row in rows(demo / "aktivitaeten" / "Aktivitaeten.csv")
    ]
    assert log == [
        ("seit 2015", "Südkorea", "laufend", A),
        ("23.11.2017", "Ansan", "durchgeführt", B),
        ("Herbst 2018", "Ansan", "durchgeführt", B),
        ("Herbst 2019", "Ansan", "durchgeführt", B),
        ("Dezember 2019", "Südkorea", "unterzeichnet", B),
        ("April 2020", "Südkorea", "durchgeführt", f"{B}, {A}"),
        ("ca. 06/2020–12/2021", "Südkorea", "durchgeführt", B),
        ("Ende 2020", "Ansan", "verschoben", B),
        ("seit 2020", "Greater Sacramento", "laufend", A),
        ("03.–09.04.2022", "Ansan", "geplant", B),
        ("Frühjahr 2023", "Südkorea", "durchgeführt", A),
        ("2023", "Südkorea", "durchgeführt", A),
        ("Februar 2024", "Greater Sacramento", "durchgeführt", A),
        ("19.04.2024", "Ansan", "durchgeführt", A),
        ("19.04.2024", "Ansan", "unterzeichnet", A),
        ("2024", "Greater Sacramento", "geplant", A),
        ("undatiert (bis 2024)", "Minnesota", "laufend", A),
        ("27.11.2024", "alle", "geplant", A),
    ]


def test_the_trip_of_2020_is_postponed_to_2022_and_people_are_counted_never_named(demo):
    log = {row["kennung"]: row for row in rows(demo / "aktivitaeten" / "Aktivitaeten.csv")}
    assert [(key, row["verschoben_auf"]) for key, row in log.items() if row["verschoben_auf"]] == [
        ("A08", "2022")
    ]
    assert [
        (key, row["teilnehmende"], row["mandatstragende"]) for key, row in log.items() if row["teilnehmende"]
    ] == [("A10", "rd. 20", "7")]


def test_where_the_papers_disagree_the_log_says_so(demo):
    center = next(row for row in rows(demo / "aktivitaeten" / "Aktivitaeten.csv") if row["kennung"] == "A06")
    assert "Die Quellen weichen ab" in center["ergebnis"]
    assert center["ergebnis"].split(" | ")[1:] == [
        "Unternehmen im Zentrum: 10 (erwartet, 2021, Vorlage Delegationsreise Ansan 2021)",
        "Unternehmen im Zentrum: 15 (2024, Vorlage 2024/0207)",
    ]
