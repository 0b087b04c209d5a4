"""A data folder as a whole: every file read once or named, all faults at once, nothing ever written."""

from __future__ import annotations

import os
import shutil
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from folders import (
    CEILINGS,
    HEADINGS,
    ORDERS,
    POTS,
    REGIONS,
    RULES,
    TOWN,
    bare_folder,
    csv,
    data_folder,
    hashes,
    postings,
    xlsx,
)

import kooperation as ko
from kooperation.books import read_books

PORTO = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"
TARTU = "2024;02.05.2024;B-2;Hotel am Markt;Zimmer Tartu;480,50"
LATE = "2025;20.01.2025;B-3;Hotel am Markt;Zimmer Tartu;99,50"
OVERVIEW = "Haushaltsjahr;Teilprodukt;Sachkonto;Ansatz;Ist"
BROKEN = postings("2024;31.11.2024;B-9;Bahn AG;Porto;1,00")


@pytest.fixture
def town(tmp_path):
    """A function that writes the town's folder with the given files."""
    return lambda files, **others: data_folder(tmp_path / "stadt", files, **others)


def kinds(books):
    return [(found.severity, found.kind, found.place.file) for found in books.noticed]


def kinds_raised(folder):
    with pytest.raises(ko.KooperationError) as caught:
        read_books(folder)
    return [(found.kind, found.place.file) for found in caught.value.findings]


# --- what is read


def test_a_folder_is_read_assigned_and_traceable(town):
    books = read_books(town({"buchungen/2024.csv": postings(PORTO, TARTU)}))
    rows = books.bookings[["document", "region", "pot", "amount", "source_file", "source_row"]]
    assert rows.to_numpy().tolist() == [
        ["B-1", "porto", "reisen", Decimal("1200.00"), "buchungen/2024.csv", 2],
        ["B-2", "tartu", "reisen", Decimal("480.50"), "buchungen/2024.csv", 3],
    ]
    assert [region.key for region in books.regions] == ["porto", "tartu", "ohio"]
    assert (books.pots[0].key, books.decisions[0].amount) == ("reisen", Decimal("12000.00"))
    assert (books.as_of, books.is_example, books.noticed) == (date(2024, 5, 2), False, ())


def test_a_file_that_says_beispieldaten_makes_the_books_an_example(town):
    export = csv("Beispieldaten – frei erfunden;;;;;;;", HEADINGS, PORTO.replace(";B-1;", ";B-1;1105;5291;"))
    assert read_books(town({"buchungen/2024.csv": export})).is_example


def test_files_in_folders_below_are_read_too(town):
    folder = town({"buchungen/alt/2024.csv": postings(PORTO), "buchungen/2025.csv": postings(LATE)})
    assert read_books(folder).sources["file"].to_list() == ["buchungen/2025.csv", "buchungen/alt/2024.csv"]


def test_bookings_in_csv_and_xlsx_add_up(town):
    rows = [HEADINGS.split(";"), [2025, date(2025, 1, 20), "B-3", "1105", "5291", "Hotel", "Tartu", 99.5]]
    books = read_books(town({"buchungen/2024.csv": postings(PORTO), "buchungen/2025.xlsx": xlsx(*rows)}))
    assert books.bookings["amount"].sum() == Decimal("1299.50")


