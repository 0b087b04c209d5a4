"""Number formats that say percent or a foreign currency: such numbers never pass as euros."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from containers import ods

import kooperation as ko
from kooperation.reading.container import Source
from kooperation.reading.unpacking import read_sheets
from kooperation.reading.workbooks.formats import unit_shown, with_unit


def written(formats, rows):
    """A workbook whose columns carry these number formats below the first row."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    styles = [book.add_format({"num_format": code}) if code else None for code in formats]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, styles[column] if row else None)
    book.close()
    return file.getvalue()


def cells(content):
    (sheet,) = read_sheets(Source("export", content, ""))
    return [list(row) for row in sheet.rows]


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("0%", "%"),
        ("0.0 %", "%"),
        ('0"%"', None),
        ("#,##0.00", None),
        ('#,##0.00 "€"', None),
        ("#,##0.00 [$€-407]", None),
        ("#,##0.00 [$EUR]", None),
        ('_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-', None),
        ("[$-407]dd. mmmm yyyy", None),
        ("[Red]-#,##0.00", None),
        ("[$$-409]#,##0.00", "USD"),
        ('#,##0.00 "USD"', "USD"),
        ("[$USD] #,##0.00", "USD"),
        ("[$£-809]#,##0.00", "GBP"),
        ("$#,##0.00", "USD"),
        ("#,##0.00 [$CHF-807]", "CHF"),
    ],
)
def test_a_format_code_tells_percent_and_foreign_currencies(code, unit):
    assert unit_shown(code) == unit


@pytest.mark.parametrize(
    ("number", "shown"), [(0.19, "19 %"), (0.195, "19,5 %"), (-1.0, "-100 %"), (10, "1000 %"), (0.0, "0 %")]
)
def test_a_share_is_written_as_the_sheet_shows_it(number, shown):
    assert with_unit(number, "%") == shown


def test_numbers_in_percent_and_dollars_become_texts_and_euros_stay_numbers():
    rows = [("Betrag", "Satz", "Kosten"), (12.5, 0.19, 3.0), (-1.0, 0.07, "keine")]
    content = written(['#,##0.00 "€"', "0.00%", "[$$-409]#,##0.00"], rows)
    assert cells(content)[1:] == [[12.5, "19 %", "3 USD"], [-1.0, "7 %", "keine"]]


def test_a_share_of_an_open_document_sheet_is_a_text_too():
    share = '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.195">'
    share += "<text:p>20%</text:p></table:table-cell></table:table-row>"
    assert cells(ods([["Satz"]], tail=share)) == [["Satz"], ["19,5 %"]]


def test_an_amount_in_percent_is_refused_and_never_read_as_euros(tmp_path):
    path = tmp_path / "export.xlsx"
    rows = [
        ("Belegnummer", "Buchungsdatum", "Sachkonto", "Betrag", "Teilprodukt"),
        (1, "05.01.2024", "544016", 7.25, "990100"),
    ]
    path.write_bytes(written(["", "", "", "", ""], rows))
    assert len(ko.read_bookings(path)) == 1
    path.write_bytes(written(["", "", "", "0 %", ""], rows))
    with pytest.raises(ko.KooperationError):
        ko.read_bookings(path)
