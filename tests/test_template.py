"""An authority's own template: its named cells and tables get the report's figures, its design stays."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import PIL.Image
import pytest
from click.testing import CliRunner
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from workbook_ledger import books_of, decision, posting

from kooperation.analysis.condensing import condense
from kooperation.cli import main
from kooperation.demo import write_demo
from kooperation.model.errors import KooperationError
from kooperation.model.region import Pot
from kooperation.reporting import tables
from kooperation.reporting.tables import report_of
from kooperation.reporting.workbook import write_report
from kooperation.reporting.workbook.template.figures import named_figures
from kooperation.reporting.workbook.template.rows import posting_rows, table_names

LEDGER = [
    posting(2024, 2_395_050, booked_on="2024-03-05", text="Hotel Delegation"),
    posting(2024, 12_345, "sacramento", booked_on="2024-05-06"),
    posting(2025, -5_000, None, booked_on="2025-01-31"),
    posting(2023, 100_000, booked_on="2023-02-01"),
]
CEILINGS = (decision(2024, "25000"),)


def midnight(day: date) -> datetime:
    """What openpyxl reads where a cell holds a day."""
    return datetime.combine(day, time())


@pytest.fixture
def books():
    return books_of(LEDGER, decisions=CEILINGS)


def template_of(path: Path, names: dict[str, str] | None = None, **cells: object) -> openpyxl.Workbook:
    """A workbook with the sheet ``Blatt``, some cells, and names for addresses of that sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Blatt"
    for address, value in cells.items():
        sheet[address] = value
    for name, address in (names or {}).items():
        refers = address if "!" in address else f"Blatt!{address}"
        workbook.defined_names[name] = DefinedName(name, attr_text=refers)
    workbook.save(path)
    return workbook


def filled(books, template: Path, **options) -> openpyxl.Workbook:
    path = write_report(books, template.with_name("bericht.xlsx"), template=template, **options)
    return openpyxl.load_workbook(path)