def test_sources_account_for_every_row_of_every_file(town):
    export = postings(PORTO, TARTU).decode() + ";;;;;;Summe;1.680,50\r\n"
    folder = town(
        {
            "buchungen/2024.csv": export.encode(),
            "haushalt/Budget_2024.csv": csv(OVERVIEW, "2024;1105;5291;12.000,00;1.680,50"),
            "auftraege/a.csv": csv(ORDERS, "A-1;2024;1105;5291;300,00;01.02.2024;Bahn AG;Porto;"),
            "aktivitaeten/log.csv": csv("zeitraum;partnerregion;art;status", "Mai 2024;Porto;Reise;geplant"),
        }
    )
    sources = read_books(folder).sources.set_index("file")
    assert (sources["rows_read"] == sources["rows_kept"] + sources["rows_dropped"]).all()
    assert sources["kind_of_file"].to_dict() == {
        "buchungen/2024.csv": "bookings",
        "haushalt/Budget_2024.csv": "overview",
        "auftraege/a.csv": "orders",
        "aktivitaeten/log.csv": "activities",
    }
    bookings = sources.loc["buchungen/2024.csv"]
    assert (bookings["rows_read"], bookings["rows_kept"], bookings["dropped_reasons"]) == (
        3,
        2,
        "1 Summenzeile",
    )
    assert bookings["control_totals"] == "Zeile 4 (Summe): 1.680,50 €"
    assert bookings["dropped_reasons_en"] == "1 total line"
    assert bookings["control_totals_en"] == "Row 4 (Summe): €1,680.50"
    assert (bookings["sum"], bookings["years"]) == (Decimal("1680.50"), "2024")
    assert bookings["sha256"] == hashes(folder)["buchungen/2024.csv"]
    assert sources["sum"].isna().to_list() == [False, True, False, True]


def test_sources_count_what_was_left_out_in_the_plural_where_it_is_due(town):
    export = postings(PORTO).decode() + ";;;;;;Summe 2024;1.200,00\r\n;;;;;;Summe;1.200,00\r\n"
    (reasons,) = read_books(town({"buchungen/2024.csv": export.encode()})).sources["dropped_reasons"]
    assert reasons == "2 Summenzeilen"


def test_the_stand_is_the_latest_posting_else_the_end_of_the_last_year_else_the_latest_order(town):
    undated = csv(
        "Haushaltsjahr;Belegnummer;Teilprodukt;Sachkonto;Buchungstext;Betrag", "2023;B-1;1105;5291;Porto;1,00"
    )
    order = csv(ORDERS, "A-1;2026;1105;5291;300,00;03.02.2026;Bahn AG;Porto;")
    folder = town({"buchungen/x.csv": undated, "auftraege/a.csv": order})
    assert read_books(folder).as_of == date(2023, 12, 31)
    (folder / "buchungen" / "x.csv").unlink()
    assert read_books(folder).as_of == date(2026, 2, 3)


def test_books_until_a_day_leave_out_what_was_posted_later(town):
    books = read_books(town({"buchungen/x.csv": postings(PORTO, TARTU, LATE)}))
    assert books.until(date(2024, 5, 2)).bookings["document"].to_list() == ["B-1", "B-2"]
    assert books.until(date(2024, 5, 1)).bookings["document"].to_list() == ["B-1"]
    assert len(books.bookings) == 3


def test_nothing_in_the_folder_is_ever_written(town):
    folder = town({"buchungen/2024.csv": postings(PORTO), "buchungen/faulty.csv": BROKEN})
    before = hashes(folder)
    read_books(folder, strict=False)
    assert hashes(folder) == before


def test_progress_names_each_file_before_it_is_read(town):
    folder = town({"buchungen/a.csv": postings(PORTO), "buchungen/b.csv": postings(TARTU)})
    seen = []
    read_books(folder, progress=lambda *file: seen.append(file))
    assert seen == [("buchungen/a.csv", 1, 2), ("buchungen/b.csv", 2, 2)]


# --- the folder itself


@pytest.mark.parametrize("strict", [True, False])
def test_a_folder_that_is_not_there_is_refused(tmp_path, strict):
    with pytest.raises(ko.KooperationError, match="Den Datenordner gibt es nicht"):
        read_books(tmp_path / "fehlt", strict=strict)


def test_a_file_is_no_data_folder(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"a;b")
    with pytest.raises(ko.KooperationError, match="eine Datei und kein Datenordner"):
        read_books(tmp_path / "x.csv")


@pytest.mark.parametrize("where", [".", "stadt/register", "stadt/buchungen"])
def test_a_folder_above_or_below_names_the_data_folder_that_is_meant(tmp_path, where):
    data_folder(tmp_path / "stadt", {"buchungen/2024.csv": postings(PORTO)})
    with pytest.raises(ko.KooperationError) as caught:
        read_books(tmp_path / where)
    assert f"Meinten Sie „{tmp_path / 'stadt'}“?" in str(caught.value)


