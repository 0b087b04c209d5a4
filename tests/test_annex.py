"""The committee annex: two pages that can be handed on, tagged, the same words as PDF and Word document."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import matplotlib.pyplot as plt
import pypdf
import pytest
from folders import CEILINGS, HEADINGS, POTS, REGIONS, csv, data_folder, postings
from programs import needs

import kooperation as ko
from kooperation.reporting.annex import annex_bytes, annex_content
from kooperation.reporting.annex.content import Column, Picture, Row, Section, Table
from kooperation.reporting.tables import report_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SPRING = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "raw"
    ko.write_demo(folder)
    return ko.read_books(folder)


@pytest.fixture(scope="module")
def german(demo):
    """What the annex of the example says on 30 June 2026."""
    return content_of(demo, as_of=date(2026, 6, 30))


@pytest.fixture
def town(tmp_path):
    """A function that reads the town's folder with the given files."""
    return lambda files, **others: ko.read_books(data_folder(tmp_path / "daten", files, **others))


def content_of(books, **options):
    return annex_content(books, report_of(books, **options))


def tables_of(content):
    return [part for section in content.sections for part in section.parts if isinstance(part, Table)]


def decisions_of(books):
    return next(one for one in tables_of(content_of(books)) if one.caption.startswith("Was das Register"))


def pdf_of(content):
    return pypdf.PdfReader(io.BytesIO(annex_bytes(content, ".pdf")))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages)


def word_of(content):
    return docx.Document(io.BytesIO(annex_bytes(content, ".docx")))


@pytest.mark.parametrize(("language", "number"), [("de", "Seite {} von 2"), ("en", "Page {} of 2")])
def test_the_example_takes_two_pages_each_with_its_number_the_stand_and_the_mark(demo, language, number):
    content = content_of(demo, as_of=date(2026, 6, 30), language=language)
    pages = [page.extract_text() for page in pdf_of(content).pages]
    assert len(pages) == 2
    for place, text in enumerate(pages, start=1):
        assert number.format(place) in text
        assert content.stand in text
        assert content.mark in text.splitlines()[-1] or content.mark in text.splitlines()[-2]
    assert " ".join(content.example.split()) in " ".join(pages[0].split())


def test_the_pdf_is_tagged_in_its_language_with_title_and_fonts_inside(german):
    pdf = pdf_of(german)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de"
    assert pdf.metadata.title == "Ausgaben je Partnerregion gegen den Ansatz"
    assert not {"/JavaScript", "/OpenAction", "/AA"} & set(root)
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


def test_two_runs_make_the_same_bytes(demo):
    contents = [content_of(demo, as_of=date(2026, 6, 30)) for _ in range(2)]
    for ending in (".pdf", ".docx"):
        first, second = (annex_bytes(content, ending) for content in contents)
        assert first == second


def test_the_order_in_which_the_forms_are_made_changes_nothing(town):
    content = content_of(town({"buchungen/2024.csv": postings(SPRING)}))
    first = {ending: annex_bytes(content, ending) for ending in (".pdf", ".docx")}
    assert {ending: annex_bytes(content, ending) for ending in (".docx", ".pdf")} == first


def test_the_word_document_has_the_tables_of_the_annex_with_repeated_headings(german):
    content = german
    document = word_of(content)
    expected = [
        [[column.heading for column in table.columns], *map(list, table.texts("de"))]
        for table in tables_of(content)
    ]
    shown = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert shown == expected
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in document.tables)


def test_the_table_of_a_town_is_exact_and_shows_what_is_unassigned(town):
    books = town({"buchungen/2024.csv": postings(SPRING, "2024;03.10.2024;B-3;Bahn AG;Zug nach Ulm;10,01")})
    table = tables_of(content_of(books))[0]
    headings = [column.heading for column in table.columns]
    [year, total] = [dict(zip(headings, row.values, strict=True)) for row in table.rows]
    assert (year["Porto"], year["nicht zugeordnet"], year["Summe"]) == (
        Decimal("1200.00"),
        Decimal("10.01"),
        Decimal("1210.01"),
    )
    assert year["Ansatz"] == Decimal("12000.00")
    assert total["Summe"] == Decimal("1210.01")