def with_table(path: Path, headings: list[str], *, name="Buchungen", top=3, rows=1) -> openpyxl.Workbook:
    """A workbook whose sheet ``Blatt`` holds one table with empty rows."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Blatt"
    for column, heading in enumerate(headings, start=1):
        sheet.cell(top, column, heading)
    last = sheet.cell(top + rows, len(headings)).coordinate
    table = Table(displayName=name, ref=f"A{top}:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    workbook.save(path)
    return workbook


# --- named cells


def test_named_cells_hold_what_the_same_names_hold_in_the_workbook_of_the_report(tmp_path):
    pots = (
        Pot("koop", "Kooperationen", "990100", "544016", is_default=True, frame="ja"),
        Pot("messe-1", "Messen", "990100", "544017", is_default=False, frame="ja"),
    )
    rows = [*LEDGER, posting(2024, 77_701, pot="messe-1"), posting(2025, 400_000, "ansan")]
    decisions = (*CEILINGS, decision(2025, "0"), decision(2024, "500", pot="messe-1"))
    books = books_of(rows, pots=pots, decisions=decisions)
    report = openpyxl.load_workbook(write_report(books, tmp_path / "eigen.xlsx"), data_only=True)
    names = [
        name
        for name in report.defined_names
        if name.split("_")[0] in ("Ansatz", "Verwendbar", "Ist", "Obligo", "Verfuegbar", "Ausschoepfung")
        or name.split("_")[0] in ("Bindung", "Zustand", "Befund", "Stand")
    ]
    assert len(names) > 2 * 8 * 2
    template_of(tmp_path / "v.xlsx", {name: f"$B${row}" for row, name in enumerate(names, start=1)})
    sheet = filled(books, tmp_path / "v.xlsx")["Blatt"]

    def value_in_report(name):
        ((title, address),) = report.defined_names[name].destinations
        return report[title][address].value

    shown = {name: sheet[f"B{row}"].value for row, name in enumerate(names, start=1)}
    differing = {
        name: (value, value_in_report(name))
        for name, value in shown.items()
        if name != "Stand" and value != pytest.approx(value_in_report(name), abs=1e-9)
    }
    assert differing == {}
    assert shown["Stand"] == midnight(date(2025, 6, 15))


def test_a_cell_keeps_its_number_format_and_design(tmp_path, books):
    workbook = template_of(tmp_path / "v.xlsx", {"Ist_2024": "$C$4"})
    cell = workbook["Blatt"]["C4"]
    cell.number_format = '#,##0.00" EUR"'
    cell.font = Font(name="Georgia", size=14, bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="004B76")
    cell.border = Border(bottom=Side(style="double"))
    cell.alignment = Alignment(horizontal="right", textRotation=45)
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]["C4"]
    assert made.value == 24_073.95
    assert made.number_format == '#,##0.00" EUR"'
    assert (made.font.name, made.font.size, made.font.bold) == ("Georgia", 14, True)
    assert made.fill.fgColor.rgb == "00004B76"
    assert made.border.bottom.style == "double"
    assert (made.alignment.horizontal, made.alignment.textRotation) == ("right", 45)


def test_a_cell_without_a_number_format_gets_a_german_one(tmp_path, books):
    names = {"Ist_2024": "$A$1", "Bindung_2024": "$A$2", "Stand": "$A$3"}
    template_of(tmp_path / "v.xlsx", names)
    sheet = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert [sheet[address].number_format for address in ("A1", "A2", "A3")] == [
        '[$-407]#,##0.00\\ "€"',
        "[$-407]0.0\\ %",
        "dd\\.mm\\.yyyy",
    ]


def test_a_year_without_ceiling_says_so_and_has_no_percentage(tmp_path, books):
    names = {"Ansatz_2023": "$A$1", "Verfuegbar_2023": "$A$2", "Bindung_2023": "$A$3", "Ist_2023": "$A$4"}
    template_of(tmp_path / "v.xlsx", names, A1=25_000, A2=1, A3=0.5)
    sheet = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert [sheet[f"A{row}"].value for row in (1, 2, 3, 4)] == ["nicht belegt", "–", "–", 1000]


def test_names_are_found_on_any_sheet_in_any_case_and_with_umlauts(tmp_path, books):
    workbook = template_of(
        tmp_path / "v.xlsx", {"IST_2024": "$A$1", "Verfügbar_2024": "'O''Neill & Co'!$B$2"}
    )
    other = workbook.create_sheet("O'Neill & Co")
    other.defined_names["Obligo_2024"] = DefinedName("Obligo_2024", attr_text="'O''Neill & Co'!$B$3")
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")
    assert made["Blatt"]["A1"].value == 24_073.95
    assert made["O'Neill & Co"]["B2"].value == 926.05
    assert made["O'Neill & Co"]["B3"].value == 0


@pytest.mark.parametrize("address", ["$B$2", "$B$2:$D$3", "$C$3"])
def test_a_named_merged_cell_is_filled_at_its_first_cell_and_stays_merged(tmp_path, books, address):
    workbook = template_of(tmp_path / "v.xlsx", {"Befund": address})
    workbook["Blatt"].merge_cells("B2:D3")
    workbook.save(tmp_path / "v.xlsx")
    sheet = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert sheet["B2"].value.startswith("Kooperationen: ")
    assert [str(one) for one in sheet.merged_cells.ranges] == ["B2:D3"]


def test_a_name_like_one_of_ours_is_a_warning_that_names_the_nearest(tmp_path, books):
    template_of(
        tmp_path / "v.xlsx", {"Stand": "$A$1", "Ansaz_2024": "$A$2", "MwSt": "$A$3"}, A2="bleibt", A3=0.19
    )
    with pytest.warns(UserWarning, match="„Ansaz_2024“ gibt es nicht.*Meinten Sie „Ansatz_2024“") as warned:
        sheet = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert len(warned) == 1
    assert [sheet["A2"].value, sheet["A3"].value] == ["bleibt", 0.19]


def test_the_cell_of_a_year_without_figures_is_emptied_so_that_no_old_number_stays(tmp_path, books):
    template_of(tmp_path / "v.xlsx", {"Stand": "$A$1", "Ist_2031": "$A$2"}, A2=99_999)
    with pytest.warns(UserWarning, match="Zu „Ist_2031“ hat der Bericht keine Zahl; die Zelle ist geleert"):
        sheet = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert sheet["A2"].value is None


@pytest.mark.parametrize("refers", ["$A$2:$B$3", "0.19", "#REF!", "Fehlt!$A$1"])
def test_a_name_that_stands_for_no_single_cell_is_a_warning(tmp_path, books, refers):
    workbook = template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    refers = refers if "!" in refers or refers == "0.19" else f"Blatt!{refers}"
    workbook.defined_names["Befund"] = DefinedName("Befund", attr_text=refers)
    workbook.save(tmp_path / "v.xlsx")
    with pytest.warns(UserWarning, match="„Befund“ steht nicht für eine einzelne Zelle"):
        filled(books, tmp_path / "v.xlsx")


def test_a_template_that_asks_for_nothing_is_refused_with_the_names_it_could_use(tmp_path, books):
    template_of(tmp_path / "v.xlsx", {"MwSt": "$A$1"})
    with pytest.raises(
        KooperationError, match=r"fragt nach keiner Zahl.*\n.*Stand.*Ansatz_2023.*Buchungen, Region_Jahr"
    ):
        filled(books, tmp_path / "v.xlsx")
    assert not (tmp_path / "bericht.xlsx").exists()


def test_an_english_template_uses_the_names_of_the_english_workbook(tmp_path, books):
    template_of(tmp_path / "v.xlsx", {"As_of": "$A$1", "Available_2024": "$A$2", "Ceiling_2023": "$A$3"})
    sheet = filled(books, tmp_path / "v.xlsx", language="en")["Blatt"]
    assert [sheet[f"A{row}"].value for row in (1, 2, 3)] == [
        midnight(date(2025, 1, 31)),
        926.05,
        "not documented",
    ]


# --- tables


def test_a_table_is_filled_by_its_headings_in_their_order(tmp_path, books):
    with_table(
        tmp_path / "v.xlsx",
        ["Betrag", "HAUSHALTSJAHR ", "Datum", "Notiz", "Partnerregion", "Buchungs-Nr."],
    )
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert made.tables["Buchungen"].ref == "A3:F7"
    assert [[cell.value for cell in row] for row in made["A4:F7"]] == [
        [1000, 2023, midnight(date(2023, 2, 1)), None, "Ansan", None],
        [23950.5, 2024, midnight(date(2024, 3, 5)), None, "Ansan", None],
        [123.45, 2024, midnight(date(2024, 5, 6)), None, "Greater Sacramento", None],
        [-50, 2025, midnight(date(2025, 1, 31)), None, "nicht zugeordnet", None],
    ]


def test_each_row_looks_like_the_first_one(tmp_path, books):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"])
    sheet = workbook["Blatt"]
    sheet["B4"].number_format, sheet["B4"].font = "0.00", Font(italic=True, color="00FF00")
    sheet.row_dimensions[4].height, sheet.column_dimensions["B"].width = 31.5, 22
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert {made[f"B{row}"].number_format for row in range(4, 8)} == {"0.00"}
    fonts = [made[f"B{row}"].font for row in range(4, 8)]
    assert {(font.italic, font.color.rgb) for font in fonts} == {(True, "0000FF00")}
    assert {made.row_dimensions[row].height for row in range(4, 8)} == {31.5}
    assert made.column_dimensions["B"].width == 22


def test_a_formula_of_the_first_row_stands_in_each_row(tmp_path, books):
    workbook = with_table(tmp_path / "v.xlsx", ["Betrag", "Netto"])
    workbook["Blatt"]["B4"] = "=ROUND(A4/(1+$D$1),2)"
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert [made[f"B{row}"].value for row in (4, 7)] == ["=ROUND(A4/(1+$D$1),2)", "=ROUND(A7/(1+$D$1),2)"]


def test_a_totals_row_of_the_table_stays_its_last_row(tmp_path, books):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"], rows=2)
    sheet = workbook["Blatt"]
    table = sheet.tables["Buchungen"]
    table.totalsRowCount, table.tableColumns[1].totalsRowFunction = 1, "sum"
    table.autoFilter.ref = "A3:B4"
    sheet["A5"], sheet["B5"] = "Summe", "=SUBTOTAL(109,Buchungen[Betrag])"
    sheet["B5"].font = Font(bold=True)
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert (made.tables["Buchungen"].ref, made.tables["Buchungen"].autoFilter.ref) == ("A3:B8", "A3:B7")
    assert [made["A8"].value, made["B8"].value, made["B8"].font.bold] == [
        "Summe",
        "=SUBTOTAL(109,Buchungen[Betrag])",
        True,
    ]


def test_what_stands_below_a_table_moves_down_with_all_that_points_there(tmp_path, books):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"])
    sheet = workbook["Blatt"]
    sheet["B6"], sheet["A8"], sheet["C1"] = "=SUM(B4:B4)", "Ende", "=B6*2+SUM($B$4:$B$4)+B4"
    sheet.merge_cells("A8:B8")
    sheet.row_dimensions[6].height = 44
    sheet.print_area = "A1:B8"
    sheet.conditional_formatting.add("B4:B4", CellIsRule("lessThan", ["0"], font=Font(color="FF0000")))
    sheet.conditional_formatting.add("A8", FormulaRule(["$B$6>0"], font=Font(bold=True)))
    check = DataValidation("list", formula1='"a,b"')
    check.add("C4")
    sheet.add_data_validation(check)
    other = workbook.create_sheet("Deckblatt")
    other["A1"] = "=Blatt!B6"
    other["A2"] = "=SUM(B4:B4)"
    workbook.defined_names["Gesamt"] = DefinedName("Gesamt", attr_text="Blatt!$B$6")
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")
    sheet = made["Blatt"]
    assert [sheet["B9"].value, sheet["A11"].value] == ["=SUM(B4:B7)", "Ende"]
    assert sheet["C1"].value == "=B9*2+SUM($B$4:$B$7)+B4"
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A11:B11"]
    assert sheet.row_dimensions[9].height == 44
    assert sheet.print_area == "'Blatt'!$A$1:$B$11"
    assert {str(one.sqref): one.rules[0].formula for one in sheet.conditional_formatting} == {
        "B4:B7": ["0"],
        "A11": ["$B$9>0"],
    }
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C4:C7"
    assert [made["Deckblatt"]["A1"].value, made["Deckblatt"]["A2"].value] == ["=Blatt!B9", "=SUM(B4:B4)"]
    assert made.defined_names["Gesamt"].attr_text == "Blatt!$B$9"


def test_a_table_with_more_rows_than_the_report_gets_shorter(tmp_path, books):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"], rows=9)
    sheet = workbook["Blatt"]
    for row in range(4, 13):
        sheet.cell(row, 1, "alt")
    sheet["B14"] = "=SUM(B4:B12)"
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert made.tables["Buchungen"].ref == "A3:B7"
    assert made["B9"].value == "=SUM(B4:B7)"
    assert "alt" not in [cell.value for row in made for cell in row]


def test_without_postings_one_empty_row_stays(tmp_path):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"], rows=2)
    workbook["Blatt"]["B4"] = 4711
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books_of([], decisions=CEILINGS), tmp_path / "v.xlsx")["Blatt"]
    assert made.tables["Buchungen"].ref == "A3:B4"
    assert made["B4"].value is None


def test_a_table_of_regions_has_a_row_per_year_where_it_asks_for_the_year(tmp_path, books):
    with_table(tmp_path / "v.xlsx", ["Topf", "Partnerregion", "Haushaltsjahr", "Betrag"], name="Region_Jahr")
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert [[cell.value for cell in row] for row in made["A4:D7"]] == [
        ["Kooperationen", "Ansan", 2023, 1000],
        ["Kooperationen", "Ansan", 2024, 23950.5],
        ["Kooperationen", "Greater Sacramento", 2024, 123.45],
        ["Kooperationen", "nicht zugeordnet", 2025, -50],
    ]


def test_a_table_of_regions_with_years_as_headings_adds_up_the_years_it_shows(tmp_path, books):
    with_table(tmp_path / "v.xlsx", ["Topf", "Partnerregion", "2024", "2025", "Summe"], name="Region_Jahr")
    made = filled(books, tmp_path / "v.xlsx")["Blatt"]
    assert [[cell.value for cell in row] for row in made["A4:E6"]] == [
        ["Kooperationen", "Ansan", 23950.5, 0, 23950.5],
        ["Kooperationen", "Greater Sacramento", 123.45, 0, 123.45],
        ["Kooperationen", "nicht zugeordnet", 0, -50, -50],
    ]


def test_a_table_of_postings_gets_single_ones_even_of_more_than_the_workbook_would_list(
    tmp_path, books, monkeypatch
):
    with_table(tmp_path / "v.xlsx", ["Betrag", "Datum", "Beleg"])
    single = filled(books, tmp_path / "v.xlsx")["Blatt"]
    monkeypatch.setattr(tables, "MOST_POSTINGS_IN_SHEET", 0)
    many = filled(books, tmp_path / "v.xlsx")["Blatt"]
    for sheet in (single, many):
        assert sheet.tables["Buchungen"].ref == "A3:C7"
        assert all(cell.value is not None for row in sheet["A4:C7"] for cell in row)
    assert list(many.values) == list(single.values)


def test_a_table_of_postings_is_refused_where_only_sums_are_known(tmp_path, books):
    with_table(tmp_path / "v.xlsx", ["Betrag", "Datum"])
    of_dataset = replace(books, bookings=condense(books.bookings), dataset="Buchungen 2024")
    with pytest.raises(KooperationError, match="„Buchungen“ fragt nach einzelnen Buchungen"):
        filled(of_dataset, tmp_path / "v.xlsx")


def test_a_table_of_regions_without_pots_is_refused_as_other_money_would_stand_under_the_ceiling(
    tmp_path, books
):
    with_table(tmp_path / "v.xlsx", ["Partnerregion", "2024"], name="Region_Jahr")
    with pytest.raises(KooperationError, match="„Region_Jahr“ fehlt die Spalte „Topf“"):
        filled(books, tmp_path / "v.xlsx")


def test_a_heading_like_one_of_ours_is_a_warning_that_names_the_nearest(tmp_path, books):
    with_table(tmp_path / "v.xlsx", ["Betrag", "Patnerregion", "Bemerkung der Stelle"])
    with pytest.warns(UserWarning, match=r"„Patnerregion“.*Meinten Sie „Partnerregion“") as warned:
        filled(books, tmp_path / "v.xlsx")
    assert len(warned) == 1


def test_another_table_beside_the_last_row_is_refused_because_it_cannot_move(tmp_path, books):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"])
    sheet = workbook["Blatt"]
    sheet["F3"], sheet["F6"] = "Kurs", None
    sheet.add_table(Table(displayName="Kurse", ref="F3:F6"))
    workbook.save(tmp_path / "v.xlsx")
    with pytest.raises(KooperationError, match=r"Neben der Tabelle „Buchungen“ .*F3:F6"):
        filled(books, tmp_path / "v.xlsx")


# --- what must not happen


@pytest.mark.parametrize("text", ["=1+1", "+49 241", "-5", "@SUM(A1)", "\t=1", "=Summe(1)"])
def test_a_text_that_looks_like_a_formula_stays_text(tmp_path, text):
    pots = (Pot("koop", text, "990100", "544016", is_default=True, frame="ja"),)
    books = books_of(LEDGER, pots=pots, decisions=CEILINGS)
    with_table(tmp_path / "v.xlsx", ["Topf", "Betrag"])
    cell = filled(books, tmp_path / "v.xlsx")["Blatt"]["A4"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.strip() == text.strip()


def test_the_template_itself_is_only_read(tmp_path, books):
    template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    before = (tmp_path / "v.xlsx").read_bytes()
    filled(books, tmp_path / "v.xlsx")
    assert (tmp_path / "v.xlsx").read_bytes() == before
    with pytest.raises(KooperationError, match="seine eigene Vorlage überschreiben"):
        write_report(books, tmp_path / "v.xlsx", template=tmp_path / "v.xlsx")
    assert (tmp_path / "v.xlsx").read_bytes() == before


def test_the_same_report_and_template_make_the_same_bytes_in_another_process(tmp_path):
    template_of(tmp_path / "v.xlsx", {"Stand": "$A$1", "Ist_2024": "$A$2"})
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import test_template as t\n"
        "from kooperation.reporting.workbook import write_report\n"
        "books = t.books_of(t.LEDGER, decisions=t.CEILINGS)\n"
        "write_report(books, sys.argv[3], template=sys.argv[2])\n"
    )
    made = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.xlsx"
        command = [
            sys.executable,
            "-c",
            program,
            str(Path(__file__).parent),
            str(tmp_path / "v.xlsx"),
            str(path),
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_the_properties_of_the_file_name_nobody_and_carry_the_stand(tmp_path, books):
    workbook = template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    workbook.properties.creator = workbook.properties.lastModifiedBy = "Erika Mustermann"
    workbook.save(tmp_path / "v.xlsx")
    made = filled(books, tmp_path / "v.xlsx")
    assert b"Mustermann" not in zipfile.ZipFile(tmp_path / "bericht.xlsx").read("docProps/core.xml")
    assert made.properties.modified == midnight(date(2025, 1, 31))


def test_invented_figures_are_named_as_such_on_every_page_and_on_a_sheet(tmp_path, books):
    template_of(tmp_path / "v.xlsx", {"Hinweis": "$A$1"})
    made = filled(books, tmp_path / "v.xlsx")
    assert made.sheetnames == ["Blatt", "Beispieldaten"]
    assert made["Blatt"].oddHeader.right.text == "Beispieldaten"
    assert made["Blatt"]["A1"].value == "Beispieldaten – frei erfunden, keine echten Buchungen"
    real = filled(books_of(LEDGER, decisions=CEILINGS, is_example=False), tmp_path / "v.xlsx")
    assert (real.sheetnames, real["Blatt"]["A1"].value) == (["Blatt"], None)


# --- what would be lost


def parts_added(path: Path, **parts: str) -> None:
    """Put more parts into a package, as Excel would for what openpyxl does not know."""
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("xl/chartsheets/sheet1.xml", "Diagrammblätter"),
        ("xl/comments1.xml", "Notizen"),
        ("xl/pivotTables/pivotTable1.xml", "Pivot-Tabellen"),
        ("xl/slicers/slicer1.xml", "Datenschnitte"),
        ("xl/embeddings/Mappe.xlsx", "eingebettete Dateien"),
        ("xl/metadata.xml", "Formeln, die in Nachbarzellen überlaufen"),
        ("xl/unbekannt/teil1.xml", "weitere Teile"),
    ],
)
def test_a_part_that_would_be_lost_is_refused_by_its_name(tmp_path, books, part, named):
    template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    parts_added(tmp_path / "v.xlsx", **{part: "<x/>"})
    with pytest.raises(KooperationError, match=f"gingen Teile der Vorlage verloren: {named}"):
        filled(books, tmp_path / "v.xlsx")


def rewritten(path: Path, part: str, old: str, new: str) -> None:
    """Change the text of one part of a package."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("xml", "named"),
    [
        ('<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"/></extLst>', "Sparklines, Datenbalken"),
        ('<picture xmlns:r="urn:r" r:id="rId9"/>', "Hintergrundbilder"),
        ('<protectedRanges><protectedRange name="a" sqref="A1"/></protectedRanges>', "Bereiche mit Kennwort"),
    ],
)
def test_an_element_of_a_sheet_that_would_be_lost_is_refused_by_its_name(tmp_path, books, xml, named):
    template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    rewritten(tmp_path / "v.xlsx", "xl/worksheets/sheet1.xml", "</worksheet>", f"{xml}</worksheet>")
    with pytest.raises(KooperationError, match=named):
        filled(books, tmp_path / "v.xlsx")