def test_an_empty_folder_is_no_data_folder(tmp_path):
    with pytest.raises(ko.KooperationError, match=r"fehlen „register“ und „buchungen“\.\n  Abhilfe"):
        read_books(tmp_path)


def test_empty_folders_are_a_warning_and_no_error(town):
    folder = town({})
    (folder / "buchungen").mkdir()
    books = read_books(folder)
    assert kinds(books) == [("warning", "no_bookings", "buchungen")]
    assert len(books.bookings) == len(books.overview) == len(books.activities) == len(books.sources) == 0


@pytest.mark.parametrize("name", ["toepfe", "partnerregionen"])
def test_nothing_works_without_the_registers_of_pots_and_regions(town, name):
    folder = town({"buchungen/2024.csv": postings(PORTO)}, without=[f"register/{name}.csv"])
    assert kinds_raised(folder) == [("register_missing", f"register/{name}.csv")]


def test_ceilings_and_rules_may_be_missing(town):
    folder = town({"buchungen/2024.csv": postings(PORTO)}, without=["register/ansaetze.csv"])
    books = read_books(folder)
    assert (books.decisions, books.rules, books.noticed) == ((), (), ())


def test_a_register_that_stands_twice_is_refused(town):
    folder = town({"buchungen/2024.csv": postings(PORTO), "register/toepfe.xlsx": xlsx(POTS.split(";"))})
    assert kinds_raised(folder) == [("register_twice", "register/toepfe")]


# --- files that are passed over


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("buchungen/~$2024.xlsx", "file_locked"),
        ("buchungen/.~lock.2024.csv#", "file_locked"),
        ("buchungen/.versteckt.csv", "file_hidden"),
        ("buchungen/.ipynb_checkpoints/2024-checkpoint.csv", "file_hidden"),
        ("buchungen/__MACOSX/2024.csv", "file_hidden"),
        ("buchungen/Thumbs.db", "file_hidden"),
        ("haushalt/desktop.ini", "file_hidden"),
        ("buchungen/LIESMICH.txt", "file_guide"),
        ("register/~$toepfe.xlsx", "file_locked"),
    ],
)
def test_a_lock_a_hidden_file_and_a_guide_are_skipped_and_named(town, name, kind):
    books = read_books(town({"buchungen/2024.csv": postings(PORTO), name: postings(TARTU)}))
    assert kinds(books) == [("note", kind, name)]
    assert books.sources["file"].to_list() == ["buchungen/2024.csv"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Sachposten.csv", "buchungen"),
        ("Buchungenn/2025.csv", "buchungen"),
        ("register/ansätze.csv", "register/ansaetze.csv"),
        ("register/toepfe_alt.csv", "register/toepfe.csv"),
        ("register/layouts/haushalt.txt", "register/layouts/haushalt.toml"),
    ],
)
def test_a_file_that_nothing_reads_is_named_with_the_place_that_is_probably_meant(town, name, nearest):
    books = read_books(town({"buchungen/2024.csv": postings(PORTO), name: postings(TARTU)}))
    [found] = books.noticed
    assert (found.severity, found.kind, found.place.file) == ("warning", "file_unread", name)
    assert nearest in found.advice()


def test_the_guide_at_the_top_needs_no_word(town):
    folder = town({"buchungen/a.csv": postings(PORTO), "LIESMICH.txt": b"Hallo"})
    assert read_books(folder).noticed == ()


# --- one file that stands for another


def test_the_same_file_twice_counts_once(town):
    folder = town({"buchungen/a.csv": postings(PORTO), "buchungen/kopie.csv": postings(PORTO)})
    books = read_books(folder)
    assert kinds(books) == [("warning", "same_file_twice", "buchungen/kopie.csv")]
    assert books.bookings["amount"].to_list() == [Decimal("1200.00")]


