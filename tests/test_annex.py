"""The committee annex: two pages that can be handed on, tagged, the same words as PDF and Word document."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pypdf
import pytest
from folders import data_folder, postings

import kooperation as ko
from kooperation.reporting.annex import annex_bytes, annex_content
from kooperation.reporting.annex.content import Column, Row, Section, Table
from kooperation.reporting.tables import report_of

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