def test_the_design_of_the_sheets_stays(tmp_path, books):
    workbook = template_of(tmp_path / "v.xlsx", {"Ist_2024": "$B$2"}, A1="Kopf")
    sheet = workbook["Blatt"]
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth = "landscape", 9, 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_area = "1:1", "A1:F20"
    sheet.oddFooter.center.text = "S 85 · &P"
    sheet.freeze_panes, sheet.sheet_view.showGridLines = "A2", False
    sheet.column_dimensions["B"].width, sheet.row_dimensions[2].height = 33, 40
    sheet.row_dimensions[5].hidden = True
    sheet.protection.sheet = True
    sheet.conditional_formatting.add(
        "B2", CellIsRule("greaterThan", ["25000"], fill=PatternFill("solid", bgColor="FF0000"))
    )
    check = DataValidation("list", formula1='"ja,nein"', showErrorMessage=True)
    check.add("C2")
    sheet.add_data_validation(check)
    sheet["A3"].hyperlink = "https://example.org/"
    workbook.save(tmp_path / "v.xlsx")
    before, after = (
        openpyxl.load_workbook(tmp_path / "v.xlsx")["Blatt"],
        filled(books, tmp_path / "v.xlsx")["Blatt"],
    )

    def design(sheet):
        return {
            "page": (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth),
            "fit": sheet.sheet_properties.pageSetUpPr.fitToPage,
            "print": (sheet.print_title_rows, sheet.print_area, sheet.oddFooter.center.text),
            "view": (sheet.freeze_panes, sheet.sheet_view.showGridLines),
            "sizes": (sheet.column_dimensions["B"].width, sheet.row_dimensions[2].height),
            "hidden": sheet.row_dimensions[5].hidden,
            "protected": sheet.protection.sheet,
            "formats": [(str(one.sqref), one.rules[0].formula) for one in sheet.conditional_formatting],
            "checks": [(str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation],
            "link": sheet["A3"].hyperlink.target,
        }

    assert design(after) == design(before)


def test_words_of_several_looks_in_one_cell_keep_them(tmp_path, books):
    workbook = template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    workbook["Blatt"]["A2"] = CellRichText("Stand der ", TextBlock(InlineFont(b=True), "Mittel"))
    workbook.save(tmp_path / "v.xlsx")
    filled(books, tmp_path / "v.xlsx")
    made = openpyxl.load_workbook(tmp_path / "bericht.xlsx", rich_text=True)["Blatt"]["A2"].value
    assert [str(part) for part in made] == ["Stand der ", "Mittel"]
    assert made[1].font.b is True


@pytest.mark.parametrize(
    "content", [b"Ist;Ansatz\n1;2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b""]
)
def test_a_file_that_is_no_workbook_is_refused_in_words(tmp_path, books, content):
    (tmp_path / "v.xlsx").write_bytes(content)
    with pytest.raises(KooperationError, match=r"v\.xlsx"):
        filled(books, tmp_path / "v.xlsx")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</worksheet>", "", "lässt sich nicht lesen"),
        ("<worksheet", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet", "erklärt eigene Entitäten"),
    ],
)
def test_a_template_whose_xml_is_broken_or_hostile_is_refused(tmp_path, books, old, new, told):
    template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    rewritten(tmp_path / "v.xlsx", "xl/worksheets/sheet1.xml", old, new)
    with pytest.raises(KooperationError, match=told):
        filled(books, tmp_path / "v.xlsx")


def test_an_excel_template_makes_a_workbook(tmp_path, books):
    workbook = template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    workbook.template = True
    workbook.save(tmp_path / "v.xltx")
    filled(books, tmp_path / "v.xltx")
    types = zipfile.ZipFile(tmp_path / "bericht.xlsx").read("[Content_Types].xml")
    assert b"spreadsheetml.sheet.main+xml" in types
    assert b"template.main+xml" not in types


def test_macros_stay_and_ask_for_an_ending_that_excel_opens(tmp_path, books):
    template_of(tmp_path / "v.xlsm", {"Stand": "$A$1"})
    plain, macros = (
        "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "ms-excel.sheet.macroEnabled.main",
    )
    rewritten(tmp_path / "v.xlsm", "[Content_Types].xml", plain, macros)
    parts_added(tmp_path / "v.xlsm", **{"xl/vbaProject.bin": "Makro"})
    with pytest.raises(KooperationError, match=r"mit der Endung \.xlsm"):
        filled(books, tmp_path / "v.xlsm")
    write_report(books, tmp_path / "bericht.xlsm", template=tmp_path / "v.xlsm")
    with zipfile.ZipFile(tmp_path / "bericht.xlsm") as made:
        assert made.read("xl/vbaProject.bin") == b"Makro"
        assert b"macroEnabled.main+xml" in made.read("[Content_Types].xml")


# --- pictures, shapes and charts


def picture() -> io.BytesIO:
    drawn = io.BytesIO()
    PIL.Image.new("RGB", (40, 30), "#004B76").save(drawn, "png")
    return drawn


def drawing_of(path: Path, sheet: int = 1) -> etree._Element:
    """The drawing that a sheet of a package names, found by its relations."""
    with zipfile.ZipFile(path) as package:
        relations = etree.fromstring(package.read(f"xl/worksheets/_rels/sheet{sheet}.xml.rels"))
        [target] = [one.get("Target") for one in relations if one.get("Type").endswith("/drawing")]
        return etree.fromstring(package.read(target.lstrip("/").replace("../", "xl/")))


def test_a_picture_stays_byte_for_byte_with_what_openpyxl_would_drop(tmp_path, books):
    workbook = template_of(tmp_path / "v.xlsx", {"Stand": "$A$1"})
    workbook["Blatt"].add_image(Image(picture()), "E1")
    workbook.save(tmp_path / "v.xlsx")
    name = "xl/drawings/drawing1.xml"
    rewritten(tmp_path / "v.xlsx", name, 'descr="Picture"', 'descr="Wappen der StädteRegion"')
    filled(books, tmp_path / "v.xlsx")
    with zipfile.ZipFile(tmp_path / "bericht.xlsx") as made:
        assert made.read("xl/media/image1.png") == picture().getvalue()
        assert b"image/png" in made.read("[Content_Types].xml")
    [described] = [one for one in drawing_of(tmp_path / "bericht.xlsx").iter() if one.tag.endswith("}cNvPr")]
    assert described.get("descr") == "Wappen der StädteRegion"


def test_a_picture_below_a_table_moves_down_with_the_rows_and_one_above_stays(tmp_path, books):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"])
    for address in ("A1", "A8"):
        workbook["Blatt"].add_image(Image(picture()), address)
    workbook.save(tmp_path / "v.xlsx")
    filled(books, tmp_path / "v.xlsx")
    rows = [one.text for one in drawing_of(tmp_path / "bericht.xlsx").iter() if one.tag.endswith("}row")]
    assert rows == ["0", "10"]


@pytest.mark.parametrize("looked_at", ["$B$4", "$B$4:$B$4"])
def test_a_chart_over_a_table_looks_at_all_its_rows_and_remembers_no_old_numbers(tmp_path, books, looked_at):
    workbook = with_table(tmp_path / "v.xlsx", ["Haushaltsjahr", "Betrag"])
    sheet, chart = workbook["Blatt"], BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=4, max_row=4))
    workbook.create_sheet("Bild").add_chart(chart, "A1")
    workbook.save(tmp_path / "v.xlsx")
    part = "xl/charts/chart1.xml"
    numbers = '<numCache><ptCount val="1"/><pt idx="0"><v>99</v></pt></numCache></numRef>'
    rewritten(tmp_path / "v.xlsx", part, "$B$4</f></numRef>", f"{looked_at}</f>{numbers}")
    filled(books, tmp_path / "v.xlsx")
    made = etree.fromstring(zipfile.ZipFile(tmp_path / "bericht.xlsx").read(part))
    assert [one.text for one in made.iter() if one.tag.endswith("}f")] == ["'Blatt'!$B$4:$B$7"]
    assert [one for one in made.iter() if one.tag.endswith("}numCache")] == []