def test_overlapping_exports_count_once(town):
    folder = town({"buchungen/a.csv": postings(PORTO, TARTU), "buchungen/b.csv": postings(TARTU, LATE)})
    books = read_books(folder)
    assert books.bookings["document"].to_list() == ["B-1", "B-2", "B-3"]
    assert ("note", "overlap", "buchungen/b.csv") in kinds(books)


def test_two_amounts_for_one_document_are_an_error_that_names_both_rows(town):
    folder = town(
        {
            "buchungen/a.csv": postings(PORTO),
            "buchungen/b.csv": postings(PORTO.replace("1.200,00", "1.250,00")),
        }
    )
    with pytest.raises(ko.KooperationError) as caught:
        read_books(folder)
    assert "1.250,00 €, in buchungen/a.csv, Zeile 2, mit 1.200,00 €" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "meant"),
    [
        ("buchungen/b.csv", csv(OVERVIEW, "2024;1105;5291;12.000,00;1,00"), "haushalt"),
        (
            "buchungen/b.csv",
            csv("zeitraum;partnerregion;art;status", "2024;Porto;Reise;held"),
            "aktivitaeten",
        ),
        ("haushalt/b.csv", csv(ORDERS, "A-1;2024;1105;5291;9,00;01.02.2024;Bahn;Porto;"), "auftraege"),
        ("auftraege/b.csv", csv(OVERVIEW, "2024;1105;5291;12.000,00;1,00"), "haushalt"),
        ("buchungen/b.csv", csv(ORDERS, "A-1;2024;1105;5291;9,00;01.02.2024;Bahn;Porto;"), "auftraege"),
        ("aktivitaeten/b.csv", postings(TARTU), "buchungen"),
    ],
)
def test_a_file_in_the_wrong_folder_is_refused_with_the_right_one(town, name, content, meant):
    folder = town({"buchungen/a.csv": postings(PORTO), name: content})
    with pytest.raises(ko.KooperationError) as caught:
        read_books(folder)
    [found] = caught.value.findings
    assert (found.kind, found.place.file) == ("misplaced", name)
    assert found.advice() == f"Die Datei nach „{meant}“ verschieben."


def test_a_list_of_postings_beside_the_overviews_is_summed_to_one(town):
    books = read_books(town({"buchungen/a.csv": postings(PORTO, TARTU), "haushalt/b.csv": postings(PORTO)}))
    assert books.overview[["year", "actual"]].to_numpy().tolist() == [[2024, Decimal("1200.00")]]
    assert [found.kind for found in books.noticed] == ["does_not_reconcile"]


def test_a_file_that_a_layout_explains_is_read_as_such_wherever_it_lies(town):
    layout = 'name = "Plan"\nkind_of_file = "overview"\nneeds = ["HHJ", "Plan"]\n[columns]\n'
    layout += '"HHJ" = "year"\n"Produkt" = "teilprodukt"\n"Konto" = "sachkonto"\n'
    layout += '"Plan" = "budget"\n"Ist" = "actual"\n'
    folder = town(
        {
            "buchungen/a.csv": postings(PORTO),
            "buchungen/plan.csv": csv("HHJ;Produkt;Konto;Plan;Ist", "2024;1105;5291;12.000,00;1.200,00"),
            "register/layouts/plan.toml": layout.encode(),
        }
    )
    books = read_books(folder)
    assert kinds(books) == [("warning", "wrong_folder", "buchungen/plan.csv")]
    assert books.overview["budget"].to_list() == [Decimal("12000.00")]
    assert books.bookings["document"].to_list() == ["B-1"]


# --- several activity logs

LOG = "kennung;zeitraum;partnerregion;art;teilnehmende;status"


