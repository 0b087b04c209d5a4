"""The command line: exit codes, clear lines, German by default, never a traceback or half a report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import CEILINGS, HEADINGS, POTS, RULES, csv, data_folder, hashes, postings, run, status, xlsx
from openpyxl import load_workbook

import kooperation as ko
import kooperation.books.exports
from kooperation.cli import main
from kooperation.model.findings import MESSAGES
from kooperation.reporting import pictures, progress
from kooperation.reporting.labels import all_labels
from kooperation.reporting.pictures import file_names

PROJECT = Path(__file__).resolve().parent.parent
SPRING = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"
AUTUMN = "2024;02.10.2024;B-2;Hotel am Markt;Zimmer Tartu;480,50"
NOWHERE = "2024;03.10.2024;B-3;Bahn AG;Zug nach Ulm;10,00"
BROKEN = postings("2024;31.11.2024;B-9;Bahn AG;Porto;1,00")
NO_TIE = csv("Haushaltsjahr;Teilprodukt;Sachkonto;Ansatz;Ist", "2024;1105;5291;12.000,00;1.450,00")


@pytest.fixture
def town(tmp_path):
    """A function that writes the town's folder with the given files."""
    return lambda files, **others: data_folder(tmp_path / "Städte 2024" / "daten", files, **others)


@pytest.fixture
def good(town):
    """A folder in which nothing needs to be said."""
    return town({"buchungen/2024.csv": postings(SPRING, AUTUMN)})