# --- the command line


def test_the_command_writes_the_filled_template_beside_the_report(tmp_path):
    write_demo(tmp_path / "raw")
    template_of(tmp_path / "vorlage.xlsx", {"Ist_2024": "$A$1", "Ansaz_2024": "$A$2"})
    options = ["--data", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--as-of", "2026-06-30"]
    result = CliRunner().invoke(main, ["report", *options, "--template", str(tmp_path / "vorlage.xlsx")])
    assert result.exit_code == 0, result.output
    made = tmp_path / "out" / "vorlage_ausgefuellt.xlsx"
    assert f"Vorlage:  {made} (ausgefüllt)" in result.stdout
    assert "Warnung: vorlage.xlsx: Den Namen „Ansaz_2024“ gibt es nicht" in result.stderr
    report = openpyxl.load_workbook(tmp_path / "out" / "bericht.xlsx", data_only=True)
    ((title, address),) = report.defined_names["Ist_2024"].destinations
    assert openpyxl.load_workbook(made)["Blatt"]["A1"].value == report[title][address].value


def test_a_template_that_cannot_be_filled_leaves_no_half_report(tmp_path):
    write_demo(tmp_path / "raw")
    template_of(tmp_path / "vorlage.xlsx", {"MwSt": "$A$1"})
    options = ["--data", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, ["report", *options, "--template", str(tmp_path / "vorlage.xlsx")])
    assert result.exit_code == 3
    assert "Die Vorlage fragt nach keiner Zahl" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_template_is_told_even_where_an_old_report_stands(books, tmp_path):
    (tmp_path / "bericht.xlsx").write_bytes(b"old")
    with pytest.raises(KooperationError, match=r"fehlt\.xlsx"):
        write_report(books, tmp_path / "bericht.xlsx", template=tmp_path / "fehlt.xlsx")
    assert (tmp_path / "bericht.xlsx").read_bytes() == b"old"


# --- the documentation


def test_the_documentation_names_each_figure_and_each_heading_that_can_be_filled(project, books):
    text = (project / "docs" / "vorlage.md").read_text("utf-8")
    report = report_of(books)
    names = [figure.name for figure in named_figures(report).values()]
    told = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert {re.sub(r"_\d{4}", "_2026", name) for name in names} == told
    [listed] = re.findall(r"Bekannt sind: ([^.]+)\.", text)
    assert {one.strip() for one in listed.split(",")} == {*posting_rows(report).columns}
    assert all(f"`{name}`" in text for name in table_names(report))