def test_an_activity_that_stands_in_two_logs_counts_once(town):
    log = csv(LOG, "a1;02.05.2024;Porto;Reise;20;held", "a2;Mai 2024;Tartu;Besuch;5;held")
    copy = xlsx(LOG.split(";"), ["a1", date(2024, 5, 2), "Porto", "Reise", 20, "held"])
    books = read_books(
        town({"buchungen/a.csv": postings(PORTO), "aktivitaeten/a.csv": log, "aktivitaeten/b.xlsx": copy})
    )
    assert books.activities["activity_id"].to_list() == ["a1", "a2"]
    assert ("note", "activities_once", "aktivitaeten/b.xlsx") in kinds(books)


def test_two_equal_activities_of_one_log_are_two(town):
    log = csv(LOG, ";Mai 2024;Porto;Besuch;5;held", ";Mai 2024;Porto;Besuch;5;held")
    books = read_books(town({"buchungen/a.csv": postings(PORTO), "aktivitaeten/a.csv": log}))
    assert len(books.activities) == 2


def test_one_number_for_two_activities_of_two_logs_is_warned_of_with_both_places(town):
    first, second = csv(LOG, "a1;Mai 2024;Porto;Reise;20;held"), csv(LOG, "a1;Juni 2024;Porto;Reise;20;held")
    folder = {"buchungen/a.csv": postings(PORTO), "aktivitaeten/a.csv": first, "aktivitaeten/b.csv": second}
    [found] = read_books(town(folder)).noticed
    assert (found.severity, found.kind, found.place.file) == (
        "warning",
        "activity_twice",
        "aktivitaeten/b.csv",
    )
    assert "in aktivitaeten/a.csv, Zeile 2, für eine andere Aktivität" in found.message()


def test_an_activity_of_no_known_region_is_warned_of(town):
    log = csv(LOG, "a1;Mai 2024;Atlantis;Reise;20;held")
    books = read_books(town({"buchungen/a.csv": postings(PORTO), "aktivitaeten/a.csv": log}))
    assert kinds(books) == [("warning", "activity_of_no_region", "aktivitaeten/a.csv")]


# --- faults


def test_all_faults_of_all_files_come_in_one_error(town):
    folder = town(
        {
            "register/ansaetze.csv": csv(CEILINGS, "resen;2024;;1,00;setzt;;;;alle;beschlossen;;;q"),
            "register/zuordnung.csv": csv(RULES, "r;;Messe;;;;Prto;;;;;g"),
            "register/layouts/x.toml": b"name = ",
            "buchungen/a.csv": BROKEN,
            "buchungen/b.csv": csv("nur;Unsinn", "1;2"),
            "buchungen/c.pdf": b"%PDF-1.7 ...",
            "buchungen/d.csv": b"",
            "haushalt/h.csv": csv("Teilprodukt;Sachkonto;Ansatz;Ist", "1105;5291;1,00;1,00"),
        }
    )
    raised = kinds_raised(folder)
    assert {file for _, file in raised} == {
        "register/ansaetze.csv",
        "register/zuordnung.csv",
        "register/layouts/x.toml",
        "buchungen/a.csv",
        "buchungen/b.csv",
        "buchungen/c.pdf",
        "buchungen/d.csv",
        "haushalt/h.csv",
    }


def test_reading_on_keeps_the_good_files_and_turns_faults_into_findings(town):
    folder = town({"buchungen/a.csv": postings(PORTO), "buchungen/b.csv": csv("nur;Unsinn", "1;2")})
    assert {file for _, file in kinds_raised(folder)} == {"buchungen/b.csv"}
    books = read_books(folder, strict=False)
    assert books.bookings["document"].to_list() == ["B-1"]
    assert {(severity, file) for severity, _, file in kinds(books)} == {("error", "buchungen/b.csv")}


def test_a_missing_register_of_pots_does_not_make_every_line_of_the_others_a_fault(town):
    folder = town(
        {
            "buchungen/a.csv": postings(PORTO),
            "register/zuordnung.csv": csv(RULES, "r;;Zug*;;;;porto;reisen;;;;g"),
        },
        without=["register/toepfe.csv"],
    )
    assert kinds_raised(folder) == [("register_missing", "register/toepfe.csv")]