def command(*arguments, cwd, **environment):
    """Run a command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kooperation", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


# --- report


def test_report_writes_workbook_and_pictures_and_says_five_lines(good):
    done = run("report", "--data", good)
    out = good.parent / "processed"
    assert (done.exit_code, done.stderr) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == [
        "anlage.docx",
        "anlage.pdf",
        "ausgaben_reisen.png",
        "ausgaben_reisen.svg",
        "ausschoepfung_reisen.png",
        "ausschoepfung_reisen.svg",
        "bericht.xlsx",
        "jahr_reisen.png",
        "jahr_reisen.svg",
        "kostenarten_reisen.png",
        "kostenarten_reisen.svg",
        "regionen_reisen.png",
        "regionen_reisen.svg",
        "speicher",
    ]
    assert done.stdout.splitlines() == [
        "Gelesen:  1.680,50 € (Dateien: 1, Buchungen: 2, Stand 02.10.2024)",
        (
            "Ergebnis: Partnerstädte: In keinem Jahr mit belegtem Ansatz liegen Ist und Obligo darüber; "
            "2024 sind von 12.000,00 € noch 10.319,50 € verfügbar."
        ),
        (
            "2024:     Partnerstädte: Ansatz 12.000,00 €, Ist 1.680,50 €, Obligo 0,00 €, "
            "verfügbar 10.319,50 € (14,0 % gebunden, im Rahmen)"
        ),
        (
            "Offen:    nicht zugeordnet 0,00 € (Buchungen: 0), außerhalb der Töpfe 0,00 € (Buchungen: 0), "
            "Fehler: 0, Warnungen: 0"
        ),
        f"Bericht:  {out / 'bericht.xlsx'} (daneben: anlage.pdf, anlage.docx, Bilder: 10)",
    ]


def test_report_speaks_english_when_asked(good, tmp_path):
    done = run("report", "--data", good, "--out", tmp_path / "out", "--language", "en")
    assert done.stdout.splitlines()[0] == "Read:     €1,680.50 (files: 1, postings: 2, as of 2024-10-02)"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "annex.docx",
        "annex.pdf",
        "cost_types_reisen.png",
        "cost_types_reisen.svg",
        "regions_reisen.png",
        "regions_reisen.svg",
        "report.xlsx",
        "spending_reisen.png",
        "spending_reisen.svg",
        "usage_reisen.png",
        "usage_reisen.svg",
        "year_reisen.png",
        "year_reisen.svg",
    ]


def test_a_pot_without_postings_beside_postings_of_no_pot_is_shown_all_the_same(town):
    elsewhere = "2024;03.10.2024;B-3;9999;5291;Bahn AG;Zug nach Ulm;10,00"
    folder = town(
        {
            "register/toepfe.csv": csv(POTS, "reisen;Reisen;1105;5291;ja;ja", "hilfe;Hilfe;2210;5299;ja;ja"),
            "buchungen/2024.csv": csv(HEADINGS, elsewhere),
        }
    )
    done = run("report", "--data", folder)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].endswith("(daneben: anlage.pdf, anlage.docx, Bilder: 20)")
    assert "außerhalb der Töpfe 10,00 €" in done.stdout


def test_as_of_leaves_later_postings_out_of_lines_workbook_and_pictures(good, tmp_path, monkeypatch):
    drawn = []
    spending_by_region = pictures.spending_by_region
    monkeypatch.setattr(
        pictures,
        "spending_by_region",
        lambda *given, **more: drawn.append(spending_by_region(*given, **more)) or drawn[-1],
    )
    done = run("report", "--data", good, "--out", tmp_path / "out", "--as-of", "30.06.2024")
    assert "1.200,00 € (Dateien: 1, Buchungen: 1, Stand 30.06.2024)" in done.stdout
    assert "480,50" not in done.stdout
    assert {table.to_numpy().sum() for table in drawn} == {Decimal("1200.00")}
    book = load_workbook(tmp_path / "out" / "bericht.xlsx", data_only=True)
    texts = {str(cell.value) for row in book["Buchungen"].iter_rows() for cell in row}
    assert "B-1" in texts
    assert "B-2" not in texts


def test_an_error_in_the_data_writes_nothing_and_keeps_the_old_report(town):
    folder = town({"buchungen/2024.csv": postings(SPRING), "buchungen/2025.csv": BROKEN})
    out = folder.parent / "processed"
    out.mkdir()
    (out / "bericht.xlsx").write_bytes(b"der alte Bericht")
    before = hashes(folder.parent)
    done = run("report", "--data", folder)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.splitlines()[0].startswith(
        "buchungen/2025.csv, Zeile 2, Spalte „Buchungsdatum“: Das ist kein Datum."
    )
    assert done.stderr.splitlines()[-1] == "Fehler: 1. Es wurde nichts geschrieben."
    assert hashes(folder.parent) == before


def test_a_fault_while_drawing_leaves_the_old_report_whole(good, monkeypatch):
    out = good.parent / "processed"
    assert run("report", "--data", good).exit_code == 0
    before = hashes(out)
    with (good / "buchungen" / "2024.csv").open("ab") as export:
        export.write(postings(NOWHERE).splitlines(keepends=True)[1])

    def no_chart(*given, **more):
        raise OSError(28, "No space left on device", "chart")

    monkeypatch.setattr(pictures, "plot_usage", no_chart)
    assert run("report", "--data", good).exit_code == 3
    assert hashes(out) == before


def test_an_overview_that_does_not_tie_is_shown_and_the_report_written(town):
    folder = town({"buchungen/2024.csv": postings(SPRING), "haushalt/Budget_2024.csv": NO_TIE})
    done = run("report", "--data", folder)
    assert done.exit_code == 0
    assert (folder.parent / "processed" / "bericht.xlsx").exists()
    assert "Fehler: 1, Warnungen: 0" in done.stdout
    assert done.stderr.startswith("Fehler: haushalt/Budget_2024.csv, Zeile 2: Konto 1105 / 5291, 2024:")
    assert "Unterschied 250,00 €" in done.stderr


@pytest.mark.parametrize("inside", [".", "buchungen", "processed"])
def test_nothing_is_written_into_the_data_folder(good, inside):
    before = hashes(good)
    done = run("report", "--data", good, "--out", good / inside)
    assert done.exit_code == 3
    assert "liegt im Datenordner" in done.stderr
    assert hashes(good) == before


def test_the_year_shown_is_that_of_the_stand_even_when_something_is_ordered_for_the_next(town):
    order = csv(
        "auftrag;jahr;teilprodukt;sachkonto;betrag;datum;text", "A-1;2025;1105;5291;900,00;01.09.2024;Porto"
    )
    folder = town({"buchungen/2024.csv": postings(SPRING), "auftraege/a.csv": order})
    done = run("report", "--data", folder)
    assert [line[:5] for line in done.stdout.splitlines()] == ["Geles", "Ergeb", "2024:", "Offen", "Beric"]


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (["Städte Ä"], ["stadte-a"]),
        (["a b", "a-b", "A_B"], ["a-b", "a-b-2", "a-b-3"]),
        (["con", "LPT1"], ["topf-con", "topf-lpt1"]),
        (["../../x", "안산", "nul."], ["x", "topf", "topf-nul"]),
        (["a-2", "a", "A"], ["a-2", "a", "a-3"]),
        (["x" * 300, "x" * 299], ["x" * 60, f"{'x' * 60}-2"]),
    ],
)
def test_names_of_pictures_are_harmless_on_every_system_and_never_alike(keys, names):
    assert list(file_names(keys).values()) == names


# --- check


def test_check_of_a_clean_folder_ends_with_0(good):
    done = run("check", "--data", good)
    assert (done.exit_code, done.stdout) == (0, "Fehler: 0, Warnungen: 0, Hinweise: 0\n")


def test_check_with_notes_alone_ends_with_0(town):
    done = run("check", "--data", town({"buchungen/a.csv": postings(SPRING), "buchungen/~$a.csv": b"x"}))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "Fehler: 0, Warnungen: 0, Hinweise: 1"


def test_check_with_a_warning_ends_with_1(town):
    done = run("check", "--data", town({"buchungen/a.csv": postings(SPRING, NOWHERE)}))
    assert done.exit_code == 1
    assert done.stdout.startswith("Warnung: Partnerstädte, 2024: 10,00 € keiner Partnerregion zugeordnet")


def test_check_with_errors_lists_them_all_and_ends_with_3(town):
    files = {"buchungen/a.csv": BROKEN, "register/zuordnung.csv": csv(RULES, "r;;Zug;;;;prto;;;;;g")}
    done = run("check", "--data", town(files))
    assert done.exit_code == 3
    assert done.stdout.count("Fehler: ") == 3
    assert done.stdout.splitlines()[-1].startswith("Fehler: 2, ")


def test_check_of_a_difference_ends_with_3(town):
    files = {"buchungen/a.csv": postings(SPRING), "haushalt/Budget_2024.csv": NO_TIE}
    assert run("check", "--data", town(files)).exit_code == 3


def test_without_the_cache_check_writes_nothing(good):
    before = hashes(good.parent)
    run("check", "--data", good, "--no-cache")
    assert hashes(good.parent) == before


def test_check_writes_nothing_but_its_answer_and_that_beside_the_data(good):
    before = hashes(good)
    run("check", "--data", good)
    assert hashes(good) == before
    assert sorted(path.name for path in good.parent.iterdir()) == ["daten", "processed"]


# --- status


@pytest.mark.parametrize(
    ("amount", "code", "state"),
    [
        ("9.599,99", 0, "within"),
        ("9.600,00", 10, "warning"),
        ("10.800,00", 10, "warning"),
        ("12.000,00", 10, "exhausted"),
        ("12.000,01", 20, "exceeded"),
    ],
)
def test_status_ends_with_the_code_of_the_state(town, amount, code, state):
    folder = town({"buchungen/a.csv": postings(f"2024;12.03.2024;B-1;Bahn AG;Porto;{amount}")})
    assert run("status", "--data", folder).exit_code == code
    assert status(folder)["reisen", 2024]["state"] == state


def test_status_ends_with_the_worst_of_the_years_shown(town):
    over = "2023;12.03.2023;B-0;Bahn AG;Porto;12.000,01"
    ceilings = csv(CEILINGS, "reisen;2023;;12.000,00;setzt;;;;alle;beschlossen;V;;Haushalt")
    folder = town({"register/ansaetze.csv": ceilings, "buchungen/a.csv": postings(over, SPRING)})
    assert run("status", "--data", folder).exit_code == 20
    assert run("status", "--data", folder, "--year", 2024).exit_code == 0


def test_a_year_without_documented_ceiling_is_no_alarm(town):
    folder = town({"buchungen/a.csv": postings("2023;12.03.2023;B-0;Bahn AG;Porto;90.000,00")})
    done = run("status", "--data", folder, "--year", 2023)
    assert done.exit_code == 0
    assert (
        done.stdout.splitlines()[1]
        == "2023:     Partnerstädte: Ansatz nicht belegt, Ist 90.000,00 €, Obligo 0,00 €"
    )


def test_status_names_the_posting_that_reached_the_threshold(town):
    folder = town({"buchungen/a.csv": postings(SPRING, "2024;05.11.2024;B-7;Flug AG;Flüge Tartu;10.800,00")})
    assert run("status", "--data", folder).stdout.splitlines() == [
        "Stand 05.11.2024",
        (
            "2024:     Partnerstädte: Ansatz 12.000,00 €, Ist 12.000,00 €, Obligo 0,00 €, verfügbar 0,00 € "
            "(100,0 % gebunden, ausgeschöpft)"
        ),
        "          100 % erreicht mit B-7 vom 05.11.2024: 12.000,00 € gebucht (buchungen/a.csv:3)",
    ]


def test_json_gives_exact_texts_and_null_where_nothing_is_documented(town):
    folder = town({"buchungen/a.csv": postings("2023;12.03.2023;B-0;Bahn AG;Porto;0,10", SPRING)})
    told = json.loads(run("status", "--data", folder, "--json").stdout)
    undocumented, documented = told["years"]
    assert (told["as_of"], told["is_example"], told["currency"]) == ("2024-03-12", False, "EUR")
    assert (undocumented["year"], undocumented["ceiling"], undocumented["bound_share"]) == (2023, None, None)
    assert (undocumented["actual"], undocumented["state"]) == ("0.10", "undocumented")
    assert documented == {
        "pot": "reisen",
        "name": "Partnerstädte",
        "year": 2024,
        "ceiling": "12000.00",
        "carried_over": "0.00",
        "blocked": "0.00",
        "usable": "12000.00",
        "actual": "1200.00",
        "refunds": "0.00",
        "committed": "0.00",
        "available": "10800.00",
        "unassigned": "0.00",
        "out_of_scope": "0.00",
        "released_share": "1",
        "used_share": "0.100000",
        "bound_share": "0.100000",
        "status": "beschlossen",
        "scope": "alle",
        "decisions": "V 7/2023",
        "state": "within",
    }


@pytest.mark.parametrize("day", ["30.06.2024", "2024-06-30"])
def test_the_stand_may_be_written_in_both_ways(good, day):
    told = json.loads(run("status", "--data", good, "--json", "--as-of", day).stdout)
    assert told["as_of"] == "2024-06-30"
    assert [row["actual"] for row in told["years"]] == ["1200.00"]


def test_a_restricted_ceiling_says_what_of_it_may_be_used(town):
    ceilings = csv(
        CEILINGS,
        "reisen;2024;;12.000,00;setzt;;;;alle;beschlossen;V;;Haushalt",
        "reisen;2024;2024;;gibt_frei;25 %;01.01.2024;31.03.2024;alle;beschlossen;V;;Verfügung",
    )
    folder = town({"register/ansaetze.csv": ceilings, "buchungen/a.csv": postings(SPRING)})
    line = run("status", "--data", folder, "--as-of", "15.03.2024").stdout.splitlines()[1]
    assert "Ansatz 12.000,00 €, davon verwendbar 3.000,00 €, Ist 1.200,00 €" in line
    assert "verwendbar" not in run("status", "--data", folder, "--as-of", "01.04.2024").stdout


def test_what_was_carried_over_is_no_part_of_the_ceiling(town):
    ceilings = csv(
        CEILINGS,
        "reisen;2024;;12.000,00;setzt;;;;alle;beschlossen;V;;Haushalt",
        "reisen;2024;;3.000,00;uebertraegt;;;;alle;beschlossen;V 2;;Rest",
    )
    folder = town({"register/ansaetze.csv": ceilings, "buchungen/a.csv": postings(SPRING)})
    line = run("status", "--data", folder).stdout.splitlines()[1]
    assert "Ansatz 12.000,00 €, mit Übertrag verwendbar 15.000,00 €, Ist 1.200,00 €" in line


def test_status_says_that_nobody_approved_a_ceiling_and_what_its_scope_leaves_out(town):
    ceilings = csv(
        CEILINGS,
        "reisen;2023;2023;9.000,00;setzt;;;;porto;angenommen;;;Annahme",
        "reisen;2024;;12.000,00;setzt;;;;tartu;vorgeschlagen;V;;Entwurf",
    )
    spent = postings("2024;01.03.2024;B-1;Bahn AG;Porto;500,00", "2024;02.03.2024;B-2;Bahn AG;Tartu;100,00")
    folder = town({"register/ansaetze.csv": ceilings, "buchungen/a.csv": spent})
    told = run("status", "--data", folder).stdout.splitlines()
    assert told[1].endswith("; der Ansatz ist angenommen, nicht belegt; Ansatz nur für Porto")
    assert told[2].endswith(
        "; der Ansatz ist vorgeschlagen, noch nicht beschlossen"
        "; Ansatz nur für Tartu, außerhalb dieses Umfangs 500,00 €"
    )
    assert status(folder)["reisen", 2024]["out_of_scope"] == "500.00"


def test_a_report_speaks_of_the_year_of_its_stand_although_nothing_was_booked_in_it(town, tmp_path):
    ceilings = csv(
        CEILINGS,
        "reisen;2024;2025;9.000,00;setzt;;;;alle;beschlossen;V;;Haushalt",
        "reisen;2026;;12.000,00;setzt;;;;alle;beschlossen;V;;Haushalt",
    )
    folder = town({"register/ansaetze.csv": ceilings, "buchungen/a.csv": postings(SPRING)})
    told = run("report", "--data", folder, "--out", tmp_path, "--as-of", "28.02.2026").stdout.splitlines()
    assert "2026 sind von 12.000,00 € noch 12.000,00 € verfügbar" in told[1]
    assert told[2].startswith("2026:     Partnerstädte: Ansatz 12.000,00 €, Ist 0,00 €")


@pytest.mark.parametrize(
    ("amount", "finding"),
    [
        ("12.000,01", "Ist und Obligo liegen 2024 (vorgeschlagen) um 0,01 € über dem verwendbaren Ansatz."),
        ("11.000,00", "2024 sind von 12.000,00 € (vorgeschlagen) noch 1.000,00 € verfügbar."),
        (
            "-500,00",
            "2024 sind 12.500,00 € verfügbar, 12.000,00 € (vorgeschlagen) und 500,00 € aus Gutschriften.",
        ),
    ],
)
def test_the_finding_says_that_a_ceiling_is_only_proposed_and_where_more_is_left_than_it(
    town, amount, finding
):
    proposed = csv(CEILINGS, "reisen;2024;2024;12.000,00;setzt;;;;alle;vorgeschlagen;V;;Entwurf")
    spent = postings(f"2024;01.03.2024;B-1;Bahn AG;Porto;{amount}")
    books = ko.read_books(town({"register/ansaetze.csv": proposed, "buchungen/a.csv": spent}))
    assert ko.headlines(books)["headline"][0].endswith(finding)


def test_status_of_faulty_data_ends_with_3(town):
    done = run("status", "--data", town({"buchungen/a.csv": BROKEN}))
    assert (done.exit_code, done.stdout) == (3, "")


# --- wrong usage and help


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["repot"], "Den Befehl „repot“ gibt es nicht. Möglich: report."),
        (
            ["xyz"],
            "Den Befehl „xyz“ gibt es nicht. Möglich: report, check, status, compare, demo, init, layout.",
        ),
        (["report", "--dat", "x"], "Die Option --dat gibt es nicht. Meinten Sie"),
        (["report", "--data"], "Die Option --data braucht eine Angabe."),
        (["status", "--json=3"], "Die Option --json hat keine Angabe."),
        (["report", "daten"], "Zu viele Angaben: daten"),
        (["demo"], "ORDNER fehlt."),
        (["layout"], "DATEI fehlt."),
        (["layout", "x.csv", "--kind", "Buchungen"], "--kind: „Buchungen“ gibt es nicht. Möglich: bookings,"),
        (["report", "--as-of", "31.02.2024"], "--as-of: „31.02.2024“ ist kein Datum."),
        (["report", "--as-of", "30/06/2024"], "--as-of: „30/06/2024“ ist kein Datum."),
        (["status", "--year", "24"], "--year: „24“ ist kein Haushaltsjahr."),
        (["check", "--language", "fr"], "--language: „fr“ gibt es nicht. Möglich: de, en."),
    ],
)
def test_wrong_usage_ends_with_2_and_says_in_german_what_is_wrong(arguments, why):
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Fehler: {why}")
    assert "--help" in done.stderr


def test_wrong_usage_speaks_english_when_asked():
    done = run("report", "--as-of", "bald", "--language", "en")
    assert done.stderr.startswith("Error: --as-of: “bald” is no date.")
    assert "Usage: " in done.stderr


def test_a_year_without_figures_is_wrong_usage(good):
    done = run("status", "--data", good, "--year", 2050)
    assert done.exit_code == 2
    assert done.stderr.startswith("Fehler: Für 2050 gibt es keine Zahlen. Vorhanden: 2024–2024.")


def test_no_command_at_all_shows_the_help_and_ends_with_2():
    done = run()
    assert done.exit_code == 2
    assert done.stderr.startswith("Aufruf: ")


ENGLISH = ("Usage", "Options", "Commands", "Show", "Error", "default", "PATH", "TEXT", "INTEGER", "...")


@pytest.mark.parametrize("arguments", [[], *([name] for name in main.commands)])
def test_help_is_german_and_nothing_is_cut_off(arguments):
    done = run(*arguments, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith("Aufruf: ")
    assert "Diese Hilfe zeigen." in done.stdout
    assert [word for word in ENGLISH if word in done.stdout] == []
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize("arguments", [[], *([name] for name in main.commands)])
def test_help_is_english_when_asked(arguments):
    done = run(*arguments, "--language", "en", "--help") if arguments else run("--language=en", "--help")
    german = ("Aufruf", "Optionen", "Befehle", "Hilfe", "Vorgabe", "ORDNER", "Datenordner")
    assert [word for word in german if word in done.stdout] == []


def test_every_command_and_option_has_its_texts_in_both_languages():
    for name, one in main.commands.items():
        assert {one.help, one.short_help} <= all_labels().keys(), name
        for option in one.params:
            keys = {key for key in (option.metavar, getattr(option, "help", None)) if key}
            assert keys <= all_labels().keys(), (name, option.name)


def test_the_version_is_told():
    done = run("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith("kooperation 0.")


# --- demo and init


def test_demo_and_init_refuse_a_folder_that_holds_anything(tmp_path):
    (tmp_path / "x").write_text("x")
    for name in ("demo", "init"):
        done = run(name, tmp_path)
        assert (done.exit_code, done.stdout) == (3, "")
        assert "nur in einen leeren oder neuen Ordner geschrieben" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_demo_says_what_comes_next_so_that_it_can_be_typed(tmp_path):
    target = tmp_path / "neuer Ordner"
    done = run("demo", target)
    assert done.exit_code == 0
    assert f"python run.py report --data '{target}'" in done.stdout.replace('"', "'")
    assert run("check", "--data", target).exit_code == 1


# --- layout

UNKNOWN = "Data;Suma;Pastaba\n01.02.2024;1.234,56;Porto\n02.02.2024;2,00;Tartu\n"


@pytest.mark.parametrize("container", ["csv", "xlsx"])
def test_layout_prints_a_draft_that_is_valid_as_it_stands(tmp_path, container):
    rows = [line.split(";") for line in UNKNOWN.splitlines()]
    path = tmp_path / f"export.{container}"
    path.write_bytes(UNKNOWN.encode() if container == "csv" else xlsx(*rows))
    done = run("layout", path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert tomllib.loads(done.stdout)["needs"] == ["Data", "Suma", "Pastaba"]
    assert '#? "Suma" = "amount"  # sieht aus wie Beträge' in done.stdout


def test_layout_speaks_english_when_asked(tmp_path):
    (tmp_path / "export.csv").write_text(UNKNOWN, encoding="utf-8")
    done = run("layout", tmp_path / "export.csv", "--language", "en")
    assert done.stdout.startswith('# Draft of a layout for "export.csv"')
    assert "looks like amounts" in done.stdout


def test_layout_takes_the_sheet_and_the_kind_that_are_named(tmp_path):
    rows = [line.split(";") for line in UNKNOWN.splitlines()]
    (tmp_path / "export.xlsx").write_bytes(xlsx(*rows, Zweites=[*rows, [*rows[1][:1], "9,00", "x"]]))
    done = run("layout", tmp_path / "export.xlsx", "--sheet", "Zweites", "--kind", "orders")
    told = tomllib.loads(done.stdout)
    assert (told["kind_of_file"], told["read"]) == ("orders", {"sheet": "Zweites"})


def test_layout_writes_a_new_file_and_never_over_another(tmp_path):
    (tmp_path / "export.csv").write_text(UNKNOWN, encoding="utf-8")
    out = tmp_path / "eigenes.toml"
    done = run("layout", tmp_path / "export.csv", "--out", out)
    assert (done.exit_code, done.stdout) == (
        0,
        f"Entwurf geschrieben: {out}. Ergänzen und im Datenordner unter register/layouts/ speichern.\n",
    )
    assert out.read_bytes().decode("utf-8") == run("layout", tmp_path / "export.csv").stdout
    before = hashes(tmp_path)
    again = run("layout", tmp_path / "export.csv", "--out", out)
    assert (again.exit_code, again.stdout) == (3, "")
    assert "nicht überschrieben" in again.stderr
    assert hashes(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("weg.csv", None, "Die Datei gibt es nicht."),
        ("leer.csv", b"", "Die Datei ist leer."),
        ("bild.xlsx", b"\x89PNG\r\n\x1a\n", "PNG"),
        (".", None, "Das ist keine gewöhnliche Datei"),
    ],
)
def test_layout_of_what_cannot_be_read_ends_with_3_and_says_why(tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("layout", tmp_path / name)
    assert (done.exit_code, done.stdout) == (3, "")
    assert said in done.stderr
    assert "Abhilfe" in done.stderr


def test_layout_into_a_folder_that_is_missing_says_so(tmp_path):
    (tmp_path / "export.csv").write_text(UNKNOWN, encoding="utf-8")
    done = run("layout", tmp_path / "export.csv", "--out", tmp_path / "weg" / "x.toml")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "Den Ordner für den Entwurf gibt es nicht." in done.stderr


# --- progress


@pytest.fixture
def slow(monkeypatch):
    """Read as slowly as a large export on a tired disk, and with little patience."""
    load_exports = kooperation.books.exports.load_exports

    def slowly(*given, progress, **more):
        def seen(*file):
            progress(*file)
            time.sleep(0.3)

        return load_exports(*given, progress=seen, **more)

    monkeypatch.setattr(kooperation.books.exports, "load_exports", slowly)
    monkeypatch.setattr(progress, "PATIENCE", 0.1)


def test_a_long_reading_says_on_stderr_what_it_is_at(good, slow):
    done = run("check", "--data", good)
    assert (done.exit_code, done.stderr) == (0, "Lese buchungen/2024.csv …\n")
    assert "Lese" not in done.stdout


def test_a_short_reading_says_nothing(good, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 30.0)
    assert run("check", "--data", good).stderr == ""


def test_on_a_terminal_a_bar_is_drawn_and_taken_away(good, slow, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = run("check", "--data", good)
    assert "Lese buchungen/2024.csv …" in done.stderr
    assert "0/1" in done.stderr
    assert done.exit_code == 0


# --- anywhere


def test_it_works_from_another_folder_with_blanks_and_umlauts_under_lc_all_c(good):
    done = command(
        "status",
        "--data",
        "daten",
        cwd=good.parent,
        LC_ALL="C",
        LANG="C",
        PYTHONUTF8="0",
    )
    assert done.returncode == 0, done.stderr
    assert "Partnerstädte: Ansatz 12.000,00 €" in done.stdout.decode()


def test_a_cp1252_console_gets_its_own_letters(good):
    done = command("status", "--data", good, cwd=good, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr
    assert "Partnerstädte: Ansatz 12.000,00 €" in done.stdout.decode("cp1252")


def test_a_console_without_the_euro_sign_gets_words_for_it(good):
    done = command("status", "--data", good, cwd=good, PYTHONIOENCODING="cp850")
    assert done.returncode == 0, done.stderr
    assert "Partnerstädte: Ansatz 12.000,00 EUR" in done.stdout.decode("cp850")


def test_a_pipe_that_closes_early_is_no_error_of_the_data(good):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kooperation", "status", "--data", str(good)],
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    finally:
        os.close(writer)
    assert done.returncode != 3
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("page", ["--help", "--version"])
@pytest.mark.parametrize(("sink", "ends_with"), [(">&-", 0), (">/dev/full", 1)])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_page_for_a_closed_or_full_output_is_no_traceback(page, sink, ends_with):
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m kooperation {page} {sink}', sys.executable],
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (ends_with, b"")


def test_an_interruption_ends_calmly(good, monkeypatch):
    def interrupted(*given, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(kooperation.books.exports, "load_exports", interrupted)
    done = CliRunner().invoke(main, ["check", "--data", str(good)])
    assert (done.exit_code, done.stderr.strip()) == (130, "Abgebrochen.")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (MemoryError(), "Der Arbeitsspeicher reicht nicht."),
        (PermissionError(13, "Permission denied", "x.csv"), "x.csv: keine Zugriffsrechte."),
    ],
)
def test_a_fault_of_the_machine_is_a_sentence_and_no_traceback(good, monkeypatch, fault, said):
    def failing(*given, **more):
        raise fault

    monkeypatch.setattr(kooperation.books.exports, "load_exports", failing)
    done = run("check", "--data", good)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith(said)
    assert "Abhilfe" in done.stderr


def test_every_message_fills_the_same_gaps_in_both_languages():
    def gaps(text):
        names = {part.split("}")[0] for part in text.split("{")[1:]}
        return {name.removesuffix("_de").removesuffix("_en") for name in names}

    for kind, message in MESSAGES.items():
        assert gaps(message.de + message.de_advice) == gaps(message.en + message.en_advice), kind


def test_no_posting_is_named_for_a_threshold_when_its_day_is_not_known(town):
    undated = csv(
        "Haushaltsjahr;Belegnummer;Teilprodukt;Sachkonto;Buchungstext;Betrag",
        "2024;B-1;1105;5291;Porto;12.000,00",
    )
    done = run("status", "--data", town({"buchungen/a.csv": undated}))
    assert done.exit_code == 10
    assert "erreicht mit" not in done.stdout