ODD = '#read("/etc/passwd") *a* _b_ $x$ @c <d> \\ // `e` = f #{1+1} [g] \\u{41}'


def with_text(content, text):
    """The content with ``text`` in its title, its finding and in every part of one table."""
    table = Table(text, (Column(text), Column("€", "euro")), (Row((text, Decimal("1.00"))),), (text,))
    return replace(content, title=text, findings=(text,), sections=(Section(text, (table,)),))


def test_no_text_becomes_markup(town):
    content = with_text(content_of(town({"buchungen/2024.csv": postings(SPRING)})), ODD)
    told = re.sub(r"\s", "", text_of(pdf_of(content)))
    assert told.count(re.sub(r"\s", "", ODD)) >= 7
    assert word_of(content).tables[0].rows[1].cells[0].text == ODD


def test_letters_of_europe_are_set_and_what_the_font_lacks_is_a_box_and_said(town):
    content = with_text(content_of(town({"buchungen/2024.csv": postings(SPRING)})), "Łódź Львів 안산 \x07a")
    told = text_of(pdf_of(content))
    assert "Łódź Львів □□ a" in told
    assert "□ steht für ein Zeichen" in " ".join(told.split())
    assert word_of(content).tables[0].rows[1].cells[0].text == "Łódź Львів 안산 a"


def test_nothing_is_said_of_boxes_where_every_letter_is_known(german):
    assert "□" not in text_of(pdf_of(german))


def test_a_very_long_word_stays_in_its_column(town):
    content = with_text(content_of(town({"buchungen/2024.csv": postings(SPRING)})), "W" * 150)
    widest = max(len(line) for page in pdf_of(content).pages for line in page.extract_text().splitlines())
    assert widest < 150


def test_another_ending_is_the_mistake_of_the_caller(demo, tmp_path):
    with pytest.raises(ValueError, match=r"not in '\.odt'"):
        ko.write_annex(demo, tmp_path / "anlage.odt")
    assert list(tmp_path.iterdir()) == []


def converted(content, folder):
    """The Word document of ``content`` as LibreOffice prints it, page by page."""
    needs("office", [] if OFFICE else ["LibreOffice"])
    (folder / "anlage.docx").write_bytes(annex_bytes(content, ".docx"))
    profile = f"-env:UserInstallation=file://{folder}/profil"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        folder / "anlage.docx",
    ]
    subprocess.run(command, capture_output=True, timeout=240, check=False)
    if not (folder / "anlage.pdf").exists():
        needs("office", ["LibreOffice Writer"])
    return [page.extract_text() for page in pypdf.PdfReader(folder / "anlage.pdf").pages]


def test_the_word_document_of_the_example_prints_on_two_pages_with_their_numbers(german, tmp_path):
    pages = converted(german, tmp_path)
    assert [" ".join(page.split())[-13:] for page in pages] == ["Seite 1 von 2", "Seite 2 von 2"]
    assert "26.418,73" in pages[0]