def test_two_default_pots_of_one_account_and_two_regions_with_one_alias_are_errors(town):
    folder = town(
        {
            "register/toepfe.csv": csv(POTS, "a;A;1105;5291;ja;ja", "b;B;1105;5291;ja;nein"),
            "register/partnerregionen.csv": csv(REGIONS, "porto;Porto;PT;", "gaia;Gaia;PT;Porto"),
            "register/ansaetze.csv": csv(CEILINGS),
            "buchungen/a.csv": postings(PORTO),
        }
    )
    assert {kind for kind, _ in kinds_raised(folder)} == {"two_default_pots", "alias_of_two_regions"}


def test_findings_come_worst_first_and_as_a_frame(town):
    folder = town(
        {
            "buchungen/a.csv": postings(PORTO, "2024;03.03.2024;B-4;Bahn;Zug nach Ulm;10,00"),
            "buchungen/~$a.xlsx": b"x",
            "haushalt/Budget_2024.csv": csv(OVERVIEW, "2024;1105;5291;12.000,00;1.199,00"),
        }
    )
    books = read_books(folder)
    assert books.findings["severity"].to_list() == ["error", "warning", "note"]
    assert books.findings["kind"].to_list() == ["does_not_reconcile", "unassigned", "file_locked"]
    assert books.findings["message"].str.len().min() > 10


def test_an_overview_that_does_not_tie_never_stops_the_reading(town):
    overview = csv(OVERVIEW, "2024;1105;5291;12.000,00;1.450,00")
    folder = town({"buchungen/a.csv": postings(PORTO), "haushalt/Budget_2024.csv": overview})
    [found] = read_books(folder).noticed
    assert (found.severity, found.kind) == ("error", "does_not_reconcile")
    assert "Unterschied 250,00 €" in found.message()


def test_two_overviews_of_one_account_and_year_are_refused(town):
    june, september = (
        csv(OVERVIEW, f"2024;1105;5291;12.000,00;{actual}") for actual in ("900,00", "1.200,00")
    )
    folder = town(
        {
            "buchungen/a.csv": postings(PORTO),
            "haushalt/Budget_2024_06.csv": june,
            "haushalt/Budget_2024_09.csv": september,
        }
    )
    with pytest.raises(ko.KooperationError, match="1105/5291 steht für 2024 auch in haushalt/Budget_2024_06"):
        read_books(folder)


def test_one_overview_may_split_an_account_over_several_rows(town):
    parts = csv(OVERVIEW, "2024;1105;5291;8.000,00;1.000,00", "2024;1105;5291;4.000,00;200,00")
    assert read_books(town({"buchungen/a.csv": postings(PORTO), "haushalt/b.csv": parts})).noticed == ()


def test_a_file_that_cannot_be_opened_is_named(town):
    folder = town({"buchungen/a.csv": postings(PORTO)})
    (folder / "buchungen" / "weg.csv").symlink_to(folder / "gibt-es-nicht.csv")
    assert kinds_raised(folder) == [("file_missing", "buchungen/weg.csv")]


def test_a_pipe_in_the_folder_is_refused_and_never_waited_for(town):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    folder = town({"buchungen/a.csv": postings(PORTO)})
    os.mkfifo(folder / "buchungen" / "rohr.csv")
    assert kinds_raised(folder) == [("not_a_file", "buchungen/rohr.csv")]


def test_a_name_with_blanks_and_umlauts_is_shown_as_it_is(town, tmp_path):
    folder = town({"buchungen/Übersicht März 2024.csv": postings(PORTO)})
    moved = shutil.move(folder, tmp_path / "Städte Ordner")
    assert read_books(moved).sources["file"].to_list() == ["buchungen/Übersicht März 2024.csv"]


def test_the_folder_of_registers_alone_suffices(tmp_path):
    registers = {name: content for name, content in TOWN.items() if name.startswith("register/")}
    books = read_books(bare_folder(tmp_path, registers))
    assert isinstance(books.bookings, pd.DataFrame)
    assert kinds(books) == [("warning", "no_bookings", "buchungen")]