def test_the_word_document_names_no_one_and_no_clock(german):
    properties = word_of(german).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert (properties.created.date(), properties.modified.date()) == (date(2026, 6, 30),) * 2
    assert properties.language == "de-DE"
    with zipfile.ZipFile(io.BytesIO(annex_bytes(german, ".docx"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in archive.namelist()


def test_both_forms_describe_the_chart_for_those_who_cannot_see_it(german):
    [picture] = [part for section in german.sections for part in section.parts if isinstance(part, Picture)]
    assert "2024: 26.419 €" in picture.alt
    [shape] = word_of(german).inline_shapes
    assert shape._inline.docPr.get("descr") == picture.alt
    [told] = [one["/Alt"] for one in structure_of(pdf_of(german)) if "/Alt" in one]
    assert told == picture.alt


def structure_of(pdf):
    """Every element of the structure tree of a PDF."""
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        yield element
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            known = child.get_object() if hasattr(child, "get_object") else child
            if isinstance(known, dict):
                waiting.append(known)


def test_the_tables_of_the_pdf_have_headings_that_a_screen_reader_finds(german):
    kinds = Counter(element.get("/S") for element in structure_of(pdf_of(german)))
    tables = tables_of(german)
    assert kinds["/Table"] == len(tables)
    assert kinds["/TH"] == sum(len(table.columns) for table in tables)
    assert kinds["/TD"] == sum(len(table.columns) * len(table.rows) for table in tables)
    assert kinds["/H1"] == len(german.sections)


def test_the_status_of_a_ceiling_and_its_scope_stand_in_notes(town):
    ceilings = csv(
        CEILINGS,
        "reisen;2023;2023;9.000,00;setzt;;;;porto;angenommen;V 1;;Haushalt",
        "reisen;2024;2024;12.000,00;setzt;;;;alle;vorgeschlagen;V 2;;Haushalt",
    )
    books = town(
        {
            "register/ansaetze.csv": ceilings,
            "buchungen/a.csv": postings("2022;12.03.2022;B-0;Bahn AG;Porto;5,00", SPRING),
        }
    )
    notes = tables_of(content_of(books))[0].notes
    assert notes == (
        "2022: kein Ansatz belegt, deshalb keine Quote.",
        "2023: Ansatz nur für Porto.",
        "2024: Ansatz vorgeschlagen, noch nicht beschlossen (V 2).",
        "2023: Ansatz angenommen, nicht belegt (V 1).",
    )
    assert " ".join(notes[2].split()) in " ".join(text_of(pdf_of(content_of(books))).split())


def test_earlier_years_share_a_row_and_the_sums_are_kept(town):
    books = town(
        {
            "buchungen/a.csv": postings(
                *(f"{year};12.03.{year};B-{year};Bahn AG;Porto;1,01" for year in range(2010, 2025))
            )
        }
    )
    table = tables_of(content_of(books))[0]
    assert [row.values[0] for row in table.rows] == ["2010–2015", *range(2016, 2025), "Gesamt"]
    assert [row.values[1] for row in table.rows] == [
        Decimal("6.06"),
        *[Decimal("1.01")] * 9,
        Decimal("15.15"),
    ]
    assert table.notes[0].startswith("2010–2015 in einer Zeile")


def test_the_smallest_regions_share_a_column_and_the_sums_are_kept(town):
    regions = csv(REGIONS, *(f"r{number};Region {number};PT;Ort{number}q" for number in range(1, 10)))
    lines = (f"2024;12.03.2024;B-{number};Bahn AG;Ort{number}q;{number},00" for number in range(1, 10))
    books = town({"register/partnerregionen.csv": regions, "buchungen/a.csv": postings(*lines)})
    table = tables_of(content_of(books))[0]
    assert [column.heading for column in table.columns][1:7] == [
        *(f"Region {number}" for number in range(5, 10)),
        "Übrige (4)",
    ]
    assert [int(value) for value in table.rows[0].values[1:9]] == [5, 6, 7, 8, 9, 10, 0, 45]
    assert table.notes[0] == ("Übrige: Region 1, Region 2, Region 3 und Region 4; einzeln im Excel-Bericht.")


def test_the_other_budgets_stand_apart_and_are_never_added_to_what_counts(town):
    pots = csv(POTS, "reisen;Reisen;1105;5291;ja;ja", "hilfe;Hilfe;2210;5299;ja;nein")
    lines = (
        "2024;15.02.2024;H-1;2210;5299;Spedition;Hilfsgüter Tartu;5.000,00",
        f"2024;{'16.02.2024'};H-2;9999;1;X;y;7,00",
    )
    books = town(
        {
            "register/toepfe.csv": pots,
            "buchungen/a.csv": postings(SPRING),
            "buchungen/b.csv": csv(HEADINGS, *lines),
        }
    )
    content = content_of(books)
    spending, _, beside = tables_of(content)[:3]
    assert spending.rows[-1].values[1:4] == (Decimal("1200.00"), Decimal("0.00"), Decimal("1200.00"))
    assert [row.values for row in beside.rows] == [
        ("Hilfe: Tartu", Decimal("5000.00"), Decimal("5000.00")),
        ("außerhalb der Töpfe", Decimal("7.00"), Decimal("7.00")),
    ]
    assert beside.notes == (
        "Alle gelesenen Buchungen: 6.207,00 €, davon 1.200,00 € in Töpfen mit Ansatz und 5.007,00 € daneben.",
    )


def test_decisions_name_their_pot_where_several_pots_count(town):
    pots = csv(POTS, "reisen;Partnerstädte;1105;5291;ja;ja", "messen;Messen;1106;5291;ja;ja")
    ceilings = csv(
        CEILINGS,
        "reisen;2024;;12.000,00;setzt;;;;alle;beschlossen;V 7/2023;;Haushalt",
        "messen;2024;;5.000,00;setzt;;;;alle;beschlossen;V 8/2023;;Haushalt",
    )
    files = {"buchungen/a.csv": postings(SPRING), "register/ansaetze.csv": ceilings}
    one = decisions_of(town({"buchungen/a.csv": postings(SPRING)}))
    two = decisions_of(town(files | {"register/toepfe.csv": pots}))
    assert (one.columns[0].heading, two.columns[0].heading) == ("Jahre", "Topf")
    assert [row.values[:2] for row in two.rows] == [("Partnerstädte", "ab 2024"), ("Messen", "ab 2024")]


def test_a_proposal_names_the_paper_that_proposes_and_none_of_another_status(town):
    ceilings = csv(
        CEILINGS,
        "reisen;2024;2024;12.000,00;setzt;;;;alle;vorgeschlagen;V 7/2023;;Haushalt",
        "reisen;2024;2024;500,00;uebertraegt;;;;alle;beschlossen;V 9/2024;;Rest",
    )
    content = content_of(town({"buchungen/a.csv": postings(SPRING), "register/ansaetze.csv": ceilings}))
    notes = tables_of(content)[0].notes
    assert "2024: Ansatz vorgeschlagen, noch nicht beschlossen (V 7/2023)." in notes


def test_the_title_of_a_chart_of_the_latest_years_says_which_it_judges(town):
    spent = postings(*(f"{year};12.03.{year};B-{year};Bahn AG;Porto;900,00" for year in range(2008, 2025)))
    ceilings = csv(
        CEILINGS,
        "reisen;2008;2010;500,00;setzt;;;;alle;beschlossen;V 1;;Haushalt",
        "reisen;2011;;1.000,00;setzt;;;;alle;beschlossen;V 2;;Haushalt",
    )
    content = content_of(town({"buchungen/a.csv": spent, "register/ansaetze.csv": ceilings}))
    picture = content.sections[0].parts[0]
    assert "2016 bis 2024: Kein Jahr lag über dem Ansatz" in picture.alt


def test_more_activities_than_the_page_holds_are_counted(town):
    lines = (f"{day:02d}.03.2024;Porto;Besuch;durchgeführt" for day in range(1, 31))
    activities = csv("zeitraum;partnerregion;art;status", *lines)
    content = content_of(town({"buchungen/a.csv": postings(SPRING), "aktivitaeten/a.csv": activities}))
    table = next(one for one in tables_of(content) if one.caption.startswith("Laufende und jüngste"))
    assert [row.values[0] for row in table.rows] == [f"{day:02d}.03.2024" for day in range(30, 8, -1)]
    assert table.notes == ("… und 8 weitere im Excel-Bericht.",)


def test_without_postings_and_activities_an_annex_still_says_what_is_there(town):
    content = content_of(town({"buchungen/a.csv": csv(HEADINGS)}))
    assert len(pdf_of(content).pages) == 1
    assert [section.heading for section in content.sections] == [
        "Partnerstädte: Ausgaben je Haushaltsjahr",
        "Partnerstädte: was übrig ist",
        "Beschlüsse und Ansätze",
        "Quellen",
    ]


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_a_folder_in_the_place_of_the_annex_is_a_clear_refusal(demo, tmp_path, ending):
    (tmp_path / f"anlage{ending}").mkdir()
    with pytest.raises(ko.KooperationError, match=f"anlage{ending}"):
        ko.write_annex(demo, tmp_path / f"anlage{ending}")


def test_an_annex_leaves_no_figure_open_that_a_notebook_would_show(demo, tmp_path):
    before = plt.get_fignums()
    ko.write_annex(demo, tmp_path / "anlage.pdf")
    assert plt.get_fignums() == before


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("as_of", [date(2025, 6, 30), None])
def test_the_example_takes_two_pages_on_any_day_and_in_both_languages(demo, as_of, language):
    assert len(pdf_of(content_of(demo, as_of=as_of, language=language)).pages) == 2


def test_an_activity_does_not_say_its_kind_twice(german):
    shown = [row.values[2] for row in named(german, "Laufende und jüngste").rows]
    assert "Besuch des KIAT-Präsidenten" in shown
    assert "Vereinbarung: MoU mit dem Stadtrat von Ansan" in shown
    assert not [what for what in shown if re.match(r"(\w+): \1", what)]


def test_what_the_register_says_beside_the_paper_stands_in_a_note(german):
    table = named(german, "Was das Register")
    [from_2025] = [note for note in table.notes if note.startswith("ab 2025: ")]
    assert "selbst ist der Vorschlag" in from_2025
    [reading] = [note for note in table.notes if note.startswith("2021: ")]
    assert "2021 ist eine Lesart" in reading


def test_a_decision_without_an_amount_sets_nothing(german):
    amounts = {row.values[0]: row.values[1] for row in named(german, "Was das Register").rows}
    assert amounts["2022–2023"] == "nicht belegt"
    assert amounts["2021"] == "setzt 25.000,00 €"


def named(content, beginning):
    [table] = [table for table in tables_of(content) if table.caption.startswith(beginning)]
    return table


def test_the_names_of_files_can_be_searched_and_copied(town):
    name = "buchungen/Ein_sehr_langer_Name_einer_Datei_mit_Buchungen_bis_Juni_2024.csv"
    content = content_of(town({name: postings(SPRING)}))
    text = text_of(pdf_of(content))
    assert "\u200b" not in text
    assert name in text.replace("\n", "")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_finding_and_each_note_are_paragraphs_for_a_screen_reader(demo, language):
    content = content_of(demo, as_of=date(2026, 6, 30), language=language)
    pdf = pdf_of(content)
    [document] = [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()]
    parts = document[0].get_object() if isinstance(document, list) else document
    kinds = Counter(str(part.get_object()["/S"]) for part in parts["/K"])
    assert not kinds["/Span"]
    notes = sum(len(table.notes) for table in tables_of(content))
    assert kinds["/P"] >= len(content.findings) + notes + 2  # the mark of invented data, the subject


def test_a_pot_begins_with_its_first_year(town):
    pots = csv(POTS, "reisen;Reisen;1105;5291;ja;ja", "messen;Messen;2210;;ja;ja")
    ceilings = csv(
        CEILINGS,
        "reisen;2022;;12.000,00;setzt;;;;alle;beschlossen;V 7;14.12.2021;H",
        "messen;2024;;500,00;setzt;;;;alle;beschlossen;V 8;14.12.2023;H",
    )
    fair = "2024;15.02.2024;M-1;2210;5299;Messe AG;Stand Tartu;50,00"
    files = {
        "register/toepfe.csv": pots,
        "register/ansaetze.csv": ceilings,
        "buchungen/a.csv": postings("2022;12.03.2022;B-1;Bahn AG;Porto;1,01", SPRING),
        "buchungen/b.csv": csv(HEADINGS, fair),
    }
    trips, _, fairs = tables_of(content_of(town(files)))[:3]
    assert [row.values[0] for row in trips.rows] == [2022, 2023, 2024, "Gesamt"]
    assert [row.values[0] for row in fairs.rows] == [2024, "Gesamt"]


def test_what_is_left_says_that_earlier_years_stand_elsewhere(german):
    left = named(german, "Internationale Kooperationen: Ansatz, Ist")
    assert left.notes[1] == "Die Jahre davor stehen im Excel-Bericht."
